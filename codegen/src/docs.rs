//! Texts of a model as documentation comments.
//!
//! A definition's text is data: in a comment it must neither end the comment, nor become a
//! doctest, a broken link or an HTML tag, nor reorder what a reader sees. Balanced single
//! backquotes stay code, addresses become links, everything else is prose.

/// The lines of a documentation comment out of arbitrary text: at most one blank line in a row,
/// none at the ends.
pub(crate) fn clean(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    // Most descriptions are one plain line.
    if is_plain(text) {
        return match text.trim() {
            "" => lines,
            line => vec![line.to_owned()],
        };
    }
    for line in split_lines(&text.replace("\r\n", "\n")) {
        let line = prose(line);
        if !(line.is_empty() && lines.last().is_none_or(String::is_empty)) {
            lines.push(line);
        }
    }
    if lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines
}

/// The text as one line.
pub(crate) fn one_line(text: &str) -> String {
    clean(text)
        .into_iter()
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// The first sentence of the text, as one line without its full stop; nothing for no text.
pub(crate) fn first_sentence(text: &str) -> Option<String> {
    let lines = clean(text);
    let paragraph: Vec<String> = lines
        .into_iter()
        .take_while(|line| !line.is_empty())
        .collect();
    let mut sentence = paragraph.join(" ");
    if let Some(end) = sentence.find(". ") {
        // Inside code a full stop ends nothing.
        if sentence[..end].matches('`').count().is_multiple_of(2) {
            sentence.truncate(end);
        }
    }
    let sentence = sentence.trim_end_matches(['.', ' ']);
    (!sentence.is_empty()).then(|| sentence.to_owned())
}

/// A text as code, on one line.
pub(crate) fn code(text: &str) -> String {
    if !text.is_empty() && text.bytes().all(|b| b.is_ascii_graphic() && b != b'`') {
        return format!("`{text}`");
    }
    let text: String = text
        .chars()
        .map(|c| if is_shown(c) { c } else { ' ' })
        .collect();
    let text = text.trim();
    if text.is_empty() {
        return "(empty)".to_owned();
    }
    // The fence is longer than any run of backquotes inside (CommonMark 6.1).
    let mut run = 0;
    let mut longest = 0;
    for character in text.chars() {
        run = if character == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    let fence = "`".repeat(longest + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') {
        " "
    } else {
        ""
    };
    format!("{fence}{pad}{text}{pad}{fence}")
}

fn split_lines(text: &str) -> impl Iterator<Item = &str> {
    text.split([
        '\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}',
    ])
}

/// Whether a text is one line of words and blanks that no rule here changes.
fn is_plain(text: &str) -> bool {
    let mut bytes = text.trim_start().bytes();
    let starts_plainly = bytes.next().is_none_or(|byte| byte.is_ascii_alphabetic());
    let plain = |byte: u8| {
        byte.is_ascii_alphanumeric()
            || matches!(byte, b' ' | b'.' | b',' | b';' | b'(' | b')' | b'-' | b'\'')
    };
    starts_plainly && bytes.all(plain)
}

/// Whether a character may stand in a comment: no control, nothing that reorders or hides text.
fn is_shown(character: char) -> bool {
    if character.is_ascii() {
        return !character.is_ascii_control();
    }
    !character.is_control()
        && !matches!(
            character,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}'
        )
}

/// One line of prose.
fn prose(line: &str) -> String {
    let shown: String = line
        .chars()
        .filter_map(|c| match c {
            '\t' => Some(' '),
            c if is_shown(c) => Some(c),
            _ => None,
        })
        .collect();
    let shown = shown.trim();
    let code_spans = shown.matches('`').count().is_multiple_of(2) && !shown.contains("``");
    let mut out = String::with_capacity(shown.len() + 8);
    for (at, part) in shown.split('`').enumerate() {
        if at > 0 && !code_spans {
            out.push_str("\\`");
        }
        if code_spans && at % 2 == 1 {
            out.push('`');
            out.push_str(part);
            out.push('`');
        } else {
            escape(part, &mut out);
        }
    }
    guard_start(out)
}

/// Escapes what Markdown would take for more than text.
fn escape(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(character) = rest.chars().next() {
        if let Some(length) = address(rest) {
            out.push('<');
            out.push_str(&rest[..length]);
            out.push('>');
            rest = &rest[length..];
            continue;
        }
        if matches!(character, '\\' | '*' | '_' | '[' | ']' | '<' | '>') {
            out.push('\\');
        }
        out.push(character);
        rest = &rest[character.len_utf8()..];
    }
}

/// Length of the address that the text starts with, if it does.
fn address(text: &str) -> Option<usize> {
    if !(text.starts_with("http://") || text.starts_with("https://")) {
        return None;
    }
    let end = text
        .find(|c: char| !c.is_ascii_graphic() || matches!(c, '<' | '>' | '"' | '\\'))
        .unwrap_or(text.len());
    let length = text[..end]
        .trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '\'', ']', '}'])
        .len();
    (length > "https://".len()).then_some(length)
}

/// Keeps the start of a line from becoming a heading, a list, a table or a fence.
fn guard_start(line: String) -> String {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 && matches!(line.as_bytes().get(digits), Some(b'.' | b')')) {
        let (number, rest) = line.split_at(digits);
        return format!("{number}\\{rest}");
    }
    if line.starts_with(['#', '+', '-', '=', '~', '|', ':']) {
        return format!("\\{line}");
    }
    line
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn any_text_gives_lines_that_are_only_text(text in any::<String>()) {
            for line in clean(&text) {
                prop_assert!(line.chars().all(is_shown), "{line:?}");
                prop_assert!(!line.starts_with("```") && !line.starts_with("~~~"), "{line:?}");
                prop_assert!(!line.starts_with("    ") && !line.starts_with('#'), "{line:?}");
                prop_assert_eq!(line.trim(), &line);
            }
            prop_assert!(!code(&text).contains(['\n', '\r']));
        }
    }

    #[test]
    fn text_cannot_leave_its_comment() {
        assert_eq!(clean("a\r\nb\rc\u{2028}d"), ["a", "b", "c", "d"]);
        assert_eq!(clean("\n\n a \n\n\n b\n\n"), ["a", "", "b"]);
        assert_eq!(clean("x\u{202e}y\u{0}z\u{7}"), ["xyz"]);
        assert_eq!(clean(" \t "), Vec::<String>::new());
    }

    #[test]
    fn plain_texts_stay_as_they_are() {
        let text = "A virtual machine, or a container (it's the same); see 3.1.";
        assert!(is_plain(text));
        assert_eq!(clean(&format!(" {text} ")), [prose(text)]);
        for text in ["- a", "1. a", "a_b", "http://a", "a\n", "`a`", "#", "a:b"] {
            assert!(!is_plain(text), "{text}");
        }
    }

    #[test]
    fn text_is_prose_and_nothing_else() {
        assert_eq!(clean("    let x = 1;"), ["let x = 1;"]);
        assert_eq!(clean("```\ncode\n```"), ["\\`\\`\\`", "code", "\\`\\`\\`"]);
        assert_eq!(clean("see [x](y) and <b>"), ["see \\[x\\](y) and \\<b\\>"]);
        assert_eq!(
            clean("# a\n- b\n1. c\n+ d"),
            ["\\# a", "\\- b", "1\\. c", "\\+ d"]
        );
        assert_eq!(clean("use `a_b` or a_b"), ["use `a_b` or a\\_b"]);
        assert_eq!(clean("an odd ` stays"), ["an odd \\` stays"]);
    }

    #[test]
    fn addresses_become_links() {
        assert_eq!(
            clean("See http://a.b/c_d, or (https://e.f)."),
            ["See <http://a.b/c_d>, or (<https://e.f>)."]
        );
    }

    #[test]
    fn code_takes_any_text() {
        assert_eq!(code("a"), "`a`");
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(code("`"), "`` ` ``");
        assert_eq!(code("a\nb"), "`a b`");
        assert_eq!(code(""), "(empty)");
    }

    #[test]
    fn sentences_end_at_their_full_stop() {
        assert_eq!(first_sentence("One. Two."), Some("One".to_owned()));
        assert_eq!(
            first_sentence("One\ntwo.\n\nThree"),
            Some("One two".to_owned())
        );
        assert_eq!(
            first_sentence("Use `a. b` now."),
            Some("Use `a. b` now".to_owned())
        );
        assert_eq!(first_sentence(" \n"), None);
    }
}

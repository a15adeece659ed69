//! Making untrusted text harmless.

use std::borrow::Cow;

/// Whether a character could change what a terminal shows beyond itself: control characters,
/// characters that set the direction of writing, and invisible separators.
pub(crate) fn is_harmful(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{61c}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{feff}'
        )
}

/// The text with every harmful character written as `\u{…}`.
#[must_use]
pub fn escape(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_harmful) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().fold(String::new(), |mut out, character| {
        if is_harmful(character) {
            out.extend(character.escape_unicode());
        } else {
            out.push(character);
        }
        out
    }))
}

/// The text with every harmful character that the excerpts would let through replaced by one
/// of the same length in bytes, so that places stay where they are.
#[cfg(feature = "render")]
pub(super) fn mask(text: &str) -> Cow<'_, str> {
    // The renderer of excerpts itself replaces these by signs.
    let shown = |character: char| {
        character.is_ascii_control()
            || matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    if !text.chars().any(|c| is_harmful(c) && !shown(c)) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(
        text.chars()
            .map(|character| {
                if !is_harmful(character) || shown(character) {
                    character
                } else if character.len_utf8() == 2 {
                    '¤'
                } else {
                    char::REPLACEMENT_CHARACTER
                }
            })
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn harmful_characters_become_escapes() {
        assert_eq!(escape("plain ä"), "plain ä");
        assert_eq!(
            escape("a\u{1b}[31m\u{202e}b\n"),
            "a\\u{1b}[31m\\u{202e}b\\u{a}"
        );
    }

    #[cfg(feature = "render")]
    #[test]
    fn masks_keep_the_length() {
        let text = "a\u{85}b\u{200f}c\u{2028}d\u{feff}\u{202e}\te";
        let masked = mask(text);
        assert_eq!(masked.len(), text.len());
        assert_eq!(masked, "a¤b\u{fffd}c\u{fffd}d\u{fffd}\u{202e}\te");
    }
}

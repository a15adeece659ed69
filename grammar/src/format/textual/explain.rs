//! What is wrong with a piece that does not parse.

use occi_model::{Fault, Origin, SourceId};
use pest::error::{Error, ErrorVariant, InputLocation};

use super::grammar::Rule;
use crate::format::code;

/// The fault of a piece that starts at byte `base` of the text, and the byte behind what is
/// accused.
pub(super) fn explain(
    error: &Error<Rule>,
    text: &str,
    base: usize,
    source: SourceId,
) -> (Fault, usize) {
    let offset = match error.location {
        InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
    };
    let start = (base + offset).min(text.len());
    let rest = &text[start..];
    let Some(first) = rest.chars().next() else {
        let fault = Fault::new(
            code::TEXTUAL,
            Origin::span(source, start..start),
            "unexpected end of the text",
        );
        return (with_expected(fault, error, ""), start);
    };
    if matches!(first, '"' | '\'') && !is_closed(rest, first) {
        let line = rest.find('\n').unwrap_or(rest.len());
        let fault = Fault::new(
            code::TEXTUAL_OPEN,
            Origin::span(source, start..start + line),
            "the string has no end",
        )
        .with_help(format!("close it with `{first}`"));
        return (fault, start + line);
    }
    let length = rest
        .bytes()
        .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'))
        .count()
        .max(first.len_utf8());
    let shown: String = rest[..length]
        .chars()
        .take(60)
        .flat_map(char::escape_debug)
        .collect();
    let fault = Fault::new(
        code::TEXTUAL,
        Origin::span(source, start..start + length),
        format!("unexpected `{shown}`"),
    );
    (with_expected(fault, error, &rest[..length]), start)
}

/// Whether the string that a text starts with has an end.
fn is_closed(text: &str, quote: char) -> bool {
    let mut escaped = false;
    for character in text.chars().skip(1) {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if character == quote => return true,
            _ => {}
        }
    }
    false
}

fn with_expected(fault: Fault, error: &Error<Rule>, found: &str) -> Fault {
    let ErrorVariant::ParsingError { positives, .. } = &error.variant else {
        return fault;
    };
    let mut words: Vec<String> = positives.iter().filter_map(|rule| said(*rule)).collect();
    words.sort();
    words.dedup();
    let keywords: Vec<&str> = words
        .iter()
        .filter_map(|word| word.strip_prefix('`')?.strip_suffix('`'))
        .filter(|word| word.len() > 1)
        .collect();
    let near = crate::syntax::similar(found, &keywords).filter(|near| *near != found);
    let fault = match near {
        Some(near) => fault.with_replacement(near),
        None => fault,
    };
    match words.split_last() {
        None => fault,
        Some((last, [])) => fault.with_label(format!("expected {last}")),
        Some((last, others)) => {
            fault.with_label(format!("expected {} or {last}", others.join(", ")))
        }
    }
}

/// What a rule is called; `None` for those that say nothing to people.
fn said(rule: Rule) -> Option<String> {
    let word = match rule {
        Rule::name => return Some("a name".to_owned()),
        Rule::path | Rule::type_path => return Some("a name with dots".to_owned()),
        Rule::string => return Some("a string".to_owned()),
        Rule::number => return Some("a number".to_owned()),
        Rule::facet | Rule::facet_name => return Some("a facet".to_owned()),
        Rule::open => "{",
        Rule::close => "}",
        Rule::lparen => "(",
        Rule::rparen => ")",
        Rule::colon | Rule::doc => ":",
        Rule::comma => ",",
        Rule::equals => "=",
        Rule::kw_fsm => "FSM",
        Rule::kw_string => "StringType",
        Rule::kw_object => "EObjectType",
        Rule::kw_boolean => "BooleanType",
        Rule::kw_numeric => "NumericType",
        Rule::kw_enumeration => "EnumerationType",
        Rule::uses => "use",
        Rule::class | Rule::numeric_class => "type",
        Rule::cause => "action",
        Rule::link_target => "target",
        // The other keywords and clauses are called as they are written.
        other => {
            let name = format!("{other:?}");
            let word = name.strip_prefix("kw_").unwrap_or(&name);
            let is_clause = matches!(
                other,
                Rule::description
                    | Rule::specification
                    | Rule::import
                    | Rule::location
                    | Rule::extends
                    | Rule::source
                    | Rule::target
                    | Rule::depends
                    | Rule::applies
                    | Rule::title
                    | Rule::scheme
                    | Rule::attribute
                    | Rule::action
                    | Rule::constraint
                    | Rule::annotations
                    | Rule::state
                    | Rule::summary
                    | Rule::mixins
            );
            return (is_clause || name.starts_with("kw_")).then(|| format!("`{word}`"));
        }
    };
    Some(format!("`{word}`"))
}

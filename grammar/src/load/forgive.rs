//! Rules that definitions of others may break with a warning.
//!
//! A foreign text was not written for this compiler. Where what it breaks leaves no doubt about
//! what it means, it is forgiven, and the extension or configuration says so by an annotation, so that it stays
//! forgiven when it is written in the language:
//!
//! ```text
//! #[annotation("forgiven", "E0005 E0011")]
//! extension example "http://example.com/occi#";
//! ```

use std::collections::{BTreeMap, BTreeSet};

use occi_model::{
    Built, Code, Draft, Fault, Located, Origin, Profile, Severity, SourceId, draft::Annotation,
};

use super::derived::Lost;
use crate::{code, format::code as format_code};

/// The key of the annotation.
pub(crate) const KEY: &str = "forgiven";

/// Builds the model of a draft, and notes at its extensions what they are forgiven.
pub(super) fn build(draft: &mut Draft, profile: Profile, lost: &Lost) -> Built {
    let built = draft.build_forgiving(profile, |fault| lost.forgives(fault));
    let mut forgiven: BTreeMap<SourceId, BTreeSet<u16>> = BTreeMap::new();
    for fault in &built.faults {
        let number = fault.code.number;
        if !fault.is_error()
            && format_code::FORGIVEN_RULES.contains(&number)
            && let Some(source) = fault.origin.source()
        {
            forgiven.entry(source).or_default().insert(number);
        }
    }
    let mut is_new = false;
    let mut note = |origin: Origin, annotations: &mut Vec<Annotation>| {
        let Some(numbers) = origin.source().and_then(|source| forgiven.get(&source)) else {
            return;
        };
        if annotations.iter().any(|one| one.key.value == KEY) {
            return;
        }
        is_new = true;
        let codes: Vec<String> = numbers
            .iter()
            .map(|number| Code::error(*number).to_string())
            .collect();
        annotations.push(Annotation {
            key: Located::new(KEY.to_owned(), origin),
            value: codes.join(" "),
        });
    };
    for extension in &mut draft.extensions {
        note(extension.name.origin, &mut extension.annotations);
    }
    for configuration in &mut draft.configurations {
        note(configuration.name.origin, &mut configuration.annotations);
    }
    if is_new && built.model.is_some() {
        return draft.build_forgiving(profile, |fault| lost.forgives(fault));
    }
    built
}

/// The rules that an extension or a configuration is forgiven by its annotation; a fault for each
/// code that cannot be.
pub(super) fn marked(annotations: &[Annotation], faults: &mut Vec<Fault>) -> BTreeSet<u16> {
    let mut numbers = BTreeSet::new();
    for annotation in annotations.iter().filter(|one| one.key.value == KEY) {
        for word in annotation.value.split_whitespace() {
            match word.parse::<Code>() {
                Ok(code) if is_forgivable(code) => {
                    numbers.insert(code.number);
                }
                _ => {
                    let known =
                        format_code::FORGIVEN_RULES.map(|number| Code::error(number).to_string());
                    let fault = Fault::new(
                        code::MARK,
                        annotation.key.origin,
                        format!("`{word}` is no rule that can be forgiven"),
                    )
                    .with_help(format!("write one of {}", known.join(", ")));
                    faults.push(fault);
                }
            }
        }
    }
    numbers
}

fn is_forgivable(code: Code) -> bool {
    code.severity == Severity::Error && format_code::FORGIVEN_RULES.contains(&code.number)
}

//! Rules that definitions of others may break with a warning.
//!
//! A foreign text was not written for this compiler. What it breaks of the rules in
//! [`forgiven::RULES`] is forgiven, and the extension or configuration says so by an annotation, so
//! that it stays forgiven when it is written in the language, or generated from.

use std::collections::{BTreeMap, BTreeSet};

use occi_model::{
    Built, Code, Draft, Fault, Located, Origin, Profile, SourceId,
    draft::{Annotation, forgiven},
};

use super::derived::Lost;
use crate::code;

/// Builds the model of a draft, and notes at its extensions what they are forgiven.
pub(super) fn build(draft: &mut Draft, profile: Profile, lost: &Lost) -> Built {
    let built = draft.build_forgiving(profile, |fault| lost.forgives(fault));
    let mut forgiven: BTreeMap<SourceId, BTreeSet<u16>> = BTreeMap::new();
    for fault in &built.faults {
        let number = fault.code.number;
        if !fault.is_error()
            && forgiven::RULES.contains(&number)
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
        if annotations.iter().any(|one| one.key.value == forgiven::KEY) {
            return;
        }
        is_new = true;
        let codes: Vec<String> = numbers
            .iter()
            .map(|number| Code::error(*number).to_string())
            .collect();
        annotations.push(Annotation {
            key: Located::new(forgiven::KEY.to_owned(), origin),
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
    for rule in forgiven::rules(annotations) {
        match rule {
            Ok(number) => {
                numbers.insert(number);
            }
            Err((annotation, word)) => {
                let known = forgiven::RULES.map(|number| Code::error(number).to_string());
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
    numbers
}

//! Names as the metamodel has them (the OCCIware metamodel).
//!
//! What OCCI allows is read, whatever the metamodel says; where its tools would refuse a name,
//! there is a warning.

use std::collections::BTreeSet;

use occi_model::{Fault, Located};

use super::{
    super::{code, name, xml::Element},
    fields::Faults,
};

/// The patterns of names.
#[derive(Clone, Copy)]
pub(super) enum Pattern {
    /// Kinds, mixins, actions, constraints: `[a-zA-Z][a-zA-Z0-9_-]*`
    Name,
    /// Attributes: `[a-zA-Z0-9]+(\.[a-zA-Z0-9]+)*`
    Attribute,
    /// Literals: `[a-zA-Z_][a-zA-Z0-9_]*`
    Literal,
    /// Fields of records: `[a-zA-Z][a-zA-Z0-9]*`
    Field,
}

impl Pattern {
    fn matches(self, name: &str) -> bool {
        let mut bytes = name.bytes();
        match self {
            Self::Name => {
                bytes.next().is_some_and(|b| b.is_ascii_alphabetic())
                    && bytes.all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'))
            }
            Self::Attribute => name.split('.').all(|component| {
                !component.is_empty() && component.bytes().all(|b| b.is_ascii_alphanumeric())
            }),
            Self::Literal => {
                bytes
                    .next()
                    .is_some_and(|b| b.is_ascii_alphabetic() || b == b'_')
                    && bytes.all(|b| b.is_ascii_alphanumeric() || b == b'_')
            }
            Self::Field => {
                bytes.next().is_some_and(|b| b.is_ascii_alphabetic())
                    && bytes.all(|b| b.is_ascii_alphanumeric())
            }
        }
    }

    const fn words(self) -> &'static str {
        match self {
            Self::Name => "a name is a letter, then letters, digits, `_` and `-`",
            Self::Attribute => "an attribute name is words of letters and digits, joined by dots",
            Self::Literal => "a literal is a letter or `_`, then letters, digits and `_` (O46)",
            Self::Field => "the name of a field is a letter, then letters and digits (O49)",
        }
    }
}

/// Warns of a name that the metamodel does not allow.
pub(super) fn check(faults: &mut Faults, pattern: Pattern, name: &Located<String>) {
    if pattern.matches(&name.value) {
        return;
    }
    let message = format!(
        "the metamodel of OCCIware does not allow the name {:?}",
        name.value
    );
    faults.push(
        Fault::new(code::ECORE_NAME, name.origin, message)
            .with_note(pattern.words())
            .with_help("rename it if tools of OCCIware are to read the model"),
    );
}

/// Warns of a scheme with a doubled colon, `http:://example.org/t#`: it is a URI, but surely not
/// the one that was meant.
pub(super) fn scheme(faults: &mut Faults, scheme: &Located<String>) {
    if let Some((protocol, rest)) = scheme.value.split_once(':')
        && rest.starts_with(':')
    {
        let mended = format!("{protocol}:{}", rest.trim_start_matches(':'));
        let message = format!("the scheme `{}` has a doubled colon", scheme.value);
        faults.push(Fault::new(code::ECORE_COLON, scheme.origin, message).with_replacement(mended));
    }
}

/// The names of the types of an extension, by position. Two types of one name are told apart by
/// their positions, and so the second gets another name.
pub(super) fn types(faults: &mut Faults, extension: &Element<'_>) -> Vec<String> {
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let all: Vec<&Element<'_>> = extension.named("types").collect();
    // A new name must not be that of a later type.
    let written: BTreeSet<String> = all
        .iter()
        .filter_map(|element| element.value("name"))
        .map(|name| name::fit(name).into_owned())
        .collect();
    all.iter()
        .map(|element| {
            let Some(attribute) = element.attribute("name") else {
                return "unnamed".to_owned();
            };
            let name = attribute.value.clone().into_owned();
            let fitted = name::fit(&name).into_owned();
            if taken.insert(fitted.clone()) {
                return name;
            }
            let free = (2_u32..)
                .map(|number| format!("{fitted}-{number}"))
                .find(|free| !taken.contains(free) && !written.contains(free))
                .unwrap_or_else(|| fitted.clone());
            taken.insert(free.clone());
            let message = format!("two types are named `{name}`");
            faults.push(
                Fault::new(code::ECORE_TYPE_TWICE, attribute.origin, message)
                    .with_label(format!("read as `{free}`"))
                    .with_note("references count types, so that each still means one of them")
                    .with_help("rename one of them"),
            );
            free
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::Pattern;

    #[test]
    fn patterns_are_those_of_the_metamodel() {
        for (pattern, good, bad) in [
            (Pattern::Name, "os_tpl-2", "2D"),
            (Pattern::Name, "A", "deploy on"),
            (Pattern::Attribute, "occi.compute.cores2", "a.my-attr"),
            (Pattern::Attribute, "2a", "a..b"),
            (Pattern::Literal, "_a2", "a-b"),
            (Pattern::Field, "a2", "a_b"),
            (Pattern::Field, "B", "a.b"),
        ] {
            assert!(pattern.matches(good), "{good}");
            assert!(!pattern.matches(bad), "{bad}");
        }
    }
}

//! Rules of attributes: names, defaults, marks, and what restates what.

use std::collections::HashMap;

use crate::{
    build::{
        report::Report,
        work::{AttributeWork, Work},
    },
    codes,
    draft::{AttributeDraft, LiteralDraft},
    fault::Fault,
    model::{Access, Attribute},
    name::AttributeName,
    origin::{Located, Origin},
    types::{FaultClass, ValueFault, ValueType},
    value::Value,
    version::Profile,
};

/// M010: an attribute name has the lexical form of the profile, without empty components (D-04).
pub(in crate::build) fn m010_name(
    profile: Profile,
    written: &Located<String>,
    report: &mut Report,
) -> Option<AttributeName> {
    match AttributeName::new(&*written.value) {
        Ok(name) if profile == Profile::V1_1 && !name.is_valid_in_1_1() => {
            report.push(
                Fault::new(
                    codes::M010,
                    written.origin,
                    format!("`{name}` is not an attribute name of OCCI 1.1"),
                )
                .with_note(
                    "each component is a lower-case letter, then lower-case letters, digits, `-` and `_` (GFD.185 3.5.1, D-04)",
                )
                .with_help("mark the attribute `#[since(\"1.2\")]`, or choose another name"),
            );
            None
        }
        Ok(name) => Some(name),
        Err(error) => {
            report.push(
                Fault::new(codes::M010, written.origin, error.to_string())
                    .with_note("the 1.2 form of names (GFD.229 4.1, D-04)"),
            );
            None
        }
    }
}

/// M011: `occi.` belongs to the specifications (GFD.221 5.3.2).
///
/// Parameters of actions are exempt, and so is an attribute that restates one of a kind or mixin
/// that the category builds on: tightening is allowed (D-11) and needs the name.
pub(in crate::build) fn m011_prefix(attribute: &Attribute, origin: Origin, report: &mut Report) {
    if attribute.name.is_reserved() {
        report.push(
            Fault::new(
                codes::M011,
                origin,
                format!("`{}` is a name of the OCCI specifications", attribute.name),
            )
            .with_label("starts with the reserved `occi.`")
            .with_note("`occi.` is reserved (GFD.221 5.3.2)")
            .with_help("start with your reversed domain name, such as `com.example.`"),
        );
    }
}

/// M012: the name of a provider's attribute starts with a reversed domain (GFD.221 5.3.2).
///
/// A name passes with three components or more, the first of letters only, as a top-level domain
/// is.
///
/// Terms of agreements are exempt ([`is_of_term`]).
pub(in crate::build) fn m012_domain(attribute: &Attribute, origin: Origin, report: &mut Report) {
    let name = attribute.name.as_str();
    let bytes = name.as_bytes();
    let top = bytes.iter().take_while(|b| b.is_ascii_alphabetic()).count();
    let looks_reversed = top >= 2
        && bytes.get(top) == Some(&b'.')
        && bytes.iter().filter(|&&b| b == b'.').nth(1).is_some();
    if !attribute.name.is_reserved() && !looks_reversed {
        report.push(
            Fault::new(
                codes::M012,
                origin,
                format!("`{name}` does not start with a reversed domain name"),
            )
            .with_note("names of providers should start with theirs (GFD.221 5.3.2, 5.5.1)")
            .with_help(format!("write `com.example.{name}`, with your own domain")),
        );
    }
}

/// Whether GFD.228 (3.1.2) itself suggests the name for a mixin of this term below
/// `sla#agreement_term`: `TERM.term.state` and its three siblings (S-05 of the errata).
pub(in crate::build) fn is_of_term(attribute: &Attribute, term: &str) -> bool {
    attribute
        .name
        .as_str()
        .strip_prefix(term)
        .and_then(|rest| rest.strip_prefix(".term."))
        .is_some_and(|part| matches!(part, "type" | "state" | "desc" | "remedy"))
}

/// M013: a category, or an action, defines each name once.
pub(in crate::build) fn m013_unique<'a>(
    names: impl Iterator<Item = (&'a str, Origin)> + Clone,
    what: impl Fn() -> String,
    report: &mut Report,
) {
    each_twice(names, |name, second, first| {
        report.push(
            Fault::new(
                codes::M013,
                second,
                format!("{} defines `{name}` twice", what()),
            )
            .with_label("defined again here")
            .with_place(first, "first defined here")
            .with_help("remove one of them, or mark them with versions that do not overlap"),
        );
    });
}

/// M015: a default, a template value or the default of a member satisfies its type with all facets;
/// the value in the form of the type.
pub(in crate::build) fn m015_value(
    name: &Located<String>,
    value_type: &ValueType,
    written: (&Value, Origin),
    report: &mut Report,
) -> Option<Value> {
    let (written, origin) = written;
    match value_type.check(written.clone()) {
        Ok(value) => {
            let grown = weight(&value).saturating_sub(weight(written));
            let has_room = report.grows(grown, || {
                Fault::new(
                    codes::E0221,
                    origin,
                    "the defaults of members make the defaults of this definition too large",
                )
                .with_help("leave some of the defaults out")
            });
            has_room.then_some(value)
        }
        Err(fault) => {
            m015_default(&name.value, origin, &fault, report);
            None
        }
    }
}

/// How much there is of a value: its parts and the bytes of its texts.
fn weight(value: &Value) -> usize {
    1 + match value {
        Value::String(text) => text.len(),
        Value::List(items) => items.iter().map(weight).sum(),
        Value::Hash(members) => members
            .iter()
            .map(|(name, value)| name.len() + weight(value))
            .sum(),
        _ => 0,
    }
}

fn m015_default(name: &str, origin: Origin, fault: &ValueFault, report: &mut Report) {
    let help = match fault.class {
        FaultClass::Fraction => "write a whole number",
        FaultClass::Literal => "write one of the literals, or add this one to the enum",
        FaultClass::Below | FaultClass::Above => "write a number in the range, or widen the range",
        FaultClass::Digits => "write a number of fewer digits, or allow more",
        _ => "write a value of the type",
    };
    report.push(
        Fault::new(
            codes::M015,
            origin,
            format!("the default of `{name}`: {fault}"),
        )
        .with_label(format!("must be {}", fault.expected))
        .with_help(help),
    );
}

/// M015: a value that the server makes is one that the type can have.
///
/// Without a template it is made from the type, which has to be text of an open form or a whole
/// number. A template is text with one `{}`; what it gives for 0 stands for all.
pub(in crate::build) fn m015_generated(
    name: &str,
    value_type: &ValueType,
    template: Option<&str>,
    origin: Origin,
    report: &mut Report,
) {
    let accuse = |message: String, help: &str| {
        Fault::new(codes::M015, origin, message)
            .with_label("made by the server")
            .with_help(help)
    };
    match template {
        None => {
            let made = matches!(
                value_type,
                ValueType::Integer(_)
                    | ValueType::Uri
                    | ValueType::Mac
                    | ValueType::Token
                    | ValueType::DateTime
            ) || matches!(value_type, ValueType::String(facets) if facets.pattern.is_none());
            if !made {
                report.push(accuse(
                    format!("no value of `{name}` can be generated from its type alone"),
                    "give a template, such as `generated(\"eth{}\")`, or a default",
                ));
            }
        }
        Some(template) if template.matches("{}").count() != 1 => report.push(accuse(
            format!("the template of `{name}` does not have exactly one `{{}}`"),
            "write `{}` where the number goes, as in `generated(\"eth{}\")`",
        )),
        Some(template) => {
            let first = template.replacen("{}", "0", 1);
            if let Err(fault) = value_type.check(first.into()) {
                report.push(accuse(
                    format!("the template of `{name}` makes no value of its type: {fault}"),
                    "write a template whose values are of the type",
                ));
            }
        }
    }
}

/// M016: a client can never give a value that only the server sets (D-23, D-24).
pub(in crate::build) fn m016_required_readonly(draft: &AttributeDraft, report: &mut Report) {
    if draft.required && draft.access == Access::ReadOnly {
        report.push(
            Fault::new(
                codes::M016,
                draft.name.origin,
                format!(
                    "`{}` is required, but only the server sets it",
                    draft.name.value
                ),
            )
            .with_label("`required` and `readonly`")
            .with_note("`required` asks the client for a value at creation (D-24)")
            .with_help("write `always readonly` if every instance shows it"),
        );
    }
}

/// M017: what is required, an attribute or a member, never gets its default.
pub(in crate::build) fn m017_required_default(
    required: bool,
    name: &Located<String>,
    default: Option<Origin>,
    report: &mut Report,
) {
    if required && let Some(default) = default {
        report.push(
            Fault::new(
                codes::M017,
                default,
                format!("the default of `{}` is never used", name.value),
            )
            .with_label("the client has to give a value")
            .with_place(name.origin, "`required`")
            .with_help("remove `required`, or the default"),
        );
    }
}

/// M018: an enum has literals, and each once; those that the profile does not have do not count.
pub(in crate::build) fn m018_literals(
    drafts: &[LiteralDraft],
    profile: Profile,
    origin: Origin,
    report: &mut Report,
) -> bool {
    let kept = || drafts.iter().filter(|draft| profile.admits(draft.versions));
    let mut sound = true;
    if kept().next().is_none() {
        let message = if drafts.is_empty() {
            "an enum without literals has no value".to_owned()
        } else {
            format!("profile {profile} has none of the literals of this enum")
        };
        report.push(
            Fault::new(codes::M018, origin, message)
                .with_help("write at least one literal: `enum { active, inactive }`"),
        );
        sound = false;
    }
    each_twice(
        kept().map(|draft| (&*draft.name.value, draft.name.origin)),
        |name, second, first| {
            report.push(
                Fault::new(
                    codes::M018,
                    second,
                    format!("the literal `{name}` stands in the enum twice"),
                )
                .with_place(first, "first here")
                .with_help("take one away, or correct its name"),
            );
            sound = false;
        },
    );
    sound
}

/// Calls `accuse` with the name, the second and the first place of each name that comes again.
fn each_twice<'a>(
    names: impl Iterator<Item = (&'a str, Origin)> + Clone,
    mut accuse: impl FnMut(&'a str, Origin, Origin),
) {
    // Short lists are compared directly, which is faster than hashing them.
    const FEW: usize = 16;
    if names.clone().nth(FEW).is_none() {
        for (at, (name, second)) in names.clone().enumerate() {
            if let Some((_, first)) = names.clone().take(at).find(|(other, _)| *other == name) {
                accuse(name, second, first);
            }
        }
        return;
    }
    let mut seen = HashMap::new();
    for (name, place) in names {
        match seen.get(name) {
            Some(&first) => accuse(name, place, first),
            None => {
                seen.insert(name, place);
            }
        }
    }
}

/// M014 and M034 share the wording: `one` restates `other`, and its type is not the same or
/// narrower (D-11).
pub(in crate::build) fn incompatible(
    code: crate::fault::Code,
    one: &AttributeWork<'_>,
    other: &Attribute,
    of: &str,
    place: Option<Origin>,
    reason: &str,
) -> Fault {
    let fault = Fault::new(
        code,
        one.draft.value_type.origin,
        format!(
            "`{}` does not fit the attribute of {of}: {reason}",
            one.draft.name.value
        ),
    )
    .with_label(match &one.made {
        Some(made) => format!("here {}", made.value_type.describe()),
        None => "here".to_owned(),
    })
    .with_note("a restated attribute may be tighter, not of another type or wider (D-11)")
    .with_help(format!(
        "make it {}, or narrower",
        other.value_type.describe()
    ));
    match place {
        Some(place) => fault.with_place(place, format!("there {}", other.value_type.describe())),
        None => fault,
    }
}

/// Whether the type `one` takes nothing that `other` does not (D-11).
pub(in crate::build) fn narrows(
    work: &Work<'_>,
    one: &ValueType,
    other: &ValueType,
) -> Result<(), String> {
    one.narrows(other, &|kind, ancestor| match (
        work.scope.kind(kind.as_str()),
        work.scope.kind(ancestor.as_str()),
    ) {
        (Some(kind), Some(ancestor)) => work.tour.is_below(kind, ancestor),
        _ => false,
    })
}

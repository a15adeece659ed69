//! From types as written to closed types: names resolved, facets checked.

use std::sync::Arc;

use super::{
    numbers::{floats, integers},
    report::Report,
    rules::attributes,
    scope::{Class, Scope},
};
use crate::{
    codes,
    draft::{LengthDraft, LiteralDraft, MemberDraft, TypeDraft},
    fault::Fault,
    model::TypeId,
    origin::{Located, Origin},
    types::{
        EnumLiteral, EnumType, HashType, LengthRange, ListType, Member, Pattern, StringFacets,
        ValueType,
    },
};

/// Deepest nesting of lists, hashes and named types.
const MAX_DEPTH: usize = 32;

/// Most parts of one type, named types counted each time they are used: without a limit, hashes
/// of hashes double with each line.
const MAX_PARTS: usize = 4096;

/// A type, with its measure.
#[derive(Clone)]
pub(super) struct Sized {
    pub(super) value_type: ValueType,
    parts: usize,
    depth: usize,
}

/// How far a named type is.
#[derive(Clone)]
enum Progress {
    Waiting,
    Underway,
    Done(Option<Sized>),
}

/// The named types of a draft, resolved on demand.
pub(super) struct Types<'s, 'd> {
    scope: &'s Scope<'d>,
    named: Vec<Progress>,
}

impl<'s, 'd> Types<'s, 'd> {
    /// Resolves all named types.
    pub(super) fn new(scope: &'s Scope<'d>, report: &mut Report) -> Self {
        let mut types = Self {
            scope,
            named: vec![Progress::Waiting; scope.types.len()],
        };
        for index in 0..scope.types.len() {
            types.named(index, Origin::Unknown, 0, report);
        }
        types
    }

    /// The named types in order; `None` where one is faulty.
    pub(super) fn into_named(self) -> Vec<Option<ValueType>> {
        self.named
            .into_iter()
            .map(|progress| match progress {
                Progress::Done(Some(sized)) => Some(sized.value_type),
                _ => None,
            })
            .collect()
    }

    fn named(
        &mut self,
        index: usize,
        user: Origin,
        level: usize,
        report: &mut Report,
    ) -> Option<Sized> {
        let scope = self.scope;
        let named = &scope.types[index];
        match &self.named[index] {
            Progress::Done(done) => return done.clone(),
            Progress::Underway => {
                report.push(
                    Fault::new(
                        codes::E0209,
                        named.draft.name.origin,
                        format!("the type `{}` contains itself", named.draft.name.value),
                    )
                    .with_place(user, "through this")
                    .with_help("break the circle; a reference to an entity is `ref`"),
                );
                return None;
            }
            Progress::Waiting => {}
        }
        self.named[index] = Progress::Underway;
        let draft = named.draft;
        let name =
            matches!(draft.value_type.value, TypeDraft::Enum(_)).then_some(&*draft.name.value);
        let done = self.at_level(named.extension, &draft.value_type, name, level, report);
        self.named[index] = Progress::Done(done.clone());
        done
    }

    /// The type written in `extension`, and the named type it is an instance of.
    pub(super) fn resolve(
        &mut self,
        extension: usize,
        written: &Located<TypeDraft>,
        report: &mut Report,
    ) -> Option<(ValueType, Option<TypeId>)> {
        if let TypeDraft::Named(reference) = &written.value {
            let reference = Located::new(reference.clone(), written.origin);
            let index =
                self.scope
                    .resolve(extension, Class::Type, &reference, codes::E0203, report)?;
            let sized = self.named(index, written.origin, 1, report)?;
            return Some((sized.value_type, Some(TypeId::at(index))));
        }
        let sized = self.at_level(extension, written, None, 0, report)?;
        Some((sized.value_type, None))
    }

    fn at_level(
        &mut self,
        extension: usize,
        written: &Located<TypeDraft>,
        enum_name: Option<&str>,
        level: usize,
        report: &mut Report,
    ) -> Option<Sized> {
        let origin = written.origin;
        if level > MAX_DEPTH {
            report.push(too_deep(origin));
            return None;
        }
        let simple = |value_type| {
            Some(Sized {
                value_type,
                parts: 1,
                depth: 1,
            })
        };
        match &written.value {
            TypeDraft::Named(reference) => {
                let reference = Located::new(reference.clone(), origin);
                let index =
                    self.scope
                        .resolve(extension, Class::Type, &reference, codes::E0203, report)?;
                self.named(index, origin, level + 1, report)
            }
            TypeDraft::String { pattern, length } => {
                let pattern = match pattern {
                    Some(pattern) => Some(compile(pattern, report)?),
                    None => None,
                };
                let length = length_range(length, report)?;
                simple(ValueType::String(StringFacets { pattern, length }))
            }
            TypeDraft::Integer(range) => {
                simple(ValueType::Integer(integers(range, origin, report)?))
            }
            TypeDraft::Float(range) => simple(ValueType::Float(floats(range, origin, report)?)),
            TypeDraft::Number(range) => simple(ValueType::Number(floats(range, origin, report)?)),
            TypeDraft::Boolean => simple(ValueType::Boolean),
            TypeDraft::Enum(literals) => {
                let literals = self.literals(literals, origin, report)?;
                simple(ValueType::Enum(Arc::new(EnumType {
                    name: enum_name.map(Arc::from),
                    literals,
                })))
            }
            TypeDraft::Uri => simple(ValueType::Uri),
            TypeDraft::IpAddress => simple(ValueType::IpAddress),
            TypeDraft::IpNetwork => simple(ValueType::IpNetwork),
            TypeDraft::IpPrefix { optional_length } => simple(ValueType::IpPrefix {
                optional_length: *optional_length,
            }),
            TypeDraft::Mac => simple(ValueType::Mac),
            TypeDraft::Token => simple(ValueType::Token),
            TypeDraft::DateTime => simple(ValueType::DateTime),
            TypeDraft::Duration => simple(ValueType::Duration),
            TypeDraft::Ref(None) => simple(ValueType::Ref(None)),
            TypeDraft::Ref(Some(kind)) => {
                let index =
                    self.scope
                        .resolve(extension, Class::Kind, kind, codes::E0204, report)?;
                simple(ValueType::Ref(Some(self.scope.kinds[index].id.clone()?)))
            }
            TypeDraft::List {
                item,
                length,
                unique,
            } => {
                let item = self.at_level(extension, item, None, level + 1, report);
                let length = length_range(length, report);
                let (item, length) = (item?, length?);
                let list = ListType {
                    item: item.value_type,
                    length,
                    unique: *unique,
                };
                measured(
                    ValueType::List(Arc::new(list)),
                    item.parts,
                    item.depth,
                    origin,
                    report,
                )
            }
            TypeDraft::Hash(members) => self.hash(extension, members, origin, level, report),
        }
    }

    fn hash(
        &mut self,
        extension: usize,
        drafts: &[MemberDraft],
        origin: Origin,
        level: usize,
        report: &mut Report,
    ) -> Option<Sized> {
        let mut members: Vec<Member> = Vec::with_capacity(drafts.len());
        let mut seen = std::collections::HashMap::new();
        let (mut parts, mut depth, mut sound) = (0_usize, 0, true);
        for draft in drafts {
            let name = &draft.name;
            sound &= visible("member", name, report);
            if let Some(first) = seen.insert(&*name.value, name.origin) {
                report.push(
                    Fault::new(
                        codes::E0213,
                        name.origin,
                        format!("the member `{}` is defined twice", name.value),
                    )
                    .with_place(first, "first defined here")
                    .with_help("take one away, or give it another name"),
                );
                sound = false;
            }
            match self.at_level(extension, &draft.value_type, None, level + 1, report) {
                Some(sized) => {
                    parts = parts.saturating_add(sized.parts);
                    depth = depth.max(sized.depth);
                    attributes::m017_required_default(
                        draft.required,
                        name,
                        draft.default.as_ref().map(|default| default.origin),
                        report,
                    );
                    let default = draft.default.as_ref().and_then(|default| {
                        attributes::m015_value(
                            name,
                            &sized.value_type,
                            (&default.value, default.origin),
                            report,
                        )
                    });
                    members.push(Member {
                        name: name.value.as_str().into(),
                        value_type: sized.value_type,
                        required: draft.required,
                        default,
                        description: draft.description.clone(),
                    });
                }
                None => sound = false,
            }
        }
        if !sound {
            return None;
        }
        measured(
            ValueType::Hash(Arc::new(HashType { members })),
            parts,
            depth,
            origin,
            report,
        )
    }

    fn literals(
        &self,
        drafts: &[LiteralDraft],
        origin: Origin,
        report: &mut Report,
    ) -> Option<Vec<EnumLiteral>> {
        let profile = self.scope.profile;
        let mut sound = true;
        for draft in drafts {
            sound &= visible("literal", &draft.name, report);
            super::rules::names::e0224_versions("literal", &draft.name, draft.versions, report);
        }
        sound &= attributes::m018_literals(drafts, profile, origin, report);
        sound.then(|| {
            drafts
                .iter()
                .filter(|draft| profile.admits(draft.versions))
                .map(|draft| EnumLiteral {
                    name: draft.name.value.as_str().into(),
                    description: draft.description.clone(),
                    versions: draft.versions,
                })
                .collect()
        })
    }
}

fn too_deep(origin: Origin) -> Fault {
    Fault::new(codes::E0209, origin, "the type is nested too deeply")
        .with_note(format!("at most {MAX_DEPTH} levels and {MAX_PARTS} parts"))
}

/// The type of a container, unless it grew beyond the limits.
fn measured(
    value_type: ValueType,
    parts: usize,
    depth: usize,
    origin: Origin,
    report: &mut Report,
) -> Option<Sized> {
    let (parts, depth) = (parts.saturating_add(1), depth + 1);
    if parts > MAX_PARTS || depth > MAX_DEPTH {
        report.push(too_deep(origin));
        return None;
    }
    Some(Sized {
        value_type,
        parts,
        depth,
    })
}

/// A literal or a member: text that can be shown and written on a line.
fn visible(what: &str, name: &Located<String>, report: &mut Report) -> bool {
    let fits = !name.value.is_empty()
        && name.value.len() <= crate::name::MAX_NAME_BYTES
        && !name.value.chars().any(char::is_control);
    if !fits {
        report.push(
            Fault::new(
                codes::E0214,
                name.origin,
                format!(
                    "{:?} cannot be a {what}",
                    name.value.chars().take(40).collect::<String>()
                ),
            )
            .with_help("a name has at least one character and no control characters"),
        );
    }
    fits
}

pub(super) fn compile(pattern: &Located<String>, report: &mut Report) -> Option<Pattern> {
    if pattern.value.is_empty() {
        report.push(
            Fault::new(codes::E0212, pattern.origin, "the pattern is empty")
                .with_label("only the empty text matches")
                .with_help("write an expression, or leave the pattern out"),
        );
        return None;
    }
    match Pattern::new(&pattern.value) {
        Ok(compiled) => Some(compiled),
        Err(error) => {
            // The engine draws its complaint over several lines; the last says what it is.
            let text = error.to_string();
            let reason = text.lines().last().unwrap_or_default();
            let reason = reason.trim_start_matches("error:").trim();
            report.push(
                Fault::new(codes::E0212, pattern.origin, "the pattern is no regular expression")
                    .with_label(reason)
                    .with_note("patterns have no back references and no look-around, so that matching takes linear time")
                    .with_help("a sign that stands for itself has a backslash, which a string doubles: `\\\\[`"),
            );
            None
        }
    }
}

fn length_range(draft: &LengthDraft, report: &mut Report) -> Option<LengthRange> {
    if let (Some(min), Some(max)) = (&draft.min, &draft.max)
        && min.value > max.value
    {
        report.push(
            Fault::new(
                codes::E0211,
                min.origin,
                format!(
                    "no length is at least {} and at most {}",
                    min.value, max.value
                ),
            )
            .with_place(max.origin, "the greatest length")
            .with_help("write the smaller number first, or leave one end out: `1..`"),
        );
        return None;
    }
    Some(LengthRange {
        min: draft.min.as_ref().map(|min| min.value),
        max: draft.max.as_ref().map(|max| max.value),
    })
}

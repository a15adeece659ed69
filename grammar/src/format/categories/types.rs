//! Types of known definitions, as drafts at a place of the listing.

use occi_model::{
    CategoryId, Located, Origin, Value,
    draft::{
        LengthDraft, LiteralDraft, MemberDraft, RangeDraft, RangeFacets, Reference, TypeDraft,
    },
    types::{
        Bound, EnumLiteral, EnumType, HashType, LengthRange, ListType, Member, NumberRange,
        Pattern, StringFacets, ValueType,
    },
};

/// The draft of a type; all its parts are at `origin`.
pub(super) fn draft(value_type: &ValueType, origin: Origin) -> TypeDraft {
    match value_type {
        ValueType::String(facets) => TypeDraft::String {
            pattern: facets
                .pattern
                .as_ref()
                .map(|pattern| Located::new(pattern.as_str().to_owned(), origin)),
            length: length(facets.length, origin),
        },
        ValueType::Integer(given) => TypeDraft::Integer(range(given, Value::Integer, origin)),
        ValueType::Float(given) => TypeDraft::Float(range(given, Value::Float, origin)),
        ValueType::Number(given) => TypeDraft::Number(range(given, Value::Float, origin)),
        ValueType::Boolean => TypeDraft::Boolean,
        ValueType::Enum(given) => TypeDraft::Enum(
            given
                .literals
                .iter()
                .map(|literal| LiteralDraft {
                    name: Located::new(literal.name.to_string(), origin),
                    description: literal.description.clone(),
                    versions: literal.versions,
                })
                .collect(),
        ),
        ValueType::Uri => TypeDraft::Uri,
        ValueType::IpAddress => TypeDraft::IpAddress,
        ValueType::IpNetwork => TypeDraft::IpNetwork,
        ValueType::IpPrefix { optional_length } => TypeDraft::IpPrefix {
            optional_length: *optional_length,
        },
        ValueType::Mac => TypeDraft::Mac,
        ValueType::Token => TypeDraft::Token,
        ValueType::DateTime => TypeDraft::DateTime,
        ValueType::Duration => TypeDraft::Duration,
        ValueType::Ref(kind) => TypeDraft::Ref(
            kind.as_ref()
                .map(|kind| Located::new(Reference::Identifier(kind.to_string()), origin)),
        ),
        ValueType::List(list) => TypeDraft::List {
            item: Box::new(Located::new(draft(&list.item, origin), origin)),
            length: length(list.length, origin),
            unique: list.unique,
        },
        ValueType::Hash(hash) => TypeDraft::Hash(
            hash.members
                .iter()
                .map(|member| MemberDraft {
                    name: Located::new(member.name.to_string(), origin),
                    value_type: Located::new(draft(&member.value_type, origin), origin),
                    required: member.required,
                    default: member
                        .default
                        .clone()
                        .map(|value| Located::new(value, origin)),
                    description: member.description.clone(),
                })
                .collect(),
        ),
        // A type that was added later is at least this.
        _ => any_string(),
    }
}

/// `string`
pub(super) fn any_string() -> TypeDraft {
    TypeDraft::String {
        pattern: None,
        length: LengthDraft::default(),
    }
}

/// The kind that a reference to instances has at its end, as an identifier.
pub(super) fn referred(value_type: &ValueType) -> Option<&CategoryId> {
    match value_type {
        ValueType::Ref(kind) => kind.as_ref(),
        ValueType::List(list) => referred(&list.item),
        ValueType::Hash(hash) => hash
            .members
            .iter()
            .find_map(|member| referred(&member.value_type)),
        _ => None,
    }
}

/// The type of a draft that names no other type; `None` for others and for impossible facets.
pub(super) fn value_type(draft: &TypeDraft) -> Option<ValueType> {
    Some(match draft {
        TypeDraft::String { pattern, length } => ValueType::String(StringFacets {
            pattern: match pattern {
                Some(pattern) => Some(Pattern::new(&pattern.value).ok()?),
                None => None,
            },
            length: length_of(length),
        }),
        TypeDraft::Integer(range) => ValueType::Integer(range_of(range, |value| match value {
            Value::Integer(number) => Some(*number),
            _ => None,
        })?),
        TypeDraft::Float(range) => ValueType::Float(range_of(range, Value::as_f64)?),
        TypeDraft::Number(range) => ValueType::Number(range_of(range, Value::as_f64)?),
        TypeDraft::Boolean => ValueType::Boolean,
        TypeDraft::Enum(literals) => ValueType::Enum(
            EnumType {
                name: None,
                literals: literals
                    .iter()
                    .map(|literal| EnumLiteral {
                        name: literal.name.value.as_str().into(),
                        description: None,
                        versions: literal.versions,
                    })
                    .collect(),
            }
            .into(),
        ),
        TypeDraft::Uri => ValueType::Uri,
        TypeDraft::IpAddress => ValueType::IpAddress,
        TypeDraft::IpNetwork => ValueType::IpNetwork,
        TypeDraft::IpPrefix { optional_length } => ValueType::IpPrefix {
            optional_length: *optional_length,
        },
        TypeDraft::Mac => ValueType::Mac,
        TypeDraft::Token => ValueType::Token,
        TypeDraft::DateTime => ValueType::DateTime,
        TypeDraft::Duration => ValueType::Duration,
        TypeDraft::Ref(None) => ValueType::Ref(None),
        TypeDraft::Ref(Some(kind)) => match &kind.value {
            Reference::Identifier(id) => ValueType::Ref(Some(CategoryId::parse(id).ok()?)),
            Reference::Name { .. } => return None,
        },
        TypeDraft::List {
            item,
            length,
            unique,
        } => ValueType::List(
            ListType {
                item: value_type(&item.value)?,
                length: length_of(length),
                unique: *unique,
            }
            .into(),
        ),
        TypeDraft::Hash(members) => {
            let members = members.iter().map(|member| {
                Some(Member {
                    name: member.name.value.as_str().into(),
                    value_type: value_type(&member.value_type.value)?,
                    required: member.required,
                    default: None,
                    description: None,
                })
            });
            ValueType::Hash(
                HashType {
                    members: members.collect::<Option<_>>()?,
                }
                .into(),
            )
        }
        _ => return None,
    })
}

fn length_of(draft: &LengthDraft) -> LengthRange {
    LengthRange {
        min: draft.min.as_ref().map(|bound| bound.value),
        max: draft.max.as_ref().map(|bound| bound.value),
    }
}

fn range_of<N>(draft: &RangeDraft, number: impl Fn(&Value) -> Option<N>) -> Option<NumberRange<N>> {
    let bound = |bound: &Option<(Located<Value>, bool)>| match bound {
        None => Some(None),
        Some((value, exclusive)) => Some(Some(Bound {
            value: number(&value.value)?,
            exclusive: *exclusive,
        })),
    };
    Some(NumberRange {
        min: bound(&draft.min)?,
        max: bound(&draft.max)?,
        total_digits: draft.total_digits.as_ref().map(|digits| digits.value),
        fraction_digits: draft.fraction_digits.as_ref().map(|digits| digits.value),
    })
}

fn length(given: LengthRange, origin: Origin) -> LengthDraft {
    LengthDraft {
        min: given.min.map(|bound| Located::new(bound, origin)),
        max: given.max.map(|bound| Located::new(bound, origin)),
    }
}

fn range<N: Copy>(
    given: &NumberRange<N>,
    value: impl Fn(N) -> Value,
    origin: Origin,
) -> RangeDraft {
    let bound = |bound: Option<Bound<N>>| {
        bound.map(|bound| (Located::new(value(bound.value), origin), bound.exclusive))
    };
    RangeDraft::from(RangeFacets {
        min: bound(given.min),
        max: bound(given.max),
        total_digits: given
            .total_digits
            .map(|digits| Located::new(digits, origin)),
        fraction_digits: given
            .fraction_digits
            .map(|digits| Located::new(digits, origin)),
    })
}

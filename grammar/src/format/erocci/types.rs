//! XML Schema types and facets.

use occi_model::{
    Fault, Located, Origin, Value, ValueType, VersionRange,
    draft::{LengthDraft, LiteralDraft, RangeDraft, RangeFacets, TypeDraft},
    types::{Bound, NumberRange, Pattern},
};

use crate::format::{
    code,
    xml::{Attribute, Element, XSD},
};

/// Ranges of the whole numbers of XML Schema (XML Schema 2 3.4).
const INTEGERS: [(&str, Option<i64>, Option<i64>); 13] = [
    ("integer", None, None),
    ("long", None, None),
    ("int", Some(i32::MIN as i64), Some(i32::MAX as i64)),
    ("short", Some(i16::MIN as i64), Some(i16::MAX as i64)),
    ("byte", Some(i8::MIN as i64), Some(i8::MAX as i64)),
    ("nonNegativeInteger", Some(0), None),
    ("positiveInteger", Some(1), None),
    ("nonPositiveInteger", None, Some(0)),
    ("negativeInteger", None, Some(-1)),
    ("unsignedLong", Some(0), None),
    ("unsignedInt", Some(0), Some(u32::MAX as i64)),
    ("unsignedShort", Some(0), Some(u16::MAX as i64)),
    ("unsignedByte", Some(0), Some(u8::MAX as i64)),
];

/// The type that a name stands for: `xs:string`, `occi:resource`.
pub(super) fn named(name: &str, origin: Origin) -> Option<TypeDraft> {
    let local = name.rsplit(':').next().unwrap_or(name).trim();
    let integer = INTEGERS.iter().find(|(known, _, _)| *known == local);
    if let Some((_, min, max)) = integer {
        let end =
            |end: &Option<i64>| end.map(|end| (Located::new(Value::Integer(end), origin), false));
        return Some(TypeDraft::Integer(RangeDraft::from(RangeFacets {
            min: end(min),
            max: end(max),
            ..RangeFacets::default()
        })));
    }
    Some(match local {
        "string" | "normalizedString" | "token" => text(),
        "float" | "double" => TypeDraft::Float(RangeDraft::default()),
        "decimal" => TypeDraft::Number(RangeDraft::default()),
        "boolean" => TypeDraft::Boolean,
        // `occi:resource` and `occi:kind` are how the Core of erocci types the ends of links.
        "anyURI" | "resource" | "kind" | "uri" => TypeDraft::Uri,
        "dateTime" => TypeDraft::DateTime,
        "duration" => TypeDraft::Duration,
        _ => return None,
    })
}

/// Any text.
pub(super) fn text() -> TypeDraft {
    TypeDraft::String {
        pattern: None,
        length: LengthDraft::default(),
    }
}

/// The type of an attribute: of its restriction, of its `type`, or text.
pub(super) fn of_attribute(element: &Element<'_>, faults: &mut Vec<Fault>) -> Located<TypeDraft> {
    let attribute = element.attribute("type").filter(|name| {
        // Tools write `type=""` where a model has none.
        !name.value.trim().is_empty()
    });
    let restriction = element.children.iter().find_map(|child| {
        match (child.name.local, child.name.namespace.as_deref()) {
            ("restriction", Some(XSD)) => Some(child),
            ("simpleType", Some(XSD)) => child.named("restriction").next(),
            _ => None,
        }
    });
    let origin = attribute.map_or(element.origin, |name| name.origin);
    let base = attribute.or_else(|| restriction.and_then(|found| found.attribute("base")));
    let base = match base {
        Some(name) => known(name, faults),
        None => text(),
    };
    match restriction {
        Some(restriction) => {
            let origin = restriction.origin;
            let inner = restriction
                .attribute("base")
                .map_or(base, |name| known(name, faults));
            Located::new(restricted(inner, restriction, faults), origin)
        }
        None => Located::new(base, origin),
    }
}

fn known(name: &Attribute<'_>, faults: &mut Vec<Fault>) -> TypeDraft {
    named(&name.value, name.origin).unwrap_or_else(|| {
        let message = format!("the type `{}` is not known; taken for text", name.value);
        faults.push(Fault::new(code::XSD_TYPE, name.origin, message));
        text()
    })
}

/// A type with the facets of a restriction.
fn restricted(base: TypeDraft, restriction: &Element<'_>, faults: &mut Vec<Fault>) -> TypeDraft {
    let literals: Vec<LiteralDraft> = restriction
        .named("enumeration")
        .filter_map(|facet| {
            Some(LiteralDraft {
                name: facet.attribute("value")?.located(),
                description: documentation(facet),
                versions: VersionRange::ALL,
            })
        })
        .collect();
    if !literals.is_empty() && matches!(base, TypeDraft::String { .. }) {
        return TypeDraft::Enum(literals);
    }
    let mut draft = base;
    for facet in &restriction.children {
        if facet.name.local == "annotation" {
            continue;
        }
        if !facet
            .attribute("value")
            .is_some_and(|value| apply(&mut draft, facet.name.local, value))
        {
            faults.push(Fault::new(
                code::XML_VALUE,
                facet.origin,
                format!(
                    "the facet `{}` does not fit the type; left out",
                    facet.name.local
                ),
            ));
        }
    }
    draft
}

/// Puts one facet into effect; whether the type has it and the value is one.
fn apply(draft: &mut TypeDraft, facet: &str, value: &Attribute<'_>) -> bool {
    let origin = value.origin;
    let given = value.value.trim();
    let count = || given.parse().ok().map(|count| Located::new(count, origin));
    match (draft, facet) {
        (TypeDraft::String { pattern, .. }, "pattern") => {
            *pattern = Some(value.located());
            true
        }
        (TypeDraft::String { length, .. }, "minLength") => set(&mut length.min, count()),
        (TypeDraft::String { length, .. }, "maxLength") => set(&mut length.max, count()),
        (TypeDraft::String { length, .. }, "length") => {
            set(&mut length.min, count()) && set(&mut length.max, count())
        }
        (TypeDraft::String { .. }, "whiteSpace") => true,
        (TypeDraft::Integer(range), _) => {
            let number = given.parse().ok().map(Value::Integer);
            bound(range, facet, number.as_ref(), origin, given)
        }
        (TypeDraft::Float(range) | TypeDraft::Number(range), _) => {
            let number = given
                .parse()
                .ok()
                .filter(|number: &f64| number.is_finite())
                .map(Value::Float);
            bound(range, facet, number.as_ref(), origin, given)
        }
        _ => false,
    }
}

fn bound(
    range: &mut RangeDraft,
    facet: &str,
    number: Option<&Value>,
    origin: Origin,
    given: &str,
) -> bool {
    let end = |outside| {
        number
            .cloned()
            .map(|number| (Located::new(number, origin), outside))
    };
    let count = || given.parse().ok().map(|count| Located::new(count, origin));
    match facet {
        "minInclusive" => set(&mut range.min, end(false)),
        "minExclusive" => set(&mut range.min, end(true)),
        "maxInclusive" => set(&mut range.max, end(false)),
        "maxExclusive" => set(&mut range.max, end(true)),
        "totalDigits" => set(&mut range.total_digits, count()),
        "fractionDigits" => set(&mut range.fraction_digits, count()),
        _ => false,
    }
}

fn set<T>(place: &mut Option<T>, value: Option<T>) -> bool {
    let is_some = value.is_some();
    if is_some {
        *place = value;
    }
    is_some
}

/// What `xs:annotation/xs:documentation` says of an element.
fn documentation(element: &Element<'_>) -> Option<String> {
    let annotation = element.named("annotation").next()?;
    let text = annotation.named("documentation").next()?.text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// A facet: its name, its value, what it means.
type Facet = (&'static str, String, Option<String>);

/// A type in the words of XML Schema.
pub(super) struct TypeWords {
    /// The name of the type, or of the one that is restricted.
    pub(super) name: &'static str,
    pub(super) facets: Vec<Facet>,
    /// What the words do not say.
    pub(super) loss: Option<String>,
}

impl TypeWords {
    /// The words for the type of one value.
    pub(super) fn of(value_type: &ValueType) -> Self {
        let plain = |name| Self {
            name,
            facets: Vec::new(),
            loss: None,
        };
        let becomes = |name| Self {
            loss: Some(format!(
                "the type {}: it becomes `{name}`",
                value_type.keyword()
            )),
            ..plain(name)
        };
        match value_type {
            ValueType::String(facets) => {
                let pattern = facets.pattern.as_ref().map(Pattern::as_str);
                let text = |facet, value: Option<String>| Some((facet, value?, None));
                Self {
                    facets: [
                        text("pattern", pattern.map(str::to_owned)),
                        text("minLength", facets.length.min.map(|it| it.to_string())),
                        text("maxLength", facets.length.max.map(|it| it.to_string())),
                    ]
                    .into_iter()
                    .flatten()
                    .collect(),
                    ..plain("xs:string")
                }
            }
            ValueType::Integer(range) => Self {
                facets: range_facets(range, ToString::to_string),
                ..plain("xs:integer")
            },
            // `Debug` keeps the decimal point of whole numbers.
            ValueType::Float(range) => Self {
                facets: range_facets(range, |number| format!("{number:?}")),
                ..plain("xs:float")
            },
            ValueType::Number(range) => Self {
                facets: range_facets(range, |number| format!("{number:?}")),
                ..plain("xs:decimal")
            },
            ValueType::Boolean => plain("xs:boolean"),
            ValueType::Enum(literals) => Self {
                facets: literals
                    .literals
                    .iter()
                    .map(|literal| {
                        let name = literal.name.to_string();
                        ("enumeration", name, literal.description.clone())
                    })
                    .collect(),
                loss: literals
                    .literals
                    .iter()
                    .any(|literal| literal.versions != VersionRange::ALL)
                    .then(|| "the versions of its literals: the format cannot say them".to_owned()),
                ..plain("xs:string")
            },
            ValueType::Uri => plain("xs:anyURI"),
            ValueType::DateTime => plain("xs:dateTime"),
            ValueType::Duration => plain("xs:duration"),
            ValueType::Ref(_) => becomes("xs:anyURI"),
            _ => becomes("xs:string"),
        }
    }
}

fn range_facets<N>(range: &NumberRange<N>, text: impl Fn(&N) -> String) -> Vec<Facet> {
    let end = |bound: &Option<Bound<N>>, inclusive, exclusive| {
        bound.as_ref().map(|bound| {
            let facet = if bound.exclusive {
                exclusive
            } else {
                inclusive
            };
            (facet, text(&bound.value), None)
        })
    };
    let count = |facet, count: Option<u32>| Some((facet, count?.to_string(), None));
    [
        end(&range.min, "minInclusive", "minExclusive"),
        end(&range.max, "maxInclusive", "maxExclusive"),
        count("totalDigits", range.total_digits),
        count("fractionDigits", range.fraction_digits),
    ]
    .into_iter()
    .flatten()
    .collect()
}

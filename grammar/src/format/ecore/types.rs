//! Data types of all generations.

use occi_model::{Fault, Located};

use super::{
    super::{
        code,
        occiware::{
            said,
            tree::{Annotation, DataType, Facets, Literal, NamedType, Numeric, Target},
        },
        xml::{Element, XSI},
    },
    extension::Reading,
    fields::{self, Class, located, text},
    names::{self, Pattern},
};

/// The class that `xsi:type` names, without its prefix.
pub(super) fn class_of(element: &Element<'_>) -> Option<Located<String>> {
    let attribute = element.attribute_of(XSI, "type")?;
    let class = attribute
        .value
        .rsplit_once(':')
        .map_or(&*attribute.value, |(_, class)| class);
    Some(Located::new(class.to_owned(), attribute.origin))
}

/// Reads one element `types`.
pub(super) fn named<'d>(
    reading: &mut Reading<'_, 'd>,
    element: &'d Element<'d>,
    position: usize,
) -> NamedType {
    let class = class_of(element);
    let mut annotations = Vec::new();
    let class_name = class.as_ref().map(|class| &*class.value);
    let (class_of_fields, data_type) = match class_name {
        Some("StringType") => {
            let facets = pattern(reading, facets(element), &mut annotations);
            (&fields::STRING_TYPE, DataType::Text(facets))
        }
        Some("NumericType") => (&fields::NUMERIC_TYPE, numeric(reading, element)),
        Some("BooleanType") => (&fields::BOOLEAN_TYPE, DataType::Boolean),
        Some("EnumerationType") => (
            &fields::ENUMERATION_TYPE,
            DataType::Enumeration(literals(reading, element)),
        ),
        Some("RecordType") => (&fields::RECORD_TYPE, record(reading, element)),
        Some("ArrayType") => (&fields::ARRAY_TYPE, array(reading, element)),
        Some("EObjectType") => (
            &fields::OBJECT_TYPE,
            DataType::Object(class_name_of(element), Facets::default()),
        ),
        Some("EEnum") => (&fields::ENUM, ecore_enum(reading, element)),
        // The types of generations A and B are Ecore's, whose class is the common one and so is
        // not written.
        Some("EDataType") | None => {
            let facets = detailed(reading, element);
            let facets = pattern(reading, facets, &mut annotations);
            let class = class_name_of(element);
            (&fields::DATA_TYPE, DataType::Object(class, facets))
        }
        Some(other) => {
            let origin = class.as_ref().map_or(element.origin, |class| class.origin);
            let message = format!("there is no class of data types `{other}`");
            reading.faults.push(
                Fault::new(code::ECORE_CLASS, origin, message).with_help(
                    "it is StringType, NumericType, BooleanType, EnumerationType, RecordType, ArrayType or EObjectType",
                ),
            );
            (&ANY, DataType::Text(Facets::default()))
        }
    };
    if class_of_fields.name != ANY.name {
        reading.faults.unknown(class_of_fields, element);
    }
    let name = reading
        .faults
        .required(class_of_fields, element, "name")
        .unwrap_or_else(|| Located::new("unnamed".to_owned(), element.origin));
    let name = match reading.type_names.get(position) {
        Some(unique) => Located::new(unique.clone(), name.origin),
        None => name,
    };
    NamedType {
        name,
        documentation: said(text(element, "documentation").or_else(|| documentation(element))),
        data_type,
        origin: element.origin,
        annotations: {
            annotations.extend(reading.annotations(element));
            annotations
        },
    }
}

/// The key of the annotation that keeps a pattern that is not checked.
pub(super) const PATTERN_KEY: &str = "java-pattern";

/// Leaves out a pattern that Java understands and a linear engine does not: the annotation keeps
/// it. What is no pattern at all stays, and the model says so.
fn pattern(
    reading: &mut Reading<'_, '_>,
    mut facets: Facets,
    annotations: &mut Vec<Annotation>,
) -> Facets {
    let Some(pattern) = facets.pattern.take_if(|pattern| is_of_java(&pattern.value)) else {
        return facets;
    };
    reading.faults.push(
        Fault::new(
            code::ECORE_PATTERN,
            pattern.origin,
            "the pattern looks around, back, or is possessive".to_owned(),
        )
        .with_label("not checked; kept as an annotation")
        .with_note("patterns are matched in linear time, without these (D-61)"),
    );
    annotations.push(Annotation {
        key: Located::new(PATTERN_KEY.to_owned(), pattern.origin),
        value: pattern.value,
    });
    facets
}

/// Whether a pattern has what only engines with backtracking have.
fn is_of_java(pattern: &str) -> bool {
    let marks = ["(?=", "(?!", "(?<=", "(?<!", "(?>", "++", "*+", "?+", "}+"];
    let back = pattern
        .as_bytes()
        .windows(2)
        .any(|pair| matches!(pair, [b'\\', b'1'..=b'9']));
    occi_model::types::Pattern::new(pattern).is_err()
        && (back || marks.iter().any(|mark| pattern.contains(mark)))
}

/// What an unknown class has: nothing that could be accused.
static ANY: Class = Class {
    name: "type",
    attributes: &[],
    elements: &[],
};

fn class_name_of(element: &Element<'_>) -> Option<Located<String>> {
    located(element, "instanceClassName").or_else(|| located(element, "instanceTypeName"))
}

/// The facets of generation C, which stand in attributes.
fn facets(element: &Element<'_>) -> Facets {
    // An empty bound says nothing; an empty pattern is a fault of its own (O44).
    let facet = |feature: &str| located(element, feature).filter(|facet| !facet.value.is_empty());
    Facets {
        pattern: located(element, "pattern"),
        length: facet("length"),
        min_length: facet("minLength"),
        max_length: facet("maxLength"),
        total_digits: facet("totalDigits"),
        fraction_digits: facet("fractionDigits"),
        min_exclusive: facet("minExclusive"),
        max_exclusive: facet("maxExclusive"),
        min_inclusive: facet("minInclusive"),
        max_inclusive: facet("maxInclusive"),
    }
}

/// The details of the annotations of an element of Ecore.
fn details<'d>(
    element: &'d Element<'d>,
    source: &'d str,
) -> impl Iterator<Item = (&'d str, Located<String>)> {
    element
        .named("eAnnotations")
        .filter(move |annotation| {
            annotation
                .value("source")
                .is_some_and(|of| of.ends_with(source))
        })
        .flat_map(|annotation| annotation.named("details"))
        .filter_map(|detail| Some((detail.value("key")?, located(detail, "value")?)))
}

/// The facets of generations A and B, which stand in annotations of Ecore. Editors leave a detail
/// without text behind where a facet was once; no rule of these generations is about it.
fn detailed(reading: &mut Reading<'_, '_>, element: &Element<'_>) -> Facets {
    let mut facets = Facets::default();
    for (key, value) in details(element, "ExtendedMetaData") {
        if key == "pattern" && value.value.is_empty() {
            reading.faults.push(
                Fault::new(
                    code::FACET_EMPTY,
                    value.origin,
                    "the pattern is empty".to_owned(),
                )
                .with_label("taken for absent")
                .with_help("leave it out"),
            );
            continue;
        }
        let facet = match key {
            "pattern" => &mut facets.pattern,
            "length" => &mut facets.length,
            "minLength" => &mut facets.min_length,
            "maxLength" => &mut facets.max_length,
            "totalDigits" => &mut facets.total_digits,
            "fractionDigits" => &mut facets.fraction_digits,
            "minExclusive" => &mut facets.min_exclusive,
            "maxExclusive" => &mut facets.max_exclusive,
            "minInclusive" => &mut facets.min_inclusive,
            "maxInclusive" => &mut facets.max_inclusive,
            _ => continue,
        };
        *facet = Some(value);
    }
    facets
}

fn documentation(element: &Element<'_>) -> Option<String> {
    let found = details(element, "GenModel").find(|(key, _)| *key == "documentation");
    found.map(|(_, text)| text.value)
}

fn numeric(reading: &mut Reading<'_, '_>, element: &Element<'_>) -> DataType {
    let numeric = match element.attribute("type") {
        None => {
            let message = "a numeric type without `type` is `Byte`".to_owned();
            reading.faults.push(
                Fault::new(code::ECORE_BYTE, element.origin, message)
                    .with_help("write `type=\"Integer\"` for numbers beyond 127"),
            );
            Numeric::Byte
        }
        Some(attribute) => Numeric::find(&attribute.value).unwrap_or_else(|| {
            reading.faults.value(
                attribute,
                "Byte, Double, Float, Integer, Long, Short or BigDecimal",
            );
            Numeric::Integer
        }),
    };
    DataType::Number(numeric, facets(element))
}

fn literals<'d>(reading: &mut Reading<'_, 'd>, element: &'d Element<'d>) -> Vec<Literal> {
    let class = &fields::LITERAL;
    let literals = element.named("literals").filter_map(|child| {
        reading.faults.unknown(class, child);
        let name = reading.faults.required(class, child, "name")?;
        names::check(reading.faults, Pattern::Literal, &name);
        Some(Literal {
            name,
            documentation: said(text(child, "documentation")),
        })
    });
    literals.collect()
}

/// An enumeration of generations A and B. One without literals is allowed in Ecore, unlike in the
/// metamodel of generation C: nothing says what its values are.
fn ecore_enum<'d>(reading: &mut Reading<'_, 'd>, element: &'d Element<'d>) -> DataType {
    if element.named("eLiterals").next().is_some() {
        return DataType::Enumeration(enum_literals(reading, element));
    }
    reading.faults.push(
        Fault::new(
            code::ECORE_NO_LITERALS,
            element.origin,
            "the enumeration has no literals".to_owned(),
        )
        .with_label("read as any text")
        .with_help("add its literals, or use a type of texts"),
    );
    DataType::Text(Facets::default())
}

/// The literals of generations A and B: the text is the literal where it differs from the name.
fn enum_literals<'d>(reading: &mut Reading<'_, 'd>, element: &'d Element<'d>) -> Vec<Literal> {
    let class = &fields::ENUM_LITERAL;
    let literals = element.named("eLiterals").filter_map(|child| {
        reading.faults.unknown(class, child);
        let name = reading.faults.required(class, child, "name")?;
        Some(Literal {
            name: located(child, "literal")
                .filter(|text| !text.value.is_empty())
                .unwrap_or(name),
            documentation: said(documentation(child)),
        })
    });
    literals.collect()
}

fn record<'d>(reading: &mut Reading<'_, 'd>, element: &'d Element<'d>) -> DataType {
    let fields = reading.attributes(&fields::ATTRIBUTE, element, "recordFields");
    if element.named("recordFields").next().is_none() {
        reading
            .faults
            .missing(&fields::RECORD_TYPE, "recordFields", element.origin);
    }
    DataType::Record(fields)
}

fn array<'d>(reading: &mut Reading<'_, 'd>, element: &'d Element<'d>) -> DataType {
    let item = reading.data_type(element);
    if item.is_none() {
        reading
            .faults
            .missing(&fields::ARRAY_TYPE, "type", element.origin);
    }
    DataType::Array(item.unwrap_or_else(|| {
        let text = Target::Basic(super::super::occiware::tree::Basic::Text);
        Located::new(text, element.origin)
    }))
}

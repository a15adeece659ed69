//! Names, values and types as they are written.

use std::fmt::Write as _;

use occi_model::{
    Value, ValueType,
    model::NamedType,
    types::{Bound, EnumType, LengthRange, NumberRange},
};

use super::Writer;
use crate::{lower::BUILT_IN, syntax::is_word_byte};

/// A text in quotes.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            _ if crate::diagnostic::is_harmful(character) => {
                let _ = write!(out, "\\u{{{:x}}}", u32::from(character));
            }
            _ => out.push(character),
        }
    }
    out.push('"');
    out
}

/// A name, in quotes where it could not stand without.
pub(super) fn label(text: &str) -> String {
    let starts = text.starts_with(|first: char| first.is_ascii_alphanumeric());
    if starts && text.bytes().all(is_word_byte) && !text.ends_with(['-', '.']) {
        text.to_owned()
    } else {
        quoted(text)
    }
}

/// A value.
pub(super) fn value(given: &Value) -> String {
    match given {
        Value::Boolean(truth) => truth.to_string(),
        Value::Integer(number) => number.to_string(),
        Value::Float(number) => float(*number),
        Value::String(text) => {
            let is_bare = text.starts_with(|first: char| first.is_ascii_alphabetic())
                && label(text) == *text
                && !matches!(&**text, "true" | "false" | "generated");
            if is_bare { text.clone() } else { quoted(text) }
        }
        Value::List(items) => {
            let items: Vec<String> = items.iter().map(value).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Hash(members) => {
            let members: Vec<String> = members
                .iter()
                .map(|(name, member)| format!("{}: {}", label(name), value(member)))
                .collect();
            format!("{{ {} }}", members.join(", "))
        }
    }
}

/// A number with a point or an exponent, so that it is read as a float again.
fn float(number: f64) -> String {
    format!("{number:?}")
}

fn range<N: Copy>(range: &NumberRange<N>, written: fn(N) -> String) -> String {
    let end = |bound: Option<Bound<N>>| bound.map(|bound| written(bound.value)).unwrap_or_default();
    let low = match range.min {
        Some(bound) if bound.exclusive => "<",
        _ => "",
    };
    let high = match range.max {
        Some(bound) if bound.exclusive => "<",
        Some(_) => "=",
        None => "",
    };
    let bounds = (range.min.is_some() || range.max.is_some())
        .then(|| format!("{}{low}..{high}{}", end(range.min), end(range.max)));
    let digits =
        |word: &str, digits: Option<u32>| digits.map(|digits| format!("{word} = {digits}"));
    arguments([
        bounds,
        digits("digits", range.total_digits),
        digits("fraction", range.fraction_digits),
    ])
}

fn length(length: LengthRange) -> Option<String> {
    let end = |end: Option<u32>| end.map(|end| end.to_string()).unwrap_or_default();
    match (length.min, length.max) {
        (None, None) => None,
        (min, None) => Some(format!("length = {}..", end(min))),
        (min, max) => Some(format!("length = {}..={}", end(min), end(max))),
    }
}

fn arguments(arguments: impl IntoIterator<Item = Option<String>>) -> String {
    let given: Vec<String> = arguments.into_iter().flatten().collect();
    if given.is_empty() {
        String::new()
    } else {
        format!("({})", given.join(", "))
    }
}

impl Writer<'_> {
    /// The name of a type, for a reference to it.
    pub(super) fn type_name(&self, named: &NamedType) -> String {
        let name = &*named.name;
        match self.qualified(named.extension, name) {
            Some(written) if !BUILT_IN.contains(&&*written) => written,
            _ if named.extension == self.id => quoted(name),
            // Not imported, or not bare: said out.
            _ => match self.qualifier(named.extension) {
                Some(qualifier) => format!("{qualifier}.{}", quoted(name)),
                None => self.value_type(&named.value_type),
            },
        }
    }

    /// What stands before the dot for names of an imported extension.
    fn qualifier(&self, extension: occi_model::model::ExtensionId) -> Option<String> {
        let (used, alias) = self
            .extension
            .uses
            .iter()
            .find(|(used, _)| *used == extension)?;
        let name = match alias {
            Some(alias) => alias,
            None => &self.model.extension(*used).name,
        };
        Some(name.to_string())
    }

    /// The name of an enum inside of another type.
    fn enum_name(&self, enumeration: &EnumType) -> Option<String> {
        let name = enumeration.name.as_deref()?;
        let found = |own: bool| {
            self.model.types().iter().find(|named| {
                *named.name == *name
                    && (named.extension == self.id) == own
                    && matches!(&named.value_type, ValueType::Enum(one) if **one == *enumeration)
            })
        };
        let named = found(true).or_else(|| found(false))?;
        Some(self.type_name(named))
    }

    /// What a named type stands for: an enum of that name says its literals here.
    pub(super) fn own_type(&self, value_type: &ValueType, name: &str) -> String {
        match value_type {
            ValueType::Enum(one) if one.name.as_deref() == Some(name) => literals(one),
            _ => self.value_type(value_type),
        }
    }

    /// A type.
    pub(super) fn value_type(&self, value_type: &ValueType) -> String {
        let word = value_type.keyword();
        match value_type {
            ValueType::String(facets) => {
                let pattern = facets
                    .pattern
                    .as_ref()
                    .map(|pattern| format!("pattern = {}", quoted(pattern.as_str())));
                format!("{word}{}", arguments([pattern, length(facets.length)]))
            }
            ValueType::Integer(given) => {
                format!("{word}{}", range(given, |number| number.to_string()))
            }
            ValueType::Float(given) | ValueType::Number(given) => {
                format!("{word}{}", range(given, float))
            }
            ValueType::Enum(one) => self.enum_name(one).unwrap_or_else(|| literals(one)),
            ValueType::IpPrefix {
                optional_length: true,
            } => format!("{word}(optional)"),
            ValueType::Ref(Some(kind)) => {
                let kind = match self.model.find_kind(kind.as_str()) {
                    Some(id) => self.reference(occi_model::model::CategoryRef::Kind(id)),
                    None => quoted(kind.as_str()),
                };
                format!("{word}({kind})")
            }
            ValueType::List(list) => {
                let item = self.value_type(&list.item);
                let unique = list.unique.then(|| "unique".to_owned());
                format!(
                    "{word}{}",
                    arguments([Some(item), length(list.length), unique])
                )
            }
            ValueType::Hash(hash) if hash.members.is_empty() => word.to_owned(),
            ValueType::Hash(hash) => {
                let mut written = format!("{word} {{\n");
                for member in &hash.members {
                    written.push_str(&description(member.description.as_deref()));
                    let _ = write!(
                        written,
                        "{}{}: {}",
                        if member.required { "required " } else { "" },
                        label(&member.name),
                        self.value_type(&member.value_type)
                    );
                    if let Some(default) = &member.default {
                        let _ = write!(written, " = {}", value(default));
                    }
                    written.push_str(";\n");
                }
                written.push('}');
                written
            }
            _ => word.to_owned(),
        }
    }
}

fn description(text: Option<&str>) -> String {
    let mut written = String::new();
    for line in text.iter().flat_map(|text| text.split('\n')) {
        let _ = if super::is_plain(line) {
            writeln!(written, "/// {line}")
        } else {
            writeln!(written, "#[doc({})]", quoted(line))
        };
    }
    written
}

fn literals(enumeration: &EnumType) -> String {
    let mut written = String::from("enum {\n");
    for literal in &enumeration.literals {
        written.push_str(&description(literal.description.as_deref()));
        if let Some(version) = literal.versions.since {
            let _ = writeln!(written, "#[since(\"{version}\")]");
        }
        if let Some(version) = literal.versions.until {
            let _ = writeln!(written, "#[until(\"{version}\")]");
        }
        let _ = writeln!(written, "{},", label(&literal.name));
    }
    written.push('}');
    written
}

//! Types: each gets a name, and all are declared at the end.

use std::collections::BTreeSet;

use occi_model::{
    Attribute, Model, TypeId, Value, ValueType, VersionRange,
    model::ExtensionId,
    types::{Bound, EnumType, HashType, LengthRange, NumberRange},
};

use super::{CORE, INFRASTRUCTURE, Writer, category::text_of, loss::Place, name_of};
use crate::format::{
    occiware::{CLASS_KEY, class_word},
    textual::escape::quoted,
};

/// A type that is declared at the end of the text.
#[derive(Clone, Debug)]
struct Declared {
    name: String,
    value_type: ValueType,
    /// The type of the model that has the name.
    named: Option<TypeId>,
}

/// The types of one extension by their names.
pub(super) struct Types<'m> {
    model: &'m Model,
    id: ExtensionId,
    declared: Vec<Declared>,
    taken: BTreeSet<String>,
    /// Whether the types of Core can be referred to.
    has_core: bool,
    /// Whether those that the tools give Infrastructure can.
    has_infrastructure: bool,
}

impl<'m> Types<'m> {
    pub(super) fn new(model: &'m Model, id: ExtensionId) -> Self {
        let imports = |scheme: &str| {
            let mut uses = model.extension(id).uses.iter();
            uses.any(|(used, _)| model.extension(*used).scheme == *scheme)
        };
        let mut types = Self {
            model,
            id,
            declared: Vec::new(),
            taken: BTreeSet::new(),
            has_core: imports(CORE),
            has_infrastructure: imports(INFRASTRUCTURE),
        };
        for named in model.type_ids() {
            let own = model.named_type(named);
            if own.extension == id {
                let name = types.free(&name_of(&own.name));
                types.declared.push(Declared {
                    name,
                    value_type: own.value_type.clone(),
                    named: Some(named),
                });
            }
        }
        types
    }

    /// A name like the given one that no type has yet.
    fn free(&mut self, wanted: &str) -> String {
        let mut name = wanted.to_owned();
        let mut number = 2;
        while !self.taken.insert(name.clone()) {
            name = format!("{wanted}{number}");
            number += 1;
        }
        name
    }

    /// How a type is written where it is used; one without a name gets one like `wanted`.
    fn reference(&mut self, value_type: &ValueType, wanted: &str) -> String {
        if let Some(declared) = self
            .declared
            .iter()
            .find(|declared| declared.value_type == *value_type)
        {
            return declared.name.clone();
        }
        let basic = match value_type {
            _ if *value_type == ValueType::any_string() => Some("String"),
            ValueType::Boolean => Some("Boolean"),
            ValueType::Integer(range) if *range == NumberRange::UNBOUNDED => Some("Integer"),
            _ => None,
        };
        if let Some(basic) = basic.filter(|_| self.has_core) {
            return format!("core.{basic}");
        }
        let shipped = match value_type {
            ValueType::Mac => Some("Mac"),
            ValueType::Token => Some("Token"),
            ValueType::IpAddress => Some("IpAddress"),
            ValueType::IpPrefix {
                optional_length: true,
            } => Some("IpAddressRange"),
            _ => None,
        };
        if let Some(shipped) = shipped.filter(|_| self.has_infrastructure) {
            return format!("infrastructure.{shipped}");
        }
        let imported = self.model.types().iter().find(|named| {
            named.value_type == *value_type
                && matches!(value_type, ValueType::Enum(one) if one.name.as_deref() == Some(&*named.name))
                && self.imports(named.extension)
        });
        if let Some(named) = imported {
            return self.foreign(named.extension, &named.name);
        }
        let wanted = match value_type {
            ValueType::Enum(one) => one.name.as_deref().unwrap_or(wanted),
            _ => basic.unwrap_or(wanted),
        };
        let mut wanted = name_of(wanted);
        if let Some(first) = wanted.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        let name = self.free(&wanted);
        self.declared.push(Declared {
            name: name.clone(),
            value_type: value_type.clone(),
            named: None,
        });
        name
    }

    fn imports(&self, extension: ExtensionId) -> bool {
        let own = self.model.extension(self.id);
        own.uses.iter().any(|(used, _)| *used == extension)
    }

    fn foreign(&self, extension: ExtensionId, name: &str) -> String {
        let extension = &self.model.extension(extension).name;
        format!("{}.{}", name_of(extension), name_of(name))
    }
}

/// The names of literals or members as they are written: each once.
pub(super) fn distinct<'a>(names: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut taken = BTreeSet::new();
    names
        .map(|name| {
            let mut written = name_of(name);
            while !taken.insert(written.clone()) {
                written.push('_');
            }
            written
        })
        .collect()
}

impl Writer<'_> {
    /// The type of an attribute as it is written.
    pub(super) fn type_of(&mut self, place: &Place, attribute: &Attribute) -> String {
        if counts_items(&attribute.value_type) {
            self.lose(
                &place.what,
                "how many items there are, and whether each once",
            );
        }
        self.type_name(attribute)
    }

    /// The name of the type of an attribute.
    pub(super) fn type_name(&mut self, attribute: &Attribute) -> String {
        if let Some(id) = attribute.named_type {
            let named = self.model.named_type(id);
            if named.extension == self.id {
                let own = self
                    .types
                    .declared
                    .iter()
                    .find(|declared| declared.named == Some(id));
                if let Some(own) = own {
                    return own.name.clone();
                }
            } else if self.types.imports(named.extension) {
                return self.types.foreign(named.extension, &named.name);
            }
        }
        let wanted = attribute.name.last_component();
        self.types.reference(&attribute.value_type, wanted)
    }

    /// The declarations of all types; those that types need are added on the way.
    pub(super) fn declare_types(&mut self) {
        let mut at = 0;
        while let Some(declared) = self.types.declared.get(at).cloned() {
            if at == 0 {
                self.push("\n");
            }
            self.declare(&declared);
            at += 1;
        }
    }

    fn declare(&mut self, declared: &Declared) {
        let named = declared.named.map(|id| self.model.named_type(id));
        let class = named
            .and_then(|named| named.annotations.iter().find(|one| *one.key == *CLASS_KEY))
            .filter(|class| is_class(&class.value, &declared.value_type));
        if let Some(named) = named {
            self.lose_of_type(named, class.is_some());
        }
        let doc = named
            .and_then(|named| named.description.as_deref())
            .map(|text| format!(" : {}", quoted(text)))
            .unwrap_or_default();
        let name = &declared.name;
        if let Some(class) = class {
            let class = quoted(&class.value);
            self.line(0, &format!("EObjectType {name}{doc} type {class}"));
            return;
        }
        match &declared.value_type {
            ValueType::String(facets) => {
                self.line(0, &format!("StringType {name}{doc}"));
                if let Some(pattern) = &facets.pattern {
                    self.push(&format!(" pattern {}", quoted(pattern.as_str())));
                }
                let LengthRange { min, max } = facets.length;
                for (word, end) in [("minLength", min), ("maxLength", max)] {
                    if let Some(end) = end {
                        self.push(&format!(" {word} {end}"));
                    }
                }
            }
            ValueType::Integer(range) => {
                let beyond = |bound: Option<Bound<i64>>| {
                    bound.is_some_and(|bound| i32::try_from(bound.value).is_err())
                };
                let long = beyond(range.min) || beyond(range.max);
                let class = if long { "Long" } else { "Integer" };
                self.number(declared, &doc, class, range, |number| number.to_string());
            }
            ValueType::Float(range) => {
                self.number(declared, &doc, "Double", range, |number| {
                    format!("{number:?}")
                });
            }
            ValueType::Number(range) => {
                self.number(declared, &doc, "BigDecimal", range, |number| {
                    format!("{number:?}")
                });
            }
            ValueType::Boolean => self.line(0, &format!("BooleanType {name}{doc}")),
            ValueType::Enum(one) => self.enumeration(name, &doc, one),
            ValueType::List(list) => {
                let item = self.types.reference(&list.item, &format!("{name}Item"));
                self.line(0, &format!("array {name} : {item}{doc}"));
                if declared.named.is_some() && counts_items(&declared.value_type) {
                    self.lose(name, "how many items there are, and whether each once");
                }
            }
            ValueType::Hash(hash) if hash.members.is_empty() => {
                self.line(
                    0,
                    &format!("EObjectType {name}{doc} type \"java.util.Map\""),
                );
            }
            ValueType::Hash(hash) => self.record(name, &doc, hash),
            ValueType::Uri => {
                self.line(0, &format!("EObjectType {name}{doc} type \"java.net.URI\""));
            }
            ValueType::DateTime => {
                self.line(
                    0,
                    &format!("EObjectType {name}{doc} type \"java.util.Date\""),
                );
            }
            ValueType::IpAddress => {
                self.line(
                    0,
                    &format!("EObjectType {name}{doc} type \"java.net.InetAddress\""),
                );
            }
            ValueType::Duration => {
                self.line(
                    0,
                    &format!("EObjectType {name}{doc} type \"java.time.Duration\""),
                );
            }
            other => {
                self.line(0, &format!("StringType {name}{doc}"));
                self.lose(
                    name,
                    format!("that it is {}: it becomes any text", other.describe()),
                );
            }
        }
    }

    fn number<N: Copy + PartialEq>(
        &mut self,
        declared: &Declared,
        doc: &str,
        class: &str,
        range: &NumberRange<N>,
        written: impl Fn(N) -> String,
    ) {
        let name = &declared.name;
        self.line(0, &format!("NumericType {name} type {class}{doc}"));
        if let Some(digits) = range.total_digits {
            self.push(&format!(" totalDigits {digits}"));
        }
        if range.fraction_digits.is_some() {
            self.lose(name, "digits behind the point");
        }
        // In the fixed order of the syntax: exclusive bounds first.
        for exclusive in [true, false] {
            for (word, bound) in [("min", range.min), ("max", range.max)] {
                if let Some(bound) = bound.filter(|bound| bound.exclusive == exclusive) {
                    let kind = if exclusive { "Exclusive" } else { "Inclusive" };
                    let number = written(bound.value);
                    self.push(&format!(" {word}{kind} \"{number}\""));
                }
            }
        }
    }

    fn enumeration(&mut self, name: &str, doc: &str, one: &EnumType) {
        self.line(0, &format!("EnumerationType {name}{doc} literals ("));
        let names = distinct(one.literals.iter().map(|literal| &*literal.name));
        let last = one.literals.len().saturating_sub(1);
        for (at, (literal, written)) in one.literals.iter().zip(&names).enumerate() {
            let doc = match &literal.description {
                Some(text) => format!(" : {}", quoted(text)),
                None => String::new(),
            };
            let comma = if at < last { "," } else { "" };
            self.line(1, &format!("{written}{doc}{comma}"));
            if *written != *literal.name {
                self.lose(
                    name,
                    format!("literal `{}` becomes `{written}`", literal.name),
                );
            }
            if literal.versions != VersionRange::ALL {
                self.lose(name, format!("literal `{}`: its versions", literal.name));
            }
        }
        self.push(")");
    }

    fn record(&mut self, name: &str, doc: &str, hash: &HashType) {
        let names = distinct(hash.members.iter().map(|member| &*member.name));
        let mut fields = Vec::new();
        for (member, written) in hash.members.iter().zip(&names) {
            if *written != *member.name {
                self.lose(
                    name,
                    format!("member `{}` becomes `{written}`", member.name),
                );
            }
            if counts_items(&member.value_type) {
                self.lose(
                    name,
                    format!("member `{}`: how many items there are", member.name),
                );
            }
            let value_type = self
                .types
                .reference(&member.value_type, &format!("{name}{written}"));
            let required = if member.required { " required" } else { "" };
            let mut field = format!("mutable{required} {written} : {value_type}");
            let default = member.default.as_ref();
            match default.map(|default| default_text(&member.value_type, default)) {
                Some(Some(text)) => field.push_str(&format!(" = {}", quoted(&text))),
                Some(None) => {
                    self.lose(name, format!("member `{}`: its default", member.name));
                }
                None => {}
            }
            if let Some(description) = &member.description {
                field.push_str(&format!(" description {}", quoted(description)));
            }
            fields.push(field);
        }
        self.line(0, &format!("record {name}{doc} {{"));
        let last = fields.len().saturating_sub(1);
        for (at, field) in fields.iter().enumerate() {
            let comma = if at < last { "," } else { "" };
            self.line(1, &format!("{field}{comma}"));
        }
        self.line(0, "}");
    }
}

/// Whether a list, or a list in it, says how many items it has or that each is there once; an array
/// says neither.
fn counts_items(value_type: &ValueType) -> bool {
    match value_type {
        ValueType::List(list) => {
            list.unique || list.length != LengthRange::default() || counts_items(&list.item)
        }
        _ => false,
    }
}

/// Whether the type is what a Java class is read as.
fn is_class(class: &str, value_type: &ValueType) -> bool {
    let plain = match value_type {
        ValueType::String(_) => *value_type == ValueType::any_string(),
        ValueType::Integer(range) => *range == NumberRange::UNBOUNDED,
        ValueType::Float(range) | ValueType::Number(range) => *range == NumberRange::UNBOUNDED,
        ValueType::Hash(hash) => hash.members.is_empty(),
        ValueType::List(list) => list.item == ValueType::any_string() && !counts_items(value_type),
        _ => true,
    };
    plain && class_word(class) == value_type.keyword()
}

/// A value as it stands in a literal of a state.
pub(super) fn literal_of(enumeration: &ValueType, name: &str) -> String {
    let ValueType::Enum(one) = enumeration else {
        return name_of(name);
    };
    let names = distinct(one.literals.iter().map(|literal| &*literal.name));
    one.literals
        .iter()
        .zip(names)
        .find(|(literal, _)| *literal.name == *name)
        .map_or_else(|| name_of(name), |(_, written)| written)
}

/// The default of an enum is one of its literals as they are written.
pub(super) fn default_text(value_type: &ValueType, value: &Value) -> Option<String> {
    match (value_type, value) {
        (ValueType::Enum(_), Value::String(text)) => Some(literal_of(value_type, text)),
        _ => text_of(value),
    }
}

//! Attributes of a listing.

use occi_model::{
    Access, CategoryId, Fault, Located, Value, VersionRange,
    draft::{AttributeDraft, DefaultDraft, TypeDraft},
    model::{Attribute, DefaultValue},
};
use occi_rendering::{AttributeDescription, AttributePlaces, RawValue};

use super::{
    Rendering,
    known::{Library, same_type},
    origins::Origins,
    schema::SchemaReader,
    types,
};
use crate::format::code;

/// What attributes are read with.
pub(super) struct AttributeReader<'r> {
    pub(super) rendering: Rendering,
    pub(super) library: &'static Library,
    pub(super) origins: &'r Origins,
    pub(super) faults: &'r mut Vec<Fault>,
}

impl AttributeReader<'_> {
    /// The draft of an attribute or a parameter of the category.
    ///
    /// What text leaves open is taken from a known definition of the category, or else of an
    /// attribute of that name: type, default, unit, description. Of the flags, the known
    /// definition says what `immutable` means where it is immutable too; elsewhere only the
    /// server sets the attribute, and if it is required, every instance shows it (M016, D-23).
    pub(super) fn draft(
        &mut self,
        category: &CategoryId,
        description: &AttributeDescription,
        places: &AttributePlaces,
    ) -> AttributeDraft {
        let known = self
            .library
            .attribute(category, description.name.as_str())
            .map(|(attribute, known)| {
                let same_flags =
                    known.mutable == description.mutable && known.required == description.required;
                (attribute, known, same_flags)
            });
        let value_type = match &known {
            Some((attribute, known, _))
                if self.rendering == Rendering::Text
                    || description.json().json_type.is_none()
                    || same_type(description, known)
                    || is_array_for_text(description, attribute) =>
            {
                types::draft(&attribute.value_type, self.origins.at(&places.name))
            }
            _ => self.value_type(description, places),
        };
        let (access, required, always) = match &known {
            Some((attribute, _, true)) => (attribute.access, attribute.required, attribute.always),
            Some((attribute, known, false))
                if known.mutable == description.mutable
                    && !(attribute.access == Access::ReadOnly && description.required) =>
            {
                (attribute.access, description.required, attribute.always)
            }
            _ => flags(description),
        };
        let name = self
            .origins
            .located(description.name.to_string(), &places.name);
        let mut draft = AttributeDraft {
            name,
            value_type: self.origins.located(value_type, &places.json_type),
            access,
            required,
            always,
            default: None,
            unit: None,
            description: description.json().description.clone(),
            deprecated: None,
            versions: VersionRange::default(),
            annotations: Vec::new(),
        };
        if let Some((attribute, _, same_flags)) = known {
            self.complete(&mut draft, &attribute, same_flags, places);
        }
        if let Some(value) = description.json().default.as_ref().and_then(value) {
            let default = DefaultDraft::Value(fit(value, &draft.value_type.value));
            draft.default = Some(Box::new(self.origins.located(default, &places.default)));
        }
        draft
    }

    /// What no rendering says, or this one does not.
    fn complete(
        &self,
        draft: &mut AttributeDraft,
        known: &Attribute,
        same_flags: bool,
        places: &AttributePlaces,
    ) {
        draft.unit.clone_from(&known.unit);
        draft.deprecated.clone_from(&known.deprecated);
        if self.rendering == Rendering::Json {
            return;
        }
        draft.description.clone_from(&known.description);
        if same_flags && !known.is_setting {
            draft.default = known.default.as_ref().map(|default| {
                let default = match default {
                    DefaultValue::Value(value) => DefaultDraft::Value(value.clone()),
                    DefaultValue::Generated { template } => DefaultDraft::Generated {
                        template: template.as_deref().map(str::to_owned),
                    },
                };
                Box::new(self.origins.located(default, &places.name))
            });
        }
    }

    fn value_type(
        &mut self,
        description: &AttributeDescription,
        places: &AttributePlaces,
    ) -> TypeDraft {
        if self.rendering == Rendering::Text {
            return types::any_string();
        }
        let word = description.json().json_type.as_deref().unwrap_or("string");
        let mut reader = SchemaReader::new(self.origins.at(&places.pattern));
        let found = reader.read(word, description.json().pattern.as_ref());
        let name = &description.name;
        for unknown in reader.types {
            let origin = self.origins.at(&places.json_type);
            let message = format!("`{name}` is of the type `{unknown}`, which JSON has not");
            self.faults.push(
                Fault::new(code::JSON_TYPE, origin, message).with_label("taken for a string"),
            );
        }
        for keyword in reader.unread {
            let origin = self.origins.at(&places.pattern);
            let message = format!("the schema of `{name}` has a `{keyword}` that no facet says");
            self.faults
                .push(Fault::new(code::SCHEMA, origin, message).with_label("the type is wider"));
        }
        found
    }
}

/// Whether the type is the array without items that one server writes where an enum is.
fn is_array_for_text(description: &AttributeDescription, known: &Attribute) -> bool {
    let schema = description.json().pattern.as_ref();
    description.json().json_type.as_deref() == Some("array")
        && known.value_type.is_text()
        && schema.is_none_or(|schema| schema.get("items").is_none())
}

/// Access, required and always by the two flags of the wire.
const fn flags(description: &AttributeDescription) -> (Access, bool, bool) {
    match (description.mutable, description.required) {
        (true, required) => (Access::Mutable, required, false),
        (false, always) => (Access::ReadOnly, false, always),
    }
}

/// A value as it stood in the message; `null` is none.
pub(super) fn value(raw: &RawValue) -> Option<Value> {
    Some(match raw {
        RawValue::Null => return None,
        RawValue::Text(text) | RawValue::Bare(text) => Value::String(text.clone()),
        RawValue::Number(letters) => match letters.parse() {
            Ok(number) => Value::Integer(number),
            Err(_) => Value::Float(
                letters
                    .parse()
                    .ok()
                    .filter(|float: &f64| float.is_finite())?,
            ),
        },
        RawValue::Boolean(truth) => Value::Boolean(*truth),
        RawValue::List(items) => Value::List(items.iter().filter_map(value).collect()),
        RawValue::Hash(members) => Value::Hash(
            members
                .iter()
                .filter_map(|(name, raw)| Some((name.clone(), value(raw)?)))
                .collect(),
        ),
    })
}

/// A number as its type has it (D-77): a float may be written without a fraction, and an integer
/// with one.
pub(super) fn fit(value: Value, value_type: &TypeDraft) -> Value {
    match (value, value_type) {
        #[expect(
            clippy::cast_precision_loss,
            reason = "what a float cannot hold exactly, no float of a message holds either"
        )]
        (Value::Integer(number), TypeDraft::Float(_)) => Value::Float(number as f64),
        #[expect(
            clippy::cast_possible_truncation,
            reason = "checked to be whole and small"
        )]
        (Value::Float(number), TypeDraft::Integer(_))
            if number.fract() == 0.0 && number.abs() < 9.0e15 =>
        {
            Value::Integer(number as i64)
        }
        (Value::List(items), TypeDraft::List { item, .. }) => Value::List(
            items
                .into_iter()
                .map(|value| fit(value, &item.value))
                .collect(),
        ),
        (Value::Hash(values), TypeDraft::Hash(members)) => Value::Hash(
            values
                .into_iter()
                .map(|(name, value)| {
                    let member = members.iter().find(|member| member.name.value == name);
                    let value = match member {
                        Some(member) => fit(value, &member.value_type.value),
                        None => value,
                    };
                    (name, value)
                })
                .collect(),
        ),
        (value, _) => value,
    }
}

/// Whether nothing but the default tells an attribute from the one it restates: then it is a
/// value for that (D-20).
pub(super) fn is_setting(one: &AttributeDescription, base: &AttributeDescription) -> bool {
    one.json().default.is_some()
        && one.mutable == base.mutable
        && one.required == base.required
        && same_type(one, base)
}

/// The value that a setting gives.
pub(super) fn setting_value(
    description: &AttributeDescription,
    places: &AttributePlaces,
    origins: &Origins,
) -> Option<Located<Value>> {
    let value = value(description.json().default.as_ref()?)?;
    let mut reader = SchemaReader::new(origins.at(&places.pattern));
    let word = description.json().json_type.as_deref().unwrap_or("string");
    let value_type = reader.read(word, description.json().pattern.as_ref());
    Some(origins.located(fit(value, &value_type), &places.default))
}

//! What only generated code calls.

use std::sync::Arc;

use occi_model::{Attributes, CategoryId, Model, Profile, table::StaticDefinition};

use super::{FieldError, FieldWriter, Fields, Mixin, category};

/// The values of a mixin; none when it is not attached.
///
/// # Errors
///
/// When a value is missing or has another type.
pub fn mixin<M: Mixin>(
    attached: &[CategoryId],
    attributes: &Attributes,
) -> Result<Option<M>, FieldError> {
    if attached.iter().any(|id| *id == M::MIXIN) {
        M::from_fields(&mut Fields::new(attributes.clone())).map(Some)
    } else {
        Ok(None)
    }
}

/// Attaches a mixin with its values.
pub fn attach<M: Mixin>(mixin: M, attached: &mut Vec<CategoryId>, attributes: &mut Attributes) {
    if !attached.iter().any(|id| *id == M::MIXIN) {
        attached.push(category(M::MIXIN));
    }
    let mut fields = FieldWriter::new(std::mem::take(attributes));
    mixin.write(&mut fields);
    *attributes = fields.finish();
}

/// The model of generated definitions, each after those that it uses.
///
/// # Panics
///
/// When the definitions are refused; the compiler writes none that are.
#[must_use]
pub fn model(definitions: &[&dyn StaticDefinition], profile: Profile) -> Arc<Model> {
    match crate::core::model_of(definitions, profile) {
        Ok(model) => model,
        Err(error) => panic!("generated code holds a definition that is refused: {error}"),
    }
}

#[cfg(test)]
mod tests {
    use occi_model::Value;

    use super::*;

    #[derive(Debug, PartialEq)]
    struct Key {
        data: Option<String>,
    }

    impl Mixin for Key {
        const MIXIN: &'static str = "http://example.com/occi#key";

        fn from_fields(fields: &mut Fields) -> Result<Self, FieldError> {
            Ok(Self {
                data: fields.optional("com.example.key")?,
            })
        }

        fn write(self, fields: &mut FieldWriter) {
            fields.put_optional("com.example.key", self.data);
        }
    }

    #[test]
    fn a_mixin_comes_back_as_it_was_attached() {
        let (mut attached, mut attributes) = (Vec::new(), Attributes::new());
        assert_eq!(mixin::<Key>(&attached, &attributes), Ok(None));
        for data in ["a", "b"] {
            let key = Key {
                data: Some(data.to_owned()),
            };
            attach(key, &mut attached, &mut attributes);
        }
        assert_eq!(attached.len(), 1);
        assert_eq!(attributes.get("com.example.key"), Some(&Value::from("b")));
        let key = mixin::<Key>(&attached, &attributes).unwrap().unwrap();
        assert_eq!(key.data.as_deref(), Some("b"));
    }
}

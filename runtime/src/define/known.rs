//! What derived types say of their values, for a client to hold to before it sends them.
//!
//! A derived type knows its own table, not the model that `model_of!` makes of it and of others.
//! So it leaves the types of its attributes here when it is turned into attributes, and whoever
//! is about to send those finds them by the category.

use std::{
    collections::BTreeMap,
    sync::{Arc, PoisonError, RwLock},
};

use occi_model::{
    Attributes, Draft, Profile, ValueType, VersionRange,
    draft::{ExtensionDraft, NamedTypeDraft},
    origin::Located,
    table::{AttributeTable, TypeTable},
};

use crate::typed::{FieldError, held};

/// Types of the attributes of one category, by name.
type Types = Arc<BTreeMap<&'static str, ValueType>>;

static KNOWN: RwLock<BTreeMap<&'static str, Types>> = RwLock::new(BTreeMap::new());

/// Leaves the types of the attributes, or parameters, of a category.
pub fn know(category: &'static str, attributes: &[AttributeTable]) {
    let is_known = |known: &BTreeMap<&'static str, Types>| known.contains_key(category);
    if is_known(&KNOWN.read().unwrap_or_else(PoisonError::into_inner)) {
        return;
    }
    let types = types(attributes);
    let mut known = KNOWN.write().unwrap_or_else(PoisonError::into_inner);
    known.entry(category).or_insert_with(|| Arc::new(types));
}

/// Holds values to what a derived type said of the category. What nobody said anything of is not
/// checked.
pub(crate) fn check(category: &str, attributes: &Attributes) -> Result<(), FieldError> {
    let known = KNOWN.read().unwrap_or_else(PoisonError::into_inner);
    let Some(types) = known.get(category).cloned() else {
        return Ok(());
    };
    drop(known);
    types
        .iter()
        .try_for_each(|(name, value_type)| held(name, value_type, attributes))
}

/// The types that stand on their own. Values of a named type are of a Rust type that checks them.
pub(super) fn types<'t>(
    attributes: impl IntoIterator<Item = &'t AttributeTable>,
) -> BTreeMap<&'static str, ValueType> {
    let alone: Vec<&AttributeTable> = attributes
        .into_iter()
        .filter(|attribute| stands_alone(&attribute.value_type))
        .collect();
    let name = |at: usize| format!("T{at}");
    let extension = ExtensionDraft {
        name: Located::nowhere("known".to_owned()),
        scheme: Located::nowhere("http://example.com/known#".to_owned()),
        version: None,
        description: None,
        specification: None,
        annotations: Vec::new(),
        uses: Vec::new(),
        types: (0..)
            .zip(&alone)
            .map(|(at, attribute)| NamedTypeDraft {
                name: Located::nowhere(name(at)),
                value_type: Located::nowhere(attribute.value_type.draft()),
                description: None,
                versions: VersionRange::ALL,
                annotations: Vec::new(),
            })
            .collect(),
        kinds: Vec::new(),
        mixins: Vec::new(),
    };
    let draft = Draft {
        extensions: vec![crate::core::CORE.draft(), extension],
        configurations: Vec::new(),
    };
    // Types that no definition can hold refuse nothing: `model()` of the extension refuses them.
    let Some(model) = draft.build(Profile::Union).model else {
        return BTreeMap::new();
    };
    let of = |at: usize| {
        let named = model
            .types()
            .iter()
            .find(|named| *named.name == *name(at))?;
        Some(named.value_type.clone())
    };
    alone
        .iter()
        .enumerate()
        .filter_map(|(at, attribute)| Some((attribute.name, of(at)?)))
        .collect()
}

/// Whether a type names no other type, and no kind.
fn stands_alone(of: &TypeTable) -> bool {
    match of {
        TypeTable::Named(..) | TypeTable::Ref(Some(_)) => false,
        TypeTable::List(item, ..) => stands_alone(item),
        TypeTable::Hash(members) => members.iter().all(|one| stands_alone(&one.value_type)),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use occi_model::{AttributeName, Value};

    use super::*;
    use crate::define::{DefinedType, with_range};

    const SLOTS: TypeTable = with_range(u8::TYPE, Some((1.0, false)), Some((4.0, false)));

    #[test]
    fn what_was_said_of_a_category_is_held() {
        const CATEGORY: &str = "http://example.com/known#rack";
        let mut attributes = Attributes::new();
        let name = AttributeName::new("com.example.slots").unwrap();
        attributes.insert(name, Value::Integer(5));
        assert_eq!(check(CATEGORY, &attributes), Ok(()), "nobody said anything");
        let tables = [
            AttributeTable::new("com.example.slots", SLOTS),
            AttributeTable::new("com.example.maker", TypeTable::Named("other", "Maker")),
        ];
        know(CATEGORY, &tables);
        let refused = check(CATEGORY, &attributes).unwrap_err().to_string();
        assert_eq!(
            refused,
            "attribute `com.example.slots`: 5 is not an integer from 1 to 4"
        );
    }
}

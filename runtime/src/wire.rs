//! Between messages of the renderings and instances.

use std::sync::LazyLock;

use occi_model::{Attribute, AttributeName, Attributes, CategoryId, Model, Value};
use occi_rendering::{
    ActionTag, ActionView, CategoryTag, Class, EntityMessage, EntityView, LinkMessage, LinkView,
    Mode, RawValue, TypeMismatch,
};

use crate::{EntityId, Instance, LinkInstance};

/// Identifier of the kind of a link that names none (D-55).
const LINK: &str = "http://schemas.ogf.org/occi/core#link";

/// A name of Core.
fn core_name(name: &'static str) -> AttributeName {
    match AttributeName::new(name) {
        Ok(name) => name,
        Err(error) => panic!("a constant is ill-formed: {error}"),
    }
}

static ID: LazyLock<AttributeName> = LazyLock::new(|| core_name("occi.core.id"));
pub(crate) static SOURCE: LazyLock<AttributeName> = LazyLock::new(|| core_name("occi.core.source"));
pub(crate) static TARGET: LazyLock<AttributeName> = LazyLock::new(|| core_name("occi.core.target"));
static SOURCE_KIND: LazyLock<AttributeName> = LazyLock::new(|| core_name("occi.core.source.kind"));

/// Why a message is no instance.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum WireError {
    /// No category is a kind.
    #[error("the message names no kind")]
    NoKind,
    /// Several categories are kinds.
    #[error("the message names two kinds, `{0}` and `{1}`")]
    SeveralKinds(CategoryId, CategoryId),
    /// A value is not what its attribute's definition says.
    #[error("attribute `{name}`: {mismatch}")]
    Value {
        /// Name of the attribute.
        name: AttributeName,
        /// What is wrong.
        mismatch: TypeMismatch,
    },
}

/// A value read without a definition: numbers without point and exponent become integers, other
/// numbers floats, text a string. `None`: absent (D-75).
#[must_use]
pub fn untyped(raw: RawValue) -> Option<Value> {
    Some(match raw {
        RawValue::Text(text) | RawValue::Bare(text) => Value::String(text),
        RawValue::Number(letters) => match letters.parse() {
            Ok(number) => Value::Integer(number),
            Err(_) => match letters.parse() {
                Ok(number) if f64::is_finite(number) => Value::Float(number),
                // Beyond the range of numbers: better its letters than nothing.
                _ => Value::String(letters),
            },
        },
        RawValue::Boolean(truth) => Value::Boolean(truth),
        RawValue::List(items) => Value::List(items.into_iter().filter_map(untyped).collect()),
        RawValue::Hash(members) => Value::Hash(
            members
                .into_iter()
                .filter_map(|(name, raw)| Some((name, untyped(raw)?)))
                .collect(),
        ),
        RawValue::Null => return None,
    })
}

/// Reads an instance from a message.
///
/// With a model, values of defined attributes are read as their types want it, those of others as
/// [`untyped`] does; without one, all are. Values that are absent (`null`) are left out.
///
/// # Errors
///
/// When no category or more than one is a kind, or a value is not of its attribute's type.
pub fn read_instance(
    message: EntityMessage,
    model: Option<&Model>,
    mode: Mode,
) -> Result<Instance, WireError> {
    let (kind, mixins) = kind_and_mixins(message.categories, model)?;
    let mut attributes = read_attributes(message.attributes, &kind, &mixins, model, mode)?;
    Ok(Instance {
        id: take_id(&mut attributes),
        location: message.location,
        links: message
            .links
            .into_iter()
            .map(|link| read_link(link, model, mode))
            .collect::<Result<_, _>>()?,
        actions: message.actions.into_iter().map(|tag| tag.id).collect(),
        kind,
        mixins,
        attributes,
    })
}

fn read_link(
    message: LinkMessage,
    model: Option<&Model>,
    mode: Mode,
) -> Result<LinkInstance, WireError> {
    let mut categories = message.categories.into_iter();
    let kind = match categories.next() {
        Some(kind) => kind,
        None => core_link()?,
    };
    let mixins: Vec<_> = categories.collect();
    let mut attributes = read_attributes(message.attributes, &kind, &mixins, model, mode)?;
    let id = take_id(&mut attributes).or(message.id.map(EntityId::new));
    if let Some(source) = message.source {
        attributes
            .entry(SOURCE.clone())
            .or_insert_with(|| source.into());
    }
    if let Some(source_kind) = message.source_kind {
        attributes
            .entry(SOURCE_KIND.clone())
            .or_insert_with(|| source_kind.as_str().into());
    }
    attributes
        .entry(TARGET.clone())
        .or_insert_with(|| message.target.as_str().into());
    Ok(LinkInstance {
        target: message.target,
        target_kind: message.target_categories.into_iter().next(),
        link: Instance {
            id,
            location: message.location,
            kind,
            mixins,
            attributes,
            links: Vec::new(),
            actions: action_ids(message.actions),
        },
    })
}

fn core_link() -> Result<CategoryId, WireError> {
    CategoryId::parse(LINK).map_err(|_| WireError::NoKind)
}

fn action_ids(tags: Vec<ActionTag>) -> Vec<CategoryId> {
    tags.into_iter().map(|tag| tag.id).collect()
}

fn take_id(attributes: &mut Attributes) -> Option<EntityId> {
    match attributes.shift_remove(&*ID)? {
        Value::String(id) => Some(EntityId::new(id)),
        // A peer that leaves its ids unquoted.
        other => Some(EntityId::new(other.to_string())),
    }
}

/// Sorts the categories of a message. A class that is not given comes from the model (D-64);
/// without one, the first such category is the kind if no other is, since kinds come first
/// (D-63).
fn kind_and_mixins(
    categories: Vec<CategoryTag>,
    model: Option<&Model>,
) -> Result<(CategoryId, Vec<CategoryId>), WireError> {
    let class = |tag: &CategoryTag| {
        tag.class.or_else(|| {
            let model = model?;
            if model.find_kind(tag.id.as_str()).is_some() {
                Some(Class::Kind)
            } else {
                model.find_mixin(tag.id.as_str()).map(|_| Class::Mixin)
            }
        })
    };
    let mut kind = None;
    let mut unknown = None;
    let mut mixins = Vec::new();
    for tag in categories {
        match class(&tag) {
            Some(Class::Kind) => match kind {
                None => kind = Some(tag.id),
                Some(first) if first != tag.id => {
                    return Err(WireError::SeveralKinds(first, tag.id));
                }
                Some(_) => {}
            },
            Some(Class::Mixin) => mixins.push(tag.id),
            Some(Class::Action) => {}
            None => {
                unknown.get_or_insert(mixins.len());
                mixins.push(tag.id);
            }
        }
    }
    if let Some(kind) = kind {
        return Ok((kind, mixins));
    }
    match unknown {
        Some(at) => Ok((mixins.remove(at), mixins)),
        None => Err(WireError::NoKind),
    }
}

/// The definition of an attribute of an instance: of a mixin, else of the kind.
fn definition<'m>(
    model: &'m Model,
    kind: &CategoryId,
    mixins: &[CategoryId],
    name: &str,
) -> Option<&'m Attribute> {
    mixins
        .iter()
        .filter_map(|mixin| model.find_mixin(mixin.as_str()))
        .flat_map(|mixin| model.mixin(mixin).closure.iter())
        .find_map(|&mixin| model.mixin(mixin).attribute(name))
        .or_else(|| {
            let kind = model.find_kind(kind.as_str())?;
            model.kind(kind).attribute(name)
        })
        .map(|attribute| &**attribute)
}

fn read_attributes(
    raw: Vec<(AttributeName, RawValue)>,
    kind: &CategoryId,
    mixins: &[CategoryId],
    model: Option<&Model>,
    mode: Mode,
) -> Result<Attributes, WireError> {
    let mut attributes = Attributes::with_capacity(raw.len());
    for (name, raw) in raw {
        let defined = model.and_then(|model| definition(model, kind, mixins, name.as_str()));
        let value = match (defined, raw) {
            (_, RawValue::Null) => None,
            (Some(attribute), raw) => {
                let read = raw.typed(&attribute.value_type, mode);
                Some(read.map_err(|mismatch| WireError::Value {
                    name: name.clone(),
                    mismatch,
                })?)
            }
            (None, raw) => untyped(raw),
        };
        if let Some(value) = value {
            attributes.insert(name, value);
        }
    }
    Ok(attributes)
}

/// An instance laid out for writing.
#[derive(Clone, Debug)]
pub struct Prepared {
    instance: Instance,
}

impl Prepared {
    /// For a request: ids and locations are left out, since the server chooses them (D-78, D-79).
    #[must_use]
    pub fn request(mut instance: Instance) -> Self {
        fn strip(instance: &mut Instance) {
            instance.id = None;
            instance.location = None;
            instance.actions.clear();
            instance.attributes.shift_remove(&*ID);
        }
        strip(&mut instance);
        for link in &mut instance.links {
            strip(&mut link.link);
        }
        Self::rendering(instance)
    }

    /// For an answer: `occi.core.id` goes first among the attributes (D-63).
    #[must_use]
    pub fn rendering(mut instance: Instance) -> Self {
        fn id_first(instance: &mut Instance) {
            if let Some(id) = &instance.id {
                instance
                    .attributes
                    .shift_insert(0, ID.clone(), id.as_str().into());
            }
        }
        id_first(&mut instance);
        for link in &mut instance.links {
            id_first(&mut link.link);
            link.link
                .attributes
                .entry(TARGET.clone())
                .or_insert_with(|| link.target.as_str().into());
        }
        Self { instance }
    }

    /// What a writer takes. An instance with a source or a target is a link.
    #[must_use]
    pub fn view(&self) -> EntityView<'_> {
        let instance = &self.instance;
        EntityView {
            location: instance.location.as_deref().unwrap_or_default(),
            kind: &instance.kind,
            mixins: instance.mixins.iter().collect(),
            attributes: instance.attributes.iter().collect(),
            is_link: is_link(instance),
            links: instance.links.iter().map(view_link).collect(),
            actions: view_actions(&instance.actions),
        }
    }
}

fn is_link(instance: &Instance) -> bool {
    instance.attributes.contains_key(&*TARGET) || instance.attributes.contains_key(&*SOURCE)
}

fn view_actions(actions: &[CategoryId]) -> Vec<ActionView<'_>> {
    actions.iter().map(|id| ActionView { id }).collect()
}

fn view_link(link: &LinkInstance) -> LinkView<'_> {
    LinkView {
        location: link.link.location.as_deref().unwrap_or_default(),
        kind: &link.link.kind,
        mixins: link.link.mixins.iter().collect(),
        attributes: link.link.attributes.iter().collect(),
        target_categories: link.target_kind.iter().collect(),
        actions: view_actions(&link.link.actions),
    }
}

#[cfg(test)]
mod tests {
    use occi_model::Profile;

    use super::*;

    fn id(text: &str) -> CategoryId {
        CategoryId::parse(text).unwrap()
    }

    fn tag(text: &str, class: Option<Class>) -> CategoryTag {
        CategoryTag {
            id: id(text),
            class,
        }
    }

    fn attribute(name: &str, raw: RawValue) -> (AttributeName, RawValue) {
        (AttributeName::new(name).unwrap(), raw)
    }

    fn number(letters: &str) -> RawValue {
        RawValue::Number(letters.to_owned())
    }

    #[test]
    fn without_definition_the_letters_decide() {
        for (letters, value) in [
            ("4", Value::Integer(4)),
            ("-9223372036854775808", Value::Integer(i64::MIN)),
            (
                "9223372036854775808",
                Value::Float(9_223_372_036_854_775_808.0),
            ),
            ("4.0", Value::Float(4.0)),
            ("1e3", Value::Float(1000.0)),
            ("1e999", Value::from("1e999")),
        ] {
            assert_eq!(untyped(number(letters)), Some(value), "{letters}");
        }
        assert_eq!(
            untyped(RawValue::Bare("x".to_owned())),
            Some(Value::from("x"))
        );
        assert_eq!(untyped(RawValue::Null), None);
        let list = RawValue::List(vec![RawValue::Boolean(true), RawValue::Null]);
        assert_eq!(untyped(list), Some(Value::List(vec![Value::Boolean(true)])));
    }

    #[test]
    fn the_kind_is_found_with_and_without_class() {
        // D-63, D-64
        let model = crate::core::model_of(&[], Profile::Union).unwrap();
        let read = |categories: Vec<CategoryTag>, model| {
            let message = EntityMessage {
                categories,
                ..EntityMessage::default()
            };
            read_instance(message, model, Mode::Lenient).map(|i| (i.kind, i.mixins))
        };
        let (mixin, other) = ("http://example.com/m#x", "http://example.com/m#y");
        let resource = "http://schemas.ogf.org/occi/core#resource";
        assert_eq!(
            read(
                vec![tag(mixin, Some(Class::Mixin)), tag(LINK, Some(Class::Kind))],
                None
            ),
            Ok((id(LINK), vec![id(mixin)]))
        );
        assert_eq!(
            read(vec![tag(LINK, None), tag(mixin, None)], None),
            Ok((id(LINK), vec![id(mixin)]))
        );
        assert_eq!(
            read(
                vec![tag(mixin, None), tag(LINK, None), tag(other, None)],
                Some(&model)
            ),
            Ok((id(LINK), vec![id(mixin), id(other)]))
        );
        assert_eq!(
            read(
                vec![
                    tag(LINK, Some(Class::Kind)),
                    tag(resource, Some(Class::Kind))
                ],
                None
            ),
            Err(WireError::SeveralKinds(id(LINK), id(resource)))
        );
        assert_eq!(
            read(vec![tag(mixin, Some(Class::Mixin))], None),
            Err(WireError::NoKind)
        );
    }

    #[test]
    fn a_model_decides_what_values_are() {
        let model = crate::core::model_of(&[], Profile::Union).unwrap();
        let message = |raw| EntityMessage {
            categories: vec![tag("http://schemas.ogf.org/occi/core#resource", None)],
            attributes: vec![
                attribute("occi.core.summary", raw),
                attribute("com.example.unknown", number("4")),
                attribute("occi.core.title", RawValue::Null),
            ],
            ..EntityMessage::default()
        };
        let bare = RawValue::Bare("short".to_owned());
        let read = read_instance(message(bare), Some(&model), Mode::Lenient).unwrap();
        assert_eq!(read.attributes["occi.core.summary"], Value::from("short"));
        assert_eq!(read.attributes["com.example.unknown"], Value::Integer(4));
        assert!(!read.attributes.contains_key("occi.core.title"));
        let refused = read_instance(message(number("4")), Some(&model), Mode::Strict);
        assert!(
            matches!(&refused, Err(WireError::Value { name, .. }) if *name == "occi.core.summary"),
            "{refused:?}"
        );
    }

    #[test]
    fn requests_carry_no_ids_and_answers_carry_them_first() {
        let mut instance = Instance::new(id("http://schemas.ogf.org/occi/core#resource"));
        instance.id = Some(EntityId::new("urn:uuid:1"));
        instance.location = Some("/resource/1".to_owned());
        instance.set(core_name("occi.core.title"), Some("x".into()));
        let mut link = Instance::new(id(LINK));
        link.id = Some(EntityId::new("urn:uuid:2"));
        link.location = Some("/link/2".to_owned());
        instance.links.push(LinkInstance {
            target: "/resource/3".to_owned(),
            target_kind: None,
            link,
        });
        let names = |view: &[(&AttributeName, &Value)]| -> Vec<String> {
            view.iter().map(|(name, _)| name.to_string()).collect()
        };

        let answer = Prepared::rendering(instance.clone());
        let view = answer.view();
        assert_eq!(names(&view.attributes), ["occi.core.id", "occi.core.title"]);
        assert_eq!(view.location, "/resource/1");
        assert!(!view.is_link);
        assert_eq!(
            names(&view.links[0].attributes),
            ["occi.core.id", "occi.core.target"]
        );

        let request = Prepared::request(instance);
        let view = request.view();
        assert_eq!(names(&view.attributes), ["occi.core.title"]);
        assert_eq!(view.location, "");
        assert_eq!(names(&view.links[0].attributes), ["occi.core.target"]);
        assert_eq!(view.links[0].location, "");
    }
}

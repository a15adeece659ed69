//! The classes of the OCCIware metamodel as a reader fills them (the OCCIware metamodel).
//!
//! One tree for all generations and all concrete syntaxes: what a syntax cannot say stays empty.
//! Nothing is checked here; [`super::lower`] gives names and texts their meaning.

use occi_model::{Located, Origin};

/// An annotation: key and value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Annotation {
    /// Key.
    pub key: Located<String>,
    /// Value.
    pub value: String,
}

/// A reference to a kind or a mixin, by its term, or to a data type, by its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// Of the same extension.
    Own(String),
    /// Of another extension.
    Foreign {
        /// The name of the extension, or its document as written in [`Extension::imports`].
        extension: String,
        /// The term or name there; or a path, `//@types.3`, that only whoever has the document can follow.
        name: String,
    },
    /// A data type of the metamodel itself, or of Ecore: `../OCCI.ecore#//Number`.
    Basic(Basic),
}

/// An import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Import {
    /// A scheme with its `#`, or a file; without the fragment.
    pub document: Located<String>,
    /// The name that it has in this extension.
    pub alias: Option<Located<String>>,
}

/// The data types that older generations take from `OCCI.ecore` and `Ecore.ecore`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Basic {
    /// Text.
    Text,
    /// A whole number.
    Integer,
    /// A number with a point.
    Float,
    /// Any number.
    Number,
    /// Truth.
    Boolean,
    /// A URI.
    Uri,
    /// A point in time.
    DateTime,
}

/// An extension.
#[derive(Clone, Debug)]
pub(crate) struct Extension {
    /// Name.
    pub name: Located<String>,
    /// Scheme.
    pub scheme: Located<String>,
    /// What it is.
    pub description: Option<String>,
    /// The document that specifies it.
    pub specification: Option<String>,
    /// Imports.
    pub imports: Vec<Import>,
    /// Kinds.
    pub kinds: Vec<Kind>,
    /// Mixins.
    pub mixins: Vec<Mixin>,
    /// Data types.
    pub types: Vec<NamedType>,
    /// Annotations.
    pub annotations: Vec<Annotation>,
}

/// What kinds and mixins have in common (the class `Type`).
#[derive(Clone, Debug)]
pub(crate) struct Category {
    /// Term: as written in generations A and B, the lower case of the name in generation C.
    pub term: Located<String>,
    /// Scheme; `None`: that of the extension.
    pub scheme: Option<Located<String>>,
    /// Title.
    pub title: Option<String>,
    /// What it is.
    pub description: Option<String>,
    /// Attributes.
    pub attributes: Vec<Attribute>,
    /// Actions.
    pub actions: Vec<Action>,
    /// Constraints.
    pub constraints: Vec<Constraint>,
    /// State machine.
    pub states: Option<StateMachine>,
    /// Annotations.
    pub annotations: Vec<Annotation>,
}

/// A kind.
#[derive(Clone, Debug)]
pub(crate) struct Kind {
    /// What it shares with mixins.
    pub category: Category,
    /// Parent.
    pub parent: Option<Located<Target>>,
    /// Kinds at the source of a link.
    pub source: Vec<Located<Target>>,
    /// Kinds at the target of a link.
    pub target: Vec<Located<Target>>,
}

/// A mixin.
#[derive(Clone, Debug)]
pub(crate) struct Mixin {
    /// What it shares with kinds.
    pub category: Category,
    /// Mixins it depends on.
    pub depends: Vec<Located<Target>>,
    /// Kinds it applies to.
    pub applies: Vec<Located<Target>>,
}

/// An attribute, a parameter of an action, or a field of a record.
#[derive(Clone, Debug)]
pub(crate) struct Attribute {
    /// Name.
    pub name: Located<String>,
    /// Type; `None`: text.
    pub value_type: Option<Located<Target>>,
    /// Whether clients may change it; what an absent flag means depends on the syntax.
    pub mutable: bool,
    /// Whether it must have a value.
    pub required: bool,
    /// Whether it has several values (generations A and B).
    pub multiple: bool,
    /// Default, as text.
    pub default: Option<Located<String>>,
    /// What it means.
    pub description: Option<String>,
    /// Annotations.
    pub annotations: Vec<Annotation>,
}

/// An action.
#[derive(Clone, Debug)]
pub(crate) struct Action {
    /// Term, like [`Category::term`].
    pub term: Located<String>,
    /// Scheme; `None`: the conventional one.
    pub scheme: Option<Located<String>>,
    /// Title.
    pub title: Option<String>,
    /// What it does.
    pub description: Option<String>,
    /// Parameters.
    pub parameters: Vec<Attribute>,
    /// Annotations.
    pub annotations: Vec<Annotation>,
}

/// A constraint in OCL.
#[derive(Clone, Debug)]
pub(crate) struct Constraint {
    /// Name.
    pub name: Located<String>,
    /// What it demands, for people.
    pub description: Option<String>,
    /// The OCL text.
    pub body: Located<String>,
}

/// A state machine (the class `FSM`).
#[derive(Clone, Debug)]
pub(crate) struct StateMachine {
    /// Name of the state attribute.
    pub attribute: Located<String>,
    /// States.
    pub states: Vec<State>,
}

/// A state.
#[derive(Clone, Debug)]
pub(crate) struct State {
    /// Literal of the state attribute.
    pub literal: Located<String>,
    /// Whether instances start here.
    pub initial: bool,
    /// Whether instances may end here.
    pub is_final: bool,
    /// What leads away.
    pub transitions: Vec<Transition>,
}

/// A transition.
#[derive(Clone, Debug)]
pub(crate) struct Transition {
    /// Term of the action; `None`: a change that the server makes.
    pub action: Option<Located<String>>,
    /// Literal of the state after it.
    pub target: Located<String>,
}

/// A named data type.
#[derive(Clone, Debug)]
pub(crate) struct NamedType {
    /// Name.
    pub name: Located<String>,
    /// What it means.
    pub documentation: Option<String>,
    /// What it is.
    pub data_type: DataType,
    /// Where it is written.
    pub origin: Origin,
    /// Annotations.
    pub annotations: Vec<Annotation>,
}

/// Facets of texts and numbers, as text; a type takes those that fit it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Facets {
    /// Expression that the whole text must match.
    pub pattern: Option<Located<String>>,
    /// Exact length.
    pub length: Option<Located<String>>,
    /// Least length.
    pub min_length: Option<Located<String>>,
    /// Greatest length.
    pub max_length: Option<Located<String>>,
    /// Most digits in all.
    pub total_digits: Option<Located<String>>,
    /// Most digits behind the point.
    pub fraction_digits: Option<Located<String>>,
    /// Lower end, itself outside.
    pub min_exclusive: Option<Located<String>>,
    /// Upper end, itself outside.
    pub max_exclusive: Option<Located<String>>,
    /// Lower end, itself inside.
    pub min_inclusive: Option<Located<String>>,
    /// Upper end, itself inside.
    pub max_inclusive: Option<Located<String>>,
}

/// The numeric types (the enumeration `NumericTypeEnum`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Numeric {
    Byte,
    Double,
    Float,
    Integer,
    Long,
    Short,
    BigDecimal,
}

impl Numeric {
    /// The names of the enumeration, in its order.
    pub(crate) const NAMES: [&str; 7] = [
        "Byte",
        "Double",
        "Float",
        "Integer",
        "Long",
        "Short",
        "BigDecimal",
    ];

    /// The type of a name of the enumeration.
    pub(crate) fn find(name: &str) -> Option<Self> {
        Some(match name {
            "Byte" => Self::Byte,
            "Double" => Self::Double,
            "Float" => Self::Float,
            "Integer" => Self::Integer,
            "Long" => Self::Long,
            "Short" => Self::Short,
            "BigDecimal" => Self::BigDecimal,
            _ => return None,
        })
    }
}

/// A data type.
#[derive(Clone, Debug)]
pub(crate) enum DataType {
    /// `StringType`
    Text(Facets),
    /// `NumericType`
    Number(Numeric, Facets),
    /// `BooleanType`
    Boolean,
    /// `EnumerationType`, and `EEnum` of the older generations.
    Enumeration(Vec<Literal>),
    /// `ArrayType`
    Array(Located<Target>),
    /// `RecordType`
    Record(Vec<Attribute>),
    /// `EObjectType`, and `EDataType` of the older generations: a Java class, with facets there.
    Object(Option<Located<String>>, Facets),
}

/// A literal of an enumeration.
#[derive(Clone, Debug)]
pub(crate) struct Literal {
    /// Name.
    pub name: Located<String>,
    /// What it means.
    pub documentation: Option<String>,
}

/// A configuration.
#[derive(Clone, Debug)]
pub(crate) struct Configuration {
    /// What it is.
    pub description: Option<String>,
    /// URI of the service.
    pub location: Option<Located<String>>,
    /// Extensions that it uses.
    pub uses: Vec<Import>,
    /// Resources.
    pub resources: Vec<Resource>,
    /// Mixins of users, with their schemes.
    pub tags: Vec<Category>,
    /// Where it is written.
    pub origin: Origin,
}

/// What resources and links have in common.
#[derive(Clone, Debug)]
pub(crate) struct Entity {
    /// Identifier.
    pub id: Option<Located<String>>,
    /// Kind.
    pub kind: Located<Target>,
    /// Title.
    pub title: Option<Located<String>>,
    /// Path.
    pub location: Option<Located<String>>,
    /// Values of attributes of the kind.
    pub values: Vec<AttributeValue>,
    /// Mixins with values of their attributes.
    pub parts: Vec<Part>,
    /// Where it is written.
    pub origin: Origin,
}

/// A resource.
#[derive(Clone, Debug)]
pub(crate) struct Resource {
    /// What it shares with links.
    pub entity: Entity,
    /// Summary.
    pub summary: Option<Located<String>>,
    /// Links that start here.
    pub links: Vec<Link>,
}

/// A link.
#[derive(Clone, Debug)]
pub(crate) struct Link {
    /// What it shares with resources.
    pub entity: Entity,
    /// Identifier of the resource it leads to.
    pub target: Located<String>,
}

/// A mixin of an entity (the class `MixinBase`).
#[derive(Clone, Debug)]
pub(crate) struct Part {
    /// The mixin.
    pub mixin: Located<Target>,
    /// Values of its attributes.
    pub values: Vec<AttributeValue>,
}

/// A value of an attribute (the class `AttributeState`).
#[derive(Clone, Debug)]
pub(crate) struct AttributeValue {
    /// Name.
    pub name: Located<String>,
    /// Value, as text.
    pub value: Located<String>,
}

//! Drafts: what a reader understood of a definition, not yet checked.
//!
//! Every reader (the `.occi` language, renderings, foreign formats, static tables, derive
//! macros) fills the same structure; [`Draft::build`] is the only way from a draft to a
//! [`Model`]. Each part knows its [`Origin`], so that a fault can point at it.

mod condition;
mod configuration;
pub mod forgiven;
mod range;

pub use self::condition::{ExprDraft, OperandDraft};
pub use self::configuration::{
    ConfigurationDraft, EntityDraft, InstanceDraft, LinkEndDraft, LinkInstanceDraft, TagDraft,
};
pub use self::range::{RangeDraft, RangeFacets};

use serde::{Deserialize, Deserializer};

use crate::{
    configuration::Configuration,
    fault::{Fault, Faults},
    model::Model,
    origin::{Located, Origin},
    value::Value,
    version::{Profile, VersionRange},
};

/// A reference to something by name, as written.
#[derive(Clone, Debug, PartialEq)]
pub enum Reference {
    /// A name of the definition language: `compute`, `core.resource`, `infra.compute`.
    Name {
        /// Alias or name of the extension that the name is looked up in.
        qualifier: Option<String>,
        /// The term of a category, or the name of a type.
        name: String,
    },
    /// A whole category identifier, `scheme#term`.
    Identifier(String),
}

impl Reference {
    /// A name without qualifier.
    #[must_use]
    pub fn name(name: impl Into<String>) -> Self {
        Self::Name {
            qualifier: None,
            name: name.into(),
        }
    }
}

/// A whole identifier is a text, a name an array of its qualifier and itself.
impl<'de> Deserialize<'de> for Reference {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Written {
            Identifier(String),
            Name(Option<String>, String),
        }
        Ok(match Written::deserialize(deserializer)? {
            Written::Identifier(text) => Self::Identifier(text),
            Written::Name(qualifier, name) => Self::Name { qualifier, name },
        })
    }
}

impl std::fmt::Display for Reference {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Name {
                qualifier: Some(qualifier),
                name,
            } => write!(f, "{qualifier}.{name}"),
            Self::Name {
                qualifier: None,
                name,
            } => f.write_str(name),
            Self::Identifier(text) => f.write_str(text),
        }
    }
}

/// A fact about an element that only tools read (the class `Annotation` of the OCCIware
/// metamodel).
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Annotation {
    /// Key, once per element.
    pub key: Located<String>,
    /// Value.
    pub value: String,
}

/// A length range as written.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LengthDraft {
    /// Least length.
    pub min: Option<Located<u32>>,
    /// Greatest length.
    pub max: Option<Located<u32>>,
}

/// One literal of an enum, as written.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LiteralDraft {
    /// The text on the wire.
    pub name: Located<String>,
    /// What it means.
    pub description: Option<String>,
    /// Versions that have it.
    #[serde(default)]
    pub versions: VersionRange,
}

/// A member of a hash type, as written.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MemberDraft {
    /// Name.
    pub name: Located<String>,
    /// Type.
    #[serde(rename = "type")]
    pub value_type: Located<TypeDraft>,
    /// Whether a value must have it.
    #[serde(default)]
    pub required: bool,
    /// What it becomes when a value does not have it.
    pub default: Option<Located<Value>>,
    /// What it means.
    pub description: Option<String>,
}

/// A type as written.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TypeDraft {
    /// A named type: of the file, of an import.
    Named(Reference),
    /// `string(pattern = "…", length = 1..=64)`
    String {
        /// Expression that the whole value must match.
        pattern: Option<Located<String>>,
        /// Length in characters.
        #[serde(default)]
        length: LengthDraft,
    },
    /// `integer(0..=4095)`
    Integer(RangeDraft),
    /// `float(0.0<..)`
    Float(RangeDraft),
    /// `number`
    Number(RangeDraft),
    /// `boolean`
    Boolean,
    /// `enum { a, b }`
    Enum(Vec<LiteralDraft>),
    /// `uri`
    Uri,
    /// `ip-address`
    IpAddress,
    /// `ip-network`
    IpNetwork,
    /// `ip-prefix`, or `ip-prefix(optional)`: the length may be left out
    IpPrefix {
        /// Whether a bare address is a value too.
        #[serde(default)]
        optional_length: bool,
    },
    /// `mac`
    Mac,
    /// `token`
    Token,
    /// `datetime`
    DateTime,
    /// `duration`
    Duration,
    /// `ref`, or `ref(compute)`
    Ref(Option<Located<Reference>>),
    /// `list(string, length = 1..=8, unique)`
    List {
        /// Type of each item.
        item: Box<Located<TypeDraft>>,
        /// Number of items.
        #[serde(default)]
        length: LengthDraft,
        /// Whether an item may occur only once.
        #[serde(default)]
        unique: bool,
    },
    /// `hash { name: type; … }`
    Hash(Vec<MemberDraft>),
}

/// Who may set an attribute, and when (D-23).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Access {
    /// A client may set it at creation and change it later.
    #[default]
    Mutable,
    /// A client may set it at creation only.
    CreateOnly,
    /// Only the server sets it.
    ReadOnly,
}

impl Access {
    /// The keyword of the language; none for mutable.
    #[must_use]
    pub const fn keyword(self) -> Option<&'static str> {
        match self {
            Self::Mutable => None,
            Self::CreateOnly => Some("createonly"),
            Self::ReadOnly => Some("readonly"),
        }
    }
}

/// The value an attribute gets when the client gives none.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DefaultDraft {
    /// `= 1`
    Value(Value),
    /// A text of a format that has no other way to write values; it is read as the type of the
    /// attribute wants it ([`ValueType::value_of_text`](crate::ValueType::value_of_text)).
    Text(String),
    /// `= generated` or `= generated("eth{}")`: the server makes one.
    Generated {
        /// A text with one `{}`, which becomes the least free number, counted from 0, among the
        /// instances of the kind (for links: among those of the same source). `None`: made
        /// from the type.
        template: Option<String>,
    },
}

/// An attribute of a kind or mixin, or a parameter of an action.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AttributeDraft {
    /// Full dotted name; a parameter's name is bare.
    pub name: Located<String>,
    /// Type.
    #[serde(rename = "type")]
    pub value_type: Located<TypeDraft>,
    /// Who may set it.
    #[serde(default)]
    pub access: Access,
    /// Whether a client must give it at creation (D-24).
    #[serde(default)]
    pub required: bool,
    /// Whether every instance shows it: multiplicity 1 (D-24).
    #[serde(default)]
    pub always: bool,
    /// What it becomes when not given.
    pub default: Option<Box<Located<DefaultDraft>>>,
    /// Unit of the number, a label only (D-29).
    pub unit: Option<String>,
    /// What it means.
    pub description: Option<String>,
    /// Why it should not be used any more.
    pub deprecated: Option<String>,
    /// Versions that have it.
    #[serde(default)]
    pub versions: VersionRange,
    /// Facts that only tools read.
    #[serde(default)]
    pub annotations: Vec<Annotation>,
}

/// An action of a kind or mixin.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActionDraft {
    /// Term.
    #[serde(rename = "action")]
    pub term: Located<String>,
    /// Scheme, when it is not the conventional one (D-13).
    pub scheme: Option<Located<String>>,
    /// Title.
    pub title: Option<String>,
    /// What it does.
    pub description: Option<String>,
    /// Parameters.
    #[serde(default)]
    pub parameters: Vec<AttributeDraft>,
    /// What a caller gets.
    pub returns: Option<String>,
    /// Versions that have it.
    #[serde(default)]
    pub versions: VersionRange,
    /// Facts that only tools read.
    #[serde(default)]
    pub annotations: Vec<Annotation>,
}

/// What makes an instance change its state.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TriggerDraft {
    /// An action that a client can call, by its term.
    Action(Located<String>),
    /// Something inside the server; the label of the standard's diagram if it has one.
    Event(Option<String>),
}

/// A transition of a state machine.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TransitionDraft {
    /// What causes it.
    pub trigger: TriggerDraft,
    /// State after success.
    pub to: Located<String>,
    /// Transient state passed through on the way (D-34).
    pub via: Option<Located<String>>,
    /// State after failure.
    pub failure: Option<Located<String>>,
    /// Versions that have it.
    #[serde(default)]
    pub versions: VersionRange,
}

/// A state with its outgoing transitions.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StateDraft {
    /// The literal of the state attribute.
    pub name: Located<String>,
    /// Whether instances start here.
    #[serde(default)]
    pub initial: bool,
    /// Whether instances may end here; ways may lead on all the same.
    #[serde(default, rename = "final")]
    pub is_final: bool,
    /// What leads away.
    #[serde(default)]
    pub transitions: Vec<TransitionDraft>,
    /// Versions that have it.
    #[serde(default)]
    pub versions: VersionRange,
}

/// A state machine over an enum attribute.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatesDraft {
    /// The attribute that shows the state.
    pub attribute: Located<String>,
    /// The states.
    #[serde(default)]
    pub states: Vec<StateDraft>,
}

/// A condition that every instance must meet.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConstraintDraft {
    /// Name, once per category.
    pub name: Option<Located<String>>,
    /// The condition.
    pub condition: ExprDraft,
    /// What to say when it is not met.
    pub message: String,
    /// Where it is written.
    #[serde(skip)]
    pub origin: Origin,
}

/// A kind.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KindDraft {
    /// Term.
    #[serde(rename = "kind")]
    pub term: Located<String>,
    /// Scheme, when it is not the extension's.
    pub scheme: Option<Located<String>>,
    /// Title.
    pub title: Option<String>,
    /// What it is.
    pub description: Option<String>,
    /// The kind it inherits from; only `core#entity` has none.
    pub parent: Option<Located<Reference>>,
    /// Whether it has no instances of its own.
    #[serde(default, rename = "abstract")]
    pub is_abstract: bool,
    /// Path of its collection.
    pub location: Option<Located<String>>,
    /// Own attributes.
    #[serde(default)]
    pub attributes: Vec<AttributeDraft>,
    /// Own actions.
    #[serde(default)]
    pub actions: Vec<ActionDraft>,
    /// State machine.
    pub states: Option<StatesDraft>,
    /// Conditions.
    #[serde(default)]
    pub constraints: Vec<ConstraintDraft>,
    /// Links: kinds that the source may have; empty: inherited, then any resource.
    #[serde(default)]
    pub source: Vec<Located<Reference>>,
    /// Links: kinds that the target may have; empty: inherited, then any resource.
    #[serde(default)]
    pub target: Vec<Located<Reference>>,
    /// Versions that have it.
    #[serde(default)]
    pub versions: VersionRange,
    /// Facts that only tools read.
    #[serde(default)]
    pub annotations: Vec<Annotation>,
}

/// A value that a mixin sets: `set occi.compute.cores = 1;`
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SettingDraft {
    /// The attribute, of a kind that the mixin applies to or of a mixin it depends on.
    pub name: Located<String>,
    /// The value.
    pub value: Located<Value>,
}

/// A mixin.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MixinDraft {
    /// Term.
    #[serde(rename = "mixin")]
    pub term: Located<String>,
    /// Scheme, when it is not the extension's.
    pub scheme: Option<Located<String>>,
    /// Title.
    pub title: Option<String>,
    /// What it is.
    pub description: Option<String>,
    /// Mixins it depends on.
    #[serde(default)]
    pub depends: Vec<Located<Reference>>,
    /// Kinds it may be attached to; empty: all.
    #[serde(default)]
    pub applies: Vec<Located<Reference>>,
    /// Whether an instance carries at most one mixin that depends on it (D-21).
    #[serde(default)]
    pub exclusive: bool,
    /// Whether defaults of mixins that depend on it win over what the client gives (D-20).
    #[serde(default)]
    pub overriding: bool,
    /// Path of its collection.
    pub location: Option<Located<String>>,
    /// Own attributes.
    #[serde(default)]
    pub attributes: Vec<AttributeDraft>,
    /// Values that it gives to attributes of others.
    #[serde(default)]
    pub settings: Vec<SettingDraft>,
    /// Own actions.
    #[serde(default)]
    pub actions: Vec<ActionDraft>,
    /// State machine.
    pub states: Option<StatesDraft>,
    /// Conditions.
    #[serde(default)]
    pub constraints: Vec<ConstraintDraft>,
    /// Versions that have it.
    #[serde(default)]
    pub versions: VersionRange,
    /// Facts that only tools read.
    #[serde(default)]
    pub annotations: Vec<Annotation>,
}

/// A named type: `type Vlan = integer(0..=4095);` or `enum Architecture { x86, x64 }`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NamedTypeDraft {
    /// Name.
    pub name: Located<String>,
    /// What it stands for.
    #[serde(rename = "type")]
    pub value_type: Located<TypeDraft>,
    /// What it means.
    pub description: Option<String>,
    /// Versions that have it.
    #[serde(default)]
    pub versions: VersionRange,
    /// Facts that only tools read.
    #[serde(default)]
    pub annotations: Vec<Annotation>,
}

/// An import: `use infrastructure as infra;`
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UseDraft {
    /// Name of the extension, or its scheme.
    pub extension: Located<String>,
    /// Name that it has in this file.
    pub alias: Option<Located<String>>,
}

/// One extension.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExtensionDraft {
    /// Name.
    pub name: Located<String>,
    /// Scheme of its categories, unless they have their own.
    pub scheme: Located<String>,
    /// Version of the extension itself.
    pub version: Option<String>,
    /// What it is.
    pub description: Option<String>,
    /// The document that specifies it: a name or a URI.
    pub specification: Option<String>,
    /// Facts that only tools read.
    #[serde(default)]
    pub annotations: Vec<Annotation>,
    /// Imports.
    #[serde(default)]
    pub uses: Vec<UseDraft>,
    /// Named types.
    #[serde(default)]
    pub types: Vec<NamedTypeDraft>,
    /// Kinds, in source order.
    #[serde(default)]
    pub kinds: Vec<KindDraft>,
    /// Mixins, in source order.
    #[serde(default)]
    pub mixins: Vec<MixinDraft>,
}

/// Everything that one model is built from: an extension and all that it imports.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Draft {
    /// The extensions; what is imported stands before what imports it, and the extension that
    /// was asked for last.
    pub extensions: Vec<ExtensionDraft>,
    /// The configurations of the definition that was asked for.
    pub configurations: Vec<ConfigurationDraft>,
}

/// The result of building: the model, unless an error refuses it, and every fault found.
#[derive(Debug)]
pub struct Built {
    /// The model; absent when the faults hold an error.
    pub model: Option<Model>,
    /// The configurations of the draft, which belong to the model; none without one.
    pub configurations: Vec<Configuration>,
    /// Errors and warnings, sorted by place.
    pub faults: Faults,
}

impl Draft {
    /// Resolves every name, checks every rule, and makes the model of `profile`.
    ///
    /// All faults of the draft are reported, not only the first.
    #[must_use]
    pub fn build(&self, profile: Profile) -> Built {
        self.build_forgiving(profile, |_| false)
    }

    /// As [`build`](Self::build), but the errors that `is_forgiven` names are warnings.
    ///
    /// For definitions of others, which break rules without leaving doubt about what they mean: a
    /// reserved name is still a name. Whoever forgives a fault that does leave doubt gets a model
    /// that holds one of the meanings.
    #[must_use]
    pub fn build_forgiving(&self, profile: Profile, is_forgiven: impl Fn(&Fault) -> bool) -> Built {
        crate::build::build(self, profile, &is_forgiven)
    }
}

//! Definitions as static data.
//!
//! Types that derive their definition carry tables, which can be written as constants: what a
//! macro writes for one struct can be put together with what it writes for another. Code that is
//! generated from a definition carries a text of it instead, [`ExtensionText`], which costs a
//! compiler nothing. Both turn into drafts, so that a model from either passes the same rules as
//! one from `.occi`.

mod draft;
mod text;

pub use self::text::{ExtensionText, StaticDefinition, Unreadable};

use std::collections::BTreeSet;

use crate::{
    draft::{Access, Built, Draft, ExtensionDraft, forgiven},
    expr::{Arithmetic, Comparison, End, Test},
    version::{Profile, VersionRange},
};

/// Builds the model of definitions that a program carries, each after those that it uses, on top of
/// Core. A definition that is given twice counts once; what the compiler forgave one of them, it wrote
/// down in it (see [`forgiven`]).
///
/// # Errors
///
/// When a definition cannot be read.
pub fn build(
    core: ExtensionDraft,
    definitions: &[&dyn StaticDefinition],
    profile: Profile,
) -> Result<Built, Unreadable> {
    let mut draft = Draft {
        extensions: vec![core],
        configurations: Vec::new(),
    };
    for definition in definitions {
        let extension = definition.draft()?;
        if !draft.extensions.contains(&extension) {
            draft.extensions.push(extension);
        }
    }
    let annotations = draft.extensions.iter().map(|one| &*one.annotations);
    let forgiven: BTreeSet<u16> = annotations.flat_map(forgiven::rules).flatten().collect();
    Ok(draft.build_forgiving(profile, |fault| forgiven.contains(&fault.code.number)))
}

/// A literal value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ValueTable {
    /// `true` or `false`.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// A number.
    Float(f64),
    /// Text.
    String(&'static str),
    /// Several values.
    List(&'static [ValueTable]),
    /// Values by name.
    Hash(&'static [(&'static str, ValueTable)]),
}

/// Facts that only tools read: keys with their values.
pub type AnnotationTable = &'static [(&'static str, &'static str)];

/// The facets of a number: each end with whether it is itself outside, and the digits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RangeTable<N: 'static> {
    /// Lower end.
    pub min: Option<(N, bool)>,
    /// Upper end.
    pub max: Option<(N, bool)>,
    /// Most decimal digits in all.
    pub total_digits: Option<u32>,
    /// Most decimal digits behind the point.
    pub fraction_digits: Option<u32>,
}

impl<N> RangeTable<N> {
    /// No limits.
    pub const UNBOUNDED: Self = Self {
        min: None,
        max: None,
        total_digits: None,
        fraction_digits: None,
    };
}

/// A length range: least and greatest.
pub type LengthTable = (Option<u32>, Option<u32>);

/// A literal of an enum.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LiteralTable {
    /// The text on the wire.
    pub name: &'static str,
    /// What it means.
    pub description: Option<&'static str>,
    /// Versions that have it.
    pub versions: VersionRange,
}

/// A member of a hash type.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MemberTable {
    /// Name.
    pub name: &'static str,
    /// Type.
    pub value_type: TypeTable,
    /// Whether a value must have it.
    pub required: bool,
    /// What it becomes when a value does not have it.
    pub default: Option<ValueTable>,
    /// What it means.
    pub description: Option<&'static str>,
}

/// A type.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum TypeTable {
    /// A named type: name of the extension, name of the type.
    Named(&'static str, &'static str),
    /// Text: pattern, length in characters.
    String(Option<&'static str>, LengthTable),
    /// A whole number.
    Integer(RangeTable<i64>),
    /// A number with a decimal point.
    Float(RangeTable<f64>),
    /// Integer or float.
    Number(RangeTable<f64>),
    /// `true` or `false`.
    Boolean,
    /// One of several literals.
    Enum(&'static [LiteralTable]),
    /// A URI reference.
    Uri,
    /// An IPv4 or IPv6 address.
    IpAddress,
    /// A network without host bits.
    IpNetwork,
    /// An address with prefix length; whether the length may be left out.
    IpPrefix(bool),
    /// A MAC address.
    Mac,
    /// A token.
    Token,
    /// A point in time.
    DateTime,
    /// A span of time.
    Duration,
    /// A reference, to the kind of this identifier.
    Ref(Option<&'static str>),
    /// Item type, number of items, whether unique.
    List(&'static TypeTable, LengthTable, bool),
    /// Members.
    Hash(&'static [MemberTable]),
}

/// What an attribute becomes when the client does not give it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum DefaultTable {
    /// This value.
    Value(ValueTable),
    /// Made by the server.
    Generated(Option<&'static str>),
}

/// An attribute or parameter. Start from [`AttributeTable::new`] and name what differs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AttributeTable {
    /// Name.
    pub name: &'static str,
    /// Type.
    pub value_type: TypeTable,
    /// Who may set it.
    pub access: Access,
    /// Whether a client must give it.
    pub required: bool,
    /// Whether every instance shows it.
    pub always: bool,
    /// Default.
    pub default: Option<DefaultTable>,
    /// Unit.
    pub unit: Option<&'static str>,
    /// What it means.
    pub description: Option<&'static str>,
    /// Why it should not be used any more.
    pub deprecated: Option<&'static str>,
    /// Versions that have it.
    pub versions: VersionRange,
    /// Facts that only tools read: keys with values.
    pub annotations: AnnotationTable,
}

impl AttributeTable {
    /// An optional, mutable attribute without default.
    #[must_use]
    pub const fn new(name: &'static str, value_type: TypeTable) -> Self {
        Self {
            name,
            value_type,
            access: Access::Mutable,
            required: false,
            always: false,
            default: None,
            unit: None,
            description: None,
            deprecated: None,
            versions: VersionRange::ALL,
            annotations: &[],
        }
    }
}

/// An action.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ActionTable {
    /// Term.
    pub term: &'static str,
    /// Scheme.
    pub scheme: &'static str,
    /// Title.
    pub title: Option<&'static str>,
    /// What it does.
    pub description: Option<&'static str>,
    /// Parameters.
    pub parameters: &'static [AttributeTable],
    /// What a caller gets.
    pub returns: Option<&'static str>,
    /// Versions that have it.
    pub versions: VersionRange,
    /// Facts that only tools read: keys with values.
    pub annotations: AnnotationTable,
}

/// A transition.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TransitionTable {
    /// Term of the action; `Err` holds the label of an event of the server.
    pub trigger: Result<&'static str, Option<&'static str>>,
    /// State after success.
    pub to: &'static str,
    /// Transient state on the way.
    pub via: Option<&'static str>,
    /// State after failure.
    pub failure: Option<&'static str>,
    /// Versions that have it.
    pub versions: VersionRange,
}

/// A state.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StateTable {
    /// Literal of the state attribute.
    pub name: &'static str,
    /// Whether instances start here.
    pub initial: bool,
    /// Whether they may end here.
    pub is_final: bool,
    /// What leads away.
    pub transitions: &'static [TransitionTable],
    /// Versions that have it.
    pub versions: VersionRange,
}

/// A state machine.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StatesTable {
    /// The attribute that shows the state.
    pub attribute: &'static str,
    /// The states.
    pub states: &'static [StateTable],
}

/// An operand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum OperandTable {
    /// An attribute.
    Attribute(&'static str),
    /// A literal.
    Literal(ValueTable),
    /// An attribute of the resource at an end.
    End(End, &'static str),
    /// The negative.
    Negated(&'static OperandTable),
    /// A calculation.
    Arithmetic(&'static OperandTable, Arithmetic, &'static OperandTable),
    /// Number of characters or items.
    Length(&'static OperandTable),
    /// Text in lower case.
    Lower(&'static OperandTable),
    /// Number of links of the kind of this identifier that meet a condition.
    Links(&'static str, Option<&'static ExprTable>),
}

/// A condition.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ExprTable {
    /// The attribute has a value.
    Defined(&'static str),
    /// The attribute of the resource at an end has a value.
    DefinedAt(End, &'static str),
    /// Two operands compared.
    Compare(OperandTable, Comparison, OperandTable),
    /// One of the values.
    In(OperandTable, &'static [ValueTable]),
    /// A text or a list and a part of it.
    Test(Test, OperandTable, OperandTable),
    /// The whole text matches the pattern.
    Matches(OperandTable, &'static str),
    /// The instance, or the resource at an end, carries the mixin of this identifier.
    Has(Option<End>, &'static str),
    /// No other instance has the same values.
    Unique(&'static [&'static str]),
    /// The link closes no circle.
    Acyclic,
    /// Not.
    Not(&'static ExprTable),
    /// Both.
    And(&'static ExprTable, &'static ExprTable),
    /// Either.
    Or(&'static ExprTable, &'static ExprTable),
}

/// A condition that every instance must meet.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ConstraintTable {
    /// Name.
    pub name: Option<&'static str>,
    /// The condition.
    pub condition: ExprTable,
    /// What to say when it is not met.
    pub message: &'static str,
}

/// A kind. References are whole identifiers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct KindTable {
    /// Term.
    pub term: &'static str,
    /// Scheme.
    pub scheme: &'static str,
    /// Title.
    pub title: Option<&'static str>,
    /// What it is.
    pub description: Option<&'static str>,
    /// Identifier of the parent.
    pub parent: Option<&'static str>,
    /// Whether it has no instances of its own.
    pub is_abstract: bool,
    /// Path of its collection.
    pub location: Option<&'static str>,
    /// Own attributes.
    pub attributes: &'static [AttributeTable],
    /// Own actions.
    pub actions: &'static [ActionTable],
    /// Own state machine.
    pub states: Option<StatesTable>,
    /// Own conditions.
    pub constraints: &'static [ConstraintTable],
    /// Links: identifiers of the kinds at the source.
    pub source: &'static [&'static str],
    /// Links: identifiers of the kinds at the target.
    pub target: &'static [&'static str],
    /// Versions that have it.
    pub versions: VersionRange,
    /// Facts that only tools read: keys with values.
    pub annotations: AnnotationTable,
}

/// A mixin. References are whole identifiers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MixinTable {
    /// Term.
    pub term: &'static str,
    /// Scheme.
    pub scheme: &'static str,
    /// Title.
    pub title: Option<&'static str>,
    /// What it is.
    pub description: Option<&'static str>,
    /// Identifiers of the mixins it depends on.
    pub depends: &'static [&'static str],
    /// Identifiers of the kinds it applies to.
    pub applies: &'static [&'static str],
    /// At most one that depends on it per instance (D-21).
    pub exclusive: bool,
    /// Its family's defaults win over the client (D-20).
    pub overriding: bool,
    /// Path of its collection.
    pub location: Option<&'static str>,
    /// Own attributes.
    pub attributes: &'static [AttributeTable],
    /// Template values.
    pub settings: &'static [(&'static str, ValueTable)],
    /// Own actions.
    pub actions: &'static [ActionTable],
    /// Own state machine.
    pub states: Option<StatesTable>,
    /// Own conditions.
    pub constraints: &'static [ConstraintTable],
    /// Versions that have it.
    pub versions: VersionRange,
    /// Facts that only tools read: keys with values.
    pub annotations: AnnotationTable,
}

/// A named type.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NamedTypeTable {
    /// Name.
    pub name: &'static str,
    /// What it stands for.
    pub value_type: TypeTable,
    /// What it means.
    pub description: Option<&'static str>,
    /// Versions that have it.
    pub versions: VersionRange,
    /// Facts that only tools read: keys with values.
    pub annotations: AnnotationTable,
}

/// An extension.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ExtensionTable {
    /// Name.
    pub name: &'static str,
    /// Scheme.
    pub scheme: &'static str,
    /// Version of the extension itself.
    pub version: Option<&'static str>,
    /// What it is.
    pub description: Option<&'static str>,
    /// The document that specifies it.
    pub specification: Option<&'static str>,
    /// Facts that only tools read: keys with values.
    pub annotations: AnnotationTable,
    /// Names of the extensions it imports, each with its alias.
    pub uses: &'static [(&'static str, Option<&'static str>)],
    /// Named types.
    pub types: &'static [NamedTypeTable],
    /// Kinds.
    pub kinds: &'static [KindTable],
    /// Mixins.
    pub mixins: &'static [MixinTable],
}

//! The syntax tree: what is written, in the order it is written, each part with its span.
//!
//! Nothing is interpreted beyond the escapes of strings; names that mean something only in
//! their place (`string`, `since`) are still text here.

mod configuration;
mod list;

use std::borrow::Cow;

use occi_model::expr::{Arithmetic, Comparison};

pub(crate) use self::list::More;
pub use self::{
    configuration::{Configuration, Instance, InstanceClass, InstanceClause, Part, PartForm, Tag},
    list::List,
};

/// Bytes `start..end` of the file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// Byte after the last.
    pub end: u32,
}

impl Span {
    /// Bytes `start..end`; offsets beyond 4 GiB saturate.
    pub(crate) fn new(start: usize, end: usize) -> Self {
        let at = |offset| u32::try_from(offset).unwrap_or(u32::MAX);
        Self {
            start: at(start),
            end: at(end),
        }
    }

    /// From the start of this one to the end of the other.
    #[must_use]
    pub const fn to(self, other: Self) -> Self {
        Self {
            start: self.start,
            end: other.end,
        }
    }

    /// As a range for slicing.
    #[must_use]
    pub const fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A bare name or a quoted text, its escapes replaced.
#[derive(Clone, Debug, PartialEq)]
pub struct Text<'a> {
    /// What it says.
    pub value: Cow<'a, str>,
    /// Where, quotes included.
    pub span: Span,
    /// Whether it stands in quotes.
    pub quoted: bool,
}

/// A line of a description: what follows `///`, one blank removed.
#[derive(Clone, Debug, PartialEq)]
pub struct Doc<'a> {
    /// The line.
    pub text: &'a str,
    /// Where, slashes included.
    pub span: Span,
}

/// `#[since("1.2")]`, `#[annotation("key", "value")]`
#[derive(Clone, Debug, PartialEq)]
pub struct Mark<'a> {
    /// `since`
    pub name: Text<'a>,
    /// `1.2`
    pub argument: Option<Text<'a>>,
    /// The second argument.
    pub second: Option<Text<'a>>,
    /// All of it.
    pub span: Span,
}

/// What stands before an item.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lead<'a> {
    /// Description lines.
    pub docs: Vec<Doc<'a>>,
    /// Marks.
    pub marks: Vec<Mark<'a>>,
}

/// A reference to a category or a type.
#[derive(Clone, Debug, PartialEq)]
pub struct Reference<'a> {
    /// A bare name (`core.resource`) or a quoted one.
    pub text: Text<'a>,
    /// The quoted part of `alias."name"`; the bare part then ends in a dot.
    pub tail: Option<Text<'a>>,
    /// All of it.
    pub span: Span,
}

/// One file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct File<'a> {
    /// Lines of `//!` at the top.
    pub docs: Vec<Doc<'a>>,
    /// The items in source order.
    pub items: Vec<Item<'a>>,
}

/// An item of a file.
#[derive(Clone, Debug, PartialEq)]
pub enum Item<'a> {
    /// `extension name "scheme";`
    Extension(Extension<'a>),
    /// `use name as alias;`
    Use(Use<'a>),
    /// `type Name = …;` or `enum Name { … }`
    NamedType(NamedType<'a>),
    /// A kind or a mixin.
    Category(Category<'a>),
    /// Instances that are to exist.
    Configuration(Configuration<'a>),
}

/// `extension infrastructure "http://…#" version "1.2" specification "GFD.224";`
#[derive(Clone, Debug, PartialEq)]
pub struct Extension<'a> {
    /// What stands before.
    pub lead: Lead<'a>,
    /// Name.
    pub name: Text<'a>,
    /// Scheme.
    pub scheme: Text<'a>,
    /// `version "…"`, as often as written.
    pub versions: Vec<Text<'a>>,
    /// `specification "…"`, as often as written.
    pub specifications: Vec<Text<'a>>,
    /// All of it, without what stands before.
    pub span: Span,
}

/// `use infrastructure as infra;`
#[derive(Clone, Debug, PartialEq)]
pub struct Use<'a> {
    /// What stands before.
    pub lead: Lead<'a>,
    /// Name or scheme of the extension.
    pub extension: Text<'a>,
    /// Alias.
    pub alias: Option<Text<'a>>,
    /// All of it, without what stands before.
    pub span: Span,
}

/// `type Vlan = integer(0..=4095);`
#[derive(Clone, Debug, PartialEq)]
pub struct NamedType<'a> {
    /// What stands before.
    pub lead: Lead<'a>,
    /// Name.
    pub name: Text<'a>,
    /// What it stands for.
    pub value_type: Type<'a>,
}

/// The two classes of category that a file declares directly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// `kind`
    Kind,
    /// `mixin`
    Mixin,
}

/// A kind or a mixin.
#[derive(Clone, Debug, PartialEq)]
pub struct Category<'a> {
    /// What stands before.
    pub lead: Lead<'a>,
    /// `abstract`, `exclusive`, `overriding`
    pub modifiers: Vec<Text<'a>>,
    /// Kind or mixin.
    pub class: Class,
    /// Term.
    pub term: Text<'a>,
    /// What follows the term.
    pub clauses: Vec<Clause<'a>>,
    /// What stands between the braces.
    pub members: List<Member<'a>>,
}

/// A part of a category's head.
#[derive(Clone, Debug, PartialEq)]
pub enum Clause<'a> {
    /// `"Compute Resource"`
    Title(Text<'a>),
    /// `in "http://…#"`
    Scheme(Text<'a>),
    /// `: core.resource`
    Parent(Reference<'a>),
    /// `at "/compute/"`
    Location(Text<'a>),
}

/// A member of a category, or what a fault left of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Member<'a> {
    /// What stands before.
    pub lead: Lead<'a>,
    /// What it is.
    pub form: MemberForm<'a>,
    /// All of it, without what stands before and without the semicolon.
    pub span: Span,
}

/// What a member is.
#[derive(Clone, Debug, PartialEq)]
pub enum MemberForm<'a> {
    /// `readonly occi.compute.state: …;`
    Attribute(Attribute<'a>),
    /// `action start;`
    Action(Action<'a>),
    /// `states occi.compute.state { … }`
    States(States<'a>),
    /// `require … "message";`, `require name: … "message";`
    Require(Option<Text<'a>>, Condition<'a>, Text<'a>),
    /// `depends a, b;` and its like
    References(Role, List<Reference<'a>>),
    /// `set name = value;`
    Set(Text<'a>, Value<'a>),
}

/// What a list of references is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// `depends`
    Depends,
    /// `applies`
    Applies,
    /// `source`
    Source,
    /// `target`
    Target,
}

/// An attribute or a parameter.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribute<'a> {
    /// `required`, `always`, `readonly`, `createonly`
    pub modifiers: Vec<Text<'a>>,
    /// Name.
    pub name: Text<'a>,
    /// Type.
    pub value_type: Type<'a>,
    /// `= …`, as often as written.
    pub defaults: Vec<Default<'a>>,
    /// `unit "…"`, as often as written.
    pub units: Vec<Text<'a>>,
}

/// What stands after `=` of an attribute.
#[derive(Clone, Debug, PartialEq)]
pub struct Default<'a> {
    /// The value, or that the server makes it.
    pub form: DefaultForm<'a>,
    /// Without the equals sign.
    pub span: Span,
}

/// The two forms of a default.
#[derive(Clone, Debug, PartialEq)]
pub enum DefaultForm<'a> {
    /// A value.
    Value(Value<'a>),
    /// `generated` or `generated("eth{}")`
    Generated(Option<Text<'a>>),
}

/// `action stop "Stop" in "…#" (method: …) returns "…";`
#[derive(Clone, Debug, PartialEq)]
pub struct Action<'a> {
    /// Term.
    pub term: Text<'a>,
    /// Title.
    pub title: Option<Text<'a>>,
    /// Scheme.
    pub scheme: Option<Text<'a>>,
    /// Parameters with what stands before each.
    pub parameters: List<(Lead<'a>, Attribute<'a>)>,
    /// What a caller gets.
    pub returns: Option<Text<'a>>,
}

/// `states name { … }`
#[derive(Clone, Debug, PartialEq)]
pub struct States<'a> {
    /// The attribute.
    pub attribute: Text<'a>,
    /// The states.
    pub states: List<State<'a>>,
}

/// One state.
#[derive(Clone, Debug, PartialEq)]
pub struct State<'a> {
    /// What stands before.
    pub lead: Lead<'a>,
    /// `initial`, `final`
    pub modifiers: Vec<Text<'a>>,
    /// Name.
    pub name: Text<'a>,
    /// What leads away.
    pub transitions: List<Transition<'a>>,
}

/// One transition.
#[derive(Clone, Debug, PartialEq)]
pub struct Transition<'a> {
    /// What stands before.
    pub lead: Lead<'a>,
    /// What causes it.
    pub trigger: Trigger<'a>,
    /// After success.
    pub to: Text<'a>,
    /// `| state`, as often as written.
    pub failures: Vec<Text<'a>>,
    /// `via state`, as often as written.
    pub vias: Vec<Text<'a>>,
}

/// What causes a transition.
#[derive(Clone, Debug, PartialEq)]
pub enum Trigger<'a> {
    /// The term of an action.
    Action(Text<'a>),
    /// `event` with its label.
    Event(Option<Text<'a>>),
}

/// A type.
#[derive(Clone, Debug, PartialEq)]
pub struct Type<'a> {
    /// What it is.
    pub form: TypeForm<'a>,
    /// All of it.
    pub span: Span,
}

/// The forms of a type.
#[derive(Clone, Debug, PartialEq)]
pub enum TypeForm<'a> {
    /// `enum { a, b }`
    Enum(List<Literal<'a>>),
    /// `hash` or `hash { a: string; }`
    Hash(List<HashMember<'a>>),
    /// `list(string, unique)`
    List(Box<Type<'a>>, List<Argument<'a>>),
    /// `string`, `integer(0..=4095)`, `infra.Vlan`
    Plain(Reference<'a>, Option<List<Argument<'a>>>),
}

/// A literal of an enum.
#[derive(Clone, Debug, PartialEq)]
pub struct Literal<'a> {
    /// What stands before.
    pub lead: Lead<'a>,
    /// The text on the wire.
    pub name: Text<'a>,
}

/// A member of a hash type.
#[derive(Clone, Debug, PartialEq)]
pub struct HashMember<'a> {
    /// What stands before.
    pub lead: Lead<'a>,
    /// Modifiers.
    pub modifiers: Vec<Text<'a>>,
    /// Name.
    pub name: Text<'a>,
    /// Type.
    pub value_type: Type<'a>,
    /// The value that it has when it is left out.
    pub default: Option<Value<'a>>,
}

/// An argument of a type.
#[derive(Clone, Debug, PartialEq)]
pub struct Argument<'a> {
    /// What it is.
    pub form: ArgumentForm<'a>,
    /// All of it.
    pub span: Span,
}

/// The forms of an argument.
#[derive(Clone, Debug, PartialEq)]
pub enum ArgumentForm<'a> {
    /// `0..=4095`
    Range(Range<'a>),
    /// `compute`, `unique`, `optional`
    Word(Reference<'a>),
    /// `pattern = "…"`
    Text(Reference<'a>, Text<'a>),
    /// `length = 1..=64`, `digits = 5`
    Length(Reference<'a>, Range<'a>),
}

/// A number as written.
#[derive(Clone, Debug, PartialEq)]
pub struct Number<'a> {
    /// The digits.
    pub text: &'a str,
    /// Where.
    pub span: Span,
}

/// A range, or a single number.
#[derive(Clone, Debug, PartialEq)]
pub struct Range<'a> {
    /// Lower end.
    pub low: Option<Number<'a>>,
    /// `..`, `..=`, `<..`, …; absent for a single number.
    pub dots: Option<&'a str>,
    /// Upper end.
    pub high: Option<Number<'a>>,
    /// All of it.
    pub span: Span,
}

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub struct Value<'a> {
    /// What it is.
    pub form: ValueForm<'a>,
    /// All of it.
    pub span: Span,
}

/// The forms of a value.
#[derive(Clone, Debug, PartialEq)]
pub enum ValueForm<'a> {
    /// A number.
    Number(Number<'a>),
    /// A text, or a bare word: an enum literal, `true`, `false`.
    Text(Text<'a>),
    /// `[1, 2]`
    List(List<Value<'a>>),
    /// `{ a: 1 }`
    Hash(List<(Text<'a>, Value<'a>)>),
}

/// A condition, or an operand: which one fits where is looked at when it is lowered.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition<'a> {
    /// What it is.
    pub form: ConditionForm<'a>,
    /// All of it.
    pub span: Span,
}

/// The forms of a condition.
#[derive(Clone, Debug, PartialEq)]
pub enum ConditionForm<'a> {
    /// Several joined by `or`.
    Any(Vec<Condition<'a>>),
    /// Several joined by `and`.
    All(Vec<Condition<'a>>),
    /// `not`, said so many times.
    Not(u32, Box<Condition<'a>>),
    /// `a == b`
    Compare(Box<Condition<'a>>, Comparison, Box<Condition<'a>>),
    /// `a in (b, c)`, or `a not in (b, c)` when negated.
    In {
        /// What is looked for.
        operand: Box<Condition<'a>>,
        /// Whether it must not be there.
        negated: bool,
        /// Where it is looked for.
        items: Vec<Condition<'a>>,
    },
    /// `a has b`
    Has(Box<Condition<'a>>, Reference<'a>),
    /// `name(a, b)`
    Call(Text<'a>, Vec<Condition<'a>>),
    /// `a + b - c`: the first operand, and each further one with what stands before it.
    Calculated(Box<Condition<'a>>, Vec<(Arithmetic, Condition<'a>)>),
    /// `-`, said so many times.
    Negated(u32, Box<Condition<'a>>),
    /// A number.
    Number(Number<'a>),
    /// A text, or a bare word: an attribute, an enum literal, `true`, `false`.
    Text(Text<'a>),
    /// A list or a hash.
    Constant(Value<'a>),
}

//! Configurations in the syntax tree.

use super::{Clause, Lead, List, Reference, Span, Text, Value};

/// `configuration shop at "http://…/" { … }`
#[derive(Clone, Debug, PartialEq)]
pub struct Configuration<'a> {
    /// What stands before.
    pub lead: Lead<'a>,
    /// Name.
    pub name: Text<'a>,
    /// `at "…"`, as often as written.
    pub locations: Vec<Text<'a>>,
    /// What stands between the braces.
    pub parts: List<Part<'a>>,
}

/// A part of a configuration or of an instance.
#[derive(Clone, Debug, PartialEq)]
pub struct Part<'a> {
    /// What stands before.
    pub lead: Lead<'a>,
    /// What it is.
    pub form: PartForm<'a>,
    /// All of it, without what stands before and without the semicolon.
    pub span: Span,
}

/// What a part is.
#[derive(Clone, Debug, PartialEq)]
pub enum PartForm<'a> {
    /// `tag production in "…#";`
    Tag(Tag<'a>),
    /// A resource or a link.
    Instance(Instance<'a>),
    /// `occi.compute.cores = 2;`
    Assignment(Text<'a>, Value<'a>),
    /// `id "urn:uuid:…";`
    Id(Text<'a>),
    /// `summary "…";`
    Summary(Text<'a>),
}

/// `tag production "Production" in "…#" at "/tags/production/";`
#[derive(Clone, Debug, PartialEq)]
pub struct Tag<'a> {
    /// Term.
    pub term: Text<'a>,
    /// What follows the term: title, scheme, location.
    pub clauses: Vec<Clause<'a>>,
}

/// The two classes of instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InstanceClass {
    /// `resource`
    Resource,
    /// `link`
    Link,
}

/// `resource web "Web server" : infra.compute with os_linux { … }`
#[derive(Clone, Debug, PartialEq)]
pub struct Instance<'a> {
    /// Resource or link.
    pub class: InstanceClass,
    /// Name.
    pub name: Text<'a>,
    /// What follows the name.
    pub clauses: Vec<InstanceClause<'a>>,
    /// What stands between the braces.
    pub parts: List<Part<'a>>,
}

/// A part of an instance's head.
#[derive(Clone, Debug, PartialEq)]
pub enum InstanceClause<'a> {
    /// `"Web server"`
    Title(Text<'a>),
    /// `: infra.compute`
    Kind(Reference<'a>),
    /// `at "/compute/web"`
    Location(Text<'a>),
    /// `-> net`
    Target(Text<'a>),
    /// `with os_linux, production`
    With(List<Reference<'a>>, Span),
}

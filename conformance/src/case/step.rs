//! Steps and assertions as values (section 3.3).

use std::{borrow::Cow, fmt};

use occi_model::{AttributeName, CategoryId, Value};
use occi_rendering::MediaType;
use serde::Serialize;

use super::{Test, Wire};
use crate::{catalogue::Shown, oracle::Situation};

pub use crate::oracle::Tolerance;

/// Name of an entity, or of what was read of one, within a case.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Var(Cow<'static, str>);

impl Var {
    /// A name that the program text holds.
    #[must_use]
    pub const fn named(name: &'static str) -> Self {
        Self(Cow::Borrowed(name))
    }

    /// A name below another one: `source.storage`.
    #[must_use]
    pub fn below(&self, name: &str) -> Self {
        Self(Cow::Owned(format!("{}.{name}", self.0)))
    }
}

impl fmt::Display for Var {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A rendering as case ids name it (section 3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Rendering {
    /// `text/plain`.
    Plain,
    /// `text/occi`.
    Occi,
    /// `text/uri-list`.
    Uri,
    /// `application/occi+json`.
    Json,
}

impl Rendering {
    /// Renderings that can carry an entity in a request or an answer.
    pub const ENTITY: [Self; 3] = [Self::Plain, Self::Occi, Self::Json];
    /// Renderings that can carry a listing.
    pub const LISTING: [Self; 4] = [Self::Plain, Self::Occi, Self::Uri, Self::Json];

    /// The code in case ids.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Occi => "occi",
            Self::Uri => "uri",
            Self::Json => "json",
        }
    }

    /// The media type.
    #[must_use]
    pub const fn media(self) -> MediaType {
        match self {
            Self::Plain => MediaType::TextPlain,
            Self::Occi => MediaType::TextOcci,
            Self::Uri => MediaType::UriList,
            Self::Json => MediaType::OcciJson,
        }
    }
}

/// Which rendering a step uses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Choice {
    /// The one of the run: JSON when the endpoint has it, else `text/plain`.
    #[default]
    Run,
    /// Exactly this one.
    Only(Rendering),
    /// This one when the endpoint has it, else the one of the run.
    Prefer(Rendering),
}

/// A value in a request or in an expectation.
#[derive(Clone, Debug, PartialEq)]
pub enum Datum {
    /// This one.
    Value(Value),
    /// The marker of the entity at hand, `oct-<run>-<number>` (9.3).
    Marker,
    /// The marker followed by a text.
    Marked(&'static str),
    /// The absolute URL of another entity of the case.
    Url(Var),
    /// The absolute path of another entity of the case.
    Path(Var),
    /// The absolute URL beside another entity of the case, with this text in place of the last
    /// part of its path.
    Beside(Var, &'static str),
}

/// An entity to be written into a request.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Body {
    /// Kind, when the request names it.
    pub kind: Option<CategoryId>,
    /// Mixins.
    pub mixins: Vec<CategoryId>,
    /// Templates that the endpoint offers, beside the mixins: the family, and which of it.
    pub templates: Vec<(CategoryId, usize)>,
    /// Attributes in order.
    pub attributes: Vec<(AttributeName, Datum)>,
}

/// What a request carries.
#[derive(Clone, Debug, PartialEq)]
pub enum Payload {
    /// Nothing.
    Nothing,
    /// An entity.
    Entity(Body),
    /// An action invocation.
    Invocation {
        /// The action that the payload names.
        action: CategoryId,
        /// Parameters.
        parameters: Vec<(AttributeName, Datum)>,
    },
    /// A resource with a link inside (C.2), which only JSON can say; the link has the same title.
    WithLink {
        /// The resource.
        entity: Body,
        /// The link, without its source.
        link: Body,
    },
    /// Locations of entities of the case.
    Locations(Vec<Var>),
    /// Header fields that filter a collection (D-101).
    Filter(Filter),
    /// The bytes of an answer that was read before, with its content type.
    AsRead(Var),
    /// These bytes.
    Raw {
        /// Value of `Content-Type`.
        content_type: &'static str,
        /// The body.
        text: String,
    },
}

/// What a collection is filtered by.
#[derive(Clone, Debug, PartialEq)]
pub enum Filter {
    /// A kind or mixin.
    Category(CategoryId),
    /// A value of an attribute.
    Attribute {
        /// The attribute.
        name: AttributeName,
        /// The value.
        value: Datum,
        /// The entity whose marker the value may be.
        of: Option<Var>,
    },
}

/// Where a request goes. There is no way to name a foreign entity (9.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// The query interface.
    Query,
    /// The location of a kind or mixin, as the endpoint tells it.
    Collection(CategoryId),
    /// A page of the collection of a kind: the query that asks for it.
    Page(CategoryId, &'static str),
    /// An entity of the case.
    Entity(Var),
}

/// A request.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// Method.
    pub method: &'static str,
    /// Where to.
    pub target: Target,
    /// Term of the query `action=`.
    pub action: Option<String>,
    /// Rendering of the payload, and the one asked for.
    pub rendering: Choice,
    /// Payload.
    pub payload: Payload,
    /// The entity that the request creates if it succeeds, and its kind.
    pub creates: Option<(Var, CategoryId)>,
}

/// One action on the way to a state.
#[derive(Clone, Debug, PartialEq)]
pub struct Drive {
    /// The action.
    pub action: CategoryId,
    /// Its required parameters.
    pub parameters: Vec<(AttributeName, Datum)>,
    /// State attribute.
    pub attribute: AttributeName,
    /// State that it leads to.
    pub to: String,
}

/// An entity that a case needs.
#[derive(Clone, Debug, PartialEq)]
pub struct Fixture {
    /// Its name in the case.
    pub entity: Var,
    /// Its kind.
    pub kind: CategoryId,
    /// What it is created with.
    pub body: Body,
    /// Actions that bring it to the state wanted.
    pub drive: Vec<Drive>,
}

/// A fact about an entity as it was read.
#[derive(Clone, Debug, PartialEq)]
pub enum Fact {
    /// It has exactly this kind.
    Kind(CategoryId),
    /// It carries the mixin.
    Mixin(CategoryId),
    /// It does not carry the mixin.
    LacksMixin(CategoryId),
    /// It carries the tag of the case, or does not.
    Tagged(bool),
    /// It carries a template that the endpoint offers, or does not.
    Template {
        /// The family.
        family: CategoryId,
        /// Which of it.
        nth: usize,
        /// Whether it must.
        present: bool,
    },
    /// It carries exactly one template of a family (D-21).
    OneTemplate {
        /// The family.
        family: CategoryId,
    },
    /// The attribute has this value: numbers by value, strings exactly, ends of links by the
    /// entity they name.
    Value(AttributeName, Datum),
    /// The attribute has a value.
    Shown(AttributeName),
    /// The attribute has no value.
    Absent(AttributeName),
    /// The attribute has no value, or this one.
    AbsentOr(AttributeName, Datum),
    /// Every attribute shown is defined by the kind or a mixin, has its type and lies inside its
    /// facets; every attribute of multiplicity 1 is shown (D-24).
    Valid,
    /// The actions offered are exactly these (D-32), in any order.
    Offers(Vec<CategoryId>),
    /// The state of a new instance; a server may have moved it on by itself (INF-034, D-37).
    Initial {
        /// State attribute.
        attribute: AttributeName,
        /// The initial state of the model.
        state: String,
    },
    /// The state of a link whose source has moved; nothing says when a link moves (D-37).
    Follows {
        /// State attribute.
        attribute: AttributeName,
        /// Where the model leads it.
        state: String,
    },
    /// The id is not this text.
    IdIsNot(&'static str),
    /// The resource shows the link.
    ShowsLink(Var),
    /// The resource does not show the link.
    LacksLink(Var),
}

/// An assertion about the last answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Assertion {
    /// The status is one of the graded set.
    Answer(Situation),
    /// The content type is the one asked for.
    TypeAsAsked,
    /// The methods that are allowed are named.
    Allow,
    /// The answer to the creation of an entity tells its location: an absolute URL; a relative one
    /// is tolerated (HTTP-122).
    Location(Var),
    /// What a header field of the answer says.
    Field(&'static str, Test),
    /// What the body of the answer says.
    Text(Test),
    /// What a part of a JSON answer says; the part is named by a JSON pointer (RFC 6901).
    Json(&'static str, Test),
    /// The answer has the lines of one that was kept, in any order.
    LikeKept(Var),
    /// The answer of the query interface shows a category with all its data.
    Shows(Box<Shown>),
}

/// A step of a case.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// Makes an entity that the case needs. When that fails the case is blocked.
    Fixture(Fixture),
    /// Adds a user mixin of the run's own and attaches it to an entity. When the endpoint
    /// refuses user mixins the case is unsupported.
    Tag {
        /// The entity.
        entity: Var,
    },
    /// Sends a request.
    Call(Call),
    /// Sends a request that is written out.
    Wire(Wire),
    /// Sends requests that are written out, all at the same time. Each must succeed; one that is
    /// refused because of another is tolerated, and ends the case.
    Together(Vec<Wire>),
    /// Keeps the last answer.
    Keep(Var),
    /// Looks at the last answer.
    Expect(Assertion),
    /// Reads an entity.
    Read {
        /// The entity.
        entity: Var,
        /// In which rendering.
        rendering: Choice,
        /// Name of what is read.
        into: Var,
    },
    /// Looks at what was read.
    Check {
        /// What was read.
        read: Var,
        /// What must hold.
        facts: Vec<Fact>,
    },
    /// Compares what was read at two times or in two renderings: kind, mixins, attributes, links,
    /// actions.
    Same {
        /// One.
        left: Var,
        /// The other.
        right: Var,
        /// Attributes that may differ.
        except: Vec<AttributeName>,
    },
    /// Polls until the entity is in the state (7.3).
    Await {
        /// The entity.
        entity: Var,
        /// State attribute.
        attribute: AttributeName,
        /// State wanted.
        state: String,
    },
    /// Lists a collection and looks for the entity.
    Listed {
        /// The entity.
        entity: Var,
        /// Kind or mixin whose collection is listed.
        collection: CategoryId,
        /// In which rendering.
        rendering: Choice,
        /// Whether it must be there, or must not.
        present: bool,
    },
    /// Lists the collection of the tag that [`Step::Tag`] made and looks for the entity.
    Tagged {
        /// The entity.
        entity: Var,
        /// Whether it must be there, or must not.
        present: bool,
    },
    /// Asks the query interface in a request that announces a version of the protocol.
    Announce {
        /// `OCCI/99.0`
        version: &'static str,
        /// The rendering asked for.
        rendering: Choice,
    },
    /// Does something with the user mixin of the case.
    UserMixin(TagStep),
    /// Finds the link that was created along with a resource.
    Inline {
        /// The resource.
        source: Var,
        /// Name of the link in the case.
        link: Var,
        /// Its kind.
        kind: CategoryId,
    },
    /// Looks at the last answer as a listing.
    Lists {
        /// Entities that must be there.
        has: Vec<Var>,
        /// Entities that must not.
        lacks: Vec<Var>,
        /// How many members there must be.
        size: Option<usize>,
    },
    /// Walks through the pages of a collection: each has the size asked for, all together hold
    /// the entities, and none twice.
    Pages {
        /// The kind.
        kind: CategoryId,
        /// The entities.
        entities: Vec<Var>,
    },
    /// The entity cannot be read any more.
    Gone {
        /// The entity.
        entity: Var,
    },
    /// A refused creation has left nothing behind: no member of the kind's collection carries
    /// the entity's marker.
    NothingCreated {
        /// The entity that was refused.
        entity: Var,
        /// Its kind.
        kind: CategoryId,
    },
    /// Remembers the members of a collection, so that [`Step::NothingCreated`] can tell a new
    /// member without a marker.
    Remember {
        /// The kind.
        kind: CategoryId,
    },
    /// The collection must hold only entities of this run, else the case is not run (9.1).
    OwnOnly {
        /// The kind.
        kind: CategoryId,
    },
}

/// What a case does with a user mixin of the run's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TagStep {
    /// Thinks of a name that nobody has used, and sends nothing.
    Name,
    /// Adds it. When the endpoint refuses user mixins the case is unsupported.
    Add,
    /// Adds the same one a second time.
    AddAgain,
    /// Adds one under the scheme of the standard.
    AddReserved,
    /// Describes one with PUT, a method that the query interface does not have.
    Put,
    /// Removes it.
    Remove,
    /// The query interface shows it so many times.
    Shown(usize),
    /// Its collection is there and has no members.
    Empty,
    /// Names an entity at its location, with the method.
    Members(&'static str, Var),
}

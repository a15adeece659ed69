//! Cases: one conformance test each, as a value (section 3 of the design).
//!
//! A case has one reason to fail, runs alone, in any order, and leaves nothing. What it does is
//! written as [`Step`]s and [`Assertion`]s, which are values, so that they can be printed and
//! compared; the engine gives them their meaning.

mod describe;
mod id;
mod step;
mod wire;

use std::{borrow::Cow, collections::BTreeMap};

use occi_model::{CategoryId, OcciVersion};
use serde::Serialize;

pub use describe::describe;
pub use id::{CaseId, CaseIdError, NAMESPACE, Prefix};
pub use step::{
    Assertion, Body, Call, Choice, Datum, Drive, Fact, Filter, Fixture, Payload, Rendering, Step,
    TagStep, Target, Tolerance, Var,
};
pub use wire::{Test, Wire};

/// What a case was made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    /// Derived from a model by the rules of section 4.2.
    Derived,
    /// Written for a row of the requirement list.
    Protocol,
    /// Stored bytes.
    Literal,
}

/// How strong the strongest requirement of a case is (RFC 2119).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// MAY.
    May,
    /// SHOULD and SHOULD NOT.
    Should,
    /// MUST and MUST NOT.
    Must,
}

impl Level {
    /// The word in reports.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::May => "may",
            Self::Should => "should",
            Self::Must => "must",
        }
    }
}

/// Whether a case counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Grade {
    /// It counts.
    Stable,
    /// It is reported, and never counted against anybody.
    Provisional,
}

/// Whom a case tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// A server.
    Server,
    /// A client.
    Client,
    /// A reader or writer.
    Rendering,
}

/// What a case touches (section 9.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Hazard {
    /// Class 0: reads only.
    Read,
    /// Class 1: creates and deletes its own entities.
    Own,
    /// Class 2: changes the state of its own entities, which may boot machines and cost money.
    State,
    /// Class 3: uses the shared namespace, with user mixins of its own.
    Namespace,
    /// Class 4: a collection as a whole.
    Collection,
    /// Class 5: attempts against objects of the provider.
    Adversarial,
}

impl Hazard {
    /// The number of the class, 0 to 5.
    #[must_use]
    pub const fn class(self) -> u8 {
        self as u8
    }
}

/// A condition without which a case does not apply (section 8).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Need {
    /// The endpoint's query interface lists the category.
    Offers(CategoryId),
    /// The endpoint reads and writes the rendering.
    Renders(Rendering),
    /// The endpoint takes user mixins.
    UserMixins,
    /// The run has credentials, so that there is something to leave out.
    Login,
    /// Requests reach the endpoint over a connection, so that they can be framed in ways of their own.
    Framing,
    /// The endpoint offers so many templates of a family.
    Templates(CategoryId, usize),
}

/// A family of cases: the code of section 4.2.
pub type Family = &'static str;

/// One conformance case.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// Identity; stable across releases.
    pub id: CaseId,
    /// Ids it had before.
    pub aliases: Vec<Cow<'static, str>>,
    /// One sentence, present tense.
    pub title: String,
    /// Rows of the requirement list that it gives evidence for, sorted.
    pub requirements: Vec<&'static str>,
    /// Coarse features that it belongs to (section 12.2); at least one.
    pub capabilities: Vec<String>,
    /// What it was made from.
    pub origin: Origin,
    /// The strongest level of its requirements.
    pub level: Level,
    /// Whether it counts.
    pub grade: Grade,
    /// Versions of the standard that it belongs to.
    pub versions: Vec<OcciVersion>,
    /// Whom it tests.
    pub side: Side,
    /// Category it is about, if it is about one: decides what `required` means for it.
    pub category: Option<CategoryId>,
    /// When it applies.
    pub needs: Vec<Need>,
    /// Cases that must pass before this one says anything: if one fails, this one is blocked.
    pub after: Vec<CaseId>,
    /// What it touches.
    pub hazard: Hazard,
    /// What it does, fixtures first. The cleanup is derived from the ledger.
    pub steps: Vec<Step>,
    /// Values chosen, for reports.
    pub params: BTreeMap<&'static str, String>,
}

impl Case {
    /// A case of a server that reads only and has no steps yet; the versions and the level are those
    /// of its requirements, once they are cited.
    pub(crate) fn new(
        id: CaseId,
        title: impl Into<String>,
        capability: &str,
        origin: Origin,
    ) -> Self {
        Self {
            id,
            aliases: Vec::new(),
            title: title.into(),
            requirements: Vec::new(),
            capabilities: vec![capability.to_owned()],
            origin,
            level: Level::May,
            grade: Grade::Stable,
            versions: Vec::new(),
            side: Side::Server,
            category: None,
            needs: Vec::new(),
            after: Vec::new(),
            hazard: Hazard::Read,
            steps: Vec::new(),
            params: BTreeMap::new(),
        }
    }

    /// The name-based UUID of the case, by which guideline files may name it (section 3.1).
    #[must_use]
    pub fn uuid(&self) -> uuid::Uuid {
        self.id.uuid()
    }
}

//! Readers and writers of the renderings under test (section 16 of the design).
//!
//! A [`Vector`] is a message and what it says, or that it says nothing. A reader, in whatever
//! language, is given the message and tells what it says; a writer is given what is to be said, and
//! what it writes is read by the reader of this project in its strict mode. Both take part through
//! a harness, as clients do: a program that answers [`Command::Read`](crate::client::Command::Read)
//! and [`Command::Write`](crate::client::Command::Write).
//!
//! Comparison is by what is said, not by octets: the order of mixins, actions and attributes does
//! not matter, nor whether a number is written as 2 or as 2.0.

mod derived;
mod difference;
mod facts;
mod ours;
mod run;
mod stored;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

pub use self::{
    derived::derived,
    facts::{AttributeFacts, CategoryFacts, Facts, Form, LinkFacts},
    ours::{read, write},
    run::VectorRun,
    stored::stored,
};
use crate::{
    case::{Case, CaseId, CaseIdError, Origin, Prefix, Rendering, Side},
    requirement,
};

/// A message as a reader gets it, or as a writer made it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Message {
    /// Media type, as it stands in `Content-Type`.
    #[serde(rename = "type")]
    pub media: String,
    /// Header fields that belong to the rendering, in order: names and values.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub headers: Vec<(String, String)>,
    /// The body.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub body: String,
}

/// What is tested.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// A reader is given the message.
    Read,
    /// A writer is given what is to be said.
    Write,
}

/// What a message says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Expected {
    /// This.
    Facts(Facts),
    /// It is malformed, and a reader refuses it: what it was meant to be.
    Rejected(Form),
}

/// A message and what it says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vector {
    /// Id of the case: `w:reader/TXT-052/escapes@plain`.
    pub id: Cow<'static, str>,
    /// One sentence.
    pub title: Cow<'static, str>,
    /// Rows of the requirement list that it gives evidence for.
    #[serde(default)]
    pub rows: Vec<Cow<'static, str>>,
    /// Whether a reader or a writer is tested.
    pub direction: Direction,
    /// What is read. For a writer its media type alone counts.
    pub message: Message,
    /// What it says.
    pub expected: Expected,
}

impl Vector {
    /// The case of the vector.
    ///
    /// # Errors
    ///
    /// When the id is none.
    pub fn case(&self) -> Result<Case, CaseIdError> {
        let capability = match self.direction {
            Direction::Read => "occi-reader",
            Direction::Write => "occi-writer",
        };
        let id: CaseId = self.id.parse()?;
        let rows = self.rows.iter().filter_map(|id| requirement::find(id));
        let rows: Vec<&'static str> = rows.map(|row| row.id).collect();
        let case = Case::new(id, self.title.clone(), capability, Origin::Literal).citing(&rows);
        Ok(Case {
            side: Side::Rendering,
            ..case
        })
    }
}

/// The vector of a writer for what a reader's says; `None` where it is rejected.
fn writing(reading: &Vector, rendering: Rendering) -> Option<Vector> {
    let Expected::Facts(facts) = &reading.expected else {
        return None;
    };
    if !facts.can_be_written(rendering) {
        return None;
    }
    let id: CaseId = reading.id.parse().ok()?;
    let details: Vec<&str> = id.details().collect();
    let id = CaseId::new(
        Prefix::Wire,
        "writer",
        id.family(),
        &details,
        Some(rendering.code()),
    );
    Some(Vector {
        id: id.to_string().into(),
        title: format!(
            "Written as {}: {}",
            rendering.media().as_str(),
            reading.title
        )
        .into(),
        rows: reading.rows.clone(),
        direction: Direction::Write,
        message: Message {
            media: rendering.media().as_str().to_owned(),
            ..Message::default()
        },
        expected: reading.expected.clone(),
    })
}

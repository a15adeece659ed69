//! Cases written out as Rust (15.1): one function each, for people who want to read and change
//! them, or to write cases of their own beside.
//!
//! A [`Script`] says statement by statement what a case does, and the engine runs it as it runs
//! any other: with its ledger, its graded answers and its cleanup. [`files`] writes the cases of a
//! model in this form; `occi generate --explicit` puts them into a crate.
//!
//! ```no_run
//! use occi_conformance::{
//!     case::{Choice, Rendering},
//!     explicit::{Script, collection, marker},
//!     oracle::Situation,
//! };
//!
//! const COMPUTE: &str = "http://schemas.ogf.org/occi/infrastructure#compute";
//!
//! let mut case = Script::new(
//!     "k:infrastructure#compute/own.cores",
//!     "A compute has the cores that it was created with.",
//! );
//! case.needs_kind(COMPUTE);
//! case.call("POST", collection(COMPUTE), Choice::Only(Rendering::Json));
//! case.creates("it", COMPUTE);
//! case.kind(COMPUTE);
//! case.attribute("occi.core.title", marker());
//! case.attribute("occi.compute.cores", 2);
//! case.expect(Situation::CreateOne);
//! case.read("it", Choice::Run, "seen");
//! case.check("seen");
//! case.value("occi.compute.cores", 2);
//! ```

mod datum;
mod head;
mod layout;
mod payload;
mod read;
mod run;
mod sent;
mod write;

use std::{collections::BTreeMap, str::FromStr};

use occi_model::{AttributeName, CategoryId};

pub use datum::{Given, beside, json, marked, marker, path, url};
pub use run::ScriptError;
pub use sent::{Place, collection, entity, page, query_interface};
pub use write::files;

use crate::case::{Case, CaseId, Origin, Step, Var};

/// A case in writing: statements that say what it does, in order.
///
/// A statement about a request, a fixture or a check says more of the one before it. What cannot
/// be meant (an attribute where nothing has any, an identifier that is none) is told when the case
/// is run.
#[derive(Clone, Debug)]
pub struct Script {
    case: Option<Case>,
    /// Categories whose description an answer is held to, by the step that does it.
    shown: BTreeMap<usize, CategoryId>,
    faults: Vec<String>,
}

impl Script {
    /// Begins a case: its id, as `k:infrastructure#compute/own.name`, and a sentence about what
    /// holds.
    #[must_use]
    pub fn new(id: &str, title: &str) -> Self {
        let (case, faults) = match CaseId::from_str(id) {
            Ok(id) => {
                let case = Case::new(id, title, "explicit", Origin::Derived);
                (Some(case), Vec::new())
            }
            Err(error) => (None, vec![error.to_string()]),
        };
        Self {
            case,
            shown: BTreeMap::new(),
            faults,
        }
    }

    /// The case as it stands; `None` where its id is none.
    fn case(&mut self) -> Option<&mut Case> {
        self.case.as_mut()
    }

    fn step(&mut self, step: Step) {
        if let Some(case) = self.case() {
            case.steps.push(step);
        }
    }

    /// The step before, which a statement says more of.
    fn last(&mut self) -> Option<&mut Step> {
        self.case.as_mut().and_then(|case| case.steps.last_mut())
    }

    /// Notes that a statement does not belong where it stands.
    fn misplaced(&mut self, statement: &str) {
        let at = self.case.as_ref().map_or(0, |case| case.steps.len());
        self.faults.push(format!(
            "`{statement}` behind step {at}: there is nothing that it says more of"
        ));
    }

    fn category(&mut self, text: &str) -> Option<CategoryId> {
        self.parsed(CategoryId::parse(text))
    }

    fn name(&mut self, text: &str) -> Option<AttributeName> {
        self.parsed(AttributeName::new(text))
    }

    fn parsed<T, E: std::fmt::Display>(&mut self, parsed: Result<T, E>) -> Option<T> {
        parsed
            .map_err(|error| self.faults.push(error.to_string()))
            .ok()
    }
}

/// An entity of the case, or what was read of one, by its name.
const fn var(name: &'static str) -> Var {
    Var::named(name)
}

//! Random defects that nobody chose: changed definitions and changed behaviour.

use std::fmt;

use occi_model::draft::Draft;

use super::{
    Behaviour, Caught, Suite,
    matrix::Subject,
    mutant::{self, Mutant, shuffle},
};
use crate::run::Selection;

/// A defect that was drawn.
#[derive(Clone, Debug)]
pub enum Drawn {
    /// A changed definition.
    Definition(Box<Mutant>),
    /// A changed behaviour.
    Behaviour(Behaviour),
}

/// All random defects of a definition, in an order that a seed decides: the first so many are a
/// sample. Half of them are changed definitions, as far as there are any.
#[must_use]
pub fn draw(draft: &Draft, seed: u64) -> Vec<Drawn> {
    let mut definitions = mutant::all(draft);
    let mut behaviours = Behaviour::all();
    shuffle(&mut definitions, seed);
    shuffle(&mut behaviours, seed);
    let mut all = Vec::new();
    let mut behaviours = behaviours.into_iter();
    for mutant in definitions {
        all.push(Drawn::Definition(Box::new(mutant)));
        all.extend(behaviours.next().map(Drawn::Behaviour));
    }
    all.extend(behaviours.map(Drawn::Behaviour));
    all
}

impl Drawn {
    /// What was changed.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Definition(mutant) => mutant.name.clone(),
            Self::Behaviour(behaviour) => behaviour.name(),
        }
    }

    /// Runs the suite until a case finds it. `None`: there is no server with it, since the changed
    /// definition is no definition any more.
    pub async fn run<S: Subject>(&self, suite: &Suite<S>) -> Option<Caught> {
        match self {
            Self::Definition(mutant) => {
                suite.mutant_until_found(mutant, &mutant.selections()).await
            }
            Self::Behaviour(behaviour) => {
                let first = Selection {
                    patterns: ["p:*/**", "w:*/**", "k:*#compute/**"]
                        .iter()
                        .filter_map(|pattern| pattern.parse().ok())
                        .collect(),
                    ..Selection::default()
                };
                suite
                    .behaviour(*behaviour, &[first, Selection::default()])
                    .await
            }
        }
    }
}

/// Of ten random defects that change behaviour, so many must be found.
const WANTED_OF_TEN: usize = 9;

/// How many random defects were found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Score {
    /// Defects that change behaviour.
    pub changing: usize,
    /// Those of them that a case found.
    pub found: usize,
    /// Defects that change nothing that anyone could tell, or nothing that a server is wrong for.
    pub without: usize,
    /// Those of these that a case found all the same: what says that they change nothing is wrong.
    pub contradicted: Vec<String>,
    /// Defects that change behaviour and that no case found.
    pub missed: Vec<String>,
}

impl Score {
    /// Counts a defect.
    pub fn take(&mut self, one: &Caught) {
        match (one.fired == Some(true), one.is_found()) {
            (true, found) => {
                self.changing += 1;
                self.found += usize::from(found);
                self.missed.extend((!found).then(|| one.name.clone()));
            }
            (false, found) => {
                self.without += 1;
                self.contradicted.extend(found.then(|| one.name.clone()));
            }
        }
    }

    /// Whether nine in ten were found, and none that should change nothing.
    #[must_use]
    pub const fn is_good(&self) -> bool {
        self.contradicted.is_empty() && self.found * 10 >= self.changing * WANTED_OF_TEN
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "random defects that change behaviour: {}; found: {} ({} more change nothing)",
            self.changing, self.found, self.without
        )?;
        for name in &self.missed {
            write!(f, "\n  not found: {name}")?;
        }
        for name in &self.contradicted {
            write!(f, "\n  should change nothing, and was found: {name}")?;
        }
        Ok(())
    }
}

//! Random defects that nobody chose: changed definitions and changed behaviour.

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
            Self::Definition(mutant) => suite.mutant(mutant, &mutant.selections()).await,
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

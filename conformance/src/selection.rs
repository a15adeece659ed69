//! Which cases of a catalogue are run.

use std::collections::BTreeSet;

use crate::{
    case::{Case, Hazard, Level},
    pattern::Pattern,
};

/// Which cases are run: those that every part lets through.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Cases that match one of these; empty: all.
    pub patterns: Vec<Pattern>,
    /// Cases with these ids, aliases or uuids (`id-…`), when a guideline selects.
    pub names: Option<BTreeSet<String>>,
    /// What else cases must be.
    pub filter: Filter,
}

/// What cases must be; each list that is empty lets all through.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Cases that match none of these.
    pub exclude: Vec<Pattern>,
    /// Cases that give evidence for one of these: `CORE-019`, `HTTP-*`.
    pub requirements: Vec<Pattern>,
    /// Cases of one of these capabilities: `infrastructure-compute-*`.
    pub capabilities: Vec<Pattern>,
    /// Cases about one of these: `compute`, or in full `infrastructure#compute`.
    pub kinds: Vec<String>,
    /// Cases of one of these families: `act.cell`, or `act` for all that begin so.
    pub families: Vec<String>,
    /// Cases of one of these levels.
    pub levels: Vec<Level>,
    /// Cases of at most this hazard.
    pub hazard: Option<Hazard>,
}

impl Filter {
    fn has(&self, case: &Case) -> bool {
        let id = case.id.as_str();
        let requirements = case.requirements.iter().copied();
        let capabilities = case.capabilities.iter().map(String::as_str);
        !self.exclude.iter().any(|pattern| pattern.matches(id))
            && any(&self.requirements, requirements)
            && any(&self.capabilities, capabilities)
            && (self.kinds.is_empty() || self.kinds.iter().any(|kind| is_about(case, kind)))
            && (self.families.is_empty() || self.families.iter().any(|family| is_of(case, family)))
            && (self.levels.is_empty() || self.levels.contains(&case.level))
            && self.hazard.is_none_or(|most| case.hazard <= most)
    }
}

/// Whether one of the texts matches one of the patterns, where there are any.
fn any<'t>(patterns: &[Pattern], mut texts: impl Iterator<Item = &'t str>) -> bool {
    patterns.is_empty() || texts.any(|text| patterns.iter().any(|p| p.matches(text)))
}

fn is_about(case: &Case, kind: &str) -> bool {
    let subject = case.id.subject();
    subject == kind
        || subject
            .rsplit_once('#')
            .is_some_and(|(_, term)| term == kind)
}

fn is_of(case: &Case, family: &str) -> bool {
    case.id
        .family()
        .strip_prefix(family)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

impl Selection {
    /// Whether a case is selected.
    #[must_use]
    pub fn has(&self, case: &Case) -> bool {
        let by_pattern = self.patterns.is_empty()
            || self
                .patterns
                .iter()
                .any(|pattern| pattern.matches(case.id.as_str()));
        let by_name = self.names.as_ref().is_none_or(|names| {
            names.contains(case.id.as_str())
                || case.aliases.iter().any(|alias| names.contains(&**alias))
                || names.contains(&format!("id-{}", case.uuid()))
        });
        by_pattern && by_name && self.filter.has(case)
    }
}

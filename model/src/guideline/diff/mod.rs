//! What changed from one guideline to another: capabilities and tests that moved, with their
//! states.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{
    build::Guideline,
    lint::counterpart,
    parts::{Capability, Component, Flag, Test},
    words::State,
};

/// A value of the metadata or of a capability, before and after; `None`: not there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FieldChange {
    /// Key of the field in schema 2.0.
    pub field: &'static str,
    /// Before.
    pub from: Option<String>,
    /// After.
    pub to: Option<String>,
}

/// The state of a capability, or of the designated sections of a project, in one component.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StateChange {
    /// The component, as the newer guideline calls it where both have it.
    pub component: String,
    /// The word of the state before; `None`: not named.
    pub from: Option<&'static str>,
    /// The word of the state after; `None`: not named.
    pub to: Option<&'static str>,
}

/// What happened to a test of a capability.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "change")]
pub enum TestChange {
    /// New in the guideline.
    Added,
    /// Gone from the guideline.
    Removed,
    /// Now in other capabilities too, or there only.
    MovedTo {
        /// Those capabilities.
        capabilities: Vec<String>,
    },
    /// Before in other capabilities.
    MovedFrom {
        /// Those capabilities.
        capabilities: Vec<String>,
    },
    /// The same id, another name.
    Renamed {
        /// The name before.
        from: String,
    },
    /// Does not count any more.
    Flagged {
        /// Why; empty in schema 1.2.
        reason: String,
    },
    /// Counts again.
    Unflagged,
    /// Another reason, action or date.
    FlagChanged {
        /// The reason now.
        reason: String,
    },
    /// Other names of the test.
    Aliases {
        /// New ones.
        added: Vec<String>,
        /// Those that are gone.
        removed: Vec<String>,
    },
    /// Another id.
    Id {
        /// Before, as written.
        from: String,
        /// After, as written.
        to: String,
    },
}

/// A change of one test.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ChangedTest {
    /// Its name, after the change where it still is there.
    pub name: String,
    /// What happened.
    #[serde(flatten)]
    pub change: TestChange,
}

/// The changes of one capability.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ChangedCapability {
    /// Its name.
    pub name: String,
    /// Its states, where they changed.
    pub states: Vec<StateChange>,
    /// What it says of itself, where that changed.
    pub fields: Vec<FieldChange>,
    /// Its tests, where they changed.
    pub tests: Vec<ChangedTest>,
}

/// The designated sections of one project, where their state or text changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ChangedSections {
    /// The project.
    pub project: String,
    /// Its states in the components, or of the blocks themselves where no component names them.
    pub states: Vec<StateChange>,
    /// States of the blocks whose guidance, comment or sections changed.
    pub texts: Vec<&'static str>,
}

/// What changed from one guideline to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// Id of the older one.
    pub from: String,
    /// Id of the newer one.
    pub to: String,
    /// What the guideline says of itself.
    pub fields: Vec<FieldChange>,
    /// The capabilities that changed, by name.
    pub capabilities: Vec<ChangedCapability>,
    /// The designated sections that changed, by project.
    pub sections: Vec<ChangedSections>,
}

impl Difference {
    /// Whether nothing changed.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.fields.is_empty() && self.capabilities.is_empty() && self.sections.is_empty()
    }

    /// From one guideline to another. They may be of different schema versions: components that
    /// only changed their name with 2.0 (Interop WG, schemas 1.6 and 2.0) count as the same.
    #[must_use]
    pub fn between(from: &Guideline, to: &Guideline) -> Self {
        let pairs = components(from, to);
        let names: BTreeSet<&str> = [from, to]
            .iter()
            .flat_map(|guideline| {
                let defined = guideline
                    .capabilities()
                    .iter()
                    .map(|c| c.name.value.as_str());
                let named = guideline
                    .components()
                    .iter()
                    .flat_map(|component| component.capabilities.iter())
                    .flat_map(|(_, names)| names)
                    .map(|name| name.value.as_str());
                defined.chain(named)
            })
            .collect();
        let homes = (homes(from), homes(to));
        let capabilities = names
            .into_iter()
            .map(|name| ChangedCapability {
                name: name.to_owned(),
                states: states(&pairs, |component| state_of(component, name)),
                fields: capability_fields(from.capability(name), to.capability(name)),
                tests: tests(
                    tests_of(from.capability(name)),
                    tests_of(to.capability(name)),
                    &homes,
                ),
            })
            .filter(|c| !(c.states.is_empty() && c.fields.is_empty() && c.tests.is_empty()))
            .collect();
        Self {
            from: from.metadata().id.value.to_string(),
            to: to.metadata().id.value.to_string(),
            fields: guideline_fields(from, to),
            capabilities,
            sections: sections(from, to, &pairs),
        }
    }
}

type Pair<'g> = (String, Option<&'g Component>, Option<&'g Component>);

/// The components of both, each with its counterpart.
fn components<'g>(from: &'g Guideline, to: &'g Guideline) -> Vec<Pair<'g>> {
    let mut pairs: Vec<Pair<'g>> = to
        .components()
        .iter()
        .map(|new| {
            let name = new.name.value.to_string();
            (name, counterpart(from, to, new), Some(new))
        })
        .collect();
    for old in from.components() {
        if !pairs
            .iter()
            .any(|(_, known, _)| known.is_some_and(|known| known.name.value == old.name.value))
        {
            pairs.push((old.name.value.to_string(), Some(old), None));
        }
    }
    pairs.sort_by(|a, b| a.0.cmp(&b.0));
    pairs
}

fn states(pairs: &[Pair<'_>], of: impl Fn(&Component) -> Option<&'static str>) -> Vec<StateChange> {
    pairs
        .iter()
        .map(|(component, old, new)| StateChange {
            component: component.clone(),
            from: old.and_then(&of),
            to: new.and_then(&of),
        })
        .filter(|change| change.from != change.to)
        .collect()
}

fn state_of(component: &Component, name: &str) -> Option<&'static str> {
    component
        .capabilities
        .iter()
        .find(|(_, names)| names.iter().any(|known| known.value == name))
        .map(|(state, _)| state.as_str())
}

fn changed(
    changes: &mut Vec<FieldChange>,
    field: &'static str,
    from: Option<String>,
    to: Option<String>,
) {
    if from != to {
        changes.push(FieldChange { field, from, to });
    }
}

fn capability_fields(from: Option<&Capability>, to: Option<&Capability>) -> Vec<FieldChange> {
    let mut changes = Vec::new();
    let (Some(from), Some(to)) = (from, to) else {
        if from.is_some() != to.is_some() {
            let defined = |it: Option<&Capability>| it.map(|_| "defined".to_owned());
            changed(&mut changes, "definition", defined(from), defined(to));
        }
        return changes;
    };
    let mut field = |name, of: fn(&Capability) -> Option<String>| {
        changed(&mut changes, name, of(from), of(to));
    };
    field("project", |c| Some(c.project.value.to_string()));
    field("description", |c| Some(c.description.clone()));
    field("admin", |c| Some(c.admin.value.to_string()));
    field("achievements", |c| {
        let keys: BTreeSet<&str> = c.achievements.iter().map(|a| a.value.as_str()).collect();
        Some(keys.into_iter().collect::<Vec<_>>().join(", "))
    });
    field("required_since", |c| {
        let since = c.required_since.as_ref()?;
        (!since.value.is_empty()).then(|| since.value.clone())
    });
    changes
}

fn guideline_fields(from: &Guideline, to: &Guideline) -> Vec<FieldChange> {
    let mut changes = Vec::new();
    let mut field = |name, of: &dyn Fn(&Guideline) -> Option<String>| {
        changed(&mut changes, name, of(from), of(to));
    };
    field("id", &|g| Some(g.metadata().id.value.to_string()));
    field("schema", &|g| Some(g.schema().to_string()));
    field("status", &|g| {
        Some(g.metadata().approval.as_ref()?.status.value.to_string())
    });
    field("target_approval", &|g| {
        let target = g.metadata().approval.as_ref()?.target.as_ref()?;
        Some(target.value.clone())
    });
    field("replaces", &|g| {
        let replaces = g.metadata().approval.as_ref()?.replaces.as_ref()?;
        Some(replaces.value.clone())
    });
    field("releases", &|g| {
        let approval = g.metadata().approval.as_ref()?;
        let releases: Vec<&str> = approval.releases.iter().map(|r| r.value.as_str()).collect();
        Some(releases.join(", "))
    });
    field("cutoff_score", &|g| {
        let cutoff = g.metadata().scoring.as_ref()?.cutoff.as_ref()?;
        Some(cutoff.value.to_string())
    });
    field("criteria", &|g| {
        let mut weights: Vec<String> = g
            .metadata()
            .scoring
            .as_ref()?
            .criteria
            .iter()
            .map(|criterion| format!("{} {}", criterion.key.value, criterion.weight.value))
            .collect();
        weights.sort();
        Some(weights.join(", "))
    });
    field("test_repositories", &|g| {
        let mut suites: Vec<String> = g
            .test_repositories()
            .iter()
            .map(|suite| {
                let at = suite.reference.as_ref().map_or("", |r| r.value.as_str());
                format!("{} {at}", suite.name.value).trim_end().to_owned()
            })
            .collect();
        suites.sort();
        Some(suites.join(", "))
    });
    changes
}

fn tests_of(capability: Option<&Capability>) -> &[Test] {
    capability.map_or(&[], |capability| &capability.tests)
}

/// Whether two tests of one capability are the same one: one name, or one id and a name of the
/// one among those of the other.
fn is_same(old: &Test, new: &Test) -> bool {
    old.name.value == new.name.value
        || (uuid(old).is_some() && uuid(old) == uuid(new))
        || old
            .names()
            .any(|name| new.names().any(|known| known == name))
}

fn uuid(test: &Test) -> Option<super::id::TestUuid> {
    test.id.as_ref().and_then(|id| id.value.uuid())
}

type Homes<'g> = BTreeMap<&'g str, BTreeSet<&'g str>>;

/// The capabilities of each test, by all its names.
fn homes(guideline: &Guideline) -> Homes<'_> {
    let mut homes = Homes::new();
    for capability in guideline.capabilities() {
        for test in &capability.tests {
            for name in test.names() {
                homes
                    .entry(name.as_str())
                    .or_default()
                    .insert(capability.name.value.as_str());
            }
        }
    }
    homes
}

fn homes_of(homes: &Homes<'_>, test: &Test) -> Vec<String> {
    let names: BTreeSet<&str> = test
        .names()
        .filter_map(|name| homes.get(name.as_str()))
        .flatten()
        .copied()
        .collect();
    names.into_iter().map(str::to_owned).collect()
}

fn tests(from: &[Test], to: &[Test], homes: &(Homes<'_>, Homes<'_>)) -> Vec<ChangedTest> {
    let mut changes = Vec::new();
    let mut push = |test: &Test, change| {
        changes.push(ChangedTest {
            name: test.name.value.to_string(),
            change,
        });
    };
    // The same name first, so that inherited tests of one id are not taken for each other.
    let partner = |test: &Test, others: &'_ [Test]| -> Option<usize> {
        others
            .iter()
            .position(|other| other.name.value == test.name.value)
            .or_else(|| others.iter().position(|other| is_same(test, other)))
    };
    let mut met = BTreeSet::new();
    for old in from {
        match partner(old, to) {
            Some(at) if !met.contains(&at) => {
                met.insert(at);
                if let Some(new) = to.get(at) {
                    for change in test_changes(old, new) {
                        push(new, change);
                    }
                }
            }
            _ => {
                let capabilities = homes_of(&homes.1, old);
                push(
                    old,
                    if capabilities.is_empty() {
                        TestChange::Removed
                    } else {
                        TestChange::MovedTo { capabilities }
                    },
                );
            }
        }
    }
    for (at, new) in to.iter().enumerate() {
        if met.contains(&at) {
            continue;
        }
        let capabilities = homes_of(&homes.0, new);
        push(
            new,
            if capabilities.is_empty() {
                TestChange::Added
            } else {
                TestChange::MovedFrom { capabilities }
            },
        );
    }
    changes.sort_by(|a, b| a.name.cmp(&b.name));
    changes
}

fn test_changes(old: &Test, new: &Test) -> Vec<TestChange> {
    let mut changes = Vec::new();
    if old.name.value != new.name.value {
        changes.push(TestChange::Renamed {
            from: old.name.value.to_string(),
        });
    }
    if let (Some(from), Some(to)) = (&old.id, &new.id)
        && from.value != to.value
    {
        changes.push(TestChange::Id {
            from: from.value.to_string(),
            to: to.value.to_string(),
        });
    }
    let names = |test: &Test| -> BTreeSet<String> {
        test.aliases
            .iter()
            .map(|alias| alias.value.to_string())
            .collect()
    };
    let (before, after) = (names(old), names(new));
    if before != after {
        changes.push(TestChange::Aliases {
            added: after.difference(&before).cloned().collect(),
            removed: before.difference(&after).cloned().collect(),
        });
    }
    match (&old.flag, &new.flag) {
        (None, Some(flag)) => changes.push(TestChange::Flagged {
            reason: reason(&flag.value),
        }),
        (Some(_), None) => changes.push(TestChange::Unflagged),
        (Some(before), Some(after)) if before != after => changes.push(TestChange::FlagChanged {
            reason: reason(&after.value),
        }),
        _ => {}
    }
    changes
}

fn reason(flag: &Flag) -> String {
    match flag {
        Flag::Bare => String::new(),
        Flag::Stated { reason, .. } => reason.value.as_written().to_owned(),
    }
}

fn names_sections(guideline: &Guideline) -> bool {
    guideline.components().iter().any(|c| {
        c.designated_sections
            .iter()
            .any(|(_, names)| !names.is_empty())
    })
}

fn sections(from: &Guideline, to: &Guideline, pairs: &[Pair<'_>]) -> Vec<ChangedSections> {
    let mut projects: BTreeSet<&str> = BTreeSet::new();
    for guideline in [from, to] {
        projects.extend(
            guideline
                .designated_sections()
                .iter()
                .map(|s| s.project.value.as_str()),
        );
    }
    projects
        .into_iter()
        .filter_map(|project| {
            let blocks = |guideline: &'_ Guideline| {
                guideline
                    .designated_sections()
                    .iter()
                    .find(|s| s.project.value == project)
                    .map(|s| s.blocks.clone())
                    .unwrap_or_default()
            };
            let (old, new) = (blocks(from), blocks(to));
            let mut changes = states(pairs, |component| {
                component
                    .designated_sections
                    .iter()
                    .find(|(_, names)| names.iter().any(|name| name.value == project))
                    .map(|(state, _): (State, _)| state.as_str())
            });
            // Before 2.0 components name no sections: that they do now is no change.
            if !(names_sections(from) && names_sections(to)) {
                changes.clear();
            }
            let mut texts = Vec::new();
            for block in &new {
                match old.iter().find(|other| other.state == block.state) {
                    Some(other) if other == block => {}
                    _ => texts.push(block.state.value.as_str()),
                }
            }
            for block in &old {
                if !new.iter().any(|other| other.state == block.state) {
                    texts.push(block.state.value.as_str());
                }
            }
            (!(changes.is_empty() && texts.is_empty())).then(|| ChangedSections {
                project: project.to_owned(),
                states: changes,
                texts,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests;

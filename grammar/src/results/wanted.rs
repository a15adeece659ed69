//! The tests that a target of a guideline asks for.

use indexmap::IndexSet;
use occi_model::guideline::{IdempotentId, Target, TestUuid};

use super::run::Wanted;

/// The names, ids and classes of the tests of a target, in whatever state.
#[derive(Clone, Debug, Default)]
pub struct TargetTests {
    names: IndexSet<String>,
    ids: IndexSet<TestUuid>,
    classes: IndexSet<String>,
}

impl TargetTests {
    /// Of a target.
    #[must_use]
    pub fn of(target: &Target<'_>) -> Self {
        let mut wanted = Self::default();
        for test in target.all_tests() {
            wanted
                .ids
                .extend(test.id.as_ref().and_then(|id| id.value.uuid()));
            for name in test.names() {
                let name = name.as_str();
                wanted.names.insert(name.to_owned());
                let path = name.split_once('(').map_or(name, |(path, _)| path);
                if let Some((class, _)) = path.rsplit_once('.') {
                    wanted.classes.insert(class.to_owned());
                    if let Some((module, _)) = class.rsplit_once('.') {
                        wanted.classes.insert(module.to_owned());
                    }
                }
            }
        }
        wanted
    }

    fn has_id(&self, attributes: &str) -> bool {
        attributes
            .split(',')
            .filter(|attribute| attribute.starts_with("id-"))
            .filter_map(|attribute| IdempotentId::parse(attribute).ok()?.uuid())
            .any(|id| self.ids.contains(&id))
    }
}

impl Wanted for TargetTests {
    fn wants(&self, reported: &str) -> bool {
        let parts = reported
            .split_once('[')
            .and_then(|(name, rest)| Some((name, rest.split_once(']')?)));
        match parts {
            None => self.names.contains(reported),
            Some((name, (attributes, ""))) => self.names.contains(name) || self.has_id(attributes),
            Some((name, (attributes, scenario))) => {
                self.names.contains(&format!("{name}{scenario}")) || self.has_id(attributes)
            }
        }
    }

    fn wants_class(&self, class: &str) -> bool {
        self.classes.contains(class)
    }
}

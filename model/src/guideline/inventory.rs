//! The tests that a suite really has, as it lists them.

use std::collections::{BTreeMap, BTreeSet};

use super::{id::TestUuid, parts::Test};

/// One test of a suite: `name[attribute,…](scenario)` (Tempest).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SuiteTest {
    line: String,
    name: usize,
    scenario: Option<usize>,
    uuid: Option<TestUuid>,
}

impl SuiteTest {
    fn parse(line: &str) -> Self {
        let attributes = line.find('[');
        let scenario = match attributes {
            Some(open) => line[open..].find("](").map(|at| open + at + 1),
            None => line.find('('),
        };
        let end = scenario.unwrap_or(line.len());
        let name = attributes.unwrap_or(end);
        let uuid = line[name..end]
            .trim_matches(['[', ']'])
            .split(',')
            .find_map(|attribute| attribute.strip_prefix("id-")?.parse().ok());
        Self {
            line: line.to_owned(),
            name,
            scenario,
            uuid,
        }
    }

    /// The whole line: the only form that an exact selection (`--load-list`) takes.
    #[must_use]
    pub fn line(&self) -> &str {
        &self.line
    }

    /// The name without attributes and scenario.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.line[..self.name]
    }

    /// The scenario with its parentheses; empty when there is none.
    #[must_use]
    pub fn scenario(&self) -> &str {
        self.scenario.map_or("", |at| &self.line[at..])
    }

    /// The name under which a run reports it, once the attributes are taken off: name and
    /// scenario.
    #[must_use]
    pub fn reported(&self) -> String {
        format!("{}{}", self.name(), self.scenario())
    }

    /// The UUID of the attribute `id-…`; a few tests have none.
    #[must_use]
    pub const fn uuid(&self) -> Option<TestUuid> {
        self.uuid
    }
}

/// All tests of one or more suites, as `tempest run --list-tests` or `stestr list` prints them.
///
/// Neither name nor id is unique in a suite (Tempest); the pair is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inventory {
    tests: Vec<SuiteTest>,
    by_uuid: BTreeMap<TestUuid, Vec<usize>>,
    by_name: BTreeMap<String, Vec<usize>>,
}

/// Where a test of a guideline is in the suite.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found<'i> {
    /// Under a listed name, with the same id where the guideline has one.
    Listed(Vec<&'i SuiteTest>),
    /// The id is there, but under names that the guideline does not list.
    Renamed(Vec<&'i SuiteTest>),
    /// A listed name is there, but with another id, or with none.
    OtherId(Vec<&'i SuiteTest>),
    /// Neither name nor id.
    Gone,
}

impl Inventory {
    /// Adds the tests of a listing, one per line. Blank lines and lines that start with `#` are
    /// left out, doubled lines are kept once.
    pub fn add(&mut self, listing: &str) {
        for line in listing.lines() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let test = SuiteTest::parse(line);
            if self
                .named(test.name())
                .any(|known| known.line() == test.line())
            {
                continue;
            }
            let at = self.tests.len();
            if let Some(uuid) = test.uuid {
                self.by_uuid.entry(uuid).or_default().push(at);
            }
            self.by_name
                .entry(test.name().to_owned())
                .or_default()
                .push(at);
            self.tests.push(test);
        }
    }

    /// The tests of one listing.
    #[must_use]
    pub fn of(listing: &str) -> Self {
        let mut inventory = Self::default();
        inventory.add(listing);
        inventory
    }

    /// Whether the suite has a test that a run reports under just this name.
    #[must_use]
    pub fn has(&self, reported: &str) -> bool {
        let (base, scenario) = parted(reported);
        self.named(base).any(|test| test.scenario() == scenario)
    }

    /// The tests, in the order of the listings.
    #[must_use]
    pub fn tests(&self) -> &[SuiteTest] {
        &self.tests
    }

    /// The tests of this name, in all scenarios and with any id.
    pub fn named(&self, name: &str) -> impl Iterator<Item = &SuiteTest> {
        self.by_name
            .get(name)
            .into_iter()
            .flatten()
            .filter_map(|at| self.tests.get(*at))
    }

    /// The tests of this id: often several, because classes inherit tests.
    pub fn with_uuid(&self, uuid: TestUuid) -> impl Iterator<Item = &SuiteTest> {
        self.by_uuid
            .get(&uuid)
            .into_iter()
            .flatten()
            .filter_map(|at| self.tests.get(*at))
    }

    /// The tests that a name of a guideline means: the name, or name and scenario.
    fn meant<'i>(&'i self, name: &str) -> Vec<&'i SuiteTest> {
        let (base, scenario) = parted(name);
        self.named(base)
            .filter(|test| scenario.is_empty() || test.scenario() == scenario)
            .collect()
    }

    /// Finds a test by its names and its id.
    #[must_use]
    pub fn find(&self, test: &Test) -> Found<'_> {
        let mut named = Vec::new();
        for name in test.names() {
            for known in self.meant(name.as_str()) {
                if !named.contains(&known) {
                    named.push(known);
                }
            }
        }
        let Some(uuid) = test.id.as_ref().and_then(|id| id.value.uuid()) else {
            return if named.is_empty() {
                Found::Gone
            } else {
                Found::Listed(named)
            };
        };
        let both: Vec<&SuiteTest> = named
            .iter()
            .copied()
            .filter(|known| known.uuid == Some(uuid))
            .collect();
        if !both.is_empty() {
            return Found::Listed(both);
        }
        let identified: Vec<&SuiteTest> = self.with_uuid(uuid).collect();
        if !identified.is_empty() {
            Found::Renamed(identified)
        } else if named.is_empty() {
            Found::Gone
        } else {
            Found::OtherId(named)
        }
    }

    /// The tests that none of the given ones means, neither by id nor by a name.
    #[must_use]
    pub fn unused<'t>(&self, used: impl IntoIterator<Item = &'t Test>) -> Vec<&SuiteTest> {
        let mut uuids = BTreeSet::new();
        let mut names = BTreeSet::new();
        for test in used {
            uuids.extend(test.id.as_ref().and_then(|id| id.value.uuid()));
            for name in test.names() {
                names.insert(name.as_str().split('(').next().unwrap_or_default());
            }
        }
        self.tests
            .iter()
            .filter(|test| {
                !names.contains(test.name()) && test.uuid.is_none_or(|uuid| !uuids.contains(&uuid))
            })
            .collect()
    }
}

/// Name and scenario, which may be empty.
fn parted(reported: &str) -> (&str, &str) {
    match reported.find('(') {
        Some(at) => reported.split_at(at),
        None => (reported, ""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::guideline::sample::{test, uuid};

    fn inventory(lines: &[String]) -> Inventory {
        Inventory::of(&lines.join("\n"))
    }

    #[test]
    fn a_line_falls_into_name_attributes_and_scenario() {
        let id = uuid(1);
        for (line, name, scenario, with_id) in [
            (format!("a.B.c[id-{id},smoke]"), "a.B.c", "", true),
            (format!("a.B.c[id-{id}](v6, x)"), "a.B.c", "(v6, x)", true),
            (format!("a.B.c[negative,id-{id}]"), "a.B.c", "", true),
            ("a.B.c[slow]".to_owned(), "a.B.c", "", false),
            ("a.B.c(v6)".to_owned(), "a.B.c", "(v6)", false),
            ("a.B.c".to_owned(), "a.B.c", "", false),
        ] {
            let test = SuiteTest::parse(&line);
            assert_eq!((test.name(), test.scenario()), (name, scenario), "{line}");
            assert_eq!(test.uuid(), with_id.then_some(id), "{line}");
            assert_eq!(test.line(), line);
        }
    }

    #[test]
    fn a_test_is_found_by_name_and_id_together() {
        let lines = [
            format!("t.A.one[id-{},smoke]", uuid(1)),
            format!("t.B.one[id-{}]", uuid(1)),
            format!("t.new[id-{}]", uuid(2)),
            format!("t.three[id-{}]", uuid(9)),
        ];
        let inventory = inventory(&lines);
        let found = |name: &str, id, aliases: &[&str]| match inventory
            .find(&test(name, id, aliases, false))
        {
            Found::Listed(tests) => format!("listed {}", tests[0].line()),
            Found::Renamed(tests) => format!("renamed {}", tests[0].line()),
            Found::OtherId(tests) => format!("other id {}", tests[0].line()),
            Found::Gone => "gone".to_owned(),
        };
        // The inherited test of the other class is another test.
        assert_eq!(found("t.A.one", 1, &[]), format!("listed {}", lines[0]));
        assert_eq!(found("old", 2, &["t.new"]), format!("listed {}", lines[2]));
        assert_eq!(found("old", 2, &[]), format!("renamed {}", lines[2]));
        assert_eq!(found("t.three", 3, &[]), format!("other id {}", lines[3]));
        assert_eq!(found("t.four", 4, &[]), "gone");
    }

    #[test]
    fn doubled_lines_and_comments_do_not_count() {
        let inventory = inventory(&[
            "# tests".to_owned(),
            String::new(),
            "t.a".to_owned(),
            "t.a".to_owned(),
        ]);
        assert_eq!(inventory.tests().len(), 1);
        assert!(inventory.has("t.a") && !inventory.has("t.a(v6)") && !inventory.has("t"));
        assert_eq!(inventory.unused(&[test("t.a", 1, &[], false)]).len(), 0);
        assert_eq!(inventory.unused(&[test("t.b", 1, &[], false)]).len(), 1);
    }
}

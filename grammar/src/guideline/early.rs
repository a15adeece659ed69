//! Schema 1.0 to 1.2: tests and flags are lists of names, nothing has an id
//! (Interop WG, schema 1.2).

use std::collections::BTreeMap;

use occi_model::{
    Fault, Located, Origin,
    guideline::{
        Approval, ByState, Capability, CapabilityName, Component, ComponentName, ComponentRef,
        Criterion, Flag, GuidelineDraft, GuidelineId, Metadata, Platform, PlatformName,
        ProjectName, SchemaVersion, Scoring, State, Status, Test, TestName, code,
    },
};

use super::fields::{Fields, Reading, Unknown};
use crate::json::{Member, Node};

/// The component that stands for `core: true` of schema 1.0.
const CORE: &str = "core";
/// The project of a capability that states none.
const NO_PROJECT: &str = "unstated";

impl Reading {
    /// A capability of schema 1.1 or 1.2. Published files leave the project of removed ones out.
    pub(super) fn early_capability(&mut self, member: &Member<'_>) -> Option<Capability> {
        let (capability, fields) = self.named_capability(
            member,
            &[
                "achievements",
                "admin",
                "description",
                "project",
                "status",
                "guidelines",
                "name",
                "flagged",
                "tests",
            ],
        )?;
        let project = match fields.optional("project") {
            Some(node) => self.name(node, "the project", |text| ProjectName::new(text)),
            None => Some(capability.project.clone()),
        };
        let stated = fields
            .optional("status")
            .and_then(|node| self.stated(node, &capability.name.value));
        // The first guideline that required it leads the list.
        let required_since = fields
            .optional("guidelines")
            .map(|node| self.texts(node, "`guidelines`"))
            .and_then(|ids| ids.into_iter().next());
        Some(Capability {
            project: project?,
            stated,
            required_since,
            ..capability
        })
    }

    /// The state that a capability of schema 1.1 to 1.3 says it has; the component decides.
    pub(super) fn stated(
        &mut self,
        node: &Node<'_>,
        name: &CapabilityName,
    ) -> Option<Located<State>> {
        let text = self.string(node, "`status`")?.to_owned();
        let place = self.place(node);
        let known: Vec<&'static str> = State::ALL.iter().map(|state| state.as_str()).collect();
        self.word(&text, place, &format!("capability `{name}`"), &known)
    }

    /// What capabilities of all early versions have.
    fn named_capability<'n, 't>(
        &mut self,
        member: &'n Member<'t>,
        keys: &[&'static str],
    ) -> Option<(Capability, Fields<'n, 't>)> {
        let name = self.key_name(&member.key, "a capability", |text| {
            CapabilityName::new(text)
        })?;
        let fields = self.fields(
            &member.value,
            format!("capability `{}`", name.value),
            name.origin,
            keys,
            Unknown::Warned,
        )?;
        let achievements = fields
            .required(self, "achievements")
            .map(|node| self.texts(node, "`achievements`"));
        let admin = fields
            .required(self, "admin")
            .and_then(|node| self.boolean(node, "`admin`"));
        let description = self.required_text(&fields, "description");
        let tests = fields
            .required(self, "tests")
            .map(|node| self.names(node, "`tests`", |text| TestName::new(text)));
        let flagged = match fields.optional("flagged") {
            Some(node) => self.names(node, "`flagged`", |text| TestName::new(text)),
            None => Vec::new(),
        };
        let tests = self.early_tests(tests?, flagged);
        let project = ProjectName::new(NO_PROJECT).ok()?;
        let capability = Capability {
            project: Located::new(project, name.origin),
            name,
            description: description?.value,
            admin: admin?,
            achievements: achievements?,
            required_since: None,
            stated: None,
            tests,
        };
        Some((capability, fields))
    }

    fn early_tests(
        &mut self,
        names: Vec<Located<TestName>>,
        flagged: Vec<Located<TestName>>,
    ) -> Vec<Test> {
        let mut flags: BTreeMap<TestName, Origin> = flagged
            .into_iter()
            .map(|flag| (flag.value, flag.origin))
            .collect();
        let mut seen: BTreeMap<TestName, Origin> = BTreeMap::new();
        let mut tests = Vec::with_capacity(names.len());
        for name in names {
            if let Some(first) = seen.insert(name.value.clone(), name.origin) {
                self.faults.push(
                    Fault::new(
                        code::DOUBLE_TEST,
                        name.origin,
                        format!("the test `{}` is listed twice", name.value),
                    )
                    .with_place(first, "first here")
                    .with_help("take one away"),
                );
                continue;
            }
            let flag = flags
                .remove(&name.value)
                .map(|origin| Located::new(Flag::Bare, origin));
            tests.push(Test {
                name,
                id: None,
                aliases: Vec::new(),
                flag,
            });
        }
        for (name, origin) in flags {
            self.faults.push(
                Fault::new(
                    code::EMPTY_FLAG,
                    origin,
                    format!("the flag of `{name}` flags nothing: the capability has no such test"),
                )
                .with_help("take the flag away"),
            );
        }
        tests
    }

    /// A guideline of schema 1.0, keyed by its release. Its core is a component, and the platform
    /// is that component.
    pub(super) fn first_schema(&mut self, root: &Node<'_>) -> Option<GuidelineDraft> {
        let place = self.place(root);
        let fields = self.fields(
            root,
            "the guideline",
            place,
            &["release", "status", "schema", "criteria", "capabilities"],
            Unknown::Warned,
        )?;
        let release = fields.required(self, "release");
        let id = release.and_then(|node| self.name(node, "the id", |text| GuidelineId::new(text)));
        let releases = release.and_then(|node| self.text(node, "the release"));
        let status = self.free_status(&fields, place);
        let node = fields.required(self, "criteria");
        let criteria: Vec<Criterion> = self.all(node, "`criteria`", Self::legacy_criterion);
        let node = fields.required(self, "capabilities");
        let capabilities = self.all(node, "`capabilities`", Self::first_capability);
        let required: Vec<Located<CapabilityName>> = capabilities
            .iter()
            .filter(|(is_core, _)| *is_core)
            .map(|(_, capability)| capability.name.clone())
            .collect();
        let core = ByState {
            required,
            ..ByState::default()
        };
        let name = ComponentName::new(CORE).ok()?;
        Some(GuidelineDraft {
            schema: SchemaVersion::V1_0,
            metadata: Metadata {
                id: id?,
                reference: Located::new(String::new(), place),
                source: Located::new(String::new(), place),
                scoring: Some(Scoring {
                    cutoff: None,
                    criteria,
                }),
                approval: Some(Approval {
                    target: None,
                    replaces: None,
                    releases: releases.into_iter().collect(),
                    status,
                }),
                strict: false,
            },
            platforms: vec![Platform {
                name: Located::new(PlatformName::new("platform").ok()?, place),
                description: None,
                components: vec![ComponentRef {
                    name: Located::new(name.clone(), place),
                    source: None,
                    state: State::Required,
                }],
            }],
            add_ons: Vec::new(),
            components: vec![Component {
                name: Located::new(name, place),
                capabilities: core,
                designated_sections: ByState::default(),
            }],
            capabilities: capabilities
                .into_iter()
                .map(|(_, capability)| capability)
                .collect(),
            designated_sections: Vec::new(),
            test_repositories: Vec::new(),
        })
    }

    /// The status is free text, `proposal, icehouse-based`: what is no later word is a draft.
    fn free_status(&mut self, fields: &Fields<'_, '_>, place: Origin) -> Located<Status> {
        match self.optional_text(fields, "status") {
            Some(text) => Located::new(text.value.parse().unwrap_or(Status::Draft), text.origin),
            None => Located::new(Status::Draft, place),
        }
    }

    fn first_capability(&mut self, member: &Member<'_>) -> Option<(bool, Capability)> {
        let (capability, fields) = self.named_capability(
            member,
            &[
                "achievements",
                "admin",
                "core",
                "description",
                "flagged",
                "name",
                "tests",
            ],
        )?;
        let core = fields
            .required(self, "core")
            .and_then(|node| self.boolean(node, "`core`"))?;
        let stated = core
            .value
            .then(|| Located::new(State::Required, core.origin));
        Some((
            core.value,
            Capability {
                stated,
                ..capability
            },
        ))
    }
}

#[cfg(test)]
mod tests {
    use occi_model::{
        SourceId,
        guideline::{Guideline, ListOptions, State},
    };

    use super::super::read::{ReadGuideline, read};

    fn early(schema: &str, capability: &str) -> ReadGuideline {
        let text = format!(
            r#"{{ "id": "2015.03", "schema": "{schema}", "source": "s", "status": "approved",
            "replaces": "2014.07", "releases": ["juno"], "criteria": {{}}, "designated-sections": {{}},
            "platform": {{ "required": ["compute"], "advisory": [], "deprecated": [], "removed": [] }},
            "components": {{ "compute": {{ "required": ["a"], "advisory": [], "deprecated": [], "removed": [] }} }},
            "capabilities": {{ "a": {{ "achievements": [], "admin": false, "status": "advisory",
                "guidelines": ["2014.07"], "project": "nova", "description": "d", "name": "a", {capability} }} }} }}"#
        );
        read(text.as_bytes(), SourceId(0))
    }

    fn lines(guideline: &Guideline, target: &str) -> Vec<String> {
        let target = guideline.target(target).unwrap();
        let lines = target.tests(&ListOptions::default());
        lines.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn lists_of_names_become_tests_and_flags() {
        for schema in ["1.1", "1.2"] {
            let read = early(
                schema,
                r#""flagged": ["m.C.b"], "tests": ["m.C.a", "m.C.b"]"#,
            );
            assert!(read.faults.is_empty(), "{}", read.faults);
            let guideline = read.guideline.unwrap();
            for target in ["platform", "compute"] {
                assert_eq!(lines(&guideline, target), ["m.C.a"], "no id, no brackets");
            }
            let capability = guideline.capability("a").unwrap();
            assert!(capability.tests[1].is_flagged() && capability.tests[1].id.is_none());
            let stated = capability.stated.as_ref().map(|stated| stated.value);
            assert_eq!(stated, Some(State::Advisory));
            let since = capability.required_since.as_ref().unwrap();
            assert_eq!(since.value, "2014.07");
        }
    }

    #[test]
    fn a_flag_of_nothing_and_a_test_listed_twice_are_told() {
        let read = early(
            "1.2",
            r#""flagged": ["m.C.x"], "tests": ["m.C.a", "m.C.a"]"#,
        );
        let codes: Vec<String> = read.faults.iter().map(|f| f.code.to_string()).collect();
        assert_eq!(codes, ["W0313", "W0325"]);
        assert_eq!(
            read.guideline.unwrap().capability("a").unwrap().tests.len(),
            1
        );
    }

    #[test]
    fn each_version_needs_what_it_has() {
        let tests = r#""flagged": [], "tests": []"#;
        for (schema, missing) in [
            ("1.1", &[][..]),
            ("1.2", &[]),
            // Tests are an object with ids since 1.3, and the file names its schema.
            ("1.3", &["E0303", "E0304"]),
        ] {
            let read = early(schema, tests);
            let mut codes: Vec<String> = read
                .faults
                .iter()
                .filter(|fault| fault.is_error())
                .map(|fault| fault.code.to_string())
                .collect();
            codes.sort();
            assert_eq!(codes, missing, "{schema}: {}", read.faults);
        }
    }

    #[test]
    fn the_core_of_the_first_schema_is_a_component() {
        let capability = |core: bool| {
            format!(
                r#"{{ "achievements": [], "admin": false, "core": {core}, "description": "d",
                "flagged": [], "name": "n", "tests": ["m.C.{core}"] }}"#
            )
        };
        let text = format!(
            r#"{{ "release": "havana", "status": "proposal, by hand", "schema": "1.0", "criteria": {{}},
            "capabilities": {{ "In Core": {}, "Outside": {} }} }}"#,
            capability(true),
            capability(false)
        );
        let read = read(text.as_bytes(), SourceId(0));
        assert!(read.faults.is_empty(), "{}", read.faults);
        let guideline = read.guideline.unwrap();
        assert_eq!(guideline.metadata().id.value.as_str(), "havana");
        for target in ["platform", "core"] {
            assert_eq!(lines(&guideline, target), ["m.C.true"]);
        }
        assert!(guideline.capability("Outside").is_some());
    }
}

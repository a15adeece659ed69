//! Schema 1.1 to 1.6: the same guideline, otherwise arranged (Interop WG, schemas 1.1 to 2.0).

use occi_model::{
    Fault, Located, Origin,
    guideline::{
        Approval, ByState, Component, ComponentName, ComponentRef, Criterion, CriterionKey,
        DesignatedSections, GuidelineDraft, GuidelineId, Metadata, Platform, PlatformName,
        ProjectName, SchemaVersion, Scoring, SuiteName, TestRepository, code,
    },
};

use super::{
    fields::{Fields, Reading, Unknown, is_day},
    parts::SECTION_STATES,
};
use crate::json::{Member, Node};

const KEYS: [&str; 15] = [
    "id",
    "schema",
    "reference",
    "source",
    "status",
    "cutoff_score",
    "target_approval",
    "replaces",
    "releases",
    "platform",
    "components",
    "test-repositories",
    "criteria",
    "capabilities",
    "designated-sections",
];

impl Reading {
    pub(super) fn legacy(
        &mut self,
        root: &Node<'_>,
        schema: SchemaVersion,
    ) -> Option<GuidelineDraft> {
        let place = self.place(root);
        let fields = self.fields(root, "the guideline", place, &KEYS, Unknown::Warned)?;
        let metadata = self.legacy_metadata(&fields, schema, place);
        let platform = fields
            .required(self, "platform")
            .and_then(|_| fields.member("platform"))
            .and_then(|(key, node)| {
                // The one platform has no name of its own; its key is what tools ask for.
                let name = self.key_name(key, "a platform", |_| PlatformName::new("platform"))?;
                Some(self.legacy_platform(name, node))
            });
        let node = fields.required(self, "components");
        let components = self.all(node, "`components`", Self::legacy_component);
        let node = fields.required(self, "capabilities");
        let capabilities = self.all(node, "`capabilities`", |reading, member| {
            if schema < SchemaVersion::V1_3 {
                reading.early_capability(member)
            } else {
                reading.capability(member, "required-since")
            }
        });
        let sections = if schema < SchemaVersion::V1_2 {
            fields.optional("designated-sections")
        } else {
            fields.required(self, "designated-sections")
        };
        let designated_sections = match sections {
            Some(node) => self.legacy_sections(node),
            None => Vec::new(),
        };
        let test_repositories = self.all(
            fields.optional("test-repositories"),
            "`test-repositories`",
            Self::legacy_repository,
        );
        Some(GuidelineDraft {
            schema,
            metadata: metadata?,
            platforms: platform.into_iter().collect(),
            add_ons: Vec::new(),
            components,
            capabilities,
            designated_sections,
            test_repositories,
        })
    }

    fn legacy_metadata(
        &mut self,
        fields: &Fields<'_, '_>,
        schema: SchemaVersion,
        place: Origin,
    ) -> Option<Metadata> {
        // A field that the version does not have yet is empty.
        let since = |reading: &mut Self, key: &str, since: SchemaVersion| {
            if schema < since {
                let text = reading.optional_text(fields, key);
                Some(text.unwrap_or_else(|| Located::new(String::new(), place)))
            } else {
                reading.required_text(fields, key)
            }
        };
        let id = fields
            .required(self, "id")
            .and_then(|node| self.name(node, "the id", |text| GuidelineId::new(text)));
        let reference = since(self, "reference", SchemaVersion::V1_3);
        let source = since(self, "source", SchemaVersion::V1_2);
        let cutoff = self
            .optional_text(fields, "cutoff_score")
            .and_then(|text| self.legacy_cutoff(&text));
        let node = fields.required(self, "criteria");
        let criteria = self.all(node, "`criteria`", Self::legacy_criterion);
        // Known since 1.4 and needed since 1.5 (Interop WG, schema 1.6).
        let target = self.optional_text(fields, "target_approval");
        if let Some(target) = target.as_ref().filter(|target| !is_day(&target.value)) {
            self.faults.push(
                Fault::new(
                    code::DATE_FORM,
                    target.origin,
                    format!("`target_approval` is `{}`, not a day", target.value),
                )
                .with_help("write year, month and day: `2016-08-24`"),
            );
        }
        let replaces = self.optional_text(fields, "replaces");
        let releases = fields
            .required(self, "releases")
            .map(|node| self.texts(node, "`releases`"));
        let status = fields
            .required(self, "status")
            .and_then(|node| self.status(node));
        Some(Metadata {
            id: id?,
            reference: reference?,
            source: source?,
            scoring: Some(Scoring { cutoff, criteria }),
            approval: Some(Approval {
                target,
                replaces,
                releases: releases?,
                status: status?,
            }),
            strict: false,
        })
    }

    /// A string of digits, where 2.0 has a number.
    fn legacy_cutoff(&mut self, text: &Located<String>) -> Option<Located<u32>> {
        match text.value.parse() {
            Ok(number) => Some(Located::new(number, text.origin)),
            Err(_) => {
                self.faults.push(Fault::new(
                    code::OUT_OF_RANGE,
                    text.origin,
                    format!("the cut-off score is `{}`, not a whole number", text.value),
                ));
                None
            }
        }
    }

    pub(super) fn legacy_criterion(&mut self, member: &Member<'_>) -> Option<Criterion> {
        let key = self.key_name(&member.key, "a criterion", |text| CriterionKey::new(text))?;
        self.criterion(key, &member.value, "Description")
    }

    fn legacy_platform(&mut self, name: Located<PlatformName>, node: &Node<'_>) -> Platform {
        let lists: ByState<Vec<Located<ComponentName>>> =
            self.by_state(node, "the platform", |text| ComponentName::new(text));
        let components = lists
            .iter()
            .flat_map(|(state, names)| {
                names.iter().map(move |name| ComponentRef {
                    name: name.clone(),
                    source: None,
                    state,
                })
            })
            .collect();
        Platform {
            name,
            description: None,
            components,
        }
    }

    fn legacy_component(&mut self, member: &Member<'_>) -> Option<Component> {
        let name = self.key_name(&member.key, "a component", |text| ComponentName::new(text))?;
        let what = format!("component `{}`", name.value);
        let capabilities = self.by_state(&member.value, &what, |text| {
            occi_model::guideline::CapabilityName::new(text)
        });
        Some(Component {
            name,
            capabilities,
            designated_sections: ByState::default(),
        })
    }

    /// State, then project: turned inside out.
    fn legacy_sections(&mut self, node: &Node<'_>) -> Vec<DesignatedSections> {
        let what = "the designated sections";
        let place = self.place(node);
        let Some(states) = self.fields(node, what, place, &SECTION_STATES, Unknown::Refused) else {
            return Vec::new();
        };
        let mut all: Vec<DesignatedSections> = Vec::new();
        for state in SECTION_STATES {
            let Some((key, node)) = states.member(state) else {
                continue;
            };
            let place = self.key_place(key);
            for member in self.map(node, what) {
                let Some(project) =
                    self.key_name(&member.key, "a project", |text| ProjectName::new(text))
                else {
                    continue;
                };
                let about = format!("the designated sections of `{}`", project.value);
                let Some(block) = self.section_block(state, place, &member.value, &about, true)
                else {
                    continue;
                };
                match all.iter_mut().find(|known| known.project == project) {
                    Some(known) => known.blocks.push(block),
                    None => all.push(DesignatedSections {
                        project,
                        blocks: vec![block],
                    }),
                }
            }
        }
        all
    }

    fn legacy_repository(&mut self, member: &Member<'_>) -> Option<TestRepository> {
        let name = self.key_name(&member.key, "a test repository", |text| {
            SuiteName::new(text)
        })?;
        let fields = self.fields(
            &member.value,
            format!("test repository `{}`", name.value),
            name.origin,
            &["git-sha", "url"],
            Unknown::Warned,
        )?;
        let repository = self.required_text(&fields, "url");
        let reference = self.optional_text(&fields, "git-sha");
        Some(TestRepository {
            name,
            repository: repository?,
            reference,
            description: None,
        })
    }
}

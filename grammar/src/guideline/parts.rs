//! Platforms, add-ons, components, capabilities, designated sections, test suites.

use occi_model::{
    Fault, Located, Origin,
    guideline::{
        AddOn, AddOnName, ByState, Capability, CapabilityName, Component, ComponentName,
        ComponentRef, DesignatedSection, DesignatedSections, Flag, FlagReason, GuidelineNameError,
        IdForm, IdempotentId, Platform, PlatformName, ProjectName, SectionBlock, State, SuiteName,
        Test, TestName, TestRepository, code,
    },
};

use super::fields::{Fields, Reading, Unknown, is_day};
use crate::json::{Key, Member, Node, Value};

const STATES: [&str; 4] = ["required", "advisory", "deprecated", "removed"];
pub(super) const SECTION_STATES: [&str; 5] = [
    "required",
    "advisory",
    "deprecated",
    "removed",
    "informational",
];

impl Reading {
    pub(super) fn platform(&mut self, member: &Member<'_>) -> Option<Platform> {
        let name = self.key_name(&member.key, "a platform", |text| PlatformName::new(text))?;
        let fields = self.fields(
            &member.value,
            format!("platform `{}`", name.value),
            name.origin,
            &["description", "components"],
            Unknown::Warned,
        )?;
        let components = fields
            .required(self, "components")
            .map(|node| self.component_refs(node, "`components`"));
        Some(Platform {
            name,
            description: self.description(&fields),
            components: components?,
        })
    }

    pub(super) fn add_on(&mut self, member: &Member<'_>) -> Option<AddOn> {
        let name = self.key_name(&member.key, "an add-on", |text| AddOnName::new(text))?;
        let fields = self.fields(
            &member.value,
            format!("add-on `{}`", name.value),
            name.origin,
            &[
                "description",
                "components",
                "required_platform_components",
                "optional_platform_components",
            ],
            Unknown::Warned,
        )?;
        let mut refs = |key: &str| match fields.optional(key) {
            Some(node) => self.component_refs(node, &format!("`{key}`")),
            None => Vec::new(),
        };
        let components = refs("components");
        let required_platform_components = refs("required_platform_components");
        let optional_platform_components = refs("optional_platform_components");
        Some(AddOn {
            name,
            description: self.description(&fields),
            components,
            required_platform_components,
            optional_platform_components,
        })
    }

    fn description(&mut self, fields: &Fields<'_, '_>) -> Option<String> {
        self.optional_text(fields, "description")
            .map(|text| text.value)
    }

    pub(super) fn optional_text(
        &mut self,
        fields: &Fields<'_, '_>,
        key: &str,
    ) -> Option<Located<String>> {
        fields
            .optional(key)
            .and_then(|node| self.text(node, &format!("`{key}`")))
    }

    pub(super) fn required_text(
        &mut self,
        fields: &Fields<'_, '_>,
        key: &str,
    ) -> Option<Located<String>> {
        fields
            .required(self, key)
            .and_then(|node| self.text(node, &format!("`{key}`")))
    }

    fn component_refs(&mut self, node: &Node<'_>, what: &str) -> Vec<ComponentRef> {
        self.array(node, what)
            .iter()
            .filter_map(|item| {
                let place = self.place(item);
                let fields = self.fields(
                    item,
                    "a reference to a component",
                    place,
                    &["name", "source"],
                    Unknown::Warned,
                )?;
                let name = fields.required(self, "name").and_then(|node| {
                    self.name(node, "the name of a component", |text| {
                        ComponentName::new(text)
                    })
                });
                let source = self.optional_text(&fields, "source");
                Some(ComponentRef {
                    name: name?,
                    source,
                    state: State::Required,
                })
            })
            .collect()
    }

    pub(super) fn component(&mut self, member: &Member<'_>) -> Option<Component> {
        let name = self.key_name(&member.key, "a component", |text| ComponentName::new(text))?;
        let what = format!("component `{}`", name.value);
        let fields = self.fields(
            &member.value,
            &*what,
            name.origin,
            &["capabilities", "designated_sections"],
            Unknown::Warned,
        )?;
        let capabilities = fields.required(self, "capabilities").map(|node| {
            self.by_state(node, &format!("the capabilities of {what}"), |text| {
                CapabilityName::new(text)
            })
        });
        let designated_sections = match fields.optional("designated_sections") {
            Some(node) => self.by_state(
                node,
                &format!("the designated sections of {what}"),
                |text| ProjectName::new(text),
            ),
            None => ByState::default(),
        };
        Some(Component {
            name,
            capabilities: capabilities?,
            designated_sections,
        })
    }

    pub(super) fn by_state<N>(
        &mut self,
        node: &Node<'_>,
        what: &str,
        new: impl Fn(&str) -> Result<N, GuidelineNameError> + Copy,
    ) -> ByState<Vec<Located<N>>> {
        let mut lists = ByState {
            required: Vec::new(),
            advisory: Vec::new(),
            deprecated: Vec::new(),
            removed: Vec::new(),
        };
        let place = self.place(node);
        if let Some(fields) = self.fields(node, what, place, &STATES, Unknown::Refused) {
            for &state in State::ALL {
                if let Some(node) = fields.optional(state.as_str()) {
                    *lists.get_mut(state) = self.names(node, &format!("`{state}` in {what}"), new);
                }
            }
        }
        lists
    }

    /// What the capability has besides its tests; `since` is the key of the guideline that
    /// first required it, `keys` are those that stand for tests.
    pub(super) fn capability_head<'n, 't>(
        &mut self,
        member: &'n Member<'t>,
        since: &'static str,
        keys: &[&'static str],
    ) -> Option<(Capability, Fields<'n, 't>)> {
        let name = self.key_name(&member.key, "a capability", |text| {
            CapabilityName::new(text)
        })?;
        let mut known = vec!["achievements", "admin", since, "description", "project"];
        known.extend_from_slice(keys);
        let fields = self.fields(
            &member.value,
            format!("capability `{}`", name.value),
            name.origin,
            &known,
            Unknown::Warned,
        )?;
        let achievements = fields
            .required(self, "achievements")
            .map(|node| self.texts(node, "`achievements`"));
        let admin = fields
            .required(self, "admin")
            .and_then(|node| self.boolean(node, "`admin`"));
        let description = self.required_text(&fields, "description");
        let project = fields
            .required(self, "project")
            .and_then(|node| self.name(node, "the project", |text| ProjectName::new(text)));
        let required_since = self.optional_text(&fields, since);
        if let Some(text) = required_since
            .as_ref()
            .filter(|text| !text.value.is_empty())
        {
            self.month(text, since);
        }
        let capability = Capability {
            name,
            project: project?,
            description: description?.value,
            admin: admin?,
            achievements: achievements?,
            required_since,
            stated: None,
            tests: Vec::new(),
        };
        Some((capability, fields))
    }

    /// `since` is the key of the guideline that first required it.
    pub(super) fn capability(
        &mut self,
        member: &Member<'_>,
        since: &'static str,
    ) -> Option<Capability> {
        // 1.3 repeats the state of the component, which alone counts (Interop WG, schema 1.6).
        let keys: &[&str] = if since == "required_since" {
            &["tests"]
        } else {
            &["tests", "status"]
        };
        let (mut capability, fields) = self.capability_head(member, since, keys)?;
        if let Some(node) = fields.optional("status") {
            capability.stated = self.stated(node, &capability.name.value);
        }
        let tests = fields.required(self, "tests")?;
        let what = format!("`tests` of capability `{}`", capability.name.value);
        capability.tests = self
            .map(tests, &what)
            .iter()
            .filter_map(|member| self.test(member))
            .collect();
        Some(capability)
    }

    fn test(&mut self, member: &Member<'_>) -> Option<Test> {
        let name = self.key_name(&member.key, "a test", |text| TestName::new(text))?;
        let fields = self.fields(
            &member.value,
            format!("test `{}`", name.value),
            name.origin,
            &["idempotent_id", "aliases", "flag", "flagged"],
            Unknown::Warned,
        )?;
        let id = fields
            .required(self, "idempotent_id")
            .and_then(|node| self.name(node, "the idempotent id", IdempotentId::parse));
        if let Some(id) = &id {
            self.id_form(id);
        }
        let aliases = match fields.optional("aliases") {
            Some(node) => self.names(node, "`aliases`", |text| TestName::new(text)),
            None => Vec::new(),
        };
        let flag = self.flag_of_test(&fields);
        Some(Test {
            name,
            id: Some(id?),
            aliases,
            flag,
        })
    }

    fn id_form(&mut self, id: &Located<IdempotentId>) {
        let problem = match id.value.form() {
            IdForm::Canonical => return,
            IdForm::WithoutPrefix => "has no `id-` before it",
            IdForm::WithAttributes => "has attributes after it",
            IdForm::UpperCase => "has capital letters",
            IdForm::Empty => "is empty",
            IdForm::Other => "has no UUID in it",
        };
        let fault = Fault::new(
            code::ID_FORM,
            id.origin,
            format!("the idempotent id `{}` {problem}", id.value),
        );
        self.faults.push(match id.value.canonical() {
            Some(canonical) => fault.with_replacement(canonical),
            None => fault.with_help("write `id-` and the UUID of the test, in lower case"),
        });
    }

    /// The schema says `flag`, every published guideline and the result server `flagged`
    /// (Interop WG, schema 2.0).
    fn flag_of_test(&mut self, fields: &Fields<'_, '_>) -> Option<Located<Flag>> {
        match (fields.member("flagged"), fields.member("flag")) {
            (Some(flagged), Some((other, node))) => {
                self.faults.push(
                    Fault::new(
                        code::BOTH_FLAGS,
                        self.key_place(other),
                        "the test has both `flag` and `flagged`",
                    )
                    .with_place(self.key_place(flagged.0), "the other one")
                    .with_help("keep `flagged`: the result server reads no other"),
                );
                self.flag(flagged.0, flagged.1)
                    .or_else(|| self.flag(other, node))
            }
            (Some((key, node)), None) | (None, Some((key, node))) => self.flag(key, node),
            (None, None) => None,
        }
    }

    /// One flag of an object with the keys `reason`, `action`, `date`; an empty object flags
    /// nothing (lists of the RefStack service).
    fn flag(&mut self, key: &Key<'_>, node: &Node<'_>) -> Option<Located<Flag>> {
        let place = self.key_place(key);
        if matches!(&node.value, Value::Object(members) if members.is_empty()) {
            self.faults.push(
                Fault::new(code::EMPTY_FLAG, place, "an empty flag flags nothing")
                    .with_help("say reason, action and date, or take the flag away"),
            );
            return None;
        }
        let fields = self.fields(
            node,
            "the flag",
            place,
            &["reason", "action", "date"],
            Unknown::Warned,
        )?;
        let flag = self.flag_fields(&fields)?;
        Some(Located::new(flag, place))
    }

    pub(super) fn flag_fields(&mut self, fields: &Fields<'_, '_>) -> Option<Flag> {
        let reason = self.required_text(fields, "reason");
        let action = self.required_text(fields, "action");
        let date = self.required_text(fields, "date");
        let reason = reason.map(|text| Located::new(FlagReason::parse(&text.value), text.origin));
        if let Some(reason) = reason
            .as_ref()
            .filter(|reason| reason.value.code().is_none())
        {
            self.faults.push(
                Fault::new(
                    code::FLAG_REASON,
                    reason.origin,
                    "the reason of a flag does not begin with a code",
                )
                .with_help("begin with one of D400 to D406, such as `[D402] …`"),
            );
        }
        if let Some(date) = date.as_ref().filter(|date| !is_day(&date.value)) {
            self.faults.push(
                Fault::new(
                    code::DATE_FORM,
                    date.origin,
                    format!("`date` is `{}`, not a day", date.value),
                )
                .with_help("write year, month and day: `2020-06-11`"),
            );
        }
        Some(Flag::Stated {
            reason: reason?,
            action: action?,
            date: date?,
        })
    }

    pub(super) fn designated(&mut self, member: &Member<'_>) -> Option<DesignatedSections> {
        let project = self.key_name(&member.key, "a project", |text| ProjectName::new(text))?;
        let what = format!("the designated sections of `{}`", project.value);
        let fields = self.fields(
            &member.value,
            &*what,
            project.origin,
            &SECTION_STATES,
            Unknown::Refused,
        )?;
        let mut blocks = Vec::new();
        for state in SECTION_STATES {
            if let Some((key, node)) = fields.member(state) {
                let place = self.key_place(key);
                blocks.extend(self.section_block(state, place, node, &what, false));
            }
        }
        Some(DesignatedSections { project, blocks })
    }

    /// `legacy`: with the forms of schema 1.x, `required: false` and an empty list of sections.
    pub(super) fn section_block(
        &mut self,
        state: &str,
        place: Origin,
        node: &Node<'_>,
        what: &str,
        legacy: bool,
    ) -> Option<SectionBlock> {
        let state = self.word(state, place, what, &SECTION_STATES)?;
        let fields = self.fields(
            node,
            format!("`{}` in {what}", state.value),
            place,
            if legacy {
                &["guidance", "comment", "sections", "required"]
            } else {
                &["guidance", "comment", "sections"]
            },
            Unknown::Warned,
        )?;
        let guidance = self.required_text(&fields, "guidance");
        let comment = self.optional_text(&fields, "comment");
        let members = match fields.required(self, "sections") {
            Some(node)
                if legacy && matches!(&node.value, Value::Array(items) if items.is_empty()) =>
            {
                &[]
            }
            Some(node) => self.map(node, "`sections`"),
            None => &[],
        };
        let sections = members
            .iter()
            .filter_map(|member| self.section(member))
            .collect();
        Some(SectionBlock {
            state,
            guidance: guidance?.value,
            comment: comment.map(|text| text.value),
            sections,
        })
    }

    fn section(&mut self, member: &Member<'_>) -> Option<DesignatedSection> {
        let name = Located::new(
            member.key.text.clone().into_owned(),
            self.key_place(&member.key),
        );
        let fields = self.fields(
            &member.value,
            format!("section `{}`", name.value),
            name.origin,
            &["description", "designated", "comment"],
            Unknown::Warned,
        )?;
        let description = self.required_text(&fields, "description");
        let designated = fields
            .required(self, "designated")
            .and_then(|node| self.boolean(node, "`designated`"));
        let comment = self.optional_text(&fields, "comment");
        Some(DesignatedSection {
            name,
            description: description?.value,
            designated: designated?.value,
            comment: comment.map(|text| text.value),
        })
    }

    pub(super) fn repository(&mut self, member: &Member<'_>) -> Option<TestRepository> {
        let name = self.key_name(&member.key, "a test repository", |text| {
            SuiteName::new(text)
        })?;
        let fields = self.fields(
            &member.value,
            format!("test repository `{}`", name.value),
            name.origin,
            &["repository", "reference", "description"],
            Unknown::Warned,
        )?;
        let repository = self.required_text(&fields, "repository");
        let reference = self.optional_text(&fields, "reference");
        let description = self.description(&fields);
        Some(TestRepository {
            name,
            repository: repository?,
            reference,
            description,
        })
    }
}

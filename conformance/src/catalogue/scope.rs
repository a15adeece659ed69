//! What every family needs to know about a kind.

use std::collections::BTreeMap;

use occi_model::{
    Access, Attribute, AttributeName, CategoryId, KindId, Model, OcciVersion, Profile, Value,
    model::{ActionId, DefaultValue, ExtensionId, Kind, StateMachine},
};

use crate::{
    case::{Case, CaseId, Choice, Hazard, Level, Need, Origin, Prefix, Rendering, Step},
    requirement,
    target::Pinned,
    values::{Sample, good},
};

/// The attributes by which the ends of a link are named.
pub(super) const SOURCE: &str = "occi.core.source";
/// See [`SOURCE`].
pub(super) const TARGET: &str = "occi.core.target";
/// The kind of the target, which names a category rather than an entity.
pub(super) const TARGET_KIND: &str = "occi.core.target.kind";
/// Implied by the source; only a name of the renderings (GFD.221 5.4.3, B.5). A creation request
/// may carry it (C.3), so that no case may ask for its refusal: it counts as no attribute.
pub(super) const SOURCE_KIND: &str = "occi.core.source.kind";
/// The title, which carries the marker of an entity.
pub(super) const TITLE: &str = "occi.core.title";
/// The id.
pub(super) const ID: &str = "occi.core.id";

/// The short names of categories in case ids.
pub(super) struct Names {
    subjects: BTreeMap<CategoryId, String>,
    /// Values that requests give.
    pinned: Vec<Pinned>,
}

impl Names {
    /// Decides them: `infrastructure#compute`. Categories of one extension that share a term
    /// under different schemes are told apart by the end of their scheme.
    pub(super) fn of(model: &Model) -> Self {
        let categories = || {
            model
                .kinds()
                .map(|(_, kind)| (&kind.id, kind.extension))
                .chain(
                    model
                        .mixins()
                        .map(|(_, mixin)| (&mixin.id, mixin.extension)),
                )
        };
        let short = |id: &CategoryId, extension: ExtensionId| {
            format!("{}#{}", model.extension(extension).name, id.term())
        };
        let mut uses: BTreeMap<String, u32> = BTreeMap::new();
        for (id, extension) in categories() {
            *uses.entry(short(id, extension)).or_default() += 1;
        }
        let subjects = categories()
            .map(|(id, extension)| {
                let plain = short(id, extension);
                let subject = if uses.get(&plain).is_some_and(|uses| *uses > 1) {
                    let name = &model.extension(extension).name;
                    format!("{name}.{}#{}", scheme_tail(id.scheme()), id.term())
                } else {
                    plain
                };
                (id.clone(), subject)
            })
            .collect();
        Self {
            subjects,
            pinned: Vec::new(),
        }
    }

    /// The same with values that requests give.
    pub(super) fn with_pinned(mut self, pinned: &[Pinned]) -> Self {
        self.pinned = pinned.to_vec();
        self
    }

    /// The value that requests give an attribute of a category, when the target says so.
    pub(super) fn pinned(&self, kind: &CategoryId, attribute: &AttributeName) -> Option<&Value> {
        self.pinned
            .iter()
            .find(|pinned| pinned.attribute == *attribute && pinned.is_for(kind))
            .map(|pinned| &pinned.value)
    }

    /// The `n`-th good value of an attribute of a mixin, or of a parameter of an action: a pinned one
    /// is the only one.
    pub(super) fn good(
        &self,
        category: &CategoryId,
        attribute: &Attribute,
        n: u32,
    ) -> Option<Sample> {
        match self.pinned(category, &attribute.name) {
            Some(value) => (n == 0).then(|| value.clone().into()),
            None => good(&attribute.value_type, attribute.name.as_str(), n),
        }
    }

    /// The short name of a kind or mixin.
    pub(super) fn subject(&self, id: &CategoryId) -> &str {
        self.subjects.get(id).map_or("", String::as_str)
    }
}

/// The path of a scheme as one word: `infrastructure.compute.template.1.0`.
fn scheme_tail(scheme: &str) -> String {
    let path = scheme
        .split_once("://")
        .map_or(scheme, |(_, rest)| rest)
        .trim_end_matches('#');
    path.bytes()
        .map(|byte| match byte {
            b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' | b'-' | b'_' => char::from(byte),
            _ => '.',
        })
        .collect()
}

/// The prefix of a kind's cases.
pub(super) fn prefix_of(model: &Model, kind: KindId) -> Prefix {
    if model.is_link(kind) {
        Prefix::Link
    } else {
        Prefix::Kind
    }
}

/// The versions of the standard that a profile stands for.
pub(super) fn versions_of(profile: Profile) -> Vec<OcciVersion> {
    OcciVersion::ALL
        .into_iter()
        .filter(|version| profile.includes(*version))
        .collect()
}

/// The rendering in which most cases speak: JSON where it is a MUST, else `text/plain`.
pub(super) const fn main_rendering(profile: Profile) -> Rendering {
    match profile {
        Profile::V1_1 => Rendering::Plain,
        Profile::V1_2 | Profile::Union => Rendering::Json,
    }
}

/// A kind with what the families ask of it.
pub(super) struct Scope<'m> {
    pub(super) model: &'m Model,
    pub(super) names: &'m Names,
    pub(super) id: KindId,
    pub(super) kind: &'m Kind,
    pub(super) is_link: bool,
    subject: String,
    capability: String,
}

impl<'m> Scope<'m> {
    pub(super) fn new(model: &'m Model, names: &'m Names, id: KindId) -> Self {
        let kind = model.kind(id);
        Self {
            model,
            names,
            id,
            kind,
            is_link: model.is_link(id),
            subject: names.subject(&kind.id).to_owned(),
            capability: format!(
                "{}-{}",
                model.extension(kind.extension).name,
                kind.id.term()
            ),
        }
    }

    /// The short name of the kind in case ids.
    pub(super) fn subject(&self) -> &str {
        &self.subject
    }

    /// The effective attributes, without what only renderings name.
    pub(super) fn attributes(&self) -> impl Iterator<Item = &'m Attribute> + use<'m> {
        self.kind
            .all_attributes
            .iter()
            .map(|attribute| &**attribute)
            .filter(|attribute| attribute.name != *SOURCE_KIND)
    }

    /// Attributes that a client may give at creation.
    pub(super) fn settable(&self) -> impl Iterator<Item = &'m Attribute> + use<'m> {
        self.attributes().filter(|a| a.access != Access::ReadOnly)
    }

    /// Attributes that a client may change.
    pub(super) fn mutable(&self) -> impl Iterator<Item = &'m Attribute> + use<'m> {
        self.attributes().filter(|a| a.access == Access::Mutable)
    }

    /// Attributes that only the server sets.
    pub(super) fn read_only(&self) -> impl Iterator<Item = &'m Attribute> + use<'m> {
        self.attributes().filter(|a| a.access == Access::ReadOnly)
    }

    /// Attributes that a client must give: a default would fill in what is missing (D-20).
    pub(super) fn required(&self) -> impl Iterator<Item = &'m Attribute> + use<'m> {
        self.settable()
            .filter(|a| a.required && a.default.is_none())
    }

    /// Attributes with a fixed default. The state attribute has its initial state instead.
    pub(super) fn defaulted(&self) -> impl Iterator<Item = &'m Attribute> + use<'m> {
        let state = self.machine().map(|machine| &machine.attribute);
        self.attributes().filter(move |attribute| {
            matches!(attribute.default, Some(DefaultValue::Value(_)))
                && Some(&attribute.name) != state
        })
    }

    /// The state machine.
    pub(super) fn machine(&self) -> Option<&'m StateMachine> {
        self.kind.states.as_deref()
    }

    /// Whether an attribute is an end of a link.
    pub(super) fn is_end(&self, attribute: &Attribute) -> bool {
        self.is_link && (attribute.name == *SOURCE || attribute.name == *TARGET)
    }

    /// Actions applicable in a state (D-32): those with a transition, and those that no machine
    /// governs.
    pub(super) fn applicable(&self, state: Option<&str>) -> Vec<CategoryId> {
        self.kind
            .all_actions
            .iter()
            .filter(|action| self.is_applicable(**action, state))
            .map(|action| self.model.action(*action).id.clone())
            .collect()
    }

    /// Whether an action is applicable in a state.
    pub(super) fn is_applicable(&self, action: ActionId, state: Option<&str>) -> bool {
        match (self.machine(), state) {
            (Some(machine), Some(state)) if machine.governs(action) => {
                machine.transition(state, action).is_some()
            }
            _ => true,
        }
    }

    /// The rendering in which most cases speak.
    pub(super) const fn main(&self) -> Rendering {
        main_rendering(self.model.profile())
    }

    /// The id of a case of this kind.
    pub(super) fn case_id(
        &self,
        family: &str,
        details: &[&str],
        rendering: Option<Rendering>,
    ) -> CaseId {
        CaseId::new(
            prefix_of(self.model, self.id),
            &self.subject,
            family,
            details,
            rendering.map(Rendering::code),
        )
    }

    /// The case by which creation of a kind stands or falls.
    pub(super) fn creation_of(&self, kind: &Kind, id: KindId) -> CaseId {
        CaseId::new(
            prefix_of(self.model, id),
            self.names.subject(&kind.id),
            "cre.min",
            &[],
            Some(self.main().code()),
        )
    }

    /// A need for a rendering, where the version of the standard leaves it open (1.1 and JSON).
    pub(super) fn need_of(&self, rendering: Rendering) -> Option<Need> {
        (rendering == Rendering::Json && self.model.profile() == Profile::V1_1)
            .then_some(Need::Renders(rendering))
    }

    /// A case without steps.
    pub(super) fn case(&self, id: CaseId, title: String, feature: &str) -> Case {
        let capability = format!("{}-{feature}", self.capability);
        Case {
            versions: versions_of(self.model.profile()),
            category: Some(self.kind.id.clone()),
            needs: vec![Need::Offers(self.kind.id.clone())],
            hazard: Hazard::Own,
            ..Case::new(id, title, &capability, Origin::Derived)
        }
    }

    /// The rendering in which an attribute is best sent: text where nothing speaks against it for
    /// every other attribute, so that both paths of the server are walked.
    pub(super) fn rendering_for(&self, attribute: &Attribute) -> Choice {
        if !attribute.value_type.is_scalar() {
            return Choice::Prefer(Rendering::Json);
        }
        let letters: usize = attribute.name.as_str().bytes().map(usize::from).sum();
        if self.is_end(attribute) || letters.is_multiple_of(2) {
            Choice::Prefer(Rendering::Plain)
        } else {
            Choice::Run
        }
    }
}

/// Small helpers to put cases together.
impl Case {
    pub(crate) fn citing(mut self, requirements: &[&'static str]) -> Self {
        self.cite(requirements);
        self
    }

    /// Cites requirements; the level follows.
    pub(super) fn cite(&mut self, requirements: &[&'static str]) {
        self.requirements.extend_from_slice(requirements);
        self.requirements.sort_unstable();
        self.requirements.dedup();
        self.level = self
            .requirements
            .iter()
            .filter_map(|id| requirement::find(id))
            .map(|row| row.level)
            .max()
            .unwrap_or(Level::May);
    }

    pub(super) fn after(mut self, cases: impl IntoIterator<Item = CaseId>) -> Self {
        for case in cases {
            if case != self.id && !self.after.contains(&case) {
                self.after.push(case);
            }
        }
        self
    }

    pub(crate) fn needing(mut self, needs: impl IntoIterator<Item = Need>) -> Self {
        for need in needs {
            if !self.needs.contains(&need) {
                self.needs.push(need);
            }
        }
        self
    }

    pub(super) fn hazardous(mut self, hazard: Hazard) -> Self {
        self.hazard = self.hazard.max(hazard);
        self
    }

    /// Nothing is created.
    pub(super) fn reading(mut self) -> Self {
        self.hazard = Hazard::Read;
        self
    }

    pub(super) fn doing(mut self, steps: impl IntoIterator<Item = Step>) -> Self {
        self.steps.extend(steps);
        self
    }

    pub(super) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.params.insert(name, value.into());
        self
    }
}

//! From draft to guideline: the rules that the parts must keep among each other.

use std::collections::BTreeMap;

use super::{
    code,
    name::{CapabilityName, ComponentName},
    parts::{
        AddOn, Capability, Component, ComponentRef, DesignatedSections, Metadata, Platform,
        TestRepository,
    },
    words::{SchemaVersion, State},
};
use crate::{
    fault::{Fault, Faults},
    origin::{Located, Origin},
};

/// What a reader understood of a guideline file, not yet checked.
#[derive(Clone, Debug, PartialEq)]
pub struct GuidelineDraft {
    /// Version of the format in which it was written.
    pub schema: SchemaVersion,
    /// What it says about itself.
    pub metadata: Metadata,
    /// Platforms, in the order of the file.
    pub platforms: Vec<Platform>,
    /// Add-ons, in the order of the file.
    pub add_ons: Vec<AddOn>,
    /// Components, in the order of the file.
    pub components: Vec<Component>,
    /// Capabilities, in the order of the file.
    pub capabilities: Vec<Capability>,
    /// Designated sections by project, in the order of the file.
    pub designated_sections: Vec<DesignatedSections>,
    /// Test suites, in the order of the file.
    pub test_repositories: Vec<TestRepository>,
}

/// What became of a draft.
#[derive(Clone, Debug)]
pub struct Built {
    /// The guideline, unless a fault is an error.
    pub guideline: Option<Guideline>,
    /// The faults, in order of place.
    pub faults: Faults,
}

/// A guideline whose parts fit together: no name is defined twice; every capability that a
/// component requires, considers or deprecates is defined; every component that a platform or
/// add-on names is defined here or said to be elsewhere.
#[derive(Clone, Debug, PartialEq)]
pub struct Guideline {
    draft: GuidelineDraft,
    capability_at: BTreeMap<CapabilityName, usize>,
    component_at: BTreeMap<ComponentName, usize>,
}

impl GuidelineDraft {
    /// Checks the draft and makes the guideline.
    ///
    /// What is merely wrong in substance (a required capability without tests, say) is left to
    /// [`Guideline::lint`]; published files are full of it.
    #[must_use]
    pub fn build(self) -> Built {
        let mut faults = Faults::new();
        let capability_at = index(
            "capability",
            self.capabilities.iter().map(|part| &part.name),
            &mut faults,
        );
        let component_at = index(
            "component",
            self.components.iter().map(|part| &part.name),
            &mut faults,
        );
        index(
            "platform",
            self.platforms.iter().map(|part| &part.name),
            &mut faults,
        );
        index(
            "add-on",
            self.add_ons.iter().map(|part| &part.name),
            &mut faults,
        );
        index(
            "project with designated sections",
            self.designated_sections.iter().map(|part| &part.project),
            &mut faults,
        );
        for capability in &self.capabilities {
            index(
                "test",
                capability.tests.iter().map(|test| &test.name),
                &mut faults,
            );
        }
        for component in &self.components {
            undefined_capabilities(component, &capability_at, &mut faults);
        }
        let refs = self
            .platforms
            .iter()
            .flat_map(|platform| &platform.components)
            .chain(self.add_ons.iter().flat_map(AddOn::all_components));
        for reference in refs {
            undefined_component(reference, &component_at, &mut faults);
        }
        faults.sort();
        let guideline = (!faults.has_errors()).then_some(Guideline {
            draft: self,
            capability_at,
            component_at,
        });
        Built { guideline, faults }
    }
}

impl AddOn {
    fn all_components(&self) -> impl Iterator<Item = &ComponentRef> {
        self.components
            .iter()
            .chain(&self.required_platform_components)
            .chain(&self.optional_platform_components)
    }
}

fn index<'a, N: Ord + Clone + std::fmt::Display + 'a>(
    what: &str,
    names: impl Iterator<Item = &'a Located<N>>,
    faults: &mut Faults,
) -> BTreeMap<N, usize> {
    let mut seen: BTreeMap<N, (usize, Origin)> = BTreeMap::new();
    for (at, name) in names.enumerate() {
        if let Some((_, first)) = seen.get(&name.value) {
            faults.push(
                Fault::new(
                    code::DOUBLE_NAME,
                    name.origin,
                    format!("the {what} `{}` is defined twice", name.value),
                )
                .with_place(*first, "first defined here")
                .with_help("rename one of them, or join the two"),
            );
        } else {
            seen.insert(name.value.clone(), (at, name.origin));
        }
    }
    seen.into_iter().map(|(name, (at, _))| (name, at)).collect()
}

fn undefined_capabilities(
    component: &Component,
    defined: &BTreeMap<CapabilityName, usize>,
    faults: &mut Faults,
) {
    for (state, names) in component.capabilities.iter() {
        if state == State::Removed {
            // The definition may go together with the name's last mention (Interop WG, process 2017A).
            continue;
        }
        for name in names {
            if defined.contains_key(&name.value) {
                continue;
            }
            let fault = Fault::new(
                code::UNDEFINED_CAPABILITY,
                name.origin,
                format!(
                    "component `{}` names the {state} capability `{}`, which is not defined",
                    component.name.value, name.value
                ),
            );
            faults.push(with_nearest(
                fault,
                nearest(
                    name.value.as_str(),
                    defined.keys().map(CapabilityName::as_str),
                ),
                "define it under `capabilities`, or take the name out",
            ));
        }
    }
}

fn undefined_component(
    reference: &ComponentRef,
    defined: &BTreeMap<ComponentName, usize>,
    faults: &mut Faults,
) {
    if reference.source.is_some() || defined.contains_key(&reference.name.value) {
        return;
    }
    let fault = Fault::new(
        code::UNDEFINED_COMPONENT,
        reference.name.origin,
        format!("there is no component `{}`", reference.name.value),
    );
    faults.push(with_nearest(
        fault,
        nearest(
            reference.name.value.as_str(),
            defined.keys().map(ComponentName::as_str),
        ),
        "define it under `components`, or say in `source` which guideline has it",
    ));
}

fn with_nearest(fault: Fault, nearest: Option<&str>, otherwise: &str) -> Fault {
    match nearest {
        Some(name) => fault.with_help(format!("did you mean `{name}`?")),
        None => fault.with_help(otherwise),
    }
}

/// The known name that a wrong one was probably meant to be: at most a third of its letters
/// differ. The first of equally near ones, so that the answer does not depend on chance.
pub(super) fn nearest<'a>(
    wrong: &str,
    known: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let limit = (wrong.chars().count() / 3).clamp(1, 6);
    let mut best: Option<(usize, &str)> = None;
    for candidate in known {
        let distance = strsim::osa_distance(wrong, candidate);
        if distance <= limit && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, name)| name)
}

impl Guideline {
    /// Version of the format in which it was written.
    #[must_use]
    pub const fn schema(&self) -> SchemaVersion {
        self.draft.schema
    }

    /// What it says about itself.
    #[must_use]
    pub const fn metadata(&self) -> &Metadata {
        &self.draft.metadata
    }

    /// Platforms, in the order of the file.
    #[must_use]
    pub fn platforms(&self) -> &[Platform] {
        &self.draft.platforms
    }

    /// Add-ons, in the order of the file.
    #[must_use]
    pub fn add_ons(&self) -> &[AddOn] {
        &self.draft.add_ons
    }

    /// Components, in the order of the file.
    #[must_use]
    pub fn components(&self) -> &[Component] {
        &self.draft.components
    }

    /// Capabilities, in the order of the file.
    #[must_use]
    pub fn capabilities(&self) -> &[Capability] {
        &self.draft.capabilities
    }

    /// Designated sections by project, in the order of the file.
    #[must_use]
    pub fn designated_sections(&self) -> &[DesignatedSections] {
        &self.draft.designated_sections
    }

    /// Test suites, in the order of the file.
    #[must_use]
    pub fn test_repositories(&self) -> &[TestRepository] {
        &self.draft.test_repositories
    }

    /// The capability of this name.
    #[must_use]
    pub fn capability(&self, name: &str) -> Option<&Capability> {
        self.draft.capabilities.get(*self.capability_at.get(name)?)
    }

    /// The component of this name.
    #[must_use]
    pub fn component(&self, name: &str) -> Option<&Component> {
        self.draft.components.get(*self.component_at.get(name)?)
    }

    /// The draft again, to make another guideline of it.
    #[must_use]
    pub fn into_draft(self) -> GuidelineDraft {
        self.draft
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::guideline::sample::{capability, component, draft, platform, reference, test};

    fn codes(draft: GuidelineDraft) -> Vec<String> {
        let built = draft.build();
        assert_eq!(built.guideline.is_none(), built.faults.has_errors());
        built.faults.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn dangling_names_are_errors_but_for_removed_capabilities() {
        for (state, refused) in [
            (State::Required, true),
            (State::Advisory, true),
            (State::Deprecated, true),
            (State::Removed, false),
        ] {
            let faults = codes(draft(
                vec![component("c", &[(state, &["compute-flavours"])])],
                vec![capability("compute-flavors", Vec::new())],
            ));
            assert_eq!(!faults.is_empty(), refused, "{state}");
            if let Some(fault) = faults.first() {
                assert_eq!(
                    *fault,
                    format!(
                        "[E0320] component `c` names the {state} capability `compute-flavours`, \
                         which is not defined"
                    )
                );
            }
        }
    }

    #[test]
    fn dangling_components_are_errors_unless_they_are_elsewhere() {
        let mut dangling = draft(vec![component("c", &[])], Vec::new());
        dangling.platforms = vec![platform(
            "P",
            vec![reference("d", None), reference("e", Some("other.json"))],
        )];
        assert_eq!(codes(dangling), ["[E0322] there is no component `d`"]);
    }

    #[test]
    fn doubled_names_are_errors() {
        let tests = vec![test("t.a", 1, &[], false), test("t.a", 2, &[], false)];
        let doubled = draft(
            vec![component("c", &[]), component("c", &[])],
            vec![capability("a", tests), capability("a", Vec::new())],
        );
        let mut faults = codes(doubled);
        faults.sort();
        assert_eq!(
            faults,
            [
                "[E0323] the capability `a` is defined twice",
                "[E0323] the component `c` is defined twice",
                "[E0323] the test `t.a` is defined twice",
            ]
        );
    }

    #[test]
    fn the_nearest_name_is_near() {
        assert_eq!(
            nearest("discoverable", ["doc", "discover"]),
            Some("discover")
        );
        assert_eq!(nearest("xyz", ["doc", "discover"]), None);
        assert_eq!(nearest("", ["doc"]), None);
    }
}

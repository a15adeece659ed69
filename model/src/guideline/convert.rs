//! From the older form of guidelines to schema 2.0 (Interop WG, schemas 1.6 and 2.0).

use std::collections::BTreeSet;

use super::{
    build::{Guideline, GuidelineDraft},
    id::IdempotentId,
    inventory::Inventory,
    name::{ComponentName, GuidelineNameError, PlatformName, ProjectName},
    parts::{Capability, Component, ComponentRef, DesignatedSections, Flag, Platform, Test},
    words::{ByState, SchemaVersion, State},
};
use crate::origin::Located;

/// What the components of the older form are called in 2.0, and the platform of each alone.
const NAMES: &[(&str, &str, &str)] = &[
    ("compute", "os_powered_compute", "OpenStack Powered Compute"),
    ("object", "os_powered_storage", "OpenStack Powered Storage"),
];
/// The platform of all required components, which tools look up by this name.
const WHOLE: &str = "OpenStack Powered Platform";

/// Why a guideline is not converted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConvertError {
    /// It is in 2.0 already.
    #[error("the guideline has schema 2.0 already")]
    Already,
    /// A name that 2.0 cannot have.
    #[error(transparent)]
    Name(#[from] GuidelineNameError),
}

/// A guideline in the form of 2.0, and what was changed to get it.
#[derive(Clone, Debug)]
pub struct Converted {
    /// The guideline; it holds together as the one before did.
    pub draft: GuidelineDraft,
    /// A line for each thing that 2.0 says otherwise or cannot say.
    pub changes: Vec<String>,
}

/// Converts a guideline of schema 1.0 to 1.6:
///
/// * components get their names of 2.0, and the one platform becomes *OpenStack Powered Platform*
///   and one for each of its components; what the platform only considers is told, because 2.0
///   has no place for it;
/// * the day of approval becomes a month, where there is none the id is it;
/// * each component gets the designated sections of the projects of its capabilities;
/// * the reference to the schema becomes the one to 2.0;
/// * tests without an id, as before 1.3, get the one that the inventory has for their name.
///
/// The test lists of all targets stay what they were.
///
/// # Errors
///
/// When the guideline is in 2.0 already, or a component has a name that 2.0 cannot have.
pub fn convert(
    guideline: &Guideline,
    inventory: Option<&Inventory>,
) -> Result<Converted, ConvertError> {
    if guideline.schema() >= SchemaVersion::V2_0 {
        return Err(ConvertError::Already);
    }
    let mut changes = Vec::new();
    let mut draft = guideline.clone().into_draft();
    metadata(&mut draft, &mut changes);
    draft.platforms = platforms(&draft, &mut changes)?;
    for component in &mut draft.components {
        component.designated_sections =
            sections(component, &draft.capabilities, &draft.designated_sections);
        let new = renamed(component.name.value.as_str());
        changes.push(format!("component {}: {new}", component.name.value));
        component.name.value = ComponentName::new(&new)?;
    }
    for capability in &mut draft.capabilities {
        if let Some(stated) = capability.stated.take() {
            let state = stated.value;
            changes.push(format!(
                "capability {}: its own status {state} is gone, the components count",
                capability.name.value
            ));
        }
        for test in &mut capability.tests {
            changes.extend(identified(test, inventory));
            if test
                .flag
                .as_ref()
                .is_some_and(|flag| flag.value == Flag::Bare)
            {
                changes.push(format!(
                    "test {}: flagged without a reason, which 2.0 demands",
                    test.name.value
                ));
            }
        }
    }
    draft.schema = SchemaVersion::V2_0;
    Ok(Converted { draft, changes })
}

/// The name of a component in 2.0: what tools look for when they are asked for the target.
fn renamed(name: &str) -> String {
    let known = NAMES.iter().find(|(old, ..)| *old == name);
    known.map_or_else(
        || format!("os_powered_{name}"),
        |(_, new, _)| (*new).to_owned(),
    )
}

fn metadata(draft: &mut GuidelineDraft, changes: &mut Vec<String>) {
    let reference = &mut draft.metadata.reference;
    // `…/doc/source/schema/1.6.json`; prose before 1.5.
    if let Some((folder, file)) = reference.value.rsplit_once('/')
        && file.starts_with(draft.schema.as_str())
    {
        reference.value = format!("{folder}/2.0.json");
    }
    let Some(approval) = &mut draft.metadata.approval else {
        return;
    };
    match &mut approval.target {
        Some(day) => {
            if let Some(month) = month(&day.value) {
                changes.push(format!("approval: {} becomes {month}", day.value));
                day.value = month;
            }
        }
        None => {
            let id = draft.metadata.id.clone();
            changes.push(format!(
                "approval: the month is that of the id, {}",
                id.value
            ));
            approval.target = Some(Located::new(id.value.as_str().to_owned(), id.origin));
        }
    }
}

/// `2016-08-24` is in `2016.08`.
fn month(day: &str) -> Option<String> {
    let (year, rest) = day.split_once('-')?;
    let (month, _) = rest.split_once('-')?;
    Some(format!("{year}.{month}"))
}

fn platforms(
    draft: &GuidelineDraft,
    changes: &mut Vec<String>,
) -> Result<Vec<Platform>, ConvertError> {
    let mut whole = Vec::new();
    let mut single = Vec::new();
    for part in draft
        .platforms
        .iter()
        .flat_map(|platform| &platform.components)
    {
        let old = part.name.value.as_str();
        if part.state != State::Required {
            changes.push(format!(
                "platform: {old} is {}, which 2.0 cannot say of a component",
                part.state
            ));
            continue;
        }
        let name = Located::new(ComponentName::new(renamed(old))?, part.name.origin);
        let part = ComponentRef {
            name,
            source: None,
            state: State::Required,
        };
        if let Some((.., alone)) = NAMES.iter().find(|(known, ..)| *known == old) {
            single.push(platform(alone, vec![part.clone()])?);
        }
        whole.push(part);
    }
    let mut all = vec![platform(WHOLE, whole)?];
    all.extend(single);
    Ok(all)
}

fn platform(name: &str, components: Vec<ComponentRef>) -> Result<Platform, ConvertError> {
    Ok(Platform {
        name: Located::nowhere(PlatformName::new(name)?),
        description: None,
        components,
    })
}

/// The projects of the component's capabilities that have designated sections, by the state of
/// these; sections count only where capabilities do (Interop WG, process 2017A (D3)).
fn sections(
    component: &Component,
    capabilities: &[Capability],
    sections: &[DesignatedSections],
) -> ByState<Vec<Located<ProjectName>>> {
    let named: BTreeSet<&str> = component
        .capabilities
        .iter()
        .filter(|(state, _)| *state != State::Removed)
        .flat_map(|(_, names)| names)
        .map(|name| name.value.as_str())
        .collect();
    let projects: BTreeSet<&str> = capabilities
        .iter()
        .filter(|capability| named.contains(capability.name.value.as_str()))
        .map(|capability| capability.project.value.as_str())
        .collect();
    let mut all: ByState<Vec<Located<ProjectName>>> = ByState::default();
    for sections in sections {
        if !projects.contains(sections.project.value.as_str()) {
            continue;
        }
        for state in State::ALL {
            let has = |block: &super::parts::SectionBlock| block.state.value == (*state).into();
            if sections.blocks.iter().any(has) {
                all.get_mut(*state).push(sections.project.clone());
            }
        }
    }
    all
}

/// Gives a test the id that the suite has for its name, where it has none.
fn identified(test: &mut Test, inventory: Option<&Inventory>) -> Option<String> {
    if test.id.is_some() {
        return None;
    }
    let found: BTreeSet<_> = inventory
        .into_iter()
        .flat_map(|inventory| inventory.named(test.name.value.as_str()))
        .filter_map(super::inventory::SuiteTest::uuid)
        .collect();
    let name = &test.name.value;
    match (found.first(), found.len()) {
        (Some(uuid), 1) => {
            test.id = Some(Located::nowhere(IdempotentId::from(*uuid)));
            Some(format!("test {name}: the suite knows it as id-{uuid}"))
        }
        _ => Some(format!("test {name}: it has no id, which 2.0 demands")),
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::{
            parts::SectionBlock,
            sample::{built, capability, component, draft, reference, test, uuid},
        },
        *,
    };

    fn old() -> Guideline {
        let mut first = test("t.one", 1, &[], true);
        first.id = None;
        let mut draft = draft(
            vec![
                component("compute", &[(State::Required, &["cap-a"])]),
                component("volume", &[(State::Advisory, &["cap-a"])]),
            ],
            vec![capability(
                "cap-a",
                vec![first, test("t.two", 2, &[], false)],
            )],
        );
        draft.schema = SchemaVersion::V1_2;
        let mut considered = reference("volume", None);
        considered.state = State::Advisory;
        draft.platforms = vec![Platform {
            name: Located::nowhere(PlatformName::new("platform").unwrap()),
            description: None,
            components: vec![reference("compute", None), considered],
        }];
        draft.designated_sections = ["nova", "swift"]
            .map(|project| DesignatedSections {
                project: Located::nowhere(ProjectName::new(project).unwrap()),
                blocks: vec![SectionBlock {
                    state: Located::nowhere(State::Deprecated.into()),
                    guidance: String::new(),
                    comment: None,
                    sections: Vec::new(),
                }],
            })
            .into();
        built(draft)
    }

    #[test]
    fn everything_has_its_place_in_2_0_or_is_told() {
        let mut suite = Inventory::default();
        suite.add(&format!("t.one[id-{}]", uuid(9)));
        let converted = convert(&old(), Some(&suite)).unwrap();
        let text = converted.changes.join("\n");
        for says in [
            "component compute: os_powered_compute",
            "component volume: os_powered_volume",
            "platform: volume is advisory",
            "test t.one: the suite knows it as id-",
            "test t.one: flagged without a reason",
        ] {
            assert!(text.contains(says), "{says}: {text}");
        }
        let new = built(converted.draft);
        assert_eq!(new.schema(), SchemaVersion::V2_0);
        let names: Vec<&str> = new
            .platforms()
            .iter()
            .map(|p| p.name.value.as_str())
            .collect();
        assert_eq!(
            names,
            ["OpenStack Powered Platform", "OpenStack Powered Compute"]
        );
        for target in ["platform", "compute", "os_powered_volume"] {
            new.target(target).unwrap();
        }
        let sections = &new
            .component("os_powered_compute")
            .unwrap()
            .designated_sections;
        let projects: Vec<&str> = sections
            .deprecated
            .iter()
            .map(|p| p.value.as_str())
            .collect();
        assert_eq!(projects, ["nova"]);
        assert_eq!(convert(&new, None).unwrap_err(), ConvertError::Already);
    }

    #[test]
    fn a_test_that_the_suite_does_not_know_is_told() {
        let changes = convert(&old(), None).unwrap().changes;
        assert!(
            changes
                .iter()
                .any(|line| line == "test t.one: it has no id, which 2.0 demands")
        );
    }

    #[test]
    fn a_day_is_in_its_month() {
        assert_eq!(month("2016-08-24").as_deref(), Some("2016.08"));
        assert_eq!(month("2016.08"), None);
    }
}

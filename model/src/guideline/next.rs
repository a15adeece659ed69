//! The next draft from a guideline, by the rules of the life cycle (Interop WG, process 2017A).

use std::collections::{BTreeMap, BTreeSet};

use super::{
    build::{Guideline, GuidelineDraft, nearest},
    inventory::{Found, Inventory},
    name::{CapabilityName, GuidelineId, TestName},
    parts::{Approval, Test},
    words::{ByState, SchemaVersion, State, Status},
};
use crate::origin::Located;

/// What the people of the working group decide; the rest follows from the rules.
#[derive(Clone, Debug, Default)]
pub struct NextRequest {
    /// Month for which approval is planned, `YYYY.MM`.
    pub target_approval: String,
    /// Releases that it covers; none: those of the guideline before.
    pub releases: Vec<String>,
    /// Advisory capabilities that become required.
    pub advance: Vec<String>,
    /// Required capabilities that become deprecated.
    pub deprecate: Vec<String>,
    /// Whether flags stay; by rule D312 a new guideline starts without them.
    pub keep_flags: bool,
    /// The tests of the suite: tests with a new name get it, the old one becomes an alias
    /// (Interop WG, schema 1.6).
    pub inventory: Option<Inventory>,
}

/// Why there is no next draft.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NextError {
    /// Drafts are written in 2.0 only.
    #[error("the guideline has schema {0}; drafts are made from guidelines of schema 2.0")]
    Schema(SchemaVersion),
    /// Not a month.
    #[error("`{0}` is not a month of approval: write year and month, `2020.11`")]
    NotAMonth(String),
    /// A capability that no component has in the state that the change asks for.
    #[error("no component has the {state} capability `{name}`{hint}")]
    NoSuchCapability {
        /// What was asked for.
        name: String,
        /// The state that it would have to be in.
        state: State,
        /// `; did you mean …?`, or nothing.
        hint: String,
    },
}

/// The next draft, and what was changed to get it.
#[derive(Clone, Debug)]
pub struct Next {
    /// The draft; it holds together as the guideline before did.
    pub draft: GuidelineDraft,
    /// A line for each change.
    pub changes: Vec<String>,
}

/// Makes the next draft:
///
/// * what was removed is gone from the lists, with its definition where nothing else names it;
///   what was deprecated is removed; chosen advisory capabilities become required (A4.6), chosen
///   required ones deprecated (A4.5); the same for designated sections that were removed or
///   deprecated (A3.1, A3.2);
/// * it is a draft, named `next` within its programme, and replaces the guideline before;
/// * flags are dropped (D312) unless they are to be kept; with an inventory, renamed tests get
///   their new names.
///
/// # Errors
///
/// When the guideline is not of schema 2.0, or a wish does not fit it.
pub fn next(guideline: &Guideline, request: &NextRequest) -> Result<Next, NextError> {
    if guideline.schema() < SchemaVersion::V2_0 {
        return Err(NextError::Schema(guideline.schema()));
    }
    if !is_month(&request.target_approval) {
        return Err(NextError::NotAMonth(request.target_approval.clone()));
    }
    let mut changes = Vec::new();
    let mut draft = guideline.clone().into_draft();
    for (names, state) in [
        (&request.advance, State::Advisory),
        (&request.deprecate, State::Required),
    ] {
        for name in names {
            known(guideline, name, state)?;
        }
    }
    for component in &mut draft.components {
        let of = component.name.value.clone();
        let was = std::mem::take(&mut component.capabilities);
        component.capabilities = moved(was, |name, state| {
            let to = match state {
                State::Required if request.deprecate.iter().any(|n| name.value == **n) => {
                    Some(State::Deprecated)
                }
                State::Advisory if request.advance.iter().any(|n| name.value == **n) => {
                    Some(State::Required)
                }
                State::Deprecated => Some(State::Removed),
                State::Removed => None,
                same => Some(same),
            };
            if to != Some(state) {
                let to = to.map_or("gone", State::as_str);
                changes.push(format!("{of}: {} {state} -> {to}", name.value));
            }
            to
        });
        let was = std::mem::take(&mut component.designated_sections);
        component.designated_sections = moved(was, |_, state| match state {
            State::Deprecated => Some(State::Removed),
            State::Removed => None,
            same => Some(same),
        });
    }
    drop_definitions(guideline, &mut draft, &mut changes);
    for capability in &mut draft.capabilities {
        if request
            .advance
            .iter()
            .any(|name| capability.name.value == **name)
        {
            capability.required_since = Some(Located::nowhere(request.target_approval.clone()));
        }
        for test in &mut capability.tests {
            if !request.keep_flags && test.flag.take().is_some() {
                changes.push(format!("{} is not flagged any more", test.name.value));
            }
            if let Some(inventory) = &request.inventory {
                changes.extend(renamed(test, inventory));
            }
        }
    }
    metadata(&mut draft, request);
    Ok(Next { draft, changes })
}

fn is_month(text: &str) -> bool {
    let Some((year, month)) = text.split_once('.') else {
        return false;
    };
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    year.len() == 4
        && month.len() == 2
        && digits(year)
        && digits(month)
        && matches!(month.parse(), Ok(1..=12_u8))
}

fn known(guideline: &Guideline, name: &str, state: State) -> Result<(), NextError> {
    let of_state = || {
        guideline
            .components()
            .iter()
            .flat_map(|component| component.capabilities.get(state))
            .map(|name| name.value.as_str())
    };
    if of_state().any(|known| known == name) {
        return Ok(());
    }
    Err(NextError::NoSuchCapability {
        name: name.to_owned(),
        state,
        hint: nearest(name, of_state())
            .map_or_else(String::new, |near| format!("; did you mean `{near}`?")),
    })
}

/// Every name in the list of its new state.
fn moved<N>(
    was: ByState<Vec<Located<N>>>,
    mut to: impl FnMut(&Located<N>, State) -> Option<State>,
) -> ByState<Vec<Located<N>>> {
    let mut lists = ByState {
        required: Vec::new(),
        advisory: Vec::new(),
        deprecated: Vec::new(),
        removed: Vec::new(),
    };
    let ByState {
        required,
        advisory,
        deprecated,
        removed,
    } = was;
    for (state, names) in State::ALL
        .iter()
        .copied()
        .zip([required, advisory, deprecated, removed])
    {
        for name in names {
            if let Some(state) = to(&name, state) {
                lists.get_mut(state).push(name);
            }
        }
    }
    lists
}

/// Definitions of what was named before and is not any more.
fn drop_definitions(before: &Guideline, draft: &mut GuidelineDraft, changes: &mut Vec<String>) {
    let names = |components: &[super::parts::Component]| -> BTreeSet<CapabilityName> {
        components
            .iter()
            .flat_map(|component| component.capabilities.iter())
            .flat_map(|(_, names)| names)
            .map(|name| name.value.clone())
            .collect()
    };
    let was = names(before.components());
    let is = names(&draft.components);
    draft.capabilities.retain(|capability| {
        let name = &capability.name.value;
        let gone = was.contains(name) && !is.contains(name);
        if gone {
            changes.push(format!("the definition of {name} is gone"));
        }
        !gone
    });
}

/// The name that the suite has becomes the name, the one before an alias.
fn renamed(test: &mut Test, inventory: &Inventory) -> Option<String> {
    let new = match inventory.find(test) {
        Found::Listed(tests) | Found::Renamed(tests) => {
            let names: BTreeMap<&str, ()> = tests.iter().map(|test| (test.name(), ())).collect();
            let mut names = names.into_keys();
            match (names.next(), names.next()) {
                (Some(only), None) if test.name.value != *only => TestName::new(only).ok()?,
                _ => return None,
            }
        }
        Found::OtherId(_) | Found::Gone => return None,
    };
    let old = std::mem::replace(&mut test.name, Located::nowhere(new.clone()));
    let change = format!("{} is now {new}", old.value);
    test.aliases.retain(|alias| alias.value != new);
    test.aliases.push(old);
    Some(change)
}

fn metadata(draft: &mut GuidelineDraft, request: &NextRequest) {
    let metadata = &mut draft.metadata;
    let before = metadata.id.value.as_str().to_owned();
    // `dns.2020.06` becomes `dns.next`.
    let programme: String = before
        .split('.')
        .take_while(|part| !part.starts_with(|c: char| c.is_ascii_digit()) && *part != "next")
        .map(|part| format!("{part}."))
        .collect();
    if let Ok(id) = GuidelineId::new(format!("{programme}next")) {
        metadata.id = Located::nowhere(id);
    }
    if let Some(folder) = metadata.source.value.rfind('/')
        && metadata.source.value.ends_with(".json")
    {
        let folder = metadata.source.value.get(..=folder).unwrap_or_default();
        let source = format!("{folder}{}.json", metadata.id.value);
        metadata.source = Located::nowhere(source);
    }
    let releases = if request.releases.is_empty() {
        metadata
            .approval
            .as_ref()
            .map_or_else(Vec::new, |approval| approval.releases.clone())
    } else {
        let releases = request.releases.iter().cloned();
        releases.map(Located::nowhere).collect()
    };
    metadata.approval = Some(Approval {
        target: Some(Located::nowhere(request.target_approval.clone())),
        replaces: Some(Located::nowhere(before)),
        releases,
        status: Located::nowhere(Status::Draft),
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::guideline::sample::{built, capability, component, draft, test, uuid};

    fn before() -> Guideline {
        let mut before = draft(
            vec![component(
                "c",
                &[
                    (State::Required, &["stays", "leaves"]),
                    (State::Advisory, &["comes", "waits"]),
                    (State::Deprecated, &["goes"]),
                    (State::Removed, &["gone"]),
                ],
            )],
            [
                "stays", "leaves", "comes", "waits", "goes", "gone", "unnamed",
            ]
            .map(|name| capability(name, vec![test("t.old", 1, &["t.new"], true)]))
            .to_vec(),
        );
        before.metadata.id = Located::nowhere(GuidelineId::new("dns.2020.06").unwrap());
        before.metadata.source = Located::nowhere("https://e.org/dns.2020.06.json".to_owned());
        built(before)
    }

    fn request() -> NextRequest {
        NextRequest {
            target_approval: "2020.11".to_owned(),
            advance: vec!["comes".to_owned()],
            deprecate: vec!["leaves".to_owned()],
            ..NextRequest::default()
        }
    }

    #[test]
    fn each_capability_takes_one_step() {
        let next = next(&before(), &request()).unwrap();
        let guideline = built(next.draft);
        let lists = &guideline.components()[0].capabilities;
        let names = |state| -> Vec<&str> {
            let names: &Vec<Located<CapabilityName>> = lists.get(state);
            names.iter().map(|name| name.value.as_str()).collect()
        };
        assert_eq!(names(State::Required), ["stays", "comes"]);
        assert_eq!(names(State::Advisory), ["waits"]);
        assert_eq!(names(State::Deprecated), ["leaves"]);
        assert_eq!(names(State::Removed), ["goes"]);
        assert!(guideline.capability("gone").is_none());
        // What nobody named before is a fault of its own, not a step of the life cycle.
        assert!(guideline.capability("unnamed").is_some());
        let since = guideline
            .capability("comes")
            .unwrap()
            .required_since
            .as_ref();
        assert_eq!(since.unwrap().value, "2020.11");
        let metadata = guideline.metadata();
        assert_eq!(metadata.id.value, "dns.next");
        assert_eq!(metadata.source.value, "https://e.org/dns.next.json");
        let approval = metadata.approval.as_ref().unwrap();
        assert_eq!(approval.replaces.as_ref().unwrap().value, "dns.2020.06");
        assert_eq!(approval.status.value, Status::Draft);
        assert!(
            guideline
                .capabilities()
                .iter()
                .all(|c| !c.tests[0].is_flagged())
        );
    }

    /// The rules find nothing against a draft that the rules made.
    #[test]
    fn the_draft_keeps_the_life_cycle() {
        let before = before();
        let next = built(next(&before, &request()).unwrap().draft);
        assert!(crate::guideline::lint_life_cycle(&before, &next).is_empty());
    }

    #[test]
    fn the_name_of_the_suite_becomes_the_name() {
        let mut inventory = Inventory::default();
        inventory.add(&format!("t.new[id-{}]", uuid(1)));
        let request = NextRequest {
            inventory: Some(inventory),
            keep_flags: true,
            ..request()
        };
        let next = next(&before(), &request).unwrap();
        let test = &next.draft.capabilities[0].tests[0];
        assert_eq!(test.name.value, "t.new");
        assert_eq!(
            test.aliases,
            [Located::nowhere(TestName::new("t.old").unwrap())]
        );
        assert!(test.is_flagged());
    }

    #[test]
    fn wishes_that_do_not_fit_are_refused() {
        let with = |change: fn(&mut NextRequest)| {
            let mut request = request();
            change(&mut request);
            next(&before(), &request)
                .map(|_| ())
                .unwrap_err()
                .to_string()
        };
        assert_eq!(
            with(|r| r.advance = vec!["wait".to_owned()]),
            "no component has the advisory capability `wait`; did you mean `waits`?"
        );
        assert!(with(|r| r.deprecate = vec!["comes".to_owned()]).contains("required capability"));
        assert!(with(|r| r.target_approval = "2020-11".to_owned()).contains("not a month"));
    }
}

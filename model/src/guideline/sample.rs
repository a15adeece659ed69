//! Small guidelines for the tests of this module.

use super::*;
use crate::origin::Located;

/// UUID number `n`.
pub(super) fn uuid(n: u8) -> TestUuid {
    let mut bytes = [0; 16];
    bytes[15] = n;
    TestUuid::from_bytes(bytes)
}

pub(super) fn test(name: &str, id: u8, aliases: &[&str], flagged: bool) -> Test {
    Test {
        name: Located::nowhere(TestName::new(name).unwrap()),
        id: Some(Located::nowhere(uuid(id).into())),
        aliases: aliases
            .iter()
            .map(|alias| Located::nowhere(TestName::new(alias).unwrap()))
            .collect(),
        flag: flagged.then(|| Located::nowhere(Flag::Bare)),
    }
}

pub(super) fn capability(name: &str, tests: Vec<Test>) -> Capability {
    Capability {
        name: Located::nowhere(CapabilityName::new(name).unwrap()),
        project: Located::nowhere(ProjectName::new("nova").unwrap()),
        description: String::new(),
        admin: Located::nowhere(false),
        achievements: Vec::new(),
        required_since: None,
        stated: None,
        tests,
    }
}

pub(super) fn component(name: &str, states: &[(State, &[&str])]) -> Component {
    let mut capabilities: ByState<Vec<Located<CapabilityName>>> = ByState::default();
    for (state, names) in states {
        *capabilities.get_mut(*state) = names
            .iter()
            .map(|name| Located::nowhere(CapabilityName::new(name).unwrap()))
            .collect();
    }
    Component {
        name: Located::nowhere(ComponentName::new(name).unwrap()),
        capabilities,
        designated_sections: ByState::default(),
    }
}

pub(super) fn reference(name: &str, source: Option<&str>) -> ComponentRef {
    ComponentRef {
        name: Located::nowhere(ComponentName::new(name).unwrap()),
        source: source.map(|source| Located::nowhere(source.to_owned())),
        state: State::Required,
    }
}

pub(super) fn platform(name: &str, components: Vec<ComponentRef>) -> Platform {
    Platform {
        name: Located::nowhere(PlatformName::new(name).unwrap()),
        description: None,
        components,
    }
}

pub(super) fn draft(components: Vec<Component>, capabilities: Vec<Capability>) -> GuidelineDraft {
    GuidelineDraft {
        schema: SchemaVersion::V2_0,
        metadata: Metadata {
            id: Located::nowhere(GuidelineId::new("next").unwrap()),
            reference: Located::nowhere(String::new()),
            source: Located::nowhere(String::new()),
            scoring: None,
            approval: None,
            strict: false,
        },
        platforms: Vec::new(),
        add_ons: Vec::new(),
        components,
        capabilities,
        designated_sections: Vec::new(),
        test_repositories: Vec::new(),
    }
}

/// A worked example: component `c` requires `cap-a` with
/// `t.one`, `t.two` (alias `old.two`) and `t.three` (flagged).
pub(super) fn worked_example() -> Guideline {
    let tests = vec![
        test("t.one", 1, &[], false),
        test("t.two", 2, &["old.two"], false),
        test("t.three", 3, &[], true),
    ];
    let c = component("c", &[(State::Required, &["cap-a"])]);
    built(draft(vec![c], vec![capability("cap-a", tests)]))
}

pub(super) fn built(draft: GuidelineDraft) -> Guideline {
    let built = draft.build();
    built
        .guideline
        .unwrap_or_else(|| panic!("{}", built.faults))
}

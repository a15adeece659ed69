use super::*;
use crate::{
    guideline::{
        Flag, Guideline, State, TestName,
        sample::{capability, component, draft, uuid},
    },
    origin::Located,
};

const CASES: [CaseRef<'_>; 5] = [
    case("k:i#compute/act.coll/start", 1, Level::Must, 4),
    case("k:i#compute/cre.min@json", 2, Level::Must, 1),
    case("k:i#compute/cre.full@json", 3, Level::Should, 1),
    case("k:i#compute/del", 4, Level::Must, 1),
    case("k:i#compute/val.edge/x", 5, Level::May, 1),
];

const fn case(id: &str, uuid: u8, level: Level, hazard: u8) -> CaseRef<'_> {
    let mut bytes = [0; 16];
    bytes[15] = uuid;
    CaseRef {
        id,
        uuid: crate::guideline::TestUuid::from_bytes(bytes),
        level,
        hazard,
    }
}

fn patterns(texts: &[&str]) -> Vec<Located<Pattern>> {
    texts
        .iter()
        .map(|text| Located::nowhere(Pattern::new(text).unwrap()))
        .collect()
}

fn authored(capabilities: &[(&str, &[&str], &[&str])]) -> Authored {
    let names: Vec<&str> = capabilities.iter().map(|(name, ..)| *name).collect();
    Authored {
        draft: draft(
            vec![component("c", &[(State::Required, &names)])],
            Vec::new(),
        ),
        capabilities: capabilities
            .iter()
            .map(|(name, include, exclude)| AuthoredCapability {
                capability: capability(name, Vec::new()),
                include: patterns(include),
                exclude: patterns(exclude),
                flags: Vec::new(),
            })
            .collect(),
    }
}

fn flag(case: &str) -> CaseFlag {
    CaseFlag {
        case: Located::nowhere(TestName::new(case).unwrap()),
        flag: Flag::Bare,
    }
}

fn names(guideline: &Guideline) -> Vec<(String, Vec<String>)> {
    guideline
        .capabilities()
        .iter()
        .map(|capability| {
            let tests = capability
                .tests
                .iter()
                .map(|test| test.name.value.to_string());
            (capability.name.value.to_string(), tests.collect())
        })
        .collect()
}

#[test]
fn patterns_become_sorted_names_with_ids() {
    let mut source = authored(&[
        (
            "make",
            &["k:i#compute/cre.*/**", "k:**/val.*/**"],
            &["**/cre.full@*"],
        ),
        ("delete", &["k:i#*/del/**"], &[]),
    ]);
    source.capabilities[1].flags.push(flag("k:i#compute/del"));
    let built = source.clone().lock(&CASES);
    assert!(built.faults.is_empty(), "{}", built.faults);
    let guideline = built.guideline.unwrap();
    assert_eq!(
        names(&guideline),
        [
            ("delete".to_owned(), vec!["k:i#compute/del".to_owned()]),
            (
                "make".to_owned(),
                vec![
                    "k:i#compute/cre.min@json".to_owned(),
                    "k:i#compute/val.edge/x".to_owned(),
                ]
            ),
        ]
    );
    let deleted = &guideline.capabilities()[0].tests[0];
    assert_eq!(deleted.id.as_ref().unwrap().value.uuid(), Some(uuid(4)));
    assert!(deleted.is_flagged());
    assert!(check(&guideline, &CASES).is_empty());
    // Neither the order of the catalogue nor that of the source matters.
    let mut reversed = CASES;
    reversed.reverse();
    source.capabilities.reverse();
    assert_eq!(source.lock(&reversed).guideline.unwrap(), guideline);
}

fn refused(source: Authored) -> Vec<String> {
    let built = source.lock(&CASES);
    assert_eq!(built.guideline.is_none(), built.faults.has_errors());
    built.faults.iter().map(ToString::to_string).collect()
}

#[test]
fn what_nobody_can_be_asked_is_refused() {
    assert_eq!(
        refused(authored(&[("act", &["k:i#compute/act.*/**"], &[])])),
        [
            "[E0361] `act` has the case `k:i#compute/act.coll/start` of hazard 4: nobody can be made to run it"
        ]
    );
    assert_eq!(
        refused(authored(&[("edge", &["k:**/val.edge/**"], &[])])),
        ["[E0362] the required capability `edge` has no case of level must"]
    );
    let mut source = authored(&[("delete", &["k:i#*/del/**"], &[])]);
    source.capabilities[0].flags.push(flag("k:i#compute/dell"));
    assert_eq!(
        refused(source),
        ["[E0360] `delete` flags the case `k:i#compute/dell`, which it does not select"]
    );
}

#[test]
fn what_is_only_odd_is_a_warning() {
    assert_eq!(
        refused(authored(&[
            ("a", &["k:i#compute/del", "k:i#compute/dele"], &[]),
            ("b", &["k:i#compute/de*"], &["**@xml"]),
        ])),
        [
            "[W0344] test `k:i#compute/del` is in `a` and in `b`: it counts twice",
            "[W0363] the pattern `k:i#compute/dele` selects no case",
        ]
    );
}

#[test]
fn a_stale_lock_is_found() {
    let source = authored(&[("a", &["k:i#compute/del", "k:i#compute/cre.min@*"], &[])]);
    let guideline = source.lock(&CASES).guideline.unwrap();
    let changed = [case("k:i#compute/cre.min@json", 9, Level::Should, 5)];
    let faults: Vec<String> = check(&guideline, &changed)
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        faults,
        [
            "[E0361] `a` has the case `k:i#compute/cre.min@json` of hazard 5: nobody can be made to run it",
            "[E0362] the required capability `a` has no case of level must",
            "[E0364] there is no case `k:i#compute/del`",
            "[E0365] the case `k:i#compute/cre.min@json` has another id than \
             `id-00000000-0000-0000-0000-000000000002`",
        ]
    );
}

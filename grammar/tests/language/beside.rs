//! What the shipped definitions say beside attributes and actions: their documents, final states,
//! return notes and annotations (tables of `occi-extensions`).

use occi_grammar::{MemoryResolver, builtin, compile};
use occi_model::{
    Model, Profile,
    model::{Annotation, StateMachine},
};

fn model(name: &str) -> Model {
    let text = builtin::find(name).unwrap().text;
    let mut files = MemoryResolver::new().with(name, text);
    let compiled = compile(name, &mut files, Profile::Union);
    compiled
        .model
        .unwrap_or_else(|| panic!("{}", compiled.faults))
}

/// The terms of the kinds that a definition adds, each with what `of` tells of it.
fn kinds<T>(model: &Model, of: impl Fn(&occi_model::Kind) -> Option<T>) -> Vec<(String, T)> {
    let own = model.extension_ids().last().unwrap();
    model
        .kinds()
        .filter(|(_, kind)| kind.extension == own)
        .filter_map(|(_, kind)| Some((kind.id.term().to_owned(), of(kind)?)))
        .collect()
}

#[test]
fn every_definition_names_its_document() {
    let documents = [
        ("core", "https://www.ogf.org/documents/GFD.221.pdf"),
        (
            "infrastructure",
            "https://www.ogf.org/documents/GFD.224.pdf",
        ),
        ("crtp-1-0", "companion draft of GFD.222"),
        ("crtp-1-1", "https://www.ogf.org/documents/GFD.222.pdf"),
        ("platform", "https://www.ogf.org/documents/GFD.227.pdf"),
        ("sla", "https://www.ogf.org/documents/GFD.228.pdf"),
        (
            "monitoring",
            "https://redmine.ogf.org/attachments/182/monitoring.pdf",
        ),
        ("notification", "draft of March 2015"),
    ];
    for builtin in builtin::ALL {
        let model = model(builtin.name);
        let own = model.extension_ids().last().unwrap();
        let (_, document) = documents
            .iter()
            .find(|(name, _)| *name == builtin.name)
            .unwrap();
        let specification = model.extension(own).specification.as_deref();
        assert_eq!(specification, Some(*document), "{}", builtin.name);
    }
}

#[test]
fn states_are_final_where_the_diagrams_end() {
    let finals = |machine: &StateMachine| -> Vec<String> {
        let states = machine.states.iter().filter(|state| state.is_final);
        states.map(|state| state.name.to_string()).collect()
    };
    let of = |name: &str| kinds(&model(name), |kind| kind.own_states.as_deref().map(finals));
    let one = |kind: &str, state: &str| (kind.to_owned(), vec![state.to_owned()]);
    assert_eq!(
        of("infrastructure"),
        [
            one("compute", "inactive"),
            one("network", "inactive"),
            one("storage", "offline"),
            one("networkinterface", "inactive"),
            one("storagelink", "inactive"),
        ]
    );
    assert_eq!(
        of("platform"),
        [one("application", "active"), one("component", "active")]
    );
    // The unlabelled arrows to the end are read as `terminate` (D-48).
    let ends = ["rejected", "terminated"].map(str::to_owned).to_vec();
    assert_eq!(of("sla"), [("agreement".to_owned(), ends)]);
}

#[test]
fn the_only_answer_that_the_documents_speak_of_is_that_of_save() {
    for builtin in builtin::ALL {
        let model = model(builtin.name);
        let returns: Vec<_> = model
            .actions()
            .filter_map(|(_, action)| Some((action.id.term(), action.returns.as_deref()?)))
            .collect();
        let expected = [("save", "the rendering of the new OS template mixin")];
        let knows_save = model
            .find_action("http://schemas.ogf.org/occi/infrastructure/compute/action#save")
            .is_some();
        assert_eq!(
            returns,
            &expected[..usize::from(knows_save)],
            "{}",
            builtin.name
        );
    }
}

#[test]
fn what_no_definition_can_hold_is_annotated() {
    let said = |annotations: &[Annotation]| -> Vec<String> {
        let all = annotations.iter();
        all.map(|one| format!("{} = {}", one.key, one.value))
            .collect()
    };
    let sla = model("sla");
    let agreement = sla.find_kind("http://schemas.ogf.org/occi/sla#agreement");
    let agreed = sla
        .kind(agreement.unwrap())
        .attribute("occi.agreement.agreedAt")
        .unwrap();
    assert_eq!(said(&agreed.annotations), ["set-by = accept"]);
    let term = sla.find_mixin("http://schemas.ogf.org/occi/sla#agreement_term");
    assert_eq!(
        said(&sla.mixin(term.unwrap()).annotations),
        [
            "{term}.term.type = readonly enum { SERVICE-TERM, SLO-TERM, n/a }",
            "{term}.term.state = readonly enum { undefined, fulfilled, violated }, at first undefined",
            "{term}.term.desc = string",
            "{term}.term.remedy = string",
        ]
    );
    let adjusted = kinds(&model("monitoring"), |kind| {
        let attributes = kind.attributes.iter();
        Some(
            attributes
                .filter(|one| {
                    one.annotations
                        .iter()
                        .any(|one| &*one.key == "unattainable")
                })
                .map(|one| one.name.last_component().to_owned())
                .collect::<Vec<_>>(),
        )
    });
    let all = ["period", "granularity", "accuracy"]
        .map(str::to_owned)
        .to_vec();
    assert_eq!(
        adjusted,
        [
            ("sensor".to_owned(), all.clone()),
            ("collector".to_owned(), all)
        ]
    );
}

/// A provider's term of agreements has the names that GFD.228 3.1.2 suggests, without a warning.
#[test]
fn terms_of_agreements_are_written_as_the_document_suggests() {
    let text = "extension terms \"http://example.com/occi/terms#\";\nuse core;\nuse sla;\n\
        mixin up-time {\n    depends sla.agreement_term;\n    \
        readonly always up-time.term.state: enum { undefined, fulfilled, violated } = undefined;\n}\n";
    let mut files = MemoryResolver::new().with("entry", text);
    let compiled = compile("entry", &mut files, Profile::Union);
    assert!(compiled.faults.is_empty(), "{}", compiled.faults);
}

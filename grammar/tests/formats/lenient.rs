//! What published files of every format get wrong and still mean: each by a small text, with the
//! warning that tells of it, and what is read.

use std::collections::BTreeSet;

use occi_grammar::{
    Compiled, FileResolver, MemoryResolver, builtin, compile, compile_with,
    format::{Format, ReadOptions, Subject},
    write,
};
use occi_model::{Model, Profile, Value};

const ECORE: &str = "xmi:version=\"2.0\" xmlns:xmi=\"http://www.omg.org/XMI\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xmlns:ecore=\"http://www.eclipse.org/emf/2002/Ecore\"";
const CORE: &str = "<import href=\"http://schemas.ogf.org/occi/core#/\"/>";
const RESOURCE: &str =
    "<parent href=\"http://schemas.ogf.org/occi/core#//@kinds[term='resource']\"/>";

fn compiled(name: &str, text: &str, strict: bool) -> Compiled {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, text).unwrap();
    compile_with(
        path.to_str().unwrap(),
        &mut FileResolver::new(),
        Profile::Union,
        ReadOptions { strict },
    )
}

/// What a text means; it is read with these warnings beside others of the metamodel, and refused in
/// strict reading where one of them tells of something forgiven.
fn forgiven(name: &str, text: &str, warnings: &[&str]) -> (Model, Compiled) {
    let mut result = compiled(name, text, false);
    let model = result.model.take();
    let model = model.unwrap_or_else(|| panic!("{}", result.faults));
    let codes: BTreeSet<String> = result
        .faults
        .iter()
        .map(|fault| fault.code.to_string())
        .collect();
    for code in warnings {
        assert!(codes.contains(*code), "{code} is not in {codes:?}");
        let entry = occi_grammar::format::code::find(code.parse().unwrap()).unwrap();
        let strict = compiled(name, text, true);
        assert_eq!(strict.model.is_none(), entry.forgiven, "{}", strict.faults);
    }
    (model, result)
}

fn second_generation(types: &str, attributes: &str) -> String {
    format!(
        "<occi:Extension {ECORE} xmlns:occi=\"http://schemas.ogf.org/occi/core/ecore\" name=\"old\" scheme=\"http://example.org/old#\">{CORE}\
         <kinds term=\"thing\" scheme=\"http://example.org/old#\">{attributes}{RESOURCE}</kinds>{types}</occi:Extension>"
    )
}

#[test]
fn an_empty_pattern_of_ecore_is_none() {
    let text = second_generation(
        "<types name=\"Word\" instanceClassName=\"java.lang.String\"><eAnnotations source=\"http:///org/eclipse/emf/ecore/util/ExtendedMetaData\"><details key=\"pattern\" value=\"\"/></eAnnotations></types>",
        "<attributes name=\"com.example.word\" type=\"//@types.0\"/>",
    );
    let (model, _) = forgiven("one.occie", &text, &["W0654"]);
    let kind = model.kind(model.find_kind("http://example.org/old#thing").unwrap());
    let word = kind.attribute("com.example.word").unwrap();
    assert_eq!(word.value_type.describe(), "text");
}

#[test]
fn an_enumeration_of_ecore_without_literals_is_any_text() {
    let text = second_generation(
        "<types xsi:type=\"ecore:EEnum\" name=\"State\"/>",
        "<attributes name=\"com.example.state\" type=\"//@types.0\" default=\"up\"/>",
    );
    let (model, _) = forgiven("one.occie", &text, &["W0644"]);
    let kind = model.kind(model.find_kind("http://example.org/old#thing").unwrap());
    let state = kind.attribute("com.example.state").unwrap();
    assert_eq!(state.default_value(), Some(&Value::String("up".to_owned())));
}

#[test]
fn an_empty_default_is_none_whatever_the_type() {
    for types in [
        "<types name=\"T\" instanceClassName=\"java.lang.Integer\"/>",
        "<types xsi:type=\"ecore:EEnum\" name=\"T\"><eLiterals name=\"a\"/></types>",
        "<types xsi:type=\"occi:ArrayType\" name=\"T\" type=\"//@types.1\"/><types xsi:type=\"occi:EObjectType\" name=\"U\" instanceClassName=\"java.net.URI\"/>",
    ] {
        let text = second_generation(
            types,
            "<attributes name=\"com.example.a\" type=\"//@types.0\" default=\"\"/>",
        );
        let (model, _) = forgiven("one.occie", &text, &["W0658"]);
        let kind = model.kind(model.find_kind("http://example.org/old#thing").unwrap());
        let found = kind.attribute("com.example.a").unwrap();
        assert_eq!(found.default_value(), None, "{types}");
    }
    let text = second_generation(
        "<types name=\"T\" instanceClassName=\"java.lang.String\"/>",
        "<attributes name=\"com.example.a\" type=\"//@types.0\" default=\"\"/>",
    );
    let (model, _) = forgiven("one.occie", &text, &[]);
    let kind = model.kind(model.find_kind("http://example.org/old#thing").unwrap());
    let found = kind.attribute("com.example.a").unwrap();
    assert_eq!(found.default_value(), Some(&Value::String(String::new())));
}

#[test]
fn a_constraint_without_body_is_kept_by_its_name() {
    let text = format!(
        "<occi:Extension {ECORE} xmlns:occi=\"http://schemas.ogf.org/occi/core/ecore\" name=\"new\" scheme=\"http://example.org/new#\">{CORE}\
         <kinds name=\"thing\" scheme=\"http://example.org/new#\"><constraints name=\"Later\" description=\"To be said.\"/>{RESOURCE}</kinds></occi:Extension>"
    );
    let (model, _) = forgiven("one.occie", &text, &["W0645"]);
    let kind = model.kind(model.find_kind("http://example.org/new#thing").unwrap());
    let notes: Vec<_> = kind
        .annotations
        .iter()
        .map(|one| (&*one.key, &*one.value))
        .collect();
    assert_eq!(
        notes,
        [("ocl-description:Later", "To be said."), ("ocl:Later", "")]
    );
    assert!(kind.constraints.is_empty());
}

#[test]
fn versions_of_the_metamodel_have_namespaces_of_their_own() {
    let text = format!(
        "<occi:Extension {ECORE} xmlns:occi=\"http://schemas.ogf.org/occi/core/ecore/2.0\" name=\"new\" scheme=\"http://example.org/new#\">{CORE}\
         <kinds name=\"thing\" scheme=\"http://example.org/new#\"><attributes name=\"com.example.state\" mutable=\"false\" type=\"//@types.0\"/><actions name=\"go\" scheme=\"http://example.org/new/thing/action#\"/>{RESOURCE}\
         <fsm attribute=\"//@kinds.0/@attributes.0\"><ownedState literal=\"//@types.0/@literals.0\" initial=\"true\">\
         <outgoingTransition target=\"//@kinds.0/@fsm/@ownedState.1\" action=\"//@kinds.0/@actions.0\"/></ownedState>\
         <ownedState literal=\"//@types.0/@literals.1\" incomingTransition=\"//@kinds.0/@fsm/@ownedState.0/@outgoingTransition.0\"/></fsm></kinds>\
         <types xsi:type=\"occi:EnumerationType\" name=\"S\"><literals name=\"off\"/><literals name=\"on\"/></types></occi:Extension>"
    );
    let (model, _) = forgiven("one.occie", &text, &[]);
    let kind = model.kind(model.find_kind("http://example.org/new#thing").unwrap());
    let states = kind.own_states.as_ref().unwrap();
    assert_eq!((states.states.len(), states.transitions.len()), (2, 1));
    // What only begins like the namespace is another one.
    let other = text.replace("ecore/2.0", "ecore2");
    let refused = compiled("one.occie", &other, false);
    assert!(
        refused.faults.to_string().contains("E0606"),
        "{}",
        refused.faults
    );
}

#[test]
fn a_path_of_two_categories_of_compatible_one_is_left_to_the_first() {
    let text = "<schema><model name=\"m\" namespace=\"http://example.org/m#\">\
        <category term=\"a\" scheme=\"http://example.org/m#\" rel=\"http://schemas.ogf.org/occi/core#resource\" class=\"kind\" location=\"/x/\"/>\
        <category term=\"b\" scheme=\"http://example.org/m#\" rel=\"http://schemas.ogf.org/occi/core#resource\" class=\"kind\" location=\"/x/\"/></model></schema>";
    let (model, _) = forgiven("one.xml", text, &["W0690"]);
    let location = |term: &str| {
        let id = model.find_kind(&format!("http://example.org/m#{term}"));
        model
            .kind(id.unwrap())
            .location
            .as_ref()
            .map(ToString::to_string)
    };
    assert_eq!(
        (location("a"), location("b")),
        (Some("/x/".to_owned()), None)
    );
}

#[test]
fn a_reference_by_the_scheme_of_a_category_finds_its_extension() {
    let text = "<occi:extension xmlns:occi=\"http://schemas.ogf.org/occi\" name=\"keys\" scheme=\"http://example.org/keys#\">\
        <occi:mixin term=\"two\" scheme=\"http://example.org/keys#\">\
        <occi:depends scheme=\"http://schemas.ogf.org/occi/infrastructure/credentials#\" term=\"ssh_key\"/></occi:mixin></occi:extension>";
    let (model, _) = forgiven("one.xml", text, &[]);
    let two = model.mixin(model.find_mixin("http://example.org/keys#two").unwrap());
    let depends = model.mixin(two.depends[0]);
    assert_eq!(&*model.extension(depends.extension).name, "infrastructure");
    // Nothing is brought in that does not have it.
    let other = text.replace("infrastructure/credentials#", "infrastructure/cards#");
    let refused = compiled("one.xml", &other, false);
    assert!(
        refused.faults.to_string().contains("E0151"),
        "{}",
        refused.faults
    );
}

#[test]
fn entities_in_xml_have_ids_and_places_as_servers_write_them() {
    let text = "<collection xmlns=\"http://schemas.ogf.org/occi\">\
        <resource id=\"compute1\"><kind scheme=\"http://schemas.ogf.org/occi/infrastructure#\" term=\"compute\"/>\
        <link id=\"996ad860-2a9a-504f-8861-aeafd0b2ae29\" target=\"http://example.org:8080/net/1\"><kind scheme=\"http://schemas.ogf.org/occi/infrastructure#\" term=\"networkinterface\"/>\
        <attribute name=\"occi.networkinterface.interface\" value=\"eth0\"/><attribute name=\"occi.networkinterface.mac\" value=\"00:16:3e:00:00:00\"/></link></resource>\
        <resource href=\"http://example.org:8080/net/1\"><kind scheme=\"http://schemas.ogf.org/occi/infrastructure#\" term=\"network\"/></resource></collection>";
    let (_, result) = forgiven("one.xml", text, &["W0638"]);
    let [configuration] = &result.configurations[..] else {
        panic!("{} configurations", result.configurations.len());
    };
    let [compute, network] = &configuration.resources[..] else {
        panic!("{} resources", configuration.resources.len());
    };
    assert_eq!(&*compute.entity.name, "compute-compute1");
    assert_eq!(
        &*compute.links[0].entity.id,
        "urn:uuid:996ad860-2a9a-504f-8861-aeafd0b2ae29"
    );
    let location = network.entity.location.as_ref().map(ToString::to_string);
    assert_eq!(location.as_deref(), Some("/net/1"));
}

#[test]
fn the_root_of_all_kinds_has_no_path() {
    let core = "http://schemas.ogf.org/occi/core#";
    let child = |term: &str| {
        format!(
            "<kind term=\"{term}\" scheme=\"{core}\" location=\"/{term}/\"><parent term=\"entity\" scheme=\"{core}\"/></kind>"
        )
    };
    let text = format!(
        "<capabilities xmlns=\"http://schemas.ogf.org/occi\"><kind term=\"entity\" scheme=\"{core}\" location=\"/entity/\"/>{}{}</capabilities>",
        child("resource"),
        child("link")
    );
    let (model, _) = forgiven("one.xml", &text, &["W0611"]);
    let entity = model.find_kind("http://schemas.ogf.org/occi/core#entity");
    assert_eq!(model.kind(entity.unwrap()).location, None);
}

#[test]
fn an_empty_parent_in_json_is_none() {
    let text = r#"{"kinds": [{"term": "entity", "scheme": "http://schemas.ogf.org/occi/core#", "parent": "", "location": "/entity/"}]}"#;
    let (_, result) = forgiven("one.json", text, &["W0673"]);
    assert!(result.faults.to_string().contains("an empty `parent`"));
}

#[test]
fn a_branch_of_nested_attributes_may_be_called_type() {
    let text = r#"{"mixins": [{"term": "a", "scheme": "http://example.org/m#", "attributes":
        {"org": {"example": {"type": {"Description": "Which."}, "size": {"Type": "number"}}}}}]}"#;
    let (model, _) = forgiven("one.json", text, &["W0673"]);
    let mixin = model.mixin(model.find_mixin("http://example.org/m#a").unwrap());
    let names: Vec<String> = mixin
        .attributes
        .iter()
        .map(|one| one.name.to_string())
        .collect();
    assert_eq!(names, ["org.example.type", "org.example.size"]);
}

#[test]
fn what_one_version_has_of_a_published_definition_is_published() {
    let text = builtin::find("infrastructure").unwrap().text;
    for profile in [Profile::V1_1, Profile::V1_2] {
        let mut memory = MemoryResolver::new().with("infrastructure", text);
        let before = compile("infrastructure", &mut memory, profile);
        let model = before.model.as_ref().unwrap();
        for (format, name) in [(Format::Text, "one.txt"), (Format::Json, "one.json")] {
            let subject = Subject {
                model,
                extensions: &before.entries,
                configurations: &[],
            };
            let written = format.writer().unwrap()(&subject);
            let listing = &written.files[0].text;
            let after = compiled(name, listing, false);
            let found = after.model.unwrap_or_else(|| panic!("{}", after.faults));
            let said = after.faults.to_string();
            assert!(!said.contains("W0687"), "{profile} {format}: {said}");
            // What is listed counts, not what other versions have.
            let counts = |model: &Model| {
                (
                    model.kinds().len(),
                    model.mixins().len(),
                    model.actions().len(),
                )
            };
            assert_eq!(counts(&found), counts(model), "{profile} {format}");
            let other = listing.replace("occi.compute.cores", "occi.compute.kernels");
            let said = compiled(name, &other, false).faults.to_string();
            assert!(said.contains("W0687"), "{profile} {format}: {said}");
        }
    }
}

#[test]
fn an_import_by_scheme_finds_a_listing_where_there_is_no_definition() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    file(
        "server.txt",
        "Category: tag; scheme=\"http://example.org/tags#\"; class=\"mixin\"; title=\"Listed\"\n",
    );
    file(
        "other.txt",
        "Category: compute; scheme=\"http://schemas.ogf.org/occi/infrastructure#\"; class=\"kind\"; rel=\"http://schemas.ogf.org/occi/core#resource\"; location=\"/c/\"\n",
    );
    file(
        "own.occi",
        "extension own \"http://example.com/own#\";\nuse core;\nuse \"http://schemas.ogf.org/occi/infrastructure#\" as published;\nuse \"http://example.org/tags#\" as tags;\nmixin mine { depends tags.tag; }\n",
    );
    let read = || {
        let path = folder.path().join("own.occi");
        let result = compile(
            path.to_str().unwrap(),
            &mut FileResolver::new(),
            Profile::Union,
        );
        result.model.unwrap_or_else(|| panic!("{}", result.faults))
    };
    let title = |model: &Model| {
        let tag = model.find_mixin("http://example.org/tags#tag").unwrap();
        model.mixin(tag).title.as_ref().map(ToString::to_string)
    };
    let model = read();
    assert_eq!(title(&model).as_deref(), Some("Listed"));
    // The published definition is not what some server lists of it.
    let compute = model.find_kind("http://schemas.ogf.org/occi/infrastructure#compute");
    let compute = model.kind(compute.unwrap());
    assert!(compute.attribute("occi.compute.cores").is_some());
    file(
        "tags.occi",
        "extension tags \"http://example.org/tags#\";\nuse core;\nmixin tag;\n",
    );
    assert_eq!(title(&read()), None);
}

#[test]
fn a_part_of_a_published_definition_is_completed_by_what_it_refers_to() {
    let text = r#"{"mixins": [
        {"term": "ipnetwork", "scheme": "http://schemas.ogf.org/occi/infrastructure/network#", "location": "/mixins/ip/",
         "applies": ["http://schemas.ogf.org/occi/infrastructure#network"],
         "attributes": {"occi.network.address": {"mutable": true}}},
        {"term": "mine", "scheme": "http://example.org/m#", "depends": ["http://schemas.ogf.org/occi/infrastructure/network#ipnetwork"]}]}"#;
    let (model, result) = forgiven("one.json", text, &["W0687"]);
    assert!(result.faults.to_string().contains("is not listed"));
    let network = model.find_kind("http://schemas.ogf.org/occi/infrastructure#network");
    let network = model.kind(network.unwrap());
    assert!(network.attribute("occi.network.vlan").is_some());
    assert_eq!(network.actions.len(), 2);
    // What nothing refers to is not there: the listing counts.
    let compute = model.find_kind("http://schemas.ogf.org/occi/infrastructure#compute");
    assert!(compute.is_none());
    // The whole can be said in the language.
    assert_eq!(write::all(&model).len(), model.extensions().len());
}

//! The forms that models are written in, each by a small one.

use std::path::{Path, PathBuf};

use occi_grammar::{Compiled, FileResolver};
use occi_model::{Access, Value, ValueType, model::Trigger};

use super::{codes, compiled, shown};

const HEAD: &str = "xmi:version=\"2.0\" xmlns:xmi=\"http://www.omg.org/XMI\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xmlns:occi=\"http://schemas.ogf.org/occi/core/ecore\" xmlns:ecore=\"http://www.eclipse.org/emf/2002/Ecore\"";
const CORE: &str = "<import href=\"http://schemas.ogf.org/occi/core#/\"/>";
const RESOURCE: &str =
    "<parent href=\"http://schemas.ogf.org/occi/core#//@kinds[term='resource']\"/>";

/// Files in a directory of their own.
struct Files(tempfile::TempDir);

impl Files {
    fn new(files: &[(&str, String)]) -> Self {
        let directory = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = directory.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        Self(directory)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn compiled(&self, name: &str) -> Compiled {
        compiled(&self.path(name), FileResolver::new().include(self.0.path()))
    }
}

fn extension(name: &str, scheme: &str, inside: &str) -> String {
    format!("<occi:Extension {HEAD} name=\"{name}\" scheme=\"{scheme}\">{inside}</occi:Extension>")
}

fn one(text: String) -> Compiled {
    Files::new(&[("one.occie", text)]).compiled("one.occie")
}

#[test]
fn the_second_generation_has_types_of_ecore() {
    let result = one(extension(
        "old",
        "http://example.org/old#",
        &format!(
            "{CORE}<kinds term=\"Thing\" scheme=\"http://example.org/old#\">\
             <attributes name=\"com.example.port\" default=\"80\" type=\"//@types.0\"/>\
             <attributes name=\"com.example.mode\" mutable=\"false\" required=\"true\" type=\"//@types.1\"/>\
             <attributes name=\"com.example.tags\" multiple_values=\"true\" default=\"a\"><type href=\"../OCCI.ecore#//String\"/></attributes>\
             {RESOURCE}</kinds>\
             <types name=\"Port\" instanceClassName=\"int\"><eAnnotations source=\"http:///org/eclipse/emf/ecore/util/ExtendedMetaData\">\
             <details key=\"minInclusive\" value=\"1\"/><details key=\"maxInclusive\" value=\"65535\"/></eAnnotations></types>\
             <types xsi:type=\"ecore:EEnum\" name=\"Mode\"><eLiterals name=\"read_only\" literal=\"read-only\"/><eLiterals name=\"rw\" value=\"1\"/></types>"
        ),
    ));
    let model = result
        .model
        .as_ref()
        .unwrap_or_else(|| panic!("{}", shown(&result)));
    let kind = model.kind(model.find_kind("http://example.org/old#Thing").unwrap());
    let port = kind.attribute("com.example.port").unwrap();
    assert_eq!(port.value_type.describe(), "an integer from 1 to 65535");
    assert_eq!(port.default_value(), Some(&Value::Integer(80)));
    assert_eq!(port.access, Access::Mutable);
    let mode = kind.attribute("com.example.mode").unwrap();
    assert_eq!(mode.value_type.describe(), "one of `read-only`, `rw`");
    assert_eq!(
        (mode.access, mode.required, mode.always),
        (Access::ReadOnly, false, true)
    );
    let tags = kind.attribute("com.example.tags").unwrap();
    assert!(matches!(tags.value_type, ValueType::List(_)));
    assert_eq!(
        tags.default_value(),
        Some(&Value::List(vec![Value::from("a")]))
    );
}

#[test]
fn the_first_generation_is_immutable_unless_it_says_otherwise() {
    let text = extension(
        "first one",
        "http://example.org/first#",
        &format!(
            "{CORE}<kinds term=\"thing\" scheme=\"http://example.org/first#\">\
             <attributes name=\"com.example.a\"><type href=\"OCCI.ecore#//Number\"/></attributes>\
             <attributes name=\"com.example.b\" mutable=\"true\"><type href=\"OCCI.ecore#//Boolean\"/></attributes>{RESOURCE}</kinds>"
        ),
    )
    .replace("/occi/core/ecore\"", "/occi\"");
    let result = one(text);
    let model = result.model.as_ref().unwrap();
    let kind = model.kind(model.find_kind("http://example.org/first#thing").unwrap());
    let of = |name: &str| {
        let attribute = kind.attribute(name).unwrap();
        (attribute.access, attribute.value_type.keyword())
    };
    assert_eq!(of("com.example.a"), (Access::ReadOnly, "number"));
    assert_eq!(of("com.example.b"), (Access::Mutable, "boolean"));
    // A name with a blank is made to fit.
    assert!(codes(&result).contains("W0661"), "{}", shown(&result));
}

#[test]
fn references_lead_into_other_documents_by_scheme_path_and_position() {
    let library = extension(
        "lib",
        "http://example.org/lib#",
        &format!(
            "{CORE}<kinds name=\"Base\" scheme=\"http://example.org/lib#\">\
             <attributes name=\"com.example.state\" mutable=\"false\" type=\"//@types.1\"/>\
             <actions name=\"Go\" scheme=\"http://example.org/lib/base/action#\"/>{RESOURCE}</kinds>\
             <mixins name=\"Tag\" scheme=\"http://example.org/lib/other#\"/>\
             <types xsi:type=\"occi:NumericType\" name=\"Port\" type=\"Integer\" minInclusive=\"1\"/>\
             <types xsi:type=\"occi:EnumerationType\" name=\"Status\"><literals name=\"on\"/><literals name=\"off\"/></types>"
        ),
    );
    let user = |document: &str| {
        extension(
            "user",
            "http://example.org/user#",
            &format!(
                "{CORE}<import href=\"{document}#/\"/>\
                 <kinds name=\"Sub\" scheme=\"http://example.org/user#\">\
                 <attributes name=\"com.example.user.port\"><type xsi:type=\"occi:NumericType\" href=\"{document}#//@types.0\"/></attributes>\
                 <attributes name=\"com.example.user.state\" mutable=\"false\"><type xsi:type=\"occi:EnumerationType\" href=\"{document}#//@types.1\"/></attributes>\
                 <fsm attribute=\"//@kinds[term='sub']/@attributes.1\">\
                 <ownedState initial=\"true\"><literal href=\"{document}#//@types.1/@literals.1\"/>\
                 <outgoingTransition target=\"//@kinds[term='sub']/@fsm/@ownedState.1\"><action href=\"{document}#//@kinds[term='base']/@actions.0\"/></outgoingTransition></ownedState>\
                 <ownedState><literal href=\"{document}#//@types.1/@literals.0\"/></ownedState></fsm>\
                 <parent href=\"{document}#//@kinds.0\"/></kinds>\
                 <mixins name=\"Own\" scheme=\"http://example.org/user#\" applies=\"//@kinds[term='sub']\"><depends href=\"{document}#//@mixins[term='tag']\"/></mixins>"
            ),
        )
    };
    for document in [
        "http://example.org/lib",
        "lib.occie",
        "platform:/plugin/org.example/model/lib.occie",
        "../../../plugin/org.example/model/lib.occie",
        "file:/D:\\models/lib.occie",
    ] {
        let files = Files::new(&[
            ("lib.occie", library.clone()),
            ("user.occie", user(document)),
        ]);
        let result = files.compiled("user.occie");
        let model = result
            .model
            .as_ref()
            .unwrap_or_else(|| panic!("{document}\n{}", shown(&result)));
        let kind = model.kind(model.find_kind("http://example.org/user#sub").unwrap());
        let base = model.find_kind("http://example.org/lib#base");
        assert_eq!(kind.parent, base, "{document}");
        let port = kind.attribute("com.example.user.port").unwrap();
        assert_eq!(port.value_type.describe(), "an integer of at least 1");
        let machine = kind.own_states.as_ref().unwrap();
        let [transition] = &*machine.transitions else {
            panic!("{machine:#?}")
        };
        assert_eq!((&*transition.from, &*transition.to), ("off", "on"));
        let Trigger::Action(action) = transition.trigger else {
            panic!("{transition:?}")
        };
        assert_eq!(
            model.action(action).id.as_str(),
            "http://example.org/lib/base/action#go"
        );
        let own = model.mixin(model.find_mixin("http://example.org/user#own").unwrap());
        let tag = model.mixin(own.depends[0]);
        assert_eq!(tag.id.as_str(), "http://example.org/lib/other#tag");
    }
}

#[test]
fn several_roots_stand_in_one_document() {
    let text = format!(
        "<xmi:XMI {HEAD}>\
         <occi:Extension name=\"b\" scheme=\"http://example.org/b#\">{CORE}<import href=\"#/1\"/>\
         <kinds name=\"Sub\" scheme=\"http://example.org/b#\" parent=\"/1/@kinds[term='base']\"/></occi:Extension>\
         <occi:Extension name=\"a\" scheme=\"http://example.org/a#\">{CORE}\
         <kinds name=\"Base\" scheme=\"http://example.org/a#\">{RESOURCE}</kinds></occi:Extension>\
         <occi:Configuration><use href=\"#/0\"/><use href=\"#/1\"/>\
         <resources id=\"urn:x:1\" kind=\"/0/@kinds.0\"/></occi:Configuration>\
         <occi:Resource id=\"urn:x:2\" kind=\"/1/@kinds.0\"/></xmi:XMI>"
    );
    let result = one(text);
    let model = result
        .model
        .as_ref()
        .unwrap_or_else(|| panic!("{}", shown(&result)));
    assert!(model.find_kind("http://example.org/b#sub").is_some());
    assert_eq!(result.entries.len(), 2);
    // The loose one belongs to the configuration of the file.
    assert_eq!(result.configurations[0].resources.len(), 2);
}

#[test]
fn typed_configurations_say_values_by_features() {
    let text = format!(
        "<occi:Configuration {HEAD} xmlns:infrastructure=\"http://schemas.ogf.org/occi/infrastructure/ecore\">\
         <use href=\"http://schemas.ogf.org/occi/infrastructure#/\"/>\
         <resources xsi:type=\"infrastructure:Compute\" id=\"urn:uuid:4cae2aab-bad9-40c3-acfc-ea520613d908\" occiComputeCores=\"2\" occiComputeHostname=\"a\">\
         <attributes name=\"occi.compute.hostname\" value=\"a\"/></resources></occi:Configuration>"
    );
    let files = Files::new(&[("one.occic", text)]);
    let result = files.compiled("one.occic");
    assert!(result.model.is_some(), "{}", shown(&result));
    let entity = &result.configurations[0].resources[0].entity;
    assert_eq!(
        entity.attributes.get("occi.compute.cores"),
        Some(&Value::Integer(2))
    );
    assert_eq!(
        entity.attributes.get("occi.compute.hostname"),
        Some(&Value::from("a"))
    );
}

#[test]
fn faults_point_at_the_attribute_of_the_file() {
    let text = extension(
        "t",
        "http://example.org/t#",
        &format!(
            "{CORE}\n  <kinds name=\"A\" scheme=\"http://example.org/t#\" colour=\"red\">{RESOURCE}</kinds>"
        ),
    );
    let result = one(text);
    let fault = result.faults.iter().find(|fault| fault.is_error()).unwrap();
    assert_eq!(fault.code.to_string(), "E0621");
    let (source, range) = result.sources.locate(fault.origin).unwrap();
    assert_eq!(&source.text()[range.clone()], "colour");
    let position = source.position(range.start);
    assert_eq!((position.line, position.column), (2, 50));
}

#[test]
fn what_is_forgiven_is_refused_by_strict_reading() {
    let text = extension(
        "t",
        "http://example.org/t#",
        &format!("{CORE}<kinds name=\"A\">{RESOURCE}</kinds>"),
    );
    let files = Files::new(&[("one.occie", text)]);
    let path = files.path("one.occie");
    let read = |strict| {
        occi_grammar::compile_with(
            path.to_str().unwrap(),
            &mut FileResolver::new(),
            occi_model::Profile::Union,
            occi_grammar::format::ReadOptions { strict },
        )
    };
    assert!(codes(&read(false)).contains("W0630"));
    assert!(read(false).model.is_some());
    assert!(codes(&read(true)).contains("E0630"));
    assert!(read(true).model.is_none());
}

#[test]
fn damaged_files_are_refused_with_a_place() {
    let whole = extension(
        "t",
        "http://example.org/t#",
        &format!("{CORE}<kinds name=\"A\" scheme=\"http://example.org/t#\">{RESOURCE}</kinds>"),
    );
    let directory = tempfile::tempdir().unwrap();
    let path: &Path = &directory.path().join("cut.occie");
    for end in (1..whole.len()).step_by(7) {
        std::fs::write(path, &whole[..end]).unwrap();
        let result = compiled(path, FileResolver::new());
        assert!(result.model.is_none(), "{}", &whole[..end]);
        assert!(!result.faults.is_empty());
    }
}

#[test]
fn what_a_model_cannot_check_is_kept_and_written_back() {
    let text = extension(
        "t",
        "http://example.org/t#",
        &format!(
            "{CORE}<kinds name=\"A\" scheme=\"http://example.org/t#\">\
             <annotations key=\"K\" value=\"1\"/><annotations key=\"K\" value=\"2\"/>\
             <attributes name=\"com.example.word\" type=\"//@types.0\"/>\
             <constraints name=\"OneWord\" description=\"words differ\" body=\"A.allInstances()-&gt;isUnique(com.example.word)\"/>\
             <constraints name=\"Odd\" body=\"self.foo()\"/>{RESOURCE}</kinds>\
             <types xsi:type=\"occi:StringType\" name=\"Word\" pattern=\"(?!x)[a-z]+\"/>"
        ),
    );
    let result = one(text);
    let found = codes(&result);
    for code in ["W0642", "W0643", "W0650"] {
        assert!(found.contains(code), "{code}\n{}", shown(&result));
    }
    let model = result.model.as_ref().unwrap();
    let kind = model.kind(model.find_kind("http://example.org/t#a").unwrap());
    let [constraint] = &*kind.constraints else {
        panic!("{:#?}", kind.constraints)
    };
    assert_eq!(constraint.name.as_deref(), Some("OneWord"));
    assert_eq!(constraint.message, "words differ");
    let written =
        occi_grammar::format::Format::Ecore.writer().unwrap()(&occi_grammar::format::Subject {
            model,
            extensions: &result.entries,
            configurations: &[],
        });
    assert_eq!(written.losses, []);
    let text = &written.files[0].text;
    for part in [
        "name=\"A\" scheme",
        "pattern=\"(?!x)[a-z]+\"",
        "<annotations key=\"K-2\" value=\"2\"/>",
        "<constraints name=\"OneWord\" description=\"words differ\" body=\"A.allInstances()-&gt;isUnique(com.example.word)\"/>",
        "<constraints name=\"Odd\" body=\"self.foo()\"/>",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
}

#[test]
fn the_reader_survives_odd_references() {
    for reference in [
        "",
        "#",
        "/",
        "//",
        "//@",
        "//@kinds",
        "//@kinds.",
        "//@kinds.99999999999999999999",
        "//@kinds[",
        "//@kinds[term]",
        "//@kinds[term='a",
        "//@kinds.0/@fsm/@ownedState.0",
        "/9/@kinds.0",
        "x#//@kinds.0",
        "#//@types.0",
        "//@types.0",
        "occi:Kind",
    ] {
        let escaped = reference.replace('\'', "&apos;");
        let text = extension(
            "t",
            "http://example.org/t#",
            &format!(
                "{CORE}<kinds name=\"A\" scheme=\"http://example.org/t#\" parent=\"{escaped}\" source=\"{escaped}\">\
                 <attributes name=\"com.example.a\" type=\"{escaped}\"/>\
                 <fsm attribute=\"{escaped}\"><ownedState literal=\"{escaped}\"><outgoingTransition target=\"{escaped}\" action=\"{escaped}\"/></ownedState></fsm></kinds>"
            ),
        );
        let result = one(text);
        assert!(result.model.is_none(), "{reference}");
    }
}

#[test]
fn templates_have_the_types_of_what_they_restate() {
    let text = extension(
        "t",
        "http://example.org/t#",
        &format!(
            "{CORE}<import href=\"http://schemas.ogf.org/occi/infrastructure#/\"/>\
             <mixins name=\"Big\" scheme=\"http://example.org/t#\"><attributes name=\"occi.compute.cores\" default=\"64\"/>\
             <applies href=\"http://schemas.ogf.org/occi/infrastructure#//@kinds[term='compute']\"/></mixins>"
        ),
    );
    let result = one(text);
    let model = result
        .model
        .as_ref()
        .unwrap_or_else(|| panic!("{}", shown(&result)));
    let big = model.mixin(model.find_mixin("http://example.org/t#big").unwrap());
    let cores = big.attribute("occi.compute.cores").unwrap();
    assert_eq!(cores.default_value(), Some(&Value::Integer(64)));
    assert!(!codes(&result).contains("W0034"), "{}", shown(&result));
    assert!(codes(&result).contains("W0629"));
}

#[test]
fn mixins_that_others_depend_on_are_missed_and_added() {
    let library = extension(
        "t",
        "http://example.org/t#",
        &format!(
            "{CORE}<mixins name=\"Base\" scheme=\"http://example.org/t#\"/>\
             <mixins name=\"Top\" scheme=\"http://example.org/t#\" depends=\"//@mixins[term='base']\"/>"
        ),
    );
    let user = |parts: &[&str]| {
        let parts: String = parts
            .iter()
            .map(|term| {
                format!(
                    "<parts><mixin href=\"http://example.org/t#//@mixins[term='{term}']\"/></parts>"
                )
            })
            .collect();
        format!(
            "<occi:Configuration {HEAD}><use href=\"http://schemas.ogf.org/occi/core#/\"/><use href=\"http://example.org/t#/\"/>\
             <resources id=\"urn:x:1\"><kind href=\"http://schemas.ogf.org/occi/core#//@kinds[term='resource']\"/>{parts}</resources></occi:Configuration>"
        )
    };
    let files = Files::new(&[
        ("t.occie", library),
        ("one.occic", user(&["top"])),
        ("both.occic", user(&["top", "base"])),
    ]);
    assert!(codes(&files.compiled("one.occic")).contains("W0639"));
    let both = files.compiled("both.occic");
    assert_eq!(codes(&both).len(), 0, "{}", shown(&both));
    assert_eq!(both.configurations[0].resources[0].entity.mixins.len(), 2);
}

#[test]
fn typed_entities_may_hold_values_in_elements() {
    let text = format!(
        "<occi:Configuration {HEAD} xmlns:infrastructure=\"http://schemas.ogf.org/occi/infrastructure/ecore\">\
         <use href=\"http://schemas.ogf.org/occi/infrastructure#/\"/>\
         <resources xsi:type=\"infrastructure:Compute\" id=\"urn:x:1\">\
         <occiComputeHostname>node</occiComputeHostname></resources></occi:Configuration>"
    );
    let files = Files::new(&[("one.occic", text)]);
    let result = files.compiled("one.occic");
    assert!(result.model.is_some(), "{}", shown(&result));
    let entity = &result.configurations[0].resources[0].entity;
    let found = entity.attributes.get("occi.compute.hostname");
    assert_eq!(found, Some(&Value::from("node")));
}

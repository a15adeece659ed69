//! The textual syntaxes of OCCIware: real texts, damaged ones, and what comes back from the
//! writer.

mod faults;
mod models;

use occi_grammar::{
    Compiled, FileResolver, ResolveError, Resolved, Resolver, compile, diagnostic,
    format::{Format, Subject, Written},
};
use occi_model::{Access, Model, Profile, ValueType, model::ExtensionId};

use crate::renderings::codes;

/// A text in memory; what it imports comes from files, or is built in.
struct Text<'t> {
    text: &'t str,
    files: FileResolver,
}

impl Resolver for Text<'_> {
    fn entry(&mut self, entry: &str) -> Result<Resolved, ResolveError> {
        Ok(Resolved {
            name: entry.to_owned(),
            key: entry.to_owned(),
            path: None,
            bytes: self.text.as_bytes().to_vec(),
        })
    }

    fn import(&mut self, name: &str, from: &Resolved) -> Result<Option<Resolved>, ResolveError> {
        self.files.import(name, from)
    }

    fn document(&mut self, name: &str, from: &Resolved) -> Result<Option<Resolved>, ResolveError> {
        self.files.document(name, from)
    }
}

fn read_with(text: &str, files: FileResolver) -> Compiled {
    compile("text", &mut Text { text, files }, Profile::Union)
}

fn read(text: &str) -> Compiled {
    read_with(text, FileResolver::new())
}

#[track_caller]
fn model(text: &str) -> Model {
    let compiled = read(text);
    let faults = &compiled.faults;
    compiled.model.unwrap_or_else(|| {
        panic!(
            "{}\n{text}",
            diagnostic::one_line(faults, &compiled.sources, 99)
        )
    })
}

fn written(model: &Model, extensions: &[ExtensionId]) -> Written {
    Format::Textual.writer().unwrap()(&Subject {
        model,
        extensions,
        configurations: &[],
    })
}

// ---- what is read

const SAMPLE: &str = r#"/* a sample */
extension gpu : "http://example.com/gpu#"
  description 'graphics\tcards' specification "https://example.com/gpu"
  import "http://schemas.ogf.org/occi/core#/"
  import "http://schemas.ogf.org/occi/infrastructure#/" as infra

kind Gpu extends core.Resource title "A card" { // first
  attribute required com.example.gpu.state : GpuState = "off" description "its state"
  attribute mutable required com.example.gpu.memory : infrastructure.GiB
  attribute mutable com.example.gpu.mutable : core.Boolean = "True"
  attribute com.example.gpu.description
    annotations { (key "a" value "b"), (key "c" value "d") }
  action Start (how : How = "slow", times : core.Integer) title "starts"
  action ^Stop
  constraint Small description "not large" body "self.memory < 4"
}
FSM attribute com.example.gpu.state {
  state initial GpuState.off transitions (action Start to GpuState.error, action Start to GpuState.on),
  state GpuState.on transitions (action Stop to GpuState.off, to GpuState.error),
  state final GpuState.error
}
annotations { (key "Containment" value "x") }

kind Plug extends core.Link source Gpu, infrastructure.Compute target Gpu
mixin Fast applies (gpu.Gpu) title "fast" scheme "http://example.com/gpu/fast#"
mixin Faster depends (Fast, infrastructure.Os_Tpl) scheme "http://example.com/gpu#" {
  attribute mutable com.example.ways : Ways
}
EnumerationType GpuState literals (off : "not on", on, error)
EnumerationType How : "how" literals (slow, fast)
StringType Name : "a name" pattern "[a-z\\d]+" minLength 1 maxLength 9
NumericType Share type Integer : "a share" minExclusive "0" maxInclusive "99"
NumericType Tiny type Byte
BooleanType Flag
EObjectType Address : "an address" type "java.net.URL"
record Way { mutable required name : Name, lanes : Tiny = "2" description "how many" }
array Ways : Way : "all ways"
"#;

#[test]
fn everything_that_the_syntax_says_is_in_the_model() {
    let compiled = read(SAMPLE);
    assert_eq!(
        codes(&compiled)
            .iter()
            .map(|code| &code[..5])
            .collect::<Vec<_>>(),
        ["W0650", "W0033", "W0061"],
        "{}",
        compiled.faults
    );
    let model = compiled.model.unwrap();
    let own = model.extension(compiled.entries[0]);
    assert_eq!(own.description.as_deref(), Some("graphics\tcards"));
    assert_eq!(
        own.specification.as_deref(),
        Some("https://example.com/gpu")
    );
    assert_eq!(own.uses[1].1.as_deref(), Some("infra"));
    let gpu = model.kind(model.find_kind("http://example.com/gpu#gpu").unwrap());
    assert_eq!(gpu.title.as_deref(), Some("A card"));
    let attribute = |name: &str| gpu.attribute(&format!("com.example.gpu.{name}")).unwrap();
    let state = attribute("state");
    assert!(state.always && !state.required && state.access == Access::ReadOnly);
    assert_eq!(state.default_value().unwrap().as_str(), Some("off"));
    let memory = attribute("memory");
    assert!(memory.required && memory.access == Access::Mutable);
    assert_eq!(memory.value_type.keyword(), "float");
    assert_eq!(
        attribute("mutable").default_value(),
        Some(&occi_model::Value::Boolean(true))
    );
    assert_eq!(attribute("description").value_type, ValueType::any_string());
    assert_eq!(attribute("description").annotations.len(), 2);
    let notes: Vec<(&str, &str)> = gpu
        .annotations
        .iter()
        .map(|one| (&*one.key, &*one.value))
        .collect();
    assert_eq!(
        notes,
        [
            ("ecore-name", "Gpu"),
            ("Containment", "x"),
            ("ocl-description:Small", "not large"),
            ("ocl:Small", "self.memory < 4"),
        ]
    );
    let machine = gpu.own_states.as_ref().unwrap();
    assert_eq!(&*machine.initial, "off");
    let start = &machine.transitions[0];
    // What fails leads to `error`, wherever it stands.
    assert_eq!(
        (&*start.to, start.failure.as_deref()),
        ("on", Some("error"))
    );
    assert_eq!(machine.transitions.len(), 3);
    assert!(machine.states[2].is_final);
    let start = model.action(gpu.actions[0]);
    assert_eq!(start.parameters.len(), 2);
    assert_eq!(
        start.parameters[0].default_value().unwrap().as_str(),
        Some("slow")
    );
    let plug = model.kind(model.find_kind("http://example.com/gpu#plug").unwrap());
    assert_eq!((plug.source.len(), plug.target.len()), (2, 1));
    let fast = model
        .find_mixin("http://example.com/gpu/fast#fast")
        .unwrap();
    let faster = model.mixin(model.find_mixin("http://example.com/gpu#faster").unwrap());
    assert_eq!(faster.depends[0], fast);
    assert_eq!(model.mixin(fast).applies.len(), 1);
    let ValueType::List(ways) = &faster.attributes[0].value_type else {
        panic!("a list");
    };
    let ValueType::Hash(way) = &ways.item else {
        panic!("a hash");
    };
    assert!(way.members[0].required && !way.members[1].required);
    assert_eq!(way.members[1].default, Some(occi_model::Value::Integer(2)));
    assert_eq!(
        way.members[1].value_type.describe(),
        "an integer from -128 to 127"
    );
    let types: Vec<(&str, &str)> = model
        .types()
        .iter()
        .filter(|one| one.extension == compiled.entries[0])
        .map(|one| (&*one.name, one.value_type.keyword()))
        .collect();
    assert_eq!(types.len(), 9);
    assert_eq!(types[6], ("Address", "uri"));
}

#[test]
fn the_older_syntax_keeps_its_terms() {
    let model = model(
        r#"extension old : "http://example.com/old#"
        import 'http://schemas.ogf.org/occi/core#/'
        kind Box extends core.resource {
            title "A box"
            attribute mutable com.example.box.tags : Tag * = "a" { description "many" }
            attribute required com.example.box.size : Size
            action open(how : How, hard : Tag) { title "opens" }
            action shut()
        }
        kind Empty extends Box { }
        mixin Lid depends Seal, Wax applies Box { scheme "http://example.com/old/lid#" title "lid" }
        mixin Seal { }
        mixin Wax { }
        datatype Size : "java.lang.Integer" { minInclusive = 0 maxExclusive = 9 whiteSpace = "collapse" }
        datatype Tag : "java.lang.String" { pattern = "[a-z]+" }
        enum How { gently, firmly }
        "#,
    );
    let kind = model.kind(model.find_kind("http://example.com/old#Box").unwrap());
    assert_eq!(kind.title.as_deref(), Some("A box"));
    assert_eq!(kind.attributes[0].value_type.keyword(), "list");
    assert_eq!(kind.attributes[0].description.as_deref(), Some("many"));
    assert_eq!(
        kind.attributes[1].value_type.describe(),
        "an integer of at least 0 and less than 9"
    );
    assert_eq!(
        model.action(kind.actions[0]).title.as_deref(),
        Some("opens")
    );
    assert!(model.find_kind("http://example.com/old#Empty").is_some());
    let lid = model.mixin(model.find_mixin("http://example.com/old/lid#Lid").unwrap());
    assert_eq!((lid.depends.len(), lid.applies.len()), (2, 1));
}

#[test]
fn configurations_of_both_syntaxes() {
    let current = r#"configuration description "two" location "http://example.com/"
        use "http://schemas.ogf.org/occi/infrastructure#/"
        resource "urn:uuid:a" : infrastructure.Compute title "one" summary "first" {
            mixin infrastructure.Os_Tpl { }
            attribute occi.compute.cores = "2"
            attribute occi.core.id = "urn:uuid:a"
            link "urn:uuid:l" : infrastructure.NetworkInterface target "urn:uuid:b" {
                attribute occi.networkinterface.interface = "eth0"
            }
        }
        resource "urn:uuid:b" : infrastructure.Network { }
        mixin red scheme "http://example.com/tags#"
        "#;
    let older = r#"configuration use 'http://schemas.ogf.org/occi/infrastructure#/' as i
        resource "urn:uuid:a" : infrastructure.compute mixins infrastructure.os_tpl {
            state occi.compute.cores = "2"
            link "urn:uuid:l" : infrastructure.networkinterface target "urn:uuid:b" {
                state occi.networkinterface.interface = "eth0"
            }
        }
        resource "urn:uuid:b" : infrastructure.network { }
        "#;
    for text in [current, older] {
        let compiled = read(text);
        assert!(!compiled.faults.has_errors(), "{}", compiled.faults);
        let [configuration] = &compiled.configurations[..] else {
            panic!("one configuration: {}", compiled.faults);
        };
        assert_eq!(configuration.resources.len(), 2);
        assert_eq!(configuration.link_count(), 1);
        // It comes back whole.
        let model = compiled.model.as_ref().unwrap();
        let written = Format::Textual.writer().unwrap()(&Subject {
            model,
            extensions: &[],
            configurations: &compiled.configurations,
        });
        assert_eq!(written.losses, [], "{text}");
        let text = &written.files[0].text;
        let again = read(text);
        assert_eq!(
            again.configurations, compiled.configurations,
            "{text}\n{}",
            again.faults
        );
    }
}

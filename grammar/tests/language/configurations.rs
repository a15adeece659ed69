//! Configurations in the language: read, checked, formatted, written, and read again.

use occi_grammar::{Compiled, FileResolver, MemoryResolver, code, compile, fmt, write};
use occi_model::{Profile, Value, configuration::LinkTarget};

use crate::print;

const SHOP: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/shop.occi");

/// Compiles one text beside the built-in definitions.
fn compiled(text: &str) -> Compiled {
    let mut resolver = MemoryResolver::new().with("entry", text);
    compile("entry", &mut resolver, Profile::Union)
}

/// The codes of the faults of a text.
#[track_caller]
fn codes(text: &str) -> Vec<String> {
    let compiled = compiled(text);
    let codes = compiled.faults.iter().map(|fault| fault.code.to_string());
    assert_eq!(
        compiled.configurations.is_empty(),
        compiled.faults.has_errors(),
        "{}",
        print(&compiled.faults, &compiled.sources)
    );
    codes.collect()
}

/// A configuration with these parts.
fn with(parts: &str) -> String {
    format!("use infrastructure as infra;\nconfiguration c {{\n{parts}\n}}\n")
}

#[test]
fn the_example_is_sound_and_formatted() {
    let Ok(text) = std::fs::read_to_string(SHOP) else {
        eprintln!("skipped: {SHOP} is not there");
        return;
    };
    let compiled = compile(SHOP, &mut FileResolver::new(), Profile::Union);
    assert!(
        compiled.faults.is_empty(),
        "{}",
        print(&compiled.faults, &compiled.sources)
    );
    let [shop] = &*compiled.configurations else {
        panic!("one configuration");
    };
    assert_eq!((shop.resources.len(), shop.link_count()), (3, 2));
    assert_eq!(shop.description.as_deref(), Some("The shop's machines."));
    let web = &shop.resources[0];
    assert_eq!(
        web.entity.description.as_deref(),
        Some("Answers the customers.")
    );
    assert_eq!(
        web.entity.attributes["occi.core.title"],
        Value::from("Web server")
    );
    assert_eq!(
        web.entity.attributes["occi.core.summary"],
        Value::from("Apache in front of the catalogue.")
    );
    assert_eq!(web.entity.mixins.len(), 2);
    assert_eq!(web.links[0].target, LinkTarget::Resource(2));
    assert_eq!(fmt::format("shop.occi", &text).unwrap(), text);
}

#[test]
fn what_is_written_is_read_again() {
    let text = r#"
        use core;
        use infrastructure as infra;
        use crtp-1-1;
        /// One.
        /// Two.
        configuration "my shop" at "http://cloud.example/" {
            tag "a.b" in "http://example.com/tags#";
            tag small in "http://example.com/tags#" at "/small/";
            #[annotation("colour", "dark blue")]
            resource "the web" "Say \"hi\"" : infra.compute
                with "http://example.com/tags#a.b", small, crtp-1-1.small at "/compute/web" {
                id "urn:x:web";
                summary "Two\nlines";
                occi.compute.cores = 2;
                link l : core.link -> "the web";
                /// Leads out.
                link m : infra.storagelink -> "http://other.example/storage/1" { id "urn:x:m"; }
            }
            resource empty : core.resource;
        }
        "#;
    let first = compiled(text);
    assert!(
        first.faults.is_empty(),
        "{}",
        print(&first.faults, &first.sources)
    );
    let written = write::configuration(first.model.as_ref().unwrap(), &first.configurations[0]);
    let second = compiled(&written);
    assert!(
        second.faults.is_empty(),
        "{written}\n{}",
        print(&second.faults, &second.sources)
    );
    assert_eq!(second.configurations, first.configurations, "{written}");
    assert_eq!(fmt::format("w", &written).unwrap(), written);
}

#[test]
fn a_file_holds_an_extension_and_its_configurations() {
    let text = r#"
        extension demo "http://example.com/occi/demo#";
        use core;
        kind box : core.resource { com.example.size: integer(1..); }
        configuration a { resource x : box { com.example.size = 3; } }
        configuration b { resource x : demo.box; }
        "#;
    let compiled = compiled(text);
    assert!(
        compiled.faults.is_empty(),
        "{}",
        print(&compiled.faults, &compiled.sources)
    );
    assert_eq!(compiled.configurations.len(), 2);
    let ids: Vec<&str> = compiled
        .configurations
        .iter()
        .map(|one| &*one.resources[0].entity.id)
        .collect();
    assert_ne!(ids[0], ids[1]);
}

#[test]
fn configurations_of_imports_are_not_asked_for() {
    let library = "extension library \"http://example.com/l#\";\nuse core;\nkind box : core.resource;\nconfiguration inner { resource x : box; }\n";
    let entry = "use library;\nconfiguration outer { resource x : library.box; }\n";
    let mut resolver = MemoryResolver::new()
        .with("entry", entry)
        .with("library", library);
    let compiled = compile("entry", &mut resolver, Profile::Union);
    let names: Vec<&str> = compiled
        .configurations
        .iter()
        .map(|one| &*one.name)
        .collect();
    assert_eq!(names, ["outer"], "{}", compiled.faults);
}

#[test]
fn descriptions_of_the_file_belong_to_its_only_configuration() {
    let one = compiled("//! Of the file.\nuse core;\n/// Its own.\nconfiguration a;\n");
    let description = one.configurations[0].description.as_deref();
    assert_eq!(description, Some("Of the file.\nIts own."));
    assert_eq!(
        codes("//! Of the file.\nuse core;\nconfiguration a;\nconfiguration b;\n"),
        ["W0130"]
    );
}

#[test]
fn keywords_are_names_in_configurations() {
    let words = [
        "configuration",
        "tag",
        "resource",
        "link",
        "with",
        "id",
        "summary",
        "at",
        "in",
        "use",
        "kind",
        "true",
    ];
    for word in words {
        let text = format!(
            "extension {word} \"http://example.com/t#\"; use core as c;
             kind {word} : c.resource {{ {word}: string; }}
             mixin {word} in \"http://example.com/m#\";
             configuration {word} {{
                 tag {word} in \"http://example.com/tags#\";
                 resource {word} : {word} with {word} {{
                     {word} = {word};
                     link {word} : c.link -> {word};
                 }}
             }}"
        );
        let compiled = compiled(&text);
        let errors: Vec<String> = compiled
            .faults
            .iter()
            .filter(|fault| fault.is_error())
            .map(ToString::to_string)
            .collect();
        // `true` is no text.
        let expected = match word {
            "true" => vec!["[E0254] `true`: true is not text".to_owned()],
            _ => Vec::new(),
        };
        assert_eq!(errors, expected, "{text}");
        let formatted = fmt::format(word, &text).unwrap();
        assert_eq!(fmt::format(word, &formatted).unwrap(), formatted);
    }
}

#[test]
fn what_stands_in_the_wrong_place_is_said() {
    for (parts, expected) in [
        ("link l : core.link -> x;", "E0125"),
        ("resource x -> y : infra.network;", "E0125"),
        ("resource x;", "E0131"),
        (
            "resource x : infra.network { link l : infra.storagelink; }",
            "E0131",
        ),
        ("tag t;", "E0131"),
        (
            "resource x : infra.network { resource y : infra.network; }",
            "E0125",
        ),
        (
            "resource x : infra.network { link l : infra.storagelink -> x { summary \"s\"; } }",
            "E0125",
        ),
        ("resource x : infra.network : infra.compute;", "E0123"),
        (
            "resource x : infra.network { id \"urn:x:1\"; id \"urn:x:1\"; }",
            "E0123",
        ),
        (
            "resource x : infra.network with infra.ipnetwork with infra.ipnetwork;",
            "E0123",
        ),
        ("tag t \"a\" \"b\" in \"http://example.com/t#\";", "E0123"),
        ("#[since(\"1.2\")] resource x : infra.network;", "E0121"),
        (
            "resource x : infra.network { /// d\n occi.network.vlan = 1; }",
            "W0130",
        ),
    ] {
        let found = codes(&with(parts));
        assert!(
            found.iter().any(|code| code == expected),
            "{parts}: {found:?}"
        );
    }
}

#[test]
fn each_fault_is_said() {
    let text = with(
        "tag t in \"http://example.com/t\";
         resource a : infra.compute { occi.compute.cores = 0 }
         resource b : infra.computer;
         resource c infra.compute { occi.compute.cores = 1; }
         resource d : infra.network { occi.network.vlan = 9999; occi.network.vlan = 1; }
         resouce e : infra.network { occi.network.vlan = \"x\"; }
         resource f : infra.network {
             link g : infra.networkinterface -> h;
             link i : infra.networkinterface > d;
         }
         resource k : infra.entity;",
    );
    let compiled = compiled(&text);
    let shown = print(&compiled.faults, &compiled.sources);
    let mut found: Vec<String> = compiled.faults.iter().map(|f| f.code.to_string()).collect();
    found.sort();
    let expected = [
        "E0002", "E0100", "E0100", "E0101", "E0104", "E0204", "E0204", "E0248", "E0254", "E0254",
        "E0256",
    ];
    assert_eq!(found, expected, "{shown}");
}

/// The messages of the conditions that these instances do not meet.
#[track_caller]
fn unmet(instances: &str) -> Vec<String> {
    let text = format!(
        "extension demo \"http://example.com/occi/demo#\";
         use core;
         kind net : core.resource {{
             com.example.vlan: integer;
             readonly always com.example.zone: string = generated;
             require unique(com.example.vlan) \"vlans differ\";
             require links(wire) <= 1 \"one wire\";
         }}
         mixin shielded;
         kind wire : core.link {{
             source net;
             target net;
             com.example.speed: integer(1..) = 10;
             require acyclic() \"no circles\";
             require not (target has shielded) or com.example.speed < 5 \"shields are slow\";
             require source(com.example.vlan) != target(com.example.vlan) \"to another vlan\";
             require source(com.example.zone) == target(com.example.zone) \"in one zone\";
         }}
         configuration c {{ {instances} }}"
    );
    let compiled = compiled(&text);
    let shown = print(&compiled.faults, &compiled.sources);
    let faults = compiled.faults.iter();
    faults
        .map(|fault| {
            assert_eq!(fault.code.to_string(), "E0258", "{shown}");
            fault.message.clone()
        })
        .collect()
}

#[test]
fn conditions_on_several_instances_are_judged() {
    assert_eq!(
        unmet(
            "resource a : net { com.example.vlan = 1; link w : wire -> b; }
             resource b : net { com.example.vlan = 2; link w : wire -> c; }
             resource c : net with shielded { link w : wire -> d { com.example.speed = 1; } }
             resource d : net { com.example.vlan = 2; link w : wire -> \"http://x.example/net\"; }"
        ),
        ["`b`: vlans differ", "`w`: shields are slow"]
    );
    assert_eq!(
        unmet(
            "resource a : net { com.example.vlan = 1; link w : wire -> b; link v : wire -> b; }
             resource b : net { com.example.vlan = 1; link w : wire -> a; }"
        ),
        [
            "`a`: one wire",
            "`a`: vlans differ",
            "`w`: no circles",
            "`w`: to another vlan",
            "`v`: no circles",
            "`v`: to another vlan",
            "`w`: no circles",
            "`w`: to another vlan",
        ]
    );
}

#[test]
fn comments_stay_where_they_are() {
    let text = "use core;\n\n// Before.\nconfiguration c { // open\n    // Of x.\n    resource x : core.resource { // body\n        // The id.\n        id \"urn:x:1\"; // behind\n    }\n    // Last.\n}\n";
    assert_eq!(fmt::format("c", text).unwrap(), text);
    let loose = "use core;configuration  c{tag t in\"http://example.com/t#\";resource x:core.resource with t ,\n{id\"urn:x:1\";}}";
    assert_eq!(
        fmt::format("c", loose).unwrap(),
        "use core;\nconfiguration c {\n    tag t in \"http://example.com/t#\";\n    resource x : core.resource with t {\n        id \"urn:x:1\";\n    }\n}\n"
    );
}

#[test]
fn long_heads_break_before_their_clauses() {
    let text = "use infrastructure as infra;\nconfiguration c {\n    resource long-name-of-a-resource \"A rather long title\" : infra.compute with infra.os_tpl, infra.ssh_key at \"/compute/long\" {\n        occi.credentials.ssh.publickey = \"k\";\n    }\n}\n";
    let formatted = fmt::format("c", text).unwrap();
    assert!(
        formatted.contains(
            "    resource long-name-of-a-resource \"A rather long title\" : infra.compute\n        with infra.os_tpl, infra.ssh_key\n        at \"/compute/long\"\n    {\n"
        ),
        "{formatted}"
    );
    assert_eq!(fmt::format("c", &formatted).unwrap(), formatted);
}

#[test]
fn every_configuration_of_the_documentation_is_sound_and_formatted() {
    const PAGE: &str = include_str!("../../../docs/configurations.md");
    let blocks = PAGE.split("```occi\n").skip(1);
    let texts: Vec<&str> = blocks
        .map(|block| block.split("```").next().unwrap())
        .collect();
    assert!(!texts.is_empty());
    for text in texts {
        assert_eq!(codes(text), [""; 0], "{text}");
        assert_eq!(fmt::format("page", text).unwrap(), text);
    }
}

#[test]
fn the_code_of_missing_parts_is_explained() {
    assert!(code::ALL.iter().any(|entry| entry.code.number == 131));
}

/// Nothing compares every instance with every other: this would take minutes.
#[test]
fn large_configurations_are_checked() {
    const COUNT: usize = 10_000;
    let mut text = String::from(
        "extension demo \"http://example.com/occi/demo#\"; use core;
         kind net : core.resource { com.example.vlan: integer; require unique(com.example.vlan) \"vlans differ\"; }
         kind wire : core.link { source net; target net; require source(com.example.vlan) >= 0 \"known\"; }
         configuration c {\n",
    );
    for at in 0..COUNT {
        let next = (at + 1) % COUNT;
        text.push_str(&format!(
            "resource n{at} : net {{ com.example.vlan = {at}; link w : wire -> n{next}; }}\n"
        ));
    }
    text.push_str("}\n");
    let compiled = compiled(&text);
    assert!(compiled.faults.is_empty(), "{}", compiled.faults);
    assert_eq!(compiled.configurations[0].link_count(), COUNT);
}

use occi_model::Profile;

use crate::{
    MemoryResolver, compile, compile_with,
    format::{Format, ReadOptions, Subject, Written},
};

const HEAD: &str = r#"<occi:extension xmlns:occi="http://schemas.ogf.org/occi" xmlns:xs="http://www.w3.org/2001/XMLSchema" name="t" scheme="http://example.com/t#">"#;

fn compiled(text: &str) -> crate::Compiled {
    compile(
        "t",
        &mut MemoryResolver::new().with("t", text),
        Profile::Union,
    )
}

/// The code and the accused text of each fault of an extension's content.
fn faults(content: &str, strict: bool) -> Vec<String> {
    let text = format!("{HEAD}{content}</occi:extension>");
    let compiled = compile_with(
        "t",
        &mut MemoryResolver::new().with("t", text),
        Profile::Union,
        ReadOptions { strict },
    );
    compiled
        .faults
        .iter()
        .map(|fault| {
            let at = compiled.sources.excerpt(fault.origin).unwrap_or("?");
            format!("{} {at}", fault.code)
        })
        .collect()
}

fn written(text: &str, format: Format) -> (crate::Compiled, Written) {
    let compiled = compiled(text);
    let model = compiled
        .model
        .as_ref()
        .unwrap_or_else(|| panic!("{}", compiled.faults));
    let written = format.writer().unwrap()(&Subject {
        model,
        extensions: &compiled.entries,
        configurations: &compiled.configurations,
    });
    (compiled, written)
}

const KIND: &str = r#"<occi:kind term="a" title="A" location="/a/">
  <occi:parent term="resource" scheme="http://schemas.ogf.org/occi/core#"/>
  <occi:attribute name="com.example.s" type="xs:string" use="required" title="Title only"/>
  <occi:attribute name="com.example.e" immutable="true" use="required" default="on">
    <xs:simpleType><xs:restriction base="xs:string">
      <xs:enumeration value="on"/><xs:enumeration value="off"/>
    </xs:restriction></xs:simpleType>
  </occi:attribute>
  <occi:attribute name="com.example.i" type="xs:short" immutable="true" description="D" title="T"/>
  <occi:attribute name="com.example.r" default="1.5">
    <xs:restriction base="xs:float"><xs:minInclusive value="1"/><xs:maxExclusive value="2.5"/></xs:restriction>
  </occi:attribute>
  <occi:attribute name="com.example.l" type="xs:anyURI" maxOccurs="unbounded"/>
  <occi:action term="go" scheme="http://example.com/t/a/action#"><occi:attribute name="fast" type="xs:boolean"/></occi:action>
</occi:kind>
<occi:mixin term="m"><occi:depends term="os_tpl" scheme="http://schemas.ogf.org/occi/infrastructure#"/></occi:mixin>"#;

#[test]
fn an_extension_means_what_the_language_says() {
    let foreign = compiled(&format!("{HEAD}{KIND}</occi:extension>"));
    assert!(foreign.model.is_some(), "{}", foreign.faults);
    let own = compiled(
        r#"extension t "http://example.com/t#";
        use core;
        use infrastructure;
        kind a "A" : core.resource at "/a/" {
            /// Title only
            required com.example.s: string;
            readonly always com.example.e: enum { on, off } = on;
            /// D
            readonly com.example.i: integer(-32768..=32767);
            com.example.r: float(1.0..2.5) = 1.5;
            com.example.l: list(uri);
            action go(fast: boolean);
        }
        mixin m : infrastructure.os_tpl;"#
            .replace(
                "mixin m : infrastructure.os_tpl;",
                "mixin m { depends infrastructure.os_tpl; }",
            )
            .as_str(),
    );
    assert!(own.model.is_some(), "{}", own.faults);
    assert_eq!(foreign.model, own.model);
}

#[test]
fn what_is_written_is_read() {
    for format in [Format::ErocciXml, Format::Xml] {
        let (first, written) = written(&format!("{HEAD}{KIND}</occi:extension>"), format);
        assert_eq!(written.losses, []);
        let second = compiled(&written.files[0].text);
        assert_eq!(first.model, second.model, "{}", written.files[0].text);
        assert_eq!(second.format, Some(format));
    }
}

#[test]
fn losses_are_listed() {
    let (_, written) = written(
        r#"//! Described.
        extension t "http://example.com/t#" version "2";
        use core as c;
        type Small = integer(0..=9);
        abstract kind a : c.resource {
            createonly com.example.x: ip-address;
            always com.example.y: Small;
            com.example.z: string = generated("z{}");
            require defined(com.example.z) "must be";
        }"#,
        Format::ErocciXml,
    );
    let losses: Vec<String> = written.losses.iter().map(ToString::to_string).collect();
    insta::assert_snapshot!(losses.join("\n"));
    insta::assert_snapshot!(written.files[0].text);
}

#[test]
fn names_that_do_not_fit_are_kept_beside() {
    let text = HEAD.replace("name=\"t\"", "name=\"A B\" status=\"draft\"")
        + "<occi:mixin term='m'/></occi:extension>";
    let (first, written) = written(&text, Format::ErocciXml);
    let model = first.model.unwrap();
    let extension = model.extension(first.entries[0]);
    assert_eq!(&*extension.name, "A-B");
    assert!(written.files[0].text.contains("name=\"A B\""));
    assert_eq!(written.losses, []);
    assert_eq!(compiled(&written.files[0].text).model, Some(model));
}

#[test]
fn deviations_are_forgiven_or_refused() {
    let attribute =
        |what: &str| format!("<occi:mixin term='m'><occi:attribute {what}/></occi:mixin>");
    for (content, expected) in [
        (attribute("type='xs:string'"), "E0608 occi:attribute"),
        ("<occi:mixin/>".to_owned(), "E0608 occi:mixin"),
        ("<occi:mixin term='m' x='1'/>".to_owned(), "W0609 x"),
        ("<occi:nothing/>".to_owned(), "W0609 occi:nothing"),
        ("<xs:mixin term='m'/>".to_owned(), "W0609 xs:mixin"),
        (attribute("name='com.example.y' type='xs:hexBinary'"), "W0610 xs:hexBinary"),
        (attribute("name='com.example.y' use='perhaps'"), "W0611 perhaps"),
        (attribute("name='com.example.y' immutable='yes'"), "W0611 yes"),
        (attribute("name='com.example.y' maxOccurs='x'"), "W0611 x"),
        (attribute("name='com.example.y' type='xs:integer' default=''"), "W0611 default"),
        (
            "<occi:mixin term='m'><occi:attribute name='com.example.y'><xs:restriction base='xs:boolean'><xs:pattern value='a'/></xs:restriction></occi:attribute></occi:mixin>"
                .to_owned(),
            "W0611 xs:pattern",
        ),
        ("<occi:mixin term='m'/><occi:action term='x'/>".to_owned(), "W0612 occi:action"),
    ] {
        assert_eq!(faults(&content, false), [expected], "{content}");
        let strict = faults(&content, true);
        let refused = if expected.starts_with("W0612") {
            expected.to_owned()
        } else {
            expected.replacen('W', "E", 1)
        };
        assert_eq!(strict, [refused], "{content}");
    }
}

#[test]
fn an_extension_may_lack_its_scheme() {
    let head = HEAD.replace("scheme=\"http://example.com/t#\"", "");
    let text =
        format!("{head}<occi:mixin term='m' scheme='http://example.com/m#'/></occi:extension>");
    let compiled = compiled(&text);
    let codes: Vec<String> = compiled.faults.iter().map(|f| f.code.to_string()).collect();
    assert_eq!(codes, ["W0613"]);
    assert!(compiled.model.is_some());
}

#[test]
fn actions_apart_complete_those_of_kinds() {
    let content = r#"<occi:kind term="a"><occi:parent term="resource" scheme="http://schemas.ogf.org/occi/core#"/><occi:action term="go" scheme="http://example.com/go#"/></occi:kind>
    <occi:action term="go" scheme="http://example.com/go#" title="Go"><occi:attribute name="fast" type="xs:boolean"/></occi:action>"#;
    let compiled = compiled(&format!("{HEAD}{content}</occi:extension>"));
    let model = compiled.model.unwrap();
    let (_, action) = model
        .actions()
        .find(|(_, action)| action.id.term() == "go")
        .unwrap();
    assert_eq!(action.title.as_deref(), Some("Go"));
    assert_eq!(action.parameters.len(), 1);
}

#[test]
fn a_listing_makes_an_extension_of_each_scheme() {
    let text = r#"<component xmlns="http://schemas.ogf.org/occi">
        <mixin term="m" scheme="http://example.com/b#"><applies term="k" scheme="http://example.com/a#"/></mixin>
        <kind term="k" scheme="http://example.com/a#"><parent term="resource" scheme="http://schemas.ogf.org/occi/core#"/></kind>
    </component>"#;
    let compiled = compiled(text);
    assert!(compiled.faults.is_empty(), "{}", compiled.faults);
    let model = compiled.model.unwrap();
    let names: Vec<&str> = compiled
        .entries
        .iter()
        .map(|id| &*model.extension(*id).name)
        .collect();
    assert_eq!(names, ["a", "b"]);
}

#[test]
fn a_collection_is_a_configuration() {
    let text = r#"<collection xmlns="http://schemas.ogf.org/occi" xmlns:xl="http://www.w3.org/2008/06/xlink">
      <resource id="urn:uuid:1" xl:href="/compute/1" title="One">
        <kind term="compute" scheme="http://schemas.ogf.org/occi/infrastructure#"/>
        <attribute name="occi.compute.cores" value="2"/>
        <summary>The first.</summary>
        <link id="urn:uuid:3" target="/network/2"><kind term="networkinterface" scheme="http://schemas.ogf.org/occi/infrastructure#"/></link>
      </resource>
      <collection><resource id="urn:uuid:2" xl:href="/network/2"><kind term="network" scheme="http://schemas.ogf.org/occi/infrastructure#"/></resource></collection>
      <link id="urn:uuid:4" source="/nowhere" target="/network/2"><kind term="networkinterface" scheme="http://schemas.ogf.org/occi/infrastructure#"/></link>
      <entity/>
    </collection>"#;
    let compiled = compiled(text);
    let codes: Vec<String> = compiled.faults.iter().map(|f| f.code.to_string()).collect();
    assert_eq!(codes, ["W0614", "W0609"], "{}", compiled.faults);
    let [configuration] = &*compiled.configurations else {
        panic!("{:?}", compiled.configurations);
    };
    assert_eq!(configuration.resources.len(), 2);
    let compute = &configuration.resources[0];
    assert_eq!(&*compute.entity.name, "compute-1");
    assert_eq!(
        compute.entity.attributes.get("occi.compute.cores"),
        Some(&occi_model::Value::Integer(2))
    );
    let network = configuration.target(&compute.links[0]).unwrap();
    assert_eq!(&*network.entity.name, "network-2");

    // Written and read again it is the same, but for the names.
    let model = compiled.model.as_ref().unwrap();
    let written = Format::Xml.writer().unwrap()(&Subject {
        model,
        extensions: &compiled.entries,
        configurations: &compiled.configurations,
    });
    let losses: Vec<String> = written.losses.iter().map(ToString::to_string).collect();
    assert_eq!(
        losses,
        ["collection: its name and those of its instances: a collection has ids only"]
    );
    let again = self::compiled(&written.files[0].text);
    assert_eq!(again.configurations, compiled.configurations);
}

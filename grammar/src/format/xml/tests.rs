use occi_model::SourceId;

use super::*;

const S: SourceId = SourceId(0);

fn codes(text: &str) -> Vec<(String, &str)> {
    parse(text, S)
        .faults
        .iter()
        .map(|fault| {
            let range = fault.origin.range().unwrap();
            (fault.code.to_string(), &text[range])
        })
        .collect()
}

fn at(text: &str, origin: Origin) -> &str {
    &text[origin.range().unwrap()]
}

#[test]
fn everything_has_its_place() {
    let text = "\u{feff}<?xml version=\"1.0\"?>\n<!-- é -->\n<o:a xmlns:o='urn:o' xmlns=\"urn:d\" o:b = 'x&amp;y'\n c=\"1\n2\" >té&lt;<![CDATA[<x>]]> <d/>!</o:a >\n";
    let text = text.trim_start_matches('\u{feff}');
    let document = parse(text, S);
    assert_eq!(document.faults, []);
    let root = document.root.unwrap();
    assert!(root.name.is("urn:o", "a"));
    assert_eq!(at(text, root.origin), "o:a");
    assert!(at(text, root.tag).starts_with("<o:a xmlns") && at(text, root.tag).ends_with("\" >"));
    let b = root.attribute_of("urn:o", "b").unwrap();
    assert_eq!((&*b.value, at(text, b.origin)), ("x&y", "x&amp;y"));
    assert_eq!(at(text, b.name_origin), "o:b");
    let c = root.attribute("c").unwrap();
    assert_eq!((&*c.value, at(text, c.origin)), ("1 2", "1\n2"));
    assert_eq!(c.name.namespace, None);
    assert_eq!(root.text, "té<<x> !");
    assert_eq!(at(text, root.text_origin), "té");
    assert!(root.children[0].name.is("urn:d", "d"));
    assert_eq!(at(text, root.children[0].tag), "<d/>");
    let declared: Vec<_> = document
        .namespaces
        .iter()
        .map(|(prefix, namespace)| (*prefix, &**namespace))
        .collect();
    assert_eq!(declared, [(Some("o"), "urn:o"), (None, "urn:d")]);
}

#[test]
fn namespaces_end_with_their_element() {
    let text = "<a><b xmlns='urn:b'><c/></b><d/></a>";
    let root = parse(text, S).root.unwrap();
    assert!(root.children[0].children[0].name.is("urn:b", "c"));
    assert_eq!(root.children[1].name.namespace, None);
}

#[test]
fn undeclared_prefixes_are_forgiven_once() {
    let text = "<a xsi:type='x'><b xsi:type='y' z:q='1'/></a>";
    let document = parse(text, S);
    assert_eq!(
        codes(text),
        [
            ("W0604".to_owned(), "xsi:type"),
            ("W0604".to_owned(), "z:q")
        ]
    );
    let root = document.root.unwrap();
    assert_eq!(
        &*root.children[0].attribute_of(XSI, "type").unwrap().value,
        "y"
    );
    assert_eq!(root.children[0].attributes[1].name.namespace, None);
}

#[test]
fn what_is_not_well_formed_is_shown() {
    for (text, code, place) in [
        ("", "E0600", ""),
        ("  ", "E0600", ""),
        ("<a", "E0600", "<a"),
        ("<a><b></a>", "E0600", "</a"),
        ("<a><b>", "E0600", "b"),
        ("</a>", "E0600", "</a"),
        ("<a/><b/>", "E0600", "b"),
        ("<a/>tail", "E0600", "tail"),
        ("<a b='1' b='2'/>", "E0600", "b"),
        ("<a b/>", "E0600", ""),
        ("<a b=1/>", "E0600", "1"),
        ("<a b='1/>", "E0600", "<a"),
        ("<a><!-- </a>", "E0600", "<!--"),
        ("<a>& </a>", "E0600", "&"),
        ("<a>&b;</a>", "E0602", "&b;"),
        ("<a b='x&b;'/>", "E0602", "&b;"),
        ("<a b='x&#0;'/>", "E0602", "x&#0;"),
        ("<!DOCTYPE a><a/>", "E0601", "<!DOCTYPE"),
        (
            "<!DOCTYPE a [<!ENTITY b 'bb'><!ENTITY c '&b;&b;'>]><a>&c;</a>",
            "E0601",
            "<!DOCTYPE",
        ),
    ] {
        assert_eq!(codes(text), [(code.to_owned(), place)], "{text}");
    }
}

#[test]
fn depth_is_bounded() {
    let nested = |depth: usize| "<a>".repeat(depth) + &"</a>".repeat(depth);
    assert_eq!(codes(&nested(MAX_DEPTH)), []);
    assert_eq!(codes(&nested(MAX_DEPTH + 1)), [("E0603".to_owned(), "a")]);
    assert_eq!(codes(&"<a>".repeat(1_000_000)).len(), 1);
}

#[test]
fn what_was_read_before_a_fault_is_kept() {
    let document = parse("<a><b c='1'/><d", S);
    assert_eq!(document.root.unwrap().children.len(), 1);
    assert_eq!(document.faults.len(), 1);
}

#[test]
fn what_is_written_is_read() {
    let mut writer = write::XmlWriter::new();
    let value = "\u{1}a<b>&\"'\n\t\r é";
    writer.open("a");
    writer.attribute("x", value);
    writer.open("b");
    writer.text("1 < 2 & 3\r");
    writer.close();
    writer.open("c");
    writer.close();
    let text = writer.finish();
    let document = parse(&text, S);
    assert_eq!(document.faults, []);
    let root = document.root.unwrap();
    assert_eq!(
        root.value("x").unwrap(),
        value.replace('\u{1}', "\u{fffd}").as_str()
    );
    assert_eq!(root.children[0].text, "1 < 2 & 3\r");
    assert!(
        text.ends_with("  <b>1 &lt; 2 &amp; 3&#13;</b>\n  <c/>\n</a>\n"),
        "{text}"
    );
}

//! The JSON rendering of categories as a definition, in the dialects of the field.

use occi_grammar::write;

use crate::renderings::{codes, faults, model, read, read_as, words};

/// The text of the extension that a listing gives.
fn language(json: &str) -> String {
    write::all(&model(json)).pop().unwrap().1
}

/// A kind with one attribute, described by `definition`.
fn kind(definition: &str) -> String {
    format!(
        r#"{{"kinds": [{{"term": "a", "scheme": "http://e.example/x#", "location": "/a/", "parent": "http://schemas.ogf.org/occi/core#resource", "attributes": {{"com.example.x": {definition}}}}}]}}"#
    )
}

#[test]
fn schemas_become_types_with_facets() {
    let integer = r#""type": "number", "pattern": {"type": "integer""#;
    for (definition, expected) in [
        (r#"{"mutable": true}"#.to_owned(), "com.example.x: string"),
        ("{}".to_owned(), "readonly com.example.x: string"),
        (
            r#"{"required": true}"#.to_owned(),
            "readonly always com.example.x: string",
        ),
        (
            r#"{"mutable": true, "required": true, "type": "boolean"}"#.to_owned(),
            "required com.example.x: boolean",
        ),
        (
            format!(r#"{{"mutable": true, {integer}, "minimum": 1, "maximum": 9}}, "default": 2}}"#),
            "com.example.x: integer(1..=9) = 2",
        ),
        // The bound of draft 4 and that of later ones.
        (
            format!(r#"{{"mutable": true, {integer}, "minimum": 1, "exclusiveMinimum": true}}}}"#),
            "com.example.x: integer(1<..)",
        ),
        (
            r#"{"mutable": true, "type": "number", "pattern": {"exclusiveMaximum": 1.5}}"#
                .to_owned(),
            "com.example.x: number(..<1.5)",
        ),
        (
            r#"{"mutable": true, "pattern": {"enum": ["on", "off"]}, "default": "off"}"#.to_owned(),
            "com.example.x: enum { on, off } = off",
        ),
        (
            r#"{"mutable": true, "pattern": {"pattern": "^[a-z]+$", "maxLength": 8}}"#.to_owned(),
            "com.example.x: string(pattern = \"[a-z]+\", length = ..=8)",
        ),
        // JSON Schema searches; only what is anchored is about the whole text.
        (
            r#"{"mutable": true, "pattern": {"pattern": "^a|b$"}}"#.to_owned(),
            "com.example.x: string(pattern = \".*(?:^a|b$).*\")",
        ),
        (
            r#"{"mutable": true, "pattern": {"pattern": "\\S+"}}"#.to_owned(),
            "com.example.x: string(pattern = \".*(?:\\\\S+).*\")",
        ),
        // The string of two older dialects is about the whole text.
        (
            r#"{"mutable": true, "pattern": "[a-z]+"}"#.to_owned(),
            "com.example.x: string(pattern = \"[a-z]+\")",
        ),
        (
            r#"{"mutable": true, "pattern": ".*"}"#.to_owned(),
            "com.example.x: string",
        ),
        (
            r#"{"mutable": true, "pattern": {"format": "uri"}}"#.to_owned(),
            "com.example.x: uri",
        ),
        (
            r#"{"mutable": true, "type": "array", "pattern": {"items": {"type": "integer"}, "minItems": 1, "uniqueItems": true}}"#
                .to_owned(),
            "com.example.x: list(integer, length = 1.., unique)",
        ),
        (
            r#"{"mutable": true, "type": "object", "pattern": {"properties": {"a": {"type": "string"}, "b": {"type": "boolean", "default": true}}, "required": ["a"]}}"#
                .to_owned(),
            "com.example.x: hash { required a: string; b: boolean = true; }",
        ),
    ] {
        let text = language(&kind(&definition));
        assert!(text.contains(&format!("    {expected};\n")), "{definition}\n{text}");
    }
}

#[test]
fn faults_have_places() {
    for (definition, expected) in [
        (
            r#"{"mutable": true, "type": "number", "pattern": {"multipleOf": 0.5}}"#,
            "W0688 `pattern`",
        ),
        (
            r#"{"mutable": true, "pattern": {"pattern": "(?=x)"}}"#,
            "W0688 `pattern`",
        ),
        (
            r#"{"mutable": true, "pattern": {"format": "ipv4"}}"#,
            "W0688 `pattern`",
        ),
        (r#"{"mutable": true, "type": "enum"}"#, "W0689 `enum`"),
        (r#"{"mutable": 1}"#, "E0671 `mutable`"),
        (r#"{"Mutable": true}"#, "W0673 `Mutable`"),
        (r#"{"mutable": true, "color": 1}"#, "W0673 `color`"),
        (r#"{"mutable": true, "pattern": "a"}"#, "W0673 `pattern`"),
        (
            r#"{"mutable": true, "type": "boolean", "default": "x"}"#,
            "E0015 `x`",
        ),
        (r#""mutable""#, "W0673 `mutable`"),
        (r#"{"a": {"mutable": true}}"#, "W0673 `com.example.x`"),
    ] {
        let compiled = read(kind(definition));
        assert_eq!(
            words(&compiled).join(" "),
            expected,
            "{definition}\n{}",
            faults(&compiled)
        );
    }
    let scheme = r#""scheme": "http://e.example/x#""#;
    for (text, expected) in [
        ("{\n\"kinds\": [}", "E0671 2:11"),
        ("{\"kinds\": [],\n\"kinds\": []}", "E0671 2:12"),
        ("{\"resources\": []}", "E0671 1:1"),
        ("{\"kinds\": []}", "E0674 1:1"),
        (
            &*format!("{{\"mixins\": [{{\"term\": \"a b\", {scheme}}}]}}"),
            "E0671 1:23",
        ),
        (
            &*format!("{{\"mixins\": [\n{{\"term\": \"a\", {scheme}, \"applies\": [\"no\"]}}]}}"),
            "E0671 2:61",
        ),
        (
            &*format!("{{\"mixins\": [\n{{\"term\": \"a\", {scheme}, \"title\": []}}]}}"),
            "W0673 2:49",
        ),
    ] {
        let compiled = read(text);
        let found = codes(&compiled);
        assert_eq!(found.join(" "), expected, "{text}\n{}", faults(&compiled));
    }
    let deep = format!("{}{}", "[".repeat(100), "]".repeat(100));
    assert_eq!(codes(&read(deep)), ["E0671 1:33"]);
}

/// The four dialects say one model.
#[test]
fn dialects_say_the_same() {
    let standard = r#"{"mixins": [{"term": "t", "scheme": "http://e.example/x#", "title": "T",
        "location": "/t/", "depends": ["http://schemas.ogf.org/occi/infrastructure#resource_tpl"],
        "attributes": {"com.example.size": {"mutable": true, "type": "number",
        "pattern": {}, "default": 2.5}, "com.example.name": {"mutable": false, "type": "string",
        "pattern": {"pattern": "^(?:[a-z]+)$"}}}}]}"#;
    let nested = r#"{"mixins": [{"term": "t", "scheme": "http://e.example/x#", "title": "T",
        "location": "/t/", "related": ["http://schemas.ogf.org/occi/infrastructure#resource_tpl"],
        "attributes": {"com": {"example": {"size": {"mutable": true, "required": false,
        "type": "number", "default": 2.5}, "name": {"mutable": false, "type": "string",
        "pattern": "[a-z]+"}}}}}]}"#;
    let capitalised = r#"{"mixins": [{"term": "t", "scheme": "http://e.example/x#", "title": "T",
        "location": "/t/", "related": "http://schemas.ogf.org/occi/infrastructure#resource_tpl",
        "attributes": {"com": {"example": {"size": {"Mutable": true, "Required": false,
        "Type": "number", "Default": 2.5}, "name": {"Mutable": false, "Type": "string",
        "Pattern": "[a-z]+"}}}}}]}"#;
    let wrapped = format!(
        r#"{{"model": [{{"id": "http://e.example/x#", {}}}]}}"#,
        &standard[1..standard.len() - 1]
    );
    let expected = model(standard);
    for (text, deviations) in [(nested, 3), (capitalised, 5), (&*wrapped, 1)] {
        let compiled = read(text);
        let found = codes(&compiled);
        assert!(
            found.iter().all(|code| code.starts_with("W0673")),
            "{found:?}"
        );
        assert_eq!(found.len(), deviations, "{}", faults(&compiled));
        assert_eq!(compiled.model.as_ref(), Some(&expected), "{text}");
        assert!(read_as(text, true).model.is_none());
    }
    assert!(read_as(standard, true).model.is_some());
}

/// An attribute with a default that restates one of the kind is a value for it (D-20).
#[test]
fn templates_set_values() {
    let template = |pattern: &str| {
        format!(
            r#"{{"mixins": [{{"term": "small", "scheme": "http://e.example/tpl#", "location": "/small/",
            "depends": ["http://schemas.ogf.org/occi/infrastructure#resource_tpl"],
            "attributes": {{"occi.compute.cores": {{"mutable": true, "type": "number"{pattern}, "default": 1}}}}}}]}}"#
        )
    };
    let known = r#", "pattern": {"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "integer", "minimum": 1}"#;
    let text = language(&template(known));
    assert!(text.contains("    set occi.compute.cores = 1;\n"), "{text}");
    // Without the facets it is wider than the kind's, whose type counts.
    let compiled = read(template(""));
    assert!(compiled.faults.is_empty(), "{}", faults(&compiled));
    let text = language(&template(""));
    assert!(
        text.contains("occi.compute.cores: integer(1..) = 1"),
        "{text}"
    );
    let compiled = read(template(r#", "pattern": {"maximum": 3}"#));
    assert_eq!(words(&compiled), ["W0691 `number`"]);
}

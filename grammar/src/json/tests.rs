use super::*;

fn root(text: &str) -> Node<'_> {
    let document = parse(text.as_bytes());
    assert!(document.errors.is_empty(), "{text}: {:?}", document.errors);
    document.root.unwrap()
}

/// Message and span of every fault.
fn faults(text: &str) -> Vec<(String, std::ops::Range<usize>)> {
    parse(text.as_bytes())
        .errors
        .into_iter()
        .map(|error| (error.kind.to_string(), error.span))
        .collect()
}

fn fault(text: &str) -> (String, std::ops::Range<usize>) {
    let mut faults = faults(text);
    assert_eq!(faults.len(), 1, "{text}: {faults:?}");
    faults.remove(0)
}

#[test]
fn values_know_their_places() {
    let text = r#" {"a": [1, -2.5e+3, true], "b\n": "x"} "#;
    let node = root(text);
    assert_eq!(node.span, 1..text.len() - 1);
    let Value::Object(members) = &node.value else {
        panic!("{node:?}")
    };
    assert_eq!(&text[members[0].key.span.clone()], "\"a\"");
    assert_eq!(&text[members[0].key.inner()], "a");
    assert_eq!(members[1].key.text, "b\n");
    assert_eq!(&text[members[1].key.span.clone()], r#""b\n""#);
    assert_eq!(&text[members[1].value.inner()], "x");
    let Value::Array(items) = &members[0].value.value else {
        panic!("{node:?}")
    };
    let spans: Vec<&str> = items.iter().map(|item| &text[item.span.clone()]).collect();
    assert_eq!(spans, ["1", "-2.5e+3", "true"]);
    assert_eq!(items[1].value, Value::Number("-2.5e+3"));
}

#[test]
fn every_member_of_an_object_is_kept() {
    let node = root(r#"{"a": 1, "a": 2}"#);
    let Value::Object(members) = &node.value else {
        panic!("{node:?}")
    };
    assert_eq!(members.len(), 2);
}

#[test]
fn strings_are_unescaped() {
    let node = root(r#""\"\\\/\b\f\n\r\t\u0041\u00e9\ud83d\ude00é😀""#);
    assert_eq!(
        node.value,
        Value::String("\"\\/\u{8}\u{c}\n\r\tAé😀é😀".into())
    );
    assert!(matches!(
        root(r#""plain""#).value,
        Value::String(std::borrow::Cow::Borrowed(_))
    ));
}

#[test]
fn empty_and_blank_things_are_values() {
    for text in [
        "{}",
        "[]",
        "[ \t\r\n]",
        "{ }",
        "0",
        "-0",
        "\"\"",
        "null",
        "1E5",
        "[[]]",
    ] {
        root(text);
    }
}

#[test]
fn breaches_of_the_grammar_are_found_at_their_place() {
    for (text, message, span) in [
        ("", "the text is empty", 0..0),
        (" \n", "the text is empty", 2..2),
        ("{a: 1}", "expected a key in double quotes, found `a`", 1..2),
        (
            "{'a': 1}",
            "expected a key in double quotes, found `'`",
            1..2,
        ),
        ("[1 2]", "expected a comma or `]`, found `2`", 3..4),
        ("[1;2]", "expected a comma or `]`, found `;`", 2..3),
        ("[,1]", "expected a value, found `,`", 1..2),
        ("[1,,2]", "expected a value, found `,`", 3..4),
        ("{,}", "expected a key in double quotes, found `,`", 1..2),
        (
            "{\"a\" 1}",
            "expected a colon after the key, found `1`",
            5..6,
        ),
        ("{\"a\":}", "expected a value, found `}`", 5..6),
        ("1 2", "`2` after the end of the value", 2..3),
        ("{} x", "`x` after the end of the value", 3..4),
        ("{", "the text ends inside an object", 1..1),
        ("{\"a\"", "the text ends inside an object", 4..4),
        ("{\"a\":", "the text ends inside an object", 5..5),
        ("{\"a\":1", "the text ends inside an object", 6..6),
        ("{\"a\":1,", "the text ends inside an object", 7..7),
        ("[", "the text ends inside an array", 1..1),
        ("[1", "the text ends inside an array", 2..2),
        ("[1,", "the text ends inside an array", 3..3),
        ("\"abc", "the text ends inside a string", 4..4),
        (
            "\"abc\\",
            "a backslash with something that is no escape",
            4..5,
        ),
        ("\"a\nb\"", "the line ends inside a string", 2..2),
        (
            "\"\u{1f}\"",
            "the control character U+001F inside a string",
            1..2,
        ),
        (
            "\"\u{1}\"",
            "the control character U+0001 inside a string",
            1..2,
        ),
        (
            "\"\\x41\"",
            "a backslash with something that is no escape",
            1..3,
        ),
        (
            "\"\\é\"",
            "a backslash with something that is no escape",
            1..4,
        ),
        (
            "\"\\u12G4\"",
            "a backslash with something that is no escape",
            1..3,
        ),
        (
            "\"\\u12",
            "a backslash with something that is no escape",
            1..3,
        ),
        (
            "\"\\u+123\"",
            "a backslash with something that is no escape",
            1..3,
        ),
        ("\"\\ud800\"", "half of a surrogate pair", 1..7),
        ("\"\\ud800\\u0041\"", "half of a surrogate pair", 1..7),
        ("\"\\udc00\"", "half of a surrogate pair", 1..7),
        ("01", "not a number: a zero before other digits", 0..2),
        ("-", "not a number: a minus without digits", 0..1),
        ("1.", "not a number: a point without digits after it", 0..2),
        ("1e", "not a number: an exponent without digits", 0..2),
        ("1.5.2", "not a number: something sticks to its end", 0..4),
        ("0x10", "not a number: something sticks to its end", 0..2),
        ("+1", "expected a value, found `+`", 0..1),
        (".5", "expected a value, found `.`", 0..1),
        ("True", "`True` is not a JSON value", 0..4),
        ("NaN", "`NaN` is not a JSON value", 0..3),
        ("// a\n{}", "expected a value, found `/`", 0..1),
    ] {
        assert_eq!(fault(text), (message.to_owned(), span), "{text}");
    }
}

#[test]
fn reading_goes_on_after_the_commonest_faults() {
    let text = "{\"a\": [1, 2,], \"b\": 1 \"c\": {\"d\": 1,}, \"e\" \"f\"}";
    let messages: Vec<String> = faults(text)
        .into_iter()
        .map(|(message, _)| message)
        .collect();
    assert_eq!(
        messages,
        [
            "a comma with nothing after it",
            "a comma is missing",
            "a comma with nothing after it",
            "a colon is missing after a key",
        ]
    );
    let document = parse(text.as_bytes());
    assert!(document.root.is_some());
    assert_eq!(document.errors[0].span, 11..12);
    assert_eq!(document.errors[1].span, 21..21);
    let mend = document.errors[1].fault(occi_model::Code::error(300), occi_model::SourceId(0));
    assert_eq!(mend.suggestion.unwrap().replacement, ",");
    // Hopeless texts do not drown the reader in faults.
    assert_eq!(faults("[1,]").len(), 1);
    let many = format!("[{}]", "[1,],".repeat(100));
    assert_eq!(faults(&many).len(), 20);
}

#[test]
fn bytes_that_are_no_text_have_a_place() {
    let document = parse(b"{\"a\": \"\xff\xfe\"}");
    assert_eq!(document.errors[0].kind, ErrorKind::NotUtf8);
    assert_eq!(document.errors[0].span, 7..8);
    let document = parse(b"[\"\xe2\x82");
    assert_eq!(document.errors[0].span, 2..4);
}

#[test]
fn a_byte_order_mark_is_seen_and_skipped() {
    let document = parse("\u{feff}[1]".as_bytes());
    assert!(document.byte_order_mark && document.errors.is_empty());
    assert_eq!(document.root.unwrap().span, 3..6);
}

#[test]
fn nesting_is_limited() {
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    root(&nested(MAX_DEPTH));
    let (message, span) = fault(&nested(MAX_DEPTH + 1));
    assert_eq!(message, "arrays and objects nested deeper than 128");
    assert_eq!(span, MAX_DEPTH..MAX_DEPTH + 1);
    assert_eq!(
        fault(&"[{\"a\":".repeat(500_000)).0,
        "arrays and objects nested deeper than 128"
    );
    // Depth is not the number of arrays.
    root(&format!("[{}[]]", "[],".repeat(1000)));
}

#[test]
fn too_long_texts_are_refused_unread() {
    let blanks = vec![b' '; MAX_BYTES + 1];
    let document = parse(&blanks);
    assert_eq!(document.errors[0].kind, ErrorKind::TooLong);
}

#[test]
fn what_is_written_can_be_read() {
    let mut w = Writer::new();
    w.object(|w| {
        w.member("a\"\\\u{1}\u{2028}é", |w| w.strings(["x", "\n"]));
        w.member("empty", |w| w.object(|_| {}));
        w.member("n", |w| w.integer(-3));
        w.member("list", |w| {
            w.array(|w| {
                w.item(|w| w.boolean(true));
                w.item(|w| w.array(|_| {}));
            });
        });
    });
    let text = w.finish();
    assert_eq!(
        text,
        "{\n  \"a\\\"\\\\\\u0001\\u2028é\": [\n    \"x\",\n    \"\\n\"\n  ],\n  \"empty\": {},\n  \
         \"n\": -3,\n  \"list\": [\n    true,\n    []\n  ]\n}\n"
    );
    let node = root(&text);
    let Value::Object(members) = &node.value else {
        panic!("{node:?}")
    };
    assert_eq!(members[0].key.text, "a\"\\\u{1}\u{2028}é");
    assert_eq!(quote("a\tb"), "\"a\\tb\"");
}

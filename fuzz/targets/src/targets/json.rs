//! The reader of JSON with places, against another one.

use occi_grammar::json;

use super::Target;
use crate::{Shape, seeds};

pub(super) const JSON: Target = Target {
    name: "json",
    run: same_language,
    seeds: || {
        let mut found = seeds::corpus("renderings", &[".json"]);
        found.push(br#"{"a": [1, -2.5e3, "\u00e9\ud83d\ude00", true, false, null, {}]}"#.to_vec());
        found
    },
    words: &[
        "{", "}", "[", "]", ":", ",", "\"", "\\", "\\u00e9", "\\ud800", "\\udc00", "1e9", "-0",
        "0.", "true", "false", "null", "\u{feff}", "[[[[[[[[", "{\"a\":",
    ],
};

/// Depth at which our reader stops, for sure.
const DEEP: usize = 100;

/// It takes what `serde_json` takes, and nothing else.
fn same_language(bytes: &[u8]) -> Shape {
    let document = json::parse(bytes);
    assert!(document.root.is_some() || !document.errors.is_empty());
    for error in &document.errors {
        assert!(
            error.span.start <= error.span.end && error.span.end <= bytes.len(),
            "{error:?}"
        );
    }
    let theirs = serde_json::from_slice::<serde_json::Value>(bytes);
    // Numbers too great for their type are JSON all the same; what follows them is not known.
    let is_known = !matches!(&theirs, Err(error) if error.to_string().contains("out of range"));
    let ours = document.errors.is_empty();
    // Limits of depth differ; a mark at the start is told, and no error of ours.
    let depth = bytes.iter().filter(|b| matches!(b, b'[' | b'{')).count();
    if is_known && depth < DEEP && !bytes.starts_with(b"\xEF\xBB\xBF") {
        assert_eq!(ours, theirs.is_ok(), "{:?}", document.errors);
    }
    Shape::of((ours, document.errors.len()))
}

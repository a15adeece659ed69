//! Whatever the bytes, the readers come to an end and never fall over.

use occi_grammar::{
    guideline::{read, read_source, write},
    json,
};
use occi_model::{
    SourceId,
    guideline::{
        SchemaVersion,
        judge::{Matching, ResultSet, judge},
    },
};
use proptest::prelude::*;

use crate::{faults::GOOD, first_schema::OLD};

/// Reads the bytes in every way there is, and asks everything of what comes out.
fn survive(bytes: &[u8]) {
    let document = json::parse(bytes);
    assert!(document.root.is_some() || !document.errors.is_empty());
    for error in &document.errors {
        assert!(
            error.span.start <= error.span.end && error.span.end <= bytes.len(),
            "{error:?}"
        );
        assert!(!error.to_string().is_empty());
    }
    let source = read_source(bytes, SourceId(0));
    assert_eq!(source.authored.is_none(), source.faults.has_errors());
    let read = read(bytes, SourceId(0));
    assert_eq!(
        read.guideline.is_none(),
        read.faults.has_errors(),
        "{}",
        read.faults
    );
    for fault in &read.faults {
        let range = fault.origin.range().unwrap();
        assert!(
            range.start <= range.end && range.end <= bytes.len(),
            "{fault}"
        );
        let text = std::str::from_utf8(bytes);
        assert!(
            text.is_err() || text.unwrap().get(range).is_some(),
            "{fault}"
        );
    }
    let Some(guideline) = read.guideline else {
        return;
    };
    let _ = guideline.lint();
    for name in guideline.target_names() {
        let target = guideline.target(&name).unwrap();
        let verdict = judge(&target, &ResultSet::default(), Matching::ById);
        assert!(!verdict.conclusion.is_met());
    }
    let text = write(&guideline);
    if guideline.schema() != SchemaVersion::V2_0 {
        return;
    }
    let again = occi_grammar::guideline::read(text.as_bytes(), SourceId(0));
    assert!(
        again.guideline.as_ref() == Some(&guideline),
        "{}",
        again.faults
    );
}

/// What a change puts into the text: signs of JSON, names of the schema, odd characters.
fn snippet() -> impl Strategy<Value = String> {
    prop_oneof![
        "[\\[\\]{}:,\"\\\\0-9.eE+-]{1,3}",
        Just("null".to_owned()),
        Just("\"required\"".to_owned()),
        Just("\"flag\": {},".to_owned()),
        Just("\"tests\"".to_owned()),
        Just("\"components\": {},".to_owned()),
        Just("\\ud800".to_owned()),
        Just("\\u0000".to_owned()),
        "\\PC{1,2}",
        Just(String::new()),
    ]
}

proptest! {
    #[test]
    fn arbitrary_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        survive(&bytes);
    }

    #[test]
    fn arbitrary_texts(text in "\\PC{0,100}") {
        survive(text.as_bytes());
    }

    #[test]
    fn texts_of_signs(text in "[\\[\\]{}:,\" 1a\\\\]{0,60}") {
        survive(text.as_bytes());
    }

    /// A guideline with a few stretches replaced.
    #[test]
    fn changed_guidelines(
        changes in proptest::collection::vec((any::<prop::sample::Index>(), 0_usize..12, snippet()), 1..4)
    ) {
        let mut text = GOOD.as_bytes().to_vec();
        for (at, length, new) in changes {
            let start = at.index(text.len());
            let end = (start + length).min(text.len());
            text.splice(start..end, new.into_bytes());
        }
        survive(&text);
    }

    /// A guideline with one word replaced by another of its words.
    #[test]
    fn exchanged_words(from in any::<prop::sample::Index>(), to in any::<prop::sample::Index>()) {
        let words: Vec<&str> = GOOD.split('"').collect();
        let (from, to) = (from.index(words.len()), to.index(words.len()));
        let mut changed = words.clone();
        changed[from] = words[to];
        survive(changed.join("\"").as_bytes());
    }

    /// The same of schema 1.6.
    #[test]
    fn exchanged_words_of_old_guidelines(from in any::<prop::sample::Index>(), to in any::<prop::sample::Index>()) {
        let words: Vec<&str> = OLD.split('"').collect();
        let (from, to) = (from.index(words.len()), to.index(words.len()));
        let mut changed = words.clone();
        changed[from] = words[to];
        survive(changed.join("\"").as_bytes());
    }

    #[test]
    fn cut_off_guidelines(end in 0..GOOD.len()) {
        survive(&GOOD.as_bytes()[..end]);
    }

    /// Our reader takes what `serde_json` takes, and nothing else.
    #[test]
    fn the_language_is_json(text in "[\\[\\]{}:,\" 1e.a\\\\u0-]{0,12}") {
        let ours = json::parse(text.as_bytes()).errors.is_empty();
        let theirs = serde_json::from_str::<serde_json::Value>(&text);
        // Numbers too great for their type are JSON all the same.
        let theirs = match theirs {
            Ok(_) => true,
            Err(error) => error.to_string().contains("number out of range"),
        };
        prop_assert_eq!(ours, theirs, "{}", text);
    }
}

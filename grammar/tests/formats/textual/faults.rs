//! What is wrong with a text is said where it is.

use occi_grammar::format::Format;
use occi_model::SourceId;

use super::{SAMPLE, read};
use crate::renderings::codes;

#[test]
fn each_fault_is_reported_where_it_is() {
    let head =
        "extension t : \"http://example.com/t#\"\nimport \"http://schemas.ogf.org/occi/core#/\"\n";
    for (body, expected) in [
        (
            "kind A extends core.Resource { attribute a.b.c }",
            "W0012 3:42",
        ),
        ("kind A extend core.Resource", "E0665 3:8"),
        (
            "kind A extends core.Resource { atribute a : core.String }",
            "E0665 3:32",
        ),
        (
            "kind A extends core.Resource { attribute : core.String }",
            "E0665 3:42",
        ),
        (
            "kind A extends core.Resource { attribute x : core.String",
            "E0666 3:30",
        ),
        ("kind A extends core.Resource title \"x", "E0666 3:36"),
        ("kind A extends core.Resource /* x", "E0666 3:30"),
        ("NumericType N type Decimal", "E0664 3:20"),
        (
            "NumericType N type Integer minInclusive \"x\"",
            "E0653 3:41",
        ),
        ("StringType S length -1", "E0653 3:21"),
        ("EObjectType E type \"\"", "E0657 3:20"),
        ("EnumerationType E literals ( )", "E0665 3:30"),
        ("StringType S pattern \"\\d\"", "W0667 3:23"),
        ("NumericType N type Integer minInclusive \"\"", "W0654 3:41"),
        (
            "NumericType N type Short minExclusive \"2\" minInclusive \"1\"",
            "W0655 3:39",
        ),
        ("EObjectType E type \"com.example.Thing\"", "W0656 3:20"),
        ("BooleanType B\nBooleanType B", "E0207 4:13"),
        (
            "EnumerationType E literals (a) EnumerationType E literals (b)",
            "W0661 3:48",
        ),
        (
            "mixin M scheme \"http://example.com/t#\" { constraint C body \"a\" constraint C body \"b\" }",
            "E0662 3:75",
        ),
        ("array A : A", "E0209 3:7"),
    ] {
        let compiled = read(&format!("{head}{body}"));
        let codes = codes(&compiled);
        assert!(
            codes.iter().any(|code| code == expected),
            "{body}: {expected} is not among {codes:?}\n{}",
            compiled.faults
        );
        assert_eq!(
            compiled.model.is_none(),
            expected.starts_with('E'),
            "{body}: {}",
            compiled.faults
        );
    }
}

#[test]
fn faults_of_state_machines_are_forgiven_where_the_meaning_is_certain() {
    let text = |states: &str, flags: &str| {
        format!(
            "extension t : \"http://example.com/t#\" import \"http://schemas.ogf.org/occi/core#/\"
             kind A extends core.Resource {{ attribute {flags} com.example.state : S = \"b\" action go }}
             FSM attribute com.example.state {{ {states} }}
             EnumerationType S literals (a, b, c)"
        )
    };
    let whole =
        "state initial a transitions (action go to b), state b transitions (to c, to a), state c";
    for (states, flags, expected) in [
        (whole, "", vec![]),
        (whole, "mutable", vec!["W0659"]),
        (
            "state a transitions (action go to b), state b transitions (to c, to a), state c",
            "",
            vec!["W0652"],
        ),
        (
            "state initial a transitions (action go to b, action go to c), state b, state c",
            "",
            vec!["W0651"],
        ),
    ] {
        let compiled = read(&text(states, flags));
        let mut codes = codes(&compiled);
        codes.retain(|code| !code.starts_with("W0012"));
        let codes: Vec<&str> = codes.iter().map(|code| &code[..5]).collect();
        let expected_all = expected.clone();
        assert!(
            expected_all.iter().all(|code| codes.contains(code))
                && codes
                    .iter()
                    .all(|code| expected.contains(code) || *code == "W0053"),
            "{states}: {codes:?}\n{}",
            compiled.faults
        );
        let model = compiled.model.unwrap();
        let kind = model.kind(model.find_kind("http://example.com/t#a").unwrap());
        let machine = kind.own_states.as_ref().unwrap();
        let initial = if expected == ["W0652"] { "b" } else { "a" };
        assert_eq!(&*machine.initial, initial);
    }
}

#[test]
fn ten_faults_of_one_text_are_ten_faults() {
    let compiled = read(
        r#"extension t : "http://example.com/t#"
        import "http://schemas.ogf.org/occi/core#/"
        kind A extends core.Resource {
            attribute a b
            attribute : core.String
            action
            constraint C
        }
        kind B extnds core.Resource { attribute x :: core.String }
        colour Red
        StringType S patern "x"
        EnumerationType E literals a, b
        record R { }
        NumericType N type Int
        "#,
    );
    let lines: Vec<String> = codes(&compiled)
        .into_iter()
        .filter(|code| code.starts_with('E'))
        .map(|code| code.split(':').next().unwrap().to_owned())
        .collect();
    assert_eq!(
        lines,
        [
            "E0665 4", "E0665 5", "E0665 7", "E0665 9", "E0665 9", "E0665 10", "E0665 11",
            "E0665 12", "E0665 13", "E0664 14"
        ],
        "{}",
        compiled.faults
    );
}

#[test]
fn misspelt_words_get_their_correction() {
    let compiled = read("extension t : \"http://example.com/t#\" kind A extnds core.Resource");
    let fault = compiled
        .faults
        .iter()
        .find(|fault| fault.code.to_string() == "E0665")
        .unwrap();
    assert_eq!(fault.suggestion.as_ref().unwrap().replacement, "extends");
}

#[test]
fn no_text_makes_the_reader_fail() {
    let deep = "{".repeat(100_000);
    let many = "kind A { attribute !\n".repeat(20_000);
    for text in [
        "extension",
        "extension t : ",
        "extension t : \"",
        "extension t : 'x",
        "extension t : \"x\\",
        &format!("extension t : \"http://example.com/t#\" kind A {deep}"),
        &format!("extension t : \"http://example.com/t#\" {many}"),
        &format!("configuration resource \"a\" : b {{ {deep}"),
        "extension é : \"ü\" kind ö { attribute 💥 }",
        "extension t : \"http://example.com/t#\" kind A { attribute \"💥 }",
    ] {
        let compiled = read(text);
        assert!(compiled.model.is_none());
        assert!(compiled.faults.has_errors());
        // Those of the reader are bounded, and with them what can follow from them.
        assert!(compiled.faults.len() <= 303, "{}", compiled.faults.len());
    }
}

/// Truncated anywhere, a text is refused or read; nothing panics, and it ends.
#[test]
fn truncated_texts_are_refused_or_read() {
    let read = Format::Textual.reader().unwrap();
    for end in (0..SAMPLE.len()).filter(|end| SAMPLE.is_char_boundary(*end)) {
        let whole = read(&SAMPLE[..end], SourceId(0));
        assert!(whole.extensions.len() <= 1);
        let damaged = format!("{}}}\u{0}{}", &SAMPLE[..end], &SAMPLE[end..]);
        assert!(!read(&damaged, SourceId(0)).faults.is_empty());
    }
}

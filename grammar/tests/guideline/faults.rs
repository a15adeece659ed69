//! Faults of one small guideline, changed in one place at a time.

use occi_grammar::guideline::read;
use occi_model::{Fault, SourceId};

/// A guideline with one of everything and without a fault.
pub(crate) const GOOD: &str = r#"{
  "metadata": {
    "id": "2020.06",
    "schema": "2.0",
    "reference": "r",
    "source": "s",
    "scoring": {
      "cutoff_score": 8,
      "criteria": {"doc": {"name": "Documented", "description": "d", "weight": 8}}
    },
    "os_trademark_approval": {
      "target_approval": "2020.06",
      "replaces": "2019.11",
      "releases": ["stein"],
      "status": "approved"
    }
  },
  "platforms": {"P": {"description": "d", "components": [{"name": "c"}]}},
  "add-ons": {"A": {"components": [{"name": "c"}],
    "required_platform_components": [{"name": "d", "source": "other.json"}]}},
  "components": {"c": {
    "capabilities": {"required": ["cap"], "advisory": [], "deprecated": [], "removed": []},
    "designated_sections": {"required": ["nova"]}
  }},
  "capabilities": {"cap": {
    "achievements": ["doc"],
    "admin": false,
    "required_since": "2018.02",
    "description": "d",
    "project": "nova",
    "tests": {
      "a.b.test_c": {"idempotent_id": "id-9a438d88-10c6-4bcd-8b5b-5b6e25e1346f", "aliases": ["a.b.test_d"]},
      "a.b.test_e": {
        "idempotent_id": "id-aa438d88-10c6-4bcd-8b5b-5b6e25e1346f",
        "flagged": {"reason": "[D402] r", "action": "a", "date": "2020-06-11"}
      }
    }
  }},
  "designated_sections": {"nova": {"required": {"guidance": "g", "comment": "c",
    "sections": {"the API": {"description": "d", "designated": true, "comment": "c"}}}}},
  "test_repositories": {"tempest": {"repository": "u", "reference": "master", "description": "d"}}
}
"#;

/// The faults of the guideline after one text in it is replaced by another.
fn faults_of(old: &str, new: &str) -> Vec<Fault> {
    assert_eq!(GOOD.matches(old).count(), 1, "{old}");
    let text = GOOD.replace(old, new);
    let read = read(text.as_bytes(), SourceId(0));
    assert_eq!(
        read.guideline.is_none(),
        read.faults.has_errors(),
        "{}",
        read.faults
    );
    read.faults.into_iter().collect()
}

/// The one fault, as `[code] message`, and the text it accuses.
fn fault_of(old: &str, new: &str) -> (String, String, Fault) {
    let faults = faults_of(old, new);
    assert_eq!(faults.len(), 1, "{old} -> {new}: {faults:?}");
    let fault = faults.into_iter().next().unwrap();
    let accused = GOOD.replace(old, new)[fault.origin.range().unwrap()].to_owned();
    (fault.to_string(), accused, fault)
}

#[test]
fn the_sample_is_good() {
    let read = read(GOOD.as_bytes(), SourceId(0));
    assert!(read.faults.is_empty(), "{}", read.faults);
    let lint = read.guideline.unwrap().lint();
    assert!(lint.is_empty(), "{lint}");
}

#[test]
fn a_missing_required_field_refuses_the_guideline() {
    for (old, missing, accused) in [
        (
            r#""id": "2020.06","#,
            "the metadata has no `id`",
            "metadata",
        ),
        (r#""schema": "2.0","#, "the metadata has no `schema`", "{"),
        (
            r#""reference": "r","#,
            "the metadata has no `reference`",
            "metadata",
        ),
        (
            r#""achievements": ["doc"],"#,
            "capability `cap` has no `achievements`",
            "cap",
        ),
        (
            r#""admin": false,"#,
            "capability `cap` has no `admin`",
            "cap",
        ),
        (
            r#""project": "nova","#,
            "capability `cap` has no `project`",
            "cap",
        ),
        (
            r#""idempotent_id": "id-9a438d88-10c6-4bcd-8b5b-5b6e25e1346f", "#,
            "test `a.b.test_c` has no `idempotent_id`",
            "a.b.test_c",
        ),
        (
            r#""reason": "[D402] r", "#,
            "the flag has no `reason`",
            "flagged",
        ),
        (
            r#""target_approval": "2020.06","#,
            "the approval has no `target_approval`",
            "os_trademark_approval",
        ),
        (
            r#""releases": ["stein"],"#,
            "the approval has no `releases`",
            "os_trademark_approval",
        ),
        (
            r#""guidance": "g", "#,
            "`required` in the designated sections of `nova` has no `guidance`",
            "required",
        ),
        (
            r#""designated": true, "#,
            "section `the API` has no `designated`",
            "the API",
        ),
        (
            r#""repository": "u", "#,
            "test repository `tempest` has no `repository`",
            "tempest",
        ),
        (
            r#""name": "Documented", "#,
            "criterion `doc` has no `name`",
            "doc",
        ),
        (
            r#"{"name": "d", "source""#,
            "a reference to a component has no `name`",
            "{",
        ),
    ] {
        let new = if old.starts_with('{') {
            r#"{"source""#
        } else {
            ""
        };
        let (message, place, fault) = fault_of(old, new);
        assert_eq!(message, format!("[E0303] {missing}"));
        assert_eq!(place, accused, "{missing}");
        assert!(fault.help.unwrap().starts_with("add `\""));
    }
    for (old, new, missing) in [
        (
            r#""description": "d", "components": [{"name": "c"}]"#,
            r#""description": "d""#,
            "platform `P` has no `components`",
        ),
        (
            "    \"capabilities\": {\"required\": [\"cap\"], \"advisory\": [], \"deprecated\": [], \"removed\": []},\n",
            "",
            "component `c` has no `capabilities`",
        ),
    ] {
        assert_eq!(fault_of(old, new).0, format!("[E0303] {missing}"));
    }
    // A whole block.
    let text = GOOD.replace("\"test_repositories\"", "\"repositories_of_tests\"");
    let read = read(text.as_bytes(), SourceId(0));
    let faults: Vec<String> = read.faults.iter().map(ToString::to_string).collect();
    assert_eq!(
        faults,
        [
            "[E0303] the guideline has no `test_repositories`",
            "[W0307] the guideline cannot have the key `repositories_of_tests`",
        ]
    );
}

#[test]
fn a_misspelt_key_is_read_as_the_one_that_is_meant() {
    for (wrong, right) in [
        ("acheivements", "achievements"),
        ("required-since", "required_since"),
        ("projects", "project"),
        ("Admin", "admin"),
        ("cut_off_score", "cutoff_score"),
        ("add_ons", "add-ons"),
    ] {
        let (message, accused, fault) = fault_of(&format!("\"{right}\""), &format!("\"{wrong}\""));
        assert!(
            message.starts_with(&format!("[W0306] `{wrong}` in ")),
            "{message}"
        );
        assert!(
            message.ends_with(&format!(": did you mean `{right}`?")),
            "{message}"
        );
        assert_eq!(accused, wrong);
        assert_eq!(fault.suggestion.unwrap().replacement, right);
    }
    // The value is really read.
    let text = GOOD.replace("\"flagged\"", "\"flaged\"");
    let read = read(text.as_bytes(), SourceId(0));
    assert!(read.guideline.unwrap().capabilities()[0].tests[1].is_flagged());
}

#[test]
fn unknown_keys_are_ignored_with_a_warning_but_refused_among_words() {
    for (old, new, expected) in [
        (
            r#""admin": false,"#,
            r#""admin": false, "colour": 1,"#,
            "[W0307] capability `cap` cannot have the key `colour`",
        ),
        (
            r#""admin": false,"#,
            r#""admin": false, "Admin": true,"#,
            "[W0307] capability `cap` cannot have the key `Admin`",
        ),
        (
            r#""advisory": [],"#,
            r#""advisory": [], "optional": [],"#,
            "[E0308] the capabilities of component `c` cannot have the key `optional`",
        ),
        (
            r#""nova": {"required""#,
            r#""nova": {"later": {}, "required""#,
            "[E0308] the designated sections of `nova` cannot have the key `later`",
        ),
        (
            r#""status": "approved""#,
            r#""status": "aproved""#,
            "[E0308] the status: `aproved` is not a status; known are draft, advisory, approved, superseded",
        ),
    ] {
        assert_eq!(fault_of(old, new).0, expected);
    }
    // Metadata may have further keys.
    assert!(faults_of(r#""source": "s","#, r#""source": "s", "colour": 1,"#).is_empty());
    // The process text says review where the schema says advisory.
    assert!(faults_of(r#""status": "approved""#, r#""status": "review""#).is_empty());
}

#[test]
fn doubled_keys_are_refused_everywhere() {
    for (old, new, expected) in [
        (
            r#""admin": false,"#,
            r#""admin": false, "admin": true,"#,
            "[E0305] capability `cap` has the key `admin` twice",
        ),
        (
            r#""capabilities": {"cap": {"#,
            r#""capabilities": {"cap": {}, "cap": {"#,
            "[E0305] `capabilities` has the key `cap` twice",
        ),
    ] {
        let faults = faults_of(old, new);
        let first = faults
            .iter()
            .find(|fault| fault.code.number == 305)
            .unwrap();
        assert_eq!(first.to_string(), expected);
        assert_eq!(first.labels[0].text, "first here");
    }
}

#[test]
fn wrong_types_are_refused_with_a_mend() {
    for (old, new, expected, help) in [
        (
            r#""cutoff_score": 8,"#,
            r#""cutoff_score": "74","#,
            "[E0304] the cut-off score is a string, not a number",
            "take the quotes away: 74",
        ),
        (
            r#""admin": false,"#,
            r#""admin": "false","#,
            "[E0304] `admin` is a string, not a boolean",
            "take the quotes away: false",
        ),
        (
            r#""schema": "2.0","#,
            r#""schema": 2.0,"#,
            "[E0304] the schema version is a number, not a string",
            "put it into quotes: \"2.0\"",
        ),
        (
            r#""achievements": ["doc"],"#,
            r#""achievements": "doc","#,
            "[E0304] `achievements` is a string, not an array",
            "write a list: [ … ]",
        ),
        (
            r#""releases": ["stein"],"#,
            r#""releases": {},"#,
            "[E0304] `releases` is an object, not an array",
            "write a list: [ … ]",
        ),
        (
            r#"[{"name": "d", "source": "other.json"}]"#,
            r#"["d"]"#,
            "[E0304] a reference to a component is a string, not an object",
            "write an object: { … }",
        ),
        (
            r#""cutoff_score": 8,"#,
            r#""cutoff_score": -1,"#,
            "[E0316] the cut-off score is -1, not a whole number from 0 to 4294967295",
            "write a whole number without sign and fraction",
        ),
    ] {
        let (message, _, fault) = fault_of(old, new);
        assert_eq!(message, expected);
        assert_eq!(fault.help.as_deref(), Some(help), "{expected}");
    }
}

#[test]
fn forms_of_published_files_are_warnings() {
    for (old, new, expected) in [
        (
            "id-9a438d88",
            "9a438d88",
            "[W0310] the idempotent id `9a438d88-10c6-4bcd-8b5b-5b6e25e1346f` has no `id-` before it",
        ),
        (
            r#""id-9a438d88-10c6-4bcd-8b5b-5b6e25e1346f""#,
            "\"\"",
            "[W0310] the idempotent id `` is empty",
        ),
        (
            "[D402] r",
            "Resize capabilities",
            "[W0311] the reason of a flag does not begin with a code",
        ),
        (
            "2020-06-11",
            "11 June",
            "[W0312] `date` is `11 June`, not a day",
        ),
        (
            r#""target_approval": "2020.06""#,
            r#""target_approval": "orchestration.2018.11""#,
            "[W0312] `target_approval` is `orchestration.2018.11`, not a month",
        ),
        (
            r#""required_since": "2018.02""#,
            r#""required_since": "Pike""#,
            "[W0312] `required_since` is `Pike`, not a month",
        ),
    ] {
        assert_eq!(fault_of(old, new).0, expected);
    }
    assert!(faults_of(r#""required_since": "2018.02""#, r#""required_since": """#).is_empty());
}

#[test]
fn both_keys_of_flags_are_read_and_an_empty_flag_flags_nothing() {
    let flagged = |text: &str| {
        let read = read(text.as_bytes(), SourceId(0));
        let flagged = read.guideline.unwrap().capabilities()[0].tests[1].is_flagged();
        let faults: Vec<String> = read.faults.iter().map(ToString::to_string).collect();
        (flagged, faults)
    };
    assert_eq!(
        flagged(&GOOD.replace("\"flagged\"", "\"flag\"")),
        (true, vec![])
    );
    let reason = r#"{"reason": "[D402] r", "action": "a", "date": "2020-06-11"}"#;
    assert_eq!(
        flagged(&GOOD.replace(reason, "{}")),
        (
            false,
            vec!["[W0313] an empty flag flags nothing".to_owned()]
        )
    );
    let both = GOOD.replace(reason, &format!("{reason}, \"flag\": {reason}"));
    assert_eq!(
        flagged(&both),
        (
            true,
            vec!["[W0314] the test has both `flag` and `flagged`".to_owned()]
        )
    );
}

#[test]
fn names_that_would_break_a_list_are_refused() {
    let (message, _, fault) = fault_of("a.b.test_d", "a.b.test_d\\nb.c.test_d");
    assert_eq!(
        message,
        "[E0309] an item of `aliases`: a test name has no control characters"
    );
    assert!(fault.help.is_some());
    let (message, ..) = fault_of("\"id\": \"2020.06\"", "\"id\": \"\"");
    assert_eq!(message, "[E0309] the id: a guideline id is not empty");
}

#[test]
fn what_the_parts_say_about_each_other_is_checked() {
    let (message, accused, fault) = fault_of(r#""required": ["cap"]"#, r#""required": ["cab"]"#);
    assert_eq!(
        message,
        "[E0320] component `c` names the required capability `cab`, which is not defined"
    );
    assert_eq!(accused, "cab");
    assert_eq!(fault.help.as_deref(), Some("did you mean `cap`?"));
}

#[test]
fn other_schema_versions_are_named() {
    for (version, what) in [
        ("1.6", "does not go with this form of file"),
        ("1.2", "does not go with this form of file"),
        ("2.1", "is unknown"),
    ] {
        let (message, accused, _) = fault_of("\"2.0\"", &format!("\"{version}\""));
        let expected = format!(
            "[E0302] schema version `{version}` {what}; supported: 1.0, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 2.0"
        );
        assert_eq!((message, accused.as_str()), (expected, version));
    }
    for (version, what) in [
        ("0.9", "is unknown"),
        ("2.0", "does not go with this form of file"),
    ] {
        let text = format!("{{\"id\": \"2015.03\", \"schema\": \"{version}\"}}");
        let old = read(text.as_bytes(), SourceId(0));
        assert_eq!(
            old.faults.to_string(),
            format!(
                "[E0302] schema version `{version}` {what}; supported: 1.0, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 2.0"
            )
        );
    }
    // A source of patterns is always of the newest schema.
    let text = br#"{"id": "2016.08", "schema": "1.6"}"#;
    let authored = occi_grammar::guideline::read_source(text, SourceId(0));
    assert_eq!(
        authored.faults.to_string(),
        "[E0302] schema version `1.6` is not read here; supported: 2.0"
    );
    for text in ["{}", "[]", "3", "{\"a\": 1}"] {
        let other = read(text.as_bytes(), SourceId(0));
        assert_eq!(
            other.faults.iter().next().unwrap().code.to_string(),
            "E0301",
            "{text}"
        );
    }
}

#[test]
fn all_faults_of_a_file_are_reported_in_one_run() {
    let text = GOOD
        .replace(r#""admin": false,"#, "")
        .replace(r#""cutoff_score": 8,"#, r#""cutoff_score": [],"#)
        .replace(r#""repository": "u", "#, "");
    let read = read(text.as_bytes(), SourceId(0));
    let codes: Vec<String> = read
        .faults
        .iter()
        .map(|fault| fault.code.to_string())
        .collect();
    assert_eq!(codes, ["E0304", "E0303", "E0303"]);
}

#[test]
fn a_byte_order_mark_is_told_and_does_no_harm() {
    let text = format!("\u{feff}{GOOD}");
    let read = read(text.as_bytes(), SourceId(0));
    assert_eq!(
        read.faults.to_string(),
        "[W0315] the file begins with a byte order mark"
    );
    assert!(read.guideline.is_some());
}

#[test]
fn one_id_under_two_names_is_told_at_both() {
    let text = GOOD.replace("id-aa438d88", "id-9a438d88");
    let guideline = read(text.as_bytes(), SourceId(0)).guideline.unwrap();
    let faults: Vec<Fault> = guideline.lint().into_iter().collect();
    let [fault] = &faults[..] else {
        panic!("{faults:?}");
    };
    assert_eq!(
        fault.to_string(),
        "[W0358] the tests `a.b.test_c` and `a.b.test_e` have one id"
    );
    let accused = |origin: &occi_model::Origin| origin.range().unwrap().start;
    assert!(accused(&fault.origin) > text.find("a.b.test_e").unwrap());
    assert!(accused(&fault.labels[0].origin) < text.find("a.b.test_e").unwrap());
}

#[test]
fn a_component_of_another_guideline_is_told_with_its_guideline() {
    let text = GOOD.replace(
        r#""description": "d", "components": [{"name": "c"}]"#,
        r#""description": "d", "components": [{"name": "c"}, {"name": "d", "source": "other.json"}]"#,
    );
    let guideline = read(text.as_bytes(), SourceId(0)).guideline.unwrap();
    let told: Vec<String> = guideline
        .target("platform")
        .unwrap()
        .elsewhere_faults()
        .map(|fault| fault.to_string())
        .collect();
    assert_eq!(
        told,
        ["[W0331] component `d` is defined in other.json; its tests are not among these"]
    );
}

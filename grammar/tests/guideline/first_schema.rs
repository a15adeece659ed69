//! Faults of a small guideline of the first schema.

use occi_grammar::guideline::read;
use occi_model::SourceId;

/// A guideline of schema 1.6 with one of everything.
pub(crate) const OLD: &str = r#"{
  "id": "2016.08", "schema": "1.6", "reference": "r", "source": "s", "status": "approved",
  "cutoff_score": "74", "target_approval": "2016-08-24", "replaces": "2016.01", "releases": ["mitaka"],
  "platform": {"required": ["compute"], "advisory": ["object"], "deprecated": [], "removed": []},
  "components": {
    "compute": {"required": ["cap"], "advisory": [], "deprecated": [], "removed": []},
    "object": {"required": [], "advisory": ["cap"], "deprecated": [], "removed": []}
  },
  "test-repositories": {"tempest": {"git-sha": "4d63b16de8", "url": "u"}},
  "criteria": {"doc": {"Description": "d", "name": "Documented", "weight": 80}},
  "capabilities": {"cap": {
    "achievements": ["doc"], "admin": false, "description": "d", "project": "nova", "required-since": "2016.01",
    "tests": {"a.b.test_c": {"idempotent_id": "id-9a438d88-10c6-4bcd-8b5b-5b6e25e1346f"}}
  }},
  "designated-sections": {
    "required": {"nova": {"guidance": "g", "comment": "", "sections": {}}},
    "advisory": {}, "deprecated": {}, "removed": {},
    "informational": {"nova": {"guidance": "g", "comment": "", "sections": {}, "required": false}}
  }
}"#;

#[test]
fn schema_1_is_the_same_guideline_otherwise_arranged() {
    let read_ok = read(OLD.as_bytes(), SourceId(0));
    assert!(read_ok.faults.is_empty(), "{}", read_ok.faults);
    let guideline = read_ok.guideline.unwrap();
    assert!(guideline.lint().is_empty(), "{}", guideline.lint());
    assert_eq!(guideline.designated_sections()[0].blocks.len(), 2);
    let scoring = guideline.metadata().scoring.as_ref().unwrap();
    assert_eq!(scoring.cutoff.as_ref().unwrap().value, 74);
    assert_eq!(guideline.target_names(), ["platform", "compute", "object"]);
    // Only the required components of the platform count.
    assert_eq!(guideline.target("platform").unwrap().components().len(), 1);
    for (old, new, expected) in [
        (
            r#""replaces": "2016.01", "releases": ["mitaka"],"#,
            "",
            "[E0303] the guideline has no `releases`",
        ),
        (
            r#""Description": "d", "#,
            "",
            "[E0303] criterion `doc` has no `Description`",
        ),
        (
            r#", "url": "u""#,
            "",
            "[E0303] test repository `tempest` has no `url`",
        ),
        (
            r#""74""#,
            r#""many""#,
            "[E0316] the cut-off score is `many`, not a whole number",
        ),
        (
            "2016-08-24",
            "2016.08",
            "[W0312] `target_approval` is `2016.08`, not a day",
        ),
        (
            "required-since",
            "required_since",
            "[W0306] `required_since` in capability `cap`: did you mean `required-since`?",
        ),
        (
            r#"{"required": ["compute"]"#,
            r#"{"required": ["computer"]"#,
            "[E0322] there is no component `computer`",
        ),
    ] {
        assert_eq!(OLD.matches(old).count(), 1, "{old}");
        let changed = read(OLD.replace(old, new).as_bytes(), SourceId(0));
        assert_eq!(changed.faults.to_string(), expected);
    }
}

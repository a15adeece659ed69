//! Cases in words: nothing that a case does goes unsaid.

use occi_conformance::{
    case::describe,
    catalogue::{Options, catalogue},
};
use occi_model::Profile;

use crate::support::infrastructure;

#[test]
fn every_step_of_every_case_is_a_line() {
    let cases = catalogue(&infrastructure(Profile::Union), &Options::default()).cases;
    assert!(cases.len() > 600);
    for case in &cases {
        let text = describe(case);
        assert!(text.starts_with(case.id.as_str()), "{text}");
        assert!(text.contains(&case.title), "{text}");
        for (at, _) in case.steps.iter().enumerate() {
            let number = format!("  {:>2}. ", at + 1);
            let line = text.lines().find(|line| line.starts_with(&number));
            assert!(
                line.is_some_and(|line| line.len() > number.len() + 5),
                "{text}"
            );
        }
        let lines = 2 + case.requirements.len() + case.steps.len();
        assert_eq!(text.lines().count(), lines, "{text}");
    }
}

//! The cost of a large draft.

use std::time::Instant;

use crate::{
    build::testing::{
        action, attribute, enumeration, extension, integer, kind, mixin, reference, setting,
        string, text, with_core,
    },
    draft::{DefaultDraft, Draft},
    origin::Located,
    value::Value,
    version::Profile,
};

/// Kinds with ten attributes, an action and a location each, in families of ten; for every
/// tenth kind a mixin that tightens and sets.
fn large(kinds: usize) -> Draft {
    let mut large = extension("large", "http://example.com/large#", &["core"]);
    for number in 0..kinds {
        let parent = match number % 10 {
            0 => "core.resource".to_owned(),
            _ => format!("kind{}", number - number % 10),
        };
        let mut one = kind(&format!("kind{number}"), &parent);
        one.location = Some(text(&format!("/kind{number}/")));
        one.description = Some(format!("The kind of number {number}."));
        one.actions = vec![action(&format!("start{number}"))];
        for at in 0..10 {
            let name = format!("com.example.kind{number}.attribute{at}");
            let mut made = attribute(
                &name,
                match at % 4 {
                    0 => string(),
                    1 => integer(0, 4095),
                    2 => enumeration(&["active", "inactive", "error"]),
                    _ => string(),
                },
            );
            made.description = Some(format!("The attribute {at} of kind {number}."));
            if at == 1 {
                made.default = Some(Located::nowhere(DefaultDraft::Value(Value::Integer(7))));
            }
            one.attributes.push(made);
        }
        if number % 10 == 0 {
            let mut template = mixin(&format!("template{number}"));
            template.applies = vec![reference(&format!("kind{number}"))];
            let name = format!("com.example.kind{number}.attribute");
            template.attributes = vec![attribute(&format!("{name}0"), string())];
            template.settings = vec![setting(&format!("{name}1"), 5_i64)];
            large.mixins.push(template);
        }
        large.kinds.push(one);
    }
    with_core(large)
}

#[test]
fn a_large_draft_is_sound() {
    let built = large(300).build(Profile::Union);
    assert!(built.faults.is_empty(), "{}", built.faults);
    assert_eq!(built.model.unwrap().kinds().len(), 303);
}

/// `cargo nextest run -p occi-model --release --run-ignored only --no-capture in_linear_time`
#[test]
#[ignore = "a measurement, for a quiet machine and a release build"]
fn resolution_and_rules_run_in_linear_time() {
    let mut per_kind = Vec::new();
    // Both are far beyond the caches, so that only the number of kinds differs.
    for kinds in [5_000, 20_000] {
        let draft = large(kinds);
        let mut runs: Vec<f64> = (0..7)
            .map(|_| {
                let start = Instant::now();
                let built = draft.build(Profile::Union);
                let taken = start.elapsed();
                assert!(built.model.is_some());
                #[expect(clippy::cast_precision_loss, reason = "a few thousand")]
                {
                    taken.as_secs_f64() * 1e6 / kinds as f64
                }
            })
            .collect();
        runs.sort_by(f64::total_cmp);
        eprintln!("{kinds} kinds: {:.1} us per kind (median of 7)", runs[3]);
        per_kind.push(runs[3]);
    }
    assert!(per_kind[1] <= 20.0, "more than 20 us per kind");
    assert!(
        per_kind[1] <= 2.0 * per_kind[0],
        "the cost per kind grows with their number"
    );
}

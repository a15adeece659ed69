//! The cost of a large draft.

use std::{fs, time::Instant};

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
fn large(kinds: u32) -> Draft {
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
                made.default = Some(Box::new(Located::nowhere(DefaultDraft::Value(
                    Value::Integer(7),
                ))));
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

/// Seconds that this thread has been on a processor, or by the clock where the system does not
/// say: on a shared machine only the former is steady.
fn busy(since: Instant) -> f64 {
    fs::read_to_string("/proc/thread-self/schedstat")
        .ok()
        .and_then(|text| text.split(' ').next()?.parse::<f64>().ok())
        .map_or_else(|| since.elapsed().as_secs_f64(), |nanos| nanos / 1e9)
}

/// Kinds side by side that all have an attribute and an action of one name, each with a mixin that
/// looks for both; identifiers have capital letters.
fn alike(kinds: u32) -> Draft {
    let mut alike = extension("alike", "http://example.com/Alike#", &["core"]);
    for number in 0..kinds {
        let mut one = kind(&format!("kind{number}"), "core.resource");
        one.attributes = vec![attribute("com.example.alike.size", integer(0, 4095))];
        one.actions = vec![action("start")];
        let mut tuned = mixin(&format!("tuned{number}"));
        tuned.applies = vec![reference(&format!("kind{number}"))];
        tuned.attributes = vec![attribute("com.example.alike.size", integer(1, 9))];
        tuned.actions = vec![action("retune")];
        if number > 0 {
            tuned.depends = vec![reference("base")];
        }
        alike.kinds.push(one);
        alike.mixins.push(tuned);
    }
    let mut base = mixin("base");
    base.applies = alike
        .kinds
        .iter()
        .map(|kind| reference(&kind.term.value))
        .collect();
    alike.mixins.push(base);
    with_core(alike)
}

#[test]
fn a_large_draft_is_sound() {
    let built = large(300).build(Profile::Union);
    assert!(built.faults.is_empty(), "{}", built.faults);
    assert_eq!(built.model.unwrap().kinds().len(), 303);
}

#[test]
fn a_draft_of_kinds_alike_is_sound() {
    let built = alike(100).build(Profile::Union);
    assert!(built.faults.is_empty(), "{}", built.faults);
}

/// When no more errors are told, none is forgiven: those that are not told may be of another kind.
#[test]
fn what_is_not_told_is_not_forgiven() {
    let built = |kinds: u32| {
        let mut twice = extension("twice", "http://example.com/twice#", &["core"]);
        for _ in 0..kinds {
            twice.kinds.push(kind("same", "core.resource"));
        }
        with_core(twice).build_forgiving(Profile::Union, |fault| fault.code == crate::codes::M003)
    };
    let few = built(1001);
    assert!(few.model.is_some(), "{}", few.faults);
    assert_eq!(few.faults.len(), 1000);
    let many = built(1002);
    assert!(many.model.is_none() && many.faults.has_errors());
    assert_eq!(many.faults.len(), 1000);
    let last = many.faults.iter().last().unwrap();
    assert_eq!(
        last.notes.last().unwrap(),
        "there are more faults, which are not told"
    );
}

/// Prints what a kind costs, for some and for many:
/// `cargo test -p occi-model --release -- --ignored --nocapture cost_of_a_kind`
#[test]
#[ignore = "a measurement, for a quiet machine and a release build"]
fn cost_of_a_kind() {
    for (shape, make) in [("large", large as fn(u32) -> Draft), ("alike", alike)] {
        // Both are far beyond the caches, so that only the number of kinds differs.
        let [some, more] = [5_000, 20_000].map(|kinds| per_kind(shape, kinds, &make(kinds)));
        println!(
            "{shape}: {some:.1} us per kind (target: at most 20), {:.2} times that for four times the kinds",
            more / some
        );
    }
}

/// Microseconds of processor time for each kind: the median of seven builds.
fn per_kind(shape: &str, kinds: u32, draft: &Draft) -> f64 {
    let mut runs: Vec<f64> = (0..7)
        .map(|_| {
            let clock = Instant::now();
            let start = busy(clock);
            let built = draft.build(Profile::Union);
            let taken = busy(clock) - start;
            assert!(built.model.is_some());
            taken * 1e6 / f64::from(kinds)
        })
        .collect();
    runs.sort_by(f64::total_cmp);
    eprintln!("{shape}: {kinds} kinds: {:.1} us per kind", runs[3]);
    runs[3]
}

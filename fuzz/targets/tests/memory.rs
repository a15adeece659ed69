//! Memory and time of large inputs: no definition costs more than a hundred times its size, no
//! message much more, and none hangs.
//!
//! The allocator counts, so that this is a process of its own with one test.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::time::{Duration, Instant};

use occi_fuzz::{Target, find};
use peak_alloc::PeakAlloc;

#[global_allocator]
static COUNTED: PeakAlloc = PeakAlloc;

/// The targets that stand for their readers, each with what an input may cost for each of its bytes.
///
/// A JSON message of `{}` alone is the densest that there is; a server bounds the size of messages.
const MEASURED: [(&str, usize); 5] = [
    ("guideline", 100),
    ("language", 100),
    ("occi_json", 150),
    ("results", 100),
    ("text", 100),
];

/// What every run costs whatever the input: imported definitions, tables of regular expressions.
const BASE: usize = 2 << 20;

/// Size of the inputs, in bytes.
const SIZE: usize = 64 << 10;

/// Generous for a build without optimisation on a machine that does other things too.
const HANG: Duration = Duration::from_secs(20);

/// Texts that repeat one thing, each as it stands in some format.
const REPEATED: &[(&str, &str, &str)] = &[
    ("", " ", ""),
    ("", "{", ""),
    ("", "[", ""),
    ("", "<a>", ""),
    ("", "\"", ""),
    ("", "\n", ""),
    ("", ";", ""),
    ("", "a", ""),
    ("[", "0,", "0]"),
    ("[", "{},", "{}]"),
    ("{", "\"a\":0,", "\"b\":0}"),
    ("", "/// a\n", ""),
    ("", "//\n", ""),
    ("extension t \"http://a/t#\";\n", "use a;\n", ""),
    ("extension t \"http://a/t#\";\nuse core;\n", "kind a;\n", ""),
    (
        "extension t \"http://a/t#\";\nuse core;\n",
        "mixin a;\n",
        "",
    ),
    (
        "extension t \"http://a/t#\";\nuse core;\nkind a : core.resource {\n",
        "a:b;",
        "}",
    ),
    (
        "extension t \"http://a/t#\";\nuse core;\nkind a : core.resource {\n",
        "action a;",
        "}",
    ),
    (
        "extension t \"http://a/t#\";\nuse core;\nkind a : core.resource {\n",
        "a: string",
        "}",
    ),
    (
        "extension t \"http://a/t#\";\nuse core;\nenum E {\n",
        "a,",
        "}",
    ),
    (
        "extension t \"http://a/t#\";\nuse core;\nkind a : core.resource { s: enum { a }; states s {\n",
        "a;",
        "}}",
    ),
    (
        "extension t \"http://a/t#\";\nuse core;\nkind a : core.resource { s: enum { a }; states s { a {\n",
        "b -> c;",
        "}}}",
    ),
    (
        "extension t \"http://a/t#\";\nuse core;\nmixin a {\n",
        "depends a;",
        "}",
    ),
    (
        "extension t \"http://a/t#\";\nuse core;\nmixin a {\n",
        "set a = 1;",
        "}",
    ),
    (
        "extension t \"http://a/t#\";\nuse core;\nkind a : core.resource { a: hash = {\n",
        "a: 1,",
        "}; }",
    ),
    (
        "extension t \"http://a/t#\";\nuse core;\nkind a : core.resource { a: list(integer) = [\n",
        "1,",
        "]; }",
    ),
    (
        "extension t \"http://a/t#\";\nuse core;\nkind a : core.resource { a: list(hash) = [\n",
        "{a:1},",
        "]; }",
    ),
    (
        "extension t \"http://a/t#\";\nuse core;\nkind a : core.resource { a: list(string) = [\n",
        "a,",
        "]; }",
    ),
    (
        "extension t \"http://a/t#\";\nuse core;\n",
        "kind a{a:b;}",
        "",
    ),
    (
        "extension t \"http://a/t#\";\nuse core;\n",
        "#[a]",
        "kind a;",
    ),
    (
        "extension t \"http://a/t#\";\nuse core;\nkind a : core.resource { a:b",
        "=1",
        "; }",
    ),
    (
        "extension t \"http://a/t#\";\nuse core;\nkind a : core.resource { a: boolean; require a",
        " and a",
        " \"\"; }",
    ),
    (
        "extension t \"http://a/t#\";\nuse core;\nconfiguration c { resource a:core.resource with a",
        ",a",
        "; }",
    ),
    (
        "Category: a; scheme=\"http://a/b#\"; class=\"kind\"\nX-OCCI-Attribute: ",
        "a=1,",
        "b=2\n",
    ),
    (
        "",
        "Category: a; scheme=\"http://a/b#\"; class=\"kind\"\n",
        "",
    ),
    ("", "X-OCCI-Location: /a\n", ""),
    ("", "test: a\n", ""),
    ("<testsuite>", "<testcase name=\"a\"/>", "</testsuite>"),
];

fn inputs(target: &Target) -> Vec<Vec<u8>> {
    let mut inputs: Vec<Vec<u8>> = REPEATED
        .iter()
        .map(|(head, one, tail)| {
            let count = SIZE / one.len();
            [head, &*one.repeat(count), tail].concat().into_bytes()
        })
        .collect();
    // The largest seed, over and over.
    let seeds = (target.seeds)();
    if let Some(seed) = seeds.iter().max_by_key(|seed| seed.len())
        && !seed.is_empty()
    {
        inputs.push(seed.repeat(SIZE.div_ceil(seed.len())));
    }
    inputs
}

#[test]
fn no_input_costs_more_than_its_share() {
    let mut wrong = Vec::new();
    for (name, most) in MEASURED {
        let target = find(name).unwrap();
        let mut worst = (0.0, String::new());
        let mut slowest = (Duration::ZERO, String::new());
        for input in inputs(target) {
            let what = String::from_utf8_lossy(&input[..input.len().min(120)]).into_owned();
            let before = COUNTED.current_usage();
            COUNTED.reset_peak_usage();
            let start = Instant::now();
            (target.run)(&input);
            let took = start.elapsed();
            let used = COUNTED.peak_usage().saturating_sub(before);
            #[expect(clippy::cast_precision_loss, reason = "a figure to print")]
            let factor = used as f64 / input.len() as f64;
            if factor > worst.0 {
                worst = (factor, what.clone());
            }
            if took > slowest.0 {
                slowest = (took, what.clone());
            }
            if used > most * input.len() + BASE {
                wrong.push(format!(
                    "{}: {factor:.0} times its size: {what}",
                    target.name
                ));
            }
            if took > HANG {
                wrong.push(format!("{}: {took:?}: {what}", target.name));
            }
        }
        #[expect(clippy::cast_precision_loss, reason = "a figure to print")]
        let per_megabyte = slowest.0.as_secs_f64() * 1e6 / SIZE as f64;
        println!(
            "{}: at most {:.1} times its size ({:?}); at most {per_megabyte:.1} s for a megabyte ({:?})",
            target.name, worst.0, worst.1, slowest.1
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

//! Speed, measured on demand:
//! `cargo test --release -p occi-grammar --test language speed -- --ignored --nocapture`

use std::{fs, sync::LazyLock, time::Instant};

use occi_grammar::{builtin, syntax};
use occi_model::SourceId;

use crate::read;

/// Kinds with ten attributes each, like those of the shipped definitions.
fn definition(kinds: usize) -> String {
    let infrastructure = builtin::find("infrastructure").unwrap().text;
    let body = infrastructure.split_once("use core;").unwrap().1;
    let mut text = "extension t \"http://example.com/t#\";\nuse core;\n".to_owned();
    while text.matches("kind ").count() < kinds {
        for _ in 0..50 {
            text.push_str(body);
        }
    }
    text
}

/// Seconds that this thread has run, where the system tells; else seconds that went by. Other
/// work on the machine does not count in the former.
fn clock() -> f64 {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    fs::read_to_string("/proc/thread-self/schedstat")
        .ok()
        .and_then(|text| text.split(' ').next()?.parse::<f64>().ok())
        .map_or_else(
            || START.elapsed().as_secs_f64(),
            |nanoseconds| nanoseconds / 1e9,
        )
}

#[test]
#[ignore = "a measurement"]
fn speed() {
    let text = definition(5_000);
    let megabytes = text.len() as f64 / 1e6;
    let mut parse = Vec::new();
    let mut load = Vec::new();
    for _ in 0..7 {
        let start = clock();
        let parsed = syntax::parse(&text, SourceId(0));
        parse.push(clock() - start);
        assert!(parsed.faults.is_empty());
        drop(parsed);
        let start = clock();
        let loaded = read(&text);
        load.push(clock() - start);
        assert!(loaded.faults.is_empty());
    }
    for (what, mut times) in [("text to tree", parse), ("text to draft", load)] {
        times.sort_by(f64::total_cmp);
        println!(
            "{what}: {:.1} MB/s of CPU time median, {:.1} best, of {megabytes:.1} MB",
            megabytes / times[times.len() / 2],
            megabytes / times[0]
        );
    }
}

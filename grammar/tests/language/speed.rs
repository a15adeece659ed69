//! Speed, measured on demand:
//! `cargo test --release -p occi-grammar --test language speed -- --ignored --nocapture`

use std::time::Instant;

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

#[test]
#[ignore = "a measurement"]
fn speed() {
    let text = definition(5_000);
    let megabytes = text.len() as f64 / 1e6;
    let mut parse = Vec::new();
    let mut load = Vec::new();
    for _ in 0..7 {
        let start = Instant::now();
        let parsed = syntax::parse(&text, SourceId(0));
        parse.push(start.elapsed().as_secs_f64());
        assert!(parsed.faults.is_empty());
        drop(parsed);
        let start = Instant::now();
        let loaded = read(&text);
        load.push(start.elapsed().as_secs_f64());
        assert!(loaded.faults.is_empty());
    }
    for (what, mut times) in [("text to tree", parse), ("text to draft", load)] {
        times.sort_by(f64::total_cmp);
        println!(
            "{what}: {:.1} MB/s median, {:.1} best, of {megabytes:.1} MB",
            megabytes / times[times.len() / 2],
            megabytes / times[0]
        );
    }
}

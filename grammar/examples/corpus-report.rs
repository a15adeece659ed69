//! Prints what becomes of every model file of a directory: verdict, counts, warnings, losses.
//!
//! ```console
//! cargo run --release -p occi-grammar --example corpus-report -- DIR [INCLUDE…]
//! ```
//!
//! Each file is read as `occi check` reads it, with the include directories given. What the columns
//! mean is said in `docs/formats.md`.

#![allow(clippy::unwrap_used, reason = "a report for developers")]

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use occi_grammar::{
    Compiled, FileResolver, compile,
    format::{Format, Subject},
};
use occi_model::{Model, Profile, model::ExtensionId};

/// Files that may hold definitions; the others are texts and lists about them.
const SUFFIXES: [&str; 7] = ["occi", "occie", "occic", "xmi", "xml", "json", "txt"];

fn main() {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let Some(root) = arguments.next() else {
        eprintln!("usage: corpus-report DIR [INCLUDE…]");
        std::process::exit(2);
    };
    let includes: Vec<PathBuf> = arguments.collect();
    print!("{}", report(&root, &includes));
}

/// The whole report on a directory.
pub(crate) fn report(root: &Path, includes: &[PathBuf]) -> String {
    let mut files = Vec::new();
    collect(root, &mut files);
    files.sort();
    let mut text = format!("{:60} {:15} {:8}", "file", "format", "verdict");
    for (title, width) in COLUMNS {
        text += &format!(" {title:>width$}");
    }
    text += "   ms  losses by format; faults by code\n";
    let started = Instant::now();
    let mut total = Total::default();
    for file in &files {
        text += &row(root, file, includes, &mut total);
    }
    text += &format!(
        "{} files, {} models, {} refused: {:.2} s to compile, {:.2} s with writing\n",
        files.len(),
        total.models,
        total.refused,
        total.compiling.as_secs_f64(),
        started.elapsed().as_secs_f64()
    );
    for (code, (faults, files)) in &total.codes {
        text += &format!("{code}  {faults:6} in {files:4} files\n");
    }
    text
}

const COLUMNS: [(&str, usize); 7] = [
    ("kinds", 5),
    ("mixins", 6),
    ("actions", 7),
    ("attrs", 5),
    ("types", 5),
    ("fsms", 4),
    ("configs", 7),
];

#[derive(Default)]
struct Total {
    models: usize,
    refused: usize,
    compiling: Duration,
    codes: BTreeMap<String, (usize, usize)>,
}

/// All model files below a directory.
fn collect(directory: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(directory) else {
        return;
    };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else if path
            .extension()
            .and_then(|suffix| suffix.to_str())
            .is_some_and(|suffix| SUFFIXES.contains(&suffix))
        {
            files.push(path);
        }
    }
}

/// The line about one file.
fn row(root: &Path, file: &Path, includes: &[PathBuf], total: &mut Total) -> String {
    let mut resolver = FileResolver::new();
    for directory in includes {
        resolver = resolver.include(directory);
    }
    let started = Instant::now();
    let compiled = compile(file.to_str().unwrap(), &mut resolver, Profile::Union);
    let elapsed = started.elapsed();
    total.compiling += elapsed;
    let format = compiled.format.map_or("-", Format::word);
    let verdict = if compiled.model.is_some() {
        total.models += 1;
        "ok"
    } else {
        total.refused += 1;
        "refused"
    };
    let name = file
        .strip_prefix(root)
        .unwrap_or(file)
        .display()
        .to_string();
    let mut line = format!("{name:60} {format:15} {verdict:8}");
    let counts = compiled
        .model
        .as_ref()
        .map(|model| counts(model, &compiled));
    for (at, (_, width)) in COLUMNS.iter().enumerate() {
        match counts {
            Some(counts) => line += &format!(" {:>width$}", counts[at]),
            None => line += &format!(" {:>width$}", "-"),
        }
    }
    line += &format!(" {:4}", elapsed.as_millis());
    if let Some(model) = &compiled.model {
        line += &format!("  {}", losses(model, &compiled));
    }
    let mut codes: BTreeMap<String, usize> = BTreeMap::new();
    for fault in &compiled.faults {
        *codes.entry(fault.code.to_string()).or_default() += 1;
    }
    for (code, count) in codes {
        line += &format!(" {code}×{count}");
        let of = total.codes.entry(code).or_default();
        of.0 += count;
        of.1 += 1;
    }
    line.push('\n');
    line
}

/// What the entry itself defines, in the order of [`COLUMNS`].
fn counts(model: &Model, compiled: &Compiled) -> [usize; 7] {
    let own = |extension: ExtensionId| compiled.entries.contains(&extension);
    let kinds: Vec<_> = model
        .kinds()
        .filter(|(_, one)| own(one.extension))
        .collect();
    let mixins: Vec<_> = model
        .mixins()
        .filter(|(_, one)| own(one.extension))
        .collect();
    let actions = || {
        let kinds = kinds.iter().flat_map(|(_, kind)| &kind.actions);
        kinds.chain(mixins.iter().flat_map(|(_, mixin)| &mixin.actions))
    };
    let attributes = kinds
        .iter()
        .map(|(_, kind)| kind.attributes.len())
        .sum::<usize>()
        + mixins
            .iter()
            .map(|(_, mixin)| mixin.attributes.len())
            .sum::<usize>()
        + actions()
            .map(|action| model.action(*action).parameters.len())
            .sum::<usize>();
    let machines = kinds
        .iter()
        .filter(|(_, kind)| kind.own_states.is_some())
        .count()
        + mixins
            .iter()
            .filter(|(_, mixin)| mixin.states.is_some())
            .count();
    [
        kinds.len(),
        mixins.len(),
        actions().count(),
        attributes,
        model
            .types()
            .iter()
            .filter(|named| own(named.extension))
            .count(),
        machines,
        compiled.configurations.len(),
    ]
}

/// How much each format loses.
fn losses(model: &Model, compiled: &Compiled) -> String {
    let subject = Subject {
        model,
        extensions: &compiled.entries,
        configurations: &compiled.configurations,
    };
    Format::ALL
        .into_iter()
        .filter_map(|format| {
            let written = format.writer()?(&subject);
            Some(format!("{format}:{}", written.losses.len()))
        })
        .collect::<Vec<_>>()
        .join(" ")
}

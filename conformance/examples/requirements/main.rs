//! Which tests and cases hold each requirement of the standard.
//!
//! ```sh
//! cargo run -p occi-conformance --example requirements -- occi-requirements.tsv
//! ```
//!
//! Prints a line for every row of side server, client or rendering: its id, its level, and the
//! tests and cases that name it; then the rows that none names. A row that no test can hold has its
//! reason in `reasons.tsv`. Ends with status 1 when a row has neither.
//!
//! The list has a header and the columns id, document, section, level, side, version, requirement
//! and check. Without argument it is looked for where it lies beside the project.

use std::{
    collections::{BTreeMap, BTreeSet},
    error::Error,
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use occi_conformance::{
    catalogue::{Options, catalogue},
    requirement,
};
use occi_grammar::{FileResolver, compile};
use occi_model::Profile;
use regex::Regex;

/// Rows that no test of the project can hold, with the reason.
const REASONS: &str = include_str!("reasons.tsv");

/// The checks of every answer, which name their rows in their table.
const PASSIVE: &str = "conformance/src/engine/passive.rs";

/// Folders whose Rust files are read.
const CRATES: [&str; 8] = [
    "cli",
    "codegen",
    "conformance",
    "grammar",
    "macros",
    "model",
    "rendering",
    "runtime",
];

/// Tests and cases by requirement.
type Holders = BTreeMap<String, BTreeSet<String>>;

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .ok_or("the crate lies in no folder")?;
    let list = std::env::args().nth(1).map_or_else(
        || root.join("../shared/reference/occi-requirements.tsv"),
        PathBuf::from,
    );
    let Ok(list) = fs::read_to_string(&list) else {
        return Err(format!(
            "cannot read {}; give the list of requirements as argument",
            list.display()
        )
        .into());
    };
    let mut holders = Holders::new();
    for name in CRATES {
        tests_below(root, &root.join(name), &mut holders)?;
    }
    cases(root, &mut holders)?;
    for id in ids(&fs::read_to_string(root.join(PASSIVE))?)? {
        holders
            .entry(id)
            .or_default()
            .insert("cases passive".to_owned());
    }
    let reasons: BTreeMap<&str, &str> = REASONS
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .collect();
    Ok(report(&list, &holders, &reasons))
}

/// Prints the table and the rows without a test.
fn report(list: &str, holders: &Holders, reasons: &BTreeMap<&str, &str>) -> ExitCode {
    let mut all = 0;
    let mut open = Vec::new();
    let mut excused = 0;
    for row in list.lines().skip(1) {
        let columns: Vec<&str> = row.split('\t').collect();
        let [id, _, _, level, side, _, text, ..] = columns[..] else {
            continue;
        };
        if !matches!(side, "server" | "client" | "rendering") {
            continue;
        }
        all += 1;
        let held: Vec<&str> = holders
            .get(id)
            .into_iter()
            .flatten()
            .map(String::as_str)
            .collect();
        match (
            held.is_empty(),
            reasons.get(id).copied().or(requirement::reason(id)),
        ) {
            (false, _) => println!("{id}\t{level}\t{side}\t{}", held.join(", ")),
            (true, Some(reason)) => {
                excused += 1;
                println!("{id}\t{level}\t{side}\tno test: {reason}");
            }
            (true, None) => open.push(format!("{id}\t{level}\t{side}\t{text}")),
        }
    }
    println!();
    for row in &open {
        println!("{row}");
    }
    println!(
        "{all} rows: {} held by tests or cases, {excused} with a reason, {} open",
        all - excused - open.len(),
        open.len()
    );
    if open.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// Reads the tests of all Rust files below a folder.
fn tests_below(root: &Path, folder: &Path, holders: &mut Holders) -> Result<(), Box<dyn Error>> {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    entries.sort();
    for path in entries {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if path.is_dir() {
            if name != "target" && name != "examples" {
                tests_below(root, &path, holders)?;
            }
        } else if name.ends_with(".rs") {
            let place = path.strip_prefix(root)?.display().to_string();
            let text = fs::read_to_string(&path)?;
            let whole = place.contains("/tests/") || name == "tests.rs";
            tests_of(&place, &text, whole, holders)?;
        }
    }
    Ok(())
}

/// Reads the tests of a file: a function holds what is named in it, or in the comment above it.
/// In a file of code only what follows `#[cfg(test)]` counts.
fn tests_of(
    place: &str,
    text: &str,
    whole: bool,
    holders: &mut Holders,
) -> Result<(), Box<dyn Error>> {
    let function = Regex::new(r"^\s*(?:pub(?:\([a-z]+\))? )?(?:async )?fn ([a-z0-9_]+)")?;
    let mut is_test = whole;
    let mut above: Vec<String> = Vec::new();
    let mut current: Option<&str> = None;
    for line in text.lines() {
        is_test |= line.trim() == "#[cfg(test)]";
        if !is_test || line.starts_with("//!") {
            continue;
        }
        if let Some(found) = function.captures(line).and_then(|found| found.get(1)) {
            current = Some(found.as_str());
            for id in above.drain(..) {
                hold(holders, id, place, found.as_str());
            }
        }
        let ids = ids(line)?;
        match current {
            Some(name) if !line.starts_with('/') => {
                for id in ids {
                    hold(holders, id, place, name);
                }
            }
            _ => above.extend(ids),
        }
    }
    Ok(())
}

fn hold(holders: &mut Holders, id: String, place: &str, name: &str) {
    let holder = format!("{place}::{name}");
    holders.entry(id).or_default().insert(holder);
}

/// The requirements that a line names: `HTTP-081`, and `HTTP-081 to HTTP-085` as five.
fn ids(line: &str) -> Result<Vec<String>, Box<dyn Error>> {
    let id = Regex::new(
        r"\b(CMP|CORE|CRTP|HTTP|INF|JSON|MON|NTF|PLT|SLA|TXT)-(\d{3})\b(?: to (?:[A-Z]+-)?(\d{3})\b)?",
    )?;
    let mut found = Vec::new();
    for one in id.captures_iter(line) {
        let first: u16 = one[2].parse()?;
        let last = match one.get(3) {
            Some(last) => last.as_str().parse()?,
            None => first,
        };
        found.extend((first..=last).map(|number| format!("{}-{number:03}", &one[1])));
    }
    Ok(found)
}

/// Adds the cases that cite requirements, by family; they come from the infrastructure extension.
fn cases(root: &Path, holders: &mut Holders) -> Result<(), Box<dyn Error>> {
    for profile in [Profile::V1_1, Profile::V1_2, Profile::Union] {
        let specs = root.join("specs");
        let mut files = FileResolver::new().include(&specs);
        let file = specs.join("infrastructure.occi");
        let compiled = compile(&file.display().to_string(), &mut files, profile);
        let Some(model) = compiled.model else {
            return Err(compiled.faults.to_string().into());
        };
        for case in catalogue(&model, &Options::default()).cases {
            for id in &case.requirements {
                let holder = format!("cases {}", case.id.family());
                holders.entry((*id).to_owned()).or_default().insert(holder);
            }
        }
    }
    Ok(())
}

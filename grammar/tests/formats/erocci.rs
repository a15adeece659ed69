//! The XML extension descriptors of the corpus, with the counts that its README gives.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use occi_grammar::{
    Compiled, FileResolver, compile,
    format::{Format, Subject},
};
use occi_model::{
    Profile,
    model::{ExtensionId, Model},
};

/// The folder of a corpus; nothing where it is absent.
fn corpus(folder: &str) -> Option<PathBuf> {
    let path =
        PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/corpus")).join(folder);
    if path.is_dir() {
        return Some(path);
    }
    eprintln!("skipped: there is no {}", path.display());
    None
}

fn read(path: &str) -> Compiled {
    let mut files = FileResolver::new();
    compile(path, &mut files, Profile::Union)
}

/// Kinds, mixins, actions, and attributes with the parameters of actions.
type Counts = [usize; 4];

/// What extensions define themselves.
fn counts(model: &Model, own: &[ExtensionId]) -> Counts {
    let kinds: Vec<_> = model
        .kinds()
        .filter(|(_, kind)| own.contains(&kind.extension))
        .map(|(_, kind)| kind)
        .collect();
    let mixins: Vec<_> = model
        .mixins()
        .filter(|(_, mixin)| own.contains(&mixin.extension))
        .map(|(_, mixin)| mixin)
        .collect();
    let actions: Vec<_> = kinds
        .iter()
        .flat_map(|kind| &kind.actions)
        .chain(mixins.iter().flat_map(|mixin| &mixin.actions))
        .collect();
    let attributes = kinds.iter().map(|kind| kind.attributes.len());
    let attributes = attributes.chain(mixins.iter().map(|mixin| mixin.attributes.len()));
    let parameters = actions
        .iter()
        .map(|action| model.action(**action).parameters.len());
    [
        kinds.len(),
        mixins.len(),
        actions.len(),
        attributes.chain(parameters).sum(),
    ]
}

#[test]
fn descriptors_have_the_counts_of_the_readme() {
    let Some(folder) = corpus("occiware/erocci-xml") else {
        return;
    };
    let readme = fs::read_to_string(folder.join("../README.md")).unwrap();
    let (_, table) = readme.split_once("## erocci-xml/").unwrap();
    let mut failed = Vec::new();
    let rows: Vec<Vec<&str>> = table
        .lines()
        .filter(|line| line.starts_with("| `"))
        .map(|line| line.split('|').map(str::trim).collect())
        .filter(|cells: &Vec<&str>| cells[1].ends_with(".xml`"))
        .collect();
    assert_eq!(rows.len(), 21, "rows of the README");
    for cells in rows {
        let file = cells[1].trim_matches('`');
        let expected: Vec<usize> = cells[2..6]
            .iter()
            .map(|cell| cell.parse().unwrap())
            .collect();
        let compiled = read(folder.join(file).to_str().unwrap());
        let codes: BTreeSet<String> = compiled
            .faults
            .iter()
            .map(|fault| fault.code.to_string())
            .collect();
        let Some(model) = &compiled.model else {
            failed.push(format!("{file}: refused\n{}", compiled.faults));
            continue;
        };
        let found = counts(model, &compiled.entries);
        if found != *expected {
            failed.push(format!("{file}: {found:?}, not {expected:?}"));
        }
        println!("{file}: {found:?} {codes:?}");
        failed.extend(round_trip(&folder.join(file), &compiled, model));
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

/// What goes wrong when a model is written and read: nothing that is not listed may be lost, and
/// the language loses nothing.
fn round_trip(file: &Path, compiled: &Compiled, model: &Model) -> Vec<String> {
    let mut failed = Vec::new();
    for format in [Format::Occi, Format::ErocciXml] {
        // The language imports by name, so that it gets all that there is.
        let all: Vec<ExtensionId> = model.extension_ids().collect();
        let extensions = if format == Format::Occi {
            &all
        } else {
            &compiled.entries
        };
        let written = format.writer().unwrap()(&Subject {
            model,
            extensions,
            configurations: &[],
        });
        if !written.losses.is_empty() {
            failed.push(format!(
                "{}: {format} loses {:?}",
                file.display(),
                written.losses
            ));
        }
        let folder = tempfile::tempdir().unwrap();
        for file in &written.files {
            fs::write(folder.path().join(&file.name), &file.text).unwrap();
        }
        let entry = folder.path().join(&written.files.last().unwrap().name);
        let mut files = FileResolver::new().include(file.parent().unwrap());
        let again = compile(entry.to_str().unwrap(), &mut files, Profile::Union);
        match &again.model {
            Some(second) if second == model => {}
            Some(_) => failed.push(format!("{}: {format} gives another model", file.display())),
            None => failed.push(format!(
                "{}: {format} gives {}",
                file.display(),
                again.faults
            )),
        }
    }
    failed
}

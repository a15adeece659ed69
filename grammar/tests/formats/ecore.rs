//! Models of OCCIware as Ecore/XMI: the published ones, and what comes back from the writer.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    path::{Path, PathBuf},
};

use occi_grammar::{Compiled, FileResolver, compile};
use occi_model::{Model, Profile, model::Owner};

/// The models of OCCIware; absent where the repository stands alone.
fn corpus() -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus/occiware");
    let found = root.is_dir();
    if !found {
        eprintln!("skipped: no corpus of OCCIware models beside the repository");
    }
    found.then_some(root)
}

/// The rows of the tables of the corpus' README whose header has these columns.
fn rows(readme: &str, first: &str, columns: usize) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    let mut inside = false;
    for line in readme.lines() {
        if line.starts_with(&format!("| File | {first} |")) {
            inside = true;
        } else if !line.starts_with('|') {
            inside = false;
        } else if inside && !line.starts_with("|---") {
            let cells: Vec<String> = line
                .trim_matches('|')
                .split(" | ")
                .map(|cell| cell.trim().trim_matches('`').to_owned())
                .collect();
            if cells.len() >= columns {
                found.push(cells);
            }
        }
    }
    found
}

fn resolver(root: &Path) -> FileResolver {
    [
        "occi-studio",
        "modmacao",
        "modmacao-swe",
        "multi-cloud-studio",
        "docker-studio",
        "modemo",
        "tosca-studio",
        "ozwillo",
    ]
    .iter()
    .fold(FileResolver::new(), |resolver, directory| {
        resolver.include(root.join("extensions").join(directory))
    })
}

/// Kinds, mixins, actions, attributes (of all three together), types, state machines.
fn counts(model: &Model, compiled: &Compiled) -> [usize; 6] {
    let own = |extension| compiled.entries.contains(&extension);
    let kinds: Vec<_> = model
        .kinds()
        .filter(|(_, kind)| own(kind.extension))
        .collect();
    let mixins: Vec<_> = model
        .mixins()
        .filter(|(_, mixin)| own(mixin.extension))
        .collect();
    let actions: Vec<_> = model
        .actions()
        .filter(|(_, action)| match action.owner {
            Owner::Kind(id) => own(model.kind(id).extension),
            Owner::Mixin(id) => own(model.mixin(id).extension),
        })
        .collect();
    let attributes = kinds
        .iter()
        .map(|(_, kind)| kind.attributes.len())
        .sum::<usize>()
        + mixins
            .iter()
            .map(|(_, mixin)| mixin.attributes.len())
            .sum::<usize>()
        + actions
            .iter()
            .map(|(_, action)| action.parameters.len())
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
        actions.len(),
        attributes,
        model
            .types()
            .iter()
            .filter(|one| own(one.extension))
            .count(),
        machines,
    ]
}

fn codes(compiled: &Compiled) -> BTreeMap<String, usize> {
    let mut codes = BTreeMap::new();
    for fault in &compiled.faults {
        *codes.entry(fault.code.to_string()).or_default() += 1;
    }
    codes
}

fn report(codes: &BTreeMap<String, usize>) -> String {
    let mut text = String::new();
    for (code, count) in codes {
        let _ = write!(text, " {code}×{count}");
    }
    text
}

#[test]
fn published_extensions() {
    let Some(root) = corpus() else { return };
    let readme = std::fs::read_to_string(root.join("README.md")).unwrap();
    for row in rows(&readme, "Name", 12) {
        let path = root.join("extensions").join(&row[0]);
        if !path.is_file() {
            eprintln!("?? {}", row[0]);
            continue;
        }
        let compiled = compile(path.to_str().unwrap(), &mut resolver(&root), Profile::Union);
        let all = codes(&compiled);
        let found = compiled
            .model
            .as_ref()
            .map(|model| counts(model, &compiled));
        eprintln!(
            "{:60} {:?} want {:?} | {} |{}",
            row[0],
            found,
            &row[4..8],
            row.last().unwrap(),
            report(&all)
        );
        for fault in compiled.faults.iter().filter(|f| f.is_error()).take(3) {
            let at = compiled.sources.locate(fault.origin).map(|(s, r)| {
                format!(
                    "{}:{:?}",
                    s.name().rsplit('/').next().unwrap(),
                    s.position(r.start)
                )
            });
            eprintln!("      {fault} {at:?}");
        }
    }
}

//! Models of OCCIware as Ecore/XMI: the published ones, and what comes back from the writer.

mod forms;
mod invalid;
mod published;
mod trip;

use std::{
    collections::BTreeSet,
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

/// The rows of those tables of the corpus' README whose second column has this heading.
fn rows(readme: &str, second: &str) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    let mut inside = false;
    for line in readme.lines() {
        if line.starts_with(&format!("| File | {second} |")) {
            inside = true;
        } else if !line.starts_with('|') {
            inside = false;
        } else if inside && !line.starts_with("|---") {
            let cells = line.trim_matches('|').split(" | ");
            found.push(
                cells
                    .map(|cell| cell.trim().trim_matches('`').to_owned())
                    .collect(),
            );
        }
    }
    assert!(!found.is_empty(), "the README has no table of `{second}`");
    found
}

/// Finds imports where files of this generation find them: an old model does not mean the new
/// version of what it imports.
fn resolver(root: &Path, generation: &str) -> FileResolver {
    let directories: &[&str] = match generation {
        "A" => &[
            "ecore-2015/docker",
            "ecore-2015/extensions",
            "ecore-2017/superseded",
        ],
        "B" => &[
            "ecore-2017/superseded",
            "ecore-2017",
            "ozwillo",
            "occi-studio",
        ],
        _ => &[
            "occi-studio",
            "modmacao",
            "modmacao-swe",
            "multi-cloud-studio",
            "docker-studio",
            "modemo",
            "tosca-studio",
        ],
    };
    directories
        .iter()
        .fold(FileResolver::new(), |resolver, directory| {
            resolver.include(root.join("extensions").join(directory))
        })
}

fn compiled(path: &Path, mut resolver: FileResolver) -> Compiled {
    compile(path.to_str().unwrap(), &mut resolver, Profile::Union)
}

/// Kinds, mixins, actions, and the attributes that these three define, parameters among them.
/// Fields of records are not counted.
fn counts(model: &Model, compiled: &Compiled) -> [usize; 4] {
    let own = |extension| compiled.entries.contains(&extension);
    let kinds = || model.kinds().filter(|(_, kind)| own(kind.extension));
    let mixins = || model.mixins().filter(|(_, mixin)| own(mixin.extension));
    let actions = || {
        model.actions().filter(|(_, action)| match action.owner {
            Owner::Kind(id) => own(model.kind(id).extension),
            Owner::Mixin(id) => own(model.mixin(id).extension),
        })
    };
    let of_kinds: usize = kinds().map(|(_, kind)| kind.attributes.len()).sum();
    let of_mixins: usize = mixins().map(|(_, mixin)| mixin.attributes.len()).sum();
    let of_actions: usize = actions().map(|(_, action)| action.parameters.len()).sum();
    [
        kinds().count(),
        mixins().count(),
        actions().count(),
        of_kinds + of_mixins + of_actions,
    ]
}

fn codes(compiled: &Compiled) -> BTreeSet<String> {
    let faults = compiled.faults.iter();
    faults.map(|fault| fault.code.to_string()).collect()
}

fn errors(compiled: &Compiled) -> BTreeSet<String> {
    let mut errors = codes(compiled);
    errors.retain(|code| code.starts_with('E'));
    errors
}

/// The faults as text, for messages.
fn shown(compiled: &Compiled) -> String {
    occi_grammar::diagnostic::one_line(&compiled.faults, &compiled.sources, 12)
}

//! Every model of the corpus, whatever its format, as definitions in the language: read again they
//! give the same model and the same configurations, because the language loses nothing.

use std::{
    fs,
    path::{Path, PathBuf},
};

use occi_grammar::{
    Compiled, FileResolver, MemoryResolver, compile, diagnostic,
    format::{Format, Subject},
};
use occi_model::{Model, Profile, model::ExtensionId};

use crate::{differ, renderings::corpus};

/// The libraries that models of the corpus import.
const LIBRARIES: [&str; 8] = [
    "occi-studio",
    "modmacao",
    "modmacao-swe",
    "multi-cloud-studio",
    "docker-studio",
    "modemo",
    "tosca-studio",
    "ozwillo",
];

fn read(root: &Path, file: &Path) -> Compiled {
    let mut resolver = LIBRARIES
        .iter()
        .fold(FileResolver::new(), |resolver, directory| {
            resolver.include(root.join("extensions").join(directory))
        });
    compile(file.to_str().unwrap(), &mut resolver, Profile::Union)
}

fn files(directory: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = fs::read_dir(directory)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    entries.sort();
    for path in entries {
        let suffix = path.extension().and_then(|suffix| suffix.to_str());
        if path.is_dir() {
            files(&path, found);
        } else if suffix
            .is_some_and(|suffix| ["occi", "occie", "occic", "xmi", "xml"].contains(&suffix))
        {
            found.push(path);
        }
    }
}

/// What goes wrong when a model is written in the language and read again.
fn again(compiled: &Compiled, model: &Model) -> Vec<String> {
    let all: Vec<ExtensionId> = model.extension_ids().collect();
    let written = Format::Occi.writer().unwrap()(&Subject {
        model,
        extensions: &all,
        configurations: &compiled.configurations,
    });
    assert_eq!(written.losses, []);
    let resolver = || {
        written
            .files
            .iter()
            .fold(MemoryResolver::new(), |resolver, file| {
                let name = file.name.strip_suffix(".occi").unwrap();
                resolver.with(name, &file.text)
            })
    };
    let mut failed = Vec::new();
    let mut compare = |entry: &str, check: &mut dyn FnMut(&Model, &Compiled) -> Vec<String>| {
        let second = compile(entry, &mut resolver(), Profile::Union);
        match &second.model {
            Some(after) => failed.extend(check(after, &second)),
            None => failed.push(diagnostic::one_line(&second.faults, &second.sources, 5)),
        }
    };
    for id in &compiled.entries {
        let name = model.extension(*id).name.to_string();
        compare(&name, &mut |after, _| {
            // An entry that imports all the others gives the whole model.
            if after.extensions().len() == model.extensions().len() && after != model {
                vec![format!("`{name}` gives another model")]
            } else {
                differ::unlisted(model, after, &name, &[])
            }
        });
    }
    let texts = written.files.iter().skip(all.len());
    for (configuration, file) in compiled.configurations.iter().zip(texts) {
        compare(
            file.name.strip_suffix(".occi").unwrap(),
            &mut |_, second| {
                let [found] = &second.configurations[..] else {
                    return vec!["no configuration comes back".to_owned()];
                };
                // Numbers of kinds are those of their models, which need not hold the same extensions.
                let same = found.resources.len() == configuration.resources.len()
                    && found.link_count() == configuration.link_count()
                    && found.name == configuration.name
                    && found.location == configuration.location;
                (!same)
                    .then(|| format!("`{}` comes back otherwise", configuration.name))
                    .into_iter()
                    .collect()
            },
        );
    }
    failed
}

#[test]
fn every_model_is_the_same_in_the_language() {
    let Some(root) = corpus("occiware") else {
        return;
    };
    let mut all = Vec::new();
    for folder in ["extensions", "configurations", "erocci-xml"] {
        files(&root.join(folder), &mut all);
    }
    let mut failed = Vec::new();
    let mut models = 0;
    for file in &all {
        let compiled = read(&root, file);
        let Some(model) = &compiled.model else {
            continue;
        };
        models += 1;
        let name = file.strip_prefix(&root).unwrap().display();
        let found = again(&compiled, model);
        failed.extend(found.into_iter().map(|one| format!("{name}: {one}")));
    }
    // The others are refused for the reasons that the tests of their formats name.
    assert!(models > 160, "{models} of {} are models", all.len());
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

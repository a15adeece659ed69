//! What is written is read again, and lost is only what is listed.

use std::path::Path;

use occi_grammar::{
    Compiled, FileResolver, MemoryResolver, ResolveError, Resolved, Resolver, builtin, compile,
    diagnostic,
    format::{Format, Subject, Written},
};
use occi_model::{Configuration, Model, Profile, model::ExtensionId};

use super::{compiled, corpus, errors, resolver, rows};
use crate::differ;

/// A text in memory; what it imports comes from files, or is built in.
struct Text<'t> {
    text: &'t str,
    files: FileResolver,
}

impl Resolver for Text<'_> {
    fn entry(&mut self, entry: &str) -> Result<Resolved, ResolveError> {
        Ok(Resolved {
            name: entry.to_owned(),
            key: entry.to_owned(),
            path: None,
            bytes: self.text.as_bytes().to_vec(),
        })
    }

    fn import(&mut self, name: &str, from: &Resolved) -> Result<Option<Resolved>, ResolveError> {
        self.files.import(name, from)
    }

    fn document(&mut self, name: &str, from: &Resolved) -> Result<Option<Resolved>, ResolveError> {
        self.files.document(name, from)
    }
}

fn written(model: &Model, extensions: &[ExtensionId], configurations: &[Configuration]) -> Written {
    Format::Ecore.writer().unwrap()(&Subject {
        model,
        extensions,
        configurations,
    })
}

fn read(text: &str, files: FileResolver) -> Compiled {
    compile("text", &mut Text { text, files }, Profile::Union)
}

/// What the last extension of a model loses without being listed.
fn round_trip(model: &Model, files: FileResolver) -> (Vec<String>, Written) {
    let id = model.extension_ids().last().unwrap();
    let written = written(model, &[id], &[]);
    let text = &written.files[0].text;
    let again = read(text, files);
    let Some(after) = &again.model else {
        let shown = diagnostic::one_line(&again.faults, &again.sources, 20);
        return (vec![format!("refused\n{shown}\n{text}")], written);
    };
    let name = model.extension(id).name.to_string();
    let found = differ::unlisted(model, after, &name, &written.losses);
    (found, written)
}

#[test]
fn published_extensions_come_back() {
    let Some(root) = corpus() else { return };
    let readme = std::fs::read_to_string(root.join("README.md")).unwrap();
    let (mut failed, mut seen) = (Vec::new(), 0);
    for row in rows(&readme, "Name") {
        let path = root.join("extensions").join(&row[0]);
        // What a relative path means depends on the place of the file.
        let files = resolver(&root, &row[3]).include(path.parent().unwrap());
        let result = compiled(&path, files.clone());
        let Some(model) = &result.model else { continue };
        let (found, written) = round_trip(model, files);
        if !found.is_empty() {
            failed.push(format!("{}: {found:#?}", row[0]));
        }
        // What the current generation says, it can say again.
        let of_format: Vec<String> = written
            .losses
            .iter()
            .map(ToString::to_string)
            .filter(|_| row[3] == "C")
            .collect();
        if !of_format.is_empty() {
            failed.push(format!("{} loses {of_format:#?}", row[0]));
        }
        seen += 1;
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
    assert!(seen > 80, "only {seen} extensions");
}

#[test]
fn published_configurations_come_back() {
    let Some(root) = corpus() else { return };
    let readme = std::fs::read_to_string(root.join("README.md")).unwrap();
    let (mut failed, mut seen) = (Vec::new(), 0);
    for row in rows(&readme, "Gen.") {
        let path = root.join("configurations").join(&row[0]);
        let files = resolver(&root, &row[1]).include(path.parent().unwrap());
        let result = compiled(&path, files.clone());
        let Some((model, [one])) = result.model.as_ref().zip(Some(&*result.configurations)) else {
            continue;
        };
        let written = written(model, &[], &result.configurations);
        let text = &written.files[0].text;
        let again = read(text, files);
        // Two extensions of the corpus share a scheme; a reference by scheme says too little.
        if errors(&again).contains("E0607") {
            continue;
        }
        let [other] = &*again.configurations else {
            let shown = diagnostic::one_line(&again.faults, &again.sources, 9);
            failed.push(format!("{}: refused {shown}\n{text}", row[0]));
            continue;
        };
        for (before, after) in one.resources.iter().zip(&other.resources) {
            let of = &before.entity.id;
            let same = (&before.entity.attributes, &before.entity.state)
                == (&after.entity.attributes, &after.entity.state)
                && before.entity.mixins == after.entity.mixins
                && *of == after.entity.id
                && before.links.len() == after.links.len();
            if !same && !written.losses.iter().any(|loss| *loss.what == **of) {
                failed.push(format!("{}: {before:#?} became {after:#?}", row[0]));
            }
            for (before, after) in before.links.iter().zip(&after.links) {
                if (&before.entity.id, &before.target) != (&after.entity.id, &after.target) {
                    failed.push(format!("{}: {before:#?} became {after:#?}", row[0]));
                }
            }
        }
        assert_eq!(one.resources.len(), other.resources.len(), "{}", row[0]);
        seen += 1;
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
    assert!(seen >= 15, "only {seen} configurations");
}

#[test]
fn shipped_definitions_come_back_but_for_what_is_listed() {
    for builtin in builtin::ALL {
        let mut memory = MemoryResolver::new().with(builtin.name, builtin.text);
        let result = compile(builtin.name, &mut memory, Profile::Union);
        assert!(errors(&result).is_empty(), "{}", builtin.name);
        let model = result.model.as_ref().unwrap();
        let (found, written) = round_trip(model, FileResolver::new());
        assert!(found.is_empty(), "{}: {found:#?}", builtin.name);
        // Each loss is said once, of something that is there.
        for (at, loss) in written.losses.iter().enumerate() {
            assert!(!written.losses[..at].contains(loss), "{loss} twice");
            assert!(!loss.why.ends_with('.'), "{loss}");
        }
    }
}

#[test]
fn equal_models_give_equal_bytes() {
    let tour = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/tour.occi");
    let result = compiled(&tour, FileResolver::new());
    let model = result.model.as_ref().unwrap();
    let write = || written(model, &result.entries, &result.configurations);
    let first = write();
    assert_eq!(first, write());
    let names: Vec<&str> = first.files.iter().map(|file| &*file.name).collect();
    assert!(names[0].ends_with(".occie"), "{names:?}");
}

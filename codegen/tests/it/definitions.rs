//! The definition that generated code carries gives the model that the code was generated from.

use std::{
    fs,
    path::{Path, PathBuf},
};

use occi_codegen::{Settings, generate_text};
use occi_grammar::{FileResolver, compile, load};
use occi_model::{
    Model, Profile,
    draft::ExtensionDraft,
    model::ExtensionId,
    table::{self, ExtensionText, StaticDefinition},
};
use syn::{Expr, Item, Lit, punctuated::Punctuated};

use crate::support::{model_of_text, root};

/// The texts in a file of generated code, each with the name of its extension.
fn carried(text: &str) -> Vec<ExtensionText> {
    fn find(items: Vec<Item>, found: &mut Vec<ExtensionText>) {
        for item in items {
            match item {
                Item::Mod(module) => {
                    find(module.content.map_or(Vec::new(), |(_, items)| items), found);
                }
                Item::Static(item) if item.ident == "EXTENSION" => found.push(text_of(&item.expr)),
                _ => {}
            }
        }
    }
    let mut found = Vec::new();
    find(syn::parse_file(text).unwrap().items, &mut found);
    found
}

fn text_of(value: &Expr) -> ExtensionText {
    let Expr::Struct(value) = value else {
        panic!("it is no struct");
    };
    let mut parts = value.fields.iter().map(|field| match &field.expr {
        Expr::Lit(literal) => part(&literal.lit),
        Expr::Macro(concat) => {
            let parser = Punctuated::<Lit, syn::Token![,]>::parse_terminated;
            let parts = concat.mac.parse_body_with(parser).unwrap();
            parts.iter().map(part).collect()
        }
        _ => panic!("it is no text"),
    });
    let mut next = || &*parts.next().unwrap().leak();
    ExtensionText {
        name: next(),
        text: next(),
    }
}

fn part(literal: &Lit) -> String {
    match literal {
        Lit::Str(text) => text.value(),
        _ => panic!("it is no text"),
    }
}

fn core() -> ExtensionDraft {
    let path = root().join("specs/core.occi");
    load(&path.to_string_lossy(), &mut FileResolver::new())
        .draft
        .extensions
        .remove(0)
}

/// Builds what generated code would; gives what is wrong with it.
fn rebuilt(model: &Model) -> Result<Model, String> {
    let mut texts = carried(&generate_text(model, &Settings::default()));
    let order = |text: &ExtensionText| {
        let mut names = model.extensions().iter().map(|extension| &*extension.name);
        names.position(|name| name == text.name)
    };
    texts.sort_by_key(order);
    let definitions: Vec<&dyn StaticDefinition> = texts
        .iter()
        .map(|text| -> &dyn StaticDefinition { text })
        .collect();
    let built =
        table::build(core(), &definitions, model.profile()).map_err(|error| error.to_string())?;
    built.model.ok_or_else(|| {
        let errors = built.faults.iter().filter(|fault| fault.is_error());
        errors
            .map(|fault| format!("[{}] {}\n", fault.code, fault.message))
            .collect()
    })
}

fn holds(model: &Model) -> Result<(), String> {
    let built = rebuilt(model)?;
    if *model == built {
        return Ok(());
    }
    // Where the definition brings a Core of its own, the runtime has the real one: then all is the
    // same but what comes from there.
    let shipped = table::build(core(), &[], model.profile()).unwrap();
    let shipped = shipped.model.unwrap();
    let core = model.kind(model.core().entity).extension;
    let has_own = kinds(model, |id| id == core) != kinds(&shipped, |_| true);
    if has_own && kinds(model, |id| id != core) == kinds(&built, |id| id != core) {
        Ok(())
    } else {
        Err("another model".to_owned())
    }
}

/// What kinds say themselves.
fn kinds(model: &Model, of: impl Fn(ExtensionId) -> bool) -> Vec<String> {
    let all = model
        .kinds()
        .map(|(_, kind)| kind)
        .filter(|kind| of(kind.extension));
    all.map(|kind| {
        let (title, location) = (&kind.title, &kind.location);
        // Types have numbers, and a Core of its own has some of them.
        let attributes: Vec<_> = kind
            .attributes
            .iter()
            .map(|one| (&one.name, one.access))
            .collect();
        let (actions, constraints) = (kind.actions.len(), &kind.constraints);
        format!(
            "{} {title:?} {location:?} {attributes:?} {actions} {constraints:?}",
            kind.id
        )
    })
    .collect()
}

#[test]
fn what_is_forgiven_stays_forgiven() {
    let model = model_of_text(
        "#[annotation(\"forgiven\", \"E0005 E0011 E0042\")]\n\
         extension test \"http://schemas.ogf.org/occi/test#\";\n\
         use core;\n\
         kind one : core.resource { occi.compute.one: string; action stop; }\n\
         kind two : one { action stop; }\n",
    );
    assert_eq!(holds(&model), Ok(()));
}

#[test]
fn every_definition_of_the_project_comes_back() {
    for folder in [
        "specs",
        "examples",
        "codegen/tests",
        "codegen/tests/hostile",
    ] {
        for entry in fs::read_dir(root().join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|end| end == "occi") {
                let compiled = compile(
                    &path.to_string_lossy(),
                    &mut FileResolver::new(),
                    Profile::Union,
                );
                let model = compiled
                    .model
                    .unwrap_or_else(|| panic!("{}", compiled.faults));
                assert_eq!(holds(&model), Ok(()), "{}", path.display());
            }
        }
    }
}

/// Every model of the corpus that the compiler takes.
#[test]
fn every_definition_of_others_comes_back() {
    let corpus = root().join("../shared/corpus/occiware");
    if !corpus.is_dir() {
        eprintln!("skipped: the corpus of models is not here");
        return;
    }
    let mut files = Vec::new();
    walk(&corpus, &mut files);
    files.sort();
    let (mut taken, mut failed) = (0, Vec::new());
    for file in &files {
        let compiled = compile(
            &file.to_string_lossy(),
            &mut FileResolver::new(),
            Profile::Union,
        );
        if let Some(model) = compiled.model {
            taken += 1;
            if let Err(why) = holds(&model) {
                failed.push(format!("{}: {why}", file.display()));
            }
        }
    }
    assert!(taken > 100, "{taken}");
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, files);
        } else if let Some(end) = path.extension()
            && ["occie", "xmi", "xml", "occi"]
                .iter()
                .any(|known| end == *known)
        {
            files.push(path);
        }
    }
}

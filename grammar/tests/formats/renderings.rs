//! What the tests of the renderings share: reading from memory, the corpus, numbers of a model.

use std::{fmt::Write as _, fs, path::PathBuf};

use occi_grammar::{
    Compiled, MemoryResolver, ResolveError, Resolved, Resolver, compile, compile_with, diagnostic,
    format::{Format, ReadOptions},
    write,
};
use occi_model::{Model, Profile, Severity};

/// A text as the entry of a reading; what it imports is built in.
pub(crate) struct Entry(pub(crate) Vec<u8>);

impl Resolver for Entry {
    fn entry(&mut self, entry: &str) -> Result<Resolved, ResolveError> {
        Ok(Resolved {
            name: entry.to_owned(),
            key: entry.to_owned(),
            path: None,
            bytes: std::mem::take(&mut self.0),
        })
    }

    fn import(&mut self, _: &str, _: &Resolved) -> Result<Option<Resolved>, ResolveError> {
        Ok(None)
    }
}

pub(crate) fn read(text: impl Into<Vec<u8>>) -> Compiled {
    read_as(text, false)
}

pub(crate) fn read_as(text: impl Into<Vec<u8>>, strict: bool) -> Compiled {
    compile_with(
        "listing",
        &mut Entry(text.into()),
        Profile::Union,
        ReadOptions { strict },
    )
}

/// The model of a text that has to be valid.
pub(crate) fn model(text: impl Into<Vec<u8>>) -> Model {
    let compiled = read(text);
    let shown = faults(&compiled);
    compiled.model.unwrap_or_else(|| panic!("{shown}"))
}

/// The faults, one a line, with their places.
pub(crate) fn faults(compiled: &Compiled) -> String {
    diagnostic::one_line(&compiled.faults, &compiled.sources, usize::MAX)
}

/// The codes with their places: `W0672 1:20`.
pub(crate) fn codes(compiled: &Compiled) -> Vec<String> {
    compiled
        .faults
        .iter()
        .map(|fault| {
            let place = compiled.sources.locate(fault.origin);
            let place = place.map_or_else(String::new, |(source, range)| {
                let at = source.position(range.start);
                format!(" {}:{}", at.line, at.column)
            });
            format!("{}{place}", fault.code)
        })
        .collect()
}

/// The codes with what is written at their places: "W0012 `a`".
pub(crate) fn words(compiled: &Compiled) -> Vec<String> {
    compiled
        .faults
        .iter()
        .map(|fault| {
            let word = compiled.sources.excerpt(fault.origin).unwrap_or("nowhere");
            format!("{} `{word}`", fault.code)
        })
        .collect()
}

/// Kinds, mixins, actions and attributes that the entry itself defines.
pub(crate) fn counts(compiled: &Compiled) -> String {
    let Some(model) = &compiled.model else {
        return "-".to_owned();
    };
    let own = |extension| compiled.entries.contains(&extension);
    let kinds: Vec<_> = model
        .kinds()
        .filter(|(_, one)| own(one.extension))
        .collect();
    let mixins: Vec<_> = model
        .mixins()
        .filter(|(_, one)| own(one.extension))
        .collect();
    let actions = kinds
        .iter()
        .map(|(_, one)| one.actions.len())
        .sum::<usize>()
        + mixins
            .iter()
            .map(|(_, one)| one.actions.len())
            .sum::<usize>();
    let attributes = kinds
        .iter()
        .map(|(_, one)| one.attributes.len())
        .sum::<usize>()
        + mixins
            .iter()
            .map(|(_, one)| one.attributes.len())
            .sum::<usize>();
    format!(
        "{} kinds, {} mixins, {actions} actions, {attributes} attributes",
        kinds.len(),
        mixins.len()
    )
}

/// How many faults there are of each code: `W0672 x3 W0688`.
pub(crate) fn summary(compiled: &Compiled) -> String {
    let mut found = std::collections::BTreeMap::new();
    for fault in &compiled.faults {
        *found
            .entry((
                fault.code.severity == Severity::Warning,
                fault.code.to_string(),
            ))
            .or_insert(0) += 1;
    }
    found
        .into_iter()
        .fold(String::new(), |mut text, ((_, code), count)| {
            if !text.is_empty() {
                text.push(' ');
            }
            let _ = match count {
                1 => write!(text, "{code}"),
                _ => write!(text, "{code} x{count}"),
            };
            text
        })
}

/// The folder of the corpus; says so where it is absent.
pub(crate) fn corpus(folder: &str) -> Option<PathBuf> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../shared/corpus")
        .join(folder);
    if path.exists() {
        Some(path)
    } else {
        eprintln!("skipped: the corpus `{folder}` is not here");
        None
    }
}

/// A vector of `renderings/manifest.tsv` that lists categories.
pub(crate) struct Vector {
    pub(crate) name: String,
    pub(crate) strict: String,
    pub(crate) lenient: String,
    pub(crate) content: Vec<u8>,
}

/// The vectors that list categories, in order of the manifest.
pub(crate) fn vectors() -> Option<Vec<Vector>> {
    let folder = corpus("renderings")?;
    let manifest = fs::read_to_string(folder.join("manifest.tsv")).unwrap();
    let mut found = Vec::new();
    for row in manifest.lines().skip(1) {
        let columns: Vec<&str> = row.split('\t').collect();
        let [name, media, object, _, _, _, strict, lenient] = columns[..8] else {
            panic!("a row without eight columns: {row}");
        };
        if !matches!(object, "model" | "categories") || media == "application/occi+xml" {
            continue;
        }
        let content = match name.split_once('#') {
            None => fs::read(folder.join(name)).unwrap(),
            Some((file, id)) => {
                let lines = fs::read_to_string(folder.join(file)).unwrap();
                let vector: serde_json::Value = lines
                    .lines()
                    .map(|line| serde_json::from_str(line).unwrap())
                    .find(|vector: &serde_json::Value| vector["id"] == id)
                    .unwrap();
                vector["input"].as_str().unwrap().as_bytes().to_vec()
            }
        };
        found.push(Vector {
            name: name.to_owned(),
            strict: strict.to_owned(),
            lenient: lenient.to_owned(),
            content,
        });
    }
    Some(found)
}

/// Vectors that the readers take, but no model can be made of.
const NO_MODEL: [(&str, &str); 9] = [
    (
        "rocci-core-4/inline.jsonl#category-attribute-properties",
        "E0605",
    ),
    ("rocci-core-4/inline.jsonl#category-action", "E0605"),
    ("jocci/parser/model_occi_actions_full.headers", "E0605"),
    ("jocci/parser/model_occi_actions_minimal.headers", "E0605"),
    ("jocci/parser/model_plain_actions_full.txt", "E0605"),
    ("jocci/parser/model_plain_actions_minimal.txt", "E0605"),
    ("jocci/rendering/mixin_headers.headers", "E0003"),
    ("jocci/rendering/mixin_plain.txt", "E0003"),
    ("martserver/actions.json", "E0605"),
];

/// Vectors without a rule in the profile that the readers refuse: a private format, and
/// definitions of attributes without a category.
const REFUSED: [&str; 3] = [
    "rocci-server-2/model/occi_crtp_11.json",
    "rocci-server-2/model/occi_crtp_11_w_gpu.json",
    "martserver/attribute_description.json",
];

/// The codes of faults that a reader of a rendering has with its text.
fn is_of_reader(code: &str) -> bool {
    ["0670", "0671", "0672", "0673", "0674", "0675"].contains(&&code[1..])
}

#[test]
fn every_vector_has_its_verdict() {
    let Some(vectors) = vectors() else { return };
    let (mut accepted, mut rejected, mut open) = (0, 0, 0);
    for vector in &vectors {
        let name = vector.name.as_str();
        let compiled = read(vector.content.clone());
        println!(
            "{name:<72} {:<7} {:<58} {}",
            vector.lenient,
            counts(&compiled),
            summary(&compiled)
        );
        let shown = faults(&compiled);
        let refusal = NO_MODEL.iter().find(|(other, _)| *other == name);
        let taken = match (&*vector.lenient, REFUSED.contains(&name)) {
            ("accept", _) => {
                accepted += 1;
                true
            }
            ("reject", _) => {
                rejected += 1;
                false
            }
            (_, refused) => {
                open += 1;
                !refused
            }
        };
        let errors: Vec<String> = compiled
            .faults
            .iter()
            .filter(|fault| fault.is_error())
            .map(|fault| fault.code.to_string())
            .collect();
        match (taken, refusal) {
            (true, None) => assert!(compiled.model.is_some(), "{name}\n{shown}"),
            (true, Some((_, code))) => {
                assert!(errors.iter().all(|error| error == code), "{name}\n{shown}");
                assert!(!errors.is_empty(), "{name} is taken now");
            }
            (false, _) => assert!(
                errors.iter().any(|error| is_of_reader(error))
                    // What says nothing of a rendering is read as the language.
                    || errors == ["E0100"],
                "{name}\n{shown}"
            ),
        }
    }
    println!("{accepted} accepted, {rejected} rejected as the profile says, {open} open");
    assert!(
        accepted >= 45 && rejected >= 15 && open >= 25,
        "vectors are missing"
    );
}

/// In strict mode the reader names a deviation that the manifest has, and none where it has none.
#[test]
fn strict_reading_finds_the_deviations() {
    let Some(vectors) = vectors() else { return };
    for vector in &vectors {
        let name = vector.name.as_str();
        let compiled = read_as(vector.content.clone(), true);
        let found: Vec<&str> = compiled
            .faults
            .iter()
            .filter(|fault| is_of_reader(&fault.code.to_string()))
            .filter_map(|fault| fault.label.as_deref())
            .collect();
        let wanted: Vec<&str> = vector
            .strict
            .split("; ")
            .filter(|code| *code != "ok")
            .collect();
        let is_language = compiled.format == Some(Format::Occi);
        let agrees = match &*wanted {
            [] => found.is_empty(),
            _ => is_language || found.iter().any(|code| wanted.contains(code)),
        };
        assert!(
            agrees || name == "rocci-core-4/inline.jsonl#category-class-actions",
            "{name}: wanted {wanted:?}\n{}",
            faults(&compiled)
        );
        assert!(
            wanted.is_empty() || compiled.model.is_none(),
            "{name}: {wanted:?}"
        );
    }
}

/// What is read and written as `.occi` says the same when it is read again: every extension gives
/// its own text.
#[test]
fn every_vector_survives_the_language() {
    let Some(vectors) = vectors() else { return };
    let mut count = 0;
    for vector in vectors {
        let Some(first) = read(vector.content).model else {
            continue;
        };
        let texts = write::all(&first);
        let mut resolver = MemoryResolver::new();
        for (name, text) in &texts {
            resolver = resolver.with(name, text);
        }
        for (name, text) in &texts {
            let again = compile(name, &mut resolver, Profile::Union);
            let written = again.model.as_ref().map(|model| {
                let own = again.entries[0];
                write::extension(model, own)
            });
            assert_eq!(
                written.as_ref(),
                Some(text),
                "{}\n{}",
                vector.name,
                faults(&again)
            );
        }
        count += 1;
    }
    assert!(count >= 60, "{count}");
}

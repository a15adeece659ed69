//! The readers against real messages of eleven OCCI implementations.
//!
//! The corpus is third-party data and no part of this project; where it is absent the test says
//! so and does nothing. `manifest.tsv` says of every vector whether the reader profile takes it
//! (`lenient`) and which deviations the strict grammar has to report (`strict_1_2`).
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::{collections::BTreeMap, fs, path::PathBuf};

use occi_rendering::{
    MediaType, Mode, Payload, ReadError, read_categories, read_entities, read_invocation,
    read_locations,
};

/// Codes of the manifest that are none of a reader's business, with the reason.
///
/// A vector whose other codes agree counts as agreeing.
const NOT_JUDGED: [(&str, &str); 4] = [
    (
        "no-id",
        "D-78: a request has no id, and a reader does not know requests from answers",
    ),
    ("no-source-inline", "D-79: optional in requests"),
    (
        "entity-location",
        "D-80: the reader accepts `location` always",
    ),
    (
        "ok (schema)",
        "says that the schema misses the deviation that follows",
    ),
];

/// Vectors of which the reader thinks otherwise than the `lenient` column, with the reason.
const LENIENT_DISAGREES: [(&str, &str); 0] = [];

/// Vectors of which the reader thinks otherwise than the `strict_1_2` column, with the reason.
const STRICT_DISAGREES: [(&str, &str); 6] = [
    (
        "rocci-core-4/collection_samples/collection1.json",
        "read as categories, so the deviations of the entities beside them stay unseen",
    ),
    (
        "rocci-server-1/opennebula/model/infrastructure/compute.json",
        "`Minimum` in a definition is reported too (definition-member)",
    ),
    (
        "martserver/attribute.json",
        "a bare attribute map is reported as such; an object under a dotted name is a hash, which \
         only a model can tell from a tree",
    ),
    (
        "martserver/integration/update/update_attributes_computes.json",
        "judged as an attribute map there; it is an entity with flat attributes",
    ),
    (
        "martserver/model.json",
        "read as categories, so the deviations of the entities beside them stay unseen",
    ),
    (
        "martserver/resources.json",
        "an object under a dotted name is a hash, which only a model can tell from a tree",
    ),
];

fn corpus() -> Option<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus/renderings");
    folder.join("manifest.tsv").exists().then_some(folder)
}

struct Vector {
    name: String,
    media: MediaType,
    object: String,
    strict: String,
    lenient: String,
    content: Vec<u8>,
    is_header_form: bool,
}

fn vectors(folder: &std::path::Path) -> Vec<Vector> {
    let manifest = fs::read_to_string(folder.join("manifest.tsv")).unwrap();
    let mut inline: BTreeMap<String, serde_json::Value> = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let path = entry.path().join("inline.jsonl");
        let origin = entry.file_name().into_string().unwrap();
        for line in fs::read_to_string(path).unwrap_or_default().lines() {
            let vector: serde_json::Value = serde_json::from_str(line).unwrap();
            let id = vector["id"].as_str().unwrap();
            inline.insert(format!("{origin}/inline.jsonl#{id}"), vector);
        }
    }
    manifest
        .lines()
        .skip(1)
        .filter_map(|row| {
            let columns: Vec<&str> = row.split('\t').collect();
            let [name, media, object, _role, _origin, _v11, strict, lenient] = columns[..8] else {
                panic!("a row without eight columns: {row}");
            };
            let media = MediaType::parse(media)?;
            let (content, is_header_form) = match inline.get(name) {
                Some(vector) => (
                    vector["input"].as_str().unwrap().as_bytes().to_vec(),
                    vector["form"] == "headers",
                ),
                None => (
                    fs::read(folder.join(name)).unwrap(),
                    name.ends_with(".headers"),
                ),
            };
            Some(Vector {
                name: name.to_owned(),
                media,
                object: object.to_owned(),
                strict: strict.to_owned(),
                lenient: lenient.to_owned(),
                content,
                is_header_form,
            })
        })
        .collect()
}

/// Reads a vector with the reader for its object; gives the codes of the deviations.
fn read(vector: &Vector, mode: Mode) -> Result<Vec<&'static str>, ReadError> {
    let mut headers = Vec::new();
    let mut body = &vector.content[..];
    if vector.is_header_form {
        for line in std::str::from_utf8(body).unwrap().lines() {
            let (name, value) = line.split_once(':').unwrap();
            headers.push((name, value.as_bytes()));
        }
        body = b"OK";
    }
    let payload = Payload {
        media: vector.media,
        headers,
        body,
    };
    let deviations = match &*vector.object {
        "model" | "categories" | "category identifiers" => {
            read_categories(&payload, mode)?.deviations
        }
        "action" => read_invocation(&payload, mode)?.deviations,
        "locations" => read_locations(&payload, mode)?.deviations,
        // The association requests of one implementation.
        "entities" if vector.strict == "locations-object" => {
            read_locations(&payload, mode)?.deviations
        }
        _ => read_entities(&payload, mode)?.deviations,
    };
    Ok(deviations.into_iter().map(|found| found.code).collect())
}

/// The codes that the manifest wants of a strict reader, without those that are not judged.
fn wanted(vector: &Vector) -> Vec<&str> {
    vector
        .strict
        .split("; ")
        .filter(|code| *code != "ok" && !NOT_JUDGED.iter().any(|(other, _)| other == code))
        .collect()
}

#[test]
fn the_lenient_reader_takes_what_the_profile_takes() {
    let Some(folder) = corpus() else {
        eprintln!("skipped: the corpus of renderings is not here");
        return;
    };
    let (mut accepted, mut rejected, mut open) = (0, 0, Vec::new());
    let mut wrong = Vec::new();
    for vector in vectors(&folder) {
        let result = read(&vector, Mode::Lenient);
        match (&*vector.lenient, &result) {
            ("accept", Ok(_)) => accepted += 1,
            ("reject", Err(_)) => rejected += 1,
            ("open", result) => open.push(format!(
                "  {}: {} -> {}",
                vector.name,
                vector.strict,
                match result {
                    Ok(codes) => format!("accepted, {codes:?}"),
                    Err(error) => format!("rejected, {}: {error}", error.code),
                }
            )),
            (verdict, result) => wrong.push(format!(
                "  {}: the profile says {verdict}, the reader {result:?}",
                vector.name
            )),
        }
    }
    println!(
        "lenient: {accepted} accepted and {rejected} rejected as the profile says; {} open:\n{}",
        open.len(),
        open.join("\n")
    );
    assert!(accepted >= 177 && rejected >= 40, "vectors are missing");
    let unexpected: Vec<&String> = wrong
        .iter()
        .filter(|line| {
            !LENIENT_DISAGREES
                .iter()
                .any(|(name, _)| line.contains(&format!("{name}:")))
        })
        .collect();
    assert!(unexpected.is_empty(), "{unexpected:#?}");
    assert_eq!(wrong.len(), LENIENT_DISAGREES.len(), "{wrong:#?}");
}

#[test]
fn the_strict_reader_names_the_deviations() {
    let Some(folder) = corpus() else {
        eprintln!("skipped: the corpus of renderings is not here");
        return;
    };
    let mut agreeing = 0;
    let mut wrong = Vec::new();
    for vector in vectors(&folder) {
        let wanted = wanted(&vector);
        let strict = read(&vector, Mode::Strict);
        let strict_agrees = match &strict {
            Ok(_) => wanted.is_empty(),
            Err(error) => wanted.contains(&error.code),
        };
        // Where lenient mode takes the vector, it must report exactly the same deviations.
        let lenient = read(&vector, Mode::Lenient);
        let lenient_agrees = match &lenient {
            Ok(codes) => {
                wanted.iter().all(|code| codes.contains(code))
                    && codes.iter().all(|code| wanted.contains(code))
            }
            Err(_) => true,
        };
        if strict_agrees && lenient_agrees {
            agreeing += 1;
        } else {
            wrong.push(format!(
                "  {}: wanted {wanted:?}, strict {:?}, lenient {:?}",
                vector.name,
                strict.map_err(|error| error.code),
                lenient.map_err(|error| error.code),
            ));
        }
    }
    println!(
        "strict: {agreeing} vectors agree, {} do not:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    assert!(agreeing >= 254, "vectors are missing");
    let unexpected: Vec<&String> = wrong
        .iter()
        .filter(|line| {
            !STRICT_DISAGREES
                .iter()
                .any(|(name, _)| line.contains(&format!("{name}:")))
        })
        .collect();
    assert!(unexpected.is_empty(), "{unexpected:#?}");
    assert_eq!(wrong.len(), STRICT_DISAGREES.len(), "{wrong:#?}");
}

#[test]
fn every_category_of_the_corpus_has_the_verdict_of_the_written_grammar() {
    let Some(folder) = corpus() else {
        eprintln!("skipped: the corpus of renderings is not here");
        return;
    };
    let table = fs::read_to_string(folder.join("category-verdicts.tsv")).unwrap();
    let mut seen = 0;
    for row in table.lines().skip(1) {
        let columns: Vec<&str> = row.split('\t').collect();
        let (value, strict) = (columns[0], columns[3]);
        let wanted: Vec<&str> = strict.split("; ").filter(|code| *code != "ok").collect();
        let body = format!("Category: {value}");
        let payload = Payload {
            media: MediaType::TextPlain,
            headers: Vec::new(),
            body: body.as_bytes(),
        };
        let verdict = read_categories(&payload, Mode::Strict);
        match &verdict {
            Ok(_) => assert!(wanted.is_empty(), "{value}: {wanted:?}"),
            Err(error) => assert!(
                wanted.contains(&error.code),
                "{value}: {wanted:?}, {error:?}"
            ),
        }
        seen += 1;
    }
    println!("categories: {seen} values have their verdict");
    assert!(seen >= 281);
}

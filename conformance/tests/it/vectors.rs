//! Readers and writers under test: those of this project fail no case, and each case fails on one
//! with a defect.

use std::{collections::BTreeSet, time::Duration};

use occi_conformance::{
    client::{Answer, ClientRunError, Command, Driver, Unsupported},
    report,
    run::{RunResult, Selection, new_name},
    vector::{Facts, Message, Vector, VectorRun, derived, read, stored, write},
    verdict::{CaseResult, Verdict},
};
use occi_model::Profile;
use serde_json::{Map, Value, json};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};

use crate::{
    server::block_on,
    support::{compiled, infrastructure},
};

/// What a reader or writer does wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Defect {
    RefusesAll,
    TakesAll,
    NumbersAreText,
    TextIsGuessed,
    EscapesStay,
    SplitsAtCommas,
    NoMixins,
    NoActions,
    NoLinks,
    NoLinkValues,
    OnlyTheFirst,
    NothingIsRequired,
    NothingIsImmutable,
    FieldsByExactName,
    NeedsLineEnds,
    CommentsAreLocations,
    NoHeaderFields,
    WritesNumbersAsText,
    WritesNoEscapes,
    WritesNoClass,
    WritesPlainType,
}

use Defect::*;

impl Defect {
    /// Each with a case that fails because of it.
    const ALL: &[(Self, &'static str)] = &[
        (RefusesAll, "w:reader/TXT-048/values@plain"),
        (TakesAll, "w:reader/TXT-016/no-scheme@occi"),
        (NumbersAreText, "w:reader/TXT-048/values@occi"),
        (TextIsGuessed, "w:reader/JSON-036/values@json"),
        (EscapesStay, "w:reader/TXT-052/escapes@plain"),
        (SplitsAtCommas, "w:reader/TXT-013/separators@occi"),
        (NoMixins, "w:reader/JSON-004/mixins@json"),
        (NoActions, "w:reader/TXT-045/actions@plain"),
        (NoLinks, "w:reader/JSON-007/links@json"),
        (NoLinkValues, "w:reader/TXT-039/links@occi"),
        (OnlyTheFirst, "w:reader/TXT-011/locations@plain"),
        (NothingIsRequired, "w:reader/JSON-031/categories@json"),
        (NothingIsImmutable, "w:reader/TXT-025/categories@plain"),
        (FieldsByExactName, "w:reader/TXT-006/letter-case@plain"),
        (NeedsLineEnds, "w:reader/TXT-063/line-feeds@plain"),
        (CommentsAreLocations, "w:reader/TXT-065/comments@uri"),
        (NoHeaderFields, "w:reader/TXT-035/locations@occi"),
        (WritesNumbersAsText, "w:writer/TXT-048/values@plain"),
        (WritesNoEscapes, "w:writer/TXT-052/escapes@occi"),
        (WritesNoClass, "w:writer/TXT-016/mixins@plain"),
        (WritesPlainType, "w:writer/JSON-004/mixins@json"),
    ];

    /// What it makes of a message before that is read.
    fn before(self, message: &mut Message) {
        match self {
            SplitsAtCommas => {
                let quoted = message.body.replace(", ", "\"\r\nX-OCCI-Attribute: x=\"");
                message.body = quoted;
                for (_, value) in &mut message.headers {
                    *value = value.replace(", ", "\", x=\"");
                }
            }
            EscapesStay => message.body = message.body.replace('\\', "\\\\"),
            FieldsByExactName => {
                let lines = message.body.lines();
                let known = |line: &&str| {
                    ["Category", "X-OCCI", "Link"]
                        .iter()
                        .any(|n| line.starts_with(n))
                };
                if message.media == "text/plain" {
                    message.body = lines.filter(known).map(|l| format!("{l}\r\n")).collect();
                }
            }
            NeedsLineEnds if !message.body.contains("\r\n") => message.body.clear(),
            CommentsAreLocations => message.body = message.body.replace("# ", "/"),
            NoHeaderFields => message.headers.clear(),
            _ => {}
        }
    }

    /// What it makes of what a message says.
    fn after(self, said: &mut Map<String, Value>) {
        let drop = |said: &mut Map<String, Value>, name: &str| {
            said.remove(name);
        };
        match self {
            NumbersAreText => each_value(said, &|value| {
                if value.is_number() {
                    *value = Value::from(value.to_string());
                }
            }),
            TextIsGuessed => each_value(said, &|value| {
                let guessed = value
                    .as_str()
                    .and_then(|text| serde_json::from_str(text).ok());
                if let Some(guessed) = guessed {
                    *value = guessed;
                }
            }),
            NoMixins => drop(said, "mixins"),
            NoActions => drop(said, "actions"),
            NoLinks => drop(said, "links"),
            NoLinkValues => {
                for link in said
                    .get_mut("links")
                    .and_then(Value::as_array_mut)
                    .into_iter()
                    .flatten()
                {
                    link.as_object_mut().unwrap().remove("attributes");
                }
            }
            OnlyTheFirst => {
                if let Some(all) = said.get_mut("locations").and_then(Value::as_array_mut) {
                    all.truncate(1);
                }
            }
            NothingIsRequired => each_attribute(said, &|one| one["required"] = json!(false)),
            NothingIsImmutable => each_attribute(said, &|one| one["mutable"] = json!(true)),
            _ => {}
        }
    }

    /// What it writes.
    fn written(self, message: &mut Message, facts: &Facts) {
        let all = |message: &mut Message, change: &dyn Fn(&str) -> String| {
            message.body = change(&message.body);
            for (_, value) in &mut message.headers {
                *value = change(value);
            }
        };
        match self {
            WritesNumbersAsText => {
                let Facts::Entity { attributes, .. } = facts else {
                    return;
                };
                let numbers = attributes.values().filter(|value| value.is_number());
                for number in numbers.map(Value::to_string) {
                    let (bare, quoted) = (format!("={number}"), format!("=\"{number}\""));
                    all(message, &|text| text.replace(&bare, &quoted));
                }
            }
            WritesNoEscapes => all(message, &|text| text.replace("\\\"", "'")),
            WritesNoClass => all(message, &|text| text.replace("; class=\"mixin\"", "")),
            WritesPlainType => message.media = "text/plain".to_owned(),
            _ => {}
        }
    }
}

fn each_value(said: &mut Map<String, Value>, change: &dyn Fn(&mut Value)) {
    if let Some(Value::Object(values)) = said.get_mut("attributes") {
        values.values_mut().for_each(change);
    }
}

fn each_attribute(said: &mut Map<String, Value>, change: &dyn Fn(&mut Value)) {
    let categories = said.get_mut("categories").and_then(Value::as_array_mut);
    for category in categories.into_iter().flatten() {
        if let Some(Value::Object(attributes)) = category.get_mut("attributes") {
            attributes.values_mut().for_each(change);
        }
    }
}

fn object(value: impl serde::Serialize) -> Map<String, Value> {
    match serde_json::to_value(value).unwrap() {
        Value::Object(members) => members,
        other => panic!("{other}"),
    }
}

fn refused(message: impl Into<String>) -> Answer {
    Answer::Error {
        message: message.into(),
        status: None,
    }
}

fn carried_out(command: Command, defect: Option<Defect>) -> Answer {
    match command {
        Command::Read { .. } | Command::Write { .. } if defect == Some(RefusesAll) => refused("no"),
        Command::Read { form, mut message } => {
            if let Some(defect) = defect {
                defect.before(&mut message);
            }
            match read(form, &message) {
                Ok(facts) => {
                    let mut said = object(facts);
                    if let Some(defect) = defect {
                        defect.after(&mut said);
                    }
                    Answer::Result(said)
                }
                Err(_) if defect == Some(TakesAll) => {
                    Answer::Result(object(json!({ "form": "locations", "locations": [] })))
                }
                Err(error) => refused(error),
            }
        }
        Command::Write { media, facts } => match write(&media, &facts) {
            Ok(mut message) => {
                if let Some(defect) = defect {
                    defect.written(&mut message, &facts);
                }
                Answer::Result(object(message))
            }
            Err(error) => refused(error),
        },
        Command::Start { .. } => Answer::Result(Map::new()),
        Command::Probe { .. } | Command::Op(_) => Answer::Unsupported(Unsupported {
            message: "it reads and writes".to_owned(),
            url: None,
        }),
    }
}

async fn served(stream: tokio::io::DuplexStream, defect: Option<Defect>) {
    let (input, mut output) = tokio::io::split(stream);
    let mut lines = BufReader::new(input).lines();
    while let Ok(Some(line)) = lines.next_line().await {
        let answer = carried_out(serde_json::from_str(&line).unwrap(), defect);
        let line = format!("{}\n", serde_json::to_string(&answer).unwrap());
        if output.write_all(line.as_bytes()).await.is_err() {
            break;
        }
    }
}

fn tested(vectors: Vec<Vector>, defect: Option<Defect>) -> Result<RunResult, ClientRunError> {
    let run = VectorRun {
        harness: move || {
            let (ours, theirs) = tokio::io::duplex(1 << 20);
            tokio::spawn(served(theirs, defect));
            let (output, input) = tokio::io::split(ours);
            Ok(Driver::over(output, input, Duration::from_secs(20)))
        },
        model: infrastructure(Profile::Union),
        vectors,
        selection: Selection::default(),
        name: new_name(),
    };
    block_on(run.start(|_: &CaseResult| ()))
}

fn all() -> Vec<Vector> {
    let mut vectors = stored();
    vectors.extend(derived(&infrastructure(Profile::Union)));
    vectors
}

fn failed(result: &RunResult) -> BTreeSet<String> {
    let failed = result
        .cases
        .iter()
        .filter(|case| case.verdict == Verdict::Fail);
    failed.map(|case| case.id.to_string()).collect()
}

#[test]
fn our_own_readers_and_writers_pass() {
    let mut vectors = all();
    vectors.extend(derived(&compiled(crate::synthetic::ZOO, Profile::Union)));
    let count = vectors.len();
    let result = tested(vectors, None).unwrap();
    assert_eq!(result.exit_code(), 0, "{}", report::terminal(&result));
    assert_eq!(result.tally().count(Verdict::Pass), count);
}

#[test]
fn every_case_fails_on_a_reader_or_writer_with_a_defect() {
    let mut open: BTreeSet<String> = all().iter().map(|vector| vector.id.to_string()).collect();
    for (defect, witness) in Defect::ALL {
        let failed = failed(&tested(all(), Some(*defect)).unwrap());
        assert!(failed.contains(*witness), "{defect:?}: {failed:?}");
        for id in failed {
            open.remove(&id);
        }
    }
    assert_eq!(open, BTreeSet::new());
}

/// Vectors can be given on: what is printed is read again.
#[test]
fn vectors_are_lines_of_json() {
    for vector in all() {
        let line = serde_json::to_string(&vector).unwrap();
        assert_eq!(serde_json::from_str::<Vector>(&line).unwrap(), vector);
    }
}

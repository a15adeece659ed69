//! The pages of `occi explain`: complete, and right in every example.

use std::collections::BTreeSet;

use occi_model::{
    Faults,
    guideline::{
        Inventory, SchemaVersion,
        author::{CaseRef, Level, check},
    },
};
use occi_rendering::{
    MediaType, Mode, Payload, ReadError, read_categories, read_entities, read_invocation,
    read_locations,
};

use occi_grammar::{
    Sources,
    explain::{
        Context, Example, Family, Message, Page, Reader, Sample, Topic, about, document, page,
        pages,
    },
    guideline::{TestsRequest, lint, list_tests, lock, read, schema, validate},
};

/// The topics that an example shows, by name.
type Shown = BTreeSet<String>;

fn codes(faults: &Faults) -> Shown {
    faults.iter().map(|fault| fault.code.to_string()).collect()
}

/// What the reader of an example's family says of it.
fn shown(example: &Example, is_wrong: bool) -> Shown {
    match example.context {
        Context::File | Context::Items | Context::Members | Context::Files => {
            let compiled = example.compiled().unwrap();
            assert_eq!(compiled.model.is_none(), compiled.faults.has_errors());
            codes(&compiled.faults)
        }
        Context::Told => Shown::new(),
        Context::Guideline { sample, instead } => {
            if !matches!(sample, Sample::Whole | Sample::Target | Sample::Set)
                && sample.text().matches(instead).count() != 1
            {
                return Shown::from(["the sample has the right text not once".to_owned()]);
            }
            guideline(sample, example)
        }
        Context::Message(message) => deviations(message, &example.bytes(), is_wrong),
    }
}

fn guideline(sample: Sample, example: &Example) -> Shown {
    let file = example.bytes();
    let name = match sample {
        Sample::Early => "2015.05.json",
        _ => "2020.06.json",
    };
    let text = Sample::Alone.text();
    // The guidelines before this one, in which nothing was removed or required without warning.
    let before = |id: &str, replaces: &str, status: &str| {
        text.replace("2019.11", replaces)
            .replace("2020.06", id)
            .replace(
                "\"advisory\": [\"new\"], \"deprecated\": [], \"removed\": [\"old\"]",
                "\"advisory\": [\"new\"], \"deprecated\": [\"old\"], \"removed\": []",
            )
            .replace("\"approved\"", &format!("\"{status}\""))
    };
    match sample {
        Sample::Target => {
            let (target, states) = match example.text.split_once(" --state ") {
                Some((target, state)) => (target, vec![state.to_owned()]),
                None => (example.text, Vec::new()),
            };
            let request = TestsRequest {
                target: target.trim_start_matches("--target ").to_owned(),
                states,
                ..TestsRequest::default()
            };
            codes(&list_tests(name, &file, &request).faults)
        }
        Sample::List => {
            let request = TestsRequest {
                target: "P".to_owned(),
                ..TestsRequest::default()
            };
            codes(&list_tests(name, &file, &request).faults)
        }
        Sample::Set => {
            let status = |id: &str| {
                let line = example.text.lines().find(|line| line.starts_with(id));
                line.unwrap().split_once(": ").unwrap().1
            };
            let one = before("2019.11", "2019.06", status("2019.11"));
            let two = before("2019.06", "2018.11", status("2019.06"));
            assert_eq!(status("2020.06"), "approved");
            let files = [
                ("2019.06.json", two.as_bytes()),
                ("2019.11.json", one.as_bytes()),
                (name, text.as_bytes()),
            ];
            codes(&lint(files, None).faults)
        }
        Sample::Catalogue | Sample::Locked => {
            let uuid = "9a438d88-10c6-4bcd-8b5b-5b6e25e1346f".parse().unwrap();
            let case = |id, level, hazard| CaseRef {
                id,
                uuid,
                level,
                hazard,
            };
            let cases = [
                case("k:demo#card/cre", Level::Must, 0),
                case("k:demo#card/ren", Level::Should, 0),
                case("k:demo#card/del.coll", Level::Must, 5),
            ];
            if sample == Sample::Catalogue {
                return codes(&lock(name, &file, &cases).faults);
            }
            let source = Sources::new().add(name, String::from_utf8_lossy(&file));
            codes(&check(&read(&file, source).guideline.unwrap(), &cases))
        }
        Sample::Among => {
            let one = before("2019.11", "2019.06", "approved");
            let two = before("2019.06", "2018.11", "superseded");
            let files = [
                ("2019.06.json", two.as_bytes()),
                ("2019.11.json", one.as_bytes()),
                (name, &*file),
            ];
            codes(&lint(files, None).faults)
        }
        Sample::Suite => {
            let mut inventory = Inventory::default();
            inventory.add(
                "a.b.test_c[id-9a438d88-10c6-4bcd-8b5b-5b6e25e1346f]\n\
                 a.b.test_e[id-aa438d88-10c6-4bcd-8b5b-5b6e25e1346f]\n\
                 a.b.test_f[id-ba438d88-10c6-4bcd-8b5b-5b6e25e1346f]\n\
                 a.b.test_g[id-ca438d88-10c6-4bcd-8b5b-5b6e25e1346f]\n",
            );
            codes(&lint([(name, &*file)], Some(&inventory)).faults)
        }
        Sample::Schema => {
            let schema = schema(SchemaVersion::V2_0).unwrap();
            let mut sources = Sources::new();
            let source = sources.add(name, String::from_utf8_lossy(&file));
            let of_schema = sources.add("schema.json", &*schema);
            codes(&validate((&file, source), (schema.as_bytes(), of_schema)))
        }
        Sample::Alone | Sample::Whole | Sample::Early => {
            codes(&lint([(name, &*file)], None).faults)
        }
    }
}

/// What lenient mode says of a message; strict mode refuses all that is wrong and nothing else.
fn deviations(message: Message, text: &[u8], is_wrong: bool) -> Shown {
    let lines = str::from_utf8(text).unwrap_or_default().lines();
    let fields = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name, value.as_bytes()));
    let is_header = message.media == MediaType::TextOcci;
    let payload = Payload {
        media: message.media,
        headers: fields.filter(|_| is_header).collect(),
        body: if is_header { &[] } else { text },
    };
    let said = |mode| -> Result<Vec<&'static str>, ReadError> {
        let deviations = match message.reader {
            Reader::Entities => read_entities(&payload, mode)?.deviations,
            Reader::Categories => read_categories(&payload, mode)?.deviations,
            Reader::Invocation => read_invocation(&payload, mode)?.deviations,
            Reader::Locations => read_locations(&payload, mode)?.deviations,
        };
        Ok(deviations.iter().map(|deviation| deviation.code).collect())
    };
    let stem = |code: &str| code.split(':').next().unwrap().to_owned();
    let strict = said(Mode::Strict);
    assert_eq!(strict.is_err(), is_wrong, "strictly read: {strict:?}");
    match said(Mode::Lenient) {
        Ok(codes) => codes.into_iter().map(stem).collect(),
        Err(error) => Shown::from([stem(error.code)]),
    }
}

#[test]
fn every_wrong_example_has_exactly_its_fault_and_every_right_one_none() {
    let mut failed = String::new();
    for page in pages() {
        if page.untested.is_some() {
            continue;
        }
        if let Some(wrong) = page.wrong {
            let shown = shown(&wrong, true);
            let beside = wrong.beside.map(str::to_owned);
            if shown != beside.into_iter().chain([page.topic.to_string()]).collect() {
                failed.push_str(&format!(
                    "{} wrong: {shown:?}\n{}\n",
                    page.topic, wrong.text
                ));
            }
        }
        if let Some(right) = page.right {
            let shown = shown(&right, false);
            if !shown.is_empty() {
                failed.push_str(&format!(
                    "{} right: {shown:?}\n{}\n",
                    page.topic, right.text
                ));
            }
        }
    }
    assert!(failed.is_empty(), "{failed}");
}

/// What no text shows: a fault of the compiler itself, and what readers report under another code
/// first.
const UNTESTED: &[&str] = &["E0199", "E0201", "E0208", "E0216", "E0323", "list-syntax"];

#[test]
fn every_page_has_a_reason_and_both_examples_or_none() {
    let name = |page: &Page| page.topic.to_string();
    let mut without = Vec::new();
    let mut untested = Vec::new();
    let mut no_reason = Vec::new();
    for page in pages() {
        assert_eq!(page.wrong.is_some(), page.right.is_some(), "{}", page.topic);
        if page.untested.is_some() {
            untested.push(name(&page));
        }
        if page.wrong.is_none() {
            without.push(name(&page));
        }
        let is_told = |example: Option<Example>| {
            example.is_some_and(|example| example.context == Context::Told)
        };
        assert_eq!(is_told(page.wrong), is_told(page.right), "{}", page.topic);
        assert!(
            page.untested.is_some() || !is_told(page.wrong),
            "{}",
            page.topic
        );
        if page.why.is_none_or(str::is_empty) {
            no_reason.push(name(&page));
        }
        for part in [page.title, page.explanation, page.source] {
            assert!(!part.is_empty(), "{}", page.topic);
        }
    }
    assert_eq!(
        no_reason, [""; 0],
        "say why, in the text files beside this one"
    );
    assert_eq!(without, ["E0199"], "nobody can see the fault");
    assert_eq!(untested, UNTESTED);
}

/// The files of examples.
const EXAMPLES: [(Family, &str); 6] = [
    (Family::Model, include_str!("../../src/explain/model.txt")),
    (
        Family::Language,
        include_str!("../../src/explain/language.txt"),
    ),
    (
        Family::Guideline,
        include_str!("../../src/explain/guideline.txt"),
    ),
    (Family::Format, include_str!("../../src/explain/format.txt")),
    (
        Family::Format,
        include_str!("../../src/explain/occiware.txt"),
    ),
    (
        Family::Rendering,
        include_str!("../../src/explain/rendering.txt"),
    ),
];

#[test]
fn every_example_belongs_to_a_page_of_its_family() {
    let mut seen = BTreeSet::new();
    let pages = pages();
    for (family, text) in EXAMPLES {
        for part in text.split("\n== ").skip(1) {
            let head = part.lines().next().unwrap();
            let mut words = head.split(' ');
            let (code, kind) = (words.next().unwrap(), words.next().unwrap());
            let page = pages.iter().find(|page| page.topic.to_string() == code);
            let page = page.unwrap_or_else(|| panic!("there is no code {code}"));
            assert_eq!(page.family, family, "{code}");
            assert!(seen.insert((code, kind)), "{code} {kind} twice");
            let there = match kind {
                "why" => page.why.is_some(),
                "untested" => page.untested.is_some(),
                "wrong" => page.wrong.is_some(),
                "right" => page.right.is_some(),
                _ => false,
            };
            assert!(there, "not understood: {head}");
        }
    }
}

#[test]
fn numbers_and_names_are_given_once() {
    let mut seen = BTreeSet::new();
    for page in pages() {
        let number = match page.topic {
            Topic::Fault(code) => code.number.to_string(),
            Topic::Deviation(name) => name.to_owned(),
        };
        assert!(seen.insert(number), "{} is given twice", page.topic);
    }
}

#[test]
fn a_page_says_what_why_and_how() {
    let text = page("E0021".parse().unwrap()).unwrap().text();
    assert!(text.starts_with("E0021: broken parent chain\n\n"), "{text}");
    for part in [
        "\nWhy: ",
        "\nWrong:\n\n    kind",
        "\nRight:\n\n    kind",
        "\nSource: GFD.221",
    ] {
        assert!(text.contains(part), "{text}");
    }
    // A denied warning has the page of the warning; what a code is about after a colon, that of
    // the code.
    assert_eq!(
        page("E0012".parse().unwrap()),
        page("W0012".parse().unwrap())
    );
    assert_eq!(
        about("repeated-parameter:title".parse().unwrap()),
        about("repeated-parameter".parse().unwrap())
    );
    assert_eq!(page("E9999".parse().unwrap()), None);
    assert!("E9999".parse::<Topic>().is_err());
    assert!("trailing-comma".parse::<Topic>().is_err());
}

#[test]
fn the_document_has_every_page_under_its_family() {
    let text = document();
    let mut rest = &*text;
    for family in Family::ALL {
        let heading = format!("\n## {}\n", family.title());
        let (before, after) = rest.split_once(&heading).unwrap();
        assert!(!before.contains("\n## "), "{heading}");
        rest = after;
        let section = after.split("\n## ").next().unwrap();
        for page in pages().iter().filter(|page| page.family == family) {
            assert!(section.contains(&page.markdown()), "{}", page.topic);
        }
    }
}

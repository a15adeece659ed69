//! `report.html`: one file that needs no network, with everything a person asks of a run.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;

use super::groups::{self, COLUMNS, share};
use crate::{
    case::Level,
    guideline::Judgement,
    requirement,
    run::RunResult,
    transport::Kept,
    verdict::{CaseResult, Exchange, Tally, Verdict},
};

/// Failures that are shown with what was said.
const TOLD: usize = 300;

/// Longest message that is shown, in characters.
const MESSAGE: usize = 4000;

#[derive(Template)]
#[template(path = "report.html")]
struct Page<'r> {
    endpoint: &'r str,
    model: &'r str,
    run: &'r str,
    headline: &'static str,
    headline_class: String,
    total: usize,
    tally: Vec<Count>,
    requests: u64,
    per_case: String,
    per_second: String,
    unreachable: Option<&'r str>,
    stopped: Option<&'r str>,
    levels: Vec<LevelRow>,
    kept: &'r [Kept],
    stale: &'r [(String, String)],
    notes: Vec<Note<'r>>,
    failures: Vec<Failed<'r>>,
    omitted: usize,
    columns: [&'static str; COLUMNS.len()],
    matrix: Vec<MatrixRow>,
    capabilities: Vec<CapabilityRow<'r>>,
    judgement: Option<&'r Judgement>,
    differences: &'r [String],
    families: Vec<&'r str>,
    kinds: Vec<KindRow>,
    cases: Vec<CaseRow<'r>>,
    tool: String,
    catalogue: &'r str,
}

struct Count {
    verdict: &'static str,
    number: usize,
}

struct LevelRow {
    name: &'static str,
    all: usize,
    passed: usize,
    failed: usize,
    rest: usize,
}

struct Note<'r> {
    text: &'r str,
    cases: usize,
    first: &'r str,
    anchor: String,
}

struct Failed<'r> {
    anchor: String,
    id: &'r str,
    title: &'r str,
    verdict: &'static str,
    what: String,
    expected: String,
    actual: String,
    excused: Option<&'r str>,
    requirements: Vec<Sentence>,
    blocks: Vec<&'r str>,
    exchanges: Vec<Exchange>,
}

struct Sentence {
    id: &'static str,
    level: &'static str,
    text: &'static str,
}

struct Cell {
    verdict: &'static str,
    share: String,
}

struct MatrixRow {
    id: &'static str,
    level: &'static str,
    verdict: &'static str,
    cells: Vec<Cell>,
    text: &'static str,
}

struct CapabilityRow<'r> {
    name: &'r str,
    verdict: &'static str,
    share: String,
}

struct KindRow {
    name: String,
    cells: Vec<Cell>,
}

struct CaseRow<'r> {
    anchor: String,
    id: &'r str,
    level: &'static str,
    verdict: &'static str,
    title: &'r str,
    reason: String,
    has_failure: bool,
}

/// The results as one file of HTML.
///
/// # Errors
///
/// When the writer fails, which writing to memory does not.
pub fn html(result: &RunResult) -> Result<String, askama::Error> {
    let tally = result.tally();
    let headline = result.headline().as_str();
    let requirements = groups::by_requirement(&result.cases);
    let (failures, omitted) = failures(result);
    let (families, kinds) = kinds(&result.cases);
    let page = Page {
        endpoint: &result.endpoint,
        model: &result.model,
        run: &result.run,
        headline,
        headline_class: headline.replace(' ', "-"),
        total: tally.total(),
        tally: Verdict::ALL
            .into_iter()
            .rev()
            .map(|verdict| Count {
                verdict: verdict.as_str(),
                number: tally.count(verdict),
            })
            .filter(|count| count.number > 0)
            .collect(),
        requests: result.requests,
        per_case: format!("{:.1}", result.requests_per_case()),
        per_second: format!("{:.0}", result.cases_per_second()),
        unreachable: result.unreachable.as_deref(),
        stopped: result.stopped.as_deref(),
        levels: levels(&requirements),
        kept: &result.kept,
        stale: &result.stale,
        notes: notes(&result.cases),
        failures,
        omitted,
        columns: COLUMNS,
        matrix: requirements.iter().map(matrix_row).collect(),
        capabilities: groups::by_capability(&result.cases)
            .into_iter()
            .map(|(name, cases)| {
                let tally = Tally::of(cases);
                CapabilityRow {
                    name,
                    verdict: tally.roll_up().as_str(),
                    share: share(&tally),
                }
            })
            .collect(),
        judgement: result.judgement.as_ref(),
        differences: &result.differences,
        families,
        kinds,
        cases: result.cases.iter().map(case_row).collect(),
        tool: format!("occi-conformance {}", env!("CARGO_PKG_VERSION")),
        catalogue: &result.catalogue,
    };
    page.render()
}

/// The name of a case in links.
fn anchor(case: &CaseResult) -> String {
    case.uuid.clone()
}

fn has_failure(case: &CaseResult) -> bool {
    matches!(
        case.verdict,
        Verdict::Fail | Verdict::Error | Verdict::Inconclusive
    )
}

fn failures(result: &RunResult) -> (Vec<Failed<'_>>, usize) {
    let mut blocks: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for case in &result.cases {
        if let Some(cause) = &case.blocked_by {
            blocks
                .entry(cause.as_str())
                .or_default()
                .push(case.id.as_str());
        }
    }
    let all: Vec<&CaseResult> = result
        .cases
        .iter()
        .filter(|case| has_failure(case))
        .collect();
    let told = all
        .iter()
        .enumerate()
        .map(|(at, case)| failed(case, blocks.remove(case.id.as_str()), at < TOLD))
        .collect();
    (told, all.len().saturating_sub(TOLD))
}

fn failed<'r>(case: &'r CaseResult, blocks: Option<Vec<&'r str>>, with_words: bool) -> Failed<'r> {
    let (what, expected, actual) = match &case.failure {
        Some(failure) => (
            format!("step {}: {}", failure.step, failure.what),
            failure.expected.clone(),
            format!("{} [{}]", failure.actual, failure.code),
        ),
        None => (String::new(), "a verdict".to_owned(), case.explanation()),
    };
    let exchanges = if with_words { &*case.transcript } else { &[] };
    Failed {
        anchor: anchor(case),
        id: case.id.as_str(),
        title: &case.title,
        verdict: case.verdict.as_str(),
        what,
        expected,
        actual,
        excused: case.expected.as_deref(),
        requirements: case
            .requirements
            .iter()
            .filter_map(|id| requirement::find(id))
            .map(|row| Sentence {
                id: row.id,
                level: row.level.as_str(),
                text: row.text,
            })
            .collect(),
        blocks: blocks.unwrap_or_default(),
        exchanges: exchanges
            .iter()
            .map(|exchange| Exchange {
                request: shortened(&exchange.request),
                response: shortened(&exchange.response),
                reproduce: shortened(&exchange.reproduce),
            })
            .collect(),
    }
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(MESSAGE) {
        Some((end, _)) => format!("{}\n… (shortened)", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

fn levels(requirements: &[groups::ByRequirement<'_>]) -> Vec<LevelRow> {
    [Level::Must, Level::Should, Level::May]
        .into_iter()
        .map(|level| {
            let of = |wanted: &dyn Fn(Verdict) -> bool| {
                let has = |group: &&groups::ByRequirement<'_>| {
                    group.row.level == level && wanted(group.verdict())
                };
                requirements.iter().filter(has).count()
            };
            let (all, passed) = (of(&|_| true), of(&Verdict::is_pass));
            let failed = of(&Verdict::counts_against);
            LevelRow {
                name: level.as_str(),
                all,
                passed,
                failed,
                rest: all - passed - failed,
            }
        })
        .collect()
}

fn notes(cases: &[CaseResult]) -> Vec<Note<'_>> {
    let mut groups: BTreeMap<&str, Vec<&CaseResult>> = BTreeMap::new();
    for case in cases {
        for note in &case.notes {
            groups.entry(note).or_default().push(case);
        }
    }
    groups
        .into_iter()
        .filter_map(|(text, cases)| {
            let first = cases.first()?;
            Some(Note {
                text,
                cases: cases.len(),
                first: first.id.as_str(),
                anchor: anchor(first),
            })
        })
        .collect()
}

fn cell(tally: &Tally) -> Cell {
    Cell {
        verdict: tally.roll_up().as_str(),
        share: share(tally),
    }
}

fn matrix_row(group: &groups::ByRequirement<'_>) -> MatrixRow {
    MatrixRow {
        id: group.row.id,
        level: group.row.level.as_str(),
        verdict: group.verdict().as_str(),
        cells: group.columns().iter().map(cell).collect(),
        text: group.row.text,
    }
}

fn kinds(cases: &[CaseResult]) -> (Vec<&str>, Vec<KindRow>) {
    let mut groups: BTreeMap<(String, &str), Vec<&CaseResult>> = BTreeMap::new();
    for case in cases {
        let family = match case.id.prefix() {
            "p" | "w" => "all",
            _ => case.id.family().split('.').next().unwrap_or_default(),
        };
        let subject = format!("{}:{}", case.id.prefix(), case.id.subject());
        groups.entry((subject, family)).or_default().push(case);
    }
    let families: BTreeSet<&str> = groups.keys().map(|(_, family)| *family).collect();
    let subjects: BTreeSet<String> = groups.keys().map(|(subject, _)| subject.clone()).collect();
    let rows = subjects
        .into_iter()
        .map(|name| KindRow {
            cells: families
                .iter()
                .map(|family| {
                    let group = groups.get(&(name.clone(), *family));
                    cell(&Tally::of(group.into_iter().flatten().copied()))
                })
                .collect(),
            name,
        })
        .collect();
    (families.into_iter().collect(), rows)
}

fn case_row(case: &CaseResult) -> CaseRow<'_> {
    let mut reason = case.explanation();
    for note in &case.notes {
        if !reason.is_empty() {
            reason.push_str("; ");
        }
        reason.push_str(note);
    }
    CaseRow {
        anchor: anchor(case),
        id: case.id.as_str(),
        level: case.level.as_str(),
        verdict: case.verdict.as_str(),
        title: &case.title,
        reason,
        has_failure: has_failure(case),
    }
}

//! Scoring worksheets: text files with one line of marks per capability
//! (Interop WG, score sheets).

use std::fmt::Write as _;

use occi_model::guideline::Guideline;
use serde::Serialize;

use super::view::{Answer, json};

/// The criteria in the order of a score line (Interop WG, score sheets).
pub const CRITERIA: [&str; 12] = [
    "deployed",
    "tools",
    "clients",
    "future",
    "complete",
    "stable",
    "discover",
    "doc",
    "sticky",
    "foundation",
    "atomic",
    "proximity",
];

/// One mark of a score line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    Digit(u8),
    /// `?`: open.
    Open,
    /// `*`: not considered.
    NotConsidered,
}

impl Mark {
    fn of(text: &str) -> Option<Self> {
        match text.trim() {
            "?" => Some(Self::Open),
            "*" => Some(Self::NotConsidered),
            "0" => Some(Self::Digit(0)),
            "1" => Some(Self::Digit(1)),
            _ => None,
        }
    }

    const fn as_str(self) -> &'static str {
        match self {
            Self::Digit(0) => "0",
            Self::Digit(_) => "1",
            Self::Open => "?",
            Self::NotConsidered => "*",
        }
    }
}

/// What a capability scores.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "state", content = "points")]
pub enum Total {
    /// All marks are given.
    Final(u64),
    /// A mark is open; the sum of the marks that are given.
    Unfinished(u64),
    /// The capability needs administrator rights, which is a veto.
    Vetoed,
}

impl Total {
    /// Whether the total is final and reaches the cut-off.
    #[must_use]
    pub fn reaches(self, cutoff: Option<u32>) -> bool {
        matches!((self, cutoff), (Self::Final(sum), Some(cutoff)) if sum >= u64::from(cutoff))
    }

    /// As in worksheets: an unfinished total is negative, a vetoed one 0, one that reaches the
    /// cut-off has an asterisk.
    fn written(self, cutoff: Option<u32>, close: &str) -> String {
        let star = if self.reaches(cutoff) { "*" } else { "" };
        match self {
            Self::Final(sum) => format!("{sum}{close}{star}"),
            Self::Unfinished(sum) => format!("-{sum}{close}"),
            Self::Vetoed => format!("0{close}"),
        }
    }
}

/// A score line, with the total by the weights of a guideline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scored {
    /// Name of the capability.
    pub name: String,
    /// What it scores.
    pub total: Total,
    /// Line of the worksheet, from 1.
    pub line: usize,
    marks: [Mark; 12],
    /// Whether it needs no administrator rights.
    admin: Mark,
}

impl Scored {
    /// Whether the mark of a criterion is 1.
    #[must_use]
    pub fn meets(&self, criterion: &str) -> bool {
        CRITERIA
            .iter()
            .zip(&self.marks)
            .any(|(key, mark)| *key == criterion && *mark == Mark::Digit(1))
    }
}

enum Line {
    /// Anything else, copied through.
    Text(String),
    Score {
        scored: Scored,
        /// The line before the total.
        before: String,
    },
}

/// A worksheet with its totals.
pub struct Worksheet {
    lines: Vec<Line>,
    cutoff: Option<u32>,
    header: Vec<String>,
    /// Lines that look like scores and are not, from 1, and why.
    pub doubtful: Vec<(usize, String)>,
}

/// Reads a worksheet and computes the totals with the weights and the cut-off of a guideline.
///
/// Groups of marks may stand with or without blanks between them; the worksheets of add-ons
/// have none. A mark `*` does not count where the guideline has no such criterion; where it has
/// one, the mark is open, like `?`.
#[must_use]
pub fn score(text: &str, guideline: &Guideline) -> Worksheet {
    let scoring = guideline.metadata().scoring.as_ref();
    let criterion = |key: &str| {
        scoring?
            .criteria
            .iter()
            .find(|criterion| criterion.key.value == key)
    };
    let mut header = vec!["Capability".to_owned()];
    header.extend(
        CRITERIA.map(|key| criterion(key).map_or_else(|| key.to_owned(), |c| c.name.clone())),
    );
    header.extend(["Non-Admin".to_owned(), "Total".to_owned()]);
    let weights = CRITERIA.map(|key| criterion(key).map(|c| c.weight.value));
    let mut doubtful = Vec::new();
    let lines = text
        .split_inclusive('\n')
        .enumerate()
        .map(|(at, line)| {
            let content = line.trim_end_matches(['\n', '\r']);
            match parse(content) {
                Some(parsed) => Line::Score {
                    scored: Scored {
                        name: parsed.name.to_owned(),
                        total: total(&parsed, &weights),
                        line: at + 1,
                        marks: parsed.marks,
                        admin: parsed.admin,
                    },
                    before: parsed.before.to_owned(),
                },
                None => {
                    if looks_like_scores(content) {
                        doubtful.push((at + 1, content.trim().to_owned()));
                    }
                    Line::Text(line.to_owned())
                }
            }
        })
        .collect();
    Worksheet {
        lines,
        cutoff: scoring.and_then(|scoring| Some(scoring.cutoff.as_ref()?.value)),
        header,
        doubtful,
    }
}

struct Parsed<'t> {
    name: &'t str,
    marks: [Mark; 12],
    admin: Mark,
    before: &'t str,
}

/// `name: [1,0,1] [1,1,1] [1,1,0] [0,1,1] [1] [76]*`
fn parse(line: &str) -> Option<Parsed<'_>> {
    let (name, rest) = line.split_once(':')?;
    if name.is_empty()
        || name.starts_with(char::is_whitespace)
        || !name
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'))
        || !rest.starts_with([' ', '\t'])
    {
        return None;
    }
    let mut rest = rest;
    let mut groups = Vec::new();
    while groups.len() < 5 {
        let inner = rest.trim_start().strip_prefix('[')?;
        let (group, after) = inner.split_once(']')?;
        let marks: Option<Vec<Mark>> = group.split(',').map(Mark::of).collect();
        groups.push(marks?);
        rest = after;
    }
    let (admin, criteria) = groups.split_last()?;
    let [admin] = admin.as_slice() else {
        return None;
    };
    if criteria.iter().any(|group| group.len() != 3) {
        return None;
    }
    let marks: Vec<Mark> = criteria.iter().flatten().copied().collect();
    Some(Parsed {
        name,
        marks: marks.try_into().ok()?,
        admin: *admin,
        before: line.get(..line.len() - rest.len())?,
    })
}

/// The name of the capability of a score line; none of another line.
pub(super) fn name_of_line(line: &str) -> Option<&str> {
    parse(line).map(|parsed| parsed.name)
}

/// A name, a colon and brackets with marks: written as a score line, but not one.
fn looks_like_scores(line: &str) -> bool {
    line.split_once(':').is_some_and(|(name, rest)| {
        !name.is_empty()
            && !name.contains(' ')
            && rest.matches('[').count() >= 3
            && rest.contains(|c: char| c.is_ascii_digit())
    })
}

fn total(parsed: &Parsed<'_>, weights: &[Option<u32>; 12]) -> Total {
    if parsed.admin == Mark::Digit(0) {
        return Total::Vetoed;
    }
    let mut sum = 0;
    let mut open = !matches!(parsed.admin, Mark::Digit(_));
    for (mark, weight) in parsed.marks.iter().zip(weights) {
        match (mark, weight) {
            (Mark::Digit(digit), Some(weight)) => sum += u64::from(*digit) * u64::from(*weight),
            (Mark::Open | Mark::NotConsidered, Some(_)) => open = true,
            // The guideline does not ask: neither points nor a question.
            (_, None) => {}
        }
    }
    if open {
        Total::Unfinished(sum)
    } else {
        Total::Final(sum)
    }
}

/// Where a worksheet and the achievements of a guideline say different things
/// (Interop WG, score sheets).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ScoreDifference {
    /// The capability.
    pub capability: String,
    /// Criteria that only the worksheet says it meets.
    pub only_worksheet: Vec<String>,
    /// Criteria that only the guideline says it meets.
    pub only_guideline: Vec<String>,
}

/// Worksheet and guideline, compared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ScoreComparison {
    /// How many capabilities are in both.
    pub both: usize,
    /// Those of them that differ, by name.
    pub differ: Vec<ScoreDifference>,
    /// Capabilities of the guideline that are not scored.
    pub not_scored: Vec<String>,
    /// Scored ones that the guideline does not have.
    pub not_in_guideline: Vec<String>,
}

#[derive(Serialize)]
struct Row<'w> {
    capability: &'w str,
    marks: Vec<&'static str>,
    non_admin: &'static str,
    total: Total,
    reaches_cutoff: bool,
}

impl Worksheet {
    /// The score lines, in order.
    pub fn scored(&self) -> impl Iterator<Item = &Scored> {
        self.lines.iter().filter_map(|line| match line {
            Line::Score { scored, .. } => Some(scored),
            Line::Text(_) => None,
        })
    }

    /// The worksheet with new totals; everything else is copied.
    #[must_use]
    pub fn worksheet(&self) -> String {
        let mut out = String::new();
        for line in &self.lines {
            match line {
                Line::Text(text) => out.push_str(text),
                Line::Score { scored, before } => {
                    // Writing to a string cannot fail.
                    let _ = writeln!(out, "{before} [{}", scored.total.written(self.cutoff, "]"));
                }
            }
        }
        out
    }

    /// The totals as comma separated values with a heading, as the group published them: marks
    /// and total, of a vetoed capability only the total.
    #[must_use]
    pub fn csv(&self) -> String {
        let header: Vec<String> = self.header.iter().map(|name| field(name)).collect();
        let mut out = header.join(",");
        out.push('\n');
        for scored in self.scored() {
            out.push_str(&scored.name);
            if scored.total != Total::Vetoed {
                for mark in scored.marks.iter().chain([&scored.admin]) {
                    out.push(',');
                    out.push_str(mark.as_str());
                }
            }
            let _ = writeln!(out, ",{}", scored.total.written(self.cutoff, ""));
        }
        out
    }

    /// Where the achievements of a guideline say something else.
    #[must_use]
    pub fn compare(&self, guideline: &Guideline) -> ScoreComparison {
        let mut comparison = ScoreComparison {
            both: 0,
            differ: Vec::new(),
            not_scored: Vec::new(),
            not_in_guideline: self
                .scored()
                .filter(|scored| guideline.capability(&scored.name).is_none())
                .map(|scored| scored.name.clone())
                .collect(),
        };
        for capability in guideline.capabilities() {
            let name = capability.name.value.as_str();
            let Some(scored) = self.scored().find(|scored| scored.name == name) else {
                comparison.not_scored.push(name.to_owned());
                continue;
            };
            comparison.both += 1;
            let has = |key: &str| capability.achievements.iter().any(|a| a.value == key);
            let only = |wanted: &dyn Fn(&str) -> bool| -> Vec<String> {
                CRITERIA
                    .iter()
                    .filter(|key| wanted(key))
                    .map(|key| (*key).to_owned())
                    .collect()
            };
            let difference = ScoreDifference {
                capability: name.to_owned(),
                only_worksheet: only(&|key| scored.meets(key) && !has(key)),
                only_guideline: only(&|key| !scored.meets(key) && has(key)),
            };
            if !(difference.only_worksheet.is_empty() && difference.only_guideline.is_empty()) {
                comparison.differ.push(difference);
            }
        }
        comparison
            .differ
            .sort_by(|a, b| a.capability.cmp(&b.capability));
        comparison.not_scored.sort();
        comparison
    }

    /// The totals as JSON.
    #[must_use]
    pub fn json(&self) -> String {
        let rows: Vec<Row<'_>> = self
            .scored()
            .map(|scored| Row {
                capability: &scored.name,
                marks: scored.marks.iter().map(|mark| mark.as_str()).collect(),
                non_admin: scored.admin.as_str(),
                total: scored.total,
                reaches_cutoff: scored.total.reaches(self.cutoff),
            })
            .collect();
        json(&rows)
    }

    /// One line per capability: `name: total`.
    #[must_use]
    pub fn totals(&self) -> String {
        let mut out = String::new();
        for scored in self.scored() {
            let total = scored.total.written(self.cutoff, "");
            // Writing to a string cannot fail.
            let _ = writeln!(out, "{}: {total}", scored.name);
        }
        out
    }
}

/// A value of a CSV file, in quotes where it must be (RFC 4180).
fn field(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

impl Answer for ScoreComparison {
    fn text(&self) -> String {
        let mut out = format!(
            "{} capabilities in both, {} differ, {} not scored, {} not in the guideline\n",
            self.both,
            self.differ.len(),
            self.not_scored.len(),
            self.not_in_guideline.len()
        );
        for one in &self.differ {
            let mut parts = Vec::new();
            for (what, keys) in [
                ("worksheet only", &one.only_worksheet),
                ("guideline only", &one.only_guideline),
            ] {
                if !keys.is_empty() {
                    parts.push(format!("{what}: {}", keys.join(", ")));
                }
            }
            // Writing to a string cannot fail.
            let _ = writeln!(out, "{}: {}", one.capability, parts.join("; "));
        }
        for name in &self.not_scored {
            let _ = writeln!(out, "{name}: not scored");
        }
        for name in &self.not_in_guideline {
            let _ = writeln!(out, "{name}: not in the guideline");
        }
        out
    }
}

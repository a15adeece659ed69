//! Collecting faults: each missing thing once, with the nearest names.

use indexmap::IndexMap;

use crate::{
    fault::{Code, Fault, Faults},
    origin::Origin,
};

/// Most further places that a fault about a missing name points at.
const FURTHER_PLACES: usize = 8;

/// Most searches for near names in one build; they compare with every known name.
const SEARCHES: usize = 64;

/// Longest name, in bytes, that near ones are looked for.
const SEARCHED_BYTES: usize = 128;

/// How much larger defaults of members may make the values of all defaults together: hashes of
/// hashes whose members have defaults double with each line.
const FILLED: usize = 1 << 20;

/// Most errors of one build that are told: whoever wrote so many mends the first ones first, and
/// a fault takes a hundred times the memory of the few bytes that can have it.
const ERRORS: usize = 1000;

/// Most warnings; more, because levels may leave most of them out.
const WARNINGS: usize = 20_000;

/// The faults of one build.
#[derive(Default)]
pub(super) struct Report {
    faults: Faults,
    /// Errors and warnings so far, those that are not told among them.
    errors: usize,
    warnings: usize,
    /// Missing names: by extension, code and name as written.
    missing: IndexMap<(usize, Code, String), Fault>,
    searches: usize,
    /// By how much defaults of members made the values of a definition larger.
    filled: usize,
}

impl Report {
    pub(super) fn push(&mut self, fault: Fault) {
        let (count, most) = if fault.is_error() {
            (&mut self.errors, ERRORS)
        } else {
            (&mut self.warnings, WARNINGS)
        };
        *count += 1;
        if *count <= most {
            self.faults.push(fault);
        }
    }

    /// Whether no more errors are told. Then nothing more needs to be looked at.
    pub(super) const fn is_full(&self) -> bool {
        self.errors > ERRORS
    }

    /// Notes by how much a value grew when defaults of members were filled in; whether there is room
    /// for it. The first that has none is told by `fault`.
    pub(super) fn grows(&mut self, by: usize, fault: impl FnOnce() -> Fault) -> bool {
        let had_room = self.filled <= FILLED;
        self.filled = self.filled.saturating_add(by);
        let has_room = self.filled <= FILLED;
        if had_room && !has_room {
            self.push(fault());
        }
        has_room || by == 0
    }

    /// Reports a name that an extension does not have: the first time as `make` says, after that
    /// as a further place.
    pub(super) fn missing(
        &mut self,
        extension: usize,
        code: Code,
        written: String,
        origin: Origin,
        make: impl FnOnce(&mut Self, &str) -> Fault,
    ) {
        let key = (extension, code, written);
        if let Some(fault) = self.missing.get_mut(&key) {
            if fault.origin != origin && fault.labels.len() < FURTHER_PLACES {
                fault.labels.push(crate::fault::Label {
                    origin,
                    text: "and here".to_owned(),
                });
            }
            return;
        }
        let fault = make(self, &key.2);
        self.missing.insert(key, fault);
    }

    /// Whether one more search that looks at everything known is affordable.
    pub(super) fn may_search(&mut self) -> bool {
        self.searches += 1;
        self.searches <= SEARCHES
    }

    /// The known names nearest to what was written, nearest first; at most three.
    pub(super) fn nearest<'a>(
        &mut self,
        written: &str,
        known: impl IntoIterator<Item = &'a str>,
    ) -> Vec<&'a str> {
        if self.searches >= SEARCHES || written.len() > SEARCHED_BYTES {
            return Vec::new();
        }
        self.searches += 1;
        let lower = written.to_lowercase();
        let limit = (written.chars().count() / 3).clamp(1, 4);
        let mut close: Vec<(usize, &str)> = known
            .into_iter()
            .filter(|name| name.len().abs_diff(written.len()) <= 2 * limit)
            .map(|name| (strsim::osa_distance(&lower, &name.to_lowercase()), name))
            .filter(|(distance, _)| *distance <= limit)
            .collect();
        close.sort_unstable();
        close.dedup();
        close.truncate(3);
        close.into_iter().map(|(_, name)| name).collect()
    }

    /// Everything found, in order of place.
    pub(super) fn finish(mut self) -> Faults {
        for (_, fault) in std::mem::take(&mut self.missing) {
            self.push(fault);
        }
        self.faults.sort();
        if self.errors <= ERRORS && self.warnings <= WARNINGS {
            return self.faults;
        }
        let mut faults = self.faults.into_vec();
        if let Some(last) = faults.last_mut() {
            let note = "there are more faults, which are not told";
            last.notes.push(note.to_owned());
        }
        faults.into_iter().collect()
    }
}

/// Adds near names to a fault, the nearest as a replacement.
pub(super) fn with_nearest(fault: Fault, nearest: &[String]) -> Fault {
    let Some(best) = nearest.first() else {
        return fault;
    };
    let mut fault = fault.with_replacement(best.clone());
    if let Some(suggestion) = &mut fault.suggestion {
        suggestion.text = format!("did you mean {}?", quoted(nearest, "or"));
    }
    fault
}

/// Names in backquotes: `a`, `b` or `c`.
pub(super) fn quoted<S: AsRef<str>>(names: &[S], last: &str) -> String {
    let mut text = String::new();
    for (at, name) in names.iter().enumerate() {
        if at > 0 {
            text.push_str(&if at + 1 == names.len() {
                format!(" {last} ")
            } else {
                ", ".to_owned()
            });
        }
        text.push('`');
        text.push_str(name.as_ref());
        text.push('`');
    }
    text
}

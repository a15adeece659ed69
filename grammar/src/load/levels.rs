//! The levels of warnings that the texts set, put into effect.
//!
//! As in Rust, the innermost mark that speaks of a warning decides; at one place, what is said of
//! one code goes before what is said of all warnings, and to deny goes before to allow. What the
//! command line or a build script says is for warnings that no mark speaks of: the marks were
//! written by whoever knows the definition, and a text means the same wherever it is compiled.

use std::collections::BTreeMap;

use occi_model::{Code, Fault, Faults, SourceId};

use crate::{code, lints::Lint, lower::Level};

/// The levels of all texts of a reading.
#[derive(Debug, Default)]
pub(super) struct Levels {
    /// By text, in order of start, longer scopes first: each stands behind those around it.
    marks: BTreeMap<SourceId, Vec<Mark>>,
}

#[derive(Debug)]
struct Mark {
    level: Level,
    /// Whether a warning met it.
    used: bool,
}

impl Levels {
    pub(super) fn extend(&mut self, levels: Vec<Level>) {
        for level in levels {
            let marks = self.marks.entry(level.source).or_default();
            marks.push(Mark { level, used: false });
        }
        for marks in self.marks.values_mut() {
            marks.sort_by_key(|mark| {
                let scope = &mark.level.scope;
                (scope.start, std::cmp::Reverse(scope.end))
            });
        }
    }

    /// Leaves allowed warnings out and makes denied ones errors.
    pub(super) fn apply(&mut self, faults: Faults) -> Faults {
        if self.marks.is_empty() {
            return faults;
        }
        faults
            .into_iter()
            .filter_map(|fault| self.one(fault))
            .collect()
    }

    fn one(&mut self, mut fault: Fault) -> Option<Fault> {
        if fault.is_error() {
            return Some(fault);
        }
        let decided = fault
            .origin
            .source()
            .and_then(|source| self.marks.get_mut(&source))
            .and_then(|marks| decides(marks, &fault));
        let Some(mark) = decided else {
            return Some(fault);
        };
        mark.used = true;
        if !mark.level.denied {
            return None;
        }
        fault
            .notes
            .push(format!("the warning `{}` is denied by a mark", fault.code));
        fault.code = Code::error(fault.code.number);
        Some(fault.with_place(mark.level.mark, "denied here"))
    }

    /// The warnings of marks that allow what nobody warned of, as far as no mark allows them.
    pub(super) fn idle(&mut self) -> Faults {
        let own = Lint::Code(code::IDLE_LEVEL);
        let faults = self.unused(|lint| lint != own);
        let mut faults = self.apply(faults);
        // A mark may have allowed one of these just now.
        faults.extend(self.unused(|lint| lint == own));
        faults
    }

    fn unused(&self, wanted: impl Fn(Lint) -> bool) -> Faults {
        self.marks
            .values()
            .flatten()
            .filter(|mark| !mark.used && !mark.level.denied && wanted(mark.level.lint))
            .map(|mark| {
                let lint = mark.level.lint;
                let message = format!("nothing here is warned of by `{lint}`");
                let mut fault = Fault::new(code::IDLE_LEVEL, mark.level.mark, message)
                    .with_label("allows nothing")
                    .with_replacement("");
                if let Some(suggestion) = &mut fault.suggestion {
                    "remove the mark".clone_into(&mut suggestion.text);
                }
                fault
            })
            .collect()
    }
}

/// The mark that decides about a warning.
fn decides<'m>(marks: &'m mut [Mark], fault: &Fault) -> Option<&'m mut Mark> {
    let start = u32::try_from(fault.origin.range()?.start).ok()?;
    let one = Lint::Code(fault.code);
    let behind = marks.partition_point(|mark| mark.level.scope.start <= start);
    let speaks = |mark: &Mark| {
        let level = &mark.level;
        level.scope.end >= start
            // The warning that a mark allows nothing is no business of that mark.
            && level.mark != fault.origin
            && (level.lint == one || level.lint == Lint::Warnings)
    };
    // Scopes are nested: of those around the place, the one that starts last is the innermost.
    let at = (0..behind).rev().find(|at| speaks(&marks[*at]))?;
    let scope = marks[at].level.scope.clone();
    let rank = |mark: &Mark| (mark.level.lint == one, mark.level.denied);
    let best = (0..=at)
        .rev()
        .take_while(|other| marks[*other].level.scope == scope)
        .filter(|other| speaks(&marks[*other]))
        .max_by_key(|other| rank(&marks[*other]))?;
    marks.get_mut(best)
}

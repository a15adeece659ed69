//! Faults of definitions and guidelines: what is wrong, where, why, and what to do.

use std::fmt;

use crate::origin::Origin;

/// How much a fault weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth a look; nothing is refused.
    Warning,
    /// The definition is refused.
    Error,
}

/// The stable code of a fault, such as `E0021` or `W0033`.
///
/// The rules M001 to M061 of the metamodel keep their numbers: rule M021 is `E0021`, rule M033
/// (a warning) is `W0033`. Faults of the language start at `E0100`, those of name resolution at
/// `E0200`, those of guidelines at `E0300`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code {
    /// Whether faults of this code refuse the definition.
    pub severity: Severity,
    /// The number, 1 to 9999.
    pub number: u16,
}

impl Code {
    /// An error code.
    #[must_use]
    pub const fn error(number: u16) -> Self {
        Self {
            severity: Severity::Error,
            number,
        }
    }

    /// A warning code.
    #[must_use]
    pub const fn warning(number: u16) -> Self {
        Self {
            severity: Severity::Warning,
            number,
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let letter = match self.severity {
            Severity::Error => 'E',
            Severity::Warning => 'W',
        };
        write!(f, "{letter}{:04}", self.number)
    }
}

/// A second place that a fault speaks of: "first defined here".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub origin: Origin,
    /// A few words.
    pub text: String,
}

/// A change of the source text that mends the fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// What to replace.
    pub origin: Origin,
    /// What to put there.
    pub replacement: String,
    /// What the change does, as an imperative: "write `compute`".
    pub text: String,
}

/// One fault of a definition or a guideline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The stable code.
    pub code: Code,
    /// What is wrong, one line, names in backquotes.
    pub message: String,
    /// The place that is accused.
    pub origin: Origin,
    /// A few words at that place: why here.
    pub label: Option<String>,
    /// Further places.
    pub labels: Vec<Label>,
    /// What the specification says, with its section or decision.
    pub notes: Vec<String>,
    /// What to do about it.
    pub help: Option<String>,
    /// A mend that a program can apply.
    pub suggestion: Option<Suggestion>,
}

impl Fault {
    /// A fault with only the necessary; the rest is added by the `with_` methods.
    #[must_use]
    pub fn new(code: Code, origin: Origin, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            origin,
            label: None,
            labels: Vec::new(),
            notes: Vec::new(),
            help: None,
            suggestion: None,
        }
    }

    /// Words at the accused place.
    #[must_use]
    pub fn with_label(mut self, text: impl Into<String>) -> Self {
        self.label = Some(text.into());
        self
    }

    /// A further place.
    #[must_use]
    pub fn with_place(mut self, origin: Origin, text: impl Into<String>) -> Self {
        self.labels.push(Label {
            origin,
            text: text.into(),
        });
        self
    }

    /// What the specification says.
    #[must_use]
    pub fn with_note(mut self, text: impl Into<String>) -> Self {
        self.notes.push(text.into());
        self
    }

    /// What to do.
    #[must_use]
    pub fn with_help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }

    /// A mend: put `replacement` at the accused place.
    #[must_use]
    pub fn with_replacement(mut self, replacement: impl Into<String>) -> Self {
        let replacement = replacement.into();
        self.suggestion = Some(Suggestion {
            origin: self.origin,
            text: format!("write `{replacement}`"),
            replacement,
        });
        self
    }

    /// Whether the fault refuses the definition.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.code.severity == Severity::Error
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{}] {}", self.code, self.message)
    }
}

/// The faults of one reading, in order of place, then code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Faults(Vec<Fault>);

impl Faults {
    /// None yet.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Adds one.
    pub fn push(&mut self, fault: Fault) {
        self.0.push(fault);
    }

    /// Adds many.
    pub fn extend(&mut self, faults: impl IntoIterator<Item = Fault>) {
        self.0.extend(faults);
    }

    /// Whether any fault refuses the definition.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.0.iter().any(Fault::is_error)
    }

    /// Whether there is none at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// All of them.
    pub fn iter(&self) -> std::slice::Iter<'_, Fault> {
        self.0.iter()
    }

    /// Puts them in order of place, then code; equal ones once.
    pub fn sort(&mut self) {
        self.0
            .sort_by(|a, b| (a.origin, a.code, &a.message).cmp(&(b.origin, b.code, &b.message)));
        self.0.dedup();
    }

    /// The list itself.
    #[must_use]
    pub fn into_vec(self) -> Vec<Fault> {
        self.0
    }
}

impl IntoIterator for Faults {
    type Item = Fault;
    type IntoIter = std::vec::IntoIter<Fault>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a Faults {
    type Item = &'a Fault;
    type IntoIter = std::slice::Iter<'a, Fault>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl FromIterator<Fault> for Faults {
    fn from_iter<T: IntoIterator<Item = Fault>>(iter: T) -> Self {
        Self(iter.into_iter().collect())
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, fault) in self.0.iter().enumerate() {
            if at > 0 {
                writeln!(f)?;
            }
            write!(f, "{fault}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Faults {}

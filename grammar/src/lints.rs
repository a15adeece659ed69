//! Warnings that are allowed, or denied, by whoever compiles a definition.

use std::{fmt, str::FromStr};

use occi_model::{Code, Faults, fault::Severity};

use crate::{Compiled, explain};

/// What a level is set for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lint {
    /// Every warning: `warnings`.
    Warnings,
    /// One warning: `W0012`.
    Code(Code),
}

/// A text that names no warning.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is no warning: write `warnings`, or a code such as `W0012`; `occi explain` lists all codes"
)]
pub struct UnknownLint(String);

impl FromStr for Lint {
    type Err = UnknownLint;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let unknown = || UnknownLint(text.to_owned());
        if text == "warnings" {
            return Ok(Self::Warnings);
        }
        let code: Code = text.parse().map_err(|_| unknown())?;
        (explain::code_of(code.number) == Some(code) && code.severity == Severity::Warning)
            .then_some(Self::Code(code))
            .ok_or_else(unknown)
    }
}

impl fmt::Display for Lint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Warnings => f.write_str("warnings"),
            Self::Code(code) => code.fmt(f),
        }
    }
}

/// Which warnings are left out, and which are errors.
///
/// What is said of one code goes before what is said of all warnings; to deny goes before to
/// allow. Errors are never left out. Marks in the text (`#[allow("W0012")]`) have decided before:
/// these levels are for the warnings that no mark speaks of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lints {
    allowed: Vec<Lint>,
    denied: Vec<Lint>,
}

impl Lints {
    /// Nothing is left out, and every warning stays one.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            allowed: Vec::new(),
            denied: Vec::new(),
        }
    }

    /// Leaves warnings out.
    pub fn allow(&mut self, lint: Lint) {
        self.allowed.push(lint);
    }

    /// Makes warnings errors.
    pub fn deny(&mut self, lint: Lint) {
        self.denied.push(lint);
    }

    /// Puts the levels into effect: a denied warning becomes an error of the same number that
    /// says so in a note, and then there is no model.
    pub fn apply(&self, compiled: &mut Compiled) {
        if self.allowed.is_empty() && self.denied.is_empty() {
            return;
        }
        let faults = std::mem::take(&mut compiled.faults);
        compiled.faults = faults
            .into_iter()
            .filter_map(|mut fault| {
                let one = Lint::Code(fault.code);
                if fault.is_error() {
                    return Some(fault);
                }
                let says = |lints: &[Lint], lint: Lint| lints.contains(&lint);
                let denied = says(&self.denied, one)
                    || (says(&self.denied, Lint::Warnings) && !says(&self.allowed, one));
                let allowed = says(&self.allowed, one) || says(&self.allowed, Lint::Warnings);
                if denied {
                    fault.notes.push(format!("the warning `{one}` is denied"));
                    fault.code = Code::error(fault.code.number);
                } else if allowed {
                    return None;
                }
                Some(fault)
            })
            .collect::<Faults>();
        compiled.faults.sort();
        if compiled.faults.has_errors() {
            compiled.model = None;
            compiled.configurations.clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{MemoryResolver, builtin, compile};
    use occi_model::Profile;

    /// The codes that are left, and whether there is a model.
    fn left(allowed: &[&str], denied: &[&str]) -> (Vec<String>, bool) {
        let core = builtin::find("core").unwrap();
        let text = "extension t \"http://example.com/t#\";\nuse core;\nkind a : core.resource at \"/a\" { size: string; }\n";
        let mut resolver = MemoryResolver::new()
            .with("entry", text)
            .with("core", core.text);
        let mut compiled = compile("entry", &mut resolver, Profile::Union);
        let mut lints = Lints::new();
        for lint in allowed {
            lints.allow(lint.parse().unwrap());
        }
        for lint in denied {
            lints.deny(lint.parse().unwrap());
        }
        lints.apply(&mut compiled);
        let codes = compiled.faults.iter().map(|f| f.code.to_string()).collect();
        (codes, compiled.model.is_some())
    }

    #[test]
    fn one_code_goes_before_all_and_denial_before_allowance() {
        let case = |allowed: &[&str], denied: &[&str], codes: &[&str], model: bool| {
            let codes = codes.iter().map(|code| (*code).to_owned()).collect();
            assert_eq!(
                left(allowed, denied),
                (codes, model),
                "{allowed:?} {denied:?}"
            );
        };
        case(&[], &[], &["W0025", "W0012"], true);
        case(&["W0012"], &[], &["W0025"], true);
        case(&["warnings"], &[], &[], true);
        case(&[], &["W0012"], &["W0025", "E0012"], false);
        case(&[], &["warnings"], &["E0025", "E0012"], false);
        case(&["W0012"], &["warnings"], &["E0025"], false);
        case(&["warnings"], &["W0012"], &["E0012"], false);
        case(&["W0012"], &["W0012"], &["W0025", "E0012"], false);
    }

    #[test]
    fn only_warnings_have_levels() {
        for text in ["E0021", "W0021", "W9999", "", "all", "E0012"] {
            assert!(text.parse::<Lint>().is_err(), "{text}");
        }
        assert_eq!("W0012".parse::<Lint>().unwrap().to_string(), "W0012");
    }
}

//! Definitions named on the command line: read, checked, their faults printed.

use std::{
    io::IsTerminal,
    path::{Path, PathBuf},
    str::FromStr,
};

use clap::{Args, ValueEnum};
use occi_grammar::{
    Compiled, FileResolver, Lint, Lints, ResolveError, Resolved, Resolver, Sources, builtin,
    compile_with, diagnostic, format::ReadOptions,
};
use occi_model::{Faults, Model, Profile};

use crate::{
    exit::Failure,
    output::{err, out},
};

/// A definition and how to read it.
#[derive(Clone, Debug, Args)]
pub(crate) struct Definition {
    /// File with the definition, or the name of a built-in one: core, infrastructure, platform,
    /// sla, crtp-1-0, crtp-1-1, monitoring, notification
    #[arg(value_name = "DEFINITION")]
    pub(crate) definition: String,

    #[command(flatten)]
    reading: Reading,

    #[command(flatten)]
    strict: Strict,
}

/// How definitions are read.
#[derive(Clone, Debug, Args)]
pub(crate) struct Reading {
    /// Directory that is searched for imports; may be given several times
    #[arg(short = 'I', long = "include", value_name = "DIR")]
    pub(crate) includes: Vec<PathBuf>,

    /// Version of the standard to compile for: 1.1, 1.2, or their union
    #[arg(long, value_name = "PROFILE", default_value = "union", value_parser = Profile::from_str)]
    pub(crate) profile: Profile,

    /// How faults are printed
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: FaultFormat,

    /// A warning that is left out: a code such as W0012, or `warnings` for all; may be given
    /// several times
    #[arg(long, value_name = "WARNING", value_parser = Lint::from_str)]
    pub(crate) allow: Vec<Lint>,

    /// A warning that is an error: a code, or `warnings` for all; goes before --allow
    #[arg(long, value_name = "WARNING", value_parser = Lint::from_str)]
    pub(crate) deny: Vec<Lint>,

    /// Whether what is forgiven to definitions in other formats is refused; set by [`Strict`], which
    /// a command has that means nothing else by the word.
    #[arg(skip)]
    pub(crate) strict: bool,
}

/// The option for strict reading.
#[derive(Clone, Copy, Debug, Default, Args)]
pub(crate) struct Strict {
    /// Refuse what is forgiven to definitions in other formats than the language
    #[arg(long)]
    strict: bool,
}

impl Strict {
    /// How definitions are read with the option.
    pub(crate) fn reading(self, reading: &Reading) -> Reading {
        Reading {
            strict: self.strict,
            ..reading.clone()
        }
    }
}

/// How faults are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FaultFormat {
    /// With excerpts, on standard error.
    Human,
    /// One line per fault, on standard error.
    Short,
    /// One JSON object per line, on standard output.
    Json,
    /// A SARIF 2.1.0 log, on standard output.
    Sarif,
}

impl Reading {
    /// Reads and checks a definition; nothing is printed yet.
    pub(crate) fn compile(&self, definition: &str) -> Compiled {
        let files = self
            .includes
            .iter()
            .fold(FileResolver::new(), |resolver, directory| {
                resolver.include(directory)
            });
        self.compile_from(definition, &mut FilesThenBuiltins(files))
    }

    /// Reads and checks what a resolver has; nothing is printed yet.
    pub(crate) fn compile_from(&self, entry: &str, resolver: &mut dyn Resolver) -> Compiled {
        let options = ReadOptions {
            strict: self.strict,
        };
        let mut compiled = compile_with(entry, resolver, self.profile, options);
        let mut lints = Lints::new();
        for lint in &self.allow {
            lints.allow(*lint);
        }
        for lint in &self.deny {
            lints.deny(*lint);
        }
        lints.apply(&mut compiled);
        compiled
    }

    /// Prints the faults; on standard error, in whatever format, when the standard output is
    /// taken by something else.
    pub(crate) fn report_beside(&self, compiled: &Compiled, is_taken: bool) {
        match self.format {
            FaultFormat::Json if is_taken => {
                err!(
                    "{}",
                    diagnostic::json_lines(&compiled.faults, &compiled.sources)
                );
            }
            _ => self.report(compiled),
        }
    }

    /// Prints the faults.
    pub(crate) fn report(&self, compiled: &Compiled) {
        match self.format {
            FaultFormat::Human => print_faults(&compiled.faults, &compiled.sources),
            FaultFormat::Short => {
                let limit = diagnostic::RenderOptions::default().limit;
                err!(
                    "{}",
                    diagnostic::one_line(&compiled.faults, &compiled.sources, limit)
                );
            }
            FaultFormat::Json => out!(
                "{}",
                diagnostic::json_lines(&compiled.faults, &compiled.sources)
            ),
            FaultFormat::Sarif => print_sarif([compiled]),
        }
    }

    /// Reads, checks and prints the faults; gives what nothing refuses.
    pub(crate) fn compiled(&self, definition: &str) -> Result<Compiled, Failure> {
        let compiled = self.compile(definition);
        self.report(&compiled);
        if compiled.model.is_some() {
            return Ok(compiled);
        }
        let errors = compiled.faults.iter().filter(|f| f.is_error()).count();
        let word = if errors == 1 { "error" } else { "errors" };
        Err(Failure::refused(format!(
            "`{definition}` has {errors} {word}"
        )))
    }

    /// Reads, checks and prints the faults; gives the model when nothing refuses it.
    pub(crate) fn model(&self, definition: &str) -> Result<Model, Failure> {
        let compiled = self.compiled(definition)?;
        compiled
            .model
            .ok_or_else(|| Failure::internal("a definition without errors has no model"))
    }
}

impl Definition {
    /// How it is read.
    pub(crate) fn reading(&self) -> Reading {
        self.strict.reading(&self.reading)
    }
}

/// Prints faults for people, on standard error.
pub(crate) fn print_faults(faults: &Faults, sources: &Sources) {
    let options = diagnostic::RenderOptions {
        color: std::io::stderr().is_terminal(),
        ..diagnostic::RenderOptions::default()
    };
    err!("{}", diagnostic::render(faults, sources, &options));
}

/// Prints every fault for people, however many there are, on standard error.
pub(crate) fn print_every_fault(faults: &Faults, sources: &Sources) {
    let options = diagnostic::RenderOptions {
        color: std::io::stderr().is_terminal(),
        limit: usize::MAX,
        ..diagnostic::RenderOptions::default()
    };
    err!("{}", diagnostic::render(faults, sources, &options));
}

/// Prints the faults of several readings as one SARIF log.
pub(crate) fn print_sarif<'c>(readings: impl IntoIterator<Item = &'c Compiled>) {
    let readings = readings
        .into_iter()
        .map(|compiled| (&compiled.faults, &compiled.sources));
    out!("{}", diagnostic::sarif(readings));
}

/// Files first; an entry that is no file may be the name of a built-in definition.
struct FilesThenBuiltins(FileResolver);

impl Resolver for FilesThenBuiltins {
    fn entry(&mut self, entry: &str) -> Result<Resolved, ResolveError> {
        match builtin::find(entry) {
            Some(builtin) if !Path::new(entry).exists() => Ok(Resolved::from(builtin)),
            _ => self.0.entry(entry),
        }
    }

    fn import(&mut self, name: &str, from: &Resolved) -> Result<Option<Resolved>, ResolveError> {
        self.0.import(name, from)
    }

    fn document(
        &mut self,
        reference: &str,
        from: &Resolved,
    ) -> Result<Option<Resolved>, ResolveError> {
        self.0.document(reference, from)
    }

    fn places(&self, from: &Resolved) -> Vec<String> {
        self.0.places(from)
    }

    fn known(&self, from: &Resolved) -> Vec<String> {
        self.0.known(from)
    }
}

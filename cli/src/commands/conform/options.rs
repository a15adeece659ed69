//! What the command line of a run says.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use occi_conformance::{
    case::{Hazard, Level},
    pattern::Pattern,
    run::{Filter, Selection},
    target::{Class, Rate},
};

use super::report::Report;
use crate::source::Reading;

/// A run of conformance cases.
#[derive(Debug, Args)]
pub(super) struct RunArguments {
    /// URL of the endpoint, such as http://127.0.0.1:8787 [default: that of the target file]
    #[arg(value_name = "URL", required_unless_present = "target_file")]
    pub(super) url: Option<String>,

    #[command(flatten)]
    pub(super) endpoint: EndpointArguments,

    /// Definition that the cases come from: a file, the name of a built-in one, or `discovered` for
    /// what the endpoint itself says of everything [default: that of the target file, else what the
    /// endpoint offers: by the definitions of the standard where they have it, the rest as the
    /// endpoint says]
    #[arg(long, value_name = "DEFINITION")]
    pub(super) model: Option<String>,

    #[command(flatten)]
    pub(super) reading: Reading,

    #[command(flatten)]
    pub(super) cases: CaseArguments,

    /// List the ids of the cases that would be run, and run none
    #[arg(long)]
    pub(super) list: bool,

    /// With --list: how the cases differ from those of another definition, such as the one before:
    /// `+` new, `-` gone, `~` the same id with other steps
    #[arg(long, value_name = "DEFINITION", requires = "list")]
    pub(super) since: Option<String>,

    /// Say what would be run, with requests, created entities and hazards, and run nothing
    #[arg(long, conflicts_with = "list")]
    pub(super) plan: bool,

    /// With --list and --plan: ask the endpoint what it offers, and nothing else; without they take
    /// the definition of infrastructure, where none is named
    #[arg(long)]
    discover: bool,

    /// Run the cases of a guideline and judge its capabilities
    #[arg(long, value_name = "FILE")]
    pub(super) guideline: Option<PathBuf>,

    /// What of the guideline is judged [default: its first platform]
    #[arg(long, value_name = "TARGET", requires = "guideline")]
    pub(super) target: Option<String>,

    /// How the results are printed
    #[arg(long, value_name = "FORMAT", default_value = "terminal")]
    pub(super) report: Report,

    /// Folder that is made for the run: ledger, transcripts, and a report of each form
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,

    /// Go on with the unfinished run of a folder
    #[arg(long, requires = "out")]
    pub(super) resume: bool,

    /// Sign the statement of the result with the Ed25519 key in a PEM file (PKCS #8)
    #[arg(long, value_name = "FILE", requires = "out")]
    pub(super) sign: Option<PathBuf>,

    /// File that every creation is written to before it is sent [default: one in the folder of
    /// --out, else one in the user's state folder that is taken away when nothing is left behind]
    #[arg(long, value_name = "FILE", conflicts_with = "out")]
    pub(super) ledger: Option<PathBuf>,

    #[command(flatten)]
    pub(super) safety: SafetyArguments,

    /// Another order of the cases, which this number decides: verdicts must not depend on it
    #[arg(long, value_name = "SEED")]
    pub(super) shuffle: Option<u64>,

    /// Perform each case so often: one that does not end the same each time fails
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub(super) repeat: u32,

    /// A state that is waited for must be seen so often in a row
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub(super) stable: u32,

    /// Let cases that only read share their fixtures: fewer requests, less isolation
    #[arg(long)]
    pub(super) share_fixtures: bool,

    /// Count tolerated answers as failures
    #[arg(long)]
    pub(super) strict: bool,

    /// Print one line only
    #[arg(short, long)]
    pub(super) quiet: bool,
}

impl RunArguments {
    /// Whether nothing at all is sent.
    pub(super) const fn asks_nothing(&self) -> bool {
        (self.list || self.plan) && !self.discover
    }
}

/// How the endpoint is reached.
#[derive(Clone, Debug, Args)]
pub(super) struct EndpointArguments {
    /// File that describes the endpoint: credentials, limits, values, known deviations
    #[arg(long, value_name = "FILE")]
    pub(super) target_file: Option<PathBuf>,

    /// PEM file with the certificates that an https endpoint's own must come from [default: those
    /// that the system trusts]
    #[arg(long, value_name = "FILE")]
    pub(super) ca: Option<PathBuf>,
}

/// Which cases are run.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Which cases")]
pub(super) struct CaseArguments {
    /// Only cases whose id matches; `*` is one part of an id, `**` any number
    #[arg(long, value_name = "PATTERN")]
    select: Vec<Pattern>,

    /// No cases whose id matches
    #[arg(long, value_name = "PATTERN")]
    exclude: Vec<Pattern>,

    /// Only cases of a requirement, such as CORE-019 or 'HTTP-*'
    #[arg(long, value_name = "ID")]
    requirement: Vec<Pattern>,

    /// Only cases of a capability, such as infrastructure-compute-create
    #[arg(long, value_name = "NAME")]
    capability: Vec<Pattern>,

    /// Only cases about a kind or mixin, such as compute or infrastructure#compute
    #[arg(long, value_name = "NAME")]
    kind: Vec<String>,

    /// Only cases of a family, such as act.cell, or act for all of its families
    #[arg(long, value_name = "FAMILY")]
    family: Vec<String>,

    /// Only cases of a level
    #[arg(long, value_name = "LEVEL")]
    level: Vec<LevelName>,

    /// Only cases of at most this hazard class, 0 to 5
    #[arg(long, value_name = "CLASS", value_parser = hazard)]
    hazard: Option<Hazard>,
}

impl CaseArguments {
    /// The selection without what a guideline adds.
    pub(super) fn selection(&self) -> Selection {
        Selection {
            patterns: self.select.clone(),
            names: None,
            filter: Filter {
                exclude: self.exclude.clone(),
                requirements: self.requirement.clone(),
                capabilities: self.capability.clone(),
                kinds: self.kind.clone(),
                families: self.family.clone(),
                levels: self.level.iter().map(|level| level.level()).collect(),
                hazard: self.hazard,
            },
        }
    }
}

/// How careful the run is.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "How careful")]
pub(super) struct SafetyArguments {
    /// Who else uses the endpoint [default: dedicated on this machine, else shared]
    #[arg(long, value_name = "CLASS", value_parser = class)]
    pub(super) safety: Option<Class>,

    /// With --safety exclusive on another machine: its host, said a second time
    #[arg(long, value_name = "HOST")]
    pub(super) i_own_this_endpoint: Option<String>,

    /// On a shared endpoint: allow actions on the run's own entities
    #[arg(long)]
    pub(super) allow_actions: bool,

    /// On a shared endpoint: allow user mixins of the run's own
    #[arg(long)]
    pub(super) allow_namespace: bool,

    /// On a dedicated endpoint: allow requests that nobody sends in good faith
    #[arg(long)]
    pub(super) allow_adversarial: bool,

    /// Requests in a second, such as 5/s [default: 5/s on other machines]
    #[arg(long, value_name = "RATE")]
    pub(super) rate: Option<Rate>,

    /// Cases at the same time, at most 256 [default: 4 on this machine, else 1]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub(super) concurrency: Option<u16>,

    /// Do not say in requests which case they belong to (`X-Conformance-Case`)
    #[arg(long)]
    pub(super) no_case_header: bool,

    /// On another machine: do not ask on the terminal before anything is sent
    #[arg(short, long)]
    pub(super) yes: bool,

    /// Entities of the run that exist at one time
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(super) max_entities: Option<u32>,

    /// Creations of the whole run
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(super) max_created: Option<u32>,

    /// Longest time of the whole run, in seconds [default: 1800 on other machines]
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u32).range(1..))]
    pub(super) time_limit: Option<u32>,
}

/// A level, as the command line names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum LevelName {
    Must,
    Should,
    May,
}

impl LevelName {
    const fn level(self) -> Level {
        match self {
            Self::Must => Level::Must,
            Self::Should => Level::Should,
            Self::May => Level::May,
        }
    }
}

fn class(text: &str) -> Result<Class, String> {
    match text {
        "shared" => Ok(Class::Shared),
        "dedicated" => Ok(Class::Dedicated),
        "exclusive" => Ok(Class::Exclusive),
        _ => Err("write shared, dedicated or exclusive".to_owned()),
    }
}

fn hazard(text: &str) -> Result<Hazard, String> {
    Ok(match text {
        "0" => Hazard::Read,
        "1" => Hazard::Own,
        "2" => Hazard::State,
        "3" => Hazard::Namespace,
        "4" => Hazard::Collection,
        "5" => Hazard::Adversarial,
        _ => return Err("write a number from 0 to 5".to_owned()),
    })
}

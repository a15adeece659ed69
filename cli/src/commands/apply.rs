//! `occi apply`: configurations brought to a live server.

use std::{
    fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use clap::{Args, ValueEnum};
use occi::client::{
    Client,
    apply::{Adoption, Applied, ApplyError, Plan, Record},
};
use occi_model::{Configuration, Model};

use crate::{
    connection::{Connection, failure},
    exit::{Exit, Failure, Outcome},
    output::outln,
    source::{Reading, Strict},
};

/// Name of the file that keeps what was created.
const RECORD: &str = ".occi-applied.json";

/// Create and change instances on a live server, as configurations describe them
#[derive(Debug, Args)]
pub(crate) struct Apply {
    /// URL of the server, such as http://127.0.0.1:8787
    #[arg(value_name = "URL")]
    url: String,

    /// File with configurations
    #[arg(value_name = "FILE")]
    file: String,

    #[command(flatten)]
    reading: Reading,

    #[command(flatten)]
    strict: Strict,

    /// Print what would be done, and do nothing
    #[arg(long, visible_alias = "plan")]
    dry_run: bool,

    /// Take over instances that exist already, found by path, id, unique values or what a link
    /// connects; or with `=NAME=PATH` the one at a path for a name of the file, `web` or `web.nic`;
    /// may be given several times
    #[arg(long, value_name = "NAME=PATH", num_args = 0..=1, require_equals = true, default_missing_value = "", conflicts_with = "delete")]
    adopt: Vec<String>,

    /// Whether to delete what was created from the file, and is no longer in it
    #[arg(long, value_name = "CHOICE", default_value = "yes")]
    prune: Choice,

    /// Delete everything that was created from the file, links first; what was adopted stays
    #[arg(long)]
    delete: bool,

    /// File that keeps what was created where [default: .occi-applied.json beside FILE]
    #[arg(long, value_name = "FILE")]
    state: Option<PathBuf>,

    #[command(flatten)]
    connection: Connection,
}

/// Yes or no.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Choice {
    /// Do it.
    Yes,
    /// Leave it.
    No,
}

impl Apply {
    pub(crate) fn run(self) -> Outcome {
        let reading = self.strict.reading(&self.reading);
        let compiled = reading.compiled(&self.file)?;
        let Some(model) = &compiled.model else {
            return Ok(Exit::Refused);
        };
        if compiled.configurations.is_empty() {
            return Err(Failure::refused(format!(
                "`{}` holds no configuration",
                self.file
            )));
        }
        let adoption = adoption(&self.adopt)?;
        known(&adoption, &compiled.configurations)?;
        let client = self.connection.builder(&self.url)?;
        let client = client.build().map_err(Failure::usage)?;
        let path = self.state.clone().unwrap_or_else(|| {
            let beside = Path::new(&self.file).parent().unwrap_or(Path::new(""));
            beside.join(RECORD)
        });
        let mut store = Store::open(path)?;
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(Failure::world)?;
        for configuration in &compiled.configurations {
            let adopting = self.one(&client, model, configuration, &adoption, &mut store);
            runtime.block_on(adopting)?;
        }
        Ok(Exit::Success)
    }

    async fn one(
        &self,
        client: &Client,
        model: &Model,
        configuration: &Configuration,
        adoption: &Adoption,
        store: &mut Store,
    ) -> Result<(), Failure> {
        let service = client.base_url();
        let name = &configuration.name;
        let mut applied = store.record.get(&service, name);
        let plan = if self.delete {
            applied.deletion()
        } else {
            let prune = self.prune == Choice::Yes;
            client
                .plan_adopting(model, configuration, &applied, prune, adoption)
                .await
                .map_err(|error| failure(&error, &error))?
        };
        print(&format!("{name} at {service}"), &plan);
        if self.dry_run {
            return if plan.is_blocked() {
                Err(Failure::refused(format!("`{name}` cannot be applied")))
            } else {
                Ok(())
            };
        }
        // Not after the first instance exists.
        store.check().map_err(Failure::world)?;
        let mut watch = |done: &occi::client::apply::Done, applied: &Applied| {
            let place = done.location.as_deref().unwrap_or_default();
            outln!(
                "{}",
                format!("{} {} {place}", done.word, done.name).trim_end()
            );
            store.record.set(&service, name, applied);
            store.write().map_err(|error| error.to_string())
        };
        match client.apply(&plan, &mut applied, &mut watch).await {
            Ok(()) => Ok(()),
            Err(error) => Err(match &error {
                ApplyError::Refused { error: why, .. } => failure(why, &error),
                ApplyError::Stopped(_) => Failure::world(error),
                _ => Failure::refused(error),
            }),
        }
    }
}

fn print(head: &str, plan: &Plan) {
    outln!("{head}: {plan}");
    for step in &plan.steps {
        outln!("  {step}");
    }
}

/// What the options say of adoption.
fn adoption(options: &[String]) -> Result<Adoption, Failure> {
    let mut adoption = Adoption::default();
    for option in options {
        if option.is_empty() {
            adoption.search = true;
            continue;
        }
        let named = option.split_once('=');
        let Some((name, path)) = named.filter(|(name, path)| !name.is_empty() && !path.is_empty())
        else {
            return Err(Failure::usage(format!(
                "`--adopt={option}` is not understood; write `--adopt`, or `--adopt=web=/compute/1`"
            )));
        };
        let before = adoption.named.insert(name.to_owned(), path.to_owned());
        if before.is_some() {
            return Err(Failure::usage(format!("`--adopt={name}=…` is given twice")));
        }
    }
    Ok(adoption)
}

/// Whether the configurations have the names that something is adopted for.
fn known(adoption: &Adoption, configurations: &[Configuration]) -> Result<(), Failure> {
    let resources = || configurations.iter().flat_map(|one| &one.resources);
    let is_known = |name: &str| {
        resources().any(|resource| {
            let of = &*resource.entity.name;
            let link = name
                .strip_prefix(of)
                .and_then(|rest| rest.strip_prefix('.'));
            of == name
                || resource
                    .links
                    .iter()
                    .any(|one| Some(&*one.entity.name) == link)
        })
    };
    match adoption.named.keys().find(|name| !is_known(name)) {
        Some(name) => Err(Failure::usage(format!(
            "no configuration of the file has an instance `{name}` to adopt something for"
        ))),
        None => Ok(()),
    }
}

/// The file that keeps what was created.
struct Store {
    path: PathBuf,
    record: Record,
}

impl Store {
    fn open(path: PathBuf) -> Result<Self, Failure> {
        let place = path.display();
        let record = match fs::read_to_string(&path) {
            Ok(text) => Record::parse(&text)
                .map_err(|error| Failure::refused(format!("{place} is {error}")))?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Record::default(),
            Err(error) => return Err(Failure::world(format!("cannot read {place}: {error}"))),
        };
        Ok(Self { path, record })
    }

    /// Whether the file could be written.
    fn check(&self) -> io::Result<()> {
        let place = self.path.display();
        match self.temporary() {
            Ok(_) => Ok(()),
            Err(error) => Err(io::Error::new(
                error.kind(),
                format!("cannot keep what is created: cannot write {place}: {error}"),
            )),
        }
    }

    fn temporary(&self) -> io::Result<tempfile::NamedTempFile> {
        let folder = match self.path.parent() {
            Some(folder) if folder != Path::new("") => folder,
            _ => Path::new("."),
        };
        tempfile::NamedTempFile::new_in(folder)
    }

    /// Writes the file as a whole or not at all; without anything left there is none.
    fn write(&self) -> io::Result<()> {
        let failed = |error: io::Error| {
            let place = self.path.display();
            io::Error::new(error.kind(), format!("cannot write {place}: {error}"))
        };
        if self.record.is_empty() {
            return match fs::remove_file(&self.path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => Err(failed(error)),
                _ => Ok(()),
            };
        }
        let mut file = self.temporary().map_err(failed)?;
        file.write_all(self.record.to_text().as_bytes())
            .map_err(failed)?;
        file.persist(&self.path)
            .map_err(|error| failed(error.error))?;
        Ok(())
    }
}

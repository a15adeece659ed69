//! A run from beginning to end.

use std::{collections::BTreeMap, fs, io::IsTerminal as _, path::PathBuf, sync::Arc};

use occi_conformance::{
    case::{Case, CaseId},
    catalogue::{Catalogue, Dropped, Options, catalogue},
    deviation::today,
    engine::Settings,
    guideline, report as reports,
    run::{Run, RunResult, Selection, Stop, new_name},
    stored::Subject,
    target::{Pinned, TargetFile},
    transport::{
        Ledger, Metered,
        journal::{Journal, Record},
    },
};
use occi_model::Model;

use super::{
    endpoint::Endpoint,
    exit,
    folder::{self, Folder},
    judged::{self, Judged},
    offered::{self, INFRASTRUCTURE, Offered},
    options::RunArguments,
    plan,
    progress::Watch,
    report::Report,
    runtime, sign,
};
use crate::{
    exit::{Exit, Failure, Outcome},
    output::{errln, outln},
};

/// What is run, before anything is sent.
pub(super) struct Prepared {
    pub(super) endpoint: Endpoint,
    pub(super) model: Arc<Model>,
    pub(super) cases: Arc<Catalogue>,
    pub(super) selection: Selection,
    pub(super) settings: Settings,
    differences: Vec<String>,
    judged: Option<Judged>,
}

impl Prepared {
    /// Reads everything that the command line names.
    pub(super) fn new(arguments: &RunArguments) -> Result<Self, Failure> {
        let endpoint = Endpoint::new(arguments.url.as_deref(), &arguments.endpoint)?;
        if let (Some(path), true) = (&arguments.out, arguments.resume) {
            // First of all: what was left would be offered from now on.
            clean_earlier(&endpoint, &Folder::open_ledgers(path)?)?;
        }
        let name = arguments
            .model
            .as_deref()
            .or(endpoint.file.model.as_deref());
        let Offered { model, differences } = match name {
            Some(DISCOVERED) => offered::discovered(&endpoint, &arguments.reading)?,
            Some(name) => arguments.reading.model(name)?.into(),
            None if arguments.asks_nothing() => {
                errln!("note: of infrastructure; --discover asks what the endpoint offers");
                arguments.reading.model(INFRASTRUCTURE)?.into()
            }
            // A guideline also asks for what is not offered.
            None if arguments.guideline.is_some() => {
                arguments.reading.model(INFRASTRUCTURE)?.into()
            }
            None => offered::by_the_standard(&endpoint, &arguments.reading)?,
        };
        let model = Arc::new(model);
        let cases = Arc::new(derive(&model, &endpoint.file)?);
        let mut selection = arguments.cases.selection();
        let mut settings = endpoint.settings(&arguments.safety)?;
        settings.strict = arguments.strict;
        settings.repeat = arguments.repeat;
        settings.stable = arguments.stable;
        settings.share_fixtures = arguments.share_fixtures;
        settings.values_block = name != Some(DISCOVERED);
        settings.templates.clone_from(&endpoint.file.templates);
        let judged = match &arguments.guideline {
            Some(path) => Some(Judged::read(path, arguments.target.as_deref())?),
            None => None,
        };
        if let Some(judged) = &judged {
            selection.names = judged.names()?;
            settings.required = guideline::required(&cases, &selection);
        }
        if !cases.cases.iter().any(|case| selection.has(case)) {
            return Err(Failure::usage(
                "no case matches; --list without a selection lists the ids of all",
            ));
        }
        check_patterns(&endpoint.file, &cases)?;
        Ok(Self {
            endpoint,
            model,
            cases,
            selection,
            settings,
            differences,
            judged,
        })
    }

    /// What is known of the product, for reports.
    pub(super) fn target(&self) -> reports::Target {
        let file = &self.endpoint.file;
        reports::Target {
            name: file.name.clone(),
            version: file.version.clone(),
            organisation: file.organisation.clone(),
        }
    }

    /// A run of it.
    pub(super) fn into_run(self, arguments: &RunArguments) -> (Run, TargetFile) {
        let limits = self.endpoint.limits(&arguments.safety);
        let limit = self.endpoint.time_limit(&arguments.safety);
        let mut run = Run::new(self.model, self.cases, self.endpoint.transport);
        run.selection = self.selection;
        run.settings = self.settings;
        run.credentials = self.endpoint.credentials;
        run.secrets = self.endpoint.secrets;
        run.shuffle = arguments.shuffle;
        run.limits = limits;
        run.limit = limit;
        run.differences = self.differences;
        run.deviations = self.endpoint.file.deviations.clone();
        run.skips = self.endpoint.file.skips.clone();
        (run, self.endpoint.file)
    }
}

/// The name of the definition that is what the endpoint itself offers.
const DISCOVERED: &str = "discovered";

/// The catalogue of a model at an endpoint: with its pinned values, without what it lacks.
pub(super) fn derive(model: &Model, file: &TargetFile) -> Result<Catalogue, Failure> {
    let checked: Result<Vec<Pinned>, _> = file
        .values
        .iter()
        .map(|pinned| pinned.checked(model))
        .collect();
    let options = Options {
        pinned: checked.map_err(Failure::refused)?,
        ..Options::default()
    };
    let mut cases = catalogue(model, &options);
    for (feature, _) in &file.lacks {
        let (lacking, rest) = cases.cases.into_iter().partition(|case| feature.has(case));
        cases.cases = rest;
        let lacking: Vec<Case> = lacking;
        cases
            .dropped
            .extend(lacking.into_iter().map(|case| Dropped {
                id: case.id,
                reason: "the target file declares that the endpoint lacks the feature",
            }));
    }
    cases.dropped.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(cases)
}

/// Entries of the target file that match no case are mistakes; those that are over are told.
fn check_patterns(file: &TargetFile, cases: &Catalogue) -> Result<(), Failure> {
    for entry in file.deviations.iter().chain(&file.skips) {
        let matches = |id: &str| entry.cases.matches(id);
        let any = cases.cases.iter().any(|case| matches(case.id.as_str()));
        if !any && !matches("p:passive/server-version") {
            let text = entry.cases.to_string();
            return Err(Failure::refused(format!(
                "target file: the pattern `{text}` matches no case"
            )));
        }
        if !entry.holds_on(today()) {
            errln!(
                "note: target file: `{}` ended on {} and has no effect",
                entry.cases,
                entry.until
            );
        }
    }
    Ok(())
}

/// Carries out the command.
pub(super) fn run(arguments: &RunArguments) -> Outcome {
    let prepared = Prepared::new(arguments)?;
    if arguments.list {
        let selected = |case: &&Case| prepared.selection.has(case);
        let cases = prepared.cases.cases.iter().filter(selected);
        match &arguments.since {
            None => cases.for_each(|case| outln!("{}", case.id)),
            Some(name) => {
                let other = derive(&arguments.reading.model(name)?, &prepared.endpoint.file)?;
                changed(cases, other.cases.iter().filter(selected));
            }
        }
        return Ok(Exit::Success);
    }
    if arguments.plan {
        return plan::print(&prepared);
    }
    if !plan::is_agreed(&prepared, arguments)? {
        return Err(Failure::usage("nothing was sent; --yes asks no more"));
    }
    perform(prepared, arguments)
}

/// Prints how cases differ from others, in order of their ids.
fn changed<'c>(now: impl Iterator<Item = &'c Case>, before: impl Iterator<Item = &'c Case>) {
    let mut all: BTreeMap<&CaseId, [Option<&Case>; 2]> = BTreeMap::new();
    for case in now {
        all.entry(&case.id).or_default()[0] = Some(case);
    }
    for case in before {
        all.entry(&case.id).or_default()[1] = Some(case);
    }
    for (id, pair) in all {
        match pair {
            [Some(_), None] => outln!("+ {id}"),
            [None, Some(_)] => outln!("- {id}"),
            [Some(now), Some(before)] if now.steps != before.steps => outln!("~ {id}"),
            _ => {}
        }
    }
}

fn perform(prepared: Prepared, arguments: &RunArguments) -> Outcome {
    let name = new_name();
    let base = prepared.endpoint.transport.base().to_owned();
    let target = prepared.target();
    let signer = arguments
        .sign
        .as_deref()
        .map(sign::Signer::read)
        .transpose()?;
    let judged = prepared.judged.clone();
    let cases = prepared.cases.clone();
    let runtime = runtime()?;
    let subject = Subject::new(&name, &base, &cases);
    let (folder, earlier) = match &arguments.out {
        Some(path) if arguments.resume => {
            let (folder, earlier) = Folder::resume(path, &subject, &cases)?;
            (Some(folder), earlier)
        }
        Some(path) => (Some(Folder::create(path, &subject)?), Vec::new()),
        None => (None, Vec::new()),
    };
    let journal = match &folder {
        Some(folder) => folder.ledger(&name, &base)?,
        None => folder::lone_ledger(arguments.ledger.as_deref(), &name, &base)?,
    };
    let selected = cases
        .cases
        .iter()
        .filter(|case| prepared.selection.has(case));
    let watch = Watch::new(
        selected.count().saturating_sub(earlier.len()),
        arguments.quiet || !std::io::stderr().is_terminal(),
        folder.clone(),
    );
    let (mut run, _) = prepared.into_run(arguments);
    run.settings.run = Some(name);
    run.journal = Some(journal.clone());
    run.earlier = earlier;
    let stop = run.stop.clone();
    let result = runtime.block_on(async {
        let interrupt = tokio::spawn(interrupted(stop, journal.clone()));
        let mut result = run.start(watch).await;
        interrupt.abort();
        result.judgement = judged
            .as_ref()
            .map(|judged| judged.judge(&result))
            .transpose()?;
        Ok::<_, Failure>(result)
    })?;
    let json = match &folder {
        Some(folder) => Some(folder.finish(&result, &target)?),
        None => None,
    };
    if let (Some(folder), Some(json)) = (&folder, &json) {
        folder.write(
            "statement.dsse.json",
            &sign::envelope(&result, json, signer.as_ref())?,
        )?;
    }
    tell(&result, &journal, arguments, &target)?;
    Ok(conclude(&result, arguments.report))
}

/// Deletes what earlier sittings of the run left.
fn clean_earlier(endpoint: &Endpoint, ledgers: &[(PathBuf, Record)]) -> Result<(), Failure> {
    for (path, record) in ledgers {
        let meter = Metered::new(endpoint.transport.clone(), endpoint.credentials.clone());
        let mut ledger = Ledger::new(Arc::new(meter), &record.run);
        ledger.set_journal(Arc::new(Journal::go_on(path).map_err(Failure::world)?));
        let swept = runtime()?.block_on(ledger.clean(record, false));
        for kept in swept.kept {
            errln!("left by an earlier sitting: {} ({})", kept.what, kept.why);
        }
    }
    Ok(())
}

/// Ends the run on Ctrl-C and on SIGTERM: cases that run end with their cleaning up. A second one
/// ends the program at once; the ledger then says what is left.
async fn interrupted(stop: Stop, journal: Arc<Journal>) {
    if signalled().await.is_err() {
        return;
    }
    stop.request();
    errln!("\nending after the cases that are running; once more to end at once");
    if signalled().await.is_ok() {
        errln!(
            "clean up later: occi conform clean {}",
            journal.path().display()
        );
        std::process::exit(130);
    }
}

async fn signalled() -> std::io::Result<()> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminate = signal(SignalKind::terminate())?;
        tokio::select! {
            interrupt = tokio::signal::ctrl_c() => interrupt,
            _ = terminate.recv() => Ok(()),
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await
}

/// Prints the results, and what to do about what is left behind.
fn tell(
    result: &RunResult,
    journal: &Journal,
    arguments: &RunArguments,
    target: &reports::Target,
) -> Result<(), Failure> {
    if arguments.quiet && arguments.report == Report::Terminal {
        let text = reports::terminal(result);
        let lines: Vec<&str> = text.lines().collect();
        let last = lines.len().saturating_sub(2);
        outln!("{}", lines.get(last).copied().unwrap_or_default());
    } else {
        arguments.report.print(result, target)?;
    }
    if !result.leftovers.is_empty() || !result.kept.is_empty() {
        errln!(
            "clean up later: occi conform clean {}",
            journal.path().display()
        );
    } else if arguments.out.is_none() && arguments.ledger.is_none() {
        // It says nothing that anybody needs any more.
        let _ = fs::remove_file(journal.path());
    }
    Ok(())
}

/// The exit code; with a guideline its verdict decides.
fn conclude(result: &RunResult, report: Report) -> Exit {
    let Some(judgement) = &result.judgement else {
        return exit(result.exit_code());
    };
    judged::print(judgement, report);
    let run = exit(match result.exit_code() {
        // What a guideline does not count decides nothing.
        1 => 0,
        code => code,
    });
    match run {
        Exit::Success if judgement.met => Exit::Success,
        Exit::Success => Exit::Refused,
        other => other,
    }
}

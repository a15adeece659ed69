//! The test binary of a generated crate: one trial per case, named by the case id (15.1).

use std::{
    collections::BTreeMap,
    env, fmt, fs,
    future::Future,
    path::PathBuf,
    process::ExitCode,
    sync::{Arc, OnceLock},
};

use libtest_mimic::{Arguments, Completion, Failed, Trial};
use occi_model::Model;
use tokio::runtime::{Builder, Runtime};

use crate::{
    case::{Case, describe},
    catalogue::{Catalogue, Options, catalogue},
    engine::{Required, Runner, Settings, passive_cases},
    requirement,
    transport::{Http, InProcess, Transport},
    verdict::{CaseResult, Verdict},
};

/// The variable that names a live endpoint.
pub(crate) const ENDPOINT: &str = "OCCI_ENDPOINT";

/// The variable that asks for the texts of the cases to be written: `write`.
const CASES: &str = "OCCI_CASES";

/// The folder of these texts, beside the test.
const FOLDER: &str = "tests/cases";

/// Cases by which the passive checks see enough of a server: what is offered, created, read and
/// listed.
const SEEN_IN: [&str; 4] = ["disc", "cre.min", "ren.get", "ren.list"];

/// Runs the conformance cases of `model` as the tests of a `harness = false` test binary.
///
/// Each case is one trial whose name is the case id, so that `cargo test`, its filters and
/// `--list`, and cargo-nextest work as they do for other tests. Cases that do not apply are
/// reported as ignored, with the reason.
///
/// The server under test is the one that `service` gives: it runs in this process and belongs to
/// the tests alone. With the environment variable `OCCI_ENDPOINT` set to a URL, the endpoint
/// there is tested instead, and `service` is not called.
///
/// With `OCCI_CASES=write` the folder `tests/cases` gets a text for each kind and mixin, in which a
/// person sees what each case sends and expects. Where the folder is there, the trial
/// `cases-are-written-down` fails when a text is not what the cases do any more.
///
/// ```no_run
/// # mod my_cloud {
/// #     #[derive(Clone)]
/// #     pub struct Service;
/// #     impl Service {
/// #         pub async fn handle(&self, _: http::Request<bytes::Bytes>) -> http::Response<bytes::Bytes> {
/// #             http::Response::default()
/// #         }
/// #     }
/// #     pub fn service() -> Service { Service }
/// #     pub fn model() -> &'static std::sync::Arc<occi_model::Model> { unimplemented!() }
/// # }
/// fn main() -> std::process::ExitCode {
///     occi_conformance::harness(my_cloud::model().clone(), || async {
///         let service = my_cloud::service();
///         occi_conformance::InProcess::new(move |request| {
///             let service = service.clone();
///             async move { service.handle(request).await }
///         })
///     })
/// }
/// ```
pub fn harness<F, R>(model: Arc<Model>, service: F) -> ExitCode
where
    F: Fn() -> R + Send + Sync + 'static,
    R: Future<Output = InProcess>,
{
    let arguments = Arguments::from_args();
    let runtime = match Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => Arc::new(runtime),
        Err(error) => {
            eprintln!("the tests cannot start: {error}");
            return ExitCode::from(5);
        }
    };
    let cases = Arc::new(catalogue(&model, &Options::default()));
    let runner = Arc::new(OnceLock::new());
    if !arguments.list {
        let (transport, settings): (Arc<dyn Transport>, Settings) = match env::var(ENDPOINT) {
            Ok(url) => match live(&url) {
                Ok(live) => live,
                Err(message) => {
                    eprintln!("{ENDPOINT}: {message}");
                    return ExitCode::from(2);
                }
            },
            Err(_) => {
                let service = runtime.block_on(service());
                (Arc::new(service), Settings::in_process())
            }
        };
        // Nobody else sets it: the cell was made above.
        let _ = runner.set(Runner::new(model, cases.clone(), transport, settings));
    }
    let mut trials = trials(&arguments, &cases, &runner, &runtime);
    trials.extend(texts(&cases));
    let conclusion = libtest_mimic::run(&arguments, trials);
    let leftovers = runner.get().map(Runner::leftovers).unwrap_or_default();
    for url in &leftovers {
        eprintln!("left behind: {url}");
    }
    if leftovers.is_empty() {
        conclusion.exit_code()
    } else {
        ExitCode::from(4)
    }
}

/// A live endpoint that is expected to offer the whole model.
pub(crate) fn live(url: &str) -> Result<(Arc<dyn Transport>, Settings), String> {
    let http = Http::new(url).map_err(|error| error.to_string())?;
    let mut settings = if http.is_loopback() {
        Settings::loopback()
    } else {
        Settings::remote()
    };
    settings.required = Required::Everything;
    Ok((Arc::new(http), settings))
}

type Cell = Arc<OnceLock<Runner>>;

fn trials(
    arguments: &Arguments,
    cases: &Arc<Catalogue>,
    runner: &Cell,
    runtime: &Arc<Runtime>,
) -> Vec<Trial> {
    let arguments = Arc::new(arguments.clone());
    let derived = (0..cases.cases.len()).filter_map(|at| {
        let name = cases.cases.get(at)?.id.to_string();
        let (cases, runner, runtime) = (cases.clone(), runner.clone(), runtime.clone());
        let arguments = arguments.clone();
        Some(Trial::ignorable_test(name, move || {
            let (Some(runner), Some(case)) = (runner.get(), cases.cases.get(at)) else {
                return Err(Failed::from("there is no server to test"));
            };
            let result = runtime.block_on(runner.result(case));
            conclude(&result, &arguments)
        }))
    });
    let passive = passive_cases().into_iter().map(|case| {
        let (cases, runner, runtime) = (cases.clone(), runner.clone(), runtime.clone());
        let arguments = arguments.clone();
        Trial::ignorable_test(case.id.to_string(), move || {
            let Some(runner) = runner.get() else {
                return Err(Failed::from("there is no server to test"));
            };
            runtime.block_on(observe(runner, &cases));
            match runner.passive_results().iter().find(|r| r.id == case.id) {
                Some(result) => conclude(result, &arguments),
                None => Err(Failed::from("the check is unknown")),
            }
        })
    });
    derived.chain(passive).collect()
}

/// The trial that writes the texts of the cases or compares them; none where nobody wants them.
fn texts(cases: &Arc<Catalogue>) -> Option<Trial> {
    let folder = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR")?).join(FOLDER);
    let writes = env::var(CASES).is_ok_and(|value| value == "write");
    if !writes && !folder.is_dir() {
        return None;
    }
    let cases = cases.clone();
    Some(Trial::test("cases-are-written-down", move || {
        let wanted = written(&cases);
        let failed = |error: &dyn fmt::Display| Failed::from(format!("{FOLDER}: {error}"));
        if writes {
            fs::create_dir_all(&folder).map_err(|error| failed(&error))?;
        }
        for (name, text) in &wanted {
            let path = folder.join(name);
            if writes {
                fs::write(&path, text).map_err(|error| failed(&error))?;
            } else if fs::read_to_string(&path).ok().as_ref() != Some(text) {
                let what = format!("{name} is not what the cases do; renew it: {CASES}=write");
                return Err(failed(&what));
            }
        }
        Ok(())
    }))
}

/// The texts of the cases: one for each subject, by name of the file.
fn written(cases: &Catalogue) -> BTreeMap<String, String> {
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    for case in &cases.cases {
        let subject = case.id.subject().replace('#', "-");
        let text = files
            .entry(format!("{}-{subject}.txt", case.id.prefix()))
            .or_insert_with(|| format!("Cases of {}, as they are run.\n", case.id.subject()));
        text.push('\n');
        text.push_str(&describe(case));
    }
    files
}

/// Lets the passive checks see something, also when nothing else is run in this process.
async fn observe(runner: &Runner, cases: &Catalogue) {
    let seen = |case: &&Case| SEEN_IN.contains(&case.id.family());
    for case in cases.cases.iter().filter(seen) {
        runner.result(case).await;
    }
}

fn conclude(result: &CaseResult, arguments: &Arguments) -> Result<Completion, Failed> {
    let explanation = result.explanation();
    match result.verdict {
        Verdict::Pass | Verdict::PassNoted => Ok(Completion::Completed),
        Verdict::NotApplicable | Verdict::Unsupported | Verdict::NotRun => {
            let word = result.verdict.as_str();
            Ok(Completion::ignored_with(format!("{word}: {explanation}")))
        }
        // Provisional: told of, and never counted.
        Verdict::Fail if result.expected.is_some() => {
            Ok(Completion::ignored_with(message(result, &explanation)))
        }
        // Ignored where its cause is seen to fail; a failure where the cause is filtered out.
        Verdict::Blocked
            if result.blocked_by.as_ref().is_some_and(|cause| {
                !arguments.is_filtered_out(&Trial::test(cause.as_str(), || Ok(())))
            }) =>
        {
            Ok(Completion::ignored_with(explanation))
        }
        Verdict::Fail | Verdict::Blocked | Verdict::Inconclusive | Verdict::Error => {
            Err(Failed::from(message(result, &explanation)))
        }
    }
}

/// What a person needs to act on a failure.
pub(crate) fn message(result: &CaseResult, explanation: &str) -> String {
    let mut text = format!("{}: {explanation}\n{}\n", result.verdict, result.title);
    for id in &result.requirements {
        if let Some(row) = requirement::find(id) {
            text.push_str(&format!("  {id} ({}): {}\n", row.level.as_str(), row.text));
        }
    }
    for note in &result.notes {
        text.push_str(&format!("note: {note}\n"));
    }
    for exchange in &result.transcript {
        text.push_str(&format!(
            "\n> {}\n< {}\n",
            exchange.request.trim_end().replace('\n', "\n> "),
            exchange.response.trim_end().replace('\n', "\n< ")
        ));
    }
    text
}

//! `occi conform self-test`: whether the cases find what is wrong.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    sync::Arc,
    thread::available_parallelism,
    time::{Instant, SystemTime, UNIX_EPOCH},
};

use clap::Args;
use occi::server::Service;
use occi_conformance::{
    InProcess, Transport,
    run::Selection,
    self_test::{
        Caught, Drawn, Fault, Score, Subject, Suite, cover, draw, equivalent, mutant, never_failed,
        reason, stands_for,
    },
    verdict::Verdict,
    walk::Walk,
};
use occi_grammar::{
    MemoryResolver, builtin, compile,
    format::{self, Format},
    load,
};
use occi_model::{Model, Profile, model::ExtensionId};
use tokio::{runtime::Builder, sync::mpsc, task::JoinSet};

use crate::{
    exit::{Exit, Failure, Outcome},
    output::{errln, outln},
};

/// Run the cases against servers with defects, and print which cases find which
///
/// The servers are made in this process: sound ones behind a layer that spoils what is said, and
/// sound ones of definitions that were changed. A fault that no case finds, or whose broken
/// requirement no case names, and a case that no defect fails, are holes in the suite.
#[derive(Debug, Args)]
pub(super) struct SelfTest {
    /// Definition, by the name of a built-in one
    #[arg(long, value_name = "NAME", default_value = "infrastructure")]
    model: String,

    /// Faults by name only, all without
    #[arg(long, value_name = "NAME")]
    fault: Vec<String>,

    /// Instead: the random defects of a name, in which a `*` stands for any text
    #[arg(long, value_name = "NAME", conflicts_with_all = ["full", "fault", "kills"])]
    defect: Option<String>,

    /// Random defects that are drawn among those that change behaviour
    #[arg(long, value_name = "NUMBER", default_value_t = 40)]
    mutants: usize,

    /// What the draw begins with; the same number draws the same [default: made up, and printed]
    #[arg(long, value_name = "NUMBER")]
    seed: Option<u64>,

    /// Run every changed definition too, and list the cases that no defect fails
    #[arg(long)]
    full: bool,

    /// File that gets a line for each defect with cases that fail on it, each case at least once;
    /// what stands there of faults that are not run stays
    #[arg(long, value_name = "FILE")]
    kills: Option<PathBuf>,

    /// Instead: so many runs against the sound server, each in another order; all must agree
    #[arg(long, value_name = "NUMBER", conflicts_with_all = ["full", "fault"])]
    shuffled: Option<u64>,

    /// Instead: so many random operations, each done to a reference store as well, after each of which
    /// the sound server must show what that holds; infrastructure only
    #[arg(long, value_name = "NUMBER", conflicts_with_all = ["full", "fault", "kills", "defect", "shuffled", "write"])]
    walk: Option<usize>,

    /// Instead: a folder that gets a definition for each of so many (`--mutants`) that are drawn among
    /// those with one random change that a client can tell: servers for other suites
    #[arg(long, value_name = "DIR", conflicts_with_all = ["full", "fault", "kills", "defect", "shuffled"])]
    write: Option<PathBuf>,
}

/// Makes the built-in server.
pub(super) fn built_in(model: Arc<Model>) -> Option<InProcess> {
    let service = Service::builder(model).build().ok()?;
    Some(InProcess::new(move |request| {
        let service = service.clone();
        async move { service.handle(request).await }
    }))
}

type BuiltIn = fn(Arc<Model>) -> Option<InProcess>;

impl SelfTest {
    pub(super) fn run(self) -> Outcome {
        let text = builtin::find(&self.model)
            .ok_or_else(|| Failure::usage(format!("no definition `{}` is built in", self.model)))?
            .text;
        let draft = load("entry", &mut MemoryResolver::new().with("entry", text)).draft;
        let subject: BuiltIn = built_in;
        let suite = Suite::new(subject, draft, Profile::Union)
            .map(Arc::new)
            .ok_or_else(|| Failure::internal("a built-in definition does not build"))?;
        if let Some(folder) = &self.write {
            return self.write_definitions(&suite, folder);
        }
        let runtime = Builder::new_multi_thread()
            .enable_all()
            .build()
            .map_err(Failure::world)?;
        let begun = Instant::now();
        let passed = runtime.block_on(async {
            match (self.shuffled, &self.defect, self.walk) {
                (Some(number), ..) => shuffled(&suite, number).await,
                (_, Some(name), _) => Ok(defects(&suite, name).await),
                (.., Some(length)) => self.walk(&suite, length).await,
                (None, None, None) => self.all(&suite).await,
            }
        })?;
        outln!("{:.0} s", begun.elapsed().as_secs_f64());
        Ok(if passed { Exit::Success } else { Exit::Refused })
    }

    /// Walks over the sound server.
    async fn walk(&self, suite: &Suite<BuiltIn>, length: usize) -> Result<bool, Failure> {
        let seed = self.seed();
        let model = suite.model().clone();
        let walk = Walk {
            model: model.clone(),
            world: move || Some(Arc::new(built_in(model.clone())?) as Arc<dyn Transport>),
            seed,
            length,
        };
        let found = walk.start().await.map_err(Failure::usage)?;
        match &found {
            None => outln!("{length} operations, --seed {seed}: the server agrees"),
            Some(found) => outln!("{length} operations, --seed {seed}:\n{found}"),
        }
        Ok(found.is_none())
    }

    async fn all(&self, suite: &Arc<Suite<BuiltIn>>) -> Result<bool, Failure> {
        let sound = sound(suite).await?;
        let chosen: Vec<Fault> = Fault::all()
            .into_iter()
            .filter(|fault| self.fault.is_empty() || self.fault.iter().any(|n| n == fault.name))
            .collect();
        let faults = each(suite, chosen, |suite, fault| async move {
            Some(suite.fault(fault, &[Selection::default()]).await)
        })
        .await;
        let mut passed = self.sum_up("faults", &faults) && sound;
        if self.fault.is_empty() {
            passed &= self.sample(suite).await;
        }
        let all = suite.ids();
        let mut caught = faults;
        caught.extend(self.earlier(&caught, &all)?);
        if self.full {
            passed &= self.matrix(suite, &all, &mut caught).await;
        }
        self.write(&caught)?;
        Ok(passed)
    }

    /// Prints what was not found, and not by name; gives whether there was none such.
    fn sum_up(&self, what: &str, all: &[Caught]) -> bool {
        let found = all.iter().filter(|caught| caught.is_found()).count();
        let named = all.iter().filter(|caught| caught.is_named()).count();
        outln!("{what} found: {found} of {}", all.len());
        outln!(
            "{what} found by a case that names a broken requirement: {named} of {}",
            all.len()
        );
        for caught in all.iter().filter(|caught| !caught.is_named()) {
            outln!("  {} breaks {}", caught.name, caught.breaks.join(" "));
        }
        let troubles = all.iter().filter_map(|caught| caught.trouble.as_ref());
        for trouble in troubles.clone() {
            outln!("  the tool: {trouble}");
        }
        found == all.len() && named == all.len() && troubles.count() == 0
    }

    fn seed(&self) -> u64 {
        self.seed.unwrap_or_else(|| {
            let now = SystemTime::now().duration_since(UNIX_EPOCH);
            now.map_or(1, |now| now.as_secs())
        })
    }

    /// Writes definitions with one random change each.
    fn write_definitions(&self, suite: &Suite<BuiltIn>, folder: &Path) -> Outcome {
        let seed = self.seed();
        outln!("random definitions, --seed {seed}");
        fs::create_dir_all(folder).map_err(Failure::world)?;
        let drawn = draw(suite.draft(), seed).into_iter();
        let told = drawn.filter_map(|drawn| {
            let Drawn::Definition(mutant) = drawn else {
                return None;
            };
            let text = as_text(&suite.told(&mutant)?)?;
            Some((mutant.name, text))
        });
        for (at, (name, text)) in (1..).zip(told.take(self.mutants)) {
            let file = folder.join(format!("{at:03}.occi"));
            fs::write(&file, text).map_err(Failure::world)?;
            outln!("{}: {name}", file.display());
        }
        Ok(Exit::Success)
    }

    /// Random defects: nine in ten of those that change behaviour must be found.
    async fn sample(&self, suite: &Arc<Suite<BuiltIn>>) -> bool {
        let seed = self.seed();
        outln!("random defects, --seed {seed}");
        let mut drawn = draw(suite.draft(), seed).into_iter();
        let mut score = Score::default();
        while score.changing < self.mutants {
            let some: Vec<Drawn> = drawn.by_ref().take(self.mutants - score.changing).collect();
            if some.is_empty() {
                break;
            }
            let caught = each(
                suite,
                some,
                |suite, one| async move { one.run(&suite).await },
            )
            .await;
            caught.iter().for_each(|one| score.take(one));
        }
        sum_up(&score)
    }

    /// What the file says of faults that were not run now.
    fn earlier(&self, caught: &[Caught], all: &BTreeSet<String>) -> Result<Vec<Caught>, Failure> {
        let Some(path) = self.kills.as_ref().filter(|path| path.exists()) else {
            return Ok(Vec::new());
        };
        let text = fs::read_to_string(path)
            .map_err(|error| Failure::world(format!("`{}`: {error}", path.display())))?;
        let is_known = |name: &str| Fault::all().iter().any(|fault| fault.name == name);
        let is_new = |name: &str| !caught.iter().any(|one| one.name == name);
        let lines = text.lines().filter_map(|line| line.split_once('\t'));
        let kept = lines.filter(|(name, _)| is_known(name) && is_new(name));
        Ok(kept
            .map(|(name, cases)| Caught {
                name: name.to_owned(),
                failed: cases
                    .split(' ')
                    .filter(|case| all.contains(*case))
                    .map(str::to_owned)
                    .collect(),
                ..Caught::default()
            })
            .collect())
    }

    /// Every changed definition against the cases about its category that nothing has failed yet.
    async fn matrix(
        &self,
        suite: &Arc<Suite<BuiltIn>>,
        all: &BTreeSet<String>,
        caught: &mut Vec<Caught>,
    ) -> bool {
        let left = Arc::new(never_failed(all, caught));
        outln!("cases that no fault fails: {} of {}", left.len(), all.len());
        let mutants = mutant::all(suite.draft());
        let definitions = each(suite, mutants, move |suite, mutant| {
            let left = left.clone();
            async move {
                let own = Selection {
                    names: Some(BTreeSet::clone(&left)),
                    ..mutant.own()
                };
                let rest = mutant.selections();
                let selections: Vec<Selection> = [own].into_iter().chain(rest).collect();
                suite.mutant(&mutant, &selections).await
            }
        })
        .await;
        let changing = definitions.iter().filter(|one| one.fired == Some(true));
        let missed: Vec<String> = changing
            .clone()
            .filter(|one| !one.is_found() && equivalent(&one.name).is_none())
            .map(|one| one.name.clone())
            .collect();
        outln!(
            "changed definitions found: {} of {} that say something else",
            changing.clone().filter(|one| one.is_found()).count(),
            changing.count()
        );
        for name in &missed {
            outln!("  not found: {name}");
        }
        let contradicted: Vec<&Caught> = definitions
            .iter()
            .filter(|one| one.fired == Some(false) && one.is_found())
            .collect();
        for one in &contradicted {
            outln!("  should change nothing, and was found: {}", one.name);
        }
        let sound = contradicted.is_empty();
        caught.extend(definitions);
        let never = never_failed(all, caught);
        let without: Vec<&String> = never.iter().filter(|id| reason(id).is_none()).collect();
        outln!(
            "cases that no defect fails: {}, {} of them without a reason",
            never.len(),
            without.len()
        );
        for id in &never {
            outln!("  {id}: {}", reason(id).unwrap_or("?"));
        }
        sound && without.is_empty() && missed.is_empty()
    }

    /// Writes the file, where one is wanted.
    fn write(&self, caught: &[Caught]) -> Result<(), Failure> {
        if let Some(path) = &self.kills {
            let lines: String = cover(caught)
                .iter()
                .map(|(name, cases)| {
                    let cases: Vec<&str> = cases.iter().copied().collect();
                    format!("{name}\t{}\n", cases.join(" "))
                })
                .collect();
            fs::write(path, lines)
                .map_err(|error| Failure::world(format!("`{}`: {error}", path.display())))?;
        }
        Ok(())
    }
}

/// The text of a definition, if it is one that can be served: some changes leave states that no
/// instance gets into.
fn as_text(model: &Model) -> Option<String> {
    let last: ExtensionId = model.extension_ids().last()?;
    let written = Format::Occi.writer()?(&format::Subject {
        model,
        extensions: &[last],
        configurations: &[],
    });
    let text = written.files.into_iter().next()?.text;
    let mut resolver = MemoryResolver::new().with("written", &text);
    compile("written", &mut resolver, Profile::Union).model?;
    Some(text)
}

/// Runs the random defects of a name.
async fn defects(suite: &Arc<Suite<BuiltIn>>, name: &str) -> bool {
    let all = draw(suite.draft(), 1);
    let some: Vec<Drawn> = all
        .into_iter()
        .filter(|one| stands_for(name, &one.name()))
        .collect();
    let caught = each(
        suite,
        some,
        |suite, one| async move { one.run(&suite).await },
    )
    .await;
    let mut score = Score::default();
    caught.iter().for_each(|one| score.take(one));
    sum_up(&score)
}

/// Prints a score; gives whether it is good enough.
fn sum_up(score: &Score) -> bool {
    outln!("{score}");
    score.is_good()
}

/// Does something with each defect, as many at a time as there are processors, and prints what was
/// found in order. Defects that no server can have give nothing.
async fn each<S, D, F, R>(suite: &Arc<Suite<S>>, all: Vec<D>, work: F) -> Vec<Caught>
where
    S: Subject + 'static,
    D: Send + 'static,
    F: Fn(Arc<Suite<S>>, D) -> R + Clone + Send + Sync + 'static,
    R: Future<Output = Option<Caught>> + Send + 'static,
{
    let workers = available_parallelism().map_or(1, std::num::NonZero::get);
    let total = all.len();
    let queue = Arc::new(std::sync::Mutex::new(all.into_iter().enumerate()));
    let (sender, mut receiver) = mpsc::unbounded_channel();
    let mut tasks = JoinSet::new();
    for _ in 0..workers {
        let (queue, suite, work) = (queue.clone(), suite.clone(), work.clone());
        let sender = sender.clone();
        tasks.spawn(async move {
            let next = || {
                let mut queue = queue
                    .lock()
                    .unwrap_or_else(std::sync::PoisonError::into_inner);
                queue.next()
            };
            while let Some((at, one)) = next() {
                // Nobody listens only when the command has ended.
                let _ = sender.send((at, work(suite.clone(), one).await));
            }
        });
    }
    drop(sender);
    let mut waiting: BTreeMap<usize, Option<Caught>> = BTreeMap::new();
    let mut found = Vec::with_capacity(total);
    let mut at = 0;
    while let Some((which, caught)) = receiver.recv().await {
        waiting.insert(which, caught);
        while let Some(caught) = waiting.remove(&at) {
            at += 1;
            if let Some(caught) = caught {
                print(&caught);
                found.push(caught);
            }
        }
    }
    found
}

fn print(caught: &Caught) {
    let first: Vec<&str> = caught.cases().take(3).collect();
    let trouble = caught
        .trouble
        .as_ref()
        .map_or_else(String::new, |trouble| format!("; the tool: {trouble}"));
    let number = match (caught.fired, caught.is_found()) {
        (Some(false), false) => "no change".to_owned(),
        (Some(false), true) => "no change, BUT FOUND".to_owned(),
        (_, false) => "MISSED".to_owned(),
        _ => (caught.failed.len() + caught.noted.len()).to_string(),
    };
    let named: Vec<&str> = caught.named.iter().copied().collect();
    outln!(
        "{:<48} {number:>4}  {}  {}{trouble}",
        caught.name,
        first.join(" "),
        named.join(" ")
    );
}

/// No case may fail on the sound server, nor pass with a note only.
async fn sound(suite: &Suite<BuiltIn>) -> Result<bool, Failure> {
    let result = suite
        .sound(|_| {})
        .await
        .ok_or_else(|| Failure::internal("the built-in server does not start"))?;
    let tally = result.tally();
    outln!(
        "without a defect: {} of {} cases pass, {} fail, {} with notes; {:.1} requests for each case",
        tally.count(Verdict::Pass),
        tally.total(),
        tally.count(Verdict::Fail),
        tally.count(Verdict::PassNoted),
        result.requests_per_case()
    );
    Ok(result.exit_code() == 0 && tally.count(Verdict::PassNoted) == 0)
}

/// Runs in other orders and with other numbers of cases at a time: the verdicts must be the same.
async fn shuffled(suite: &Suite<BuiltIn>, number: u64) -> Result<bool, Failure> {
    let mut first = None;
    let mut agree = true;
    for seed in 1..=number {
        let workers = [1, 2, 4, 16]
            .into_iter()
            .cycle()
            .nth(seed as usize)
            .unwrap_or(1);
        let result = suite
            .sound(|run| {
                run.shuffle = Some(seed);
                run.settings.concurrency = workers;
            })
            .await
            .ok_or_else(|| Failure::internal("the built-in server does not start"))?;
        let verdicts: BTreeMap<String, Verdict> = result
            .cases
            .iter()
            .map(|case| (case.id.to_string(), case.verdict))
            .collect();
        let first = first.get_or_insert_with(|| verdicts.clone());
        for (id, verdict) in &verdicts {
            if first.get(id) != Some(verdict) {
                agree = false;
                outln!("order {seed}, {workers} at a time: {id} is {verdict}");
            }
        }
    }
    let cases = first.map_or(0, |first| first.len());
    let word = if agree { "the same" } else { "different" };
    outln!("{number} runs of {cases} cases in {number} orders: {word} verdicts");
    if !agree {
        errln!("cases must not depend on what runs before or beside them");
    }
    Ok(agree)
}

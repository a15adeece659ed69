//! Running a target without a fuzzer: the seeds, then changes of them, for a bounded time.

use std::{
    collections::BTreeSet,
    env, fmt, fs,
    hash::{DefaultHasher, Hash, Hasher},
    panic::{self, AssertUnwindSafe},
    path::PathBuf,
    time::{Duration, Instant},
};

use crate::{Target, mutate::mutate, random::Random};

/// How long a target is run, and where chance begins.
#[derive(Clone, Copy, Debug)]
pub struct Budget {
    /// Time for the seeds, and again for changed inputs.
    pub time: Duration,
    /// Where the random numbers begin; the same number gives the same inputs.
    pub seed: u64,
    /// What one input may take. The goal is a second for a megabyte; this is for finding what
    /// hangs, on a machine that does other things too.
    pub hang: Duration,
}

impl Budget {
    /// So many seconds, from the seed that the environment variable `OCCI_FUZZ_SEED` names, or
    /// from a fixed one.
    #[must_use]
    pub fn seconds(seconds: u64) -> Self {
        let seed = env::var("OCCI_FUZZ_SEED").ok();
        Self {
            time: Duration::from_secs(seconds),
            seed: seed
                .and_then(|text| text.parse().ok())
                .unwrap_or(20_260_101),
            hang: Duration::from_secs(20),
        }
    }
}

/// What a run came to.
#[derive(Clone, Debug)]
pub struct Report {
    /// Name of the target.
    pub target: &'static str,
    /// Where chance began.
    pub seed: u64,
    /// Inputs that were run.
    pub runs: u64,
    /// Bytes of all of them.
    pub bytes: u64,
    /// Different answers.
    pub shapes: usize,
    /// What the slowest input took, and its length.
    pub slowest: (Duration, usize),
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}: {} inputs, {} KB, {} different answers; slowest {:.1} ms for {} bytes; seed {}",
            self.target,
            self.runs,
            self.bytes / 1000,
            self.shapes,
            self.slowest.0.as_secs_f64() * 1000.0,
            self.slowest.1,
            self.seed
        )
    }
}

/// Runs a target within a budget.
///
/// # Panics
///
/// When the target does, or an input takes too long; the input is written to a file first, whose
/// name the message has.
#[must_use]
pub fn run(target: &Target, budget: Budget) -> Report {
    let mut random = Random::new(budget.seed);
    let mut pool = (target.seeds)();
    let mut shapes = BTreeSet::new();
    let mut report = Report {
        target: target.name,
        seed: budget.seed,
        runs: 0,
        bytes: 0,
        shapes: 0,
        slowest: (Duration::ZERO, 0),
    };
    let mut try_one = |bytes: &[u8]| {
        let start = Instant::now();
        let answer = panic::catch_unwind(AssertUnwindSafe(|| (target.run)(bytes)));
        let took = start.elapsed();
        report.runs += 1;
        report.bytes += bytes.len() as u64;
        if took > report.slowest.0 {
            report.slowest = (took, bytes.len());
        }
        let failure = match &answer {
            Err(_) => Some("panics".to_owned()),
            Ok(_) if took > budget.hang => Some(format!("takes {took:?}")),
            Ok(_) => None,
        };
        if let Some(failure) = failure {
            let file = keep(target.name, bytes);
            panic!(
                "{} {failure} (seed {}, {} bytes, kept in {})",
                target.name,
                budget.seed,
                bytes.len(),
                file.display()
            );
        }
        answer.is_ok_and(|shape| shapes.insert(shape))
    };
    // In any order, so that of many seeds others come first with another number.
    for at in (1..pool.len()).rev() {
        pool.swap(at, random.below(at + 1));
    }
    let start = Instant::now();
    for bytes in pool.iter().take_while(|_| start.elapsed() < budget.time) {
        try_one(bytes);
    }
    // Long seeds are for the first round only: changes of short ones say more for their time.
    pool.retain(|bytes| bytes.len() <= 4096);
    if pool.is_empty() {
        pool.push(Vec::new());
    }
    let start = Instant::now();
    while start.elapsed() < budget.time {
        let mut bytes = random.choose(&pool).cloned().unwrap_or_default();
        let other = random.choose(&pool).cloned().unwrap_or_default();
        mutate(&mut bytes, &other, target.words, &mut random);
        if try_one(&bytes) && bytes.len() <= 4096 {
            pool.push(bytes);
        }
    }
    report.shapes = shapes.len();
    report
}

/// Writes an input to a file of the folder for temporary files.
fn keep(target: &str, bytes: &[u8]) -> PathBuf {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    let path = env::temp_dir().join(format!("occi-fuzz-{target}-{:016x}", hasher.finish()));
    if let Err(error) = fs::write(&path, bytes) {
        eprintln!("{}: {error}", path.display());
    }
    path
}

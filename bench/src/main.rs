//! Measures occi against its targets and beside named peers: `cargo run --release -p occi-bench`.
//!
//! Everything is CPU time, median of several rounds; peers run in the same process in turns.
//! Prints figures and ratios and judges nothing.

mod clock;
mod compiler;
mod conformance;
mod definitions;
mod dense;
mod guidelines;
mod http;
mod judging;
mod listing;
mod load;
mod peers;
mod process;
mod reading;
mod wire;

use std::{
    env,
    error::Error,
    path::{Path, PathBuf},
    process::Command,
    sync::Arc,
};

use occi_grammar::{FileResolver, compile};
use occi_model::{Model, Profile};

/// As in the program `occi` with this feature; peers in this process have it too.
#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    match arguments.next().as_deref() {
        // A pass in a process of its own, for its memory.
        Some("--memory") => {
            let kinds = arguments.next().ok_or("--memory wants a number")?.parse()?;
            compiler::pass(kinds)?;
            println!("{}", clock::peak_memory());
            Ok(())
        }
        Some("--reading-memory") => {
            reading::pass()?;
            println!("{}", clock::peak_memory());
            Ok(())
        }
        Some("--no-memory") => {
            println!("{}", clock::peak_memory());
            Ok(())
        }
        Some("--dense-one") => {
            let number = arguments.next().ok_or("--dense-one wants a number")?;
            dense::one(number.parse()?)
        }
        // The densest definitions alone.
        Some("--dense") => dense::run(&env::current_exe()?),
        // Reading and checking alone.
        Some("--reading") => reading(&env::current_exe()?, &root()?),
        // Reading and linting guidelines alone, those of a folder.
        Some("--guidelines") => {
            let folder = arguments
                .next()
                .map_or_else(default_guidelines, |f| Ok(f.into()))?;
            guidelines::run(&build_occi(&root()?)?, &folder)
        }
        // Judging alone; a stream, its guideline and the target may follow.
        Some("--judging") => {
            let recorded: Vec<String> = arguments.collect();
            judging(&env::current_exe()?, &root()?, &recorded)
        }
        Some("--judging-memory") => {
            let megabytes = arguments.next().ok_or("--judging-memory wants a number")?;
            let occi = arguments.next().ok_or("--judging-memory wants a program")?;
            judging::memory(&root()?, megabytes.parse()?, Path::new(&occi))
        }
        // Reading listings alone.
        Some("--listing") => listing::run(),
        // The renderings alone.
        Some("--wire") => wire::run(),
        Some("--wire-pass") => {
            let mut next = || {
                arguments
                    .next()
                    .ok_or("--wire-pass wants a message, a way, a number")
            };
            let (message, what, rounds) = (next()?, next()?, next()?.parse()?);
            wire::pass(&message, &what, rounds)
        }
        // Beside pyssf, from its folder; bench/peers calls this.
        Some("--peers") => {
            let mut next = || {
                arguments
                    .next()
                    .ok_or("--peers wants python, script, folder")
            };
            let (python, script, folder) = (next()?, next()?, next()?);
            peers::run(&infrastructure(&root()?)?, &python, &script, &folder)
        }
        // Creations without sockets, for a profile.
        Some("--create-pass") => {
            let rounds = arguments.next().ok_or("--create-pass wants a number")?;
            http::pass(&infrastructure(&root()?)?, rounds.parse()?)
        }
        // The conformance suite alone.
        Some("--conformance") => conformance::report(&env::current_exe()?),
        Some("--conformance-in-process") => conformance::in_process(),
        Some("--conformance-http") => conformance::over_http(),
        // The server alone.
        Some("--server") => server(&root()?, &arguments.next().unwrap_or_default()),
        Some(other) => Err(format!("unknown argument `{other}`").into()),
        None => all(),
    }
}

fn all() -> Result<(), Box<dyn Error>> {
    // Asked for now: building the command line may replace the file that this process runs from.
    let this = env::current_exe()?;
    let root = root()?;
    let infrastructure = root.join("specs/infrastructure.occi");

    println!("== processes");
    process::run(&build_occi(&root)?, &infrastructure)?;

    reading(&this, &root)?;

    println!("\n== guidelines");
    guidelines::run(&build_occi(&root)?, &default_guidelines()?)?;
    judging(&this, &root, &[])?;

    println!("\n== readers of listings");
    listing::run()?;

    println!("\n== renderings");
    wire::run()?;

    println!("\n== compiler, by size of the model");
    compiler::report(50, 21)?;
    let small = compiler::report(500, 5)?;
    let large = compiler::report(5_000, 3)?;
    println!(
        "ten times the kinds cost {:.2} times the time (target: 8 to 12)",
        large.as_secs_f64() / small.as_secs_f64()
    );
    println!(
        "peak memory at 5000 kinds: {} MB (target: at most 300)",
        memory(&this, 5_000)? / 1_000_000
    );

    conformance::report(&this)?;
    server(&root, "")
}

fn reading(this: &Path, root: &Path) -> Result<(), Box<dyn Error>> {
    println!("\n== reading and checking");
    reading::run(this, &build_occi(root)?)
}

fn judging(this: &Path, root: &Path, recorded: &[String]) -> Result<(), Box<dyn Error>> {
    println!("\n== judging");
    judging::run(this, &build_occi(root)?, root, recorded)
}

/// The guidelines that are built in.
fn default_guidelines() -> Result<PathBuf, Box<dyn Error>> {
    Ok(root()?.join("specs/guidelines"))
}

/// The folder of the workspace.
fn root() -> Result<PathBuf, Box<dyn Error>> {
    let parent = Path::new(env!("CARGO_MANIFEST_DIR")).parent();
    Ok(parent
        .ok_or("the benchmark lies in the workspace")?
        .to_owned())
}

fn server(root: &Path, wanted: &str) -> Result<(), Box<dyn Error>> {
    println!("\n== server");
    http::run(&infrastructure(root)?, wanted)
}

/// The model that is served.
fn infrastructure(root: &Path) -> Result<Arc<Model>, Box<dyn Error>> {
    let name = root.join("specs/infrastructure.occi").display().to_string();
    let compiled = compile(&name, &mut FileResolver::new(), Profile::Union);
    let model = compiled
        .model
        .ok_or_else(|| format!("{name} is refused:\n{}", compiled.faults))?;
    Ok(Arc::new(model))
}

/// Builds the command line in release mode and gives its path.
fn build_occi(root: &Path) -> Result<PathBuf, Box<dyn Error>> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .current_dir(root)
        // Both packages, so that features are those of this build and nothing is built twice.
        .args([
            "build",
            "--release",
            "--quiet",
            "-p",
            "occi-cli",
            "-p",
            "occi-bench",
        ])
        .status()?;
    if !status.success() {
        return Err("building the command line failed".into());
    }
    let directory = env::current_exe()?
        .parent()
        .ok_or("the benchmark lies in a directory")?
        .to_owned();
    Ok(directory.join("occi"))
}

/// Peak memory of one pass in a process of its own, in bytes.
fn memory(this: &Path, kinds: usize) -> Result<u64, Box<dyn Error>> {
    let output = Command::new(this)
        .args(["--memory", &kinds.to_string()])
        .output()?;
    Ok(String::from_utf8(output.stdout)?.trim().parse()?)
}

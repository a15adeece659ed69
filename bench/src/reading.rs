//! Reading and checking definitions, against the goals of the compiler.

use std::{
    path::Path,
    process::{Command, Stdio},
    time::Duration,
};

use occi_grammar::{MemoryResolver, builtin, compile, load, syntax};
use occi_model::{Profile, SourceId};

use crate::{clock, compiler::millis, definitions};

type Outcome = Result<(), Box<dyn std::error::Error>>;

/// Size of the large definition, in bytes.
const LARGE: usize = 10_000_000;

/// Definitions that together have about [`LARGE`] bytes: those that are shipped, again and again
/// under new names, each with its text; the last imports all others.
fn shipped(bytes: usize) -> Vec<(String, String)> {
    let mut all = Vec::new();
    let mut size = 0;
    let mut imports =
        "extension everything \"http://bench.example.com/everything#\";\n\nuse core;\n".to_owned();
    for copy in 0.. {
        for builtin in builtin::ALL {
            if builtin.name == "core" {
                continue;
            }
            let name = format!("{}-r{copy}", builtin.name);
            let mut text = builtin
                .text
                .replacen(
                    &format!("extension {}", builtin.name),
                    &format!("extension {name}"),
                    1,
                )
                .replace(
                    "http://schemas.ogf.org/occi/",
                    &format!("http://bench.example.com/r{copy}/"),
                )
                .replace(" at \"/", &format!(" at \"/r{copy}/"))
                .replace("occi.", &format!("com.example.r{copy}."))
                .replace(&format!("com.example.r{copy}.core."), "occi.core.");
            for other in builtin::ALL {
                if other.name != "core" {
                    text = text.replace(
                        &format!("use {};", other.name),
                        &format!("use {0}-r{copy} as {0};", other.name),
                    );
                }
            }
            imports.push_str(&format!("use {name};\n"));
            size += text.len();
            all.push((name, text));
        }
        if size >= bytes {
            break;
        }
    }
    all.push(("everything".to_owned(), imports));
    all
}

fn resolver(texts: &[(String, String)]) -> MemoryResolver {
    texts
        .iter()
        .fold(MemoryResolver::new(), |resolver, (name, text)| {
            resolver.with(name.as_str(), text.as_str())
        })
}

/// Medians of `rounds` measurements of the thread's time.
pub(crate) fn measure<T>(rounds: usize, mut run: impl FnMut() -> T) -> Duration {
    let times = (0..rounds)
        .map(|_| {
            let start = clock::thread();
            let result = run();
            let took = clock::thread().saturating_sub(start);
            drop(result);
            took
        })
        .collect();
    clock::median(times)
}

#[expect(clippy::cast_precision_loss, reason = "a rate")]
pub(crate) fn megabytes_per_second(bytes: usize, time: Duration) -> f64 {
    bytes as f64 / 1e6 / time.as_secs_f64()
}

/// One compilation of the large definition, in a process of its own, for its memory.
pub(crate) fn pass() -> Outcome {
    let texts = shipped(LARGE);
    let mut resolver = resolver(&texts);
    drop(texts);
    let compiled = compile("everything", &mut resolver, Profile::Union);
    compiled
        .model
        .map(drop)
        .ok_or_else(|| format!("the large definition is refused:\n{}", compiled.faults).into())
}

/// Prints the figures.
pub(crate) fn run(this: &Path, occi: &Path) -> Outcome {
    let texts = shipped(LARGE);
    let size: usize = texts.iter().map(|(_, text)| text.len()).sum();
    let mut resolver = resolver(&texts);
    let compiled = compile("everything", &mut resolver, Profile::Union);
    let model = compiled
        .model
        .ok_or_else(|| format!("the large definition is refused:\n{}", compiled.faults))?;
    println!(
        "shipped definitions under new names: {:.1} MB, {} extensions, {} kinds, {} mixins, {} actions",
        megabytes(size),
        texts.len(),
        model.kinds().len(),
        model.mixins().len(),
        model.actions().len(),
    );
    let (kinds, mixins) = (model.kinds().len(), model.mixins().len());
    drop(model);

    let alone = measure(5, || texts.iter().all(|(_, text)| syntax::is_file(text)));
    let tree = measure(5, || {
        texts
            .iter()
            .map(|(_, text)| syntax::parse(text, SourceId(0)).faults.len())
            .sum::<usize>()
    });
    let draft = measure(5, || load("everything", &mut resolver));
    let whole = measure(5, || compile("everything", &mut resolver, Profile::Union));
    let build = whole.saturating_sub(draft);
    for (what, time) in [
        ("pest alone", alone),
        ("text to tree", tree),
        ("text to draft", draft),
        ("text to model (goal: 15)", whole),
    ] {
        println!(
            "  {what:<26} {:>8.1} ms {:>6.1} MB/s",
            millis(time),
            megabytes_per_second(size, time)
        );
    }
    println!(
        "  pest's share of the whole: {:.0} %",
        100.0 * alone.as_secs_f64() / whole.as_secs_f64()
    );
    println!(
        "  resolution and checks: {:.1} us for each kind and mixin",
        micros(build, kinds + mixins)
    );
    let peak = |argument: &str| -> Result<f64, Box<dyn std::error::Error>> {
        let output = Command::new(this).arg(argument).output()?;
        if !output.status.success() {
            return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
        }
        Ok(String::from_utf8(output.stdout)?.trim().parse()?)
    };
    #[expect(clippy::cast_precision_loss, reason = "a factor")]
    let factor = (peak("--reading-memory")? - peak("--no-memory")?) / size as f64;
    println!("  peak memory: {factor:.1} times the text (limit: 100)");

    let large = definitions::definition(5000);
    let mut resolver = MemoryResolver::new().with("large", large.as_str());
    let draft = measure(5, || load("large", &mut resolver));
    let whole = measure(5, || compile("large", &mut resolver, Profile::Union));
    println!(
        "5000 kinds with 10 attributes, 2 actions and a state machine each, {:.1} MB: {:.1} MB/s; resolution and checks {:.1} us for each kind (goal: 20)",
        megabytes(large.len()),
        megabytes_per_second(large.len(), whole),
        micros(whole.saturating_sub(draft), 5000)
    );

    let provider = definitions::provider();
    let mut resolver = MemoryResolver::new().with("provider", provider.as_str());
    let whole = measure(21, || compile("provider", &mut resolver, Profile::Union));
    println!(
        "294 kinds with 211 actions, {} KB: {:.1} ms (goal: 100)",
        provider.len() / 1000,
        millis(whole)
    );
    check_of_200_lines(occi)
}

#[expect(clippy::cast_precision_loss, reason = "a figure to print")]
fn micros(time: Duration, count: usize) -> f64 {
    time.as_secs_f64() * 1e6 / count as f64
}

#[expect(clippy::cast_precision_loss, reason = "a figure to print")]
fn megabytes(bytes: usize) -> f64 {
    bytes as f64 / 1e6
}

/// `occi check` of a file of 200 lines.
fn check_of_200_lines(occi: &Path) -> Outcome {
    const LINES: usize = 200;
    let mut text = definitions::definition(7);
    let lines = text.lines().count();
    // The rest are comments.
    text.push_str(&"// A comment.\n".repeat(LINES.saturating_sub(lines)));
    let directory = tempfile::tempdir()?;
    let path = directory.path().join("large.occi");
    std::fs::write(&path, &text)?;
    let mut times = Vec::new();
    for _ in 0..51 {
        let before = clock::children();
        let status = Command::new(occi)
            .arg("check")
            .arg(&path)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()?;
        if !status.success() {
            return Err(format!("occi check ended with {status}").into());
        }
        times.push(clock::children().saturating_sub(before));
    }
    println!(
        "occi check of {} lines: {:.1} ms of process time (goal: 10)",
        text.lines().count(),
        millis(clock::median(times))
    );
    Ok(())
}

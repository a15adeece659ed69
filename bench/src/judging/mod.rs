//! Judging subunit streams: speed, memory, and the original on the same stream.

mod stream;

use std::{
    env,
    error::Error,
    fs::{self, File},
    io::{self, BufWriter, Write as _},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Duration,
};

use occi_grammar::guideline;
use occi_model::SourceId;

use crate::clock;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

const MEGABYTE: u64 = 1_000_000;

/// What is judged: a stream, and what by.
struct Subject {
    name: String,
    guideline: PathBuf,
    target: String,
    stream: Vec<u8>,
    /// One of 20 MB for the original, which takes seconds for what is milliseconds here.
    short: Vec<u8>,
}

/// The guideline of the streams that are made here.
fn own_guideline(root: &Path) -> PathBuf {
    root.join("specs/guidelines/occi-infrastructure.json")
}

/// The tests of a guideline as a run reports them.
fn reported(file: &Path) -> Result<Vec<String>> {
    let read = guideline::read(&fs::read(file)?, SourceId(0));
    let Some(guideline) = read.guideline else {
        return Err(format!("{} is refused:\n{}", file.display(), read.faults).into());
    };
    let tests = guideline.capabilities().iter().flat_map(|c| &c.tests);
    Ok(tests
        .map(|test| {
            let id = test.id.as_ref().map_or("", |id| id.value.as_written());
            format!("{}[{id}]", test.name.value)
        })
        .collect())
}

/// Speed, memory, and, where `OCCI_PEER` names a Python with the peers, those beside it.
///
/// `recorded` is a stream, the guideline and the target, or nothing.
pub(crate) fn run(this: &Path, occi: &Path, root: &Path, recorded: &[String]) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let guideline = own_guideline(root);
    let tests = reported(&guideline)?;
    let (mut made, mut short) = (Vec::new(), Vec::new());
    stream::write(&tests, 100 * MEGABYTE, &mut made)?;
    stream::write(&tests, 20 * MEGABYTE, &mut short)?;
    let mut subjects = vec![Subject {
        name: "made".to_owned(),
        guideline,
        target: "platform".to_owned(),
        stream: made,
        short,
    }];
    if let [stream, guideline, target] = recorded {
        let once = fs::read(stream)?;
        subjects.push(Subject {
            name: "recorded".to_owned(),
            guideline: guideline.into(),
            target: target.clone(),
            stream: once.repeat(100_000_000 / once.len().max(1)),
            short: once.repeat(20_000_000 / once.len().max(1)),
        });
    }
    for subject in &subjects {
        speed(occi, subject, folder.path())?;
    }
    for megabytes in [10, 100, 1000] {
        let output = Command::new(this)
            .args(["--judging-memory", &megabytes.to_string()])
            .arg(occi)
            .stderr(Stdio::inherit())
            .output()?;
        let peak: u64 = String::from_utf8(output.stdout)?.trim().parse()?;
        println!(
            "peak memory of judging {megabytes} MB from a pipe: {:.1} MB",
            large(peak) / 1e6
        );
    }
    match env::var_os("OCCI_PEER") {
        Some(python) => {
            for subject in &subjects {
                peers(occi, Path::new(&python), subject, root, folder.path())?;
            }
        }
        None => println!("(bench/judging/run sets the original beside this)"),
    }
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "figures of three digits")]
const fn large(count: u64) -> f64 {
    count as f64
}

/// CPU time of `occi judge` on a file.
fn judged(occi: &Path, subject: &Subject, file: &Path) -> Result<Duration> {
    let before = clock::children();
    let status = judge(occi, subject)
        .arg(file)
        .stdout(Stdio::null())
        .status()?;
    // Compliant or not: the stream was read to its end.
    if !matches!(status.code(), Some(0 | 1)) {
        return Err(format!("occi judge ended with {status}").into());
    }
    Ok(clock::children().saturating_sub(before))
}

fn judge(occi: &Path, subject: &Subject) -> Command {
    let mut command = Command::new(occi);
    command
        .args(["judge", "--target", &subject.target, "--guideline"])
        .arg(&subject.guideline);
    command
}

fn speed(occi: &Path, subject: &Subject, folder: &Path) -> Result<()> {
    let file = folder.join("speed");
    fs::write(&file, &subject.stream)?;
    let mut times = Vec::new();
    for _ in 0..5 {
        times.push(judged(occi, subject, &file)?);
    }
    let time = clock::median(times);
    let bytes = fs::metadata(&file)?.len();
    println!(
        "occi judge, {} stream of {:.0} MB: {:.0} ms, {:.0} MB/s (target: at least 100)",
        subject.name,
        large(bytes) / 1e6,
        time.as_secs_f64() * 1e3,
        large(bytes) / 1e6 / time.as_secs_f64()
    );
    Ok(())
}

/// Judges a stream that is made on the way, and prints the peak memory of `occi` in bytes: in a
/// process of its own, which has no other child.
pub(crate) fn memory(root: &Path, megabytes: u64, occi: &Path) -> Result<()> {
    let guideline = own_guideline(root);
    let mut child = Command::new(occi)
        .args(["judge", "-", "--guideline"])
        .arg(&guideline)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()?;
    let stdin = child.stdin.take().ok_or("a pipe was asked for")?;
    let mut out = BufWriter::new(stdin);
    stream::write(&reported(&guideline)?, megabytes * MEGABYTE, &mut out)?;
    out.flush()?;
    drop(out);
    let status = child.wait()?;
    if !matches!(status.code(), Some(0 | 1)) {
        return Err(format!("occi judge ended with {status}").into());
    }
    println!("{}", clock::peak_memory_of_children());
    Ok(())
}

/// The same stream through `occi judge` and through the original, in turns.
fn peers(occi: &Path, python: &Path, subject: &Subject, root: &Path, folder: &Path) -> Result<()> {
    let file = folder.join("peers");
    fs::write(&file, &subject.short)?;
    let original = folder.join("original.json");
    let script = root.join("bench/judging/original.py");
    let (mut ours, mut decoding, mut client) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..3 {
        ours.push(judged(occi, subject, &file)?);
        let output = Command::new(python)
            .arg(&script)
            .arg(&file)
            .arg(&original)
            .stderr(Stdio::inherit())
            .output()?;
        let text = String::from_utf8(output.stdout)?;
        let mut seconds = text.split_whitespace().map(str::parse::<f64>);
        for times in [&mut decoding, &mut client] {
            let time = seconds.next().ok_or("the original said nothing")??;
            times.push(Duration::from_secs_f64(time));
        }
    }
    let (ours, decoding, client) = (
        clock::median(ours),
        clock::median(decoding),
        clock::median(client),
    );
    let ratio = |original: Duration| original.as_secs_f64() / ours.as_secs_f64();
    println!(
        "{} stream of {:.0} MB: occi judge {:.0} ms; python-subunit {:.0} ms, refstack-client {:.0} ms, together {:.0} times (target: at least 50)",
        subject.name,
        large(u64::try_from(subject.short.len())?) / 1e6,
        ours.as_secs_f64() * 1e3,
        decoding.as_secs_f64() * 1e3,
        client.as_secs_f64() * 1e3,
        ratio(decoding + client),
    );
    same(occi, subject, &file, &original)
}

/// Both find the same passes.
fn same(occi: &Path, subject: &Subject, file: &Path, original: &Path) -> Result<()> {
    let output = judge(occi, subject)
        .arg(file)
        .args(["--format", "refstack", "--cpid", "peer"])
        .stderr(Stdio::null())
        .output()?;
    let ours: serde_json::Value = serde_json::from_slice(&output.stdout)?;
    let theirs: serde_json::Value =
        serde_json::from_reader(io::BufReader::new(File::open(original)?))?;
    let passes = |value: &serde_json::Value| {
        let results = value.get("results").and_then(|r| r.as_array());
        let mut names: Vec<String> = results
            .into_iter()
            .flatten()
            .map(ToString::to_string)
            .collect();
        names.sort_unstable();
        // A stream that is repeated has each pass many times.
        names.dedup();
        names
    };
    let (ours, theirs) = (passes(&ours), passes(&theirs));
    if ours != theirs {
        return Err(format!("{} passes, {} in the original", ours.len(), theirs.len()).into());
    }
    println!("    the same {} passes", ours.len());
    Ok(())
}

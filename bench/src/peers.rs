//! Beside pyssf, in turns in one run: requests per CPU-second of the server's process, and entities
//! read.

use std::{
    error::Error,
    fs,
    hint::black_box,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    process::{Child, Command, Stdio},
    sync::Arc,
    time::{Duration, Instant},
};

use occi_model::Model;
use occi_rendering::{MediaType, Mode, Payload, read_entities};

use crate::{http, reading::measure};

/// How long one measurement of a server lasts.
const TIME: Duration = Duration::from_secs(4);

/// Rounds; the median counts.
const ROUNDS: usize = 3;

/// Entities stored besides, in the second measurement.
const STORED: usize = 9_500;

/// How many entities are read in one measurement of ours.
const READ: usize = 20_000;

/// What pyssf is asked to create, and what both read.
const COMPUTE: &str = "Category: compute; scheme=\"http://schemas.ogf.org/occi/infrastructure#\"; class=\"kind\"\n\
    X-OCCI-Attribute: occi.core.title=\"A machine of the benchmark\"\n\
    X-OCCI-Attribute: occi.core.summary=\"It serves pages\"\n\
    X-OCCI-Attribute: occi.compute.architecture=\"x86\"\n\
    X-OCCI-Attribute: occi.compute.cores=2\n\
    X-OCCI-Attribute: occi.compute.hostname=\"bench\"\n\
    X-OCCI-Attribute: occi.compute.speed=2.4\n\
    X-OCCI-Attribute: occi.compute.memory=4.0\n\
    X-OCCI-Attribute: occi.compute.state=\"active\"\n";

/// A pyssf that is running; it ends with this.
struct Pyssf {
    process: Child,
    address: SocketAddr,
}

impl Drop for Pyssf {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Pyssf {
    fn start(python: &str, script: &str, folder: &str) -> Result<Self, Box<dyn Error>> {
        let mut process = Command::new(python)
            .args([script, folder, "serve"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let mut port = String::new();
        let output = process.stdout.take().ok_or("no output")?;
        let read = BufReader::new(output).read_line(&mut port);
        let mut pyssf = Self {
            process,
            address: SocketAddr::from(([127, 0, 0, 1], 0)),
        };
        read?;
        pyssf.address.set_port(port.trim().parse()?);
        Ok(pyssf)
    }

    /// One request on a connection of its own, as HTTP/1.0 has it; gives the answer.
    fn ask(&self, request: &[u8]) -> Result<Vec<u8>, Box<dyn Error>> {
        let mut stream = TcpStream::connect(self.address)?;
        stream.write_all(request)?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        let line = answer.split(|&b| b == b'\r').next().unwrap_or_default();
        if line
            .windows(5)
            .any(|five| five == b" 200 " || five == b" 201 ")
        {
            return Ok(answer);
        }
        Err(String::from_utf8_lossy(&answer).into_owned().into())
    }

    /// Creates a compute; gives its path.
    fn create(&self) -> Result<String, Box<dyn Error>> {
        let answer = self.ask(&http::request("POST", "/compute/", "text/plain", COMPUTE))?;
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let location = answer.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case("location").then(|| value.trim())
        });
        let location = location.ok_or("no location")?;
        let at = location.find("/compute/").ok_or("a location elsewhere")?;
        Ok(location[at..].to_owned())
    }

    /// Requests per CPU-second of the process.
    fn rate(&self, request: &[u8]) -> Result<f64, Box<dyn Error>> {
        let before = self.cpu()?;
        let start = Instant::now();
        let mut answers = 0.0;
        while start.elapsed() < TIME {
            self.ask(request)?;
            answers += 1.0;
        }
        Ok(answers / (self.cpu()? - before))
    }

    /// Seconds of CPU time of the process so far.
    fn cpu(&self) -> Result<f64, Box<dyn Error>> {
        // Linux counts hundredths of a second for everybody outside.
        const TICKS: f64 = 100.0;
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.process.id()))?;
        // The name, in brackets, may hold blanks.
        let (_, fields) = stat.rsplit_once(')').ok_or("no name in stat")?;
        let mut times = fields.split_ascii_whitespace().skip(11);
        let mut next = || -> Result<f64, Box<dyn Error>> {
            Ok(times.next().ok_or("no times in stat")?.parse()?)
        };
        Ok((next()? + next()?) / TICKS)
    }
}

fn median(mut rates: Vec<f64>) -> f64 {
    rates.sort_by(f64::total_cmp);
    rates.get(rates.len() / 2).copied().unwrap_or_default()
}

fn told(what: &str, ours: f64, theirs: f64, goal: u32) {
    println!(
        "{what:<34} {ours:>9.0} {theirs:>9.0} {:>7.0}   (goal: {goal})",
        ours / theirs
    );
}

/// Prints the figures.
pub(crate) fn run(
    model: &Arc<Model>,
    python: &str,
    script: &str,
    folder: &str,
) -> Result<(), Box<dyn Error>> {
    println!("for each CPU-second                     occi     pyssf   times");
    let pyssf = Pyssf::start(python, script, folder)?;
    for (stored, what, goal) in [
        (0, "GET one as text", 20),
        (STORED, "GET one of 9,500 as text", 300),
    ] {
        let ours = http::Filled::new(model, stored)?;
        let path = pyssf.create()?;
        for _ in 0..stored {
            pyssf.create()?;
        }
        let request = http::request("GET", &path, "text/plain", "");
        let (mut our_rates, mut their_rates) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            our_rates.push(ours.get()?);
            their_rates.push(pyssf.rate(&request)?);
        }
        told(what, median(our_rates), median(their_rates), goal);
    }
    drop(pyssf);

    let file = tempfile::NamedTempFile::new()?;
    fs::write(file.path(), COMPUTE)?;
    let output = Command::new(python)
        .args([script, folder, "read"])
        .arg(file.path())
        .output()?;
    let theirs: f64 = String::from_utf8(output.stdout)?.trim().parse()?;
    let payload = Payload {
        media: MediaType::TextPlain,
        headers: Vec::new(),
        body: COMPUTE.as_bytes(),
    };
    read_entities(&payload, Mode::Strict)?;
    let time = measure(5, || {
        for _ in 0..READ {
            let _ = black_box(read_entities(&payload, Mode::Strict));
        }
    });
    #[expect(clippy::cast_precision_loss, reason = "a rate")]
    let ours = READ as f64 / time.as_secs_f64();
    told("entities read from text", ours, theirs, 20);
    Ok(())
}

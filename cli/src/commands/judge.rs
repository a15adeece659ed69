//! `occi judge`: results of a test run against a guideline.

use std::{
    fs::{self, File},
    io::{self, Read, Write as _},
    path::{Path, PathBuf},
    str::FromStr,
};

use clap::{Args, ValueEnum};
use occi_grammar::{
    Sources, guideline,
    judgement::{
        Answer, Judgement,
        upload::{CloudId, upload},
    },
    results::{self, Everything, Format, Run, TargetTests, stestr},
};
use occi_model::{
    Faults,
    guideline::{Guideline, Target, judge::Matching},
};

use occi_refstack::{
    SigningKey,
    signature::{KEY_FIELD, SIGNATURE_FIELD},
};

use super::guideline::inventory;
use crate::{
    exit::{Exit, Failure, Outcome},
    output::errln,
    source,
};

/// Judge the results of a test run by an interop guideline
///
/// The results are a subunit stream (version 1 or 2, live or at rest), a repository of stestr,
/// JUnit XML, an upload to the result server, or the results.json of `occi conform`. Exit codes:
/// 0 compliant, 1 not compliant, 2 usage, 3 there is no telling.
#[derive(Debug, Args)]
pub(crate) struct Judge {
    /// File with the results, folder with a repository of stestr, or - for the standard input
    #[arg(value_name = "RESULT")]
    results: PathBuf,

    /// File with the guideline
    #[arg(long, value_name = "GUIDELINE")]
    guideline: PathBuf,

    /// What is judged: platform, compute, object, an add-on, or any platform or component by name
    #[arg(long, value_name = "TARGET", default_value = "platform")]
    target: String,

    /// Match by name and alias only, as RefStack does; by default ids come first
    #[arg(long)]
    by_name: bool,

    /// How the verdict is printed
    #[arg(long, value_name = "FORMAT", default_value = "terminal")]
    format: Report,

    /// List of the tests of the suite, one a line with attributes; may be given several times:
    /// explains what is missing
    #[arg(long, value_name = "FILE")]
    inventory: Vec<PathBuf>,

    /// Form of the results, where it shall not be found out: subunit, subunit-v1, refstack,
    /// junit, conformance
    #[arg(long, value_name = "FORM", value_parser = Format::from_str)]
    input: Option<Format>,

    /// Number of the run in a repository of stestr [default: the last one]
    #[arg(long, value_name = "N")]
    run: Option<u64>,

    /// Print explanations whole, however long
    #[arg(long)]
    whole: bool,

    /// With --format refstack: id of the cloud
    #[arg(long, value_name = "ID", conflicts_with = "keystone_endpoint")]
    cpid: Option<String>,

    /// With --format refstack: URL of the identity service, of which the id of the cloud is made
    #[arg(long, value_name = "URL")]
    keystone_endpoint: Option<String>,

    /// With --format refstack: how long the run took; 0 when nobody knows
    #[arg(long, value_name = "SECONDS", default_value = "0")]
    duration: u64,

    /// With --format refstack: private RSA key in PEM that signs the upload
    #[arg(long, value_name = "KEY", requires = "headers")]
    sign: Option<PathBuf>,

    /// File for the signature, as header fields that `curl --header @FILE` sends with the upload
    #[arg(long, value_name = "FILE", requires = "sign")]
    headers: Option<PathBuf>,
}

/// How the verdict is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Report {
    /// For people.
    Terminal,
    /// Every capability and test.
    Json,
    /// For continuous integration.
    Junit,
    /// A page that stands alone.
    Html,
    /// The passes, as they are uploaded to RefStack.
    Refstack,
}

impl Judge {
    pub(crate) fn run(self) -> Outcome {
        let cloud = self.cloud()?;
        if self.sign.is_some() && self.format != Report::Refstack {
            return Err(Failure::usage(
                "only an upload is signed: --format refstack",
            ));
        }
        let guideline = self.read_guideline()?;
        let target = guideline
            .target(&self.target)
            .map_err(|unknown| match &unknown.nearest {
                Some(near) => Failure::usage(format!("{unknown}; did you mean `{near}`?")),
                None => Failure::usage(unknown),
            })?;
        let (name, format, mut run) = self.read_results(&target)?;
        run.results.suite = inventory(&self.inventory).map_err(Failure::without_verdict)?;
        let matching = if self.by_name {
            Matching::ByName
        } else {
            Matching::ById
        };
        let judgement = Judgement::new(&guideline, &target, &name, format, &run, matching);
        let text = match (self.format, cloud) {
            (Report::Terminal, _) => judgement.terminal(self.whole),
            (Report::Json, _) => judgement.json().map_err(Failure::internal)?,
            (Report::Junit, _) => judgement.junit().map_err(Failure::internal)?,
            (Report::Html, _) => judgement.html().map_err(Failure::internal)?,
            (Report::Refstack, cloud) => {
                let cloud = cloud.unwrap_or_else(|| CloudId::known(""));
                let text = upload(&run, &cloud, self.duration).map_err(Failure::internal)?;
                self.sign(&text)?;
                text
            }
        };
        // A reader that closes the pipe early has what it wanted.
        let _ = io::stdout().write_all(text.as_bytes());
        Ok(match judgement.answer() {
            Answer::Compliant => Exit::Success,
            Answer::NotCompliant => Exit::Refused,
            Answer::CannotJudge(doubt) => {
                if self.format != Report::Terminal {
                    errln!("cannot judge: {doubt}");
                }
                Exit::World
            }
        })
    }

    /// The id of the cloud, which an upload cannot be without.
    fn cloud(&self) -> Result<Option<CloudId>, Failure> {
        match (&self.cpid, &self.keystone_endpoint) {
            (Some(id), _) => Ok(Some(CloudId::known(id))),
            (None, Some(url)) => CloudId::of_endpoint(url).map(Some).map_err(Failure::usage),
            (None, None) if self.format == Report::Refstack => Err(Failure::usage(
                "an upload names its cloud: give --cpid or --keystone-endpoint",
            )),
            (None, None) => Ok(None),
        }
    }

    /// Writes the signature of an upload, when one is wanted.
    fn sign(&self, upload: &str) -> Result<(), Failure> {
        let (Some(key), Some(headers)) = (&self.sign, &self.headers) else {
            return Ok(());
        };
        let name = key.display();
        let pem = fs::read(key)
            .map_err(|error| Failure::world(format!("cannot read `{name}`: {error}")))?;
        let signing = SigningKey::from_pem(&pem)
            .map_err(|error| Failure::usage(format!("`{name}`: {error}")))?;
        let public = signing.public_key().map_err(Failure::internal)?;
        let signature = signing.sign(upload.as_bytes()).map_err(Failure::internal)?;
        let fields = format!("{SIGNATURE_FIELD}: {signature}\n{KEY_FIELD}: {public}\n");
        fs::write(headers, fields).map_err(|error| {
            Failure::world(format!("cannot write `{}`: {error}", headers.display()))
        })
    }

    /// A guideline that cannot be read makes no verdict: neither yes nor no.
    fn read_guideline(&self) -> Result<Guideline, Failure> {
        let name = self.guideline.display().to_string();
        let bytes = fs::read(&self.guideline)
            .map_err(|error| Failure::world(format!("cannot read `{name}`: {error}")))?;
        let mut sources = Sources::new();
        let source = sources.add(&name, String::from_utf8_lossy(&bytes));
        let read = guideline::read(&bytes, source);
        let errors: Faults = read
            .faults
            .iter()
            .filter(|f| f.is_error())
            .cloned()
            .collect();
        source::print_faults(&errors, &sources);
        read.guideline
            .ok_or_else(|| Failure::world(format!("`{name}` is no guideline to judge by")))
    }

    fn read_results(&self, target: &Target<'_>) -> Result<(String, Format, Run), Failure> {
        let path = self.results.as_path();
        let (name, source): (String, Box<dyn Read>) = if path == Path::new("-") {
            ("standard input".to_owned(), Box::new(io::stdin()))
        } else {
            let file = if path.is_dir() {
                stestr::stream(path, self.run).map_err(Failure::world)?
            } else {
                path.to_owned()
            };
            let name = file.display().to_string();
            let source = File::open(&file)
                .map_err(|error| Failure::world(format!("cannot read `{name}`: {error}")))?;
            (name, Box::new(source))
        };
        // An upload holds every pass, a verdict only what the target asks for.
        let read = if self.format == Report::Refstack {
            results::read(source, self.input, &Everything)
        } else {
            results::read(source, self.input, &TargetTests::of(target))
        };
        let (format, run) =
            read.map_err(|error| Failure::world(format!("cannot judge `{name}`: {error}")))?;
        Ok((name, format, run))
    }
}

//! `occi discover`: the definition of what a live endpoint offers.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use occi::client::{Client, ClientError, RawDiscovery, Rendering};
use occi_grammar::{
    Compiled, ResolveError, Resolved, Resolver,
    format::{Format, Subject, Written},
};

use super::{conform::runtime, convert};
use crate::{
    connection::Connection,
    exit::{Exit, Failure, Outcome},
    output::{errln, out},
    source::{Reading, Strict},
};

/// Read the query interface of an endpoint and write the definition of what it offers
#[derive(Debug, Args)]
pub(crate) struct Discover {
    /// URL of the endpoint, such as http://127.0.0.1:8787
    #[arg(value_name = "URL")]
    url: String,

    /// Format that is written
    #[arg(long, value_name = "FORMAT", default_value = "occi")]
    to: Format,

    /// File that is written, or directory when there are several [default: standard output]
    #[arg(short, long, value_name = "PATH")]
    output: Option<PathBuf>,

    /// Rendering that is asked for
    #[arg(long, value_name = "RENDERING", default_value = "auto")]
    rendering: Asked,

    #[command(flatten)]
    connection: Connection,

    #[command(flatten)]
    reading: Reading,

    #[command(flatten)]
    strict: Strict,
}

/// Which rendering is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Asked {
    /// JSON, which says more, else text.
    Auto,
    /// JSON only.
    Json,
    /// Text only.
    Text,
}

/// The paths of query interfaces, which a URL may end with already.
const QUERY_INTERFACES: [&str; 2] = ["/.well-known/org/ogf/occi/-/", "/-/"];

impl Discover {
    pub(crate) fn run(self) -> Outcome {
        let Some(writer) = self.to.writer() else {
            return Err(Failure::usage(format!(
                "{} is read, but not written",
                self.to.title()
            )));
        };
        let compiled = self.compile()?;
        // Standard output is for the definition, unless that goes to a file.
        self.reading.report_beside(&compiled, self.output.is_none());
        let Some(model) = &compiled.model else {
            return Err(Failure::refused(format!(
                "what `{}` offers is no valid definition",
                self.url
            )));
        };
        let written = writer(&Subject {
            model,
            extensions: &compiled.entries,
            configurations: &compiled.configurations,
        });
        for loss in &written.losses {
            errln!("lost: {loss}");
        }
        self.write(&written)?;
        Ok(Exit::Success)
    }

    /// What an endpoint offers as a definition, with the defaults of the command.
    pub(crate) fn of(
        url: &str,
        connection: &Connection,
        reading: &Reading,
    ) -> Result<Compiled, Failure> {
        Self::with_defaults(url, connection, reading).compile()
    }

    /// What an answer of a query interface says, with the defaults of the command.
    pub(crate) fn of_answer(
        url: &str,
        content_type: &str,
        body: &[u8],
        reading: &Reading,
    ) -> Result<Compiled, Failure> {
        Self::with_defaults(url, &Connection::plain(), reading).read(content_type, body)
    }

    fn with_defaults(url: &str, connection: &Connection, reading: &Reading) -> Self {
        Self {
            url: url.to_owned(),
            to: Format::Occi,
            output: None,
            rendering: Asked::Auto,
            connection: connection.clone(),
            reading: reading.clone(),
            strict: Strict::default(),
        }
    }

    fn compile(&self) -> Result<Compiled, Failure> {
        let runtime = runtime()?;
        let ask = |rendering| {
            let client = self.client(rendering)?;
            runtime.block_on(client.discover_raw()).map_err(failure)
        };
        match self.rendering {
            Asked::Json => self.read_raw(&ask(Rendering::Json)?),
            Asked::Text => self.read_raw(&ask(Rendering::Text)?),
            Asked::Auto => {
                let first = self.read_raw(&ask(Rendering::Automatic)?);
                let is_readable = first.as_ref().is_ok_and(|one| one.model.is_some());
                // Some servers have a JSON from before the standard, or a page for people; their
                // text may be readable. Where it is not, the first answer tells more.
                match (is_readable, &first) {
                    (false, Ok(Compiled { format, .. })) if *format == Some(Format::Text) => first,
                    (true, _) => first,
                    (false, _) => match ask(Rendering::Text).and_then(|raw| self.read_raw(&raw)) {
                        Ok(second) if second.model.is_some() => Ok(second),
                        _ => first,
                    },
                }
            }
        }
    }

    fn client(&self, rendering: Rendering) -> Result<Client, Failure> {
        let url = QUERY_INTERFACES
            .iter()
            .find_map(|path| self.url.strip_suffix(path))
            .unwrap_or(&self.url);
        let builder = self.connection.builder(url)?.rendering(rendering);
        builder.build().map_err(failure)
    }

    fn read_raw(&self, raw: &RawDiscovery) -> Result<Compiled, Failure> {
        self.read(&raw.content_type, &raw.body)
    }

    /// Reads an answer as a definition.
    fn read(&self, content_type: &str, body: &[u8]) -> Result<Compiled, Failure> {
        if body.trim_ascii().is_empty() {
            return Err(Failure::refused(format!(
                "the query interface of `{}` lists nothing: its answer is empty",
                self.url
            )));
        }
        let media = content_type.split(';').next().unwrap_or_default().trim();
        let is_rendering = media.is_empty()
            || ["text/plain", "text/occi+plain", "application/json"]
                .iter()
                .any(|known| media.eq_ignore_ascii_case(known))
            || media.to_ascii_lowercase().ends_with("/occi+json");
        if !is_rendering {
            return Err(Failure::refused(format!(
                "the answer of `{}` is `{media}`, which lists no categories; is this the base URL of an OCCI server?",
                self.url
            )));
        }
        let mut answer = Answer {
            url: self.url.clone(),
            body: body.to_vec(),
        };
        let reading = self.strict.reading(&self.reading);
        Ok(reading.compile_from(&self.url, &mut answer))
    }

    /// Several extensions are printed one behind the other, each under the name of its file: what
    /// an endpoint offers is looked at before it is kept.
    fn write(&self, written: &Written) -> Result<(), Failure> {
        if self.output.is_some() || written.files.len() == 1 {
            return convert::write(written, self.output.as_deref());
        }
        for file in &written.files {
            out!("// {}\n{}\n", file.name, file.text);
        }
        Ok(())
    }
}

/// A wrong call is the caller's, an answer that cannot be read the input's, the rest the world's.
fn failure(error: ClientError) -> Failure {
    match error {
        ClientError::Setup { .. } => Failure::usage(error),
        ClientError::NoRendering { .. }
        | ClientError::Unreadable { .. }
        | ClientError::TooLong { .. } => Failure::refused(error),
        _ => Failure::world(error),
    }
}

/// The answer as the text that a reading starts with; what it imports is built in.
struct Answer {
    url: String,
    body: Vec<u8>,
}

impl Resolver for Answer {
    fn entry(&mut self, _: &str) -> Result<Resolved, ResolveError> {
        Ok(Resolved {
            name: self.url.clone(),
            key: self.url.clone(),
            path: None,
            bytes: std::mem::take(&mut self.body),
        })
    }

    fn import(&mut self, _: &str, _: &Resolved) -> Result<Option<Resolved>, ResolveError> {
        Ok(None)
    }
}

//! The endpoint of a run: how it is reached, as whom, and how carefully.

use std::{path::Path, sync::Arc, time::Duration};

use occi_conformance::{
    Http, Transport,
    engine::{Safety, Settings, Timeouts},
    secrets::Secrets,
    target::{self, Auth, Class, TargetFile},
    transport::{Credentials, Limits, Tls},
};

use super::options::{EndpointArguments, SafetyArguments};
use crate::{exit::Failure, reading};

/// Longest run on another machine, unless said otherwise (section 9.4).
const LONGEST_REMOTE: Duration = Duration::from_secs(30 * 60);

/// An endpoint that is ready to be asked.
pub(super) struct Endpoint {
    pub(super) transport: Arc<dyn Transport>,
    pub(super) credentials: Credentials,
    pub(super) secrets: Secrets,
    pub(super) is_loopback: bool,
    pub(super) host: String,
    pub(super) file: TargetFile,
}

impl Endpoint {
    /// Reads the target file, if there is one, and prepares the connection.
    pub(super) fn new(url: Option<&str>, arguments: &EndpointArguments) -> Result<Self, Failure> {
        let file = match &arguments.target_file {
            Some(path) => read(path)?,
            None => TargetFile::default(),
        };
        let url = url.or(file.url.as_deref()).ok_or_else(|| {
            Failure::usage("neither the command line nor the target file names a URL")
        })?;
        let tls = Tls {
            authorities: arguments.ca.clone().or_else(|| file.authorities.clone()),
            identity: match &file.auth {
                Auth::X509 { certificate, key } => Some((certificate.clone(), key.clone())),
                _ => None,
            },
        };
        let http = Http::with_tls(url, &tls).map_err(Failure::usage)?;
        let http = http.limits(
            file.time.connect.unwrap_or(Http::CONNECT_LIMIT),
            file.time.request.unwrap_or(Http::REQUEST_LIMIT),
        );
        let (credentials, secrets) = file
            .auth
            .credentials(|name| std::env::var(name).ok())
            .map_err(Failure::usage)?;
        if credentials != Credentials::default()
            && !http.is_loopback()
            && !http.base().starts_with("https://")
        {
            return Err(Failure::usage(format!(
                "credentials are not sent to {} without encryption",
                http.base()
            )));
        }
        Ok(Self {
            is_loopback: http.is_loopback(),
            host: http.host().to_owned(),
            transport: Arc::new(http),
            credentials,
            secrets,
            file,
        })
    }

    /// The settings of a run: those of the command line, else of the file, else the usual ones.
    pub(super) fn settings(&self, arguments: &SafetyArguments) -> Result<Settings, Failure> {
        let mut settings = if self.is_loopback {
            Settings::loopback()
        } else {
            Settings::remote()
        };
        if let Some(class) = arguments.safety.or(self.file.class) {
            self.owned(class, arguments)?;
            settings.safety = Safety::from(class);
        }
        settings.allow_adversarial = arguments.allow_adversarial;
        settings.announce = !arguments.no_case_header;
        settings.allow_actions = arguments.allow_actions || self.file.allow_actions;
        settings.allow_namespace = arguments.allow_namespace || self.file.allow_namespace;
        if let Some(rate) = arguments.rate.or(self.file.rate) {
            settings.pace = rate.pace();
        }
        let concurrency = arguments.concurrency.map(usize::from);
        if let Some(concurrency) = concurrency.or(self.file.concurrency) {
            settings.concurrency = concurrency;
        }
        let time = &self.file.time;
        if time.synchronous {
            settings.timeouts = Timeouts::SYNCHRONOUS;
        }
        let Timeouts {
            state_change,
            delete_visible,
            list_consistent,
            ..
        } = &mut settings.timeouts;
        for (patience, said) in [
            (state_change, time.state_change),
            (delete_visible, time.delete_visible),
            (list_consistent, time.list_consistent),
        ] {
            if let Some(limit) = said {
                patience.limit = limit;
            }
        }
        settings.timeouts.answer = time.answer.unwrap_or(settings.timeouts.answer);
        Ok(settings)
    }

    /// Whether a run may have the endpoint to itself: on another machine both the file and the
    /// command line must say so (section 9.1).
    fn owned(&self, class: Class, arguments: &SafetyArguments) -> Result<(), Failure> {
        if class != Class::Exclusive || self.is_loopback {
            return Ok(());
        }
        let twice = self.file.class == Some(Class::Exclusive)
            && arguments.i_own_this_endpoint.as_deref() == Some(&self.host);
        if twice {
            Ok(())
        } else {
            Err(Failure::usage(format!(
                "{} is another machine: for --safety exclusive its target file says so too, and \
                 --i-own-this-endpoint {} repeats its host",
                self.host, self.host
            )))
        }
    }

    /// How much may be created.
    pub(super) fn limits(&self, arguments: &SafetyArguments) -> Limits {
        let number = |said: Option<u32>| said.and_then(|n| usize::try_from(n).ok());
        Limits {
            entities: number(arguments.max_entities).or(self.file.max_entities),
            created: number(arguments.max_created).or(self.file.max_created),
        }
    }

    /// The longest time of the whole run.
    pub(super) fn time_limit(&self, arguments: &SafetyArguments) -> Option<Duration> {
        arguments
            .time_limit
            .map(|seconds| Duration::from_secs(seconds.into()))
            .or(self.file.time.run)
            .or((!self.is_loopback).then_some(LONGEST_REMOTE))
    }
}

fn read(path: &Path) -> Result<TargetFile, Failure> {
    let bytes = reading::read(path, target::MAX_BYTES)?;
    target::read(&bytes).map_err(|error| Failure::refused(format!("`{}`: {error}", path.display())))
}

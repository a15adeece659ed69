//! Faults: what is done to requests and answers on their way to and from a sound server.

use super::{
    broken, lacking,
    message::{Asked, Given},
    reading,
    script::Script,
    shared, wording, writing,
};
use crate::engine::Settings;
use crate::transport::{BoxFuture, Request, Response, Transport, TransportError};

/// What a fault does.
#[derive(Clone, Copy, Debug)]
pub(super) enum Work {
    /// Changes the request.
    Request(fn(&mut Asked)),
    /// Answers in place of the server, for some requests.
    Instead(fn(&Asked) -> Option<Given>),
    /// Changes the answer.
    Answer(fn(&Asked, &mut Given)),
    /// Refuses what it cannot read.
    Habit(fn(&str) -> bool),
    /// Asks the server several times.
    Script(Script),
}

/// A fault.
#[derive(Clone, Copy, Debug)]
pub struct Fault {
    /// What is wrong, in words joined by hyphens.
    pub name: &'static str,
    pub(super) work: Work,
}

impl Fault {
    pub(super) const fn new(name: &'static str, work: Work) -> Self {
        Self { name, work }
    }

    /// All faults, sorted by name.
    #[must_use]
    pub fn all() -> Vec<Self> {
        let mut all: Vec<Self> = reading::FAULTS
            .iter()
            .chain(writing::FAULTS)
            .chain(wording::FAULTS)
            .chain(super::script::FAULTS)
            .chain(shared::FAULTS)
            .chain(lacking::FAULTS)
            .copied()
            .collect();
        all.sort_by_key(|fault| fault.name);
        all
    }

    /// The rows of the requirement list that a server with it breaks.
    #[must_use]
    pub fn breaks(&self) -> Vec<&'static str> {
        broken::rows(self.name)
    }

    /// Whether it lies before the login, not behind it.
    pub(super) fn is_of_login(&self) -> bool {
        self.name.starts_with("login-")
    }

    /// Whether it spoils the same requests whatever else is sent.
    pub(super) const fn is_steady(&self) -> bool {
        !matches!(self.work, Work::Script(Script::Flaky))
    }

    /// Makes a run impatient enough to find what takes too long.
    pub(super) fn settings(&self, settings: &mut Settings) {
        if matches!(self.work, Work::Script(Script::Slow)) {
            settings.timeouts.answer = shared::SLOW / 2;
        }
    }
}

/// A server with a fault: a sound one behind a layer that spoils what is said.
#[derive(Debug)]
pub struct Faulty<T> {
    inner: T,
    fault: Fault,
    memory: super::script::Memory,
}

impl<T: Transport> Faulty<T> {
    /// Gives a sound server a fault.
    pub fn new(inner: T, fault: Fault) -> Self {
        Self {
            inner,
            fault,
            memory: super::script::Memory::default(),
        }
    }

    async fn answer(&self, request: Request) -> Result<Response, TransportError> {
        let mut asked = Asked { request };
        match self.fault.work {
            Work::Request(change) => change(&mut asked),
            Work::Instead(answer) => {
                if let Some(given) = answer(&asked) {
                    return Ok(given.response);
                }
            }
            Work::Habit(refused) => {
                if let Some(given) = reading::refuses(&asked, refused) {
                    return Ok(given.response);
                }
            }
            Work::Script(script) => {
                return super::script::play(script, &self.inner, &self.memory, asked).await;
            }
            Work::Answer(_) => {}
        }
        let response = self.inner.send(asked.request.clone()).await?;
        let mut given = Given { response };
        if let Work::Answer(change) = self.fault.work {
            change(&asked, &mut given);
        }
        Ok(given.response)
    }
}

impl<T: Transport> Transport for Faulty<T> {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, TransportError>> {
        Box::pin(self.answer(request))
    }

    fn base(&self) -> &str {
        self.inner.base()
    }
}

//! The program that speaks for a client.

use std::{fmt, process::Stdio, time::Duration};

use tokio::{
    io::{
        AsyncBufReadExt as _, AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _,
        BufReader,
    },
    process::Child,
    time::timeout,
};

use super::operation::{Answer, Command};

/// Longest answer that is read, in bytes.
const LONGEST: u64 = 16 * 1024 * 1024;

/// A harness that runs.
pub struct Driver {
    program: Vec<String>,
    child: Option<Child>,
    input: Option<Box<dyn AsyncWrite + Unpin>>,
    output: BufReader<Box<dyn AsyncRead + Unpin>>,
    patience: Duration,
    over: bool,
}

impl fmt::Debug for Driver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Driver")
            .field("program", &self.program)
            .field("over", &self.over)
            .finish_non_exhaustive()
    }
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DriverError {
    /// There is no program to start.
    #[error("has no program: name one after `--`")]
    NoProgram,
    /// It cannot be started.
    #[error("`{0}` cannot be started: {1}")]
    Start(String, std::io::Error),
    /// It ended.
    #[error("ended without an answer")]
    Ended,
    /// It took too long.
    #[error("gave no answer within {0:?}")]
    TimedOut(Duration),
    /// Its answer cannot be read.
    #[error("answered with `{line}`, which is no answer: {reason}")]
    Unreadable {
        /// The line, shortened.
        line: String,
        /// What is wrong with it.
        reason: String,
    },
    /// It says that it knows an operation that there is not.
    #[error("claims to know the operation `{0}`, which nobody knows: its answers say nothing")]
    KnowsEverything(String),
}

impl Driver {
    /// Starts the program.
    ///
    /// # Errors
    ///
    /// When there is none.
    pub fn start(program: &[String], patience: Duration) -> Result<Self, DriverError> {
        let (name, arguments) = program.split_first().ok_or(DriverError::NoProgram)?;
        let mut child = tokio::process::Command::new(name)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .map_err(|error| DriverError::Start(name.clone(), error))?;
        let input = child.stdin.take().ok_or(DriverError::Ended)?;
        let output = child.stdout.take().ok_or(DriverError::Ended)?;
        Ok(Self {
            program: program.to_vec(),
            child: Some(child),
            ..Self::over(output, input, patience)
        })
    }

    /// A harness that is not a program: it reads from `input` and writes what `output` reads.
    pub fn over(
        output: impl AsyncRead + Unpin + 'static,
        input: impl AsyncWrite + Unpin + 'static,
        patience: Duration,
    ) -> Self {
        Self {
            program: Vec::new(),
            child: None,
            input: Some(Box::new(input)),
            output: BufReader::new(Box::new(output)),
            patience,
            over: false,
        }
    }

    /// The program with its arguments; empty where it is none.
    #[must_use]
    pub fn program(&self) -> &[String] {
        &self.program
    }

    /// Whether it answers no more.
    #[must_use]
    pub const fn is_over(&self) -> bool {
        self.over
    }

    /// Says something, and waits for the answer.
    ///
    /// # Errors
    ///
    /// When there is no answer, or none that can be read; nothing more can be said then.
    pub async fn say(&mut self, command: &Command) -> Result<Answer, DriverError> {
        let answer = match timeout(self.patience, self.exchange(command)).await {
            Ok(answer) => answer,
            Err(_) => Err(DriverError::TimedOut(self.patience)),
        };
        if answer.is_err() {
            self.over = true;
        }
        answer
    }

    async fn exchange(&mut self, command: &Command) -> Result<Answer, DriverError> {
        let input = self.input.as_mut().ok_or(DriverError::Ended)?;
        let mut line = serde_json::to_string(command).map_err(|_| DriverError::Ended)?;
        line.push('\n');
        let said = async {
            input.write_all(line.as_bytes()).await?;
            input.flush().await
        };
        said.await.map_err(|_| DriverError::Ended)?;
        let mut answer = Vec::new();
        (&mut self.output)
            .take(LONGEST)
            .read_until(b'\n', &mut answer)
            .await
            .map_err(|_| DriverError::Ended)?;
        if answer.is_empty() {
            return Err(DriverError::Ended);
        }
        serde_json::from_slice(&answer).map_err(|error| DriverError::Unreadable {
            line: String::from_utf8_lossy(&answer)
                .trim_end()
                .chars()
                .take(120)
                .collect(),
            reason: error.to_string(),
        })
    }

    /// Looks whether it tells what it does not know (section 16), and gives the client's name.
    ///
    /// # Errors
    ///
    /// When it gives no answer, or knows an operation that there is not.
    pub async fn probe(&mut self) -> Result<String, DriverError> {
        let nothing = format!("op-{}", crate::run::new_name());
        let probe = Command::Probe {
            op: nothing.clone(),
        };
        if !matches!(self.say(&probe).await?, Answer::Unsupported(_)) {
            return Err(DriverError::KnowsEverything(nothing));
        }
        // Nothing is sent there: it only says who it is.
        let start = Command::Start {
            endpoint: "http://127.0.0.1:9/".to_owned(),
        };
        let Answer::Result(told) = self.say(&start).await? else {
            return Ok("a client".to_owned());
        };
        let text = |name: &str| told.get(name).and_then(serde_json::Value::as_str);
        let name = text("client").unwrap_or("a client");
        Ok(text("version").map_or_else(|| name.to_owned(), |version| format!("{name} {version}")))
    }

    /// Ends it: by the end of its input, and if that is not enough, at once.
    pub async fn end(mut self) {
        drop(self.input.take());
        if let Some(mut child) = self.child.take()
            && timeout(Duration::from_secs(2), child.wait()).await.is_err()
        {
            // It is killed when it is dropped, too.
            let _ = child.kill().await;
        }
    }
}

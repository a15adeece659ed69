//! How a live server is reached: credentials, certificates, patience.

use std::{fs, path::PathBuf, time::Duration};

use clap::Args;
use occi::client::{Client, ClientBuilder, ClientError};

use crate::exit::Failure;

/// How a live server is reached.
#[derive(Clone, Debug, Args)]
pub(crate) struct Connection {
    /// User name of HTTP Basic authentication
    #[arg(long, value_name = "NAME", requires = "password_env")]
    user: Option<String>,

    /// Environment variable with the password of --user
    #[arg(long, value_name = "VARIABLE", requires = "user")]
    password_env: Option<String>,

    /// Environment variable with a bearer token
    #[arg(long, value_name = "VARIABLE", conflicts_with = "user")]
    token_env: Option<String>,

    /// Header field that is sent, such as `X-Auth-Token: 4f2a`; may be given several times
    #[arg(long, value_name = "NAME: VALUE")]
    header: Vec<String>,

    /// Certificate authority that is trusted beside those of the system; PEM
    #[arg(long, value_name = "FILE")]
    cacert: Option<PathBuf>,

    /// Seconds that one request may take
    #[arg(long, value_name = "SECONDS", default_value = "30", value_parser = clap::value_parser!(u64).range(1..))]
    timeout: u64,
}

impl Connection {
    /// No credentials, and the patience that the option has without a value.
    pub(crate) const fn plain() -> Self {
        Self {
            user: None,
            password_env: None,
            token_env: None,
            header: Vec::new(),
            cacert: None,
            timeout: 30,
        }
    }

    /// A client of the server, as far as these options say.
    pub(crate) fn builder(&self, url: &str) -> Result<ClientBuilder, Failure> {
        let mut builder = Client::builder(url).timeout(Duration::from_secs(self.timeout));
        if let (Some(user), Some(variable)) = (&self.user, &self.password_env) {
            builder = builder.basic_auth(user, secret(variable)?);
        }
        if let Some(variable) = &self.token_env {
            builder = builder.bearer(secret(variable)?);
        }
        for field in &self.header {
            let Some((name, value)) = field.split_once(':') else {
                return Err(Failure::usage(format!(
                    "`{field}` is no header field; write `Name: value`"
                )));
            };
            builder = builder.header(name.trim(), value.trim());
        }
        if let Some(path) = &self.cacert {
            let pem = fs::read(path).map_err(|error| {
                Failure::usage(format!("cannot read `{}`: {error}", path.display()))
            })?;
            builder = builder.root_certificate_pem(pem);
        }
        Ok(builder)
    }
}

/// A secret out of the environment: on the command line every user of the machine could read it.
fn secret(variable: &str) -> Result<String, Failure> {
    std::env::var(variable).map_err(|_| {
        Failure::usage(format!(
            "there is no environment variable `{variable}` with text in it"
        ))
    })
}

/// A failure with the exit code of what is behind it: a wrong call is the caller's, what the
/// server says the input's, the rest the world's.
pub(crate) fn failure(why: &ClientError, message: &dyn std::error::Error) -> Failure {
    match why {
        ClientError::Setup { .. } => Failure::usage(message),
        ClientError::Unreachable { .. }
        | ClientError::Broken { .. }
        | ClientError::TimedOut { .. } => Failure::world(message),
        _ => Failure::refused(message),
    }
}

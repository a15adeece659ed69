//! A whole server process: store, socket, signals.

use std::{
    fs,
    io::{self, Write as _},
    net::SocketAddr,
    path::PathBuf,
    sync::Arc,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use occi_model::{Configuration, Model};
use tokio::{net::TcpListener, sync::watch};

use super::{
    Credentials, CredentialsError, LoadError, Options, ServiceBuilder, SetupError, StoreChoice,
};
use crate::store::{MemoryStore, Store, StoreError};

/// How long requests under way may take after a signal.
const PATIENCE: Duration = Duration::from_secs(10);

/// Why a server process cannot run. Each message says what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RunError {
    /// The service cannot be built.
    #[error(transparent)]
    Setup(#[from] SetupError),
    /// The store cannot be opened.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A configuration cannot be loaded.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// A file of users or tokens cannot be read.
    #[error("{}: {source}; give a file that this process may read", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A file of users or tokens has a line that is none.
    #[error("{}: {source}", path.display())]
    Credentials {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        source: CredentialsError,
    },
    /// This program was built without a store on disk.
    #[error(
        "this program was built without a store on disk, so {} cannot be opened; build it with the feature `store-redb`, or give --memory",
        .0.display()
    )]
    NoDisk(PathBuf),
    /// Another process listens there.
    #[error(
        "{0} is in use by another process; stop that process, or choose another port with --listen"
    )]
    AddressInUse(SocketAddr),
    /// The address cannot be listened on.
    #[error("cannot listen on {address}: {source}; choose another address with --listen")]
    Bind {
        /// The address.
        address: SocketAddr,
        /// What the system says.
        source: io::Error,
    },
    /// The system gives no threads, sockets or signals.
    #[error("the server cannot go on: {0}")]
    System(#[from] io::Error),
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
    run_with(builder, options, &[])
}

/// As [`run()`], with configurations that are loaded before the first request, each with the model
/// that it was checked against. What became of each is said on standard error.
///
/// # Errors
///
/// As [`run()`], and when a configuration is refused.
pub fn run_with(
    builder: ServiceBuilder,
    options: Options,
    configurations: &[(Arc<Model>, Configuration)],
) -> Result<(), RunError> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(serve(builder, options, configurations))
}

async fn serve(
    builder: ServiceBuilder,
    options: Options,
    configurations: &[(Arc<Model>, Configuration)],
) -> Result<(), RunError> {
    // The port first: a second server on one port shall not speak of the store it cannot open.
    let listener = bind(options.listen).await?;
    let credentials = credentials(options.users, options.tokens)?;
    let mut builder = builder.store(open(options.store)?);
    if let Some(credentials) = credentials {
        builder = builder.authenticator(credentials);
    }
    if let Some(url) = options.base_url {
        builder = builder.base_url(url);
    }
    if options.log {
        builder = builder.log(|logged| {
            let now = SystemTime::now().duration_since(UNIX_EPOCH);
            let now = now.unwrap_or_default();
            // In one piece: standard error has no buffer.
            let line = format!("{}.{:03} {logged}\n", now.as_secs(), now.subsec_millis());
            // Who reads it may be gone; the service is not.
            let _ = io::stderr().write_all(line.as_bytes());
        });
    }
    let service = builder.build()?;
    for (model, configuration) in configurations {
        let loaded = service.load(model, configuration).await?;
        eprintln!("{loaded}");
        for one in &loaded.different {
            let what = one.what.join(", ");
            eprintln!("  {} at {} differs: {what}", one.name, one.location);
        }
    }
    let (stop, mut stopped) = watch::channel(false);
    let mut signals = Signals::new()?;
    println!("listening on http://{}", listener.local_addr()?);
    let shutdown = async move {
        signals.next().await;
        let _ = stop.send(true);
    };
    let served = service.serve(listener, shutdown);
    let given_up = async {
        let _ = stopped.wait_for(|stopped| *stopped).await;
        tokio::time::sleep(PATIENCE).await;
    };
    tokio::select! {
        result = served => result?,
        () = given_up => {}
    }
    Ok(())
}

/// Who may use the service; none when nobody is named, and everybody may.
fn credentials(
    users: Option<PathBuf>,
    tokens: Option<PathBuf>,
) -> Result<Option<Credentials>, RunError> {
    /// Adds what a file says.
    type Reader = fn(Credentials, &str) -> Result<Credentials, CredentialsError>;
    let mut all = None;
    let files: [(_, Reader); 2] = [
        (users, Credentials::users_from),
        (tokens, Credentials::tokens_from),
    ];
    for (path, read) in files {
        let Some(path) = path else { continue };
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(source) => return Err(RunError::Unreadable { path, source }),
        };
        let more = read(all.unwrap_or_default(), &text)
            .map_err(|source| RunError::Credentials { path, source })?;
        all = Some(more);
    }
    Ok(all)
}

async fn bind(address: SocketAddr) -> Result<TcpListener, RunError> {
    TcpListener::bind(address)
        .await
        .map_err(|source| match source.kind() {
            io::ErrorKind::AddrInUse => RunError::AddressInUse(address),
            _ => RunError::Bind { address, source },
        })
}

#[cfg(feature = "store-redb")]
fn open(choice: StoreChoice) -> Result<Arc<dyn Store>, RunError> {
    Ok(match choice {
        StoreChoice::Disk(path) => Arc::new(crate::store::RedbStore::open(path)?),
        StoreChoice::Memory => Arc::new(MemoryStore::new()),
    })
}

#[cfg(not(feature = "store-redb"))]
fn open(choice: StoreChoice) -> Result<Arc<dyn Store>, RunError> {
    match choice {
        StoreChoice::Disk(path) => Err(RunError::NoDisk(path)),
        StoreChoice::Memory => Ok(Arc::new(MemoryStore::new())),
    }
}

/// Ctrl-C and, where the system has it, SIGTERM.
struct Signals {
    #[cfg(unix)]
    interrupt: tokio::signal::unix::Signal,
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
}

impl Signals {
    #[cfg(unix)]
    fn new() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    #[cfg(unix)]
    async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }

    #[cfg(not(unix))]
    #[expect(clippy::unnecessary_wraps, reason = "the other systems can fail")]
    fn new() -> io::Result<Self> {
        Ok(Self {})
    }

    #[cfg(not(unix))]
    async fn next(&mut self) {
        let _ = tokio::signal::ctrl_c().await;
    }
}

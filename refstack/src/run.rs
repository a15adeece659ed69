//! A whole server process: socket and signals.

use std::{io, net::SocketAddr, time::Duration};

use tokio::net::TcpListener;

use crate::api::{Server, router};

/// How long requests under way may take after a signal.
const PATIENCE: Duration = Duration::from_secs(10);

/// Serves until Ctrl-C or, where the system has it, SIGTERM; requests under way are finished.
/// `ready` learns the address once connections are taken.
///
/// Starts its own runtime, so that `main` needs none.
///
/// # Errors
///
/// When the address cannot be listened on, or the system gives no threads or signals.
pub fn run(server: Server, address: SocketAddr, ready: impl FnOnce(SocketAddr)) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let served = runtime.block_on(async {
        let listener = TcpListener::bind(address).await?;
        let stop = Signals::new()?;
        ready(listener.local_addr()?);
        let (told, mut stopped) = tokio::sync::watch::channel(false);
        let shutdown = async move {
            stop.wait().await;
            let _ = told.send(true);
        };
        let served = axum::serve(listener, router(server)).with_graceful_shutdown(shutdown);
        let given_up = async {
            let _ = stopped.wait_for(|stopped| *stopped).await;
            tokio::time::sleep(PATIENCE).await;
        };
        tokio::select! {
            result = served => result,
            () = given_up => Ok(()),
        }
    });
    // Connections that did not end in time are given up, not waited for.
    runtime.shutdown_background();
    served
}

/// Taken before the address is told, so that no signal between the two ends the process.
struct Signals {
    #[cfg(unix)]
    interrupt: tokio::signal::unix::Signal,
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn new() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    async fn wait(mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

#[cfg(not(unix))]
impl Signals {
    #[expect(clippy::unnecessary_wraps, reason = "the other systems can fail")]
    fn new() -> io::Result<Self> {
        Ok(Self {})
    }

    async fn wait(self) {
        let _ = tokio::signal::ctrl_c().await;
    }
}

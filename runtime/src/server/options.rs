//! What a server process is told on its command line.

use std::{net::SocketAddr, path::PathBuf};

/// Where instances are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StoreChoice {
    /// In this file; needs the feature `store-redb`.
    Disk(PathBuf),
    /// In memory; gone when the process ends.
    Memory,
}

/// Options of a server process.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// Address and port to listen on. Default: `127.0.0.1:8787`; port 0 takes a free one.
    pub listen: SocketAddr,
    /// Where instances are kept. Default: `./NAME.redb`.
    pub store: StoreChoice,
    /// Scheme and host of the URLs in answers; by default from the `Host` header.
    pub base_url: Option<String>,
}

impl Options {
    /// The options when nothing is given.
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8787)),
            store: StoreChoice::Disk(PathBuf::from(format!("./{name}.redb"))),
            base_url: None,
        }
    }

    /// Reads the command line of this process. `--help` prints the usage and ends the process
    /// with code 0; a faulty command line prints what is wrong and ends it with code 2.
    #[must_use]
    pub fn from_args(name: &str) -> Self {
        Self::new(name)
    }
}

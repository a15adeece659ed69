//! `occi guideline serve`: a folder of guidelines as a result server.

use std::{
    fs,
    net::SocketAddr,
    path::{Path, PathBuf},
};

use clap::Args;
use occi_refstack::{Keys, Library, LibraryError, Server, Store};

use crate::{
    exit::{Exit, Failure, Outcome},
    output::{errln, outln},
};

/// Serve guidelines, test lists, results and verdicts, as RefStack did
///
/// refstack-client lists tests from it and uploads results to it; browsers see guidelines and
/// reports.
#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// Folder with guidelines, at its top or in `guidelines`, `add-ons`, `add-ons/guidelines`
    #[arg(value_name = "DIR")]
    folder: PathBuf,

    /// Address and port; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8788")]
    listen: SocketAddr,

    /// File that keeps the results
    #[arg(long, value_name = "FILE", default_value = "refstack.redb")]
    store: PathBuf,

    /// Keep the results in memory only
    #[arg(long, conflicts_with = "store")]
    memory: bool,

    /// File with the public keys whose signatures are believed, a line `ssh-rsa KEY NAME` each
    #[arg(long, value_name = "FILE")]
    keys: Option<PathBuf>,

    /// Refuse results that are not signed
    #[arg(long, requires = "keys")]
    signed_only: bool,

    /// Scheme and host of the URLs in answers [default: from the request]
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
}

impl Serve {
    pub(crate) fn run(self) -> Outcome {
        let (library, skipped) = Library::read(&self.folder).map_err(|error| match error {
            LibraryError::Folder { .. } => Failure::world(error),
            LibraryError::Empty(_) => Failure::refused(error),
        })?;
        for file in &skipped {
            errln!("{} is not offered:\n{}", file.file.display(), file.why);
        }
        let store = if self.memory {
            Store::in_memory()
        } else {
            Store::open(&self.store)
        };
        let store = store
            .map_err(|error| Failure::world(format!("`{}`: {error}", self.store.display())))?;
        let keys = self.keys.as_deref().map(keys).transpose()?;
        let count = library.len();
        let server = Server {
            library,
            store,
            keys: keys.unwrap_or_default(),
            signed_only: self.signed_only,
            base_url: self.base_url,
        };
        occi_refstack::run(server, self.listen, |address| {
            outln!("{count} guidelines; listening on http://{address}");
        })
        .map_err(|error| Failure::world(format!("cannot serve on {}: {error}", self.listen)))?;
        Ok(Exit::Success)
    }
}

fn keys(file: &Path) -> Result<Keys, Failure> {
    let name = file.display();
    let text = fs::read_to_string(file)
        .map_err(|error| Failure::world(format!("cannot read `{name}`: {error}")))?;
    Keys::parse(&text).map_err(|error| Failure::refused(format!("`{name}`, {error}")))
}

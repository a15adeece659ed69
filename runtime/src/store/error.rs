//! What can go wrong with a store, and what to do about it.

use std::path::PathBuf;

/// Why a store cannot be opened or written. Each message ends with the mend.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// Another process, or another store of this process, has the file open.
    #[error(
        "the store {} is in use by another process; stop that process, or choose another file",
        path.display()
    )]
    Locked {
        /// The file.
        path: PathBuf,
    },
    /// The file is a store, but its content is damaged.
    #[error(
        "the store {} is damaged ({detail}); restore it from a copy, or move it away to start empty",
        path.display()
    )]
    Corrupt {
        /// The file.
        path: PathBuf,
        /// What was found.
        detail: String,
    },
    /// The file is something else.
    #[error(
        "{} is not a store of this program ({detail}); choose another file, it was left as it is",
        path.display()
    )]
    NotAStore {
        /// The file.
        path: PathBuf,
        /// What was found.
        detail: String,
    },
    /// A later release of this program wrote the file.
    #[error(
        "the store {} has format {found}, this program reads formats up to {known}; use the release that wrote it, or a later one",
        path.display()
    )]
    NewerFormat {
        /// The file.
        path: PathBuf,
        /// Format of the file.
        found: u64,
        /// Newest format that this program reads.
        known: u64,
    },
    /// The operating system refuses.
    #[error("the store {}: {source}; check the path, its permissions and the free space", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// The engine below failed in a way that is none of the above.
    #[error("the store {} failed: {detail}; restart the service", path.display())]
    Engine {
        /// The file.
        path: PathBuf,
        /// What the engine says.
        detail: String,
    },
    /// A record cannot be written down, such as one with a number that is not finite.
    #[error("the record at {location} cannot be stored: {detail}")]
    Unstorable {
        /// Location of the record.
        location: String,
        /// Why.
        detail: String,
    },
    /// The writer of the store has stopped.
    #[error("the store {} is closed; restart the service", path.display())]
    Closed {
        /// The file.
        path: PathBuf,
    },
}

/// Why a transaction was not applied.
#[derive(Debug, thiserror::Error)]
pub enum CommitError {
    /// An expectation does not hold, or an id is taken.
    #[error("the record at {location} was changed meanwhile")]
    Conflict {
        /// The location.
        location: String,
    },
    /// The store cannot write.
    #[error(transparent)]
    Failed(#[from] StoreError),
}

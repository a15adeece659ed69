//! The store on disk.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock, RwLockReadGuard, mpsc},
    thread,
};

use occi_model::{AttributeName, CategoryId, Value};
use tokio::sync::oneshot;

use super::{
    BoxFuture, CommitError, Record, Store, StoreError, Transaction, UserMixin,
    changes::Changes,
    file::{StoreFile, closed},
    index::{Index, questions_of_index, with_values},
};

/// Most transactions that go into one commit; bounds the memory of a batch and the wait of its
/// first transaction.
const BATCH_LIMIT: usize = 1024;

/// A transaction on its way to the writer, and where the answer goes.
struct Job {
    transaction: Transaction,
    answer: oneshot::Sender<Result<(), CommitError>>,
}

/// Keeps everything in memory for reading and in a redb file for good.
///
/// A commit resolves when the disk has it; what resolved survives the end of the process in
/// whatever way. One thread writes: it takes all transactions that arrived while the disk was
/// busy, and commits them together. The file is locked against other processes while the store
/// is open; dropping the store finishes the pending transactions and closes the file.
#[derive(Debug)]
pub struct RedbStore {
    path: PathBuf,
    index: Arc<RwLock<Index>>,
    jobs: Option<mpsc::Sender<Job>>,
    writer: Option<thread::JoinHandle<()>>,
}

impl RedbStore {
    /// Opens the store in a file, or makes a new one where there is none. Reads the whole file and
    /// verifies its checksums.
    ///
    /// # Errors
    ///
    /// When the file is locked, damaged, something else, of a newer format, or not accessible.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, StoreError> {
        let path = path.as_ref().to_owned();
        let (file, index) = StoreFile::open(&path)?;
        let index = Arc::new(RwLock::new(index));
        let (jobs, queue) = mpsc::channel();
        let shared = Arc::clone(&index);
        let writer = thread::Builder::new()
            .name("occi-store".to_owned())
            .spawn(move || write(&file, &shared, &queue))
            .map_err(|source| StoreError::Io {
                path: path.clone(),
                source,
            })?;
        Ok(Self {
            path,
            index,
            jobs: Some(jobs),
            writer: Some(writer),
        })
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn read(&self) -> RwLockReadGuard<'_, Index> {
        // Nothing panics between two changes of the index, so a poisoned lock holds whole data.
        self.index.read().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for RedbStore {
    fn drop(&mut self) {
        // The writer ends when the queue is empty and has no sender any more.
        self.jobs = None;
        if let Some(writer) = self.writer.take() {
            let _ = writer.join();
        }
    }
}

/// Commits what arrives until nobody can send any more.
fn write(file: &StoreFile, index: &RwLock<Index>, queue: &mpsc::Receiver<Job>) {
    while let Ok(first) = queue.recv() {
        let batch = std::iter::once(first)
            .chain(queue.try_iter())
            .take(BATCH_LIMIT);
        // Only this thread writes to the index, so what is read here stays true until `apply`.
        let committed = index.read().unwrap_or_else(PoisonError::into_inner);
        let mut changes = Changes::new(&committed);
        let mut answers: Vec<_> = batch
            .map(|job| (job.answer, changes.add(&committed, job.transaction)))
            .collect();
        let written = if changes.is_empty() {
            Ok(())
        } else {
            file.write(&committed, &changes)
        };
        drop(committed);
        match written {
            Ok(()) => index
                .write()
                .unwrap_or_else(PoisonError::into_inner)
                .apply(changes),
            Err(failure) => {
                for (_, result) in &mut answers {
                    if result.is_ok() {
                        *result = Err(CommitError::Failed(failure.error(file.path())));
                    }
                }
            }
        }
        // Answers go out after the index changed, the refusals too: whoever tries again must see
        // what refused him.
        for (answer, result) in answers {
            // Nobody listens any more: the caller dropped the future.
            let _ = answer.send(result);
        }
    }
}

impl Store for RedbStore {
    questions_of_index!();

    fn commit(&self, transaction: Transaction) -> BoxFuture<'_, Result<(), CommitError>> {
        Box::pin(async move {
            let (answer, result) = oneshot::channel();
            let job = Job {
                transaction,
                answer,
            };
            let sent = self
                .jobs
                .as_ref()
                .is_some_and(|jobs| jobs.send(job).is_ok());
            if !sent {
                return Err(CommitError::Failed(closed(&self.path)));
            }
            result
                .await
                .unwrap_or_else(|_| Err(CommitError::Failed(closed(&self.path))))
        })
    }
}

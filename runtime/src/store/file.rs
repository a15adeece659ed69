//! The redb file: its tables, how it is opened, how a batch is written.
//!
//! | table | key | value |
//! |---|---|---|
//! | `meta` | `format`, `version`, `order` | a number |
//! | `records` | order of creation | a record |
//! | `mixins` | order of creation | a user-defined mixin |
//!
//! Keys grow with time, so that new records share pages (a third of the bytes and CPU of random
//! keys).

use std::{
    fs,
    io::ErrorKind,
    path::{Path, PathBuf},
};

use ::redb::{
    Database, DatabaseError, Durability, ReadableDatabase, ReadableTable, StorageError,
    TableDefinition, TableHandle,
};

use super::{Record, StoreError, UserMixin, changes::Changes, encode, index::Index};

/// The format that this code writes, and the newest that it reads.
const FORMAT: u64 = 1;

/// Memory that redb may use for pages, in bytes. Reads do not come here, so little is enough.
const CACHE: usize = 32 * 1024 * 1024;

const META: TableDefinition<'_, &str, u64> = TableDefinition::new("meta");
const RECORDS: TableDefinition<'_, u64, &[u8]> = TableDefinition::new("records");
const MIXINS: TableDefinition<'_, u64, &[u8]> = TableDefinition::new("mixins");

/// An open file.
#[derive(Debug)]
pub(super) struct StoreFile {
    path: PathBuf,
    database: Database,
}

/// Why a batch could not be written.
#[derive(Debug)]
pub(super) struct WriteFailure(::redb::Error);

impl WriteFailure {
    /// The same failure for each transaction of the batch.
    pub(super) fn error(&self, path: &Path) -> StoreError {
        classify(path, &self.0)
    }
}

impl<E: Into<::redb::Error>> From<E> for WriteFailure {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

/// The store has no writer any more.
pub(super) fn closed(path: &Path) -> StoreError {
    StoreError::Closed {
        path: path.to_owned(),
    }
}

fn io(path: &Path, source: std::io::Error) -> StoreError {
    StoreError::Io {
        path: path.to_owned(),
        source,
    }
}

fn corrupt(path: &Path, detail: impl Into<String>) -> StoreError {
    StoreError::Corrupt {
        path: path.to_owned(),
        detail: detail.into(),
    }
}

fn classify(path: &Path, error: &::redb::Error) -> StoreError {
    use ::redb::Error;
    let path = path.to_owned();
    match error {
        Error::DatabaseAlreadyOpen | Error::LockProtocolMismatch => StoreError::Locked { path },
        Error::Corrupted(detail) => corrupt(&path, detail.clone()),
        Error::RepairAborted => corrupt(&path, "it cannot be repaired"),
        // redb says so of a file that does not start with its mark.
        Error::Io(source) if source.kind() == ErrorKind::InvalidData => StoreError::NotAStore {
            path,
            detail: source.to_string(),
        },
        Error::TableTypeMismatch { .. } | Error::TableIsMultimap(_) => StoreError::NotAStore {
            path,
            detail: error.to_string(),
        },
        Error::Io(source) => StoreError::Io {
            path,
            source: std::io::Error::new(source.kind(), source.to_string()),
        },
        other => StoreError::Engine {
            path,
            detail: other.to_string(),
        },
    }
}

impl StoreFile {
    /// Opens the file and reads everything.
    pub(super) fn open(path: &Path) -> Result<(Self, Index), StoreError> {
        if !path.try_exists().map_err(|source| io(path, source))? {
            Self::make(path)?;
        }
        let file = Self::open_database(path, path)?;
        // An empty file that somebody made beforehand.
        if file.is_new().map_err(|error| classify(path, &error))? {
            file.initialize().map_err(|error| classify(path, &error))?;
        }
        let index = file.load()?;
        Ok((file, index))
    }

    /// Makes an empty store under another name and links it into place when it is whole: a
    /// process that is killed in between leaves no half-made store behind, and of several
    /// processes that start at once the first one makes it.
    fn make(path: &Path) -> Result<(), StoreError> {
        let mut name = path.file_name().unwrap_or_default().to_owned();
        name.push(format!(".{}.new", uuid::Uuid::now_v7()));
        let draft = path.with_file_name(name);
        let made = Self::open_database(&draft, path)
            .and_then(|file| file.initialize().map_err(|error| classify(path, &error)))
            .and_then(|()| match fs::hard_link(&draft, path) {
                Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
                // No such thing as links here; then two processes must not start at once.
                Err(_) => fs::rename(&draft, path).map_err(|source| io(path, source)),
                Ok(()) => Ok(()),
            });
        let _ = fs::remove_file(&draft);
        made
    }

    /// `path` is the name that errors show.
    fn open_database(file: &Path, path: &Path) -> Result<Self, StoreError> {
        let database = Database::builder()
            .set_cache_size(CACHE)
            // Everything is read at the start in any case; a damaged page is found then, not later.
            .set_check_integrity_on_open(true)
            .create(file)
            .map_err(|error| match error {
                // A file too short for the pages that its header speaks of.
                DatabaseError::Storage(StorageError::Io(source))
                    if source.kind() == ErrorKind::UnexpectedEof =>
                {
                    corrupt(path, "it ends too early")
                }
                error => classify(path, &error.into()),
            })?;
        Ok(Self {
            path: path.to_owned(),
            database,
        })
    }

    /// The file's path.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    fn is_new(&self) -> Result<bool, ::redb::Error> {
        Ok(self.database.begin_read()?.list_tables()?.next().is_none())
    }

    fn initialize(&self) -> Result<(), ::redb::Error> {
        let write = self.database.begin_write()?;
        {
            let mut meta = write.open_table(META)?;
            meta.insert("format", FORMAT)?;
            meta.insert("version", 0)?;
            meta.insert("order", 0)?;
            write.open_table(RECORDS)?;
            write.open_table(MIXINS)?;
        }
        write.commit()?;
        Ok(())
    }

    fn load(&self) -> Result<Index, StoreError> {
        let path = &self.path;
        let failed = |error: ::redb::Error| classify(path, &error);
        let read = self.database.begin_read().map_err(|e| failed(e.into()))?;
        let foreign = |detail: &str| StoreError::NotAStore {
            path: path.clone(),
            detail: detail.to_owned(),
        };
        if !read
            .list_tables()
            .map_err(|e| failed(e.into()))?
            .any(|table| table.name() == META.name())
        {
            return Err(foreign("it is a redb file with other tables"));
        }
        let meta = read.open_table(META).map_err(|e| failed(e.into()))?;
        let number = |key: &str| -> Result<Option<u64>, StoreError> {
            Ok(meta
                .get(key)
                .map_err(|e| failed(e.into()))?
                .map(|found| found.value()))
        };
        match number("format")? {
            None => return Err(foreign("it does not say its format")),
            Some(FORMAT) => {}
            Some(found) if found > FORMAT => {
                return Err(StoreError::NewerFormat {
                    path: path.clone(),
                    found,
                    known: FORMAT,
                });
            }
            Some(found) => return Err(corrupt(path, format!("there is no format {found}"))),
        }

        let mut index = Index::default();
        let missing = || corrupt(path, "a counter is missing");
        index.counters.version = number("version")?.ok_or_else(missing)?;
        index.counters.order = number("order")?.ok_or_else(missing)?;

        let records = read.open_table(RECORDS).map_err(|e| failed(e.into()))?;
        for entry in records.iter().map_err(|e| failed(e.into()))? {
            let (key, bytes) = entry.map_err(|e| failed(e.into()))?;
            let order = key.value();
            let record = encode::record_from_bytes(bytes.value())
                .map_err(|error| corrupt(path, format!("record {order}: {error}")))?;
            self.check(&index, order, &record)?;
            index.insert(record.into());
        }
        let mixins = read.open_table(MIXINS).map_err(|e| failed(e.into()))?;
        for entry in mixins.iter().map_err(|e| failed(e.into()))? {
            let (key, bytes) = entry.map_err(|e| failed(e.into()))?;
            let order = key.value();
            let mixin: UserMixin = encode::mixin_from_bytes(bytes.value())
                .map_err(|error| corrupt(path, format!("mixin {order}: {error}")))?;
            if mixin.order != order || index.mixin(&mixin.id).is_some() {
                return Err(corrupt(path, format!("mixin {order} contradicts another")));
            }
            index.insert_mixin(mixin);
        }
        Ok(index)
    }

    /// Refuses a record that the writer would never have written beside the others.
    fn check(&self, index: &Index, order: u64, record: &Record) -> Result<(), StoreError> {
        let fits = record.order == order
            && order <= index.counters.order
            && record.version <= index.counters.version
            && index.get(&record.location).is_none()
            && index.by_id(record.id.as_str()).is_none();
        if fits {
            Ok(())
        } else {
            Err(corrupt(
                &self.path,
                format!("record {order} contradicts another"),
            ))
        }
    }

    /// Writes a batch in one transaction; on return the disk has it.
    pub(super) fn write(&self, committed: &Index, changes: &Changes) -> Result<(), WriteFailure> {
        let mut write = self.database.begin_write()?;
        write.set_durability(Durability::Immediate)?;
        {
            let mut records = write.open_table(RECORDS)?;
            for (location, change) in &changes.records {
                let order = change.as_ref().map(|record| record.order);
                if let Some(old) = committed.get(location)
                    && Some(old.order) != order
                {
                    records.remove(old.order)?;
                }
                if let Some(record) = change {
                    let bytes = encode::record_to_bytes(record).map_err(unwritable)?;
                    records.insert(record.order, bytes.as_slice())?;
                }
            }
            if !changes.mixins.is_empty() {
                let mut mixins = write.open_table(MIXINS)?;
                for (id, change) in &changes.mixins {
                    let order = change.as_ref().map(|mixin| mixin.order);
                    if let Some(old) = committed.mixin(id)
                        && Some(old.order) != order
                    {
                        mixins.remove(old.order)?;
                    }
                    if let Some(mixin) = change {
                        let bytes = encode::mixin_to_bytes(mixin).map_err(unwritable)?;
                        mixins.insert(mixin.order, bytes.as_slice())?;
                    }
                }
            }
            let mut meta = write.open_table(META)?;
            meta.insert("version", changes.counters.version)?;
            meta.insert("order", changes.counters.order)?;
        }
        write.commit()?;
        Ok(())
    }
}

/// `changes` refuses values that JSON cannot carry, so this is a failure of the encoder.
fn unwritable(error: serde_json::Error) -> ::redb::Error {
    ::redb::Error::Io(std::io::Error::other(error))
}

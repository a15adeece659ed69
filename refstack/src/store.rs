//! Uploads, kept on disk or in memory.

use std::path::Path;

use redb::{
    Database, ReadableDatabase as _, ReadableTable as _, TableDefinition, backends::InMemoryBackend,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{time::Moment, upload::Upload};

/// What is said of an upload in lists, in the order of arrival.
const HEADS: TableDefinition<'_, u64, &[u8]> = TableDefinition::new("results");
/// The bytes of each, as they came: they are what a signature is of.
const BODIES: TableDefinition<'_, u64, &[u8]> = TableDefinition::new("uploads");
/// Where the upload of an id is.
const NUMBERS: TableDefinition<'_, u128, u64> = TableDefinition::new("numbers");

/// How many uploads a page of the list has.
pub(crate) const PAGE: usize = 20;

/// An upload without its results.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// Its id.
    #[serde(with = "written")]
    pub id: Uuid,
    /// When it came.
    pub created_at: Moment,
    /// The cloud.
    pub cpid: String,
    /// How long the run took, in seconds.
    pub duration_seconds: i64,
    /// How many tests passed.
    pub passes: usize,
    /// Signature and key, when it was signed.
    pub signed: Option<Signed>,
}

/// An id in a record, as text.
mod written {
    use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};
    use uuid::Uuid;

    pub(super) fn serialize<S: Serializer>(id: &Uuid, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(id)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Uuid, D::Error> {
        let text = String::deserialize(from)?;
        Uuid::try_parse(&text).map_err(D::Error::custom)
    }
}

/// The signature of an upload.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signed {
    /// In hexadecimal.
    pub signature: String,
    /// The key, as OpenSSH writes it.
    pub key: String,
    /// The owner of the key, by the file of registered keys at that time.
    pub owner: String,
}

/// Which uploads are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Not before this second.
    pub from: Option<Moment>,
    /// Not after this second.
    pub until: Option<Moment>,
    /// Of this cloud.
    pub cpid: Option<String>,
    /// Only signed ones.
    pub signed: bool,
}

impl Filter {
    fn takes(&self, head: &Head) -> bool {
        self.from.is_none_or(|from| from <= head.created_at)
            && self.until.is_none_or(|until| head.created_at <= until)
            && self.cpid.as_ref().is_none_or(|cpid| *cpid == head.cpid)
            && (!self.signed || head.signed.is_some())
    }
}

/// A page of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The uploads, newest first.
    pub heads: Vec<Head>,
    /// How many pages there are; at least 1, because clients stop when they have seen the last.
    pub pages: usize,
}

/// Why the store fails.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database.
    #[error("the store of results fails: {0}")]
    Database(#[from] redb::Error),
    /// A record is damaged.
    #[error("a record in the store of results is damaged: {0}")]
    Record(#[from] serde_json::Error),
}

/// Lets `?` take each of the database's errors.
macro_rules! from_database {
    ($($error:ty),*) => {
        $(impl From<$error> for StoreError {
            fn from(error: $error) -> Self {
                Self::Database(error.into())
            }
        })*
    };
}

from_database!(
    redb::CommitError,
    redb::DatabaseError,
    redb::StorageError,
    redb::TableError,
    redb::TransactionError
);

/// The uploads.
pub struct Store(Database);

impl Store {
    /// Opens a store on disk, or makes it.
    ///
    /// # Errors
    ///
    /// When the file cannot be opened, is another kind of file, or is in use.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        Self::prepared(Database::create(path)?)
    }

    /// A store that ends with the process.
    ///
    /// # Errors
    ///
    /// None that is known.
    pub fn in_memory() -> Result<Self, StoreError> {
        Self::prepared(Database::builder().create_with_backend(InMemoryBackend::new())?)
    }

    /// Readers find every table.
    fn prepared(database: Database) -> Result<Self, StoreError> {
        let write = database.begin_write()?;
        write.open_table(HEADS)?;
        write.open_table(BODIES)?;
        write.open_table(NUMBERS)?;
        write.commit()?;
        Ok(Self(database))
    }

    /// Keeps an upload; it is on disk when this returns.
    ///
    /// # Errors
    ///
    /// When the database fails; then nothing is kept.
    pub fn add(
        &self,
        upload: &Upload,
        body: &[u8],
        signed: Option<Signed>,
        created_at: Moment,
    ) -> Result<Head, StoreError> {
        let head = Head {
            id: Uuid::new_v4(),
            created_at,
            cpid: upload.cpid.clone(),
            duration_seconds: upload.duration_seconds,
            passes: upload.results.len(),
            signed,
        };
        let record = serde_json::to_vec(&head)?;
        let write = self.0.begin_write()?;
        {
            let mut heads = write.open_table(HEADS)?;
            let number = heads.last()?.map_or(0, |(number, _)| number.value() + 1);
            heads.insert(number, record.as_slice())?;
            write.open_table(BODIES)?.insert(number, body)?;
            write
                .open_table(NUMBERS)?
                .insert(head.id.as_u128(), number)?;
        }
        write.commit()?;
        Ok(head)
    }

    /// An upload with the bytes that came.
    ///
    /// # Errors
    ///
    /// When the database fails.
    pub fn get(&self, id: Uuid) -> Result<Option<(Head, Vec<u8>)>, StoreError> {
        let read = self.0.begin_read()?;
        let numbers = read.open_table(NUMBERS)?;
        let Some(number) = numbers.get(id.as_u128())?.map(|number| number.value()) else {
            return Ok(None);
        };
        let heads = read.open_table(HEADS)?;
        let bodies = read.open_table(BODIES)?;
        let (Some(head), Some(body)) = (heads.get(number)?, bodies.get(number)?) else {
            return Ok(None);
        };
        Ok(Some((
            serde_json::from_slice(head.value())?,
            body.value().to_vec(),
        )))
    }

    /// A page of the uploads that a filter takes, counted from 1, newest first.
    ///
    /// # Errors
    ///
    /// When the database fails.
    pub fn list(&self, filter: &Filter, page: usize) -> Result<Page, StoreError> {
        let read = self.0.begin_read()?;
        let heads = read.open_table(HEADS)?;
        let before = page.saturating_sub(1).saturating_mul(PAGE);
        let mut found = 0;
        let mut wanted = Vec::new();
        for entry in heads.iter()?.rev() {
            let head: Head = serde_json::from_slice(entry?.1.value())?;
            if filter.takes(&head) {
                if found >= before && wanted.len() < PAGE {
                    wanted.push(head);
                }
                found += 1;
            }
        }
        Ok(Page {
            heads: wanted,
            pages: found.div_ceil(PAGE).max(1),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn upload(cpid: &str) -> (Upload, Vec<u8>) {
        let body = format!(
            r#"{{"cpid": "{cpid}", "duration_seconds": 5, "results": [{{"name": "a.B.c"}}]}}"#
        );
        (Upload::parse(body.as_bytes()).unwrap(), body.into_bytes())
    }

    fn moment(second: usize) -> Moment {
        format!("2026-01-01 00:00:{second:02}").parse().unwrap()
    }

    #[test]
    fn lists_are_newest_first_in_pages() {
        let store = Store::in_memory().unwrap();
        let everything = Filter::default();
        assert_eq!(
            store.list(&everything, 1).unwrap(),
            Page {
                heads: vec![],
                pages: 1
            }
        );
        for second in 0..45 {
            let (upload, body) = upload(if second < 3 { "x" } else { "y" });
            store.add(&upload, &body, None, moment(second)).unwrap();
        }
        let page = |filter: &Filter, page| {
            let page = store.list(filter, page).unwrap();
            let at: Vec<_> = page.heads.iter().map(|head| head.created_at).collect();
            (
                at.first().copied(),
                at.last().copied(),
                at.len(),
                page.pages,
            )
        };
        assert_eq!(
            page(&everything, 1),
            (Some(moment(44)), Some(moment(25)), 20, 3)
        );
        assert_eq!(
            page(&everything, 3),
            (Some(moment(4)), Some(moment(0)), 5, 3)
        );
        assert_eq!(page(&everything, 4), (None, None, 0, 3));
        let some = Filter {
            from: Some(moment(1)),
            until: Some(moment(9)),
            cpid: Some("x".into()),
            signed: false,
        };
        assert_eq!(page(&some, 1), (Some(moment(2)), Some(moment(1)), 2, 1));
        assert_eq!(
            page(
                &Filter {
                    signed: true,
                    ..some
                },
                1
            )
            .2,
            0
        );
    }

    #[test]
    fn uploads_survive_a_restart_byte_for_byte() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("results.redb");
        let (upload, body) = upload("x");
        let head = {
            let store = Store::open(&path).unwrap();
            store.add(&upload, &body, None, moment(1)).unwrap()
        };
        let store = Store::open(&path).unwrap();
        assert_eq!(store.get(head.id).unwrap(), Some((head, body)));
        assert_eq!(store.get(Uuid::nil()).unwrap(), None);
    }

    #[test]
    fn another_file_is_no_store() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x");
        std::fs::write(
            &path,
            "not a database, and long enough to be looked at".repeat(100),
        )
        .unwrap();
        assert!(Store::open(&path).is_err());
    }
}

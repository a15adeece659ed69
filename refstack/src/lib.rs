//! The result server of interop guidelines, in the form that RefStack gave it.
//!
//! # What it is
//!
//! A folder of guideline files becomes a service: [`Library`] reads the folder, [`Store`] keeps
//! uploaded results, [`router`] offers both under version 1 of the RefStack interface, so that
//! refstack-client lists tests from it and uploads to it. Beyond the original, the server itself
//! gives the verdict, as JSON and as a page. Uploads may be signed ([`signature`]); the store keeps
//! the bytes that were signed, so that anybody can check them again.
//!
//! # What differs from the original
//!
//! An unknown target is 400 and an unknown version 404, where the original answered 200 with an
//! error text that clients took for the name of a test; the number of pages is never 0; vendors,
//! products and profiles do not exist, and neither do the changes that need them.
//!
//! # Whom it may use
//!
//! `occi-model` and `occi-grammar`.

#![cfg_attr(test, allow(clippy::unwrap_used))]

mod answer;
mod api;
mod family;
mod keys;
mod library;
mod pages;
mod query;
mod run;
pub mod signature;
mod store;
mod time;
mod upload;

pub use api::{Server, router};
pub use family::{Family, PublishedName};
pub use keys::{Keys, KeysError};
pub use library::{Library, LibraryError, Published, Skipped};
pub use run::run;
pub use signature::{PublicKey, Signature, SignatureError, SigningKey};
pub use store::{Filter, Head, Page, Signed, Store, StoreError};
pub use time::{Moment, NotAMoment};
pub use upload::{Pass, SCHEMA, Upload, UploadError};

//! The server: protocol engine, provider seam, HTTP front.
//!
//! The engine works on [`http::Request`]s and knows no sockets; [`Service::serve`] puts axum in
//! front of it, [`run()`] makes a process of it.

mod builder;
#[cfg(feature = "defects")]
mod defect;
mod fault;
mod options;
mod provider;
mod run;
mod service;

pub use builder::{DEFAULT_BODY_LIMIT, ServiceBuilder, SetupError};
#[cfg(feature = "defects")]
pub use defect::Defect;
pub use fault::Fault;
pub use options::{Options, StoreChoice};
pub use provider::{BoxFuture, Context, DefaultHandler, Handler, Outcome};
pub use run::{RunError, run};
pub use service::Service;

//! The server: protocol engine, provider seam, HTTP front.
//!
//! The engine works on [`http::Request`]s and knows no sockets; [`run`](crate::server) puts axum in
//! front of it.

mod fault;
mod provider;

pub use fault::Fault;
pub use provider::{BoxFuture, Context, DefaultHandler, Handler, Outcome};

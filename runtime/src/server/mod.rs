//! The server: protocol engine, provider seam, HTTP front.
//!
//! The engine works on [`http::Request`]s and knows no sockets; [`Service::serve`] puts axum in
//! front of it, [`run()`] makes a process of it.
//!
//! A request passes these parts in order: the version check (`version`), `routing` of the path,
//! the `condition`s of the request, `negotiation` of the answer's rendering, then one of `query`, `collection`, `create`, `update`,
//! `delete`, `action` and `mixins`. These share `recognise` (categories), `given` (values of the
//! client), `defaults`, `links`, `follow` (states of links), `references` and `validate`, ask the handlers of `provider` and
//! the store through `commit`; `render` writes the answer. Everything that is said about kinds,
//! attributes, actions and states comes from the model; `conventions` holds the few things that
//! no model can say.

mod action;
mod answer;
mod ask;
mod auth;
mod builder;
mod call;
mod carried;
mod change;
mod collection;
mod commit;
mod condition;
mod conventions;
mod create;
mod defaults;
mod defect;
mod delete;
mod engine;
mod fault;
mod filter;
mod follow;
mod generate;
mod given;
mod gone;
mod http_front;
mod later;
mod links;
mod load;
mod locks;
mod log;
mod mixins;
mod negotiation;
mod options;
mod page;
mod place;
mod provider;
mod query;
mod recognise;
mod references;
mod relations;
mod render;
mod routing;
mod run;
mod saving;
mod service;
mod shape;
#[cfg(feature = "defects")]
mod spoil;
mod update;
mod validate;
mod version;

pub use auth::{Authenticator, Credentials, CredentialsError, unauthorized};
pub use builder::{DEFAULT_BODY_LIMIT, ServiceBuilder, SetupError};
pub use call::{Cancellation, Principal};
#[cfg(feature = "defects")]
pub use defect::Defect;
pub use fault::Fault;
pub use load::{Different, LoadError, Loaded};
pub use log::Logged;
pub use occi_rendering::Style;
pub use options::{Options, StoreChoice};
pub use provider::{
    ActionHandler, ActionProvider, BoxFuture, Context, DefaultHandler, Handler, MixinHandler,
    MixinProvider, Outcome,
};
pub use run::{RunError, run, run_with};
pub use service::Service;

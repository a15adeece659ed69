//! What your cloud does. This file is yours: it was written once and is never written again.
//!
//! Every method of a provider has a default that does what the definition says; override what
//! your cloud does itself. For example, inside the implementation for
//! [`Compute`](crate::infrastructure::Compute):
//!
//! ```text
//! async fn start(
//!     &self,
//!     cx: &Context,
//!     compute: &Compute,
//!     action: ComputeStart,
//! ) -> Result<ComputeState, Fault> {
//!     my_hypervisor(&compute.id).await?;
//!     cx.next_state()
//! }
//! ```

use occi::server::ServiceBuilder;

use crate::infrastructure::{
    ComputeProvider, NetworkProvider, NetworkinterfaceProvider, Providers, StorageProvider,
    StoragelinkProvider,
};

/// Your cloud.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cloud;

impl ComputeProvider for Cloud {}

impl NetworkProvider for Cloud {}

impl StorageProvider for Cloud {}

impl NetworkinterfaceProvider for Cloud {}

impl StoragelinkProvider for Cloud {}

/// The service of your cloud.
#[must_use]
pub fn service() -> ServiceBuilder {
    Providers::new()
        .compute(Cloud)
        .network(Cloud)
        .storage(Cloud)
        .networkinterface(Cloud)
        .storagelink(Cloud)
        .service()
}

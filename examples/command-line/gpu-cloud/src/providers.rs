//! What your cloud does. This file is yours: it was written once and is never written again.
//!
//! Every method of a provider has a default that does what the definition says; override what
//! your cloud does itself. For example, inside the implementation for
//! [`Gpu`](crate::gpu::Gpu):
//!
//! ```text
//! async fn claim(
//!     &self,
//!     cx: &Context,
//!     gpu: &Gpu,
//!     action: GpuClaim,
//! ) -> Result<GpuState, Fault> {
//!     my_hypervisor(&gpu.id).await?;
//!     cx.next_state()
//! }
//! ```

use std::sync::atomic::{AtomicU64, Ordering};

use occi::server::{Context, Fault, ServiceBuilder};

use crate::gpu::{Gpu, GpuClaim, GpuProvider, GpuState, GpulinkProvider, Providers};

/// How often a device was handed out.
static CLAIMS: AtomicU64 = AtomicU64::new(0);

/// How often a device was handed out by this process, for the accounts.
#[must_use]
pub fn claims() -> u64 {
    CLAIMS.load(Ordering::Relaxed)
}

/// Your cloud.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cloud;

impl GpuProvider for Cloud {
    async fn claim(&self, cx: &Context, _: &Gpu, _: GpuClaim) -> Result<GpuState, Fault> {
        CLAIMS.fetch_add(1, Ordering::Relaxed);
        cx.next_state()
    }
}

impl GpulinkProvider for Cloud {}

/// The service of your cloud.
#[must_use]
pub fn service() -> ServiceBuilder {
    Providers::new().gpu(Cloud).gpulink(Cloud).service()
}

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

use occi::server::{Context, Fault, ServiceBuilder};

use crate::gpu::{Gpu, GpuProvider, GpulinkProvider, NewGpu, Providers};

/// Memory of the largest device in the cloud, in GiB.
const LARGEST: u16 = 80;

/// Your cloud.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cloud;

impl GpuProvider for Cloud {
    async fn create(&self, cx: &Context, new: NewGpu) -> Result<Gpu, Fault> {
        if new.memory > LARGEST {
            let message = format!("this cloud has no device of {} GiB", new.memory);
            return Err(Fault::conflict("no-such-device", message));
        }
        cx.accept(new)
    }
}

impl GpulinkProvider for Cloud {}

/// The service of your cloud.
#[must_use]
pub fn service() -> ServiceBuilder {
    Providers::new()
        .gpu(Cloud)
        .gpulink(Cloud)
        .service()
}

//! A cloud with graphics processors; its types come from `gpu.occi`, without a build script.

#![deny(warnings, clippy::pedantic)]

use std::sync::atomic::{AtomicU32, Ordering};

use occi::{
    Entity,
    server::{Context, Fault, ServiceBuilder},
};

occi::model!("../gpu.occi");

use gpu::{Gpu, GpuProvider, NewGpu, Providers};

/// A rack with room for some devices. What it does not say itself, the definition says.
#[derive(Debug)]
pub struct Rack {
    free: AtomicU32,
}

impl Rack {
    /// A rack with so many free slots.
    #[must_use]
    pub fn new(slots: u32) -> Self {
        Self {
            free: AtomicU32::new(slots),
        }
    }
}

impl GpuProvider for Rack {
    async fn create(&self, cx: &Context, new: NewGpu) -> Result<Gpu, Fault> {
        self.free
            .fetch_update(Ordering::AcqRel, Ordering::Acquire, |free| {
                free.checked_sub(1)
            })
            .map_err(|_| Fault::conflict("rack-full", "no slot is free in the rack"))?;
        let mut device = cx.accept(new)?;
        device
            .title
            .get_or_insert_with(|| format!("card at {}", device.location));
        Ok(device)
    }

    async fn delete(&self, _: &Context, _: &Gpu) -> Result<(), Fault> {
        self.free.fetch_add(1, Ordering::AcqRel);
        Ok(())
    }
}

/// The cloud.
#[must_use]
pub fn service(rack: Rack) -> ServiceBuilder {
    Providers::new().gpu(rack).service()
}

/// Where devices are.
#[must_use]
pub const fn location() -> &'static str {
    <Gpu as Entity>::LOCATION
}

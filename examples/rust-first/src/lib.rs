//! Graphics processors of a cloud, Rust first: the structs are the definition.
//!
//! What the other examples generate from `gpu.occi` is written down here as types, and the
//! definition comes out of them: `tests/definition.rs` holds both to each other.

#![deny(warnings, clippy::pedantic)]

use std::sync::atomic::{AtomicU32, Ordering};

use occi::{
    define::{Creation, Managed, Provider},
    server::{Context, Fault, Outcome, Service, ServiceBuilder},
};

occi::model!("../../specs/infrastructure.occi");

/// Who made a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, occi::Value)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Vendor {
    Amd,
    Intel,
    Nvidia,
}

/// What a device is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, occi::Value)]
pub enum GpuState {
    /// Nobody uses it.
    Idle,
    /// A compute instance uses it.
    Busy,
}

/// How thoroughly the memory of a device is cleared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, occi::Value)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Erase {
    Quick,
    Thorough,
}

/// A graphics processor that compute instances can use.
#[derive(Clone, Debug, PartialEq, occi::Resource)]
#[occi(
    scheme = "http://example.com/occi/gpu#",
    title = "GPU",
    location = "/gpu/"
)]
#[occi(
    prefix = "com.example.gpu",
    actions(Claim, Release),
    spec = "../gpu.occi"
)]
#[occi(states(state, initial idle { claim -> busy; } busy { release -> idle; }))]
pub struct Gpu {
    /// Memory of the device.
    #[occi(createonly, range = "1..=1024", unit = "GiB")]
    pub memory: u16,
    /// Who made the device.
    #[occi(createonly)]
    pub vendor: Option<Vendor>,
    /// What the device is doing.
    #[occi(readonly, default = "idle")]
    pub state: GpuState,
}

/// Hands the device out.
#[derive(Clone, Debug, PartialEq, occi::Action)]
#[occi(of = Gpu)]
pub struct Claim {}

/// Takes the device back and clears its memory.
#[derive(Clone, Debug, PartialEq, occi::Action)]
#[occi(of = Gpu)]
pub struct Release {
    /// How thoroughly the memory is cleared.
    pub erase: Option<Erase>,
}

/// A device that is attached to a compute instance.
#[derive(Clone, Debug, PartialEq, occi::Link)]
#[occi(
    scheme = "http://example.com/occi/gpu#",
    title = "GPU Link",
    location = "/link/gpu/"
)]
#[occi(
    prefix = "com.example.gpulink",
    source(infrastructure::Compute),
    target(Gpu)
)]
pub struct GpuLink {
    /// Slot of the device in the guest.
    #[occi(range = "0..=31")]
    pub slot: Option<i64>,
}

/// A device that is shared between instances in slices.
#[derive(Clone, Debug, PartialEq, occi::Mixin)]
#[occi(
    scheme = "http://example.com/occi/gpu#",
    title = "Sliced GPU",
    location = "/mixin/sliced/"
)]
#[occi(applies(Gpu))]
pub struct Sliced {
    /// Number of slices.
    #[occi(name = "com.example.gpu.slices", range = "2..=16")]
    pub slices: u8,
}

occi::model_of! {
    /// Graphics processors of a cloud: a small extension of somebody's own, used by the examples.
    name = "gpu",
    scheme = "http://example.com/occi/gpu#",
    version = "1.0",
    uses(infrastructure),
    kinds(Gpu, GpuLink),
    mixins(Sliced),
}

/// A rack with room for some devices. What it does not say itself, the definition says.
#[derive(Debug)]
pub struct Rack {
    free: AtomicU32,
    claims: AtomicU32,
}

impl Rack {
    /// A rack with so many free slots.
    #[must_use]
    pub fn new(slots: u32) -> Self {
        Self {
            free: AtomicU32::new(slots),
            claims: AtomicU32::new(0),
        }
    }
}

impl Provider<Gpu> for Rack {
    async fn create(&self, cx: &Context, new: Creation<Gpu>) -> Result<Managed<Gpu>, Fault> {
        self.free
            .fetch_update(Ordering::AcqRel, Ordering::Acquire, |free| {
                free.checked_sub(1)
            })
            .map_err(|_| Fault::conflict("rack-full", "no slot is free in the rack"))?;
        cx.accept(new)
    }

    async fn delete(&self, _: &Context, _: &Managed<Gpu>) -> Result<(), Fault> {
        self.free.fetch_add(1, Ordering::AcqRel);
        Ok(())
    }

    async fn act(
        &self,
        cx: &Context,
        _: &Managed<Gpu>,
        action: GpuAction,
    ) -> Result<Outcome, Fault> {
        match action {
            GpuAction::Claim(_) => {
                self.claims.fetch_add(1, Ordering::Relaxed);
                Ok(cx.outcome())
            }
            GpuAction::Release(_) => Ok(cx.outcome()),
        }
    }
}

/// The cloud.
#[must_use]
pub fn service(rack: Rack) -> ServiceBuilder {
    Service::builder(model().clone()).provider::<Gpu>(rack)
}

//! Extension `gpu` `1.0`.
//!
//! Graphics processors of a cloud: a small extension of somebody's own, used by the examples.
//!
//! * Scheme: `http://example.com/occi/gpu#`
//! * Uses: `core`
//! * Uses: `infrastructure`

mod definition;
mod gpu_kind;
mod gpulink;
mod service;
mod sliced;
mod types;

pub use self::definition::{EXTENSION, model};
pub use self::gpu_kind::{
    Gpu, GpuClaim, GpuHandler, GpuPatch, GpuProvider, GpuRelease, GpuState, NewGpu, NewGpuBuilder,
    ReleaseErase,
};
pub use self::gpulink::{
    Gpulink, GpulinkHandler, GpulinkPatch, GpulinkProvider, NewGpulink, NewGpulinkBuilder,
};
pub use self::service::{Defaults, Providers};
pub use self::sliced::Sliced;
pub use self::types::Vendor;

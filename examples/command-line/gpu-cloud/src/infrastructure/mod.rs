//! Extension `infrastructure` `1.2`.
//!
//! OCCI Infrastructure 1.2 (GFD.224), with what OCCI 1.1 (GFD.184) has otherwise.
//!
//! * Scheme: `http://schemas.ogf.org/occi/infrastructure#`
//! * Specification: <https://www.ogf.org/documents/GFD.224.pdf>
//! * Uses: `core`

mod compute;
mod definition;
mod ipnetwork;
mod ipnetworkinterface;
mod network;
mod networkinterface;
mod os_tpl;
mod resource_tpl;
mod service;
mod ssh_key;
mod storage;
mod storagelink;
mod types;
mod user_data;

pub use self::compute::{
    Compute, ComputeHandler, ComputePatch, ComputeProvider, ComputeRestart, ComputeSave,
    ComputeStart, ComputeState, ComputeStop, ComputeSuspend, NewCompute, NewComputeBuilder,
    RestartMethod, SaveMethod, StopMethod, SuspendMethod,
};
pub use self::definition::{EXTENSION, model};
pub use self::ipnetwork::Ipnetwork;
pub use self::ipnetworkinterface::Ipnetworkinterface;
pub use self::network::{
    Network, NetworkDown, NetworkHandler, NetworkPatch, NetworkProvider, NetworkUp, NewNetwork,
    NewNetworkBuilder,
};
pub use self::networkinterface::{
    Networkinterface, NetworkinterfaceHandler, NetworkinterfacePatch, NetworkinterfaceProvider,
    NewNetworkinterface, NewNetworkinterfaceBuilder,
};
pub use self::os_tpl::OsTpl;
pub use self::resource_tpl::ResourceTpl;
pub use self::service::{Defaults, Providers};
pub use self::ssh_key::SshKey;
pub use self::storage::{
    NewStorage, NewStorageBuilder, Storage, StorageBackup, StorageHandler, StorageOffline,
    StorageOnline, StoragePatch, StorageProvider, StorageResize, StorageSnapshot, StorageState,
};
pub use self::storagelink::{
    NewStoragelink, NewStoragelinkBuilder, Storagelink, StoragelinkHandler, StoragelinkPatch,
    StoragelinkProvider,
};
pub use self::types::{ActiveState, Allocation, Architecture, Size};
pub use self::user_data::UserData;

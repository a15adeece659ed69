use occi::define::Creation;

/// A device.
#[derive(Clone, Debug, PartialEq, occi::Resource)]
#[occi(scheme = "http://example.com/occi/gpu#", prefix = "com.example.gpu")]
struct Gpu {
    /// Memory of the device.
    memory: u16,
}

/// A rack.
#[derive(Clone, Debug, PartialEq, occi::Resource)]
#[occi(scheme = "http://example.com/occi/gpu#", prefix = "com.example.rack")]
struct Rack {
    /// How many fit in.
    slots: u16,
}

/// A device in slices.
#[derive(Clone, Debug, PartialEq, occi::Mixin)]
#[occi(scheme = "http://example.com/occi/gpu#", prefix = "com.example.gpu", applies(Gpu))]
struct Sliced {
    /// How many.
    slices: u8,
}

/// What is plugged into what.
#[derive(Clone, Debug, PartialEq, occi::Link)]
#[occi(
    scheme = "http://example.com/occi/gpu#",
    prefix = "com.example.plug",
    source(Gpu),
    target(Gpu, Rack)
)]
struct Plug {
    /// Which slot.
    slot: u8,
}

/// Nothing to plug into.
#[derive(Clone, Debug, PartialEq, occi::Resource)]
#[occi(scheme = "http://example.com/occi/gpu#", prefix = "com.example.wall")]
struct Wall {
    /// How high.
    height: u8,
}

fn attached(rack: NewRack) -> Creation<Rack> {
    rack.creation().mixin(Sliced { slices: 4 })
}

fn plugged(
    plug: NewPlug,
    gpu: &occi::define::Managed<Gpu>,
    wall: &occi::define::Managed<Wall>,
) -> Creation<Plug> {
    plug.between(gpu, wall)
}

fn main() {}

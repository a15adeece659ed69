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

fn attached(rack: NewRack) -> Creation<Rack> {
    rack.creation().mixin(Sliced { slices: 4 })
}

fn main() {}

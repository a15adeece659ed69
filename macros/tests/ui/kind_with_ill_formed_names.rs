#[derive(Clone, occi::Resource)]
#[occi(scheme = "http://example.com/occi/gpu", term = "G PU", location = "gpu")]
struct Gpu {
    #[occi(name = "Memory Size")]
    memory: u32,
}

fn main() {}

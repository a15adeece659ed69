#[derive(Clone, occi::Resource)]
#[occi(scheme = "http://example.com/occi/gpu#")]
struct Gpu {
    memory: u32,
}

fn main() {}

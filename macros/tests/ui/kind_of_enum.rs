#[derive(Clone, occi::Resource)]
#[occi(scheme = "http://example.com/occi/gpu#")]
enum Gpu {
    Small,
}

fn main() {}

#[derive(Clone, occi::Resource)]
#[occi(scheme = "http://example.com/occi/gpu#")]
struct Gpu<T> {
    memory: T,
}

fn main() {}

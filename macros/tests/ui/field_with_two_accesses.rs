#[derive(Clone, occi::Resource)]
#[occi(scheme = "http://example.com/occi/gpu#", prefix = "com.example.gpu")]
struct Gpu {
    #[occi(createonly, readonly)]
    memory: u32,
}

fn main() {}

#[derive(Clone, Debug, PartialEq, occi::Resource)]
#[occi(scheme = "http://example.com/occi/gpu#", prefix = "com.example.gpu")]
struct Gpu {
    started: std::time::SystemTime,
}

fn main() {}

#[derive(Clone, Debug, PartialEq, occi::Resource)]
#[occi(scheme = "http://example.com/occi/gpu#", prefix = "com.example.gpu")]
struct Gpu {
    #[occi(range = "1..=4")]
    label: String,
}

fn main() {
    let _ = <Gpu as occi::define::DefinedKind>::TABLE;
}

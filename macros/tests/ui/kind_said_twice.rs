#[derive(Clone, occi::Resource)]
#[occi(scheme = "http://example.com/occi/gpu#", title = "GPU")]
#[occi(title = "Card")]
struct Gpu {}

fn main() {}

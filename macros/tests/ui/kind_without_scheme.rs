#[derive(Clone, occi::Resource)]
#[occi(title = "GPU")]
struct Gpu {}

fn main() {}

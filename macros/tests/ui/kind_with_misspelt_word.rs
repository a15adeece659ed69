#[derive(Clone, occi::Resource)]
#[occi(scheme = "http://example.com/occi/gpu#", titel = "GPU", place = "/gpu/")]
struct Gpu {}

fn main() {}

#[derive(Clone, occi::Resource)]
#[occi(scheme = "http://example.com/occi/gpu#", source("http://example.com/occi/gpu#gpu"))]
struct Gpu {}

fn main() {}

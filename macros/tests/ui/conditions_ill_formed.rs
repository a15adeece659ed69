#[derive(Clone, occi::Resource)]
#[occi(scheme = "http://example.com/occi/gpu#", prefix = "com.example.gpu")]
#[occi(require("com.example.gpu.memory <", "the end is missing"))]
#[occi(require("com.example.gpu.memory < 4; } kind other {", "more than a condition"))]
#[occi(require("com.example.gpu.memory < 4"))]
#[occi(require("com.example.gpu.memory < \"x\"", "a number and a text"))]
#[occi(require("com.example.gpu.memroy < 4", "no such attribute"))]
#[occi(require("links(a-b) < 4", "no type"))]
struct Gpu {
    memory: u32,
}

#[derive(Clone, occi::Mixin)]
#[occi(scheme = "http://example.com/occi/gpu#", prefix = "com.example.sliced")]
#[occi(require("starts_with(com.example.sliced.slices, \"x\")", "a text is asked for"))]
struct Sliced {
    slices: u32,
}

fn main() {}

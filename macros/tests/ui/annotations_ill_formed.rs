#[derive(Clone, occi::Resource)]
#[occi(scheme = "http://example.com/occi/gpu#", prefix = "com.example.gpu")]
#[occi(annotation("key"))]
#[occi(annotation("two\nlines", "value"))]
#[occi(annotation("same", "1"), annotation("same", "2"))]
struct Gpu {
    #[occi(annotation = "key")]
    memory: u32,
}

#[derive(Clone, occi::Value)]
struct Size {
    #[occi(annotation("key", "value"))]
    width: u8,
}

fn main() {}

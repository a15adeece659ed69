#[derive(Clone, occi::Value)]
enum Vendor {
    Amd,
    #[occi(name = "amd")]
    Advanced,
    Other(String),
}

#[derive(Clone, occi::Value)]
struct Pair(u8, u8);

fn main() {}

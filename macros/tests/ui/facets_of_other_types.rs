#[derive(Clone, Debug, PartialEq, occi::Value)]
#[occi(extension = "gpu")]
enum Vendor {
    Amd,
}

#[derive(Clone, occi::Mixin)]
#[occi(scheme = "http://example.com/occi/gpu#", prefix = "com.example.gpu")]
struct Unique {
    #[occi(unique)]
    label: String,
}

#[derive(Clone, occi::Mixin)]
#[occi(scheme = "http://example.com/occi/gpu#", prefix = "com.example.gpu")]
struct Digits {
    #[occi(digits = 3)]
    name: String,
}

#[derive(Clone, occi::Mixin)]
#[occi(scheme = "http://example.com/occi/gpu#", prefix = "com.example.gpu")]
struct Fraction {
    #[occi(fraction = 2)]
    slots: u8,
}

#[derive(Clone, occi::Mixin)]
#[occi(scheme = "http://example.com/occi/gpu#", prefix = "com.example.gpu")]
struct Named {
    #[occi(length = "1..=4")]
    vendor: Vendor,
}

fn main() {}

#[derive(Clone, occi::Value)]
#[occi(name = "Vendor")]
enum WithoutExtension {
    Amd,
}

#[derive(Clone, occi::Value)]
#[occi(extension = "gpu", name = "no type")]
enum IllFormed {
    Amd,
}

#[derive(Clone, occi::Value)]
#[occi(extension = "gpu")]
enum Twice {
    #[occi(name = "amd")]
    One,
    Amd,
}

#[derive(Clone, occi::Value)]
#[occi(extensoin = "gpu")]
enum Misspelt {
    Amd,
}

fn main() {}

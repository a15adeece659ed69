#[derive(Clone, occi::Value)]
enum Unnamed {
    A,
}

#[derive(Clone, occi::Value)]
#[occi(extension = "other")]
enum Elsewhere {
    A,
}

occi::model_of! {
    name = "gpu",
    scheme = "http://example.com/occi/gpu#",
    types(Unnamed, Elsewhere),
}

fn main() {}

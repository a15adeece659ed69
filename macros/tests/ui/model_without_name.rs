occi::model_of! {
    scheme = "http://example.com/occi/gpu#",
    kind(Gpu),
}

fn main() {}

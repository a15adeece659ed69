struct Gpu;

occi::model_of! {
    name = "gpu",
    scheme = "http://example.com/occi/gpu#",
    kinds(Gpu),
}

fn main() {}

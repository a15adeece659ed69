#[derive(Clone, occi::Resource)]
#[occi(scheme = "http://example.com/occi/gpu#", prefix = "com.example.gpu")]
struct Gpu {
    #[occi(default = "many")]
    slots: u8,
    #[occi(default = 1)]
    on: bool,
    #[occi(default = 1)]
    label: String,
    #[occi(ref(Gpu, Gpu))]
    peer: Option<String>,
    #[occi(digits = "three")]
    price: f64,
}

fn main() {}

#[derive(Clone, occi::Resource)]
#[occi(scheme = "http://example.com/occi/gpu#", prefix = "com.example.gpu")]
struct Gpu {
    #[occi(range = "1-4")]
    memory: u32,
    #[occi(range = "4..=1")]
    slots: u32,
    #[occi(range = "1..=4", default = 9)]
    ports: u32,
    #[occi(length = "many")]
    label: String,
    #[occi(pattern = "[a-")]
    name: String,
    #[occi(type = "url")]
    place: String,
    #[occi(since = "2.0")]
    fans: u32,
}

fn main() {}

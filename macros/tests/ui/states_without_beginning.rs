#[derive(Clone, occi::Resource)]
#[occi(scheme = "http://example.com/occi/gpu#", prefix = "com.example.gpu")]
#[occi(states(state, idle { claim -> busy; } busy;))]
struct Gpu {
    #[occi(readonly)]
    state: String,
}

fn main() {}

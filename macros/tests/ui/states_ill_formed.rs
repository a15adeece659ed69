#[derive(Clone, occi::Resource)]
#[occi(scheme = "http://example.com/occi/gpu#", prefix = "com.example.gpu")]
#[occi(states(state, initial idle { claim => busy; }))]
struct Gpu {
    #[occi(readonly)]
    state: String,
}

fn main() {}

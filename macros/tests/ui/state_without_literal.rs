#[derive(Clone, Debug, PartialEq, occi::Value)]
enum State {
    Idle,
    Busy,
}

#[derive(Clone, occi::Resource)]
#[occi(scheme = "http://example.com/occi/gpu#", prefix = "com.example.gpu")]
#[occi(states(state, initial idle { event -> busy; } busy;))]
struct Gpu {
    #[occi(readonly, default = "ilde")]
    state: State,
}

fn main() {}

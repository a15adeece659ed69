#[derive(Clone, Debug, PartialEq, occi::Value)]
enum State {
    Idle,
    Busy,
}

#[derive(Clone, occi::Resource)]
#[occi(scheme = "http://example.com/occi/gpu#", prefix = "com.example.gpu")]
#[occi(states(state, initial idle { event -> gone; } gone;))]
struct States {
    #[occi(readonly, default = "idle")]
    state: State,
}

#[derive(Clone, occi::Mixin)]
#[occi(scheme = "http://example.com/occi/gpu#", prefix = "com.example.gpu")]
struct Defaults {
    #[occi(default = "ilde")]
    state: State,
    #[occi(default = 256)]
    slots: u8,
    #[occi(default = "a")]
    tags: Vec<String>,
}

#[derive(Clone, occi::Value)]
struct Member {
    #[occi(default = -1)]
    width: u8,
}

fn main() {}

#[derive(Clone, occi::Action)]
struct Claim {}

fn main() {}

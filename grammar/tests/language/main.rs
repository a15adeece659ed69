//! The `.occi` language from outside: what it says, what it refuses, and how it says so.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod beside;
mod configurations;
mod docs;
mod explain;
mod extensions;
mod facts;
mod faults;
mod habits;
mod hostile;
mod levels;
mod requirements;
mod rules;
mod specs;
mod speed;

use occi_grammar::{
    Loaded, MemoryResolver, Sources,
    diagnostic::{RenderOptions, render},
    load,
};
use occi_model::Faults;

/// Reads one text, called `entry.occi` in messages.
fn read(text: &str) -> Loaded {
    load("entry", &mut MemoryResolver::new().with("entry", text))
}

/// The faults as people see them.
fn print(faults: &Faults, sources: &Sources) -> String {
    let options = RenderOptions {
        limit: usize::MAX,
        width: 100,
        color: false,
    };
    render(faults, sources, &options)
}

fn shown(loaded: &Loaded) -> String {
    print(&loaded.faults, &loaded.sources)
}

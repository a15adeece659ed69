//! One test per rule: a sound draft, broken in one place, gives one fault there.

mod actions;
mod arbitrary;
mod attributes;
mod conditions;
mod configurations;
mod expressions;
mod facts;
mod invariants;
mod kinds;
mod mixins;
mod names;
mod properties;
mod resolution;
mod scale;
mod states;
mod structures;
mod tables;
mod whole;

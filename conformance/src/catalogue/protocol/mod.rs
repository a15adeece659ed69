//! Protocol cases: written for a row of the requirement list, not derived from a kind (section 4.4).
//!
//! Each is a request or two and what is expected of the answer, put together by [`row::Row`]. They
//! speak of a kind of the model that is easily made, so that every model has the same ones; what a
//! model cannot say is dropped with the reason.

mod actions;
mod change;
mod collection;
mod create;
mod json;
mod literal;
mod many;
mod namespace;
mod negotiation;
mod query;
mod robust;
mod row;
mod templates;
mod text;

use occi_model::Model;

use super::{Catalogue, scope::Names};
use row::Ground;

/// The cases of a model.
pub(super) fn model(model: &Model, names: &Names, all: &mut Catalogue) {
    let ground = Ground::of(model, names);
    query::cases(&ground, all);
    negotiation::cases(&ground, all);
    create::cases(&ground, all);
    change::cases(&ground, all);
    collection::cases(&ground, all);
    namespace::cases(&ground, all);
    actions::cases(&ground, all);
    text::cases(&ground, all);
    json::cases(&ground, all);
    literal::cases(&ground, all);
    many::cases(&ground, all);
    templates::cases(&ground, all);
    robust::cases(&ground, all);
}

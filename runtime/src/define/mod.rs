//! Rust first: what types that derive their definition stand on.
//!
//! A definition-first user writes `.occi` and gets Rust; here it is the other way round. The
//! derives `Resource`, `Link`, `Mixin`, `Action` and `Value` turn structs and enums into parts of
//! a definition, and [`model_of!`](crate::model_of) puts the parts together. What they generate
//! only names fields; everything else happens in this module.

mod agree;
mod entity;
mod facets;
mod fits;
mod hash;
mod hold;
mod identifier;
pub(crate) mod known;
#[cfg(feature = "server")]
mod provider;
mod value_type;

use occi_model::table::{ActionTable, KindTable, MixinTable};

#[cfg(feature = "server")]
pub use self::provider::{Provided, Provider};
pub use self::{
    agree::agree,
    entity::{Change, Creation, Managed},
    facets::{Facets, with_digits, with_length, with_pattern, with_range, with_type, with_unique},
    fits::fits,
    hash::{member_optional, member_required, members, no_more, put_member},
    hold::hold,
    identifier::{action_identifier, action_identifier_length, scheme, term},
    known::know,
    value_type::{DefinedType, named},
};
use crate::{
    Attributes, CategoryId,
    typed::{Entity, FieldError, FieldWriter, Fields, Mixin},
};

/// A type with a category identifier.
#[diagnostic::on_unimplemented(
    message = "`{Self}` defines no category",
    label = "neither kind nor mixin",
    note = "`#[derive(occi::Resource)]` or `#[derive(occi::Link)]` makes a struct a kind"
)]
pub trait Identified {
    /// `scheme#term`
    const ID: &'static str;
    /// The typed view of its instances.
    type Typed;
}

/// Types that a generator made from a definition have their identifier too, so that derived
/// types can refer to them.
impl<T: Entity> Identified for T {
    const ID: &'static str = T::KIND;
    type Typed = T;
}

/// A group of attribute values.
pub trait Values: Sized {
    /// Takes the values out of an instance's.
    ///
    /// # Errors
    ///
    /// When a value is missing or has another type.
    fn from_fields(fields: &mut Fields) -> Result<Self, FieldError>;

    /// Writes the values.
    fn write(self, fields: &mut FieldWriter);
}

/// A struct that defines a kind: the attributes of its instances.
#[diagnostic::on_unimplemented(
    message = "`{Self}` defines no kind",
    label = "no kind",
    note = "`#[derive(occi::Resource)]` or `#[derive(occi::Link)]` makes a struct a kind"
)]
pub trait DefinedKind: Identified + Values + Clone + Send + Sync + 'static {
    /// The kind as static data.
    const TABLE: KindTable;
    /// Default location of its collection; empty when it has none.
    const LOCATION: &'static str;
    /// What a client gives at creation.
    type New: Values + Clone + Send + 'static;
    /// What a client may change; what is `None` stays.
    type Patch: Values + Clone + Default + Send + 'static;
    /// The actions of the kind.
    type Action: Actions + Send;
}

/// A struct that defines a kind of resource.
pub trait DefinedResource: DefinedKind {}

/// A struct that defines a kind of link.
pub trait DefinedLink: DefinedKind {}

/// A struct that defines a kind with a state machine.
pub trait DefinedStates: DefinedKind {
    /// The states.
    type State: DefinedType + PartialEq + Clone + Send + Sync;

    /// The present state.
    fn state(&self) -> &Self::State;
}

/// A struct that defines a mixin.
#[diagnostic::on_unimplemented(
    message = "`{Self}` defines no mixin",
    label = "no mixin",
    note = "`#[derive(occi::Mixin)]` makes a struct a mixin"
)]
pub trait DefinedMixin: Mixin {
    /// The mixin as static data.
    const TABLE: MixinTable;
}

/// A struct that defines an action.
#[diagnostic::on_unimplemented(
    message = "`{Self}` defines no action",
    label = "no action",
    note = "`#[derive(occi::Action)]` makes a struct an action"
)]
pub trait DefinedAction: crate::typed::Action {
    /// The action as static data.
    const TABLE: ActionTable;
}

/// The actions of a kind as one type.
pub trait Actions: Sized {
    /// Reads an action that is one of these.
    ///
    /// # Errors
    ///
    /// When a parameter is missing or has another type.
    fn read(id: &CategoryId, parameters: &Attributes) -> Result<Option<Self>, FieldError>;
}

/// The actions of a kind that has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoAction {}

impl Actions for NoAction {
    fn read(_: &CategoryId, _: &Attributes) -> Result<Option<Self>, FieldError> {
        Ok(None)
    }
}

//! The plan: every Rust name and type of the output, decided once.
//!
//! Emitters only place what stands here; they make no names. Names that would collide are
//! changed here, by rules that depend on the model alone, and each change is noted.

mod build;
mod fields;
mod types;
mod typing;
mod unused;
mod values;

use std::sync::Arc;

use occi_model::{
    Attribute, Kind, KindId, Mixin, MixinId, Model,
    model::{ExtensionId, NamedType},
    types::{EnumLiteral, Member},
};

pub(crate) use self::{types::RustType, unused::Matched, values::ValueTypes};

use crate::settings::Settings;

/// Everything that is decided about one output.
#[derive(Debug)]
pub(crate) struct Plan<'m> {
    pub(crate) model: &'m Model,
    pub(crate) settings: &'m Settings,
    /// In the order of the model's extensions.
    pub(crate) extensions: Vec<ExtensionPlan>,
    /// In the order of the model's kinds; none for those of Core.
    pub(crate) kinds: Vec<Option<KindPlan<'m>>>,
    /// In the order of the model's mixins; none for those of Core.
    pub(crate) mixins: Vec<Option<MixinPlan<'m>>>,
    /// All enums, records and narrowed types.
    pub(crate) values: ValueTypes<'m>,
    /// Names that were changed.
    pub(crate) notes: Vec<String>,
    /// Which patterns of the settings fitted something so far.
    pub(crate) matched: Matched,
}

/// An extension, which is a module.
#[derive(Debug)]
pub(crate) struct ExtensionPlan {
    pub(crate) id: ExtensionId,
    /// Name of its module.
    pub(crate) module: String,
    /// Core: the runtime has it.
    pub(crate) is_core: bool,
    /// Somebody else's module, if so.
    pub(crate) path: Option<String>,
    /// Whether it has named types that are types of their own, which stand in a module of their
    /// own unless the layout is flat.
    pub(crate) has_types: bool,
    /// Extensions that it needs, imported ones first, without Core and without itself.
    pub(crate) closure: Vec<usize>,
}

impl ExtensionPlan {
    /// Whether a module is written for it.
    pub(crate) fn is_written(&self) -> bool {
        !self.is_core && self.path.is_none()
    }
}

/// Where something stands: an extension and a module inside it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    pub(crate) extension: usize,
    /// The module inside; empty where it is the extension's itself.
    pub(crate) module: String,
}

/// The module that holds an extension's named types.
pub(crate) const TYPES_MODULE: &str = "types";

/// A kind.
#[derive(Debug)]
pub(crate) struct KindPlan<'m> {
    pub(crate) id: KindId,
    pub(crate) kind: &'m Kind,
    pub(crate) place: Place,
    /// `Compute`
    pub(crate) name: String,
    /// `compute`: a variable that holds one, and the method that takes its provider.
    pub(crate) variable: String,
    /// Attributes but the id, inherited ones first.
    pub(crate) fields: Vec<Field<'m>>,
    /// All actions that instances have.
    pub(crate) actions: Vec<ActionPlan<'m>>,
    /// The field that shows the state.
    pub(crate) state: Option<StatePlan>,
    pub(crate) is_link: bool,
    pub(crate) is_resource: bool,
}

impl KindPlan<'_> {
    /// `NewCompute`
    pub(crate) fn new_name(&self) -> String {
        format!("New{}", self.name)
    }

    /// `NewComputeBuilder`
    pub(crate) fn builder_name(&self) -> String {
        format!("New{}Builder", self.name)
    }

    /// `ComputePatch`
    pub(crate) fn patch_name(&self) -> String {
        format!("{}Patch", self.name)
    }

    /// `ComputeProvider`
    pub(crate) fn provider_name(&self) -> String {
        format!("{}Provider", self.name)
    }

    /// `ComputeHandler`
    pub(crate) fn handler_name(&self) -> String {
        format!("{}Handler", self.name)
    }
}

/// The state machine of a kind, as its typed view shows it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct StatePlan {
    /// Position of the state attribute among the fields.
    pub(crate) field: usize,
    /// Position of its enum.
    pub(crate) enumeration: usize,
}

/// An attribute or a parameter, which is a field.
#[derive(Debug)]
pub(crate) struct Field<'m> {
    pub(crate) attribute: &'m Arc<Attribute>,
    /// The field's name.
    pub(crate) name: String,
    pub(crate) rust: RustType,
    /// Whether the definition refuses values that the Rust type can hold.
    pub(crate) is_checked: bool,
}

impl Field<'_> {
    /// Whether every instance shows it.
    pub(crate) fn is_always(&self) -> bool {
        self.attribute.always || self.attribute.required
    }
}

/// An action of a kind.
#[derive(Debug)]
pub(crate) struct ActionPlan<'m> {
    pub(crate) action: &'m occi_model::Action,
    /// `ComputeStop`
    pub(crate) name: String,
    /// `stop`: the provider's method.
    pub(crate) method: String,
    pub(crate) parameters: Vec<Field<'m>>,
    /// Whether the kind's state machine governs it.
    pub(crate) governed: bool,
}

/// A mixin.
#[derive(Debug)]
pub(crate) struct MixinPlan<'m> {
    pub(crate) id: MixinId,
    pub(crate) mixin: &'m Mixin,
    pub(crate) place: Place,
    /// `Ipnetwork`
    pub(crate) name: String,
    /// Own attributes; template values are no fields.
    pub(crate) fields: Vec<Field<'m>>,
    /// Actions, once for every kind of the output that the mixin is made for.
    pub(crate) actions: Vec<(KindId, ActionPlan<'m>)>,
}

/// What a type of values came from.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Origin<'m> {
    /// A named type.
    Named(&'m NamedType),
    /// The type of an attribute, or of a parameter, of a category.
    Attribute(&'m Attribute),
    /// The type of a member of a record.
    Member(&'m Member),
}

/// An enum.
#[derive(Debug)]
pub(crate) struct EnumPlan<'m> {
    pub(crate) place: Place,
    /// `StopMethod`
    pub(crate) name: String,
    pub(crate) origin: Origin<'m>,
    /// Variants with the literals they stand for.
    pub(crate) variants: Vec<(String, &'m EnumLiteral)>,
}

/// A record: a hash whose members are known.
#[derive(Debug)]
pub(crate) struct RecordPlan<'m> {
    pub(crate) place: Place,
    /// `Disk`
    pub(crate) name: String,
    pub(crate) origin: Origin<'m>,
    pub(crate) members: Vec<MemberPlan<'m>>,
}

/// A member of a record, which is a field.
#[derive(Debug)]
pub(crate) struct MemberPlan<'m> {
    pub(crate) member: &'m Member,
    /// The field's name.
    pub(crate) name: String,
    pub(crate) rust: RustType,
}

/// A named type that takes some values of another type only.
#[derive(Debug)]
pub(crate) struct NarrowPlan<'m> {
    pub(crate) place: Place,
    /// `Size`
    pub(crate) name: String,
    pub(crate) named: &'m NamedType,
    /// The other type.
    pub(crate) inner: RustType,
}

impl<'m> Plan<'m> {
    /// Decides everything.
    pub(crate) fn new(model: &'m Model, settings: &'m Settings) -> Self {
        build::build(model, settings)
    }

    /// The plan of a kind, unless it is one of Core.
    pub(crate) fn kind(&self, id: KindId) -> Option<&KindPlan<'m>> {
        self.kinds.get(id.index()).and_then(Option::as_ref)
    }

    /// The path of something from a module one or two levels down: `super::super::ext::Name`,
    /// with less where both are near each other. Extensions show what their modules hold.
    pub(crate) fn path(&self, from: &Place, to: &Place, name: &str) -> String {
        let extension = &self.extensions[to.extension];
        let up = if from.module.is_empty() {
            ""
        } else {
            "super::"
        };
        if from == to {
            name.to_owned()
        } else if let Some(path) = &extension.path {
            format!("{path}::{name}")
        } else if from.extension == to.extension {
            format!("{up}{name}")
        } else {
            format!("{up}super::{}::{name}", extension.module)
        }
    }

    /// The enum of a kind's state, with the field that shows it.
    pub(crate) fn state_enum(&self, kind: &KindPlan<'m>) -> Option<&EnumPlan<'m>> {
        self.values.enums.get(kind.state?.enumeration)
    }

    /// The kinds of an extension that have a typed view.
    pub(crate) fn kinds_of(&self, extension: usize) -> impl Iterator<Item = &KindPlan<'m>> {
        self.kinds
            .iter()
            .flatten()
            .filter(move |kind| kind.place.extension == extension && !kind.kind.is_abstract)
    }
}

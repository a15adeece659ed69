//! What goes with what: mixins with kinds, resources with links.

use super::{Mixin, Resource};

/// A mixin that may be attached to instances of the kind `K` (D-08): one that names the kind, or a
/// kind above it, or no kind at all.
#[diagnostic::on_unimplemented(
    message = "the mixin `{Self}` does not apply to `{K}`",
    label = "does not apply to `{K}`",
    note = "name the kind where the mixin is defined: `applies` of the definition, or of the derive",
    note = "`any_mixin` attaches one that the definition does not name for the kind"
)]
pub trait AppliesTo<K>: Mixin {}

/// A resource at which links of the kind `L` may start.
#[diagnostic::on_unimplemented(
    message = "a link `{L}` cannot start at a `{Self}`",
    label = "no source of a `{L}`",
    note = "`builder` takes the ends as URIs, whatever they are"
)]
pub trait SourceOf<L>: Resource {}

/// A resource to which links of the kind `L` may lead.
#[diagnostic::on_unimplemented(
    message = "a link `{L}` cannot lead to a `{Self}`",
    label = "no target of a `{L}`",
    note = "`builder` takes the ends as URIs, whatever they are"
)]
pub trait TargetOf<L>: Resource {}

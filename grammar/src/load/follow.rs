//! Every reference of a draft, to be followed or rewritten.

use occi_model::{
    Origin,
    draft::{
        ActionDraft, AttributeDraft, ConfigurationDraft, ConstraintDraft, ExprDraft,
        ExtensionDraft, OperandDraft, Reference, TypeDraft,
    },
};

/// What is done with each reference.
pub(super) type Visit<'v> = dyn FnMut(&mut Reference, Origin) + 'v;

/// Visits the references of an extension, in source order of what holds them.
pub(super) fn extension(draft: &mut ExtensionDraft, visit: &mut Visit<'_>) {
    for named in &mut draft.types {
        let origin = named.value_type.origin;
        value_type(&mut named.value_type.value, origin, visit);
    }
    for kind in &mut draft.kinds {
        let ends = kind.source.iter_mut().chain(&mut kind.target);
        for reference in kind.parent.iter_mut().chain(ends) {
            visit(&mut reference.value, reference.origin);
        }
        attributes(&mut kind.attributes, visit);
        actions(&mut kind.actions, visit);
        conditions(&mut kind.constraints, visit);
    }
    for mixin in &mut draft.mixins {
        for reference in mixin.depends.iter_mut().chain(&mut mixin.applies) {
            visit(&mut reference.value, reference.origin);
        }
        attributes(&mut mixin.attributes, visit);
        actions(&mut mixin.actions, visit);
        conditions(&mut mixin.constraints, visit);
    }
}

/// Visits the references of a configuration.
pub(super) fn configuration(draft: &mut ConfigurationDraft, visit: &mut Visit<'_>) {
    for resource in &mut draft.resources {
        let links = resource.links.iter_mut().map(|link| &mut link.entity);
        for entity in std::iter::once(&mut resource.entity).chain(links) {
            visit(&mut entity.kind.value, entity.kind.origin);
            for mixin in &mut entity.mixins {
                visit(&mut mixin.value, mixin.origin);
            }
        }
    }
}

fn attributes(drafts: &mut [AttributeDraft], visit: &mut Visit<'_>) {
    for attribute in drafts {
        let origin = attribute.value_type.origin;
        value_type(&mut attribute.value_type.value, origin, visit);
    }
}

fn actions(drafts: &mut [ActionDraft], visit: &mut Visit<'_>) {
    for action in drafts {
        attributes(&mut action.parameters, visit);
    }
}

pub(super) fn value_type(draft: &mut TypeDraft, origin: Origin, visit: &mut Visit<'_>) {
    match draft {
        TypeDraft::Named(reference) => visit(reference, origin),
        TypeDraft::Ref(Some(kind)) => visit(&mut kind.value, kind.origin),
        TypeDraft::List { item, .. } => value_type(&mut item.value, item.origin, visit),
        TypeDraft::Hash(members) => {
            for member in members {
                let value = &mut member.value_type;
                value_type(&mut value.value, value.origin, visit);
            }
        }
        _ => {}
    }
}

fn conditions(drafts: &mut [ConstraintDraft], visit: &mut Visit<'_>) {
    for constraint in drafts {
        condition(&mut constraint.condition, visit);
    }
}

fn condition(draft: &mut ExprDraft, visit: &mut Visit<'_>) {
    match draft {
        ExprDraft::Has(_, mixin) => visit(&mut mixin.value, mixin.origin),
        ExprDraft::Compare(left, _, right) | ExprDraft::Test(_, left, right) => {
            operand(left, visit);
            operand(right, visit);
        }
        ExprDraft::In(one, _) | ExprDraft::Matches(one, _) => operand(one, visit),
        ExprDraft::Not(inner) => condition(inner, visit),
        ExprDraft::And(left, right) | ExprDraft::Or(left, right) => {
            condition(left, visit);
            condition(right, visit);
        }
        _ => {}
    }
}

fn operand(draft: &mut OperandDraft, visit: &mut Visit<'_>) {
    match draft {
        OperandDraft::Links(kind, inner) => {
            visit(&mut kind.value, kind.origin);
            if let Some(inner) = inner {
                condition(inner, visit);
            }
        }
        OperandDraft::Negated(inner) | OperandDraft::Length(inner) | OperandDraft::Lower(inner) => {
            operand(inner, visit);
        }
        OperandDraft::Arithmetic(left, _, right) => {
            operand(left, visit);
            operand(right, visit);
        }
        _ => {}
    }
}

/// Where a fragment leads: `//@kinds.3`, `/1/@mixins[term='a']`, `//@types[name='b']`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fragment<'t> {
    /// Which extension of the document.
    pub(super) root: usize,
    pub(super) class: Class,
    pub(super) which: Which<'t>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    Kind,
    Mixin,
    Type,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Which<'t> {
    At(usize),
    Named(&'t str),
}

/// Understands a fragment of an EMF document.
pub(super) fn fragment(text: &str) -> Option<Fragment<'_>> {
    let (root, path) = text.strip_prefix('/')?.split_once('/')?;
    let root = if root.is_empty() {
        0
    } else {
        root.parse().ok()?
    };
    let path = path.strip_prefix('@').unwrap_or(path);
    let end = path.find(['.', '[']).unwrap_or(path.len());
    let class = match &path[..end] {
        "kinds" => Class::Kind,
        "mixins" => Class::Mixin,
        "types" => Class::Type,
        _ => return None,
    };
    let which = if let Some(number) = path[end..].strip_prefix('.') {
        Which::At(number.parse().ok()?)
    } else {
        let inner = path[end..].strip_prefix('[')?.strip_suffix(']')?;
        let (key, value) = inner.split_once('=')?;
        if !matches!(key.trim(), "term" | "name") {
            return None;
        }
        Which::Named(value.trim().trim_matches(['\'', '"']))
    };
    Some(Fragment { root, class, which })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fragments_are_understood() {
        let of =
            |text| fragment(text).map(|fragment| (fragment.root, fragment.class, fragment.which));
        for (text, expected) in [
            ("//@kinds.12", Some((0, Class::Kind, Which::At(12)))),
            (
                "/2/@mixins[term='a']",
                Some((2, Class::Mixin, Which::Named("a"))),
            ),
            (
                "//@types[name=\"A\"]",
                Some((0, Class::Type, Which::Named("A"))),
            ),
            ("//@kinds", None),
            ("//@kinds.x", None),
            ("//@actions.0", None),
            ("//", None),
            ("", None),
        ] {
            assert_eq!(of(text), expected, "{text}");
        }
    }
}

//! What a client gives to create an instance, and the builder of it.

use super::{
    Out,
    fit::{End, Takes},
    initial,
};
use crate::plan::{Field, KindPlan};

/// More parameters than this draw a lint.
const MANY_PARAMETERS: usize = 7;

pub(super) fn emit(out: &mut Out<'_, '_>, kind: &KindPlan<'_>) {
    structure(out, kind);
    if out.plan.settings.client {
        constructors(out, kind);
        builder(out, kind);
    }
}

fn settable<'k, 'm>(kind: &'k KindPlan<'m>) -> impl Iterator<Item = &'k Field<'m>> {
    kind.fields
        .iter()
        .filter(|field| field.attribute.settable_at_creation())
}

pub(super) fn required<'k, 'm>(kind: &'k KindPlan<'m>) -> impl Iterator<Item = &'k Field<'m>> {
    settable(kind).filter(|field| field.attribute.required)
}

/// The derives of a request and of its builder.
fn derives(kind: &KindPlan<'_>) -> &'static str {
    if required(kind).next().is_none() {
        "Clone, Debug, Default, PartialEq"
    } else {
        "Clone, Debug, PartialEq"
    }
}

fn structure(out: &mut Out<'_, '_>, kind: &KindPlan<'_>) {
    let rt = out.rt;
    let name = kind.new_name();
    out.item();
    out.code.doc(&format!(
        "What a client gives to create a [`{}`].",
        kind.name
    ));
    out.derive(&name, derives(kind));
    out.export(&name);
    out.code.open(format_args!("pub struct {name} {{"));
    for field in settable(kind) {
        out.brief(kind, field);
        out.declare_field(&name, field, field.attribute.required);
    }
    out.code.doc("Mixins to attach.");
    out.code
        .line(format_args!("pub mixins: Vec<{rt}::CategoryId>,"));
    if kind.is_resource {
        out.code.doc("Links to create along with it.");
        out.code
            .line(format_args!("pub links: Vec<{rt}::LinkInstance>,"));
    }
    out.code.doc("Values for attributes of mixins.");
    out.code.line(format_args!("pub other: {rt}::Attributes,"));
    out.code.close("}");
}

/// `builder`, and `between` for links.
fn constructors(out: &mut Out<'_, '_>, kind: &KindPlan<'_>) {
    let name = kind.new_name();
    let builder = kind.builder_name();
    out.item();
    out.code.open(format_args!("impl {name} {{"));
    let parameters: Vec<String> = required(kind)
        .map(|field| format!("{}: impl Into<{}>", field.name, out.rust(&field.rust)))
        .collect();
    out.code.doc(if parameters.is_empty() {
        "Starts a request."
    } else {
        "Starts a request with the values that every new instance needs."
    });
    let checked: Vec<&Field<'_>> = required(kind).filter(|field| field.is_checked).collect();
    if !checked.is_empty() {
        out.refusal(&checked);
    }
    allow_many(out, parameters.len());
    let result = builder_result(out, kind);
    out.code.function("pub fn builder", &parameters, &result);
    for field in &checked {
        out.check(&kind.name, field);
    }
    if parameters.is_empty() {
        // A setter may be called `default` too.
        out.code
            .line(format_args!("<{builder} as Default>::default()"));
    } else {
        let (head, tail) = if checked.is_empty() {
            ("", "}")
        } else {
            ("Ok(", "})")
        };
        out.code.open(format_args!("{head}{builder} {{"));
        out.code.open(format_args!("new: Self {{"));
        for field in settable(kind) {
            out.code.line(format_args!("{},", initial(field)));
        }
        let rt = out.rt;
        out.code.fixed("mixins: Vec::new(),");
        if kind.is_resource {
            out.code.fixed("links: Vec::new(),");
        }
        out.code
            .line(format_args!("other: {rt}::Attributes::new(),"));
        out.code.close("},");
        out.code.close(tail);
    }
    out.code.close("}");
    if kind.is_link {
        between(out, kind);
    }
    out.code.close("}");
}

/// `between(&source, &target)`: the ends as entities. Where the definition names one kind that has
/// none below it, its type; where it names others, whatever is one of them ([`super::fit`]).
fn between(out: &mut Out<'_, '_>, kind: &KindPlan<'_>) {
    let rt = out.rt;
    let (mut ends, mut parameters, mut arguments) = (0, Vec::new(), Vec::new());
    for field in required(kind) {
        let Some(end) = End::of(field) else {
            parameters.push(format!(
                "{}: impl Into<{}>",
                field.name,
                out.rust(&field.rust)
            ));
            arguments.push(field.name.clone());
            continue;
        };
        ends += 1;
        let entity = match end.takes(out.plan, kind) {
            Takes::Only(only) => out.plan.path(&out.place, &only.place, &only.name),
            Takes::Some(_) => format!("impl {rt}::{}<{}>", end.role(), kind.name),
            Takes::Any => format!("impl {rt}::Resource"),
        };
        parameters.push(format!("{}: &{entity}", field.name));
        arguments.push(format!("{rt}::Entity::location({})", field.name));
    }
    if ends < 2 {
        return;
    }
    out.code.blank();
    out.code
        .doc("Starts a request for a link between two resources.");
    let checked: Vec<&Field<'_>> = required(kind).filter(|field| field.is_checked).collect();
    if !checked.is_empty() {
        out.refusal(&checked);
    }
    allow_many(out, parameters.len());
    let result = builder_result(out, kind);
    out.code.function("pub fn between", &parameters, &result);
    out.code.call("Self::builder", &arguments, "");
    out.code.close("}");
}

/// What starting a request gives: a builder, or the refusal of a value.
fn builder_result(out: &Out<'_, '_>, kind: &KindPlan<'_>) -> String {
    if builder_checks(kind) {
        out.or_refusal(&kind.builder_name())
    } else {
        kind.builder_name()
    }
}

/// Whether a request starts with values that have to be checked.
pub(super) fn builder_checks(kind: &KindPlan<'_>) -> bool {
    required(kind).any(|field| field.is_checked)
}

pub(super) fn allow_many(out: &mut Out<'_, '_>, parameters: usize) {
    if parameters > MANY_PARAMETERS {
        out.code.fixed("#[allow(clippy::too_many_arguments)]");
    }
}

fn builder(out: &mut Out<'_, '_>, kind: &KindPlan<'_>) {
    let rt = out.rt;
    let new = kind.new_name();
    let name = kind.builder_name();
    out.item();
    out.code.doc(&format!("Builds a [`{new}`]."));
    out.derive(&name, derives(kind));
    out.export(&name);
    out.code
        .fixed("#[must_use = \"nothing is made before `build`\"]");
    out.code.open(format_args!("pub struct {name} {{"));
    out.code.line(format_args!("new: {new},"));
    out.code.close("}");

    out.item();
    out.code.open(format_args!("impl {name} {{"));
    for field in settable(kind).filter(|field| !field.attribute.required) {
        out.setter(field, "self.new", &kind.name);
        out.code.blank();
    }
    out.code
        .doc("Attaches a mixin that applies to the kind, with its values.");
    out.code.function(
        "pub fn mixin",
        &[
            "self".to_owned(),
            format!("mixin: impl {rt}::AppliesTo<{}>", kind.name),
        ],
        "Self",
    );
    out.code.fixed("self.any_mixin(mixin)");
    out.code.close("}");
    out.code.blank();
    out.code
        .doc("Attaches a mixin that the definition does not name for the kind, with its values.");
    out.code.function(
        "pub fn any_mixin",
        &["mut self".to_owned(), format!("mixin: impl {rt}::Mixin")],
        "Self",
    );
    out.code.line(format_args!(
        "{rt}::typed::attach(mixin, &mut self.new.mixins, &mut self.new.other);"
    ));
    out.code.fixed("self");
    out.code.close("}");
    out.code.blank();
    if kind.is_resource {
        out.code.doc("Creates a link along with it.");
        out.code.open(format_args!(
            "pub fn link(mut self, link: {rt}::LinkInstance) -> Self {{"
        ));
        out.code.fixed("self.new.links.push(link);");
        out.code.fixed("self");
        out.code.close("}");
        out.code.blank();
    }
    out.code.doc("The request.");
    out.code.fixed("#[must_use]");
    out.code
        .open(format_args!("pub fn build(self) -> {new} {{"));
    out.code.fixed("self.new");
    out.code.close("}");
    out.code.close("}");
}

//! The service of an extension: who does the work for each kind.

use super::{Out, provider};
use crate::{
    name::Scope,
    plan::{KindPlan, Place, Plan},
};

/// The module `service`; none without kinds that can be served.
pub(super) fn module<'p, 'm>(plan: &'p Plan<'m>, extension: usize) -> Out<'p, 'm> {
    let place = Place {
        extension,
        module: "service".to_owned(),
    };
    let mut out = Out::new(plan, place);
    let rt = out.rt;

    out.code
        .doc("Every provider of the extension, doing what the definition says.");
    out.derive("Defaults", "Clone, Copy, Debug, Default");
    out.export("Defaults");
    out.code.fixed("pub struct Defaults;");
    for kind in plan.kinds_of(extension) {
        out.item();
        let provider = path(&out, kind, &kind.provider_name());
        out.code
            .line(format_args!("impl {provider} for Defaults {{}}"));
    }

    out.item();
    out.code
        .doc("Who does the work for the instances of each kind.");
    out.code.doc("");
    out.code
        .doc("Without any provider this is a whole service that does what the definition says.");
    out.export("Providers");
    out.code
        .fixed("#[must_use = \"nothing is served before `service`\"]");
    out.code.open(format_args!("pub struct Providers {{"));
    out.code
        .line(format_args!("builder: {rt}::server::ServiceBuilder,"));
    out.code.close("}");

    out.item();
    out.code.open(format_args!("impl Default for Providers {{"));
    out.code.open(format_args!("fn default() -> Self {{"));
    out.code.fixed("Self::new()");
    out.code.close("}");
    out.code.close("}");

    out.item();
    out.code.open(format_args!("impl Providers {{"));
    out.code.doc("No provider yet.");
    out.code.open(format_args!("pub fn new() -> Self {{"));
    out.code.open(format_args!("Self {{"));
    out.code.line(format_args!(
        "builder: {rt}::server::Service::builder(super::model().clone()),"
    ));
    out.code.close("}");
    out.code.close("}");
    for (method, kind) in methods(plan, extension) {
        let handler = path(&out, kind, &kind.handler_name());
        let entity = path(&out, kind, &kind.name);
        let provider = path(&out, kind, &kind.provider_name());
        out.code.blank();
        out.code
            .doc(&format!("Who does the work for: {}", provider::brief(kind)));
        out.allow_name(&method, false);
        out.code.function(
            &format!("pub fn {method}"),
            &["mut self".to_owned(), format!("provider: impl {provider}")],
            "Self",
        );
        out.code
            .assign("let kind", &format!("<{entity} as {rt}::Entity>::KIND"));
        out.code
            .assign("let handler", &format!("{handler}(provider)"));
        out.code
            .fixed("self.builder = self.builder.handler(kind, handler);");
        out.code.fixed("self");
        out.code.close("}");
    }
    for (name, bound, what) in [
        (
            "mixin",
            "M: {rt}::Mixin + Send + 'static",
            "that comes with the mixin `M`",
        ),
        (
            "action",
            "A: {rt}::Action",
            "of the action `A`, in place of the kind's provider",
        ),
    ] {
        let letter = &bound[..1];
        let role = if name == "mixin" {
            "MixinProvider"
        } else {
            "ActionProvider"
        };
        out.code.blank();
        out.code.doc(&format!("Who does the work {what}."));
        out.code.function(
            &format!("pub fn {name}<{}>", bound.replace("{rt}", rt)),
            &[
                "mut self".to_owned(),
                format!("provider: impl {rt}::server::{role}<{letter}>"),
            ],
            "Self",
        );
        out.code.line(format_args!(
            "self.builder = self.builder.{name}_provider(provider);"
        ));
        out.code.fixed("self");
        out.code.close("}");
    }
    out.code.blank();
    out.code
        .doc("The service, to be given a store and the like before it is built.");
    out.code.fixed("#[must_use]");
    out.code.open(format_args!(
        "pub fn service(self) -> {rt}::server::ServiceBuilder {{"
    ));
    out.code.fixed("self.builder");
    out.code.close("}");
    out.code.close("}");
    if plan.settings.tests {
        conformance(&mut out);
    }
    out
}

/// The conformance tests, to be run by a test of the user's.
fn conformance(out: &mut Out<'_, '_>) {
    let rt = out.rt;
    out.item();
    for line in [
        "Runs the conformance tests of the definition, each by its name: what `main` of a test",
        "without a harness (`harness = false`) calls.",
        "",
        "# Panics",
        "",
        "When `service` gives one that does not fit the definition.",
    ] {
        out.code.doc(line);
    }
    out.export("conformance");
    out.code.function(
        "pub fn conformance",
        &[format!("service: fn() -> {rt}::server::ServiceBuilder")],
        "::std::process::ExitCode",
    );
    out.code.open(format_args!(
        "::occi_conformance::harness(super::model().clone(), move || async move {{"
    ));
    out.code.fixed("let built = service().build();");
    out.code
        .fixed("let service = built.expect(\"the service fits the definition\");");
    out.code.open(format_args!(
        "::occi_conformance::InProcess::new(move |request| {{"
    ));
    out.code.fixed("let service = service.clone();");
    out.code
        .fixed("async move { service.handle(request).await }");
    out.code.close("})");
    out.code.close("})");
    out.code.close("}");
}

/// The method of each kind of the extension and of those that it imports: the kind's name, with
/// the extension before it where two kinds share one.
pub(crate) fn methods<'p, 'm>(
    plan: &'p Plan<'m>,
    extension: usize,
) -> Vec<(String, &'p KindPlan<'m>)> {
    let mut scope = Scope::reserving(["action", "mixin", "new", "service"]);
    let imported = plan.extensions[extension].closure.iter().copied();
    std::iter::once(extension)
        .chain(imported)
        .flat_map(|at| plan.kinds_of(at))
        .map(|kind| {
            if scope.try_claim(&kind.variable) {
                return (kind.variable.clone(), kind);
            }
            let module = &plan.extensions[kind.place.extension].module;
            let longer = format!("{module}_{}", crate::name::plain(&kind.variable));
            (scope.claim(longer, "_"), kind)
        })
        .collect()
}

/// A name of a kind's module, seen from here: through the extension's module.
fn path(out: &Out<'_, '_>, kind: &KindPlan<'_>, name: &str) -> String {
    out.plan.path(&out.place, &kind.place, name)
}

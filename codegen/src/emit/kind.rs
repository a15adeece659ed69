//! A kind: the struct of its instances, and what makes it an entity.

use occi_model::{Access, model::State};

use super::{Out, describe};
use crate::{
    docs::code,
    name::plain,
    plan::{ActionPlan, Field, KindPlan, Plan},
    text::string,
};

/// Width up to which the arguments of `matches!` stay on one line.
const SHORT: usize = 53;

/// The most fields that the runtime takes in a row.
const ROW: usize = 12;

/// The module of a kind.
pub(super) fn module<'p, 'm>(plan: &'p Plan<'m>, kind: &'p KindPlan<'m>) -> Out<'p, 'm> {
    let mut out = Out::new(plan, kind.place.clone());
    if !kind.kind.is_abstract {
        imports(&mut out);
        body(&mut out, kind);
    }
    super::values_of_module(&mut out);
    if plan.settings.server && !kind.kind.is_abstract {
        super::provider::emit(&mut out, kind);
    }
    out
}

/// What the provider traits of a module name without a path.
pub(super) fn imports(out: &mut Out<'_, '_>) {
    if out.plan.settings.server {
        let rt = out.rt;
        out.code
            .line(format_args!("use {rt}::server::{{Context, Fault}};"));
        out.code.fixed("use ::std::future::Future;");
    }
}

/// A kind with its requests and actions; its provider comes after its types of values.
pub(super) fn body(out: &mut Out<'_, '_>, kind: &KindPlan<'_>) {
    entity(out, kind);
    super::request::emit(out, kind);
    super::patch::emit(out, kind);
    super::fit::ends(out, kind);
    super::fit::elsewhere(out, kind);
    for action in &kind.actions {
        super::action::emit(out, &kind.place, &kind.name, action);
    }
}

fn entity(out: &mut Out<'_, '_>, kind: &KindPlan<'_>) {
    let name = &kind.name;
    let rt = out.rt;
    out.item();
    for line in docs(out, kind) {
        out.code.doc(&line);
    }
    out.derive(name, "Clone, Debug, PartialEq");
    out.export(name);
    out.code.open(format_args!("pub struct {name} {{"));
    out.code
        .doc("Identifier, unique in its provider's namespace.");
    out.code.line(format_args!("pub id: {rt}::EntityId,"));
    out.code.doc("Location: an absolute path, or a URL.");
    out.code.fixed("pub location: String,");
    for field in &kind.fields {
        out.code
            .docs(&describe::attribute(field.attribute, "Attribute"));
        out.declare_field(name, field, field.is_always());
    }
    out.code.doc("Attached mixins, in order of attachment.");
    out.code
        .line(format_args!("pub mixins: Vec<{rt}::CategoryId>,"));
    if kind.is_resource {
        out.code.doc("Links that start here.");
        out.code
            .line(format_args!("pub links: Vec<{rt}::LinkInstance>,"));
    }
    out.code.doc("Actions that can be called now.");
    out.code
        .line(format_args!("pub actions: Vec<{rt}::CategoryId>,"));
    out.code
        .doc("Attributes of mixins, and those that the definition does not know.");
    out.code.line(format_args!("pub other: {rt}::Attributes,"));
    out.code.close("}");

    out.item();
    out.code.open(format_args!("impl {name} {{"));
    out.code
        .doc("The values of a mixin; none when it is not attached.");
    out.code.doc("");
    out.code.doc("# Errors");
    out.code.doc("");
    out.code
        .doc("When a value is missing, or is not what the definition says.");
    out.code.function(
        &format!("pub fn mixin<M: {rt}::Mixin>"),
        &["&self".to_owned()],
        &format!("Result<Option<M>, {rt}::FieldError>"),
    );
    out.code.line(format_args!(
        "{rt}::typed::mixin(&self.mixins, &self.other)"
    ));
    out.code.close("}");
    if out.plan.settings.client {
        for action in &kind.actions {
            out.code.blank();
            offer(out, kind, action);
        }
        let is_given = |field: &&Field<'_>| {
            field.is_checked
                && (field.attribute.settable_at_creation() || field.attribute.is_mutable())
        };
        if kind.fields.iter().any(|field| is_given(&field)) {
            out.code.blank();
            out.checker(&kind.fields, &format!("<Self as {rt}::Entity>::KIND"));
        }
    }
    out.code.close("}");

    table(out, kind);

    out.item();
    if kind.is_link {
        out.code
            .line(format_args!("impl {rt}::Link for {name} {{}}"));
    } else if kind.is_resource {
        out.code
            .line(format_args!("impl {rt}::Resource for {name} {{}}"));
    }
    if let Some(state) = kind.state {
        let field = &kind.fields[state.field];
        let rust = out.rust(&field.rust);
        out.item();
        out.code
            .open(format_args!("impl {rt}::Stateful for {name} {{"));
        out.code.line(format_args!("type State = {rust};"));
        out.code.blank();
        out.code.open(format_args!("fn state(&self) -> &{rust} {{"));
        out.code.line(format_args!("&self.{}", field.name));
        out.code.close("}");
        out.code.close("}");
    }
}

/// `can_stop`: the action, when the entity as it was read allows it.
fn offer(out: &mut Out<'_, '_>, kind: &KindPlan<'_>, action: &ActionPlan<'_>) {
    let rt = out.rt;
    let term = code(action.action.id.term());
    let from = states_before(out, kind, action);
    let when = from.as_ref().map_or_else(String::new, |(names, _)| {
        format!(": in the state {}", names.join(" or "))
    });
    out.code.doc(&format!(
        "The action {term}, if it can be called now{when}. See [`{}`].",
        action.name
    ));
    out.code.fixed("#[must_use]");
    out.code.function(
        &format!("pub fn can_{}", plain(&action.method)),
        &["&self".to_owned()],
        &format!("Option<{rt}::Applicable<'_, {}>>", action.name),
    );
    let allowed = match (from, kind.state) {
        (Some((_, patterns)), Some(state)) => {
            let field = &kind.fields[state.field].name;
            let patterns = patterns.join(" | ");
            if field.len() + patterns.len() <= SHORT {
                out.code.line(format_args!(
                    "let allowed = matches!(self.{field}, {patterns});"
                ));
            } else {
                out.code.open(format_args!("let allowed = matches!("));
                out.code.line(format_args!("self.{field},"));
                out.code.line(format_args!("{patterns}"));
                out.code.close(");");
            }
            "allowed"
        }
        _ => "true",
    };
    out.code.line(format_args!(
        "{rt}::Applicable::new(self, &self.actions, {allowed})"
    ));
    out.code.close("}");
}

/// The states from which an action leads on, for people and as patterns; none where the state
/// does not matter.
fn states_before(
    out: &Out<'_, '_>,
    kind: &KindPlan<'_>,
    action: &ActionPlan<'_>,
) -> Option<(Vec<String>, Vec<String>)> {
    let machine = kind.kind.states.as_ref().filter(|_| action.governed)?;
    let id = out.plan.model.find_action(action.action.id.as_str())?;
    let states = out.plan.state_enum(kind)?;
    let path = out.plan.path(&out.place, &states.place, &states.name);
    let (mut names, mut patterns) = (Vec::new(), Vec::new());
    for (variant, literal) in &states.variants {
        if machine.transition(&literal.name, id).is_some() {
            names.push(code(&literal.name));
            patterns.push(format!("{path}::{variant}"));
        }
    }
    // What the definition does not know, the server decides.
    patterns.push(format!("{path}::Other(_)"));
    Some((names, patterns))
}

/// What makes the structs an entity and its requests: a table, from which the runtime does the
/// rest.
fn table(out: &mut Out<'_, '_>, kind: &KindPlan<'_>) {
    let rt = out.rt;
    let location = kind.kind.location.as_ref().map_or("", |l| l.as_str());
    let links = if kind.is_resource { " links" } else { "" };
    out.item();
    out.code.open(format_args!("{rt}::entity! {{"));
    let model = if out.plan.settings.client {
        format!(" in {}", out.shown("model"))
    } else {
        String::new()
    };
    out.code.line(format_args!(
        "{} at {}{model};",
        string(kind.kind.id.as_str()),
        string(location)
    ));
    out.code
        .line(format_args!("{}: mixins{links} actions;", kind.name));
    out.code
        .line(format_args!("{}: mixins{links};", kind.new_name()));
    out.code.line(format_args!("{};", kind.patch_name()));
    for (access, word) in [
        (Access::Mutable, "mutable"),
        (Access::CreateOnly, "createonly"),
        (Access::ReadOnly, "readonly"),
    ] {
        let fields = kind.fields.iter();
        let fields: Vec<&Field<'_>> = fields.filter(|f| f.attribute.access == access).collect();
        for row in fields.chunks(ROW) {
            out.code.open(format_args!("{word} {{"));
            for field in row {
                let name = string(field.attribute.name.as_str());
                out.code.line(format_args!("{}: {name},", field.name));
            }
            out.code.close("}");
        }
    }
    out.code.close("}");
}

fn docs(out: &Out<'_, '_>, kind: &KindPlan<'_>) -> Vec<String> {
    let model = out.plan.model;
    let definition = kind.kind;
    let lines = describe::titled(
        definition.title.as_deref(),
        definition.description.as_deref(),
        &format!("The kind {}.", code(definition.id.as_str())),
    );
    let mut facts = vec![describe::identifier("Kind", &definition.id)];
    if let Some(parent) = definition.parent {
        facts.push(describe::identifier("Parent", &model.kind(parent).id));
    }
    if let Some(location) = &definition.location {
        facts.push(format!("Location: {}", code(location.as_str())));
    }
    if kind.is_link {
        for (what, ends) in [
            ("Source", &definition.source),
            ("Target", &definition.target),
        ] {
            if !ends.is_empty() {
                let ends: Vec<String> = ends
                    .iter()
                    .map(|end| code(model.kind(*end).id.as_str()))
                    .collect();
                facts.push(format!("{what}: {}", ends.join(" or ")));
            }
        }
    }
    if let Some(machine) = &definition.states {
        let names = |states: &mut dyn Iterator<Item = &State>| {
            states
                .map(|state| code(&state.name))
                .collect::<Vec<_>>()
                .join(", ")
        };
        let ends = names(&mut machine.states.iter().filter(|state| state.is_final));
        facts.push(format!(
            "States: {}, starting with {}{}{ends}",
            names(&mut machine.states.iter()),
            code(&machine.initial),
            if ends.is_empty() {
                ""
            } else {
                ", ending with "
            }
        ));
    }
    for constraint in &definition.all_constraints {
        facts.push(describe::condition(constraint));
    }
    facts.extend(describe::versions(definition.versions));
    describe::with_facts(lines, facts)
}

/// A link to a field of the entity, or to the entity where the field's name cannot be linked to.
pub(super) fn see(kind: &KindPlan<'_>, field: &str) -> String {
    if field == plain(field) {
        format!("[`{}::{field}`]", kind.name)
    } else {
        format!("[`{}`]", kind.name)
    }
}

//! An action with its parameters.

use occi_model::{
    ActionId,
    model::{StateMachine, Trigger},
};

use super::{Out, describe};
use crate::{
    docs::{code, one_line},
    plan::{ActionPlan, Place},
    text::string,
};

/// The struct of an action on the entity `entity`, which stands at `at`.
pub(super) fn emit(out: &mut Out<'_, '_>, at: &Place, entity: &str, action: &ActionPlan<'_>) {
    let rt = out.rt;
    let name = &action.name;
    let entity = out.plan.path(&out.place, at, entity);
    let parameters = &action.parameters;
    let is_unit = parameters.is_empty();

    out.item();
    out.code.docs(&docs(action));
    out.values_struct(name, parameters, "Parameter");
    out.checked_struct(name, parameters, &format!("<Self as {rt}::Action>::ID"));

    out.item();
    out.code
        .open(format_args!("impl {rt}::Action for {name} {{"));
    out.code
        .assign("const ID: &'static str", &string(action.action.id.as_str()));
    out.code.line(format_args!("type Entity = {entity};"));
    out.code.blank();
    if !is_unit {
        out.model();
    }
    let attributes = if is_unit { "_attributes" } else { "attributes" };
    out.code.function(
        "fn from_attributes",
        &[format!("{attributes}: {rt}::Attributes")],
        &format!("Result<Self, {rt}::FieldError>"),
    );
    if is_unit {
        out.code.fixed("Ok(Self)");
    } else {
        out.code.line(format_args!(
            "let mut fields = {rt}::Fields::new(attributes);"
        ));
        out.code.open(format_args!("Ok(Self {{"));
        for field in parameters {
            out.read_field(field, field.attribute.required);
        }
        out.code.close("})");
    }
    out.code.close("}");
    out.code.blank();
    out.code.open(format_args!(
        "fn into_attributes(self) -> {rt}::Attributes {{"
    ));
    if is_unit {
        out.code.line(format_args!("{rt}::Attributes::new()"));
    } else {
        out.code.line(format_args!(
            "let mut fields = {rt}::FieldWriter::default();"
        ));
        for field in parameters {
            out.write_field(field, field.attribute.required);
        }
        out.code.fixed("fields.finish()");
    }
    out.code.close("}");
    out.code.close("}");
}

/// What an action is, for its struct and for the provider's method.
pub(super) fn docs(action: &ActionPlan<'_>) -> Vec<String> {
    let definition = action.action;
    let lines = describe::titled(
        definition.title.as_deref(),
        definition.description.as_deref(),
        &format!("The action {}.", code(definition.id.term())),
    );
    let mut facts = vec![describe::identifier("Action", &definition.id)];
    if let Some(returns) = &definition.returns {
        facts.push(format!("Returns: {}", one_line(returns)));
    }
    facts.extend(describe::versions(definition.versions));
    describe::with_facts(lines, facts)
}

/// The transitions that an action makes: "`inactive` to `active`, or `error` on failure".
pub(super) fn transitions(machine: &StateMachine, id: ActionId) -> Vec<String> {
    machine
        .transitions
        .iter()
        .filter(|t| t.trigger == Trigger::Action(id))
        .map(|t| {
            let via = t
                .via
                .as_ref()
                .map_or_else(String::new, |via| format!(" by way of {}", code(via)));
            let failure = t.failure.as_ref().map_or_else(String::new, |failure| {
                format!(", or {} on failure", code(failure))
            });
            format!("From {} to {}{via}{failure}", code(&t.from), code(&t.to))
        })
        .collect()
}

//! What a model holds, as lines that compare with the tables of the documents.

use occi_model::{
    Access, ExtensionId, KindId, Model, ValueType, VersionRange,
    model::{Attribute, DefaultValue, StateMachine, Trigger},
    types::{Bound, NumberRange},
};

pub(crate) fn versions(range: VersionRange) -> String {
    let since = range.since.map(|since| format!(" since {since}"));
    let until = range.until.map(|until| format!(" until {until}"));
    since.unwrap_or_default() + &until.unwrap_or_default()
}

fn range<N: std::fmt::Display>(range: &NumberRange<N>) -> String {
    let end = |bound: &Bound<N>, sign: &str| {
        let equal = if bound.exclusive { "" } else { "=" };
        format!(" {sign}{equal}{}", bound.value)
    };
    let min = range.min.as_ref().map(|min| end(min, ">"));
    let max = range.max.as_ref().map(|max| end(max, "<"));
    min.unwrap_or_default() + &max.unwrap_or_default()
}

fn value_type(written: &ValueType) -> String {
    let word = written.keyword();
    match written {
        ValueType::Enum(literals) => {
            let names: Vec<String> = literals
                .literals
                .iter()
                .map(|literal| format!("{}{}", literal.name, versions(literal.versions)))
                .collect();
            format!("enum {{{}}}", names.join(", "))
        }
        ValueType::Integer(limits) => format!("{word}{}", range(limits)),
        ValueType::Float(limits) => format!("{word}{}", range(limits)),
        ValueType::IpPrefix {
            optional_length: true,
        } => "ip-prefix or ip-address".to_owned(),
        ValueType::Ref(Some(kind)) => format!("ref {}", kind.term()),
        _ => word.to_owned(),
    }
}

/// One attribute as one line.
pub(crate) fn line(attribute: &Attribute) -> String {
    let mut line = format!("{}: {}", attribute.name, value_type(&attribute.value_type));
    line.push_str(match attribute.access {
        Access::Mutable => "",
        Access::CreateOnly => "; createonly",
        Access::ReadOnly => "; readonly",
    });
    if attribute.always {
        line.push_str("; always");
    }
    if attribute.required {
        line.push_str("; required");
    }
    match &attribute.default {
        None => {}
        Some(DefaultValue::Value(value)) => line.push_str(&format!("; = {value}")),
        Some(DefaultValue::Generated { template: None }) => line.push_str("; = generated"),
        Some(DefaultValue::Generated {
            template: Some(template),
        }) => line.push_str(&format!("; = generated {template}")),
    }
    if let Some(unit) = &attribute.unit {
        line.push_str(&format!("; {unit}"));
    }
    line.push_str(&versions(attribute.versions));
    line
}

/// A state machine: the initial state, then one line for each transition.
pub(crate) fn transitions(model: &Model, machine: &StateMachine) -> Vec<String> {
    let mut lines = vec![format!("initial {}", machine.initial)];
    for transition in &machine.transitions {
        let trigger = match &transition.trigger {
            Trigger::Action(id) => model.action(*id).id.term().to_owned(),
            Trigger::Event(label) => format!("({})", label.as_deref().unwrap_or_default()),
        };
        let mut line = format!("{} {trigger} {}", transition.from, transition.to);
        if let Some(via) = &transition.via {
            line.push_str(&format!(" via {via}"));
        }
        if let Some(failure) = &transition.failure {
            line.push_str(&format!(" or {failure}"));
        }
        lines.push(line);
    }
    lines
}

/// Everything that an extension defines: a line for each kind, mixin, end, attribute, value,
/// action, transition and condition.
pub(crate) fn extension(model: &Model, extension: ExtensionId) -> Vec<String> {
    let mut lines = Vec::new();
    let terms = |kinds: &[KindId]| -> String {
        let terms: Vec<&str> = kinds.iter().map(|at| model.kind(*at).id.term()).collect();
        terms.join(", ")
    };
    let own = |id: &str| {
        let scheme = model.extension(extension).scheme.as_str();
        id.strip_prefix(scheme).unwrap_or(id).to_owned()
    };
    for (_, kind) in model.kinds().filter(|(_, one)| one.extension == extension) {
        lines.push(format!(
            "kind {} {:?} : {} at {}{}",
            own(kind.id.as_str()),
            kind.title.as_deref().unwrap_or_default(),
            kind.parent.map_or("-", |at| model.kind(at).id.term()),
            kind.location.as_ref().map_or("-", |at| at.as_str()),
            versions(kind.versions),
        ));
        if !kind.source.is_empty() || !kind.target.is_empty() {
            let (source, target) = (terms(&kind.source), terms(&kind.target));
            lines.push(format!("  from {source} to {target}"));
        }
        members(model, &kind.attributes, &kind.actions, &mut lines);
        let machine = kind.own_states.iter();
        lines.extend(machine.flat_map(|machine| indented(transitions(model, machine))));
        let conditions = kind.constraints.iter();
        lines.extend(conditions.map(|one| format!("  require: {}", one.message)));
    }
    for (_, mixin) in model.mixins().filter(|(_, one)| one.extension == extension) {
        let depends: Vec<&str> = mixin
            .depends
            .iter()
            .map(|at| model.mixin(*at).id.term())
            .collect();
        lines.push(format!(
            "{}{}mixin {} {:?} at {}{}",
            if mixin.exclusive { "exclusive " } else { "" },
            if mixin.overriding { "overriding " } else { "" },
            own(mixin.id.as_str()),
            mixin.title.as_deref().unwrap_or_default(),
            mixin.location.as_ref().map_or("-", |at| at.as_str()),
            versions(mixin.versions),
        ));
        if !depends.is_empty() {
            lines.push(format!("  depends {}", depends.join(", ")));
        }
        lines.push(format!("  applies {}", terms(&mixin.applies)));
        members(model, &mixin.attributes, &mixin.actions, &mut lines);
        let machine = mixin.states.iter();
        lines.extend(machine.flat_map(|machine| indented(transitions(model, machine))));
        let conditions = mixin.constraints.iter();
        lines.extend(conditions.map(|one| format!("  require: {}", one.message)));
    }
    lines
}

fn members(
    model: &Model,
    attributes: &[std::sync::Arc<Attribute>],
    actions: &[occi_model::ActionId],
    lines: &mut Vec<String>,
) {
    for attribute in attributes {
        match (attribute.is_setting, attribute.default_value()) {
            (true, Some(value)) => lines.push(format!("  set {} = {value}", attribute.name)),
            _ => lines.push(format!("  {}", line(attribute))),
        }
    }
    for action in actions {
        let action = model.action(*action);
        let parameters: Vec<String> = action.parameters.iter().map(|one| line(one)).collect();
        lines.push(format!("  {}({})", action.id, parameters.join(" | ")));
    }
}

fn indented(lines: Vec<String>) -> impl Iterator<Item = String> {
    lines.into_iter().map(|line| format!("  {line}"))
}

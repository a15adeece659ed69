//! Actions on instances and on collections (D.11, D-32, D-34, D-110, D-111).

use std::{borrow::Cow, sync::Arc};

use http::StatusCode;
use occi_model::{
    Access, ActionId, Attributes, CategoryId, Value,
    model::{DefaultValue, StateMachine},
};
use occi_rendering::{InvocationMessage, MediaType, RawValue, read_invocation};

use super::{
    Fault, Outcome,
    answer::Answer,
    ask::Ask,
    call::Call,
    commit::{ATTEMPTS, Refused, context, guarded},
    condition::Conditions,
    defect::{Defect, Defects},
    engine::{Category, Engine},
    generate, query, render,
    routing::Target,
    saving,
    shape::{Shape, state},
    validate,
};
use crate::store::{Expect, Record, Transaction, UserMixin};

/// An invocation that was understood.
struct Invocation {
    action: ActionId,
    id: CategoryId,
    parameters: Attributes,
    /// Conditions on the one instance that is acted on.
    conditions: Conditions,
}

/// POST with `?action=` on an instance or a collection.
///
/// # Errors
///
/// 400, 404 and 409 in the order of D-110.
pub(crate) async fn invoke(
    ask: Ask<'_>,
    target: &Target,
    term: &str,
    media: MediaType,
) -> Result<Answer, Fault> {
    let engine = ask.engine;
    let known = actions_of(engine, target)?;
    let mut call = understand(ask, &known, term)?;
    match target {
        Target::Entity(record) => {
            call.conditions = Conditions::of(&ask.parts.headers)?;
            let (stored, saved) = perform(engine, vec![record.location.clone()], &call).await?;
            if !saved.is_empty() {
                return Ok(Answer::ok(
                    media,
                    query::write_mixins(engine, media, &saved)?,
                ));
            }
            let record = stored
                .into_iter()
                .next()
                .ok_or_else(|| engine.nothing_at(&record.location))?;
            Ok(render::changed(engine, media, record))
        }
        Target::Kind(_) | Target::Mixin(_) => {
            let members = match target {
                Target::Kind(kind) => engine.members_of_kind(*kind),
                Target::Mixin(mixin) => engine.members_of_mixin(mixin),
                _ => Vec::new(),
            };
            let locations = members.iter().map(|r| r.location.clone()).collect();
            let (stored, saved) = perform(engine, locations, &call).await?;
            if !saved.is_empty() {
                return Ok(Answer::ok(
                    media,
                    query::write_mixins(engine, media, &saved)?,
                ));
            }
            Ok(render::all_changed(ask, media, stored, engine.keys(target)))
        }
        _ => Err(Fault::bad_request(
            "no-actions",
            "this path has no actions; invoke them on an instance or on the collection of a kind or mixin",
        )),
    }
}

/// The actions that a path defines.
fn actions_of<'e>(engine: &'e Engine, target: &Target) -> Result<Cow<'e, [ActionId]>, Fault> {
    let model = &engine.model;
    match target {
        Target::Entity(record) => {
            let shape = engine.shape_of(record)?;
            Ok(shape.actions.clone().into())
        }
        Target::Kind(kind) => Ok(model.kind(*kind).all_actions.as_slice().into()),
        Target::Mixin(mixin) => {
            let of_closure = mixin.closure(model).iter();
            let actions: Vec<ActionId> = of_closure
                .flat_map(|&id| model.mixin(id).actions.iter().copied())
                .collect();
            Ok(actions.into())
        }
        _ => Ok(Cow::Borrowed(&[])),
    }
}

/// Reads the invocation (D-110, all but the last check).
fn understand(ask: Ask<'_>, known: &[ActionId], term: &str) -> Result<Invocation, Fault> {
    let engine = ask.engine;
    let model = &engine.model;
    let named: Vec<ActionId> = known
        .iter()
        .copied()
        .filter(|&action| model.action(action).id.term() == term)
        .collect();
    if named.is_empty() {
        return Err(Fault::bad_request(
            "unknown-action-term",
            format!("nothing at this path defines an action `{term}`"),
        ));
    }
    let message = match ask.payload()? {
        Some(payload) => read_invocation(&payload, engine.mode)?.value,
        None => InvocationMessage::default(),
    };
    let Some(id) = message.action else {
        if named.len() > 1 {
            return Err(Fault::conflict(
                "ambiguous-action",
                format!("several actions have the term `{term}`; name one by its identifier"),
            ));
        }
        return Err(Fault::bad_request(
            "missing-invocation",
            format!(
                "the request names no action; give `{}` as content",
                model.action(named[0]).id
            ),
        ));
    };
    let action = match engine.find(id.as_str()) {
        Some(Category::Action(action)) => action,
        Some(_) => {
            return Err(Fault::bad_request(
                "not-an-action",
                format!("`{id}` is no action"),
            ));
        }
        None => {
            return Err(Fault::not_found(
                "unknown-action",
                format!("action `{id}` is not known"),
            ));
        }
    };
    if id.term() != term {
        return Err(Fault::bad_request(
            "action-mismatch",
            format!("the query says `{term}`, the content says `{id}`"),
        ));
    }
    if !named.contains(&action) {
        return Err(Fault::bad_request(
            "action-not-here",
            format!("nothing at this path defines the action `{id}`"),
        ));
    }
    let parameters = parameters(engine, action, &message.attributes)?;
    Ok(Invocation {
        action,
        id,
        parameters,
        conditions: Conditions::default(),
    })
}

/// Reads the parameters of an action, in the order of their definitions.
fn parameters(
    engine: &Engine,
    action: ActionId,
    given: &[(occi_model::AttributeName, RawValue)],
) -> Result<Attributes, Fault> {
    let definition = engine.model.action(action);
    let unchecked = engine.defects.has(Defect::ParameterUnchecked);
    for (name, _) in given {
        if !unchecked && !definition.parameters.iter().any(|p| p.name == *name) {
            return Err(Fault::bad_request(
                "unknown-parameter",
                format!("action `{}` has no parameter `{name}`", definition.id),
            ));
        }
    }
    let mut values = Attributes::new();
    for parameter in &definition.parameters {
        let mut raws = given
            .iter()
            .filter(|(name, raw)| *name == parameter.name && *raw != RawValue::Null);
        let first = raws.next();
        if raws.any(|other| Some(other) != first) {
            return Err(Fault::bad_request(
                "duplicate-parameter",
                format!("parameter `{}` is given twice", parameter.name),
            ));
        }
        let value = match first {
            Some(_) if unchecked => None,
            Some((name, raw)) => Some(validate::one(
                name.as_str(),
                &parameter.value_type,
                raw,
                engine.mode,
                engine.defects,
            )?),
            None => match &parameter.default {
                Some(DefaultValue::Value(value)) => Some(value.clone()),
                Some(DefaultValue::Generated { .. }) => generate::value(&parameter.value_type),
                None if parameter.required && !unchecked => {
                    return Err(Fault::bad_request(
                        "missing-parameter",
                        format!(
                            "parameter `{}` is required; give {}",
                            parameter.name,
                            parameter.value_type.describe()
                        ),
                    ));
                }
                None => None,
            },
        };
        if let Some(value) = value {
            values.insert(parameter.name.clone(), value);
        }
    }
    Ok(values)
}

/// Instances after an action, and the templates that it made.
type Performed = (Vec<Arc<Record>>, Vec<Arc<UserMixin>>);

/// Performs an action on instances, on all or on none; gives them as they are stored then.
async fn perform(
    engine: &Engine,
    locations: Vec<String>,
    call: &Invocation,
) -> Result<Performed, Fault> {
    let _serial = engine.locks.hold(locations.iter().cloned()).await;
    let mut last = None;
    for _ in 0..ATTEMPTS {
        match attempt(engine, &locations, call).await {
            Ok(saved) => {
                let stored = engine.stored(locations.iter().map(String::as_str));
                return Ok((stored, saved));
            }
            Err(Refused::Failed(fault)) => return Err(fault),
            Err(Refused::Changed(fault)) => last = Some(fault),
        }
    }
    Err(last.unwrap_or_else(|| Fault::internal("no attempt was made")))
}

async fn attempt(
    engine: &Engine,
    locations: &[String],
    call: &Invocation,
) -> Result<Vec<Arc<UserMixin>>, Refused> {
    let mut members = Vec::with_capacity(locations.len());
    let mut transaction = Transaction::default();
    for record in engine.stored(locations.iter().map(String::as_str)) {
        let unchanged = call.conditions.admit(engine, &record)?;
        transaction.expect.extend(unchanged);
        let shape = engine.shape_of(&record)?;
        admit(engine, &record, &shape, call)?;
        members.push((record, shape));
    }
    for (record, shape) in &members {
        let changed = act(engine, record, shape, call).await?;
        let Some(changed) = changed else {
            continue;
        };
        transaction
            .expect
            .push((record.location.clone(), Expect::Version(record.version)));
        transaction.put.push(changed);
    }
    if engine.defects.has(Defect::ActionWithoutEffect) {
        return Ok(Vec::new());
    }
    let saved = saving::templates(engine, &call.id, &call.parameters, members.len());
    transaction.put_mixins = saved.iter().map(|mixin| (**mixin).clone()).collect();
    let besides = Call::current().is_some_and(|call| call.has_changes());
    if besides || transaction != Transaction::default() {
        engine.commit(transaction).await?;
    }
    Ok(saved)
}

/// Whether an instance has the action, and its state allows it.
fn admit(engine: &Engine, record: &Record, shape: &Shape, call: &Invocation) -> Result<(), Fault> {
    if !shape.actions.contains(&call.action) {
        return Err(Fault::bad_request(
            "action-not-here",
            format!(
                "`{}` does not have the action `{}`",
                record.location, call.id
            ),
        ));
    }
    if shape.is_applicable(call.action, &record.attributes)
        || engine.defects.has(Defect::IllegalActionAccepted)
    {
        return Ok(());
    }
    let state = governing(shape, call.action)
        .find_map(|machine| state(machine, &record.attributes))
        .unwrap_or("unknown");
    let status = if engine.defects.has(Defect::IllegalActionAnswers500) {
        StatusCode::INTERNAL_SERVER_ERROR
    } else {
        StatusCode::CONFLICT
    };
    Err(Fault::new(
        status,
        "action-not-applicable",
        format!(
            "`{}` is {state}, from which `{}` does not lead on",
            record.location,
            call.id.term()
        ),
    ))
}

fn governing<'s>(
    shape: &'s Shape,
    action: ActionId,
) -> impl Iterator<Item = &'s StateMachine> + use<'s> {
    shape
        .machines
        .iter()
        .map(|machine| &**machine)
        .filter(move |machine| machine.governs(action))
}

/// The state after an action; transient states are passed through at once (D-34).
fn next<'m>(machine: &'m StateMachine, record: &Record, action: ActionId) -> Option<&'m str> {
    let from = state(machine, &record.attributes)?;
    machine
        .transition(from, action)
        .or_else(|| {
            // Only a seeded defect comes here with a state that has no such transition.
            machine
                .transitions
                .iter()
                .find(|t| t.trigger == occi_model::model::Trigger::Action(action))
        })
        .map(|transition| &*transition.to)
}

/// Carries parameters over to the attributes that they are about: `resize(size)` changes
/// `occi.storage.size` (INF-058). A parameter is about an attribute of the kind or a mixin when the
/// name of just one mutable attribute ends in its name and the value fits.
fn carry_over(shape: &Shape, parameters: &Attributes, values: &mut Attributes) {
    for (name, value) in parameters {
        let mut about = shape.attributes.values().filter(|definition| {
            definition.access() == Access::Mutable
                && definition.attribute.name.last_component() == name.as_str()
                && !definition.attribute.name.as_str().starts_with("occi.core.")
        });
        if let (Some(definition), None) = (about.next(), about.next()) {
            let checked = definition
                .all()
                .try_fold(value.clone(), |value, a| a.value_type.check(value));
            if let Ok(value) = checked {
                values.insert(definition.attribute.name.clone(), value);
            }
        }
    }
}

/// Whether an instance meets its conditions after an action.
fn met(shape: &Shape, proposed: &Record, call: &Invocation) -> Result<(), Fault> {
    validate::whole(shape, &proposed.attributes, Defects::default()).map_err(|fault| {
        Fault::conflict(
            "constraint",
            format!(
                "`{}` would break a condition of `{}`: {}",
                call.id.term(),
                proposed.location,
                fault.message
            ),
        )
    })
}

/// Lets the handler act; the record to store, or none when nothing visible changed.
async fn act(
    engine: &Engine,
    record: &Record,
    shape: &Shape,
    call: &Invocation,
) -> Result<Option<Record>, Fault> {
    let mut proposed = record.clone();
    for machine in governing(shape, call.action) {
        if let Some(to) = next(machine, record, call.action) {
            proposed
                .attributes
                .insert(machine.attribute.clone(), Value::from(to));
        }
    }
    carry_over(shape, &call.parameters, &mut proposed.attributes);
    let main = governing(shape, call.action).next();
    let next_state = main.and_then(|machine| state(machine, &proposed.attributes));
    let mut instance = engine.instance(record);
    let current = instance.clone();
    instance.attributes.clone_from(&proposed.attributes);
    let cx = context(instance, next_state.map(str::to_owned));
    let parameters = call.parameters.clone();
    let outcome = guarded(async {
        match engine.action_handlers.get(&(shape.kind, call.action)) {
            Some(handler) => handler.act(&cx, current, &call.id, parameters).await,
            None => {
                let handler = engine.handler(shape.kind);
                handler.act(&cx, current, &call.id, parameters).await
            }
        }
    })
    .await?;
    let changed = match outcome {
        Outcome::Unchanged => return Ok(None),
        // What breaks a condition without the provider's doing is the client's affair.
        Outcome::Instance(instance) => engine.taken_back(&proposed, instance).map_err(|fault| {
            match met(shape, &proposed, call) {
                Ok(()) => fault,
                Err(refused) => refused,
            }
        })?,
        Outcome::State(name) => {
            let machine = main
                .or_else(|| shape.machines.first().map(|machine| &**machine))
                .ok_or_else(|| {
                    Fault::internal("the provider gave a state to an instance that has none")
                })?;
            if !machine.states.iter().any(|state| *state.name == *name) {
                return Err(Fault::internal(format!(
                    "the provider gave the state `{name}`, which `{}` does not know",
                    machine.attribute
                )));
            }
            proposed
                .attributes
                .insert(machine.attribute.clone(), Value::from(name));
            met(shape, &proposed, call)?;
            proposed
        }
    };
    Ok((changed != *record).then_some(changed))
}

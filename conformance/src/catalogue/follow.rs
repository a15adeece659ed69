//! Family `lnk.follow`: a link whose state the server moves by itself follows its source (D-37).

use occi_model::model::{StateMachine, Trigger};

use super::{
    Catalogue, act,
    disc::name_of,
    lnk::START,
    recipe::{Extent, IT},
    scope::Scope,
};
use crate::{
    case::{Assertion, Case, CaseId, Choice, Fact, Hazard, Step, Target, Var},
    oracle::Situation,
    values::NoValue,
};

const SEEN: Var = Var::named("seen");

/// The case of a link kind that has ways without a name.
pub(super) fn kind(scope: &Scope<'_>, all: &mut Catalogue) {
    let Some(machine) = scope.machine().filter(|_| scope.is_link) else {
        return;
    };
    if nameless(machine).next().is_some() {
        let id = scope.case_id("lnk.follow", &[], None);
        all.add(id.clone(), follows(scope, machine, id));
    }
}

/// The ways that the server takes by itself: from, to.
fn nameless(machine: &StateMachine) -> impl Iterator<Item = (&str, &str)> {
    let ways = machine.transitions.iter();
    ways.filter(|way| way.trigger == Trigger::Event(None))
        .map(|way| (&*way.from, &*way.to))
}

/// Where a link goes from a state when its source is in another one.
fn step<'m>(machine: &'m StateMachine, present: &'m str, source: &str) -> &'m str {
    let wanted = nameless(machine)
        .map(|(_, to)| to)
        .find(|to| *to == source)
        .unwrap_or(&machine.initial);
    let leads = nameless(machine).any(|(from, to)| from == present && to == wanted);
    if leads { wanted } else { present }
}

fn follows(scope: &Scope<'_>, machine: &StateMachine, id: CaseId) -> Result<Case, NoValue> {
    let mut recipe = scope.recipe(Extent::Minimal)?;
    let start = recipe.fixtures.iter_mut().find_map(|step| match step {
        Step::Fixture(fixture) if fixture.entity == START => Some(fixture),
        _ => None,
    });
    let start = start.ok_or("no kind fits the source")?;
    let source = scope
        .model
        .find_kind(start.kind.as_str())
        .map(|kind| Scope::new(scope.model, scope.names, kind))
        .ok_or("no kind fits the source")?;
    let place = act::places(&source)
        .into_iter()
        .filter_map(|(state, way)| Some((state?, way)))
        .find(|(state, _)| {
            let present = &*machine.initial;
            state != present && step(machine, present, state) == state.as_str()
        })
        .ok_or("no state of the source has the name of one that the link goes to")?;
    let (state, way) = place;
    start.drive.clone_from(&way);
    let seen = |expected: &str| {
        [
            Step::Read {
                entity: IT,
                rendering: Choice::Run,
                into: SEEN,
            },
            Step::Check {
                read: SEEN,
                facts: vec![Fact::Follows {
                    attribute: machine.attribute.clone(),
                    state: expected.to_owned(),
                }],
            },
        ]
    };
    let title = format!(
        "A {} is {state} while its source is, and only then.",
        name_of(scope.kind)
    );
    let mut case = scope
        .case(id, title, "attach")
        .citing(&["CORE-070"])
        .hazardous(Hazard::State)
        .needing(recipe.needs.clone())
        .after(recipe.after.clone())
        .after(act::along(&source, &way))
        .doing(recipe.into_fixture(scope.kind, Vec::new()))
        .doing(seen(&state));
    // On to where the link does not follow, if the source has a way there.
    if let Some(machine_of_source) = source.machine()
        && let Some((action, to)) = machine_of_source
            .applicable(&state)
            .filter_map(|action| Some((action, machine_of_source.transition(&state, action)?)))
            .map(|(action, way)| (action, way.to.to_string()))
            .find(|(_, to)| step(machine, &state, to) != state)
    {
        let parameters = source.required_parameters(action)?;
        let definition = scope.model.action(action);
        case = case
            .doing([
                act::invocation(definition, parameters, Target::Entity(START), Choice::Run),
                Step::Expect(Assertion::Answer(Situation::Act)),
                Step::Await {
                    entity: START,
                    attribute: machine_of_source.attribute.clone(),
                    state: to.clone(),
                },
            ])
            .doing(seen(step(machine, &state, &to)));
    }
    Ok(case)
}

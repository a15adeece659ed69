//! Families `act.cell`, `act.param`, `act.neg`, `act.coll`: actions.

use occi_model::{
    AttributeName, Value,
    model::{Action, ActionId},
};

use super::{
    Catalogue,
    disc::name_of,
    recipe::{Extent, IT, Recipe},
    scope::Scope,
    val::describe,
};
use crate::{
    case::{
        Assertion, Call, Case, CaseId, Choice, Datum, Drive, Fact, Fixture, Hazard, Payload,
        Rendering, Step, Target, Var,
    },
    oracle::Situation,
    values::{NoValue, Sample, bad, edges},
};

const BEFORE: Var = Var::named("before");
const AFTER: Var = Var::named("after");
const OTHER: Var = Var::named("other");
const OTHER_BEFORE: Var = Var::named("other before");
const OTHER_AFTER: Var = Var::named("other after");

/// A term that no action has.
const NO_TERM: &str = "no-such-action";

/// A state with the way to it; `None` as name: the kind has no state machine.
type Place = (Option<String>, Vec<Drive>);

/// The cases of a kind: `|Z|·|S|`, `Σ (v(p) + b(p) + [p ∈ R])`, `4` or `1`, `2·|Z|`.
pub(super) fn kind(scope: &Scope<'_>, all: &mut Catalogue) {
    let states = scope.reachable();
    for action in &scope.kind.all_actions {
        for (state, way) in &states {
            cell(scope, *action, state, way.as_deref(), all);
        }
        parameters(scope, *action, all);
        collection(scope, *action, all);
    }
    negative(scope, all);
}

/// States in the order in which they are reached, or the one nameless state.
pub(super) fn places(scope: &Scope<'_>) -> Vec<Place> {
    let states = scope.reachable();
    if states.is_empty() {
        return vec![(None, Vec::new())];
    }
    states
        .into_iter()
        .filter_map(|(state, way)| Some((Some(state), way.ok()?)))
        .collect()
}

/// The nearest state in which an action is applicable.
fn legal_place(scope: &Scope<'_>, action: ActionId) -> Result<Place, NoValue> {
    places(scope)
        .into_iter()
        .find(|(state, _)| scope.is_applicable(action, state.as_deref()))
        .ok_or("no reachable state allows the action")
}

/// The nearest state in which an action is not applicable.
fn illegal_place(scope: &Scope<'_>, action: ActionId) -> Result<Place, NoValue> {
    places(scope)
        .into_iter()
        .find(|(state, _)| !scope.is_applicable(action, state.as_deref()))
        .ok_or("every reachable state allows the action")
}

fn read(entity: Var, into: Var) -> Step {
    Step::Read {
        entity,
        rendering: Choice::Run,
        into,
    }
}

/// The state that an action leads to, with the attribute that shows it.
fn outcome(
    scope: &Scope<'_>,
    action: ActionId,
    state: Option<&str>,
) -> Option<(AttributeName, String)> {
    let machine = scope.machine()?;
    let transition = machine.transition(state?, action)?;
    Some((machine.attribute.clone(), transition.to.to_string()))
}

fn awaited(scope: &Scope<'_>, entity: Var, action: ActionId, state: Option<&str>) -> Option<Step> {
    outcome(scope, action, state).map(|(attribute, state)| Step::Await {
        entity,
        attribute,
        state,
    })
}

pub(super) fn invocation(
    action: &Action,
    parameters: Vec<(AttributeName, Datum)>,
    target: Target,
    rendering: Choice,
) -> Step {
    Step::Call(Call {
        method: "POST",
        target,
        action: Some(action.id.term().to_owned()),
        rendering,
        payload: Payload::Invocation {
            action: action.id.clone(),
            parameters,
        },
        creates: None,
    })
}

fn base(
    scope: &Scope<'_>,
    id: CaseId,
    title: String,
    action: Option<&Action>,
    recipe: &Recipe,
) -> Case {
    let feature = action.map_or_else(
        || "action".to_owned(),
        |action| format!("action-{}", action.id.term()),
    );
    scope
        .case(id, title, &feature)
        .hazardous(Hazard::State)
        .needing(recipe.needs.clone())
        .after(recipe.after.clone())
}

/// The cells by which the way to a state stands or falls.
pub(super) fn along(scope: &Scope<'_>, way: &[Drive]) -> Vec<CaseId> {
    let mut from = scope
        .machine()
        .map_or(String::new(), |machine| machine.initial.to_string());
    way.iter()
        .map(|drive| {
            let id = scope.case_id("act.cell", &[drive.action.term(), &from], None);
            from.clone_from(&drive.to);
            id
        })
        .collect()
}

fn cell(
    scope: &Scope<'_>,
    action: ActionId,
    state: &str,
    way: Result<&[Drive], &NoValue>,
    all: &mut Catalogue,
) {
    let definition = scope.model.action(action);
    let id = scope.case_id("act.cell", &[definition.id.term(), state], None);
    let made = (|| -> Result<Case, NoValue> {
        let way = way.map_err(|reason| *reason)?;
        let recipe = scope.recipe(Extent::Minimal)?;
        let parameters = scope.required_parameters(action)?;
        let legal = scope.is_applicable(action, Some(state));
        let term = definition.id.term();
        let kind = name_of(scope.kind);
        let target = outcome(scope, action, Some(state)).map(|(_, to)| to);
        let title = match (&target, legal) {
            (Some(to), _) => format!("{term} leads a {kind} from {state} to {to}."),
            (None, true) => format!("{term} is carried out on a {kind} in {state}."),
            (None, false) => format!("{term} is refused by a {kind} in {state}, which stays."),
        };
        let mut case = base(scope, id.clone(), title, Some(definition), &recipe)
            .citing(&["HTTP-079"])
            .after(along(scope, way))
            .doing(recipe.into_fixture(scope.kind, way.to_vec()))
            .doing([
                read(IT, BEFORE),
                Step::Check {
                    read: BEFORE,
                    facts: vec![Fact::Offers(scope.applicable(Some(state)))],
                },
                invocation(definition, parameters, Target::Entity(IT), Choice::Run),
            ]);
        if legal {
            case.cite(&["CORE-043", "HTTP-098", "HTTP-101"]);
            let after = target.as_deref().unwrap_or(state);
            Ok(case
                .doing([Step::Expect(Assertion::Answer(Situation::Act))])
                .doing(awaited(scope, IT, action, Some(state)))
                .doing([
                    read(IT, AFTER),
                    Step::Check {
                        read: AFTER,
                        facts: vec![Fact::Offers(scope.applicable(Some(after)))],
                    },
                ]))
        } else {
            case.cite(&["CORE-044", "HTTP-103"]);
            Ok(case.doing(refusal(Situation::IllegalAction)))
        }
    })();
    all.add(id, made);
}

/// What shows that an invocation was refused and changed nothing.
fn refusal(situation: Situation) -> [Step; 3] {
    [
        Step::Expect(Assertion::Answer(situation)),
        read(IT, AFTER),
        Step::Same {
            left: BEFORE,
            right: AFTER,
            except: Vec::new(),
        },
    ]
}

fn parameters(scope: &Scope<'_>, action: ActionId, all: &mut Catalogue) {
    let definition = scope.model.action(action);
    let term = definition.id.term();
    for parameter in &definition.parameters {
        let name = parameter.name.as_str();
        let id = |class: &str| scope.case_id("act.param", &[term, name, class], None);
        for bad in bad(&parameter.value_type, name, false) {
            let made = bad.value.and_then(|sample| {
                parameter_case(
                    scope,
                    id(bad.class),
                    action,
                    &parameter.name,
                    Some(sample),
                    true,
                )
            });
            all.add(id(bad.class), made);
        }
        for edge in edges(&parameter.value_type, name, false) {
            let made = edge.value.and_then(|sample| {
                parameter_case(
                    scope,
                    id(&edge.name),
                    action,
                    &parameter.name,
                    Some(sample),
                    false,
                )
            });
            all.add(id(&edge.name), made);
        }
        if parameter.required && parameter.default.is_none() {
            let made = parameter_case(scope, id("missing"), action, &parameter.name, None, true);
            all.add(id("missing"), made);
        }
    }
}

fn parameter_case(
    scope: &Scope<'_>,
    id: CaseId,
    action: ActionId,
    name: &AttributeName,
    sample: Option<Sample>,
    refused: bool,
) -> Result<Case, NoValue> {
    let definition = scope.model.action(action);
    let recipe = scope.recipe(Extent::Minimal)?;
    let mut parameters = scope.required_parameters(action)?;
    parameters.retain(|(other, _)| other != name);
    let (shown, situation, rendering) = match sample {
        Some(sample) => {
            let shown = describe(&sample);
            let Sample::Value(value) = sample else {
                return Err("a parameter that refers to an entity cannot be made yet");
            };
            let rendering = if matches!(value, Value::List(_) | Value::Hash(_)) {
                Choice::Prefer(Rendering::Json)
            } else {
                Choice::Run
            };
            parameters.push((name.clone(), Datum::Value(value)));
            (shown, Situation::BadValue, rendering)
        }
        None => ("none".to_owned(), Situation::Missing, Choice::Run),
    };
    let (state, way) = legal_place(scope, action)?;
    let term = definition.id.term();
    let title = format!(
        "{term} with {name} = {shown} is {}.",
        if refused { "refused" } else { "carried out" }
    );
    let need = (rendering != Choice::Run)
        .then(|| scope.need_of(Rendering::Json))
        .flatten();
    let case = base(scope, id, title, Some(definition), &recipe)
        .citing(&["JSON-012"])
        .with("value", shown)
        .needing(need)
        .after(along(scope, &way))
        .after(state.as_deref().map(|state| {
            // Where the action itself fails, its parameters say nothing more.
            scope.case_id("act.cell", &[term, state], None)
        }))
        .doing(recipe.into_fixture(scope.kind, way))
        .doing([
            read(IT, BEFORE),
            invocation(definition, parameters, Target::Entity(IT), rendering),
        ]);
    Ok(if refused {
        case.citing(&["HTTP-022"]).doing(refusal(situation))
    } else {
        case.citing(&["HTTP-101"])
            .doing([Step::Expect(Assertion::Answer(Situation::Act))])
            .doing(awaited(scope, IT, action, state.as_deref()))
    })
}

fn negative(scope: &Scope<'_>, all: &mut Catalogue) {
    let first = scope
        .kind
        .all_actions
        .iter()
        .copied()
        .find(|action| legal_place(scope, *action).is_ok());
    let id = scope.case_id("act.neg", &["unknown-term"], None);
    all.add(id.clone(), unknown_term(scope, id));
    if scope.kind.all_actions.is_empty() {
        return;
    }
    let kind = name_of(scope.kind);
    for (detail, citing, situation) in [
        ("terms-differ", "HTTP-100", Situation::TermsDiffer),
        ("empty", "HTTP-099", Situation::EmptyInvocation),
        ("unknown-parameter", "HTTP-029", Situation::UnknownParameter),
    ] {
        let id = scope.case_id("act.neg", &[detail], None);
        let made = (|| {
            let action = first.ok_or("no reachable state allows any action")?;
            let definition = scope.model.action(action);
            let term = definition.id.term();
            let (_, way) = legal_place(scope, action)?;
            let recipe = scope.recipe(Extent::Minimal)?;
            let mut parameters = scope.required_parameters(action)?;
            let (title, payload) = match detail {
                "terms-differ" => {
                    let other =
                        another(scope, action).ok_or("the model has no action of another term")?;
                    let payload = Payload::Invocation {
                        action: scope.model.action(other).id.clone(),
                        parameters: Vec::new(),
                    };
                    let title = format!(
                        "{term} in the query with another action in the payload is refused by a {kind}."
                    );
                    (title, payload)
                }
                "empty" => (
                    format!("{term} without a payload is refused by a {kind}."),
                    Payload::Nothing,
                ),
                _ => {
                    let name = AttributeName::new("no-such-parameter")
                        .map_err(|_| "the name of the parameter is not well-formed")?;
                    parameters.push((name, Datum::Value(Value::from("x"))));
                    let payload = Payload::Invocation {
                        action: definition.id.clone(),
                        parameters,
                    };
                    let title = format!(
                        "{term} with a parameter that it does not have is refused by a {kind}."
                    );
                    (title, payload)
                }
            };
            Ok(base(scope, id.clone(), title, Some(definition), &recipe)
                .citing(&[citing])
                .after(along(scope, &way))
                .doing(recipe.into_fixture(scope.kind, way))
                .doing([
                    read(IT, BEFORE),
                    Step::Call(Call {
                        method: "POST",
                        target: Target::Entity(IT),
                        action: Some(term.to_owned()),
                        rendering: Choice::Run,
                        payload,
                        creates: None,
                    }),
                ])
                .doing(refusal(situation)))
        })();
        all.add(id, made);
    }
}

/// An action with another term, of the kind if it has one.
fn another(scope: &Scope<'_>, action: ActionId) -> Option<ActionId> {
    let term = scope.model.action(action).id.term();
    let differs = |other: &ActionId| scope.model.action(*other).id.term() != term;
    scope
        .kind
        .all_actions
        .iter()
        .copied()
        .find(differs)
        .or_else(|| scope.model.actions().map(|(id, _)| id).find(differs))
}

fn unknown_term(scope: &Scope<'_>, id: CaseId) -> Result<Case, NoValue> {
    let recipe = scope.recipe(Extent::Minimal)?;
    let scheme = scope
        .kind
        .id
        .to_scheme()
        .of_actions(&scope.kind.id.to_term());
    let term = occi_model::Term::new(NO_TERM).map_err(|_| "the term is not well-formed")?;
    let title = format!(
        "An action that does not exist is refused by a {}.",
        name_of(scope.kind)
    );
    Ok(base(scope, id, title, None, &recipe)
        .citing(&["HTTP-028"])
        .doing(recipe.into_fixture(scope.kind, Vec::new()))
        .doing([
            read(IT, BEFORE),
            Step::Call(Call {
                method: "POST",
                target: Target::Entity(IT),
                action: Some(NO_TERM.to_owned()),
                rendering: Choice::Run,
                payload: Payload::Invocation {
                    action: occi_model::CategoryId::new(&scheme, &term),
                    parameters: Vec::new(),
                },
                creates: None,
            }),
        ])
        .doing(refusal(Situation::UnknownTerm)))
}

fn collection(scope: &Scope<'_>, action: ActionId, all: &mut Catalogue) {
    let term = scope.model.action(action).id.term();
    let id = scope.case_id("act.coll", &[term, "all"], None);
    all.add(id.clone(), all_members(scope, id, action));
    let id = scope.case_id("act.coll", &[term, "atomic"], None);
    all.add(id.clone(), atomic(scope, id, action));
}

/// The fixtures of a case with two members, in the given places.
fn two(scope: &Scope<'_>, one: &Place, two: &Place) -> Result<(Recipe, Vec<Step>), NoValue> {
    let recipe = scope.recipe(Extent::Minimal)?;
    let mut steps = vec![Step::OwnOnly {
        kind: scope.kind.id.clone(),
    }];
    steps.extend(recipe.clone().into_fixture(scope.kind, one.1.clone()));
    steps.push(Step::Fixture(Fixture {
        entity: OTHER,
        kind: scope.kind.id.clone(),
        body: recipe.body.clone(),
        drive: two.1.clone(),
    }));
    Ok((recipe, steps))
}

fn all_members(scope: &Scope<'_>, id: CaseId, action: ActionId) -> Result<Case, NoValue> {
    let definition = scope.model.action(action);
    let place = legal_place(scope, action)?;
    let parameters = scope.required_parameters(action)?;
    let (recipe, steps) = two(scope, &place, &place)?;
    let title = format!(
        "{} on the collection of {} reaches every member.",
        definition.id.term(),
        name_of(scope.kind)
    );
    let state = place.0.as_deref();
    Ok(base(scope, id, title, Some(definition), &recipe)
        .citing(&["CORE-045"])
        .hazardous(Hazard::Collection)
        .after(along(scope, &place.1))
        .doing(steps)
        .doing([
            invocation(
                definition,
                parameters,
                Target::Collection(scope.kind.id.clone()),
                Choice::Run,
            ),
            Step::Expect(Assertion::Answer(Situation::Act)),
        ])
        .doing(awaited(scope, IT, action, state))
        .doing(awaited(scope, OTHER, action, state)))
}

fn atomic(scope: &Scope<'_>, id: CaseId, action: ActionId) -> Result<Case, NoValue> {
    let definition = scope.model.action(action);
    let legal = legal_place(scope, action)?;
    let illegal = illegal_place(scope, action)?;
    let parameters = scope.required_parameters(action)?;
    let (recipe, steps) = two(scope, &legal, &illegal)?;
    let title = format!(
        "{} on the collection of {} changes nothing when one member cannot.",
        definition.id.term(),
        name_of(scope.kind)
    );
    let unchanged = |left: Var, right: Var| Step::Same {
        left,
        right,
        except: Vec::new(),
    };
    Ok(base(scope, id, title, Some(definition), &recipe)
        .citing(&["HTTP-139"])
        .hazardous(Hazard::Collection)
        .after(along(scope, &legal.1))
        .after(along(scope, &illegal.1))
        .doing(steps)
        .doing([
            read(IT, BEFORE),
            read(OTHER, OTHER_BEFORE),
            invocation(
                definition,
                parameters,
                Target::Collection(scope.kind.id.clone()),
                Choice::Run,
            ),
            Step::Expect(Assertion::Answer(Situation::IllegalForMember)),
            read(IT, AFTER),
            read(OTHER, OTHER_AFTER),
            unchanged(BEFORE, AFTER),
            unchanged(OTHER_BEFORE, OTHER_AFTER),
        ]))
}

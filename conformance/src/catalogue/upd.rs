//! Families `upd.one`, `upd.full`, `upd.miss`: updates.

use occi_model::{
    Attribute, AttributeName, CategoryId, KindId,
    model::{DefaultValue, Kind},
};

use super::{
    Catalogue,
    disc::name_of,
    recipe::{Extent, IT, Recipe, mark},
    scope::{SOURCE, SOURCE_KIND, Scope, TARGET, TARGET_KIND, TITLE},
};
use crate::{
    case::{
        Assertion, Body, Call, Case, CaseId, Choice, Datum, Fact, Fixture, Need, Payload, Step,
        Target, Var,
    },
    oracle::Situation,
    values::NoValue,
};

const BEFORE: Var = Var::named("before");
const AFTER: Var = Var::named("after");
/// How many values are tried.
const TRIES: u32 = 5;
const BOND: Var = Var::named("bond");

/// The cases of a kind: `|M| + 3 + |R|`.
pub(super) fn kind(scope: &Scope<'_>, all: &mut Catalogue) {
    for attribute in scope.mutable() {
        let id = scope.case_id("upd.one", &[attribute.name.as_str()], None);
        all.add(id.clone(), one(scope, id, attribute));
    }
    let id = scope.case_id("upd.full", &["same"], None);
    all.add(id.clone(), same(scope, id));
    let id = scope.case_id("upd.full", &["omit"], None);
    all.add(id.clone(), omit(scope, id));
    let id = scope.case_id("upd.full", &["links"], None);
    all.add(id.clone(), links(scope, id));
    for attribute in scope.required() {
        let id = scope.case_id("upd.miss", &[attribute.name.as_str()], None);
        all.add(id.clone(), miss(scope, id, attribute));
    }
}

fn read(into: Var) -> Step {
    Step::Read {
        entity: IT,
        rendering: Choice::Run,
        into,
    }
}

fn put(payload: Payload) -> Step {
    Step::Call(Call {
        method: "PUT",
        target: Target::Entity(IT),
        action: None,
        rendering: Choice::Run,
        payload,
        creates: None,
    })
}

fn base(scope: &Scope<'_>, id: CaseId, title: String, recipe: &Recipe) -> Case {
    scope
        .case(id, title, "update")
        .needing(recipe.needs.clone())
        .after(recipe.after.clone())
}

fn one(scope: &Scope<'_>, id: CaseId, attribute: &Attribute) -> Result<Case, NoValue> {
    let first = scope.good(attribute, 0).ok_or("it has no good value")?;
    // A target has one kind (GFD.221 5.4.3), so that no second value can be right: the link is
    // made without, and the update names the kind.
    let names_kind = scope.is_link && attribute.name == *TARGET_KIND;
    let mut recipe = if names_kind {
        scope.recipe(Extent::Minimal)?
    } else {
        scope.recipe_with(Extent::Minimal, attribute, first.clone())?
    };
    let mut except = vec![attribute.name.clone()];
    let mut situation = Situation::Update;
    let second = if attribute.name == *TITLE {
        // The marker stays, so that the entity can still be told as one of the run.
        recipe.set(&attribute.name, Datum::Marker);
        Datum::Marked("-changed")
    } else if scope.is_end(attribute) {
        // What is said about an end follows the end; so may the state of the link (D-37).
        situation = Situation::UpdateEnd;
        for name in [TARGET_KIND, SOURCE_KIND] {
            except.extend(scope.kind.attribute(name).map(|a| a.name.clone()));
        }
        except.extend(scope.machine().map(|machine| machine.attribute.clone()));
        scope.other_end(attribute, &mut recipe)?
    } else if names_kind {
        situation = Situation::UpdateTargetKind;
        scope.datum(attribute, first, &mut recipe)?
    } else {
        let second = (1..TRIES)
            .map_while(|n| scope.good(attribute, n))
            .find(|sample| scope.holds_with(&recipe, attribute, sample))
            .ok_or("no second good value meets the conditions, so that no change can be seen")?;
        scope.datum(attribute, second, &mut recipe)?
    };
    let rendering = scope.rendering_for(attribute);
    let title = format!(
        "Changing {} of a {} changes that and nothing else.",
        attribute.name,
        name_of(scope.kind)
    );
    Ok(base(scope, id, title, &recipe)
        .citing(&["CORE-003", "HTTP-092", "HTTP-094"])
        .doing(recipe.into_fixture(scope.kind, Vec::new()))
        .doing([
            read(BEFORE),
            Step::Call(Call {
                method: "POST",
                target: Target::Entity(IT),
                action: None,
                rendering,
                payload: Payload::Entity(Body {
                    attributes: vec![(attribute.name.clone(), second.clone())],
                    ..Body::default()
                }),
                creates: None,
            }),
            Step::Expect(Assertion::Answer(situation)),
            read(AFTER),
            Step::Check {
                read: AFTER,
                facts: vec![Fact::Value(attribute.name.clone(), second)],
            },
            Step::Same {
                left: BEFORE,
                right: AFTER,
                except,
            },
        ]))
}

fn same(scope: &Scope<'_>, id: CaseId) -> Result<Case, NoValue> {
    let recipe = scope.recipe(Extent::Full)?;
    let title = format!(
        "Putting back what was read of a {} changes nothing.",
        name_of(scope.kind)
    );
    Ok(base(scope, id, title, &recipe)
        .citing(&["HTTP-087", "HTTP-091"])
        .doing(recipe.into_fixture(scope.kind, Vec::new()))
        .doing([
            read(BEFORE),
            put(Payload::AsRead(BEFORE)),
            Step::Expect(Assertion::Answer(Situation::Replace)),
            read(AFTER),
            Step::Same {
                left: BEFORE,
                right: AFTER,
                except: Vec::new(),
            },
        ]))
}

/// Optional attributes that a full update may take away.
fn removable<'a>(scope: &'a Scope<'_>) -> impl Iterator<Item = &'a Attribute> {
    scope.mutable().filter(|attribute| {
        !attribute.required
            && !attribute.always
            && !matches!(attribute.default, Some(DefaultValue::Generated { .. }))
    })
}

fn omit(scope: &Scope<'_>, id: CaseId) -> Result<Case, NoValue> {
    let full = scope.recipe(Extent::Full)?;
    let minimal = scope.recipe(Extent::Minimal)?;
    // The entities that the minimal request refers to bear the same names in the full one.
    let mut body = minimal.body;
    body.attributes.retain(|(name, _)| *name != *TITLE);
    scope.sound_without_defaults(&body)?;
    let given = |name: &AttributeName| body.attributes.iter().any(|(n, _)| n == name);
    let facts: Vec<Fact> = removable(scope)
        .filter(|attribute| full.get(&attribute.name).is_some() && !given(&attribute.name))
        .map(|attribute| match attribute.default_value() {
            Some(value) => Fact::AbsentOr(attribute.name.clone(), Datum::Value(value.clone())),
            // A server may know the kind of the target by itself.
            None if attribute.name == *TARGET_KIND => Fact::Valid,
            None => Fact::Absent(attribute.name.clone()),
        })
        .collect();
    if facts.is_empty() {
        return Err("no attribute is optional");
    }
    let title = format!(
        "A full update of a {} takes away the optional attributes that it leaves out.",
        name_of(scope.kind)
    );
    Ok(base(scope, id, title, &full)
        .citing(&["HTTP-087", "HTTP-090"])
        .doing(full.into_fixture(scope.kind, Vec::new()))
        .doing([
            put(Payload::Entity(body)),
            Step::Expect(Assertion::Answer(Situation::Replace)),
            read(AFTER),
            Step::Check { read: AFTER, facts },
        ]))
}

fn links(scope: &Scope<'_>, id: CaseId) -> Result<Case, NoValue> {
    let recipe = scope.recipe(Extent::Minimal)?;
    let body = recipe.body.clone();
    scope.sound_without_defaults(&body)?;
    if scope.is_link {
        let source = Var::named("source");
        let title = format!(
            "A full update of a {} leaves it on its source.",
            name_of(scope.kind)
        );
        return Ok(base(scope, id, title, &recipe)
            .citing(&["HTTP-086"])
            .doing(recipe.into_fixture(scope.kind, Vec::new()))
            .doing([
                put(Payload::Entity(body)),
                Step::Expect(Assertion::Answer(Situation::Replace)),
                Step::Read {
                    entity: source,
                    rendering: Choice::Run,
                    into: AFTER,
                },
                Step::Check {
                    read: AFTER,
                    facts: vec![Fact::ShowsLink(IT)],
                },
            ]));
    }
    let (link, bond, more) = bond(scope)?;
    let title = format!(
        "A full update of a {} keeps the links that it leaves out.",
        name_of(scope.kind)
    );
    Ok(base(scope, id, title, &recipe)
        .citing(&["HTTP-086"])
        .needing(more.needs)
        .needing([Need::Offers(link)])
        .after(more.after)
        .doing(recipe.into_fixture(scope.kind, Vec::new()))
        .doing(more.fixtures)
        .doing([
            Step::Fixture(bond),
            put(Payload::Entity(body)),
            Step::Expect(Assertion::Answer(Situation::Replace)),
            read(AFTER),
            Step::Check {
                read: AFTER,
                facts: vec![Fact::ShowsLink(BOND)],
            },
        ]))
}

/// A link that starts at the entity of the case: of a kind that wants such a source, else a plain
/// link of Core.
fn bond(scope: &Scope<'_>) -> Result<(CategoryId, Fixture, Recipe), NoValue> {
    let model = scope.model;
    let starts_here = |kind: &Kind| {
        kind.source.is_empty()
            || kind
                .source
                .iter()
                .any(|&ancestor| model.is_a(scope.id, ancestor))
    };
    let link = scope
        .makeable_link(|id: KindId| starts_here(model.kind(id)))
        .ok_or("no link kind of the model may start at it")?;
    let kind = model.kind(link);
    let mut recipe = scope.recipe_of(link, &BOND)?;
    let Some(source) = kind.attribute(SOURCE).map(|a| a.name.clone()) else {
        return Err("the link kind has no source");
    };
    // The entity of the case takes the place of the source that the recipe would make.
    let made = BOND.below(SOURCE);
    recipe
        .fixtures
        .retain(|step| !matches!(step, Step::Fixture(fixture) if fixture.entity == made));
    let mut body = std::mem::take(&mut recipe.body);
    for (name, value) in &mut body.attributes {
        if *name == source {
            *value = Datum::Url(IT);
        }
    }
    mark(kind, &mut body);
    debug_assert!(body.attributes.iter().any(|(name, _)| *name == *TARGET));
    let fixture = Fixture {
        entity: BOND,
        kind: kind.id.clone(),
        body,
        drive: Vec::new(),
    };
    Ok((kind.id.clone(), fixture, recipe))
}

fn miss(scope: &Scope<'_>, id: CaseId, attribute: &Attribute) -> Result<Case, NoValue> {
    let recipe = scope.recipe(Extent::Minimal)?;
    let mut body = recipe.body.clone();
    body.attributes.retain(|(name, _)| *name != attribute.name);
    let title = format!(
        "A full update of a {} without {} is refused.",
        name_of(scope.kind),
        attribute.name
    );
    Ok(base(scope, id, title, &recipe)
        .citing(&["CORE-019", "HTTP-022"])
        .doing(recipe.into_fixture(scope.kind, Vec::new()))
        .doing([
            read(BEFORE),
            put(Payload::Entity(body)),
            Step::Expect(Assertion::Answer(Situation::MissingInReplace)),
            read(AFTER),
            Step::Same {
                left: BEFORE,
                right: AFTER,
                except: Vec::new(),
            },
        ]))
}

//! Family `tpl`: templates. The cases of a family of templates use what the endpoint offers of it,
//! since templates are the provider's.

use std::collections::BTreeMap;

use occi_model::{MixinId, Model};

use super::{
    Catalogue,
    disc::name_of,
    recipe::{Extent, IT, Recipe},
    scope::{Names, Scope, versions_of},
};
use crate::{
    case::{
        Assertion, Body, Call, Case, CaseId, Choice, Datum, Fact, Grade, Level, Need, Origin,
        Payload, Prefix, Side, Step, Target, Var,
    },
    oracle::Situation,
    values::{NoValue, Sample},
};

const SEEN: Var = Var::named("seen");

/// The cases of a family, which is what an exclusive mixin stands for: `3`.
pub(super) fn family(model: &Model, names: &Names, base: MixinId, all: &mut Catalogue) {
    let mixin = model.mixin(base);
    let core = model.kind(model.core().entity).extension;
    // The kind that most templates of the model are for: an endpoint's own are like them.
    let templates = |kind| {
        model
            .mixins()
            .filter(|(id, _)| {
                *id != base && model.depends_on(*id, base) && model.applies_to(*id, kind)
            })
            .count()
    };
    let kind = model
        .kinds()
        .filter(|(id, kind)| {
            !kind.is_abstract && kind.location.is_some() && model.applies_to(base, *id)
        })
        .min_by_key(|(id, kind)| {
            let required = kind.all_attributes.iter().filter(|a| a.required).count();
            (
                std::cmp::Reverse(templates(*id)),
                model.is_link(*id),
                kind.extension == core,
                required,
                id.index(),
            )
        })
        .map(|(id, _)| id);
    for part in ["apply", "explicit", "replace"] {
        let subject = names.subject(&mixin.id);
        let id = CaseId::new(Prefix::Mixin, subject, "tpl", &[part], None);
        let made = match kind {
            Some(kind) => case(&Scope::new(model, names, kind), base, id.clone(), part),
            None => Err("no kind of the model takes the templates"),
        };
        all.add(id, made);
    }
}

fn body(recipe: &Recipe, base: MixinId, scope: &Scope<'_>, nth: usize) -> Body {
    Body {
        templates: vec![(scope.model.mixin(base).id.clone(), nth)],
        ..recipe.body.clone()
    }
}

fn case(scope: &Scope<'_>, base: MixinId, id: CaseId, part: &str) -> Result<Case, NoValue> {
    let family = scope.model.mixin(base);
    let mut recipe = scope.recipe(Extent::Minimal)?;
    let kind = name_of(scope.kind);
    let shows = |nth, present| Fact::Template {
        family: family.id.clone(),
        nth,
        present,
    };
    let read = || Step::Read {
        entity: IT,
        rendering: Choice::Run,
        into: SEEN,
    };
    let check = |facts| Step::Check { read: SEEN, facts };
    let (title, rows, templates): (_, &[&'static str], _) = match part {
        "apply" => (
            format!("A {kind} is created from a template."),
            &["CORE-033", "CORE-069"],
            1,
        ),
        "explicit" => (
            format!("A {kind} is created from a template with a value of its own beside."),
            &["CORE-033", "CORE-069"],
            1,
        ),
        _ => (
            format!("A second template of a {kind} takes the place of the first, or is refused."),
            &["INF-083", "INF-084", "INF-091"],
            2,
        ),
    };
    let mut facts = vec![shows(0, true), Fact::Valid];
    if part == "explicit" {
        // A value that no template of the family speaks of is the client's to choose.
        let spoken = |name: &str| {
            scope.model.mixins().any(|(id, _)| {
                scope.model.depends_on(id, base) && scope.model.mixin(id).attribute(name).is_some()
            })
        };
        let (attribute, value) = scope
            .mutable()
            .filter(|attribute| {
                attribute.value_type.is_text()
                    && attribute.name != *super::scope::TITLE
                    && !scope.is_end(attribute)
                    && !spoken(attribute.name.as_str())
            })
            .find_map(|attribute| match scope.good(attribute, 0) {
                Some(Sample::Value(value)) => Some((attribute, value)),
                _ => None,
            })
            .ok_or("no attribute is the client's alone")?;
        let value = Datum::Value(value);
        recipe.set(&attribute.name, value.clone());
        facts.push(Fact::Value(attribute.name.clone(), value));
    }
    let creation = Step::Call(Call {
        method: "POST",
        target: Target::Collection(scope.kind.id.clone()),
        action: None,
        rendering: Choice::Run,
        payload: Payload::Entity(body(&recipe, base, scope, 0)),
        creates: Some((IT, scope.kind.id.clone())),
    });
    let mut case = Case {
        id,
        aliases: Vec::new(),
        title,
        requirements: Vec::new(),
        capabilities: vec![format!(
            "{}-mixin-{}",
            scope.model.extension(family.extension).name,
            family.id.term()
        )],
        origin: Origin::Derived,
        level: Level::May,
        grade: Grade::Stable,
        versions: versions_of(scope.model.profile()),
        side: Side::Server,
        category: Some(family.id.clone()),
        needs: vec![
            Need::Offers(family.id.clone()),
            Need::Offers(scope.kind.id.clone()),
            Need::Templates(family.id.clone(), templates),
        ],
        after: Vec::new(),
        hazard: crate::case::Hazard::Own,
        steps: Vec::new(),
        params: BTreeMap::new(),
    }
    .citing(rows)
    .needing(recipe.needs.clone())
    .after(recipe.after.clone())
    .doing(recipe.fixtures.clone())
    .doing([
        creation,
        Step::Expect(Assertion::Answer(Situation::CreateOne)),
        read(),
        check(facts),
    ]);
    if part == "replace" {
        case = case.doing([
            Step::Call(Call {
                method: "POST",
                target: Target::Entity(IT),
                action: None,
                rendering: Choice::Run,
                payload: Payload::Entity(Body {
                    templates: vec![(family.id.clone(), 1)],
                    ..Body::default()
                }),
                creates: None,
            }),
            // Either is right; an instance has at most one of a family all the same.
            Step::Expect(Assertion::Answer(Situation::ReplaceTemplate)),
            read(),
            check(vec![Fact::OneTemplate {
                family: family.id.clone(),
            }]),
        ]);
    }
    Ok(case)
}

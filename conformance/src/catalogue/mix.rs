//! Families `mix`, `mix.full` and `mix.no`: mixins that apply to a kind, and those that do not.

mod attributes;
mod conditions;

use occi_model::{
    Access, Attribute, AttributeName, MixinConflict, MixinId, Profile, Value, model::Mixin,
};

use super::{
    Catalogue, conditions as met, cre,
    disc::name_of,
    recipe::{Extent, IT, Recipe},
    scope::Scope,
};
use crate::{
    case::{
        Assertion, Body, Call, Case, CaseId, Choice, Datum, Fact, Need, Payload, Rendering, Step,
        Target, Var,
    },
    oracle::Situation,
    values::{NoValue, Sample},
};

const SEEN: Var = Var::named("seen");
const BEFORE: Var = Var::named("before");

/// The cases of a kind: for each mixin that applies `5 + Σ (v + b + 2[R] + [D] + [M])` over its own
/// attributes, for each that does not `2`.
pub(super) fn kind(scope: &Scope<'_>, mixins: &[MixinId], all: &mut Catalogue) {
    for &id in mixins {
        let applied = Applied {
            scope,
            id,
            mixin: scope.model.mixin(id),
            detail: scope
                .names
                .subject(&scope.model.mixin(id).id)
                .replace('#', "."),
        };
        if scope.model.applies_to(id, scope.id) {
            applied.life(all);
            applied.full_update(all);
            applied.conditions(all);
            for attribute in applied.own() {
                applied.attribute(attribute, all);
            }
        } else if scope.model.profile() != Profile::V1_1 {
            // OCCI 1.1 has no `applies`: a server of it promises to refuse nothing (CORE-041).
            applied.does_not_apply(all);
        }
    }
}

/// A mixin at a kind.
struct Applied<'s, 'm> {
    scope: &'s Scope<'m>,
    id: MixinId,
    mixin: &'m Mixin,
    detail: String,
}

impl<'m> Applied<'_, 'm> {
    /// The attributes that the mixin itself brings.
    fn own(&self) -> impl Iterator<Item = &'m Attribute> + use<'m> {
        self.mixin
            .attributes
            .iter()
            .map(|attribute| &**attribute)
            .filter(|attribute| !attribute.is_setting)
    }

    /// What a client must give along with it.
    fn required(&self) -> impl Iterator<Item = &'m Attribute> {
        let model = self.scope.model;
        self.mixin
            .closure
            .iter()
            .flat_map(|id| model.mixin(*id).attributes.iter())
            .map(|attribute| &**attribute)
            .filter(|a| a.required && !a.is_setting && a.default.is_none())
    }

    fn case_id(&self, family: &str, details: &[&str]) -> CaseId {
        let mut all = vec![self.detail.as_str()];
        all.extend(details);
        self.scope.case_id(family, &all, None)
    }

    fn case(&self, id: CaseId, title: String, recipe: &Recipe) -> Case {
        let mut case = self
            .scope
            .case(id, title, "mixin")
            .with("mixin", self.mixin.id.to_string())
            .needing(recipe.needs.clone())
            .needing([Need::Offers(self.mixin.id.clone())])
            .after(recipe.after.clone());
        let extension = &self.scope.model.extension(self.mixin.extension).name;
        case.capabilities = vec![format!("{extension}-mixin-{}", self.mixin.id.term())];
        case
    }

    /// Good values of what the mixin requires; of all that it has, when it has conditions, which
    /// ask for one attribute because of another.
    fn given(&self) -> Result<Vec<(AttributeName, Datum)>, NoValue> {
        let sample =
            |attribute: &Attribute| match self.scope.names.good(&self.mixin.id, attribute, 0) {
                Some(Sample::Value(value)) => Some((attribute.name.clone(), Datum::Value(value))),
                _ => None,
            };
        let mut given: Vec<_> = self
            .required()
            .map(|attribute| {
                sample(attribute).ok_or("a required attribute of the mixin has no good value")
            })
            .collect::<Result<_, NoValue>>()?;
        if !self.mixin.constraints.is_empty() {
            given.extend(
                self.own()
                    .filter(|a| a.access != Access::ReadOnly && a.value_type.is_scalar())
                    .filter(|a| a.default.is_none() && !a.required)
                    .filter_map(sample),
            );
        }
        Ok(given)
    }

    /// An instance with the mixin.
    fn recipe(&self) -> Result<Recipe, NoValue> {
        let given = self.given()?;
        let fits = self.scope.model.check_mixins(self.scope.id, &[self.id]);
        if let Err(MixinConflict::Attribute { .. } | MixinConflict::Action { .. }) = fits {
            return Err("the mixin contradicts the kind");
        }
        let mut recipe = self.scope.recipe(Extent::Minimal)?;
        recipe.body.mixins.push(self.mixin.id.clone());
        for (name, value) in given {
            recipe.set(&name, value);
        }
        self.meets_conditions(&recipe)?;
        Ok(recipe)
    }

    /// Whether a request meets the conditions of the mixin and of those it depends on.
    fn meets_conditions(&self, recipe: &Recipe) -> Result<(), NoValue> {
        let values = |name: &AttributeName| {
            let (_, datum) = recipe.body.attributes.iter().find(|(one, _)| one == name)?;
            Some(match datum {
                Datum::Value(value) => value.clone(),
                // Whatever entity it will be, it is defined.
                _ => Value::from("/"),
            })
        };
        for &id in &self.mixin.closure {
            met::of_mixin(self.scope.model.mixin(id), self.scope.kind, &values)?;
        }
        Ok(())
    }

    fn has(&self) -> Fact {
        Fact::Mixin(self.mixin.id.clone())
    }

    fn read(into: Var) -> Step {
        Step::Read {
            entity: IT,
            rendering: Choice::Run,
            into,
        }
    }

    fn check(facts: Vec<Fact>) -> Step {
        Step::Check { read: SEEN, facts }
    }

    fn listed(&self, present: bool) -> Step {
        Step::Listed {
            entity: IT,
            collection: self.mixin.id.clone(),
            rendering: Choice::Run,
            present,
        }
    }

    /// Names the entity at the collection of the mixin.
    fn membership(&self, method: &'static str) -> Step {
        Step::Call(Call {
            method,
            target: Target::Collection(self.mixin.id.clone()),
            action: None,
            rendering: Choice::Only(Rendering::Plain),
            payload: Payload::Locations(vec![IT]),
            creates: None,
        })
    }

    fn update(attributes: Vec<(AttributeName, Datum)>, mixin: Option<&Mixin>) -> Step {
        let lists = attributes
            .iter()
            .any(|(_, datum)| matches!(datum, Datum::Value(Value::List(_) | Value::Hash(_))));
        Step::Call(Call {
            method: "POST",
            target: Target::Entity(IT),
            action: None,
            rendering: if lists {
                Choice::Prefer(Rendering::Json)
            } else {
                Choice::Run
            },
            payload: Payload::Entity(Body {
                mixins: mixin.map(|mixin| mixin.id.clone()).into_iter().collect(),
                attributes,
                ..Body::default()
            }),
            creates: None,
        })
    }

    fn expect(situation: Situation) -> Step {
        Step::Expect(Assertion::Answer(situation))
    }

    // -- the mixin itself -----------------------------------------------------------------------

    fn life(&self, all: &mut Catalogue) {
        let id = self.case_id("mix", &["create"]);
        all.add(id.clone(), self.create(id));
        let id = self.case_id("mix", &["associate"]);
        all.add(id.clone(), self.associate(id));
        let id = self.case_id("mix", &["listed"]);
        all.add(id.clone(), self.in_collection(id));
        let id = self.case_id("mix", &["dissociate"]);
        all.add(id.clone(), self.dissociate(id, false));
        let id = self.case_id("mix", &["attributes-gone"]);
        all.add(id.clone(), self.dissociate(id, true));
    }

    fn words(&self) -> (&str, &str) {
        (name_of(self.scope.kind), self.mixin.id.term())
    }

    fn create(&self, id: CaseId) -> Result<Case, NoValue> {
        let recipe = self.recipe()?;
        let (kind, mixin) = self.words();
        let title = format!("A {kind} is created with {mixin}.");
        let mut facts = vec![self.has(), Fact::Valid];
        facts.extend(self.given()?.into_iter().map(|(n, v)| Fact::Value(n, v)));
        Ok(self
            .case(id, title, &recipe)
            .citing(&["CORE-033", "CORE-069", "HTTP-117"])
            .doing(recipe.fixtures.clone())
            .doing([
                recipe.creation(self.scope.kind, Choice::Run),
                Self::expect(Situation::CreateOne),
                Self::read(SEEN),
                Self::check(facts),
            ]))
    }

    /// Through the collection of the mixin; what requires attributes comes by an update, since
    /// locations carry none.
    fn associate(&self, id: CaseId) -> Result<Case, NoValue> {
        let given = self.given()?;
        // What cannot be created with the mixin cannot join it either.
        self.recipe()?;
        let recipe = self.scope.recipe(Extent::Minimal)?;
        let (kind, mixin) = self.words();
        let title = format!("A {kind} joins {mixin} when it exists already.");
        let by_update = !given.is_empty() || self.mixin.location.is_none();
        let (join, situation) = if !by_update {
            (self.membership("POST"), Situation::Associate)
        } else {
            (Self::update(given, Some(self.mixin)), Situation::Update)
        };
        Ok(self
            .case(id, title, &recipe)
            .citing(&["CORE-034", "CORE-054", "CORE-069"])
            .doing(recipe.into_fixture(self.scope.kind, Vec::new()))
            .doing([
                join,
                Self::expect(situation),
                Self::read(SEEN),
                Self::check(vec![self.has(), Fact::Valid]),
            ])
            .doing(self.mixin.location.is_some().then(|| self.listed(true))))
    }

    /// A mixin without a location has no collection to look at or to leave.
    fn collected(&self) -> Result<(), NoValue> {
        match self.mixin.location {
            Some(_) => Ok(()),
            None => Err("the mixin has no collection"),
        }
    }

    fn in_collection(&self, id: CaseId) -> Result<Case, NoValue> {
        self.collected()?;
        let recipe = self.recipe()?;
        let (kind, mixin) = self.words();
        let title = format!("A {kind} with {mixin} is in the collection of the mixin.");
        Ok(self
            .case(id, title, &recipe)
            .citing(&["CORE-054", "HTTP-051"])
            .doing(recipe.into_fixture(self.scope.kind, Vec::new()))
            .doing([self.listed(true)]))
    }

    /// Whom a request names may be overlooked, so that the collection must hold nothing foreign.
    fn dissociate(&self, id: CaseId, attributes: bool) -> Result<Case, NoValue> {
        self.collected()?;
        let mut recipe = self.recipe()?;
        let (kind, mixin) = self.words();
        let title = if attributes {
            format!("A {kind} that leaves {mixin} loses what the mixin brought.")
        } else {
            format!("A {kind} that leaves {mixin} stays, without the mixin.")
        };
        let mut facts = vec![Fact::Kind(self.scope.kind.id.clone()), Fact::Valid];
        if attributes {
            for attribute in self.own() {
                if attribute.access != Access::ReadOnly
                    && let Some(Sample::Value(value)) =
                        self.scope.names.good(&self.mixin.id, attribute, 0)
                    && attribute.value_type.is_scalar()
                {
                    recipe.set(&attribute.name, Datum::Value(value));
                }
                facts.push(Fact::Absent(attribute.name.clone()));
            }
        }
        facts.push(Fact::LacksMixin(self.mixin.id.clone()));
        Ok(self
            .case(id, title, &recipe)
            .citing(&["CORE-055", "HTTP-142", "HTTP-143"])
            .doing([Step::OwnOnly {
                kind: self.mixin.id.clone(),
            }])
            .doing(recipe.into_fixture(self.scope.kind, Vec::new()))
            .doing([
                self.membership("DELETE"),
                Self::expect(Situation::Dissociate),
                Self::read(SEEN),
                Self::check(facts),
                self.listed(false),
            ]))
    }

    /// A full update takes away what it leaves out, but for what every instance shows.
    fn full_update(&self, all: &mut Catalogue) {
        let kept: Vec<&Attribute> = self
            .own()
            .filter(|one| one.always && !one.required && one.access == Access::Mutable)
            .collect();
        if !kept.is_empty() {
            let id = self.case_id("mix.full", &[]);
            all.add(id.clone(), self.replaced(id, &kept));
        }
    }

    fn replaced(&self, id: CaseId, kept: &[&Attribute]) -> Result<Case, NoValue> {
        let (kind, mixin) = self.words();
        let title = format!(
            "A full update of a {kind} with {mixin} leaves what every such instance shows."
        );
        let mut body = self.scope.recipe(Extent::Minimal)?;
        body.body.mixins.push(self.mixin.id.clone());
        for attribute in self.required() {
            match self.scope.names.good(&self.mixin.id, attribute, 0) {
                Some(Sample::Value(value)) => body.set(&attribute.name, Datum::Value(value)),
                _ => return Err("a required attribute of the mixin has no good value"),
            }
        }
        self.scope.sound_without_defaults(&body.body)?;
        self.meets_conditions(&body)?;
        let mut recipe = self.recipe()?;
        for attribute in kept {
            match self.scope.names.good(&self.mixin.id, attribute, 0) {
                Some(Sample::Value(value)) if attribute.value_type.is_scalar() => {
                    recipe.set(&attribute.name, Datum::Value(value));
                }
                _ => return Err("what every instance shows has no good value"),
            }
        }
        self.meets_conditions(&recipe)?;
        let shown = kept.iter().map(|one| Fact::Shown(one.name.clone()));
        Ok(self
            .case(id, title, &recipe)
            .citing(&["CORE-070", "HTTP-087", "HTTP-090"])
            .doing(recipe.into_fixture(self.scope.kind, Vec::new()))
            .doing([
                Step::Call(Call {
                    method: "PUT",
                    target: Target::Entity(IT),
                    action: None,
                    rendering: Choice::Run,
                    payload: Payload::Entity(body.body),
                    creates: None,
                }),
                Self::expect(Situation::Replace),
                Self::read(SEEN),
                Self::check(shown.chain([self.has()]).collect()),
            ]))
    }

    // -- mixins that do not apply ---------------------------------------------------------------

    fn does_not_apply(&self, all: &mut Catalogue) {
        let id = self.case_id("mix.no", &["create"]);
        all.add(id.clone(), self.not_created(id));
        let id = self.case_id("mix.no", &["associate"]);
        all.add(id.clone(), self.not_associated(id));
    }

    fn not_created(&self, id: CaseId) -> Result<Case, NoValue> {
        debug_assert!(!self.scope.model.applies_to(self.id, self.scope.id));
        let recipe = self.recipe()?;
        let (kind, mixin) = self.words();
        let title = format!("A {kind} with {mixin}, which does not apply to it, is refused.");
        let case = self.case(id, title, &recipe).citing(&["CORE-041"]);
        Ok(cre::refused(
            self.scope,
            case,
            &recipe,
            Choice::Run,
            Situation::MixinDoesNotApply,
        ))
    }

    fn not_associated(&self, id: CaseId) -> Result<Case, NoValue> {
        let recipe = self.scope.recipe(Extent::Minimal)?;
        let (kind, mixin) = self.words();
        let title = format!("A {kind} cannot join {mixin}, which does not apply to it.");
        let join = match self.mixin.location {
            Some(_) => self.membership("POST"),
            None => Self::update(self.given()?, Some(self.mixin)),
        };
        Ok(self
            .case(id, title, &recipe)
            .citing(&["CORE-041"])
            .doing(recipe.into_fixture(self.scope.kind, Vec::new()))
            .doing([
                Self::read(BEFORE),
                join,
                Self::expect(Situation::MixinDoesNotApply),
            ])
            .doing(Self::unchanged()))
    }
}

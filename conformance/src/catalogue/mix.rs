//! Families `mix` and `mix.no`: mixins that apply to a kind, and those that do not.

use occi_model::{
    Access, Attribute, AttributeName, MixinId, Value,
    model::{DefaultValue, Mixin},
};

use super::{
    Catalogue, conditions, cre,
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
    values::{NoValue, Sample, bad, edges, good},
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
            for attribute in applied.own() {
                applied.attribute(attribute, all);
            }
        } else {
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
            |attribute: &Attribute| match good(&attribute.value_type, attribute.name.as_str(), 0) {
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
            conditions::of_mixin(self.scope.model.mixin(id), self.scope.kind, &values)?;
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
                        good(&attribute.value_type, attribute.name.as_str(), 0)
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

    // -- its attributes -------------------------------------------------------------------------

    fn attribute(&self, attribute: &'m Attribute, all: &mut Catalogue) {
        let name = attribute.name.as_str();
        if attribute.access != Access::ReadOnly {
            for bad in bad(&attribute.value_type, name, false) {
                let id = self.case_id("mix", &["bad", name, bad.class]);
                let made = bad
                    .value
                    .and_then(|sample| self.refused(id.clone(), attribute, bad.class, sample));
                all.add(id, made);
            }
            for edge in edges(&attribute.value_type, name, false) {
                let id = self.case_id("mix", &["edge", name, &edge.name]);
                let made = edge
                    .value
                    .and_then(|sample| self.taken(id.clone(), attribute, &edge.name, sample));
                all.add(id, made);
            }
            if attribute.required && attribute.default.is_none() {
                let id = self.case_id("mix", &["miss", name, "create"]);
                all.add(id.clone(), self.missing(id, attribute));
                let id = self.case_id("mix", &["miss", name, "associate"]);
                all.add(id.clone(), self.missing_at_association(id, attribute));
            }
        }
        if matches!(attribute.default, Some(DefaultValue::Value(_))) {
            let id = self.case_id("mix", &["default", name]);
            all.add(id.clone(), self.default(id, attribute));
        }
        if attribute.access == Access::Mutable {
            let id = self.case_id("mix", &["update", name]);
            all.add(id.clone(), self.changed(id, attribute));
        }
    }

    fn with_value(&self, attribute: &Attribute, sample: Sample) -> Result<Recipe, NoValue> {
        let mut recipe = self.recipe()?;
        let datum = self.scope.datum(attribute, sample, &mut recipe)?;
        recipe.set(&attribute.name, datum);
        Ok(recipe)
    }

    fn rendering(attribute: &Attribute) -> Choice {
        if attribute.value_type.is_scalar() {
            Choice::Run
        } else {
            Choice::Prefer(Rendering::Json)
        }
    }

    fn refused(
        &self,
        id: CaseId,
        attribute: &Attribute,
        class: &str,
        sample: Sample,
    ) -> Result<Case, NoValue> {
        let lists = matches!(sample, Sample::Value(Value::List(_) | Value::Hash(_)));
        let recipe = self.with_value(attribute, sample)?;
        let (kind, mixin) = self.words();
        let title = format!(
            "A {kind} with {mixin} whose {} is bad ({class}) is refused.",
            attribute.name
        );
        let rendering = if lists {
            Choice::Prefer(Rendering::Json)
        } else {
            Choice::Run
        };
        let case = self
            .case(id, title, &recipe)
            .citing(&["CORE-021", "HTTP-022", "JSON-043"])
            .needing(lists.then(|| self.scope.need_of(Rendering::Json)).flatten());
        let situation = match class {
            "dangling" | "wrong-kind" => Situation::BadReference,
            _ => Situation::BadValue,
        };
        Ok(cre::refused(
            self.scope, case, &recipe, rendering, situation,
        ))
    }

    fn taken(
        &self,
        id: CaseId,
        attribute: &Attribute,
        edge: &str,
        sample: Sample,
    ) -> Result<Case, NoValue> {
        let recipe = self.with_value(attribute, sample)?;
        let value = recipe
            .get(&attribute.name)
            .cloned()
            .ok_or("the value is not part of the request")?;
        let value = super::val::as_shown(attribute, value)?;
        let (kind, mixin) = self.words();
        let title = format!(
            "A {kind} with {mixin} keeps the edge of {} ({edge}).",
            attribute.name
        );
        let need = (!attribute.value_type.is_scalar())
            .then(|| self.scope.need_of(Rendering::Json))
            .flatten();
        Ok(self
            .case(id, title, &recipe)
            .citing(&["CORE-002", "CORE-021"])
            .needing(need)
            .doing(recipe.fixtures.clone())
            .doing([
                recipe.creation(self.scope.kind, Self::rendering(attribute)),
                Self::expect(Situation::CreateOne),
                Step::Read {
                    entity: IT,
                    rendering: Self::rendering(attribute),
                    into: SEEN,
                },
                Self::check(vec![
                    Fact::Value(attribute.name.clone(), value),
                    Fact::Valid,
                ]),
            ]))
    }

    fn missing(&self, id: CaseId, attribute: &Attribute) -> Result<Case, NoValue> {
        let mut recipe = self.recipe()?;
        recipe.omit(&attribute.name);
        let (kind, mixin) = self.words();
        let title = format!(
            "A {kind} with {mixin} and without {} is refused.",
            attribute.name
        );
        let case = self
            .case(id, title, &recipe)
            .citing(&["CORE-019", "HTTP-022"]);
        Ok(cre::refused(
            self.scope,
            case,
            &recipe,
            Choice::Run,
            Situation::Missing,
        ))
    }

    fn missing_at_association(&self, id: CaseId, attribute: &Attribute) -> Result<Case, NoValue> {
        let mut given = self.given()?;
        given.retain(|(name, _)| *name != attribute.name);
        let recipe = self.scope.recipe(Extent::Minimal)?;
        let (kind, mixin) = self.words();
        let title = format!("A {kind} cannot join {mixin} without {}.", attribute.name);
        Ok(self
            .case(id, title, &recipe)
            .citing(&["CORE-019", "HTTP-022"])
            .doing(recipe.into_fixture(self.scope.kind, Vec::new()))
            .doing([
                Self::read(BEFORE),
                Self::update(given, Some(self.mixin)),
                Self::expect(Situation::Missing),
            ])
            .doing(Self::unchanged()))
    }

    fn unchanged() -> [Step; 2] {
        [
            Self::read(SEEN),
            Step::Same {
                left: BEFORE,
                right: SEEN,
                except: Vec::new(),
            },
        ]
    }

    fn default(&self, id: CaseId, attribute: &Attribute) -> Result<Case, NoValue> {
        let recipe = self.recipe()?;
        let value = attribute
            .default_value()
            .cloned()
            .ok_or("it has no fixed default")?;
        let (kind, mixin) = self.words();
        let title = format!(
            "A {kind} with {mixin} gets the default of {}.",
            attribute.name
        );
        Ok(self
            .case(id, title, &recipe)
            .citing(&["CORE-020", "JSON-046"])
            .doing(recipe.into_fixture(self.scope.kind, Vec::new()))
            .doing([
                Self::read(SEEN),
                Self::check(vec![Fact::Value(
                    attribute.name.clone(),
                    Datum::Value(value),
                )]),
            ]))
    }

    fn changed(&self, id: CaseId, attribute: &Attribute) -> Result<Case, NoValue> {
        let sample = |n| match good(&attribute.value_type, attribute.name.as_str(), n) {
            Some(Sample::Value(value)) => Ok(value),
            _ => Err("it has no second good value, so that no change can be seen"),
        };
        let (first, second) = (sample(0)?, sample(1)?);
        let recipe = self.with_value(attribute, Sample::Value(first))?;
        let second = Datum::Value(second);
        let (kind, mixin) = self.words();
        let title = format!(
            "Changing {} of a {kind} with {mixin} changes that and nothing else.",
            attribute.name
        );
        Ok(self
            .case(id, title, &recipe)
            .citing(&["CORE-003", "HTTP-092", "HTTP-094"])
            .doing(recipe.into_fixture(self.scope.kind, Vec::new()))
            .doing([
                Self::read(BEFORE),
                Self::update(vec![(attribute.name.clone(), second.clone())], None),
                Self::expect(Situation::Update),
                Self::read(SEEN),
                Self::check(vec![Fact::Value(attribute.name.clone(), second)]),
                Step::Same {
                    left: BEFORE,
                    right: SEEN,
                    except: vec![attribute.name.clone()],
                },
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

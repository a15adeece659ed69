//! The attributes that a mixin brings: their values, their defaults, and what is missing.

use occi_model::{Access, Attribute, Value, model::DefaultValue};

use super::{Applied, BEFORE, SEEN};
use crate::{
    case::{Case, CaseId, Choice, Datum, Fact, Rendering, Step},
    catalogue::{
        Catalogue, cre,
        recipe::{Extent, IT, Recipe},
        val,
    },
    oracle::Situation,
    values::{NoValue, Sample, bad, edges},
};

impl<'m> Applied<'_, 'm> {
    pub(super) fn attribute(&self, attribute: &'m Attribute, all: &mut Catalogue) {
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
        let value = val::as_shown(attribute, value)?;
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

    pub(super) fn unchanged() -> [Step; 2] {
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
        let sample = |n| match self.scope.names.good(&self.mixin.id, attribute, n) {
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
}

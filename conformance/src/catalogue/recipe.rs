//! How to make an instance of a kind: what must exist before, and what the request carries.

use occi_model::{
    Access, Attribute, AttributeName, CategoryId, KindId, Value, ValueType,
    model::{ActionId, Kind, Trigger},
};

use super::{
    conditions,
    scope::{SOURCE, Scope, TARGET, TARGET_KIND, TITLE},
};
use crate::{
    case::{Body, Call, CaseId, Choice, Datum, Drive, Fixture, Need, Payload, Step, Target, Var},
    transport::TITLE_OF_SAVED,
    values::{NoValue, Sample},
};

/// The entity that a case is about.
pub(super) const IT: Var = Var::named("it");

/// How deep fixtures may need fixtures.
const DEPTH: u32 = 4;

/// What an instance is made of.
#[derive(Clone, Debug)]
pub(super) struct Recipe {
    /// Entities that must exist before.
    pub(super) fixtures: Vec<Step>,
    /// What the endpoint must offer for them.
    pub(super) needs: Vec<Need>,
    /// Cases that must pass before.
    pub(super) after: Vec<CaseId>,
    /// The request.
    pub(super) body: Body,
}

/// Which attributes a recipe gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Extent {
    /// The required ones.
    Minimal,
    /// All that a client may give.
    Full,
    /// All that a client may give and that the text rendering can carry (D-58).
    Text,
}

/// Which attributes a request gives, and the value of one of them.
pub(super) type Wanted<'w> = (Extent, Option<(&'w AttributeName, &'w Sample)>);

impl Recipe {
    /// Gives an attribute a value, instead of the one it has.
    pub(super) fn set(&mut self, name: &AttributeName, value: Datum) {
        match self.body.attributes.iter_mut().find(|(n, _)| n == name) {
            Some((_, old)) => *old = value,
            None => self.body.attributes.push((name.clone(), value)),
        }
    }

    /// Takes an attribute out.
    pub(super) fn omit(&mut self, name: &AttributeName) {
        self.body.attributes.retain(|(n, _)| n != name);
    }

    /// The value of an attribute.
    pub(super) fn get(&self, name: &AttributeName) -> Option<&Datum> {
        self.body
            .attributes
            .iter()
            .find(|(n, _)| n == name)
            .map(|(_, value)| value)
    }

    /// The fixtures, then the entity itself as one of them.
    pub(super) fn into_fixture(self, kind: &Kind, drive: Vec<Drive>) -> Vec<Step> {
        let mut steps = self.fixtures;
        steps.push(Step::Fixture(Fixture {
            entity: IT,
            kind: kind.id.clone(),
            body: self.body,
            drive,
        }));
        steps
    }

    /// The request that creates the entity.
    pub(super) fn creation(&self, kind: &Kind, rendering: Choice) -> Step {
        Step::Call(Call {
            method: "POST",
            target: Target::Collection(kind.id.clone()),
            action: None,
            rendering,
            payload: Payload::Entity(self.body.clone()),
            creates: Some((IT, kind.id.clone())),
        })
    }
}

impl Scope<'_> {
    /// How to make an instance of the kind.
    pub(super) fn recipe(&self, extent: Extent) -> Result<Recipe, NoValue> {
        let mut recipe = Recipe {
            fixtures: Vec::new(),
            needs: Vec::new(),
            // Discovery comes before as applicability: what is not offered is not asked for. A
            // flag that the query interface shows wrongly keeps no creation from being judged.
            after: vec![self.creation_of(self.kind, self.id)],
            body: Body::default(),
        };
        recipe.body = self.body_of(self.id, &IT, (extent, None), DEPTH, &mut recipe)?;
        mark(self.kind, &mut recipe.body);
        Ok(recipe)
    }

    /// How to make an instance of another kind, the entity of which is `var`.
    pub(super) fn recipe_of(&self, id: KindId, var: &Var) -> Result<Recipe, NoValue> {
        let mut recipe = Recipe {
            fixtures: Vec::new(),
            needs: Vec::new(),
            after: vec![self.creation_of(self.model.kind(id), id)],
            body: Body::default(),
        };
        recipe.body = self.body_of(id, var, (Extent::Minimal, None), DEPTH, &mut recipe)?;
        Ok(recipe)
    }

    /// The same, with one attribute given a value of its own; the conditions of the kind hold with
    /// it.
    pub(super) fn recipe_with(
        &self,
        extent: Extent,
        attribute: &Attribute,
        sample: Sample,
    ) -> Result<Recipe, NoValue> {
        let fixed = (extent, Some((&attribute.name, &sample)));
        let chosen = self.conditioned(self.id, fixed)?;
        self.recipe_from(chosen, attribute, sample)
    }

    /// The same with a value that breaks a rule. Where no values of the others meet the conditions
    /// of the kind with it, the conditions are broken too.
    pub(super) fn recipe_with_bad(
        &self,
        attribute: &Attribute,
        sample: Sample,
    ) -> Result<Recipe, NoValue> {
        let fixed = (Extent::Minimal, Some((&attribute.name, &sample)));
        match self.conditioned(self.id, fixed) {
            Ok(chosen) => self.recipe_from(chosen, attribute, sample),
            Err(_) => {
                let chosen = self.conditioned(self.id, (Extent::Minimal, None))?;
                self.recipe_from(chosen, attribute, sample)
            }
        }
    }

    fn recipe_from(
        &self,
        mut chosen: Vec<(&Attribute, Sample)>,
        attribute: &Attribute,
        sample: Sample,
    ) -> Result<Recipe, NoValue> {
        // The value itself is put in below, since only there a sample becomes a datum of any sort;
        // an end of a link is made all the same, as the entity that its forms speak of.
        chosen.retain(|(other, _)| other.name != attribute.name || self.is_end(other));
        for (other, value) in &mut chosen {
            if other.name == attribute.name
                && let Some(good) = self.good(attribute, 0)
            {
                *value = good;
            }
        }
        let mut recipe = self.recipe_of_values(chosen)?;
        let datum = self.datum(attribute, sample, &mut recipe)?;
        recipe.set(&attribute.name, datum);
        Ok(recipe)
    }

    /// Whether the conditions of the kind hold for a request once an attribute has another value.
    pub(super) fn holds_with(
        &self,
        recipe: &Recipe,
        attribute: &Attribute,
        sample: &Sample,
    ) -> bool {
        let mut values: Vec<(&AttributeName, Sample)> = recipe
            .body
            .attributes
            .iter()
            .filter(|(name, _)| *name != attribute.name)
            .map(|(name, datum)| {
                let sample = match datum {
                    Datum::Value(value) => Sample::Value(value.clone()),
                    _ => Sample::Entity(None),
                };
                (name, sample)
            })
            .collect();
        values.push((&attribute.name, sample.clone()));
        conditions::all_hold(self.kind, &values)
    }

    /// Whether the conditions of the kind hold for the values of a full update alone: a server may
    /// let an attribute that it leaves out go, default or not.
    pub(super) fn sound_without_defaults(&self, body: &Body) -> Result<(), NoValue> {
        let lookup = |name: &AttributeName| {
            let (_, datum) = body.attributes.iter().find(|(one, _)| one == name)?;
            Some(match datum {
                Datum::Value(value) => value.clone(),
                // Whatever entity it will be, it is defined.
                _ => Value::from("/"),
            })
        };
        // What every instance shows, and what only the server sets, stays.
        let stays = |name: &AttributeName| {
            let attribute = self.kind.attribute(name.as_str())?;
            (attribute.always || attribute.access != Access::Mutable)
                .then(|| attribute.default_value().cloned())?
        };
        conditions::hold(self.kind, &|name| lookup(name).or_else(|| stays(name)))
            .then_some(())
            .ok_or("a condition asks for an attribute that the request leaves out")
    }

    /// The `n`-th good value of an attribute.
    pub(super) fn good(&self, attribute: &Attribute, n: u32) -> Option<Sample> {
        self.good_of(self.id, attribute, n)
    }

    /// Turns a sample into what a request carries, with the entity that it refers to.
    pub(super) fn datum(
        &self,
        attribute: &Attribute,
        sample: Sample,
        recipe: &mut Recipe,
    ) -> Result<Datum, NoValue> {
        // An end of a link that the recipe has already made serves again in its other form.
        let end = self
            .is_end(attribute)
            .then(|| end_name(attribute))
            .flatten();
        match (sample, end) {
            (Sample::Value(value), _) => Ok(Datum::Value(value)),
            (Sample::EntityPath(_), Some(end)) => Ok(Datum::Path(Var::named(end))),
            (Sample::Entity(kind) | Sample::EntityPath(kind), _) => {
                let var = IT.below(attribute.name.as_str());
                self.fixture_for(&var, kind.as_ref(), DEPTH, recipe)?;
                Ok(Datum::Url(var))
            }
            (Sample::Unfit(kind), _) => {
                let unfit = self
                    .model
                    .find_kind(kind.as_str())
                    .and_then(|fits| self.makeable(|id| !self.model.is_a(id, fits)))
                    .ok_or("every kind of the model fits")?;
                let var = IT.below(attribute.name.as_str());
                let id = self.model.kind(unfit).id.clone();
                self.fixture_for(&var, Some(&id), DEPTH, recipe)?;
                Ok(Datum::Url(var))
            }
        }
    }

    /// Another entity that fits an end of the link.
    pub(super) fn other_end(
        &self,
        attribute: &Attribute,
        recipe: &mut Recipe,
    ) -> Result<Datum, NoValue> {
        let kind = self
            .end_kind(self.id, attribute)
            .ok_or("no kind fits the end")?;
        let var = IT.below("other");
        let id = self.model.kind(kind).id.clone();
        self.fixture_for(&var, Some(&id), DEPTH, recipe)?;
        Ok(Datum::Url(var))
    }

    fn body_of(
        &self,
        id: KindId,
        var: &Var,
        wanted: Wanted<'_>,
        depth: u32,
        recipe: &mut Recipe,
    ) -> Result<Body, NoValue> {
        let chosen = self.conditioned(id, wanted)?;
        self.body_from(id, var, chosen, depth, recipe)
    }

    /// An instance of the kind with just these values.
    pub(super) fn recipe_of_values(
        &self,
        chosen: Vec<(&Attribute, Sample)>,
    ) -> Result<Recipe, NoValue> {
        let mut recipe = Recipe {
            fixtures: Vec::new(),
            needs: Vec::new(),
            after: vec![self.creation_of(self.kind, self.id)],
            body: Body::default(),
        };
        recipe.body = self.body_from(self.id, &IT, chosen, DEPTH, &mut recipe)?;
        mark(self.kind, &mut recipe.body);
        Ok(recipe)
    }

    fn body_from(
        &self,
        id: KindId,
        var: &Var,
        chosen: Vec<(&Attribute, Sample)>,
        depth: u32,
        recipe: &mut Recipe,
    ) -> Result<Body, NoValue> {
        let kind = self.model.kind(id);
        let mut body = Body {
            kind: Some(kind.id.clone()),
            ..Body::default()
        };
        for (attribute, sample) in chosen {
            let datum = match sample {
                Sample::Value(value) => Datum::Value(value),
                Sample::Entity(wanted) | Sample::EntityPath(wanted) => {
                    let name = self
                        .model
                        .is_link(id)
                        .then(|| end_name(attribute))
                        .flatten();
                    let end = match (name, *var == IT) {
                        (Some(name), true) => Var::named(name),
                        _ => var.below(attribute.name.as_str()),
                    };
                    match self.fixture_for(&end, wanted.as_ref(), depth, recipe) {
                        Ok(()) => Datum::Url(end),
                        Err(reason) if attribute.required => return Err(reason),
                        Err(_) => continue,
                    }
                }
                Sample::Unfit(_) => continue,
            };
            body.attributes.push((attribute.name.clone(), datum));
        }
        Ok(body)
    }

    /// Chooses values for the attributes of a request so that the conditions of the kind hold.
    pub(super) fn conditioned(
        &self,
        id: KindId,
        (extent, fixed): Wanted<'_>,
    ) -> Result<Vec<(&Attribute, Sample)>, NoValue> {
        let kind = self.model.kind(id);
        let mut chosen: Vec<(&Attribute, Sample)> = Vec::new();
        for attribute in kind.all_attributes.iter().map(|attribute| &**attribute) {
            if !attribute.settable_at_creation() {
                continue;
            }
            if let Some((name, sample)) = fixed
                && *name == attribute.name
            {
                chosen.push((attribute, sample.clone()));
                continue;
            }
            let wanted = attribute.required && attribute.default.is_none()
                || self.names.pinned(&kind.id, &attribute.name).is_some()
                || extent == Extent::Full
                || extent == Extent::Text && attribute.value_type.is_scalar();
            if attribute.name == *TITLE || !wanted {
                continue;
            }
            match self.good_of(id, attribute, 0) {
                Some(sample) => chosen.push((attribute, sample)),
                None if attribute.required => return Err("a required attribute has no good value"),
                None => {}
            }
        }
        conditions::settle(self, id, &mut chosen, fixed.map(|(name, _)| name))?;
        Ok(chosen)
    }

    /// The `n`-th good value of an attribute of a kind. The ends of a link are entities, whatever
    /// type they are declared with (D-18).
    pub(super) fn good_of(&self, id: KindId, attribute: &Attribute, n: u32) -> Option<Sample> {
        if self.model.is_link(id) {
            if end_name(attribute).is_some() {
                let kind = self.end_kind(id, attribute)?;
                return Some(Sample::Entity(Some(self.model.kind(kind).id.clone())));
            }
            if attribute.name == *TARGET_KIND {
                let target = self
                    .model
                    .kind(id)
                    .attribute(TARGET)
                    .and_then(|target| self.end_kind(id, target))?;
                // The kind itself, then its ancestors: the target is an instance of all of them.
                return self
                    .model
                    .kind(target)
                    .lineage
                    .get(n as usize)
                    .map(|kind| Value::from(self.model.kind(*kind).id.as_str()).into());
            }
        }
        self.names.good(&self.model.kind(id).id, attribute, n)
    }

    /// A kind that may stand at an end of a link.
    fn end_kind(&self, id: KindId, attribute: &Attribute) -> Option<KindId> {
        let kind = self.model.kind(id);
        let allowed = if attribute.name == *SOURCE {
            &kind.source
        } else {
            &kind.target
        };
        let resource = self.model.core().resource;
        self.makeable(|candidate| {
            self.model.is_a(candidate, resource)
                && (allowed.is_empty()
                    || allowed
                        .iter()
                        .any(|&ancestor| self.model.is_a(candidate, ancestor)))
        })
    }

    /// A concrete kind that meets a condition: of an extension rather than of Core, and with few
    /// required attributes.
    pub(super) fn makeable(&self, fits: impl Fn(KindId) -> bool) -> Option<KindId> {
        let core = self.model.kind(self.model.core().entity).extension;
        self.model
            .kinds()
            .filter(|(id, kind)| !kind.is_abstract && kind.location.is_some() && fits(*id))
            .min_by_key(|(id, kind)| {
                let required = kind.all_attributes.iter().filter(|a| a.required).count();
                (
                    self.model.is_link(*id),
                    kind.extension == core,
                    required,
                    id.index(),
                )
            })
            .map(|(id, _)| id)
    }

    /// A concrete link kind that meets a condition.
    pub(super) fn makeable_link(&self, fits: impl Fn(KindId) -> bool) -> Option<KindId> {
        self.makeable(|id| self.model.is_link(id) && fits(id))
    }

    /// Adds the fixture for an entity of a kind.
    pub(super) fn fixture_for(
        &self,
        var: &Var,
        kind: Option<&CategoryId>,
        depth: u32,
        recipe: &mut Recipe,
    ) -> Result<(), NoValue> {
        let depth = depth
            .checked_sub(1)
            .ok_or("its fixtures need fixtures without end")?;
        let ancestor = match kind {
            Some(kind) => self
                .model
                .find_kind(kind.as_str())
                .ok_or("the kind referred to is not in the model")?,
            None => self.model.core().resource,
        };
        let id = self
            .makeable(|candidate| self.model.is_a(candidate, ancestor))
            .ok_or("no concrete kind fits")?;
        let kind = self.model.kind(id);
        let mut body = self.body_of(id, var, (Extent::Minimal, None), depth, recipe)?;
        mark(kind, &mut body);
        let need = Need::Offers(kind.id.clone());
        if !recipe.needs.contains(&need) {
            recipe.needs.push(need);
        }
        recipe.after.push(self.creation_of(kind, id));
        recipe.fixtures.push(Step::Fixture(Fixture {
            entity: var.clone(),
            kind: kind.id.clone(),
            body,
            drive: Vec::new(),
        }));
        Ok(())
    }

    /// The states that actions of a client reach from the initial one, with the actions on the
    /// shortest way (7.2), the initial one first. A state that is reached only by an action whose
    /// required parameters cannot be made has no way.
    pub(super) fn reachable(&self) -> Vec<(String, Result<Vec<Drive>, NoValue>)> {
        let Some(machine) = self.machine() else {
            return Vec::new();
        };
        let mut found = vec![(machine.initial.to_string(), Ok(Vec::new()))];
        // First along what can be done, then along what could be if its parameters could be made.
        for doable in [true, false] {
            let mut at = 0;
            while let Some((state, way)) = found.get(at).cloned() {
                at += 1;
                for transition in &machine.transitions {
                    let Trigger::Action(action) = transition.trigger else {
                        continue;
                    };
                    let known = found.iter().any(|(state, _)| **state == *transition.to);
                    let starts_here = *transition.from == *state;
                    if !starts_here || known || !self.kind.all_actions.contains(&action) {
                        continue;
                    }
                    let longer = way.clone().and_then(|mut way: Vec<Drive>| {
                        way.push(Drive {
                            action: self.model.action(action).id.clone(),
                            parameters: self.required_parameters(action)?,
                            attribute: machine.attribute.clone(),
                            to: transition.to.to_string(),
                        });
                        Ok(way)
                    });
                    if longer.is_ok() == doable {
                        found.push((transition.to.to_string(), longer));
                    }
                }
            }
        }
        found
    }

    /// Good values of the required parameters of an action.
    pub(super) fn required_parameters(
        &self,
        action: ActionId,
    ) -> Result<Vec<(AttributeName, Datum)>, NoValue> {
        let action = self.model.action(action);
        // The title of what the action makes, which then bears the marker.
        let is_title = |parameter: &Attribute| {
            (action.id.term(), parameter.name.as_str()) == TITLE_OF_SAVED
                && matches!(parameter.value_type, ValueType::String(_))
        };
        let given = action.parameters.iter().filter(|parameter| {
            let pinned = self.names.pinned(&action.id, &parameter.name).is_some();
            pinned || is_title(parameter) || parameter.required && parameter.default.is_none()
        });
        given
            .map(|parameter| {
                let pinned = self.names.pinned(&action.id, &parameter.name);
                if is_title(parameter) && pinned.is_none() {
                    return Ok((parameter.name.clone(), Datum::Marker));
                }
                match self.names.good(&action.id, parameter, 0) {
                    Some(Sample::Value(value)) => Ok((parameter.name.clone(), Datum::Value(value))),
                    _ => Err("a required parameter has no good value"),
                }
            })
            .collect()
    }
}

/// Puts the marker into the title.
pub(super) fn mark(kind: &Kind, body: &mut Body) {
    if let Some(title) = kind
        .attribute(TITLE)
        .filter(|title| title.settable_at_creation())
        && !body.attributes.iter().any(|(name, _)| name == &title.name)
    {
        body.attributes
            .insert(0, (title.name.clone(), Datum::Marker));
    }
}

/// The name of the fixture for an end of a link.
fn end_name(attribute: &Attribute) -> Option<&'static str> {
    match attribute.name.as_str() {
        SOURCE => Some("source"),
        TARGET => Some("target"),
        _ => None,
    }
}

//! Conditions (`require`) of mixins: values that break one, each good by itself, are refused.

use occi_model::{Attribute, AttributeName, Value, expr::Expr, model::Constraint};

use super::Applied;
use crate::{
    case::{Case, CaseId, Choice, Datum},
    catalogue::{
        Catalogue,
        cond::{COMBINATIONS, TRIES, beside, label},
        conditions::{mentioned, of_mixin},
        cre,
        recipe::Recipe,
        truth,
    },
    oracle::Situation,
    values::{NoValue, Sample, edges},
};

impl<'m> Applied<'_, 'm> {
    /// A case for each condition of the mixin itself.
    pub(super) fn conditions(&self, all: &mut Catalogue) {
        for (at, constraint) in self.mixin.constraints.iter().enumerate() {
            let id = self.case_id("cond", &[&label(&self.mixin.constraints, at)]);
            all.add(id.clone(), self.breaks(id, constraint));
        }
    }

    fn breaks(&self, id: CaseId, constraint: &Constraint) -> Result<Case, NoValue> {
        let condition = &constraint.condition;
        let sound = self.recipe()?;
        let mut names = Vec::new();
        mentioned(condition, &mut names);
        let mut tried = vec![sound];
        for name in &names {
            let Some(attribute) = self.settable(name) else {
                continue;
            };
            let values = self.values_of(attribute, condition);
            let more: Vec<Recipe> = tried
                .iter()
                .flat_map(|recipe| values.iter().map(move |value| (recipe, value)))
                .map(|(recipe, value)| {
                    let mut recipe = recipe.clone();
                    match value {
                        Some(value) => recipe.set(name, Datum::Value(value.clone())),
                        None => recipe.omit(name),
                    }
                    recipe
                })
                .take(COMBINATIONS)
                .collect();
            tried.extend(more);
            tried.truncate(COMBINATIONS);
        }
        let is_broken = |recipe: &&Recipe| {
            let lookup = |name: &AttributeName| self.value_of(recipe, name);
            truth::is_broken(condition, &lookup)
        };
        // One that breaks nothing else, where that can be.
        let recipe = tried
            .iter()
            .filter(is_broken)
            .find(|recipe| self.meets_others(recipe, condition))
            .or_else(|| tried.iter().find(is_broken))
            .ok_or("no values tried break the condition and are good each by itself")?;
        let (kind, mixin) = self.words();
        let title = format!(
            "A {kind} with {mixin} that breaks a condition is refused: {}.",
            constraint.message.trim_end_matches('.')
        );
        let case = self.case(id, title, recipe).citing(&["HTTP-022"]);
        Ok(cre::refused(
            self.scope,
            case,
            recipe,
            Choice::Run,
            Situation::BadValue,
        ))
    }

    /// The attribute of that name which a client may set at creation: of the mixin, of what it
    /// depends on, or of the kind. Only scalar ones, which every rendering can carry.
    fn settable(&self, name: &AttributeName) -> Option<&'m Attribute> {
        let model = self.scope.model;
        let mut closure = self.mixin.closure.iter();
        closure
            .find_map(|id| model.mixin(*id).attribute(name.as_str()))
            .or_else(|| self.scope.kind.attribute(name.as_str()))
            .map(|attribute| &**attribute)
            .filter(|one| one.settable_at_creation() && one.value_type.is_scalar())
            .filter(|one| !self.scope.is_end(one))
    }

    /// The values that are tried: none, where it may be left out; good ones; those beside the
    /// numbers of the condition; edges.
    fn values_of(&self, attribute: &Attribute, condition: &Expr) -> Vec<Option<Value>> {
        let plain = |sample| match sample {
            Sample::Value(value) => Some(value),
            _ => None,
        };
        let may_lack = !attribute.required || attribute.default.is_some();
        let good = (0..TRIES)
            .map_while(|n| self.scope.names.good(&self.mixin.id, attribute, n))
            .filter_map(plain);
        let beside = beside(condition).into_iter();
        let fitting = beside.filter_map(|value| attribute.value_type.check(value).ok());
        let edges = edges(&attribute.value_type, attribute.name.as_str(), false);
        let edges = edges.into_iter().filter_map(|edge| edge.value.ok());
        may_lack
            .then_some(None)
            .into_iter()
            .chain(good.chain(fitting).chain(edges.filter_map(plain)).map(Some))
            .collect()
    }

    /// The value that an instance made by a request has.
    fn value_of(&self, recipe: &Recipe, name: &AttributeName) -> Option<Value> {
        let default_of = |attribute: &Attribute| attribute.default_value().cloned();
        match recipe.get(name) {
            Some(Datum::Value(value)) => Some(value.clone()),
            // Whatever entity it will be, it is defined.
            Some(_) => Some(Value::from("/")),
            None => self
                .mixin
                .attribute(name.as_str())
                .and_then(|attribute| default_of(attribute))
                .or_else(|| {
                    let attribute = self.scope.kind.attribute(name.as_str())?;
                    default_of(attribute)
                }),
        }
    }

    /// Whether a request meets every other condition: of the kind, of the mixin, of those it
    /// depends on.
    fn meets_others(&self, recipe: &Recipe, but: &Expr) -> bool {
        let lookup = |name: &AttributeName| self.value_of(recipe, name);
        let own = self.mixin.constraints.iter();
        let of_kind = self.scope.kind.all_constraints.iter();
        let all = own.chain(of_kind).map(|one| &one.condition);
        let mut others = all.filter(|condition| *condition != but);
        let above = self.mixin.closure.iter().filter(|id| **id != self.id);
        others.all(|condition| truth::is_met(condition, &lookup))
            && above
                .map(|id| self.scope.model.mixin(*id))
                .all(|mixin| of_mixin(mixin, self.scope.kind, &lookup).is_ok())
    }
}

//! Changes of one instance: worked out, shown to the handler, checked again.

use std::sync::Arc;

use occi_model::{Access, AttributeName, Attributes, KindId, Model, Value, model::DefaultValue};

use super::{
    Fault,
    ask::Ask,
    commit::{context, guarded},
    defaults::{Completion, least_free},
    engine::{self, Engine},
    given::Given,
    links, references,
    shape::{MixinRef, Shape},
    validate,
};
use crate::store::{Expect, Record};

/// A change of one instance.
#[derive(Debug)]
pub(crate) struct Change<'m> {
    model: &'m Model,
    pub(crate) kind: KindId,
    /// The instance before.
    pub(crate) current: Arc<Record>,
    /// Mixins after.
    pub(crate) mixins: Vec<MixinRef>,
    /// Those of them that are new.
    pub(crate) added: Vec<MixinRef>,
    /// What kind and mixins define after.
    pub(crate) shape: Arc<Shape>,
    /// Values after.
    pub(crate) values: Attributes,
    /// What the request says, for the handler.
    pub(crate) said: Attributes,
    /// What must hold besides.
    pub(crate) expect: Vec<(String, Expect)>,
}

impl<'m> Change<'m> {
    /// A change that changes nothing but the mixins.
    ///
    /// # Errors
    ///
    /// 409 when definitions do not fit together (D-11).
    pub(crate) fn new(
        engine: &'m Engine,
        current: Arc<Record>,
        mixins: Vec<MixinRef>,
        added: Vec<MixinRef>,
    ) -> Result<Self, Fault> {
        let kind = engine.kind_of(&current);
        Ok(Self {
            model: &engine.model,
            shape: engine.shape(kind, &mixins)?,
            kind,
            values: current.attributes.clone(),
            said: Attributes::new(),
            expect: vec![(current.location.clone(), Expect::Version(current.version))],
            current,
            mixins,
            added,
        })
    }

    /// Puts the given values over the present ones (D-107).
    pub(crate) fn merge(&mut self, given: Given) {
        for name in &given.removed {
            self.values.shift_remove(name);
        }
        for (name, value) in given.values {
            self.said.insert(name.clone(), value.clone());
            self.values.insert(name, value);
        }
    }

    /// Makes the given values the whole representation: what is missing is deleted if allowed
    /// (HTTP-090); what a client cannot set stays, and so does what every instance shows.
    pub(crate) fn replace(&mut self, given: Given) {
        let before = std::mem::take(&mut self.values);
        for (name, value) in before {
            let Some(definition) = self.shape.definition(name.as_str()) else {
                continue;
            };
            let fixed_default = definition
                .all()
                .any(|attribute| matches!(attribute.default, Some(DefaultValue::Value(_))));
            let stays = definition.access() != Access::Mutable
                || (definition.always() && !definition.required() && !fixed_default);
            if stays {
                self.values.insert(name, value);
            }
        }
        self.merge(given);
    }

    /// Finds the ends of a link anew, completes what new mixins and removals left open, and checks
    /// the instance as a whole.
    ///
    /// # Errors
    ///
    /// As links and validation have them.
    pub(crate) fn finish(&mut self, ask: Ask<'_>) -> Result<(), Fault> {
        let engine = ask.engine;
        references::check(ask, &self.shape, &self.said, &[])?;
        if engine.model.is_link(self.kind) {
            self.resolve_ends(ask)?;
        }
        let source = self
            .values
            .get(&*engine::SOURCE)
            .and_then(Value::as_str)
            .map(str::to_owned);
        let kind = self.current.kind.clone();
        let least_free = |name: &AttributeName, template: &str| {
            let none = std::iter::empty();
            least_free(
                engine,
                kind.as_str(),
                source.as_deref(),
                none,
                name,
                template,
            )
        };
        let completion = Completion {
            model: &engine.model,
            mixins: &self.mixins,
            shape: &self.shape,
            least_free: &least_free,
            defects: engine.defects,
        };
        completion.attach(&self.added, &mut self.values);
        completion.refill(&mut self.values);
        self.values = self.shape.arrange(std::mem::take(&mut self.values));
        validate::whole(&self.shape, &self.values, engine.defects)
    }

    fn resolve_ends(&mut self, ask: Ask<'_>) -> Result<(), Fault> {
        // A kind that the client did not restate follows its end.
        for (end, kind) in [
            (&engine::SOURCE, &engine::SOURCE_KIND),
            (&engine::TARGET, &engine::TARGET_KIND),
        ] {
            let unchanged = self.values.get(&**end) == self.current.attributes.get(&**end);
            if !unchanged && !self.said.contains_key(&**kind) {
                self.values.shift_remove(&**kind);
            }
        }
        let expect = links::resolve(ask, &self.shape, &mut self.values, &[])?;
        self.expect.extend(expect);
        let before = self.current.attributes.get(&*engine::SOURCE);
        if self.values.get(&*engine::SOURCE) != before
            && let Some(source) = ask.engine.source_of(&self.values)
        {
            let _moved = ask.engine.follow(&self.current, &source, &mut self.values);
            // The state was read from this version.
            self.expect
                .push((source.location.clone(), Expect::Version(source.version)));
        }
        Ok(())
    }

    /// The record as it would be.
    pub(crate) fn proposed(&self) -> Record {
        Record {
            mixins: self
                .mixins
                .iter()
                .map(|mixin| mixin.id(self.model).clone())
                .collect(),
            attributes: self.values.clone(),
            ..(*self.current).clone()
        }
    }

    /// Lets the handler change the instance; gives the record to store.
    ///
    /// # Errors
    ///
    /// What the handler says; 500 when it fails or gives back what does not fit.
    pub(crate) async fn provide(&self, engine: &Engine) -> Result<Record, Fault> {
        let proposed = self.proposed();
        let mut instance = engine.instance(&self.current);
        let current = instance.clone();
        instance.mixins.clone_from(&proposed.mixins);
        instance.attributes.clone_from(&proposed.attributes);
        let changes = self.changes();
        let cx = context(instance, None);
        let handler = engine.handler(self.kind);
        let before = current.clone();
        let given = guarded(async { handler.update(&cx, current, changes).await }).await?;
        let given = engine.of_mixins(&cx, Some(&before), given).await?;
        engine.taken_back(&proposed, given)
    }

    /// The settable values that differ after the change or that the request names.
    fn changes(&self) -> Attributes {
        self.values
            .iter()
            .filter(|(name, value)| {
                let settable = self
                    .shape
                    .definition(name.as_str())
                    .is_some_and(|definition| definition.access() == Access::Mutable);
                settable
                    && (self.said.contains_key(*name)
                        || self.current.attributes.get(*name) != Some(value))
            })
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect()
    }
}

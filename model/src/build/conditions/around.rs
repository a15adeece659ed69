//! What a condition can speak of.

use std::sync::Arc;

use super::{
    Reader, Stop,
    sides::{Family, Typed},
};
use crate::{
    build::{
        report::{Report, with_nearest},
        scope::Class,
        tour::KindSet,
        work::{AttributeWork, Work},
    },
    codes,
    draft::{ExprDraft, Reference},
    expr::{End, Expr, Operand},
    fault::{Code, Fault},
    model::Attribute,
    name::CategoryId,
    origin::{Located, Origin},
};

/// The instances that a condition is about.
pub(super) struct Context<'w> {
    known: Vec<&'w Arc<Attribute>>,
    faulty: &'w [AttributeWork<'w>],
    /// Whether everything that it rests on is known.
    complete: bool,
    subject: String,
    extension: usize,
    /// The kinds that the instances are of, or below; none: any.
    kinds: Vec<usize>,
    /// The kind or mixin that has the condition.
    category: Option<&'w CategoryId>,
    /// Inside of `links(…)`.
    counted: bool,
}

impl<'w> Context<'w> {
    pub(super) fn of_kind(work: &'w Work<'_>, kind: usize) -> Self {
        let own = &work.kinds[kind];
        Self {
            known: own.all_attributes.iter().collect(),
            faulty: &own.attributes,
            complete: own.complete,
            subject: format!("the kind `{}`", own.draft.term.value),
            extension: own.extension,
            kinds: vec![kind],
            category: own.id.as_ref(),
            counted: false,
        }
    }

    pub(super) fn of_mixin(work: &'w Work<'_>, mixin: usize) -> Self {
        let own = &work.mixins[mixin];
        let closure = own
            .closure
            .iter()
            .flat_map(|&on| work.mixins[on].attributes.iter());
        let kinds = own
            .reach
            .roots()
            .iter()
            .flat_map(|&kind| work.kinds[kind].all_attributes.iter());
        Self {
            known: closure
                .filter_map(|one| one.made.as_ref())
                .chain(kinds)
                .collect(),
            faulty: &own.attributes,
            complete: own.complete,
            subject: format!("the mixin `{}`", own.draft.term.value),
            extension: own.extension,
            kinds: own.reach.roots().to_vec(),
            category: own.id.as_ref(),
            counted: false,
        }
    }

    pub(super) fn find(&self, name: &str) -> Option<&'w Arc<Attribute>> {
        self.known
            .iter()
            .copied()
            .find(|attribute| attribute.name == *name)
    }

    /// Whether all instances are of kinds below this one.
    fn is_below(&self, work: &Work<'_>, ancestor: usize) -> bool {
        !self.kinds.is_empty()
            && self
                .kinds
                .iter()
                .all(|&kind| work.tour.is_below(kind, ancestor))
    }
}

/// The kinds that an end of a link may be of, or below: those of the nearest kind that names any.
fn allowed(work: &Work<'_>, link: usize, end: End, resource: usize) -> Vec<usize> {
    work.kinds[link]
        .lineage
        .iter()
        .map(|&kind| match end {
            End::Source => &work.kinds[kind].source,
            End::Target => &work.kinds[kind].target,
        })
        .find(|kinds| !kinds.is_empty())
        .map_or_else(
            || vec![resource],
            |kinds| kinds.iter().map(|&(kind, _)| kind).collect(),
        )
}

impl<'w> Reader<'_, 'w, '_> {
    /// The kinds at an end of the links that the condition is about.
    fn kinds_at(&mut self, end: End, place: Origin) -> Result<Vec<usize>, Stop> {
        let Some([_, resource, link]) = self.work.core() else {
            return Err(Stop::Faulty);
        };
        if !self.context.complete {
            return Err(Stop::Faulty);
        }
        if !self.context.is_below(self.work, link) {
            let word = end.as_str();
            self.report.push(
                Fault::new(
                    codes::E0225,
                    place,
                    format!("{} is about no links, and has no {word}", self.context.subject),
                )
                .with_note("only links have a source and a target (GFD.221 5.4.3)")
                .with_help(
                    "write the condition in a kind below `core.link`, or in a mixin that `applies` to such kinds only",
                ),
            );
            return Err(Stop::Faulty);
        }
        let mut kinds: Vec<usize> = self
            .context
            .kinds
            .iter()
            .flat_map(|&kind| allowed(self.work, kind, end, resource))
            .collect();
        kinds.sort_unstable();
        kinds.dedup();
        Ok(kinds)
    }

    /// The attribute of the resource at an end. Every kind that may stand there is asked, with
    /// what lies below it and the mixins that can be attached to it: the first definition is given,
    /// after all have been found to be of one family.
    pub(super) fn at_end(
        &mut self,
        end: End,
        name: &Located<String>,
    ) -> Result<&'w Arc<Attribute>, Stop> {
        let found = self.definitions(end, name)?;
        Ok(found[0])
    }

    pub(super) fn end(&mut self, end: End, name: &Located<String>) -> Result<Typed<'w>, Stop> {
        let found = self.definitions(end, name)?;
        let first = found[0];
        Ok(Typed {
            operand: Operand::End(end, first.name.clone()),
            family: Family::of(&first.value_type),
            types: found.iter().map(|one| &one.value_type).collect(),
            words: format!("`{}({})`", end.as_str(), first.name),
            constant: false,
        })
    }

    /// The definitions of an attribute at an end; never none.
    fn definitions(
        &mut self,
        end: End,
        name: &Located<String>,
    ) -> Result<Vec<&'w Arc<Attribute>>, Stop> {
        let kinds = self.kinds_at(end, name.origin)?;
        let work = self.work;
        let set = KindSet::new(&work.tour, &kinds);
        let inherited = kinds
            .iter()
            .flat_map(|&kind| work.kinds[kind].all_attributes.iter());
        let below = work
            .kinds
            .iter()
            .enumerate()
            .filter(|&(at, _)| kinds.iter().any(|&kind| work.tour.is_below(at, kind)))
            .flat_map(|(_, kind)| kind.attributes.iter());
        let mixins = work
            .mixins
            .iter()
            .filter(|mixin| mixin.reach.meets(&work.tour, &set))
            .flat_map(|mixin| mixin.attributes.iter());
        let mut faulty = false;
        let own = below.chain(mixins).filter_map(|one| {
            faulty |= one.made.is_none() && one.draft.name.value == name.value;
            one.made.as_ref()
        });
        let mut found: Vec<&'w Arc<Attribute>> = Vec::new();
        let mut known: Vec<&'w str> = Vec::new();
        for attribute in inherited.chain(own) {
            if attribute.name == *name.value {
                if !found.iter().any(|one| Arc::ptr_eq(one, attribute)) {
                    found.push(attribute);
                }
            } else {
                known.push(attribute.name.as_str());
            }
        }
        let Some(first) = found.first() else {
            if work.dropped.contains(&*name.value) {
                return Err(Stop::Dropped);
            }
            let complete = kinds.iter().all(|&kind| work.kinds[kind].complete);
            if complete && !faulty {
                let terms = self.terms(&kinds);
                self.attribute_missing(
                    name,
                    format!(
                        "no {} of these links has an attribute `{}`: it is {terms}",
                        end.as_str(),
                        name.value
                    ),
                    known,
                );
            }
            return Err(Stop::Faulty);
        };
        let family = Family::of(&first.value_type);
        if let Some(other) = found
            .iter()
            .find(|one| Family::of(&one.value_type) != family)
        {
            let message = format!(
                "`{}` is {} for one {} and {} for another",
                name.value,
                first.value_type.describe(),
                end.as_str(),
                other.value_type.describe()
            );
            return Err(self.unlike(name.origin, message));
        }
        Ok(found)
    }

    fn terms(&self, kinds: &[usize]) -> String {
        let terms: Vec<&str> = kinds
            .iter()
            .map(|&kind| &*self.work.kinds[kind].draft.term.value)
            .collect();
        crate::build::report::quoted(&terms, "or")
    }

    /// `self has mixin`, `source has mixin`.
    pub(super) fn has(
        &mut self,
        end: Option<End>,
        reference: &Located<Reference>,
    ) -> Result<Expr, Stop> {
        let mixin = self.refer(Class::Mixin, reference, codes::E0226);
        let kinds = match end {
            Some(end) => self.kinds_at(end, reference.origin)?,
            None => self.context.kinds.clone(),
        };
        let found = mixin?;
        let mixin = &self.work.mixins[found];
        let set = KindSet::new(&self.work.tour, &kinds);
        if self.context.complete && mixin.complete && !mixin.reach.meets(&self.work.tour, &set) {
            let whose = match end {
                Some(end) => format!("the {}", end.as_str()),
                None => "the instance".to_owned(),
            };
            let own = self.terms(&kinds);
            let applies = self.terms(mixin.reach.roots());
            self.report.push(
                Fault::new(
                    codes::E0226,
                    reference.origin,
                    format!(
                        "{whose} never carries `{}`: it is {own}, the mixin applies to {applies}",
                        mixin.draft.term.value
                    ),
                )
                .with_place(mixin.draft.term.origin, "defined here")
                .with_help("name a mixin that can be attached there, or add the kind to `applies`"),
            );
            return Err(Stop::Faulty);
        }
        let id = mixin.id.clone().ok_or(Stop::Faulty)?;
        Ok(Expr::Has(end, id))
    }

    /// `links(kind)`, `links(kind, condition)`.
    pub(super) fn links(
        &mut self,
        reference: &Located<Reference>,
        condition: Option<&ExprDraft>,
        origin: Origin,
        level: usize,
    ) -> Result<Typed<'w>, Stop> {
        let found = self.refer(Class::Kind, reference, codes::E0204)?;
        let Some([_, resource, link]) = self.work.core() else {
            return Err(Stop::Faulty);
        };
        let work = self.work;
        let kind = &work.kinds[found];
        if !kind.complete || !self.context.complete {
            return Err(Stop::Faulty);
        }
        let term = &kind.draft.term.value;
        let wrong = if !work.tour.is_below(found, link) {
            Some(format!("`{term}` is no kind of link"))
        } else if !self.context.is_below(work, resource) {
            Some(format!(
                "{} is about no resources, and has no links",
                self.context.subject
            ))
        } else {
            let sources = KindSet::new(&work.tour, &allowed(work, found, End::Source, resource));
            let own = KindSet::new(&work.tour, &self.context.kinds);
            (!sources.meets(&work.tour, &own))
                .then(|| format!("no `{term}` starts at {}", self.context.subject))
        };
        if let Some(message) = wrong {
            self.report.push(
                Fault::new(codes::E0227, reference.origin, message)
                    .with_place(kind.draft.term.origin, "defined here")
                    .with_help(
                        "`links` counts the links of a kind that start at the resource which has the condition",
                    ),
            );
            return Err(Stop::Faulty);
        }
        let id = kind.id.clone().ok_or(Stop::Faulty)?;
        let condition = match condition {
            None => None,
            Some(condition) => {
                let inside = Context {
                    counted: true,
                    subject: format!("the kind `{term}`"),
                    extension: self.context.extension,
                    ..Context::of_kind(work, found)
                };
                let outside = std::mem::replace(&mut self.context, inside);
                let read = self.expr(condition, origin, level + 1);
                self.context = outside;
                Some(Box::new(read?))
            }
        };
        Ok(Typed::calculated(
            Operand::Links(id, condition),
            Family::Number,
            format!("the number of links of the kind `{term}`"),
            false,
        ))
    }

    /// `unique(a, b)`.
    pub(super) fn unique(&mut self, names: &Located<Vec<Located<String>>>) -> Result<Expr, Stop> {
        let category = self.about_all("unique", names.origin);
        let mut found = Vec::with_capacity(names.value.len());
        let mut stop = None;
        for name in &names.value {
            match self.context.find(&name.value) {
                Some(attribute) => found.push(attribute.name.clone()),
                None => stop = Some(self.unknown(name)),
            }
        }
        match stop {
            None => Ok(Expr::Unique(found, category?.clone())),
            Some(stop) => Err(stop),
        }
    }

    /// `acyclic()`.
    pub(super) fn acyclic(&mut self, place: Origin) -> Result<Expr, Stop> {
        let category = self.about_all("acyclic", place)?;
        self.kinds_at(End::Target, place)?;
        Ok(Expr::Acyclic(category.clone()))
    }

    /// The category that a question about all instances is about.
    fn about_all(&mut self, word: &str, place: Origin) -> Result<&'w CategoryId, Stop> {
        if self.context.counted {
            self.report.push(
                Fault::new(
                    codes::E0228,
                    place,
                    format!("`{word}` stands inside of `links(…)`"),
                )
                .with_note("it is about all instances of the kind or mixin that has the condition")
                .with_help("write it as a condition of the kind of link"),
            );
            return Err(Stop::Faulty);
        }
        self.context.category.ok_or(Stop::Faulty)
    }

    /// What a reference means. What the profile does not have drops the condition.
    fn refer(
        &mut self,
        class: Class,
        reference: &Located<Reference>,
        unknown: Code,
    ) -> Result<usize, Stop> {
        let scope = &self.work.scope;
        let extension = self.context.extension;
        let mut tried = Report::default();
        let found = scope.resolve(extension, class, reference, unknown, &mut tried);
        let said = tried.finish();
        if said.iter().any(|fault| fault.code == codes::E0205) {
            return Err(Stop::Dropped);
        }
        match found {
            Some(found) if said.is_empty() => Ok(found),
            // Once more, for the faults.
            _ => scope
                .resolve(extension, class, reference, unknown, self.report)
                .ok_or(Stop::Faulty),
        }
    }

    pub(super) fn unknown(&mut self, name: &Located<String>) -> Stop {
        if self.work.dropped.contains(&*name.value) {
            return Stop::Dropped;
        }
        let faulty = self
            .context
            .faulty
            .iter()
            .any(|one| one.draft.name.value == name.value);
        if self.context.complete && !faulty {
            let message = format!("{} has no attribute `{}`", self.context.subject, name.value);
            let known = self.context.known.iter().map(|one| one.name.as_str());
            let known = known.collect();
            self.attribute_missing(name, message, known);
        }
        Stop::Faulty
    }

    fn attribute_missing(&mut self, name: &Located<String>, message: String, known: Vec<&str>) {
        let fault = Fault::new(codes::E0219, name.origin, message);
        let near: Vec<String> = self
            .report
            .nearest(&name.value, known)
            .into_iter()
            .map(str::to_owned)
            .collect();
        self.report.push(with_nearest(fault, &near));
    }
}

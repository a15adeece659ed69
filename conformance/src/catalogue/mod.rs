//! The catalogue: a pure function from a model to its cases (section 4).
//!
//! Each family has its file. A case that the rules ask for and that cannot be made (no value of a
//! bad class exists, say) is *dropped*: listed with the reason, never silently left out, so that
//! cases and dropped ones together always make the count of [`count`](crate::count).

mod act;
mod cond;
mod conditions;
mod cre;
mod del;
mod disc;
mod fil;
mod follow;
mod lnk;
mod mix;
mod neg;
mod pag;
mod protocol;
mod recipe;
mod ren;
mod ro;
mod scope;
mod specific;
mod tag;
mod tpl;
mod truth;
mod upd;
mod val;

use occi_model::{
    MixinId, Model,
    model::{ExtensionId, Kind},
};

use crate::{
    case::{Case, CaseId},
    target::Pinned,
};

pub use disc::Shown;

/// Which cases are derived.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Options {
    /// Names of the extensions whose categories are tested; empty: all but Core, or Core when
    /// the model holds nothing else. Kinds of Core are the foundation of all others and are
    /// exercised by each of them.
    pub extensions: Vec<String>,
    /// Values that requests give attributes of kinds, because the endpoint accepts no others.
    pub pinned: Vec<Pinned>,
}

impl Options {
    /// Whether categories of an extension are tested.
    pub(crate) fn takes(&self, model: &Model, extension: ExtensionId) -> bool {
        if !self.extensions.is_empty() {
            let name = &*model.extension(extension).name;
            return self.extensions.iter().any(|wanted| wanted == name);
        }
        let core = model.kind(model.core().entity).extension;
        extension != core || model.extensions().len() == 1
    }

    /// Whether cases are derived for a kind: a concrete one of an extension that is tested.
    pub(crate) fn takes_kind(&self, model: &Model, kind: &Kind) -> bool {
        !kind.is_abstract && kind.location.is_some() && self.takes(model, kind.extension)
    }
}

/// A case that the rules ask for and that cannot be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dropped {
    /// The id it would have.
    pub id: CaseId,
    /// Why.
    pub reason: &'static str,
}

/// The cases of a model.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Catalogue {
    /// The cases, sorted by id.
    pub cases: Vec<Case>,
    /// What was dropped, sorted by id.
    pub dropped: Vec<Dropped>,
}

impl Catalogue {
    /// Takes a case, or the reason why there is none.
    fn add(&mut self, id: CaseId, made: Result<Case, &'static str>) {
        match made {
            Ok(case) => self.cases.push(case),
            Err(reason) => self.dropped.push(Dropped { id, reason }),
        }
    }

    /// The case of an id.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<&Case> {
        self.cases
            .binary_search_by(|case| case.id.as_str().cmp(id))
            .ok()
            .and_then(|at| self.cases.get(at))
    }
}

/// Derives the cases of a model.
#[must_use]
pub fn catalogue(model: &Model, options: &Options) -> Catalogue {
    let mut all = Catalogue::default();
    let names = scope::Names::of(model).with_pinned(&options.pinned);
    let mixins: Vec<MixinId> = model
        .mixins()
        .filter(|(_, mixin)| options.takes(model, mixin.extension))
        .map(|(id, _)| id)
        .collect();
    for (id, kind) in model.kinds() {
        if options.takes_kind(model, kind) {
            let scope = scope::Scope::new(model, &names, id);
            disc::kind(&scope, &mut all);
            cre::kind(&scope, &mut all);
            ro::kind(&scope, &mut all);
            val::kind(&scope, &mut all);
            upd::kind(&scope, &mut all);
            neg::kind(&scope, &mut all);
            act::kind(&scope, &mut all);
            ren::kind(&scope, &mut all);
            del::kind(&scope, &mut all);
            lnk::kind(&scope, &mut all);
            follow::kind(&scope, &mut all);
            fil::kind(&scope, &mut all);
            pag::kind(&scope, &mut all);
            cond::kind(&scope, &mut all);
            mix::kind(&scope, &mixins, &mut all);
        }
    }
    for id in mixins {
        disc::mixin(model, &names, id, &mut all);
        if model.mixin(id).exclusive {
            tpl::family(model, &names, id, &mut all);
        }
    }
    tag::model(model, &names, &mut all);
    protocol::model(model, &names, &mut all);
    for case in &mut all.cases {
        specific::cite(case, model.profile());
    }
    all.cases.sort_by(|a, b| a.id.cmp(&b.id));
    keep_known_prerequisites(&mut all);
    all.dropped.sort_by(|a, b| a.id.cmp(&b.id));
    all
}

/// Takes out prerequisites that are no cases: fixtures of kinds that are not tested themselves, and
/// what was dropped.
fn keep_known_prerequisites(all: &mut Catalogue) {
    let ids: std::collections::BTreeSet<CaseId> =
        all.cases.iter().map(|case| case.id.clone()).collect();
    for case in &mut all.cases {
        case.after.retain(|id| ids.contains(id));
    }
}

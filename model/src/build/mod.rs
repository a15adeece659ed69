//! From draft to model.
//!
//! In order: names and imports (`scope`), named types (`types`), the tree of kinds (`kinds`),
//! mixins and actions, closures, template values, state machines, conditions, the rules about the
//! whole (`rules`), the model (`assemble`), and at last configurations, which are checked against
//! it (`configurations`). Each step reports what it finds and goes on with the rest; what was not
//! found is reported once and taken for complete from then on, so that nothing is said to be
//! missing only because something else is.

mod actions;
mod assemble;
mod conditions;
mod configurations;
mod kinds;
mod lower;
mod mixins;
mod numbers;
mod report;
mod resolve;
mod rules;
mod scope;
mod states;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
mod tour;
mod types;
mod work;

use std::collections::BTreeSet;

use self::{
    lower::Lowering, mixins::AttributeHolders, report::Report, scope::Scope, tour::Tour,
    types::Types, work::Work,
};
use crate::{
    codes,
    core::{ENTITY, LINK, RESOURCE},
    draft::{Built, Draft},
    fault::{Code, Fault},
    origin::Origin,
    version::Profile,
};

/// Builds; errors that `is_forgiven` names are warnings.
pub(crate) fn build(
    draft: &Draft,
    profile: Profile,
    is_forgiven: &dyn Fn(&Fault) -> bool,
) -> Built {
    let mut report = Report::default();
    let work = look_at_all(draft, profile, &mut report);
    let forgiving = |mut fault: Fault| {
        if is_forgiven(&fault) {
            fault.code = Code::warning(fault.code.number);
        }
        fault
    };
    // Errors that are not told may be of those that are not forgiven.
    let mut faults = match &work {
        Some(_) => report.finish().into_iter().map(forgiving).collect(),
        None => report.finish(),
    };
    let work = work.filter(|_| !faults.has_errors());
    let Some(work) = work else {
        return Built {
            model: None,
            configurations: Vec::new(),
            faults,
        };
    };
    let mut model = assemble::model(work);
    let mut configurations = Vec::new();
    if let Some(made) = &model {
        let mut report = Report::default();
        configurations = configurations::check(draft, made, &mut report);
        let is_full = report.is_full();
        let found = report.finish().into_iter();
        faults.extend(found.map(|fault| if is_full { fault } else { forgiving(fault) }));
        faults.sort();
    }
    if faults.has_errors() {
        model = None;
        configurations.clear();
    }
    Built {
        model,
        configurations,
        faults,
    }
}

/// Everything, put together and checked; `None` once there are so many errors that no further one is
/// told.
fn look_at_all<'d>(draft: &'d Draft, profile: Profile, report: &mut Report) -> Option<Work<'d>> {
    let scope = Scope::new(draft, profile, report);
    core_is_there(&scope, report);
    if report.is_full() {
        return None;
    }
    let mut work = read(scope, report);
    kinds::close(&mut work);
    mixins::close(&mut work);
    let holders = AttributeHolders::new(&work);
    mixins::restate(&mut work, &holders);
    mixins::settings(&mut work, &holders, report);
    states::lower(&mut work, report);
    conditions::lower(&mut work, report);
    rules::check(&work, &holders, report);
    (!report.is_full()).then_some(work)
}

/// Reads everything that stands for itself: types, kinds, mixins, actions.
fn read<'d>(scope: Scope<'d>, report: &mut Report) -> Work<'d> {
    let mut types = Types::new(&scope, report);
    let (parents, order) = kinds::parents(&scope, report);
    let tour = Tour::new(&parents, &order);
    let mut dropped = BTreeSet::new();
    let mut lowering = Lowering {
        profile: scope.profile,
        types: &mut types,
        report,
        dropped: &mut dropped,
    };
    let mut kinds = kinds::lower(&scope, &parents, &mut lowering);
    let mut mixins = mixins::lower(&scope, &tour, &mut lowering);
    let actions = actions::lower(&scope, &tour, &mut kinds, &mut mixins, &mut lowering);
    let named = types.into_named();
    Work {
        scope,
        named,
        kinds,
        order,
        tour,
        mixins,
        actions,
        dropped,
    }
}

/// Every model has the three kinds of Core (GFD.221 5.1).
fn core_is_there(scope: &Scope<'_>, report: &mut Report) {
    let Some(last) = scope.extensions.last() else {
        return;
    };
    let missing: Vec<&str> = [ENTITY, RESOURCE, LINK]
        .into_iter()
        .filter(|id| scope.kind(id).is_none())
        .collect();
    // Where an import was not found, Core may be what it would have brought.
    if missing.is_empty()
        || scope
            .extensions
            .iter()
            .any(|extension| !extension.lost.is_empty())
    {
        return;
    }
    report.push(
        Fault::new(
            codes::E0215,
            if last.draft.name.origin == Origin::Unknown {
                last.draft.scheme.origin
            } else {
                last.draft.name.origin
            },
            format!(
                "the kinds of OCCI Core are missing: {}",
                report::quoted(&missing, "and")
            ),
        )
        .with_note("every implementation has them (GFD.221 5.1)")
        .with_help("add `use core;`"),
    );
}

//! Family `disc`: a category is in the query interface with all its data, in every rendering that
//! can carry it. One case per kind, per action of a kind, and per mixin.

use std::sync::Arc;

use occi_model::{
    Attribute, CategoryId, MixinId, Model,
    model::{ActionId, Kind},
};
use occi_rendering::Class;

use super::{
    Catalogue,
    scope::{ID, Names, SOURCE_KIND, Scope, main_rendering, versions_of},
};
use crate::{
    case::{
        Assertion, Call, Case, CaseId, Choice, Grade, Hazard, Level, Need, Origin, Payload, Prefix,
        Rendering, Side, Step, Target,
    },
    oracle::Situation,
};

/// What the query interface must show of a category.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// Identifier.
    pub id: CategoryId,
    /// Class.
    pub class: Class,
    /// Kind: the parent. Mixin: the first of `depends`.
    pub rel: Option<CategoryId>,
    /// Mixin, JSON only: all it depends on.
    pub depends: Vec<CategoryId>,
    /// Mixin, JSON only: the kinds it applies to.
    pub applies: Vec<CategoryId>,
    /// Whether it must have a location, must have none, or either.
    pub location: Option<bool>,
    /// Attributes or parameters that must be shown; others may be (D-53).
    pub attributes: Vec<Arc<Attribute>>,
    /// Actions that must be shown.
    pub actions: Vec<CategoryId>,
}

/// The cases of a kind: `1 + |Z|`.
pub(super) fn kind(scope: &Scope<'_>, all: &mut Catalogue) {
    let id = scope.case_id("disc", &[], None);
    let shown = Shown {
        id: scope.kind.id.clone(),
        class: Class::Kind,
        rel: scope
            .kind
            .parent
            .map(|parent| scope.model.kind(parent).id.clone()),
        depends: Vec::new(),
        applies: Vec::new(),
        location: Some(true),
        attributes: discoverable(&scope.kind.attributes),
        actions: ids(scope.model, &scope.kind.actions),
    };
    let title = format!(
        "The query interface shows the kind {} with all its data.",
        scope.kind.id.term()
    );
    let case = scope
        .case(id.clone(), title, "discover")
        .citing(&[
            "CORE-008", "CORE-060", "CORE-061", "HTTP-004", "HTTP-005", "JSON-018", "JSON-019",
            "JSON-020", "JSON-021", "JSON-056",
        ])
        .doing(steps(scope.model, &shown));
    // The case decides whether the kind is offered; it needs nothing.
    all.add(id, Ok(reading(case)));
    for action in &scope.kind.all_actions {
        action_case(scope, *action, all);
    }
}

fn action_case(scope: &Scope<'_>, action: ActionId, all: &mut Catalogue) {
    let action = scope.model.action(action);
    let id = scope.case_id("disc", &[action.id.term()], None);
    let shown = Shown {
        id: action.id.clone(),
        class: Class::Action,
        rel: None,
        depends: Vec::new(),
        applies: Vec::new(),
        location: Some(false),
        attributes: action.parameters.clone(),
        actions: Vec::new(),
    };
    let title = format!(
        "The query interface shows the action {} of {} with its parameters.",
        action.id.term(),
        scope.kind.id.term()
    );
    let kind_case = scope.case_id("disc", &[], None);
    let mut case = scope
        .case(id.clone(), title, "discover")
        .citing(&["CORE-061", "JSON-025"])
        .doing(steps(scope.model, &shown));
    case.needs.clear();
    let case = reading(case)
        .needing([Need::Offers(scope.kind.id.clone())])
        .after([kind_case]);
    all.add(id, Ok(case));
}

/// The case of a mixin.
pub(super) fn mixin(model: &Model, names: &Names, id: MixinId, all: &mut Catalogue) {
    let mixin = model.mixin(id);
    let case_id = CaseId::new(Prefix::Mixin, names.subject(&mixin.id), "disc", &[], None);
    let depends: Vec<CategoryId> = mixin
        .depends
        .iter()
        .map(|id| model.mixin(*id).id.clone())
        .collect();
    let shown = Shown {
        id: mixin.id.clone(),
        class: Class::Mixin,
        rel: depends.first().cloned(),
        depends,
        applies: mixin
            .applies
            .iter()
            .map(|id| model.kind(*id).id.clone())
            .collect(),
        location: mixin.location.is_some().then_some(true),
        attributes: mixin.attributes.clone(),
        actions: ids(model, &mixin.actions),
    };
    let case = Case {
        id: case_id.clone(),
        aliases: Vec::new(),
        title: format!(
            "The query interface shows the mixin {} with all its data.",
            mixin.id.term()
        ),
        requirements: Vec::new(),
        capabilities: vec![format!(
            "{}-mixin-{}",
            model.extension(mixin.extension).name,
            mixin.id.term()
        )],
        origin: Origin::Derived,
        level: Level::May,
        grade: Grade::Stable,
        versions: versions_of(model.profile()),
        side: Side::Server,
        category: Some(mixin.id.clone()),
        needs: Vec::new(),
        after: Vec::new(),
        hazard: Hazard::Read,
        steps: steps(model, &shown),
        params: std::collections::BTreeMap::new(),
    };
    let case = case.citing(&["CORE-060", "CORE-061", "JSON-022", "JSON-023", "JSON-024"]);
    all.add(case_id, Ok(reading(case)));
}

fn reading(mut case: Case) -> Case {
    case.hazard = Hazard::Read;
    case.needs.clear();
    case.capabilities.push("occi-query-interface".to_owned());
    case
}

fn ids(model: &Model, actions: &[ActionId]) -> Vec<CategoryId> {
    actions
        .iter()
        .map(|action| model.action(*action).id.clone())
        .collect()
}

/// The own attributes of a kind that a peer must find. The id and what only renderings name are
/// left open: the object diagram of 1.2 shows neither (D-15).
fn discoverable(attributes: &[Arc<Attribute>]) -> Vec<Arc<Attribute>> {
    attributes
        .iter()
        .filter(|attribute| attribute.name != *ID && attribute.name != *SOURCE_KIND)
        .cloned()
        .collect()
}

/// Longest interface, in bytes, that is asked for as a header field: servers and what stands
/// between refuse longer ones (D-66).
const HEADER_LIMIT: usize = 48 * 1024;

/// Whether the whole interface goes into one header field, by a generous estimate.
fn fits_a_header(model: &Model) -> bool {
    // What stands around the texts of a category, and around each name.
    const CATEGORY: usize = 60;
    const NAME: usize = 12;
    let names = |attributes: &[Arc<Attribute>]| -> usize {
        let names = attributes.iter();
        names.map(|one| one.name.as_str().len() + NAME).sum()
    };
    let actions = |actions: &[ActionId]| -> usize {
        let ids = actions.iter().map(|id| &model.action(*id).id);
        ids.map(|id| id.as_str().len() + 1).sum()
    };
    let length = |id: &CategoryId, title: Option<&str>| {
        id.as_str().len() + title.map_or(0, str::len) + CATEGORY
    };
    let kinds = model.kinds().map(|(_, kind)| {
        let parent = kind
            .parent
            .map(|parent| model.kind(parent).id.as_str().len());
        length(&kind.id, kind.title.as_deref())
            + parent.unwrap_or(0)
            + kind.location.as_ref().map_or(0, |at| at.as_str().len())
            + names(&kind.attributes)
            + actions(&kind.actions)
    });
    let mixins = model.mixins().map(|(_, mixin)| {
        length(&mixin.id, mixin.title.as_deref())
            + mixin.location.as_ref().map_or(0, |at| at.as_str().len())
            + names(&mixin.attributes)
            + actions(&mixin.actions)
    });
    let own = model
        .actions()
        .map(|(_, action)| length(&action.id, action.title.as_deref()) + names(&action.parameters));
    kinds.chain(mixins).chain(own).sum::<usize>() <= HEADER_LIMIT
}

/// One look in each rendering; JSON where the version asks for it, the header form where the
/// interface goes into a header field.
fn steps(model: &Model, shown: &Shown) -> Vec<Step> {
    Rendering::ENTITY
        .into_iter()
        .filter(|rendering| match rendering {
            Rendering::Json => main_rendering(model.profile()) == Rendering::Json,
            Rendering::Occi => fits_a_header(model),
            Rendering::Plain | Rendering::Uri => true,
        })
        .flat_map(|rendering| {
            [
                Step::Call(Call {
                    method: "GET",
                    target: Target::Query,
                    action: None,
                    rendering: Choice::Only(rendering),
                    payload: Payload::Nothing,
                    creates: None,
                }),
                Step::Expect(Assertion::Answer(Situation::Read)),
                Step::Expect(Assertion::TypeAsAsked),
                Step::Expect(Assertion::Shows(Box::new(shown.clone()))),
            ]
        })
        .collect()
}

/// The kind of a scope as other families refer to it in titles.
pub(super) fn name_of(kind: &Kind) -> &str {
    kind.id.term()
}

//! The ends of links.

use std::collections::HashMap;

use super::End;
use crate::{
    build::report::{Report, quoted, with_nearest},
    codes,
    configuration::LinkTarget,
    draft::{EntityDraft, LinkEndDraft, LinkInstanceDraft},
    fault::Fault,
    model::{KindId, Model},
    origin::{Located, Origin},
    types::ValueType,
    value::Value,
};

/// The resources by all that they may be called: name, id, path.
pub(super) type Places = HashMap<String, usize>;

/// What every resource may be called; names go first.
pub(super) fn places(ends: &[End<'_>]) -> Places {
    let mut places = Places::with_capacity(2 * ends.len());
    for (at, end) in ends.iter().enumerate() {
        places.entry(end.name.to_owned()).or_insert(at);
    }
    for (at, end) in ends.iter().enumerate() {
        for text in [end.id.as_deref(), end.location].into_iter().flatten() {
            places.entry(text.to_owned()).or_insert(at);
        }
    }
    places
}

/// What the values of a link are compared with.
pub(super) struct Facts<'f, 'd> {
    pub(super) source: &'f End<'d>,
    pub(super) written: &'f LinkEndDraft,
    pub(super) target: Option<&'f LinkTarget>,
    pub(super) all: &'f [End<'d>],
}

impl Facts<'_, '_> {
    fn end(&self) -> Option<&End<'_>> {
        match self.target {
            Some(LinkTarget::Resource(at)) => self.all.get(*at),
            _ => None,
        }
    }

    /// Whether a text means the target; what could not be found is everything.
    pub(super) fn leads_to(&self, text: &str) -> bool {
        let (LinkEndDraft::Name(written) | LinkEndDraft::Uri(written)) = self.written;
        self.target.is_none() || written == text || self.end().is_some_and(|end| end.is(text))
    }

    /// The kind of the target, when it is a resource of the configuration.
    pub(super) fn target_kind(&self) -> Option<KindId> {
        self.end()?.kind
    }
}

/// Finds the target of a link: a resource of the configuration, or a URI (OCCIware 41; here any
/// URI will do, since a target may lie outside of the provider: GFD.221 5.4.3).
pub(super) fn target(
    written: &Located<LinkEndDraft>,
    ends: &[End<'_>],
    places: &Places,
    report: &mut Report,
) -> Option<LinkTarget> {
    match &written.value {
        LinkEndDraft::Name(name) => {
            if let Some(&at) = places.get(&**name) {
                return Some(LinkTarget::Resource(at));
            }
            let near: Vec<String> = report
                .nearest(name, ends.iter().map(|end| end.name))
                .into_iter()
                .map(str::to_owned)
                .collect();
            report.push(with_nearest(
                Fault::new(
                    codes::E0248,
                    written.origin,
                    format!("the configuration has no resource `{name}`"),
                )
                .with_help("name a resource of the configuration, or write a URI in quotes"),
                &near,
            ));
            None
        }
        LinkEndDraft::Uri(text) => {
            if let Some(&at) = places.get(&**text) {
                return Some(LinkTarget::Resource(at));
            }
            let leads = (text.starts_with('/')
                && ValueType::Uri.check(Value::from(text.as_str())).is_ok())
                || super::is_absolute_uri(text);
            if leads {
                return Some(LinkTarget::Uri(text.as_str().into()));
            }
            report.push(
                Fault::new(
                    codes::E0248,
                    written.origin,
                    format!("{text:?} leads nowhere: it is neither an absolute URI nor a path"),
                )
                .with_help("name a resource of the configuration, or write its URI"),
            );
            None
        }
    }
}

/// The kinds that an end may have: of the link's kind, or else of the nearest one above.
fn allowed(model: &Model, kind: KindId, source: bool) -> &[KindId] {
    model
        .kind(kind)
        .lineage
        .iter()
        .map(|&one| {
            let kind = model.kind(one);
            if source { &kind.source } else { &kind.target }
        })
        .find(|kinds| !kinds.is_empty())
        .map_or(&[], Vec::as_slice)
}

fn fits(model: &Model, kind: KindId, allowed: &[KindId]) -> bool {
    allowed.is_empty() || allowed.iter().any(|&one| model.is_a(kind, one))
}

/// E0249: the source is of a kind that the link may start at (OCCIware 28).
pub(super) fn e0249_source(
    model: &Model,
    kind: KindId,
    link: &EntityDraft,
    source: &End<'_>,
    report: &mut Report,
) {
    let allowed = allowed(model, kind, true);
    if let Some(found) = source.kind
        && !fits(model, found, allowed)
    {
        let place = (link.kind.origin, "starts", source.origin);
        wrong_end(model, (kind, found), allowed, place, source.name, report);
    }
}

/// E0249: the target is of a kind that the link may lead to (OCCIware 29). The kind of a target
/// outside of the configuration is not known.
pub(super) fn e0249_target(
    model: &Model,
    kind: KindId,
    link: &LinkInstanceDraft,
    target: &LinkTarget,
    ends: &[End<'_>],
    report: &mut Report,
) {
    let LinkTarget::Resource(at) = target else {
        return;
    };
    let allowed = allowed(model, kind, false);
    if let Some(end) = ends.get(*at)
        && let Some(found) = end.kind
        && !fits(model, found, allowed)
    {
        let place = (link.target.origin, "leads", end.origin);
        wrong_end(model, (kind, found), allowed, place, end.name, report);
    }
}

fn wrong_end(
    model: &Model,
    (kind, found): (KindId, KindId),
    allowed: &[KindId],
    (origin, verb, definition): (Origin, &str, Origin),
    name: &str,
    report: &mut Report,
) {
    let wanted: Vec<&str> = allowed
        .iter()
        .map(|&one| model.kind(one).id.term())
        .collect();
    let preposition = if verb == "starts" { "at" } else { "to" };
    report.push(
        Fault::new(
            codes::E0249,
            origin,
            format!(
                "a `{}` {verb} {preposition} {}; `{name}` is a `{}`",
                model.kind(kind).id.term(),
                quoted(&wanted, "or"),
                model.kind(found).id.term(),
            ),
        )
        .with_place(definition, format!("`{name}`"))
        .with_note("the ends of a link are of the kinds that its kind names (GFD.221 5.4.3)")
        .with_help("name a resource of such a kind, or choose another kind of link"),
    );
}

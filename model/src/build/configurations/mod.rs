//! From drafts of configurations to checked ones.
//!
//! They are checked against the finished model, so that what they refer to is sound. In order:
//! imports (`names`), tags (`tags`), then each resource with its links: kind and mixins (`mixins`),
//! values (`values`), conditions (`conditions`), ends (`ends`); at last the conditions that look at
//! several instances (`around`).

mod around;
mod conditions;
mod ends;
mod mixins;
mod names;
mod shape;
mod tags;
mod unused;
mod values;

use std::{collections::HashMap, sync::Arc};

use uuid::Uuid;

use self::{
    ends::Places,
    names::{Index, Scope},
    shape::Shapes,
    unused::UsedImports,
};
use super::{report::Report, rules::names::e0280_annotations};
use crate::{
    codes,
    configuration::{Configuration, ConfiguredEntity, ConfiguredLink, ConfiguredResource},
    draft::{ConfigurationDraft, Draft, EntityDraft, InstanceDraft, LinkInstanceDraft},
    fault::Fault,
    model::{KindId, Model},
    name::{CategoryId, Location},
    origin::{Located, Origin},
    types::ValueType,
    value::Value,
};

/// The configurations of a draft; those with faults are missing.
pub(super) fn check(draft: &Draft, model: &Model, report: &mut Report) -> Vec<Configuration> {
    if draft.configurations.is_empty() {
        return Vec::new();
    }
    let index = Index::new(model);
    let mut checker = Checker {
        model,
        report,
        ids: HashMap::new(),
        locations: HashMap::new(),
        shapes: Shapes::default(),
    };
    let mut used = UsedImports::new(draft);
    let own = draft.extensions.last().map(|one| one.name.origin);
    let own = own.filter(|origin| *origin != Origin::Unknown);
    let mut names = Taken::new("configurations");
    let mut checked = Vec::with_capacity(draft.configurations.len());
    for (number, one) in draft.configurations.iter().enumerate() {
        names.take(&one.name, checker.report);
        let mut scope = Scope::new(&index, number, one, own, checker.report);
        checked.extend(checker.configuration(one, &mut scope));
        used.note(&scope);
    }
    used.report(checker.report);
    checked
}

/// E0240: names that must differ, with the place of each.
struct Taken<'d> {
    what: &'static str,
    names: HashMap<&'d str, Origin>,
}

impl<'d> Taken<'d> {
    fn new(what: &'static str) -> Self {
        Self {
            what,
            names: HashMap::new(),
        }
    }

    fn take(&mut self, name: &'d Located<String>, report: &mut Report) {
        if name.value.is_empty() || name.value.chars().any(char::is_control) {
            report.push(
                Fault::new(
                    codes::E0214,
                    name.origin,
                    format!("{:?} cannot be a name", name.value),
                )
                .with_help("write visible text"),
            );
        }
        match self.names.get(&*name.value) {
            Some(&first) => report.push(
                Fault::new(
                    codes::E0240,
                    name.origin,
                    format!("two {} are named `{}`", self.what, name.value),
                )
                .with_place(first, "the first one")
                .with_help("give one of them another name"),
            ),
            None => {
                self.names.insert(&name.value, name.origin);
            }
        }
    }
}

/// What all configurations of a draft share.
struct Checker<'m, 'r> {
    model: &'m Model,
    report: &'r mut Report,
    /// Ids with the place of each.
    ids: HashMap<String, Origin>,
    /// Paths of instances with the place of each.
    locations: HashMap<String, Origin>,
    shapes: Shapes,
}

/// A resource, as far as links need to know it.
pub(super) struct End<'d> {
    name: &'d str,
    origin: Origin,
    id: Option<Arc<str>>,
    location: Option<&'d str>,
    kind: Option<KindId>,
}

impl End<'_> {
    /// Whether a text means this resource: its id, name or path.
    fn is(&self, text: &str) -> bool {
        self.id.as_deref() == Some(text) || self.name == text || self.location == Some(text)
    }
}

/// What is known of an entity before its values are read.
struct Head<'d> {
    draft: &'d EntityDraft,
    id: Option<Arc<str>>,
    kind: Option<KindId>,
}

impl Checker<'_, '_> {
    fn configuration(
        &mut self,
        draft: &ConfigurationDraft,
        scope: &mut Scope<'_>,
    ) -> Option<Configuration> {
        let tags = scope.tags(self.report);
        e0280_annotations(&draft.annotations, self.report);
        if let Some(location) = &draft.location {
            self.uri(location, "the location of a configuration");
        }
        let mut names = Taken::new("resources");
        let mut ends: Vec<End<'_>> = Vec::with_capacity(draft.resources.len());
        let mut heads = Vec::with_capacity(draft.resources.len());
        for resource in &draft.resources {
            let entity = &resource.entity;
            names.take(&entity.name, self.report);
            let head = self.head(draft, entity, None, scope);
            ends.push(End {
                name: &entity.name.value,
                origin: entity.name.origin,
                id: head.id.clone(),
                location: entity.location.as_ref().map(|path| &*path.value),
                kind: head.kind,
            });
            heads.push(head);
        }
        let places = ends::places(&ends);
        let mut resources = Vec::with_capacity(heads.len());
        for ((at, resource), head) in draft.resources.iter().enumerate().zip(heads) {
            let around = (&*ends, &places);
            resources.push(self.resource(draft, (at, resource, head), around, scope));
        }
        let configuration = Configuration {
            name: draft.name.value.as_str().into(),
            description: draft.description.clone(),
            location: draft.location.as_ref().map(|one| one.value.clone()),
            uses: scope.uses(),
            tags: tags?,
            resources: resources.into_iter().collect::<Option<_>>()?,
            annotations: super::assemble::annotations(&draft.annotations),
        };
        around::e0258_around(self.model, draft, &configuration, self);
        Some(configuration)
    }

    fn resource(
        &mut self,
        configuration: &ConfigurationDraft,
        (at, draft, head): (usize, &InstanceDraft, Head<'_>),
        around: (&[End<'_>], &Places),
        scope: &mut Scope<'_>,
    ) -> Option<ConfiguredResource> {
        let texts = configuration.texts;
        let entity = self.entity(&head, draft.summary.as_ref(), None, texts, scope);
        let mut names = Taken::new("links of the resource");
        let mut links = Vec::with_capacity(draft.links.len());
        for link in &draft.links {
            names.take(&link.entity.name, self.report);
            links.push(self.link(configuration, (link, at), around, scope));
        }
        Some(ConfiguredResource {
            entity: entity?,
            links: links.into_iter().collect::<Option<_>>()?,
        })
    }

    fn link(
        &mut self,
        configuration: &ConfigurationDraft,
        (draft, source): (&LinkInstanceDraft, usize),
        (ends, places): (&[End<'_>], &Places),
        scope: &mut Scope<'_>,
    ) -> Option<ConfiguredLink> {
        let owner = ends[source].name;
        let head = self.head(configuration, &draft.entity, Some(owner), scope);
        let target = ends::target(&draft.target, ends, places, self.report);
        if let Some(kind) = head.kind {
            ends::e0249_source(self.model, kind, &draft.entity, &ends[source], self.report);
            if let Some(target) = &target {
                ends::e0249_target(self.model, kind, draft, target, ends, self.report);
            }
        }
        let facts = ends::Facts {
            source: &ends[source],
            written: &draft.target.value,
            target: target.as_ref(),
            all: ends,
        };
        let texts = configuration.texts;
        let entity = self.entity(&head, None, Some(&facts), texts, scope);
        Some(ConfiguredLink {
            entity: entity?,
            target: target?,
        })
    }

    /// Kind, id and location.
    fn head<'d>(
        &mut self,
        configuration: &ConfigurationDraft,
        draft: &'d EntityDraft,
        owner: Option<&str>,
        scope: &mut Scope<'_>,
    ) -> Head<'d> {
        let kind = scope
            .kind(&draft.kind, self.report)
            .filter(|&kind| self.is_instantiable(kind, draft, owner.is_some()));
        let id = self.id(configuration, draft, owner);
        e0280_annotations(&draft.annotations, self.report);
        if let Some(location) = &draft.location {
            self.e0261_location(location);
        }
        Head { draft, id, kind }
    }

    /// E0244 and E0245: kinds that have instances, of resources and of links.
    fn is_instantiable(&mut self, kind: KindId, draft: &EntityDraft, link: bool) -> bool {
        let model = self.model;
        let found = model.kind(kind);
        if found.is_abstract {
            let below: Vec<String> = model
                .kinds_below(kind)
                .filter(|&one| !model.kind(one).is_abstract && model.is_link(one) == link)
                .take(3)
                .map(|one| model.kind(one).id.term().to_owned())
                .collect();
            let fault = Fault::new(
                codes::E0244,
                draft.kind.origin,
                format!("`{}` is abstract: it has no instances", found.id),
            );
            self.report.push(if below.is_empty() {
                fault
            } else {
                let below = super::report::quoted(&below, "or");
                fault.with_help(format!("name a kind below it, such as {below}"))
            });
            return false;
        }
        if model.is_link(kind) == link {
            return true;
        }
        let fault = Fault::new(
            codes::E0245,
            draft.kind.origin,
            if link {
                format!("`{}` is no kind of link", found.id)
            } else {
                format!("`{}` is a kind of link, and this is a resource", found.id)
            },
        );
        self.report.push(if link {
            fault.with_help("links have kinds below `core#link` (OCCIware 27)")
        } else {
            fault.with_help("write a `link` in the resource that it starts at (OCCIware 26)")
        });
        false
    }

    /// The id as given, or made of the names.
    fn id(
        &mut self,
        configuration: &ConfigurationDraft,
        draft: &EntityDraft,
        owner: Option<&str>,
    ) -> Option<Arc<str>> {
        let stated = draft.attributes.iter().find_map(|setting| {
            let text = setting.value.value.as_str()?;
            (setting.name.value == shape::ID).then_some((text, setting.value.origin))
        });
        let given = draft.id.as_ref().map(|id| (&*id.value, id.origin));
        let (text, origin) = match given.or(stated) {
            Some((text, origin)) => {
                if !is_absolute_uri(text) {
                    self.report.push(
                        Fault::new(
                            codes::E0246,
                            origin,
                            format!("{text:?} is no id: it is no absolute URI"),
                        )
                        .with_note("an id is a URI; URNs are recommended (GFD.221 5.4)")
                        .with_help("write one such as `urn:uuid:de7335a7-07e0-4487-9cbd-ed51be7f2ce4`, or leave it out"),
                    );
                    return None;
                }
                (text.to_owned(), origin)
            }
            None => (
                derived_id(&configuration.name.value, owner, &draft.name.value),
                draft.name.origin,
            ),
        };
        if let Some(&first) = self.ids.get(&text) {
            // Two of one name have one id when none is given; the name is at fault.
            if given.or(stated).is_some() {
                self.report.push(
                    Fault::new(
                        codes::E0247,
                        origin,
                        format!("the id `{text}` is given twice"),
                    )
                    .with_label("given again here")
                    .with_place(first, "first given here")
                    .with_note("an id is unique in the provider's namespace (GFD.221 5.4)")
                    .with_help("give each instance an id of its own, or leave the ids out"),
                );
            }
            return None;
        }
        self.ids.insert(text.clone(), origin);
        Some(text.into())
    }

    /// E0261: the location of an instance is a path of its own.
    fn e0261_location(&mut self, location: &Located<String>) {
        let text = &*location.value;
        if Location::new(text).is_err() || text.ends_with('/') {
            self.report.push(
                Fault::new(
                    codes::E0261,
                    location.origin,
                    format!("{text:?} is no location of an instance"),
                )
                .with_help(
                    "write an absolute path that does not end in `/`, such as `/compute/web`",
                ),
            );
        } else if let Some(&first) = self.locations.get(text) {
            self.report.push(
                Fault::new(
                    codes::E0261,
                    location.origin,
                    format!("two instances are at `{text}`"),
                )
                .with_place(first, "the first one"),
            );
        } else {
            self.locations.insert(text.to_owned(), location.origin);
        }
    }

    /// E0246 for other URIs than ids.
    fn uri(&mut self, text: &Located<String>, what: &str) {
        if !is_absolute_uri(&text.value) {
            self.report.push(Fault::new(
                codes::E0246,
                text.origin,
                format!("{:?} is not {what}: it is no absolute URI", text.value),
            ));
        }
    }

    /// Mixins, values and conditions of an entity.
    fn entity(
        &mut self,
        head: &Head<'_>,
        summary: Option<&Located<String>>,
        link: Option<&ends::Facts<'_, '_>>,
        texts: bool,
        scope: &mut Scope<'_>,
    ) -> Option<ConfiguredEntity> {
        let draft = head.draft;
        let attached = mixins::attach(self.model, head.kind, draft, scope, self.report);
        let kind = head.kind?;
        let instance = (kind, &*attached.mixins);
        let origin = draft.name.origin;
        let shape = self.shapes.get(self.model, instance, origin, self.report)?;
        let mut reader = values::Reader::new(self.model, kind, &attached, draft, texts, shape);
        reader.read(head.id.as_deref(), summary, link, self.report);
        if attached.complete {
            reader.e0255_required(self.report);
            conditions::e0258_conditions(self.model, &reader, self.report);
        }
        let (attributes, state) = reader.finish();
        let mixins: Option<Vec<CategoryId>> = attached.complete.then_some(attached.identifiers);
        Some(ConfiguredEntity {
            name: draft.name.value.as_str().into(),
            id: head.id.clone()?,
            has_own_id: draft.id.is_some(),
            kind,
            description: draft.description.clone(),
            mixins: mixins?,
            attributes,
            state,
            location: draft
                .location
                .as_ref()
                .and_then(|location| Location::new(&*location.value).ok()),
            annotations: super::assemble::annotations(&draft.annotations),
        })
    }
}

/// A URI with a scheme (RFC 3986 4.3, a fragment allowed).
fn is_absolute_uri(text: &str) -> bool {
    let scheme = text.split_once(':').map_or("", |(scheme, _)| scheme);
    !scheme.is_empty() && !scheme.contains('/') && ValueType::Uri.check(Value::from(text)).is_ok()
}

/// An id made of names: the same for the same names, and for no others.
fn derived_id(configuration: &str, owner: Option<&str>, name: &str) -> String {
    // No name holds a control character.
    let path = match owner {
        Some(owner) => format!("occi configuration\0{configuration}\0{owner}\0{name}"),
        None => format!("occi configuration\0{configuration}\0{name}"),
    };
    format!(
        "urn:uuid:{}",
        Uuid::new_v5(&Uuid::NAMESPACE_URL, path.as_bytes())
    )
}

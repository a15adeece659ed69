//! Configurations: instances with their links.

use occi_model::{
    Located,
    draft::{
        ConfigurationDraft, EntityDraft, InstanceDraft, LinkEndDraft, LinkInstanceDraft, Reference,
        SettingDraft, TagDraft, UseDraft,
    },
};

use super::{Lowering, lead::Holds};
use crate::{
    code,
    syntax::tree::{
        Clause, Configuration, Instance, InstanceClass, InstanceClause, Lead, Part, PartForm,
        Reference as WrittenReference, Span, Tag, Text,
    },
};

/// What stands behind the name of an instance.
#[derive(Default)]
struct Head {
    title: Option<Located<String>>,
    kind: Option<Located<Reference>>,
    location: Option<Located<String>>,
    target: Option<Located<LinkEndDraft>>,
    mixins: Vec<Located<Reference>>,
}

/// What stands in the block of an instance.
#[derive(Default)]
struct Body<'t, 'a> {
    id: Option<Located<String>>,
    summary: Option<(Span, Located<String>)>,
    attributes: Vec<SettingDraft>,
    links: Vec<(&'t Part<'a>, &'t Instance<'a>)>,
}

impl Lowering<'_> {
    pub(super) fn configuration(
        &mut self,
        configuration: &Configuration<'_>,
        uses: &[UseDraft],
    ) -> ConfigurationDraft {
        let lead = self.lead(&configuration.lead, Holds::EXTENSION, "a configuration");
        let location = self.once(&configuration.locations, |text| text.span, "the location");
        let location = location.map(|location| self.text(location));
        let mut tags = Vec::new();
        let mut resources = Vec::new();
        for part in &configuration.parts {
            match &part.form {
                PartForm::Tag(tag) => tags.extend(self.tag(&part.lead, tag)),
                PartForm::Instance(instance) if instance.class == InstanceClass::Resource => {
                    resources.extend(self.resource(part, instance));
                }
                PartForm::Instance(instance) => {
                    let fault = self
                        .fault(
                            code::CLAUSE,
                            instance.name.span,
                            format!("the link `{}` stands in no resource", instance.name.value),
                        )
                        .with_help("write it in the block of the resource that it starts at");
                    self.report(fault);
                }
                PartForm::Assignment(..) | PartForm::Id(_) | PartForm::Summary(_) => {
                    let fault = self.fault(
                        code::CLAUSE,
                        part.span,
                        "a configuration has tags and resources only",
                    );
                    self.report(fault);
                }
            }
        }
        ConfigurationDraft {
            name: self.text(&configuration.name),
            description: lead.description,
            location,
            uses: uses.to_vec(),
            tags,
            resources,
            texts: false,
            annotations: lead.annotations,
        }
    }

    fn tag(&mut self, lead: &Lead<'_>, tag: &Tag<'_>) -> Option<TagDraft> {
        let lead = self.lead(lead, Holds::DESCRIPTION, "a tag");
        let mut titles = Vec::new();
        let mut schemes = Vec::new();
        let mut locations = Vec::new();
        for clause in &tag.clauses {
            match clause {
                Clause::Title(text) => titles.push(text),
                Clause::Scheme(text) => schemes.push(text),
                Clause::Location(text) => locations.push(text),
                Clause::Parent(reference) => {
                    let fault = self.fault(code::CLAUSE, reference.span, "a tag has no parent");
                    self.report(fault);
                }
            }
        }
        let title = self.once(&titles, |text| text.span, "the title");
        let title = title.map(|title| title.value.to_string());
        let location = self.once(&locations, |text| text.span, "the location");
        let location = location.map(|location| self.text(location));
        let scheme = self.once(&schemes, |text| text.span, "the scheme");
        let Some(scheme) = scheme else {
            let term = &tag.term;
            let fault = self
                .fault(
                    code::MISSING,
                    term.span,
                    format!("the tag `{}` names no scheme", term.value),
                )
                .with_help("write one of your own: `in \"http://example.com/tags#\"`");
            self.report(fault);
            return None;
        };
        Some(TagDraft {
            term: self.text(&tag.term),
            scheme: self.text(scheme),
            title,
            description: lead.description,
            location,
            capability: None,
        })
    }

    fn resource(&mut self, part: &Part<'_>, instance: &Instance<'_>) -> Option<InstanceDraft> {
        let head = self.instance_head(instance);
        let body = self.instance_body(instance);
        if let Some(target) = &head.target {
            let mut fault = self.fault(
                code::CLAUSE,
                instance.name.span,
                format!("the resource `{}` leads somewhere", instance.name.value),
            );
            fault.origin = target.origin;
            self.report(fault.with_help(
                "only links have a target: write a `link` in the block of the resource",
            ));
        }
        let links = body
            .links
            .iter()
            .map(|(part, link)| self.link(part, link))
            .collect::<Vec<_>>();
        let summary = body.summary.clone().map(|(_, summary)| summary);
        let entity = self.entity(part, instance, head, body)?;
        Some(InstanceDraft {
            entity,
            summary,
            links: links.into_iter().flatten().collect(),
        })
    }

    fn link(&mut self, part: &Part<'_>, instance: &Instance<'_>) -> Option<LinkInstanceDraft> {
        let mut head = self.instance_head(instance);
        let body = self.instance_body(instance);
        for (_, inner) in &body.links {
            let fault = self
                .fault(
                    code::CLAUSE,
                    inner.name.span,
                    format!("the link `{}` stands in a link", inner.name.value),
                )
                .with_help("links start at resources");
            self.report(fault);
        }
        if let Some((span, _)) = body.summary {
            let fault = self.fault(code::CLAUSE, span, "links have no summary; resources have");
            self.report(fault);
        }
        let target = head.target.take();
        let entity = self.entity(part, instance, head, body);
        if target.is_none() {
            self.missing(&instance.name, "the link", "leads nowhere", "`-> target`");
        }
        Some(LinkInstanceDraft {
            entity: entity?,
            target: target?,
        })
    }

    fn entity(
        &mut self,
        part: &Part<'_>,
        instance: &Instance<'_>,
        head: Head,
        body: Body<'_, '_>,
    ) -> Option<EntityDraft> {
        let what = match instance.class {
            InstanceClass::Resource => "the resource",
            InstanceClass::Link => "the link",
        };
        let said = self.lead(&part.lead, Holds::EXTENSION, "an instance");
        if head.kind.is_none() {
            self.missing(&instance.name, what, "names no kind", "`: kind`");
        }
        Some(EntityDraft {
            name: self.text(&instance.name),
            id: body.id,
            kind: head.kind?,
            title: head.title,
            location: head.location,
            description: said.description,
            mixins: head.mixins,
            attributes: body.attributes,
            annotations: said.annotations,
            origin: self.origin(part.span),
        })
    }

    fn missing(&mut self, name: &Text<'_>, what: &str, lacks: &str, mend: &str) {
        let fault = self
            .fault(
                code::MISSING,
                name.span,
                format!("{what} `{}` {lacks}", name.value),
            )
            .with_help(format!("write {mend} behind the name"));
        self.report(fault);
    }

    fn instance_head(&mut self, instance: &Instance<'_>) -> Head {
        let mut titles: Vec<&Text<'_>> = Vec::new();
        let mut kinds: Vec<&WrittenReference<'_>> = Vec::new();
        let mut locations: Vec<&Text<'_>> = Vec::new();
        let mut targets: Vec<&Text<'_>> = Vec::new();
        let mut mixins: Vec<(Span, &[WrittenReference<'_>])> = Vec::new();
        for clause in &instance.clauses {
            match clause {
                InstanceClause::Title(text) => titles.push(text),
                InstanceClause::Kind(reference) => kinds.push(reference),
                InstanceClause::Location(text) => locations.push(text),
                InstanceClause::Target(text) => targets.push(text),
                InstanceClause::With(references, span) => mixins.push((*span, references)),
            }
        }
        let title = self.once(&titles, |text| text.span, "the title");
        let title = title.map(|title| self.text(title));
        let kind = self.once(&kinds, |kind| kind.span, "the kind");
        let kind = kind.map(|kind| self.reference(kind));
        let location = self.once(&locations, |text| text.span, "the location");
        let location = location.map(|location| self.text(location));
        let target = self.once(&targets, |text| text.span, "the target");
        let target = target.map(|text| {
            let target = text.value.to_string();
            // A name may stand in quotes; what holds a colon or starts with a slash is none.
            let is_uri = text.quoted && (target.contains(':') || target.starts_with('/'));
            let end = if is_uri {
                LinkEndDraft::Uri(target)
            } else {
                LinkEndDraft::Name(target)
            };
            Located::new(end, self.origin(text.span))
        });
        let mixins = self.once(&mixins, |(span, _)| *span, "the list of mixins");
        let mixins = mixins.map_or_else(Vec::new, |(_, mixins)| self.references(mixins));
        Head {
            title,
            kind,
            location,
            target,
            mixins,
        }
    }

    fn instance_body<'t, 'a>(&mut self, instance: &'t Instance<'a>) -> Body<'t, 'a> {
        let mut body = Body::default();
        let mut ids = Vec::new();
        let mut summaries = Vec::new();
        for part in &instance.parts {
            match &part.form {
                PartForm::Instance(link) if link.class == InstanceClass::Link => {
                    body.links.push((part, link));
                    continue;
                }
                PartForm::Assignment(name, value) => {
                    if let Some(read) = self.value(value) {
                        body.attributes.push(SettingDraft {
                            name: self.text(name),
                            value: Located::new(read, self.origin(value.span)),
                        });
                    }
                }
                PartForm::Id(text) => ids.push(text),
                PartForm::Summary(text) => summaries.push((part.span, text)),
                PartForm::Instance(inner) => {
                    let fault = self
                        .fault(
                            code::CLAUSE,
                            inner.name.span,
                            format!("the resource `{}` stands in another", inner.name.value),
                        )
                        .with_help("resources stand side by side in their configuration");
                    self.report(fault);
                }
                PartForm::Tag(tag) => {
                    let fault = self
                        .fault(
                            code::CLAUSE,
                            tag.term.span,
                            "tags belong to a configuration",
                        )
                        .with_help("move it out of the instance");
                    self.report(fault);
                }
            }
            self.lead(&part.lead, Holds::NOTHING, "a value");
        }
        let id = self.once(&ids, |text| text.span, "the id");
        body.id = id.map(|id| self.text(id));
        let summary = self.once(&summaries, |(span, _)| *span, "the summary");
        body.summary = summary.map(|(span, text)| (*span, self.text(text)));
        body
    }
}

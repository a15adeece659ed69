//! Configurations: instances with their links.

use occi_model::{
    Located,
    draft::{
        ConfigurationDraft, EntityDraft, InstanceDraft, LinkEndDraft, LinkInstanceDraft, Reference,
        SettingDraft, TagDraft,
    },
};

use super::{Lowering, lead::Holds};
use crate::{
    code,
    syntax::{
        self,
        tree::{
            Clause, Configuration, Instance, InstanceClass, InstanceClause, Lead, List, Part,
            PartForm, Reference as WrittenReference, Span, Tag, Text,
        },
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
struct Body {
    id: Option<Located<String>>,
    summary: Option<(Span, Located<String>)>,
    attributes: Vec<SettingDraft>,
    links: Vec<LinkInstanceDraft>,
}

impl<'a> Lowering<'a> {
    pub(super) fn configuration(
        &mut self,
        configuration: &Configuration<'a>,
    ) -> ConfigurationDraft {
        let lead = self.lead(&configuration.lead, Holds::EXTENSION, "a configuration");
        let location = self.once(&configuration.locations, |text| text.span, "the location");
        let location = location.map(|location| self.text(location));
        let mut tags = Vec::new();
        let mut resources = Vec::new();
        self.each(&configuration.parts, &syntax::parts(), |lowering, part| {
            lowering.part(part, &mut tags, &mut resources);
        });
        ConfigurationDraft {
            name: self.text(&configuration.name),
            description: lead.description,
            location,
            // Known when the whole file is read.
            uses: Vec::new(),
            tags,
            resources,
            texts: false,
            annotations: lead.annotations,
        }
    }

    /// A part of a configuration.
    fn part(
        &mut self,
        part: &Part<'a>,
        tags: &mut Vec<TagDraft>,
        resources: &mut Vec<InstanceDraft>,
    ) {
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

    fn tag(&mut self, lead: &Lead<'_>, tag: &Tag<'a>) -> Option<TagDraft> {
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

    fn resource(&mut self, part: &Part<'a>, instance: &Instance<'a>) -> Option<InstanceDraft> {
        let head = self.instance_head(instance);
        let mut body = self.instance_body(instance);
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
        let links = std::mem::take(&mut body.links);
        let summary = body.summary.take().map(|(_, summary)| summary);
        let entity = self.entity(part, instance, head, body)?;
        Some(InstanceDraft {
            entity,
            summary,
            links,
        })
    }

    fn link(&mut self, part: &Part<'a>, instance: &Instance<'a>) -> Option<LinkInstanceDraft> {
        let mut head = self.instance_head(instance);
        let body = self.instance_body(instance);
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
        part: &Part<'a>,
        instance: &Instance<'a>,
        head: Head,
        body: Body,
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

    fn instance_head(&mut self, instance: &Instance<'a>) -> Head {
        let mut titles: Vec<&Text<'_>> = Vec::new();
        let mut kinds: Vec<&WrittenReference<'a>> = Vec::new();
        let mut locations: Vec<&Text<'_>> = Vec::new();
        let mut targets: Vec<&Text<'_>> = Vec::new();
        let mut mixins: Vec<(Span, &List<WrittenReference<'a>>)> = Vec::new();
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

    fn instance_body(&mut self, instance: &Instance<'a>) -> Body {
        let mut body = Body::default();
        // The first of each counts.
        let mut id: Option<Span> = None;
        let mut summary: Option<Span> = None;
        let class = instance.class;
        self.each(
            &instance.parts,
            &syntax::instance_parts(),
            |lowering, part| {
                match &part.form {
                    PartForm::Instance(inner) => {
                        lowering.inner_instance(class, part, inner, &mut body);
                        return;
                    }
                    PartForm::Assignment(name, value) => {
                        if let Some(read) = lowering.value(value) {
                            body.attributes.push(SettingDraft {
                                name: lowering.text(name),
                                value: Located::new(read, lowering.origin(value.span)),
                            });
                        }
                    }
                    PartForm::Id(text) => match id {
                        Some(first) => lowering.doubled(first, text.span, "the id"),
                        None => {
                            id = Some(text.span);
                            body.id = Some(lowering.text(text));
                        }
                    },
                    PartForm::Summary(text) => match summary {
                        Some(first) => lowering.doubled(first, part.span, "the summary"),
                        None => {
                            summary = Some(part.span);
                            body.summary = Some((part.span, lowering.text(text)));
                        }
                    },
                    PartForm::Tag(tag) => {
                        let fault = lowering
                            .fault(
                                code::CLAUSE,
                                tag.term.span,
                                "tags belong to a configuration",
                            )
                            .with_help("move it out of the instance");
                        lowering.report(fault);
                    }
                }
                lowering.lead(&part.lead, Holds::NOTHING, "a value");
            },
        );
        body
    }

    /// An instance in the block of another: a link in that of a resource.
    fn inner_instance(
        &mut self,
        outside: InstanceClass,
        part: &Part<'a>,
        inner: &Instance<'a>,
        body: &mut Body,
    ) {
        let name = &inner.name;
        let (message, help) = match (inner.class, outside) {
            (InstanceClass::Link, InstanceClass::Resource) => {
                body.links.extend(self.link(part, inner));
                return;
            }
            (InstanceClass::Link, InstanceClass::Link) => (
                format!("the link `{}` stands in a link", name.value),
                "links start at resources",
            ),
            (InstanceClass::Resource, _) => (
                format!("the resource `{}` stands in another", name.value),
                "resources stand side by side in their configuration",
            ),
        };
        let fault = self.fault(code::CLAUSE, name.span, message).with_help(help);
        self.report(fault);
        if inner.class == InstanceClass::Resource {
            self.lead(&part.lead, Holds::NOTHING, "a value");
        }
    }
}

//! Invariants 22 to 42 of the metamodel of OCCIware.

use super::*;

#[test]
fn o22_ids_are_unique() {
    breaks(codes::E0247, "the id `urn:x:1` is given twice", |draft| {
        card(draft).entity.id = Some(text("urn:x:1"));
        let rack = &mut first(draft).resources[1].entity;
        rack.id = Some(text("urn:x:1"));
        rack.id.as_ref().unwrap().origin
    });
}

#[test]
fn o23_attributes_have_one_value() {
    breaks(
        codes::E0256,
        "`com.example.gpu.vendor` has two values",
        |draft| {
            let attributes = &mut card(draft).entity.attributes;
            attributes.push(setting("com.example.gpu.vendor", "green"));
            attributes[1].name.origin
        },
    );
}

#[test]
fn o24_mixins_apply_to_the_kind() {
    breaks(
        codes::E0251,
        "`http://example.com/occi/gpu#tuned` does not apply to `http://schemas.ogf.org/occi/core#resource`",
        |draft| {
            let rack = &mut first(draft).resources[1].entity;
            rack.mixins = vec![reference("tuned")];
            rack.mixins[0].origin
        },
    );
}

#[test]
fn o25_mixins_differ() {
    breaks(
        codes::E0250,
        "`card` carries `http://example.com/occi/gpu#small` twice",
        |draft| {
            let mixins = &mut card(draft).entity.mixins;
            mixins.push(reference("http://example.com/occi/gpu#small"));
            mixins[2].origin
        },
    );
}

#[test]
fn o26_resources_have_kinds_of_resources() {
    breaks(
        codes::E0245,
        "`http://example.com/occi/gpu#wire` is a kind of link, and this is a resource",
        |draft| {
            let rack = &mut first(draft).resources[1].entity;
            rack.kind = reference("wire");
            rack.kind.origin
        },
    );
}

#[test]
fn o27_links_have_kinds_of_links() {
    breaks(
        codes::E0245,
        "`http://example.com/occi/gpu#gpu` is no kind of link",
        |draft| {
            let cable = &mut card(draft).links[0].entity;
            cable.kind = reference("gpu.gpu");
            cable.kind.origin
        },
    );
}

#[test]
fn o28_sources_fit() {
    breaks(
        codes::E0249,
        "a `wire` starts at `gpu`; `rack` is a `resource`",
        |draft| {
            let rack = &mut first(draft).resources[1];
            rack.links = vec![link("back", "wire", "rack")];
            rack.links[0].entity.kind.origin
        },
    );
}

#[test]
fn o29_targets_fit() {
    breaks(
        codes::E0249,
        "a `wire` leads to `bigger`; `rack` is a `resource`",
        |draft| {
            draft.extensions[1].kinds[2].target = vec![reference("bigger")];
            card(draft).links[0].target.origin
        },
    );
}

#[test]
fn o37_kinds_of_resources_are_in_use() {
    breaks(
        codes::E0242,
        "the kind `http://schemas.ogf.org/occi/core#resource` is of `core`, which is not in use",
        |draft| {
            first(draft).uses.remove(0);
            let rack = &mut first(draft).resources[1].entity;
            rack.kind = reference("http://schemas.ogf.org/occi/core#resource");
            rack.kind.origin
        },
    );
}

/// A mixin of an extension that is not in use.
fn foreign_mixin(draft: &mut Draft) {
    let mut other = sample();
    other.name = text("other");
    other.scheme = text("http://example.com/other#");
    other.kinds.clear();
    other.mixins.truncate(1);
    let mixin = &mut other.mixins[0];
    mixin.term = text("painted");
    mixin.applies.clear();
    mixin.attributes.clear();
    mixin.actions.clear();
    mixin.location = None;
    draft.extensions.insert(1, other);
}

#[test]
fn o38_mixins_of_resources_are_in_use() {
    breaks(
        codes::E0242,
        "the mixin `http://example.com/other#painted` is of `other`, which is not in use",
        |draft| {
            foreign_mixin(draft);
            let mixins = &mut card(draft).entity.mixins;
            mixins.push(reference("http://example.com/other#painted"));
            mixins[2].origin
        },
    );
}

#[test]
fn o39_kinds_of_links_are_in_use() {
    breaks(
        codes::E0242,
        "the kind `http://schemas.ogf.org/occi/core#link` is of `core`, which is not in use",
        |draft| {
            first(draft).uses.remove(0);
            first(draft).resources[1].entity.kind = reference("bigger");
            let cable = &mut card(draft).links[0].entity;
            cable.kind = reference("http://schemas.ogf.org/occi/core#link");
            cable.kind.origin
        },
    );
}

#[test]
fn o40_mixins_of_links_are_in_use() {
    breaks(
        codes::E0242,
        "the mixin `http://example.com/other#painted` is of `other`, which is not in use",
        |draft| {
            foreign_mixin(draft);
            let mixins = &mut card(draft).links[0].entity.mixins;
            mixins.push(reference("http://example.com/other#painted"));
            mixins[0].origin
        },
    );
}

#[test]
fn o41_targets_are_in_the_configuration() {
    breaks(
        codes::E0248,
        "the configuration has no resource `rock`",
        |draft| {
            card(draft).links[0].target = at(LinkEndDraft::Name("rock".to_owned()));
            card(draft).links[0].target.origin
        },
    );
}

#[test]
fn o42_mixins_of_users_are_tags() {
    breaks(
        codes::E0243,
        "the mixin `favourite` of the configuration is no tag",
        |draft| {
            let origin = place();
            card(draft).entity.mixins.pop();
            first(draft).tags[0].capability = Some(origin);
            origin
        },
    );
}

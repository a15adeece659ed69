//! What a configuration without a fault means.

use super::*;

#[test]
fn a_sound_configuration_is_resolved() {
    let (model, configurations) = sound(draft(vec![shop()]).build(Profile::Union));
    let [shop] = &*configurations else {
        panic!("one configuration");
    };
    assert_eq!(&*shop.name, "shop");
    let [card, rack] = &*shop.resources else {
        panic!("two resources");
    };
    assert_eq!(
        model.kind(card.entity.kind).id,
        "http://example.com/occi/gpu#gpu"
    );
    assert_eq!(
        card.entity.mixins,
        [
            "http://example.com/occi/gpu#small",
            "http://example.com/tags#favourite"
        ]
    );
    let values: Vec<(&str, &Value)> = card
        .entity
        .attributes
        .iter()
        .map(|(name, value)| (name.as_str(), value))
        .collect();
    assert_eq!(
        values,
        [
            ("occi.core.title", &Value::from("The card")),
            ("com.example.gpu.vendor", &Value::from("red"))
        ]
    );
    let [cable] = &*card.links else {
        panic!("one link");
    };
    assert_eq!(cable.target, LinkTarget::Resource(1));
    assert_eq!(shop.target(cable), Some(rack));
    assert_eq!(shop.link_count(), 1);
}

#[test]
fn ids_that_are_not_given_stay_the_same_and_differ() {
    let ids = |draft: Draft| -> Vec<String> {
        let (_, configurations) = sound(draft.build(Profile::Union));
        configurations
            .iter()
            .flat_map(|one| &one.resources)
            .flat_map(|one| {
                let links = one.links.iter().map(|link| &link.entity);
                [&one.entity].into_iter().chain(links)
            })
            .map(|one| one.id.to_string())
            .collect()
    };
    let mut other = shop();
    other.name = text("depot");
    let once = ids(draft(vec![shop(), other.clone()]));
    assert_eq!(once, ids(draft(vec![shop(), other])));
    assert_eq!(once.len(), 6);
    let distinct: std::collections::BTreeSet<&String> = once.iter().collect();
    assert_eq!(distinct.len(), 6, "{once:?}");
    assert!(once.iter().all(|id| id.starts_with("urn:uuid:")));
    // The value is part of what users store: it must never change.
    assert_eq!(once[0], "urn:uuid:3c0eb09f-e045-594c-96e0-6eb748808f90");
}

#[test]
fn values_get_the_form_of_their_type() {
    let mut shop = shop();
    shop.texts = true;
    shop.resources[0].entity.attributes = vec![
        setting("com.example.gpu.memory", " 4"),
        setting("com.example.gpu.vendor", "green"),
    ];
    let (_, configurations) = sound(draft(vec![shop]).build(Profile::Union));
    let values = &configurations[0].resources[0].entity.attributes;
    assert_eq!(values["com.example.gpu.memory"], Value::Integer(4));
    assert_eq!(values["com.example.gpu.vendor"], Value::from("green"));
}

#[test]
fn what_is_implied_may_be_said() {
    // As saved models of OCCIware do.
    let mut shop = shop();
    let id = "urn:uuid:00000001-0000-4000-8000-000000000000";
    let card = &mut shop.resources[0];
    card.entity.id = Some(text(id));
    card.entity.attributes = vec![
        setting("occi.core.id", id),
        setting("occi.core.title", "The card"),
    ];
    let cable = &mut card.links[0];
    cable.entity.attributes = vec![
        setting("occi.core.source", id),
        setting("occi.core.target", "rack"),
        setting("occi.core.source.kind", "http://example.com/occi/gpu#gpu"),
    ];
    cable.target = at(LinkEndDraft::Uri("http://example.com/rack".to_owned()));
    shop.resources[1].entity.id = Some(text("http://example.com/rack"));
    let (_, configurations) = sound(draft(vec![shop]).build(Profile::Union));
    let card = &configurations[0].resources[0];
    assert_eq!(&*card.entity.id, id);
    assert!(card.entity.has_own_id);
    assert_eq!(card.links[0].target, LinkTarget::Resource(1));
    assert!(card.links[0].entity.attributes.is_empty());
}

#[test]
fn annotations_are_kept() {
    let mut shop = shop();
    let note = Annotation {
        key: text("colour"),
        value: "blue".to_owned(),
    };
    shop.resources[0].entity.annotations = vec![note];
    let (_, configurations) = sound(draft(vec![shop]).build(Profile::Union));
    let kept = &configurations[0].resources[0].entity.annotations;
    assert_eq!((&*kept[0].key, &*kept[0].value), ("colour", "blue"));
}

#[test]
fn e0280_annotations_of_instances() {
    breaks(
        codes::E0280,
        "the annotation `colour` stands here twice",
        |draft| {
            let note = || Annotation {
                key: text("colour"),
                value: "blue".to_owned(),
            };
            card(draft).links[0].entity.annotations = vec![note(), note()];
            card(draft).links[0].entity.annotations[1].key.origin
        },
    );
}

#[test]
fn definitions_with_faults_hide_configurations() {
    let mut draft = draft(vec![shop()]);
    draft.extensions[1].kinds[0].attributes[2].name = text("a..b");
    card(&mut draft).entity.kind = reference("nothing");
    let codes: Vec<Code> = draft
        .build(Profile::Union)
        .faults
        .iter()
        .map(|fault| fault.code)
        .collect();
    assert_eq!(codes, [codes::M010]);
}

#[test]
fn imports_and_kinds_are_found() {
    breaks(codes::E0201, "there is no extension `gup`", |draft| {
        first(draft).uses.push(import("gup"));
        first(draft).uses[2].extension.origin
    });
    breaks(
        codes::E0202,
        "`gup` is no import of this configuration",
        |draft| {
            card(draft).entity.kind = reference("gup.gpu");
            card(draft).entity.kind.origin
        },
    );
    breaks(codes::E0204, "there is no kind `gpux`", |draft| {
        card(draft).entity.kind = reference("gpux");
        card(draft).entity.kind.origin
    });
    breaks(codes::E0204, "`small` is a mixin, not a kind", |draft| {
        card(draft).entity.kind = reference("small");
        card(draft).entity.kind.origin
    });
    breaks(codes::E0206, "`gpu` can mean 2 things", |draft| {
        let mut twin = sample();
        twin.name = text("twin");
        twin.scheme = text("http://example.com/twin#");
        twin.kinds[0].location = None;
        twin.mixins.clear();
        draft.extensions.push(twin);
        first(draft).uses.push(import("twin"));
        card(draft).entity.kind = reference("gpu");
        card(draft).links.clear();
        card(draft).entity.kind.origin
    });
}

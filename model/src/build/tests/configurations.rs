//! Configurations: one rule per test, each broken in one place.

use crate::{
    build::testing::{at, core, place, reference, sample, setting, text},
    codes,
    configuration::{Configuration, LinkTarget},
    draft::{
        Access, Annotation, Built, ConfigurationDraft, ConstraintDraft, Draft, EntityDraft,
        ExprDraft, InstanceDraft, LinkEndDraft, LinkInstanceDraft, TagDraft, UseDraft,
    },
    fault::Code,
    model::Model,
    origin::Origin,
    value::Value,
    version::Profile,
};

fn entity(name: &str, kind: &str) -> EntityDraft {
    EntityDraft {
        name: text(name),
        id: None,
        kind: reference(kind),
        title: None,
        location: None,
        description: None,
        mixins: Vec::new(),
        attributes: Vec::new(),
        annotations: Vec::new(),
        origin: place(),
    }
}

fn resource(name: &str, kind: &str) -> InstanceDraft {
    InstanceDraft {
        entity: entity(name, kind),
        summary: None,
        links: Vec::new(),
    }
}

fn link(name: &str, kind: &str, target: &str) -> LinkInstanceDraft {
    LinkInstanceDraft {
        entity: entity(name, kind),
        target: at(LinkEndDraft::Name(target.to_owned())),
    }
}

fn import(name: &str) -> UseDraft {
    UseDraft {
        extension: text(name),
        alias: None,
    }
}

fn tag(term: &str) -> TagDraft {
    TagDraft {
        term: text(term),
        scheme: text("http://example.com/tags#"),
        title: None,
        description: None,
        location: None,
        capability: None,
    }
}

/// A configuration without a fault: `card` (a gpu with `small` and a tag, wired to `rack`) and
/// `rack` (a resource).
fn shop() -> ConfigurationDraft {
    let mut card = resource("card", "gpu.gpu");
    card.entity.title = Some(text("The card"));
    card.entity.mixins = vec![reference("small"), reference("favourite")];
    card.entity.attributes = vec![setting("com.example.gpu.vendor", "red")];
    card.links = vec![link("cable", "wire", "rack")];
    ConfigurationDraft {
        name: text("shop"),
        description: None,
        location: None,
        uses: vec![import("core"), import("gpu")],
        tags: vec![tag("favourite")],
        resources: vec![card, resource("rack", "resource")],
        texts: false,
        annotations: Vec::new(),
    }
}

fn draft(configurations: Vec<ConfigurationDraft>) -> Draft {
    Draft {
        extensions: vec![core(), sample()],
        configurations,
    }
}

#[track_caller]
fn sound(built: Built) -> (Model, Vec<Configuration>) {
    assert!(built.faults.is_empty(), "{}", built.faults);
    (built.model.unwrap(), built.configurations)
}

/// Asserts that the change gives exactly one fault: this code and message, at the place that the
/// change returns.
#[track_caller]
fn breaks(code: Code, message: &str, change: impl FnOnce(&mut Draft) -> Origin) {
    let mut draft = draft(vec![shop()]);
    let origin = change(&mut draft);
    let built = draft.build(Profile::Union);
    let found: Vec<(Code, Origin, &str)> = built
        .faults
        .iter()
        .map(|fault| (fault.code, fault.origin, &*fault.message))
        .collect();
    assert_eq!(found, [(code, origin, message)]);
    assert_eq!(built.configurations.is_empty(), built.faults.has_errors());
    assert_eq!(built.model.is_none(), built.faults.has_errors());
}

/// The first configuration.
fn first(draft: &mut Draft) -> &mut ConfigurationDraft {
    &mut draft.configurations[0]
}

/// The resource `card`.
fn card(draft: &mut Draft) -> &mut InstanceDraft {
    &mut first(draft).resources[0]
}

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

#[test]
fn e0240_names_taken_twice() {
    breaks(codes::E0240, "two resources are named `card`", |draft| {
        first(draft).resources.push(resource("card", "gpu"));
        first(draft).resources[2].entity.name.origin
    });
    breaks(
        codes::E0240,
        "two links of the resource are named `cable`",
        |draft| {
            card(draft).links.push(link("cable", "wire", "rack"));
            card(draft).links[1].entity.name.origin
        },
    );
    breaks(
        codes::E0240,
        "two configurations are named `shop`",
        |draft| {
            let mut other = shop();
            other.resources.clear();
            other.uses.clear();
            draft.configurations.push(other);
            draft.configurations[1].name.origin
        },
    );
}

#[test]
fn e0214_names_are_visible() {
    breaks(codes::E0214, "\"\" cannot be a name", |draft| {
        first(draft).name = text("");
        first(draft).name.origin
    });
}

#[test]
fn e0241_unknown_mixin() {
    breaks(codes::E0241, "there is no mixin `favorite`", |draft| {
        card(draft).entity.mixins[1] = reference("favorite");
        card(draft).entity.mixins[1].origin
    });
}

#[test]
fn tags_are_like_other_mixins() {
    breaks(
        codes::M002,
        "`http://example.com/tags` is not a scheme: an absolute URI that ends in `#` and has no other `#`",
        |draft| {
            first(draft).tags[0].scheme = text("http://example.com/tags");
            first(draft).tags[0].scheme.origin
        },
    );
    breaks(
        codes::M005,
        "`http://schemas.ogf.org/occi/tags#` belongs to the specifications",
        |draft| {
            first(draft).tags[0].scheme = text("http://schemas.ogf.org/occi/tags#");
            first(draft).tags[0].scheme.origin
        },
    );
    breaks(
        codes::M003,
        "`http://example.com/occi/gpu#small` is a category of the model",
        |draft| {
            let mut twin = tag("small");
            twin.scheme = text("http://example.com/occi/gpu#");
            let origin = twin.term.origin;
            card(draft).entity.mixins.remove(0);
            first(draft).tags.push(twin);
            origin
        },
    );
    breaks(
        codes::M003,
        "`http://example.com/tags#favourite` is defined twice",
        |draft| {
            card(draft).entity.mixins.remove(1);
            first(draft).tags.push(tag("favourite"));
            first(draft).tags[1].term.origin
        },
    );
    breaks(codes::M024, "the location `/gpu/` is taken", |draft| {
        first(draft).tags[0].location = Some(text("/gpu/"));
        first(draft).tags[0].location.as_ref().unwrap().origin
    });
}

#[test]
fn e0244_abstract_kind() {
    breaks(
        codes::E0244,
        "`http://schemas.ogf.org/occi/core#entity` is abstract: it has no instances",
        |draft| {
            let rack = &mut first(draft).resources[1].entity;
            rack.kind = reference("entity");
            rack.kind.origin
        },
    );
}

#[test]
fn e0246_malformed_ids() {
    breaks(
        codes::E0246,
        "\"VmApache\" is no id: it is no absolute URI",
        |draft| {
            card(draft).entity.id = Some(text("VmApache"));
            card(draft).entity.id.as_ref().unwrap().origin
        },
    );
    breaks(
        codes::E0246,
        "\"here\" is not the location of a configuration: it is no absolute URI",
        |draft| {
            first(draft).location = Some(text("here"));
            first(draft).location.as_ref().unwrap().origin
        },
    );
}

#[test]
fn e0252_mixins_that_exclude_each_other() {
    breaks(
        codes::E0252,
        "`http://example.com/occi/gpu#small` and `http://example.com/occi/gpu#large` exclude each other: both depend on `http://example.com/occi/gpu#tuned`",
        |draft| {
            let gpu = &mut draft.extensions[1];
            gpu.mixins[0].exclusive = true;
            let mut large = gpu.mixins[1].clone();
            large.term = text("large");
            gpu.mixins.push(large);
            let mixins = &mut card(draft).entity.mixins;
            mixins.push(reference("large"));
            mixins[2].origin
        },
    );
}

#[test]
fn e0253_unknown_attributes() {
    breaks(
        codes::E0253,
        "`http://schemas.ogf.org/occi/core#resource` has no attribute `com.example.gpu.vendor`",
        |draft| {
            let rack = &mut first(draft).resources[1].entity;
            rack.attributes = vec![setting("com.example.gpu.vendor", "red")];
            rack.attributes[0].name.origin
        },
    );
}

#[test]
fn e0254_values_of_the_wrong_type() {
    breaks(
        codes::E0254,
        "`com.example.gpu.vendor`: \"blue\" is not one of `red`, `green`",
        |draft| {
            card(draft).entity.attributes = vec![setting("com.example.gpu.vendor", "blue")];
            card(draft).entity.attributes[0].value.origin
        },
    );
    breaks(
        codes::E0254,
        "`com.example.gpu.memory`: 65 is not an integer from 1 to 64",
        |draft| {
            card(draft).entity.attributes = vec![setting("com.example.gpu.memory", 65_i64)];
            card(draft).entity.attributes[0].value.origin
        },
    );
    // Texts are read as numbers only where all values are texts.
    breaks(
        codes::E0254,
        "`com.example.gpu.memory`: \"6\" is not an integer from 1 to 64",
        |draft| {
            card(draft).entity.attributes = vec![setting("com.example.gpu.memory", "6")];
            card(draft).entity.attributes[0].value.origin
        },
    );
}

#[test]
fn e0255_required_values() {
    breaks(
        codes::E0255,
        "`card` has no value of `com.example.gpu.bought`, which is required",
        |draft| {
            draft.extensions[1].kinds[0].attributes[2].required = true;
            card(draft).entity.name.origin
        },
    );
    // A template gives it.
    let mut draft = draft(vec![shop()]);
    draft.extensions[1].kinds[0].attributes[0].required = true;
    sound(draft.build(Profile::Union));
}

#[test]
fn w0257_values_of_readonly_attributes() {
    breaks(
        codes::W0257,
        "`com.example.gpu.state` is set by the server only",
        |draft| {
            card(draft).entity.attributes = vec![setting("com.example.gpu.state", "on")];
            card(draft).entity.attributes[0].name.origin
        },
    );
    let mut draft = draft(vec![shop()]);
    card(&mut draft).entity.attributes = vec![setting("com.example.gpu.state", "on")];
    let built = draft.build(Profile::Union);
    let card = &built.configurations[0].resources[0].entity;
    assert_eq!(card.state["com.example.gpu.state"], Value::from("on"));
    assert!(!card.attributes.contains_key("com.example.gpu.state"));
}

#[test]
fn e0258_conditions() {
    let with_condition = |draft: &mut Draft, name: &str| {
        let condition = ConstraintDraft {
            condition: ExprDraft::Defined(text(name)),
            message: "it was bought".to_owned(),
            origin: place(),
            name: None,
        };
        draft.extensions[1].kinds[0].constraints = vec![condition];
    };
    breaks(codes::E0258, "`card`: it was bought", |draft| {
        with_condition(draft, "com.example.gpu.bought");
        card(draft).entity.name.origin
    });
    // Values of templates, and states, are known.
    for name in ["com.example.gpu.memory", "com.example.gpu.state"] {
        let mut draft = draft(vec![shop()]);
        with_condition(&mut draft, name);
        sound(draft.build(Profile::Union));
    }
    // What only the server knows is not judged.
    let mut draft = draft(vec![shop()]);
    draft.extensions[1].kinds[0].attributes[2].access = Access::ReadOnly;
    with_condition(&mut draft, "com.example.gpu.bought");
    sound(draft.build(Profile::Union));
}

#[test]
fn w0259_unused_imports() {
    let unused = |draft: &mut Draft| {
        let mut other = sample();
        other.name = text("other");
        other.scheme = text("http://example.com/other#");
        other.kinds.clear();
        other.mixins.clear();
        draft.extensions.insert(1, other);
        first(draft).uses.push(import("other"));
        first(draft).uses[2].extension.origin
    };
    breaks(codes::W0259, "nothing of `other` is used", unused);
    // An import that the extension of the file has too is its.
    let mut draft = draft(vec![shop()]);
    unused(&mut draft);
    let shared = first(&mut draft).uses[2].clone();
    draft.extensions[2].uses.push(shared);
    sound(draft.build(Profile::Union));
}

#[test]
fn e0260_values_that_are_no_states() {
    let mut draft = draft(vec![shop()]);
    draft.extensions[1].kinds[0]
        .states
        .as_mut()
        .unwrap()
        .states
        .pop();
    card(&mut draft).entity.attributes = vec![setting("com.example.gpu.state", "error")];
    let built = draft.build(Profile::Union);
    let found: Vec<Code> = built.faults.iter().map(|fault| fault.code).collect();
    assert_eq!(found, [codes::E0260], "{}", built.faults);
}

#[test]
fn e0261_locations_of_instances() {
    breaks(
        codes::E0261,
        "\"/gpu/\" is no location of an instance",
        |draft| {
            card(draft).entity.location = Some(text("/gpu/"));
            card(draft).entity.location.as_ref().unwrap().origin
        },
    );
    breaks(codes::E0261, "two instances are at `/gpu/1`", |draft| {
        card(draft).entity.location = Some(text("/gpu/1"));
        let rack = &mut first(draft).resources[1].entity;
        rack.location = Some(text("/gpu/1"));
        rack.location.as_ref().unwrap().origin
    });
}

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
fn e0256_contradictions() {
    breaks(
        codes::E0256,
        "`occi.core.id` says something else than the id of the instance",
        |draft| {
            card(draft).entity.id = Some(text("urn:x:1"));
            let attributes = &mut card(draft).entity.attributes;
            attributes.push(setting("occi.core.id", "urn:x:2"));
            attributes[1].value.origin
        },
    );
    breaks(
        codes::E0256,
        "`occi.core.target` says something else than the target of the link",
        |draft| {
            let attributes = &mut card(draft).links[0].entity.attributes;
            attributes.push(setting("occi.core.target", "card"));
            attributes[0].value.origin
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
fn e0248_targets_elsewhere() {
    breaks(
        codes::E0248,
        "\"rock\" leads nowhere: it is neither an absolute URI nor a path",
        |draft| {
            card(draft).links[0].target = at(LinkEndDraft::Uri("rock".to_owned()));
            card(draft).links[0].target.origin
        },
    );
    for target in ["http://other.example/rack/1", "/rack/1"] {
        let mut draft = draft(vec![shop()]);
        card(&mut draft).links[0].target = at(LinkEndDraft::Uri(target.to_owned()));
        let (_, configurations) = sound(draft.build(Profile::Union));
        let cable = &configurations[0].resources[0].links[0];
        assert_eq!(cable.target, LinkTarget::Uri(target.into()));
    }
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

#[test]
fn several_faults_are_several() {
    let mut draft = draft(vec![shop()]);
    card(&mut draft).entity.attributes = vec![
        setting("com.example.gpu.memory", 0_i64),
        setting("com.example.gpu.vendor", "blue"),
    ];
    card(&mut draft).links[0].target = at(LinkEndDraft::Name("rock".to_owned()));
    first(&mut draft).resources[1].entity.kind = reference("wire");
    let built = draft.build(Profile::Union);
    let mut found: Vec<Code> = built.faults.iter().map(|fault| fault.code).collect();
    found.sort();
    assert_eq!(
        found,
        [codes::E0245, codes::E0248, codes::E0254, codes::E0254],
        "{}",
        built.faults
    );
}

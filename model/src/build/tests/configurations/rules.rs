//! Faults of configurations that have a code of their own.

use super::*;

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

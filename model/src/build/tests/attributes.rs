//! M010 to M018, M060, M061, and facets.

use crate::{
    build::testing::{
        SINCE_1_2, accepted, at, attribute, enumeration, integer, literal, mixin, reference,
        refused, refused_in, sample, setting, string, text, with_core,
    },
    codes,
    draft::{
        Access, AttributeDraft, DefaultDraft, ExtensionDraft, LengthDraft, MemberDraft, RangeDraft,
        RangeFacets, TypeDraft,
    },
    fault::Code,
    model::DefaultValue,
    origin::Origin,
    value::Value,
    version::Profile,
};

/// Adds an attribute to the first kind, and gives the place that `origin` picks of it.
fn add(
    sample: &mut ExtensionDraft,
    attribute: AttributeDraft,
    origin: impl Fn(&AttributeDraft) -> Origin,
) -> Origin {
    let place = origin(&attribute);
    sample.kinds[0].attributes.push(attribute);
    place
}

fn list() -> TypeDraft {
    TypeDraft::List {
        item: Box::new(at(string())),
        length: LengthDraft::default(),
        unique: false,
    }
}

fn with_default(value_type: TypeDraft, default: DefaultDraft) -> AttributeDraft {
    let mut made = attribute("com.example.gpu.extra", value_type);
    made.default = Some(Box::new(at(default)));
    made
}

#[track_caller]
fn default_refused(value_type: TypeDraft, default: DefaultDraft) {
    refused(codes::M015, |sample| {
        add(sample, with_default(value_type, default), |one| {
            one.default.as_ref().unwrap().origin
        })
    });
}

#[test]
fn m010_empty_component() {
    refused(codes::M010, |sample| {
        add(sample, attribute("com..example", string()), |one| {
            one.name.origin
        })
    });
}

#[test]
fn m010_form_of_1_1() {
    let change = |sample: &mut ExtensionDraft| {
        add(sample, attribute("com.example.agreedAt", string()), |one| {
            one.name.origin
        })
    };
    refused_in(Profile::V1_1, codes::M010, change);
    accepted(|sample| {
        change(sample);
    });
}

#[test]
fn m011_reserved_prefix() {
    refused(codes::M011, |sample| {
        add(sample, attribute("occi.gpu.memory", string()), |one| {
            one.name.origin
        })
    });
}

#[test]
fn m011_spares_what_restates_an_attribute_of_the_standard() {
    accepted(|sample| {
        sample.kinds[0]
            .attributes
            .push(attribute("occi.core.summary", string()));
        sample.mixins[0]
            .attributes
            .push(attribute("occi.core.title", string()));
    });
}

#[test]
fn m011_and_m012_spare_parameters() {
    accepted(|sample| {
        sample.kinds[0].actions[0].parameters =
            vec![attribute("method", string()), attribute("occi.x", string())];
    });
}

#[test]
fn m012_name_without_domain() {
    refused(codes::M012, |sample| {
        add(sample, attribute("gpu.memory", string()), |one| {
            one.name.origin
        })
    });
}

#[test]
fn m013_attribute_twice() {
    refused(codes::M013, |sample| {
        add(
            sample,
            attribute("com.example.gpu.memory", integer(1, 64)),
            |one| one.name.origin,
        )
    });
    refused(codes::M013, |sample| {
        sample.mixins[1]
            .settings
            .push(setting("com.example.gpu.memory", 4_i64));
        sample.mixins[1].settings[2].name.origin
    });
}

#[test]
fn m013_in_long_lists_and_among_parameters() {
    refused(codes::M013, |sample| {
        for number in 0..40 {
            let name = format!("com.example.gpu.n{number}");
            sample.kinds[0].attributes.push(attribute(&name, string()));
        }
        add(sample, attribute("com.example.gpu.n7", string()), |one| {
            one.name.origin
        })
    });
    refused(codes::M013, |sample| {
        sample.mixins[0].actions[0].parameters =
            vec![attribute("speed", string()), attribute("speed", string())];
        sample.mixins[0].actions[0].parameters[1].name.origin
    });
}

#[test]
fn m014_wider_than_inherited() {
    refused(codes::M014, |sample| {
        sample.kinds[1]
            .attributes
            .push(attribute("com.example.gpu.memory", integer(1, 128)));
        sample.kinds[1].attributes[0].value_type.origin
    });
    accepted(|sample| {
        sample.kinds[1]
            .attributes
            .push(attribute("com.example.gpu.memory", integer(32, 64)));
    });
}

#[test]
fn m015_defaults_of_the_wrong_type() {
    default_refused(integer(1, 64), DefaultDraft::Value(Value::Integer(65)));
    default_refused(integer(1, 64), DefaultDraft::Value(Value::Float(1.5)));
    default_refused(enumeration(&["a"]), DefaultDraft::Value(Value::from("b")));
    default_refused(TypeDraft::Mac, DefaultDraft::Value(Value::from("x")));
    refused(codes::M015, |sample| {
        sample.mixins[1].settings[0] = setting("com.example.gpu.memory", "much");
        sample.mixins[1].settings[0].value.origin
    });
}

#[test]
fn m015_generated_values() {
    let template = |text: &str| DefaultDraft::Generated {
        template: Some(text.to_owned()),
    };
    default_refused(
        enumeration(&["a"]),
        DefaultDraft::Generated { template: None },
    );
    default_refused(string(), template("eth"));
    default_refused(string(), template("eth{}{}"));
    default_refused(TypeDraft::Token, template("eth {}"));
    accepted(|sample| {
        let made = with_default(TypeDraft::Mac, DefaultDraft::Generated { template: None });
        sample.kinds[0].attributes.push(made);
        let mut named = with_default(TypeDraft::Token, template("eth{}"));
        named.name = text("com.example.gpu.port");
        sample.kinds[0].attributes.push(named);
    });
}

#[test]
fn defaults_take_the_form_of_their_type() {
    let mut sample = sample();
    let float = TypeDraft::Float(RangeDraft::default());
    sample.kinds[0]
        .attributes
        .push(with_default(float, DefaultDraft::Value(Value::Integer(2))));
    let model = with_core(sample).build(Profile::Union).model.unwrap();
    let gpu = model.kind(model.find_kind("http://example.com/occi/gpu#gpu").unwrap());
    assert_eq!(
        gpu.attribute("com.example.gpu.extra").unwrap().default,
        Some(DefaultValue::Value(Value::Float(2.0)))
    );
}

#[test]
fn m016_required_and_readonly() {
    refused(codes::M016, |sample| {
        let mut both = attribute("com.example.gpu.extra", string());
        both.required = true;
        both.access = Access::ReadOnly;
        add(sample, both, |one| one.name.origin)
    });
}

#[test]
fn m017_required_with_default() {
    refused(codes::M017, |sample| {
        let mut both = with_default(string(), DefaultDraft::Value(Value::from("x")));
        both.required = true;
        add(sample, both, |one| one.default.as_ref().unwrap().origin)
    });
}

#[test]
fn m018_enum_without_literals() {
    refused(codes::M018, |sample| {
        add(
            sample,
            attribute("com.example.gpu.extra", enumeration(&[])),
            |one| one.value_type.origin,
        )
    });
}

#[test]
fn m018_enum_whose_literals_are_all_of_another_version() {
    let change = |sample: &mut ExtensionDraft| {
        let mut only = literal("late");
        only.versions = SINCE_1_2;
        let late = attribute("com.example.gpu.extra", TypeDraft::Enum(vec![only]));
        add(sample, late, |one| one.value_type.origin)
    };
    refused_in(Profile::V1_1, codes::M018, change);
    accepted(|sample| {
        change(sample);
    });
}

#[test]
fn m018_literal_twice() {
    refused(codes::M018, |sample| {
        let doubled = enumeration(&["a", "b", "a"]);
        let TypeDraft::Enum(literals) = &doubled else {
            unreachable!()
        };
        let origin = literals[2].name.origin;
        add(sample, attribute("com.example.gpu.extra", doubled), |_| {
            origin
        })
    });
}

#[test]
fn m060_list_in_1_1() {
    refused_in(Profile::V1_1, codes::M060, |sample| {
        add(sample, attribute("com.example.gpu.extra", list()), |one| {
            one.value_type.origin
        })
    });
}

#[test]
fn m061_list_in_text() {
    for profile in [Profile::V1_2, Profile::Union] {
        refused_in(profile, codes::M061, |sample| {
            add(sample, attribute("com.example.gpu.extra", list()), |one| {
                one.value_type.origin
            })
        });
    }
}

#[test]
fn w0236_default_that_text_cannot_carry() {
    for words in ["two\nlines", "\u{7f}"] {
        refused(codes::W0236, |sample| {
            let long = with_default(string(), DefaultDraft::Value(Value::from(words)));
            add(sample, long, |one| one.default.as_ref().unwrap().origin)
        });
    }
    accepted(|sample| {
        let tabbed = with_default(string(), DefaultDraft::Value(Value::from("a\tb")));
        sample.kinds[0].attributes.push(tabbed);
    });
}

/// A type that is refused by `code` at the place that `origin` picks.
#[track_caller]
fn type_refused(code: Code, value_type: TypeDraft, origin: Origin) {
    refused(code, |sample| {
        add(
            sample,
            attribute("com.example.gpu.extra", value_type),
            |_| origin,
        )
    });
}

#[test]
fn e0210_ranges_without_room() {
    let range = |min: (Value, bool), max: (Value, bool)| {
        RangeDraft::from(RangeFacets {
            min: Some((at(min.0), min.1)),
            max: Some((at(max.0), max.1)),
            fraction_digits: None,
            total_digits: None,
        })
    };
    let origin = |range: &RangeDraft| range.min.as_ref().unwrap().0.origin;
    for (min, max) in [
        ((2, false), (1, false)),
        ((1, true), (2, true)),
        ((1, false), (1, true)),
    ] {
        let range = range((min.0.into(), min.1), (max.0.into(), max.1));
        let place = origin(&range);
        type_refused(codes::E0210, TypeDraft::Integer(range), place);
    }
    let open = range((Value::Float(1.0), true), (Value::Float(1.0), false));
    let place = origin(&open);
    type_refused(codes::E0210, TypeDraft::Float(open), place);
    let fraction = range((Value::Float(1.5), false), (Value::Integer(2), false));
    let place = origin(&fraction);
    type_refused(codes::E0210, TypeDraft::Integer(fraction), place);
}

#[test]
fn e0211_lengths_and_e0212_patterns() {
    let length = LengthDraft {
        min: Some(at(3)),
        max: Some(at(2)),
    };
    let place = length.min.as_ref().unwrap().origin;
    type_refused(
        codes::E0211,
        TypeDraft::String {
            pattern: None,
            length,
        },
        place,
    );
    for bad in ["(", "a)|(b", r"(a)\1", "(?=a)", "((a{1000}){1000}){1000}"] {
        let pattern = text(bad);
        let place = pattern.origin;
        let value_type = TypeDraft::String {
            pattern: Some(pattern),
            length: LengthDraft::default(),
        };
        type_refused(codes::E0212, value_type, place);
    }
}

fn member(name: &str, value_type: TypeDraft) -> MemberDraft {
    MemberDraft {
        name: text(name),
        value_type: at(value_type),
        required: false,
        description: None,
        default: None,
    }
}

#[test]
fn e0213_member_twice() {
    let members = vec![member("a", string()), member("a", string())];
    let place = members[1].name.origin;
    type_refused(codes::E0213, TypeDraft::Hash(members), place);
}

#[test]
fn restating_through_a_mixin_that_applies_elsewhere_is_no_restating() {
    refused(codes::M012, |sample| {
        let mut other = mixin("other");
        other.applies = vec![reference("core.link")];
        other.attributes = vec![attribute("memory", integer(1, 2))];
        let origin = other.attributes[0].name.origin;
        sample.mixins.push(other);
        origin
    });
}

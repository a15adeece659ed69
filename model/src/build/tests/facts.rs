//! Facts that a definition states beside the standard's: annotations, digits, defaults of members,
//! names of conditions, final states, and the exemption of agreement terms.

use crate::{
    build::testing::{
        accepted, at, attribute, faults_in, mixin, reference, refused, sample, string, text,
        with_core,
    },
    codes,
    draft::{
        Annotation, ConstraintDraft, DefaultDraft, ExprDraft, ExtensionDraft, MemberDraft,
        NamedTypeDraft, RangeDraft, RangeFacets, TypeDraft,
    },
    model::DefaultValue,
    origin::{Located, Origin},
    types::ValueType,
    value::Value,
    version::{Profile, VersionRange},
};

fn annotation(key: &str) -> Annotation {
    Annotation {
        key: text(key),
        value: "v".to_owned(),
    }
}

/// Gives an element annotations, and tells where the last stands.
fn annotate(into: &mut Vec<Annotation>, keys: &[&str]) -> Origin {
    *into = keys.iter().map(|key| annotation(key)).collect();
    into.last().unwrap().key.origin
}

#[test]
fn e0280_annotation_twice_at_any_element() {
    const TWICE: [&str; 3] = ["a", "b", "a"];
    refused(codes::E0280, |sample| {
        annotate(&mut sample.annotations, &TWICE)
    });
    refused(codes::E0280, |sample| {
        annotate(&mut sample.kinds[0].annotations, &TWICE)
    });
    refused(codes::E0280, |sample| {
        annotate(&mut sample.mixins[0].annotations, &TWICE)
    });
    refused(codes::E0280, |sample| {
        annotate(&mut sample.kinds[0].actions[0].annotations, &TWICE)
    });
    refused(codes::E0280, |sample| {
        annotate(&mut sample.kinds[0].attributes[0].annotations, &TWICE)
    });
    refused(codes::E0280, |sample| {
        let mut parameter = attribute("how", string());
        let place = annotate(&mut parameter.annotations, &TWICE);
        sample.kinds[0].actions[0].parameters.push(parameter);
        place
    });
    refused(codes::E0280, |sample| {
        let mut named = named("Label", string());
        let place = annotate(&mut named.annotations, &TWICE);
        sample.types.push(named);
        place
    });
}

#[test]
fn e0280_annotation_without_a_visible_key() {
    for key in ["", "a\nb"] {
        refused(codes::E0280, |sample| {
            annotate(&mut sample.annotations, &[key])
        });
    }
    accepted(|sample| {
        annotate(
            &mut sample.annotations,
            &["Containment", "default-value_a.b"],
        );
    });
}

fn named(name: &str, value_type: TypeDraft) -> NamedTypeDraft {
    NamedTypeDraft {
        name: text(name),
        value_type: at(value_type),
        description: None,
        versions: VersionRange::ALL,
        annotations: Vec::new(),
    }
}

/// Adds an attribute of a type to the first kind, and gives the place that `origin` picks.
fn add(
    sample: &mut ExtensionDraft,
    value_type: TypeDraft,
    origin: impl Fn(&TypeDraft) -> Origin,
) -> Origin {
    let place = origin(&value_type);
    sample.kinds[0]
        .attributes
        .push(attribute("com.example.gpu.extra", value_type));
    place
}

/// A number, and whether it is itself outside.
type End = (f64, bool);

fn range(ends: (Option<End>, Option<End>), digits: (Option<u32>, Option<u32>)) -> RangeDraft {
    let end = |(number, exclusive): End| (at(Value::Float(number)), exclusive);
    RangeDraft::from(RangeFacets {
        min: ends.0.map(end),
        max: ends.1.map(end),
        total_digits: digits.0.map(at),
        fraction_digits: digits.1.map(at),
    })
}

fn of(value_type: &TypeDraft) -> &RangeDraft {
    match value_type {
        TypeDraft::Integer(range) | TypeDraft::Float(range) | TypeDraft::Number(range) => range,
        other => panic!("{other:?}"),
    }
}

fn total(value_type: &TypeDraft) -> Origin {
    of(value_type).total_digits.as_ref().unwrap().origin
}

fn fraction(value_type: &TypeDraft) -> Origin {
    of(value_type).fraction_digits.as_ref().unwrap().origin
}

fn max(value_type: &TypeDraft) -> Origin {
    of(value_type).max.as_ref().unwrap().0.origin
}

#[test]
fn e0281_digits_that_no_number_has() {
    let open = |total, fraction| range((None, None), (total, fraction));
    for made in [TypeDraft::Integer, TypeDraft::Float, TypeDraft::Number] {
        refused(codes::E0281, |sample| {
            add(sample, made(open(Some(0), None)), total)
        });
        refused(codes::E0281, |sample| {
            add(sample, made(open(Some(309), None)), total)
        });
        refused(codes::E0281, |sample| {
            add(sample, made(open(Some(2), Some(3))), fraction)
        });
    }
    refused(codes::E0281, |sample| {
        add(sample, TypeDraft::Integer(open(Some(5), Some(2))), fraction)
    });
    accepted(|sample| {
        add(sample, TypeDraft::Integer(open(Some(5), Some(0))), fraction);
    });
    accepted(|sample| {
        add(sample, TypeDraft::Number(open(Some(5), Some(5))), fraction);
    });
}

#[test]
fn e0281_ends_and_digits_agree() {
    let upto = |end, exclusive, digits| range((Some((0.0, true)), Some((end, exclusive))), digits);
    refused(codes::E0281, |sample| {
        let price = upto(100.0, false, (Some(2), None));
        add(sample, TypeDraft::Number(price), max)
    });
    refused(codes::E0281, |sample| {
        let price = upto(0.125, false, (None, Some(2)));
        add(sample, TypeDraft::Float(price), max)
    });
    // The end itself does not belong to the range.
    accepted(|sample| {
        let price = upto(100.0, true, (Some(2), None));
        add(sample, TypeDraft::Number(price), max);
    });
    // Nothing lies between.
    refused(codes::E0281, |sample| {
        let none = upto(0.01, true, (Some(2), Some(2)));
        add(sample, TypeDraft::Number(none), total)
    });
    refused(codes::E0281, |sample| {
        let mut none = range((None, None), (Some(2), None));
        none.min = Some((at(Value::Integer(99)), true));
        add(sample, TypeDraft::Integer(none), total)
    });
}

#[test]
fn m015_default_with_too_many_digits() {
    refused(codes::M015, |sample| {
        let price = TypeDraft::Number(range((None, None), (None, Some(2))));
        add(sample, price, |_| Origin::Unknown);
        let default = Located::new(
            DefaultDraft::Value(Value::Float(0.125)),
            crate::build::testing::place(),
        );
        let place = default.origin;
        sample.kinds[0].attributes.last_mut().unwrap().default = Some(Box::new(default));
        place
    });
}

fn member(name: &str, value_type: TypeDraft, default: Option<Value>) -> MemberDraft {
    MemberDraft {
        name: text(name),
        value_type: at(value_type),
        required: false,
        default: default.map(at),
        description: None,
    }
}

fn default_of(member: &MemberDraft) -> Origin {
    member.default.as_ref().unwrap().origin
}

#[test]
fn defaults_of_members_are_instances_and_used() {
    let integer = || TypeDraft::Integer(RangeDraft::default());
    let number = |default: Value| member("cores", integer(), Some(default));
    // The attribute is warned of by M061, which is not what is looked at.
    let faults = |member: MemberDraft| {
        let (mut found, origin, _) = faults_in(Profile::Union, |sample| {
            let place = default_of(&member);
            add(sample, TypeDraft::Hash(vec![member]), |_| place)
        });
        found.retain(|(code, _)| *code != codes::M061);
        (found, origin)
    };
    let (found, origin) = faults(number(Value::from("many")));
    assert_eq!(found, [(codes::M015, origin)]);
    let mut required = number(Value::Integer(1));
    required.required = true;
    let (found, origin) = faults(required);
    assert_eq!(found, [(codes::M017, origin)]);
    assert_eq!(faults(number(Value::Integer(1))).0, []);
}

#[test]
fn defaults_of_members_are_filled_into_defaults() {
    let mut sample = sample();
    let integer = TypeDraft::Integer(RangeDraft::default());
    let inner = TypeDraft::Hash(vec![member("depth", integer, Some(Value::Integer(3)))]);
    let empty = || Value::Hash(crate::HashValue::default());
    let outer = TypeDraft::Hash(vec![member("inner", inner, Some(empty()))]);
    let mut machine = attribute("com.example.gpu.extra", outer);
    machine.default = Some(Box::new(at(DefaultDraft::Value(empty()))));
    sample.kinds[0].attributes.push(machine);
    let model = with_core(sample).build(Profile::Union).model.unwrap();
    let kind = model.find_kind("http://example.com/occi/gpu#gpu").unwrap();
    let attribute = model.kind(kind).attribute("com.example.gpu.extra").unwrap();
    let Some(DefaultValue::Value(value)) = &attribute.default else {
        panic!("{:?}", attribute.default);
    };
    assert_eq!(value.to_string(), "{inner: {depth: 3}}");
    let ValueType::Hash(hash) = &attribute.value_type else {
        panic!("{:?}", attribute.value_type);
    };
    assert_eq!(
        hash.members[0].default.as_ref().unwrap().to_string(),
        "{depth: 3}"
    );
}

/// Each type has the one before twice, with defaults: their values would double with each line.
#[test]
fn e0221_defaults_that_grow_without_end() {
    let mut sample = sample();
    let long = Some(Value::from("x".repeat(1 << 10)));
    let leaf = TypeDraft::Hash(vec![member("text", string(), long)]);
    sample.types.push(named("T0", leaf));
    for level in 1..=10 {
        let below = || TypeDraft::Named(reference(&format!("T{}", level - 1)).value);
        let empty = || Some(Value::Hash(crate::HashValue::default()));
        let members = vec![member("a", below(), empty()), member("b", below(), empty())];
        sample
            .types
            .push(named(&format!("T{level}"), TypeDraft::Hash(members)));
    }
    let faults = with_core(sample).build(Profile::Union).faults;
    let found: Vec<_> = faults.iter().map(|fault| fault.code).collect();
    assert_eq!(found, [codes::E0221], "{faults}");
}

#[test]
fn e0214_names_of_conditions() {
    let named = |name: &str| ConstraintDraft {
        name: Some(text(name)),
        condition: ExprDraft::Defined(text("com.example.gpu.memory")),
        message: "no".to_owned(),
        origin: Origin::Unknown,
    };
    refused(codes::E0214, |sample| {
        sample.kinds[0].constraints = vec![named("two words")];
        let name = sample.kinds[0].constraints[0].name.as_ref();
        name.unwrap().origin
    });
    // A kind and the one below it may have one of a name each.
    accepted(|sample| {
        sample.kinds[0].constraints = vec![named("small")];
        sample.kinds[1].constraints = vec![named("small")];
    });
}

/// The diagrams of the standard let instances end in `inactive`, from where they can be started
/// again: a final state may have ways out, and be the initial one.
#[test]
fn final_states_are_where_instances_may_end() {
    accepted(|sample| {
        let states = &mut sample.kinds[0].states.as_mut().unwrap().states;
        states[0].is_final = true;
    });
}

/// GFD.228 3.1.2 suggests the names itself (S-05 of the errata).
#[test]
fn m012_leaves_terms_of_agreements_alone() {
    let term = |name: &str, depends: bool| {
        let mut sla =
            crate::build::testing::extension("sla", "http://schemas.ogf.org/occi/sla#", &["core"]);
        sla.mixins = vec![mixin("agreement_term")];
        let mut own = crate::build::testing::extension(
            "own",
            "http://example.com/occi/own#",
            &["core", "sla"],
        );
        let mut uptime = mixin("up-time");
        if depends {
            uptime.depends = vec![reference("sla.agreement_term")];
        }
        uptime.attributes = vec![attribute(name, string())];
        own.mixins = vec![uptime];
        let mut draft = with_core(sla);
        draft.extensions.push(own);
        let faults = draft.build(Profile::Union).faults;
        faults.iter().map(|fault| fault.code).collect::<Vec<_>>()
    };
    for part in ["type", "state", "desc", "remedy"] {
        assert_eq!(term(&format!("up-time.term.{part}"), true), []);
    }
    assert_eq!(term("up-time.term.state", false), [codes::M012]);
    assert_eq!(term("other-1.term.state", true), [codes::M012]);
    assert_eq!(term("up-time.term.colour", true), [codes::M012]);
}

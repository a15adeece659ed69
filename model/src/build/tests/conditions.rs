//! Conditions beyond comparisons: calculations, functions, ends of links, mixins, questions about
//! all instances.

use crate::{
    build::testing::{
        accepted, at, attribute, faults_in, integer, kind, mixin, place, reference, refused,
        string, text, with_core,
    },
    codes,
    draft::{ConstraintDraft, ExprDraft, ExtensionDraft, LengthDraft, OperandDraft, TypeDraft},
    expr::{Arithmetic, Comparison, End, Expr, Operand, Test},
    fault::Code,
    origin::{Located, Origin},
    value::Value,
    version::{OcciVersion, Profile, VersionRange},
};

const MEMORY: &str = "com.example.gpu.memory";
const VENDOR: &str = "com.example.gpu.vendor";
const BOUGHT: &str = "com.example.gpu.bought";
const CLOCK: &str = "com.example.gpu.clock";
const TAGS: &str = "com.example.gpu.tags";
const GPU: usize = 0;
const BIGGER: usize = 1;
const WIRE: usize = 2;

fn name(name: &str) -> OperandDraft {
    OperandDraft::Name(text(name))
}

fn value(value: impl Into<Value>) -> OperandDraft {
    OperandDraft::Literal(at(value.into()))
}

fn end(end: End, name: &str) -> OperandDraft {
    OperandDraft::End(end, text(name))
}

fn sum(left: OperandDraft, right: OperandDraft) -> OperandDraft {
    OperandDraft::Arithmetic(Box::new(left), Arithmetic::Plus, Box::new(right))
}

fn less(left: OperandDraft, right: OperandDraft) -> ExprDraft {
    ExprDraft::Compare(left, Comparison::Less, right)
}

fn equal(left: OperandDraft, right: OperandDraft) -> ExprDraft {
    ExprDraft::Compare(left, Comparison::Equal, right)
}

fn length(of: OperandDraft) -> OperandDraft {
    OperandDraft::Length(Box::new(of))
}

fn links(kind: &str, condition: Option<ExprDraft>) -> OperandDraft {
    OperandDraft::Links(reference(kind), condition.map(Box::new))
}

fn require(condition: ExprDraft) -> ConstraintDraft {
    ConstraintDraft {
        condition,
        message: "no".to_owned(),
        origin: place(),
        name: None,
    }
}

/// Adds what the tests speak of: tags of the kind `gpu`; a kind `rack` that is no `gpu`, the mixin
/// `cooled` of it.
fn furnish(sample: &mut ExtensionDraft) {
    sample.kinds[GPU].attributes.push(attribute(
        TAGS,
        TypeDraft::List {
            item: Box::new(at(string())),
            length: LengthDraft::default(),
            unique: false,
        },
    ));
    let mut rack = kind("rack", "core.resource");
    rack.attributes = vec![attribute("com.example.rack.height", integer(1, 48))];
    sample.kinds.push(rack);
    let mut cooled = mixin("cooled");
    cooled.applies = vec![reference("rack")];
    sample.mixins.push(cooled);
}

/// The errors, after what the tests speak of was added.
fn errors(change: impl FnOnce(&mut ExtensionDraft) -> Origin) -> (Vec<(Code, Origin)>, Origin) {
    let (mut found, origin, _) = faults_in(Profile::Union, |sample| {
        furnish(sample);
        change(sample)
    });
    // A list is warned of, and none of our business.
    found.retain(|(code, _)| *code != codes::M061);
    (found, origin)
}

#[track_caller]
fn sound(of: usize, conditions: Vec<ExprDraft>) {
    for condition in conditions {
        let said = format!("{condition:?}");
        let (found, _) = errors(|sample| {
            sample.kinds[of].constraints = vec![require(condition)];
            Origin::Unknown
        });
        assert_eq!(found, [], "{said}");
    }
}

#[track_caller]
fn wrong(code: Code, of: usize, condition: impl FnOnce() -> (ExprDraft, Option<Origin>)) {
    let (found, origin) = errors(|sample| {
        let (condition, origin) = condition();
        let constraint = require(condition);
        let origin = origin.unwrap_or(constraint.origin);
        sample.kinds[of].constraints = vec![constraint];
        origin
    });
    assert_eq!(found, [(code, origin)]);
}

#[test]
fn what_fits_together() {
    sound(
        GPU,
        vec![
            less(sum(name(MEMORY), value(1_i64)), value(2.5)),
            less(value(3_i64), sum(name(MEMORY), name(MEMORY))),
            less(OperandDraft::Negated(Box::new(name(MEMORY))), value(0_i64)),
            less(length(name(VENDOR)), length(name(TAGS))),
            equal(
                OperandDraft::Lower(Box::new(name("occi.core.title"))),
                value("a"),
            ),
            ExprDraft::Test(Test::StartsWith, name("occi.core.title"), value("a")),
            ExprDraft::Test(Test::EndsWith, name("occi.core.title"), name(VENDOR)),
            ExprDraft::Test(Test::Contains, name(TAGS), value("a")),
            ExprDraft::Test(Test::Contains, name(TAGS), name("occi.core.title")),
            ExprDraft::Matches(name("occi.core.title"), text("[a-z]+")),
            ExprDraft::In(sum(name(MEMORY), value(1_i64)), vec![value(2_i64)]),
            ExprDraft::Has(None, reference("tuned")),
            ExprDraft::Unique(at(vec![text(MEMORY), text("occi.core.title")])),
            less(links("wire", None), value(3_i64)),
            less(
                value(0_i64),
                links(
                    "wire",
                    Some(ExprDraft::Has(Some(End::Target), reference("cooled"))),
                ),
            ),
            less(
                links(
                    "wire",
                    Some(less(
                        end(End::Target, "com.example.rack.height"),
                        end(End::Source, MEMORY),
                    )),
                ),
                value(2_i64),
            ),
        ],
    );
    sound(
        WIRE,
        vec![
            less(end(End::Source, MEMORY), value(3_i64)),
            equal(end(End::Source, VENDOR), name("red")),
            // Of a kind below the allowed one, and of a mixin that can be attached.
            less(
                end(End::Target, "com.example.rack.height"),
                end(End::Source, CLOCK),
            ),
            ExprDraft::DefinedAt(End::Target, text("occi.core.summary")),
            ExprDraft::Has(Some(End::Source), reference("small")),
            ExprDraft::Has(Some(End::Target), reference("cooled")),
            ExprDraft::Acyclic(at(())),
            ExprDraft::Unique(at(vec![text("occi.core.title")])),
        ],
    );
}

#[test]
fn e0219_attributes_that_no_end_has() {
    wrong(codes::E0219, WIRE, || {
        let missing = text("com.example.rack.height");
        let origin = missing.origin;
        let condition = less(OperandDraft::End(End::Source, missing), value(1_i64));
        (condition, Some(origin))
    });
    wrong(codes::E0219, WIRE, || {
        let missing = text("com.example.rack.heihgt");
        let origin = missing.origin;
        (ExprDraft::DefinedAt(End::Target, missing), Some(origin))
    });
    wrong(codes::E0219, GPU, || {
        let missing = text("com.example.gpu.memroy");
        let origin = missing.origin;
        (ExprDraft::Unique(at(vec![missing])), Some(origin))
    });
    wrong(codes::E0219, GPU, || {
        let missing = text("com.example.gpu.memroy");
        let origin = missing.origin;
        let sum = sum(OperandDraft::Name(missing), value(1_i64));
        (less(sum, value(1_i64)), Some(origin))
    });
}

#[test]
fn e0220_calculations_and_functions_on_what_they_do_not_take() {
    let first = |operand: OperandDraft, make: fn(OperandDraft) -> ExprDraft| {
        wrong(codes::E0220, GPU, || {
            let origin = operand.origin();
            (make(operand), Some(origin))
        });
    };
    for operand in [name(VENDOR), value("1"), value(true), name(TAGS)] {
        first(operand, |one| less(sum(one, value(1_i64)), value(2_i64)));
    }
    first(name(VENDOR), |one| {
        less(OperandDraft::Negated(Box::new(one)), value(2_i64))
    });
    for operand in [name(MEMORY), name(BOUGHT), value("a")] {
        first(operand, |one| less(length(one), value(2_i64)));
    }
    for operand in [name(MEMORY), name(TAGS), name(BOUGHT), value("a")] {
        first(operand.clone(), |one| {
            equal(OperandDraft::Lower(Box::new(one)), value("a"))
        });
        first(operand, |one| ExprDraft::Matches(one, text("a")));
    }
    for operand in [name(MEMORY), name(BOUGHT), value("a"), name(TAGS)] {
        first(operand, |one| {
            ExprDraft::Test(Test::StartsWith, one, value("a"))
        });
    }
    first(name(MEMORY), |one| {
        ExprDraft::Test(Test::Contains, one, value("a"))
    });
    first(value("a"), |one| ExprDraft::In(one, vec![value("a")]));
    for condition in [
        equal(sum(value(1_i64), value(1_i64)), value(2_i64)),
        equal(value(2_i64), sum(value(1_i64), value(1_i64))),
        equal(length(name(VENDOR)), name(VENDOR)),
        less(OperandDraft::Lower(Box::new(name(VENDOR))), name(VENDOR)),
        ExprDraft::Test(Test::StartsWith, name(VENDOR), name(MEMORY)),
        ExprDraft::Test(Test::Contains, name(TAGS), name(MEMORY)),
        ExprDraft::In(name(MEMORY), vec![sum(name(MEMORY), value(1_i64))]),
    ] {
        wrong(codes::E0220, GPU, || (condition, None));
    }
    // A constant of another type than what is calculated.
    let second = |constant: Located<Value>, make: fn(OperandDraft) -> ExprDraft| {
        wrong(codes::E0220, GPU, || {
            let origin = constant.origin;
            (make(OperandDraft::Literal(constant)), Some(origin))
        });
    };
    second(at(Value::from("2")), |two| {
        equal(sum(name(MEMORY), value(1_i64)), two)
    });
    second(at(Value::Integer(2)), |two| {
        ExprDraft::Test(Test::Contains, name(TAGS), two)
    });
    second(at(Value::from("blue")), |blue| equal(name(VENDOR), blue));
    second(at(Value::List(vec![Value::Integer(1)])), |numbers| {
        equal(name(TAGS), numbers)
    });
}

#[test]
fn e0220_one_name_for_two_things_at_an_end() {
    let (found, origin) = errors(|sample| {
        // The target of a wire may be a gpu or a rack.
        sample.kinds[3]
            .attributes
            .push(attribute("com.example.note", string()));
        sample.kinds[GPU]
            .attributes
            .push(attribute("com.example.note", integer(1, 2)));
        let note = text("com.example.note");
        let origin = note.origin;
        let condition = equal(OperandDraft::End(End::Target, note), value("a"));
        sample.kinds[WIRE].constraints = vec![require(condition)];
        origin
    });
    assert_eq!(found, [(codes::E0220, origin)]);
}

#[test]
fn e0212_patterns_of_conditions() {
    for pattern in ["(", ""] {
        wrong(codes::E0212, GPU, || {
            let pattern = text(pattern);
            let origin = pattern.origin;
            let condition = ExprDraft::Matches(name("occi.core.title"), pattern);
            (condition, Some(origin))
        });
    }
}

#[test]
fn e0225_ends_of_what_is_no_link() {
    wrong(codes::E0225, GPU, || {
        let note = text(MEMORY);
        let origin = note.origin;
        let condition = less(OperandDraft::End(End::Target, note), value(1_i64));
        (condition, Some(origin))
    });
    wrong(codes::E0225, GPU, || {
        let tuned = reference("tuned");
        let origin = tuned.origin;
        (ExprDraft::Has(Some(End::Source), tuned), Some(origin))
    });
    wrong(codes::E0225, BIGGER, || {
        let word = at(());
        let origin = word.origin;
        (ExprDraft::Acyclic(word), Some(origin))
    });
    // A mixin for everything is no mixin of links.
    refused(codes::E0225, |sample| {
        let mut any = mixin("any");
        let title = text("occi.core.title");
        let origin = title.origin;
        any.constraints = vec![require(ExprDraft::DefinedAt(End::Source, title))];
        sample.mixins.push(any);
        origin
    });
    accepted(|sample| {
        let mut wired = mixin("wired");
        wired.applies = vec![reference("wire")];
        wired.constraints = vec![
            require(less(end(End::Source, MEMORY), value(9_i64))),
            require(ExprDraft::Acyclic(at(()))),
        ];
        sample.mixins.push(wired);
    });
}

#[test]
fn e0226_mixins_that_are_never_there() {
    let cases: [(usize, Option<End>, &str); 4] = [
        (GPU, None, "cooled"),
        (GPU, None, "tunde"),
        (GPU, None, "wire"),
        (WIRE, Some(End::Source), "cooled"),
    ];
    for (of, end, named) in cases {
        wrong(codes::E0226, of, || {
            let named = reference(named);
            let origin = named.origin;
            (ExprDraft::Has(end, named), Some(origin))
        });
    }
}

#[test]
fn e0227_links_that_are_never_there() {
    for (of, named) in [(GPU, "rack"), (WIRE, "wire"), (3, "wire")] {
        wrong(codes::E0227, of, || {
            let named = reference(named);
            let origin = named.origin;
            let count = OperandDraft::Links(named, None);
            (less(count, value(1_i64)), Some(origin))
        });
    }
    wrong(codes::E0204, GPU, || {
        let named = reference("wrie");
        let origin = named.origin;
        let count = OperandDraft::Links(named, None);
        (less(count, value(1_i64)), Some(origin))
    });
}

#[test]
fn e0228_questions_about_all_inside_of_links() {
    let asked: [fn(Origin) -> ExprDraft; 2] = [
        |origin| ExprDraft::Unique(Located::new(vec![text("occi.core.title")], origin)),
        |origin| ExprDraft::Acyclic(Located::new((), origin)),
    ];
    for question in asked {
        wrong(codes::E0228, GPU, || {
            let origin = place();
            let count = links("wire", Some(question(origin)));
            (less(count, value(1_i64)), Some(origin))
        });
    }
}

#[test]
fn what_counts_is_read_from_the_links() {
    wrong(codes::E0219, GPU, || {
        let memory = text(MEMORY);
        let origin = memory.origin;
        let inside = less(OperandDraft::Name(memory), value(1_i64));
        (
            less(links("wire", Some(inside)), value(1_i64)),
            Some(origin),
        )
    });
}

#[test]
fn mixins_of_other_versions_take_their_conditions_with_them() {
    let mut sample = crate::build::testing::sample();
    let old = VersionRange {
        since: None,
        until: Some(OcciVersion::V1_1),
    };
    sample.mixins[1].versions = old;
    sample.kinds[GPU].constraints = vec![require(ExprDraft::Has(None, reference("small")))];
    let draft = with_core(sample);
    for (profile, count) in [(Profile::V1_1, 1), (Profile::V1_2, 0)] {
        let built = draft.build(profile);
        assert!(built.faults.is_empty(), "{}", built.faults);
        let model = built.model.unwrap();
        let gpu = model.find_kind("http://example.com/occi/gpu#gpu").unwrap();
        assert_eq!(model.kind(gpu).constraints.len(), count);
    }
}

#[test]
fn categories_stand_in_the_model_by_their_identifiers() {
    let mut sample = crate::build::testing::sample();
    sample.kinds[GPU].constraints = vec![
        require(ExprDraft::Unique(at(vec![text(MEMORY)]))),
        require(less(links("wire", None), value(2_i64))),
    ];
    let built = with_core(sample).build(Profile::Union);
    let model = built.model.unwrap();
    let id = |term: &str| {
        let kind = model.find_kind(&format!("http://example.com/occi/gpu#{term}"));
        model.kind(kind.unwrap()).id.clone()
    };
    let bigger = model.find_kind(id("bigger").as_str()).unwrap();
    let found: Vec<&Expr> = model
        .kind(bigger)
        .all_constraints
        .iter()
        .map(|one| &one.condition)
        .collect();
    // The kind that has the condition, not the one that inherits it.
    let memory = model.kind(bigger).attribute(MEMORY).unwrap().name.clone();
    assert_eq!(*found[0], Expr::Unique(vec![memory], id("gpu")));
    assert_eq!(
        *found[1],
        Expr::Compare(
            Operand::Links(id("wire"), None),
            Comparison::Less,
            Operand::Literal(Value::Integer(2))
        )
    );
}

//! Imports, names, types, conditions.

use crate::{
    build::testing::{
        SINCE_1_2, UNTIL_1_1, accepted, at, attribute, extension, integer, kind, mixin, place,
        reference, refused, refused_in, sample, string, text, with_core,
    },
    codes,
    draft::{
        ConstraintDraft, Draft, ExprDraft, ExtensionDraft, LengthDraft, MemberDraft,
        NamedTypeDraft, OperandDraft, TypeDraft, UseDraft,
    },
    expr::Comparison,
    fault::Code,
    origin::Origin,
    types::ValueType,
    value::Value,
    version::{Profile, VersionRange},
};

fn named(name: &str, value_type: TypeDraft) -> NamedTypeDraft {
    NamedTypeDraft {
        name: text(name),
        value_type: at(value_type),
        description: None,
        versions: VersionRange::ALL,
        annotations: Vec::new(),
    }
}

fn of_type(name: &str) -> TypeDraft {
    TypeDraft::Named(reference(name).value)
}

fn codes_of(draft: &Draft) -> Vec<Code> {
    draft
        .build(Profile::Union)
        .faults
        .iter()
        .map(|fault| fault.code)
        .collect()
}

#[test]
fn e0201_unknown_extension_takes_the_blame_for_what_it_would_bring() {
    refused(codes::E0201, |sample| {
        sample.uses[0].extension = text("croe");
        sample.kinds[1].parent = Some(reference("whatever"));
        sample.uses[0].extension.origin
    });
}

#[test]
fn e0202_unknown_qualifier() {
    refused(codes::E0202, |sample| {
        sample.kinds[2].parent = Some(reference("coer.link"));
        sample.kinds[2].source.clear();
        sample.kinds[2].target.clear();
        sample.kinds[2].parent.as_ref().unwrap().origin
    });
}

#[test]
fn aliases_and_schemes_name_imports() {
    accepted(|sample| {
        sample.uses[0] = UseDraft {
            extension: text("http://schemas.ogf.org/occi/core#"),
            alias: Some(text("base")),
        };
        sample.kinds[0].parent = Some(reference("base.resource"));
        sample.kinds[1].parent = Some(reference("gpu.gpu"));
        sample.mixins[0].applies = vec![reference("http://example.com/occi/gpu#gpu")];
    });
}

#[test]
fn the_own_extension_goes_before_imports() {
    accepted(|sample| {
        sample.kinds.push(kind("resource", "core.resource"));
        sample.kinds[1].attributes.push(attribute(
            "com.example.gpu.owner",
            TypeDraft::Ref(Some(reference("resource"))),
        ));
    });
}

#[test]
fn e0203_unknown_type_with_the_nearest() {
    let mut sample = sample();
    sample.types.push(named("Vlan", integer(0, 4095)));
    for number in 0..10 {
        let name = format!("com.example.gpu.v{number}");
        sample.kinds[0]
            .attributes
            .push(attribute(&name, of_type("Vlna")));
    }
    let first = sample.kinds[0].attributes[4].value_type.origin;
    let faults = with_core(sample).build(Profile::Union).faults.into_vec();
    assert_eq!(faults.len(), 1, "{faults:?}");
    assert_eq!((faults[0].code, faults[0].origin), (codes::E0203, first));
    let mend = faults[0].suggestion.as_ref().unwrap();
    assert_eq!((mend.origin, &*mend.replacement), (first, "Vlan"));
}

#[test]
fn e0204_reference_to_a_mixin() {
    refused(codes::E0204, |sample| {
        let to = reference("tuned");
        let origin = to.origin;
        let owner = attribute("com.example.gpu.owner", TypeDraft::Ref(Some(to)));
        sample.kinds[0].attributes.push(owner);
        origin
    });
}

#[test]
fn e0205_reference_to_another_version() {
    let change = |sample: &mut ExtensionDraft| {
        sample.kinds[2].versions = SINCE_1_2;
        sample.mixins[0].applies.push(reference("wire"));
        sample.mixins[0].applies[1].origin
    };
    refused_in(Profile::V1_1, codes::E0205, change);
    accepted(|sample| {
        change(sample);
    });
}

#[test]
fn e0206_ambiguous_names() {
    let library = |name: &str| {
        let mut library = extension(name, &format!("http://example.com/{name}#"), &["core"]);
        library.kinds = vec![kind("disk", "core.resource")];
        library
    };
    let user = |parent: &str| {
        let mut user = extension("user", "http://example.com/user#", &["core", "one", "two"]);
        user.kinds = vec![kind("mine", parent)];
        Draft {
            extensions: vec![
                crate::build::testing::core(),
                library("one"),
                library("two"),
                user,
            ],
            configurations: Vec::new(),
        }
    };
    assert_eq!(codes_of(&user("disk")), [codes::E0206]);
    assert_eq!(codes_of(&user("two.disk")), []);
    assert_eq!(codes_of(&user("http://example.com/one#disk")), []);
}

#[test]
fn e0207_names_taken_twice() {
    refused(codes::E0207, |sample| {
        sample.types = vec![named("A", string()), named("A", string())];
        sample.types[1].name.origin
    });
    refused(codes::E0207, |sample| {
        let import = |alias| UseDraft {
            extension: text("core"),
            alias: Some(text(alias)),
        };
        sample.uses.extend([import("base"), import("base")]);
        sample.uses[2].alias.as_ref().unwrap().origin
    });
    let twins = Draft {
        extensions: vec![
            crate::build::testing::core(),
            extension("a", "http://example.com/a#", &[]),
            extension("a", "http://example.com/b#", &[]),
        ],
        configurations: Vec::new(),
    };
    assert_eq!(codes_of(&twins), [codes::E0207]);
}

#[test]
fn e0208_import_of_itself() {
    refused(codes::E0208, |sample| {
        sample.uses.push(UseDraft {
            extension: text("gpu"),
            alias: None,
        });
        sample.uses[1].extension.origin
    });
}

#[test]
fn e0209_types_that_contain_themselves() {
    refused(codes::E0209, |sample| {
        sample.types = vec![named("A", of_type("B")), named("B", of_type("A"))];
        sample.types[0].name.origin
    });
    refused(codes::E0209, |sample| {
        let item = Box::new(at(of_type("A")));
        let list = TypeDraft::List {
            item,
            length: LengthDraft::default(),
            unique: false,
        };
        sample.types = vec![named("A", list)];
        sample.types[0].name.origin
    });
}

#[test]
fn e0209_types_that_double_with_each_line() {
    let mut sample = sample();
    let member = |name: &str, of: &str| MemberDraft {
        name: text(name),
        value_type: at(if of == "T0" { string() } else { of_type(of) }),
        required: false,
        description: None,
        default: None,
    };
    for number in 1..30 {
        let below = format!("T{}", number - 1);
        let pair = TypeDraft::Hash(vec![member("a", &below), member("b", &below)]);
        sample.types.push(named(&format!("T{number}"), pair));
    }
    // One type is too large; those built on it are not mentioned.
    assert_eq!(codes_of(&with_core(sample)), [codes::E0209]);
}

#[test]
fn named_types_keep_their_names() {
    let mut sample = sample();
    sample.types = vec![
        named(
            "Colour",
            crate::build::testing::enumeration(&["red", "green"]),
        ),
        named("Paint", of_type("Colour")),
    ];
    sample.kinds[0]
        .attributes
        .push(attribute("com.example.gpu.paint", of_type("Paint")));
    let model = with_core(sample).build(Profile::Union).model.unwrap();
    let gpu = model.kind(model.find_kind("http://example.com/occi/gpu#gpu").unwrap());
    let paint = gpu.attribute("com.example.gpu.paint").unwrap();
    assert_eq!(&*model.named_type(paint.named_type.unwrap()).name, "Paint");
    let ValueType::Enum(colours) = &paint.value_type else {
        panic!("{paint:?}")
    };
    assert_eq!(colours.name.as_deref(), Some("Colour"));
}

#[test]
fn e0215_core_is_missing() {
    let mut alone = extension("alone", "http://example.com/alone#", &[]);
    alone.mixins = vec![mixin("tag")];
    let origin = alone.name.origin;
    let faults = Draft {
        extensions: vec![alone],
        configurations: Vec::new(),
    }
    .build(Profile::Union)
    .faults
    .into_vec();
    assert_eq!(faults.len(), 1);
    assert_eq!((faults[0].code, faults[0].origin), (codes::E0215, origin));
}

#[test]
fn e0216_nothing_at_all() {
    assert_eq!(codes_of(&Draft::default()), [codes::E0216]);
}

fn name(text: &str) -> OperandDraft {
    OperandDraft::Name(crate::build::testing::text(text))
}

fn value(value: impl Into<Value>) -> OperandDraft {
    OperandDraft::Literal(at(value.into()))
}

fn compare(left: OperandDraft, comparison: Comparison, right: OperandDraft) -> ExprDraft {
    ExprDraft::Compare(left, comparison, right)
}

fn require(condition: ExprDraft) -> ConstraintDraft {
    ConstraintDraft {
        condition,
        message: "no".to_owned(),
        origin: place(),
        name: None,
    }
}

const MEMORY: &str = "com.example.gpu.memory";
const VENDOR: &str = "com.example.gpu.vendor";
const BOUGHT: &str = "com.example.gpu.bought";

#[test]
fn conditions_that_make_sense() {
    use Comparison::{Equal, Greater, Less, NotEqual};
    let sound = [
        compare(name(MEMORY), Greater, value(0_i64)),
        compare(value(2.5), Less, name(MEMORY)),
        compare(name(VENDOR), NotEqual, name("red")),
        compare(name("red"), Equal, name(VENDOR)),
        compare(name(VENDOR), Equal, value("green")),
        compare(name(BOUGHT), Less, value("2016-09-19T12:00:00Z")),
        compare(name("occi.core.title"), Equal, value("x")),
        ExprDraft::In(name(VENDOR), vec![name("red"), value("green")]),
        ExprDraft::Defined(text(VENDOR)),
    ];
    accepted(|sample| {
        sample.kinds[1].constraints = sound.clone().into_iter().map(require).collect();
        sample.mixins[0].constraints = sound.into_iter().map(require).collect();
    });
}

#[test]
fn e0219_unknown_attributes() {
    let unknown = || text("com.example.gpu.memroy");
    let cases: [fn(crate::origin::Located<String>) -> ExprDraft; 3] = [
        ExprDraft::Defined,
        |name| compare(OperandDraft::Name(name), Comparison::Equal, value(1_i64)),
        |name| ExprDraft::Not(Box::new(ExprDraft::In(OperandDraft::Name(name), vec![]))),
    ];
    for case in cases {
        refused(codes::E0219, |sample| {
            let name = unknown();
            let origin = name.origin;
            sample.kinds[0].constraints = vec![require(case(name))];
            origin
        });
    }
}

#[test]
fn e0220_literals_that_are_none() {
    refused(codes::E0220, |sample| {
        let word = text("blue");
        let origin = word.origin;
        let condition = compare(name(VENDOR), Comparison::Equal, OperandDraft::Name(word));
        sample.kinds[0].constraints = vec![require(condition)];
        origin
    });
}

#[test]
fn e0220_sides_that_do_not_compare() {
    use Comparison::{Equal, Less};
    let unlike = [
        compare(name(MEMORY), Equal, name(VENDOR)),
        compare(name(VENDOR), Less, name("red")),
        compare(value(1_i64), Equal, value(1_i64)),
        ExprDraft::In(name(MEMORY), vec![name(MEMORY)]),
    ];
    for condition in unlike {
        refused(codes::E0220, |sample| {
            sample.kinds[0].constraints = vec![require(condition)];
            sample.kinds[0].constraints[0].origin
        });
    }
    for (attribute, wrong) in [
        (MEMORY, Value::from("1")),
        (VENDOR, Value::Integer(1)),
        (BOUGHT, Value::from("today")),
    ] {
        refused(codes::E0220, |sample| {
            let wrong = at(wrong);
            let origin = wrong.origin;
            let condition = compare(name(attribute), Equal, OperandDraft::Literal(wrong));
            sample.kinds[0].constraints = vec![require(condition)];
            origin
        });
    }
}

#[test]
fn e0221_conditions_nested_too_deeply() {
    let nested = |depth: usize| {
        (0..depth).fold(ExprDraft::Defined(text(MEMORY)), |inner, _| {
            ExprDraft::Not(Box::new(inner))
        })
    };
    accepted(|sample| sample.kinds[0].constraints = vec![require(nested(200))]);
    refused(codes::E0221, |sample| {
        sample.kinds[0].constraints = vec![require(nested(300))];
        sample.kinds[0].constraints[0].origin
    });
}

#[test]
fn conditions_on_attributes_of_other_versions_go_with_them() {
    let mut sample = sample();
    let mut old = attribute("com.example.gpu.speed", integer(1, 9));
    old.versions = UNTIL_1_1;
    sample.kinds[0].attributes.push(old);
    sample.kinds[0].constraints = vec![require(ExprDraft::Defined(text("com.example.gpu.speed")))];
    let draft = with_core(sample);
    for (profile, count) in [(Profile::V1_1, 1), (Profile::V1_2, 0)] {
        let built = draft.build(profile);
        assert!(built.faults.is_empty(), "{}", built.faults);
        let model = built.model.unwrap();
        let bigger = model.kind(
            model
                .find_kind("http://example.com/occi/gpu#bigger")
                .unwrap(),
        );
        assert_eq!(bigger.all_constraints.len(), count);
    }
}

#[test]
fn ten_faults_are_ten_faults_in_order_of_place() {
    let mut broken = sample();
    let mut places: Vec<(Code, Origin)> = Vec::new();
    for number in 0..10 {
        let name = format!("com.example.gpu.v{number}");
        let bad = attribute(&name, of_type(&format!("Missing{number}Type")));
        places.push((codes::E0203, bad.value_type.origin));
        broken.kinds[number % 2].attributes.push(bad);
    }
    let faults = with_core(broken).build(Profile::Union).faults;
    let found: Vec<_> = faults
        .iter()
        .map(|fault| (fault.code, fault.origin))
        .collect();
    assert_eq!(found, places);
}

//! The invariants O43 to O50 about types, and the structural rules S01 to S07, of the metamodel of
//! OCCIware, each broken by the smallest change of a sound draft.

use super::invariants::{EXTRA, breaks, in_scheme};
use crate::{
    build::testing::{at, attribute, enumeration, kind, literal, mixin, reference, string, text},
    codes,
    draft::{LengthDraft, MemberDraft, NamedTypeDraft, TypeDraft},
    version::VersionRange,
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

fn hash(member: &str, value_type: TypeDraft) -> TypeDraft {
    TypeDraft::Hash(vec![MemberDraft {
        name: text(member),
        value_type: at(value_type),
        required: false,
        description: None,
        default: None,
    }])
}

fn list(item: TypeDraft) -> TypeDraft {
    TypeDraft::List {
        item: Box::new(at(item)),
        length: LengthDraft::default(),
        unique: false,
    }
}

#[test]
fn o43_names_of_types() {
    breaks(
        codes::E0214,
        "\"2fast\" is not a name for a type",
        |sample| {
            sample.types = vec![named("2fast", string())];
            sample.types[0].name.origin
        },
    );
}

#[test]
fn o44_patterns_are_not_empty() {
    breaks(codes::E0212, "the pattern is empty", |sample| {
        let pattern = text("");
        let origin = pattern.origin;
        let value_type = TypeDraft::String {
            pattern: Some(pattern),
            length: LengthDraft::default(),
        };
        sample.types = vec![named("Nothing", value_type)];
        origin
    });
}

#[test]
fn o46_names_of_literals() {
    breaks(codes::E0214, "\"\" cannot be a literal", |sample| {
        let nameless = literal("");
        let origin = nameless.name.origin;
        sample.types = vec![named("Colour", TypeDraft::Enum(vec![nameless]))];
        origin
    });
}

#[test]
fn o47_no_record_holds_itself() {
    breaks(codes::E0209, "the type `Node` contains itself", |sample| {
        sample.types = vec![named("Node", hash("next", of_type("Node")))];
        sample.types[0].name.origin
    });
    // Over two types as well, which the invariant does not see.
    breaks(codes::E0209, "the type `Node` contains itself", |sample| {
        sample.types = vec![
            named("Node", hash("edge", of_type("Edge"))),
            named("Edge", hash("to", of_type("Node"))),
        ];
        sample.types[0].name.origin
    });
}

#[test]
fn o49_names_of_fields() {
    breaks(codes::E0214, "\"a\\nb\" cannot be a member", |sample| {
        let record = hash("a\nb", string());
        let TypeDraft::Hash(members) = &record else {
            unreachable!()
        };
        let origin = members[0].name.origin;
        sample.types = vec![named("Record", record)];
        origin
    });
}

#[test]
fn o50_no_array_holds_itself() {
    breaks(codes::E0209, "the type `Row` contains itself", |sample| {
        sample.types = vec![named("Row", list(of_type("Row")))];
        sample.types[0].name.origin
    });
}

#[test]
fn s01_what_must_be_there() {
    breaks(
        codes::M018,
        "an enum without literals has no value",
        |sample| {
            sample.types = vec![named("Colour", enumeration(&[]))];
            sample.types[0].value_type.origin
        },
    );
    breaks(
        codes::M001,
        "`` is not a term: a letter or digit, then letters, digits, `-`, `_` or `.`",
        |sample| {
            sample.mixins.push(mixin(""));
            sample.mixins[2].term.origin
        },
    );
    breaks(
        codes::M010,
        "`` is not an attribute name: letters, digits, `-` and `_`, in components joined by single dots",
        |sample| {
            let nameless = attribute("", string());
            let origin = nameless.name.origin;
            sample.kinds[0].attributes.push(nameless);
            origin
        },
    );
    breaks(
        codes::E0214,
        "\"\" is not a name for an extension",
        |sample| {
            sample.name = text("");
            sample.name.origin
        },
    );
}

#[test]
fn s02_keys() {
    breaks(
        codes::M003,
        "`http://example.com/occi/gpu#bigger` is defined twice",
        |sample| {
            sample.kinds.push(kind("bigger", "core.resource"));
            sample.kinds[3].term.origin
        },
    );
    breaks(
        codes::W0232,
        "the extension has two categories of the term `small`",
        |sample| {
            let twin = in_scheme(mixin("small"), "http://example.com/occi/gpu/sub#");
            sample.mixins.push(twin);
            sample.mixins[2].term.origin
        },
    );
}

#[test]
fn s03_forms_of_names() {
    breaks(
        codes::M001,
        "`a b` is not a term: a letter or digit, then letters, digits, `-`, `_` or `.`",
        |sample| {
            sample.mixins.push(mixin("a b"));
            sample.mixins[2].term.origin
        },
    );
    breaks(
        codes::M010,
        "`com.example..a` is not an attribute name: letters, digits, `-` and `_`, in components joined by single dots",
        |sample| {
            let odd = attribute("com.example..a", string());
            let origin = odd.name.origin;
            sample.kinds[0].attributes.push(odd);
            origin
        },
    );
    breaks(
        codes::M002,
        "`gpu#` is not a scheme: an absolute URI that ends in `#` and has no other `#`",
        |sample| {
            sample.mixins[0].scheme = Some(text("gpu#"));
            sample.mixins[0].scheme.as_ref().unwrap().origin
        },
    );
}

#[test]
fn s04_references_resolve() {
    breaks(codes::M021, "there is no kind `gup`", |sample| {
        sample.kinds.push(kind("mine", "gup"));
        sample.kinds[3].parent.as_ref().unwrap().origin
    });
    breaks(codes::M030, "there is no mixin `tunde`", |sample| {
        sample.mixins[0].depends = vec![reference("tunde")];
        sample.mixins[0].depends[0].origin
    });
    breaks(codes::M031, "there is no kind `gup`", |sample| {
        sample.mixins[0].applies.push(reference("gup"));
        sample.mixins[0].applies[1].origin
    });
    breaks(codes::E0201, "there is no extension `croe`", |sample| {
        sample.uses[0].extension = text("croe");
        sample.uses[0].extension.origin
    });
    breaks(codes::E0203, "there is no type `Colour`", |sample| {
        let coloured = attribute(EXTRA, of_type("Colour"));
        let origin = coloured.value_type.origin;
        sample.kinds[0].attributes.push(coloured);
        origin
    });
    breaks(codes::E0204, "there is no kind `gup`", |sample| {
        sample.kinds[2].target = vec![reference("gup")];
        sample.kinds[2].target[0].origin
    });
}

//! Derived code where nothing is called what it is usually called.

#![no_implicit_prelude]
#![allow(
    dead_code,
    missing_docs,
    reason = "the types stand in the way of names; nobody uses them"
)]

use ::std::{assert, assert_eq, panic};

struct Result;
struct Some;
struct None;
struct Vec;
struct Default;
struct From;
struct Clone;
struct Value;
struct Fields;
struct FieldWriter;

#[derive(::std::clone::Clone, ::std::fmt::Debug, ::std::cmp::PartialEq, ::occi::Value)]
enum Type {
    Ok,
    Err,
    #[occi(name = "self")]
    Own,
    #[occi(other)]
    Other(::std::string::String),
}

#[derive(::std::clone::Clone, ::std::fmt::Debug, ::std::cmp::PartialEq, ::occi::Value)]
#[occi(length = "1..=8", pattern = "[a-z]*")]
struct String(::std::string::String);

#[derive(::std::clone::Clone, ::std::fmt::Debug, ::std::cmp::PartialEq, ::occi::Value)]
struct Box {
    value: i64,
    r#type: ::std::option::Option<Type>,
    #[occi(default = 3)]
    slots: u8,
}

#[derive(::std::clone::Clone, ::std::fmt::Debug, ::std::cmp::PartialEq, ::occi::Resource)]
#[occi(
    scheme = "http://example.com/obstacles#",
    prefix = "com.example.entity"
)]
#[occi(actions(Drop))]
struct Entity {
    fields: ::std::option::Option<::std::string::String>,
    r#self_: String,
    values: ::std::vec::Vec<i64>,
    #[occi(name = "com.example.entity.box", since = "1.2")]
    inside: ::std::option::Option<Box>,
}

#[derive(::std::clone::Clone, ::std::fmt::Debug, ::std::cmp::PartialEq, ::occi::Action)]
#[occi(of = Entity, returns = "nothing")]
struct Drop {
    r#type: Type,
    id: ::std::option::Option<i64>,
}

#[derive(::std::clone::Clone, ::std::fmt::Debug, ::std::cmp::PartialEq, ::occi::Mixin)]
#[occi(scheme = "http://example.com/obstacles#", term = "mix-in", exclusive)]
struct Mixin {}

#[derive(::std::clone::Clone, ::std::fmt::Debug, ::std::cmp::PartialEq, ::occi::Mixin)]
#[occi(
    scheme = "http://example.com/obstacles#",
    depends(Mixin),
    applies(Entity)
)]
#[occi(set("com.example.entity.fields" = "set"))]
struct Template {}

::occi::model_of! {
    name = "obstacles",
    scheme = "http://example.com/obstacles#",
    kinds(Entity),
    mixins(Mixin, Template),
}

#[test]
fn values_keep_their_facets() {
    use ::occi::AttributeValue as _;

    assert!(String::new("abc".into_text()).is_ok());
    let refused = String::new("ABC".into_text());
    assert!(refused.is_err(), "a capital letter");
    let value = ::occi::Value::String("anything".into_text());
    assert_eq!(
        Type::from_value(value),
        ::std::result::Result::Ok(Type::Other("anything".into_text()))
    );
    let own = Type::Own.into_value();
    assert_eq!(own, ::occi::Value::String("self".into_text()));
}

trait IntoText {
    fn into_text(self) -> ::std::string::String;
}

impl IntoText for &str {
    fn into_text(self) -> ::std::string::String {
        ::std::borrow::ToOwned::to_owned(self)
    }
}

#[test]
fn the_model_has_what_the_types_say() {
    let model = model();
    let ::std::option::Option::Some(kind) = model.find_kind("http://example.com/obstacles#entity")
    else {
        panic!("the kind is missing");
    };
    assert_eq!(model.kind(kind).attributes.len(), 4);
    assert_eq!(
        <Drop as ::occi::Action>::ID,
        "http://example.com/obstacles/entity/action#drop"
    );
    assert!(
        model
            .find_mixin("http://example.com/obstacles#mix-in")
            .is_some()
    );
}

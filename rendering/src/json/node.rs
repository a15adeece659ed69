//! JSON as a tree that keeps the order of members and refuses what hides information: a member
//! given twice, or nesting without end.

use std::{
    borrow::Cow,
    cell::{Cell, RefCell},
    fmt,
};

use indexmap::IndexMap;
use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use crate::{
    findings::{Findings, excerpt},
    limits::MAX_DEPTH,
    message::RawValue,
    read::ReadError,
    repeated::first_repeated,
};

/// A JSON value. Texts are borrowed from the message where it has no escapes.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Node<'a> {
    Null,
    Boolean(bool),
    /// A whole number of 64 bits.
    Integer(i128),
    /// Any other number.
    Float(f64),
    Text(Cow<'a, str>),
    List(Vec<Node<'a>>),
    Object(Members<'a>),
}

/// The members of an object, in order; every name occurs once.
pub(crate) type Members<'a> = Vec<(Cow<'a, str>, Node<'a>)>;

impl<'a> Node<'a> {
    /// What the value is, for messages.
    pub(crate) const fn what(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean(_) => "a boolean",
            Self::Integer(_) | Self::Float(_) => "a number",
            Self::Text(_) => "a string",
            Self::List(_) => "an array",
            Self::Object(_) => "an object",
        }
    }

    /// The text of a string.
    pub(crate) fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The value as attribute values keep it.
    pub(crate) fn into_raw(self) -> RawValue {
        match self {
            Self::Null => RawValue::Null,
            Self::Boolean(truth) => RawValue::Boolean(truth),
            Self::Integer(number) => RawValue::Number(number.to_string()),
            Self::Float(number) => RawValue::Number(format!("{number:?}")),
            Self::Text(text) => RawValue::Text(text.into_owned()),
            Self::List(items) => RawValue::List(items.into_iter().map(Self::into_raw).collect()),
            Self::Object(members) => RawValue::Hash(Box::new(
                members
                    .into_iter()
                    .map(|(name, value)| (name.into_owned(), value.into_raw()))
                    .collect::<IndexMap<_, _>>(),
            )),
        }
    }

    /// The value as a document of its own, such as a JSON Schema.
    pub(crate) fn into_json(self) -> serde_json::Value {
        use serde_json::Value;
        match self {
            Self::Null => Value::Null,
            Self::Boolean(truth) => Value::Bool(truth),
            Self::Integer(number) => i64::try_from(number)
                .map(Value::from)
                .or_else(|_| u64::try_from(number).map(Value::from))
                .unwrap_or(Value::Null),
            Self::Float(number) => Value::from(number),
            Self::Text(text) => Value::String(text.into_owned()),
            Self::List(items) => items.into_iter().map(Self::into_json).collect(),
            Self::Object(members) => Value::Object(
                members
                    .into_iter()
                    .map(|(name, value)| (name.into_owned(), value.into_json()))
                    .collect(),
            ),
        }
    }

    /// Parses a message.
    ///
    /// # Errors
    ///
    /// `not-json`, `duplicate-member`, `too-deep`, `too-many-items`, `too-long`.
    pub(crate) fn parse(body: &'a [u8], findings: &mut Findings) -> Result<Self, ReadError> {
        let bounds = findings.bounds();
        if body.len() > bounds.body {
            return Err(findings.refuse(
                "too-long",
                format!("the body is longer than {} bytes", bounds.body),
            ));
        }
        findings.read_from(body);
        let limits = Limits {
            most: bounds.items,
            items: Cell::default(),
            fault: RefCell::default(),
        };
        let mut deserializer = serde_json::Deserializer::from_slice(body);
        let seed = Seed {
            limits: &limits,
            depth: 0,
        };
        let parsed = seed
            .deserialize(&mut deserializer)
            .and_then(|node| deserializer.end().map(|()| node));
        parsed.map_err(|error| {
            findings.at(error.line().max(1));
            let at = offset(body, error.line(), error.column());
            findings.look_at(at, at);
            match limits.fault.take() {
                Some((code, message)) => findings.refuse(code, message),
                None => findings.refuse("not-json", format!("the body is not JSON: {error}")),
            }
        })
    }
}

/// The offset of a column, counted in bytes from 1, of a line, counted from 1; 0 stands for 1.
fn offset(body: &[u8], line: usize, column: usize) -> usize {
    let start = match line.saturating_sub(2) {
        _ if line <= 1 => 0,
        breaks => body
            .iter()
            .enumerate()
            .filter(|(_, byte)| **byte == b'\n')
            .nth(breaks)
            .map_or(body.len(), |(at, _)| at + 1),
    };
    (start + column.saturating_sub(1)).min(body.len())
}

/// What is counted while parsing, and what was found to be wrong beyond syntax.
struct Limits {
    /// The most values.
    most: usize,
    items: Cell<usize>,
    fault: RefCell<Option<(&'static str, String)>>,
}

impl Limits {
    fn refuse<E: serde::de::Error>(&self, code: &'static str, message: String) -> E {
        let error = E::custom(&message);
        *self.fault.borrow_mut() = Some((code, message));
        error
    }

    fn count<E: serde::de::Error>(&self) -> Result<(), E> {
        self.items.set(self.items.get() + 1);
        let most = self.most;
        if self.items.get() > most {
            return Err(self.refuse(
                "too-many-items",
                format!("the message has more than {most} values; send it in parts"),
            ));
        }
        Ok(())
    }
}

#[derive(Clone, Copy)]
struct Seed<'l> {
    limits: &'l Limits,
    depth: usize,
}

impl Seed<'_> {
    fn deeper<E: serde::de::Error>(self) -> Result<Self, E> {
        if self.depth >= MAX_DEPTH {
            return Err(self.limits.refuse(
                "too-deep",
                format!("arrays and objects are nested deeper than {MAX_DEPTH}"),
            ));
        }
        Ok(Self {
            depth: self.depth + 1,
            ..self
        })
    }
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Node<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        self.limits.count()?;
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Node<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Node::Null)
    }

    fn visit_bool<E>(self, truth: bool) -> Result<Self::Value, E> {
        Ok(Node::Boolean(truth))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
        Ok(Node::Integer(number.into()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
        Ok(Node::Integer(number.into()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Self::Value, E> {
        Ok(Node::Float(number))
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Node::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Node::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_string<E>(self, text: String) -> Result<Self::Value, E> {
        Ok(Node::Text(Cow::Owned(text)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let inner = self.deeper()?;
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(inner)? {
            list.push(item);
        }
        Ok(Node::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Self::Value, A::Error> {
        let inner = self.deeper()?;
        let mut members: Members<'de> = Vec::new();
        while let Some(name) = access.next_key_seed(Key)? {
            members.push((name, access.next_value_seed(inner)?));
        }
        if let Some((_, later)) = first_repeated(&members, |(name, _)| name) {
            return Err(self.limits.refuse(
                "duplicate-member",
                format!("the member {} is given twice", excerpt(&members[later].0)),
            ));
        }
        Ok(Node::Object(members))
    }
}

/// A member name, borrowed where it has no escapes.
struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Key {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a member name")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(text))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Mode;
    use crate::limits::MAX_ITEMS;

    fn parse(text: &str) -> Result<Node<'_>, &'static str> {
        Node::parse(text.as_bytes(), &mut Findings::new(Mode::Lenient)).map_err(|e| e.code)
    }

    #[test]
    fn members_keep_their_order_and_numbers_their_kind() {
        assert_eq!(
            parse(r#"{"b": 1, "a": [1.0, null, true, "\u00e4"]}"#),
            Ok(Node::Object(vec![
                ("b".into(), Node::Integer(1)),
                (
                    "a".into(),
                    Node::List(vec![
                        Node::Float(1.0),
                        Node::Null,
                        Node::Boolean(true),
                        Node::Text("ä".into())
                    ])
                ),
            ]))
        );
        assert_eq!(
            Node::Float(1.0).into_raw(),
            RawValue::Number("1.0".to_owned())
        );
    }

    #[test]
    fn a_member_given_twice_is_an_error() {
        assert_eq!(parse(r#"{"a": 1, "a": 1}"#), Err("duplicate-member"));
        assert_eq!(parse(r#"{"a": 1, "\u0061": 1}"#), Err("duplicate-member"));
    }

    #[test]
    fn json_057_malformed_and_hostile_input_is_refused() {
        for text in [
            "",
            "OK",
            "{",
            "[1,]",
            "{\"a\" 1}",
            "1 2",
            "{\"a\": 1e999}",
            "\u{feff}{}",
        ] {
            assert_eq!(parse(text), Err("not-json"), "{text}");
        }
        let deep = "[".repeat(100_000);
        assert_eq!(parse(&deep), Err("too-deep"));
        let fits = format!("{}{}", "[".repeat(MAX_DEPTH), "]".repeat(MAX_DEPTH));
        assert!(parse(&fits).is_ok());
        let many = format!("[{}0]", "0,".repeat(MAX_ITEMS));
        assert_eq!(parse(&many), Err("too-many-items"));
        // Definitions are chosen by who reads them, and may be larger than messages.
        assert!(Node::parse(many.as_bytes(), &mut Findings::with_places()).is_ok());
        let most = crate::limits::MAX_DEFINITION_ITEMS;
        let many = format!("[{}0]", "0,".repeat(most));
        let error = Node::parse(many.as_bytes(), &mut Findings::with_places()).unwrap_err();
        assert_eq!(error.code, "too-many-items");
    }

    #[test]
    fn errors_name_the_line() {
        let error =
            Node::parse(b"{\n\"a\": 1,\n\"b\" 2}", &mut Findings::new(Mode::Strict)).unwrap_err();
        assert_eq!((error.code, error.line), ("not-json", Some(3)));
    }
}

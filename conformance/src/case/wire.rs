//! Requests that a case writes out itself, and what it looks for in the answer.
//!
//! A text may hold places `<<…>>` for what only the run knows:
//!
//! | place | is |
//! |---|---|
//! | `<<path VAR>>`, `<<url VAR>>`, `<<id VAR>>`, `<<marker VAR>>` | path, absolute URL, id, marker of an entity of the case |
//! | `<<at CATEGORY>>` | path of the collection of a kind or mixin |
//! | `<<tag scheme>>`, `<<tag term>>`, `<<tag path>>` | the user mixin of the case |
//! | `<<base>>` | the endpoint, without a final slash |
//! | `<<NUMBER times TEXT>>` | the text so often |
//!
//! In a body the characters U+F780 to U+F7FF stand for the octets 80 to FF, which may be no UTF-8.

use occi_model::CategoryId;

use super::Var;
use crate::transport::Framing;

/// A request written out, octet by octet but for its places.
#[derive(Clone, Debug, PartialEq)]
pub struct Wire {
    /// Method.
    pub method: &'static str,
    /// Path and query.
    pub target: String,
    /// Header fields in order. The first of a name replaces what the run would send; an empty value
    /// sends none.
    pub headers: Vec<(&'static str, String)>,
    /// Body.
    pub body: String,
    /// The entity that the request creates if it succeeds, and its kind.
    pub creates: Option<(Var, CategoryId)>,
    /// Whether it goes without the credentials of the run.
    pub anonymous: bool,
    /// How it is delimited on the connection.
    pub framing: Framing,
}

/// What is looked for in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Test {
    /// It is there, whatever it says.
    Present,
    /// It is not there.
    Absent,
    /// It is this.
    Is(String),
    /// It contains this.
    Has(String),
    /// It contains this, where it is there at all.
    HasIfAny(String),
    /// It does not contain this.
    Lacks(String),
    /// One of its words (between blanks, commas and parentheses) is this.
    Word(String),
    /// One of its words is one of these.
    AnyWord(&'static [&'static str]),
}

impl Test {
    /// Whether a text passes; `None`: there is none.
    #[must_use]
    pub fn holds(&self, text: Option<&str>) -> bool {
        match (self, text) {
            (Self::Absent | Self::Lacks(_) | Self::HasIfAny(_), None) => true,
            (_, None) | (Self::Absent, Some(_)) => false,
            (Self::Present, Some(_)) => true,
            (Self::Is(wanted), Some(text)) => text == wanted,
            (Self::Has(wanted) | Self::HasIfAny(wanted), Some(text)) => {
                text.contains(wanted.as_str())
            }
            (Self::Lacks(unwanted), Some(text)) => !text.contains(unwanted.as_str()),
            (Self::Word(wanted), Some(text)) => text
                .split([' ', ',', '(', ')'])
                .any(|word| word == wanted.as_str()),
            (Self::AnyWord(wanted), Some(text)) => text
                .split([' ', ',', '(', ')'])
                .any(|word| wanted.contains(&word)),
        }
    }

    /// The text that is looked for.
    pub(crate) fn text_mut(&mut self) -> Option<&mut String> {
        match self {
            Self::Present | Self::Absent | Self::AnyWord(_) => None,
            Self::Is(text)
            | Self::Has(text)
            | Self::HasIfAny(text)
            | Self::Lacks(text)
            | Self::Word(text) => Some(text),
        }
    }

    /// The expectation in words.
    #[must_use]
    pub fn describe(&self) -> String {
        match self {
            Self::Present => "anything".to_owned(),
            Self::Absent => "nothing".to_owned(),
            Self::Is(text) => format!("{text:?}"),
            Self::Has(text) | Self::HasIfAny(text) => format!("a text with {text:?}"),
            Self::Lacks(text) => format!("a text without {text:?}"),
            Self::Word(text) => format!("the word {text:?}"),
            Self::AnyWord(words) => format!("one of the words {words:?}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Test;

    #[test]
    fn what_is_absent_passes_only_what_wants_nothing() {
        let has = Test::Has("b".to_owned());
        let lacks = Test::Lacks("b".to_owned());
        let word = Test::Word("OCCI/1.2".to_owned());
        assert!(has.holds(Some("abc")) && !has.holds(Some("ac")) && !has.holds(None));
        assert!(lacks.holds(None) && lacks.holds(Some("ac")) && !lacks.holds(Some("abc")));
        assert!(word.holds(Some("x/1 OCCI/1.2")) && !word.holds(Some("OCCI/1.20")));
        let if_any = Test::HasIfAny("b".to_owned());
        assert!(if_any.holds(None) && if_any.holds(Some("ab")) && !if_any.holds(Some("a")));
        assert!(Test::Absent.holds(None) && !Test::Absent.holds(Some("")));
        assert!(Test::Present.holds(Some("")) && !Test::Present.holds(None));
    }
}

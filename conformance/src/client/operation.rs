//! What a harness is told, and what it answers.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::vector::{Facts, Form, Message};

/// A line to the harness.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "command", rename_all = "lowercase", deny_unknown_fields)]
pub enum Command {
    /// Forget everything, and talk to this server from now on. The result may have the members
    /// `client` and `version`, which reports show.
    Start {
        /// Base URL, without credentials.
        endpoint: String,
    },
    /// An operation of this name is asked for soon; the answer is a result when there is one.
    Probe {
        /// The name.
        op: String,
    },
    /// Carry out an operation.
    Op(Operation),
    /// Read a message. The result is what it says, as [`Facts`]; an error refuses the message.
    Read {
        /// What it is.
        form: Form,
        /// The message.
        message: Message,
    },
    /// Write a message. The result is a [`Message`].
    Write {
        /// The media type.
        #[serde(rename = "type")]
        media: String,
        /// What is to be said.
        facts: Facts,
    },
}

/// What a client can do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "op", rename_all = "lowercase", deny_unknown_fields)]
pub enum Operation {
    /// Asks what the server offers. Result: `categories`, a list of identifiers.
    Discover {},
    /// Creates an instance. Result: `location`, its URL.
    Create {
        /// Identifier of the kind.
        kind: String,
        /// Identifiers of mixins.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        mixins: Vec<String>,
        /// Values by name of the attribute.
        attributes: Map<String, Value>,
    },
    /// Reads an instance. Result: `kind`, `mixins`, `attributes`.
    Get {
        /// Its URL.
        location: String,
    },
    /// Lists the instances of a kind. Result: `locations`, a list of URLs.
    List {
        /// Identifier of the kind.
        kind: String,
        /// Only those of this category.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        category: Option<String>,
        /// Only those with these values.
        #[serde(default, skip_serializing_if = "Map::is_empty")]
        attributes: Map<String, Value>,
        /// So many at a time.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        page: Option<u32>,
    },
    /// Changes values of an instance, and leaves everything else.
    Update {
        /// Its URL.
        location: String,
        /// Values by name of the attribute.
        attributes: Map<String, Value>,
    },
    /// Invokes an action on an instance.
    Action {
        /// Its URL.
        location: String,
        /// Identifier of the action.
        action: String,
        /// Values by name of the parameter.
        #[serde(default, skip_serializing_if = "Map::is_empty")]
        parameters: Map<String, Value>,
    },
    /// Creates a link. Result: `location`, its URL.
    Link {
        /// Identifier of the kind.
        kind: String,
        /// URL of the source.
        source: String,
        /// URL of the target.
        target: String,
        /// Values of further attributes.
        #[serde(default, skip_serializing_if = "Map::is_empty")]
        attributes: Map<String, Value>,
    },
    /// Deletes an instance.
    Delete {
        /// Its URL.
        location: String,
    },
    /// Adds a mixin of a user.
    Tag {
        /// Its identifier.
        mixin: String,
        /// The path of its collection.
        location: String,
    },
    /// Removes a mixin of a user.
    Untag {
        /// Its identifier.
        mixin: String,
    },
}

impl Operation {
    /// The names of all.
    pub const NAMES: [&str; 10] = [
        "discover", "create", "get", "list", "update", "action", "link", "delete", "tag", "untag",
    ];

    /// The name, as it stands in the command.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Discover {} => "discover",
            Self::Create { .. } => "create",
            Self::Get { .. } => "get",
            Self::List { .. } => "list",
            Self::Update { .. } => "update",
            Self::Action { .. } => "action",
            Self::Link { .. } => "link",
            Self::Delete { .. } => "delete",
            Self::Tag { .. } => "tag",
            Self::Untag { .. } => "untag",
        }
    }
}

/// A line from the harness.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Answer {
    /// It was done.
    Result(Map<String, Value>),
    /// The client has no such operation, or not with these arguments.
    Unsupported(Unsupported),
    /// The client tried, and says that it failed.
    Error {
        /// What it says.
        message: String,
        /// Status of the server's answer, where there was one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        status: Option<u16>,
    },
}

/// What a client does not have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unsupported {
    /// Why.
    pub message: String,
    /// Where that is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_and_answers_are_lines_of_json() {
        let command = Command::Op(Operation::List {
            kind: "http://example.com/#a".to_owned(),
            category: None,
            attributes: Map::new(),
            page: Some(2),
        });
        let line = serde_json::to_string(&command).unwrap();
        assert_eq!(
            line,
            r#"{"command":"op","op":"list","kind":"http://example.com/#a","page":2}"#
        );
        let discover = Command::Op(Operation::Discover {});
        assert_eq!(
            serde_json::to_string(&discover).unwrap(),
            r#"{"command":"op","op":"discover"}"#
        );
        for (line, expected) in [
            (
                r#"{"result":{"location":"/a"}}"#,
                Answer::Result([("location".to_owned(), "/a".into())].into_iter().collect()),
            ),
            (
                r#"{"unsupported":{"message":"no"}}"#,
                Answer::Unsupported(Unsupported {
                    message: "no".to_owned(),
                    url: None,
                }),
            ),
            (
                r#"{"error":{"message":"gone","status":404}}"#,
                Answer::Error {
                    message: "gone".to_owned(),
                    status: Some(404),
                },
            ),
        ] {
            assert_eq!(serde_json::from_str::<Answer>(line).unwrap(), expected);
        }
        assert!(serde_json::from_str::<Answer>("{}").is_err());
    }

    #[test]
    fn the_names_are_those_of_the_operations() {
        for name in Operation::NAMES {
            let nothing = serde_json::json!({
                "op": name, "kind": "", "location": "", "action": "", "source": "", "target": "",
                "mixin": "", "attributes": {},
            });
            let error = serde_json::from_value::<Operation>(nothing).unwrap_err();
            // The name is known; what does not belong to it is not.
            assert!(
                error.to_string().starts_with("unknown field"),
                "{name}: {error}"
            );
        }
        assert_eq!(Operation::Discover {}.name(), Operation::NAMES[0]);
    }
}

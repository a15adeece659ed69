//! Definitions as texts that a program carries.

use serde::Deserialize as _;

use super::ExtensionTable;
use crate::draft::ExtensionDraft;

/// A definition that is part of a program.
pub trait StaticDefinition: Sync {
    /// The draft of the extension; its parts come from no text of the user's.
    ///
    /// # Errors
    ///
    /// When it cannot be read. What the compiler wrote can.
    fn draft(&self) -> Result<ExtensionDraft, Unreadable>;
}

impl StaticDefinition for ExtensionTable {
    fn draft(&self) -> Result<ExtensionDraft, Unreadable> {
        Ok(Self::draft(self))
    }
}

/// An extension as generated code carries it: its [draft](ExtensionDraft) as JSON, without what
/// is not there. References are whole identifiers, types have the name of their extension.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExtensionText {
    /// Name of the extension.
    pub name: &'static str,
    /// The draft.
    pub text: &'static str,
}

impl StaticDefinition for ExtensionText {
    fn draft(&self) -> Result<ExtensionDraft, Unreadable> {
        let mut reader = serde_json::Deserializer::from_str(self.text);
        // A long chain of conditions is as deep as it is long.
        reader.disable_recursion_limit();
        ExtensionDraft::deserialize(&mut reader)
            .and_then(|draft| reader.end().map(|()| draft))
            .map_err(|error| Unreadable {
                name: self.name,
                reason: error.to_string(),
            })
    }
}

/// A definition that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the definition of `{name}` cannot be read: {reason}")]
pub struct Unreadable {
    /// Name of the extension.
    pub name: &'static str,
    /// What is wrong, and where.
    pub reason: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_is_none_says_where() {
        let text = ExtensionText {
            name: "shop",
            text: r#"{"name": "shop", "scheme": "http://example.com/shop#", "kind": []}"#,
        };
        let reason = text.draft().unwrap_err().to_string();
        assert!(
            reason.starts_with("the definition of `shop` cannot be read: unknown field `kind`"),
            "{reason}"
        );
        assert!(reason.ends_with("at line 1 column 61"), "{reason}");
    }

    #[test]
    fn a_condition_may_be_as_deep_as_a_model_lets_it() {
        // A model refuses conditions of more than 256 levels (E0221).
        let mut condition = String::from(r#"{"defined": "a"}"#);
        for _ in 0..256 {
            condition = format!(r#"{{"and": [{{"not": {condition}}}, {{"defined": "a"}}]}}"#);
        }
        let text = format!(
            r#"{{"name": "t", "scheme": "http://example.com/t#", "kinds": [{{"kind": "a", "scheme": "http://example.com/t#", "constraints": [{{"condition": {condition}, "message": "m"}}]}}]}}"#
        );
        let text = ExtensionText {
            name: "t",
            text: text.leak(),
        };
        assert_eq!(text.draft().unwrap().kinds[0].constraints.len(), 1);
    }
}

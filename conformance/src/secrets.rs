//! What must appear in no output (section 9.6).

use std::fmt;

use base64::{Engine as _, engine::general_purpose::STANDARD};

use crate::verdict::CaseResult;

/// What stands where a secret was.
const REDACTED: &str = "(redacted)";

/// Texts that are taken out of everything that a run writes: credentials, and what they are made
/// into on their way.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Secrets(Vec<String>);

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secrets({})", self.0.len())
    }
}

impl Secrets {
    /// Shortest secret: taking shorter ones out would take words apart.
    pub const SHORTEST: usize = 4;

    /// Adds a secret, with its forms in base64, in URLs and in JSON. Shorter ones than
    /// [`Self::SHORTEST`] are not kept.
    pub fn add(&mut self, secret: &str) {
        if secret.len() < Self::SHORTEST {
            return;
        }
        let encoded: String = secret
            .bytes()
            .map(|byte| match byte {
                b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                    char::from(byte).to_string()
                }
                other => format!("%{other:02X}"),
            })
            .collect();
        let json = serde_json::Value::from(secret).to_string();
        let json = json.trim_matches('"').to_owned();
        for form in [secret.to_owned(), STANDARD.encode(secret), encoded, json] {
            if !self.0.contains(&form) {
                self.0.push(form);
            }
        }
        // The longest first: one may be a part of another.
        self.0.sort_by_key(|form| std::cmp::Reverse(form.len()));
    }

    /// A text without the secrets.
    #[must_use]
    pub fn redact(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for secret in &self.0 {
            if text.contains(secret.as_str()) {
                text = text.replace(secret.as_str(), REDACTED);
            }
        }
        text
    }

    /// Takes the secrets out of a result.
    pub(crate) fn clean(&self, result: &mut CaseResult) {
        if self.0.is_empty() {
            return;
        }
        let clean = |text: &mut String| *text = self.redact(text);
        result.reason.as_mut().map(clean);
        result.notes.iter_mut().for_each(clean);
        result.params.values_mut().for_each(clean);
        if let Some(failure) = &mut result.failure {
            clean(&mut failure.what);
            clean(&mut failure.expected);
            clean(&mut failure.actual);
        }
        for exchange in &mut result.transcript {
            clean(&mut exchange.request);
            clean(&mut exchange.response);
            clean(&mut exchange.reproduce);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_is_taken_out() {
        let mut secrets = Secrets::default();
        secrets.add("user:ca\"na ry");
        for text in [
            "x user:ca\"na ry y",
            "Basic dXNlcjpjYSJuYSByeQ==",
            "?p=user%3Aca%22na%20ry",
            "{\"p\":\"user:ca\\\"na ry\"}",
        ] {
            let shown = secrets.redact(text);
            assert!(shown.contains(REDACTED), "{shown}");
            assert!(!shown.contains("na"), "{shown}");
        }
        assert_eq!(format!("{secrets:?}"), "Secrets(4)");
    }

    #[test]
    fn what_is_too_short_takes_no_words_apart() {
        let mut secrets = Secrets::default();
        secrets.add("e");
        assert_eq!(secrets.redact("here"), "here");
    }
}

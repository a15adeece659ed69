//! The in-toto statement of a test result, in a DSSE envelope that may be signed.
//!
//! Source: in-toto Attestation Framework, Statement v1, predicate `test-result` v0.1; DSSE v1.0.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Value, json};

use crate::{
    run::RunResult,
    verdict::{CaseResult, Headline, Verdict},
};

/// The type of the payload in the envelope.
pub const PAYLOAD_TYPE: &str = "application/vnd.in-toto+json";

/// SHA-256 of bytes, in hexadecimal.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    use sha2::Digest as _;
    sha2::Sha256::digest(bytes)
        .iter()
        .map(|b| format!("{b:02x}"))
        .collect()
}

/// The statement: what was tested and which cases passed, warned and failed. Its subject is the
/// `results.json` of the run, named by its digest.
#[must_use]
pub fn statement(result: &RunResult, results_json: &str) -> String {
    let ids = |wanted: &dyn Fn(&CaseResult) -> bool| -> Vec<&str> {
        let of = result.cases.iter().filter(|case| wanted(case));
        of.map(|case| case.id.as_str()).collect()
    };
    let verdict = match result.headline() {
        Headline::Conformant => "PASSED",
        Headline::Partial => "WARNED",
        Headline::NotConformant | Headline::Invalid => "FAILED",
    };
    let statement = json!({
        "_type": "https://in-toto.io/Statement/v1",
        "subject": [{
            "name": "results.json",
            "digest": { "sha256": sha256(results_json.as_bytes()) },
        }],
        "predicateType": "https://in-toto.io/attestation/test-result/v0.1",
        "predicate": {
            "result": verdict,
            "configuration": [{
                "name": format!("catalogue of {}", result.model),
                "uri": result.endpoint,
                "digest": { "sha256": result.catalogue },
            }],
            "passedTests": ids(&|case| case.verdict == Verdict::Pass),
            "warnedTests": ids(&|case| case.verdict == Verdict::PassNoted),
            "failedTests": ids(&|case| case.verdict.counts_against()),
        },
    });
    statement.to_string()
}

/// What is signed: the pre-authentication encoding of DSSE.
#[must_use]
pub fn signed_bytes(payload: &str) -> Vec<u8> {
    format!(
        "DSSEv1 {} {PAYLOAD_TYPE} {} {payload}",
        PAYLOAD_TYPE.len(),
        payload.len()
    )
    .into_bytes()
}

/// The envelope; `signature` is over [`signed_bytes`], with the id of its key.
#[must_use]
pub fn envelope(payload: &str, signature: Option<(&str, &[u8])>) -> String {
    let signatures: Vec<Value> = signature
        .into_iter()
        .map(|(key, bytes)| json!({ "keyid": key, "sig": STANDARD.encode(bytes) }))
        .collect();
    let envelope = json!({
        "payloadType": PAYLOAD_TYPE,
        "payload": STANDARD.encode(payload),
        "signatures": signatures,
    });
    let mut text = format!("{envelope:#}");
    text.push('\n');
    text
}

/// Longest envelope that is read, in bytes.
pub const MAX_BYTES: usize = 64 * 1024 * 1024;

/// What an envelope holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// The statement.
    pub payload: String,
    /// Signatures: id of the key, bytes.
    pub signatures: Vec<(String, Vec<u8>)>,
}

impl Opened {
    /// The digest that the statement gives for `results.json`.
    #[must_use]
    pub fn subject_digest(&self) -> Option<String> {
        let statement: Value = serde_json::from_str(&self.payload).ok()?;
        let digest = statement.pointer("/subject/0/digest/sha256")?.as_str()?;
        Some(digest.to_owned())
    }
}

/// Opens an envelope. Nothing in it is believed before a signature is checked.
///
/// # Errors
///
/// Why it is none.
pub fn open(bytes: &[u8]) -> Result<Opened, String> {
    if bytes.len() > MAX_BYTES {
        return Err(format!("the envelope has {} bytes", bytes.len()));
    }
    let envelope: Value = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
    let text = |value: &Value, key: &str| {
        value
            .get(key)
            .and_then(Value::as_str)
            .map(str::to_owned)
            .ok_or_else(|| format!("`{key}` is not there"))
    };
    let payload_type = text(&envelope, "payloadType")?;
    if payload_type != PAYLOAD_TYPE {
        return Err(format!("the payload is of the type {payload_type:?}"));
    }
    let decode = |text: &str| STANDARD.decode(text).map_err(|error| error.to_string());
    let payload = String::from_utf8(decode(&text(&envelope, "payload")?)?)
        .map_err(|error| error.to_string())?;
    let signatures = envelope
        .get("signatures")
        .and_then(Value::as_array)
        .ok_or_else(|| "`signatures` is not there".to_owned())?
        .iter()
        .map(|signature| {
            let key = signature.get("keyid").and_then(Value::as_str);
            Ok((
                key.unwrap_or_default().to_owned(),
                decode(&text(signature, "sig")?)?,
            ))
        })
        .collect::<Result<_, String>>()?;
    Ok(Opened {
        payload,
        signatures,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_signed_is_the_encoding_of_the_standard() {
        // The example of the protocol's own text, with our type.
        assert_eq!(
            signed_bytes("hello world"),
            b"DSSEv1 28 application/vnd.in-toto+json 11 hello world"
        );
    }

    #[test]
    fn an_envelope_opens_to_what_was_put_in() {
        let text = envelope("{\"a\":1}", Some(("key", b"\x01\xff")));
        let opened = open(text.as_bytes()).unwrap();
        assert_eq!(opened.payload, "{\"a\":1}");
        assert_eq!(opened.signatures, [("key".to_owned(), vec![1, 255])]);
    }

    #[test]
    fn hostile_envelopes_are_refused() {
        for text in [
            "",
            "[]",
            "{}",
            "{\"payloadType\":\"text/html\",\"payload\":\"\",\"signatures\":[]}",
            "{\"payloadType\":\"application/vnd.in-toto+json\",\"payload\":\"!\",\"signatures\":[]}",
            "{\"payloadType\":\"application/vnd.in-toto+json\",\"payload\":\"/w==\",\"signatures\":[]}",
            "{\"payloadType\":\"application/vnd.in-toto+json\",\"payload\":\"e30=\",\"signatures\":{}}",
            "{\"payloadType\":\"application/vnd.in-toto+json\",\"payload\":\"e30=\",\"signatures\":[{\"sig\":1}]}",
        ] {
            assert!(open(text.as_bytes()).is_err(), "{text}");
        }
        let deep = "[".repeat(100_000);
        assert!(open(deep.as_bytes()).is_err());
    }
}

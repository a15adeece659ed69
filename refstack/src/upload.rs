//! What is uploaded: the passes of a run.

use serde::Deserialize;

/// The JSON Schema of an upload, as the interface gives it out.
pub const SCHEMA: &str = include_str!("../schema/upload.json");

/// How many passes an upload may hold. The largest suite has some thousands.
const MAX_PASSES: usize = 200_000;

/// An upload: which cloud, how long the run took, what passed.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Upload {
    /// The id of the cloud.
    pub cpid: String,
    /// How long the run took, in seconds.
    pub duration_seconds: i64,
    /// What passed; at least one test.
    pub results: Vec<Pass>,
}

/// A test that passed.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Pass {
    /// Its name without attributes.
    pub name: String,
    /// Its idempotent id, without `id-`.
    #[serde(default)]
    pub uuid: Option<String>,
}

/// Why an upload is refused.
#[derive(Debug, thiserror::Error)]
pub enum UploadError {
    /// Not JSON, or not of the schema.
    #[error("the upload does not follow its schema, /v1/results/schema: {0}")]
    Schema(#[from] serde_json::Error),
    /// Nothing passed.
    #[error("the upload holds no result; at least one test must have passed")]
    Empty,
    /// Too much.
    #[error("the upload holds more than {MAX_PASSES} results")]
    Many,
    /// A uuid that is none.
    #[error("`{0}` is no UUID; it is written without `id-`, or left out")]
    Uuid(String),
    /// A time that cannot be.
    #[error("a run cannot take {0} seconds")]
    Duration(i64),
}

impl Upload {
    /// Reads an upload.
    ///
    /// # Errors
    ///
    /// When it does not follow the schema, has no result or too many, or an id that is none.
    pub fn parse(bytes: &[u8]) -> Result<Self, UploadError> {
        let upload: Self = serde_json::from_slice(bytes)?;
        if upload.results.is_empty() {
            return Err(UploadError::Empty);
        }
        if upload.results.len() > MAX_PASSES {
            return Err(UploadError::Many);
        }
        if upload.duration_seconds < 0 {
            return Err(UploadError::Duration(upload.duration_seconds));
        }
        let mut ids = upload
            .results
            .iter()
            .filter_map(|pass| pass.uuid.as_deref());
        if let Some(wrong) = ids.find(|id| uuid::Uuid::try_parse(id).is_err()) {
            return Err(UploadError::Uuid(wrong.chars().take(80).collect()));
        }
        Ok(upload)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uploads_follow_the_schema() {
        let id = "9a438d88-10c6-4bcd-8b5b-5b6e25e1346f";
        let good = format!(
            r#"{{"cpid": "c", "duration_seconds": 0, "results": [{{"name": "a", "uuid": "{id}"}}, {{"name": "b"}}]}}"#
        );
        assert_eq!(Upload::parse(good.as_bytes()).unwrap().results.len(), 2);
        for wrong in [
            "",
            "[]",
            "{}",
            r#"{"cpid": "c", "duration_seconds": 0, "results": []}"#,
            r#"{"cpid": "c", "duration_seconds": -1, "results": [{"name": "a"}]}"#,
            r#"{"cpid": "c", "duration_seconds": 1.5, "results": [{"name": "a"}]}"#,
            r#"{"cpid": "c", "duration_seconds": 0, "results": [{"uuid": "1"}]}"#,
            r#"{"cpid": "c", "duration_seconds": 0, "results": [{"name": "a", "uuid": "id-1"}]}"#,
            r#"{"cpid": "c", "duration_seconds": 0, "results": [{"name": "a"}], "more": 1}"#,
            r#"{"cpid": 1, "duration_seconds": 0, "results": [{"name": "a"}]}"#,
        ] {
            assert!(Upload::parse(wrong.as_bytes()).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_schema_is_json_and_names_what_is_read() {
        let schema: serde_json::Value = serde_json::from_str(SCHEMA).unwrap();
        for key in ["cpid", "duration_seconds", "results"] {
            assert!(schema["properties"][key].is_object(), "{key}");
        }
        assert_eq!(schema["additionalProperties"], false);
    }
}

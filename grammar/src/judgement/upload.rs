//! The file that is uploaded to the result server: passes only (refstack-client, RefStack API v1).

use md5::{Digest as _, Md5};
use occi_model::guideline::judge::Outcome;
use serde::Serialize;

use crate::results::Run;

/// The id of a cloud.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CloudId(String);

/// A text that is no URL of an identity service.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not the URL of an identity service; it begins with http:// or https:// and has a host"
)]
pub struct NotAnEndpoint(pub String);

impl CloudId {
    /// An id that is known: that of the identity service in its own catalogue.
    #[must_use]
    pub fn known(id: impl Into<String>) -> Self {
        Self(id.into())
    }

    /// The id that stands for a cloud whose catalogue cannot be asked: the MD5 of the host name
    /// in the URL of its identity service, without port and path, in lower-case hexadecimal
    /// (refstack-client). Two clouds behind one host name have one id.
    ///
    /// # Errors
    ///
    /// When the text is no URL with a host.
    pub fn of_endpoint(url: &str) -> Result<Self, NotAnEndpoint> {
        let host = host(url).ok_or_else(|| NotAnEndpoint(url.to_owned()))?;
        let mut id = String::with_capacity(32);
        for byte in Md5::digest(host.as_bytes()) {
            for digit in [byte >> 4, byte & 15] {
                id.extend(char::from_digit(digit.into(), 16));
            }
        }
        Ok(Self(id))
    }

    /// The id.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The host name in lower case, of an IPv6 address without its brackets.
fn host(url: &str) -> Option<String> {
    let (scheme, rest) = url.split_once("://")?;
    if !scheme.eq_ignore_ascii_case("http") && !scheme.eq_ignore_ascii_case("https") {
        return None;
    }
    let authority = rest.split(['/', '?', '#']).next()?;
    let place = authority.rsplit_once('@').map_or(authority, |(_, p)| p);
    let host = match place.strip_prefix('[') {
        Some(address) => address.split_once(']')?.0,
        None => place.split_once(':').map_or(place, |(host, _)| host),
    };
    (!host.is_empty()).then(|| host.to_ascii_lowercase())
}

#[derive(Serialize)]
struct Upload<'a> {
    cpid: &'a str,
    duration_seconds: u64,
    results: Vec<Pass<'a>>,
}

#[derive(Serialize)]
struct Pass<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    uuid: Option<String>,
}

/// The JSON of an upload, ended by a line feed. A stream does not say for certain how long its run
/// took: `duration_seconds` is 0 where nobody knows, as when refstack-client uploads a stream.
///
/// # Errors
///
/// None that is known: nothing in it is without a form in JSON.
pub fn upload(
    run: &Run,
    cloud: &CloudId,
    duration_seconds: u64,
) -> Result<String, serde_json::Error> {
    let passes = run
        .results
        .results
        .iter()
        .filter(|result| result.outcome == Outcome::Passed);
    let upload = Upload {
        cpid: cloud.as_str(),
        duration_seconds,
        results: passes
            .map(|result| Pass {
                name: &result.name,
                uuid: result.id.map(|id| id.to_string()),
            })
            .collect(),
    };
    let mut text = serde_json::to_string_pretty(&upload)?;
    text.push('\n');
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_id_of_a_cloud_is_that_of_its_host() {
        for url in [
            "http://127.0.0.1:5000/v3",
            "https://127.0.0.1/identity",
            "http://user:word@127.0.0.1",
        ] {
            // The example of refstack-client.
            let id = CloudId::of_endpoint(url).unwrap();
            assert_eq!(id.as_str(), "f528764d624db129b32c21fbca0cb8d6", "{url}");
        }
        assert_eq!(host("http://[::1]:5000/v3").as_deref(), Some("::1"));
        assert_eq!(
            host("HTTPS://Cloud.Example/x").as_deref(),
            Some("cloud.example")
        );
        for url in [
            "",
            "127.0.0.1",
            "ftp://a",
            "http://",
            "http://:80",
            "http://[::1",
        ] {
            assert!(CloudId::of_endpoint(url).is_err(), "{url}");
        }
    }
}

//! Where the server is, and what its locations mean.

use std::fmt;

use reqwest::Url;

use super::ClientError;

/// The base URL: no credentials, no query, no fragment, and a path that ends in `/`.
#[derive(Clone, Debug)]
pub(super) struct Base(Url);

/// User name and password that stood in the base URL.
pub(super) type UserInfo = Option<(String, Option<String>)>;

impl Base {
    pub(super) fn parse(text: &str) -> Result<(Self, UserInfo), ClientError> {
        let bad = |reason: String| ClientError::Setup {
            message: format!("the base URL is not usable: {reason}"),
        };
        // The text itself is not repeated: it may hold a password.
        let mut url = Url::parse(text).map_err(|error| bad(error.to_string()))?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(bad(format!("`{}` is not http or https", url.scheme())));
        }
        let user = (!url.username().is_empty())
            .then(|| (decode(url.username()), url.password().map(decode)));
        // Both succeed for every http URL.
        let _ = url.set_username("");
        let _ = url.set_password(None);
        url.set_query(None);
        url.set_fragment(None);
        if !url.path().ends_with('/') {
            let path = format!("{}/", url.path());
            url.set_path(&path);
        }
        Ok((Self(url), user))
    }

    /// The URL of a path below the base, such as `-/`.
    pub(super) fn below(&self, path: &str) -> Url {
        let mut url = self.0.clone();
        url.set_path(&format!("{}{path}", self.0.path()));
        url
    }

    pub(super) fn same_server(&self, url: &Url) -> bool {
        url.origin() == self.0.origin()
    }

    /// The URL of a location: an absolute path, or a URL of this server.
    ///
    /// Behind a proxy that strips a prefix, a server does not know the path of its base URL; so a
    /// path that does not start with the base's path is taken to lie below it.
    pub(super) fn resolve(&self, location: &str) -> Result<Url, ClientError> {
        if location.starts_with('/') {
            let (path, query) = match location.split_once('?') {
                Some((path, query)) => (path, Some(query)),
                None => (location, None),
            };
            let mut url = if path.starts_with(self.0.path()) {
                let mut url = self.0.clone();
                url.set_path(path);
                url
            } else {
                self.below(path.trim_start_matches('/'))
            };
            url.set_query(query);
            return Ok(url);
        }
        match Url::parse(location) {
            Ok(url) if self.same_server(&url) => Ok(url),
            Ok(url) if matches!(url.scheme(), "http" | "https") => Err(ClientError::Foreign {
                location: without_user(url),
            }),
            _ => Err(ClientError::BadLocation {
                location: location.to_owned(),
            }),
        }
    }

    /// The path of a location that the server gave for one of its own entities in its answer from
    /// `from`. A URL loses scheme and host: servers behind proxies do not know their public name.
    pub(super) fn reduce(&self, location: &str, from: &Url) -> Option<String> {
        if location.starts_with('/') && !location.starts_with("//") {
            return Some(location.to_owned());
        }
        let url = from.join(location).ok()?;
        if !matches!(url.scheme(), "http" | "https") {
            return None;
        }
        Some(match url.query() {
            Some(query) => format!("{}?{query}", url.path()),
            None => url.path().to_owned(),
        })
    }
}

impl fmt::Display for Base {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

/// The URL as text, without credentials.
fn without_user(mut url: Url) -> String {
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url.to_string()
}

/// Resolves the percent escapes of a user name or password.
fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let escape = (*first == b'%')
            .then(|| tail.get(..2))
            .flatten()
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        if let Some(byte) = escape {
            bytes.push(byte);
            rest = &tail[2..];
        } else {
            bytes.push(*first);
            rest = tail;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn base(text: &str) -> Base {
        Base::parse(text).unwrap().0
    }

    #[test]
    fn paths_are_resolved_against_the_server() {
        let root = base("http://cloud.example:8787");
        let resolve = |location| root.resolve(location).unwrap().to_string();
        assert_eq!(resolve("/compute/1"), "http://cloud.example:8787/compute/1");
        assert_eq!(resolve("/a?b=c"), "http://cloud.example:8787/a?b=c");
        assert_eq!(
            resolve("http://cloud.example:8787/x"),
            "http://cloud.example:8787/x"
        );
        assert_eq!(
            resolve("//evil.example/x"),
            "http://cloud.example:8787//evil.example/x"
        );
    }

    #[test]
    fn a_prefix_of_the_base_is_kept() {
        let prefixed = base("https://cloud.example/occi");
        let resolve = |location| prefixed.resolve(location).unwrap().to_string();
        assert_eq!(
            resolve("/compute/1"),
            "https://cloud.example/occi/compute/1"
        );
        assert_eq!(
            resolve("/occi/compute/1"),
            "https://cloud.example/occi/compute/1"
        );
        assert_eq!(
            prefixed.below("-/").as_str(),
            "https://cloud.example/occi/-/"
        );
    }

    #[test]
    fn other_servers_are_refused() {
        let root = base("https://cloud.example/");
        for location in [
            "http://cloud.example/x",
            "https://user:secret@evil.example/x",
            "https://cloud.example:444/x",
        ] {
            let error = root.resolve(location).unwrap_err();
            assert!(matches!(error, ClientError::Foreign { .. }), "{error:?}");
            assert!(!error.to_string().contains("secret"));
        }
        let error = root.resolve("urn:uuid:1").unwrap_err();
        assert!(
            matches!(error, ClientError::BadLocation { .. }),
            "{error:?}"
        );
    }

    #[test]
    fn locations_of_answers_lose_the_name_of_the_server() {
        let root = base("http://127.0.0.1:1/");
        let from = root.below("compute/");
        let reduce = |location| root.reduce(location, &from);
        assert_eq!(
            reduce("http://internal/compute/1").as_deref(),
            Some("/compute/1")
        );
        assert_eq!(reduce("/compute/1").as_deref(), Some("/compute/1"));
        assert_eq!(reduce("1").as_deref(), Some("/compute/1"));
        assert_eq!(reduce("urn:uuid:1"), None);
    }

    #[test]
    fn credentials_leave_the_base_url() {
        let (base, user) = Base::parse("http://alice:p%40ss@h/x?y#z").unwrap();
        assert_eq!(base.to_string(), "http://h/x/");
        assert_eq!(user, Some(("alice".to_owned(), Some("p@ss".to_owned()))));
        for text in ["ftp://h/", "h:1", "", "http://"] {
            assert!(Base::parse(text).is_err(), "{text}");
        }
    }
}

//! Conditional requests (RFC 9110 section 13), offered in addition to the standard.
//!
//! Every instance has an entity tag per rendering: the version of its record, a digest of what is
//! shown beside it (its links and what they lead to), and the rendering. `If-Match` compares all
//! but the rendering, so that a client may read text and write JSON; `If-None-Match` compares the
//! whole tag when it saves a read, and all but the rendering when it guards a change. Collections
//! and the query interface exist, but have no tag.
//!
//! A condition of a change is checked under the lock of the instance, in every attempt, and holds
//! until the change is stored: the transaction expects the versions that the tag was made of.

use std::{
    fmt::{self, Write as _},
    sync::Arc,
};

use http::{
    HeaderMap, HeaderName, Method, StatusCode,
    header::{IF_MATCH, IF_NONE_MATCH},
};
use occi_rendering::MediaType;

use super::{Fault, answer::Answer, ask::Ask, engine::Engine, render::Shown, routing::Target};
use crate::store::{Expect, Record};

/// All of an entity tag but the rendering.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stem {
    version: u64,
    digest: u64,
}

impl Stem {
    /// The stem of a version, with everything else that is shown.
    pub(crate) fn new<'a>(version: u64, shown: impl Iterator<Item = &'a [u8]>) -> Self {
        // After FNV-1a: the digest tells apart what one instance shows one after the other, and withstands
        // nobody.
        let mut digest = 0xcbf2_9ce4_8422_2325_u64;
        let mut mix = |word: u64| {
            digest = (digest ^ word).wrapping_mul(0x0100_0000_01b3);
            // Eight bytes at once: what the product pushes to the top comes down again.
            digest ^= digest >> 32;
        };
        for part in shown {
            let mut words = part.chunks_exact(8);
            for word in &mut words {
                mix(word.try_into().map_or(0, u64::from_le_bytes));
            }
            let rest = words.remainder().iter();
            mix(rest.fold(1, |all, &byte| all << 8 | u64::from(byte)));
        }
        Self { version, digest }
    }

    /// The tag of a rendering, without quotes.
    fn tag(self, media: MediaType) -> String {
        let mut tag = String::with_capacity(48);
        self.push_tag(media, &mut tag);
        tag
    }

    fn push_tag(self, media: MediaType, into: &mut String) {
        let rendering = match media {
            MediaType::TextPlain => "plain",
            MediaType::TextOcciPlain => "occi-plain",
            MediaType::TextOcci => "occi",
            MediaType::UriList => "uri-list",
            MediaType::OcciJson => "occi-json",
            MediaType::Json => "json",
        };
        // A string takes everything.
        let _ = write!(into, "{self}.{rendering}");
    }

    /// The value of `ETag`.
    pub(crate) fn field(self, media: MediaType) -> String {
        let mut field = String::with_capacity(48);
        field.push('"');
        self.push_tag(media, &mut field);
        field.push('"');
        field
    }
}

impl fmt::Display for Stem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:x}-{:016x}", self.version, self.digest)
    }
}

/// What a condition names.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Named {
    /// `*`: whatever is there.
    Any,
    /// Tags, without quotes; weak ones say so.
    Tags(Vec<(bool, String)>),
}

/// The conditions of a request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Conditions {
    matching: Option<Named>,
    differing: Option<Named>,
}

impl Conditions {
    /// Reads them.
    ///
    /// # Errors
    ///
    /// 400 for what is no list of entity tags: a condition that cannot be read must not be passed
    /// over, the client relies on it.
    pub(crate) fn of(headers: &HeaderMap) -> Result<Self, Fault> {
        Ok(Self {
            matching: named(headers, &IF_MATCH)?,
            differing: named(headers, &IF_NONE_MATCH)?,
        })
    }

    /// Whether an instance may be changed; what must still hold when the change is stored.
    ///
    /// # Errors
    ///
    /// 412 when a condition does not hold.
    pub(crate) fn admit(
        &self,
        engine: &Engine,
        record: &Arc<Record>,
    ) -> Result<Vec<(String, Expect)>, Fault> {
        if *self == Self::default() {
            return Ok(Vec::new());
        }
        let shown = Shown::new(engine, Arc::clone(record));
        let stem = shown.stem().to_string();
        let is_it = |tag: &str| of_stem(tag, &stem);
        let matching = self.matches(&stem);
        let differing = match &self.differing {
            None => true,
            Some(Named::Any) => false,
            Some(Named::Tags(tags)) => !tags.iter().any(|(_, tag)| is_it(tag)),
        };
        if matching && differing {
            Ok(shown.versions())
        } else {
            Err(failed(&record.location))
        }
    }

    /// Whether the client that reads an instance has it already.
    ///
    /// # Errors
    ///
    /// 412 when it wants another version.
    pub(crate) fn is_known(&self, stem: Stem, media: MediaType, path: &str) -> Result<bool, Fault> {
        if *self == Self::default() {
            return Ok(false);
        }
        if !self.matches(&stem.to_string()) {
            return Err(failed(path));
        }
        Ok(match &self.differing {
            None => false,
            Some(Named::Any) => true,
            Some(Named::Tags(tags)) => {
                let own = stem.tag(media);
                tags.iter().any(|(_, tag)| *tag == own)
            }
        })
    }

    /// Whether `If-Match` holds. The comparison is strong: a weak tag matches nothing.
    fn matches(&self, stem: &str) -> bool {
        match &self.matching {
            None | Some(Named::Any) => true,
            Some(Named::Tags(tags)) => tags.iter().any(|(weak, tag)| !weak && of_stem(tag, stem)),
        }
    }

    /// Whether the client wants nothing to be at the path yet.
    pub(crate) fn wants_nothing(&self) -> bool {
        self.differing == Some(Named::Any)
    }
}

/// Whether a tag is of this stem, in whatever rendering.
fn of_stem(tag: &str, stem: &str) -> bool {
    tag.rsplit_once('.').is_some_and(|(its, _)| its == stem)
}

/// Checks the conditions of a request for anything but an instance; gives the answer when it is
/// told by them alone.
///
/// # Errors
///
/// 412 when a condition does not hold; 400 for one that cannot be read.
pub(crate) fn of_others(ask: Ask<'_>, target: &Target) -> Result<Option<Answer>, Fault> {
    let method = &ask.parts.method;
    if matches!(target, Target::Entity(_)) {
        return Ok(None);
    }
    let is_allowed = target.allow().split(", ").any(|name| name == *method);
    if !is_allowed || *method == Method::OPTIONS {
        return Ok(None);
    }
    let conditions = Conditions::of(&ask.parts.headers)?;
    if let Target::Nothing = target {
        // Only PUT comes here, and nothing is there to match.
        return match conditions.matching {
            Some(_) => Err(failed(ask.path())),
            None => Ok(None),
        };
    }
    if let Some(Named::Tags(_)) = conditions.matching {
        return Err(failed(ask.path()));
    }
    if conditions.wants_nothing() {
        if matches!(*method, Method::GET | Method::HEAD) {
            return Ok(Some(Answer::not_modified(None)));
        }
        return Err(failed(ask.path()));
    }
    Ok(None)
}

/// 412.
pub(crate) fn failed(path: &str) -> Fault {
    Fault::new(
        StatusCode::PRECONDITION_FAILED,
        "precondition-failed",
        format!("`{path}` is not as the condition of the request wants it; read it again"),
    )
}

fn named(headers: &HeaderMap, field: &HeaderName) -> Result<Option<Named>, Fault> {
    let mut tags = Vec::new();
    let mut any = false;
    for value in headers.get_all(field) {
        let text = value.to_str().map_err(|_| unreadable(field))?.trim();
        if text == "*" {
            any = true;
        } else {
            read_tags(text, &mut tags).ok_or_else(|| unreadable(field))?;
        }
    }
    match (any, tags.is_empty(), headers.contains_key(field)) {
        (true, true, _) => Ok(Some(Named::Any)),
        (false, _, true) => Ok(Some(Named::Tags(tags))),
        (false, _, false) => Ok(None),
        (true, false, _) => Err(unreadable(field)),
    }
}

/// Reads `"a", W/"b"`; empty elements are passed over (RFC 9110 5.6.1). None when it is no list.
fn read_tags(text: &str, tags: &mut Vec<(bool, String)>) -> Option<()> {
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches([' ', '\t', ',']);
        if rest.is_empty() {
            return Some(());
        }
        let (weak, quoted) = match rest.strip_prefix("W/") {
            Some(quoted) => (true, quoted),
            None => (false, rest),
        };
        let (tag, after) = quoted.strip_prefix('"')?.split_once('"')?;
        if tag.contains([' ', '\t']) {
            return None;
        }
        tags.push((weak, tag.to_owned()));
        rest = after.trim_start_matches([' ', '\t']);
        if !rest.is_empty() && !rest.starts_with(',') {
            return None;
        }
    }
}

fn unreadable(field: &HeaderName) -> Fault {
    Fault::bad_request(
        "invalid-condition",
        format!("`{field}` is `*` or a list of entity tags: \"5-a1\", \"6-b2\""),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tags(text: &str) -> Option<Vec<(bool, String)>> {
        let mut tags = Vec::new();
        read_tags(text, &mut tags)?;
        Some(tags)
    }

    #[test]
    fn lists_of_tags() {
        let two = vec![(false, "a,b".to_owned()), (true, String::new())];
        assert_eq!(tags(r#""a,b", W/"""#), Some(two.clone()));
        assert_eq!(tags(r#" ,"a,b",,W/"" , "#), Some(two));
        assert_eq!(tags(""), Some(Vec::new()));
        for wrong in ["a", "\"a", "\"a\" \"b\"", "w/\"a\"", "\"a\"*", "\"a b\""] {
            assert_eq!(tags(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn stems_tell_apart() {
        let stem = |version, parts: &[&str]| Stem::new(version, parts.iter().map(|p| p.as_bytes()));
        assert_eq!(stem(1, &["a"]), stem(1, &["a"]));
        assert_ne!(stem(1, &["a"]), stem(2, &["a"]));
        assert_ne!(stem(1, &["ab", "c"]), stem(1, &["a", "bc"]));
    }
}

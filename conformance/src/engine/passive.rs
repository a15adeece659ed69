//! Passive checks: what every answer is looked at for, without a request more (section 3.3).
//!
//! Each check is a case of its own, `p:passive/<check>`. A violation fails the passive case, never
//! the case during which it was seen.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use occi_model::{CategoryRef, Model, Profile};
use occi_rendering::{
    HEADER_FIELD_LIMIT, MediaType, Mode, read_categories, read_entities, read_locations,
};

use super::{
    agreement,
    discovery::Discovery,
    facts::{self, Facts, payload},
    lexical,
};
use crate::{
    case::{Case, CaseId, Level, Origin, Prefix},
    transport::{Request, Response},
    verdict::{CaseResult, Code, Failure, Verdict},
};

/// What an answer should carry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// One entity.
    Entity,
    /// A collection.
    Listing,
    /// Categories.
    Categories,
    /// Anything.
    Free,
}

/// A passive check.
pub(super) struct Check {
    name: &'static str,
    title: &'static str,
    level: Level,
    requirements: &'static [&'static str],
}

pub(super) const fn check(
    name: &'static str,
    level: Level,
    requirements: &'static [&'static str],
    title: &'static str,
) -> Check {
    Check {
        name,
        title,
        level,
        requirements,
    }
}

const CHECKS: [Check; 19] = [
    check(
        "known-status",
        Level::May,
        &["HTTP-021"],
        "Every status is one of the documented ones.",
    ),
    check(
        "no-server-error",
        Level::Must,
        &[],
        "No request is answered with a server error.",
    ),
    check(
        "server-version",
        Level::Must,
        &["HTTP-015"],
        "Every answer names the OCCI version in Server.",
    ),
    check(
        "content-type",
        Level::Must,
        &["HTTP-014"],
        "Every payload has the Content-Type that was asked for.",
    ),
    check(
        "payload-parses",
        Level::Must,
        &["HTTP-014"],
        "Every payload is well-formed in its type.",
    ),
    check(
        "created-location",
        Level::Must,
        &["HTTP-083", "HTTP-088", "HTTP-093", "HTTP-121"],
        "Every 201 tells the location.",
    ),
    check(
        "challenge",
        Level::Must,
        &["HTTP-025", "HTTP-159"],
        "Every 401 carries a challenge.",
    ),
    check(
        "allow",
        Level::Must,
        &["HTTP-031"],
        "Every 405 names the methods allowed.",
    ),
    check(
        "one-kind",
        Level::Must,
        &["CORE-068"],
        "Every entity has exactly one kind.",
    ),
    check(
        "known-attributes",
        Level::Must,
        &["CORE-061"],
        "Every attribute shown is defined by a category of the entity.",
    ),
    check(
        "typed-values",
        Level::Must,
        &["JSON-037", "TXT-048", "TXT-049"],
        "Every value has its type and lies inside its facets.",
    ),
    check(
        "always-shown",
        Level::Must,
        &["CORE-070"],
        "Attributes of multiplicity 1 are always shown.",
    ),
    check(
        "known-categories",
        Level::Must,
        &["CORE-060"],
        "Every category of an entity is in the query interface.",
    ),
    check(
        "created-200",
        Level::Must,
        &["HTTP-120"],
        "Every creation that is answered 200 is answered with what was created.",
    ),
    check(
        "updated-200",
        Level::Must,
        &["HTTP-087", "HTTP-092"],
        "Every update that is answered 200 is answered with the instance.",
    ),
    check(
        agreement::CHECK,
        Level::Must,
        &["HTTP-087", "HTTP-092", "HTTP-120", "JSON-027", "JSON-028"],
        "What an answer says of an instance is what the instance says when it is read.",
    ),
    check(
        "no-internals",
        Level::Should,
        &["HTTP-022"],
        "No error tells where in the program of the server it happened.",
    ),
    check(
        "answer-time",
        Level::Should,
        &[],
        "Every answer comes within the time that the run has for it.",
    ),
    check(
        "header-length",
        Level::Must,
        &["TXT-014"],
        "No header field is longer than the limit.",
    ),
];

/// Statuses of the two lists of codes (D.12), and 415, which implementations share (D-89).
const KNOWN: [u16; 18] = [
    200, 201, 202, 204, 301, 400, 401, 403, 404, 405, 406, 409, 410, 413, 415, 500, 501, 503,
];

/// The passive cases, in order of their ids.
#[must_use]
pub fn cases() -> Vec<Case> {
    let mut cases: Vec<Case> = CHECKS
        .iter()
        .chain(lexical::checks())
        .map(|check| Case {
            requirements: check.requirements.to_vec(),
            level: check.level,
            versions: occi_model::OcciVersion::ALL.to_vec(),
            ..Case::new(
                CaseId::new(Prefix::Protocol, "passive", check.name, &[], None),
                check.title,
                "occi-errors",
                Origin::Protocol,
            )
        })
        .collect();
    cases.sort_by(|a, b| a.id.cmp(&b.id));
    cases
}

#[derive(Clone, Debug, Default)]
struct Seen {
    observations: usize,
    violations: usize,
    /// The case in which the first violation (by case id) was seen, and what it was.
    first: Option<(CaseId, String)>,
}

/// What was seen so far.
#[derive(Debug)]
pub(super) struct Passive {
    /// The longest that an answer may take.
    patience: Duration,
    seen: Mutex<BTreeMap<&'static str, Seen>>,
}

impl Passive {
    /// Nothing was seen yet; an answer may take so long.
    pub(super) fn new(patience: Duration) -> Self {
        Self {
            patience,
            seen: Mutex::default(),
        }
    }

    /// Looks at an answer.
    pub(super) fn observe(
        &self,
        model: &Model,
        discovery: Option<&Discovery>,
        base: &str,
        case: &CaseId,
        exchange: (&Request, &Response),
        shape: Shape,
    ) {
        let (request, response) = exchange;
        let mut note = |check: &'static str, violation: Option<String>| {
            self.note(check, (case, request), violation);
        };
        note(
            "answer-time",
            (response.elapsed > self.patience).then(|| {
                let (took, limit) = (response.elapsed.as_secs_f64(), self.patience.as_secs_f64());
                format!("took {took:.1} s, {limit} s are allowed")
            }),
        );
        status(response, &mut note);
        told(request, response, shape, &mut note);
        payload_of(request, response, shape, &mut note);
        lexical::observe(request, response, shape, &mut note);
        if shape == Shape::Entity && response.is_success() {
            let entity = facts::entity(model, base, response);
            updated(model, request, response, entity.as_ref().err(), &mut note);
            if let (Ok(entity), false) = (&entity, response.body.is_empty()) {
                entity_of(model, discovery, entity, &mut note);
            }
        }
    }

    /// Notes that a check was made in a case of the answer to a request, and what it found.
    pub(super) fn note(
        &self,
        check: &'static str,
        at: (&CaseId, &Request),
        violation: Option<String>,
    ) {
        let (case, request) = at;
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let seen = seen.entry(check).or_default();
        seen.observations += 1;
        if let Some(violation) = violation {
            seen.violations += 1;
            let text = format!("{} {}: {violation}", request.method, request.target);
            let earlier = seen.first.as_ref().is_none_or(|(first, _)| case < first);
            if earlier {
                seen.first = Some((case.clone(), text));
            }
        }
    }

    /// The result of each passive case.
    pub(super) fn results(&self) -> Vec<CaseResult> {
        cases()
            .iter()
            .map(|case| {
                let seen = self
                    .seen
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .get(case.id.family())
                    .cloned()
                    .unwrap_or_default();
                let observed = format!("{} observations", seen.observations);
                match seen.first {
                    _ if seen.observations == 0 => CaseResult::new(
                        case,
                        Verdict::NotApplicable,
                        Some("nothing to observe".to_owned()),
                    ),
                    None => CaseResult::new(case, Verdict::Pass, Some(observed)),
                    // Codes outside the lists are reported, not failed (HTTP-021), like line feeds
                    // without carriage return (TXT-063).
                    Some((at, text))
                        if matches!(case.id.family(), "known-status" | "text-lines") =>
                    {
                        let mut result = CaseResult::new(case, Verdict::PassNoted, Some(observed));
                        result.notes = vec![format!("{at}: {text}")];
                        result
                    }
                    Some((at, text)) => {
                        let mut result = CaseResult::new(case, Verdict::Fail, Some(observed));
                        result.failure = Some(Failure {
                            code: if case.id.family() == "answer-time" {
                                Code::Slow
                            } else {
                                Code::Passive
                            },
                            step: 1,
                            what: format!("{at}, and {} more", seen.violations - 1),
                            expected: case.title.clone(),
                            actual: text,
                        });
                        result
                    }
                }
            })
            .collect()
    }
}

/// Takes what a check found: its name, and the violation if there is one.
pub(super) type Note<'n> = &'n mut dyn FnMut(&'static str, Option<String>);

fn status(response: &Response, note: Note<'_>) {
    let status = response.status;
    note(
        "known-status",
        (!KNOWN.contains(&status)).then(|| format!("status {status}")),
    );
    note(
        "no-server-error",
        (status >= 500 && status != 501 && status != 503).then(|| format!("status {status}")),
    );
    let version = response.header("server").unwrap_or_default();
    note(
        "server-version",
        (!names_version(version)).then(|| format!("Server: {version:?}")),
    );
    let must_have = |field: &str| {
        response
            .header(field)
            .is_none_or(str::is_empty)
            .then(|| format!("status {status} without {field}"))
    };
    match status {
        201 => note("created-location", must_have("location")),
        401 => note("challenge", must_have("www-authenticate")),
        405 => note("allow", must_have("allow")),
        _ => {}
    }
    let longest = response.headers.iter().max_by_key(|(_, value)| value.len());
    note(
        "header-length",
        longest
            .filter(|(_, value)| value.len() > HEADER_FIELD_LIMIT)
            .map(|(name, value)| format!("{name} has {} bytes", value.len())),
    );
}

/// What an answer tells too little or too much of.
fn told(request: &Request, response: &Response, shape: Shape, note: Note<'_>) {
    if shape == Shape::Entity && request.method == "POST" && request.path().ends_with('/') {
        let bare = matches!(response.body.trim_ascii(), b"" | b"OK" | b"{}");
        let lacks = response.status == 200 && bare && response.header("location").is_none();
        note(
            "created-200",
            lacks.then(|| "an answer without content".to_owned()),
        );
    }
    if response.status >= 400 {
        let text = String::from_utf8_lossy(&response.body);
        let told = INTERNALS.iter().find(|sign| text.contains(*sign));
        note("no-internals", told.map(|sign| (*sign).to_owned()));
    }
}

/// An update that is answered 200 is answered with the instance, in 1.2.
fn updated(
    model: &Model,
    request: &Request,
    response: &Response,
    unread: Option<&String>,
    note: Note<'_>,
) {
    let is_update = matches!(request.method, "POST" | "PUT") && !request.path().ends_with('/');
    let version = response.header("server").unwrap_or_default();
    let is_bound = model.profile() != Profile::V1_1 && version.contains("OCCI/1.2");
    if is_update && is_bound && response.status == 200 {
        note("updated-200", unread.cloned());
    }
}

/// Signs of a trace of a program in an error.
const INTERNALS: [&str; 7] = [
    "panicked at",
    "Traceback (most recent call last)",
    "Exception in thread",
    "stack backtrace",
    "goroutine ",
    "\tat java.",
    ".rb:in `",
];

/// Whether a text has a token `OCCI/x.y` (D-87).
fn names_version(text: &str) -> bool {
    text.split([' ', '(', ')', ',', ';']).any(|token| {
        token.strip_prefix("OCCI/").is_some_and(|version| {
            version.split_once('.').is_some_and(|(major, minor)| {
                let digits =
                    |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
                digits(major) && digits(minor)
            })
        })
    })
}

fn payload_of(request: &Request, response: &Response, shape: Shape, note: Note<'_>) {
    if response.body.is_empty() {
        return;
    }
    let asked = request
        .headers
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case("accept"))
        .and_then(|(_, value)| std::str::from_utf8(value).ok())
        // Of several types the server chooses.
        .filter(|value| !value.contains(','))
        .and_then(MediaType::parse);
    let found = response.header("content-type");
    let violation = match (found, asked) {
        (None, _) => Some("no Content-Type".to_owned()),
        // The form of an error is open (D-113).
        (Some(found), Some(asked)) if response.is_success() => (MediaType::parse(found)
            != Some(asked))
        .then(|| format!("{found} instead of {}", asked.as_str())),
        _ => None,
    };
    note("content-type", violation);
    let Some(payload) = payload(response) else {
        return;
    };
    let read = if !response.is_success() {
        // An error says what it likes; JSON still has to be JSON.
        if payload.media.is_json() {
            serde_json::from_slice::<serde_json::Value>(&response.body)
                .map(drop)
                .map_err(|error| error.to_string())
        } else {
            return;
        }
    } else {
        let listing_of_entities = payload.media.is_json();
        match shape {
            Shape::Free => return,
            Shape::Entity => read_entities(&payload, Mode::Strict).map(drop),
            Shape::Listing if listing_of_entities => {
                read_entities(&payload, Mode::Strict).map(drop)
            }
            Shape::Listing => read_locations(&payload, Mode::Strict).map(drop),
            Shape::Categories => read_categories(&payload, Mode::Strict).map(drop),
        }
        .map_err(|error| format!("[{}] {error}", error.code))
    };
    note("payload-parses", read.err());
}

fn entity_of(model: &Model, discovery: Option<&Discovery>, entity: &Facts, note: Note<'_>) {
    note(
        "one-kind",
        (entity.kinds.len() != 1).then(|| format!("{} kinds", entity.kinds.len())),
    );
    let described = |name: &String| {
        // An attribute that the model lacks may belong to a category that only the endpoint has.
        discovery.is_some_and(|discovery| {
            entity
                .kinds
                .iter()
                .chain(&entity.mixins)
                .filter_map(|id| discovery.categories.get(id))
                .any(|category| {
                    category
                        .attributes
                        .iter()
                        .any(|attribute| attribute.name.as_str() == name)
                })
        })
    };
    let unknown: Vec<&String> = entity.unknown.iter().filter(|n| !described(n)).collect();
    note(
        "known-attributes",
        (!unknown.is_empty()).then(|| format!("{unknown:?}")),
    );
    note(
        "typed-values",
        (!entity.unfit.is_empty()).then(|| entity.unfit.join("; ")),
    );
    if let Some(missing) = missing(model, entity) {
        note("always-shown", missing);
    }
    if let Some(discovery) = discovery {
        let hidden = entity.kinds.iter().chain(&entity.mixins).find(|id| {
            !discovery.categories.contains_key(*id) && model.find(id.as_str()).is_some()
        });
        note("known-categories", hidden.map(ToString::to_string));
    }
}

/// The first attribute of multiplicity 1 that is not shown; `None` outside when the kind is
/// unknown.
fn missing(model: &Model, entity: &Facts) -> Option<Option<String>> {
    let CategoryRef::Kind(kind) = model.find(entity.kinds.first()?.as_str())? else {
        return None;
    };
    Some(
        model
            .kind(kind)
            .all_attributes
            .iter()
            .find(|attribute| {
                attribute.always && !entity.attributes.contains_key(attribute.name.as_str())
            })
            .map(|attribute| attribute.name.to_string()),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_tokens() {
        assert!(names_version("x/1.0 OCCI/1.2 OCCI/1.1"));
        assert!(names_version("x (linux) OCCI/1.1"));
        assert!(!names_version("OCCI-CRTP/1.1"));
        assert!(!names_version("OCCI/one"));
        assert!(!names_version(""));
    }
}

//! Messages of the protocol: text, header fields, JSON.

use std::collections::BTreeMap;

use occi_grammar::explain;
use occi_model::{AttributeName, CategoryId, Value};
use occi_rendering::{
    ActionView, EntityMessage, EntityView, LinkMessage, LinkView, MediaType, Mode, Payload,
    RawValue, Read, ReadError, Rendered, codes, read_categories, read_entities, read_filter,
    read_invocation, read_locations, write_entity,
};

use super::Target;
use crate::{Shape, seeds};

pub(super) const TEXT: Target = Target {
    name: "text",
    run: |bytes| {
        let payload = plain(bytes);
        let listed = Payload {
            media: MediaType::UriList,
            ..plain(bytes)
        };
        every_reader(&payload).and(every_reader(&listed))
    },
    seeds,
    words: WORDS,
};

pub(super) const HEADERS: Target = Target {
    name: "headers",
    run: |bytes| {
        // A line of the input is a field: its name, a colon, its value.
        let headers = bytes
            .split(|byte| *byte == b'\n')
            .filter_map(|line| {
                let colon = line.iter().position(|byte| *byte == b':')?;
                let name = std::str::from_utf8(line.get(..colon)?).ok()?;
                Some((name, line.get(colon + 1..)?))
            })
            .collect();
        every_reader(&Payload {
            media: MediaType::TextOcci,
            headers,
            body: &[],
        })
    },
    seeds,
    words: WORDS,
};

pub(super) const OCCI_JSON: Target = Target {
    name: "occi_json",
    run: |bytes| {
        every_reader(&Payload {
            media: MediaType::OcciJson,
            headers: Vec::new(),
            body: bytes,
        })
    },
    seeds: || {
        let mut found = seeds::corpus("renderings", &[".json"]);
        found.extend(seeds_of_pages());
        found.push(
            br#"{"resources": [{"kind": "http://a.b/c#x", "id": "1", "attributes": {"a.b": 1.5, "occi": {"core": {"title": "T"}}},
            "links": [{"kind": "http://a.b/c#l", "source": {"location": "/a"}, "target": {"location": "/b"}}], "actions": ["http://a.b/c#go"]}]}"#
                .to_vec(),
        );
        found.push(br#"{"action": "http://a.b/c#go", "attributes": {"method": "cold"}}"#.to_vec());
        found.push(br#"{"kinds": [{"term": "x", "scheme": "http://a.b/c#", "attributes": {"a.b": {"type": "number", "pattern": {"minimum": 1}}}}]}"#.to_vec());
        found
    },
    words: &[
        "\"kind\": ",
        "\"mixins\": [",
        "\"attributes\": {",
        "\"links\": [",
        "\"resources\": [",
        "\"actions\": [",
        "\"action\": ",
        "\"id\": ",
        "\"location\": ",
        "\"target\": ",
        "\"source\": ",
        "\"http://a.b/c#x\"",
        "\"term\": ",
        "\"scheme\": ",
        "null",
        "1e2",
        "\"occi.core.id\": ",
        "{",
        "}",
        "[",
        "]",
        "\"title\": ",
        "\\u0000",
        "\"mutable\": true",
        "\"default\": ",
    ],
};

const WORDS: &[&str] = &[
    "Category: ",
    "Link: ",
    "X-OCCI-Attribute: ",
    "X-OCCI-Location: ",
    "compute; ",
    "scheme=\"http://a.b/c#\"; ",
    "class=\"kind\"",
    "class=\"mixin\"",
    "class=\"action\"; ",
    "rel=\"",
    "self=\"",
    "category=\"",
    "title=\"",
    "location=\"/a/\"",
    "attributes=\"",
    "actions=\"",
    "</a/1>; ",
    "a.b=1",
    "a.b=\"x\"",
    "=true",
    ", ",
    "; ",
    "\\\"",
    "\r\n ",
    "{immutable}",
    "{required}",
    "1e5",
    "+1",
];

fn seeds() -> Vec<Vec<u8>> {
    let mut found = seeds::corpus("renderings", &[".txt", ".http", ".text"]);
    found.extend(seeds_of_pages());
    found.push(
        b"Category: compute; scheme=\"http://a.b/c#\"; class=\"kind\"; title=\"a \\\"b\\\"\"; rel=\"http://a.b/c#x\"; location=\"/compute/\"; attributes=\"a.b{required} c{immutable}\"; actions=\"http://a.b/c#go\"\n\
          Category: blue; scheme=\"http://a.b/c#\"; class=\"mixin\"\n\
          Link: </n/1>; rel=\"http://a.b/c#net\"; self=\"/l/1\"; category=\"http://a.b/c#nic\"; a.b=\"eth0\"; c=1.5\n\
          Link: </c/1?action=go>; rel=\"http://a.b/c#go\"\n\
          X-OCCI-Attribute: occi.core.title=\"x, y\", a.b=2\nX-OCCI-Location: /c/1\n"
            .to_vec(),
    );
    found.push(b"Category: go; scheme=\"http://a.b/c#\"; class=\"action\"\nX-OCCI-Attribute: method=\"cold\"\n".to_vec());
    found.push(b"# list\r\nhttp://h/a\r\nhttp://h/b\r\n".to_vec());
    found
}

fn seeds_of_pages() -> impl Iterator<Item = Vec<u8>> {
    explain::pages()
        .into_iter()
        .flat_map(|page| [page.wrong, page.right])
        .flatten()
        .map(|example| example.file().into_bytes())
        .filter(|file| file.len() < 1000)
}

fn plain(bytes: &[u8]) -> Payload<'_> {
    Payload {
        media: MediaType::TextPlain,
        headers: Vec::new(),
        body: bytes,
    }
}

/// What both modes of one reader say of one message.
///
/// Strict mode takes nothing that lenient mode refuses; where nothing was forgiven both read the
/// same; what was forgiven has a code that may be.
fn both<T: PartialEq + std::fmt::Debug>(
    read: impl Fn(Mode) -> Result<Read<T>, ReadError>,
) -> (Option<Read<T>>, Shape) {
    let lenient = read(Mode::Lenient);
    let strict = read(Mode::Strict);
    let mut said = Vec::new();
    match &lenient {
        Ok(read) => {
            for deviation in &read.deviations {
                let known = codes::find(deviation.code);
                assert!(
                    known.is_some_and(|code| code.forgiven),
                    "{deviation:?} is forgiven"
                );
                said.push(deviation.code);
            }
        }
        Err(error) => {
            assert!(codes::find(error.code).is_some(), "{error:?}");
            said.push(error.code);
        }
    }
    match (&strict, &lenient) {
        (Ok(strict), Ok(lenient)) => {
            assert!(strict.deviations.is_empty());
            if lenient.deviations.is_empty() {
                assert_eq!(strict.value, lenient.value);
            }
        }
        (Ok(_), Err(error)) => panic!("strict mode takes what lenient mode refuses: {error}"),
        (Err(error), Ok(lenient)) => {
            assert!(
                !lenient.deviations.is_empty(),
                "strict mode refuses what is nothing to forgive: {error}"
            );
        }
        (Err(_), Err(_)) => {}
    }
    said.dedup();
    (lenient.ok(), Shape::of((strict.is_ok(), said)))
}

fn every_reader(payload: &Payload<'_>) -> Shape {
    let (entities, shape) = both(|mode| read_entities(payload, mode));
    for entity in entities.iter().flat_map(|read| &read.value) {
        round_trip(payload.media, entity);
    }
    shape
        .and(both(|mode| read_invocation(payload, mode)).1)
        .and(both(|mode| read_categories(payload, mode)).1)
        .and(both(|mode| read_locations(payload, mode)).1)
        .and(both(|mode| read_filter(payload.headers.iter().copied(), mode)).1)
}

/// Values by name, without their letters.
type Values = BTreeMap<AttributeName, Value>;

/// The values of attributes, unless one has none.
fn values(attributes: &[(AttributeName, RawValue)]) -> Option<Values> {
    attributes
        .iter()
        .map(|(name, value)| Some((name.clone(), value.plain()?)))
        .collect()
}

/// Whether a writer may say the attribute in another way: the core ones have members of their own
/// in JSON (D-76), and a text has no form for what is empty.
fn is_plain(name: &AttributeName, value: &Value) -> bool {
    !name.as_str().starts_with("occi.core.") && value.as_str() != Some("")
}

fn kept(values: &Values) -> Values {
    values
        .iter()
        .filter(|(name, value)| is_plain(name, value))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}

fn pairs(values: &Values) -> Vec<(&AttributeName, &Value)> {
    values.iter().collect()
}

/// What was read of an entity can be written, and is read again strictly as the same; as far as
/// the message said all that a writer needs.
fn round_trip(media: MediaType, entity: &EntityMessage) -> Option<()> {
    let (kind, mixins) = entity.categories.split_first()?;
    let mut ids: Vec<&CategoryId> = entity.categories.iter().map(|tag| &tag.id).collect();
    ids.sort();
    ids.dedup();
    if ids.len() < entity.categories.len() {
        // Forgiven when it is read, and nothing that a writer is asked to write.
        return None;
    }
    let attributes = kept(&values(&entity.attributes)?);
    let links: Vec<(&LinkMessage, Values)> = entity
        .links
        .iter()
        .map(|link| {
            let mut attributes = kept(&values(&link.attributes)?);
            // Writers take the target from there.
            let target = AttributeName::new("occi.core.target").ok()?;
            attributes.insert(target, Value::String(link.target.clone()));
            Some((link, attributes))
        })
        .collect::<Option<_>>()?;
    let view = EntityView {
        location: entity.location.as_deref().unwrap_or_default(),
        kind: &kind.id,
        mixins: mixins.iter().map(|tag| &tag.id).collect(),
        attributes: pairs(&attributes),
        is_link: false,
        links: links
            .iter()
            .map(|(link, attributes)| {
                let (kind, mixins) = link.categories.split_first()?;
                Some(LinkView {
                    location: link.location.as_deref()?,
                    kind,
                    mixins: mixins.iter().collect(),
                    attributes: pairs(attributes),
                    target_categories: link.target_categories.iter().collect(),
                    actions: Vec::new(),
                })
            })
            .collect::<Option<_>>()?,
        actions: entity
            .actions
            .iter()
            .map(|action| ActionView { id: &action.id })
            .collect(),
    };
    // Lists, hashes, control characters and long fields have no form in some renderings.
    let written = write_entity(media, &view).ok()?;
    if media.is_json() && !links.is_empty() {
        // The JSON of a link names its ends by attributes that `kept` took away.
        return None;
    }
    let again = read_entities(&payload(media, &written), Mode::Strict);
    let again = match again {
        Ok(read) => read.value,
        Err(error) => panic!(
            "what is written is refused: {error} ({:?})\n{}",
            error.code,
            shown(&written)
        ),
    };
    let [again] = &*again else {
        panic!("one entity is read as {}\n{}", again.len(), shown(&written));
    };
    let ids = |entity: &EntityMessage| -> Vec<CategoryId> {
        entity.categories.iter().map(|tag| tag.id.clone()).collect()
    };
    assert_eq!(ids(again), ids(entity), "{}", shown(&written));
    let values_again = values(&again.attributes).map(|values| kept(&values));
    assert_eq!(values_again, Some(attributes), "{}", shown(&written));
    assert_eq!(again.links.len(), links.len(), "{}", shown(&written));
    for (again, (link, attributes)) in again.links.iter().zip(&links) {
        assert_eq!(again.target, link.target, "{}", shown(&written));
        assert_eq!(again.categories, link.categories, "{}", shown(&written));
        let values_again = values(&again.attributes).map(|values| kept(&values));
        assert_eq!(values_again, Some(kept(attributes)), "{}", shown(&written));
    }
    Some(())
}

fn payload(media: MediaType, rendered: &Rendered) -> Payload<'_> {
    Payload {
        media,
        headers: rendered
            .headers
            .iter()
            .map(|(name, value)| (*name, &value[..]))
            .collect(),
        body: &rendered.body,
    }
}

fn shown(rendered: &Rendered) -> String {
    let headers: Vec<String> = rendered
        .headers
        .iter()
        .map(|(name, value)| format!("{name}: {}", String::from_utf8_lossy(value)))
        .collect();
    format!(
        "{}\n{}",
        headers.join("\n"),
        String::from_utf8_lossy(&rendered.body)
    )
}

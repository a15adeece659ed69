//! Properties: what is written reads back, and nothing that arrives makes a reader panic or crawl.

use std::time::{Duration, Instant};

use occi_model::{AttributeName, CategoryId, Value};
use occi_rendering::{
    ActionView, EntityMessage, EntityView, LinkMessage, LinkView, MediaType, Mode, Payload,
    RawValue, Rendered, codes, read_categories, read_entities, read_filter, read_invocation,
    read_locations, write_entity, write_invocation, write_locations,
};
use proptest::{collection::vec, prelude::*};

/// The renderings that carry entities.
const ALL: [MediaType; 3] = [
    MediaType::TextPlain,
    MediaType::TextOcci,
    MediaType::OcciJson,
];

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

/// An entity with its own data.
#[derive(Clone, Debug)]
struct Entity {
    kind: CategoryId,
    mixins: Vec<CategoryId>,
    attributes: Vec<(AttributeName, Value)>,
    links: Vec<Link>,
    actions: Vec<CategoryId>,
}

#[derive(Clone, Debug)]
struct Link {
    location: String,
    target: String,
    categories: Vec<CategoryId>,
    attributes: Vec<(AttributeName, Value)>,
}

impl Entity {
    fn view(&self) -> EntityView<'_> {
        EntityView {
            location: "/compute/c1",
            kind: &self.kind,
            mixins: self.mixins.iter().collect(),
            attributes: self.attributes.iter().map(|(n, v)| (n, v)).collect(),
            is_link: false,
            links: self
                .links
                .iter()
                .map(|link| LinkView {
                    location: &link.location,
                    kind: &link.categories[0],
                    mixins: link.categories[1..].iter().collect(),
                    attributes: link.attributes.iter().map(|(n, v)| (n, v)).collect(),
                    target_categories: vec![&self.kind],
                    actions: Vec::new(),
                })
                .collect(),
            actions: self.actions.iter().map(|id| ActionView { id }).collect(),
        }
    }
}

fn id() -> impl Strategy<Value = CategoryId> {
    (
        "http://[a-z]{1,8}\\.example/[a-z]{0,6}#",
        "[A-Za-z0-9][A-Za-z0-9_.-]{0,8}",
    )
        .prop_map(|(scheme, term)| CategoryId::parse(&format!("{scheme}{term}")).unwrap())
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        // What the text renderings have to protect, thickly strewn.
        "[\"\\\\,;= <>'#:{}a-zäöß€\u{1F600}\t]{0,24}",
        "\\PC{0,24}",
        Just("occi.compute.memory=1.0\", a.b=\"".to_owned()),
        Just(String::new()),
    ]
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        4 => text().prop_map(Value::String),
        1 => any::<i64>().prop_map(Value::Integer),
        1 => any::<f64>().prop_filter("finite", |n| n.is_finite()).prop_map(Value::Float),
        1 => any::<bool>().prop_map(Value::Boolean),
    ]
}

/// Attributes, each name once.
fn attributes() -> impl Strategy<Value = Vec<(AttributeName, Value)>> {
    vec(value(), 0..6).prop_map(|values| {
        values
            .into_iter()
            .enumerate()
            .map(|(at, value)| {
                (
                    AttributeName::new(format!("org.example.n{at}")).unwrap(),
                    value,
                )
            })
            .collect()
    })
}

fn link() -> impl Strategy<Value = Link> {
    (
        "/[a-z0-9/._~-]{1,12}",
        "/[a-z0-9/._~-]{1,12}",
        vec(id(), 1..3),
        attributes(),
    )
        .prop_map(|(location, target, categories, mut attributes)| {
            let name = AttributeName::new("occi.core.target").unwrap();
            attributes.push((name, Value::from(&*target)));
            Link {
                location,
                target,
                categories,
                attributes,
            }
        })
}

fn entity() -> impl Strategy<Value = Entity> {
    (
        id(),
        vec(id(), 0..3),
        attributes(),
        vec(link(), 0..3),
        vec(id(), 0..3),
        text(),
    )
        .prop_map(
            |(kind, mut mixins, mut attributes, links, actions, title)| {
                mixins.sort();
                mixins.dedup();
                mixins.retain(|mixin| *mixin != kind);
                let name = AttributeName::new("occi.core.title").unwrap();
                attributes.insert(0, (name, Value::String(title)));
                Entity {
                    kind,
                    mixins,
                    attributes,
                    links,
                    actions,
                }
            },
        )
}

/// The values without their letters; `1` and `1.0` stay apart.
fn plain(attributes: &[(AttributeName, RawValue)]) -> Vec<(AttributeName, Option<Value>)> {
    let mut plain: Vec<_> = attributes
        .iter()
        .map(|(name, value)| (name.clone(), value.plain()))
        .collect();
    plain.sort_by(|(a, _), (b, _)| a.cmp(b));
    plain
}

fn expected(
    attributes: &[(AttributeName, Value)],
    keep: impl Fn(&AttributeName, &Value) -> bool,
) -> Vec<(AttributeName, Option<Value>)> {
    let mut expected: Vec<_> = attributes
        .iter()
        .filter(|(name, value)| keep(name, value))
        .map(|(name, value)| (name.clone(), Some(value.clone())))
        .collect();
    expected.sort_by(|(a, _), (b, _)| a.cmp(b));
    expected
}

fn compare_link(media: MediaType, link: &Link, read: &LinkMessage) {
    assert_eq!(read.target, link.target);
    assert_eq!(read.categories, link.categories);
    let expected = if media.is_json() {
        // The target is a member there, and the link has no location.
        expected(&link.attributes, |name, _| *name != "occi.core.target")
    } else {
        assert_eq!(read.location.as_deref(), Some(&*link.location));
        // B.10 rule 10: no empty quoted link attribute.
        expected(&link.attributes, |_, value| value.as_str() != Some(""))
    };
    assert_eq!(plain(&read.attributes), expected);
}

fn compare(media: MediaType, entity: &Entity, read: &EntityMessage) {
    let ids: Vec<&CategoryId> = read.categories.iter().map(|tag| &tag.id).collect();
    let wanted: Vec<&CategoryId> = std::iter::once(&entity.kind)
        .chain(&entity.mixins)
        .collect();
    assert_eq!(ids, wanted);
    assert_eq!(
        plain(&read.attributes),
        expected(&entity.attributes, |_, _| true)
    );
    let actions: Vec<&CategoryId> = read.actions.iter().map(|action| &action.id).collect();
    assert_eq!(actions, entity.actions.iter().collect::<Vec<_>>());
    assert_eq!(read.links.len(), entity.links.len());
    for (link, read) in entity.links.iter().zip(&read.links) {
        compare_link(media, link, read);
    }
}

/// Every reader on one payload; none may panic. Strict mode takes nothing that lenient mode
/// refuses, and where nothing was forgiven both read the same.
fn read_all(payload: &Payload<'_>) {
    macro_rules! both {
        ($reader:expr) => {
            let reader = $reader;
            let lenient = reader(Mode::Lenient);
            match &lenient {
                Ok(read) => assert!(
                    read.deviations
                        .iter()
                        .all(|d| codes::find(d.code).is_some_and(|code| code.forgiven)),
                    "{:?}",
                    read.deviations
                ),
                Err(error) => assert!(codes::find(error.code).is_some(), "{error:?}"),
            }
            if let Ok(strict) = reader(Mode::Strict) {
                assert!(strict.deviations.is_empty());
                let lenient = lenient.expect("lenient mode takes what strict mode takes");
                if lenient.deviations.is_empty() {
                    assert_eq!(strict.value, lenient.value);
                }
            }
        };
    }
    both!(|mode| read_entities(payload, mode));
    both!(|mode| read_invocation(payload, mode));
    both!(|mode| read_categories(payload, mode));
    both!(|mode| read_locations(payload, mode));
    both!(|mode| read_filter(payload.headers.iter().copied(), mode));
}

const VALID: [(MediaType, &str); 6] = [
    (
        MediaType::TextPlain,
        "Category: compute; scheme=\"http://a.b/c#\"; class=\"kind\"; title=\"a \\\"b\\\"\"; \
         rel=\"http://a.b/c#x\"; location=\"/compute/\"; attributes=\"a.b{required} c{immutable}\"; \
         actions=\"http://a.b/c#go\"\r\nCategory: blue; scheme=\"http://a.b/c#\"; class=mixin\r\n\
         Link: </n/1>; rel=\"http://a.b/c#net\"; self=\"/l/1\"; category=\"http://a.b/c#nic\"; \
         a.b=\"eth0\"; c=1.5\r\nLink: </c/1?action=go>; rel=\"http://a.b/c#go\"\r\n\
         X-OCCI-Attribute: occi.core.title=\"x, y\", a.b=2\r\n c.d=true\r\nX-OCCI-Location: /c/1\r\n",
    ),
    (
        MediaType::TextPlain,
        "Category: go; scheme=\"http://a.b/c#\"; class=\"action\"\nX-OCCI-Attribute: method='cold'\n",
    ),
    (MediaType::UriList, "# list\r\nhttp://h/a\r\nhttp://h/b\r\n"),
    (
        MediaType::OcciJson,
        r#"{"resources": [{"kind": "http://a.b/c#x", "id": "1", "attributes": {"a.b": 1.5, "occi": {"core": {"title": "T"}}},
           "links": [{"kind": "http://a.b/c#l", "source": "/a", "target": {"location": "/b"}}], "actions": ["http://a.b/c#go"]}]}"#,
    ),
    (
        MediaType::OcciJson,
        r#"{"kinds": [{"term": "x", "scheme": "http://a.b/c#", "attributes": {"a": {"b": {"Type": "number", "pattern": {"minimum": 1}}}}}], "mixins": []}"#,
    ),
    (
        MediaType::OcciJson,
        r#"{"action": "http://a.b/c#go", "attributes": {"method": "cold", "n": null}}"#,
    ),
];

#[derive(Clone, Debug)]
enum Edit {
    Put(usize, u8),
    Insert(usize, u8),
    Remove(usize, usize),
    Repeat(usize, usize),
}

fn edit() -> impl Strategy<Value = Edit> {
    let byte = || {
        prop_oneof![
            proptest::sample::select(b"\"\\,;=<> \t\r\n:#{}[]'&?.-+eE0\x00\x7f\xff\xc3".to_vec()),
            any::<u8>(),
        ]
    };
    let at = 0..600_usize;
    prop_oneof![
        (at.clone(), byte()).prop_map(|(at, byte)| Edit::Put(at, byte)),
        (at.clone(), byte()).prop_map(|(at, byte)| Edit::Insert(at, byte)),
        (at.clone(), 1..40_usize).prop_map(|(at, n)| Edit::Remove(at, n)),
        (at, 1..40_usize).prop_map(|(at, n)| Edit::Repeat(at, n)),
    ]
}

fn apply(bytes: &mut Vec<u8>, edit: &Edit) {
    if bytes.is_empty() {
        return;
    }
    let place = |at: usize| at % bytes.len();
    match *edit {
        Edit::Put(at, byte) => {
            let at = place(at);
            bytes[at] = byte;
        }
        Edit::Insert(at, byte) => {
            let at = place(at);
            bytes.insert(at, byte);
        }
        Edit::Remove(at, n) => {
            let at = place(at);
            let end = (at + n).min(bytes.len());
            bytes.drain(at..end);
        }
        Edit::Repeat(at, n) => {
            let at = place(at);
            let end = (at + n).min(bytes.len());
            let piece = bytes[at..end].to_vec();
            bytes.splice(at..at, piece);
        }
    }
}

proptest! {
    #[test]
    fn entities_read_back_in_every_rendering(entity in entity()) {
        for media in ALL {
            let rendered = write_entity(media, &entity.view()).unwrap();
            let read = read_entities(&payload(media, &rendered), Mode::Strict);
            let read = read.unwrap_or_else(|error| panic!("{media:?}: {error:?}\n{rendered:?}"));
            compare(media, &entity, &read.value[0]);
        }
    }

    #[test]
    fn invocations_read_back_in_every_rendering(action in id(), parameters in attributes()) {
        let view: Vec<_> = parameters.iter().map(|(n, v)| (n, v)).collect();
        for media in ALL {
            let rendered = write_invocation(media, &action, &view).unwrap();
            let read = read_invocation(&payload(media, &rendered), Mode::Strict).unwrap().value;
            prop_assert_eq!(read.action.as_ref(), Some(&action));
            prop_assert_eq!(plain(&read.attributes), expected(&parameters, |_, _| true));
        }
    }

    #[test]
    fn any_string_reads_back_from_json(title in any::<String>()) {
        let kind = CategoryId::parse("http://a.b/c#x").unwrap();
        let name = AttributeName::new("occi.core.title").unwrap();
        let value = Value::String(title.clone());
        let view = EntityView {
            location: "", kind: &kind, mixins: Vec::new(), attributes: vec![(&name, &value)],
            is_link: false, links: Vec::new(), actions: Vec::new(),
        };
        let rendered = write_entity(MediaType::OcciJson, &view).unwrap();
        let read = read_entities(&payload(MediaType::OcciJson, &rendered), Mode::Strict).unwrap();
        prop_assert_eq!(&read.value[0].attributes[0].1, &RawValue::Text(title));
    }

    #[test]
    fn d67_no_string_breaks_a_line_or_a_header_field(title in any::<String>(), target in any::<String>()) {
        let kind = CategoryId::parse("http://a.b/c#x").unwrap();
        let name = AttributeName::new("occi.core.title").unwrap();
        let end = AttributeName::new("occi.core.target").unwrap();
        let (title, link_target) = (Value::String(title), Value::String(target.clone()));
        let view = EntityView {
            location: &target, kind: &kind, mixins: Vec::new(), attributes: vec![(&name, &title)],
            is_link: false,
            links: vec![LinkView {
                location: &target, kind: &kind, mixins: Vec::new(),
                attributes: vec![(&end, &link_target)], target_categories: Vec::new(), actions: Vec::new(),
            }],
            actions: vec![ActionView { id: &kind }],
        };
        if let Ok(rendered) = write_entity(MediaType::TextOcci, &view) {
            for (_, value) in &rendered.headers {
                prop_assert!(value.iter().all(|&b| b == b'\t' || (b >= 0x20 && b != 0x7f)));
            }
        }
        if let Ok(rendered) = write_entity(MediaType::TextPlain, &view) {
            let lines = 3 + usize::from(!target.is_empty());
            let body = String::from_utf8(rendered.body).unwrap();
            prop_assert_eq!(body.matches(['\r', '\n']).count(), 2 * lines);
            prop_assert_eq!(body.matches("\r\n").count(), lines);
        }
        let urls = [&*target, &*target];
        let rendered = write_locations(MediaType::TextPlain, urls).unwrap();
        if !target.is_empty() {
            let read = read_locations(&payload(MediaType::TextPlain, &rendered), Mode::Strict).unwrap();
            prop_assert_eq!(read.value.len(), 2);
        }
    }

    #[test]
    fn arbitrary_bytes_never_panic(bytes in vec(any::<u8>(), 0..200), name in "[A-Za-z-]{0,16}") {
        for media in MediaType::ALL {
            let mut headers: Vec<(&str, &[u8])> = vec![
                ("Category", &bytes), ("Link", &bytes), ("X-OCCI-Attribute", &bytes),
                ("X-OCCI-Location", &bytes), ("X-OCCI-Link", &bytes), ("Location", &bytes),
                (&name, &bytes),
            ];
            let rotation = bytes.len() % headers.len();
            headers.rotate_left(rotation);
            read_all(&Payload { media, headers, body: &bytes });
        }
    }

    #[test]
    fn changed_messages_never_panic(
        which in 0..VALID.len(), edits in vec(edit(), 1..6), header_form in any::<bool>(),
    ) {
        let (media, message) = VALID[which];
        let mut bytes = message.as_bytes().to_vec();
        for edit in &edits {
            apply(&mut bytes, edit);
        }
        let payload = if header_form && media == MediaType::TextPlain {
            let headers = bytes
                .split(|&b| b == b'\n')
                .filter_map(|line| {
                    let colon = line.iter().position(|&b| b == b':')?;
                    Some((std::str::from_utf8(&line[..colon]).ok()?, &line[colon + 1..]))
                })
                .collect();
            Payload { media: MediaType::TextOcci, headers, body: b"OK" }
        } else {
            Payload { media, headers: Vec::new(), body: &bytes }
        };
        read_all(&payload);
    }
}

/// Each of these would take hours if reading were quadratic.
#[test]
fn hostile_messages_take_linear_time() {
    const N: usize = 60_000;
    let field = |name: &str, value: String| format!("{name}: {value}");
    let nested: String = (0..20_000).map(|n| format!("\"k{n}\": {{")).collect();
    let members: String = (0..N).map(|n| format!("\"a.b{n}\": 1,")).collect();
    let repeated = "\"a\": 1,".repeat(N);
    let messages = [
        (MediaType::TextPlain, field("Category", ";".repeat(N))),
        (MediaType::TextPlain, field("Category", ",".repeat(N))),
        (MediaType::TextPlain, field("Category", "x=".repeat(N))),
        (
            MediaType::TextPlain,
            field("Category", format!("x; scheme=\"{}\"", "a".repeat(N))),
        ),
        (MediaType::TextPlain, field("Link", "<".repeat(N))),
        (MediaType::TextPlain, field("Link", "<a>; b ".repeat(N / 8))),
        (
            MediaType::TextPlain,
            field(
                "Link",
                format!(
                    "<a>; rel=\"http://a.b/c#d\"; category=\"http://a.b/c#d\"{}",
                    " a.b=1".repeat(N)
                ),
            ),
        ),
        (
            MediaType::TextPlain,
            field("X-OCCI-Attribute", "a.b=1,".repeat(N)),
        ),
        (
            MediaType::TextPlain,
            field("X-OCCI-Attribute", "a.b=\"".repeat(N)),
        ),
        (
            MediaType::TextPlain,
            field("X-OCCI-Attribute", format!("a.b=\"{}\"", "\\\"".repeat(N))),
        ),
        (
            MediaType::TextPlain,
            format!("X-OCCI-Attribute: a=\"{}", "\n Link: x".repeat(N / 2)),
        ),
        (MediaType::TextPlain, "junk\n".repeat(N)),
        (MediaType::TextPlain, "Category: x\n".repeat(N / 2)),
        (MediaType::TextOcci, String::new()),
        (MediaType::OcciJson, "[".repeat(N)),
        (MediaType::OcciJson, format!("{{{nested}")),
        (
            MediaType::OcciJson,
            format!("{{\"attributes\": {{{members}\"x\": 1}}}}"),
        ),
        (MediaType::OcciJson, format!("{{{repeated}\"b\": 1}}")),
        (MediaType::OcciJson, "9".repeat(N)),
    ];
    let started = Instant::now();
    for (media, message) in &messages {
        let link = "<a>; b=\"c\", ".repeat(N / 10);
        read_all(&Payload {
            media: *media,
            headers: vec![
                ("Link", link.as_bytes()),
                ("X-OCCI-Attribute", message.as_bytes()),
            ],
            body: message.as_bytes(),
        });
    }
    assert!(started.elapsed() < Duration::from_secs(120));
}

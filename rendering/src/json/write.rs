//! Writing of entities, invocations and listings as JSON (C.1 to C.4, C.7, C.8).

use occi_model::{AttributeName, CategoryId, Value};

use crate::{
    number::{push_float, push_integer},
    write::{ActionView, EntityView, LinkView, Rendered, Style},
};

/// Appends members of objects and items of arrays with the commas between them.
pub(crate) struct Joined<'o> {
    pub(crate) out: &'o mut Vec<u8>,
    close: u8,
    is_first: bool,
}

impl<'o> Joined<'o> {
    /// Begins an object.
    pub(crate) fn object(out: &'o mut Vec<u8>) -> Self {
        out.push(b'{');
        Self {
            out,
            close: b'}',
            is_first: true,
        }
    }

    /// Begins an array.
    pub(crate) fn array(out: &'o mut Vec<u8>) -> Self {
        out.push(b'[');
        Self {
            out,
            close: b']',
            is_first: true,
        }
    }

    /// Begins the next item; the caller appends it.
    pub(crate) fn item(&mut self) -> &mut Vec<u8> {
        if !self.is_first {
            self.out.push(b',');
        }
        self.is_first = false;
        self.out
    }

    /// Begins the next member of a name that needs no escapes; the caller appends the value.
    pub(crate) fn member(&mut self, name: &str) -> &mut Vec<u8> {
        let out = self.item();
        out.push(b'"');
        out.extend_from_slice(name.as_bytes());
        out.extend_from_slice(b"\":");
        out
    }

    /// Ends the object or array.
    pub(crate) fn end(self) {
        self.out.push(self.close);
    }
}

/// Appends a string with its escapes.
pub(crate) fn push_string(out: &mut Vec<u8>, text: &str) {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    out.push(b'"');
    let bytes = text.as_bytes();
    let is_plain = |byte: u8| byte >= 0x20 && byte != b'"' && byte != b'\\' && byte != 0x7f;
    // Most need no escapes; where every byte is looked at, many are looked at at once.
    if bytes.iter().fold(true, |all, &byte| all & is_plain(byte)) {
        out.extend_from_slice(bytes);
        out.push(b'"');
        return;
    }
    let mut start = 0;
    for (at, &byte) in bytes.iter().enumerate() {
        if is_plain(byte) {
            continue;
        }
        out.extend_from_slice(&bytes[start..at]);
        start = at + 1;
        match byte {
            b'"' => out.extend_from_slice(b"\\\""),
            b'\\' => out.extend_from_slice(b"\\\\"),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            b'\t' => out.extend_from_slice(b"\\t"),
            _ => {
                out.extend_from_slice(b"\\u00");
                out.push(HEX[usize::from(byte >> 4)]);
                out.push(HEX[usize::from(byte & 15)]);
            }
        }
    }
    out.extend_from_slice(&bytes[start..]);
    out.push(b'"');
}

/// Appends a value (D-77). A number that is not finite, which no value should be, becomes null.
pub(crate) fn push_value(out: &mut Vec<u8>, value: &Value) {
    match value {
        Value::Boolean(true) => out.extend_from_slice(b"true"),
        Value::Boolean(false) => out.extend_from_slice(b"false"),
        Value::Integer(number) => push_integer(out, *number),
        Value::Float(number) if !number.is_finite() => out.extend_from_slice(b"null"),
        Value::Float(number) => push_float(out, *number),
        Value::String(text) => push_string(out, text),
        Value::List(items) => {
            let mut array = Joined::array(out);
            for item in items {
                push_value(array.item(), item);
            }
            array.end();
        }
        Value::Hash(members) => {
            let mut object = Joined::object(out);
            for (name, value) in members {
                let out = object.item();
                push_string(out, name);
                out.push(b':');
                push_value(out, value);
            }
            object.end();
        }
    }
}

/// Appends an array of identifiers. Their letters need no escapes.
pub(crate) fn push_ids<'a>(out: &mut Vec<u8>, ids: impl IntoIterator<Item = &'a CategoryId>) {
    let mut array = Joined::array(out);
    for id in ids {
        push_id(array.item(), id);
    }
    array.end();
}

/// Appends an identifier.
pub(crate) fn push_id(out: &mut Vec<u8>, id: &CategoryId) {
    out.push(b'"');
    out.extend_from_slice(id.as_str().as_bytes());
    out.push(b'"');
}

/// A message of JSON.
pub(crate) fn rendered(body: Vec<u8>) -> Rendered {
    Rendered {
        headers: Vec::new(),
        body,
    }
}

/// The attributes that are members of the object (D-76).
#[derive(Default)]
struct Members<'a> {
    id: Option<&'a Value>,
    title: Option<&'a Value>,
    summary: Option<&'a Value>,
    source: Option<&'a Value>,
    source_kind: Option<&'a Value>,
    target: Option<&'a Value>,
    target_kind: Option<&'a Value>,
}

impl<'a> Members<'a> {
    /// The place of an attribute that is a member.
    fn place(&mut self, name: &AttributeName) -> Option<&mut Option<&'a Value>> {
        Some(match name.as_str().strip_prefix("occi.core.")? {
            "id" => &mut self.id,
            "title" => &mut self.title,
            "summary" => &mut self.summary,
            "source" => &mut self.source,
            "source.kind" => &mut self.source_kind,
            "target" => &mut self.target,
            "target.kind" => &mut self.target_kind,
            _ => return None,
        })
    }
}

/// What resources and links have in common.
struct Parts<'a> {
    /// Where it is shown (D-80), the location; else empty.
    location: &'a str,
    kind: &'a CategoryId,
    mixins: &'a [&'a CategoryId],
    attributes: &'a [(&'a AttributeName, &'a Value)],
    actions: &'a [ActionView<'a>],
    /// Type of the target, when it is known apart from the attributes.
    target_kind: Option<&'a CategoryId>,
    links: &'a [LinkView<'a>],
    is_link: bool,
    style: Style,
}

/// Appends an entity: the members in the order of C.1 and C.2, empty ones left out.
fn push_parts(out: &mut Vec<u8>, parts: &Parts<'_>) {
    let mut object = Joined::object(out);
    push_id(object.member("kind"), parts.kind);
    if !parts.mixins.is_empty() {
        push_ids(object.member("mixins"), parts.mixins.iter().copied());
    }
    let mut members = Members::default();
    push_attributes(&mut object, parts.attributes, &mut members);
    if !parts.actions.is_empty() {
        let ids = parts.actions.iter().map(|action| action.id);
        push_ids(object.member("actions"), ids);
    }
    if let Some(id) = members.id {
        push_value(object.member("id"), id);
    }
    if !parts.location.is_empty() {
        push_string(object.member("location"), parts.location);
    }
    if !parts.links.is_empty() {
        let mut array = Joined::array(object.member("links"));
        for link in parts.links {
            push_parts(array.item(), &Parts::of_link(link, parts.style));
        }
        array.end();
    }
    if parts.is_link {
        push_end(
            &mut object,
            "source",
            members.source,
            members.source_kind,
            None,
        );
        push_end(
            &mut object,
            "target",
            members.target,
            members.target_kind,
            parts.target_kind,
        );
    }
    if let Some(summary) = members.summary {
        push_value(object.member("summary"), summary);
    }
    if let Some(title) = members.title {
        push_value(object.member("title"), title);
    }
    object.end();
}

/// Appends `attributes` without those that are members, which it takes aside.
fn push_attributes<'a>(
    object: &mut Joined<'_>,
    attributes: &[(&'a AttributeName, &'a Value)],
    members: &mut Members<'a>,
) {
    let mut has_others = false;
    for &(name, value) in attributes {
        match members.place(name) {
            Some(place) => *place = Some(value),
            None => has_others = true,
        }
    }
    if !has_others {
        return;
    }
    let mut others = Joined::object(object.member("attributes"));
    for &(name, value) in attributes {
        // No value should be a number that is not finite; JSON has no form for it.
        let is_finite = !matches!(value, Value::Float(number) if !number.is_finite());
        if is_finite && members.place(name).is_none() {
            push_value(others.member(name.as_str()), value);
        }
    }
    others.end();
}

/// Appends `source` or `target` (C.3).
fn push_end(
    object: &mut Joined<'_>,
    member: &str,
    location: Option<&Value>,
    kind: Option<&Value>,
    known_kind: Option<&CategoryId>,
) {
    let Some(location) = location else { return };
    let mut end = Joined::object(object.member(member));
    push_value(end.member("location"), location);
    match (kind, known_kind) {
        (Some(kind), _) => push_value(end.member("kind"), kind),
        (None, Some(kind)) => push_id(end.member("kind"), kind),
        (None, None) => {}
    }
    end.end();
}

impl<'a> Parts<'a> {
    fn of_entity(entity: &'a EntityView<'a>, style: Style) -> Self {
        Self {
            location: if style.locations { entity.location } else { "" },
            kind: entity.kind,
            mixins: &entity.mixins,
            attributes: &entity.attributes,
            actions: &entity.actions,
            target_kind: None,
            links: &entity.links,
            is_link: entity.is_link,
            style,
        }
    }

    fn of_link(link: &'a LinkView<'a>, style: Style) -> Self {
        Self {
            location: if style.locations { link.location } else { "" },
            kind: link.kind,
            mixins: &link.mixins,
            attributes: &link.attributes,
            actions: &link.actions,
            target_kind: link.target_categories.first().copied(),
            links: &[],
            is_link: true,
            style,
        }
    }
}

/// Writes one entity.
pub(crate) fn write_entity(entity: &EntityView<'_>, style: Style) -> Rendered {
    let mut out = Vec::with_capacity(1024);
    push_parts(&mut out, &Parts::of_entity(entity, style));
    rendered(out)
}

/// Writes a collection in full (C.7, D-71): links under `links`, everything else under
/// `resources`; a key is there when it is asked for or when it has members.
pub(crate) fn write_entities(
    entities: &[EntityView<'_>],
    (resources, links): (bool, bool),
    style: Style,
) -> Rendered {
    let mut out = Vec::with_capacity(64 + 512 * entities.len());
    let mut object = Joined::object(&mut out);
    for (key, wanted, is_link) in [("resources", resources, false), ("links", links, true)] {
        let mut members = entities.iter().filter(|e| e.is_link == is_link).peekable();
        if !wanted && members.peek().is_none() {
            continue;
        }
        let mut array = Joined::array(object.member(key));
        for entity in members {
            push_parts(array.item(), &Parts::of_entity(entity, style));
        }
        array.end();
    }
    object.end();
    rendered(out)
}

/// Writes an array of locations (D-73).
pub(crate) fn write_locations<'a>(urls: impl Iterator<Item = &'a str>) -> Rendered {
    let mut out = Vec::with_capacity(1024);
    let mut array = Joined::array(&mut out);
    for url in urls {
        push_string(array.item(), url);
    }
    array.end();
    rendered(out)
}

/// Writes an action invocation (C.4).
pub(crate) fn write_invocation(
    action: &CategoryId,
    parameters: &[(&AttributeName, &Value)],
) -> Rendered {
    let mut out = Vec::with_capacity(256);
    let mut object = Joined::object(&mut out);
    push_id(object.member("action"), action);
    if !parameters.is_empty() {
        let mut attributes = Joined::object(object.member("attributes"));
        for &(name, value) in parameters {
            push_value(attributes.member(name.as_str()), value);
        }
        attributes.end();
    }
    object.end();
    rendered(out)
}

/// Writes an error object (D-81).
pub(crate) fn write_error(status: u16, code: &str, message: &str) -> Rendered {
    let mut out = Vec::with_capacity(128 + message.len());
    let mut object = Joined::object(&mut out);
    let mut error = Joined::object(object.member("error"));
    push_integer(error.member("status"), status.into());
    push_string(error.member("code"), code);
    push_string(error.member("message"), message);
    error.end();
    object.end();
    rendered(out)
}

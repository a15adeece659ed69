//! Reading of `Category` (B.2).

use std::{borrow::Cow, ops::Range};

use occi_model::{AttributeName, CategoryId, Scheme, Term};

use super::{
    lex::{Cursor, is_absolute_uri, is_uri_reference},
    params::{self, Blanks, Next, Param, ParamValue, bad_quoting, head, repeated_parameter},
};
use crate::{
    findings::{Findings, excerpt},
    message::{
        AttributeDescription, AttributePlaces, CategoryDescription, CategoryPlaces, CategoryTag,
        Class,
    },
    read::ReadError,
};

/// The parameters in the order that the grammar prints.
const ORDER: [&str; 7] = [
    "scheme",
    "class",
    "title",
    "rel",
    "location",
    "attributes",
    "actions",
];

/// The parts of a category, as they stand.
struct Parts<'a> {
    term: Cow<'a, str>,
    /// In the order of [`ORDER`].
    values: [Option<&'a str>; ORDER.len()],
    /// The title, where it has escapes.
    resolved_title: Option<String>,
}

/// Reads one category, in its short or full form.
pub(crate) fn category(
    cursor: &mut Cursor<'_>,
    findings: &mut Findings,
) -> Result<CategoryDescription, ReadError> {
    parts(cursor, findings)?.describe(findings)
}

/// Reads one category of an entity or an invocation, of which nothing but its identifier and class
/// is wanted. What else it says has to be well-formed.
pub(crate) fn tag(
    cursor: &mut Cursor<'_>,
    findings: &mut Findings,
) -> Result<CategoryTag, ReadError> {
    let parts = parts(cursor, findings)?;
    let is_short = parts.values[2..].iter().all(Option::is_none);
    let (id, class) = if is_short {
        let id = parts.id(findings, None)?;
        let class = parts.class(&id, findings)?;
        (id, class)
    } else {
        let CategoryDescription { id, class, .. } = parts.describe(findings)?;
        (id, class)
    };
    Ok(CategoryTag { id, class })
}

fn parts<'a>(cursor: &mut Cursor<'a>, findings: &mut Findings) -> Result<Parts<'a>, ReadError> {
    let mut parts = Parts {
        term: term(cursor, findings)?,
        values: [None; ORDER.len()],
        resolved_title: None,
    };
    let mut last = 0;
    let mut last_name = "";
    loop {
        let param = if let Some((name, value)) = cursor.plain_parameter() {
            findings.look(name);
            // Nearly all stand in their order, each once.
            if let Some(place) = place_of(name)
                && place >= last
                && parts.values[place].is_none()
            {
                parts.values[place] = Some(value);
                last = place;
                last_name = ORDER[place];
                continue;
            }
            Param::plain(name, value)
        } else {
            match params::next(cursor, findings, Blanks::Belong)? {
                Next::Param(param) => param,
                Next::End => return Ok(parts),
                Next::Junk => {
                    findings.look(head(cursor.rest()));
                    return Err(findings.refuse(
                        bad_quoting(last_name),
                        format!("a semicolon is missing before {}", excerpt(cursor.rest())),
                    ));
                }
            }
        };
        let Some(place) = place_of(&param.name) else {
            unknown(&param, findings)?;
            continue;
        };
        last_name = ORDER[place];
        if param.value == ParamValue::Missing {
            findings.forgive("parameter-without-value", || {
                format!("`{last_name}` without a value")
            })?;
            continue;
        }
        if place < last {
            findings.forgive("parameter-order", || {
                format!("`{last_name}` after `{}`", ORDER[last])
            })?;
        }
        last = last.max(place);
        if parts.values[place].is_some() {
            return Err(findings.refuse(
                repeated_parameter(last_name),
                format!("`{last_name}` is given twice"),
            ));
        }
        // The grammar allows an unquoted class and nothing else without quotes.
        if matches!(param.value, ParamValue::Bare(_)) && last_name != "class" {
            findings.forgive("parameter-unquoted", || {
                format!("`{last_name}` without quotes")
            })?;
        }
        parts.values[place] = Some(param.value.raw());
        if last_name == "title"
            && let Cow::Owned(title) = param.value.text()
        {
            parts.resolved_title = Some(title);
        }
    }
}

/// The place of a parameter in [`ORDER`].
fn place_of(name: &str) -> Option<usize> {
    // By length and first letter first: the names are compared for every category that arrives.
    let place = match (name.len(), name.as_bytes().first()?) {
        (6, _) => 0,
        (5, b'c') => 1,
        (5, _) => 2,
        (3, _) => 3,
        (8, _) => 4,
        (10, _) => 5,
        (7, _) => 6,
        _ => return None,
    };
    (ORDER[place] == name).then_some(place)
}

/// The term: what stands before the first semicolon.
fn term<'a>(cursor: &mut Cursor<'a>, findings: &mut Findings) -> Result<Cow<'a, str>, ReadError> {
    let before = cursor.clone();
    let head = cursor.until(|b| matches!(b, b';' | b',' | b'='));
    if cursor.peek() != Some(b'=') {
        return Ok(Cow::Borrowed(head));
    }
    if head != "term" {
        // Keep the whole head, so that the message shows what stands in place of the term.
        *cursor = before;
        return Ok(Cow::Borrowed(cursor.until(|b| matches!(b, b';' | b','))));
    }
    cursor.take(b'=');
    let term = params::value(cursor, findings, head, Blanks::Belong)?.text();
    findings.forgive("term-as-parameter", || {
        format!("`term=` before the term {}", excerpt(&term))
    })?;
    Ok(term)
}

fn unknown(param: &Param<'_>, findings: &mut Findings) -> Result<(), ReadError> {
    findings.forgive("unknown-parameter", || {
        format!("a category has no parameter {}", excerpt(&param.name))
    })
}

impl Parts<'_> {
    /// The identifier.
    fn id(
        &self,
        findings: &mut Findings,
        places: Option<&mut CategoryPlaces>,
    ) -> Result<CategoryId, ReadError> {
        let term = &*self.term;
        findings.look(term);
        if term.is_empty() {
            return Err(findings.refuse("term-missing", "the category has no term"));
        }
        let at = findings.place();
        let [scheme, ..] = self.values;
        let id = match scheme.map(|scheme| (scheme, CategoryId::of(scheme, term))) {
            Some((scheme, Ok(id))) => {
                findings.look(scheme);
                id
            }
            _ => read_id(scheme, term, findings)?,
        };
        if let Some(places) = places {
            places.term = at;
            places.scheme = findings.place();
        }
        Ok(id)
    }

    /// The class.
    fn class(&self, id: &CategoryId, findings: &mut Findings) -> Result<Option<Class>, ReadError> {
        let [_, class, ..] = self.values;
        if let Some(class) = class {
            findings.look(class);
        }
        Ok(match class {
            Some("kind") => Some(Class::Kind),
            Some("mixin") => Some(Class::Mixin),
            Some("action") => Some(Class::Action),
            Some(other) => {
                return Err(findings.refuse(
                    "class-unknown",
                    format!(
                        "{} is no class; write \"kind\", \"mixin\" or \"action\"",
                        excerpt(other)
                    ),
                ));
            }
            None => {
                findings.forgive("class-missing", || format!("`{id}` has no class"))?;
                None
            }
        })
    }

    /// Makes the description out of the values, checking each.
    fn describe(self, findings: &mut Findings) -> Result<CategoryDescription, ReadError> {
        let mut places = findings.wants_places().then(CategoryPlaces::default);
        let id = self.id(findings, places.as_mut())?;
        let class = self.class(&id, findings)?;
        let [_, _, title, rel, location, attributes, actions] = self.values;
        let rel = match rel {
            None => Vec::new(),
            Some(text) => read_rel(text, places.as_mut().map(|to| &mut to.rel), findings)?,
        };
        if let Some(places) = &mut places {
            places.location = places.term.clone();
        }
        if let Some(location) = location {
            findings.look(location);
            if let Some(places) = &mut places {
                places.location = findings.place();
            }
            if location.is_empty() {
                return Err(
                    findings.refuse("location-empty", format!("the location of `{id}` is empty"))
                );
            }
            if !is_uri_reference(location) {
                return Err(findings.refuse(
                    "location-not-uri",
                    format!("the location {} is no URI reference", excerpt(location)),
                ));
            }
        }
        let attributes = match attributes {
            None => Vec::new(),
            Some(text) => {
                let places = places.as_mut().map(|to| &mut to.attributes);
                read_attributes(text, places, findings)?
            }
        };
        let actions = match actions {
            None => Vec::new(),
            Some(text) => {
                let places = places.as_mut().map(|to| &mut to.actions);
                placed_identifiers(text, "action-not-identifier", places, findings)?
            }
        };
        if let Some(places) = places {
            findings.keep(places);
        }
        Ok(CategoryDescription {
            id,
            class,
            title: self.resolved_title.or_else(|| title.map(str::to_owned)),
            rel,
            applies: Vec::new(),
            location: location.map(str::to_owned),
            attributes,
            actions,
        })
    }
}

/// The identifier of a category whose scheme or term is not as it should be.
fn read_id(
    scheme: Option<&str>,
    term: &str,
    findings: &mut Findings,
) -> Result<CategoryId, ReadError> {
    let term = Term::new(term)
        .map_err(|error| findings.refuse("term-syntax", format!("{}: {error}", excerpt(term))))?;
    Ok(CategoryId::new(
        &read_scheme(scheme, &term, findings)?,
        &term,
    ))
}

fn read_scheme(
    text: Option<&str>,
    term: &Term,
    findings: &mut Findings,
) -> Result<Scheme, ReadError> {
    let Some(text) = text else {
        return Err(findings.refuse(
            "scheme-missing",
            format!("the category `{term}` has no scheme"),
        ));
    };
    findings.look(text);
    if let Ok(scheme) = Scheme::new(text) {
        return Ok(scheme);
    }
    if text.is_empty() {
        return Err(findings.refuse(
            "scheme-empty",
            format!("the scheme of the category `{term}` is empty"),
        ));
    }
    // The term after the `#`, or that of another category: it is the scheme up to there.
    if let Some(at) = text.rfind('#')
        && Term::new(&text[at + 1..]).is_ok()
        && let Ok(scheme) = Scheme::new(&text[..=at])
    {
        findings.forgive("scheme-includes-term", || {
            format!("the scheme {} goes on after its `#`", excerpt(text))
        })?;
        return Ok(scheme);
    }
    let code = if is_absolute_uri(text) && !text.contains('#') {
        "scheme-without-hash"
    } else {
        "scheme-not-uri"
    };
    Err(findings.refuse(
        code,
        format!(
            "the scheme {} is no absolute URI that ends in `#`",
            excerpt(text)
        ),
    ))
}

/// `rel`: one identifier; lenient mode takes several, separated by blanks or commas.
fn read_rel(
    text: &str,
    places: Option<&mut Vec<Range<usize>>>,
    findings: &mut Findings,
) -> Result<Vec<CategoryId>, ReadError> {
    if places.is_none()
        && let Ok(id) = findings.category_id(text)
    {
        findings.count()?;
        return Ok(vec![id]);
    }
    let rel = placed_identifiers(text, "rel-not-identifier", places, findings)?;
    if rel.len() > 1 {
        findings.look(text);
        findings.forgive("rel-multiple", || {
            format!("{} identifiers in `rel`", rel.len())
        })?;
    }
    Ok(rel)
}

/// A list of type identifiers, separated by blanks; commas are tolerated, since no identifier in
/// such a list can be read otherwise.
pub(crate) fn identifiers(
    text: &str,
    code: &'static str,
    findings: &mut Findings,
) -> Result<Vec<CategoryId>, ReadError> {
    if let Ok(id) = findings.category_id(text) {
        findings.look(text);
        findings.count()?;
        return Ok(vec![id]);
    }
    placed_identifiers(text, code, None, findings)
}

/// As [`identifiers`]; their places are added to `places` where they are wanted.
fn placed_identifiers(
    text: &str,
    code: &'static str,
    mut places: Option<&mut Vec<Range<usize>>>,
    findings: &mut Findings,
) -> Result<Vec<CategoryId>, ReadError> {
    findings.look(text);
    let mut keep = |piece: &str, findings: &Findings| {
        if let Some(places) = &mut places {
            places.push(findings.place_of(piece));
        }
    };
    // One identifier is the rule; none has a blank.
    if let Ok(id) = CategoryId::parse(text) {
        findings.count()?;
        keep(text, findings);
        return Ok(vec![id]);
    }
    let mut ids = Vec::new();
    // The text has no blanks but the two of the grammar: control characters were refused.
    for part in text.split_ascii_whitespace() {
        if let Ok(id) = CategoryId::parse(part) {
            findings.count()?;
            keep(part, findings);
            ids.push(id);
            continue;
        }
        for piece in part.split(',').filter(|piece| !piece.is_empty()) {
            findings.count()?;
            findings.look(piece);
            keep(piece, findings);
            ids.push(CategoryId::parse(piece).map_err(|_| {
                findings.refuse(
                    code,
                    format!(
                        "{} is no category identifier: a scheme ending in `#`, then a term",
                        excerpt(piece)
                    ),
                )
            })?);
        }
    }
    if ids.is_empty() {
        return Err(findings.refuse(code, "a category identifier is missing"));
    }
    Ok(ids)
}

/// `attributes`: names with their properties (GFD.185 3.5.1).
// Most of a listing is read by this loop, which needs all registers for itself.
#[inline(never)]
fn read_attributes(
    text: &str,
    mut places: Option<&mut Vec<AttributePlaces>>,
    findings: &mut Findings,
) -> Result<Vec<AttributeDescription>, ReadError> {
    // Growing moves the descriptions; hostile texts reserve nothing much.
    const RESERVED: usize = 64;
    const USUAL_LENGTH: usize = 32;
    let mut attributes = Vec::with_capacity((text.len() / USUAL_LENGTH + 1).min(RESERVED));
    let mut cursor = Cursor::new(text);
    findings.look(text);
    loop {
        cursor.skip_blanks();
        if cursor.peek().is_none() {
            break;
        }
        findings.count()?;
        let name = cursor.until(|b| matches!(b, b' ' | b'\t' | b'{'));
        findings.look(name);
        if let Some(places) = &mut places {
            places.push(AttributePlaces::at(findings.place()));
        }
        let name = AttributeName::new(name)
            .map_err(|error| findings.refuse("attribute-definition-syntax", error.to_string()))?;
        let mut mutable = true;
        let mut required = false;
        // Between name and brace, a blank is tolerated: a brace begins no name.
        cursor.skip_blanks();
        if cursor.take(b'{') {
            let properties = cursor.until(|b| b == b'}');
            if !cursor.take(b'}') {
                return Err(findings.refuse(
                    "attribute-definition-syntax",
                    format!("the properties of `{name}` have no closing brace"),
                ));
            }
            for property in properties.split([' ', '\t', ',']).filter(|p| !p.is_empty()) {
                match property {
                    "immutable" => mutable = false,
                    "required" => required = true,
                    other => findings.forgive("attribute-property", || {
                        format!("{} is no property of an attribute", excerpt(other))
                    })?,
                }
            }
        }
        attributes.push(AttributeDescription {
            name,
            mutable,
            required,
            json: None,
        });
    }
    Ok(attributes)
}

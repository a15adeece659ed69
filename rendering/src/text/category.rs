//! Reading of `Category` (B.2).

use std::{borrow::Cow, ops::Range};

use occi_model::{AttributeName, CategoryId, Scheme, Term};

use super::{
    lex::{Cursor, is_absolute_uri, is_uri_reference},
    params::{self, Blanks, Next, Param, ParamValue, bad_quoting, head, repeated_parameter},
};
use crate::{
    findings::{Findings, excerpt},
    message::{AttributeDescription, AttributePlaces, CategoryDescription, CategoryPlaces, Class},
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

/// Reads one category, in its short or full form.
pub(crate) fn category(
    cursor: &mut Cursor<'_>,
    findings: &mut Findings,
) -> Result<CategoryDescription, ReadError> {
    let term = term(cursor, findings)?;
    let mut values: [Option<Cow<'_, str>>; ORDER.len()] = Default::default();
    let mut last = 0;
    let mut last_name: Cow<'_, str> = Cow::Borrowed("");
    loop {
        let param = match params::next(cursor, findings, Blanks::Belong)? {
            Next::Param(param) => param,
            Next::End => break,
            Next::Junk => {
                findings.look(head(cursor.rest()));
                return Err(findings.refuse(
                    bad_quoting(&last_name),
                    format!("a semicolon is missing before {}", excerpt(cursor.rest())),
                ));
            }
        };
        let Some(place) = ORDER.iter().position(|name| *name == param.name) else {
            unknown(&param, findings)?;
            continue;
        };
        last_name = param.name;
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
        if values[place].is_some() {
            return Err(findings.refuse(
                repeated_parameter(&last_name),
                format!("`{last_name}` is given twice"),
            ));
        }
        // The grammar allows an unquoted class and nothing else without quotes.
        if matches!(param.value, ParamValue::Bare(_)) && ORDER[place] != "class" {
            findings.forgive("parameter-unquoted", || {
                format!("`{last_name}` without quotes")
            })?;
        }
        values[place] = Some(match ORDER[place] {
            "title" => param.value.text(),
            _ => Cow::Borrowed(param.value.raw()),
        });
    }
    describe(&term, values, findings)
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

/// Makes the description out of the values, checking each.
fn describe(
    term: &str,
    values: [Option<Cow<'_, str>>; ORDER.len()],
    findings: &mut Findings,
) -> Result<CategoryDescription, ReadError> {
    let [scheme, class, title, rel, location, attributes, actions] = values;
    findings.look(term);
    if term.is_empty() {
        return Err(findings.refuse("term-missing", "the category has no term"));
    }
    let mut places = CategoryPlaces {
        term: findings.place(),
        ..CategoryPlaces::default()
    };
    let id = match scheme
        .as_deref()
        .map(|scheme| (scheme, CategoryId::of(scheme, term)))
    {
        Some((scheme, Ok(id))) => {
            findings.look(scheme);
            id
        }
        _ => read_id(scheme.as_deref(), term, findings)?,
    };
    places.scheme = findings.place();
    if let Some(class) = &class {
        findings.look(class);
    }
    let class = match class.as_deref() {
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
    };
    let rel = match rel.as_deref() {
        None => Vec::new(),
        Some(text) => read_rel(text, &mut places.rel, findings)?,
    };
    places.location = places.term.clone();
    if let Some(location) = location.as_deref() {
        findings.look(location);
        places.location = findings.place();
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
    let attributes = match attributes.as_deref() {
        None => Vec::new(),
        Some(text) => read_attributes(text, &mut places.attributes, findings)?,
    };
    let actions = match actions.as_deref() {
        None => Vec::new(),
        Some(text) => {
            placed_identifiers(text, "action-not-identifier", &mut places.actions, findings)?
        }
    };
    findings.keep(places);
    Ok(CategoryDescription {
        id,
        class,
        title: title.map(Cow::into_owned),
        rel,
        applies: Vec::new(),
        location: location.map(Cow::into_owned),
        attributes,
        actions,
    })
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
    places: &mut Vec<Range<usize>>,
    findings: &mut Findings,
) -> Result<Vec<CategoryId>, ReadError> {
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
    placed_identifiers(text, code, &mut Vec::new(), findings)
}

/// As [`identifiers`]; their places are added to `places` where they are wanted.
fn placed_identifiers(
    text: &str,
    code: &'static str,
    places: &mut Vec<Range<usize>>,
    findings: &mut Findings,
) -> Result<Vec<CategoryId>, ReadError> {
    findings.look(text);
    let mut keep = |piece: &str, findings: &Findings| {
        if findings.wants_places() {
            places.push(findings.place_of(piece));
        }
    };
    // One identifier is the rule.
    if !text.bytes().any(|b| matches!(b, b' ' | b'\t' | b','))
        && let Ok(id) = CategoryId::parse(text)
    {
        findings.count()?;
        keep(text, findings);
        return Ok(vec![id]);
    }
    let mut ids = Vec::new();
    for part in text.split([' ', '\t']).filter(|part| !part.is_empty()) {
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
fn read_attributes(
    text: &str,
    places: &mut Vec<AttributePlaces>,
    findings: &mut Findings,
) -> Result<Vec<AttributeDescription>, ReadError> {
    // Descriptions are large, and growing moves them; hostile blanks reserve nothing much.
    const RESERVED: usize = 64;
    let expected = text.bytes().filter(|byte| *byte == b' ').count() + 1;
    let mut attributes = Vec::with_capacity(expected.min(RESERVED));
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
        if findings.wants_places() {
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
            json_type: None,
            pattern: None,
            default: None,
            description: None,
        });
    }
    Ok(attributes)
}

//! Reading of whole text messages (B.7).

use occi_model::{AttributeName, CategoryId};

use super::{
    attribute,
    category::{category, tag},
    fields::{Field, FieldName, body_text, fields, header_fields},
    lex::{is_absolute_uri, is_uri_reference},
    link::{Reference, reference},
    params::members,
};
use crate::{
    findings::{Findings, excerpt},
    media::MediaType,
    message::{
        CategoryDescription, CategoryTag, Class, EntityMessage, FilterMessage, InvocationMessage,
        RawValue,
    },
    read::{Payload, ReadError},
    repeated::{check_attributes, first_repeated},
};

/// Reads an entity.
pub(crate) fn entities(
    payload: &Payload<'_>,
    findings: &mut Findings,
) -> Result<Vec<EntityMessage>, ReadError> {
    // Fields have one member each as a rule, and growing moves what is there.
    const RESERVED: usize = 32;
    let fields = fields(payload, findings)?;
    let mut entity = EntityMessage::default();
    let is_attribute = |field: &&Field<'_>| field.name == FieldName::Attribute;
    let expected = fields.iter().filter(is_attribute).count();
    entity.attributes.reserve(expected.min(RESERVED));
    let mut is_empty = true;
    for mut field in fields {
        field.enter(findings);
        is_empty &= field.name == FieldName::HttpLocation;
        match field.name {
            FieldName::Category => tags(&field, &mut entity.categories, findings)?,
            FieldName::Link => links(&field, &mut entity, findings)?,
            FieldName::Attribute => attributes(&field, &mut entity.attributes, findings)?,
            FieldName::Location => {
                let mut found = Vec::new();
                locations_of(&field, &mut found, findings)?;
                for location in found {
                    if entity.location.is_some() {
                        findings.forgive("repeated-location", || {
                            format!("a second location {} of one entity", excerpt(&location))
                        })?;
                    } else {
                        entity.location = Some(location);
                    }
                }
            }
            FieldName::HttpLocation => {}
        }
    }
    if is_empty {
        return Err(empty(findings));
    }
    check_kinds(&entity.categories, findings)?;
    check_attributes(&mut entity.attributes, findings)?;
    for link in &mut entity.links {
        check_attributes(&mut link.attributes, findings)?;
    }
    Ok(vec![entity])
}

fn empty(findings: &Findings) -> ReadError {
    findings.refuse(
        "empty-message",
        "the message has none of the fields Category, Link, X-OCCI-Attribute, X-OCCI-Location",
    )
}

/// Reads an invocation: exactly one category, of class action.
pub(crate) fn invocation(
    payload: &Payload<'_>,
    findings: &mut Findings,
) -> Result<InvocationMessage, ReadError> {
    let mut categories: Vec<CategoryTag> = Vec::new();
    let mut message = InvocationMessage::default();
    for mut field in fields(payload, findings)? {
        field.enter(findings);
        match field.name {
            FieldName::Category => tags(&field, &mut categories, findings)?,
            FieldName::Attribute => attributes(&field, &mut message.attributes, findings)?,
            FieldName::Link if !field.may_be_foreign => {
                findings.forgive("link-in-invocation", || {
                    "an invocation has no links".to_owned()
                })?;
            }
            FieldName::Link | FieldName::Location | FieldName::HttpLocation => {}
        }
    }
    let first = categories.first();
    let is_action = first.is_some_and(|tag| tag.class.is_none_or(|class| class == Class::Action));
    let is_empty = first.is_none() && message.attributes.is_empty();
    if categories.len() > 1 || !(is_action || is_empty) {
        return Err(findings.refuse(
            "not-one-action",
            "an invocation has exactly one category, and that is of class action",
        ));
    }
    message.action = categories.pop().map(|tag| tag.id);
    check_attributes(&mut message.attributes, findings)?;
    Ok(message)
}

/// Reads category renderings.
pub(crate) fn categories(
    payload: &Payload<'_>,
    findings: &mut Findings,
) -> Result<Vec<CategoryDescription>, ReadError> {
    let mut found = Vec::new();
    for mut field in fields(payload, findings)? {
        field.enter(findings);
        if field.name == FieldName::Category {
            let read = members(&field.value, findings, |cursor, findings| {
                found.push(category(cursor, findings)?);
                Ok(())
            });
            if let Err(error) = read {
                findings.go_on(error)?;
            }
        }
    }
    Ok(found)
}

/// Reads locations: `X-OCCI-Location`s or a URI list.
pub(crate) fn locations(
    payload: &Payload<'_>,
    findings: &mut Findings,
) -> Result<Vec<String>, ReadError> {
    if payload.media == MediaType::UriList {
        return uri_list(payload.body, findings);
    }
    let fields = fields(payload, findings)?;
    let mut found = Vec::new();
    let mut has_locations = false;
    for field in fields.iter().filter(|f| f.name == FieldName::Location) {
        findings.at(field.line);
        has_locations = true;
        locations_of(field, &mut found, findings)?;
    }
    if has_locations {
        return Ok(found);
    }
    // One implementation puts the listing into HTTP's own field.
    for field in fields.iter().filter(|f| f.name == FieldName::HttpLocation) {
        findings.at(field.line);
        findings.forgive("location-header", || {
            "locations in the header field `Location`, not `X-OCCI-Location`".to_owned()
        })?;
        locations_of(field, &mut found, findings)?;
    }
    if found.is_empty()
        && let Some(field) = fields.iter().find(|field| !field.may_be_foreign)
    {
        findings.at(field.line);
        return Err(findings.refuse(
            "no-location",
            "the message names no existing entity by X-OCCI-Location",
        ));
    }
    Ok(found)
}

/// `text/uri-list`: one absolute URI for a line, `#` begins a comment (RFC 2483).
fn uri_list(body: &[u8], findings: &mut Findings) -> Result<Vec<String>, ReadError> {
    let mut found = Vec::new();
    for (at, line) in body_text(body, findings)?.split('\n').enumerate() {
        let line = line.trim_matches(['\r', ' ', '\t']);
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        findings.at(at + 1);
        findings.count()?;
        if !is_uri_reference(line) {
            return Err(findings.refuse("not-a-uri", format!("{} is no URI", excerpt(line))));
        }
        if !is_absolute_uri(line) {
            findings.forgive("uri-not-absolute", || {
                format!("{} is no absolute URI", excerpt(line))
            })?;
        }
        found.push(line.to_owned());
    }
    Ok(found)
}

/// Reads a filter from header fields (D-101); links play no part in it.
pub(crate) fn filter<'a>(
    headers: impl IntoIterator<Item = (&'a str, &'a [u8])>,
    findings: &mut Findings,
) -> Result<FilterMessage, ReadError> {
    let mut message = FilterMessage::default();
    let wanted = headers.into_iter().filter(|(name, _)| {
        ["Category", "X-OCCI-Category", "X-OCCI-Attribute"]
            .iter()
            .any(|field| name.eq_ignore_ascii_case(field))
    });
    for mut field in header_fields(wanted, findings)? {
        field.enter(findings);
        match field.name {
            FieldName::Category => tags(&field, &mut message.categories, findings)?,
            FieldName::Attribute => attributes(&field, &mut message.attributes, findings)?,
            _ => {}
        }
    }
    check_attributes(&mut message.attributes, findings)?;
    Ok(message)
}

fn tags(
    field: &Field<'_>,
    into: &mut Vec<CategoryTag>,
    findings: &mut Findings,
) -> Result<(), ReadError> {
    members(&field.value, findings, |cursor, findings| {
        into.push(tag(cursor, findings)?);
        Ok(())
    })
}

fn links(
    field: &Field<'_>,
    entity: &mut EntityMessage,
    findings: &mut Findings,
) -> Result<(), ReadError> {
    members(&field.value, findings, |cursor, findings| {
        match reference(cursor, findings, field.may_be_foreign)? {
            Reference::Link(link) => entity.links.push(link),
            Reference::Action(action) => entity.actions.push(action),
            Reference::Foreign => {}
        }
        Ok(())
    })
}

fn attributes(
    field: &Field<'_>,
    into: &mut Vec<(AttributeName, RawValue)>,
    findings: &mut Findings,
) -> Result<(), ReadError> {
    members(&field.value, findings, |cursor, findings| {
        into.push(attribute::attribute(cursor, findings)?);
        Ok(())
    })
}

fn locations_of(
    field: &Field<'_>,
    into: &mut Vec<String>,
    findings: &mut Findings,
) -> Result<(), ReadError> {
    members(&field.value, findings, |cursor, findings| {
        let mut location = cursor.until(|b| b == b',');
        if let Some(inner) = location
            .strip_prefix('"')
            .and_then(|rest| rest.strip_suffix('"'))
        {
            findings.forgive("location-quoted", || {
                format!("quotes around the location {}", excerpt(location))
            })?;
            location = inner;
        }
        // A URI may end in a semicolon, but it is far more often a slip; strict mode takes it as
        // it stands.
        if findings.is_lenient()
            && let Some(before) = location.strip_suffix(';')
        {
            findings.forgive("trailing-semicolon", || {
                format!("a semicolon after the location {}", excerpt(before))
            })?;
            location = before.trim_end_matches([';', ' ', '\t']);
        }
        if !is_uri_reference(location) {
            return Err(findings.refuse(
                "location-not-uri",
                format!("the location {} is no URI reference", excerpt(location)),
            ));
        }
        into.push(location.to_owned());
        Ok(())
    })
}

/// One kind at most, and no category twice.
fn check_kinds(categories: &[CategoryTag], findings: &mut Findings) -> Result<(), ReadError> {
    let kinds = categories
        .iter()
        .filter(|tag| tag.class == Some(Class::Kind))
        .count();
    if kinds > 1 {
        return Err(findings.refuse(
            "several-kinds",
            format!("an entity has one kind, not {kinds}"),
        ));
    }
    if let Some((_, later)) = first_repeated(categories, |tag: &CategoryTag| {
        <CategoryId as AsRef<str>>::as_ref(&tag.id)
    }) {
        findings.forgive("repeated-category", || {
            format!("the category `{}` is named twice", categories[later].id)
        })?;
    }
    Ok(())
}

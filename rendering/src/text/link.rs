//! Reading of `Link`: links (B.3) and action references (B.4).

use std::borrow::Cow;

use occi_model::{AttributeName, CategoryId};

use super::{
    attribute,
    category::identifiers,
    lex::{Cursor, is_uri_reference},
    params::{self, Blanks, Next, Param, ParamValue, bad_quoting, repeated_parameter},
};
use crate::{
    findings::{Findings, excerpt},
    message::{ActionTag, LinkMessage, RawValue},
    read::ReadError,
};

/// What a `Link` value turned out to be.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Reference {
    /// A link instance.
    Link(LinkMessage),
    /// An action that the entity offers.
    Action(ActionTag),
    /// A link of somebody else, such as `rel="next"` (D-68).
    Foreign,
}

/// Reads one member of a `Link` field.
pub(crate) fn reference(
    cursor: &mut Cursor<'_>,
    findings: &mut Findings,
    may_be_foreign: bool,
) -> Result<Reference, ReadError> {
    let syntax = |findings: &Findings, seen: &str| {
        findings.refuse(
            "link-syntax",
            format!("{} does not begin with `<URI>`", excerpt(seen)),
        )
    };
    let seen = cursor.rest();
    if !cursor.take(b'<') {
        return Err(syntax(findings, seen));
    }
    let target = cursor.until(|b| b == b'>');
    if !cursor.take(b'>') {
        return Err(syntax(findings, seen));
    }
    let mut parts = Parts::default();
    // A foreign link may have any parameters, so their faults must not be reported before it is
    // known to be one of OCCI's.
    if may_be_foreign && is_foreign(cursor.clone()) {
        skip_member(cursor);
        return Ok(Reference::Foreign);
    }
    parts.read(cursor, findings)?;
    if !is_uri_reference(target) {
        return Err(findings.refuse(
            "link-syntax",
            format!("{} is no URI reference", excerpt(target)),
        ));
    }
    let Some(rel) = parts.rel else {
        return Err(findings.refuse(
            "rel-missing",
            format!("the link to {} has no `rel`", excerpt(target)),
        ));
    };
    if is_action_uri(target) {
        return action(target, rel, findings).map(Reference::Action);
    }
    Ok(Reference::Link(LinkMessage {
        target: target.to_owned(),
        target_categories: identifiers(rel, "rel-not-identifier", findings)?,
        location: parts.location,
        categories: parts.categories,
        attributes: parts.attributes,
        ..LinkMessage::default()
    }))
}

/// Whether the query of a URI has the key `action` (B.4).
fn is_action_uri(uri: &str) -> bool {
    uri.split_once('?').is_some_and(|(_, query)| {
        query
            .split('#')
            .next()
            .unwrap_or_default()
            .split(['&', ';'])
            .any(|pair| pair == "action" || pair.starts_with("action="))
    })
}

fn action(target: &str, rel: &str, findings: &mut Findings) -> Result<ActionTag, ReadError> {
    let uri = Some(target.to_owned());
    // One identifier is the rule.
    if let Ok(id) = CategoryId::parse(rel) {
        findings.look(rel);
        findings.count()?;
        return Ok(ActionTag { id, uri });
    }
    let mut ids = identifiers(rel, "rel-not-identifier", findings)?;
    if ids.len() > 1 {
        findings.forgive("rel-multiple", || {
            format!("{} identifiers for one action", ids.len())
        })?;
    }
    Ok(ActionTag {
        id: ids.swap_remove(0),
        uri,
    })
}

/// Whether the parameters at the cursor are not OCCI's: no `rel`, or a `rel` that is no type
/// identifier. Reads nothing for good and reports nothing.
fn is_foreign(mut cursor: Cursor<'_>) -> bool {
    let mut scratch = Findings::new(crate::Mode::Lenient);
    loop {
        match params::next(&mut cursor, &mut scratch, Blanks::Separate) {
            Ok(Next::Param(param)) if param.name.eq_ignore_ascii_case("rel") => {
                return !param
                    .value
                    .raw()
                    .split([' ', '\t', ','])
                    .any(|part| CategoryId::parse(part).is_ok());
            }
            Ok(Next::Param(_)) => {}
            Ok(Next::End | Next::Junk) | Err(_) => return true,
        }
    }
}

/// Moves to the comma that ends a member, or to the end.
fn skip_member(cursor: &mut Cursor<'_>) {
    loop {
        cursor.until(|b| matches!(b, b',' | b'"'));
        if cursor.peek() != Some(b'"') {
            return;
        }
        if cursor.quoted().is_err() {
            cursor.until(|_| false);
            return;
        }
    }
}

/// How many attributes a link usually has at most; for more the list grows.
const USUAL_ATTRIBUTES: usize = 8;

/// The parameters of a link.
#[derive(Default)]
struct Parts<'a> {
    rel: Option<&'a str>,
    location: Option<String>,
    categories: Vec<CategoryId>,
    has_category: bool,
    attributes: Vec<(AttributeName, RawValue)>,
}

impl<'a> Parts<'a> {
    fn read(&mut self, cursor: &mut Cursor<'a>, findings: &mut Findings) -> Result<(), ReadError> {
        let mut last_name: Cow<'a, str> = Cow::Borrowed("");
        loop {
            if let Some((name, value)) = cursor.plain_parameter() {
                findings.look(name);
                findings.count()?;
                last_name = Cow::Borrowed(name);
                if self.has_category && !is_known(name) {
                    let name = attribute::name(name, findings)?;
                    self.push(name, RawValue::Text(value.to_owned()));
                } else {
                    self.take(Param::plain(name, value), findings)?;
                }
                continue;
            }
            let param = match params::next(cursor, findings, Blanks::Separate)? {
                Next::Param(param) => param,
                Next::End => return Ok(()),
                // The first generation of one server separates the attributes by blanks.
                Next::Junk if self.has_category && is_attribute_next(cursor) => {
                    findings.forgive("blank-separated-attributes", || {
                        format!("no semicolon before {}", excerpt(cursor.rest()))
                    })?;
                    params::param(cursor, findings, Blanks::Separate)?
                }
                Next::Junk => {
                    let code = match self.attributes.is_empty() {
                        true => bad_quoting(&last_name),
                        false => "link-attribute-value",
                    };
                    return Err(findings.refuse(
                        code,
                        format!("a semicolon is missing before {}", excerpt(cursor.rest())),
                    ));
                }
            };
            findings.count()?;
            last_name = param.name.clone();
            self.take(param, findings)?;
        }
    }

    fn take(&mut self, param: Param<'a>, findings: &mut Findings) -> Result<(), ReadError> {
        let Param { name, value } = param;
        if value == ParamValue::Missing {
            if is_known(&name) {
                return findings.forgive("parameter-without-value", || {
                    format!("`{name}` without a value")
                });
            }
            return Err(findings.refuse(
                "attribute-syntax",
                format!("{} has no value", excerpt(&name)),
            ));
        }
        let is_late = match &*name {
            "rel" => self.location.is_some() || self.has_category || !self.attributes.is_empty(),
            "self" => self.has_category || !self.attributes.is_empty(),
            _ => false,
        };
        if is_late {
            findings.forgive("parameter-order", || {
                format!("`{name}` after what must follow it")
            })?;
        }
        match &*name {
            "rel" => {
                if self.rel.is_some() {
                    return Err(repeated(&name, findings));
                }
                // The printed grammar has type identifiers unquoted, all examples quote them.
                self.rel = Some(value.raw());
            }
            "self" => {
                if self.location.is_some() {
                    return Err(repeated(&name, findings));
                }
                if matches!(value, ParamValue::Bare(_)) {
                    findings
                        .forgive("parameter-unquoted", || "`self` without quotes".to_owned())?;
                }
                let location = value.raw();
                if !is_uri_reference(location) {
                    return Err(findings.refuse(
                        "self-not-uri",
                        format!("{} is no URI reference", excerpt(location)),
                    ));
                }
                self.location = Some(location.to_owned());
            }
            "category" => {
                if self.has_category {
                    findings.forgive(repeated_parameter(&name), || {
                        "`category` is given twice; the identifiers are put together".to_owned()
                    })?;
                }
                self.has_category = true;
                self.categories.extend(identifiers(
                    value.raw(),
                    "category-not-identifier",
                    findings,
                )?);
            }
            _ => self.attribute(&name, value, findings)?,
        }
        Ok(())
    }

    fn attribute(
        &mut self,
        name: &str,
        value: ParamValue<'_>,
        findings: &mut Findings,
    ) -> Result<(), ReadError> {
        let name = attribute::name(name, findings)?;
        if !self.has_category {
            findings.forgive("attribute-before-category", || {
                format!("`{name}` without a `category` before it")
            })?;
        }
        let value = match value {
            ParamValue::Quoted { text, .. } => RawValue::Text(text.into_owned()),
            // Links have bare tokens for every type (B.3), so none is a deviation here.
            ParamValue::Bare(text) => attribute::bare(text).ok_or_else(|| {
                findings.refuse(
                    "link-attribute-value",
                    format!("the value {} of `{name}` needs quotes", excerpt(text)),
                )
            })?,
            ParamValue::Missing => RawValue::Null,
        };
        self.push(name, value);
        Ok(())
    }

    fn push(&mut self, name: AttributeName, value: RawValue) {
        if self.attributes.is_empty() {
            self.attributes.reserve(USUAL_ATTRIBUTES);
        }
        self.attributes.push((name, value));
    }
}

/// Whether a parameter is one of the grammar's own; the others are attributes.
fn is_known(name: &str) -> bool {
    matches!(name, "rel" | "self" | "category")
}

fn repeated(name: &str, findings: &Findings) -> ReadError {
    findings.refuse(repeated_parameter(name), format!("`{name}` is given twice"))
}

/// Whether something like `name=` is next.
fn is_attribute_next(cursor: &Cursor<'_>) -> bool {
    let mut ahead = cursor.clone();
    let name = ahead.until(|b| matches!(b, b'=' | b';' | b',' | b'"' | b'<' | b' '));
    ahead.peek() == Some(b'=') && AttributeName::new(name).is_ok()
}

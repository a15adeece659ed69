//! Small readers of JSON values that the entity and category readers share.

use std::ops::Range;

use occi_model::{CategoryId, Scheme, Term};

use super::node::{Members, Node};
use crate::{
    findings::{Findings, excerpt},
    read::ReadError,
};

/// A value of the wrong JSON type.
pub(crate) fn wrong_type(
    findings: &Findings,
    member: &str,
    node: &Node<'_>,
    wanted: &str,
) -> ReadError {
    findings.refuse(
        "wrong-type",
        format!("`{member}` is {}, not {wanted}", node.what()),
    )
}

/// The members of an object.
pub(crate) fn object<'a>(
    findings: &Findings,
    member: &str,
    node: Node<'a>,
) -> Result<Members<'a>, ReadError> {
    match node {
        Node::Object(members) => Ok(members),
        other => Err(wrong_type(findings, member, &other, "an object")),
    }
}

/// The items of an array.
pub(crate) fn list<'a>(
    findings: &Findings,
    member: &str,
    node: Node<'a>,
) -> Result<Vec<Node<'a>>, ReadError> {
    match node {
        Node::List(items) => Ok(items),
        other => Err(wrong_type(findings, member, &other, "an array")),
    }
}

/// The text of a string.
pub(crate) fn text(findings: &Findings, member: &str, node: Node<'_>) -> Result<String, ReadError> {
    match node {
        Node::Text(text) => Ok(text.into_owned()),
        other => Err(wrong_type(findings, member, &other, "a string")),
    }
}

/// A category identifier.
pub(crate) fn identifier(
    findings: &mut Findings,
    member: &str,
    node: &Node<'_>,
) -> Result<CategoryId, ReadError> {
    let Some(text) = node.as_text() else {
        return Err(wrong_type(findings, member, node, "a string"));
    };
    findings.look(text);
    CategoryId::parse(text).map_err(|_| {
        findings.refuse(
            "category-not-identifier",
            format!(
                "`{member}`: {} is no category identifier: a scheme ending in `#`, then a term",
                excerpt(text)
            ),
        )
    })
}

/// An array of category identifiers.
pub(crate) fn identifiers(
    findings: &mut Findings,
    member: &str,
    node: Node<'_>,
) -> Result<Vec<CategoryId>, ReadError> {
    list(findings, member, node)?
        .iter()
        .map(|item| identifier(findings, member, item))
        .collect()
}

/// As [`identifiers`]; their places are added to `places` where they are wanted.
pub(crate) fn placed_identifiers(
    findings: &mut Findings,
    member: &str,
    node: Node<'_>,
    places: &mut Vec<Range<usize>>,
) -> Result<Vec<CategoryId>, ReadError> {
    list(findings, member, node)?
        .iter()
        .map(|item| {
            let id = identifier(findings, member, item)?;
            if findings.wants_places() {
                places.push(findings.place());
            }
            Ok(id)
        })
        .collect()
}

/// The identifier in the members `term` and `scheme`, and their places.
pub(crate) fn term_and_scheme(
    findings: &mut Findings,
    term: Option<&Node<'_>>,
    scheme: Option<&Node<'_>>,
) -> Result<(CategoryId, [Range<usize>; 2]), ReadError> {
    fn text<'n>(
        findings: &mut Findings,
        member: &str,
        node: Option<&'n Node<'_>>,
        code: &'static str,
    ) -> Result<(&'n str, Range<usize>), ReadError> {
        let Some(node) = node else {
            return Err(findings.refuse(code, format!("the category has no `{member}`")));
        };
        let Some(text) = node.as_text() else {
            return Err(wrong_type(findings, member, node, "a string"));
        };
        findings.look(text);
        Ok((text, findings.place()))
    }
    let (term, at_term) = text(findings, "term", term, "term-missing")?;
    let term =
        Term::new(term).map_err(|error| findings.refuse("term-syntax", error.to_string()))?;
    let (scheme, at_scheme) = text(findings, "scheme", scheme, "scheme-missing")?;
    let scheme = Scheme::new(scheme)
        .map_err(|error| findings.refuse("scheme-not-uri", error.to_string()))?;
    Ok((CategoryId::new(&scheme, &term), [at_term, at_scheme]))
}

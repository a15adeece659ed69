//! The codes of deviations and errors, with their meaning.
//!
//! Codes are stable: reports and tools may rely on them. A code may name the part it is about
//! after a colon, such as `repeated-parameter:title`; this list has the part before it.

/// A code of a [`Deviation`](crate::Deviation) or a [`ReadError`](crate::ReadError).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Code {
    /// The code, without the part after a colon.
    pub code: &'static str,
    /// Whether lenient mode forgives it, at least in some places: then it is a deviation there and
    /// an error in strict mode. Otherwise both modes refuse it.
    pub forgiven: bool,
    /// What it means.
    pub meaning: &'static str,
}

const fn forgiven(code: &'static str, meaning: &'static str) -> Code {
    Code {
        code,
        forgiven: true,
        meaning,
    }
}

const fn refused(code: &'static str, meaning: &'static str) -> Code {
    Code {
        code,
        forgiven: false,
        meaning,
    }
}

/// All codes, in alphabetical order.
pub const CODES: &[Code] = &[
    refused(
        "action-not-identifier",
        "a parameter `actions` of a category holds something that is no category identifier",
    ),
    forgiven(
        "action-object-in-entity",
        "JSON: an action of an entity is a category object, not an identifier",
    ),
    forgiven(
        "array-at-top",
        "JSON: an array stands where an object with a collection's member should",
    ),
    forgiven(
        "array-of-strings",
        "JSON: existing entities are named by strings, not by entity objects (D-73)",
    ),
    forgiven(
        "attribute-before-category",
        "an attribute of a link has no `category` before it",
    ),
    refused(
        "attribute-definition-syntax",
        "a definition in `attributes` is no name with properties",
    ),
    forgiven(
        "attribute-property",
        "a property of an attribute is neither `immutable` nor `required`",
    ),
    refused("attribute-syntax", "an attribute is not `name=value`"),
    refused(
        "bad-quoting",
        "a quoted string does not end where its parameter ends",
    ),
    refused(
        "bare-attribute-definitions",
        "JSON: attribute definitions without a category around them",
    ),
    forgiven(
        "bare-attributes",
        "JSON: attribute values without an entity around them",
    ),
    forgiven(
        "blank-before-colon",
        "blanks between the name of a field and its colon",
    ),
    forgiven(
        "blank-separated-attributes",
        "the attributes of a link are separated by blanks",
    ),
    forgiven("boolean-case", "a boolean with upper-case letters"),
    forgiven("byte-order-mark", "a byte order mark before the message"),
    forgiven(
        "capitalised-definition-members",
        "JSON: members of an attribute description begin with a capital",
    ),
    forgiven("category-member", "JSON: a member that no category has"),
    refused(
        "category-not-identifier",
        "something that should be a category identifier is none",
    ),
    forgiven("class-missing", "a category without class (D-64)"),
    refused("class-unknown", "a class other than kind, mixin, action"),
    forgiven("collection-member", "JSON: a member that no collection has"),
    forgiven(
        "collection-not-array",
        "JSON: a collection of one member without the array (D-71)",
    ),
    refused(
        "contradiction",
        "one attribute has two different values (D-76)",
    ),
    refused("control-character", "a control character in a value (D-67)"),
    forgiven(
        "definition-as-word",
        "JSON: an attribute is described by the word `mutable`, `immutable` or `required` alone",
    ),
    forgiven(
        "definition-member",
        "JSON: a member that no attribute description has",
    ),
    refused("duplicate-member", "JSON: an object has a member twice"),
    forgiven("empty-member", "a comma without a member beside it"),
    refused("empty-message", "the message has no field"),
    forgiven("entity-member", "JSON: a member that no entity has"),
    forgiven("field-alias", "`X-OCCI-Category` or `X-OCCI-Link` (D-68)"),
    forgiven(
        "identifier-instead-of-category",
        "JSON: an identifier stands where a category object should",
    ),
    forgiven(
        "indented-field",
        "blanks before the name of a field, which make it a continuation line",
    ),
    forgiven("invocation-member", "JSON: a member that no invocation has"),
    forgiven(
        "junk-line",
        "a line that is no field; refused when there is no field at all",
    ),
    forgiven(
        "link-as-string",
        "JSON: a link of a resource is a location, not an object",
    ),
    refused(
        "link-attribute-value",
        "the value of a link's attribute is neither a token nor a quoted string",
    ),
    forgiven("link-empty", "an `X-OCCI-Link` without value"),
    forgiven("link-in-invocation", "an action invocation with a link"),
    refused("link-syntax", "a link does not begin with `<URI>`"),
    refused(
        "list-syntax",
        "something other than a comma between two members of a list",
    ),
    refused("location-empty", "a category with an empty location"),
    forgiven(
        "location-header",
        "locations in HTTP's own `Location` field",
    ),
    refused("location-not-uri", "a location that is no URI reference"),
    forgiven("location-quoted", "quotes around a location"),
    forgiven(
        "locations-object",
        "JSON: existing entities are named under `locations` (D-73)",
    ),
    forgiven(
        "mixed-collection",
        "JSON: entities and categories in one object",
    ),
    forgiven("models-wrapped", "JSON: categories under `model`"),
    forgiven(
        "nested-attribute-definitions",
        "JSON: attribute definitions as a tree",
    ),
    forgiven(
        "nested-attributes",
        "JSON: attribute values as a tree (D-74)",
    ),
    refused(
        "no-category",
        "JSON: an object that is no category and no collection of categories",
    ),
    refused(
        "no-entity",
        "JSON: an object that is no entity and no collection of entities",
    ),
    refused(
        "no-id",
        "JSON: an entity that is to be named has neither id nor location",
    ),
    forgiven("no-kind", "JSON: a link without kind"),
    refused("no-location", "the message names no existing entity"),
    forgiven("no-source", "JSON: a link without source"),
    forgiven(
        "no-target",
        "JSON: a link without target; refused when the link is a new one",
    ),
    refused("not-a-listing", "a URI list where a rendering is wanted"),
    refused("not-a-uri", "a line of a URI list that is no URI"),
    refused("not-json", "the body is not JSON"),
    refused(
        "not-one-action",
        "an invocation does not name exactly one action",
    ),
    refused("not-utf-8", "the text is not UTF-8"),
    forgiven("null-value", "JSON: null as a value (D-75)"),
    forgiven(
        "number-form",
        "a number with a plus sign or an exponent (D-59)",
    ),
    forgiven(
        "parameter-order",
        "parameters in another order than the grammar prints",
    ),
    forgiven("parameter-unquoted", "a parameter without quotes"),
    forgiven("parameter-without-value", "a parameter without a value"),
    forgiven(
        "parent-empty",
        "JSON: an empty `parent`, where a kind has none",
    ),
    forgiven(
        "pattern-string",
        "JSON: a pattern is a regular expression, not a JSON Schema",
    ),
    forgiven(
        "quoted-parameter-name",
        "quotes around the name of a parameter",
    ),
    refused("rel-missing", "a link without `rel`"),
    forgiven("rel-multiple", "several identifiers in `rel`"),
    refused(
        "rel-not-identifier",
        "a `rel` that is no category identifier",
    ),
    forgiven(
        "repeated-attribute",
        "an attribute is given twice, with the same value",
    ),
    forgiven("repeated-category", "an entity names a category twice"),
    forgiven("repeated-location", "an entity with several locations"),
    forgiven(
        "repeated-parameter",
        "a parameter is given twice; forgiven for the `category` of a link",
    ),
    refused("scheme-empty", "an empty scheme"),
    forgiven("scheme-includes-term", "a scheme with a term after its `#`"),
    refused("scheme-missing", "a category without scheme"),
    refused("scheme-not-uri", "a scheme that is no absolute URI"),
    refused("scheme-without-hash", "a scheme without the `#` at its end"),
    refused("self-not-uri", "a `self` that is no URI reference"),
    refused("several-kinds", "an entity with several kinds"),
    forgiven("single-quotes", "single quotes around a value"),
    forgiven(
        "source-in-attributes",
        "JSON: the source of a link is among its attributes only",
    ),
    forgiven("source-string", "JSON: `source` is a string"),
    forgiven(
        "target-in-attributes",
        "JSON: the target of a link is among its attributes only",
    ),
    forgiven("target-string", "JSON: `target` is a string"),
    forgiven("term-as-parameter", "`term=` before the term"),
    refused("term-missing", "a category without term"),
    refused(
        "term-syntax",
        "a term with other characters than it may have",
    ),
    forgiven(
        "title-not-string",
        "JSON: a title, summary or id that is no string",
    ),
    refused("too-deep", "JSON: nesting beyond the limit"),
    refused("too-long", "a body, field or name beyond the limit"),
    refused("too-many-items", "more members than the limit"),
    forgiven(
        "trailing-semicolon",
        "a semicolon without a parameter after it",
    ),
    forgiven(
        "unknown-field",
        "a field that OCCI does not know; refused when there is no other",
    ),
    forgiven("unknown-parameter", "a parameter that no category has"),
    forgiven("uri-not-absolute", "a relative reference in a URI list"),
    forgiven("value-bare", "a string without quotes"),
    forgiven("value-empty", "an empty value, which counts as absent"),
    refused(
        "wrong-type",
        "JSON: a value of another JSON type than its member has",
    ),
];

/// Looks up a code, with or without a part after a colon.
#[must_use]
pub fn find(code: &str) -> Option<&'static Code> {
    let stem = code.split(':').next().unwrap_or(code);
    let at = CODES.binary_search_by(|known| known.code.cmp(stem)).ok()?;
    CODES.get(at)
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    use super::*;

    /// The source of the readers, without their tests.
    fn source(folder: &Path, into: &mut String) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap();
            if path.is_dir() {
                source(&path, into);
            } else if !matches!(name, "tests.rs" | "codes.rs") {
                let text = fs::read_to_string(&path).unwrap();
                into.push_str(text.split("#[cfg(test)]\nmod").next().unwrap());
            }
        }
    }

    #[test]
    fn the_list_has_every_code_of_the_source_and_no_other() {
        let mut text = String::new();
        source(
            &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
            &mut text,
        );
        for known in CODES {
            assert!(
                text.contains(&format!("\"{}", known.code)),
                "{}",
                known.code
            );
        }
        let mut seen = 0;
        for call in ["forgive(", "refuse("] {
            for (at, _) in text.match_indices(call) {
                let argument = text[at + call.len()..].trim_start();
                if let Some(rest) = argument.strip_prefix('"') {
                    let code = rest.split('"').next().unwrap();
                    assert!(find(code).is_some(), "{code}");
                    seen += 1;
                }
            }
        }
        assert!(seen > 80, "{seen}");
    }

    #[test]
    fn codes_are_sorted_and_found_by_their_stem() {
        assert!(CODES.is_sorted_by(|a, b| a.code < b.code));
        assert_eq!(
            find("repeated-parameter:title").unwrap().code,
            "repeated-parameter"
        );
        assert!(find("trailing-semicolon").unwrap().forgiven);
        assert_eq!(find("no-such-code"), None);
    }
}

//! From bytes to a guideline.

use std::str::FromStr as _;

use occi_model::{
    Fault, Faults, Origin, SourceId,
    guideline::{Guideline, GuidelineDraft, SchemaVersion, code},
};

use super::fields::{Reading, Unknown};
use crate::json::{self, Member, Node, Value};

/// The schema versions that are read.
pub const READABLE: &[SchemaVersion] = &[
    SchemaVersion::V1_0,
    SchemaVersion::V1_1,
    SchemaVersion::V1_2,
    SchemaVersion::V1_3,
    SchemaVersion::V1_4,
    SchemaVersion::V1_5,
    SchemaVersion::V1_6,
    SchemaVersion::V2_0,
];

/// What became of a file.
#[derive(Clone, Debug)]
pub struct ReadGuideline {
    /// The guideline, unless a fault is an error.
    pub guideline: Option<Guideline>,
    /// The faults, in order of place.
    pub faults: Faults,
}

/// Reads a guideline file of schema 1.0 to 1.6 or 2.0 (Interop WG, schemas 1.0 to 2.0).
///
/// Errors, which refuse the file: text that is not JSON; a key twice in one object; another
/// schema version; a missing field; a value of the wrong type; a word outside its closed list;
/// a name that is empty or has control characters; and what
/// [`GuidelineDraft::build`] refuses. Everything else that is wrong in published files
/// (misspelt and unknown keys, forms of ids, dates and reasons) is a warning; a misspelt key is
/// read as the one that is meant. All faults of the file are reported.
#[must_use]
pub fn read(bytes: &[u8], source: SourceId) -> ReadGuideline {
    let mut reading = Reading::new(source);
    let draft = match root(bytes, source, &mut reading.faults) {
        Some(root) => reading.guideline(&root),
        None => None,
    };
    let mut faults = reading.faults;
    let guideline = match draft {
        Some(draft) if !faults.has_errors() => {
            let built = draft.build();
            faults.extend(built.faults);
            built.guideline
        }
        _ => None,
    };
    faults.sort();
    ReadGuideline { guideline, faults }
}

/// The JSON value of a file; its faults become faults of the guideline.
pub(super) fn root<'t>(bytes: &'t [u8], source: SourceId, faults: &mut Faults) -> Option<Node<'t>> {
    let document = json::parse(bytes);
    if document.byte_order_mark {
        faults.push(
            Fault::new(
                code::BYTE_ORDER_MARK,
                Origin::span(source, 0..3),
                "the file begins with a byte order mark",
            )
            .with_note("RFC 8259 section 8.1 forbids to write one")
            .with_help("save the file as UTF-8 without it"),
        );
    }
    let refused = !document.errors.is_empty();
    faults.extend(
        document
            .errors
            .iter()
            .map(|error| error.fault(code::SYNTAX, source)),
    );
    document.root.filter(|_| !refused)
}

impl Reading {
    fn guideline(&mut self, root: &Node<'_>) -> Option<GuidelineDraft> {
        let schema = self.schema(root, READABLE)?;
        if schema == SchemaVersion::V1_0 {
            return self.first_schema(root);
        }
        if schema < SchemaVersion::V2_0 {
            return self.legacy(root, schema);
        }
        let (mut draft, capabilities) = self.outline(root, |reading, member| {
            reading.capability(member, "required_since")
        })?;
        draft.capabilities = capabilities;
        Some(draft)
    }

    /// A guideline of schema 2.0 without its capabilities, and the capabilities as `capability` reads them.
    pub(super) fn outline<C>(
        &mut self,
        root: &Node<'_>,
        capability: impl Fn(&mut Self, &Member<'_>) -> Option<C>,
    ) -> Option<(GuidelineDraft, Vec<C>)> {
        let place = self.place(root);
        let fields = self.fields(
            root,
            "the guideline",
            place,
            &[
                "metadata",
                "platforms",
                "add-ons",
                "components",
                "capabilities",
                "designated_sections",
                "test_repositories",
            ],
            Unknown::Warned,
        )?;
        let metadata = match fields.member("metadata") {
            Some((key, node)) => self.metadata(node, self.key_place(key)),
            None => None,
        };
        let platforms = self.all(fields.optional("platforms"), "`platforms`", Self::platform);
        let add_ons = self.all(fields.optional("add-ons"), "`add-ons`", Self::add_on);
        let node = fields.required(self, "components");
        let components = self.all(node, "`components`", Self::component);
        let node = fields.required(self, "capabilities");
        let capabilities = self.all(node, "`capabilities`", capability);
        let node = fields.required(self, "designated_sections");
        let designated_sections = self.all(node, "`designated_sections`", Self::designated);
        let node = fields.required(self, "test_repositories");
        let test_repositories = self.all(node, "`test_repositories`", Self::repository);
        let draft = GuidelineDraft {
            schema: SchemaVersion::V2_0,
            metadata: metadata?,
            platforms,
            add_ons,
            components,
            capabilities: Vec::new(),
            designated_sections,
            test_repositories,
        };
        Some((draft, capabilities))
    }

    /// Every member of an object, read by one function.
    pub(super) fn all<T>(
        &mut self,
        node: Option<&Node<'_>>,
        what: &str,
        read: impl Fn(&mut Self, &Member<'_>) -> Option<T>,
    ) -> Vec<T> {
        let Some(node) = node else {
            return Vec::new();
        };
        self.map(node, what)
            .iter()
            .filter_map(|member| read(self, member))
            .collect()
    }

    /// The schema version: at `metadata.schema` since 2.0, at `schema` before
    /// (Interop WG, schemas 1.0 to 2.0). A version that is not read is a fault.
    pub(super) fn schema(
        &mut self,
        root: &Node<'_>,
        readable: &[SchemaVersion],
    ) -> Option<SchemaVersion> {
        let metadata = find(root, "metadata");
        let Some(node) = metadata
            .and_then(|metadata| find(metadata, "schema"))
            .or_else(|| find(root, "schema"))
        else {
            self.no_schema(root);
            return None;
        };
        let text = self.string(node, "the schema version")?;
        let supported: Vec<&str> = readable.iter().map(|version| version.as_str()).collect();
        match SchemaVersion::from_str(text) {
            Ok(version)
                if readable.contains(&version)
                    && (version >= SchemaVersion::V2_0) == metadata.is_some() =>
            {
                Some(version)
            }
            known => {
                let what = match known {
                    Ok(version) if readable.contains(&version) => {
                        "does not go with this form of file"
                    }
                    Ok(_) => "is not read here",
                    Err(_) => "is unknown",
                };
                self.faults.push(
                    Fault::new(
                        code::SCHEMA_VERSION,
                        self.place(node),
                        format!(
                            "schema version `{text}` {what}; supported: {}",
                            supported.join(", ")
                        ),
                    )
                    .with_help(
                        "since 2.0 the version stands in `metadata`, before that at the top; guidelines of 2018.02 and later, and all add-ons, have 2.0",
                    ),
                );
                None
            }
        }
    }

    fn no_schema(&mut self, root: &Node<'_>) {
        let place = self.place(root);
        let fault = match find(root, "metadata") {
            Some(metadata) => Fault::new(
                code::MISSING_FIELD,
                self.place(metadata),
                "the metadata has no `schema`",
            )
            .with_help("add `\"schema\": \"2.0\"`"),
            None => Fault::new(
                code::NOT_A_GUIDELINE,
                place,
                format!(
                    "this is {}, but no guideline: it has no `metadata`",
                    root.value.kind()
                ),
            )
            .with_help(
                "a guideline is an object with `metadata`, `components`, `capabilities`, \
                 `designated_sections` and `test_repositories`",
            ),
        };
        self.faults.push(fault);
    }
}

fn find<'n, 't>(node: &'n Node<'t>, key: &str) -> Option<&'n Node<'t>> {
    match &node.value {
        Value::Object(members) => members
            .iter()
            .rev()
            .find(|member| member.key.text == key)
            .map(|member| &member.value),
        _ => None,
    }
}

//! The static table of Core.

use occi_model::{
    Access, OcciVersion, VersionRange,
    table::{AttributeTable, ExtensionTable, KindTable, TypeTable},
};

/// Scheme of Core.
const SCHEME: &str = "http://schemas.ogf.org/occi/core#";

/// Identifier of the kind above all others.
const ENTITY: &str = "http://schemas.ogf.org/occi/core#entity";

/// What came with OCCI 1.2.
const SINCE_1_2: VersionRange = VersionRange {
    since: Some(OcciVersion::V1_2),
    until: None,
};

const ANY_STRING: TypeTable = TypeTable::String(None, (None, None));

const fn kind(
    term: &'static str,
    title: &'static str,
    description: &'static str,
    attributes: &'static [AttributeTable],
) -> KindTable {
    KindTable {
        term,
        scheme: SCHEME,
        title: Some(title),
        description: Some(description),
        parent: Some(ENTITY),
        is_abstract: false,
        location: None,
        attributes,
        actions: &[],
        states: None,
        constraints: &[],
        source: &[],
        target: &[],
        versions: VersionRange::ALL,
    }
}

const fn attribute(
    name: &'static str,
    value_type: TypeTable,
    description: &'static str,
) -> AttributeTable {
    AttributeTable {
        description: Some(description),
        ..AttributeTable::new(name, value_type)
    }
}

/// OCCI Core: entity, resource and link (GFD.221, GFD.183), the same as `specs/core.occi`.
pub static CORE: ExtensionTable = ExtensionTable {
    name: "core",
    scheme: SCHEME,
    version: Some("1.2"),
    description: None,
    uses: &[],
    types: &[],
    kinds: &[
        KindTable {
            parent: None,
            is_abstract: true,
            ..kind(
                "entity",
                "Entity",
                "What all resources and links have in common; never instantiated itself.",
                &[
                    AttributeTable {
                        access: Access::ReadOnly,
                        always: true,
                        ..attribute("occi.core.id", TypeTable::Uri, "Unique identifier.")
                    },
                    attribute("occi.core.title", ANY_STRING, "Display name."),
                ],
            )
        },
        KindTable {
            location: Some("/resource/"),
            ..kind(
                "resource",
                "Resource",
                "A thing that the provider manages.",
                &[attribute("occi.core.summary", ANY_STRING, "Summary.")],
            )
        },
        KindTable {
            location: Some("/link/"),
            ..kind(
                "link",
                "Link",
                "A directed relation between two resources.",
                &[
                    AttributeTable {
                        required: true,
                        always: true,
                        ..attribute(
                            "occi.core.source",
                            TypeTable::Ref(Some("http://schemas.ogf.org/occi/core#resource")),
                            "Where the link starts.",
                        )
                    },
                    AttributeTable {
                        required: true,
                        always: true,
                        ..attribute("occi.core.target", TypeTable::Uri, "Where the link points.")
                    },
                    AttributeTable {
                        versions: SINCE_1_2,
                        ..attribute(
                            "occi.core.target.kind",
                            TypeTable::Uri,
                            "Identifier of the target's kind.",
                        )
                    },
                    AttributeTable {
                        access: Access::ReadOnly,
                        versions: SINCE_1_2,
                        ..attribute(
                            "occi.core.source.kind",
                            TypeTable::Uri,
                            "Identifier of the source's kind.",
                        )
                    },
                ],
            )
        },
    ],
    mixins: &[],
};

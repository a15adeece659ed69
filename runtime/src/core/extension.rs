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
        annotations: &[],
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
    description: Some("OCCI Core 1.2 (GFD.221), with what OCCI 1.1 (GFD.183) has otherwise."),
    specification: Some("https://www.ogf.org/documents/GFD.221.pdf"),
    annotations: &[],
    uses: &[],
    types: &[],
    kinds: &[
        KindTable {
            parent: None,
            is_abstract: true,
            ..kind(
                "entity",
                "Entity",
                "The abstract base of resources and links.",
                &[
                    AttributeTable {
                        access: Access::ReadOnly,
                        always: true,
                        ..attribute(
                            "occi.core.id",
                            TypeTable::Uri,
                            "Unique identifier of the instance in the provider's namespace, a URI.",
                        )
                    },
                    attribute(
                        "occi.core.title",
                        ANY_STRING,
                        "Display name of the instance.",
                    ),
                ],
            )
        },
        KindTable {
            location: Some("/resource/"),
            ..kind(
                "resource",
                "Resource",
                "A thing that can be managed: a virtual machine, a job, a user.",
                &[attribute(
                    "occi.core.summary",
                    ANY_STRING,
                    "A text that sums the resource up.",
                )],
            )
        },
        KindTable {
            location: Some("/link/"),
            ..kind(
                "link",
                "Link",
                "A directed association of one resource with another.",
                &[
                    AttributeTable {
                        required: true,
                        always: true,
                        ..attribute(
                            "occi.core.source",
                            TypeTable::Ref(Some("http://schemas.ogf.org/occi/core#resource")),
                            "The resource where the link starts, as a URI reference.",
                        )
                    },
                    AttributeTable {
                        required: true,
                        always: true,
                        ..attribute(
                            "occi.core.target",
                            TypeTable::Uri,
                            "The resource that the link points to, inside or outside of the provider.",
                        )
                    },
                    AttributeTable {
                        versions: SINCE_1_2,
                        ..attribute(
                            "occi.core.target.kind",
                            TypeTable::Uri,
                            "Identifier of the kind of the target.",
                        )
                    },
                    AttributeTable {
                        access: Access::ReadOnly,
                        versions: SINCE_1_2,
                        ..attribute(
                            "occi.core.source.kind",
                            TypeTable::Uri,
                            "Identifier of the kind of the source.",
                        )
                    },
                ],
            )
        },
    ],
    mixins: &[],
};

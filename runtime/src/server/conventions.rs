//! Names and values that are taken on input and never emitted: the only place of the engine that
//! names anything of an extension.

/// Identifiers that the documents misprint, and what they mean (D-26, D-40).
const CATEGORIES: &[(&str, &str)] = &[
    (
        "http://schemas.ogf.org/occi/infrastructure/network#ipnetworking",
        "http://schemas.ogf.org/occi/infrastructure/network#ipnetwork",
    ),
    (
        "http://schemas.ogf.org/occi/infrastucture/networkinterface#ipnetworkinterface",
        "http://schemas.ogf.org/occi/infrastructure/networkinterface#ipnetworkinterface",
    ),
];

/// Values that examples of the documents send, and the literals they mean (D-28).
const VALUES: &[(&str, &str, &str)] = &[
    ("occi.compute.architecture", "x86_64", "x64"),
    ("occi.compute.architecture", "amd64", "x64"),
];

/// The identifier that a misprinted one means.
pub(crate) fn category(identifier: &str) -> Option<&'static str> {
    CATEGORIES
        .iter()
        .find(|(alias, _)| *alias == identifier)
        .map(|(_, meant)| *meant)
}

/// The literal that an old spelling of a value means.
pub(crate) fn value(attribute: &str, text: &str) -> Option<&'static str> {
    VALUES
        .iter()
        .find(|(name, alias, _)| *name == attribute && *alias == text)
        .map(|(_, _, meant)| *meant)
}

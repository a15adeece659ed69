//! What the documents say about single categories and no model can say: the only place of the
//! engine that names anything of an extension. It has no effect on a model without these names.

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

/// Mixins, and the kind of links that their source has only while it carries the mixin: a
/// resource that is no notifier any more has no notifications (OCCI Notification 4.2, NTF-003).
pub(crate) const CARRIED: &[(&str, &str)] = &[(
    "http://schemas.ogf.org/occi/notification#notifier",
    "http://schemas.ogf.org/occi/notification#notification",
)];

/// Profiles that a service claims when it offers their templates: base of the identifiers, which
/// ends in the version; the token; the terms that the claim needs; the extended token and its
/// terms (GFD.222 6, D-41).
#[derive(Debug)]
pub(crate) struct Profile {
    pub(crate) base: &'static str,
    pub(crate) versions: &'static [&'static str],
    pub(crate) needed: &'static [&'static str],
    pub(crate) basic: &'static str,
    pub(crate) besides: &'static [&'static str],
    pub(crate) extended: &'static str,
}

/// The Compute Resource Templates Profile.
pub(crate) const TEMPLATES: Profile = Profile {
    base: "http://schemas.ogf.org/occi/infrastructure/compute/template/",
    versions: &["1.1", "1.0"],
    needed: &["small", "medium", "large"],
    basic: "OCCI-CRTP",
    besides: &["mem_small", "mem_medium", "mem_large"],
    extended: "OCCI-CRTP-EP",
};

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

/// An action whose success makes a template.
#[derive(Debug)]
pub(crate) struct Saving {
    /// Identifier of the action.
    action: &'static str,
    /// What the template depends on.
    pub(crate) family: &'static str,
    /// The parameter that may name the template.
    pub(crate) title: &'static str,
}

/// `save` answers with a new OS template (GFD.224 3.1, D-111).
const SAVING: &[Saving] = &[Saving {
    action: "http://schemas.ogf.org/occi/infrastructure/compute/action#save",
    family: "http://schemas.ogf.org/occi/infrastructure#os_tpl",
    title: "name",
}];

/// What an action saves, if it does.
pub(crate) fn saving(action: &str) -> Option<&'static Saving> {
    SAVING.iter().find(|saving| saving.action == action)
}

//! Rules of names: terms, schemes, identifiers, the reserved base.

use std::collections::{HashMap, hash_map::Entry};

use crate::{
    build::{
        report::Report,
        scope::Scope,
        work::{CategoryView, Work},
    },
    codes,
    draft::Annotation,
    fault::Fault,
    name::{CategoryId, RESERVED_SCHEME_BASE, Scheme, Term},
    origin::{Located, Origin},
    version::{Profile, VersionRange},
};

/// M001: a term has the lexical form of the profile (GFD.229 4.1, GFD.185 3.5.1).
pub(in crate::build) fn m001_term(
    profile: Profile,
    written: &Located<String>,
    report: &mut Report,
) -> Option<Term> {
    match Term::new(&*written.value) {
        Ok(term) if profile == Profile::V1_1 && !term.is_valid_in_1_1() => {
            report.push(
                Fault::new(
                    codes::M001,
                    written.origin,
                    format!("`{term}` is not a term of OCCI 1.1"),
                )
                .with_note(
                    "a lower-case letter, then lower-case letters, digits, `-` and `_` (GFD.185 3.5.1)",
                )
                .with_help("mark the definition `#[since(\"1.2\")]`, or choose another term"),
            );
            None
        }
        Ok(term) => Some(term),
        Err(error) => {
            report.push(
                Fault::new(codes::M001, written.origin, error.to_string())
                    .with_note("the 1.2 form of terms (GFD.229 4.1)")
                    .with_help(
                        "write a term such as `storage_link`; words for people are the title",
                    ),
            );
            None
        }
    }
}

/// M002: a scheme is an absolute URI that ends in `#` and has no other `#` (D-01).
pub(in crate::build) fn m002_scheme(
    written: &Located<String>,
    report: &mut Report,
) -> Option<Scheme> {
    match Scheme::new(&*written.value) {
        Ok(scheme) => Some(scheme),
        Err(error) => {
            let fault = Fault::new(codes::M002, written.origin, error.to_string())
                .with_note("identifiers are split at the `#` (D-01)");
            let mended = format!("{}#", written.value);
            report.push(if Scheme::new(&*mended).is_ok() {
                fault
                    .with_help("add the `#`")
                    .with_replacement(format!("{mended:?}"))
            } else {
                fault
            });
            None
        }
    }
}

/// M003: an identifier stands for one kind, mixin or action of the whole model (D-02).
pub(in crate::build) fn m003_identifier(id: &CategoryId, second: Origin, first: Origin) -> Fault {
    Fault::new(codes::M003, second, format!("`{id}` is defined twice"))
        .with_label("defined again here")
        .with_place(first, "first defined here")
        .with_note("identifiers are unique over kinds, mixins and actions together (D-02)")
        .with_help("choose another term, or another scheme")
}

/// M004: identifiers that differ by letter case only (D-01).
pub(in crate::build) fn m004_case(work: &Work<'_>, report: &mut Report) {
    // Without a capital letter no two identifiers can differ by case.
    let has_capital = |id: &CategoryId| id.as_str().bytes().any(|b| b.is_ascii_uppercase());
    if !work.categories().any(|category| has_capital(category.id)) {
        return;
    }
    let mut seen: HashMap<String, (&CategoryId, Origin)> = HashMap::new();
    for CategoryView { id, origin, .. } in work.categories() {
        match seen.entry(id.as_str().to_ascii_lowercase()) {
            Entry::Vacant(entry) => {
                entry.insert((id, origin));
            }
            Entry::Occupied(entry) => {
                let (first, place) = *entry.get();
                if first != id {
                    report.push(
                        Fault::new(
                            codes::M004,
                            origin,
                            format!("`{id}` and `{first}` differ only by letter case"),
                        )
                        .with_place(place, "the other one")
                        .with_note("they are two identifiers (D-01), but not to every peer")
                        .with_help("choose a term that differs in more than its case"),
                    );
                }
            }
        }
    }
}

/// M005: only what the OCCI documents publish may stand under the reserved base
/// (GFD.221 5.3.1).
///
/// Decided by the list of published identifiers ([`is_published`]), not by what a file calls
/// itself nor by who hands it over: a copy of a published extension passes wherever it comes
/// from, and an invention in its name does not.
pub(in crate::build) fn m005_reserved(work: &Work<'_>, report: &mut Report) {
    for extension in &work.scope.extensions {
        let Some(scheme) = &extension.scheme else {
            continue;
        };
        if scheme.is_reserved() && !is_published_scheme(scheme.as_str()) {
            report.push(reserved(
                extension.draft.scheme.origin,
                &format!("the scheme `{scheme}`"),
            ));
        }
    }
    let own_scheme_is_bad = |scope: &Scope<'_>, extension: usize, id: &CategoryId| {
        scope.extensions[extension]
            .scheme
            .as_ref()
            .is_some_and(|scheme| *scheme == *id.scheme() && !is_published_scheme(id.scheme()))
    };
    for category in work.categories() {
        let id = category.id;
        let accused = id.as_str().starts_with(RESERVED_SCHEME_BASE)
            && !is_published(id)
            // The scheme of the extension is accused once, above.
            && !own_scheme_is_bad(&work.scope, category.extension, id)
            // An action by convention lies below its owner, which is accused itself.
            && !category.derived_from_accused;
        if accused {
            report.push(reserved(category.origin, &format!("`{id}`")));
        }
    }
}

fn reserved(origin: Origin, what: &str) -> Fault {
    Fault::new(
        codes::M005,
        origin,
        format!("{what} lies in the namespace of the OCCI specifications, which do not define it"),
    )
    .with_label("reserved")
    .with_note(format!(
        "`{RESERVED_SCHEME_BASE}` is closed to providers (GFD.221 5.3.1)"
    ))
    .with_help("use a scheme of your own, such as `\"http://example.com/occi/gpu#\"`")
}

/// A name of an extension, a type or an alias: it becomes part of names of files and of code.
pub(in crate::build) fn e0214_identifier(what: &str, name: &Located<String>, report: &mut Report) {
    let bytes = name.value.as_bytes();
    let fits = bytes.len() <= crate::name::MAX_NAME_BYTES
        && bytes.first().is_some_and(u8::is_ascii_alphabetic)
        && bytes
            .iter()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
    if !fits {
        report.push(
            Fault::new(
                codes::E0214,
                name.origin,
                format!("{:?} is not a name for {what}", name.value),
            )
            .with_help("start with a letter; go on with letters, digits, `-` and `_`"),
        );
    }
}

/// The keys of an element's annotations are visible text, and each stands once: tools look
/// annotations up by key.
pub(in crate::build) fn e0280_annotations(annotations: &[Annotation], report: &mut Report) {
    let mut seen: HashMap<&str, Origin> = HashMap::new();
    for annotation in annotations {
        let key = &annotation.key;
        let fits = !key.value.is_empty()
            && key.value.len() <= crate::name::MAX_NAME_BYTES
            && !key.value.chars().any(char::is_control);
        if !fits {
            report.push(
                Fault::new(
                    codes::E0280,
                    key.origin,
                    format!(
                        "{:?} cannot be the key of an annotation",
                        key.value.chars().take(40).collect::<String>()
                    ),
                )
                .with_help("a key has at least one character and no control characters"),
            );
        }
        match seen.entry(&key.value) {
            Entry::Vacant(entry) => {
                entry.insert(key.origin);
            }
            Entry::Occupied(entry) => report.push(
                Fault::new(
                    codes::E0280,
                    key.origin,
                    format!("the annotation `{}` stands here twice", key.value),
                )
                .with_place(*entry.get(), "the first")
                .with_help("keep one of them, or put both values into one"),
            ),
        }
    }
}

/// A range of versions has at least one version in it.
pub(in crate::build) fn e0224_versions(
    what: &str,
    name: &Located<String>,
    versions: VersionRange,
    report: &mut Report,
) {
    if versions.is_empty() {
        report.push(
            Fault::new(
                codes::E0224,
                name.origin,
                format!("no version of OCCI has the {what} `{}`", name.value),
            )
            .with_label("starts after it ends")
            .with_help("correct `since` or `until`, or remove the definition"),
        );
    }
}

/// The published identifiers: for each scheme, sorted, its terms (GFD.221, 222, 224, 227, 228;
/// drafts of monitoring and notification; aliases of D-26, D-40, D-47).
const PUBLISHED: &[(&str, &[&str])] = &[
    ("core#", &["action", "entity", "link", "resource"]),
    (
        "infrastructure#",
        &[
            "compute",
            "network",
            "networkinterface",
            "os_tpl",
            "resource_tpl",
            "storage",
            "storagelink",
        ],
    ),
    ("infrastructure/compute#", &["user_data"]),
    (
        "infrastructure/compute/action#",
        &["restart", "save", "start", "stop", "suspend"],
    ),
    ("infrastructure/compute/template/1.0#", CRTP),
    ("infrastructure/compute/template/1.1#", CRTP),
    ("infrastructure/credentials#", &["ssh_key"]),
    ("infrastructure/network#", &["ipnetwork", "ipnetworking"]),
    ("infrastructure/network/action#", &["down", "up"]),
    ("infrastructure/networkinterface#", &["ipnetworkinterface"]),
    (
        "infrastructure/storage/action#",
        &["backup", "offline", "online", "resize", "snapshot"],
    ),
    (
        "monitoring#",
        &["aggregator", "collector", "metric", "publisher", "sensor"],
    ),
    ("notification#", &["notification", "notifier"]),
    (
        "platform#",
        &[
            "app_tpl",
            "application",
            "component",
            "componentlink",
            "database",
            "databaselink",
            "res_tpl",
        ],
    ),
    ("platform/application/action#", &["start", "stop"]),
    ("platform/component/action#", &["start", "stop"]),
    (
        "sla#",
        &[
            "accept",
            "agreement",
            "agreement_link",
            "agreement_term",
            "agreement_tpl",
            "reject",
            "resume",
            "suspend",
            "terminate",
        ],
    ),
    (
        "sla/agreement/action#",
        &["accept", "reject", "resume", "suspend", "terminate"],
    ),
];

const CRTP: &[&str] = &[
    "large",
    "medium",
    "mem_large",
    "mem_medium",
    "mem_small",
    "small",
];

fn published_terms(scheme: &str) -> Option<&'static [&'static str]> {
    let tail = scheme.strip_prefix(RESERVED_SCHEME_BASE)?;
    PUBLISHED
        .iter()
        .find(|(scheme, _)| *scheme == tail)
        .map(|(_, terms)| *terms)
}

fn is_published_scheme(scheme: &str) -> bool {
    published_terms(scheme).is_some()
}

/// Whether an OCCI document defines the identifier.
pub(in crate::build) fn is_published(id: &CategoryId) -> bool {
    published_terms(id.scheme()).is_some_and(|terms| terms.contains(&id.term()))
}

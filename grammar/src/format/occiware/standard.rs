//! The data types of the standard extensions, as OCCIware's tools ship them.
//!
//! Extensions refer to them (`infrastructure.GiB`, `core#//@types.2`), but the definitions of
//! this project name types otherwise or not at all. So such a reference means the type itself.
//! The order is that of the shipped files, because references count them.

use super::tree::Numeric;

/// What a shipped type is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Standard {
    /// Any text.
    Text,
    /// A text of that form (the tools say it with a pattern, or not at all).
    Token,
    /// An address.
    IpAddress,
    /// An address with a prefix length, or a network.
    IpPrefix,
    /// A hardware address.
    Mac,
    /// A point in time.
    DateTime,
    /// A URI.
    Uri,
    /// `true` or `false`.
    Boolean,
    /// A number; with the least value, and whether that is itself outside, and the greatest.
    Number(Numeric, Option<(i64, bool)>, Option<i64>),
    /// One of several literals.
    Enumeration(&'static [&'static str]),
}

use Standard::{
    Boolean, DateTime, Enumeration, IpAddress, IpPrefix, Mac, Number, Text, Token, Uri,
};

const ACTIVE: Standard = Enumeration(&["active", "inactive", "error"]);
const ONLINE: Standard = Enumeration(&["online", "offline", "error"]);
const POSITIVE: Standard = Number(Numeric::Float, Some((0, true)), None);

/// Types with their names.
pub(crate) type Types = &'static [(&'static str, Standard)];

const CORE: Types = &[
    ("String", Text),
    ("Boolean", Boolean),
    ("Integer", Number(Numeric::Integer, None, None)),
    // Only the tools of 2015 have it, in their metamodel.
    ("Number", Number(Numeric::BigDecimal, None, None)),
];

const INFRASTRUCTURE: Types = &[
    ("SuspendMethod", Enumeration(&["hibernate", "suspend"])),
    (
        "Vlan",
        Number(Numeric::Integer, Some((0, false)), Some(4095)),
    ),
    ("Token", Token),
    ("NetworkStatus", ACTIVE),
    (
        "ComputeStatus",
        Enumeration(&["active", "inactive", "suspended", "error"]),
    ),
    ("NetworkInterfaceStatus", ACTIVE),
    ("Architecture", Enumeration(&["x86", "x64"])),
    (
        "StopMethod",
        Enumeration(&["graceful", "acpioff", "poweroff"]),
    ),
    ("RestartMethod", Enumeration(&["graceful", "warm", "cold"])),
    ("IpAddress", IpAddress),
    ("Allocation", Enumeration(&["dynamic", "static"])),
    ("StorageStatus", ONLINE),
    ("StorageLinkStatus", ACTIVE),
    ("Core", Number(Numeric::Integer, Some((0, true)), None)),
    ("GHz", POSITIVE),
    ("GiB", POSITIVE),
    ("IpAddressRange", IpPrefix),
    ("Mac", Mac),
    ("Share", Number(Numeric::Integer, Some((0, false)), None)),
    ("SaveMethod", Enumeration(&["hot", "deferred"])),
];

const PLATFORM: Types = &[("URL", Uri), ("URI", Uri), ("Status", ACTIVE)];

const MONITORING: Types = &[
    ("Second", Number(Numeric::Integer, Some((0, false)), None)),
    ("DateTime", DateTime),
];

const SLA: Types = &[
    ("DateTime", DateTime),
    (
        "AgreementStatus",
        Enumeration(&["Pending", "Accepted", "Rejected", "Suspended", "Terminated"]),
    ),
    ("AgreementTermType", Enumeration(&["SERVICE", "SLO"])),
    (
        "AgreementTermStatus",
        Enumeration(&["Undefined", "Fulfilled", "Violated"]),
    ),
];

const ALL: &[(&str, &str, Types)] = &[
    ("core", "http://schemas.ogf.org/occi/core#", CORE),
    (
        "infrastructure",
        "http://schemas.ogf.org/occi/infrastructure#",
        INFRASTRUCTURE,
    ),
    (
        "platform",
        "http://schemas.ogf.org/occi/platform#",
        PLATFORM,
    ),
    (
        "monitoring",
        "http://schemas.ogf.org/occi/monitoring#",
        MONITORING,
    ),
    ("sla", "http://schemas.ogf.org/occi/sla#", SLA),
];

/// The scheme of the standard extension of a name.
pub(crate) fn scheme(name: &str) -> Option<&'static str> {
    ALL.iter()
        .find(|(extension, _, _)| *extension == name)
        .map(|(_, scheme, _)| *scheme)
}

/// The type of that name in the standard extension of that scheme.
pub(crate) fn find(scheme: &str, name: &str) -> Option<Standard> {
    let (_, _, types) = ALL.iter().find(|(_, of, _)| *of == scheme)?;
    types
        .iter()
        .find(|(type_name, _)| *type_name == name)
        .map(|(_, standard)| *standard)
}

/// The types of the standard extension of that scheme, in order; none of any other.
pub(crate) fn types(scheme: &str) -> Types {
    ALL.iter()
        .find(|(_, of, _)| *of == scheme)
        .map_or(&[], |(_, _, types)| *types)
}

/// The name of the type at a position, counted from 0, in the standard extension of that scheme.
pub(crate) fn name_at(scheme: &str, position: usize) -> Option<&'static str> {
    let (_, _, types) = ALL.iter().find(|(_, of, _)| *of == scheme)?;
    types.get(position).map(|(name, _)| *name)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    /// References count types, so the order has to be that of the shipped files.
    #[test]
    fn types_stand_in_the_order_of_the_shipped_files() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../../shared/corpus/occiware/extensions/occi-studio");
        if !root.is_dir() {
            eprintln!("skipped: the shipped files are not here");
            return;
        }
        for (file, scheme) in [
            ("Core", "http://schemas.ogf.org/occi/core#"),
            (
                "Infrastructure",
                "http://schemas.ogf.org/occi/infrastructure#",
            ),
            ("Platform", "http://schemas.ogf.org/occi/platform#"),
            ("monitoring", "http://schemas.ogf.org/occi/monitoring#"),
            ("sla", "http://schemas.ogf.org/occi/sla#"),
        ] {
            let text = std::fs::read_to_string(root.join(format!("{file}.occie"))).unwrap();
            let shipped: Vec<&str> = text
                .split("<types ")
                .skip(1)
                .filter_map(|element| element.split_once("name=\"")?.1.split('"').next())
                .collect();
            assert!(!shipped.is_empty(), "{file}");
            for (at, name) in shipped.iter().enumerate() {
                assert_eq!(name_at(scheme, at), Some(*name), "{file} {at}");
                assert!(find(scheme, name).is_some(), "{file}: {name}");
            }
        }
    }
}

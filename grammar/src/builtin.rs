//! Definitions that are built into the compiler, so that `use infrastructure;` works anywhere.

/// A definition that is built in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Builtin {
    /// Name of the extension: `core`.
    pub name: &'static str,
    /// Scheme of its categories.
    pub scheme: &'static str,
    /// Its text.
    pub text: &'static str,
}

/// All of them, by name.
pub const ALL: &[Builtin] = &[
    Builtin {
        name: "core",
        scheme: "http://schemas.ogf.org/occi/core#",
        text: include_str!("../specs/core.occi"),
    },
    Builtin {
        name: "crtp-1-0",
        scheme: "http://schemas.ogf.org/occi/infrastructure/compute/template/1.0#",
        text: include_str!("../specs/crtp-1-0.occi"),
    },
    Builtin {
        name: "crtp-1-1",
        scheme: "http://schemas.ogf.org/occi/infrastructure/compute/template/1.1#",
        text: include_str!("../specs/crtp-1-1.occi"),
    },
    Builtin {
        name: "infrastructure",
        scheme: "http://schemas.ogf.org/occi/infrastructure#",
        text: include_str!("../specs/infrastructure.occi"),
    },
    Builtin {
        name: "monitoring",
        scheme: "http://schemas.ogf.org/occi/monitoring#",
        text: include_str!("../specs/monitoring.occi"),
    },
    Builtin {
        name: "notification",
        scheme: "http://schemas.ogf.org/occi/notification#",
        text: include_str!("../specs/notification.occi"),
    },
    Builtin {
        name: "platform",
        scheme: "http://schemas.ogf.org/occi/platform#",
        text: include_str!("../specs/platform.occi"),
    },
    Builtin {
        name: "sla",
        scheme: "http://schemas.ogf.org/occi/sla#",
        text: include_str!("../specs/sla.occi"),
    },
];

/// The built-in definition of this name or scheme.
#[must_use]
pub fn find(name_or_scheme: &str) -> Option<&'static Builtin> {
    ALL.iter()
        .find(|builtin| builtin.name == name_or_scheme || builtin.scheme == name_or_scheme)
}

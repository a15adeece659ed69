//! Rows of the requirement list that speak of one category: which cases give evidence for them.

use std::sync::LazyLock;

use occi_model::Profile;

use crate::{case::Case, pattern::Pattern};

/// Where a row holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum In {
    Any,
    V1_1,
    V1_2,
}

use In::{Any, V1_1, V1_2};

/// Patterns of cases, and the rows that they give evidence for.
const TABLE: &[(&str, In, &[&str])] = &[
    ("k:infrastructure#*/cre.min/**", Any, &["INF-001"]),
    ("k:infrastructure#*/cre.min@*", Any, &["INF-001"]),
    ("l:infrastructure#*/cre.min@*", Any, &["INF-001"]),
    ("*:*/upd.one/occi.core.title", Any, &["CORE-071"]),
    ("k:*/upd.one/occi.core.summary", Any, &["CORE-073"]),
    ("l:*/cre.miss/occi.core.target", Any, &["CORE-076"]),
    ("l:*/cre.miss/occi.core.source", Any, &["CORE-076"]),
    ("k:infrastructure#compute/disc", V1_1, &["INF-019"]),
    ("k:infrastructure#compute/disc", V1_2, &["INF-020"]),
    (
        "k:infrastructure#compute/cre.min@*",
        Any,
        &["INF-009", "INF-034"],
    ),
    (
        "k:infrastructure#compute/val.*/occi.compute.architecture/**",
        Any,
        &["INF-010"],
    ),
    (
        "k:infrastructure#compute/val.*/occi.compute.cores/**",
        Any,
        &["INF-011"],
    ),
    (
        "k:infrastructure#compute/*.*/occi.compute.memory/**",
        Any,
        &["INF-012"],
    ),
    (
        "k:infrastructure#compute/upd.one/occi.compute.share",
        V1_2,
        &["INF-013"],
    ),
    (
        "k:infrastructure#compute/upd.one/occi.compute.hostname",
        Any,
        &["INF-014"],
    ),
    (
        "k:infrastructure#compute/ro.upd/occi.compute.state",
        Any,
        &["INF-015"],
    ),
    (
        "k:infrastructure#compute/ro.*/occi.compute.state.message",
        V1_2,
        &["INF-018"],
    ),
    (
        "k:infrastructure#compute/act.cell/start/inactive",
        Any,
        &["INF-025"],
    ),
    (
        "k:infrastructure#compute/act.cell/stop/active",
        Any,
        &["INF-026"],
    ),
    (
        "k:infrastructure#compute/act.cell/suspend/active",
        Any,
        &["INF-027"],
    ),
    (
        "k:infrastructure#compute/act.cell/start/suspended",
        Any,
        &["INF-028"],
    ),
    (
        "k:infrastructure#compute/act.cell/restart/active",
        Any,
        &["INF-029"],
    ),
    (
        "k:infrastructure#compute/act.param/save/name/**",
        V1_2,
        &["INF-031"],
    ),
    (
        "k:infrastructure#network/val.*/occi.network.vlan/**",
        Any,
        &["INF-038"],
    ),
    (
        "k:infrastructure#network/val.*/occi.network.label/**",
        Any,
        &["INF-039"],
    ),
    (
        "k:infrastructure#network/ro.upd/occi.network.state",
        Any,
        &["INF-040"],
    ),
    ("k:infrastructure#network/disc", Any, &["INF-041"]),
    (
        "k:infrastructure#network/act.cell/up/inactive",
        Any,
        &["INF-042"],
    ),
    (
        "k:infrastructure#network/act.cell/down/active",
        Any,
        &["INF-043"],
    ),
    ("x:infrastructure#ipnetwork/disc", Any, &["INF-046"]),
    (
        "k:infrastructure#storage/cre.miss/occi.storage.size",
        V1_1,
        &["INF-052"],
    ),
    (
        "k:infrastructure#storage/upd.one/occi.storage.size",
        V1_2,
        &["INF-053"],
    ),
    ("k:infrastructure#storage/disc", V1_1, &["INF-056"]),
    ("k:infrastructure#storage/disc", V1_2, &["INF-057"]),
    (
        "k:infrastructure#storage/act.cell/resize/online",
        V1_1,
        &["INF-058"],
    ),
    (
        "k:infrastructure#storage/act.cell/backup/online",
        V1_1,
        &["INF-059"],
    ),
    (
        "k:infrastructure#storage/act.cell/snapshot/online",
        V1_1,
        &["INF-059"],
    ),
    (
        "k:infrastructure#storage/act.cell/online/offline",
        Any,
        &["INF-060"],
    ),
    (
        "k:infrastructure#storage/act.cell/offline/online",
        Any,
        &["INF-061"],
    ),
    (
        "l:infrastructure#networkinterface/cre.*@*",
        Any,
        &["INF-063"],
    ),
    (
        "l:infrastructure#networkinterface/ro.*/occi.networkinterface.*",
        Any,
        &["INF-064"],
    ),
    (
        "l:infrastructure#networkinterface/upd.one/occi.networkinterface.mac",
        Any,
        &["INF-065"],
    ),
    ("l:infrastructure#storagelink/cre.*@*", Any, &["INF-072"]),
    ("x:infrastructure#os_tpl/disc", Any, &["INF-078"]),
    ("x:infrastructure#resource_tpl/disc", Any, &["INF-085"]),
    ("x:infrastructure#ssh_key/disc", V1_2, &["INF-094"]),
    ("x:infrastructure#user_data/disc", V1_2, &["INF-097"]),
];

/// The patterns, read once.
static PATTERNS: LazyLock<Vec<(Pattern, In, &'static [&'static str])>> = LazyLock::new(|| {
    TABLE
        .iter()
        .filter_map(|(pattern, versions, rows)| Some((pattern.parse().ok()?, *versions, *rows)))
        .collect()
});

/// Adds the rows of a case.
pub(super) fn cite(case: &mut Case, profile: Profile) {
    for (pattern, versions, requirements) in PATTERNS.iter() {
        let holds = match versions {
            Any => true,
            V1_1 => profile != Profile::V1_2,
            V1_2 => profile != Profile::V1_1,
        };
        if holds && pattern.matches(case.id.as_str()) {
            case.cite(requirements);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_is_read() {
        assert_eq!(PATTERNS.len(), TABLE.len());
    }
}

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
    // -- what holds for every kind ---------------------------------------------------------------
    ("*:*/ren.list@*", Any, &["TXT-001"]),
    ("*:*/ren.get@*", Any, &["CORE-058"]),
    ("*:*/ren.get@plain", Any, &["TXT-056", "TXT-057"]),
    ("l:*/ren.get@plain", V1_2, &["TXT-058", "TXT-059"]),
    ("*:*/cre.min@*", Any, &["CORE-011", "HTTP-039", "HTTP-080"]),
    ("*:*/disc", Any, &["HTTP-060", "HTTP-061"]),
    ("x:*/disc", Any, &["TXT-031"]),
    ("*:*/upd.full/*", Any, &["HTTP-039", "HTTP-088"]),
    ("*:*/upd.one/*", Any, &["HTTP-093"]),
    ("*:*/del/*", Any, &["HTTP-035", "HTTP-039"]),
    ("l:*/lnk/inline", Any, &["HTTP-124", "HTTP-126"]),
    ("l:*/lnk/shown", Any, &["HTTP-078", "HTTP-128", "HTTP-129"]),
    ("l:*/lnk/direct", Any, &["HTTP-131"]),
    ("l:*/lnk/delete", Any, &["HTTP-108"]),
    ("*:*/act.coll/*/all", Any, &["HTTP-136", "HTTP-138"]),
    ("*:*/mix.no/**", Any, &["HTTP-026"]),
    ("p:user-mixins/tag/location", Any, &["TXT-036"]),
    ("x:*/tpl/replace", V1_2, &["CORE-032", "INF-082", "INF-092"]),
    ("x:*/tpl/explicit", V1_2, &["INF-090"]),
    ("k:core#*/disc", Any, &["CMP-001", "CORE-030"]),
    ("l:core#*/disc", Any, &["CMP-001", "CORE-030"]),
    // -- infrastructure --------------------------------------------------------------------------
    (
        "k:infrastructure#compute/disc",
        Any,
        &["CMP-005", "INF-003"],
    ),
    ("k:infrastructure#network/disc", Any, &["INF-035"]),
    ("k:infrastructure#compute/act.cell/**", V1_1, &["INF-016"]),
    ("k:infrastructure#compute/act.cell/**", V1_2, &["INF-017"]),
    ("k:infrastructure#storage/act.cell/**", V1_1, &["INF-054"]),
    ("k:infrastructure#storage/act.cell/**", V1_2, &["INF-055"]),
    ("k:infrastructure#compute/cre.min@*", V1_2, &["INF-093"]),
    (
        "k:infrastructure#network/mix/*/*/occi.network.address/*",
        Any,
        &["INF-047"],
    ),
    (
        "k:infrastructure#network/mix/*/*/occi.network.allocation/*",
        Any,
        &["INF-048"],
    ),
    (
        "k:infrastructure#network/neg/unknown-attribute",
        Any,
        &["INF-049"],
    ),
    (
        "l:infrastructure#networkinterface/lnk/wrong-*",
        Any,
        &["INF-066"],
    ),
    (
        "l:infrastructure#networkinterface/mix/*ipnetworkinterface/create",
        Any,
        &["INF-069"],
    ),
    (
        "l:infrastructure#networkinterface/mix/*/*/occi.networkinterface.allocation/*",
        Any,
        &["INF-070"],
    ),
    (
        "l:infrastructure#storagelink/lnk/wrong-target",
        Any,
        &["INF-073"],
    ),
    ("l:infrastructure#*/cre.min@*", Any, &["INF-076"]),
    ("l:infrastructure#*/lnk.follow", Any, &["INF-076"]),
    ("x:infrastructure#os_tpl/disc", Any, &["INF-077"]),
    (
        "k:infrastructure#compute/mix/*ssh_key/create",
        V1_2,
        &["INF-096"],
    ),
    (
        "k:infrastructure#compute/mix/*user_data/create",
        V1_2,
        &["INF-099"],
    ),
    (
        "k:infrastructure#compute/mix/*user_data/**",
        V1_2,
        &["INF-100"],
    ),
    // -- the resource template profile ---------------------------------------------------------------
    ("k:infrastructure#compute/disc", Any, &["CRTP-001"]),
    ("x:infrastructure#resource_tpl/disc", Any, &["CRTP-003"]),
    (
        "x:infrastructure#resource_tpl/tpl/replace",
        Any,
        &["CRTP-002", "CRTP-006"],
    ),
    (
        "x:infrastructure#resource_tpl/tpl/apply",
        Any,
        &["CRTP-005"],
    ),
    ("x:crtp-*#small/disc", Any, &["CRTP-007"]),
    ("x:crtp-*#medium/disc", Any, &["CRTP-008"]),
    ("x:crtp-*#large/disc", Any, &["CRTP-009"]),
    ("x:crtp-*#mem_small/disc", Any, &["CRTP-010"]),
    ("x:crtp-*#mem_medium/disc", Any, &["CRTP-011"]),
    ("x:crtp-*#mem_large/disc", Any, &["CRTP-012"]),
    (
        "k:infrastructure#compute/mix/crtp-*/create",
        Any,
        &["CRTP-005", "CRTP-015"],
    ),
    // -- platform ----------------------------------------------------------------------------------
    (
        "k:platform#application/disc",
        Any,
        &["CMP-006", "PLT-001", "PLT-010"],
    ),
    ("k:platform#component/disc", Any, &["PLT-002", "PLT-014"]),
    ("l:platform#componentlink/disc", Any, &["PLT-003"]),
    ("k:platform#application/cre.*@*", Any, &["PLT-006"]),
    (
        "k:platform#application/upd.one/occi.app.name",
        Any,
        &["PLT-007"],
    ),
    ("k:platform#application/ro.*/**", Any, &["PLT-008"]),
    ("k:platform#application/act.cell/**", Any, &["PLT-009"]),
    (
        "k:platform#application/act.cell/stop/active",
        Any,
        &["PLT-011"],
    ),
    (
        "k:platform#application/act.cell/start/inactive",
        Any,
        &["PLT-012"],
    ),
    ("k:platform#component/cre.min@*", Any, &["PLT-013"]),
    ("k:platform#component/act.cell/**", Any, &["PLT-015"]),
    ("x:platform#app_tpl/disc", Any, &["PLT-016"]),
    ("x:platform#database*/disc", Any, &["PLT-020"]),
    (
        "k:platform#component/mix/*database/create",
        Any,
        &["PLT-021"],
    ),
    (
        "l:platform#componentlink/mix/*databaselink/create",
        Any,
        &["PLT-022", "PLT-023"],
    ),
    // -- service level agreements ----------------------------------------------------------------------
    (
        "k:sla#agreement/disc",
        Any,
        &["CMP-007", "SLA-001", "SLA-010"],
    ),
    ("l:sla#agreement_link/disc", Any, &["SLA-002"]),
    ("k:sla#agreement/cre.*@*", Any, &["SLA-004", "SLA-006"]),
    ("k:sla#agreement/act.cell/**", Any, &["SLA-005"]),
    (
        "k:sla#agreement/val.edge/occi.agreement.effective*/**",
        Any,
        &["SLA-007"],
    ),
    (
        "k:sla#agreement/val.bad/occi.agreement.effective*/**",
        Any,
        &["SLA-008"],
    ),
    ("k:sla#agreement/ro.*/**", Any, &["SLA-009"]),
    ("k:sla#agreement/act.cell/accept/pending", Any, &["SLA-011"]),
    ("k:sla#agreement/act.cell/reject/pending", Any, &["SLA-012"]),
    (
        "k:sla#agreement/act.cell/suspend/accepted",
        Any,
        &["SLA-013"],
    ),
    (
        "k:sla#agreement/act.cell/resume/suspended",
        Any,
        &["SLA-014"],
    ),
    (
        "k:sla#agreement/act.cell/terminate/accepted",
        Any,
        &["SLA-015"],
    ),
    ("x:sla#agreement_tpl/disc", Any, &["SLA-016"]),
    ("x:sla#agreement_term/disc", Any, &["SLA-018"]),
    ("l:sla#agreement_link/lnk/direct", Any, &["SLA-023"]),
    // -- monitoring and notification ----------------------------------------------------------------------
    ("*:monitoring#*/disc", Any, &["MON-001", "MON-002"]),
    (
        "k:monitoring#sensor/cre.miss/occi.sensor.period",
        Any,
        &["MON-003"],
    ),
    ("l:monitoring#collector/lnk/wrong-source", Any, &["MON-008"]),
    ("l:monitoring#collector/lnk/direct", Any, &["MON-009"]),
    ("x:notification#notifier/disc", Any, &["NTF-001"]),
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

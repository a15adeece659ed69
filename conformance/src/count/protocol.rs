//! How many protocol cases there are: for each row of the requirement list, or each habit of
//! writers, one or more. The same for every model, but for its version.

use std::collections::BTreeMap;

use occi_model::{Model, OcciVersion};

/// The subjects of the cases that are written for rows of the requirement list.
pub const PROTOCOL: [&str; 6] = ["core", "http", "json", "text", "robust", "crtp"];

/// Rows of the core model.
const CORE: &[(&str, usize)] = &[
    ("CORE-049", 1),
    ("CORE-067", 1),
    ("CORE-079", 1),
    ("CORE-024", 2),
    ("CORE-006", 1),
    ("CORE-056", 1),
    ("CORE-046", 1),
];

/// Rows of the HTTP protocol.
const HTTP: &[(&str, usize)] = &[
    ("HTTP-057", 1),
    ("HTTP-058", 1),
    ("HTTP-031", 1),
    ("HTTP-018", 1),
    ("HTTP-019", 2),
    ("HTTP-047", 1),
    ("HTTP-048", 1),
    ("HTTP-069", 1),
    ("HTTP-152", 1),
    ("HTTP-153", 1),
    ("HTTP-032", 1),
    ("HTTP-154", 3),
    ("HTTP-012", 1),
    ("HTTP-155", 1),
    ("HTTP-014", 1),
    ("HTTP-033", 1),
    ("HTTP-121", 1),
    ("HTTP-134", 1),
    ("HTTP-141", 1),
    ("HTTP-112", 1),
    ("HTTP-052", 2),
    ("HTTP-023", 1),
    ("HTTP-049", 2),
    ("HTTP-053", 1),
    ("HTTP-133", 1),
    ("HTTP-114", 1),
    ("HTTP-111", 1),
    ("HTTP-146", 1),
    ("HTTP-149", 1),
    ("HTTP-028", 1),
    ("HTTP-030", 1),
    ("HTTP-137", 1),
    ("HTTP-094", 2),
    ("HTTP-024", 1),
    ("HTTP-161", 3),
    ("HTTP-072", 1),
    // Bytes of a connection.
    ("chunks", 1),
];

/// Rows of the JSON rendering.
const JSON: &[(&str, usize)] = &[
    ("JSON-052", 1),
    ("JSON-003", 1),
    ("JSON-009", 1),
    ("JSON-053", 1),
    ("JSON-054", 1),
    ("JSON-029", 1),
    ("JSON-008", 1),
    ("JSON-026", 1),
    ("JSON-028", 1),
    ("JSON-032", 1),
    ("JSON-057", 4),
    ("escapes", 1),
];

/// Rows of the text renderings, and habits of their writers.
const TEXT: &[(&str, usize)] = &[
    ("TXT-002", 1),
    ("TXT-064", 2),
    ("TXT-044", 1),
    ("TXT-035", 1),
    ("TXT-045", 1),
    ("TXT-008", 1),
    ("TXT-009", 1),
    ("TXT-010", 1),
    ("TXT-013", 1),
    ("TXT-054", 1),
    ("TXT-052", 1),
    ("TXT-053", 1),
    ("TXT-005", 1),
    ("no-blanks", 1),
    ("many-blanks", 1),
    ("lower-case", 1),
    ("line-feeds", 1),
    ("no-final-line-end", 1),
    ("bare-class", 1),
    ("attributes-first", 1),
    ("whole-category", 1),
    ("charset", 1),
    ("absolute", 1),
    ("relative", 1),
];

/// Requests that nobody sends in good faith.
const ROBUST: &[(&str, usize)] = &[
    // Eight payloads, and twelve ways to delimit one.
    ("HTTP-022", 8 + 12),
    ("JSON-057", 3),
    ("HTTP-028", 3),
    ("HTTP-030", 1),
];

/// Rows that hold for 1.1 only.
const HTTP_1_1: &[(&str, usize)] = &[("HTTP-017", 1), ("HTTP-089", 1), ("HTTP-096", 1)];

/// Rows that hold for 1.2 only.
const HTTP_1_2: &[(&str, usize)] = &[("HTTP-016", 1)];

/// Rows of the template profile, where a definition has its templates.
const CRTP: &[(&str, usize)] = &[
    ("CRTP-017", 1),
    ("CRTP-018", 1),
    ("CRTP-019", 1),
    ("CRTP-020", 1),
    ("CRTP-021", 1),
];

/// The counts by subject and family.
pub(super) fn count(model: &Model) -> Vec<(&'static str, BTreeMap<&'static str, usize>)> {
    let of = |table: &[(&'static str, usize)]| -> BTreeMap<&'static str, usize> {
        table.iter().copied().collect()
    };
    let profile = model.profile();
    let mut http = of(HTTP);
    if profile.includes(OcciVersion::V1_1) {
        http.extend(of(HTTP_1_1));
    }
    if profile.includes(OcciVersion::V1_2) {
        http.extend(of(HTTP_1_2));
    }
    let mut found: Vec<_> = PROTOCOL
        .into_iter()
        .zip([of(CORE), http, of(JSON), of(TEXT), of(ROBUST)])
        .collect();
    let versions = model
        .mixins()
        .filter(|(_, mixin)| mixin.id.scheme().contains("/compute/template/"))
        .filter(|(_, mixin)| mixin.id.term() == "mem_small")
        .count();
    if versions > 0 {
        let each = CRTP.iter().map(|(row, count)| (*row, count * versions));
        found.push(("crtp", each.collect()));
    }
    found
}

//! Vectors that are written down: each for a row of the requirement list.

use super::{
    Direction, Expected, Message, Vector,
    facts::{Facts, Form},
    writing,
};
use crate::case::{
    CaseId, Prefix,
    Rendering::{self, Json, Occi, Plain, Uri},
};

/// A message: the row that names it, its own name, all its rows, what it shows, the renderings, its
/// text (whose lines are header fields in `text/occi`), and what it says.
type Said = (
    &'static str,
    &'static str,
    &'static [&'static str],
    &'static str,
    &'static [Rendering],
    &'static str,
    &'static str,
);

const TEXT: &[Rendering] = &[Plain, Occi];

/// What is read, and what is written as well.
const BOTH: &[Said] = &[
    (
        "TXT-048",
        "values",
        &["TXT-048", "TXT-049", "TXT-050", "TXT-051"],
        "Values of each type are told apart.",
        TEXT,
        "Category: compute; scheme=\"http://schemas.ogf.org/occi/infrastructure#\"; class=\"kind\"\r\nX-OCCI-Attribute: com.example.text=\"4\"\r\nX-OCCI-Attribute: com.example.truth=true\r\nX-OCCI-Attribute: com.example.whole=-4\r\nX-OCCI-Attribute: com.example.broken=2.5\r\nX-OCCI-Attribute: com.example.word=\"true\"\r\n",
        r#"{"form": "entity", "kind": "http://schemas.ogf.org/occi/infrastructure#compute", "attributes": {"com.example.text": "4", "com.example.truth": true, "com.example.whole": -4, "com.example.broken": 2.5, "com.example.word": "true"}}"#,
    ),
    (
        "TXT-052",
        "escapes",
        &["TXT-052", "TXT-053"],
        "Quotes and backslashes in a string are escaped.",
        TEXT,
        "Category: compute; scheme=\"http://schemas.ogf.org/occi/infrastructure#\"; class=\"kind\"\r\nX-OCCI-Attribute: occi.core.title=\"a \\\"b\\\" c\\\\d\"\r\n",
        r#"{"form": "entity", "kind": "http://schemas.ogf.org/occi/infrastructure#compute", "attributes": {"occi.core.title": "a \"b\" c\\d"}}"#,
    ),
    (
        "TXT-013",
        "separators",
        &["TXT-013"],
        "Commas, semicolons and equals signs in a string separate nothing.",
        TEXT,
        "Category: compute; scheme=\"http://schemas.ogf.org/occi/infrastructure#\"; class=\"kind\"\r\nX-OCCI-Attribute: occi.core.title=\"a, b=\\\"c\\\"; d=1\"\r\nX-OCCI-Attribute: occi.compute.cores=2\r\n",
        r#"{"form": "entity", "kind": "http://schemas.ogf.org/occi/infrastructure#compute", "attributes": {"occi.core.title": "a, b=\"c\"; d=1", "occi.compute.cores": 2}}"#,
    ),
    (
        "TXT-054",
        "beyond-ascii",
        &["TXT-054"],
        "Letters beyond ASCII stay what they are.",
        &[Plain],
        "Category: compute; scheme=\"http://schemas.ogf.org/occi/infrastructure#\"; class=\"kind\"\r\nX-OCCI-Attribute: occi.core.title=\"\u{fc}\u{4e16}\u{1f600}\"\r\n",
        r#"{"form": "entity", "kind": "http://schemas.ogf.org/occi/infrastructure#compute", "attributes": {"occi.core.title": "ü世😀"}}"#,
    ),
    (
        "TXT-016",
        "mixins",
        &["TXT-016", "TXT-018", "CORE-011"],
        "Kind and mixins are told by scheme, term and class.",
        TEXT,
        "Category: network; scheme=\"http://schemas.ogf.org/occi/infrastructure#\"; class=\"kind\"\r\nCategory: ipnetwork; scheme=\"http://schemas.ogf.org/occi/infrastructure/network#\"; class=\"mixin\"\r\nCategory: 9.x_Y; scheme=\"http://example.com/tags#\"; class=\"mixin\"\r\nX-OCCI-Attribute: occi.network.vlan=7\r\n",
        r#"{"form": "entity", "kind": "http://schemas.ogf.org/occi/infrastructure#network", "mixins": ["http://schemas.ogf.org/occi/infrastructure/network#ipnetwork", "http://example.com/tags#9.x_Y"], "attributes": {"occi.network.vlan": 7}}"#,
    ),
    (
        "TXT-055",
        "core",
        &["TXT-055", "TXT-056", "TXT-057"],
        "Id, title and summary have their names of the core.",
        TEXT,
        "Category: compute; scheme=\"http://schemas.ogf.org/occi/infrastructure#\"; class=\"kind\"\r\nX-OCCI-Attribute: occi.core.id=\"urn:uuid:7b2f5a5c-6a3e-4d2f-9c61-0a1d5c1d3f10\"\r\nX-OCCI-Attribute: occi.core.title=\"a\"\r\nX-OCCI-Attribute: occi.core.summary=\"b\"\r\n",
        r#"{"form": "entity", "kind": "http://schemas.ogf.org/occi/infrastructure#compute", "attributes": {"occi.core.id": "urn:uuid:7b2f5a5c-6a3e-4d2f-9c61-0a1d5c1d3f10", "occi.core.title": "a", "occi.core.summary": "b"}}"#,
    ),
    (
        "TXT-058",
        "ends",
        &["TXT-058", "JSON-013", "JSON-014"],
        "A link has its source and its target.",
        TEXT,
        "Category: storagelink; scheme=\"http://schemas.ogf.org/occi/infrastructure#\"; class=\"kind\"\r\nX-OCCI-Attribute: occi.core.id=\"urn:uuid:7b2f5a5c-6a3e-4d2f-9c61-0a1d5c1d3f11\"\r\nX-OCCI-Attribute: occi.core.source=\"/compute/1\"\r\nX-OCCI-Attribute: occi.core.target=\"/storage/2\"\r\nX-OCCI-Attribute: occi.storagelink.deviceid=\"sda\"\r\n",
        r#"{"form": "entity", "kind": "http://schemas.ogf.org/occi/infrastructure#storagelink", "attributes": {"occi.core.id": "urn:uuid:7b2f5a5c-6a3e-4d2f-9c61-0a1d5c1d3f11", "occi.core.source": "/compute/1", "occi.core.target": "/storage/2", "occi.storagelink.deviceid": "sda"}}"#,
    ),
    (
        "TXT-039",
        "links",
        &["TXT-039", "TXT-040", "TXT-041", "TXT-042", "TXT-043"],
        "A resource shows its links with their kinds and values.",
        TEXT,
        "Category: compute; scheme=\"http://schemas.ogf.org/occi/infrastructure#\"; class=\"kind\"\r\nLink: </storage/2>; rel=\"http://schemas.ogf.org/occi/infrastructure#storage\"; self=\"/link/storagelink/3\"; category=\"http://schemas.ogf.org/occi/infrastructure#storagelink\"; occi.storagelink.deviceid=\"sda; b\"; com.example.slots=2\r\nX-OCCI-Attribute: occi.compute.cores=2\r\n",
        r#"{"form": "entity", "kind": "http://schemas.ogf.org/occi/infrastructure#compute", "attributes": {"occi.compute.cores": 2}, "links": [{"target": "/storage/2", "kind": "http://schemas.ogf.org/occi/infrastructure#storagelink", "attributes": {"occi.storagelink.deviceid": "sda; b", "com.example.slots": 2}}]}"#,
    ),
    (
        "TXT-045",
        "actions",
        &["TXT-045"],
        "An instance shows the actions that it offers.",
        TEXT,
        "Category: compute; scheme=\"http://schemas.ogf.org/occi/infrastructure#\"; class=\"kind\"\r\nLink: </compute/1?action=start>; rel=\"http://schemas.ogf.org/occi/infrastructure/compute/action#start\"\r\nLink: </compute/1?action=save>; rel=\"http://schemas.ogf.org/occi/infrastructure/compute/action#save\"\r\n",
        r#"{"form": "entity", "kind": "http://schemas.ogf.org/occi/infrastructure#compute", "actions": ["http://schemas.ogf.org/occi/infrastructure/compute/action#start", "http://schemas.ogf.org/occi/infrastructure/compute/action#save"]}"#,
    ),
    (
        "TXT-061",
        "invocation",
        &["TXT-061"],
        "An invocation names its action and has parameters.",
        TEXT,
        "Category: stop; scheme=\"http://schemas.ogf.org/occi/infrastructure/compute/action#\"; class=\"action\"\r\nX-OCCI-Attribute: method=\"acpioff\"\r\n",
        r#"{"form": "invocation", "action": "http://schemas.ogf.org/occi/infrastructure/compute/action#stop", "attributes": {"method": "acpioff"}}"#,
    ),
    (
        "TXT-035",
        "locations",
        &["TXT-035", "TXT-037"],
        "A listing is a sequence of locations.",
        TEXT,
        "X-OCCI-Location: http://example.com/compute/1\r\nX-OCCI-Location: http://example.com/compute/2\r\n",
        r#"{"form": "locations", "locations": ["http://example.com/compute/1", "http://example.com/compute/2"]}"#,
    ),
    (
        "TXT-036",
        "empty",
        &["TXT-036"],
        "A listing without members has no field.",
        &[Plain],
        "",
        r#"{"form": "locations", "locations": []}"#,
    ),
    (
        "TXT-065",
        "list",
        &["TXT-065"],
        "A URI list has a URI a line.",
        &[Uri],
        "http://example.com/compute/1\r\nhttp://example.com/compute/2\r\n",
        r#"{"form": "locations", "locations": ["http://example.com/compute/1", "http://example.com/compute/2"]}"#,
    ),
    (
        "TXT-025",
        "categories",
        &[
            "TXT-016", "TXT-018", "TXT-023", "TXT-024", "TXT-025", "TXT-029", "TXT-033",
        ],
        "Categories come with all that the query interface says of them.",
        TEXT,
        "Category: gpu; scheme=\"http://example.com/occi/gpu#\"; class=\"kind\"; title=\"A GPU, or two\"; rel=\"http://schemas.ogf.org/occi/core#resource\"; location=\"/gpu/\"; attributes=\"occi.core.id{immutable} com.example.memory{required} com.example.load com.example.model{immutable required}\"; actions=\"http://example.com/occi/gpu/action#reset http://example.com/occi/gpu/action#halt\"\r\nCategory: shared; scheme=\"http://example.com/occi/gpu#\"; class=\"mixin\"; location=\"/shared/\"; attributes=\"com.example.slots\"\r\nCategory: reset; scheme=\"http://example.com/occi/gpu/action#\"; class=\"action\"; title=\"Reset\"; attributes=\"hard\"\r\n",
        r#"{"form": "categories", "categories": [
            {"id": "http://example.com/occi/gpu#gpu", "class": "kind", "title": "A GPU, or two", "rel": "http://schemas.ogf.org/occi/core#resource", "location": "/gpu/",
             "attributes": {"occi.core.id": {"mutable": false, "required": false}, "com.example.memory": {"mutable": true, "required": true}, "com.example.load": {"mutable": true, "required": false}, "com.example.model": {"mutable": false, "required": true}},
             "actions": ["http://example.com/occi/gpu/action#reset", "http://example.com/occi/gpu/action#halt"]},
            {"id": "http://example.com/occi/gpu#shared", "class": "mixin", "location": "/shared/", "attributes": {"com.example.slots": {"mutable": true, "required": false}}},
            {"id": "http://example.com/occi/gpu/action#reset", "class": "action", "title": "Reset", "attributes": {"hard": {"mutable": true, "required": false}}}]}"#,
    ),
    (
        "JSON-036",
        "values",
        &["JSON-002", "JSON-005", "JSON-035", "JSON-036", "JSON-037"],
        "Values of each JSON type are told apart.",
        &[Json],
        r#"{"kind": "http://schemas.ogf.org/occi/infrastructure#compute", "attributes": {"com.example.text": "4", "com.example.truth": false, "com.example.whole": -4, "com.example.broken": 2.5, "com.example.list": [1, "a", [true]], "com.example.hash": {"a": 1, "b.c": {"d": "e"}}}}"#,
        r#"{"form": "entity", "kind": "http://schemas.ogf.org/occi/infrastructure#compute", "attributes": {"com.example.text": "4", "com.example.truth": false, "com.example.whole": -4, "com.example.broken": 2.5, "com.example.list": [1, "a", [true]], "com.example.hash": {"a": 1, "b.c": {"d": "e"}}}}"#,
    ),
    (
        "JSON-004",
        "mixins",
        &["JSON-003", "JSON-004", "JSON-006", "JSON-008"],
        "Id, title, summary, mixins and actions are members of the entity.",
        &[Json],
        r#"{"kind": "http://schemas.ogf.org/occi/infrastructure#network", "id": "urn:uuid:7b2f5a5c-6a3e-4d2f-9c61-0a1d5c1d3f10", "title": "a", "summary": "b", "mixins": ["http://schemas.ogf.org/occi/infrastructure/network#ipnetwork"], "attributes": {"occi.network.vlan": 7}, "actions": ["http://schemas.ogf.org/occi/infrastructure/network/action#up"]}"#,
        r#"{"form": "entity", "kind": "http://schemas.ogf.org/occi/infrastructure#network", "mixins": ["http://schemas.ogf.org/occi/infrastructure/network#ipnetwork"], "attributes": {"occi.core.id": "urn:uuid:7b2f5a5c-6a3e-4d2f-9c61-0a1d5c1d3f10", "occi.core.title": "a", "occi.core.summary": "b", "occi.network.vlan": 7}, "actions": ["http://schemas.ogf.org/occi/infrastructure/network/action#up"]}"#,
    ),
    (
        "JSON-007",
        "links",
        &["JSON-007", "JSON-013", "JSON-014", "JSON-015"],
        "A resource shows its links in full.",
        &[Json],
        r#"{"kind": "http://schemas.ogf.org/occi/infrastructure#compute", "id": "urn:uuid:7b2f5a5c-6a3e-4d2f-9c61-0a1d5c1d3f10", "links": [{"kind": "http://schemas.ogf.org/occi/infrastructure#storagelink", "id": "urn:uuid:7b2f5a5c-6a3e-4d2f-9c61-0a1d5c1d3f11", "source": {"location": "/compute/1", "kind": "http://schemas.ogf.org/occi/infrastructure#compute"}, "target": {"location": "/storage/2", "kind": "http://schemas.ogf.org/occi/infrastructure#storage"}, "attributes": {"occi.storagelink.deviceid": "sda"}}]}"#,
        r#"{"form": "entity", "kind": "http://schemas.ogf.org/occi/infrastructure#compute", "attributes": {"occi.core.id": "urn:uuid:7b2f5a5c-6a3e-4d2f-9c61-0a1d5c1d3f10"}, "links": [{"target": "/storage/2", "kind": "http://schemas.ogf.org/occi/infrastructure#storagelink", "attributes": {"occi.storagelink.deviceid": "sda"}}]}"#,
    ),
    (
        "JSON-011",
        "invocation",
        &["JSON-011"],
        "An invocation is an object with the action and its parameters.",
        &[Json],
        r#"{"action": "http://schemas.ogf.org/occi/infrastructure/compute/action#stop", "attributes": {"method": "acpioff"}}"#,
        r#"{"form": "invocation", "action": "http://schemas.ogf.org/occi/infrastructure/compute/action#stop", "attributes": {"method": "acpioff"}}"#,
    ),
    (
        "JSON-031",
        "categories",
        &[
            "JSON-017", "JSON-018", "JSON-019", "JSON-020", "JSON-021", "JSON-022", "JSON-025",
            "JSON-031", "JSON-032", "JSON-033", "JSON-034", "JSON-038", "JSON-039", "JSON-040",
        ],
        "Kinds, mixins and actions have their members.",
        &[Json],
        r#"{"kinds": [{"term": "gpu", "scheme": "http://example.com/occi/gpu#", "title": "A GPU", "parent": "http://schemas.ogf.org/occi/core#resource", "location": "/gpu/", "attributes": {"com.example.memory": {"mutable": true, "required": true, "type": "number"}, "com.example.model": {"type": "string"}}, "actions": ["http://example.com/occi/gpu/action#reset"]}],
            "mixins": [{"term": "shared", "scheme": "http://example.com/occi/gpu#", "location": "/shared/", "attributes": {}}],
            "actions": [{"term": "reset", "scheme": "http://example.com/occi/gpu/action#", "attributes": {"hard": {"mutable": true}}}]}"#,
        r#"{"form": "categories", "categories": [
            {"id": "http://example.com/occi/gpu#gpu", "class": "kind", "title": "A GPU", "rel": "http://schemas.ogf.org/occi/core#resource", "location": "/gpu/",
             "attributes": {"com.example.memory": {"mutable": true, "required": true}, "com.example.model": {"mutable": false, "required": false}},
             "actions": ["http://example.com/occi/gpu/action#reset"]},
            {"id": "http://example.com/occi/gpu#shared", "class": "mixin", "location": "/shared/"},
            {"id": "http://example.com/occi/gpu/action#reset", "class": "action", "attributes": {"hard": {"mutable": true, "required": false}}}]}"#,
    ),
];

/// Habits of writers: said otherwise than a writer should say it, and read all the same.
const HABITS: &[Said] = &[
    (
        "TXT-011",
        "one-field",
        &["TXT-011", "TXT-012"],
        "Several categories and values may stand in one field.",
        TEXT,
        "Category: network; scheme=\"http://schemas.ogf.org/occi/infrastructure#\"; class=\"kind\", ipnetwork; scheme=\"http://schemas.ogf.org/occi/infrastructure/network#\"; class=\"mixin\"\r\nX-OCCI-Attribute: occi.core.title=\"a, b\", occi.network.vlan=7\r\n",
        r#"{"form": "entity", "kind": "http://schemas.ogf.org/occi/infrastructure#network", "mixins": ["http://schemas.ogf.org/occi/infrastructure/network#ipnetwork"], "attributes": {"occi.core.title": "a, b", "occi.network.vlan": 7}}"#,
    ),
    (
        "TXT-011",
        "locations",
        &["TXT-011"],
        "Several locations may stand in one field.",
        TEXT,
        "X-OCCI-Location: http://example.com/compute/1, http://example.com/compute/2\r\n",
        r#"{"form": "locations", "locations": ["http://example.com/compute/1", "http://example.com/compute/2"]}"#,
    ),
    (
        "TXT-006",
        "blanks",
        &["TXT-006"],
        "Blanks between parts do not matter.",
        TEXT,
        "Category:compute;scheme=\"http://schemas.ogf.org/occi/infrastructure#\";class=\"kind\"\r\nX-OCCI-Attribute:   occi.compute.cores=2  \r\n",
        r#"{"form": "entity", "kind": "http://schemas.ogf.org/occi/infrastructure#compute", "attributes": {"occi.compute.cores": 2}}"#,
    ),
    (
        "TXT-006",
        "letter-case",
        &["TXT-006"],
        "Names of fields are taken in any letter case.",
        TEXT,
        "category: compute; scheme=\"http://schemas.ogf.org/occi/infrastructure#\"; class=\"kind\"\r\nx-occi-attribute: occi.compute.cores=2\r\n",
        r#"{"form": "entity", "kind": "http://schemas.ogf.org/occi/infrastructure#compute", "attributes": {"occi.compute.cores": 2}}"#,
    ),
    (
        "TXT-006",
        "order",
        &["TXT-006"],
        "The order of the fields does not matter.",
        TEXT,
        "X-OCCI-Attribute: occi.compute.cores=2\r\nCategory: compute; scheme=\"http://schemas.ogf.org/occi/infrastructure#\"; class=\"kind\"\r\n",
        r#"{"form": "entity", "kind": "http://schemas.ogf.org/occi/infrastructure#compute", "attributes": {"occi.compute.cores": 2}}"#,
    ),
    (
        "TXT-063",
        "line-feeds",
        &["TXT-063"],
        "Lines may end with a line feed alone, and the last without any.",
        &[Plain],
        "Category: compute; scheme=\"http://schemas.ogf.org/occi/infrastructure#\"; class=\"kind\"\nX-OCCI-Attribute: occi.compute.cores=2",
        r#"{"form": "entity", "kind": "http://schemas.ogf.org/occi/infrastructure#compute", "attributes": {"occi.compute.cores": 2}}"#,
    ),
    (
        "TXT-037",
        "relative",
        &["TXT-037"],
        "A location may be a path.",
        TEXT,
        "X-OCCI-Location: /compute/1\r\n",
        r#"{"form": "locations", "locations": ["/compute/1"]}"#,
    ),
    (
        "TXT-065",
        "comments",
        &["TXT-065"],
        "A line of a URI list that begins with a hash is a comment.",
        &[Uri],
        "# two of them\r\nhttp://example.com/compute/1\r\nhttp://example.com/compute/2\r\n",
        r#"{"form": "locations", "locations": ["http://example.com/compute/1", "http://example.com/compute/2"]}"#,
    ),
    (
        "JSON-058",
        "escapes",
        &["JSON-058"],
        "JSON may write any character as an escape.",
        &[Json],
        " { \"title\" : \"\\u00fc\\u4e16\\ud83d\\ude00\\/\",\t\"kind\":\"http://schemas.ogf.org/occi/infrastructure#compute\" } ",
        r#"{"form": "entity", "kind": "http://schemas.ogf.org/occi/infrastructure#compute", "attributes": {"occi.core.title": "ü世😀/"}}"#,
    ),
];

/// A message that a reader refuses: as [`Said`], with what it was meant to be.
type Malformed = (
    &'static str,
    &'static str,
    &'static [&'static str],
    &'static str,
    &'static [Rendering],
    &'static str,
    Form,
);

const MALFORMED: &[Malformed] = &[
    (
        "TXT-016",
        "no-scheme",
        &["TXT-016"],
        "A category without a scheme is none.",
        TEXT,
        "Category: compute; class=\"kind\"\r\n",
        Form::Entity,
    ),
    (
        "TXT-018",
        "class",
        &["TXT-018"],
        "There is no other class than kind, mixin and action.",
        TEXT,
        "Category: compute; scheme=\"http://schemas.ogf.org/occi/infrastructure#\"; class=\"species\"\r\n",
        Form::Entity,
    ),
    (
        "TXT-048",
        "open-quote",
        &["TXT-048"],
        "A string that does not end is none.",
        TEXT,
        "Category: compute; scheme=\"http://schemas.ogf.org/occi/infrastructure#\"; class=\"kind\"\r\nX-OCCI-Attribute: occi.core.title=\"a\r\n",
        Form::Entity,
    ),
    (
        "TXT-021",
        "no-name",
        &["TXT-021"],
        "A value without a name is no attribute.",
        TEXT,
        "Category: compute; scheme=\"http://schemas.ogf.org/occi/infrastructure#\"; class=\"kind\"\r\nX-OCCI-Attribute: =\"a\"\r\n",
        Form::Entity,
    ),
    (
        "TXT-039",
        "no-target",
        &["TXT-039"],
        "A link without a target is none.",
        TEXT,
        "Category: compute; scheme=\"http://schemas.ogf.org/occi/infrastructure#\"; class=\"kind\"\r\nLink: rel=\"http://schemas.ogf.org/occi/infrastructure#storage\"\r\n",
        Form::Entity,
    ),
    (
        "JSON-058",
        "cut",
        &["JSON-058"],
        "A text that ends too early is no JSON.",
        &[Json],
        r#"{"kind": "http://schemas.ogf.org/occi/infrastructure#compute", "#,
        Form::Entity,
    ),
    (
        "JSON-002",
        "number",
        &["JSON-002"],
        "A number is no entity.",
        &[Json],
        "4",
        Form::Entity,
    ),
    (
        "JSON-005",
        "attributes",
        &["JSON-005"],
        "Attributes that are no object are none.",
        &[Json],
        r#"{"kind": "http://schemas.ogf.org/occi/infrastructure#compute", "attributes": "occi.compute.cores"}"#,
        Form::Entity,
    ),
    (
        "JSON-004",
        "no-identifier",
        &["JSON-004", "CORE-011"],
        "A mixin is named by an identifier.",
        &[Json],
        r#"{"kind": "http://schemas.ogf.org/occi/infrastructure#compute", "mixins": [4]}"#,
        Form::Entity,
    ),
    (
        "JSON-018",
        "no-term",
        &["JSON-018"],
        "A kind without a term is none.",
        &[Json],
        r#"{"kinds": [{"scheme": "http://example.com/occi/gpu#"}]}"#,
        Form::Categories,
    ),
];

/// The stored vectors, for readers and for writers.
#[must_use]
pub fn stored() -> Vec<Vector> {
    let mut all = Vec::new();
    for (said, also_written) in BOTH
        .iter()
        .map(|said| (said, true))
        .chain(HABITS.iter().map(|said| (said, false)))
    {
        let (family, name, rows, title, renderings, text, facts) = *said;
        // A test reads them all.
        let Ok(facts) = serde_json::from_str::<Facts>(facts) else {
            continue;
        };
        for rendering in renderings {
            let expected = Expected::Facts(facts.clone());
            let reading = reading((family, name, rows, title), *rendering, text, expected);
            if also_written {
                all.extend(writing(&reading, *rendering));
            }
            all.push(reading);
        }
    }
    for (family, name, rows, title, renderings, text, form) in MALFORMED {
        for rendering in *renderings {
            let expected = Expected::Rejected(*form);
            all.push(reading(
                (family, name, rows, title),
                *rendering,
                text,
                expected,
            ));
        }
    }
    all
}

fn reading(
    (family, name, rows, title): (
        &'static str,
        &'static str,
        &'static [&'static str],
        &'static str,
    ),
    rendering: Rendering,
    text: &str,
    expected: Expected,
) -> Vector {
    let id = CaseId::new(
        Prefix::Wire,
        "reader",
        family,
        &[name],
        Some(rendering.code()),
    );
    let media = rendering.media().as_str().to_owned();
    let message = if rendering == Occi {
        let fields = text.lines().filter_map(|line| line.split_once(':'));
        Message {
            media,
            headers: fields
                .map(|(name, value)| (name.to_owned(), value.trim().to_owned()))
                .collect(),
            body: String::new(),
        }
    } else {
        Message {
            media,
            headers: Vec::new(),
            body: text.to_owned(),
        }
    };
    Vector {
        id: id.to_string().into(),
        title: title.into(),
        rows: rows.iter().map(|row| (*row).into()).collect(),
        direction: Direction::Read,
        message,
        expected,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::requirement;

    #[test]
    fn what_is_written_down_is_read_and_has_its_own_name() {
        for said in BOTH.iter().chain(HABITS) {
            let read = serde_json::from_str::<Facts>(said.6);
            assert!(read.is_ok(), "{}/{}: {read:?}", said.0, said.1);
        }
        let all = stored();
        let ids: BTreeSet<&str> = all.iter().map(|vector| &*vector.id).collect();
        assert_eq!(ids.len(), all.len());
        for vector in &all {
            let case = vector.case().unwrap();
            assert_eq!(case.requirements.len(), vector.rows.len(), "{}", vector.id);
            assert!(!vector.rows.is_empty());
            for row in &vector.rows {
                assert!(requirement::find(row).is_some(), "{row}");
            }
        }
    }
}

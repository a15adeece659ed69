//! The rows of the requirement list that cases cite: id, level, and what is required.

use crate::case::Level::{self, May, Must, Should};

/// A requirement of the standard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Requirement {
    /// Stable id: `HTTP-018`.
    pub id: &'static str,
    /// Its strength.
    pub level: Level,
    /// What is required, in one sentence.
    pub text: &'static str,
}

/// The row of an id.
#[must_use]
pub fn find(id: &str) -> Option<&'static Requirement> {
    TABLE
        .binary_search_by(|row| row.id.cmp(id))
        .ok()
        .and_then(|at| TABLE.get(at))
}

const fn row(id: &'static str, level: Level, text: &'static str) -> Requirement {
    Requirement { id, level, text }
}

/// The rows, sorted by id.
#[rustfmt::skip]
pub const TABLE: &[Requirement] = &[
    row("CMP-001", Must, "A server implements the Core model"),
    row("CMP-003", Must, "A server implements the text renderings text/plain, text/occi and text/uri-list"),
    row("CMP-004", Must, "A server claiming 1.2 implements the JSON rendering"),
    row("CMP-005", Should, "A server implements the Infrastructure model"),
    row("CORE-002", Must, "A client can create an instance with a mutable attribute"),
    row("CORE-003", Must, "A client can update a mutable attribute"),
    row("CORE-004", Must, "An immutable attribute is never changed by a client"),
    row("CORE-005", Must, "An immutable attribute is not set by the client at creation"),
    row("CORE-008", Must, "The inheritance structure is discoverable"),
    row("CORE-019", Must, "A required attribute is given at creation"),
    row("CORE-020", Must, "A default is applied when the client gives no value"),
    row("CORE-021", Must, "A pattern restricts acceptable values"),
    row("CORE-023", Must, "An instance is associated with its kind when created"),
    row("CORE-029", Must, "Capabilities of the parent are inherited"),
    row("CORE-030", Must, "Core without extensions has three kinds"),
    row("CORE-043", May, "An action of the kind can be invoked on its instances"),
    row("CORE-044", May, "An action that does not apply now may be refused"),
    row("CORE-045", May, "An action can be invoked on a collection"),
    row("CORE-053", Must, "An instance is in the collection of its kind"),
    row("CORE-057", Must, "A whole collection can be retrieved"),
    row("CORE-058", Must, "One item of a collection can be retrieved"),
    row("CORE-060", Must, "All kinds and mixins are discoverable"),
    row("CORE-061", Must, "Attributes and actions of each type are discoverable"),
    row("CORE-068", Must, "An instance exposes its kind"),
    row("CORE-070", Must, "An instance exposes its attributes and actions"),
    row("CORE-071", Must, "The title is mutable"),
    row("CORE-072", Must, "The id is immutable"),
    row("CORE-073", Must, "The summary of a resource is mutable"),
    row("CORE-076", Must, "A link has a source and a target"),
    row("HTTP-004", Must, "Every category that can be instantiated has a location"),
    row("HTTP-005", Must, "A location path ends with a slash"),
    row("HTTP-014", Must, "Each response with payload has the Content-Type of the format used"),
    row("HTTP-015", Must, "Each response has the OCCI version in the Server header"),
    row("HTTP-021", May, "A server may use other status codes"),
    row("HTTP-022", Must, "Parse errors and missing required information are answered 400"),
    row("HTTP-025", Must, "A 401 answer carries a challenge"),
    row("HTTP-027", Must, "An attempt to modify an immutable attribute is answered 403"),
    row("HTTP-028", Must, "Unknown kinds, mixins, actions and locations are answered 404"),
    row("HTTP-029", Must, "An unknown attribute is refused"),
    row("HTTP-031", Must, "A 405 answer names the allowed verbs"),
    row("HTTP-037", Must, "A feature that is not implemented is answered 501"),
    row("HTTP-076", Must, "GET of an instance is 200 with its rendering"),
    row("HTTP-077", Must, "GET of an instance returns at least its kind and its attributes"),
    row("HTTP-079", Should, "Only the actions applicable now are rendered"),
    row("HTTP-080", Must, "The path of an instance does not end with a slash"),
    row("HTTP-085", Must, "A created instance is in the collection of its kind"),
    row("HTTP-086", Must, "A full update keeps the links of the resource"),
    row("HTTP-087", Must, "A full update answered 200 carries the rendering"),
    row("HTTP-090", Should, "Information missing from a full update is deleted if allowed"),
    row("HTTP-091", Must, "A full update is idempotent"),
    row("HTTP-092", Must, "A partial update answered 200 carries the rendering"),
    row("HTTP-094", Must, "A partial update changes only what it names"),
    row("HTTP-098", Must, "An action is triggered by POST with the query action=term"),
    row("HTTP-099", Must, "The request contains the action invocation rendering"),
    row("HTTP-100", Must, "The value of the query key equals the term of the action"),
    row("HTTP-101", Must, "A successful action is answered 200"),
    row("HTTP-103", Should, "An action that is not available is answered with a bad request"),
    row("HTTP-105", Must, "Deleting an instance answers 200 or 204"),
    row("HTTP-106", Must, "Deleting an instance answers success"),
    row("HTTP-107", Must, "A deleted instance is gone from everywhere"),
    row("HTTP-109", Must, "GET of a collection lists its members"),
    row("HTTP-110", Must, "GET of a collection answers 200, also when it is empty"),
    row("HTTP-117", Must, "Mixins in a creation request are applied if allowed"),
    row("HTTP-119", Must, "A POST creation returns the URL of the instance in the Location header"),
    row("HTTP-121", Must, "A POST creation answered 201 carries the location or locations"),
    row("HTTP-122", Should, "The Location header is an absolute URL"),
    row("HTTP-139", Must, "Operations on collections are atomic"),
    row("HTTP-140", Must, "Deleting a kind collection deletes its instances and answers 200 or 204"),
    row("HTTP-154", Must, "The server answers in the type that Accept names"),
    row("INF-001", Must, "Each infrastructure instance is assigned the kind that identifies its type"),
    row("INF-009", Must, "occi.compute.state (multiplicity 1) is shown by every compute instance"),
    row("INF-010", Must, "occi.compute.architecture is one of x86 and x64"),
    row("INF-011", Must, "occi.compute.cores is an integer"),
    row("INF-012", Must, "occi.compute.memory is a float in GiB"),
    row("INF-013", Must, "occi.compute.share is a mutable integer"),
    row("INF-014", Must, "occi.compute.hostname is a mutable string"),
    row("INF-015", Must, "occi.compute.state is not changed by attribute update"),
    row("INF-018", May, "A state message explains the state"),
    row("INF-019", Must, "A compute exposes the actions start, stop, restart and suspend"),
    row("INF-020", Must, "A compute exposes the actions start, stop, restart, suspend and save"),
    row("INF-025", Must, "start leads an inactive compute to active"),
    row("INF-026", Must, "stop leads an active compute to inactive"),
    row("INF-027", Must, "suspend leads an active compute to suspended"),
    row("INF-028", Must, "start leads a suspended compute to active"),
    row("INF-029", Must, "restart leaves an active compute active"),
    row("INF-031", May, "save may ignore the name parameter"),
    row("INF-034", Must, "A new compute starts in inactive or moves on by itself"),
    row("INF-035", Must, "The Network kind is http://schemas.ogf.org/occi/infrastructure#network"),
    row("INF-038", Must, "occi.network.vlan is an integer from 0 to 4095"),
    row("INF-039", Must, "occi.network.label is a token"),
    row("INF-040", Must, "occi.network.state is shown and not client-settable"),
    row("INF-041", Must, "A network exposes the actions up and down"),
    row("INF-042", Must, "up leads an inactive network to active"),
    row("INF-043", Must, "down leads an active network to inactive"),
    row("INF-046", Must, "The IP network mixin defines address, gateway and allocation"),
    row("INF-052", Must, "Storage size must be supplied (the document marks it required)"),
    row("INF-053", Must, "A storage is resized by updating occi.storage.size"),
    row("INF-056", Must, "A storage exposes online, offline, backup, snapshot and resize"),
    row("INF-057", Must, "A storage exposes online and offline"),
    row("INF-058", Must, "The action resize has the parameter size and changes the storage"),
    row("INF-059", Must, "backup and snapshot return an online storage to online"),
    row("INF-060", Must, "online leads an offline storage to online"),
    row("INF-061", Must, "offline leads an online storage to offline"),
    row("INF-063", Must, "A network interface shows interface, mac and state"),
    row("INF-064", Must, "occi.networkinterface.interface and .state are not changed by clients"),
    row("INF-065", Must, "occi.networkinterface.mac is mutable"),
    row("INF-072", Must, "A storage link shows deviceid and state, and mountpoint when set"),
    row("INF-076", Must, "Link states are active and inactive (and error in 1.2)"),
    row("INF-078", Must, "The mixin infrastructure#os_tpl is present when OS templates are offered"),
    row("INF-085", Must, "The mixin infrastructure#resource_tpl is present when resource templates are offered"),
    row("INF-094", Should, "The credentials mixin is supported where access is by SSH"),
    row("INF-097", Should, "The contextualization mixin is supported"),
    row("JSON-001", Must, "The media type is application/occi+json"),
    row("JSON-003", Must, "A resource has kind and id"),
    row("JSON-010", Must, "kind and id cannot be changed"),
    row("JSON-012", Must, "Action parameters are in attributes of the invocation"),
    row("JSON-013", Must, "A link has kind, id, source and target"),
    row("JSON-016", Must, "source and target cannot be changed in the JSON rendering"),
    row("JSON-018", Must, "A kind has term and scheme"),
    row("JSON-019", Must, "A kind names its parent as one identifier"),
    row("JSON-020", Must, "Every kind except core#entity has a location"),
    row("JSON-021", Must, "actions of a kind is an array of action identifiers"),
    row("JSON-022", Must, "A mixin has term, scheme and location"),
    row("JSON-023", Must, "depends of a mixin is an array of mixin identifiers"),
    row("JSON-024", Must, "applies of a mixin is an array of kind identifiers"),
    row("JSON-025", Must, "An action has term and scheme and no location, parent, depends, applies or actions"),
    row("JSON-026", Must, "An entity collection is an object with an array member"),
    row("JSON-037", Must, "The JSON type of a value fits the defined type"),
    row("JSON-043", Must, "A pattern is what the server enforces"),
    row("JSON-046", Must, "default is used when the client gives no value"),
    row("JSON-047", Must, "An attribute with required true must be given at creation"),
    row("JSON-048", Must, "An attribute with mutable false cannot be changed after creation"),
    row("JSON-049", Must, "A resource object posted to the kind location creates an instance"),
    row("JSON-050", Must, "A link object posted to the link kind's location creates a link"),
    row("JSON-055", Must, "JSON and text show the same instance"),
    row("JSON-056", Must, "JSON and text show the same query interface"),
    row("JSON-057", Must, "Malformed JSON is refused without side effects"),
    row("JSON-058", Must, "Answers are well-formed JSON in a Unicode encoding (UTF-8 by default)"),
    row("TXT-003", Must, "The header rendering has the type text/occi"),
    row("TXT-004", Must, "In text/occi the fields are HTTP header fields"),
    row("TXT-005", Must, "In text/occi the body of a success is OK"),
    row("TXT-006", Must, "In text/plain the fields are in the body"),
    row("TXT-017", Must, "class is accepted quoted and unquoted"),
    row("TXT-035", Must, "An entity collection is a sequence of X-OCCI-Location fields and nothing else"),
    row("TXT-036", Must, "An empty collection has no field"),
    row("TXT-038", Must, "In text/occi a list of instances is returned in X-OCCI-Location"),
    row("TXT-048", Must, "Strings are quoted"),
    row("TXT-049", Must, "Numbers are not quoted"),
    row("TXT-052", Must, "Quotes and backslashes inside a string are escaped by a backslash"),
    row("TXT-053", Must, "A comma inside a quoted string does not split the value"),
    row("TXT-054", Must, "An escaped quote does not end the string"),
    row("TXT-065", Must, "A URI list has the format of RFC 2483"),
    row("TXT-066", Must, "The URI list and the location list name the same instances"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_sorted_and_found() {
        assert!(TABLE.is_sorted_by(|a, b| a.id < b.id));
        assert_eq!(find("CORE-019").map(|row| row.level), Some(Must));
        assert_eq!(find("CORE-999"), None);
    }
}

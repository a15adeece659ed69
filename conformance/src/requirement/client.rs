//! The rows that bind clients: ids, levels and what is required. Their source is the standard:
//! GFD.183 and GFD.185 for version 1.1; GFD.221, GFD.223, GFD.224 and GFD.229 for 1.2.

use super::{Requirement, row};
use crate::case::Level::{May, Must, Should};

/// The rows that bind clients alone, sorted by id. What else a client's requests must be is among
/// the rows of what is written and read.
#[rustfmt::skip]
pub const CLIENT: &[Requirement] = &[
    row("CORE-048", Must, "A creation request names the kind by term and scheme"),
    row("CORE-050", May, "A creation request names any number of mixins"),
    row("CORE-066", Should, "A client does not interpret the identifier"),
    row("CORE-084", Should, "User mixins use one scheme per user"),
    row("HTTP-008", Should, "A client names its media types in Accept"),
    row("HTTP-009", Must, "A client that sends a payload names its type in Content-Type"),
    row("HTTP-010", Should, "A client sends its OCCI version in User-Agent"),
    row("HTTP-011", Must, "The version in User-Agent has the form OCCI/X.Y used by the server"),
    row("HTTP-020", Must, "A client understands the fourteen listed status codes"),
    row("HTTP-041", Must, "A paging request uses both page and number"),
    row("HTTP-055", Should, "The filter Category differs from the one that defines the path"),
    row("HTTP-056", Should, "Filters are sent in the text/occi rendering"),
    row("HTTP-063", Must, "A request to add mixins has at least one full category rendering"),
    row("HTTP-064", May, "One request may add several mixins"),
    row("HTTP-065", Must, "A mixin to be added has at least term, scheme and location"),
    row("HTTP-071", Must, "A request to remove mixins names at least one category"),
    row("HTTP-097", Should, "A client fetches an instance before it updates it"),
    row("HTTP-104", May, "An action request carries parameters as attributes"),
    row("HTTP-115", Must, "A creation request has at least one full entity rendering"),
    row("HTTP-116", Must, "A creation request names exactly one kind"),
    row("HTTP-118", Must, "Creation is posted to the location of the kind"),
    row("HTTP-123", May, "One request may create several entities"),
    row("HTTP-127", Should, "An inline link in a creation request has no self parameter"),
    row("HTTP-130", Must, "A direct link creation gives kind, occi.core.source and occi.core.target"),
    row("HTTP-135", Must, "Association requests carry the URIs of the instances"),
    row("HTTP-144", May, "The request may name no instance"),
    row("HTTP-147", Should, "Namespace listings are asked for as text/uri-list"),
    row("HTTP-151", Must, "Paths of collections and namespaces end with a slash"),
    row("HTTP-162", Should, "Clients use selection and filtering where possible"),
    row("INF-074", Should, "A storage link is not used to choose the operating system"),
    row("JSON-011", Must, "An action invocation is an object with the string action"),
    row("TXT-011", Must, "A client understands both list forms"),
    row("TXT-061", Must, "An action invocation has exactly one Category and then attributes"),
];

//! Graded sets of situations of the protocol, in which no entity of a certain kind is at stake.

use super::{Graded, client_error, status};

pub(super) const NOT_ACCEPTABLE: Graded = Graded {
    situation: "a type that the server does not write",
    preferred: &[406],
    tolerated: &[],
    source: "HTTP-032",
};

pub(super) const NOT_A_LISTING: Graded = Graded {
    situation: "text/uri-list of something that is no listing",
    preferred: &[400],
    tolerated: const { &[status(406, "HTTP-032: the type cannot be had here")] },
    source: "TXT-064",
};

pub(super) const UNSUPPORTED_TYPE: Graded = Graded {
    situation: "a payload of a type that the server does not read",
    preferred: &[415],
    tolerated: const {
        &[
            status(400, "D-89: the lists of codes have no 415"),
            status(406, "D-89: some servers answer as for Accept"),
        ]
    },
    source: "D-89",
};

pub(super) const REFUSED: Graded = Graded {
    situation: "a request that must be refused",
    preferred: &[400, 403, 404, 405, 406, 409, 415, 422],
    tolerated: &[],
    source: "the row asks for a refusal and names no code",
};

pub(super) const ODD: Graded = Graded {
    situation: "a request that nobody sends in good faith",
    preferred: &[
        200, 201, 204, 301, 308, 400, 403, 404, 405, 406, 409, 411, 413, 414, 415, 422, 431, 501,
    ],
    tolerated: &[],
    source: "section 17 of the design: no server error, and nothing is lost",
};

pub(super) const NO_MESSAGE: Graded = Graded {
    situation: "a request that HTTP does not allow",
    preferred: &[400],
    tolerated: const { &[client_error("RFC 9112 asks for 400")] },
    source: "RFC 9112 3.2, 5.1, 6.3, 8; HTTP-022; a closed connection will do",
};

pub(super) const IN_CHUNKS: Graded = Graded {
    situation: "a creation in chunks",
    preferred: &[201],
    tolerated: const {
        &[
            status(200, "HTTP-120: 200 with a rendering is allowed in 1.2"),
            status(411, "RFC 9110 15.5.12: a server may insist on a length"),
        ]
    },
    source: "RFC 9112 7.1, HTTP-082",
};

pub(super) const WELL_KNOWN: Graded = Graded {
    situation: "the query interface at its well-known path",
    preferred: &[200],
    tolerated: const { &[status(404, "HTTP-058: the path is optional")] },
    source: "HTTP-058, D-91",
};

pub(super) const UNBOUND: Graded = Graded {
    situation: "reading a path that belongs to no category",
    preferred: &[200],
    tolerated: const {
        &[client_error(
            "HTTP-007: 1.2 leaves such paths to the server",
        )]
    },
    source: "HTTP-146",
};

pub(super) const TOO_LONG: Graded = Graded {
    situation: "a rendering in header fields that is longer than they can be",
    preferred: &[200, 406],
    tolerated: &[],
    source: "HTTP-033, TXT-014",
};

pub(super) const CREATE_AT_PATH: Graded = Graded {
    situation: "creating an instance at a path of the client's choice",
    preferred: &[201],
    tolerated: const {
        &[
            status(200, "HTTP-082: 200 with the rendering is allowed"),
            client_error("HTTP-081: a server may insist on paths of its own"),
        ]
    },
    source: "HTTP-081, D-104",
};

pub(super) const FOREIGN_TARGET: Graded = Graded {
    situation: "a link to a resource of another provider",
    preferred: &[201],
    tolerated: const {
        &[
            status(200, "HTTP-120: 200 with a rendering is allowed in 1.2"),
            client_error("CORE-079: a provider need not let everything be linked"),
        ]
    },
    source: "CORE-079",
};

pub(super) const LINK_BY_UPDATE: Graded = Graded {
    situation: "a partial update that adds a link",
    preferred: &[200],
    tolerated: const {
        &[
            status(201, "HTTP-093: 201 with a location is allowed in 1.2"),
            client_error("D-106 adds links by POST; the standard asks for no such thing"),
        ]
    },
    source: "D-106",
};

pub(super) const WITHOUT_KIND: Graded = Graded {
    situation: "creating an instance without a kind",
    preferred: &[400],
    tolerated: const {
        &[
            status(201, "D.7: the path of a collection implies the kind"),
            status(200, "D.7: the path of a collection implies the kind"),
        ]
    },
    source: "CORE-049",
};

pub(super) const UNKNOWN_ACTION: Graded = Graded {
    situation: "an action that neither kind nor mixin of the path defines",
    preferred: &[400],
    tolerated: const { &[client_error("HTTP-137 and CORE-046 name no code")] },
    source: "HTTP-137, D-110",
};

const ALL_REFUSED: &str = "HTTP-022: the request is refused, but not for want of credentials";

pub(super) const CHANGE_WITHOUT_LOGIN: Graded = Graded {
    situation: "a change without credentials",
    preferred: &[401],
    tolerated: const { &[status(403, ALL_REFUSED)] },
    source: "HTTP-024, HTTP-161",
};

pub(super) const READ_WITHOUT_LOGIN: Graded = Graded {
    situation: "reading without credentials",
    preferred: &[401],
    tolerated: const {
        &[
            status(403, ALL_REFUSED),
            status(
                200,
                "CORE-085: a provider may show to everybody what is there",
            ),
        ]
    },
    source: "HTTP-024, CORE-085",
};

pub(super) const EMPTY_COLLECTION: Graded = Graded {
    situation: "reading a collection without members",
    preferred: &[200],
    tolerated: const { &[status(204, "HTTP-111: 204 is allowed in 1.1")] },
    source: "D-94",
};

pub(super) const REMOVE_AGAIN: Graded = Graded {
    situation: "removing a user mixin that is not there",
    preferred: &[404],
    tolerated: const {
        &[
            client_error("HTTP-028 binds 1.1 only"),
            status(200, "no document forbids to remove what is not there"),
            status(204, "no document forbids to remove what is not there"),
        ]
    },
    source: "HTTP-028, D.6",
};

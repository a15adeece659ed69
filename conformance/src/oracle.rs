//! The graded sets of answers (section 6), as data with reasons.
//!
//! A preferred answer passes; a tolerated one passes with a note that says why it is tolerated;
//! any other fails. Nothing outside this file knows which status is right.

mod protocol;

/// The situations in which a server answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Situation {
    /// A reading request on something that exists.
    Read,
    /// Creation of one entity.
    CreateOne,
    /// Partial update.
    Update,
    /// Partial update of an end of a link.
    UpdateEnd,
    /// Partial update of what a link says about the kind of its target.
    UpdateTargetKind,
    /// Full update.
    Replace,
    /// An action that is applicable.
    Act,
    /// Deletion of an entity or of a collection.
    Delete,
    /// Reading an entity that was deleted.
    Deleted,
    /// Deleting an entity that was deleted.
    DeleteAgain,
    /// A value of the wrong type or outside its facets.
    BadValue,
    /// A reference to what does not exist or does not fit.
    BadReference,
    /// A required attribute or parameter is missing.
    Missing,
    /// A full update leaves out a required attribute.
    MissingInReplace,
    /// A read-only attribute, or a create-only one after creation.
    Immutable,
    /// Another id for an existing entity.
    OtherId,
    /// An action that the present state does not allow.
    IllegalAction,
    /// An action on a collection of which one member cannot perform it.
    IllegalForMember,
    /// An unknown term in the query `action=`.
    UnknownTerm,
    /// The query names one action, the payload another.
    TermsDiffer,
    /// An invocation without payload.
    EmptyInvocation,
    /// A parameter that the action does not have.
    UnknownParameter,
    /// An attribute that neither the kind nor a mixin has.
    UnknownAttribute,
    /// A payload that does not parse.
    Malformed,
    /// JSON of a wrong shape.
    WrongShape,
    /// An entity sent to the location of another kind.
    OtherKind,
    /// Two kinds in one request.
    TwoKinds,
    /// Instances join the collection of a mixin.
    Associate,
    /// Instances leave the collection of a mixin.
    Dissociate,
    /// A user mixin is removed.
    RemoveMixin,
    /// A user mixin that was removed before.
    RemoveAgain,
    /// A user mixin under the scheme of the standard.
    ReservedScheme,
    /// A user mixin that exists already.
    MixinExists,
    /// A mixin that does not apply to the kind.
    MixinDoesNotApply,
    /// A filter by a category that nobody offers.
    UnknownCategory,
    /// A page that is no positive number.
    BadPage,
    /// A page above any limit.
    LargePage,
    /// A second template of a family.
    ReplaceTemplate,
    /// A request of a version that does not exist.
    FutureVersion,
    /// A method that the path does not have.
    MethodNotAllowed,
    /// A type that the server does not write.
    NotAcceptable,
    /// `text/uri-list` of something that is no listing.
    NotAListing,
    /// A payload of a type that the server does not read.
    UnsupportedType,
    /// A request that must be refused, with whatever client error.
    Refused,
    /// A request that nobody sends in good faith: refused, or taken as legal.
    Odd,
    /// A request that HTTP does not allow (RFC 9112).
    NoMessage,
    /// A creation whose payload comes in chunks.
    InChunks,
    /// The query interface at its well-known path.
    WellKnown,
    /// Reading a path that belongs to no category.
    Unbound,
    /// A rendering in header fields that is longer than they can be.
    TooLong,
    /// Creation at a path of the client's choice.
    CreateAtPath,
    /// A link to a resource of another provider.
    ForeignTarget,
    /// A partial update that adds a link.
    LinkByUpdate,
    /// Reading a collection without members.
    EmptyCollection,
    /// Creation without a kind.
    WithoutKind,
    /// An action that neither kind nor mixin of the path defines.
    UnknownAction,
    /// A change without credentials, where the run has some.
    ChangeWithoutLogin,
    /// Reading without credentials, where the run has some.
    ReadWithoutLogin,
}

/// Which statuses a tolerance covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Covers {
    /// One status.
    Status(u16),
    /// Every 4xx.
    ClientError,
    /// Every 2xx.
    Success,
}

impl Covers {
    /// Whether it covers `status`.
    #[must_use]
    pub const fn has(self, status: u16) -> bool {
        match self {
            Self::Status(one) => one == status,
            Self::ClientError => matches!(status, 400..=499),
            Self::Success => matches!(status, 200..=299),
        }
    }
}

/// A tolerated answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tolerance {
    /// What is tolerated.
    pub covers: Covers,
    /// Why: the row or decision, and what it says.
    pub reason: &'static str,
}

/// A graded set of statuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Graded {
    /// The situation in words: "creating one entity".
    pub situation: &'static str,
    /// Statuses that pass.
    pub preferred: &'static [u16],
    /// Statuses that pass with a note.
    pub tolerated: &'static [Tolerance],
    /// Where the preferred answer comes from.
    pub source: &'static str,
}

/// How a status is graded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grading {
    /// Preferred.
    Preferred,
    /// Tolerated, with the reason.
    Tolerated(&'static str),
    /// Neither.
    Wrong,
}

impl Graded {
    /// How `status` is graded.
    #[must_use]
    pub fn grade(&self, status: u16) -> Grading {
        if self.preferred.contains(&status) {
            return Grading::Preferred;
        }
        self.tolerated
            .iter()
            .find(|tolerance| tolerance.covers.has(status))
            .map_or(Grading::Wrong, |tolerance| {
                Grading::Tolerated(tolerance.reason)
            })
    }

    /// The set for people: `201 (or 200: …)`.
    #[must_use]
    pub fn describe(&self) -> String {
        let mut text = self
            .preferred
            .iter()
            .map(u16::to_string)
            .collect::<Vec<_>>()
            .join(" or ");
        for tolerance in self.tolerated {
            let covers = match tolerance.covers {
                Covers::Status(status) => status.to_string(),
                Covers::ClientError => "another 4xx".to_owned(),
                Covers::Success => "another 2xx".to_owned(),
            };
            text.push_str(&format!("; tolerated: {covers} ({})", tolerance.reason));
        }
        text
    }
}

const fn status(status: u16, reason: &'static str) -> Tolerance {
    Tolerance {
        covers: Covers::Status(status),
        reason,
    }
}

const fn client_error(reason: &'static str) -> Tolerance {
    Tolerance {
        covers: Covers::ClientError,
        reason,
    }
}

const NO_CONTENT: &str = "an answer without content says the same";

const NO_CODE_FOR_VALUES: &str =
    "no document gives a status for a value outside its type; any client error refuses it";

impl Situation {
    /// Whether the situation wants a refusal: a success then is a failure with a code of its own
    /// (`stored` or `ignored`).
    #[must_use]
    pub fn is_refusal(self) -> bool {
        self.graded().preferred.iter().all(|status| *status >= 400)
    }

    /// Whether a connection that is closed without an answer will do as one: where the request was
    /// no message, or hardly one.
    #[must_use]
    pub const fn may_hang_up(self) -> bool {
        matches!(self, Self::NoMessage | Self::Odd)
    }

    /// The graded set.
    #[must_use]
    #[expect(
        clippy::too_many_lines,
        reason = "one table, easier to review in one place"
    )]
    pub const fn graded(self) -> Graded {
        match self {
            Self::Read => Graded {
                situation: "reading",
                preferred: &[200],
                tolerated: &[],
                source: "HTTP-076, HTTP-110",
            },
            Self::CreateOne => Graded {
                situation: "creating one entity",
                preferred: &[201],
                tolerated: const {
                    &[status(
                        200,
                        "HTTP-120: 200 with a rendering is allowed in 1.2",
                    )]
                },
                source: "D-96",
            },
            Self::Update => Graded {
                situation: "partial update",
                preferred: &[200],
                tolerated: const { &[status(201, "HTTP-093: 201 with a Location is allowed")] },
                source: "D-107",
            },
            Self::UpdateEnd => Graded {
                situation: "partial update of an end of a link",
                preferred: &[200],
                tolerated: const {
                    &[
                        status(201, "HTTP-093: 201 with a Location is allowed"),
                        client_error("D-17: Core calls the ends mutable, JSON-016 forbids it"),
                    ]
                },
                source: "D-17",
            },
            Self::UpdateTargetKind => Graded {
                situation: "partial update of the kind of a link's target",
                preferred: &[200],
                tolerated: const {
                    &[
                        status(201, "HTTP-093: 201 with a Location is allowed"),
                        client_error(
                            "CORE-080: naming the kind is optional, and a server may insist on the exact one",
                        ),
                    ]
                },
                source: "GFD.221 5.4.3",
            },
            Self::Replace => Graded {
                situation: "full update",
                preferred: &[200],
                tolerated: const { &[status(201, "HTTP-088: 201 with a Location is allowed")] },
                source: "HTTP-087",
            },
            Self::Act => Graded {
                situation: "invoking an applicable action",
                preferred: &[200],
                tolerated: const {
                    &[status(
                        202,
                        "an asynchronous server; the state is followed to its end",
                    )]
                },
                source: "HTTP-101, D-111",
            },
            Self::Delete => Graded {
                situation: "deleting",
                preferred: &[200],
                tolerated: const { &[status(204, "HTTP-105: 204 is allowed in 1.2")] },
                source: "D-99, D-108",
            },
            Self::Deleted => Graded {
                situation: "reading a deleted entity",
                preferred: &[404],
                tolerated: const { &[status(410, "HTTP-035: 410 is allowed in 1.1")] },
                source: "D-103",
            },
            Self::DeleteAgain => Graded {
                situation: "deleting a deleted entity",
                preferred: &[404],
                tolerated: const { &[status(410, "HTTP-035: 410 is allowed in 1.1")] },
                source: "D-103, D.10",
            },
            Self::BadValue => Graded {
                situation: "a value outside its type or facets",
                preferred: &[400],
                tolerated: const { &[client_error(NO_CODE_FOR_VALUES)] },
                source: "D-22 step 4, HTTP-022",
            },
            Self::BadReference => Graded {
                situation: "a reference to what does not exist or does not fit",
                preferred: &[400, 404],
                tolerated: const {
                    &[client_error(
                        "CORE-077 and CORE-078 ask for a refusal, not for a code",
                    )]
                },
                source: "D-18, HTTP-028",
            },
            Self::Missing => Graded {
                situation: "required information is missing",
                preferred: &[400],
                tolerated: const {
                    &[client_error(
                        "HTTP-022 binds 1.1 only; any client error refuses it",
                    )]
                },
                source: "D-22 step 7, HTTP-022",
            },
            Self::MissingInReplace => Graded {
                situation: "a full update without a required attribute",
                preferred: &[400],
                tolerated: const {
                    &[
                        client_error("HTTP-022 binds 1.1 only; any client error refuses it"),
                        Tolerance {
                            covers: Covers::Success,
                            reason: "HTTP-090 deletes only what may be deleted; a required value may be kept",
                        },
                    ]
                },
                source: "HTTP-022, HTTP-090",
            },
            Self::Immutable => Graded {
                situation: "setting an immutable attribute",
                preferred: &[403],
                tolerated: const {
                    &[client_error(
                        "HTTP-027: other client errors also keep the value",
                    )]
                },
                source: "HTTP-027, D-22 step 5",
            },
            Self::OtherId => Graded {
                situation: "giving an existing entity another id",
                preferred: &[403, 409],
                tolerated: const {
                    &[client_error(
                        "HTTP-027: other client errors also keep the value",
                    )]
                },
                source: "HTTP-027, D-109",
            },
            Self::IllegalAction => Graded {
                situation: "an action that the state does not allow",
                preferred: &[409],
                tolerated: const { &[status(400, "HTTP-103: 1.1 calls it a bad request")] },
                source: "D-32, D-110",
            },
            Self::IllegalForMember => Graded {
                situation: "an action on a collection of which one member cannot perform it",
                preferred: &[409],
                tolerated: const {
                    &[
                        status(400, "HTTP-103: 1.1 calls it a bad request"),
                        status(
                            403,
                            "HTTP-139 asks for no partial execution, not for a code",
                        ),
                    ]
                },
                source: "D-110, HTTP-139",
            },
            Self::UnknownTerm => Graded {
                situation: "an unknown term in the query action=",
                preferred: &[400],
                tolerated: const { &[status(404, "HTTP-028: unknown actions are 404 in 1.1")] },
                source: "D-110",
            },
            Self::TermsDiffer => Graded {
                situation: "query and payload name different actions",
                preferred: &[400],
                tolerated: const { &[client_error("HTTP-100 asks for equality, not for a code")] },
                source: "HTTP-100, D-110",
            },
            Self::EmptyInvocation => Graded {
                situation: "an invocation without payload",
                preferred: &[400],
                tolerated: const { &[client_error("HTTP-099 names no code")] },
                source: "D-110, HTTP-099",
            },
            Self::UnknownParameter => Graded {
                situation: "a parameter that the action does not have",
                preferred: &[400],
                tolerated: const {
                    &[
                        status(403, "HTTP-029: common for unknown attributes"),
                        status(404, "HTTP-029: unknown attributes are 404 in 1.1"),
                    ]
                },
                source: "D-110, D-112",
            },
            Self::UnknownAttribute => Graded {
                situation: "an attribute that neither the kind nor a mixin has",
                preferred: &[400],
                tolerated: const {
                    &[
                        status(403, "HTTP-029: common for unknown attributes"),
                        status(404, "HTTP-029: unknown attributes are 404 in 1.1"),
                    ]
                },
                source: "D-112",
            },
            Self::Malformed => Graded {
                situation: "a payload that does not parse",
                preferred: &[400],
                tolerated: &[],
                source: "HTTP-022, JSON-057",
            },
            Self::WrongShape => Graded {
                situation: "JSON of a wrong shape",
                preferred: &[400],
                tolerated: const {
                    &[status(
                        422,
                        "well-formed JSON of a wrong shape; the documents give no code of its own",
                    )]
                },
                source: "JSON-057",
            },
            Self::OtherKind => Graded {
                situation: "an entity sent to the location of another kind",
                preferred: &[400],
                tolerated: const { &[client_error("D.7 names no code for it")] },
                source: "HTTP-117, D.7",
            },
            Self::TwoKinds => Graded {
                situation: "two kinds in one request",
                preferred: &[400],
                tolerated: const {
                    &[client_error(
                        "CORE-068 asks for exactly one kind, not for a code",
                    )]
                },
                source: "CORE-068, D-64",
            },
            Self::Associate => Graded {
                situation: "joining the collection of a mixin",
                preferred: &[200],
                tolerated: const { &[status(204, NO_CONTENT)] },
                source: "D-97, HTTP-133",
            },
            Self::Dissociate => Graded {
                situation: "leaving the collection of a mixin",
                preferred: &[200],
                tolerated: const { &[status(204, NO_CONTENT)] },
                source: "D-98, HTTP-143",
            },
            Self::RemoveMixin => Graded {
                situation: "removing a user mixin",
                preferred: &[200],
                tolerated: const { &[status(204, NO_CONTENT)] },
                source: "HTTP-070",
            },
            Self::RemoveAgain => protocol::REMOVE_AGAIN,
            Self::ReservedScheme => Graded {
                situation: "a user mixin under the scheme of the standard",
                preferred: &[403],
                tolerated: const { &[client_error("HTTP-068 allows a refusal, and names no code")] },
                source: "D-93",
            },
            Self::MixinExists => Graded {
                situation: "a user mixin that exists already",
                preferred: &[200, 409],
                tolerated: const { &[client_error("HTTP-068 allows a refusal, and names no code")] },
                source: "HTTP-068, D-93",
            },
            Self::MixinDoesNotApply => Graded {
                situation: "a mixin that does not apply to the kind",
                preferred: &[403],
                tolerated: const { &[client_error("HTTP-026: other client errors also refuse it")] },
                source: "CORE-041, HTTP-026",
            },
            Self::UnknownCategory => Graded {
                situation: "a filter by a category that nobody offers",
                preferred: &[404],
                tolerated: const { &[status(400, "HTTP-028 binds 1.1 only")] },
                source: "HTTP-028, D-101",
            },
            Self::BadPage => Graded {
                situation: "a page that is no positive number",
                preferred: &[400],
                tolerated: &[],
                source: "D-102, HTTP-022",
            },
            Self::LargePage => Graded {
                situation: "a page above any limit",
                preferred: &[413],
                tolerated: const { &[status(200, "HTTP-043: a server may have no limit")] },
                source: "HTTP-043",
            },
            Self::FutureVersion => Graded {
                situation: "a request of a version that does not exist",
                preferred: &[501],
                tolerated: &[],
                source: "HTTP-018, D-87",
            },
            Self::MethodNotAllowed => Graded {
                situation: "a method that the path does not have",
                preferred: &[405],
                tolerated: &[],
                source: "HTTP-031",
            },
            Self::NotAcceptable => protocol::NOT_ACCEPTABLE,
            Self::NotAListing => protocol::NOT_A_LISTING,
            Self::UnsupportedType => protocol::UNSUPPORTED_TYPE,
            Self::Refused => protocol::REFUSED,
            Self::Odd => protocol::ODD,
            Self::NoMessage => protocol::NO_MESSAGE,
            Self::InChunks => protocol::IN_CHUNKS,
            Self::WellKnown => protocol::WELL_KNOWN,
            Self::Unbound => protocol::UNBOUND,
            Self::TooLong => protocol::TOO_LONG,
            Self::CreateAtPath => protocol::CREATE_AT_PATH,
            Self::ForeignTarget => protocol::FOREIGN_TARGET,
            Self::LinkByUpdate => protocol::LINK_BY_UPDATE,
            Self::WithoutKind => protocol::WITHOUT_KIND,
            Self::UnknownAction => protocol::UNKNOWN_ACTION,
            Self::ChangeWithoutLogin => protocol::CHANGE_WITHOUT_LOGIN,
            Self::ReadWithoutLogin => protocol::READ_WITHOUT_LOGIN,
            Self::EmptyCollection => protocol::EMPTY_COLLECTION,
            Self::ReplaceTemplate => Graded {
                situation: "a second template of a family",
                preferred: &[200, 400],
                tolerated: const { &[client_error("INF-084 asks for an error, and names no code")] },
                source: "D-38, INF-083, INF-084",
            },
        }
    }
}

#[cfg(test)]
mod tests;

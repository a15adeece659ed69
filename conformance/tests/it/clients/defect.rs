//! What the small client does wrong, and the cases that find it.

/// The rendering that it speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spoken {
    Text,
    Json,
}

/// What it does wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Defect {
    NoAccept,
    NoContentType,
    NoVersion,
    OddVersion,
    NoSlash,
    TermOnly,
    MixinForgotten,
    NumbersAsText,
    TwoKinds,
    PostElsewhere,
    NoSource,
    UpdateForgotten,
    UpdateReplaces,
    ActionForgotten,
    TwoCategories,
    ParametersForgotten,
    PageOnly,
    FilterOfPath,
    FilterForgotten,
    TagWithoutLocation,
    UntagNothing,
    StatusHidden,
    OddSuccess,
    FirstOfLine,
    LastLine,
    ExactType,
    KnownOnly,
    UuidOnly,
    NoJson,
    RelativeAsText,
    LocationBuilt,
    AcceptedIsDone,
    ErrorsAsResults,
    Impatient,
    FollowsNothing,
}

const REFUSALS: &[&str] = &[
    "HTTP-020/400",
    "HTTP-020/401",
    "HTTP-020/403",
    "HTTP-020/404",
    "HTTP-020/405",
    "HTTP-020/406",
    "HTTP-020/409",
    "HTTP-020/413",
    "HTTP-020/500",
    "HTTP-020/501",
    "HTTP-020/503",
];

impl Defect {
    /// All, with the rendering that each is looked for in, and cases that find it.
    #[rustfmt::skip]
    pub(super) const ALL: &[(Self, Spoken, &[&str])] = &[
        (Self::NoAccept, Spoken::Json, &["HTTP-008/accept"]),
        (Self::NoContentType, Spoken::Json, &["HTTP-009/content-type"]),
        (Self::NoVersion, Spoken::Text, &["HTTP-010/user-agent"]),
        (Self::OddVersion, Spoken::Text, &["HTTP-011/user-agent"]),
        (Self::NoSlash, Spoken::Json, &["HTTP-151/slash"]),
        (Self::TermOnly, Spoken::Text, &["CORE-048/kind"]),
        (Self::MixinForgotten, Spoken::Json, &["CORE-050/mixin"]),
        (Self::NumbersAsText, Spoken::Text, &["HTTP-115/rendering"]),
        (Self::TwoKinds, Spoken::Text, &["HTTP-116/one-kind"]),
        (Self::PostElsewhere, Spoken::Text, &["HTTP-118/location"]),
        (Self::NoSource, Spoken::Text, &["HTTP-130/link"]),
        (Self::UpdateForgotten, Spoken::Json, &["CORE-003/update"]),
        (Self::UpdateReplaces, Spoken::Text, &["CORE-003/update", "HTTP-097/fetch-first"]),
        (Self::ActionForgotten, Spoken::Json, &["HTTP-099/invocation", "JSON-011/action"]),
        (Self::TwoCategories, Spoken::Text, &["TXT-061/one-category"]),
        (Self::ParametersForgotten, Spoken::Json, &["HTTP-104/parameters"]),
        (Self::PageOnly, Spoken::Text, &["HTTP-041/pages"]),
        (Self::FilterOfPath, Spoken::Text, &["HTTP-055/category"]),
        (Self::FilterForgotten, Spoken::Text, &["HTTP-056/header-fields"]),
        (Self::TagWithoutLocation, Spoken::Text, &["HTTP-063/rendering"]),
        (Self::UntagNothing, Spoken::Text, &["HTTP-071/category"]),
        (Self::StatusHidden, Spoken::Text, REFUSALS),
        (Self::ErrorsAsResults, Spoken::Json, REFUSALS),
        (Self::OddSuccess, Spoken::Text, &["HTTP-020/200", "HTTP-020/201", "HTTP-020/204"]),
        (Self::FirstOfLine, Spoken::Text, &["TXT-011/text-one-line", "TXT-011/header-one-field"]),
        (Self::LastLine, Spoken::Text, &["TXT-011/text-lines", "TXT-011/header-fields"]),
        (Self::ExactType, Spoken::Text, &["reads/parameter"]),
        (Self::KnownOnly, Spoken::Json, &["reads/unknown"]),
        (Self::UuidOnly, Spoken::Json, &["CORE-066/opaque"]),
        (Self::NoJson, Spoken::Json, &["reads/json"]),
        (Self::RelativeAsText, Spoken::Text, &["TXT-037/relative"]),
        (Self::LocationBuilt, Spoken::Json, &["HTTP-006/elsewhere"]),
        (Self::AcceptedIsDone, Spoken::Json, &["HTTP-157/accepted"]),
        (Self::ErrorsAsResults, Spoken::Text, &["care/cut", "care/half", "care/page", "care/empty"]),
        (Self::Impatient, Spoken::Json, &["care/slow"]),
        (Self::FollowsNothing, Spoken::Json, &["care/moved"]),
    ];
}

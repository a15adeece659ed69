//! Media types of the renderings, and content negotiation (part A, D.5).

/// A media type that the renderings know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MediaType {
    /// `text/plain`: body form.
    TextPlain,
    /// `text/occi+plain`: the same under its second name.
    TextOcciPlain,
    /// `text/occi`: header form.
    TextOcci,
    /// `text/uri-list`: locations only.
    UriList,
    /// `application/occi+json`.
    OcciJson,
    /// `application/json`: the same under its common name (D-50).
    Json,
}

impl MediaType {
    /// All of them, in order of preference for wildcards other than `*/*` (D-91).
    pub const ALL: [Self; 6] = [
        Self::OcciJson,
        Self::Json,
        Self::TextPlain,
        Self::TextOcciPlain,
        Self::TextOcci,
        Self::UriList,
    ];

    /// The name, without parameters.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::TextPlain => "text/plain",
            Self::TextOcciPlain => "text/occi+plain",
            Self::TextOcci => "text/occi",
            Self::UriList => "text/uri-list",
            Self::OcciJson => "application/occi+json",
            Self::Json => "application/json",
        }
    }

    /// The value of `Content-Type` on output: text types say their charset (D-50).
    #[must_use]
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::TextPlain => "text/plain; charset=utf-8",
            Self::TextOcciPlain => "text/occi+plain; charset=utf-8",
            Self::TextOcci => "text/occi; charset=utf-8",
            Self::UriList => "text/uri-list; charset=utf-8",
            Self::OcciJson => "application/occi+json",
            Self::Json => "application/json",
        }
    }

    /// Whether the content is JSON.
    #[must_use]
    pub const fn is_json(self) -> bool {
        matches!(self, Self::OcciJson | Self::Json)
    }

    /// The type of a `Content-Type` value; parameters and letter case do not matter.
    #[must_use]
    pub fn parse(content_type: &str) -> Option<Self> {
        let _ = content_type;
        unimplemented!()
    }
}

/// Chooses the type of an answer from the `Accept` values of a request (D-88, D-91).
///
/// `None` as input: the request has no `Accept`. `None` as output: nothing acceptable (406).
/// `text/uri-list` takes part like any other; whether it fits is the caller's business.
#[must_use]
pub fn negotiate<'a>(accept: impl IntoIterator<Item = &'a str>) -> Option<MediaType> {
    let _ = accept.into_iter();
    unimplemented!()
}

//! Media types of the renderings, and content negotiation (part A, D.5).

use std::cmp::Reverse;

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

    /// The type of a `Content-Type` value; parameters and letter case do not matter (D-50).
    #[must_use]
    pub fn parse(content_type: &str) -> Option<Self> {
        let name = content_type.split(';').next().unwrap_or_default().trim();
        Self::ALL
            .into_iter()
            .find(|media| media.as_str().eq_ignore_ascii_case(name))
    }
}

/// How closely a range of `Accept` names a type; a closer one decides about its type
/// (RFC 9110 12.5.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Closeness {
    Any,
    TopLevel,
    Exact,
}

/// One range of an `Accept` value.
struct Range<'a> {
    name: &'a str,
    /// Quality in thousandths.
    quality: u16,
}

impl<'a> Range<'a> {
    fn parse(text: &'a str) -> Option<Self> {
        let mut parts = text.split(';');
        let name = parts.next()?.trim();
        let quality = parts
            .filter_map(|part| part.split_once('='))
            .find(|(name, _)| name.trim().eq_ignore_ascii_case("q"))
            .and_then(|(_, value)| value.trim().parse::<f32>().ok())
            .filter(|quality| quality.is_finite())
            .map_or(1.0, |quality| quality.clamp(0.0, 1.0));
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "between 0 and 1000 after clamping"
        )]
        let quality = (quality * 1000.0).round() as u16;
        (!name.is_empty()).then_some(Self { name, quality })
    }

    fn closeness(&self, media: MediaType) -> Option<Closeness> {
        // `*` alone is sent by the HTTP client of a widespread run-time library.
        if matches!(self.name, "*/*" | "*") {
            return Some(Closeness::Any);
        }
        if self.name.eq_ignore_ascii_case(media.as_str()) {
            return Some(Closeness::Exact);
        }
        let top_level = self.name.strip_suffix("/*")?;
        media
            .as_str()
            .split_once('/')
            .is_some_and(|(own, _)| own.eq_ignore_ascii_case(top_level))
            .then_some(Closeness::TopLevel)
    }
}

/// Chooses the type of an answer from the `Accept` values of a request (D-88, D-91).
///
/// `None` as input: the request has no `Accept`. `None` as output: nothing acceptable (406).
/// `text/uri-list` takes part like any other; whether it fits is the caller's business.
///
/// The highest quality wins. Among equals a type that is named comes before one that a wildcard
/// covers; named types stand in the order of the request; types under `text/*` or
/// `application/*` in the order of [`MediaType::ALL`]; `*/*` means `text/plain`.
#[must_use]
pub fn negotiate<'a>(accept: impl IntoIterator<Item = &'a str>) -> Option<MediaType> {
    let ranges: Vec<Range<'_>> = accept
        .into_iter()
        .flat_map(|value| value.split(','))
        .filter_map(Range::parse)
        .collect();
    if ranges.is_empty() {
        return Some(MediaType::TextPlain);
    }
    let best = MediaType::ALL
        .into_iter()
        .enumerate()
        .filter_map(|(preference, media)| {
            let (position, closeness, quality) = ranges
                .iter()
                .enumerate()
                .filter_map(|(position, range)| {
                    Some((position, range.closeness(media)?, range.quality))
                })
                // The closest range; of several equally close ones the first.
                .max_by_key(|&(position, closeness, _)| (closeness, Reverse(position)))?;
            let place = match closeness {
                Closeness::Exact => position,
                Closeness::TopLevel => preference,
                // D-88: the default rendering goes before all others.
                Closeness::Any if media == MediaType::TextPlain => 0,
                Closeness::Any => 1 + preference,
            };
            (quality > 0).then_some((quality, closeness, Reverse(place), media))
        })
        .max_by_key(|&(quality, closeness, place, _)| (quality, closeness, place))?;
    Some(best.3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn d50_parameters_and_case_do_not_matter() {
        assert_eq!(
            MediaType::parse("Text/Plain; charset=UTF-8"),
            Some(MediaType::TextPlain)
        );
        assert_eq!(
            MediaType::parse("application/occi+json"),
            Some(MediaType::OcciJson)
        );
        assert_eq!(
            MediaType::parse(" application/json;x"),
            Some(MediaType::Json)
        );
        assert_eq!(MediaType::parse("application/xml"), None);
        assert_eq!(MediaType::parse(""), None);
        for media in MediaType::ALL {
            assert_eq!(MediaType::parse(media.content_type()), Some(media));
        }
    }

    #[test]
    fn d88_nothing_or_any_means_text_plain() {
        assert_eq!(negotiate([]), Some(MediaType::TextPlain));
        assert_eq!(negotiate([""]), Some(MediaType::TextPlain));
        assert_eq!(negotiate(["*/*"]), Some(MediaType::TextPlain));
        assert_eq!(negotiate(["*; q=.2"]), Some(MediaType::TextPlain));
        assert_eq!(
            negotiate(["text/html, application/xhtml+xml, */*;q=0.8"]),
            Some(MediaType::TextPlain)
        );
    }

    #[test]
    fn d91_wildcards_below_any_follow_the_order_of_preference() {
        assert_eq!(negotiate(["application/*"]), Some(MediaType::OcciJson));
        assert_eq!(negotiate(["TEXT/*"]), Some(MediaType::TextPlain));
        assert_eq!(
            negotiate(["text/*;q=0.5, application/*;q=0.4"]),
            Some(MediaType::TextPlain)
        );
        assert_eq!(
            negotiate(["text/*, application/*"]),
            Some(MediaType::OcciJson)
        );
    }

    #[test]
    fn d91_quality_decides_then_closeness_then_the_order_of_the_request() {
        assert_eq!(
            negotiate(["text/plain;q=0.5, text/occi"]),
            Some(MediaType::TextOcci)
        );
        assert_eq!(
            negotiate(["text/plain;q=0.5", "application/json;q=0.9"]),
            Some(MediaType::Json)
        );
        assert_eq!(negotiate(["*/*, text/occi"]), Some(MediaType::TextOcci));
        assert_eq!(
            negotiate(["text/uri-list, text/plain"]),
            Some(MediaType::UriList)
        );
        assert_eq!(
            negotiate(["application/json, application/occi+json"]),
            Some(MediaType::Json)
        );
        // The closest range decides about a type, even against it.
        assert_eq!(
            negotiate(["text/*, text/plain;q=0"]),
            Some(MediaType::TextOcciPlain)
        );
        assert_eq!(
            negotiate(["*/*, text/plain;q=0"]),
            Some(MediaType::OcciJson)
        );
    }

    #[test]
    fn nothing_acceptable_gives_none() {
        assert_eq!(negotiate(["text/html"]), None);
        assert_eq!(negotiate(["application/occi+xml"]), None);
        assert_eq!(negotiate(["text/plain;q=0"]), None);
        assert_eq!(negotiate(["image/*"]), None);
    }

    #[test]
    fn malformed_qualities_count_as_one() {
        assert_eq!(
            negotiate(["text/occi;q=high, text/plain;q=0.9"]),
            Some(MediaType::TextOcci)
        );
        assert_eq!(
            negotiate(["text/occi;q=NaN, text/plain;q=7"]),
            Some(MediaType::TextOcci)
        );
    }
}

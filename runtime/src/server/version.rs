//! Versions of the protocol: what requests announce and what the server claims (D.4, D-87).

use http::{HeaderMap, HeaderValue, header::USER_AGENT};
use occi_model::{Model, OcciVersion, Profile};

use super::{Fault, conventions};

/// The tokens of the `Server` header: what the profile of the model includes, highest first.
pub(crate) const fn tokens(profile: Profile) -> &'static str {
    match profile {
        Profile::Union => "OCCI/1.2 OCCI/1.1",
        Profile::V1_2 => "OCCI/1.2",
        Profile::V1_1 => "OCCI/1.1",
    }
}

/// The claims of profiles that a model can make, each with a blank before it; the version part is
/// that of the profile (CRTP-021).
pub(crate) fn claims(model: &Model) -> String {
    let profile = &conventions::TEMPLATES;
    let mut claims = String::new();
    for version in profile.versions {
        let offers = |terms: &[&str]| {
            let mut terms = terms.iter();
            terms.all(|term| {
                let id = format!("{}{version}#{term}", profile.base);
                model.find_mixin(&id).is_some()
            })
        };
        let token = match (offers(profile.needed), offers(profile.besides)) {
            (true, true) => profile.extended,
            (true, false) => profile.basic,
            (false, _) => continue,
        };
        claims.push_str(&format!(" {token}/{version}"));
    }
    claims
}

/// The version that a request announces: the highest of its tokens.
pub(crate) fn announced(headers: &HeaderMap) -> Option<(u64, u64)> {
    headers.get_all(USER_AGENT).iter().filter_map(highest).max()
}

/// Refuses a request that announces a higher version than the profile includes.
pub(crate) fn check(headers: &HeaderMap, profile: Profile) -> Result<(), Fault> {
    let known = if profile.includes(OcciVersion::V1_2) {
        (1, 2)
    } else {
        (1, 1)
    };
    match announced(headers) {
        Some(found) if found > known => Err(Fault::new(
            http::StatusCode::NOT_IMPLEMENTED,
            "version-not-supported",
            format!(
                "OCCI/{}.{} is not supported; the highest version is OCCI/{}.{}",
                found.0, found.1, known.0, known.1
            ),
        )),
        _ => Ok(()),
    }
}

/// The highest version among the tokens `\bOCCI/(\d+)\.(\d+)\b` of a header value. Numbers that do
/// not fit are as high as numbers get.
fn highest(value: &HeaderValue) -> Option<(u64, u64)> {
    const MARK: &[u8] = b"OCCI/";
    let bytes = value.as_bytes();
    if bytes.len() < MARK.len() {
        return None;
    }
    (0..=bytes.len() - MARK.len())
        .filter(|&at| bytes[at..].starts_with(MARK) && (at == 0 || !is_word(bytes[at - 1])))
        .filter_map(|at| {
            let (major, rest) = number(&bytes[at + MARK.len()..])?;
            let (minor, rest) = number(rest.strip_prefix(b".")?)?;
            rest.first()
                .is_none_or(|&next| !is_word(next))
                .then_some((major, minor))
        })
        .max()
}

const fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

fn number(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let end = bytes
        .iter()
        .position(|b| !b.is_ascii_digit())
        .unwrap_or(bytes.len());
    let (digits, rest) = bytes.split_at(end);
    if digits.is_empty() {
        return None;
    }
    let number = digits.iter().fold(0_u64, |sum, digit| {
        sum.saturating_mul(10)
            .saturating_add(u64::from(digit - b'0'))
    });
    Some((number, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Option<(u64, u64)> {
        highest(&HeaderValue::from_str(text).unwrap())
    }

    #[test]
    fn tokens_are_found_and_compared_as_numbers() {
        // D-87
        assert_eq!(of("curl/8.0 OCCI/1.2"), Some((1, 2)));
        assert_eq!(of("OCCI/1.1 OCCI/1.10 x"), Some((1, 10)));
        assert_eq!(of("x (OCCI/1.2)"), Some((1, 2)));
        for other in [
            "OCCI-CRTP/1.1",
            "xOCCI/9.9",
            "OCCI/9",
            "OCCI/9.",
            "OCCI/1.2a",
            "occi/9.9",
            "",
        ] {
            assert_eq!(of(other), None, "{other}");
        }
        assert!(of("OCCI/99999999999999999999999.0") > Some((1, 2)));
    }

    #[test]
    fn higher_versions_are_refused_lower_ones_served() {
        // HTTP-018, HTTP-019
        let with = |text: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(USER_AGENT, HeaderValue::from_str(text).unwrap());
            headers
        };
        let refused = check(&with("probe OCCI/99.0"), Profile::Union).unwrap_err();
        assert_eq!(refused.status, 501);
        check(&with("probe OCCI/1.1"), Profile::Union).unwrap();
        check(&HeaderMap::new(), Profile::Union).unwrap();
        check(&with("probe OCCI/1.2"), Profile::V1_1).unwrap_err();
    }
}

//! Text forms of the standard's types, checked by hand: no allocation, linear time.

use std::net::{IpAddr, Ipv6Addr};

/// A URI reference (RFC 3986 4.1) that is not empty: absolute URI, absolute path, or relative.
///
/// The empty reference, legal in the grammar, names nothing and is refused.
pub(super) fn is_uri_reference(text: &str) -> bool {
    if text.is_empty() {
        return false;
    }
    let (head, fragment) = split_off(text, b'#');
    let (head, query) = split_off(head, b'?');
    let tail_fits = |part: Option<&str>| part.is_none_or(|part| all_uri(part, b"/?:@"));
    if !tail_fits(fragment) || !tail_fits(query) {
        return false;
    }
    let rest = match head.split_once(':') {
        // A colon before the first slash ends the scheme; it may not stand there otherwise.
        Some((scheme, rest)) if !scheme.contains('/') => {
            if !is_uri_scheme(scheme) {
                return false;
            }
            rest
        }
        _ => head,
    };
    match rest.strip_prefix("//") {
        Some(rest) => {
            let end = rest.find('/').unwrap_or(rest.len());
            let (authority, path) = rest.split_at(end);
            is_authority(authority) && all_uri(path, b"/:@")
        }
        None => all_uri(rest, b"/:@"),
    }
}

fn split_off(text: &str, at: u8) -> (&str, Option<&str>) {
    match text.split_once(char::from(at)) {
        Some((head, tail)) => (head, Some(tail)),
        None => (text, None),
    }
}

fn is_uri_scheme(text: &str) -> bool {
    text.as_bytes().first().is_some_and(u8::is_ascii_alphabetic)
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'))
}

/// Unreserved characters, sub-delimiters, escapes, and the given extra ones.
fn all_uri(text: &str, extra: &[u8]) -> bool {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        at += match byte {
            b'%' => {
                let escaped = bytes
                    .get(at + 1..at + 3)
                    .is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit));
                if !escaped {
                    return false;
                }
                3
            }
            b'-' | b'.' | b'_' | b'~' | b'!' | b'$' | b'&' | b'\'' | b'(' | b')' | b'*' | b'+'
            | b',' | b';' | b'=' => 1,
            _ if byte.is_ascii_alphanumeric() || extra.contains(&byte) => 1,
            _ => return false,
        };
    }
    true
}

fn is_authority(text: &str) -> bool {
    let host = match text.rsplit_once('@') {
        Some((user, host)) => {
            if !all_uri(user, b":") {
                return false;
            }
            host
        }
        None => text,
    };
    let (host_fits, port) = match host.strip_prefix('[') {
        Some(rest) => match rest.split_once(']') {
            Some((address, port)) => (is_ip_literal(address), port),
            None => return false,
        },
        None => {
            let end = host.find(':').unwrap_or(host.len());
            let (name, port) = host.split_at(end);
            (all_uri(name, b""), port)
        }
    };
    host_fits
        && (port.is_empty()
            || port
                .strip_prefix(':')
                .is_some_and(|digits| digits.bytes().all(|b| b.is_ascii_digit())))
}

fn is_ip_literal(text: &str) -> bool {
    text.parse::<Ipv6Addr>().is_ok()
        || (text.starts_with(['v', 'V']) && text.len() > 1 && all_uri(text, b":"))
}

/// An IPv4 or IPv6 address, without zone.
pub(super) fn is_ip_address(text: &str) -> bool {
    text.parse::<IpAddr>().is_ok()
}

fn address_and_length(text: &str) -> Option<(IpAddr, u32)> {
    let (address, length) = text.split_once('/')?;
    let address: IpAddr = address.parse().ok()?;
    let plain = !length.is_empty()
        && length.len() <= 3
        && length.bytes().all(|b| b.is_ascii_digit())
        && (length == "0" || !length.starts_with('0'));
    let length: u32 = plain.then_some(length)?.parse().ok()?;
    let longest = if address.is_ipv4() { 32 } else { 128 };
    (length <= longest).then_some((address, length))
}

/// An address with its prefix length; host bits may be set.
pub(super) fn is_ip_prefix(text: &str) -> bool {
    address_and_length(text).is_some()
}

/// A network in CIDR notation: the host bits are zero.
pub(super) fn is_ip_network(text: &str) -> bool {
    match address_and_length(text) {
        Some((IpAddr::V4(address), length)) => {
            u32::MAX.checked_shr(length).unwrap_or(0) & address.to_bits() == 0
        }
        Some((IpAddr::V6(address), length)) => {
            u128::MAX.checked_shr(length).unwrap_or(0) & address.to_bits() == 0
        }
        None => false,
    }
}

/// Six pairs of hexadecimal digits joined by `:`.
pub(super) fn is_mac(text: &str) -> bool {
    text.len() == 17
        && text.bytes().enumerate().all(|(at, byte)| {
            if at % 3 == 2 {
                byte == b':'
            } else {
                byte.is_ascii_hexdigit()
            }
        })
}

/// A token (RFC 7230 3.2.6): visible characters without separators, at least one.
pub(super) fn is_token(text: &str) -> bool {
    !text.is_empty()
        && text.bytes().all(|b| {
            b.is_ascii_alphanumeric()
                || matches!(
                    b,
                    b'!' | b'#'
                        | b'$'
                        | b'%'
                        | b'&'
                        | b'\''
                        | b'*'
                        | b'+'
                        | b'-'
                        | b'.'
                        | b'^'
                        | b'_'
                        | b'`'
                        | b'|'
                        | b'~'
                )
        })
}

/// Reads a fixed number of digits off the front.
fn digits<'a>(text: &'a str, count: usize, separator: &str) -> Option<(i64, &'a str)> {
    let number = text.get(..count)?;
    if !number.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    Some((number.parse().ok()?, text[count..].strip_prefix(separator)?))
}

/// The point in time that an RFC 3339 text names, a date with or without a time: seconds since
/// 1970 in UTC, and nanoseconds (further digits are dropped). `None`: not such a text, or no such
/// day.
///
/// A date alone is absolute too, and allowed where OCCI has a Datetime (GFD.228 3.1); it counts
/// as its first second in UTC. `T` and `Z` may be small letters (RFC 3339 5.6). A leap second
/// counts as the second after it.
pub(crate) fn instant(text: &str) -> Option<(i64, u32)> {
    let (year, rest) = digits(text, 4, "-")?;
    let (month, rest) = digits(rest, 2, "-")?;
    let (day, rest) = digits(rest, 2, "")?;
    let rest = match rest {
        "" => "T00:00:00Z",
        time => time,
    };
    let rest = rest.strip_prefix(['T', 't'])?;
    let (hour, rest) = digits(rest, 2, ":")?;
    let (minute, rest) = digits(rest, 2, ":")?;
    let (second, rest) = digits(rest, 2, "")?;
    let (nanos, rest) = match rest.strip_prefix('.') {
        Some(rest) => {
            let end = rest
                .bytes()
                .position(|b| !b.is_ascii_digit())
                .unwrap_or(rest.len());
            let (fraction, rest) = rest.split_at(end);
            if fraction.is_empty() {
                return None;
            }
            let nanos = fraction
                .bytes()
                .chain(std::iter::repeat(b'0'))
                .take(9)
                .fold(0_u32, |sum, digit| sum * 10 + u32::from(digit - b'0'));
            (nanos, rest)
        }
        None => (0, rest),
    };
    let offset = if matches!(rest, "Z" | "z") {
        0
    } else {
        let sign = if rest.starts_with('+') { 1 } else { -1 };
        let (hours, rest) = digits(rest.strip_prefix(['+', '-'])?, 2, ":")?;
        let (minutes, rest) = digits(rest, 2, "")?;
        if hours > 23 || minutes > 59 || !rest.is_empty() {
            return None;
        }
        sign * (hours * 3600 + minutes * 60)
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let last_day = match month {
        2 => 28 + i64::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    if !(1..=last_day).contains(&day) || hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let seconds = days_since_1970(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second;
    Some((seconds - offset, nanos))
}

/// Days between 1 January 1970 and a day of the Gregorian calendar; years start in March here,
/// so that the leap day is the last one.
fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let month = (month + 9) % 12;
    let day_of_year = (153 * month + 2) / 5 + day - 1;
    365 * year + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + day_of_year
        - 719_468
}

/// A span of time (ISO 8601 5.5.2.2): `P1DT12H`, `PT0.5S`, or `P2W`.
///
/// At least one component; only the last one may have a decimal fraction.
pub(super) fn is_duration(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('P') else {
        return false;
    };
    if let Some(weeks) = rest.strip_suffix('W') {
        return is_component(weeks, true);
    }
    let (date, time) = match rest.split_once('T') {
        Some((_, "")) => return false,
        Some((date, time)) => (date, time),
        None => (rest, ""),
    };
    (!date.is_empty() || !time.is_empty())
        && are_components(date, b"YMD", time.is_empty())
        && are_components(time, b"HMS", true)
}

fn is_component(text: &str, fraction: bool) -> bool {
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    match text.split_once(['.', ',']) {
        Some((whole, part)) => fraction && all_digits(whole) && all_digits(part),
        None => all_digits(text),
    }
}

fn are_components(text: &str, designators: &[u8], last_part: bool) -> bool {
    let mut rest = text;
    let mut allowed = designators;
    while !rest.is_empty() {
        let Some(end) = rest.bytes().position(|b| b.is_ascii_alphabetic()) else {
            return false;
        };
        let designator = rest.as_bytes()[end];
        let Some(at) = allowed.iter().position(|&one| one == designator) else {
            return false;
        };
        allowed = &allowed[at + 1..];
        let number = &rest[..end];
        rest = &rest[end + 1..];
        if !is_component(number, last_part && rest.is_empty()) {
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn sorts(check: fn(&str) -> bool, good: &[&str], bad: &[&str]) {
        for text in good {
            assert!(check(text), "refused: {text}");
        }
        for text in bad {
            assert!(!check(text), "accepted: {text}");
        }
    }

    #[test]
    fn uri_references() {
        sorts(
            is_uri_reference,
            &[
                "http://example.com/compute/1?x=1#top",
                "urn:uuid:de7335a7-07e0-4487-9cbd-ed51be7f2ce4",
                "/compute/1",
                "http://[2001:db8::1]:8080/",
                "git@git.example.com",
                "a%20b",
                "mailto:a@b",
            ],
            &[
                "",
                "a b",
                "http://[::1",
                "1:a",
                "a%2",
                "a#b#c",
                "http://h:x/",
                "<a>",
                "é",
                "a\nb",
            ],
        );
    }

    #[test]
    fn addresses() {
        sorts(
            is_ip_address,
            &["192.168.0.1", "fc00::"],
            &["", "1.2.3", "1.2.3.4/8", "fe80::1%eth0"],
        );
        sorts(
            is_ip_prefix,
            &["192.168.0.1/24", "fc00::/7", "0.0.0.0/0"],
            &[
                "192.168.0.1",
                "1.2.3.4/33",
                "1.2.3.4/08",
                "1.2.3.4/",
                "1.2.3.4/+8",
                "::/129",
            ],
        );
        sorts(
            is_ip_network,
            &[
                "192.168.0.0/24",
                "fc00::/7",
                "0.0.0.0/0",
                "1.2.3.4/32",
                "::/0",
                "::1/128",
            ],
            &["192.168.0.1/24", "::1/127", "128.0.0.0/0"],
        );
    }

    #[test]
    fn mac_addresses_and_tokens() {
        sorts(
            is_mac,
            &["00:16:3e:2A:5b:01"],
            &[
                "",
                "00:16:3e:2a:5b",
                "00-16-3e-2a-5b-01",
                "00:16:3e:2a:5b:0g",
                "0016:3e:2a:5b:011",
            ],
        );
        sorts(
            is_token,
            &["blue", "a!b", "x-1"],
            &["", "a b", "a;b", "\"a\"", "é", "a/b"],
        );
    }

    #[test]
    fn points_in_time() {
        sorts(
            |text| instant(text).is_some(),
            &[
                "2016-09-19T12:00:00Z",
                "2016-02-29t23:59:60z",
                "2000-02-29T00:00:00.123456789012+14:00",
                "2016-09-19",
            ],
            &[
                "",
                "2016-09",
                "2016-09-31",
                "2016-09-19T",
                "2016-09-19Z",
                "P1Y",
                "2016-09-19/2017-09-19",
                "2016-09-19 12:00:00Z",
                "2015-02-29T00:00:00Z",
                "1900-02-29T00:00:00Z",
                "2016-13-01T00:00:00Z",
                "2016-00-01T00:00:00Z",
                "2016-01-01T24:00:00Z",
                "2016-01-01T00:00:00",
                "2016-01-01T00:00:00.Z",
                "2016-01-01T00:00:00+1:00",
                "+016-01-01T00:00:00Z",
                "2016-é1-01T00:00:00Z",
            ],
        );
    }

    #[test]
    fn points_in_time_are_comparable_across_offsets() {
        assert_eq!(instant("1970-01-01T00:00:00Z"), Some((0, 0)));
        assert_eq!(
            instant("2016-09-19T14:00:00+02:00"),
            instant("2016-09-19T12:00:00Z")
        );
        assert_eq!(instant("2000-03-01T00:00:00Z"), Some((951_868_800, 0)));
        assert_eq!(instant("2000-03-01"), instant("2000-03-01T00:00:00Z"));
        assert_eq!(instant("1969-12-31T23:59:59.5Z"), Some((-1, 500_000_000)));
    }

    #[test]
    fn spans_of_time() {
        sorts(
            is_duration,
            &[
                "PT1H30M",
                "P1Y2M3DT4H5M6S",
                "P2W",
                "PT0.5S",
                "P1D",
                "P1,5D",
                "PT1M",
            ],
            &[
                "", "P", "PT", "P1", "P1H", "PT1D", "P1DT", "P0.5DT1H", "P1D1Y", "1D", "P-1D",
                "P1W2D", "PT1.S",
            ],
        );
    }
}

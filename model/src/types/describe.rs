//! Types in words, for messages to people.

use std::fmt::Display;

use super::{Bound, EnumType, LengthRange, NumberRange, StringFacets, ValueType, check::excerpt};

/// Most literals or members that a description lists.
const LISTED: usize = 12;

impl ValueType {
    /// What a value of the type is, in words with their article: "an integer from 0 to 4095".
    ///
    /// Fits after "is not", "must be" and "expected".
    #[must_use]
    pub fn describe(&self) -> String {
        match self {
            Self::String(facets) => string(facets),
            Self::Integer(range) => number("an integer", range, ToString::to_string),
            // `Debug` keeps the decimal point of whole numbers.
            Self::Float(range) | Self::Number(range) => {
                number("a number", range, |bound| format!("{bound:?}"))
            }
            Self::Boolean => "`true` or `false`".to_owned(),
            Self::Enum(literals) => literal(literals),
            Self::Uri => "a URI reference".to_owned(),
            Self::IpAddress => "an IPv4 or IPv6 address".to_owned(),
            Self::IpNetwork => "a network without host bits, such as `192.168.0.0/24`".to_owned(),
            Self::IpPrefix {
                optional_length: false,
            } => "an address with its prefix length, such as `192.168.0.1/24`".to_owned(),
            Self::IpPrefix {
                optional_length: true,
            } => "an address, such as `192.168.0.1` or `192.168.0.1/24`".to_owned(),
            Self::Mac => "a MAC address, such as `00:16:3e:2a:5b:01`".to_owned(),
            Self::Token => "a token (no blanks, no separators)".to_owned(),
            Self::DateTime => "a point in time, such as `2016-09-19T12:00:00Z`".to_owned(),
            Self::Duration => "a span of time, such as `PT1H30M`".to_owned(),
            Self::Ref(None) => "a reference to an entity".to_owned(),
            Self::Ref(Some(kind)) => format!("a reference to an entity of kind `{kind}`"),
            Self::List(list) => {
                let different = if list.unique { "different " } else { "" };
                let items =
                    length(list.length).map_or_else(String::new, |words| format!("{words} "));
                format!(
                    "a list of {items}{different}items, each {}",
                    list.item.describe()
                )
            }
            Self::Hash(hash) if hash.members.is_empty() => "an object".to_owned(),
            Self::Hash(hash) => {
                let members = hash.members.iter().map(|member| {
                    let note = match &member.default {
                        _ if member.required => String::new(),
                        Some(default) => format!(" (else {})", excerpt(default)),
                        None => " (optional)".to_owned(),
                    };
                    format!("`{}`{note}", member.name)
                });
                format!("an object with the members {}", join(members))
            }
        }
    }
}

fn join(mut words: impl ExactSizeIterator<Item = String>) -> String {
    let count = words.len();
    let mut text = words.by_ref().take(LISTED).collect::<Vec<_>>().join(", ");
    if count > LISTED {
        text.push_str(&format!(" and {} more", count - LISTED));
    }
    text
}

fn literal(literals: &EnumType) -> String {
    match &*literals.literals {
        [only] => format!("`{}`", only.name),
        all => format!(
            "one of {}",
            join(all.iter().map(|one| format!("`{}`", one.name)))
        ),
    }
}

fn string(facets: &StringFacets) -> String {
    let mut text = "text".to_owned();
    if let Some(words) = length(facets.length) {
        text.push_str(&format!(" of {words} characters"));
    }
    if let Some(pattern) = &facets.pattern {
        text.push_str(&format!(" that matches `{}`", pattern.as_str()));
    }
    text
}

fn length(range: LengthRange) -> Option<String> {
    match (range.min, range.max) {
        (None, None) => None,
        (Some(min), None) => Some(format!("at least {min}")),
        (None, Some(max)) => Some(format!("at most {max}")),
        (Some(min), Some(max)) if min == max => Some(format!("exactly {min}")),
        (Some(min), Some(max)) => Some(format!("{min} to {max}")),
    }
}

fn number<N, D: Display>(noun: &str, range: &NumberRange<N>, show: impl Fn(&N) -> D) -> String {
    let lower = |bound: &Bound<N>| {
        let word = if bound.exclusive {
            "greater than"
        } else {
            "of at least"
        };
        format!("{word} {}", show(&bound.value))
    };
    let upper = |bound: &Bound<N>| {
        let word = if bound.exclusive {
            "less than"
        } else {
            "of at most"
        };
        format!("{word} {}", show(&bound.value))
    };
    let bounds = match (&range.min, &range.max) {
        (None, None) => noun.to_owned(),
        (Some(min), None) => format!("{noun} {}", lower(min)),
        (None, Some(max)) => format!("{noun} {}", upper(max)),
        (Some(min), Some(max)) if !min.exclusive && !max.exclusive => {
            format!("{noun} from {} to {}", show(&min.value), show(&max.value))
        }
        (Some(min), Some(max)) => format!("{noun} {} and {}", lower(min), upper(max)),
    };
    bounds + &digits(range.total_digits, range.fraction_digits)
}

fn digits(total: Option<u32>, fraction: Option<u32>) -> String {
    let many = |count: u32| if count == 1 { "" } else { "s" };
    match (total, fraction) {
        (None, None) => String::new(),
        (Some(total), None) => format!(" with at most {total} digit{}", many(total)),
        (None, Some(0)) => " without a fraction".to_owned(),
        (None, Some(fraction)) => {
            format!(
                " with at most {fraction} digit{} behind the point",
                many(fraction)
            )
        }
        (Some(total), Some(0)) => {
            format!(
                " with at most {total} digit{}, none behind the point",
                many(total)
            )
        }
        (Some(total), Some(fraction)) => format!(
            " with at most {total} digit{}, {fraction} of them behind the point",
            many(total)
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::Pattern;

    fn bounds<N>(min: Option<(N, bool)>, max: Option<(N, bool)>) -> NumberRange<N> {
        let bound = |(value, exclusive)| Bound { value, exclusive };
        NumberRange {
            min: min.map(bound),
            max: max.map(bound),
            fraction_digits: None,
            total_digits: None,
        }
    }

    #[test]
    fn ranges_read_like_sentences() {
        let integer = |min, max| ValueType::Integer(bounds(min, max)).describe();
        assert_eq!(
            integer(Some((0, false)), Some((4095, false))),
            "an integer from 0 to 4095"
        );
        assert_eq!(integer(Some((1, false)), None), "an integer of at least 1");
        assert_eq!(integer(None, Some((9, true))), "an integer less than 9");
        let float = ValueType::Float(bounds(Some((0.0, true)), Some((2.5, false))));
        assert_eq!(
            float.describe(),
            "a number greater than 0.0 and of at most 2.5"
        );
    }

    #[test]
    fn digits_are_counted() {
        let number = |total_digits, fraction_digits| {
            ValueType::Number(NumberRange {
                total_digits,
                fraction_digits,
                ..bounds(Some((0.0, false)), Some((100.0, false)))
            })
            .describe()
        };
        for (total, fraction, words) in [
            (
                Some(5),
                Some(2),
                "with at most 5 digits, 2 of them behind the point",
            ),
            (
                Some(1),
                Some(0),
                "with at most 1 digit, none behind the point",
            ),
            (Some(5), None, "with at most 5 digits"),
            (None, Some(2), "with at most 2 digits behind the point"),
            (None, Some(0), "without a fraction"),
        ] {
            assert_eq!(
                number(total, fraction),
                format!("a number from 0.0 to 100.0 {words}")
            );
        }
    }

    #[test]
    fn facets_of_strings_are_named() {
        let label = ValueType::String(StringFacets {
            pattern: Some(Pattern::new("a+").unwrap()),
            length: LengthRange {
                min: Some(1),
                max: Some(64),
            },
        });
        assert_eq!(
            label.describe(),
            "text of 1 to 64 characters that matches `a+`"
        );
    }
}

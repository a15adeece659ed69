//! Facets, values and versions as they are written in attributes.

use occi_model::{
    value::Value,
    version::{OcciVersion, VersionRange},
};
use proc_macro2::TokenStream;
use quote::quote;
use syn::{Error, LitStr, Result};

use super::entry::{Entry, Faults};
use super::field::option;

/// The ends of a range of numbers, each with whether it is itself outside.
#[derive(Clone, Copy)]
pub(super) struct Ends {
    pub(super) min: Option<(f64, bool)>,
    pub(super) max: Option<(f64, bool)>,
}

/// Least and greatest length.
pub(super) type Lengths = (Option<u32>, Option<u32>);

/// Types that are text in Rust: the word of the language, and the name of the table's variant.
pub(super) const TEXT_TYPES: [(&str, &str); 9] = [
    ("uri", "Uri"),
    ("token", "Token"),
    ("mac", "Mac"),
    ("datetime", "DateTime"),
    ("duration", "Duration"),
    ("ip-address", "IpAddress"),
    ("ip-network", "IpNetwork"),
    ("ip-prefix", "IpPrefix"),
    ("ref", "Ref"),
];

/// The variant of a type of texts.
pub(super) fn text_type(word: &str) -> Option<&'static str> {
    TEXT_TYPES
        .iter()
        .find(|(one, _)| *one == word)
        .map(|(_, variant)| *variant)
}

/// The two halves of a range as the language writes it: `1..=4`, `0<..`, `..10`.
fn halves(text: &str) -> Option<(&str, bool, &str, bool)> {
    let (low, high) = text.split_once("..")?;
    let (low, outside) = match low.trim().strip_suffix('<') {
        Some(low) => (low, true),
        None => (low, false),
    };
    let (high, inside) = match high.strip_prefix('=') {
        Some(high) => (high, true),
        None => (high.strip_prefix('<').unwrap_or(high), false),
    };
    Some((low.trim(), outside, high.trim(), inside))
}

/// A range of numbers.
pub(super) fn range(text: &LitStr) -> Result<Ends> {
    let wrong = || {
        Error::new(
            text.span(),
            "a range is written as in `1..=64`, `0..10`, `0.0<..` or `..=1.5`",
        )
    };
    let value = text.value();
    let number = |text: &str| match text {
        "" => Ok(None),
        text => text
            .parse::<f64>()
            .ok()
            .filter(|number| number.is_finite())
            .map(Some)
            .ok_or_else(wrong),
    };
    let (low, outside, high, inside) = halves(&value).ok_or_else(wrong)?;
    let ends = Ends {
        min: number(low)?.map(|number| (number, outside)),
        max: number(high)?.map(|number| (number, !inside)),
    };
    if ends.min.is_none() && ends.max.is_none() {
        return Err(wrong());
    }
    Ok(ends)
}

/// A range of lengths.
pub(super) fn length(text: &LitStr) -> Result<Lengths> {
    let wrong = || {
        Error::new(
            text.span(),
            "a length is written as in `1..=64`, `8`, `1..` or `..=255`",
        )
    };
    let value = text.value();
    let number = |text: &str| match text {
        "" => Ok(None),
        text => text.parse::<u32>().map(Some).map_err(|_| wrong()),
    };
    let Some((low, outside, high, inside)) = halves(&value) else {
        let exact = number(value.trim())?.ok_or_else(wrong)?;
        return Ok((Some(exact), Some(exact)));
    };
    let min = match (number(low)?, outside) {
        (Some(min), true) => Some(min.checked_add(1).ok_or_else(wrong)?),
        (min, _) => min,
    };
    let max = match (number(high)?, inside) {
        (Some(max), false) => Some(max.checked_sub(1).ok_or_else(wrong)?),
        (max, _) => max,
    };
    if min.is_none() && max.is_none() {
        return Err(wrong());
    }
    Ok((min, max))
}

/// `since = "1.2"` and `until = "1.1"`.
pub(super) fn version(entry: &Entry, versions: &mut VersionRange, faults: &mut Faults) {
    let Some(text) = faults.keep(entry.text()) else {
        return;
    };
    let version = match text.value().as_str() {
        "1.1" => OcciVersion::V1_1,
        "1.2" => OcciVersion::V1_2,
        _ => {
            faults.add(text.span(), "versions of OCCI are `1.1` and `1.2`");
            return;
        }
    };
    if entry.word == "since" {
        versions.since = Some(version);
    } else {
        versions.until = Some(version);
    }
}

/// A range of versions as an expression.
pub(super) fn versions(versions: VersionRange, root: &TokenStream) -> TokenStream {
    if versions == VersionRange::ALL {
        return quote! { #root::model::VersionRange::ALL };
    }
    let end = |version: Option<OcciVersion>| {
        option(version.map(|version| {
            let version = match version {
                OcciVersion::V1_1 => quote! { V1_1 },
                OcciVersion::V1_2 => quote! { V1_2 },
            };
            quote! { #root::model::OcciVersion::#version }
        }))
    };
    let (since, until) = (end(versions.since), end(versions.until));
    quote! { #root::model::VersionRange { since: #since, until: #until } }
}

/// A value as an expression; what is neither text nor number nor truth cannot be written here.
pub(super) fn value(value: &Value, root: &TokenStream) -> TokenStream {
    let table = quote! { #root::model::table::ValueTable };
    match value {
        Value::Boolean(truth) => quote! { #table::Boolean(#truth) },
        Value::Integer(number) => quote! { #table::Integer(#number) },
        Value::Float(number) => quote! { #table::Float(#number) },
        other => {
            let text = match other {
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            quote! { #table::String(#text) }
        }
    }
}

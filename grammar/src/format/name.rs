//! Names of extensions and types that come from elsewhere.

use std::borrow::Cow;

/// The name as the language allows it: a letter, then letters, digits, `-` and `_`, at most 4096
/// bytes (rule E0214). Other characters become `-`; a name that has no letter is `x`.
///
/// Names that fit stay as they are.
#[must_use]
pub fn fit(name: &str) -> Cow<'_, str> {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    if name.len() <= occi_model::name::MAX_NAME_BYTES
        && name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name.bytes().all(fits)
    {
        return Cow::Borrowed(name);
    }
    let mut fitted = String::with_capacity(name.len());
    for character in name.chars() {
        if fitted.is_empty() && !character.is_ascii_alphabetic() {
            continue;
        }
        let plain = u8::try_from(character).is_ok_and(fits);
        if plain {
            fitted.push(character);
        } else if !fitted.ends_with('-') {
            fitted.push('-');
        }
    }
    fitted.truncate(occi_model::name::MAX_NAME_BYTES);
    while fitted.ends_with('-') {
        fitted.pop();
    }
    if fitted.is_empty() {
        fitted.push('x');
    }
    Cow::Owned(fitted)
}

/// The name of an extension that has only a scheme: the last words of its path.
#[must_use]
pub fn of_scheme(scheme: &str) -> String {
    let path = scheme.trim_end_matches(['#', '/']);
    let word = path
        .rsplit('/')
        .find(|word| word.starts_with(|first: char| first.is_ascii_alphabetic()))
        .unwrap_or(path);
    fit(word).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_made_to_fit() {
        for (name, fitted) in [
            ("docker", "docker"),
            ("All OCCI Extensions", "All-OCCI-Extensions"),
            ("2nd — try!", "nd-try"),
            ("…", "x"),
            ("", "x"),
        ] {
            assert_eq!(fit(name), fitted);
        }
        assert_eq!(fit(&"é".repeat(300)).len(), 1);
        assert_eq!(
            fit(&"a".repeat(9999)).len(),
            occi_model::name::MAX_NAME_BYTES
        );
    }

    #[test]
    fn schemes_name_extensions() {
        for (scheme, name) in [
            (
                "http://schemas.ogf.org/occi/infrastructure#",
                "infrastructure",
            ),
            (
                "http://fedcloud.egi.eu/occi/compute/flavour/1.0#",
                "flavour",
            ),
            ("http://example.org/#", "example-org"),
            ("test#", "test"),
            ("#", "x"),
        ] {
            assert_eq!(of_scheme(scheme), name);
        }
    }
}

//! Category identifiers taken apart and put together while the program is compiled.

/// Where the `#` of an identifier stands.
const fn hash(id: &str) -> usize {
    let bytes = id.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] == b'#' {
            return at;
        }
        at += 1;
    }
    panic!("a category identifier is a scheme that ends with `#`, and a term")
}

/// The scheme of an identifier, with its `#`.
///
/// # Panics
///
/// When there is no `#`; in a constant that is a fault of compilation.
#[must_use]
pub const fn scheme(id: &'static str) -> &'static str {
    id.split_at(hash(id) + 1).0
}

/// The term of an identifier.
///
/// # Panics
///
/// When there is no `#`; in a constant that is a fault of compilation.
#[must_use]
pub const fn term(id: &'static str) -> &'static str {
    id.split_at(hash(id) + 1).1
}

const ACTION: &[u8] = b"/action#";

/// Length in bytes of what [`action_identifier`] gives.
#[must_use]
pub const fn action_identifier_length(owner: &str, term: &str) -> usize {
    // The owner's `#` becomes a `/`.
    owner.len() + ACTION.len() + term.len()
}

/// The identifier of an action by the convention: the owner's scheme, its term, `/action#`, and
/// the term of the action (D-13).
///
/// # Panics
///
/// When `owner` has no `#`, or the length is not that of [`action_identifier_length`]; in a
/// constant that is a fault of compilation.
#[must_use]
pub const fn action_identifier<const LENGTH: usize>(owner: &str, term: &str) -> [u8; LENGTH] {
    let mut bytes = [0; LENGTH];
    let hash = hash(owner);
    let mut at = 0;
    let parts = [owner.as_bytes(), ACTION, term.as_bytes()];
    let mut part = 0;
    while part < parts.len() {
        let mut index = 0;
        while index < parts[part].len() {
            bytes[at] = if at == hash { b'/' } else { parts[part][index] };
            at += 1;
            index += 1;
        }
        part += 1;
    }
    assert!(at == LENGTH, "the length of the identifier is another one");
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWNER: &str = "http://example.com/occi#gpu";

    #[test]
    fn an_identifier_comes_apart() {
        assert_eq!(scheme(OWNER), "http://example.com/occi#");
        assert_eq!(term(OWNER), "gpu");
    }

    #[test]
    fn actions_are_named_after_their_owner() {
        const LENGTH: usize = action_identifier_length(OWNER, "claim");
        const BYTES: [u8; LENGTH] = action_identifier(OWNER, "claim");
        assert_eq!(
            std::str::from_utf8(&BYTES),
            Ok("http://example.com/occi/gpu/action#claim")
        );
    }
}

//! Rules that definitions of others may break with a warning.
//!
//! A definition that was not written for this compiler may break rules where that leaves no doubt
//! about what it means. Its extension says so by an annotation, so that it stays forgiven wherever it
//! is written or generated to:
//!
//! ```text
//! #[annotation("forgiven", "E0005 E0011")]
//! extension example "http://example.com/occi#";
//! ```

use super::Annotation;
use crate::fault::{Code, Severity};

/// The key of the annotation.
pub const KEY: &str = "forgiven";

/// Rules of the metamodel that can be forgiven, by their numbers: the names say what they mean,
/// though they belong to others (M005, M011), and the identifier of an action says which one is meant
/// where its term does not (M042); an attribute that a mixin widens (M034) has the type of the kind on
/// its instances; a state that nothing leads to (M052) is left alone, and a value that a configuration
/// leaves out (E0255) is the server's to find.
pub const RULES: [u16; 6] = [5, 11, 34, 42, 52, 255];

/// The rules that annotations name, by their numbers; the word itself where it names none that can be
/// forgiven.
pub fn rules(annotations: &[Annotation]) -> impl Iterator<Item = Result<u16, (&Annotation, &str)>> {
    let own = annotations.iter().filter(|one| one.key.value == KEY);
    let words = own.flat_map(|one| one.value.split_whitespace().map(move |word| (one, word)));
    words.map(|(annotation, word)| match word.parse::<Code>() {
        Ok(code) if is_forgivable(code) => Ok(code.number),
        _ => Err((annotation, word)),
    })
}

fn is_forgivable(code: Code) -> bool {
    code.severity == Severity::Error && RULES.contains(&code.number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::origin::Located;

    #[test]
    fn only_what_can_be_forgiven_is() {
        let said = |key: &str, value: &str| Annotation {
            key: Located::nowhere(key.to_owned()),
            value: value.to_owned(),
        };
        let all = [
            said("forgiven", "E0011 E0001 W0011 nonsense"),
            said("other", "E0005"),
        ];
        let found: Vec<Result<u16, &str>> = rules(&all)
            .map(|one| one.map_err(|(_, word)| word))
            .collect();
        assert_eq!(found, [Ok(11), Err("E0001"), Err("W0011"), Err("nonsense")]);
    }
}

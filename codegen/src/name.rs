//! Rust identifiers out of arbitrary text: one function, and scopes that keep names unique.

use std::collections::BTreeMap;

use heck::{ToSnakeCase, ToUpperCamelCase};

/// What an identifier names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// A type or a trait.
    Type,
    /// A variant of an enum.
    Variant,
    /// A field, a parameter or a local variable.
    Field,
    /// A function.
    Function,
    /// A module, which is a file too.
    Module,
}

/// Keywords of all editions, strict and reserved. Our own list: those of libraries lag behind
/// the newest edition (`gen`).
const KEYWORDS: [&str; 52] = [
    "Self", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue",
    "crate", "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if",
    "impl", "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub",
    "ref", "return", "self", "static", "struct", "super", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Names that Windows keeps for devices, with any extension.
const DEVICES: [&str; 22] = [
    "aux", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "con", "lpt1",
    "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9", "nul", "prn",
];

/// Longest module name, so that the name of its file stays well below the limits of file
/// systems.
const MAX_MODULE: usize = 80;

/// Longest name of a type: its documentation is a file too, and names are made of up to
/// three of them.
const MAX_TYPE: usize = 64;

/// Whether `text` is a keyword of any edition.
pub(crate) fn is_keyword(text: &str) -> bool {
    KEYWORDS.binary_search(&text).is_ok()
}

/// The identifier of `text` in a role: words joined by the role's case, never a keyword, never
/// empty, and plain ASCII, so that no lint on confusable or uncommon letters fires.
pub(crate) fn identifier(text: &str, role: Role) -> String {
    let words = words(text);
    let mut name = match role {
        Role::Type | Role::Variant => words.to_upper_camel_case(),
        Role::Field | Role::Function | Role::Module => words.to_snake_case(),
    };
    let (prefix, unnamed) = match role {
        Role::Type | Role::Variant => ('N', "Unnamed"),
        Role::Field | Role::Function | Role::Module => ('n', "unnamed"),
    };
    if name.is_empty() {
        unnamed.clone_into(&mut name);
    }
    if name.as_bytes()[0].is_ascii_digit() {
        name.insert(0, prefix);
    }
    if role == Role::Type {
        name.truncate(MAX_TYPE);
    }
    if role == Role::Module {
        name.truncate(MAX_MODULE);
        if is_keyword(&name) || DEVICES.contains(&name.as_str()) {
            name.push('_');
        }
    } else if is_keyword(&name) {
        // These cannot be raw identifiers.
        if matches!(name.as_str(), "Self" | "self" | "super" | "crate") {
            name.push('_');
        } else {
            name.insert_str(0, "r#");
        }
    }
    name
}

/// Letters and digits of ASCII; everything else becomes a boundary, other letters the number of
/// their code point.
fn words(text: &str) -> String {
    let mut words = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_ascii_alphanumeric() {
            words.push(character);
        } else if !character.is_ascii() && character.is_alphanumeric() {
            words.push_str(&format!("_u{:x}_", u32::from(character)));
        } else {
            words.push('_');
        }
    }
    words
}

/// The identifier without the mark of raw identifiers: how it is called in prose.
pub(crate) fn plain(identifier: &str) -> &str {
    identifier.strip_prefix("r#").unwrap_or(identifier)
}

/// The names of one scope, each once.
#[derive(Debug, Default)]
pub(crate) struct Scope {
    /// Every taken name, with the number to try next when it is wanted again.
    taken: BTreeMap<String, u32>,
}

impl Scope {
    /// A scope in which the emitted code itself uses some names.
    pub(crate) fn reserving<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        Self {
            taken: names.into_iter().map(|name| (name.to_owned(), 2)).collect(),
        }
    }

    /// Whether nothing has this name yet.
    pub(crate) fn is_free(&self, name: &str) -> bool {
        !self.taken.contains_key(plain(name))
    }

    /// Takes the name if it is free.
    pub(crate) fn try_claim(&mut self, name: &str) -> bool {
        let free = self.is_free(name);
        if free {
            self.taken.insert(plain(name).to_owned(), 2);
        }
        free
    }

    /// Takes the name; when it is taken already, the name with the next free number.
    pub(crate) fn claim(&mut self, name: String, separator: &str) -> String {
        if self.try_claim(&name) {
            return name;
        }
        let mut number = self.taken.get(plain(&name)).copied().unwrap_or(2);
        loop {
            // `self_` gives `self_2`: two underscores draw a lint.
            let base = if separator.is_empty() {
                plain(&name)
            } else {
                plain(&name).trim_end_matches('_')
            };
            let numbered = format!("{base}{separator}{number}");
            number += 1;
            if self.try_claim(&numbered) {
                self.taken.insert(plain(&name).to_owned(), number);
                return numbered;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn roles_give_cases() {
        assert_eq!(identifier("os_tpl", Role::Type), "OsTpl");
        assert_eq!(
            identifier("networkinterface", Role::Type),
            "Networkinterface"
        );
        assert_eq!(
            identifier("agreement.agreedAt", Role::Field),
            "agreement_agreed_at"
        );
        assert_eq!(identifier("x86-64", Role::Variant), "X8664");
    }

    #[test]
    fn keywords_never_come_out_bare() {
        for keyword in KEYWORDS {
            for role in [
                Role::Field,
                Role::Function,
                Role::Module,
                Role::Type,
                Role::Variant,
            ] {
                let name = identifier(keyword, role);
                assert!(!is_keyword(&name), "{keyword} as {role:?}: {name}");
            }
        }
        assert_eq!(identifier("type", Role::Field), "r#type");
        assert_eq!(identifier("gen", Role::Function), "r#gen");
        assert_eq!(identifier("self", Role::Field), "self_");
        assert_eq!(identifier("self", Role::Type), "Self_");
        assert_eq!(identifier("type", Role::Module), "type_");
        assert_eq!(identifier("con", Role::Module), "con_");
    }

    #[test]
    fn the_keyword_list_is_sorted() {
        assert!(KEYWORDS.is_sorted());
    }

    #[test]
    fn any_text_gives_an_identifier() {
        for text in [
            "",
            "+",
            "1.1",
            "日本",
            "é",
            "a\u{202e}b",
            "\"; drop",
            "*/",
            "{}",
            "_",
            "\n",
        ] {
            for role in [
                Role::Field,
                Role::Function,
                Role::Module,
                Role::Type,
                Role::Variant,
            ] {
                let name = identifier(text, role);
                assert!(name.is_ascii(), "{text:?}");
                assert!(
                    syn::parse_str::<syn::Ident>(&name).is_ok(),
                    "{text:?}: {name}"
                );
            }
        }
        assert_ne!(identifier("日", Role::Type), identifier("本", Role::Type));
    }

    #[test]
    fn names_of_files_stay_short() {
        let long = "long-".repeat(200);
        assert_eq!(identifier(&long, Role::Module).len(), MAX_MODULE);
        assert_eq!(identifier(&long, Role::Type).len(), MAX_TYPE);
    }

    proptest! {
        #[test]
        fn every_text_gives_an_identifier_in_every_role(text in any::<String>()) {
            for role in [Role::Field, Role::Module, Role::Type] {
                let name = identifier(&text, role);
                prop_assert!(name.is_ascii() && !is_keyword(&name), "{name}");
                prop_assert!(syn::parse_str::<syn::Ident>(&name).is_ok(), "{name}");
            }
            prop_assert!(crate::files::is_inside(&identifier(&text, Role::Module)));
        }
    }

    #[test]
    fn names_of_a_scope_are_unique() {
        let mut scope = Scope::reserving(["id"]);
        assert_eq!(scope.claim("a".to_owned(), "_"), "a");
        assert_eq!(scope.claim("a".to_owned(), "_"), "a_2");
        assert_eq!(scope.claim("a_2".to_owned(), "_"), "a_2_2");
        assert_eq!(scope.claim("a".to_owned(), "_"), "a_3");
        assert_eq!(scope.claim("id".to_owned(), "_"), "id_2");
        assert_eq!(scope.claim("r#type".to_owned(), "_"), "r#type");
        assert_eq!(scope.claim("r#type".to_owned(), "_"), "type_2");
        assert_eq!(scope.claim("self_".to_owned(), "_"), "self_");
        assert_eq!(scope.claim("self_".to_owned(), "_"), "self_2");
    }
}

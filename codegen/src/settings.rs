//! What a user can decide about the generated code. Everything here is checked when it is made,
//! so that generation itself cannot fail.

use std::{collections::BTreeMap, fmt, path::PathBuf};

use crate::name::is_keyword;

/// A setting that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SettingsError {
    /// Not the name of a crate.
    #[error(
        "`{0}` is not a crate name: a lower-case letter, then lower-case letters, digits, `-` and `_`, at most 64 in all"
    )]
    CrateName(String),
    /// Not a path of Rust.
    #[error("`{0}` is not a path of Rust such as `::occi` or `crate::runtime`")]
    Path(String),
    /// Not an identifier of Rust.
    #[error(
        "`{0}` is not an identifier of Rust: a letter, then letters, digits and `_`, no keyword"
    )]
    Name(String),
    /// Not an attribute of Rust.
    #[error("`{0}` is not an attribute of Rust such as `#[derive(Eq)]`")]
    Attribute(String),
    /// Not a layout of modules.
    #[error("`{0}` is no layout; known are `nested` and `flat`")]
    Layout(String),
    /// Not a type of Rust.
    #[error("`{0}` is not a type of Rust such as `::my_crate::Vendor`")]
    Type(String),
    /// A file of settings that cannot be used.
    #[error("{path}: {message}")]
    File {
        /// The file.
        path: String,
        /// What is wrong with it.
        message: String,
    },
    /// Not a warning of the compiler.
    #[error(transparent)]
    Lint(#[from] occi_grammar::UnknownLint),
}

/// A path of Rust, such as `::occi`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RustPath(String);

impl RustPath {
    /// Checks a path.
    ///
    /// # Errors
    ///
    /// When the text is not a path without generics.
    pub fn new(text: &str) -> Result<Self, SettingsError> {
        let error = || SettingsError::Path(text.to_owned());
        let path: syn::Path = syn::parse_str(text).map_err(|_| error())?;
        if path
            .segments
            .iter()
            .any(|segment| !segment.arguments.is_none())
        {
            return Err(error());
        }
        let start = if path.leading_colon.is_some() {
            "::"
        } else {
            ""
        };
        let segments: Vec<String> = path.segments.iter().map(|s| s.ident.to_string()).collect();
        Ok(Self(format!("{start}{}", segments.join("::"))))
    }

    /// The path as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RustPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A type of Rust that values are read into: a path that may have generics.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RustTypePath(String);

impl RustTypePath {
    /// Checks a type. Its text goes out as it is.
    ///
    /// # Errors
    ///
    /// When the text is not the path of a type, on one line.
    pub fn new(text: &str) -> Result<Self, SettingsError> {
        let text = text.trim();
        match syn::parse_str(text) {
            Ok(syn::Type::Path(_)) if !text.contains(['\n', '\r', '/']) => {
                Ok(Self(text.to_owned()))
            }
            _ => Err(SettingsError::Type(text.to_owned())),
        }
    }

    /// The type as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// How the modules of an extension lie.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Layout {
    /// A private module for each kind and mixin, and one for the named types; what they hold is
    /// shown by the extension's module.
    #[default]
    Nested,
    /// Kinds, mixins and types stand in the extension's module itself.
    Flat,
}

impl std::str::FromStr for Layout {
    type Err = SettingsError;

    fn from_str(text: &str) -> Result<Self, SettingsError> {
        match text {
            "nested" => Ok(Self::Nested),
            "flat" => Ok(Self::Flat),
            _ => Err(SettingsError::Layout(text.to_owned())),
        }
    }
}

/// An identifier of Rust.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RustName(String);

impl RustName {
    /// Checks an identifier: ASCII, no keyword.
    ///
    /// # Errors
    ///
    /// When the text is no such identifier.
    pub fn new(text: &str) -> Result<Self, SettingsError> {
        let bytes = text.as_bytes();
        let fits = bytes.first().is_some_and(u8::is_ascii_alphabetic)
            && bytes
                .iter()
                .all(|b| b.is_ascii_alphanumeric() || *b == b'_')
            && !is_keyword(text);
        if fits {
            Ok(Self(text.to_owned()))
        } else {
            Err(SettingsError::Name(text.to_owned()))
        }
    }

    /// The identifier.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// An outer attribute of Rust, such as `#[derive(Eq)]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RustAttribute(String);

impl RustAttribute {
    /// Checks an attribute. Its text goes out as it is.
    ///
    /// # Errors
    ///
    /// When the text is not exactly one outer attribute on one line.
    pub fn new(text: &str) -> Result<Self, SettingsError> {
        let text = text.trim();
        let error = || SettingsError::Attribute(text.to_owned());
        let item: syn::ItemStruct =
            syn::parse_str(&format!("{text}\nstruct S;")).map_err(|_| error())?;
        if item.attrs.len() == 1 && text.starts_with("#[") && !text.contains(['\n', '\r']) {
            Ok(Self(text.to_owned()))
        } else {
            Err(error())
        }
    }

    /// The attribute as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The attribute without the derives that a type has anyway; `None` when nothing is left.
    pub(crate) fn without(&self, derives: &str) -> Option<String> {
        let Some(inside) = self
            .0
            .strip_prefix("#[derive(")
            .and_then(|rest| rest.strip_suffix(")]"))
        else {
            return Some(self.0.clone());
        };
        let has = |wanted: &str| derives.split(", ").any(|derive| derive == wanted);
        let left: Vec<&str> = inside
            .split(',')
            .map(str::trim)
            .filter(|derive| {
                let name = derive.rsplit("::").next().unwrap_or_default();
                !derive.is_empty() && !has(name.trim())
            })
            .collect();
        (!left.is_empty()).then(|| format!("#[derive({})]", left.join(", ")))
    }
}

/// A pattern over the paths of generated types, such as `infrastructure::Compute`, and of their
/// fields and variants, such as `infrastructure::Compute::cores`; `*` stands for any number of
/// characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern(String);

impl Pattern {
    /// Takes any text.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The pattern.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether `path` matches.
    #[must_use]
    pub fn matches(&self, path: &str) -> bool {
        let mut parts = self.0.split('*');
        let Some(mut rest) = parts.next().and_then(|head| path.strip_prefix(head)) else {
            return false;
        };
        let mut tail: Option<&str> = None;
        for part in parts {
            // What stood last so far is in the middle after all: take its first occurrence.
            if let Some(middle) = tail {
                let Some(at) = rest.find(middle) else {
                    return false;
                };
                rest = &rest[at + middle.len()..];
            }
            tail = Some(part);
        }
        tail.map_or(rest.is_empty(), |tail| rest.ends_with(tail))
    }
}

/// The name of a crate, as `cargo new` takes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CrateName(String);

impl CrateName {
    /// Checks a name.
    ///
    /// # Errors
    ///
    /// When Cargo or Rust would not take it.
    pub fn new(text: &str) -> Result<Self, SettingsError> {
        let bytes = text.as_bytes();
        let fits = bytes.len() <= 64
            && bytes.first().is_some_and(u8::is_ascii_lowercase)
            && bytes
                .iter()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_'))
            && !is_keyword(text)
            // `cargo` refuses these, or they hide a crate that the generated one needs.
            && !matches!(
                text,
                "test" | "core" | "std" | "alloc" | "proc_macro" | "proc-macro" | "occi"
                    | "occi-conformance" | "occi_conformance" | "deps" | "examples" | "build"
                    | "incremental"
            );
        if fits {
            Ok(Self(text.to_owned()))
        } else {
            Err(SettingsError::CrateName(text.to_owned()))
        }
    }

    /// The name of the package.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name of the library: with `_` for `-`.
    #[must_use]
    pub fn library(&self) -> String {
        self.0.replace('-', "_")
    }
}

impl fmt::Display for CrateName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Where a generated crate gets its runtime from.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Runtime {
    /// A checkout: the directory that holds `runtime/` and `conformance/`.
    Path(PathBuf),
    /// A version of the registry, such as `0.1.0`.
    Version(String),
    /// A git repository.
    Git {
        /// Its URL.
        url: String,
        /// A commit, branch or tag; none: the default branch.
        rev: Option<String>,
    },
}

/// What a user can decide about generated modules. The same settings exist, under the same
/// names, in [`Builder`](crate::Builder), in `occi::model!`, on the command line and in a file of
/// settings.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Settings {
    /// Whether builders, setters and helpers for clients are written. Default: yes.
    pub client: bool,
    /// Whether provider traits, handlers and the service are written. Default: yes.
    pub server: bool,
    /// Whether a function is written that runs the conformance tests; it needs the crate
    /// `occi-conformance`. Default: no. (A generated crate has its tests in `tests/` instead; see
    /// [`CrateSettings::tests`](crate::CrateSettings::tests).)
    pub tests: bool,
    /// How the modules of an extension lie. Default: nested.
    pub layout: Layout,
    /// Where generated code finds the runtime. Default: `::occi`.
    pub crate_path: RustPath,
    /// Extensions that somebody else generated, by name, with the path of their module; no module
    /// is written for them.
    pub extern_paths: BTreeMap<String, RustPath>,
    /// Rust names that replace the planned ones: of a type by the identifier of its kind, mixin or
    /// action, or by `EXTENSION.TYPE` for a named type; of a field by `IDENTIFIER/ATTRIBUTE`; of
    /// the module of an extension by the extension's name.
    pub renames: BTreeMap<String, RustName>,
    /// Rust types that stand for those of the definition: of a named type by `EXTENSION.TYPE`, of
    /// one attribute by `IDENTIFIER/ATTRIBUTE`, where the identifier is that of the category that
    /// defines it. They implement `AttributeValue`.
    pub replacements: BTreeMap<String, RustTypePath>,
    /// Attributes (derives among them) for generated structs and enums, by their path. Derives
    /// that are written anyway are left out.
    pub type_attributes: Vec<(Pattern, RustAttribute)>,
    /// Attributes for fields and variants, by their path: `gpu::Gpu::memory`.
    pub field_attributes: Vec<(Pattern, RustAttribute)>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            client: true,
            server: true,
            tests: false,
            layout: Layout::Nested,
            crate_path: RustPath("::occi".to_owned()),
            extern_paths: BTreeMap::new(),
            renames: BTreeMap::new(),
            replacements: BTreeMap::new(),
            type_attributes: Vec::new(),
            field_attributes: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bad_settings_are_refused_when_they_are_made() {
        assert_eq!(RustPath::new(" :: a :: b ").unwrap().as_str(), "::a::b");
        for path in ["", "a b", "a<b>", "1", "a::"] {
            assert!(RustPath::new(path).is_err(), "{path}");
        }
        for name in ["", "type", "gen", "a-b", "é", "_", "1a", "a b"] {
            assert!(RustName::new(name).is_err(), "{name}");
        }
        assert!(RustName::new("Machine").is_ok());
        for attribute in [
            "",
            "derive(Eq)",
            "#[derive(Eq)] fn x() {}",
            "#[a] #[b]",
            "#![a]",
        ] {
            assert!(RustAttribute::new(attribute).is_err(), "{attribute}");
        }
        let attribute = RustAttribute::new("#[derive(Eq, ::std::hash::Hash)]").unwrap();
        assert_eq!(
            attribute.without("Clone, Eq").as_deref(),
            Some("#[derive(::std::hash::Hash)]")
        );
        assert_eq!(attribute.without("Eq, Hash"), None);
        for path in ["", "a b", "&str", "(a, b)", "a /* b */", "a\nb"] {
            assert!(RustTypePath::new(path).is_err(), "{path}");
        }
        assert!(RustTypePath::new("::std::vec::Vec<crate::A>").is_ok());
        assert!("deep".parse::<Layout>().is_err());
        for name in ["", "My", "a b", "../x", "test", "gen", "é", "-a", "occi"] {
            assert!(CrateName::new(name).is_err(), "{name}");
        }
        assert_eq!(CrateName::new("my-cloud").unwrap().library(), "my_cloud");
    }

    #[test]
    fn patterns_match_whole_paths() {
        let matches = |pattern: &str, path: &str| Pattern::new(pattern).matches(path);
        assert!(matches("a::B", "a::B"));
        assert!(!matches("a::B", "a::Bc"));
        assert!(matches("*", "a::B"));
        assert!(matches("a::*", "a::B"));
        assert!(matches("*State", "a::BState"));
        assert!(matches("a*B*c", "a::B::B::c"));
        assert!(!matches("a*B*c", "a::c"));
        assert!(!matches("ab*b", "ab"));
    }
}

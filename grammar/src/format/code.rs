//! The codes of foreign formats, `0600` to `0699`.
//!
//! A section for each family of formats; numbers are given once and never again.

use occi_model::{Code, fault::Severity};

/// A code with what is said about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The code.
    pub code: Code,
    /// Whether it tells of something that a reader forgave: strict reading refuses it.
    pub forgiven: bool,
    /// A few words.
    pub title: &'static str,
    /// What it means and what to do, one or two sentences.
    pub explanation: &'static str,
    /// The document and section, or the decision, that the rule comes from.
    pub source: &'static str,
}

macro_rules! codes {
    ($(
        $section:ident {
            $($name:ident = $severity:ident $number:literal, $title:literal, $explanation:literal, $source:literal;)*
        }
    )*) => {
        $($(pub(crate) const $name: Code = codes!(@code $severity $number);)*)*

        /// Every code of foreign formats, by number.
        pub const ALL: &[Entry] = &[
            $($(Entry {
                code: $name,
                forgiven: codes!(@forgiven $severity),
                title: $title,
                explanation: $explanation,
                source: $source,
            },)*)*
        ];
    };
    (@code error $number:literal) => { Code::error($number) };
    (@code warning $number:literal) => { Code::warning($number) };
    (@code forgiven $number:literal) => { Code::warning($number) };
    (@forgiven forgiven) => { true };
    (@forgiven $other:ident) => { false };
}

// `error`: refused. `warning`: worth a look, also in strict reading. `forgiven`: against the
// format, but the meaning is certain; an error in strict reading.
codes! {
    // All formats, and XML: 0600 to 0619.
    frame {
        XML = error 600, "not well-formed XML",
            "The text breaks a rule of XML, so that its structure is not known from here on.",
            "XML 1.0 2.1";
        DOCTYPE = error 601, "document type declaration",
            "No definition format needs `<!DOCTYPE …>`, and what it declares (entities, external files) is never followed; leave it out.",
            "docs/formats.md";
        ENTITY = error 602, "unknown entity",
            "The entities are `&amp;`, `&lt;`, `&gt;`, `&quot;`, `&apos;`, and characters by number: `&#10;`, `&#x2014;`.",
            "XML 1.0 4.6";
        XML_DEPTH = error 603, "XML nested too deeply",
            "Elements may be nested 64 deep.",
            "docs/formats.md";
        PREFIX = forgiven 604, "prefix that is not declared",
            "A prefix of a name has no `xmlns:` declaration. Published files forget that of `xsi`; the prefix is taken for what it customarily means.",
            "Namespaces in XML 1.0 5";
    }
}

/// What is said about a code.
#[must_use]
pub fn find(code: Code) -> Option<&'static Entry> {
    ALL.iter().find(|entry| entry.code.number == code.number)
}

/// The code as strict reading has it: what is forgiven otherwise is an error.
#[must_use]
pub fn strict(code: Code) -> Code {
    match find(code) {
        Some(entry) if entry.forgiven => Code {
            severity: Severity::Error,
            ..code
        },
        _ => code,
    }
}

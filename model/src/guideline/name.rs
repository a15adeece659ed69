//! The names of a guideline, each with its own type.

use std::{borrow::Borrow, fmt, str::FromStr, sync::Arc};

/// Longest name that is accepted, in bytes. The format sets no limit; a bound keeps hostile
/// input from becoming hostile memory.
pub(super) const MAX_NAME_BYTES: usize = 4096;

/// Why a text is not a name of a guideline.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GuidelineNameError {
    /// Nothing at all.
    #[error("a {0} is not empty")]
    Empty(&'static str),
    /// A line feed or its like, which would break the line of a test list in two.
    #[error("a {0} has no control characters")]
    Control(&'static str),
    /// Longer than 4096 bytes.
    #[error("a {what} of {bytes} bytes is longer than {MAX_NAME_BYTES}")]
    TooLong {
        /// Which name.
        what: &'static str,
        /// How long it is.
        bytes: usize,
    },
}

pub(super) fn check(what: &'static str, text: &str) -> Result<(), GuidelineNameError> {
    if text.is_empty() {
        Err(GuidelineNameError::Empty(what))
    } else if text.len() > MAX_NAME_BYTES {
        Err(GuidelineNameError::TooLong {
            what,
            bytes: text.len(),
        })
    } else if text.chars().any(char::is_control) {
        Err(GuidelineNameError::Control(what))
    } else {
        Ok(())
    }
}

macro_rules! guideline_name {
    ($(#[$meta:meta])* $name:ident, $what:literal) => {
        $(#[$meta])*
        ///
        /// Any text of 1 to 4096 bytes without control characters.
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl $name {
            /// What the name is called in messages.
            pub const WHAT: &'static str = $what;

            /// Checks the text.
            ///
            /// # Errors
            ///
            /// When it is empty, too long, or has control characters.
            pub fn new(text: impl AsRef<str>) -> Result<Self, GuidelineNameError> {
                let text = text.as_ref();
                check($what, text)?;
                Ok(Self(text.into()))
            }

            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&self.0, f)
            }
        }
        impl FromStr for $name {
            type Err = GuidelineNameError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::new(text)
            }
        }
        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }
        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }
        impl PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                &*self.0 == other
            }
        }
        impl PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                &*self.0 == *other
            }
        }
    };
}

guideline_name! {
    /// Name of a guideline: `2020.06`, `next`, `dns.2020.06` (Interop WG, schema 2.0).
    GuidelineId, "guideline id"
}
guideline_name! {
    /// Name of a capability: `compute-servers-create`.
    CapabilityName, "capability name"
}
guideline_name! {
    /// Name of a component: `os_powered_compute`; in schema 1.x `compute`.
    ComponentName, "component name"
}
guideline_name! {
    /// Name of a platform, a display text: `OpenStack Powered Platform`.
    PlatformName, "platform name"
}
guideline_name! {
    /// Name of an add-on: `DNS`.
    AddOnName, "add-on name"
}
guideline_name! {
    /// Name of a project: `nova`; in guidelines of OCCI the extension.
    ProjectName, "project name"
}
guideline_name! {
    /// Key of a scoring criterion: `discover`.
    CriterionKey, "criterion key"
}
guideline_name! {
    /// Name of a test suite: `tempest`.
    SuiteName, "name of a test repository"
}
guideline_name! {
    /// Name of a test: `module.Class.method`, or the id of an OCCI conformance case.
    TestName, "test name"
}

impl TestName {
    /// Whether the name has a form that a test can have: identifiers joined by dots, with an
    /// optional scenario in parentheses (Tempest), or the id of a conformance case
    /// (conformance-design 3.1).
    #[must_use]
    pub fn is_usual(&self) -> bool {
        is_python_path(&self.0) || is_case_id(&self.0)
    }
}

fn is_python_path(text: &str) -> bool {
    let path = match text.split_once('(') {
        Some((path, scenario)) if scenario.ends_with(')') => path,
        Some(_) => return false,
        None => text,
    };
    path.contains('.')
        && path.split('.').all(|part| {
            part.chars()
                .next()
                .is_some_and(|c| c == '_' || c.is_alphabetic())
                && part.chars().all(|c| c == '_' || c.is_alphanumeric())
        })
}

fn is_case_id(text: &str) -> bool {
    let Some((prefix, rest)) = text.split_once(':') else {
        return false;
    };
    matches!(prefix, "k" | "l" | "x" | "p" | "w")
        && rest.contains('/')
        && rest.chars().all(|c| c.is_ascii_graphic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_break_a_line_of_a_list() {
        assert_eq!(
            TestName::new("a.b\nc.d"),
            Err(GuidelineNameError::Control("test name"))
        );
        assert!(CapabilityName::new("").is_err());
        assert!(GuidelineId::new("x".repeat(MAX_NAME_BYTES + 1)).is_err());
        assert_eq!(
            PlatformName::new("OpenStack Powered Platform").unwrap(),
            "OpenStack Powered Platform"
        );
    }

    #[test]
    fn typing_accidents_in_test_names_are_seen() {
        let usual = |text: &str| TestName::new(text).unwrap().is_usual();
        assert!(usual("tempest.api.compute.TestX.test_y"));
        assert!(usual("heat_tempest_plugin.tests.test_z(scenario one)"));
        assert!(usual("k:infrastructure#compute/act.cell/start/active"));
        assert!(!usual("a.b.StackPreviewTest.test_nested_template:Wherej"));
        assert!(!usual("test_alone"));
        assert!(!usual("a..b"));
    }
}

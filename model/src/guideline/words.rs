//! The closed lists of words: states, statuses, schema versions.

use std::{fmt, str::FromStr};

/// A text that is none of the words of a list.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{found}` is not a {what}; known are {known}")]
pub struct UnknownWord {
    /// What it should be.
    pub what: &'static str,
    /// What it is.
    pub found: String,
    /// The words of the list, joined by commas.
    pub known: String,
}

macro_rules! words {
    ($(#[$meta:meta])* $name:ident, $what:literal { $($(#[$item:meta])* $variant:ident = $text:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$item])* $variant,)+
        }

        impl $name {
            /// All of them, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// What one is called in messages.
            pub const WHAT: &'static str = $what;

            /// The word of the files.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $text),+
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl FromStr for $name {
            type Err = UnknownWord;

            fn from_str(text: &str) -> Result<Self, UnknownWord> {
                Self::ALL
                    .iter()
                    .copied()
                    .find(|word| word.as_str() == text)
                    .ok_or_else(|| UnknownWord {
                        what: $what,
                        found: text.to_owned(),
                        known: [$($text),+].join(", "),
                    })
            }
        }
    };
}

words! {
    /// Life-cycle state of a capability or a designated section in a component
    /// (Interop WG, process 2017A). The order is the strength: the first is the strongest.
    State, "state" {
        /// Must be present; its unflagged tests must pass.
        Required = "required",
        /// Being considered; nothing depends on it.
        Advisory = "advisory",
        /// Still in the list, will go.
        Deprecated = "deprecated",
        /// No longer required, listed once for the record.
        Removed = "removed",
    }
}

words! {
    /// State of a block of designated sections: those of [`State`], and `informational`
    /// (Interop WG, schema 2.0).
    SectionState, "state of designated sections" {
        /// The code must be used.
        Required = "required",
        /// Being considered.
        Advisory = "advisory",
        /// Will go.
        Deprecated = "deprecated",
        /// No longer required.
        Removed = "removed",
        /// Not required, with a remark why.
        Informational = "informational",
    }
}

words! {
    /// Status of a whole guideline (Interop WG, process 2017A).
    Status, "status" {
        /// In work.
        Draft = "draft",
        /// Shown for review; the process text calls it `review`.
        Advisory = "advisory",
        /// In force.
        Approved = "approved",
        /// Replaced by a newer one.
        Superseded = "superseded",
    }
}

words! {
    /// Version of the file format (Interop WG, schemas 1.0 to 2.0). Readers may know fewer.
    SchemaVersion, "schema version" {
        /// Legacy files, keyed by release name.
        V1_0 = "1.0",
        /// Early 2015.
        V1_1 = "1.1",
        /// 2015.03 to 2015.05.
        V1_2 = "1.2",
        /// Mid 2015.
        V1_3 = "1.3",
        /// Late 2015.
        V1_4 = "1.4",
        /// 2015.07 and 2016.01.
        V1_5 = "1.5",
        /// 2016.08 to 2017.09.
        V1_6 = "1.6",
        /// 2018.02 and later, all add-ons; guidelines of OCCI.
        V2_0 = "2.0",
    }
}

impl SchemaVersion {
    /// Whether tests have an idempotent id; test lists show it in brackets
    /// (lists of the RefStack service).
    #[must_use]
    pub fn has_ids(self) -> bool {
        self >= Self::V1_3
    }
}

impl From<State> for SectionState {
    fn from(state: State) -> Self {
        match state {
            State::Required => Self::Required,
            State::Advisory => Self::Advisory,
            State::Deprecated => Self::Deprecated,
            State::Removed => Self::Removed,
        }
    }
}

/// One value for each [`State`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct ByState<T> {
    /// For [`State::Required`].
    pub required: T,
    /// For [`State::Advisory`].
    pub advisory: T,
    /// For [`State::Deprecated`].
    pub deprecated: T,
    /// For [`State::Removed`].
    pub removed: T,
}

impl<T> ByState<T> {
    /// The value of a state.
    pub const fn get(&self, state: State) -> &T {
        match state {
            State::Required => &self.required,
            State::Advisory => &self.advisory,
            State::Deprecated => &self.deprecated,
            State::Removed => &self.removed,
        }
    }

    /// The value of a state, to change it.
    pub const fn get_mut(&mut self, state: State) -> &mut T {
        match state {
            State::Required => &mut self.required,
            State::Advisory => &mut self.advisory,
            State::Deprecated => &mut self.deprecated,
            State::Removed => &mut self.removed,
        }
    }

    /// All values, strongest state first.
    pub fn iter(&self) -> impl Iterator<Item = (State, &T)> {
        State::ALL.iter().map(|&state| (state, self.get(state)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_strongest_state_is_the_least() {
        assert_eq!(State::ALL.iter().min(), Some(&State::Required));
        assert!(State::Advisory < State::Deprecated && State::Deprecated < State::Removed);
    }

    #[test]
    fn an_unknown_word_lists_the_known_ones() {
        assert_eq!("removed".parse(), Ok(State::Removed));
        let error = "depricated".parse::<State>().unwrap_err();
        assert_eq!(
            error.to_string(),
            "`depricated` is not a state; known are required, advisory, deprecated, removed"
        );
        assert!("informational".parse::<State>().is_err());
    }

    #[test]
    fn ids_came_with_1_3() {
        assert!(!SchemaVersion::V1_2.has_ids());
        assert!(SchemaVersion::V1_3.has_ids() && SchemaVersion::V2_0.has_ids());
    }
}

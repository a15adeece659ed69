//! What is done to a server.

use std::fmt;

use crate::dice::Dice;

/// One step of a walk. Numbers choose among what there is at that moment, so that a walk from which
/// steps were taken away is one, too; where there is nothing to choose from, nothing is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// Creates an instance of a kind.
    Create {
        /// Which kind of resources.
        kind: usize,
        /// What its values are made of.
        number: usize,
    },
    /// Changes some values of a resource.
    Update {
        /// Which resource.
        which: usize,
        /// What the values are made of.
        number: usize,
    },
    /// Replaces a resource by a whole representation without what may be left out.
    Replace {
        /// Which resource.
        which: usize,
        /// What the values are made of.
        number: usize,
    },
    /// Invokes an action on a resource, whether its state allows it or not.
    Act {
        /// Which resource.
        which: usize,
        /// Which of the actions of its kind.
        action: usize,
    },
    /// Links a compute instance to a network or a storage.
    Link {
        /// Which compute instance.
        from: usize,
        /// Which network or storage.
        to: usize,
    },
    /// Deletes a link.
    Unlink {
        /// Which link.
        which: usize,
    },
    /// Adds a resource to a mixin of a user.
    Tag {
        /// Which resource.
        which: usize,
        /// Which mixin.
        tag: usize,
    },
    /// Removes a resource from a mixin of a user.
    Untag {
        /// Which resource.
        which: usize,
        /// Which mixin.
        tag: usize,
    },
    /// Deletes a resource.
    Delete {
        /// Which resource.
        which: usize,
    },
}

impl Operation {
    /// Draws one; what makes is drawn more often than what deletes.
    pub(super) fn draw(dice: &mut Dice) -> Self {
        let (first, second) = (dice.below(1 << 16), dice.below(1 << 16));
        match dice.below(16) {
            0..=3 => Self::Create {
                kind: first,
                number: second,
            },
            4 | 5 => Self::Update {
                which: first,
                number: second,
            },
            6 => Self::Replace {
                which: first,
                number: second,
            },
            7..=9 => Self::Act {
                which: first,
                action: second,
            },
            10 | 11 => Self::Link {
                from: first,
                to: second,
            },
            12 => Self::Unlink { which: first },
            13 => Self::Tag {
                which: first,
                tag: second,
            },
            14 => Self::Untag {
                which: first,
                tag: second,
            },
            _ => Self::Delete { which: first },
        }
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Create { kind, number } => write!(f, "create kind {kind} with {number}"),
            Self::Update { which, number } => write!(f, "update resource {which} with {number}"),
            Self::Replace { which, number } => write!(f, "replace resource {which} with {number}"),
            Self::Act { which, action } => write!(f, "invoke action {action} on resource {which}"),
            Self::Link { from, to } => write!(f, "link compute {from} to {to}"),
            Self::Unlink { which } => write!(f, "delete link {which}"),
            Self::Tag { which, tag } => write!(f, "add resource {which} to mixin {tag}"),
            Self::Untag { which, tag } => write!(f, "remove resource {which} from mixin {tag}"),
            Self::Delete { which } => write!(f, "delete resource {which}"),
        }
    }
}

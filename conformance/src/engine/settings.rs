//! What a run may do, and how patient it is.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use occi_model::CategoryId;

use crate::case::Hazard;

/// Who else uses the endpoint (section 9.1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Safety {
    /// Others do; only what a run creates itself is touched.
    #[default]
    Shared,
    /// It is there for tests; whole collections may be touched when nothing foreign is in them.
    Dedicated,
    /// It belongs to this run alone.
    Exclusive,
}

/// How long something is waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// Time limit.
    pub limit: Duration,
    /// Whether a conformant implementation must be faster: then exceeding it is a failure, else
    /// it is inconclusive (section 9.5).
    pub bound: bool,
}

/// The named timeouts that steps use (section 9.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeouts {
    /// A state after an action.
    pub state_change: Patience,
    /// A deletion becomes visible.
    pub delete_visible: Patience,
    /// A listing agrees with what was created.
    pub list_consistent: Patience,
    /// An answer to a request; longer ones are told of by `p:passive/answer-time`.
    pub answer: Duration,
    /// The first pause between two looks; later ones are half as long again.
    pub first_pause: Duration,
}

impl Timeouts {
    /// For an endpoint whose workings are unknown.
    pub const LIVE: Self = Self {
        state_change: Patience {
            limit: Duration::from_secs(120),
            bound: false,
        },
        delete_visible: Patience {
            limit: Duration::from_secs(60),
            bound: false,
        },
        list_consistent: Patience {
            limit: Duration::from_secs(10),
            bound: true,
        },
        answer: Duration::from_secs(10),
        first_pause: Duration::from_millis(100),
    };

    /// For a service that has done its work when it answers.
    pub const SYNCHRONOUS: Self = {
        let patience = Patience {
            limit: Duration::from_millis(20),
            bound: true,
        };
        Self {
            state_change: patience,
            delete_visible: patience,
            list_consistent: patience,
            answer: Self::LIVE.answer,
            first_pause: Duration::from_millis(5),
        }
    };
}

/// Which categories must be offered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Required {
    /// None: an endpoint may offer what it likes (INF-004).
    #[default]
    Nothing,
    /// Every category of the model.
    Everything,
    /// These.
    Only(BTreeSet<CategoryId>),
}

impl Required {
    /// Whether a category must be offered.
    #[must_use]
    pub fn has(&self, category: &CategoryId) -> bool {
        match self {
            Self::Nothing => false,
            Self::Everything => true,
            Self::Only(some) => some.contains(category),
        }
    }
}

/// The settings of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Who else uses the endpoint.
    pub safety: Safety,
    /// Let cases of class 2 run on a shared endpoint.
    pub allow_actions: bool,
    /// Let cases of class 3 run on a shared endpoint.
    pub allow_namespace: bool,
    /// Let cases of class 5 run on a dedicated endpoint.
    pub allow_adversarial: bool,
    /// Timeouts.
    pub timeouts: Timeouts,
    /// Least time between two requests.
    pub pace: Duration,
    /// Cases at the same time.
    pub concurrency: usize,
    /// Categories that must be offered.
    pub required: Required,
    /// Tolerated answers fail.
    pub strict: bool,
    /// How many looks in a row must show a state that was waited for (section 7.3): at least 1.
    pub stable: u32,
    /// Whether cases that only read share their fixtures (section 7.1).
    pub share_fixtures: bool,
    /// How often each case is performed (section 10): at least 1. Outcomes that differ are a failure.
    pub repeat: u32,
    /// Whether a creation that works, but shows other values than it was given, blocks what comes
    /// after. One cause is then one failure; of an endpoint that is only looked at, whose model is
    /// discovered, one wants to know what else it does.
    pub values_block: bool,
    /// Say in every request which case it belongs to (section 9.4).
    pub announce: bool,
    /// The eight letters of the run; made up when absent.
    pub run: Option<String>,
    /// Templates that requests use, by family; of other families whatever is offered.
    pub templates: BTreeMap<String, Vec<String>>,
    /// Whether requests carry credentials; a run knows by itself.
    pub has_credentials: bool,
}

impl Settings {
    /// For a service in the same process.
    #[must_use]
    pub fn in_process() -> Self {
        Self {
            safety: Safety::Exclusive,
            timeouts: Timeouts::SYNCHRONOUS,
            concurrency: std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
            required: Required::Everything,
            ..Self::shared()
        }
    }

    /// For an endpoint on this machine that was started for tests.
    #[must_use]
    pub fn loopback() -> Self {
        Self {
            safety: Safety::Dedicated,
            concurrency: 4,
            pace: Duration::ZERO,
            ..Self::shared()
        }
    }

    /// For an endpoint that others use: one connection, five requests in a second (9.4).
    #[must_use]
    pub fn shared() -> Self {
        Self {
            safety: Safety::Shared,
            allow_actions: false,
            allow_namespace: false,
            allow_adversarial: false,
            timeouts: Timeouts::LIVE,
            pace: Duration::ZERO,
            concurrency: 1,
            required: Required::Nothing,
            strict: false,
            stable: 1,
            share_fixtures: false,
            repeat: 1,
            values_block: true,
            announce: true,
            run: None,
            templates: BTreeMap::new(),
            has_credentials: false,
        }
    }

    /// For an endpoint far away.
    #[must_use]
    pub fn remote() -> Self {
        Self {
            pace: Duration::from_millis(200),
            ..Self::shared()
        }
    }

    /// Why a case of a class is not run, if it is not (section 9.1).
    #[must_use]
    pub const fn refusal(&self, hazard: Hazard) -> Option<&'static str> {
        match (hazard, self.safety) {
            (Hazard::Read | Hazard::Own, _) | (_, Safety::Exclusive) => None,
            (Hazard::State, Safety::Shared) if !self.allow_actions => {
                Some("hazard class 2: actions on a shared endpoint need permission")
            }
            (Hazard::Namespace, Safety::Shared) if !self.allow_namespace => {
                Some("hazard class 3: user mixins on a shared endpoint need permission")
            }
            (Hazard::State | Hazard::Namespace, _) | (Hazard::Collection, Safety::Dedicated) => {
                None
            }
            (Hazard::Adversarial, Safety::Dedicated) if self.allow_adversarial => None,
            (Hazard::Collection, Safety::Shared) => {
                Some("hazard class 4: never on a shared endpoint")
            }
            (Hazard::Adversarial, _) => Some(
                "hazard class 5: on an endpoint of the run's own, or a dedicated one with permission",
            ),
        }
    }
}

//! Where instances were: 410 instead of 404, for as long as it is remembered (D-103).

use std::{
    collections::{BTreeSet, VecDeque},
    sync::{Mutex, PoisonError},
};

use http::StatusCode;

use super::{Fault, engine::Engine};

/// How many locations are remembered; the oldest are forgotten first.
const LIMIT: usize = 100_000;

/// Locations of deleted instances.
#[derive(Debug, Default)]
pub(crate) struct Gone(Mutex<Locations>);

#[derive(Debug, Default)]
struct Locations {
    known: BTreeSet<String>,
    order: VecDeque<String>,
}

impl Gone {
    /// Remembers where something was.
    pub(crate) fn remember(&self, locations: impl IntoIterator<Item = String>) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for location in locations {
            if !all.known.insert(location.clone()) {
                continue;
            }
            all.order.push_back(location);
            if all.order.len() > LIMIT
                && let Some(oldest) = all.order.pop_front()
            {
                all.known.remove(&oldest);
            }
        }
    }

    fn contains(&self, location: &str) -> bool {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.known.contains(location)
    }
}

impl Engine {
    /// 404; 410 where an instance was, if the service tells.
    pub(crate) fn nothing_at(&self, path: &str) -> Fault {
        if self.gone.as_ref().is_some_and(|gone| gone.contains(path)) {
            return Fault::new(
                StatusCode::GONE,
                "gone",
                format!("the instance at `{path}` was deleted"),
            );
        }
        Fault::not_found("not-found", format!("nothing is at `{path}`"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_are_forgotten_first() {
        let gone = Gone::default();
        gone.remember((0..=LIMIT).map(|at| format!("/{at}")));
        assert!(!gone.contains("/0"));
        assert!(gone.contains("/1") && gone.contains(&format!("/{LIMIT}")));
        gone.remember(["/1".to_owned()]);
        assert!(gone.contains("/1"));
    }
}

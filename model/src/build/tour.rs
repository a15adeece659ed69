//! The tree of kinds, numbered so that "below" is a comparison of numbers.

use super::work::Parent;

/// For each kind the stretch of preorder numbers that its subtree takes.
pub(super) struct Tour {
    enter: Vec<usize>,
    leave: Vec<usize>,
    parents: Vec<Parent>,
}

impl Tour {
    /// Numbers the kinds; one whose parent is broken starts a tree of its own. `order` has
    /// parents before children.
    pub(super) fn new(parents: &[Parent], order: &[usize]) -> Self {
        let mut sizes = vec![1_usize; parents.len()];
        for &kind in order.iter().rev() {
            if let Parent::Of(parent) = parents[kind] {
                sizes[parent] += sizes[kind];
            }
        }
        let mut enter = vec![0; parents.len()];
        let mut leave = vec![0; parents.len()];
        // The next free number in each subtree.
        let mut next = vec![0; parents.len()];
        let mut next_root = 0;
        for &kind in order {
            let free = match parents[kind] {
                Parent::Of(parent) => &mut next[parent],
                Parent::Root | Parent::Broken => &mut next_root,
            };
            let start = *free;
            *free += sizes[kind];
            enter[kind] = start;
            leave[kind] = start + sizes[kind];
            next[kind] = start + 1;
        }
        Self {
            enter,
            leave,
            parents: parents.to_vec(),
        }
    }

    /// Whether `kind` is `ancestor` or below it.
    pub(super) fn is_below(&self, kind: usize, ancestor: usize) -> bool {
        (self.enter[ancestor]..self.leave[ancestor]).contains(&self.enter[kind])
    }

    fn ancestors(&self, kind: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(Some(kind), |&kind| match self.parents[kind] {
            Parent::Of(parent) => Some(parent),
            Parent::Root | Parent::Broken => None,
        })
    }
}

/// A set of kinds, each with everything below it.
#[derive(Clone, Debug, Default)]
pub(super) struct KindSet {
    /// `None`: every kind.
    kinds: Option<Vec<usize>>,
    /// Preorder numbers, sorted.
    entered: Vec<usize>,
}

impl KindSet {
    /// The kinds and all below; an empty list means every kind.
    pub(super) fn new(tour: &Tour, kinds: &[usize]) -> Self {
        if kinds.is_empty() {
            return Self::default();
        }
        let mut entered: Vec<usize> = kinds.iter().map(|&kind| tour.enter[kind]).collect();
        entered.sort_unstable();
        Self {
            kinds: Some(kinds.to_vec()),
            entered,
        }
    }

    /// Whether some kind is, or is below, both `kind` and one of the set.
    pub(super) fn touches(&self, tour: &Tour, kind: usize) -> bool {
        if self.kinds.is_none() {
            return true;
        }
        let at = self
            .entered
            .partition_point(|&number| number < tour.enter[kind]);
        self.entered
            .get(at)
            .is_some_and(|&number| number < tour.leave[kind])
            || tour
                .ancestors(kind)
                .any(|ancestor| self.entered.binary_search(&tour.enter[ancestor]).is_ok())
    }

    /// Whether some kind is in both sets.
    pub(super) fn meets(&self, tour: &Tour, other: &Self) -> bool {
        match (&self.kinds, &other.kinds) {
            (None, _) | (_, None) => true,
            (Some(kinds), Some(_)) => kinds.iter().any(|&kind| other.touches(tour, kind)),
        }
    }

    /// The kinds themselves; none: every kind.
    pub(super) fn roots(&self) -> &[usize] {
        self.kinds.as_deref().unwrap_or_default()
    }
}

/// Kinds that have something of one name, for questions about a [`KindSet`].
#[derive(Default)]
pub(super) struct Holders {
    /// Preorder number and kind, sorted.
    by_number: Vec<(usize, usize)>,
}

impl Holders {
    pub(super) fn add(&mut self, tour: &Tour, kind: usize) {
        self.by_number.push((tour.enter[kind], kind));
    }

    /// To be called once, after the last `add`.
    pub(super) fn sort(&mut self) {
        self.by_number.sort_unstable();
        self.by_number.dedup();
    }

    /// Those that have a kind in common with the set, in order of their numbers.
    pub(super) fn touching(&self, tour: &Tour, set: &KindSet) -> Vec<usize> {
        let Some(kinds) = &set.kinds else {
            return self.by_number.iter().map(|&(_, kind)| kind).collect();
        };
        let mut found = Vec::new();
        for &kind in kinds {
            let start = self
                .by_number
                .partition_point(|&(number, _)| number < tour.enter[kind]);
            found.extend(
                self.by_number[start..]
                    .iter()
                    .take_while(|&&(number, _)| number < tour.leave[kind]),
            );
            for ancestor in tour.ancestors(kind).skip(1) {
                let number = tour.enter[ancestor];
                if let Ok(at) = self
                    .by_number
                    .binary_search_by_key(&number, |&(number, _)| number)
                {
                    found.push(self.by_number[at]);
                }
            }
        }
        found.sort_unstable();
        found.dedup();
        found.into_iter().map(|(_, kind)| kind).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 0 over 1 and 2; 1 over 3 and 4.
    fn tour() -> Tour {
        let parents = [
            Parent::Root,
            Parent::Of(0),
            Parent::Of(0),
            Parent::Of(1),
            Parent::Of(1),
        ];
        Tour::new(&parents, &[0, 1, 2, 3, 4])
    }

    #[test]
    fn below_is_transitive_and_not_sideways() {
        let tour = tour();
        assert!(tour.is_below(3, 0) && tour.is_below(3, 1) && tour.is_below(3, 3));
        assert!(!tour.is_below(1, 3) && !tour.is_below(3, 2) && !tour.is_below(2, 1));
    }

    #[test]
    fn sets_touch_what_is_above_and_below_their_kinds() {
        let tour = tour();
        let set = KindSet::new(&tour, &[1]);
        let touched: Vec<bool> = (0..5).map(|kind| set.touches(&tour, kind)).collect();
        assert_eq!(touched, [true, true, false, true, true]);
        assert!(!set.meets(&tour, &KindSet::new(&tour, &[2])));
        assert!(set.meets(&tour, &KindSet::new(&tour, &[4])));
        assert!(set.meets(&tour, &KindSet::default()));
    }

    #[test]
    fn holders_are_found_by_the_same_relation() {
        let tour = tour();
        for roots in [vec![1], vec![2], vec![3], vec![2, 4], vec![]] {
            let set = KindSet::new(&tour, &roots);
            let mut holders = Holders::default();
            for kind in [4, 2, 0] {
                holders.add(&tour, kind);
            }
            holders.sort();
            let mut found = holders.touching(&tour, &set);
            found.sort_unstable();
            let expected: Vec<usize> = [0, 2, 4]
                .into_iter()
                .filter(|&kind| set.touches(&tour, kind))
                .collect();
            assert_eq!(found, expected, "{roots:?}");
        }
    }
}

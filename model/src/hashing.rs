//! How names are hashed.

use std::{hash::BuildHasher, sync::LazyLock};

use foldhash::fast::{FoldHasher, RandomState};

static STATE: LazyLock<RandomState> = LazyLock::new(RandomState::default);

/// Makes quick hashers, seeded anew in each process.
///
/// It takes no space: a list of a hundred thousand hashes has a hundred thousand maps. The hash is
/// no match for someone who can watch it at leisure, as nobody can through a definition or a
/// message.
#[derive(Clone, Copy, Debug, Default)]
pub struct Seeded;

impl BuildHasher for Seeded {
    type Hasher = FoldHasher<'static>;

    fn build_hasher(&self) -> Self::Hasher {
        let state: &'static RandomState = &STATE;
        state.build_hasher()
    }
}

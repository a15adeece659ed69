//! How names are hashed.

use std::{hash::BuildHasher, sync::LazyLock};

use foldhash::fast::{FoldHasher, RandomState};

static STATE: LazyLock<RandomState> = LazyLock::new(RandomState::default);

/// Makes quick hashers, seeded anew in each process.
///
/// It takes no space: a list of a hundred thousand hashes has a hundred thousand maps. Who writes a
/// definition or a message does not know the seed, and so cannot choose names that collide; the
/// hash is not made to keep its seed from someone who measures it closely.
#[derive(Clone, Copy, Debug, Default)]
pub struct Seeded;

impl BuildHasher for Seeded {
    type Hasher = FoldHasher<'static>;

    fn build_hasher(&self) -> Self::Hasher {
        let state: &'static RandomState = &STATE;
        state.build_hasher()
    }
}

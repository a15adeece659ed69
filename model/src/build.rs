//! From draft to model: name resolution, the rules M001 to M061, and the closures.

use crate::{
    draft::{Built, Draft},
    version::Profile,
};

pub(crate) fn build(_draft: &Draft, _profile: Profile) -> Built {
    unimplemented!()
}

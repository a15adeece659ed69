//! Files that are read as a whole, up to a length.

use std::{
    fs::File,
    io::{self, Read as _},
    path::Path,
};

use crate::exit::Failure;

/// Reads a file of at most `limit` bytes; a pipe that is longer is not read to its end.
///
/// # Errors
///
/// When it is longer, or cannot be read: the call names the wrong file, or the disk failed.
pub(crate) fn read(path: &Path, limit: usize) -> Result<Vec<u8>, Failure> {
    let world = |error: io::Error| Failure::world(format!("`{}`: {error}", path.display()));
    let mut bytes = Vec::new();
    File::open(path)
        .map_err(world)?
        .take(limit as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(world)?;
    if bytes.len() > limit {
        return Err(Failure::refused(format!(
            "`{}` is longer than the {limit} bytes that are read",
            path.display()
        )));
    }
    Ok(bytes)
}

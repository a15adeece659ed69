//! A window on a stream: as many bytes as somebody needs to see at once, never the whole.

use std::io::{self, ErrorKind, Read};

/// How much is asked of the stream at a time.
const STEP: usize = 64 * 1024;

/// The window.
pub(super) struct Window<R> {
    source: R,
    bytes: Vec<u8>,
    start: usize,
    end: usize,
    ended: bool,
}

impl<R: Read> Window<R> {
    pub(super) const fn new(source: R) -> Self {
        Self {
            source,
            bytes: Vec::new(),
            start: 0,
            end: 0,
            ended: false,
        }
    }

    /// What is in the window.
    pub(super) fn seen(&self) -> &[u8] {
        self.bytes.get(self.start..self.end).unwrap_or_default()
    }

    /// Moves the window over what was read.
    pub(super) fn pass(&mut self, count: usize) {
        self.start = (self.start + count).min(self.end);
    }

    /// Widens the window to `count` bytes, or to the end of the stream when that comes first;
    /// gives how many there are. Waits no longer than needed: a live stream is followed.
    pub(super) fn see(&mut self, count: usize) -> io::Result<usize> {
        while self.end - self.start < count && !self.ended {
            self.more()?;
        }
        Ok(self.end - self.start)
    }

    /// Widens the window by what the stream has; `false`: it has ended.
    pub(super) fn more(&mut self) -> io::Result<bool> {
        if self.ended {
            return Ok(false);
        }
        if self.start > 0 {
            self.bytes.copy_within(self.start..self.end, 0);
            self.end -= self.start;
            self.start = 0;
        }
        if self.bytes.len() < self.end + STEP {
            self.bytes.resize(self.end + STEP, 0);
        }
        let free = self.bytes.get_mut(self.end..).unwrap_or_default();
        loop {
            match self.source.read(free) {
                Ok(0) => {
                    self.ended = true;
                    return Ok(false);
                }
                Ok(count) => {
                    self.end += count;
                    return Ok(true);
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }
}

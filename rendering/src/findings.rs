//! What a reader notices: deviations to forgive or to refuse, and the place in the message.

use crate::{
    Mode,
    limits::{MAX_DEVIATIONS, MAX_EXCERPT_BYTES, MAX_ITEMS},
    read::{Deviation, Read, ReadError},
};

/// The notebook of one reading.
#[derive(Debug)]
pub(crate) struct Findings {
    mode: Mode,
    deviations: Vec<Deviation>,
    line: Option<usize>,
    items: usize,
}

impl Findings {
    pub(crate) const fn new(mode: Mode) -> Self {
        Self {
            mode,
            deviations: Vec::new(),
            line: None,
            items: 0,
        }
    }

    pub(crate) const fn is_lenient(&self) -> bool {
        matches!(self.mode, Mode::Lenient)
    }

    /// Says where in the message the reader is.
    pub(crate) const fn at(&mut self, line: usize) {
        self.line = Some(line);
    }

    /// Forgives a deviation in lenient mode and notes it; refuses it in strict mode.
    pub(crate) fn forgive(
        &mut self,
        code: &'static str,
        detail: impl FnOnce() -> String,
    ) -> Result<(), ReadError> {
        match self.mode {
            Mode::Strict => Err(self.refuse(code, detail())),
            Mode::Lenient => {
                if self.deviations.len() < MAX_DEVIATIONS {
                    self.deviations.push(Deviation {
                        code,
                        detail: detail(),
                    });
                }
                Ok(())
            }
        }
    }

    /// An error at the present place.
    pub(crate) fn refuse(&self, code: &'static str, message: impl Into<String>) -> ReadError {
        ReadError {
            code,
            message: message.into(),
            line: self.line,
        }
    }

    /// Counts one more member of the message.
    pub(crate) fn count(&mut self) -> Result<(), ReadError> {
        self.items += 1;
        if self.items > MAX_ITEMS {
            return Err(self.refuse(
                "too-many-items",
                format!("the message has more than {MAX_ITEMS} members; send it in parts"),
            ));
        }
        Ok(())
    }

    pub(crate) fn done<T>(self, value: T) -> Read<T> {
        Read {
            value,
            deviations: self.deviations,
        }
    }
}

/// A piece of the input for a message: short, on one line, quoted.
pub(crate) fn excerpt(text: &str) -> String {
    if text.len() <= MAX_EXCERPT_BYTES {
        return format!("{text:?}");
    }
    let mut end = MAX_EXCERPT_BYTES;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    format!("{:?}…", &text[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn excerpts_are_short_and_end_between_characters() {
        let text = "ä".repeat(1000);
        assert!(excerpt(&text).len() < 100);
        assert_eq!(excerpt("a\nb"), r#""a\nb""#);
    }

    #[test]
    fn deviations_are_bounded() {
        let mut findings = Findings::new(Mode::Lenient);
        for _ in 0..10 * MAX_DEVIATIONS {
            findings.forgive("x", String::new).unwrap();
        }
        assert_eq!(findings.done(()).deviations.len(), MAX_DEVIATIONS);
    }
}

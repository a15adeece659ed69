//! What a reader notices: deviations to forgive or to refuse, and the place in the message.

use std::ops::Range;

use occi_model::{CategoryId, NameError};

use crate::{
    Mode,
    limits::{Bounds, MAX_DEVIATIONS, MAX_EXCERPT_BYTES},
    message::CategoryPlaces,
    place::{Fold, Frame, Spot},
    read::{Deviation, Read, ReadError},
};

/// The notebook of one reading.
#[derive(Debug)]
pub(crate) struct Findings {
    mode: Mode,
    deviations: Vec<Deviation>,
    line: Option<usize>,
    items: usize,
    bounds: Bounds,
    frame: Frame,
    spot: Spot,
    recent: Recent,
    /// What a reading of definitions wants to know beside them.
    wanted: Option<Wanted>,
}

/// The identifiers that were read last. A message names the same few categories again and again
/// (the parent of each kind, the kind of each link), and one that is known needs neither a check nor
/// memory.
#[derive(Debug)]
struct Recent {
    ids: [Option<CategoryId>; 4],
    next: usize,
}

impl Recent {
    const NOTHING: Self = Self {
        ids: [const { None }; 4],
        next: 0,
    };

    fn read(&mut self, text: &str) -> Result<CategoryId, NameError> {
        if let Some(known) = self.ids.iter().flatten().find(|known| **known == *text) {
            return Ok(known.clone());
        }
        let id = CategoryId::parse(text)?;
        self.ids[self.next % self.ids.len()] = Some(id.clone());
        self.next += 1;
        Ok(id)
    }
}

/// What only a reading of definitions keeps.
#[derive(Debug, Default)]
struct Wanted {
    places: Vec<CategoryPlaces>,
    errors: Vec<ReadError>,
}

impl Findings {
    pub(crate) const fn new(mode: Mode) -> Self {
        Self {
            mode,
            deviations: Vec::new(),
            line: None,
            items: 0,
            bounds: Bounds::MESSAGE,
            frame: Frame::NOWHERE,
            spot: Spot::NOWHERE,
            recent: Recent::NOTHING,
            wanted: None,
        }
    }

    /// For a lenient reading of definitions: the places of categories are kept, and an error ends
    /// the category that it is in, not the reading.
    pub(crate) fn with_places() -> Self {
        Self {
            wanted: Some(Wanted::default()),
            bounds: Bounds::DEFINITION,
            ..Self::new(Mode::Lenient)
        }
    }

    pub(crate) const fn is_lenient(&self) -> bool {
        matches!(self.mode, Mode::Lenient)
    }

    /// Says where in the message the reader is.
    pub(crate) const fn at(&mut self, line: usize) {
        self.line = Some(line);
    }

    /// Says which text the message is.
    pub(crate) fn read_from(&mut self, text: &[u8]) {
        self.frame = Frame::of(text);
    }

    /// Says which value is read now, and where its lines stood before they were joined.
    pub(crate) fn enter(&mut self, value: &str, folds: &mut Vec<Fold>) {
        self.frame.enter(value, folds);
        self.look(value);
    }

    /// Says which piece of the message is looked at; one that is no piece of it changes nothing.
    pub(crate) fn look(&mut self, piece: &str) {
        if let Some(spot) = self.frame.spot(piece) {
            self.spot = spot;
        }
    }

    /// Says which bytes of the message are looked at.
    pub(crate) const fn look_at(&mut self, start: usize, end: usize) {
        self.spot = Spot::at(start, end);
    }

    /// The offset of a piece of the message itself.
    pub(crate) fn offset(&self, piece: &str) -> Option<usize> {
        self.frame.offset(piece)
    }

    /// Reads the identifier of a category.
    pub(crate) fn category_id(&mut self, text: &str) -> Result<CategoryId, NameError> {
        self.recent.read(text)
    }

    /// How much the reading takes.
    pub(crate) const fn bounds(&self) -> Bounds {
        self.bounds
    }

    /// Whether places are wanted.
    pub(crate) const fn wants_places(&self) -> bool {
        self.wanted.is_some()
    }

    /// The place of a piece of the message, or else of what is looked at.
    pub(crate) fn place_of(&self, piece: &str) -> Range<usize> {
        self.frame
            .spot(piece)
            .unwrap_or(self.spot)
            .range()
            .unwrap_or_default()
    }

    /// The place that is looked at.
    pub(crate) fn place(&self) -> Range<usize> {
        self.spot.range().unwrap_or_default()
    }

    /// Keeps the places of the category that was just read.
    pub(crate) fn keep(&mut self, places: CategoryPlaces) {
        if let Some(wanted) = &mut self.wanted {
            wanted.places.push(places);
        }
    }

    /// Keeps an error where the reading can go on behind it, or gives it back.
    pub(crate) fn go_on(&mut self, error: ReadError) -> Result<(), ReadError> {
        match &mut self.wanted {
            Some(wanted) if wanted.errors.len() < MAX_DEVIATIONS => {
                wanted.errors.push(error);
                Ok(())
            }
            _ => Err(error),
        }
    }

    /// The places and errors that were kept, in order.
    pub(crate) fn take_places(&mut self) -> (Vec<CategoryPlaces>, Vec<ReadError>) {
        let Wanted { places, errors } = self.wanted.take().unwrap_or_default();
        (places, errors)
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
                        place: self.spot.range(),
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
            place: self.spot.range(),
        }
    }

    /// Counts one more member of the message.
    pub(crate) fn count(&mut self) -> Result<(), ReadError> {
        self.items += 1;
        if self.items > self.bounds.items {
            let most = self.bounds.items;
            return Err(self.refuse(
                "too-many-items",
                format!("the message has more than {most} members; send it in parts"),
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

//! Pages of collections (D.9, D-102).

use http::StatusCode;

use super::{Fault, ask::Ask};

/// Largest page.
pub(crate) const LARGEST: usize = 1000;
/// Size of a page when only its index is given.
const USUAL: usize = 100;

/// One page of a collection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Page {
    /// Index, from 1.
    page: usize,
    /// Size.
    number: usize,
}

impl Page {
    /// The page that a request asks for, if it does.
    ///
    /// # Errors
    ///
    /// 400 for what is no positive number, 413 for a size above [`LARGEST`].
    pub(crate) fn of(ask: Ask<'_>) -> Result<Option<Self>, Fault> {
        let (page, number) = (ask.parameter("page"), ask.parameter("number"));
        if page.is_none() && number.is_none() {
            return Ok(None);
        }
        let page = page.map_or(Ok(1), |text| positive("page", &text))?;
        let number = number.map_or(Ok(USUAL), |text| positive("number", &text))?;
        if number > LARGEST {
            return Err(Fault::new(
                StatusCode::PAYLOAD_TOO_LARGE,
                "page-too-large",
                format!("number={number} is too large; the largest page has {LARGEST} members"),
            ));
        }
        Ok(Some(Self { page, number }))
    }

    /// The members on the page; none beyond the end.
    pub(crate) fn cut<T>(self, members: Vec<T>) -> Vec<T> {
        let skip = (self.page - 1).saturating_mul(self.number);
        members.into_iter().skip(skip).take(self.number).collect()
    }
}

/// A positive number; one that does not fit is as large as numbers get.
fn positive(name: &str, text: &str) -> Result<usize, Fault> {
    let bad = || {
        Fault::bad_request(
            "invalid-page",
            format!("{name}={text} is not a whole number from 1"),
        )
    };
    if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit()) {
        return Err(bad());
    }
    match text.parse().unwrap_or(usize::MAX) {
        0 => Err(bad()),
        number => Ok(number),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_cut_from_one() {
        // D-102, HTTP-042, HTTP-044
        let page = |page, number| Page { page, number }.cut(vec![1, 2, 3, 4, 5]);
        assert_eq!(page(1, 2), [1, 2]);
        assert_eq!(page(3, 2), [5]);
        assert!(page(4, 2).is_empty());
        assert!(page(usize::MAX, 1000).is_empty());
    }

    #[test]
    fn indexes_are_positive_numbers() {
        for bad in ["", "0", "-1", "x", "1.5", "+1"] {
            assert!(positive("page", bad).is_err(), "{bad}");
        }
        assert_eq!(
            positive("page", "99999999999999999999999").unwrap(),
            usize::MAX
        );
    }
}

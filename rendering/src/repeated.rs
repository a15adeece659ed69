//! Names that occur twice.

use std::collections::{HashMap, hash_map::Entry};

use occi_model::AttributeName;

use crate::{findings::Findings, message::RawValue, read::ReadError};

/// The first name that occurs twice, as the positions of both.
///
/// Short lists are compared pairwise, long ones sorted: never quadratic.
pub(crate) fn first_repeated<'a, T>(
    items: &'a [T],
    name: impl Fn(&'a T) -> &'a str,
) -> Option<(usize, usize)> {
    const PAIRWISE: usize = 24;
    if items.len() <= PAIRWISE {
        return (1..items.len()).find_map(|later| {
            (0..later)
                .find(|&earlier| name(&items[earlier]) == name(&items[later]))
                .map(|earlier| (earlier, later))
        });
    }
    let mut order: Vec<usize> = (0..items.len()).collect();
    order.sort_by_key(|&at| (name(&items[at]), at));
    order
        .windows(2)
        .find(|pair| name(&items[pair[0]]) == name(&items[pair[1]]))
        .map(|pair| (pair[0], pair[1]))
}

/// An attribute has one value: the same one twice is a deviation, different ones are an error.
pub(crate) fn check_attributes(
    attributes: &mut Vec<(AttributeName, RawValue)>,
    findings: &mut Findings,
) -> Result<(), ReadError> {
    if first_repeated(attributes, |(name, _)| name.as_str()).is_none() {
        return Ok(());
    }
    let mut places: HashMap<AttributeName, usize> = HashMap::with_capacity(attributes.len());
    let mut kept: Vec<(AttributeName, RawValue)> = Vec::with_capacity(attributes.len());
    for (name, value) in attributes.drain(..) {
        match places.entry(name.clone()) {
            Entry::Vacant(place) => {
                place.insert(kept.len());
                kept.push((name, value));
            }
            Entry::Occupied(place) if kept[*place.get()].1 == value => {
                findings.forgive("repeated-attribute", || format!("`{name}` is given twice"))?;
            }
            Entry::Occupied(_) => {
                return Err(findings.refuse(
                    "contradiction",
                    format!("`{name}` has two different values"),
                ));
            }
        }
    }
    *attributes = kept;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Mode;

    #[test]
    fn repeated_names_are_found_in_short_and_long_lists() {
        let mut names: Vec<String> = (0..10).map(|n| n.to_string()).collect();
        assert_eq!(first_repeated(&names, String::as_str), None);
        names.push("3".to_owned());
        assert_eq!(first_repeated(&names, String::as_str), Some((3, 10)));
        let mut names: Vec<String> = (0..1000).map(|n| n.to_string()).collect();
        assert_eq!(first_repeated(&names, String::as_str), None);
        names.push("500".to_owned());
        assert_eq!(first_repeated(&names, String::as_str), Some((500, 1000)));
    }

    #[test]
    fn the_same_value_twice_is_forgiven_and_two_values_are_not() {
        let entry = |name: &str, value: i32| {
            (
                AttributeName::new(name).unwrap(),
                RawValue::Number(value.to_string()),
            )
        };
        let mut findings = Findings::new(Mode::Lenient);
        let mut attributes = vec![entry("a", 1), entry("b", 1), entry("a", 1)];
        check_attributes(&mut attributes, &mut findings).unwrap();
        assert_eq!(attributes, [entry("a", 1), entry("b", 1)]);
        assert_eq!(findings.done(()).deviations[0].code, "repeated-attribute");

        let mut attributes = vec![entry("a", 1), entry("a", 2)];
        for mode in [Mode::Lenient, Mode::Strict] {
            let error = check_attributes(&mut attributes.clone(), &mut Findings::new(mode));
            assert_eq!(error.unwrap_err().code, "contradiction");
        }
        attributes[1] = entry("a", 1);
        let error = check_attributes(&mut attributes, &mut Findings::new(Mode::Strict));
        assert_eq!(error.unwrap_err().code, "repeated-attribute");
    }
}

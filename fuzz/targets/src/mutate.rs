//! Changing an input a little.

use crate::random::Random;

/// The longest input that is made, in bytes: many small ones find more than few large ones.
pub(crate) const LONGEST: usize = 32 << 10;

/// Bytes that mean something to some reader.
const SIGNS: &[u8] =
    b"\"\\'`,;:=<>()[]{}#|/.-+*&?!_@%~^$ \t\r\n\0\x7f\x80\xb3\xc3\xef\xff019aAzZeE";

/// Numbers at the edges of types.
const NUMBERS: [&str; 12] = [
    "0",
    "-1",
    "255",
    "65536",
    "2147483648",
    "4294967296",
    "9223372036854775807",
    "-9223372036854775809",
    "1e308",
    "1e999",
    "0.1",
    "00",
];

/// Changes `bytes` in one to six places, with words of the format and pieces of another input.
pub(crate) fn mutate(bytes: &mut Vec<u8>, other: &[u8], words: &[&str], random: &mut Random) {
    for _ in 0..=random.below(6) {
        once(bytes, other, words, random);
    }
    bytes.truncate(LONGEST);
}

fn once(bytes: &mut Vec<u8>, other: &[u8], words: &[&str], random: &mut Random) {
    let at = random.below(bytes.len() + 1);
    let power = random.below(9);
    let length = random.below(1 << power);
    let end = (at + length).min(bytes.len());
    match random.below(10) {
        0 => {
            if let (Some(byte), Some(sign)) = (bytes.get_mut(at), random.choose(SIGNS)) {
                *byte = *sign;
            }
        }
        1 => {
            let bit = random.below(8);
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= 1 << bit;
            }
        }
        2 => {
            bytes.drain(at..end);
        }
        3 => {
            let piece = bytes.get(at..end).unwrap_or_default().to_vec();
            bytes.splice(at..at, piece);
        }
        4 => {
            let from = random.below(other.len() + 1);
            let piece = &other[from..(from + length).min(other.len())];
            bytes.splice(at..end, piece.iter().copied());
        }
        5 | 6 => put(bytes, at, random.choose(words).copied().unwrap_or(" ")),
        7 => {
            let number = random.choose(&NUMBERS).copied().unwrap_or("0");
            let end = at + bytes.get(at..).map_or(0, digits);
            bytes.splice(at..end, number.bytes());
        }
        8 => swap_lines(bytes, random),
        _ => {
            // Deep nesting and long runs of one thing.
            let piece = bytes.get(at..(at + 4).min(bytes.len())).unwrap_or_default();
            let piece = piece.repeat(1 << random.below(8));
            bytes.splice(at..at, piece);
        }
    }
}

fn put(bytes: &mut Vec<u8>, at: usize, word: &str) {
    bytes.splice(at..at, word.bytes());
}

fn digits(bytes: &[u8]) -> usize {
    bytes
        .iter()
        .take_while(|byte| byte.is_ascii_digit())
        .count()
}

/// Puts one line in the place of another.
fn swap_lines(bytes: &mut Vec<u8>, random: &mut Random) {
    let lines: Vec<&[u8]> = bytes.split_inclusive(|byte| *byte == b'\n').collect();
    let (one, two) = (random.below(lines.len()), random.below(lines.len()));
    let mut lines = lines;
    if one < lines.len() && two < lines.len() {
        lines.swap(one, two);
    }
    *bytes = lines.concat();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_changes_in_the_same_way_and_another_in_another() {
        let changed = |seed| {
            let mut random = Random::new(seed);
            let mut bytes = b"one 1\ntwo 2\nthree 3\n".to_vec();
            for _ in 0..20 {
                mutate(&mut bytes, b"other", &["word"], &mut random);
            }
            bytes
        };
        assert_eq!(changed(7), changed(7));
        assert_ne!(changed(7), changed(8));
    }

    #[test]
    fn nothing_grows_without_end() {
        let mut random = Random::new(1);
        let mut bytes = Vec::new();
        for _ in 0..5000 {
            mutate(&mut bytes, b"other words", &["word"], &mut random);
            assert!(bytes.len() <= LONGEST);
        }
    }
}

//! Marks of a worksheet that a program can find out (conformance-design 12.4): they take the place of
//! open ones, and never of what a person wrote.

use std::{collections::BTreeSet, fmt::Write as _};

use occi_model::guideline::Measured;

use super::score::{CRITERIA, name_of_line};

/// A worksheet with what was measured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filled {
    /// The text. Lines that nothing was filled into are as they were.
    pub text: String,
    /// How many open marks were filled in lines that were there.
    pub filled: usize,
    /// Capabilities that had no line and have one now, in the given order.
    pub added: Vec<String>,
}

/// Fills the open marks of a worksheet, and adds a line for each capability that has none.
#[must_use]
pub fn fill(worksheet: &str, measured: &[Measured]) -> Filled {
    let mut text = String::with_capacity(worksheet.len());
    let mut filled = 0;
    let mut there = BTreeSet::new();
    for line in worksheet.split_inclusive('\n') {
        let content = line.trim_end_matches(['\n', '\r']);
        let Some(name) = name_of_line(content) else {
            text.push_str(line);
            continue;
        };
        there.insert(name.to_owned());
        let before = filled;
        let of_line = measured.iter().find(|one| one.capability == name);
        let new = of_line.map(|one| marked(content, name.len(), one, &mut filled));
        match new {
            Some(new) if filled > before => {
                text.push_str(&new);
                text.push('\n');
            }
            _ => text.push_str(line),
        }
    }
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    let mut added = Vec::new();
    for one in measured {
        if !there.contains(&one.capability) {
            added.push(one.capability.clone());
            text.push_str(&marked(
                &format!("{}: [?,?,?] [?,?,?] [?,?,?] [?,?,?] [?]", one.capability),
                one.capability.len(),
                one,
                &mut 0,
            ));
            text.push('\n');
        }
    }
    Filled {
        text,
        filled,
        added,
    }
}

/// A score line with the measured marks in place of open ones, without its total, which is none of
/// these marks any more.
fn marked(line: &str, name: usize, measured: &Measured, filled: &mut usize) -> String {
    let mut new = String::with_capacity(line.len());
    let mut at = 0;
    for (place, letter) in line.char_indices() {
        if place < name || !matches!(letter, '0' | '1' | '?' | '*') {
            new.push(letter);
        } else {
            let mark = CRITERIA.get(at).and_then(|criterion| {
                let mut marks = measured.marks.iter();
                marks.find(|(key, _)| key == criterion)
            });
            at += 1;
            match (letter, mark) {
                ('?', Some((_, met))) => {
                    *filled += 1;
                    // Writing to a string cannot fail.
                    let _ = write!(new, "{}", u8::from(*met));
                }
                _ => new.push(letter),
            }
        }
        // The thirteenth mark, which asks for administrator rights, and its bracket.
        if at > CRITERIA.len() && letter == ']' {
            break;
        }
    }
    new
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measured(name: &str, marks: &[(&'static str, bool)]) -> Measured {
        Measured {
            capability: name.to_owned(),
            marks: marks.to_vec(),
        }
    }

    #[test]
    fn open_marks_are_filled_and_no_others() {
        let sheet = "Compute\n=======\n\nocci-a-1:  [1,?,1] [?,?,0] [?,*,1] [1,?,1] [?] [-60]\n\
            * a note about ?\nb: [?,?,?] [?,?,?] [?,?,?] [?,?,?] [1]";
        let found = fill(
            sheet,
            &[
                measured(
                    "occi-a-1",
                    &[
                        ("deployed", false),
                        ("complete", true),
                        ("stable", true),
                        ("doc", true),
                        ("discover", true),
                        ("atomic", false),
                    ],
                ),
                measured("c", &[("doc", true)]),
            ],
        );
        assert_eq!(
            found.text,
            "Compute\n=======\n\nocci-a-1:  [1,?,1] [?,1,0] [1,*,1] [1,0,1] [?]\n\
             * a note about ?\nb: [?,?,?] [?,?,?] [?,?,?] [?,?,?] [1]\n\
             c: [?,?,?] [?,?,?] [?,1,?] [?,?,?] [?]\n"
        );
        assert_eq!((found.filled, found.added), (3, vec!["c".to_owned()]));
    }

    #[test]
    fn what_is_filled_once_stays() {
        let marks = [measured("a", &[("doc", true)])];
        let once = fill("", &marks);
        let again = fill(&once.text, &[measured("a", &[("doc", false)])]);
        assert_eq!(again.text, once.text);
    }
}

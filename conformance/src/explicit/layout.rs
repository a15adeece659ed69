//! Statements as text, broken as rustfmt breaks them.

use std::fmt::Write as _;

/// Longest line.
const WIDTH: usize = 100;
/// Longest arguments that stand on one line, where they are not one alone.
const ARGUMENTS: usize = 60;
/// Of a body of a function.
const INDENT: usize = 4;

/// An argument.
#[derive(Clone, Debug)]
pub(super) enum Expression {
    /// Something that is not broken: a literal, a path.
    Atom(String),
    /// A slice of such as are not broken.
    Slice(Vec<String>),
    /// A call of a function.
    Call(&'static str, Vec<Expression>),
}

impl Expression {
    /// On one line; `None` where arguments are too long for that.
    fn flat(&self) -> Option<String> {
        match self {
            Self::Atom(text) => Some(text.clone()),
            Self::Slice(items) => {
                let items = items.join(", ");
                (items.len() <= ARGUMENTS).then(|| format!("&[{items}]"))
            }
            Self::Call(name, arguments) => Some(format!("{name}({})", joined(arguments)?)),
        }
    }

    /// Written at an indent, behind what already stands on the line and before `tail`.
    fn write(&self, indent: usize, before: usize, tail: &str, out: &mut String) {
        let flat = self
            .flat()
            .filter(|flat| before + flat.len() + tail.len() <= WIDTH);
        match (flat, self) {
            (Some(flat), _) => out.push_str(&flat),
            (None, Self::Atom(text)) => out.push_str(text),
            (None, Self::Slice(items)) => {
                out.push_str("&[\n");
                let deeper = indent + INDENT;
                for item in items {
                    let _ = writeln!(out, "{:deeper$}{item},", "");
                }
                let _ = write!(out, "{:indent$}]", "");
            }
            (None, Self::Call(name, arguments)) => {
                out.push_str(name);
                broken(arguments, indent, out);
            }
        }
        out.push_str(tail);
    }
}

fn joined(arguments: &[Expression]) -> Option<String> {
    let each: Option<Vec<String>> = arguments.iter().map(Expression::flat).collect();
    let is_one_text = matches!(arguments, [Expression::Atom(_)]);
    each.map(|each| each.join(", "))
        .filter(|text| is_one_text || text.len() <= ARGUMENTS)
}

/// Arguments on lines of their own.
fn broken(arguments: &[Expression], indent: usize, out: &mut String) {
    // A call or a slice that is the only argument stays beside the one that it is given to.
    if let [only @ (Expression::Call(..) | Expression::Slice(_))] = arguments {
        out.push('(');
        only.write(indent, WIDTH, ")", out);
        return;
    }
    out.push_str("(\n");
    let deeper = indent + INDENT;
    for argument in arguments {
        let _ = write!(out, "{:deeper$}", "");
        argument.write(deeper, deeper, ",\n", out);
    }
    let _ = write!(out, "{:indent$})", "");
}

/// A statement: what is called, and with what.
pub(super) fn statement(called: &str, arguments: &[Expression], out: &mut String) {
    let flat = joined(arguments)
        .map(|arguments| format!("{:INDENT$}{called}({arguments});\n", ""))
        .filter(|line| line.len() <= WIDTH + 1);
    match flat {
        Some(line) => out.push_str(&line),
        None => {
            let _ = write!(out, "{:INDENT$}{called}", "");
            broken(arguments, INDENT, out);
            out.push_str(";\n");
        }
    }
}

/// A text as a literal, in ASCII.
pub(super) fn literal(text: &str) -> String {
    let mut out = String::from("\"");
    for character in text.chars() {
        if character.is_ascii() {
            // `'` needs no escape in a text.
            match character {
                '\'' => out.push('\''),
                _ => out.extend(character.escape_debug()),
            }
        } else {
            out.extend(character.escape_unicode());
        }
    }
    out.push('"');
    out
}

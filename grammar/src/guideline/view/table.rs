//! Columns.

/// Rows as lines, the columns padded to their longest cell, two blanks between them, nothing
/// after the last one. The first row is the heading; without further rows there is nothing.
pub(in crate::guideline) fn table<const N: usize>(rows: &[[String; N]]) -> String {
    if rows.len() < 2 {
        return String::new();
    }
    let mut widths = [0; N];
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let mut out = String::new();
    for row in rows {
        let mut line = String::new();
        for (width, cell) in widths.iter().zip(row) {
            line.push_str(cell);
            let missing = width.saturating_sub(cell.chars().count()) + 2;
            line.extend(std::iter::repeat_n(' ', missing));
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_their_longest_cell() {
        let row = |a: &str, b: &str| [a.to_owned(), b.to_owned()];
        assert_eq!(
            table(&[row("state", "name"), row("é", "x"), row("required", "")]),
            "state     name\né         x\nrequired\n"
        );
        assert_eq!(table(&[row("state", "name")]), "");
    }
}

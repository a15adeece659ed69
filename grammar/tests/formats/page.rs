//! `docs/formats.md` against the compiler: every format and every code has its row.

#[path = "../../examples/formats/table.rs"]
#[expect(
    dead_code,
    reason = "the example writes the page, the test compares it"
)]
mod table;

use occi_grammar::format::Format;

const PAGE: &str = include_str!("../../../docs/formats.md");

#[test]
fn the_table_of_formats_is_complete() {
    for format in Format::ALL {
        let yes = |flag| if flag { "yes" } else { "no" };
        let row = format!(
            "| {} | `{format}` | {} | {} |",
            format.title(),
            yes(format.is_readable()),
            yes(format.is_writable())
        );
        assert!(PAGE.lines().any(|line| line.starts_with(&row)), "{row}");
    }
}

#[test]
fn the_tables_of_codes_are_complete() {
    assert!(
        table::renewed(PAGE).as_deref() == Some(PAGE),
        "run `cargo run -p occi-grammar --example formats -- --write`"
    );
}

//! Prints the tables of codes of `docs/formats.md`: `cargo run -p occi-grammar --example formats`,
//! or with `-- --write` puts them there.

mod table;

use std::{fs, process::ExitCode};

fn main() -> ExitCode {
    if std::env::args().nth(1).is_none_or(|word| word != "--write") {
        print!("{}\n{}", table::rules(), table::rows());
        return ExitCode::SUCCESS;
    }
    let done = fs::read_to_string(table::PAGE).and_then(|page| match table::renewed(&page) {
        Some(made) => fs::write(table::PAGE, made),
        None => Err(std::io::Error::other("the page has no tables of codes")),
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{}: {error}", table::PAGE);
            ExitCode::FAILURE
        }
    }
}

//! Prints the tables of `docs/rules.md` that are made by the compiler:
//! `cargo run -p occi-grammar --example rules`, or with `-- --write` puts them there.

mod tables;

use std::{fs, process::ExitCode};

fn main() -> ExitCode {
    let write = std::env::args()
        .nth(1)
        .is_some_and(|word| word == "--write");
    let page = match fs::read_to_string(tables::PAGE) {
        Ok(page) => page,
        Err(error) => {
            eprintln!("{}: {error}", tables::PAGE);
            return ExitCode::FAILURE;
        }
    };
    let made = match tables::renewed(&page) {
        Ok(made) => made,
        Err(error) => {
            eprintln!("{}: {error}", tables::PAGE);
            return ExitCode::FAILURE;
        }
    };
    if !write {
        print!("{}", tables::made(&page));
    } else if made != page
        && let Err(error) = fs::write(tables::PAGE, made)
    {
        eprintln!("{}: {error}", tables::PAGE);
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

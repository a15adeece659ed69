//! The table of codes of `docs/formats.md`.

use occi_grammar::format::code;
use occi_model::fault::Severity;

pub(crate) const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/formats.md");

const HEAD: &str = "| code | fault | in strict reading | explanation |\n|---|---|---|---|\n";

/// The rows that the compiler gives.
pub(crate) fn rows() -> String {
    code::ALL
        .iter()
        .map(|entry| {
            let strict = match (entry.code.severity, entry.forgiven) {
                (_, true) => format!("`{}`", code::strict(entry.code)),
                (Severity::Error, false) => "the same".to_owned(),
                (Severity::Warning, false) => "a warning too".to_owned(),
            };
            format!(
                "| `{}` | {} | {strict} | {} |\n",
                entry.code, entry.title, entry.explanation
            )
        })
        .collect()
}

/// The page with the rows that the compiler gives; nothing when it has no such table.
pub(crate) fn renewed(page: &str) -> Option<String> {
    let (before, after) = page.split_once(HEAD)?;
    let end: usize = after
        .split_inclusive('\n')
        .take_while(|line| line.starts_with('|'))
        .map(str::len)
        .sum();
    Some(format!("{before}{HEAD}{}{}", rows(), &after[end..]))
}

//! The tables of codes of `docs/formats.md`.

use occi_grammar::format::code;
use occi_model::draft::forgiven;
use occi_model::{Code, codes, fault::Severity};

pub(crate) const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/formats.md");

const HEAD: &str = "| code | fault | in strict reading | explanation |\n|---|---|---|---|\n";

const RULES: &str = "| code | rule | what it says |\n|---|---|---|\n";

/// The rows of the codes of formats.
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

/// The rows of the rules that are forgiven.
pub(crate) fn rules() -> String {
    codes::CODES
        .iter()
        .filter(|info| forgiven::RULES.contains(&info.code.number))
        .map(|info| {
            let code = Code::warning(info.code.number);
            format!("| `{code}` | {} | {} |\n", info.name, info.explanation)
        })
        .collect()
}

/// The page with the rows that the compiler gives; nothing when it has no such tables.
pub(crate) fn renewed(page: &str) -> Option<String> {
    let page = with(page, RULES, &rules())?;
    with(&page, HEAD, &rows())
}

/// The page with other rows below a head.
fn with(page: &str, head: &str, rows: &str) -> Option<String> {
    let (before, after) = page.split_once(head)?;
    let end: usize = after
        .split_inclusive('\n')
        .take_while(|line| line.starts_with('|'))
        .map(str::len)
        .sum();
    Some(format!("{before}{head}{rows}{}", &after[end..]))
}

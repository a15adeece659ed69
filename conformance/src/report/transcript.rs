//! What a case said and heard, as a text file: numbered messages, without secrets.

use crate::verdict::CaseResult;

/// What stands before a message, so that the file can be taken apart again.
const REQUEST: &str = "=== request ";

/// The transcript of a case.
#[must_use]
pub fn transcript(case: &CaseResult) -> String {
    let mut text = format!("case {}\nverdict {}\n", case.id, case.verdict);
    for (at, exchange) in case.transcript.iter().enumerate() {
        text.push_str(&format!(
            "\n{REQUEST}{n}\n{}\n=== answer {n}\n{}\n=== again {n}\n{}\n",
            exchange.request.trim_end(),
            exchange.response.trim_end(),
            exchange.reproduce,
            n = at + 1,
        ));
    }
    text
}

/// The name of its file: the id with what file systems dislike replaced, and the beginning of the
/// uuid, so that no two cases share one.
#[must_use]
pub fn file_name(case: &CaseResult) -> String {
    let mut name: String = case
        .id
        .as_str()
        .chars()
        .map(|c| match c {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '.' | '-' | '_' => c,
            _ => '_',
        })
        .take(120)
        .collect();
    let uuid = case.id.uuid().simple().to_string();
    name.push('-');
    name.push_str(uuid.get(..8).unwrap_or_default());
    name.push_str(".txt");
    name
}

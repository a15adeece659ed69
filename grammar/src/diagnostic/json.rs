//! Faults for programs.

use occi_model::{Fault, Origin};
use serde_json::{Value, json};

use super::severity;
use crate::source::Sources;

fn place(origin: Origin, sources: &Sources) -> Value {
    let Some((source, range)) = sources.locate(origin) else {
        return Value::Null;
    };
    let start = source.position(range.start);
    let end = source.position(range.end);
    json!({
        "path": source.name(),
        "line": start.line,
        "column": start.column,
        "end_line": end.line,
        "end_column": end.column,
        "start": range.start,
        "end": range.end,
    })
}

pub(super) fn fault(fault: &Fault, sources: &Sources) -> Value {
    let labels: Vec<Value> = fault
        .labels
        .iter()
        .map(|label| json!({ "place": place(label.origin, sources), "text": label.text }))
        .collect();
    let suggestion = fault.suggestion.as_ref().map(|suggestion| {
        json!({
            "place": place(suggestion.origin, sources),
            "replacement": suggestion.replacement,
            "text": suggestion.text,
        })
    });
    json!({
        "code": fault.code.to_string(),
        "severity": severity(fault),
        "message": fault.message,
        "place": place(fault.origin, sources),
        "label": fault.label,
        "labels": labels,
        "notes": fault.notes,
        "help": fault.help,
        "suggestion": suggestion,
    })
}

//! One line per fault.

use occi_model::Fault;

use super::{escape, severity};
use crate::source::Sources;

/// Appends `path:line:col: error[E0012]: message`.
pub(super) fn fault(fault: &Fault, sources: &Sources, out: &mut String) {
    if let Some((source, range)) = sources.locate(fault.origin) {
        let position = source.position(range.start);
        out.push_str(&format!(
            "{}:{}:{}: ",
            escape(source.name()),
            position.line,
            position.column
        ));
    }
    out.push_str(&format!(
        "{}[{}]: {}\n",
        severity(fault),
        fault.code,
        escape(&fault.message)
    ));
}

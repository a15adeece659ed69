//! `occi guideline lint`: everything but reading files and printing.

use occi_model::{
    Fault, Faults, Origin, SourceId,
    guideline::{Filed, Guideline, Inventory, code, lint_file, lint_set},
};

use super::{
    edit::{member, members},
    read::{read, root},
};
use crate::{json::Value, source::Sources};

/// The faults of files.
#[derive(Clone, Debug)]
pub struct Linted {
    /// Errors and warnings, in the order of the files, then of place.
    pub faults: Faults,
    /// The files, for the excerpts of the faults.
    pub sources: Sources,
    /// The number of each file, in the order given.
    pub files: Vec<SourceId>,
    /// How many of the files are guidelines.
    pub guidelines: usize,
}

/// Checks guideline files, each `(what messages call it, content)`: every file alone, all of
/// them against each other, and, with an inventory, against the tests that the suite has.
#[must_use]
pub fn lint<'f>(
    files: impl IntoIterator<Item = (&'f str, &'f [u8])>,
    inventory: Option<&Inventory>,
) -> Linted {
    let mut sources = Sources::new();
    let mut faults = Faults::new();
    let mut ids = Vec::new();
    let mut read_files: Vec<(&str, Guideline)> = Vec::new();
    for (name, bytes) in files {
        let source = sources.add(name, String::from_utf8_lossy(bytes));
        ids.push(source);
        let outcome = read(bytes, source);
        faults.extend(outcome.faults);
        let Some(guideline) = outcome.guideline else {
            continue;
        };
        faults.extend(guideline.lint());
        faults.extend(lint_status(bytes, source, &guideline));
        if let Some(inventory) = inventory {
            faults.extend(guideline.lint_suite(inventory));
        }
        let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
        faults.extend(lint_file(Filed {
            guideline: &guideline,
            file,
        }));
        read_files.push((file, guideline));
    }
    let filed: Vec<Filed<'_>> = read_files
        .iter()
        .map(|(file, guideline)| Filed { guideline, file })
        .collect();
    faults.extend(lint_set(&filed));
    faults.sort();
    Linted {
        faults,
        sources,
        files: ids,
        guidelines: filed.len(),
    }
}

/// The status that a capability states itself against its state in the components
/// (published guidelines of schema 1.1 to 1.3).
fn lint_status(bytes: &[u8], source: SourceId, guideline: &Guideline) -> Faults {
    let mut faults = Faults::new();
    let Some(root) = root(bytes, source, &mut Faults::new()) else {
        return faults;
    };
    let capabilities = member(&root, "capabilities").map(|m| &m.value);
    for capability in members(capabilities) {
        let Some(status) = member(&capability.value, "status") else {
            continue;
        };
        let Value::String(text) = &status.value.value else {
            continue;
        };
        let states: Vec<(&str, &str)> = guideline
            .components()
            .iter()
            .flat_map(|component| {
                component
                    .capabilities
                    .iter()
                    .filter(|(_, names)| {
                        names.iter().any(|name| name.value == *capability.key.text)
                    })
                    .map(|(state, _)| (component.name.value.as_str(), state.as_str()))
            })
            .collect();
        if states.iter().all(|(_, state)| state == text) && !states.is_empty() {
            continue;
        }
        let place = Origin::span(source, status.value.inner());
        let components = if states.is_empty() {
            "no component names it".to_owned()
        } else {
            states
                .iter()
                .map(|(component, state)| format!("{state} in {component}"))
                .collect::<Vec<_>>()
                .join(", ")
        };
        faults.push(
            Fault::new(
                code::OTHER_STATUS,
                place,
                format!(
                    "`{}` says `{text}` of itself; {components}",
                    capability.key.text
                ),
            )
            .with_note("the components count (Interop WG, schema 1.2)"),
        );
    }
    faults
}

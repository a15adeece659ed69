//! Imports that nothing uses.

use std::collections::BTreeSet;

use super::names::{CORE, Scope};
use crate::{build::report::Report, codes, draft::Draft, fault::Fault, origin::Origin};

/// Which imports of all configurations are used.
pub(super) struct UsedImports {
    /// Places of imports that extensions have too.
    shared: BTreeSet<Origin>,
    imports: Vec<(Origin, String, bool)>,
}

impl UsedImports {
    pub(super) fn new(draft: &Draft) -> Self {
        let extensions = draft.extensions.iter().flat_map(|extension| {
            let imports = extension.uses.iter().map(|one| one.extension.origin);
            imports.chain([extension.name.origin])
        });
        Self {
            shared: extensions
                .filter(|origin| *origin != Origin::Unknown)
                .collect(),
            imports: Vec::new(),
        }
    }

    pub(super) fn note(&mut self, scope: &Scope<'_>) {
        for import in &scope.imports {
            let name = scope.index.name_of(import.extension);
            let used = scope.used.contains(&import.extension)
                || scope.lost
                || !scope.complete
                || name == CORE;
            let origin = import.draft.extension.origin;
            self.imports
                .push((origin, import.draft.extension.value.clone(), used));
        }
    }

    /// W0259: an import that no configuration of the file uses.
    pub(super) fn report(self, report: &mut Report) {
        let used: BTreeSet<Origin> = self
            .imports
            .iter()
            .filter(|(origin, _, used)| *used && *origin != Origin::Unknown)
            .map(|(origin, ..)| *origin)
            .chain(self.shared)
            .collect();
        let mut said = BTreeSet::new();
        for (origin, name, is_used) in &self.imports {
            if *is_used || used.contains(origin) || !said.insert((origin, name)) {
                continue;
            }
            report.push(
                Fault::new(
                    codes::W0259,
                    *origin,
                    format!("nothing of `{name}` is used"),
                )
                .with_help("remove the import"),
            );
        }
    }
}

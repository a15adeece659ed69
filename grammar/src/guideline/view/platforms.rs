//! Platforms and add-ons, with their components.

use occi_model::guideline::{ComponentRef, Guideline};
use serde::Serialize;

use super::{Answer, table};

/// One component of a platform or add-on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PlatformAnswer<'g> {
    /// `platform` or `add-on`.
    pub kind: &'static str,
    /// Name of the platform or add-on.
    pub name: &'g str,
    /// What the component is to it: `component`; `advisory component` and so on in schema 1.x;
    /// `required below`, `optional below`: of the platform that an add-on stands on.
    pub role: String,
    /// Name of the component.
    pub component: &'g str,
    /// The guideline in which it is defined; `None`: this one.
    pub source: Option<&'g str>,
}

/// Platforms and add-ons, in the order of the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct PlatformList<'g> {
    /// One row for each component.
    pub rows: Vec<PlatformAnswer<'g>>,
}

/// The platforms and add-ons of a guideline.
#[must_use]
pub fn platforms(guideline: &Guideline) -> PlatformList<'_> {
    let mut rows = Vec::new();
    for platform in guideline.platforms() {
        let name = platform.name.value.as_str();
        rows.extend(platform.components.iter().map(|component| {
            let role = match component.state.as_str() {
                "required" => "component".to_owned(),
                state => format!("{state} component"),
            };
            row("platform", name, role, component)
        }));
    }
    for add_on in guideline.add_ons() {
        let name = add_on.name.value.as_str();
        for (role, refs) in [
            ("component", &add_on.components),
            ("required below", &add_on.required_platform_components),
            ("optional below", &add_on.optional_platform_components),
        ] {
            rows.extend(refs.iter().map(|c| row("add-on", name, role.to_owned(), c)));
        }
    }
    PlatformList { rows }
}

fn row<'g>(
    kind: &'static str,
    name: &'g str,
    role: String,
    component: &'g ComponentRef,
) -> PlatformAnswer<'g> {
    PlatformAnswer {
        kind,
        name,
        role,
        component: component.name.value.as_str(),
        source: component.source.as_ref().map(|text| text.value.as_str()),
    }
}

impl Answer for PlatformList<'_> {
    fn text(&self) -> String {
        let heading = ["kind", "name", "role", "component", "defined in"];
        let mut rows = vec![heading.map(str::to_owned)];
        rows.extend(self.rows.iter().map(|row| {
            [
                row.kind.to_owned(),
                row.name.to_owned(),
                row.role.clone(),
                row.component.to_owned(),
                crate::diagnostic::escape(row.source.unwrap_or("this file")).into_owned(),
            ]
        }));
        table(&rows)
    }
}

//! What the syntax cannot hold.

use occi_model::{
    Access, Action, Attribute, Kind, Mixin, VersionRange,
    model::{Constraint, NamedType},
};

use super::{Writer, category::Body, is_name};

/// What loses something.
pub(super) struct Place {
    /// In words: the identifier of a category, with the name of a member.
    pub(super) what: String,
}

impl Place {
    pub(super) fn attribute(owner: &str, attribute: &Attribute) -> Self {
        Self {
            what: format!("{owner} {}", attribute.name),
        }
    }

    pub(super) fn action(owner: &str, action: &Action) -> Self {
        Self {
            what: format!("{owner} {}", action.id.term()),
        }
    }

    pub(super) fn parameter(&self, parameter: &Attribute) -> Self {
        Self {
            what: format!("{} {}", self.what, parameter.name),
        }
    }
}

/// Whether the tools of OCCIware take the name of an attribute: `[a-zA-Z0-9]+(\.[a-zA-Z0-9]+)*`
/// where each part starts with a letter (the OCCIware metamodel).
fn is_attribute_name(name: &str) -> bool {
    name.split('.').all(|part| {
        part.starts_with(|first: char| first.is_ascii_alphabetic())
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
    })
}

impl Writer<'_> {
    pub(super) fn lose_of_extension(&mut self) {
        let extension = self.extension;
        let what = extension.name.to_string();
        if extension.version.is_some() {
            self.lose(&what, "version: the syntax has none");
        }
        // What a foreign text is forgiven is noted again when it is read.
        let others = extension
            .annotations
            .iter()
            .filter(|one| &*one.key != occi_model::draft::forgiven::KEY);
        for annotation in others {
            self.lose(
                &what,
                format!("annotation `{}`: extensions have none", annotation.key),
            );
        }
    }

    fn versions(&mut self, what: &str, versions: VersionRange) {
        if versions != VersionRange::ALL {
            self.lose(what, "versions of the standard that have it");
        }
    }

    fn term(&mut self, what: &str, term: &str) {
        let read = super::name_of(term).to_lowercase();
        if read != term {
            self.lose(what, format!("the term becomes `{read}`"));
        }
    }

    fn description(&mut self, what: &str, description: Option<&str>) {
        if description.is_some() {
            self.lose(what, "description: only extensions and attributes have one");
        }
    }

    pub(super) fn lose_of_kind(&mut self, kind: &Kind) {
        let what = kind.id.as_str();
        self.term(what, kind.id.term());
        if kind.id.scheme() != self.extension.scheme.as_str() {
            self.lose(
                what,
                format!(
                    "scheme `{}`: kinds have that of the extension",
                    kind.id.scheme()
                ),
            );
        }
        self.description(what, kind.description.as_deref());
        let is_entity = kind.parent.is_none();
        if kind.is_abstract && !is_entity {
            self.lose(what, "that it is abstract");
        }
        if let Some(location) = &kind.location {
            self.lose(what, format!("location `{location}`"));
        }
        self.versions(what, kind.versions);
    }

    pub(super) fn lose_of_mixin(&mut self, mixin: &Mixin) {
        let what = mixin.id.as_str();
        self.term(what, mixin.id.term());
        self.description(what, mixin.description.as_deref());
        if mixin.exclusive {
            self.lose(what, "that it is exclusive");
        }
        if mixin.overriding {
            self.lose(what, "that it is overriding");
        }
        if let Some(location) = &mixin.location {
            self.lose(what, format!("location `{location}`"));
        }
        self.versions(what, mixin.versions);
    }

    pub(super) fn lose_of_attribute(&mut self, place: &Place, attribute: &Attribute) {
        let what = &place.what;
        if attribute.is_setting {
            self.lose(
                what,
                "that only a value is set: it becomes an attribute with a default",
            );
        }
        match attribute.access {
            Access::Mutable if attribute.always => {
                self.lose(what, "that every instance shows it");
            }
            Access::CreateOnly => {
                self.lose(
                    what,
                    "that clients set it at creation: it becomes read-only",
                );
            }
            Access::ReadOnly if attribute.required => {
                self.lose(what, "required: what is read-only is only always shown");
            }
            Access::Mutable | Access::ReadOnly => {}
        }
        self.lose_of_any(place, attribute);
    }

    pub(super) fn lose_of_parameter(&mut self, place: &Place, parameter: &Attribute) {
        let what = &place.what;
        if parameter.required || parameter.always {
            self.lose(what, "required: parameters have no flags");
        }
        if parameter.access != Access::Mutable {
            self.lose(what, "who sets it: parameters have no flags");
        }
        if parameter.description.is_some() {
            self.lose(what, "description: parameters have none");
        }
        for annotation in &parameter.annotations {
            self.lose(
                what,
                format!("annotation `{}`: parameters have none", annotation.key),
            );
        }
        self.lose_of_any(place, parameter);
    }

    fn lose_of_any(&mut self, place: &Place, attribute: &Attribute) {
        let what = &place.what;
        if !is_attribute_name(attribute.name.as_str()) {
            self.lose(
                what,
                "name: the tools of OCCIware take letters, digits and dots only",
            );
        }
        if let Some(unit) = &attribute.unit {
            self.lose(what, format!("unit `{unit}`"));
        }
        if attribute.deprecated.is_some() {
            self.lose(what, "that it is deprecated");
        }
        self.versions(what, attribute.versions);
    }

    pub(super) fn lose_of_action(&mut self, place: &Place, body: &Body<'_>, action: &Action) {
        let what = &place.what;
        self.term(what, action.id.term());
        let base = body.scheme.trim_end_matches('#');
        // A term that is written otherwise has been listed with the scheme that follows from it.
        if action.id.scheme() != format!("{base}/{}/action#", body.term) {
            self.lose(
                what,
                format!(
                    "scheme `{}`: actions have that of their owner",
                    action.id.scheme()
                ),
            );
        }
        self.description(what, action.description.as_deref());
        if action.returns.is_some() {
            self.lose(what, "what it returns");
        }
        self.versions(what, action.versions);
    }

    pub(super) fn lose_constraint(&mut self, what: &str, constraint: &Constraint) {
        let name = match &constraint.name {
            Some(name) => format!(" `{name}`"),
            None => String::new(),
        };
        self.lose(
            what,
            format!(
                "condition{name} ({}): the syntax has OCL only",
                constraint.message
            ),
        );
    }

    pub(super) fn lose_of_type(&mut self, named: &NamedType, keeps_class: bool) {
        let what = named.name.to_string();
        self.versions(&what, named.versions);
        if !is_name(&named.name) {
            self.lose(&what, "name: it becomes another one");
        }
        for annotation in &named.annotations {
            if !(keeps_class && *annotation.key == *crate::format::occiware::CLASS_KEY) {
                self.lose(
                    &what,
                    format!("annotation `{}`: types have none", annotation.key),
                );
            }
        }
    }
}

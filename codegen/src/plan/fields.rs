//! Names of fields.

use occi_model::{AttributeName, CategoryId};

use crate::{
    name::{Role, Scope, identifier},
    settings::Settings,
};

/// Names that the emitted code itself uses beside the fields of an entity, in the struct or in
/// its builder.
pub(super) const RESERVED_IN_ENTITY: [&str; 13] = [
    "actions",
    "any_mixin",
    "attach",
    "between",
    "build",
    "builder",
    "id",
    "link",
    "links",
    "location",
    "mixin",
    "mixins",
    "other",
];

/// The words that an owner puts before the names of its attributes: its term, the name of its
/// extension, the last part of its scheme, and whatever else it is about.
#[derive(Clone, Debug)]
pub(super) struct Prefixes(Vec<String>);

impl Prefixes {
    pub(super) fn new(
        id: &CategoryId,
        extension: &str,
        more: impl IntoIterator<Item = String>,
    ) -> Self {
        let segment = id
            .scheme()
            .trim_end_matches(['#', '/'])
            .rsplit('/')
            .next()
            .unwrap_or_default();
        let mut words = vec![
            id.term().to_ascii_lowercase(),
            extension.to_ascii_lowercase(),
            segment.to_ascii_lowercase(),
        ];
        words.extend(more);
        Self(words)
    }

    /// The attribute's name after the last component that is one of the words; the whole name
    /// when there is none. At least one component stays.
    fn strip<'n>(&self, name: &'n str) -> &'n str {
        let mut start = 0;
        let mut rest = 0;
        while let Some(length) = name[start..].find('.') {
            let component = name[start..start + length].to_ascii_lowercase();
            start += length + 1;
            if self.0.contains(&component) {
                rest = start;
            }
        }
        &name[rest..]
    }
}

/// Gives names to the fields of one struct.
#[derive(Debug)]
pub(super) struct FieldNames<'a> {
    scope: Scope,
    settings: &'a Settings,
    owner: &'a CategoryId,
}

impl<'a> FieldNames<'a> {
    pub(super) fn new(settings: &'a Settings, owner: &'a CategoryId, reserved: &[&str]) -> Self {
        Self {
            scope: Scope::reserving(reserved.iter().copied()),
            settings,
            owner,
        }
    }

    /// The field of an attribute: the short name if it is free, else the whole name.
    pub(super) fn claim(&mut self, name: &AttributeName, prefixes: &Prefixes) -> String {
        if !self.settings.renames.is_empty() {
            let key = format!("{}/{name}", self.owner);
            if let Some(renamed) = self.settings.renames.get(&key) {
                return self.scope.claim(renamed.as_str().to_owned(), "_");
            }
        }
        let short = identifier(prefixes.strip(name.as_str()), Role::Field);
        if self.scope.try_claim(&short) {
            return short;
        }
        self.scope
            .claim(identifier(name.as_str(), Role::Field), "_")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_drop_what_their_owner_says() {
        let settings = Settings::default();
        let id = CategoryId::parse("http://schemas.ogf.org/occi/infrastructure#compute").unwrap();
        let prefixes = Prefixes::new(&id, "infrastructure", []);
        let mut names = FieldNames::new(&settings, &id, &RESERVED_IN_ENTITY);
        let mut claim = |name: &str| names.claim(&AttributeName::new(name).unwrap(), &prefixes);
        assert_eq!(claim("occi.compute.cores"), "cores");
        assert_eq!(claim("occi.compute.state"), "state");
        assert_eq!(claim("occi.compute.state.message"), "state_message");
        assert_eq!(claim("com.example.cores"), "com_example_cores");
        assert_eq!(claim("org.compute.cores"), "org_compute_cores");
        assert_eq!(claim("occi.compute.compute"), "compute");
        assert_eq!(claim("occi.compute.type"), "r#type");
        assert_eq!(claim("occi.compute.location"), "occi_compute_location");
        assert_eq!(claim("location"), "location_2");
    }
}

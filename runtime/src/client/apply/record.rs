//! What has been created and adopted on a server.

use std::collections::BTreeMap;

use occi_model::CategoryId;
use serde::{Deserialize, Serialize};

/// The first member of a stored record: what the text is, and how it is to be read.
const FORMAT: &str = "occi-applied/1";

/// What was created of all configurations on all servers: what is stored between one application
/// and the next. It holds no credentials.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// By the base URL of the server, then by the name of the configuration.
    services: BTreeMap<String, BTreeMap<String, Applied>>,
}

/// The text of a record.
#[derive(Serialize, Deserialize)]
struct Stored {
    format: String,
    #[serde(default)]
    services: BTreeMap<String, BTreeMap<String, Applied>>,
}

/// Why a text is no record.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RecordError {
    /// It is no JSON, or of another shape.
    #[error("no record of what was applied: {0}")]
    Malformed(#[from] serde_json::Error),
    /// It is of another version of this program.
    #[error("a record of the format `{0}`; this program reads {FORMAT}")]
    Format(String),
}

impl Record {
    /// Reads a record.
    ///
    /// # Errors
    ///
    /// When the text is none.
    pub fn parse(text: &str) -> Result<Self, RecordError> {
        let stored: Stored = serde_json::from_str(text)?;
        if stored.format == FORMAT {
            Ok(Self {
                services: stored.services,
            })
        } else {
            Err(RecordError::Format(stored.format))
        }
    }

    /// The text of the record, JSON that ends in a newline; the same for the same record.
    #[must_use]
    pub fn to_text(&self) -> String {
        let stored = Stored {
            format: FORMAT.to_owned(),
            services: self.services.clone(),
        };
        // Texts and maps by text can always be written.
        let mut text = serde_json::to_string_pretty(&stored).unwrap_or_default();
        text.push('\n');
        text
    }

    /// What was created of a configuration on a server.
    #[must_use]
    pub fn get(&self, service: &str, configuration: &str) -> Applied {
        self.services
            .get(service)
            .and_then(|configurations| configurations.get(configuration))
            .cloned()
            .unwrap_or_default()
    }

    /// Notes what was created of a configuration on a server; nothing is not noted.
    pub fn set(&mut self, service: &str, configuration: &str, applied: &Applied) {
        let configurations = self.services.entry(service.to_owned()).or_default();
        if applied.is_empty() {
            configurations.remove(configuration);
        } else {
            configurations.insert(configuration.to_owned(), applied.clone());
        }
        self.services
            .retain(|_, configurations| !configurations.is_empty());
    }

    /// Whether nothing is left of anything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.services.is_empty()
    }
}

/// What was created of one configuration on one server.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Applied {
    /// Tags.
    #[serde(default)]
    pub tags: Vec<CategoryId>,
    /// Resources by name.
    #[serde(default)]
    pub resources: BTreeMap<String, AppliedResource>,
}

/// A resource that was created.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppliedResource {
    /// The resource itself.
    #[serde(flatten)]
    pub instance: AppliedInstance,
    /// Its links by name.
    #[serde(default)]
    pub links: BTreeMap<String, AppliedInstance>,
}

/// An instance that was created or adopted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppliedInstance {
    /// Where the server put it: an absolute path.
    pub location: String,
    /// Its kind.
    pub kind: CategoryId,
    /// Whether it was there before: it is never deleted then.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub adopted: bool,
}

impl Applied {
    /// Whether nothing was created, or everything is deleted again.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.tags.is_empty() && self.resources.is_empty()
    }

    /// The instance of a name: of a resource, or of a link of one.
    #[must_use]
    pub fn instance(&self, resource: &str, link: Option<&str>) -> Option<&AppliedInstance> {
        let found = self.resources.get(resource)?;
        match link {
            None => Some(&found.instance),
            Some(link) => found.links.get(link),
        }
    }

    /// Where the instances are.
    pub(super) fn locations(&self) -> impl Iterator<Item = &str> {
        self.resources.values().flat_map(|resource| {
            std::iter::once(&resource.instance)
                .chain(resource.links.values())
                .map(|instance| &*instance.location)
        })
    }

    /// Notes an instance.
    pub(super) fn put(&mut self, resource: &str, link: Option<&str>, instance: AppliedInstance) {
        match (link, self.resources.get_mut(resource)) {
            (None, Some(found)) => found.instance = instance,
            (None, None) => {
                let links = BTreeMap::new();
                let found = AppliedResource { instance, links };
                self.resources.insert(resource.to_owned(), found);
            }
            (Some(link), Some(found)) => {
                found.links.insert(link.to_owned(), instance);
            }
            // A link is created after its resource.
            (Some(_), None) => {}
        }
    }

    /// Forgets an instance; a resource with its links, which go with it (GFD.221 5.4.2).
    pub(super) fn remove(&mut self, resource: &str, link: Option<&str>) {
        match link {
            None => {
                self.resources.remove(resource);
            }
            Some(link) => {
                if let Some(found) = self.resources.get_mut(resource) {
                    found.links.remove(link);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn instance(location: &str) -> AppliedInstance {
        AppliedInstance {
            location: location.to_owned(),
            kind: CategoryId::parse("http://example.com/k#k").unwrap(),
            adopted: location.starts_with("/link/"),
        }
    }

    #[test]
    fn a_record_is_read_as_it_was_written() {
        let mut applied = Applied::default();
        applied.put("web", None, instance("/compute/1"));
        applied.put("web", Some("nic"), instance("/link/1"));
        applied.tags = vec![CategoryId::parse("http://example.com/t#t").unwrap()];
        let mut record = Record::default();
        record.set("http://a/", "shop", &applied);
        let read = Record::parse(&record.to_text()).unwrap();
        assert_eq!(read, record);
        assert_eq!(read.get("http://a/", "shop"), applied);
        assert!(read.get("http://b/", "shop").is_empty());
        assert_eq!(
            applied.instance("web", Some("nic")),
            Some(&instance("/link/1"))
        );

        applied.remove("web", None);
        applied.tags.clear();
        record.set("http://a/", "shop", &applied);
        assert!(record.is_empty());
    }

    #[test]
    fn other_texts_are_no_records() {
        for text in [
            "",
            "{}",
            "[]",
            "{\"format\": 1}",
            "{\"format\": \"occi-applied/1\", \"services\": []}",
        ] {
            assert!(
                matches!(Record::parse(text), Err(RecordError::Malformed(_))),
                "{text}"
            );
        }
        let later = Record::parse("{\"format\": \"occi-applied/2\"}").unwrap_err();
        assert!(later.to_string().contains("occi-applied/2"), "{later}");
    }
}

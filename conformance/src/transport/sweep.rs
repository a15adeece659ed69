//! Cleaning up: at the end of a run what its cases left, and later what a killed run left (9.2).

use super::{
    BoxFuture, Ledger, Request, Transport as _, TransportError,
    journal::{Entry, Record, Unclear},
};

/// How often a deletion is tried.
const TRIES: u32 = 3;

/// Something that cleaning up left where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Its URL, or what can be said of it.
    pub what: String,
    /// Why.
    pub why: String,
}

/// What cleaning up did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// URLs of what was deleted now.
    pub deleted: Vec<String>,
    /// URLs of what was not there any more.
    pub gone: Vec<String>,
    /// What is left, with the reason.
    pub kept: Vec<Kept>,
}

impl Ledger {
    /// Takes up what an earlier run noted, and deletes it: each entity only after it was read and
    /// showed the run's marker. `without_marker`: also those that were created without one,
    /// because their title was what the case tested; for these the URL is all there is to go by.
    pub async fn clean(&self, record: &Record, without_marker: bool) -> Swept {
        let mut swept = Swept::default();
        for open in record.open.iter().rev() {
            let url = format!("{}{}", self.base(), open.path);
            match self.is_there(&open.path).await {
                Ok(false) => {
                    self.wrote_gone(&open.path);
                    swept.gone.push(url);
                    continue;
                }
                Ok(true) => {}
                Err(error) => {
                    let why = error.to_string();
                    swept.kept.push(Kept { what: url, why });
                    continue;
                }
            }
            if open.marked || !without_marker {
                if let Err(error) = self.adopt(&open.path).await {
                    let why = if open.marked {
                        error.to_string()
                    } else {
                        "it was created without a marker, because its title was under test"
                            .to_owned()
                    };
                    swept.kept.push(Kept { what: url, why });
                    continue;
                }
            } else {
                self.register(&open.path);
            }
            self.delete(&open.path, &mut swept).await;
        }
        let mut collections: Vec<&str> = Vec::new();
        for unclear in &record.unclear {
            if unclear.marked {
                if !collections.contains(&&*unclear.collection) {
                    collections.push(&unclear.collection);
                }
            } else {
                swept.kept.push(Kept {
                    what: format!("{}{}", self.base(), unclear.collection),
                    why: "a creation without a marker was sent here, and nobody wrote down what \
                          became of it"
                        .to_owned(),
                });
            }
        }
        for collection in collections {
            if self.search_and_delete(collection, &mut swept).await {
                let sent_here =
                    |unclear: &&Unclear| unclear.marked && unclear.collection == collection;
                for unclear in record.unclear.iter().filter(sent_here) {
                    self.note_settled(unclear.number);
                }
            }
        }
        for tag in &record.tags {
            self.remove_tag(tag.scheme(), tag.term(), &mut swept).await;
        }
        if !(record.templates.is_empty() && record.saving.is_empty()) {
            self.clean_templates(record, without_marker, &mut swept)
                .await;
        }
        swept
    }

    /// Removes the templates of an earlier run: those that it noted, and those that bear its marker.
    async fn clean_templates(&self, record: &Record, without_marker: bool, swept: &mut Swept) {
        let offered = match self.templates().await {
            Ok(offered) => offered,
            Err(error) => {
                swept.kept.push(Kept {
                    what: format!("{}/-/", self.base()),
                    why: format!("templates of the run may be here: {error}"),
                });
                return;
            }
        };
        for template in &record.templates {
            let what = template.to_string();
            match offered.get(template.as_str()) {
                None => {
                    self.note_untagged(&what);
                    swept.gone.push(what);
                }
                Some(title) if without_marker && !self.is_marked(title.as_deref()) => {
                    self.own_template(&what);
                    self.remove_tag(template.scheme(), template.term(), swept)
                        .await;
                }
                Some(title) if !self.is_marked(title.as_deref()) => swept.kept.push(Kept {
                    what,
                    why: "the template was made without a marker, because its title was under test"
                        .to_owned(),
                }),
                Some(_) => {}
            }
        }
        for (id, _) in offered
            .iter()
            .filter(|(_, title)| self.is_marked(title.as_deref()))
        {
            if let Some((scheme, term)) = id.split_once('#') {
                self.own_template(id);
                self.remove_tag(&format!("{scheme}#"), term, swept).await;
            }
        }
        for path in &record.saving {
            let _ = self.enter(&Entry::Saved { path: path.clone() });
        }
    }

    /// Deletes what the cases of this run left: entities, creations without a known outcome,
    /// user mixins; and what bears the run's marker although no answer spoke of it, as when a
    /// server carries out a creation twice. For that the collections are listed once more in which
    /// the run has created something.
    pub async fn sweep(&self) -> Swept {
        let mut swept = Swept::default();
        for path in self.open() {
            self.delete(&path, &mut swept).await;
        }
        for collection in self.unclear_collections() {
            self.search_and_delete(&collection, &mut swept).await;
        }
        for collection in self.created_in() {
            // What cannot be listed holds nothing that is known to be the run's.
            let members = self.members(&collection).await.unwrap_or_default();
            for member in members {
                // Also what an answer named and nobody could prove, as where a server changes titles.
                if !self.was_owned(&member) && self.adopt(&member).await.is_ok() {
                    self.delete(&member, &mut swept).await;
                }
            }
        }
        for tag in self.open_tags() {
            if let Some((scheme, term)) = tag.split_once('#') {
                self.remove_tag(&format!("{scheme}#"), term, &mut swept)
                    .await;
            }
        }
        swept
    }

    async fn is_there(&self, path: &str) -> Result<bool, TransportError> {
        let response = self
            .send(Request::new("GET", path).with_header("Accept", "text/plain"))
            .await?;
        Ok(!matches!(response.status, 404 | 410))
    }

    async fn delete(&self, path: &str, swept: &mut Swept) {
        let url = format!("{}{path}", self.base());
        let mut why = String::new();
        let mut pause = std::time::Duration::from_millis(100);
        for _ in 0..TRIES {
            let request = Request::new("DELETE", path).with_header("Accept", "text/plain");
            match self.send(request).await {
                Ok(_) if !self.owns(path) => {
                    swept.deleted.push(url);
                    return;
                }
                Ok(response) => why = format!("DELETE is answered with {}", response.status),
                Err(error) => why = error.to_string(),
            }
            tokio::time::sleep(pause).await;
            pause *= 2;
        }
        swept.kept.push(Kept { what: url, why });
    }

    /// Looks through a collection for entities with the run's marker. Whether it could be done, and
    /// left none.
    async fn search_and_delete(&self, collection: &str, swept: &mut Swept) -> bool {
        let members = match self.members(collection).await {
            Ok(members) => members,
            Err(error) => {
                swept.kept.push(Kept {
                    what: format!("{}{collection}", self.base()),
                    why: format!("entities of the run may be here: {error}"),
                });
                return false;
            }
        };
        let kept = swept.kept.len();
        for member in members {
            if !self.was_owned(&member) && self.adopt(&member).await.is_ok() {
                self.delete(&member, swept).await;
            }
        }
        self.settled_in(collection);
        swept.kept.len() == kept
    }

    fn remove_tag<'a>(
        &'a self,
        scheme: &'a str,
        term: &'a str,
        swept: &'a mut Swept,
    ) -> BoxFuture<'a, ()> {
        Box::pin(async move {
            let mut request = Request::new("DELETE", "/-/")
                .with_header("Content-Type", "text/plain")
                .with_header("Accept", "text/plain");
            let text = format!("Category: {term}; scheme=\"{scheme}\"; class=\"mixin\"\r\n");
            request.body = text.into();
            let what = format!("{scheme}{term}");
            match self.send(request).await {
                Ok(response) if response.is_success() => swept.deleted.push(what),
                Ok(response) if matches!(response.status, 400 | 404 | 410) => {
                    self.note_untagged(&what);
                    swept.gone.push(what);
                }
                Ok(response) => swept.kept.push(Kept {
                    what,
                    why: format!("DELETE is answered with {}", response.status),
                }),
                Err(error) => swept.kept.push(Kept {
                    what,
                    why: error.to_string(),
                }),
            }
        })
    }

    fn wrote_gone(&self, path: &str) {
        // What cannot be written down is asked for again by the next cleaning, which does no harm.
        let _ = self.enter(&Entry::Gone {
            path: path.to_owned(),
        });
    }
}

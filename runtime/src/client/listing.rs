//! Collections, page by page.

use std::collections::HashMap;

use futures_util::{Stream, StreamExt as _, TryStreamExt as _, stream};
use http::{Method, StatusCode};
use occi_rendering::{MediaType, Mode, read_locations};

use super::{
    Client, ClientError, Filter,
    discovery::accept,
    dynamic::{lists_entities, tail},
    exchange::{Answer, Call},
};
use crate::Instance;

/// How many entities are read at the same time, when a listing gives their locations only.
const READS_AT_ONCE: usize = 8;

/// A member of a collection: as the listing shows it, or still to be read.
enum Item {
    Whole(Box<Instance>),
    At(String),
}

/// A part of a collection: `page` counts from 1, `number` is the size of a part (D-102).
#[derive(Clone, Copy)]
struct Page {
    page: u32,
    number: u32,
}

/// What a request for a part of a collection asks for.
#[derive(Clone, Copy)]
struct Asked<'a> {
    collection: &'a str,
    filter: &'a Filter,
    page: Option<Page>,
}

/// What to ask for next.
enum Next {
    Page(Page),
    Everything,
    Nothing,
}

struct Listing {
    client: Client,
    collection: String,
    filter: Filter,
    next: Next,
    /// What the first member of the previous page was, to notice a server that ignores paging.
    first: Option<String>,
}

impl Client {
    /// All instances of the collection at a location.
    ///
    /// # Errors
    ///
    /// When the server refuses, or shows what cannot be read.
    pub async fn list_instances(&self, location: &str) -> Result<Vec<Instance>, ClientError> {
        self.stream_instances(location).try_collect().await
    }

    /// The instances of the collection at a location, asked for page by page as they are taken.
    /// The stream ends after the first error.
    pub fn stream_instances(
        &self,
        location: &str,
    ) -> impl Stream<Item = Result<Instance, ClientError>> + Send + use<> {
        self.stream_filtered(location, Filter::default())
    }

    pub(super) fn stream_filtered(
        &self,
        location: &str,
        filter: Filter,
    ) -> impl Stream<Item = Result<Instance, ClientError>> + Send + use<> {
        let number = self.shared.limits.page_size;
        let listing = Listing {
            client: self.clone(),
            collection: location.to_owned(),
            filter,
            next: match number {
                0 => Next::Everything,
                number => Next::Page(Page { page: 1, number }),
            },
            first: None,
        };
        let client = self.clone();
        stream::try_unfold(listing, Listing::step)
            .map_ok(|items| stream::iter(items.into_iter().map(Ok::<_, ClientError>)))
            .try_flatten()
            .map(move |item| {
                let client = client.clone();
                async move {
                    match item? {
                        Item::Whole(instance) => Ok(Some(*instance)),
                        Item::At(location) => match client.get_instance(&location).await {
                            Ok(instance) => Ok(Some(instance)),
                            // Deleted since the listing.
                            Err(error) if error.is_not_found() => Ok(None),
                            Err(error) => Err(error),
                        },
                    }
                }
            })
            .buffered(READS_AT_ONCE)
            .try_filter_map(|instance| async { Ok(instance) })
    }

    async fn ask_listing(
        &self,
        asked: Asked<'_>,
        accept: &'static str,
    ) -> Result<Answer, ClientError> {
        let Asked {
            collection,
            filter,
            page,
        } = asked;
        let mut url = self.shared.base.resolve(collection)?;
        if let Some(Page { page, number }) = page {
            url.query_pairs_mut()
                .append_pair("page", &page.to_string())
                .append_pair("number", &number.to_string());
        }
        let mut call = Call::new(Method::GET, url, accept);
        if *filter != Filter::default() {
            let fields = filter.fields(&*self.discovery().await?, collection)?;
            call.content = fields.map(|fields| (MediaType::TextOcci, fields));
        }
        self.shared.send(call).await
    }

    /// The members that an answer lists.
    async fn items(&self, asked: Asked<'_>, answer: &Answer) -> Result<Vec<Item>, ClientError> {
        let media = answer.media()?;
        if answer.status == StatusCode::NO_CONTENT {
            return Ok(Vec::new());
        }
        if !lists_entities(media) {
            return Ok(self.locations(answer)?.into_iter().map(Item::At).collect());
        }
        // Some servers list locations in JSON too.
        let messages = match self.messages(answer) {
            Ok(messages) if messages.iter().all(|m| !m.categories.is_empty()) => messages,
            other => match self.locations(answer) {
                Ok(locations) if !locations.is_empty() => {
                    return Ok(locations.into_iter().map(Item::At).collect());
                }
                _ => other?,
            },
        };
        let mut instances = messages
            .into_iter()
            .map(|message| self.instance(answer, message))
            .collect::<Result<Vec<_>, _>>()?;
        if instances.iter().any(|instance| instance.location.is_none()) {
            self.place_all(asked, &mut instances).await;
        }
        Ok(instances
            .into_iter()
            .map(|instance| Item::Whole(Box::new(instance)))
            .collect())
    }

    pub(super) fn locations(&self, answer: &Answer) -> Result<Vec<String>, ClientError> {
        let read = read_locations(&answer.payload()?, Mode::Lenient).map_err(|error| {
            ClientError::Unreadable {
                request: answer.request.clone(),
                error,
            }
        })?;
        Ok(read
            .value
            .iter()
            .filter_map(|location| self.shared.base.reduce(location, &answer.url))
            .collect())
    }

    /// Gives instances their locations, which the JSON rendering does not show (D-80). The same
    /// listing as locations tells them; ids and locations share their last part with most
    /// servers, and where they do not, each location is read to see whose it is. What has no
    /// place after that keeps none.
    async fn place_all(&self, asked: Asked<'_>, instances: &mut [Instance]) {
        let mut locations = Vec::new();
        for accept in ["text/uri-list", "text/plain"] {
            if let Ok(answer) = self.ask_listing(asked, accept).await
                && answer.status.is_success()
                && let Ok(found) = self.locations(&answer)
            {
                locations = found;
                break;
            }
        }
        let mut by_tail: HashMap<String, String> = locations
            .into_iter()
            .map(|location| (tail(&location).to_owned(), location))
            .collect();
        let mut homeless = Vec::new();
        for instance in instances {
            if instance.location.is_some() {
                continue;
            }
            let id = instance.id.as_ref().map(ToString::to_string);
            match id.as_deref().and_then(|id| by_tail.remove(tail(id))) {
                Some(location) => instance.location = Some(location),
                None => homeless.push(instance),
            }
        }
        if homeless.is_empty() {
            return;
        }
        let mut left: Vec<String> = by_tail.into_values().collect();
        left.sort_unstable();
        for location in left {
            let Ok(read) = self.get_instance(&location).await else {
                continue;
            };
            for instance in &mut homeless {
                if instance.id == read.id {
                    instance.location.clone_from(&read.location);
                }
            }
        }
    }

    /// An instance that the server just made, with its location.
    pub(super) async fn find_place(
        &self,
        collection: &str,
        instance: Instance,
    ) -> Result<Instance, ClientError> {
        let mut found = [instance];
        let asked = Asked {
            collection,
            filter: &Filter::default(),
            page: None,
        };
        self.place_all(asked, &mut found).await;
        let [instance] = found;
        Ok(instance)
    }
}

impl Listing {
    /// The next page, and what comes after it.
    async fn step(mut self) -> Result<Option<(Vec<Item>, Self)>, ClientError> {
        let accept = accept(self.client.discovery().await?.media);
        loop {
            let page = match self.next {
                Next::Nothing => return Ok(None),
                Next::Everything => None,
                Next::Page(page) => Some(page),
            };
            let asked = Asked {
                collection: &self.collection,
                filter: &self.filter,
                page,
            };
            let answer = self.client.ask_listing(asked, accept).await?;
            if !answer.status.is_success() {
                match (answer.status, page) {
                    (StatusCode::PAYLOAD_TOO_LARGE, Some(Page { page: 1, number }))
                        if number > 1 =>
                    {
                        self.next = Next::Page(Page {
                            page: 1,
                            number: number / 2,
                        });
                        continue;
                    }
                    // A 1.1 server may refuse parameters that it does not know.
                    (
                        StatusCode::BAD_REQUEST
                        | StatusCode::NOT_FOUND
                        | StatusCode::METHOD_NOT_ALLOWED
                        | StatusCode::NOT_IMPLEMENTED,
                        Some(Page { page: 1, .. }),
                    ) => {
                        self.next = Next::Everything;
                        continue;
                    }
                    _ => return Err(self.client.shared.refusal(&answer)),
                }
            }
            let items = self.client.items(asked, &answer).await?;
            let first = items.first().map(identity);
            if first.is_none() || first == self.first {
                return Ok(None);
            }
            self.next = match page {
                // More than was asked for: the server ignores paging.
                Some(Page { page, number })
                    if u32::try_from(items.len()).is_ok_and(|length| length == number) =>
                {
                    Next::Page(Page {
                        page: page + 1,
                        number,
                    })
                }
                _ => Next::Nothing,
            };
            self.first = first;
            return Ok(Some((items, self)));
        }
    }
}

fn identity(item: &Item) -> String {
    match item {
        Item::Whole(instance) => match (&instance.id, &instance.location) {
            (Some(id), _) => id.to_string(),
            (None, location) => location.clone().unwrap_or_default(),
        },
        Item::At(location) => location.clone(),
    }
}

//! The renderings: readers and writers of text in megabytes per second, those of JSON beside plain
//! serde_json on the same document.

use std::{error::Error, hint::black_box, time::Duration};

use occi_grammar::{MemoryResolver, compile};
use occi_model::{AttributeName, CategoryId, CategoryRef, Model, Profile, Value};
use occi_rendering::{
    ActionView, CategoriesView, EntityView, LinkView, MediaType, Mode, Payload, Rendered,
    read_categories, read_entities, read_locations, write_categories, write_entities, write_entity,
    write_locations,
};
use serde_json::Value as Json;

use crate::{
    definitions,
    reading::{measure, megabytes_per_second},
};

/// Kinds of the definition that is listed.
const KINDS: usize = 500;

/// Locations of a listing.
const LOCATIONS: usize = 1_000;

/// Entities of a collection.
const ENTITIES: usize = 100;

/// How many times each message is read or written in one measurement.
const REPEATS: usize = 20;

/// Rounds; the median counts.
const ROUNDS: usize = 15;

/// A message that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Message {
    Categories,
    Entity,
    Entities,
    Locations,
}

impl Message {
    const ALL: [Self; 4] = [
        Self::Categories,
        Self::Entity,
        Self::Entities,
        Self::Locations,
    ];

    const fn name(self) -> &'static str {
        match self {
            Self::Categories => "categories",
            Self::Entity => "entity",
            Self::Entities => "entities",
            Self::Locations => "locations",
        }
    }

    /// Reads the message; tells how many things it holds.
    fn read(self, media: MediaType, body: &[u8]) -> Result<usize, Box<dyn Error>> {
        let payload = Payload {
            media,
            headers: Vec::new(),
            body,
        };
        Ok(match self {
            Self::Categories => read_categories(&payload, Mode::Strict)?.value.len(),
            Self::Locations => read_locations(&payload, Mode::Strict)?.value.len(),
            Self::Entity | Self::Entities => read_entities(&payload, Mode::Strict)?.value.len(),
        })
    }
}

/// An entity with everything that a rendering of one has, and others like it.
struct Things {
    model: Model,
    kind: CategoryId,
    link: CategoryId,
    target: CategoryId,
    mixins: Vec<CategoryId>,
    actions: Vec<CategoryId>,
    attributes: Vec<(AttributeName, Value)>,
    of_link: Vec<(AttributeName, Value)>,
    locations: Vec<String>,
}

impl Things {
    fn new() -> Result<Self, Box<dyn Error>> {
        let text = definitions::definition(KINDS);
        let mut resolver = MemoryResolver::new().with("large", text);
        let compiled = compile("large", &mut resolver, Profile::Union);
        let model = compiled
            .model
            .ok_or_else(|| format!("the definition is refused:\n{}", compiled.faults))?;
        let infra = |term: &str| {
            CategoryId::parse(&format!(
                "http://schemas.ogf.org/occi/infrastructure#{term}"
            ))
        };
        let action = |term: &&str| {
            let scheme = "http://schemas.ogf.org/occi/infrastructure/compute/action#";
            CategoryId::parse(&format!("{scheme}{term}"))
        };
        let named = |pairs: &[(&str, Value)]| {
            let pair = |(name, value): &(&str, Value)| {
                Ok::<_, occi_model::NameError>((AttributeName::new(*name)?, value.clone()))
            };
            pairs.iter().map(pair).collect::<Result<Vec<_>, _>>()
        };
        let id = "urn:uuid:1c9e1f9c-6a2e-7b1d-9f6e-2b1f0c9d8e7a";
        Ok(Self {
            model,
            kind: infra("compute")?,
            link: infra("networkinterface")?,
            target: infra("network")?,
            mixins: vec![
                CategoryId::parse("http://example.org/templates/os#debian-12")?,
                CategoryId::parse("http://example.org/templates/resource#medium")?,
            ],
            actions: ["start", "stop", "restart", "suspend", "save"]
                .iter()
                .map(action)
                .collect::<Result<_, _>>()?,
            attributes: named(&[
                ("occi.core.id", id.into()),
                ("occi.core.title", "A machine of the benchmark".into()),
                (
                    "occi.core.summary",
                    "It serves \"pages\", and little else".into(),
                ),
                ("occi.compute.architecture", "x64".into()),
                ("occi.compute.cores", Value::Integer(4)),
                ("occi.compute.hostname", "bench-17.example.org".into()),
                ("occi.compute.share", Value::Integer(512)),
                ("occi.compute.memory", Value::Float(7.5)),
                ("occi.compute.state", "active".into()),
                ("org.example.bench.monitored", Value::Boolean(true)),
            ])?,
            of_link: named(&[
                (
                    "occi.core.id",
                    "urn:uuid:1c9e1f9c-6a2e-7b1d-9f6e-000000000001".into(),
                ),
                ("occi.core.source", "/compute/1c9e1f9c".into()),
                ("occi.core.target", "/network/9f6e2b1f".into()),
                ("occi.networkinterface.interface", "eth0".into()),
                ("occi.networkinterface.mac", "00:16:3e:5a:5c:0f".into()),
                ("occi.networkinterface.state", "active".into()),
            ])?,
            locations: (0..LOCATIONS)
                .map(|at| format!("http://cloud.example.org/compute/1c9e1f9c-6a2e-{at:06}"))
                .collect(),
        })
    }

    fn entity(&self) -> EntityView<'_> {
        let action = |id| ActionView { id };
        EntityView {
            location: "/compute/1c9e1f9c",
            kind: &self.kind,
            mixins: self.mixins.iter().collect(),
            attributes: self.attributes.iter().map(|(n, v)| (n, v)).collect(),
            is_link: false,
            links: vec![
                LinkView {
                    location: "/link/networkinterface/1",
                    kind: &self.link,
                    mixins: Vec::new(),
                    attributes: self.of_link.iter().map(|(n, v)| (n, v)).collect(),
                    target_categories: vec![&self.target],
                    actions: Vec::new(),
                };
                2
            ],
            actions: self.actions.iter().map(action).collect(),
        }
    }

    /// Writes a message; none for one that the rendering has not.
    fn write(
        &self,
        message: Message,
        media: MediaType,
    ) -> Result<Option<Rendered>, Box<dyn Error>> {
        Ok(Some(match message {
            Message::Categories => {
                let of_kinds = self.model.kinds().map(|(id, _)| CategoryRef::Kind(id));
                let of_actions = self.model.actions().map(|(id, _)| CategoryRef::Action(id));
                let view = CategoriesView {
                    of_model: Some((&self.model, of_kinds.chain(of_actions).collect())),
                    of_users: Vec::new(),
                };
                write_categories(media, &view)?
            }
            Message::Entity => write_entity(media, &self.entity())?,
            // Text has no rendering of several.
            Message::Entities if !media.is_json() => return Ok(None),
            Message::Entities => write_entities(media, &vec![self.entity(); ENTITIES], true, true)?,
            Message::Locations => {
                write_locations(media, self.locations.iter().map(String::as_str))?
            }
        }))
    }
}

/// Prints the figures.
pub(crate) fn run() -> Result<(), Box<dyn Error>> {
    let things = Things::new()?;
    println!("CPU time, median of {ROUNDS}; MB/s");
    println!("text             bytes      read     write   (goals: 400, 500)");
    for message in Message::ALL {
        let media = MediaType::TextPlain;
        let Some(written) = things.write(message, media)? else {
            continue;
        };
        let body = &written.body;
        let size = body.len();
        message.read(media, body)?;
        let read = repeated(|| message.read(media, body).unwrap_or_default());
        let write = repeated(|| things.write(message, media).is_ok());
        println!(
            "{:<12} {size:>9} {:>9.0} {:>9.0}",
            message.name(),
            megabytes_per_second(size * REPEATS, read),
            megabytes_per_second(size * REPEATS, write),
        );
    }
    println!(
        "JSON             bytes      read  times serde_json   write  times serde_json   (goal: 1.5)"
    );
    // The standard has no listing of locations in JSON.
    for message in [Message::Categories, Message::Entity, Message::Entities] {
        let media = MediaType::OcciJson;
        let Some(written) = things.write(message, media)? else {
            continue;
        };
        let body = &written.body;
        let size = body.len();
        message.read(media, body)?;
        let tree: Json = serde_json::from_slice(body)?;
        let read = repeated(|| message.read(media, body).unwrap_or_default());
        let plain_read = repeated(|| serde_json::from_slice::<Json>(body).is_ok());
        let write = repeated(|| things.write(message, media).is_ok());
        let plain_write = repeated(|| serde_json::to_vec(&tree).map_or(0, |body| body.len()));
        println!(
            "{:<12} {size:>9} {:>9.0} {:>12.2} {:>12.0} {:>12.2}",
            message.name(),
            megabytes_per_second(size * REPEATS, read),
            read.as_secs_f64() / plain_read.as_secs_f64(),
            megabytes_per_second(size * REPEATS, write),
            write.as_secs_f64() / plain_write.as_secs_f64(),
        );
    }
    Ok(())
}

/// The time of [`REPEATS`] runs. Messages of a few bytes would be lost in the clock's.
fn repeated<T>(mut run: impl FnMut() -> T) -> Duration {
    measure(ROUNDS, || {
        for _ in 0..REPEATS {
            black_box(run());
        }
    })
}

/// Reads and writes one text message `rounds` times, for a counter of instructions; tells its size.
pub(crate) fn pass(name: &str, what: &str, rounds: usize) -> Result<(), Box<dyn Error>> {
    let things = Things::new()?;
    let message = Message::ALL
        .into_iter()
        .find(|message| message.name() == name)
        .ok_or("no such message")?;
    let media = MediaType::TextPlain;
    let written = things.write(message, media)?.ok_or("not in text")?;
    for _ in 0..rounds {
        if what == "read" {
            black_box(message.read(media, &written.body)?);
        } else {
            black_box(things.write(message, media)?);
        }
    }
    println!("{}", written.body.len());
    Ok(())
}

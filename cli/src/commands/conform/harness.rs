//! `occi conform harness`: the client of this project, as a harness speaks for it.

use std::io::{self, BufRead as _, Write as _};

use clap::{Args, ValueEnum};
use futures_util::TryStreamExt as _;
use occi::{
    Instance,
    client::{Client, ClientError, Filter, Rendering},
};
use occi_conformance::{
    client::{Answer, Command, Operation, Unsupported},
    vector,
};
use occi_model::{AttributeName, Attributes, CategoryId, Value};
use serde_json::{Map, Value as Json, json};

use super::runtime;
use crate::exit::{Exit, Failure, Outcome};

/// Speak for the client, the readers and the writers of this project in a test of such
///
/// What `occi conform client -- occi conform harness` and `occi conform rendering -- occi conform
/// harness` talk to, and what other harnesses can be compared with.
#[derive(Debug, Args)]
pub(super) struct Harness {
    /// The rendering that the client speaks
    #[arg(long, value_name = "RENDERING", default_value = "automatic")]
    rendering: Spoken,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Spoken {
    Automatic,
    Text,
    Json,
}

impl Harness {
    pub(super) fn run(self) -> Outcome {
        let runtime = runtime()?;
        let mut client = None;
        for line in io::stdin().lock().lines() {
            let line = line.map_err(Failure::world)?;
            let answer = match serde_json::from_str(&line) {
                Err(error) => said(error.to_string()),
                Ok(Command::Probe { op }) => probed(&op),
                Ok(Command::Start { endpoint }) => match self.client(&endpoint) {
                    Ok(made) => {
                        client = Some(made);
                        Answer::Result(members(json!({
                            "client": "occi", "version": env!("CARGO_PKG_VERSION"),
                        })))
                    }
                    Err(error) => failed(&error),
                },
                Ok(Command::Read { form, message }) => {
                    answered(vector::read(form, &message).map(|facts| json!(facts)))
                }
                Ok(Command::Write { media, facts }) => {
                    answered(vector::write(&media, &facts).map(|message| json!(message)))
                }
                Ok(Command::Op(operation)) => match &client {
                    None => said("there was no `start`"),
                    Some(client) => runtime.block_on(carry_out(client, operation)),
                },
            };
            let text = serde_json::to_string(&answer).map_err(Failure::internal)?;
            let mut out = io::stdout().lock();
            writeln!(out, "{text}").map_err(Failure::world)?;
            out.flush().map_err(Failure::world)?;
        }
        Ok(Exit::Success)
    }

    fn client(&self, endpoint: &str) -> Result<Client, ClientError> {
        let rendering = match self.rendering {
            Spoken::Automatic => Rendering::Automatic,
            Spoken::Text => Rendering::Text,
            Spoken::Json => Rendering::Json,
        };
        Client::builder(endpoint).rendering(rendering).build()
    }
}

fn members(value: Json) -> Map<String, Json> {
    match value {
        Json::Object(members) => members,
        _ => Map::new(),
    }
}

/// What a reader or writer made.
fn answered(made: Result<Json, String>) -> Answer {
    match made {
        Ok(made) => Answer::Result(members(made)),
        Err(error) => said(error),
    }
}

fn said(message: impl Into<String>) -> Answer {
    Answer::Error {
        message: message.into(),
        status: None,
    }
}

fn failed(error: &ClientError) -> Answer {
    let status = match error {
        ClientError::Status { status, .. } => Some(status.as_u16()),
        _ => None,
    };
    Answer::Error {
        message: error.to_string(),
        status,
    }
}

/// Whether there is an operation of a name.
fn probed(name: &str) -> Answer {
    if Operation::NAMES.contains(&name) || ["read", "write"].contains(&name) {
        return Answer::Result(Map::new());
    }
    Answer::Unsupported(Unsupported {
        message: format!("there is no operation `{name}`"),
        url: None,
    })
}

/// Why an operation brings no result.
enum Wrong {
    /// The client says so.
    Client(ClientError),
    /// It was asked for in a way that cannot be.
    Asked(String),
}

impl From<ClientError> for Wrong {
    fn from(error: ClientError) -> Self {
        Self::Client(error)
    }
}

async fn carry_out(client: &Client, operation: Operation) -> Answer {
    match done(client, operation).await {
        Ok(result) => Answer::Result(members(result)),
        Err(Wrong::Client(error)) => failed(&error),
        Err(Wrong::Asked(why)) => said(why),
    }
}

async fn done(client: &Client, operation: Operation) -> Result<Json, Wrong> {
    Ok(match operation {
        Operation::Discover {} => {
            let all = client.discover().await?;
            let ids: Vec<String> = all.iter().map(|one| one.id.to_string()).collect();
            json!({ "categories": ids })
        }
        Operation::Create {
            kind,
            mixins,
            attributes: values,
        } => {
            let mut instance = Instance::new(category(&kind)?);
            for mixin in &mixins {
                instance.mixins.push(category(mixin)?);
            }
            instance.attributes = attributes(values)?;
            created(client, instance).await?
        }
        Operation::Link {
            kind,
            source,
            target,
            attributes: values,
        } => {
            let mut instance = Instance::new(category(&kind)?);
            instance.attributes = attributes(values)?;
            for (name, end) in [("occi.core.source", source), ("occi.core.target", target)] {
                instance.set(attribute(name)?, Some(Value::from(end)));
            }
            created(client, instance).await?
        }
        Operation::Get { location } => shown(&client.get_instance(&location).await?)?,
        Operation::List {
            kind,
            category: other,
            attributes: values,
            page,
        } => listed(client, &kind, other.as_deref(), values, page).await?,
        Operation::Update {
            location,
            attributes: values,
        } => {
            let mut changes = client.get_instance(&location).await?;
            changes.mixins.clear();
            changes.attributes = attributes(values)?;
            client.update_instance(&location, changes).await?;
            json!({})
        }
        Operation::Action {
            location,
            action,
            parameters,
        } => {
            let parameters = attributes(parameters)?;
            client
                .act_at(&location, &category(&action)?, &parameters)
                .await?;
            json!({})
        }
        Operation::Delete { location } => {
            client.delete_at(&location).await?;
            json!({})
        }
        Operation::Tag { mixin, location } => {
            client
                .define_tag(&category(&mixin)?, None, Some(&location))
                .await?;
            json!({})
        }
        Operation::Untag { mixin } => {
            client.remove_tag(&category(&mixin)?).await?;
            json!({})
        }
    })
}

async fn created(client: &Client, instance: Instance) -> Result<Json, Wrong> {
    let made = client.create_instance(instance).await?;
    Ok(json!({ "location": made.location }))
}

async fn listed(
    client: &Client,
    kind: &str,
    other: Option<&str>,
    values: Map<String, Json>,
    page: Option<u32>,
) -> Result<Json, Wrong> {
    let offered = client.discover().await?;
    let kind = category(kind)?;
    let described = offered.iter().find(|one| one.id == kind);
    let location = described.and_then(|one| one.location.clone());
    let location = location.ok_or(ClientError::NotOffered { kind })?;
    let mut filter = Filter::new();
    if let Some(other) = other {
        filter = filter.category(category(other)?);
    }
    for (name, value) in &attributes(values)? {
        filter = filter.attribute(name.clone(), value.clone());
    }
    let client = match page {
        None => client.clone(),
        Some(page) => Client::builder(client.base_url()).page_size(page).build()?,
    };
    let found: Vec<Instance> = client
        .stream_matching(&location, filter)
        .try_collect()
        .await?;
    let locations: Vec<_> = found
        .into_iter()
        .map(|instance| instance.location)
        .collect();
    Ok(json!({ "locations": locations }))
}

fn shown(instance: &Instance) -> Result<Json, Wrong> {
    let mut values = Map::new();
    for (name, value) in &instance.attributes {
        let value = serde_json::to_value(value).map_err(|error| Wrong::Asked(error.to_string()))?;
        values.insert(name.to_string(), value);
    }
    let mixins: Vec<String> = instance.mixins.iter().map(ToString::to_string).collect();
    Ok(json!({ "kind": instance.kind.to_string(), "mixins": mixins, "attributes": values }))
}

fn category(text: &str) -> Result<CategoryId, Wrong> {
    CategoryId::parse(text).map_err(|error| Wrong::Asked(format!("`{text}`: {error}")))
}

fn attribute(text: &str) -> Result<AttributeName, Wrong> {
    AttributeName::new(text).map_err(|error| Wrong::Asked(format!("`{text}`: {error}")))
}

fn attributes(values: Map<String, Json>) -> Result<Attributes, Wrong> {
    let pairs = values.into_iter().map(|(name, value)| {
        let value: Value = serde_json::from_value(value)
            .map_err(|error| Wrong::Asked(format!("`{name}`: {error}")))?;
        Ok((attribute(&name)?, value))
    });
    pairs.collect()
}

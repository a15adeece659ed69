//! `occi serve`: the protocol engine on a definition, with no compile step.

use std::{net::SocketAddr, path::PathBuf, sync::Arc};

use clap::Args;
use occi::server::{Options, RunError, Service, StoreChoice, Style, run_with};

use crate::{
    exit::{Exit, Failure, Outcome},
    source::Definition,
};

/// Serve a definition: the whole service, without a compile step
#[derive(Debug, Args)]
pub(crate) struct Serve {
    #[command(flatten)]
    definition: Definition,

    /// Address and port; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8787")]
    listen: SocketAddr,

    /// File that keeps the instances [default: ./NAME.redb, by the extension's name]
    #[arg(long, value_name = "FILE", conflicts_with = "memory")]
    store: Option<PathBuf>,

    /// Keep the instances in memory only
    #[arg(long)]
    memory: bool,

    /// Create the instances of the definition's configurations, or of those of a file, unless they
    /// are there; may be given several times
    #[arg(
        long,
        value_name = "FILE",
        num_args = 0..=1,
        default_missing_value = ""
    )]
    load: Vec<String>,

    /// Scheme and host of the URLs in answers [default: from the request]
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,

    /// Who may use the service, by HTTP Basic: a file with NAME:PASSWORD a line
    #[arg(long, value_name = "FILE")]
    user_file: Option<PathBuf>,

    /// Who may use the service, by tokens: a file with TOKEN NAME a line
    #[arg(long, value_name = "FILE")]
    token_file: Option<PathBuf>,

    /// Write a line on standard error for each request: seconds since 1970, who, method, path,
    /// status, bytes, seconds
    #[arg(long)]
    log: bool,

    /// Answer in JSON when the client does not say what it wants [default: text/plain]
    #[arg(long)]
    json: bool,

    /// Take the ids that clients give to what they create [default: ignore them]
    #[arg(long)]
    client_ids: bool,

    /// Answer 410 where an instance was deleted [default: 404]
    #[arg(long)]
    tell_gone: bool,

    /// Show the location of each entity in JSON, which the standard does not
    #[arg(long)]
    json_locations: bool,

    /// Leave commas and semicolons out of titles in text, for peers that split at each
    #[arg(long)]
    avoid_commas: bool,
}

impl Serve {
    pub(crate) fn run(self) -> Outcome {
        let definition = &self.definition;
        let reading = definition.reading();
        let compiled = reading.compiled(&definition.definition)?;
        let model = compiled.model.map(Arc::new).ok_or_else(no_model)?;
        let name = model
            .extensions()
            .last()
            .map_or_else(|| "occi".to_owned(), |extension| extension.name.to_string());
        let mut options = Options::new(&name);
        options.listen = self.listen;
        options.base_url = self.base_url;
        options.users = self.user_file;
        options.tokens = self.token_file;
        options.log = self.log;
        if self.memory {
            options.store = StoreChoice::Memory;
        } else if let Some(path) = self.store {
            options.store = StoreChoice::Disk(path);
        }
        let mut configurations = Vec::new();
        for file in &self.load {
            let (checked, found) = if file.is_empty() {
                (Arc::clone(&model), compiled.configurations.clone())
            } else {
                let other = reading.compiled(file)?;
                let checked = other.model.map(Arc::new).ok_or_else(no_model)?;
                (checked, other.configurations)
            };
            if found.is_empty() {
                let file = if file.is_empty() {
                    &definition.definition
                } else {
                    file
                };
                return Err(Failure::refused(format!("`{file}` holds no configuration")));
            }
            let found = found.into_iter().map(|one| (Arc::clone(&checked), one));
            configurations.extend(found);
        }
        let builder = Service::builder(model)
            .json_by_default(self.json)
            .client_ids(self.client_ids)
            .tell_gone(self.tell_gone)
            .style(Style {
                locations: self.json_locations,
                avoid_commas: self.avoid_commas,
            });
        run_with(builder, options, &configurations).map_err(|error| match error {
            RunError::Load(_) => Failure::refused(error),
            _ => Failure::world(error),
        })?;
        Ok(Exit::Success)
    }
}

fn no_model() -> Failure {
    Failure::internal("a definition without errors has no model")
}

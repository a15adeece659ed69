//! `occi serve`: the protocol engine on a definition, with no compile step.

use std::{net::SocketAddr, path::PathBuf, sync::Arc};

use clap::Args;
use occi::server::{Options, Service, StoreChoice, run};

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

    /// Scheme and host of the URLs in answers [default: from the request]
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
}

impl Serve {
    pub(crate) fn run(self) -> Outcome {
        let model = self.definition.model()?;
        let name = model
            .extensions()
            .last()
            .map_or_else(|| "occi".to_owned(), |extension| extension.name.to_string());
        let mut options = Options::new(&name);
        options.listen = self.listen;
        options.base_url = self.base_url;
        if self.memory {
            options.store = StoreChoice::Memory;
        } else if let Some(path) = self.store {
            options.store = StoreChoice::Disk(path);
        }
        let builder = Service::builder(Arc::new(model));
        run(builder, options).map_err(Failure::world)?;
        Ok(Exit::Success)
    }
}

//! Small programs over the client library, for servers whose definition nobody has at hand.

#![deny(warnings, clippy::pedantic)]

use std::{error::Error, time::Duration};

use futures_util::TryStreamExt as _;
use occi::{
    AttributeName, Attributes, CategoryId, Instance,
    client::{Client, ClientError, Filter, Rendering},
};

/// A client with settings of its own.
///
/// # Errors
///
/// When the URL is none, or the token cannot be sent.
pub fn connect(url: &str, token: &str) -> Result<Client, ClientError> {
    Client::builder(url)
        .bearer(token)
        .rendering(Rendering::Json)
        .timeout(Duration::from_secs(10))
        .retries(4)
        .page_size(50)
        .build()
}

/// What a server offers: each kind, mixin and action, with its title.
///
/// # Errors
///
/// When the server cannot be asked.
pub async fn offers(cloud: &Client) -> Result<Vec<String>, ClientError> {
    let categories = cloud.discover().await?;
    Ok(categories
        .iter()
        .map(|category| {
            format!(
                "{} {}",
                category.id,
                category.title.as_deref().unwrap_or("-")
            )
        })
        .collect())
}

/// Makes an instance of a kind, changes it, and hands it out.
///
/// # Errors
///
/// When the server refuses, or the names are none.
pub async fn hand_out(cloud: &Client, memory: i64) -> Result<Instance, Box<dyn Error>> {
    let kind = CategoryId::parse("http://example.com/occi/gpu#gpu")?;
    let new = Instance::new(kind).with(AttributeName::new("com.example.gpu.memory")?, memory);
    let device = cloud.create_instance(new).await?;
    let location = device.location.as_deref().unwrap_or_default();

    let title = AttributeName::new("occi.core.title")?;
    let device = cloud
        .modify(location, |device| {
            Instance::new(device.kind.clone()).with(title.clone(), "for the night shift")
        })
        .await?;

    let claim = CategoryId::parse("http://example.com/occi/gpu/gpu/action#claim")?;
    let shown = cloud.act_at(location, &claim, &Attributes::new()).await?;
    Ok(shown.unwrap_or(device))
}

/// Takes a device back. The action has a parameter.
///
/// # Errors
///
/// When the server refuses, or the names are none.
pub async fn take_back(cloud: &Client, location: &str) -> Result<(), Box<dyn Error>> {
    let release = CategoryId::parse("http://example.com/occi/gpu/gpu/action#release")?;
    let how = Attributes::from([(AttributeName::new("erase")?, "thorough".into())]);
    cloud.act_at(location, &release, &how).await?;
    Ok(())
}

/// The locations of all devices with so much memory; the server looks for them, and sends them page by
/// page as they are taken.
///
/// # Errors
///
/// When the server refuses, or the names are none.
pub async fn with_memory(cloud: &Client, memory: i64) -> Result<Vec<String>, Box<dyn Error>> {
    let filter = Filter::new().attribute(AttributeName::new("com.example.gpu.memory")?, memory);
    let found = cloud.stream_matching("/gpu/", filter);
    let locations = found.try_filter_map(async |device: Instance| Ok(device.location));
    Ok(locations.try_collect().await?)
}

/// What became of a deletion, in words.
pub async fn remove(cloud: &Client, location: &str) -> String {
    match cloud.delete_at(location).await {
        Ok(()) => "it is gone".to_owned(),
        Err(error) if error.is_not_found() => "there was none".to_owned(),
        Err(error @ ClientError::Unreachable { .. }) => format!("nobody answers: {error}"),
        Err(ClientError::Status {
            status, message, ..
        }) => format!("refused ({status}): {message}"),
        Err(error) => format!("failed: {error}"),
    }
}

/// Reads an instance, and gives up after a time.
///
/// # Errors
///
/// When the server refuses, or takes too long.
pub async fn patient(cloud: &Client, location: &str) -> Result<Instance, Box<dyn Error>> {
    let read = cloud.get_instance(location);
    Ok(tokio::time::timeout(Duration::from_secs(5), read).await??)
}

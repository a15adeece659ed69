//! A file of settings, `occi.toml`: the same settings as the build script's, the macro's and the
//! command line's, under the same names.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Builder;
use crate::{Layout, SettingsError};

/// What the file may say.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Said {
    client: Option<bool>,
    server: Option<bool>,
    tests: Option<bool>,
    layout: Option<String>,
    crate_path: Option<String>,
    #[serde(default)]
    extern_path: BTreeMap<String, String>,
    #[serde(default)]
    rename: BTreeMap<String, String>,
    #[serde(default)]
    replace: BTreeMap<String, String>,
    #[serde(default)]
    derive: BTreeMap<String, OneOrMore>,
    #[serde(default)]
    type_attribute: BTreeMap<String, OneOrMore>,
    #[serde(default)]
    field_attribute: BTreeMap<String, OneOrMore>,
}

/// A text, or several.
#[derive(Debug, Deserialize)]
#[serde(untagged, expecting = "a string, or an array of strings")]
enum OneOrMore {
    One(String),
    More(Vec<String>),
}

impl OneOrMore {
    fn all(&self) -> &[String] {
        match self {
            Self::One(one) => std::slice::from_ref(one),
            Self::More(more) => more,
        }
    }
}

/// The builder as the text of a file has it.
///
/// # Errors
///
/// Where the text is not TOML, names a setting that there is none of, or one that is wrong.
pub(super) fn read(path: &str, text: &str) -> Result<Builder, SettingsError> {
    let wrong = |message: String| SettingsError::File {
        path: path.to_owned(),
        message,
    };
    let said: Said = basic_toml::from_str(text).map_err(|error| wrong(error.to_string()))?;
    let mut builder = Builder::new();
    if let Some(on) = said.client {
        builder = builder.client(on);
    }
    if let Some(on) = said.server {
        builder = builder.server(on);
    }
    if let Some(on) = said.tests {
        builder = builder.tests(on);
    }
    if let Some(layout) = &said.layout {
        let layout: Layout = layout
            .parse()
            .map_err(|error: SettingsError| wrong(error.to_string()))?;
        builder = builder.layout(layout);
    }
    if let Some(crate_path) = &said.crate_path {
        builder = builder.crate_path(crate_path);
    }
    for (extension, path) in &said.extern_path {
        builder = builder.extern_path(extension, path);
    }
    for (what, name) in &said.rename {
        builder = builder.rename(what, name);
    }
    for (what, path) in &said.replace {
        builder = builder.replace(what, path);
    }
    for (pattern, paths) in &said.derive {
        for path in paths.all() {
            builder = builder.derive(pattern, path);
        }
    }
    for (pattern, attributes) in &said.type_attribute {
        for attribute in attributes.all() {
            builder = builder.type_attribute(pattern, attribute);
        }
    }
    for (pattern, attributes) in &said.field_attribute {
        for attribute in attributes.all() {
            builder = builder.field_attribute(pattern, attribute);
        }
    }
    match builder.wrong() {
        Some(error) => Err(wrong(error.to_string())),
        None => Ok(builder),
    }
}

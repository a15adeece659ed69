//! What an endpoint offers as the definition that cases come from.

use std::{collections::BTreeSet, sync::Arc};

use occi_conformance::transport::{Metered, Request, Response, Transport};
use occi_grammar::{
    Compiled, MemoryResolver, builtin,
    format::{Format, Subject},
};
use occi_model::{Model, model::ExtensionId};

use super::{endpoint::Endpoint, runtime};
use crate::{
    commands::{compare, discover::Discover},
    exit::Failure,
    output::errln,
    source::Reading,
};

/// The definition that is taken where the endpoint says nothing.
pub(super) const INFRASTRUCTURE: &str = "infrastructure";

/// What cases come from.
pub(super) struct Offered {
    /// The definition.
    pub(super) model: Model,
    /// What the endpoint offers otherwise than the definitions of the standard.
    pub(super) differences: Vec<String>,
}

impl From<Model> for Offered {
    fn from(model: Model) -> Self {
        Self {
            model,
            differences: Vec::new(),
        }
    }
}

/// What the endpoint itself says of everything: cases then ask whether it does what it says.
pub(super) fn discovered(endpoint: &Endpoint, reading: &Reading) -> Result<Offered, Failure> {
    let compiled = ask(endpoint, reading)?;
    reading.report_beside(&compiled, true);
    Ok(model(compiled, endpoint)?.into())
}

/// What the endpoint offers: by the definitions of the standard where they have it, the rest as the
/// endpoint says. Where nothing can be asked the run says so by itself.
pub(super) fn by_the_standard(endpoint: &Endpoint, reading: &Reading) -> Result<Offered, Failure> {
    let Ok(compiled) = ask(endpoint, reading) else {
        return Ok(reading.model(INFRASTRUCTURE)?.into());
    };
    let Some(offered) = &compiled.model else {
        errln!("note: what is offered is no valid definition; that of infrastructure is taken");
        return Ok(reading.model(INFRASTRUCTURE)?.into());
    };
    let (standard, own) = parts(offered, &compiled, reading);
    if standard.is_empty() {
        return Ok(model(compiled, endpoint)?.into());
    }
    let Some(merged) = merged(offered, &compiled, &standard, &own, reading) else {
        errln!(
            "note: what is offered and the definitions of the standard do not go together; what is \
             offered is taken"
        );
        return Ok(model(compiled, endpoint)?.into());
    };
    let differences = compare::differ(&compiled, &merged).unwrap_or_default();
    let model = merged
        .model
        .ok_or_else(|| Failure::internal("a definition without errors has no model"))?;
    errln!(
        "cases of {} by the standard{}",
        standard.join(", "),
        match own.len() {
            0 => String::new(),
            count => format!(", and of {count} extensions as offered"),
        }
    );
    Ok(Offered { model, differences })
}

fn model(compiled: Compiled, endpoint: &Endpoint) -> Result<Model, Failure> {
    compiled.model.ok_or_else(|| {
        let base = endpoint.transport.base();
        Failure::refused(format!("what `{base}` offers is no valid definition"))
    })
}

/// Reads the query interface as the run will: with its credentials, in JSON or else in text.
fn ask(endpoint: &Endpoint, reading: &Reading) -> Result<Compiled, Failure> {
    let meter = Metered::new(endpoint.transport.clone(), endpoint.credentials.clone());
    let meter = Arc::new(meter);
    let base = endpoint.transport.base();
    let mut last = None;
    for media in ["application/occi+json", "text/plain"] {
        let request = Request::new("GET", "/-/").with_header("Accept", media);
        let response: Response = runtime()?
            .block_on(meter.send(request))
            .map_err(Failure::world)?;
        if !response.is_success() {
            last = Some(Err(Failure::world(format!(
                "the query interface of `{base}` answers {}",
                response.status
            ))));
            continue;
        }
        let said = response.header("content-type").unwrap_or_default();
        let compiled = Discover::of_answer(base, said, &response.body, reading);
        if compiled.as_ref().is_ok_and(|one| one.model.is_some()) {
            return compiled;
        }
        last = Some(compiled);
    }
    last.unwrap_or_else(|| Err(Failure::internal("nothing was asked")))
}

/// The names of the definitions of the standard that have something of what is offered, and the
/// extensions of which they have nothing.
fn parts(
    offered: &Model,
    compiled: &Compiled,
    reading: &Reading,
) -> (Vec<&'static str>, Vec<ExtensionId>) {
    let mut standard = Vec::new();
    let mut known: BTreeSet<ExtensionId> = BTreeSet::new();
    for builtin in builtin::ALL.iter().filter(|one| one.name != "core") {
        let Some(model) = reading.compile(builtin.name).model else {
            continue;
        };
        let defined = ids(&model)
            .into_iter()
            .filter(|(_, extension)| *model.extension(*extension).name == *builtin.name)
            .map(|(id, _)| id)
            .collect::<BTreeSet<String>>();
        let found = ids(offered)
            .into_iter()
            .filter(|(id, _)| defined.contains(id))
            .map(|(_, extension)| extension);
        let found: Vec<ExtensionId> = found.collect();
        if !found.is_empty() {
            standard.push(builtin.name);
            known.extend(found);
        }
    }
    let own = compiled.entries.iter().copied();
    (standard, own.filter(|one| !known.contains(one)).collect())
}

/// The identifiers of kinds and mixins, and where they are defined; those of Core left out.
fn ids(model: &Model) -> Vec<(String, ExtensionId)> {
    let core = model.kind(model.core().entity).extension;
    let kinds = model.kinds().map(|(_, kind)| (&kind.id, kind.extension));
    let mixins = model
        .mixins()
        .map(|(_, mixin)| (&mixin.id, mixin.extension));
    kinds
        .chain(mixins)
        .filter(|(_, extension)| *extension != core)
        .map(|(id, extension)| (id.to_string(), extension))
        .collect()
}

/// The definitions of the standard, and beside them what is offered of other extensions.
fn merged(
    offered: &Model,
    compiled: &Compiled,
    standard: &[&str],
    own: &[ExtensionId],
    reading: &Reading,
) -> Option<Compiled> {
    if let (true, [one]) = (own.is_empty(), standard) {
        return Some(reading.compile(one)).filter(|compiled| compiled.model.is_some());
    }
    let writer = Format::Occi.writer()?;
    let written = writer(&Subject {
        model: offered,
        extensions: own,
        configurations: &compiled.configurations,
    });
    let mut texts = MemoryResolver::new();
    let mut entry = String::from("extension offered \"urn:occi:offered#\";\n");
    for name in standard {
        entry.push_str(&format!("use {name};\n"));
    }
    for file in &written.files {
        let name = file.name.strip_suffix(".occi").unwrap_or(&file.name);
        entry.push_str(&format!("use {name};\n"));
        texts = texts.with(name, file.text.clone());
    }
    let mut texts = texts.with("offered-by-the-endpoint", entry);
    let merged = reading.compile_from("offered-by-the-endpoint", &mut texts);
    merged.model.is_some().then_some(merged)
}

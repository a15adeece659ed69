//! The text rendering of categories: the answer of a query interface (part B of the rendering
//! reference), as a body, as header fields, or as a recorded HTTP answer.

mod http;

use occi_model::{CategoryRef, ExtensionId, Fault, Model, Origin, SourceId};
use occi_rendering::{
    CategoriesView, MediaType, Payload, read_categories_placed, write_categories,
};

use super::{
    Loss, Read, Subject, Written, WrittenFile,
    categories::{Rendering, extensions, losses},
    code,
};
use http::Answer;

/// Reads what a query interface answers as text. A recorded answer, with its status line and its
/// header fields, may hold any rendering.
#[must_use]
pub fn read(text: &str, source: SourceId) -> Read {
    if text.starts_with("HTTP/") {
        return match Answer::parse(text) {
            Ok(answer) => recorded(&answer, source),
            Err(refusal) => {
                let origin = Origin::span(source, refusal.place);
                Read {
                    faults: vec![Fault::new(code::NOT_AN_ANSWER, origin, refusal.message)],
                    ..Read::default()
                }
            }
        };
    }
    let payload = Payload {
        media: MediaType::TextPlain,
        headers: Vec::new(),
        body: text.as_bytes(),
    };
    let found = read_categories_placed(&payload);
    extensions(found, Rendering::Text, source, Vec::new())
}

fn recorded(answer: &Answer<'_>, source: SourceId) -> Read {
    let payload = Payload {
        media: answer.media,
        headers: answer.headers.clone(),
        body: answer.content(),
    };
    let found = read_categories_placed(&payload);
    let rendering = if answer.media.is_json() {
        Rendering::Json
    } else {
        Rendering::Text
    };
    extensions(found, rendering, source, answer.pieces.clone())
}

/// Writes what a query interface would answer as text.
#[must_use]
pub fn write(subject: &Subject<'_>) -> Written {
    written(subject, MediaType::TextPlain, Rendering::Text, "txt", read)
}

/// The categories of extensions in the order of an answer: kinds, mixins, actions (B.10 rule 11).
fn categories(model: &Model, extensions: &[ExtensionId]) -> Vec<CategoryRef> {
    let kinds = model
        .kinds()
        .filter(|(_, kind)| extensions.contains(&kind.extension))
        .map(|(id, _)| CategoryRef::Kind(id));
    let mixins = model
        .mixins()
        .filter(|(_, mixin)| extensions.contains(&mixin.extension))
        .map(|(id, _)| CategoryRef::Mixin(id));
    let actions = model
        .actions()
        .filter(|(_, action)| {
            let owner = match action.owner {
                occi_model::model::Owner::Kind(id) => model.kind(id).extension,
                occi_model::model::Owner::Mixin(id) => model.mixin(id).extension,
            };
            extensions.contains(&owner)
        })
        .map(|(id, _)| CategoryRef::Action(id));
    kinds.chain(mixins).chain(actions).collect()
}

/// One file with all that is written of a model, and what it cannot hold.
pub(super) fn written(
    subject: &Subject<'_>,
    media: MediaType,
    rendering: Rendering,
    suffix: &str,
    read: super::Reader,
) -> Written {
    let view = CategoriesView {
        of_model: Some((subject.model, categories(subject.model, subject.extensions))),
        of_users: Vec::new(),
    };
    let name = match subject.extensions.last() {
        Some(last) => subject.model.extension(*last).name.to_string(),
        None => "categories".to_owned(),
    };
    let body = match write_categories(media, &view) {
        Ok(rendered) => rendered.body,
        // No model has what a body cannot carry; header fields alone have a limit.
        Err(error) => {
            let loss = Loss {
                what: name,
                why: error.to_string(),
            };
            return Written {
                files: Vec::new(),
                losses: vec![loss],
            };
        }
    };
    let text = String::from_utf8_lossy(&body).into_owned();
    let losses = losses(subject, rendering, &read(&text, SourceId(0)));
    Written {
        files: vec![WrittenFile {
            name: format!("{name}.{suffix}"),
            text,
        }],
        losses,
    }
}

//! Documents: an extension, or a listing of categories.

use std::collections::BTreeMap;

use occi_model::{
    CategoryId, Fault, Located, Origin, SourceId,
    draft::{ActionDraft, Annotation, ExtensionDraft, KindDraft, MixinDraft, Reference, UseDraft},
};

use super::{
    category::{CategoryReader, Listed, own, text},
    entities,
};
use crate::format::{
    Read,
    categories::family::{Edge, Family, families},
    code, name,
    xml::{self, Attribute, Element},
};

/// Reads an `extension` document.
pub(in crate::format) fn read_extension(text: &str, source: SourceId) -> Read {
    let document = match xml::sound(text, source) {
        Ok(document) => document,
        Err(faults) => return Read::refused(faults),
    };
    let mut reader = CategoryReader {
        faults: document.faults,
        schemes: Vec::new(),
        scheme: None,
    };
    let extension = document
        .root
        .as_ref()
        .map(|root| extension(root, &mut reader));
    Read {
        extensions: extension.into_iter().collect(),
        configurations: Vec::new(),
        faults: reader.faults,
    }
}

fn extension(root: &Element<'_>, reader: &mut CategoryReader) -> ExtensionDraft {
    reader.allow(
        root,
        &["name", "version", "scheme", "status", "description"],
        &["kind", "mixin", "action", "import", "simpleType"],
    );
    let scheme = scheme(root, reader);
    reader.scheme = Some(scheme.clone());
    let mut uses = Vec::new();
    for import in own(root, "import") {
        reader.allow(import, &["scheme"], &[]);
        if let Some(import) = reader.required(import, "scheme") {
            uses.push(UseDraft {
                extension: import.located(),
                alias: None,
            });
        }
    }
    let mut kinds: Vec<Listed<KindDraft>> = Vec::new();
    let mut mixins: Vec<Listed<MixinDraft>> = Vec::new();
    categories(root, reader, &mut kinds, &mut mixins);
    let (name, mut annotations) = named(root, &scheme);
    if let Some(status) = root.attribute("status") {
        annotations.push(annotation("status", status));
    }
    let own = |given: &Located<String>| {
        *given == scheme
            || kinds.iter().any(|kind| kind.scheme == *given)
            || mixins.iter().any(|mixin| mixin.scheme == *given)
    };
    let referred = reader.schemes.iter().filter(|scheme| !own(scheme));
    for scheme in referred {
        if !uses.iter().any(|used| used.extension == *scheme) {
            uses.push(UseDraft {
                extension: scheme.clone(),
                alias: None,
            });
        }
    }
    let kinds = kinds.into_iter().map(|mut kind| {
        kind.draft.scheme = kind.draft.scheme.filter(|own| *own != scheme);
        kind.draft
    });
    let mixins = mixins.into_iter().map(|mut mixin| {
        mixin.draft.scheme = mixin.draft.scheme.filter(|own| *own != scheme);
        mixin.draft
    });
    ExtensionDraft {
        name,
        version: text(root, "version"),
        description: text(root, "description"),
        specification: None,
        annotations,
        uses,
        types: Vec::new(),
        kinds: kinds.collect(),
        mixins: mixins.collect(),
        scheme,
    }
}

/// The scheme of an extension; where none is given, that of its first category.
fn scheme(root: &Element<'_>, reader: &mut CategoryReader) -> Located<String> {
    if let Some(scheme) = root.attribute("scheme") {
        return scheme.located();
    }
    let first = root
        .children
        .iter()
        .filter(|child| matches!(child.name.local, "kind" | "mixin"))
        .find_map(|child| child.attribute("scheme"));
    match first {
        Some(scheme) => {
            reader.faults.push(
                Fault::new(
                    code::XML_SCHEME,
                    root.origin,
                    "the extension has no `scheme`; taken from its first category",
                )
                .with_place(scheme.origin, "this one"),
            );
            scheme.located()
        }
        None => {
            reader.required(root, "scheme");
            Located::new(String::new(), root.origin)
        }
    }
}

/// The name of an extension, made to fit, and an annotation with the one that it had.
fn named(root: &Element<'_>, scheme: &Located<String>) -> (Located<String>, Vec<Annotation>) {
    match root.attribute("name").filter(|name| !name.value.is_empty()) {
        Some(given) => {
            let fitted = name::fit(&given.value).into_owned();
            let altered = fitted != *given.value;
            let annotations = altered.then(|| annotation("name", given));
            (
                Located::new(fitted, given.origin),
                annotations.into_iter().collect(),
            )
        }
        None => (
            Located::new(name::of_scheme(&scheme.value), root.origin),
            Vec::new(),
        ),
    }
}

fn annotation(key: &str, value: &Attribute<'_>) -> Annotation {
    Annotation {
        key: Located::new(key.to_owned(), value.name_origin),
        value: value.value.clone().into_owned(),
    }
}

/// The kinds and mixins of a document; what it says of actions apart is added to theirs.
fn categories(
    root: &Element<'_>,
    reader: &mut CategoryReader,
    kinds: &mut Vec<Listed<KindDraft>>,
    mixins: &mut Vec<Listed<MixinDraft>>,
) {
    let mut apart: Vec<(Origin, ActionDraft, bool)> = Vec::new();
    let children = root
        .children
        .iter()
        .filter(|child| child.name.namespace == root.name.namespace);
    for child in children {
        match child.name.local {
            "kind" => kinds.extend(reader.kind(child)),
            "mixin" => mixins.extend(reader.mixin(child)),
            "action" => {
                if let Some(mut action) = reader.action(child) {
                    action.scheme = action.scheme.or_else(|| reader.scheme.clone());
                    apart.push((child.origin, action, false));
                }
            }
            _ => {}
        }
    }
    let own = kinds
        .iter_mut()
        .flat_map(|kind| &mut kind.draft.actions)
        .chain(mixins.iter_mut().flat_map(|mixin| &mut mixin.draft.actions));
    for action in own {
        let definition = apart.iter_mut().find(|(_, definition, _)| {
            definition.term == action.term && definition.scheme == action.scheme
        });
        if let Some((_, definition, used)) = definition {
            *used = true;
            if action.parameters.is_empty() {
                action.parameters.clone_from(&definition.parameters);
            }
            action.title = action.title.take().or_else(|| definition.title.clone());
            action.description = action
                .description
                .take()
                .or_else(|| definition.description.clone());
        }
    }
    for (origin, action, used) in apart {
        if !used {
            reader.faults.push(Fault::new(
                code::LOOSE_ACTION,
                origin,
                format!(
                    "no kind and no mixin has the action `{}`; left out",
                    action.term.value
                ),
            ));
        }
    }
}

/// Reads a listing of categories, or of entities.
pub(in crate::format) fn read_listing(text: &str, source: SourceId) -> Read {
    let document = match xml::sound(text, source) {
        Ok(document) => document,
        Err(faults) => return Read::refused(faults),
    };
    let mut reader = CategoryReader {
        faults: document.faults,
        schemes: Vec::new(),
        scheme: None,
    };
    let Some(root) = &document.root else {
        return Read {
            faults: reader.faults,
            ..Read::default()
        };
    };
    let mut kinds = Vec::new();
    let mut mixins = Vec::new();
    let mut configurations = Vec::new();
    match root.name.local {
        "component" | "capabilities" => {
            reader.allow(root, &[], &["kind", "mixin", "action"]);
            categories(root, &mut reader, &mut kinds, &mut mixins);
        }
        "kind" => kinds.extend(reader.kind(root)),
        "mixin" => mixins.extend(reader.mixin(root)),
        "collection" | "resource" | "link" => {
            configurations.extend(entities::configuration(root, &mut reader));
        }
        other => reader.faults.push(Fault::new(
            code::UNKNOWN_FORMAT,
            root.origin,
            format!("the XML rendering has no document `{other}`"),
        )),
    }
    let extensions = grouped(kinds, mixins);
    Read {
        extensions,
        configurations,
        faults: reader.faults,
    }
}

/// The extensions that a listing shows: one for each family of schemes, as listings in text and
/// JSON have them, each with what its own categories refer to.
fn grouped(kinds: Vec<Listed<KindDraft>>, mixins: Vec<Listed<MixinDraft>>) -> Vec<ExtensionDraft> {
    let of_kind = |kind: &Listed<KindDraft>| -> Vec<Located<Reference>> {
        kind.draft.parent.iter().cloned().collect()
    };
    let of_mixin = |mixin: &Listed<MixinDraft>| -> Vec<Located<Reference>> {
        let related = mixin.draft.depends.iter().chain(&mixin.draft.applies);
        related.cloned().collect()
    };
    let mut origins: BTreeMap<&str, Origin> = BTreeMap::new();
    let mut references: Vec<(&str, CategoryId)> = Vec::new();
    let listed = kinds
        .iter()
        .map(|kind| (&kind.scheme, of_kind(kind)))
        .chain(mixins.iter().map(|mixin| (&mixin.scheme, of_mixin(mixin))));
    for (scheme, related) in listed {
        origins.entry(&scheme.value).or_insert(scheme.origin);
        let related = related.iter();
        let ids = related.filter_map(|one| CategoryId::parse(&one.value.to_string()).ok());
        references.extend(ids.map(|id| (&*scheme.value, id)));
    }
    let edges: Vec<Edge<'_>> = references.iter().map(|(from, to)| (*from, to)).collect();
    let schemes = kinds.iter().map(|kind| &*kind.scheme.value);
    let schemes = schemes.chain(mixins.iter().map(|mixin| &*mixin.scheme.value));
    let families = families(schemes, &edges);
    let mut extensions: Vec<ExtensionDraft> = families
        .iter()
        .map(|family| {
            let first = family.schemes.iter().find_map(|one| origins.get(&**one));
            let origin = first.copied().unwrap_or_default();
            ExtensionDraft {
                name: Located::new(family.name.clone(), origin),
                scheme: Located::new(family.scheme.clone(), origin),
                version: None,
                description: None,
                specification: None,
                annotations: Vec::new(),
                uses: Vec::new(),
                types: Vec::new(),
                kinds: Vec::new(),
                mixins: Vec::new(),
            }
        })
        .collect();
    let place = |scheme: &str| {
        let found = families
            .iter()
            .position(|family| family.schemes.contains(scheme));
        found.unwrap_or_default()
    };
    for mut kind in kinds {
        let (at, related) = (place(&kind.scheme.value), of_kind(&kind));
        let Some(extension) = extensions.get_mut(at) else {
            continue;
        };
        refer(extension, &families[at], &related);
        kind.draft.scheme = kind.draft.scheme.filter(|own| *own != extension.scheme);
        extension.kinds.push(kind.draft);
    }
    for mut mixin in mixins {
        let (at, related) = (place(&mixin.scheme.value), of_mixin(&mixin));
        let Some(extension) = extensions.get_mut(at) else {
            continue;
        };
        refer(extension, &families[at], &related);
        mixin.draft.scheme = mixin.draft.scheme.filter(|own| *own != extension.scheme);
        extension.mixins.push(mixin.draft);
    }
    // What is in a family of the listing is imported by the scheme that stands for it.
    for extension in &mut extensions {
        let mut uses: Vec<UseDraft> = Vec::new();
        for mut used in std::mem::take(&mut extension.uses) {
            let scheme = &mut used.extension.value;
            if let Some(family) = families
                .iter()
                .find(|family| family.schemes.contains(&**scheme))
            {
                scheme.clone_from(&family.scheme);
            }
            if !uses.contains(&used) {
                uses.push(used);
            }
        }
        extension.uses = uses;
    }
    extensions
}

/// Imports the schemes of references.
fn refer(extension: &mut ExtensionDraft, family: &Family, references: &[Located<Reference>]) {
    for reference in references {
        let identifier = reference.value.to_string();
        let Some((scheme, _)) = identifier.rsplit_once('#') else {
            continue;
        };
        let scheme = format!("{scheme}#");
        let known = family.schemes.contains(&scheme)
            || extension
                .uses
                .iter()
                .any(|used| used.extension.value == scheme);
        if !known {
            extension.uses.push(UseDraft {
                extension: Located::new(scheme, reference.origin),
                alias: None,
            });
        }
    }
}

//! From the plan to text: one file per subject.

mod action;
mod describe;
mod enumeration;
mod kind;
mod mixin;
mod module;
mod patch;
mod provider;
mod request;
mod service;
mod tables;

use std::{collections::BTreeMap, sync::Arc};

use occi_model::{Attribute, Model};

pub(crate) use service::methods;

use crate::{
    docs::{code, first_sentence},
    files::Files,
    plan::{Field, KindPlan, Place, Plan, RustType},
    settings::Settings,
    text::{Code, string},
};

/// The modules of a model as files: a directory per extension, a file per category. Extensions
/// that the settings map elsewhere, and Core, are left out.
///
/// Paths are relative to the directory that holds the modules: `infrastructure/mod.rs`. Wherever
/// that is, it needs one line per extension: `pub mod infrastructure;`.
#[must_use]
pub fn generate(model: &Model, settings: &Settings) -> Files {
    files(&Plan::new(model, settings))
}

/// The modules of a model as one text: a `pub mod` per extension, each with its modules inside,
/// to be included anywhere.
#[must_use]
pub fn generate_text(model: &Model, settings: &Settings) -> String {
    let plan = Plan::new(model, settings);
    let mut code = Code::new();
    for extension in 0..plan.extensions.len() {
        if plan.extensions[extension].is_written() {
            module::extension(&plan, extension).write_nested(&mut code);
        }
    }
    code.finish()
}

/// The modules of a plan as files.
pub(crate) fn files(plan: &Plan<'_>) -> Files {
    let mut files = Files::default();
    for extension in 0..plan.extensions.len() {
        if plan.extensions[extension].is_written() {
            module::extension(plan, extension).write_files(&mut files);
        }
    }
    for note in &plan.notes {
        files.note(note.clone());
    }
    files
}

/// A module under construction.
struct Out<'p, 'm> {
    plan: &'p Plan<'m>,
    /// Where the module stands.
    place: Place,
    /// Path of the runtime.
    rt: &'p str,
    code: Code,
    /// Names that the extension's module shows.
    exports: Vec<String>,
    /// First sentences of descriptions that were asked for already.
    briefs: BTreeMap<*const Attribute, Option<String>>,
}

impl<'p, 'm> Out<'p, 'm> {
    fn new(plan: &'p Plan<'m>, place: Place) -> Self {
        Self {
            plan,
            place,
            rt: plan.settings.crate_path.as_str(),
            code: Code::new(),
            exports: Vec::new(),
            briefs: BTreeMap::new(),
        }
    }

    /// Starts an item: a blank line before it, unless it is the first.
    fn item(&mut self) {
        if !self.code.as_str().is_empty() {
            self.code.blank();
        }
    }

    /// Derives of a type, and the attributes that the user adds to it.
    fn derive(&mut self, name: &str, derives: &str) {
        self.code.line(format_args!("#[derive({derives})]"));
        let path = format!(
            "{}::{name}",
            self.plan.extensions[self.place.extension].module
        );
        for attribute in self.plan.settings.attributes_of(&path) {
            self.code.fixed(attribute);
        }
    }

    /// Shows a name in the extension's module.
    fn export(&mut self, name: &str) {
        self.exports.push(name.to_owned());
    }

    /// A type as it is written in this module.
    fn rust(&self, rust: &RustType) -> String {
        match rust {
            RustType::Plain(name) | RustType::Std(name) => (*name).to_owned(),
            RustType::Runtime(path) => format!("{}::{path}", self.rt),
            RustType::Enum(at) => {
                let enumeration = &self.plan.enums[*at];
                self.plan
                    .path(&self.place, &enumeration.place, &enumeration.name)
            }
            RustType::List(item) => format!("Vec<{}>", self.rust(item)),
        }
    }

    /// `name: fields.required("…")?,`
    fn read_field(&mut self, field: &Field<'_>, required: bool) {
        let how = if required { "required" } else { "optional" };
        self.code.line(format_args!(
            "{}: fields.{how}({})?,",
            field.name,
            string(field.attribute.name.as_str())
        ));
    }

    /// `fields.put("…", self.name);`
    fn write_field(&mut self, field: &Field<'_>, required: bool) {
        let how = if required { "put" } else { "put_optional" };
        let arguments = [
            string(field.attribute.name.as_str()),
            format!("self.{}", field.name),
        ];
        self.code.call(&format!("fields.{how}"), &arguments, ";");
    }

    /// `pub name: T,` or `pub name: Option<T>,`
    fn declare_field(&mut self, field: &Field<'_>, required: bool) {
        let rust = self.rust(&field.rust);
        if required {
            self.code.line(format_args!("pub {}: {rust},", field.name));
        } else {
            self.code
                .line(format_args!("pub {}: Option<{rust}>,", field.name));
        }
    }

    /// The first sentence of an attribute's description.
    fn first_sentence(&mut self, attribute: &Arc<Attribute>) -> Option<&str> {
        let brief = self
            .briefs
            .entry(Arc::as_ptr(attribute))
            .or_insert_with(|| attribute.description.as_deref().and_then(first_sentence));
        brief.as_deref()
    }

    /// One line about a field of the kind that is described in full there.
    fn brief(&mut self, kind: &KindPlan<'_>, field: &Field<'_>) {
        let see = kind::see(kind, &field.name);
        let line = match self.first_sentence(field.attribute) {
            Some(sentence) => format!("{sentence}; see {see}."),
            None => format!(
                "The attribute {}; see {see}.",
                code(field.attribute.name.as_str())
            ),
        };
        self.code.doc(&line);
    }

    /// A setter of a builder whose fields stand in `target`.
    fn setter(&mut self, field: &Field<'_>, target: &str) {
        let rust = self.rust(&field.rust);
        let name = &field.name;
        let what = code(field.attribute.name.as_str());
        let line = match self.first_sentence(field.attribute) {
            Some(sentence) => format!("Sets {what}: {sentence}."),
            None => format!("Sets {what}."),
        };
        self.code.doc(&line);
        self.code.function(
            &format!("pub fn {name}"),
            &["mut self".to_owned(), format!("{name}: impl Into<{rust}>")],
            "Self",
        );
        self.code
            .line(format_args!("{target}.{name} = Some({name}.into());"));
        self.code.fixed("self");
        self.code.close("}");
    }
}

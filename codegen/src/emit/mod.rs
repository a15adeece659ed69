//! From the plan to text: one file per subject.

mod action;
pub(crate) mod configurations;
mod definition;
mod describe;
mod enumeration;
mod fit;
mod kind;
mod mixin;
mod module;
mod narrow;
mod patch;
mod provider;
mod record;
mod request;
mod service;
mod template;

use std::{collections::BTreeMap, sync::Arc};

use occi_model::{Attribute, Configuration, Model};

pub(crate) use service::methods;

use crate::{
    docs::{code, first_sentence, one_line},
    files::Files,
    name::plain,
    plan::{Field, KindPlan, Place, Plan, RustType},
    settings::Settings,
    text::{Code, SHORT_STRUCT, string},
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
    text_and_notes(model, &[], settings).0
}

/// The same, with a module for the configurations that belong to the model, and with what the
/// user should know about it.
pub(crate) fn text_and_notes(
    model: &Model,
    configurations: &[Configuration],
    settings: &Settings,
) -> (String, Vec<String>) {
    let plan = Plan::new(model, settings);
    let mut code = Code::new();
    for extension in 0..plan.extensions.len() {
        if plan.extensions[extension].is_written() {
            module::extension(&plan, extension).write_nested(&mut code);
        }
    }
    if !configurations.is_empty() {
        module::beside(
            &mut code,
            &configurations::module_name(&plan),
            configurations::TITLE,
            &configurations::module(&plan, configurations),
        );
    }
    let unmatched = plan.unmatched();
    (code.finish(), [plan.notes, unmatched].concat())
}

/// The modules of a plan as files.
pub(crate) fn files(plan: &Plan<'_>) -> Files {
    let mut files = Files::default();
    for extension in 0..plan.extensions.len() {
        if plan.extensions[extension].is_written() {
            module::extension(plan, extension).write_files(&mut files);
        }
    }
    for note in plan.notes.iter().cloned().chain(plan.unmatched()) {
        files.note(note);
    }
    files
}

/// The types of values that stand in a module.
fn values_of_module(out: &mut Out<'_, '_>) {
    let values = &out.plan.values;
    let Some(here) = values.at.get(&out.place) else {
        return;
    };
    for &it in &here.enums {
        enumeration::emit(out, &values.enums[it]);
    }
    for &it in &here.records {
        record::emit(out, &values.records[it]);
    }
    for &it in &here.narrow {
        narrow::emit(out, &values.narrow[it]);
    }
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
        if self.plan.settings.type_attributes.is_empty() {
            return;
        }
        for attribute in self.plan.type_attributes(&self.path_of(name), derives) {
            self.code.fixed(&attribute);
        }
    }

    /// The path of a type, as patterns of settings have it.
    fn path_of(&self, name: &str) -> String {
        let extension = &self.plan.extensions[self.place.extension];
        format!("{}::{name}", extension.module)
    }

    /// The attributes that the user adds to a field or variant of a type.
    fn field_attributes(&mut self, owner: &str, name: &str) {
        if self.plan.settings.field_attributes.is_empty() {
            return;
        }
        let path = format!("{}::{}", self.path_of(owner), plain(name));
        for attribute in self.plan.field_attributes(&path) {
            self.code.fixed(attribute);
        }
    }

    /// A name that the extension's module shows, seen from here.
    fn shown(&self, name: &str) -> String {
        if self.place.module.is_empty() {
            name.to_owned()
        } else {
            format!("super::{name}")
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
                let it = &self.plan.values.enums[*at];
                self.plan.path(&self.place, &it.place, &it.name)
            }
            RustType::Record(at) => {
                let it = &self.plan.values.records[*at];
                self.plan.path(&self.place, &it.place, &it.name)
            }
            RustType::Narrow { at, .. } => {
                let it = &self.plan.values.narrow[*at];
                self.plan.path(&self.place, &it.place, &it.name)
            }
            RustType::Custom(path) => path.clone(),
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

    /// `pub name: T,` or `pub name: Option<T>,` in the struct `owner`.
    fn declare_field(&mut self, owner: &str, field: &Field<'_>, required: bool) {
        self.field_attributes(owner, &field.name);
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

    /// A setter of a builder whose fields stand in `target`; `checker` is the type that checks
    /// values.
    fn setter(&mut self, field: &Field<'_>, target: &str, checker: &str) {
        let rust = self.rust(&field.rust);
        let name = &field.name;
        let what = code(field.attribute.name.as_str());
        let line = match self.first_sentence(field.attribute) {
            Some(sentence) => format!("Sets {what}: {sentence}."),
            None => format!("Sets {what}."),
        };
        self.code.doc(&line);
        let head = format!("pub fn {name}");
        let parameters = ["mut self".to_owned(), format!("{name}: impl Into<{rust}>")];
        if field.is_checked {
            self.refusal(&[field]);
            self.allow_name(name, false);
            let result = self.or_refusal("Self");
            self.code.function(&head, &parameters, &result);
            self.check(checker, field);
            self.code
                .line(format_args!("{target}.{name} = Some({name});"));
            self.code.fixed("Ok(self)");
        } else {
            // Builders and patches say so themselves.
            if checker == "Self" {
                self.code.fixed("#[must_use]");
            }
            self.allow_name(name, false);
            self.code.function(&head, &parameters, "Self");
            self.code
                .line(format_args!("{target}.{name} = Some({name}.into());"));
            self.code.fixed("self");
        }
        self.code.close("}");
    }

    /// Lets a method that takes `self` have a name from the definition behind which lints expect
    /// something else.
    fn allow_name(&mut self, name: &str, by_reference: bool) {
        let starts = |prefixes: &[&str]| prefixes.iter().any(|prefix| name.starts_with(prefix));
        let elsewise: &[&str] = if by_reference {
            &["from_", "into_"]
        } else {
            &["as_", "from_", "is_", "to_"]
        };
        if starts(elsewise) {
            self.code.fixed("#[allow(clippy::wrong_self_convention)]");
        }
        if matches!(name, "iter" | "iter_mut") {
            self.code
                .fixed("#[allow(clippy::iter_not_returning_iterator)]");
        }
    }

    /// `Result<T, FieldError>`
    fn or_refusal(&self, result: &str) -> String {
        format!("Result<{result}, {}::FieldError>", self.rt)
    }

    /// The section about errors of a function that checks values.
    fn refusal(&mut self, fields: &[&Field<'_>]) {
        self.code.doc("");
        self.code.doc("# Errors");
        self.code.doc("");
        match fields {
            [only] => {
                let expected = one_line(&only.attribute.value_type.describe());
                self.code.doc(&format!("When the value is not {expected}."));
            }
            _ => self
                .code
                .doc("When a value is not what the definition says."),
        }
    }

    /// `let name = Checker::checked("…", name.into())?;`
    fn check(&mut self, checker: &str, field: &Field<'_>) {
        let name = &field.name;
        let arguments = [
            string(field.attribute.name.as_str()),
            format!("{name}.into()"),
        ];
        let head = format!("let {name} = {checker}::checked");
        self.code.call(&head, &arguments, "?;");
    }

    /// The function that the checks above call, where there is one; `identifier` is the constant
    /// that names the category.
    fn checker(&mut self, fields: &[Field<'_>], identifier: &str) {
        if !fields.iter().any(|field| field.is_checked) {
            return;
        }
        let rt = self.rt;
        self.code.function(
            &format!("fn checked<T: {rt}::AttributeValue>"),
            &["name: &str".to_owned(), "value: T".to_owned()],
            &self.or_refusal("T"),
        );
        let arguments = [
            format!("{}()", self.shown("model")),
            identifier.to_owned(),
            "name".to_owned(),
            "value".to_owned(),
        ];
        self.code
            .call(&format!("{rt}::typed::checked"), &arguments, "");
        self.code.close("}");
    }

    /// The function by which a client finds the definition that it holds values to.
    fn model(&mut self) {
        if !self.plan.settings.client {
            return;
        }
        let rt = self.rt;
        let model = self.shown("model");
        self.code.function(
            "fn model",
            &[],
            &format!("Option<&'static ::std::sync::Arc<{rt}::Model>>"),
        );
        self.code.line(format_args!("Some({model}())"));
        self.code.close("}");
        self.code.blank();
    }

    /// The struct of a mixin's values, or an action's; `what` a field is in the definition.
    fn values_struct(&mut self, name: &str, fields: &[Field<'_>], what: &str) {
        let mut derives = vec!["Clone", "Debug"];
        if fields.is_empty() {
            derives.insert(1, "Copy");
        }
        if fields.iter().all(|field| !field.attribute.required) {
            derives.push("Default");
        }
        if fields.iter().all(|field| field.rust.is_eq()) {
            derives.push("Eq");
        }
        derives.push("PartialEq");
        self.derive(name, &derives.join(", "));
        self.export(name);
        if fields.is_empty() {
            self.code.line(format_args!("pub struct {name};"));
            return;
        }
        self.code.open(format_args!("pub struct {name} {{"));
        for field in fields {
            self.code.docs(&describe::attribute(field.attribute, what));
            self.declare_field(name, field, field.attribute.required);
        }
        self.code.close("}");
    }

    /// For a struct without a builder: a function that makes one of what must be given, and
    /// setters for the rest, where values have to be checked.
    fn checked_struct(&mut self, name: &str, fields: &[Field<'_>], identifier: &str) {
        if !self.plan.settings.client || !fields.iter().any(|field| field.is_checked) {
            return;
        }
        self.item();
        self.code.open(format_args!("impl {name} {{"));
        let required: Vec<&Field<'_>> = fields.iter().filter(|f| f.attribute.required).collect();
        if !required.is_empty() {
            self.constructor(fields, &required);
            self.code.blank();
        }
        for field in fields.iter().filter(|field| !field.attribute.required) {
            self.setter(field, "self", "Self");
            self.code.blank();
        }
        self.checker(fields, identifier);
        self.code.close("}");
    }

    fn constructor(&mut self, fields: &[Field<'_>], required: &[&Field<'_>]) {
        let checked: Vec<&Field<'_>> = required.iter().copied().filter(|f| f.is_checked).collect();
        self.code.doc("With the values that must be given.");
        let result = if checked.is_empty() {
            "Self".to_owned()
        } else {
            self.refusal(&checked);
            self.or_refusal("Self")
        };
        if checked.is_empty() {
            self.code.fixed("#[must_use]");
        }
        request::allow_many(self, required.len());
        let parameters: Vec<String> = required
            .iter()
            .map(|field| format!("{}: impl Into<{}>", field.name, self.rust(&field.rust)))
            .collect();
        self.code.function("pub fn new", &parameters, &result);
        for field in &checked {
            self.check("Self", field);
        }
        let (head, tail) = if checked.is_empty() {
            ("Self {", "}")
        } else {
            ("Ok(Self {", "})")
        };
        let initials: Vec<String> = fields.iter().map(initial).collect();
        let flat = initials.join(", ");
        if !flat.is_empty() && flat.len() <= SHORT_STRUCT {
            self.code.line(format_args!("{head} {flat} {tail}"));
        } else {
            self.code.open(format_args!("{head}"));
            for initial in &initials {
                self.code.line(format_args!("{initial},"));
            }
            self.code.close(tail);
        }
        self.code.close("}");
    }
}

/// A field of a new struct: given, checked, or none.
fn initial(field: &Field<'_>) -> String {
    let name = &field.name;
    if !field.attribute.required {
        format!("{name}: None")
    } else if field.is_checked {
        name.clone()
    } else {
        format!("{name}: {name}.into()")
    }
}

//! The module of an extension: its modules and what it shows of them.

use super::{Out, definition, kind, mixin, provider, service, values_of_module};
use crate::{
    docs::{clean, code, one_line},
    files::Files,
    plan::{Place, Plan, TYPES_MODULE},
    settings::Layout,
    text::Code,
};

/// Lints that included text must not draw in a crate with stricter lints than ours: what a
/// binary does not use, names and texts of the definition.
const INCLUDED_ALLOW: &str = "#[allow(\n    clippy::doc_markdown,\n    clippy::enum_variant_names,\n    clippy::many_single_char_names,\n    clippy::similar_names,\n    clippy::struct_excessive_bools,\n    clippy::struct_field_names,\n    clippy::too_many_lines,\n    dead_code,\n    unreachable_pub,\n    unused_imports\n)]";

/// One module of an extension.
struct Module {
    name: String,
    /// What it holds, in one line.
    title: String,
    body: String,
    exports: Vec<String>,
}

/// An extension, written.
pub(super) struct ExtensionModule {
    name: String,
    docs: Vec<String>,
    modules: Vec<Module>,
    /// What stands in the extension's module itself.
    body: String,
}

impl Module {
    fn new(title: String, out: Out<'_, '_>) -> Option<Self> {
        let mut body = out.code.finish();
        // All modules of an extension are held at once; what they grew beyond would double that.
        body.shrink_to_fit();
        (!body.is_empty()).then_some(Self {
            name: out.place.module,
            title,
            body,
            exports: out.exports,
        })
    }
}

/// Everything of one extension.
pub(super) fn extension(plan: &Plan<'_>, extension: usize) -> ExtensionModule {
    let planned = &plan.extensions[extension];
    let definition = plan.model.extension(planned.id);
    let mut modules = Vec::new();
    let body = match plan.settings.layout {
        Layout::Nested => {
            nested(plan, extension, &mut modules);
            String::new()
        }
        Layout::Flat => flat(plan, extension),
    };
    let mut add = |title: String, out: Out<'_, '_>| modules.extend(Module::new(title, out));
    add(
        "The definition itself.".to_owned(),
        definition::module(plan, extension),
    );
    if plan.settings.server {
        add(
            "The service: who does the work for each kind.".to_owned(),
            service::module(plan, extension),
        );
    }
    modules.sort_by(|a, b| a.name.cmp(&b.name));

    let version = definition
        .version
        .as_deref()
        .map_or_else(String::new, |version| format!(" {}", code(version)));
    let mut docs = vec![
        format!("Extension {}{version}.", code(&definition.name)),
        String::new(),
    ];
    if let Some(text) = definition.description.as_deref().map(clean)
        && !text.is_empty()
    {
        docs.extend(text);
        docs.push(String::new());
    }
    docs.push(format!("* Scheme: {}", code(definition.scheme.as_str())));
    if let Some(specification) = &definition.specification {
        docs.push(format!("* Specification: {}", one_line(specification)));
    }
    for (used, _) in &definition.uses {
        let used = plan.model.extension(*used);
        docs.push(format!("* Uses: {}", code(&used.name)));
    }
    ExtensionModule {
        name: planned.module.clone(),
        docs,
        modules,
        body,
    }
}

/// A module for each kind and mixin, and one for the named types.
fn nested(plan: &Plan<'_>, extension: usize, modules: &mut Vec<Module>) {
    let mut add = |title: String, out: Out<'_, '_>| modules.extend(Module::new(title, out));
    for kind in plan.kinds.iter().flatten() {
        if kind.place.extension == extension {
            let title = format!("Kind {}.", code(kind.kind.id.term()));
            add(title, kind::module(plan, kind));
        }
    }
    for mixin in plan.mixins.iter().flatten() {
        if mixin.place.extension == extension {
            let title = format!("Mixin {}.", code(mixin.mixin.id.term()));
            add(title, mixin::module(plan, mixin));
        }
    }
    if plan.extensions[extension].has_types {
        let place = Place {
            extension,
            module: TYPES_MODULE.to_owned(),
        };
        let mut out = Out::new(plan, place);
        values_of_module(&mut out);
        add("Named types.".to_owned(), out);
    }
}

/// Kinds, mixins and types one after the other.
fn flat(plan: &Plan<'_>, extension: usize) -> String {
    let place = Place {
        extension,
        module: String::new(),
    };
    let mut out = Out::new(plan, place);
    if plan.kinds_of(extension).next().is_some() {
        kind::imports(&mut out);
    }
    for kind in plan.kinds_of(extension) {
        kind::body(&mut out, kind);
        if plan.settings.server {
            provider::emit(&mut out, kind);
        }
    }
    for mixin in plan.mixins.iter().flatten() {
        if mixin.place.extension == extension {
            mixin::body(&mut out, mixin);
        }
    }
    values_of_module(&mut out);
    out.code.finish()
}

impl ExtensionModule {
    /// As files: `mod.rs` and one per module.
    pub(super) fn write_files(self, files: &mut Files) {
        let directory = &self.name;
        let mut code = Code::new();
        for line in &self.docs {
            code.line(format_args!(
                "//!{}{line}",
                if line.is_empty() { "" } else { " " }
            ));
        }
        code.blank();
        for module in &self.modules {
            code.line(format_args!("mod {};", module.name));
        }
        code.blank();
        for module in &self.modules {
            reexport(&mut code, module);
        }
        if !self.body.is_empty() {
            code.blank();
            code.paste(&self.body);
        }
        files.add(format!("{directory}/mod.rs"), code.finish());
        for module in self.modules {
            let mut text = String::with_capacity(module.title.len() + module.body.len() + 6);
            for part in ["//! ", &module.title, "\n\n", &module.body] {
                text.push_str(part);
            }
            files.add(format!("{directory}/{}.rs", module.name), text);
        }
    }

    /// As one item with everything inside.
    pub(super) fn write_nested(self, code: &mut Code) {
        if !code.as_str().is_empty() {
            code.blank();
        }
        code.docs(&self.docs);
        code.paste(INCLUDED_ALLOW);
        code.open(format_args!("pub mod {} {{", self.name));
        for module in &self.modules {
            code.doc(&module.title);
            code.open(format_args!("mod {} {{", module.name));
            code.paste(&module.body);
            code.close("}");
            code.blank();
        }
        for module in &self.modules {
            reexport(code, module);
        }
        if !self.body.is_empty() {
            code.blank();
            code.paste(&self.body);
        }
        code.close("}");
    }
}

/// A module with this title and these contents, to be included anywhere.
pub(super) fn beside(code: &mut Code, name: &str, title: &str, contents: &str) {
    if !code.as_str().is_empty() {
        code.blank();
    }
    code.doc(title);
    code.paste(INCLUDED_ALLOW);
    code.open(format_args!("pub mod {name} {{"));
    code.paste(contents);
    code.close("}");
}

fn reexport(code: &mut Code, module: &Module) {
    if !module.exports.is_empty() {
        let mut names = module.exports.clone();
        names.sort();
        code.import(&format!("pub use self::{}::", module.name), &names);
    }
}

//! Procedural macros of `occi`.
//!
//! # What it is
//!
//! A shell around `occi-codegen`, which does the work. Use the macros through `occi` (feature
//! `macros`): `occi::model!`.
//!
//! # Whom it may use
//!
//! `occi-codegen` alone, and through it the readers.

use proc_macro::TokenStream;

mod arguments;
mod derive;
mod expand;

/// Generates the code of a definition in place: `occi::model!("specs/gpu.occi");`
///
/// Gives one public module per extension, the same that a build script gets from
/// `occi_codegen::Builder`. Paths are relative to the package. The code is made again whenever
/// the definition, or a file that it imports, changes.
///
/// Settings follow the path, in any order:
///
/// ```text
/// occi::model!(
///     "specs/gpu.occi",
///     client = true,                  // builders and setters; default: true
///     server = false,                 // provider traits and the service; default: true
///     tests = true,                   // a function that runs the conformance tests; default: false
///     layout = "flat",                // one module per extension, without modules inside; default: nested
///     profile = "1.2",                // 1.1, 1.2 or union; default: union
///     strict = true,                  // forgive nothing to definitions in other formats
///     allow = "W0012",                // a warning that is left out, and
///     deny = "warnings",              // one that is an error; may be repeated
///     settings_file = "occi.toml",    // more of these settings
///     strict = true,                  // forgive nothing to other formats; default: false
///     include = "specs",              // where `use NAME;` finds NAME.occi; may be repeated
///     crate_path = "crate::rt",       // the runtime; default: ::occi
///     extern_path("infrastructure", "::cloud::infrastructure"), // a module that exists already
///     rename("http://example.com/occi/gpu#gpu", "Card"),
///     replace("gpu.Vendor", "crate::Vendor"),   // a type of mine; also IDENTIFIER/ATTRIBUTE
///     derive("*State", "PartialOrd"),
///     type_attribute("gpu::Gpu", "#[allow(missing_docs)]"),
///     field_attribute("gpu::Gpu::memory", "#[doc(alias = \"ram\")]"),
/// );
/// ```
///
/// A faulty definition is a compile error per fault, with the place in the definition.
#[proc_macro]
pub fn model(input: TokenStream) -> TokenStream {
    expand::model(input.into()).into()
}

/// A struct as a kind of resource.
///
/// ```text
/// /// A graphics processor.
/// #[derive(Clone, Debug, occi::Resource)]
/// #[occi(scheme = "http://example.com/occi/gpu#", title = "GPU", location = "/gpu/")]
/// #[occi(prefix = "com.example.gpu", actions(Claim, Release))]
/// #[occi(states(state, initial idle { claim -> busy; } busy { release -> idle; }))]
/// struct Gpu {
///     /// Memory of the device.
///     #[occi(createonly, range = "1..=1024", unit = "GiB")]
///     memory: u32,
///     /// Who made the device.
///     #[occi(createonly)]
///     vendor: Option<Vendor>,
///     /// What the device is doing.
///     #[occi(readonly, default = "idle")]
///     state: GpuState,
/// }
/// ```
///
/// Of the struct: `scheme`, `term` (the name in lower case unless given), `title`, `location`,
/// `prefix` (of attribute names), `parent` (a type, or an identifier), `abstract`,
/// `actions(Type, …)`, `states(field, …)` and `require("condition", "message")` (written as in the
/// language), `annotation("key", "value")`, `spec = "gpu.occi"` (a definition that the struct must
/// agree with), `since`, `until`, `crate` (path of the runtime). Documentation comments are
/// descriptions.
///
/// Of a field: `name` (the whole name), `createonly`, `readonly`, `default = …`, `generated` or
/// `generated = "eth{}"`, `unit`, `range`, `length`, `pattern`, `unique`, `digits`, `fraction`,
/// `type` (of a text: `"uri"`, `"mac"` and so on), `ref(Type)` (a text that refers to an instance),
/// `annotation`, `since`, `until`, and Rust's own `#[deprecated]`. A field that is no `Option` must
/// be given at creation, unless it has a default or is read-only.
///
/// Makes `NewGpu` (what a client gives), `GpuPatch` (what it changes), `GpuAction` (its actions),
/// and lets `occi::define::Managed<Gpu>` be an entity of client and server.
#[proc_macro_derive(Resource, attributes(occi))]
pub fn resource(input: TokenStream) -> TokenStream {
    derive::resource(input.into()).into()
}

/// A struct as a kind of link: [`Resource`](derive@Resource) with `source(Type, …)` and
/// `target(Type, …)`.
#[proc_macro_derive(Link, attributes(occi))]
pub fn link(input: TokenStream) -> TokenStream {
    derive::link(input.into()).into()
}

/// A struct as a mixin.
///
/// Of the struct, beside what [`Resource`](derive@Resource) knows: `applies(Type, …)`,
/// `depends(Type, …)`, `exclusive`, `overriding`, and `set("occi.compute.cores" = 2)` for the
/// values of a template. Where a type stands, an identifier may stand. It has no `parent`,
/// `abstract` and `spec`.
#[proc_macro_derive(Mixin, attributes(occi))]
pub fn mixin(input: TokenStream) -> TokenStream {
    derive::mixin(input.into()).into()
}

/// A struct as an action, its fields the parameters.
///
/// Of the struct: `of = Gpu`, `term` (the name in lower case unless given), `scheme` (by the
/// convention unless given), `title`, `returns`, `annotation`, `since`, `until`, `crate`.
#[proc_macro_derive(Action, attributes(occi))]
pub fn action(input: TokenStream) -> TokenStream {
    derive::action(input.into()).into()
}

/// A type of attributes.
///
/// An enum has a literal for each variant (the name in kebab-case, unless `#[occi(name = "…")]`
/// says another); a variant `#[occi(other)] Other(String)` takes what is none of them. A struct
/// with named fields is a hash. A struct around one other type has its values, narrowed by
/// `range`, `length`, `pattern`, `unique`, `digits`, `fraction`, `type` or `ref`; its `new` refuses
/// what does not fit.
///
/// With `extension = "gpu"`, the type is a named type of that extension, called what it is called
/// in Rust unless `name = "…"` says otherwise; `annotation`, `since` and `until` belong to it then.
#[proc_macro_derive(Value, attributes(occi))]
pub fn value(input: TokenStream) -> TokenStream {
    derive::value(input.into()).into()
}

/// An extension out of derived types: a static `EXTENSION` and a function `model()`.
///
/// ```text
/// occi::model_of! {
///     /// Graphics processors of a cloud.
///     name = "gpu",
///     scheme = "http://example.com/occi/gpu#",
///     version = "1.0",
///     uses(crate::infrastructure),
///     kinds(Gpu, GpuLink),
///     mixins(Sliced),
/// }
/// ```
///
/// `uses` lists modules that have an `EXTENSION`: generated ones, and those of other `model_of!`.
/// Core is always used. `types(…)` lists named types, `annotation("key", "value")` and
/// `specification` are facts about the extension. `file = "gpu.occi"` makes a test that holds this
/// file to the types, and writes it when `OCCI_UPDATE` is set; the test needs `occi-grammar`.
#[proc_macro]
pub fn model_of(input: TokenStream) -> TokenStream {
    derive::model_of(input.into()).into()
}

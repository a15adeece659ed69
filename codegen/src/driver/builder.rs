//! The door for build scripts.

use std::{
    collections::BTreeSet,
    env, fmt, io,
    path::{Path, PathBuf},
};

use occi_grammar::{
    Compiled, FileResolver, Lint, Lints, compile_with, diagnostic, format::ReadOptions,
};
use occi_model::{Faults, Profile};

use super::{
    cargo, file,
    write::{has_contents, replace},
};
use crate::{
    Layout, Pattern, RustAttribute, RustName, RustPath, RustTypePath, Settings, SettingsError,
    emit::text_and_notes, name,
};

/// Generates code in a build script:
///
/// ```no_run
/// fn main() -> Result<(), occi_codegen::BuildError> {
///     occi_codegen::Builder::new()
///         .spec("specs/gpu.occi")
///         .client(true)
///         .server(true)
///         .compile()
/// }
/// ```
///
/// For each definition `NAME.occi` one file `NAME.rs` is written to Cargo's `OUT_DIR`;
/// `occi::include_generated!("NAME")` includes it. Cargo runs the script again when a definition,
/// or one that it imports, changes. (From the first such line on, Cargo watches only the files
/// that the script names; see [`Self::emit_rerun`].)
#[derive(Clone, Debug, Default)]
#[must_use = "nothing is generated before `compile`"]
pub struct Builder {
    root: Option<PathBuf>,
    specs: Vec<PathBuf>,
    includes: Vec<PathBuf>,
    settings: Settings,
    settings_file: Option<PathBuf>,
    /// Settings of which there is one each that were made here, and not left to the file.
    said: Vec<&'static str>,
    strict: bool,
    profile: Profile,
    out_dir: Option<PathBuf>,
    no_rerun: bool,
    no_warnings: bool,
    lints: Lints,
    wrong: Option<SettingsError>,
}

impl Builder {
    /// With client and server, for the union of all versions of the standard.
    pub fn new() -> Self {
        Self::default()
    }

    /// A definition to read, relative to the package.
    pub fn spec(mut self, path: impl Into<PathBuf>) -> Self {
        self.specs.push(path.into());
        self
    }

    /// A directory in which `use NAME;` finds `NAME.occi`, before that of the definition itself
    /// and before the built-in definitions.
    pub fn include(mut self, directory: impl Into<PathBuf>) -> Self {
        self.includes.push(directory.into());
        self
    }

    /// Whether builders and setters for clients are generated. Default: yes.
    pub fn client(mut self, on: bool) -> Self {
        self.settings.client = on;
        self.said.push("client");
        self
    }

    /// Whether provider traits, handlers and the service are generated. Default: yes.
    pub fn server(mut self, on: bool) -> Self {
        self.settings.server = on;
        self.said.push("server");
        self
    }

    /// Whether the extension's module gets a function `conformance` that runs the conformance
    /// tests of the definition against a service; see [`Settings::tests`]. Default: no.
    pub fn tests(mut self, on: bool) -> Self {
        self.settings.tests = on;
        self.said.push("tests");
        self
    }

    /// How the modules of an extension lie. Default: nested.
    pub fn layout(mut self, layout: Layout) -> Self {
        self.settings.layout = layout;
        self.said.push("layout");
        self
    }

    /// A file of settings, relative to the package. What is said here goes before what the file
    /// says.
    ///
    /// ```toml
    /// client = true
    /// layout = "flat"
    ///
    /// [rename]
    /// "http://example.com/occi/gpu#gpu" = "Card"
    ///
    /// [derive]
    /// "gpu::*State" = ["PartialOrd", "Ord"]
    /// ```
    pub fn settings_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.settings_file = Some(path.into());
        self
    }

    /// Which versions of the standard the code is for. Default: the union of all.
    pub const fn profile(mut self, profile: Profile) -> Self {
        self.profile = profile;
        self
    }

    /// Where files are written. Default: Cargo's `OUT_DIR`.
    pub fn out_dir(mut self, directory: impl Into<PathBuf>) -> Self {
        self.out_dir = Some(directory.into());
        self
    }

    /// Where generated code finds the runtime. Default: `::occi`.
    pub fn crate_path(mut self, path: &str) -> Self {
        match RustPath::new(path) {
            Ok(path) => {
                self.settings.crate_path = path;
                self.said.push("crate_path");
            }
            Err(error) => self.refuse(error),
        }
        self
    }

    /// Says that the extension's module already exists at `path`, so that none is generated.
    pub fn extern_path(mut self, extension: impl Into<String>, path: &str) -> Self {
        match RustPath::new(path) {
            Ok(path) => {
                self.settings.extern_paths.insert(extension.into(), path);
            }
            Err(error) => self.refuse(error),
        }
        self
    }

    /// Gives another Rust name to the type of a kind, mixin or action (by its identifier), to a
    /// named type (by `EXTENSION.TYPE`) or to a field (by `IDENTIFIER/ATTRIBUTE`).
    pub fn rename(mut self, what: impl Into<String>, name: &str) -> Self {
        match RustName::new(name) {
            Ok(name) => {
                self.settings.renames.insert(what.into(), name);
            }
            Err(error) => self.refuse(error),
        }
        self
    }

    /// Puts a Rust type in the place of a named type (`EXTENSION.TYPE`) or of one attribute's type
    /// (`IDENTIFIER/ATTRIBUTE`, the identifier of the category that defines it). It implements
    /// `occi::AttributeValue`.
    pub fn replace(mut self, what: impl Into<String>, path: &str) -> Self {
        match RustTypePath::new(path) {
            Ok(path) => {
                self.settings.replacements.insert(what.into(), path);
            }
            Err(error) => self.refuse(error),
        }
        self
    }

    /// Adds a derive, such as `Eq` or `::serde::Serialize`, to the types whose path matches:
    /// `gpu::Gpu`, `*State`.
    pub fn derive(self, pattern: impl Into<String>, path: &str) -> Self {
        match RustPath::new(path) {
            Ok(path) => self.type_attribute(pattern, &format!("#[derive({path})]")),
            Err(error) => {
                let mut this = self;
                this.refuse(error);
                this
            }
        }
    }

    /// Adds an attribute, such as `#[serde(skip)]`, to the fields and variants whose path matches:
    /// `gpu::Gpu::memory`, `*::other`.
    pub fn field_attribute(mut self, pattern: impl Into<String>, attribute: &str) -> Self {
        match RustAttribute::new(attribute) {
            Ok(attribute) => self
                .settings
                .field_attributes
                .push((Pattern::new(pattern), attribute)),
            Err(error) => self.refuse(error),
        }
        self
    }

    /// Adds an attribute, such as `#[derive(Eq)]`, to the types whose path matches:
    /// `gpu::Gpu`, `*State`.
    pub fn type_attribute(mut self, pattern: impl Into<String>, attribute: &str) -> Self {
        match RustAttribute::new(attribute) {
            Ok(attribute) => self
                .settings
                .type_attributes
                .push((Pattern::new(pattern), attribute)),
            Err(error) => self.refuse(error),
        }
        self
    }

    /// Whether Cargo is told which files to watch. Default: yes; without it, Cargo watches the
    /// whole package.
    pub const fn emit_rerun(mut self, on: bool) -> Self {
        self.no_rerun = !on;
        self
    }

    /// Whether warnings about the definitions are shown. Default: yes. Errors always are.
    pub const fn warnings(mut self, on: bool) -> Self {
        self.no_warnings = !on;
        self
    }

    /// Whether definitions in other formats than the language are refused for what they would be
    /// forgiven (`docs/formats.md`). Default: no.
    pub const fn strict(mut self, on: bool) -> Self {
        self.strict = on;
        self
    }

    /// Leaves a warning out: a code such as `W0012`, or `warnings` for all.
    pub fn allow(mut self, warning: &str) -> Self {
        match warning.parse::<Lint>() {
            Ok(lint) => self.lints.allow(lint),
            Err(error) => self.refuse(error.into()),
        }
        self
    }

    /// Makes a warning an error: a code such as `W0012`, or `warnings` for all. Goes before
    /// [`Self::allow`], except that a code that is allowed stays so when all warnings are denied.
    pub fn deny(mut self, warning: &str) -> Self {
        match warning.parse::<Lint>() {
            Ok(lint) => self.lints.deny(lint),
            Err(error) => self.refuse(error.into()),
        }
        self
    }

    fn refuse(&mut self, error: SettingsError) {
        // The first wrong setting is the one to mend first.
        if self.wrong.is_none() {
            self.wrong = Some(error);
        }
    }

    /// The directory that paths of definitions and of includes are relative to. Default: the
    /// present one, which in a build script is the package's.
    pub fn root(mut self, directory: impl Into<PathBuf>) -> Self {
        self.root = Some(directory.into());
        self
    }

    /// The first setting that is wrong.
    pub(super) const fn wrong(&self) -> Option<&SettingsError> {
        self.wrong.as_ref()
    }

    fn at(&self, path: &Path) -> PathBuf {
        match &self.root {
            Some(root) => root.join(path),
            None => path.to_owned(),
        }
    }

    /// The settings of the code: what was said here, and what the file of settings says.
    ///
    /// # Errors
    ///
    /// When a setting is wrong, or the file cannot be read.
    pub fn settings(&self) -> Result<Settings, BuildError> {
        if let Some(error) = &self.wrong {
            return Err(BuildError::new(Kind::Settings(error.clone())));
        }
        let mut settings = self.settings.clone();
        let Some(path) = self.settings_file.as_deref().map(|path| self.at(path)) else {
            return Ok(settings);
        };
        let text = std::fs::read_to_string(&path).map_err(|source| {
            BuildError::new(Kind::Unread {
                path: path.clone(),
                source,
            })
        })?;
        let file = file::read(&path.to_string_lossy(), &text)
            .map_err(|error| BuildError::new(Kind::Settings(error)))?;
        let from_file = |name| file.said.contains(&name) && !self.said.contains(&name);
        let other = file.settings.clone();
        if from_file("client") {
            settings.client = other.client;
        }
        if from_file("server") {
            settings.server = other.server;
        }
        if from_file("tests") {
            settings.tests = other.tests;
        }
        if from_file("layout") {
            settings.layout = other.layout;
        }
        if from_file("crate_path") {
            settings.crate_path = other.crate_path;
        }
        for (key, value) in other.extern_paths {
            settings.extern_paths.entry(key).or_insert(value);
        }
        for (key, value) in other.renames {
            settings.renames.entry(key).or_insert(value);
        }
        for (key, value) in other.replacements {
            settings.replacements.entry(key).or_insert(value);
        }
        settings.type_attributes.extend(other.type_attributes);
        settings.field_attributes.extend(other.field_attributes);
        Ok(settings)
    }

    /// What was said of [`tests`](Self::tests), here or in the file of settings; a generated crate
    /// has tests unless it was said that it has none.
    #[must_use]
    pub fn says_tests(&self) -> Option<bool> {
        if self.said.contains(&"tests") {
            return Some(self.settings.tests);
        }
        let path = self.settings_file.as_deref().map(|path| self.at(path))?;
        let text = std::fs::read_to_string(&path).ok()?;
        let file = file::read(&path.to_string_lossy(), &text).ok()?;
        file.says_tests()
    }

    /// Reads one definition and gives its code; prints and writes nothing.
    ///
    /// # Errors
    ///
    /// When a setting is wrong. Faults of the definition are part of the result.
    pub fn generate(&self, spec: &Path) -> Result<Generated, BuildError> {
        let settings = self.settings()?;
        let compiled = self.read(spec);
        let mut files = compiled.files_read.clone();
        files.extend(self.settings_file.as_deref().map(|path| self.at(path)));
        let model = compiled.model.as_ref();
        let (text, notes) = model
            .map(|model| text_and_notes(model, &compiled.configurations, &settings))
            .unzip();
        Ok(Generated {
            text,
            errors: cargo::errors(&compiled)
                .lines()
                .map(str::to_owned)
                .collect(),
            files,
            notes: notes.unwrap_or_default(),
        })
    }

    pub(super) fn read(&self, spec: &Path) -> Compiled {
        let mut resolver = FileResolver::new();
        for include in &self.includes {
            resolver = resolver.include(self.at(include));
        }
        let options = ReadOptions {
            strict: self.strict,
        };
        let spec = self.at(spec);
        let mut compiled = compile_with(
            &spec.to_string_lossy(),
            &mut resolver,
            self.profile,
            options,
        );
        self.lints.apply(&mut compiled);
        compiled
    }

    /// Reads the definitions and writes the code.
    ///
    /// All faults of all definitions are printed to standard error in full, and one line each is
    /// given to Cargo.
    ///
    /// # Errors
    ///
    /// When a definition is refused, a setting is wrong, or a file cannot be written.
    pub fn compile(&self) -> Result<(), BuildError> {
        let settings = self.settings()?;
        let out_dir = match &self.out_dir {
            Some(directory) => directory.clone(),
            None => env::var_os("OUT_DIR")
                .map(PathBuf::from)
                .ok_or_else(|| BuildError::new(Kind::NoOutDir))?,
        };
        let mut watched: BTreeSet<PathBuf> = BTreeSet::new();
        watched.extend(self.settings_file.as_deref().map(|path| self.at(path)));
        let mut refused = String::new();
        let mut names: BTreeSet<String> = BTreeSet::new();
        for spec in &self.specs {
            let stem = spec.file_stem().unwrap_or_default().to_string_lossy();
            let name = name::identifier(&stem, name::Role::Module);
            if !names.insert(name.clone()) {
                return Err(BuildError::new(Kind::SameName(name)));
            }
            let compiled = self.read(spec);
            watched.extend(compiled.files_read.iter().cloned());
            let code = compiled.model.as_ref();
            let code = code.map(|model| text_and_notes(model, &compiled.configurations, &settings));
            let (text, notes) = code.unzip();
            self.report(&compiled);
            for line in self.told(&compiled, notes.as_deref().unwrap_or_default()) {
                println!("{line}");
            }
            match text {
                Some(text) => {
                    write(&out_dir.join(format!("{name}.rs")), &(header(spec) + &text))?;
                }
                None => refused.push_str(&cargo::errors(&compiled)),
            }
        }
        if !self.no_rerun {
            for line in cargo::reruns(&watched) {
                println!("{line}");
            }
        }
        if refused.is_empty() {
            Ok(())
        } else {
            Err(BuildError::new(Kind::Refused(refused)))
        }
    }

    /// The faults that are shown.
    fn shown(&self, compiled: &Compiled) -> Faults {
        let faults = compiled.faults.iter();
        faults
            .filter(|fault| fault.is_error() || !self.no_warnings)
            .cloned()
            .collect()
    }

    /// Faults in full, for people.
    fn report(&self, compiled: &Compiled) {
        let shown = self.shown(compiled);
        if shown.is_empty() {
            return;
        }
        let options = diagnostic::RenderOptions::default();
        eprintln!(
            "{}",
            diagnostic::render(&shown, &compiled.sources, &options)
        );
    }

    /// What Cargo is told of a definition: faults, one line each, and what the user should know of
    /// names and settings.
    pub(super) fn told(&self, compiled: &Compiled, notes: &[String]) -> Vec<String> {
        let notes = if self.no_warnings { &[] } else { notes };
        cargo::messages(&self.shown(compiled), compiled, notes)
    }
}

/// What [`Builder::generate`] gives.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Generated {
    /// The code: a public module per extension; none when the definition is refused.
    pub text: Option<String>,
    /// The errors of the definition, one line each: `path:line:col: error[E0012]: message`.
    pub errors: Vec<String>,
    /// The files that were read, that of settings among them.
    pub files: Vec<PathBuf>,
    /// What the user should know: names that had to be changed to stay unique, settings that fit
    /// nothing.
    pub notes: Vec<String>,
}

/// The first line of a written file; tools for reviews know the marker.
fn header(spec: &Path) -> String {
    let name = spec.file_name().unwrap_or_default().to_string_lossy();
    let name: String = name.chars().filter(|c| !c.is_control()).collect();
    format!("// @generated by occi from {name}; do not edit.\n\n")
}

/// Writes a file unless it has these bytes, so that nothing is compiled again without need.
fn write(file: &Path, text: &str) -> Result<(), BuildError> {
    if has_contents(file, text) {
        return Ok(());
    }
    replace(file, text).map_err(|source| {
        BuildError::new(Kind::Io {
            path: file.to_owned(),
            source,
        })
    })
}

/// Why a build script generated nothing, or not everything.
///
/// Its `Debug` form is the message itself, because that is what Cargo shows of an error that
/// `main` returns.
#[derive(thiserror::Error)]
#[error(transparent)]
pub struct BuildError(Box<Kind>);

#[derive(Debug, thiserror::Error)]
enum Kind {
    #[error("{}", .0.trim_end())]
    Refused(String),
    #[error(transparent)]
    Settings(SettingsError),
    #[error(
        "`OUT_DIR` is not set: call this from a build script, or name a directory with `out_dir`"
    )]
    NoOutDir,
    #[error("two definitions would both become `{0}.rs`; rename one of their files")]
    SameName(String),
    #[error("cannot read `{}`: {source}", path.display())]
    Unread { path: PathBuf, source: io::Error },
    #[error("cannot write `{}`: {source}", path.display())]
    Io { path: PathBuf, source: io::Error },
}

impl BuildError {
    fn new(kind: Kind) -> Self {
        Self(Box::new(kind))
    }

    /// Whether definitions were refused; everything else is a matter of the build script or of
    /// the file system.
    #[must_use]
    pub fn is_refused(&self) -> bool {
        matches!(*self.0, Kind::Refused(_))
    }
}

impl fmt::Debug for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

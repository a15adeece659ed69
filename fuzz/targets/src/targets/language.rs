//! The `.occi` language: compiling, formatting, writing.

use std::str;

use occi_grammar::{
    Compiled, MemoryResolver, ResolveError, Resolved, Resolver, compile, diagnostic, explain, fmt,
    format::{Format, detect},
    write,
};
use occi_model::{Code, Profile};

use super::Target;
use crate::{Shape, seeds};

pub(super) const LANGUAGE: Target = Target {
    name: "language",
    run: language,
    seeds,
    words: WORDS,
};

pub(super) const LAYOUT: Target = Target {
    name: "layout",
    run: layout,
    seeds,
    words: WORDS,
};

pub(super) const WRITER: Target = Target {
    name: "writer",
    run: writer,
    seeds,
    words: WORDS,
};

/// Words of the language.
pub(super) const WORDS: &[&str] = &[
    "extension ",
    "use ",
    "core;",
    "kind ",
    "mixin ",
    "abstract ",
    "exclusive ",
    "overriding ",
    "enum {",
    "type ",
    " = ",
    "action ",
    "states ",
    "initial ",
    "event ",
    " -> ",
    " via ",
    " | ",
    "require ",
    "defined(",
    "not ",
    " and ",
    " or ",
    " in (",
    "depends ",
    "applies ",
    "source ",
    "target ",
    "set ",
    "required ",
    "always ",
    "readonly ",
    "createonly ",
    "generated",
    "unit ",
    "string(",
    "pattern = ",
    "length = ",
    "integer(0..=9)",
    "float",
    "number",
    "boolean",
    "list(",
    "hash {",
    "ref(",
    "ip-prefix(optional)",
    "unique",
    "#[since(\"1.2\")]",
    "#[allow(\"warnings\")]",
    "#[deny(\"W0012\")]",
    "/// d\n",
    "//! d\n",
    "// c\n",
    "\"\\u{1F600}\"",
    "\"",
    ";",
    "{",
    "}",
    " : core.resource",
    " at \"/a/\"",
    " in \"http://example.com/t#\"",
    "com.example.a: ",
    "infra.",
    "\"http://schemas.ogf.org/occi/core#entity\"",
];

/// The shipped definitions, the examples, and those of the pages of the fault codes.
pub(super) fn seeds() -> Vec<Vec<u8>> {
    let mut found = seeds::files("specs", &[".occi"]);
    found.extend(seeds::files("examples", &[".occi"]));
    for page in explain::pages() {
        for example in [page.wrong, page.right].into_iter().flatten() {
            found.push(example.file().into_bytes());
        }
    }
    found
}

/// One text under one name; imports are built in.
pub(super) struct OneText<'b>(pub(super) &'b [u8]);

impl Resolver for OneText<'_> {
    fn entry(&mut self, entry: &str) -> Result<Resolved, ResolveError> {
        Ok(Resolved {
            name: entry.to_owned(),
            key: entry.to_owned(),
            path: None,
            bytes: self.0.to_vec(),
        })
    }

    fn import(&mut self, _: &str, _: &Resolved) -> Result<Option<Resolved>, ResolveError> {
        Ok(None)
    }
}

pub(super) fn compiled(bytes: &[u8], profile: Profile) -> Compiled {
    compile("input.occi", &mut OneText(bytes), profile)
}

/// What must hold of every compilation: faults say where, and can be printed in every form.
pub(super) fn sound(compiled: &Compiled) -> Shape {
    assert_eq!(
        compiled.model.is_none(),
        compiled.faults.has_errors(),
        "a model and errors exclude each other: {}",
        compiled.faults
    );
    let (faults, sources) = (&compiled.faults, &compiled.sources);
    for fault in faults {
        assert_ne!(fault.code, Code::error(199), "{fault}");
        assert!(
            explain::code_of(fault.code.number).is_some(),
            "no page for {}",
            fault.code
        );
        let labels = fault.labels.iter().map(|label| label.origin);
        let mend = fault.suggestion.iter().map(|mend| mend.origin);
        for origin in labels.chain(mend).chain([fault.origin]) {
            if let Some((source, range)) = sources.locate(origin) {
                assert!(
                    source.text().get(range.clone()).is_some(),
                    "{fault}: {range:?} is no place of the text"
                );
            }
        }
    }
    let options = diagnostic::RenderOptions::default();
    let people = diagnostic::render(faults, sources, &options);
    assert_eq!(people.is_empty(), faults.is_empty());
    let _ = diagnostic::one_line(faults, sources, usize::MAX);
    let lines = diagnostic::json_lines(faults, sources);
    assert_eq!(lines.lines().count(), faults.len());
    let _ = diagnostic::sarif([(faults, sources)]);
    let mut codes: Vec<Code> = faults.iter().map(|fault| fault.code).collect();
    codes.dedup();
    Shape::of(codes)
}

/// Compiling any bytes ends with a model or with errors.
fn language(bytes: &[u8]) -> Shape {
    // The last byte chooses the version, so that all are tried.
    let profile = match bytes.last().map(|byte| byte % 8) {
        Some(0) => Profile::V1_1,
        Some(1) => Profile::V1_2,
        _ => Profile::Union,
    };
    sound(&compiled(bytes, profile))
}

/// What is formatted stays as it is when it is formatted again, and means the same.
fn layout(bytes: &[u8]) -> Shape {
    let Ok(text) = str::from_utf8(bytes) else {
        return Shape::default();
    };
    let formatted = match fmt::format("input.occi", text) {
        Ok(formatted) => formatted,
        Err(unformatted) => {
            let codes: Vec<Code> = unformatted.faults.iter().map(|f| f.code).collect();
            assert!(!codes.contains(&Code::error(199)), "{}", unformatted.faults);
            return Shape::of(codes);
        }
    };
    match fmt::format("input.occi", &formatted) {
        Ok(again) => assert_eq!(again, formatted, "formatting is not at rest"),
        Err(unformatted) => panic!("formatting broke the text: {}", unformatted.faults),
    }
    let before = compiled(bytes, Profile::Union);
    let after = compiled(formatted.as_bytes(), Profile::Union);
    assert!(
        before.model == after.model,
        "formatting changed the model:\n{formatted}"
    );
    let count = |compiled: &Compiled| compiled.faults.len();
    assert_eq!(
        count(&before),
        count(&after),
        "formatting changed the faults: {} and {}",
        before.faults,
        after.faults
    );
    sound(&before).and(Shape::of(formatted.lines().count()))
}

/// What is written of a model, or of a configuration, compiles to an equal one.
fn writer(bytes: &[u8]) -> Shape {
    // Other formats may hold several extensions of which none imports the others.
    if str::from_utf8(bytes).is_ok_and(|text| detect(text) != Some(Format::Occi)) {
        return Shape::default();
    }
    let found = compiled(bytes, Profile::Union);
    let Some(model) = found.model else {
        return Shape::default();
    };
    let texts = write::all(&model);
    let mut resolver = MemoryResolver::new();
    for (name, text) in &texts {
        resolver = resolver.with(name.as_str(), text.as_str());
    }
    for configuration in &found.configurations {
        let text = write::configuration(&model, configuration);
        let mut resolver = resolver.clone().with("the configuration", text.as_str());
        let again = compile("the configuration", &mut resolver, Profile::Union);
        assert!(
            again.configurations.first() == Some(configuration),
            "what is written says something else: {}\n{text}",
            again.faults
        );
    }
    let Some((entry, text)) = texts.last() else {
        panic!("a model has an extension");
    };
    // A file of configurations alone may import several extensions that none of them imports.
    if found.configurations.is_empty() {
        let again = compile(entry, &mut resolver, Profile::Union);
        assert!(
            again.model.as_ref() == Some(&model),
            "what is written says something else: {}\n{text}",
            again.faults
        );
    }
    Shape::of((
        model.kinds().len(),
        model.mixins().len(),
        model.actions().len(),
    ))
}

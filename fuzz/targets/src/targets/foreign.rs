//! Definition formats of others: read, and written again in every format.

use std::str;

use occi_grammar::{
    MemoryResolver, builtin, compile, explain,
    format::{Format, Subject, detect},
};
use occi_model::{Code, Model, Profile, SourceId, model::ExtensionId};

use super::{
    Target,
    language::{compiled, sound},
};
use crate::{Shape, seeds};

macro_rules! formats {
    ($($name:ident = $text:literal, $format:ident, $ends:expr;)*) => {
        $(pub(super) const $name: Target = Target {
            name: $text,
            run: |bytes| foreign(Format::$format, bytes),
            seeds: || seeds(Format::$format, $ends),
            words: WORDS,
        };)*
    };
}

formats! {
    CATEGORIES_JSON = "categories_json", Json, &[".json"];
    CATEGORIES_TEXT = "categories_text", Text, &[".txt", ".text", ".http"];
    COMPATIBLE_ONE = "compatible_one", CompatibleOne, &[".xml"];
    ECORE = "ecore", Ecore, &[".occie", ".occic", ".xmi"];
    EROCCI_XML = "erocci_xml", ErocciXml, &[".xml"];
    TEXTUAL = "textual", Textual, &[".occi", ".extension", ".configuration"];
    XML = "xml", Xml, &[".xml"];
}

const WORDS: &[&str] = &[
    "<extension ",
    "</extension>",
    "<kinds ",
    "<mixins ",
    "<attributes ",
    "<actions ",
    "<types ",
    "name=\"",
    "scheme=\"http://example.com/t#\"",
    "term=\"a\"",
    "parent=\"#//@kinds.0\"",
    "href=\"platform:/plugin/p/Core.occie#//@kinds[term='entity']\"",
    "xsi:type=\"occi:StringType\"",
    "xmlns:occi=\"http://schemas.ogf.org/occi/core/ecore\"",
    "<!-- c -->",
    "<![CDATA[",
    "]]>",
    "&amp;",
    "&#x0;",
    "&#10;",
    "<?xml version=\"1.0\"?>",
    "<!DOCTYPE a>",
    "/>",
    "\"",
    "<",
    ">",
    "extension e : \"http://example.com/t#\"",
    "import \"http://schemas.ogf.org/occi/core/ecore\"",
    "kind ",
    "mixin ",
    "attribute ",
    "action ",
    "fsm ",
    "initial state ",
    "numeric ",
    "record ",
    "mutable ",
    "required ",
    "configuration ",
    "use \"",
    "resource ",
    "link ",
    " { ",
    " } ",
    "=",
    "as ",
    "Category: a; scheme=\"http://example.com/t#\"; class=\"kind\"",
    "\"kinds\": [",
    "\"term\": \"a\"",
    "\"attributes\": {",
    "\"parent\": ",
    "\"pattern\": {\"minimum\": 1}",
    "<occi:category ",
    "<occi:parent ",
];

/// The shipped definitions in this format, and the files of the corpus.
fn seeds(format: Format, ends: &[&str]) -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    for builtin in builtin::ALL {
        let mut resolver = MemoryResolver::new().with(builtin.name, builtin.text);
        let compiled = compile(builtin.name, &mut resolver, Profile::Union);
        if let (Some(model), Some(writer)) = (compiled.model, format.writer()) {
            let last: Vec<ExtensionId> = model.extension_ids().last().into_iter().collect();
            let written = writer(&Subject {
                model: &model,
                extensions: &last,
                configurations: &[],
            });
            found.extend(written.files.into_iter().map(|file| file.text.into_bytes()));
        }
    }
    let folder = match format {
        Format::Text | Format::Json => "renderings",
        _ => "occiware",
    };
    found.extend(seeds::corpus(folder, ends));
    if found.is_empty() {
        // Nothing can write it, and there is no corpus.
        found.push(b"<?xml version=\"1.0\"?>\n<category term=\"a\" scheme=\"http://example.com/t#\"><attribute name=\"com.example.a\"/></category>\n".to_vec());
    }
    found
}

/// Reading ends, with faults that have a place and a page; a model that comes of it can be
/// written in every format, and what is written in the language says the same.
fn foreign(format: Format, bytes: &[u8]) -> Shape {
    let Ok(text) = str::from_utf8(bytes) else {
        return sound(&compiled(bytes, Profile::Union));
    };
    let Some(reader) = format.reader() else {
        panic!("{format} has no reader");
    };
    let read = reader(text, SourceId(0));
    let mut codes: Vec<Code> = read.faults.iter().map(|fault| fault.code).collect();
    for fault in &read.faults {
        assert_ne!(fault.code, Code::error(199), "{fault}");
        assert!(explain::code_of(fault.code.number).is_some(), "{fault}");
        if let Some(range) = fault.origin.range() {
            assert!(text.get(range.clone()).is_some(), "{fault}: {range:?}");
        }
    }
    codes.dedup();
    let shape = Shape::of((codes, read.extensions.len(), read.configurations.len()));
    if detect(text) != Some(format) {
        return shape;
    }
    let found = compiled(bytes, Profile::Union);
    let shape = shape.and(sound(&found));
    if let Some(model) = &found.model {
        every_writer(&Subject {
            model,
            extensions: &model.extension_ids().collect::<Vec<_>>(),
            configurations: &found.configurations,
        });
        written_again(model);
    }
    shape
}

/// The same bytes each time, and nothing that the reader of the format refuses as a text.
fn every_writer(subject: &Subject<'_>) {
    for format in Format::ALL {
        let Some(writer) = format.writer() else {
            continue;
        };
        let written = writer(subject);
        assert!(written == writer(subject), "{format} is not the same twice");
        let Some(reader) = format.reader() else {
            continue;
        };
        for file in &written.files {
            let read = reader(&file.text, SourceId(0));
            let error = read.faults.iter().find(|fault| fault.is_error());
            assert!(
                error.is_none(),
                "{format} refuses what it writes: {error:?}\n{}",
                file.text
            );
        }
    }
}

/// The language says all of a model.
fn written_again(model: &Model) {
    let texts = occi_grammar::write::all(model);
    let mut resolver = MemoryResolver::new();
    for (name, text) in &texts {
        resolver = resolver.with(name.as_str(), text.as_str());
    }
    for (name, text) in &texts {
        let again = compile(name, &mut resolver, Profile::Union);
        assert!(
            again.model.is_some(),
            "what is written is refused: {}\n{text}",
            again.faults
        );
    }
}

//! Input that no reader should have to bear: each gets a fault with a code, and none a panic.

use std::{fs, path::Path};

use occi_grammar::{
    Compiled, FileResolver, MAX_SOURCE_BYTES, MemoryResolver, compile,
    format::{Format, Subject},
};
use occi_model::Profile;

fn read(bytes: impl AsRef<[u8]>, name: &str) -> Compiled {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    file(&path)
}

fn file(path: &Path) -> Compiled {
    compile(
        path.to_str().unwrap(),
        &mut FileResolver::new(),
        Profile::Union,
    )
}

fn errors(compiled: &Compiled) -> Vec<String> {
    compiled
        .faults
        .iter()
        .filter(|fault| fault.is_error())
        .map(|fault| fault.code.to_string())
        .collect()
}

/// A definition in every format that is read, with the ending of its files.
fn samples() -> Vec<(Format, &'static str, String)> {
    let text = "extension sample \"http://example.com/sample#\";
        use core;
        kind a \"A\" : core.resource at \"/a/\" {
            required com.example.s: string;
            com.example.e: enum { one, two } = one;
            com.example.i: integer(0..=9);
            action go(com.example.fast: boolean);
        }
        mixin m { applies a; }";
    let compiled = compile(
        "sample",
        &mut MemoryResolver::new().with("sample", text),
        Profile::Union,
    );
    let model = compiled.model.unwrap();
    let mut samples: Vec<_> = Format::ALL
        .into_iter()
        .filter_map(|format| {
            let written = format.writer()?(&Subject {
                model: &model,
                extensions: &compiled.entries,
                configurations: &[],
            });
            let ending = match format {
                Format::Occi | Format::Textual => "occi",
                Format::Text => "txt",
                Format::Json => "json",
                Format::Ecore => "occie",
                Format::ErocciXml | Format::Xml | Format::CompatibleOne => "xml",
            };
            Some((format, ending, written.files[0].text.clone()))
        })
        .collect();
    samples.push((
        Format::CompatibleOne,
        "xml",
        "<?xml version='1.0' encoding='UTF-8'?><schema><model name='m'><category term='a' scheme='http://example.com/c#' class='kind' rel='http://schemas.ogf.org/occi/core#resource'><attributes><attribute name='com.example.s' type='string'/></attributes></category></model></schema>".to_owned(),
    ));
    samples
}

#[test]
fn every_sample_compiles_as_what_it_is() {
    let readable: Vec<Format> = Format::ALL
        .into_iter()
        .filter(|format| format.is_readable())
        .collect();
    let mut seen = Vec::new();
    for (format, ending, text) in samples() {
        let compiled = read(&text, &format!("sample.{ending}"));
        assert_eq!(compiled.format, Some(format));
        assert!(
            compiled.model.is_some(),
            "{format}: {}\n{text}",
            compiled.faults
        );
        seen.push(format);
    }
    assert_eq!(seen, readable);
}

#[test]
fn every_encoding_gives_the_same_model() {
    for (format, ending, text) in samples() {
        let name = format!("sample.{ending}");
        let plain = read(&text, &name).model;
        let marked = read(format!("\u{feff}{text}"), &name);
        assert!(marked.model == plain, "{format}: {}", marked.faults);
        for big in [true, false] {
            let bytes: Vec<u8> = "\u{feff}"
                .encode_utf16()
                .chain(text.encode_utf16())
                .flat_map(|unit| {
                    if big {
                        unit.to_be_bytes()
                    } else {
                        unit.to_le_bytes()
                    }
                })
                .collect();
            let wide = read(bytes, &name);
            assert!(wide.model == plain, "{format}: {}", wide.faults);
        }
    }
    let latin = b"<?xml version='1.0' encoding='ISO-8859-1'?><extension xmlns='http://schemas.ogf.org/occi' name='t' scheme='http://example.com/t#'><mixin term='m' title='\xC9'/></extension>";
    let model = read(latin, "t.xml").model.unwrap();
    let (_, mixin) = model.mixins().next().unwrap();
    assert_eq!(mixin.title.as_deref(), Some("É"));
}

#[test]
fn what_is_cut_off_is_told_or_whole() {
    for (format, ending, text) in samples() {
        let mut refused = 0;
        let cuts = 60;
        for cut in 0..cuts {
            let end = text.floor_char_boundary(text.len() * cut / cuts);
            let compiled = read(&text[..end], &format!("sample.{ending}"));
            if compiled.model.is_none() {
                refused += 1;
                assert!(!errors(&compiled).is_empty(), "{format} cut at {end}");
            }
        }
        // Lines of the text rendering are whole definitions; in the others all is open.
        let least = if format == Format::Text {
            5
        } else {
            cuts * 9 / 10
        };
        assert!(
            refused >= least,
            "{format}: only {refused} of {cuts} refused"
        );
    }
}

#[test]
fn xml_that_is_cut_off_has_no_other_fault() {
    for (format, suffix, text) in samples() {
        if !text.starts_with('<') {
            continue;
        }
        // What stands behind the cut is referred to in front of it.
        let cut = read(&text[..text.len() * 2 / 3], &format!("sample.{suffix}"));
        assert_eq!(errors(&cut), ["E0600"], "{format}: {}", cut.faults);
    }
}

#[test]
fn what_is_no_text_is_refused_with_one_fault() {
    for name in ["t.occi", "t.occie", "t.xml", "t.json", "t.txt", "t"] {
        for bytes in [
            &b"\x7fELF\x02\x01\x01\0\0\0\0\xF0\xC3"[..],
            b"PK\x03\x04\x14\0\x06\0\x08\0\0\0!\0\xDF",
            b"\xFF\xD8\xFF\xE0\0\x10JFIF\0",
            b"extension t \"http://example.com/\xE9#\";",
            b"<?xml version='1.0' encoding='EBCDIC'?><a/>",
        ] {
            let compiled = read(bytes, name);
            assert_eq!(errors(&compiled), ["E0110"], "{name} {bytes:?}");
        }
        let empty = errors(&read(b" \n", name));
        let expected = if matches!(name, "t.occi" | "t") {
            "E0112"
        } else {
            "E0605"
        };
        assert_eq!(empty, [expected], "{name}");
        let nothing = errors(&read(b"hello, world", name));
        assert_eq!(nothing.len(), 1, "{name}: {nothing:?}");
    }
}

#[test]
fn what_is_too_large_is_not_read() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["t.occi", "t.occie", "t.json"] {
        let path = folder.path().join(name);
        let file_of_holes = fs::File::create(&path).unwrap();
        file_of_holes.set_len(MAX_SOURCE_BYTES as u64 + 1).unwrap();
        assert_eq!(errors(&file(&path)), ["E0109"]);
    }
}

#[test]
fn bombs_do_not_go_off() {
    let deep = |open: &str, close: &str, depth: usize| open.repeat(depth) + &close.repeat(depth);
    let root =
        "<extension xmlns='http://schemas.ogf.org/occi' name='t' scheme='http://example.com/t#'>";
    for (text, code) in [
        (
            format!(
                "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'>]>{root}&b;</extension>"
            ),
            "E0601",
        ),
        (
            format!("<!DOCTYPE x SYSTEM 'file:///etc/passwd'>{root}</extension>"),
            "E0601",
        ),
        (
            format!("{root}<mixin term='m' title='&x;'/></extension>"),
            "E0602",
        ),
        (
            format!("{root}{}</extension>", deep("<kind>", "</kind>", 100_000)),
            "E0603",
        ),
        (format!("{root}{}", "<kind>".repeat(100_000)), "E0603"),
        ("<".repeat(100_000), "E0600"),
        ("<html><body/></html>".to_owned(), "E0606"),
    ] {
        let compiled = read(&text, "t.xml");
        assert_eq!(errors(&compiled), [code], "{}", &text[..text.len().min(80)]);
    }
    for text in [
        deep("[", "]", 100_000),
        deep("{\"kinds\":[", "]}", 100_000),
        "{\"kinds\":".repeat(100_000),
    ] {
        let compiled = read(&text, "t.json");
        assert!(compiled.model.is_none());
        assert_eq!(errors(&compiled).len(), 1, "{}", compiled.faults);
    }
}

fn importing(name: &str, imports: &[&str]) -> String {
    let imports: String = imports
        .iter()
        .map(|scheme| format!("<import scheme='{scheme}'/>"))
        .collect();
    format!(
        "<extension xmlns='http://schemas.ogf.org/occi' name='{name}' scheme='http://example.com/{name}#'>{imports}<mixin term='m'/></extension>"
    )
}

#[test]
fn imports_by_scheme_are_found_in_any_format() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write("a.xml", &importing("a", &["http://example.com/b#"]));
    write(
        "whatever.occi",
        "extension b \"http://example.com/b#\";\nuse \"http://example.com/c#\" as third;\nuse core;\nmixin n { depends third.m; }\n",
    );
    write("Third.xml", &importing("c", &[]));
    let compiled = file(&folder.path().join("a.xml"));
    assert!(compiled.faults.is_empty(), "{}", compiled.faults);
    let read: Vec<String> = compiled
        .files_read
        .iter()
        .map(|path| path.file_name().unwrap().to_string_lossy().into_owned())
        .collect();
    assert_eq!(read, ["a.xml", "whatever.occi", "Third.xml"]);
}

#[test]
fn a_neighbour_that_imports_its_own_scheme_is_passed_over() {
    const CORE: &str = "http://schemas.ogf.org/occi/core#";
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    let ecore = |scheme: &str| {
        format!(
            "<occi:Extension xmlns:occi='http://schemas.ogf.org/occi/core/ecore' name='x' scheme='{scheme}'><import href='{scheme}/'/></occi:Extension>"
        )
    };
    write("a.xml", &importing("a", &[CORE, "http://example.com/b#"]));
    write("b.xml", &importing("b", &[]));
    // Beside a built-in definition, and beside a file.
    write("core2.occie", &ecore(CORE));
    write("b2.xml", &importing("b", &["http://example.com/b#"]));
    let compiled = file(&folder.path().join("a.xml"));
    assert!(compiled.faults.is_empty(), "{}", compiled.faults);

    // The file itself is at fault, also where it is the only one that could be meant.
    let itself = file(&folder.path().join("core2.occie"));
    assert_eq!(errors(&itself), ["E0152"]);
    write("c.occie", &ecore("http://example.com/c#"));
    write("d.xml", &importing("d", &["http://example.com/c#"]));
    let only = file(&folder.path().join("d.xml"));
    assert_eq!(errors(&only), ["E0152"]);
}

#[test]
fn imports_that_fail_say_why() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write("a.xml", &importing("a", &["http://example.com/b#"]));
    let missing = file(&folder.path().join("a.xml"));
    assert_eq!(errors(&missing), ["E0151"]);
    let fault = missing.faults.iter().next().unwrap();
    let place = folder.path().display().to_string();
    assert!(
        fault.notes.iter().any(|note| note.contains(&place)),
        "{fault:?}"
    );
    assert_eq!(
        missing.sources.excerpt(fault.origin),
        Some("http://example.com/b#")
    );

    write("b.xml", &importing("b", &["http://example.com/a#"]));
    assert_eq!(
        errors(&file(&folder.path().join("a.xml"))),
        ["E0152"],
        "a cycle"
    );

    write("c.xml", &importing("b", &[]));
    let ambiguous = file(&folder.path().join("a.xml"));
    assert_eq!(errors(&ambiguous), ["E0607"]);
    let message = &ambiguous.faults.iter().next().unwrap().message;
    assert!(
        message.contains("b.xml") && message.contains("c.xml"),
        "{message}"
    );
}

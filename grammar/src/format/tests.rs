use std::path::Path;

use super::*;

#[test]
fn the_content_says_the_format() {
    for (text, format) in [
        ("extension t \"http://t/#\";", Some(Format::Occi)),
        ("//! A\n// b\n/* c */ extension t", Some(Format::Occi)),
        ("#[doc(\"x\")] extension t \"a:b#\";", Some(Format::Occi)),
        ("extension t : \"http://t/#\"", Some(Format::Textual)),
        ("  extension \"a b\" \"c#\"", Some(Format::Occi)),
        ("configuration\nuse \"http://t/#\"", Some(Format::Textual)),
        ("use core;\nextension t \"http://t/#\";", None),
        ("{\"kinds\": []}", Some(Format::Json)),
        ("[]", Some(Format::Json)),
        ("Category: compute; scheme=\"x#\"", Some(Format::Text)),
        ("HTTP/1.1 200 OK\nserver: x\n\n", Some(Format::Text)),
        ("category:compute;scheme='x#'", Some(Format::Text)),
        ("compute; scheme=\"x#\"; class=\"kind\"", Some(Format::Text)),
        (
            "<?xml version='1.0'?>\n<!-- x --><o:extension xmlns:o='http://schemas.ogf.org/occi'/>",
            Some(Format::ErocciXml),
        ),
        (
            "<capabilities xmlns='http://schemas.ogf.org/occi'>",
            Some(Format::Xml),
        ),
        (
            "<occi:Extension xmlns:occi='http://schemas.ogf.org/occi'/>",
            Some(Format::Ecore),
        ),
        (
            "<occi:Extension xmlns:occi='http://schemas.ogf.org/occi/core/ecore'/>",
            Some(Format::Ecore),
        ),
        (
            "<xmi:XMI xmlns:xmi='http://www.omg.org/XMI'><a/></xmi:XMI>",
            Some(Format::Ecore),
        ),
        ("<model name='cords'/>", Some(Format::CompatibleOne)),
        (
            "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'/>",
            None,
        ),
        ("<html/>", None),
        ("<!DOCTYPE a><a/>", None),
        ("<", None),
        ("hello", None),
        ("", None),
    ] {
        assert_eq!(detect(text), format, "{text}");
    }
}

#[test]
fn the_path_says_what_the_content_does_not() {
    for (path, format) in [
        ("a/b.OCCIE", Some(Format::Ecore)),
        ("a.occi", Some(Format::Occi)),
        ("a", None),
        ("a.exe", None),
    ] {
        assert_eq!(of_path(Path::new(path)), format);
    }
}

#[test]
fn every_format_has_a_word() {
    for format in Format::ALL {
        assert_eq!(format.word().parse(), Ok(format));
    }
    let error = "yaml".parse::<Format>().unwrap_err();
    assert!(error.to_string().contains("erocci-xml"));
}

#[test]
fn codes_are_given_once_and_in_order() {
    let numbers: Vec<u16> = code::ALL.iter().map(|entry| entry.code.number).collect();
    assert!(numbers.is_sorted_by(|a, b| a < b), "{numbers:?}");
    assert!(numbers.iter().all(|number| (600..700).contains(number)));
    assert!(code::strict(code::PREFIX).to_string().starts_with('E'));
}

//! The text rendering of categories as a definition.

use occi_grammar::{format::Format, write};

use crate::renderings::{codes, faults, model, read, read_as, words};

const LAB: &str = "\
Category: gpu; scheme=\"http://example.com/occi/lab#\"; class=\"kind\"; title=\"Graphics card\"; rel=\"http://schemas.ogf.org/occi/core#resource\"; location=\"/gpu/\"; attributes=\"com.example.gpu.cores{required} com.example.gpu.serial{immutable} com.example.gpu.load{immutable required} occi.core.id{immutable}\"; actions=\"http://example.com/occi/lab/gpu/action#reset\"\r
Category: rack; scheme=\"http://example.com/occi/lab#\"; class=\"kind\"; rel=\"http://example.com/occi/lab#gpu\"; location=\"http://cloud.example.com:8080/rack/\"; attributes=\"com.example.gpu.cores{required}\"\r
Category: fast; scheme=\"http://example.com/occi/lab/tpl#\"; class=\"mixin\"; rel=\"http://schemas.ogf.org/occi/infrastructure#resource_tpl\"; location=\"/fast/\"; attributes=\"occi.compute.cores\"\r
Category: reset; scheme=\"http://example.com/occi/lab/gpu/action#\"; class=\"action\"; title=\"Start anew\"; attributes=\"method{required}\"\r
";

#[test]
fn a_listing_becomes_an_extension() {
    let model = model(LAB);
    let (name, text) = write::all(&model).pop().unwrap();
    assert_eq!(name, "lab");
    // A property of the parent is left out where it is only repeated; `immutable` is what only
    // the server sets (M016); the type of a published attribute is known.
    assert_eq!(
        text,
        "extension lab \"http://example.com/occi/lab#\";

use core;
use infrastructure;

kind gpu \"Graphics card\" : core.resource at \"/gpu/\" {
    required com.example.gpu.cores: string;

    readonly com.example.gpu.serial: string;

    readonly always com.example.gpu.load: string;

    action reset \"Start anew\" (required method: string);
}

kind rack : gpu at \"/rack/\";

mixin fast in \"http://example.com/occi/lab/tpl#\" at \"/fast/\" {
    depends infrastructure.resource_tpl;

    /// Number of virtual CPU cores assigned to the instance.
    occi.compute.cores: integer(1..);
}
"
    );
}

#[test]
fn schemes_that_have_nothing_in_common_are_extensions_of_their_own() {
    let read = read(
        "Category: a; scheme=\"http://a.example/x#\"; class=\"mixin\"; rel=\"http://b.example/y#b\"\n\
         Category: b; scheme=\"http://b.example/y#\"; class=\"mixin\"\n",
    );
    let model = read.model.unwrap();
    let names: Vec<String> = write::all(&model)
        .into_iter()
        .map(|(name, text)| format!("{name}: {}", text.matches("use ").count()))
        .collect();
    // What is imported stands first.
    assert_eq!(names, ["core: 0", "y: 1", "x: 2"]);
}

/// Every fault points at the word that it is about.
#[test]
fn faults_have_places() {
    let head = |term: &str, class: &str| {
        format!("Category: {term}; scheme=\"http://e.example/x#\"; class=\"{class}\"")
    };
    let (kind, mixin) = (head("a", "kind"), head("m", "mixin"));
    let action = |scheme: &str| format!("Category: go; scheme=\"{scheme}\"; class=\"action\"");
    let go = "http://e.example/x/m/action#go";
    let own = "http://e.example/x/m/action#";
    let ogf = "http://schemas.ogf.org/occi";
    let infrastructure = |term: &str, class: &str| {
        format!("Category: {term}; scheme=\"{ogf}/infrastructure#\"; class=\"{class}\"")
    };
    for (text, expected) in [
        (
            format!("{kind}; location=\"/a/\"\n"),
            "W0678 `a`".to_owned(),
        ),
        (
            format!("{kind}; rel=\"http://e.example/x#no\"; location=\"/a/\"\n"),
            "W0679 `http://e.example/x#no`".to_owned(),
        ),
        (
            format!("{mixin}; rel=\"http://e.example/x#no\"\n"),
            "W0681 `http://e.example/x#no`".to_owned(),
        ),
        (
            format!("{mixin}; rel=\"{ogf}/core#resource\"\n"),
            format!("W0680 `{ogf}/core#resource`"),
        ),
        (
            format!("{mixin};\n{mixin}\n"),
            "W0672 `;` W0676 `m`".to_owned(),
        ),
        (format!("{mixin}; rel=\"\"\n"), "E0670 ``".to_owned()),
        (
            format!("{mixin}; location=\"tags/\"; title=\"T\"\n"),
            "W0677 `tags/` W0672 `title`".to_owned(),
        ),
        (
            format!(
                "{mixin}; location=\"/m/\"\n{}; location=\"/m/\"\n",
                head("n", "mixin")
            ),
            "W0690 `/m/`".to_owned(),
        ),
        (
            format!("{mixin}; actions=\"{go}\"\n"),
            format!("W0682 `{go}`"),
        ),
        (
            format!("{mixin}\n{}\n", action(own)),
            "W0683 `go`".to_owned(),
        ),
        (
            format!("{mixin}\n{}\n", action("http://e.example/own#")),
            "W0684 `go`".to_owned(),
        ),
        (
            format!(
                "{mixin}; actions=\"{go}\"\n{}; actions=\"{go}\"\n{}\n",
                head("n", "mixin"),
                action(own)
            ),
            format!("W0685 `{go}`"),
        ),
        (
            format!(
                "Category: entity; scheme=\"{ogf}/core#\"; class=\"kind\"; location=\"/e/\"\n{mixin}\n"
            ),
            format!("W0686 `{ogf}/core#`"),
        ),
        (
            format!(
                "{}; rel=\"{ogf}/core#resource\"; location=\"/n/\"\n",
                infrastructure("network", "kind")
            ),
            format!("W0687 `{ogf}/infrastructure#`"),
        ),
        // Below the reserved base, with a reserved name: warnings, since both say what they mean.
        (
            format!(
                "{}; attributes=\"occi.disk.size\"\n",
                infrastructure("disk", "mixin")
            ),
            format!("W0005 `disk` W0687 `{ogf}/infrastructure#` W0011 `occi.disk.size`"),
        ),
        (
            format!("{mixin}; attributes=\"com.example.a x{{c}}\"\n"),
            "W0012 `x` W0672 `x`".to_owned(),
        ),
        (
            format!("{mixin}; location=\"a b\"\n"),
            "E0670 `a b`".to_owned(),
        ),
        (
            format!("{mixin}\n{}\n", head("0#", "mixin")),
            "E0670 `0#`".to_owned(),
        ),
        (
            format!("{mixin}\nCategory: n; scheme=\"x\"; class=\"mixin\"\n"),
            "E0670 `x`".to_owned(),
        ),
        (
            format!("{mixin}\n{}\n", head("n", "sort")),
            "E0670 `sort`".to_owned(),
        ),
        (
            format!("{mixin}; title=\"open\n{mixin}\n"),
            "E0670 `title`".to_owned(),
        ),
        ("X-OCCI-Attribute: a=1\n".to_owned(), "E0674 ``".to_owned()),
    ] {
        let compiled = read(text.clone());
        assert_eq!(
            words(&compiled).join(" "),
            expected,
            "{text}\n{}",
            faults(&compiled)
        );
    }
}

#[test]
fn an_error_costs_its_category_only() {
    let text = LAB.replacen("class=\"mixin\"", "class=\"tag\"", 1);
    let compiled = read(text);
    assert_eq!(codes(&compiled), ["E0670 3:67"]);
}

/// A line that is continued keeps its places.
#[test]
fn folded_lines_keep_their_places() {
    let text = "Category: m; scheme=\"http://e.example/x#\"; class=\"mixin\";\n  location=\"/m/\";\n\tattributes=\"com.example.a\n  b{immutable}\"\n";
    let compiled = read(text);
    assert_eq!(codes(&compiled), ["W0012 4:3"], "{}", faults(&compiled));
}

#[test]
fn strict_reading_refuses_what_is_forgiven() {
    let text = "Category: m; scheme=\"http://e.example/x#\"; class=\"mixin\";\n";
    assert_eq!(codes(&read(text)), ["W0672 1:57"]);
    let strict = read_as(text, true);
    assert_eq!(codes(&strict), ["E0672 1:57"]);
    assert!(strict.model.is_none());
    let reserved =
        "Category: disk; scheme=\"http://schemas.ogf.org/occi/infrastructure#\"; class=\"mixin\"\n";
    assert!(read(reserved).model.is_some());
    assert!(read_as(reserved, true).model.is_none());
    assert!(read_as(LAB, true).model.is_some());
}

/// What a definition is forgiven stays forgiven when it is written in the language.
#[test]
fn what_is_forgiven_is_said_in_the_language() {
    let reserved = "Category: disk; scheme=\"http://schemas.ogf.org/occi/disks#\"; class=\"mixin\"; attributes=\"occi.disk.size\"\n";
    let first = model(reserved);
    let (_, text) = write::all(&first).pop().unwrap();
    assert!(
        text.starts_with("#[annotation(\"forgiven\", \"E0005 E0011\")]\nextension disks "),
        "{text}"
    );
    let second = read(text.clone());
    assert_eq!(second.model, Some(first), "{}", faults(&second));
    // Without it, the language refuses both.
    let plain = text.replace("\"E0005 E0011\"", "\"E0005\"");
    assert_eq!(codes(&read(plain)), ["W0005 2:17", "E0011 7:5"]);
    let wrong = text.replace("\"E0005 E0011\"", "\"E0003\"");
    assert!(codes(&read(wrong)).contains(&"E0120 1:14".to_owned()));
}

/// An answer as it came over the wire: header fields, a body, a body in chunks.
#[test]
fn recorded_answers_are_read() {
    let body = "Category: m; scheme=\"http://e.example/x#\"; class=\"mixin\"; location=\"m/\"\r\n";
    let size = body.len();
    let (head, tail) = body.split_at(60);
    let (first, second) = (head.len(), tail.len());
    let plain = "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\n";
    let value = body.trim_end().strip_prefix("Category: ").unwrap();
    for (text, place) in [
        (format!("{plain}Content-Length: {size}\r\n\r\n{body}"), "W0677 5:69"),
        (
            format!("{plain}Transfer-Encoding: chunked\r\n\r\n{first:x}\r\n{head}\r\n{second:X};x=y\r\n{tail}\r\n0\r\n\r\n"),
            // The end of the first chunk stands in line 6, and its size in line 5.
            "W0677 8:9",
        ),
        (
            format!("HTTP/1.1 200 OK\r\nServer: x\r\nContent-Type: text/occi\r\nCategory: {value}\r\n\r\nOK\r\n"),
            "W0677 4:69",
        ),
        (
            "HTTP/1.1 200 OK\ncontent-type: application/occi+json\n\n{\"mixins\": [{\"term\": \"m\", \"scheme\": \"http://e.example/x#\", \"location\": \"m/\"}]}".to_owned(),
            "W0677 4:73",
        ),
    ] {
        let compiled = read(text.clone());
        assert_eq!(codes(&compiled), [place], "{text}");
        assert_eq!(compiled.model.unwrap().mixins().len(), 1);
    }
    for (text, said) in [
        ("HTTP/1.1 401 Unauthorized\r\n\r\n", "E0675 1:1"),
        (
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>",
            "E0675 2:1",
        ),
        (
            "HTTP/1.1 200 OK\r\nContent-Type: text/uri-list\r\n\r\nhttp://h/",
            "E0675 2:1",
        ),
        ("HTTP/1.1 200 OK\r\nno field\r\n\r\n", "E0675 2:1"),
        (
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n99\r\nx",
            "E0675 5:1",
        ),
        (
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nx",
            "E0675 4:1",
        ),
        ("HTTP/1.1 200 OK\r\n\r\n", "E0674 3:1"),
    ] {
        let compiled = read(text);
        assert!(
            codes(&compiled).contains(&said.to_owned()),
            "{text}: {:?}",
            codes(&compiled)
        );
        assert!(compiled.model.is_none());
    }
}

/// Listings that are made to keep a reader busy: none takes more than linear time.
#[test]
fn hostile_listings_are_read() {
    let head = |term: usize, class: &str| {
        format!("Category: k{term}; scheme=\"http://e.example/x#\"; class=\"{class}\"")
    };
    let wide: String = (0..20_000)
        .map(|at| format!("com.example.a{at} "))
        .collect();
    let resource = "rel=\"http://schemas.ogf.org/occi/core#resource\"";
    let actions: String = (0..10_000)
        .map(|at| format!("http://e.example/y/action#a{at} "))
        .collect();
    for text in [
        // The same attributes again in a child.
        format!(
            "{}; {resource}; location=\"/a/\"; attributes=\"{wide}\"\n{}; rel=\"http://e.example/x#k0\"; location=\"/b/\"; attributes=\"{wide}\"\n",
            head(0, "kind"),
            head(1, "kind")
        ),
        // The same actions again.
        format!(
            "{}; actions=\"{actions}\"\n{}; actions=\"{actions}\"\n",
            head(0, "mixin"),
            head(1, "mixin")
        ),
        // Every scheme another, all with one last word, each in need of the next.
        (0..5_000)
            .map(|at| {
                format!(
                    "Category: m; scheme=\"http://h{at}.example/x#\"; class=\"mixin\"; rel=\"http://h{}.example/x#m\"\n",
                    (at + 1) % 5_000
                )
            })
            .collect(),
        // A chain of parents without end.
        (0..2_000)
            .map(|at| format!("{}; rel=\"http://e.example/x#k{}\"\n", head(at, "kind"), at + 1))
            .collect(),
    ] {
        let read = Format::Text.reader().unwrap()(&text, occi_model::SourceId(0));
        assert!(!read.extensions.is_empty());
    }
}

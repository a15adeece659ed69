//! Categories, in requests and in listings (B.2).

use super::*;

#[test]
fn d64_the_class_may_be_missing() {
    let read = deviates(
        &body("Category: compute; scheme=\"http://a.b/c#\""),
        "class-missing",
    );
    assert_eq!(read.categories[0].class, None);
}

#[test]
fn b10_the_lenient_reader_profile() {
    let scheme = "scheme=\"http://a.b/c#\"";
    for (value, code) in [
        (
            format!("x; {scheme}; class=\"kind\";"),
            "trailing-semicolon",
        ),
        (
            format!("x; {scheme}; class=\"kind\";, y; {scheme}; class=mixin"),
            "trailing-semicolon",
        ),
        (format!("x; class=\"kind\"; {scheme}"), "parameter-order"),
        (
            "x; scheme=\"http://a.b/c#x\"; class=\"kind\"".to_owned(),
            "scheme-includes-term",
        ),
        (
            format!("term=\"x\"; {scheme}; class=\"kind\""),
            "term-as-parameter",
        ),
        (
            "x; scheme='http://a.b/c#'; class=\"kind\"".to_owned(),
            "single-quotes",
        ),
        (
            "x; scheme=http://a.b/c#; class=\"kind\"".to_owned(),
            "parameter-unquoted",
        ),
        (
            format!("x; {scheme}; class=\"kind\"; rel=\"http://a.b/c#y http://a.b/c#z\""),
            "rel-multiple",
        ),
        (
            format!("x; {scheme}; class=\"kind\"; colour=\"blue\""),
            "unknown-parameter",
        ),
        (format!("x; {scheme}; class=\"kind\", "), "empty-member"),
        (
            format!("x; {scheme}; class=\"kind\"; title"),
            "parameter-without-value",
        ),
    ] {
        let message = format!("Category: {value}");
        if code == "single-quotes" {
            // Without single quotes, the grammar sees a value without quotes.
            assert!(entity(&body(&message), Mode::Strict).is_err());
            assert!(entity(&body(&message), Mode::Lenient).is_ok());
            continue;
        }
        deviates(&body(&message), code);
    }
    let blanks = "Category :  x  ;  scheme = \"http://a.b/c#\"  ;class=kind";
    deviates(&body(blanks), "blank-before-colon");
}

#[test]
fn categories_with_faults_are_refused_in_both_modes() {
    let scheme = "scheme=\"http://a.b/c#\"";
    for (value, code) in [
        (format!("; {scheme}; class=\"kind\""), "term-missing"),
        (format!("-x; {scheme}; class=\"kind\""), "term-syntax"),
        ("x; class=\"kind\"".to_owned(), "scheme-missing"),
        ("x; scheme=\"\"; class=\"kind\"".to_owned(), "scheme-empty"),
        (
            "x; scheme=\"c\"; class=\"kind\"".to_owned(),
            "scheme-not-uri",
        ),
        (
            "x; scheme=\"http://a.b/c\"; class=\"kind\"".to_owned(),
            "scheme-without-hash",
        ),
        (format!("x; {scheme}; class=\"type\""), "class-unknown"),
        (
            format!("x; {scheme}; class=\"kind\"; location=\"\""),
            "location-empty",
        ),
        (
            format!("x; {scheme}; class=\"kind\"; location=\"/a\\/b\""),
            "location-not-uri",
        ),
        (
            format!("x; {scheme}; class=\"kind\"; rel=\"y\""),
            "rel-not-identifier",
        ),
        (
            format!("x; {scheme}; class=\"kind\"; attributes=\"a{{required\""),
            "attribute-definition-syntax",
        ),
        (
            format!("x; {scheme}; {scheme}; class=\"kind\""),
            "repeated-parameter:scheme",
        ),
        (
            format!("x; {scheme}; class=\"kind\"; title=\"a\"b"),
            "bad-quoting:title",
        ),
        (
            format!("x; {scheme}; class=\"kind\"; title=\"a"),
            "bad-quoting:title",
        ),
    ] {
        refused(&body(&format!("Category: {value}")), code);
    }
    refused(
        &body(&format!("Category: {COMPUTE}, y; {scheme}; class=kind")),
        "several-kinds",
    );
    deviates(
        &body(&format!(
            "Category: {COMPUTE}\nCategory: x; {scheme}; class=mixin, x; {scheme}; class=mixin"
        )),
        "repeated-category",
    );
}

#[test]
fn a_full_category_is_read() {
    let message = "Category: network; scheme=\"http://schemas.ogf.org/occi/infrastructure#\"; \
        class=\"kind\"; title=\"Network, \\\"the\\\" resource\"; \
        rel=\"http://schemas.ogf.org/occi/core#resource\"; location=\"/network/\"; \
        attributes=\"a b.c{immutable} d{required} e{required immutable} f{immutable required}\"; \
        actions=\"http://a.b/c#up http://a.b/c#down\"";
    let read = read_categories(&body(message), Mode::Strict).unwrap();
    let network = &read.value[0];
    assert_eq!(network.title.as_deref(), Some("Network, \"the\" resource"));
    assert_eq!(
        network.rel,
        [CategoryId::parse("http://schemas.ogf.org/occi/core#resource").unwrap()]
    );
    assert_eq!(network.location.as_deref(), Some("/network/"));
    let flags: Vec<_> = network
        .attributes
        .iter()
        .map(|a| (a.name.as_str(), a.mutable, a.required))
        .collect();
    assert_eq!(
        flags,
        [
            ("a", true, false),
            ("b.c", false, false),
            ("d", true, true),
            ("e", false, true),
            ("f", false, true)
        ]
    );
    assert_eq!(network.actions.len(), 2);
}

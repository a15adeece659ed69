use occi_model::SourceId;
use proptest::prelude::*;

use super::{format, token};
use crate::builtin;

fn formatted(text: &str) -> String {
    match format("entry.occi", text) {
        Ok(text) => text,
        Err(refused) => panic!("{}\n{text}", refused.faults),
    }
}

/// Every comment of a text, in order.
fn comments(text: &str) -> Vec<&str> {
    crate::syntax::comments(text)
        .into_iter()
        .map(|range| text[range].trim_end())
        .collect()
}

const HEAD: &str = "extension t \"http://example.com/t#\";\n";

#[track_caller]
fn becomes(from: &str, to: &str) {
    let result = formatted(&format!("{HEAD}{from}"));
    assert_eq!(result, format!("{HEAD}{to}"));
    assert_eq!(formatted(&result), result, "formatting twice");
}

#[test]
fn the_shipped_definitions_are_in_style() {
    for builtin in builtin::ALL {
        let result = formatted(builtin.text);
        assert!(
            result == builtin.text,
            "{}:\n{}",
            builtin.name,
            difference(builtin.text, &result)
        );
    }
}

/// The first lines that differ.
fn difference(left: &str, right: &str) -> String {
    left.lines()
        .zip(right.lines())
        .enumerate()
        .filter(|(_, (left, right))| left != right)
        .take(3)
        .map(|(at, (left, right))| format!("{}\n- {left}\n+ {right}\n", at + 1))
        .collect()
}

#[test]
fn blanks_and_breaks_follow_one_style() {
    becomes(
        "use   core ;use infra as x;",
        "use core;\nuse infra as x;\n",
    );
    becomes("enum A{a,b,}", "enum A { a, b }\n");
    becomes(
        "enum A{a,///  B.\nb}",
        "enum A {\n    a,\n    ///  B.\n    b,\n}\n",
    );
    becomes(
        "kind a\"A\":b at\"/a/\"{x . y:integer( 1 ..= 9 )=3 unit\"s\";};"
            .replace(" . ", ".")
            .as_str(),
        "kind a \"A\" : b at \"/a/\" {\n    x.y: integer(1..=9) = 3 unit \"s\";\n}\n",
    );
    becomes("mixin a{}", "mixin a {}\n");
    becomes(
        "type A=list(float(0.5<..),unique,length=..4);type B=hash{required a:string;};",
        "type A = list(float(0.5<..), unique, length = ..4);\ntype B = hash { required a: string; };\n",
    );
    becomes(
        "mixin a{set x=[1,{a:2,},];depends b,c,;}",
        "mixin a {\n    set x = [1, { a: 2 }];\n    depends b, c;\n}\n",
    );
    becomes(
        "kind a{action s(x:string,);action t\"T\"(#[since(\"1.2\")]x:string)  ;}",
        "kind a {\n    action s(x: string);\n    action t \"T\" (\n        #[since(\"1.2\")]\n        x: string,\n    );\n}\n",
    );
    becomes(
        "kind a{states s{initial a{go->b|c via d;}b{event->a;event \"x\"->a;};c;}}",
        "kind a {\n    states s {\n        initial a { go -> b | c via d; }\n        b {\n            event -> a;\n            event \"x\" -> a;\n        }\n        c;\n    }\n}\n",
    );
    becomes(
        "kind a{require not(a==1 or b not in(1,2,))and defined(c)\"m\";}",
        "kind a {\n    require not (a == 1 or b not in (1, 2)) and defined(c) \"m\";\n}\n",
    );
}

#[test]
fn signs_stand_beside_what_they_are_the_sign_of() {
    becomes(
        "kind a{require - b*-(c -d)<e -f+ - 1 and -length( b )<1 or starts_with(b,\"x\",)and self  has m \"m\";}",
        "kind a {\n    require -b * -(c - d) < e - f + - 1 and -length(b) < 1 or starts_with(b, \"x\") and self has m\n        \"m\";\n}\n",
    );
}

#[test]
fn facts_beside_the_standard_have_their_style() {
    becomes(
        "#[ annotation( \"a\",\"b\" ) ]enum enum{a}enum hash{a}type A=number(0 ..=9,digits=3,fraction=1);",
        "#[annotation(\"a\", \"b\")]\nenum enum { a }\nenum hash { a }\ntype A = number(0..=9, digits = 3, fraction = 1);\n",
    );
    becomes(
        "kind a{action go(x:mac)returns\"what\";require  small :a<1 \"m\";require or:(a<1)\"m\";require:mac;}",
        "kind a {\n    action go(x: mac) returns \"what\";\n    require small: a < 1 \"m\";\n    require or: (a < 1) \"m\";\n    require: mac;\n}\n",
    );
    becomes(
        "kind a{x:hash{required b:mac;c:list(mac)=[ ];d:hash=  {e:1};};states x{initial final a{event->b;}final b;}}",
        "kind a {\n    x: hash { required b: mac; c: list(mac) = []; d: hash = { e: 1 }; };\n    states x {\n        initial final a { event -> b; }\n        final b;\n    }\n}\n",
    );
}

#[test]
fn long_lines_are_broken() {
    let long = "a".repeat(60);
    let text = format!(
        "extension t // c\n \"http://example.com/{long}#\" version \"1\" specification \"b\";"
    );
    assert_eq!(
        formatted(&text),
        format!(
            "extension t \"http://example.com/{long}#\" // c\n    version \"1\"\n    specification \"b\";\n"
        )
    );
    let long = "a".repeat(60);
    becomes(
        &format!("enum A {{ {long}, b{long} }}"),
        &format!("enum A {{\n    {long},\n    b{long},\n}}\n"),
    );
    becomes(
        &format!(
            "kind a \"A\" : b in \"http://example.com/{long}#\" at \"/a/\" {{ x.y: string; }}"
        ),
        &format!(
            "kind a \"A\" : b\n    in \"http://example.com/{long}#\"\n    at \"/a/\"\n{{\n    x.y: string;\n}}\n"
        ),
    );
    becomes(
        &format!(
            "kind a {{ require {long} == 1 and defined(b) or {long} == 2 and c == 1 \"m\"; }}"
        ),
        &format!(
            "kind a {{\n    require {long} == 1\n        and defined(b)\n        or {long} == 2\n        and c == 1\n        \"m\";\n}}\n"
        ),
    );
    becomes(
        &format!("mixin a {{ applies {long}, {long}; }}"),
        &format!("mixin a {{\n    applies {long},\n        {long};\n}}\n"),
    );
}

#[test]
fn comments_stay_where_they_belong() {
    becomes(
        "// one\n\n\n// two\nuse core; // three\nenum A { // four\n a, // five\n // six\n b // seven\n , // eight\n } // nine\n// ten",
        "// one\n\n// two\nuse core; // three\nenum A { // four\n    a, // five\n    // six\n    b, // seven\n    // eight\n} // nine\n// ten\n",
    );
    becomes(
        "kind // a\n b : // c\n d { // e\n x : // f\n y // g\n ; // h\n\n // i\n }",
        "kind b : d { // a\n    // c\n    // e\n    x: y; // f\n    // g\n    // h\n\n    // i\n}\n",
    );
    becomes(
        "/// A.\n// why\n\n#[since(\"1.2\")]\n\n// more\nkind a;",
        "/// A.\n// why\n#[since(\"1.2\")]\n// more\nkind a;\n",
    );
}

#[test]
fn a_text_with_faults_is_left_alone() {
    let refused = format("entry.occi", "extension t \"http://example.com/t#\"; kind").unwrap_err();
    assert!(refused.faults.has_errors());
    assert!(format("entry.occi", "").is_err());
}

#[test]
fn tokens_keep_every_visible_character() {
    for builtin in builtin::ALL {
        let (tokens, rest) = token::read(builtin.text);
        let visible = |text: &str| text.split_whitespace().collect::<String>();
        let mut told = String::new();
        for token in &tokens {
            for comment in &token.before {
                told.push_str(&visible(comment.text));
            }
            told.push_str(&visible(token.text));
            told.push_str(&token.after.map(visible).unwrap_or_default());
        }
        for comment in &rest {
            told.push_str(&visible(comment.text));
        }
        assert_eq!(told, visible(builtin.text));
    }
}

/// A shipped definition, its blanks replaced and comments put in where the seed says.
fn disturbed(text: &str, seed: &[u8]) -> String {
    let (tokens, rest) = token::read(text);
    let mut out = String::new();
    let mut seed = seed.iter().cycle().copied();
    let mut number = 0;
    for token in &tokens {
        for comment in &token.before {
            out.push_str(&format!("\n{}\n", comment.text));
        }
        if token.kind == token::Kind::Doc || token.kind == token::Kind::InnerDoc {
            out.push_str(&format!("\n{}\n", token.text));
            continue;
        }
        match seed.next().unwrap_or_default() % 12 {
            0 => out.push('\n'),
            1 => out.push_str("\n\n\n"),
            2 => {
                number += 1;
                out.push_str(&format!(" // {number}\n"));
            }
            3 => {
                number += 1;
                out.push_str(&format!("\n\n // {number}\n\n"));
            }
            4 => out.push_str("\t \t"),
            _ => out.push(' '),
        }
        out.push_str(token.text);
        if let Some(comment) = token.after {
            out.push_str(&format!("{comment}\n"));
        }
    }
    for comment in &rest {
        out.push_str(&format!("\n{}\n", comment.text));
    }
    out
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_layout_of_a_definition_becomes_one_and_keeps_its_comments(
        which in 0..builtin::ALL.len(),
        seed in prop::collection::vec(any::<u8>(), 1..200),
    ) {
        let text = disturbed(builtin::ALL[which].text, &seed);
        // `format` itself refuses a result that means something else.
        let once = match format("entry.occi", &text) {
            Ok(once) => once,
            Err(refused) => return Err(TestCaseError::fail(format!("{}\n{text}", refused.faults))),
        };
        prop_assert_eq!(comments_sorted(&once), comments_sorted(&text));
        let twice = formatted(&once);
        prop_assert!(twice == once, "{}", difference(&once, &twice));
        prop_assert!(!once.lines().any(|line| line.ends_with(' ')));
    }

    #[test]
    fn no_text_makes_it_panic(text in "(extension t \"a:b#\";)?([a-z{}()\\[\\];:,\"/#.<=|0-9 \n-]{0,200})") {
        let _ = format("entry.occi", &text);
        let _ = super::layout::format(&text);
        let _ = crate::syntax::parse(&text, SourceId(0));
    }
}

fn comments_sorted(text: &str) -> Vec<&str> {
    let mut comments = comments(text);
    comments.sort_unstable();
    comments
}

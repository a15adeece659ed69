//! What the densest definitions cost: texts of one megabyte that repeat a statement of a few bytes.
//!
//! Each in a process of its own, for its memory; most of them have a fault in each statement, which
//! costs more than what is right.

use std::{env, error::Error, path::Path, process::Command};

use occi_grammar::{MemoryResolver, compile, diagnostic, load};
use occi_model::Profile;

use crate::clock;

type Outcome = Result<(), Box<dyn Error>>;

/// What is before, what is repeated, what is behind; every text has the extension and the import
/// of Core before it.
type Dense = (&'static str, &'static str, &'static str);

/// Size of a text, in bytes; `OCCI_DENSE_BYTES` gives another, to see that the time grows with it.
const SIZE: usize = 1_000_000;

const TEXTS: &[Dense] = &[
    ("kind a : core.resource {\n", "a:b;", "}"),
    ("kind a : core.resource {\n", "a:string;", "}"),
    ("kind a : core.resource {\n", "action a;", "}"),
    ("kind a : core.resource {\n", "action a(a:b);", "}"),
    ("kind a : core.resource {\naction x(a:string", ",a:b", ");}"),
    (
        "kind a : core.resource {\na:integer;\n",
        "require a==1 \"\";",
        "}",
    ),
    ("kind a : core.resource {\na: hash {", "a:b;", "};}"),
    (
        "kind a : core.resource {\na: list(integer) = [",
        "1,",
        "];}",
    ),
    ("kind a : core.resource {\na: hash = {", "a:1,", "};}"),
    ("kind a : core.resource {\na: list(string) = [", "a,", "];}"),
    (
        "kind a : core.resource {\na: list(list(integer)) = [",
        "[1],",
        "];}",
    ),
    (
        "kind a : core.resource {\na: list(hash) = [",
        "{a:1},",
        "];}",
    ),
    ("kind a : core.resource {\na:b", "=1", ";}"),
    (
        "kind a : core.resource {\na:boolean;\nrequire a",
        " and a",
        " \"\";}",
    ),
    (
        "kind a : core.resource {\na:integer;\n",
        "require a in (1,1,1,1,1,1,1,1,1) \"\";",
        "}",
    ),
    ("kind a : core.resource {\na: string(a", ",a", ");}"),
    (
        "kind a : core.resource {\ns: enum { a }; states s {",
        "a;",
        "}}",
    ),
    (
        "kind a : core.resource {\ns: enum { a }; states s {",
        "a{}",
        "}}",
    ),
    (
        "kind a : core.resource {\ns: enum { a }; states s { a {",
        "a->a;",
        "}}}",
    ),
    ("kind a : core.link {\ntarget a", ",a", ";}"),
    ("mixin a {\n", "set a = 1;", "}"),
    ("mixin a {\n", "depends a;", "}"),
    ("mixin a {\napplies a", ",a", ";}"),
    ("enum E {", "a,", "}"),
    ("", "type T=T;", ""),
    ("", "kind a;\n", ""),
    ("", "kind a{a:b;}", ""),
    ("kind a", ":a", ";"),
    ("kind a {", "a:b;", ""),
    ("", "kind a:core.resource;\n", ""),
    ("", "mixin a;\n", ""),
    ("", "use a;\n", ""),
    ("kind a \"", "\\q", "\";"),
    ("", "#[a]", "kind a;"),
    ("", "/// a\n", "kind a;"),
    ("", "//\n", ""),
    ("", "{", ""),
    ("", "{},", ""),
    ("configuration c {", "tag a;", "}"),
    ("configuration c {", "resource a:core.resource;", "}"),
    ("configuration c { resource a:core.resource {", "a=1;", "}}"),
    (
        "configuration c { resource a:core.resource with a",
        ",a",
        ";}",
    ),
    ("", "a ", ""),
    ("", "\"", ""),
];

fn text(dense: Dense) -> Result<String, Box<dyn Error>> {
    let size = match env::var("OCCI_DENSE_BYTES") {
        Ok(bytes) => bytes.parse()?,
        Err(_) => SIZE,
    };
    let (head, one, tail) = dense;
    Ok([
        "extension t \"http://a.example/t#\";\nuse core;\n",
        head,
        &one.repeat(size / one.len()),
        tail,
    ]
    .concat())
}

/// Compiles one of the texts, and prints what it cost: after the draft and the model the peak of the
/// memory as a multiple of the text, and seconds for a megabyte of the whole.
pub(crate) fn one(number: usize) -> Outcome {
    let text = text(*TEXTS.get(number).ok_or("there is no such text")?)?;
    let before = clock::peak_memory();
    #[expect(clippy::cast_precision_loss, reason = "factors to print")]
    let factor = |cost: f64| cost / text.len() as f64;
    #[expect(clippy::cast_precision_loss, reason = "factors to print")]
    let memory = || factor(clock::peak_memory().saturating_sub(before) as f64);
    let mut resolver = MemoryResolver::new().with("dense", text.as_str());
    drop(load("dense", &mut resolver));
    let draft = memory();
    let start = clock::thread();
    let compiled = compile("dense", &mut resolver, Profile::Union);
    let told = diagnostic::render(&compiled.faults, &compiled.sources, &Default::default());
    let took = clock::thread().saturating_sub(start);
    println!(
        "{draft:>7.0} {:>7.0} {:>7.2} {:>9}",
        memory(),
        factor(took.as_secs_f64() * 1e6),
        told.len(),
    );
    Ok(())
}

/// Prints what each costs.
pub(crate) fn run(this: &Path) -> Outcome {
    println!("\n== the densest definitions");
    println!("  draft   model    s/MB bytes told   (memory as a multiple of the text)");
    for (number, (head, one, _)) in TEXTS.iter().enumerate() {
        let output = Command::new(this)
            .args(["--dense-one", &number.to_string()])
            .output()?;
        if !output.status.success() {
            return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
        }
        println!(
            "{}   {:?} in {head:?}",
            String::from_utf8(output.stdout)?.trim_end(),
            one
        );
    }
    Ok(())
}

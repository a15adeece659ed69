use occi_model::{Code, Origin};

use super::*;

fn sample() -> (Faults, Sources) {
    let mut sources = Sources::new();
    let id = sources.add("gpu.occi", "kind a;\nkind\u{202e} b;\nkind a;\n");
    let mut faults = Faults::new();
    faults.push(
        Fault::new(
            Code::error(3),
            Origin::span(id, 24..25),
            "`a` is \u{1b}[1mtwice",
        )
        .with_label("again")
        .with_place(Origin::span(id, 5..6), "first")
        .with_note("identifiers are unique (D-02)")
        .with_help("rename one")
        .with_replacement("b"),
    );
    faults.push(Fault::new(
        Code::warning(12),
        Origin::Unknown,
        "no place for this",
    ));
    (faults, sources)
}

#[cfg(feature = "render")]
#[test]
fn people_see_excerpts() {
    let (faults, sources) = sample();
    insta::assert_snapshot!(render(&faults, &sources, &RenderOptions::default()));
}

#[test]
fn lines_have_path_line_and_column() {
    let (faults, sources) = sample();
    assert_eq!(
        one_line(&faults, &sources, 20),
        "gpu.occi:3:6: error[E0003]: `a` is \\u{1b}[1mtwice\nwarning[W0012]: no place for this\n"
    );
    assert_eq!(one_line(&faults, &sources, 0), "... and 2 more faults\n");
}

#[test]
fn programs_get_objects() {
    let (faults, sources) = sample();
    let lines = json_lines(&faults, &sources);
    let objects: Vec<serde_json::Value> = lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(objects[0]["code"], "E0003");
    assert_eq!(objects[0]["place"]["line"], 3);
    assert_eq!(objects[0]["place"]["column"], 6);
    assert_eq!(objects[0]["place"]["start"], 24);
    assert_eq!(objects[0]["suggestion"]["replacement"], "b");
    assert_eq!(objects[1]["place"], serde_json::Value::Null);
    assert_eq!(objects[1]["severity"], "warning");
}

#[cfg(feature = "render")]
#[test]
fn endless_lines_are_not_drawn() {
    let mut sources = Sources::new();
    let id = sources.add("long.occi", "x".repeat(1 << 20));
    let mut faults = Faults::new();
    faults.push(Fault::new(Code::error(1), Origin::span(id, 9..10), "bad"));
    assert_eq!(
        render(&faults, &sources, &RenderOptions::default()),
        "long.occi:1:10: error[E0001]: bad\n\n"
    );
}

#[test]
fn warnings_do_not_hide_errors() {
    let mut faults = Faults::new();
    faults.push(Fault::new(Code::warning(1), Origin::Unknown, "a"));
    faults.push(Fault::new(Code::warning(2), Origin::Unknown, "b"));
    faults.push(Fault::new(Code::error(3), Origin::Unknown, "c"));
    assert_eq!(
        one_line(&faults, &Sources::new(), 2),
        "warning[W0001]: a\nerror[E0003]: c\n... and 1 more fault\n"
    );
}

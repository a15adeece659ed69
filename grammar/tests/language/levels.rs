//! Levels of warnings in the text: `#[allow("W0012")]`, `#[deny("W0012")]`.

use occi_grammar::{Compiled, Lints, MemoryResolver, compile, fmt, load};
use occi_model::Profile;

fn compiled(text: &str, profile: Profile) -> Compiled {
    compile(
        "entry",
        &mut MemoryResolver::new().with("entry", text),
        profile,
    )
}

/// `CODE accused text` of every fault, in order of place.
fn faults(compiled: &Compiled) -> Vec<String> {
    compiled
        .faults
        .iter()
        .map(|fault| {
            let accused = compiled.sources.excerpt(fault.origin).unwrap_or_default();
            format!("{} {accused}", fault.code)
        })
        .collect()
}

/// A file whose extension line has `marks` before it.
fn file(marks: &str, items: &str) -> String {
    format!("{marks}\nextension t \"http://example.com/t#\";\nuse core;\n{items}\n")
}

fn found(marks: &str, items: &str) -> Vec<String> {
    faults(&compiled(&file(marks, items), Profile::Union))
}

#[test]
fn a_mark_speaks_of_what_it_stands_before_and_of_nothing_else() {
    let items = |kind: &str, member: &str| {
        format!(
            "{kind} kind a : core.resource {{ {member} size: string; weight: string; }}\n\
             kind b : core.resource {{ length: string; }}"
        )
    };
    let left = |marks: &str, kind: &str, member: &str| found(marks, &items(kind, member));
    let (size, weight, length) = ("W0012 size", "W0012 weight", "W0012 length");
    assert_eq!(left("", "", ""), [size, weight, length]);
    let allow = "#[allow(\"W0012\")]";
    assert_eq!(left("", "", allow), [weight, length]);
    assert_eq!(left("", allow, ""), [length]);
    assert_eq!(left(allow, "", ""), [""; 0]);
    assert_eq!(left("#[allow(\"warnings\")]", "", ""), [""; 0]);
    let (size, weight) = ("E0012 size", "E0012 weight");
    let deny = "#[deny(\"W0012\")]";
    assert_eq!(left("", deny, ""), [size, weight, length]);
    // The innermost mark decides.
    assert_eq!(left(deny, allow, ""), ["E0012 length"]);
    assert_eq!(left(allow, deny, ""), [size, weight]);
    assert_eq!(left(allow, deny, allow), [weight]);
}

#[test]
fn every_place_of_a_mark_counts() {
    // A description of a thing that keeps none is warned of, with the place before the thing.
    for (item, warned) in [
        ("/// d\n{} use infrastructure as infra;", "W0130 /// d"),
        (
            "kind a : core.resource { /// d\n{} require title == 1 \"m\"; title: integer; }",
            "W0130 /// d",
        ),
        (
            "kind a : core.resource { action go({} how: list(string)); }",
            "W0061 list(string)",
        ),
        (
            "kind a : core.resource { readonly com.example.s: enum { on } = on; states com.example.s { /// d\n{} initial on; } }",
            "W0130 /// d",
        ),
        (
            "kind a : core.resource { readonly com.example.s: enum { on } = on; states com.example.s { initial on { /// d\n{} event -> on; } } }",
            "W0130 /// d",
        ),
    ] {
        let code = &warned[..5];
        let all = found("", &item.replace("{}", ""));
        assert!(all.iter().any(|one| one == warned), "{item}: {all:?}");
        let mark = format!("#[allow(\"{code}\")]");
        let left = found("", &item.replace("{}", &mark));
        let expected: Vec<&String> = all.iter().filter(|one| *one != warned).collect();
        assert_eq!(left.iter().collect::<Vec<_>>(), expected, "{item}");
    }
}

#[test]
fn one_code_goes_before_all_and_to_deny_before_to_allow() {
    let with = |marks: &str| {
        found(
            "",
            &format!("{marks} kind a : core.resource at \"/a\" {{ size: string; }}"),
        )
    };
    assert_eq!(with(""), ["W0025 \"/a\"", "W0012 size"]);
    assert_eq!(
        with("#[deny(\"warnings\")] #[allow(\"W0012\")]"),
        ["E0025 \"/a\""]
    );
    assert_eq!(
        with("#[allow(\"warnings\")] #[deny(\"W0012\")]"),
        ["E0012 size"]
    );
    assert_eq!(
        with("#[allow(\"W0012\")] #[deny(\"W0012\")] #[allow(\"W0025\")]"),
        ["E0012 size"]
    );
}

#[test]
fn marks_go_before_what_the_command_line_says() {
    let text = file(
        "",
        "#[allow(\"W0012\")] kind a : core.resource { size: string; }\n\
         #[deny(\"W0012\")] kind b : core.resource { size: string; }\n\
         kind c : core.resource { size: string; }",
    );
    let with = |set: fn(&mut Lints)| {
        let mut lints = Lints::new();
        set(&mut lints);
        let mut compiled = compiled(&text, Profile::Union);
        lints.apply(&mut compiled);
        faults(&compiled)
    };
    assert_eq!(with(|_| {}), ["E0012 size", "W0012 size"]);
    assert_eq!(
        with(|lints| lints.allow("warnings".parse().unwrap())),
        ["E0012 size"]
    );
    assert_eq!(
        with(|lints| lints.deny("W0012".parse().unwrap())),
        ["E0012 size", "E0012 size"]
    );
}

#[test]
fn what_is_denied_is_an_error_that_shows_the_mark() {
    let text = file(
        "#[deny(\"W0012\")]",
        "kind a : core.resource { size: string; }",
    );
    let compiled = compiled(&text, Profile::Union);
    assert!(compiled.model.is_none());
    let fault = compiled.faults.iter().next().unwrap();
    assert_eq!(
        compiled.sources.excerpt(fault.labels[0].origin),
        Some("#[deny(\"W0012\")]")
    );
    let denied = |note: &String| note.contains("`W0012` is denied");
    assert!(fault.notes.iter().any(denied), "{fault:?}");
}

#[test]
fn what_is_no_warning_is_refused_with_a_mend() {
    for (argument, mend) in [
        ("E0012", Some("\"W0012\"")),
        ("w12", Some("\"W0012\"")),
        ("all", Some("\"warnings\"")),
        ("E0021", None),
        ("W0021", None),
        ("W9999", None),
        ("", None),
    ] {
        for mark in ["allow", "deny"] {
            let text = file(
                "",
                &format!("#[{mark}(\"{argument}\")] kind a : core.resource;"),
            );
            let compiled = compiled(&text, Profile::Union);
            assert_eq!(
                faults(&compiled),
                [format!("E0160 \"{argument}\"")],
                "{mark} {argument}"
            );
            let fault = compiled.faults.iter().next().unwrap();
            let found = fault.suggestion.as_ref().map(|mend| &*mend.replacement);
            assert_eq!(found, mend, "{argument}");
            assert!(mend.is_some() || fault.help.is_some(), "{argument}");
        }
    }
    assert_eq!(
        found("", "#[allow] kind a : core.resource;"),
        ["E0120 #[allow]"]
    );
    assert_eq!(
        found(
            "",
            "#[allow(\"W0012\")] #[allow(\"W0012\")] kind a : core.resource { size: string; }"
        ),
        ["E0123 #[allow(\"W0012\")]"]
    );
}

#[test]
fn a_mark_that_allows_nothing_is_warned_of() {
    let mark = "#[allow(\"W0012\")]";
    let sound = "kind a : core.resource { com.example.size: string; }";
    let idle = format!("W0161 {mark}");
    assert_eq!(found(mark, sound), [&*idle]);
    assert_eq!(found("", &format!("{mark} {sound}")), [&*idle]);
    // The inner mark allows it, and leaves nothing for the outer one.
    let inner = format!("kind a : core.resource {{ {mark} size: string; }}");
    assert_eq!(found(mark, &inner), [&*idle]);
    // The mend takes the mark away.
    let text = file(mark, sound);
    let with_mark = compiled(&text, Profile::Union);
    let suggestion = with_mark
        .faults
        .iter()
        .next()
        .unwrap()
        .suggestion
        .clone()
        .unwrap();
    let mut mended = text.clone();
    mended.replace_range(suggestion.origin.range().unwrap(), &suggestion.replacement);
    assert_eq!(faults(&compiled(&mended, Profile::Union)), [""; 0]);
    // It is a warning as others are.
    let own = "#[allow(\"W0161\")]";
    assert_eq!(found("", &format!("{own} {mark} {sound}")), [""; 0]);
    assert_eq!(
        found("#[deny(\"warnings\")]", &format!("{mark} {sound}")),
        [format!("E0161 {mark}")]
    );
    assert_eq!(
        found("", &format!("{own} {sound}")),
        [format!("W0161 {own}")]
    );
    assert_eq!(
        found("", &format!("#[allow(\"warnings\")] {sound}")),
        ["W0161 #[allow(\"warnings\")]"]
    );
    // Other versions, and errors, may be why nothing is warned of.
    assert_eq!(faults(&compiled(&text, Profile::V1_1)), [""; 0]);
    assert_eq!(
        found(mark, "kind a : core.resource { com.example.size: strong; }"),
        ["E0203 strong"]
    );
}

#[test]
fn faults_of_the_language_have_levels_without_a_model_too() {
    let text = file(
        "",
        "/// d\n#[allow(\"W0130\")] use infrastructure as infra;",
    );
    let mut resolver = MemoryResolver::new().with("entry", text.as_str());
    assert_eq!(load("entry", &mut resolver).faults.to_string(), "");
}

#[test]
fn marks_of_one_file_say_nothing_of_another() {
    let imported = "extension u \"http://example.com/u#\";\nuse core;\nkind a : core.resource { size: string; }\n";
    let text = file("#[deny(\"W0012\")]", "use u;\nkind b : u.a;");
    let mut resolver = MemoryResolver::new()
        .with("entry", text)
        .with("u", imported);
    let compiled = compile("entry", &mut resolver, Profile::Union);
    assert_eq!(faults(&compiled), ["W0012 size"]);
}

#[test]
fn the_formatter_keeps_them() {
    let text = "#[allow(\"W0012\")]\nextension t \"http://example.com/t#\";\n\nuse core;\n\n#[deny(\"W0025\")]\nkind a : core.resource {\n    #[allow(\"warnings\")]\n    size: string;\n}\n";
    assert_eq!(fmt::format("t", text).unwrap(), text);
}

/// Many marks before one item, and many warnings within it, take no long time.
#[test]
fn thousands_of_marks_and_warnings_are_no_burden() {
    let members: String = (0..2000)
        .map(|at| format!("#[allow(\"W0012\")] size{at}: string;\n"))
        .collect();
    let text = file(
        "#[deny(\"warnings\")]",
        &format!("kind a : core.resource {{ {members} }}"),
    );
    let start = std::time::Instant::now();
    assert_eq!(faults(&compiled(&text, Profile::Union)), [""; 0]);
    let took = start.elapsed();
    assert!(took < std::time::Duration::from_secs(10), "{took:?}");
}

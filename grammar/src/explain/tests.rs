use std::collections::BTreeSet;

use super::{EXAMPLES, examples, page, pages};
use crate::{Compiled, MemoryResolver, builtin, compile};

fn compiled(example: &super::Example) -> Compiled {
    let mut resolver = MemoryResolver::new().with("entry", example.file());
    for builtin in builtin::ALL {
        resolver = resolver.with(builtin.name, builtin.text);
    }
    compile("entry", &mut resolver, example.profile)
}

/// No short example can have these: they are about the size of a text, other files, or what is
/// reported under another code first.
const WITHOUT: &[&str] = &[
    "E0108", "E0109", "E0110", "E0114", "E0128", "E0150", "E0152", "E0153", "E0154", "E0156",
    "E0199", "E0201", "E0208", "E0216", "E0221", "W0231",
];

#[test]
fn every_wrong_example_has_exactly_its_fault_and_every_right_one_none() {
    let mut failed = String::new();
    for page in pages() {
        if let Some(wrong) = page.wrong {
            let faults = compiled(&wrong).faults;
            let codes: BTreeSet<String> = faults.iter().map(|f| f.code.to_string()).collect();
            if codes != BTreeSet::from([page.code.to_string()]) {
                failed.push_str(&format!("{} wrong: {codes:?}\n{faults}\n", page.code));
            }
        }
        if let Some(right) = page.right {
            let compiled = compiled(&right);
            if compiled.model.is_none() || !compiled.faults.is_empty() {
                failed.push_str(&format!("{} right: {}\n", page.code, compiled.faults));
            }
        }
    }
    assert!(failed.is_empty(), "{failed}");
}

#[test]
fn every_page_has_both_examples_or_none() {
    let without = |page: &&super::Page| page.wrong.is_none();
    for page in pages() {
        assert_eq!(page.wrong.is_some(), page.right.is_some(), "{}", page.code);
    }
    let names: Vec<String> = pages()
        .iter()
        .filter(without)
        .map(|page| page.code.to_string())
        .collect();
    assert_eq!(names, WITHOUT);
}

#[test]
fn every_example_belongs_to_a_page() {
    let examples = examples();
    assert_eq!(examples.len(), EXAMPLES.matches("\n== ").count());
    let mut seen = BTreeSet::new();
    for (code, kind, _) in examples {
        let page = page(code.parse().unwrap()).unwrap();
        assert_eq!(page.code.to_string(), code);
        assert!(matches!(kind, "wrong" | "right"), "{code} {kind}");
        assert!(seen.insert((code, kind)), "{code} {kind} twice");
    }
}

#[test]
fn a_page_says_what_why_and_how() {
    let text = page("E0021".parse().unwrap()).unwrap().text();
    assert!(text.starts_with("E0021: broken parent chain\n\n"), "{text}");
    for part in [
        "\nWrong:\n\n    kind",
        "\nRight:\n\n    kind",
        "\nSource: GFD.221",
    ] {
        assert!(text.contains(part), "{text}");
    }
    // A denied warning has the page of the warning.
    assert_eq!(
        page("E0012".parse().unwrap()),
        page("W0012".parse().unwrap())
    );
    assert_eq!(page("E9999".parse().unwrap()), None);
}

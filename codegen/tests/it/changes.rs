//! The same model gives the same bytes, and a small change of it a small change of them.

use std::collections::BTreeSet;

use occi_codegen::{
    CrateName, CrateSettings, Runtime, Settings, generate, generate_crate, generate_text,
};

use crate::support::{infrastructure, model_of_file, model_of_text, root};

#[test]
fn the_same_model_gives_the_same_bytes() {
    let settings = CrateSettings::new(
        CrateName::new("a").unwrap(),
        Runtime::Version("1.0.0".to_owned()),
    );
    // Read anew each time, so that no order of a hash table can hide.
    let files = || generate_crate(&infrastructure(), &settings);
    let first = files();
    for _ in 0..3 {
        assert_eq!(files(), first);
    }
    let obstacles = || {
        let model = model_of_file(&root().join("codegen/tests/obstacles.occi"));
        generate_text(&model, &Settings::default())
    };
    assert_eq!(obstacles(), obstacles());
}

fn definition(more: &str) -> String {
    format!(
        "extension test \"http://example.com/occi/test#\";\nuse core;\n\
         kind first : core.resource at \"/first/\" {{ com.example.first.a: string; com.example.first.b: string; {more} }}\n\
         kind second : core.resource at \"/second/\" {{ com.example.second.a: string; }}\n"
    )
}

#[test]
fn one_attribute_more_changes_only_lines_about_it() {
    let before = generate(&model_of_text(&definition("")), &Settings::default());
    let after = definition("/// Fresh.\ncom.example.first.fresh: string;");
    let after = generate(&model_of_text(&after), &Settings::default());
    let paths = |files: &occi_codegen::Files| -> Vec<String> {
        files.iter().map(|(path, _)| path.to_owned()).collect()
    };
    assert_eq!(paths(&before), paths(&after));
    let mut changed = BTreeSet::new();
    for (path, text) in after.iter() {
        let old: Vec<&str> = before.get(path).unwrap().lines().collect();
        let new: Vec<&str> = text.lines().collect();
        if old == new {
            continue;
        }
        changed.insert(path.to_owned());
        // Every old line is still there, in order; what came between is about the attribute.
        let mut old = old.into_iter().peekable();
        let mut added = Vec::new();
        for line in new {
            if old.peek() == Some(&line) {
                old.next();
            } else {
                added.push(line);
            }
        }
        assert_eq!(old.next(), None, "{path}: a line went away");
        // Whole blocks: what stands between the lines that name it belongs to it.
        let about = added
            .iter()
            .filter(|line| line.to_lowercase().contains("fresh"))
            .count();
        assert!(about > 0, "{path}: {added:?}");
        assert!(added.len() <= 40, "{path}: {added:?}");
    }
    let expected = ["test/definition.rs", "test/first.rs"].map(str::to_owned);
    assert_eq!(changed, BTreeSet::from(expected));
}

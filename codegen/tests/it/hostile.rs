//! Texts of a model are data: whatever they hold, the output is well-formed Rust of the same
//! shape.

use occi_codegen::{
    CrateName, CrateSettings, Runtime, Settings, generate, generate_crate, generate_text,
};
use occi_model::{Draft, Model, Profile, Value};

use crate::support::{model_of_file, root};

/// Texts that break naive generators.
const TEXTS: [&str; 18] = [
    "",
    "plain",
    "\"",
    "\\",
    "\\\"",
    "*/",
    "/* // */",
    "{}",
    "{0} {{ }} {% if %} {{ x }}",
    "a\nb\r\nc\rd",
    "\u{202e}reversed\u{202c}\u{2066}",
    "\u{0}\u{7}\u{1b}[31m",
    "```rust\npanic!()\n```",
    "    indented code\n\n- list\n  continued\n1. one",
    "[link](http://a) <b>html</b> &amp; `code` ``x` http://example.com/_a_*b*.",
    "#![deny(warnings)]\n#[doc(hidden)]",
    "r#\"raw\"# b\"bytes\" 'c' 'static",
    "日本語 é \u{feff}\u{200b} \u{1f600}",
];

/// A definition with `text` wherever a model takes any text.
fn model(text: &str) -> Model {
    let definition = r#"
        //! @
        extension test "http://example.com/occi/test#" version "v";
        use core;
        /// @
        enum Named { /// @
            a, plain }
        /// @
        kind thing "title" : core.resource at "/thing/" {
            /// @
            #[deprecated("reason")]
            com.example.thing.text: string = "value" unit "unit";
            com.example.thing.made: string = generated("made{}");
            com.example.thing.named: Named;
            readonly always com.example.thing.state: enum { on, off } = off;
            /// @
            action act "title" (/// @
                how: enum { x, y } unit "unit");
            states com.example.thing.state { initial off { act -> on; event ring -> on; } on { act -> off; } }
            require com.example.thing.text != "message" "message";
        }
        /// @
        mixin mixed "title" { applies thing; set com.example.thing.text = "value"; }
    "#;
    let mut resolver =
        occi_grammar::MemoryResolver::new().with("test", definition.replace("/// @", "/// Text."));
    let mut draft = occi_grammar::load("test", &mut resolver).draft;
    poison(&mut draft, text);
    let built = draft.build(Profile::Union);
    built.model.unwrap_or_else(|| panic!("{}", built.faults))
}

/// Puts the text everywhere where the metamodel takes any text.
fn poison(draft: &mut Draft, text: &str) {
    let some = || Some(text.to_owned());
    let extension = draft.extensions.last_mut().unwrap();
    extension.description = some();
    extension.version = some();
    for named in &mut extension.types {
        named.description = some();
        if let occi_model::draft::TypeDraft::Enum(literals) = &mut named.value_type.value {
            for literal in literals {
                literal.description = some();
                // A literal is one visible line (E0214).
                let visible: String = text.chars().filter(|c| !c.is_control()).collect();
                if literal.name.value == "plain" && !visible.is_empty() {
                    literal.name.value = visible;
                }
            }
        }
    }
    for kind in &mut extension.kinds {
        kind.title = some();
        kind.description = some();
        for action in &mut kind.actions {
            action.title = some();
            action.description = some();
            for parameter in &mut action.parameters {
                parameter.description = some();
                parameter.unit = some();
            }
        }
        for attribute in &mut kind.attributes {
            attribute.description = some();
            attribute.deprecated = some();
            attribute.unit = some();
            if let Some(default) = &mut attribute.default
                && let occi_model::draft::DefaultDraft::Value(Value::String(value)) =
                    &mut default.value
                && value == "value"
            {
                text.clone_into(value);
            }
        }
        for constraint in &mut kind.constraints {
            text.clone_into(&mut constraint.message);
        }
    }
    for mixin in &mut extension.mixins {
        mixin.title = some();
        mixin.description = some();
        for setting in &mut mixin.settings {
            setting.value.value = Value::from(text);
        }
    }
}

/// The shape of a text: its tokens with documentation left out and every literal the same.
fn shape(text: &str) -> String {
    fn walk(tokens: proc_macro2::TokenStream, out: &mut String) {
        use proc_macro2::{Delimiter, TokenTree};
        let mut tokens = tokens.into_iter().peekable();
        while let Some(token) = tokens.next() {
            match token {
                TokenTree::Punct(punct) if punct.as_char() == '#' => {
                    // `#[doc = "…"]`
                    let is_doc = tokens.peek().is_some_and(|next| {
                        matches!(next, TokenTree::Group(group)
                            if group.delimiter() == Delimiter::Bracket
                                && group.stream().to_string().starts_with("doc ="))
                    });
                    if is_doc {
                        tokens.next();
                    } else {
                        out.push('#');
                    }
                }
                TokenTree::Group(group) => {
                    out.push('(');
                    walk(group.stream(), out);
                    out.push(')');
                }
                TokenTree::Literal(_) => out.push_str("LITERAL "),
                other => {
                    out.push_str(&other.to_string());
                    out.push(' ');
                }
            }
        }
    }
    let mut out = String::new();
    walk(text.parse().unwrap(), &mut out);
    // Longer literals break lines, and a broken list ends in a comma.
    out.replace(", )", ")")
}

#[test]
fn texts_change_nothing_but_literals_and_comments() {
    let harmless = generate_text(&model("plain"), &Settings::default());
    // The variant of the poisoned literal is called after it; its name is no part of the shape.
    let same = |output: &str| {
        let variant = identifier_of_poisoned(output);
        shape(output)
            .replace(&format!(" , {variant} = "), " , V = ")
            .replace(
                &format!(" , {variant} , Other (String )"),
                " , V , Other (String )",
            )
    };
    for text in TEXTS {
        let output = generate_text(&model(text), &Settings::default());
        let (now, expected) = (same(&output), same(&harmless));
        let at = now
            .bytes()
            .zip(expected.bytes())
            .take_while(|(a, b)| a == b)
            .count();
        assert!(
            now == expected,
            "{text:?}: {:?} for {:?}",
            now.get(at.saturating_sub(90)..(at + 60).min(now.len())),
            expected.get(at.saturating_sub(90)..(at + 60).min(expected.len()))
        );
        assert!(
            !output.chars().any(
                |c| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
                    || (c.is_control() && c != '\n')
            ),
            "{text:?} leaves a character that hides or reorders text"
        );
        for line in output.lines() {
            // A fence opens a line and has no backquote after it (CommonMark 4.5).
            let text = line.trim_start().strip_prefix("/// ").unwrap_or_default();
            let fence = text
                .strip_prefix("```")
                .is_some_and(|rest| !rest.contains('`'));
            assert!(!fence && !text.starts_with("    "), "a doctest: {line}");
        }
    }
}

/// The variant that stands for the poisoned literal: the second of `Named`.
fn identifier_of_poisoned(output: &str) -> String {
    fn find(items: &[syn::Item]) -> Option<String> {
        items.iter().find_map(|item| match item {
            syn::Item::Mod(module) => find(&module.content.as_ref()?.1),
            syn::Item::Enum(found) if found.ident == "Named" => {
                Some(found.variants.get(1)?.ident.to_string())
            }
            _ => None,
        })
    }
    find(&syn::parse_file(output).unwrap().items).unwrap()
}

#[test]
fn whole_crates_of_hostile_texts_are_well_formed() {
    for text in TEXTS {
        let settings = CrateSettings::new(
            CrateName::new("hostile").unwrap(),
            Runtime::Git {
                url: "https://example.com/\"\\\n".to_owned(),
                rev: Some("\"".to_owned()),
            },
        );
        for (path, contents) in generate_crate(&model(text), &settings).iter() {
            match path.rsplit_once('.').map(|(_, extension)| extension) {
                Some("rs") => {
                    let parsed = syn::parse_file(contents);
                    assert!(parsed.is_ok(), "{text:?}: {path}: {contents}");
                }
                Some("toml") => {
                    for line in contents.lines().filter(|line| line.contains("description")) {
                        assert!(line.ends_with('"') && !line.contains('\r'), "{line}");
                    }
                }
                _ => {}
            }
        }
    }
}

#[test]
fn names_that_are_taken_give_other_names_and_a_note() {
    let model = model_of_file(&root().join("codegen/tests/obstacles.occi"));
    let files = generate(&model, &Settings::default());
    for (path, text) in files.iter() {
        let parsed = syn::parse_file(text);
        assert!(parsed.is_ok(), "{path}: {:?}", parsed.err());
    }
    let notes = files.notes().join("\n");
    for expected in [
        "`http://example.com/occi/obstacles#option` is `OptionKind` in Rust, because `Option` is taken",
        "type `Option` is `OptionType` in Rust",
        "`http://example.com/occi/obstacles#new-compute` is `NewComputeKind` in Rust",
    ] {
        assert!(notes.contains(expected), "{expected}\n{notes}");
    }
    assert!(
        files.get("obstacles/type_.rs").is_some(),
        "no module is called by a keyword"
    );
    assert!(
        files.get("obstacles/con_.rs").is_some(),
        "no file is called by a device"
    );
    assert!(files.get("obstacles/mod_.rs").is_some());
}

//! The three doors give the same code: files of a crate, the text of a build script, the tokens
//! of the macro.

use std::collections::BTreeMap;

use occi_codegen::generate_text;
use occi_codegen::{
    Builder, CrateName, CrateSettings, Runtime, Settings, generate, generate_crate,
};
use proc_macro2::TokenStream;

use crate::support::{infrastructure, model_of_file, root};

fn tokens(text: &str) -> String {
    text.parse::<TokenStream>().unwrap().to_string()
}

/// The tokens of the modules of one extension as files: what `mod name;` stands for, by name.
fn modules_of_files(files: &BTreeMap<&str, &str>, extension: &str) -> BTreeMap<String, String> {
    files
        .iter()
        .filter_map(|(path, text)| {
            let name = path
                .strip_prefix(extension)?
                .strip_prefix('/')?
                .strip_suffix(".rs")?;
            let items: syn::File = syn::parse_file(text).unwrap();
            let items = items
                .items
                .iter()
                .filter(|item| !matches!(item, syn::Item::Mod(_)));
            let text: TokenStream = items.map(quote::ToTokens::to_token_stream).collect();
            Some((name.to_owned(), text.to_string()))
        })
        .collect()
}

/// The same of one text with nested modules.
fn modules_of_text(text: &str, extension: &str) -> BTreeMap<String, String> {
    let file = syn::parse_file(text).unwrap();
    let mut modules = BTreeMap::new();
    for item in file.items {
        let syn::Item::Mod(outer) = item else {
            panic!("something beside modules");
        };
        if outer.ident != extension {
            continue;
        }
        let mut own = TokenStream::new();
        for item in outer.content.unwrap().1 {
            match item {
                syn::Item::Mod(inner) => {
                    let items = inner.content.unwrap().1;
                    let text: TokenStream =
                        items.iter().map(quote::ToTokens::to_token_stream).collect();
                    modules.insert(inner.ident.to_string(), text.to_string());
                }
                other => own.extend(quote::ToTokens::to_token_stream(&other)),
            }
        }
        modules.insert("mod".to_owned(), own.to_string());
    }
    modules
}

#[test]
fn files_and_text_hold_the_same_modules() {
    let model = infrastructure();
    let files = generate(&model, &Settings::default());
    let text = generate_text(&model, &Settings::default());
    let from_files = modules_of_files(&files.iter().collect(), "infrastructure");
    let from_text = modules_of_text(&text, "infrastructure");
    assert_eq!(from_files.len(), 15);
    assert_eq!(from_files, from_text);
}

#[test]
fn a_crate_holds_the_files_of_its_modules() {
    let model = infrastructure();
    let settings = CrateSettings::new(
        CrateName::new("a").unwrap(),
        Runtime::Version("1.0.0".to_owned()),
    );
    let package = generate_crate(&model, &settings);
    let files = generate(&model, &Settings::default());
    assert!(files.iter().len() > 0);
    for (path, text) in files.iter() {
        assert_eq!(package.get(&format!("src/{path}")), Some(text), "{path}");
    }
}

/// Every setting that says something about the code.
const SETTINGS: &str = r##"
client = false
tests = true
layout = "flat"
crate_path = "::facade::rt"

[extern_path]
infrastructure = "::cloud::infrastructure"

[rename]
"http://example.com/occi/gpu#gpu" = "Card"
"http://example.com/occi/gpu#gpu/com.example.gpu.memory" = "gigabytes"

[replace]
"gpu.Vendor" = "crate::Maker"

[derive]
"gpu::*State" = ["PartialOrd", "::std::cmp::Ord"]

[type_attribute]
"gpu::Card" = "#[allow(missing_docs)]"

[field_attribute]
"gpu::Card::gigabytes" = "#[doc(alias = \"ram\")]"
"##;

/// The same by calls.
fn set(builder: Builder) -> Builder {
    builder
        .client(false)
        .tests(true)
        .layout(occi_codegen::Layout::Flat)
        .crate_path("::facade::rt")
        .extern_path("infrastructure", "::cloud::infrastructure")
        .rename("http://example.com/occi/gpu#gpu", "Card")
        .rename(
            "http://example.com/occi/gpu#gpu/com.example.gpu.memory",
            "gigabytes",
        )
        .replace("gpu.Vendor", "crate::Maker")
        .derive("gpu::*State", "PartialOrd")
        .derive("gpu::*State", "::std::cmp::Ord")
        .type_attribute("gpu::Card", "#[allow(missing_docs)]")
        .field_attribute("gpu::Card::gigabytes", "#[doc(alias = \"ram\")]")
}

#[test]
fn a_file_of_settings_says_what_calls_say() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("occi.toml");
    std::fs::write(&file, SETTINGS).unwrap();
    let spec = root().join("examples/gpu.occi");
    let of_file = Builder::new().settings_file(&file).generate(&spec).unwrap();
    let of_calls = set(Builder::new()).generate(&spec).unwrap();
    let text = of_file.text.unwrap();
    assert_eq!(text, of_calls.text.unwrap());
    assert!(of_file.files.contains(&file), "Cargo has to watch it");
    assert_eq!(of_file.notes, Vec::<String>::new());
    for part in [
        "pub struct Card {",
        "#[doc(alias = \"ram\")]\n        pub gigabytes: u16,",
        "pub vendor: Option<crate::Maker>,",
        "#[derive(PartialOrd)]",
        "&::cloud::infrastructure::EXTENSION",
        "pub fn conformance(",
    ] {
        assert!(text.contains(part), "{part}");
    }
    for part in [
        "pub enum Vendor",
        "NewCardBuilder",
        "mod gpu_kind",
        "fn can_",
    ] {
        assert!(!text.contains(part), "{part}");
    }

    // What a script says itself goes before the file.
    let both = Builder::new().settings_file(&file).client(true);
    let both = both.generate(&spec).unwrap().text.unwrap();
    assert!(both.contains("NewCardBuilder"));

    for (text, what) in [
        ("clint = true", "clint"),
        ("layout = \"deep\"", "`deep` is no layout"),
        ("[rename]\na = \"b c\"", "`b c` is not an identifier"),
        ("[derive]\na = 1", "a string, or an array of strings"),
    ] {
        std::fs::write(&file, text).unwrap();
        let wrong = Builder::new().settings_file(&file).generate(&spec);
        let wrong = wrong.unwrap_err().to_string();
        assert!(
            wrong.contains("occi.toml") && wrong.contains(what),
            "{wrong}"
        );
    }
}

#[test]
fn settings_that_fit_nothing_are_named() {
    let spec = root().join("examples/gpu.occi");
    let generated = Builder::new()
        .rename("http://example.com/occi/gpu#gpus", "Card")
        .replace("gpu.Vendors", "crate::Maker")
        .extern_path("infra", "::cloud")
        .derive("gpu::Gpus", "Eq")
        .derive("gpu::*State", "Eq")
        .field_attribute("gpu::Gpu::memories", "#[doc(hidden)]")
        .generate(&spec)
        .unwrap();
    assert_eq!(
        generated.notes,
        [
            "extern_path `infra` fits nothing in the definition",
            "rename `http://example.com/occi/gpu#gpus` fits nothing in the definition",
            "replace `gpu.Vendors` fits nothing in the definition",
            "`#[derive(Eq)]` for the type `gpu::Gpus` fits none that is written",
            "`#[doc(hidden)]` for the field or variant `gpu::Gpu::memories` fits none that is written",
        ]
    );
}

#[test]
fn the_module_of_an_extension_can_have_another_name() {
    let generated = Builder::new()
        .rename("gpu", "cards")
        .rename("infrastructure", "standard")
        .derive("cards::Gpu", "PartialOrd")
        .generate(&root().join("examples/gpu.occi"))
        .unwrap();
    assert_eq!(generated.notes, Vec::<String>::new());
    let text = generated.text.unwrap();
    let file = syn::parse_file(&text).unwrap();
    let modules: Vec<String> = file
        .items
        .iter()
        .filter_map(|item| match item {
            syn::Item::Mod(module) => Some(module.ident.to_string()),
            _ => None,
        })
        .collect();
    assert_eq!(modules, ["standard", "cards"]);
    assert!(text.contains("source: &super::super::standard::Compute"));
}

#[test]
fn the_macro_gets_the_text_of_the_build_script() {
    let spec = root().join("examples/gpu.occi");
    let directory = tempfile::tempdir().unwrap();
    Builder::new()
        .spec(&spec)
        .out_dir(directory.path())
        .emit_rerun(false)
        .compile()
        .unwrap();
    let written = std::fs::read_to_string(directory.path().join("gpu.rs")).unwrap();
    let given = Builder::new().generate(&spec).unwrap().text.unwrap();
    let direct = generate_text(&model_of_file(&spec), &Settings::default());
    assert_eq!(tokens(&written), tokens(&given));
    assert_eq!(given, direct);
}

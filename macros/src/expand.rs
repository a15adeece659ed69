//! The expansion of `model!`.

use std::path::{Path, PathBuf};

use occi_codegen::Generated;
use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::{Error, LitStr};

use crate::arguments::Arguments;

/// The tokens of `model!`: the generated code, or an error per fault.
pub(crate) fn model(input: TokenStream) -> TokenStream {
    match syn::parse2::<Arguments>(input) {
        Ok(arguments) => expand(arguments),
        Err(error) => error.into_compile_error(),
    }
}

fn expand(arguments: Arguments) -> TokenStream {
    let span = arguments.path.span();
    let Some(root) = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from) else {
        return error(
            span,
            "`CARGO_MANIFEST_DIR` is not set: paths are relative to the package",
        );
    };
    let generated = match arguments
        .builder
        .root(&root)
        .generate(Path::new(&arguments.path.value()))
    {
        Ok(generated) => generated,
        Err(wrong) => return error(span, &wrong.to_string()),
    };
    let Generated {
        text,
        errors,
        files,
        ..
    } = generated;
    // Whatever becomes of it, the code depends on every file that was read.
    let tracked = files.iter().map(|file| {
        let path = LitStr::new(&root.join(file).to_string_lossy(), span);
        quote! { const _: &[u8] = ::core::include_bytes!(#path); }
    });
    let tracked = quote! { #(#tracked)* };
    let code = match text {
        Some(text) => text.parse::<TokenStream>().unwrap_or_else(|wrong| {
            error(
                span,
                &format!("the generated code is ill-formed, please report it: {wrong}"),
            )
        }),
        None => {
            // Named as the user wrote them.
            let prefix = format!("{}{}", root.display(), std::path::MAIN_SEPARATOR);
            let lines = errors
                .iter()
                .map(|line| line.strip_prefix(&prefix).unwrap_or(line));
            lines.map(|line| error(span, line)).collect()
        }
    };
    quote! { #code #tracked }
}

fn error(span: Span, message: &str) -> TokenStream {
    Error::new(span, message).into_compile_error()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expand(input: &str) -> String {
        model(input.parse().unwrap()).to_string()
    }

    #[test]
    fn every_file_that_was_read_is_tracked() {
        let output = expand("\"../examples/gpu.occi\"");
        assert!(output.contains("pub mod gpu"));
        assert!(output.contains("pub mod infrastructure"));
        let tracked = output.matches("include_bytes").count();
        // `core` and `infrastructure` are built in.
        assert_eq!(tracked, 1);
        assert!(output.contains("gpu.occi\")"));
    }

    #[test]
    fn faults_of_the_definition_are_errors_with_their_places() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("bad.occi");
        let text = "extension bad \"http://example.com/occi/bad#\";\nuse core;\n\
            kind a : core.resorce { }\nkind b : core.resource { x: strin; }\n";
        std::fs::write(&path, text).unwrap();
        let output = expand(&format!("{:?}", path.display().to_string()));
        assert_eq!(output.matches("compile_error").count(), 2, "{output}");
        assert!(output.contains("bad.occi:3:"), "{output}");
        assert!(output.contains("bad.occi:4:"), "{output}");
        assert!(
            output.contains("include_bytes"),
            "mending it must expand again"
        );
    }

    #[test]
    fn settings_give_the_tokens_of_a_build_script_with_the_same_settings() {
        let output = expand(
            r##""../examples/gpu.occi",
            client = false,
            server = true,
            tests = true,
            layout = "flat",
            profile = "1.2",
            crate_path = "::facade::rt",
            extern_path("infrastructure", "::cloud::infrastructure"),
            rename("http://example.com/occi/gpu#gpu", "Card"),
            replace("gpu.Vendor", "crate::Maker"),
            derive("gpu::*State", "PartialOrd"),
            type_attribute("gpu::Card", "#[allow(missing_docs)]"),
            field_attribute("gpu::Card::memory", "#[doc(hidden)]"),
            "##,
        );
        let script = occi_codegen::Builder::new()
            .client(false)
            .server(true)
            .tests(true)
            .layout("flat".parse().unwrap())
            .profile("1.2".parse().unwrap())
            .crate_path("::facade::rt")
            .extern_path("infrastructure", "::cloud::infrastructure")
            .rename("http://example.com/occi/gpu#gpu", "Card")
            .replace("gpu.Vendor", "crate::Maker")
            .derive("gpu::*State", "PartialOrd")
            .type_attribute("gpu::Card", "#[allow(missing_docs)]")
            .field_attribute("gpu::Card::memory", "#[doc(hidden)]")
            .generate(Path::new("../examples/gpu.occi"))
            .unwrap();
        let tokens: TokenStream = script.text.unwrap().parse().unwrap();
        let tokens = tokens.to_string();
        assert!(tokens.contains("pub struct Card"));
        assert!(output.starts_with(&tokens));
    }

    #[test]
    fn mistakes_in_the_arguments_are_named() {
        for (input, expected) in [
            ("", "expected string literal"),
            (
                "\"a.occi\", clint = true",
                "`clint` is no setting; known are client",
            ),
            ("\"a.occi\", client = 1", "expected boolean"),
            (
                "\"a.occi\", client = true, client = true",
                "`client` is given twice",
            ),
            ("\"a.occi\", profile = \"2.0\"", "`2.0` is not a profile"),
            ("\"a.occi\", crate_path = \"a b\"", "`a b` is not a path"),
            ("\"a.occi\", rename(\"a\")", "expected `,`"),
            (
                "\"a.occi\", rename(\"a\", \"b\", \"c\")",
                "expected two strings",
            ),
            ("\"none.occi\"", "none.occi"),
        ] {
            let output = expand(input);
            assert!(output.contains("compile_error"), "{input}: {output}");
            assert!(output.contains(expected), "{input}: {output}");
        }
    }
}

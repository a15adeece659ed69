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

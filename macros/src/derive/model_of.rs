//! `model_of!`: an extension out of derived types.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens as _, quote, quote_spanned};
use syn::{
    Attribute, LitStr, Path, Token,
    parse::{Parse, ParseStream},
    punctuated::Punctuated,
    spanned::Spanned as _,
};

use super::{
    entry::{Entry, Faults, description, unknown},
    field::{option, respan},
    note::Notes,
};

const KNOWN: [&str; 11] = [
    "name",
    "scheme",
    "version",
    "specification",
    "uses",
    "types",
    "kinds",
    "mixins",
    "annotation",
    "file",
    "crate",
];

struct Input {
    attributes: Vec<Attribute>,
    entries: Vec<Entry>,
}

impl Parse for Input {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut attributes = input.call(Attribute::parse_inner)?;
        attributes.extend(input.call(Attribute::parse_outer)?);
        let entries = Punctuated::<Entry, Token![,]>::parse_terminated(input)?;
        Ok(Self {
            attributes,
            entries: entries.into_iter().collect(),
        })
    }
}

#[derive(Default)]
struct Extension {
    root: Option<Path>,
    name: Option<LitStr>,
    scheme: Option<LitStr>,
    version: Option<LitStr>,
    specification: Option<LitStr>,
    uses: Vec<Path>,
    kinds: Vec<Path>,
    types: Vec<Path>,
    mixins: Vec<Path>,
    notes: Notes,
    file: Option<LitStr>,
}

/// The tokens of `model_of!`.
pub(crate) fn model_of(input: TokenStream) -> TokenStream {
    syn::parse2::<Input>(input)
        .and_then(|input| expand(&input))
        .unwrap_or_else(syn::Error::into_compile_error)
}

fn expand(input: &Input) -> syn::Result<TokenStream> {
    let mut faults = Faults::default();
    let mut made = Extension::default();
    let mut seen: Vec<String> = Vec::new();
    for entry in &input.entries {
        let word = entry.word.to_string();
        if seen.contains(&word) && word != "annotation" {
            faults.add(entry.span(), format!("`{word}` is said twice"));
            continue;
        }
        match word.as_str() {
            "name" => made.name = faults.keep(entry.text()),
            "scheme" => made.scheme = faults.keep(entry.text()),
            "version" => made.version = faults.keep(entry.text()),
            "specification" => made.specification = faults.keep(entry.text()),
            "uses" => made.uses = faults.keep(entry.list()).unwrap_or_default(),
            "types" => made.types = faults.keep(entry.list()).unwrap_or_default(),
            "annotation" => made.notes.entry(entry, &mut faults),
            "file" => made.file = faults.keep(entry.text()),
            "kinds" => made.kinds = faults.keep(entry.list()).unwrap_or_default(),
            "mixins" => made.mixins = faults.keep(entry.list()).unwrap_or_default(),
            "crate" => {
                made.root = faults.keep(entry.text().and_then(|text| text.parse()));
            }
            _ => unknown(entry, &KNOWN, &mut faults),
        }
        seen.push(word);
    }
    for (word, missing) in [
        ("name", made.name.is_none()),
        ("scheme", made.scheme.is_none()),
    ] {
        if missing && !seen.iter().any(|one| one == word) {
            faults.add(
                Span::call_site(),
                format!("the extension has no {word}: write `{word} = \"…\"`"),
            );
        }
    }
    faults.finish()?;
    let Extension {
        root,
        name,
        scheme,
        version,
        specification,
        uses,
        kinds,
        types,
        mixins,
        notes,
        file,
    } = made;
    let root = root.map_or_else(|| quote! { ::occi }, |path| path.to_token_stream());
    let (version, specification) = (option(version), option(specification));
    let types = types.iter().map(|path| {
        // What is wrong with a type is said where it is listed.
        let at = respan(&root, path.span());
        quote_spanned! { path.span() => #at::define::named::<#path>(#name) }
    });
    let held = file.map(|file| {
        quote! {
            #[cfg(test)]
            #[test]
            fn the_definition_is_written() {
                #root::define::hold(
                    model(),
                    EXTENSION.name,
                    ::core::concat!(::core::env!("CARGO_MANIFEST_DIR"), "/", #file),
                    ::occi_grammar::write::extension,
                );
            }
        }
    });
    let text = option(description(&input.attributes));
    let doc = format!(
        " The extension `{}`, as its types define it.",
        name.as_ref().map_or_else(String::new, LitStr::value)
    );
    Ok(quote! {
        #[doc = #doc]
        pub static EXTENSION: #root::model::table::ExtensionTable =
            #root::model::table::ExtensionTable {
                name: #name,
                scheme: #scheme,
                version: #version,
                description: #text,
                specification: #specification,
                annotations: #notes,
                uses: &[
                    ("core", ::core::option::Option::None),
                    #((#uses::EXTENSION.name, ::core::option::Option::None)),*
                ],
                types: &[#(#types),*],
                kinds: &[#(<#kinds as #root::define::DefinedKind>::TABLE),*],
                mixins: &[#(<#mixins as #root::define::DefinedMixin>::TABLE),*],
            };

        /// The model of the extension, closed over what it uses.
        ///
        /// # Panics
        ///
        /// When the types contradict each other, so that a rule of the metamodel refuses them;
        /// the test `the_definition_is_valid`, which stands beside this, shows it first.
        pub fn model() -> &'static ::std::sync::Arc<#root::Model> {
            static MODEL: ::std::sync::LazyLock<::std::sync::Arc<#root::Model>> =
                ::std::sync::LazyLock::new(|| {
                    #root::typed::model(
                        &[#(&#uses::EXTENSION,)* &EXTENSION],
                        #root::model::Profile::Union,
                    )
                });
            &MODEL
        }

        #[cfg(test)]
        #[test]
        fn the_definition_is_valid() {
            ::core::assert!(model().find(EXTENSION.scheme).is_none());
        }

        #held
    })
}

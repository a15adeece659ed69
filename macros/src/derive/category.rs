//! What kinds, mixins and actions have in common: scheme, term, title, description.

use occi_model::version::VersionRange;
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{Attribute, Ident, LitStr, Path, parse::Parse};

use super::{
    entry::{Entry, Faults, description},
    facet,
};

/// A category that another one refers to: a type that defines it, or its identifier.
pub(super) enum Other {
    Type(Box<Path>),
    Identifier(LitStr),
}

impl Parse for Other {
    fn parse(input: syn::parse::ParseStream<'_>) -> syn::Result<Self> {
        if input.peek(LitStr) {
            let text: LitStr = input.parse()?;
            let value = text.value();
            match value.split_once('#') {
                Some((_, term)) if !term.is_empty() => Ok(Self::Identifier(text)),
                _ => Err(syn::Error::new(
                    text.span(),
                    "a category identifier is written `scheme#term`",
                )),
            }
        } else {
            input.parse().map(Box::new).map(Self::Type)
        }
    }
}

impl Other {
    /// The identifier as an expression.
    pub(super) fn id(&self, root: &TokenStream) -> TokenStream {
        match self {
            Self::Type(path) => quote! { <#path as #root::define::Identified>::ID },
            Self::Identifier(text) => text.to_token_stream(),
        }
    }

    /// The type of its instances, where it is named by a type.
    pub(super) fn typed(&self, root: &TokenStream) -> Option<TokenStream> {
        match self {
            Self::Type(path) => Some(quote! { <#path as #root::define::Identified>::Typed }),
            Self::Identifier(_) => None,
        }
    }

    /// The identifier of a mixin as an expression.
    pub(super) fn mixin(&self, root: &TokenStream) -> TokenStream {
        match self {
            Self::Type(path) => quote! { <#path as #root::Mixin>::MIXIN },
            Self::Identifier(text) => text.to_token_stream(),
        }
    }
}

/// What is said of any category.
pub(super) struct Category {
    /// Path of the runtime.
    pub(super) root: TokenStream,
    pub(super) scheme: Option<LitStr>,
    pub(super) term: LitStr,
    pub(super) title: Option<LitStr>,
    pub(super) location: Option<LitStr>,
    pub(super) prefix: Option<LitStr>,
    pub(super) description: Option<String>,
    pub(super) versions: VersionRange,
}

impl Category {
    pub(super) fn new(ident: &Ident, attributes: &[Attribute]) -> Self {
        let term = ident.to_string().trim_start_matches("r#").to_lowercase();
        Self {
            root: quote! { ::occi },
            scheme: None,
            term: LitStr::new(&term, ident.span()),
            title: None,
            location: None,
            prefix: None,
            description: description(attributes),
            versions: VersionRange::ALL,
        }
    }

    /// Reads an entry; false when it is about something else.
    pub(super) fn entry(&mut self, entry: &Entry, faults: &mut Faults) -> bool {
        match entry.word.to_string().as_str() {
            "crate" => entry.root(&mut self.root, faults),
            "scheme" => self.scheme = faults.keep(entry.text()),
            "term" => {
                if let Some(term) = faults.keep(entry.text()) {
                    self.term = term;
                }
            }
            "title" => self.title = faults.keep(entry.text()),
            "location" => self.location = faults.keep(entry.text()),
            "prefix" => self.prefix = faults.keep(entry.text()),
            "since" | "until" => facet::version(entry, &mut self.versions, faults),
            _ => return false,
        }
        true
    }

    /// The scheme, or a fault that there is none.
    pub(super) fn required_scheme(&self, ident: &Ident, faults: &mut Faults) -> LitStr {
        self.scheme.clone().unwrap_or_else(|| {
            faults.add(
                ident.span(),
                "the category has no scheme: write `#[occi(scheme = \"http://example.com/…#\")]`",
            );
            LitStr::new("http://example.com/#", ident.span())
        })
    }

    /// `scheme#term`
    pub(super) fn identifier(scheme: &LitStr, term: &LitStr) -> String {
        format!("{}{}", scheme.value(), term.value())
    }
}

//! `annotation("key", "value")`: facts that only tools read.

use occi_model::{draft::Annotation, origin::Located};
use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};
use syn::{Error, LitStr};

use super::{
    check::Places,
    entry::{Entry, Faults},
};

/// The annotations of one item, in the order that they are written.
#[derive(Default)]
pub(super) struct Notes(Vec<(LitStr, LitStr)>);

impl Notes {
    /// Reads `annotation("key", "value")`; it may be said any number of times.
    pub(super) fn entry(&mut self, entry: &Entry, faults: &mut Faults) {
        let pair = entry
            .list::<LitStr>()
            .and_then(|list| match <[LitStr; 2]>::try_from(list) {
                Ok([key, value]) => Ok((key, value)),
                Err(_) => Err(Error::new(
                    entry.span(),
                    "write `annotation(\"key\", \"value\")`",
                )),
            });
        self.0.extend(faults.keep(pair));
    }

    /// Whether there are none.
    pub(super) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The place of the first.
    pub(super) fn span(&self) -> Option<Span> {
        self.0.first().map(|(key, _)| key.span())
    }

    /// For the rules of the metamodel.
    pub(super) fn draft(&self, places: &mut Places) -> Vec<Annotation> {
        let notes = self.0.iter().map(|(key, value)| Annotation {
            key: Located::new(key.value(), places.at(key.span())),
            value: value.value(),
        });
        notes.collect()
    }
}

/// The annotations as static data.
impl ToTokens for Notes {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let pairs = self.0.iter().map(|(key, value)| quote! { (#key, #value) });
        tokens.extend(quote! { &[#(#pairs),*] });
    }
}

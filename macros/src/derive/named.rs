//! What a type of attributes may say beside its values: where the runtime is, and that the type
//! has a name in an extension.

use occi_model::{
    draft::{NamedTypeDraft, TypeDraft},
    origin::Located,
    version::VersionRange,
};
use proc_macro2::TokenStream;
use quote::quote;
use syn::{Attribute, Ident, LitStr};

use super::{
    check::{self, Places},
    entry::{Entry, Faults, description},
    facet,
    field::option,
    note::Notes,
};

/// The words of every derived type of attributes.
pub(super) const KNOWN: [&str; 6] = ["extension", "name", "annotation", "since", "until", "crate"];

/// What stands at the head of a derived type of attributes.
pub(super) struct Named {
    /// Path of the runtime.
    pub(super) root: TokenStream,
    ident: Ident,
    /// The extension that names the type; without one the type stands where it is used.
    extension: Option<LitStr>,
    name: Option<LitStr>,
    description: Option<String>,
    versions: VersionRange,
    notes: Notes,
}

impl Named {
    pub(super) fn new(ident: &Ident, attributes: &[Attribute]) -> Self {
        Self {
            root: quote! { ::occi },
            ident: ident.clone(),
            extension: None,
            name: None,
            description: description(attributes),
            versions: VersionRange::ALL,
            notes: Notes::default(),
        }
    }

    /// Reads an entry; false when it is about something else.
    pub(super) fn entry(&mut self, entry: &Entry, faults: &mut Faults) -> bool {
        match entry.word.to_string().as_str() {
            "crate" => entry.root(&mut self.root, faults),
            "extension" => self.extension = faults.keep(entry.text()),
            "name" => self.name = faults.keep(entry.text()),
            "annotation" => self.notes.entry(entry, faults),
            "since" | "until" => facet::version(entry, &mut self.versions, faults),
            _ => return false,
        }
        true
    }

    fn name(&self) -> LitStr {
        let text = self.ident.to_string();
        let name = LitStr::new(text.trim_start_matches("r#"), self.ident.span());
        self.name.clone().unwrap_or(name)
    }

    /// Applies the rules of the metamodel to the type and its name.
    pub(super) fn check(&self, value_type: TypeDraft, mut places: Places, faults: &mut Faults) {
        if self.extension.is_none() {
            let spans = [
                self.name.as_ref().map(LitStr::span),
                self.notes.span(),
                (self.versions != VersionRange::ALL).then(|| self.ident.span()),
            ];
            for span in spans.into_iter().flatten() {
                faults.add(
                    span,
                    "only a named type has this: write `extension = \"…\"`, the name of the \
                     extension that it belongs to",
                );
            }
        }
        let name = self.name();
        let name = match self.extension {
            Some(_) => Located::new(name.value(), places.at(name.span())),
            None => Located::nowhere("Derived".to_owned()),
        };
        let draft = NamedTypeDraft {
            name,
            value_type: Located::new(value_type, places.at(self.ident.span())),
            description: None,
            versions: self.versions,
            annotations: self.notes.draft(&mut places),
        };
        check::named_type(draft, self.ident.span(), &places, faults);
    }

    /// `impl DefinedType`, with the type itself as an expression.
    pub(super) fn defined(&self, shape: &TokenStream) -> TokenStream {
        let Self {
            root, ident, notes, ..
        } = self;
        let items = match &self.extension {
            None => quote! { const TYPE: #root::model::table::TypeTable = #shape; },
            Some(extension) => {
                let name = self.name();
                let description = option(self.description.as_deref());
                let versions = facet::versions(self.versions, root);
                quote! {
                    const TYPE: #root::model::table::TypeTable =
                        #root::model::table::TypeTable::Named(#extension, #name);
                    const SHAPE: #root::model::table::TypeTable = #shape;
                    const NAMED: ::core::option::Option<#root::model::table::NamedTypeTable> =
                        ::core::option::Option::Some(#root::model::table::NamedTypeTable {
                            name: #name,
                            value_type: <Self as #root::define::DefinedType>::SHAPE,
                            description: #description,
                            versions: #versions,
                            annotations: #notes,
                        });
                }
            }
        };
        quote! {
            #[automatically_derived]
            impl #root::define::DefinedType for #ident {
                #items
            }

            // What does not fit is found here, not at the first use.
            const _: #root::model::table::TypeTable =
                <#ident as #root::define::DefinedType>::SHAPE;
        }
    }
}

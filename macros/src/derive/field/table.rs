//! What a field becomes: static data of a definition, and the checks of it.

use occi_model::Access;
use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::{Ident, spanned::Spanned as _};

use super::{Default, Field, option, respan};
use crate::derive::facet;

impl Field {
    /// The type of the attribute in a definition, as an expression.
    pub(in crate::derive) fn type_table(&self, root: &TokenStream) -> TokenStream {
        self.type_as(root, "TYPE")
    }

    /// The same, with what a named type stands for in place of its name.
    pub(in crate::derive) fn shape_table(&self, root: &TokenStream) -> TokenStream {
        self.type_as(root, "SHAPE")
    }

    fn type_as(&self, root: &TokenStream, constant: &str) -> TokenStream {
        let ty = &self.ty;
        // A call is where its first token is: the runtime's path stands at what it is about.
        let at = |span: Span| respan(root, span);
        let inner = at(ty.span());
        let constant = Ident::new(constant, ty.span());
        let mut table =
            quote_spanned! { ty.span() => <#ty as #inner::define::DefinedType>::#constant };
        if let Some(word) = &self.word {
            let root = at(word.span());
            let word = facet::text_type(&word.value()).map(|variant| {
                let variant = format_ident!("{variant}");
                match variant.to_string().as_str() {
                    "IpPrefix" => quote! { IpPrefix(false) },
                    "Ref" => quote! { Ref(::core::option::Option::None) },
                    _ => quote! { #variant },
                }
            });
            table =
                quote! { #root::define::with_type(#table, #root::model::table::TypeTable::#word) };
        }
        if let Some((kind, span)) = &self.target {
            let (outer, kind) = (at(*span), kind.id(root));
            table = quote! {
                #outer::define::with_type(
                    #table,
                    #root::model::table::TypeTable::Ref(::core::option::Option::Some(#kind)),
                )
            };
        }
        if let Some((ends, span)) = &self.range {
            let root = at(*span);
            let (min, max) = (end(ends.min), end(ends.max));
            table = quote_spanned! { *span => #root::define::with_range(#table, #min, #max) };
        }
        if let Some(((min, max), span)) = &self.length {
            let root = at(*span);
            let (min, max) = (option(*min), option(*max));
            table = quote_spanned! { *span => #root::define::with_length(#table, (#min, #max)) };
        }
        if let Some(pattern) = &self.pattern {
            let root = at(pattern.span());
            table =
                quote_spanned! { pattern.span() => #root::define::with_pattern(#table, #pattern) };
        }
        if let Some(span) = self.unique {
            let root = at(span);
            table = quote_spanned! { span => #root::define::with_unique(#table) };
        }
        if let Some(span) = self.digits_span {
            let root = at(span);
            let (total, fraction) = (option(self.digits.0), option(self.digits.1));
            table =
                quote_spanned! { span => #root::define::with_digits(#table, #total, #fraction) };
        }
        table
    }

    /// A constant that does not compile when the default is no value of the type.
    pub(in crate::derive) fn default_check(&self, root: &TokenStream) -> TokenStream {
        let Some(Default::Value(value, span)) = &self.default else {
            return TokenStream::new();
        };
        let (shape, value, at) = (
            self.shape_table(root),
            facet::value(value, root),
            respan(root, *span),
        );
        quote_spanned! { *span =>
            const _: () = ::core::assert!(
                #at::define::fits(&#shape, &#value),
                "the default is no value of the type of the field"
            );
        }
    }

    /// The attribute as static data.
    pub(in crate::derive) fn table(&self, root: &TokenStream) -> TokenStream {
        let name = &self.name;
        let value_type = self.type_table(root);
        let access = match self.access {
            Access::Mutable => quote! { Mutable },
            Access::CreateOnly => quote! { CreateOnly },
            Access::ReadOnly => quote! { ReadOnly },
        };
        let (required, always) = (self.required(), self.always() && !self.required());
        let default = match &self.default {
            None => quote! { ::core::option::Option::None },
            Some(Default::Value(value, _)) => {
                let value = facet::value(value, root);
                quote! { ::core::option::Option::Some(#root::model::table::DefaultTable::Value(#value)) }
            }
            Some(Default::Generated(template, _)) => {
                let template = option(template.as_deref());
                quote! { ::core::option::Option::Some(#root::model::table::DefaultTable::Generated(#template)) }
            }
        };
        let unit = option(self.unit.as_ref());
        let description = option(self.description.as_deref());
        let deprecated = option(self.deprecated.as_deref());
        let versions = facet::versions(self.versions, root);
        let notes = &self.notes;
        quote! {
            #root::model::table::AttributeTable {
                access: #root::model::Access::#access,
                required: #required,
                always: #always,
                default: #default,
                unit: #unit,
                description: #description,
                deprecated: #deprecated,
                versions: #versions,
                annotations: #notes,
                ..#root::model::table::AttributeTable::new(#name, #value_type)
            }
        }
    }

    /// The field as a member of a hash.
    pub(in crate::derive) fn member_table(&self, root: &TokenStream) -> TokenStream {
        let name = &self.name;
        let value_type = self.type_table(root);
        let required = self.required();
        let default = match &self.default {
            Some(Default::Value(value, _)) => {
                let value = facet::value(value, root);
                quote! { ::core::option::Option::Some(#value) }
            }
            _ => quote! { ::core::option::Option::None },
        };
        let description = option(self.description.as_deref());
        quote! {
            #root::model::table::MemberTable {
                name: #name,
                value_type: #value_type,
                required: #required,
                default: #default,
                description: #description,
            }
        }
    }
}

fn end(end: Option<(f64, bool)>) -> TokenStream {
    match end {
        Some((number, outside)) => quote! { ::core::option::Option::Some((#number, #outside)) },
        None => quote! { ::core::option::Option::None },
    }
}

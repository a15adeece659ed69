//! `#[derive(Value)]`: an enum, a hash, or another type with facets, as the type of an attribute.

use heck::ToKebabCase as _;
use occi_model::{
    draft::{LiteralDraft, TypeDraft},
    origin::Located,
    version::VersionRange,
};
use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput, Error, Fields, LitStr};

use super::{
    check::Places,
    entry::{Faults, description, entries, unknown},
    facet,
    field::{Field, option},
    named::{self, Named},
};

/// The words of a struct around another type.
const KNOWN_OF_FACETS: [&str; 14] = [
    "range",
    "length",
    "pattern",
    "type",
    "ref",
    "unique",
    "digits",
    "fraction",
    "extension",
    "name",
    "annotation",
    "since",
    "until",
    "crate",
];

pub(super) fn derive(input: &DeriveInput) -> Result<TokenStream, Error> {
    match &input.data {
        Data::Enum(data) => enumeration(input, data),
        Data::Struct(data) => match &data.fields {
            Fields::Named(_) => hash(input, &data.fields),
            Fields::Unnamed(fields) if fields.unnamed.len() == 1 => {
                facets(input, &fields.unnamed[0])
            }
            _ => Err(Error::new_spanned(
                &input.ident,
                "a value is an enum, a struct with named fields, or a struct with one unnamed field",
            )),
        },
        Data::Union(_) => Err(Error::new_spanned(&input.ident, "a union is no value")),
    }
}

fn enumeration(input: &DeriveInput, data: &syn::DataEnum) -> Result<TokenStream, Error> {
    let mut faults = Faults::default();
    let mut named = Named::new(&input.ident, &input.attrs);
    for entry in entries(&input.attrs, &["annotation"], &mut faults) {
        if !named.entry(&entry, &mut faults) {
            unknown(&entry, &named::KNOWN, &mut faults);
        }
    }
    let root = named.root.clone();
    let ident = &input.ident;
    let (mut tables, mut reads, mut writes) = (Vec::new(), Vec::new(), Vec::new());
    let mut names: Vec<LitStr> = Vec::new();
    let mut other = None;
    for variant in &data.variants {
        let name = &variant.ident;
        let text = name.to_string();
        let mut literal = LitStr::new(&text.trim_start_matches("r#").to_kebab_case(), name.span());
        let mut versions = VersionRange::ALL;
        let mut open = false;
        for entry in entries(&variant.attrs, &[], &mut faults) {
            match entry.word.to_string().as_str() {
                "name" => literal = faults.keep(entry.text()).unwrap_or(literal),
                "other" => open = faults.keep(entry.flag()).is_some(),
                "since" | "until" => facet::version(&entry, &mut versions, &mut faults),
                _ => unknown(&entry, &["name", "other", "since", "until"], &mut faults),
            }
        }
        if open {
            match &variant.fields {
                Fields::Unnamed(fields) if fields.unnamed.len() == 1 && other.is_none() => {
                    other = Some(name);
                }
                Fields::Unnamed(_) if other.is_some() => {
                    faults.add(name.span(), "one variant at most takes every other literal");
                }
                _ => faults.add(
                    name.span(),
                    format!("the variant takes the literal: write `{name}(String)`"),
                ),
            }
            continue;
        }
        if !matches!(variant.fields, Fields::Unit) {
            faults.add(
                name.span(),
                "a literal has no fields; a variant for all other literals is marked \
                 `#[occi(other)]`",
            );
            continue;
        }
        let description = option(description(&variant.attrs));
        let versions = facet::versions(versions, &root);
        tables.push(quote! {
            #root::model::table::LiteralTable {
                name: #literal,
                description: #description,
                versions: #versions,
            }
        });
        reads.push(quote! { #literal => ::core::result::Result::Ok(Self::#name) });
        writes.push(quote! { Self::#name => #literal });
        names.push(literal);
    }
    if names.is_empty() {
        faults.add(ident.span(), "an enum has at least one literal");
    } else {
        let mut places = Places::default();
        let draft = enumeration_draft(&names, &mut places);
        named.check(draft, places, &mut faults);
    }
    faults.finish()?;
    let defined = named.defined(&quote! {
        #root::model::table::TypeTable::Enum(&[#(#tables),*])
    });
    let expected = format!(
        "one of {}",
        names
            .iter()
            .map(|name| format!("`{}`", name.value()))
            .collect::<Vec<_>>()
            .join(", ")
    );
    let (rest, write_rest) = match other {
        Some(other) => (
            quote! {
                _ => ::core::result::Result::Ok(Self::#other(::core::convert::From::from(text)))
            },
            Some(quote! { Self::#other(text) => ::core::convert::AsRef::<str>::as_ref(text) }),
        ),
        None => (
            quote! { _ => ::core::result::Result::Err(::std::string::String::from(#expected)) },
            None,
        ),
    };
    let writes = writes.into_iter().chain(write_rest);
    Ok(quote! {
        impl #ident {
            /// The literal.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self { #(#writes),* }
            }
        }

        #[automatically_derived]
        impl #root::AttributeValue for #ident {
            fn from_value(
                value: #root::Value,
            ) -> ::core::result::Result<Self, ::std::string::String> {
                let text = #root::typed::text_value(value, #expected)?;
                match &*text { #(#reads,)* #rest }
            }

            fn into_value(self) -> #root::Value {
                #root::Value::String(::std::borrow::ToOwned::to_owned(self.as_str()))
            }
        }

        #defined
    })
}

/// For the rules of the metamodel.
fn enumeration_draft(names: &[LitStr], places: &mut Places) -> TypeDraft {
    let literals = names.iter().map(|name| LiteralDraft {
        name: Located::new(name.value(), places.at(name.span())),
        description: None,
        versions: VersionRange::ALL,
    });
    TypeDraft::Enum(literals.collect())
}

fn hash(input: &DeriveInput, fields: &Fields) -> Result<TokenStream, Error> {
    let mut faults = Faults::default();
    let mut named = Named::new(&input.ident, &input.attrs);
    for entry in entries(&input.attrs, &["annotation"], &mut faults) {
        if !named.entry(&entry, &mut faults) {
            unknown(&entry, &named::KNOWN, &mut faults);
        }
    }
    let root = named.root.clone();
    let none = LitStr::new("", input.ident.span());
    let fields = Field::all(fields, Some(&none), &mut faults);
    for field in &fields {
        field.only_as_member(&mut faults);
    }
    let mut places = Places::default();
    let draft = TypeDraft::Hash(
        fields
            .iter()
            .map(|field| field.member_draft(&mut places))
            .collect(),
    );
    named.check(draft, places, &mut faults);
    faults.finish()?;
    let ident = &input.ident;
    let defaults = fields.iter().map(|field| field.default_check(&root));
    let members = fields.iter().map(|field| field.member_table(&root));
    let defined = named.defined(&quote! {
        #root::model::table::TypeTable::Hash(&[#(#members),*])
    });
    let names = fields.iter().map(|field| &field.ident);
    let (reads, writes): (Vec<_>, Vec<_>) = fields
        .iter()
        .map(|field| {
            let (ident, name) = (&field.ident, &field.name);
            if field.optional {
                (
                    quote! { #root::define::member_optional(&mut members, #name)? },
                    quote! {
                        if let ::core::option::Option::Some(value) = self.#ident {
                            #root::define::put_member(&mut members, #name, value);
                        }
                    },
                )
            } else {
                (
                    quote! { #root::define::member_required(&mut members, #name)? },
                    quote! { #root::define::put_member(&mut members, #name, self.#ident); },
                )
            }
        })
        .unzip();
    Ok(quote! {
        #[automatically_derived]
        impl #root::AttributeValue for #ident {
            fn from_value(
                value: #root::Value,
            ) -> ::core::result::Result<Self, ::std::string::String> {
                let mut members = #root::define::members(value)?;
                let made = Self { #(#names: #reads),* };
                #root::define::no_more(&members)?;
                ::core::result::Result::Ok(made)
            }

            fn into_value(self) -> #root::Value {
                let mut members = ::core::default::Default::default();
                #(#writes)*
                #root::Value::Hash(::core::convert::Into::into(members))
            }
        }

        #(#defaults)*
        #defined
    })
}

/// A struct around another type, with facets: values that do not fit cannot be made.
fn facets(input: &DeriveInput, field: &syn::Field) -> Result<TokenStream, Error> {
    let mut faults = Faults::default();
    let mut named = Named::new(&input.ident, &input.attrs);
    let mut made = Field::bare(&input.ident, &field.ty);
    for entry in entries(&input.attrs, &["annotation"], &mut faults) {
        match entry.word.to_string().as_str() {
            "range" | "length" | "pattern" | "type" | "ref" | "unique" | "digits" | "fraction" => {
                made.entry(&entry, &mut faults);
            }
            _ if named.entry(&entry, &mut faults) => {}
            _ => unknown(&entry, &KNOWN_OF_FACETS, &mut faults),
        }
    }
    let mut places = Places::default();
    let draft = made.draft(None, &mut places).value_type.value;
    named.check(draft, places, &mut faults);
    faults.finish()?;
    let (ident, inner) = (&input.ident, &field.ty);
    let root = &named.root;
    let defined = named.defined(&made.shape_table(root));
    Ok(quote! {
        impl #ident {
            /// Makes the value, if it fits.
            ///
            /// # Errors
            ///
            /// What was expected, when it does not.
            pub fn new(
                value: #inner,
            ) -> ::core::result::Result<Self, ::std::string::String> {
                static CHECKED: ::std::sync::LazyLock<#root::define::Facets> =
                    ::std::sync::LazyLock::new(|| {
                        #root::define::Facets::new(&<#ident as #root::define::DefinedType>::SHAPE)
                    });
                CHECKED.check(value).map(Self)
            }

            /// The value.
            #[must_use]
            pub const fn get(&self) -> &#inner {
                &self.0
            }
        }

        #[automatically_derived]
        impl #root::AttributeValue for #ident {
            fn from_value(
                value: #root::Value,
            ) -> ::core::result::Result<Self, ::std::string::String> {
                Self::new(#root::AttributeValue::from_value(value)?)
            }

            fn into_value(self) -> #root::Value {
                #root::AttributeValue::into_value(self.0)
            }
        }

        #defined
    })
}

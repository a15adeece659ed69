//! The derives: structs and enums as parts of a definition.

mod action;
mod category;
mod check;
mod condition;
mod entry;
mod facet;
mod field;
mod kind;
mod mixin;
mod model_of;
mod named;
mod note;
mod spec;
mod states;
mod value;

use proc_macro2::TokenStream;
use syn::{DeriveInput, Error};

pub(crate) use model_of::model_of;

/// `#[derive(Resource)]`
pub(crate) fn resource(input: TokenStream) -> TokenStream {
    derive(input, |input| kind::derive(input, kind::Family::Resource))
}

/// `#[derive(Link)]`
pub(crate) fn link(input: TokenStream) -> TokenStream {
    derive(input, |input| kind::derive(input, kind::Family::Link))
}

/// `#[derive(Mixin)]`
pub(crate) fn mixin(input: TokenStream) -> TokenStream {
    derive(input, mixin::derive)
}

/// `#[derive(Action)]`
pub(crate) fn action(input: TokenStream) -> TokenStream {
    derive(input, action::derive)
}

/// `#[derive(Value)]`
pub(crate) fn value(input: TokenStream) -> TokenStream {
    derive(input, value::derive)
}

fn derive(
    input: TokenStream,
    expand: impl FnOnce(&DeriveInput) -> Result<TokenStream, Error>,
) -> TokenStream {
    syn::parse2::<DeriveInput>(input)
        .and_then(|input| {
            if let Some(parameter) = input.generics.params.first() {
                return Err(Error::new_spanned(
                    parameter,
                    "a definition has no parameters: give the type without generics",
                ));
            }
            expand(&input)
        })
        .unwrap_or_else(Error::into_compile_error)
}

//! `#[derive(Action)]`: a struct as an action, its fields the parameters.

use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote};
use syn::{Data, DeriveInput, Error, LitStr, Path, parse::Parser as _};

use super::{
    category::Category,
    entry::{Faults, entries, unknown},
    facet,
    field::{Field, option},
    note::Notes,
};

const KNOWN: [&str; 9] = [
    "of",
    "term",
    "scheme",
    "title",
    "returns",
    "annotation",
    "since",
    "until",
    "crate",
];

pub(super) fn derive(input: &DeriveInput) -> Result<TokenStream, Error> {
    let Data::Struct(data) = &input.data else {
        return Err(Error::new_spanned(
            &input.ident,
            "an action is a struct whose fields are its parameters",
        ));
    };
    let mut faults = Faults::default();
    let mut category = Category::new(&input.ident, &input.attrs);
    let mut of: Option<Path> = None;
    let mut returns: Option<LitStr> = None;
    let mut notes = Notes::default();
    for entry in entries(&input.attrs, &["annotation"], &mut faults) {
        if category.entry(&entry, &mut faults) {
            continue;
        }
        match entry.word.to_string().as_str() {
            "of" => {
                let path = entry
                    .value()
                    .and_then(|value| Path::parse_mod_style.parse2(value.to_token_stream()));
                of = faults.keep(path);
            }
            "returns" => returns = faults.keep(entry.text()),
            "annotation" => notes.entry(&entry, &mut faults),
            _ => unknown(&entry, &KNOWN, &mut faults),
        }
    }
    // Parameters have bare names.
    let none = LitStr::new("", input.ident.span());
    let fields = Field::all(&data.fields, Some(&none), &mut faults);
    if of.is_none() {
        faults.add(
            input.ident.span(),
            "an action belongs to a kind: write `#[occi(of = TheKind)]`",
        );
    }
    let Some(of) = of else {
        return faults.finish().map(|()| TokenStream::new());
    };
    faults.finish()?;
    Ok(expand(
        input,
        &category,
        &of,
        returns.as_ref(),
        &notes,
        &fields,
    ))
}

fn expand(
    input: &DeriveInput,
    category: &Category,
    of: &Path,
    returns: Option<&LitStr>,
    notes: &Notes,
    fields: &[Field],
) -> TokenStream {
    let ident = &input.ident;
    let root = &category.root;
    let term = &category.term;
    let title = option(category.title.as_ref());
    let description = option(category.description.as_deref());
    let returns = option(returns);
    let versions = facet::versions(category.versions, root);
    let parameters = fields.iter().map(|field| field.table(root));
    let id = match &category.scheme {
        Some(scheme) => Category::identifier(scheme, term).to_token_stream(),
        // By the convention, from the identifier of the kind (D-13).
        None => quote! {{
            const OWNER: &str = <#of as #root::define::Identified>::ID;
            const LENGTH: usize = #root::define::action_identifier_length(OWNER, #term);
            const BYTES: [u8; LENGTH] = #root::define::action_identifier(OWNER, #term);
            match ::core::str::from_utf8(&BYTES) {
                ::core::result::Result::Ok(id) => id,
                ::core::result::Result::Err(_) => ::core::panic!("both parts are text"),
            }
        }},
    };
    let defaults = fields.iter().map(|field| field.default_check(root));
    let values = super::kind::values(ident, fields, |field| field.optional, root);
    quote! {
        #[automatically_derived]
        impl #root::Action for #ident {
            const ID: &'static str = #id;
            type Entity = #root::define::Managed<#of>;

            fn from_attributes(
                attributes: #root::Attributes,
            ) -> ::core::result::Result<Self, #root::FieldError> {
                #root::define::Values::from_fields(&mut #root::Fields::new(attributes))
            }

            fn into_attributes(self) -> #root::Attributes {
                let mut fields = <#root::FieldWriter as ::core::default::Default>::default();
                #root::define::Values::write(self, &mut fields);
                let table = <Self as #root::define::DefinedAction>::TABLE;
                #root::define::know(<Self as #root::Action>::ID, table.parameters);
                fields.finish()
            }
        }

        #[automatically_derived]
        impl #root::define::DefinedAction for #ident {
            const TABLE: #root::model::table::ActionTable = #root::model::table::ActionTable {
                term: #root::define::term(<Self as #root::Action>::ID),
                scheme: #root::define::scheme(<Self as #root::Action>::ID),
                title: #title,
                description: #description,
                parameters: &[#(#parameters),*],
                returns: #returns,
                versions: #versions,
                annotations: #notes,
            };
        }

        const _: #root::model::table::ActionTable =
            <#ident as #root::define::DefinedAction>::TABLE;

        #(#defaults)*
        #values
    }
}

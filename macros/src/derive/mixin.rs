//! `#[derive(Mixin)]`: a struct as a mixin.

use occi_model::{draft::MixinDraft, origin::Located, value::Value};
use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::{Data, DeriveInput, Error, Expr, Ident, LitStr, Path, Token, parse::Parse};

use super::{
    category::{Category, Other},
    check::{self, Places, Subject},
    condition::{self, Condition},
    entry::{Entry, Faults, entries, unknown},
    facet,
    field::{Field, literal, option},
    note::Notes,
    states::States,
};

const KNOWN: [&str; 17] = [
    "scheme",
    "term",
    "title",
    "location",
    "prefix",
    "applies",
    "depends",
    "exclusive",
    "overriding",
    "actions",
    "states",
    "require",
    "annotation",
    "set",
    "since",
    "until",
    "crate",
];

/// `"occi.compute.cores" = 2`
struct Setting {
    name: LitStr,
    value: (Value, Span),
}

impl Parse for Setting {
    fn parse(input: syn::parse::ParseStream<'_>) -> syn::Result<Self> {
        let name = input.parse()?;
        input.parse::<Token![=]>()?;
        let value: Expr = input.parse()?;
        Ok(Self {
            name,
            value: literal(&value)?,
        })
    }
}

#[derive(Default)]
struct Parts {
    applies: Vec<Other>,
    depends: Vec<Other>,
    exclusive: bool,
    overriding: bool,
    actions: Vec<Path>,
    states: Option<States>,
    settings: Vec<Setting>,
    conditions: Vec<Condition>,
    notes: Notes,
}

pub(super) fn derive(input: &DeriveInput) -> Result<TokenStream, Error> {
    let Data::Struct(data) = &input.data else {
        return Err(Error::new_spanned(
            &input.ident,
            "a mixin is a struct whose fields are its attributes",
        ));
    };
    let mut faults = Faults::default();
    let mut category = Category::new(&input.ident, &input.attrs);
    let mut parts = Parts::default();
    for entry in entries(&input.attrs, &["set", "require", "annotation"], &mut faults) {
        if !category.entry(&entry, &mut faults) {
            parts.entry(&entry, &mut faults);
        }
    }
    let scheme = category.required_scheme(&input.ident, &mut faults);
    let fields = Field::all(&data.fields, category.prefix.as_ref(), &mut faults);
    check(input, &category, &scheme, &parts, &fields, &mut faults);
    let conditions = condition::tables(&parts.conditions, &category.root, &mut faults);
    faults.finish()?;
    Ok(expand(
        input,
        &category,
        &scheme,
        &parts,
        &fields,
        &conditions,
    ))
}

impl Parts {
    fn entry(&mut self, entry: &Entry, faults: &mut Faults) {
        match entry.word.to_string().as_str() {
            "applies" => self.applies = faults.keep(entry.list()).unwrap_or_default(),
            "depends" => self.depends = faults.keep(entry.list()).unwrap_or_default(),
            "exclusive" => self.exclusive = faults.keep(entry.flag()).is_some(),
            "overriding" => self.overriding = faults.keep(entry.flag()).is_some(),
            "actions" => self.actions = faults.keep(entry.list()).unwrap_or_default(),
            "states" => {
                let states = entry
                    .tokens()
                    .and_then(|tokens| syn::parse2(tokens.clone()));
                self.states = faults.keep(states);
            }
            "require" => self.conditions.extend(Condition::read(entry, faults)),
            "annotation" => self.notes.entry(entry, faults),
            "set" => self
                .settings
                .extend(faults.keep(entry.list()).unwrap_or_default()),
            _ => unknown(entry, &KNOWN, faults),
        }
    }
}

fn check(
    input: &DeriveInput,
    category: &Category,
    scheme: &LitStr,
    parts: &Parts,
    fields: &[Field],
    faults: &mut Faults,
) {
    let mut places = Places::default();
    let literals = parts.states.as_ref().map(States::literals);
    let state = States::field_of(parts.states.as_ref(), fields, faults);
    let attributes = fields
        .iter()
        .map(|field| {
            let of_state = state.is_some_and(|state| state.ident == field.ident);
            field.draft(literals.as_deref().filter(|_| of_state), &mut places)
        })
        .collect();
    let states = parts.states.as_ref().zip(state);
    let states_draft = states.map(|(states, field)| states.draft(&field.name, &mut places));
    let actions = parts.states.iter().flat_map(States::actions);
    let actions = actions
        .map(|term| check::action(Located::new(term.value(), places.at(term.span()))))
        .collect();
    let annotations = parts.notes.draft(&mut places);
    let mut at = |text: &LitStr| Located::new(text.value(), places.at(text.span()));
    let draft = MixinDraft {
        term: at(&category.term),
        scheme: Some(at(scheme)),
        title: None,
        description: None,
        depends: Vec::new(),
        applies: Vec::new(),
        exclusive: parts.exclusive,
        overriding: parts.overriding,
        location: category.location.as_ref().map(&mut at),
        attributes,
        // Which attributes there are to be set, only the whole definition knows.
        settings: Vec::new(),
        actions,
        states: states_draft,
        constraints: Vec::new(),
        versions: category.versions,
        annotations,
    };
    let scheme = scheme.value();
    let subject = Subject::Mixin(Box::new(draft.clone()));
    if check::check(subject, &scheme, input.ident.span(), &places, faults) {
        let with = |condition| {
            Subject::Mixin(Box::new(MixinDraft {
                constraints: vec![condition],
                ..draft.clone()
            }))
        };
        // Beside its own attributes a mixin may speak of those of the kinds it applies to.
        check::conditions(with, &parts.conditions, fields, false, &scheme, faults);
    }
}

fn expand(
    input: &DeriveInput,
    category: &Category,
    scheme: &LitStr,
    parts: &Parts,
    fields: &[Field],
    conditions: &TokenStream,
) -> TokenStream {
    let ident = &input.ident;
    let root = &category.root;
    let id = Category::identifier(scheme, &category.term);
    let term = &category.term;
    let title = option(category.title.as_ref());
    let description = option(category.description.as_deref());
    let location = option(category.location.as_ref());
    let versions = facet::versions(category.versions, root);
    let applies = parts.applies.iter().map(|kind| kind.id(root));
    let depends = parts.depends.iter().map(|mixin| mixin.mixin(root));
    let (exclusive, overriding) = (parts.exclusive, parts.overriding);
    let attributes = fields.iter().map(|field| field.table(root));
    let settings = parts.settings.iter().map(|setting| {
        let name = &setting.name;
        let value = facet::value(&setting.value.0, root);
        quote! { (#name, #value) }
    });
    let (actions, notes) = (&parts.actions, &parts.notes);
    let state = |states: &States| fields.iter().find(|field| field.ident == states.field);
    let states = parts.states.as_ref();
    let states = states.and_then(|states| Some((states, state(states)?)));
    let checks = states.map(|(states, field)| states.checks(field, root));
    let states = states.map_or_else(
        || quote! { ::core::option::Option::None },
        |(states, field)| states.table(&field.name, root),
    );
    let fits = fits(ident, &parts.applies, root);
    let defaults = fields.iter().map(|field| field.default_check(root));
    let values = super::kind::values(ident, fields, |field| field.optional, root);
    quote! {
        #[automatically_derived]
        impl #root::Mixin for #ident {
            const MIXIN: &'static str = #id;

            fn from_fields(
                fields: &mut #root::Fields,
            ) -> ::core::result::Result<Self, #root::FieldError> {
                #root::define::Values::from_fields(fields)
            }

            fn write(self, fields: &mut #root::FieldWriter) {
                let table = <Self as #root::define::DefinedMixin>::TABLE;
                #root::define::know(<Self as #root::Mixin>::MIXIN, table.attributes);
                #root::define::Values::write(self, fields);
            }
        }

        #[automatically_derived]
        impl #root::define::DefinedMixin for #ident {
            const TABLE: #root::model::table::MixinTable = #root::model::table::MixinTable {
                term: #term,
                scheme: #scheme,
                title: #title,
                description: #description,
                depends: &[#(#depends),*],
                applies: &[#(#applies),*],
                exclusive: #exclusive,
                overriding: #overriding,
                location: #location,
                attributes: &[#(#attributes),*],
                settings: &[#(#settings),*],
                actions: &[#(<#actions as #root::define::DefinedAction>::TABLE),*],
                states: #states,
                constraints: #conditions,
                versions: #versions,
                annotations: #notes,
            };
        }

        const _: #root::model::table::MixinTable =
            <#ident as #root::define::DefinedMixin>::TABLE;

        #fits
        #(#defaults)*
        #checks
        #values
    }
}

/// What the mixin may be attached to: the kinds that it names as types, all where it names none.
fn fits(ident: &Ident, applies: &[Other], root: &TokenStream) -> TokenStream {
    let types: Vec<_> = applies.iter().filter_map(|kind| kind.typed(root)).collect();
    if applies.is_empty() {
        quote! {
            #[automatically_derived]
            impl<K: #root::Entity> #root::AppliesTo<K> for #ident {}
        }
    } else {
        quote! {
            #(
                #[automatically_derived]
                impl #root::AppliesTo<#types> for #ident {}
            )*
        }
    }
}

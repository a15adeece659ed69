//! `#[derive(Resource)]` and `#[derive(Link)]`: a struct as a kind.

use heck::ToUpperCamelCase as _;
use occi_model::{Access, draft::KindDraft, origin::Located};
use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::{Data, DeriveInput, Error, Ident, LitStr, Path, Visibility, spanned::Spanned as _};

use super::{
    category::{Category, Other},
    check::{self, Places, Subject},
    condition::{self, Condition},
    entry::{Entry, Faults, entries, unknown},
    facet,
    field::{Field, option},
    note::Notes,
    spec::Spec,
    states::States,
};

/// Which of the two.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    Resource,
    Link,
}

struct Kind<'i> {
    ident: &'i Ident,
    vis: &'i Visibility,
    family: Family,
    category: Category,
    scheme: LitStr,
    parent: Option<Other>,
    is_abstract: bool,
    actions: Vec<Path>,
    states: Option<States>,
    source: Vec<Other>,
    target: Vec<Other>,
    fields: Vec<Field>,
    conditions: Vec<Condition>,
    notes: Notes,
    spec: Option<LitStr>,
}

/// What a kind may say; the last two only that of a link.
const KNOWN: [&str; 17] = [
    "scheme",
    "term",
    "title",
    "location",
    "prefix",
    "parent",
    "abstract",
    "actions",
    "states",
    "require",
    "annotation",
    "spec",
    "since",
    "until",
    "crate",
    "source",
    "target",
];

pub(super) fn derive(input: &DeriveInput, family: Family) -> Result<TokenStream, Error> {
    let Data::Struct(data) = &input.data else {
        return Err(Error::new_spanned(
            &input.ident,
            "a kind is a struct whose fields are its attributes; derive `Value` for enums",
        ));
    };
    let mut faults = Faults::default();
    let mut kind = Kind {
        ident: &input.ident,
        vis: &input.vis,
        family,
        category: Category::new(&input.ident, &input.attrs),
        scheme: LitStr::new("", Span::call_site()),
        parent: None,
        is_abstract: false,
        actions: Vec::new(),
        states: None,
        source: Vec::new(),
        target: Vec::new(),
        fields: Vec::new(),
        conditions: Vec::new(),
        notes: Notes::default(),
        spec: None,
    };
    for entry in entries(&input.attrs, &["require", "annotation"], &mut faults) {
        kind.entry(&entry, &mut faults);
    }
    kind.scheme = kind.category.required_scheme(&input.ident, &mut faults);
    kind.fields = Field::all(&data.fields, kind.category.prefix.as_ref(), &mut faults);
    kind.check(&mut faults);
    let spec = kind
        .spec
        .as_ref()
        .and_then(|path| Spec::read(path, &mut faults));
    let agreement = spec.map(|spec| {
        let Kind {
            ident,
            category,
            scheme,
            fields,
            ..
        } = &kind;
        spec.compare(ident, category, scheme, fields, &mut faults)
    });
    let conditions = condition::tables(&kind.conditions, &kind.category.root, &mut faults);
    faults.finish()?;
    let expanded = kind.expand(&conditions);
    Ok(quote! { #expanded #agreement })
}

impl Kind<'_> {
    fn entry(&mut self, entry: &Entry, faults: &mut Faults) {
        if self.category.entry(entry, faults) {
            return;
        }
        match entry.word.to_string().as_str() {
            "parent" => {
                let parent = entry
                    .value()
                    .and_then(|value| syn::parse2(quote::ToTokens::to_token_stream(value)));
                self.parent = faults.keep(parent);
            }
            "abstract" => self.is_abstract = faults.keep(entry.flag()).is_some(),
            "spec" => self.spec = faults.keep(entry.text()),
            "require" => self.conditions.extend(Condition::read(entry, faults)),
            "annotation" => self.notes.entry(entry, faults),
            "actions" => self.actions = faults.keep(entry.list()).unwrap_or_default(),
            "states" => {
                let states = entry
                    .tokens()
                    .and_then(|tokens| syn::parse2(tokens.clone()));
                self.states = faults.keep(states);
            }
            "source" if self.family == Family::Link => {
                self.source = faults.keep(entry.list()).unwrap_or_default();
            }
            "target" if self.family == Family::Link => {
                self.target = faults.keep(entry.list()).unwrap_or_default();
            }
            "source" | "target" => faults.add(
                entry.span(),
                "only links have ends; derive `Link` instead of `Resource`",
            ),
            _ if self.family == Family::Link => unknown(entry, &KNOWN, faults),
            _ => unknown(entry, &KNOWN[..KNOWN.len() - 2], faults),
        }
    }

    /// The field of the state machine's attribute.
    fn state_field(&self) -> Option<&Field> {
        let states = self.states.as_ref()?;
        self.fields.iter().find(|field| field.ident == states.field)
    }

    fn check(&self, faults: &mut Faults) {
        let state = States::field_of(self.states.as_ref(), &self.fields, faults);
        let mut places = Places::default();
        let literals = self.states.as_ref().map(States::literals);
        let state = state.map(|field| &field.ident);
        let attributes = self
            .fields
            .iter()
            .map(|field| {
                let literals = literals.as_deref().filter(|_| state == Some(&field.ident));
                field.draft(literals, &mut places)
            })
            .collect();
        // The actions are types; what they are called is known where transitions name them.
        let actions = self.states.iter().flat_map(States::actions);
        let actions = actions
            .map(|term| check::action(Located::new(term.value(), places.at(term.span()))))
            .collect();
        let term = &self.category.term;
        let location = self.category.location.as_ref();
        let parent = match self.family {
            Family::Resource => "resource",
            Family::Link => "link",
        };
        let draft = KindDraft {
            scheme: Some(Located::new(
                self.scheme.value(),
                places.at(self.scheme.span()),
            )),
            location: location.map(|text| Located::new(text.value(), places.at(text.span()))),
            is_abstract: self.is_abstract,
            attributes,
            actions,
            states: self
                .states
                .as_ref()
                .zip(self.state_field())
                .map(|(states, field)| states.draft(&field.name, &mut places)),
            versions: self.category.versions,
            annotations: self.notes.draft(&mut places),
            ..check::kind(
                Located::new(term.value(), places.at(term.span())),
                Some(check::core_kind(parent)),
            )
        };
        let scheme = self.scheme.value();
        let subject = Subject::Kind(Box::new(draft.clone()));
        if check::check(subject, &scheme, self.ident.span(), &places, faults) {
            let with = |condition| {
                Subject::Kind(Box::new(KindDraft {
                    constraints: vec![condition],
                    ..draft.clone()
                }))
            };
            let is_closed = self.parent.is_none();
            let (conditions, fields) = (&self.conditions, &self.fields);
            check::conditions(with, conditions, fields, is_closed, &scheme, faults);
        }
    }

    fn expand(&self, conditions: &TokenStream) -> TokenStream {
        let Self {
            ident, category, ..
        } = self;
        let root = &category.root;
        let id = Category::identifier(&self.scheme, &category.term);
        let location = category
            .location
            .as_ref()
            .map_or_else(String::new, LitStr::value);
        let (new, patch) = (format_ident!("New{ident}"), format_ident!("{ident}Patch"));
        let table = self.table(conditions);
        let checks = self.value_checks();
        let (action, actions) = self.action_type();
        let marker = match self.family {
            Family::Resource => format_ident!("DefinedResource"),
            Family::Link => format_ident!("DefinedLink"),
        };
        let own = values(ident, &self.fields, |field| field.optional, root);
        let states = self.state_field().map(|field| {
            let (name, ty) = (&field.ident, &field.ty);
            quote! {
                #[automatically_derived]
                impl #root::define::DefinedStates for #ident {
                    type State = #ty;

                    fn state(&self) -> &#ty {
                        &self.#name
                    }
                }
            }
        });
        let creation = self.creation(&new);
        let change = self.change(&patch);
        quote! {
            #[automatically_derived]
            impl #root::define::Identified for #ident {
                const ID: &'static str = #id;
                type Typed = #root::define::Managed<Self>;
            }

            #[automatically_derived]
            impl #root::define::DefinedKind for #ident {
                const TABLE: #root::model::table::KindTable = #table;
                const LOCATION: &'static str = #location;
                type New = #new;
                type Patch = #patch;
                type Action = #action;
            }

            #[automatically_derived]
            impl #root::define::#marker for #ident {}

            // Facets that do not fit their types are found here, not at the first use.
            const _: #root::model::table::KindTable =
                <#ident as #root::define::DefinedKind>::TABLE;

            #checks
            #own
            #states
            #creation
            #change
            #actions
        }
    }

    /// Constants that do not compile when a default or a state is no value of its field.
    fn value_checks(&self) -> TokenStream {
        let root = &self.category.root;
        let defaults = self.fields.iter().map(|field| field.default_check(root));
        let states = self.state_field().zip(self.states.as_ref());
        let states = states.map(|(field, states)| states.checks(field, root));
        quote! { #(#defaults)* #states }
    }

    fn table(&self, conditions: &TokenStream) -> TokenStream {
        let Self {
            category, notes, ..
        } = self;
        let root = &category.root;
        let (term, scheme) = (&category.term, &self.scheme);
        let title = option(category.title.as_ref());
        let description = option(category.description.as_deref());
        let parent = match (&self.parent, self.family) {
            (Some(parent), _) => parent.id(root),
            (None, Family::Resource) => quote! { "http://schemas.ogf.org/occi/core#resource" },
            (None, Family::Link) => quote! { "http://schemas.ogf.org/occi/core#link" },
        };
        let is_abstract = self.is_abstract;
        let location = option(category.location.as_ref());
        let attributes = self.fields.iter().map(|field| field.table(root));
        let actions = &self.actions;
        let states = match (&self.states, self.state_field()) {
            (Some(states), Some(field)) => states.table(&field.name, root),
            _ => quote! { ::core::option::Option::None },
        };
        let source = self.source.iter().map(|kind| kind.id(root));
        let target = self.target.iter().map(|kind| kind.id(root));
        let versions = facet::versions(category.versions, root);
        quote! {
            #root::model::table::KindTable {
                term: #term,
                scheme: #scheme,
                title: #title,
                description: #description,
                parent: ::core::option::Option::Some(#parent),
                is_abstract: #is_abstract,
                location: #location,
                attributes: &[#(#attributes),*],
                actions: &[#(<#actions as #root::define::DefinedAction>::TABLE),*],
                states: #states,
                constraints: #conditions,
                source: &[#(#source),*],
                target: &[#(#target),*],
                versions: #versions,
                annotations: #notes,
            }
        }
    }

    /// What a client gives at creation.
    fn creation(&self, new: &Ident) -> TokenStream {
        let Self {
            ident,
            vis,
            category,
            ..
        } = self;
        let root = &category.root;
        let given: Vec<&Field> = self
            .fields
            .iter()
            .filter(|field| field.access != Access::ReadOnly)
            .collect();
        let doc = format!(" What a client gives to create a [`{ident}`].");
        let fields = structure(&given, |field| !field.required());
        // All of them may be left out only where none is required.
        let default = given
            .iter()
            .all(|field| !field.required())
            .then(|| quote! { #[derive(::core::default::Default)] });
        let values = values(new, given.iter().copied(), |field| !field.required(), root);
        let (between, ends) = self.ends();
        quote! {
            #[doc = #doc]
            #default
            #[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
            #vis struct #new { #fields }

            #values

            impl #new {
                /// The request: these values, with a title, mixins and the like to be added.
                #vis fn creation(self) -> #root::define::Creation<#ident> {
                    #root::define::Creation::new(self)
                }

                #between
            }

            #ends

            #[automatically_derived]
            impl ::core::convert::From<#new> for #root::define::Creation<#ident> {
                fn from(values: #new) -> Self {
                    Self::new(values)
                }
            }
        }
    }

    /// The request for a link between two resources, and what may stand at its ends.
    fn ends(&self) -> (TokenStream, TokenStream) {
        let Self {
            ident,
            vis,
            category,
            ..
        } = self;
        if self.family != Family::Link {
            return (TokenStream::new(), TokenStream::new());
        }
        let root = &category.root;
        let end = |kinds: &[Other], role: &str| {
            let role = format_ident!("{role}");
            let types: Option<Vec<TokenStream>> = kinds.iter().map(|one| one.typed(root)).collect();
            match types.as_deref() {
                // What is named by its identifier may have any type.
                None | Some([]) => (quote! { impl #root::Resource }, TokenStream::new()),
                Some([only]) => (only.clone(), TokenStream::new()),
                Some(all) => (
                    quote! { impl #root::#role<#ident> },
                    quote! { #( impl #root::#role<#ident> for #all {} )* },
                ),
            }
        };
        let (source, sources) = end(&self.source, "SourceOf");
        let (target, targets) = end(&self.target, "TargetOf");
        let between = quote! {
            /// The request for a link between two resources.
            #vis fn between(
                self,
                source: &#source,
                target: &#target,
            ) -> #root::define::Creation<#ident> {
                self.creation().between(
                    #root::Entity::location(source),
                    #root::Entity::location(target),
                )
            }
        };
        (between, quote! { #sources #targets })
    }

    /// What a client may change.
    fn change(&self, patch: &Ident) -> TokenStream {
        let Self {
            ident,
            vis,
            category,
            ..
        } = self;
        let root = &category.root;
        let mutable: Vec<&Field> = self
            .fields
            .iter()
            .filter(|field| field.access == Access::Mutable)
            .collect();
        let doc = format!(" What a client changes about a [`{ident}`]; what is `None` stays.");
        let fields = structure(&mutable, |_| true);
        let values = values(patch, mutable.iter().copied(), |_| true, root);
        quote! {
            #[doc = #doc]
            #[derive(
                ::core::clone::Clone, ::core::fmt::Debug, ::core::default::Default,
                ::core::cmp::PartialEq,
            )]
            #vis struct #patch { #fields }

            #values

            impl #patch {
                /// The request: these values, with a title to be added.
                #vis fn change(self) -> #root::define::Change<#ident> {
                    #root::define::Change::new(self)
                }
            }

            #[automatically_derived]
            impl ::core::convert::From<#patch> for #root::define::Change<#ident> {
                fn from(values: #patch) -> Self {
                    Self::new(values)
                }
            }
        }
    }

    /// The type of the kind's actions, and its definition when it has any.
    fn action_type(&self) -> (TokenStream, TokenStream) {
        let Self {
            ident,
            vis,
            category,
            ..
        } = self;
        let root = &category.root;
        if self.actions.is_empty() {
            return (quote! { #root::define::NoAction }, TokenStream::new());
        }
        let name = format_ident!("{ident}Action");
        let variants: Vec<Ident> = self
            .actions
            .iter()
            .filter_map(|path| path.segments.last())
            .map(|last| format_ident!("{}", last.ident.to_string().to_upper_camel_case()))
            .collect();
        let actions = &self.actions;
        let doc = format!(" The actions of a [`{ident}`].");
        let docs = actions
            .iter()
            .map(|path| format!(" [`{}`]", quote! { #path }.to_string().replace(' ', "")));
        let definition = quote! {
            #[doc = #doc]
            #[derive(::core::clone::Clone, ::core::fmt::Debug)]
            #vis enum #name {
                #( #[doc = #docs] #variants(#actions), )*
            }

            #[automatically_derived]
            impl #root::define::Actions for #name {
                fn read(
                    id: &#root::CategoryId,
                    parameters: &#root::Attributes,
                ) -> ::core::result::Result<::core::option::Option<Self>, #root::FieldError> {
                    #(
                        if *id == *<#actions as #root::Action>::ID {
                            let parameters = ::core::clone::Clone::clone(parameters);
                            let action = <#actions as #root::Action>::from_attributes(parameters)?;
                            return ::core::result::Result::Ok(
                                ::core::option::Option::Some(Self::#variants(action)),
                            );
                        }
                    )*
                    ::core::result::Result::Ok(::core::option::Option::None)
                }
            }
        };
        (quote! { #name }, definition)
    }
}

/// Fields of a struct; those that `optional` names are `Option`s.
fn structure(fields: &[&Field], optional: impl Fn(&Field) -> bool) -> TokenStream {
    let fields = fields.iter().map(|field| {
        let (ident, ty, doc) = (&field.ident, &field.ty, field.doc());
        let ty = if optional(field) {
            quote! { ::core::option::Option<#ty> }
        } else {
            quote! { #ty }
        };
        quote! { #[doc = #doc] pub #ident: #ty }
    });
    quote! { #(#fields),* }
}

/// `impl Values`
pub(super) fn values<'f>(
    ident: &Ident,
    fields: impl IntoIterator<Item = &'f Field>,
    optional: impl Fn(&Field) -> bool,
    root: &TokenStream,
) -> TokenStream {
    let (reads, writes): (Vec<_>, Vec<_>) = fields
        .into_iter()
        .map(|field| {
            let (ident, name, ty) = (&field.ident, &field.name, &field.ty);
            // What is wrong with a type is said where the type stands.
            let span = ty.span().resolved_at(Span::call_site());
            let fields = Ident::new("fields", span);
            if optional(field) {
                (
                    quote_spanned! { span => #ident: #fields.optional::<#ty>(#name)? },
                    quote_spanned! { span => #fields.put_optional::<#ty>(#name, self.#ident); },
                )
            } else {
                (
                    quote_spanned! { span => #ident: #fields.required::<#ty>(#name)? },
                    quote_spanned! { span => #fields.put::<#ty>(#name, self.#ident); },
                )
            }
        })
        .unzip();
    // A struct without fields takes nothing.
    let fields = Ident::new("fields", Span::call_site());
    let unused = reads.is_empty().then(|| quote! { let _ = #fields; });
    quote! {
        #[automatically_derived]
        impl #root::define::Values for #ident {
            fn from_fields(
                #fields: &mut #root::Fields,
            ) -> ::core::result::Result<Self, #root::FieldError> {
                #unused
                ::core::result::Result::Ok(Self { #(#reads),* })
            }

            fn write(self, #fields: &mut #root::FieldWriter) {
                #unused
                #(#writes)*
            }
        }
    }
}

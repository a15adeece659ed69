//! State machines, written as in the language: `initial idle { claim -> busy; } busy { … }`.

use occi_model::{
    draft::{StateDraft, StatesDraft, TransitionDraft, TriggerDraft},
    origin::Located,
    version::VersionRange,
};
use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{
    Ident, LitStr, Result, Token, braced,
    ext::IdentExt as _,
    parse::{Parse, ParseStream},
};

use super::{
    check::Places,
    entry::Faults,
    field::{Field, option, respan},
};

/// `states(field, …)`
pub(super) struct States {
    /// The field of the state attribute.
    pub(super) field: Ident,
    states: Vec<State>,
}

struct State {
    name: LitStr,
    initial: bool,
    is_final: bool,
    transitions: Vec<Transition>,
}

struct Transition {
    trigger: Trigger,
    to: LitStr,
    via: Option<LitStr>,
    failure: Option<LitStr>,
}

enum Trigger {
    Action(LitStr),
    Event(Option<LitStr>),
}

/// A name: words joined by `-` or `.`, or a text.
pub(super) fn word(input: ParseStream<'_>) -> Result<LitStr> {
    if input.peek(LitStr) {
        return input.parse();
    }
    let first = input.call(Ident::parse_any)?;
    let (mut text, span): (String, Span) = (first.unraw().to_string(), first.span());
    while input.peek(Token![-]) && !input.peek(Token![->]) {
        input.parse::<Token![-]>()?;
        text.push('-');
        text.push_str(&input.call(Ident::parse_any)?.unraw().to_string());
    }
    Ok(LitStr::new(&text, span))
}

/// Whether the next word is this one, with a further word behind it.
fn modifier(input: ParseStream<'_>, word: &str) -> bool {
    let fork = input.fork();
    let is = fork.call(Ident::parse_any).is_ok_and(|found| found == word);
    is && (fork.peek(Ident::peek_any) || fork.peek(LitStr))
}

impl Parse for States {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let field = input.parse()?;
        input.parse::<Token![,]>()?;
        let mut states = Vec::new();
        while !input.is_empty() {
            states.push(input.parse()?);
        }
        Ok(Self { field, states })
    }
}

impl Parse for State {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let mut made = Self {
            initial: false,
            is_final: false,
            name: LitStr::new("", input.span()),
            transitions: Vec::new(),
        };
        loop {
            if modifier(input, "initial") {
                made.initial = true;
            } else if modifier(input, "final") {
                made.is_final = true;
            } else {
                break;
            }
            input.call(Ident::parse_any)?;
        }
        made.name = word(input)?;
        if input.peek(Token![;]) {
            input.parse::<Token![;]>()?;
            return Ok(made);
        }
        let inside;
        braced!(inside in input);
        while !inside.is_empty() {
            made.transitions.push(inside.parse()?);
        }
        Ok(made)
    }
}

impl Parse for Transition {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let event = {
            let fork = input.fork();
            fork.call(Ident::parse_any)
                .is_ok_and(|word| word == "event")
        };
        let trigger = if event {
            input.call(Ident::parse_any)?;
            Trigger::Event(if input.peek(Token![->]) {
                None
            } else {
                Some(word(input)?)
            })
        } else {
            Trigger::Action(word(input)?)
        };
        input.parse::<Token![->]>()?;
        let mut made = Self {
            trigger,
            to: word(input)?,
            via: None,
            failure: None,
        };
        while !input.peek(Token![;]) {
            if input.peek(Token![|]) {
                input.parse::<Token![|]>()?;
                made.failure = Some(word(input)?);
            } else if modifier(input, "via") {
                input.call(Ident::parse_any)?;
                made.via = Some(word(input)?);
            } else {
                return Err(input.error("expected `| state`, `via state` or `;`"));
            }
        }
        input.parse::<Token![;]>()?;
        Ok(made)
    }
}

impl States {
    /// The field of the state machine, or a fault that there is none of that name.
    pub(super) fn field_of<'f>(
        states: Option<&Self>,
        fields: &'f [Field],
        faults: &mut Faults,
    ) -> Option<&'f Field> {
        let states = states?;
        let field = fields.iter().find(|field| field.ident == states.field);
        match field {
            None => faults.add(
                states.field.span(),
                format!("there is no field `{}`", states.field),
            ),
            Some(field) if field.optional => faults.add(
                field.ident.span(),
                "every instance has a state: write the field without `Option`",
            ),
            Some(_) => {}
        }
        field
    }

    /// Every state that is mentioned, each once.
    pub(super) fn literals(&self) -> Vec<LitStr> {
        let mut all: Vec<LitStr> = Vec::new();
        let mentioned = self.states.iter().flat_map(|state| {
            let targets = state
                .transitions
                .iter()
                .flat_map(|one| [Some(&one.to), one.via.as_ref(), one.failure.as_ref()]);
            std::iter::once(Some(&state.name)).chain(targets)
        });
        for name in mentioned.flatten() {
            if all.iter().all(|one| one.value() != name.value()) {
                all.push(name.clone());
            }
        }
        all
    }

    /// Terms of actions that transitions name, each once.
    pub(super) fn actions(&self) -> Vec<&LitStr> {
        let mut all: Vec<&LitStr> = Vec::new();
        for transition in self.states.iter().flat_map(|state| &state.transitions) {
            if let Trigger::Action(term) = &transition.trigger
                && all.iter().all(|one| one.value() != term.value())
            {
                all.push(term);
            }
        }
        all
    }

    /// Constants that do not compile when a state is no literal of the field's type.
    pub(super) fn checks(&self, field: &Field, root: &TokenStream) -> TokenStream {
        let shape = field.shape_table(root);
        let checks = self.literals().into_iter().map(|state| {
            let at = respan(root, state.span());
            let message = format!("`{}` is no literal of the field's type", state.value());
            quote_spanned! { state.span() =>
                const _: () = ::core::assert!(
                    #at::define::fits(&#shape, &#root::model::table::ValueTable::String(#state)),
                    #message
                );
            }
        });
        checks.collect()
    }

    pub(super) fn table(&self, attribute: &LitStr, root: &TokenStream) -> TokenStream {
        let states = self.states.iter().map(|state| {
            let State {
                name,
                initial,
                is_final,
                transitions,
            } = state;
            let transitions = transitions.iter().map(|one| {
                let trigger = match &one.trigger {
                    Trigger::Action(term) => quote! { ::core::result::Result::Ok(#term) },
                    Trigger::Event(label) => {
                        let label = option(label.as_ref());
                        quote! { ::core::result::Result::Err(#label) }
                    }
                };
                let to = &one.to;
                let (via, failure) = (option(one.via.as_ref()), option(one.failure.as_ref()));
                quote! {
                    #root::model::table::TransitionTable {
                        trigger: #trigger,
                        to: #to,
                        via: #via,
                        failure: #failure,
                        versions: #root::model::VersionRange::ALL,
                    }
                }
            });
            quote! {
                #root::model::table::StateTable {
                    name: #name,
                    initial: #initial,
                    is_final: #is_final,
                    transitions: &[#(#transitions),*],
                    versions: #root::model::VersionRange::ALL,
                }
            }
        });
        quote! {
            ::core::option::Option::Some(#root::model::table::StatesTable {
                attribute: #attribute,
                states: &[#(#states),*],
            })
        }
    }

    pub(super) fn draft(&self, attribute: &LitStr, places: &mut Places) -> StatesDraft {
        let mut at = |text: &LitStr| Located::new(text.value(), places.at(text.span()));
        StatesDraft {
            attribute: at(attribute),
            states: self
                .states
                .iter()
                .map(|state| StateDraft {
                    name: at(&state.name),
                    initial: state.initial,
                    is_final: state.is_final,
                    transitions: state
                        .transitions
                        .iter()
                        .map(|one| TransitionDraft {
                            trigger: match &one.trigger {
                                Trigger::Action(term) => TriggerDraft::Action(at(term)),
                                Trigger::Event(label) => {
                                    TriggerDraft::Event(label.as_ref().map(LitStr::value))
                                }
                            },
                            to: at(&one.to),
                            via: one.via.as_ref().map(&mut at),
                            failure: one.failure.as_ref().map(&mut at),
                            versions: VersionRange::ALL,
                        })
                        .collect(),
                    versions: VersionRange::ALL,
                })
                .collect(),
        }
    }
}

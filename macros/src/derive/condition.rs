//! `require("com.example.gpu.memory < 512", "message")`: conditions, written as in the language.

use occi_grammar::MemoryResolver;
use occi_model::{
    draft::{ConstraintDraft, ExprDraft, OperandDraft, Reference},
    expr::{Arithmetic, Comparison, End, Test},
    origin::Located,
    value::Value,
};
use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote};
use syn::{Error, Ident, LitStr, Path, Result, Token, parse::Parse};

use super::{
    check::Places,
    entry::{Entry, Faults},
    facet,
    field::option,
    states::word,
};

/// A condition that every instance meets.
pub(super) struct Condition {
    name: Option<LitStr>,
    text: LitStr,
    message: LitStr,
    expr: ExprDraft,
}

/// What stands in `require(…)`.
struct Written {
    name: Option<LitStr>,
    text: LitStr,
    message: LitStr,
}

impl Parse for Written {
    fn parse(input: syn::parse::ParseStream<'_>) -> Result<Self> {
        let fork = input.fork();
        let name = if word(&fork).is_ok() && fork.peek(Token![:]) {
            let name = word(input)?;
            input.parse::<Token![:]>()?;
            Some(name)
        } else {
            None
        };
        let text = input.parse()?;
        input.parse::<Token![,]>()?;
        let message = input.parse()?;
        if !input.is_empty() {
            input.parse::<Token![,]>()?;
        }
        Ok(Self {
            name,
            text,
            message,
        })
    }
}

impl Condition {
    /// Reads `require("condition", "message")` or `require(name: "condition", "message")`.
    pub(super) fn read(entry: &Entry, faults: &mut Faults) -> Option<Self> {
        let written = entry.tokens().and_then(|tokens| {
            syn::parse2::<Written>(tokens.clone()).map_err(|_| {
                Error::new(
                    entry.span(),
                    "write `require(\"condition\", \"message\")`, or \
                     `require(name: \"condition\", \"message\")`",
                )
            })
        });
        let Written {
            name,
            text,
            message,
        } = faults.keep(written)?;
        let expr = faults.keep(parse(&text))?;
        Some(Self {
            name,
            text,
            message,
            expr,
        })
    }

    pub(super) fn span(&self) -> Span {
        self.text.span()
    }

    /// For the rules of the metamodel.
    pub(super) fn draft(&self, places: &mut Places) -> ConstraintDraft {
        ConstraintDraft {
            name: self
                .name
                .as_ref()
                .map(|name| Located::new(name.value(), places.at(name.span()))),
            condition: self.expr.clone(),
            message: self.message.value(),
            origin: places.at(self.text.span()),
        }
    }

    /// The attributes and literals that it names; none when it looks at more than its own
    /// instance, which only the whole definition knows.
    pub(super) fn own_names(&self) -> Option<Vec<&str>> {
        let mut names = Vec::new();
        own_names(&self.expr, &mut names).then_some(names)
    }

    /// The condition as static data.
    pub(super) fn table(&self, root: &TokenStream) -> Result<TokenStream> {
        let tables = Tables {
            root,
            span: self.span(),
        };
        let name = option(self.name.as_ref());
        let condition = tables.expr(&self.expr)?;
        let message = &self.message;
        Ok(quote! {
            #root::model::table::ConstraintTable {
                name: #name,
                condition: #condition,
                message: #message,
            }
        })
    }
}

/// The tables of conditions; those that name no category are a fault and left out.
pub(super) fn tables(
    conditions: &[Condition],
    root: &TokenStream,
    faults: &mut Faults,
) -> TokenStream {
    let tables = conditions.iter().filter_map(|one| {
        let table = one.table(root);
        faults.keep(table)
    });
    quote! { &[#(#tables),*] }
}

/// Reads a condition with the reader of the language: as that of a kind which has nothing else.
fn parse(text: &LitStr) -> Result<ExprDraft> {
    const BEFORE: &str = "extension condition \"http://example.com/condition#\";\n\
                          kind condition {\nrequire ";
    let definition = format!("{BEFORE}{}\n\"message\";\n}}\n", text.value());
    let mut resolver = MemoryResolver::new().with("condition", definition);
    let mut loaded = occi_grammar::load("condition", &mut resolver);
    if let Some(fault) = loaded.faults.iter().find(|fault| fault.is_error()) {
        let mut message = format!("{} [{}]", fault.message, fault.code);
        if let Some(help) = &fault.help {
            message = format!("{message}\nhelp: {help}");
        }
        return Err(Error::new(text.span(), message));
    }
    let kind = match loaded.draft.extensions.pop() {
        Some(mut extension) if extension.kinds.len() == 1 => extension.kinds.pop(),
        _ => None,
    };
    let constraint = kind.filter(|kind| kind.attributes.is_empty() && kind.actions.is_empty());
    match constraint.map(|kind| kind.constraints) {
        Some(mut constraints) if constraints.len() == 1 => Ok(constraints.remove(0).condition),
        _ => Err(Error::new(text.span(), "this is more than one condition")),
    }
}

fn own_names<'e>(expr: &'e ExprDraft, names: &mut Vec<&'e str>) -> bool {
    match expr {
        ExprDraft::Defined(name) => {
            names.push(&name.value);
            true
        }
        ExprDraft::Unique(all) => {
            names.extend(all.value.iter().map(|name| &*name.value));
            true
        }
        ExprDraft::Compare(left, _, right) | ExprDraft::Test(_, left, right) => {
            operand_names(left, names) && operand_names(right, names)
        }
        ExprDraft::In(operand, values) => {
            operand_names(operand, names) && values.iter().all(|one| operand_names(one, names))
        }
        ExprDraft::Matches(operand, _) => operand_names(operand, names),
        ExprDraft::Not(inner) => own_names(inner, names),
        ExprDraft::And(left, right) | ExprDraft::Or(left, right) => {
            own_names(left, names) && own_names(right, names)
        }
        ExprDraft::DefinedAt(..) | ExprDraft::Has(..) | ExprDraft::Acyclic(_) => false,
    }
}

fn operand_names<'e>(operand: &'e OperandDraft, names: &mut Vec<&'e str>) -> bool {
    match operand {
        OperandDraft::Name(name) => {
            names.push(&name.value);
            true
        }
        OperandDraft::Literal(_) => true,
        OperandDraft::Negated(inner) | OperandDraft::Length(inner) | OperandDraft::Lower(inner) => {
            operand_names(inner, names)
        }
        OperandDraft::Arithmetic(left, _, right) => {
            operand_names(left, names) && operand_names(right, names)
        }
        OperandDraft::End(..) | OperandDraft::Links(..) => false,
    }
}

/// Conditions as expressions of Rust.
struct Tables<'r> {
    root: &'r TokenStream,
    span: Span,
}

impl Tables<'_> {
    fn table(&self, of: &str, variant: &str) -> TokenStream {
        let (root, of, variant) = (self.root, format_ident!("{of}"), format_ident!("{variant}"));
        quote! { #root::model::table::#of::#variant }
    }

    fn word(&self, of: &str, variant: &impl std::fmt::Debug) -> TokenStream {
        let (root, of, variant) = (
            self.root,
            format_ident!("{of}"),
            format_ident!("{variant:?}"),
        );
        quote! { #root::model::expr::#of::#variant }
    }

    fn comparison(&self, comparison: Comparison) -> TokenStream {
        self.word("Comparison", &comparison)
    }

    fn arithmetic(&self, arithmetic: Arithmetic) -> TokenStream {
        self.word("Arithmetic", &arithmetic)
    }

    fn test(&self, test: Test) -> TokenStream {
        self.word("Test", &test)
    }

    fn end(&self, end: End) -> TokenStream {
        self.word("End", &end)
    }

    fn expr(&self, expr: &ExprDraft) -> Result<TokenStream> {
        let of = |variant| self.table("ExprTable", variant);
        Ok(match expr {
            ExprDraft::Defined(name) => {
                let (of, name) = (of("Defined"), &name.value);
                quote! { #of(#name) }
            }
            ExprDraft::DefinedAt(end, name) => {
                let (of, end, name) = (of("DefinedAt"), self.end(*end), &name.value);
                quote! { #of(#end, #name) }
            }
            ExprDraft::Compare(left, comparison, right) => {
                let (of, how) = (of("Compare"), self.comparison(*comparison));
                let (left, right) = (self.operand(left)?, self.operand(right)?);
                quote! { #of(#left, #how, #right) }
            }
            ExprDraft::In(operand, values) => {
                let (of, operand) = (of("In"), self.operand(operand)?);
                let values = values.iter().map(|value| match value {
                    // Among the values of an attribute, a bare name is a literal of it.
                    OperandDraft::Name(name) => Ok(self.value(&Value::from(&*name.value))),
                    OperandDraft::Literal(value) => Ok(self.value(&value.value)),
                    _ => Err(Error::new(self.span, "`in` is followed by literals")),
                });
                let values = values.collect::<Result<Vec<_>>>()?;
                quote! { #of(#operand, &[#(#values),*]) }
            }
            ExprDraft::Test(test, whole, part) => {
                let (of, test) = (of("Test"), self.test(*test));
                let (whole, part) = (self.operand(whole)?, self.operand(part)?);
                quote! { #of(#test, #whole, #part) }
            }
            ExprDraft::Matches(operand, pattern) => {
                let (of, operand) = (of("Matches"), self.operand(operand)?);
                let pattern = &pattern.value;
                quote! { #of(#operand, #pattern) }
            }
            ExprDraft::Has(end, mixin) => {
                let (of, end) = (of("Has"), option(end.map(|end| self.end(end))));
                let root = self.root;
                let mixin = self.category(&mixin.value, &quote! { #root::Mixin }, "MIXIN")?;
                quote! { #of(#end, #mixin) }
            }
            ExprDraft::Unique(names) => {
                let of = of("Unique");
                let names = names.value.iter().map(|name| &name.value);
                quote! { #of(&[#(#names),*]) }
            }
            ExprDraft::Acyclic(_) => of("Acyclic"),
            ExprDraft::Not(inner) => {
                let (of, inner) = (of("Not"), self.expr(inner)?);
                quote! { #of(&#inner) }
            }
            ExprDraft::And(left, right) => {
                let (of, left, right) = (of("And"), self.expr(left)?, self.expr(right)?);
                quote! { #of(&#left, &#right) }
            }
            ExprDraft::Or(left, right) => {
                let (of, left, right) = (of("Or"), self.expr(left)?, self.expr(right)?);
                quote! { #of(&#left, &#right) }
            }
        })
    }

    fn operand(&self, operand: &OperandDraft) -> Result<TokenStream> {
        let of = |variant| self.table("OperandTable", variant);
        Ok(match operand {
            OperandDraft::Name(name) => {
                let (of, name) = (of("Attribute"), &name.value);
                quote! { #of(#name) }
            }
            OperandDraft::Literal(value) => {
                let (of, value) = (of("Literal"), self.value(&value.value));
                quote! { #of(#value) }
            }
            OperandDraft::End(end, name) => {
                let (of, end, name) = (of("End"), self.end(*end), &name.value);
                quote! { #of(#end, #name) }
            }
            OperandDraft::Negated(inner) => {
                let (of, inner) = (of("Negated"), self.operand(inner)?);
                quote! { #of(&#inner) }
            }
            OperandDraft::Arithmetic(left, how, right) => {
                let (of, how) = (of("Arithmetic"), self.arithmetic(*how));
                let (left, right) = (self.operand(left)?, self.operand(right)?);
                quote! { #of(&#left, #how, &#right) }
            }
            OperandDraft::Length(inner) => {
                let (of, inner) = (of("Length"), self.operand(inner)?);
                quote! { #of(&#inner) }
            }
            OperandDraft::Lower(inner) => {
                let (of, inner) = (of("Lower"), self.operand(inner)?);
                quote! { #of(&#inner) }
            }
            OperandDraft::Links(kind, condition) => {
                let of = of("Links");
                let root = self.root;
                let kind =
                    self.category(&kind.value, &quote! { #root::define::Identified }, "ID")?;
                let condition = match condition {
                    Some(condition) => {
                        let condition = self.expr(condition)?;
                        option(Some(quote! { &#condition }))
                    }
                    None => option::<TokenStream>(None),
                };
                quote! { #of(#kind, #condition) }
            }
        })
    }

    fn value(&self, value: &Value) -> TokenStream {
        facet::value(value, self.root)
    }

    /// A category: a type of Rust by its path, or an identifier in quotes.
    fn category(
        &self,
        reference: &Reference,
        defined: &TokenStream,
        constant: &str,
    ) -> Result<TokenStream> {
        let path = match reference {
            Reference::Identifier(id) => return Ok(quote! { #id }),
            Reference::Name {
                qualifier: None,
                name,
            } => name.clone(),
            Reference::Name {
                qualifier: Some(module),
                name,
            } => format!("{module}::{name}"),
        };
        let constant = Ident::new(constant, self.span);
        let path: Path = LitStr::new(&path, self.span).parse().map_err(|_| {
            Error::new(
                self.span,
                "a category is a type of Rust, as in `links(Attachment)` or `self has Sliced`, \
                 or its identifier in quotes",
            )
        })?;
        Ok(quote! { <#path as #defined>::#constant })
    }
}

//! What stands in `#[occi(…)]`: entries, each a word, a word with a value, or a word with a list.

use proc_macro2::{Span, TokenStream};
use quote::ToTokens as _;
use syn::{
    Attribute, Error, Expr, ExprLit, Ident, Lit, LitStr, Meta, MetaNameValue, Path, Result, Token,
    ext::IdentExt as _,
    parenthesized,
    parse::{Parse, ParseStream},
    punctuated::Punctuated,
};

/// The faults of one derive; all of them are reported.
#[derive(Default)]
pub(super) struct Faults(Option<Error>);

impl Faults {
    pub(super) fn add(&mut self, span: Span, message: impl std::fmt::Display) {
        self.join(Error::new(span, message));
    }

    pub(super) fn join(&mut self, error: Error) {
        match &mut self.0 {
            Some(all) => all.combine(error),
            None => self.0 = Some(error),
        }
    }

    /// What a part of the reading gave, or nothing and its fault.
    pub(super) fn keep<T>(&mut self, result: Result<T>) -> Option<T> {
        result.map_err(|error| self.join(error)).ok()
    }

    pub(super) fn finish(self) -> Result<()> {
        self.0.map_or(Ok(()), Err)
    }
}

/// What follows the word of an entry.
pub(super) enum Argument {
    /// Nothing.
    Flag,
    /// `= value`
    Value(Expr),
    /// `(…)`
    List(TokenStream),
}

/// An entry of `#[occi(…)]`.
pub(super) struct Entry {
    /// Its word; keywords of Rust such as `abstract` and `type` are words too.
    pub(super) word: Ident,
    pub(super) argument: Argument,
}

impl Parse for Entry {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let word = input.call(Ident::parse_any)?;
        let argument = if input.peek(Token![=]) {
            input.parse::<Token![=]>()?;
            Argument::Value(input.parse()?)
        } else if input.peek(syn::token::Paren) {
            let inside;
            parenthesized!(inside in input);
            Argument::List(inside.parse()?)
        } else {
            Argument::Flag
        };
        Ok(Self { word, argument })
    }
}

impl Entry {
    pub(super) fn span(&self) -> Span {
        self.word.span()
    }

    fn wrong(&self, expected: &str) -> Error {
        Error::new(self.span(), format!("write `{expected}`"))
    }

    /// `word`
    pub(super) fn flag(&self) -> Result<()> {
        match self.argument {
            Argument::Flag => Ok(()),
            _ => Err(self.wrong(&self.word.to_string())),
        }
    }

    /// `word = "text"`
    pub(super) fn text(&self) -> Result<LitStr> {
        match &self.argument {
            Argument::Value(Expr::Lit(ExprLit {
                lit: Lit::Str(text),
                ..
            })) => Ok(text.clone()),
            _ => Err(self.wrong(&format!("{} = \"…\"", self.word))),
        }
    }

    /// `crate = "path"`: where the runtime is.
    pub(super) fn root(&self, root: &mut TokenStream, faults: &mut Faults) {
        let path = self.text().and_then(|text| text.parse::<Path>());
        if let Some(path) = faults.keep(path) {
            *root = path.to_token_stream();
        }
    }

    /// `word = value`
    pub(super) fn value(&self) -> Result<&Expr> {
        match &self.argument {
            Argument::Value(value) => Ok(value),
            _ => Err(self.wrong(&format!("{} = …", self.word))),
        }
    }

    /// `word = 3`
    pub(super) fn count(&self) -> Result<u32> {
        match &self.argument {
            Argument::Value(Expr::Lit(ExprLit {
                lit: Lit::Int(number),
                ..
            })) => number.base10_parse(),
            _ => Err(self.wrong(&format!("{} = 3", self.word))),
        }
    }

    /// `word(A, B)`
    pub(super) fn list<T: Parse>(&self) -> Result<Vec<T>> {
        self.tokens()
            .and_then(|tokens| {
                syn::parse::Parser::parse2(
                    Punctuated::<T, Token![,]>::parse_terminated,
                    tokens.clone(),
                )
            })
            .map(|list| list.into_iter().collect())
    }

    /// What stands in the parentheses.
    pub(super) fn tokens(&self) -> Result<&TokenStream> {
        match &self.argument {
            Argument::List(tokens) => Ok(tokens),
            _ => Err(self.wrong(&format!("{}(…)", self.word))),
        }
    }
}

/// The entries of all `#[occi(…)]` among the attributes. A word that may be said once only is
/// said once; `repeated` lists the others.
pub(super) fn entries(
    attributes: &[Attribute],
    repeated: &[&str],
    faults: &mut Faults,
) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for attribute in attributes {
        if !attribute.path().is_ident("occi") {
            continue;
        }
        let parsed = attribute.parse_args_with(Punctuated::<Entry, Token![,]>::parse_terminated);
        for entry in faults.keep(parsed).into_iter().flatten() {
            if entries.iter().any(|one| one.word == entry.word)
                && !repeated.contains(&entry.word.to_string().as_str())
            {
                faults.add(entry.span(), format!("`{}` is said twice", entry.word));
            } else {
                entries.push(entry);
            }
        }
    }
    entries
}

/// A word that nobody knows, with those that are known and the nearest of them.
pub(super) fn unknown(entry: &Entry, known: &[&str], faults: &mut Faults) {
    let word = entry.word.to_string();
    let mut message = format!(
        "`{word}` is not known here; known are `{}`",
        known.join("`, `")
    );
    if let Some(near) = known.iter().find(|one| close(one, &word)) {
        message = format!("`{word}` is not known here; did you mean `{near}`?");
    }
    faults.add(entry.span(), message);
}

/// Whether two words differ in few letters: one missing, one too many, one other, two swapped.
pub(super) fn close(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let start = one.iter().zip(&other).take_while(|(a, b)| a == b).count();
    let end = one[start..]
        .iter()
        .rev()
        .zip(other[start..].iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    let (left, right) = (one.len() - start - end, other.len() - start - end);
    left <= 1 && right <= 1 || left == 2 && right == 2 && one[start] == other[start + 1]
}

/// The text of the documentation comments.
pub(super) fn description(attributes: &[Attribute]) -> Option<String> {
    let lines: Vec<String> = attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("doc"))
        .filter_map(
            |attribute| match &attribute.meta.require_name_value().ok()?.value {
                Expr::Lit(ExprLit {
                    lit: Lit::Str(text),
                    ..
                }) => {
                    let line = text.value();
                    Some(line.strip_prefix(' ').unwrap_or(&line).to_owned())
                }
                _ => None,
            },
        )
        .collect();
    let text = lines.join("\n").trim().to_owned();
    (!text.is_empty()).then_some(text)
}

/// The reason of `#[deprecated]`, in any of its forms.
pub(super) fn deprecated(attributes: &[Attribute]) -> Option<String> {
    let attribute = attributes
        .iter()
        .find(|attribute| attribute.path().is_ident("deprecated"))?;
    let text = |value: &Expr| match value {
        Expr::Lit(ExprLit {
            lit: Lit::Str(text),
            ..
        }) => Some(text.value()),
        _ => None,
    };
    let note = match &attribute.meta {
        Meta::NameValue(pair) => text(&pair.value),
        Meta::List(_) => attribute
            .parse_args_with(Punctuated::<MetaNameValue, Token![,]>::parse_terminated)
            .ok()
            .and_then(|pairs| {
                let note = pairs.iter().find(|pair| pair.path.is_ident("note"))?;
                text(&note.value)
            }),
        Meta::Path(_) => None,
    };
    Some(note.unwrap_or_else(|| "deprecated".to_owned()))
}

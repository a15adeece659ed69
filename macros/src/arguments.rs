//! The arguments of `model!`.

use occi_codegen::Builder;
use proc_macro2::Span;
use syn::{
    Error, Ident, LitBool, LitStr, Result, Token, parenthesized,
    parse::{Parse, ParseStream},
};

/// What `model!` was given.
pub(crate) struct Arguments {
    /// Path of the definition, as written.
    pub(crate) path: LitStr,
    /// Everything else.
    pub(crate) builder: Builder,
}

const KNOWN: &str = "client, server, tests, layout, profile, strict, allow, deny, include, settings_file, crate_path, \
     extern_path(…), rename(…), replace(…), derive(…), type_attribute(…), field_attribute(…)";

/// Settings that may be made several times.
const REPEATABLE: [&str; 9] = [
    "allow",
    "deny",
    "derive",
    "extern_path",
    "field_attribute",
    "include",
    "rename",
    "replace",
    "type_attribute",
];

impl Parse for Arguments {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let path: LitStr = input.parse()?;
        let mut builder = Builder::new();
        let mut errors: Option<Error> = None;
        let mut seen: Vec<String> = Vec::new();
        while !input.is_empty() {
            input.parse::<Token![,]>()?;
            if input.is_empty() {
                break;
            }
            let name: Ident = input.parse()?;
            let word = name.to_string();
            if seen.contains(&word) && !REPEATABLE.contains(&word.as_str()) {
                add(&mut errors, name.span(), format!("`{word}` is given twice"));
            }
            seen.push(word.clone());
            builder = match word.as_str() {
                "client" => builder.client(value::<LitBool>(input)?.value),
                "server" => builder.server(value::<LitBool>(input)?.value),
                "tests" => builder.tests(value::<LitBool>(input)?.value),
                "layout" => {
                    let text: LitStr = value(input)?;
                    match text.value().parse() {
                        Ok(layout) => builder.layout(layout),
                        Err(error) => {
                            let error: occi_codegen::SettingsError = error;
                            add(&mut errors, text.span(), error.to_string());
                            builder
                        }
                    }
                }
                "allow" => builder.allow(&value::<LitStr>(input)?.value()),
                "deny" => builder.deny(&value::<LitStr>(input)?.value()),
                "settings_file" => builder.settings_file(value::<LitStr>(input)?.value()),
                "profile" => {
                    let text: LitStr = value(input)?;
                    match text.value().parse() {
                        Ok(profile) => builder.profile(profile),
                        Err(error) => {
                            add(&mut errors, text.span(), format!("{error}"));
                            builder
                        }
                    }
                }
                "strict" => builder.strict(value::<LitBool>(input)?.value),
                "include" => builder.include(value::<LitStr>(input)?.value()),
                "crate_path" => builder.crate_path(&value::<LitStr>(input)?.value()),
                "extern_path" => {
                    let (extension, path) = pair(input)?;
                    builder.extern_path(extension, &path)
                }
                "rename" => {
                    let (what, name) = pair(input)?;
                    builder.rename(what, &name)
                }
                "replace" => {
                    let (what, path) = pair(input)?;
                    builder.replace(what, &path)
                }
                "derive" => {
                    let (pattern, path) = pair(input)?;
                    builder.derive(pattern, &path)
                }
                "field_attribute" => {
                    let (pattern, attribute) = pair(input)?;
                    builder.field_attribute(pattern, &attribute)
                }
                "type_attribute" => {
                    let (pattern, attribute) = pair(input)?;
                    builder.type_attribute(pattern, &attribute)
                }
                _ => {
                    let message = format!("`{word}` is no setting; known are {KNOWN}");
                    return Err(combine(errors, Error::new(name.span(), message)));
                }
            };
        }
        match errors {
            Some(errors) => Err(errors),
            None => Ok(Self { path, builder }),
        }
    }
}

/// `= value`
fn value<T: Parse>(input: ParseStream<'_>) -> Result<T> {
    input.parse::<Token![=]>()?;
    input.parse()
}

/// `("a", "b")`
fn pair(input: ParseStream<'_>) -> Result<(String, String)> {
    let inside;
    parenthesized!(inside in input);
    let first: LitStr = inside.parse()?;
    inside.parse::<Token![,]>()?;
    let second: LitStr = inside.parse()?;
    inside.parse::<Option<Token![,]>>()?;
    if inside.is_empty() {
        Ok((first.value(), second.value()))
    } else {
        Err(inside.error("expected two strings"))
    }
}

fn add(errors: &mut Option<Error>, span: Span, message: String) {
    *errors = Some(combine(errors.take(), Error::new(span, message)));
}

fn combine(errors: Option<Error>, error: Error) -> Error {
    match errors {
        Some(mut errors) => {
            errors.combine(error);
            errors
        }
        None => error,
    }
}

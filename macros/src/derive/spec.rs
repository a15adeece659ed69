//! `spec = "gpu.occi"`: a struct held to a definition that exists.

use std::path::PathBuf;

use occi_grammar::{FileResolver, compile};
use occi_model::{
    Access, Model, Profile,
    model::{Attribute, DefaultValue, Kind},
    types::{NumberRange, ValueType},
};
use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{Ident, LitStr};

use super::{
    category::Category,
    entry::{Faults, close},
    field::{Field, option, respan},
};

/// A definition that was read for a struct.
pub(super) struct Spec {
    path: LitStr,
    model: Model,
    files: Vec<PathBuf>,
}

impl Spec {
    /// Reads the definition; its faults are those of the entry.
    pub(super) fn read(path: &LitStr, faults: &mut Faults) -> Option<Self> {
        let Some(root) = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from) else {
            faults.add(
                path.span(),
                "`CARGO_MANIFEST_DIR` is not set: paths are relative to the package",
            );
            return None;
        };
        let file = root.join(path.value());
        let compiled = compile(
            &file.to_string_lossy(),
            &mut FileResolver::new(),
            Profile::Union,
        );
        match compiled.model {
            Some(model) => Some(Self {
                path: path.clone(),
                model,
                files: compiled.files_read,
            }),
            None => {
                for fault in compiled.faults.iter().filter(|fault| fault.is_error()) {
                    faults.add(path.span(), format!("{}: {fault}", path.value()));
                }
                None
            }
        }
    }

    /// The kind that the struct stands for.
    fn kind(&self, scheme: &LitStr, term: &LitStr, faults: &mut Faults) -> Option<&Kind> {
        let id = Category::identifier(scheme, term);
        if let Some(found) = self.model.find_kind(&id) {
            return Some(self.model.kind(found));
        }
        let near = self
            .model
            .kinds()
            .map(|(_, kind)| &kind.id)
            .find(|one| close(one.term(), &term.value()));
        let mend = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
        faults.add(
            term.span(),
            format!("`{}` has no kind `{id}`{mend}", self.path.value()),
        );
        None
    }

    /// Compares a struct with its kind. What the types of the fields are is known later only, so
    /// that comparison is code.
    pub(super) fn compare(
        &self,
        ident: &Ident,
        category: &Category,
        scheme: &LitStr,
        fields: &[Field],
        faults: &mut Faults,
    ) -> TokenStream {
        let Some(kind) = self.kind(scheme, &category.term, faults) else {
            return TokenStream::new();
        };
        let said = |said: &Option<LitStr>, defined: Option<&str>, what, faults: &mut Faults| {
            if let Some(text) = said.as_ref().filter(|text| Some(&*text.value()) != defined) {
                let defined = defined.map_or_else(|| "none".to_owned(), |one| format!("`{one}`"));
                faults.add(
                    text.span(),
                    format!("the definition has the {what} {defined}"),
                );
            }
        };
        said(&category.title, kind.title.as_deref(), "title", faults);
        let location = kind.location.as_ref().map(occi_model::Location::as_str);
        said(&category.location, location, "location", faults);
        for attribute in &kind.attributes {
            if fields
                .iter()
                .all(|field| attribute.name != *field.name.value())
            {
                faults.add(
                    ident.span(),
                    format!(
                        "the attribute `{}` of the definition has no field",
                        attribute.name
                    ),
                );
            }
        }
        let checks: Vec<TokenStream> = fields
            .iter()
            .filter_map(|field| {
                let name = field.name.value();
                let Some(attribute) = kind.attributes.iter().find(|one| one.name == *name) else {
                    let near = kind
                        .attributes
                        .iter()
                        .find(|one| close(one.name.as_str(), &name));
                    let mend = near
                        .map_or_else(String::new, |one| format!("; did you mean `{}`?", one.name));
                    faults.add(
                        field.name.span(),
                        format!("the kind has no attribute `{name}`{mend}"),
                    );
                    return None;
                };
                field_agrees(field, attribute, faults);
                Some(type_check(field, attribute, &category.root))
            })
            .collect();
        let files = self.files.iter().map(|file| {
            let path = LitStr::new(&file.to_string_lossy(), self.path.span());
            quote! { const _: &[u8] = ::core::include_bytes!(#path); }
        });
        quote! { #(#checks)* #(#files)* }
    }
}

fn field_agrees(field: &Field, attribute: &Attribute, faults: &mut Faults) {
    let span = field.ident.span();
    if field.access != attribute.access {
        let expected = match attribute.access {
            Access::Mutable => "neither `createonly` nor `readonly`",
            Access::CreateOnly => "`createonly`",
            Access::ReadOnly => "`readonly`",
        };
        faults.add(span, format!("the definition says {expected}"));
    }
    let always = attribute.required || attribute.always;
    if always && field.optional {
        faults.add(
            span,
            "the definition has it in every instance: write the field without `Option`",
        );
    } else if !always && !field.optional {
        faults.add(
            span,
            "the definition does not have it in every instance: write `Option`",
        );
    }
    match (field.default_value(), &attribute.default) {
        (Some(said), Some(DefaultValue::Value(defined))) if !said.same_as(defined) => {
            faults.add(span, format!("the definition has the default {defined}"));
        }
        (Some(_), None) => faults.add(span, "the definition has no default"),
        (None, Some(DefaultValue::Value(defined))) => faults.add(
            span,
            format!("the definition has the default {defined}: write `default = …`"),
        ),
        _ => {}
    }
}

/// A constant that does not compile when the type of a field is another one.
fn type_check(field: &Field, attribute: &Attribute, root: &TokenStream) -> TokenStream {
    let span: Span = syn::spanned::Spanned::span(&field.ty);
    let Some(wanted) = table(&attribute.value_type, root) else {
        return TokenStream::new();
    };
    let table = field.shape_table(root);
    let message = format!("the definition says: {}", attribute.value_type.describe());
    let at = respan(root, span);
    quote_spanned! { span =>
        const _: () = ::core::assert!(#at::define::agree(&#table, &#wanted), #message);
    }
}

/// The table of a type, as an expression; none for types that a field cannot spell out.
fn table(value_type: &ValueType, root: &TokenStream) -> Option<TokenStream> {
    let tables = quote! { #root::model::table };
    let of = |variant: TokenStream| Some(quote! { #tables::TypeTable::#variant });
    match value_type {
        ValueType::String(facets) => {
            let pattern = option(
                facets
                    .pattern
                    .as_ref()
                    .map(occi_model::types::Pattern::as_str),
            );
            let (min, max) = (option(facets.length.min), option(facets.length.max));
            of(quote! { String(#pattern, (#min, #max)) })
        }
        ValueType::Integer(range) => {
            let range = numbers(range, &tables);
            of(quote! { Integer(#range) })
        }
        ValueType::Float(range) => {
            let range = numbers(range, &tables);
            of(quote! { Float(#range) })
        }
        ValueType::Boolean => of(quote! { Boolean }),
        ValueType::Enum(enumeration) => {
            let literals = enumeration.literals.iter().map(|literal| {
                let name = &*literal.name;
                quote! {
                    #tables::LiteralTable {
                        name: #name,
                        description: ::core::option::Option::None,
                        versions: #root::model::VersionRange::ALL,
                    }
                }
            });
            of(quote! { Enum(&[#(#literals),*]) })
        }
        ValueType::Uri => of(quote! { Uri }),
        ValueType::IpAddress => of(quote! { IpAddress }),
        ValueType::IpNetwork => of(quote! { IpNetwork }),
        ValueType::Mac => of(quote! { Mac }),
        ValueType::Token => of(quote! { Token }),
        ValueType::DateTime => of(quote! { DateTime }),
        ValueType::Duration => of(quote! { Duration }),
        _ => None,
    }
}

fn numbers<N: quote::ToTokens + Copy>(range: &NumberRange<N>, tables: &TokenStream) -> TokenStream {
    let end = |end: Option<occi_model::types::Bound<N>>| {
        option(end.map(|end| {
            let (value, exclusive) = (end.value, end.exclusive);
            quote! { (#value, #exclusive) }
        }))
    };
    let (min, max) = (end(range.min), end(range.max));
    quote! {
        #tables::RangeTable { min: #min, max: #max, ..#tables::RangeTable::UNBOUNDED }
    }
}

#[cfg(test)]
mod tests {
    use crate::derive;

    const WHOLE: &str = r##"
        #[occi(scheme = "http://example.com/occi/gpu#", spec = "../examples/gpu.occi")]
        #[occi(prefix = "com.example.gpu", title = "GPU")]
        #[occi(states(state, initial idle { claim -> busy; } busy { release -> idle; }))]
        struct Gpu {
            #[occi(createonly)]
            memory: u16,
            #[occi(createonly)]
            vendor: Option<Vendor>,
            #[occi(readonly, default = "idle")]
            state: State,
        }
    "##;

    fn expand(text: &str) -> String {
        derive::resource(text.parse().unwrap()).to_string()
    }

    #[test]
    fn a_struct_that_agrees_is_compared_type_by_type() {
        let output = expand(WHOLE);
        assert!(!output.contains("compile_error"), "{output}");
        assert_eq!(output.matches("define :: agree").count(), 3, "{output}");
        assert!(output.contains("an integer from 1 to 1024"), "{output}");
        assert!(output.contains("include_bytes"), "{output}");
    }

    #[test]
    fn every_difference_is_an_error() {
        for (is, was, expected) in [
            (
                "memory: u16",
                "memroy: u16",
                "did you mean `com.example.gpu.memory`?",
            ),
            (
                "#[occi(createonly)]\n            vendor: Option<Vendor>,",
                "",
                "the attribute `com.example.gpu.vendor` of the definition has no field",
            ),
            ("vendor: Option<Vendor>", "vendor: Vendor", "write `Option`"),
            ("memory: u16", "memory: Option<u16>", "without `Option`"),
            (
                "readonly, default = \\\"idle\\\"",
                "readonly",
                "has the default",
            ),
            (
                "#[occi(createonly)]\n            memory",
                "memory",
                "the definition says `createonly`",
            ),
            ("title = \"GPU\"", "title = \"Card\"", "has the title `GPU`"),
            (
                "struct Gpu",
                "#[occi(term = \"gp\")] struct Gpu",
                "did you mean `http://example.com/occi/gpu#gpu`?",
            ),
            ("gpu.occi", "none.occi", "none.occi"),
        ] {
            let text = WHOLE.replacen(&is.replace("\\\"", "\""), was, 1);
            assert_ne!(text, WHOLE, "{is}");
            let output = expand(&text);
            assert!(output.contains("compile_error"), "{is}: {output}");
            let found = output.replace("\\\"", "\"");
            assert!(found.contains(expected), "{is}: {expected}: {output}");
        }
    }
}

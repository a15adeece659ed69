//! Fields of structs as attributes of categories: what they say, and what the metamodel thinks of it.

mod table;

use occi_model::{
    Access,
    draft::{
        AttributeDraft, DefaultDraft, LengthDraft, LiteralDraft, MemberDraft, RangeDraft,
        RangeFacets, TypeDraft,
    },
    origin::Located,
    value::Value,
    version::VersionRange,
};
use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::{
    Expr, ExprLit, ExprUnary, GenericArgument, Ident, Lit, LitStr, PathArguments, Type, UnOp,
    spanned::Spanned as _,
};

use super::{
    category::Other,
    check::Places,
    entry::{Entry, Faults, deprecated, description, entries, unknown},
    facet::{self, Ends, Lengths},
    note::Notes,
};

const KNOWN: [&str; 17] = [
    "name",
    "createonly",
    "readonly",
    "default",
    "generated",
    "unit",
    "range",
    "length",
    "pattern",
    "type",
    "ref",
    "unique",
    "digits",
    "fraction",
    "annotation",
    "since",
    "until",
];

/// A field as an attribute.
pub(super) struct Field {
    pub(super) ident: Ident,
    /// Type of the values, without `Option`.
    pub(super) ty: Type,
    /// Whether the field is an `Option`.
    pub(super) optional: bool,
    pub(super) name: LitStr,
    pub(super) access: Access,
    default: Option<Default>,
    unit: Option<LitStr>,
    range: Option<(Ends, Span)>,
    length: Option<(Lengths, Span)>,
    pattern: Option<LitStr>,
    word: Option<LitStr>,
    /// The kind that a reference leads to.
    target: Option<(Other, Span)>,
    unique: Option<Span>,
    /// Most decimal digits in all, and behind the point.
    digits: (Option<u32>, Option<u32>),
    digits_span: Option<Span>,
    notes: Notes,
    pub(super) versions: VersionRange,
    pub(super) description: Option<String>,
    deprecated: Option<String>,
}

/// Types that everybody knows.
enum Plain {
    Integer,
    Float,
    Boolean,
    Text,
}

/// What an attribute becomes when a client does not give it.
enum Default {
    Value(Value, Span),
    Generated(Option<String>, Span),
}

impl Field {
    /// The fields of a struct; `prefix` stands before names that are not given.
    pub(super) fn all(
        fields: &syn::Fields,
        prefix: Option<&LitStr>,
        faults: &mut Faults,
    ) -> Vec<Self> {
        fields
            .iter()
            .filter_map(|field| {
                let Some(ident) = field.ident.clone() else {
                    faults.add(field.span(), "attributes are fields with names");
                    return None;
                };
                Self::one(field, ident, prefix, faults)
            })
            .collect()
    }

    fn one(
        field: &syn::Field,
        ident: Ident,
        prefix: Option<&LitStr>,
        faults: &mut Faults,
    ) -> Option<Self> {
        let (ty, optional) = match inside_option(&field.ty) {
            Some(inner) => (inner.clone(), true),
            None => (field.ty.clone(), false),
        };
        let bare = ident.to_string();
        let bare = bare.trim_start_matches("r#");
        let name = prefix.map(|prefix| match prefix.value().as_str() {
            "" => LitStr::new(bare, ident.span()),
            prefix => LitStr::new(&format!("{prefix}.{bare}"), ident.span()),
        });
        let mut made = Self {
            name: name
                .clone()
                .unwrap_or_else(|| LitStr::new(bare, ident.span())),
            ident,
            ty,
            optional,
            access: Access::Mutable,
            default: None,
            unit: None,
            range: None,
            length: None,
            pattern: None,
            word: None,
            target: None,
            unique: None,
            digits: (None, None),
            digits_span: None,
            notes: Notes::default(),
            versions: VersionRange::ALL,
            description: description(&field.attrs),
            deprecated: deprecated(&field.attrs),
        };
        let mut named = name.is_some();
        for entry in entries(&field.attrs, &["annotation"], faults) {
            named |= entry.word == "name";
            made.entry(&entry, faults);
        }
        if !named {
            faults.add(
                made.ident.span(),
                "the attribute has no name: write `#[occi(name = \"com.example.…\")]` at the \
                 field, or `#[occi(prefix = \"com.example.…\")]` at the struct",
            );
        }
        Some(made)
    }

    /// The only field of a struct that narrows another type.
    pub(super) fn bare(ident: &Ident, ty: &Type) -> Self {
        Self {
            ident: ident.clone(),
            ty: ty.clone(),
            optional: false,
            name: LitStr::new("com.example.value", ident.span()),
            access: Access::Mutable,
            default: None,
            unit: None,
            range: None,
            length: None,
            pattern: None,
            word: None,
            target: None,
            unique: None,
            digits: (None, None),
            digits_span: None,
            notes: Notes::default(),
            versions: VersionRange::ALL,
            description: None,
            deprecated: None,
        }
    }

    pub(super) fn entry(&mut self, entry: &Entry, faults: &mut Faults) {
        let access = |access: Access, current: Access, faults: &mut Faults| {
            if current != Access::Mutable {
                faults.add(
                    entry.span(),
                    "an attribute is `createonly` or `readonly`, not both",
                );
            }
            access
        };
        match entry.word.to_string().as_str() {
            "name" => {
                if let Some(name) = faults.keep(entry.text()) {
                    self.name = name;
                }
            }
            "createonly" => {
                faults.keep(entry.flag());
                self.access = access(Access::CreateOnly, self.access, faults);
            }
            "readonly" => {
                faults.keep(entry.flag());
                self.access = access(Access::ReadOnly, self.access, faults);
            }
            "default" => {
                self.default = faults
                    .keep(entry.value().and_then(literal))
                    .map(|(value, span)| Default::Value(value, span));
            }
            "generated" => self.generated(entry, faults),
            "unit" => self.unit = faults.keep(entry.text()),
            "range" => {
                let ends = entry.text().and_then(|text| facet::range(&text));
                self.range = faults.keep(ends).map(|ends| (ends, entry.span()));
            }
            "length" => {
                let ends = entry.text().and_then(|text| facet::length(&text));
                self.length = faults.keep(ends).map(|ends| (ends, entry.span()));
            }
            "pattern" => self.pattern = faults.keep(entry.text()),
            "type" => {
                if let Some(word) = faults.keep(entry.text()) {
                    if facet::text_type(&word.value()).is_none() {
                        let known = facet::TEXT_TYPES.map(|(word, _)| word).join("`, `");
                        faults.add(word.span(), format!("types of texts are `{known}`"));
                    } else {
                        self.word = Some(word);
                    }
                }
            }
            "ref" => {
                let mut list = faults.keep(entry.list::<Other>()).unwrap_or_default();
                if list.len() == 1 {
                    self.target = list.pop().map(|kind| (kind, entry.span()));
                } else {
                    faults.add(entry.span(), "a reference leads to one kind: `ref(Kind)`");
                }
            }
            "unique" => self.unique = faults.keep(entry.flag()).map(|()| entry.span()),
            "digits" => self.digits.0 = self.digits(entry, faults),
            "fraction" => self.digits.1 = self.digits(entry, faults),
            "annotation" => self.notes.entry(entry, faults),
            "since" | "until" => facet::version(entry, &mut self.versions, faults),
            _ => unknown(entry, &KNOWN, faults),
        }
    }

    fn digits(&mut self, entry: &Entry, faults: &mut Faults) -> Option<u32> {
        self.digits_span = Some(entry.span());
        faults.keep(entry.count())
    }

    fn generated(&mut self, entry: &Entry, faults: &mut Faults) {
        let template = match entry.flag() {
            Ok(()) => None,
            Err(_) => faults.keep(entry.text()).map(|text| text.value()),
        };
        self.default = Some(Default::Generated(template, entry.span()));
    }

    /// The default, when it is a value.
    pub(super) fn default_value(&self) -> Option<&Value> {
        match &self.default {
            Some(Default::Value(value, _)) => Some(value),
            _ => None,
        }
    }

    /// Whether a client must give a value at creation.
    pub(super) fn required(&self) -> bool {
        !self.optional && self.default.is_none() && self.access != Access::ReadOnly
    }

    /// Whether every instance shows a value.
    fn always(&self) -> bool {
        !self.optional
    }

    /// The attribute for the rules of the metamodel. What the type of the field is cannot be
    /// known here, so a type stands in that has the facets that are said.
    pub(super) fn draft(&self, state: Option<&[LitStr]>, places: &mut Places) -> AttributeDraft {
        let type_place = places.at(self.ty.span());
        let facets = places.at(self
            .range
            .as_ref()
            .map_or(self.ty.span(), |(_, span)| *span));
        let number =
            |(number, outside): (f64, bool)| (Located::new(Value::Float(number), facets), outside);
        let value_type = if let Some(literals) = state {
            TypeDraft::Enum(
                literals
                    .iter()
                    .map(|literal| LiteralDraft {
                        name: Located::new(literal.value(), places.at(literal.span())),
                        description: None,
                        versions: VersionRange::ALL,
                    })
                    .collect(),
            )
        } else if let Some((ends, _)) = &self.range {
            TypeDraft::Number(RangeDraft::from(RangeFacets {
                min: ends.min.map(number),
                max: ends.max.map(number),
                total_digits: None,
                fraction_digits: None,
            }))
        } else {
            match (self.rust_type(), &self.default) {
                (Some(Plain::Integer), _) => TypeDraft::Integer(RangeDraft::default()),
                (Some(Plain::Float), _) => TypeDraft::Float(RangeDraft::default()),
                (Some(Plain::Boolean), _) => TypeDraft::Boolean,
                (None, Some(Default::Value(Value::Integer(_) | Value::Float(_), _))) => {
                    TypeDraft::Number(RangeDraft::default())
                }
                (None, Some(Default::Value(Value::Boolean(_), _))) => TypeDraft::Boolean,
                (Some(Plain::Text) | None, _) => self.text_draft(places),
            }
        };
        let default = self.default.as_ref().map(|default| match default {
            Default::Value(value, span) => {
                Located::new(DefaultDraft::Value(value.clone()), places.at(*span))
            }
            Default::Generated(template, span) => Located::new(
                DefaultDraft::Generated {
                    template: template.clone(),
                },
                places.at(*span),
            ),
        });
        AttributeDraft {
            name: Located::new(self.name.value(), places.at(self.name.span())),
            value_type: Located::new(value_type, type_place),
            access: self.access,
            required: self.required(),
            always: self.always() && !self.required(),
            default: default.map(Box::new),
            unit: self.unit.as_ref().map(LitStr::value),
            description: self.description.clone(),
            deprecated: self.deprecated.clone(),
            versions: self.versions,
            annotations: self.notes.draft(places),
        }
    }

    /// Whether the derive sees of what kind the values are, so that conditions about them can be
    /// checked here.
    pub(super) fn is_known(&self) -> bool {
        self.word.is_none() && self.target.is_none() && self.rust_type().is_some()
    }

    /// What the type of the field is when it is called what Rust calls it.
    fn rust_type(&self) -> Option<Plain> {
        let Type::Path(path) = &self.ty else {
            return None;
        };
        let last = path.path.segments.last()?;
        match last.ident.to_string().as_str() {
            "i64" | "i32" | "i16" | "i8" | "u32" | "u16" | "u8" => Some(Plain::Integer),
            "f64" => Some(Plain::Float),
            "bool" => Some(Plain::Boolean),
            "String" => Some(Plain::Text),
            _ => None,
        }
    }

    fn text_draft(&self, places: &mut Places) -> TypeDraft {
        let pattern = self
            .pattern
            .as_ref()
            .map(|pattern| Located::new(pattern.value(), places.at(pattern.span())));
        let length =
            self.length
                .as_ref()
                .map_or_else(LengthDraft::default, |((min, max), span)| {
                    let place = places.at(*span);
                    LengthDraft {
                        min: min.map(|min| Located::new(min, place)),
                        max: max.map(|max| Located::new(max, place)),
                    }
                });
        TypeDraft::String { pattern, length }
    }

    /// Refuses what a member of a hash cannot be.
    pub(super) fn only_as_member(&self, faults: &mut Faults) {
        if self.access != Access::Mutable {
            faults.add(
                self.ident.span(),
                "members of a hash change with the whole hash",
            );
        }
        if let Some(Default::Generated(_, span)) = &self.default {
            faults.add(*span, "the server generates attributes only");
        }
        if let Some(unit) = &self.unit {
            faults.add(
                unit.span(),
                "attributes have units, members of a hash have none",
            );
        }
        if !self.notes.is_empty() {
            faults.add(
                self.ident.span(),
                "attributes have annotations, members of a hash have none",
            );
        }
        if self.default.is_some() && self.optional {
            faults.add(
                self.ident.span(),
                "a member with a default is always there: write the field without `Option`",
            );
        }
    }

    /// The member for the rules of the metamodel.
    pub(super) fn member_draft(&self, places: &mut Places) -> MemberDraft {
        let attribute = self.draft(None, places);
        let default = attribute.default.and_then(|default| match default.value {
            DefaultDraft::Value(value) => Some(Located::new(value, default.origin)),
            DefaultDraft::Text(_) | DefaultDraft::Generated { .. } => None,
        });
        MemberDraft {
            name: attribute.name,
            value_type: attribute.value_type,
            required: attribute.required,
            default,
            description: None,
        }
    }

    /// Documentation of a field of a type that is made from this one.
    pub(super) fn doc(&self) -> String {
        match &self.description {
            Some(text) => format!(
                " {}\n\n Attribute `{}`.",
                text.replace('\n', "\n "),
                self.name.value()
            ),
            None => format!(" Attribute `{}`.", self.name.value()),
        }
    }
}

/// The same tokens at another place.
pub(super) fn respan(tokens: &TokenStream, span: Span) -> TokenStream {
    tokens
        .clone()
        .into_iter()
        .map(|mut token| {
            token.set_span(span.resolved_at(token.span()));
            token
        })
        .collect()
}

/// `T` of `Option<T>`.
fn inside_option(ty: &Type) -> Option<&Type> {
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last()?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else {
        return None;
    };
    match (last.ident == "Option", arguments.args.first()?) {
        (true, GenericArgument::Type(inner)) => Some(inner),
        _ => None,
    }
}

/// A literal value.
pub(super) fn literal(expr: &Expr) -> syn::Result<(Value, Span)> {
    let wrong = || syn::Error::new(expr.span(), "a text, a number, `true` or `false` fits here");
    let (lit, negative) = match expr {
        Expr::Lit(ExprLit { lit, .. }) => (lit, false),
        Expr::Unary(ExprUnary {
            op: UnOp::Neg(_),
            expr: inner,
            ..
        }) => match &**inner {
            Expr::Lit(ExprLit { lit, .. }) => (lit, true),
            _ => return Err(wrong()),
        },
        _ => return Err(wrong()),
    };
    let value = match lit {
        Lit::Str(text) if !negative => Value::from(text.value()),
        Lit::Bool(truth) if !negative => Value::Boolean(truth.value),
        Lit::Int(number) => {
            let digits = number.base10_digits();
            let text = if negative {
                format!("-{digits}")
            } else {
                digits.to_owned()
            };
            Value::Integer(
                text.parse()
                    .map_err(|_| syn::Error::new(number.span(), "integers of OCCI have 64 bits"))?,
            )
        }
        Lit::Float(number) => {
            let float: f64 = number.base10_parse()?;
            Value::Float(if negative { -float } else { float })
        }
        _ => return Err(wrong()),
    };
    Ok((value, expr.span()))
}

/// `Some(…)` or `None`.
pub(super) fn option<T: quote::ToTokens>(value: Option<T>) -> TokenStream {
    match value {
        Some(value) => quote! { ::core::option::Option::Some(#value) },
        None => quote! { ::core::option::Option::None },
    }
}

//! What data types mean.

use occi_model::{
    Fault, Located, Origin, Value,
    draft::{
        Annotation, LengthDraft, LiteralDraft, MemberDraft, RangeDraft, RangeFacets, Reference,
        TypeDraft,
    },
};

use super::{
    CLASS_KEY,
    lower::Lowering,
    said,
    standard::{self, Standard},
    tree::{Attribute, Basic, DataType, Facets, Literal, NamedType, Numeric, Target},
};
use crate::format::{code, name};

/// Any text.
pub(super) fn text() -> TypeDraft {
    TypeDraft::String {
        pattern: None,
        length: LengthDraft::default(),
    }
}

fn basic(basic: Basic) -> TypeDraft {
    match basic {
        Basic::Text => text(),
        Basic::Integer => TypeDraft::Integer(RangeDraft::default()),
        Basic::Float => TypeDraft::Float(RangeDraft::default()),
        Basic::Number => TypeDraft::Number(RangeDraft::default()),
        Basic::Boolean => TypeDraft::Boolean,
        Basic::Uri => TypeDraft::Uri,
        Basic::DateTime => TypeDraft::DateTime,
    }
}

/// A standard type, said in types of the language.
fn standard_type(standard: Standard, origin: Origin) -> TypeDraft {
    let at = |number| Located::new(number, origin);
    match standard {
        Standard::Text => text(),
        Standard::Token => TypeDraft::Token,
        Standard::IpAddress => TypeDraft::IpAddress,
        Standard::IpPrefix => TypeDraft::IpPrefix {
            optional_length: true,
        },
        Standard::Mac => TypeDraft::Mac,
        Standard::DateTime => TypeDraft::DateTime,
        Standard::Uri => TypeDraft::Uri,
        Standard::Boolean => TypeDraft::Boolean,
        Standard::Number(numeric, min, max) => {
            let range = RangeDraft::from(RangeFacets {
                min: min.map(|(least, open)| (at(Value::Integer(least)), open)),
                max: max.map(|most| (at(Value::Integer(most)), false)),
                ..RangeFacets::default()
            });
            number(numeric, range)
        }
        Standard::Enumeration(literals) => TypeDraft::Enum(
            literals
                .iter()
                .map(|literal| LiteralDraft {
                    name: Located::new((*literal).to_owned(), origin),
                    description: None,
                    versions: occi_model::VersionRange::ALL,
                })
                .collect(),
        ),
    }
}

/// A numeric type; bytes and shorts have the range of their Java class where it is not narrowed.
fn number(numeric: Numeric, mut range: RangeDraft) -> TypeDraft {
    let fill = |range: &mut RangeDraft, min: i64, max: i64| {
        range
            .min
            .get_or_insert((Located::nowhere(Value::Integer(min)), false));
        range
            .max
            .get_or_insert((Located::nowhere(Value::Integer(max)), false));
    };
    match numeric {
        Numeric::Byte => {
            fill(&mut range, i8::MIN.into(), i8::MAX.into());
            TypeDraft::Integer(range)
        }
        Numeric::Short => {
            fill(&mut range, i16::MIN.into(), i16::MAX.into());
            TypeDraft::Integer(range)
        }
        // Models use `Integer` for whatever is whole, beyond 32 bits too.
        Numeric::Integer | Numeric::Long => TypeDraft::Integer(range),
        Numeric::Float | Numeric::Double => TypeDraft::Float(range),
        Numeric::BigDecimal => TypeDraft::Number(range),
    }
}

/// What a Java class is.
enum Class {
    Text,
    Number(Numeric),
    Boolean,
    Uri,
    DateTime,
    Duration,
    IpAddress,
    Map,
    List,
    /// Something that only Java knows.
    Other,
}

fn class(name: &str) -> Class {
    match name.rsplit('.').next().unwrap_or(name) {
        "String" | "CharSequence" | "char" | "Character" | "EString" => Class::Text,
        "byte" | "Byte" => Class::Number(Numeric::Byte),
        "short" | "Short" => Class::Number(Numeric::Short),
        "int" | "Integer" | "BigInteger" => Class::Number(Numeric::Integer),
        "long" | "Long" => Class::Number(Numeric::Long),
        "float" | "Float" => Class::Number(Numeric::Float),
        "double" | "Double" => Class::Number(Numeric::Double),
        "Number" | "BigDecimal" => Class::Number(Numeric::BigDecimal),
        "boolean" | "Boolean" => Class::Boolean,
        "URI" | "URL" => Class::Uri,
        "Date" | "Calendar" | "Instant" | "XMLGregorianCalendar" => Class::DateTime,
        "Duration" => Class::Duration,
        "InetAddress" => Class::IpAddress,
        "Map" | "HashMap" | "Properties" => Class::Map,
        "List" | "ArrayList" | "Set" | "Collection" => Class::List,
        _ => Class::Other,
    }
}

/// Whether the values of a Java class are read as texts.
pub(super) fn is_text(name: &str) -> bool {
    matches!(class(name), Class::Text | Class::Uri | Class::Other)
}

/// The word of the language for what a Java class is read as.
pub(crate) fn class_word(name: &str) -> &'static str {
    match class(name) {
        Class::Text | Class::Other => "string",
        // Bytes and shorts have bounds, which a class alone does not say again.
        Class::Number(Numeric::Byte | Numeric::Short) => "",
        Class::Number(Numeric::Integer | Numeric::Long) => "integer",
        Class::Number(Numeric::Float | Numeric::Double) => "float",
        Class::Number(Numeric::BigDecimal) => "number",
        Class::Boolean => "boolean",
        Class::Uri => "uri",
        Class::DateTime => "datetime",
        Class::Duration => "duration",
        Class::IpAddress => "ip-address",
        Class::Map => "hash",
        Class::List => "list",
    }
}

impl Lowering<'_> {
    /// A named type.
    pub(super) fn named_type(&mut self, one: NamedType) -> occi_model::draft::NamedTypeDraft {
        let mut annotations = super::lower::annotations(one.annotations);
        if let DataType::Object(Some(class), _) = &one.data_type {
            annotations.push(Annotation {
                key: Located::new(CLASS_KEY.to_owned(), class.origin),
                value: class.value.clone(),
            });
        }
        let value_type = self.data_type(one.data_type, one.name.origin);
        occi_model::draft::NamedTypeDraft {
            name: self.fitting(&one.name),
            value_type: Located::new(value_type, one.origin),
            description: said(one.documentation),
            versions: occi_model::VersionRange::ALL,
            annotations,
        }
    }

    fn data_type(&mut self, data_type: DataType, origin: Origin) -> TypeDraft {
        match data_type {
            DataType::Text(facets) => self.string(facets),
            DataType::Number(numeric, facets) => {
                let range = self.range(facets);
                number(numeric, range)
            }
            DataType::Boolean => TypeDraft::Boolean,
            DataType::Enumeration(literals) => TypeDraft::Enum(
                literals
                    .into_iter()
                    .map(
                        |Literal {
                             name,
                             documentation,
                         }| LiteralDraft {
                            name,
                            description: said(documentation),
                            versions: occi_model::VersionRange::ALL,
                        },
                    )
                    .collect(),
            ),
            DataType::Array(item) => list(self.reference_to_type(&item)),
            DataType::Record(fields) => {
                TypeDraft::Hash(fields.into_iter().map(|field| self.field(field)).collect())
            }
            DataType::Object(class, facets) => self.object(class.as_ref(), facets, origin),
        }
    }

    fn object(
        &mut self,
        class_name: Option<&Located<String>>,
        facets: Facets,
        origin: Origin,
    ) -> TypeDraft {
        let Some(class_name) = class_name else {
            // A bare data type of generation A is text.
            return self.string(facets);
        };
        if class_name.value.is_empty() {
            self.report(
                Fault::new(
                    code::CLASS_EMPTY,
                    if super::is_known(class_name.origin) {
                        class_name.origin
                    } else {
                        origin
                    },
                    "the type has an empty Java class",
                )
                .with_note("a class has a name (OCCIware invariant 45)")
                .with_help("name the class, or write `StringType`"),
            );
            return text();
        }
        match class(&class_name.value) {
            Class::Text => self.string(facets),
            Class::Number(numeric) => {
                let range = self.range(facets);
                number(numeric, range)
            }
            Class::Boolean => TypeDraft::Boolean,
            Class::Uri => TypeDraft::Uri,
            Class::DateTime => TypeDraft::DateTime,
            Class::Duration => TypeDraft::Duration,
            Class::IpAddress => TypeDraft::IpAddress,
            Class::Map => TypeDraft::Hash(Vec::new()),
            Class::List => list(Located::new(text(), class_name.origin)),
            Class::Other => {
                self.report(
                    Fault::new(
                        code::CLASS,
                        class_name.origin,
                        format!("what values `{}` has, only Java knows", class_name.value),
                    )
                    .with_label("read as any text")
                    .with_help("write a type of the metamodel, such as `StringType`"),
                );
                self.string(facets)
            }
        }
    }

    /// The type of an attribute.
    pub(super) fn type_of(&mut self, attribute: &Attribute) -> Located<TypeDraft> {
        let one = match &attribute.value_type {
            Some(target) => self.reference_to_type(target),
            // Attributes without a type are strings (the OCCIware metamodel).
            None => Located::new(text(), attribute.name.origin),
        };
        if attribute.multiple {
            let origin = one.origin;
            Located::new(list(one), origin)
        } else {
            one
        }
    }

    fn reference_to_type(&mut self, target: &Located<Target>) -> Located<TypeDraft> {
        let origin = target.origin;
        let draft = match &target.value {
            Target::Basic(one) => basic(*one),
            Target::Own(name) => TypeDraft::Named(Reference::name(name::fit(name))),
            Target::Foreign { extension, name } => {
                let scheme = self.scheme_of(extension);
                let known = scheme
                    .as_deref()
                    .filter(|scheme| *scheme != self.scheme)
                    .and_then(|scheme| {
                        let name = match position(name) {
                            Some(at) => standard::name_at(scheme, at)?,
                            None => name,
                        };
                        standard::find(scheme, name)
                    });
                match known {
                    Some(standard) => standard_type(standard, origin),
                    None => TypeDraft::Named(self.foreign(extension, name)),
                }
            }
        };
        Located::new(draft, origin)
    }

    fn field(&mut self, field: Attribute) -> MemberDraft {
        let value_type = self.type_of(&field);
        let default = field
            .default
            .filter(|default| !default.value.is_empty())
            .map(|default| {
                let value = self.value_of(&value_type.value, &default.value);
                Located::new(value, default.origin)
            });
        MemberDraft {
            name: field.name,
            value_type,
            required: field.required,
            default,
            description: said(field.description),
        }
    }

    /// The value that a text has in a type, as far as the type is known here.
    fn value_of(&self, value_type: &TypeDraft, text: &str) -> Value {
        let number = |text: &str| text.trim().parse().ok().map(Value::Integer);
        let float = |text: &str| {
            let number: Option<f64> = text.trim().parse().ok();
            number.filter(|number| number.is_finite()).map(Value::Float)
        };
        let read = match value_type {
            TypeDraft::Boolean => text
                .trim()
                .to_ascii_lowercase()
                .parse()
                .ok()
                .map(Value::Boolean),
            TypeDraft::Integer(_) => number(text),
            TypeDraft::Float(_) => float(text),
            TypeDraft::Number(_) => number(text).or_else(|| float(text)),
            TypeDraft::Named(Reference::Name {
                qualifier: None,
                name,
            }) => self
                .scalars
                .get(name)
                .map(|scalar| self.value_of(scalar, text)),
            _ => None,
        };
        read.unwrap_or_else(|| Value::String(text.to_owned()))
    }

    // ---- facets

    fn string(&mut self, facets: Facets) -> TypeDraft {
        let Facets {
            pattern,
            length,
            min_length,
            max_length,
            ..
        } = facets;
        let length = self.count(length);
        let min = self.count(min_length);
        let max = self.count(max_length);
        TypeDraft::String {
            pattern,
            length: LengthDraft {
                min: length.clone().or(min),
                max: length.or(max),
            },
        }
    }

    fn count(&mut self, written: Option<Located<String>>) -> Option<Located<u32>> {
        let written = self.not_empty(written)?;
        match written.value.trim().parse() {
            Ok(number) => Some(Located::new(number, written.origin)),
            Err(_) => {
                self.report(
                    Fault::new(
                        code::FACET,
                        written.origin,
                        format!("`{}` is no length", written.value),
                    )
                    .with_help("write a whole number from 0 to 4294967295"),
                );
                None
            }
        }
    }

    fn range(&mut self, facets: Facets) -> RangeDraft {
        let Facets {
            total_digits,
            fraction_digits,
            min_exclusive,
            max_exclusive,
            min_inclusive,
            max_inclusive,
            ..
        } = facets;
        let min_exclusive = self.bound(min_exclusive);
        let min_inclusive = self.bound(min_inclusive);
        let max_exclusive = self.bound(max_exclusive);
        let max_inclusive = self.bound(max_inclusive);
        RangeDraft::from(RangeFacets {
            min: self.tighter(min_exclusive, min_inclusive, "lower", |a, b| a >= b),
            max: self.tighter(max_exclusive, max_inclusive, "upper", |a, b| a <= b),
            total_digits: self.count(total_digits),
            fraction_digits: self.count(fraction_digits),
        })
    }

    fn bound(&mut self, written: Option<Located<String>>) -> Option<Located<Value>> {
        let written = self.not_empty(written)?;
        let text = written.value.trim();
        let number = text.parse().map(Value::Integer).ok().or_else(|| {
            let number: f64 = text.parse().ok()?;
            number.is_finite().then(|| whole(number))
        });
        match number {
            Some(number) => Some(Located::new(number, written.origin)),
            None => {
                self.report(
                    Fault::new(
                        code::FACET,
                        written.origin,
                        format!("the bound `{}` is no number", written.value),
                    )
                    .with_help("write a number, or leave the bound out"),
                );
                None
            }
        }
    }

    /// A facet that is there and says something.
    fn not_empty(&mut self, written: Option<Located<String>>) -> Option<Located<String>> {
        let written = written?;
        if !written.value.trim().is_empty() {
            return Some(written);
        }
        self.report(
            Fault::new(code::FACET_EMPTY, written.origin, "the facet is empty")
                .with_label("taken for absent")
                .with_help("leave it out"),
        );
        None
    }

    /// One end of a range where both its forms are given: the tighter one holds.
    fn tighter(
        &mut self,
        exclusive: Option<Located<Value>>,
        inclusive: Option<Located<Value>>,
        end: &str,
        wins: fn(f64, f64) -> bool,
    ) -> Option<(Located<Value>, bool)> {
        let (exclusive, inclusive) = match (exclusive, inclusive) {
            (Some(exclusive), Some(inclusive)) => (exclusive, inclusive),
            (exclusive, inclusive) => {
                return exclusive
                    .map(|bound| (bound, true))
                    .or(inclusive.map(|bound| (bound, false)));
            }
        };
        self.report(
            Fault::new(
                code::BOUNDS,
                exclusive.origin,
                format!("the {end} end of the range is given twice"),
            )
            .with_place(inclusive.origin, "given here too")
            .with_help("the tighter one is taken; leave the other out"),
        );
        let number = |bound: &Located<Value>| bound.value.as_f64().unwrap_or_default();
        Some(if wins(number(&exclusive), number(&inclusive)) {
            (exclusive, true)
        } else {
            (inclusive, false)
        })
    }
}

/// The number of a path such as `//@types.3`.
fn position(path: &str) -> Option<usize> {
    path.strip_prefix("//@types.")?.parse().ok()
}

fn list(item: Located<TypeDraft>) -> TypeDraft {
    TypeDraft::List {
        item: Box::new(item),
        length: LengthDraft::default(),
        unique: false,
    }
}

/// A number as an integer where it is one: the bounds of integers are written `0.0` at times.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "only numbers that come back unchanged are converted"
)]
fn whole(number: f64) -> Value {
    let truncated = number as i64;
    if truncated as f64 == number && truncated.abs() < (1 << 53) {
        Value::Integer(truncated)
    } else {
        Value::Float(number)
    }
}

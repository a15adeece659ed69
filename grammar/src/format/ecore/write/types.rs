//! Writing data types: each has a name, and is referred to by its position.

use occi_model::{
    Model, ValueType, VersionRange,
    model::{Annotation, ExtensionId, NamedType, TypeId},
    types::{Bound, EnumType, HashType, LengthRange, NumberRange, Pattern, StringFacets},
};

use super::{
    super::super::{
        name,
        occiware::standard::{self, Standard},
    },
    super::types::PATTERN_KEY,
    annotation,
    extension::{Extension, value_text},
};

/// The scheme of the extension whose types hold the plainest texts, truths and integers.
const CORE: &str = "http://schemas.ogf.org/occi/core#";

/// A reference to a data type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum TypeRef {
    /// By its position in the extension that is written.
    Own(usize),
    /// In another document.
    Foreign {
        /// The class, because that of the feature is abstract.
        class: &'static str,
        /// The whole reference.
        href: String,
    },
}

impl TypeRef {
    /// The way to a literal of an own type.
    pub(super) fn own_literal(&self, literal: usize) -> Option<String> {
        match self {
            Self::Own(position) => Some(format!("//@types.{position}/@literals.{literal}")),
            Self::Foreign { .. } => None,
        }
    }

    /// The way to a literal.
    pub(super) fn literal(&self, literal: usize) -> String {
        match self {
            Self::Own(position) => format!("#//@types.{position}/@literals.{literal}"),
            Self::Foreign { href, .. } => format!("{href}/@literals.{literal}"),
        }
    }
}

/// The types of the extension that is written: its own, then those that needed a name.
pub(super) struct Types<'m> {
    /// Own types of the model.
    own: Vec<&'m NamedType>,
    /// Types that were written where they are used, with the names they got.
    made: Vec<(String, &'m ValueType)>,
    /// Extensions whose types can be referred to by position: imported, and not shipped by the
    /// tools in another order.
    imported: Vec<ExtensionId>,
    /// Schemes of extensions whose types the tools ship.
    standard: Vec<String>,
    is_core: bool,
}

impl<'m> Types<'m> {
    pub(super) fn new(model: &'m Model, id: ExtensionId) -> Self {
        let extension = model.extension(id);
        let (mut imported, mut shipped) = (Vec::new(), Vec::new());
        for (used, _) in &extension.uses {
            let scheme = model.extension(*used).scheme.as_str();
            if standard::types(scheme).is_empty() {
                imported.push(*used);
            } else {
                shipped.push(scheme.to_owned());
            }
        }
        let own = model.types().iter();
        Self {
            own: own.filter(|one| one.extension == id).collect(),
            made: Vec::new(),
            imported,
            standard: shipped,
            is_core: extension.scheme.as_str() == CORE,
        }
    }
}

impl<'m> Extension<'m> {
    /// The reference to a type; one that has no name gets one made of the hint.
    pub(super) fn type_of(
        &mut self,
        value_type: &'m ValueType,
        named: Option<TypeId>,
        hint: &str,
        what: &str,
    ) -> TypeRef {
        let named = named.map(|id| self.model.named_type(id));
        if let Some(named) = named {
            if let Some(position) = self
                .types
                .own
                .iter()
                .position(|own| std::ptr::eq(*own, named))
            {
                return TypeRef::Own(position);
            }
            if self.types.imported.contains(&named.extension) {
                return self.imported(named);
            }
        }
        if let Some(shipped) = self.shipped(value_type) {
            if named.is_some() {
                self.lose(what, "name of its type: the tools know the type by another");
            }
            return shipped;
        }
        let hint = named.map_or(hint, |named| &named.name);
        // A part of a type is known by what it is only.
        if named.is_none()
            && let Some(position) = self.types.own.iter().position(|own| same(own, value_type))
        {
            let name = &self.types.own[position].name;
            self.lose_name_of(what, name);
            return TypeRef::Own(position);
        }
        self.made(value_type, hint, what)
    }

    /// The type of an item of a list or of a member of a hash: of these a model remembers what
    /// they are, not what they are called.
    fn part(&mut self, value_type: &'m ValueType, hint: &str, what: &str) -> TypeRef {
        if let Some(shipped) = self.shipped(value_type) {
            return shipped;
        }
        if let Some(position) = self.types.own.iter().position(|own| same(own, value_type)) {
            return TypeRef::Own(position);
        }
        let imported = self
            .model
            .types()
            .iter()
            .find(|one| self.types.imported.contains(&one.extension) && same(one, value_type));
        if let Some(imported) = imported {
            return self.imported(imported);
        }
        self.made(value_type, hint, what)
    }

    fn lose_name_of(&mut self, what: &str, name: &str) {
        let why = format!("type without name: it becomes the type `{name}`");
        self.lose(what, why);
    }

    fn imported(&self, named: &NamedType) -> TypeRef {
        let scheme = self.model.extension(named.extension).scheme.as_str();
        let all = self.model.types().iter();
        let position = all
            .filter(|one| one.extension == named.extension)
            .position(|one| std::ptr::eq(one, named))
            .unwrap_or(0);
        TypeRef::Foreign {
            class: class(&named.value_type, &named.annotations),
            href: format!("{scheme}//@types.{position}"),
        }
    }

    /// A type that the tools ship with Core or with an imported standard extension.
    fn shipped(&self, value_type: &ValueType) -> Option<TypeRef> {
        let core = (!self.types.is_core).then_some(CORE);
        let imported = self.types.standard.iter().map(String::as_str);
        core.into_iter()
            .chain(imported.filter(|scheme| *scheme != CORE))
            .find_map(|scheme| {
                let all = standard::types(scheme);
                let position = all.iter().position(|(_, one)| is(*one, value_type))?;
                Some(TypeRef::Foreign {
                    class: class(value_type, &[]),
                    href: format!("{scheme}//@types.{position}"),
                })
            })
    }

    fn made(&mut self, value_type: &'m ValueType, hint: &str, what: &str) -> TypeRef {
        let before = self.types.own.len();
        if let Some(at) = self
            .types
            .made
            .iter()
            .position(|(_, made)| *made == value_type)
        {
            let name = self.types.made[at].0.clone();
            self.lose_name_of(what, &name);
            return TypeRef::Own(before + at);
        }
        let name = self.free_name(hint);
        self.lose_name_of(what, &name);
        self.types.made.push((name, value_type));
        TypeRef::Own(before + self.types.made.len() - 1)
    }

    /// A name of a type that no other has: `Architecture` for `architecture`.
    fn free_name(&self, hint: &str) -> String {
        let base: String = hint
            .split(|character: char| !character.is_ascii_alphanumeric())
            .flat_map(|word| {
                let mut characters = word.chars();
                let first = characters.next().map(|first| first.to_ascii_uppercase());
                first.into_iter().chain(characters).collect::<Vec<_>>()
            })
            .collect();
        let base = name::fit(&base).into_owned();
        let taken = |name: &str| {
            self.types.own.iter().any(|own| &*own.name == name)
                || self.types.made.iter().any(|(made, _)| made == name)
        };
        if !taken(&base) {
            return base;
        }
        (2_u32..)
            .map(|number| format!("{base}{number}"))
            .find(|name| !taken(name))
            .unwrap_or(base)
    }

    /// Writes the reference of an attribute, a field or an array, between what stands before it
    /// in the order of the tools and what stands in elements.
    pub(super) fn reference_to_type(
        &mut self,
        reference: &TypeRef,
        between: impl FnOnce(&mut Self),
    ) {
        match reference {
            TypeRef::Own(position) => {
                self.xml.attribute("type", &format!("//@types.{position}"));
                between(self);
            }
            TypeRef::Foreign { class, href } => {
                between(self);
                self.xml.open("type");
                self.xml.attribute("xsi:type", class);
                self.xml.attribute("href", href);
                self.xml.close();
            }
        }
    }

    // ---- definitions

    /// Writes all types; parts of types may add more at the end.
    pub(super) fn write_types(&mut self) {
        for position in 0..self.types.own.len() {
            let named = self.types.own[position];
            let what = named.name.to_string();
            self.definition(
                &named.name,
                &named.value_type,
                named.description.as_deref(),
                &named.annotations,
                &what,
            );
            self.lost_of_type(&what, &named.annotations, named.versions);
        }
        let mut position = 0;
        while let Some((name, value_type)) = self.types.made.get(position).cloned() {
            self.definition(&name, value_type, None, &[], &name);
            position += 1;
        }
    }

    fn lost_of_type(&mut self, what: &str, annotations: &[Annotation], versions: VersionRange) {
        for annotation in annotations {
            if &*annotation.key != PATTERN_KEY
                && Self::java_class(std::slice::from_ref(annotation)).is_none()
            {
                let why = format!("annotation `{}`: types have none", annotation.key);
                self.lose(what, why);
            }
        }
        self.versions(what, versions);
    }

    fn definition(
        &mut self,
        name: &str,
        value_type: &'m ValueType,
        description: Option<&str>,
        annotations: &[Annotation],
        what: &str,
    ) {
        self.xml.open("types");
        self.xml
            .attribute("xsi:type", class(value_type, annotations));
        self.xml.attribute("name", name);
        self.xml.optional("documentation", description);
        if let ValueType::String(facets) = value_type
            && facets.pattern.is_none()
        {
            self.xml
                .optional("pattern", annotation(annotations, PATTERN_KEY));
        }
        match Self::java_class(annotations) {
            Some(java) if is_plain(value_type) => {
                self.xml.attribute("instanceClassName", java);
            }
            Some(java) => {
                self.lose(
                    what,
                    format!("Java class `{java}`: types of Java have no facets"),
                );
                self.facets(value_type, what);
            }
            None => self.facets(value_type, what),
        }
        self.xml.close();
    }

    fn facets(&mut self, value_type: &'m ValueType, what: &str) {
        match value_type {
            ValueType::String(facets) => self.string(facets),
            ValueType::Integer(range) => {
                let wide = [range.min, range.max]
                    .into_iter()
                    .flatten()
                    .any(|bound| i32::try_from(bound.value).is_err());
                self.xml
                    .attribute("type", if wide { "Long" } else { "Integer" });
                self.range(range, ToString::to_string, what);
            }
            ValueType::Float(range) => {
                self.xml.attribute("type", "Double");
                self.range(range, |number| format!("{number:?}"), what);
            }
            ValueType::Number(range) => {
                self.xml.attribute("type", "BigDecimal");
                self.range(range, |number| format!("{number:?}"), what);
            }
            ValueType::Enum(literals) => self.literals(literals, what),
            ValueType::List(list) => {
                if list.length != LengthRange::default() {
                    self.lose(what, "length of a list: arrays have none");
                }
                if list.unique {
                    self.lose(what, "unique: arrays may hold an item twice");
                }
                let item = self.part(&list.item, "Item", what);
                self.reference_to_type(&item, |_| ());
            }
            ValueType::Hash(hash) if hash.members.is_empty() => {
                self.xml.attribute("instanceClassName", "java.util.Map");
            }
            ValueType::Hash(hash) => self.members(hash, what),
            ValueType::Uri => self.xml.attribute("instanceClassName", "java.net.URI"),
            ValueType::DateTime => self.xml.attribute("instanceClassName", "java.util.Date"),
            ValueType::Boolean => {}
            other => {
                let why = format!("type `{}`: it becomes text", other.keyword());
                self.lose(what, why);
            }
        }
    }

    fn string(&mut self, facets: &StringFacets) {
        let pattern = facets.pattern.as_ref().map(Pattern::as_str);
        self.xml.optional("pattern", pattern);
        let LengthRange { min, max } = facets.length;
        if min.is_some() && min == max {
            self.xml
                .optional("length", min.map(|length| length.to_string()).as_deref());
            return;
        }
        for (feature, length) in [("minLength", min), ("maxLength", max)] {
            let length = length.map(|length| length.to_string());
            self.xml.optional(feature, length.as_deref());
        }
    }

    fn range<N: Copy>(&mut self, range: &NumberRange<N>, text: impl Fn(&N) -> String, what: &str) {
        if let Some(digits) = range.total_digits {
            self.xml.attribute("totalDigits", &digits.to_string());
        }
        let ends = [
            (range.min, "minExclusive", "minInclusive"),
            (range.max, "maxExclusive", "maxInclusive"),
        ];
        for (end, exclusive, inclusive) in ends {
            if let Some(Bound {
                value,
                exclusive: is_exclusive,
            }) = end
            {
                let feature = if is_exclusive { exclusive } else { inclusive };
                self.xml.attribute(feature, &text(&value));
            }
        }
        if range.fraction_digits.is_some() {
            self.lose(
                what,
                "digits behind the point: numeric types have no such facet",
            );
        }
    }

    fn literals(&mut self, literals: &EnumType, what: &str) {
        for literal in &literals.literals {
            self.xml.open("literals");
            self.xml.attribute("name", &literal.name);
            self.xml
                .optional("documentation", literal.description.as_deref());
            self.xml.close();
            if literal.versions != VersionRange::ALL {
                let why = format!(
                    "versions of the literal `{}`: the metamodel knows none",
                    literal.name
                );
                self.lose(what, why);
            }
        }
    }

    fn members(&mut self, hash: &'m HashType, what: &str) {
        for member in &hash.members {
            let reference = self.part(&member.value_type, &member.name, what);
            self.xml.open("recordFields");
            self.xml.attribute("name", &member.name);
            if member.required {
                self.xml.attribute("required", "true");
            }
            if let Some(default) = &member.default {
                let text = value_text(default);
                if text.is_none() {
                    let why = format!("default of `{}`: defaults are texts", member.name);
                    self.lose(what, why);
                }
                self.xml.optional("default", text.as_deref());
            }
            self.xml
                .optional("description", member.description.as_deref());
            self.reference_to_type(&reference, |_| ());
            self.xml.close();
        }
    }
}

/// Whether a named type is what a part of another is.
fn same(named: &NamedType, value_type: &ValueType) -> bool {
    named.value_type == *value_type
}

/// Whether a type has nothing that a Java class does not say.
fn is_plain(value_type: &ValueType) -> bool {
    match value_type {
        ValueType::String(facets) => *facets == StringFacets::default(),
        ValueType::Integer(range) => *range == NumberRange::UNBOUNDED,
        ValueType::Float(range) | ValueType::Number(range) => *range == NumberRange::UNBOUNDED,
        ValueType::Enum(_) => false,
        ValueType::List(list) => {
            list.item == ValueType::any_string()
                && list.length == LengthRange::default()
                && !list.unique
        }
        ValueType::Hash(hash) => hash.members.is_empty(),
        _ => true,
    }
}

/// The class of a data type, as `xsi:type` writes it.
fn class(value_type: &ValueType, annotations: &[Annotation]) -> &'static str {
    if Extension::java_class(annotations).is_some() && is_plain(value_type) {
        return "occi:EObjectType";
    }
    match value_type {
        ValueType::Integer(_) | ValueType::Float(_) | ValueType::Number(_) => "occi:NumericType",
        ValueType::Boolean => "occi:BooleanType",
        ValueType::Enum(_) => "occi:EnumerationType",
        ValueType::List(_) => "occi:ArrayType",
        // A record has at least one field.
        ValueType::Hash(hash) if hash.members.is_empty() => "occi:EObjectType",
        ValueType::Hash(_) => "occi:RecordType",
        ValueType::Uri | ValueType::DateTime => "occi:EObjectType",
        _ => "occi:StringType",
    }
}

/// Whether a type that the tools ship is this type, as a reader of theirs takes it.
fn is(standard: Standard, value_type: &ValueType) -> bool {
    fn bounds<N: PartialEq + Copy>(
        range: &NumberRange<N>,
        min: Option<(N, bool)>,
        max: Option<N>,
    ) -> bool {
        range.min.map(|bound| (bound.value, bound.exclusive)) == min
            && range.max.map(|bound| (bound.value, bound.exclusive)) == max.map(|max| (max, false))
            && range.total_digits.is_none()
            && range.fraction_digits.is_none()
    }
    use super::super::super::occiware::tree::Numeric;
    match (standard, value_type) {
        (Standard::Text, ValueType::String(facets)) => *facets == StringFacets::default(),
        (Standard::Token, ValueType::Token)
        | (Standard::IpAddress, ValueType::IpAddress)
        | (
            Standard::IpPrefix,
            ValueType::IpPrefix {
                optional_length: true,
            },
        )
        | (Standard::Mac, ValueType::Mac)
        | (Standard::DateTime, ValueType::DateTime)
        | (Standard::Uri, ValueType::Uri)
        | (Standard::Boolean, ValueType::Boolean) => true,
        (
            Standard::Number(Numeric::Integer | Numeric::Long, min, max),
            ValueType::Integer(range),
        ) => bounds(range, min, max),
        (Standard::Number(Numeric::Float | Numeric::Double, min, max), ValueType::Float(range)) => {
            let float = |number: i64| f64::from(i32::try_from(number).unwrap_or(i32::MAX));
            bounds(
                range,
                min.map(|(min, exclusive)| (float(min), exclusive)),
                max.map(float),
            )
        }
        (Standard::Enumeration(literals), ValueType::Enum(one)) => {
            one.literals.len() == literals.len()
                && one
                    .literals
                    .iter()
                    .zip(literals)
                    .all(|(literal, name)| *literal.name == **name && literal.description.is_none())
        }
        _ => false,
    }
}

//! From tables to drafts.

use super::{
    ActionTable, AnnotationTable, AttributeTable, ConstraintTable, DefaultTable, ExprTable,
    ExtensionTable, KindTable, LengthTable, LiteralTable, MemberTable, MixinTable, NamedTypeTable,
    OperandTable, RangeTable, StatesTable, TransitionTable, TypeTable, ValueTable,
};
use crate::{
    draft::{
        ActionDraft, Annotation, AttributeDraft, ConstraintDraft, DefaultDraft, Draft, ExprDraft,
        ExtensionDraft, KindDraft, LengthDraft, LiteralDraft, MemberDraft, MixinDraft,
        NamedTypeDraft, OperandDraft, RangeDraft, RangeFacets, Reference, SettingDraft, StateDraft,
        StatesDraft, TransitionDraft, TriggerDraft, TypeDraft, UseDraft,
    },
    origin::{Located, Origin},
    value::Value,
};

impl Draft {
    /// The draft of several tables; imported extensions stand before what imports them.
    #[must_use]
    pub fn from_tables(tables: &[&ExtensionTable]) -> Self {
        Self {
            extensions: tables.iter().map(|table| table.draft()).collect(),
            configurations: Vec::new(),
        }
    }
}

impl ExtensionTable {
    /// The draft of this table; its parts come from no text.
    #[must_use]
    pub fn draft(&self) -> ExtensionDraft {
        ExtensionDraft {
            name: located(self.name),
            scheme: located(self.scheme),
            version: owned(self.version),
            description: owned(self.description),
            specification: owned(self.specification),
            annotations: annotations(self.annotations),
            uses: self
                .uses
                .iter()
                .map(|(extension, alias)| UseDraft {
                    extension: located(extension),
                    alias: alias.map(located),
                })
                .collect(),
            types: self.types.iter().map(NamedTypeTable::draft).collect(),
            kinds: self.kinds.iter().map(KindTable::draft).collect(),
            mixins: self.mixins.iter().map(MixinTable::draft).collect(),
        }
    }
}

fn located(text: &str) -> Located<String> {
    Located::nowhere(text.to_owned())
}

fn owned(text: Option<&str>) -> Option<String> {
    text.map(str::to_owned)
}

fn identifiers(texts: &[&str]) -> Vec<Located<Reference>> {
    texts.iter().map(|text| identifier(text)).collect()
}

fn identifier(text: &str) -> Located<Reference> {
    Located::nowhere(Reference::Identifier(text.to_owned()))
}

fn attributes(tables: &[AttributeTable]) -> Vec<AttributeDraft> {
    tables.iter().map(AttributeTable::draft).collect()
}

fn annotations(tables: AnnotationTable) -> Vec<Annotation> {
    tables
        .iter()
        .map(|(key, value)| Annotation {
            key: located(key),
            value: (*value).to_owned(),
        })
        .collect()
}

fn constraints(tables: &[ConstraintTable]) -> Vec<ConstraintDraft> {
    tables
        .iter()
        .map(|table| ConstraintDraft {
            name: table.name.map(located),
            condition: table.condition.draft(),
            message: table.message.to_owned(),
            origin: Origin::Unknown,
        })
        .collect()
}

impl ValueTable {
    /// The value of this table.
    #[must_use]
    pub fn value(&self) -> Value {
        match self {
            Self::Boolean(truth) => Value::Boolean(*truth),
            Self::Integer(number) => Value::Integer(*number),
            Self::Float(number) => Value::Float(*number),
            Self::String(text) => Value::from(*text),
            Self::List(items) => Value::List(items.iter().map(Self::value).collect()),
            Self::Hash(members) => Value::Hash(
                members
                    .iter()
                    .map(|(name, value)| ((*name).to_owned(), value.value()))
                    .collect(),
            ),
        }
    }
}

impl<N: Copy + Into<Value>> RangeTable<N> {
    fn draft(&self) -> RangeDraft {
        let end = |end: Option<(N, bool)>| {
            end.map(|(number, exclusive)| (Located::nowhere(number.into()), exclusive))
        };
        RangeDraft::from(RangeFacets {
            min: end(self.min),
            max: end(self.max),
            total_digits: self.total_digits.map(Located::nowhere),
            fraction_digits: self.fraction_digits.map(Located::nowhere),
        })
    }
}

fn length((min, max): LengthTable) -> LengthDraft {
    LengthDraft {
        min: min.map(Located::nowhere),
        max: max.map(Located::nowhere),
    }
}

impl LiteralTable {
    fn draft(&self) -> LiteralDraft {
        LiteralDraft {
            name: located(self.name),
            description: owned(self.description),
            versions: self.versions,
        }
    }
}

impl MemberTable {
    fn draft(&self) -> MemberDraft {
        MemberDraft {
            name: located(self.name),
            value_type: Located::nowhere(self.value_type.draft()),
            required: self.required,
            default: self
                .default
                .map(|default| Located::nowhere(default.value())),
            description: owned(self.description),
        }
    }
}

impl TypeTable {
    /// The draft of this type.
    #[must_use]
    pub fn draft(&self) -> TypeDraft {
        match self {
            Self::Named(extension, name) => TypeDraft::Named(Reference::Name {
                qualifier: Some((*extension).to_owned()),
                name: (*name).to_owned(),
            }),
            Self::String(pattern, size) => TypeDraft::String {
                pattern: pattern.map(located),
                length: length(*size),
            },
            Self::Integer(range) => TypeDraft::Integer(range.draft()),
            Self::Float(range) => TypeDraft::Float(range.draft()),
            Self::Number(range) => TypeDraft::Number(range.draft()),
            Self::Boolean => TypeDraft::Boolean,
            Self::Enum(literals) => {
                TypeDraft::Enum(literals.iter().map(LiteralTable::draft).collect())
            }
            Self::Uri => TypeDraft::Uri,
            Self::IpAddress => TypeDraft::IpAddress,
            Self::IpNetwork => TypeDraft::IpNetwork,
            Self::IpPrefix(optional_length) => TypeDraft::IpPrefix {
                optional_length: *optional_length,
            },
            Self::Mac => TypeDraft::Mac,
            Self::Token => TypeDraft::Token,
            Self::DateTime => TypeDraft::DateTime,
            Self::Duration => TypeDraft::Duration,
            Self::Ref(kind) => TypeDraft::Ref(kind.map(identifier)),
            Self::List(item, size, unique) => TypeDraft::List {
                item: Box::new(Located::nowhere(item.draft())),
                length: length(*size),
                unique: *unique,
            },
            Self::Hash(members) => {
                TypeDraft::Hash(members.iter().map(MemberTable::draft).collect())
            }
        }
    }
}

impl AttributeTable {
    fn draft(&self) -> AttributeDraft {
        AttributeDraft {
            name: located(self.name),
            value_type: Located::nowhere(self.value_type.draft()),
            access: self.access,
            required: self.required,
            always: self.always,
            default: self.default.map(|default| {
                Box::new(Located::nowhere(match default {
                    DefaultTable::Value(value) => DefaultDraft::Value(value.value()),
                    DefaultTable::Generated(template) => DefaultDraft::Generated {
                        template: owned(template),
                    },
                }))
            }),
            unit: owned(self.unit),
            description: owned(self.description),
            deprecated: owned(self.deprecated),
            versions: self.versions,
            annotations: annotations(self.annotations),
        }
    }
}

impl ActionTable {
    fn draft(&self) -> ActionDraft {
        ActionDraft {
            term: located(self.term),
            scheme: Some(located(self.scheme)),
            title: owned(self.title),
            description: owned(self.description),
            parameters: attributes(self.parameters),
            versions: self.versions,
            annotations: annotations(self.annotations),
            returns: owned(self.returns),
        }
    }
}

impl TransitionTable {
    fn draft(&self) -> TransitionDraft {
        TransitionDraft {
            trigger: match self.trigger {
                Ok(action) => TriggerDraft::Action(located(action)),
                Err(label) => TriggerDraft::Event(owned(label)),
            },
            to: located(self.to),
            via: self.via.map(located),
            failure: self.failure.map(located),
            versions: self.versions,
        }
    }
}

impl StatesTable {
    fn draft(&self) -> StatesDraft {
        StatesDraft {
            attribute: located(self.attribute),
            states: self
                .states
                .iter()
                .map(|state| StateDraft {
                    name: located(state.name),
                    initial: state.initial,
                    transitions: state
                        .transitions
                        .iter()
                        .map(TransitionTable::draft)
                        .collect(),
                    versions: state.versions,
                    is_final: state.is_final,
                })
                .collect(),
        }
    }
}

impl OperandTable {
    fn draft(&self) -> OperandDraft {
        match self {
            Self::Attribute(name) => OperandDraft::Name(located(name)),
            Self::Literal(value) => OperandDraft::Literal(Located::nowhere(value.value())),
            Self::End(end, name) => OperandDraft::End(*end, located(name)),
            Self::Negated(inner) => OperandDraft::Negated(Box::new(inner.draft())),
            Self::Arithmetic(left, how, right) => {
                OperandDraft::Arithmetic(Box::new(left.draft()), *how, Box::new(right.draft()))
            }
            Self::Length(inner) => OperandDraft::Length(Box::new(inner.draft())),
            Self::Lower(inner) => OperandDraft::Lower(Box::new(inner.draft())),
            Self::Links(kind, condition) => OperandDraft::Links(
                identifier(kind),
                condition.map(|condition| Box::new(condition.draft())),
            ),
        }
    }
}

impl ExprTable {
    fn draft(&self) -> ExprDraft {
        match self {
            Self::Defined(name) => ExprDraft::Defined(located(name)),
            Self::DefinedAt(end, name) => ExprDraft::DefinedAt(*end, located(name)),
            Self::Compare(left, comparison, right) => {
                ExprDraft::Compare(left.draft(), *comparison, right.draft())
            }
            Self::Test(test, whole, part) => ExprDraft::Test(*test, whole.draft(), part.draft()),
            Self::Matches(operand, pattern) => {
                ExprDraft::Matches(operand.draft(), located(pattern))
            }
            Self::Has(end, mixin) => ExprDraft::Has(*end, identifier(mixin)),
            Self::Unique(names) => ExprDraft::Unique(Located::nowhere(
                names.iter().map(|name| located(name)).collect(),
            )),
            Self::Acyclic => ExprDraft::Acyclic(Located::nowhere(())),
            Self::In(operand, values) => ExprDraft::In(
                operand.draft(),
                values
                    .iter()
                    .map(|value| OperandDraft::Literal(Located::nowhere(value.value())))
                    .collect(),
            ),
            Self::Not(inner) => ExprDraft::Not(Box::new(inner.draft())),
            Self::And(left, right) => {
                ExprDraft::And(Box::new(left.draft()), Box::new(right.draft()))
            }
            Self::Or(left, right) => ExprDraft::Or(Box::new(left.draft()), Box::new(right.draft())),
        }
    }
}

impl KindTable {
    fn draft(&self) -> KindDraft {
        KindDraft {
            term: located(self.term),
            scheme: Some(located(self.scheme)),
            title: owned(self.title),
            description: owned(self.description),
            parent: self.parent.map(identifier),
            is_abstract: self.is_abstract,
            location: self.location.map(located),
            attributes: attributes(self.attributes),
            actions: self.actions.iter().map(ActionTable::draft).collect(),
            states: self.states.map(|states| states.draft()),
            constraints: constraints(self.constraints),
            source: identifiers(self.source),
            target: identifiers(self.target),
            versions: self.versions,
            annotations: annotations(self.annotations),
        }
    }
}

impl MixinTable {
    fn draft(&self) -> MixinDraft {
        MixinDraft {
            term: located(self.term),
            scheme: Some(located(self.scheme)),
            title: owned(self.title),
            description: owned(self.description),
            depends: identifiers(self.depends),
            applies: identifiers(self.applies),
            exclusive: self.exclusive,
            overriding: self.overriding,
            location: self.location.map(located),
            attributes: attributes(self.attributes),
            settings: self
                .settings
                .iter()
                .map(|(name, value)| SettingDraft {
                    name: located(name),
                    value: Located::nowhere(value.value()),
                })
                .collect(),
            actions: self.actions.iter().map(ActionTable::draft).collect(),
            states: self.states.map(|states| states.draft()),
            constraints: constraints(self.constraints),
            versions: self.versions,
            annotations: annotations(self.annotations),
        }
    }
}

impl NamedTypeTable {
    fn draft(&self) -> NamedTypeDraft {
        NamedTypeDraft {
            name: located(self.name),
            value_type: Located::nowhere(self.value_type.draft()),
            description: owned(self.description),
            versions: self.versions,
            annotations: annotations(self.annotations),
        }
    }
}

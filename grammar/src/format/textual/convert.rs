//! From pest's pairs to the tree: one function per rule.

use occi_model::{Fault, Located, Origin, SourceId};
use pest::iterators::Pair;

use super::{escape, grammar::Rule};
use crate::{
    code as language,
    format::{
        code,
        occiware::{
            document,
            tree::{
                Action, Annotation, Attribute, AttributeValue, Category, Constraint, DataType,
                Facets, Import, Literal, NamedType, Numeric, State, StateMachine, Target,
                Transition,
            },
        },
    },
};

/// Which syntax a text is in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Generation {
    /// "OCCIwareDL": terms are written.
    B,
    /// Xtext: names are written, the terms are their lower case.
    #[default]
    C,
}

/// What stands before the body of a kind or mixin, whichever clauses it has.
#[derive(Debug, Default)]
pub(super) struct Head {
    pub(super) name: Option<Located<String>>,
    pub(super) extends: Option<Located<Target>>,
    pub(super) source: Vec<Located<Target>>,
    pub(super) target: Vec<Located<Target>>,
    pub(super) depends: Vec<Located<Target>>,
    pub(super) applies: Vec<Located<Target>>,
    pub(super) title: Option<String>,
    pub(super) scheme: Option<Located<String>>,
    pub(super) description: Option<String>,
}

/// What stands before the items of a file.
#[derive(Debug, Default)]
pub(super) struct FileHead {
    pub(super) name: Option<Located<String>>,
    pub(super) scheme: Option<Located<String>>,
    pub(super) description: Option<String>,
    pub(super) specification: Option<String>,
    pub(super) location: Option<Located<String>>,
    pub(super) imports: Vec<Import>,
}

/// What stands before the braces of a resource or a link.
#[derive(Debug, Default)]
pub(super) struct EntityHead {
    pub(super) id: Option<Located<String>>,
    pub(super) kind: Option<Located<Target>>,
    pub(super) title: Option<Located<String>>,
    pub(super) location: Option<Located<String>>,
    pub(super) summary: Option<Located<String>>,
    pub(super) mixins: Vec<Located<Target>>,
    pub(super) target: Option<Located<String>>,
}

/// Turns the pairs of one piece of a text into nodes.
pub(super) struct Converter<'f> {
    pub(super) source: SourceId,
    /// Where in the text the piece starts.
    pub(super) base: usize,
    pub(super) faults: &'f mut Vec<Fault>,
    /// Set by whatever only generation B has.
    pub(super) generation: &'f mut Generation,
}

impl Converter<'_> {
    fn origin(&self, pair: &Pair<'_, Rule>) -> Origin {
        let span = pair.as_span();
        Origin::span(
            self.source,
            self.base + span.start()..self.base + span.end(),
        )
    }

    /// A pair that the grammar should not have given here.
    fn unexpected(&mut self, pair: &Pair<'_, Rule>, place: &str) {
        let fault = Fault::new(
            language::INTERNAL,
            self.origin(pair),
            format!(
                "the reader of {place} does not know the rule `{:?}`; please report this",
                pair.as_rule()
            ),
        );
        self.faults.push(fault);
    }

    // ---- words

    /// A word without the `^` that lets keywords be names.
    fn word(&self, pair: &Pair<'_, Rule>) -> Located<String> {
        Located::new(pair.as_str().replace('^', ""), self.origin(pair))
    }

    /// The part of a path behind its last dot: `Enumeration.literal`.
    fn last(&self, pair: &Pair<'_, Rule>) -> Located<String> {
        let word = self.word(pair);
        let last = word.value.rsplit('.').next().unwrap_or_default().to_owned();
        Located::new(last, word.origin)
    }

    /// A reference: `Name`, or `extension.Name`.
    fn target(&self, pair: &Pair<'_, Rule>) -> Located<Target> {
        let word = self.word(pair);
        let target = match word.value.split_once('.') {
            Some((extension, name)) => Target::Foreign {
                extension: extension.to_owned(),
                name: name.to_owned(),
            },
            None => Target::Own(word.value),
        };
        Located::new(target, word.origin)
    }

    fn string(&mut self, pair: &Pair<'_, Rule>) -> Located<String> {
        let origin = self.origin(pair);
        let written = pair.as_str();
        let inner = &written[1..written.len() - 1];
        if !inner.contains('\\') {
            return Located::new(inner.to_owned(), origin);
        }
        let (value, unknown) = escape::unescape(inner);
        let start = self.base + pair.as_span().start() + 1;
        for range in unknown {
            let place = Origin::span(self.source, start + range.start..start + range.end);
            self.faults.push(
                Fault::new(
                    code::TEXTUAL_ESCAPE,
                    place,
                    format!("`{}` is no escape", &inner[range]),
                )
                .with_label("kept as it is written")
                .with_help("write `\\\\` for a backslash"),
            );
        }
        Located::new(value, origin)
    }

    /// The string of a clause: `title "…"`.
    fn clause(&mut self, pair: Pair<'_, Rule>) -> Located<String> {
        let origin = self.origin(&pair);
        let string = pair
            .into_inner()
            .find(|inner| inner.as_rule() == Rule::string);
        match string {
            Some(string) => self.string(&string),
            None => Located::new(String::new(), origin),
        }
    }

    /// The references of a clause: `applies (a, b)`.
    fn targets(&mut self, pair: Pair<'_, Rule>, needs_parentheses: bool) -> Vec<Located<Target>> {
        let inner: Vec<Pair<'_, Rule>> = pair.into_inner().collect();
        if needs_parentheses && !inner.iter().any(|one| one.as_rule() == Rule::lparen) {
            *self.generation = Generation::B;
        }
        inner
            .iter()
            .filter(|one| one.as_rule() == Rule::path)
            .map(|one| self.target(one))
            .collect()
    }

    fn import(&mut self, pair: Pair<'_, Rule>) -> Import {
        let mut import = Import {
            document: Located::new(String::new(), self.origin(&pair)),
            alias: None,
        };
        for inner in pair.into_inner() {
            match inner.as_rule() {
                Rule::string => {
                    let written = self.string(&inner);
                    import.document =
                        Located::new(document(&written.value).to_owned(), written.origin);
                }
                Rule::name => import.alias = Some(self.word(&inner)),
                _ => {}
            }
        }
        import
    }

    // ---- heads

    pub(super) fn file_head(&mut self, piece: Pair<'_, Rule>) -> FileHead {
        let mut head = FileHead::default();
        for pair in piece.into_inner() {
            match pair.as_rule() {
                Rule::name => head.name = Some(self.word(&pair)),
                Rule::string => head.scheme = Some(self.string(&pair)),
                Rule::description => head.description = Some(self.clause(pair).value),
                Rule::specification => head.specification = Some(self.clause(pair).value),
                Rule::location => head.location = Some(self.clause(pair)),
                Rule::import | Rule::uses => head.imports.push(self.import(pair)),
                Rule::kw_extension | Rule::kw_configuration | Rule::colon => {}
                _ => self.unexpected(&pair, "heads"),
            }
        }
        head
    }

    pub(super) fn head(&mut self, piece: Pair<'_, Rule>) -> Head {
        let mut head = Head::default();
        for pair in piece.into_inner() {
            match pair.as_rule() {
                Rule::name => head.name = Some(self.word(&pair)),
                Rule::extends => head.extends = self.targets(pair, false).pop(),
                Rule::source => head.source = self.targets(pair, false),
                Rule::target => head.target = self.targets(pair, false),
                Rule::depends => head.depends = self.targets(pair, true),
                Rule::applies => head.applies = self.targets(pair, true),
                Rule::title => head.title = Some(self.clause(pair).value),
                Rule::scheme => head.scheme = Some(self.clause(pair)),
                Rule::description => head.description = Some(self.clause(pair).value),
                Rule::kw_kind | Rule::kw_mixin => {}
                _ => self.unexpected(&pair, "kinds and mixins"),
            }
        }
        head
    }

    // ---- members of kinds and mixins

    pub(super) fn member(&mut self, piece: Pair<'_, Rule>, category: &mut Category) {
        for pair in piece.into_inner() {
            match pair.as_rule() {
                Rule::attribute => {
                    let attribute = self.attribute(pair);
                    category.attributes.push(attribute);
                }
                Rule::action => {
                    let action = self.action(pair);
                    category.actions.push(action);
                }
                Rule::constraint => {
                    let constraint = self.constraint(pair);
                    category.constraints.push(constraint);
                }
                Rule::title => {
                    *self.generation = Generation::B;
                    category.title = Some(self.clause(pair).value);
                }
                Rule::scheme => {
                    *self.generation = Generation::B;
                    category.scheme = Some(self.clause(pair));
                }
                Rule::description => category.description = Some(self.clause(pair).value),
                _ => self.unexpected(&pair, "members"),
            }
        }
    }

    /// An attribute, a parameter or a field.
    fn attribute(&mut self, pair: Pair<'_, Rule>) -> Attribute {
        let mut attribute = Attribute {
            name: Located::new(String::new(), self.origin(&pair)),
            value_type: None,
            mutable: false,
            required: false,
            multiple: false,
            default: None,
            description: None,
            annotations: Vec::new(),
        };
        for inner in pair.into_inner() {
            match inner.as_rule() {
                Rule::path => attribute.name = self.word(&inner),
                Rule::type_path => attribute.value_type = Some(self.target(&inner)),
                Rule::mutable => attribute.mutable = true,
                Rule::required => attribute.required = true,
                Rule::star => {
                    *self.generation = Generation::B;
                    attribute.multiple = true;
                }
                Rule::string => attribute.default = Some(self.string(&inner)),
                Rule::description => attribute.description = Some(self.clause(inner).value),
                Rule::annotations => attribute.annotations = self.annotations(inner),
                Rule::open => *self.generation = Generation::B,
                Rule::kw_attribute | Rule::colon | Rule::equals | Rule::close | Rule::title => {}
                _ => self.unexpected(&inner, "attributes"),
            }
        }
        attribute
    }

    fn action(&mut self, pair: Pair<'_, Rule>) -> Action {
        let mut action = Action {
            term: Located::new(String::new(), self.origin(&pair)),
            scheme: None,
            title: None,
            description: None,
            parameters: Vec::new(),
            annotations: Vec::new(),
        };
        for inner in pair.into_inner() {
            match inner.as_rule() {
                Rule::name => action.term = self.word(&inner),
                Rule::parameter => {
                    let parameter = self.attribute(inner);
                    action.parameters.push(parameter);
                }
                Rule::title => action.title = Some(self.clause(inner).value),
                Rule::description => action.description = Some(self.clause(inner).value),
                Rule::annotations => action.annotations = self.annotations(inner),
                Rule::open => *self.generation = Generation::B,
                Rule::kw_action | Rule::lparen | Rule::rparen | Rule::comma | Rule::close => {}
                _ => self.unexpected(&inner, "actions"),
            }
        }
        action
    }

    fn constraint(&mut self, pair: Pair<'_, Rule>) -> Constraint {
        let nothing = Located::new(String::new(), self.origin(&pair));
        let mut constraint = Constraint {
            name: nothing.clone(),
            description: None,
            body: nothing,
        };
        for inner in pair.into_inner() {
            match inner.as_rule() {
                Rule::name => constraint.name = self.word(&inner),
                Rule::description => constraint.description = Some(self.clause(inner).value),
                Rule::string => constraint.body = self.string(&inner),
                Rule::kw_constraint | Rule::kw_body => {}
                _ => self.unexpected(&inner, "constraints"),
            }
        }
        constraint
    }

    pub(super) fn annotations(&mut self, pair: Pair<'_, Rule>) -> Vec<Annotation> {
        pair.into_inner()
            .filter(|inner| inner.as_rule() == Rule::annotation)
            .filter_map(|inner| {
                let mut strings = inner
                    .into_inner()
                    .filter(|part| part.as_rule() == Rule::string);
                let (key, value) = (strings.next()?, strings.next()?);
                Some(Annotation {
                    key: self.string(&key),
                    value: self.string(&value).value,
                })
            })
            .collect()
    }

    // ---- state machines

    pub(super) fn machine(&mut self, pair: Pair<'_, Rule>) -> StateMachine {
        let mut machine = StateMachine {
            attribute: Located::new(String::new(), self.origin(&pair)),
            states: Vec::new(),
        };
        for inner in pair.into_inner() {
            match inner.as_rule() {
                Rule::path => machine.attribute = self.word(&inner),
                Rule::state => {
                    let state = self.state(inner);
                    machine.states.push(state);
                }
                Rule::kw_fsm | Rule::kw_attribute | Rule::open | Rule::close | Rule::comma => {}
                _ => self.unexpected(&inner, "state machines"),
            }
        }
        machine
    }

    fn state(&mut self, pair: Pair<'_, Rule>) -> State {
        let mut state = State {
            literal: Located::new(String::new(), self.origin(&pair)),
            initial: false,
            is_final: false,
            transitions: Vec::new(),
        };
        for inner in pair.into_inner() {
            match inner.as_rule() {
                Rule::initial => state.initial = true,
                Rule::final_state => state.is_final = true,
                Rule::path => state.literal = self.last(&inner),
                Rule::transition => {
                    let transition = self.transition(inner);
                    state.transitions.push(transition);
                }
                Rule::kw_state
                | Rule::kw_transitions
                | Rule::lparen
                | Rule::rparen
                | Rule::comma => {}
                _ => self.unexpected(&inner, "states"),
            }
        }
        state
    }

    fn transition(&mut self, pair: Pair<'_, Rule>) -> Transition {
        let mut transition = Transition {
            action: None,
            target: Located::new(String::new(), self.origin(&pair)),
        };
        for inner in pair.into_inner() {
            match inner.as_rule() {
                Rule::cause => {
                    let path = inner.into_inner().find(|one| one.as_rule() == Rule::path);
                    transition.action = path.map(|path| self.last(&path));
                }
                Rule::path => transition.target = self.last(&inner),
                Rule::kw_to => {}
                _ => self.unexpected(&inner, "transitions"),
            }
        }
        transition
    }

    // ---- data types

    pub(super) fn data_type(&mut self, pair: Pair<'_, Rule>) -> Option<NamedType> {
        let origin = self.origin(&pair);
        let pair = pair.into_inner().next()?;
        let rule = pair.as_rule();
        let mut name = None;
        let mut documentation = None;
        let mut facets = Facets::default();
        let (mut class, mut numeric) = (None, Numeric::Byte);
        let (mut literals, mut fields, mut item) = (Vec::new(), Vec::new(), None);
        for inner in pair.into_inner() {
            match inner.as_rule() {
                Rule::name => name = Some(self.word(&inner)),
                Rule::doc => documentation = Some(self.clause(inner).value),
                Rule::facet => self.facet(inner, &mut facets),
                Rule::class => class = Some(self.clause(inner)),
                Rule::string => class = Some(self.string(&inner)),
                Rule::numeric_class => numeric = self.numeric(inner),
                Rule::literal => literals.push(self.literal(inner)),
                Rule::field => fields.push(self.attribute(inner)),
                Rule::type_path => item = Some(self.target(&inner)),
                // Keywords and signs.
                _ => {}
            }
        }
        let data_type = match rule {
            Rule::text_type => DataType::Text(facets),
            Rule::boolean_type => DataType::Boolean,
            Rule::numeric_type => DataType::Number(numeric, facets),
            Rule::enumeration_type => DataType::Enumeration(literals),
            Rule::record_type => DataType::Record(fields),
            Rule::array_type => DataType::Array(item?),
            Rule::object_type => DataType::Object(class, facets),
            Rule::java_type => {
                *self.generation = Generation::B;
                DataType::Object(class, facets)
            }
            Rule::java_enum => {
                *self.generation = Generation::B;
                DataType::Enumeration(literals)
            }
            _ => return None,
        };
        Some(NamedType {
            name: name?,
            documentation,
            data_type,
            origin,
            annotations: Vec::new(),
        })
    }

    fn numeric(&mut self, pair: Pair<'_, Rule>) -> Numeric {
        let Some(name) = pair.into_inner().find(|one| one.as_rule() == Rule::name) else {
            return Numeric::Byte;
        };
        Numeric::find(name.as_str()).unwrap_or_else(|| {
            let origin = self.origin(&name);
            let fault = Fault::new(
                code::NUMERIC,
                origin,
                format!("`{}` is no numeric type", name.as_str()),
            );
            let near = crate::syntax::similar(name.as_str(), &Numeric::NAMES);
            self.faults.push(match near {
                Some(near) => fault.with_replacement(near),
                None => fault.with_help(format!("write one of {}", Numeric::NAMES.join(", "))),
            });
            Numeric::BigDecimal
        })
    }

    fn literal(&mut self, pair: Pair<'_, Rule>) -> Literal {
        let mut literal = Literal {
            name: Located::new(String::new(), self.origin(&pair)),
            documentation: None,
        };
        for inner in pair.into_inner() {
            match inner.as_rule() {
                Rule::name => literal.name = self.word(&inner),
                Rule::doc => literal.documentation = Some(self.clause(inner).value),
                _ => self.unexpected(&inner, "literals"),
            }
        }
        literal
    }

    fn facet(&mut self, pair: Pair<'_, Rule>, facets: &mut Facets) {
        let mut name = "";
        let mut value = None;
        for inner in pair.into_inner() {
            match inner.as_rule() {
                Rule::facet_name => name = inner.as_str(),
                Rule::string => value = Some(self.string(&inner)),
                Rule::number => value = Some(self.word(&inner)),
                _ => {}
            }
        }
        let place = match name {
            "pattern" => &mut facets.pattern,
            "length" => &mut facets.length,
            "minLength" => &mut facets.min_length,
            "maxLength" => &mut facets.max_length,
            "totalDigits" => &mut facets.total_digits,
            "fractionDigits" => &mut facets.fraction_digits,
            "minExclusive" => &mut facets.min_exclusive,
            "maxExclusive" => &mut facets.max_exclusive,
            "minInclusive" => &mut facets.min_inclusive,
            "maxInclusive" => &mut facets.max_inclusive,
            // `whiteSpace` is about how XML is read, not about values.
            _ => return,
        };
        *place = value;
    }

    // ---- configurations

    pub(super) fn entity_head(&mut self, piece: Pair<'_, Rule>) -> EntityHead {
        let mut head = EntityHead::default();
        for pair in piece.into_inner() {
            match pair.as_rule() {
                Rule::string => head.id = Some(self.string(&pair)),
                Rule::path => head.kind = Some(self.target(&pair)),
                Rule::title => head.title = Some(self.clause(pair)),
                Rule::location => head.location = Some(self.clause(pair)),
                Rule::summary => head.summary = Some(self.clause(pair)),
                Rule::mixins => {
                    *self.generation = Generation::B;
                    head.mixins = self.targets(pair, false);
                }
                Rule::link_target => head.target = Some(self.clause(pair)),
                Rule::kw_resource | Rule::kw_link | Rule::kw_mixin | Rule::colon => {}
                _ => self.unexpected(&pair, "resources and links"),
            }
        }
        head
    }

    pub(super) fn setting(&mut self, piece: Pair<'_, Rule>) -> Option<AttributeValue> {
        let (mut name, mut value) = (None, None);
        for pair in piece.into_inner() {
            match pair.as_rule() {
                Rule::path => name = Some(self.word(&pair)),
                Rule::string => value = Some(self.string(&pair)),
                Rule::kw_state => *self.generation = Generation::B,
                Rule::kw_attribute | Rule::equals => {}
                _ => self.unexpected(&pair, "values"),
            }
        }
        Some(AttributeValue {
            name: name?,
            value: value?,
        })
    }
}

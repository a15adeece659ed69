//! From constraints in OCL to conditions of the language.
//!
//! The bodies of published models have few shapes (the OCCIware metamodel): comparisons of
//! attributes, uniqueness over all instances, the links of a resource and the mixins at their
//! ends. These have conditions of the same meaning. `oclIsTypeOf` is read as `oclIsKindOf`: a mixin
//! that depends on another, or a kind below another, counts as that one.

mod parse;

use occi_model::{
    Located, Origin, Value,
    draft::{ExprDraft, OperandDraft, Reference},
    expr::{Arithmetic, Comparison, End},
};

use self::parse::{Ocl, parse};

/// The kind of all links.
const LINK: &str = "http://schemas.ogf.org/occi/core#link";

/// Where a constraint stands.
pub(super) struct Place<'p> {
    /// Where its body is written.
    pub(super) origin: Origin,
    /// Name of the extension, which is the package of its classes.
    pub(super) package: &'p str,
    /// Term of the kind or mixin that has it.
    pub(super) term: &'p str,
    /// Names of the attributes of that kind or mixin.
    pub(super) attributes: &'p [&'p str],
    /// The reference to a class of another package, by package and term; `None`: nobody knows it.
    pub(super) foreign: &'p dyn Fn(&str, Class, &str) -> Option<Reference>,
}

/// What a generated class stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    Kind,
    Mixin,
}

/// What a body says.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Said {
    /// Nothing: `true` is what editors put where the condition is still to be written.
    Nothing,
    /// The condition of the same meaning.
    Condition(ExprDraft),
    /// Something that no condition says.
    Beyond,
}

/// What a body says.
pub(super) fn translate(body: &str, place: &Place<'_>) -> Said {
    match parse(body) {
        Some(Ocl::Boolean(true)) => Said::Nothing,
        Some(ocl) => place.condition(&ocl).map_or(Said::Beyond, Said::Condition),
        None => Said::Beyond,
    }
}

/// What an expression of OCL is about.
#[derive(Clone, Debug)]
enum Thing {
    /// The instance that has the constraint; a mixin is reached from it by nothing.
    Own,
    /// All links that start at it, or those that meet the filter.
    Links(Filter),
    /// What the links lead to.
    Targets(Filter),
    /// The mixins of the links.
    LinkParts(Filter),
    /// The mixins of what the links lead to.
    TargetParts(Filter),
    /// The resource at an end.
    End(End),
    /// Its mixins.
    EndParts(End),
    /// The mixins of the instance itself.
    Parts,
    /// Whether the instance, or what is at the end, carries a mixin.
    Carried(Option<End>, Located<Reference>),
}

/// Which links are meant.
#[derive(Clone, Debug, Default)]
struct Filter {
    kind: Option<Located<Reference>>,
    condition: Option<ExprDraft>,
}

impl Filter {
    /// With one more condition.
    fn and(mut self, condition: ExprDraft) -> Self {
        self.condition = Some(match self.condition {
            Some(known) => ExprDraft::And(Box::new(known), Box::new(condition)),
            None => condition,
        });
        self
    }

    fn count(self, origin: Origin) -> OperandDraft {
        let kind = self
            .kind
            .unwrap_or_else(|| Located::new(Reference::Identifier(LINK.to_owned()), origin));
        OperandDraft::Links(kind, self.condition.map(Box::new))
    }
}

impl Place<'_> {
    fn condition(&self, ocl: &Ocl) -> Option<ExprDraft> {
        Some(match ocl {
            Ocl::Not(inner) => ExprDraft::Not(Box::new(self.condition(inner)?)),
            Ocl::Binary(left, "and", right) => ExprDraft::And(
                Box::new(self.condition(left)?),
                Box::new(self.condition(right)?),
            ),
            Ocl::Binary(left, "or", right) => ExprDraft::Or(
                Box::new(self.condition(left)?),
                Box::new(self.condition(right)?),
            ),
            Ocl::Binary(left, "implies", right) => ExprDraft::Or(
                Box::new(ExprDraft::Not(Box::new(self.condition(left)?))),
                Box::new(self.condition(right)?),
            ),
            Ocl::Binary(left, "xor", right) => {
                let (left, right) = (self.condition(left)?, self.condition(right)?);
                let not = |one: &ExprDraft| Box::new(ExprDraft::Not(Box::new(one.clone())));
                ExprDraft::And(
                    Box::new(ExprDraft::Or(
                        Box::new(left.clone()),
                        Box::new(right.clone()),
                    )),
                    Box::new(ExprDraft::Or(not(&left), not(&right))),
                )
            }
            Ocl::Binary(left, sign @ ("=" | "<>"), right)
                if **left == Ocl::Null || **right == Ocl::Null =>
            {
                let side = if **left == Ocl::Null { right } else { left };
                let defined = ExprDraft::Defined(self.attribute(side)?);
                if *sign == "=" {
                    ExprDraft::Not(Box::new(defined))
                } else {
                    defined
                }
            }
            Ocl::Binary(left, sign, right) => {
                let comparison = match *sign {
                    "=" => Comparison::Equal,
                    "<>" => Comparison::NotEqual,
                    "<" => Comparison::Less,
                    "<=" => Comparison::LessOrEqual,
                    ">" => Comparison::Greater,
                    ">=" => Comparison::GreaterOrEqual,
                    _ => return None,
                };
                ExprDraft::Compare(self.operand(left)?, comparison, self.operand(right)?)
            }
            Ocl::Method(side, name, arguments) if arguments.is_empty() => {
                let defined = ExprDraft::Defined(self.attribute(side)?);
                match name.as_str() {
                    "oclIsUndefined" => ExprDraft::Not(Box::new(defined)),
                    _ => return None,
                }
            }
            Ocl::Arrow(..) => return self.collection(ocl),
            _ => return None,
        })
    }

    /// `X.allInstances()->isUnique(a)`, `…->exists(…)`, `…->notEmpty()`, `…->isEmpty()`.
    fn collection(&self, ocl: &Ocl) -> Option<ExprDraft> {
        let Ocl::Arrow(source, name, variable, argument) = ocl else {
            return None;
        };
        match name.as_str() {
            "isUnique" => {
                let Ocl::Method(class, all, _) = &**source else {
                    return None;
                };
                let Ocl::Name(class) = &**class else {
                    return None;
                };
                let (package, class) = class.rsplit_once("::").unwrap_or((self.package, class));
                if all != "allInstances"
                    || package != self.package
                    || !class.eq_ignore_ascii_case(self.term)
                {
                    return None;
                }
                let mut argument = argument.as_deref()?.clone();
                if let Some(variable) = variable {
                    argument = without(&argument, variable)?;
                }
                let name = self.attribute(&argument)?;
                Some(ExprDraft::Unique(self.at(vec![name])))
            }
            "exists" => {
                let filtered = self.filter(
                    self.thing(source)?,
                    variable.as_deref(),
                    argument.as_deref()?,
                )?;
                self.some(filtered)
            }
            // All are as many as those that meet it.
            "forAll" => {
                let all = self.thing(source)?;
                let those = self.filter(all.clone(), variable.as_deref(), argument.as_deref()?)?;
                Some(ExprDraft::Compare(
                    self.size(those)?,
                    Comparison::Equal,
                    self.size(all)?,
                ))
            }
            "one" => {
                let those = self.filter(
                    self.thing(source)?,
                    variable.as_deref(),
                    argument.as_deref()?,
                )?;
                Some(ExprDraft::Compare(
                    self.size(those)?,
                    Comparison::Equal,
                    OperandDraft::Literal(self.at(Value::Integer(1))),
                ))
            }
            "notEmpty" => self.some(self.thing(source)?),
            "isEmpty" => Some(ExprDraft::Not(Box::new(self.some(self.thing(source)?)?))),
            _ => None,
        }
    }

    /// That there is such a thing.
    fn some(&self, thing: Thing) -> Option<ExprDraft> {
        match thing {
            Thing::Carried(end, mixin) => Some(ExprDraft::Has(end, mixin)),
            other => Some(ExprDraft::Compare(
                self.size(other)?,
                Comparison::GreaterOrEqual,
                OperandDraft::Literal(self.at(Value::Integer(1))),
            )),
        }
    }

    /// How many there are.
    fn size(&self, thing: Thing) -> Option<OperandDraft> {
        match thing {
            Thing::Links(filter) | Thing::Targets(filter) => Some(filter.count(self.origin)),
            // Parts that nothing selects are several for one link.
            Thing::LinkParts(filter) | Thing::TargetParts(filter) if filter.condition.is_some() => {
                Some(filter.count(self.origin))
            }
            _ => None,
        }
    }

    fn operand(&self, ocl: &Ocl) -> Option<OperandDraft> {
        Some(match ocl {
            Ocl::Boolean(truth) => OperandDraft::Literal(self.at(Value::Boolean(*truth))),
            Ocl::Integer(number) => OperandDraft::Literal(self.at(Value::Integer(*number))),
            Ocl::Float(number) => OperandDraft::Literal(self.at(Value::Float(*number))),
            Ocl::Text(text) => OperandDraft::Literal(self.at(Value::String(text.clone()))),
            Ocl::Negated(inner) => OperandDraft::Negated(Box::new(self.operand(inner)?)),
            Ocl::Binary(left, sign, right) => {
                let operation = match *sign {
                    "+" => Arithmetic::Plus,
                    "-" => Arithmetic::Minus,
                    "*" => Arithmetic::Times,
                    "/" => Arithmetic::Over,
                    _ => return None,
                };
                OperandDraft::Arithmetic(
                    Box::new(self.operand(left)?),
                    operation,
                    Box::new(self.operand(right)?),
                )
            }
            Ocl::Arrow(source, name, None, None) if name == "size" => {
                return self.size(self.thing(source)?);
            }
            Ocl::Name(_) | Ocl::Property(..) => OperandDraft::Name(self.attribute(ocl)?),
            _ => return None,
        })
    }

    /// What an expression is about.
    fn thing(&self, ocl: &Ocl) -> Option<Thing> {
        match ocl {
            Ocl::Name(name) if name == "self" => Some(Thing::Own),
            // A cast says what is known anyway.
            Ocl::Method(inner, name, _) if name == "oclAsType" => self.thing(inner),
            Ocl::Property(inner, name) => match (self.thing(inner)?, name.as_str()) {
                (Thing::Own, "entity") => Some(Thing::Own),
                (Thing::Own, "links") => Some(Thing::Links(Filter::default())),
                (Thing::Own, "parts") => Some(Thing::Parts),
                (Thing::Own, "source") => Some(Thing::End(End::Source)),
                (Thing::Own, "target") => Some(Thing::End(End::Target)),
                (Thing::End(end), "parts") => Some(Thing::EndParts(end)),
                (Thing::Links(filter), "target") => Some(Thing::Targets(filter)),
                (Thing::Links(filter), "parts") => Some(Thing::LinkParts(filter)),
                (Thing::Targets(filter), "parts") => Some(Thing::TargetParts(filter)),
                _ => None,
            },
            Ocl::Arrow(source, name, variable, argument) => {
                let source = self.thing(source)?;
                match name.as_str() {
                    "collect" => {
                        let property = step(argument.as_deref()?, variable.as_deref())?;
                        match (source, property) {
                            (Thing::Links(filter), "target") => Some(Thing::Targets(filter)),
                            (Thing::Links(filter), "parts") => Some(Thing::LinkParts(filter)),
                            (Thing::Targets(filter), "parts") => Some(Thing::TargetParts(filter)),
                            _ => None,
                        }
                    }
                    "select" => self.filter(source, variable.as_deref(), argument.as_deref()?),
                    "asSet" | "flatten" => Some(source),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// Those of a collection that are of a class, or links that meet a condition.
    fn filter(&self, source: Thing, variable: Option<&str>, argument: &Ocl) -> Option<Thing> {
        self.of_class(source.clone(), variable, argument)
            .or_else(|| match source {
                Thing::Links(filter) => {
                    let condition = self.of_link(variable?, argument)?;
                    Some(Thing::Links(filter.and(condition)))
                }
                _ => None,
            })
    }

    /// The condition of a link that a variable stands for. Its attributes are not known here.
    fn of_link(&self, variable: &str, argument: &Ocl) -> Option<ExprDraft> {
        let link = Place {
            attributes: &[],
            ..*self
        };
        link.condition(&renamed(argument, variable)?)
    }

    /// Those of a collection that are of a class.
    fn of_class(&self, source: Thing, variable: Option<&str>, argument: &Ocl) -> Option<Thing> {
        let Ocl::Method(of, test, classes) = argument else {
            return None;
        };
        let is_variable = match (&**of, variable) {
            (Ocl::Name(name), Some(variable)) => name == variable,
            (Ocl::Name(name), None) => name == "self",
            _ => false,
        };
        let [Ocl::Name(class)] = &**classes else {
            return None;
        };
        if !is_variable || !matches!(test.as_str(), "oclIsTypeOf" | "oclIsKindOf") {
            return None;
        }
        let kind = || self.class(Class::Kind, class);
        let mixin = || self.class(Class::Mixin, class);
        Some(match source {
            Thing::Links(filter) if filter.kind.is_none() => Thing::Links(Filter {
                kind: Some(kind()?),
                ..filter
            }),
            Thing::LinkParts(filter) if filter.condition.is_none() => Thing::LinkParts(Filter {
                condition: Some(ExprDraft::Has(None, mixin()?)),
                ..filter
            }),
            Thing::TargetParts(filter) if filter.condition.is_none() => {
                Thing::TargetParts(Filter {
                    condition: Some(ExprDraft::Has(Some(End::Target), mixin()?)),
                    ..filter
                })
            }
            Thing::Parts => Thing::Carried(None, mixin()?),
            Thing::EndParts(end) => Thing::Carried(Some(end), mixin()?),
            _ => return None,
        })
    }

    /// The category of a generated class: `lamp::Tomcat` is the mixin `tomcat` of `lamp`.
    fn class(&self, class: Class, name: &str) -> Option<Located<Reference>> {
        let (package, name) = name.rsplit_once("::").unwrap_or((self.package, name));
        let term = name.to_ascii_lowercase();
        let reference = if package == self.package {
            Reference::name(term)
        } else {
            (self.foreign)(package, class, &term)?
        };
        Some(self.at(reference))
    }

    /// The attribute that a chain of names is: by its OCCI name, or by that of its Ecore feature.
    fn attribute(&self, ocl: &Ocl) -> Option<Located<String>> {
        let mut path = path(ocl)?;
        if let Some(rest) = path.strip_prefix("self.") {
            path = rest.to_owned();
        }
        let found = self
            .attributes
            .iter()
            .find(|name| **name == path || crate::format::ecore::feature(name) == path)?;
        Some(self.at((*found).to_owned()))
    }

    fn at<T>(&self, value: T) -> Located<T> {
        Located::new(value, self.origin)
    }
}

/// The names of a chain, joined by dots.
fn path(ocl: &Ocl) -> Option<String> {
    match ocl {
        Ocl::Name(name) if !name.contains("::") => Some(name.clone()),
        Ocl::Property(inner, name) => Some(format!("{}.{name}", path(inner)?)),
        _ => None,
    }
}

/// The property that is taken of each: `l.target`, or `target` alone.
fn step<'o>(argument: &'o Ocl, variable: Option<&str>) -> Option<&'o str> {
    match (argument, variable) {
        (Ocl::Property(of, name), Some(variable)) => match &**of {
            Ocl::Name(of) if of == variable => Some(name),
            _ => None,
        },
        (Ocl::Name(name), None) => Some(name),
        _ => None,
    }
}

/// An expression about a variable as one about `self`; `None` where it speaks of `self` too.
fn renamed(ocl: &Ocl, variable: &str) -> Option<Ocl> {
    let inner = |one: &Ocl| renamed(one, variable).map(Box::new);
    Some(match ocl {
        Ocl::Name(name) if name == variable => Ocl::Name("self".to_owned()),
        Ocl::Name(name) if name == "self" => return None,
        Ocl::Property(of, name) => Ocl::Property(inner(of)?, name.clone()),
        Ocl::Method(of, name, arguments) => {
            let arguments = arguments.iter().map(|one| renamed(one, variable));
            Ocl::Method(inner(of)?, name.clone(), arguments.collect::<Option<_>>()?)
        }
        Ocl::Arrow(of, name, own, argument) => {
            // A variable of the same name hides the outer one.
            let is_hidden = own.as_deref() == Some(variable);
            let argument = match argument {
                Some(argument) if !is_hidden => Some(inner(argument)?),
                other => other.clone(),
            };
            Ocl::Arrow(inner(of)?, name.clone(), own.clone(), argument)
        }
        Ocl::Not(of) => Ocl::Not(inner(of)?),
        Ocl::Negated(of) => Ocl::Negated(inner(of)?),
        Ocl::Binary(left, sign, right) => Ocl::Binary(inner(left)?, sign, inner(right)?),
        other => other.clone(),
    })
}

/// An attribute without the variable in front of it: `x.a.b` is `a.b`.
fn without(ocl: &Ocl, variable: &str) -> Option<Ocl> {
    let path = path(ocl)?;
    let rest = path.strip_prefix(variable)?.strip_prefix('.')?;
    let mut words = rest.split('.');
    let first = Ocl::Name(words.next()?.to_owned());
    Some(words.fold(first, |inner, word| {
        Ocl::Property(Box::new(inner), word.to_owned())
    }))
}

#[cfg(test)]
mod tests;

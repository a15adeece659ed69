//! Conditions: what is a condition and what a value, and which function takes what.

use occi_model::{
    Located, Value,
    draft::{ExprDraft, OperandDraft, Reference},
    expr::{Arithmetic, End, Test},
};

use super::Lowering;
use crate::{
    code,
    syntax::{
        similar,
        tree::{self, Condition, ConditionForm, Span, Text, ValueForm},
    },
};

/// The greatest number of comparisons, functions, calculations and `not`s in one condition; it
/// bounds how deep the tree of a condition can be.
const MAX_PARTS: usize = 1000;

/// The functions, each with how it is written.
const FUNCTIONS: [(&str, &str); 12] = [
    ("defined", "`defined(name)` or `defined(source(name))`"),
    ("length", "`length(value)`"),
    ("lower", "`lower(value)`"),
    ("starts_with", "`starts_with(value, part)`"),
    ("ends_with", "`ends_with(value, part)`"),
    ("contains", "`contains(value, part)`"),
    ("matches", "`matches(value, \"pattern\")`"),
    ("source", "`source(name)`"),
    ("target", "`target(name)`"),
    ("links", "`links(kind)` or `links(kind, condition)`"),
    ("unique", "`unique(name)` or `unique(name, name)`"),
    ("acyclic", "`acyclic()`"),
];

impl<'a> Lowering<'a> {
    /// The condition; `None` when it is too long, is none, or holds a number that cannot be.
    pub(super) fn condition(&mut self, condition: &Condition<'a>) -> Option<ExprDraft> {
        if parts(condition) > MAX_PARTS {
            let fault = self
                .fault(
                    code::CONDITION,
                    condition.span,
                    format!("this condition has more than {MAX_PARTS} parts"),
                )
                .with_help("split it: every `require` of a category must hold");
            self.report(fault);
            return None;
        }
        self.expression(condition)
    }

    fn expression(&mut self, condition: &Condition<'a>) -> Option<ExprDraft> {
        Some(match &condition.form {
            ConditionForm::Any(parts) => self.fold(parts, ExprDraft::Or)?,
            ConditionForm::All(parts) => self.fold(parts, ExprDraft::And)?,
            ConditionForm::Not(times, inner) => {
                let mut expression = self.expression(inner)?;
                for _ in 0..*times {
                    expression = ExprDraft::Not(Box::new(expression));
                }
                expression
            }
            ConditionForm::Compare(left, comparison, right) => {
                let left = self.operand(left);
                let right = self.operand(right);
                ExprDraft::Compare(left?, *comparison, right?)
            }
            ConditionForm::In {
                operand,
                negated,
                items,
            } => {
                let operand = self.operand(operand);
                let items = items
                    .iter()
                    .map(|item| self.operand(item))
                    .collect::<Option<_>>()?;
                let found = ExprDraft::In(operand?, items);
                if *negated {
                    ExprDraft::Not(Box::new(found))
                } else {
                    found
                }
            }
            ConditionForm::Has(of, mixin) => {
                let end = self.subject(of)?;
                ExprDraft::Has(end, self.reference(mixin))
            }
            ConditionForm::Call(name, arguments) => {
                return self.question(name, arguments, condition.span);
            }
            ConditionForm::Calculated(..)
            | ConditionForm::Negated(..)
            | ConditionForm::Number(_)
            | ConditionForm::Text(_)
            | ConditionForm::Constant(_) => {
                self.no_condition(condition);
                return None;
            }
        })
    }

    fn fold(
        &mut self,
        parts: &[Condition<'a>],
        join: fn(Box<ExprDraft>, Box<ExprDraft>) -> ExprDraft,
    ) -> Option<ExprDraft> {
        let mut folded: Option<ExprDraft> = None;
        for part in parts {
            let part = self.expression(part)?;
            folded = Some(match folded {
                None => part,
                Some(before) => join(Box::new(before), Box::new(part)),
            });
        }
        folded
    }

    /// A function whose answer is yes or no.
    fn question(
        &mut self,
        name: &Text<'_>,
        arguments: &[Condition<'a>],
        span: Span,
    ) -> Option<ExprDraft> {
        let test = match &*name.value {
            "starts_with" => Test::StartsWith,
            "ends_with" => Test::EndsWith,
            "contains" => Test::Contains,
            "defined" => {
                return match arguments {
                    [argument] => match &argument.form {
                        ConditionForm::Text(name) => Some(ExprDraft::Defined(self.text(name))),
                        ConditionForm::Call(end, arguments) if end_of(end).is_some() => {
                            let name = self.end_name(end, arguments, argument.span)?;
                            Some(ExprDraft::DefinedAt(end_of(end)?, name))
                        }
                        _ => self.wrong(name, argument.span),
                    },
                    _ => self.wrong(name, span),
                };
            }
            "matches" => {
                return match arguments {
                    [of, pattern] => match &pattern.form {
                        ConditionForm::Text(pattern) if pattern.quoted => {
                            let of = self.operand(of)?;
                            Some(ExprDraft::Matches(of, self.text(pattern)))
                        }
                        _ => self.wrong(name, pattern.span),
                    },
                    _ => self.wrong(name, span),
                };
            }
            "unique" => {
                if arguments.is_empty() {
                    return self.wrong(name, span);
                }
                let names = arguments
                    .iter()
                    .map(|argument| match &argument.form {
                        ConditionForm::Text(name) => Some(self.text(name)),
                        _ => self.wrong(name, argument.span),
                    })
                    .collect::<Option<Vec<_>>>()?;
                return Some(ExprDraft::Unique(Located::new(names, self.origin(span))));
            }
            "acyclic" if arguments.is_empty() => {
                return Some(ExprDraft::Acyclic(Located::new((), self.origin(span))));
            }
            "acyclic" => return self.wrong(name, span),
            "length" | "lower" | "links" | "source" | "target" => {
                let fault = self
                    .fault(
                        code::SYNTAX,
                        span,
                        format!("`{}(…)` is a value, not a condition", name.value),
                    )
                    .with_help("compare it with something");
                self.report(fault);
                return None;
            }
            _ => {
                self.unknown_function(name);
                return None;
            }
        };
        match arguments {
            [whole, part] => {
                let whole = self.operand(whole);
                let part = self.operand(part);
                Some(ExprDraft::Test(test, whole?, part?))
            }
            _ => self.wrong(name, span),
        }
    }

    fn operand(&mut self, operand: &Condition<'a>) -> Option<OperandDraft> {
        Some(match &operand.form {
            ConditionForm::Number(number) => {
                let value = self.number(number)?;
                OperandDraft::Literal(Located::new(value, self.origin(number.span)))
            }
            ConditionForm::Text(text) => {
                let literal = match (&*text.value, text.quoted) {
                    ("true", false) => Value::Boolean(true),
                    ("false", false) => Value::Boolean(false),
                    (word, true) => Value::String(word.to_owned()),
                    (_, false) => return Some(OperandDraft::Name(self.text(text))),
                };
                OperandDraft::Literal(Located::new(literal, self.origin(text.span)))
            }
            ConditionForm::Constant(written) => {
                let value = self.value(written)?;
                OperandDraft::Literal(Located::new(value, self.origin(written.span)))
            }
            ConditionForm::Negated(times, inner) => {
                let mut negated = self.operand(inner)?;
                for _ in 0..*times {
                    negated = OperandDraft::Negated(Box::new(negated));
                }
                negated
            }
            ConditionForm::Calculated(first, others) => self.calculated(first, others)?,
            ConditionForm::Call(name, arguments) => {
                return self.function(name, arguments, operand.span);
            }
            ConditionForm::Any(_)
            | ConditionForm::All(_)
            | ConditionForm::Not(..)
            | ConditionForm::Compare(..)
            | ConditionForm::In { .. }
            | ConditionForm::Has(..) => {
                let fault = self
                    .fault(
                        code::SYNTAX,
                        operand.span,
                        "a condition stands where a value is needed",
                    )
                    .with_help("join conditions by `and` and `or`; compare values only");
                self.report(fault);
                return None;
            }
        })
    }

    fn calculated(
        &mut self,
        first: &Condition<'a>,
        others: &[(Arithmetic, Condition<'a>)],
    ) -> Option<OperandDraft> {
        let mut result = self.operand(first);
        for (sign, other) in others {
            // Operands are read even behind a faulty one, so that all faults are found.
            let other = self.operand(other);
            result = result.zip(other).map(|(left, right)| {
                OperandDraft::Arithmetic(Box::new(left), *sign, Box::new(right))
            });
        }
        result
    }

    /// A function whose answer is a value.
    fn function(
        &mut self,
        name: &Text<'_>,
        arguments: &[Condition<'a>],
        span: Span,
    ) -> Option<OperandDraft> {
        match (&*name.value, arguments) {
            ("length", [of]) => Some(OperandDraft::Length(Box::new(self.operand(of)?))),
            ("lower", [of]) => Some(OperandDraft::Lower(Box::new(self.operand(of)?))),
            ("source" | "target", _) => {
                let attribute = self.end_name(name, arguments, span)?;
                Some(OperandDraft::End(end_of(name)?, attribute))
            }
            ("links", [kind, condition @ ..]) if condition.len() < 2 => {
                let ConditionForm::Text(reference) = &kind.form else {
                    return self.wrong(name, kind.span);
                };
                let kind = self.kind_named(reference);
                let condition = match condition {
                    [condition] => Some(Box::new(self.expression(condition)?)),
                    _ => None,
                };
                Some(OperandDraft::Links(kind, condition))
            }
            ("length" | "lower" | "links", _) => self.wrong(name, span),
            (known, _) if FUNCTIONS.iter().any(|(name, _)| *name == known) => {
                let fault = self
                    .fault(
                        code::SYNTAX,
                        span,
                        format!("`{known}(…)` is a condition, not a value"),
                    )
                    .with_help("join conditions by `and` and `or`; compare values only");
                self.report(fault);
                None
            }
            _ => {
                self.unknown_function(name);
                None
            }
        }
    }

    fn kind_named(&mut self, text: &Text<'_>) -> Located<Reference> {
        self.reference(&tree::Reference {
            text: text.clone(),
            tail: None,
            span: text.span,
        })
    }

    /// The attribute of `source(name)`.
    fn end_name(
        &mut self,
        end: &Text<'_>,
        arguments: &[Condition<'a>],
        span: Span,
    ) -> Option<Located<String>> {
        match arguments {
            [argument] => match &argument.form {
                ConditionForm::Text(name) => Some(self.text(name)),
                _ => self.wrong(end, argument.span),
            },
            _ => self.wrong(end, span),
        }
    }

    /// What stands before `has`.
    fn subject(&mut self, of: &Condition<'a>) -> Option<Option<End>> {
        if let ConditionForm::Text(text) = &of.form
            && !text.quoted
        {
            match &*text.value {
                "self" => return Some(None),
                "source" => return Some(Some(End::Source)),
                "target" => return Some(Some(End::Target)),
                _ => {}
            }
        }
        let fault = self
            .fault(
                code::FUNCTION_ARGUMENT,
                of.span,
                "only instances carry mixins",
            )
            .with_help("before `has` stands `self`, `source` or `target`");
        self.report(fault);
        None
    }

    fn no_condition(&mut self, of: &Condition<'a>) {
        let fault = self.fault(
            code::SYNTAX,
            of.span,
            "a value stands where a condition is needed",
        );
        let fault = match &of.form {
            ConditionForm::Text(text) if !text.quoted => {
                let word = &text.value;
                fault.with_help(format!(
                    "compare with something: `{word} == true`, or ask whether there is a value: `defined({word})`"
                ))
            }
            _ => fault.with_help("compare it with something"),
        };
        self.report(fault);
    }

    fn wrong<T>(&mut self, name: &Text<'_>, span: Span) -> Option<T> {
        let written = FUNCTIONS
            .iter()
            .find(|(known, _)| *known == name.value)
            .map_or("", |(_, written)| written);
        let fault = self
            .fault(
                code::FUNCTION_ARGUMENT,
                span,
                format!("`{}` does not take this", name.value),
            )
            .with_help(format!("write {written}"));
        self.report(fault);
        None
    }

    fn unknown_function(&mut self, name: &Text<'_>) {
        let known: Vec<&str> = FUNCTIONS.iter().map(|(known, _)| *known).collect();
        let fault = self.fault(
            code::FUNCTION,
            name.span,
            format!("there is no function `{}`", name.value),
        );
        let fault = match similar(&name.value, &known) {
            Some(near) => fault
                .with_help(format!("did you mean `{near}`?"))
                .with_replacement(near),
            None => fault.with_help(format!("the functions are {}", known.join(", "))),
        };
        self.report(fault);
    }
}

fn end_of(name: &Text<'_>) -> Option<End> {
    match &*name.value {
        "source" => Some(End::Source),
        "target" => Some(End::Target),
        _ => None,
    }
}

/// How many parts a condition has; a name or a value alone is none.
fn parts(condition: &Condition<'_>) -> usize {
    let all = |parts: &[Condition<'_>]| -> usize { parts.iter().map(self::parts).sum() };
    let times = |times: u32| usize::try_from(times).unwrap_or(usize::MAX);
    match &condition.form {
        ConditionForm::Any(inner) | ConditionForm::All(inner) => all(inner),
        ConditionForm::Not(count, inner) | ConditionForm::Negated(count, inner) => {
            parts(inner).saturating_add(times(*count))
        }
        ConditionForm::Compare(left, _, right) => 1 + parts(left) + parts(right),
        ConditionForm::In { operand, items, .. } => {
            items.len().max(1) + parts(operand) + all(items)
        }
        ConditionForm::Has(..) => 1,
        ConditionForm::Call(_, arguments) => arguments.len().max(1) + all(arguments),
        ConditionForm::Calculated(first, others) => {
            let inside: usize = others.iter().map(|(_, other)| parts(other)).sum();
            others.len() + parts(first) + inside
        }
        ConditionForm::Number(_) | ConditionForm::Text(_) => 0,
        ConditionForm::Constant(value) => values(value),
    }
}

/// How many values a list or a hash has.
fn values(value: &tree::Value<'_>) -> usize {
    match &value.form {
        ValueForm::Number(_) | ValueForm::Text(_) => 1,
        ValueForm::List(items) => 1 + items.iter().map(values).sum::<usize>(),
        ValueForm::Hash(members) => 1 + members.iter().map(|(_, one)| values(one)).sum::<usize>(),
    }
}

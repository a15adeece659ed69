//! Writing conditions as OCL over the generated classes, as far as both can say the same.

use occi_model::{
    Model, Value,
    expr::{Comparison, End, Expr, Operand},
    model::CategoryRef,
    name::CategoryId,
};

/// The OCL text of a condition; `None` where it says what OCL over those classes cannot.
pub(super) fn body(model: &Model, condition: &Expr) -> Option<String> {
    expression(model, condition)
}

fn expression(model: &Model, condition: &Expr) -> Option<String> {
    Some(match condition {
        Expr::Compare(left, comparison, right) => format!(
            "{} {} {}",
            operand(model, left)?,
            sign(*comparison),
            operand(model, right)?
        ),
        Expr::Defined(name) => format!("{name} <> null"),
        Expr::Not(inner) => format!("not ({})", expression(model, inner)?),
        Expr::And(left, right) => format!(
            "({}) and ({})",
            expression(model, left)?,
            expression(model, right)?
        ),
        Expr::Or(left, right) => format!(
            "({}) or ({})",
            expression(model, left)?,
            expression(model, right)?
        ),
        Expr::Unique(names, category) => {
            let [name] = &**names else { return None };
            format!("{}.allInstances()->isUnique({name})", class(category))
        }
        Expr::Has(Some(end), mixin) => {
            let end = match end {
                End::Source => "source",
                End::Target => "target.oclAsType(occi::Resource)",
            };
            format!(
                "self.entity.oclAsType(occi::Link).{end}.parts->exists(m|m.oclIsTypeOf({}))",
                qualified(model, mixin)?
            )
        }
        _ => return None,
    })
}

fn operand(model: &Model, operand: &Operand) -> Option<String> {
    Some(match operand {
        Operand::Attribute(name) => name.to_string(),
        Operand::Literal(Value::Boolean(truth)) => truth.to_string(),
        Operand::Literal(Value::Integer(number)) => number.to_string(),
        Operand::Literal(Value::Float(number)) => format!("{number:?}"),
        Operand::Literal(Value::String(text)) if !text.contains(['\'', '\\']) => {
            format!("'{text}'")
        }
        Operand::Links(kind, condition) => {
            let links = "self.entity.oclAsType(occi::Resource).links";
            let mut text = links.to_owned();
            if kind.as_str() != "http://schemas.ogf.org/occi/core#link" {
                text = format!(
                    "{text}->select(l:occi::Link|l.oclIsTypeOf({}))",
                    qualified(model, kind)?
                );
            }
            match condition.as_deref() {
                None => {}
                Some(Expr::Has(None, mixin)) => {
                    text = format!(
                        "{text}->collect(l:occi::Link|l.parts)->select(mb:occi::MixinBase|mb.oclIsTypeOf({}))",
                        qualified(model, mixin)?
                    );
                }
                Some(Expr::Has(Some(End::Target), mixin)) => {
                    text = format!(
                        "{text}->collect(l:occi::Link|l.target)->collect(c:occi::Resource|c.parts)->select(mb:occi::MixinBase|mb.oclIsTypeOf({}))",
                        qualified(model, mixin)?
                    );
                }
                Some(_) => return None,
            }
            format!("{text}->size()")
        }
        _ => return None,
    })
}

const fn sign(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Equal => "=",
        Comparison::NotEqual => "<>",
        Comparison::Less => "<",
        Comparison::LessOrEqual => "<=",
        Comparison::Greater => ">",
        Comparison::GreaterOrEqual => ">=",
    }
}

/// The generated class of a category: its term with a capital.
fn class(category: &CategoryId) -> String {
    let term = category.term();
    let mut characters = term.chars();
    characters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(characters).collect()
    })
}

/// The class with its package, which is the name of the extension.
fn qualified(model: &Model, category: &CategoryId) -> Option<String> {
    let extension = match model.find(category.as_str())? {
        CategoryRef::Kind(id) => model.kind(id).extension,
        CategoryRef::Mixin(id) => model.mixin(id).extension,
        CategoryRef::Action(_) => return None,
    };
    let name = &model.extension(extension).name;
    Some(format!("{name}::{}", class(category)))
}

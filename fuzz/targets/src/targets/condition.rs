//! Conditions: checked, evaluated, written again.

use std::{collections::BTreeMap, str};

use occi_grammar::{MemoryResolver, compile, write};
use occi_model::{AttributeName, Model, Profile, Value, expr::Expr};

use super::{
    Target,
    language::{compiled, sound},
};
use crate::{Shape, random::Random};

pub(super) const CONDITION: Target = Target {
    name: "condition",
    run: condition,
    seeds: || {
        [
            "a.i == 1",
            "not defined(a.s) or a.f > 0 and a.f <= 1.5",
            "a.e in (one, \"two\") or a.e not in (one)",
            "a.t < \"2020-01-01T00:00:00Z\"",
            "not (a.b == true and a.n != 2)",
            "a.i == a.n or a.f >= a.i",
            "a.i + 2 * a.n - 1 < a.f / 2",
            "length(a.s) > 3 and starts(a.s, \"x\")",
            "lower(a.s) == \"x\" or matches(a.s, \"[a-z]+\")",
            "defined(source.occi.core.title)",
            "unique(a.s)",
        ]
        .map(|text| text.as_bytes().to_vec())
        .to_vec()
    },
    words: &[
        "a.i",
        "a.f",
        "a.n",
        "a.s",
        "a.e",
        "a.t",
        "a.b",
        "a.l",
        " == ",
        " != ",
        " < ",
        " <= ",
        " > ",
        " >= ",
        " in (",
        " not in (",
        ")",
        "(",
        ", ",
        "not ",
        " and ",
        " or ",
        "defined(",
        "one",
        "\"two\"",
        "1",
        "-9223372036854775808",
        "9223372036854775807",
        "0.5",
        "1e308",
        "true",
        "\"2020-01-01T00:00:00Z\"",
        " + ",
        " - ",
        " * ",
        " / ",
        "length(",
        "lower(",
        "starts-with(",
        "ends-with(",
        "contains(",
        "matches(",
        "has(",
        "source.",
        "target.",
        "unique(",
        "acyclic(",
        "count(",
    ],
};

/// Values that an instance may have: some of each type, or none.
fn values(random: &mut Random) -> BTreeMap<AttributeName, Value> {
    let texts = [
        "",
        "x",
        "X",
        "two",
        "2020-01-01T00:00:00Z",
        "2019-12-31T23:30:00-01:00",
        "é",
    ];
    let integers = [0, 1, -1, i64::MIN, i64::MAX, 1 << 53];
    let floats = [0.0, -0.0, 0.5, 1e308, f64::MIN_POSITIVE, -1.5];
    let mut values = BTreeMap::new();
    for name in ["a.i", "a.f", "a.n", "a.s", "a.e", "a.t", "a.b", "a.l"] {
        let text = Value::String(random.choose(&texts).copied().unwrap_or("").to_owned());
        let integer = Value::Integer(random.choose(&integers).copied().unwrap_or(0));
        let float = Value::Float(random.choose(&floats).copied().unwrap_or(0.0));
        let value = match name {
            "a.i" => integer,
            "a.f" => float,
            "a.n" if random.below(2) == 0 => integer,
            "a.n" => float,
            "a.b" => Value::Boolean(random.below(2) == 0),
            "a.l" => Value::List(vec![text]),
            _ => text,
        };
        if let (Ok(name), 1..) = (AttributeName::new(name), random.below(4)) {
            values.insert(name, value);
        }
    }
    values
}

fn conditions(model: &Model) -> Vec<&Expr> {
    model
        .kinds()
        .flat_map(|(_, kind)| &kind.constraints)
        .map(|constraint| &constraint.condition)
        .collect()
}

/// A condition that compiles can be evaluated on any values, its negation is the opposite, and
/// what is written of it says the same.
fn condition(bytes: &[u8]) -> Shape {
    let Ok(text) = str::from_utf8(bytes) else {
        return Shape::default();
    };
    let file = format!(
        "extension t \"http://example.com/t#\";\nuse core;\n\
         #[allow(\"warnings\")] kind a : core.link {{\n\
         a.i: integer; a.f: float; a.n: number; a.s: string; a.e: enum {{ one, two }};\n\
         a.t: datetime; a.b: boolean; a.l: list(string);\nrequire {text} \"m\";\n}}\n"
    );
    let found = compiled(file.as_bytes(), Profile::Union);
    let shape = sound(&found);
    let Some(model) = found.model else {
        return shape;
    };
    let mut resolver = MemoryResolver::new();
    let texts = write::all(&model);
    for (name, text) in &texts {
        resolver = resolver.with(name.as_str(), text.as_str());
    }
    let entry = texts.last().map_or("", |(name, _)| name);
    let again = compile(entry, &mut resolver, Profile::Union);
    let Some(again_model) = &again.model else {
        panic!("what is written is refused: {}", again.faults);
    };
    assert!(*again_model == model, "what is written says something else");
    let mut random = Random::new(bytes.iter().map(|byte| u64::from(*byte)).sum());
    let mut answers = Vec::new();
    for _ in 0..4 {
        let values = values(&mut random);
        for (expr, written) in conditions(&model).into_iter().zip(conditions(again_model)) {
            let holds = expr.eval(|name| values.get(name), |_| false);
            assert_eq!(holds, written.eval(|name| values.get(name), |_| false));
            let opposite = Expr::Not(Box::new(expr.clone()));
            assert_ne!(holds, opposite.eval(|name| values.get(name), |_| false));
            answers.push(holds);
        }
    }
    shape.and(Shape::of(answers))
}

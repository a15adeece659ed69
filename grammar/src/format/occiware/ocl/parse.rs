//! The subset of OCL that constraints of OCCIware are written in (the OCCIware metamodel).

/// How deep expressions may be nested, and how long chains of calls may be.
const MAX_DEPTH: usize = 64;

/// An expression of OCL.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Ocl {
    /// `true`, `12`, `1.5`, `'text'`, `null`
    Boolean(bool),
    Integer(i64),
    Float(f64),
    Text(String),
    Null,
    /// `self`, a variable, the first word of an attribute, or `occi::Link`.
    Name(String),
    /// `a.b`
    Property(Box<Ocl>, String),
    /// `a.f(x)`
    Method(Box<Ocl>, String, Vec<Ocl>),
    /// `a->f(v | x)`; the variable may be left out, the argument too.
    Arrow(Box<Ocl>, String, Option<String>, Option<Box<Ocl>>),
    /// `not a`
    Not(Box<Ocl>),
    /// `-a`
    Negated(Box<Ocl>),
    /// `a and b`, `a = b`, `a + b`
    Binary(Box<Ocl>, &'static str, Box<Ocl>),
}

/// Reads a body; `None` where it is no OCL, or goes beyond the subset.
pub(super) fn parse(text: &str) -> Option<Ocl> {
    let tokens = tokens(text)?;
    let mut parser = Parser {
        tokens: &tokens,
        at: 0,
        depth: 0,
    };
    let found = parser.binary(0)?;
    (parser.at == tokens.len()).then_some(found)
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Word(String),
    Integer(i64),
    Float(f64),
    Text(String),
    Sign(&'static str),
}

/// Signs, longer ones first.
const SIGNS: [&str; 18] = [
    "->", "::", "<>", "<=", ">=", "(", ")", "|", ".", ",", ":", "=", "<", ">", "+", "-", "*", "/",
];

fn tokens(text: &str) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let end = |is: fn(char) -> bool| rest.find(|c: char| !is(c)).unwrap_or(rest.len());
        let length = if first.is_ascii_alphabetic() || first == '_' {
            let end = end(|c| c.is_ascii_alphanumeric() || c == '_');
            tokens.push(Token::Word(rest[..end].to_owned()));
            end
        } else if first.is_ascii_digit() {
            let whole = end(|c| c.is_ascii_digit());
            let fraction = rest[whole..]
                .strip_prefix('.')
                .map(|tail| tail.bytes().take_while(u8::is_ascii_digit).count())
                .filter(|digits| *digits > 0);
            match fraction {
                Some(digits) => {
                    let end = whole + 1 + digits;
                    tokens.push(Token::Float(rest[..end].parse().ok()?));
                    end
                }
                None => {
                    tokens.push(Token::Integer(rest[..whole].parse().ok()?));
                    whole
                }
            }
        } else if first == '\'' {
            let inner = rest[1..].find('\'')?;
            tokens.push(Token::Text(rest[1..=inner].to_owned()));
            inner + 2
        } else {
            let sign = SIGNS.into_iter().find(|sign| rest.starts_with(sign))?;
            tokens.push(Token::Sign(sign));
            sign.len()
        };
        rest = rest[length..].trim_start();
    }
    Some(tokens)
}

/// Binary operators by level, loosest first.
const LEVELS: [&[&str]; 6] = [
    &["implies"],
    &["or", "xor"],
    &["and"],
    &["=", "<>", "<", "<=", ">", ">="],
    &["+", "-"],
    &["*", "/"],
];

struct Parser<'t> {
    tokens: &'t [Token],
    at: usize,
    depth: usize,
}

impl Parser<'_> {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    fn sign(&mut self, sign: &str) -> bool {
        let found = matches!(self.peek(), Some(Token::Sign(one)) if *one == sign);
        self.at += usize::from(found);
        found
    }

    fn operator(&mut self, level: usize) -> Option<&'static str> {
        let word = match self.peek()? {
            Token::Word(word) => word.as_str(),
            Token::Sign(sign) => sign,
            _ => return None,
        };
        let found = LEVELS.get(level)?.iter().find(|one| **one == word)?;
        self.at += 1;
        Some(found)
    }

    fn binary(&mut self, level: usize) -> Option<Ocl> {
        if level == LEVELS.len() {
            return self.unary();
        }
        self.depth += 1;
        if self.depth > MAX_DEPTH * LEVELS.len() {
            return None;
        }
        let mut left = self.binary(level + 1)?;
        let mut length = 0;
        while let Some(operator) = self.operator(level) {
            length += 1;
            if length > MAX_DEPTH {
                return None;
            }
            let right = self.binary(level + 1)?;
            left = Ocl::Binary(Box::new(left), operator, Box::new(right));
        }
        self.depth -= 1;
        Some(left)
    }

    fn unary(&mut self) -> Option<Ocl> {
        if matches!(self.peek(), Some(Token::Word(word)) if word == "not") {
            self.at += 1;
            return Some(Ocl::Not(Box::new(self.postfix()?)));
        }
        if self.sign("-") {
            return Some(Ocl::Negated(Box::new(self.postfix()?)));
        }
        self.postfix()
    }

    fn postfix(&mut self) -> Option<Ocl> {
        let mut found = self.primary()?;
        for _ in 0..MAX_DEPTH {
            if self.sign(".") {
                let name = self.word()?;
                found = if self.sign("(") {
                    let arguments = self.arguments()?;
                    Ocl::Method(Box::new(found), name, arguments)
                } else {
                    Ocl::Property(Box::new(found), name)
                };
            } else if self.sign("->") {
                found = self.arrow(found)?;
            } else {
                return Some(found);
            }
        }
        None
    }

    fn arrow(&mut self, source: Ocl) -> Option<Ocl> {
        let name = self.word()?;
        if !self.sign("(") {
            return None;
        }
        if self.sign(")") {
            return Some(Ocl::Arrow(Box::new(source), name, None, None));
        }
        let before = self.at;
        let variable = self.variable();
        if variable.is_none() {
            self.at = before;
        }
        let argument = self.binary(0)?;
        self.sign(")")
            .then(|| Ocl::Arrow(Box::new(source), name, variable, Some(Box::new(argument))))
    }

    /// `v |` or `v : occi::Link |`
    fn variable(&mut self) -> Option<String> {
        let name = self.word()?;
        if self.sign(":") {
            self.qualified()?;
        }
        self.sign("|").then_some(name)
    }

    fn arguments(&mut self) -> Option<Vec<Ocl>> {
        let mut found = Vec::new();
        if self.sign(")") {
            return Some(found);
        }
        loop {
            found.push(self.binary(0)?);
            if self.sign(")") {
                return Some(found);
            }
            if !self.sign(",") {
                return None;
            }
        }
    }

    fn word(&mut self) -> Option<String> {
        let Some(Token::Word(word)) = self.peek() else {
            return None;
        };
        let word = word.clone();
        self.at += 1;
        Some(word)
    }

    fn qualified(&mut self) -> Option<String> {
        let mut name = self.word()?;
        while self.sign("::") {
            name.push_str("::");
            name.push_str(&self.word()?);
        }
        Some(name)
    }

    fn primary(&mut self) -> Option<Ocl> {
        let token = self.peek()?.clone();
        Some(match token {
            Token::Integer(number) => {
                self.at += 1;
                Ocl::Integer(number)
            }
            Token::Float(number) => {
                self.at += 1;
                Ocl::Float(number)
            }
            Token::Text(text) => {
                self.at += 1;
                Ocl::Text(text)
            }
            Token::Sign("(") => {
                self.at += 1;
                let inner = self.binary(0)?;
                if !self.sign(")") {
                    return None;
                }
                inner
            }
            Token::Sign(_) => return None,
            Token::Word(word) => match word.as_str() {
                "true" | "false" => {
                    self.at += 1;
                    Ocl::Boolean(word == "true")
                }
                "null" => {
                    self.at += 1;
                    Ocl::Null
                }
                _ => Ocl::Name(self.qualified()?),
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> Box<Ocl> {
        Box::new(Ocl::Name(text.to_owned()))
    }

    #[test]
    fn operators_bind_as_in_ocl() {
        assert_eq!(
            parse("a.b = 1 and not c or d <> 'x y'"),
            Some(Ocl::Binary(
                Box::new(Ocl::Binary(
                    Box::new(Ocl::Binary(
                        Box::new(Ocl::Property(name("a"), "b".to_owned())),
                        "=",
                        Box::new(Ocl::Integer(1)),
                    )),
                    "and",
                    Box::new(Ocl::Not(name("c"))),
                )),
                "or",
                Box::new(Ocl::Binary(
                    name("d"),
                    "<>",
                    Box::new(Ocl::Text("x y".to_owned()))
                )),
            ))
        );
    }

    #[test]
    fn collections_have_variables() {
        assert_eq!(
            parse("a->select(m:occi::M|m.f(p::Q))->size() >= 1.5"),
            Some(Ocl::Binary(
                Box::new(Ocl::Arrow(
                    Box::new(Ocl::Arrow(
                        name("a"),
                        "select".to_owned(),
                        Some("m".to_owned()),
                        Some(Box::new(Ocl::Method(
                            name("m"),
                            "f".to_owned(),
                            vec![Ocl::Name("p::Q".to_owned())],
                        ))),
                    )),
                    "size".to_owned(),
                    None,
                    None,
                )),
                ">=",
                Box::new(Ocl::Float(1.5)),
            ))
        );
    }

    #[test]
    fn other_texts_are_none() {
        for text in [
            "",
            "this is ( not OCL",
            "a +",
            "if a then b else c endif",
            "a->",
            "a b",
            "'open",
            "§",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
        assert_eq!(parse(&"(".repeat(100_000)), None);
        assert_eq!(parse(&"not ".repeat(100_000)), None);
        assert_eq!(parse(&format!("a{}", ".b".repeat(100_000))), None);
    }
}

//! Types.

use occi_model::{
    Located,
    draft::{LengthDraft, LiteralDraft, MemberDraft, RangeDraft, TypeDraft},
};

use super::{Lowering, lead::Holds, value::Ends};
use crate::{
    code,
    syntax::{
        self,
        tree::{
            Argument, ArgumentForm, HashMember, List, Literal, Reference, Span, Type, TypeForm,
        },
    },
};

/// The names of the built-in types.
pub(crate) const BUILT_IN: [&str; 17] = [
    "string",
    "integer",
    "float",
    "number",
    "boolean",
    "enum",
    "uri",
    "ip-address",
    "ip-network",
    "ip-prefix",
    "mac",
    "token",
    "datetime",
    "duration",
    "ref",
    "list",
    "hash",
];

impl<'a> Lowering<'a> {
    pub(super) fn value_type(&mut self, written: &Type<'a>) -> Located<TypeDraft> {
        let value = match &written.form {
            TypeForm::Enum(literals) => TypeDraft::Enum(self.literals(literals)),
            TypeForm::Hash(members) => TypeDraft::Hash(self.members(members)),
            TypeForm::List(item, arguments) => {
                let item = Box::new(self.value_type(item));
                let (length, unique) = self.list_arguments(arguments);
                TypeDraft::List {
                    item,
                    length,
                    unique,
                }
            }
            TypeForm::Plain(name, arguments) => self.plain(name, arguments.as_ref()),
        };
        Located::new(value, self.origin(written.span))
    }

    fn literals(&mut self, literals: &List<Literal<'a>>) -> Vec<LiteralDraft> {
        let mut drafts = Vec::with_capacity(literals.len());
        self.each(literals, &syntax::literals(), |lowering, literal| {
            let lead = lowering.lead(&literal.lead, Holds::VERSIONED, "a literal");
            drafts.push(LiteralDraft {
                name: lowering.text(&literal.name),
                description: lead.description,
                versions: lead.versions,
            });
        });
        drafts
    }

    fn members(&mut self, members: &List<HashMember<'a>>) -> Vec<MemberDraft> {
        let mut drafts = Vec::with_capacity(members.len());
        self.each(members, &syntax::hash_members(), |lowering, member| {
            drafts.push(lowering.hash_member(member));
        });
        drafts
    }

    fn hash_member(&mut self, member: &HashMember<'a>) -> MemberDraft {
        let what = "a member of a hash";
        let lead = self.lead(&member.lead, Holds::DESCRIPTION, what);
        let modifiers = self.modifiers(&member.modifiers, &["required"], what);
        MemberDraft {
            name: self.text(&member.name),
            value_type: self.value_type(&member.value_type),
            required: modifiers.required,
            description: lead.description,
            default: member.default.as_ref().and_then(|default| {
                let value = self.value(default)?;
                Some(Located::new(value, self.origin(default.span)))
            }),
        }
    }

    fn plain(&mut self, name: &Reference<'a>, arguments: Option<&List<Argument<'a>>>) -> TypeDraft {
        let none = List::default();
        let given = arguments.unwrap_or(&none);
        let word = if name.text.quoted || name.tail.is_some() {
            ""
        } else {
            &*name.text.value
        };
        match word {
            "string" => self.string(given),
            "integer" => TypeDraft::Integer(self.number_range(given, Ends::Integer, word)),
            "float" => TypeDraft::Float(self.number_range(given, Ends::Float, word)),
            "number" => TypeDraft::Number(self.number_range(given, Ends::Any, word)),
            "ip-prefix" => TypeDraft::IpPrefix {
                optional_length: self.flag(given, "optional", word),
            },
            "ref" => self.reference_type(given),
            "list" => {
                let fault = self
                    .fault(code::ARGUMENT, name.span, "a list of what?")
                    .with_help("name the type of its items: `list(string)`");
                self.report(fault);
                TypeDraft::List {
                    item: Box::new(Located::new(
                        TypeDraft::String {
                            pattern: None,
                            length: LengthDraft::default(),
                        },
                        self.origin(name.span),
                    )),
                    length: LengthDraft::default(),
                    unique: false,
                }
            }
            _ => {
                let simple = match word {
                    "boolean" => Some(TypeDraft::Boolean),
                    "uri" => Some(TypeDraft::Uri),
                    "ip-address" => Some(TypeDraft::IpAddress),
                    "ip-network" => Some(TypeDraft::IpNetwork),
                    "mac" => Some(TypeDraft::Mac),
                    "token" => Some(TypeDraft::Token),
                    "datetime" => Some(TypeDraft::DateTime),
                    "duration" => Some(TypeDraft::Duration),
                    _ => None,
                };
                if arguments.is_some() {
                    self.no_arguments(name, simple.is_some());
                }
                simple.unwrap_or_else(|| TypeDraft::Named(self.reference(name).value))
            }
        }
    }

    /// Reports arguments of a type that has none.
    fn no_arguments(&mut self, name: &Reference<'_>, built_in: bool) {
        let word = &*name.text.value;
        let message = if built_in {
            format!("`{word}` takes no arguments")
        } else {
            format!("`{word}` is no built-in type, and only those take arguments")
        };
        let mut fault = self.fault(code::ARGUMENT, name.span, message);
        let meant = syntax::type_of(word).or_else(|| syntax::similar(word, &BUILT_IN));
        fault = match meant {
            _ if word == "enum" => fault.with_help("a choice is written `enum { a, b }`"),
            Some(near) if !built_in => fault.with_replacement(near),
            _ => fault.with_help("remove the parentheses, or declare a narrower type by `type`"),
        };
        self.report(fault);
    }

    fn wrong_argument(&mut self, argument: &Argument<'_>, help: &str) {
        let fault = self
            .fault(
                code::ARGUMENT,
                argument.span,
                "the type does not take this argument",
            )
            .with_help(help);
        self.report(fault);
    }

    fn string(&mut self, arguments: &List<Argument<'a>>) -> TypeDraft {
        let mut pattern: Option<(Located<String>, Span)> = None;
        let mut length: Option<(LengthDraft, Span)> = None;
        self.each(
            arguments,
            &syntax::arguments(),
            |lowering, argument| match &argument.form {
                ArgumentForm::Text(name, text) if name.text.value == "pattern" => {
                    if let Some((_, first)) = &pattern {
                        lowering.doubled(*first, argument.span, "`pattern`");
                    } else {
                        pattern = Some((lowering.text(text), argument.span));
                    }
                }
                ArgumentForm::Length(name, range) if name.text.value == "length" => {
                    if let Some((_, first)) = &length {
                        lowering.doubled(*first, argument.span, "`length`");
                    } else {
                        length = Some((lowering.length(range), argument.span));
                    }
                }
                _ => lowering.wrong_argument(
                    argument,
                    "`string` takes `pattern = \"…\"` and `length = 1..=64`",
                ),
            },
        );
        TypeDraft::String {
            pattern: pattern.map(|(pattern, _)| pattern),
            length: length.map(|(length, _)| length).unwrap_or_default(),
        }
    }

    fn number_range(
        &mut self,
        arguments: &List<Argument<'a>>,
        ends: Ends,
        word: &str,
    ) -> RangeDraft {
        let mut found: [Option<Span>; 3] = [None; 3];
        let mut draft = RangeDraft::default();
        let mut digits = [None, None];
        self.each(arguments, &syntax::arguments(), |lowering, argument| {
            let (slot, what) = match &argument.form {
                ArgumentForm::Range(_) => (0, "the range"),
                ArgumentForm::Length(name, _) if is_bare(name, "digits") => (1, "`digits`"),
                ArgumentForm::Length(name, _)
                    if is_bare(name, "fraction") && ends != Ends::Integer =>
                {
                    (2, "`fraction`")
                }
                _ => {
                    let fraction = match ends {
                        Ends::Integer => "",
                        _ => " and `fraction = 2`",
                    };
                    lowering.wrong_argument(
                        argument,
                        &format!(
                            "`{word}` takes a range, such as `{word}(0..=9)`, and `digits = 5`{fraction}"
                        ),
                    );
                    return;
                }
            };
            if let Some(first) = found[slot] {
                lowering.doubled(first, argument.span, what);
                return;
            }
            found[slot] = Some(argument.span);
            match &argument.form {
                ArgumentForm::Range(range) => draft = lowering.range(range, ends),
                ArgumentForm::Length(_, range) => digits[slot - 1] = lowering.count(range),
                ArgumentForm::Word(_) | ArgumentForm::Text(..) => {}
            }
        });
        let [total_digits, fraction_digits] = digits;
        if total_digits.is_some() || fraction_digits.is_some() {
            draft.total_digits = total_digits;
            draft.fraction_digits = fraction_digits;
        }
        draft
    }

    /// Whether the only argument that the type takes, a bare word, is given.
    fn flag(&mut self, arguments: &List<Argument<'a>>, flag: &str, word: &str) -> bool {
        let mut found = false;
        self.each(arguments, &syntax::arguments(), |lowering, argument| {
            if is_word(argument, flag) {
                found = true;
            } else {
                lowering.wrong_argument(argument, &format!("`{word}` takes `{flag}` only"));
            }
        });
        found
    }

    fn reference_type(&mut self, arguments: &List<Argument<'a>>) -> TypeDraft {
        let mut found: Option<(Located<occi_model::draft::Reference>, Span)> = None;
        self.each(
            arguments,
            &syntax::arguments(),
            |lowering, argument| match &argument.form {
                ArgumentForm::Word(reference) => {
                    if let Some((_, first)) = &found {
                        lowering.doubled(*first, argument.span, "the kind");
                    } else {
                        found = Some((lowering.reference(reference), argument.span));
                    }
                }
                _ => lowering.wrong_argument(argument, "`ref` takes a kind: `ref(compute)`"),
            },
        );
        TypeDraft::Ref(found.map(|(kind, _)| kind))
    }

    fn list_arguments(&mut self, arguments: &List<Argument<'a>>) -> (LengthDraft, bool) {
        let mut unique = false;
        let mut length: Option<(LengthDraft, Span)> = None;
        self.each(
            arguments,
            &syntax::arguments(),
            |lowering, argument| match &argument.form {
                ArgumentForm::Length(name, range) if name.text.value == "length" => {
                    if let Some((_, first)) = &length {
                        lowering.doubled(*first, argument.span, "`length`");
                    } else {
                        length = Some((lowering.length(range), argument.span));
                    }
                }
                _ if is_word(argument, "unique") => unique = true,
                _ => lowering.wrong_argument(
                    argument,
                    "after its type `list` takes `length = 1..=8` and `unique`",
                ),
            },
        );
        (length.map(|(length, _)| length).unwrap_or_default(), unique)
    }
}

/// Whether a name is this word, without quotes.
fn is_bare(name: &Reference<'_>, word: &str) -> bool {
    name.tail.is_none() && !name.text.quoted && name.text.value == word
}

fn is_word(argument: &Argument<'_>, word: &str) -> bool {
    matches!(
        &argument.form,
        ArgumentForm::Word(reference) if reference.tail.is_none() && reference.text.value == word
    )
}

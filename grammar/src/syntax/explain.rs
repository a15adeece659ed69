//! What pest says about a fault, in words that a person can act on.

use std::ops::Range;

use occi_model::{Fault, Origin, SourceId};
use pest::error::{Error, ErrorVariant, InputLocation};

use super::{
    Rule, habit,
    lex::{Kind, Token, Tokens, similar},
    scan::ITEM_WORDS,
};
use crate::code;

/// Words that start a member, or stand before an attribute.
pub(crate) const MEMBER_WORDS: [&str; 12] = [
    "required",
    "always",
    "readonly",
    "createonly",
    "action",
    "states",
    "require",
    "depends",
    "applies",
    "source",
    "target",
    "set",
];

/// A fault with what is needed to go on behind it.
#[derive(Debug)]
pub(crate) struct Explained {
    pub(crate) fault: Fault,
    /// Where the grammar stopped.
    pub(crate) at: usize,
    /// The end of the statement that only lacks its semicolon.
    pub(crate) statement_end: Option<usize>,
    /// Whether a block would fit there as well.
    pub(crate) block_fits: bool,
}

/// Explains the fault that parsing `text[piece]` met.
pub(crate) fn explain(
    text: &str,
    source: SourceId,
    piece: &Range<usize>,
    error: &Error<Rule>,
) -> Explained {
    let at = piece.start
        + match error.location {
            InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
        };
    let expected: &[Rule] = match &error.variant {
        ErrorVariant::ParsingError { positives, .. } => positives,
        ErrorVariant::CustomError { .. } => &[],
    };
    let context = Context {
        text,
        source,
        at,
        expected,
        before: Tokens::new(text, piece.start)
            .take_while(|token| token.range.end <= at)
            .last(),
        found: Tokens::new(text, at).next(),
    };
    let statement_end = context.missing_semicolon();
    let fault = context
        .dangling()
        .or_else(|| context.character())
        .or_else(|| context.keyword())
        .or_else(|| statement_end.map(|end| context.semicolon(end)))
        .unwrap_or_else(|| context.generic());
    Explained {
        at,
        block_fits: context.expects_block(),
        statement_end: statement_end.filter(|_| fault.code == code::SEMICOLON),
        fault,
    }
}

struct Context<'a> {
    text: &'a str,
    source: SourceId,
    at: usize,
    expected: &'a [Rule],
    /// The token before the place.
    before: Option<Token>,
    /// The token at the place.
    found: Option<Token>,
}

impl Context<'_> {
    fn fault(&self, code: occi_model::Code, range: Range<usize>, message: String) -> Fault {
        Fault::new(code, Origin::span(self.source, range), message)
    }

    fn expects(&self, rule: Rule) -> bool {
        self.expected.contains(&rule)
    }

    fn word_of<'t>(&'t self, token: Option<&Token>) -> Option<(&'t str, Range<usize>)> {
        token
            .filter(|token| token.kind == Kind::Word)
            .map(|token| (&self.text[token.range.clone()], token.range.clone()))
    }

    /// A description before the end of a block or of the file.
    fn dangling(&self) -> Option<Fault> {
        let before = self.before.as_ref()?;
        let ends = self
            .found
            .as_ref()
            .is_none_or(|found| found.kind == Kind::Other('}'));
        (before.kind == Kind::Doc && ends).then(|| {
            self.fault(
                code::DANGLING,
                before.range.clone(),
                "this description belongs to nothing".to_owned(),
            )
            .with_help("put `///` directly before what it describes, or write a comment with `//`")
        })
    }

    /// Faults that the character at the place tells by itself.
    fn character(&self) -> Option<Fault> {
        let token = self.found.as_ref()?;
        let range = token.range.clone();
        match token.kind {
            Kind::Quoted { closed: false } => Some(
                self.fault(
                    code::UNTERMINATED,
                    range,
                    "this string has no end".to_owned(),
                )
                .with_label("the closing `\"` is missing on this line")
                .with_help("write a line break inside of a string as `\\n`"),
            ),
            Kind::Doc => Some(
                self.fault(
                    code::DANGLING,
                    range,
                    "this description belongs to nothing".to_owned(),
                )
                .with_label(format!("expected {}", self.expectation()))
                .with_help(
                    "put `///` directly before what it describes, or write a comment with `//`",
                ),
            ),
            Kind::InnerDoc => Some(inner_doc(self.source, range.start)),
            Kind::Other('/') if self.text[range.start..].starts_with("/*") => {
                Some(block_comment(self.source, range.start))
            }
            Kind::Other(quote @ ('\'' | '‘' | '’' | '“' | '”' | '„' | '`')) => Some(
                self.fault(
                    code::CHARACTER,
                    range,
                    format!("`{quote}` does not start a string"),
                )
                .with_help("strings stand in straight double quotes: `\"text\"`"),
            ),
            Kind::Other(other) if other.is_alphabetic() => Some(
                self.fault(code::CHARACTER, range, format!("`{other}` cannot be part of a name"))
                    .with_help(
                        "names are made of the letters a to z and A to Z, digits, `-`, `_` and `.`; other text stands in quotes",
                    ),
            ),
            Kind::Other(other) if other.is_control() || !other.is_ascii() => Some(self.fault(
                code::CHARACTER,
                range,
                format!("the character U+{:04X} cannot stand here", u32::from(other)),
            )),
            _ => None,
        }
    }

    /// A word that resembles the keyword which would fit.
    fn keyword(&self) -> Option<Fault> {
        let misspelt = |(word, range): (&str, Range<usize>), known: &[&str]| {
            similar(word, known).map(|keyword| {
                self.fault(
                    code::KEYWORD,
                    range,
                    format!("`{word}` is no keyword of the language; did you mean `{keyword}`?"),
                )
                .with_replacement(keyword)
            })
        };
        // What was read as the name of an attribute may have been meant as a keyword.
        if self.expects(Rule::colon)
            && self.before.as_ref().is_some_and(|before| {
                before.range.end < self.at && !self.line_break_after(before.range.end)
            })
            && let Some(fault) = self
                .word_of(self.before.as_ref())
                .and_then(|word| misspelt(word, &MEMBER_WORDS))
        {
            return Some(fault);
        }
        if self.expects(Rule::lparen)
            && matches!(
                self.found.as_ref().map(|token| token.kind),
                Some(Kind::Other('{'))
            )
            && let Some(fault) = self
                .word_of(self.before.as_ref())
                .and_then(|word| misspelt(word, &["enum", "hash"]))
        {
            return Some(fault);
        }
        let known: Vec<&str> = self
            .expected
            .iter()
            .flat_map(|rule| match rule {
                Rule::item | Rule::open_item | Rule::one_item => &ITEM_WORDS[..],
                Rule::category_head => &ITEM_WORDS[..5],
                Rule::states_head => &["states"],
                rule => keyword_of(*rule),
            })
            .copied()
            .collect();
        if self.expects(Rule::semi)
            && self
                .before
                .as_ref()
                .is_some_and(|before| self.line_break_after(before.range.end))
        {
            return None;
        }
        misspelt(self.word_of(self.found.as_ref())?, &known)
    }

    fn line_break_after(&self, end: usize) -> bool {
        self.text
            .get(end..self.at)
            .is_some_and(|gap| gap.contains('\n'))
    }

    /// The end of the statement before, when all that it lacks is a semicolon.
    fn missing_semicolon(&self) -> Option<usize> {
        let end = self.before.as_ref()?.range.end;
        let ends_here = match self.found.as_ref().map(|token| token.kind) {
            None | Some(Kind::Other('}')) => true,
            _ => self.line_break_after(end),
        };
        (self.expects(Rule::semi) && ends_here).then_some(end)
    }

    fn semicolon(&self, end: usize) -> Fault {
        let mut fault = self
            .fault(code::SEMICOLON, end..end, "missing `;`".to_owned())
            .with_replacement(";");
        if let Some(suggestion) = &mut fault.suggestion {
            "end the statement with `;`".clone_into(&mut suggestion.text);
        }
        if self.expects_block() {
            fault.with_help("or go on with a block in `{` and `}`")
        } else {
            fault
        }
    }

    fn expects_block(&self) -> bool {
        [
            Rule::open,
            Rule::body,
            Rule::configuration_body,
            Rule::instance_body,
        ]
        .iter()
        .any(|rule| self.expects(*rule))
    }

    fn generic(&self) -> Fault {
        let (range, found) = match &self.found {
            None => (self.at..self.at, "the end of the file".to_owned()),
            Some(token) => {
                let shown = match token.kind {
                    Kind::Quoted { .. } => "a string".to_owned(),
                    _ => format!("`{}`", &self.text[token.range.clone()]),
                };
                (token.range.clone(), shown)
            }
        };
        let expected = self.expectation();
        let message = if expected.is_empty() {
            format!("{found} cannot stand here")
        } else {
            format!("expected {expected}, found {found}")
        };
        let fault = self.fault(code::SYNTAX, range, message);
        if let Some(mend) = habit::mend(self.place()) {
            return fault.with_help(mend);
        }
        if self.expects(Rule::comma)
            && matches!(
                self.found.as_ref().map(|token| token.kind),
                Some(Kind::Word)
            )
        {
            return fault.with_help("separate the parts by `,`");
        }
        fault
    }

    fn place(&self) -> habit::Place<'_> {
        let text =
            |token: Option<&Token>| token.map_or("", |token| &self.text[token.range.clone()]);
        habit::Place {
            expected: self.expected,
            before: text(self.before.as_ref()),
            found: text(self.found.as_ref()),
        }
    }

    /// The expected things as a list of words.
    fn expectation(&self) -> String {
        let mut words: Vec<&str> = Vec::new();
        for rule in self.expected {
            if let Some(word) = words_of(*rule)
                && !words.contains(&word)
            {
                words.push(word);
            }
        }
        match words.split_last() {
            None => String::new(),
            Some((last, [])) => (*last).to_owned(),
            Some((last, others)) => format!("{} or {last}", others.join(", ")),
        }
    }
}

/// `//!` below the top of the file.
pub(crate) fn inner_doc(source: SourceId, start: usize) -> Fault {
    Fault::new(
        code::DANGLING,
        Origin::span(source, start..start + 3),
        "`//!` stands at the top of the file only, before everything else",
    )
    .with_help("describe the following item with `///`")
    .with_replacement("///")
}

/// A comment of another language.
pub(crate) fn block_comment(source: SourceId, start: usize) -> Fault {
    Fault::new(
        code::CHARACTER,
        Origin::span(source, start..start + 2),
        "comments start with `//` and end with the line",
    )
    .with_help("write `//` before every line of the comment")
}

/// The keywords that a rule stands for.
fn keyword_of(rule: Rule) -> &'static [&'static str] {
    match rule {
        Rule::kw_extension => &["extension"],
        Rule::kw_version | Rule::version => &["version"],
        Rule::kw_use => &["use"],
        Rule::kw_as => &["as"],
        Rule::kw_enum => &["enum"],
        Rule::kw_type => &["type"],
        Rule::kw_kind => &["kind"],
        Rule::kw_mixin => &["mixin"],
        Rule::kw_in | Rule::membership | Rule::scheme_clause => &["in"],
        Rule::kw_has | Rule::has => &["has"],
        Rule::kw_at | Rule::location_clause => &["at"],
        Rule::kw_unit | Rule::unit => &["unit"],
        Rule::kw_generated | Rule::generated => &["generated"],
        Rule::kw_via | Rule::via => &["via"],
        Rule::kw_or => &["or"],
        Rule::kw_and => &["and"],
        Rule::kw_action => &["action"],
        Rule::kw_states => &["states"],
        Rule::kw_configuration => &["configuration"],
        Rule::kw_tag | Rule::tag => &["tag"],
        Rule::kw_resource => &["resource"],
        Rule::kw_link => &["link"],
        Rule::instance | Rule::instance_head => &["resource", "link"],
        Rule::part | Rule::one_part | Rule::open_part => &["tag", "resource"],
        Rule::kw_with | Rule::with_clause => &["with"],
        Rule::kw_id | Rule::id => &["id"],
        Rule::kw_summary | Rule::summary => &["summary"],
        Rule::category_modifier => &["abstract", "exclusive", "overriding"],
        Rule::modifier => &["required", "always", "readonly", "createonly"],
        Rule::state_modifier => &["initial", "final"],
        Rule::kw_specification | Rule::specification => &["specification"],
        Rule::kw_returns | Rule::returns => &["returns"],
        _ => &[],
    }
}

/// A rule in words; `None` for what is not worth saying.
fn words_of(rule: Rule) -> Option<&'static str> {
    Some(match rule {
        Rule::semi => "`;`",
        Rule::colon | Rule::parent_clause => "`:`",
        Rule::comma => "`,`",
        Rule::equals | Rule::default => "`=`",
        Rule::bar | Rule::failure => "`|`",
        Rule::arrow | Rule::target_clause => "`->`",
        Rule::open
        | Rule::body
        | Rule::configuration_body
        | Rule::instance_body
        | Rule::literals
        | Rule::hash_value => "`{`",
        Rule::close => "`}`",
        Rule::lparen | Rule::parameters | Rule::arguments | Rule::group => "`(`",
        Rule::rparen => "`)`",
        Rule::lbracket | Rule::list_value => "`[`",
        Rule::rbracket => "`]`",
        Rule::kw_extension | Rule::extension => "`extension`",
        Rule::kw_version | Rule::version => "`version`",
        Rule::kw_specification | Rule::specification => "`specification`",
        Rule::kw_returns | Rule::returns => "`returns`",
        Rule::kw_use | Rule::use_decl => "`use`",
        Rule::kw_as => "`as`",
        Rule::kw_enum | Rule::inline_enum | Rule::named_enum => "`enum`",
        Rule::kw_type | Rule::named_type => "`type`",
        Rule::kw_kind => "`kind`",
        Rule::kw_mixin => "`mixin`",
        Rule::kw_in | Rule::scheme_clause => "`in`",
        Rule::kw_at | Rule::location_clause => "`at`",
        Rule::kw_unit | Rule::unit => "`unit`",
        Rule::kw_generated | Rule::generated => "`generated`",
        Rule::kw_hash | Rule::hash => "`hash`",
        Rule::kw_list | Rule::list => "`list`",
        Rule::kw_action | Rule::action => "`action`",
        Rule::kw_states | Rule::states | Rule::states_head => "`states`",
        Rule::kw_event | Rule::event => "`event`",
        Rule::kw_via | Rule::via => "`via`",
        Rule::kw_require | Rule::kw_require_named | Rule::require => "`require`",
        Rule::kw_depends | Rule::depends => "`depends`",
        Rule::kw_applies | Rule::applies => "`applies`",
        Rule::kw_source | Rule::source => "`source`",
        Rule::kw_target | Rule::target => "`target`",
        Rule::kw_set | Rule::setting => "`set`",
        Rule::kw_not => "`not`",
        Rule::call | Rule::function => "a function",
        Rule::kw_configuration | Rule::configuration | Rule::configuration_head => {
            "`configuration`"
        }
        Rule::kw_tag | Rule::tag => "`tag`",
        Rule::kw_resource => "`resource`",
        Rule::kw_link => "`link`",
        Rule::instance | Rule::instance_head => "`resource` or `link`",
        Rule::part | Rule::one_part | Rule::open_part => {
            "a part of the configuration (`tag`, `resource`)"
        }
        Rule::instance_part | Rule::one_instance_part | Rule::open_instance_part => {
            "a part of the instance (`attribute = value`, `id`, `summary`, `link`)"
        }
        Rule::assignment => "`attribute = value`",
        Rule::kw_with | Rule::with_clause => "`with`",
        Rule::kw_id | Rule::id => "`id`",
        Rule::kw_summary | Rule::summary => "`summary`",
        Rule::name | Rule::reference | Rule::one_reference => "a name",
        Rule::quoted => "a string",
        Rule::number => "a number",
        Rule::value | Rule::one_value => "a value",
        Rule::type_expr | Rule::plain => "a type",
        Rule::item | Rule::one_item | Rule::open_item => {
            "an item (`kind`, `mixin`, `enum`, `type`, `use`, `configuration`)"
        }
        Rule::category | Rule::category_head => "`kind` or `mixin`",
        Rule::member | Rule::one_member | Rule::open_member => {
            "a member (an attribute, `action`, `states`, `require`, …)"
        }
        Rule::attribute | Rule::parameter | Rule::one_parameter => "an attribute",
        Rule::hash_member | Rule::one_hash_member | Rule::open_hash_member => {
            "a member of the hash"
        }
        Rule::state | Rule::one_state | Rule::open_state | Rule::state_head => "a state",
        Rule::transition | Rule::one_transition | Rule::open_transition => "a transition",
        Rule::literal | Rule::one_literal => "a literal",
        Rule::argument | Rule::one_argument => "an argument",
        Rule::range => "a range",
        Rule::dots => "`..`",
        Rule::entry | Rule::one_entry => "`name: value`",
        Rule::condition => "a condition",
        Rule::compare
        | Rule::calculate
        | Rule::membership
        | Rule::has
        | Rule::kw_not_in
        | Rule::kw_has
        | Rule::kw_or
        | Rule::kw_and => "an operator (`==`, `<`, `in`, `and`, `+`, …)",
        Rule::mark => "a mark",
        Rule::mark_open
        | Rule::doc
        | Rule::inner_doc
        | Rule::modifier
        | Rule::category_modifier
        | Rule::state_modifier
        | Rule::EOI
        | Rule::file
        | Rule::blank
        | Rule::comment
        | Rule::s
        | Rule::lead
        | Rule::word_char
        | Rule::label
        | Rule::word_follows
        | Rule::category_start
        | Rule::clause
        | Rule::states_start
        | Rule::state_start
        | Rule::change
        | Rule::configuration_start
        | Rule::instance_start
        | Rule::instance_clause
        | Rule::references
        | Rule::operand
        | Rule::operator
        | Rule::negative => return None,
    })
}

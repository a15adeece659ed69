//! Reading piece by piece, and going on after a fault.
//!
//! Each head, each member between braces, each data type is parsed by itself. One that does not
//! parse is reported, and reading goes on at the next word that starts one, so a fault costs the
//! smallest piece that holds it.

use occi_model::{Fault, Located, Origin, SourceId};
use pest::{Parser as _, iterators::Pair};

use super::{
    convert::{Converter, FileHead, Generation, Head},
    explain,
    fold::Fold,
    grammar::{Rule, TextualParser},
};
use crate::format::{
    Read, code, occiware,
    occiware::tree::{Category, Extension, Kind, Mixin},
};

/// After so many faults of one text the reader stops.
const MAX_FAULTS: usize = 100;

/// Words that start an item of an extension or a configuration.
pub(super) const ITEMS: [&str; 12] = [
    "kind",
    "mixin",
    "StringType",
    "EObjectType",
    "BooleanType",
    "NumericType",
    "EnumerationType",
    "record",
    "array",
    "datatype",
    "enum",
    "resource",
];

/// Words that start a member of a kind or mixin.
const MEMBERS: [&str; 3] = ["attribute", "action", "constraint"];

/// Reads a text as far as it can be understood.
pub(crate) fn read(text: &str, source: SourceId) -> Read {
    let mut reader = Reader {
        text,
        source,
        at: 0,
        faults: Vec::new(),
        generation: Generation::default(),
    };
    reader.skip_blanks();
    match reader.word() {
        "configuration" => reader.configuration(),
        // Whatever else stands there should be an extension.
        _ => reader.extension(),
    }
}

pub(super) struct Reader<'t> {
    text: &'t str,
    source: SourceId,
    /// The next byte that is neither blank nor comment.
    pub(super) at: usize,
    pub(super) faults: Vec<Fault>,
    pub(super) generation: Generation,
}

/// A piece as far as it could be read.
pub(super) struct Piece<'t> {
    /// What could be read of it.
    pub(super) pair: Option<Pair<'t, Rule>>,
    /// Whether that is all; a fault has been reported otherwise.
    pub(super) is_sound: bool,
}

impl<'t> Reader<'t> {
    // ---- looking

    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.at >= self.text.len()
    }

    pub(super) fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// The word that stands here; empty where none does.
    pub(super) fn word(&self) -> &'t str {
        word(self.rest())
    }

    pub(super) fn origin(&self, start: usize, end: usize) -> Origin {
        Origin::span(self.source, start..end)
    }

    fn report(&mut self, fault: Fault) {
        if self.faults.len() < MAX_FAULTS {
            self.faults.push(fault);
        } else if self.faults.len() == MAX_FAULTS {
            self.faults.push(Fault::new(
                code::TEXTUAL_MANY,
                fault.origin,
                "too many faults; those behind this place are not shown",
            ));
            self.at = self.text.len();
        }
    }

    // ---- going on

    /// Moves over blanks and comments.
    fn skip_blanks(&mut self) {
        loop {
            let rest = self.rest();
            let blanks = rest.len() - rest.trim_start_matches(is_blank).len();
            self.at += blanks;
            let rest = &rest[blanks..];
            if rest.starts_with("//") {
                self.at += rest.find('\n').unwrap_or(rest.len());
            } else if let Some(inside) = rest.strip_prefix("/*") {
                match inside.find("*/") {
                    Some(length) => self.at += length + 4,
                    None => {
                        let start = self.at;
                        self.at = self.text.len();
                        self.report(
                            Fault::new(
                                code::TEXTUAL_OPEN,
                                self.origin(start, start + 2),
                                "the comment has no end",
                            )
                            .with_help("close it with `*/`"),
                        );
                    }
                }
            } else {
                return;
            }
        }
    }

    /// Parses a piece that starts here. Where it cannot be parsed together with what may follow
    /// it, that is reported and `at` stands behind the fault; what could be parsed is given all
    /// the same.
    pub(super) fn piece(&mut self, rules: (Rule, Rule)) -> Piece<'t> {
        let (whole, part) = rules;
        let error = match TextualParser::parse(whole, self.rest()) {
            Ok(pairs) => {
                let pairs = pairs.flat_map(Pair::into_inner);
                let pair = pairs.into_iter().next();
                self.at += pair.as_ref().map_or(0, |pair| pair.as_str().len());
                self.skip_blanks();
                return Piece {
                    pair,
                    is_sound: true,
                };
            }
            Err(error) => error,
        };
        let mut pairs = TextualParser::parse(part, self.rest()).ok();
        let (fault, behind) = explain::explain(&error, self.text, self.at, self.source);
        self.at = behind.max(self.at + 1).min(self.text.len());
        while !self.text.is_char_boundary(self.at) {
            self.at += 1;
        }
        self.report(fault);
        Piece {
            pair: pairs.as_mut().and_then(Iterator::next),
            is_sound: false,
        }
    }

    pub(super) fn converter(&mut self, base: usize) -> Converter<'_> {
        Converter {
            source: self.source,
            base,
            faults: &mut self.faults,
            generation: &mut self.generation,
        }
    }

    /// Moves to the next place where one of the words starts a piece, or where one of the signs
    /// stands; strings and comments are passed over.
    pub(super) fn recover(&mut self, words: &[&str], stop: fn(u8) -> bool) {
        loop {
            self.skip_blanks();
            let Some(byte) = self.byte() else { return };
            if stop(byte) {
                return;
            }
            let found = self.word();
            if found.is_empty() {
                self.at += match byte {
                    b'"' | b'\'' => string_length(self.rest(), byte),
                    _ => self.rest().chars().next().map_or(1, char::len_utf8),
                };
            } else if words.contains(&found)
                && (MEMBERS.contains(&found) || self.starts_piece(found))
            {
                return;
            } else {
                self.at += found.len();
            }
        }
    }

    /// Whether the word here is a keyword and not a name: a name or a string follows it.
    pub(super) fn starts_piece(&self, found: &str) -> bool {
        let behind = self.rest()[found.len()..].trim_start_matches(is_blank);
        !word(behind).is_empty() || behind.starts_with(['"', '\''])
    }

    pub(super) fn recover_item(&mut self) {
        self.recover(&ITEMS, |_| false);
    }

    /// Reports what stands here instead of what was expected.
    pub(super) fn stray(&mut self, expected: &str) {
        let found = self.word();
        let length = match (found.len(), self.rest().chars().next()) {
            (0, Some(one)) => one.len_utf8(),
            (length, _) => length,
        };
        let (start, end) = (self.at, self.at + length);
        let shown = &self.text[start..end];
        let origin = self.origin(start, end);
        let fault = Fault::new(code::TEXTUAL, origin, format!("unexpected `{shown}`"))
            .with_label(format!("expected {expected}"));
        let near = crate::syntax::similar(shown, &[&ITEMS[..], &MEMBERS[..]].concat());
        self.at = end;
        self.report(match near {
            Some(near) if near != shown => fault.with_replacement(near),
            _ => fault,
        });
    }

    /// Takes a sign if it stands here.
    pub(super) fn sign(&mut self, sign: u8) -> bool {
        let found = self.byte() == Some(sign);
        if found {
            self.at += 1;
            self.skip_blanks();
        }
        found
    }

    // ---- extensions

    fn extension(mut self) -> Read {
        let start = self.at;
        let piece = self.piece((Rule::whole_extension_head, Rule::extension_head));
        if !piece.is_sound {
            self.recover_item();
        }
        let head = match piece.pair {
            Some(pair) => self.converter(start).file_head(pair),
            None => FileHead::default(),
        };
        let (Some(name), Some(scheme)) = (head.name, head.scheme) else {
            // Without them there is no extension; what follows may have faults of its own.
            let nowhere = Located::nowhere(String::new());
            let mut nameless = Self::empty(nowhere.clone(), nowhere);
            self.items(&mut nameless);
            return self.read(Vec::new());
        };
        let mut extension = Self::empty(name, scheme);
        extension.description = head.description;
        extension.specification = head.specification;
        extension.imports = head.imports;
        self.items(&mut extension);
        let own = extension.name.value.clone();
        let fold = Fold {
            generation: self.generation,
            own: &own,
        };
        fold.extension(&mut extension);
        let draft = occiware::extension(extension, &mut self.faults);
        self.read(vec![draft])
    }

    fn read(self, extensions: Vec<occi_model::draft::ExtensionDraft>) -> Read {
        Read {
            extensions,
            faults: self.faults,
            ..Read::default()
        }
    }

    const fn empty(name: Located<String>, scheme: Located<String>) -> Extension {
        Extension {
            name,
            scheme,
            description: None,
            specification: None,
            imports: Vec::new(),
            kinds: Vec::new(),
            mixins: Vec::new(),
            types: Vec::new(),
            annotations: Vec::new(),
        }
    }

    fn items(&mut self, extension: &mut Extension) {
        while !self.is_at_end() {
            match self.word() {
                "kind" => {
                    if let Some((head, category)) =
                        self.category((Rule::whole_kind_head, Rule::kind_head))
                    {
                        extension.kinds.push(Kind {
                            category,
                            parent: head.extends,
                            source: head.source,
                            target: head.target,
                        });
                    }
                }
                "mixin" => {
                    if let Some((head, category)) =
                        self.category((Rule::whole_mixin_head, Rule::mixin_head))
                    {
                        extension.mixins.push(Mixin {
                            category,
                            depends: head.depends,
                            applies: head.applies,
                        });
                    }
                }
                word if ITEMS.contains(&word) && word != "resource" => {
                    let start = self.at;
                    let piece = self.piece((Rule::whole_data_type, Rule::data_type));
                    if !piece.is_sound {
                        self.recover_item();
                    }
                    let mut converter = self.converter(start);
                    let named = piece.pair.and_then(|pair| converter.data_type(pair));
                    extension.types.extend(named);
                }
                _ => {
                    self.stray("a kind, a mixin or a data type");
                    self.recover_item();
                }
            }
        }
    }

    /// A kind or a mixin with what stands between its braces and behind them.
    pub(super) fn category(&mut self, rules: (Rule, Rule)) -> Option<(Head, Category)> {
        let start = self.at;
        let piece = self.piece(rules);
        if !piece.is_sound {
            // The body is that of a category all the same, and has faults of its own.
            self.recover(&ITEMS, |byte| byte == b'{');
        }
        let mut head = match piece.pair {
            Some(pair) => self.converter(start).head(pair),
            None => Head::default(),
        };
        let mut category = Self::nameless();
        category.scheme = head.scheme.take();
        category.title = head.title.take();
        category.description = head.description.take();
        if self.byte() == Some(b'{') {
            self.body(&mut category);
        }
        self.behind(&mut category);
        category.term = head.name.take()?;
        // Without all of its head a category would seem to lack what is only not understood.
        piece.is_sound.then_some((head, category))
    }

    const fn nameless() -> Category {
        Category {
            term: Located::nowhere(String::new()),
            scheme: None,
            title: None,
            description: None,
            attributes: Vec::new(),
            actions: Vec::new(),
            constraints: Vec::new(),
            states: None,
            annotations: Vec::new(),
        }
    }

    /// The members between braces.
    fn body(&mut self, category: &mut Category) {
        let opened = self.at;
        self.sign(b'{');
        if self.byte() == Some(b'}') {
            // Generation C leaves empty braces out.
            self.generation = Generation::B;
        }
        loop {
            if self.sign(b'}') {
                return;
            }
            let found = self.word();
            if self.is_at_end() || (ITEMS.contains(&found) && self.starts_piece(found)) {
                return self.unclosed(opened);
            }
            let start = self.at;
            let is_member =
                MEMBERS.contains(&found) || matches!(found, "title" | "scheme" | "description");
            if is_member {
                let piece = self.piece((Rule::whole_member, Rule::member));
                if let Some(pair) = piece.pair {
                    self.converter(start).member(pair, category);
                }
                if piece.is_sound {
                    continue;
                }
            } else {
                self.stray("an attribute, an action, a constraint or `}`");
            }
            let words = [&ITEMS[..], &MEMBERS[..]].concat();
            self.recover(&words, |byte| byte == b'}');
        }
    }

    pub(super) fn unclosed(&mut self, opened: usize) {
        let fault = Fault::new(
            code::TEXTUAL_OPEN,
            self.origin(opened, opened + 1),
            "the `{` has no `}`",
        )
        .with_place(self.origin(self.at, self.at), "expected before this")
        .with_help("close it with `}`");
        self.report(fault);
    }

    /// State machine and annotations.
    fn behind(&mut self, category: &mut Category) {
        loop {
            let start = self.at;
            let is_sound = match self.word() {
                "FSM" => {
                    let piece = self.piece((Rule::whole_machine, Rule::machine));
                    if let Some(pair) = piece.pair {
                        category.states = Some(self.converter(start).machine(pair));
                    }
                    piece.is_sound
                }
                "annotations" => {
                    let piece = self.piece((Rule::whole_annotations, Rule::annotations));
                    if let Some(pair) = piece.pair {
                        let annotations = self.converter(start).annotations(pair);
                        category.annotations.extend(annotations);
                    }
                    piece.is_sound
                }
                _ => return,
            };
            if !is_sound {
                self.recover_item();
                return;
            }
        }
    }
}

const fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\r' | '\n' | '\u{feff}')
}

/// The word that a text starts with.
fn word(text: &str) -> &str {
    let end = text
        .bytes()
        .position(|byte| {
            !(byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'^'))
        })
        .unwrap_or(text.len());
    &text[..end]
}

/// How long the string is that a text starts with; one without end ends with its line.
fn string_length(text: &str, quote: u8) -> usize {
    let bytes = text.as_bytes();
    let mut at = 1;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 2,
            _ if byte == quote => return at + 1,
            _ => at += 1,
        }
    }
    text.find('\n').unwrap_or(text.len())
}

//! Reading piece by piece, and going on after a fault.
//!
//! Each head, each member between braces, each data type is parsed by itself. One that does not
//! parse is reported, and reading goes on at the next word that starts one, so a fault costs the
//! smallest piece that holds it.

use occi_model::{Fault, Located, Origin, SourceId};
use pest::{Parser as _, iterators::Pairs};

use super::{
    convert::{Converter, EntityHead, FileHead, Generation, Head},
    explain,
    fold::Fold,
    grammar::{Rule, TextualParser},
};
use crate::format::{
    Read, code, occiware,
    occiware::tree::{
        Category, Configuration, Entity, Extension, Kind, Link, Mixin, Part, Resource, Target,
    },
};

/// After so many faults of one text the reader stops.
const MAX_FAULTS: usize = 500;

/// Words that start an item of an extension or a configuration.
const ITEMS: [&str; 12] = [
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

/// Words that start a part of a resource or link.
const PARTS: [&str; 4] = ["attribute", "state", "mixin", "link"];

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

struct Reader<'t> {
    text: &'t str,
    source: SourceId,
    /// The next byte that is neither blank nor comment.
    at: usize,
    faults: Vec<Fault>,
    generation: Generation,
}

/// A piece that could not be read; it has been reported.
struct Unread;

impl<'t> Reader<'t> {
    // ---- looking

    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn is_at_end(&self) -> bool {
        self.at >= self.text.len()
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// The word that stands here; empty where none does.
    fn word(&self) -> &'t str {
        word(self.rest())
    }

    fn origin(&self, start: usize, end: usize) -> Origin {
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

    /// Parses a piece that starts here; what cannot be parsed is reported, and `at` then stands
    /// behind the fault.
    fn piece(&mut self, rule: Rule) -> Result<Pairs<'t, Rule>, Unread> {
        match TextualParser::parse(rule, self.rest()) {
            Ok(pairs) => {
                let length = pairs.as_str().len();
                self.at += length;
                self.skip_blanks();
                Ok(pairs)
            }
            Err(error) => {
                let (fault, behind) = explain::explain(&error, self.text, self.at, self.source);
                self.at = behind.max(self.at + 1).min(self.text.len());
                while !self.text.is_char_boundary(self.at) {
                    self.at += 1;
                }
                self.report(fault);
                Err(Unread)
            }
        }
    }

    fn converter(&mut self, base: usize) -> Converter<'_> {
        Converter {
            source: self.source,
            base,
            faults: &mut self.faults,
            generation: &mut self.generation,
        }
    }

    /// Moves to the next place where one of the words starts a piece, or where one of the signs
    /// stands; strings and comments are passed over.
    fn recover(&mut self, words: &[&str], stop: fn(u8) -> bool) {
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
            } else if words.contains(&found) && self.starts_piece(found) {
                return;
            } else {
                self.at += found.len();
            }
        }
    }

    /// Whether the word here is a keyword and not a name: a name or a string follows it.
    fn starts_piece(&self, found: &str) -> bool {
        let behind = self.rest()[found.len()..].trim_start_matches(is_blank);
        !word(behind).is_empty() || behind.starts_with(['"', '\''])
    }

    fn recover_item(&mut self) {
        self.recover(&ITEMS, |_| false);
    }

    /// Reports what stands here instead of what was expected.
    fn stray(&mut self, expected: &str) {
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
    fn sign(&mut self, sign: u8) -> bool {
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
        let head = match self.piece(Rule::extension_head) {
            Ok(pairs) => self.converter(start).file_head(pairs),
            Err(Unread) => {
                self.recover_item();
                FileHead::default()
            }
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
                    if let Some((head, category)) = self.category(Rule::kind_head) {
                        extension.kinds.push(Kind {
                            category,
                            parent: head.extends,
                            source: head.source,
                            target: head.target,
                        });
                    }
                }
                "mixin" => {
                    if let Some((head, category)) = self.category(Rule::mixin_head) {
                        extension.mixins.push(Mixin {
                            category,
                            depends: head.depends,
                            applies: head.applies,
                        });
                    }
                }
                word if ITEMS.contains(&word) && word != "resource" => {
                    let start = self.at;
                    match self.piece(Rule::data_type) {
                        Ok(pairs) => {
                            let mut converter = self.converter(start);
                            let named: Vec<_> =
                                pairs.filter_map(|pair| converter.data_type(pair)).collect();
                            extension.types.extend(named);
                        }
                        Err(Unread) => self.recover_item(),
                    }
                }
                _ => {
                    self.stray("a kind, a mixin or a data type");
                    self.recover_item();
                }
            }
        }
    }

    /// A kind or a mixin with what stands between its braces and behind them.
    fn category(&mut self, rule: Rule) -> Option<(Head, Category)> {
        let start = self.at;
        let Ok(pairs) = self.piece(rule) else {
            // The body is that of a category all the same, and has faults of its own.
            self.recover(&ITEMS, |byte| byte == b'{');
            if self.byte() == Some(b'{') {
                let mut lost = Self::nameless();
                self.body(&mut lost);
                self.behind(&mut lost);
            }
            return None;
        };
        let mut head = self.converter(start).head(pairs);
        let mut category = Self::nameless();
        category.term = head.name.take()?;
        category.scheme = head.scheme.take();
        category.title = head.title.take();
        category.description = head.description.take();
        if self.byte() == Some(b'{') {
            self.body(&mut category);
        }
        self.behind(&mut category);
        Some((head, category))
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
                match self.piece(Rule::member) {
                    Ok(pairs) => {
                        self.converter(start).member(pairs, category);
                        continue;
                    }
                    Err(Unread) => {}
                }
            } else {
                self.stray("an attribute, an action, a constraint or `}`");
            }
            let words = [&ITEMS[..], &MEMBERS[..]].concat();
            self.recover(&words, |byte| byte == b'}');
        }
    }

    fn unclosed(&mut self, opened: usize) {
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
            match self.word() {
                "FSM" => match self.piece(Rule::machine) {
                    Ok(pairs) => {
                        let mut converter = self.converter(start);
                        for pair in pairs {
                            category.states = Some(converter.machine(pair));
                        }
                    }
                    Err(Unread) => {
                        self.recover_item();
                        return;
                    }
                },
                "annotations" => match self.piece(Rule::annotations) {
                    Ok(pairs) => {
                        let mut converter = self.converter(start);
                        for pair in pairs {
                            category.annotations.extend(converter.annotations(pair));
                        }
                    }
                    Err(Unread) => {
                        self.recover_item();
                        return;
                    }
                },
                _ => return,
            }
        }
    }

    // ---- configurations

    fn configuration(mut self) -> Read {
        let start = self.at;
        let head = match self.piece(Rule::configuration_head) {
            Ok(pairs) => self.converter(start).file_head(pairs),
            Err(Unread) => {
                self.recover_item();
                FileHead::default()
            }
        };
        let mut configuration = Configuration {
            description: head.description,
            location: head.location,
            uses: head.imports,
            resources: Vec::new(),
            tags: Vec::new(),
            origin: self.origin(start, start + "configuration".len()),
        };
        while !self.is_at_end() {
            match self.word() {
                "resource" => {
                    if let Some(resource) = self.resource() {
                        configuration.resources.push(resource);
                    }
                }
                "mixin" => {
                    if let Some((head, mut tag)) = self.category(Rule::mixin_head) {
                        // A tag depends on nothing and applies to everything.
                        if let Some(depends) = head.depends.first() {
                            tag.annotations.clear();
                            configuration.tags.push(tag_with_dependency(tag, depends));
                        } else {
                            configuration.tags.push(tag);
                        }
                    }
                }
                _ => {
                    self.stray("a resource or a mixin");
                    self.recover_item();
                }
            }
        }
        let fold = Fold {
            generation: self.generation,
            own: "",
        };
        fold.configuration(&mut configuration);
        let name = Located::new("configuration".to_owned(), configuration.origin);
        let draft = occiware::configuration(configuration, name, &mut self.faults);
        Read {
            configurations: vec![draft],
            faults: self.faults,
            ..Read::default()
        }
    }

    fn resource(&mut self) -> Option<Resource> {
        let start = self.at;
        let head = self.entity_head(Rule::resource_head);
        let mut links = Vec::new();
        let (mut values, mut parts) = (Vec::new(), Vec::new());
        self.block(|reader, word| {
            match word {
                "attribute" | "state" => values.extend(reader.setting()?),
                "mixin" => parts.extend(reader.part()?),
                "link" => links.extend(reader.link()),
                _ => return Err(Unread),
            }
            Ok(())
        });
        let mut head = head?;
        let summary = head.summary.take();
        Some(Resource {
            entity: entity(head, values, parts, self.origin(start, start + 8))?,
            summary,
            links,
        })
    }

    fn link(&mut self) -> Option<Link> {
        let start = self.at;
        let head = self.entity_head(Rule::link_head);
        let (mut values, mut parts) = (Vec::new(), Vec::new());
        if head.is_none() || self.byte() == Some(b'{') {
            self.block(|reader, word| {
                match word {
                    "attribute" | "state" => values.extend(reader.setting()?),
                    "mixin" => parts.extend(reader.part()?),
                    _ => return Err(Unread),
                }
                Ok(())
            });
        }
        let mut head = head?;
        let target = head.target.take()?;
        Some(Link {
            entity: entity(head, values, parts, self.origin(start, start + 4))?,
            target,
        })
    }

    /// The head of a resource or a link; where it cannot be read, the next `{` is looked for.
    fn entity_head(&mut self, rule: Rule) -> Option<EntityHead> {
        let start = self.at;
        match self.piece(rule) {
            Ok(pairs) => Some(self.converter(start).entity_head(pairs)),
            Err(Unread) => {
                self.recover(&ITEMS, |byte| matches!(byte, b'{' | b'}'));
                None
            }
        }
    }

    fn part(&mut self) -> Result<Option<Part>, Unread> {
        let start = self.at;
        let head = match self.piece(Rule::part_head) {
            Ok(pairs) => Some(self.converter(start).entity_head(pairs)),
            Err(unread) => return Err(unread),
        };
        let mut values = Vec::new();
        if self.byte() == Some(b'{') {
            self.block(|reader, word| {
                match word {
                    "attribute" | "state" => values.extend(reader.setting()?),
                    _ => return Err(Unread),
                }
                Ok(())
            });
        }
        Ok(head
            .and_then(|head| head.kind)
            .map(|mixin| Part { mixin, values }))
    }

    fn setting(&mut self) -> Result<Option<occiware::tree::AttributeValue>, Unread> {
        let start = self.at;
        let pairs = self.piece(Rule::setting)?;
        Ok(self.converter(start).setting(pairs))
    }

    /// What stands between the braces of a resource, a link or a part: `take` reads the piece
    /// that starts with a word.
    fn block(&mut self, mut take: impl FnMut(&mut Self, &str) -> Result<(), Unread>) {
        let opened = self.at;
        if !self.sign(b'{') {
            let fault = Fault::new(code::TEXTUAL, self.origin(opened, opened), "missing `{`")
                .with_label("expected here");
            self.report(fault);
            return;
        }
        loop {
            if self.sign(b'}') {
                return;
            }
            let found = self.word();
            if self.is_at_end() || (found == "resource" && self.starts_piece(found)) {
                return self.unclosed(opened);
            }
            let before = self.at;
            if take(self, found).is_err() {
                if self.at == before {
                    self.stray("an attribute, a mixin, a link or `}`");
                }
                self.recover(&PARTS, |byte| byte == b'}');
            }
        }
    }
}

/// A tag that depends on another mixin, which no tag may.
fn tag_with_dependency(mut tag: Category, depends: &Located<Target>) -> Category {
    if tag.attributes.is_empty() && tag.actions.is_empty() {
        // The place is that of the dependency; a capability is all the same refused.
        tag.actions.push(occiware::tree::Action {
            term: Located::new(String::new(), depends.origin),
            scheme: None,
            title: None,
            description: None,
            parameters: Vec::new(),
            annotations: Vec::new(),
        });
    }
    tag
}

fn entity(
    head: EntityHead,
    values: Vec<occiware::tree::AttributeValue>,
    mut parts: Vec<Part>,
    origin: Origin,
) -> Option<Entity> {
    // Generation B names mixins in the head and has all values together.
    parts.extend(head.mixins.into_iter().map(|mixin| Part {
        mixin,
        values: Vec::new(),
    }));
    Some(Entity {
        id: head.id,
        kind: head.kind?,
        title: head.title,
        location: head.location,
        values,
        parts,
        origin,
    })
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

//! A long statement without the inside of its long lists.
//!
//! What pest notes of a text takes more than a hundred times the memory of short words, and it
//! keeps that until the whole piece is read. So of a long list only the first part is left in the
//! statement; the others are read one by one, when they are wanted.

use std::ops::Range;

use super::{
    lex::{Tokens, after_lead, quoted_length},
    scan::Statement,
};

/// A statement with more bytes than this is looked through for long lists.
pub(super) const WHOLE: usize = 8 << 10;

/// A list that goes on for more bytes than this behind its first part is long.
const LONG: usize = 4 << 10;

/// Most words and signs of a statement besides its blocks and long lists.
///
/// Nobody repeats the rest of a statement so often: marks, lines of a description, a default that is
/// said twice.
pub(super) const MAX_WORDS: usize = 10_000;

/// A stretch of the text that is left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Cut {
    /// Where it was, in the text without such stretches.
    pub(super) at: usize,
    /// The stretch, in the whole text.
    pub(super) rest: Range<usize>,
    /// How many bytes are left out up to and with this one.
    left_out: usize,
}

/// A piece of a text that is read, and where its bytes are in the whole text.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Place<'c> {
    pub(super) base: usize,
    pub(super) cuts: &'c [Cut],
}

impl Place<'_> {
    fn moved(&self, offset: usize, cuts: usize) -> usize {
        let left_out = cuts
            .checked_sub(1)
            .map_or(0, |last| self.cuts[last].left_out);
        self.base + offset + left_out
    }

    /// The byte of the whole text that starts something at this byte of the piece.
    pub(super) fn start(&self, offset: usize) -> usize {
        let cuts = self.cuts.partition_point(|cut| cut.at <= offset);
        self.moved(offset, cuts)
    }

    /// The byte of the whole text behind what ends before this byte of the piece.
    pub(super) fn end(&self, offset: usize) -> usize {
        let cuts = self.cuts.partition_point(|cut| cut.at < offset);
        self.moved(offset, cuts)
    }
}

/// `text[range]` without the inside of its long lists; `None` when it has none.
pub(super) fn shortened(text: &str, range: &Range<usize>) -> Option<(String, Vec<Cut>)> {
    let rests = long_lists(text, range);
    let mut short = String::new();
    let mut cuts = Vec::with_capacity(rests.len());
    let (mut from, mut left_out) = (range.start, 0);
    for rest in rests {
        short.push_str(&text[from..rest.start]);
        from = rest.end;
        left_out += rest.len();
        cuts.push(Cut {
            at: short.len(),
            rest,
            left_out,
        });
    }
    short.push_str(&text[from..range.end]);
    (!cuts.is_empty()).then_some((short, cuts))
}

/// Where a statement goes beyond [`MAX_WORDS`].
pub(super) fn too_long(text: &str, statement: &Statement) -> Option<Range<usize>> {
    let range = &(statement.start..statement.end);
    if range.len() <= MAX_WORDS {
        return None;
    }
    let has_blocks = has_blocks(text, statement);
    let mut rests = long_lists(text, range).into_iter().peekable();
    let mut tokens = Tokens::new(&text[..range.end], range.start);
    let mut count = 0;
    while let Some(token) = tokens.next() {
        if let Some(rest) = rests.next_if(|rest| rest.start <= token.range.start) {
            tokens = Tokens::new(&text[..range.end], rest.end);
            continue;
        }
        count += 1;
        // Blocks in a block are read one by one, as what stands between semicolons is.
        if has_blocks && &text[token.range.clone()] == "}" {
            count = 0;
        }
        if count > MAX_WORDS {
            return Some(token.range);
        }
    }
    None
}

/// Whether a statement ends with a block that may hold others; a type with members does not.
fn has_blocks(text: &str, statement: &Statement) -> bool {
    let Some(open) = statement.open else {
        return false;
    };
    let behind = statement.close.map_or(statement.end, |close| close + 1);
    matches!(text[behind..statement.end].trim(), "" | ";")
        && !text[statement.start..open].trim_end().ends_with("hash")
}

/// A list that is open while the text is looked through.
#[derive(Default)]
struct Open {
    /// The bracket; none for what stands between no brackets.
    bracket: Option<u8>,
    /// The byte behind the first separator.
    first: Option<usize>,
    /// The last separator.
    last: usize,
    /// Whether it is part of a mark, all of which is wanted at once.
    in_mark: bool,
}

/// What long lists have behind their first part, in order.
fn long_lists(text: &str, range: &Range<usize>) -> Vec<Range<usize>> {
    // How much a condition can have is bounded by itself.
    let is_condition = after_lead(text, range.start).is_some_and(|token| {
        let behind = text[token.range.end..].trim_start();
        &text[token.range] == "require" && !behind.starts_with(':')
    });
    if is_condition {
        return Vec::new();
    }
    let bytes = &text.as_bytes()[..range.end];
    let mut found: Vec<Range<usize>> = Vec::new();
    // One that holds others counts; those in its first part remain.
    let mut add = |rest: Range<usize>| {
        if rest.len() > LONG {
            while found.pop_if(|inner| inner.start >= rest.start).is_some() {}
            found.push(rest);
        }
    };
    let mut outside = Open::default();
    let mut stack: Vec<Open> = Vec::new();
    let mut at = range.start;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => {
                at += quoted_length(&text[at..range.end]).0;
                continue;
            }
            b'/' if bytes.get(at + 1) == Some(&b'/') => {
                at += text[at..range.end].find('\n').unwrap_or(range.end - at);
                continue;
            }
            b'{' | b'(' | b'[' => stack.push(Open {
                bracket: Some(*byte),
                in_mark: stack.last().is_some_and(|open| open.in_mark)
                    || (at > range.start && bytes[at - 1] == b'#'),
                ..Open::default()
            }),
            b'}' | b')' | b']' => {
                let closed = stack.pop();
                if let Some(first) = closed
                    .filter(|open| !open.in_mark)
                    .and_then(|open| open.first)
                {
                    add(first..at);
                }
            }
            b',' | b';' => {
                let open = stack.last_mut().unwrap_or(&mut outside);
                if *byte == b',' || open.bracket == Some(b'{') {
                    open.first.get_or_insert(at + 1);
                    open.last = at;
                }
            }
            _ => {}
        }
        at += 1;
    }
    let all_closed = stack.is_empty();
    // A bracket that nothing closes is as large as all that follows.
    while let Some(open) = stack.pop() {
        if let Some(first) = open.first.filter(|_| !open.in_mark) {
            add(first..range.end);
        }
    }
    // References stand between no brackets; the last one is left, before whatever ends them.
    if let Some(first) = outside.first
        && all_closed
    {
        add(first..first.max(outside.last + 1));
    }
    found
}

//! Configurations: heads with clauses, and blocks of parts.

use super::{Doc, Kind, Layout, Place};

impl<'a> Layout<'_, 'a> {
    /// Whether a value is given to what stands here: keywords are names there.
    pub(super) fn is_assignment(&self) -> bool {
        self.tokens
            .get(self.at + 1)
            .is_some_and(|token| token.is("="))
    }

    /// `configuration`, `tag`, `resource` or `link` with all that belongs to it.
    pub(super) fn headed(&mut self, out: &mut Vec<Doc<'a>>, place: Place) {
        let mut head = Vec::new();
        self.whole(&mut head);
        head.push(Doc::Space);
        self.whole(&mut head);
        let mut clauses = Vec::new();
        while let Some(token) = self.token() {
            if token.is("{") || token.is(";") {
                break;
            }
            let next_is_quoted = self
                .tokens
                .get(self.at + 1)
                .is_some_and(|next| next.kind == Kind::Quoted);
            let is_with = token.is("with");
            let breaks = is_with || ((token.is("in") || token.is("at")) && next_is_quoted);
            let is_pair = breaks || token.is(":") || token.is("->");
            clauses.push(if breaks { Doc::Line(true) } else { Doc::Space });
            self.whole(&mut clauses);
            if is_pair {
                clauses.push(Doc::Space);
                self.whole(&mut clauses);
            }
            if is_with {
                self.further(&mut clauses);
            }
        }
        head.push(Doc::Indent(clauses));
        let has_block = self.is("{");
        if has_block {
            head.push(Doc::Line(true));
            self.whole(&mut head);
        } else {
            self.semicolon(&mut head);
        }
        out.push(Doc::Group {
            broken: false,
            parts: head,
        });
        if has_block {
            self.inside(out, place);
        }
    }

    /// The rest of a list without brackets; a comma behind the last element is left out.
    fn further(&mut self, out: &mut Vec<Doc<'a>>) {
        while self.is(",") {
            let is_last = !self
                .tokens
                .get(self.at + 1)
                .is_some_and(super::Token::is_label);
            if is_last {
                self.trivia(out);
                return;
            }
            self.end(out);
            out.push(Doc::Space);
            self.whole(out);
        }
    }
}

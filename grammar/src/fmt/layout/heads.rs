//! The heads of extensions and categories: on one line, or each clause on its own.

use super::{Doc, Kind, Layout, Place, Token};

impl<'a> Layout<'_, 'a> {
    /// `extension name "scheme#" …;`
    pub(super) fn extension(&mut self, out: &mut Vec<Doc<'a>>) {
        let mut parts = Vec::new();
        self.whole(&mut parts);
        for _ in 0..2 {
            parts.push(Doc::Space);
            self.whole(&mut parts);
        }
        let mut clauses = Vec::new();
        while let Some(token) = self.token()
            && !token.is(";")
        {
            clauses.push(Doc::Line(true));
            self.whole(&mut clauses);
            clauses.push(Doc::Space);
            self.whole(&mut clauses);
        }
        parts.push(Doc::Indent(clauses));
        out.push(Doc::Group {
            broken: false,
            parts,
        });
        self.semicolon(out);
    }

    pub(super) fn category(&mut self, out: &mut Vec<Doc<'a>>) {
        let mut head = Vec::new();
        self.whole(&mut head);
        let is_class = |token: &Token<'_>| token.is("kind") || token.is("mixin");
        let mut named = self.at > 0 && is_class(&self.tokens[self.at - 1]);
        while !named && let Some(token) = self.token() {
            named = is_class(token);
            head.push(Doc::Space);
            self.whole(&mut head);
        }
        head.push(Doc::Space);
        self.whole(&mut head);
        let mut clauses = Vec::new();
        while let Some(token) = self.token() {
            if token.is("{") || token.is(";") {
                break;
            }
            let breaks = (token.is("in") || token.is("at"))
                && self
                    .tokens
                    .get(self.at + 1)
                    .is_some_and(|next| next.kind == Kind::Quoted);
            clauses.push(if breaks { Doc::Line(true) } else { Doc::Space });
            let is_pair = breaks || token.is(":");
            self.whole(&mut clauses);
            if is_pair {
                clauses.push(Doc::Space);
                self.whole(&mut clauses);
            }
        }
        head.push(Doc::Indent(clauses));
        if !self.is("{") {
            self.semicolon(&mut head);
            out.push(Doc::Group {
                broken: false,
                parts: head,
            });
            return;
        }
        head.push(Doc::Line(true));
        self.whole(&mut head);
        out.push(Doc::Group {
            broken: false,
            parts: head,
        });
        self.inside(out, Place::Category);
    }
}

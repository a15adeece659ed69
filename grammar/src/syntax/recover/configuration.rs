//! Reading configurations piece by piece.

use pest::error::Error;

use super::{Block, Reader, instance_parts, parts};
use crate::syntax::{
    Rule,
    lex::{Kind, Tokens, after_lead, similar},
    scan::Statement,
    tree::{Item, Part, PartForm, Span},
};

impl<'a> Reader<'a> {
    /// A configuration with its block.
    pub(super) fn configuration(&mut self, statement: Statement, open: usize) -> Block<Item<'a>> {
        let range = statement.start..open;
        let head = self.head(Rule::configuration_head, range, |c, pairs| c.item(pairs));
        let inside = open + 1..Self::inside_end(&statement);
        Ok(self.with_inside(head, inside, &parts(), |item, found| {
            if let Item::Configuration(configuration) = item {
                configuration.parts = found;
            }
        }))
    }

    /// A resource or a link with its block.
    pub(super) fn instance(&mut self, statement: Statement, error: Error<Rule>) -> Block<Part<'a>> {
        let Some(open) = statement.open else {
            return Err(error);
        };
        let is_instance = after_lead(self.text, statement.start)
            .filter(|token| token.range.end <= open && token.kind == Kind::Word)
            .is_some_and(|token| {
                // A value may be in braces too.
                let next = Tokens::new(self.text, token.range.end).next();
                let is_value = next.is_some_and(|next| next.kind == Kind::Other('='));
                let word = &self.text[token.range];
                !is_value
                    && (matches!(word, "resource" | "link")
                        || similar(word, &["resource", "link"]).is_some())
            });
        if !is_instance {
            return Err(error);
        }
        let head = self.head(Rule::instance_head, statement.start..open, |c, pairs| {
            c.part(pairs)
        });
        let inside = open + 1..Self::inside_end(&statement);
        Ok(
            self.with_inside(head, inside, &instance_parts(), |part, found| {
                if let PartForm::Instance(instance) = &mut part.form {
                    instance.parts = found;
                }
                part.span.end = Span::new(0, statement.end).end;
            }),
        )
    }
}

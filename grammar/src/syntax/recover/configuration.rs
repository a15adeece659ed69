//! Reading configurations piece by piece.

use pest::error::Error;

use super::{Block, Level, Reader};
use crate::syntax::{
    Rule,
    lex::{Kind, Tokens, after_lead, similar},
    scan::Statement,
    tree::{Item, Part, PartForm},
};

/// Parts of a configuration.
pub(super) const fn parts<'a>() -> Level<'a, Part<'a>> {
    Level {
        one: Rule::one_part,
        open: Rule::open_part,
        convert: |converter, pairs| converter.part(pairs),
        block: |reader, statement, error| reader.instance(statement, error),
        rest: |_, _, _| None,
    }
}

/// Parts of an instance.
pub(super) const fn instance_parts<'a>() -> Level<'a, Part<'a>> {
    Level {
        one: Rule::one_instance_part,
        open: Rule::open_instance_part,
        convert: |converter, pairs| converter.part(pairs),
        block: |reader, statement, error| reader.instance(statement, error),
        rest: |_, _, _| None,
    }
}

impl<'a> Reader<'a> {
    /// A configuration with its block.
    pub(super) fn configuration(&mut self, statement: Statement, open: usize) -> Block<Item<'a>> {
        let range = statement.start..open;
        let head = self.head(Rule::configuration_head, range, |c, pairs| c.item(pairs));
        let found = self.block(open + 1, Self::inside_end(&statement), &parts());
        Ok(head.map(|mut item| {
            if let Item::Configuration(configuration) = &mut item {
                configuration.parts = found;
            }
            item
        }))
    }

    /// A resource or a link with its block.
    fn instance(&mut self, statement: Statement, error: Error<Rule>) -> Block<Part<'a>> {
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
        let found = self.block(open + 1, Self::inside_end(&statement), &instance_parts());
        Ok(head.map(|mut part| {
            if let PartForm::Instance(instance) = &mut part.form {
                instance.parts = found;
            }
            part
        }))
    }
}

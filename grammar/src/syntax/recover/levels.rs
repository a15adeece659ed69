//! How the pieces of each level are read.

use pest::{error::Error, iterators::Pairs};

use super::Reader;
use crate::syntax::{
    Rule,
    convert::Converter,
    scan::Statement,
    tree::{
        Argument, Attribute, HashMember, Item, Lead, Literal, Member, Part, Reference, State, Text,
        Transition, Value,
    },
};

/// What became of a piece that may be a block: the node as far as it could be read, or the fault
/// of a piece that is none.
pub(super) type Block<T> = Result<Option<T>, Error<Rule>>;

/// How the pieces of one level are read.
pub(crate) struct Level<'a, T> {
    /// A whole piece.
    pub(super) one: Rule,
    /// A piece without its semicolon.
    pub(super) open: Rule,
    /// Whether pieces stand between commas; else they end like statements.
    pub(super) commas: bool,
    /// Makes the node from the parts of either.
    pub(super) convert: fn(&mut Converter<'_, 'a>, Pairs<'_, Rule>) -> Option<T>,
    /// Reads a piece with a block when it does not parse as a whole; gives back the piece's
    /// fault when it is no block.
    pub(super) block: fn(&mut Reader<'a>, Statement, Error<Rule>) -> Block<T>,
    /// Reads the block of a node whose `{` is missing, from a byte on; gives back where it ends.
    pub(super) rest: fn(&mut Reader<'a>, &mut T, usize) -> Option<usize>,
}

impl<'a, T> Level<'a, T> {
    /// Pieces without blocks.
    const fn new(
        one: Rule,
        without_end: Rule,
        convert: fn(&mut Converter<'_, 'a>, Pairs<'_, Rule>) -> Option<T>,
    ) -> Self {
        Self {
            one,
            open: without_end,
            commas: false,
            convert,
            block: |_, _, error| Err(error),
            rest: |_, _, _| None,
        }
    }

    /// Pieces between commas.
    const fn between_commas(
        one: Rule,
        convert: fn(&mut Converter<'_, 'a>, Pairs<'_, Rule>) -> Option<T>,
    ) -> Self {
        Self {
            commas: true,
            ..Self::new(one, one, convert)
        }
    }
}

/// Items of a file.
pub(super) const fn items<'a>() -> Level<'a, Item<'a>> {
    Level {
        block: |reader, statement, error| reader.category(statement, error),
        rest: |reader, item, at| reader.rest_of_category(item, at),
        ..Level::new(Rule::one_item, Rule::open_item, |converter, pairs| {
            converter.item(pairs)
        })
    }
}

/// Members of a category.
pub(crate) const fn members<'a>() -> Level<'a, Member<'a>> {
    Level {
        block: |reader, statement, error| reader.states(statement, error),
        ..Level::new(Rule::one_member, Rule::open_member, |converter, pairs| {
            converter.member(pairs)
        })
    }
}

/// States of a state machine.
pub(crate) const fn states<'a>() -> Level<'a, State<'a>> {
    Level {
        block: |reader, statement, error| reader.state(statement, error),
        ..Level::new(Rule::one_state, Rule::open_state, |converter, pairs| {
            converter.state(pairs)
        })
    }
}

/// Transitions of a state.
pub(crate) const fn transitions<'a>() -> Level<'a, Transition<'a>> {
    Level::new(
        Rule::one_transition,
        Rule::open_transition,
        |converter, pairs| converter.transition(pairs),
    )
}

/// Parts of a configuration.
pub(crate) const fn parts<'a>() -> Level<'a, Part<'a>> {
    Level {
        block: |reader, statement, error| reader.instance(statement, error),
        ..Level::new(Rule::one_part, Rule::open_part, |converter, pairs| {
            converter.part(pairs)
        })
    }
}

/// Parts of an instance.
pub(crate) const fn instance_parts<'a>() -> Level<'a, Part<'a>> {
    Level {
        block: |reader, statement, error| reader.instance(statement, error),
        ..Level::new(
            Rule::one_instance_part,
            Rule::open_instance_part,
            |converter, pairs| converter.part(pairs),
        )
    }
}

/// Members of a hash type.
pub(crate) const fn hash_members<'a>() -> Level<'a, HashMember<'a>> {
    Level::new(
        Rule::one_hash_member,
        Rule::open_hash_member,
        |converter, pairs| converter.hash_member(pairs),
    )
}

/// Parameters of an action.
pub(crate) const fn parameters<'a>() -> Level<'a, (Lead<'a>, Attribute<'a>)> {
    Level::between_commas(Rule::one_parameter, |converter, pairs| {
        converter.parameter(pairs)
    })
}

/// Literals of an enum.
pub(crate) const fn literals<'a>() -> Level<'a, Literal<'a>> {
    Level::between_commas(Rule::one_literal, |converter, pairs| {
        converter.literal(pairs)
    })
}

/// Items of a list.
pub(crate) const fn values<'a>() -> Level<'a, Value<'a>> {
    Level::between_commas(Rule::one_value, |converter, pairs| converter.value(pairs))
}

/// Entries of a hash.
pub(crate) const fn entries<'a>() -> Level<'a, (Text<'a>, Value<'a>)> {
    Level::between_commas(Rule::one_entry, |converter, pairs| converter.entry(pairs))
}

/// Arguments of a type.
pub(crate) const fn arguments<'a>() -> Level<'a, Argument<'a>> {
    Level::between_commas(Rule::one_argument, |converter, pairs| {
        converter.argument(pairs)
    })
}

/// Categories that are referred to.
pub(crate) const fn references<'a>() -> Level<'a, Reference<'a>> {
    Level::between_commas(Rule::one_reference, |converter, pairs| {
        converter.reference(pairs)
    })
}

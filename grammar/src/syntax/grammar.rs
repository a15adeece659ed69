//! The parser that pest makes of `occi.pest`.

#![allow(
    missing_docs,
    unreachable_pub,
    reason = "the derive writes the type `Rule`, without documentation and public"
)]

#[derive(pest_derive::Parser)]
#[grammar = "occi.pest"]
pub(crate) struct OcciParser;

#[cfg(test)]
mod tests {
    use pest::Parser as _;

    use super::*;

    /// Files are read piece by piece; the rule `file` says the same of the whole.
    #[test]
    fn the_rule_of_whole_files_reads_the_shipped_definitions() {
        for builtin in crate::builtin::ALL {
            if let Err(error) = OcciParser::parse(Rule::file, builtin.text) {
                panic!("{}: {error}", builtin.name);
            }
        }
        assert!(OcciParser::parse(Rule::file, "kind a").is_err());
    }
}

//! What the derives say about mistakes. `TRYBUILD=overwrite` writes what they say now.

#[test]
fn every_mistake_has_its_message() {
    trybuild::TestCases::new().compile_fail("tests/ui/*.rs");
}

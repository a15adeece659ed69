//! The tour of the language as generated code: it compiles, and its tables hold the model that the
//! text has.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(missing_docs, reason = "the definition says what it says")]

use occi_grammar::{FileResolver, compile};
use occi_model::Profile;

mod generated {
    occi::model!("../tour.occi");
}

#[test]
fn its_tables_hold_the_model_of_the_text() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../tour.occi");
    let compiled = compile(path, &mut FileResolver::new(), Profile::Union);
    let of_text = compiled.model.unwrap();
    let of_tables = generated::tour::model();
    for (one, other) in of_text.kinds().zip(of_tables.kinds()) {
        assert_eq!(one, other);
    }
    for (one, other) in of_text.mixins().zip(of_tables.mixins()) {
        assert_eq!(one, other);
    }
    assert!(of_text == **of_tables);
}

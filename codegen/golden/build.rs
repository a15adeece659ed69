//! Writes the code of the obstacle course and of hostile definitions; included text is linted in
//! full, that of a macro not.

fn main() -> Result<(), occi_codegen::BuildError> {
    occi_codegen::Builder::new()
        .spec("../tests/obstacles.occi")
        // It is full of names that deserve them.
        .warnings(false)
        .compile()?;
    occi_codegen::Builder::new()
        .spec("../tests/hostile/lints.occi")
        .spec("../tests/hostile/records.occi")
        .spec("../tests/hostile/texts.occi")
        .warnings(false)
        .compile()
}

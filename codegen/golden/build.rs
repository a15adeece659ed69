//! Writes the code of the obstacle course; included text is linted in full, that of a macro not.

fn main() -> Result<(), occi_codegen::BuildError> {
    occi_codegen::Builder::new()
        .spec("../tests/obstacles.occi")
        // It is full of names that deserve them.
        .warnings(false)
        .compile()
}

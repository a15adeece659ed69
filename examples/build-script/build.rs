//! Writes `gpu.rs` to Cargo's output directory.

fn main() -> Result<(), occi_codegen::BuildError> {
    occi_codegen::Builder::new()
        .spec("../gpu.occi")
        .client(true)
        .server(true)
        .compile()
}

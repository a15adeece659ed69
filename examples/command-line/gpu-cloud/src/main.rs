//! The server: `cargo run -- --help` shows its options.

use std::process::ExitCode;

use occi::server::{Options, run};

fn main() -> ExitCode {
    let options = Options::from_args("gpu-cloud");
    let service = gpu_cloud::providers::service().product(concat!(
        env!("CARGO_PKG_NAME"),
        "/",
        env!("CARGO_PKG_VERSION")
    ));
    match run(service, options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

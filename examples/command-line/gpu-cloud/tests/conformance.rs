//! The conformance tests of this server, each by its name. With `OCCI_ENDPOINT` set to a URL,
//! the server there is tested instead.

use std::process::ExitCode;

use occi_conformance::{InProcess, harness};

fn main() -> ExitCode {
    let model = gpu_cloud::gpu::model().clone();
    harness(model, || async {
        let service = gpu_cloud::providers::service()
            .build()
            .expect("the service fits its own model");
        InProcess::new(move |request| {
            let service = service.clone();
            async move { service.handle(request).await }
        })
    })
}

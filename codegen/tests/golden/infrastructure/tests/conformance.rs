//! The conformance tests of this server, each by its name. With `OCCI_ENDPOINT` set to a URL,
//! the server there is tested instead.

use std::process::ExitCode;

use occi_conformance::{InProcess, harness};

fn main() -> ExitCode {
    let model = my_cloud::infrastructure::model().clone();
    harness(model, || async {
        let service = my_cloud::providers::service()
            .build()
            .expect("the service fits its own model");
        InProcess::new(move |request| {
            let service = service.clone();
            async move { service.handle(request).await }
        })
    })
}

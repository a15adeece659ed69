//! The tests of a generated crate as they are run there, here for Core alone: each case a test of
//! its own, against the built-in server.

use std::{process::ExitCode, sync::Arc};

use occi::server::Service;
use occi_conformance::{InProcess, harness};
use occi_grammar::{MemoryResolver, builtin, compile};
use occi_model::{Model, Profile};

fn core() -> Option<Arc<Model>> {
    let mut texts = MemoryResolver::new().with("core", builtin::find("core")?.text);
    compile("core", &mut texts, Profile::Union)
        .model
        .map(Arc::new)
}

fn main() -> ExitCode {
    let Some(model) = core() else {
        eprintln!("the definition of Core does not compile");
        return ExitCode::FAILURE;
    };
    let Ok(service) = Service::builder(model.clone()).build() else {
        eprintln!("the built-in server does not start");
        return ExitCode::FAILURE;
    };
    harness(model, move || {
        let service = service.clone();
        async move {
            InProcess::new(move |request| {
                let service = service.clone();
                async move { service.handle(request).await }
            })
        }
    })
}

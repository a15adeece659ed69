//! The conformance cases of the definition, a function each, to be read and changed: they are
//! yours, and are not written again. `cargo test --test explicit` runs them; with `OCCI_ENDPOINT`
//! set to a URL, the server there is tested.

#![allow(
    clippy::too_many_lines,
    clippy::unreadable_literal,
    reason = "cases are as long as they are, and have any values"
)]

{% for name in modules -%}
mod {{ name }};
{% endfor %}
use occi_conformance::{InProcess, explicit::Script};

/// Runs a case against a server of its own.
#[track_caller]
fn run(case: Script) {
    let model = {{ library }}::{{ module }}::model().clone();
    case.run(model, || async {
        let service = {{ library }}::providers::service()
            .build()
            .expect("the service fits its own model");
        InProcess::new(move |request| {
            let service = service.clone();
            async move { service.handle(request).await }
        })
    });
}

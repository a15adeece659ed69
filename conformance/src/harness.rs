//! The test binary of a generated crate: one trial per case, named by the case id (15.1).

use std::{future::Future, process::ExitCode, sync::Arc};

use occi_model::Model;

use crate::transport::InProcess;

/// Runs the conformance cases of `model` as the tests of a `harness = false` test binary.
///
/// Each case is one trial whose name is the case id, so that `cargo test`, its filters and
/// `--list`, and cargo-nextest work as they do for other tests. Cases that do not apply are
/// reported as ignored, with the reason.
///
/// The server under test is the one that `service` gives: it runs in this process and belongs to
/// the tests alone. With the environment variable `OCCI_ENDPOINT` set to a URL, the endpoint
/// there is tested instead, and `service` is not called.
///
/// ```no_run
/// # mod my_cloud {
/// #     #[derive(Clone)]
/// #     pub struct Service;
/// #     impl Service {
/// #         pub async fn handle(&self, _: http::Request<bytes::Bytes>) -> http::Response<bytes::Bytes> {
/// #             http::Response::default()
/// #         }
/// #     }
/// #     pub fn service() -> Service { Service }
/// #     pub fn model() -> &'static std::sync::Arc<occi_model::Model> { unimplemented!() }
/// # }
/// fn main() -> std::process::ExitCode {
///     occi_conformance::harness(my_cloud::model().clone(), || async {
///         let service = my_cloud::service();
///         occi_conformance::InProcess::new(move |request| {
///             let service = service.clone();
///             async move { service.handle(request).await }
///         })
///     })
/// }
/// ```
pub fn harness<F, R>(model: Arc<Model>, service: F) -> ExitCode
where
    F: Fn() -> R + Send + Sync + 'static,
    R: Future<Output = InProcess>,
{
    let _ = (model, service);
    ExitCode::FAILURE
}

//! The HTTP front: sockets, bodies, and one handler for every path.

use std::{future::Future, io, time::Duration};

use axum::{
    body::{Body, HttpBody as _},
    extract::{Request, State},
    handler::Handler as _,
    response::Response,
    serve::ListenerExt as _,
};
use bytes::Bytes;
use http::{
    Method, Version,
    header::{CONTENT_LENGTH, EXPECT, HOST},
};
use http_body_util::{BodyExt as _, LengthLimitError, Limited};

use super::{Cancellation, Fault, Service, service::too_large};

/// How much of a body is read for nothing, in bytes.
const DISCARDED: usize = 16 << 20;

/// How long a body is read for nothing.
const PATIENCE: Duration = Duration::from_secs(10);

/// Serves until `shutdown` resolves.
pub(crate) async fn serve(
    service: Service,
    listener: tokio::net::TcpListener,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    // Paths are the engine's business: one handler, and no router before it.
    let handler = answer.with_state(service).into_make_service();
    let listener = listener.tap_io(|socket| {
        // Answers are small and whole; waiting for more to send only delays them. A socket that
        // refuses still works.
        let _ = socket.set_nodelay(true);
    });
    axum::serve(listener, handler)
        .with_graceful_shutdown(shutdown)
        .await
}

async fn answer(State(service): State<Service>, request: Request) -> Response {
    let began = service.began();
    let (mut parts, mut body) = request.into_parts();
    let admitted = async {
        has_host(&parts)?;
        service.admit(&mut parts).await?;
        collect(&service, &parts, &mut body).await
    }
    .await;
    let body = match admitted {
        Ok(body) => body,
        Err(fault) => {
            discard(&parts, body);
            return service.refuse(&parts, fault, began).map(Body::from);
        }
    };
    if matches!(parts.method, Method::GET | Method::HEAD | Method::OPTIONS) {
        return service
            .handle_admitted(parts, body, began)
            .await
            .map(Body::from);
    }
    // A change goes on when its client hangs up: a handler is never stopped in the middle.
    let worker = service.clone();
    let (canceller, cancellation) = Cancellation::new();
    parts.extensions.insert(cancellation);
    let work = tokio::spawn(async move { worker.handle_admitted(parts, body, began).await });
    // When the client hangs up, this function ends here, and the canceller with it.
    let answer = work.await;
    canceller.finish();
    match answer {
        Ok(response) => response.map(Body::from),
        Err(_) => {
            let (parts, ()) = http::Request::new(()).into_parts();
            let fault = Fault::internal("the request was not finished");
            service.refuse(&parts, fault, None).map(Body::from)
        }
    }
}

/// Whether a request says once, and once only, which host it is for (RFC 9112 3.2). What lies
/// between client and server may otherwise take it to be for another one.
fn has_host(parts: &http::request::Parts) -> Result<(), Fault> {
    let hosts = parts.headers.get_all(HOST).iter().count();
    if hosts == 1 || parts.version != Version::HTTP_11 {
        return Ok(());
    }
    let what = format!("a request has one field Host, and this one has {hosts}");
    Err(Fault::bad_request("host", what))
}

/// The length of the body, where the client says it.
fn announced(parts: &http::request::Parts) -> Option<u64> {
    let length = parts.headers.get(CONTENT_LENGTH)?;
    length.to_str().ok()?.parse().ok()
}

async fn collect(
    service: &Service,
    parts: &http::request::Parts,
    body: &mut Body,
) -> Result<Bytes, Fault> {
    let limit = service.engine.body_limit;
    // Refused before it is there, where the client says its size.
    if announced(parts).is_some_and(|length| length > limit as u64) {
        return Err(too_large(limit));
    }
    // Most requests have no body; nothing is set up for them.
    if body.is_end_stream() {
        return Ok(Bytes::new());
    }
    match Limited::new(body, limit).collect().await {
        Ok(collected) => Ok(collected.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => Err(too_large(limit)),
        Err(error) => Err(Fault::bad_request(
            "unreadable-body",
            format!("the body cannot be read: {error}"),
        )),
    }
}

/// Takes what is left of a body that nobody reads, beside the answer: most clients send all of theirs
/// before they look for an answer, and a connection that is closed meanwhile loses it. One that
/// waits to be told to go on (RFC 9110 10.1.1) is not told. What is too long even for that is left
/// alone.
fn discard(parts: &http::request::Parts, body: Body) {
    let too_long = announced(parts).is_some_and(|length| length > DISCARDED as u64);
    if body.is_end_stream() || too_long || parts.headers.contains_key(EXPECT) {
        return;
    }
    tokio::spawn(tokio::time::timeout(PATIENCE, async move {
        let mut rest = Limited::new(body, DISCARDED);
        while let Some(Ok(_)) = rest.frame().await {}
    }));
}

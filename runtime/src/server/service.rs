//! The service: a model, a store, handlers, and the protocol between them and a request.

use std::{
    future::Future,
    io,
    sync::{Arc, atomic::Ordering},
    time::Instant,
};

use bytes::Bytes;
use http::{
    HeaderValue, Method, Request, Response, StatusCode,
    header::{CONTENT_LENGTH, SERVER, WWW_AUTHENTICATE},
    request::Parts,
};
use occi_model::Model;
use occi_rendering::{MediaType, read_entities};

use super::{
    Fault, Outcome, action,
    answer::Answer,
    ask::Ask,
    builder::ServiceBuilder,
    call::{Call, Principal},
    collection,
    commit::guarded,
    condition::{self, Conditions},
    create::create,
    defect::Defect,
    delete,
    engine::Engine,
    later,
    log::Logged,
    mixins,
    negotiation::{choose, for_error, next_best},
    place::Place,
    query, render,
    routing::Target,
    update, version,
};
use crate::store::Record;

/// An OCCI service: answers requests from a model, a store and the handlers of its kinds.
///
/// Cheap to clone; clones share everything.
#[derive(Clone, Debug)]
pub struct Service {
    pub(crate) engine: Arc<Engine>,
}

impl Service {
    /// Starts to put a service together. Without anything else it is a whole one: store in
    /// memory, default handlers.
    #[must_use]
    pub fn builder(model: Arc<Model>) -> ServiceBuilder {
        ServiceBuilder::new(model)
    }

    /// Answers one request. Knows no sockets; every answer is complete, errors included.
    pub async fn handle(&self, request: Request<Bytes>) -> Response<Bytes> {
        let began = self.began();
        let (mut parts, body) = request.into_parts();
        match self.admit(&mut parts).await {
            Ok(()) => self.handle_admitted(parts, body, began).await,
            Err(fault) => self.refuse(&parts, fault, began),
        }
    }

    /// The time at which a request comes in, where somebody wants to know.
    pub(crate) fn began(&self) -> Option<Instant> {
        self.engine.log.as_ref().map(|_| Instant::now())
    }

    /// Answers a request that was admitted.
    pub(crate) async fn handle_admitted(
        &self,
        parts: Parts,
        body: Bytes,
        began: Option<Instant>,
    ) -> Response<Bytes> {
        let ask = Ask {
            engine: &self.engine,
            parts: &parts,
            body: &body,
        };
        // The engine does not panic by itself; should it ever, the peer gets an answer.
        let work = guarded(respond(ask));
        let answer = if parts.method.is_safe() {
            // No handler is asked for what is only read.
            match work.await {
                Err(fault) if fault.status == StatusCode::NOT_ACCEPTABLE => {
                    self.in_another_type(&parts, &body, fault).await
                }
                answer => answer,
            }
        } else {
            let call = Call::new(Arc::clone(&self.engine), &parts.extensions);
            call.scope(work).await
        };
        self.finish(&parts, answer, began)
    }

    /// Reads again for the next best type that the client takes: the best one cannot carry the
    /// content (D-66, D-91). Gives the first fault when none can.
    async fn in_another_type(
        &self,
        parts: &Parts,
        body: &Bytes,
        first: Fault,
    ) -> Result<Answer, Fault> {
        let mut parts = parts.clone();
        while let Some(headers) = next_best(&self.engine, &parts.headers) {
            parts.headers = headers;
            let ask = Ask {
                engine: &self.engine,
                parts: &parts,
                body,
            };
            match guarded(respond(ask)).await {
                Err(fault) if fault.status == StatusCode::NOT_ACCEPTABLE => {}
                answer => return answer,
            }
        }
        Err(first)
    }

    /// Answers a request that is refused before it is read as a whole.
    pub(crate) fn refuse(
        &self,
        parts: &Parts,
        fault: Fault,
        began: Option<Instant>,
    ) -> Response<Bytes> {
        self.finish(parts, Err(fault), began)
    }

    /// Whether a request comes from somebody, at a time when the service works. Asked before
    /// anything of the body is read: a stranger shall not make the server hold one.
    ///
    /// # Errors
    ///
    /// 503 under maintenance, and what the authenticator says.
    pub(crate) async fn admit(&self, parts: &mut Parts) -> Result<(), Fault> {
        if self.engine.maintenance.load(Ordering::Relaxed) {
            return Err(maintained());
        }
        if let Some(authenticator) = &self.engine.authenticator {
            let principal = authenticator.authenticate(parts).await?;
            parts.extensions.insert(principal);
        }
        Ok(())
    }

    /// Refuses every request with 503 while `on`, from the root of the namespace down (HTTP-038);
    /// requests under way are finished.
    pub fn maintain(&self, on: bool) {
        self.engine.maintenance.store(on, Ordering::Relaxed);
    }

    /// Takes in what became of an instance outside of any request: what a provider tells on its
    /// own account, as when a machine crashed, or when it finds out after a start how things
    /// stand. Links follow their source, conditions are checked, as with a request.
    ///
    /// # Errors
    ///
    /// 404 when nothing is at the location, 500 when what is told does not fit the definition.
    pub async fn report(&self, location: &str, outcome: &Outcome) -> Result<(), Fault> {
        later::report(&self.engine, location, outcome).await
    }

    /// Serves HTTP/1.1 on a listener until `shutdown` resolves; requests under way are finished.
    ///
    /// # Errors
    ///
    /// When the listener fails.
    pub async fn serve(
        self,
        listener: tokio::net::TcpListener,
        shutdown: impl Future<Output = ()> + Send + 'static,
    ) -> io::Result<()> {
        super::http_front::serve(self, listener, shutdown).await
    }

    fn finish(
        &self,
        parts: &Parts,
        answer: Result<Answer, Fault>,
        began: Option<Instant>,
    ) -> Response<Bytes> {
        let engine = &self.engine;
        let answer = answer.unwrap_or_else(|fault| refusal(engine, parts, &fault));
        let mut response = answer
            .into_response(&engine.server)
            .or_else(|fault| refusal(engine, parts, &fault).into_response(&engine.server))
            .unwrap_or_else(|_| {
                let mut bare = Response::new(Bytes::new());
                *bare.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
                bare.headers_mut().insert(SERVER, engine.server.clone());
                bare
            });
        if response.status() == StatusCode::UNAUTHORIZED
            && let Some(authenticator) = &engine.authenticator
        {
            for challenge in authenticator.challenges() {
                response.headers_mut().append(WWW_AUTHENTICATE, challenge);
            }
        }
        if parts.method == Method::HEAD && response.status() != StatusCode::NOT_MODIFIED {
            let length = HeaderValue::from(response.body().len());
            response.headers_mut().insert(CONTENT_LENGTH, length);
            *response.body_mut() = Bytes::new();
        }
        if let (Some(log), Some(began)) = (&engine.log, began) {
            log(&Logged {
                principal: parts.extensions.get().map(Principal::name),
                method: &parts.method,
                path: parts.uri.path(),
                status: response.status(),
                length: response.body().len(),
                time: began.elapsed(),
            });
        }
        response
    }
}

fn refusal(engine: &Engine, parts: &Parts, fault: &Fault) -> Answer {
    Answer::refusal(for_error(engine, &parts.headers), fault)
}

/// 503, for everything (HTTP-038).
fn maintained() -> Fault {
    Fault::new(
        StatusCode::SERVICE_UNAVAILABLE,
        "maintenance",
        "the service is under maintenance; come back later",
    )
}

async fn respond(ask: Ask<'_>) -> Result<Answer, Fault> {
    let engine = ask.engine;
    if !engine.defects.has(Defect::FutureVersionAccepted) {
        version::check(&ask.parts.headers, engine.model.profile())?;
    }
    if ask.body.len() > engine.body_limit {
        return Err(too_large(engine.body_limit));
    }
    // `GET compute` names no path (RFC 9112 3.2); a path that is none would mean the root.
    if ask.path().is_empty() && ask.parts.method != Method::CONNECT {
        return Err(Fault::bad_request(
            "invalid-path",
            "the request names no path; it begins with a slash",
        ));
    }
    let target = engine.route(ask.path());
    if let Some(answer) = condition::of_others(ask, &target)? {
        return Ok(answer);
    }
    match ask.parts.method {
        Method::GET | Method::HEAD => get(ask, &target),
        // Each change in a box of its own: every request would be as large as the largest of them,
        // and is moved several times.
        Method::POST => post(ask, &target).await,
        Method::PUT => Box::pin(put(ask, &target)).await,
        Method::DELETE => Box::pin(delete(ask, &target)).await,
        Method::OPTIONS => Ok(Answer {
            allow: Some(target.allow()),
            show_types: true,
            ..Answer::done(for_error(ask.engine, &ask.parts.headers))
        }),
        _ => Ok(not_allowed(ask, &target)),
    }
}

/// 413.
pub(crate) fn too_large(limit: usize) -> Fault {
    Fault::new(
        StatusCode::PAYLOAD_TOO_LARGE,
        "content-too-large",
        format!("the body is larger than {limit} bytes; send less at once"),
    )
}

fn not_allowed(ask: Ask<'_>, target: &Target) -> Answer {
    let mut answer = Answer::not_allowed(for_error(ask.engine, &ask.parts.headers), target.allow());
    if ask.engine.defects.has(Defect::NotAllowedWithoutAllow) {
        answer.allow = None;
    }
    answer
}

fn get(ask: Ask<'_>, target: &Target) -> Result<Answer, Fault> {
    let engine = ask.engine;
    let media = |listing| choose(engine, &ask.parts.headers, listing);
    match target {
        Target::Query => query::get(ask, media(false)?),
        Target::Entity(record) => {
            let media = media(false)?;
            render::read(ask, media, Arc::clone(record))
        }
        Target::Kind(_) | Target::Mixin(_) | Target::Unbound(_) => {
            collection::get(ask, target, media(true)?)
        }
        Target::Nothing => Err(engine.nothing_at(ask.path())),
    }
}

async fn post(ask: Ask<'_>, target: &Target) -> Result<Answer, Fault> {
    let engine = ask.engine;
    let media = |listing| choose(engine, &ask.parts.headers, listing);
    if let Some(term) = ask.parameter("action") {
        return match target {
            Target::Entity(_) => Box::pin(action::invoke(ask, target, &term, media(false)?)).await,
            Target::Kind(_) | Target::Mixin(_) => {
                Box::pin(action::invoke(ask, target, &term, media(true)?)).await
            }
            Target::Nothing => Err(engine.nothing_at(ask.path())),
            Target::Query | Target::Unbound(_) => Err(Fault::bad_request(
                "no-actions",
                "this path has no actions; invoke them on an instance or on the collection of a kind or mixin",
            )),
        };
    }
    match target {
        Target::Query => Box::pin(query::post(ask, media(false)?)).await,
        Target::Entity(record) => Box::pin(update::partial(ask, record, media(false)?)).await,
        Target::Kind(kind) => Box::pin(create_in(ask, Place::Collection(*kind))).await,
        Target::Unbound(path) if path == "/" => Box::pin(create_in(ask, Place::Root)).await,
        Target::Mixin(mixin) => Box::pin(mixins::associate(ask, mixin, media(true)?)).await,
        Target::Unbound(_) => Ok(not_allowed(ask, target)),
        Target::Nothing => Err(engine.nothing_at(ask.path())),
    }
}

async fn create_in(ask: Ask<'_>, place: Place<'_>) -> Result<Answer, Fault> {
    let media = choose(ask.engine, &ask.parts.headers, false)?;
    let payload = ask.need_payload()?;
    let messages = read_entities(&payload, ask.engine.mode)?.value;
    if messages.is_empty() {
        return Err(Fault::bad_request(
            "missing-content",
            "the request describes no instance",
        ));
    }
    let records = create(ask, &messages, place).await?;
    Ok(created(ask, media, records))
}

/// The answer to a creation: 201 with `Location` for one instance, 200 with the collection for
/// several (D-82, D-96).
pub(crate) fn created(ask: Ask<'_>, media: MediaType, mut records: Vec<Arc<Record>>) -> Answer {
    let defects = ask.engine.defects;
    if records.len() != 1 {
        return render::all_changed(ask, media, records, (true, true));
    }
    let record = records.remove(0);
    let location = format!("{}{}", ask.base(), record.location);
    if defects.has(Defect::CreateAnswers200WithoutLocation) {
        return Answer::done(media);
    }
    Answer {
        status: StatusCode::CREATED,
        location: (!defects.has(Defect::CreateWithoutLocation)).then_some(location),
        ..render::changed(ask.engine, media, record)
    }
}

async fn put(ask: Ask<'_>, target: &Target) -> Result<Answer, Fault> {
    let media = |listing| choose(ask.engine, &ask.parts.headers, listing);
    match target {
        Target::Entity(record) => update::full(ask, record, media(false)?).await,
        Target::Mixin(mixin) => mixins::replace(ask, mixin, media(true)?).await,
        Target::Nothing => update::create_at(ask, media(false)?).await,
        Target::Query | Target::Kind(_) | Target::Unbound(_) => Ok(not_allowed(ask, target)),
    }
}

async fn delete(ask: Ask<'_>, target: &Target) -> Result<Answer, Fault> {
    let engine = ask.engine;
    let media = choose(engine, &ask.parts.headers, false)?;
    match target {
        Target::Query => return query::delete(ask, media).await,
        Target::Mixin(mixin) => return mixins::dissociate(ask, mixin, media).await,
        Target::Entity(record) => {
            let conditions = Conditions::of(&ask.parts.headers)?;
            delete::one(engine, record, &conditions).await?;
        }
        Target::Kind(kind) => {
            let mut members = engine.members_of_kind(*kind);
            if let Some(named) = mixins::named(ask)? {
                if let Some(other) = named
                    .iter()
                    .find(|location| !members.iter().any(|member| member.location == **location))
                {
                    return Err(Fault::bad_request(
                        "not-a-member",
                        format!("`{other}` is not in this collection"),
                    ));
                }
                members.retain(|member| named.contains(&member.location));
            }
            delete::all(engine, members).await?;
        }
        Target::Unbound(path) if path == "/" && !engine.root_deletion => {
            return Err(Fault::forbidden(
                "root-deletion",
                "deleting everything at once is switched off; delete collection by collection",
            ));
        }
        Target::Unbound(path) => delete::all(engine, engine.store.below(path)).await?,
        Target::Nothing => return Err(engine.nothing_at(ask.path())),
    }
    Ok(Answer::done(media))
}

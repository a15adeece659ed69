//! The interface, version 1.

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    Router,
    body::to_bytes,
    extract::{Path, Request, State},
    routing::get,
};
use http::{HeaderMap, StatusCode, Uri, header};
use occi_grammar::{
    judgement::Judgement,
    results::{self, Format, TargetTests},
};
use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::{
    answer::{self, Outcome, Refusal},
    keys::Keys,
    library::{Library, Published},
    pages,
    query::Query,
    signature::{KEY_FIELD, PublicKey, SIGNATURE_FIELD, Signature},
    store::{Head, Signed, Store},
    time::Moment,
    upload::{SCHEMA, Upload},
};

/// How large an upload may be, in bytes.
const MAX_BODY: usize = 16 * 1024 * 1024;
/// The parameters of a verdict.
const VERDICT: &[&str] = &["guideline", "target", "matching"];

/// What the service stands on.
pub struct Server {
    /// The guidelines.
    pub library: Library,
    /// The uploads.
    pub store: Store,
    /// Whose signatures are believed.
    pub keys: Keys,
    /// Whether uploads without a signature are refused.
    pub signed_only: bool,
    /// Scheme and host of the URLs in answers; without one, those of the request.
    pub base_url: Option<String>,
}

type Shared = State<Arc<Server>>;

/// The service. A path with a slash at its end is the same as one without.
pub fn router(server: Server) -> Router {
    let both = |router: Router<Arc<Server>>, path: &str, methods| {
        let methods: axum::routing::MethodRouter<Arc<Server>> = methods;
        router
            .route(path, methods.clone())
            .route(&format!("{path}/"), methods)
    };
    let mut routes = Router::new().route("/", get(index));
    routes = both(routes, "/v1/guidelines", get(guidelines));
    routes = both(routes, "/v1/guidelines/{file}", get(guideline));
    routes = both(routes, "/v1/guidelines/{version}/tests", get(tests));
    routes = both(routes, "/v1/results", get(list).post(upload));
    routes = both(routes, "/v1/results/schema", get(schema));
    routes = both(routes, "/v1/results/{id}", get(result));
    routes = both(routes, "/v1/results/{id}/judgement", get(judgement));
    routes = both(routes, "/guidelines/{file}", get(guideline_page));
    routes = both(routes, "/results/{id}", get(report));
    routes = both(routes, "/results/{id}/judgement", get(judgement_page));
    routes
        .fallback(async || Refusal::unknown("there is nothing here; `/` lists what there is"))
        .method_not_allowed_fallback(async || {
            Refusal::new(
                StatusCode::METHOD_NOT_ALLOWED,
                "results are uploaded and read; nothing is changed or deleted",
            )
        })
        .with_state(Arc::new(server))
}

async fn guidelines(State(server): Shared, uri: Uri) -> Outcome {
    Query::of(&uri, &[])?;
    let families: BTreeMap<&str, Vec<Json>> = server
        .library
        .families()
        .into_iter()
        .map(|(family, all)| {
            let files = all
                .into_iter()
                .map(|one| json!({ "name": one.name.name, "file": one.file }));
            (family.key(), files.collect())
        })
        .collect();
    Ok(answer::json(StatusCode::OK, &families))
}

async fn guideline(State(server): Shared, Path(file): Path<String>) -> Outcome {
    let bytes = server.published(&file)?.bytes.clone();
    Ok(answer::respond(StatusCode::OK, "application/json", bytes))
}

async fn tests(State(server): Shared, Path(version): Path<String>, uri: Uri) -> Outcome {
    let query = Query::of(&uri, &["target", "type", "alias", "flag"])?;
    let published = server.published(&version)?;
    let target = published
        .guideline
        .target(query.target())
        .map_err(Refusal::wrong)?;
    let lines = target.tests(&query.list_options()?);
    let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
    // The client takes an empty line at the end for none, and text for names of tests.
    Ok(answer::respond(
        StatusCode::OK,
        "text/plain; charset=utf-8",
        text.trim_end().to_owned(),
    ))
}

async fn schema() -> Outcome {
    Ok(answer::respond(
        StatusCode::OK,
        "application/schema+json",
        SCHEMA,
    ))
}

async fn upload(State(server): Shared, request: Request) -> Outcome {
    let (parts, body) = request.into_parts();
    let base = server.base(&parts.headers);
    let body = to_bytes(body, MAX_BODY).await.map_err(|_| {
        Refusal::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            format!("an upload has at most {MAX_BODY} bytes"),
        )
    })?;
    let signed = server.signed(&parts.headers, &body)?;
    let upload = Upload::parse(&body).map_err(Refusal::wrong)?;
    // Waiting for the disk holds up no other request.
    let kept = tokio::task::spawn_blocking(move || {
        server.store.add(&upload, &body, signed, Moment::now())
    });
    let head = kept.await.map_err(stopped)??;
    let answer = json!({ "test_id": head.id.to_string(), "url": url(&base, &head) });
    Ok(answer::json(StatusCode::CREATED, &answer))
}

async fn list(State(server): Shared, uri: Uri, headers: HeaderMap) -> Outcome {
    let known = ["page", "start_date", "end_date", "cpid", "signed"];
    let query = Query::of(&uri, &known)?;
    let (page, filter, base) = (query.page()?, query.filter()?, server.base(&headers));
    let listed = tokio::task::spawn_blocking(move || server.store.list(&filter, page));
    let listed = listed.await.map_err(stopped)??;
    if page > listed.pages {
        return Err(Refusal::wrong(format!(
            "there is no page {page}; the last one is {}",
            listed.pages
        )));
    }
    let results: Vec<Json> = listed.heads.iter().map(|head| entry(&base, head)).collect();
    let pagination = json!({ "current_page": page, "total_pages": listed.pages });
    Ok(answer::json(
        StatusCode::OK,
        &json!({ "results": results, "pagination": pagination }),
    ))
}

/// What a list says of an upload. The id of the cloud is its owner's affair.
fn entry(base: &str, head: &Head) -> Json {
    json!({
        "id": head.id.to_string(),
        "created_at": head.created_at.to_string(),
        "duration_seconds": head.duration_seconds,
        "signed": head.signed.is_some(),
        "meta": {},
        "url": url(base, head),
    })
}

fn url(base: &str, head: &Head) -> String {
    format!("{base}/results/{}", head.id)
}

async fn result(State(server): Shared, Path(id): Path<String>, headers: HeaderMap) -> Outcome {
    let base = server.base(&headers);
    let (head, body) = server.stored(&id).await?;
    let upload = Upload::parse(&body).map_err(damaged)?;
    let mut answer = entry(&base, &head);
    if let Some(members) = answer.as_object_mut() {
        let names = upload.results.into_iter().map(|pass| Json::from(pass.name));
        members.insert("results".into(), names.collect());
        members.insert("user_role".into(), "user".into());
        members.insert("verification_status".into(), 0.into());
    }
    Ok(answer::json(StatusCode::OK, &answer))
}

async fn judgement(State(server): Shared, Path(id): Path<String>, uri: Uri) -> Outcome {
    let query = Query::of(&uri, VERDICT)?;
    let (head, body) = server.stored(&id).await?;
    let text = server.judged(&query, &head, &body, |judgement| {
        judgement.json().map_err(failed)
    })?;
    Ok(answer::respond(StatusCode::OK, "application/json", text))
}

async fn judgement_page(State(server): Shared, Path(id): Path<String>, uri: Uri) -> Outcome {
    let query = Query::of(&uri, VERDICT)?;
    let (head, body) = server.stored(&id).await?;
    let text = server.judged(&query, &head, &body, |judgement| {
        judgement.html().map_err(failed)
    })?;
    Ok(answer::html(text))
}

async fn report(State(server): Shared, Path(id): Path<String>, uri: Uri) -> Outcome {
    let query = Query::of(&uri, VERDICT)?;
    let (head, _) = server.stored(&id).await?;
    let published = server.chosen(&query)?;
    // A target that there is not is told here, with the names that there are.
    let target = published.guideline.target(query.target());
    let target = target.map_err(Refusal::wrong)?.name().to_owned();
    let by_name = query.get("matching") == Some("name");
    let page = pages::report(&server.library, &head, published, &target, by_name);
    page.map(answer::html).map_err(failed)
}

async fn guideline_page(State(server): Shared, Path(file): Path<String>) -> Outcome {
    let published = server.published(&file)?;
    Ok(answer::html(occi_grammar::guideline::guideline_page(
        &published.guideline,
        occi_grammar::guideline::PageFormat::Html,
    )))
}

async fn index(State(server): Shared, uri: Uri) -> Outcome {
    let query = Query::of(&uri, &["page"])?;
    let page = query.page()?;
    let listed = server.store.list(&crate::Filter::default(), page)?;
    pages::index(&server.library, &listed, page)
        .map(answer::html)
        .map_err(failed)
}

impl Server {
    /// A guideline by its file name.
    fn published(&self, version: &str) -> Result<&Published, Refusal> {
        self.library.get(version).ok_or_else(|| {
            let known: Vec<&str> = self.library.iter().map(|one| &*one.file).collect();
            Refusal::unknown(format!(
                "there is no guideline `{version}`; there are {}",
                known.join(", ")
            ))
        })
    }

    /// The guideline that a verdict is asked by.
    fn chosen(&self, query: &Query) -> Result<&Published, Refusal> {
        match query.get("guideline") {
            Some(version) => self.published(version),
            None => self
                .library
                .usual()
                .ok_or_else(|| Refusal::unknown("there is no guideline")),
        }
    }

    async fn stored(self: &Arc<Self>, id: &str) -> Result<(Head, Vec<u8>), Refusal> {
        let unknown = || Refusal::unknown(format!("there is no result `{id}`"));
        let wanted = Uuid::try_parse(id).map_err(|_| unknown())?;
        let server = Arc::clone(self);
        let found = tokio::task::spawn_blocking(move || server.store.get(wanted));
        found.await.map_err(stopped)??.ok_or_else(unknown)
    }

    /// A verdict on an upload, written by `write`.
    fn judged(
        &self,
        query: &Query,
        head: &Head,
        body: &[u8],
        write: impl FnOnce(&Judgement<'_>) -> Result<String, Refusal>,
    ) -> Result<String, Refusal> {
        let guideline = &self.chosen(query)?.guideline;
        let target = guideline.target(query.target()).map_err(Refusal::wrong)?;
        let matching = query.matching()?;
        let wanted = TargetTests::of(&target);
        let (format, run) =
            results::read(body, Some(Format::Refstack), &wanted).map_err(damaged)?;
        let name = format!("upload {}", head.id);
        write(&Judgement::new(
            guideline, &target, &name, format, &run, matching,
        ))
    }

    /// Who signed a body.
    fn signed(&self, headers: &HeaderMap, body: &[u8]) -> Result<Option<Signed>, Refusal> {
        let field = |name| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
        let (signature, key) = match (field(SIGNATURE_FIELD), field(KEY_FIELD)) {
            (Some(signature), Some(key)) => (signature, key),
            (None, None) if self.signed_only => {
                return Err(Refusal::new(
                    StatusCode::UNAUTHORIZED,
                    "this server takes signed results only",
                ));
            }
            (None, None) => return Ok(None),
            _ => {
                return Err(Refusal::wrong(format!(
                    "{SIGNATURE_FIELD} and {KEY_FIELD} come together"
                )));
            }
        };
        let signature = Signature::from_hex(signature).map_err(Refusal::wrong)?;
        let key = PublicKey::from_openssh(key).map_err(Refusal::wrong)?;
        key.verify(body, &signature).map_err(Refusal::wrong)?;
        let owner = self.keys.owner(&key).ok_or_else(|| {
            Refusal::new(
                StatusCode::UNAUTHORIZED,
                "the signature is right, but its key is not registered here",
            )
        })?;
        Ok(Some(Signed {
            signature: signature.to_string(),
            key: key.to_string(),
            owner: owner.to_owned(),
        }))
    }

    /// Scheme and host of the URLs in answers. A host that a URL cannot have is left out.
    fn base(&self, headers: &HeaderMap) -> String {
        if let Some(base) = &self.base_url {
            return base.trim_end_matches('/').to_owned();
        }
        let host = headers
            .get(header::HOST)
            .and_then(|host| host.to_str().ok());
        let is_host = |host: &&str| {
            let part = |byte: u8| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte);
            !host.is_empty() && host.bytes().all(part)
        };
        host.filter(is_host)
            .map_or_else(String::new, |host| format!("http://{host}"))
    }
}

/// What is stored was read once already.
fn damaged(error: impl std::fmt::Display) -> Refusal {
    failed(format!("the stored upload cannot be read: {error}"))
}

fn failed(error: impl std::fmt::Display) -> Refusal {
    Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, error)
}

fn stopped(error: tokio::task::JoinError) -> Refusal {
    failed(error)
}

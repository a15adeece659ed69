//! Putting a service together.

use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, atomic::AtomicBool},
};

use http::HeaderValue;
use occi_model::Model;
use occi_rendering::{MediaType, Mode, Style};

use super::{
    ActionHandler, Authenticator, DefaultHandler, Handler, MixinHandler, Service,
    defect::Defects,
    engine::{self, Engine},
    gone::Gone,
    locks::Locks,
    log::{Log, Logged},
    query::Cache,
    relations,
    shape::Shapes,
    version,
};
use crate::store::{MemoryStore, Store};

/// Largest request body unless the builder says otherwise: 1 MiB.
pub const DEFAULT_BODY_LIMIT: usize = 1 << 20;

/// What a service is put together from.
pub struct ServiceBuilder {
    model: Arc<Model>,
    handlers: Vec<(&'static str, Arc<dyn Handler>)>,
    mixin_handlers: Vec<(&'static str, Arc<dyn MixinHandler>)>,
    action_handlers: Vec<(&'static str, &'static str, Arc<dyn ActionHandler>)>,
    store: Option<Arc<dyn Store>>,
    product: String,
    base_url: Option<String>,
    body_limit: usize,
    mode: Mode,
    root_deletion: bool,
    client_ids: bool,
    preferred: MediaType,
    style: Style,
    gone: bool,
    authenticator: Option<Arc<dyn Authenticator>>,
    log: Option<Log>,
    defects: Defects,
}

/// Why a service cannot be built.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SetupError {
    /// A handler for a kind that the model lacks.
    #[error(
        "a handler was given for `{0}`, which is no kind of the model; compare its identifier with the definition"
    )]
    UnknownKind(String),
    /// A handler for a mixin that the model lacks.
    #[error(
        "a handler was given for `{0}`, which is no mixin of the model; compare its identifier with the definition"
    )]
    UnknownMixin(String),
    /// A handler for an action that the model lacks.
    #[error(
        "a handler was given for `{0}`, which is no action of the model; compare its identifier with the definition"
    )]
    UnknownAction(String),
    /// The store holds instances of a kind that the model lacks.
    #[error(
        "the store holds instances of `{0}`, which is no kind of the model; serve the definition that it was written with, or choose another store"
    )]
    ForeignStore(String),
    /// The product cannot stand in a header field.
    #[error("the product `{0}` cannot stand in a header field; use visible ASCII characters")]
    Product(String),
    /// The base URL is none.
    #[error("the base URL `{0}` is not of the form https://host:port; it has no path")]
    BaseUrl(String),
}

impl fmt::Debug for ServiceBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServiceBuilder")
            .field("product", &self.product)
            .field("base_url", &self.base_url)
            .field("body_limit", &self.body_limit)
            .field("mode", &self.mode)
            .finish_non_exhaustive()
    }
}

impl ServiceBuilder {
    pub(crate) fn new(model: Arc<Model>) -> Self {
        Self {
            model,
            handlers: Vec::new(),
            mixin_handlers: Vec::new(),
            action_handlers: Vec::new(),
            store: None,
            product: concat!("occi/", env!("CARGO_PKG_VERSION")).to_owned(),
            base_url: None,
            body_limit: DEFAULT_BODY_LIMIT,
            mode: Mode::Lenient,
            root_deletion: false,
            client_ids: false,
            preferred: MediaType::TextPlain,
            style: Style::default(),
            gone: false,
            authenticator: None,
            log: None,
            defects: Defects::default(),
        }
    }

    /// Gives the work on the instances of exactly this kind to a handler.
    #[must_use]
    pub fn handler(mut self, kind: &'static str, handler: impl Handler) -> Self {
        self.handlers.push((kind, Arc::new(handler)));
        self
    }

    /// Gives the work that comes with a mixin to a handler, which is asked after that of the
    /// kind.
    #[must_use]
    pub fn mixin_handler(mut self, mixin: &'static str, handler: impl MixinHandler) -> Self {
        self.mixin_handlers.push((mixin, Arc::new(handler)));
        self
    }

    /// Gives one action on the instances of exactly this kind to a handler, which is asked in
    /// place of that of the kind.
    #[must_use]
    pub fn action_handler(
        mut self,
        kind: &'static str,
        action: &'static str,
        handler: impl ActionHandler,
    ) -> Self {
        self.action_handlers.push((kind, action, Arc::new(handler)));
        self
    }

    /// Where instances are kept; by default in memory.
    #[must_use]
    pub fn store(mut self, store: Arc<dyn Store>) -> Self {
        self.store = Some(store);
        self
    }

    /// Name and version of the product, as the `Server` header shows it: `my-cloud/0.1.0`.
    #[must_use]
    pub fn product(mut self, product: impl Into<String>) -> Self {
        self.product = product.into();
        self
    }

    /// Scheme and host of the URLs in answers, such as `https://cloud.example.org`; by default
    /// they are made from the `Host` header of the request.
    #[must_use]
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// Largest request body in bytes; a larger one is refused with 413. Default: 1 MiB.
    #[must_use]
    pub const fn body_limit(mut self, bytes: usize) -> Self {
        self.body_limit = bytes;
        self
    }

    /// Whether requests are read by the grammar of the standard alone, instead of forgiving the
    /// known deviations of clients in the field (B.10). Default: no.
    #[must_use]
    pub const fn strict(mut self, strict: bool) -> Self {
        self.mode = if strict { Mode::Strict } else { Mode::Lenient };
        self
    }

    /// Whether `DELETE /` deletes every instance (D-100). Default: no.
    #[must_use]
    pub const fn root_deletion(mut self, allowed: bool) -> Self {
        self.root_deletion = allowed;
        self
    }

    /// Asks who sends each request; requests of nobody are refused with 401 (D.14). By default
    /// everybody may do everything.
    #[must_use]
    pub fn authenticator(mut self, authenticator: impl Authenticator) -> Self {
        self.authenticator = Some(Arc::new(authenticator));
        self
    }

    /// Tells of each request when it is answered. By default nobody is told.
    #[must_use]
    pub fn log(mut self, log: impl Fn(&Logged<'_>) + Send + Sync + 'static) -> Self {
        self.log = Some(Arc::new(log));
        self
    }

    /// Whether a client may choose the `id` of what it creates: a URI that is free (D-78, D-116).
    /// Default: no, and such ids are ignored.
    #[must_use]
    pub const fn client_ids(mut self, allowed: bool) -> Self {
        self.client_ids = allowed;
        self
    }

    /// Whether answers are in JSON for clients that do not say what they want, instead of text
    /// (D-88). Default: no, since OCCI 1.1 demands text.
    #[must_use]
    pub const fn json_by_default(mut self, json: bool) -> Self {
        self.preferred = if json {
            MediaType::OcciJson
        } else {
            MediaType::TextPlain
        };
        self
    }

    /// How answers are written otherwise than by default (D-69, D-80).
    #[must_use]
    pub const fn style(mut self, style: Style) -> Self {
        self.style = style;
        self
    }

    /// Whether 410 is told where an instance was deleted, instead of 404 (D-103). The last
    /// 100,000 are remembered, as long as the service lives. Default: no.
    #[must_use]
    pub const fn tell_gone(mut self, told: bool) -> Self {
        self.gone = told;
        self
    }

    /// Seeds a defect, for testing conformance suites.
    #[cfg(feature = "defects")]
    #[must_use]
    pub const fn defect(mut self, defect: super::Defect) -> Self {
        self.defects.seed(defect);
        self
    }

    /// Puts the service together.
    ///
    /// # Errors
    ///
    /// When a handler is given for a kind, mixin or action that the model lacks, the store holds instances of one,
    /// or product or base URL cannot be used.
    pub fn build(self) -> Result<Service, SetupError> {
        let model = self.model;
        let store = self.store.unwrap_or_else(|| Arc::new(MemoryStore::new()));
        if let Some(kind) = store
            .kinds()
            .into_iter()
            .find(|kind| model.find_kind(kind.as_str()).is_none())
        {
            return Err(SetupError::ForeignStore(kind.to_string()));
        }
        let default: Arc<dyn Handler> = Arc::new(DefaultHandler);
        let mut handlers = vec![default; model.kinds().len()];
        let mut taken_over = vec![false; handlers.len()];
        for (kind, handler) in self.handlers {
            let id = model
                .find_kind(kind)
                .ok_or_else(|| SetupError::UnknownKind(kind.to_owned()))?;
            handlers[id.index()] = handler;
            taken_over[id.index()] = true;
        }
        let mut mixin_handlers = HashMap::new();
        for (mixin, handler) in self.mixin_handlers {
            let id = model
                .find_mixin(mixin)
                .ok_or_else(|| SetupError::UnknownMixin(mixin.to_owned()))?;
            mixin_handlers.insert(model.mixin(id).id.clone(), handler);
        }
        let mut action_handlers = HashMap::new();
        for (kind, action, handler) in self.action_handlers {
            let kind = model
                .find_kind(kind)
                .ok_or_else(|| SetupError::UnknownKind(kind.to_owned()))?;
            let action = model
                .find_action(action)
                .ok_or_else(|| SetupError::UnknownAction(action.to_owned()))?;
            action_handlers.insert((kind, action), handler);
        }
        let server = format!(
            "{} {}{}",
            self.product,
            version::tokens(model.profile()),
            version::claims(&model)
        );
        let server =
            HeaderValue::from_str(&server).map_err(|_| SetupError::Product(self.product))?;
        let base_url = self.base_url.map(base).transpose()?;
        let engine = Engine {
            kinds: engine::facts(&model),
            definitions: engine::definitions(&model),
            relations: relations::reach(&model),
            carried: engine::carried(&model),
            relations_lock: tokio::sync::Mutex::default(),
            model,
            store,
            handlers,
            taken_over,
            mixin_handlers,
            action_handlers,
            server,
            base_url,
            body_limit: self.body_limit,
            mode: self.mode,
            root_deletion: self.root_deletion,
            client_ids: self.client_ids,
            preferred: self.preferred,
            style: self.style,
            gone: self.gone.then(Gone::default),
            authenticator: self.authenticator,
            log: self.log,
            maintenance: AtomicBool::new(false),
            shapes: Shapes::default(),
            cache: Cache::default(),
            locks: Locks::default(),
            definitions_lock: tokio::sync::RwLock::default(),
            defects: self.defects,
            #[cfg(feature = "defects")]
            ghosts: std::sync::Mutex::default(),
        };
        Ok(Service {
            engine: Arc::new(engine),
        })
    }
}

/// Checks a base URL: scheme and authority, nothing else.
fn base(url: String) -> Result<String, SetupError> {
    let trimmed = url.trim_end_matches('/');
    let fine = trimmed.parse::<http::Uri>().is_ok_and(|uri| {
        matches!(uri.scheme_str(), Some("http" | "https"))
            && uri.authority().is_some_and(|a| !a.as_str().contains('@'))
            && uri.path().trim_end_matches('/').is_empty()
            && uri.query().is_none()
    });
    if fine {
        Ok(trimmed.to_owned())
    } else {
        Err(SetupError::BaseUrl(url))
    }
}

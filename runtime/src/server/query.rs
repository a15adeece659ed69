//! The query interface (D.6): discovery, and the mixins of users.

use std::sync::{Arc, OnceLock};

use occi_model::{CategoryId, CategoryRef, Location, Model, name::RESERVED_SCHEME_BASE};
use occi_rendering::{
    CategoriesView, CategoryDescription, Class, MediaType, Mode, Rendered, read_categories,
    read_filter, write_categories_styled,
};

use super::{
    Fault,
    answer::Answer,
    ask::{Ask, fields},
    engine::{Category, Engine},
    filter::is_filtered,
    page::Page,
    recognise::unknown,
    shape::MixinRef,
};
use crate::store::{Transaction, UserMixin};

/// The rendered query interface of the model alone, by media type.
#[derive(Debug, Default)]
pub(crate) struct Cache([OnceLock<Rendered>; MediaType::ALL.len()]);

/// GET: all categories, or those named by a filter (D-92).
///
/// # Errors
///
/// 404 for an unknown category in the filter; 406 when the rendering cannot carry the answer.
pub(crate) fn get(ask: Ask<'_>, media: MediaType) -> Result<Answer, Fault> {
    let engine = ask.engine;
    let page = Page::of(ask)?;
    let users = engine.store.user_mixins();
    let mut answer = if !is_filtered(ask) && page.is_none() && users.is_empty() {
        Answer::ok(media, cached(engine, media)?)
    } else {
        let (mut model, mut users) = selection(ask, users)?;
        if let Some(page) = page {
            let all = model
                .into_iter()
                .map(Ok)
                .chain(users.into_iter().map(Err))
                .collect();
            (model, users) = (Vec::new(), Vec::new());
            for one in page.cut::<Result<CategoryRef, Arc<UserMixin>>>(all) {
                match one {
                    Ok(category) => model.push(category),
                    Err(mixin) => users.push(mixin),
                }
            }
        }
        Answer::ok(media, write(engine, media, model, &users)?)
    };
    answer.show_types = true;
    Ok(answer)
}

fn cached(engine: &Engine, media: MediaType) -> Result<Rendered, Fault> {
    let at = MediaType::ALL.iter().position(|&m| m == media).unwrap_or(0);
    let slot = &engine.cache.0[at];
    if let Some(rendered) = slot.get() {
        return Ok(rendered.clone());
    }
    let rendered = write(engine, media, everything(&engine.model), &[])?;
    Ok(slot.get_or_init(|| rendered).clone())
}

/// All categories of the model in the order of the answer (B.10 rule 11): kinds, mixins, actions,
/// each in source order, the kinds of Core first.
fn everything(model: &Model) -> Vec<CategoryRef> {
    let kinds = model.kinds().map(|(id, _)| CategoryRef::Kind(id));
    let mixins = model.mixins().map(|(id, _)| CategoryRef::Mixin(id));
    let actions = model.actions().map(|(id, _)| CategoryRef::Action(id));
    kinds.chain(mixins).chain(actions).collect()
}

type Selection = (Vec<CategoryRef>, Vec<Arc<UserMixin>>);

fn selection(ask: Ask<'_>, users: Vec<Arc<UserMixin>>) -> Result<Selection, Fault> {
    let engine = ask.engine;
    if !is_filtered(ask) {
        return Ok((everything(&engine.model), users));
    }
    let filter = read_filter(fields(&ask.parts.headers), engine.mode)?.value;
    if filter.categories.is_empty() {
        return Ok((everything(&engine.model), users));
    }
    let (mut of_model, mut of_users) = (Vec::new(), Vec::new());
    for tag in &filter.categories {
        let category = match engine.find(tag.id.as_str()) {
            Some(Category::Kind(id)) => CategoryRef::Kind(id),
            Some(Category::Action(id)) => CategoryRef::Action(id),
            Some(Category::Mixin(MixinRef::Model(id))) => CategoryRef::Mixin(id),
            Some(Category::Mixin(MixinRef::User(mixin))) => {
                if !of_users.contains(&mixin) {
                    of_users.push(mixin);
                }
                continue;
            }
            None => return Err(unknown(&tag.id)),
        };
        if !of_model.contains(&category) {
            of_model.push(category);
        }
    }
    Ok((of_model, of_users))
}

fn write(
    engine: &Engine,
    media: MediaType,
    of_model: Vec<CategoryRef>,
    of_users: &[Arc<UserMixin>],
) -> Result<Rendered, Fault> {
    let described: Vec<CategoryDescription> = of_users.iter().map(|m| describe(m)).collect();
    #[cfg(feature = "defects")]
    let of_model = super::spoil::categories(engine, of_model);
    let view = CategoriesView {
        of_model: Some((&*engine.model, of_model)),
        of_users: described.iter().collect(),
    };
    let rendered = write_categories_styled(media, &view, engine.style)?;
    #[cfg(feature = "defects")]
    let rendered = super::spoil::discovery(engine.defects, media, rendered);
    Ok(rendered)
}

/// A user's mixin as the query interface shows it.
pub(crate) fn describe(mixin: &UserMixin) -> CategoryDescription {
    CategoryDescription {
        id: mixin.id.clone(),
        class: Some(Class::Mixin),
        title: mixin.title.clone(),
        rel: mixin.depends.iter().chain(&mixin.rel).cloned().collect(),
        applies: mixin.applies.clone(),
        location: Some(mixin.location.clone()),
        attributes: Vec::new(),
        actions: Vec::new(),
    }
}

/// Writes user-defined mixins alone.
///
/// # Errors
///
/// 406 when the rendering cannot carry them.
pub(crate) fn write_mixins(
    engine: &Engine,
    media: MediaType,
    mixins: &[Arc<UserMixin>],
) -> Result<Rendered, Fault> {
    let described: Vec<CategoryDescription> = mixins.iter().map(|m| describe(m)).collect();
    let view = CategoriesView {
        of_model: None,
        of_users: described.iter().collect(),
    };
    Ok(write_categories_styled(media, &view, engine.style)?)
}

/// POST: adds mixins of users (D-93). All or none.
///
/// # Errors
///
/// 400, 403 and 409 as D-93 says.
pub(crate) async fn post(ask: Ask<'_>, media: MediaType) -> Result<Answer, Fault> {
    let engine = ask.engine;
    let payload = ask.need_payload()?;
    let described = read_categories(&payload, engine.mode)?.value;
    if described.is_empty() {
        return Err(Fault::bad_request(
            "missing-category",
            "the request describes no mixin",
        ));
    }
    let added = add(engine, described).await?;
    let rendered = write_mixins(engine, media, &added)?;
    Ok(Answer::ok(media, rendered))
}

/// Adds mixins of users (D-93). All or none.
///
/// # Errors
///
/// 400, 403 and 409 as D-93 says.
pub(crate) async fn add(
    engine: &Engine,
    described: Vec<CategoryDescription>,
) -> Result<Vec<Arc<UserMixin>>, Fault> {
    let _definitions = engine.definitions_lock.write().await;
    let mut added: Vec<Arc<UserMixin>> = Vec::new();
    for description in described {
        let mixin = accept(engine, description, &added)?;
        added.push(Arc::new(mixin));
    }
    let transaction = Transaction {
        put_mixins: added.iter().map(|mixin| (**mixin).clone()).collect(),
        ..Transaction::default()
    };
    engine.store.commit(transaction).await?;
    Ok(added)
}

fn accept(
    engine: &Engine,
    description: CategoryDescription,
    added: &[Arc<UserMixin>],
) -> Result<UserMixin, Fault> {
    let id = description.id;
    if description.class.is_some_and(|class| class != Class::Mixin) {
        return Err(Fault::bad_request(
            "not-a-mixin",
            format!("`{id}` is no mixin; clients can add mixins only"),
        ));
    }
    if id.scheme().starts_with(RESERVED_SCHEME_BASE) {
        return Err(Fault::forbidden(
            "reserved-scheme",
            format!(
                "`{id}` lies under the reserved base {RESERVED_SCHEME_BASE}; use a scheme of your own"
            ),
        ));
    }
    if !description.attributes.is_empty() || !description.actions.is_empty() {
        return Err(Fault::bad_request(
            "mixin-with-capabilities",
            format!("mixin `{id}` may have no attributes and no actions (D-25)"),
        ));
    }
    let taken = engine.find(id.as_str()).is_some() || added.iter().any(|mixin| mixin.id == id);
    if taken {
        return Err(Fault::conflict(
            "category-exists",
            format!("`{id}` exists already"),
        ));
    }
    let location = location(engine, &id, description.location, added)?;
    let mut mixin = UserMixin::new(id, location);
    mixin.title = description.title.filter(|title| !title.is_empty());
    // The first entry that names a known mixin becomes `depends`; an unknown one stays a hint.
    for related in description.rel {
        match engine.find(related.as_str()) {
            Some(Category::Mixin(_)) if mixin.depends.is_none() => mixin.depends = Some(related),
            None if engine.mode == Mode::Strict => return Err(unknown(&related)),
            _ if mixin.rel.is_none() => mixin.rel = Some(related),
            _ => {}
        }
    }
    for kind in description.applies {
        if engine.model.find_kind(kind.as_str()).is_none() {
            return Err(unknown(&kind));
        }
        mixin.applies.push(kind);
    }
    Ok(mixin)
}

/// The location of a new mixin: as given, else generated (D-93).
fn location(
    engine: &Engine,
    id: &CategoryId,
    given: Option<String>,
    added: &[Arc<UserMixin>],
) -> Result<String, Fault> {
    let free = |path: &str| {
        engine.bound(path).is_none()
            && path != super::routing::QUERY
            && path != super::routing::WELL_KNOWN
            && path != "/"
            && engine.store.get(path.trim_end_matches('/')).is_none()
            && added.iter().all(|mixin| mixin.location != path)
    };
    let Some(given) = given.filter(|text| !text.is_empty()) else {
        if !engine
            .model
            .profile()
            .includes(occi_model::OcciVersion::V1_2)
        {
            return Err(Fault::bad_request(
                "missing-location",
                format!("mixin `{id}` has no location; give one"),
            ));
        }
        let plain = format!("/mixins/{}/", id.term());
        // The same term in another scheme gets a number.
        return Ok(std::iter::once(plain)
            .chain((2_u64..).map(|number| format!("/mixins/{}-{number}/", id.term())))
            .find(|path| free(path))
            .unwrap_or_default());
    };
    // An absolute URL stands for its path (D-52).
    let path = match given.split_once("://") {
        Some((_, rest)) => rest.find('/').map_or("/", |at| &rest[at..]),
        None => &given,
    };
    let slashed = if path.ends_with('/') {
        path.to_owned()
    } else {
        format!("{path}/")
    };
    if Location::new(slashed.as_str()).is_err() {
        return Err(Fault::bad_request(
            "invalid-location",
            format!("`{given}` is not a location: an absolute path of visible characters"),
        ));
    }
    if free(&slashed) {
        Ok(slashed)
    } else {
        Err(Fault::conflict(
            "location-taken",
            format!("location `{slashed}` is taken"),
        ))
    }
}

/// DELETE: removes mixins of users, and every association with them (D-93).
///
/// # Errors
///
/// 403 for categories of the provider, 404 for unknown ones.
pub(crate) async fn delete(ask: Ask<'_>, media: MediaType) -> Result<Answer, Fault> {
    let engine = ask.engine;
    let payload = ask.need_payload()?;
    let described = read_categories(&payload, engine.mode)?.value;
    if described.is_empty() {
        return Err(Fault::bad_request(
            "missing-category",
            "the request names no mixin",
        ));
    }
    let _definitions = engine.definitions_lock.write().await;
    let mut removed = Vec::new();
    for description in described {
        match engine.find(description.id.as_str()) {
            Some(Category::Mixin(MixinRef::User(mixin))) => removed.push(mixin),
            Some(_) => {
                return Err(Fault::forbidden(
                    "provider-category",
                    format!("`{}` belongs to the provider", description.id),
                ));
            }
            None => return Err(unknown(&description.id)),
        }
    }
    super::mixins::undefine(engine, &removed).await?;
    Ok(Answer::done(media))
}

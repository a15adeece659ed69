//! Mixins of users (D-25, D-93).

use std::borrow::Cow;

use http::{Method, StatusCode};
use occi_model::CategoryId;
use occi_rendering::{CategoriesView, CategoryDescription, Class, write_categories};

use super::{
    Client, ClientError,
    discovery::accept,
    exchange::{Answer, Call},
};

impl Client {
    /// Adds a mixin of a user. Without location the server chooses one.
    ///
    /// # Errors
    ///
    /// When the server refuses.
    pub async fn define_tag(
        &self,
        id: &CategoryId,
        title: Option<&str>,
        location: Option<&str>,
    ) -> Result<(), ClientError> {
        let mut tag = described(id);
        tag.title = title.map(str::to_owned);
        tag.location = location.map(str::to_owned);
        let answer = self.send_tag(Method::POST, &tag).await?;
        if answer.status.is_success() {
            Ok(())
        } else {
            Err(self.shared.refusal(&answer))
        }
    }

    /// Removes a mixin of a user, from all instances too. One that is not there is no failure.
    ///
    /// # Errors
    ///
    /// When the server refuses.
    pub async fn remove_tag(&self, id: &CategoryId) -> Result<(), ClientError> {
        let answer = self.send_tag(Method::DELETE, &described(id)).await?;
        if answer.status.is_success()
            || matches!(answer.status, StatusCode::NOT_FOUND | StatusCode::GONE)
        {
            Ok(())
        } else {
            Err(self.shared.refusal(&answer))
        }
    }

    /// The identifier of a mixin of a user: in a scheme that belongs to this user of this server
    /// alone (GFD.221 5.3.1).
    ///
    /// # Errors
    ///
    /// When the term is none.
    pub fn tag_of(&self, user: &str, term: &str) -> Result<CategoryId, ClientError> {
        let mut scheme = self.shared.base.below("tags/");
        if let Ok(mut path) = scheme.path_segments_mut() {
            path.pop_if_empty().push(user);
        }
        CategoryId::parse(&format!("{scheme}#{term}")).map_err(|error| ClientError::Setup {
            message: format!("`{term}` is no term of a mixin: {error}"),
        })
    }

    async fn send_tag(
        &self,
        method: Method,
        tag: &CategoryDescription,
    ) -> Result<Answer, ClientError> {
        let media = self.discovery().await?.media;
        let mut tag = Cow::Borrowed(tag);
        if method == Method::POST && tag.location.is_none() && !media.is_json() {
            // A server that speaks no JSON is one of 1.1, where a location must be given (D-93).
            let location = format!("/mixins/{}/", tag.id.term());
            tag.to_mut().location = Some(location);
        }
        let tag = &*tag;
        let view = CategoriesView {
            of_model: None,
            of_users: vec![tag],
        };
        let content = write_categories(media, &view)?;
        let url = self.shared.base.below("-/");
        let call = Call::new(method, url, accept(media)).with(media, content);
        self.shared.send(call).await
    }
}

fn described(id: &CategoryId) -> CategoryDescription {
    CategoryDescription {
        id: id.clone(),
        class: Some(Class::Mixin),
        title: None,
        rel: Vec::new(),
        applies: Vec::new(),
        location: None,
        attributes: Vec::new(),
        actions: Vec::new(),
    }
}

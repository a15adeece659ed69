//! Random behaviour: every small change of what is asked or answered, at every place.
//!
//! Nobody chose these: they are all pairs of a place and a change. A draw takes some of
//! them; whether one changes anything is seen by comparing what it makes of a message with the
//! message itself.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use super::message::{Asked, Given};
use crate::transport::{BoxFuture, Request, Response, Transport, TransportError};

/// Where something is changed: requests of a method to a class of paths.
#[derive(Clone, Copy, Debug)]
struct Place {
    method: &'static str,
    name: &'static str,
    is: Is,
}

type Is = fn(&Asked) -> bool;

const CLASSES: [(&str, Is); 6] = [
    ("the query interface", Asked::is_query_interface),
    ("a collection", |asked| {
        asked.is_collection() && !asked.is_action() && !asked.names_members()
    }),
    ("members of a collection", Asked::names_members),
    ("an instance", |asked| {
        asked.is_entity() && !asked.is_action()
    }),
    ("an action on an instance", |asked| {
        asked.is_entity() && asked.is_action()
    }),
    ("an action on a collection", |asked| {
        asked.is_collection() && asked.is_action()
    }),
];

const METHODS: [&str; 4] = ["GET", "POST", "PUT", "DELETE"];

/// What is changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Change {
    /// An answer of the first status gets the other.
    Status(Answers, u16),
    /// A header field is missing from the answer.
    AnswerWithout(&'static str),
    /// An answer that says something has no body.
    NoBody,
    /// An answer that says something lacks its last line.
    LastLine,
    /// A member is missing from every entity of a JSON answer.
    MemberOf(&'static str),
    /// Numbers in a JSON answer are larger by one.
    NumbersPlusOne,
    /// The request is not carried out, and answered 200.
    NotCarriedOut,
    /// A header field of the request is not looked at.
    AskedWithout(&'static str),
    /// The body of the request is not looked at.
    BodyUnread,
    /// The query of the request is not looked at.
    QueryUnread,
    /// A member of a JSON request is not looked at.
    MemberUnread(&'static str),
    /// The method is taken for another.
    TakenFor(&'static str),
    /// The request is carried out twice.
    Twice,
}

/// Which answers a status is changed of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answers {
    Good,
    Refusing,
}

const CHANGES: [Change; 41] = {
    use Answers::{Good, Refusing};
    use Change::*;
    [
        Status(Good, 200),
        Status(Good, 201),
        Status(Good, 204),
        Status(Good, 400),
        Status(Good, 404),
        Status(Good, 500),
        Status(Refusing, 200),
        Status(Refusing, 201),
        Status(Refusing, 400),
        Status(Refusing, 404),
        Status(Refusing, 500),
        AnswerWithout("content-type"),
        AnswerWithout("location"),
        AnswerWithout("server"),
        AnswerWithout("allow"),
        AnswerWithout("category"),
        AnswerWithout("x-occi-attribute"),
        NoBody,
        LastLine,
        MemberOf("id"),
        MemberOf("kind"),
        MemberOf("title"),
        MemberOf("summary"),
        MemberOf("attributes"),
        MemberOf("actions"),
        MemberOf("mixins"),
        MemberOf("links"),
        MemberOf("source"),
        MemberOf("target"),
        NumbersPlusOne,
        NotCarriedOut,
        AskedWithout("Accept"),
        AskedWithout("Content-Type"),
        AskedWithout("X-OCCI-Attribute"),
        BodyUnread,
        QueryUnread,
        MemberUnread("attributes"),
        MemberUnread("mixins"),
        TakenFor("POST"),
        TakenFor("PUT"),
        Twice,
    ]
};

/// A change at a place.
#[derive(Clone, Copy, Debug)]
pub struct Behaviour {
    place: Place,
    change: Change,
}

impl Behaviour {
    /// Every change at every place.
    #[must_use]
    pub fn all() -> Vec<Self> {
        let places = CLASSES.iter().flat_map(|(name, is)| {
            METHODS.iter().map(move |method| Place {
                method,
                name,
                is: *is,
            })
        });
        places
            .flat_map(|place| CHANGES.iter().map(move |&change| Self { place, change }))
            .collect()
    }

    /// `GET of a collection: answers without server`
    #[must_use]
    pub fn name(&self) -> String {
        let what = match self.change {
            Change::Status(Answers::Good, status) => format!("success is {status}"),
            Change::Status(Answers::Refusing, status) => format!("refusals are {status}"),
            Change::AnswerWithout(field) => format!("answers without {field}"),
            Change::NoBody => "answers without a body".to_owned(),
            Change::LastLine => "answers without their last line".to_owned(),
            Change::MemberOf(member) => format!("answers without {member} in JSON"),
            Change::NumbersPlusOne => "numbers are larger by one in JSON".to_owned(),
            Change::NotCarriedOut => "is not carried out".to_owned(),
            Change::AskedWithout(field) => format!("{field} is not looked at"),
            Change::BodyUnread => "the body is not looked at".to_owned(),
            Change::QueryUnread => "the query is not looked at".to_owned(),
            Change::MemberUnread(member) => format!("{member} in JSON is not looked at"),
            Change::TakenFor(method) => format!("is taken for {method}"),
            Change::Twice => "is carried out twice".to_owned(),
        };
        format!("{} of {}: {what}", self.place.method, self.place.name)
    }

    /// Changes the request.
    fn ask(&self, asked: &mut Asked) {
        match self.change {
            Change::AskedWithout(field) => asked.drop_header(field),
            Change::BodyUnread => asked.set_body(String::new()),
            Change::QueryUnread => asked.request.target = asked.path().to_owned(),
            Change::MemberUnread(member) => asked.json(|json| {
                json.as_object_mut().map(|object| object.remove(member));
            }),
            Change::TakenFor(method) => asked.request.method = method,
            _ => {}
        }
    }

    /// Changes the answer.
    fn answer(&self, given: &mut Given) {
        match self.change {
            Change::Status(Answers::Good, status) if given.is_success() => {
                given.response.status = status;
            }
            Change::Status(Answers::Refusing, status) if given.response.status >= 400 => {
                given.response.status = status;
            }
            Change::AnswerWithout(field) => given.drop_header(field),
            // The text of a refusal is for people (D-113), and so is `OK`.
            Change::NoBody | Change::LastLine
                if !given.is_success() || matches!(given.body().trim(), "OK" | "{}") => {}
            Change::NoBody => given.set_body(""),
            Change::LastLine => {
                let lines = given.body().split_inclusive('\n').count();
                let mut at = 0;
                let kept: String = given
                    .body()
                    .split_inclusive('\n')
                    .filter(|_| {
                        at += 1;
                        at < lines
                    })
                    .collect();
                if !given.is_json() {
                    given.set_body(kept);
                }
            }
            Change::MemberOf(member) => given.entities(|entity| {
                entity.remove(member);
            }),
            Change::NumbersPlusOne => given.entities(|entity| {
                let values = entity.get_mut("attributes").and_then(|a| a.as_object_mut());
                for value in values.into_iter().flat_map(|all| all.values_mut()) {
                    if let Some(number) = value.as_i64() {
                        *value = (number + 1).into();
                    } else if let Some(number) = value.as_f64() {
                        *value = (number + 1.0).into();
                    }
                }
            }),
            _ => {}
        }
    }
}

/// Whether a change has changed anything yet.
#[derive(Clone, Debug, Default)]
pub(super) struct Fired(Arc<AtomicBool>);

impl Fired {
    fn note(&self, changed: bool) {
        self.0.fetch_or(changed, Ordering::Relaxed);
    }

    pub(super) fn is_set(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// A sound server with a change.
#[derive(Debug)]
pub(super) struct Changed<T> {
    inner: T,
    behaviour: Behaviour,
    fired: Fired,
}

impl<T: Transport> Changed<T> {
    pub(super) fn new(inner: T, behaviour: Behaviour) -> Self {
        Self {
            inner,
            behaviour,
            fired: Fired::default(),
        }
    }

    pub(super) fn fired(&self) -> Fired {
        self.fired.clone()
    }

    async fn reply(&self, request: Request) -> Result<Response, TransportError> {
        let behaviour = self.behaviour;
        let mut asked = Asked { request };
        if !(asked.is(behaviour.place.method) && (behaviour.place.is)(&asked)) {
            return self.inner.send(asked.request).await;
        }
        if behaviour.change == Change::NotCarriedOut {
            self.fired.note(true);
            return Ok(Given::plain(200, "OK").response);
        }
        let before = asked.request.clone();
        behaviour.ask(&mut asked);
        self.fired.note(asked.request != before);
        if behaviour.change == Change::Twice {
            self.fired.note(!asked.is("GET"));
            self.inner.send(asked.request.clone()).await?;
        }
        let response = self.inner.send(asked.request).await?;
        let mut given = Given {
            response: response.clone(),
        };
        behaviour.answer(&mut given);
        self.fired.note(given.response != response);
        Ok(given.response)
    }
}

impl<T: Transport> Transport for Changed<T> {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, TransportError>> {
        Box::pin(self.reply(request))
    }

    fn base(&self) -> &str {
        self.inner.base()
    }
}

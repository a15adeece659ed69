//! Steps that write out a request, and assertions that look at the octets of the answer.

use std::{future::Future as _, task::Poll};

use bytes::Bytes;
use occi_model::CategoryId;

use super::{
    passive::Shape,
    performance::{Last, Performance, Stop},
    transcript,
};
use crate::{
    case::{Call, Choice, Payload, Rendering, Target, Test, Var, Wire},
    transport::{Framing, Request, Response, Transport as _, TransportError},
    verdict::Code,
};

/// The octets of a text, in which U+F780 to U+F7FF stand for the octets 80 to FF, that may be no
/// UTF-8.
fn octets(text: &str) -> Vec<u8> {
    let mut octets = Vec::with_capacity(text.len());
    for character in text.chars() {
        match u32::from(character) {
            stand_in @ 0xf780..=0xf7ff => octets.push((stand_in & 0xff) as u8),
            _ => octets.extend(character.encode_utf8(&mut [0; 4]).bytes()),
        }
    }
    octets
}

impl Performance<'_> {
    /// Sends a request that is written out.
    pub(super) async fn wire(&mut self, wire: &Wire) -> Result<(), Stop> {
        let call = Call {
            method: wire.method,
            target: Target::Query,
            action: None,
            rendering: Choice::Only(Rendering::Plain),
            payload: Payload::Raw {
                content_type: "",
                text: String::new(),
            },
            creates: wire.creates.clone(),
        };
        if wire.creates.is_some() {
            self.marker_for(&call)?;
        }
        let request = self.written_out(wire)?;
        let response = if wire.framing == Framing::Length {
            self.send(request, Shape::Free).await?
        } else {
            match self.runner.ledger.send(request.clone()).await {
                // To hang up is an answer too, when what came is no message (RFC 9112 9.6).
                Err(TransportError::Lost(how)) => {
                    self.noted(&request, &Err(TransportError::Lost(how)));
                    self.last = None;
                    self.hung_up = true;
                    return Ok(());
                }
                answer => self.answered(&request, answer, Shape::Free)?,
            }
        };
        if let Some((var, _)) = &wire.creates
            && response.is_success()
        {
            self.created(var, &response).await?;
        }
        self.last = Some(Last {
            call,
            rendering: Rendering::Plain,
            response,
        });
        Ok(())
    }

    /// Notes an exchange.
    pub(super) fn noted(&mut self, request: &Request, answer: &Result<Response, TransportError>) {
        let base = self.runner.ledger.base();
        self.exchanges
            .push(transcript::exchange(base, request, answer));
    }

    fn written_out(&self, wire: &Wire) -> Result<Request, Stop> {
        let target = self.fill(&wire.target)?;
        let mut request = self.request(wire.method, target, Rendering::Plain);
        for (name, _) in &wire.headers {
            request
                .headers
                .retain(|(sent, _)| !sent.eq_ignore_ascii_case(name));
        }
        for (name, value) in &wire.headers {
            if !value.is_empty() {
                request = request.with_header(*name, self.fill(value)?);
            }
        }
        request.body = Bytes::from(octets(&self.fill(&wire.body)?));
        request.anonymous = wire.anonymous;
        request.framing = wire.framing;
        Ok(request)
    }

    /// Sends requests that are written out at the same time.
    pub(super) async fn together(&mut self, wires: &[Wire]) -> Result<(), Stop> {
        let requests: Vec<Request> = wires
            .iter()
            .map(|wire| self.written_out(wire))
            .collect::<Result<_, _>>()?;
        let ledger = &self.runner.ledger;
        let mut under_way: Vec<_> = requests
            .iter()
            .map(|request| Box::pin(ledger.send(request.clone())))
            .collect();
        let mut answers: Vec<_> = requests.iter().map(|_| None).collect();
        std::future::poll_fn(|context| {
            let mut all = true;
            for (request, answer) in under_way.iter_mut().zip(&mut answers) {
                if answer.is_none() {
                    match request.as_mut().poll(context) {
                        Poll::Ready(found) => *answer = Some(found),
                        Poll::Pending => all = false,
                    }
                }
            }
            if all { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
        drop(under_way);
        let mut refused = None;
        for (request, answer) in requests.iter().zip(answers.into_iter().flatten()) {
            let response = self.answered(request, answer, Shape::Free)?;
            match response.status {
                200..=299 => {}
                409 | 412 | 423 | 429 | 503 => refused = Some(response.status),
                status => {
                    return Err(self.failed(
                        Code::WrongStatus,
                        format!("{} {} beside another", request.method, request.target),
                        "200; tolerated: 409, 412, 423, 429, 503 (one of them was first)",
                        status.to_string(),
                    ));
                }
            }
        }
        self.agreement.forget();
        match refused {
            Some(status) => {
                self.notes.push(format!(
                    "{status}: one of two requests at a time was refused"
                ));
                Err(Stop::Done)
            }
            None => Ok(()),
        }
    }

    /// Puts what the run knows into the places of a text.
    pub(super) fn fill(&self, text: &str) -> Result<String, Stop> {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, tail)) = rest.split_once("<<") {
            // A place may stand in angle brackets of its own, as URLs do in links.
            let (before, tail) = match tail.strip_prefix('<') {
                Some(tail) => (format!("{before}<"), tail),
                None => (before.to_owned(), tail),
            };
            let Some((place, after)) = tail.split_once(">>") else {
                break;
            };
            out.push_str(&before);
            out.push_str(&self.place(place)?);
            rest = after;
        }
        out.push_str(rest);
        Ok(out)
    }

    fn place(&self, place: &str) -> Result<String, Stop> {
        let unknown = || Stop::Error(format!("there is no place <<{place}>>"));
        if let Some((count, text)) = place.split_once(" times ") {
            let count: usize = count.parse().map_err(|_| unknown())?;
            return Ok(text.repeat(count));
        }
        let base = self.runner.ledger.base();
        let (what, which) = place.split_once(' ').unwrap_or((place, ""));
        if what == "base" {
            return Ok(base.to_owned());
        }
        if what == "at" {
            let category = CategoryId::parse(which).map_err(|_| unknown())?;
            return self.collection(&category);
        }
        if what == "tag" {
            let tag = self.own_tag()?;
            return Ok(match which {
                "scheme" => tag.scheme,
                "term" => tag.term,
                "path" => tag.location,
                _ => return Err(unknown()),
            });
        }
        let (var, made) = self
            .entities
            .iter()
            .find(|(var, _)| var.to_string() == which)
            .ok_or_else(unknown)?;
        Ok(match what {
            "path" => self.path(var)?,
            "url" => format!("{base}{}", self.path(var)?),
            "id" => made
                .id
                .clone()
                .ok_or_else(|| Stop::Inconclusive(format!("no one told the id of `{var}`")))?,
            "marker" => made.marker.clone(),
            _ => return Err(unknown()),
        })
    }

    /// Looks at a part of the last answer.
    pub(super) fn test(&self, what: &str, found: Option<&str>, test: &Test) -> Result<(), Stop> {
        let mut test = test.clone();
        if let Some(text) = test.text_mut() {
            *text = self.fill(text)?;
        }
        if test.holds(found) {
            return Ok(());
        }
        let shown = found.map_or("nothing".to_owned(), |text| {
            let short: String = text.chars().take(300).collect();
            format!("{short:?}")
        });
        Err(self.failed(Code::WrongFact, what, test.describe(), shown))
    }

    /// All values of a header field of an answer as one, as HTTP allows to join them.
    pub(super) fn field(response: &Response, name: &str) -> Option<String> {
        let values: Vec<String> = response
            .headers
            .iter()
            .filter(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| String::from_utf8_lossy(value).into_owned())
            .collect();
        (!values.is_empty()).then(|| values.join(", "))
    }

    /// The part of a JSON answer that a pointer (RFC 6901) names, as text: strings bare, all else as
    /// JSON.
    pub(super) fn part(response: &Response, pointer: &str) -> Option<String> {
        let json: serde_json::Value = serde_json::from_slice(&response.body).ok()?;
        json.pointer(pointer)
            .map(|value| value.as_str().map_or(value.to_string(), str::to_owned))
    }

    /// Compares the lines of the last answer with those of one that was kept, without order and
    /// without user mixins, which other cases add and remove meanwhile.
    pub(super) fn like_kept(&self, last: &Response, kept: &Var) -> Result<(), Stop> {
        let kept = self
            .kept
            .get(kept)
            .ok_or_else(|| Stop::Error(format!("nothing was kept as `{kept}`")))?;
        let own = "occi-conformance.invalid";
        let lines = |response: &Response| {
            let text = String::from_utf8_lossy(&response.body).into_owned();
            let mut lines: Vec<String> = text
                .lines()
                .filter(|line| !line.contains(own))
                .map(str::to_owned)
                .collect();
            lines.sort();
            lines
        };
        let (one, other) = (lines(kept), lines(last));
        let only_in = |one: &[String], other: &[String]| {
            one.iter()
                .find(|line| !other.contains(line))
                .map(|line| line.chars().take(200).collect::<String>())
        };
        let missing = only_in(&one, &other);
        let more = only_in(&other, &one);
        if missing.is_none() && more.is_none() {
            return Ok(());
        }
        Err(self.failed(
            Code::WrongFact,
            "the second answer against the first",
            missing.unwrap_or_else(|| "no other line".to_owned()),
            more.unwrap_or_else(|| "no such line".to_owned()),
        ))
    }
}

//! How a protocol case is put together from a few words.

use occi_model::{AttributeName, CategoryId, KindId, Model, OcciVersion};

use super::super::{
    Catalogue,
    recipe::{Extent, IT, mark},
    scope::{Names, SOURCE, Scope, TARGET, versions_of},
};
use crate::{
    case::{
        Assertion, Body, Call, Case, CaseId, Choice, Datum, Fact, Fixture, Grade, Hazard, Level,
        Need, Origin, Payload, Prefix, Step, TagStep, Target, Test, Var, Wire,
    },
    oracle::Situation,
    transport::Framing,
    values::NoValue,
};

/// The entity of the kind that most cases are about, a second one, and one of another kind.
pub(super) const TWO: Var = Var::named("two");
/// See [`TWO`].
pub(super) const OTHER: Var = Var::named("other");
/// What was read.
pub(super) const SEEN: Var = Var::named("seen");
/// What was read before.
pub(super) const BEFORE: Var = Var::named("before");

/// What protocol cases stand on: a kind of the model that is easily made, another one, and a link
/// between instances of them.
pub(super) struct Ground<'m> {
    pub(super) model: &'m Model,
    names: &'m Names,
    kind: Option<KindId>,
    other: Option<KindId>,
    link: Option<KindId>,
    text: Vec<(&'static str, String)>,
}

impl<'m> Ground<'m> {
    /// Chooses them.
    pub(super) fn of(model: &'m Model, names: &'m Names) -> Self {
        let scope = model
            .kinds()
            .next()
            .map(|(id, _)| Scope::new(model, names, id));
        let chosen = |fits: &dyn Fn(KindId) -> bool| scope.as_ref().and_then(|s| s.makeable(fits));
        let kind = chosen(&|id| !model.is_link(id));
        let other = chosen(&|id| !model.is_link(id) && Some(id) != kind);
        let link = chosen(&|id| model.is_link(id));
        let mut text = Vec::new();
        for (prefix, id) in [("", kind), ("other ", other), ("link ", link)] {
            if let Some(id) = id {
                let id = &model.kind(id).id;
                text.extend(Self::words(prefix, id));
            }
        }
        if let Some(kind) = kind {
            let kind = model.kind(kind);
            let initial = kind.states.as_ref().map(|machine| &*machine.initial);
            let scope = Scope::new(model, names, kind_id(model, &kind.id));
            if let Some(action) = scope.applicable(initial).first() {
                text.push(("<<action>>", action.to_string()));
                text.push(("<<action term>>", action.term().to_owned()));
                text.push(("<<action scheme>>", action.scheme().to_owned()));
            }
        }
        Self {
            model,
            names,
            kind,
            other,
            link,
            text,
        }
    }

    fn words(prefix: &'static str, id: &CategoryId) -> Vec<(&'static str, String)> {
        let names: [&'static str; 4] = match prefix {
            "" => ["<<kind>>", "<<term>>", "<<scheme>>", "<<at>>"],
            "other " => [
                "<<other kind>>",
                "<<other term>>",
                "<<other scheme>>",
                "<<other at>>",
            ],
            _ => [
                "<<link kind>>",
                "<<link term>>",
                "<<link scheme>>",
                "<<link at>>",
            ],
        };
        let values = [
            id.to_string(),
            id.term().to_owned(),
            id.scheme().to_owned(),
            format!("<<at {id}>>"),
        ];
        names.into_iter().zip(values).collect()
    }

    /// Whether the profile of the model has the version.
    pub(super) fn has(&self, version: OcciVersion) -> bool {
        self.model.profile().includes(version)
    }

    /// Puts the names of the kinds into a text. What only the run knows stays.
    fn fill(&self, text: &str) -> String {
        self.text
            .iter()
            .fold(text.to_owned(), |text, (place, value)| {
                text.replace(place, value)
            })
    }
}

fn kind_id(model: &Model, id: &CategoryId) -> KindId {
    model.find_kind(id.as_str()).unwrap_or(model.core().entity)
}

/// A case under construction.
pub(super) struct Row<'g> {
    ground: &'g Ground<'g>,
    case: Case,
    missing: Option<NoValue>,
}

impl<'g> Ground<'g> {
    /// Begins a case for rows of the requirement list; the first names it. The area, which is the
    /// subject of the id, and the capability follow from the row.
    pub(super) fn row(
        &'g self,
        rows: &[&'static str],
        name: &str,
        capability: &str,
        title: &str,
    ) -> Row<'g> {
        let first = rows.first().copied().unwrap_or_default();
        let area = match first.split('-').next().unwrap_or_default() {
            "TXT" => "text",
            "JSON" => "json",
            "CORE" | "CMP" => "core",
            "CRTP" => "crtp",
            _ => "http",
        };
        let id = CaseId::new(Prefix::Protocol, area, first, &[name], None);
        self.begin(id, rows, capability, title, Origin::Protocol)
    }

    /// Begins a case of requests that nobody sends in good faith.
    pub(super) fn robust(&'g self, rows: &[&'static str], name: &str, title: &str) -> Row<'g> {
        let first = rows.first().copied().unwrap_or_default();
        let id = CaseId::new(Prefix::Protocol, "robust", first, &[name], None);
        let mut row = self.begin(id, rows, "occi-robustness", title, Origin::Protocol);
        // What the rows ask is asked of requests in good faith, too; an endpoint that these are not
        // sent to can conform.
        row.case.level = Level::Should;
        row
    }

    /// Begins a case of stored bytes: habits of writers, which every reader has to take.
    pub(super) fn literal(
        &'g self,
        area: &str,
        name: &str,
        rows: &[&'static str],
        title: &str,
    ) -> Row<'g> {
        let id = CaseId::new(Prefix::Wire, area, name, &[], None);
        let capability = if area == "json" {
            "occi-negotiation-json"
        } else {
            "occi-negotiation-text"
        };
        self.begin(id, rows, capability, title, Origin::Literal)
    }

    fn begin(
        &'g self,
        id: CaseId,
        rows: &[&'static str],
        capability: &str,
        title: &str,
        origin: Origin,
    ) -> Row<'g> {
        let case = Case {
            versions: versions_of(self.model.profile()),
            ..Case::new(id, title, capability, origin)
        }
        .citing(rows);
        Row {
            ground: self,
            case,
            missing: None,
        }
    }
}

impl Row<'_> {
    /// Ends it.
    pub(super) fn end(self, all: &mut Catalogue) {
        let made = match self.missing {
            None => Ok(self.case.clone()),
            Some(reason) => Err(reason),
        };
        all.add(self.case.id, made);
    }

    fn scope(&self, kind: Option<KindId>, why: NoValue) -> Result<Scope<'_>, NoValue> {
        let kind = kind.ok_or(why)?;
        Ok(Scope::new(self.ground.model, self.ground.names, kind))
    }

    /// Makes an instance of a kind first.
    fn fixture(mut self, var: Var, kind: Option<KindId>, why: NoValue) -> Self {
        let made = self.scope(kind, why).and_then(|scope| {
            let recipe = scope.recipe(Extent::Minimal)?;
            Ok((scope.kind.id.clone(), recipe))
        });
        match made {
            Ok((kind, recipe)) => {
                self.case = self
                    .case
                    .needing([Need::Offers(kind.clone())])
                    .needing(recipe.needs)
                    .after(recipe.after)
                    .hazardous(Hazard::Own);
                // A second one may stand on the same entities as the first.
                for step in recipe.fixtures {
                    if !self.case.steps.contains(&step) {
                        self.case.steps.push(step);
                    }
                }
                self.case.steps.push(Step::Fixture(Fixture {
                    entity: var,
                    kind,
                    body: recipe.body,
                    drive: Vec::new(),
                }));
            }
            Err(reason) => self.missing = Some(reason),
        }
        self
    }

    /// Makes an instance of the kind, `it`.
    pub(super) fn it(self) -> Self {
        let kind = self.ground.kind;
        self.fixture(IT, kind, "no kind of the model can be instantiated")
    }

    /// Makes another instance of the kind, `two`.
    pub(super) fn two(self) -> Self {
        let kind = self.ground.kind;
        self.fixture(TWO, kind, "no kind of the model can be instantiated")
    }

    /// Makes an instance of another kind, `other`.
    pub(super) fn other(self) -> Self {
        let kind = self.ground.other;
        self.fixture(OTHER, kind, "the model has one kind of resource only")
    }

    /// Where `it` was refused, nothing bears its marker.
    pub(super) fn nothing_hidden(self) -> Self {
        let kind = self.ground.kind;
        match kind.map(|kind| self.ground.model.kind(kind).id.clone()) {
            Some(kind) => self.step(Step::NothingCreated { entity: IT, kind }),
            None => self,
        }
    }

    /// Makes a link, `it`, with its ends `source` and `target`.
    pub(super) fn link(self) -> Self {
        let kind = self.ground.link;
        self.fixture(IT, kind, "the model has no kind of link")
    }

    /// What a text of the case speaks of: the kind itself needs to be offered, nothing more.
    pub(super) fn of_kind(mut self) -> Self {
        match self.ground.kind {
            Some(kind) => {
                let id = self.ground.model.kind(kind).id.clone();
                self.case = self.case.needing([Need::Offers(id)]);
                match self.scope(Some(kind), "") {
                    Ok(scope) if scope.required().next().is_none() => {}
                    _ => self.missing = Some("every kind of the model has required attributes"),
                }
            }
            None => self.missing = Some("no kind of the model can be instantiated"),
        }
        self
    }

    /// The text speaks of another kind too.
    pub(super) fn of_other(mut self) -> Self {
        match self.ground.other {
            Some(kind) => {
                let id = self.ground.model.kind(kind).id.clone();
                self.case = self.case.needing([Need::Offers(id)]);
            }
            None => self.missing = Some("the model has one kind of resource only"),
        }
        self
    }

    /// The text speaks of an action of the kind.
    pub(super) fn of_action(mut self) -> Self {
        if !self
            .ground
            .text
            .iter()
            .any(|(place, _)| *place == "<<action>>")
        {
            self.missing = Some("the kind has no action in its first state");
        }
        self
    }

    /// What it touches.
    pub(super) fn hazardous(mut self, hazard: Hazard) -> Self {
        self.case = self.case.hazardous(hazard);
        self
    }

    /// The collection of the kind must hold entities of the run only, else the case is not run.
    pub(super) fn own_only(self) -> Self {
        let kind = self.ground.kind;
        self.only(kind)
    }

    /// The same for the other kind.
    pub(super) fn own_other_only(self) -> Self {
        let kind = self.ground.other;
        self.only(kind)
    }

    fn only(mut self, kind: Option<KindId>) -> Self {
        if let Some(kind) = kind {
            let kind = self.ground.model.kind(kind).id.clone();
            self.case.steps.push(Step::OwnOnly { kind });
        }
        self
    }

    /// It asks for what is sensible, and no document demands.
    pub(super) fn provisional(mut self) -> Self {
        self.case.grade = Grade::Provisional;
        self.case.level = Level::May;
        self
    }

    /// It belongs to another capability than its row does.
    pub(super) fn capability(mut self, capability: &str) -> Self {
        self.case.capabilities = vec![capability.to_owned()];
        self
    }

    /// It needs a rendering that not every endpoint has.
    pub(super) fn needing(mut self, need: Need) -> Self {
        self.case = self.case.needing([need]);
        self
    }

    /// It needs JSON.
    pub(super) fn json(self) -> Self {
        self.needing(Need::Renders(crate::case::Rendering::Json))
    }

    /// It uses a user mixin.
    pub(super) fn tagging(mut self, steps: impl IntoIterator<Item = TagStep>) -> Self {
        self.case = self
            .case
            .needing([Need::UserMixins])
            .hazardous(Hazard::Namespace);
        for step in steps {
            self.case.steps.push(Step::UserMixin(step));
        }
        self
    }

    /// Any step.
    pub(super) fn step(mut self, step: Step) -> Self {
        self.case.steps.push(step);
        self
    }

    /// Sends a request: method and target, header fields, body.
    pub(super) fn send(
        self,
        start: &'static str,
        headers: &[(&'static str, &str)],
        body: &str,
    ) -> Self {
        self.sent(start, headers, body, None)
    }

    /// Sends a request that creates an instance of the kind, `it`, if it succeeds.
    pub(super) fn create(
        mut self,
        start: &'static str,
        headers: &[(&'static str, &str)],
        body: &str,
    ) -> Self {
        self = self.of_kind();
        let kind = self.ground.kind;
        match kind {
            Some(kind) => {
                let made = {
                    let scope = Scope::new(self.ground.model, self.ground.names, kind);
                    let id = scope.creation_of(scope.kind, kind);
                    (id, scope.kind.id.clone())
                };
                self.case = self.case.after([made.0]).hazardous(Hazard::Own);
                self.sent(start, headers, body, Some((IT, made.1)))
            }
            None => self,
        }
    }

    fn sent(
        mut self,
        start: &'static str,
        headers: &[(&'static str, &str)],
        body: &str,
        creates: Option<(Var, CategoryId)>,
    ) -> Self {
        let (method, target) = start.split_once(' ').unwrap_or((start, "/"));
        let fill = |text: &str| self.ground.fill(text);
        let wire = Wire {
            method,
            target: fill(target),
            headers: headers
                .iter()
                .map(|(name, value)| (*name, fill(value)))
                .collect(),
            body: fill(body),
            creates,
            anonymous: false,
            framing: Framing::Length,
        };
        self.case.steps.push(Step::Wire(wire));
        self
    }

    /// The request before goes without the credentials of the run, which must have some.
    pub(super) fn anonymously(mut self) -> Self {
        if let Some(Step::Wire(wire)) = self.case.steps.last_mut() {
            wire.anonymous = true;
        }
        self.needing(Need::Login)
    }

    /// The request before is framed in a way of its own, which takes a connection.
    pub(super) fn framed(mut self, framing: Framing) -> Self {
        if let Some(Step::Wire(wire)) = self.case.steps.last_mut() {
            wire.framing = framing;
        }
        self.needing(Need::Framing)
    }

    /// The so many requests before are sent at the same time.
    pub(super) fn together(mut self, many: usize) -> Self {
        let from = self.case.steps.len().saturating_sub(many);
        let sent = self.case.steps.split_off(from).into_iter();
        let wires = sent.filter_map(|step| match step {
            Step::Wire(wire) => Some(wire),
            _ => None,
        });
        self.case.steps.push(Step::Together(wires.collect()));
        self
    }

    /// Creates a link of the kind of Core from `it` to a URL, `other`.
    pub(super) fn link_to(mut self, url: &str) -> Self {
        let link = self.ground.model.kind(self.ground.model.core().link);
        let (Some(source), Some(target)) = (link.attribute(SOURCE), link.attribute(TARGET)) else {
            self.missing = Some("the version has no attributes for the ends of links");
            return self;
        };
        if link.location.is_none() {
            self.missing = Some("links of the kind of Core have no location");
        }
        let mut body = Body {
            kind: Some(link.id.clone()),
            attributes: vec![
                (source.name.clone(), Datum::Url(IT)),
                (target.name.clone(), Datum::Value(url.into())),
            ],
            ..Body::default()
        };
        mark(link, &mut body);
        self.case = self.case.needing([Need::Offers(link.id.clone())]);
        self.step(Step::Call(Call {
            method: "POST",
            target: Target::Collection(link.id.clone()),
            action: None,
            rendering: Choice::Run,
            payload: Payload::Entity(body),
            creates: Some((OTHER, link.id.clone())),
        }))
    }

    /// The answer is graded.
    pub(super) fn expect(self, situation: Situation) -> Self {
        self.step(Step::Expect(Assertion::Answer(situation)))
    }

    fn filled(&self, test: Test) -> Test {
        let mut test = test;
        if let Some(text) = test.text_mut() {
            *text = self.ground.fill(text);
        }
        test
    }

    /// A header field of the answer.
    pub(super) fn field(self, name: &'static str, test: Test) -> Self {
        let test = self.filled(test);
        self.step(Step::Expect(Assertion::Field(name, test)))
    }

    /// The body of the answer.
    pub(super) fn text(self, test: Test) -> Self {
        let test = self.filled(test);
        self.step(Step::Expect(Assertion::Text(test)))
    }

    /// A part of a JSON answer.
    pub(super) fn part(self, pointer: &'static str, test: Test) -> Self {
        let test = self.filled(test);
        self.step(Step::Expect(Assertion::Json(pointer, test)))
    }

    /// Reads an entity in the rendering of the run.
    pub(super) fn read(self, entity: Var, into: Var) -> Self {
        self.step(Step::Read {
            entity,
            rendering: Choice::Run,
            into,
        })
    }

    /// Looks at what was read last.
    pub(super) fn check(self, facts: Vec<Fact>) -> Self {
        self.step(Step::Check { read: SEEN, facts })
    }

    /// Nothing about an entity has changed since it was read as [`BEFORE`].
    pub(super) fn unchanged(self, entity: Var) -> Self {
        self.read(entity, SEEN).step(Step::Same {
            left: BEFORE,
            right: SEEN,
            except: Vec::new(),
        })
    }

    /// A value of `it`: an attribute and what it must be.
    pub(super) fn shows(self, name: &str, value: &str) -> Self {
        match AttributeName::new(name) {
            Ok(name) => {
                let value = Datum::Value(value.into());
                self.read(IT, SEEN).check(vec![Fact::Value(name, value)])
            }
            Err(_) => self,
        }
    }
}

/// A test for a text that contains another.
pub(super) fn has(text: &str) -> Test {
    Test::Has(text.to_owned())
}

/// A test for a text that does not contain another.
pub(super) fn lacks(text: &str) -> Test {
    Test::Lacks(text.to_owned())
}

/// A test for exactly this text.
pub(super) fn is(text: &str) -> Test {
    Test::Is(text.to_owned())
}

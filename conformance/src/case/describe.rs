//! Cases in words: what each sends and expects, for people.

use occi_model::{AttributeName, CategoryId};

use super::{
    Assertion, Body, Call, Case, Choice, Datum, Fact, Filter, Fixture, Payload, Step, TagStep,
    Target, Wire,
};
use crate::requirement;

/// A case as text: title, id, requirements, and a line for each step.
#[must_use]
pub fn describe(case: &Case) -> String {
    let mut text = format!("{}\n    {}\n", case.id, case.title);
    for id in &case.requirements {
        if let Some(row) = requirement::find(id) {
            text.push_str(&format!(
                "    {id} ({}): {}\n",
                row.level.as_str().to_uppercase(),
                row.text
            ));
        }
    }
    for (at, step) in case.steps.iter().enumerate() {
        text.push_str(&format!("  {:>2}. {}\n", at + 1, self::step(step)));
    }
    text
}

fn step(step: &Step) -> String {
    match step {
        Step::Fixture(fixture) => given(fixture),
        Step::Tag { entity } => {
            format!("add a user mixin of the run's own and attach it to {entity}")
        }
        Step::Call(call) => self::call(call),
        Step::Wire(wire) => self::wire(wire),
        Step::Together(wires) => {
            let each: Vec<String> = wires.iter().map(wire).collect();
            format!("at the same time: {}", each.join("; and "))
        }
        Step::Keep(var) => format!("keep the answer as {var}"),
        Step::Expect(assertion) => format!("expect {}", expectation(assertion)),
        Step::Read {
            entity,
            rendering,
            into,
        } => format!("read {entity} {} as {into}", choice(*rendering)),
        Step::Check { read, facts } => {
            let facts: Vec<String> = facts.iter().map(fact).collect();
            format!("{read} must show {}", facts.join("; "))
        }
        Step::Same {
            left,
            right,
            except,
        } => {
            let except = match except.is_empty() {
                true => String::new(),
                false => format!(" but for {}", names(except)),
            };
            format!("{left} and {right} must be the same{except}")
        }
        Step::Await {
            entity,
            attribute,
            state,
        } => format!("wait until {entity} has {attribute} = {state:?}"),
        Step::Listed {
            entity,
            collection,
            rendering,
            present,
        } => format!(
            "the collection of {} {} must {}hold {entity}",
            short(collection),
            choice(*rendering),
            not(*present)
        ),
        Step::Tagged { entity, present } => {
            format!(
                "the user mixin's collection must {}hold {entity}",
                not(*present)
            )
        }
        Step::Announce { version, rendering } => {
            format!(
                "GET the query interface {} as a client of {version}",
                choice(*rendering)
            )
        }
        Step::UserMixin(step) => tag(step),
        Step::Inline { source, link, kind } => {
            format!("find the {} of {source} and call it {link}", short(kind))
        }
        Step::Lists { has, lacks, size } => {
            let mut parts: Vec<String> = has.iter().map(|var| format!("hold {var}")).collect();
            parts.extend(lacks.iter().map(|var| format!("not hold {var}")));
            parts.extend(size.map(|size| format!("have {size} members")));
            format!("the answer must {}", parts.join(", "))
        }
        Step::Pages { kind, entities } => {
            let all: Vec<String> = entities.iter().map(ToString::to_string).collect();
            format!(
                "the pages of the collection of {} must hold {} together, none twice",
                short(kind),
                all.join(", ")
            )
        }
        Step::Gone { entity } => format!("{entity} must not be readable any more"),
        Step::NothingCreated { entity, kind } => {
            format!("no {} like {entity} must have been created", short(kind))
        }
        Step::Remember { kind } => {
            format!("remember the members of the collection of {}", short(kind))
        }
        Step::OwnOnly { kind } => {
            format!(
                "go on only if every member of the collection of {} is the run's own",
                short(kind)
            )
        }
    }
}

fn given(fixture: &Fixture) -> String {
    let mut text = format!(
        "given {}, a new {}: {}",
        fixture.entity,
        short(&fixture.kind),
        body(&fixture.body)
    );
    for drive in &fixture.drive {
        text.push_str(&format!(
            ", brought to {:?} by {}",
            drive.to,
            drive.action.term()
        ));
    }
    text
}

fn call(call: &Call) -> String {
    let target = match &call.target {
        Target::Query => "the query interface".to_owned(),
        Target::Collection(category) => format!("the collection of {}", short(category)),
        Target::Page(category, query) => {
            format!("the collection of {} with ?{query}", short(category))
        }
        Target::Entity(var) => var.to_string(),
    };
    let action = match &call.action {
        Some(term) => format!(" with ?action={term}"),
        None => String::new(),
    };
    let created = match &call.creates {
        Some((var, _)) => format!(", which would be {var}"),
        None => String::new(),
    };
    format!(
        "{} {target}{action} {}{}{created}",
        call.method,
        choice(call.rendering),
        payload(&call.payload)
    )
}

fn payload(payload: &Payload) -> String {
    match payload {
        Payload::Nothing => String::new(),
        Payload::Entity(entity) => format!(": {}", body(entity)),
        Payload::Invocation { action, parameters } => {
            let with = match parameters.is_empty() {
                true => String::new(),
                false => format!(" with {}", attributes(parameters)),
            };
            format!(": invoke {}{with}", short(action))
        }
        Payload::WithLink { entity, link } => {
            format!(": {}, and inside it {}", body(entity), body(link))
        }
        Payload::Locations(entities) => {
            let all: Vec<String> = entities.iter().map(ToString::to_string).collect();
            format!(": the locations of {}", all.join(", "))
        }
        Payload::Filter(Filter::Category(category)) => format!(", filtered by {}", short(category)),
        Payload::Filter(Filter::Attribute { name, value, .. }) => {
            format!(", filtered by {name} = {}", datum(value))
        }
        Payload::AsRead(var) => format!(": the octets of {var}"),
        Payload::Raw { content_type, text } => format!(": {text:?} as {content_type}"),
    }
}

fn wire(wire: &Wire) -> String {
    let mut text = format!("{} {}", wire.method, wire.target);
    if wire.anonymous {
        text.push_str(", without credentials");
    }
    if let Some(unusual) = wire.framing.describe() {
        text.push_str(&format!(", {unusual}"));
    }
    for (name, value) in &wire.headers {
        text.push_str(&format!(", {name}: {value:?}"));
    }
    if !wire.body.is_empty() {
        text.push_str(&format!(", body {:?}", wire.body));
    }
    text
}

fn body(body: &Body) -> String {
    let mut parts = Vec::new();
    parts.extend(
        body.kind
            .as_ref()
            .map(|kind| format!("kind {}", short(kind))),
    );
    parts.extend(
        body.mixins
            .iter()
            .map(|mixin| format!("mixin {}", short(mixin))),
    );
    let templates = body.templates.iter();
    parts.extend(
        templates.map(|(family, nth)| format!("template {} of {}", nth + 1, short(family))),
    );
    if !body.attributes.is_empty() {
        parts.push(attributes(&body.attributes));
    }
    match parts.is_empty() {
        true => "nothing".to_owned(),
        false => parts.join(", "),
    }
}

fn attributes(attributes: &[(AttributeName, Datum)]) -> String {
    let all = attributes
        .iter()
        .map(|(name, value)| format!("{name} = {}", datum(value)));
    all.collect::<Vec<_>>().join(", ")
}

fn datum(datum: &Datum) -> String {
    match datum {
        Datum::Value(value) => value.to_string(),
        Datum::Marker => "(marker)".to_owned(),
        Datum::Marked(tail) => format!("(marker){tail}"),
        Datum::Url(var) => format!("(URL of {var})"),
        Datum::Path(var) => format!("(path of {var})"),
        Datum::Beside(var, name) => format!("(URL of {name:?} beside {var})"),
    }
}

fn expectation(assertion: &Assertion) -> String {
    match assertion {
        Assertion::Answer(situation) => {
            let graded = situation.graded();
            format!("{} ({})", graded.describe(), graded.situation)
        }
        Assertion::TypeAsAsked => "the content type that was asked for".to_owned(),
        Assertion::Allow => "the methods that are allowed".to_owned(),
        Assertion::Location(var) => format!("the absolute location of {var}"),
        Assertion::Shows(shown) => format!("{} with all its data", short(&shown.id)),
        Assertion::Field(name, test) => format!("{name}: {}", test.describe()),
        Assertion::Text(test) => format!("a body of {}", test.describe()),
        Assertion::Json(pointer, test) => format!("at {pointer:?} {}", test.describe()),
        Assertion::LikeKept(var) => format!("the lines of {var}, in any order"),
    }
}

fn fact(fact: &Fact) -> String {
    match fact {
        Fact::Kind(kind) => format!("the kind {}", short(kind)),
        Fact::Mixin(mixin) => format!("the mixin {}", short(mixin)),
        Fact::LacksMixin(mixin) => format!("no mixin {}", short(mixin)),
        Fact::Tagged(present) => format!("{}the user mixin", no(*present)),
        Fact::Template {
            family,
            nth,
            present,
        } => format!("{}template {} of {}", no(*present), nth + 1, short(family)),
        Fact::OneTemplate { family } => format!("one template of {}", short(family)),
        Fact::Value(name, value) => format!("{name} = {}", datum(value)),
        Fact::Shown(name) => format!("a value of {name}"),
        Fact::Absent(name) => format!("no value of {name}"),
        Fact::AbsentOr(name, value) => format!("no value of {name}, or {}", datum(value)),
        Fact::Valid => "only what its kind and mixins define, inside the facets".to_owned(),
        Fact::Offers(actions) => {
            let terms: Vec<&str> = actions.iter().map(CategoryId::term).collect();
            format!("the actions [{}] and no others", terms.join(", "))
        }
        Fact::Initial { attribute, state } => {
            format!("{attribute} = {state:?}, or where it has moved on to by itself")
        }
        Fact::Follows { attribute, state } => {
            format!("{attribute} = {state:?}; tolerated: another state that has a way on")
        }
        Fact::IdIsNot(text) => format!("another id than {text:?}"),
        Fact::ShowsLink(var) => format!("the link {var}"),
        Fact::LacksLink(var) => format!("no link {var}"),
    }
}

fn tag(step: &TagStep) -> String {
    match step {
        TagStep::Name => "think of a user mixin that nobody has".to_owned(),
        TagStep::Add => "add a user mixin".to_owned(),
        TagStep::AddAgain => "add the same user mixin again".to_owned(),
        TagStep::AddReserved => "add a user mixin under the scheme of the standard".to_owned(),
        TagStep::Put => "describe a user mixin with PUT".to_owned(),
        TagStep::Remove => "remove the user mixin".to_owned(),
        TagStep::Shown(times) => {
            format!("the query interface must show the user mixin {times} times")
        }
        TagStep::Empty => "the user mixin's collection must be empty".to_owned(),
        TagStep::Members(method, var) => {
            format!("{method} the location of {var} to the user mixin's")
        }
    }
}

fn choice(choice: Choice) -> String {
    match choice {
        Choice::Run => "in the run's rendering".to_owned(),
        Choice::Only(rendering) => format!("in {}", rendering.media().as_str()),
        Choice::Prefer(rendering) => {
            format!("in {} where there is one", rendering.media().as_str())
        }
    }
}

/// The term, and the end of the scheme before it: `infrastructure#compute`.
fn short(id: &CategoryId) -> &str {
    let text = id.as_str();
    text.rfind('/')
        .and_then(|at| text.get(at + 1..))
        .unwrap_or(text)
}

fn names(names: &[AttributeName]) -> String {
    names
        .iter()
        .map(AttributeName::as_str)
        .collect::<Vec<_>>()
        .join(", ")
}

const fn not(present: bool) -> &'static str {
    if present { "" } else { "not " }
}

const fn no(present: bool) -> &'static str {
    if present { "" } else { "no " }
}

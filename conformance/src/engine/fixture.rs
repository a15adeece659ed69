//! Fixtures: entities that a case needs, and the states that they must be in (sections 7.1, 7.2).

use occi_model::Value;

use super::performance::{Performance, Stop};
use crate::case::{Call, Choice, Datum, Drive, Fixture, Payload, Rendering, Target, Var};

impl Performance<'_> {
    /// Makes an entity that the case needs.
    pub(super) async fn fixture(&mut self, fixture: &Fixture) -> Result<(), Stop> {
        let lists = fixture
            .body
            .attributes
            .iter()
            .any(|(_, datum)| matches!(datum, Datum::Value(Value::List(_) | Value::Hash(_))));
        let call = Call {
            method: "POST",
            target: Target::Collection(fixture.kind.clone()),
            action: None,
            rendering: if lists {
                Choice::Prefer(Rendering::Json)
            } else {
                Choice::Run
            },
            payload: Payload::Entity(fixture.body.clone()),
            creates: Some((fixture.entity.clone(), fixture.kind.clone())),
        };
        self.call(&call).await?;
        let status = self.last.as_ref().map_or(0, |last| last.response.status);
        let term = fixture.kind.term().to_owned();
        if !(200..300).contains(&status) {
            return Err(Stop::Blocked(format!(
                "the {term} that the case needs is refused with {status}"
            )));
        }
        if self.entity(&fixture.entity)?.path.is_none() {
            return Err(Stop::Blocked(format!(
                "nobody tells where the {term} that the case needs is"
            )));
        }
        for drive in &fixture.drive {
            self.drive(&fixture.entity, drive).await?;
        }
        Ok(())
    }

    async fn drive(&mut self, entity: &Var, drive: &Drive) -> Result<(), Stop> {
        let call = Call {
            method: "POST",
            target: Target::Entity(entity.clone()),
            action: Some(drive.action.term().to_owned()),
            rendering: Choice::Run,
            payload: Payload::Invocation {
                action: drive.action.clone(),
                parameters: drive.parameters.clone(),
            },
            creates: None,
        };
        let not_driven = |why: String| {
            Stop::Blocked(format!(
                "{} does not lead to {}: {why}",
                drive.action.term(),
                drive.to
            ))
        };
        self.call(&call).await?;
        let status = self.last.as_ref().map_or(0, |last| last.response.status);
        if !(200..300).contains(&status) {
            return Err(not_driven(format!("status {status}")));
        }
        match self.await_state(entity, &drive.attribute, &drive.to).await {
            Err(Stop::Failed(failure)) => Err(not_driven(failure.actual)),
            other => other,
        }
    }
}

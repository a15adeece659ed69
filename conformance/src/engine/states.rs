//! Waiting for states (7.3).

use std::{collections::BTreeSet, time::Instant};

use occi_model::{
    AttributeName,
    model::{StateMachine, Trigger},
};

use super::performance::{Performance, Stop};
use crate::{
    case::{Choice, Var},
    verdict::Code,
};

impl Performance<'_> {
    /// Polls until the entity is in a state, and as many looks as the settings ask for in a row show
    /// it. Slow is not wrong (9.5); but what stands in a state that only a client leads out of will
    /// not come.
    pub(super) async fn await_state(
        &mut self,
        entity: &Var,
        attribute: &AttributeName,
        state: &str,
    ) -> Result<(), Stop> {
        let seen = Var::named("awaited");
        let settings = &self.runner.settings;
        let patience = settings.timeouts.state_change;
        let (started, mut pause) = (Instant::now(), settings.timeouts.first_pause);
        let mut in_a_row = 0;
        loop {
            self.read(entity, Choice::Run, &seen).await?;
            let shot = self.shot(&seen)?;
            let found = shot.state(attribute).to_owned();
            if found == state {
                in_a_row += 1;
                if in_a_row >= settings.stable {
                    self.states.insert(entity.clone(), found);
                    return Ok(());
                }
                // It is there, which is what there was no patience for.
                tokio::time::sleep(settings.timeouts.first_pause).await;
                continue;
            }
            if in_a_row > 0 {
                let seen = format!("{found}, after {in_a_row} looks that showed it");
                let wanted = format!("{state} in {} looks in a row", settings.stable);
                return Err(self.failed(Code::WrongFact, attribute.as_str(), wanted, seen));
            }
            let machine = self.model_kind(shot).and_then(|kind| kind.states.as_ref());
            let is_stuck = machine.is_some_and(|machine| {
                let before = self.states.get(entity).map_or(&*machine.initial, |s| s);
                is_stuck(machine, before, &found, state)
            });
            if is_stuck {
                return Err(self.failed(Code::WrongFact, attribute.as_str(), state, found));
            }
            if !self.again(started, &mut pause, patience).await {
                return Err(if patience.bound {
                    self.failed(Code::WrongFact, attribute.as_str(), state, found)
                } else {
                    Stop::Inconclusive(format!(
                        "{attribute} is still {found} instead of {state} after {} s",
                        patience.limit.as_secs()
                    ))
                });
            }
        }
    }
}

/// Whether what was `before`, and is `found` now, cannot come to `wanted` any more. A state that the
/// definition does not know says nothing; the state before may be left late.
fn is_stuck(machine: &StateMachine, before: &str, found: &str, wanted: &str) -> bool {
    let is_known = machine.states.iter().any(|state| *state.name == *found);
    let is_left = machine.transitions.iter().any(|way| *way.from == *found);
    is_known && (found != before || !is_left) && !comes_to(machine, found, wanted)
}

/// Whether the server itself leads from one state to another: by events, or on the way that an
/// action began (D-34).
fn comes_to(machine: &StateMachine, from: &str, to: &str) -> bool {
    let mut reached = BTreeSet::from([from]);
    let mut open = vec![from];
    while let Some(state) = open.pop() {
        for way in &machine.transitions {
            let begins = *way.from == *state && matches!(way.trigger, Trigger::Event(_));
            let is_on_it = way.via.as_deref() == Some(state);
            if !begins && !is_on_it {
                continue;
            }
            let ends = [Some(&way.to), way.failure.as_ref()];
            let via = way.via.as_ref().filter(|_| begins);
            for next in ends.into_iter().chain([via]).flatten() {
                if reached.insert(next) {
                    open.push(next);
                }
            }
        }
    }
    reached.contains(to)
}

#[cfg(test)]
mod tests {
    use occi_grammar::{MemoryResolver, compile};
    use occi_model::Profile;

    use super::*;

    #[test]
    fn only_what_a_client_leads_out_of_is_stuck() {
        let text = "extension test \"http://example.com/test#\";\nuse core;\n\
            kind thing : core.resource {\n\
                readonly always com.example.state: enum { off, rising, on, held, failed } = off;\n\
                action start; action hold; action release;\n\
                states com.example.state {\n\
                    initial final off { start -> on via rising | failed; }\n\
                    rising;\n\
                    on { hold -> held; event -> off; }\n\
                    held { release -> on; }\n\
                    failed;\n\
                }\n\
            }\n";
        let mut resolver = MemoryResolver::new().with("test", text);
        let compiled = compile("test", &mut resolver, Profile::Union);
        let model = compiled
            .model
            .unwrap_or_else(|| panic!("{}", compiled.faults));
        let kind = model.find_kind("http://example.com/test#thing").unwrap();
        let machine = model.kind(kind).states.as_ref().unwrap();
        for (before, found, wanted, expected) in [
            // Still there, on the way, or somewhere that nobody knows.
            ("off", "off", "on", false),
            ("off", "rising", "on", false),
            ("off", "starting", "on", false),
            // The server may go on from here.
            ("held", "on", "off", false),
            // Only a client leads on.
            ("off", "held", "on", true),
            ("off", "failed", "on", true),
            ("failed", "failed", "on", true),
        ] {
            assert_eq!(
                is_stuck(machine, before, found, wanted),
                expected,
                "from {before} to {wanted}, {found}"
            );
        }
    }
}

//! Doing what a plan says.

use occi_model::{Location, Value};

use super::{
    Done,
    plan::{Action, Change, End, Plan, Step, What, mixins, values},
    record::{Applied, AppliedInstance},
};
use crate::{
    Instance,
    client::{Client, ClientError},
    wire::{SOURCE, TARGET},
};

/// Why a plan was not carried out to its end. What was done before stays done, and stands in the
/// [`Applied`].
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ApplyError {
    /// Something stands in the way; nothing was done.
    #[error("{0} cannot become what it should be; nothing was changed")]
    Blocked(String),
    /// The server refuses a step, or cannot be reached any more.
    #[error("cannot {step}: {error}")]
    Refused {
        /// What was to be done: `create web`.
        step: String,
        /// What the server says.
        error: Box<ClientError>,
    },
    /// A link leads to a resource that is not there.
    #[error("cannot {step}: there is no `{resource}` that it could be connected with")]
    NoEnd {
        /// What was to be done.
        step: String,
        /// The resource.
        resource: String,
    },
    /// Whoever watches wants no more.
    #[error("{0}")]
    Stopped(String),
}

impl Client {
    /// Carries a plan out, step by step, and keeps `applied` up to date. After each step `watch`
    /// is told what was done, with what there is now, so that it can be stored; when it fails,
    /// nothing more is done.
    ///
    /// # Errors
    ///
    /// When the plan is blocked, the server refuses a step, or `watch` fails.
    pub async fn apply(
        &self,
        plan: &Plan,
        applied: &mut Applied,
        watch: &mut (dyn FnMut(&Done, &Applied) -> Result<(), String> + Send),
    ) -> Result<(), ApplyError> {
        let blocked = |step: &&Step| matches!(step.action, Action::Blocked(_));
        if let Some(step) = plan.steps.iter().find(blocked) {
            return Err(ApplyError::Blocked(format!("`{}`", step.name)));
        }
        for step in &plan.steps {
            let Some(done) = self.step(step, applied).await? else {
                continue;
            };
            watch(&done, applied).map_err(ApplyError::Stopped)?;
        }
        Ok(())
    }

    async fn step(&self, step: &Step, applied: &mut Applied) -> Result<Option<Done>, ApplyError> {
        let refused = |word: &str, error| ApplyError::Refused {
            step: format!("{word} `{}`", step.name),
            error: Box::new(error),
        };
        let done = |word, location: Option<String>| {
            Some(Done {
                word,
                name: step.name.clone(),
                location,
            })
        };
        if let (
            true,
            What::Entity {
                resource,
                link,
                wanted,
                ..
            },
            Some(location),
        ) = (step.adopted, &step.what, &step.location)
        {
            let adopted = AppliedInstance {
                location: location.clone(),
                kind: wanted.kind.clone(),
                adopted: true,
            };
            applied.put(resource, link.as_deref(), adopted);
        }
        Ok(match (&step.action, &step.what) {
            (Action::Unchanged, What::Entity { .. }) if step.adopted => {
                done("adopted", step.location.clone())
            }
            (Action::Release, What::Gone { resource, link }) => {
                applied.remove(resource, link.as_deref());
                done("released", step.location.clone())
            }
            (Action::Create, What::Tag(tag)) => {
                let location = tag.location.as_ref().map(Location::as_str);
                self.define_tag(&tag.id, tag.title.as_deref(), location)
                    .await
                    .map_err(|error| refused("create", error))?;
                applied.tags.push(tag.id.clone());
                done("created", None)
            }
            (Action::Delete, What::TagGone(id)) => {
                self.remove_tag(id)
                    .await
                    .map_err(|error| refused("delete", error))?;
                applied.tags.retain(|one| one != id);
                done("deleted", None)
            }
            (
                Action::Create,
                What::Entity {
                    resource,
                    link,
                    wanted,
                    target,
                },
            ) => {
                let mut instance = Instance::clone(wanted);
                if let Some(target) = target {
                    let create = format!("create `{}`", step.name);
                    let source = place(applied, resource, &create)?;
                    let target = target_of(applied, target, &create)?;
                    instance.set(SOURCE.clone(), Some(source));
                    instance.set(TARGET.clone(), Some(target));
                }
                let kind = instance.kind.clone();
                let made = match instance.location.take() {
                    Some(path) => self.replace_instance(&path, instance).await,
                    None => self.create_instance(instance).await,
                };
                let made = made.map_err(|error| refused("create", error))?;
                let location = made.location.unwrap_or_default();
                let created = AppliedInstance {
                    location: location.clone(),
                    kind,
                    adopted: false,
                };
                applied.put(resource, link.as_deref(), created);
                done("created", Some(location))
            }
            (
                Action::Update(changes),
                What::Entity {
                    resource,
                    wanted,
                    target,
                    ..
                },
            ) => {
                let update = format!("update `{}`", step.name);
                let location = step.location.clone().unwrap_or_default();
                let mut instance = Instance::new(wanted.kind.clone());
                instance.mixins = mixins(changes);
                instance.attributes = values(changes);
                if changes.contains(&Change::Source) {
                    let source = place(applied, resource, &update)?;
                    instance.set(SOURCE.clone(), Some(source));
                }
                if let (true, Some(target)) = (changes.contains(&Change::Target), target) {
                    let target = target_of(applied, target, &update)?;
                    instance.set(TARGET.clone(), Some(target));
                }
                self.update_instance(&location, instance)
                    .await
                    .map_err(|error| refused("update", error))?;
                done("updated", Some(location))
            }
            (Action::Delete, What::Gone { resource, link }) => {
                let location = step.location.clone().unwrap_or_default();
                match self.delete_at(&location).await {
                    Ok(()) => {}
                    // Gone already, perhaps with its source.
                    Err(error) if error.is_not_found() => {}
                    Err(error) => return Err(refused("delete", error)),
                }
                applied.remove(resource, link.as_deref());
                done("deleted", Some(location))
            }
            _ => None,
        })
    }
}

/// Where a resource is.
fn place(applied: &Applied, resource: &str, step: &str) -> Result<Value, ApplyError> {
    match applied.instance(resource, None) {
        Some(found) => Ok(Value::from(&*found.location)),
        None => Err(ApplyError::NoEnd {
            step: step.to_owned(),
            resource: resource.to_owned(),
        }),
    }
}

fn target_of(applied: &Applied, target: &End, step: &str) -> Result<Value, ApplyError> {
    match target {
        End::Uri(uri) => Ok(Value::from(&**uri)),
        End::Resource(name) => place(applied, name, step),
    }
}

//! The values of an instance: which attributes it has, and what they may be.

use std::{collections::HashMap, rc::Rc, sync::Arc};

use super::{
    ends::Facts,
    mixins::Attached,
    shape::{ID, Known, SOURCE, SOURCE_KIND, SUMMARY, Shape, TARGET, TARGET_KIND, TITLE},
};
use crate::{
    attributes::Attributes,
    build::report::{Report, with_nearest},
    codes,
    draft::{EntityDraft, SettingDraft},
    fault::Fault,
    model::{Access, Attribute, KindId, Mixin, MixinId, Model},
    origin::{Located, Origin},
    types::FaultClass,
    value::Value,
};

/// Reads the values of one instance.
pub(super) struct Reader<'a> {
    model: &'a Model,
    kind: KindId,
    attached: &'a Attached,
    draft: &'a EntityDraft,
    texts: bool,
    pub(super) shape: Rc<Shape>,
    places: HashMap<&'a str, Origin>,
    /// Values that a client may give.
    attributes: Attributes,
    /// Values that only the server sets.
    pub(super) state: Attributes,
}

impl<'a> Reader<'a> {
    pub(super) fn new(
        model: &'a Model,
        kind: KindId,
        attached: &'a Attached,
        draft: &'a EntityDraft,
        texts: bool,
        shape: Rc<Shape>,
    ) -> Self {
        Self {
            model,
            kind,
            attached,
            draft,
            texts,
            shape,
            places: HashMap::new(),
            attributes: Attributes::new(),
            state: Attributes::new(),
        }
    }

    /// The values that a client may give, and those that only the server sets.
    pub(super) fn finish(self) -> (Attributes, Attributes) {
        (self.attributes, self.state)
    }

    /// Name of the instance.
    pub(super) fn name(&self) -> &'a str {
        &self.draft.name.value
    }

    /// Where the instance is named.
    pub(super) fn place(&self) -> Origin {
        self.draft.name.origin
    }

    /// Reads title, summary and all settings.
    pub(super) fn read(
        &mut self,
        id: Option<&str>,
        summary: Option<&Located<String>>,
        link: Option<&Facts<'_, '_>>,
        report: &mut Report,
    ) {
        let draft = self.draft;
        let words = [(TITLE, draft.title.as_ref()), (SUMMARY, summary)];
        for (name, text) in words {
            if let Some(text) = text {
                let value = Located::new(Value::from(&*text.value), text.origin);
                self.set(name, text.origin, &value, report);
            }
        }
        for setting in &draft.attributes {
            if self.places.contains_key(&*setting.name.value) {
                self.e0256_again(setting, report);
                continue;
            }
            let said = &setting.value.value;
            let implied = match &*setting.name.value {
                ID => Some((
                    id.is_none() || said.as_str() == id,
                    "the id of the instance",
                )),
                SOURCE => link.map(|link| {
                    (
                        said.as_str().is_some_and(|text| link.source.is(text)),
                        "the resource that the link is written in",
                    )
                }),
                SOURCE_KIND => link.and_then(|link| {
                    let kind = &self.model.kind(link.source.kind?).id;
                    Some((
                        said.as_str() == Some(kind.as_str()),
                        "the kind of the resource that the link is written in",
                    ))
                }),
                TARGET => link.map(|link| {
                    (
                        said.as_str().is_some_and(|text| link.leads_to(text)),
                        "the target of the link",
                    )
                }),
                TARGET_KIND => link.and_then(|link| {
                    let kind = &self.model.kind(link.target_kind()?).id;
                    Some((
                        said.as_str() == Some(kind.as_str()),
                        "the kind of the target of the link",
                    ))
                }),
                _ => None,
            };
            match implied {
                // It says again what has been said.
                Some((true, _)) => {
                    self.places.insert(&setting.name.value, setting.name.origin);
                }
                Some((false, what)) => e0256_contradiction(setting, what, report),
                None => self.set(
                    &setting.name.value,
                    setting.name.origin,
                    &setting.value,
                    report,
                ),
            }
        }
    }

    /// E0256: each attribute has one value (OCCIware 23).
    fn e0256_again(&self, setting: &SettingDraft, report: &mut Report) {
        let name = &*setting.name.value;
        let earlier = self.attributes.get(name).or_else(|| self.state.get(name));
        // Snapshots of others mirror title and summary among the values.
        if matches!(name, TITLE | SUMMARY) && earlier == Some(&setting.value.value) {
            return;
        }
        let fault = Fault::new(
            codes::E0256,
            setting.name.origin,
            format!("`{name}` has two values"),
        )
        .with_help("keep one of them");
        report.push(match self.places.get(name) {
            Some(&first) => fault.with_place(first, "the first one"),
            None => fault,
        });
    }

    fn set(&mut self, name: &'a str, origin: Origin, value: &Located<Value>, report: &mut Report) {
        self.places.insert(name, origin);
        let found = self
            .shape
            .definitions
            .get(name)
            .or_else(|| self.feature(name));
        let Some(attribute) = found.cloned() else {
            if self.attached.complete {
                self.e0253_unknown(name, origin, report);
            }
            return;
        };
        let value_type = &attribute.value_type;
        let given = match &value.value {
            Value::String(text) if self.texts => value_type.value_of_text(text),
            other => other.clone(),
        };
        let checked = match value_type.check(given) {
            Ok(checked) => checked,
            Err(fault) => {
                let help = match fault.class {
                    FaultClass::Literal => "write one of the literals",
                    FaultClass::Fraction => "write a whole number",
                    FaultClass::Below | FaultClass::Above => "write a number in the range",
                    _ => "write a value of the type",
                };
                report.push(
                    Fault::new(codes::E0254, value.origin, format!("`{name}`: {fault}"))
                        .with_label(format!("must be {}", fault.expected))
                        .with_help(help),
                );
                return;
            }
        };
        if !self.e0260_state(name, &checked, value.origin, report) {
            return;
        }
        if attribute.access == Access::ReadOnly {
            report.push(
                Fault::new(
                    codes::W0257,
                    origin,
                    format!("`{name}` is set by the server only"),
                )
                .with_label("kept as the state that is expected, and never sent")
                .with_note("clients may not give values of read-only attributes (D-23)")
                .with_help("remove the line, or allow the warning for a snapshot of a service"),
            );
            self.state.insert(attribute.name.clone(), checked);
        } else {
            self.attributes.insert(attribute.name.clone(), checked);
        }
    }

    /// The attribute whose Ecore feature has the name: typed configurations of OCCIware write
    /// `occiComputeCores` for `occi.compute.cores`.
    fn feature(&self, name: &str) -> Option<&Arc<Attribute>> {
        if !self.texts || name.contains('.') {
            return None;
        }
        let mut found: Vec<&Arc<Attribute>> = self
            .shape
            .definitions
            .values()
            .filter(|attribute| is_feature(attribute.name.as_str(), name))
            .collect();
        // `a.bC` and `a.b.c` have one feature; then nobody knows which is meant.
        found.pop().filter(|_| found.is_empty())
    }

    /// E0253: the instance has the attribute.
    fn e0253_unknown(&self, name: &str, origin: Origin, report: &mut Report) {
        let kind = &self.model.kind(self.kind).id;
        let carried = if self.attached.mixins.is_empty() {
            ""
        } else {
            " with these mixins"
        };
        let fault = Fault::new(
            codes::E0253,
            origin,
            format!("`{kind}`{carried} has no attribute `{name}`"),
        );
        let brings = |(id, mixin): &(MixinId, &Mixin)| {
            self.model.applies_to(*id, self.kind)
                && mixin
                    .attribute(name)
                    .is_some_and(|attribute| !attribute.is_setting)
        };
        if report.may_search()
            && let Some((_, mixin)) = self.model.mixins().find(brings)
        {
            report.push(fault.with_help(format!(
                "the mixin `{}` brings it: `with {}`",
                mixin.id,
                mixin.id.term()
            )));
            return;
        }
        let mut known: Vec<&str> = self.shape.definitions.keys().map(String::as_str).collect();
        known.sort_unstable();
        let near: Vec<String> = report
            .nearest(name, known)
            .into_iter()
            .map(str::to_owned)
            .collect();
        report.push(with_nearest(fault, &near));
    }

    /// E0260: the value of a state attribute is a state of the machine.
    fn e0260_state(&self, name: &str, value: &Value, origin: Origin, report: &mut Report) -> bool {
        let machine = self
            .shape
            .machines
            .iter()
            .find(|one| one.attribute == *name);
        let Some(machine) = machine else { return true };
        let is_state = value
            .as_str()
            .is_some_and(|text| machine.states.iter().any(|state| *state.name == *text));
        if is_state {
            return true;
        }
        let states: Vec<&str> = machine.states.iter().map(|state| &*state.name).collect();
        report.push(
            Fault::new(
                codes::E0260,
                origin,
                format!("{value} is no state of the machine over `{name}`"),
            )
            .with_note(format!(
                "the states are {}",
                crate::build::report::quoted(&states, "and")
            )),
        );
        false
    }

    /// E0255: what a client has to give is there (D-24), from a template or the configuration.
    pub(super) fn e0255_required(&self, report: &mut Report) {
        // A value that is there, but faulty, has been accused.
        let is_missing =
            |attribute: &&Arc<Attribute>| !self.places.contains_key(attribute.name.as_str());
        let missing = self.shape.required.iter().filter(is_missing);
        for attribute in missing {
            let mut fault = Fault::new(
                codes::E0255,
                self.draft.name.origin,
                format!(
                    "`{}` has no value of `{}`, which is required",
                    self.draft.name.value, attribute.name
                ),
            )
            .with_help(format!(
                "write `{} = …;`, {}",
                attribute.name,
                attribute.value_type.describe()
            ));
            fault.label = Some("missing here".to_owned());
            report.push(fault);
        }
    }

    /// What is known of the value that an attribute will have after creation (D-20).
    pub(super) fn known(&self, name: &str) -> Known {
        let given = self.attributes.get(name).or_else(|| self.state.get(name));
        match self.shape.known(name, given) {
            // It was given, but is faulty.
            Known::Nothing if self.places.contains_key(name) => Known::Unknown,
            known => known,
        }
    }
}

fn e0256_contradiction(setting: &SettingDraft, what: &str, report: &mut Report) {
    report.push(
        Fault::new(
            codes::E0256,
            setting.value.origin,
            format!("`{}` says something else than {what}", setting.name.value),
        )
        .with_help("remove the line: it is implied"),
    );
}

/// Whether a feature of Ecore is that of an attribute: its components joined, each but the first
/// with a capital.
fn is_feature(attribute: &str, feature: &str) -> bool {
    let mut rest = feature.chars();
    for (at, component) in attribute.split('.').enumerate() {
        for (place, expected) in component.chars().enumerate() {
            let expected = if at > 0 && place == 0 {
                expected.to_ascii_uppercase()
            } else {
                expected
            };
            if rest.next() != Some(expected) {
                return false;
            }
        }
    }
    rest.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::is_feature;

    #[test]
    fn features_are_joined_components() {
        assert!(is_feature("occi.compute.cores", "occiComputeCores"));
        assert!(is_feature("name", "name"));
        assert!(!is_feature("occi.compute.cores", "occiComputeCore"));
        assert!(!is_feature("occi.compute.core", "occiComputeCores"));
        assert!(!is_feature("occi.compute", "occi.compute"));
    }
}

//! From drafts of attributes and locations to their parts of the model.

use std::{collections::BTreeSet, sync::Arc};

use super::{
    report::Report,
    rules::{attributes, kinds, names, profile},
    types::Types,
    work::AttributeWork,
};
use crate::{
    draft::{AttributeDraft, DefaultDraft},
    model::{Attribute, DefaultValue},
    name::Location,
    origin::{Located, Origin},
    types::ValueType,
    value::Value,
    version::Profile,
};

/// Makes attributes and parameters.
pub(super) struct Lowering<'l, 's, 'd> {
    pub(super) profile: Profile,
    pub(super) types: &'l mut Types<'s, 'd>,
    pub(super) report: &'l mut Report,
    /// Names of attributes that the profile does not have.
    pub(super) dropped: &'l mut BTreeSet<&'d str>,
}

impl<'d> Lowering<'_, '_, 'd> {
    /// The attributes that the profile has.
    pub(super) fn attributes(
        &mut self,
        extension: usize,
        drafts: &'d [AttributeDraft],
    ) -> Vec<AttributeWork<'d>> {
        let mut made = Vec::with_capacity(drafts.len());
        for draft in drafts {
            names::e0224_versions("attribute", &draft.name, draft.versions, self.report);
            if self.profile.admits(draft.versions) {
                made.push(self.attribute(extension, draft));
            } else {
                self.dropped.insert(&draft.name.value);
            }
        }
        made
    }

    fn attribute(&mut self, extension: usize, draft: &'d AttributeDraft) -> AttributeWork<'d> {
        let name = attributes::m010_name(self.profile, &draft.name, self.report);
        let value_type = self
            .types
            .resolve(extension, &draft.value_type, self.report);
        attributes::m016_required_readonly(draft, self.report);
        attributes::m017_required_default(
            draft.required,
            &draft.name,
            draft.default.as_ref().map(|default| default.origin),
            self.report,
        );
        names::e0280_annotations(&draft.annotations, self.report);
        if let Some((value_type, _)) = &value_type {
            profile::m060_list_in_1_1(self.profile, draft, value_type, self.report);
            profile::m061_list_in_text(self.profile, draft, value_type, self.report);
        }
        let made = name
            .zip(value_type)
            .map(|(name, (value_type, named_type))| {
                let default = self.default(draft, &value_type);
                Arc::new(Attribute {
                    name,
                    value_type,
                    named_type,
                    access: draft.access,
                    required: draft.required,
                    always: draft.always,
                    default,
                    unit: draft.unit.clone(),
                    description: draft.description.clone(),
                    deprecated: draft.deprecated.clone(),
                    versions: draft.versions,
                    is_setting: false,
                    annotations: super::assemble::annotations(&draft.annotations),
                })
            });
        AttributeWork {
            draft,
            made,
            restates: None,
        }
    }

    fn default(&mut self, draft: &AttributeDraft, value_type: &ValueType) -> Option<DefaultValue> {
        let default = draft.default.as_ref()?;
        match &default.value {
            DefaultDraft::Value(value) => self.value(draft, value_type, (value, default.origin)),
            DefaultDraft::Text(text) => {
                let value = value_type.value_of_text(text);
                self.value(draft, value_type, (&value, default.origin))
            }
            DefaultDraft::Generated { template } => {
                attributes::m015_generated(
                    &draft.name.value,
                    value_type,
                    template.as_deref(),
                    default.origin,
                    self.report,
                );
                Some(DefaultValue::Generated {
                    template: template.as_deref().map(Arc::from),
                })
            }
        }
    }

    fn value(
        &mut self,
        draft: &AttributeDraft,
        value_type: &ValueType,
        written: (&Value, Origin),
    ) -> Option<DefaultValue> {
        let value = attributes::m015_value(&draft.name, value_type, written, self.report)?;
        let report = &mut *self.report;
        profile::w0236_default_that_text_cannot_carry(&draft.name, &value, written.1, report);
        Some(DefaultValue::Value(value))
    }

    /// The location of a kind or mixin; one without a leading slash gets it.
    pub(super) fn location(&mut self, written: Option<&Located<String>>) -> Option<Location> {
        kinds::m025_location(written?, self.report)
    }
}

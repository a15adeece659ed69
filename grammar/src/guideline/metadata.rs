//! The metadata block.

use occi_model::{
    Fault, Located, Origin,
    guideline::{Approval, Criterion, CriterionKey, GuidelineId, Metadata, Scoring, Status, code},
};

use super::fields::{Reading, Unknown, is_month};
use crate::json::Node;

const STATUSES: [&str; 4] = ["draft", "advisory", "approved", "superseded"];

impl Reading {
    pub(super) fn metadata(&mut self, node: &Node<'_>, place: Origin) -> Option<Metadata> {
        let fields = self.fields(
            node,
            "the metadata",
            place,
            &[
                "id",
                "schema",
                "reference",
                "source",
                "scoring",
                "os_trademark_approval",
                "strict",
            ],
            // The schema allows further keys here and nowhere else (Interop WG, schema 2.0).
            Unknown::Ignored,
        )?;
        let id = fields
            .required(self, "id")
            .and_then(|node| self.name(node, "the id", |text| GuidelineId::new(text)));
        let reference = fields
            .required(self, "reference")
            .and_then(|node| self.text(node, "the reference"));
        let source = fields
            .required(self, "source")
            .and_then(|node| self.text(node, "the source"));
        let scoring = fields
            .member("scoring")
            .map(|(key, node)| self.scoring(node, self.key_place(key)));
        let approval = match fields.member("os_trademark_approval") {
            Some((key, node)) => self.approval(node, self.key_place(key)),
            None => None,
        };
        let strict = fields
            .optional("strict")
            .and_then(|node| self.boolean(node, "`strict`"))
            .is_some_and(|strict| strict.value);
        Some(Metadata {
            id: id?,
            reference: reference?,
            source: source?,
            scoring,
            approval,
            strict,
        })
    }

    fn scoring(&mut self, node: &Node<'_>, place: Origin) -> Scoring {
        let Some(fields) = self.fields(
            node,
            "the scoring",
            place,
            &["cutoff_score", "criteria"],
            Unknown::Warned,
        ) else {
            return Scoring::default();
        };
        let cutoff = fields
            .optional("cutoff_score")
            .and_then(|node| self.whole(node, "the cut-off score"));
        let members = match fields.optional("criteria") {
            Some(node) => self.map(node, "`criteria`"),
            None => &[],
        };
        let criteria = members
            .iter()
            .filter_map(|member| {
                let key =
                    self.key_name(&member.key, "a criterion", |text| CriterionKey::new(text))?;
                self.criterion(key, &member.value, "description")
            })
            .collect();
        Scoring { cutoff, criteria }
    }

    /// `description` is the key of the description: schema 1.x writes it with a capital.
    pub(super) fn criterion(
        &mut self,
        key: Located<CriterionKey>,
        node: &Node<'_>,
        description: &'static str,
    ) -> Option<Criterion> {
        let what = format!("criterion `{}`", key.value);
        let fields = self.fields(
            node,
            &*what,
            key.origin,
            &["name", description, "weight"],
            Unknown::Warned,
        )?;
        let name = fields
            .required(self, "name")
            .and_then(|node| self.text(node, "the name of a criterion"));
        let text = fields
            .required(self, description)
            .and_then(|node| self.text(node, "the description of a criterion"));
        let weight = fields
            .required(self, "weight")
            .and_then(|node| self.whole(node, "the weight of a criterion"));
        Some(Criterion {
            key,
            name: name?.value,
            description: text?.value,
            weight: weight?,
        })
    }

    fn approval(&mut self, node: &Node<'_>, place: Origin) -> Option<Approval> {
        let fields = self.fields(
            node,
            "the approval",
            place,
            &["target_approval", "replaces", "releases", "status"],
            Unknown::Warned,
        )?;
        let target = fields
            .required(self, "target_approval")
            .and_then(|node| self.text(node, "the target of approval"));
        if let Some(target) = &target {
            self.month(target, "target_approval");
        }
        let replaces = fields
            .optional("replaces")
            .and_then(|node| self.text(node, "`replaces`"));
        let releases = fields
            .required(self, "releases")
            .map(|node| self.texts(node, "`releases`"));
        let status = fields
            .required(self, "status")
            .and_then(|node| self.status(node));
        Some(Approval {
            target: Some(target?),
            replaces,
            releases: releases?,
            status: status?,
        })
    }

    pub(super) fn status(&mut self, node: &Node<'_>) -> Option<Located<Status>> {
        let text = self.string(node, "the status")?;
        let place = self.place(node);
        if text == "review" {
            // The process text says so where the schema says advisory (Interop WG, schema 1.6).
            return Some(Located::new(Status::Advisory, place));
        }
        self.word(text, place, "the status", &STATUSES)
    }

    /// Warns about a month that is not `YYYY.MM`.
    pub(super) fn month(&mut self, text: &Located<String>, key: &str) {
        if !is_month(&text.value) {
            self.faults.push(
                Fault::new(
                    code::DATE_FORM,
                    text.origin,
                    format!("`{key}` is `{}`, not a month", text.value),
                )
                .with_help("write year and month: `2020.06`"),
            );
        }
    }
}

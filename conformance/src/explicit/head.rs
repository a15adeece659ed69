//! Statements about the case as a whole.

use super::Script;
use crate::{
    case::{Case, Grade, Hazard, Need, Rendering},
    requirement,
};

impl Script {
    /// A row of the requirement list that the case gives evidence for.
    pub fn row(&mut self, id: &str) {
        match requirement::find(id) {
            Some(row) => {
                let rows = [row.id];
                self.case = self.case.take().map(|case| case.citing(&rows));
            }
            None => self.faults.push(format!("there is no row {id}")),
        }
    }

    fn need(&mut self, need: Need) {
        self.case = self.case.take().map(|case| case.needing([need]));
    }

    /// The endpoint must offer the kind, mixin or action.
    pub fn needs_kind(&mut self, category: &str) {
        if let Some(category) = self.category(category) {
            self.need(Need::Offers(category));
        }
    }

    /// The endpoint must read and write the rendering.
    pub fn needs_rendering(&mut self, rendering: Rendering) {
        self.need(Need::Renders(rendering));
    }

    /// The endpoint must take user mixins.
    pub fn needs_user_mixins(&mut self) {
        self.need(Need::UserMixins);
    }

    /// The run must have credentials that can be left out.
    pub fn needs_login(&mut self) {
        self.need(Need::Login);
    }

    /// Requests must reach the endpoint over a connection.
    pub fn needs_connection(&mut self) {
        self.need(Need::Framing);
    }

    /// The endpoint must offer so many templates of a family.
    pub fn needs_templates(&mut self, family: &str, number: usize) {
        if let Some(family) = self.category(family) {
            self.need(Need::Templates(family, number));
        }
    }

    /// The category that the case is about.
    pub fn about(&mut self, category: &str) {
        let category = self.category(category);
        self.set(|case| case.category = category);
    }

    /// What the case touches; at first it only reads.
    pub fn hazard(&mut self, hazard: Hazard) {
        self.set(|case| case.hazard = hazard);
    }

    /// The case is reported and never counted against anybody.
    pub fn provisional(&mut self) {
        self.set(|case| case.grade = Grade::Provisional);
    }

    fn set(&mut self, change: impl FnOnce(&mut Case)) {
        if let Some(case) = self.case() {
            change(case);
        }
    }
}

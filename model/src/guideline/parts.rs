//! The parts of a guideline. Each name and each value that a fault may accuse keeps its place.

use super::{
    id::IdempotentId,
    name::{
        AddOnName, CapabilityName, ComponentName, CriterionKey, GuidelineId, PlatformName,
        ProjectName, SuiteName, TestName,
    },
    words::{ByState, SectionState, State, Status},
};
use crate::origin::Located;

/// What a guideline says about itself (Interop WG, schema 2.0).
#[derive(Clone, Debug, PartialEq)]
pub struct Metadata {
    /// Its name.
    pub id: Located<GuidelineId>,
    /// URL; by the prose of the guideline, in real files of the schema. Empty before 1.3, which
    /// has none.
    pub reference: Located<String>,
    /// URL; by the prose of the repository, in real files of the guideline. Empty before 1.2,
    /// which has none.
    pub source: Located<String>,
    /// Criteria and cut-off.
    pub scoring: Option<Scoring>,
    /// Dates, releases and status.
    pub approval: Option<Approval>,
    /// Whether a tolerated answer is no pass: the extension key `strict` of guidelines of OCCI
    /// (conformance-design 12.3).
    pub strict: bool,
}

/// How capabilities are scored (Interop WG, core criteria).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scoring {
    /// Least sum of weights for a capability to be required.
    pub cutoff: Option<Located<u32>>,
    /// The criteria, in the order of the file.
    pub criteria: Vec<Criterion>,
}

/// A scoring criterion.
#[derive(Clone, Debug, PartialEq)]
pub struct Criterion {
    /// Key, as in the achievements of a capability.
    pub key: Located<CriterionKey>,
    /// Name for people.
    pub name: String,
    /// What it asks.
    pub description: String,
    /// What it counts.
    pub weight: Located<u32>,
}

/// The approval of a guideline (Interop WG, schema 2.0).
#[derive(Clone, Debug, PartialEq)]
pub struct Approval {
    /// Month of approval, `YYYY.MM`; in schema 1.4 to 1.6 the day, `YYYY-MM-DD`; in 1.3 nothing.
    pub target: Option<Located<String>>,
    /// The guideline that it replaces.
    pub replaces: Option<Located<String>>,
    /// Releases of OpenStack, or versions of OCCI, that it covers.
    pub releases: Vec<Located<String>>,
    /// Status.
    pub status: Located<Status>,
}

/// A reference to a component, here or in another guideline.
#[derive(Clone, Debug, PartialEq)]
pub struct ComponentRef {
    /// Name of the component.
    pub name: Located<ComponentName>,
    /// The guideline in which it is defined; `None`: in this one.
    pub source: Option<Located<String>>,
    /// State of the component in the platform. Schema 2.0 knows only required ones; 1.x has a
    /// list per state.
    pub state: State,
}

/// A bundle of components that carries a mark (Interop WG, schema 2.0).
#[derive(Clone, Debug, PartialEq)]
pub struct Platform {
    /// Name.
    pub name: Located<PlatformName>,
    /// What it is.
    pub description: Option<String>,
    /// Its components.
    pub components: Vec<ComponentRef>,
}

/// An extra program on top of a platform (Interop WG, schema 2.0).
#[derive(Clone, Debug, PartialEq)]
pub struct AddOn {
    /// Name.
    pub name: Located<AddOnName>,
    /// What it is.
    pub description: Option<String>,
    /// Its components.
    pub components: Vec<ComponentRef>,
    /// What the platform below must have; judged on its own, never part of the test list.
    pub required_platform_components: Vec<ComponentRef>,
    /// What the platform below may have.
    pub optional_platform_components: Vec<ComponentRef>,
}

/// A bundle of capabilities (Interop WG, schema 2.0).
#[derive(Clone, Debug, PartialEq)]
pub struct Component {
    /// Name.
    pub name: Located<ComponentName>,
    /// Names of capabilities by state.
    pub capabilities: ByState<Vec<Located<CapabilityName>>>,
    /// Names of projects with designated sections by state.
    pub designated_sections: ByState<Vec<Located<ProjectName>>>,
}

/// A group of tests that together show one function (Interop WG, schema 2.0).
#[derive(Clone, Debug, PartialEq)]
pub struct Capability {
    /// Name.
    pub name: Located<CapabilityName>,
    /// The project that offers it.
    pub project: Located<ProjectName>,
    /// What it is.
    pub description: String,
    /// Whether it needs administrator rights; such capabilities cannot be required.
    pub admin: Located<bool>,
    /// Keys of the criteria that it meets, as written.
    pub achievements: Vec<Located<String>>,
    /// Id of the guideline that first required it; may be empty.
    pub required_since: Option<Located<String>>,
    /// The state that it says itself to have, in schema 1.0 to 1.3. The component decides
    /// (Interop WG, schema 1.2).
    pub stated: Option<Located<State>>,
    /// Its tests.
    pub tests: Vec<Test>,
}

/// A test of a capability (Interop WG, schema 1.6).
#[derive(Clone, Debug, PartialEq)]
pub struct Test {
    /// Name.
    pub name: Located<TestName>,
    /// Durable id; none in schema 1.2.
    pub id: Option<Located<IdempotentId>>,
    /// Other names of the same test.
    pub aliases: Vec<Located<TestName>>,
    /// Why it does not count.
    pub flag: Option<Located<Flag>>,
}

impl Test {
    /// Whether the test stays in the list but does not count.
    #[must_use]
    pub const fn is_flagged(&self) -> bool {
        self.flag.is_some()
    }

    /// The name, then the aliases.
    pub fn names(&self) -> impl Iterator<Item = &TestName> {
        std::iter::once(&self.name.value).chain(self.aliases.iter().map(|alias| &alias.value))
    }
}

/// Why a test does not count (Interop WG, process 2017A (D)).
#[derive(Clone, Debug, PartialEq)]
pub enum Flag {
    /// Flagged by name only: schema 1.2.
    Bare,
    /// With the three fields of schema 1.3 and later.
    Stated {
        /// Why.
        reason: Located<FlagReason>,
        /// What is done about it.
        action: Located<String>,
        /// Day on which the flag was proposed, `YYYY-MM-DD`.
        date: Located<String>,
    },
}

/// The reason of a flag: a code and a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FlagReason {
    written: String,
    code: Option<u16>,
}

impl FlagReason {
    /// Reads a reason in any of the three published forms: `[D401] text`, `D401 text`, `text`
    /// (Interop WG, process 2017A (D)).
    #[must_use]
    pub fn parse(text: &str) -> Self {
        Self {
            written: text.to_owned(),
            code: Self::split(text).map(|(code, _)| code),
        }
    }

    fn split(text: &str) -> Option<(u16, &str)> {
        let bracketed = text.strip_prefix('[');
        let rest = bracketed.unwrap_or(text).strip_prefix('D')?;
        let digits = rest.get(..3)?;
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let rest = rest.get(3..)?;
        let rest = match bracketed {
            Some(_) => rest.strip_prefix(']')?,
            None => rest,
        };
        if rest.chars().next().is_some_and(char::is_alphanumeric) {
            return None;
        }
        Some((digits.parse().ok()?, rest.trim_start()))
    }

    /// The text of the file.
    #[must_use]
    pub fn as_written(&self) -> &str {
        &self.written
    }

    /// The number of the code: 401 for `D401`.
    #[must_use]
    pub const fn code(&self) -> Option<u16> {
        self.code
    }

    /// The text without its code.
    #[must_use]
    pub fn text(&self) -> &str {
        Self::split(&self.written).map_or(&self.written, |(_, text)| text)
    }
}

/// The designated sections of a project (Interop WG, schema 2.0).
#[derive(Clone, Debug, PartialEq)]
pub struct DesignatedSections {
    /// The project.
    pub project: Located<ProjectName>,
    /// One block per state that is used.
    pub blocks: Vec<SectionBlock>,
}

/// The designated sections of a project in one state.
#[derive(Clone, Debug, PartialEq)]
pub struct SectionBlock {
    /// State.
    pub state: Located<SectionState>,
    /// What to do, for people.
    pub guidance: String,
    /// Further remarks.
    pub comment: Option<String>,
    /// The sections.
    pub sections: Vec<DesignatedSection>,
}

/// Upstream code that a product must run, or need not.
#[derive(Clone, Debug, PartialEq)]
pub struct DesignatedSection {
    /// Name, a display text.
    pub name: Located<String>,
    /// What it is.
    pub description: String,
    /// Whether the code must be used.
    pub designated: bool,
    /// Further remarks.
    pub comment: Option<String>,
}

/// A source of tests (Interop WG, schema 2.0).
#[derive(Clone, Debug, PartialEq)]
pub struct TestRepository {
    /// Name of the suite.
    pub name: Located<SuiteName>,
    /// URL.
    pub repository: Located<String>,
    /// Revision, branch or release.
    pub reference: Option<Located<String>>,
    /// What it is.
    pub description: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flag_reasons_are_read_in_all_three_forms() {
        for (text, code, rest) in [
            ("[D401] fails", Some(401), "fails"),
            ("D400 needs admin", Some(400), "needs admin"),
            ("Resize capabilities", None, "Resize capabilities"),
            ("D40 short", None, "D40 short"),
            ("[D401 open", None, "[D401 open"),
            ("D4012 long", None, "D4012 long"),
            ("D40é", None, "D40é"),
        ] {
            let reason = FlagReason::parse(text);
            assert_eq!((reason.code(), reason.text()), (code, rest), "{text}");
            assert_eq!(reason.as_written(), text);
        }
    }
}

//! What a result is judged against: a platform, an add-on or a component, by any of its names.

use super::{
    build::{Guideline, nearest},
    code,
    parts::{AddOn, Component, ComponentRef, Platform},
    words::State,
};
use crate::{fault::Fault, origin::Origin};

/// The words of the result server for platforms, with the platform that each stands for
/// (lists of the RefStack service).
const PLATFORM_WORDS: [(&str, &str); 3] = [
    ("platform", "OpenStack Powered Platform"),
    ("compute", "OpenStack Powered Compute"),
    ("object", "OpenStack Powered Storage"),
];

/// What the result server puts before the name of an add-on to get its component.
const COMPONENT_PREFIX: &str = "os_powered_";

/// What a target is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum TargetKind<'g> {
    /// A platform.
    Platform(&'g Platform),
    /// An add-on.
    AddOn(&'g AddOn),
    /// A component.
    Component(&'g Component),
}

/// A target of a guideline: the components whose capabilities count.
#[derive(Clone, Debug)]
pub struct Target<'g> {
    pub(super) guideline: &'g Guideline,
    kind: TargetKind<'g>,
    components: Vec<&'g Component>,
    elsewhere: Vec<&'g ComponentRef>,
}

/// A name that is no target of the guideline.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the guideline has no target `{asked}`; it has {}", listed(.known))]
pub struct UnknownTarget {
    /// What was asked for.
    pub asked: String,
    /// The names that can be asked for.
    pub known: Vec<String>,
    /// The one that was probably meant.
    pub nearest: Option<String>,
}

fn listed(names: &[String]) -> String {
    if names.is_empty() {
        return "none".to_owned();
    }
    names
        .iter()
        .map(|name| format!("`{name}`"))
        .collect::<Vec<_>>()
        .join(", ")
}

impl UnknownTarget {
    /// The fault for people. A target is asked for on the command line, so it has no place.
    #[must_use]
    pub fn fault(&self) -> Fault {
        let fault = Fault::new(code::UNKNOWN_TARGET, Origin::Unknown, self.to_string());
        match &self.nearest {
            Some(name) => fault.with_help(format!("did you mean `{name}`?")),
            None => fault.with_help("name one of them"),
        }
    }
}

impl Guideline {
    /// The target of a name (lists of the RefStack service). In this order:
    ///
    /// 1. `platform`, `compute`, `object`: the platforms `OpenStack Powered Platform`,
    ///    `… Compute`, `… Storage`;
    /// 2. `dns`, `shared_file_system` and so on: the component `os_powered_` and the name (`-`
    ///    counts as `_`);
    /// 3. a platform, an add-on or a component by its own name;
    /// 4. the same without regard to the case of letters;
    /// 5. `platform`: the only platform of the guideline.
    ///
    /// # Errors
    ///
    /// When there is none; the error lists the names that there are.
    pub fn target(&self, name: &str) -> Result<Target<'_>, UnknownTarget> {
        self.find(name)
            .map(|kind| self.target_of(kind))
            .ok_or_else(|| {
                let known = self.target_names();
                UnknownTarget {
                    asked: name.to_owned(),
                    nearest: nearest(name, known.iter().map(String::as_str)).map(str::to_owned),
                    known,
                }
            })
    }

    fn find(&self, name: &str) -> Option<TargetKind<'_>> {
        let word = PLATFORM_WORDS
            .iter()
            .find(|(word, _)| *word == name)
            .and_then(|(_, platform)| self.find_named(|known| known == *platform));
        let prefixed = || {
            let component = format!("{COMPONENT_PREFIX}{}", name.replace('-', "_"));
            self.component(&component).map(TargetKind::Component)
        };
        word.or_else(prefixed)
            .or_else(|| self.find_named(|known| known == name))
            .or_else(|| self.find_named(|known| known.eq_ignore_ascii_case(name)))
            .or_else(|| match self.platforms() {
                [only] if name == "platform" => Some(TargetKind::Platform(only)),
                _ => None,
            })
    }

    fn find_named(&self, is: impl Fn(&str) -> bool) -> Option<TargetKind<'_>> {
        let platforms = self.platforms().iter();
        let add_ons = self.add_ons().iter();
        let components = self.components().iter();
        None.or_else(|| {
            platforms
                .map(TargetKind::Platform)
                .find(|kind| is(kind.name()))
        })
        .or_else(|| add_ons.map(TargetKind::AddOn).find(|kind| is(kind.name())))
        .or_else(|| {
            components
                .map(TargetKind::Component)
                .find(|kind| is(kind.name()))
        })
    }

    /// Every name that [`Guideline::target`] takes: the short words first, then platforms,
    /// add-ons and components as they are called.
    #[must_use]
    pub fn target_names(&self) -> Vec<String> {
        let words = PLATFORM_WORDS
            .iter()
            .filter(|(word, _)| self.find(word).is_some())
            .map(|(word, _)| (*word).to_owned());
        let short = self
            .components()
            .iter()
            .filter_map(|component| component.name.value.as_str().strip_prefix(COMPONENT_PREFIX))
            .map(str::to_owned);
        let own = self
            .platforms()
            .iter()
            .map(TargetKind::Platform)
            .chain(self.add_ons().iter().map(TargetKind::AddOn))
            .chain(self.components().iter().map(TargetKind::Component))
            .map(|kind| kind.name().to_owned());
        let mut names: Vec<String> = Vec::new();
        for name in words.chain(short).chain(own) {
            if !name.is_empty() && !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    fn target_of<'g>(&'g self, kind: TargetKind<'g>) -> Target<'g> {
        let refs: &[ComponentRef] = match kind {
            TargetKind::Platform(platform) => &platform.components,
            TargetKind::AddOn(add_on) => &add_on.components,
            TargetKind::Component(_) => &[],
        };
        let mut components: Vec<&Component> = match kind {
            TargetKind::Component(component) => vec![component],
            _ => Vec::new(),
        };
        let mut elsewhere = Vec::new();
        for reference in refs.iter().filter(|part| part.state == State::Required) {
            // A source wins over a component of the same name here: the file says where to look.
            match self.component(reference.name.value.as_str()) {
                Some(component) if reference.source.is_none() => {
                    if !components
                        .iter()
                        .any(|known| known.name.value == component.name.value)
                    {
                        components.push(component);
                    }
                }
                _ => elsewhere.push(reference),
            }
        }
        Target {
            guideline: self,
            kind,
            components,
            elsewhere,
        }
    }
}

impl<'g> TargetKind<'g> {
    /// The name in the file.
    #[must_use]
    pub fn name(self) -> &'g str {
        match self {
            Self::Platform(platform) => platform.name.value.as_str(),
            Self::AddOn(add_on) => add_on.name.value.as_str(),
            Self::Component(component) => component.name.value.as_str(),
        }
    }
}

impl<'g> Target<'g> {
    /// What the target is.
    #[must_use]
    pub const fn kind(&self) -> TargetKind<'g> {
        self.kind
    }

    /// The name in the file.
    #[must_use]
    pub fn name(&self) -> &'g str {
        self.kind.name()
    }

    /// The components whose capabilities count.
    #[must_use]
    pub fn components(&self) -> &[&'g Component] {
        &self.components
    }

    /// Components that belong to the target but are defined in another guideline: their
    /// capabilities are neither listed nor judged with this one.
    #[must_use]
    pub fn elsewhere(&self) -> &[&'g ComponentRef] {
        &self.elsewhere
    }

    /// One warning for each component that is defined in another guideline.
    pub fn elsewhere_faults(&self) -> impl Iterator<Item = Fault> {
        self.elsewhere.iter().map(|reference| {
            let place = reference
                .source
                .as_ref()
                .map_or("another guideline", |source| source.value.as_str());
            Fault::new(
                code::ELSEWHERE,
                reference.name.origin,
                format!(
                    "component `{}` is defined in {place}; its tests are not among these",
                    reference.name.value
                ),
            )
            .with_help("ask that guideline for the tests of the component")
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::guideline::{
        Guideline, GuidelineDraft,
        sample::{built, component, draft, platform, reference},
    };

    fn powered() -> GuidelineDraft {
        let mut draft = draft(
            vec![
                component("os_powered_compute", &[]),
                component("os_powered_storage", &[]),
                component("os_powered_shared_file_system", &[]),
            ],
            Vec::new(),
        );
        let compute = || reference("os_powered_compute", None);
        let storage = || reference("os_powered_storage", None);
        draft.platforms = vec![
            platform(
                "OpenStack Powered Platform",
                vec![compute(), storage(), compute()],
            ),
            platform("OpenStack Powered Compute", vec![compute()]),
            platform("OpenStack Powered Storage", vec![storage()]),
        ];
        draft
    }

    fn components(guideline: &Guideline, target: &str) -> Vec<String> {
        let target = guideline.target(target).unwrap();
        target
            .components()
            .iter()
            .map(|component| component.name.value.to_string())
            .collect()
    }

    #[test]
    fn the_words_of_the_result_server_name_platforms_and_components() {
        let guideline = built(powered());
        for (name, expected) in [
            (
                "platform",
                &["os_powered_compute", "os_powered_storage"][..],
            ),
            ("compute", &["os_powered_compute"]),
            ("object", &["os_powered_storage"]),
            ("storage", &["os_powered_storage"]),
            ("shared_file_system", &["os_powered_shared_file_system"]),
            ("shared-file-system", &["os_powered_shared_file_system"]),
            ("OpenStack Powered Storage", &["os_powered_storage"]),
            ("openstack powered storage", &["os_powered_storage"]),
            ("os_powered_compute", &["os_powered_compute"]),
        ] {
            assert_eq!(components(&guideline, name), expected, "{name}");
        }
    }

    #[test]
    fn an_unknown_target_is_told_the_known_ones() {
        let guideline = built(powered());
        let error = guideline.target("computer").unwrap_err();
        assert_eq!(error.nearest.as_deref(), Some("compute"));
        assert_eq!(
            error.known,
            [
                "platform",
                "compute",
                "object",
                "storage",
                "shared_file_system",
                "OpenStack Powered Platform",
                "OpenStack Powered Compute",
                "OpenStack Powered Storage",
                "os_powered_compute",
                "os_powered_storage",
                "os_powered_shared_file_system",
            ]
        );
        for name in &error.known {
            assert!(guideline.target(name).is_ok(), "{name}");
        }
        let fault = error.fault();
        assert_eq!(fault.code.to_string(), "E0330");
        assert_eq!(fault.help.as_deref(), Some("did you mean `compute`?"));
    }

    #[test]
    fn a_guideline_with_its_own_names_has_its_own_targets() {
        let mut draft = draft(
            vec![
                component("occi_core", &[]),
                component("occi_infrastructure", &[]),
            ],
            Vec::new(),
        );
        draft.platforms = vec![platform(
            "OCCI Infrastructure",
            vec![
                reference("occi_core", None),
                reference("occi_infrastructure", None),
            ],
        )];
        let guideline = built(draft);
        for name in ["OCCI Infrastructure", "platform"] {
            assert_eq!(
                components(&guideline, name),
                ["occi_core", "occi_infrastructure"],
                "{name}"
            );
        }
        assert!(guideline.target("compute").is_err());
        assert!(guideline.target("").is_err());
    }

    #[test]
    fn what_another_guideline_defines_is_told() {
        let mut draft = draft(vec![component("here", &[])], Vec::new());
        draft.platforms = vec![platform(
            "Both",
            vec![
                reference("here", None),
                reference("there", Some("2017.09.json")),
            ],
        )];
        let guideline = built(draft);
        let target = guideline.target("Both").unwrap();
        assert_eq!(target.components().len(), 1);
        assert_eq!(target.elsewhere().len(), 1);
        let faults: Vec<_> = target.elsewhere_faults().collect();
        assert_eq!(
            faults[0].message,
            "component `there` is defined in 2017.09.json; its tests are not among these"
        );
    }
}

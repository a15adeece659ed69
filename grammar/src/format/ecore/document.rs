//! The document as a whole: its roots, and following references inside of it.

use std::collections::HashMap;

use occi_model::{Located, Origin};

use super::{
    super::xml::{Element, XMI},
    href::{self, At, Fragment, Href, Step},
};

/// One of the root elements.
pub(super) struct Root<'d> {
    pub(super) element: &'d Element<'d>,
    /// Elements by the name of their feature; a model refers to its types thousands of times.
    features: HashMap<&'d str, Vec<&'d Element<'d>>>,
    /// Positions of kinds and of mixins by term, the first of each.
    terms: HashMap<&'d str, HashMap<String, usize>>,
}

/// A document with its roots.
pub(super) struct Document<'d> {
    pub(super) roots: Vec<Root<'d>>,
}

/// A reference as written, with its place.
#[derive(Clone, Debug)]
pub(super) struct Reference<'d> {
    pub(super) text: &'d str,
    pub(super) origin: Origin,
    /// Whether it stands in an element, such as `<parent href="…"/>`.
    pub(super) href: Href<'d>,
}

impl<'d> Document<'d> {
    /// The roots: the root element itself, or what `xmi:XMI` holds.
    pub(super) fn new(root: &'d Element<'d>) -> Self {
        let elements: Vec<&Element<'_>> = if root.name.local == "XMI" {
            root.children.iter().collect()
        } else {
            vec![root]
        };
        Self {
            roots: elements.into_iter().map(Root::new).collect(),
        }
    }

    /// The element that a way leads to.
    pub(super) fn follow(&self, root: usize, steps: &[Step<'_>]) -> Option<&'d Element<'d>> {
        let root = self.roots.get(root)?;
        let (first, rest) = steps.split_first()?;
        rest.iter()
            .try_fold(root.step(first)?, |element, step| child(element, step))
    }

    /// The element that a reference into this document leads to.
    pub(super) fn target(&self, href: &Href<'_>) -> Option<&'d Element<'d>> {
        match &href.fragment {
            Fragment::Root(root) => Some(self.roots.get(*root)?.element),
            Fragment::Path(root, steps) => self.follow(*root, steps),
            Fragment::Id(id) => self.roots.iter().find_map(|root| by_id(root.element, id)),
            Fragment::Classifier(_) => None,
        }
    }

    /// The root that an element belongs to.
    pub(super) fn root_of(&self, path: &Href<'_>) -> Option<usize> {
        match path.fragment {
            Fragment::Root(root) | Fragment::Path(root, _) => Some(root),
            Fragment::Classifier(_) | Fragment::Id(_) => None,
        }
    }
}

impl<'d> Root<'d> {
    fn new(element: &'d Element<'d>) -> Self {
        let mut features: HashMap<&str, Vec<&Element<'_>>> = HashMap::new();
        for child in &element.children {
            features.entry(child.name.local).or_default().push(child);
        }
        let mut terms: HashMap<&str, HashMap<String, usize>> = HashMap::new();
        for feature in ["kinds", "mixins"] {
            let known = terms.entry(feature).or_default();
            for (at, category) in features.get(feature).into_iter().flatten().enumerate() {
                if let Some(term) = term(category) {
                    known.entry(term.value).or_insert(at);
                }
            }
        }
        Self {
            element,
            features,
            terms,
        }
    }

    fn step(&self, step: &Step<'_>) -> Option<&'d Element<'d>> {
        let all = self.features.get(step.feature)?;
        let found = match step.at {
            At::Only => all.first(),
            At::Index(index) => all.get(index),
            At::Key("term", value) => {
                // The key of generation C is the lower case of the name, which people who write
                // references by hand forget.
                let terms = self.terms.get(step.feature)?;
                let at = terms
                    .get(value)
                    .or_else(|| terms.get(&value.to_ascii_lowercase()))?;
                all.get(*at)
            }
            At::Key(key, value) => all.iter().find(|child| child.value(key) == Some(value)),
        };
        found.copied()
    }

    /// Which of the elements of a feature an element is.
    pub(super) fn position(&self, feature: &str, element: &Element<'_>) -> Option<usize> {
        let all = self.features.get(feature)?;
        all.iter().position(|one| std::ptr::eq(*one, element))
    }
}

/// The term of a category: as stored in generations A and B, the lower case of the name in C.
pub(super) fn term(category: &Element<'_>) -> Option<Located<String>> {
    if let Some(term) = category.attribute("term") {
        return Some(term.located());
    }
    let name = category.attribute("name")?;
    Some(Located::new(name.value.to_ascii_lowercase(), name.origin))
}

fn child<'d>(element: &'d Element<'d>, step: &Step<'_>) -> Option<&'d Element<'d>> {
    let mut all = element
        .children
        .iter()
        .filter(|child| child.name.local == step.feature);
    match step.at {
        At::Only => all.next(),
        At::Index(index) => all.nth(index),
        At::Key("term", value) => {
            all.find(|child| term(child).is_some_and(|term| term.value.eq_ignore_ascii_case(value)))
        }
        At::Key(key, value) => all.find(|child| child.value(key) == Some(value)),
    }
}

fn by_id<'d>(element: &'d Element<'d>, id: &str) -> Option<&'d Element<'d>> {
    let own = element
        .attribute_of(XMI, "id")
        .or_else(|| element.attribute("id"));
    if own.is_some_and(|own| own.value == id) {
        return Some(element);
    }
    element.children.iter().find_map(|child| by_id(child, id))
}

/// The references of a feature: those in the attribute, then those in elements.
pub(super) fn references<'d>(element: &'d Element<'d>, feature: &str) -> Vec<Reference<'d>> {
    let mut found = Vec::new();
    if let Some(attribute) = element.attribute(feature) {
        let value: &'d str = &attribute.value;
        let written = attribute.origin.range().unwrap_or_default();
        // Offsets count only where the value stands in the text as it is.
        let as_written = written.len() == value.len();
        for (at, text) in href::list(value) {
            let origin = match attribute.origin.source() {
                Some(source) if as_written => {
                    let start = written.start + at;
                    Origin::span(source, start..start + text.len())
                }
                _ => attribute.origin,
            };
            found.push(Reference {
                text,
                origin,
                href: Href::parse(text),
            });
        }
    }
    for child in &element.children {
        if child.name.local == feature
            && let Some(attribute) = child.attribute("href")
        {
            let text: &'d str = &attribute.value;
            found.push(Reference {
                text,
                origin: attribute.origin,
                href: Href::parse(text),
            });
        }
    }
    found
}

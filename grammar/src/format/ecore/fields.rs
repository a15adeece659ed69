//! Reading the features of elements: what must be there, what may be, and what may not.

use occi_model::{Fault, Located, Origin};

use super::super::{
    code,
    xml::{Attribute, Element},
};

/// A class of the metamodel, as far as it is written.
pub(super) struct Class {
    /// What messages call it.
    pub(super) name: &'static str,
    /// Features written as attributes.
    pub(super) attributes: &'static [&'static str],
    /// Features written as elements, some of them as attributes too.
    pub(super) elements: &'static [&'static str],
}

macro_rules! classes {
    ($($constant:ident = $name:literal [$($attribute:literal)*] [$($element:literal)*];)*) => {
        $(pub(super) const $constant: Class = Class {
            name: $name,
            attributes: &[$($attribute),*],
            elements: &[$($element),*],
        };)*
    };
}

// The features of all three generations together (the OCCIware metamodel): a file of
// one generation that uses a feature of another says what it means.
classes! {
    EXTENSION = "extension"
        ["name" "scheme" "description" "specification"]
        ["import" "kinds" "mixins" "types" "annotations" "eAnnotations"];
    KIND = "kind"
        ["name" "term" "scheme" "title" "description" "id"]
        ["parent" "source" "target" "attributes" "actions" "constraints" "fsm" "annotations" "eAnnotations" "entities"];
    MIXIN = "mixin"
        ["name" "term" "scheme" "title" "description" "id"]
        ["depends" "applies" "attributes" "actions" "constraints" "fsm" "annotations" "eAnnotations" "entities"];
    ACTION = "action"
        ["name" "term" "scheme" "title" "description" "id"]
        ["attributes" "annotations" "eAnnotations"];
    ATTRIBUTE = "attribute"
        ["name" "mutable" "required" "default" "description" "multiple_values"]
        ["type" "annotations" "eAnnotations"];
    CONSTRAINT = "constraint" ["name" "description" "body"] [];
    FSM = "state machine" [] ["attribute" "ownedState"];
    // `incomingTransition` is the opposite of `target`, which some versions of the metamodel have.
    STATE = "state" ["initial" "final"] ["literal" "outgoingTransition" "incomingTransition"];
    TRANSITION = "transition" [] ["target" "action"];
    ANNOTATION = "annotation" ["key" "value"] [];
    STRING_TYPE = "string type"
        ["name" "documentation" "pattern" "length" "minLength" "maxLength"] ["annotations"];
    NUMERIC_TYPE = "numeric type"
        ["name" "documentation" "type" "totalDigits" "minExclusive" "maxExclusive" "minInclusive" "maxInclusive"]
        ["annotations"];
    BOOLEAN_TYPE = "boolean type" ["name" "documentation"] ["annotations"];
    OBJECT_TYPE = "object type" ["name" "documentation" "instanceClassName"] ["annotations"];
    ENUMERATION_TYPE = "enumeration" ["name" "documentation"] ["literals" "annotations"];
    LITERAL = "literal" ["name" "documentation"] [];
    ARRAY_TYPE = "array type" ["name" "documentation"] ["type" "annotations"];
    RECORD_TYPE = "record type" ["name" "documentation"] ["recordFields" "annotations"];
    DATA_TYPE = "data type" ["name" "instanceClassName" "instanceTypeName" "serializable"] ["eAnnotations"];
    ENUM = "enum" ["name" "instanceClassName" "instanceTypeName" "serializable"]
        ["eLiterals" "eAnnotations"];
    ENUM_LITERAL = "literal" ["name" "value" "literal"] ["eAnnotations"];
    CONFIGURATION = "configuration"
        ["name" "description" "location"] ["use" "resources" "mixins" "annotations"];
    RESOURCE = "resource"
        ["id" "title" "location" "summary"]
        ["kind" "attributes" "parts" "mixins" "links" "rlinks" "annotations"];
    LINK = "link"
        ["id" "title" "location"]
        ["kind" "attributes" "parts" "mixins" "target" "source" "annotations"];
    PART = "mixin part" [] ["mixin" "attributes"];
    VALUE = "attribute value" ["name" "value"] [];
}

/// The faults of one reading.
#[derive(Debug, Default)]
pub(super) struct Faults(pub(super) Vec<Fault>);

impl Faults {
    pub(super) fn push(&mut self, fault: Fault) {
        self.0.push(fault);
    }

    /// Accuses what a class does not have (S06).
    ///
    /// Attributes with a prefix belong to XMI and are left alone.
    pub(super) fn unknown(&mut self, class: &Class, element: &Element<'_>) {
        for attribute in &element.attributes {
            let name = attribute.name.local;
            if attribute.name.prefix.is_none()
                && name != "href"
                && !class.attributes.contains(&name)
                && !class.elements.contains(&name)
            {
                self.unknown_feature(class, name, attribute.name_origin);
            }
        }
        self.unknown_elements(class, element, &|_| false);
    }

    /// Accuses elements that a class does not have, but for those that are allowed.
    pub(super) fn unknown_elements(
        &mut self,
        class: &Class,
        element: &Element<'_>,
        is_allowed: &dyn Fn(&Element<'_>) -> bool,
    ) {
        for child in &element.children {
            if !class.elements.contains(&child.name.local) && !is_allowed(child) {
                self.unknown_feature(class, child.name.local, child.origin);
            }
        }
    }

    fn unknown_feature(&mut self, class: &Class, feature: &str, origin: Origin) {
        let mut known: Vec<&str> = class
            .attributes
            .iter()
            .chain(class.elements)
            .copied()
            .collect();
        known.sort_unstable();
        let near = crate::syntax::similar(feature, &known);
        let message = format!("no {} has a feature `{feature}`", class.name);
        let fault = Fault::new(code::ECORE_FEATURE, origin, message);
        self.push(match near {
            Some(near) => fault.with_replacement(near),
            None => fault.with_help(format!("it has {}", known.join(", "))),
        });
    }

    /// The value of an attribute that must be there (S01); where it is not, `None` after a fault.
    pub(super) fn required(
        &mut self,
        class: &Class,
        element: &Element<'_>,
        feature: &str,
    ) -> Option<Located<String>> {
        match element.attribute(feature) {
            Some(attribute) if !attribute.value.trim().is_empty() || feature == "value" => {
                Some(attribute.located())
            }
            Some(attribute) => {
                self.missing(class, feature, attribute.name_origin);
                None
            }
            None => {
                self.missing(class, feature, element.origin);
                None
            }
        }
    }

    /// Says that a feature is missing.
    pub(super) fn missing(&mut self, class: &Class, feature: &str, origin: Origin) {
        let article = if class.name.starts_with(['a', 'e', 'o']) {
            "an"
        } else {
            "a"
        };
        let message = format!("{article} {} without `{feature}`", class.name);
        self.push(
            Fault::new(code::ECORE_MISSING, origin, message).with_help(format!("add `{feature}`")),
        );
    }

    /// A truth value; what is neither gets a fault and counts as absent.
    pub(super) fn truth(&mut self, element: &Element<'_>, feature: &str) -> Option<bool> {
        let attribute = element.attribute(feature)?;
        match attribute.value.trim() {
            "true" | "1" => Some(true),
            "false" | "0" => Some(false),
            _ => {
                self.value(attribute, "`true` or `false`");
                None
            }
        }
    }

    /// Says that a value is not what it should be.
    pub(super) fn value(&mut self, attribute: &Attribute<'_>, expected: &str) {
        let message = format!(
            "`{}` is {expected}, not {:?}",
            attribute.name.local, attribute.value
        );
        self.push(Fault::new(code::ECORE_VALUE, attribute.origin, message));
    }
}

/// The value of an attribute, when there is one that says something.
pub(super) fn text(element: &Element<'_>, feature: &str) -> Option<String> {
    element
        .value(feature)
        .filter(|value| !value.is_empty())
        .map(str::to_owned)
}

/// The value of an attribute with its place.
pub(super) fn located(element: &Element<'_>, feature: &str) -> Option<Located<String>> {
    element.attribute(feature).map(Attribute::located)
}

//! What renderings of categories cannot hold.

use occi_model::{
    Access, Attribute, CategoryId, ExtensionId, Mixin, Model,
    model::{Action, Annotation, DefaultValue, Kind},
    types::{EnumType, HashType, NumberRange, ValueType},
    version::VersionRange,
};

use super::Rendering;
use crate::format::{Loss, Read, Subject};

/// What is lost, in the order of the model. `back` is what reading the result gives: it tells
/// what becomes of the extensions themselves.
pub(in crate::format) fn losses(
    subject: &Subject<'_>,
    rendering: Rendering,
    back: &Read,
) -> Vec<Loss> {
    let mut ledger = Ledger {
        model: subject.model,
        rendering,
        losses: Vec::new(),
    };
    for id in subject.extensions {
        ledger.extension(*id, back);
    }
    let is_written = |scheme: &str| {
        let mut written = subject.extensions.iter();
        written.any(|id| subject.model.extension(*id).scheme.as_str() == scheme)
    };
    for draft in &back.extensions {
        if !is_written(&draft.scheme.value) {
            let why = format!("name: is read as an extension, of `{}`", draft.scheme.value);
            ledger.lose(&draft.name.value, why);
        }
    }
    for configuration in subject.configurations {
        ledger.lose(
            &configuration.name,
            "configuration: a query interface lists no instances",
        );
    }
    ledger.losses
}

struct Ledger<'m> {
    model: &'m Model,
    rendering: Rendering,
    losses: Vec<Loss>,
}

impl Ledger<'_> {
    fn lose(&mut self, what: &str, why: impl Into<String>) {
        self.losses.push(Loss {
            what: what.to_owned(),
            why: why.into(),
        });
    }

    fn lose_if(&mut self, is_lost: bool, what: &str, why: &str) {
        if is_lost {
            self.lose(what, why);
        }
    }

    fn annotations(&mut self, what: &str, annotations: &[Annotation]) {
        // What an extension is forgiven is found out again.
        for annotation in annotations.iter().filter(|one| &*one.key != "forgiven") {
            self.lose(
                what,
                format!("annotation `{}`: the format has none", annotation.key),
            );
        }
    }

    fn versions(&mut self, what: &str, versions: VersionRange) {
        self.lose_if(
            versions != VersionRange::default(),
            what,
            "marks of versions: the format has none",
        );
    }

    fn description(&mut self, what: &str, description: Option<&str>) {
        self.lose_if(
            description.is_some(),
            what,
            "description: categories have a title only",
        );
    }

    fn extension(&mut self, id: ExtensionId, back: &Read) {
        let model = self.model;
        let extension = model.extension(id);
        let name = extension.name.to_string();
        let found = back
            .extensions
            .iter()
            .find(|draft| draft.scheme.value == extension.scheme.as_str());
        match found {
            Some(draft) if draft.name.value == name => {}
            Some(draft) => self.lose(
                &name,
                format!("name: is read as `{}`, after its scheme", draft.name.value),
            ),
            None => self.lose(&name, "the extension: only categories are listed"),
        }
        let imports: Vec<&str> = extension
            .uses
            .iter()
            .map(|(used, _)| model.extension(*used).scheme.as_str())
            .collect();
        let read: Vec<&str> = found
            .iter()
            .flat_map(|draft| &draft.uses)
            .map(|used| &*used.extension.value)
            .collect();
        self.lose_if(
            imports != read,
            &name,
            "imports: are made anew of what the categories refer to",
        );
        self.lose_if(
            extension.uses.iter().any(|(_, alias)| alias.is_some()),
            &name,
            "aliases of imports: the format has none",
        );
        self.lose_if(
            extension.version.is_some(),
            &name,
            "version: the format has none",
        );
        self.lose_if(
            extension.specification.is_some(),
            &name,
            "specification: the format has none",
        );
        self.lose_if(
            extension.description.is_some(),
            &name,
            "description: the format has none",
        );
        self.annotations(&name, &extension.annotations);
        for named in model.types().iter().filter(|named| named.extension == id) {
            self.lose(
                &format!("{name} {}", named.name),
                "named type: the format has none; attributes carry it themselves",
            );
        }
        for (_, kind) in model.kinds().filter(|(_, kind)| kind.extension == id) {
            self.kind(kind);
            self.of_extension(&kind.id, id, back);
        }
        for (_, mixin) in model.mixins().filter(|(_, mixin)| mixin.extension == id) {
            self.mixin(mixin);
            self.of_extension(&mixin.id, id, back);
        }
    }

    /// A category whose scheme is another than its extension's may be read as another's.
    fn of_extension(&mut self, category: &CategoryId, id: ExtensionId, back: &Read) {
        let own = self.model.extension(id);
        if *category.scheme() == *own.scheme.as_str() {
            return;
        }
        let is_there = back
            .extensions
            .iter()
            .filter(|draft| draft.scheme.value == own.scheme.as_str())
            .any(|draft| {
                let kinds = draft.kinds.iter().map(|kind| (&kind.term, &kind.scheme));
                let mixins = draft
                    .mixins
                    .iter()
                    .map(|mixin| (&mixin.term, &mixin.scheme));
                kinds.chain(mixins).any(|(term, scheme)| {
                    term.value == category.term()
                        && scheme
                            .as_ref()
                            .is_some_and(|scheme| scheme.value == category.scheme())
                })
            });
        self.lose_if(
            !is_there,
            category.as_str(),
            "extension: its scheme is another one's",
        );
    }

    fn kind(&mut self, kind: &Kind) {
        let what = kind.id.as_str();
        self.description(what, kind.description.as_deref());
        self.empty_title(what, kind.title.as_deref());
        self.lose_if(
            kind.is_abstract == kind.location.is_some()
                && !(kind.is_abstract && kind.location.is_some()),
            what,
            "instances: a kind without location is read as abstract",
        );
        for (ends, word) in [(&kind.source, "source"), (&kind.target, "target")] {
            self.lose_if(
                !ends.is_empty(),
                what,
                &format!("{word} of the link: the format has no ends of links"),
            );
        }
        self.lose_if(
            kind.own_states.is_some(),
            what,
            "state machine: the format has none",
        );
        self.constraints(what, &kind.constraints);
        self.versions(what, kind.versions);
        self.annotations(what, &kind.annotations);
        for attribute in &kind.attributes {
            self.attribute(&kind.id, attribute);
        }
        self.actions(&kind.id, &kind.actions);
    }

    fn empty_title(&mut self, what: &str, title: Option<&str>) {
        match title {
            Some("") => self.lose(what, "title: an empty one is left out"),
            Some(title)
                if self.rendering == Rendering::Text && title.chars().any(char::is_control) =>
            {
                self.lose(what, "title: text has no control characters");
            }
            _ => {}
        }
    }

    fn constraints(
        &mut self,
        what: &str,
        constraints: &[std::sync::Arc<occi_model::model::Constraint>],
    ) {
        for constraint in constraints {
            let name = match &constraint.name {
                Some(name) => format!("constraint `{name}`: the format has none"),
                None => format!("constraint \"{}\": the format has none", constraint.message),
            };
            self.lose(what, name);
        }
    }

    fn mixin(&mut self, mixin: &Mixin) {
        let what = mixin.id.as_str();
        self.description(what, mixin.description.as_deref());
        self.empty_title(what, mixin.title.as_deref());
        if self.rendering == Rendering::Text {
            for other in mixin.depends.iter().skip(1) {
                let other = &self.model.mixin(*other).id;
                let why = format!("depends on `{other}`: text shows the first dependency only");
                self.lose(what, why);
            }
            for kind in &mixin.applies {
                let kind = &self.model.kind(*kind).id;
                let why = format!("applies to `{kind}`: text shows no kinds");
                self.lose(what, why);
            }
        }
        self.lose_if(
            mixin.exclusive,
            what,
            "exclusive: the format has no families of mixins",
        );
        self.lose_if(
            mixin.overriding,
            what,
            "overriding: the format has no families of mixins",
        );
        self.lose_if(
            mixin.states.is_some(),
            what,
            "state machine: the format has none",
        );
        self.constraints(what, &mixin.constraints);
        self.versions(what, mixin.versions);
        self.annotations(what, &mixin.annotations);
        for attribute in &mixin.attributes {
            if attribute.is_setting {
                self.setting(&mixin.id, attribute);
            } else {
                self.attribute(&mixin.id, attribute);
            }
        }
        self.actions(&mixin.id, &mixin.actions);
    }

    fn setting(&mut self, owner: &CategoryId, attribute: &Attribute) {
        let what = format!("{owner} {}", attribute.name);
        match self.rendering {
            Rendering::Text => self.lose(
                &what,
                "value that the mixin sets: text has no values, and it is read as an attribute",
            ),
            Rendering::Json => {
                self.value_type(&what, &attribute.value_type);
            }
        }
    }

    fn actions(&mut self, owner: &CategoryId, actions: &[occi_model::ActionId]) {
        for id in actions {
            let action = self.model.action(*id);
            // One that a kind only restates is its parent's.
            if self.model.id_of(match action.owner {
                occi_model::model::Owner::Kind(kind) => occi_model::CategoryRef::Kind(kind),
                occi_model::model::Owner::Mixin(mixin) => occi_model::CategoryRef::Mixin(mixin),
            }) == owner
            {
                self.action(owner, action);
            }
        }
    }

    fn action(&mut self, owner: &CategoryId, action: &Action) {
        let what = format!("{owner} {}", action.id.term());
        self.description(&what, action.description.as_deref());
        self.empty_title(&what, action.title.as_deref());
        self.lose_if(
            action.returns.is_some(),
            &what,
            "what the action returns: the format has no place for it",
        );
        self.versions(&what, action.versions);
        self.annotations(&what, &action.annotations);
        for parameter in &action.parameters {
            self.attribute(&action.id, parameter);
        }
    }

    fn attribute(&mut self, owner: &CategoryId, attribute: &Attribute) {
        let what = format!("{owner} {}", attribute.name);
        let what = what.as_str();
        match self.rendering {
            Rendering::Text => {
                self.lose_if(
                    attribute.value_type != ValueType::any_string(),
                    what,
                    "type: text has names of attributes only",
                );
                self.lose_if(
                    attribute.description.is_some(),
                    what,
                    "description: text has names of attributes only",
                );
                self.lose_if(
                    attribute.default_value().is_some(),
                    what,
                    "default: text has names of attributes only",
                );
            }
            Rendering::Json => self.value_type(what, &attribute.value_type),
        }
        self.lose_if(
            matches!(attribute.default, Some(DefaultValue::Generated { .. })),
            what,
            "generated default: the format has none",
        );
        // `immutable` and `required` together mean `readonly always` to a reader (M016).
        self.lose_if(
            attribute.access == Access::CreateOnly,
            what,
            "createonly: is read as readonly",
        );
        self.lose_if(
            attribute.required && attribute.access != Access::Mutable,
            what,
            "required: what is immutable and required is read as always",
        );
        self.lose_if(
            attribute.always,
            what,
            "always: the format does not tell it from required",
        );
        self.lose_if(attribute.unit.is_some(), what, "unit: the format has none");
        self.lose_if(
            attribute.deprecated.is_some(),
            what,
            "deprecation: the format has none",
        );
        self.versions(what, attribute.versions);
        self.annotations(what, &attribute.annotations);
    }

    /// What a JSON Schema cannot say of a type, or says as it says another.
    fn value_type(&mut self, what: &str, value_type: &ValueType) {
        match value_type {
            ValueType::String(facets) => {
                let is_everything = facets
                    .pattern
                    .as_ref()
                    .is_some_and(|pattern| pattern.as_str() == ".*");
                self.lose_if(is_everything, what, "pattern `.*`: says nothing");
                let is_nothing = |bound: Option<u32>, none: u32| bound == Some(none);
                self.lose_if(
                    is_nothing(facets.length.min, 0) || is_nothing(facets.length.max, u32::MAX),
                    what,
                    "length: a bound that every text keeps is left out",
                );
            }
            ValueType::Integer(range) => self.digits(what, range),
            ValueType::Float(range) => {
                self.lose(what, "float: JSON has numbers, and it is read as number");
                self.digits(what, range);
            }
            ValueType::Number(range) => self.digits(what, range),
            ValueType::Enum(literals) => self.literals(what, literals),
            ValueType::IpPrefix {
                optional_length: false,
            } => self.lose(what, "ip-prefix: its pattern is that of ip-network"),
            ValueType::Ref(_) => self.lose(what, "ref: JSON Schema has URIs only"),
            ValueType::List(list) => {
                self.lose_if(
                    list.length.min == Some(0) || list.length.max == Some(u32::MAX),
                    what,
                    "length: a bound that every list keeps is left out",
                );
                self.value_type(what, &list.item);
            }
            ValueType::Hash(hash) => self.members(what, hash),
            _ => {}
        }
    }

    fn digits<N>(&mut self, what: &str, range: &NumberRange<N>) {
        self.lose_if(
            range.total_digits.is_some() || range.fraction_digits.is_some(),
            what,
            "digits: JSON Schema counts none",
        );
    }

    fn literals(&mut self, what: &str, literals: &EnumType) {
        self.lose_if(
            literals.name.is_some(),
            what,
            "enum: JSON Schema gives it no name",
        );
        self.lose_if(
            literals
                .literals
                .iter()
                .any(|one| one.description.is_some()),
            what,
            "descriptions of literals: JSON Schema has none",
        );
        self.lose_if(
            literals
                .literals
                .iter()
                .any(|one| one.versions != VersionRange::default()),
            what,
            "marks of versions at literals: the format has none",
        );
    }

    fn members(&mut self, what: &str, hash: &HashType) {
        for member in &hash.members {
            self.value_type(&format!("{what}.{}", member.name), &member.value_type);
        }
    }
}

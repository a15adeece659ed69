//! Writing an extension: categories, attributes, actions, references.

use occi_model::{
    Access, Attribute, Kind, Mixin, Model, Value, VersionRange,
    model::{
        Action, ActionId, Annotation, CategoryRef, Constraint, DefaultValue, ExtensionId, Owner,
        StateMachine,
    },
};

use super::{
    super::{
        super::{
            Loss,
            occiware::{CLASS_KEY, ocl_description_key, ocl_key},
            xml::write::XmlWriter,
        },
        extension::NAME_KEY,
    },
    annotation, document, feature, lose, ocl,
    types::{TypeRef, Types},
};

/// Prefixes of the keys that constraints are kept under.
const OCL: &str = "ocl:";
const OCL_DESCRIPTION: &str = "ocl-description:";

/// An extension being written.
pub(super) struct Extension<'m> {
    pub(super) model: &'m Model,
    pub(super) id: ExtensionId,
    pub(super) xml: XmlWriter,
    pub(super) types: Types<'m>,
    pub(super) losses: Vec<Loss>,
}

/// What kinds and mixins have in common.
struct Common<'m> {
    category: CategoryRef,
    title: Option<&'m str>,
    description: Option<&'m str>,
    attributes: &'m [std::sync::Arc<Attribute>],
    actions: &'m [ActionId],
    states: Option<&'m StateMachine>,
    constraints: &'m [std::sync::Arc<Constraint>],
    annotations: &'m [Annotation],
    location: Option<&'m str>,
    versions: VersionRange,
}

impl<'m> Extension<'m> {
    pub(super) fn new(model: &'m Model, id: ExtensionId) -> Self {
        Self {
            model,
            id,
            xml: document("occi:Extension"),
            types: Types::new(model, id),
            losses: Vec::new(),
        }
    }

    pub(super) fn finish(self) -> (String, Vec<Loss>) {
        (self.xml.finish(), self.losses)
    }

    pub(super) fn write(&mut self) {
        let extension = self.model.extension(self.id);
        let name = &*extension.name;
        self.xml.attribute("name", name);
        self.xml.attribute("scheme", extension.scheme.as_str());
        self.xml
            .optional("description", extension.description.as_deref());
        self.xml
            .optional("specification", extension.specification.as_deref());
        if let Some(version) = &extension.version {
            self.lose(name, format!("version {version}: extensions have none"));
        }
        for annotation in &extension.annotations {
            // Reading says again what was forgiven.
            if &*annotation.key == occi_model::draft::forgiven::KEY {
                continue;
            }
            let why = format!("annotation `{}`: extensions have none", annotation.key);
            self.lose(name, why);
        }
        for (used, alias) in &extension.uses {
            let used = self.model.extension(*used);
            self.xml.open("import");
            self.xml
                .attribute("href", &format!("{}/", used.scheme.as_str()));
            self.xml.close();
            if let Some(alias) = alias {
                let why = format!("alias `{alias}` of `{}`: imports have none", used.name);
                self.lose(name, why);
            }
        }
        for (id, kind) in self.model.kinds() {
            if kind.extension == self.id {
                self.kind(CategoryRef::Kind(id), kind);
            }
        }
        for (id, mixin) in self.model.mixins() {
            if mixin.extension == self.id {
                self.mixin(CategoryRef::Mixin(id), mixin);
            }
        }
        self.write_types();
    }

    pub(super) fn lose(&mut self, what: impl Into<String>, why: impl Into<String>) {
        lose(&mut self.losses, what, why);
    }

    fn kind(&mut self, id: CategoryRef, kind: &'m Kind) {
        let common = Common {
            category: id,
            title: kind.title.as_deref(),
            description: kind.description.as_deref(),
            attributes: &kind.attributes,
            actions: &kind.actions,
            states: kind.own_states.as_deref(),
            constraints: &kind.constraints,
            annotations: &kind.annotations,
            location: kind.location.as_ref().map(occi_model::Location::as_str),
            versions: kind.versions,
        };
        let parents: Vec<CategoryRef> = kind.parent.map(CategoryRef::Kind).into_iter().collect();
        let ends = |kinds: &[_]| kinds.iter().copied().map(CategoryRef::Kind).collect();
        self.category(
            &common,
            &[
                ("parent", parents),
                ("source", ends(&kind.source)),
                ("target", ends(&kind.target)),
            ],
        );
        let is_root = kind.parent.is_none();
        if kind.is_abstract && !is_root {
            self.lose(kind.id.as_str(), "abstract: only `entity` is");
        }
    }

    fn mixin(&mut self, id: CategoryRef, mixin: &'m Mixin) {
        let common = Common {
            category: id,
            title: mixin.title.as_deref(),
            description: mixin.description.as_deref(),
            attributes: &mixin.attributes,
            actions: &mixin.actions,
            states: mixin.states.as_deref(),
            constraints: &mixin.constraints,
            annotations: &mixin.annotations,
            location: mixin.location.as_ref().map(occi_model::Location::as_str),
            versions: mixin.versions,
        };
        let depends = mixin.depends.iter().copied().map(CategoryRef::Mixin);
        let applies = mixin.applies.iter().copied().map(CategoryRef::Kind);
        self.category(
            &common,
            &[
                ("depends", depends.collect()),
                ("applies", applies.collect()),
            ],
        );
        if mixin.exclusive {
            self.lose(mixin.id.as_str(), "exclusive: the metamodel cannot say it");
        }
        if mixin.overriding {
            self.lose(mixin.id.as_str(), "overriding: the metamodel cannot say it");
        }
    }

    fn category(&mut self, common: &Common<'m>, references: &[(&str, Vec<CategoryRef>)]) {
        let id = self.model.id_of(common.category);
        let what = id.as_str();
        self.xml.open(feature(common.category));
        self.names(what, id.term(), common.annotations);
        self.xml.attribute("scheme", id.scheme());
        self.xml.optional("title", common.title);
        self.xml.optional("description", common.description);
        let local: Vec<bool> = references
            .iter()
            .map(|(_, targets)| targets.iter().all(|target| self.is_own(*target)))
            .collect();
        for ((feature, targets), local) in references.iter().zip(&local) {
            if *local && !targets.is_empty() {
                let paths: Vec<String> = targets.iter().map(|one| self.path(*one)).collect();
                self.xml.attribute(feature, &paths.join(" "));
            }
        }
        self.annotations(common.annotations);
        let types: Vec<TypeRef> = common
            .attributes
            .iter()
            .map(|attribute| self.attribute(what, attribute, false))
            .collect();
        for action in common.actions {
            self.action(what, *action);
        }
        self.kept_constraints(common.annotations);
        for constraint in common.constraints {
            self.constraint(what, constraint, common.annotations);
        }
        if let Some(machine) = common.states {
            self.machine(common.category, machine, common.attributes, &types);
        }
        for ((feature, targets), local) in references.iter().zip(&local) {
            if !local {
                for target in targets {
                    let href = if self.is_own(*target) {
                        format!("#{}", self.path(*target))
                    } else {
                        self.href(*target)
                    };
                    self.xml.open(feature);
                    self.xml.attribute("href", &href);
                    self.xml.close();
                }
            }
        }
        self.xml.close();
        if let Some(location) = common.location {
            self.lose(what, format!("location `{location}`: categories have none"));
        }
        self.versions(what, common.versions);
    }

    /// The name: as it was spelt, or else the term, which is read in lower case.
    fn names(&mut self, what: &str, term: &str, annotations: &[Annotation]) {
        let spelt = annotation(annotations, NAME_KEY)
            .filter(|spelt| spelt.eq_ignore_ascii_case(term))
            .unwrap_or(term);
        self.xml.attribute("name", spelt);
        if term.bytes().any(|byte| byte.is_ascii_uppercase()) {
            let lower = term.to_ascii_lowercase();
            self.lose(what, format!("term `{term}`: it is read as `{lower}`"));
        }
    }

    pub(super) fn versions(&mut self, what: &str, versions: VersionRange) {
        if versions != VersionRange::ALL {
            self.lose(
                what,
                "versions of OCCI that have it: the metamodel knows none",
            );
        }
    }

    fn annotations(&mut self, annotations: &[Annotation]) {
        for Annotation { key, value } in annotations {
            if &**key == NAME_KEY || key.starts_with(OCL) || key.starts_with(OCL_DESCRIPTION) {
                continue;
            }
            self.xml.open("annotations");
            self.xml.attribute("key", key);
            self.xml.attribute("value", value);
            self.xml.close();
        }
    }

    /// Constraints in OCL that were kept as they are.
    fn kept_constraints(&mut self, annotations: &[Annotation]) {
        for Annotation { key, value } in annotations {
            let Some(name) = key.strip_prefix(OCL) else {
                continue;
            };
            debug_assert_eq!(**key, *ocl_key(name));
            self.xml.open("constraints");
            self.xml.attribute("name", name);
            let description = annotation(annotations, &ocl_description_key(name));
            self.xml.optional("description", description);
            self.xml.attribute("body", value);
            self.xml.close();
        }
    }

    fn constraint(&mut self, what: &str, constraint: &Constraint, annotations: &[Annotation]) {
        let name = constraint.name.as_deref().unwrap_or("");
        if annotation(annotations, &ocl_key(name)).is_some() {
            return;
        }
        let shown = if name.is_empty() {
            format!("condition {:?}", constraint.message)
        } else {
            format!("constraint `{name}`")
        };
        let Some(body) = ocl::body(self.model, &constraint.condition) else {
            self.lose(
                what,
                format!("{shown}: OCL over classes of Java cannot say it"),
            );
            return;
        };
        if name.is_empty() {
            self.lose(what, format!("{shown}: a constraint needs a name"));
            return;
        }
        self.xml.open("constraints");
        self.xml.attribute("name", name);
        self.xml.attribute("description", &constraint.message);
        self.xml.attribute("body", &body);
        self.xml.close();
    }

    fn action(&mut self, owner: &str, id: ActionId) {
        let action: &'m Action = self.model.action(id);
        let what = &*format!("{owner} {}", action.id.term());
        self.xml.open("actions");
        self.names(what, action.id.term(), &action.annotations);
        self.xml.attribute("scheme", action.id.scheme());
        self.xml.optional("title", action.title.as_deref());
        self.xml
            .optional("description", action.description.as_deref());
        self.annotations(&action.annotations);
        for parameter in &action.parameters {
            self.attribute(what, parameter, true);
        }
        self.xml.close();
        if let Some(returns) = &action.returns {
            self.lose(what, format!("returns {returns:?}: actions return nothing"));
        }
        self.versions(what, action.versions);
    }

    /// Writes an attribute or a parameter; gives its type.
    fn attribute(&mut self, owner: &str, attribute: &'m Attribute, parameter: bool) -> TypeRef {
        let what = format!("{owner} {}", attribute.name);
        let reference = self.type_of(
            &attribute.value_type,
            attribute.named_type,
            attribute.name.last_component(),
            &what,
        );
        self.xml.open("attributes");
        self.xml.attribute("name", attribute.name.as_str());
        self.access(&what, attribute, parameter);
        let default = attribute
            .default
            .as_ref()
            .and_then(|default| self.default(&what, default));
        self.xml.optional("default", default.as_deref());
        self.xml
            .optional("description", attribute.description.as_deref());
        self.reference_to_type(&reference, |extension| {
            extension.annotations(&attribute.annotations);
        });
        self.xml.close();
        if let Some(unit) = &attribute.unit {
            self.lose(&*what, format!("unit `{unit}`: attributes have none"));
        }
        if attribute.deprecated.is_some() {
            self.lose(&*what, "deprecation: the metamodel cannot say it");
        }
        if attribute.is_setting {
            self.lose(
                &*what,
                "template value: the mixin defines the attribute again",
            );
        }
        self.versions(&what, attribute.versions);
        reference
    }

    fn access(&mut self, what: &str, attribute: &Attribute, parameter: bool) {
        let Attribute {
            required, always, ..
        } = *attribute;
        // What a reader makes of the two flags of the metamodel.
        let (mutable, is_required) = match attribute.access {
            _ if parameter => (true, required),
            Access::Mutable => (true, required),
            Access::CreateOnly => (false, required || always),
            Access::ReadOnly => (false, always),
        };
        if !mutable {
            self.xml.attribute("mutable", "false");
        }
        if is_required {
            self.xml.attribute("required", "true");
        }
        if attribute.access == Access::CreateOnly && !parameter {
            self.lose(what, "createonly: it is read as `readonly`");
        }
        if parameter && attribute.access != Access::Mutable {
            self.lose(what, "access of a parameter: it is given in each call");
        }
        if always && mutable {
            self.lose(
                what,
                "always: the metamodel cannot say it of what clients set",
            );
        }
        if required && attribute.access == Access::ReadOnly && !parameter {
            self.lose(what, "required: only the server sets it");
        }
    }

    fn default(&mut self, what: &str, default: &DefaultValue) -> Option<String> {
        match default {
            DefaultValue::Value(value) => {
                let text = value_text(value);
                if text.is_none() {
                    self.lose(what, "default: defaults are texts");
                }
                text
            }
            DefaultValue::Generated { .. } => {
                self.lose(what, "generated default: defaults are texts");
                None
            }
        }
    }

    // ---- references

    pub(super) fn is_own(&self, category: CategoryRef) -> bool {
        self.extension_of(category) == self.id
    }

    fn extension_of(&self, category: CategoryRef) -> ExtensionId {
        match category {
            CategoryRef::Kind(id) => self.model.kind(id).extension,
            CategoryRef::Mixin(id) => self.model.mixin(id).extension,
            CategoryRef::Action(id) => match self.model.action(id).owner {
                Owner::Kind(id) => self.model.kind(id).extension,
                Owner::Mixin(id) => self.model.mixin(id).extension,
            },
        }
    }

    /// The way to a category inside its extension.
    pub(super) fn path(&self, category: CategoryRef) -> String {
        path(self.model, category)
    }

    /// The way to a category of another extension.
    pub(super) fn href(&self, category: CategoryRef) -> String {
        href(self.model, self.extension_of(category), category)
    }

    /// Whether a type of Java is kept for a data type.
    pub(super) fn java_class(annotations: &[Annotation]) -> Option<&str> {
        annotation(annotations, CLASS_KEY)
    }
}

/// The way to a kind, a mixin or an action: by key, and by position below.
pub(super) fn path(model: &Model, category: CategoryRef) -> String {
    match category {
        CategoryRef::Kind(_) | CategoryRef::Mixin(_) => format!(
            "//@{}[term='{}']",
            feature(category),
            model.id_of(category).term().to_ascii_lowercase()
        ),
        CategoryRef::Action(id) => {
            let (owner, actions) = match model.action(id).owner {
                Owner::Kind(owner) => (CategoryRef::Kind(owner), &model.kind(owner).actions),
                Owner::Mixin(owner) => (CategoryRef::Mixin(owner), &model.mixin(owner).actions),
            };
            let position = actions.iter().position(|one| *one == id).unwrap_or(0);
            format!("{}/@actions.{position}", path(model, owner))
        }
    }
}

/// The way to a category from another document.
pub(super) fn href(model: &Model, extension: ExtensionId, category: CategoryRef) -> String {
    let scheme = model.extension(extension).scheme.as_str();
    format!("{scheme}{}", path(model, category))
}

/// The text of a value; lists and hashes have none.
pub(super) fn value_text(value: &Value) -> Option<String> {
    Some(match value {
        Value::Boolean(truth) => truth.to_string(),
        Value::Integer(number) => number.to_string(),
        Value::Float(number) => format!("{number:?}"),
        Value::String(text) => text.clone(),
        Value::List(_) | Value::Hash(_) => return None,
    })
}

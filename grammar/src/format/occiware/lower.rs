//! From the tree to the draft of an extension.

use std::collections::{BTreeMap, BTreeSet};

use occi_model::{
    Access, Fault, Located, Origin, VersionRange,
    draft::{
        self, ActionDraft, AttributeDraft, ConstraintDraft, DefaultDraft, ExtensionDraft,
        KindDraft, MixinDraft, Reference, TypeDraft, UseDraft,
    },
};

use super::{
    ocl, ocl_description_key, ocl_key, said, same_place, standard,
    tree::{
        Action, Annotation, Attribute, Category, Constraint, DataType, Extension, Import, Kind,
        Mixin, NamedType, Numeric, Target,
    },
};
use crate::format::{code, name};

/// The name of the attribute that every entity has and only the server sets.
const ID: &str = "occi.core.id";

/// Makes the draft of an extension; faults are added to those of its reader.
pub(crate) fn extension(tree: Extension, faults: &mut Vec<Fault>) -> ExtensionDraft {
    let Extension {
        name,
        scheme,
        description,
        specification,
        imports,
        kinds,
        mixins,
        types,
        annotations: own,
    } = tree;
    let mut types = types;
    tell_apart(&mut types, faults);
    let scalars = types
        .iter()
        .filter_map(|one| {
            Some((
                name::fit(&one.name.value).into_owned(),
                scalar(&one.data_type)?,
            ))
        })
        .collect();
    let never_empty = types
        .iter()
        .filter(|one| is_never_empty(&one.data_type))
        .map(|one| name::fit(&one.name.value).into_owned())
        .collect();
    let mut lowering = Lowering {
        faults,
        scheme: scheme.value.clone(),
        name: name.value.clone(),
        imports: Vec::new(),
        scalars,
        never_empty,
    };
    let imports: Vec<Import> = imports
        .into_iter()
        .map(|import| lowering.absolute_import(import))
        .collect();
    lowering.imports = imports
        .iter()
        .map(|import| import.document.value.clone())
        .collect();
    ExtensionDraft {
        name: lowering.fitting(&name),
        scheme,
        version: None,
        description: said(description),
        specification: said(specification),
        annotations: annotations(own),
        uses: imports.into_iter().map(use_draft).collect(),
        types: types
            .into_iter()
            .map(|one| lowering.named_type(one))
            .collect(),
        kinds: kinds.into_iter().map(|kind| lowering.kind(kind)).collect(),
        mixins: mixins
            .into_iter()
            .map(|mixin| lowering.mixin(mixin))
            .collect(),
    }
}

pub(super) fn use_draft(import: Import) -> UseDraft {
    UseDraft {
        extension: import.document,
        alias: import
            .alias
            .map(|alias| same_place(&alias, name::fit(&alias.value).into_owned())),
    }
}

pub(super) fn annotations(list: Vec<Annotation>) -> Vec<draft::Annotation> {
    list.into_iter()
        .map(|Annotation { key, value }| draft::Annotation { key, value })
        .collect()
}

/// Gives enumerations of one name names of their own: tools that make models of other
/// descriptions write one for each place where it is used. A name alone means the first.
fn tell_apart(types: &mut [NamedType], faults: &mut Vec<Fault>) {
    let mut taken: BTreeMap<String, (bool, Origin)> = BTreeMap::new();
    for one in types {
        let is_enumeration = matches!(one.data_type, DataType::Enumeration(_));
        let first = taken.get(&one.name.value).copied();
        if let Some((true, first)) = first.filter(|_| is_enumeration) {
            let name = (2_u32..)
                .map(|number| format!("{}_{number}", one.name.value))
                .find(|name| !taken.contains_key(name))
                .unwrap_or_default();
            faults.push(
                Fault::new(
                    code::NAME,
                    one.name.origin,
                    format!("two enumerations are named `{}`", one.name.value),
                )
                .with_label(format!("read as `{name}`"))
                .with_place(first, "the first one")
                .with_help("give each a name of its own"),
            );
            one.name.value = name;
        }
        taken
            .entry(one.name.value.clone())
            .or_insert((is_enumeration, one.name.origin));
    }
}

/// A type of one value, for reading defaults of record fields.
fn scalar(data_type: &DataType) -> Option<TypeDraft> {
    let range = draft::RangeDraft::default;
    Some(match data_type {
        DataType::Boolean => TypeDraft::Boolean,
        DataType::Number(Numeric::Float | Numeric::Double, _) => TypeDraft::Float(range()),
        DataType::Number(Numeric::BigDecimal, _) => TypeDraft::Number(range()),
        DataType::Number(..) => TypeDraft::Integer(range()),
        _ => return None,
    })
}

/// Whether the empty text is no value of a type. Tools write `default=""` for any type.
fn is_never_empty(data_type: &DataType) -> bool {
    match data_type {
        DataType::Text(_) => false,
        DataType::Object(class, _) => class
            .as_ref()
            .is_some_and(|class| !super::types::is_text(&class.value)),
        DataType::Enumeration(literals) => literals.iter().all(|one| !one.name.value.is_empty()),
        DataType::Boolean | DataType::Number(..) | DataType::Array(_) | DataType::Record(_) => true,
    }
}

pub(super) struct Lowering<'f> {
    faults: &'f mut Vec<Fault>,
    /// Scheme of the extension.
    pub(super) scheme: String,
    /// Name of the extension.
    name: String,
    /// Documents of its imports.
    imports: Vec<String>,
    /// The types of it that have one value, by name.
    pub(super) scalars: BTreeMap<String, TypeDraft>,
    /// The types of it that the empty text is no value of, by name.
    never_empty: BTreeSet<String>,
}

impl<'f> Lowering<'f> {
    /// For references outside of any extension: those of configurations.
    pub(super) fn outside(faults: &'f mut Vec<Fault>) -> Self {
        Self {
            faults,
            scheme: String::new(),
            name: String::new(),
            imports: Vec::new(),
            scalars: BTreeMap::new(),
            never_empty: BTreeSet::new(),
        }
    }

    pub(super) fn report(&mut self, fault: Fault) {
        self.faults.push(fault);
    }

    /// A name as the language allows it.
    pub(super) fn fitting(&mut self, written: &Located<String>) -> Located<String> {
        let fitted = name::fit(&written.value);
        if *fitted != *written.value {
            self.report(
                Fault::new(
                    code::NAME,
                    written.origin,
                    format!("{:?} cannot be a name here", written.value),
                )
                .with_label(format!("read as `{fitted}`"))
                .with_note("names are a letter, then letters, digits, `-` and `_`")
                .with_help("rename it where it is defined"),
            );
        }
        same_place(written, fitted.into_owned())
    }

    // ---- references

    /// A scheme that is written relative to that of this extension: `occi/platform` in
    /// `http://example.org/placement#` is `http://example.org/occi/platform#` (RFC 3986 5.2).
    fn absolute(&self, document: &str) -> Option<String> {
        let last = document.rsplit('/').next().unwrap_or(document);
        if document.contains(':') || !document.contains('/') || last.contains('.') {
            return None;
        }
        let (base, _) = self.scheme.rsplit_once('/')?;
        let path = document.trim_start_matches("./");
        (!path.starts_with('/') && !path.contains("..")).then(|| format!("{base}/{path}#"))
    }

    fn absolute_import(&mut self, import: Import) -> Import {
        let Some(scheme) = self.absolute(&import.document.value) else {
            return import;
        };
        self.report(
            Fault::new(
                code::RELATIVE_SCHEME,
                import.document.origin,
                format!("`{}` is no whole scheme", import.document.value),
            )
            .with_label(format!("read as `{scheme}`"))
            .with_help("write the scheme out"),
        );
        Import {
            document: same_place(&import.document, scheme),
            alias: import.alias,
        }
    }

    /// The scheme of an extension that is named by its name or its scheme, when it is standard:
    /// then it is the extension itself, or is imported by its scheme or by a path.
    pub(super) fn scheme_of(&self, extension: &str) -> Option<String> {
        if extension.ends_with('#') {
            return Some(extension.to_owned());
        }
        if extension == self.name {
            return Some(self.scheme.clone());
        }
        let scheme = standard::scheme(extension)?;
        let imported = self.imports.iter().any(|import| {
            let file = import.rsplit('/').next().unwrap_or(import);
            let stem = file.split('.').next().unwrap_or(file);
            import == scheme || import == extension || stem.eq_ignore_ascii_case(extension)
        });
        imported.then(|| scheme.to_owned())
    }

    /// A name of another extension.
    pub(super) fn foreign(&self, extension: &str, name: &str) -> Reference {
        if let Some(scheme) = self.absolute(extension) {
            return self.foreign(&scheme, name);
        }
        if name.starts_with('/') {
            let document = extension.strip_suffix('#').unwrap_or(extension);
            Reference::Identifier(format!("{document}#{name}"))
        } else if extension.ends_with('#') {
            Reference::Identifier(format!("{extension}{name}"))
        } else {
            Reference::Name {
                qualifier: Some(name::fit(extension).into_owned()),
                name: name.to_owned(),
            }
        }
    }

    /// A reference to a kind or a mixin.
    pub(super) fn category_reference(&self, target: &Located<Target>) -> Located<Reference> {
        let reference = match &target.value {
            Target::Own(term) => Reference::name(term.as_str()),
            Target::Foreign { extension, name } => self.foreign(extension, name),
            // No reader has such a reference to a category.
            Target::Basic(_) => Reference::name(String::new()),
        };
        same_place(target, reference)
    }

    fn references(&self, targets: &[Located<Target>]) -> Vec<Located<Reference>> {
        targets
            .iter()
            .map(|target| self.category_reference(target))
            .collect()
    }

    // ---- categories

    fn kind(&mut self, kind: Kind) -> KindDraft {
        let Kind {
            category,
            parent,
            source,
            target,
        } = kind;
        let parts = self.category(category);
        KindDraft {
            is_abstract: parts.term.value == "entity" && self.scheme == CORE,
            term: parts.term,
            scheme: parts.scheme,
            title: parts.title,
            description: parts.description,
            parent: parent.map(|parent| self.category_reference(&parent)),
            location: None,
            attributes: parts.attributes,
            actions: parts.actions,
            states: parts.states,
            constraints: parts.constraints,
            source: self.references(&source),
            target: self.references(&target),
            versions: VersionRange::ALL,
            annotations: parts.annotations,
        }
    }

    fn mixin(&mut self, mixin: Mixin) -> MixinDraft {
        let Mixin {
            category,
            depends,
            applies,
        } = mixin;
        let parts = self.category(category);
        MixinDraft {
            term: parts.term,
            scheme: parts.scheme,
            title: parts.title,
            description: parts.description,
            depends: self.references(&depends),
            applies: self.references(&applies),
            exclusive: false,
            overriding: false,
            location: None,
            attributes: parts.attributes,
            settings: Vec::new(),
            actions: parts.actions,
            states: parts.states,
            constraints: parts.constraints,
            versions: VersionRange::ALL,
            annotations: parts.annotations,
        }
    }

    fn category(&mut self, category: Category) -> Parts {
        let Category {
            term,
            scheme,
            title,
            description,
            attributes,
            actions,
            constraints,
            states,
            annotations: own,
        } = category;
        let shows_state = states
            .as_ref()
            .map(|machine| machine.attribute.value.clone());
        let states = states.map(|machine| self.states(machine, &attributes));
        let mut annotations = annotations(own);
        let names: Vec<&str> = attributes.iter().map(|one| &*one.name.value).collect();
        let constraints = self.constraints(constraints, &term.value, &names, &mut annotations);
        let own_scheme = scheme.filter(|scheme| scheme.value != self.scheme);
        Parts {
            term,
            scheme: own_scheme,
            title: said(title),
            description: said(description),
            attributes: attributes
                .into_iter()
                .map(|attribute| {
                    let is_state = shows_state.as_ref() == Some(&attribute.name.value);
                    self.attribute(attribute, is_state)
                })
                .collect(),
            actions: actions
                .into_iter()
                .map(|action| self.action(action))
                .collect(),
            states,
            constraints,
            annotations,
        }
    }

    /// Constraints are OCL over generated Java classes. They are kept as they are; where a
    /// condition says the same, it is checked too.
    fn constraints(
        &mut self,
        list: Vec<Constraint>,
        term: &str,
        attributes: &[&str],
        annotations: &mut Vec<draft::Annotation>,
    ) -> Vec<ConstraintDraft> {
        let mut seen = BTreeSet::new();
        let mut conditions = Vec::new();
        for Constraint {
            name,
            description,
            body,
        } in list
        {
            if !seen.insert(name.value.clone()) {
                self.report(
                    Fault::new(
                        code::CONSTRAINT_TWICE,
                        name.origin,
                        format!("two constraints are named `{}`", name.value),
                    )
                    .with_note("names of constraints differ (OCCIware invariant 5)")
                    .with_help("rename one of them"),
                );
                continue;
            }
            let name = self.fitting(&name);
            let place = ocl::Place {
                origin: body.origin,
                package: &self.name,
                term,
                attributes,
                foreign: &|package, class, term| self.of_package(package, class, term),
            };
            let description = said(description);
            match ocl::translate(&body.value, &place) {
                // Nothing is to be checked; of a body that is missing the reader has said so.
                ocl::Said::Nothing => {}
                ocl::Said::Beyond if body.value.is_empty() => {}
                ocl::Said::Condition(condition) => conditions.push(ConstraintDraft {
                    message: description.clone().unwrap_or_else(|| name.value.clone()),
                    name: Some(name.clone()),
                    condition,
                    origin: body.origin,
                }),
                ocl::Said::Beyond => self.report(
                    Fault::new(
                        code::OCL,
                        body.origin,
                        format!("the constraint `{}` is not checked", name.value),
                    )
                    .with_label("OCL, kept as an annotation")
                    .with_help(format!(
                        "say it in the language: `require … \"{}\";`",
                        name.value
                    )),
                ),
            }
            if let Some(description) = description {
                annotations.push(draft::Annotation {
                    key: same_place(&name, ocl_description_key(&name.value)),
                    value: description,
                });
            }
            annotations.push(draft::Annotation {
                key: same_place(&name, ocl_key(&name.value)),
                value: body.value,
            });
        }
        conditions
    }

    /// A category of the import whose classes are in a package. Packages are named like
    /// extensions, and schemes mostly end in the name.
    fn of_package(&self, package: &str, class: ocl::Class, term: &str) -> Option<Reference> {
        let mut found = self
            .imports
            .iter()
            .filter(|import| name::of_scheme(import).eq_ignore_ascii_case(package));
        let import = found.next()?;
        if found.next().is_some() {
            return None;
        }
        let feature = match class {
            ocl::Class::Kind => "kinds",
            ocl::Class::Mixin => "mixins",
        };
        Some(self.foreign(import, &format!("//@{feature}[term='{term}']")))
    }

    fn action(&mut self, action: Action) -> ActionDraft {
        ActionDraft {
            term: action.term,
            scheme: action.scheme,
            title: said(action.title),
            description: said(action.description),
            parameters: action
                .parameters
                .into_iter()
                .map(|parameter| self.parameter(parameter))
                .collect(),
            returns: None,
            versions: VersionRange::ALL,
            annotations: annotations(action.annotations),
        }
    }

    /// A parameter is given by the client in each call, whatever its flag says.
    fn parameter(&mut self, mut parameter: Attribute) -> AttributeDraft {
        parameter.mutable = true;
        self.attribute(parameter, false)
    }

    fn attribute(&mut self, attribute: Attribute, is_state: bool) -> AttributeDraft {
        let value_type = self.type_of(&attribute);
        let default = self.default(&attribute, &value_type.value).map(Box::new);
        // What is immutable is the server's: required, every instance shows it (M016, D-23).
        let readonly = !attribute.mutable || is_state || attribute.name.value == ID;
        if is_state && attribute.mutable {
            self.report(
                Fault::new(
                    code::STATE_ATTRIBUTE,
                    attribute.name.origin,
                    format!("the state attribute `{}` is mutable", attribute.name.value),
                )
                .with_label("read as one that only the server sets")
                .with_note("the state follows from actions (GFD.224 3, D-23)"),
            );
        }
        AttributeDraft {
            name: attribute.name,
            value_type,
            access: if readonly {
                Access::ReadOnly
            } else {
                Access::Mutable
            },
            required: attribute.required && !readonly,
            always: attribute.required && readonly,
            default,
            unit: None,
            description: said(attribute.description),
            deprecated: None,
            versions: VersionRange::ALL,
            annotations: annotations(attribute.annotations),
        }
    }

    /// The default; an empty text is none unless it is a value of the type.
    fn default(
        &mut self,
        attribute: &Attribute,
        value_type: &TypeDraft,
    ) -> Option<Located<DefaultDraft>> {
        let written = attribute.default.as_ref()?;
        if written.value.is_empty() && !self.may_be_empty(value_type) {
            self.report(
                Fault::new(
                    code::DEFAULT_EMPTY,
                    written.origin,
                    format!("the default of `{}` is empty", attribute.name.value),
                )
                .with_label("taken for absent")
                .with_help("leave it out"),
            );
            return None;
        }
        Some(same_place(
            written,
            DefaultDraft::Text(written.value.clone()),
        ))
    }

    /// Whether the empty text can be a value; a type that is not known here may be one of texts.
    fn may_be_empty(&self, value_type: &TypeDraft) -> bool {
        match value_type {
            TypeDraft::Named(Reference::Name {
                qualifier: None,
                name,
            }) => !self.never_empty.contains(name),
            TypeDraft::Named(_) | TypeDraft::String { .. } | TypeDraft::Uri => true,
            _ => false,
        }
    }
}

const CORE: &str = "http://schemas.ogf.org/occi/core#";

/// What kinds and mixins have in common.
struct Parts {
    term: Located<String>,
    scheme: Option<Located<String>>,
    title: Option<String>,
    description: Option<String>,
    attributes: Vec<AttributeDraft>,
    actions: Vec<ActionDraft>,
    states: Option<draft::StatesDraft>,
    constraints: Vec<ConstraintDraft>,
    annotations: Vec<draft::Annotation>,
}

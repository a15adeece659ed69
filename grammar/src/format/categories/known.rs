//! The definitions that are built into the compiler, as their query interfaces would list them:
//! what is discovered is compared with it.

use std::{
    collections::{BTreeSet, HashMap},
    sync::{Arc, LazyLock},
};

use occi_model::{
    CategoryId, CategoryRef, Model, Origin, Profile,
    draft::ExtensionDraft,
    model::{Attribute, ExtensionId},
};
use occi_rendering::{
    AttributeDescription, CategoriesView, CategoryDescription, MediaType, Mode, Payload,
    read_categories, write_categories,
};

use super::Rendering;
use crate::{MemoryResolver, builtin};

/// One built-in definition.
#[derive(Debug)]
pub(super) struct Known {
    pub(super) name: &'static str,
    pub(super) scheme: &'static str,
    /// The extension with all that it imports.
    pub(super) model: Model,
    /// Positions of the definitions that it imports, directly or not.
    pub(super) imports: Vec<usize>,
    /// Its own categories as JSON lists them, which says more than text.
    pub(super) categories: Vec<CategoryDescription>,
}

/// All built-in definitions.
#[derive(Debug)]
pub(super) struct Library {
    pub(super) all: Vec<Known>,
    /// Each category, as the positions of its definition and in that.
    by_id: HashMap<CategoryId, (usize, usize)>,
    /// Each scheme of a kind or mixin, with the position of the definition that uses it.
    schemes: HashMap<String, usize>,
    /// Attributes by name: the first definition that has it.
    attributes: HashMap<String, (Arc<Attribute>, AttributeDescription)>,
    /// The first kind with an attribute, by the name of that.
    kinds: HashMap<String, CategoryId>,
}

/// The position of Core.
pub(super) const CORE: usize = 0;

static LIBRARY: LazyLock<Library> = LazyLock::new(Library::new);

/// The library; made at the first call.
pub(super) fn library() -> &'static Library {
    &LIBRARY
}

/// What a query interface lists of some categories of a model.
pub(super) fn describe(
    model: &Model,
    categories: Vec<CategoryRef>,
    media: MediaType,
) -> Vec<CategoryDescription> {
    let view = CategoriesView {
        of_model: Some((model, categories)),
        of_users: Vec::new(),
    };
    let Ok(rendered) = write_categories(media, &view) else {
        return Vec::new();
    };
    let payload = Payload {
        media,
        headers: Vec::new(),
        body: &rendered.body,
    };
    read_categories(&payload, Mode::Lenient).map_or_else(|_| Vec::new(), |read| read.value)
}

/// A built-in definition as a model, and its own extension in it.
fn compiled(name: &str, profile: Profile) -> Option<(Model, ExtensionId)> {
    let text = builtin::find(name)?.text;
    let mut resolver = MemoryResolver::new().with(name, text);
    let model = crate::compile(name, &mut resolver, profile).model?;
    let own = model.extension_ids().last()?;
    Some((model, own))
}

/// The kinds and mixins of an extension, and then their actions.
fn own_categories(model: &Model, own: ExtensionId) -> Vec<CategoryRef> {
    let kinds = model
        .kinds()
        .filter(|(_, kind)| kind.extension == own)
        .map(|(id, _)| CategoryRef::Kind(id));
    let mixins = model
        .mixins()
        .filter(|(_, mixin)| mixin.extension == own)
        .map(|(id, _)| CategoryRef::Mixin(id));
    let mut refs: Vec<CategoryRef> = kinds.chain(mixins).collect();
    let actions: Vec<CategoryRef> = refs
        .iter()
        .flat_map(|category| match category {
            CategoryRef::Kind(id) => model.kind(*id).actions.clone(),
            CategoryRef::Mixin(id) => model.mixin(*id).actions.clone(),
            CategoryRef::Action(_) => Vec::new(),
        })
        .map(CategoryRef::Action)
        .collect();
    refs.extend(actions);
    refs
}

impl Known {
    /// What one version of the standard has of the definition, as JSON lists it.
    pub(super) fn listing(&self, profile: Profile) -> Vec<CategoryDescription> {
        compiled(self.name, profile).map_or_else(Vec::new, |(model, own)| {
            let refs = own_categories(&model, own);
            describe(&model, refs, MediaType::OcciJson)
        })
    }

    /// The definition as it was read; faults of imports point at `origin`.
    pub(super) fn draft(&self, origin: Origin) -> Option<ExtensionDraft> {
        let text = builtin::find(self.name)?.text;
        let mut resolver = MemoryResolver::new().with(self.name, text);
        let mut draft = crate::load(self.name, &mut resolver)
            .draft
            .extensions
            .pop()?;
        draft.name.origin = origin;
        draft.scheme.origin = origin;
        for used in &mut draft.uses {
            used.extension.origin = origin;
        }
        Some(draft)
    }
}

impl Library {
    fn new() -> Self {
        let mut library = Self {
            all: Vec::with_capacity(builtin::ALL.len()),
            by_id: HashMap::new(),
            schemes: HashMap::new(),
            attributes: HashMap::new(),
            kinds: HashMap::new(),
        };
        // Core first, Infrastructure before what builds on it: of two that define an attribute
        // the more general one counts.
        let mut order: Vec<_> = builtin::ALL.iter().collect();
        order.sort_by_key(|one| match one.name {
            "core" => 0,
            "infrastructure" => 1,
            _ => 2,
        });
        for one in order {
            library.add(one);
        }
        library
    }

    fn add(&mut self, one: &'static builtin::Builtin) {
        let Some((model, own)) = compiled(one.name, Profile::Union) else {
            return;
        };
        let at = self.all.len();
        let imports = model
            .extensions()
            .iter()
            .filter_map(|extension| {
                self.all
                    .iter()
                    .position(|known| *extension.scheme.as_str() == *known.scheme)
            })
            .collect();
        let refs = own_categories(&model, own);
        for category in &refs {
            let scheme = model.id_of(*category).scheme();
            if !matches!(category, CategoryRef::Action(_)) {
                self.schemes.entry(scheme.to_owned()).or_insert(at);
            }
        }
        let categories = describe(&model, refs, MediaType::OcciJson);
        for (index, category) in categories.iter().enumerate() {
            self.by_id.entry(category.id.clone()).or_insert((at, index));
            for description in &category.attributes {
                if category.class == Some(occi_rendering::Class::Kind) {
                    self.kinds
                        .entry(description.name.to_string())
                        .or_insert_with(|| category.id.clone());
                }
                if let Some(attribute) = attribute_of(&model, &category.id, description) {
                    self.attributes
                        .entry(description.name.to_string())
                        .or_insert((attribute, description.clone()));
                }
            }
        }
        self.all.push(Known {
            name: one.name,
            scheme: one.scheme,
            model,
            imports,
            categories,
        });
    }

    /// The position of the definition that a scheme belongs to.
    pub(super) fn of_scheme(&self, scheme: &str) -> Option<usize> {
        self.schemes.get(scheme).copied()
    }

    /// The kind that has an attribute of its own with this name.
    pub(super) fn kind_with(&self, name: &str) -> Option<&CategoryId> {
        self.kinds.get(name)
    }

    /// A category, with the position of its definition.
    pub(super) fn category(&self, id: &CategoryId) -> Option<(usize, &CategoryDescription)> {
        let (at, index) = *self.by_id.get(id)?;
        Some((at, self.all.get(at)?.categories.get(index)?))
    }

    /// The attribute of a category, or else an attribute of that name, and how JSON describes it.
    pub(super) fn attribute(
        &self,
        category: &CategoryId,
        name: &str,
    ) -> Option<(Arc<Attribute>, &AttributeDescription)> {
        let own = self.category(category).and_then(|(at, known)| {
            let description = known.attributes.iter().find(|one| one.name == *name)?;
            let attribute = attribute_of(&self.all.get(at)?.model, category, description)?;
            Some((attribute, description))
        });
        own.or_else(|| {
            // A bare name, such as a parameter's, means nothing elsewhere.
            let (attribute, description) =
                self.attributes.get(name).filter(|_| name.contains('.'))?;
            Some((Arc::clone(attribute), description))
        })
    }
}

fn attribute_of(
    model: &Model,
    category: &CategoryId,
    description: &AttributeDescription,
) -> Option<Arc<Attribute>> {
    let own = match model.find(category.as_str())? {
        CategoryRef::Kind(id) => &model.kind(id).attributes,
        CategoryRef::Mixin(id) => &model.mixin(id).attributes,
        CategoryRef::Action(id) => &model.action(id).parameters,
    };
    own.iter()
        .find(|attribute| attribute.name == description.name)
        .cloned()
}

/// Whether two descriptions say the same of a value's type.
pub(super) fn same_type(one: &AttributeDescription, other: &AttributeDescription) -> bool {
    let plain = |description: &AttributeDescription| {
        let mut pattern = description.json().pattern.clone();
        if let Some(serde_json::Value::Object(members)) = &mut pattern {
            members.remove("$schema");
        }
        pattern.filter(|pattern| {
            pattern
                .as_object()
                .is_none_or(|members| !members.is_empty())
        })
    };
    one.json().json_type == other.json().json_type && plain(one) == plain(other)
}

/// In what a listed category differs from the known one, in words; titles and descriptions are
/// nobody's promise.
pub(super) fn differences(
    listed: &CategoryDescription,
    known: &CategoryDescription,
    rendering: Rendering,
) -> Vec<String> {
    let mut found = Vec::new();
    let term = listed.id.term();
    if listed.class.is_some() && listed.class != known.class {
        found.push(format!("`{term}` is of another class"));
    }
    let is_kind = known.class == Some(occi_rendering::Class::Kind);
    let rels = |category: &CategoryDescription| -> BTreeSet<String> {
        let related = match (is_kind, rendering) {
            (true, _) | (_, Rendering::Text) => category.rel.get(..1).unwrap_or(&category.rel),
            (false, Rendering::Json) => &category.rel[..],
        };
        related.iter().map(ToString::to_string).collect()
    };
    let (own, expected) = (rels(listed), rels(known));
    if own != expected {
        let word = if is_kind { "parent" } else { "dependency" };
        found.push(format!("`{term}` has {}", other(word, &own, &expected)));
    }
    let set =
        |ids: &[CategoryId]| -> BTreeSet<String> { ids.iter().map(ToString::to_string).collect() };
    if rendering == Rendering::Json && set(&listed.applies) != set(&known.applies) {
        found.push(format!(
            "`{term}` has {}",
            other("applies", &set(&listed.applies), &set(&known.applies))
        ));
    }
    if listed.location != known.location {
        let show = |location: &Option<String>| match location {
            Some(location) => format!("`{location}`"),
            None => "nowhere".to_owned(),
        };
        found.push(format!(
            "`{term}` is at {}, not {}",
            show(&listed.location),
            show(&known.location)
        ));
    }
    for expected in &known.attributes {
        match listed
            .attributes
            .iter()
            .find(|one| one.name == expected.name)
        {
            None => found.push(format!("`{term}` has no attribute `{}`", expected.name)),
            Some(one) => found.extend(
                difference_of(one, expected, rendering)
                    .map(|word| format!("`{}` of `{term}` {word}", one.name)),
            ),
        }
    }
    for one in &listed.attributes {
        if !known.attributes.iter().any(|other| other.name == one.name) {
            found.push(format!("`{term}` has an attribute `{}`", one.name));
        }
    }
    let (own, expected) = (set(&listed.actions), set(&known.actions));
    for missing in expected.difference(&own) {
        found.push(format!("`{term}` has no action `{missing}`"));
    }
    for more in own.difference(&expected) {
        found.push(format!("`{term}` has an action `{more}`"));
    }
    found
}

/// Another parent, none, or one where there should be none.
fn other(word: &str, own: &BTreeSet<String>, expected: &BTreeSet<String>) -> String {
    let show = |ids: &BTreeSet<String>| {
        let quoted: Vec<String> = ids.iter().map(|id| format!("`{id}`")).collect();
        quoted.join(", ")
    };
    match (own.is_empty(), expected.is_empty()) {
        (true, _) => format!("no {word} {}", show(expected)),
        (false, true) => format!("{word} {}", show(own)),
        (false, false) => format!("{word} {}, not {}", show(own), show(expected)),
    }
}

fn difference_of(
    listed: &AttributeDescription,
    known: &AttributeDescription,
    rendering: Rendering,
) -> Option<String> {
    let flag = |is: bool, word: &str| format!("is {}{word}", if is { "" } else { "not " });
    if listed.mutable != known.mutable {
        return Some(flag(!listed.mutable, "immutable"));
    }
    if listed.required != known.required {
        return Some(flag(listed.required, "required"));
    }
    if rendering == Rendering::Text {
        return None;
    }
    if !same_type(listed, known) {
        return Some("has another type".to_owned());
    }
    (listed.json().default != known.json().default).then(|| "has another default".to_owned())
}

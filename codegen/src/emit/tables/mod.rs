//! The definition as static data: what `model()` of a generated module is built from.
//!
//! The inverse of [`ExtensionTable::draft`](occi_model::table::ExtensionTable::draft): the model
//! that is built from the tables equals the model that they were written from.

mod condition;
mod part;

use std::sync::Arc;

use occi_model::{
    Access, Action, Attribute, Kind, Mixin, ValueType, VersionRange,
    model::{DefaultValue, ExtensionId, NamedType, StateMachine, Trigger},
    types::EnumType,
};

use self::part::{
    annotations, atom, call, constraints, optional, optional_text, structure, text, truth, value,
    value_type, versions,
};
use super::Out;
use crate::{
    name::{Role, Scope, identifier},
    plan::{Place, Plan},
    text::{Code, Node},
};

/// What the tables may name, as the runtime shows it.
const TABLE_NAMES: [&str; 18] = [
    "ActionTable",
    "AttributeTable",
    "ConstraintTable",
    "DefaultTable",
    "ExprTable",
    "ExtensionTable",
    "KindTable",
    "LiteralTable",
    "MemberTable",
    "MixinTable",
    "NamedTypeTable",
    "OperandTable",
    "RangeTable",
    "StateTable",
    "StatesTable",
    "TransitionTable",
    "TypeTable",
    "ValueTable",
];

/// The module `tables`.
pub(super) fn module<'p, 'm>(plan: &'p Plan<'m>, extension: usize) -> Out<'p, 'm> {
    let place = Place {
        extension,
        module: "tables".to_owned(),
    };
    let mut out = Out::new(plan, place);
    let tables = Tables {
        plan,
        extension: plan.extensions[extension].id,
    };
    let mut body = Out::new(plan, out.place.clone());
    let (types, kinds, mixins) = tables.categories(&mut body, extension);
    tables.extension(&mut body, extension, types, kinds, mixins);
    model(&mut body, extension);
    let body = body.code.finish();
    imports(&mut out, &body);
    // The body is large: no copy of it may grow by doubling.
    let head = out.code.finish();
    let mut text = String::with_capacity(head.len() + 1 + body.len());
    for part in [&head, "\n", &body] {
        text.push_str(part);
    }
    out.code = Code::from_text(text);
    out.export("EXTENSION");
    out.export("model");
    out
}

/// Imports of what the body names.
fn imports(out: &mut Out<'_, '_>, body: &str) {
    let rt = out.rt;
    let used = |name: &&str| names(body, name);
    let tables: Vec<String> = TABLE_NAMES
        .iter()
        .filter(|n| used(n))
        .map(|n| (*n).to_owned())
        .collect();
    let model: Vec<String> = ["Access", "Model", "OcciVersion", "Profile", "VersionRange"]
        .iter()
        .filter(|n| used(n))
        .map(|n| (*n).to_owned())
        .collect();
    let expr: Vec<String> = condition::NAMES
        .iter()
        .filter(|(_, sign)| starts(body, sign))
        .map(|(name, _)| (*name).to_owned())
        .collect();
    if !expr.is_empty() {
        out.code.import(&format!("use {rt}::model::expr::"), &expr);
    }
    out.code
        .import(&format!("use {rt}::model::table::"), &tables);
    out.code.import(&format!("use {rt}::model::"), &model);
    out.code.fixed("use ::std::sync::{Arc, LazyLock};");
}

/// Whether code names something: an import for the words of a text would be one too many, which
/// the user is warned of.
fn names(body: &str, name: &str) -> bool {
    body.match_indices(name).any(|(at, _)| {
        if is_text(body, at) {
            return false;
        }
        let before = body[..at].bytes().next_back();
        let after = body[at + name.len()..].bytes().next();
        let joins = |byte: Option<u8>| byte.is_some_and(|b| b.is_ascii_alphanumeric() || b == b'_');
        !joins(before) && !joins(after)
    })
}

/// Whether a path of the code starts so: `End::`, and not `OperandTable::End`.
fn starts(body: &str, path: &str) -> bool {
    body.match_indices(path).any(|(at, _)| {
        let before = body[..at].bytes().next_back();
        !is_text(body, at)
            && !before.is_some_and(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b':'))
    })
}

/// Whether a place lies in a string literal or a comment; neither goes over a line.
fn is_text(body: &str, at: usize) -> bool {
    let start = body[..at].rfind('\n').map_or(0, |end| end + 1);
    let before = &body[start..at];
    let (mut inside, mut escaped) = (false, false);
    for byte in before.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = inside,
            b'"' => inside = !inside,
            _ => {}
        }
    }
    inside || before.trim_start().starts_with("//")
}

/// `model()`.
fn model(out: &mut Out<'_, '_>, extension: usize) {
    let plan = out.plan;
    let rt = out.rt;
    let profile = match plan.model.profile() {
        occi_model::Profile::V1_1 => "V1_1",
        occi_model::Profile::V1_2 => "V1_2",
        occi_model::Profile::Union => "Union",
    };
    let mut tables: Vec<Node> = plan.extensions[extension]
        .closure
        .iter()
        .map(|&used| {
            let place = Place {
                extension: used,
                module: "tables".to_owned(),
            };
            Node::Atom(format!("&{}", plan.path(&out.place, &place, "EXTENSION")))
        })
        .collect();
    tables.push(Node::Atom("&EXTENSION".to_owned()));
    out.item();
    out.code
        .doc("The model of this extension and of all that it imports.");
    out.code.fixed("#[must_use]");
    out.code
        .open(format_args!("pub fn model() -> &'static Arc<Model> {{"));
    out.code
        .fixed("static MODEL: LazyLock<Arc<Model>> = LazyLock::new(build);");
    out.code.fixed("&MODEL");
    out.code.close("}");
    out.item();
    out.code.open(format_args!("fn build() -> Arc<Model> {{"));
    Node::Call(
        format!("{rt}::typed::model").into(),
        vec![
            Node::Array(tables),
            Node::Atom(format!("Profile::{profile}")),
        ],
    )
    .write(&mut out.code, "", "");
    out.code.close("}");
}

/// The name of a category's constant: after its module, or after its type where it has none.
fn constant_of(place: &Place, name: &str) -> String {
    if place.module.is_empty() {
        identifier(name, Role::Constant)
    } else {
        place.module.to_ascii_uppercase()
    }
}

struct Tables<'p, 'm> {
    plan: &'p Plan<'m>,
    /// The extension that is written.
    extension: ExtensionId,
}

impl Tables<'_, '_> {
    /// A constant per named type, kind and mixin; their names.
    fn categories(
        &self,
        out: &mut Out<'_, '_>,
        extension: usize,
    ) -> (Vec<Node>, Vec<Node>, Vec<Node>) {
        let plan = self.plan;
        let id = plan.extensions[extension].id;
        let mut scope = Scope::default();
        let mut constant = |out: &mut Out<'_, '_>, name: String, type_name: &str, value: &Node| {
            let name = scope.claim(name, "_");
            out.item();
            value.write(&mut out.code, &format!("const {name}: {type_name} = "), ";");
            Node::Atom(name)
        };
        let mut types = Vec::new();
        for named in plan
            .model
            .types()
            .iter()
            .filter(|named| named.extension == id)
        {
            let name = format!("TYPE_{}", identifier(&named.name, Role::Constant));
            types.push(constant(
                out,
                name,
                "NamedTypeTable",
                &self.named_type(named),
            ));
        }
        let mut kinds = Vec::new();
        for kind in plan
            .kinds
            .iter()
            .flatten()
            .filter(|k| k.place.extension == extension)
        {
            let name = format!("KIND_{}", constant_of(&kind.place, &kind.name));
            kinds.push(constant(out, name, "KindTable", &self.kind(kind.kind)));
        }
        let mut mixins = Vec::new();
        for mixin in plan
            .mixins
            .iter()
            .flatten()
            .filter(|m| m.place.extension == extension)
        {
            let name = format!("MIXIN_{}", constant_of(&mixin.place, &mixin.name));
            mixins.push(constant(out, name, "MixinTable", &self.mixin(mixin.mixin)));
        }
        (types, kinds, mixins)
    }

    fn extension(
        &self,
        out: &mut Out<'_, '_>,
        extension: usize,
        types: Vec<Node>,
        kinds: Vec<Node>,
        mixins: Vec<Node>,
    ) {
        let definition = self
            .plan
            .model
            .extension(self.plan.extensions[extension].id);
        let uses = definition.uses.iter().map(|(used, alias)| {
            let used = &self.plan.model.extension(*used).name;
            Node::Tuple(vec![text(used), optional(alias.as_deref().map(text))])
        });
        let table = structure(
            "ExtensionTable",
            vec![
                ("name", text(&definition.name)),
                ("scheme", text(definition.scheme.as_str())),
                ("version", optional_text(definition.version.as_deref())),
                (
                    "description",
                    optional_text(definition.description.as_deref()),
                ),
                (
                    "specification",
                    optional_text(definition.specification.as_deref()),
                ),
                ("annotations", annotations(&definition.annotations)),
                ("uses", Node::Array(uses.collect())),
                ("types", Node::Array(types)),
                ("kinds", Node::Array(kinds)),
                ("mixins", Node::Array(mixins)),
            ],
        );
        out.item();
        out.code.doc("The extension as it was defined.");
        table.write(
            &mut out.code,
            "pub static EXTENSION: ExtensionTable = ",
            ";",
        );
    }

    fn kind(&self, kind: &Kind) -> Node {
        let model = self.plan.model;
        let ids = |kinds: &[occi_model::KindId]| {
            Node::Array(
                kinds
                    .iter()
                    .map(|k| text(model.kind(*k).id.as_str()))
                    .collect(),
            )
        };
        structure(
            "KindTable",
            vec![
                ("term", text(kind.id.term())),
                ("scheme", text(kind.id.scheme())),
                ("title", optional_text(kind.title.as_deref())),
                ("description", optional_text(kind.description.as_deref())),
                (
                    "parent",
                    optional(
                        kind.parent
                            .map(|parent| text(model.kind(parent).id.as_str())),
                    ),
                ),
                ("is_abstract", truth(kind.is_abstract)),
                (
                    "location",
                    optional_text(kind.location.as_ref().map(occi_model::Location::as_str)),
                ),
                ("attributes", self.attributes(&kind.attributes)),
                ("actions", self.actions(&kind.actions)),
                ("states", self.states(kind.own_states.as_deref())),
                ("constraints", constraints(&kind.constraints)),
                ("source", ids(&kind.source)),
                ("target", ids(&kind.target)),
                ("versions", versions(kind.versions)),
                ("annotations", annotations(&kind.annotations)),
            ],
        )
    }

    fn mixin(&self, mixin: &Mixin) -> Node {
        let model = self.plan.model;
        let (settings, attributes): (Vec<_>, Vec<_>) =
            mixin.attributes.iter().cloned().partition(|a| a.is_setting);
        let settings = settings.iter().filter_map(|setting| {
            let given = setting.default_value()?;
            Some(Node::Tuple(vec![text(setting.name.as_str()), value(given)]))
        });
        structure(
            "MixinTable",
            vec![
                ("term", text(mixin.id.term())),
                ("scheme", text(mixin.id.scheme())),
                ("title", optional_text(mixin.title.as_deref())),
                ("description", optional_text(mixin.description.as_deref())),
                (
                    "depends",
                    Node::Array(
                        mixin
                            .depends
                            .iter()
                            .map(|m| text(model.mixin(*m).id.as_str()))
                            .collect(),
                    ),
                ),
                (
                    "applies",
                    Node::Array(
                        mixin
                            .applies
                            .iter()
                            .map(|k| text(model.kind(*k).id.as_str()))
                            .collect(),
                    ),
                ),
                ("exclusive", truth(mixin.exclusive)),
                ("overriding", truth(mixin.overriding)),
                (
                    "location",
                    optional_text(mixin.location.as_ref().map(occi_model::Location::as_str)),
                ),
                ("attributes", self.attributes(&attributes)),
                ("settings", Node::Array(settings.collect())),
                ("actions", self.actions(&mixin.actions)),
                ("states", self.states(mixin.states.as_deref())),
                ("constraints", constraints(&mixin.constraints)),
                ("versions", versions(mixin.versions)),
                ("annotations", annotations(&mixin.annotations)),
            ],
        )
    }

    fn named_type(&self, named: &NamedType) -> Node {
        let extension = named.extension;
        structure(
            "NamedTypeTable",
            vec![
                ("name", text(&named.name)),
                (
                    "value_type",
                    value_type(&named.value_type, &|enumeration| {
                        // Its own literals stand here, those of another type there.
                        let own = enumeration.name.as_deref() == Some(&*named.name);
                        if own {
                            None
                        } else {
                            self.enum_name(enumeration, extension)
                        }
                    }),
                ),
                ("description", optional_text(named.description.as_deref())),
                ("versions", versions(named.versions)),
                ("annotations", annotations(&named.annotations)),
            ],
        )
    }

    /// The name of a type, for references to it.
    fn type_name(&self, named: &NamedType) -> Node {
        let extension = self.plan.model.extension(named.extension);
        call(
            "TypeTable::Named",
            vec![text(&extension.name), text(&named.name)],
        )
    }

    /// The name of an enum inside another type; types of `extension` itself come first.
    fn enum_name(&self, enumeration: &EnumType, extension: ExtensionId) -> Option<Node> {
        let name = enumeration.name.as_deref()?;
        let found = |own: bool| {
            self.plan.model.types().iter().find(|named| {
                *named.name == *name
                    && (named.extension == extension) == own
                    && matches!(&named.value_type, ValueType::Enum(e) if **e == *enumeration)
            })
        };
        found(true)
            .or_else(|| found(false))
            .map(|named| self.type_name(named))
    }

    fn attributes(&self, attributes: &[Arc<Attribute>]) -> Node {
        Node::Array(attributes.iter().map(|a| self.attribute(a)).collect())
    }

    /// Names only what differs from a plain attribute.
    fn attribute(&self, attribute: &Attribute) -> Node {
        let mut fields = Vec::new();
        match attribute.access {
            Access::Mutable => {}
            Access::CreateOnly => fields.push(("access", atom("Access::CreateOnly"))),
            Access::ReadOnly => fields.push(("access", atom("Access::ReadOnly"))),
        }
        if attribute.required {
            fields.push(("required", truth(true)));
        }
        if attribute.always {
            fields.push(("always", truth(true)));
        }
        if let Some(default) = &attribute.default {
            let default = match default {
                DefaultValue::Value(given) => call("DefaultTable::Value", vec![value(given)]),
                DefaultValue::Generated { template } => call(
                    "DefaultTable::Generated",
                    vec![optional_text(template.as_deref())],
                ),
            };
            fields.push(("default", optional(Some(default))));
        }
        for (name, field) in [
            ("unit", &attribute.unit),
            ("description", &attribute.description),
            ("deprecated", &attribute.deprecated),
        ] {
            if field.is_some() {
                fields.push((name, optional_text(field.as_deref())));
            }
        }
        if attribute.versions != VersionRange::ALL {
            fields.push(("versions", versions(attribute.versions)));
        }
        if !attribute.annotations.is_empty() {
            fields.push(("annotations", annotations(&attribute.annotations)));
        }
        let declared = match attribute.named_type {
            Some(id) => self.type_name(self.plan.model.named_type(id)),
            None => value_type(&attribute.value_type, &|enumeration| {
                self.enum_name(enumeration, self.extension)
            }),
        };
        let plain = call(
            "AttributeTable::new",
            vec![text(attribute.name.as_str()), declared],
        );
        if fields.is_empty() {
            plain
        } else {
            Node::Struct("AttributeTable".into(), fields, Some(Box::new(plain)))
        }
    }

    fn actions(&self, actions: &[occi_model::ActionId]) -> Node {
        let actions = actions.iter().map(|id| {
            let action: &Action = self.plan.model.action(*id);
            structure(
                "ActionTable",
                vec![
                    ("term", text(action.id.term())),
                    ("scheme", text(action.id.scheme())),
                    ("title", optional_text(action.title.as_deref())),
                    ("description", optional_text(action.description.as_deref())),
                    ("parameters", self.attributes(&action.parameters)),
                    ("returns", optional_text(action.returns.as_deref())),
                    ("versions", versions(action.versions)),
                    ("annotations", annotations(&action.annotations)),
                ],
            )
        });
        Node::Array(actions.collect())
    }

    fn states(&self, machine: Option<&StateMachine>) -> Node {
        optional(machine.map(|machine| {
            let states = machine.states.iter().map(|state| {
                let transitions = machine
                    .transitions
                    .iter()
                    .filter(|t| t.from == state.name)
                    .map(|t| {
                        let trigger = match &t.trigger {
                            Trigger::Action(id) => {
                                call("Ok", vec![text(self.plan.model.action(*id).id.term())])
                            }
                            Trigger::Event(label) => {
                                call("Err", vec![optional_text(label.as_deref())])
                            }
                        };
                        structure(
                            "TransitionTable",
                            vec![
                                ("trigger", trigger),
                                ("to", text(&t.to)),
                                ("via", optional_text(t.via.as_deref())),
                                ("failure", optional_text(t.failure.as_deref())),
                                ("versions", versions(t.versions)),
                            ],
                        )
                    });
                structure(
                    "StateTable",
                    vec![
                        ("name", text(&state.name)),
                        ("initial", truth(state.name == machine.initial)),
                        ("is_final", truth(state.is_final)),
                        ("transitions", Node::Array(transitions.collect())),
                        ("versions", versions(state.versions)),
                    ],
                )
            });
            structure(
                "StatesTable",
                vec![
                    ("attribute", text(machine.attribute.as_str())),
                    ("states", Node::Array(states.collect())),
                ],
            )
        }))
    }
}

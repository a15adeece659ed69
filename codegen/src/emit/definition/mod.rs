//! The definition itself: what `model()` of a generated module is built from.
//!
//! It is written as a text, which costs the compiler of the generated code nothing:
//! [`ExtensionText::draft`](occi_model::table::StaticDefinition::draft) reads it, and the model
//! that is built from it equals the model that it was written from.

mod condition;
mod json;
mod part;

use std::sync::Arc;

use occi_model::{
    Access, Action, Attribute, Kind, KindId, Mixin, ValueType,
    model::{DefaultValue, ExtensionId, NamedType, StateMachine, Trigger},
    types::EnumType,
};

use self::{
    json::{Json, Object, null, text},
    part::{annotations, constraints, value, value_type, versions},
};
use super::Out;
use crate::{
    plan::{Place, Plan},
    text::{Node, string},
};

/// The module of every extension that holds its definition.
pub(crate) const MODULE: &str = "definition";

/// The module `definition`.
pub(super) fn module<'p, 'm>(plan: &'p Plan<'m>, extension: usize) -> Out<'p, 'm> {
    let place = place(extension);
    let mut out = Out::new(plan, place);
    let rt = out.rt;
    out.code
        .line(format_args!("use {rt}::model::table::ExtensionText;"));
    out.code
        .line(format_args!("use {rt}::model::{{Model, Profile}};"));
    out.code.fixed("use ::std::sync::{Arc, LazyLock};");
    let writer = Writer {
        plan,
        extension: plan.extensions[extension].id,
    };
    writer.write(&mut out);
    model(&mut out, extension);
    out.export("EXTENSION");
    out.export("model");
    out
}

fn place(extension: usize) -> Place {
    Place {
        extension,
        module: MODULE.to_owned(),
    }
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
    let mut definitions: Vec<Node> = plan.extensions[extension]
        .closure
        .iter()
        .map(|&used| {
            Node::Atom(format!(
                "&{}",
                plan.path(&out.place, &place(used), "EXTENSION")
            ))
        })
        .collect();
    definitions.push(Node::Atom("&EXTENSION".to_owned()));
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
            Node::Array(definitions),
            Node::Atom(format!("Profile::{profile}")),
        ],
    )
    .write(&mut out.code, "", "");
    out.code.close("}");
}

struct Writer<'p, 'm> {
    plan: &'p Plan<'m>,
    /// The extension that is written.
    extension: ExtensionId,
}

impl Writer<'_, '_> {
    /// `EXTENSION`.
    fn write(&self, out: &mut Out<'_, '_>) {
        let name = string(&self.plan.model.extension(self.extension).name);
        out.item();
        out.code.doc("The extension as it was defined.");
        out.code.open(format_args!(
            "pub static EXTENSION: ExtensionText = ExtensionText {{"
        ));
        out.code.line(format_args!("name: {name},"));
        out.code.open(format_args!("text: ::core::concat!("));
        for line in self.extension_json().into_lines() {
            // A raw string without quotes inside needs no signs around it.
            if line.contains('"') {
                out.code.line(format_args!("r#\"{line}\"#,"));
            } else {
                out.code.line(format_args!("\"{line}\","));
            }
        }
        out.code.close("),");
        out.code.close("};");
    }

    fn extension_json(&self) -> Json {
        let model = self.plan.model;
        let definition = model.extension(self.extension);
        // Whatever Core is called where the definition comes from, the runtime has its own.
        let core = model.kind(model.core().entity).extension;
        let uses = definition.uses.iter().map(|(used, alias)| {
            let name = match *used == core {
                true => "core",
                false => &model.extension(*used).name,
            };
            Object::new("extension", text(name))
                .text("alias", alias.as_deref())
                .done()
        });
        let types = model.types().iter();
        let types = types.filter(|named| named.extension == self.extension);
        let of_extension =
            |place: &Place| self.plan.extensions[place.extension].id == self.extension;
        let kinds = self.plan.kinds.iter().flatten();
        let kinds = kinds.filter(|kind| of_extension(&kind.place));
        let mixins = self.plan.mixins.iter().flatten();
        let mixins = mixins.filter(|mixin| of_extension(&mixin.place));
        Object::new("name", text(&definition.name))
            .with("scheme", text(definition.scheme.as_str()))
            .text("version", definition.version.as_deref())
            .text("description", definition.description.as_deref())
            .text("specification", definition.specification.as_deref())
            .array("annotations", annotations(&definition.annotations))
            .array("uses", uses.collect())
            .lines("types", types.map(|named| self.named_type(named)).collect())
            .lines("kinds", kinds.map(|kind| self.kind(kind.kind)).collect())
            .lines(
                "mixins",
                mixins.map(|mixin| self.mixin(mixin.mixin)).collect(),
            )
            .done()
    }

    fn kind(&self, kind: &Kind) -> Json {
        let model = self.plan.model;
        let id = |kind: &KindId| text(model.kind(*kind).id.as_str());
        Object::new("kind", text(kind.id.term()))
            .with("scheme", text(kind.id.scheme()))
            .text("title", kind.title.as_deref())
            .text("description", kind.description.as_deref())
            .text(
                "parent",
                kind.parent.map(|parent| model.kind(parent).id.as_str()),
            )
            .flag("abstract", kind.is_abstract)
            .text(
                "location",
                kind.location.as_ref().map(occi_model::Location::as_str),
            )
            .array("source", kind.source.iter().map(id).collect())
            .array("target", kind.target.iter().map(id).collect())
            .with("versions", versions(kind.versions))
            .array("annotations", annotations(&kind.annotations))
            .lines("attributes", self.attributes(&kind.attributes))
            .lines("actions", self.actions(&kind.actions))
            .with(
                "states",
                kind.own_states.as_deref().map(|states| self.states(states)),
            )
            .lines("constraints", constraints(&kind.constraints))
            .done()
    }

    fn mixin(&self, mixin: &Mixin) -> Json {
        let model = self.plan.model;
        let (settings, attributes): (Vec<_>, Vec<_>) =
            mixin.attributes.iter().cloned().partition(|a| a.is_setting);
        let settings = settings.iter().filter_map(|setting| {
            let given = setting.default_value()?;
            Some(
                Object::new("name", text(setting.name.as_str()))
                    .with("value", value(given))
                    .done(),
            )
        });
        let depends = mixin.depends.iter();
        let applies = mixin.applies.iter();
        Object::new("mixin", text(mixin.id.term()))
            .with("scheme", text(mixin.id.scheme()))
            .text("title", mixin.title.as_deref())
            .text("description", mixin.description.as_deref())
            .array(
                "depends",
                depends.map(|m| text(model.mixin(*m).id.as_str())).collect(),
            )
            .array(
                "applies",
                applies.map(|k| text(model.kind(*k).id.as_str())).collect(),
            )
            .flag("exclusive", mixin.exclusive)
            .flag("overriding", mixin.overriding)
            .text(
                "location",
                mixin.location.as_ref().map(occi_model::Location::as_str),
            )
            .with("versions", versions(mixin.versions))
            .array("annotations", annotations(&mixin.annotations))
            .lines("attributes", self.attributes(&attributes))
            .lines("settings", settings.collect())
            .lines("actions", self.actions(&mixin.actions))
            .with(
                "states",
                mixin.states.as_deref().map(|states| self.states(states)),
            )
            .lines("constraints", constraints(&mixin.constraints))
            .done()
    }

    fn named_type(&self, named: &NamedType) -> Json {
        let extension = named.extension;
        let of = value_type(&named.value_type, &|enumeration| {
            // Its own literals stand here, those of another type there.
            let own = enumeration.name.as_deref() == Some(&*named.name);
            if own {
                None
            } else {
                self.enum_name(enumeration, extension)
            }
        });
        Object::new("name", text(&named.name))
            .with("type", of)
            .text("description", named.description.as_deref())
            .with("versions", versions(named.versions))
            .array("annotations", annotations(&named.annotations))
            .done()
    }

    /// The name of a type, for references to it.
    fn type_name(&self, named: &NamedType) -> Json {
        let extension = self.plan.model.extension(named.extension);
        let name = Json::Array(vec![text(&extension.name), text(&named.name)]);
        Object::new("named", name).done()
    }

    /// The name of an enum inside another type; types of `extension` itself come first.
    fn enum_name(&self, enumeration: &EnumType, extension: ExtensionId) -> Option<Json> {
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

    fn attributes(&self, attributes: &[Arc<Attribute>]) -> Vec<Json> {
        attributes.iter().map(|a| self.attribute(a)).collect()
    }

    /// Names only what differs from a plain attribute.
    fn attribute(&self, attribute: &Attribute) -> Json {
        let declared = match attribute.named_type {
            Some(id) => self.type_name(self.plan.model.named_type(id)),
            None => value_type(&attribute.value_type, &|enumeration| {
                self.enum_name(enumeration, self.extension)
            }),
        };
        let access = match attribute.access {
            Access::Mutable => None,
            Access::CreateOnly => Some("createonly"),
            Access::ReadOnly => Some("readonly"),
        };
        let default = attribute.default.as_ref().map(|default| match default {
            DefaultValue::Value(given) => Object::new("value", value(given)).done(),
            DefaultValue::Generated { template } => {
                let template = Object::default().text("template", template.as_deref());
                Object::new("generated", template.done()).done()
            }
        });
        Object::new("name", text(attribute.name.as_str()))
            .with("type", declared)
            .text("access", access)
            .flag("required", attribute.required)
            .flag("always", attribute.always)
            .with("default", default)
            .text("unit", attribute.unit.as_deref())
            .text("description", attribute.description.as_deref())
            .text("deprecated", attribute.deprecated.as_deref())
            .with("versions", versions(attribute.versions))
            .array("annotations", annotations(&attribute.annotations))
            .done()
    }

    fn actions(&self, actions: &[occi_model::ActionId]) -> Vec<Json> {
        let action = |action: &Action| {
            Object::new("action", text(action.id.term()))
                .with("scheme", text(action.id.scheme()))
                .text("title", action.title.as_deref())
                .text("description", action.description.as_deref())
                .text("returns", action.returns.as_deref())
                .with("versions", versions(action.versions))
                .array("annotations", annotations(&action.annotations))
                .lines("parameters", self.attributes(&action.parameters))
                .done()
        };
        let model = self.plan.model;
        actions.iter().map(|id| action(model.action(*id))).collect()
    }

    fn states(&self, machine: &StateMachine) -> Json {
        let states = machine.states.iter().map(|state| {
            let transitions = machine.transitions.iter();
            let transitions = transitions.filter(|t| t.from == state.name).map(|t| {
                let trigger = match &t.trigger {
                    Trigger::Action(id) => {
                        let term = self.plan.model.action(*id).id.term();
                        Object::new("action", text(term))
                    }
                    Trigger::Event(label) => {
                        Object::new("event", label.as_deref().map_or_else(null, text))
                    }
                };
                Object::new("trigger", trigger.done())
                    .with("to", text(&t.to))
                    .text("via", t.via.as_deref())
                    .text("failure", t.failure.as_deref())
                    .with("versions", versions(t.versions))
                    .done()
            });
            Object::new("name", text(&state.name))
                .flag("initial", state.name == machine.initial)
                .flag("final", state.is_final)
                .with("versions", versions(state.versions))
                .lines("transitions", transitions.collect())
                .done()
        });
        Object::new("attribute", text(machine.attribute.as_str()))
            .lines("states", states.collect())
            .done()
    }
}

//! The module `configurations`: the instances of each configuration, as requests of their kinds.

use std::fmt::Write as _;

use occi_model::{
    Configuration, Value,
    configuration::{ConfiguredEntity, ConfiguredLink, ConfiguredResource, LinkTarget},
};

use crate::{
    docs::{clean, code as quoted},
    name::{Role, Scope, identifier, plain},
    plan::Plan,
    text::{Code, Node, float, integer, string},
};

/// What the module holds.
pub(crate) const TITLE: &str = "Configurations: instances that are to exist.";

/// Name of the module; with an underscore where an extension has it.
pub(crate) fn module_name(plan: &Plan<'_>) -> String {
    let mut name = "configurations".to_owned();
    while plan.extensions.iter().any(|one| one.module == name) {
        name.push('_');
    }
    name
}

/// The contents of the module, which stands beside those of the extensions.
pub(crate) fn module(plan: &Plan<'_>, configurations: &[Configuration]) -> String {
    let mut module = Module {
        plan,
        rt: plan.settings.crate_path.as_str(),
        code: Code::new(),
        types: Scope::default(),
        functions: Scope::default(),
    };
    for configuration in configurations {
        module.configuration(configuration);
    }
    module.code.finish()
}

struct Module<'p, 'm> {
    plan: &'p Plan<'m>,
    /// Path of the runtime.
    rt: &'p str,
    code: Code,
    types: Scope,
    functions: Scope,
}

/// A resource or a link, as it is called here.
struct Named<'c> {
    entity: &'c ConfiguredEntity,
    field: String,
    /// The function that makes its request.
    function: String,
    /// The type of its request.
    rust: String,
    typed: bool,
    /// Of a link: the field of the place where it starts, and where it leads.
    ends: Option<(String, Target)>,
}

enum Target {
    Field(String),
    Uri(String),
}

impl Module<'_, '_> {
    fn configuration(&mut self, configuration: &Configuration) {
        let name = self
            .types
            .claim(identifier(&configuration.name, Role::Type), "");
        let links_name = self.types.claim(format!("{name}Links"), "");
        let places_name = self.types.claim(format!("{name}Places"), "");
        let function = identifier(&configuration.name, Role::Function);
        let function = self.functions.claim(function, "_");
        let links_function = format!("{}_links", plain(&function));
        let links_function = self.functions.claim(links_function, "_");

        let mut fields = Scope::default();
        let resources: Vec<Named<'_>> = configuration
            .resources
            .iter()
            .map(|one| {
                self.named(
                    &one.entity,
                    one.entity.name.as_ref(),
                    &function,
                    &mut fields,
                )
            })
            .collect();
        let mut fields = Scope::default();
        let mut links = Vec::new();
        for (resource, source) in configuration.resources.iter().zip(&resources) {
            for link in &resource.links {
                links.push(self.link(resource, source, link, &resources, &function, &mut fields));
            }
        }

        self.tags(configuration, &function);
        let called = quoted(&configuration.name);
        let mut docs = vec![format!("The resources of the configuration {called}.")];
        if let Some(text) = &configuration.description {
            docs.push(String::new());
            docs.extend(clean(text));
        }
        self.structure(&name, &docs, &resources);
        self.maker(
            &format!("The resources of the configuration {called}, as they are to be created."),
            &format!("pub fn {function}()"),
            &name,
            &resources,
            "",
        );
        if !links.is_empty() {
            self.places(&places_name, &called, &resources);
            let docs = vec![format!("The links of the configuration {called}.")];
            self.structure(&links_name, &docs, &links);
            self.maker(
                &format!("The links of the configuration {called}, between resources that exist."),
                &format!("pub fn {links_function}(places: &{places_name})"),
                &links_name,
                &links,
                "places",
            );
        }
        for one in &resources {
            self.request(one, None);
        }
        for one in &links {
            self.request(one, Some(&places_name));
        }
    }

    fn named<'c>(
        &mut self,
        entity: &'c ConfiguredEntity,
        name: &str,
        of: &str,
        fields: &mut Scope,
    ) -> Named<'c> {
        let field = fields.claim(identifier(name, Role::Field), "_");
        let function = format!("{}_{}", plain(of), plain(&field));
        let function = self.functions.claim(function, "_");
        let kind = self.plan.kind(entity.kind);
        let rust = match kind {
            Some(kind) => {
                let extension = &self.plan.extensions[kind.place.extension];
                match &extension.path {
                    Some(path) => format!("{path}::{}", kind.new_name()),
                    None => format!("super::{}::{}", extension.module, kind.new_name()),
                }
            }
            // Kinds of Core have no typed view.
            None => format!("{}::Instance", self.rt),
        };
        Named {
            entity,
            field,
            function,
            rust,
            typed: kind.is_some(),
            ends: None,
        }
    }

    fn link<'c>(
        &mut self,
        resource: &ConfiguredResource,
        source: &Named<'_>,
        link: &'c ConfiguredLink,
        resources: &[Named<'_>],
        of: &str,
        fields: &mut Scope,
    ) -> Named<'c> {
        let name = format!("{} {}", resource.entity.name, link.entity.name);
        let target = match &link.target {
            LinkTarget::Uri(uri) => Target::Uri(uri.to_string()),
            LinkTarget::Resource(at) => match resources.get(*at) {
                Some(one) => Target::Field(one.field.clone()),
                // Not so in a checked configuration.
                None => Target::Uri(String::new()),
            },
        };
        Named {
            ends: Some((source.field.clone(), target)),
            ..self.named(&link.entity, &name, of, fields)
        }
    }

    fn item(&mut self) {
        if !self.code.as_str().is_empty() {
            self.code.blank();
        }
    }

    fn tags(&mut self, configuration: &Configuration, function: &str) {
        if configuration.tags.is_empty() {
            return;
        }
        self.item();
        let name = format!("{}_TAGS", plain(function).to_ascii_uppercase());
        let ids = configuration
            .tags
            .iter()
            .map(|tag| string(tag.id.as_str()))
            .collect();
        self.code.doc(&format!(
            "The mixins of users that the configuration {} has: they are defined before its resources.",
            quoted(&configuration.name)
        ));
        self.code
            .assign_array(&format!("pub const {name}: &[&str]"), ids);
    }

    fn structure(&mut self, name: &str, docs: &[String], members: &[Named<'_>]) {
        self.item();
        self.code.docs(docs);
        self.code.fixed("#[derive(Clone, Debug, PartialEq)]");
        self.code.open(format_args!("pub struct {name} {{"));
        for one in members {
            let mut docs = match &one.entity.description {
                Some(text) => clean(text),
                None => Vec::new(),
            };
            if !docs.is_empty() {
                docs.push(String::new());
            }
            docs.push(format!("* Instance: {}", quoted(&one.entity.name)));
            if let Some(place) = &one.entity.location {
                docs.push(format!("* Location: {}", quoted(place.as_str())));
            }
            self.code.docs(&docs);
            self.code
                .line(format_args!("pub {}: {},", one.field, one.rust));
        }
        self.code.close("}");
    }

    fn places(&mut self, name: &str, called: &str, resources: &[Named<'_>]) {
        self.item();
        self.code.doc(&format!(
            "Where the resources of the configuration {called} are: what a server gave as their locations."
        ));
        self.code
            .fixed("#[derive(Clone, Debug, Default, PartialEq, Eq)]");
        self.code.open(format_args!("pub struct {name} {{"));
        for one in resources {
            let of = quoted(&one.entity.name);
            self.code.doc(&format!("Location of {of}."));
            self.code.line(format_args!("pub {}: String,", one.field));
        }
        self.code.close("}");
    }

    fn maker(&mut self, doc: &str, head: &str, name: &str, members: &[Named<'_>], argument: &str) {
        let rt = self.rt;
        self.item();
        self.code.docs(&[
            doc.to_owned(),
            String::new(),
            "# Errors".to_owned(),
            String::new(),
            "When the runtime takes a value for wrong that the compiler took for right.".to_owned(),
        ]);
        self.code.open(format_args!(
            "{head} -> Result<{name}, {rt}::FieldError> {{"
        ));
        self.code.open(format_args!("Ok({name} {{"));
        for one in members {
            // A value without a type of its own is not checked again.
            let may_fail = if one.typed { "?" } else { "" };
            self.code.line(format_args!(
                "{}: {}({argument}){may_fail},",
                one.field, one.function
            ));
        }
        self.code.close("})");
        self.code.close("}");
    }

    /// The function that makes the request of an instance.
    fn request(&mut self, one: &Named<'_>, places: Option<&str>) {
        let rt = self.rt;
        self.item();
        let parameter = places.map_or_else(String::new, |name| format!("places: &{name}"));
        self.code.function(
            &format!("fn {}", one.function),
            &[parameter]
                .into_iter()
                .filter(|one| !one.is_empty())
                .collect::<Vec<_>>(),
            &if one.typed {
                format!("Result<{}, {rt}::FieldError>", one.rust)
            } else {
                one.rust.clone()
            },
        );
        let has_fields = one.ends.is_some() || !one.entity.attributes.is_empty();
        if has_fields {
            self.code.line(format_args!(
                "let mut fields = {rt}::FieldWriter::new({rt}::Attributes::new());"
            ));
        }
        if let Some((source, target)) = &one.ends {
            let place =
                |field: &str| Node::Atom(format!("{rt}::Value::from(places.{field}.as_str())"));
            self.put("occi.core.source", place(source));
            let target = match target {
                Target::Field(field) => place(field),
                Target::Uri(uri) => self.value(&Value::String(uri.clone())),
            };
            self.put("occi.core.target", target);
        }
        for (name, value) in &one.entity.attributes {
            let value = self.value(value);
            self.put(name.as_str(), value);
        }
        let kind = self.plan.model.kind(one.entity.kind).id.as_str();
        self.code.assign("let kind", &string(kind));
        let is_changed = has_fields || !one.entity.mixins.is_empty();
        let mutable = if is_changed { "mut " } else { "" };
        self.code.line(format_args!(
            "let {mutable}instance = {rt}::Instance::new({rt}::typed::category(kind));"
        ));
        if !one.entity.mixins.is_empty() {
            let mixins = one.entity.mixins.iter();
            let ids = mixins.map(|id| string(id.as_str())).collect();
            self.code.assign_array("let mixins", ids);
            self.code.line(format_args!(
                "instance.mixins = mixins.map({rt}::typed::category).to_vec();"
            ));
        }
        if has_fields {
            self.code.fixed("instance.attributes = fields.finish();");
        }
        if one.typed {
            self.code
                .line(format_args!("{rt}::NewEntity::from_instance(instance)"));
        } else {
            self.code.fixed("instance");
        }
        self.code.close("}");
    }

    fn put(&mut self, name: &str, value: Node) {
        let arguments = vec![Node::Atom(string(name)), value];
        Node::Call("fields.put".into(), arguments).write(&mut self.code, "", ";");
    }

    fn value(&self, value: &Value) -> Node {
        let rt = self.rt;
        let of =
            |name: &str, argument: String| Node::Atom(format!("{rt}::Value::{name}({argument})"));
        match value {
            Value::Boolean(truth) => of("Boolean", truth.to_string()),
            Value::Integer(number) => of("Integer", integer(*number)),
            Value::Float(number) => of("Float", float(*number)),
            Value::String(text) => of("from", string(text)),
            Value::List(items) => of("List", {
                let mut list = String::from("vec![");
                for item in items {
                    let _ = write!(list, "{}, ", self.flat(item));
                }
                list.trim_end_matches(", ").to_owned() + "]"
            }),
            Value::Hash(members) => of("Hash", {
                let mut list = String::from("[");
                for (name, member) in members {
                    let _ = write!(
                        list,
                        "({}.to_owned(), {}), ",
                        string(name),
                        self.flat(member)
                    );
                }
                list.trim_end_matches(", ").to_owned() + "].into_iter().collect()"
            }),
        }
    }

    fn flat(&self, value: &Value) -> String {
        match self.value(value) {
            Node::Atom(text) => text,
            _ => String::new(),
        }
    }
}

//! Types as a generator writes them for a part of the infrastructure extension.

use std::fmt;

use occi::{
    AttributeValue, Attributes, CategoryId, EntityId, FieldError, FieldWriter, Fields, Instance,
    LinkInstance, Value,
    typed::{self, category, identity, kind_is},
    values::MacAddress,
};

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum ComputeState {
    Active,
    Inactive,
    Error,
    Other(String),
}

impl ComputeState {
    fn as_str(&self) -> &str {
        match self {
            Self::Active => "active",
            Self::Inactive => "inactive",
            Self::Error => "error",
            Self::Other(text) => text,
        }
    }
}

impl From<&str> for ComputeState {
    fn from(text: &str) -> Self {
        match text {
            "active" => Self::Active,
            "inactive" => Self::Inactive,
            "error" => Self::Error,
            other => Self::Other(other.to_owned()),
        }
    }
}

impl fmt::Display for ComputeState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl AttributeValue for ComputeState {
    fn from_value(value: Value) -> Result<Self, String> {
        typed::enum_value(value, |text| Self::from(text))
    }

    fn into_value(self) -> Value {
        self.as_str().into()
    }
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Compute {
    pub(crate) id: EntityId,
    pub(crate) location: String,
    pub(crate) title: Option<String>,
    pub(crate) cores: Option<u16>,
    pub(crate) memory: Option<f64>,
    pub(crate) state: ComputeState,
    pub(crate) mixins: Vec<CategoryId>,
    pub(crate) links: Vec<LinkInstance>,
    pub(crate) actions: Vec<CategoryId>,
    pub(crate) other: Attributes,
}

impl typed::Entity for Compute {
    const KIND: &'static str = "http://schemas.ogf.org/occi/infrastructure#compute";
    const LOCATION: &'static str = "/compute/";
    type New = NewCompute;
    type Patch = ComputePatch;

    fn from_instance(instance: Instance) -> Result<Self, FieldError> {
        let (id, location) = identity(&instance, Self::KIND)?;
        let mut fields = Fields::new(instance.attributes);
        Ok(Self {
            id,
            location,
            title: fields.optional("occi.core.title")?,
            cores: fields.optional("occi.compute.cores")?,
            memory: fields.optional("occi.compute.memory")?,
            state: fields.required("occi.compute.state")?,
            mixins: instance.mixins,
            links: instance.links,
            actions: instance.actions,
            other: fields.rest(),
        })
    }

    fn into_instance(self) -> Instance {
        let mut fields = FieldWriter::new(self.other);
        fields.put_optional("occi.core.title", self.title);
        fields.put_optional("occi.compute.cores", self.cores);
        fields.put_optional("occi.compute.memory", self.memory);
        fields.put("occi.compute.state", self.state);
        Instance {
            id: Some(self.id),
            location: Some(self.location),
            mixins: self.mixins,
            links: self.links,
            actions: self.actions,
            attributes: fields.finish(),
            ..Instance::new(category(Self::KIND))
        }
    }

    fn id(&self) -> &EntityId {
        &self.id
    }

    fn location(&self) -> &str {
        &self.location
    }
}

impl typed::Resource for Compute {}

impl typed::Stateful for Compute {
    type State = ComputeState;

    fn state(&self) -> &ComputeState {
        &self.state
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct NewCompute {
    pub(crate) title: Option<String>,
    pub(crate) cores: Option<u16>,
    pub(crate) memory: Option<f64>,
    pub(crate) links: Vec<LinkInstance>,
    pub(crate) other: Attributes,
}

impl typed::NewEntity for NewCompute {
    type Entity = Compute;

    fn from_instance(instance: Instance) -> Result<Self, FieldError> {
        kind_is(&instance, <Compute as typed::Entity>::KIND)?;
        let mut fields = Fields::new(instance.attributes);
        Ok(Self {
            title: fields.optional("occi.core.title")?,
            cores: fields.optional("occi.compute.cores")?,
            memory: fields.optional("occi.compute.memory")?,
            links: instance.links,
            other: fields.rest(),
        })
    }

    fn into_instance(self) -> Instance {
        let mut fields = FieldWriter::new(self.other);
        fields.put_optional("occi.core.title", self.title);
        fields.put_optional("occi.compute.cores", self.cores);
        fields.put_optional("occi.compute.memory", self.memory);
        Instance {
            links: self.links,
            attributes: fields.finish(),
            ..Instance::new(category(<Compute as typed::Entity>::KIND))
        }
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct ComputePatch {
    pub(crate) title: Option<String>,
    pub(crate) cores: Option<u16>,
}

impl typed::Patch for ComputePatch {
    type Entity = Compute;

    fn from_attributes(attributes: Attributes) -> Result<Self, FieldError> {
        let mut fields = Fields::new(attributes);
        Ok(Self {
            title: fields.optional("occi.core.title")?,
            cores: fields.optional("occi.compute.cores")?,
        })
    }

    fn into_attributes(self) -> Attributes {
        let mut fields = FieldWriter::default();
        fields.put_optional("occi.core.title", self.title);
        fields.put_optional("occi.compute.cores", self.cores);
        fields.finish()
    }
}

macro_rules! action {
    ($name:ident, $id:literal) => {
        #[derive(Clone, Debug, Default, PartialEq)]
        pub(crate) struct $name {
            pub(crate) method: Option<String>,
        }

        impl typed::Action for $name {
            const ID: &'static str = $id;
            type Entity = Compute;

            fn from_attributes(attributes: Attributes) -> Result<Self, FieldError> {
                let mut fields = Fields::new(attributes);
                Ok(Self {
                    method: fields.optional("method")?,
                })
            }

            fn into_attributes(self) -> Attributes {
                let mut fields = FieldWriter::default();
                fields.put_optional("method", self.method);
                fields.finish()
            }
        }
    };
}

action!(
    ComputeStart,
    "http://schemas.ogf.org/occi/infrastructure/compute/action#start"
);
action!(
    ComputeStop,
    "http://schemas.ogf.org/occi/infrastructure/compute/action#stop"
);

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Network {
    pub(crate) id: EntityId,
    pub(crate) location: String,
    pub(crate) label: Option<String>,
}

impl typed::Entity for Network {
    const KIND: &'static str = "http://schemas.ogf.org/occi/infrastructure#network";
    const LOCATION: &'static str = "/network/";
    type New = NewNetwork;
    type Patch = NetworkPatch;

    fn from_instance(instance: Instance) -> Result<Self, FieldError> {
        let (id, location) = identity(&instance, Self::KIND)?;
        let mut fields = Fields::new(instance.attributes);
        Ok(Self {
            id,
            location,
            label: fields.optional("occi.network.label")?,
        })
    }

    fn into_instance(self) -> Instance {
        Instance {
            id: Some(self.id),
            location: Some(self.location),
            ..Instance::new(category(Self::KIND))
        }
    }

    fn id(&self) -> &EntityId {
        &self.id
    }

    fn location(&self) -> &str {
        &self.location
    }
}

impl typed::Resource for Network {}

#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct NewNetwork {
    pub(crate) label: Option<String>,
}

impl typed::NewEntity for NewNetwork {
    type Entity = Network;

    fn from_instance(instance: Instance) -> Result<Self, FieldError> {
        let mut fields = Fields::new(instance.attributes);
        Ok(Self {
            label: fields.optional("occi.network.label")?,
        })
    }

    fn into_instance(self) -> Instance {
        let mut fields = FieldWriter::default();
        fields.put_optional("occi.network.label", self.label);
        Instance {
            attributes: fields.finish(),
            ..Instance::new(category(<Network as typed::Entity>::KIND))
        }
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct NetworkPatch;

impl typed::Patch for NetworkPatch {
    type Entity = Network;

    fn from_attributes(_: Attributes) -> Result<Self, FieldError> {
        Ok(Self)
    }

    fn into_attributes(self) -> Attributes {
        Attributes::new()
    }
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Networkinterface {
    pub(crate) id: EntityId,
    pub(crate) location: String,
    pub(crate) source: String,
    pub(crate) target: String,
    pub(crate) mac: Option<MacAddress>,
}

impl typed::Entity for Networkinterface {
    const KIND: &'static str = "http://schemas.ogf.org/occi/infrastructure#networkinterface";
    const LOCATION: &'static str = "/link/networkinterface/";
    type New = NewNetworkinterface;
    type Patch = NetworkinterfacePatch;

    fn from_instance(instance: Instance) -> Result<Self, FieldError> {
        let (id, location) = identity(&instance, Self::KIND)?;
        let mut fields = Fields::new(instance.attributes);
        Ok(Self {
            id,
            location,
            source: fields.required("occi.core.source")?,
            target: fields.required("occi.core.target")?,
            mac: fields.optional("occi.networkinterface.mac")?,
        })
    }

    fn into_instance(self) -> Instance {
        Instance {
            id: Some(self.id),
            location: Some(self.location),
            ..Instance::new(category(Self::KIND))
        }
    }

    fn id(&self) -> &EntityId {
        &self.id
    }

    fn location(&self) -> &str {
        &self.location
    }
}

impl typed::Link for Networkinterface {}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct NewNetworkinterface {
    pub(crate) source: String,
    pub(crate) target: String,
}

impl NewNetworkinterface {
    pub(crate) fn between(source: &Compute, target: &Network) -> Self {
        Self {
            source: source.location.clone(),
            target: target.location.clone(),
        }
    }
}

impl typed::NewEntity for NewNetworkinterface {
    type Entity = Networkinterface;

    fn from_instance(instance: Instance) -> Result<Self, FieldError> {
        let mut fields = Fields::new(instance.attributes);
        Ok(Self {
            source: fields.required("occi.core.source")?,
            target: fields.required("occi.core.target")?,
        })
    }

    fn into_instance(self) -> Instance {
        let mut fields = FieldWriter::default();
        fields.put("occi.core.source", self.source);
        fields.put("occi.core.target", self.target);
        Instance {
            attributes: fields.finish(),
            ..Instance::new(category(<Networkinterface as typed::Entity>::KIND))
        }
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct NetworkinterfacePatch;

impl typed::Patch for NetworkinterfacePatch {
    type Entity = Networkinterface;

    fn from_attributes(_: Attributes) -> Result<Self, FieldError> {
        Ok(Self)
    }

    fn into_attributes(self) -> Attributes {
        Attributes::new()
    }
}

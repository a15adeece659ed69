//! Configurations: instances that are to exist.

/// The mixins of users that the configuration `shop` has: they are defined before its resources.
pub const SHOP_TAGS: &[&str] = &["http://example.com/tags#production"];

/// The resources of the configuration `shop`.
///
/// The shop's machines.
#[derive(Clone, Debug, PartialEq)]
pub struct Shop {
    /// Answers the customers.
    ///
    /// * Instance: `web`
    pub web: super::infrastructure::NewCompute,
    /// * Instance: `data`
    pub data: super::infrastructure::NewStorage,
    /// * Instance: `net`
    pub net: super::infrastructure::NewNetwork,
}

/// The resources of the configuration `shop`, as they are to be created.
///
/// # Errors
///
/// When the runtime takes a value for wrong that the compiler took for right.
pub fn shop() -> Result<Shop, ::occi::FieldError> {
    Ok(Shop {
        web: shop_web()?,
        data: shop_data()?,
        net: shop_net()?,
    })
}

/// Where the resources of the configuration `shop` are: what a server gave as their locations.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ShopPlaces {
    /// Location of `web`.
    pub web: String,
    /// Location of `data`.
    pub data: String,
    /// Location of `net`.
    pub net: String,
}

/// The links of the configuration `shop`.
#[derive(Clone, Debug, PartialEq)]
pub struct ShopLinks {
    /// * Instance: `nic`
    pub web_nic: super::infrastructure::NewNetworkinterface,
    /// * Instance: `disk`
    pub web_disk: super::infrastructure::NewStoragelink,
}

/// The links of the configuration `shop`, between resources that exist.
///
/// # Errors
///
/// When the runtime takes a value for wrong that the compiler took for right.
pub fn shop_links(places: &ShopPlaces) -> Result<ShopLinks, ::occi::FieldError> {
    Ok(ShopLinks {
        web_nic: shop_web_nic(places)?,
        web_disk: shop_web_disk(places)?,
    })
}

fn shop_web() -> Result<super::infrastructure::NewCompute, ::occi::FieldError> {
    let mut fields = ::occi::FieldWriter::new(::occi::Attributes::new());
    fields.put("occi.core.title", ::occi::Value::from("Web server"));
    fields.put(
        "occi.core.summary",
        ::occi::Value::from("Apache in front of the catalogue."),
    );
    fields.put("occi.compute.hostname", ::occi::Value::from("web"));
    fields.put("occi.compute.architecture", ::occi::Value::from("x64"));
    let kind = "http://schemas.ogf.org/occi/infrastructure#compute";
    let mut instance = ::occi::Instance::new(::occi::typed::category(kind));
    let mixins = &[
        "http://schemas.ogf.org/occi/infrastructure/compute/template/1.1#small",
        "http://example.com/tags#production",
    ];
    instance.mixins = mixins.map(::occi::typed::category).to_vec();
    instance.attributes = fields.finish();
    ::occi::NewEntity::from_instance(instance)
}

fn shop_data() -> Result<super::infrastructure::NewStorage, ::occi::FieldError> {
    let mut fields = ::occi::FieldWriter::new(::occi::Attributes::new());
    fields.put("occi.core.title", ::occi::Value::from("Data"));
    fields.put("occi.storage.size", ::occi::Value::Float(40.0));
    let kind = "http://schemas.ogf.org/occi/infrastructure#storage";
    let mut instance = ::occi::Instance::new(::occi::typed::category(kind));
    let mixins = &["http://example.com/tags#production"];
    instance.mixins = mixins.map(::occi::typed::category).to_vec();
    instance.attributes = fields.finish();
    ::occi::NewEntity::from_instance(instance)
}

fn shop_net() -> Result<super::infrastructure::NewNetwork, ::occi::FieldError> {
    let mut fields = ::occi::FieldWriter::new(::occi::Attributes::new());
    fields.put("occi.core.title", ::occi::Value::from("Back office"));
    fields.put("occi.network.vlan", ::occi::Value::Integer(7));
    fields.put("occi.network.address", ::occi::Value::from("192.0.2.0/24"));
    let kind = "http://schemas.ogf.org/occi/infrastructure#network";
    let mut instance = ::occi::Instance::new(::occi::typed::category(kind));
    let mixins = &["http://schemas.ogf.org/occi/infrastructure/network#ipnetwork"];
    instance.mixins = mixins.map(::occi::typed::category).to_vec();
    instance.attributes = fields.finish();
    ::occi::NewEntity::from_instance(instance)
}

fn shop_web_nic(
    places: &ShopPlaces,
) -> Result<super::infrastructure::NewNetworkinterface, ::occi::FieldError> {
    let mut fields = ::occi::FieldWriter::new(::occi::Attributes::new());
    fields.put("occi.core.source", ::occi::Value::from(places.web.as_str()));
    fields.put("occi.core.target", ::occi::Value::from(places.net.as_str()));
    fields.put(
        "occi.networkinterface.interface",
        ::occi::Value::from("eth0"),
    );
    fields.put(
        "occi.networkinterface.address",
        ::occi::Value::from("192.0.2.7"),
    );
    fields.put(
        "occi.networkinterface.allocation",
        ::occi::Value::from("static"),
    );
    let kind = "http://schemas.ogf.org/occi/infrastructure#networkinterface";
    let mut instance = ::occi::Instance::new(::occi::typed::category(kind));
    let mixins =
        &["http://schemas.ogf.org/occi/infrastructure/networkinterface#ipnetworkinterface"];
    instance.mixins = mixins.map(::occi::typed::category).to_vec();
    instance.attributes = fields.finish();
    ::occi::NewEntity::from_instance(instance)
}

fn shop_web_disk(
    places: &ShopPlaces,
) -> Result<super::infrastructure::NewStoragelink, ::occi::FieldError> {
    let mut fields = ::occi::FieldWriter::new(::occi::Attributes::new());
    fields.put("occi.core.source", ::occi::Value::from(places.web.as_str()));
    fields.put(
        "occi.core.target",
        ::occi::Value::from(places.data.as_str()),
    );
    fields.put("occi.core.title", ::occi::Value::from("Catalogue"));
    fields.put("occi.storagelink.deviceid", ::occi::Value::from("/dev/vdb"));
    let kind = "http://schemas.ogf.org/occi/infrastructure#storagelink";
    let mut instance = ::occi::Instance::new(::occi::typed::category(kind));
    instance.attributes = fields.finish();
    ::occi::NewEntity::from_instance(instance)
}

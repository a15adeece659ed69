//! Configurations: instances that are to exist.

/// The mixins of users that the configuration `night` has: they are defined before its resources.
pub const NIGHT_TAGS: &[&str] = &["http://example.com/tags#cheap"];

/// The resources of the configuration `night`.
///
/// Instances that are to exist. They are checked as the definitions are; `occi serve --load` and
/// `occi apply` create them. A configuration can stand in a file of its own, too. Behind `at`
/// stands the service that it is for.
#[derive(Clone, Debug, PartialEq)]
pub struct Night {
    /// A resource has a kind, and any number of mixins and tags. Its path may be fixed, and its
    /// id; else they are made.
    ///
    /// * Instance: `backup`
    /// * Location: `/job/backup`
    pub backup: super::tour::NewJob,
    /// * Instance: `machine`
    pub machine: super::infrastructure::NewCompute,
}

/// The resources of the configuration `night`, as they are to be created.
///
/// # Errors
///
/// When the runtime takes a value for wrong that the compiler took for right.
pub fn night() -> Result<Night, ::occi::FieldError> {
    Ok(Night {
        backup: night_backup()?,
        machine: night_machine()?,
    })
}

/// Where the resources of the configuration `night` are: what a server gave as their locations.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NightPlaces {
    /// Location of `backup`.
    pub backup: String,
    /// Location of `machine`.
    pub machine: String,
}

/// The links of the configuration `night`.
#[derive(Clone, Debug, PartialEq)]
pub struct NightLinks {
    /// A link starts at the resource that it stands in, and leads to another one.
    ///
    /// * Instance: `here`
    pub backup_here: super::tour::NewPlacement,
    /// * Instance: `there`
    pub backup_there: super::tour::NewPlacement,
}

/// The links of the configuration `night`, between resources that exist.
///
/// # Errors
///
/// When the runtime takes a value for wrong that the compiler took for right.
pub fn night_links(places: &NightPlaces) -> Result<NightLinks, ::occi::FieldError> {
    Ok(NightLinks {
        backup_here: night_backup_here(places)?,
        backup_there: night_backup_there(places)?,
    })
}

fn night_backup() -> Result<super::tour::NewJob, ::occi::FieldError> {
    let mut fields = ::occi::FieldWriter::new(::occi::Attributes::new());
    fields.put("occi.core.title", ::occi::Value::from("Nightly backup"));
    fields.put(
        "occi.core.summary",
        ::occi::Value::from("Copies everything."),
    );
    fields.put("com.example.work.label", ::occi::Value::from("backup"));
    let kind = "http://example.com/occi/tour#job";
    let mut instance = ::occi::Instance::new(::occi::typed::category(kind));
    let mixins = &[
        "http://example.com/occi/tour#frugal",
        "http://example.com/tags#cheap",
    ];
    instance.mixins = mixins.map(::occi::typed::category).to_vec();
    instance.attributes = fields.finish();
    ::occi::NewEntity::from_instance(instance)
}

fn night_machine() -> Result<super::infrastructure::NewCompute, ::occi::FieldError> {
    let kind = "http://schemas.ogf.org/occi/infrastructure#compute";
    let mut instance = ::occi::Instance::new(::occi::typed::category(kind));
    let mixins = &["http://example.com/occi/tour#node"];
    instance.mixins = mixins.map(::occi::typed::category).to_vec();
    ::occi::NewEntity::from_instance(instance)
}

fn night_backup_here(
    places: &NightPlaces,
) -> Result<super::tour::NewPlacement, ::occi::FieldError> {
    let mut fields = ::occi::FieldWriter::new(::occi::Attributes::new());
    fields.put(
        "occi.core.source",
        ::occi::Value::from(places.backup.as_str()),
    );
    fields.put(
        "occi.core.target",
        ::occi::Value::from(places.machine.as_str()),
    );
    let kind = "http://example.com/occi/tour#placement";
    let mut instance = ::occi::Instance::new(::occi::typed::category(kind));
    instance.attributes = fields.finish();
    ::occi::NewEntity::from_instance(instance)
}

fn night_backup_there(
    places: &NightPlaces,
) -> Result<super::tour::NewPlacement, ::occi::FieldError> {
    let mut fields = ::occi::FieldWriter::new(::occi::Attributes::new());
    fields.put(
        "occi.core.source",
        ::occi::Value::from(places.backup.as_str()),
    );
    fields.put(
        "occi.core.target",
        ::occi::Value::from("http://other.example.com/storage/1"),
    );
    let kind = "http://example.com/occi/tour#placement";
    let mut instance = ::occi::Instance::new(::occi::typed::category(kind));
    instance.attributes = fields.finish();
    ::occi::NewEntity::from_instance(instance)
}

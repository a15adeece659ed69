//! The definition as static data.

use ::occi::model::table::{
    ActionTable, AttributeTable, DefaultTable, ExtensionTable, KindTable, LiteralTable, MixinTable,
    NamedTypeTable, RangeTable, StateTable, StatesTable, TransitionTable, TypeTable, ValueTable,
};
use ::occi::model::{Access, Model, Profile, VersionRange};
use ::std::sync::{Arc, LazyLock};

const TYPE_VENDOR: NamedTypeTable = NamedTypeTable {
    name: "Vendor",
    value_type: TypeTable::Enum(&[
        LiteralTable {
            name: "amd",
            description: None,
            versions: VersionRange::ALL,
        },
        LiteralTable {
            name: "intel",
            description: None,
            versions: VersionRange::ALL,
        },
        LiteralTable {
            name: "nvidia",
            description: None,
            versions: VersionRange::ALL,
        },
    ]),
    description: Some("Who made a device."),
    versions: VersionRange::ALL,
    annotations: &[],
};

const KIND_GPU_KIND: KindTable = KindTable {
    term: "gpu",
    scheme: "http://example.com/occi/gpu#",
    title: Some("GPU"),
    description: Some("A graphics processor that compute instances can use."),
    parent: Some("http://schemas.ogf.org/occi/core#resource"),
    is_abstract: false,
    location: Some("/gpu/"),
    attributes: &[
        AttributeTable {
            access: Access::CreateOnly,
            required: true,
            unit: Some("GiB"),
            description: Some("Memory of the device."),
            ..AttributeTable::new(
                "com.example.gpu.memory",
                TypeTable::Integer(RangeTable {
                    min: Some((1, false)),
                    max: Some((1024, false)),
                    ..RangeTable::UNBOUNDED
                }),
            )
        },
        AttributeTable {
            access: Access::CreateOnly,
            description: Some("Who made the device."),
            ..AttributeTable::new("com.example.gpu.vendor", TypeTable::Named("gpu", "Vendor"))
        },
        AttributeTable {
            access: Access::ReadOnly,
            always: true,
            default: Some(DefaultTable::Value(ValueTable::String("idle"))),
            description: Some("What the device is doing."),
            ..AttributeTable::new(
                "com.example.gpu.state",
                TypeTable::Enum(&[
                    LiteralTable {
                        name: "idle",
                        description: Some("Nobody uses it."),
                        versions: VersionRange::ALL,
                    },
                    LiteralTable {
                        name: "busy",
                        description: Some("A compute instance uses it."),
                        versions: VersionRange::ALL,
                    },
                ]),
            )
        },
    ],
    actions: &[
        ActionTable {
            term: "claim",
            scheme: "http://example.com/occi/gpu/gpu/action#",
            title: None,
            description: Some("Hands the device out."),
            parameters: &[],
            returns: None,
            versions: VersionRange::ALL,
            annotations: &[],
        },
        ActionTable {
            term: "release",
            scheme: "http://example.com/occi/gpu/gpu/action#",
            title: None,
            description: Some("Takes the device back and clears its memory."),
            parameters: &[AttributeTable {
                description: Some("How thoroughly the memory is cleared."),
                ..AttributeTable::new(
                    "erase",
                    TypeTable::Enum(&[
                        LiteralTable {
                            name: "quick",
                            description: None,
                            versions: VersionRange::ALL,
                        },
                        LiteralTable {
                            name: "thorough",
                            description: None,
                            versions: VersionRange::ALL,
                        },
                    ]),
                )
            }],
            returns: None,
            versions: VersionRange::ALL,
            annotations: &[],
        },
    ],
    states: Some(StatesTable {
        attribute: "com.example.gpu.state",
        states: &[
            StateTable {
                name: "idle",
                initial: true,
                is_final: false,
                transitions: &[TransitionTable {
                    trigger: Ok("claim"),
                    to: "busy",
                    via: None,
                    failure: None,
                    versions: VersionRange::ALL,
                }],
                versions: VersionRange::ALL,
            },
            StateTable {
                name: "busy",
                initial: false,
                is_final: false,
                transitions: &[TransitionTable {
                    trigger: Ok("release"),
                    to: "idle",
                    via: None,
                    failure: None,
                    versions: VersionRange::ALL,
                }],
                versions: VersionRange::ALL,
            },
        ],
    }),
    constraints: &[],
    source: &[],
    target: &[],
    versions: VersionRange::ALL,
    annotations: &[],
};

const KIND_GPULINK: KindTable = KindTable {
    term: "gpulink",
    scheme: "http://example.com/occi/gpu#",
    title: Some("GPU Link"),
    description: Some("A device that is attached to a compute instance."),
    parent: Some("http://schemas.ogf.org/occi/core#link"),
    is_abstract: false,
    location: Some("/link/gpu/"),
    attributes: &[AttributeTable {
        description: Some("Slot of the device in the guest."),
        ..AttributeTable::new(
            "com.example.gpulink.slot",
            TypeTable::Integer(RangeTable {
                min: Some((0, false)),
                max: Some((31, false)),
                ..RangeTable::UNBOUNDED
            }),
        )
    }],
    actions: &[],
    states: None,
    constraints: &[],
    source: &["http://schemas.ogf.org/occi/infrastructure#compute"],
    target: &["http://example.com/occi/gpu#gpu"],
    versions: VersionRange::ALL,
    annotations: &[],
};

const MIXIN_SLICED: MixinTable = MixinTable {
    term: "sliced",
    scheme: "http://example.com/occi/gpu#",
    title: Some("Sliced GPU"),
    description: Some("A device that is shared between instances in slices."),
    depends: &[],
    applies: &["http://example.com/occi/gpu#gpu"],
    exclusive: false,
    overriding: false,
    location: Some("/mixin/sliced/"),
    attributes: &[AttributeTable {
        required: true,
        description: Some("Number of slices."),
        ..AttributeTable::new(
            "com.example.gpu.slices",
            TypeTable::Integer(RangeTable {
                min: Some((2, false)),
                max: Some((16, false)),
                ..RangeTable::UNBOUNDED
            }),
        )
    }],
    settings: &[],
    actions: &[],
    states: None,
    constraints: &[],
    versions: VersionRange::ALL,
    annotations: &[],
};

/// The extension as it was defined.
pub static EXTENSION: ExtensionTable = ExtensionTable {
    name: "gpu",
    scheme: "http://example.com/occi/gpu#",
    version: Some("1.0"),
    description: Some(
        "Graphics processors of a cloud: a small extension of somebody's own, used by the examples.",
    ),
    specification: None,
    annotations: &[],
    uses: &[("core", None), ("infrastructure", None)],
    types: &[TYPE_VENDOR],
    kinds: &[KIND_GPU_KIND, KIND_GPULINK],
    mixins: &[MIXIN_SLICED],
};

/// The model of this extension and of all that it imports.
#[must_use]
pub fn model() -> &'static Arc<Model> {
    static MODEL: LazyLock<Arc<Model>> = LazyLock::new(build);
    &MODEL
}

fn build() -> Arc<Model> {
    ::occi::typed::model(
        &[&super::super::infrastructure::EXTENSION, &EXTENSION],
        Profile::Union,
    )
}

//! The definition as static data.

use ::occi::model::expr::Comparison;
use ::occi::model::table::{
    ActionTable, AttributeTable, ConstraintTable, DefaultTable, ExprTable, ExtensionTable,
    KindTable, LiteralTable, MixinTable, NamedTypeTable, OperandTable, RangeTable, StateTable,
    StatesTable, TransitionTable, TypeTable, ValueTable,
};
use ::occi::model::{Access, Model, OcciVersion, Profile, VersionRange};
use ::std::sync::{Arc, LazyLock};

const TYPE_ARCHITECTURE: NamedTypeTable = NamedTypeTable {
    name: "Architecture",
    value_type: TypeTable::Enum(&[
        LiteralTable {
            name: "x86",
            description: None,
            versions: VersionRange::ALL,
        },
        LiteralTable {
            name: "x64",
            description: None,
            versions: VersionRange::ALL,
        },
    ]),
    description: Some("CPU architecture."),
    versions: VersionRange::ALL,
    annotations: &[],
};

const TYPE_SIZE: NamedTypeTable = NamedTypeTable {
    name: "Size",
    value_type: TypeTable::Float(RangeTable {
        min: Some((0.0, true)),
        max: None,
        ..RangeTable::UNBOUNDED
    }),
    description: Some(
        "Memory and storage sizes: a plain number, labelled GiB and never converted (D-29).",
    ),
    versions: VersionRange::ALL,
    annotations: &[],
};

const TYPE_ACTIVE_STATE: NamedTypeTable = NamedTypeTable {
    name: "ActiveState",
    value_type: TypeTable::Enum(&[
        LiteralTable {
            name: "active",
            description: Some("Usable."),
            versions: VersionRange::ALL,
        },
        LiteralTable {
            name: "inactive",
            description: Some("Not usable."),
            versions: VersionRange::ALL,
        },
        LiteralTable {
            name: "error",
            description: Some("Something went wrong; the state message may say what."),
            versions: VersionRange {
                since: Some(OcciVersion::V1_2),
                until: None,
            },
        },
    ]),
    description: Some("State of a network or a link."),
    versions: VersionRange::ALL,
    annotations: &[],
};

const TYPE_ALLOCATION: NamedTypeTable = NamedTypeTable {
    name: "Allocation",
    value_type: TypeTable::Enum(&[
        LiteralTable {
            name: "dynamic",
            description: Some("By a mechanism such as DHCP."),
            versions: VersionRange::ALL,
        },
        LiteralTable {
            name: "static",
            description: Some("By the client."),
            versions: VersionRange::ALL,
        },
    ]),
    description: Some("How an address is assigned."),
    versions: VersionRange::ALL,
    annotations: &[],
};

const KIND_COMPUTE: KindTable = KindTable {
    term: "compute",
    scheme: "http://schemas.ogf.org/occi/infrastructure#",
    title: Some("Compute Resource"),
    description: Some(
        "A generic information processing resource: a virtual machine or a container.",
    ),
    parent: Some("http://schemas.ogf.org/occi/core#resource"),
    is_abstract: false,
    location: Some("/compute/"),
    attributes: &[
        AttributeTable {
            description: Some("CPU architecture of the instance."),
            ..AttributeTable::new(
                "occi.compute.architecture",
                TypeTable::Named("infrastructure", "Architecture"),
            )
        },
        AttributeTable {
            description: Some("Number of virtual CPU cores assigned to the instance."),
            ..AttributeTable::new(
                "occi.compute.cores",
                TypeTable::Integer(RangeTable {
                    min: Some((1, false)),
                    max: None,
                    ..RangeTable::UNBOUNDED
                }),
            )
        },
        AttributeTable {
            description: Some("Fully qualified DNS host name of the instance."),
            ..AttributeTable::new(
                "occi.compute.hostname",
                TypeTable::String(None, (None, None)),
            )
        },
        AttributeTable {
            description: Some("Relative number of CPU shares of the instance."),
            versions: VersionRange {
                since: Some(OcciVersion::V1_2),
                until: None,
            },
            ..AttributeTable::new(
                "occi.compute.share",
                TypeTable::Integer(RangeTable {
                    min: Some((0, false)),
                    max: None,
                    ..RangeTable::UNBOUNDED
                }),
            )
        },
        AttributeTable {
            unit: Some("GHz"),
            description: Some("CPU clock frequency (the speed) of the instance."),
            versions: VersionRange {
                since: None,
                until: Some(OcciVersion::V1_1),
            },
            ..AttributeTable::new(
                "occi.compute.speed",
                TypeTable::Float(RangeTable {
                    min: Some((0.0, true)),
                    max: None,
                    ..RangeTable::UNBOUNDED
                }),
            )
        },
        AttributeTable {
            unit: Some("GiB"),
            description: Some("Maximum RAM of the instance."),
            ..AttributeTable::new(
                "occi.compute.memory",
                TypeTable::Named("infrastructure", "Size"),
            )
        },
        AttributeTable {
            access: Access::ReadOnly,
            always: true,
            default: Some(DefaultTable::Value(ValueTable::String("inactive"))),
            description: Some("Current state of the instance."),
            ..AttributeTable::new(
                "occi.compute.state",
                TypeTable::Enum(&[
                    LiteralTable {
                        name: "active",
                        description: None,
                        versions: VersionRange::ALL,
                    },
                    LiteralTable {
                        name: "inactive",
                        description: None,
                        versions: VersionRange::ALL,
                    },
                    LiteralTable {
                        name: "suspended",
                        description: None,
                        versions: VersionRange::ALL,
                    },
                    LiteralTable {
                        name: "error",
                        description: None,
                        versions: VersionRange {
                            since: Some(OcciVersion::V1_2),
                            until: None,
                        },
                    },
                ]),
            )
        },
        AttributeTable {
            access: Access::ReadOnly,
            description: Some("Explanation of the current state for people."),
            versions: VersionRange {
                since: Some(OcciVersion::V1_2),
                until: None,
            },
            ..AttributeTable::new(
                "occi.compute.state.message",
                TypeTable::String(None, (None, None)),
            )
        },
    ],
    actions: &[
        ActionTable {
            term: "start",
            scheme: "http://schemas.ogf.org/occi/infrastructure/compute/action#",
            title: None,
            description: Some("Starts the instance."),
            parameters: &[],
            returns: None,
            versions: VersionRange::ALL,
            annotations: &[],
        },
        ActionTable {
            term: "stop",
            scheme: "http://schemas.ogf.org/occi/infrastructure/compute/action#",
            title: None,
            description: Some("Stops the instance."),
            parameters: &[AttributeTable {
                description: Some("How the instance is stopped."),
                ..AttributeTable::new(
                    "method",
                    TypeTable::Enum(&[
                        LiteralTable {
                            name: "graceful",
                            description: None,
                            versions: VersionRange::ALL,
                        },
                        LiteralTable {
                            name: "acpioff",
                            description: None,
                            versions: VersionRange::ALL,
                        },
                        LiteralTable {
                            name: "poweroff",
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
        ActionTable {
            term: "restart",
            scheme: "http://schemas.ogf.org/occi/infrastructure/compute/action#",
            title: None,
            description: Some("Restarts the instance: stop, then start."),
            parameters: &[AttributeTable {
                description: Some("How the instance is restarted."),
                ..AttributeTable::new(
                    "method",
                    TypeTable::Enum(&[
                        LiteralTable {
                            name: "graceful",
                            description: None,
                            versions: VersionRange::ALL,
                        },
                        LiteralTable {
                            name: "warm",
                            description: None,
                            versions: VersionRange::ALL,
                        },
                        LiteralTable {
                            name: "cold",
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
        ActionTable {
            term: "suspend",
            scheme: "http://schemas.ogf.org/occi/infrastructure/compute/action#",
            title: None,
            description: Some("Suspends the instance."),
            parameters: &[AttributeTable {
                description: Some("How the instance is suspended."),
                ..AttributeTable::new(
                    "method",
                    TypeTable::Enum(&[
                        LiteralTable {
                            name: "hibernate",
                            description: None,
                            versions: VersionRange::ALL,
                        },
                        LiteralTable {
                            name: "suspend",
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
        ActionTable {
            term: "save",
            scheme: "http://schemas.ogf.org/occi/infrastructure/compute/action#",
            title: None,
            description: Some("Makes an OS template from an independent copy of the instance."),
            parameters: &[
                AttributeTable {
                    description: Some("Whether the instance runs on, or is stopped for the copy."),
                    ..AttributeTable::new(
                        "method",
                        TypeTable::Enum(&[
                            LiteralTable {
                                name: "hot",
                                description: None,
                                versions: VersionRange::ALL,
                            },
                            LiteralTable {
                                name: "deferred",
                                description: None,
                                versions: VersionRange::ALL,
                            },
                        ]),
                    )
                },
                AttributeTable {
                    description: Some("Name of the OS template; the provider may ignore it."),
                    ..AttributeTable::new("name", TypeTable::String(None, (None, None)))
                },
            ],
            returns: Some("the rendering of the new OS template mixin"),
            versions: VersionRange {
                since: Some(OcciVersion::V1_2),
                until: None,
            },
            annotations: &[],
        },
    ],
    states: Some(StatesTable {
        attribute: "occi.compute.state",
        states: &[
            StateTable {
                name: "inactive",
                initial: true,
                is_final: true,
                transitions: &[
                    TransitionTable {
                        trigger: Ok("start"),
                        to: "active",
                        via: None,
                        failure: Some("error"),
                        versions: VersionRange::ALL,
                    },
                    TransitionTable {
                        trigger: Ok("save"),
                        to: "inactive",
                        via: None,
                        failure: None,
                        versions: VersionRange {
                            since: Some(OcciVersion::V1_2),
                            until: None,
                        },
                    },
                ],
                versions: VersionRange::ALL,
            },
            StateTable {
                name: "active",
                initial: false,
                is_final: false,
                transitions: &[
                    TransitionTable {
                        trigger: Ok("stop"),
                        to: "inactive",
                        via: None,
                        failure: Some("error"),
                        versions: VersionRange::ALL,
                    },
                    TransitionTable {
                        trigger: Ok("suspend"),
                        to: "suspended",
                        via: None,
                        failure: Some("error"),
                        versions: VersionRange::ALL,
                    },
                    TransitionTable {
                        trigger: Ok("restart"),
                        to: "active",
                        via: None,
                        failure: Some("error"),
                        versions: VersionRange::ALL,
                    },
                    TransitionTable {
                        trigger: Ok("save"),
                        to: "active",
                        via: None,
                        failure: Some("error"),
                        versions: VersionRange {
                            since: Some(OcciVersion::V1_2),
                            until: None,
                        },
                    },
                ],
                versions: VersionRange::ALL,
            },
            StateTable {
                name: "suspended",
                initial: false,
                is_final: false,
                transitions: &[TransitionTable {
                    trigger: Ok("start"),
                    to: "active",
                    via: None,
                    failure: Some("error"),
                    versions: VersionRange::ALL,
                }],
                versions: VersionRange::ALL,
            },
            StateTable {
                name: "error",
                initial: false,
                is_final: false,
                transitions: &[],
                versions: VersionRange {
                    since: Some(OcciVersion::V1_2),
                    until: None,
                },
            },
        ],
    }),
    constraints: &[],
    source: &[],
    target: &[],
    versions: VersionRange::ALL,
    annotations: &[],
};

const KIND_NETWORK: KindTable = KindTable {
    term: "network",
    scheme: "http://schemas.ogf.org/occi/infrastructure#",
    title: Some("Network Resource"),
    description: Some("An L2 networking entity, such as a virtual switch."),
    parent: Some("http://schemas.ogf.org/occi/core#resource"),
    is_abstract: false,
    location: Some("/network/"),
    attributes: &[
        AttributeTable {
            description: Some("802.1q VLAN identifier."),
            ..AttributeTable::new(
                "occi.network.vlan",
                TypeTable::Integer(RangeTable {
                    min: Some((0, false)),
                    max: Some((4095, false)),
                    ..RangeTable::UNBOUNDED
                }),
            )
        },
        AttributeTable {
            description: Some("Tag of a tag-based VLAN."),
            ..AttributeTable::new("occi.network.label", TypeTable::Token)
        },
        AttributeTable {
            access: Access::ReadOnly,
            always: true,
            default: Some(DefaultTable::Value(ValueTable::String("inactive"))),
            description: Some("Current state of the instance."),
            ..AttributeTable::new(
                "occi.network.state",
                TypeTable::Named("infrastructure", "ActiveState"),
            )
        },
        AttributeTable {
            access: Access::ReadOnly,
            description: Some("Explanation of the current state for people."),
            versions: VersionRange {
                since: Some(OcciVersion::V1_2),
                until: None,
            },
            ..AttributeTable::new(
                "occi.network.state.message",
                TypeTable::String(None, (None, None)),
            )
        },
    ],
    actions: &[
        ActionTable {
            term: "up",
            scheme: "http://schemas.ogf.org/occi/infrastructure/network/action#",
            title: None,
            description: Some("Brings the network up."),
            parameters: &[],
            returns: None,
            versions: VersionRange::ALL,
            annotations: &[],
        },
        ActionTable {
            term: "down",
            scheme: "http://schemas.ogf.org/occi/infrastructure/network/action#",
            title: None,
            description: Some("Takes the network down."),
            parameters: &[],
            returns: None,
            versions: VersionRange::ALL,
            annotations: &[],
        },
    ],
    states: Some(StatesTable {
        attribute: "occi.network.state",
        states: &[
            StateTable {
                name: "inactive",
                initial: true,
                is_final: true,
                transitions: &[TransitionTable {
                    trigger: Ok("up"),
                    to: "active",
                    via: None,
                    failure: Some("error"),
                    versions: VersionRange::ALL,
                }],
                versions: VersionRange::ALL,
            },
            StateTable {
                name: "active",
                initial: false,
                is_final: false,
                transitions: &[TransitionTable {
                    trigger: Ok("down"),
                    to: "inactive",
                    via: None,
                    failure: Some("error"),
                    versions: VersionRange::ALL,
                }],
                versions: VersionRange::ALL,
            },
            StateTable {
                name: "error",
                initial: false,
                is_final: false,
                transitions: &[],
                versions: VersionRange {
                    since: Some(OcciVersion::V1_2),
                    until: None,
                },
            },
        ],
    }),
    constraints: &[],
    source: &[],
    target: &[],
    versions: VersionRange::ALL,
    annotations: &[],
};

const KIND_STORAGE: KindTable = KindTable {
    term: "storage",
    scheme: "http://schemas.ogf.org/occi/infrastructure#",
    title: Some("Storage Resource"),
    description: Some("A data storage device."),
    parent: Some("http://schemas.ogf.org/occi/core#resource"),
    is_abstract: false,
    location: Some("/storage/"),
    attributes: &[
        AttributeTable {
            required: true,
            always: true,
            unit: Some("GiB"),
            description: Some("Size of the storage."),
            ..AttributeTable::new(
                "occi.storage.size",
                TypeTable::Named("infrastructure", "Size"),
            )
        },
        AttributeTable {
            access: Access::ReadOnly,
            always: true,
            default: Some(DefaultTable::Value(ValueTable::String("offline"))),
            description: Some("Current state of the instance."),
            ..AttributeTable::new(
                "occi.storage.state",
                TypeTable::Enum(&[
                    LiteralTable {
                        name: "online",
                        description: None,
                        versions: VersionRange::ALL,
                    },
                    LiteralTable {
                        name: "offline",
                        description: None,
                        versions: VersionRange::ALL,
                    },
                    LiteralTable {
                        name: "backup",
                        description: None,
                        versions: VersionRange {
                            since: None,
                            until: Some(OcciVersion::V1_1),
                        },
                    },
                    LiteralTable {
                        name: "snapshot",
                        description: None,
                        versions: VersionRange {
                            since: None,
                            until: Some(OcciVersion::V1_1),
                        },
                    },
                    LiteralTable {
                        name: "resize",
                        description: None,
                        versions: VersionRange {
                            since: None,
                            until: Some(OcciVersion::V1_1),
                        },
                    },
                    LiteralTable {
                        name: "degraded",
                        description: None,
                        versions: VersionRange {
                            since: None,
                            until: Some(OcciVersion::V1_1),
                        },
                    },
                    LiteralTable {
                        name: "error",
                        description: None,
                        versions: VersionRange {
                            since: Some(OcciVersion::V1_2),
                            until: None,
                        },
                    },
                ]),
            )
        },
        AttributeTable {
            access: Access::ReadOnly,
            description: Some("Explanation of the current state for people."),
            versions: VersionRange {
                since: Some(OcciVersion::V1_2),
                until: None,
            },
            ..AttributeTable::new(
                "occi.storage.state.message",
                TypeTable::String(None, (None, None)),
            )
        },
    ],
    actions: &[
        ActionTable {
            term: "online",
            scheme: "http://schemas.ogf.org/occi/infrastructure/storage/action#",
            title: None,
            description: Some("Makes the storage available."),
            parameters: &[],
            returns: None,
            versions: VersionRange::ALL,
            annotations: &[],
        },
        ActionTable {
            term: "offline",
            scheme: "http://schemas.ogf.org/occi/infrastructure/storage/action#",
            title: None,
            description: Some("Makes the storage unavailable."),
            parameters: &[],
            returns: None,
            versions: VersionRange::ALL,
            annotations: &[],
        },
        ActionTable {
            term: "backup",
            scheme: "http://schemas.ogf.org/occi/infrastructure/storage/action#",
            title: None,
            description: Some("Makes a backup."),
            parameters: &[],
            returns: None,
            versions: VersionRange {
                since: None,
                until: Some(OcciVersion::V1_1),
            },
            annotations: &[],
        },
        ActionTable {
            term: "snapshot",
            scheme: "http://schemas.ogf.org/occi/infrastructure/storage/action#",
            title: None,
            description: Some("Takes a snapshot."),
            parameters: &[],
            returns: None,
            versions: VersionRange {
                since: None,
                until: Some(OcciVersion::V1_1),
            },
            annotations: &[],
        },
        ActionTable {
            term: "resize",
            scheme: "http://schemas.ogf.org/occi/infrastructure/storage/action#",
            title: Some("Resize virtual disk"),
            description: Some("Changes the size; in 1.2 that is an update of `occi.storage.size`."),
            parameters: &[AttributeTable {
                required: true,
                unit: Some("GiB"),
                description: Some("The new size."),
                ..AttributeTable::new("size", TypeTable::Named("infrastructure", "Size"))
            }],
            returns: None,
            versions: VersionRange {
                since: None,
                until: Some(OcciVersion::V1_1),
            },
            annotations: &[],
        },
    ],
    states: Some(StatesTable {
        attribute: "occi.storage.state",
        states: &[
            StateTable {
                name: "offline",
                initial: true,
                is_final: true,
                transitions: &[TransitionTable {
                    trigger: Ok("online"),
                    to: "online",
                    via: None,
                    failure: Some("error"),
                    versions: VersionRange::ALL,
                }],
                versions: VersionRange::ALL,
            },
            StateTable {
                name: "online",
                initial: false,
                is_final: false,
                transitions: &[
                    TransitionTable {
                        trigger: Ok("offline"),
                        to: "offline",
                        via: None,
                        failure: Some("error"),
                        versions: VersionRange::ALL,
                    },
                    TransitionTable {
                        trigger: Ok("backup"),
                        to: "online",
                        via: Some("backup"),
                        failure: None,
                        versions: VersionRange {
                            since: None,
                            until: Some(OcciVersion::V1_1),
                        },
                    },
                    TransitionTable {
                        trigger: Ok("snapshot"),
                        to: "online",
                        via: Some("snapshot"),
                        failure: None,
                        versions: VersionRange {
                            since: None,
                            until: Some(OcciVersion::V1_1),
                        },
                    },
                    TransitionTable {
                        trigger: Ok("resize"),
                        to: "online",
                        via: Some("resize"),
                        failure: None,
                        versions: VersionRange {
                            since: None,
                            until: Some(OcciVersion::V1_1),
                        },
                    },
                    TransitionTable {
                        trigger: Err(Some("degrade")),
                        to: "degraded",
                        via: None,
                        failure: None,
                        versions: VersionRange {
                            since: None,
                            until: Some(OcciVersion::V1_1),
                        },
                    },
                ],
                versions: VersionRange::ALL,
            },
            StateTable {
                name: "backup",
                initial: false,
                is_final: false,
                transitions: &[TransitionTable {
                    trigger: Err(Some("complete")),
                    to: "online",
                    via: None,
                    failure: None,
                    versions: VersionRange::ALL,
                }],
                versions: VersionRange {
                    since: None,
                    until: Some(OcciVersion::V1_1),
                },
            },
            StateTable {
                name: "snapshot",
                initial: false,
                is_final: false,
                transitions: &[TransitionTable {
                    trigger: Err(Some("complete")),
                    to: "online",
                    via: None,
                    failure: None,
                    versions: VersionRange::ALL,
                }],
                versions: VersionRange {
                    since: None,
                    until: Some(OcciVersion::V1_1),
                },
            },
            StateTable {
                name: "resize",
                initial: false,
                is_final: false,
                transitions: &[TransitionTable {
                    trigger: Err(Some("complete")),
                    to: "online",
                    via: None,
                    failure: None,
                    versions: VersionRange::ALL,
                }],
                versions: VersionRange {
                    since: None,
                    until: Some(OcciVersion::V1_1),
                },
            },
            StateTable {
                name: "degraded",
                initial: false,
                is_final: false,
                transitions: &[TransitionTable {
                    trigger: Ok("offline"),
                    to: "offline",
                    via: None,
                    failure: None,
                    versions: VersionRange::ALL,
                }],
                versions: VersionRange {
                    since: None,
                    until: Some(OcciVersion::V1_1),
                },
            },
            StateTable {
                name: "error",
                initial: false,
                is_final: false,
                transitions: &[],
                versions: VersionRange {
                    since: Some(OcciVersion::V1_2),
                    until: None,
                },
            },
        ],
    }),
    constraints: &[],
    source: &[],
    target: &[],
    versions: VersionRange::ALL,
    annotations: &[],
};

const KIND_NETWORKINTERFACE: KindTable = KindTable {
    term: "networkinterface",
    scheme: "http://schemas.ogf.org/occi/infrastructure#",
    title: Some("NetworkInterface Link"),
    description: Some("Connects a compute instance to a network."),
    parent: Some("http://schemas.ogf.org/occi/core#link"),
    is_abstract: false,
    location: Some("/link/networkinterface/"),
    attributes: &[
        AttributeTable {
            access: Access::CreateOnly,
            always: true,
            default: Some(DefaultTable::Generated(Some("eth{}"))),
            description: Some("Name of the interface in the instance."),
            ..AttributeTable::new(
                "occi.networkinterface.interface",
                TypeTable::String(None, (None, None)),
            )
        },
        AttributeTable {
            always: true,
            default: Some(DefaultTable::Generated(None)),
            description: Some("MAC address of the interface."),
            ..AttributeTable::new("occi.networkinterface.mac", TypeTable::Mac)
        },
        AttributeTable {
            access: Access::ReadOnly,
            always: true,
            default: Some(DefaultTable::Value(ValueTable::String("inactive"))),
            description: Some("Current state of the link."),
            ..AttributeTable::new(
                "occi.networkinterface.state",
                TypeTable::Named("infrastructure", "ActiveState"),
            )
        },
        AttributeTable {
            access: Access::ReadOnly,
            description: Some("Explanation of the current state for people."),
            versions: VersionRange {
                since: Some(OcciVersion::V1_2),
                until: None,
            },
            ..AttributeTable::new(
                "occi.networkinterface.state.message",
                TypeTable::String(None, (None, None)),
            )
        },
    ],
    actions: &[],
    states: Some(StatesTable {
        attribute: "occi.networkinterface.state",
        states: &[
            StateTable {
                name: "inactive",
                initial: true,
                is_final: true,
                transitions: &[TransitionTable {
                    trigger: Err(None),
                    to: "active",
                    via: None,
                    failure: Some("error"),
                    versions: VersionRange::ALL,
                }],
                versions: VersionRange::ALL,
            },
            StateTable {
                name: "active",
                initial: false,
                is_final: false,
                transitions: &[TransitionTable {
                    trigger: Err(None),
                    to: "inactive",
                    via: None,
                    failure: Some("error"),
                    versions: VersionRange::ALL,
                }],
                versions: VersionRange::ALL,
            },
            StateTable {
                name: "error",
                initial: false,
                is_final: false,
                transitions: &[],
                versions: VersionRange {
                    since: Some(OcciVersion::V1_2),
                    until: None,
                },
            },
        ],
    }),
    constraints: &[],
    source: &["http://schemas.ogf.org/occi/infrastructure#compute"],
    target: &["http://schemas.ogf.org/occi/infrastructure#network"],
    versions: VersionRange::ALL,
    annotations: &[],
};

const KIND_STORAGELINK: KindTable = KindTable {
    term: "storagelink",
    scheme: "http://schemas.ogf.org/occi/infrastructure#",
    title: Some("StorageLink Link"),
    description: Some("Connects a resource, usually a compute instance, to a storage."),
    parent: Some("http://schemas.ogf.org/occi/core#link"),
    is_abstract: false,
    location: Some("/link/storagelink/"),
    attributes: &[
        AttributeTable {
            always: true,
            default: Some(DefaultTable::Generated(Some("disk{}"))),
            description: Some("Identifier of the device, defined by the provider."),
            ..AttributeTable::new(
                "occi.storagelink.deviceid",
                TypeTable::String(None, (None, None)),
            )
        },
        AttributeTable {
            description: Some("Point in the guest's file system where the storage is mounted."),
            ..AttributeTable::new(
                "occi.storagelink.mountpoint",
                TypeTable::String(None, (None, None)),
            )
        },
        AttributeTable {
            access: Access::ReadOnly,
            always: true,
            default: Some(DefaultTable::Value(ValueTable::String("inactive"))),
            description: Some("Current state of the link."),
            ..AttributeTable::new(
                "occi.storagelink.state",
                TypeTable::Named("infrastructure", "ActiveState"),
            )
        },
        AttributeTable {
            access: Access::ReadOnly,
            description: Some("Explanation of the current state for people."),
            versions: VersionRange {
                since: Some(OcciVersion::V1_2),
                until: None,
            },
            ..AttributeTable::new(
                "occi.storagelink.state.message",
                TypeTable::String(None, (None, None)),
            )
        },
    ],
    actions: &[],
    states: Some(StatesTable {
        attribute: "occi.storagelink.state",
        states: &[
            StateTable {
                name: "inactive",
                initial: true,
                is_final: true,
                transitions: &[TransitionTable {
                    trigger: Err(None),
                    to: "active",
                    via: None,
                    failure: Some("error"),
                    versions: VersionRange::ALL,
                }],
                versions: VersionRange::ALL,
            },
            StateTable {
                name: "active",
                initial: false,
                is_final: false,
                transitions: &[TransitionTable {
                    trigger: Err(None),
                    to: "inactive",
                    via: None,
                    failure: Some("error"),
                    versions: VersionRange::ALL,
                }],
                versions: VersionRange::ALL,
            },
            StateTable {
                name: "error",
                initial: false,
                is_final: false,
                transitions: &[],
                versions: VersionRange {
                    since: Some(OcciVersion::V1_2),
                    until: None,
                },
            },
        ],
    }),
    constraints: &[],
    source: &["http://schemas.ogf.org/occi/core#resource"],
    target: &["http://schemas.ogf.org/occi/infrastructure#storage"],
    versions: VersionRange::ALL,
    annotations: &[],
};

const MIXIN_IPNETWORK: MixinTable = MixinTable {
    term: "ipnetwork",
    scheme: "http://schemas.ogf.org/occi/infrastructure/network#",
    title: Some("IP Networking Mixin"),
    description: Some("L3 and L4 capabilities of a network."),
    depends: &[],
    applies: &["http://schemas.ogf.org/occi/infrastructure#network"],
    exclusive: false,
    overriding: false,
    location: Some("/mixin/ipnetwork/"),
    attributes: &[
        AttributeTable {
            description: Some("Address range of the network, IPv4 or IPv6, in CIDR notation."),
            ..AttributeTable::new("occi.network.address", TypeTable::IpPrefix(false))
        },
        AttributeTable {
            description: Some("Address of the gateway."),
            ..AttributeTable::new("occi.network.gateway", TypeTable::IpAddress)
        },
        AttributeTable {
            description: Some("How addresses are assigned."),
            ..AttributeTable::new(
                "occi.network.allocation",
                TypeTable::Named("infrastructure", "Allocation"),
            )
        },
    ],
    settings: &[],
    actions: &[],
    states: None,
    constraints: &[],
    versions: VersionRange::ALL,
    annotations: &[],
};

const MIXIN_IPNETWORKINTERFACE: MixinTable = MixinTable {
    term: "ipnetworkinterface",
    scheme: "http://schemas.ogf.org/occi/infrastructure/networkinterface#",
    title: Some("IP NetworkInterface Mixin"),
    description: Some("L3 and L4 capabilities of a network interface."),
    depends: &[],
    applies: &["http://schemas.ogf.org/occi/infrastructure#networkinterface"],
    exclusive: false,
    overriding: false,
    location: Some("/mixin/ipnetworkinterface/"),
    attributes: &[
        AttributeTable {
            always: true,
            description: Some(
                "Address of the interface, IPv4 or IPv6; a prefix length may follow.",
            ),
            ..AttributeTable::new("occi.networkinterface.address", TypeTable::IpPrefix(true))
        },
        AttributeTable {
            description: Some("Address of the gateway; a prefix length may follow."),
            ..AttributeTable::new("occi.networkinterface.gateway", TypeTable::IpPrefix(true))
        },
        AttributeTable {
            always: true,
            default: Some(DefaultTable::Value(ValueTable::String("dynamic"))),
            description: Some("How the address is assigned."),
            ..AttributeTable::new(
                "occi.networkinterface.allocation",
                TypeTable::Named("infrastructure", "Allocation"),
            )
        },
    ],
    settings: &[],
    actions: &[],
    states: None,
    constraints: &[ConstraintTable {
        name: None,
        condition: ExprTable::Or(
            &ExprTable::Compare(
                OperandTable::Attribute("occi.networkinterface.allocation"),
                Comparison::NotEqual,
                OperandTable::Literal(ValueTable::String("static")),
            ),
            &ExprTable::Defined("occi.networkinterface.address"),
        ),
        message: "an interface with static allocation needs an address",
    }],
    versions: VersionRange::ALL,
    annotations: &[],
};

const MIXIN_OS_TPL: MixinTable = MixinTable {
    term: "os_tpl",
    scheme: "http://schemas.ogf.org/occi/infrastructure#",
    title: Some("OS Template"),
    description: Some("Base of OS templates: a provider's images are mixins that depend on it."),
    depends: &[],
    applies: &["http://schemas.ogf.org/occi/infrastructure#compute"],
    exclusive: true,
    overriding: false,
    location: Some("/mixin/os_tpl/"),
    attributes: &[],
    settings: &[],
    actions: &[],
    states: None,
    constraints: &[],
    versions: VersionRange::ALL,
    annotations: &[],
};

const MIXIN_RESOURCE_TPL: MixinTable = MixinTable {
    term: "resource_tpl",
    scheme: "http://schemas.ogf.org/occi/infrastructure#",
    title: Some("Resource Template"),
    description: Some(
        "Base of resource templates: named sizes of instances are mixins that depend on it.",
    ),
    depends: &[],
    applies: &["http://schemas.ogf.org/occi/core#resource"],
    exclusive: true,
    overriding: true,
    location: Some("/mixin/resource_tpl/"),
    attributes: &[],
    settings: &[],
    actions: &[],
    states: None,
    constraints: &[],
    versions: VersionRange::ALL,
    annotations: &[],
};

const MIXIN_SSH_KEY: MixinTable = MixinTable {
    term: "ssh_key",
    scheme: "http://schemas.ogf.org/occi/infrastructure/credentials#",
    title: Some("Credentials Mixin"),
    description: Some("Gives an instance the public part of a key pair for SSH."),
    depends: &[],
    applies: &["http://schemas.ogf.org/occi/infrastructure#compute"],
    exclusive: false,
    overriding: false,
    location: Some("/mixin/ssh_key/"),
    attributes: &[AttributeTable {
        required: true,
        always: true,
        description: Some("Content of the file of the public key."),
        ..AttributeTable::new(
            "occi.credentials.ssh.publickey",
            TypeTable::String(None, (None, None)),
        )
    }],
    settings: &[],
    actions: &[],
    states: None,
    constraints: &[],
    versions: VersionRange {
        since: Some(OcciVersion::V1_2),
        until: None,
    },
    annotations: &[],
};

const MIXIN_USER_DATA: MixinTable = MixinTable {
    term: "user_data",
    scheme: "http://schemas.ogf.org/occi/infrastructure/compute#",
    title: Some("Contextualization Mixin"),
    description: Some("Gives an instance data that it executes as the last step of its boot."),
    depends: &[],
    applies: &["http://schemas.ogf.org/occi/infrastructure#compute"],
    exclusive: false,
    overriding: false,
    location: Some("/mixin/user_data/"),
    attributes: &[AttributeTable {
        access: Access::CreateOnly,
        required: true,
        always: true,
        description: Some("Contextualisation data; in practice base64 text."),
        ..AttributeTable::new(
            "occi.compute.userdata",
            TypeTable::String(None, (None, None)),
        )
    }],
    settings: &[],
    actions: &[],
    states: None,
    constraints: &[],
    versions: VersionRange {
        since: Some(OcciVersion::V1_2),
        until: None,
    },
    annotations: &[],
};

/// The extension as it was defined.
pub static EXTENSION: ExtensionTable = ExtensionTable {
    name: "infrastructure",
    scheme: "http://schemas.ogf.org/occi/infrastructure#",
    version: Some("1.2"),
    description: Some(
        "OCCI Infrastructure 1.2 (GFD.224), with what OCCI 1.1 (GFD.184) has otherwise.",
    ),
    specification: Some("https://www.ogf.org/documents/GFD.224.pdf"),
    annotations: &[],
    uses: &[("core", None)],
    types: &[
        TYPE_ARCHITECTURE,
        TYPE_SIZE,
        TYPE_ACTIVE_STATE,
        TYPE_ALLOCATION,
    ],
    kinds: &[
        KIND_COMPUTE,
        KIND_NETWORK,
        KIND_STORAGE,
        KIND_NETWORKINTERFACE,
        KIND_STORAGELINK,
    ],
    mixins: &[
        MIXIN_IPNETWORK,
        MIXIN_IPNETWORKINTERFACE,
        MIXIN_OS_TPL,
        MIXIN_RESOURCE_TPL,
        MIXIN_SSH_KEY,
        MIXIN_USER_DATA,
    ],
};

/// The model of this extension and of all that it imports.
#[must_use]
pub fn model() -> &'static Arc<Model> {
    static MODEL: LazyLock<Arc<Model>> = LazyLock::new(build);
    &MODEL
}

fn build() -> Arc<Model> {
    ::occi::typed::model(&[&EXTENSION], Profile::Union)
}

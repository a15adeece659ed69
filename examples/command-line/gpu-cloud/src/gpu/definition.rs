//! The definition itself.

use ::occi::model::table::ExtensionText;
use ::occi::model::{Model, Profile};
use ::std::sync::{Arc, LazyLock};

/// The extension as it was defined.
pub static EXTENSION: ExtensionText = ExtensionText {
    name: "gpu",
    text: ::core::concat!(
        r#"{"name": "gpu", "scheme": "http://example.com/occi/gpu#", "version": "1.0", "description": "Graphics processors of a cloud: a small extension of somebody's own, used by the examples.", "uses": [{"extension": "core"}, {"extension": "infrastructure"}], "types": ["#,
        r#"  {"name": "Vendor", "type": {"enum": [{"name": "amd"}, {"name": "intel"}, {"name": "nvidia"}]}, "description": "Who made a device."}"#,
        r#"], "kinds": ["#,
        r#"  {"kind": "gpu", "scheme": "http://example.com/occi/gpu#", "title": "GPU", "description": "A graphics processor that compute instances can use.", "parent": "http://schemas.ogf.org/occi/core#resource", "location": "/gpu/", "attributes": ["#,
        r#"    {"name": "com.example.gpu.memory", "type": {"integer": {"min": [1, false], "max": [1024, false]}}, "access": "createonly", "required": true, "unit": "GiB", "description": "Memory of the device."}"#,
        r#"    , {"name": "com.example.gpu.vendor", "type": {"named": ["gpu", "Vendor"]}, "access": "createonly", "description": "Who made the device."}"#,
        r#"    , {"name": "com.example.gpu.state", "type": {"enum": [{"name": "idle", "description": "Nobody uses it."}, {"name": "busy", "description": "A compute instance uses it."}]}, "access": "readonly", "always": true, "default": {"value": "idle"}, "description": "What the device is doing."}"#,
        r#"  ], "actions": ["#,
        r#"    {"action": "claim", "scheme": "http://example.com/occi/gpu/gpu/action#", "description": "Hands the device out."}"#,
        r#"    , {"action": "release", "scheme": "http://example.com/occi/gpu/gpu/action#", "description": "Takes the device back and clears its memory.", "parameters": ["#,
        r#"      {"name": "erase", "type": {"enum": [{"name": "quick"}, {"name": "thorough"}]}, "description": "How thoroughly the memory is cleared."}"#,
        "    ]}",
        r#"  ], "states": {"attribute": "com.example.gpu.state", "states": ["#,
        r#"    {"name": "idle", "initial": true, "transitions": ["#,
        r#"      {"trigger": {"action": "claim"}, "to": "busy"}"#,
        "    ]}",
        r#"    , {"name": "busy", "transitions": ["#,
        r#"      {"trigger": {"action": "release"}, "to": "idle"}"#,
        "    ]}",
        "  ]}}",
        r#"  , {"kind": "gpulink", "scheme": "http://example.com/occi/gpu#", "title": "GPU Link", "description": "A device that is attached to a compute instance.", "parent": "http://schemas.ogf.org/occi/core#link", "location": "/link/gpu/", "source": ["http://schemas.ogf.org/occi/infrastructure#compute"], "target": ["http://example.com/occi/gpu#gpu"], "attributes": ["#,
        r#"    {"name": "com.example.gpulink.slot", "type": {"integer": {"min": [0, false], "max": [31, false]}}, "description": "Slot of the device in the guest."}"#,
        "  ]}",
        r#"], "mixins": ["#,
        r#"  {"mixin": "sliced", "scheme": "http://example.com/occi/gpu#", "title": "Sliced GPU", "description": "A device that is shared between instances in slices.", "applies": ["http://example.com/occi/gpu#gpu"], "location": "/mixin/sliced/", "attributes": ["#,
        r#"    {"name": "com.example.gpu.slices", "type": {"integer": {"min": [2, false], "max": [16, false]}}, "required": true, "description": "Number of slices."}"#,
        "  ]}",
        "]}",
    ),
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

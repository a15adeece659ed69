//! One model three times: a kind, an object, a message, each of ten members with documentation.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

/// As a definition of occi.
pub fn definition(kinds: usize) -> String {
    let mut text = String::from(
        "//! Written by the benchmark.\n\
         extension large \"http://bench.example.com/occi/large#\" version \"1.0\";\n\n\
         use core;\n",
    );
    for kind in 0..kinds {
        // Writing to a string cannot fail.
        let _ = write!(
            text,
            "\n/// Resource number {kind} of the benchmark.\n\
             kind thing{kind} \"Thing {kind}\" : core.resource at \"/thing{kind}/\" {{\n\
             \x20   /// How many there are.\n\
             \x20   com.example.thing{kind}.count: integer(0..=4095) = 1;\n\
             \x20   /// How large it is.\n\
             \x20   com.example.thing{kind}.size: float(0.0<..) unit \"GiB\";\n\
             \x20   /// Whether it is in use.\n\
             \x20   com.example.thing{kind}.used: boolean;\n\
             \x20   /// A name that people read.\n\
             \x20   com.example.thing{kind}.label: string(pattern = \"[a-z][a-z0-9-]*\", length = 1..=64);\n\
             \x20   /// Where it answers.\n\
             \x20   com.example.thing{kind}.endpoint: uri;\n\
             \x20   /// Its address.\n\
             \x20   com.example.thing{kind}.address: ip-address;\n\
             \x20   /// How it is kept.\n\
             \x20   com.example.thing{kind}.class: enum {{ bronze, silver, gold }};\n\
             \x20   /// Who ordered it.\n\
             \x20   com.example.thing{kind}.owner: string;\n\
             \x20   /// When it was made.\n\
             \x20   com.example.thing{kind}.made: datetime;\n\
             \x20   /// What it does now.\n\
             \x20   required com.example.thing{kind}.state: enum {{ idle, busy }};\n\
             }}\n"
        );
    }
    text
}

/// As a JSON Schema.
pub fn schema(kinds: usize) -> serde_json::Result<String> {
    let mut definitions = Map::new();
    for kind in 0..kinds {
        definitions.insert(
            format!("Thing{kind}"),
            json!({
                "type": "object",
                "title": format!("Thing {kind}"),
                "description": format!("Resource number {kind} of the benchmark."),
                "required": ["state"],
                "properties": {
                    "count": {
                        "description": "How many there are.",
                        "type": "integer", "minimum": 0, "maximum": 4095, "default": 1,
                    },
                    "size": {
                        "description": "How large it is.",
                        "type": "number", "exclusiveMinimum": 0.0,
                    },
                    "used": { "description": "Whether it is in use.", "type": "boolean" },
                    "label": {
                        "description": "A name that people read.",
                        "type": "string", "pattern": "^[a-z][a-z0-9-]*$",
                        "minLength": 1, "maxLength": 64,
                    },
                    "endpoint": {
                        "description": "Where it answers.", "type": "string", "format": "uri",
                    },
                    "address": {
                        "description": "Its address.", "type": "string", "format": "ip",
                    },
                    "class": {
                        "description": "How it is kept.",
                        "type": "string", "enum": ["bronze", "silver", "gold"],
                    },
                    "owner": { "description": "Who ordered it.", "type": "string" },
                    "made": {
                        "description": "When it was made.",
                        "type": "string", "format": "date-time",
                    },
                    "state": {
                        "description": "What it does now.",
                        "type": "string", "enum": ["idle", "busy"],
                    },
                },
            }),
        );
    }
    serde_json::to_string(&json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "definitions": Value::Object(definitions),
    }))
}

/// As messages of Protocol Buffers.
pub fn proto(kinds: usize) -> String {
    let mut text = String::from("syntax = \"proto3\";\npackage large;\n");
    for kind in 0..kinds {
        let _ = write!(
            text,
            "\n// Resource number {kind} of the benchmark.\n\
             message Thing{kind} {{\n\
             \x20 enum Class {{\n    CLASS_UNSPECIFIED = 0;\n    CLASS_BRONZE = 1;\n    CLASS_SILVER = 2;\n    CLASS_GOLD = 3;\n  }}\n\
             \x20 enum State {{\n    STATE_UNSPECIFIED = 0;\n    STATE_IDLE = 1;\n    STATE_BUSY = 2;\n  }}\n\
             \x20 // How many there are.\n\
             \x20 optional uint32 count = 1;\n\
             \x20 // How large it is.\n\
             \x20 optional double size = 2;\n\
             \x20 // Whether it is in use.\n\
             \x20 optional bool used = 3;\n\
             \x20 // A name that people read.\n\
             \x20 optional string label = 4;\n\
             \x20 // Where it answers.\n\
             \x20 optional string endpoint = 5;\n\
             \x20 // Its address.\n\
             \x20 optional string address = 6;\n\
             \x20 // How it is kept.\n\
             \x20 optional Class class = 7;\n\
             \x20 // Who ordered it.\n\
             \x20 optional string owner = 8;\n\
             \x20 // When it was made.\n\
             \x20 optional string made = 9;\n\
             \x20 // What it does now.\n\
             \x20 State state = 10;\n\
             }}\n"
        );
    }
    text
}

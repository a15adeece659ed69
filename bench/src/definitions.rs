//! Definitions of any size, written by a program.

use std::fmt::Write as _;

/// A definition of `kinds` kinds with 10 attributes each, one action and one state machine.
pub(crate) fn definition(kinds: usize) -> String {
    let mut text = String::with_capacity(kinds * 1200);
    text.push_str(
        "//! A definition written by the benchmark.\n\
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
             \x20   createonly com.example.thing{kind}.owner: string;\n\
             \x20   /// When it was made.\n\
             \x20   readonly com.example.thing{kind}.made: datetime;\n\
             \x20   /// What it does now.\n\
             \x20   always readonly com.example.thing{kind}.state: enum {{ idle, busy }};\n\
             \x20   action work;\n\
             \x20   action rest;\n\
             \x20   states com.example.thing{kind}.state {{\n\
             \x20       initial idle {{ work -> busy; }}\n\
             \x20       busy {{ rest -> idle; }}\n\
             \x20   }}\n\
             }}\n"
        );
    }
    text
}

/// A definition of the size of a large provider's: 294 kinds, a third of them links, and 211
/// actions.
pub(crate) fn provider() -> String {
    const KINDS: usize = 294;
    const ACTIONS: usize = 211;
    let mut text = "//! A provider, written by the benchmark.\n\
         extension provider \"http://bench.example.com/occi/provider#\" version \"1.0\";\n\n\
         use core;\n\
         use infrastructure;\n"
        .to_owned();
    for kind in 0..KINDS {
        let is_link = kind % 3 == 2;
        let parent = if is_link {
            "core.link"
        } else if kind % 3 == 1 && kind > 3 {
            "thing0"
        } else {
            "core.resource"
        };
        let _ = write!(
            text,
            "\n/// Part number {kind} of the provider, with a few words of documentation.\n\
             kind thing{kind} \"Thing {kind}\" : {parent} at \"/thing{kind}/\" {{\n"
        );
        for attribute in 0..10 {
            let what = match attribute % 5 {
                0 => "string",
                1 => "integer(0..=4095)",
                2 => "boolean = false",
                3 => "enum { bronze, silver, gold }",
                _ => "mac",
            };
            let _ = write!(
                text,
                "\x20   /// What it is, in the words of its provider.\n\
                 \x20   com.example.thing{kind}.attribute{attribute}: {what};\n"
            );
        }
        if is_link {
            text.push_str("    source thing0;\n    target infrastructure.compute;\n");
        }
        if kind < ACTIONS {
            let _ = writeln!(
                text,
                "    action change{kind} \"Change\" (required name: string, count: integer(1..));"
            );
        }
        text.push_str("}\n");
    }
    text
}

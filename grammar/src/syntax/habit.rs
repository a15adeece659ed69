//! What people write who come from other languages, and how it is said in this one.

use super::Rule;

/// The place where the grammar stopped.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place<'a> {
    /// What would fit.
    pub(super) expected: &'a [Rule],
    /// The token before the place; empty where there is none.
    pub(super) before: &'a str,
    /// The token at the place; empty at the end of the text.
    pub(super) found: &'a str,
}

/// How to say what was meant, if the place shows what that is.
pub(super) fn mend(place: Place<'_>) -> Option<&'static str> {
    HABITS
        .iter()
        .find(|habit| {
            let any = |words: &[&str], word| words.is_empty() || words.contains(&word);
            habit
                .expects
                .iter()
                .any(|rule| place.expected.contains(rule))
                && any(habit.before, place.before)
                && any(habit.found, place.found)
        })
        .map(|habit| habit.mend)
}

/// The built-in type that other languages call so.
pub(crate) fn type_of(word: &str) -> Option<&'static str> {
    Some(match word.to_ascii_lowercase().as_str() {
        "int" | "integer" | "long" | "short" | "byte" | "unsigned" | "i32" | "i64" | "u32"
        | "u64" | "int32" | "int64" | "uint" => "integer",
        "double" | "real" | "f32" | "f64" | "float" => "float",
        "decimal" | "numeric" | "number" => "number",
        "bool" | "boolean" => "boolean",
        "str" | "text" | "varchar" | "string" => "string",
        "url" | "iri" | "uri" | "anyuri" => "uri",
        "ip" | "ipv4" | "ipv6" | "ipaddress" | "inet" => "ip-address",
        "cidr" | "subnet" | "ipnetwork" => "ip-network",
        "macaddress" | "mac-address" => "mac",
        "timestamp" | "date" | "time" | "date-time" | "datetime" => "datetime",
        "interval" | "timespan" | "duration" => "duration",
        "reference" => "ref",
        "object" | "map" | "dict" | "record" | "struct" | "json" => "hash",
        "array" | "sequence" | "set" | "vec" => "list",
        _ => return None,
    })
}

/// A way to write that belongs elsewhere.
struct Habit {
    /// Where it is met: one of these would fit.
    expects: &'static [Rule],
    /// The tokens before the place; any, if none is named.
    before: &'static [&'static str],
    /// The tokens at the place; any, if none is named.
    found: &'static [&'static str],
    /// How it is said here.
    mend: &'static str,
}

const ITEM: &[Rule] = &[
    Rule::item,
    Rule::one_item,
    Rule::open_item,
    Rule::category,
    Rule::category_head,
    Rule::kw_kind,
];
// A clause is known by the keyword that would start it.
const HEAD: &[Rule] = &[Rule::parent_clause, Rule::kw_in];
const TYPE: &[Rule] = &[Rule::type_expr, Rule::plain];
const BEHIND_TYPE: &[Rule] = &[Rule::kw_unit];
const OPERATOR: &[Rule] = &[Rule::compare, Rule::kw_and, Rule::kw_or];
const OPERAND: &[Rule] = &[Rule::condition, Rule::name, Rule::call];
const COLON: &[Rule] = &[Rule::colon];

/// The more particular of two that may fit one place stands first.
const HABITS: &[Habit] = &[
    // Items.
    Habit {
        expects: ITEM,
        before: &[],
        found: &["import", "include", "using", "from", "require", "requires"],
        mend: "another extension comes in by `use NAME;`",
    },
    Habit {
        expects: ITEM,
        before: &[],
        found: &[
            "class",
            "resource",
            "entity",
            "interface",
            "struct",
            "object",
            "category",
        ],
        mend: "instances are of a kind, `kind NAME : core.resource { … }`; what can be added to them is a `mixin`",
    },
    Habit {
        expects: ITEM,
        before: &[],
        found: &["link", "relation", "association"],
        mend: "a link is a kind below that of all links: `kind NAME : core.link { … }`",
    },
    Habit {
        expects: ITEM,
        before: &[],
        found: &[
            "action",
            "attribute",
            "states",
            "set",
            "source",
            "target",
            "readonly",
            "required",
            "createonly",
        ],
        mend: "this belongs into the block of a kind or of a mixin",
    },
    Habit {
        expects: ITEM,
        before: &[],
        found: &["package", "namespace", "module"],
        mend: "a file starts with `extension NAME \"SCHEME#\";`",
    },
    Habit {
        expects: ITEM,
        before: &[],
        found: &["#"],
        mend: "a mark is written `#[NAME(\"…\")]`, directly before what it is about",
    },
    Habit {
        expects: &[Rule::quoted],
        before: &[],
        found: &["http", "https", "urn"],
        mend: "a scheme stands in double quotes",
    },
    Habit {
        expects: &[Rule::quoted],
        before: &[],
        found: &["version"],
        mend: "an extension has a name before its scheme: `extension NAME \"SCHEME#\" version \"1.0\";`",
    },
    // Heads of kinds and mixins.
    Habit {
        expects: HEAD,
        before: &[],
        found: &["extends", "inherits", "is", "parent", "<"],
        mend: "the parent of a kind stands behind a colon, `kind car : vehicle`; what a mixin builds on stands in its block, `depends vehicle;`",
    },
    Habit {
        expects: HEAD,
        before: &[],
        found: &["applies", "depends", "source", "target"],
        mend: "this stands in the block: `{ applies compute; }`",
    },
    // Actions.
    Habit {
        expects: &[Rule::kw_returns],
        before: &[],
        found: &[":", "-"],
        mend: "actions answer no value; what a caller gets is told by `returns \"…\"`",
    },
    Habit {
        expects: &[Rule::kw_returns],
        before: &[],
        found: &["{"],
        mend: "the parameters of an action stand in parentheses: `(name: string)`",
    },
    // Types.
    Habit {
        expects: TYPE,
        before: &[],
        found: &["[", "{", "("],
        mend: "a list is written `list(string)`, values by name are `hash { name: string; }`, a choice is `enum { a, b }`",
    },
    Habit {
        expects: BEHIND_TYPE,
        before: &["struct", "record", "object", "map", "dict"],
        found: &["{"],
        mend: "values by name are written `hash { name: string; }`",
    },
    Habit {
        expects: BEHIND_TYPE,
        before: &[],
        found: &["<", "[", "of"],
        mend: "what a type takes stands in parentheses, `integer(1..=5)`, `ref(compute)`; a list is written `list(string)`",
    },
    Habit {
        expects: BEHIND_TYPE,
        before: &[],
        found: &["default"],
        mend: "the default stands behind an equals sign: `string = \"a\"`",
    },
    Habit {
        expects: BEHIND_TYPE,
        before: &[],
        found: &["optional", "mutable", "nullable", "?"],
        mend: "attributes are optional and can be changed, unless `required`, `readonly` or `createonly` stands before them",
    },
    Habit {
        expects: BEHIND_TYPE,
        before: &[],
        found: &["required", "readonly", "createonly", "always", "immutable"],
        mend: "`required`, `always`, `readonly` and `createonly` stand before the name of the attribute",
    },
    // Conditions.
    Habit {
        expects: OPERATOR,
        before: &[],
        found: &["&"],
        mend: "both sides are asked for by `and`",
    },
    Habit {
        expects: OPERATOR,
        before: &[],
        found: &["|"],
        mend: "one of two sides is asked for by `or`",
    },
    Habit {
        expects: OPERATOR,
        before: &[],
        found: &["="],
        mend: "whether two are equal is asked by `==`",
    },
    Habit {
        expects: OPERATOR,
        before: &["if"],
        found: &[],
        mend: "that B must hold wherever A does is said by `not (A) or B`",
    },
    Habit {
        expects: OPERATOR,
        before: &[],
        found: &["implies", "then", "-"],
        mend: "that B must hold wherever A does is said by `not (A) or B`",
    },
    Habit {
        expects: OPERAND,
        before: &[],
        found: &["!"],
        mend: "the opposite is asked for by `not`",
    },
    // Members.
    Habit {
        expects: COLON,
        before: &["optional", "mutable"],
        found: &[],
        mend: "attributes are optional and can be changed, unless `required`, `readonly` or `createonly` stands before them",
    },
    Habit {
        expects: COLON,
        before: &["immutable", "const", "final"],
        found: &[],
        mend: "what a client may set once is `createonly`, what it may not set at all `readonly`",
    },
    Habit {
        expects: COLON,
        before: &["attribute", "attr", "property", "field", "var", "let"],
        found: &[],
        mend: "an attribute starts with its name: `com.example.size: integer;`",
    },
    Habit {
        expects: COLON,
        before: &[
            "constraint",
            "invariant",
            "inv",
            "rule",
            "assert",
            "ensure",
            "check",
        ],
        found: &[],
        mend: "a condition is written `require NAME: CONDITION \"what a client is told otherwise\";`",
    },
    Habit {
        expects: COLON,
        before: &["from", "to", "between"],
        found: &[],
        mend: "the ends of a link are limited by `source KIND;` and `target KIND;`",
    },
    Habit {
        expects: COLON,
        before: &[],
        found: &["="],
        mend: "an attribute has a type, `NAME: integer = 1;`; a mixin gives values to those of others by `set NAME = 1;`",
    },
    Habit {
        expects: COLON,
        before: &[],
        found: &[")", ",", ";"],
        mend: "say of which type it is: `NAME: string`",
    },
    Habit {
        expects: &[Rule::rparen, Rule::rbracket],
        before: &[],
        found: &[";"],
        mend: "a bracket that was opened is not closed before this",
    },
    Habit {
        expects: &[Rule::comma],
        before: &[],
        found: &["|", ";", "or", "and"],
        mend: "separate the parts by `,`",
    },
    // State machines.
    Habit {
        expects: &[Rule::open, Rule::state, Rule::state_head],
        before: &[],
        found: &["-", ":"],
        mend: "a state has a block of what leads out of it, `off { start -> on; }`, in which `start` is an action",
    },
    Habit {
        expects: &[Rule::arrow],
        before: &[],
        found: &[":", "=", "to"],
        mend: "an action leads to a state by an arrow: `start -> on;`",
    },
    Habit {
        expects: &[Rule::quoted],
        before: &["unit", "at", "in", "version", "returns", "("],
        found: &[],
        mend: "write it in double quotes",
    },
];

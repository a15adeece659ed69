//! The fault codes of the language, `E0100` to `E0199`.

use occi_model::Code;

/// A code with what is said about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The code.
    pub code: Code,
    /// A few words.
    pub title: &'static str,
    /// What it means and what to do, one or two sentences.
    pub explanation: &'static str,
}

macro_rules! codes {
    ($($name:ident = $severity:ident $number:literal, $title:literal, $explanation:literal;)*) => {
        $(pub(crate) const $name: Code = Code::$severity($number);)*

        /// Every code of the language, by number.
        pub const ALL: &[Entry] = &[
            $(Entry { code: $name, title: $title, explanation: $explanation },)*
        ];
    };
}

codes! {
    SYNTAX = error 100, "unexpected text",
        "Something else was expected here; the message lists what would fit.";
    SEMICOLON = error 101, "missing `;`",
        "Every statement that is not a block ends with `;`.";
    UNCLOSED = error 102, "`{` without `}`",
        "A block is never closed. The place is that of the `{`; the `}` may be missing further inside.";
    STRAY_CLOSE = error 103, "`}` without `{`",
        "Nothing is open here that this could close.";
    KEYWORD = error 104, "misspelt keyword",
        "A word stands where only a keyword fits, and it resembles one.";
    UNTERMINATED = error 105, "string without end",
        "A string ends on the line where it starts; a line break inside is written `\\n`.";
    ESCAPE = error 106, "unknown escape",
        "The escapes of strings are `\\\"`, `\\\\`, `\\n`, `\\r`, `\\t` and `\\u{…}` with a Unicode scalar value in hexadecimal digits.";
    CHARACTER = error 107, "unexpected character",
        "The language has no use for this character outside of strings and comments.";
    DEPTH = error 108, "nested too deeply",
        "Brackets may be nested 64 deep, counted from the item of the file.";
    SIZE = error 109, "text too large",
        "A definition may have at most 64 MiB.";
    ENCODING = error 110, "not UTF-8",
        "A definition is UTF-8 text.";
    DANGLING = error 111, "description of nothing",
        "`///` stands directly before what it describes; `//!` stands at the top of the file and describes the extension; `//` is a comment.";
    NO_EXTENSION = error 112, "no `extension` line",
        "A file that defines something holds one extension and names it: `extension name \"scheme#\";`. Only a file of imports and configurations needs none.";
    SECOND_EXTENSION = error 113, "`extension` out of place",
        "A file holds one extension, and the line that names it stands first.";
    TOO_MANY = error 114, "too many faults",
        "The reader stops after 500 faults of the language in one file.";
    BRACE = error 115, "missing `{`",
        "The members of a category stand between `{` and `}`.";
    MARK = error 120, "ill-formed mark",
        "The marks are `#[since(\"1.2\")]`, `#[until(\"1.1\")]`, `#[deprecated(\"why\")]`, `#[doc(\"text\")]`, `#[annotation(\"key\", \"value\")]`, `#[allow(\"W0012\")]` and `#[deny(\"W0012\")]`.";
    MARK_PLACE = error 121, "mark out of place",
        "What follows the mark cannot carry it: versions belong to categories, attributes, actions, types, literals, states and transitions, `deprecated` to attributes, annotations to extensions, categories, attributes, actions and named types.";
    VERSION = error 122, "unknown version",
        "Versions of the standard are 1.1 and 1.2.";
    DOUBLED = error 123, "said twice",
        "This may be said once for each item.";
    MODIFIER = error 124, "modifier out of place",
        "The modifier does not fit here, or contradicts another one.";
    CLAUSE = error 125, "clause out of place",
        "Kinds have a parent (`: parent`), mixins have `depends` and `applies`; `source` and `target` belong to kinds of links, `set` to mixins; a configuration holds tags and resources, a resource its links.";
    NUMBER = error 126, "number out of range",
        "Integers have 64 bits, floats are finite, lengths and numbers of digits are whole numbers from 0 to 4294967295.";
    ARGUMENT = error 127, "argument that the type does not take",
        "`string` takes `pattern` and `length`; `integer`, `float` and `number` take a range and `digits`, the latter two `fraction` as well; `list` takes a type, `length` and `unique`; `ip-prefix` takes `optional`; `ref` takes a kind.";
    CONDITION = error 128, "statement too long",
        "A condition may have at most 1000 parts, any other statement 10,000 words and signs besides its blocks and lists.";
    NAME = error 129, "ill-formed reference",
        "A reference is `name`, `alias.name`, `alias.\"name\"` or a quoted identifier.";
    LOST_DESCRIPTION = warning 130, "description that nothing keeps",
        "The metamodel keeps no description of this; write it as a comment with `//`.";
    MISSING = error 131, "part of an instance missing",
        "A resource names its kind (`: kind`), a link its kind and its target (`-> target`), a tag its scheme (`in \"scheme#\"`).";
    READ = error 150, "file that cannot be read",
        "The operating system refuses to read the file, or there is none.";
    IMPORT = error 151, "unknown extension",
        "`use NAME;` looks for NAME.occi in the include directories, then beside the file, then among the built-in definitions.";
    CYCLE = error 152, "cycle of imports",
        "Extensions that import each other cannot be built one after the other; move what both need to a third.";
    IMPORT_NAME = error 153, "file of another extension",
        "The file NAME.occi must hold the extension NAME.";
    TWO_FILES = error 154, "extension in two files",
        "Two different files define the same extension, and both are imported.";
    CORE = error 155, "`core` is not imported",
        "`resource`, `link` and `entity` belong to the extension `core`; write `use core;`.";
    IMPORT_DEPTH = error 156, "too many imports",
        "Imports may be 100 deep.";
    FUNCTION = error 157, "unknown function",
        "The functions of conditions are `defined`, `length`, `lower`, `starts_with`, `ends_with`, `contains`, `matches`, `source`, `target`, `links`, `unique` and `acyclic`.";
    FUNCTION_ARGUMENT = error 158, "argument that the function does not take",
        "Every function of conditions says how many arguments it takes, and whether they are names, values, strings or conditions.";
    LEVEL = error 160, "level of no warning",
        "`allow` and `deny` take the code of a warning, such as `W0012`, or `warnings` for all of them; errors have no level.";
    IDLE_LEVEL = warning 161, "warning allowed that never comes",
        "What the mark stands before is not warned of by this code; remove the mark. Only said of definitions without an error, compiled for all versions.";
    INTERNAL = error 199, "fault of the reader itself",
        "The reader does not understand its own grammar. Please report it.";
}

/// What is said about a code of the language.
#[must_use]
pub fn find(code: Code) -> Option<&'static Entry> {
    ALL.iter().find(|entry| entry.code == code)
}

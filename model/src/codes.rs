//! The codes of the metamodel's faults, with what each means and where the rule comes from.
//!
//! Rules M001 to M061 keep their numbers: M021 is `E0021`, M033 is `W0033`. From 200 on stand
//! the codes of name resolution and of the parts that the standard takes for granted, from 230 on
//! rules of the metamodel of OCCIware that no rule of the standard covers, from 240 on those of
//! configurations.

use std::str::FromStr;

use crate::fault::{Code, Severity};

/// One code, explained.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CodeInfo {
    /// The code.
    pub code: Code,
    /// A few words, fit for a heading.
    pub name: &'static str,
    /// What is wrong and what to do, one or two sentences.
    pub explanation: &'static str,
    /// The document and section, or the decision, that the rule comes from.
    pub source: &'static str,
}

/// A text that is no fault code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a fault code; codes look like `E0021` or `W0033`")]
pub struct UnknownCode(pub String);

impl FromStr for Code {
    type Err = UnknownCode;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let unknown = || UnknownCode(text.to_owned());
        let (letter, digits) = text.split_at_checked(1).ok_or_else(unknown)?;
        let severity = match letter {
            "E" | "e" => Severity::Error,
            "W" | "w" => Severity::Warning,
            _ => return Err(unknown()),
        };
        if digits.len() != 4 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(unknown());
        }
        let number = digits.parse().map_err(|_| unknown())?;
        Ok(Self { severity, number })
    }
}

/// What is known about a code of the metamodel; `None` for codes of others.
#[must_use]
pub fn explain(code: Code) -> Option<&'static CodeInfo> {
    CODES.iter().find(|info| info.code == code)
}

macro_rules! codes {
    ($($constant:ident = $make:ident($number:literal), $name:literal, $explanation:literal, $source:literal;)*) => {
        $(
            #[doc = concat!("`", stringify!($constant), "`: ", $name, ". ", $explanation, " (", $source, ")")]
            pub const $constant: Code = Code::$make($number);
        )*

        /// All codes of this list, in order of number.
        pub const CODES: &[CodeInfo] = &[
            $(CodeInfo {
                code: $constant,
                name: $name,
                explanation: $explanation,
                source: $source,
            },)*
        ];
    };
}

pub(crate) use codes;

codes! {
    M001 = error(1), "malformed term",
        "A term starts with a letter or digit and goes on with letters, digits, `-`, `_` and `.`; in OCCI 1.1 it is all lower case, starts with a letter and has no `.`.",
        "GFD.229 4.1, GFD.185 3.5.1";
    M002 = error(2), "malformed scheme",
        "A scheme is an absolute URI that ends in `#` and has no other `#`.",
        "GFD.221 5.3.1, D-01";
    M003 = error(3), "identifier taken twice",
        "Scheme and term together name one kind, mixin or action of the whole model.",
        "GFD.221 5.3.1, D-02";
    M004 = warning(4), "identifiers differ only by case",
        "Identifiers are compared octet by octet, but people and some peers take these for one.",
        "D-01";
    M005 = error(5), "reserved scheme",
        "Schemes below `http://schemas.ogf.org/occi/` belong to the specifications; give a category of your own a scheme of your own.",
        "GFD.221 5.3.1";
    M010 = error(10), "malformed attribute name",
        "An attribute name has components of letters, digits, `-` and `_`, joined by single dots; in OCCI 1.1 each is lower case and starts with a letter.",
        "GFD.229 4.1, GFD.185 3.5.1, D-04";
    M011 = error(11), "reserved attribute name",
        "Names that start with `occi.` belong to the specifications; start yours with your reversed domain name.",
        "GFD.221 5.3.2";
    M012 = warning(12), "attribute name without domain",
        "Names of provider attributes should start with the provider's reversed domain name, such as `com.example.`.",
        "GFD.221 5.3.2, 5.5.1";
    M013 = error(13), "attribute defined twice",
        "A category defines each attribute name once.",
        "GFD.221 5.3.2";
    M014 = error(14), "incompatible redefinition",
        "A kind may tighten an inherited attribute (narrower range, fewer literals), not change or widen its type.",
        "D-11";
    M015 = error(15), "default of the wrong type",
        "A default has to satisfy the type, range, literals and pattern of its attribute or member.",
        "GFD.221 5.3.2";
    M016 = warning(16), "required but read-only",
        "A client can never give a value that only the server sets; `always` says that every instance shows it.",
        "D-23, D-24";
    M017 = warning(17), "required with a default",
        "A client that has to give a value never gets the default.",
        "GFD.221 5.3.2";
    M018 = error(18), "literals missing or doubled",
        "An enum has at least one literal, and each literal once.",
        "GFD.224 3";
    M020 = error(20), "kind without parent",
        "Every kind but `core#entity` has exactly one parent.",
        "GFD.221 5.3.3, D-06";
    M021 = error(21), "broken parent chain",
        "The chain of parents has to lead to `core#entity`, through kinds that exist, without a cycle.",
        "GFD.221 5.3.3, D-06";
    M022 = error(22), "neither resource nor link",
        "The chain of parents passes through `core#resource` or `core#link`: only these two can be extended.",
        "GFD.221 5.5, D-07";
    M023 = error(23), "location of an abstract kind",
        "A kind that has no instances of its own must not be bound to a path.",
        "GFD.223 4";
    M024 = error(24), "location taken twice",
        "A path is bound to one category.",
        "GFD.223 4";
    M025 = warning(25), "location without slashes",
        "The path of a collection starts and ends with `/`.",
        "GFD.185 3.3.1";
    M030 = error(30), "broken dependency",
        "A mixin depends on mixins that exist, and never on itself, directly or not.",
        "GFD.221 5.3.4, D-10";
    M031 = error(31), "unknown kind to apply to",
        "`applies` names kinds that exist.",
        "GFD.221 5.3.4";
    M032 = warning(32), "applies to nothing in common",
        "A mixin and one that it depends on apply to no common kind, so no instance can carry both as declared.",
        "D-10";
    M033 = warning(33), "several dependencies",
        "The text rendering shows only the first `depends` of a mixin; clients that read text never learn of the others.",
        "GFD.229 5.5.2";
    M034 = error(34), "incompatible with the kind",
        "A mixin may tighten an attribute of a kind it applies to or of a mixin it depends on, not change or widen its type.",
        "D-11";
    M040 = error(40), "action with two owners",
        "An action belongs to exactly one kind or mixin.",
        "GFD.221 5.3.5, D-12";
    M041 = warning(41), "unconventional action scheme",
        "By convention the scheme of an action is its owner's scheme and term followed by `/action#`.",
        "D-13";
    M042 = error(42), "ambiguous action term",
        "`?action=TERM` carries the term only, so two actions of one instance cannot share a term.",
        "GFD.223 10.3.2, GFD.185 3.4.4";
    M050 = error(50), "state attribute is no read-only enum",
        "The attribute of a state machine is an enum that the kind or mixin itself defines, and that only the server sets.",
        "GFD.224 3, D-23";
    M051 = error(51), "unknown state or action",
        "States are literals of the state attribute; transitions name states and actions that the kind or mixin has.",
        "GFD.224 3";
    M052 = error(52), "no way to a state",
        "A state machine has one initial state, and a way from there to every state but `error`.",
        "GFD.224 3";
    M053 = warning(53), "action without transition",
        "An action of a kind with a state machine that no transition names can never be invoked.",
        "GFD.224 3, D-32";
    M060 = error(60), "list or hash in OCCI 1.1",
        "OCCI 1.1 knows no lists and hashes.",
        "GFD.183 4.4, D-58";
    M061 = warning(61), "list or hash in text",
        "The text rendering cannot carry lists and hashes; only JSON shows the attribute.",
        "GFD.229, D-58";
    E0201 = error(201), "unknown extension",
        "An import names an extension that could not be found.",
        "docs/language.md";
    E0202 = error(202), "unknown qualifier",
        "The part before the dot names an imported extension or its alias.",
        "docs/language.md";
    E0203 = error(203), "unknown type",
        "A type is a word of the language or a named type of the file or an import.",
        "docs/language.md";
    E0204 = error(204), "unknown kind",
        "A reference or the end of a link names a kind that exists.",
        "GFD.221 5.4.3";
    E0205 = error(205), "not in this version",
        "The definition refers to something that the chosen version of OCCI does not have; mark it with the same versions.",
        "D-120";
    E0206 = error(206), "ambiguous name",
        "Several extensions know the name; say which one is meant by `extension.name` or by the whole identifier.",
        "docs/language.md";
    E0207 = error(207), "name taken twice",
        "Extensions, aliases and named types have names of their own.",
        "docs/language.md";
    E0208 = error(208), "import cycle",
        "An extension cannot import itself, directly or not.",
        "docs/language.md";
    E0209 = error(209), "endless type",
        "A type cannot contain itself, and nests only so deep.",
        "docs/language.md";
    E0210 = error(210), "impossible range",
        "The ends of a range are numbers of its type, and leave room for a value.",
        "D-05";
    E0211 = error(211), "impossible length",
        "The least length is not above the greatest.",
        "D-05";
    E0212 = error(212), "bad pattern",
        "A pattern is a regular expression that is not empty, without back references and look-around, of bounded size.",
        "GFD.229 5.5.3, D-61";
    E0213 = error(213), "member defined twice",
        "A hash defines each member once.",
        "D-05";
    E0214 = error(214), "malformed name",
        "Names of extensions, types and conditions start with a letter and go on with letters, digits, `-` and `_`; literals and members are visible text.",
        "docs/language.md";
    E0215 = error(215), "core is missing",
        "Every model needs the three kinds of OCCI Core: `use core;`.",
        "GFD.221 5.1, 5.3.3";
    E0216 = error(216), "nothing defined",
        "There is no extension to build a model from.",
        "docs/language.md";
    E0217 = error(217), "malformed location",
        "A location is an absolute path of visible characters without query, fragment, `.` and `..`.",
        "GFD.223 4";
    E0218 = error(218), "setting of an unknown attribute",
        "`set` gives a value to an attribute of a kind that the mixin applies to, or of a mixin that it depends on.",
        "GFD.221 5.3.7, D-20";
    E0219 = error(219), "condition on an unknown attribute",
        "A condition speaks of attributes that every instance it is checked on can have.",
        "docs/language.md";
    E0220 = error(220), "condition that makes no sense",
        "The two sides of a comparison are of one type; an enum is compared with its literals; only numbers and points in time have an order; calculations take numbers, functions what they are about.",
        "docs/language.md";
    E0221 = error(221), "beyond a limit",
        "Chains of parents, dependencies and conditions and the defaults of members are bounded, so that no definition can exhaust a machine.",
        "limits of the compiler";
    E0222 = error(222), "misplaced link end",
        "Only links have a source and a target, and both are resources.",
        "GFD.221 5.4.3";
    E0223 = error(223), "two ways from one state",
        "In one state an action has one transition; a failure is its `| state` part.",
        "D-30";
    E0224 = error(224), "in no version",
        "The marks leave no version of OCCI that has the definition.",
        "D-120";
    E0225 = error(225), "end of what is no link",
        "`source(…)`, `target(…)` and `acyclic()` stand in conditions of links: of a kind below `core.link`, or of a mixin that applies to such kinds only.",
        "GFD.221 5.4.3";
    E0226 = error(226), "mixin that is never there",
        "`has` names a mixin that exists, and that can be attached to the instance it is asked of.",
        "GFD.221 5.3.4, D-08";
    E0227 = error(227), "links that are never there",
        "`links(…)` names a kind of link that can start at the resource which has the condition.",
        "GFD.221 5.4.3";
    E0228 = error(228), "question about all inside of `links`",
        "`unique(…)` and `acyclic()` are about all instances of the kind or mixin that has the condition, not about the links of one resource.",
        "docs/language.md";
    W0230 = warning(230), "scheme outside the extension",
        "A kind has the scheme of its extension, a mixin that scheme or one below it; OCCI allows others, tools on the metamodel of OCCIware do not.",
        "OCCIware 11, 19, 31, 32";
    W0231 = warning(231), "scheme of another extension",
        "Each extension has a scheme of its own, so that the scheme says which extension is meant.",
        "OCCIware 30";
    W0232 = warning(232), "term used twice in an extension",
        "Two kinds or mixins of one extension that share a term are told apart by their whole identifiers only.",
        "OCCIware 33";
    W0233 = warning(233), "default that is not the initial state",
        "The default of the attribute of a state machine is its initial state; leave the default out, or make it that state.",
        "GFD.224 3, D-20";
    W0234 = warning(234), "literal that is no state",
        "Every literal of the attribute of a state machine but `error` is one of its states; take it away, or write the state with the way to it.",
        "GFD.224 3";
    W0235 = warning(235), "way out of the end",
        "An instance may end in a final state, so that nothing leads away from it unless it is the initial state as well; leave `final` out, or the way.",
        "GFD.224 3, GFD.228 3";
    W0236 = warning(236), "default that text cannot carry",
        "The text renderings cannot carry line breaks and other control characters, so that no instance with this value can be shown in them; JSON carries it.",
        "D-67";
    E0240 = error(240), "name taken twice in a configuration",
        "Configurations, the resources of a configuration and the links of a resource have names of their own.",
        "docs/configurations.md";
    E0241 = error(241), "unknown mixin",
        "An instance carries mixins of extensions in use, and tags of its configuration.",
        "GFD.221 5.3.4";
    E0242 = error(242), "extension not in use",
        "A configuration names what it uses: an identifier of an extension that only others import is not enough.",
        "OCCIware 37 to 40";
    E0243 = error(243), "tag with capabilities",
        "A mixin of a user has no attributes, actions and dependencies; a mixin with them belongs in an extension.",
        "OCCIware 42, D-25";
    E0244 = error(244), "instance of an abstract kind",
        "An abstract kind has no instances of its own; name a kind below it.",
        "GFD.221 5.4.1, GFD.223 4";
    E0245 = error(245), "kind out of place",
        "A resource has a kind below `core#resource`, a link one below `core#link`.",
        "OCCIware 26, 27";
    E0246 = error(246), "malformed id",
        "An id is an absolute URI, and so is the location of a configuration.",
        "GFD.221 5.4";
    E0247 = error(247), "id given twice",
        "An id is unique over all instances.",
        "OCCIware 22, GFD.221 5.4";
    E0248 = error(248), "link to nothing",
        "A link leads to a resource of its configuration, by name, or to a URI.",
        "OCCIware 41, GFD.221 5.4.3";
    E0249 = error(249), "wrong end of a link",
        "Source and target of a link are of the kinds that its kind names, or of kinds below them.",
        "OCCIware 28, 29, GFD.221 5.4.3";
    E0250 = error(250), "mixin carried twice",
        "An instance carries each mixin once.",
        "OCCIware 25";
    E0251 = error(251), "mixin that does not apply",
        "A mixin is carried by instances of the kinds that it applies to, and of kinds below them.",
        "OCCIware 24, D-08";
    E0252 = error(252), "mixins that do not fit together",
        "An instance carries one member of an exclusive family, and no two mixins whose attributes or actions contradict each other.",
        "D-11, D-21";
    E0253 = error(253), "unknown attribute of an instance",
        "An instance has the attributes of its kind and its mixins, and of what these inherit and depend on.",
        "GFD.221 5.4.1, D-22";
    E0254 = error(254), "value of the wrong type",
        "A value has to satisfy the type, range, literals and pattern of its attribute.",
        "GFD.221 5.3.2, D-22";
    E0255 = error(255), "required value missing",
        "A client has to give a value of a required attribute, unless a template does.",
        "D-22, D-24";
    E0256 = error(256), "two values",
        "An attribute of an instance has one value; what is said of ids and link ends in words is not contradicted by a value.",
        "OCCIware 23";
    W0257 = warning(257), "value of a read-only attribute",
        "Only the server sets the attribute; the value is kept as the state that is expected, and never sent.",
        "D-23";
    E0258 = error(258), "condition not met",
        "An instance meets the conditions of its kind and its mixins.",
        "docs/configurations.md";
    W0259 = warning(259), "unused import",
        "Nothing of the extension is used by the configurations of the file.",
        "docs/configurations.md";
    E0260 = error(260), "value that is no state",
        "The value of the attribute of a state machine is one of its states.",
        "GFD.224 3";
    E0261 = error(261), "impossible location of an instance",
        "An instance is at an absolute path that does not end in a slash, and at one that no other is at.",
        "GFD.223 4";
    E0280 = error(280), "malformed annotation",
        "The key of an annotation is visible text, and each key stands once at an element: tools look annotations up by key.",
        "OCCIware 2, S01";
    E0281 = error(281), "impossible digits",
        "Numbers have at least one digit and not more behind the point than in all, integers none; an end that belongs to the range has not more, and some number lies in the range.",
        "XML Schema 2, 4.3.11, 4.3.12";
    W0282 = warning(282), "condition named twice",
        "The names of the conditions of one kind or mixin differ.",
        "OCCIware 5";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_in_order_and_parse_back() {
        for pair in CODES.windows(2) {
            assert!(pair[0].code.number < pair[1].code.number);
        }
        for info in CODES {
            assert_eq!(info.code.to_string().parse(), Ok(info.code));
            assert_eq!(explain(info.code), Some(info));
        }
    }

    #[test]
    fn other_texts_are_no_codes() {
        for text in ["", "E", "E1", "E00211", "X0021", "é0021", "E+021"] {
            assert!(text.parse::<Code>().is_err(), "{text}");
        }
    }
}

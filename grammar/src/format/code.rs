//! The codes of foreign formats, `0600` to `0699`.
//!
//! A section for each family of formats; numbers are given once and never again.

use occi_model::{Code, fault::Severity};

/// A code with what is said about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The code.
    pub code: Code,
    /// Whether it tells of something that a reader forgave: strict reading refuses it.
    pub forgiven: bool,
    /// A few words.
    pub title: &'static str,
    /// What it means and what to do, one or two sentences.
    pub explanation: &'static str,
    /// The document and section, or the decision, that the rule comes from.
    pub source: &'static str,
}

macro_rules! codes {
    ($(
        $section:ident {
            $($name:ident = $severity:ident $number:literal, $title:literal, $explanation:literal, $source:literal;)*
        }
    )*) => {
        $($(pub(crate) const $name: Code = codes!(@code $severity $number);)*)*

        /// Every code of foreign formats, by number.
        pub const ALL: &[Entry] = &[
            $($(Entry {
                code: $name,
                forgiven: codes!(@forgiven $severity),
                title: $title,
                explanation: $explanation,
                source: $source,
            },)*)*
        ];
    };
    (@code error $number:literal) => { Code::error($number) };
    (@code warning $number:literal) => { Code::warning($number) };
    (@code forgiven $number:literal) => { Code::warning($number) };
    (@forgiven forgiven) => { true };
    (@forgiven $other:ident) => { false };
}

// `error`: refused. `warning`: worth a look, also in strict reading. `forgiven`: against the
// format, but the meaning is certain; an error in strict reading.
codes! {
    // All formats, and XML: 0600 to 0619.
    frame {
        XML = error 600, "not well-formed XML",
            "The text breaks a rule of XML, so that its structure is not known from here on.",
            "XML 1.0 2.1";
        DOCTYPE = error 601, "document type declaration",
            "No definition format needs `<!DOCTYPE …>`, and what it declares (entities, external files) is never followed; leave it out.",
            "docs/formats.md";
        ENTITY = error 602, "unknown entity",
            "The entities are `&amp;`, `&lt;`, `&gt;`, `&quot;`, `&apos;`, and characters by number: `&#10;`, `&#x2014;`.",
            "XML 1.0 4.6";
        XML_DEPTH = error 603, "XML nested too deeply",
            "Elements may be nested 64 deep.",
            "docs/formats.md";
        PREFIX = forgiven 604, "prefix that is not declared",
            "A prefix of a name has no `xmlns:` declaration. Published files forget that of `xsi`; the prefix is taken for what it customarily means.",
            "Namespaces in XML 1.0 5";
        EMPTY = error 605, "nothing is defined",
            "The text has the form of a definition, but holds no extension, no category and no configuration.",
            "docs/formats.md";
        UNKNOWN_FORMAT = error 606, "no definition format",
            "The format of a text is told by its content: the root element of XML, the brackets of JSON, the first words of anything else.",
            "docs/formats.md";
        AMBIGUOUS = error 607, "several files could be meant",
            "More than one file of a directory defines the extension that is imported by its scheme. Import it by name or path, or give the one that is meant a directory of its own, and include that.",
            "docs/formats.md";
        XML_MISSING = error 608, "attribute of an element missing",
            "The element has no meaning without this attribute.",
            "occi.xsd 0.2";
        XML_UNKNOWN = forgiven 609, "unknown element or attribute",
            "The format has no such thing at this place; it is left out.",
            "occi.xsd 0.2";
        XSD_TYPE = forgiven 610, "unknown XML Schema type",
            "Types are those of XML Schema that values of OCCI have: texts, numbers, truth, URIs, dates and durations. Anything else is taken for text.",
            "occi.xsd 0.2";
        XML_VALUE = forgiven 611, "value that does not fit",
            "The schema lists other values here, or the facet does not belong to the type; it is left out.",
            "occi.xsd 0.2";
        LOOSE_ACTION = warning 612, "action of no kind",
            "The metamodel has actions of kinds and mixins only; one that none of them names is left out.",
            "GFD.221 5.1";
        XML_SCHEME = forgiven 613, "extension without scheme",
            "The scheme of the first category stands for that of the extension.",
            "occi.xsd 0.2";
        LOOSE_LINK = warning 614, "link without its source",
            "A configuration holds links in the resources where they start; one that starts elsewhere is left out.",
            "docs/formats.md";
        ELSEWHERE = forgiven 616, "category of another file",
            "A reference names a category that this file does not define. The files of CompatibleOne share one scheme, so that nothing says where to look; a reference to any entity stands for it.",
            "docs/formats.md";
        SHARED_ACTION_ID = forgiven 617, "action of several categories",
            "An action belongs to one kind or mixin; each category gets an action of its own, with the scheme of convention.",
            "D-12, D-13";
        ATTRIBUTE_TWICE = forgiven 618, "attribute listed twice",
            "The same attribute with the same words; it counts once.",
            "M013, docs/formats.md";
    }

    // OCCIware Ecore/XMI: 0620 to 0649.
    ecore {
        ECORE_ROOT = error 620, "no model at the root",
            "The root element of a file is an extension or a configuration, or an `xmi:XMI` that holds some.",
            "OCCIware metamodel, XMI files";
        ECORE_FEATURE = error 621, "unknown feature",
            "An element or attribute that its class of the metamodel does not have; nobody knows what it means.",
            "OCCIware S06";
        ECORE_MISSING = error 622, "required feature missing",
            "The metamodel demands the feature: a name, a scheme, the key and the value of an annotation, the target of a transition.",
            "OCCIware S01";
        ECORE_CLASS = error 623, "unknown class",
            "`xsi:type` names a class that the metamodel does not have, or that does not belong here.",
            "OCCIware S06, O48";
        ECORE_VALUE = error 624, "value that the feature cannot have",
            "Flags are `true` or `false`, numeric types are of the enumeration of the metamodel, and what may stand once stands once.",
            "OCCIware S06";
        ECORE_UNRESOLVED = error 625, "reference to nothing",
            "The way of a reference ends before it leads to anything, or leads to something of another class. Positions count from 0.",
            "OCCIware S04";
        ECORE_MACHINE = error 626, "transition into another state machine",
            "A transition leads from a state to a state of the same machine.",
            "OCCIware metamodel, what its tools leave unchecked";
        ECORE_OUTSIDE = error 627, "link out of the configuration",
            "The target of a link is a resource of the same configuration.",
            "OCCIware O41";
        ECORE_TAG = error 628, "mixin of a user with a dependency",
            "Mixins of users are tags: they have no attributes, no actions and no dependencies.",
            "OCCIware O42";
        ECORE_UNTYPED = forgiven 629, "attribute without type",
            "An attribute without `type` is text; one that restates an attribute of a kind or mixin, as templates do, has its type.",
            "OCCIware metamodel, data types";
        ECORE_SCHEME = forgiven 630, "category without scheme",
            "A kind or mixin without `scheme` has that of its extension.",
            "OCCIware S01";
        ECORE_INITIAL = forgiven 631, "two initial states",
            "The state that a machine starts in is the default of its attribute. Where they differ, the machine decides.",
            "OCCIware metamodel, what its tools leave unchecked";
        ECORE_BYTE = forgiven 632, "numeric type without type",
            "A numeric type that does not say which is `Byte`, the first of the enumeration: -128 to 127.",
            "OCCIware metamodel, data types";
        ECORE_OPPOSITE = forgiven 633, "opposites that disagree",
            "`rlinks` of a resource lists the links that lead to it. Links say themselves where they lead, so a wrong entry is left out.",
            "OCCIware S05";
        ECORE_NAME = forgiven 634, "name that the metamodel does not allow",
            "OCCI allows names that the patterns of OCCIware do not: `-` and `_` in names of attributes, `-` in literals, a digit at the start. They are read as they are; tools of OCCIware refuse them.",
            "OCCIware S03, O46, O49";
        ECORE_COLON = warning 635, "doubled colon in a scheme",
            "`http:://example.org/t#` has the form of a URI, but surely another was meant.",
            "OCCIware metamodel, patterns of names";
        ECORE_TYPE_TWICE = forgiven 636, "two types of one name",
            "References count the types of an extension, so that two of one name are still told apart; the second is read under another name.",
            "OCCIware metamodel, what its tools leave unchecked";
        ECORE_NOT_IMPORTED = forgiven 637, "type of an extension that is not imported",
            "An extension refers to what is its own or what it imports. The type is found all the same.",
            "OCCIware metamodel, what its tools leave unchecked";
        ECORE_ID = forgiven 638, "identifier that is no URI",
            "The id of an entity is a URI. A bare UUID is read as `urn:uuid:…`; any other text is taken for the name of the entity, and its id is made of that.",
            "OCCIware S03, occi.xsd 0.2";
        ECORE_DEPENDS = forgiven 639, "mixin without those it depends on",
            "An entity that carries a mixin carries those it depends on. They are added.",
            "OCCIware metamodel, what its tools leave unchecked; D-09";
        ECORE_EMPTY = forgiven 640, "empty value",
            "Tools write an empty text for an attribute that has no value any more; it is taken for absent.",
            "docs/formats.md";
        ECORE_INITIALS = error 641, "two states to start in",
            "A state machine starts in one state. Nobody knows which of several is meant.",
            "OCCIware metamodel, what its tools leave unchecked";
        ECORE_PATTERN = forgiven 642, "pattern that is not checked",
            "Patterns are matched in linear time, without look-around, back references and possessive quantifiers. Such a pattern is kept as the annotation `java-pattern`.",
            "D-61";
        ECORE_KEY = forgiven 643, "key of an annotation given twice",
            "Annotations are looked up by their keys, each of which stands once. The second gets a number.",
            "OCCIware metamodel, annotations and constraints";
        ECORE_NO_LITERALS = warning 644, "enumeration without literals",
            "An `EEnum` of Ecore may have no literals, but then nothing says what its values are; any text is one. (An `EnumerationType` has at least one: `E0018`.)",
            "docs/formats.md";
        ECORE_NO_BODY = forgiven 645, "constraint without body",
            "The metamodel demands the body of a constraint. One that has only a name is kept by it, and nothing is checked.",
            "OCCIware S01";
    }

    // OCCIware in all syntaxes, and its textual syntaxes: 0650 to 0669.
    occiware {
        OCL = warning 650, "constraint in OCL",
            "The constraints of OCCIware are OCL over generated Java classes. They are kept word by word as annotations `ocl:NAME`, and nothing checks them; what the language can say is said with `require`.",
            "OCCIware metamodel, annotations and constraints";
        WAYS = forgiven 651, "several ways of one action",
            "In one state an action leads to one state, and to one more where it fails. The first way is taken for it; the others are taken for events of the server.",
            "D-30";
        INITIAL = forgiven 652, "no initial state",
            "A state machine has one state that new instances are in. Taken for it is the default of the state attribute, or else the first state.",
            "OCCIware metamodel, state machines";
        FACET = error 653, "facet that is no number",
            "Bounds are numbers; lengths and digits are whole numbers from 0.",
            "OCCIware metamodel, data types";
        FACET_EMPTY = forgiven 654, "empty facet",
            "A facet without text is taken for absent.",
            "OCCIware metamodel, data types";
        BOUNDS = forgiven 655, "end of a range given twice",
            "An inclusive and an exclusive bound are given for one end; the tighter one holds.",
            "OCCIware metamodel, data types";
        CLASS = warning 656, "Java class without counterpart",
            "Only Java knows what values the class has. Any text is a value of the type here; the annotation `java-class` keeps the name.",
            "OCCIware metamodel, data types";
        CLASS_EMPTY = error 657, "Java class without name",
            "An `EObjectType` names a Java class.",
            "OCCIware invariant 45";
        DEFAULT_EMPTY = forgiven 658, "empty default",
            "The empty text is no value of the type; it is taken for no default.",
            "OCCIware metamodel, data types";
        STATE_ATTRIBUTE = forgiven 659, "mutable state attribute",
            "The state follows from actions, so only the server sets it.",
            "GFD.224 3, D-23";
        NAME = forgiven 661, "name that does not fit",
            "Names of extensions and types are a letter, then letters, digits, `-` and `_`, and each type has its own; other characters are replaced, and a second enumeration of a name gets a number.",
            "OCCIware metamodel, patterns of names";
        CONSTRAINT_TWICE = error 662, "constraint defined twice",
            "The names of the constraints of a kind or mixin differ.",
            "OCCIware invariant 5";
        VALUE_TWICE = forgiven 663, "value given twice",
            "An entity gives one attribute the same value in two places.",
            "OCCIware invariant 23";
        NUMERIC = error 664, "unknown numeric type",
            "The numeric types are Byte, Double, Float, Integer, Long, Short and BigDecimal.",
            "OCCIware metamodel, data types";
        TEXTUAL = error 665, "unexpected text",
            "Something else was expected here; the message lists what would fit.",
            "OCCIware, textual syntaxes";
        TEXTUAL_OPEN = error 666, "string, comment or block without end",
            "What is opened is closed: strings by the quote that opens them, `/*` by `*/`, `{` by `}`.",
            "OCCIware, textual syntax";
        TEXTUAL_ESCAPE = forgiven 667, "unknown escape",
            "The escapes of strings are `\\b \\t \\n \\f \\r \\\" \\' \\\\ \\uXXXX`. A backslash before anything else is kept.",
            "OCCIware, textual syntax";
        TEXTUAL_MANY = error 668, "too many faults",
            "The reader stops after 100 faults of one text.",
            "docs/formats.md";
        RELATIVE_SCHEME = forgiven 669, "scheme that is not whole",
            "An import names a scheme without its first part; it is completed from the scheme of the extension.",
            "RFC 3986 5.2";
    }
    // Renderings of categories: 0670 to 0699.
    renderings {
        TEXT_UNREADABLE = error 670, "category that cannot be read",
            "A `Category` of the text rendering breaks its grammar in a way that leaves its meaning open. The label names the rule.",
            "GFD.229 4, rendering reference B.2";
        JSON_UNREADABLE = error 671, "JSON that lists no categories",
            "The text is not JSON, or an object in it is no category of the JSON rendering. The label names the rule.",
            "GFD.226 3, rendering reference C.5";
        TEXT_DEVIATION = forgiven 672, "deviation from the text rendering",
            "Servers of the field write it; the meaning is certain. The label names the rule.",
            "rendering reference B.10";
        JSON_DEVIATION = forgiven 673, "deviation from the JSON rendering",
            "Servers of the field and earlier drafts of the rendering write it; the meaning is certain. The label names the rule.",
            "rendering reference C.5 to C.9";
        NO_CATEGORY = error 674, "no category",
            "The text is a message of a rendering, but not one that lists kinds, mixins or actions.",
            "GFD.223 6";
        NOT_AN_ANSWER = error 675, "recorded answer without categories",
            "The text is an HTTP answer that is no success, or whose content is no rendering of categories.",
            "GFD.223 6";
        LISTED_TWICE = forgiven 676, "category listed twice",
            "The same category with the same words; it counts once.",
            "GFD.221 5.3.1";
        RELATIVE_LOCATION = forgiven 677, "location that is no path",
            "A location is a URL or an absolute path.",
            "D-52";
        NO_PARENT = forgiven 678, "kind without parent",
            "Every kind but `core#entity` has a parent, and `rel` or `parent` names it. A known kind has that of its definition; another is a link where it has the ends of one, else a resource.",
            "GFD.221 5.3.3";
        UNKNOWN_PARENT = forgiven 679, "parent that is not listed",
            "The parent of a kind is neither listed nor known; what it would add is lost.",
            "GFD.221 5.3.3";
        RELATED_KIND = forgiven 680, "mixin related to a kind",
            "`rel` or `depends` of a mixin names mixins. Servers of the field name the kind that the mixin applies to.",
            "GFD.229 5.5.2";
        UNKNOWN_RELATED = forgiven 681, "related mixin that is not listed",
            "A mixin depends on mixins that are listed or known. Servers take other names for hints without effect.",
            "D-93";
        UNDESCRIBED_ACTION = forgiven 682, "action that is not listed itself",
            "A kind or mixin names an action whose category the listing lacks, so that its parameters are not known.",
            "GFD.221 5.3.5";
        UNOWNED_ACTION = forgiven 683, "action that nobody lists",
            "No kind or mixin names the action. Its scheme is made of that of its owner by convention.",
            "D-13";
        LOST_ACTION = warning 684, "action without owner",
            "No kind or mixin names the action, and its scheme leads to none; it is left out.",
            "GFD.221 5.3.5";
        SHARED_ACTION = warning 685, "action with two owners",
            "An action belongs to one kind or mixin; it is left to the first that names it.",
            "GFD.221 5.3.5, D-12";
        CORE_DIFFERS = warning 686, "another Core",
            "The server lists entity, resource or link otherwise than OCCI Core defines them. The definition counts.",
            "GFD.221 5.4";
        DIFFERS = warning 687, "not the published definition",
            "The server lists categories of a published extension, and not as its document has them. What is listed counts; types that the listing leaves open are those of the document, and so is what mixins apply to where the listing has no words for it.",
            "docs/formats.md";
        SCHEMA = warning 688, "schema without facet",
            "A keyword of a JSON Schema says more than the facets of a type can. The type is wider than the schema.",
            "GFD.226 3.4, D-70";
        JSON_TYPE = forgiven 689, "type that JSON has not",
            "The types are `string`, `number`, `boolean`, `array` and `object`.",
            "GFD.226 3.4";
        SHARED_LOCATION = warning 690, "path of two categories",
            "A path is bound to one category. It is left to the first that has it; the other has none.",
            "GFD.223 4";
        WIDER = warning 691, "attribute restated with a wider type",
            "A category may tighten an attribute that it inherits, not widen it. The inherited type counts.",
            "D-11";
    }
}

/// What is said about a code.
#[must_use]
pub fn find(code: Code) -> Option<&'static Entry> {
    ALL.iter().find(|entry| entry.code.number == code.number)
}

/// The code as strict reading has it: what is forgiven otherwise is an error.
#[must_use]
pub fn strict(code: Code) -> Code {
    match find(code) {
        Some(entry) if entry.forgiven => Code {
            severity: Severity::Error,
            ..code
        },
        _ => code,
    }
}

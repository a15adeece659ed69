//! The codes of faults of guidelines, E0300 to E0369, with what each means and where the rule
//! comes from.

use crate::{
    codes::{CodeInfo, codes},
    fault::Code,
};

codes! {
    SYNTAX = error(300), "not JSON",
        "The file is JSON in UTF-8, nested at most 128 deep, of at most 64 MiB.",
        "RFC 8259";
    NOT_A_GUIDELINE = error(301), "no guideline",
        "The file is JSON, but no object with `metadata` (schema 2.0) or with `schema` at its top (1.0 to 1.6).",
        "Interop WG, schema 2.0";
    SCHEMA_VERSION = error(302), "unknown schema version",
        "Schemas 1.0 to 1.6 and 2.0 are read; the version has to go with the form of the file.",
        "Interop WG, schema 2.0";
    MISSING_FIELD = error(303), "missing field",
        "The schema requires the field; nothing else can stand for it.",
        "Interop WG, schema 2.0";
    WRONG_TYPE = error(304), "wrong type",
        "The value has another JSON type than the schema gives its field.",
        "Interop WG, schema 2.0";
    DOUBLE_KEY = error(305), "key twice",
        "An object has each key once: of two, readers keep different ones.",
        "RFC 8259 4";
    MISSPELT_KEY = warning(306), "misspelt key",
        "The key resembles one of the schema, and is read as that one.",
        "Interop WG, schema 2.0";
    UNKNOWN_KEY = warning(307), "unknown key",
        "The schema has no such key, and the value is ignored.",
        "Interop WG, schema 2.0";
    UNKNOWN_WORD = error(308), "unknown word",
        "States are required, advisory, deprecated, removed; statuses draft, advisory, approved, superseded.",
        "Interop WG, schema 2.0";
    BAD_NAME = error(309), "impossible name",
        "A name or pattern is not empty, not too long, and has no control characters: it would break the lines of a test list.",
        "docs/guidelines.md";
    ID_FORM = warning(310), "form of an id",
        "An idempotent id is `id-` and a UUID in lower case; test lists show it so.",
        "Interop WG, schema 2.0";
    FLAG_REASON = warning(311), "flag without a coded reason",
        "The reason of a flag begins with a code from D400 to D406 in brackets, so that flags can be counted by reason.",
        "Interop WG, codes of flags";
    DATE_FORM = warning(312), "form of a date",
        "A day is `YYYY-MM-DD`, a month `YYYY.MM`, or in schema 1.x a day.",
        "Interop WG, schema 2.0";
    EMPTY_FLAG = warning(313), "empty flag",
        "A flag without a reason flags nothing: the test still counts.",
        "Interop WG, schema 2.0";
    BOTH_FLAGS = warning(314), "flag twice",
        "A test has `flag` or `flagged`; the two are one field under two names.",
        "Interop WG, schema 2.0";
    BYTE_ORDER_MARK = warning(315), "byte order mark",
        "A JSON text does not begin with a byte order mark; many readers refuse it.",
        "RFC 8259 8.1";
    OUT_OF_RANGE = error(316), "number out of range",
        "Weights and scores are whole numbers from 0 to 4294967295.",
        "Interop WG, schema 2.0";
    UNDEFINED_CAPABILITY = error(320), "undefined capability",
        "A component names capabilities that the file defines: without a definition there are no tests to pass.",
        "Interop WG, schema 2.0";
    UNDEFINED_REMOVED = warning(321), "removed capability without definition",
        "A removed capability is named, but what it was can no longer be looked up in this file.",
        "Interop WG, schema 2.0";
    UNDEFINED_COMPONENT = error(322), "undefined component",
        "A platform or add-on names components that the file defines, or says by `source` which file does.",
        "Interop WG, schema 2.0";
    DOUBLE_NAME = error(323), "name taken twice",
        "Platforms, add-ons and components have names of their own, so that a target means one of them.",
        "docs/guidelines.md";
    TWO_STATES = warning(324), "capability in two states",
        "A component lists a capability once; of several states the strongest counts.",
        "Interop WG, schema 2.0";
    DOUBLE_TEST = warning(325), "test listed twice",
        "A list of schema 1.0 to 1.2 names one test twice; it counts once.",
        "Interop WG, schema 1.2";
    UNKNOWN_TARGET = error(330), "unknown target",
        "A target is a platform, an add-on, a component, or a short name of one.",
        "docs/guidelines.md";
    ELSEWHERE = warning(331), "component of another guideline",
        "The target includes a component that another file defines; its tests are not in this list.",
        "Interop WG, schema 2.0";
    NOTHING_LISTED = warning(332), "nothing listed",
        "The target has no test of the wanted states, so that the list is empty.",
        "docs/guidelines.md";
    UNKNOWN_ACHIEVEMENT = warning(340), "unknown achievement",
        "Achievements are keys of the criteria of the same file; another word adds nothing to the score.",
        "Interop WG, core criteria";
    NO_TESTS = warning(341), "capability without tests",
        "Nothing shows that a product has the capability; it is met by every product.",
        "Interop WG, schema 2.0";
    ALL_FLAGGED = warning(342), "all tests flagged",
        "A required capability whose tests are all flagged is met by every product.",
        "Interop WG, schema 2.0";
    UNUSED_CAPABILITY = warning(343), "unused capability",
        "No component names the capability, so that it belongs to no target.",
        "Interop WG, schema 2.0";
    SHARED_TEST = warning(344), "test in two capabilities",
        "The test is listed, and counted, twice.",
        "Interop WG, schema 2.0";
    USELESS_ALIAS = warning(345), "useless alias",
        "An alias is another name of the test, each once.",
        "Interop WG, schema 2.0";
    REQUIRED_ADMIN = warning(346), "administrator rights required",
        "A required capability has to be usable by everybody who uses the cloud.",
        "Interop WG, core criteria";
    BELOW_CUTOFF = warning(347), "below the cut-off",
        "The criteria that a required capability meets do not add up to the cut-off score.",
        "Interop WG, core criteria";
    SECTION_STATE = warning(348), "sections of another state",
        "A component names the designated sections of a project in a state for which the file does not define them.",
        "Interop WG, schema 2.0";
    UNUSUAL_TEST_NAME = warning(349), "name that no test can have",
        "Names of tests are Python names joined by dots, attributes in brackets behind them.",
        "docs/guidelines.md";
    TWO_SECTION_STATES = warning(350), "sections in two states",
        "The designated sections of a project are required, or removed, or deprecated, but not two of these.",
        "Interop WG, schema 2.0";
    FILE_AND_ID = warning(351), "name of the file",
        "A guideline is looked for under its id: the file `2020.06.json` has the id `2020.06`.",
        "Interop WG, schema 2.0";
    SOURCE_OF_ANOTHER = warning(352), "source of another guideline",
        "`source` leads to the file itself; a copied address leads readers to another guideline.",
        "Interop WG, schema 2.0";
    STALE_DRAFT = warning(353), "stale draft",
        "The draft is for a date that an approved guideline has reached or passed.",
        "Interop WG, process 2017A (C)";
    WRONG_REFERENCE = warning(354), "reference that does not resolve",
        "The file that `source` names is there, and does not have the component.",
        "Interop WG, schema 2.0";
    TOO_MANY_APPROVED = warning(355), "too many approved guidelines",
        "At most two guidelines are approved at a time; older ones are superseded.",
        "Interop WG, process 2017A (C6)";
    NOT_ADVISORY_BEFORE = warning(356), "required without warning",
        "A capability is advisory for one guideline before it is required, so that products can follow.",
        "Interop WG, process 2017A (A4.6)";
    NOT_DEPRECATED_BEFORE = warning(357), "removed without warning",
        "A capability is deprecated for one guideline before it is removed.",
        "Interop WG, process 2017A (A4.5)";
    SHARED_ID = warning(358), "id under two names",
        "One id is one test; a second name of it is an alias.",
        "Interop WG, schema 2.0";
    OTHER_STATUS = warning(359), "status of its own",
        "A capability of schema 1.1 to 1.3 states a status; that of the component counts, and differs.",
        "Interop WG, schema 1.3";
    FLAG_WITHOUT_CASE = error(360), "flag on an unselected case",
        "A flag excuses a case that the capability selects; on another it does nothing.",
        "docs/guidelines.md";
    HAZARDOUS_CASE = error(361), "hazardous case",
        "A case of hazard 4 or 5 can harm what is not its own; nobody can be made to run it.",
        "docs/guidelines.md";
    NO_MUST_CASE = error(362), "no case of level must",
        "A required capability is shown by at least one case of level must; cases of other levels refuse nobody.",
        "docs/guidelines.md";
    PATTERN_WITHOUT_CASE = warning(363), "pattern that selects nothing",
        "An including pattern selects at least one case of the catalogue; this one is misspelt or out of date.",
        "docs/guidelines.md";
    UNKNOWN_CASE = error(364), "unknown case",
        "A locked guideline names cases of the catalogue of its model; lock its source again.",
        "docs/guidelines.md";
    WRONG_CASE_ID = error(365), "another id",
        "The case has another id in the catalogue; lock the source again.",
        "docs/guidelines.md";
    GONE_TEST = warning(366), "test that is gone",
        "The suite does not have the test, so that no run can pass it.",
        "docs/guidelines.md";
    RENAMED_TEST = warning(367), "renamed test",
        "The suite has the id under a name that the guideline does not list; make that name an alias.",
        "docs/guidelines.md";
    OTHER_ID = warning(368), "test with another id",
        "The suite has the name with another id: the test changed its meaning.",
        "docs/guidelines.md";
    AGAINST_SCHEMA = warning(369), "against a JSON Schema",
        "The JSON Schema that was given does not allow it, or cannot be followed itself.",
        "Interop WG, schema 2.0";
}

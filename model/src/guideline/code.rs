//! The codes of faults of guidelines, E0300 to E0369.

use crate::fault::Code;

/// The file is not JSON (RFC 8259).
pub const SYNTAX: Code = Code::error(300);
/// The file is JSON but no guideline.
pub const NOT_A_GUIDELINE: Code = Code::error(301);
/// The file is of a schema version that is not read.
pub const SCHEMA_VERSION: Code = Code::error(302);
/// A field that the schema requires is missing.
pub const MISSING_FIELD: Code = Code::error(303);
/// A value has the wrong JSON type.
pub const WRONG_TYPE: Code = Code::error(304);
/// An object has one key twice.
pub const DOUBLE_KEY: Code = Code::error(305);
/// A key is misspelt; it is read as the one that is meant.
pub const MISSPELT_KEY: Code = Code::warning(306);
/// A key that the schema does not know; it is ignored.
pub const UNKNOWN_KEY: Code = Code::warning(307);
/// A word that is not in its closed list: a state, a status.
pub const UNKNOWN_WORD: Code = Code::error(308);
/// A name that is empty, too long, or has control characters.
pub const BAD_NAME: Code = Code::error(309);
/// An idempotent id that is not `id-` and a UUID in lower case.
pub const ID_FORM: Code = Code::warning(310);
/// A reason of a flag that does not begin with a code.
pub const FLAG_REASON: Code = Code::warning(311);
/// A date that is not `YYYY-MM-DD`, or a month that is not `YYYY.MM`.
pub const DATE_FORM: Code = Code::warning(312);
/// A flag without content, which flags nothing.
pub const EMPTY_FLAG: Code = Code::warning(313);
/// A test with both `flag` and `flagged`.
pub const BOTH_FLAGS: Code = Code::warning(314);
/// The file begins with a byte order mark.
pub const BYTE_ORDER_MARK: Code = Code::warning(315);
/// A number that is out of its range.
pub const OUT_OF_RANGE: Code = Code::error(316);

/// A component names a capability that is not defined.
pub const UNDEFINED_CAPABILITY: Code = Code::error(320);
/// A component names a capability as removed that is not defined any more.
pub const UNDEFINED_REMOVED: Code = Code::warning(321);
/// A platform or add-on names a component that is neither here nor said to be elsewhere.
pub const UNDEFINED_COMPONENT: Code = Code::error(322);
/// Two parts of one kind have the same name.
pub const DOUBLE_NAME: Code = Code::error(323);
/// A component lists one capability twice.
pub const TWO_STATES: Code = Code::warning(324);
/// A list of schema 1.0 to 1.2 names one test twice.
pub const DOUBLE_TEST: Code = Code::warning(325);

/// The guideline has no such target.
pub const UNKNOWN_TARGET: Code = Code::error(330);
/// A component of the target is defined in another guideline.
pub const ELSEWHERE: Code = Code::warning(331);
/// The target has no test of the wanted states.
pub const NOTHING_LISTED: Code = Code::warning(332);

/// An achievement that is no criterion.
pub const UNKNOWN_ACHIEVEMENT: Code = Code::warning(340);
/// A capability without tests.
pub const NO_TESTS: Code = Code::warning(341);
/// A required capability whose tests are all flagged.
pub const ALL_FLAGGED: Code = Code::warning(342);
/// A capability that no component names.
pub const UNUSED_CAPABILITY: Code = Code::warning(343);
/// One test in two capabilities.
pub const SHARED_TEST: Code = Code::warning(344);
/// An alias that is the name of its own test, or is listed twice.
pub const USELESS_ALIAS: Code = Code::warning(345);
/// A required capability that needs administrator rights.
pub const REQUIRED_ADMIN: Code = Code::warning(346);
/// A required capability whose achievements stay below the cut-off.
pub const BELOW_CUTOFF: Code = Code::warning(347);
/// A component names designated sections in a state in which they are not defined.
pub const SECTION_STATE: Code = Code::warning(348);
/// A name that no test can have.
pub const UNUSUAL_TEST_NAME: Code = Code::warning(349);
/// The designated sections of a project in two states that exclude each other.
pub const TWO_SECTION_STATES: Code = Code::warning(350);
/// A file whose name is not the id of its guideline.
pub const FILE_AND_ID: Code = Code::warning(351);
/// A source that is another guideline.
pub const SOURCE_OF_ANOTHER: Code = Code::warning(352);
/// A draft that is older than what is approved.
pub const STALE_DRAFT: Code = Code::warning(353);
/// A component is said to be in a file that does not have it.
pub const WRONG_REFERENCE: Code = Code::warning(354);
/// More than two approved guidelines (rule C6).
pub const TOO_MANY_APPROVED: Code = Code::warning(355);
/// A capability is required that was not advisory before (rule A4.6).
pub const NOT_ADVISORY_BEFORE: Code = Code::warning(356);
/// A capability is removed that was not deprecated before (rule A4.5).
pub const NOT_DEPRECATED_BEFORE: Code = Code::warning(357);
/// One id under two names that no alias joins.
pub const SHARED_ID: Code = Code::warning(358);
/// The status that a capability states is not its state in the component (schema 1.1 to 1.3).
pub const OTHER_STATUS: Code = Code::warning(359);

/// An authored capability flags a case that it does not select.
pub const FLAG_WITHOUT_CASE: Code = Code::error(360);
/// An authored capability selects a case that nobody can be made to run.
pub const HAZARDOUS_CASE: Code = Code::error(361);
/// A required capability selects no case of level must.
pub const NO_MUST_CASE: Code = Code::error(362);
/// A pattern that selects no case.
pub const PATTERN_WITHOUT_CASE: Code = Code::warning(363);
/// A test of a guideline is not in the catalogue of cases.
pub const UNKNOWN_CASE: Code = Code::error(364);
/// A test of a guideline has another id than the case of the catalogue.
pub const WRONG_CASE_ID: Code = Code::error(365);

/// A test that is not in the suite.
pub const GONE_TEST: Code = Code::warning(366);
/// A test whose id the suite has under a name that is not listed.
pub const RENAMED_TEST: Code = Code::warning(367);
/// A test that the suite has with another id.
pub const OTHER_ID: Code = Code::warning(368);

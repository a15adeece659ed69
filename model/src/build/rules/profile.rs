//! Rules of the profile: what one version of the standard cannot carry.

use crate::{
    build::report::Report,
    codes,
    draft::AttributeDraft,
    fault::Fault,
    origin::{Located, Origin},
    types::ValueType,
    value::Value,
    version::Profile,
};

/// M060: OCCI 1.1 knows no lists and hashes (GFD.183 4.4).
pub(in crate::build) fn m060_list_in_1_1(
    profile: Profile,
    draft: &AttributeDraft,
    value_type: &ValueType,
    report: &mut Report,
) {
    if profile == Profile::V1_1 && !value_type.is_scalar() {
        report.push(
            Fault::new(
                codes::M060,
                draft.value_type.origin,
                format!(
                    "`{}` is a {}, which OCCI 1.1 does not know",
                    draft.name.value,
                    value_type.keyword()
                ),
            )
            .with_note("lists and hashes came with 1.2 (GFD.221 5.3.2)")
            .with_help("mark the attribute `#[since(\"1.2\")]`"),
        );
    }
}

/// M061: the text rendering cannot carry lists and hashes (D-58).
pub(in crate::build) fn m061_list_in_text(
    profile: Profile,
    draft: &AttributeDraft,
    value_type: &ValueType,
    report: &mut Report,
) {
    if profile != Profile::V1_1 && !value_type.is_scalar() {
        report.push(
            Fault::new(
                codes::M061,
                draft.value_type.origin,
                format!(
                    "`{}` is a {}, which the text rendering cannot show",
                    draft.name.value,
                    value_type.keyword()
                ),
            )
            .with_label("visible in JSON only")
            .with_note("text has strings, numbers and booleans (GFD.229 4.1, D-58)")
            .with_help(
                "write an attribute for each part, or allow the warning: `#[allow(\"W0061\")]`",
            ),
        );
    }
}

/// W0236: the text renderings cannot carry control characters but the tab (D-67).
pub(in crate::build) fn w0236_default_that_text_cannot_carry(
    name: &Located<String>,
    value: &Value,
    origin: Origin,
    report: &mut Report,
) {
    let Value::String(text) = value else {
        return;
    };
    let is_control = |c: char| c.is_ascii_control() && c != '\t';
    if text.contains(is_control) {
        report.push(
            Fault::new(
                codes::W0236,
                origin,
                format!(
                    "`{}` gets a text with line breaks or other control characters",
                    name.value
                ),
            )
            .with_label("visible in JSON only")
            .with_note("a quoted text has no control characters but the tab (D-67)")
            .with_help("write it on one line, or allow the warning: `#[allow(\"W0236\")]`"),
        );
    }
}

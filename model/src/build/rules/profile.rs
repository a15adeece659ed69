//! Rules of the profile: what one version of the standard cannot carry.

use crate::{
    build::report::Report, codes, draft::AttributeDraft, fault::Fault, types::ValueType,
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

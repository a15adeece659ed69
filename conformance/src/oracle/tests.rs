//! The graded sets, held to the design's table.

use super::*;

const ALL: [Situation; 55] = [
    Situation::Read,
    Situation::CreateOne,
    Situation::Update,
    Situation::UpdateEnd,
    Situation::UpdateTargetKind,
    Situation::Replace,
    Situation::Act,
    Situation::Delete,
    Situation::Deleted,
    Situation::DeleteAgain,
    Situation::BadValue,
    Situation::BadReference,
    Situation::Missing,
    Situation::MissingInReplace,
    Situation::Immutable,
    Situation::OtherId,
    Situation::IllegalAction,
    Situation::IllegalForMember,
    Situation::UnknownTerm,
    Situation::TermsDiffer,
    Situation::EmptyInvocation,
    Situation::UnknownParameter,
    Situation::UnknownAttribute,
    Situation::Malformed,
    Situation::WrongShape,
    Situation::OtherKind,
    Situation::TwoKinds,
    Situation::Associate,
    Situation::Dissociate,
    Situation::RemoveMixin,
    Situation::RemoveAgain,
    Situation::ReservedScheme,
    Situation::MixinExists,
    Situation::MixinDoesNotApply,
    Situation::UnknownCategory,
    Situation::BadPage,
    Situation::LargePage,
    Situation::ReplaceTemplate,
    Situation::FutureVersion,
    Situation::MethodNotAllowed,
    Situation::NotAcceptable,
    Situation::NotAListing,
    Situation::UnsupportedType,
    Situation::Refused,
    Situation::NoMessage,
    Situation::InChunks,
    Situation::WellKnown,
    Situation::Unbound,
    Situation::TooLong,
    Situation::CreateAtPath,
    Situation::ForeignTarget,
    Situation::LinkByUpdate,
    Situation::WithoutKind,
    Situation::UnknownAction,
    Situation::EmptyCollection,
];

#[test]
fn no_situation_takes_a_server_error() {
    for situation in ALL {
        for status in 500..=599 {
            // HTTP-018 asks for 501.
            let may = status == 501 && situation == Situation::FutureVersion;
            let wrong = situation.graded().grade(status) == Grading::Wrong;
            assert_eq!(wrong, !may, "{situation:?} {status}");
        }
    }
}

#[test]
fn a_refusal_takes_no_success_unless_a_reason_says_so() {
    for situation in ALL.into_iter().filter(|s| s.is_refusal()) {
        let wrong = situation.graded().grade(200) == Grading::Wrong;
        let may_succeed = matches!(
            situation,
            Situation::MissingInReplace
                | Situation::LargePage
                | Situation::WithoutKind
                | Situation::RemoveAgain
        );
        assert_eq!(wrong, !may_succeed);
    }
}

#[test]
fn preferred_answers_win_over_tolerances() {
    assert_eq!(Situation::Immutable.graded().grade(403), Grading::Preferred);
    assert!(matches!(
        Situation::Immutable.graded().grade(409),
        Grading::Tolerated(_)
    ));
    assert_eq!(Situation::IllegalAction.graded().grade(403), Grading::Wrong);
}

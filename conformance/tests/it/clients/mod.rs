//! Clients under test: a client that does nothing wrong fails no case, and each case fails on a
//! client that does something wrong.

mod defect;
mod naive;

use std::{collections::BTreeSet, sync::Arc, time::Duration};

use occi::server::Service;
use occi_conformance::{
    Transport,
    client::{Answer, ClientRun, ClientRunError, Command, Driver, Unsupported, cases},
    report, requirement,
    run::{RunResult, Selection, new_name},
    verdict::{CaseResult, Verdict},
};
use occi_model::Profile;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};

use self::{
    defect::{Defect, Spoken},
    naive::Naive,
};
use crate::{
    server::{block_on, in_process},
    support::infrastructure,
};

/// A harness in this process: reads commands, and writes what `answer` makes of them.
async fn served<A>(stream: tokio::io::DuplexStream, mut client: Naive, answer: A)
where
    A: Fn(&Command) -> Option<Answer>,
{
    let (input, mut output) = tokio::io::split(stream);
    let mut lines = BufReader::new(input).lines();
    while let Ok(Some(line)) = lines.next_line().await {
        let command: Command = serde_json::from_str(&line).unwrap();
        let said = match answer(&command) {
            Some(said) => said,
            None => client.carry_out(command).await,
        };
        let line = format!("{}\n", serde_json::to_string(&said).unwrap());
        if output.write_all(line.as_bytes()).await.is_err() {
            break;
        }
    }
}

fn tested(
    spoken: Spoken,
    defect: Option<Defect>,
    patterns: &[&str],
    answer: fn(&Command) -> Option<Answer>,
) -> Result<RunResult, ClientRunError> {
    let model = infrastructure(Profile::Union);
    let world = model.clone();
    let run = ClientRun {
        harness: move || {
            let (ours, theirs) = tokio::io::duplex(1 << 20);
            tokio::spawn(served(theirs, Naive::new(spoken, defect), answer));
            let (output, input) = tokio::io::split(ours);
            Ok(Driver::over(output, input, Duration::from_secs(20)))
        },
        model,
        world: move || {
            let service = Service::builder(world.clone()).build().ok()?;
            Some(in_process(service) as Arc<dyn Transport>)
        },
        selection: Selection {
            patterns: patterns.iter().map(|text| text.parse().unwrap()).collect(),
            ..Selection::default()
        },
        name: new_name(),
    };
    block_on(run.start(|_: &_| ()))
}

/// Every case says something about a client of one rendering or of the other.
#[test]
fn a_client_that_does_nothing_wrong_passes() {
    let mut passed = BTreeSet::new();
    for spoken in [Spoken::Text, Spoken::Json] {
        let result = tested(spoken, None, &[], |_| None).unwrap();
        assert_eq!(result.exit_code(), 0, "{}", report::terminal(&result));
        assert_eq!(result.cases.len(), cases().len());
        for case in &result.cases {
            assert!(
                matches!(case.verdict, Verdict::Pass | Verdict::NotApplicable),
                "{spoken:?}: {} {}: {}",
                case.id,
                case.verdict,
                case.explanation()
            );
            if case.verdict == Verdict::Pass {
                passed.insert(case.id.to_string());
            }
        }
    }
    let all: BTreeSet<String> = cases().iter().map(|case| case.id.to_string()).collect();
    assert_eq!(passed, all);
}

#[test]
fn every_case_fails_on_a_client_with_a_defect() {
    let mut failed: BTreeSet<String> = BTreeSet::new();
    for (defect, spoken, details) in Defect::ALL {
        let ids: Vec<String> = details
            .iter()
            .map(|detail| format!("p:client/{detail}"))
            .collect();
        let patterns: Vec<&str> = ids.iter().map(String::as_str).collect();
        let result = tested(*spoken, Some(*defect), &patterns, |_| None).unwrap();
        assert_eq!(result.cases.len(), ids.len(), "{defect:?}");
        for case in &result.cases {
            assert_eq!(
                case.verdict,
                Verdict::Fail,
                "{defect:?}: {}: {}",
                case.id,
                case.explanation()
            );
            failed.insert(case.id.to_string());
        }
    }
    let all: BTreeSet<String> = cases().iter().map(|case| case.id.to_string()).collect();
    assert_eq!(failed, all);
}

#[test]
fn a_harness_that_knows_everything_is_not_believed() {
    let result = tested(Spoken::Json, None, &[], |_| {
        Some(Answer::Result(Default::default()))
    });
    let told = result.unwrap_err().to_string();
    assert!(
        told.starts_with("the harness claims to know the operation `op-"),
        "{told}"
    );
}

#[test]
fn what_a_client_does_not_have_is_unsupported() {
    let nothing = |command: &Command| match command {
        Command::Start { .. } => None,
        _ => Some(Answer::Unsupported(Unsupported {
            message: "not yet".to_owned(),
            url: Some("http://example.com/issues/1".to_owned()),
        })),
    };
    let result = tested(Spoken::Json, None, &["p:client/HTTP-099/*"], nothing).unwrap();
    let case = &result.cases[0];
    assert_eq!(case.verdict, Verdict::Unsupported);
    assert_eq!(
        case.explanation(),
        "action: not yet (http://example.com/issues/1)"
    );
    assert_eq!(result.exit_code(), 0);
}

#[test]
fn a_harness_that_ends_or_babbles_is_started_again() {
    let model = infrastructure(Profile::Union);
    let world = model.clone();
    let program = [
        "sh",
        "-c",
        "read a; echo '{\"unsupported\":{\"message\":\"no\"}}'; read a; echo '{\"result\":{\"client\":\"babbler\"}}'; read a; echo babble",
    ];
    let program: Vec<String> = program.map(str::to_owned).into();
    let run = ClientRun {
        harness: || Driver::start(&program, Duration::from_secs(5)),
        model,
        world: move || {
            let service = Service::builder(world.clone()).build().ok()?;
            Some(in_process(service) as Arc<dyn Transport>)
        },
        selection: Selection {
            patterns: vec!["p:client/HTTP-020/*".parse().unwrap()],
            ..Selection::default()
        },
        name: new_name(),
    };
    let result = block_on(run.start(|_: &_| ())).unwrap();
    assert_eq!(result.endpoint, "babbler");
    assert_eq!(result.cases.len(), 14);
    let told: BTreeSet<String> = result.cases.iter().map(CaseResult::explanation).collect();
    assert!(
        told.iter().all(|why| {
            why.starts_with("the harness answered with `babble`")
                || why.starts_with("the harness does not start: ")
        }),
        "{told:?}"
    );
    let nobody = ["/nowhere/harness".to_owned()];
    assert!(Driver::start(&nobody, Duration::from_secs(5)).is_err());
}

/// Every row that binds clients has a case or a written reason, and not both.
#[test]
fn every_row_of_clients_has_a_case_or_a_reason() {
    let cases = cases();
    let cited: BTreeSet<&str> = cases
        .iter()
        .flat_map(|case| case.requirements.iter().copied())
        .collect();
    for row in requirement::CLIENT {
        let has_reason = requirement::client_reasons().any(|(id, _)| id == row.id);
        assert_ne!(
            cited.contains(row.id),
            has_reason,
            "{}: {}",
            row.id,
            row.text
        );
    }
    for id in &cited {
        assert!(requirement::find(id).is_some(), "{id}");
    }
    for (id, why) in requirement::client_reasons() {
        assert!(
            !why.is_empty() && requirement::CLIENT.iter().any(|row| row.id == id),
            "{id}"
        );
    }
    assert!(cases.is_sorted_by(|a, b| a.id < b.id));
}

//! A run of vectors through a harness.

use std::{sync::Arc, time::Instant};

use occi_model::Model;
use occi_rendering::Mode;

use super::{Direction, Expected, Message, Vector, difference::difference, facts::Facts, ours};
use crate::{
    case::{Case, CaseIdError},
    catalogue::Catalogue,
    client::{Answer, ClientRunError, Command, Driver, DriverError},
    engine::quoted,
    run::{RunResult, Selection},
    verdict::{CaseResult, Code, Exchange, Failure, Verdict},
};

/// A test of a reader and writer.
#[derive(Debug)]
pub struct VectorRun<H> {
    /// Starts the harness: at first, and again when a vector has ended it.
    pub harness: H,
    /// The model that vectors are derived from, for the report.
    pub model: Arc<Model>,
    /// The vectors.
    pub vectors: Vec<Vector>,
    /// Which of them.
    pub selection: Selection,
    /// The name of the run: eight letters, as [`new_name`](crate::run::new_name) gives them.
    pub name: String,
}

impl<H> VectorRun<H>
where
    H: Fn() -> Result<Driver, DriverError>,
{
    /// The cases of the vectors, sorted by id.
    ///
    /// # Errors
    ///
    /// When the id of a vector is none.
    pub fn cases(&self) -> Result<Vec<Case>, CaseIdError> {
        let mut cases: Vec<Case> = self
            .vectors
            .iter()
            .map(Vector::case)
            .collect::<Result<_, _>>()?;
        cases.sort_by(|a, b| a.id.cmp(&b.id));
        Ok(cases)
    }

    /// Runs the vectors one after the other; `ended` is called after each.
    ///
    /// # Errors
    ///
    /// When the harness cannot be started, or claims to know an operation that there is not.
    pub async fn start(&self, ended: impl Fn(&CaseResult)) -> Result<RunResult, ClientRunError> {
        let started = Instant::now();
        let mut driver = (self.harness)()?;
        let name = driver.probe().await?;
        let catalogue = Catalogue {
            cases: self.cases()?,
            dropped: Vec::new(),
        };
        let (mut results, mut deselected) = (Vec::new(), 0);
        for vector in &self.vectors {
            let Some(case) = catalogue.find(&vector.id) else {
                continue;
            };
            if !self.selection.has(case) {
                deselected += 1;
                continue;
            }
            let begun = Instant::now();
            let mut result = judged(&mut driver, vector, case).await;
            result.duration = begun.elapsed();
            if driver.is_over() {
                driver = (self.harness)()?;
            }
            ended(&result);
            results.push(result);
        }
        driver.end().await;
        results.sort_by(|a, b| a.id.cmp(&b.id));
        Ok(RunResult {
            requests: results.len() as u64,
            cases: results,
            deselected,
            duration: started.elapsed(),
            ..RunResult::of_harness(&self.name, name, &self.model, &catalogue)
        })
    }
}

/// Says a vector to the harness, and judges what it answers.
async fn judged(driver: &mut Driver, vector: &Vector, case: &Case) -> CaseResult {
    let command = match (vector.direction, &vector.expected) {
        (Direction::Read, expected) => Command::Read {
            form: match expected {
                Expected::Facts(facts) => facts.form(),
                Expected::Rejected(form) => *form,
            },
            message: vector.message.clone(),
        },
        (Direction::Write, Expected::Facts(facts)) => Command::Write {
            media: vector.message.media.clone(),
            facts: facts.clone(),
        },
        (Direction::Write, Expected::Rejected(_)) => {
            let why = "nothing is written that is to be refused".to_owned();
            return CaseResult::new(case, Verdict::Error, Some(why));
        }
    };
    let answer = driver.say(&command).await;
    let heard = match &answer {
        Ok(answer) => serde_json::to_string(answer).unwrap_or_default(),
        Err(error) => error.to_string(),
    };
    let mut result = match answer {
        Err(error) => {
            let why = format!("the harness {error}");
            CaseResult::new(case, Verdict::Inconclusive, Some(why))
        }
        Ok(Answer::Unsupported(why)) => {
            CaseResult::new(case, Verdict::Unsupported, Some(why.message))
        }
        Ok(answer) => match wrong(vector, answer) {
            None => CaseResult::new(case, Verdict::Pass, None),
            Some(failure) => {
                let mut result = CaseResult::new(case, Verdict::Fail, None);
                result.failure = Some(failure);
                result
            }
        },
    };
    let mut again = "occi conform rendering --select".to_owned();
    for word in [case.id.as_str(), "--"]
        .into_iter()
        .chain(driver.program().iter().map(String::as_str))
    {
        again.push(' ');
        again.push_str(&quoted(word));
    }
    result.transcript = vec![Exchange {
        request: serde_json::to_string(&command).unwrap_or_default(),
        response: heard,
        reproduce: again,
    }];
    result
}

/// What is wrong with an answer.
fn wrong(vector: &Vector, answer: Answer) -> Option<Failure> {
    let failure = |code, what: &str, expected: String, actual: String| {
        Some(Failure {
            code,
            step: 1,
            what: what.to_owned(),
            expected,
            actual,
        })
    };
    let result = match (answer, &vector.expected) {
        (Answer::Error { .. }, Expected::Rejected(_)) => return None,
        (Answer::Error { message, .. }, _) => {
            let wanted = match vector.direction {
                Direction::Read => "what the message says",
                Direction::Write => "a message",
            };
            return failure(Code::Unparsable, "answer", wanted.to_owned(), message);
        }
        (Answer::Result(result), _) => serde_json::Value::Object(result),
        // Asked about before.
        (Answer::Unsupported(_), _) => return None,
    };
    let expected = match &vector.expected {
        Expected::Rejected(_) => {
            let wanted = "an error: the message is malformed".to_owned();
            return failure(Code::Accepted, "answer", wanted, result.to_string());
        }
        Expected::Facts(facts) => facts,
    };
    let found = match vector.direction {
        Direction::Read => match serde_json::from_value::<Facts>(result) {
            Ok(found) => found,
            Err(error) => {
                let wanted = "facts of a message".to_owned();
                return failure(Code::Unparsable, "result", wanted, error.to_string());
            }
        },
        Direction::Write => {
            let message = match serde_json::from_value::<Message>(result) {
                Ok(message) => message,
                Err(error) => {
                    let wanted = "a message".to_owned();
                    return failure(Code::Unparsable, "result", wanted, error.to_string());
                }
            };
            if !message.media.eq_ignore_ascii_case(&vector.message.media) {
                let wanted = vector.message.media.clone();
                return failure(Code::WrongType, "type", wanted, message.media);
            }
            match ours::read_in(Mode::Strict, expected.form(), &message) {
                Ok(found) => found,
                Err(error) => {
                    let wanted = "what the standard's grammar allows".to_owned();
                    return failure(Code::Unparsable, "message", wanted, error);
                }
            }
        }
    };
    let (what, expected, actual) = difference(expected, &found)?;
    failure(Code::WrongFact, &what, expected, actual)
}

//! `POST /$batch`: up to twenty calls in one request. Says how it is written and read; sends nothing.
//!
//! The outer status says nothing about the inner ones; answers come in any order, and each has headers of its own, which
//! a browser can read because they are in the body. <https://learn.microsoft.com/graph/json-batching>

use http::{HeaderName, HeaderValue};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::microsoft::Call;
use crate::microsoft::refusal::Refusal;

#[derive(Serialize)]
struct Requests<'a> {
    requests: Vec<Inner<'a>>,
}

#[derive(Serialize)]
struct Inner<'a> {
    id: String,
    method: &'a str,
    url: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    headers: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<&'a Value>,
}

#[derive(Deserialize)]
struct Responses {
    responses: Vec<Written>,
}

/// An answer as it is written.
#[derive(Deserialize)]
struct Written {
    id: String,
    status: u16,
    #[serde(default)]
    headers: serde_json::Map<String, Value>,
    #[serde(default)]
    body: Value,
}

/// One answer of a batch.
#[derive(Debug)]
pub struct Answer {
    /// Its status.
    pub status: u16,
    /// What it says, read as a refusal: an answer that is none has an id and a share of the budget, too.
    pub refusal: Refusal,
    /// Its body.
    pub body: Value,
}

impl From<Written> for Answer {
    fn from(written: Written) -> Self {
        let headers = written.headers.iter().filter_map(|(name, value)| {
            let name = HeaderName::try_from(name.as_str()).ok()?;
            Some((name, HeaderValue::from_str(value.as_str()?).ok()?))
        });
        Self {
            status: written.status,
            refusal: Refusal::of_parsed(written.status, &headers.collect(), &written.body),
            body: written.body,
        }
    }
}

/// Writes a batch. The calls are numbered from 0 in the order given.
///
/// # Errors
/// Never in practice: nothing in it can fail to be written.
pub fn write(calls: &[Call]) -> Result<Vec<u8>, serde_json::Error> {
    let requests = calls
        .iter()
        .enumerate()
        .map(|(number, call)| Inner {
            id: number.to_string(),
            method: call.method.as_str(),
            url: &call.path,
            headers: call
                .body
                .is_some()
                .then(|| serde_json::json!({ "Content-Type": "application/json" })),
            body: call.body.as_ref(),
        })
        .collect();
    serde_json::to_vec(&Requests { requests })
}

/// Reads a batch's answers into the order of its calls. A call whose answer is missing or came twice gets none: what
/// happened to it is unknown. Answers to what wasn't asked are dropped.
///
/// # Errors
/// When the body isn't a batch's answer.
pub fn read(body: &[u8], calls: usize) -> Result<Vec<Option<Answer>>, serde_json::Error> {
    let Responses { responses } = serde_json::from_slice(body)?;
    let mut answers: Vec<Vec<Answer>> = (0..calls).map(|_| Vec::new()).collect();
    for answer in responses {
        if let Some(place) = answer
            .id
            .parse::<usize>()
            .ok()
            .and_then(|number| answers.get_mut(number))
        {
            place.push(answer.into());
        }
    }
    Ok(answers
        .into_iter()
        .map(|mut one| if one.len() == 1 { one.pop() } else { None })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn answers_find_their_calls_whatever_order_they_come_in() {
        let body = br#"{"responses":[{"id":"2","status":204},{"id":"0","status":429,"headers":{"Retry-After":"7"}},
            {"id":"9","status":204},{"id":"1","status":204},{"id":"1","status":404}]}"#;
        let answers = read(body, 4).unwrap();
        let statuses: Vec<_> = answers
            .iter()
            .map(|one| one.as_ref().map(|answer| answer.status))
            .collect();
        assert_eq!(
            statuses,
            [Some(429), None, Some(204), None],
            "doubled and missing answers are unknown"
        );
        assert_eq!(answers[0].as_ref().unwrap().refusal.retry_after.as_deref(), Some("7"));
    }

    #[test]
    fn an_answers_body_says_why_it_is_a_refusal_and_a_body_of_nonsense_says_nothing() {
        let body = br#"{"responses":[{"id":"0","status":403,"body":{"error":{"code":"Authorization_RequestDenied",
            "innerError":{"request-id":"7f0c","date":"2027-01-15T08:00:00"}}}},{"id":"1","status":403,"body":["no"]}]}"#;
        let answers = read(body, 2).unwrap();
        let [said, nonsense] = [0, 1].map(|place: usize| &answers[place].as_ref().unwrap().refusal);
        assert_eq!(said.code.as_deref(), Some("Authorization_RequestDenied"));
        assert_eq!(said.request_id.as_deref(), Some("7f0c"));
        assert_eq!(
            said.date,
            Some(crate::tenant::Moment::from_milliseconds(1_800_000_000_000))
        );
        assert_eq!((nonsense.status, &nonsense.code), (403, &None));
    }

    proptest! {
        #[test]
        fn no_body_makes_reading_panic(body: Vec<u8>) {
            let _ = read(&body, 20);
        }
    }
}

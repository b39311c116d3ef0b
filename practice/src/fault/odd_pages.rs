//! Pages of a list that are not what they should be.

use serde_json::{Value, json};

use crate::incoming::Incoming;
use crate::reply::{Content, Reply};

/// What is wrong with a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PageFault {
    SamePageNext,
    FirstPageNext,
    /// With a link that brings the same page again: then with what it holds.
    EmptyPage,
    TwiceTheSame,
    LeaveOneOut,
    ElsewhereNext,
}

/// A page on a host that is nobody's: whoever asks for it there would bring a token along.
const ELSEWHERE: &str = "https://graph.example/v1.0/users?$skiptoken=1";

/// Changes a page; what is no page stays as it is. The place says which object it meets.
pub(super) fn change(fault: PageFault, mut reply: Reply, request: &Incoming, place: u32) -> Reply {
    if let Content::Json(page) = &mut reply.content
        && page.get("value").is_some_and(Value::is_array)
        && let Some(page) = page.as_object_mut()
    {
        let has_next = page.contains_key("@odata.nextLink");
        let link = match fault {
            PageFault::SamePageNext => has_next.then(|| request.url.to_string()),
            PageFault::FirstPageNext => has_next.then(|| without_page(request)),
            PageFault::EmptyPage => Some(request.url.to_string()),
            PageFault::ElsewhereNext => Some(ELSEWHERE.to_owned()),
            PageFault::TwiceTheSame | PageFault::LeaveOneOut => None,
        };
        if let Some(link) = link {
            page.insert("@odata.nextLink".to_owned(), json!(link));
        }
        if let Some(value) = page.get_mut("value").and_then(Value::as_array_mut) {
            let at = (place as usize).checked_rem(value.len());
            match (fault, at) {
                (PageFault::EmptyPage, _) => value.clear(),
                (PageFault::TwiceTheSame, Some(at)) => value.extend(value.get(at).cloned()),
                (PageFault::LeaveOneOut, Some(at)) => drop(value.remove(at)),
                _ => {}
            }
        }
    }
    reply
}

/// The address of the list's first page.
fn without_page(request: &Incoming) -> String {
    let mut url = request.url.clone();
    let kept: Vec<(String, String)> = request
        .url
        .query_pairs()
        .filter(|(name, _)| name != "$skiptoken")
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect();
    url.query_pairs_mut().clear().extend_pairs(kept);
    url.to_string().replace("%24", "$")
}

//! An answer of the model before it becomes an HTTP response, so that a batch can carry it as an item too.

use http::{HeaderName, HeaderValue, Response, StatusCode};
use serde_json::{Value, json};

use crate::incoming::Incoming;
use crate::surrogate::escape;

/// What an answer carries.
#[derive(Debug, Clone)]
pub(crate) enum Content {
    Empty,
    Json(Value),
    Text(String),
    Html(String),
    /// Bytes that a fault asked for, whatever they are.
    Raw(String),
    /// A file.
    Bytes(Vec<u8>),
}

/// Whether the model knew what it was asked, and whether the answer may arrive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    Answered,
    Unmodelled,
    Dropped,
    /// It arrives, and no script of another origin may read it.
    Unreadable,
}

/// When an answer arrives that does not come at once. The model has no clock: whoever carries the answer waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lateness {
    /// So many milliseconds later.
    Millis(u32),
    /// Half of the body comes, the rest never does.
    StopsInTheMiddle,
}

/// An answer.
#[derive(Debug, Clone)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: Vec<(HeaderName, String)>,
    pub(crate) content: Content,
    pub(crate) fate: Fate,
    pub(crate) lateness: Option<Lateness>,
}

impl Reply {
    fn new(status: StatusCode, content: Content) -> Self {
        Self {
            status,
            headers: Vec::new(),
            content,
            fate: Fate::Answered,
            lateness: None,
        }
    }

    pub(crate) fn json(status: StatusCode, value: Value) -> Self {
        Self::new(status, Content::Json(value))
    }

    pub(crate) fn ok(value: Value) -> Self {
        Self::json(StatusCode::OK, value)
    }

    pub(crate) fn no_content() -> Self {
        Self::new(StatusCode::NO_CONTENT, Content::Empty)
    }

    pub(crate) fn empty(status: StatusCode) -> Self {
        Self::new(status, Content::Empty)
    }

    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self::new(StatusCode::OK, Content::Text(text.into()))
    }

    pub(crate) fn raw(status: StatusCode, text: impl Into<String>) -> Self {
        Self::new(status, Content::Raw(text.into()))
    }

    pub(crate) fn bytes(status: StatusCode, bytes: Vec<u8>) -> Self {
        Self::new(status, Content::Bytes(bytes))
    }

    pub(crate) fn page(status: StatusCode, page: maud::Markup) -> Self {
        Self::new(status, Content::Html(page.into_string()))
    }

    /// To another address, which is fetched with GET.
    pub(crate) fn see(address: &str) -> Self {
        Self::new(StatusCode::FOUND, Content::Empty).with("location", address)
    }

    /// What the model doesn't know is said loudly, never guessed.
    pub(crate) fn unmodelled(what: &str) -> Self {
        let message = format!("The practice cloud does not model {what}.");
        let mut reply = Self::json(
            StatusCode::NOT_IMPLEMENTED,
            json!({"error": {"code": "NotModelledByPracticeCloud", "message": message}}),
        );
        reply.fate = Fate::Unmodelled;
        reply
    }

    pub(crate) fn dropped() -> Self {
        Self {
            fate: Fate::Dropped,
            ..Self::new(StatusCode::BAD_GATEWAY, Content::Empty)
        }
    }

    /// A page's link goes on asking for what the request asked for besides the usual options.
    pub(crate) fn keep_in_next_link(&mut self, request: &Incoming, names: &[&str]) {
        let Content::Json(page) = &mut self.content else {
            return;
        };
        let Some(Value::String(link)) = page.get_mut("@odata.nextLink") else {
            return;
        };
        for name in names {
            if let Some(value) = request.query(name) {
                let pair = url::form_urlencoded::Serializer::new(String::new())
                    .append_pair(name, &value)
                    .finish();
                link.push('&');
                link.push_str(&pair.replace("%24", "$"));
            }
        }
    }

    pub(crate) fn unreadable(mut self) -> Self {
        self.fate = Fate::Unreadable;
        self
    }

    pub(crate) fn late(mut self, lateness: Lateness) -> Self {
        self.lateness = Some(lateness);
        self
    }

    /// The bytes that the content is sent as.
    pub(crate) fn content_bytes(&self) -> Vec<u8> {
        match &self.content {
            Content::Empty => Vec::new(),
            Content::Json(value) => escape(value.to_string()).into_bytes(),
            Content::Text(text) | Content::Html(text) | Content::Raw(text) => text.clone().into_bytes(),
            Content::Bytes(bytes) => bytes.clone(),
        }
    }

    pub(crate) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((HeaderName::from_static(name), value.into()));
        self
    }

    pub(crate) fn into_response(self) -> Response<Vec<u8>> {
        let (kind, body) = match self.content {
            Content::Empty => (None, Vec::new()),
            Content::Json(value) => (
                Some("application/json; charset=utf-8"),
                escape(value.to_string()).into_bytes(),
            ),
            Content::Text(text) => (Some("text/plain"), text.into_bytes()),
            Content::Html(text) => (Some("text/html; charset=utf-8"), text.into_bytes()),
            Content::Raw(text) => (None, text.into_bytes()),
            Content::Bytes(bytes) => (None, bytes),
        };
        let mut response = Response::new(body);
        *response.status_mut() = self.status;
        if let Some(kind) = kind {
            response
                .headers_mut()
                .insert(http::header::CONTENT_TYPE, HeaderValue::from_static(kind));
        }
        for (name, value) in self.headers {
            // A value that is no header text (a state with a line break, say) is left out rather than sent broken.
            if let Ok(value) = HeaderValue::from_str(&value) {
                response.headers_mut().append(name, value);
            }
        }
        if self.fate == Fate::Dropped {
            response.extensions_mut().insert(ConnectionDropped);
        }
        if let Some(lateness) = self.lateness {
            response.extensions_mut().insert(lateness);
        }
        response
    }
}

/// Marks a response that must not arrive.
#[derive(Debug, Clone, Copy)]
struct ConnectionDropped;

/// Whether a fault asked to drop the connection: whoever carries the response treats it as a network error.
#[must_use]
pub fn is_dropped(response: &Response<Vec<u8>>) -> bool {
    response.extensions().get::<ConnectionDropped>().is_some()
}

/// How late a response is to arrive; nothing for one that comes at once.
#[must_use]
pub fn lateness(response: &Response<Vec<u8>>) -> Option<Lateness> {
    response.extensions().get::<Lateness>().copied()
}

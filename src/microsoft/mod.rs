//! Microsoft's protocols, transport-free: what a request looks like and how its answer is read, one file for each family
//! of endpoints. Sends nothing, and knows nothing of closings.

pub mod azure;
pub mod cloud;
pub mod graph;
pub mod limits;
pub mod permissions;
pub mod refusal;
pub mod signin;
pub mod sparing;

use http::Method;
use serde::de::DeserializeOwned;

/// Which service a call is for: each wants a token of its own.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Audience {
    /// Microsoft Graph.
    Graph,
    /// Azure Resource Manager.
    Azure,
}

/// Which part of a service's address space a call goes to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Version {
    /// Graph `/v1.0`.
    V1,
    /// Graph `/beta`: only where v1.0 has nothing.
    Beta,
    /// Azure Resource Manager: the version is a query parameter.
    Azure,
}

impl Version {
    /// The prefix of the path.
    #[must_use]
    pub const fn prefix(self) -> &'static str {
        match self {
            Self::V1 => "/v1.0",
            Self::Beta => "/beta",
            Self::Azure => "",
        }
    }

    /// Whose token it needs.
    #[must_use]
    pub const fn audience(self) -> Audience {
        match self {
            Self::V1 | Self::Beta => Audience::Graph,
            Self::Azure => Audience::Azure,
        }
    }
}

/// A request to make, without host and token: those are the client's to add.
#[derive(Clone, PartialEq, Debug)]
pub struct Call {
    /// Where to.
    pub version: Version,
    /// GET, POST …
    pub method: Method,
    /// Path below the version, with the query.
    pub path: String,
    /// JSON to send.
    pub body: Option<serde_json::Value>,
}

impl Call {
    /// A reading call.
    #[must_use]
    pub const fn get(version: Version, path: String) -> Self {
        Self {
            version,
            method: Method::GET,
            path,
            body: None,
        }
    }

    /// A deleting call.
    #[must_use]
    pub const fn delete(version: Version, path: String) -> Self {
        Self {
            version,
            method: Method::DELETE,
            path,
            body: None,
        }
    }
}

/// An endpoint: how to ask, and how to read the answer.
pub trait Endpoint {
    /// What a success holds.
    type Answer: DeserializeOwned;

    /// The call to make.
    fn call(&self) -> Call;
}

/// One page of a list. Graph and ARM name the link to the next page differently; both are absolute addresses.
#[derive(serde::Deserialize, Debug)]
#[serde(bound = "T: DeserializeOwned")]
pub struct Page<T> {
    /// The page's items.
    pub value: Vec<T>,
    /// The next page, if there is one.
    #[serde(rename = "@odata.nextLink", alias = "nextLink")]
    pub next: Option<String>,
}

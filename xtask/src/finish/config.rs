//! What the build reads from `config.json`: which origins the page will talk to. The rest of it is the engine's.

use luk::microsoft::cloud::{ConfigurationError, configured};
use serde::Deserialize;
use url::Url;

use super::FinishError;

#[derive(Deserialize)]
struct Document {
    clouds: Vec<Cloud>,
}

/// What the engine does not read, because it is told these addresses by Microsoft.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Cloud {
    #[serde(default)]
    client_id: String,
    /// Where exported files are downloaded from, when that is one known host.
    downloads: Option<String>,
}

/// The origins that the page may send requests to.
pub(super) struct Config {
    /// In the order of the file, each once.
    pub(super) origins: Vec<String>,
}

impl Config {
    /// Reads the origins of all clouds that have a client id: without one nobody can sign in there. The engine's own reading
    /// says which they are, so a host that the file leaves out is the one that the engine will talk to.
    pub(super) fn parse(text: &str) -> Result<Self, FinishError> {
        let clouds = configured(text).map_err(|error| match error {
            ConfigurationError::Form(error) => FinishError::Config(error),
            ConfigurationError::Host(host) => FinishError::Origin(host),
        })?;
        let document: Document = serde_json::from_str(text)?;
        let offered = document.clouds.into_iter().filter(|cloud| !cloud.client_id.is_empty());
        let mut origins = Vec::new();
        for (cloud, entry) in clouds.iter().zip(offered) {
            let own = [&cloud.login, &cloud.graph, &cloud.azure].map(|origin| origin.as_str().to_owned());
            for address in own.into_iter().chain(entry.downloads) {
                let origin = origin(&address)?;
                if !origins.contains(&origin) {
                    origins.push(origin);
                }
            }
        }
        Ok(Self { origins })
    }
}

/// An address ends up in the content security policy, so it must be nothing but an origin, and a safe one: HTTPS, or
/// this very machine.
fn origin(address: &str) -> Result<String, FinishError> {
    let refused = || FinishError::Origin(address.to_owned());
    let url = Url::parse(address).map_err(|_| refused())?;
    let local = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
    let safe = url.scheme() == "https" || (url.scheme() == "http" && local);
    let origin = url.origin().ascii_serialization();
    if safe && url.as_str().trim_end_matches('/') == origin {
        Ok(origin)
    } else {
        Err(refused())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origins(text: &str) -> Result<Vec<String>, String> {
        Config::parse(text)
            .map(|config| config.origins)
            .map_err(|error| error.to_string())
    }

    #[test]
    fn each_origin_is_listed_once_and_only_for_clouds_with_a_client_id() {
        let text = r#"{"clouds":[
            {"cloud":"global","clientId":"a","login":"https://login.example/","graph":"https://graph.example"},
            {"cloud":"us-government","clientId":"b","login":"https://login.example","azure":"https://arm.example"},
            {"cloud":"china","clientId":"","login":"https://unused.example"}]}"#;
        assert_eq!(
            origins(text).unwrap(),
            [
                "https://login.example",
                "https://graph.example",
                "https://management.azure.com",
                "https://graph.microsoft.us",
                "https://arm.example"
            ]
        );
    }

    #[test]
    fn a_cloud_without_hosts_has_microsofts_own() {
        let text = r#"{"clouds":[{"cloud":"global","clientId":"a"}]}"#;
        assert_eq!(
            origins(text).unwrap(),
            [
                "https://login.microsoftonline.com",
                "https://graph.microsoft.com",
                "https://management.azure.com"
            ]
        );
    }

    #[test]
    fn practice_on_this_machine_may_use_plain_http() {
        let text = r#"{"clouds":[{"cloud":"practice","clientId":"a","login":"http://localhost:8081"}]}"#;
        assert_eq!(
            origins(text).unwrap(),
            [
                "http://localhost:8081",
                "http://localhost:8082",
                "http://localhost:8083"
            ]
        );
    }

    #[test]
    fn whatever_is_no_safe_origin_is_refused() {
        for address in [
            "http://login.example",
            "https://login.example/path",
            "https://user@login.example",
            "https://a.example; script-src *",
            "https://a.example https://b.example",
            "*",
            "data:text/plain,x",
            "",
        ] {
            let text =
                serde_json::json!({ "clouds": [{ "cloud": "global", "clientId": "a", "login": address }] }).to_string();
            assert!(
                origins(&text).is_err_and(|error| error.contains("not an origin")),
                "{address}"
            );
        }
    }
}

//! The clouds and their hosts: the one place that knows them. A cloud is usable when `config.json` gives it a client id.
//!
//! Hosts from Graph's "National cloud deployments" and Entra's "National clouds".

use serde::Deserialize;
use url::Url;

use super::Audience;

/// Which cloud.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CloudKind {
    /// Worldwide, GCC included.
    Global,
    /// US Government L4 (GCC High).
    UsGovernment,
    /// US Government L5 (DoD).
    UsGovernmentDod,
    /// China, operated by 21Vianet.
    China,
    /// The practice cloud.
    Practice,
}

/// A cloud to sign in to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cloud {
    /// Which.
    pub kind: CloudKind,
    /// Luk's app registration there.
    pub client_id: String,
    /// Origin of the sign-in host.
    pub login: Origin,
    /// Origin of Microsoft Graph.
    pub graph: Origin,
    /// Origin of Azure Resource Manager.
    pub azure: Origin,
    /// Where the admin centers are.
    pub admin: AdminCenters,
}

/// Addresses in the admin centers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AdminCenters {
    /// "Your products".
    pub products: String,
    /// Active users.
    pub users: String,
    /// Per-user multifactor authentication.
    pub multifactor: String,
    /// "Manage tenants".
    pub tenants: String,
    /// Azure subscriptions.
    pub azure_subscriptions: String,
    /// Support requests.
    pub support: String,
}

/// Scheme, host and port: what a token may be sent to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Origin(String);

/// Why `config.json` can't be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigurationError {
    /// It isn't the JSON that it should be.
    #[error("config.json is not of the expected form: {0}")]
    Form(#[from] serde_json::Error),
    /// A host in it isn't one.
    #[error("config.json names a host that is neither https nor on this machine: {0}")]
    Host(String),
}

impl Origin {
    /// Reads an origin. Only https is allowed, and http on this machine (the practice cloud). By hand and stricter than
    /// the URL standard, because this is all that a first page needs of it, and the library for it is large.
    ///
    /// # Errors
    /// [`ConfigurationError::Host`] for anything else, or for more than an origin.
    pub fn parse(text: &str) -> Result<Self, ConfigurationError> {
        let refused = || ConfigurationError::Host(text.to_owned());
        let lower = text.to_ascii_lowercase();
        let (scheme, rest) = lower.split_once("://").ok_or_else(refused)?;
        let authority = rest.strip_suffix('/').unwrap_or(rest);
        let (host, port) = authority
            .split_once(':')
            .map_or((authority, None), |(host, port)| (host, Some(port)));
        let usual = match scheme {
            "https" if is_name(host) || is_local(host) => "443",
            "http" if is_local(host) => "80",
            _ => return Err(refused()),
        };
        match port {
            None => Ok(Self(format!("{scheme}://{host}"))),
            Some(port) if port == usual => Ok(Self(format!("{scheme}://{host}"))),
            Some(port) if is_port(port) => Ok(Self(format!("{scheme}://{host}:{port}"))),
            Some(_) => Err(refused()),
        }
    }

    /// The origin as text, without a slash at the end.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether an absolute address is on this origin, and carries no user name.
    #[must_use]
    pub fn holds(&self, address: &str) -> bool {
        Url::parse(address).is_ok_and(|url| {
            url.username().is_empty() && url.password().is_none() && url.origin().ascii_serialization() == self.0
        })
    }
}

fn is_local(host: &str) -> bool {
    matches!(host, "localhost" | "127.0.0.1")
}

/// A name of labels. Not a number in any of the forms that the URL standard takes for an IPv4 address: those end in a
/// label that starts with a digit.
fn is_name(host: &str) -> bool {
    let is_label = |label: &str| {
        !label.is_empty()
            && label
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
    };
    host.split('.').all(is_label)
        && host
            .rsplit('.')
            .next()
            .is_some_and(|last| !last.starts_with(|first: char| first.is_ascii_digit()))
}

fn is_port(port: &str) -> bool {
    !port.starts_with(['0', '+']) && port.parse::<u16>().is_ok()
}

impl Cloud {
    /// The origin of a service.
    #[must_use]
    pub const fn origin(&self, audience: Audience) -> &Origin {
        match audience {
            Audience::Graph => &self.graph,
            Audience::Azure => &self.azure,
        }
    }

    /// How a permission of a service is written in a sign-in request.
    #[must_use]
    pub fn scope(&self, audience: Audience, name: &str) -> String {
        format!("{}/{name}", self.origin(audience).as_str())
    }
}

#[derive(Deserialize)]
struct Configuration {
    clouds: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    cloud: CloudKind,
    client_id: String,
    login: Option<String>,
    graph: Option<String>,
    azure: Option<String>,
    admin: Option<String>,
}

/// Reads `config.json`: the clouds that can be signed in to. Entries without a client id are not offered.
///
/// # Errors
/// When it isn't of the expected form, or names a host that must not get a token.
pub fn configured(text: &str) -> Result<Vec<Cloud>, ConfigurationError> {
    let configuration: Configuration = serde_json::from_str(text)?;
    configuration
        .clouds
        .into_iter()
        .filter(|entry| !entry.client_id.is_empty())
        .map(Cloud::try_from)
        .collect()
}

impl TryFrom<Entry> for Cloud {
    type Error = ConfigurationError;

    fn try_from(entry: Entry) -> Result<Self, ConfigurationError> {
        let [login, graph, azure] = hosts(entry.cloud);
        let origin = |given: Option<String>, usual: &str| Origin::parse(given.as_deref().unwrap_or(usual));
        let admin = match &entry.admin {
            Some(origin) => practice_admin_centers(Origin::parse(origin)?.as_str()),
            None => admin_centers(entry.cloud),
        };
        Ok(Self {
            kind: entry.cloud,
            client_id: entry.client_id,
            login: origin(entry.login, login)?,
            graph: origin(entry.graph, graph)?,
            azure: origin(entry.azure, azure)?,
            admin,
        })
    }
}

/// Login, Graph and ARM. The practice cloud's usual ports are those of `cargo xtask serve`.
const fn hosts(kind: CloudKind) -> [&'static str; 3] {
    match kind {
        CloudKind::Global => [
            "https://login.microsoftonline.com",
            "https://graph.microsoft.com",
            "https://management.azure.com",
        ],
        CloudKind::UsGovernment => [
            "https://login.microsoftonline.us",
            "https://graph.microsoft.us",
            "https://management.usgovcloudapi.net",
        ],
        CloudKind::UsGovernmentDod => [
            "https://login.microsoftonline.us",
            "https://dod-graph.microsoft.us",
            "https://management.usgovcloudapi.net",
        ],
        CloudKind::China => [
            "https://login.partner.microsoftonline.cn",
            "https://microsoftgraph.chinacloudapi.cn",
            "https://management.chinacloudapi.cn",
        ],
        CloudKind::Practice => [
            "http://localhost:8081",
            "http://localhost:8082",
            "http://localhost:8083",
        ],
    }
}

/// Microsoft's own short links where it documents them: they survive moves of the pages behind them.
fn admin_centers(kind: CloudKind) -> AdminCenters {
    let (products, users, admin, entra, portal) = match kind {
        CloudKind::Global => (
            "https://go.microsoft.com/fwlink/p/?linkid=842054",
            "https://go.microsoft.com/fwlink/p/?linkid=834822",
            "https://admin.microsoft.com",
            "https://entra.microsoft.com",
            "https://portal.azure.com",
        ),
        CloudKind::UsGovernment => (
            "https://portal.office365.us/adminportal/home#/subscriptions",
            "https://portal.office365.us/adminportal/home#/users",
            "https://portal.office365.us",
            "https://entra.microsoft.us",
            "https://portal.azure.us",
        ),
        CloudKind::UsGovernmentDod => (
            "https://portal.apps.mil/adminportal/home#/subscriptions",
            "https://portal.apps.mil/adminportal/home#/users",
            "https://portal.apps.mil",
            "https://entra.microsoft.us",
            "https://portal.azure.us",
        ),
        CloudKind::China => (
            "https://go.microsoft.com/fwlink/p/?linkid=850626",
            "https://portal.partner.microsoftonline.cn/adminportal/home#/users",
            "https://portal.partner.microsoftonline.cn",
            "https://entra.microsoftonline.cn",
            "https://portal.azure.cn",
        ),
        CloudKind::Practice => return practice_admin_centers("http://localhost:8084"),
    };
    AdminCenters {
        products: products.to_owned(),
        users: users.to_owned(),
        multifactor: users.to_owned(),
        tenants: format!("{entra}/#view/Microsoft_AAD_IAM/DirectorySwitchBlade/subtitle/"),
        azure_subscriptions: format!("{portal}/#blade/Microsoft_Azure_Billing/SubscriptionsBlade"),
        support: format!("{admin}/#/support/requests"),
    }
}

fn practice_admin_centers(origin: &str) -> AdminCenters {
    AdminCenters {
        products: format!("{origin}/products"),
        users: format!("{origin}/users"),
        multifactor: format!("{origin}/mfa"),
        tenants: format!("{origin}/tenants"),
        azure_subscriptions: format!("{origin}/azure"),
        support: format!("{origin}/support"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_cloud_without_a_client_id_is_not_offered() {
        let text = r#"{"clouds":[{"cloud":"global","clientId":""},{"cloud":"practice","clientId":"a"}]}"#;
        let clouds = configured(text).unwrap();
        assert_eq!(
            clouds.iter().map(|cloud| cloud.kind).collect::<Vec<_>>(),
            [CloudKind::Practice]
        );
    }

    #[test]
    fn a_token_never_goes_to_another_host_by_plain_http() {
        let text = r#"{"clouds":[{"cloud":"global","clientId":"a","graph":"http://graph.microsoft.com"}]}"#;
        assert!(matches!(configured(text), Err(ConfigurationError::Host(_))));
    }

    #[test]
    fn an_address_is_on_an_origin_only_with_the_same_scheme_host_and_port() {
        let graph = Origin::parse("https://graph.microsoft.com").unwrap();
        assert!(graph.holds("https://graph.microsoft.com:443/v1.0/users?$skiptoken=x"));
        for hostile in [
            "https://graph.microsoft.com.evil.example/v1.0/users",
            "https://graph.microsoft.com@evil.example/",
            "https://user@graph.microsoft.com/",
            "http://graph.microsoft.com/",
            "https://graph.microsoft.com:444/",
            "//graph.microsoft.com/",
            "/v1.0/users",
            "javascript:alert(1)",
            "",
        ] {
            assert!(!graph.holds(hostile), "{hostile}");
        }
    }

    #[test]
    fn what_is_more_or_less_than_an_origin_is_refused() {
        for text in [
            "",
            "https://",
            "https:///",
            "https://a..b",
            "https://.a",
            "https://a/b",
            "https://a?b",
            "https://a#b",
            "https://a@b",
            "https://a:",
            "https://a:0",
            "https://a:+1",
            "https://a:65536",
            "https://2130706433",
            "https://10.0.0.1",
            "https://a.0x7f",
            "https://a b",
            "https://ø.dk",
            "ftp://a",
            "http://localhost.evil.example",
            "https:/a",
            "//a",
        ] {
            assert!(Origin::parse(text).is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn an_origin_is_the_one_that_the_url_standard_reads(text in "(https?|HTTPS)://([a-z0-9.-]{1,12}|localhost|127.0.0.1)(:[0-9]{1,5})?/?") {
            if let Ok(origin) = Origin::parse(&text) {
                // A name may still be one that the standard refuses (`xn--`); then no address is on it.
                if let Ok(url) = Url::parse(&text) {
                    prop_assert_eq!(url.origin().ascii_serialization(), origin.as_str());
                }
            }
        }

        #[test]
        fn no_address_makes_the_check_panic_or_pass_by_chance(address in ".*") {
            let graph = Origin::parse("https://graph.microsoft.com").unwrap();
            prop_assert!(!graph.holds(&address) || address.to_lowercase().contains("graph.microsoft.com"));
        }
    }
}

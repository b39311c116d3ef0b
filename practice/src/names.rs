//! Microsoft's own host names, cloud by cloud, and the origins that a client sees who uses them. After Entra's and Graph's
//! pages on national clouds (the reference's section 1.9). Listens nowhere: who carries the requests is the program's matter.

use crate::guid::Guid;
use crate::origins::{Origins, Service};

/// The hosts of one of Microsoft's clouds. Where a part has several, the first one is what answers name.
struct Names {
    login: &'static [&'static str],
    graph: &'static str,
    arm: &'static str,
    admin: &'static [&'static str],
    /// Each tenant has hosts of its own below this domain.
    sharepoint: &'static str,
}

/// The worldwide cloud: the one that the practice cloud plays under origins of its own, too.
const WORLDWIDE: Names = Names {
    login: &["login.microsoftonline.com"],
    graph: "graph.microsoft.com",
    arm: "management.azure.com",
    admin: &[
        "admin.microsoft.com",
        "admin.cloud.microsoft",
        "entra.microsoft.com",
        "portal.azure.com",
        // The admin centers' short links, such as the one to "Your products".
        "go.microsoft.com",
    ],
    sharepoint: "sharepoint.com",
};

const CLOUDS: [Names; 4] = [
    WORLDWIDE,
    // US Government L4. It shares its login and ARM with L5; what is told by those hosts names L4's others.
    Names {
        login: &["login.microsoftonline.us"],
        graph: "graph.microsoft.us",
        arm: "management.usgovcloudapi.net",
        admin: &["portal.office365.us", "entra.microsoft.us", "portal.azure.us"],
        sharepoint: "sharepoint.us",
    },
    // US Government L5.
    Names {
        login: &["login.microsoftonline.us"],
        graph: "dod-graph.microsoft.us",
        arm: "management.usgovcloudapi.net",
        admin: &["portal.apps.mil", "entra.microsoft.us", "portal.azure.us"],
        sharepoint: "sharepoint-mil.us",
    },
    // China, operated by 21Vianet. Its login has an older name, too.
    Names {
        login: &["login.partner.microsoftonline.cn", "login.chinacloudapi.cn"],
        graph: "microsoftgraph.chinacloudapi.cn",
        arm: "management.chinacloudapi.cn",
        admin: &[
            "portal.partner.microsoftonline.cn",
            "entra.microsoftonline.cn",
            "portal.azure.cn",
        ],
        sharepoint: "sharepoint.cn",
    },
];

impl Names {
    fn hosts(&self) -> impl Iterator<Item = &'static str> {
        let (login, admin) = (self.login.iter(), self.admin.iter());
        login.chain(admin).copied().chain([self.graph, self.arm])
    }

    fn have(&self, host: &str) -> bool {
        self.hosts().any(|name| name == host) || self.is_sharepoint(host)
    }

    /// Whether the host is one label below SharePoint's domain.
    fn is_sharepoint(&self, host: &str) -> bool {
        host.strip_suffix(self.sharepoint)
            .and_then(|rest| rest.strip_suffix('.'))
            .is_some_and(|tenant| !tenant.is_empty() && !tenant.contains('.'))
    }
}

/// A cloud of Microsoft's as a tenant knows it: the one in which its accounts sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum NationalCloud {
    Global,
    UsGovernment,
    China,
}

impl NationalCloud {
    const fn login(self) -> &'static str {
        match self {
            Self::Global => "login.microsoftonline.com",
            Self::UsGovernment => "login.microsoftonline.us",
            Self::China => "login.partner.microsoftonline.cn",
        }
    }

    /// What Entra calls it in its errors.
    pub(crate) const fn instance(self) -> &'static str {
        match self {
            Self::Global => "MicrosoftOnline.COM",
            Self::UsGovernment => "MicrosoftOnline.US",
            Self::China => "PartnerMicrosoftOnline.CN",
        }
    }
}

impl Origins {
    /// Whether the login host is this cloud's. The practice cloud's own origins are every cloud's.
    pub(crate) fn is_login_of(&self, cloud: NationalCloud) -> bool {
        let host = host(&self.login);
        let mut named = CLOUDS.iter().filter(|names| names.login.contains(&host)).peekable();
        named.peek().is_none() || named.any(|names| names.login.contains(&cloud.login()))
    }
}

/// What a certificate has to name to be good for every host; SharePoint's with a star in the tenant's place.
#[must_use]
pub fn microsoft_names() -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for cloud in &CLOUDS {
        let star = format!("*.{}", cloud.sharepoint);
        for name in cloud.hosts().map(str::to_owned).chain([star]) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    names
}

/// Whether this is the name of a host of Microsoft's that the practice cloud plays.
#[must_use]
pub fn is_microsoft_host(host: &str) -> bool {
    let host = host.to_ascii_lowercase();
    CLOUDS.iter().any(|cloud| cloud.have(&host))
}

impl Origins {
    /// The origins of the cloud to which a host of Microsoft's belongs, for a client that reached that host at this port
    /// (none: the usual one), with the host itself for the part that it plays. `tenant` begins the names of its SharePoint.
    /// The control has no such name and keeps its own origin.
    #[must_use]
    pub fn under_microsoft_names(&self, host: &str, port: Option<u16>, tenant: &str) -> Option<Self> {
        let host = host.to_ascii_lowercase();
        let cloud = CLOUDS.iter().find(|cloud| cloud.have(&host))?;
        let origin = |name: &str| match port {
            None | Some(443) => format!("https://{name}"),
            Some(port) => format!("https://{name}:{port}"),
        };
        let asked_or_first = |names: &[&str]| {
            let asked = names.iter().find(|name| **name == host);
            origin(asked.or(names.first()).unwrap_or(&""))
        };
        Some(Self {
            login: asked_or_first(cloud.login),
            graph: origin(cloud.graph),
            arm: origin(cloud.arm),
            admin: asked_or_first(cloud.admin),
            // Files come from the host of OneDrive, which is `TENANT-my`.
            downloads: origin(&format!("{}-my.{}", tenant.to_ascii_lowercase(), cloud.sharepoint)),
            control: self.control.clone(),
        })
    }
}

/// What scopes and tokens call an API: Graph and ARM by an origin without a port, of the cloud in which the token is good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Audience(String);

impl Audience {
    /// That of an API which has no name but its application's id.
    pub(crate) fn of_application(id: Guid) -> Self {
        Self(id.to_string())
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl Origins {
    /// The audiences that the login host gives tokens for, the usual one first. Two clouds share a login host.
    pub(crate) fn audiences(&self, service: Service) -> Vec<Audience> {
        let host = host(&self.login);
        let mut clouds: Vec<&Names> = CLOUDS.iter().filter(|cloud| cloud.login.contains(&host)).collect();
        if clouds.is_empty() {
            clouds.push(&WORLDWIDE);
        }
        clouds.into_iter().map(|cloud| cloud.audience(service)).collect()
    }

    /// The audience that a token needs here.
    pub(crate) fn audience(&self, service: Service) -> Audience {
        let host = host(self.of(service));
        let cloud = CLOUDS.iter().find(|cloud| cloud.graph == host || cloud.arm == host);
        cloud.unwrap_or(&WORLDWIDE).audience(service)
    }
}

impl Names {
    fn audience(&self, service: Service) -> Audience {
        let host = if service == Service::Arm { self.arm } else { self.graph };
        Audience(format!("https://{host}"))
    }
}

/// The host of an origin.
fn host(origin: &str) -> &str {
    let host = origin.split_once("://").map_or(origin, |(_, rest)| rest);
    host.split(':').next().unwrap_or(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen_at(host: &str, port: Option<u16>) -> Option<Origins> {
        Origins::local(8081).under_microsoft_names(host, port, "contoso")
    }

    #[test]
    fn a_client_sees_the_cloud_of_the_host_that_it_asked() {
        let global = seen_at("graph.microsoft.com", None).unwrap();
        assert_eq!(global.login, "https://login.microsoftonline.com");
        assert_eq!(global.downloads, "https://contoso-my.sharepoint.com");
        let china = seen_at("LOGIN.chinacloudapi.cn", None).unwrap();
        assert_eq!(
            (china.login.as_str(), china.graph.as_str()),
            (
                "https://login.chinacloudapi.cn",
                "https://microsoftgraph.chinacloudapi.cn"
            )
        );
        assert_eq!(
            seen_at("dod-graph.microsoft.us", None).unwrap().graph,
            "https://dod-graph.microsoft.us"
        );
    }

    #[test]
    fn addresses_carry_the_port_that_the_client_used_unless_it_is_the_usual_one() {
        assert_eq!(
            seen_at("entra.microsoft.com", Some(8443)).unwrap().admin,
            "https://entra.microsoft.com:8443"
        );
        assert_eq!(
            seen_at("management.azure.com", Some(443)).unwrap().arm,
            "https://management.azure.com"
        );
    }

    #[test]
    fn every_host_plays_a_part_and_others_play_none() {
        for name in microsoft_names() {
            let host = name.replace('*', "contoso-my");
            let origins = seen_at(&host, None).unwrap();
            let url = url::Url::parse(&format!("https://{host}/")).unwrap();
            assert!(
                origins.service_of(&url).is_some_and(|part| part != Service::Control),
                "{host}"
            );
        }
        for host in [
            "example.com",
            "graph.microsoft.com.example",
            "xgraph.microsoft.com",
            "sharepoint.com",
            "a.b.sharepoint.com",
            "localhost",
            "",
        ] {
            assert!(!is_microsoft_host(host) && seen_at(host, None).is_none(), "{host}");
        }
    }
}

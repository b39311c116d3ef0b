//! Which origin plays which part. A request is told apart by scheme, host and port alone.

use serde::{Deserialize, Serialize};

/// The parts of the cloud, each with an origin of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Service {
    /// Entra: sign-in, consent, tokens.
    Login,
    /// Microsoft Graph.
    Graph,
    /// Azure Resource Manager.
    Arm,
    /// The admin centers.
    Admin,
    /// Pre-authenticated downloads.
    Downloads,
    /// The control of the model itself: no part of Microsoft's cloud.
    Control,
}

impl Service {
    /// Every part, in the order of their ports.
    pub const ALL: [Self; 6] = [
        Self::Login,
        Self::Graph,
        Self::Arm,
        Self::Admin,
        Self::Downloads,
        Self::Control,
    ];
}

/// The origin of each part, without a slash at the end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Origins {
    /// Entra.
    pub login: String,
    /// Microsoft Graph.
    pub graph: String,
    /// Azure Resource Manager.
    pub arm: String,
    /// The admin centers.
    pub admin: String,
    /// Pre-authenticated downloads.
    pub downloads: String,
    /// The control of the model.
    pub control: String,
}

impl Origins {
    /// Six ports of localhost in a row, as `practice --port` uses them.
    #[must_use]
    pub fn local(first_port: u16) -> Self {
        let origin = |offset: u16| format!("http://localhost:{}", first_port.saturating_add(offset));
        Self {
            login: origin(0),
            graph: origin(1),
            arm: origin(2),
            admin: origin(3),
            downloads: origin(4),
            control: origin(5),
        }
    }

    /// The origin of a part.
    #[must_use]
    pub fn of(&self, service: Service) -> &str {
        match service {
            Service::Login => &self.login,
            Service::Graph => &self.graph,
            Service::Arm => &self.arm,
            Service::Admin => &self.admin,
            Service::Downloads => &self.downloads,
            Service::Control => &self.control,
        }
    }

    /// The part that an absolute address belongs to.
    #[must_use]
    pub fn service_of(&self, url: &url::Url) -> Option<Service> {
        let origin = url.origin().ascii_serialization();
        Service::ALL.into_iter().find(|service| self.of(*service) == origin)
    }
}

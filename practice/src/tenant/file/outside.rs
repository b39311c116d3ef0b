//! How people from outside get in, as a tenant file has it; and the places that conditional access knows.

use serde::Deserialize;

use crate::tenant::file::TenantFile;
use crate::tenant::generate::Builder;
use crate::tenant::outside::{IdentityProvider, Named, NamedLocation, Outside, Trust};
use crate::time::Moment;

/// Somebody else who vouches for people.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct FileIdentityProvider {
    #[serde(rename = "type")]
    kind: String,
    display_name: String,
}

/// A place by its addresses.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct FileNamedLocation {
    display_name: String,
    #[serde(default)]
    ranges: Vec<String>,
    #[serde(default)]
    is_trusted: bool,
}

impl TenantFile {
    pub(super) fn add_outside(&self, builder: &mut Builder) {
        let named = |names: &[String], prefix: &str| -> Vec<Named> {
            let ids = names.iter().map(|name| Named {
                id: format!("{prefix}{name}"),
            });
            ids.collect()
        };
        builder.tenant.outside = Outside {
            identity_providers: self
                .identity_providers
                .iter()
                .map(|written| IdentityProvider {
                    kind: written.kind.clone(),
                    display_name: written.display_name.clone(),
                })
                .collect(),
            user_flows: named(&self.user_flows, "B2X_1_"),
            customer_user_flows: named(&self.customer_user_flows, "B2C_1_"),
            custom_policies: named(&self.custom_policies, "B2C_1A_"),
            policy_keys: named(&self.policy_keys, "B2C_1A_"),
        };
        for written in &self.named_locations {
            let location = NamedLocation {
                id: builder.guid(),
                display_name: written.display_name.clone(),
                ranges: written.ranges.clone(),
                trust: if written.is_trusted {
                    Trust::Trusted
                } else {
                    Trust::Unknown
                },
                created: Moment::days_ago(200),
            };
            builder.tenant.named_locations.push(location);
        }
    }
}

//! Requests: from every route that the model knows, with ids of this tenant and of another one, and with what goes
//! wrong on purpose.

use http::{Method, Request, Response};
use practice::Tenant;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::world::{EVERYTHING, SECOND_FACTOR, World, body};

/// A tenant that has something of each kind.
const FILE: &str = r#"{
  "name": "all", "displayName": "Something of everything", "domains": ["all.example"],
  "users": [
    {"userPrincipalName": "admin", "displayName": "Ada Admin", "roles": ["Global Administrator"],
     "files": [{"path": "Folder/Plan.txt", "content": "A plan."}], "mail": [{"from": "a@all.example", "subject": "s", "body": "b"}],
     "contacts": [{"displayName": "Anna", "mail": "anna@all.example"}], "events": [{"subject": "e", "daysAgo": 3, "minutes": 45}]},
    {"userPrincipalName": "person@all.example", "displayName": "Person", "licenses": ["SPB"]},
    {"userPrincipalName": "director", "displayName": "Director", "roles": ["Billing Administrator"]},
    {"userPrincipalName": "synced@all.example", "displayName": "From on premises", "onPremisesSyncEnabled": true}
  ],
  "moreUsers": 8,
  "directorySync": "on",
  "groups": [{"displayName": "Security", "members": ["admin", "director"]},
             {"displayName": "Modern", "kind": "microsoft365", "members": ["person@all.example"], "owners": ["admin"]}],
  "devices": [{"displayName": "DESKTOP-01"}],
  "administrativeUnits": [{"displayName": "Board", "isMemberManagementRestricted": true, "members": ["director"]}],
  "applications": [{"displayName": "Old sign-on", "kind": "saml"}, {"displayName": "Plain"}],
  "enterpriseApplications": [{"displayName": "DevOps", "leaves": "onceDisabled"}, {"displayName": "P2P", "leaves": "never"}],
  "conditionalAccessPolicies": [{"displayName": "Require MFA", "state": "enabled"}],
  "subscriptions": [{"skuPartNumber": "SPB", "totalLicenses": 30}, {"skuPartNumber": "FLOW_FREE", "totalLicenses": 9, "isSelfService": true}],
  "agreement": "MCA", "invoices": [{"billedCents": 100, "dueCents": 100, "daysAgo": 20}],
  "azureSubscriptions": [{"displayName": "Azure", "owners": ["admin"], "resources": [
    {"resourceGroup": "rg", "type": "Microsoft.AAD/domainServices", "name": "all.example"}]}],
  "sites": [{"displayName": "Intranet", "members": ["admin"], "files": [{"path": "Welcome.txt", "content": "Welcome!"}]}]
}"#;

const SCOPES: &str = "Group.ReadWrite.All Domain.ReadWrite.All Files.Read.All Sites.Read.All Mail.Read Contacts.Read \
    Calendars.Read AuditLog.Read.All AdministrativeUnit.ReadWrite.All Policy.ReadWrite.ConditionalAccess \
    Policy.ReadWrite.SecurityDefaults Organization.ReadWrite.All OnPremDirectorySynchronization.ReadWrite.All \
    DelegatedPermissionGrant.ReadWrite.All";

const LOGIN: u16 = 8081;
const GRAPH: u16 = 8082;
const ARM: u16 = 8083;
const ADMIN_CENTER: u16 = 8084;
const DOWNLOADS: u16 = 8085;

/// Method, port, path and the body that fits.
const ROUTES: &[(&str, u16, &str, &str)] = &[
    ("GET", GRAPH, "/v1.0/me", ""),
    ("GET", GRAPH, "/v1.0/users", ""),
    ("GET", GRAPH, "/v1.0/users/$count", ""),
    ("GET", GRAPH, "/v1.0/users/ID", ""),
    ("DELETE", GRAPH, "/v1.0/users/ID", ""),
    ("GET", GRAPH, "/v1.0/users/ID/transitiveMemberOf", ""),
    (
        "PATCH",
        GRAPH,
        "/beta/users/ID/authentication/requirements",
        r#"{"perUserMfaState":"enforced"}"#,
    ),
    ("GET", GRAPH, "/v1.0/directory/deletedItems/microsoft.graph.user", ""),
    ("DELETE", GRAPH, "/v1.0/directory/deletedItems/ID", ""),
    ("POST", GRAPH, "/v1.0/directory/deletedItems/ID/restore", "{}"),
    ("GET", GRAPH, "/v1.0/groups/ID/members", ""),
    ("DELETE", GRAPH, "/v1.0/groups/ID", ""),
    (
        "POST",
        GRAPH,
        "/v1.0/groups/ID/members/$ref",
        r#"{"@odata.id":"https://graph.microsoft.com/v1.0/directoryObjects/ID"}"#,
    ),
    (
        "POST",
        GRAPH,
        "/v1.0/groups/ID/assignLicense",
        r#"{"addLicenses":[],"removeLicenses":["ID"]}"#,
    ),
    ("DELETE", GRAPH, "/v1.0/devices/ID", ""),
    ("DELETE", GRAPH, "/v1.0/directory/administrativeUnits/ID", ""),
    ("GET", GRAPH, "/v1.0/domains/all.example/domainNameReferences", ""),
    (
        "PATCH",
        GRAPH,
        "/v1.0/domains/all.onmicrosoft.com",
        r#"{"isDefault":true}"#,
    ),
    ("DELETE", GRAPH, "/v1.0/domains/all.example", ""),
    (
        "POST",
        GRAPH,
        "/v1.0/domains/all.example/forceDelete",
        r#"{"disableUserAccounts":false}"#,
    ),
    ("DELETE", GRAPH, "/v1.0/applications/ID", ""),
    ("DELETE", GRAPH, "/v1.0/servicePrincipals/ID", ""),
    (
        "PATCH",
        GRAPH,
        "/v1.0/servicePrincipals/ID",
        r#"{"accountEnabled":false}"#,
    ),
    ("DELETE", GRAPH, "/v1.0/servicePrincipals(appId='ID')", ""),
    ("GET", GRAPH, "/v1.0/oauth2PermissionGrants", ""),
    (
        "PATCH",
        GRAPH,
        "/v1.0/organization/ID",
        r#"{"onPremisesSyncEnabled":false}"#,
    ),
    (
        "PATCH",
        GRAPH,
        "/v1.0/policies/identitySecurityDefaultsEnforcementPolicy",
        r#"{"isEnabled":true}"#,
    ),
    (
        "PATCH",
        GRAPH,
        "/v1.0/identity/conditionalAccess/policies/ID",
        r#"{"state":"disabled"}"#,
    ),
    ("DELETE", GRAPH, "/v1.0/identity/conditionalAccess/policies/ID", ""),
    ("GET", GRAPH, "/v1.0/roleManagement/directory/roleAssignments", ""),
    ("GET", GRAPH, "/v1.0/auditLogs/directoryAudits", ""),
    ("GET", GRAPH, "/v1.0/directory/subscriptions", ""),
    ("GET", GRAPH, "/v1.0/subscribedSkus", ""),
    ("GET", GRAPH, "/v1.0/me/drive/root/delta", ""),
    ("GET", GRAPH, "/v1.0/drives/ID/items/ID/content", ""),
    ("GET", GRAPH, "/v1.0/sites", ""),
    ("GET", GRAPH, "/v1.0/me/mailFolders/inbox/messages", ""),
    ("GET", GRAPH, "/v1.0/me/messages/ID/$value", ""),
    ("GET", GRAPH, "/v1.0/me/events", ""),
    (
        "POST",
        GRAPH,
        "/v1.0/$batch",
        r#"{"requests":[{"id":"1","method":"DELETE","url":"/users/ID"},{"id":"2","method":"GET","url":"/me","dependsOn":["1"]}]}"#,
    ),
    ("GET", ARM, "/tenants?api-version=2022-12-01", ""),
    ("GET", ARM, "/subscriptions?api-version=2022-12-01", ""),
    (
        "POST",
        ARM,
        "/subscriptions/ID/providers/Microsoft.Subscription/cancel?api-version=2021-10-01",
        "",
    ),
    (
        "POST",
        ARM,
        "/subscriptions/ID/providers/Microsoft.Subscription/enable?api-version=2021-10-01",
        "",
    ),
    (
        "DELETE",
        ARM,
        "/subscriptions/ID/resourcegroups/rg?api-version=2021-04-01",
        "",
    ),
    (
        "POST",
        ARM,
        "/providers/Microsoft.Authorization/elevateAccess?api-version=2016-07-01",
        "",
    ),
    (
        "PUT",
        ARM,
        "/subscriptions/ID/providers/Microsoft.Authorization/roleAssignments/ID?api-version=2022-04-01",
        r#"{"properties":{"roleDefinitionId":"/x/8e3af657-a8ff-443c-a75c-2fe8c4bcb635","principalId":"ID","principalType":"User"}}"#,
    ),
    (
        "DELETE",
        ARM,
        "/providers/Microsoft.Authorization/roleAssignments/ID?api-version=2022-04-01",
        "",
    ),
    (
        "GET",
        ARM,
        "/providers/Microsoft.Billing/billingAccounts?api-version=2024-04-01",
        "",
    ),
    (
        "PATCH",
        ARM,
        "/providers/Microsoft.Billing/billingAccounts/default/billingSubscriptions/ID?api-version=2024-04-01",
        r#"{"properties":{"autoRenew":"Off"}}"#,
    ),
    (
        "DELETE",
        ARM,
        "/providers/Microsoft.Billing/billingAccounts/default/billingSubscriptions/ID?api-version=2024-04-01",
        "",
    ),
    (
        "POST",
        ARM,
        "/providers/Microsoft.Billing/billingAccounts/default/invoices/E010000001/download?api-version=2024-04-01",
        "",
    ),
    ("GET", LOGIN, "/organizations/v2.0/.well-known/openid-configuration", ""),
    (
        "GET",
        LOGIN,
        "/organizations/oauth2/v2.0/authorize?client_id=x&scope=ID",
        "",
    ),
    ("GET", LOGIN, "/ID/v2.0/adminconsent?client_id=ID", ""),
    (
        "POST",
        LOGIN,
        "/organizations/oauth2/v2.0/token",
        "grant_type=refresh_token&refresh_token=ID&client_id=ID",
    ),
    (
        "POST",
        LOGIN,
        "/ID/login",
        "flow=ID&account=admin%40all.onmicrosoft.com&password=practice",
    ),
    ("POST", LOGIN, "/ID/consent", "flow=ID&decision=accept"),
    (
        "GET",
        LOGIN,
        "/organizations/oauth2/v2.0/logout?post_logout_redirect_uri=ID",
        "",
    ),
    ("POST", ADMIN_CENTER, "/products/ID/cancel", "reason=x"),
    ("POST", ADMIN_CENTER, "/tenants/delete", ""),
    ("POST", ADMIN_CENTER, "/sign-in", "account=admin&password=x&next=//evil"),
    ("GET", DOWNLOADS, "/files/ID?tempauth=ID", ""),
];

const QUERIES: &[&str] = &[
    "",
    "$top=1",
    "$top=0",
    "$top=-1",
    "$top=99999999999999999999",
    "$top=abc&$top=5",
    "$select=nothing",
    "$select=",
    "$select=id,displayName",
    "$filter=userType eq 'Guest'",
    "$filter=foo bar baz",
    "$filter=id in ('a','b')",
    "$filter='",
    "$filter=displayName eq '''",
    "$search=\"x\"",
    "$expand=members($levels=max)",
    "$orderby=deletedDateTime desc",
    "$skip=5",
    "$skiptoken=RFNwdAoAAQ!!!",
    "$skiptoken=RFNwdAoAAQAAAA",
    "$count=maybe",
    "$apply=aggregate(x)",
    "api-version=1900-01-01",
    "token=latest",
    "%ff%fe=%00",
];

const BODIES: &[&[u8]] = &[
    b"",
    b"{",
    b"[]",
    b"null",
    b"\"text\"",
    b"{}",
    b"{\"a\":{\"a\":{\"a\":{}}}}",
    br#"{"perUserMfaState":"\ud800"}"#,
    br#"{"state":"\u0000","isEnabled":"yes","isDefault":1}"#,
    br#"{"requests":{}}"#,
    br#"{"requests":[{"id":"1","method":"GET","url":"http://evil.example/"}]}"#,
    br#"{"requests":[{"id":"1","method":"POST","url":"/$batch","headers":{"Content-Type":"application/json"},"body":{}}]}"#,
    b"\xff\xfe\x00\x01",
    b"grant_type=password&username=x&password=y",
];

/// What is wrong on purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trouble {
    None,
    OtherBody(usize),
    OtherMethod(usize),
    NoToken,
    Forged,
    Expired,
    WrongAudience,
    Over4Megabytes,
    BatchOf21,
    DeepJson,
}

#[derive(Debug, Clone)]
pub(super) struct Sent {
    route: usize,
    ids: [usize; 2],
    query: usize,
    pub(super) trouble: Trouble,
    pause: u16,
}

impl Sent {
    pub(super) fn is_for_an_api(&self) -> bool {
        matches!(ROUTES[self.route].1, GRAPH | ARM)
    }

    pub(super) fn is_restore(&self) -> bool {
        ROUTES[self.route].2.ends_with("/restore")
    }
}

pub(super) fn sent() -> impl Strategy<Value = Sent> {
    let trouble = prop_oneof![
        12 => Just(Trouble::None),
        4 => (0..BODIES.len()).prop_map(Trouble::OtherBody),
        2 => (0..METHODS.len()).prop_map(Trouble::OtherMethod),
        1 => Just(Trouble::NoToken),
        1 => Just(Trouble::Forged),
        1 => Just(Trouble::Expired),
        1 => Just(Trouble::WrongAudience),
        1 => Just(Trouble::BatchOf21),
        1 => Just(Trouble::DeepJson),
    ];
    // Four megabytes take a while to look at, so they are rare.
    let trouble = prop_oneof![60 => trouble, 1 => Just(Trouble::Over4Megabytes)];
    let query = prop_oneof![2 => Just(0), 1 => 0..QUERIES.len()];
    (
        0..ROUTES.len(),
        [any::<usize>(), any::<usize>()],
        query,
        trouble,
        0_u16..90,
    )
        .prop_map(|(route, ids, query, trouble, pause)| Sent {
            route,
            ids,
            query,
            trouble,
            pause,
        })
}

const METHODS: &[&str] = &[
    "GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "TRACE", "BREW",
];

/// A cloud with its tokens and ids.
#[derive(Clone)]
pub(super) struct Place {
    pub(super) world: World,
    graph: String,
    arm: String,
    expired: String,
    ids: Vec<String>,
}

fn token(world: &World) -> String {
    world.tokens["access_token"].as_str().unwrap().to_owned()
}

fn ids_of(state: &Value, ids: &mut Vec<String>) {
    match state {
        Value::Object(object) => {
            for (name, value) in object {
                match value.as_str() {
                    Some(id) if name == "id" || name == "appId" => ids.push(id.to_owned()),
                    _ => ids_of(value, ids),
                }
            }
        }
        Value::Array(values) => values.iter().for_each(|value| ids_of(value, ids)),
        _ => {}
    }
}

pub(super) fn everything() -> Place {
    let admin = "admin@all.onmicrosoft.com";
    let mut world = World::new(Tenant::from_json(FILE).unwrap());
    world.sign_in(admin, &format!("{EVERYTHING} {SCOPES}"));
    let expired = token(&world);
    world.cloud.expire_tokens();
    world.tokens = body(&world.refresh(&format!("{EVERYTHING} {SCOPES}")));
    let graph = token(&world);
    world.sign_in_to_azure(admin, SECOND_FACTOR);
    let arm = token(&world);
    let mut ids = Vec::new();
    ids_of(&world.cloud.inspect(), &mut ids);
    ids_of(
        &World::new(practice::TenantName::Contoso).cloud.inspect()["users"],
        &mut ids,
    );
    for strange in [
        "person@all.example",
        "me",
        "..",
        "%00",
        "not-a-guid",
        "0",
        "%F0%9F%8E%89",
        "'",
    ] {
        ids.push(strange.to_owned());
    }
    ids.push("a".repeat(5000));
    Place {
        world,
        graph,
        arm,
        expired,
        ids,
    }
}

impl Place {
    /// Lets the time pass that lies before a request, so that nothing happens by itself during it.
    pub(super) fn settle(&mut self) {
        let keys = "http://localhost:8081/common/discovery/v2.0/keys";
        self.world.call(Request::get(keys).body(Vec::new()).unwrap());
    }

    pub(super) fn send(&mut self, sent: &Sent) -> Response<Vec<u8>> {
        let (method, port, path, content) = ROUTES[sent.route];
        let mut ids = sent.ids.iter().map(|id| &self.ids[id % self.ids.len()]).cycle();
        let mut filled = |text: &str| {
            let mut parts = text.split("ID");
            let mut whole = parts.next().unwrap_or_default().to_owned();
            for part in parts {
                whole += ids.next().unwrap();
                whole += part;
            }
            whole
        };
        let (mut method, mut path) = (method.to_owned(), filled(path));
        let mut content = filled(content).into_bytes();
        let own = if port == ARM { &self.arm } else { &self.graph };
        let mut bearer = Some(own.clone());
        let mut port = port;
        match sent.trouble {
            Trouble::None => {}
            Trouble::OtherBody(number) => content = BODIES[number].to_vec(),
            Trouble::OtherMethod(number) => method = METHODS[number].to_owned(),
            Trouble::NoToken => bearer = None,
            Trouble::Forged => bearer = Some(format!("{own}x")),
            Trouble::Expired => bearer = Some(self.expired.clone()),
            Trouble::WrongAudience => bearer = Some(if port == ARM { &self.graph } else { &self.arm }.clone()),
            Trouble::Over4Megabytes => content = vec![b' '; 4 * 1024 * 1024 + 1],
            Trouble::DeepJson => content = "[".repeat(5000).into_bytes(),
            Trouble::BatchOf21 => {
                (method, port, path) = ("POST".to_owned(), GRAPH, "/v1.0/$batch".to_owned());
                bearer = Some(self.graph.clone());
                let items = (0..21).map(|number| json!({"id": number.to_string(), "method": "GET", "url": "/me"}));
                content = json!({"requests": items.collect::<Vec<_>>()}).to_string().into_bytes();
            }
        }
        // The expired token was Graph's.
        if sent.trouble == Trouble::Expired && port == ARM {
            bearer = Some(format!("{own}x"));
        }
        if !QUERIES[sent.query].is_empty() && sent.trouble != Trouble::BatchOf21 {
            path += if path.contains('?') { "&" } else { "?" };
            path += &QUERIES[sent.query].replace(' ', "%20").replace('"', "%22");
        }
        let mut request = Request::builder()
            .method(Method::from_bytes(method.as_bytes()).unwrap())
            .uri(format!("http://localhost:{port}{path}"))
            .header("origin", "http://localhost:8080")
            .header(
                "content-type",
                if port == LOGIN {
                    "application/x-www-form-urlencoded"
                } else {
                    "application/json"
                },
            )
            .header("consistencylevel", "eventual")
            .header("range", "bytes=5-2");
        if let Some(bearer) = bearer {
            request = request.header("authorization", format!("Bearer {bearer}"));
        }
        let answer = self.world.call(request.body(content).unwrap());
        self.world.wait(sent.pause.into());
        answer
    }
}

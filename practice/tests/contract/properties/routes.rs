//! The tables that requests are put together from: a tenant, routes (in `routes.txt`), queries, bodies.

use std::sync::LazyLock;

/// A tenant that has something of each kind.
pub(crate) const FILE: &str = r#"{
  "name": "all", "displayName": "Something of everything", "domains": ["all.example"],
  "users": [
    {"userPrincipalName": "admin", "displayName": "Ada Admin", "roles": ["Global Administrator"],
     "files": [{"path": "Folder/Plan.txt", "content": "A plan."}], "mail": [{"from": "a@all.example", "subject": "s", "body": "b"}],
     "contacts": [{"displayName": "Anna", "mail": "anna@all.example"}], "events": [{"subject": "e", "daysAgo": 3, "minutes": 45}]},
    {"userPrincipalName": "person@all.example", "displayName": "Person", "licenses": ["SPB"], "manager": "director"},
    {"userPrincipalName": "director", "displayName": "Director", "roles": ["Billing Administrator"]},
    {"userPrincipalName": "synced@all.example", "displayName": "From on premises", "onPremisesSyncEnabled": true}
  ],
  "moreUsers": 2,
  "directorySync": "on",
  "groups": [{"displayName": "Security", "members": ["admin", "director"]},
             {"displayName": "Modern", "kind": "microsoft365", "members": ["person@all.example"], "owners": ["admin"],
              "channels": [{"displayName": "General", "messages": [{"from": "admin", "body": "Hello"}]}]}],
  "chats": [{"members": ["admin", "director"], "messages": [{"from": "director", "body": "Hi"}]}],
  "identityProviders": [{"type": "Google", "displayName": "Google"}], "userFlows": ["Partner"],
  "namedLocations": [{"displayName": "Office", "ranges": ["203.0.113.0/24"]}],
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

pub(crate) const SCOPES: &str = "Group.ReadWrite.All Domain.ReadWrite.All Files.Read.All Sites.Read.All Mail.Read Contacts.Read \
    Calendars.Read AuditLog.Read.All AdministrativeUnit.ReadWrite.All Policy.ReadWrite.ConditionalAccess \
    Policy.ReadWrite.SecurityDefaults Organization.ReadWrite.All OnPremDirectorySynchronization.ReadWrite.All \
    DelegatedPermissionGrant.ReadWrite.All Chat.Read IdentityProvider.ReadWrite.All IdentityUserFlow.ReadWrite.All";

pub(super) const LOGIN: u16 = 8081;
pub(super) const GRAPH: u16 = 8082;
pub(super) const ARM: u16 = 8083;
pub(super) const ADMIN_CENTER: u16 = 8084;
pub(super) const DOWNLOADS: u16 = 8085;

/// Method, port, path and the body that fits: a line of `routes.txt` each.
pub(super) static ROUTES: LazyLock<Vec<(&str, u16, &str, &str)>> = LazyLock::new(|| {
    let routes = include_str!("routes.txt").lines().map(|line| {
        let mut parts = line.splitn(4, ' ');
        let mut part = || parts.next().unwrap_or_default();
        let (method, host) = (part(), part());
        let port = match host {
            "login" => LOGIN,
            "graph" => GRAPH,
            "arm" => ARM,
            "admin" => ADMIN_CENTER,
            "downloads" => DOWNLOADS,
            _ => panic!("no host: {line}"),
        };
        (method, port, part(), part())
    });
    routes.collect()
});

pub(super) const QUERIES: &[&str] = &[
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
    "$filter=not(not(((userType eq 'Guest') or id in ('a'))))",
    "$filter=endsWith(displayName,'x')&$count=true",
    "$orderby=displayName desc&$top=1",
    "$orderby=nothing",
    "$filter=displayName eq '''",
    "$search=\"x\"",
    "$search=(((\"displayName:a b\" OR \"mail:\")",
    "$search=\"displayName:\\\"\"",
    "$expand=members($levels=max)",
    "$expand=members($select=id)&$top=1",
    "$expand=manager($levels=max;$select=id)",
    "$filter=assignedLicenses/any(x:x/skuId eq 'a') or proxyAddresses/any(p:startsWith(p,'s'))",
    "$filter=a/any(x:x/any(x:x/any()))&$count=true",
    "$filter=assignedLicenses/$count gt -9223372036854775809&$count=true",
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

pub(super) const BODIES: &[&[u8]] = &[
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

//! What a collection is asked for besides its objects: conditions on lists, searches, related objects, an order; and what
//! Graph wants to be told before it answers an advanced query.

use http::{Method, Request, Response};
use serde_json::{Value, json};

use crate::world::{ADMIN, EVERYTHING, World, body, code_of, header, text};

const SCOPES: &str = "Group.Read.All AdministrativeUnit.Read.All Device.Read.All Mail.Read";

fn contoso() -> World {
    World::contoso_as(ADMIN, &format!("{EVERYTHING} {SCOPES}"))
}

/// People who report to each other, in a group that is larger than what an expansion shows.
fn company() -> World {
    let file = r#"{"name": "steps", "displayName": "Steps", "users": [
        {"userPrincipalName": "admin", "displayName": "Ada Admin", "roles": ["Global Administrator"]},
        {"userPrincipalName": "chief", "displayName": "Chief"},
        {"userPrincipalName": "head", "displayName": "Head", "manager": "chief"},
        {"userPrincipalName": "hand", "displayName": "Hand", "manager": "head"}],
        "administrativeUnits": [{"displayName": "Board", "members": ["chief"]}],
        "applications": [{"displayName": "Tool"}],
        "groups": [{"displayName": "Everyone", "members": ["admin", "chief", "head", "hand"], "owners": ["chief"]}]}"#;
    World::written(file, "admin@steps.onmicrosoft.com", &format!("{EVERYTHING} {SCOPES}"))
}

/// Without the header of advanced queries.
fn plain(world: &mut World, path: &str) -> Response<Vec<u8>> {
    let token = world.tokens["access_token"].as_str().unwrap().to_owned();
    let request = Request::get(format!(
        "http://localhost:8082{}",
        path.replace(' ', "%20").replace('"', "%22")
    ))
    .header("authorization", format!("Bearer {token}"));
    world.call(request.body(Vec::new()).unwrap())
}

fn names(world: &mut World, path: &str) -> Vec<String> {
    let found = world.all(&path.replace('"', "%22"));
    let mut names: Vec<String> = found
        .iter()
        .map(|one| one["displayName"].as_str().unwrap().to_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn lists_inside_objects_are_filtered_by_any_and_by_their_number() {
    let mut world = contoso();
    assert_eq!(
        names(&mut world, "/v1.0/groups?$filter=groupTypes/any(c:c eq 'Unified')"),
        ["Contoso All Company"]
    );
    let premium = world.all("/v1.0/subscribedSkus");
    let premium = premium.iter().find(|sku| sku["skuPartNumber"] == "SPB").unwrap();
    let (sku, consumed) = (premium["skuId"].as_str().unwrap(), premium["consumedUnits"].as_u64());
    let holders = world.all(&format!(
        "/v1.0/users?$filter=assignedLicenses/any(x:x/skuId eq {sku})&$select=id"
    ));
    assert_eq!(Some(holders.len() as u64), consumed);
    let without = world.all("/v1.0/users?$filter=assignedLicenses/$count eq 0&$count=true&$select=id,assignedLicenses");
    assert!(!without.is_empty() && without.iter().all(|user| user["assignedLicenses"] == json!([])));
    let mails = world.all("/v1.0/users?$filter=proxyAddresses/any(p:startsWith(p,'SMTP:person@'))");
    assert_eq!(mails.len(), 1);
    // The number of elements, as well as what denies, needs the advanced query.
    for advanced in [
        "assignedLicenses/$count eq 0",
        "not(groupTypes/any(c:c eq 'Unified'))",
        "userType eq 'Guest' and accountEnabled eq true",
    ] {
        let refused = plain(&mut world, &format!("/v1.0/users?$filter={advanced}"));
        assert_eq!(
            (refused.status().as_u16(), code_of(&refused).as_str()),
            (400, "Request_UnsupportedQuery"),
            "{advanced}"
        );
    }
}

#[test]
fn what_graph_doesnt_filter_by_is_refused_and_what_the_model_doesnt_is_said() {
    let mut world = contoso();
    for (filter, status, code) in [
        ("contains(displayName,'a')", 400, "Request_UnsupportedQuery"),
        (
            "assignedLicenses/all(x:x/skuId eq null)",
            400,
            "Request_UnsupportedQuery",
        ),
        ("assignedLicenses/any(x:y/skuId eq null)", 400, "BadRequest"),
        ("nothing/any(x:x eq 1)", 400, "BadRequest"),
        ("tolower(displayName) eq 'a'", 501, ""),
    ] {
        let answer = world.get(&format!("/v1.0/users?$filter={filter}"));
        assert_eq!(answer.status().as_u16(), status, "{filter}");
        if status == 400 {
            assert_eq!(code_of(&answer), code, "{filter}");
        }
    }
}

#[test]
fn names_are_searched_by_whoever_accepts_a_late_answer() {
    let mut world = contoso();
    let path = "/v1.0/users?$search=\"displayName:skovgaard\"";
    assert_eq!(names(&mut world, path), ["Mette Skovgaard-Holm"]);
    let refused = plain(&mut world, path);
    assert_eq!(
        (refused.status().as_u16(), code_of(&refused).as_str()),
        (400, "Request_UnsupportedQuery")
    );
    let either = "/v1.0/users?$search=\"displayName:break\" OR \"displayName:guest\"&$select=displayName";
    assert_eq!(names(&mut world, either), ["Break Glass", "Guest from Fabrikam"]);
    let both = "/v1.0/users?$search=\"displayName:guest\"&$filter=userType eq 'Guest'&$count=true&$orderby=displayName";
    assert_eq!(names(&mut world, both), ["Guest from Fabrikam"]);
    let counted = world.get("/v1.0/groups/$count?$search=%22displayName:company%22");
    assert_eq!(text(&counted), "1");
    let wrong = world.get("/v1.0/users?$search=%22jobTitle:Developer%22");
    assert_eq!(code_of(&wrong), "Request_UnsupportedQuery");
    assert_eq!(world.get("/v1.0/domains?$search=%22id:x%22").status(), 501);
}

#[test]
fn a_group_comes_with_twenty_of_its_members_at_most() {
    let mut world = contoso();
    let groups = world.all("/v1.0/groups?$expand=members($select=id,displayName)&$select=id,displayName");
    let everyone = groups
        .iter()
        .find(|group| group["displayName"] == "Contoso All Company")
        .unwrap();
    let members = everyone["members"].as_array().unwrap();
    assert_eq!(members.len(), 20);
    assert_eq!(members[0]["@odata.type"], "#microsoft.graph.user");
    assert!(members[0].get("userPrincipalName").is_none());
    let all = world.all(&format!("/v1.0/groups/{}/members", everyone["id"].as_str().unwrap()));
    assert_eq!(all.len(), 32);

    let mut world = company();
    let group = body(&world.get("/v1.0/groups?$expand=owners"))["value"][0].clone();
    assert_eq!(group["owners"][0]["displayName"], "Chief");
    let unit = body(&world.get("/v1.0/directory/administrativeUnits?$expand=members"));
    assert_eq!(unit["value"][0]["members"][0]["displayName"], "Chief");
    let role = body(&world.get("/v1.0/directoryRoles?$expand=members"));
    assert_eq!(role["value"][0]["members"][0]["displayName"], "Ada Admin");
    let application = body(&world.get("/v1.0/applications?$expand=owners"));
    assert_eq!(application["value"][0]["owners"], json!([]));
}

#[test]
fn somebody_comes_with_those_they_report_to() {
    let mut world = company();
    let hand = "/v1.0/users/hand@steps.onmicrosoft.com";
    let one = body(&world.get(&format!("{hand}?$expand=manager&$select=id,displayName")));
    assert_eq!(one["manager"]["displayName"], "Head");
    assert!(one["manager"].get("manager").is_none());
    let levels = format!("{hand}?$expand=manager($levels=max;$select=id,displayName)&$select=id");
    assert_eq!(body(&world.get(&levels))["manager"]["manager"]["displayName"], "Chief");
    let chief = body(&world.get("/v1.0/users/chief@steps.onmicrosoft.com?$expand=manager"));
    assert!(
        chief.get("manager").is_none(),
        "who reports to nobody has no such property"
    );
    assert_eq!(body(&world.get(&format!("{hand}/manager")))["displayName"], "Head");
    assert_eq!(
        world.get("/v1.0/users/chief@steps.onmicrosoft.com/manager").status(),
        404
    );
    let expanded = world.get(&format!("{hand}?$expand=manager"));
    assert_eq!(header(&expanded, "x-ms-resource-unit"), Some("2"));
}

#[test]
fn one_relation_is_shown_at_a_time_and_only_one_that_there_is() {
    let mut world = company();
    for (path, status, code) in [
        ("/v1.0/groups?$expand=members,owners", 400, "Request_UnsupportedQuery"),
        ("/v1.0/groups?$expand=nothing", 400, "BadRequest"),
        ("/v1.0/groups?$expand=members($select=id", 400, "BadRequest"),
        ("/v1.0/users?$expand=manager($levels=0)", 400, "BadRequest"),
        ("/v1.0/groups?$expand=members($expand=manager)", 501, ""),
        ("/v1.0/domains?$expand=rootDomain", 501, ""),
    ] {
        let answer = world.get(path);
        assert_eq!(answer.status().as_u16(), status, "{path}: {}", text(&answer));
        if status == 400 {
            assert_eq!(code_of(&answer), code, "{path}");
        }
    }
}

#[test]
fn what_is_filtered_and_the_bin_are_sorted_for_advanced_queries_alone() {
    let mut world = contoso();
    world.delete("/v1.0/users/person@contoso.onmicrosoft.com");
    let bin = "/v1.0/directory/deletedItems/microsoft.graph.user?$orderby=deletedDateTime";
    let filtered = "/v1.0/users?$filter=accountEnabled eq true&$orderby=displayName";
    for path in [bin, filtered] {
        let refused = plain(&mut world, path);
        assert_eq!(
            (refused.status().as_u16(), code_of(&refused).as_str()),
            (400, "Request_UnsupportedQuery")
        );
        let advanced = world.send(Method::GET, &format!("{path}&$count=true"), None);
        assert_eq!(advanced.status(), 200, "{}", text(&advanced));
    }
    assert_eq!(plain(&mut world, "/v1.0/users?$orderby=displayName").status(), 200);
}

#[test]
fn log_entries_are_found_by_what_lies_deeper_in_them() {
    let mut world = World::contoso_as(ADMIN, &format!("{EVERYTHING} AuditLog.Read.All"));
    let gone = world.user_id("person@contoso.onmicrosoft.com");
    world.delete(&format!("/v1.0/users/{gone}"));
    world.delete("/v1.0/users/billing@contoso.onmicrosoft.com");
    let of = |world: &mut World, filter: &str| -> Vec<Value> {
        world.wait(20);
        world.all(&format!("/v1.0/auditLogs/directoryAudits?$filter={filter}"))
    };
    let of_one = of(&mut world, &format!("targetResources/any(t:t/id eq '{gone}')"));
    assert_eq!(of_one.len(), 1);
    let admin = world.user_id(ADMIN);
    let deletions = format!("initiatedBy/user/id eq '{admin}' and operationType eq 'Delete'");
    assert_eq!(of(&mut world, &deletions).len(), 2);
}

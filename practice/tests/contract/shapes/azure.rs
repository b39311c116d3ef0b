//! The shapes of Azure Resource Manager's answers.

use http::Method;
use practice::Tenant;
use serde_json::Value;

use crate::properties::routes::FILE;
use crate::shapes::{ADMIN, Names, check, get};
use crate::world::{SECOND_FACTOR, World};

#[test]
fn azure_and_its_billing() {
    let mut world = World::new(Tenant::from_json(FILE).unwrap());
    world.sign_in_to_azure(ADMIN, SECOND_FACTOR);
    world.arm(
        Method::POST,
        "/providers/Microsoft.Authorization/elevateAccess?api-version=2016-07-01",
        None,
    );
    world.sign_in_to_azure(ADMIN, SECOND_FACTOR);
    let state = world.cloud.inspect();
    let commerce = state["subscriptions"][0]["commerceSubscriptionId"]
        .as_str()
        .unwrap()
        .to_owned();
    let subscriptions = world.arm(Method::GET, "/subscriptions?api-version=2022-12-01", None);
    let azure = crate::world::body(&subscriptions)["value"][0]["subscriptionId"]
        .as_str()
        .unwrap()
        .to_owned();
    let names = Names(vec![
        (commerce, "product"),
        (azure, "azure"),
        ("2024-04-01".to_owned(), "billing"),
    ]);
    let requests = [
        get("/tenants?api-version=2022-12-01"),
        get("/subscriptions?api-version=2022-12-01"),
        get("/subscriptions"),
        get("/subscriptions/{azure}?api-version=2022-12-01"),
        get("/subscriptions/00000000-0000-0000-0000-000000000000?api-version=2022-12-01"),
        get("/subscriptions/{azure}/resources?api-version=2021-04-01"),
        get("/subscriptions/{azure}/resourcegroups?api-version=2021-04-01"),
        get("/subscriptions/{azure}/providers/Microsoft.AAD/domainServices?api-version=2022-12-01"),
        (
            Method::POST,
            "/subscriptions/{azure}/providers/Microsoft.Subscription/cancel?api-version=2021-10-01",
            Value::Null,
        ),
        (
            Method::POST,
            "/subscriptions/{azure}/providers/Microsoft.Subscription/cancel?api-version=2021-10-01&IgnoreResourceCheck=true",
            Value::Null,
        ),
        (
            Method::DELETE,
            "/subscriptions/{azure}/resourcegroups/rg?api-version=2021-04-01",
            Value::Null,
        ),
        (
            Method::POST,
            "/providers/Microsoft.Authorization/elevateAccess?api-version=2016-07-01",
            Value::Null,
        ),
        get("/providers/Microsoft.Authorization/roleAssignments?api-version=2022-04-01"),
        get("/providers/Microsoft.Billing/billingAccounts?api-version={billing}"),
        get("/providers/Microsoft.Billing/billingAccounts/default/billingProfiles?api-version={billing}"),
        get("/providers/Microsoft.Billing/billingAccounts/default/billingSubscriptions?api-version={billing}"),
        get(
            "/providers/Microsoft.Billing/billingAccounts/default/billingSubscriptions/{product}?api-version={billing}",
        ),
        get("/providers/Microsoft.Billing/billingAccounts/default/products?api-version={billing}"),
        get(
            "/providers/Microsoft.Billing/billingAccounts/default/invoices?periodStartDate=01-01-2020&periodEndDate=12-31-2030&api-version={billing}",
        ),
        (
            Method::POST,
            "/providers/Microsoft.Billing/billingAccounts/default/invoices/E010000001/download?api-version={billing}",
            Value::Null,
        ),
        get("/providers/Microsoft.Capacity/reservationOrders?api-version=2022-11-01"),
    ];
    check(
        &mut world,
        &names,
        &requests,
        "http://localhost:8083",
        include_str!("azure.txt"),
        "azure.txt",
    );
}

//! Invoices: what was billed, what is due, and an address to download one from.

use std::time::Duration;

use chrono::NaiveDate;
use http::Method;
use serde_json::{Value, json};

use crate::arm::billing::{Named, Place, not_for};
use crate::arm::error::ArmError;
use crate::arm::{Answer, Ask, unknown_route};
use crate::cloud::Cloud;
use crate::reply::Reply;
use crate::tenant::billing::{Agreement, Invoice};
use crate::time::Timestamp;

/// How long a download's address can be used.
const ADDRESS_LIFE: Duration = Duration::from_secs(3600);

/// `…/invoices`, `…/invoices/{name}`, `…/invoices/{name}/download`, of the account or of one of its subscriptions
pub(super) fn answer(cloud: &mut Cloud, place: &Place, rest: &[&str], path: &[&str], ask: &Ask<'_>) -> Answer {
    let rest = match rest {
        // The model bills the account as a whole, so each subscription shows the account's invoices.
        ["billingsubscriptions", _, rest @ ..] => rest,
        _ => rest,
    };
    match (&ask.request.method, rest) {
        (&Method::GET, ["invoices"]) if place.account.agreement == Agreement::Enterprise => {
            Err(not_for(&place.account))
        }
        (&Method::GET, ["invoices"]) => list(cloud, place, ask),
        (&Method::GET, ["invoices", name]) => Ok(Reply::ok(shape(cloud, find(cloud, place, name)?))),
        (&Method::POST, ["invoices", name, "download"]) => {
            let of_account = path.len() == 7;
            if of_account && place.account.agreement == Agreement::OnlineServices {
                let message = "Use the address of the billing subscription for this agreement type.";
                return Err(ArmError::bad_request(message));
            }
            let name = find(cloud, place, name)?.name.clone();
            Ok(offer(cloud, &format!("/invoices/{name}.pdf")))
        }
        _ => Err(unknown_route(ask)),
    }
}

fn offer(cloud: &mut Cloud, path: &str) -> Reply {
    let key = cloud.random.secret();
    let ends = cloud.clock.now().plus(ADDRESS_LIFE);
    let address = cloud.downloads.offer(path, &key, ends);
    Reply::ok(json!({
        "url": format!("{}{address}", cloud.setup.origins.downloads), "expiryTime": ends.rfc3339(),
    }))
}

/// `POST …/downloadDocuments`: several invoices in one archive.
pub(super) fn download_several(cloud: &mut Cloud, place: &Place, ask: &Ask<'_>) -> Answer {
    if place.account.agreement == Agreement::OnlineServices {
        return Err(not_for(&place.account));
    }
    let body = ask.request.json().map_err(|_| ArmError::bad_content())?;
    let wanted = body
        .as_array()
        .filter(|wanted| !wanted.is_empty())
        .ok_or_else(ArmError::bad_content)?;
    let mut names = Vec::new();
    for document in wanted {
        let name = document
            .get("invoiceName")
            .and_then(Value::as_str)
            .ok_or_else(ArmError::bad_content)?;
        names.push(find(cloud, place, name)?.name.clone());
    }
    Ok(offer(cloud, &format!("/invoices/{}.zip", names.join("+"))))
}

/// Those of the account, or of all where none is named.
fn of<'a>(cloud: &'a Cloud, place: &Place) -> impl Iterator<Item = &'a Invoice> {
    let (id, named) = (place.account.id, place.named);
    let accounts = cloud.tenant.billing.accounts();
    let meant = accounts.filter(move |account| named == Named::Default || account.id == id);
    meant.flat_map(|account| &account.invoices)
}

fn find<'a>(cloud: &'a Cloud, place: &Place, name: &str) -> Result<&'a Invoice, ArmError> {
    let found = of(cloud, place).find(|found| found.name.eq_ignore_ascii_case(name));
    found.ok_or_else(|| ArmError::not_found(name))
}

/// A day as this API writes it: month, day, year.
fn day(ask: &Ask<'_>, name: &str) -> Result<NaiveDate, ArmError> {
    let text = ask.request.query(name).unwrap_or_default();
    NaiveDate::parse_from_str(&text, "%m-%d-%Y")
        .map_err(|_| ArmError::bad_request(format!("The query parameter {name} must be a date as MM-DD-YYYY.")))
}

fn list(cloud: &Cloud, place: &Place, ask: &Ask<'_>) -> Answer {
    let (from, to) = (day(ask, "periodStartDate")?, day(ask, "periodEndDate")?);
    let invoices = of(cloud, place).filter(|found| {
        let issued = cloud.clock.show(found.issued).date();
        from <= issued && issued <= to
    });
    let value: Vec<Value> = invoices.map(|found| shape(cloud, found)).collect();
    Ok(Reply::ok(json!({"totalCount": value.len(), "value": value})))
}

fn amount(hundredths: u32) -> Value {
    json!({"currency": "EUR", "value": f64::from(hundredths) / 100.0})
}

fn shape(cloud: &Cloud, invoice: &Invoice) -> Value {
    let name = &invoice.name;
    let show = |moment| Timestamp::rfc3339(cloud.clock.show(moment));
    // It is asked for there with a token, and given by an address without one.
    let download = format!(
        "{}/providers/Microsoft.Billing/billingAccounts/default/invoices/{name}/download?api-version=2024-04-01&documentName={name}",
        cloud.setup.origins.arm
    );
    json!({
        "id": format!("/providers/Microsoft.Billing/billingAccounts/default/invoices/{name}"), "name": name,
        "type": "Microsoft.Billing/billingAccounts/invoices",
        "properties": {
            "invoiceDate": show(invoice.issued), "dueDate": show(invoice.due_date()),
            "status": invoice.status(cloud.clock.moment()), "billedAmount": amount(invoice.billed),
            "amountDue": amount(invoice.due), "totalAmount": amount(invoice.billed), "invoiceType": "AzureServices",
            "documents": [{"name": name, "kind": "Invoice", "url": download, "externalUrl": null}],
        },
    })
}

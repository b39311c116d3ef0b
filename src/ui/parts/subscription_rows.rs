//! Subscriptions in a table.

use leptos::prelude::*;

use crate::tenant::Moment;
use crate::tenant::snapshot::{Seller, Subscription};
use crate::ui::page::page;

/// Subscriptions, and beside each what the page has to say about it.
#[component]
pub(crate) fn SubscriptionTable(
    title: &'static str,
    subscriptions: Vec<Subscription>,
    /// The heading of the last column, if there is one.
    #[prop(optional)]
    last: Option<&'static str>,
    /// What stands in it.
    beside: impl Fn(&Subscription) -> AnyView + Send + 'static,
) -> impl IntoView {
    let page = page();
    let texts = page.texts();
    let t = &texts.subscriptions;
    let change = |at: Moment| view! { <small>{(t.changes_on)(&page.time(at))}</small> };
    let rows = subscriptions
        .into_iter()
        .map(|one| {
            let last = last.map(|_| view! { <td>{beside(&one)}</td> });
            let seller = match one.seller {
                Seller::Microsoft => texts.words.sold_by_microsoft,
                Seller::Partner => texts.words.sold_by_partner,
            };
            view! {
                <tr>
                    <th scope="row">
                        <bdi>{one.product}</bdi>
                    </th>
                    <td>{(texts.words.subscription)(one.state)} " " {one.next_change.map(change)}</td>
                    <td class="number">{page.number(one.licences).to_string()}</td>
                    <td>{(texts.words.offer)(one.offer)}</td>
                    <td>{seller}</td>
                    {last}
                </tr>
            }
        })
        .collect_view();
    view! {
        <div class="table-scroll" role="region" aria-labelledby="subscriptions-caption" tabindex="0">
            <table>
                <caption id="subscriptions-caption">{title}</caption>
                <thead>
                    <tr>
                        <th scope="col">{t.product}</th>
                        <th scope="col">{t.state}</th>
                        <th scope="col" class="number">
                            {t.licences}
                        </th>
                        <th scope="col">{t.kind}</th>
                        <th scope="col">{t.seller}</th>
                        {last.map(|last| view! { <th scope="col">{last}</th> })}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

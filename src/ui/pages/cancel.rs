//! Step 2: cancel all active subscriptions, in the admin center.

use leptos::prelude::*;

use crate::protocol::Watch;
use crate::protocol::view::View;
use crate::tenant::Task;
use crate::tenant::counts::must_be_cancelled;
use crate::tenant::snapshot::Subscription;
use crate::ui::page::page;
use crate::ui::parts::clicks::{Clicks, Notes};
use crate::ui::parts::guided::{Gathered, LookedAt, SaveFirst, Watching, gathered};
use crate::ui::parts::link::OutLink;
use crate::ui::parts::reading::NotReadable;
use crate::ui::parts::step::{NextStep, StepHead};
use crate::ui::parts::subscription_rows::SubscriptionTable;
use crate::ui::parts::watch::watch;

#[component]
pub(crate) fn CancelPage() -> impl IntoView {
    let page = page();
    let t = &page.texts().subscriptions;
    watch(Watch::Subscriptions);
    let active = Memo::new(move |_| {
        page.view
            .with(|view| gathered(view, |one| must_be_cancelled(one.state)))
    });
    let by_partner = Memo::new(move |_| {
        page.view
            .with(|view| view.counts().and_then(|counts| counts.sold_by_partner).unwrap_or(0))
    });
    let link = Memo::new(move |_| page.view.with(|view| view.links().map(|links| links.products.clone())));
    let list = move || match active.get() {
        Gathered::Unknown(problem) => view! { <NotReadable problem=problem.map(|problem| *problem)/> }.into_any(),
        Gathered::None => view! {
            <div class="notice" data-tone="success">
                <p>{t.none_to_cancel}</p>
            </div>
        }
        .into_any(),
        Gathered::Some(subscriptions) => view! {
            <SubscriptionTable
                title=t.list_cancel
                subscriptions
                beside=|_: &Subscription| ().into_any()
            />
        }
        .into_any(),
    };
    let partner = move || {
        let count = by_partner.get();
        (count != 0).then(|| {
            view! {
                <div class="notice" data-tone="warning">
                    <h2>{t.partner_title}</h2>
                    <p>{(t.partner)(&page.number(count))}</p>
                </div>
            }
        })
    };
    view! {
        <StepHead task=Task::CancelSubscriptions lead=t.cancel_lead/>
        <SaveFirst/>
        {list}
        {partner}
        <section>
            <h2>{t.how_title}</h2>
            <Clicks steps=t.cancel_steps/>
            {move || link.get().map(|href| view! { <p><OutLink href class="button primary">{t.open_products}</OutLink></p> })}
            <Watching words=t.watching without=t.not_watching can=Signal::derive(move || page.view.with(View::sign_in_holds))/>
            <LookedAt/>
            <Notes title=t.notes_title of=t.cancel_notes/>
        </section>
        <NextStep after=Task::CancelSubscriptions/>
    }
}

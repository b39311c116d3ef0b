//! Step 3: delete all disabled subscriptions, in the admin center, and wait until they are gone.

use leptos::prelude::*;

use crate::browser::clock;
use crate::protocol::view::View;
use crate::protocol::{Command, Watch};
use crate::tenant::counts::must_be_deleted;
use crate::tenant::snapshot::Subscription;
use crate::tenant::step::SUBSCRIPTION_REMOVAL;
use crate::tenant::{Moment, SubscriptionId, Task};
use crate::text::calendar::{Reminder, calendar_file};
use crate::ui::page::page;
use crate::ui::parts::clicks::{Clicks, Notes};
use crate::ui::parts::download::DownloadText;
use crate::ui::parts::guided::{Gathered, LookedAt, SaveFirst, Watching, gathered};
use crate::ui::parts::link::{Link, OutLink};
use crate::ui::parts::reading::NotReadable;
use crate::ui::parts::step::{NextStep, StepHead};
use crate::ui::parts::subscription_rows::SubscriptionTable;
use crate::ui::parts::watch::watch;
use crate::ui::route::Route;

#[component]
pub(crate) fn DeletePage() -> impl IntoView {
    let page = page();
    let t = &page.texts().subscriptions;
    watch(Watch::Subscriptions);
    let disabled = Memo::new(move |_| page.view.with(|view| gathered(view, |one| must_be_deleted(one.state))));
    let active = Memo::new(move |_| {
        page.view
            .with(|view| view.counts().and_then(|counts| counts.to_cancel).unwrap_or(0))
    });
    let waits = Memo::new(move |_| {
        page.view.with(|view| {
            let left = view.counts().and_then(|counts| counts.to_delete);
            !view.progress.reported_deleted.is_empty() && left != Some(0)
        })
    });
    let links = Memo::new(move |_| {
        page.view.with(|view| {
            view.links()
                .map(|links| (links.products.clone(), links.support.clone()))
        })
    });
    let list = move || match disabled.get() {
        Gathered::Unknown(problem) => view! { <NotReadable problem=problem.map(|problem| *problem)/> }.into_any(),
        Gathered::None if active.get() != 0 => ().into_any(),
        Gathered::None => view! {
            <div class="notice" data-tone="success">
                <p>{t.none_to_delete}</p>
            </div>
        }
        .into_any(),
        Gathered::Some(subscriptions) => view! {
            <SubscriptionTable
                title=t.list_delete
                subscriptions
                last=t.reported
                beside=|one: &Subscription| {
                    view! { <Reported id=one.id product=one.product.clone()/> }.into_any()
                }
            />
        }
        .into_any(),
    };
    let active_first = move || {
        let count = active.get();
        (count != 0).then(|| {
            view! {
                <div class="notice">
                    <p>{(t.active_first)(&page.number(count))}</p>
                    <p>
                        <Link to=Route::Cancel>{t.to_cancel_page}</Link>
                    </p>
                </div>
            }
        })
    };
    view! {
        <StepHead task=Task::DeleteSubscriptions lead=t.delete_lead/>
        <SaveFirst/>
        {active_first}
        {list}
        <Show when=move || waits.get()>
            <section>
                <h2>{t.waiting_title}</h2>
                <p>{t.waiting}</p>
            </section>
        </Show>
        <section>
            <h2>{t.how_title}</h2>
            <Clicks steps=t.delete_steps/>
            {move || {
                links
                    .get()
                    .map(|(products, _)| {
                        view! { <p><OutLink href=products class="button primary">{t.open_products}</OutLink></p> }
                    })
            }}
            <Watching words=t.watching without=t.not_watching can=Signal::derive(move || page.view.with(View::sign_in_holds))/>
            <LookedAt/>
            <Notes title=t.notes_title of=t.delete_notes/>
            {move || {
                links.get().map(|(_, support)| view! { <p><OutLink href=support>{t.support}</OutLink></p> })
            }}
        </section>
        <NextStep after=Task::DeleteSubscriptions/>
    }
}

/// What the person said about a subscription: nothing yet, or that they deleted it, and then until when it is to be gone.
#[component]
fn Reported(id: SubscriptionId, product: String) -> impl IntoView {
    let page = page();
    let t = &page.texts().subscriptions;
    let gone_by = Memo::new(move |_| {
        page.view.with(|view| {
            let reported = view.progress.reported_deleted.get(&id)?;
            Some(reported.plus(SUBSCRIPTION_REMOVAL))
        })
    });
    let overdue = Memo::new(move |_| gone_by.get().is_some_and(|gone_by| gone_by <= page.now.get()));
    move || match (gone_by.get(), overdue.get()) {
        (None, _) => view! {
            <button
                type="button"
                aria-label=(t.report)(&product)
                on:click=move |_| page.send(&Command::ReportDeleted(id))
            >
                {t.report_short}
            </button>
        }
        .into_any(),
        (Some(_), true) => view! { <p>{t.overdue}</p> }.into_any(),
        (Some(gone_by), false) => view! {
            <p class="status" data-status="waiting">{(t.gone_by)(&page.time(gone_by))}</p>
            <CalendarEntry id product=product.clone() at=gone_by/>
        }
        .into_any(),
    }
}

#[component]
fn CalendarEntry(id: SubscriptionId, product: String, at: Moment) -> impl IntoView {
    let t = &page().texts().subscriptions;
    let text = move || {
        let reminder = Reminder {
            id: &format!("luk-{id}"),
            at,
            title: &(t.calendar_title)(&product),
            what: t.calendar_what,
        };
        calendar_file(&reminder, clock::now())
    };
    view! {
        <DownloadText text name=format!("luk-{id}.ics") media_type="text/calendar">
            {t.calendar}
        </DownloadText>
    }
}

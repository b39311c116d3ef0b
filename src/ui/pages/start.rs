//! The start page: what Luk does and does not do, and the ways in.

use leptos::prelude::*;

use crate::protocol::{CloudChoice, Consented, Purpose, SignedOut};
use crate::tenant::Task;
use crate::tenant::progress::CloudName;
use crate::tenant::step::Status;
use crate::ui::page::page;
use crate::ui::parts::clicks::Sentences;
use crate::ui::parts::link::Link;
use crate::ui::parts::sign_in::SignInButton;
use crate::ui::route::Route;

#[component]
pub(crate) fn StartPage() -> impl IntoView {
    let t = &page().texts().start;
    let steps = t.steps.iter().map(|step| view! { <li>{*step}</li> }).collect_view();
    view! {
        <section class="hero">
            <h1 tabindex="-1">{t.title}</h1>
            <p class="lead">{t.lead}</p>
            <JustSignedOut/>
            <JustConsented/>
            <Continue/>
            <WaysIn/>
        </section>
        <section>
            <h2>{t.does_title}</h2>
            <Sentences of=t.does/>
        </section>
        <section>
            <h2>{t.does_not_title}</h2>
            <Sentences of=t.does_not/>
        </section>
        <section>
            <h2>{t.steps_title}</h2>
            <p>{t.steps_lead}</p>
            <ol>{steps}</ol>
        </section>
        <section>
            <h2>{t.before_title}</h2>
            <Sentences of=t.before/>
        </section>
    }
}

/// After a sign-out: what is gone, what stays, and whether Microsoft knows.
#[component]
fn JustSignedOut() -> impl IntoView {
    let page = page();
    let t = &page.texts().start;
    move || {
        page.signed_out.get().map(|signed_out| {
            let more = match signed_out {
                SignedOut::Everywhere => None,
                SignedOut::Unknown => Some(t.signed_out_unknown),
                SignedOut::Here => Some(t.signed_out_here),
            };
            view! {
                <div class="notice" role="status">
                    <h2>{t.signed_out_title}</h2>
                    <p>{t.signed_out}</p>
                    {more.map(|more| view! { <p>{more}</p> })}
                </div>
            }
        })
    }
}

/// After the organization's consent: whether it is given. Why not, is said as a problem.
#[component]
fn JustConsented() -> impl IntoView {
    let page = page();
    let t = &page.texts().start;
    page.consented.get_value().map(|consented| {
        let (words, tone) = match consented {
            Consented::Given => (t.consented, None),
            Consented::Refused(_) => (t.not_consented, Some("warning")),
        };
        view! {
            <div class="notice" data-tone=tone role="status">
                <p>{words}</p>
            </div>
        }
    })
}

/// Where the closing stands that was begun earlier.
#[component]
fn Continue() -> impl IntoView {
    let page = page();
    let t = &page.texts().start;
    // Coarser than the progress itself: whether there is one, how many tasks are done, since when, and whether it is over.
    let stand = Memo::new(move |_| {
        page.view.with(|view| {
            let progress = &view.progress;
            let begun = progress.started_at.is_some() || !progress.ticked.is_empty();
            let now = page.now.get();
            let done = Task::ALL
                .into_iter()
                .filter(|task| view.status(*task, now) == Status::Done || progress.ticked.contains(task))
                .count();
            begun.then_some((done, progress.started_at, progress.tenant_gone_at.is_some()))
        })
    });
    move || {
        stand.get().map(|(done, started_at, gone)| {
            let since = started_at.map(|at| (t.continue_since)(&page.time(at)));
            let how_far = if gone {
                t.continue_gone.to_owned()
            } else {
                (t.continue_done)(&page.number(done), &page.number(Task::ALL.len()))
            };
            let to = if gone { Route::Receipt } else { Route::Closing };
            view! {
                <div class="notice">
                    <h2>{t.continue_title}</h2>
                    <p>{since} " " {how_far}</p>
                    <p>
                        <Link to class="button">{t.continue_button}</Link>
                    </p>
                </div>
            }
        })
    }
}

/// Signing in, with the choice of a cloud where there is one; or the checklist.
#[component]
fn WaysIn() -> impl IntoView {
    let page = page();
    let texts = page.texts();
    let clouds = Memo::new(move |_| {
        page.view.with(|view| {
            let choices = &view.opened.as_ref()?.clouds;
            Some(choices.iter().map(cloud_name).collect::<Vec<_>>())
        })
    });
    let signed_in = Memo::new(move |_| page.signed_in());
    let sign_in = move || match clouds.get() {
        None => view! { <p role="status">{texts.frame.starting}</p> }.into_any(),
        Some(clouds) if clouds.is_empty() => view! {
            <div class="notice" data-tone="warning">
                <h2>{texts.start.no_cloud_title}</h2>
                <p>{texts.start.no_cloud}</p>
                <p>
                    <a href="registration/">{texts.start.register}</a>
                </p>
            </div>
        }
        .into_any(),
        Some(_) if signed_in.get() => ().into_any(),
        Some(clouds) => view! {
            <CloudChoices clouds/>
            <p>{texts.frame.leaves_page}</p>
            <div class="actions">
                <SignInButton purpose=Purpose::Read label=texts.frame.sign_in class="primary"/>
            </div>
        }
        .into_any(),
    };
    view! {
        {sign_in}
        <p>
            <Link to=Route::Closing>
                {move || if signed_in.get() { texts.closing.title } else { texts.start.checklist }}
            </Link>
        </p>
    }
}

const fn cloud_name(choice: &CloudChoice) -> CloudName {
    choice.cloud
}

/// Which cloud, where more than one is offered.
#[component]
fn CloudChoices(clouds: Vec<CloudName>) -> impl IntoView {
    let page = page();
    let texts = page.texts();
    let fixed = page.view.with_untracked(|view| view.progress.cloud.is_some());
    (clouds.len() > 1 && !fixed).then(|| {
        let choices = clouds
            .into_iter()
            .map(|cloud| {
                let chosen = move || page.cloud() == Some(cloud);
                view! {
                    <label class="check">
                        <input
                            type="radio"
                            name="cloud"
                            prop:checked=chosen
                            on:change=move |_| page.chosen_cloud.set(Some(cloud))
                        />
                        <span>{(texts.words.cloud)(cloud)}</span>
                    </label>
                }
            })
            .collect_view();
        view! {
            <fieldset>
                <legend>{texts.start.cloud}</legend>
                {choices}
            </fieldset>
        }
    })
}

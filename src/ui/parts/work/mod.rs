//! Planning, confirming and running, the same for every kind of work.

mod confirm;
mod file;
mod interrupted;
mod plan;
mod run;
mod wait_left;
mod whereabouts;

use leptos::prelude::*;

use crate::browser::address::History;
use crate::browser::document;
use crate::protocol::view::View;
use crate::protocol::{Command, Purpose};
use crate::tenant::plan::Work;
use crate::tenant::{PlanHash, ProblemKind, Task};
use crate::ui::page::{Page, page};
use crate::ui::parts::link::Link;
use crate::ui::parts::sign_in::SignInButton;
use crate::ui::route::Route;

pub(crate) use confirm::sent;
use file::LoadPlan;
use interrupted::Interrupted;
pub(crate) use interrupted::watched;
pub(crate) use plan::MoreRows;
use plan::PlanReview;
use run::LastRun;
pub(crate) use run::{is_stopping, run_state};
pub(crate) use whereabouts::{Whereabouts, whereabouts};

/// What the person can do next about a kind of work.
#[derive(Clone, PartialEq, Eq)]
enum Stage {
    /// Nothing: a run is under way, and is shown.
    Running,
    /// Go on with the run that was interrupted, or give it up.
    Interrupted,
    /// Finish another kind of work first.
    Elsewhere(Work),
    /// Look at this plan and confirm it.
    Review(PlanHash),
    /// Sign in.
    SignedOut,
    /// Make a plan.
    Propose,
    /// Nothing is left.
    Nothing,
}

impl Stage {
    fn of(view: &View, work: Work) -> Self {
        let under_way = view.under_way().map(|running| running.work);
        let unfinished = view.progress.running.as_ref().map(|running| running.work);
        match (under_way, unfinished) {
            (Some(running), _) if running == work => return Self::Running,
            (None, Some(unfinished)) if unfinished == work => return Self::Interrupted,
            (Some(other), _) | (None, Some(other)) => return Self::Elsewhere(other),
            (None, None) => {}
        }
        match view.proposal.as_ref().filter(|proposal| proposal.plan.work() == work) {
            Some(proposal) => Self::Review(proposal.hash),
            None if left(view, work) == Some(0) => Self::Nothing,
            None if view.session.is_none() => Self::SignedOut,
            None => Self::Propose,
        }
    }
}

/// How many things of this work the tenant still holds, if that is known.
fn left(view: &View, work: Work) -> Option<u32> {
    let counts = view.counts()?;
    match work {
        Work::DeleteUsers => counts.other_users,
        Work::DisableMultifactor => counts.multifactor_on,
        Work::PurgeUsers => counts.deleted_users,
        Work::DeleteApplications => counts.applications?.checked_add(counts.enterprise_applications?),
    }
}

/// A plan that came from a file, and how much has drifted since it was made.
fn loaded(view: &View) -> Option<(Work, PlanHash, [usize; 3])> {
    let proposal = view.proposal.as_ref()?;
    let drift = proposal.drift.as_ref()?;
    let drifted = [&drift.gained, &drift.lost, &drift.barred].map(Vec::len);
    Some((proposal.plan.work(), proposal.hash, drifted))
}

/// The heading of what there is to do about a work: a page may be about two.
fn stage_of(work: Work) -> String {
    format!(".stage[data-work={work:?}] h2")
}

/// The button that was pressed may be gone now: the focus must not be lost with it.
fn keep_focus(work: Work) {
    request_animation_frame(move || {
        document::keep_focus(&[&stage_of(work), &format!("[data-work={work:?}] h2"), "main h1"]);
    });
}

/// What is in the way of whatever is asked for now: it would wait, without a word, behind a run of this visit or an export.
pub(crate) fn in_the_way(page: Page) -> Memo<Option<String>> {
    Memo::new(move |_| {
        let texts = page.texts();
        page.view.with(|view| match view.under_way() {
            Some(running) => Some((texts.run.other_run)((texts.words.work)(running.work))),
            None => view.is_exporting().then(|| texts.run.other_export.to_owned()),
        })
    })
}

/// Whether an export is under way, in whose way nothing can be planned or begun.
fn exporting(page: Page) -> Memo<bool> {
    Memo::new(move |_| page.view.with(View::is_exporting))
}

/// Sends this, unless it would wait behind an export; then says so.
fn ask(page: Page, command: &Command) {
    if page.view.with_untracked(View::is_exporting) {
        page.report(ProblemKind::Busy);
    } else {
        page.send(command);
    }
}

/// Plan, confirm, run, result.
#[component]
pub(crate) fn WorkArea(work: Work) -> impl IntoView {
    let page = page();
    let stage = Memo::new(move |_| page.view.with(|view| Stage::of(view, work)));
    Effect::new(move |earlier: Option<Stage>| {
        let stage = stage.get();
        if earlier.is_some_and(|earlier| earlier != stage) {
            keep_focus(work);
        }
        stage
    });
    let loaded = Memo::new(move |_| page.view.with(loaded));
    Effect::new(move |earlier: Option<()>| {
        if let Some((other, ..)) = loaded.get().filter(|_| earlier.is_some()) {
            let to = Route::of_work(other);
            if page.route.get_untracked() == to {
                request_animation_frame(move || {
                    document::focus(&stage_of(other));
                });
            } else {
                page.go(to, History::Push);
            }
        }
    });
    let export = exporting(page);
    view! {
        <LastRun work/>
        <Show when=move || export.get() && stage.with(|stage| *stage != Stage::Nothing)>
            <WhileExporting/>
        </Show>
        {move || match stage.get() {
            Stage::Running | Stage::Nothing => ().into_any(),
            Stage::Interrupted => view! { <Interrupted work/> }.into_any(),
            Stage::Elsewhere(other) => view! { <OtherRun other/> }.into_any(),
            Stage::Review(hash) => view! { <PlanReview work hash/> }.into_any(),
            Stage::SignedOut => view! { <SignInFirst work/> }.into_any(),
            Stage::Propose => view! { <Propose work/> }.into_any(),
        }}
    }
}

#[component]
fn Propose(work: Work) -> impl IntoView {
    let page = page();
    let texts = page.texts();
    let known = Memo::new(move |_| page.view.with(|view| view.snapshot.is_some()));
    let export = exporting(page);
    let waits = move || export.get() || !known.get();
    let propose = move |_| {
        if !waits() {
            page.send(&Command::Propose(work));
        }
    };
    view! {
        <section class="stage" data-work=format!("{work:?}")>
            <h2 tabindex="-1">{texts.run.plan_title}</h2>
            <p>{texts.run.plan_only}</p>
            <div class="actions">
                <button
                    type="button"
                    class="primary"
                    aria-disabled=move || waits().then_some("true")
                    on:click=propose
                >
                    {(texts.run.words)(work).make_plan}
                </button>
            </div>
            <LoadPlan work/>
        </section>
    }
}

#[component]
fn SignInFirst(work: Work) -> impl IntoView {
    let texts = page().texts();
    view! {
        <section class="stage" data-work=format!("{work:?}")>
            <h2 tabindex="-1">{texts.run.plan_title}</h2>
            <p>{texts.run.sign_in_to_plan} " " {texts.frame.leaves_page}</p>
            <div class="actions">
                <SignInButton purpose=Purpose::Read label=texts.frame.sign_in class="primary"/>
            </div>
        </section>
    }
}

/// Until the export is done, nothing is begun here.
#[component]
fn WhileExporting() -> impl IntoView {
    let texts = page().texts();
    view! {
        <div class="notice">
            <p>{texts.run.other_export}</p>
            <p>
                <Link to=Route::Export>{(texts.words.task)(Task::Export)}</Link>
            </p>
        </div>
    }
}

#[component]
fn OtherRun(other: Work) -> impl IntoView {
    let page = page();
    let texts = page.texts();
    let to = Route::of_work(other);
    let link = (to != page.route.get_untracked()).then(|| {
        view! {
            <p>
                <Link to>{texts.run.to_other_run}</Link>
            </p>
        }
    });
    view! {
        <div class="notice">
            <p>{(texts.run.other_run)((texts.words.work)(other))}</p>
            {link}
        </div>
    }
}

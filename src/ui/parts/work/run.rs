//! A run of this visit: how far it is, what it waits for, pausing and stopping it, and how it ended.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::super::failures::Failures;
use super::super::problem::ProblemLine;
use crate::browser::wake_lock::WakeLock;
use crate::protocol::view::View;
use crate::protocol::{Command, Purpose, RunEnd, RunState, Running, Steering};
use crate::tenant::Problem;
use crate::tenant::plan::Work;
use crate::ui::page::{Page, page};
use crate::ui::parts::sign_in_again::{Challenge, SignInAgain};

/// The state of a run in words.
pub(crate) fn run_state(page: Page, running: &Running) -> String {
    let run = &page.live_texts().run;
    match &running.state {
        RunState::Working => run.working.to_owned(),
        RunState::Waiting { until, reason } => (run.waiting)(&page.clock_time(*until), (run.wait_reason)(*reason)),
        RunState::Paused => run.paused.to_owned(),
        RunState::AwaitsSignIn(_) => run.awaits_sign_in.to_owned(),
        RunState::Verifying => run.verifying.to_owned(),
        RunState::Ended(RunEnd::Finished) if all_verified(running) => page.live_texts().words.done.to_owned(),
        RunState::Ended(RunEnd::Finished) => run.ended_incomplete.to_owned(),
        RunState::Ended(RunEnd::Stopped) => run.stopped.to_owned(),
        RunState::Ended(RunEnd::Interrupted(_)) => run.interrupted.to_owned(),
    }
}

/// The names of a state for styles: of the run, and of its line of status.
const fn state_names(running: &Running) -> (&'static str, &'static str) {
    match &running.state {
        RunState::Working => ("working", "in-progress"),
        RunState::Waiting { .. } => ("waiting", "waiting"),
        RunState::Paused | RunState::AwaitsSignIn(_) => ("paused", "waiting"),
        RunState::Verifying => ("verifying", "in-progress"),
        RunState::Ended(RunEnd::Finished) if all_verified(running) => ("ended", "done"),
        RunState::Ended(RunEnd::Finished) => ("ended", "open"),
        RunState::Ended(RunEnd::Stopped) => ("ended", "waiting"),
        RunState::Ended(RunEnd::Interrupted(_)) => ("ended", "failed"),
    }
}

/// Whether the tenant shows everything as planned.
const fn all_verified(running: &Running) -> bool {
    running.fates.gone.saturating_add(running.fates.left_out) >= running.total
}

/// The run of this visit, if it was one of this work.
#[component]
pub(crate) fn LastRun(work: Work) -> impl IntoView {
    let page = page();
    // One panel for each run; within it everything follows.
    let started = Memo::new(move |_| {
        page.view.with(|view| {
            let running = view.running.as_ref().filter(|running| running.work == work)?;
            Some(running.started_at)
        })
    });
    move || started.get().map(|_| view! { <RunPanel work/> })
}

/// What there is to do about a run.
#[derive(Clone, PartialEq, Eq)]
enum Stand {
    /// To steer it.
    UnderWay,
    /// To sign in again, for this reason.
    AwaitsSignIn(Problem),
    /// To see how it ended.
    Over,
}

#[component]
fn RunPanel(work: Work) -> impl IntoView {
    let page = page();
    let words = (page.texts().run.words)(work);
    let running = Memo::new(move |_| page.view.with(|view| view.running.clone()));
    let stand = Memo::new(move |_| {
        running.with(|running| match running.as_ref().map(|running| &running.state) {
            Some(RunState::Ended(_)) => Stand::Over,
            Some(RunState::AwaitsSignIn(problem)) => Stand::AwaitsSignIn(problem.clone()),
            Some(RunState::Working | RunState::Waiting { .. } | RunState::Paused | RunState::Verifying) | None => {
                Stand::UnderWay
            }
        })
    });
    let names = move || running.with(|running| running.as_ref().map(|running| state_names(running)));
    let state = move || running.with(|running| running.as_ref().map(|running| run_state(page, running)));
    let total = move || running.with(|running| running.as_ref().map(|running| running.total.to_string()));
    let value = move || running.with(|running| running.as_ref().map(|running| handled(running).to_string()));
    let figures = move || running.with(|running| running.as_ref().map(|running| figures(page, running)));
    view! {
        <section
            class="run"
            class:stage=move || stand.get() != Stand::Over
            aria-labelledby="run-title"
            data-state=move || names().map(|names| names.0)
        >
            <h2 id="run-title" tabindex="-1">
                {words.running}
            </h2>
            <progress max=total value=value aria-label=words.running></progress>
            {figures}
            <p class="status" data-status=move || names().map(|names| names.1)>{state}</p>
            {move || match stand.get() {
                Stand::Over => view! { <RunEnded/> }.into_any(),
                Stand::AwaitsSignIn(problem) => view! { <AwaitsSignIn work problem/> }.into_any(),
                Stand::UnderWay => view! { <Steer work/> }.into_any(),
            }}
        </section>
    }
}

/// How many things need nothing more from Luk, as far as it knows.
const fn handled(running: &Running) -> u32 {
    running.fates.gone.saturating_add(running.fates.accepted)
}

fn figures(page: Page, running: &Running) -> impl IntoView + use<> {
    let run = &page.texts().run;
    let fates = running.fates;
    let more = [
        (fates.accepted, run.accepted),
        (fates.throttled, run.throttled),
        (fates.blocked, run.blocked),
        (fates.failed, run.failed),
        (fates.left_out, run.left_out),
        (fates.planned.saturating_add(fates.sent), run.left),
    ];
    let more = more
        .into_iter()
        .filter(|(count, _)| *count != 0)
        .map(|(count, words)| view! { <span>{words(&page.number(count))}</span> " " })
        .collect_view();
    // How long a person lets it wait, nobody knows.
    let halted = matches!(
        running.state,
        RunState::Ended(_) | RunState::Paused | RunState::AwaitsSignIn(_)
    );
    let time_left = running
        .time_left
        .filter(|_| !halted)
        .map(|time| view! { <span>{(run.time_left)(&page.duration(time))}</span> });
    view! {
        <p class="run-figures">
            <strong>{(run.figures)(&page.number(fates.gone), &page.number(running.total))}</strong>
            " "
            {more}
            {time_left}
        </p>
    }
}

/// A run that goes on as soon as the person has signed in again.
#[component]
fn AwaitsSignIn(work: Work, problem: Problem) -> impl IntoView {
    let page = page();
    let run = &page.texts().run;
    // It may take the night.
    page.wake_lock.set_value(None);
    view! {
        <Challenge problem purpose=Purpose::Carry(work) stop=run.stop/>
        <p class="muted">{run.keep_open}</p>
    }
}

#[component]
fn Steer(work: Work) -> impl IntoView {
    let page = page();
    let run = &page.texts().run;
    stay_awake(page);
    let ends = Memo::new(move |_| page.view.with(|view| view.sign_in_ends(page.now.get()).is_some()));
    let run_begun = Memo::new(move |_| page.view.with(|view| Some(view.running.as_ref()?.started_at)));
    // What was asked for last: the engine follows as soon as what it has sent is answered.
    let paused = Memo::new(move |_| page.paused_run.get().is_some() && page.paused_run.get() == run_begun.get());
    // One button whose name changes, so that it keeps the focus.
    let pause = move |_| {
        let (steering, paused_run) = if paused.get_untracked() {
            (Steering::Continue, None)
        } else {
            (Steering::Pause, run_begun.get_untracked())
        };
        page.paused_run.set(paused_run);
        page.send(&Command::Steer(steering));
    };
    view! {
        <div class="actions">
            <button type="button" on:click=pause>
                {move || if paused.get() { run.go_on } else { run.pause }}
            </button>
            <button type="button" on:click=move |_| page.send(&Command::Steer(Steering::Stop))>{run.stop}</button>
        </div>
        <p class="muted">{run.keep_open}</p>
        <Show when=move || ends.get()>
            <div class="notice">
                <SignInAgain purpose=Purpose::Carry(work) label=page.texts().sign_in.try_again/>
            </div>
        </Show>
    }
}

/// Keeps the machine awake from now on, until the run has ended and somebody sees it. The browser takes the lock back when
/// the page is hidden: whoever looks at the run again renews it.
fn stay_awake(page: Page) {
    let take = move || {
        spawn_local(async move {
            let lock = WakeLock::take().await;
            // By the time the browser gives it, the run may be over: then it is given back at once.
            let needed = page.view.try_with_untracked(View::is_at_work).unwrap_or(false);
            page.wake_lock.try_set_value(lock.filter(|_| needed));
        });
    };
    take();
    let seen = leptos::leptos_dom::helpers::window_event_listener_untyped("visibilitychange", move |_| take());
    on_cleanup(move || seen.remove());
}

/// How the run ended: what is true in the tenant, and what did not go.
#[component]
fn RunEnded() -> impl IntoView {
    let page = page();
    let texts = page.texts();
    page.wake_lock.set_value(None);
    page.view.with_untracked(|view| view.running.clone()).map(|running| {
        let words = (texts.run.words)(running.work);
        let verified = (words.verified)(&page.number(running.fates.gone), &page.number(running.total));
        let problem = match running.state {
            RunState::Ended(RunEnd::Interrupted(problem)) => Some(problem),
            RunState::Ended(RunEnd::Finished | RunEnd::Stopped)
            | RunState::Working
            | RunState::Waiting { .. }
            | RunState::Paused
            | RunState::AwaitsSignIn(_)
            | RunState::Verifying => None,
        };
        view! {
            <h3>{texts.run.history_title}</h3>
            <p>{verified}</p>
            {problem.map(|problem| view! { <ProblemLine problem/> })}
            <Failures failures=running.failures/>
        }
    })
}

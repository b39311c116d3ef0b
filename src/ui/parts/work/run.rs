//! A run of this visit: how far it is, what it waits for, pausing and stopping it, and how it ended.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::super::failures::Failures;
use super::super::problem::ProblemLine;
use super::keep_focus;
use super::wait_left::WaitLeft;
use crate::browser::wake_lock::WakeLock;
use crate::protocol::view::View;
use crate::protocol::{Command, Purpose, RunEnd, RunState, Running, Steering};
use crate::tenant::Problem;
use crate::tenant::plan::Work;
use crate::ui::page::{Page, page};
use crate::ui::parts::sign_in_again::{Challenge, SignInAgain};

/// What the person asked of this run last.
fn steered(page: Page, running: &Running) -> Option<Steering> {
    let (begun, steering) = page.steered.get()?;
    (begun == running.started_at).then_some(steering)
}

/// Whether the run is to stop, and waits only for the answers to what it has sent.
pub(crate) fn is_stopping(page: Page, running: &Running) -> bool {
    !matches!(running.state, RunState::Ended(_)) && steered(page, running) == Some(Steering::Stop)
}

/// The state of this visit's run in words.
pub(crate) fn run_state(page: Page, view: &View) -> Option<String> {
    let running = view.running.as_ref()?;
    let run = &page.live_texts().run;
    if is_stopping(page, running) {
        return Some(run.stopping.to_owned());
    }
    let unfinished = view.progress.running.as_ref();
    let goes_on = unfinished.is_some_and(|unfinished| unfinished.plan == running.plan);
    let ended = |words: &str| {
        // Once the plan is given up nothing goes on.
        let rest = if goes_on { run.can_go_on } else { "" };
        format!("{words} {rest}").trim_end().to_owned()
    };
    Some(match &running.state {
        RunState::Working => run.working.to_owned(),
        RunState::Waiting { until, reason } => (run.waiting)(&page.clock_time(*until), (run.wait_reason)(*reason)),
        RunState::Paused => run.paused.to_owned(),
        RunState::AwaitsSignIn(_) => run.awaits_sign_in.to_owned(),
        RunState::Verifying => run.verifying.to_owned(),
        RunState::Ended(RunEnd::Finished) if all_verified(running) => page.live_texts().words.done.to_owned(),
        RunState::Ended(RunEnd::Finished) => run.ended_incomplete.to_owned(),
        RunState::Ended(RunEnd::Stopped) => ended(run.stopped),
        RunState::Ended(RunEnd::Interrupted(_)) => ended(run.interrupted),
    })
}

/// The names of a state for styles: of the run, and of its line of status.
const fn state_names(running: &Running) -> (&'static str, &'static str) {
    match &running.state {
        RunState::Working => ("working", "in-progress"),
        RunState::Waiting { .. } => ("waiting", "waiting"),
        RunState::Paused | RunState::AwaitsSignIn(_) => ("paused", "waiting"),
        RunState::Verifying => ("verifying", "in-progress"),
        RunState::Ended(RunEnd::Finished) if all_verified(running) => ("done", "done"),
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
    Effect::new(move |earlier: Option<Stand>| {
        let stand = stand.get();
        if earlier.is_some_and(|earlier| earlier != stand) {
            keep_focus(work);
        }
        stand
    });
    let names = move || running.with(|running| running.as_ref().map(|running| state_names(running)));
    let state = Memo::new(move |_| page.view.with(|view| run_state(page, view)));
    let total = move || running.with(|running| running.as_ref().map(|running| running.total.to_string()));
    let value = move || running.with(|running| running.as_ref().map(|running| handled(running).to_string()));
    let figures = move || running.with(|running| running.as_ref().map(|running| figures(page, running)));
    view! {
        <section
            class="run"
            class:stage=move || stand.get() != Stand::Over
            aria-labelledby="run-title"
            data-work=format!("{work:?}")
            data-state=move || names().map(|names| names.0)
        >
            <h2 id="run-title" tabindex="-1">
                {words.running}
            </h2>
            <progress max=total value=value aria-label=words.running></progress>
            {figures}
            <p class="status" data-status=move || names().map(|names| names.1)>
                {state}
                <WaitLeft/>
            </p>
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
    let asked = Memo::new(move |_| page.view.with(|view| steered(page, view.running.as_ref()?)));
    let stopping = move || (asked.get() == Some(Steering::Stop)).then_some("true");
    let steer = move |steering| {
        let asked = asked.get_untracked();
        if let Some(begun) = run_begun.get_untracked().filter(|_| asked != Some(Steering::Stop)) {
            page.steered.set(Some((begun, steering)));
            page.send(&Command::Steer(steering));
        }
    };
    // One button whose name changes, so that it keeps the focus.
    let pause = move |_| {
        steer(match asked.get_untracked() {
            Some(Steering::Pause) => Steering::Continue,
            Some(Steering::Continue | Steering::Stop) | None => Steering::Pause,
        });
    };
    view! {
        <div class="actions">
            <button type="button" aria-disabled=stopping on:click=pause>
                {move || if asked.get() == Some(Steering::Pause) { run.go_on } else { run.pause }}
            </button>
            <button type="button" aria-disabled=stopping on:click=move |_| steer(Steering::Stop)>
                {run.stop}
            </button>
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
        // Only a finished run has read the tenant again, and has tried everything.
        let finished = matches!(running.state, RunState::Ended(RunEnd::Finished));
        let verified =
            finished.then(|| (words.verified)(&page.number(running.fates.gone), &page.number(running.total)));
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
            {verified
                .map(|verified| {
                    view! {
                        <h3>{texts.run.history_title}</h3>
                        <p>{verified}</p>
                    }
                })}
            {problem.map(|problem| view! { <ProblemLine problem/> })}
            <Failures failures=running.failures next=finished.then_some(texts.run.failures_next)/>
        }
    })
}

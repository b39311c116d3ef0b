//! What the person presses in a tab: it goes to the engine the way that a page's commands go, and while that is busy they press
//! other things, too. What they want is in `person`.

use std::cell::Cell;
use std::pin::pin;
use std::time::Duration;

use futures_channel::mpsc::unbounded;
use futures_util::future::select;
use luk::closing::{Engine, Turn, deliver};
use luk::protocol::view::View;
use luk::protocol::{Command, Keeping, RunState, Steering, Tick};
use luk::tenant::plan::Work;
use luk::tenant::{Progress, Task, UserId};

use crate::machine::{Tab, TabWorld};
use crate::runs::ends_soon;
use crate::sign_in::signs_in_again;
use crate::thing::{Thing, there};
use crate::weather::{is_excluded, somebody_to_exclude};

/// Does something. When it waits for the person, they sign in again in a small window, a few times; then they stop it. A run
/// that doesn't wait for them must come to its end soon once nothing goes wrong any more.
pub(crate) async fn does(tab: &Tab, engine: &mut Engine<TabWorld>, work: Work, command: Command) {
    let helm = engine.helm();
    let is_run = matches!(command, Command::Confirm(_) | Command::Resume);
    let pressed = tab.machine.now();
    let (queue, mut commands) = unbounded();
    let presses = |command: Command| deliver(command, &helm, &queue);
    if is_run {
        asks_for_a_run(tab, work);
        tab.ended.take();
    }
    presses(command.clone());
    let waited_for = Cell::new(false);
    let beside = async {
        let waits = |view: &View| view.awaits_sign_in().is_some();
        let mut patience = 1 + tab.machine.throw(4);
        loop {
            tab.machine.rest(Duration::from_secs(20)).await;
            // Now and then somebody signs in again before they are asked to.
            let early = tab.machine.one_in(200);
            if is_run && tab.machine.one_in(40) {
                fidgets(tab, work, &command, presses).await;
            }
            if !early && !waits(&tab.view.borrow()) {
                continue;
            }
            waited_for.set(true);
            if patience == 0 {
                tab.note("stops what waits");
                tab.machine.stands_by.borrow_mut().remove(&tab.number);
                presses(Command::Steer(Steering::Stop));
                continue;
            }
            patience -= 1;
            tab.note(if early {
                "signs in again early"
            } else {
                "signs in again"
            });
            signs_in_again(tab, &helm, work).await;
        }
    };
    // All that is in line, until nothing comes any more.
    let serves = async {
        while engine.turn(&mut commands).await == Turn::Busy {
            tab.led_afterwards.set(tab.machine.led.get());
        }
    };
    select(pin!(serves), pin!(beside)).await;
    tab.hears(usize::MAX);
    tab.machine.stands_by.borrow_mut().remove(&tab.number);
    if is_run
        && !waited_for.get()
        && let (Some(fair), Some(run)) = (tab.machine.fair_since.get(), tab.view.borrow().running.as_ref())
        && let Some(ended) = tab.ended.get()
    {
        ends_soon(run, tab.gone_before.get(), pressed, fair, ended);
    }
}

fn asks_for_a_run(tab: &Tab, work: Work) {
    let machine = &tab.machine;
    machine.stands_by.borrow_mut().insert(tab.number);
    let there = there(&machine.cloud.borrow(), work);
    let gone = |thing: &&Thing| !there.contains(*thing);
    tab.gone_before
        .set(machine.checks.borrow().confirmed.iter().filter(gone).count());
    machine.checks.borrow_mut().runs.begins(tab.number, work, machine.now());
}

/// What somebody does to a page that is busy: presses again, reads again, ticks something off, excludes somebody.
async fn fidgets(tab: &Tab, work: Work, command: &Command, presses: impl Fn(Command)) {
    let machine = &tab.machine;
    match machine.throw(4) {
        0 => {
            tab.note("presses again");
            // Who has seen the end means it.
            let running = tab.view.borrow().running.as_ref().map(|run| run.state.clone());
            if matches!(running, Some(RunState::Ended(_))) {
                asks_for_a_run(tab, work);
            }
            presses(command.clone());
        }
        1 => presses(Command::Survey),
        2 => presses(Command::Tick {
            task: Task::Export,
            tick: [Tick::Ticked, Tick::Unticked][usize::try_from(machine.throw(2)).unwrap()],
        }),
        _ => {
            let Some(thing) = somebody_to_exclude(machine) else {
                return;
            };
            let user: UserId = thing.id.parse().unwrap();
            tab.note(format!("excludes {user}"));
            let keeping = Keeping::Keep;
            presses(Command::Keep { user, keeping });
            machine.rest(Duration::from_millis(1)).await;
            let kept = machine.storage.borrow().progress.as_deref().map(Progress::from_text);
            if matches!(kept, Some(Ok(progress)) if progress.kept.contains(&user)) {
                is_excluded(machine, thing);
            } else {
                machine.checks.borrow_mut().excluded.insert(thing.id);
            }
        }
    }
}

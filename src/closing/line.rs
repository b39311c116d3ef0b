//! Where a page's commands come in: which wait in line behind what runs, and which take hold at once. Obeys none.

use futures_channel::mpsc::UnboundedSender;

use crate::client::Helm;
use crate::client::helm::Handed;
use crate::protocol::{Command, Said};

/// Hands a command to the engine. Steering, signing in again, signing out and what the person says of their closing don't wait
/// behind a run, an export or a reading that takes hours: they take hold at once.
pub fn deliver(command: Command, helm: &Helm, queue: &UnboundedSender<Command>) {
    if command == Command::SignOut {
        helm.leave();
    }
    // When the engine is gone there is nobody to tell: the page is being closed.
    let put_in_line = |command| drop(queue.unbounded_send(command));
    let hand = |handed| {
        if let Err(handed) = helm.hand(handed) {
            put_in_line(handed.into());
        }
    };
    if let Command::Steer(steering) = command {
        helm.steer(steering);
    } else if let Command::TakeIn(progress) = command {
        helm.learn(progress);
    } else if command == Command::NetworkIsBack {
        helm.has_network_again();
    } else if let Some(said) = Said::of(&command) {
        helm.say(said);
    } else if let Command::SignIn { cloud, purpose, place } = command {
        hand(Handed::SignIn { cloud, purpose, place });
    } else if let Command::Answer(answer) = command {
        hand(Handed::Answer(answer));
    } else if let Command::Explain(message) = command {
        hand(Handed::Explain(message));
    } else if command != Command::Survey || helm.ask_to_read() {
        if is_wish(&command) {
            helm.wish();
        }
        if begins_a_run(&command) {
            helm.ask_to_begin();
        } else if matches!(command, Command::Abandon | Command::Forget) {
            helm.give_up();
        }
        put_in_line(command);
    }
}

/// Whether something is deleted when it is obeyed.
pub(super) const fn begins_a_run(command: &Command) -> bool {
    matches!(command, Command::Confirm(_) | Command::Resume)
}

/// Whether a person asks for it, and it waits in line. The page reads again and watches by itself.
pub(super) const fn is_wish(command: &Command) -> bool {
    !matches!(
        command,
        Command::Survey
            | Command::Watch(_)
            | Command::TakeIn(_)
            | Command::Keep { .. }
            | Command::ReportDeleted(_)
            | Command::Tick { .. }
            | Command::SignIn { .. }
            | Command::Answer(_)
            | Command::Explain(_)
            | Command::NetworkIsBack
            | Command::Steer(_)
            | Command::SignOut
    )
}

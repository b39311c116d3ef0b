//! The progress as the page shows and keeps it, what the person says of it while something else runs, and what other tabs have
//! kept of it. Decides nothing of what runs.

#[cfg(test)]
mod tests;

use std::convert::Infallible;

use futures_util::future::{Either, select};

use super::Engine;
use super::commands::Errand;
use crate::client::{Helm, World};
use crate::protocol::{Command, Event};
use crate::tenant::{Moment, Problem, ProblemKind, Progress};

impl<W: World> Engine<W> {
    /// Changes the progress and tells the page, which keeps it.
    pub(super) fn change(&mut self, change: impl FnOnce(&mut Progress, Moment)) -> Result<(), Problem> {
        if let Some(learn) = self.learn {
            learn(&mut self.progress, &self.helm);
        }
        let now = self.world.now();
        note_said(&mut self.progress, &self.helm, now);
        change(&mut self.progress, now);
        self.tell_progress();
        Ok(())
    }

    pub(super) fn tell_progress(&self) {
        tell_progress(&*self.world, &self.helm, &self.progress);
    }

    /// Takes in what the person has said and what another tab has kept. Nothing is loaded for what can be kept at once; and
    /// what another tab has kept is taken in by what is looked at first.
    pub(super) async fn hear(&mut self) -> Result<(), Problem> {
        let nothing_comes_first = self.unopened.is_none() && (self.carry.is_some() || !self.helm.has_learned());
        if self.helm.has_said() && nothing_comes_first {
            self.change(|_, _| {})
        } else if self.helm.has_said() || self.carry.is_some() {
            self.hand_on(Errand::Obey(Command::TakeIn(None))).await
        } else {
            // Nothing is known here yet that it could be put together with.
            self.helm.drop_earlier();
            Ok(())
        }
    }
}

/// Notes what the person has said. Says whether that was anything.
pub(super) fn note_said(progress: &mut Progress, helm: &Helm, now: Moment) -> bool {
    let all = helm.said(now);
    let is_something = !all.is_empty();
    all.into_iter().for_each(|(said, at)| said.note(progress, at));
    helm.has_noted_said();
    is_something
}

/// Shows and keeps at once what the person says while something has the engine, and the progress, to itself: on top of what
/// was told last, and of what other tabs have kept since. Whatever has the progress notes it as soon as it looks.
pub(super) async fn hear_beside<W: World>(world: &W, helm: &Helm) -> Infallible {
    loop {
        let (said, piles_up) = (std::pin::pin!(helm.says_beside()), std::pin::pin!(helm.piles_up()));
        let Either::Left((mut progress, _)) = select(said, piles_up).await else {
            gather(helm);
            continue;
        };
        for theirs in readable(helm.yet_to_learn().into_iter(), helm) {
            if !helm.leads() || progress.running.is_none() {
                learn_one(&mut progress, theirs, helm);
            } else if let Some(theirs) = theirs {
                progress = progress.join_at_work(theirs, world.now());
            }
        }
        let all = helm.said(world.now());
        all.into_iter().for_each(|(said, at)| said.note(&mut progress, at));
        tell(world, helm, &progress);
    }
}

/// The page shows the progress and keeps its text.
pub(super) fn tell_progress<W: World>(world: &W, helm: &Helm, progress: &Progress) {
    helm.has_told(progress);
    tell(world, helm, progress);
}

/// The page shows the progress, which is kept already.
pub(super) fn show_progress<W: World>(world: &W, helm: &Helm, progress: &Progress) {
    helm.has_told(progress);
    world.tell(Event::Progress(Box::new(progress.clone())));
}

/// Of a closing that was not begun there is nothing to keep, and nothing is kept in the place of another tenant's.
fn tell<W: World>(world: &W, helm: &Helm, progress: &Progress) {
    world.tell(Event::Progress(Box::new(progress.clone())));
    if helm.keeps_another() {
        return;
    }
    let text = if *progress == Progress::default() {
        Ok(None)
    } else {
        progress.to_text().map(Some)
    };
    world.tell(match text {
        Ok(text) => Event::KeepProgress(text),
        Err(_) => Event::Problem(Problem::new(ProblemKind::ProgressNotKept, world.now())),
    });
}

/// How what was learned stands to what is known with it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Learned {
    /// The other tab has kept all of it.
    All,
    /// It has kept less: what this tab knows beside it was kept in the same instant, and would be lost.
    Part,
}

/// Whatever has the progress may have it for hours, and take in only then what other tabs have kept. The latest stays by itself:
/// it is what the browser keeps now, and whoever knows more keeps that.
fn gather(helm: &Helm) {
    let mut texts = helm.yet_to_learn();
    let latest = texts.pop();
    if let Ok(mut gathered) = gathered(&texts) {
        gathered.extend(latest);
        helm.gather(gathered);
    }
}

/// What was kept one after the other, put together: of each tenant once, so that nothing is lost, however often something was
/// kept in between by a tab that could not read it.
fn gathered(texts: &[Option<String>]) -> Result<Vec<Option<String>>, serde_json::Error> {
    let (mut dropped, mut kept) = (None, Vec::<Progress>::new());
    for text in texts {
        let Some(text) = text else {
            kept.clear();
            dropped = Some(Ok(None));
            continue;
        };
        // What can't be read nobody would take in either.
        if let Ok(theirs) = Progress::from_text(text) {
            let earlier = kept.iter().position(|one| one.tenant == theirs.tenant);
            let all = match earlier {
                Some(place) => kept.remove(place).join(theirs),
                None => theirs,
            };
            kept.push(all);
        }
    }
    let kept = kept.iter().map(|one| one.to_text().map(Some));
    dropped.into_iter().chain(kept).collect()
}

/// Takes in what other tabs have kept, if they have kept something that can be read.
pub(super) fn learn(progress: &mut Progress, helm: &Helm) -> Option<Learned> {
    learned(helm).map(|theirs| learn_one(progress, theirs, helm)).last()
}

fn learn_one(progress: &mut Progress, theirs: Option<Progress>, helm: &Helm) -> Learned {
    if let Some(theirs) = theirs {
        return take_in(progress, theirs);
    }
    // Everything is forgotten elsewhere: who is signed in here begins anew with the same tenant.
    let ours = std::mem::take(progress);
    if helm.tenant().is_some() {
        (progress.tenant, progress.cloud) = (ours.tenant, ours.cloud);
        (progress.started_at, progress.signed_in_at) = (ours.started_at, ours.signed_in_at);
    }
    Learned::All
}

fn take_in(progress: &mut Progress, theirs: Progress) -> Learned {
    let ours = std::mem::take(progress);
    // Nobody is signed in here, and what the browser keeps is another closing now.
    if ours.tenant.is_some() && theirs.tenant.is_some() && ours.tenant != theirs.tenant {
        *progress = theirs;
        return Learned::All;
    }
    let together = ours.join(theirs.clone());
    let learned = if together == theirs {
        Learned::All
    } else {
        Learned::Part
    };
    *progress = together;
    learned
}

/// What other tabs have kept of this tenant, one after the other; `None` if they have dropped it. What can't be read is of a
/// newer Luk, or damaged: ours is the better one.
pub(super) fn learned(helm: &Helm) -> impl Iterator<Item = Option<Progress>> {
    readable(std::iter::from_fn(|| helm.learned()), helm)
}

fn readable(texts: impl Iterator<Item = Option<String>>, helm: &Helm) -> impl Iterator<Item = Option<Progress>> {
    let read = texts.filter_map(|text| text.map(|text| Progress::from_text(&text)).transpose().ok());
    read.filter(|progress| helm.takes_in(progress.as_ref().and_then(|progress| progress.tenant)))
}

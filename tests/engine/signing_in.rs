//! Signing in, staying signed in and signing out, with providers that answer well, badly, or with bad intent.

mod answers;
mod azure;
mod beside;
mod challenged;
mod clock;
mod conformance;
mod further;
mod lost_role;
pub(crate) mod person;
mod renewing;
mod returning;
mod staying;
mod trouble;
mod waiting;
mod window;

use std::rc::Rc;

use luk::protocol::{Purpose, Session, Signature};
use luk::tenant::ProblemKind;
use practice::TenantName;

use crate::practice_world::PracticeWorld;
use crate::provider::Provider;
use crate::steps::TINY_ADMIN;
use crate::tab::{Storage, Tab};

/// How a sign-in at this provider ends: with a session, or with a problem and its code.
fn sign_in_at(provider: Provider) -> Result<Session, (ProblemKind, String)> {
    let world = PracticeWorld::new(TenantName::Tiny);
    provider.stand_in(&world);
    sign_in(&world, Purpose::Read)
}

fn sign_in(world: &Rc<PracticeWorld>, purpose: Purpose) -> Result<Session, (ProblemKind, String)> {
    let tab = Tab::open(world, Storage::default(), None).signs_in(purpose, TINY_ADMIN, "practice");
    outcome(&tab)
}

fn outcome(tab: &Tab) -> Result<Session, (ProblemKind, String)> {
    match (tab.view.session.clone(), tab.view.problem.clone()) {
        (Some(session), None) => Ok(session),
        (None, Some(problem)) => {
            let asked =
                |exchange: &practice::Exchange| exchange.url.contains(":8082/") || exchange.url.contains(":8083/");
            let cloud = tab.world.cloud.borrow();
            assert!(
                !cloud.requests().iter().any(asked),
                "nothing is asked of Graph or Azure"
            );
            Err((problem.kind, problem.code.unwrap_or_default()))
        }
        (session, problem) => panic!("neither signed in nor refused: {session:?} {problem:?}"),
    }
}

fn verified(outcome: &Result<Session, (ProblemKind, String)>) {
    let session = outcome.as_ref().expect("signed in");
    assert_eq!(session.signature, Signature::Verified);
}

fn refused(outcome: &Result<Session, (ProblemKind, String)>, reason: &str) {
    let (kind, code) = outcome.as_ref().expect_err("not signed in");
    assert_eq!((*kind, code.as_str()), (ProblemKind::IdentityNotProven, reason));
}

//! A machine whose clock is wrong: how old a sign-in is, it must not be told too young.

use std::time::Duration;

use luk::protocol::Purpose;
use practice::TenantName;

use crate::practice_world::PracticeWorld;
use crate::steps::TINY_ADMIN;
use crate::tab::{Storage, Tab};

const YEAR: i64 = 365 * 24 * 60 * 60 * 1000;

#[test]
fn a_sign_in_is_never_said_to_be_younger_than_it_is_because_an_answer_was_slow() {
    for ahead in [YEAR, -YEAR] {
        let world = PracticeWorld::new(TenantName::Tiny);
        world.ahead.set(ahead);
        world.latency.set(Duration::from_millis(3_700));
        let mut tab = Tab::open(&world, Storage::default(), None);
        let answer = tab.leaves_to_sign_in(Purpose::Read, TINY_ADMIN, "practice");
        let signed_in_at = world.timestamp().millis();
        let tab = Tab::open(&world, tab.storage, Some(answer));
        let session = tab.view.session.expect("signed in");
        let said = session.authenticated_at.expect("Entra says when").milliseconds() - ahead;
        assert!(said <= signed_in_at, "{} ms too young", said - signed_in_at);
    }
}

//! What a run says of itself on its way: what it waits for, how long it still takes, and whom it has left alone.

use std::rc::Rc;
use std::time::Duration;

use luk::client::World;
use luk::protocol::{Command, Event, RunState, Steering, WaitReason};
use luk::tenant::Progress;
use luk::tenant::ids::UserId;
use practice::TenantName;

use crate::steps::{TINY_ADMIN, about_to_delete_users, ids, list_only_the_administrator, truth};
use crate::tab::ADMIN;

#[test]
fn a_run_that_waits_for_lists_says_so_and_not_that_it_is_about_to_be_over() {
    let (mut tab, confirmation) = about_to_delete_users(TenantName::Tiny, TINY_ADMIN);
    tab.world.cloud.borrow_mut().set_list_lag(Duration::from_secs(90));
    let world = Rc::clone(&tab.world);
    world.run(tab.engine.obey(Command::Confirm(confirmation)));
    let events = world.events.borrow();
    let told = events.iter().filter_map(|event| match event {
        Event::Running(running) => Some(running),
        _ => None,
    });
    let all_sent = told.skip_while(|running| running.fates.accepted < running.total);
    let (mut waits, mut times) = (0, 0);
    for running in all_sent.skip(1) {
        let lags = |state: &RunState| {
            matches!(
                state,
                RunState::Waiting {
                    reason: WaitReason::ListsLag,
                    ..
                }
            )
        };
        waits += u32::from(lags(&running.state));
        times += u32::from(running.time_left.is_some());
    }
    assert_eq!((waits > 2, times), (true, 0));
}

#[test]
fn who_was_left_out_is_not_said_to_be_gone_by_a_list_that_leaves_them_out_too() {
    let (mut tab, confirmation) = about_to_delete_users(TenantName::Contoso, ADMIN);
    let user = UserId(tab.view.proposal.clone().unwrap().plan.items()[30].id);
    let kept = Progress {
        kept: [user].into(),
        ..tab.view.progress.clone()
    };
    let helm = tab.engine.helm();
    let mut kept = Some(kept.to_text().unwrap());
    tab.world.on_request.replace(Some(Box::new(move |request| {
        if let Some(text) = kept.take_if(|_| request.uri().path().ends_with("$batch")) {
            helm.learn(Some(text));
        }
    })));
    list_only_the_administrator(&tab);
    tab.does(Command::Confirm(confirmation));
    let running = tab.view.running.clone().unwrap();
    assert_eq!((running.fates.gone, running.fates.left_out), (38, 1));
    assert!(ids(&truth(&tab), "users").contains(&user.to_string()));
}

#[test]
fn what_other_tabs_keep_while_a_run_waits_is_taken_in_and_does_not_pile_up() {
    let (mut tab, confirmation) = about_to_delete_users(TenantName::Contoso, ADMIN);
    tab.steers_at_the_first_batch(Steering::Pause);
    let text = tab.view.progress.to_text().unwrap();
    let user = UserId(tab.view.proposal.clone().unwrap().plan.items()[30].id);
    let kept = Progress {
        kept: [user].into(),
        ..tab.view.progress.clone()
    };
    let kept = kept.to_text().unwrap();
    tab.does_while(Command::Confirm(confirmation), |world, helm| async move {
        world.sleep(Duration::from_mins(1)).await;
        for _ in 0..100 {
            helm.learn(Some(kept.clone()));
            helm.learn(Some(text.clone()));
            world.sleep(Duration::from_secs(5)).await;
            assert!(!helm.has_learned());
        }
        helm.steer(Steering::Continue);
    });
    let running = tab.view.running.unwrap();
    assert_eq!((running.fates.gone, running.fates.left_out), (38, 1));
}

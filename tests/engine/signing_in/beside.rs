//! Signing in while an export or a reading has the engine to itself: it is heard at once; and whatever wants to see the person
//! in the middle of one makes it wait where it is, for the same person in the same tenant.

use std::cell::Cell;
use std::pin::pin;
use std::rc::Rc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use futures_channel::mpsc::{UnboundedSender, unbounded};
use futures_util::FutureExt;
use futures_util::future::select;
use http::StatusCode;
use luk::client::helm::Handed;
use luk::client::{Helm, World};
use luk::closing::{Engine, deliver};
use luk::protocol::{ArchivePlace, Command, Event, ExportStage, Purpose, Steering, Watch};
use luk::tenant::ProblemKind;
use luk::tenant::plan::Work;
use luk::tenant::progress::ExportState;
use practice::TenantName;
use serde_json::json;

use super::person::Person;
use super::trouble::renewals_refused;
use crate::practice_world::{PracticeWorld, SITE};
use crate::provider::Provider;
use crate::steps::crowd;
use crate::tab::{ADMIN, Tab, configuration, signed_in};

const OTHER_ADMIN: &str = "breakglass@contoso.onmicrosoft.com";
const EXPORT: Command = Command::Export(ArchivePlace::Picked);

/// Carries a command out that meets this trouble with the first request whose path and query hold `at`, and somebody is
/// beside it.
fn beside<Doing: Future<Output = ()>>(
    mut tab: Tab,
    command: Command,
    at: &'static str,
    trouble: impl Fn(&PracticeWorld) + 'static,
    person: impl FnOnce(Person) -> Doing,
) -> Tab {
    let world = Rc::clone(&tab.world);
    let met = Cell::new(false);
    tab.world.on_request.replace(Some(Box::new(move |request| {
        let path = request.uri().path_and_query().map_or("", |path| path.as_str());
        if path.contains(at) && !met.replace(true) {
            trouble(&world);
        }
    })));
    let beside = Person::beside(&tab);
    tab.does_while(command, |_, _| person(beside));
    tab.world.on_request.take();
    tab
}

fn contoso() -> Tab {
    signed_in(TenantName::Contoso, ADMIN)
}

fn is_exported(tab: &mut Tab, files: u32) {
    assert_eq!(tab.problem(), None);
    let archive = tab.world.archive.take().expect("an archive");
    let ExportState::Done { files: all, bytes, .. } = tab.view.progress.export else {
        panic!("{:?}", tab.view.export)
    };
    assert_eq!((all, bytes), (files, archive.len() as u64));
    assert_eq!(tab.view.challenge, None);
}

fn is_read(tab: &mut Tab, users: usize) {
    assert_eq!(tab.problem(), None);
    let snapshot = tab.view.snapshot.as_ref().unwrap();
    assert_eq!(snapshot.users.known().map(Vec::len), Some(users));
    assert_eq!((&tab.view.challenge, tab.view.surveying), (&None, None));
}

fn is_through(tab: &mut Tab, command: &Command) {
    if *command == EXPORT {
        is_exported(tab, 15);
    } else {
        is_read(tab, 40);
    }
}

fn place_of(events: &[Event], what: impl Fn(&Event) -> bool) -> usize {
    events.iter().position(what).expect("it was told")
}

#[test]
fn the_small_window_gets_its_address_at_once_and_its_answer_is_taken_while_the_work_goes_on() {
    for command in [EXPORT, Command::Survey] {
        let mut tab = contoso();
        let before = tab.view.session.clone().unwrap();
        let person = Person::beside(&tab);
        let world = Rc::clone(&tab.world);
        let told = Rc::new(Cell::new((0, 0)));
        let places = Rc::clone(&told);
        let ends = |event: &Event| match event {
            Event::Exporting(exporting) => matches!(exporting.stage, ExportStage::Done { .. }),
            Event::Snapshot(_) => true,
            _ => false,
        };
        let purpose = Purpose::Carry(Work::DeleteUsers);
        tab.does_while(command, |_, _| async move {
            // In the middle of a request, which takes 50.
            world.sleep(Duration::from_millis(130)).await;
            let asked_at = world.now();
            let address = person.opens_the_window_for(purpose).await;
            assert!(world.now().since(asked_at) <= Duration::from_millis(1));
            assert!(address.contains("User.ReadWrite.All"), "what it was asked for counts");
            person.sends(Command::Answer(person.answers(ADMIN, &address)));
            world.sleep(Duration::from_secs(5)).await;
            let events = world.events.borrow();
            places.set((
                place_of(&events, |event| matches!(event, Event::Session(Some(_)))),
                place_of(&events, ends),
            ));
        });
        let (signed_in, ended) = told.get();
        assert!(signed_in < ended, "{signed_in} {ended}");
        let after = tab.view.session.clone().unwrap();
        assert!(after.ends_at > before.ends_at && after.granted.contains(&purpose));
        assert_eq!((tab.problem(), tab.view.awaited.clone()), (None, None));
    }
}

#[test]
fn an_answer_that_is_being_judged_when_the_work_ends_is_taken_in_all_the_same() {
    for wait in (0..1500).step_by(50) {
        let mut tab = contoso();
        let before = tab.view.session.clone().unwrap();
        let person = Person::beside(&tab);
        let world = Rc::clone(&tab.world);
        let left = Rc::new(Cell::new(None));
        let over = Rc::clone(&left);
        tab.does_while(Command::Survey, |_, helm| async move {
            let address = person.opens_the_window().await;
            world.sleep(Duration::from_millis(wait)).await;
            let answer = person.answers(ADMIN, &address);
            if let Err(handed) = helm.hand(Handed::Answer(answer)) {
                over.set(Some(handed));
            }
        });
        // Nobody listened any more: then it is a command like others.
        let helm = tab.engine.helm();
        if let Some(handed) = left.take().or_else(|| helm.left_over()) {
            tab.does(handed.into());
        }
        is_read(&mut tab, 40);
        assert!(tab.view.session.clone().unwrap().ends_at > before.ends_at, "{wait}");
    }
}

#[test]
fn a_revoked_sign_in_makes_an_export_wait_with_its_file_open_and_it_goes_on_in_the_middle_of_a_list() {
    let account = "admin@crowd.onmicrosoft.com";
    let mut tab = beside(
        signed_in(crowd(2_500), account),
        EXPORT,
        "skiptoken",
        |world| world.cloud.borrow_mut().revoke_sessions(),
        async |person: Person| {
            assert_eq!(person.is_asked_for().await.kind, ProblemKind::SignInRevoked);
            let sent = person.world.cloud.borrow().requests().len();
            person.world.sleep(Duration::from_hours(9)).await;
            assert_eq!(
                person.world.cloud.borrow().requests().len(),
                sent,
                "nothing is sent meanwhile"
            );
            assert!(
                person.world.archive.borrow().is_none(),
                "and nothing passes for an archive"
            );
            person.signs_in(account).await;
        },
    );
    is_exported(&mut tab, 15);
    let pages = tab.world.cloud.borrow();
    let first = pages.requests().iter().filter(|exchange| {
        let first = exchange.url.contains("/users?") && exchange.url.contains("givenName");
        first && !exchange.url.contains("skiptoken") && exchange.method == "GET"
    });
    assert_eq!(first.count(), 1, "the list was not begun anew");
}

#[test]
fn a_refused_token_makes_an_export_and_a_reading_wait_with_its_own_reason() {
    for (error, code, kind) in [
        ("interaction_required", Some(50074), ProblemKind::SecondFactorNeeded),
        ("invalid_grant", Some(50076), ProblemKind::SecondFactorNeeded),
        ("consent_required", Some(65001), ProblemKind::ConsentNeeded),
        ("invalid_grant", Some(700_084), ProblemKind::SignInEnded),
        ("invalid_grant", Some(53003), ProblemKind::PolicyRefused),
    ] {
        for command in [EXPORT, Command::Survey] {
            let trouble = renewals_refused(error, code);
            let done = command.clone();
            let mut tab = beside(contoso(), command, "/applications", trouble, async |person| {
                assert_eq!(person.is_asked_for().await.kind, kind);
                let address = person.opens_the_window().await;
                assert!(address.contains("capolids"), "{address}");
                person.sends(Command::Answer(person.answers(ADMIN, &address)));
            });
            is_through(&mut tab, &done);
        }
    }
}

#[test]
fn a_demand_for_more_claims_in_the_middle_of_a_reading_goes_into_the_sign_in_and_the_reading_goes_on() {
    let trouble = |world: &PracticeWorld| {
        let claims = STANDARD.encode(r#"{"access_token":{"acrs":{"essential":true,"values":["p1"]}}}"#);
        world.on_answer.replace(Some(Box::new(move |request, mut answer| {
            if request.uri().path() == "/v1.0/users" {
                *answer.status_mut() = StatusCode::UNAUTHORIZED;
                let header = format!("Bearer error=\"insufficient_claims\", claims=\"{claims}\"");
                answer.headers_mut().insert("www-authenticate", header.parse().unwrap());
                *answer.body_mut() = br#"{"error":{"code":"InsufficientClaims"}}"#.to_vec();
            }
            Some(answer)
        })));
    };
    for command in [EXPORT, Command::Survey] {
        let done = command.clone();
        let mut tab = beside(contoso(), command, "/users?", trouble, async |person| {
            let problem = person.is_asked_for().await;
            assert_eq!(problem.code.as_deref(), Some("InsufficientClaims"));
            person.world.on_answer.take();
            let address = person.opens_the_window().await;
            assert!(address.contains("acrs"), "{address}");
            person.sends(Command::Answer(person.answers(ADMIN, &address)));
        });
        is_through(&mut tab, &done);
    }
}

#[test]
fn what_is_read_in_batches_waits_for_the_person_too() {
    let revoked = |world: &PracticeWorld| world.cloud.borrow_mut().revoke_sessions();
    let mut tab = beside(contoso(), Command::Survey, "/beta/$batch", revoked, async |person| {
        assert_eq!(person.is_asked_for().await.kind, ProblemKind::SignInRevoked);
        person.signs_in(ADMIN).await;
    });
    is_read(&mut tab, 40);
    let states = tab.view.snapshot.clone().unwrap().multifactor;
    let states = states.known().unwrap();
    assert_eq!(states.len(), 40);
    let known = |state: &&luk::tenant::snapshot::UserMultifactor| state.state.known().is_some();
    assert_eq!(states.iter().filter(known).count(), 40);
}

#[test]
fn the_end_of_the_24_hours_makes_an_export_wait() {
    let mut tab = contoso();
    tab.world.pass(Duration::from_hours(25));
    let person = Person::beside(&tab);
    tab.does_while(EXPORT, |_, _| async move {
        assert_eq!(person.is_asked_for().await.kind, ProblemKind::SignInEnded);
        person.signs_in(ADMIN).await;
    });
    is_exported(&mut tab, 15);
}

#[test]
fn another_person_or_tenant_is_refused_and_the_work_goes_on_waiting_for_the_right_one() {
    let other = "99999999-9999-9999-9999-999999999999";
    for command in [EXPORT, Command::Survey] {
        let done = command.clone();
        let revoked = |world: &PracticeWorld| world.cloud.borrow_mut().revoke_sessions();
        let mut tab = beside(contoso(), command, "/applications", revoked, async |person| {
            person.is_asked_for().await;
            person.signs_in(OTHER_ADMIN).await;
            assert_eq!(person.is_told().await, ProblemKind::OtherPerson);
            Provider::claiming(move |claims| {
                claims["tid"] = json!(other);
                claims["iss"] = json!(format!("http://localhost:8081/{other}/v2.0"));
            })
            .stand_in(&person.world);
            person.signs_in(ADMIN).await;
            assert_eq!(person.is_told().await, ProblemKind::OtherTenant);
            person.world.on_answer.take();
            let sent = person.world.cloud.borrow().requests().len();
            person.world.sleep(Duration::from_hours(1)).await;
            assert_eq!(person.world.cloud.borrow().requests().len(), sent, "it still waits");
            person.signs_in(ADMIN).await;
        });
        assert_eq!(tab.problem(), Some(ProblemKind::OtherTenant));
        is_through(&mut tab, &done);
    }
}

/// What is asked for while a sign-in that was revoked is waited for.
fn asked_meanwhile(command: Command, meanwhile: impl Fn(&Helm, &UnboundedSender<Command>)) -> Tab {
    let Tab {
        world,
        engine,
        mut view,
        storage,
    } = contoso();
    world.cloud.borrow_mut().revoke_sessions();
    let helm = engine.helm();
    let (queue, commands) = unbounded();
    let person = Person::beside_helm(&world, &helm);
    deliver(command, &helm, &queue);
    let meanwhile = async {
        person.is_asked_for().await;
        // What the page asks for by itself, when the person comes back to it, changes nothing.
        deliver(Command::Survey, &helm, &queue);
        deliver(Command::Watch(Watch::Nothing), &helm, &queue);
        world.sleep(Duration::from_mins(1)).await;
        assert!(!world.events.borrow().contains(&Event::AwaitsSignIn(None)));
        meanwhile(&helm, &queue);
        world.sleep(Duration::from_mins(1)).await;
    };
    world.run(select(pin!(engine.serve(commands)), pin!(meanwhile)).map(drop));
    for event in world.events.take() {
        view.apply(event);
    }
    let engine = Engine::new(Rc::clone(&world), &configuration(), SITE.to_owned(), Engine::at_hand);
    Tab {
        world,
        engine,
        view,
        storage,
    }
}

#[test]
fn a_reading_that_waits_is_in_nobodys_way() {
    let mut tab = asked_meanwhile(Command::Survey, |helm, queue| {
        deliver(Command::WaiveExport, helm, queue)
    });
    assert!(matches!(tab.view.progress.export, ExportState::Waived { .. }));
    assert_eq!(
        tab.problem(),
        Some(ProblemKind::SignInRevoked),
        "and it is said why it ended"
    );
}

#[test]
fn an_export_that_waits_is_not_ended_by_the_way_but_by_being_stopped() {
    let mut tab = asked_meanwhile(EXPORT, |helm, queue| deliver(Command::WaiveExport, helm, queue));
    assert!(tab.view.challenge.is_some() && tab.view.is_exporting());

    tab = asked_meanwhile(EXPORT, |helm, queue| {
        deliver(Command::Steer(Steering::Stop), helm, queue);
    });
    let export = tab.view.export.clone().unwrap();
    let ExportStage::Failed(problem) = export.stage else {
        panic!("{export:?}")
    };
    assert_eq!(problem.kind, ProblemKind::ExportStopped);
    assert!(tab.world.archive.borrow().is_none());
    assert_eq!(tab.view.progress.export, ExportState::Missing);
}

#[test]
fn who_signs_out_while_something_waits_is_asked_for_nothing_more() {
    for command in [EXPORT, Command::Survey] {
        let tab = asked_meanwhile(command, |helm, queue| deliver(Command::SignOut, helm, queue));
        assert_eq!((&tab.view.session, &tab.view.challenge), (&None, &None));
        assert!(tab.world.archive.borrow().is_none());
    }
}

#[test]
fn a_code_that_the_small_window_showed_is_explained_while_something_waits() {
    for command in [EXPORT, Command::Survey] {
        let tab = asked_meanwhile(command, |helm, queue| {
            deliver(Command::Explain("AADSTS53003".to_owned()), helm, queue);
        });
        assert_eq!(tab.view.problem.as_ref().unwrap().kind, ProblemKind::PolicyRefused);
        assert!(tab.view.challenge.is_some(), "and it still waits");
    }
}

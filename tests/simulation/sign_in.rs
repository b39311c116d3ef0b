//! How the person signs in: on the page or in the small window, for themselves or for everybody. What is done then is in
//! `person`.

use std::time::Duration;

use luk::client::Helm;
use luk::client::helm::Handed;
use luk::protocol::{Purpose, SignInPlace};
use luk::tenant::plan::Work;
use luk::tenant::progress::CloudName;
use practice::{Browser, WalkError};

use crate::machine::{Machine, Tab};

/// Signs in where this address leads, and consents to what Luk asks for: now and then for the whole organization, so that
/// somebody else could sign in too. Returns the address that leads back.
pub(crate) fn signs_in(machine: &Machine, url: &str) -> Result<String, WalkError> {
    let (mut cloud, now) = (machine.cloud.borrow_mut(), machine.timestamp());
    let mut browser = Browser::default();
    browser.open(&mut cloud, now, url)?;
    if browser.left_for().is_none() {
        browser.sign_in(&mut cloud, now, &machine.plot.account, "practice")?;
    }
    browser.verify(&mut cloud, now)?;
    if browser.has_button("Accept") {
        if machine.one_in(2) {
            browser.choose("Consent on behalf of your organization")?;
        }
        browser.press(&mut cloud, now, "Accept")?;
    }
    browser.left_for().map(str::to_owned).ok_or_else(|| WalkError::Refused {
        page: browser.title(),
        text: browser.text(),
    })
}

/// In the small window, whose answer comes after a while or never.
pub(crate) async fn signs_in_again(tab: &Tab, helm: &Helm, work: Work) {
    let machine = &tab.machine;
    tab.window.take();
    let asked = Handed::SignIn {
        cloud: CloudName::Practice,
        purpose: Purpose::Carry(work),
        place: SignInPlace::Window,
    };
    if helm.hand(asked).is_err() {
        return;
    }
    machine.rest(Duration::from_secs(1 + machine.throw(200))).await;
    let Some(url) = tab.window.take() else { return };
    let Ok(back) = signs_in(machine, &url) else { return };
    if let Some((_, answer)) = back.split_once('#')
        && !machine.one_in(8)
    {
        // The run may be over by now: then nobody listens.
        let _ = helm.hand(Handed::Answer(answer.to_owned()));
        machine.rest(Duration::from_secs(5)).await;
    }
}

//! A browser without a screen, for tests in process: it keeps cookies, follows redirects inside the cloud, fills forms by
//! their labels and presses buttons by their text. It reads the practice cloud's own pages only.

mod page;

use std::collections::BTreeMap;

use http::header::{CONTENT_TYPE, COOKIE, LOCATION, SET_COOKIE};
use http::{Method, Request};
use url::Url;

use crate::cloud::Cloud;
use crate::frame::SECOND_FACTOR;
use crate::time::Timestamp;
use crate::walk::page::{Control, Page};

/// Why a walk did not get on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WalkError {
    /// There is nothing on the page with that label or text.
    #[error("the page \"{page}\" has no {what}")]
    NotThere {
        /// The page's title.
        page: String,
        /// What was looked for.
        what: String,
    },
    /// The page said no.
    #[error("the page \"{page}\" says: {text}")]
    Refused {
        /// The page's title.
        page: String,
        /// Its text.
        text: String,
    },
    /// An address that is none, or redirects without an end.
    #[error("the address {0} leads nowhere")]
    Nowhere(String),
}

const MOST_REDIRECTS: usize = 20;

/// A browser.
#[derive(Debug, Clone, Default)]
pub struct Browser {
    cookies: BTreeMap<String, String>,
    address: String,
    left_for: Option<String>,
    page: Page,
}

impl Browser {
    /// Goes to an address and follows redirects as long as they stay inside the cloud.
    ///
    /// # Errors
    /// When the address is none, or redirects don't end.
    pub fn open(&mut self, cloud: &mut Cloud, now: Timestamp, url: &str) -> Result<(), WalkError> {
        self.request(cloud, now, Method::GET, url, Vec::new())
    }

    /// Types into the field with this label.
    ///
    /// # Errors
    /// When there is no such field.
    pub fn fill(&mut self, label: &str, value: &str) -> Result<(), WalkError> {
        let missing = self.missing("field", label);
        let control = self.page.labelled(label).ok_or(missing)?;
        value.clone_into(&mut control.value);
        control.is_sent = true;
        Ok(())
    }

    /// Ticks the checkbox, or chooses the radio button, with this label.
    ///
    /// # Errors
    /// When there is no such control.
    pub fn choose(&mut self, label: &str) -> Result<(), WalkError> {
        let missing = self.missing("choice", label);
        let chosen = self.page.labelled(label).ok_or(missing)?.clone();
        self.page.choose(&chosen);
        Ok(())
    }

    /// Presses a button; its form is sent with it.
    ///
    /// # Errors
    /// When there is no such button, or it can't be pressed.
    pub fn press(&mut self, cloud: &mut Cloud, now: Timestamp, button: &str) -> Result<(), WalkError> {
        let pressed = self.page.button(button).ok_or_else(|| self.missing("button", button))?;
        let form = self
            .page
            .forms
            .get(pressed.form)
            .ok_or_else(|| self.missing("form for", button))?;
        let mut pairs: Vec<(&str, &str)> = form
            .controls
            .iter()
            .filter(|control| control.is_sent)
            .map(Control::pair)
            .collect();
        if !pressed.name.is_empty() {
            pairs.push((&pressed.name, &pressed.value));
        }
        let sent = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(pairs)
            .finish();
        let (action, method) = (self.resolve(&form.action)?, form.method.clone());
        if method == Method::GET {
            return self.request(cloud, now, method, &format!("{action}?{sent}"), Vec::new());
        }
        self.request(cloud, now, method, &action, sent.into_bytes())
    }

    /// Follows a link by its text.
    ///
    /// # Errors
    /// When there is no such link.
    pub fn follow(&mut self, cloud: &mut Cloud, now: Timestamp, link: &str) -> Result<(), WalkError> {
        let address = self.page.link(link).ok_or_else(|| self.missing("link", link))?;
        let address = self.resolve(&address)?;
        self.open(cloud, now, &address)
    }

    /// Fills the sign-in form and sends it, and shows the second factor where one is asked for.
    ///
    /// # Errors
    /// When the page shows no such form, or shows it again because account or password are wrong.
    pub fn sign_in(
        &mut self,
        cloud: &mut Cloud,
        now: Timestamp,
        account: &str,
        password: &str,
    ) -> Result<(), WalkError> {
        self.fill("Account", account)?;
        self.fill("Password", password)?;
        self.press(cloud, now, "Sign in")?;
        if self.left_for.is_none() && self.has_button("Sign in") {
            return Err(WalkError::Refused {
                page: self.title(),
                text: self.text(),
            });
        }
        self.verify(cloud, now)
    }

    /// Shows the second factor, if the page asks for it.
    ///
    /// # Errors
    /// When the page does not take it.
    pub fn verify(&mut self, cloud: &mut Cloud, now: Timestamp) -> Result<(), WalkError> {
        if self.has_button("Verify") {
            self.fill("Code", SECOND_FACTOR)?;
            self.press(cloud, now, "Verify")?;
        }
        Ok(())
    }

    /// The address of the page.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The page's title.
    #[must_use]
    pub fn title(&self) -> String {
        self.page.title.clone()
    }

    /// The page's text, without its title.
    #[must_use]
    pub fn text(&self) -> String {
        self.page.text.clone()
    }

    /// Whether there is a button with this text that can be pressed.
    #[must_use]
    pub fn has_button(&self, button: &str) -> bool {
        self.page.button(button).is_some()
    }

    /// The address outside the cloud that the last redirect led to: the app's callback.
    #[must_use]
    pub fn left_for(&self) -> Option<&str> {
        self.left_for.as_deref()
    }

    fn missing(&self, kind: &str, name: &str) -> WalkError {
        WalkError::NotThere {
            page: self.title(),
            what: format!("{kind} \"{name}\""),
        }
    }

    fn resolve(&self, address: &str) -> Result<String, WalkError> {
        let nowhere = || WalkError::Nowhere(address.to_owned());
        let base = Url::parse(&self.address).map_err(|_| nowhere())?;
        base.join(address).map(String::from).map_err(|_| nowhere())
    }

    fn request(
        &mut self,
        cloud: &mut Cloud,
        now: Timestamp,
        method: Method,
        address: &str,
        body: Vec<u8>,
    ) -> Result<(), WalkError> {
        self.left_for = None;
        let (mut method, mut body, mut address) = (method, body, address.to_owned());
        for _ in 0..MOST_REDIRECTS {
            let nowhere = || WalkError::Nowhere(address.clone());
            let url = Url::parse(&address).map_err(|_| nowhere())?;
            if cloud.origins().service_of(&url).is_none() {
                self.left_for = Some(address);
                self.page = Page::default();
                return Ok(());
            }
            let mut request = Request::builder().method(method.clone()).uri(&address);
            if !self.cookies.is_empty() {
                let cookies: Vec<String> = self
                    .cookies
                    .iter()
                    .map(|(name, value)| format!("{name}={value}"))
                    .collect();
                request = request.header(COOKIE, cookies.join("; "));
            }
            if method == Method::POST {
                request = request.header(CONTENT_TYPE, "application/x-www-form-urlencoded");
            }
            let request = request.body(std::mem::take(&mut body)).map_err(|_| nowhere())?;
            let response = cloud.handle(now, request);
            for cookie in response.headers().get_all(SET_COOKIE) {
                self.keep_cookie(cookie.to_str().unwrap_or_default());
            }
            let location = response
                .headers()
                .get(LOCATION)
                .and_then(|location| location.to_str().ok());
            self.address.clone_from(&address);
            match location.filter(|_| response.status().is_redirection()) {
                Some(location) => {
                    address = self.resolve(location)?;
                    method = Method::GET;
                }
                None => {
                    self.page = Page::read(&String::from_utf8_lossy(response.body()));
                    return Ok(());
                }
            }
        }
        Err(WalkError::Nowhere(address))
    }

    /// All origins are ports of localhost, and cookies know no ports.
    fn keep_cookie(&mut self, cookie: &str) {
        let Some((name, value)) = cookie.split(';').next().and_then(|pair| pair.split_once('=')) else {
            return;
        };
        if value.is_empty() {
            self.cookies.remove(name);
        } else {
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
    }
}

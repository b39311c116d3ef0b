//! What Entra remembers: sign-ins on their way, sessions, codes, tokens. All of it is lost with the process, on purpose.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::cloud::RedirectKind;
use crate::entra::authorize::Ask;
use crate::entra::key::Generation;
use crate::entra::passwords::Failures;
use crate::entra::scope::Resource;
use crate::guid::Guid;
use crate::incoming::Incoming;
use crate::names::Audience;
use crate::random::Random;
use crate::time::Timestamp;

/// How long a key is published after it has signed its last token.
const RETIRED_FOR: Duration = Duration::from_secs(24 * 3600);

/// A sign-in that is waiting for a form.
#[derive(Debug, Clone)]
pub(crate) struct Flow {
    pub(crate) ask: Ask,
    /// Who has signed in, and when, once that is known.
    pub(crate) signed_in: Option<Session>,
}

/// A person who signed in with this browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Session {
    pub(crate) user: Guid,
    pub(crate) since: Timestamp,
    pub(crate) strength: Strength,
    pub(crate) serial: Serial,
}

/// The order in which Entra issues things: what was issued before something happened doesn't know of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Serial(u64);

/// With how many factors somebody signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Strength {
    Password,
    Multifactor,
}

impl Strength {
    /// The claim `amr` of an access token.
    pub(crate) const fn methods(self) -> &'static [&'static str] {
        match self {
            Self::Password => &["pwd"],
            Self::Multifactor => &["pwd", "mfa"],
        }
    }
}

/// An authorization code.
#[derive(Debug, Clone)]
pub(crate) struct Code {
    pub(crate) ask: Ask,
    pub(crate) session: Session,
    pub(crate) issued: Timestamp,
    pub(crate) used: bool,
}

/// Whether a token was taken back before its time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Validity {
    Good,
    Revoked,
}

/// Whether a resource looks again, at each call, whether a token still holds (continuous access evaluation).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Evaluation {
    /// The client declared `cp1`: its tokens live long, and a challenge ends them when something has changed.
    Continuous,
    /// The token holds until its time is over.
    AtExpiry,
}

/// A refresh token. It belongs to no resource.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RefreshToken {
    pub(crate) user: Guid,
    /// The type of the address that the first code was sent to: it decides who may use what follows.
    pub(crate) kind: RedirectKind,
    /// For `spa` the end is fixed by the first token; those that follow inherit it.
    pub(crate) ends: Timestamp,
    pub(crate) strength: Strength,
    /// When the person signed in.
    pub(crate) since: Timestamp,
    pub(crate) validity: Validity,
}

/// An access token.
#[derive(Debug, Clone)]
pub(crate) struct AccessToken {
    pub(crate) resource: Resource,
    /// Tokens of one of Microsoft's clouds are good in no other.
    pub(crate) audience: Audience,
    pub(crate) user: Guid,
    pub(crate) scopes: Vec<String>,
    pub(crate) expires: Timestamp,
    pub(crate) strength: Strength,
    pub(crate) evaluation: Evaluation,
    pub(crate) serial: Serial,
    pub(crate) validity: Validity,
}

impl AccessToken {
    /// Something happened after which it should not hold. One that nobody looks at again holds until its time is over.
    fn take_back(&mut self) {
        if self.evaluation == Evaluation::Continuous {
            self.validity = Validity::Revoked;
        }
    }
}

/// Entra's memory.
#[derive(Debug, Clone, Default)]
pub(crate) struct Entra {
    pub(super) flows: BTreeMap<String, Flow>,
    pub(super) sessions: BTreeMap<String, Session>,
    pub(super) codes: BTreeMap<String, Code>,
    pub(super) refresh_tokens: BTreeMap<String, RefreshToken>,
    access_tokens: BTreeMap<String, AccessToken>,
    secrets: Vec<String>,
    signing: Generation,
    /// The key before, and until when it is still published.
    retired: Option<(Generation, Timestamp)>,
    /// The next code is to be redeemed for somebody else's tokens.
    pub(super) mix_up: bool,
    pub(super) failures: BTreeMap<Guid, Failures>,
    serial: Serial,
    /// How often the same was asked, and when first.
    repeated: BTreeMap<String, (u32, Timestamp)>,
}

/// The same request so often in so short a time is a client's loop. Microsoft names no figures: "hundreds" are far over.
const MOST_REPETITIONS: u32 = 50;
const REPETITION_TIME: Duration = Duration::from_secs(300);

impl Entra {
    /// Whether the same was asked too often.
    pub(super) fn loops(&mut self, asked: &str, now: Timestamp) -> bool {
        self.repeated.retain(|_, (_, first)| now < first.plus(REPETITION_TIME));
        let (count, _) = self.repeated.entry(asked.to_owned()).or_insert((0, now));
        *count += 1;
        *count > MOST_REPETITIONS
    }

    pub(crate) const fn next_serial(&mut self) -> Serial {
        self.serial = Serial(self.serial.0 + 1);
        self.serial
    }

    /// Whoever holds this session cookie.
    pub(crate) fn session(&self, cookie: &str) -> Option<Session> {
        self.sessions.get(cookie).copied()
    }

    /// A new session; gives its cookie.
    pub(crate) fn start_session(&mut self, session: Session, random: &mut Random) -> String {
        let cookie = random.secret();
        self.sessions.insert(cookie.clone(), session);
        self.secrets.push(cookie.clone());
        cookie
    }

    pub(crate) fn end_session(&mut self, cookie: &str) {
        self.sessions.remove(cookie);
    }

    /// The second factor was shown in this session.
    pub(crate) fn strengthen(&mut self, session: Session) {
        for known in self.sessions.values_mut().filter(|known| **known == session) {
            known.strength = Strength::Multifactor;
        }
    }

    pub(super) fn add_code(&mut self, code: Code, random: &mut Random) -> String {
        let name = format!("1.luk-practice-code.{}", random.secret());
        self.codes.insert(name.clone(), code);
        self.secrets.push(name.clone());
        name
    }

    pub(super) fn add_refresh_token(&mut self, token: RefreshToken, random: &mut Random) -> String {
        let name = format!("1.luk-practice-refresh.{}", random.secret());
        self.refresh_tokens.insert(name.clone(), token);
        self.secrets.push(name.clone());
        name
    }

    pub(super) fn add_access_token(&mut self, name: &str, token: AccessToken) {
        self.access_tokens.insert(name.to_owned(), token);
        self.secrets.push(name.to_owned());
    }

    pub(super) fn note_secret(&mut self, secret: &str) {
        self.secrets.push(secret.to_owned());
    }

    /// A token as it was issued; one that was never issued, or changed on its way, is nobody's.
    pub(crate) fn access_token(&self, name: &str) -> Option<&AccessToken> {
        self.access_tokens.get(name)
    }

    /// The key that signs from now on.
    pub(super) const fn signing_key(&self) -> Generation {
        self.signing
    }

    /// The keys of the key set: the one that signs, and for a while the one before.
    pub(super) fn published_keys(&self, now: Timestamp) -> impl Iterator<Item = Generation> {
        let retired = self.retired.filter(|(_, until)| now < *until);
        std::iter::once(self.signing).chain(retired.map(|(generation, _)| generation))
    }

    /// A new key signs; the old one is published for another day, longer than any token lives that it signed.
    pub(crate) fn rotate_keys(&mut self, now: Timestamp) {
        self.retired = Some((self.signing, now.plus(RETIRED_FOR)));
        self.signing = self.signing.next();
    }

    fn presented(&mut self, request: &Incoming) -> Option<&mut AccessToken> {
        let (_, token) = request.header("authorization")?.split_once(' ')?;
        self.access_tokens.get_mut(token.trim())
    }

    /// The access token that the request carries expires now.
    pub(crate) fn expire_access_token(&mut self, request: &Incoming) {
        if let Some(token) = self.presented(request) {
            token.expires = Timestamp::from_millis(0);
        }
    }

    /// The access token that the request carries is taken back now; one that is not looked at again expires instead.
    pub(crate) fn revoke_access_token(&mut self, request: &Incoming) {
        if let Some(token) = self.presented(request) {
            match token.evaluation {
                Evaluation::Continuous => token.validity = Validity::Revoked,
                Evaluation::AtExpiry => token.expires = Timestamp::from_millis(0),
            }
        }
    }

    /// Everything that somebody signed in with before is taken back, as after a new password.
    pub(crate) fn revoke(&mut self, user: Guid) {
        self.sessions.retain(|_, session| session.user != user);
        let tokens = self.access_tokens.values_mut().filter(|token| token.user == user);
        tokens.for_each(AccessToken::take_back);
        for token in self.refresh_tokens.values_mut().filter(|token| token.user == user) {
            token.validity = Validity::Revoked;
        }
    }

    /// Whose access token the request carries.
    pub(crate) fn user_of(&mut self, request: &Incoming) -> Option<Guid> {
        self.presented(request).map(|token| token.user)
    }

    /// Whoever a sign-in is about: of a code, a refresh token, a form, or else of the session.
    pub(crate) fn user_behind(&self, fields: &[Option<String>; 3], cookie: Option<&str>) -> Option<Guid> {
        let [code, token, flow] = fields;
        let code = code.as_ref().and_then(|code| self.codes.get(code));
        let token = token.as_ref().and_then(|token| self.refresh_tokens.get(token));
        let flow = flow.as_ref().and_then(|flow| self.flows.get(flow)?.signed_in);
        code.map(|code| code.session.user)
            .or_else(|| token.map(|token| token.user))
            .or_else(|| flow.map(|session| session.user))
            .or_else(|| self.session(cookie?).map(|session| session.user))
    }

    /// Whether a sign-in on its way named no tenant.
    pub(crate) fn is_for_any_organization(&self, flow: &str) -> bool {
        self.flows
            .get(flow)
            .is_some_and(|flow| flow.ask.is_for_any_organization())
    }

    /// As if another account had been chosen in the account picker of the next sign-in.
    pub(crate) fn let_somebody_else_sign_in(&mut self) {
        self.mix_up = true;
    }

    /// Every token and session so far is taken back before its time.
    pub(crate) fn revoke_everything(&mut self) {
        self.sessions.clear();
        self.access_tokens.values_mut().for_each(AccessToken::take_back);
        for token in self.refresh_tokens.values_mut() {
            token.validity = Validity::Revoked;
        }
    }

    pub(crate) fn expire_access_tokens(&mut self) {
        for token in self.access_tokens.values_mut() {
            token.expires = Timestamp::from_millis(0);
        }
    }

    pub(crate) fn secrets(&self) -> &[String] {
        &self.secrets
    }
}

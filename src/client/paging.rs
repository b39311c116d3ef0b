//! Whole lists, page by page, guarded against links that lead in a circle, elsewhere or nowhere.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use super::{Client, Failure, World, retry};
use crate::microsoft::{Audience, Call};

/// How often a list is read from its beginning when one of its pages makes no sense.
const READINGS: u32 = 4;

/// So many pages that bring nothing new lead nowhere. Graph may well send some that are empty.
const BARREN: u32 = 100;

/// A page whose items are not read yet.
#[derive(Deserialize)]
struct Raw<'a> {
    #[serde(borrow)]
    value: &'a RawValue,
    #[serde(rename = "@odata.nextLink", alias = "nextLink")]
    next: Option<String>,
}

/// A list being read.
pub struct Pages<'c, W> {
    client: &'c Client<W>,
    audience: Audience,
    next: Option<String>,
    seen: BTreeSet<String>,
    /// What the pages held, in short.
    held: BTreeSet<u64>,
    /// How many pages held what another one had held.
    barren: u32,
}

impl<W: World> Client<W> {
    /// Begins reading a list.
    pub fn pages(&self, call: &Call) -> Pages<'_, W> {
        let audience = call.version.audience();
        let first = format!(
            "{}{}{}",
            self.cloud.origin(audience).as_str(),
            call.version.prefix(),
            call.path
        );
        Pages {
            client: self,
            audience,
            next: Some(first),
            seen: BTreeSet::new(),
            held: BTreeSet::new(),
            barren: 0,
        }
    }

    /// Reads a whole list; `heard` is told how many items there are so far.
    ///
    /// # Errors
    /// As [`Client::ask`]: a list of which one page can't be read is not known at all.
    pub async fn list<T: DeserializeOwned>(&self, call: &Call, heard: impl FnMut(usize)) -> Result<Vec<T>, Failure> {
        self.list_as(call, Some, heard).await.map(Option::unwrap_or_default)
    }

    /// Reads a whole list and turns each page at once into what is kept of it, so that a large one is never there twice. One
    /// item that makes no sense, and there is no list: one with a hole in it must not pass for complete. A link to a page that
    /// has expired or makes no sense says nothing of the list: it is read from its beginning.
    ///
    /// # Errors
    /// As [`Client::list`].
    pub async fn list_as<T: DeserializeOwned, U>(
        &self,
        call: &Call,
        convert: impl Fn(T) -> Option<U>,
        mut heard: impl FnMut(usize),
    ) -> Result<Option<Vec<U>>, Failure> {
        let mut reading = 1;
        loop {
            let mut pages = self.pages(call);
            match pages.all(&convert, &mut heard).await {
                Err(failure) if reading < READINGS && pages.are_spoilt(&failure) => {
                    self.wait(retry::backoff(reading, self.jitter())).await?;
                    reading += 1;
                }
                read => return read,
            }
        }
    }
}

impl<W: World> Pages<'_, W> {
    async fn all<T: DeserializeOwned, U>(
        &mut self,
        convert: impl Fn(T) -> Option<U>,
        mut heard: impl FnMut(usize),
    ) -> Result<Option<Vec<U>>, Failure> {
        let mut all = Vec::new();
        while let Some(page) = self.next().await? {
            for item in page {
                let Some(item) = convert(item) else {
                    return Ok(None);
                };
                all.push(item);
            }
            heard(all.len());
        }
        Ok(Some(all))
    }

    /// Whether a failure is of a page that an earlier one linked to, or of the link, and not of the list.
    fn are_spoilt(&self, failure: &Failure) -> bool {
        let linked = !self.seen.is_empty();
        match failure {
            Failure::NotUnderstood => linked,
            Failure::Refused(refusal) => linked && matches!(refusal.status, 400 | 410),
            Failure::Unreachable
            | Failure::ForeignHost
            | Failure::SignInNeeded(_)
            | Failure::TokenRefused(_)
            | Failure::NotProven(_)
            | Failure::Stopped => false,
        }
    }

    /// The next page's items; nothing after the last. An empty page isn't the last one if it links to another.
    ///
    /// # Errors
    /// As [`Client::ask`]; [`Failure::NotUnderstood`] when a link leads to a page that was already read, or links lead on and on
    /// and bring nothing new.
    pub async fn next<T: DeserializeOwned>(&mut self) -> Result<Option<Vec<T>>, Failure> {
        let Some(address) = self.next.take() else {
            return Ok(None);
        };
        let body = self.client.read_address(self.audience, &address).await?;
        let page: Raw<'_> = serde_json::from_slice(&body).map_err(|_| Failure::NotUnderstood)?;
        let items = serde_json::from_str(page.value.get()).map_err(|_| Failure::NotUnderstood)?;
        if !self.seen.insert(address) {
            return Err(Failure::NotUnderstood);
        }
        if page.next.as_ref().is_some_and(|next| self.seen.contains(next)) {
            return Err(Failure::NotUnderstood);
        }
        let mut hasher = DefaultHasher::new();
        page.value.get().hash(&mut hasher);
        self.barren += u32::from(!self.held.insert(hasher.finish()));
        if self.barren >= BARREN {
            return Err(Failure::NotUnderstood);
        }
        self.next = page.next;
        Ok(Some(items))
    }
}

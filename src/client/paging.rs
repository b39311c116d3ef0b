//! Whole lists, page by page, guarded against links that lead in a circle or elsewhere.

use std::collections::BTreeSet;

use serde::de::DeserializeOwned;

use super::{Client, Failure, World};
use crate::microsoft::{Audience, Call, Page};

/// A list being read.
pub struct Pages<'c, W> {
    client: &'c Client<W>,
    audience: Audience,
    next: Option<String>,
    seen: BTreeSet<String>,
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
    /// item that makes no sense, and there is no list: one with a hole in it must not pass for complete.
    ///
    /// # Errors
    /// As [`Client::list`].
    pub async fn list_as<T: DeserializeOwned, U>(
        &self,
        call: &Call,
        convert: impl Fn(T) -> Option<U>,
        mut heard: impl FnMut(usize),
    ) -> Result<Option<Vec<U>>, Failure> {
        let mut pages = self.pages(call);
        let mut all = Vec::new();
        while let Some(page) = pages.next().await? {
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
}

impl<W: World> Pages<'_, W> {
    /// The next page's items; nothing after the last. An empty page isn't the last one if it links to another.
    ///
    /// # Errors
    /// As [`Client::ask`]; [`Failure::NotUnderstood`] when a link leads to a page that was already read.
    pub async fn next<T: DeserializeOwned>(&mut self) -> Result<Option<Vec<T>>, Failure> {
        let Some(address) = self.next.take() else {
            return Ok(None);
        };
        let body = self.client.read_address(self.audience, &address).await?;
        let page: Page<T> = serde_json::from_slice(&body).map_err(|_| Failure::NotUnderstood)?;
        if !self.seen.insert(address) {
            return Err(Failure::NotUnderstood);
        }
        if page.next.as_ref().is_some_and(|next| self.seen.contains(next)) {
            return Err(Failure::NotUnderstood);
        }
        self.next = page.next;
        Ok(Some(page.value))
    }
}

//! Mailboxes: folders and messages, contacts and events.

use crate::guid::Guid;
use crate::time::Moment;

/// Somebody's mailbox.
#[derive(Debug, Clone)]
pub(crate) struct Mailbox {
    pub(crate) owner: Guid,
    /// Who may read it besides its owner.
    pub(crate) readers: Vec<Guid>,
    pub(crate) folders: Vec<Folder>,
    pub(crate) contacts: Vec<Contact>,
    pub(crate) events: Vec<Event>,
}

/// Somebody in an address book.
#[derive(Debug, Clone)]
pub(crate) struct Contact {
    pub(crate) id: Guid,
    pub(crate) display_name: String,
    pub(crate) mail: Option<String>,
}

/// Something in a calendar.
#[derive(Debug, Clone)]
pub(crate) struct Event {
    pub(crate) id: Guid,
    pub(crate) subject: String,
    pub(crate) start: Moment,
    pub(crate) minutes: u32,
}

/// A folder with what is in it.
#[derive(Debug, Clone)]
pub(crate) struct Folder {
    pub(crate) id: Guid,
    pub(crate) display_name: String,
    pub(crate) messages: Vec<Message>,
}

/// A message.
#[derive(Debug, Clone)]
pub(crate) struct Message {
    pub(crate) id: Guid,
    pub(crate) from: String,
    pub(crate) subject: String,
    pub(crate) body: String,
    pub(crate) received: Moment,
}

/// The folders that every mailbox has.
pub(crate) const USUAL_FOLDERS: [&str; 4] = ["Inbox", "Drafts", "Sent Items", "Deleted Items"];

impl Mailbox {
    pub(crate) fn message(&self, id: Guid) -> Option<&Message> {
        self.folders
            .iter()
            .flat_map(|folder| &folder.messages)
            .find(|message| message.id == id)
    }
}

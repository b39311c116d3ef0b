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
    pub(crate) task_lists: Vec<TaskList>,
}

/// A list of things to do.
#[derive(Debug, Clone)]
pub(crate) struct TaskList {
    pub(crate) id: Guid,
    pub(crate) display_name: String,
    pub(crate) tasks: Vec<Task>,
}

/// Something to do.
#[derive(Debug, Clone)]
pub(crate) struct Task {
    pub(crate) id: Guid,
    pub(crate) title: String,
    pub(crate) state: TaskState,
    pub(crate) created: Moment,
}

/// Whether something is still to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TaskState {
    NotStarted,
    Completed,
}

/// How an event comes again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Repetition {
    pub(crate) every_days: u16,
    pub(crate) times: u16,
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
    pub(crate) repetition: Option<Repetition>,
}

impl Event {
    /// When it takes place, each time.
    pub(crate) fn starts(&self) -> impl Iterator<Item = Moment> {
        let (every, times) = self.repetition.map_or((0, 1), |found| (found.every_days, found.times));
        let first = self.start;
        (0..i64::from(times)).map(move |number| first.plus_days(number * i64::from(every)))
    }
}

/// A folder with what is in it.
#[derive(Debug, Clone)]
pub(crate) struct Folder {
    pub(crate) id: Guid,
    /// The folder that it is in, if it is in one.
    pub(crate) parent: Option<Guid>,
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

/// The list of things to do that everybody has.
pub(crate) const USUAL_TASKS: &str = "Tasks";

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

//! Mailboxes as a tenant file writes them: messages, contacts, events, things to do.

use serde::Deserialize;

use crate::guid::Guid;
use crate::tenant::file::FileUser;
use crate::tenant::generate::Builder;
use crate::tenant::mail::{
    Contact, Event, Folder, Mailbox, Message, Repetition, Task, TaskList, TaskState, USUAL_FOLDERS, USUAL_TASKS,
};
use crate::time::Moment;

/// Something to do.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct FileTask {
    title: String,
    list: Option<String>,
    #[serde(default)]
    is_completed: bool,
}

/// How an event comes again.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct FileRepetition {
    every_days: u16,
    times: u16,
}

/// A message in a mailbox.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct FileMessage {
    folder: Option<String>,
    from: String,
    subject: String,
    #[serde(default)]
    body: String,
}

/// Somebody in an address book.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct FileContact {
    display_name: String,
    mail: Option<String>,
}

/// Something in a calendar.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct FileEvent {
    subject: String,
    days_ago: u16,
    minutes: u32,
    repeats: Option<FileRepetition>,
}

impl FileEvent {
    /// Every no days, or no times.
    pub(super) fn never_comes(&self) -> bool {
        let repeats = self.repeats;
        repeats.is_some_and(|found| found.every_days == 0 || found.times == 0)
    }
}

pub(super) fn has_mailbox(user: &FileUser) -> bool {
    let nothing = user.mail.is_empty() && user.contacts.is_empty() && user.events.is_empty() && user.tasks.is_empty();
    !nothing
}

pub(super) fn add_mailbox(builder: &mut Builder, owner: Guid, readers: Vec<Guid>, user: &FileUser) {
    let messages = &user.mail;
    let mut folders: Vec<Folder> = Vec::new();
    let named = messages.iter().filter_map(|message| message.folder.as_deref());
    for path in USUAL_FOLDERS.into_iter().chain(named) {
        let mut parent = None;
        for name in path.split('/') {
            let known = folder_named(&mut folders, parent, name).map(|folder| folder.id);
            parent = Some(known.unwrap_or_else(|| {
                let id = builder.guid();
                folders.push(Folder {
                    id,
                    parent,
                    display_name: name.to_owned(),
                    messages: Vec::new(),
                });
                id
            }));
        }
    }
    for (number, written) in messages.iter().enumerate() {
        let (folders_above, name) = match written.folder.as_deref() {
            Some(path) => path.rsplit_once('/').unwrap_or(("", path)),
            None => ("", "Inbox"),
        };
        let id = builder.guid();
        let above = folders_above.split('/').filter(|name| !name.is_empty());
        let parent = above.fold(None, |parent, name| {
            folder_named(&mut folders, parent, name).map(|folder| folder.id)
        });
        if let Some(folder) = folder_named(&mut folders, parent, name) {
            folder.messages.push(Message {
                id,
                from: written.from.clone(),
                subject: written.subject.clone(),
                body: written.body.clone(),
                received: Moment::days_ago(30 + i64::try_from(number).unwrap_or(0)),
            });
        }
    }
    let contacts = user.contacts.iter().map(|written| Contact {
        id: builder.guid(),
        display_name: written.display_name.clone(),
        mail: written.mail.clone(),
    });
    let contacts = contacts.collect();
    let events = user.events.iter().map(|written| Event {
        id: builder.guid(),
        subject: written.subject.clone(),
        start: Moment::days_ago(i64::from(written.days_ago)),
        minutes: written.minutes,
        repetition: written.repeats.map(|repeats| Repetition {
            every_days: repeats.every_days,
            times: repeats.times,
        }),
    });
    let events = events.collect();
    let task_lists = task_lists(builder, &user.tasks);
    builder.tenant.mailboxes.push(Mailbox {
        owner,
        readers,
        folders,
        contacts,
        events,
        task_lists,
    });
}

fn folder_named<'a>(folders: &'a mut [Folder], parent: Option<Guid>, name: &str) -> Option<&'a mut Folder> {
    let mut folders = folders.iter_mut();
    folders.find(|folder| folder.parent == parent && folder.display_name == name)
}

/// "Tasks" is everybody's; others where a task names them.
fn task_lists(builder: &mut Builder, tasks: &[FileTask]) -> Vec<TaskList> {
    let mut lists: Vec<TaskList> = Vec::new();
    let names = tasks.iter().filter_map(|task| task.list.as_deref());
    for name in std::iter::once(USUAL_TASKS).chain(names) {
        if lists.iter().all(|list| list.display_name != name) {
            lists.push(TaskList {
                id: builder.guid(),
                display_name: name.to_owned(),
                tasks: Vec::new(),
            });
        }
    }
    for written in tasks {
        let name = written.list.as_deref().unwrap_or(USUAL_TASKS);
        let task = Task {
            id: builder.guid(),
            title: written.title.clone(),
            state: if written.is_completed {
                TaskState::Completed
            } else {
                TaskState::NotStarted
            },
            created: Moment::days_ago(20),
        };
        let list = lists.iter_mut().find(|list| list.display_name == name);
        list.into_iter().for_each(|list| list.tasks.push(task.clone()));
    }
    lists
}

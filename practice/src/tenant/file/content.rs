//! Files and mail as a tenant file writes them.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::guid::Guid;
use crate::tenant::drive::{Drive, DriveOwner, FileContent, Item, ItemKind, List, Site};
use crate::tenant::file::check::{TenantFileError, TenantProblem, wrong};
use crate::tenant::file::{FileUser, TenantFile};
use crate::tenant::generate::Builder;
use crate::tenant::mail::{
    Contact, Event, Folder, Mailbox, Message, Repetition, Task, TaskList, TaskState, USUAL_FOLDERS, USUAL_TASKS,
};
use crate::time::Moment;

/// A file in a drive: with its text, or with that many made-up bytes.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct FileEntry {
    path: String,
    content: Option<String>,
    bytes: Option<u32>,
    /// What it held before, the oldest first.
    #[serde(default)]
    older_contents: Vec<String>,
}

/// A list of a site.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct FileList {
    display_name: String,
    #[serde(default)]
    items: Vec<String>,
}

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

/// A SharePoint site that belongs to no group.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct FileSite {
    display_name: String,
    #[serde(default)]
    members: Vec<String>,
    #[serde(default)]
    files: Vec<FileEntry>,
    #[serde(default)]
    lists: Vec<FileList>,
}

const LARGEST_FILE: u32 = 64 * 1024 * 1024;

impl TenantFile {
    /// Paths and sizes, and the people named beside them.
    pub(super) fn check_content(&self, is_person: impl Fn(&str) -> bool) -> Result<(), TenantFileError> {
        let people = |place: &str, names: &[String]| {
            let unknown = names.iter().enumerate().find(|(_, name)| !is_person(name));
            unknown.map_or(Ok(()), |(number, name)| {
                wrong(format!("{place}[{number}]"), TenantProblem::UnknownMember(name.clone()))
            })
        };
        for (number, user) in self.users.iter().enumerate() {
            check_files(&format!("users[{number}].files"), &user.files)?;
            people(&format!("users[{number}].fileReaders"), &user.file_readers)?;
            people(&format!("users[{number}].mailReaders"), &user.mail_readers)?;
            let never = |event: &FileEvent| {
                event
                    .repeats
                    .is_some_and(|found| found.every_days == 0 || found.times == 0)
            };
            if let Some(event) = user.events.iter().position(never) {
                return wrong(
                    format!("users[{number}].events[{event}].repeats"),
                    TenantProblem::NoRepetition,
                );
            }
        }
        for (number, group) in self.groups.iter().enumerate() {
            check_files(&format!("groups[{number}].files"), &group.files)?;
        }
        for (number, site) in self.sites.iter().enumerate() {
            check_files(&format!("sites[{number}].files"), &site.files)?;
            people(&format!("sites[{number}].members"), &site.members)?;
        }
        Ok(())
    }

    /// Drives and mailboxes of those who have something in them.
    pub(super) fn add_content(&self, builder: &mut Builder, people: &BTreeMap<String, Guid>, groups: &[Guid]) {
        let ids = |names: &[String]| -> Vec<Guid> {
            let found = names.iter().filter_map(|name| people.get(&self.full_name(name)));
            found.copied().collect()
        };
        for user in &self.users {
            let Some(id) = people.get(&self.full_name(&user.user_principal_name)).copied() else {
                continue;
            };
            if !user.files.is_empty() {
                add_drive(builder, DriveOwner::User(id), ids(&user.file_readers), &user.files);
            }
            let has_mailbox = [
                user.mail.is_empty(),
                user.contacts.is_empty(),
                user.events.is_empty(),
                user.tasks.is_empty(),
            ];
            if has_mailbox.contains(&false) {
                add_mailbox(builder, id, ids(&user.mail_readers), user);
            }
        }
        for (group, id) in self.groups.iter().zip(groups) {
            if !group.files.is_empty() {
                add_drive(builder, DriveOwner::Group(*id), Vec::new(), &group.files);
            }
        }
        for site in &self.sites {
            let id = builder.guid();
            let lists = site.lists.iter().map(|list| List {
                id: builder.guid(),
                display_name: list.display_name.clone(),
                items: list.items.clone(),
            });
            let lists = lists.collect();
            builder.tenant.sites.push(Site {
                id,
                display_name: site.display_name.clone(),
                lists,
            });
            add_drive(builder, DriveOwner::Site(id), ids(&site.members), &site.files);
        }
    }
}

fn check_files(place: &str, files: &[FileEntry]) -> Result<(), TenantFileError> {
    for (number, file) in files.iter().enumerate() {
        let is_path = file
            .path
            .split('/')
            .all(|name| !name.is_empty() && name != "." && name != ".." && !name.contains(char::is_control));
        let twice = files.iter().take(number).any(|earlier| {
            earlier.path == file.path
                || earlier.path.starts_with(&format!("{}/", file.path))
                || file.path.starts_with(&format!("{}/", earlier.path))
        });
        if !is_path || twice {
            return wrong(
                format!("{place}[{number}].path"),
                TenantProblem::NotAPath(file.path.clone()),
            );
        }
        if file.content.is_some() == file.bytes.is_some() || file.bytes.is_some_and(|bytes| bytes > LARGEST_FILE) {
            return wrong(format!("{place}[{number}]"), TenantProblem::NoContent);
        }
    }
    Ok(())
}

fn add_drive(builder: &mut Builder, owner: DriveOwner, readers: Vec<Guid>, files: &[FileEntry]) {
    let modified = Moment::days_ago(100);
    let mut items: Vec<Item> = Vec::new();
    let mut add = |parent: Option<Guid>, name: &str, kind: ItemKind, older: Vec<FileContent>| {
        let known = items.iter().find(|item| item.parent == parent && item.name == name);
        if let Some(known) = known {
            return known.id;
        }
        let id = builder.guid();
        items.push(Item {
            id,
            parent,
            name: name.to_owned(),
            kind,
            modified,
            older,
        });
        id
    };
    let root = add(None, "root", ItemKind::Folder, Vec::new());
    for file in files {
        let (folders, name) = file.path.rsplit_once('/').unwrap_or(("", &file.path));
        let mut parent = root;
        for folder in folders.split('/').filter(|folder| !folder.is_empty()) {
            parent = add(Some(parent), folder, ItemKind::Folder, Vec::new());
        }
        let content = match (&file.content, file.bytes) {
            (Some(text), _) => FileContent::Text(text.clone()),
            (None, bytes) => FileContent::Pattern(bytes.unwrap_or_default()),
        };
        let older = file.older_contents.iter().cloned().map(FileContent::Text).collect();
        add(Some(parent), name, ItemKind::File(content), older);
    }
    let id = builder.guid();
    builder.tenant.drives.push(Drive {
        id,
        owner,
        readers,
        items,
    });
}

fn add_mailbox(builder: &mut Builder, owner: Guid, readers: Vec<Guid>, user: &FileUser) {
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

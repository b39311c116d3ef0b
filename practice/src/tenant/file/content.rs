//! Files and mail as a tenant file writes them.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::guid::Guid;
use crate::tenant::drive::{Drive, DriveOwner, FileContent, Item, ItemKind, Site};
use crate::tenant::file::check::{TenantFileError, TenantProblem, wrong};
use crate::tenant::file::{FileUser, TenantFile};
use crate::tenant::generate::Builder;
use crate::tenant::mail::{Contact, Event, Folder, Mailbox, Message, USUAL_FOLDERS};
use crate::time::Moment;

/// A file in a drive: with its text, or with that many made-up bytes.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct FileEntry {
    path: String,
    content: Option<String>,
    bytes: Option<u32>,
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
            if !(user.mail.is_empty() && user.contacts.is_empty() && user.events.is_empty()) {
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
            builder.tenant.sites.push(Site {
                id,
                display_name: site.display_name.clone(),
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
    let mut add = |parent: Option<Guid>, name: &str, kind: ItemKind| {
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
        });
        id
    };
    let root = add(None, "root", ItemKind::Folder);
    for file in files {
        let (folders, name) = file.path.rsplit_once('/').unwrap_or(("", &file.path));
        let mut parent = root;
        for folder in folders.split('/').filter(|folder| !folder.is_empty()) {
            parent = add(Some(parent), folder, ItemKind::Folder);
        }
        let content = match (&file.content, file.bytes) {
            (Some(text), _) => FileContent::Text(text.clone()),
            (None, bytes) => FileContent::Pattern(bytes.unwrap_or_default()),
        };
        add(Some(parent), name, ItemKind::File(content));
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
    for name in USUAL_FOLDERS.into_iter().chain(named) {
        if folders.iter().all(|folder| folder.display_name != name) {
            folders.push(Folder {
                id: builder.guid(),
                display_name: name.to_owned(),
                messages: Vec::new(),
            });
        }
    }
    for (number, written) in messages.iter().enumerate() {
        let name = written.folder.as_deref().unwrap_or("Inbox");
        let id = builder.guid();
        if let Some(folder) = folders.iter_mut().find(|folder| folder.display_name == name) {
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
    });
    let events = events.collect();
    builder.tenant.mailboxes.push(Mailbox {
        owner,
        readers,
        folders,
        contacts,
        events,
    });
}

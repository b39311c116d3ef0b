//! Files and sites as a tenant file writes them. Mailboxes are in `mailbox`.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::guid::Guid;
use crate::tenant::drive::{Drive, DriveOwner, FileContent, Item, ItemKind, List, Site};
use crate::tenant::file::TenantFile;
use crate::tenant::file::check::{TenantFileError, TenantProblem, wrong};
use crate::tenant::file::mailbox::{FileEvent, add_mailbox, has_mailbox};
use crate::tenant::generate::Builder;
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
            if let Some(event) = user.events.iter().position(FileEvent::never_comes) {
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
            if has_mailbox(user) {
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

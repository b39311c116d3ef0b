//! What an eDiscovery export holds: archives of the mail and of the files that a search finds. Mail as `.eml` is real; a
//! `.pst` or `.msg` holds a line that says what would be in it, since its format is Microsoft's own.

use crate::cloud::Cloud;
use crate::graph::mime;
use crate::guid::Guid;
use crate::tenant::drive::{Drive, DriveOwner, ItemKind};
use crate::tenant::ediscovery::{ExportFormat, Included, OperationKind, Search};
use crate::tenant::mail::Mailbox;
use crate::zip;

/// How much a search finds.
#[derive(Debug, Default)]
pub(crate) struct Statistics {
    pub(crate) items: usize,
    pub(crate) size: usize,
    pub(crate) mailboxes: usize,
    pub(crate) sites: usize,
}

pub(crate) fn statistics(cloud: &Cloud, search: &Search) -> Statistics {
    let (mail, files) = (mail(cloud, search, ExportFormat::Eml), files(cloud, search));
    let size = mail.iter().chain(&files).map(|(_, bytes)| bytes.len()).sum();
    let mailboxes = cloud.tenant.mailboxes.iter();
    let sites = cloud.tenant.drives.iter();
    Statistics {
        items: mail.len() + files.len(),
        size,
        mailboxes: mailboxes
            .filter(|mailbox| search.reaches(Included::Mailbox, Some(mailbox.owner)))
            .count(),
        sites: sites
            .filter(|drive| search.reaches(Included::Site, person(drive)))
            .count(),
    }
}

/// Whose drive it is, if it is a person's.
const fn person(drive: &Drive) -> Option<Guid> {
    match drive.owner {
        DriveOwner::User(id) => Some(id),
        DriveOwner::Group(_) | DriveOwner::Site(_) => None,
    }
}

/// The files of an export, each with its name.
pub(crate) fn of(cloud: &Cloud, search: &Search, kind: &OperationKind) -> Vec<(String, Vec<u8>)> {
    let found = statistics(cloud, search);
    let report = format!(
        "Items,Size,Mailboxes,Sites\r\n{},{},{},{}\r\n",
        found.items, found.size, found.mailboxes, found.sites
    );
    match kind {
        OperationKind::EstimateStatistics => Vec::new(),
        OperationKind::ExportReport { name } => {
            vec![(
                format!("Reports-{name}.zip"),
                zip::archive(&[("Results.csv".to_owned(), report.into_bytes())]),
            )]
        }
        OperationKind::ExportResult { name, format } => {
            let mail_name = match format {
                ExportFormat::Pst => "PSTs.001.zip".to_owned(),
                ExportFormat::Msg | ExportFormat::Eml => "Items.1.001.zip".to_owned(),
            };
            vec![
                (mail_name, zip::archive(&mail(cloud, search, *format))),
                ("Items.2.001.zip".to_owned(), zip::archive(&files(cloud, search))),
                (
                    format!("Reports-{name}.zip"),
                    zip::archive(&[("Results.csv".to_owned(), report.into_bytes())]),
                ),
            ]
        }
    }
}

/// A name that is one part of a path.
fn part(name: &str) -> String {
    name.replace(|sign: char| sign.is_control() || "/\\:*?\"<>|".contains(sign), "_")
}

fn mail(cloud: &Cloud, search: &Search, format: ExportFormat) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    let reached = |mailbox: &&Mailbox| search.reaches(Included::Mailbox, Some(mailbox.owner));
    for mailbox in cloud.tenant.mailboxes.iter().filter(reached) {
        // A deleted person's mailbox is kept for a while, as the person is in the bin.
        let now = cloud.clock.moment();
        let binned = cloud
            .tenant
            .users
            .binned(mailbox.owner, now)
            .map(|binned| &binned.object);
        let Some(owner) = cloud.tenant.users.get(mailbox.owner).or(binned) else {
            continue;
        };
        let address = part(&owner.user_principal_name);
        let messages = mailbox.folders.iter().flat_map(|folder| {
            let messages = folder.messages.iter();
            messages.map(move |message| (part(&folder.display_name), message))
        });
        match format {
            ExportFormat::Pst => {
                let line = format!(
                    "In practice, {} messages of {address} would be here.\n",
                    messages.count()
                );
                found.push((format!("{address}.pst"), line.into_bytes()));
            }
            ExportFormat::Msg => found.extend(messages.map(|(folder, message)| {
                let line = format!("In practice, \"{}\" would be here.\n", message.subject);
                (
                    format!("{address}/{folder}/{}.msg", message.id.simple()),
                    line.into_bytes(),
                )
            })),
            ExportFormat::Eml => found.extend(messages.map(|(folder, message)| {
                let path = format!("{address}/{folder}/{}.eml", message.id.simple());
                (path, mime(cloud, mailbox.owner, message).into_bytes())
            })),
        }
    }
    found
}

fn files(cloud: &Cloud, search: &Search) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    let reached = |drive: &&Drive| search.reaches(Included::Site, person(drive));
    for drive in cloud.tenant.drives.iter().filter(reached) {
        let owner = match drive.owner {
            DriveOwner::User(id) | DriveOwner::Group(id) | DriveOwner::Site(id) => id,
        };
        for item in &drive.items {
            if let ItemKind::File(content) = &item.kind {
                let folder = drive.folder_path(item);
                let folder = folder.trim_start_matches("/root:");
                found.push((format!("{owner}{folder}/{}", part(&item.name)), content.bytes()));
            }
        }
    }
    found
}

//! Taking along what should be kept: reads lists from the tenant and writes them, as JSON and CSV, into one ZIP with a
//! manifest of SHA-256 sums. Deletes nothing, and keeps no more in memory than a page and one CSV table.

pub mod archive;
pub mod csv;
pub mod manifest;
pub mod tables;

use serde_json::{Map, Value};

use crate::client::world::ArchiveError;
use crate::client::{Client, Failure, World};
use crate::microsoft::graph::groups::list_members;
use crate::protocol::{ArchivePlace, Event, ExportStage, Exporting, MissingPart, Part};
use crate::tenant::{Moment, Problem, ProblemKind, TenantId};
use archive::Archive;
use csv::Csv;
use manifest::{Manifest, Missing};
use tables::{GROUP_MEMBERS, TABLES, Table};

/// A whole archive.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Taken {
    /// Files in it, the manifest included.
    pub files: u32,
    /// Its size.
    pub bytes: u64,
    /// SHA-256 of the manifest.
    pub manifest: String,
    /// What is not in it.
    pub missing: Vec<MissingPart>,
}

/// Why there is no whole archive.
#[derive(Debug)]
pub enum ExportFailure {
    /// The tenant could not be read.
    Reading(Failure),
    /// The archive could not be written.
    Writing(ArchiveError),
}

impl From<Failure> for ExportFailure {
    fn from(failure: Failure) -> Self {
        Self::Reading(failure)
    }
}

impl From<ArchiveError> for ExportFailure {
    fn from(error: ArchiveError) -> Self {
        Self::Writing(error)
    }
}

impl ExportFailure {
    /// The failure as a problem to show.
    #[must_use]
    pub fn problem(&self, at: Moment) -> Problem {
        match self {
            Self::Reading(failure) => failure.problem(at),
            Self::Writing(ArchiveError::NotOpened) => Problem::new(ProblemKind::ArchiveNotOpened, at),
            Self::Writing(ArchiveError::NotWritten) => Problem::new(ProblemKind::ArchiveNotWritten, at),
        }
    }
}

/// An export on its way.
struct Export<'e, W> {
    world: &'e W,
    client: &'e Client<W>,
    archive: Archive<'e, W>,
    manifest: Manifest,
    missing: Vec<MissingPart>,
}

/// Writes the archive. What the person may not read is named as missing; anything else that goes wrong ends the export,
/// and the archive is thrown away: half of it under the name of a whole one would be a trap.
///
/// # Errors
/// When the tenant can't be read or the archive can't be written.
pub async fn take_along<W: World>(
    world: &W,
    client: &Client<W>,
    tenant: TenantId,
    place: ArchivePlace,
) -> Result<Taken, ExportFailure> {
    let archive = Archive::open(world, place).await?;
    let manifest = Manifest::new(tenant, world.now());
    let mut export = Export {
        world,
        client,
        archive,
        manifest,
        missing: Vec::new(),
    };
    match export.write_all().await {
        Ok(()) => Ok(export.finish().await?),
        Err(failure) => {
            world.discard_archive().await;
            Err(failure)
        }
    }
}

impl<W: World> Export<'_, W> {
    async fn write_all(&mut self) -> Result<(), ExportFailure> {
        let mut groups = Vec::new();
        for table in TABLES {
            self.tell(ExportStage::Writing(table.part));
            let result = self.write_table(table, &mut groups).await;
            self.unless_refused(table.part, result)?;
        }
        self.tell(ExportStage::Writing(Part::Groups));
        let result = self.write_members(&groups).await;
        self.unless_refused(Part::Groups, result)
    }

    /// A refusal costs one part and is said; anything else costs the export.
    fn unless_refused(&mut self, part: Part, result: Result<(), ExportFailure>) -> Result<(), ExportFailure> {
        match result {
            Err(ExportFailure::Reading(failure @ Failure::Refused(_))) if !self.archive.is_in_file() => {
                let problem = failure.problem(self.world.now());
                self.manifest.missing.push(Missing::of(part, &problem));
                self.missing.push(MissingPart { part, problem });
                Ok(())
            }
            other => other,
        }
    }

    async fn write_table(&mut self, table: &Table, groups: &mut Vec<(String, String)>) -> Result<(), ExportFailure> {
        let mut pages = self.client.pages(&table.call());
        // The first page is read before the file is begun, so that a refusal leaves no empty file behind.
        let mut page: Option<Vec<Map<String, Value>>> = pages.next().await?;
        let mut csv = Csv::new(table.columns);
        let mut file = self.archive.file(&format!("{}.json", table.name))?;
        file.write(b"[").await?;
        let mut rows = 0_u64;
        while let Some(items) = page {
            for item in &items {
                file.write(if rows == 0 { b"\n" } else { b",\n" }).await?;
                file.write(Value::Object(item.clone()).to_string().as_bytes()).await?;
                csv.row(item);
                rows += 1;
                if table.part == Part::Groups {
                    let text = |name: &str| item.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
                    groups.push((text("id"), text("displayName")));
                }
            }
            page = pages.next().await?;
        }
        file.write(b"\n]\n").await?;
        self.manifest.files.push(file.finish(rows).await?);
        self.write_csv(table.name, csv, rows).await
    }

    async fn write_members(&mut self, groups: &[(String, String)]) -> Result<(), ExportFailure> {
        let mut csv = Csv::new(GROUP_MEMBERS);
        let mut all = Vec::new();
        for (id, name) in groups {
            let mut members: Vec<Map<String, Value>> = self.client.list(&list_members(id), |_| {}).await?;
            for member in &mut members {
                member.insert("groupId".to_owned(), Value::String(id.clone()));
                member.insert("groupName".to_owned(), Value::String(name.clone()));
                let kind = member
                    .get("@odata.type")
                    .and_then(Value::as_str)
                    .and_then(|kind| kind.rsplit('.').next());
                let kind = kind.unwrap_or_default().to_owned();
                member.insert("kind".to_owned(), Value::String(kind));
                csv.row(member);
            }
            all.append(&mut members);
        }
        let rows = all.len() as u64;
        let mut file = self.archive.file("group-members.json")?;
        file.write(b"[").await?;
        for (number, member) in all.into_iter().enumerate() {
            file.write(if number == 0 { b"\n" } else { b",\n" }).await?;
            file.write(Value::Object(member).to_string().as_bytes()).await?;
        }
        file.write(b"\n]\n").await?;
        self.manifest.files.push(file.finish(rows).await?);
        self.write_csv("group-members", csv, rows).await
    }

    async fn write_csv(&mut self, name: &str, csv: Csv, rows: u64) -> Result<(), ExportFailure> {
        let mut file = self.archive.file(&format!("{name}.csv"))?;
        file.write(&csv.finish()).await?;
        self.manifest.files.push(file.finish(rows).await?);
        Ok(())
    }

    async fn finish(mut self) -> Result<Taken, ExportFailure> {
        let files = u32::try_from(self.manifest.files.len() + 1).unwrap_or(u32::MAX);
        let text = self.manifest.to_text();
        let mut file = self.archive.file(manifest::NAME)?;
        file.write(&text).await?;
        let sum = file.finish(0).await?;
        let bytes = self.archive.close().await?;
        Ok(Taken {
            files,
            bytes,
            manifest: sum.sha256,
            missing: self.missing,
        })
    }

    fn tell(&self, stage: ExportStage) {
        self.world.tell(Event::Exporting(Exporting {
            stage,
            files: u32::try_from(self.manifest.files.len()).unwrap_or(u32::MAX),
            bytes: self.archive.bytes(),
            missing: self.missing.clone(),
        }));
    }
}

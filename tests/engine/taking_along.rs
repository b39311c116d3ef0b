//! The export, against the practice cloud: an archive that other programs open, or none at all.

use std::process::Command as Program;

use crate::tab::{ADMIN, Tab, signed_in};
use luk::protocol::{ArchivePlace, Command, ExportStage, Part};
use luk::tenant::ProblemKind;
use luk::tenant::progress::ExportState;
use practice::{Fault, Service, TenantName};

fn failure(tab: &Tab) -> ProblemKind {
    match tab.view.export.clone().unwrap().stage {
        ExportStage::Failed(problem) => problem.kind,
        other @ (ExportStage::Writing(_) | ExportStage::Done { .. }) => panic!("{other:?}"),
    }
}

/// Checks an archive with Python's zipfile: it opens, each file's SHA-256 is the manifest's, and no file is missing from
/// either; prints the rows of users and group members, and the first cells of the users' CSV.
const CHECK: &str = r#"
import csv, hashlib, io, json, sys, zipfile
archive = zipfile.ZipFile(sys.argv[1])
assert archive.testzip() is None
manifest = json.loads(archive.read("manifest.json"))
names = {file["name"] for file in manifest["files"]} | {"manifest.json"}
assert names == set(archive.namelist()), (names, archive.namelist())
for file in manifest["files"]:
    content = archive.read(file["name"])
    assert hashlib.sha256(content).hexdigest() == file["sha256"], file
    assert len(content) == file["bytes"], file
    if file["name"].endswith(".json"):
        assert len(json.loads(content)) == file["rows"], file
    else:
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
        assert len(rows) == file["rows"] + 1, file
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in rows for cell in row), file
print(len(json.loads(archive.read("users.json"))), hashlib.sha256(archive.read("manifest.json")).hexdigest())
"#;

#[test]
fn the_archive_opens_elsewhere_and_its_sums_are_right() {
    let mut tab = signed_in(TenantName::Contoso, ADMIN);
    tab.does(Command::Export(ArchivePlace::Picked));
    let ExportState::Done {
        files, bytes, manifest, ..
    } = tab.view.progress.export.clone()
    else {
        panic!("{:?}", tab.view.export)
    };
    let archive = tab.world.archive.take().expect("an archive");
    assert_eq!((files, bytes), (15, archive.len() as u64));
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("export.zip");
    std::fs::write(&path, archive).unwrap();
    let unzip = Program::new("unzip")
        .arg("-tq")
        .arg(&path)
        .status()
        .expect("unzip is installed");
    assert!(unzip.success());
    let python = Program::new("python3")
        .arg("-c")
        .arg(CHECK)
        .arg(&path)
        .output()
        .expect("Python is installed");
    assert!(python.status.success(), "{}", String::from_utf8_lossy(&python.stderr));
    assert_eq!(
        String::from_utf8(python.stdout).unwrap().trim(),
        format!("40 {manifest}")
    );
}

#[test]
fn a_full_disk_leaves_no_archive_and_no_export() {
    let mut tab = signed_in(TenantName::Contoso, ADMIN);
    tab.world.disk_bytes.set(Some(100));
    tab.does(Command::Export(ArchivePlace::Picked));
    assert_eq!(failure(&tab), ProblemKind::ArchiveNotWritten);
    assert_eq!(
        (tab.view.progress.export.clone(), tab.world.archive.take()),
        (ExportState::Missing, None)
    );
    tab.world.disk_bytes.set(None);
    tab.does(Command::Export(ArchivePlace::Picked));
    assert!(
        matches!(tab.view.progress.export, ExportState::Done { .. }),
        "trying again works"
    );
}

#[test]
fn a_lost_network_leaves_no_archive_and_no_export() {
    let mut tab = signed_in(TenantName::Contoso, ADMIN);
    let drop = Fault::drop_connection().on(Service::Graph).path("/groups").times(100);
    tab.world.cloud.borrow_mut().fail_next(drop);
    tab.does(Command::Export(ArchivePlace::Picked));
    assert_eq!(failure(&tab), ProblemKind::Unreachable);
    assert_eq!(
        (tab.view.progress.export.clone(), tab.world.archive.take()),
        (ExportState::Missing, None)
    );
}

#[test]
fn what_may_not_be_read_is_named_as_missing_and_the_export_does_not_count_as_done() {
    let mut tab = signed_in(TenantName::Contoso, ADMIN);
    let refuse = Fault::status(403)
        .on(Service::Graph)
        .path("/directory/subscriptions")
        .times(100);
    tab.world.cloud.borrow_mut().fail_next(refuse);
    tab.does(Command::Export(ArchivePlace::Picked));
    let export = tab.view.export.clone().unwrap();
    assert_eq!(
        export.stage,
        ExportStage::Done {
            place: ArchivePlace::Picked
        }
    );
    assert_eq!(
        export.missing.iter().map(|one| one.part).collect::<Vec<_>>(),
        [Part::Subscriptions]
    );
    assert_eq!(tab.view.progress.export, ExportState::Missing);
}

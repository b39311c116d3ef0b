//! The export as a step: runs it, and records it as done only when it is whole. Does not know how an archive is made.

use super::Engine;
use crate::client::World;
use crate::export::take_along;
use crate::protocol::{ArchivePlace, Event, ExportStage, Exporting};
use crate::tenant::Problem;
use crate::tenant::progress::ExportState;

impl<W: World> Engine<W> {
    pub(super) async fn export(&mut self, place: ArchivePlace) -> Result<(), Problem> {
        let signed_in = self.signed_in()?;
        let taken = take_along(&*self.world, &signed_in.client, signed_in.session.tenant, place).await;
        let told = |stage, files, bytes, missing| {
            self.world.tell(Event::Exporting(Exporting {
                stage,
                files,
                bytes,
                missing,
            }));
        };
        match taken {
            Ok(taken) => {
                told(
                    ExportStage::Done { place },
                    taken.files,
                    taken.bytes,
                    taken.missing.clone(),
                );
                // With a part missing the export is not done: the person decides whether to waive the rest.
                if !taken.missing.is_empty() {
                    return Ok(());
                }
                self.change(|progress, at| {
                    progress.export = ExportState::Done {
                        at,
                        files: taken.files,
                        bytes: taken.bytes,
                        manifest: taken.manifest,
                    };
                })
            }
            Err(failure) => {
                told(ExportStage::Failed(failure.problem(self.world.now())), 0, 0, Vec::new());
                Ok(())
            }
        }
    }
}

//! The export as a step: runs it, and records it as done only when it is whole. Does not know how an archive is made.

use super::Engine;
use crate::client::helm::Listener;
use crate::client::{Client, Failure, World};
use crate::export::{ExportFailure, take_along};
use crate::protocol::{ArchivePlace, Event, ExportStage, Exporting, Session};
use crate::tenant::Problem;
use crate::tenant::progress::ExportState;

impl<W: World> Engine<W> {
    pub(super) async fn export(&mut self, place: ArchivePlace) -> Result<(), Problem> {
        let take = async |world: &W, client: &Client<W>, session: &Session| {
            take_along(world, client, session.tenant, place).await
        };
        let taken = self.at_work(Listener::Export, take).await?;
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
                // Whatever it met last: it ended because the person said so.
                let stopped = self.helm.is_stopped() && matches!(failure, ExportFailure::Reading(_));
                let failure = if stopped { Failure::Stopped.into() } else { failure };
                told(ExportStage::Failed(failure.problem(self.world.now())), 0, 0, Vec::new());
                Ok(())
            }
        }
    }
}

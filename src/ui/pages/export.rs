//! Saving what is to be kept, or saying out loud that nothing is.

mod archive;
mod run;
mod waive;

use leptos::prelude::*;

use crate::tenant::Task;
use crate::ui::page::page;
use crate::ui::parts::clicks::Sentences;
use crate::ui::parts::step::{NextStep, StepHead};

use archive::Archive;
use run::ExportRun;
use waive::Waive;

#[component]
pub(crate) fn ExportPage() -> impl IntoView {
    let t = &page().texts().export;
    view! {
        <StepHead task=Task::Export lead=t.lead/>
        <section>
            <h2>{t.with_title}</h2>
            <Sentences of=t.with/>
            <p>{t.with_form}</p>
            <details>
                <summary>{t.without_title}</summary>
                <Sentences of=t.without/>
            </details>
        </section>
        <ExportRun/>
        <Archive/>
        <Waive/>
        <NextStep after=Task::Export/>
    }
}

//! Forgetting what is stored on this device. Not while a run is at work with it, here or in another tab: it would go on
//! without its plan. Nor while an export is under way, behind which it would wait. Knows nothing of what is stored.

use leptos::prelude::WithUntracked;
use leptos::task::spawn_local;

use crate::browser::lead;
use crate::tenant::ProblemKind;
use crate::ui::page::Page;

/// Forgets, unless a run or an export is under way; then says so.
pub(crate) fn unless_at_work(page: Page, forget: impl FnOnce() + 'static) {
    if page
        .view
        .with_untracked(|view| view.under_way().is_some() || view.is_exporting())
    {
        page.report(ProblemKind::Busy);
        return;
    }
    spawn_local(async move {
        if lead::is_taken().await {
            page.report(ProblemKind::OtherTab);
        } else {
            forget();
        }
    });
}

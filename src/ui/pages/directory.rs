//! Step 5: the portal's conditions, the applications, and the deletion of the directory in Microsoft Entra.

use leptos::prelude::*;

use crate::protocol::Watch;
use crate::protocol::view::View;
use crate::tenant::Task;
use crate::tenant::checks::{Check, CheckState, Condition, directory_checks};
use crate::tenant::plan::Work;
use crate::tenant::snapshot::ServicePrincipalOwner;
use crate::ui::page::{Page, page};
use crate::ui::parts::clicks::{Clicks, Notes};
use crate::ui::parts::guided::{SaveFirst, Watching};
use crate::ui::parts::link::{Link, OutLink};
use crate::ui::parts::reading::{NotReadable, reason};
use crate::ui::parts::status::check_words;
use crate::ui::parts::step::StepHead;
use crate::ui::parts::watch::watch;
use crate::ui::parts::work::WorkArea;
use crate::ui::route::Route;

#[component]
pub(crate) fn DirectoryPage() -> impl IntoView {
    let page = page();
    let texts = page.texts();
    let t = &texts.directory;
    watch(Watch::Directory);
    let gone = Memo::new(move |_| page.view.with(|view| view.progress.tenant_gone_at.is_some()));
    view! {
        <StepHead task=Task::Directory lead=t.lead/>
        <Show when=move || gone.get()>
            <div class="notice" data-tone="success">
                <h2>{texts.closing.gone_title}</h2>
                <p>{texts.closing.gone}</p>
                <p>
                    <Link to=Route::Receipt class="button primary">{texts.closing.to_the_receipt}</Link>
                </p>
            </div>
        </Show>
        <SaveFirst/>
        <Checks/>
        <Applications/>
        <InThePortal/>
    }
}

fn checks(view: &View) -> Vec<Check> {
    view.counts().as_ref().map(directory_checks).unwrap_or_default()
}

#[component]
fn Checks() -> impl IntoView {
    let page = page();
    let t = &page.texts().directory;
    let checks = Memo::new(move |_| {
        page.view
            .with(|view| checks(view).into_iter().map(Known).collect::<Vec<_>>())
    });
    let items = move || {
        let checks = checks.get();
        if checks.is_empty() {
            return view! { <NotReadable problem=None/> }.into_any();
        }
        let items = checks.into_iter().map(|Known(check)| item(page, check)).collect_view();
        view! { <ul class="tasks">{items}</ul> }.into_any()
    };
    view! {
        <section>
            <h2>{t.checks_title}</h2>
            <p>{t.checks_what}</p>
            {items}
        </section>
    }
}

/// A check that can be compared, so that the list is drawn anew only when something changed.
#[derive(Clone, Copy)]
struct Known(Check);

impl PartialEq for Known {
    fn eq(&self, other: &Self) -> bool {
        self.0.condition == other.0.condition && self.0.state == other.0.state
    }
}

/// The page where a condition is met, if it is one of ours.
const fn page_for(condition: Condition) -> Option<Route> {
    match condition {
        Condition::Users | Condition::DirectorySync => Some(Route::Users),
        Condition::Subscriptions => Some(Route::Cancel),
        Condition::Applications
        | Condition::EnterpriseApplications
        | Condition::AzureSubscriptions
        | Condition::MultifactorProviders
        | Condition::SelfServiceProducts
        | Condition::Invoices
        | Condition::AzureResourceRights => None,
    }
}

fn item(page: Page, check: Check) -> impl IntoView {
    let texts = page.texts();
    let (name, words) = check_words(page, check.state);
    let fix = (check.state != CheckState::Passed).then(|| {
        let fix = (texts.directory.fix)(check.condition);
        match page_for(check.condition) {
            Some(to) => view! { <p><Link to>{fix}</Link></p> }.into_any(),
            None => view! { <p>{fix}</p> }.into_any(),
        }
    });
    let azure = (check.condition == Condition::AzureSubscriptions && check.state != CheckState::Passed)
        .then(|| {
            page.view
                .with_untracked(|view| view.links().map(|links| links.azure_subscriptions.clone()))
        })
        .flatten()
        .map(|href| view! { <p><OutLink href>{texts.directory.open_azure}</OutLink></p> });
    view! {
        <li data-status=name>
            <h3>{(texts.words.condition)(check.condition)}</h3>
            {fix}
            {azure}
            <p class="status" data-status=name>{words}</p>
        </li>
    }
}

/// App registrations and enterprise applications: what is there, and deleting what has to go.
#[component]
fn Applications() -> impl IntoView {
    let page = page();
    let t = &page.texts().directory;
    let found = Memo::new(move |_| {
        page.view.with(|view| {
            let counts = view.counts()?;
            Some((counts.applications?, counts.enterprise_applications?))
        })
    });
    let of_microsoft = Memo::new(move |_| {
        page.view.with(|view| {
            let principals = view.snapshot.as_ref()?.service_principals.known()?;
            let theirs = principals
                .iter()
                .filter(|one| one.owner == ServicePrincipalOwner::Microsoft);
            Some(theirs.count())
        })
    });
    let problem = Memo::new(move |_| {
        page.view.with(|view| {
            let snapshot = view.snapshot.as_ref()?;
            reason(&snapshot.applications).or_else(|| reason(&snapshot.service_principals))
        })
    });
    let summary = move || match found.get() {
        Some((0, 0)) => view! { <p>{t.applications_none}</p> }.into_any(),
        Some((registrations, enterprise)) => view! {
            <p>{(t.applications_found)(&page.number(registrations), &page.number(enterprise))}</p>
        }
        .into_any(),
        None => view! { <NotReadable problem=problem.get()/> }.into_any(),
    };
    view! {
        <section>
            <h2>{t.applications_title}</h2>
            <p>{t.applications}</p>
            {summary}
            <p class="muted">
                {move || of_microsoft.get().map(|count| (t.applications_microsoft)(&page.number(count)))}
            </p>
        </section>
        <WorkArea work=Work::DeleteApplications/>
    }
}

/// The deletion itself.
#[component]
fn InThePortal() -> impl IntoView {
    let page = page();
    let t = &page.texts().directory;
    let ready = Memo::new(move |_| {
        page.view.with(|view| {
            let checks = checks(view);
            !checks.is_empty()
                && checks
                    .iter()
                    .all(|check| matches!(check.state, CheckState::Passed | CheckState::PortalOnly))
        })
    });
    let links = Memo::new(move |_| {
        page.view
            .with(|view| view.links().map(|links| (links.tenants.clone(), links.support.clone())))
    });
    let texts = page.texts();
    // Whether a tenant exists can be asked without a sign-in.
    let known = Memo::new(move |_| page.view.with(|view| view.progress.tenant.is_some()));
    view! {
        <section>
            <h2>{t.how_title}</h2>
            <Show when=move || !ready.get()>
                <div class="notice" data-tone="warning">
                    <p>{t.not_ready}</p>
                </div>
            </Show>
            <p>
                <strong>{t.final_word}</strong>
            </p>
            <Clicks steps=t.steps/>
            {move || {
                links
                    .get()
                    .map(|(tenants, _)| {
                        view! { <p><OutLink href=tenants class="button primary">{t.open_tenants}</OutLink></p> }
                    })
            }}
            <Watching words=t.watching without=t.not_watching can=known/>
            <Notes title=t.notes_title of=t.notes/>
            {move || {
                links
                    .get()
                    .map(|(_, support)| view! { <p><OutLink href=support>{texts.subscriptions.support}</OutLink></p> })
            }}
        </section>
    }
}

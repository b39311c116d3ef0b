//! Which tenant it is, who one is in it, and what one lacks.

use leptos::prelude::*;

use crate::protocol::view::View;
use crate::tenant::Reading;
use crate::tenant::snapshot::{Me, Role, UserKind};
use crate::ui::page::{Page, page};

/// One fact about the tenant.
struct Fact {
    name: &'static str,
    value: String,
    form: Form,
}

enum Form {
    Name,
    Code,
}

fn facts(page: Page, view: &View) -> Vec<Fact> {
    let texts = page.texts();
    let t = &texts.closing;
    let mut facts = Vec::new();
    let mut add = |name, value, form| facts.push(Fact { name, value, form });
    if let Some(snapshot) = &view.snapshot {
        add(t.name, snapshot.organization.name.clone(), Form::Name);
        add(
            t.initial_domain,
            snapshot.organization.initial_domain.to_string(),
            Form::Code,
        );
    }
    let session = view.session.as_ref();
    if let Some(id) = session.map(|session| session.tenant).or(view.progress.tenant) {
        add(t.tenant_id, id.to_string(), Form::Code);
    }
    if let Some(cloud) = session.map(|session| session.cloud).or(view.progress.cloud) {
        add(t.cloud, (texts.words.cloud)(cloud).to_owned(), Form::Name);
    }
    if let Some(snapshot) = &view.snapshot {
        add(
            t.you,
            format!("{} ({})", snapshot.me.name, snapshot.me.principal_name),
            Form::Name,
        );
        add(t.your_role, roles(page, &snapshot.me), Form::Name);
    } else if let Some(session) = session {
        add(t.you, session.name.clone(), Form::Name);
    }
    facts
}

fn roles(page: Page, me: &Me) -> String {
    let texts = page.texts();
    let Some(roles) = me.roles.known() else {
        return texts.words.not_known.to_owned();
    };
    let named: Vec<&str> = roles
        .iter()
        .filter(|role| !matches!(role, Role::Other(_)))
        .map(|role| (texts.words.role)(*role))
        .collect();
    if named.is_empty() {
        texts.closing.no_role.to_owned()
    } else {
        named.join(", ")
    }
}

/// What is known of the tenant and of oneself.
#[component]
pub(crate) fn TenantCard() -> impl IntoView {
    let page = page();
    let t = &page.texts().closing;
    let known = Memo::new(move |_| {
        page.view.with(|view| {
            let taken_at = view.snapshot.as_ref().map(|snapshot| snapshot.taken_at);
            (taken_at, view.session.clone(), view.progress.tenant)
        })
    });
    move || {
        // Anew for a new reading, session or tenant only.
        let facts = known.with(|_| page.view.with_untracked(|view| facts(page, view)));
        let rows = facts
            .into_iter()
            .map(|fact| {
                let value = match fact.form {
                    Form::Name => view! { <bdi>{fact.value}</bdi> }.into_any(),
                    Form::Code => view! { <code>{fact.value}</code> }.into_any(),
                };
                view! {
                    <div>
                        <dt>{fact.name}</dt>
                        <dd>{value}</dd>
                    </div>
                }
            })
            .collect::<Vec<_>>();
        (!rows.is_empty()).then(|| {
            view! {
                <section class="card">
                    <h2>{t.tenant_title}</h2>
                    <dl class="facts">{rows}</dl>
                </section>
            }
        })
    }
}

/// What the person lacks for finishing the closing.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lack {
    Nothing,
    Membership,
    Role,
    MoreThanBilling,
    KnownRoles,
}

fn lack(me: &Me) -> Lack {
    match (me.kind, &me.roles) {
        (UserKind::Guest, _) => Lack::Membership,
        (UserKind::Member, Reading::Unreadable(_) | Reading::NotRead) => Lack::KnownRoles,
        (UserKind::Member, Reading::Known(_)) if me.holds(Role::GlobalAdministrator) => Lack::Nothing,
        (UserKind::Member, Reading::Known(_)) if me.holds(Role::BillingAdministrator) => Lack::MoreThanBilling,
        (UserKind::Member, Reading::Known(_)) => Lack::Role,
    }
}

/// Says which role is missing, and what the person can still do.
#[component]
pub(crate) fn RoleNotice() -> impl IntoView {
    let page = page();
    let t = &page.texts().closing;
    let lack = Memo::new(move |_| {
        page.view.with(|view| {
            view.snapshot
                .as_ref()
                .map_or(Lack::Nothing, |snapshot| lack(&snapshot.me))
        })
    });
    move || {
        let (title, what) = match lack.get() {
            Lack::Nothing => return ().into_any(),
            Lack::Membership => (t.guest_title, t.guest),
            Lack::Role => (t.role_missing_title, t.role_missing),
            Lack::MoreThanBilling => (t.billing_only_title, t.billing_only),
            Lack::KnownRoles => (t.roles_unknown_title, t.roles_unknown),
        };
        view! {
            <div class="notice" data-tone="warning">
                <h2>{title}</h2>
                <p>{what}</p>
            </div>
        }
        .into_any()
    }
}

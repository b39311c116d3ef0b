//! Norwegian (bokmål): what surrounds every page, and shared words.

use crate::protocol::{Part, Purpose};
use crate::tenant::Task;
use crate::tenant::checks::Condition;
use crate::tenant::plan::Work;
use crate::tenant::progress::CloudName;
use crate::tenant::snapshot::{AccountState, MultifactorState, Offer, Role, SubscriptionState, UserKind};
use crate::text::{Frame, Words};

pub(super) const FRAME: Frame = Frame {
    skip: "Gå til innholdet",
    navigation: "Hovednavigasjon",
    closing: "Avslutning",
    activity: "Aktivitet",
    about: "Om Luk og personvern",
    language: "Språk",
    signed_in_as: "Logget på som",
    tenant: "Leier",
    sign_in: "Logg på",
    sign_out: "Logg av",
    leaves_page: "Du forlater denne siden, logger på hos Microsoft og kommer så tilbake hit.",
    starting: "Luk starter…",
    load_again: "Prøv igjen",

    practice_title: "Øvingssky.",
    practice: "Ingenting her er ekte. Du kan slette hva du vil.",
    offline_title: "Du er frakoblet.",
    offline: "Å logge på, lese, eksportere og slette venter til nettverket er tilbake.",
    offline_shown_from: |time| format!("Du ser det som er lagret på denne enheten, slik det ble lest {time}."),
    offline_nothing_read: "Ingenting er lest fra en leier ennå.",

    sign_in_ends_title: "Påloggingen din er snart over.",
    sign_in_ends: |time| {
        format!(
            "Logg på igjen før {time}. Ingenting går tapt om du ikke rekker det: Det som er i gang, venter da på deg."
        )
    },
    waits_title: "Luk venter på deg.",
    waits: "Logg på igjen for å fortsette",

    failed_title: "Luk kunne ikke starte",
    failed: "Den delen av Luk som snakker med Microsoft, startet ikke. Ingenting er gjort. Last inn siden på nytt. Hvis det \
             ikke hjelper, bruk en nyere versjon av Edge, Chrome, Firefox eller Safari.",
    stopped_title: "Luk har stoppet",
    stopped: "Ingenting mer sendes. Det Microsoft har godtatt, er gjort. Last inn siden på nytt for å gå videre.",
    details: "Detaljer",
    code: "Kode",
    request_id: "Forespørsels-ID",
    time: "Tidspunkt",
    put_away: "Forstått",
    new_tab: "(åpnes i en ny fane)",

    read_again: "Les leieren på nytt",
    never_read: "Leieren er ikke lest ennå.",
    last_read: |time| format!("Sist lest {time}."),
    reading: |part, read| {
        if read.is_zero() {
            format!("Leser: {part}…")
        } else {
            format!("Leser: {part}, {read} så langt…")
        }
    },
    reading_done: "Leieren er lest.",
    unreadable: "Dette kunne ikke leses.",
    not_read: "Dette er ikke lest ennå. Logg på for å lese det.",

    filter: "Filtrer etter navn",
    nothing_found: "Ingenting passer.",
    shown_of: |shown, all| format!("Viser {shown} av {all}."),
    show_more: |more| format!("Vis {more} til"),
    next: |task| format!("Neste: {task}"),
    download_json: "Last ned som JSON",

    hours: |n| n.of("time", "timer"),
    minutes: |n| n.of("minutt", "minutter"),
    seconds: |n| n.of("sekund", "sekunder"),
};

pub(super) const WORDS: Words = Words {
    task: |task| match task {
        Task::Export => "Lagre det du vil beholde",
        Task::Users => "Slett brukere",
        Task::CancelSubscriptions => "Avbryt abonnementer",
        Task::DeleteSubscriptions => "Slett abonnementer",
        Task::Multifactor => "Deaktiver godkjenning med flere faktorer",
        Task::Directory => "Slett katalogen",
    },
    work: |work| match work {
        Work::DeleteUsers => "Slett brukere",
        Work::DisableMultifactor => "Deaktiver godkjenning med flere faktorer",
        Work::DeleteApplications => "Slett programmer",
        Work::PurgeUsers => "Slett brukere permanent",
    },
    cloud: |cloud| match cloud {
        CloudName::Global => "Microsofts sky (hele verden)",
        CloudName::UsGovernment => "Microsofts sky for det offentlige i USA (GCC High)",
        CloudName::UsGovernmentDod => "Microsofts sky for det offentlige i USA (DoD)",
        CloudName::China => "Microsofts sky som drives av 21Vianet (Kina)",
        CloudName::Practice => "Øvingssky",
    },
    part: |part| match part {
        Part::Organization => "Organisasjon",
        Part::Me => "Kontoen og rollene dine",
        Part::Users => "Brukere",
        Part::DeletedUsers => "Slettede brukere",
        Part::Groups => "Grupper og medlemmene deres",
        Part::Subscriptions => "Abonnementer",
        Part::Applications => "Appregistreringer",
        Part::ServicePrincipals => "Bedriftsprogrammer",
        Part::Multifactor => "Godkjenning med flere faktorer",
        Part::AzureSubscriptions => "Azure-abonnementer",
    },
    purpose: |purpose| match purpose {
        Purpose::Read => "Lese og eksportere leieren",
        Purpose::Carry(Work::DeleteUsers) => "Slette brukerne du bekrefter",
        Purpose::Carry(Work::DisableMultifactor) => "Deaktivere godkjenning med flere faktorer per bruker",
        Purpose::Carry(Work::DeleteApplications) => "Slette programmene du bekrefter",
        Purpose::Carry(Work::PurgeUsers) => "Slette de slettede brukerne du bekrefter, permanent",
    },
    role: |role| match role {
        Role::GlobalAdministrator => "Global administrator",
        Role::BillingAdministrator => "Faktureringsadministrator",
        Role::UserAdministrator => "Brukeradministrator",
        Role::GlobalReader => "Global leser",
        Role::Other(_) => "en annen rolle",
    },
    kind: |kind| match kind {
        UserKind::Member => "Medlem",
        UserKind::Guest => "Gjest",
    },
    account: |account| match account {
        AccountState::Enabled => "Får logge på",
        AccountState::Blocked => "Får ikke logge på",
    },
    synchronised: "Synkronisert fra det lokale miljøet",
    subscription: |state| match state {
        SubscriptionState::Active => "Aktivt",
        SubscriptionState::Expired => "Utløpt",
        SubscriptionState::Disabled => "Deaktivert",
        SubscriptionState::LockedOut => "Låst",
        SubscriptionState::Deleted => "Slettet",
    },
    offer: |offer| match offer {
        Offer::Paid => "Betalt",
        Offer::Trial => "Prøveversjon",
    },
    sold_by_partner: "Kjøpt hos en partner: Bare partneren kan avbryte det",
    sold_by_microsoft: "Kjøpt hos Microsoft",
    multifactor: |state| match state {
        MultifactorState::Disabled => "Deaktivert",
        MultifactorState::Enabled => "Aktivert",
        MultifactorState::Enforced => "Håndhevet",
    },
    condition: |condition| match condition {
        Condition::Users => "Ingen andre brukere enn deg",
        Condition::DirectorySync => "Synkronisering fra det lokale miljøet er slått av",
        Condition::Subscriptions => "Ingen abonnementer på Microsofts nettjenester",
        Condition::Applications => "Ingen appregistreringer",
        Condition::EnterpriseApplications => "Ingen bedriftsprogrammer utenom Microsofts egne",
        Condition::AzureSubscriptions => "Ingen Azure-abonnementer",
        Condition::MultifactorProviders => "Ingen leverandører av godkjenning med flere faktorer",
        Condition::SelfServiceProducts => "Ingen produkter som brukere selv har registrert seg for",
        Condition::Invoices => "Ingen ubetalte fakturaer",
        Condition::AzureResourceRights => "Du har rett til å slette Azure-ressurser",
    },
    licences: |n| n.of("lisens", "lisenser"),

    status: "Status",
    not_started: "Ikke startet",
    ready: "Klar",
    in_progress: "I gang",
    waiting: "Venter",
    waiting_until: |time| format!("Venter til {time}"),
    blocked_by_export: "Blokkert: Lagre først det du vil beholde",
    blocked_by_sync: "Blokkert: Synkronisering er slått på",
    blocked_by_subscriptions: |n| format!("Blokkert: Avbryt først {}", n.of("abonnement", "abonnementer")),
    blocked_by_checks: |n| format!("Blokkert: {} er ikke oppfylt", n.of("vilkår", "vilkår")),
    done: "Ferdig",
    ticked: "Det har jeg gjort",
    ticked_off: "Krysset av av deg",

    passed: "Oppfylt",
    open: |n| format!("Ikke oppfylt: {n} igjen"),
    portal_only: "Det vet bare portalen",
    not_known: "Ikke kjent ennå",
};

//! Danish: what surrounds every page, and shared words.

use crate::protocol::{Part, Purpose};
use crate::tenant::Task;
use crate::tenant::checks::Condition;
use crate::tenant::plan::Work;
use crate::tenant::progress::CloudName;
use crate::tenant::snapshot::{AccountState, MultifactorState, Offer, Role, SubscriptionState, UserKind};
use crate::text::{Frame, Words};

pub(super) const FRAME: Frame = Frame {
    skip: "Gå til indholdet",
    navigation: "Hovednavigation",
    closing: "Lukning",
    activity: "Aktivitet",
    about: "Om Luk og dine data",
    language: "Sprog",
    signed_in_as: "Logget på som",
    tenant: "Lejer",
    sign_in: "Log på",
    sign_out: "Log af",
    leaves_page: "Du forlader denne side, logger på hos Microsoft og kommer så tilbage hertil.",
    starting: "Luk starter…",
    load_again: "Prøv igen",

    practice_title: "Øvelsescloud.",
    practice: "Intet her er virkeligt. Du kan slette, hvad du vil.",
    offline_title: "Du er offline.",
    offline: "At logge på, læse, eksportere og slette venter, til netværket er tilbage.",
    offline_shown_from: |time| format!("Du ser det, der er gemt på denne enhed, som det blev læst den {time}."),
    offline_nothing_read: "Der er endnu ikke læst noget fra en lejer.",

    sign_in_ends_title: "Dit logon slutter snart.",
    sign_in_ends: |time| {
        format!("Log på igen før {time}. Intet går tabt, hvis du ikke når det: Det, der er i gang, venter så på dig.")
    },
    waits_title: "Luk venter på dig.",
    waits: "Log på igen for at fortsætte",

    failed_title: "Luk kunne ikke starte",
    failed: "Den del af Luk, der taler med Microsoft, startede ikke. Der er ikke gjort noget. Genindlæs siden. Hvis det ikke \
             hjælper, så brug en nyere version af Edge, Chrome, Firefox eller Safari.",
    stopped_title: "Luk er gået i stå",
    stopped: "Der sendes ikke mere. Det, Microsoft har accepteret, er gjort. Genindlæs siden for at gå videre.",
    details: "Detaljer",
    code: "Kode",
    request_id: "Anmodnings-id",
    time: "Tidspunkt",
    put_away: "Forstået",
    new_tab: "(åbnes på en ny fane)",

    read_again: "Læs lejeren igen",
    never_read: "Lejeren er ikke læst endnu.",
    last_read: |time| format!("Sidst læst den {time}."),
    reading: |part, read| {
        if read.is_zero() {
            format!("Læser: {part}…")
        } else {
            format!("Læser: {part}, {read} indtil nu…")
        }
    },
    reading_done: "Lejeren er læst.",
    unreadable: "Dette kunne ikke læses.",
    not_read: "Dette er ikke læst endnu. Log på for at læse det.",

    filter: "Filtrer efter navn",
    nothing_found: "Intet passer.",
    shown_of: |shown, all| format!("Viser {shown} af {all}."),
    show_more: |more| format!("Vis {more} mere"),
    next: |task| format!("Næste: {task}"),
    download_json: "Download som JSON",

    hours: |n| n.of("time", "timer"),
    minutes: |n| n.of("minut", "minutter"),
    seconds: |n| n.of("sekund", "sekunder"),
};

pub(super) const WORDS: Words = Words {
    task: |task| match task {
        Task::Export => "Gem det, du vil beholde",
        Task::Users => "Slet brugere",
        Task::CancelSubscriptions => "Annuller abonnementer",
        Task::DeleteSubscriptions => "Slet abonnementer",
        Task::Multifactor => "Deaktiver multifaktorgodkendelse",
        Task::Directory => "Slet mappen",
    },
    work: |work| match work {
        Work::DeleteUsers => "Slet brugere",
        Work::DisableMultifactor => "Deaktiver multifaktorgodkendelse",
        Work::DeleteApplications => "Slet programmer",
        Work::PurgeUsers => "Slet brugere permanent",
    },
    cloud: |cloud| match cloud {
        CloudName::Global => "Microsofts cloud (hele verden)",
        CloudName::UsGovernment => "Microsofts cloud til det offentlige i USA (GCC High)",
        CloudName::UsGovernmentDod => "Microsofts cloud til det offentlige i USA (DoD)",
        CloudName::China => "Microsofts cloud, der drives af 21Vianet (Kina)",
        CloudName::Practice => "Øvelsescloud",
    },
    part: |part| match part {
        Part::Organization => "Organisation",
        Part::Me => "Din konto og dine roller",
        Part::Users => "Brugere",
        Part::DeletedUsers => "Slettede brugere",
        Part::Groups => "Grupper og deres medlemmer",
        Part::Subscriptions => "Abonnementer",
        Part::Applications => "Appregistreringer",
        Part::ServicePrincipals => "Virksomhedsprogrammer",
        Part::Multifactor => "Multifaktorgodkendelse",
        Part::AzureSubscriptions => "Azure-abonnementer",
    },
    purpose: |purpose| match purpose {
        Purpose::Read => "Læse og eksportere lejeren",
        Purpose::Carry(Work::DeleteUsers) => "Slette de brugere, du bekræfter",
        Purpose::Carry(Work::DisableMultifactor) => "Deaktivere multifaktorgodkendelse pr. bruger",
        Purpose::Carry(Work::DeleteApplications) => "Slette de programmer, du bekræfter",
        Purpose::Carry(Work::PurgeUsers) => "Slette de slettede brugere, du bekræfter, permanent",
    },
    role: |role| match role {
        Role::GlobalAdministrator => "Global administrator",
        Role::BillingAdministrator => "Faktureringsadministrator",
        Role::UserAdministrator => "Brugeradministrator",
        Role::GlobalReader => "Global læser",
        Role::Other(_) => "en anden rolle",
    },
    kind: |kind| match kind {
        UserKind::Member => "Medlem",
        UserKind::Guest => "Gæst",
    },
    account: |account| match account {
        AccountState::Enabled => "Må logge på",
        AccountState::Blocked => "Må ikke logge på",
    },
    synchronised: "Synkroniseret fra det lokale miljø",
    subscription: |state| match state {
        SubscriptionState::Active => "Aktivt",
        SubscriptionState::Expired => "Udløbet",
        SubscriptionState::Disabled => "Deaktiveret",
        SubscriptionState::LockedOut => "Låst",
        SubscriptionState::Deleted => "Slettet",
    },
    offer: |offer| match offer {
        Offer::Paid => "Betalt",
        Offer::Trial => "Prøveversion",
    },
    sold_by_partner: "Købt hos en partner: Kun partneren kan annullere det",
    sold_by_microsoft: "Købt hos Microsoft",
    multifactor: |state| match state {
        MultifactorState::Disabled => "Deaktiveret",
        MultifactorState::Enabled => "Aktiveret",
        MultifactorState::Enforced => "Gennemtvunget",
    },
    condition: |condition| match condition {
        Condition::Users => "Ingen andre brugere end dig",
        Condition::DirectorySync => "Synkronisering fra det lokale miljø er slået fra",
        Condition::Subscriptions => "Intet abonnement på Microsofts onlinetjenester",
        Condition::Applications => "Ingen appregistreringer",
        Condition::EnterpriseApplications => "Ingen virksomhedsprogrammer ud over Microsofts egne",
        Condition::AzureSubscriptions => "Ingen Azure-abonnementer",
        Condition::MultifactorProviders => "Ingen udbydere af multifaktorgodkendelse",
        Condition::SelfServiceProducts => "Ingen produkter, som brugere selv har tilmeldt sig",
        Condition::Invoices => "Ingen ubetalte fakturaer",
        Condition::AzureResourceRights => "Du har ret til at slette Azure-ressourcer",
    },
    licences: |n| n.of("licens", "licenser"),

    status: "Status",
    not_started: "Ikke startet",
    ready: "Klar",
    in_progress: "I gang",
    waiting: "Venter",
    waiting_until: |time| format!("Venter indtil {time}"),
    blocked_by_export: "Blokeret: Gem først det, du vil beholde",
    blocked_by_sync: "Blokeret: Synkronisering er slået til",
    blocked_by_subscriptions: |n| format!("Blokeret: Annuller først {}", n.of("abonnement", "abonnementer")),
    blocked_by_checks: |n| format!("Blokeret: {} er ikke opfyldt", n.of("betingelse", "betingelser")),
    done: "Færdig",
    ticked: "Det har jeg gjort",
    ticked_off: "Afkrydset af dig",

    passed: "Opfyldt",
    open: |n| format!("Ikke opfyldt: {n} tilbage"),
    portal_only: "Det ved kun portalen",
    not_known: "Vides ikke endnu",
};

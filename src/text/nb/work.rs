//! Norwegian (bokmål): planning, confirming and running.

use crate::protocol::WaitReason;
use crate::tenant::plan::{Reason, Target, Work};
use crate::text::{Run, WorkWords};

pub(super) const RUN: Run = Run {
    words: |work| match work {
        Work::DeleteUsers => &DELETE_USERS,
        Work::DisableMultifactor => &DISABLE_MULTIFACTOR,
        Work::DeleteApplications => &DELETE_APPLICATIONS,
        Work::PurgeUsers => &PURGE_USERS,
    },
    target: |target| match target {
        Target::User => "Bruker",
        Target::UserMultifactor => "En brukers godkjenning med flere faktorer",
        Target::Application => "Appregistrering",
        Target::ServicePrincipal => "Bedriftsprogram",
        Target::DeletedUser => "Slettet bruker",
    },
    reason: |reason| match reason {
        Reason::OtherUser => "Alle brukere unntatt én må bort",
        Reason::Administrator => "Alle brukere unntatt én må bort; en administrator slettes sist",
        Reason::MultifactorEnabled => "Godkjenning med flere faktorer er slått på",
        Reason::MultifactorEnforced => "Godkjenning med flere faktorer er håndhevet",
        Reason::OtherApplication => "Må være borte før katalogen",
        Reason::LukItself => "Luk logger på med det, så det slettes sist",
        Reason::Restorable => "Kan fortsatt gjenopprettes",
    },

    plan_title: "Planen",
    make_plan_again: "Lag planen på nytt",
    plan_name: |hash| format!("Plan {hash}"),
    plan_only: "Bare det denne planen nevner, røres. Det som kommer til senere, krever en ny plan.",
    save_plan: "Lagre planen som fil",
    load_plan: "Bruk en plan fra en fil",
    load_plan_what: "Lagre en plan slik at en annen kan lese den: på en annen maskin, logget på med sin egen konto. Sammenlign \
                     nummeret. Hent så filen her: Luk gjør bare det den nevner, når du har bekreftet den.",
    load_plan_field: "Filen med planen",
    plan_of_other: "En annen administrator har laget denne planen. Du kan lese den; bare vedkommende kan utføre den. Sammenlign \
                    nummeret på planen.",
    drift_none: "Leieren er slik planen sier.",
    drift_title: "Dette har endret seg i leieren siden planen ble laget",
    drift_gained: |n| format!("{} som den ikke nevner, og som ikke røres.", n.of("ting", "ting")),
    drift_lost: |n| format!("{} som den nevner, men som ikke ble funnet slik.", n.of("ting", "ting")),
    drift_barred: |n| {
        format!(
            "{} som den nevner, og som Luk ikke må røre nå. Lag en ny plan.",
            n.of("ting", "ting")
        )
    },
    plan_lists: "Dette nevner planen",
    plan_empty: "Planen er tom: Luk kan ikke røre noe av det som er igjen.",
    name: "Navn",
    what: "Hva",
    why: "Hvorfor",
    identifier: "ID",
    sign_in_to_plan: "Logg på for å lage en plan.",

    confirm_title: "Bekreft",
    export_first: "Ingenting kan slettes før du har lagret det du vil beholde, eller har sagt at du ikke trenger noe.",
    to_export: "Gå til eksporten",
    prove_what: |permission| format!("Microsoft ber om passordet ditt på nytt og om tillatelsen {permission}."),
    prove_button: "Vis at det er deg",
    proven_until: |time| format!("Påloggingen din gjelder for dette til {time}."),
    domain_label: "Skriv leierens opprinnelige domene",
    domain_hint: "Det sier hvilken leier du mener. Du kan lime det inn.",
    count_not_read: "Kryss av for at du har lest antallet.",
    domain_not_typed: "Dette er ikke leierens opprinnelige domene.",
    offline: "Du kan gå videre når nettverket er tilbake.",

    figures: |done, all| format!("{done} av {all} gjort og sjekket"),
    accepted: |n| format!("{n} til er mottatt av Microsoft, men ikke sjekket ennå"),
    throttled: |n| format!("{n} venter fordi Microsoft ber om det"),
    blocked: |n| format!("{n} avvist av Microsoft"),
    failed: |n| format!("{n} mislyktes"),
    left_out: |n| format!("{n} beholdes og er utelatt"),
    left: |n| format!("{n} igjen"),
    time_left: |time| format!("omtrent {time} igjen"),
    working: "Arbeider",
    paused: "På pause. Ingenting sendes.",
    verifying: "Leser leieren for å se hva som er sant",
    waiting: |time, reason| format!("Venter til {time}. {reason}"),
    wait_left: |time| format!("{time} igjen."),
    wait_reason: |reason| match reason {
        WaitReason::Throttled => "Microsoft ber Luk om å vente.",
        WaitReason::ServiceFailed => "Microsofts tjeneste feilet. Luk prøver igjen.",
        WaitReason::Unreachable => "Det kom ikke noe svar. Luk prøver igjen.",
        WaitReason::ListsLag => "Microsofts lister er ikke oppdatert ennå. Luk ser etter igjen.",
    },
    pause: "Ta pause",
    go_on: "Fortsett",
    stop: "Stopp",
    stopping: "Stopper. Luk venter på svar på det som er sendt.",
    keep_open: "Hold denne fanen åpen. Hvis du lukker den, kan du gå videre senere.",
    awaits_sign_in: "Venter på deg. Det fortsetter av seg selv så snart du er logget på igjen med samme konto.",
    sign_in_and_go_on: "Logg på og fortsett",

    ended_incomplete: "Slutt, men ikke alt lyktes",
    stopped: "Du stoppet kjøringen.",
    interrupted: "Kjøringen kunne ikke fortsette.",
    can_go_on: "Det som er igjen, blir i planen, og du kan gå videre.",
    failures_title: |n| format!("{} lyktes ikke", n.of("ting", "ting")),
    failures_next: "Lag en ny plan for å prøve igjen.",

    resume_title: "Denne kjøringen ble avbrutt",
    resume_what: |n, time| {
        format!("Den begynte {time} med en plan på {n}. Luk leser først hva som er gjort, og gjør så resten.")
    },
    resume: "Gå videre med den",
    watched_title: "En annen fane holder på med dette",
    watched: |done, all| {
        format!(
            "Microsoft har så langt godtatt {done} av {all}. Du kan sette det på pause eller stoppe det i den fanen."
        )
    },
    give_up: "Gi opp denne planen",
    give_up_title: "Vil du gi opp denne planen?",
    give_up_what: "Det som er gjort, er gjort. Resten røres ikke. Du kan lage en ny plan etterpå.",
    give_up_no: "Behold planen",
    other_run: |work| format!("«{work}» er ikke ferdig. Gjør den ferdig, eller gi den opp først."),
    to_other_run: "Gå til den kjøringen",
    other_export: "Eksporten er ikke ferdig. Vent til den er det, eller stopp den først.",

    history_title: "Dette er nå sant i leieren",
};

static DELETE_USERS: WorkWords = WorkWords {
    make_plan: "Lag planen",
    plan: |n| {
        format!(
            "{} blir slettet. Du blir, og det gjør alle du beholder, også.",
            n.of("bruker", "brukere")
        )
    },
    undo: "En slettet bruker kan gjenopprettes i 30 dager under Slettede brukere, så lenge katalogen finnes.",
    prove: "Før noe slettes: Vis at det er deg",
    read: |n| format!("Jeg har lest at {} blir slettet.", n.of("bruker", "brukere")),
    confirm: |n| format!("Slett {}", n.of("bruker", "brukere")),
    running: "Sletter brukere",
    verified: |done, all| format!("{done} av {all} brukere er borte fra leieren."),
};

static DISABLE_MULTIFACTOR: WorkWords = WorkWords {
    make_plan: "Lag planen",
    plan: |n| {
        format!(
            "Godkjenning med flere faktorer blir deaktivert for {}. Din forblir slått på.",
            n.of("bruker", "brukere")
        )
    },
    undo: "Den kan slås på igjen når som helst, så lenge brukeren finnes.",
    prove: "Før noe endres: Vis at det er deg",
    read: |n| {
        format!(
            "Jeg har lest at godkjenning med flere faktorer blir deaktivert for {}.",
            n.of("bruker", "brukere")
        )
    },
    confirm: |n| format!("Deaktiver for {}", n.of("bruker", "brukere")),
    running: "Deaktiverer godkjenning med flere faktorer",
    verified: |done, all| format!("Den er deaktivert for {done} av {all} brukere."),
};

static DELETE_APPLICATIONS: WorkWords = WorkWords {
    make_plan: "Lag planen",
    plan: |n| {
        format!(
            "{} blir slettet: først appregistreringer, deretter bedriftsprogrammer.",
            n.of("objekt", "objekter")
        )
    },
    undo: "En slettet appregistrering kan gjenopprettes i 30 dager, så lenge katalogen finnes. Bedriftsprogrammet til Luk \
           slettes sist. Deretter kan ikke Luk logge på denne leieren mer. Det kan bare se når leieren er borte.",
    prove: "Før noe slettes: Vis at det er deg",
    read: |n| {
        format!(
            "Jeg har lest at {} blir slettet, også det som hører til Luk.",
            n.of("objekt", "objekter")
        )
    },
    confirm: |n| format!("Slett {}", n.of("objekt", "objekter")),
    running: "Sletter programmer",
    verified: |done, all| format!("{done} av {all} objekter er borte fra leieren."),
};

static PURGE_USERS: WorkWords = WorkWords {
    make_plan: "Planlegg den endelige slettingen",
    plan: |n| format!("{} blir slettet permanent.", n.of("slettet bruker", "slettede brukere")),
    undo: "Ingen kan angre det, heller ikke Microsoft: Brukerne, postboksene deres og filene deres kan ikke gjenopprettes.",
    prove: "Før noe slettes permanent: Vis at det er deg",
    read: |n| {
        format!(
            "Jeg har lest at {} blir slettet permanent og aldri kan gjenopprettes.",
            n.of("bruker", "brukere")
        )
    },
    confirm: |n| format!("Slett {} permanent", n.of("bruker", "brukere")),
    running: "Sletter brukere permanent",
    verified: |done, all| format!("{done} av {all} brukere er slettet permanent."),
};

//! Danish: planning, confirming and running.

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
        Target::User => "Bruger",
        Target::UserMultifactor => "En brugers multifaktorgodkendelse",
        Target::Application => "Appregistrering",
        Target::ServicePrincipal => "Virksomhedsprogram",
        Target::DeletedUser => "Slettet bruger",
    },
    reason: |reason| match reason {
        Reason::OtherUser => "Alle brugere undtagen én skal væk",
        Reason::Administrator => "Alle brugere undtagen én skal væk; en administrator slettes sidst",
        Reason::MultifactorEnabled => "Multifaktorgodkendelse er slået til",
        Reason::MultifactorEnforced => "Multifaktorgodkendelse er gennemtvunget",
        Reason::OtherApplication => "Skal være væk før mappen",
        Reason::LukItself => "Luk logger på med det, så det slettes sidst",
        Reason::Restorable => "Kan stadig gendannes",
    },

    plan_title: "Planen",
    make_plan_again: "Lav planen igen",
    plan_name: |hash| format!("Plan {hash}"),
    plan_only: "Kun det, som denne plan nævner, røres. Det, der kommer til senere, kræver en ny plan.",
    save_plan: "Gem planen som fil",
    load_plan: "Brug en plan fra en fil",
    load_plan_what: "Gem en plan, så en anden kan læse den: på en anden maskine, logget på med sin egen konto. Sammenlign dens \
                     nummer. Hent så filen her: Luk gør kun det, den nævner, når du har bekræftet den.",
    load_plan_field: "Planens fil",
    plan_of_other: "En anden administrator har lavet denne plan. Du kan læse den; kun vedkommende kan udføre den. Sammenlign \
                    planens nummer.",
    drift_none: "Lejeren er, som planen siger.",
    drift_title: "Det har ændret sig i lejeren, siden planen blev lavet",
    drift_gained: |n| format!("{}, som den ikke nævner, og som ikke røres.", n.of("ting", "ting")),
    drift_lost: |n| {
        format!(
            "{}, som den nævner, men som ikke blev fundet sådan.",
            n.of("ting", "ting")
        )
    },
    drift_barred: |n| {
        format!(
            "{}, som den nævner, og som Luk ikke må røre nu. Lav en ny plan.",
            n.of("ting", "ting")
        )
    },
    plan_lists: "Det nævner planen",
    plan_empty: "Planen er tom: Luk må ikke røre noget af det, der er tilbage.",
    name: "Navn",
    what: "Hvad",
    why: "Hvorfor",
    identifier: "Id",
    sign_in_to_plan: "Log på for at lave en plan.",

    confirm_title: "Bekræft",
    export_first: "Intet kan slettes, før du har gemt det, du vil beholde, eller har sagt, at du ikke skal bruge noget.",
    to_export: "Gå til eksporten",
    prove_what: |permission| format!("Microsoft beder om din adgangskode igen og om tilladelsen {permission}."),
    prove_button: "Vis, at det er dig",
    proven_until: |time| format!("Dit logon gælder til dette indtil {time}."),
    domain_label: "Skriv lejerens oprindelige domæne",
    domain_hint: "Det siger, hvilken lejer du mener. Du kan indsætte det.",
    count_not_read: "Sæt flueben ved, at du har læst antallet.",
    domain_not_typed: "Dette er ikke lejerens oprindelige domæne.",
    offline: "Du kan gå videre, når netværket er tilbage.",

    figures: |done, all| format!("{done} af {all} gjort og tjekket"),
    accepted: |n| format!("{n} mere er modtaget af Microsoft, men ikke tjekket endnu"),
    throttled: |n| format!("{n} venter, fordi Microsoft beder om det"),
    blocked: |n| format!("{n} afvist af Microsoft"),
    failed: |n| format!("{n} mislykkedes"),
    left_out: |n| format!("{n} beholdes og er udeladt"),
    left: |n| format!("{n} tilbage"),
    time_left: |time| format!("cirka {time} tilbage"),
    working: "Arbejder",
    paused: "På pause. Der sendes intet.",
    verifying: "Læser lejeren for at se, hvad der er sandt",
    waiting: |time, reason| format!("Venter indtil {time}. {reason}"),
    wait_left: |time| format!("{time} endnu."),
    wait_reason: |reason| match reason {
        WaitReason::Throttled => "Microsoft beder Luk om at vente.",
        WaitReason::ServiceFailed => "Microsofts tjeneste fejlede. Luk prøver igen.",
        WaitReason::Unreachable => "Der kom intet svar. Luk prøver igen.",
        WaitReason::ListsLag => "Microsofts lister er ikke opdateret endnu. Luk ser efter igen.",
    },
    pause: "Hold pause",
    go_on: "Fortsæt",
    stop: "Stop",
    stopping: "Stopper. Luk venter på svar på det, der er sendt.",
    keep_open: "Hold denne fane åben. Hvis du lukker den, kan du gå videre senere.",
    awaits_sign_in: "Venter på dig. Det fortsætter af sig selv, så snart du er logget på igen med samme konto.",
    sign_in_and_go_on: "Log på og fortsæt",

    ended_incomplete: "Slut, men ikke alt lykkedes",
    stopped: "Du stoppede kørslen.",
    interrupted: "Kørslen kunne ikke fortsætte.",
    can_go_on: "Det, der er tilbage, bliver i planen, og du kan gå videre.",
    failures_title: |n| format!("{} lykkedes ikke", n.of("ting", "ting")),
    failures_next: "Lav en ny plan for at prøve igen.",

    resume_title: "Denne kørsel blev afbrudt",
    resume_what: |n, time| {
        format!("Den begyndte den {time} med en plan på {n}. Luk læser først, hvad der er gjort, og gør så resten.")
    },
    resume: "Gå videre med den",
    watched_title: "En anden fane er i gang med dette",
    watched: |done, all| {
        format!(
            "Microsoft har indtil videre accepteret {done} af {all}. Du kan sætte det på pause eller stoppe det i den fane."
        )
    },
    give_up: "Opgiv denne plan",
    give_up_title: "Vil du opgive denne plan?",
    give_up_what: "Det, der er gjort, er gjort. Resten røres ikke. Du kan lave en ny plan bagefter.",
    give_up_no: "Behold planen",
    other_run: |work| format!("»{work}« er ikke færdig. Gør den færdig, eller opgiv den først."),
    to_other_run: "Gå til den kørsel",
    other_export: "Eksporten er ikke færdig. Vent, til den er det, eller stop den først.",

    history_title: "Det er nu sandt i lejeren",
};

static DELETE_USERS: WorkWords = WorkWords {
    make_plan: "Lav planen",
    plan: |n| {
        format!(
            "{} bliver slettet. Du bliver, og det gør alle, du beholder, også.",
            n.of("bruger", "brugere")
        )
    },
    undo: "En slettet bruger kan gendannes i 30 dage under Slettede brugere, så længe mappen findes.",
    prove: "Før noget slettes: Vis, at det er dig",
    read: |n| format!("Jeg har læst, at {} bliver slettet.", n.of("bruger", "brugere")),
    confirm: |n| format!("Slet {}", n.of("bruger", "brugere")),
    running: "Sletter brugere",
    verified: |done, all| format!("{done} af {all} brugere er væk fra lejeren."),
};

static DISABLE_MULTIFACTOR: WorkWords = WorkWords {
    make_plan: "Lav planen",
    plan: |n| {
        format!(
            "Multifaktorgodkendelse bliver deaktiveret for {}. Din forbliver slået til.",
            n.of("bruger", "brugere")
        )
    },
    undo: "Den kan slås til igen når som helst, så længe brugeren findes.",
    prove: "Før noget ændres: Vis, at det er dig",
    read: |n| {
        format!(
            "Jeg har læst, at multifaktorgodkendelse bliver deaktiveret for {}.",
            n.of("bruger", "brugere")
        )
    },
    confirm: |n| format!("Deaktiver for {}", n.of("bruger", "brugere")),
    running: "Deaktiverer multifaktorgodkendelse",
    verified: |done, all| format!("Den er deaktiveret for {done} af {all} brugere."),
};

static DELETE_APPLICATIONS: WorkWords = WorkWords {
    make_plan: "Lav planen",
    plan: |n| {
        format!(
            "{} bliver slettet: først appregistreringer, derefter virksomhedsprogrammer.",
            n.of("objekt", "objekter")
        )
    },
    undo: "En slettet appregistrering kan gendannes i 30 dage, så længe mappen findes. Luks eget virksomhedsprogram slettes \
           sidst. Derefter kan Luk ikke logge på denne lejer mere. Det kan kun se, når lejeren er væk.",
    prove: "Før noget slettes: Vis, at det er dig",
    read: |n| {
        format!(
            "Jeg har læst, at {} bliver slettet, også Luks eget.",
            n.of("objekt", "objekter")
        )
    },
    confirm: |n| format!("Slet {}", n.of("objekt", "objekter")),
    running: "Sletter programmer",
    verified: |done, all| format!("{done} af {all} objekter er væk fra lejeren."),
};

static PURGE_USERS: WorkWords = WorkWords {
    make_plan: "Planlæg den endelige sletning",
    plan: |n| {
        format!(
            "{} bliver slettet permanent.",
            n.of("slettet bruger", "slettede brugere")
        )
    },
    undo: "Ingen kan fortryde det, heller ikke Microsoft: Brugerne, deres postkasser og deres filer kan ikke gendannes.",
    prove: "Før noget slettes permanent: Vis, at det er dig",
    read: |n| {
        format!(
            "Jeg har læst, at {} bliver slettet permanent og aldrig kan gendannes.",
            n.of("bruger", "brugere")
        )
    },
    confirm: |n| format!("Slet {} permanent", n.of("bruger", "brugere")),
    running: "Sletter brugere permanent",
    verified: |done, all| format!("{done} af {all} brugere er slettet permanent."),
};

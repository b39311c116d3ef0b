//! Danish: planning, confirming and running.

use crate::protocol::WaitReason;
use crate::tenant::plan::{Target, Work};
use crate::text::{Run, WorkWords};

pub(super) const RUN: Run = Run {
    words: |work| match work {
        Work::DeleteUsers => &DELETE_USERS,
        Work::DisableMultifactor => &DISABLE_MULTIFACTOR,
        Work::DeleteApplications => &DELETE_APPLICATIONS,
    },
    target: |target| match target {
        Target::User => "Bruger",
        Target::UserMultifactor => "En brugers multifaktorgodkendelse",
        Target::Application => "Appregistrering",
        Target::ServicePrincipal => "Virksomhedsprogram",
    },

    plan_title: "Planen",
    make_plan: "Lav planen",
    make_plan_again: "Lav planen igen",
    plan_name: |hash| format!("Plan {hash}"),
    plan_only: "Kun det, som denne plan nævner, røres. Det, der kommer til senere, kræver en ny plan.",
    plan_lists: "Det nævner planen",
    plan_empty: "Planen er tom: Der er intet at gøre.",
    name: "Navn",
    what: "Hvad",
    identifier: "Id",
    sign_in_to_plan: "Log på for at lave en plan.",

    confirm_title: "Bekræft",
    export_first: "Intet kan slettes, før du har gemt det, du vil beholde, eller har sagt, at du ikke skal bruge noget.",
    to_export: "Gå til eksporten",
    prove_what: |permission| {
        format!(
            "Microsoft beder om din adgangskode igen og om tilladelsen {permission}. Så kommer du tilbage hertil og laver \
             planen igen."
        )
    },
    prove_button: "Vis, at det er dig",
    proven_until: |time| format!("Dit logon gælder til dette indtil {time}."),
    domain_label: "Skriv lejerens oprindelige domæne",
    domain_hint: "Det siger, hvilken lejer du mener. Du kan indsætte det.",
    count_not_read: "Sæt flueben ved, at du har læst antallet.",
    domain_not_typed: "Dette er ikke lejerens oprindelige domæne.",
    offline: "Dette venter, til netværket er tilbage.",

    figures: |done, all| format!("{done} af {all}"),
    accepted: |n| format!("{n} mere er modtaget af Microsoft, men ikke tjekket endnu"),
    failed: |n| format!("{n} mislykkedes"),
    left: |n| format!("{n} tilbage"),
    time_left: |time| format!("cirka {time} tilbage"),
    working: "Arbejder",
    paused: "På pause. Der sendes intet.",
    verifying: "Læser lejeren for at se, hvad der er sandt",
    waiting: |time, reason| format!("Venter indtil {time}. {reason}"),
    wait_reason: |reason| match reason {
        WaitReason::Throttled => "Microsoft beder Luk om at vente.",
        WaitReason::ServiceFailed => "Microsofts tjeneste fejlede. Luk prøver igen.",
        WaitReason::Unreachable => "Der kom intet svar. Luk prøver igen.",
    },
    pause: "Hold pause",
    go_on: "Fortsæt",
    stop: "Stop",
    keep_open: "Hold denne fane åben. Hvis du lukker den, kan du gå videre senere.",

    ended_incomplete: "Slut, men ikke alt lykkedes",
    stopped: "Du stoppede kørslen. Det, der er tilbage, bliver i planen, og du kan gå videre.",
    interrupted: "Kørslen kunne ikke fortsætte. Det, der er tilbage, bliver i planen, og du kan gå videre.",
    failures_title: |n| format!("{} lykkedes ikke", n.of("ting", "ting")),
    failures_next: "Lav en ny plan for at prøve igen.",

    resume_title: "Denne kørsel blev afbrudt",
    resume_what: |n, time| {
        format!("Den begyndte den {time} med en plan på {n}. Luk læser først, hvad der er gjort, og gør så resten.")
    },
    resume: "Gå videre med den",
    give_up: "Opgiv denne plan",
    give_up_title: "Vil du opgive denne plan?",
    give_up_what: "Det, der er gjort, er gjort. Resten røres ikke. Du kan lave en ny plan bagefter.",
    give_up_no: "Behold planen",
    other_run: |work| {
        format!("»{work}« er ikke færdig. Der er én kørsel ad gangen: Gør den færdig, eller opgiv den først.")
    },
    to_other_run: "Gå til den kørsel",

    history_title: "Det er nu sandt i lejeren",
    history: |verified, planned, time| format!("{verified} af {planned}, tjekket i lejeren den {time}."),
};

static DELETE_USERS: WorkWords = WorkWords {
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
    verified: |done, all| format!("{done} af {all} programmer er væk fra lejeren."),
};

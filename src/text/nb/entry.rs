//! Norwegian (bokmål): the start page, the way back from the sign-in, and the closing page.

use crate::text::{Closing, SignIn, Start};

pub(super) const START: Start = Start {
    title: "Avslutt en Microsoft 365-leier (tenant)",
    lead: "Luk tar deg trinn for trinn gjennom å avslutte en organisasjons konto hos Microsoft. Du kan gå når som helst og \
           fortsette senere.",
    continue_title: "En avslutning er begynt på denne enheten",
    continue_done: |done, all| format!("{done} av {all} oppgaver er ferdige."),
    continue_since: |time| format!("Den begynte {time}."),
    continue_gone: "Leieren er borte. Kvitteringen er klar.",
    continue_button: "Fortsett",
    cloud: "Hvilken sky ligger leieren i?",
    checklist: "Bruk Luk som sjekkliste uten å logge på",
    no_cloud_title: "Pålogging er ikke satt opp",
    no_cloud: "Denne utgaven av Luk kjenner ingen klient-ID, så den kan ikke logge på. Den som har lagt den ut på nettet, må \
               skrive inn en i config.json. Hvordan står i readme-filen. Inntil da kan du bruke Luk som sjekkliste.",
    register: "Slik registrerer du Luk (på engelsk)",
    signed_out_title: "Du er logget av",
    signed_out: "Tokenene og alt det Luk hadde lest i leieren, er borte fra denne nettleseren. Dette blir på enheten: hvor langt avslutningen er, som ID-er, antall og tidspunkter. Et arkiv du har lagret, blir der det er.",
    signed_out_unknown: "Luk kan ikke se om Microsoft også har logget deg av. Lukk nettleseren for å være sikker.",
    signed_out_here: "Uten nettverk kunne ikke Microsoft få beskjed. Lukk nettleseren, eller logg av der når nettverket er tilbake.",
    consented: "Organisasjonen din har gitt samtykke: ingen i den blir lenger bedt om disse tillatelsene. Fortsett i fanen du kom fra, eller logg på her.",
    not_consented: "Organisasjonen din har ikke gitt samtykke.",

    does_title: "Dette gjør Luk",
    does: &[
        "Luk leser hva leieren inneholder, og viser hva som er igjen å gjøre.",
        "Luk lagrer et arkiv med brukere, grupper, abonnementer og programmer på disken din før noe slettes.",
        "Luk sletter brukere og programmer for deg, men bare dem du har sett i en plan og bekreftet.",
        "Luk viser de nøyaktige klikkene der bare Microsofts administrasjonssentre kan gjøre det, og ser når du har gjort \
         det.",
        "Luk sjekker hvert trinn i selve leieren og gir deg en kvittering til slutt.",
    ],
    does_not_title: "Dette gjør ikke Luk",
    does_not: &[
        "Luk sletter ingenting av seg selv og ingenting du ikke har bekreftet.",
        "Luk lagrer ikke e-post, filer eller Teams-chat. Siden om eksport viser hvordan du kan.",
        "Luk sender ingenting til oss eller til andre enn Microsoft. Det er ingen server bak denne siden.",
        "Luk sletter ikke kontoen du logger på med. Den forsvinner med leieren.",
    ],
    steps_title: "Veien gjennom",
    steps_lead: "Først lagrer du det du vil beholde. Så kommer de fem trinnene som Microsoft krever:",
    steps: &[
        "Slett alle brukere unntatt én global administrator.",
        "Avbryt alle aktive abonnementer.",
        "Slett alle deaktiverte abonnementer.",
        "Deaktiver godkjenning med flere faktorer for alle unntatt den administratoren.",
        "Slett katalogen i Microsoft Entra.",
    ],
    before_title: "Før du begynner",
    before: &[
        "Du trenger en konto i selve leieren som er global administrator. En faktureringsadministrator kan ta noen av \
         trinnene.",
        "Sett av dager, ikke timer: Når et abonnement er slettet, trenger Microsoft opptil 72 timer.",
        "En avsluttet leier kan ikke hentes tilbake.",
    ],
};

pub(super) const SIGN_IN: SignIn = SignIn {
    title: "Logger på",
    working: "Logger på…",
    failed_title: "Påloggingen lyktes ikke",
    failed: "Ingen er logget på, og ingenting er endret. Meldingen ovenfor sier hvorfor.",
    try_again: "Logg på igjen",
    nothing: "Ingen pålogging er i gang. Begynn på startsiden.",
    to_start: "Til startsiden",
    window: "Påloggingssiden åpnes i et lite vindu. Denne siden blir som den er.",
    window_open: "Påloggingen venter på deg i det lille vinduet. Er vinduet borte, eller ble det blokkert? Logg da på her på siden: Luk kommer tilbake hit etterpå.",
    window_gone: "Logg på her på siden",
    window_export: "Da begynner eksporten forfra.",
    other_tenant: "Logg på en bestemt leier",
    tenant_label: "Leierens domene eller ID",
    tenant_hint: "Gjester må nevne leieren. Det samme må kontoer som hører til i flere.",
};

pub(super) const CLOSING: Closing = Closing {
    title: "Avslutning",
    lead: "Ta oppgavene ovenfra. Luk leser i leieren hvor langt du er kommet.",
    lead_checklist: "Ta oppgavene ovenfra, og kryss av det som er gjort. Når du logger på, leser Luk i leieren hvor langt du \
                     er kommet.",
    tenant_title: "Hvilken leier",
    name: "Navn",
    initial_domain: "Opprinnelig domene",
    tenant_id: "Leier-ID",
    cloud: "Sky",
    you: "Deg",
    your_role: "Rollen din",
    no_role: "Ingen rolle som betyr noe her",
    sign_in_to_see: "Logg på for å se det",

    role_missing_title: "Du mangler rollen global administrator",
    role_missing: "Du kan lese det kontoen din har lov til å lese, lagre et arkiv og bruke Luk som sjekkliste. Be en global \
                   administrator om å gi deg den rollen eller om selv å slette brukerne og katalogen. Rollen \
                   faktureringsadministrator er nok til å avbryte og slette abonnementer.",
    billing_only_title: "Du er faktureringsadministrator, ikke global administrator",
    billing_only: "Du kan avbryte og slette abonnementer, lagre et arkiv og bruke Luk som sjekkliste. En global administrator \
                   må slette brukerne, programmene og katalogen.",
    guest_title: "Du er gjest i denne leieren",
    guest: "Bare en konto i selve leieren kan slette katalogen. Logg på som en global administrator som hører til i denne \
            leieren, eller la en slik fullføre avslutningen.",
    roles_unknown_title: "Rollene dine kunne ikke leses",
    roles_unknown: "Luk vet ikke hva du har lov til. Prøv: Det du ikke har lov til, sier Microsoft nei til, og Luk forteller \
                    deg det.",

    tasks_title: "Oppgaver",
    export_missing: "Ingenting er lagret ennå.",
    export_done: |time, files| format!("Lagret {time}: {}.", files.of("fil", "filer")),
    export_waived: |time| format!("Du sa {time} at du ikke trenger noe."),
    users_left: |n| {
        if n.is_zero() {
            "Bare du er igjen.".to_owned()
        } else {
            format!("{} igjen utenom deg.", n.of("bruker", "brukere"))
        }
    },
    to_cancel: |n| {
        if n.is_zero() {
            "Ingen abonnementer er aktive.".to_owned()
        } else {
            format!("{} igjen å avbryte.", n.of("abonnement", "abonnementer"))
        }
    },
    to_delete: |n| {
        if n.is_zero() {
            "Ingen deaktiverte abonnementer er igjen.".to_owned()
        } else {
            format!(
                "{} igjen å slette.",
                n.of("deaktivert abonnement", "deaktiverte abonnementer")
            )
        }
    },
    multifactor_on: |n| {
        if n.is_zero() {
            "Den er ikke slått på for andre enn deg.".to_owned()
        } else {
            format!("Den er slått på for {} utenom deg.", n.of("bruker", "brukere"))
        }
    },
    checks_open: |n| {
        if n.is_zero() {
            "Alle vilkår som Luk kan lese, er oppfylt.".to_owned()
        } else {
            format!("{} er ikke oppfylt ennå.", n.of("vilkår", "vilkår"))
        }
    },
    left_unknown: "Hvor mye som er igjen, er ikke kjent ennå.",

    interrupted_title: "En kjøring ble avbrutt",
    interrupted: |work, n, time| format!("«{work}» begynte {time} med en plan på {n}. Du kan gå videre med den."),
    to_the_run: "Gå til den",
    gone_title: "Leieren er borte",
    gone: "Katalogen er slettet. Denne avslutningen er ferdig.",
    to_the_receipt: "Vis kvitteringen",

    forget: "Glem denne avslutningen",
    forget_title: "Skal Luk glemme denne avslutningen?",
    forget_what: "Da glemmer Luk på denne enheten hvilken leier du holdt på å avslutte, og hvor langt du var kommet. \
                  Ingenting endres i leieren. Et arkiv du har lagret, blir der det er.",
    forget_yes: "Glem denne avslutningen",
    forget_no: "Behold den",
};

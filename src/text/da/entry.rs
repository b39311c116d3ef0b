//! Danish: the start page, the way back from the sign-in, and the closing page.

use crate::text::{Closing, SignIn, Start};

pub(super) const START: Start = Start {
    title: "Luk en Microsoft 365-lejer (tenant)",
    lead: "Luk fører dig trin for trin gennem at lukke en organisations konto hos Microsoft. Du kan gå når som helst og \
           fortsætte senere.",
    continue_title: "En lukning er begyndt på denne enhed",
    continue_done: |done, all| format!("{done} af {all} opgaver er færdige."),
    continue_since: |time| format!("Den begyndte den {time}."),
    continue_gone: "Lejeren er væk. Kvitteringen er klar.",
    continue_button: "Fortsæt",
    cloud: "Hvilken cloud ligger lejeren i?",
    checklist: "Brug Luk som tjekliste uden at logge på",
    no_cloud_title: "Man kan ikke logge på endnu",
    no_cloud: "Denne udgave af Luk kender intet klient-id, så den kan ikke logge på. Den, der har lagt den på nettet, skal \
               skrive et i config.json. Hvordan står i readme-filen. Indtil da kan du bruge Luk som tjekliste.",
    register: "Sådan registrerer du Luk (på engelsk)",
    signed_out_title: "Du er logget af",
    signed_out: "Tokens og alt, hvad Luk havde læst i lejeren, er væk fra denne browser. Det bliver på enheden: hvor langt lukningen er, som id'er, antal og tidspunkter. Et arkiv, du har gemt, bliver, hvor det er.",
    signed_out_unknown: "Luk kan ikke se, om Microsoft også har logget dig af. Luk browseren for at være sikker.",
    signed_out_here: "Uden netværk kunne Microsoft ikke få besked. Luk browseren, eller log af der, når netværket er tilbage.",
    consented: "Din organisation har givet samtykke: ingen i den bliver længere bedt om disse tilladelser. Fortsæt i den fane, du kom fra, eller log på her.",
    not_consented: "Din organisation har ikke givet samtykke.",

    does_title: "Det gør Luk",
    does: &[
        "Luk læser, hvad lejeren rummer, og viser, hvad der er tilbage at gøre.",
        "Luk gemmer et arkiv med brugere, grupper, abonnementer og programmer på din disk, før noget slettes.",
        "Luk sletter brugere og programmer for dig, men kun dem, du har set i en plan og bekræftet.",
        "Luk viser de nøjagtige klik, hvor kun Microsofts administrationscentre kan gøre det, og ser, når du har gjort det.",
        "Luk tjekker hvert trin i selve lejeren og giver dig en kvittering til sidst.",
    ],
    does_not_title: "Det gør Luk ikke",
    does_not: &[
        "Luk sletter intet af sig selv og intet, du ikke har bekræftet.",
        "Luk gemmer ikke mail, filer eller Teams-chat. Siden om eksport viser, hvordan du kan.",
        "Luk sender intet til os eller til andre end Microsoft. Der er ingen server bag denne side.",
        "Luk sletter ikke den konto, du logger på med. Den forsvinder med lejeren.",
    ],
    steps_title: "Vejen igennem",
    steps_lead: "Først gemmer du det, du vil beholde. Så kommer de fem trin, som Microsoft kræver:",
    steps: &[
        "Slet alle brugere undtagen én global administrator.",
        "Annuller alle aktive abonnementer.",
        "Slet alle deaktiverede abonnementer.",
        "Deaktiver multifaktorgodkendelse for alle undtagen den administrator.",
        "Slet mappen i Microsoft Entra.",
    ],
    before_title: "Før du begynder",
    before: &[
        "Du skal have en konto i selve lejeren, som er global administrator. En faktureringsadministrator kan tage nogle af \
         trinnene.",
        "Sæt dage af, ikke timer: Når et abonnement er slettet, skal Microsoft bruge op til 72 timer.",
        "En lukket lejer kan ikke fås tilbage.",
    ],
};

pub(super) const SIGN_IN: SignIn = SignIn {
    title: "Logger på",
    working: "Logger på…",
    failed_title: "Det lykkedes ikke at logge på",
    failed: "Ingen er logget på, og intet er ændret. Meddelelsen ovenfor siger hvorfor.",
    try_again: "Log på igen",
    nothing: "Der er ikke noget logon i gang. Begynd på startsiden.",
    to_start: "Til startsiden",
    window: "Logonsiden åbner i et lille vindue. Denne side bliver, som den er.",
    window_open: "Logon venter på dig i det lille vindue. Er vinduet væk, eller blev det blokeret? Log så på her på siden: Luk kommer tilbage hertil bagefter.",
    window_gone: "Log på her på siden",
    window_export: "Eksporten begynder da forfra.",
    other_tenant: "Log på en bestemt lejer",
    tenant_label: "Lejerens domæne eller id",
    tenant_hint: "Gæster skal nævne lejeren. Det samme skal konti, der hører til i flere.",
};

pub(super) const CLOSING: Closing = Closing {
    title: "Lukning",
    lead: "Tag opgaverne oppefra. Luk læser i lejeren, hvor langt du er.",
    lead_checklist: "Tag opgaverne oppefra, og sæt flueben ved det, der er gjort. Når du logger på, læser Luk i lejeren, hvor \
                     langt du er.",
    tenant_title: "Hvilken lejer",
    name: "Navn",
    initial_domain: "Oprindeligt domæne",
    tenant_id: "Lejer-id",
    cloud: "Cloud",
    you: "Dig",
    your_role: "Din rolle",
    no_role: "Ingen rolle, der betyder noget her",
    sign_in_to_see: "Log på for at se det",

    role_missing_title: "Du mangler rollen global administrator",
    role_missing: "Du kan læse det, din konto må læse, gemme et arkiv og bruge Luk som tjekliste. Bed en global administrator \
                   om at give dig den rolle eller om selv at slette brugerne og mappen. Rollen faktureringsadministrator er \
                   nok til at annullere og slette abonnementer.",
    billing_only_title: "Du er faktureringsadministrator, ikke global administrator",
    billing_only: "Du kan annullere og slette abonnementer, gemme et arkiv og bruge Luk som tjekliste. En global \
                   administrator skal slette brugerne, programmerne og mappen.",
    guest_title: "Du er gæst i denne lejer",
    guest: "Kun en konto i selve lejeren kan slette mappen. Log på som en global administrator, der hører til i denne lejer, \
            eller lad en sådan gøre lukningen færdig.",
    roles_unknown_title: "Dine roller kunne ikke læses",
    roles_unknown: "Luk ved ikke, hvad du må. Prøv det: Det, du ikke må, siger Microsoft nej til, og Luk fortæller dig det.",

    tasks_title: "Opgaver",
    export_missing: "Der er ikke gemt noget endnu.",
    export_done: |time, files| format!("Gemt den {time}: {}.", files.of("fil", "filer")),
    export_waived: |time| format!("Den {time} sagde du, at du ikke skal bruge noget."),
    users_left: |n| {
        if n.is_zero() {
            "Der er kun dig tilbage.".to_owned()
        } else {
            format!("{} tilbage ud over dig.", n.of("bruger", "brugere"))
        }
    },
    to_cancel: |n| {
        if n.is_zero() {
            "Intet abonnement er aktivt.".to_owned()
        } else {
            format!("{} tilbage at annullere.", n.of("abonnement", "abonnementer"))
        }
    },
    to_delete: |n| {
        if n.is_zero() {
            "Der er intet deaktiveret abonnement tilbage.".to_owned()
        } else {
            format!(
                "{} tilbage at slette.",
                n.of("deaktiveret abonnement", "deaktiverede abonnementer")
            )
        }
    },
    multifactor_on: |n| {
        if n.is_zero() {
            "Den er ikke slået til for andre end dig.".to_owned()
        } else {
            format!("Den er slået til for {} ud over dig.", n.of("bruger", "brugere"))
        }
    },
    checks_open: |n| {
        if n.is_zero() {
            "Alle betingelser, som Luk kan læse, er opfyldt.".to_owned()
        } else {
            format!("{} er ikke opfyldt endnu.", n.of("betingelse", "betingelser"))
        }
    },
    left_unknown: "Hvor meget der er tilbage, vides ikke endnu.",

    interrupted_title: "En kørsel blev afbrudt",
    interrupted: |work, n, time| format!("»{work}« begyndte den {time} med en plan på {n}. Du kan gå videre med den."),
    to_the_run: "Gå til den",
    gone_title: "Lejeren er væk",
    gone: "Mappen er slettet. Denne lukning er færdig.",
    to_the_receipt: "Vis kvitteringen",

    forget: "Glem denne lukning",
    forget_title: "Skal Luk glemme denne lukning?",
    forget_what: "Så glemmer Luk på denne enhed, hvilken lejer du var ved at lukke, og hvor langt du var. Intet ændres i \
                  lejeren. Et arkiv, du har gemt, bliver, hvor det er.",
    forget_yes: "Glem denne lukning",
    forget_no: "Behold den",
};

//! Danish: saving, users and multifactor authentication.

use crate::text::{Export, Multifactor, Script, ScriptStep, Users};

pub(super) const EXPORT: Export = Export {
    lead: "Gem det, lejeren rummer, før noget slettes. Bagefter kan det ikke hentes mere.",
    with_title: "Det gemmes",
    with: &[
        "Organisationen og dens domæner",
        "Brugere",
        "Grupper med deres medlemmer",
        "Abonnementer",
        "Appregistreringer",
        "Virksomhedsprogrammer",
    ],
    with_form: "Hver del som CSV-fil til et regneark og som JSON, samlet i én ZIP-fil. Et manifest i den viser SHA-256 for \
                hver fil.",
    without_title: "Det gemmes ikke",
    without: &[
        "Mail og kalendere: Gem dem med en eDiscovery-eksport i Microsoft Purview-portalen eller fra Outlook til en PST-fil.",
        "Filer i OneDrive og SharePoint: Gem dem ved at synkronisere eller downloade dem eller med en eDiscovery-eksport.",
        "Teams-chat og -kanaler: Gem dem med en eDiscovery-eksport.",
        "Fakturaer: Gem dem fra Fakturering > Regninger og betalinger (Bills & payments) i Microsoft 365 Administration.",
    ],
    private: "Arkivet rummer personers navne og adresser. Opbevar det, hvor kun de, der har brug for det, kan læse det.",

    save_title: "Gem arkivet",
    choose: "Vælg, hvor det skal gemmes, og eksportér",
    save: "Eksportér",
    save_how: "Denne browser har ingen dialog til at gemme med. Arkivet skrives først i browserens eget lager. Derfra \
               downloader du det.",
    save_again: "Eksportér igen",
    stop: "Stop eksporten",
    sign_in: "Log på for at eksportere.",

    writing: |part| format!("Skriver: {part}"),
    written: |files, bytes| format!("{}, {bytes} indtil nu", files.of("fil", "filer")),
    done: "Arkivet er helt.",
    failed_title: "Eksporten lykkedes ikke",
    failed: "Stol ikke på den fil, der blev begyndt på. Intet er ændret i lejeren. Eksportér igen.",
    result_title: "Dit arkiv",
    saved_on: "Gemt den",
    files: "Filer",
    size: "Størrelse",
    manifest: "SHA-256 for manifestet",
    manifest_what: "Med dette tal kan du senere bevise, at arkivet ikke er ændret.",
    missing_title: "Ikke i arkivet",
    missing_what: "Disse dele kunne ikke læses:",
    download_title: "Download dit arkiv",
    download_what: "Arkivet ligger i browserens eget lager. Download det, åbn det, og fjern først derefter kopien.",
    download: "Download arkivet",
    download_remove: "Fjern kopien fra browseren",
    download_removed: "Kopien er fjernet fra browseren.",

    waive_title: "Eller gå videre uden et arkiv",
    waive_what: "Hvis der intet er at gemme, eller du har gemt det på en anden måde, så sig det.",
    waive_say: "Jeg skal ikke bruge noget fra denne lejer, eller jeg har allerede gemt det. Jeg ved, at det ikke kan hentes \
                bagefter.",
    waive: "Gå videre uden et arkiv",
    waive_not_said: "Sæt først flueben ved sætningen.",
    waived: |time| {
        format!("Den {time} sagde du, at du ikke skal bruge noget fra denne lejer. Du kan stadig eksportere.")
    },
};

pub(super) const USERS: Users = Users {
    lead: "Slet alle brugere undtagen én global administrator: dig.",
    found_title: "Det blev fundet",
    members: "Medlemmer",
    guests: "Gæster",
    synchronised: "Synkroniseret fra det lokale miljø",
    blocked: "Må ikke logge på",
    kept: "Beholdt af dig",
    list_title: "Brugere",
    list_what: "Sæt flueben ved »Behold« for konti, der ikke må slettes endnu. Du kan give dem fri senere. Til sidst må der \
                kun være én konto tilbage.",
    keep: "Behold",
    user: "Bruger",
    kind: "Type",
    state: "Tilstand",
    licences: "Licenser",
    you_stay: "Dig: bliver",
    sync_title: "Synkronisering fra det lokale miljø er slået til",
    sync: "Brugere, der kommer fra et lokalt miljø, kan ikke slettes her, mens synkroniseringen er slået til. Derfor nævner \
           ingen plan dem. Slå den først fra:",
    sync_steps: &[
        ScriptStep {
            say: "Stop Microsoft Entra Connect eller cloudsynkroniseringen på jeres egne servere.",
            script: None,
        },
        ScriptStep {
            say: "Log på med Microsoft Graph PowerShell-modulet:",
            script: Some(Script::SyncSignIn),
        },
        ScriptStep {
            say: "Kør:",
            script: Some(Script::SyncOff),
        },
        ScriptStep {
            say: "Kom tilbage hertil, og læs lejeren igen.",
            script: None,
        },
    ],
    sync_wait: "Det kan tage op til 72 timer, før alle brugere regnes for brugere i clouden. Det kan ikke stoppes undervejs.",
    only_you: "Der er kun dig tilbage. Her er ikke mere at gøre.",
    deleted_title: "Slettede brugere",
    deleted: "Microsoft beholder slettede brugere i 30 dage, så de kan gendannes. Du behøver ikke slette dem permanent: De forsvinder sammen med mappen. Gør det kun, hvis ingen må kunne gendanne dem.",
    elsewhere_title: "Slet i stedet brugere i Administration",
    elsewhere: "Du kan også slette brugere under Brugere > Aktive brugere. Luk ser resultatet, når det læser lejeren igen.",
    elsewhere_link: "Åbn Aktive brugere",
};

pub(super) const MULTIFACTOR: Multifactor = Multifactor {
    lead: "Deaktiver multifaktorgodkendelse pr. bruger for alle undtagen dig.",
    yours_title: "Din forbliver slået til",
    yours: "Microsofts administrationscentre kræver den, når du logger på der. Uden den kunne du hverken annullere \
            abonnementer eller slette mappen.",
    list_title: "Brugere og deres multifaktorgodkendelse",
    user: "Bruger",
    state: "Tilstand",
    you: "Dig: bliver, som den er",
    users_first: "Hvis du sletter brugerne først, er her intet tilbage at gøre.",
    only_you: "Den er ikke slået til for andre end dig. Her er ikke mere at gøre.",
    elsewhere_title: "Gør det i stedet i Administration",
    elsewhere: "Under Brugere > Aktive brugere > Multifaktorgodkendelse kan du deaktivere den for hver konto. Luk ser \
                resultatet, når det læser lejeren igen.",
    elsewhere_link: "Åbn Multifaktorgodkendelse",
};

//! Norwegian (bokmål): saving, users and multifactor authentication.

use crate::text::{Export, Multifactor, Script, ScriptStep, Users};

pub(super) const EXPORT: Export = Export {
    lead: "Lagre det leieren inneholder, før noe slettes. Etterpå kan det ikke hentes mer.",
    with_title: "Dette lagres",
    with: &[
        "Organisasjonen og domenene",
        "Brukere",
        "Grupper med medlemmene deres",
        "Abonnementer",
        "Appregistreringer",
        "Bedriftsprogrammer",
    ],
    with_form: "Hver del som CSV-fil for et regneark og som JSON, samlet i én ZIP-fil. Et manifest i den viser SHA-256 for \
                hver fil.",
    without_title: "Dette lagres ikke",
    without: &[
        "E-post og kalendere: Lagre dem med en eDiscovery-eksport i Microsoft Purview-portalen eller fra Outlook til en \
         PST-fil.",
        "Filer i OneDrive og SharePoint: Lagre dem ved å synkronisere eller laste dem ned, eller med en eDiscovery-eksport.",
        "Teams-chatter og -kanaler: Lagre dem med en eDiscovery-eksport.",
        "Fakturaer: Lagre dem fra Fakturering > Regninger og betalinger (Bills & payments) i administrasjonssenteret for \
         Microsoft 365.",
    ],
    private: "Arkivet inneholder navn og adresser til personer. Oppbevar det der bare de som trenger det, kan lese det.",

    save_title: "Lagre arkivet",
    choose: "Velg hvor det skal lagres, og eksporter",
    save: "Eksporter",
    save_how: "Denne nettleseren har ingen dialog for å lagre. Arkivet skrives først i nettleserens eget lager. Derfra laster \
               du det ned.",
    save_again: "Eksporter på nytt",
    stop: "Stopp eksporten",
    sign_in: "Logg på for å eksportere.",

    writing: |part| format!("Skriver: {part}"),
    written: |files, bytes| format!("{}, {bytes} så langt", files.of("fil", "filer")),
    done: "Arkivet er helt.",
    failed_title: "Eksporten lyktes ikke",
    failed: "Ikke stol på filen som ble påbegynt. Ingenting er endret i leieren. Eksporter på nytt.",
    result_title: "Arkivet ditt",
    saved_on: "Lagret",
    files: "Filer",
    size: "Størrelse",
    manifest: "SHA-256 for manifestet",
    manifest_what: "Med dette tallet kan du senere bevise at arkivet ikke er endret.",
    missing_title: "Ikke i arkivet",
    missing_what: "Disse delene kunne ikke leses:",
    download_title: "Last ned arkivet ditt",
    download_what: "Arkivet ligger i nettleserens eget lager. Last det ned, åpne det, og fjern først deretter kopien.",
    download: "Last ned arkivet",
    download_remove: "Fjern kopien fra nettleseren",
    download_removed: "Kopien er fjernet fra nettleseren.",

    waive_title: "Eller gå videre uten et arkiv",
    waive_what: "Hvis det ikke er noe å lagre, eller du har lagret det på en annen måte, si det.",
    waive_say: "Jeg trenger ikke noe fra denne leieren, eller jeg har allerede lagret det. Jeg vet at det ikke kan hentes \
                etterpå.",
    waive: "Gå videre uten et arkiv",
    waive_not_said: "Kryss først av ved setningen.",
    waived: |time| format!("Du sa {time} at du ikke trenger noe fra denne leieren. Du kan fortsatt eksportere."),
};

pub(super) const USERS: Users = Users {
    lead: "Slett alle brukere unntatt én global administrator: deg.",
    found_title: "Dette ble funnet",
    members: "Medlemmer",
    guests: "Gjester",
    synchronised: "Synkronisert fra det lokale miljøet",
    blocked: "Får ikke logge på",
    kept: "Beholdt av deg",
    list_title: "Brukere",
    list_what: "Kryss av ved «Behold» for kontoer som ikke må slettes ennå. Du kan frigi dem senere. Til slutt kan bare én \
                konto være igjen.",
    keep: "Behold",
    user: "Bruker",
    kind: "Type",
    state: "Tilstand",
    licences: "Lisenser",
    you_stay: "Deg: blir",
    sync_title: "Synkronisering fra det lokale miljøet er slått på",
    sync: "Brukere som kommer fra et lokalt miljø, kan ikke slettes her mens synkroniseringen er slått på. Derfor nevner \
           ingen plan dem. Slå den først av:",
    sync_steps: &[
        ScriptStep {
            say: "Stopp Microsoft Entra Connect eller skysynkroniseringen på deres egne servere.",
            script: None,
        },
        ScriptStep {
            say: "Logg på med Microsoft Graph PowerShell-modulen:",
            script: Some(Script::SyncSignIn),
        },
        ScriptStep {
            say: "Kjør:",
            script: Some(Script::SyncOff),
        },
        ScriptStep {
            say: "Kom tilbake hit, og les leieren på nytt.",
            script: None,
        },
    ],
    sync_wait: "Det kan ta opptil 72 timer før alle brukere regnes som brukere i skyen. Det kan ikke stoppes underveis.",
    only_you: "Bare du er igjen. Her er det ikke mer å gjøre.",
    deleted_title: "Slettede brukere",
    deleted: "Microsoft beholder slettede brukere i 30 dager, slik at de kan gjenopprettes. Du trenger ikke slette dem permanent: De forsvinner sammen med katalogen. Gjør det bare hvis ingen skal kunne gjenopprette dem.",
    elsewhere_title: "Slett brukere i administrasjonssenteret i stedet",
    elsewhere: "Du kan også slette brukere under Brukere > Aktive brukere. Luk ser resultatet når det leser leieren på nytt.",
    elsewhere_link: "Åpne Aktive brukere",
};

pub(super) const MULTIFACTOR: Multifactor = Multifactor {
    lead: "Deaktiver godkjenning med flere faktorer per bruker for alle unntatt deg.",
    yours_title: "Din forblir slått på",
    yours: "Microsofts administrasjonssentre krever den når du logger på der. Uten den kunne du verken avbryte abonnementer \
            eller slette katalogen.",
    list_title: "Brukere og deres godkjenning med flere faktorer",
    user: "Bruker",
    state: "Tilstand",
    you: "Deg: blir som den er",
    users_first: "Hvis du sletter brukerne først, er det ingenting igjen å gjøre her.",
    only_you: "Den er ikke slått på for andre enn deg. Her er det ikke mer å gjøre.",
    elsewhere_title: "Gjør det i administrasjonssenteret i stedet",
    elsewhere: "Under Brukere > Aktive brukere > Godkjenning med flere faktorer kan du deaktivere den for hver konto. Luk ser \
                resultatet når det leser leieren på nytt.",
    elsewhere_link: "Åpne Godkjenning med flere faktorer",
};

//! Norwegian (bokmål): the receipt, the activity page, and about and privacy.

use crate::text::{About, Activity, Receipt};

pub(super) const RECEIPT: Receipt = Receipt {
    title: "Kvittering",
    lead: "Katalogen er slettet, og kontoen hos Microsoft er avsluttet.",
    not_yet: "Leieren er ikke borte ennå. Kvitteringen vises her når den er det.",
    to_closing: "Tilbake til avslutningen",
    reference: "Referanse",
    tenant: "Leier",
    tenant_id: "Leier-ID",
    cloud: "Sky",
    begun: "Avslutningen begynte",
    gone: "Funnet borte",
    export: "Arkiv",
    export_none: "Ingen",
    runs: "Dette gjorde Luk",
    no_runs: "Luk selv slettet ingenting.",
    work: "Arbeid",
    planned: "Planlagt",
    verified: "Funnet gjort i leieren",
    begun_at: "Begynt",
    ended_at: "Sjekket",
    plan: "Plan",
    print: "Skriv ut",
    next_title: "Dette gjør du nå",
    next: &[
        "Skriv ut eller last ned denne kvitteringen nå. Den finnes bare på denne enheten.",
        "Oppbevar arkivet ditt på et trygt sted, og sjekk at du kan åpne det.",
        "Se etter en siste faktura, og betal den hvis den kommer.",
        "Fjern en betalingsmåte du bare brukte her, eller si fra til banken din.",
        "Et domene dere selv eier, er fortsatt deres: Bestem hos registraren hva som skal skje med det, og ta Microsofts \
         oppføringer ut av DNS for det.",
        "Slett så det Luk har lagret på denne enheten, under Om Luk og personvern.",
    ],
};

pub(super) const ACTIVITY: Activity = Activity {
    title: "Aktivitet",
    lead: "Hver forespørsel som Luk har sendt under dette besøket, den nyeste først. Microsofts kundestøtte kan spørre etter en \
           forespørsels-ID.",
    empty: "Ingen forespørsel er sendt under dette besøket.",
    time: "Tidspunkt",
    request: "Forespørsel",
    result: "Resultat",
    took: "Varte",
    request_id: "Forespørsels-ID",
    about: "Om objekt",
    succeeded: |status| format!("Lyktes ({status})"),
    gone: |status| format!("Finnes ikke ({status})"),
    throttled: |status| format!("Bedt om å vente ({status})"),
    refused: |status| format!("Avvist ({status})"),
    failed: |status| format!("Tjenesten feilet ({status})"),
    no_answer: "Ikke noe svar",
    signature_unchecked: "Nøklene til Microsoft kunne ikke hentes da du logget på. Derfor er ikke signaturen på svaret sjekket. Svaret kom rett fra Microsoft over en kryptert forbindelse, og det er bevis nok etter standarden.",
};

pub(super) const ABOUT: About = About {
    title: "Om Luk og personvern",
    lead: "Hva Luk er, hva det lagrer, hva det har lov til, og hvem det snakker med.",
    what: "Luk er en side som hjelper en administrator med å avslutte en Microsoft 365-leier. Den kjører helt i nettleseren \
           din. Den er ikke laget av Microsoft.",
    stored_title: "Dette lagres på denne enheten",
    stored_what: "Bare det som trengs for å gå videre senere:",
    key: "Oppføring",
    holds: "Hva den inneholder",
    progress: "Hvor langt avslutningen er kommet: ID-er, antall og tidspunkter. Ingen navn, ingen adresser.",
    progress_aside: "Tidligere fremdrift som ikke kunne leses, lagt til side.",
    plan: "Planen for en kjøring som ikke er ferdig: bare ID-er.",
    language: "Språket du valgte.",
    pending: "Det som beviser at svaret på en pålogging er til denne siden. Fjernes når du kommer tilbake.",
    signed_out: "Det som viser at du kommer tilbake fra å logge av. Fjernes når du kommer tilbake.",
    consent_state: "En tilfeldig tekst som viser at et svar om organisasjonens samtykke er ment for Luk her. Fjernes når du kommer tilbake.",
    way_back: "Siden du kom fra da du logget på. Fjernes når du kommer tilbake.",
    archive: "Arkivet, hvis denne nettleseren ikke kunne lagre det direkte på disken. Det inneholder navn og adresser. Fjern \
              det på siden om eksport eller nedenfor.",
    not_stored: "Passord når aldri frem til Luk. Tokenene som lar Luk snakke med Microsoft, blir i minnet og er borte når du \
                 lukker fanen. Det er ingen informasjonskapsler, og ingenting måles.",
    offline_copy: "Nettleseren beholder også en kopi av selve Luk, så det kan åpnes frakoblet.",
    permissions_title: "Dette har Luk lov til",
    permissions_what: "Luk ber først om en tillatelse når den trengs. Med den kan ikke Luk gjøre mer enn dine egne roller \
                       tillater.",
    consent_what: "En administrator kan gi samtykke for hele organisasjonen på én gang:",
    consent: "Gi samtykke for organisasjonen",
    explain_title: "En feilkode fra Microsoft",
    explain_what: "Noen feil blir på Microsofts egen side og kommer aldri tilbake hit. Lim inn en: Luk sier hva den betyr, og hvilken innstilling som er feil hvis det er Luks registrering.",
    explain_label: "Koden eller hele meldingen",
    explain_hint: "For eksempel AADSTS50011.",
    explain: "Forklar den",
    purpose: "Til hva",
    permission: "Tillatelse",
    role: "Minste rolle",
    hosts_title: "Disse snakker Luk med",
    hosts: &[
        "Nettstedet som denne siden kommer fra, for å hente filene til Luk.",
        "Microsofts påloggingstjeneste, for å logge deg på.",
        "Microsoft Graph, for å lese og endre leieren.",
        "Azure Resource Manager, for å se etter Azure-abonnementer.",
        "Ingen andre.",
    ],
    delete_title: "Slett det som er lagret",
    delete_what: "Da glemmes avslutningen, språket og et eventuelt arkiv i nettleserens lager. Ingenting endres i leieren. \
                  Filer du har lagret på disken, blir.",
    delete: "Slett alt som er lagret her",
    delete_ask: "Vil du slette alt som Luk har lagret på denne enheten?",
    delete_no: "Behold det",
    deleted: "Alt som Luk hadde lagret på denne enheten, er slettet.",
    version: |version| format!("Versjon {version}"),
    contacted: |n| {
        format!(
            "Under dette besøket har Luk sendt {}.",
            n.of("forespørsel", "forespørsler")
        )
    },
};

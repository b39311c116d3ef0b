//! Danish: the receipt, the activity page, and about and privacy.

use crate::text::{About, Activity, Receipt};

pub(super) const RECEIPT: Receipt = Receipt {
    title: "Kvittering",
    lead: "Mappen er slettet, og kontoen hos Microsoft er lukket.",
    not_yet: "Lejeren er ikke væk endnu. Kvitteringen vises her, når den er.",
    to_closing: "Tilbage til lukningen",
    reference: "Reference",
    tenant: "Lejer",
    tenant_id: "Lejer-id",
    cloud: "Cloud",
    begun: "Lukningen begyndte",
    gone: "Fundet væk",
    export: "Arkiv",
    export_none: "Intet",
    runs: "Det gjorde Luk",
    no_runs: "Luk selv slettede intet.",
    work: "Arbejde",
    planned: "Planlagt",
    verified: "Fundet gjort i lejeren",
    begun_at: "Begyndt",
    ended_at: "Tjekket",
    plan: "Plan",
    print: "Udskriv",
    next_title: "Det gør du nu",
    next: &[
        "Udskriv eller download denne kvittering nu. Den findes kun på denne enhed.",
        "Opbevar dit arkiv et sikkert sted, og tjek, at du kan åbne det.",
        "Hold øje med en sidste faktura, og betal den, hvis den kommer.",
        "Fjern en betalingsmetode, du kun brugte her, eller sig det til din bank.",
        "Et domæne, I selv ejer, er stadig jeres: Bestem hos jeres registrator, hvad der skal ske med det, og tag Microsofts \
         poster ud af dets DNS.",
        "Slet så det, Luk har gemt på denne enhed, under Om Luk og dine data.",
    ],
};

pub(super) const ACTIVITY: Activity = Activity {
    title: "Aktivitet",
    lead: "Hver anmodning, som Luk har sendt under dette besøg, den nyeste først. Microsofts support kan spørge efter et \
           anmodnings-id.",
    empty: "Der er ikke sendt nogen anmodning under dette besøg.",
    time: "Tidspunkt",
    request: "Anmodning",
    result: "Resultat",
    took: "Varede",
    request_id: "Anmodnings-id",
    about: "Om objekt",
    succeeded: |status| format!("Lykkedes ({status})"),
    gone: |status| format!("Findes ikke ({status})"),
    throttled: |status| format!("Bedt om at vente ({status})"),
    refused: |status| format!("Afvist ({status})"),
    failed: |status| format!("Tjenesten fejlede ({status})"),
    no_answer: "Intet svar",
    signature_unchecked: "Microsofts nøgler kunne ikke hentes, da du loggede på. Derfor er svarets signatur ikke tjekket. Svaret kom direkte fra Microsoft over en krypteret forbindelse, og det er bevis nok efter standarden.",
};

pub(super) const ABOUT: About = About {
    title: "Om Luk og dine data",
    lead: "Hvad Luk er, hvad det gemmer, hvad det må, og hvem det taler med.",
    what: "Luk er en side, der hjælper en administrator med at lukke en Microsoft 365-lejer. Den kører helt i din browser. \
           Den er ikke lavet af Microsoft.",
    stored_title: "Det gemmes på denne enhed",
    stored_what: "Kun det, der skal til for at gå videre senere:",
    key: "Post",
    holds: "Hvad den rummer",
    progress: "Hvor langt lukningen er: id'er, antal og tidspunkter. Ingen navne, ingen adresser.",
    progress_aside: "Et tidligere forløb, der ikke kunne læses, lagt til side.",
    plan: "Planen for en kørsel, der ikke er færdig: kun id'er.",
    language: "Det sprog, du valgte.",
    pending: "Det, der beviser, at svaret på et logon er til denne side. Fjernes, når du kommer tilbage.",
    way_back: "Den side, du kom fra, da du loggede på. Fjernes, når du kommer tilbage.",
    archive: "Arkivet, hvis denne browser ikke kunne gemme det direkte på disken. Det rummer navne og adresser. Fjern det på \
              siden om eksport eller nedenfor.",
    not_stored: "Adgangskoder når aldrig frem til Luk. De tokens, der lader Luk tale med Microsoft, bliver i hukommelsen og \
                 er væk, når du lukker fanen. Der er ingen cookies, og intet måles.",
    offline_copy: "Browseren gemmer også en kopi af selve Luk, så det kan åbnes offline.",
    permissions_title: "Det må Luk",
    permissions_what: "Luk beder først om en tilladelse, når den skal bruges. Med den kan Luk ikke gøre mere, end dine egne \
                       roller tillader.",
    consent_what: "En administrator kan give samtykke for hele organisationen på én gang:",
    consent: "Giv samtykke for organisationen",
    purpose: "Til hvad",
    permission: "Tilladelse",
    role: "Mindste rolle",
    hosts_title: "Dem taler Luk med",
    hosts: &[
        "Det websted, som denne side kommer fra, for at hente Luks egne filer.",
        "Microsofts logontjeneste, for at logge dig på.",
        "Microsoft Graph, for at læse og ændre lejeren.",
        "Azure Resource Manager, for at se efter Azure-abonnementer.",
        "Ingen andre.",
    ],
    delete_title: "Slet det, der er gemt",
    delete_what: "Så glemmes lukningen, sproget og et eventuelt arkiv i browserens lager. Intet ændres i lejeren. Filer, du \
                  har gemt på disken, bliver.",
    delete: "Slet alt, der er gemt her",
    delete_ask: "Vil du slette alt, som Luk har gemt på denne enhed?",
    delete_no: "Behold det",
    deleted: "Alt, som Luk havde gemt på denne enhed, er slettet.",
    version: |version| format!("Version {version}"),
    contacted: |n| format!("Under dette besøg har Luk sendt {}.", n.of("anmodning", "anmodninger")),
};

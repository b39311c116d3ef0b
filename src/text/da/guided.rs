//! Danish: subscriptions and the directory, where the clicks happen in an admin center.
//!
//! A button whose Danish name is not certain is followed by its English one.

use crate::tenant::checks::Condition;
use crate::text::steps::Click;
use crate::text::{Directory, Subscriptions};

pub(super) const SUBSCRIPTIONS: Subscriptions = Subscriptions {
    cancel_lead: "Annuller hvert aktivt abonnement i Microsoft 365 Administration. Microsoft lader ingen anden gøre det, ikke \
                  engang Luk.",
    delete_lead: "Slet hvert deaktiveret abonnement i Microsoft 365 Administration.",
    list_cancel: "Abonnementer, der skal annulleres",
    list_delete: "Abonnementer, der skal slettes",
    product: "Produkt",
    state: "Tilstand",
    licences: "Licenser",
    kind: "Type",
    seller: "Købt hos",
    changes_on: |time| format!("skifter af sig selv den {time}"),
    export_first_title: "Gem først det, du vil beholde",
    export_first: "Data forsvinder, når abonnementer annulleres og slettes. Filer i SharePoint og OneDrive forsvinder straks, \
                   når et abonnement slettes. Luk kan ikke låse Administration: Gem derfor først.",
    to_export: "Gå til eksporten",

    how_title: "Sådan gør du",
    cancel_steps: &[
        Click {
            before: "I Microsoft 365 Administration skal du gå til ",
            name: "Fakturering > Dine produkter",
            after: ".",
        },
        Click {
            before: "Vælg et aktivt abonnement. Under »Indstillinger for abonnement og betaling« skal du vælge ",
            name: "Annuller abonnement",
            after: ".",
        },
        Click {
            before: "Vælg en årsag. Feedback er frivillig. Vælg så ",
            name: "Annuller nu (Cancel now)",
            after: ", eller gem.",
        },
        Click {
            before: "Gør det samme for hvert abonnement på listen ovenfor. Du kan komme tilbage hertil undervejs.",
            name: "",
            after: "",
        },
    ],
    delete_steps: &[
        Click {
            before: "I Microsoft 365 Administration skal du gå til ",
            name: "Fakturering > Dine produkter",
            after: ".",
        },
        Click {
            before: "Vælg et deaktiveret abonnement. Under »Indstillinger for abonnement og betaling« skal du vælge ",
            name: "Slet abonnement",
            after: ".",
        },
        Click {
            before: "Vælg i den rude, der åbnes, ",
            name: "Slet abonnement",
            after: " igen.",
        },
        Click {
            before: "Når du bliver spurgt, om du er sikker, skal du vælge ",
            name: "Ja",
            after: ".",
        },
        Click {
            before: "Kom så tilbage hertil, og vælg »Jeg har slettet det« ud for abonnementet.",
            name: "",
            after: "",
        },
    ],
    open_products: "Åbn Dine produkter",
    watching: "Luk kigger igen med få sekunders mellemrum og går selv videre.",
    not_watching: "Log på, så ser Luk selv, når du har gjort det.",
    looked_at: |time| format!("Luk kiggede sidst: {time}."),

    notes_title: "Hvis det ikke går sådan",
    cancel_notes: &[
        "Mere end 25 licenser: Sæt dem først ned til 25 eller færre, og annuller så.",
        "Microsoft-kundeaftale (Microsoft Customer Agreement): Du kan kun annullere inden for 7 dage efter start eller \
         fornyelse. Ellers skal du vælge »Rediger tilbagevendende fakturering« (Edit recurring billing), slå den fra og \
         vente, til perioden slutter.",
        "En gratis prøveversion: Slå tilbagevendende fakturering fra, eller lad den udløbe.",
        "Købt hos en partner: Bed partneren om at annullere det.",
        "Azure-abonnementer annulleres i Azure-portalen.",
    ],
    delete_notes: &[
        "Microsoft-kundeaftale (Microsoft Customer Agreement): Et deaktiveret abonnement kan ikke slettes i hånden. Det \
         forsvinder selv, når perioden slutter.",
        "Hvis et deaktiveret abonnement ikke kan slettes, så spørg Microsofts support.",
        "Inden for 72 timer kan et slettet abonnement stadig aktiveres igen. Derefter er dets data væk.",
    ],
    partner_title: "Kun partneren kan annullere",
    partner: |n| {
        format!(
            "{} er købt hos en partner. Bed partneren om at annullere.",
            n.of("abonnement", "abonnementer")
        )
    },
    support: "Åbn Microsofts support",

    none_to_cancel: "Der er intet aktivt abonnement tilbage.",
    none_to_delete: "Der er intet deaktiveret abonnement tilbage.",
    active_first: |n| {
        format!(
            "Først skal {} annulleres.",
            n.of("aktivt abonnement", "aktive abonnementer")
        )
    },
    to_cancel_page: "Gå til at annullere",

    reported: "Slettet?",
    report: |product| format!("Jeg har slettet det: {product}"),
    report_short: "Jeg har slettet det",
    gone_by: |time| format!("Meldt slettet. Væk senest {time}."),
    overdue: "Meldt slettet for mere end 72 timer siden, men lejeren har det stadig på listen. Se efter i Administration, \
              eller spørg Microsofts support.",
    waiting_title: "Det kan du gøre imens",
    waiting: "Microsoft bruger op til 72 timer på at fjerne et slettet abonnement. Intet behøver at stå åbent så længe: Gå \
              videre med de andre opgaver, eller luk siden, og kom tilbage.",
    calendar: "Sæt datoen i din kalender",
    calendar_title: |product| format!("Luk: Abonnementet {product} skulle være væk"),
    calendar_what: "Åbn Luk, log på, og gå videre med lukningen.",
};

pub(super) const DIRECTORY: Directory = Directory {
    lead: "Slet til sidst selve mappen (directory) i Microsoft Entra. Det lukker kontoen hos Microsoft.",
    checks_title: "Det skal være opfyldt først",
    checks_what: "Microsofts portal kontrollerer disse betingelser, før den sletter en mappe. Det er portalen, der \
                  bestemmer. Listen her sparer dig for et afslag.",
    fix: |condition| match condition {
        Condition::Users => "Slet de andre brugere.",
        Condition::DirectorySync => "Slå synkroniseringen fra.",
        Condition::Subscriptions => "Annuller og slet abonnementerne.",
        Condition::Applications => "Slet dem nedenfor.",
        Condition::EnterpriseApplications => "Slet dem nedenfor.",
        Condition::AzureSubscriptions => "Annuller og slet dem i Azure-portalen, eller overfør dem til en anden lejer.",
        Condition::MultifactorProviders => {
            "Kun meget gamle lejere har en. Portalen viser den og fører dig derhen, hvor du sletter den."
        }
        Condition::SelfServiceProducts => {
            "Gå i Microsoft Entra til Licenser > Selvbetjente tilmeldingsprodukter (Licenses > Self-service sign-up \
             products), og slet det, der er."
        }
        Condition::Invoices => {
            "Betal det, der er åbent, under Fakturering > Regninger og betalinger (Bills & payments) i Microsoft 365 \
             Administration."
        }
        Condition::AzureResourceRights => {
            "Gå i Microsoft Entra til Egenskaber (Properties), og sæt »Adgangsstyring for Azure-ressourcer« (Access \
             management for Azure resources) til Ja. Log så af og på igen."
        }
    },
    applications_title: "Programmer",
    applications: "Appregistreringer og virksomhedsprogrammer står i vejen for sletningen. Microsofts egne bliver: De \
                   forsvinder med mappen. Luks eget slettes sidst.",
    applications_found: |registrations, enterprise| {
        format!(
            "{} og {} skal væk.",
            registrations.of("appregistrering", "appregistreringer"),
            enterprise.of("virksomhedsprogram", "virksomhedsprogrammer")
        )
    },
    applications_microsoft: |n| format!("{n} af Microsofts egne virksomhedsprogrammer bliver."),
    applications_none: "Der er intet program tilbage, der skal væk.",
    how_title: "Slet mappen",
    not_ready: "Ikke alt, hvad Luk kan læse, er opfyldt endnu. Portalen siger nej, indtil det er.",
    steps: &[
        Click {
            before: "Log på Microsoft Entra Administration med denne samme konto, og gå til ",
            name: "Administrer lejere (Manage tenants)",
            after: ".",
        },
        Click {
            before: "Sæt flueben ved den lejer, du vil slette. Sammenlign navn og lejer-id med denne side.",
            name: "",
            after: "",
        },
        Click {
            before: "Vælg ",
            name: "Slet",
            after: ". Portalen viser sine kontroller.",
        },
        Click {
            before: "Følg linket ud for hver kontrol, der ikke er bestået. Når alle er bestået, skal du vælge ",
            name: "Slet",
            after: ".",
        },
    ],
    open_tenants: "Åbn Administrer lejere",
    open_azure: "Åbn Azure-abonnementer",
    watching: "Luk kigger igen med få sekunders mellemrum og viser kvitteringen, når lejeren er væk.",
    not_watching: "Log på, så ser Luk, når lejeren er væk.",
    final_word: "En slettet mappe kan ikke gendannes.",
    notes_title: "Hvis portalen siger nej, selvom alt er opfyldt",
    notes: &[
        "Kun en global administrator i selve lejeren kan slette den, ikke en gæst.",
        "Nogle virksomhedsprogrammer kan ikke slettes i portalen. Slå dem fra der, og prøv igen.",
        "Der kan gå nogle minutter, før portalen ser en ændring.",
        "Hvis den stadig siger nej, så spørg Microsofts support.",
    ],
};

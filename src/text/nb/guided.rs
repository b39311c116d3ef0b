//! Norwegian (bokmål): subscriptions and the directory, where the clicks happen in an admin center.
//!
//! A button whose Norwegian name is not certain is followed by its English one.

use crate::tenant::checks::Condition;
use crate::text::steps::Click;
use crate::text::{Directory, Subscriptions};

pub(super) const SUBSCRIPTIONS: Subscriptions = Subscriptions {
    cancel_lead: "Avbryt hvert aktivt abonnement i administrasjonssenteret for Microsoft 365. Microsoft lar ingen andre gjøre \
                  det, ikke engang Luk.",
    delete_lead: "Slett hvert deaktivert abonnement i administrasjonssenteret for Microsoft 365.",
    list_cancel: "Abonnementer som skal avbrytes",
    list_delete: "Abonnementer som skal slettes",
    product: "Produkt",
    state: "Tilstand",
    licences: "Lisenser",
    kind: "Type",
    seller: "Kjøpt hos",
    changes_on: |time| format!("endres av seg selv {time}"),
    export_first_title: "Lagre først det du vil beholde",
    export_first: "Data forsvinner når abonnementer avbrytes og slettes. Filer i SharePoint og OneDrive forsvinner straks når \
                   et abonnement slettes. Luk kan ikke låse administrasjonssenteret: Lagre derfor først.",
    to_export: "Gå til eksporten",

    how_title: "Slik gjør du",
    cancel_steps: &[
        Click {
            before: "I administrasjonssenteret for Microsoft 365 går du til ",
            name: "Fakturering > Produktene dine",
            after: ".",
        },
        Click {
            before: "Velg et aktivt abonnement. Under «Abonnements- og betalingsinnstillinger» (Subscription and payment \
                     settings) velger du ",
            name: "Avbryt abonnement",
            after: ".",
        },
        Click {
            before: "Velg en årsak. Tilbakemelding er frivillig. Velg så ",
            name: "Avbryt nå (Cancel now)",
            after: ", eller lagre.",
        },
        Click {
            before: "Gjør det samme for hvert abonnement på listen ovenfor. Du kan komme tilbake hit underveis.",
            name: "",
            after: "",
        },
    ],
    delete_steps: &[
        Click {
            before: "I administrasjonssenteret for Microsoft 365 går du til ",
            name: "Fakturering > Produktene dine",
            after: ".",
        },
        Click {
            before: "Velg et deaktivert abonnement. Under «Abonnements- og betalingsinnstillinger» (Subscription and payment \
                     settings) velger du ",
            name: "Slett abonnement",
            after: ".",
        },
        Click {
            before: "I ruten som åpnes, velger du ",
            name: "Slett abonnement",
            after: " igjen.",
        },
        Click {
            before: "Når du blir spurt om du er sikker, velger du ",
            name: "Ja",
            after: ".",
        },
        Click {
            before: "Kom så tilbake hit, og velg «Jeg har slettet det» ved siden av abonnementet.",
            name: "",
            after: "",
        },
    ],
    open_products: "Åpne Produktene dine",
    watching: "Luk ser etter igjen med få sekunders mellomrom og går videre av seg selv.",
    not_watching: "Logg på, så ser Luk selv når du har gjort det.",
    looked_at: |time| format!("Luk så etter sist: {time}."),

    notes_title: "Hvis det ikke går slik",
    cancel_notes: &[
        "Mer enn 25 lisenser: Sett dem først ned til 25 eller færre, og avbryt så.",
        "Microsoft-kundeavtale (Microsoft Customer Agreement): Du kan bare avbryte innen 7 dager etter start eller fornyelse. \
         Ellers må du velge «Rediger regelmessig fakturering» (Edit recurring billing), slå den av og vente til perioden \
         slutter.",
        "En gratis prøveversjon: Slå av regelmessig fakturering, eller la den utløpe.",
        "Kjøpt hos en partner: Be partneren om å avbryte det.",
        "Azure-abonnementer avbrytes i Azure-portalen.",
    ],
    delete_notes: &[
        "Microsoft-kundeavtale (Microsoft Customer Agreement): Et deaktivert abonnement kan ikke slettes for hånd. Det \
         forsvinner av seg selv når perioden slutter.",
        "Hvis et deaktivert abonnement ikke kan slettes, spør Microsofts kundestøtte.",
        "Innen 72 timer kan et slettet abonnement fortsatt aktiveres igjen. Deretter er dataene borte.",
    ],
    partner_title: "Bare partneren kan avbryte",
    partner: |n| {
        format!(
            "{} er kjøpt hos en partner. Be partneren om å avbryte.",
            n.of("abonnement", "abonnementer")
        )
    },
    support: "Åpne Microsofts kundestøtte",

    none_to_cancel: "Ingen aktive abonnementer er igjen.",
    none_to_delete: "Ingen deaktiverte abonnementer er igjen.",
    active_first: |n| {
        format!(
            "Først må {} avbrytes.",
            n.of("aktivt abonnement", "aktive abonnementer")
        )
    },
    to_cancel_page: "Gå til siden der du avbryter",

    reported: "Slettet?",
    report: |product| format!("Jeg har slettet det: {product}"),
    report_short: "Jeg har slettet det",
    gone_by: |time| format!("Meldt slettet. Borte senest {time}."),
    overdue: "Meldt slettet for mer enn 72 timer siden, men leieren har det fortsatt på listen. Se etter i \
              administrasjonssenteret, eller spør Microsofts kundestøtte.",
    waiting_title: "Dette kan du gjøre imens",
    waiting: "Microsoft bruker opptil 72 timer på å fjerne et slettet abonnement. Ingenting må stå åpent så lenge: Gå videre \
              med de andre oppgavene, eller lukk siden og kom tilbake.",
    calendar: "Legg datoen i kalenderen din",
    calendar_title: |product| format!("Luk: Abonnementet {product} skal være borte"),
    calendar_what: "Åpne Luk, logg på, og gå videre med avslutningen.",
};

pub(super) const DIRECTORY: Directory = Directory {
    lead: "Slett til slutt selve katalogen i Microsoft Entra. Det avslutter kontoen hos Microsoft.",
    checks_title: "Dette må være oppfylt først",
    checks_what: "Microsofts portal kontrollerer disse vilkårene før den sletter en katalog. Det er portalen som bestemmer. \
                  Listen her sparer deg for et avslag.",
    fix: |condition| match condition {
        Condition::Users => "Slett de andre brukerne.",
        Condition::DirectorySync => "Slå av synkroniseringen.",
        Condition::Subscriptions => "Avbryt og slett abonnementene.",
        Condition::Applications => "Slett dem nedenfor.",
        Condition::EnterpriseApplications => "Slett dem nedenfor.",
        Condition::AzureSubscriptions => "Avbryt og slett dem i Azure-portalen, eller overfør dem til en annen leier.",
        Condition::MultifactorProviders => {
            "Bare svært gamle leiere har en. Portalen viser den og fører deg dit du sletter den."
        }
        Condition::SelfServiceProducts => {
            "I Microsoft Entra går du til Lisenser > Selvbetjente registreringsprodukter (Licenses > Self-service sign-up \
             products) og sletter det som er der."
        }
        Condition::Invoices => {
            "Betal det som er åpent, under Fakturering > Regninger og betalinger (Bills & payments) i administrasjonssenteret \
             for Microsoft 365."
        }
        Condition::AzureResourceRights => {
            "I Microsoft Entra går du til Egenskaper (Properties) og setter «Tilgangsbehandling for Azure-ressurser» (Access \
             management for Azure resources) til Ja. Logg så av og på igjen."
        }
    },
    applications_title: "Programmer",
    applications: "Appregistreringer og bedriftsprogrammer står i veien for slettingen. Microsofts egne blir: De forsvinner \
                   med katalogen. Det som hører til Luk, slettes sist.",
    applications_found: |registrations, enterprise| {
        format!(
            "{} og {} må bort.",
            registrations.of("appregistrering", "appregistreringer"),
            enterprise.of("bedriftsprogram", "bedriftsprogrammer")
        )
    },
    applications_microsoft: |n| format!("{n} av Microsofts egne bedriftsprogrammer blir."),
    applications_none: "Ingen programmer som må bort, er igjen.",
    how_title: "Slett katalogen",
    not_ready: "Ikke alt som Luk kan lese, er oppfylt ennå. Portalen sier nei til det er det.",
    steps: &[
        Click {
            before: "Logg på administrasjonssenteret for Microsoft Entra med denne samme kontoen, og gå til ",
            name: "Administrer leiere (Manage tenants)",
            after: ".",
        },
        Click {
            before: "Kryss av ved leieren du vil slette. Sammenlign navn og leier-ID med denne siden.",
            name: "",
            after: "",
        },
        Click {
            before: "Velg ",
            name: "Slett",
            after: ". Portalen viser kontrollene sine.",
        },
        Click {
            before: "Følg lenken ved hver kontroll som ikke er bestått. Når alle er bestått, velger du ",
            name: "Slett",
            after: ".",
        },
    ],
    open_tenants: "Åpne Administrer leiere",
    open_azure: "Åpne Azure-abonnementer",
    watching: "Luk ser etter igjen med få sekunders mellomrom og viser kvitteringen når leieren er borte.",
    not_watching: "Logg på, så ser Luk når leieren er borte.",
    final_word: "En slettet katalog kan ikke gjenopprettes.",
    notes_title: "Hvis portalen sier nei selv om alt er oppfylt",
    notes: &[
        "Bare en global administrator i selve leieren kan slette den, ikke en gjest.",
        "Noen bedriftsprogrammer kan ikke slettes i portalen. Slå dem av der, og prøv igjen.",
        "Det kan ta noen minutter før portalen ser en endring.",
        "Hvis den fortsatt sier nei, spør Microsofts kundestøtte.",
    ],
};

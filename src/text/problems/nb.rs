//! Norwegian (bokmål): problems.

use super::Message;
use crate::tenant::ProblemKind;

pub(in crate::text) const fn message(kind: ProblemKind) -> Message {
    match kind {
        ProblemKind::Unreachable => Message {
            happened: "Microsoft svarte ikke",
            means: "Nettverket ditt kan være nede, eller tjenesten kan være nede eller sperret. Ingenting er gått tapt. \
                    En forespørsel som var på vei, kan være utført. Derfor leser Luk leieren før det går videre.",
            todo: "Sjekk nettverket ditt, og prøv igjen.",
        },
        ProblemKind::Throttled => Message {
            happened: "Microsoft ber Luk vente lenger enn vanlig",
            means: "Det har vært for mange forespørsler til leieren akkurat nå. Ingenting er gått tapt, og det som er \
                    gjort, er gjort.",
            todo: "Prøv igjen om en times tid.",
        },
        ProblemKind::ServiceFailed => Message {
            happened: "Microsofts tjeneste feilet flere ganger",
            means: "Det er ikke din feil, og ingenting er gått tapt. Den siste forespørselen kan være utført likevel. \
                    Derfor leser Luk leieren før det går videre.",
            todo: "Prøv igjen senere. Hvis det varer ved, se tjenestetilstanden i administrasjonssenteret.",
        },
        ProblemKind::AnswerNotUnderstood => Message {
            happened: "Luk forsto ikke svaret fra Microsoft",
            means: "Luk gjetter ikke og stoppet derfor her. Ingenting er gått tapt. Forespørselen kan være utført likevel: Det \
                    leieren viser, gjelder.",
            todo: "Prøv igjen. Hvis det skjer igjen, ta dette trinnet i administrasjonssenteret. Luk ser resultatet.",
        },
        ProblemKind::Forbidden => Message {
            happened: "Microsoft sa nei fordi en rettighet mangler",
            means: "Du har ikke lov til dette, eller Luk har ikke lov til å gjøre det for deg. Denne forespørselen endret \
                    ingenting.",
            todo: "Logg på med en konto som har rollen for dette trinnet. En global administrator har den for alle trinn. \
                   Hvis rollen din må aktiveres først, gjør det.",
        },
        ProblemKind::Refused => Message {
            happened: "Microsoft tok ikke imot forespørselen",
            means: "Denne forespørselen endret ingenting. Det som er gjort, er gjort.",
            todo: "Se grunnen fra Microsoft under detaljer. Du kan også ta dette trinnet i administrasjonssenteret. Luk \
                   ser resultatet.",
        },
        ProblemKind::NotFound => Message {
            happened: "Det Luk spurte etter, finnes ikke",
            means: "Det kan være slettet fra før. Denne forespørselen endret ingenting.",
            todo: "Les leieren på nytt, og se hva som er igjen.",
        },
        ProblemKind::ForeignHost => Message {
            happened: "Et svar førte til en adresse som Luk ikke bruker",
            means: "Luk sendte ingenting dit. Det som ble lest, er kanskje ikke helt.",
            todo: "Prøv igjen. Hvis det skjer igjen, kan noe på nettverket ditt endre svarene. Bruk da et annet nettverk.",
        },
        ProblemKind::SignInNeeded => Message {
            happened: "Du må logge på igjen",
            means: "Du er ikke lenger logget på, eller Microsoft vil se deg igjen. Ingenting er gått tapt. Luk sender ikke \
                    mer før du har logget på.",
            todo: "Logg på med samme konto. Fortsett så der du var.",
        },
        ProblemKind::ConsentDeclined => Message {
            happened: "Du ga ikke tillatelsene",
            means: "Uten dem kan ikke Luk utføre dette trinnet. Ingenting er endret.",
            todo: "Logg på igjen og gi dem hvis du vil videre. Eller ta dette trinnet i administrasjonssenteret.",
        },
        ProblemKind::AdminConsentNeeded => Message {
            happened: "En administrator må gi denne tillatelsen",
            means: "Kontoen din kan ikke gi den. Ingenting er endret.",
            todo: "Logg på som global administrator, eller be en om å gi Luk tillatelsen.",
        },
        ProblemKind::CallbackNotExpected => Message {
            happened: "Denne påloggingen ble ikke startet på denne siden",
            means: "Den kan komme fra en gammel lenke, eller fra en som noen har sendt deg. Luk brukte den ikke, og \
                    ingenting er endret.",
            todo: "Gå til startsiden, og logg på derfra.",
        },
        ProblemKind::IdentityNotProven => Message {
            happened: "Svaret på påloggingen er ikke til å stole på",
            means: "Det passer ikke til det Luk ba om. Derfor brukte ikke Luk det. Ingenting er endret.",
            todo: "Sjekk klokken på denne enheten, og logg på igjen. Hvis det skjer igjen, bruk et annet nettverk.",
        },
        ProblemKind::OtherTenant => Message {
            happened: "Du logget på en annen leier",
            means: "Denne avslutningen gjelder en annen leier. Luk endret ingenting i den du logget på.",
            todo: "Logg på leieren som denne avslutningen gjelder. Vil du avslutte den andre, glem først denne \
                   avslutningen.",
        },
        ProblemKind::OtherPerson => Message {
            happened: "En annen administrator startet denne kjøringen",
            means: "Planen lar kontoen til den personen være, men kan nevne din. Derfor sendte Luk ingenting.",
            todo: "Logg på som den som startet kjøringen. Eller gi opp planen, og lag en ny.",
        },
        ProblemKind::TenantNotFound => Message {
            happened: "Microsoft finner ikke denne leieren",
            means: "Den er slettet, eller den ligger ikke i denne skyen.",
            todo: "Hvis du nettopp har slettet katalogen, er alt som det skal være. Hvis ikke, sjekk hvilken sky du \
                   valgte, og logg på igjen.",
        },
        ProblemKind::RegistrationWrong => Message {
            happened: "Luk er ikke satt opp riktig på dette nettstedet",
            means: "Microsoft kjenner ikke appregistreringen til Luk, eller godtar ikke adressen til nettstedet. Ingenting \
                    er endret.",
            todo: "Si fra til dem som driver nettstedet. De bør sjekke klient-ID-en og omadresseringen.",
        },
        ProblemKind::SignInRefused => Message {
            happened: "Microsoft avviste påloggingen",
            means: "Du er ikke logget på. Ingenting er endret, og ingenting er gått tapt.",
            todo: "Prøv igjen. Hvis det skjer igjen, sier koden under detaljer hvorfor. Organisasjonen din kan kreve en \
                   annen enhet eller en annen konto.",
        },
        ProblemKind::ProgressDamaged => Message {
            happened: "Den lagrede fremdriften kan ikke leses",
            means: "Luk vet ikke lenger hvor langt du var på denne enheten. Det vet leieren: Ingenting av det som er \
                    gjort, er gått tapt, og ingenting er endret.",
            todo: "Logg på. Luk leser leieren og finner ut hva som er igjen. Luk spør på nytt om eksporten.",
        },
        ProblemKind::ProgressNewer => Message {
            happened: "Den lagrede fremdriften er fra et nyere Luk",
            means: "Denne siden er eldre og rører den ikke. Ingenting er gått tapt.",
            todo: "Lukk alle faner med Luk, og åpne det på nytt. Da får du den nyere versjonen.",
        },
        ProblemKind::ProgressNotKept => Message {
            happened: "Nettleseren lagrer ikke fremdriften din",
            means: "Lageret er fullt, privat eller slått av. Luk virker, men vet ikke hvor langt du var når siden er lastet \
                    på nytt. Det vet leieren, så ingenting av det som er gjort, går tapt.",
            todo: "Gå ut av privat surfing, skaff plass, eller la dette nettstedet lagre data. Eller hold fanen åpen til du \
                   er ferdig.",
        },
        ProblemKind::ArchiveNotOpened => Message {
            happened: "Ingen fil kunne åpnes for eksporten",
            means: "Ingen fil ble valgt, eller nettleseren får ikke skrive der. Ingenting ble lagret, og ingenting er \
                    endret i leieren.",
            todo: "Start eksporten på nytt, og velg et annet sted.",
        },
        ProblemKind::ArchiveNotWritten => Message {
            happened: "Eksporten kunne ikke skrives",
            means: "Oftest er disken full. Filen er ikke hel: Ikke stol på den. Ingenting er endret i leieren.",
            todo: "Skaff plass eller velg et annet sted, og start så eksporten på nytt.",
        },
        ProblemKind::ExportStopped => Message {
            happened: "Eksporten ble stoppet før den var hel",
            means: "Ikke stol på filen. Ingenting er endret i leieren.",
            todo: "Start eksporten på nytt.",
        },
        ProblemKind::ExportMissing => Message {
            happened: "Du har ennå ikke lagret det du vil beholde",
            means: "Før det sletter ikke Luk noe. Ingenting er endret.",
            todo: "Ta eksporten, eller si at du ikke trenger noe.",
        },
        ProblemKind::PlanChanged => Message {
            happened: "Dette er ikke planen du så",
            means: "Luk utfører bare det som ble vist og bekreftet. Denne planen er en annen. Derfor sendte Luk ingenting.",
            todo: "Lag planen på nytt, les den, og bekreft den.",
        },
        ProblemKind::CountNotRead => Message {
            happened: "Antallet er ikke bekreftet",
            means: "Luk starter når du har sagt at du har lest hvor mye planen nevner. Ingenting er endret.",
            todo: "Les antallet, og kryss av ved setningen.",
        },
        ProblemKind::DomainNotTyped => Message {
            happened: "Dette er ikke leierens opprinnelige domene",
            means: "Luk starter når riktig domene står der. Ingenting er endret.",
            todo: "Skriv det opprinnelige domenet slik denne siden viser det. Du kan lime det inn.",
        },
        ProblemKind::SignInTooOld => Message {
            happened: "Det er for lenge siden du logget på",
            means: "Før Luk endrer noe, må du i løpet av de siste fem minuttene ha vist at det er deg. Ingenting er endret.",
            todo: "Vis at det er deg, og bekreft så på nytt.",
        },
        ProblemKind::NothingPlanned => Message {
            happened: "Det er ingenting å gjøre",
            means: "Planen er tom. Ingenting er endret.",
            todo: "Les leieren på nytt. Hvis det likevel er noe igjen, se om du har valgt å beholde det.",
        },
        ProblemKind::TooManySurprises => Message {
            happened: "Luk stoppet selv kjøringen",
            means: "For mye gikk annerledes enn planlagt. Det som er gjort, er gjort. Resten blir i planen og røres ikke.",
            todo: "Se hva som ikke gikk, og hvorfor. Gå så videre med planen, eller lag en ny.",
        },
        ProblemKind::StillListed => Message {
            happened: "Microsoft har tatt imot slettingen, men elementet står der fortsatt",
            means: "Lister kan ligge noen minutter etter. Det er nok borte, men Luk kaller det ikke slettet før listen sier det samme.",
            todo: "Vent noen minutter, og les leieren på nytt. Står det der fortsatt, lager du en ny plan for det.",
        },
        ProblemKind::Busy => Message {
            happened: "Noe annet er fortsatt i gang",
            means: "Luk gjør én ting om gangen. Det du ba om, ble ikke startet. Det som er i gang, fortsetter.",
            todo: "Vent til det er ferdig, eller stopp det først.",
        },
        ProblemKind::OtherTab => Message {
            happened: "Luk arbeider i en annen fane",
            means: "To faner må ikke arbeide på den samme planen. Ingenting ble påbegynt her; den andre fanen fortsetter.",
            todo: "Gå til den andre fanen, eller lukk den og prøv igjen her.",
        },
        ProblemKind::PlanLost => Message {
            happened: "Den bekreftede planen finnes ikke lenger i denne nettleseren",
            means: "Nettleseren eller noen har slettet det Luk hadde lagret. Luk gjør bare det en bekreftet plan nevner, og fortsetter derfor ikke av seg selv. Det som er gjort, er gjort.",
            todo: "Gi opp den gamle planen, og lag og bekreft en ny. Den nevner bare det som er igjen.",
        },
        ProblemKind::ConfigurationUnreadable => Message {
            happened: "Innstillingene til Luk på dette nettstedet kan ikke leses",
            means: "Uten dem vet ikke Luk hvor du skal logge på. Ingenting er endret.",
            todo: "Last inn siden på nytt. Hvis det ikke hjelper, si fra til dem som driver nettstedet: config.json mangler \
                   eller er feil.",
        },
        ProblemKind::PartNotLoaded => Message {
            happened: "En del av Luk ble ikke lastet inn",
            means: "Nettverket ditt kan være nede, eller en nyere versjon av Luk har tatt over for denne. Ingenting er endret, og ingenting er tapt.",
            todo: "Sjekk nettverket, og prøv igjen. Hvis det ikke hjelper, last inn siden på nytt.",
        },
    }
}

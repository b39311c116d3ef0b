//! Norwegian (bokmål): problems.

use super::{Message, say};
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
        ProblemKind::ClockWrong => say(
            "Tiden stemmer ikke",
            "Svaret fra Microsoft gjelder ikke på det tidspunktet som denne enheten viser. Derfor brukte ikke Luk det. Ingenting er endret.",
            "Still datoen, klokken og tidssonen på enheten. La den helst gjøre det selv. Logg så på igjen.",
        ),
        ProblemKind::AnswerSpent => say(
            "Denne påloggingen er brukt før",
            "Hvert svar på en pålogging virker én gang, og bare på siden som ba om det. Du er ikke logget på. Ingenting er endret.",
            "Logg på igjen. Bruk knappene på denne siden, ikke Tilbake eller Last inn på nytt.",
        ),
        ProblemKind::SignInEnded => say(
            "Du har vært logget på i 24 timer",
            "Microsoft avslutter hver pålogging i en nettleser etter 24 timer. Ingenting er gått tapt. Luk sender ikke mer før du har logget på.",
            "Logg på med samme konto. Fortsett så der du var.",
        ),
        ProblemKind::SignInRevoked => say(
            "Påloggingen din er trukket tilbake",
            "Passordet ditt er endret, eller en administrator har avsluttet påloggingene dine. Ingenting er gått tapt. Luk sender ikke mer før du har logget på.",
            "Hvis du vet hvorfor, logg på med samme konto og fortsett. Hvis ikke, finn først ut hvem som gjorde det.",
        ),
        ProblemKind::SignInTooRare => say(
            "Organisasjonen din vil at du logger på oftere",
            "En policy sier hvor lenge en pålogging varer, og den tiden er ute. Ingenting er gått tapt.",
            "Logg på med samme konto. Fortsett så der du var.",
        ),
        ProblemKind::SignInsTooMany => say(
            "Det var for mange pålogginger på rad",
            "Microsoft holder denne nettleseren tilbake et øyeblikk. Ingenting er gått tapt, og ingenting er endret.",
            "Vent fem minutter, og logg så på én gang.",
        ),
        ProblemKind::SecondFactorNeeded => say(
            "Microsoft vil se den andre faktoren din",
            "Her er ikke passordet nok alene. Ingenting er gått tapt. Luk sender ikke mer før du har vist den.",
            "Logg på igjen. Ha telefonen eller sikkerhetsnøkkelen klar.",
        ),
        ProblemKind::SecondFactorMissing => say(
            "Du må sette opp en andre faktor først",
            "Kontoen din har ingen ennå, og Microsoft krever en. Ingenting er endret.",
            "Logg på igjen: Microsoft viser veien. Behold den andre faktoren til leieren er avsluttet.",
        ),
        ProblemKind::ConsentNeeded => say(
            "Luk har ikke tillatelsen ennå",
            "Ingen har gitt den i denne leieren, eller den er trukket tilbake. Ingenting er endret.",
            "Logg på igjen, og godta det som siden fra Microsoft nevner.",
        ),
        ProblemKind::AccountElsewhere => say(
            "Denne kontoen hører ikke til denne leieren",
            "Den hører hjemme i en annen leier, eller den finnes ikke. En gjest kan ikke avslutte en leier. Ingenting er endret.",
            "Logg på med den globale administratorens egen konto i denne leieren. Den slutter ofte på onmicrosoft.com.",
        ),
        ProblemKind::PersonalAccount => say(
            "Dette er en personlig konto",
            "En personlig Microsoft-konto har ingen leier som kan avsluttes. Ingenting er endret.",
            "Logg på med jobb- eller skolekontoen din. Vil du avslutte selve den personlige kontoen, gjør det på account.microsoft.com.",
        ),
        ProblemKind::AccountLocked => say(
            "Kontoen din er låst akkurat nå",
            "Det var for mange feil forsøk, fra deg eller fra noen andre. Ingenting er endret.",
            "Vent noen minutter, og logg så på. Hvis det ikke var deg, la en annen administrator se i påloggingsloggen.",
        ),
        ProblemKind::AccountDisabled => say(
            "Kontoen din er deaktivert",
            "En administrator har sperret den. Du er ikke logget på, og ingenting er endret.",
            "Be en annen global administrator om å åpne den igjen, eller logg på som en.",
        ),
        ProblemKind::PasswordExpired => say(
            "Passordet ditt er utløpt",
            "Microsoft slipper ingen inn med det. Ingenting er gått tapt.",
            "Logg på igjen, og velg et nytt passord når Microsoft spør. Fortsett så der du var.",
        ),
        ProblemKind::PasswordWrong => say(
            "Kontoen eller passordet er feil",
            "Du er ikke logget på. Ingenting er endret.",
            "Logg på igjen, og skriv begge deler nøye. Har du glemt passordet, tilbakestill det på påloggingssiden.",
        ),
        ProblemKind::NotAssigned => say(
            "Kontoen din får ikke bruke Luk i denne leieren",
            "Leieren tillater Luk bare for dem det er tildelt. Ingenting er endret.",
            "Åpne Bedriftsprogrammer, Luk, Brukere og grupper i administrasjonssenteret for Entra, og legg til deg selv. Logg så på igjen.",
        ),
        ProblemKind::DeviceRefused => say(
            "Denne enheten får ikke logge på",
            "En policy i organisasjonen din krever en enhet som den styrer. Ingenting er endret.",
            "Bruk en av enhetene til organisasjonen. Eller la en administrator ta deg ut av policyen.",
        ),
        ProblemKind::PolicyRefused => say(
            "En policy i organisasjonen din avviser denne påloggingen",
            "Det kan handle om stedet, appen eller måten du logger på. Ingenting er endret.",
            "La en administrator se i påloggingsloggen i Entra: Den nevner policyen. Endre så policyen, eller logg på der den tillater det.",
        ),
        ProblemKind::TenantNotNamed => say(
            "Microsoft vet ikke hvilken leier du mener",
            "Domenet til kontoen hører ikke til noen leier i denne skyen. Ingenting er endret.",
            "Logg på med hele navnet på en jobbkonto, for eksempel admin@contoso.onmicrosoft.com.",
        ),
        ProblemKind::OtherCloud => say(
            "Denne leieren ligger i en annen av Microsofts skyer",
            "Leiere i skyene til den amerikanske staten og Kina har sin egen pålogging. Ingenting er endret.",
            "Gå til startsiden, og velg riktig sky. Logg så på igjen.",
        ),
        ProblemKind::ApplicationMissing => say(
            "Luk finnes ikke i denne leieren",
            "Bedriftsprogrammet er slettet eller deaktivert, eller Luk er aldri brukt her. Det som er gjort, er gjort.",
            "Hvis du har slettet programmene med Luk, er alt som det skal være: Slett katalogen i Entra. Hvis ikke, logg på igjen og gi tillatelsene. Hvis Luk aldri er brukt her: Den som driver dette nettstedet, bør kontrollere klient-ID-en i config.json, og at den er registrert i denne skyen.",
        ),
        ProblemKind::ServiceMissing => say(
            "Leieren har ikke denne tjenesten",
            "Den er aldri brukt her, eller bedriftsprogrammet er slettet. Da er det ingenting Luk kan lese eller gjøre der.",
            "Gå videre med de andre trinnene. Hvis du vet at tjenesten er i bruk, se etter i administrasjonssenteret dens.",
        ),
        ProblemKind::RedirectNotRegistered => say(
            "Registreringen til Luk kjenner ikke dette nettstedet",
            "Adressen til nettstedet er ikke blant omadresseringene i appregistreringen til Luk. Ingenting er endret.",
            "Si fra til dem som driver nettstedet: Registreringen må ha adressen med signin/ til slutt, bokstav for bokstav.",
        ),
        ProblemKind::NotSinglePage => say(
            "Registreringen til Luk har feil plattform",
            "Adressen til nettstedet er registrert som Nett, ikke som program med én side. Derfor får ikke nettleseren noe token. Ingenting er endret.",
            "Si fra til dem som driver nettstedet: Flytt omadresseringen til plattformen Program med én side.",
        ),
        ProblemKind::NotMultitenant => say(
            "Registreringen til Luk gjelder bare én leier",
            "Luk på dette nettstedet kan bare brukes i leieren der det er registrert. Ingenting er endret.",
            "Si fra til dem som driver nettstedet: Registreringen må gjelde kontoer i alle organisasjonskataloger.",
        ),
        ProblemKind::PermissionNotRegistered => say(
            "Registreringen til Luk mangler en tillatelse",
            "Tjenesten som dette trinnet bruker, er ikke blant tillatelsene i registreringen. Ingenting er endret.",
            "Si fra til dem som driver nettstedet: Legg til tillatelsene som siden Om Luk og personvern nevner. Ta imens dette trinnet i administrasjonssenteret.",
        ),
        ProblemKind::RequestMalformed => say(
            "Luk ba om noe som Microsoft ikke kjenner",
            "Det er en feil i Luk, eller denne skyen har ikke tjenesten. Ingenting er endret.",
            "Ta dette trinnet i administrasjonssenteret. Luk ser resultatet. Meld gjerne fra om koden som står under detaljer.",
        ),
        ProblemKind::OtherTenant => Message {
            happened: "Du logget på en annen leier",
            means: "Denne avslutningen gjelder en annen leier. Luk endret ingenting i den du logget på.",
            todo: "Logg på leieren som denne avslutningen gjelder. Vil du avslutte den andre, glem først denne \
                   avslutningen.",
        },
        ProblemKind::OtherPerson => Message {
            happened: "Dette er en annen administrator",
            means: "Luk fortsetter bare med den som begynte: Planen lar kontoen til den personen være, men kan nevne din. Derfor sendte Luk ingenting.",
            todo: "Logg på som den som begynte. Eller logg av, gi opp planen, og begynn på nytt.",
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
        ProblemKind::PlanNamesKept => Message {
            happened: "Planen nevner en konto som du beholder",
            means: "Siden planen ble laget, har noen krysset av for «Behold» for en konto i den. Luk rører aldri en slik konto og sendte derfor ingenting.",
            todo: "Lag planen på nytt. Eller frigi kontoen først.",
        },
        ProblemKind::PlanNamesBarred => Message {
            happened: "Planen nevner noe som må bli",
            means: "Leieren har endret seg siden planen ble laget: Den nevner kontoer eller programmer som ikke må slettes nå. Luk sendte ingenting.",
            todo: "Lag en ny plan, og bekreft den.",
        },
        ProblemKind::PlanFileUnreadable => Message {
            happened: "Filen er ikke en plan, eller ikke slik den ble lagret",
            means: "Den er endret, hører til et nyere Luk eller er noe annet. Luk har ikke brukt noe av den.",
            todo: "Be om filen på nytt, eller lag en ny plan.",
        },
        ProblemKind::PlanOfAnotherTenant => Message {
            happened: "Planen gjelder en annen leier",
            means: "Luk har ikke brukt noe av den.",
            todo: "Logg på leieren som planen gjelder, eller lag en plan for denne.",
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
        ProblemKind::RunOver => Message {
            happened: "Kjøringen er allerede over",
            means: "Den ble fullført eller gitt opp, her eller i en annen fane. Ingenting ble endret nå.",
            todo: "Les leieren på nytt. Da ser du hva som er igjen.",
        },
        ProblemKind::TooManySurprises => Message {
            happened: "Luk stoppet selv kjøringen",
            means: "For mye gikk annerledes enn planlagt. Det som er gjort, er gjort. Resten blir i planen og røres ikke.",
            todo: "Se hva som ikke gikk, og hvorfor. Gå så videre med planen, eller lag en ny.",
        },
        ProblemKind::StillListed => Message {
            happened: "Microsoft har tatt imot det, men leieren viser det fortsatt som før",
            means: "Leieren kan ligge noen minutter etter. Det er nok gjort, men Luk sier det ikke før leieren sier det samme.",
            todo: "Vent noen minutter, og les leieren på nytt. Viser den det fortsatt, lager du en ny plan for det.",
        },
        ProblemKind::KeptTooLate => Message {
            happened: "Noe som du beholder, var allerede gjort",
            means: "Det var på vei da det ble utelatt, eller noen andre har gjort det.",
            todo: "Se på det i administrasjonssenteret. En bruker som ikke er slettet permanent, kan gjenopprettes der, under Slettede brukere.",
        },
        ProblemKind::Restored => Message {
            happened: "Noen har gjenopprettet den",
            means: "Den er en bruker igjen. Den er ikke slettet permanent.",
            todo: "Skal den bort, sletter du den igjen med en ny plan.",
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

//! Danish: problems.

use super::{Message, say};
use crate::tenant::ProblemKind;

pub(in crate::text) const fn message(kind: ProblemKind) -> Message {
    match kind {
        ProblemKind::Unreachable => Message {
            happened: "Microsoft svarede ikke",
            means: "Dit netværk kan være nede, eller tjenesten kan være nede eller spærret. Intet er gået tabt. En \
                    anmodning, der var på vej, kan være udført. Derfor læser Luk lejeren, før det går videre.",
            todo: "Tjek dit netværk, og prøv igen.",
        },
        ProblemKind::Throttled => Message {
            happened: "Microsoft beder Luk vente længere end normalt",
            means: "Der har været for mange anmodninger til lejeren lige nu. Intet er gået tabt, og det, der er gjort, \
                    er gjort.",
            todo: "Prøv igen om en times tid.",
        },
        ProblemKind::ServiceFailed => Message {
            happened: "Microsofts tjeneste fejlede flere gange",
            means: "Det er ikke din fejl, og intet er gået tabt. Den sidste anmodning kan være udført alligevel. Derfor \
                    læser Luk lejeren, før det går videre.",
            todo: "Prøv igen senere. Hvis det varer ved, så se tjenestetilstanden i Administration.",
        },
        ProblemKind::AnswerNotUnderstood => Message {
            happened: "Luk forstod ikke Microsofts svar",
            means: "Luk gætter ikke og standsede derfor her. Intet er gået tabt. Anmodningen kan være udført alligevel: Det, \
                    lejeren viser, gælder.",
            todo: "Prøv igen. Hvis det sker igen, så tag dette trin i Administration. Luk ser resultatet.",
        },
        ProblemKind::Forbidden => Message {
            happened: "Microsoft sagde nej, fordi en rettighed mangler",
            means: "Du må ikke gøre dette, eller Luk må ikke gøre det for dig. Denne anmodning ændrede intet.",
            todo: "Log på med en konto, der har rollen til dette trin. En global administrator har den til alle trin. \
                   Hvis din rolle først skal aktiveres, så gør det.",
        },
        ProblemKind::Refused => Message {
            happened: "Microsoft tog ikke imod anmodningen",
            means: "Denne anmodning ændrede intet. Det, der er gjort, er gjort.",
            todo: "Se Microsofts grund under detaljer. Du kan også tage dette trin i Administration. Luk ser resultatet.",
        },
        ProblemKind::NotFound => Message {
            happened: "Det, Luk spurgte efter, findes ikke",
            means: "Det kan være slettet i forvejen. Denne anmodning ændrede intet.",
            todo: "Læs lejeren igen, og se, hvad der er tilbage.",
        },
        ProblemKind::ForeignHost => Message {
            happened: "Et svar førte til en adresse, som Luk ikke bruger",
            means: "Luk sendte intet dertil. Det, der blev læst, er måske ikke helt.",
            todo: "Prøv igen. Hvis det sker igen, er der måske noget på dit netværk, der ændrer svarene. Brug da et \
                   andet netværk.",
        },
        ProblemKind::SignInNeeded => Message {
            happened: "Du skal logge på igen",
            means: "Du er ikke længere logget på, eller Microsoft vil se dig igen. Intet er gået tabt. Luk sender ikke \
                    mere, før du har logget på.",
            todo: "Log på med samme konto. Fortsæt så, hvor du var.",
        },
        ProblemKind::ConsentDeclined => Message {
            happened: "Du gav ikke tilladelserne",
            means: "Uden dem kan Luk ikke udføre dette trin. Intet er ændret.",
            todo: "Log på igen, og giv dem, hvis du vil videre. Eller tag dette trin i Administration.",
        },
        ProblemKind::AdminConsentNeeded => Message {
            happened: "En administrator skal give denne tilladelse",
            means: "Din konto kan ikke give den. Intet er ændret.",
            todo: "Log på som global administrator, eller bed en om at give Luk tilladelsen.",
        },
        ProblemKind::CallbackNotExpected => Message {
            happened: "Dette logon blev ikke startet på denne side",
            means: "Det kan komme fra et gammelt link eller fra et, som nogen har sendt dig. Luk brugte det ikke, og \
                    intet er ændret.",
            todo: "Gå til startsiden, og log på derfra.",
        },
        ProblemKind::IdentityNotProven => Message {
            happened: "Svaret på dit logon er ikke til at stole på",
            means: "Det passer ikke til det, Luk bad om. Derfor brugte Luk det ikke. Intet er ændret.",
            todo: "Tjek uret på denne enhed, og log på igen. Hvis det sker igen, så brug et andet netværk.",
        },
        ProblemKind::ClockWrong => say(
            "Tiden passer ikke",
            "Microsofts svar gælder ikke på det tidspunkt, som denne enhed viser. Derfor brugte Luk det ikke. Intet er ændret.",
            "Stil enhedens dato, klokkeslæt og tidszone. Lad den helst gøre det selv. Log så på igen.",
        ),
        ProblemKind::AnswerSpent => say(
            "Dette logon er brugt før",
            "Hvert svar på et logon virker én gang, og kun på den side, der bad om det. Du er ikke logget på. Intet er ændret.",
            "Log på igen. Brug knapperne på denne side, ikke Tilbage eller Genindlæs.",
        ),
        ProblemKind::SignInEnded => say(
            "Du har været logget på i 24 timer",
            "Microsoft afslutter hvert logon i en browser efter 24 timer. Intet er gået tabt. Luk sender ikke mere, før du har logget på.",
            "Log på med samme konto. Fortsæt så, hvor du var.",
        ),
        ProblemKind::SignInRevoked => say(
            "Dit logon er trukket tilbage",
            "Din adgangskode er ændret, eller en administrator har afsluttet dine logon. Intet er gået tabt. Luk sender ikke mere, før du har logget på.",
            "Hvis du ved hvorfor, så log på med samme konto, og fortsæt. Hvis ikke, så find først ud af, hvem der gjorde det.",
        ),
        ProblemKind::SignInTooRare => say(
            "Din organisation vil have dig til at logge på oftere",
            "En politik siger, hvor længe et logon varer, og den tid er gået. Intet er gået tabt.",
            "Log på med samme konto. Fortsæt så, hvor du var.",
        ),
        ProblemKind::SignInsTooMany => say(
            "Der var for mange logon i træk",
            "Microsoft holder denne browser tilbage et øjeblik. Intet er gået tabt, og intet er ændret.",
            "Vent fem minutter, og log så på én gang.",
        ),
        ProblemKind::SecondFactorNeeded => say(
            "Microsoft vil se din anden faktor",
            "Her er din adgangskode ikke nok alene. Intet er gået tabt. Luk sender ikke mere, før du har vist den.",
            "Log på igen. Hav din telefon eller din sikkerhedsnøgle klar.",
        ),
        ProblemKind::SecondFactorMissing => say(
            "Du skal først sætte en anden faktor op",
            "Din konto har ingen endnu, og Microsoft kræver en. Intet er ændret.",
            "Log på igen: Microsoft viser vejen. Behold den anden faktor, til lejeren er lukket.",
        ),
        ProblemKind::ConsentNeeded => say(
            "Luk har ikke tilladelsen endnu",
            "Ingen har givet den i denne lejer, eller den er trukket tilbage. Intet er ændret.",
            "Log på igen, og accepter det, som siden fra Microsoft nævner.",
        ),
        ProblemKind::AccountElsewhere => say(
            "Denne konto hører ikke til denne lejer",
            "Den hører hjemme i en anden lejer, eller den findes ikke. En gæst kan ikke lukke en lejer. Intet er ændret.",
            "Log på med den globale administrators egen konto i denne lejer. Den ender ofte på onmicrosoft.com.",
        ),
        ProblemKind::PersonalAccount => say(
            "Dette er en personlig konto",
            "En personlig Microsoft-konto har ingen lejer, der kan lukkes. Intet er ændret.",
            "Log på med din arbejds- eller skolekonto. Vil du lukke selve den personlige konto, så gør det på account.microsoft.com.",
        ),
        ProblemKind::AccountLocked => say(
            "Din konto er låst lige nu",
            "Der var for mange forkerte forsøg, fra dig eller fra en anden. Intet er ændret.",
            "Vent nogle minutter, og log så på. Hvis det ikke var dig, så lad en anden administrator se i logonloggen.",
        ),
        ProblemKind::AccountDisabled => say(
            "Din konto er deaktiveret",
            "En administrator har spærret den. Du er ikke logget på, og intet er ændret.",
            "Bed en anden global administrator om at åbne den igen, eller log på som en.",
        ),
        ProblemKind::PasswordExpired => say(
            "Din adgangskode er udløbet",
            "Microsoft lukker ingen ind med den. Intet er gået tabt.",
            "Log på igen, og vælg en ny adgangskode, når Microsoft spørger. Fortsæt så, hvor du var.",
        ),
        ProblemKind::PasswordWrong => say(
            "Kontoen eller adgangskoden er forkert",
            "Du er ikke logget på. Intet er ændret.",
            "Log på igen, og skriv begge dele med omhu. Har du glemt adgangskoden, så nulstil den på logonsiden.",
        ),
        ProblemKind::NotAssigned => say(
            "Din konto må ikke bruge Luk i denne lejer",
            "Lejeren tillader kun Luk for dem, det er tildelt. Intet er ændret.",
            "Åbn Virksomhedsprogrammer, Luk, Brugere og grupper i Entra Administration, og tilføj dig selv. Log så på igen.",
        ),
        ProblemKind::DeviceRefused => say(
            "Denne enhed må ikke logge på",
            "En politik i din organisation kræver en enhed, som den styrer. Intet er ændret.",
            "Brug en af organisationens enheder. Eller lad en administrator tage dig ud af politikken.",
        ),
        ProblemKind::PolicyRefused => say(
            "En politik i din organisation afviser dette logon",
            "Det kan handle om stedet, appen eller måden, du logger på. Intet er ændret.",
            "Lad en administrator se i logonloggen i Entra: Den nævner politikken. Ret så politikken, eller log på, hvor den tillader det.",
        ),
        ProblemKind::TenantNotNamed => say(
            "Microsoft ved ikke, hvilken lejer du mener",
            "Kontoens domæne hører ikke til nogen lejer i denne cloud. Intet er ændret.",
            "Log på med hele navnet på en arbejdskonto, for eksempel admin@contoso.onmicrosoft.com.",
        ),
        ProblemKind::OtherCloud => say(
            "Denne lejer ligger i en anden af Microsofts clouds",
            "Lejere i den amerikanske stats og i Kinas cloud har deres eget logon. Intet er ændret.",
            "Gå til startsiden, og vælg den rigtige cloud. Log så på igen.",
        ),
        ProblemKind::ApplicationMissing => say(
            "Luk findes ikke i denne lejer",
            "Dets virksomhedsprogram er slettet eller deaktiveret, eller Luk er aldrig brugt her. Det, der er gjort, er gjort.",
            "Hvis du har slettet programmerne med Luk, er alt, som det skal være: Slet mappen i Entra. Hvis ikke, så log på igen, og giv tilladelserne. Hvis Luk aldrig er brugt her: Den, der driver dette websted, skal kontrollere klient-id'et i config.json, og at det er registreret i denne cloud.",
        ),
        ProblemKind::ServiceMissing => say(
            "Lejeren har ikke denne tjeneste",
            "Den er aldrig brugt her, eller dens virksomhedsprogram er slettet. Så er der intet, Luk kan læse eller gøre dér.",
            "Gå videre med de andre trin. Hvis du ved, at tjenesten er i brug, så se efter i dens administration.",
        ),
        ProblemKind::RedirectNotRegistered => say(
            "Luks registrering kender ikke dette websted",
            "Webstedets adresse er ikke blandt omdirigeringsadresserne i Luks appregistrering. Intet er ændret.",
            "Sig det til dem, der driver webstedet: Registreringen skal have dets adresse med signin/ til sidst, bogstav for bogstav.",
        ),
        ProblemKind::NotSinglePage => say(
            "Luks registrering har den forkerte platform",
            "Webstedets adresse er registreret som Web, ikke som enkeltsidet program. Derfor får browseren intet token. Intet er ændret.",
            "Sig det til dem, der driver webstedet: Flyt omdirigeringsadressen til platformen Enkeltsidet program.",
        ),
        ProblemKind::NotMultitenant => say(
            "Luks registrering gælder kun én lejer",
            "Luk på dette websted må kun bruges i den lejer, hvor det er registreret. Intet er ændret.",
            "Sig det til dem, der driver webstedet: Registreringen skal gælde konti i alle organisationsmapper.",
        ),
        ProblemKind::PermissionNotRegistered => say(
            "Luks registrering mangler en tilladelse",
            "Den tjeneste, som dette trin bruger, er ikke blandt registreringens tilladelser. Intet er ændret.",
            "Sig det til dem, der driver webstedet: Tilføj de tilladelser, som siden Om Luk og dine data nævner. Tag imens dette trin i Administration.",
        ),
        ProblemKind::RequestMalformed => say(
            "Luk bad om noget, som Microsoft ikke kender",
            "Det er en fejl i Luk, eller denne cloud har ikke tjenesten. Intet er ændret.",
            "Tag dette trin i Administration. Luk ser resultatet. Meld gerne koden, som står under detaljer.",
        ),
        ProblemKind::OtherTenant => Message {
            happened: "Du loggede på en anden lejer",
            means: "Denne lukning gælder en anden lejer. Luk ændrede intet i den, du loggede på.",
            todo: "Log på den lejer, som denne lukning gælder. Vil du lukke den anden, så glem først denne lukning.",
        },
        ProblemKind::OtherPerson => Message {
            happened: "Det er en anden administrator",
            means: "Luk fortsætter kun med den, der begyndte: Planen lader den persons konto være, men kan nævne din. Derfor sendte Luk intet.",
            todo: "Log på som den, der begyndte. Eller log af, opgiv planen, og begynd forfra.",
        },
        ProblemKind::TenantNotFound => Message {
            happened: "Microsoft finder ikke denne lejer",
            means: "Den er slettet, eller den ligger ikke i denne cloud.",
            todo: "Hvis du lige har slettet mappen, er alt, som det skal være. Hvis ikke, så tjek, hvilken cloud du valgte, \
                   og log på igen.",
        },
        ProblemKind::RegistrationWrong => Message {
            happened: "Luk er ikke sat rigtigt op på dette websted",
            means: "Microsoft kender ikke Luks appregistrering eller godtager ikke webstedets adresse. Intet er ændret.",
            todo: "Sig det til dem, der driver dette websted. De bør tjekke klient-id og omdirigeringsadresse.",
        },
        ProblemKind::SignInRefused => Message {
            happened: "Microsoft afviste dit logon",
            means: "Du er ikke logget på. Intet er ændret, og intet er gået tabt.",
            todo: "Prøv igen. Hvis det sker igen, siger koden under detaljer hvorfor. Din organisation kan kræve en \
                   anden enhed eller en anden konto.",
        },
        ProblemKind::ProgressDamaged => Message {
            happened: "Det gemte forløb kan ikke læses",
            means: "Luk ved ikke længere, hvor langt du var på denne enhed. Det ved lejeren: Intet af det, der er gjort, \
                    er gået tabt, og intet er ændret.",
            todo: "Log på. Luk læser lejeren og finder ud af, hvad der er tilbage. Luk spørger igen om eksporten.",
        },
        ProblemKind::ProgressNewer => Message {
            happened: "Det gemte forløb er fra et nyere Luk",
            means: "Denne side er ældre og rører det ikke. Intet er gået tabt.",
            todo: "Luk alle faner med Luk, og åbn det så igen. Så får du den nyere version.",
        },
        ProblemKind::ProgressNotKept => Message {
            happened: "Browseren gemmer ikke dit forløb",
            means: "Dens lager er fuldt, privat eller slået fra. Luk virker, men ved ikke, hvor langt du var, når siden \
                    er genindlæst. Det ved lejeren, så intet af det, der er gjort, går tabt.",
            todo: "Gå ud af privat browsing, skaf plads, eller lad dette websted gemme data. Eller hold fanen åben, til \
                   du er færdig.",
        },
        ProblemKind::ArchiveNotOpened => Message {
            happened: "Der kunne ikke åbnes en fil til eksporten",
            means: "Der blev ikke valgt en fil, eller browseren må ikke skrive der. Intet blev gemt, og intet er ændret i \
                    lejeren.",
            todo: "Start eksporten igen, og vælg et andet sted.",
        },
        ProblemKind::ArchiveNotWritten => Message {
            happened: "Eksporten kunne ikke skrives",
            means: "Oftest er disken fuld. Filen er ikke hel: Stol ikke på den. Intet er ændret i lejeren.",
            todo: "Skaf plads, eller vælg et andet sted, og start så eksporten igen.",
        },
        ProblemKind::ExportStopped => Message {
            happened: "Eksporten blev stoppet, før den var hel",
            means: "Stol ikke på filen. Intet er ændret i lejeren.",
            todo: "Start eksporten igen.",
        },
        ProblemKind::ExportMissing => Message {
            happened: "Du har endnu ikke gemt det, du vil beholde",
            means: "Før det sletter Luk intet. Intet er ændret.",
            todo: "Lav eksporten, eller sig, at du ikke skal bruge noget.",
        },
        ProblemKind::PlanChanged => Message {
            happened: "Dette er ikke den plan, du så",
            means: "Luk udfører kun det, der blev vist og bekræftet. Denne plan er en anden. Derfor sendte Luk intet.",
            todo: "Lav planen igen, læs den, og bekræft den.",
        },
        ProblemKind::PlanNamesKept => Message {
            happened: "Planen nævner en konto, som du beholder",
            means: "Siden planen blev lavet, har nogen sat flueben ved »Behold« for en konto i den. Luk rører aldrig sådan en konto og sendte derfor intet.",
            todo: "Lav planen igen. Eller giv kontoen fri først.",
        },
        ProblemKind::PlanNamesBarred => Message {
            happened: "Planen nævner noget, der skal blive",
            means: "Lejeren har ændret sig, siden planen blev lavet: Den nævner konti eller programmer, som ikke må slettes nu. Luk sendte intet.",
            todo: "Lav en ny plan, og bekræft den.",
        },
        ProblemKind::PlanFileUnreadable => Message {
            happened: "Filen er ikke en plan, eller ikke, som den blev gemt",
            means: "Den er blevet ændret, hører til et nyere Luk eller er noget andet. Luk har ikke brugt noget af den.",
            todo: "Bed om filen igen, eller lav en ny plan.",
        },
        ProblemKind::PlanOfAnotherTenant => Message {
            happened: "Planen gælder en anden lejer",
            means: "Luk har ikke brugt noget af den.",
            todo: "Log på den lejer, som planen gælder, eller lav en plan for denne.",
        },
        ProblemKind::CountNotRead => Message {
            happened: "Antallet er ikke bekræftet",
            means: "Luk starter, når du har sagt, at du har læst, hvor meget planen nævner. Intet er ændret.",
            todo: "Læs antallet, og sæt flueben ved sætningen.",
        },
        ProblemKind::DomainNotTyped => Message {
            happened: "Dette er ikke lejerens oprindelige domæne",
            means: "Luk starter, når det rigtige domæne står der. Intet er ændret.",
            todo: "Skriv det oprindelige domæne, som denne side viser det. Du kan indsætte det.",
        },
        ProblemKind::SignInTooOld => Message {
            happened: "Det er for længe siden, du loggede på",
            means: "Før Luk ændrer noget, skal du inden for de sidste fem minutter have vist, at det er dig. Intet er \
                    ændret.",
            todo: "Vis, at det er dig, og bekræft så igen.",
        },
        ProblemKind::NothingPlanned => Message {
            happened: "Der er intet at gøre",
            means: "Planen er tom. Intet er ændret.",
            todo: "Læs lejeren igen. Hvis der alligevel er noget tilbage, så se, om du har valgt at beholde det.",
        },
        ProblemKind::RunOver => Message {
            happened: "Kørslen er allerede slut",
            means: "Den blev afsluttet eller opgivet, her eller i en anden fane. Intet er ændret lige nu.",
            todo: "Læs lejeren igen. Så ses det, hvad der er tilbage.",
        },
        ProblemKind::TooManySurprises => Message {
            happened: "Luk stoppede selv kørslen",
            means: "For meget gik anderledes end planlagt. Det, der er gjort, er gjort. Resten bliver i planen og røres \
                    ikke.",
            todo: "Se, hvad der ikke lykkedes og hvorfor. Gå så videre med planen, eller lav en ny.",
        },
        ProblemKind::StillListed => Message {
            happened: "Microsoft har taget imod det, men lejeren viser det stadig som før",
            means: "Lejeren kan være nogle minutter bagud. Det er nok gjort, men Luk siger det først, når lejeren siger det samme.",
            todo: "Vent et par minutter, og læs lejeren igen. Viser den det stadig, så lav en ny plan for det.",
        },
        ProblemKind::KeptTooLate => Message {
            happened: "Noget, som du beholder, var allerede gjort",
            means: "Det var på vej, da det blev udeladt, eller en anden har gjort det.",
            todo: "Se på det i administrationscenteret. En bruger, der ikke er slettet permanent, kan gendannes dér, under Slettede brugere.",
        },
        ProblemKind::Restored => Message {
            happened: "Nogen har gendannet den",
            means: "Den er en bruger igen. Den er ikke slettet permanent.",
            todo: "Skal den væk, så slet den igen med en ny plan.",
        },
        ProblemKind::Busy => Message {
            happened: "Noget andet er stadig i gang",
            means: "Luk gør én ting ad gangen. Det, du bad om, blev ikke startet. Det, der er i gang, fortsætter.",
            todo: "Vent, til det er færdigt, eller stop det først.",
        },
        ProblemKind::OtherTab => Message {
            happened: "Luk arbejder i en anden fane",
            means: "To faner må ikke arbejde på den samme plan. Intet blev påbegyndt her; den anden fane fortsætter.",
            todo: "Gå til den anden fane, eller luk den, og prøv igen her.",
        },
        ProblemKind::PlanLost => Message {
            happened: "Den bekræftede plan findes ikke længere i denne browser",
            means: "Browseren eller nogen har slettet det, Luk havde gemt. Luk gør kun det, en bekræftet plan nævner, og fortsætter derfor ikke af sig selv. Det, der er gjort, er gjort.",
            todo: "Opgiv den gamle plan, og lav og bekræft en ny. Den nævner kun det, der er tilbage.",
        },
        ProblemKind::ConfigurationUnreadable => Message {
            happened: "Luks indstillinger på dette websted kan ikke læses",
            means: "Uden dem ved Luk ikke, hvor du skal logge på. Intet er ændret.",
            todo: "Genindlæs siden. Hvis det ikke hjælper, så sig det til dem, der driver dette websted: config.json \
                   mangler eller er forkert.",
        },
        ProblemKind::PartNotLoaded => Message {
            happened: "En del af Luk blev ikke hentet",
            means: "Dit netværk er måske nede, eller en nyere version af Luk har afløst denne. Intet er ændret, og intet er gået tabt.",
            todo: "Tjek dit netværk, og prøv igen. Hvis det ikke hjælper, så genindlæs siden.",
        },
    }
}

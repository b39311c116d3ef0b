//! The people of the practice tenants: given name, surname, department, job title, country. Invented.

pub(super) type Person = (&'static str, &'static str, &'static str, &'static str, &'static str);

/// Thirty employees, with the letters and signs that break careless programs: æøå, an emoji, a formula for a
/// spreadsheet, an apostrophe, a hyphen, quotation marks.
pub(super) const EMPLOYEES: [Person; 30] = [
    ("Søren", "Ågård", "Sales", "Account manager", "DK"),
    ("Åse", "Østby", "Sales", "Account manager", "NO"),
    ("Bjørn", "Kjærgaard", "Engineering", "Developer", "DK"),
    ("Signe", "Bøgh", "Engineering", "Developer", "DK"),
    ("Ragnhild", "Sæther", "Engineering", "Architect", "NO"),
    ("Oliver", "Whitcombe", "Sales", "Sales director", "GB"),
    ("Freja", "Lundgård", "Finance", "Bookkeeper", "DK"),
    ("Håkon", "Bråten", "Engineering", "Tester", "NO"),
    ("Niamh", "O'Rourke", "Finance", "Controller", "IE"),
    ("Kåre", "Nybø", "Operations", "Technician", "NO"),
    ("Mette", "Skovgaard-Holm", "Human Resources", "Partner", "DK"),
    ("Jørgen", "Ærøskøbing", "Operations", "Driver", "DK"),
    ("Party", "🎉 Committee", "Human Resources", "Shared mailbox", "DK"),
    (
        "=HYPERLINK(\"http://localhost/\")",
        "Formula",
        "Finance",
        "Test account",
        "GB",
    ),
    ("Ingrid", "Fjeldsø", "Sales", "Account manager", "NO"),
    ("Magnus", "Thorsgaard", "Engineering", "Developer", "DK"),
    ("Amelia", "Hartwell", "Marketing", "Writer", "GB"),
    ("Torbjørn", "Haugsrud", "Operations", "Planner", "NO"),
    ("Kirsten", "Nørby", "Finance", "Chief financial officer", "DK"),
    ("Live", "Strømsnes", "Marketing", "Designer", "NO"),
    ("Anders \"Ask\"", "Vestergård", "Engineering", "Developer", "DK"),
    ("Maja", "Kofoed", "Sales", "Trainee", "DK"),
    ("Sverre", "Løkken", "Operations", "Technician", "NO"),
    ("Harriet", "Ashdown", "Human Resources", "Director", "GB"),
    ("Rasmus", "Brøndum", "Engineering", "Developer", "DK"),
    ("Guro", "Hæstad", "Marketing", "Director", "NO"),
    ("Meeting room", "Ørsted", "Operations", "Room", "DK"),
    ("Tuva", "Sjåvik", "Sales", "Account manager", "NO"),
    ("Christian", "Dyrehøj", "Management", "Chief executive", "DK"),
    ("Poppy", "Redfern", "Marketing", "Trainee", "GB"),
];

/// Guests: display name and the address they sign in with.
pub(super) const GUESTS: [(&str, &str); 5] = [
    ("Guest from Fabrikam", "guest@fabrikam.example"),
    ("Lærke Hvidtfeldt (Revision)", "laerke@revision.example"),
    ("Edmund Pryce", "edmund.pryce@tailspin.example"),
    ("Øyvind Rød", "oyvind@fjordtek.example"),
    ("Consultant", "consultant@woodgrove.example"),
];

/// A given name and a surname out of those of the employees, mixed so that a long list reads like one.
pub(super) fn names(number: u32) -> (&'static str, &'static str) {
    let number = number as usize;
    let given = EMPLOYEES.get(number % EMPLOYEES.len()).map_or("", |person| person.0);
    let surname = EMPLOYEES.get((number / EMPLOYEES.len() + number) % EMPLOYEES.len());
    (given, surname.map_or("", |person| person.1))
}

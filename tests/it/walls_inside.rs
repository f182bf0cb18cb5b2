//! The walls within the farm: every page that each role may open, with real rows behind it, told of no
//! one who is not theirs to know of.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use gardsbok::testing::{RouteLine, access_table};

use crate::harness::cast::{ADA, AMINA, JONAS, KARI, LARS, MONA, ODD, SIRI, SOLVEIG, TERJE};
use crate::harness::{Answer, App, spawn};
use crate::planted::{
    GUDLEIK, HALLSTEIN, Kind, Planted, RESIDENTS, Secret, found, is_due, plant, secrets,
};

/// Who walks, and as what.
pub const VIEWERS: [(&str, &str); 15] = [
    ("zkvist", "resident"),
    ("ytorn", "resident"),
    ("wullm", "resident"),
    ("xdrom", "resident"),
    (AMINA, "resident"),
    (JONAS, "resident"),
    (MONA, "mentor"),
    (GUDLEIK, "mentor"),
    (TERJE, "work_leader"),
    (KARI, "work_leader"),
    (HALLSTEIN, "work_leader"),
    (SOLVEIG, "business_manager"),
    (LARS, "leader"),
    (SIRI, "steering_group"),
    (ODD, "auditor"),
];

/// What a blank of a path is filled with, by how the path begins; the first that fits.
pub type Fill = (&'static str, Vec<String>);

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

/// Every real id there is, for every blank of the access table.
pub fn real_ids(app: &App, planted: &Planted) -> Vec<Fill> {
    let all = |table: &str, column: &str| {
        app.texts(&format!("SELECT {column} AS value FROM {table} WHERE {column} IS NOT NULL"))
    };
    let orders = all("customer_order", "number");
    let enterprises = all("enterprise", "code");
    let residents = all("resident", "id");
    let offerings = words(&["SN-VED", "SN-TIME", "HE-TUR", "KA-LUNSJ"]);
    vec![
        ("/s/", words(&["app.css"])),
        ("/bilde/", words(&["finnes-ikke"])),
        ("/bevis/", words(&["finnes-ikke"])),
        ("/intern/ta-med/kursbevis/", words(&["finnes-ikke"])),
        ("/velkommen/", words(&["finnes-ikke"])),
        ("/vare/", offerings.clone()),
        ("/intern/varer/", offerings),
        ("/bestilling/", planted.tokens.clone()),
        ("/api/v1/orders/", planted.tokens.clone()),
        ("/intern/bestillinger/", orders.clone()),
        ("/intern/papirer/timeliste/", orders),
        ("/intern/papirer/personalliste/", enterprises.clone()),
        ("/intern/papirer/arbeidstid/", all("resident", "employee_code")),
        ("/intern/naeringer/", enterprises),
        ("/intern/kunder/", all("customer", "id")),
        ("/intern/fakturaer/", words(&["1"])),
        ("/intern/innbetalinger/fil/", all("bank_file", "id")),
        ("/intern/innbetalinger/", all("bank_entry", "id")),
        ("/intern/tilgode/", all("customer", "id")),
        ("/intern/timer/", all("hour_entry", "id")),
        ("/intern/slag/", residents.clone()),
        ("/intern/det-jeg-kan/", words(&["finnes-ikke"])),
        ("/intern/mal/", words(&["finnes-ikke"])),
        ("/intern/kompetansemal/", words(&["finnes-ikke"])),
        ("/intern/kvalifisering/{resident}/bilde/", words(&["finnes-ikke"])),
        ("/intern/kvalifisering/", residents.clone()),
        ("/intern/planer/", residents.clone()),
        ("/intern/samtale/", residents.clone()),
        // What is shown there is planted and looked for in `learning_walls.rs`.
        ("/intern/kvalifisering/{resident}/bilde/", words(&["finnes-ikke/bilde/finnes-ikke"])),
        ("/intern/kvalifisering/", residents.clone()),
        ("/intern/det-jeg-kan/", words(&["finnes-ikke"])),
        ("/intern/mal/", words(&["finnes-ikke"])),
        ("/intern/kompetansemal/mal/", words(&["finnes-ikke"])),
        ("/intern/kompetansemal/", words(&["finnes-ikke"])),
        ("/intern/adepter/", residents),
        ("/intern/kurs/bevis/", all("course_certificate", "id")),
        ("/intern/kurs/styring/kurs/", all("course", "code")),
        ("/intern/kurs/", all("course_run", "id")),
        (
            "/intern/oversikt/",
            words(&["omsetning", "kostnader", "bidrag", "timer", "margin", "egenfinansiering"]),
        ),
        ("/intern/regnskap/konto/", words(&["1500", "3000", "3010", "2700"])),
        ("/intern/regnskap/bilag/", words(&["2026/1", "2026/2"])),
        ("/intern/mva/{year}/{term}/", words(&["2026/2/grunnlag/3"])),
        ("/intern/mva/", words(&["2026/2"])),
        ("/intern/epost/", all("mail", "id")),
        ("/intern/folk/", all("account", "id")),
        (
            "/api/v1/reports/",
            words(&["revenue", "hours", "contribution", "vat", "trial-balance", "self-financing"]),
        ),
    ]
}

/// Every GET of the access table that is wanted, its blanks filled with all that fits, as it is and
/// with the month and day that the rows are of.
pub fn paths(ids: &[Fill], wanted: impl Fn(&RouteLine) -> bool) -> Vec<String> {
    let mut all = Vec::new();
    for line in access_table().iter().filter(|line| line.method == "GET" && wanted(line)) {
        let mut filled = vec![line.path.clone()];
        if let Some(blank) = line.path.find('{') {
            let (head, tail) = line.path.split_at(blank);
            let end = tail.rsplit_once('}').unwrap().1;
            let fits = ids.iter().find(|(begins, _)| line.path.starts_with(begins));
            let (_, values) = fits.unwrap_or_else(|| panic!("no id is known for {}", line.path));
            filled = values.iter().map(|value| format!("{head}{value}{end}")).collect();
            if line.path.starts_with("/intern/mva/{year}/{term}/") {
                filled = vec!["/intern/mva/2026/2/grunnlag/3".to_owned()];
            }
        }
        for path in filled {
            let query = if path.starts_with("/api/") {
                "from=2026-03-01&to=2026-03-31"
            } else {
                "maned=2026-03&fra=2026-03&til=2026-03&dag=2026-03-10"
            };
            all.push(format!("{path}?{query}"));
            if path.starts_with("/api/v1/reports/hours") {
                all.push(format!("{path}?{query}&by=kind"));
            }
            all.push(path);
        }
    }
    all
}

/// Everything that someone can open: place, status and text.
pub fn opened(app: &App, ids: &[Fill], (login, role): (&str, &str)) -> Vec<(String, u16, String)> {
    let (person, program) = (app.sign_in(login), app.api_as(login));
    let opens = |line: &RouteLine| {
        matches!(line.right.as_str(), "Public" | "SignedIn") || line.roles.iter().any(|r| r == role)
    };
    let mut paths = paths(ids, opens);
    if role == "work_leader" {
        let residents = app.texts("SELECT id AS value FROM resident");
        paths.extend(residents.iter().map(|id| format!("/intern/tavle?hvem={id}")));
        let hands = app.texts("SELECT id AS value FROM board_hand");
        paths.extend(hands.iter().map(|id| format!("/intern/tavle?angre={id}")));
    }
    let open = |path: String| {
        let answer = if path.starts_with("/api/") { program.get(&path) } else { person.get(&path) };
        (path, answer.status, all_of(&answer))
    };
    paths.into_iter().map(open).collect()
}

/// Headers and text of an answer; but the time it was given, which is on some minute or other.
pub fn all_of(answer: &Answer) -> String {
    let told = answer.headers.iter().filter(|(name, _)| name.as_str() != "date");
    told.fold(answer.text.clone(), |text, (name, value)| format!("{text} {name}: {value:?}"))
}

fn planted_farm() -> (App, Vec<Fill>) {
    let app = spawn();
    let planted = plant(&app, NaiveDate::from_ymd_opt(2026, 3, 16).unwrap());
    let ids = real_ids(&app, &planted);
    (app, ids)
}

#[test]
fn no_page_tells_anyone_of_those_who_are_not_theirs_to_know_of() {
    let (app, ids) = planted_farm();
    let mut told = BTreeSet::new();
    let mut leaks = Vec::new();
    for viewer in VIEWERS.into_iter().chain([(ADA, "admin")]) {
        let pages = opened(&app, &ids, viewer);
        let count = pages.iter().filter(|(_, status, _)| *status == 200).count();
        assert!(count > 10, "{viewer:?} opens {count} pages");
        for (path, status, text) in pages {
            assert!(status < 500, "{viewer:?} {path}: {status}");
            for secret in found(viewer.0, &text) {
                leaks.push(format!("{viewer:?} reads {secret:?} at {path} ({status})"));
            }
            for secret in secrets() {
                if is_due(viewer.0, &secret) && text.contains(&secret.text) {
                    told.insert(secret.text);
                }
            }
        }
    }
    assert!(leaks.is_empty(), "{} leaks:\n{}", leaks.len(), leaks.join("\n"));
    // The scan would find them: each stands on some page of one whose it is to know.
    let unseen: Vec<_> = secrets()
        .into_iter()
        .filter(|secret| !told.contains(&secret.text))
        .filter(|secret| !matches!(secret.kind, Kind::Pin | Kind::Settled))
        .collect();
    assert!(unseen.is_empty(), "no row of these is ever shown: {unseen:?}");
}

#[test]
fn a_tablet_tells_first_names_of_those_who_work_there_and_nothing_else_of_them() {
    let (app, _) = planted_farm();
    for (opener, place) in [(TERJE, "snekkeri"), (KARI, "catering"), (HALLSTEIN, "hest")] {
        let tablet = app.sign_in(opener);
        let opened = tablet.post("/intern/nettbrett", &[("name", "Gangen")]);
        assert_eq!(opened.status, 303, "{}", opened.text);
        let locked = tablet.get("/nettbrett");
        assert!(locked.status == 200 && found("", &locked.text).is_empty(), "{}", locked.text);
        let names = tablet.get("/nettbrett/hvem");
        let those: Vec<String> = found("", &names.text).into_iter().map(|s| s.text).collect();
        let there = RESIDENTS.iter().filter(|r| r.place == place).map(|r| r.login);
        let first = |login: &str| {
            let own = |s: &Secret| s.whose == login && s.kind == Kind::First;
            secrets().into_iter().find(own).unwrap().text
        };
        assert_eq!(those, there.map(first).collect::<Vec<_>>(), "{opener}: {}", names.text);
    }
}

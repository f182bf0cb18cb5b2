//! More than forty names, numbers and notes, each with a real row behind it that came in through the
//! program's own doors, and who may read which.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use serde_json::json;

use crate::harness::cast::{ADA, KARI, LARS, MONA, SOLVEIG, TERJE};
use crate::harness::{Api, App, Person};

pub const GUDLEIK: &str = "gprest";
pub const HALLSTEIN: &str = "hborg";
/// Mona is the mentor of the first, was the third's, and Gudleik is the fourth's.
pub const MENTEE: &str = "zkvist";
pub const FORMER: &str = "wullm";

/// One who lives at the farm.
pub struct Resident {
    pub login: &'static str,
    first: &'static str,
    last: &'static str,
    key: &'static str,
    pub place: &'static str,
    pub leader: &'static str,
    mentor: &'static str,
    /// When they begin, on a minute nobody else begins on.
    start: &'static str,
    /// What their notes begin with.
    bird: &'static str,
}

const fn resident(
    [login, first, last, key]: [&'static str; 4],
    [place, leader, mentor]: [&'static str; 3],
    [start, bird]: [&'static str; 2],
) -> Resident {
    Resident { login, first, last, key, place, leader, mentor, start, bird }
}

pub const RESIDENTS: [Resident; 4] = [
    resident([MENTEE, "Zebulon", "Kvistad", "QX71A"], ["snekkeri", TERJE, MONA], ["06:17", "ravn"]),
    resident(
        ["ytorn", "Ylvarin", "Tornquist", "QX72B"],
        ["snekkeri", TERJE, ""],
        ["06:23", "trane"],
    ),
    resident([FORMER, "Wendolin", "Ullmark", "QX73C"], ["catering", KARI, ""], ["06:29", "hegre"]),
    resident(
        ["xdrom", "Xerxander", "Dromtorp", "QX74D"],
        ["hest", HALLSTEIN, GUDLEIK],
        ["06:37", "ugle"],
    ),
];

/// Login, first and last name, role.
const STAFF: [[&str; 4]; 2] = [
    [GUDLEIK, "Gudleik", "Prestvold", "mentor"],
    [HALLSTEIN, "Hallstein", "Borgund", "work_leader"],
];

/// Who opened a tablet, and what it is called.
const TABLETS: [(&str, &str); 3] =
    [(TERJE, "Spikerkroken"), (KARI, "Grytelokket"), (HALLSTEIN, "Hovslagerbua")];

/// The first employee code given: no page has such a number by chance.
const FIRST_CODE: i64 = 774_411;
pub const PIN: &str = "83920174";
const LINES: [(&str, Kind); 6] = [
    ("bekken", Kind::Returned),
    ("myra", Kind::Reason),
    ("vika", Kind::Reason),
    ("holmen", Kind::Reason),
    ("fossen", Kind::Settled),
    ("lia", Kind::Answer),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    First,
    Last,
    Login,
    Key,
    Code,
    Start,
    /// The line that hours were sent back with.
    Returned,
    /// Why something should be put right.
    Reason,
    /// The same, once it is settled.
    Settled,
    Answer,
    /// Name or login of one who works there.
    Staff,
    Tablet,
    Pin,
}

/// Something planted, and whose it is: a login.
#[derive(Clone, Debug)]
pub struct Secret {
    pub text: String,
    pub kind: Kind,
    pub whose: &'static str,
}

/// All that is planted.
pub fn secrets() -> Vec<Secret> {
    let mut all = Vec::new();
    let mut add = |text: String, kind, whose| all.push(Secret { text, kind, whose });
    for (code, r) in (FIRST_CODE..).zip(&RESIDENTS) {
        for (text, kind) in [
            (r.first, Kind::First),
            (r.last, Kind::Last),
            (r.login, Kind::Login),
            (r.key, Kind::Key),
            (r.start, Kind::Start),
        ] {
            add(text.to_owned(), kind, r.login);
        }
        add(code.to_string(), Kind::Code, r.login);
        for (line, kind) in LINES {
            add(format!("{}{line}", r.bird), kind, r.login);
        }
    }
    for [login, first, last, _] in STAFF {
        for text in [login, first, last] {
            add(text.to_owned(), Kind::Staff, login);
        }
    }
    for (opener, name) in TABLETS {
        add(name.to_owned(), Kind::Tablet, opener);
    }
    add(PIN.to_owned(), Kind::Pin, "");
    all
}

/// May someone read it on some page? What nobody is named for, nobody may.
pub fn is_due(viewer: &str, secret: &Secret) -> bool {
    let Secret { kind, whose, .. } = secret;
    if viewer.is_empty() {
        return false;
    }
    let owner = RESIDENTS.iter().find(|r| r.login == *whose);
    let leads = owner.is_some_and(|r| r.leader == viewer);
    let follows = owner.is_some_and(|r| r.mentor == viewer);
    let own = RESIDENTS.iter().find(|r| r.login == viewer);
    let looked_at_by = |staff: &str| own.is_some_and(|r| [r.leader, r.mentor].contains(&staff));
    match kind {
        Kind::Pin => false,
        Kind::Tablet => viewer == *whose || viewer == LARS,
        Kind::Staff => viewer == *whose || [LARS, ADA].contains(&viewer) || looked_at_by(whose),
        _ if viewer == *whose => true,
        Kind::First => leads || follows || viewer == LARS,
        Kind::Last | Kind::Login | Kind::Key => viewer == LARS,
        Kind::Code => leads || [LARS, SOLVEIG].contains(&viewer),
        Kind::Start => leads || follows || [LARS, SOLVEIG].contains(&viewer),
        Kind::Returned => leads || follows,
        Kind::Reason | Kind::Settled | Kind::Answer => leads,
    }
}

/// What was planted that someone may not read and that stands in a text.
pub fn found(viewer: &str, text: &str) -> Vec<Secret> {
    let not_due = secrets().into_iter().filter(|secret| !is_due(viewer, secret));
    not_due.filter(|secret| text.contains(&secret.text)).collect()
}

/// The farm with all that is planted, and the rows by name and owner.
pub struct Planted {
    pub rows: BTreeMap<(&'static str, &'static str), String>,
    /// Links of the orders' customers.
    pub tokens: Vec<String>,
    pub today: NaiveDate,
}

impl Planted {
    pub fn row(&self, name: &str, owner: &str) -> &str {
        let found = self.rows.iter().find(|((n, o), _)| *n == name && *o == owner);
        let (_, id) = found.unwrap_or_else(|| panic!("{owner} has a {name}"));
        id
    }

    /// The owners of the rows with a name.
    pub fn owners(&self, name: &str) -> Vec<&'static str> {
        self.rows.keys().filter(|(n, _)| *n == name).map(|(_, owner)| *owner).collect()
    }
}

pub fn account(app: &App, login: &str) -> String {
    app.texts(&format!("SELECT id AS value FROM account WHERE login = '{login}'")).remove(0)
}

pub fn resident_id(app: &App, login: &str) -> String {
    let sql = format!(
        "SELECT r.id AS value FROM resident r JOIN account a ON a.id = r.account_id \
         WHERE a.login = '{login}'"
    );
    app.texts(&sql).remove(0)
}

fn done(person: &Person, path: &str, fields: &[(&str, &str)]) {
    let answer = person.post(path, fields);
    assert!(matches!(answer.status, 200 | 303), "{path}: {} {}", answer.status, answer.text);
}

/// Plants it all, on a farm whose clock says that it is `today`.
pub fn plant(app: &App, today: NaiveDate) -> Planted {
    let mut planted = Planted { rows: BTreeMap::new(), tokens: Vec::new(), today };
    let raise =
        format!("UPDATE number_series SET next_number = {FIRST_CODE} WHERE series = 'employee'");
    app.db.execute(&raise).unwrap();
    people(app);
    for (enterprise, offering, count) in
        [("snekkeri", "SN-TIME", "10"), ("catering", "KA-LUNSJ", "4"), ("hest", "HE-TUR", "1")]
    {
        order(app, &mut planted, ("order", enterprise), (offering, count));
        planted.rows.insert(("enterprise", enterprise), enterprise.to_owned());
    }
    order(app, &mut planted, ("sold", "snekkeri"), ("SN-VED", "3"));
    for resident in &RESIDENTS {
        hours(app, &mut planted, resident);
        kinds(app, &mut planted, resident);
        day(app, &mut planted, resident);
    }
    let sold = planted.row("sold", "snekkeri").to_owned();
    let id = sent(&app.api_as(MENTEE), &planted, &RESIDENTS[0], 13, Some(&sold));
    done(&app.sign_in(TERJE), &format!("/intern/timer/{id}/godkjenning"), &[]);
    for verb in ["delivery", "invoice"] {
        let path = format!("/api/v1/orders/{sold}/{verb}");
        let answer = app.api_as(SOLVEIG).post_json(&path, "", &json!({}));
        assert!(matches!(answer.status, 200 | 201), "{verb}: {}", answer.text);
    }
    for (opener, name) in TABLETS {
        done(&app.sign_in(opener), "/intern/nettbrett", &[("name", name)]);
        let sql = format!("SELECT id AS value FROM kiosk WHERE name = '{name}'");
        planted.rows.insert(("tablet", opener), app.texts(&sql).remove(0));
    }
    planted
}

/// The residents and two of the staff; Terje has led the stables, and Mona followed the third.
fn people(app: &App) {
    let lars = app.sign_in(LARS);
    for r in &RESIDENTS {
        let name = format!("{} {}", r.first, r.last);
        let fields = [
            ("name", name.as_str()),
            ("login", r.login),
            ("roles", "resident"),
            ("enterprises", r.place),
            ("pseudonym", r.key),
        ];
        done(&lars, "/intern/folk", &fields);
    }
    for [login, first, last, role] in STAFF {
        let name = format!("{first} {last}");
        let fields =
            [("name", name.as_str()), ("login", login), ("roles", role), ("enterprises", "hest")];
        done(&lars, "/intern/folk", &fields);
    }
    for (mentee, mentor) in [(MENTEE, MONA), (FORMER, MONA), ("xdrom", GUDLEIK)] {
        let path = format!("/intern/folk/{}/mentorer", account(app, mentee));
        done(&lars, &path, &[("mentor", &account(app, mentor))]);
    }
    let who = resident_id(app, FORMER);
    let ended = format!("SELECT id AS value FROM mentorship WHERE resident_id = '{who}'");
    let path = format!("/intern/folk/{}/mentorer", account(app, FORMER));
    done(&lars, &format!("{path}/{}/avslutning", app.texts(&ended)[0]), &[]);

    let stables = app.texts("SELECT id AS value FROM enterprise WHERE code = 'hest'").remove(0);
    let terje = account(app, TERJE);
    let parts = format!("/intern/folk/{terje}/naeringer");
    done(&lars, &parts, &[("part", "leads"), ("enterprise", &stables)]);
    let part = "SELECT id AS value FROM membership WHERE account_id = ";
    let part = format!("{part}'{terje}' AND enterprise_id = '{stables}'");
    done(&lars, &format!("{parts}/{}/avslutning", app.texts(&part)[0]), &[]);
}

fn order(
    app: &App,
    planted: &mut Planted,
    row: (&'static str, &'static str),
    (offering, quantity): (&str, &str),
) {
    let placed = app.api().post_json(
        "/api/v1/orders",
        &format!("planted-{offering}"),
        &json!({
            "customer": {"kind": "private", "name": "Per Kunde", "email": "per@example.com",
                "phone": "40000001", "street": "Veien 2", "postcode": "4630", "city": "Kristiansand"},
            "delivery_date": planted.today + Days::new(4),
            "lines": [{"offering": offering, "quantity": quantity}],
        }),
    );
    assert_eq!(placed.status, 201, "{}", placed.text);
    let order = &placed.json()["order"];
    planted.rows.insert(row, order["number"].as_str().unwrap().to_owned());
    planted.tokens.push(order["token"].as_str().unwrap().to_owned());
}

/// A piece some days ago, sent in.
fn sent(by: &Api, planted: &Planted, r: &Resident, ago: u64, order: Option<&str>) -> String {
    let (date, end) = (planted.today - Days::new(ago), if ago == 6 { "12:00" } else { "09:00" });
    let body = json!({"date": date, "start": r.start, "end": end, "break_minutes": 0,
        "enterprise": r.place, "kind": "training", "order": order});
    let logged = by.post_json("/api/v1/hours", &format!("ago {ago}"), &body);
    assert_eq!(logged.status, 201, "{}", logged.text);
    logged.json()["entry"]["id"].as_str().unwrap().to_owned()
}

/// Drafts, what was sent, sent back and approved, and corrections in every state.
fn hours(app: &App, planted: &mut Planted, r: &Resident) {
    let (owner, leader) = (app.sign_in(r.login), app.sign_in(r.leader));
    let (program, who) = (app.api_as(r.login), resident_id(app, r.login));
    let approve = |id: &str| done(&leader, &format!("/intern/timer/{id}/godkjenning"), &[]);
    let note = |line: &str| format!("{}{line}", r.bird);
    let keep = |planted: &mut Planted, name, id| planted.rows.insert((name, r.login), id);
    for (name, ago) in [("draft", 11_u64), ("draft to forget", 12)] {
        let date = (planted.today - Days::new(ago)).to_string();
        let fields = [
            ("date", date.as_str()),
            ("start", r.start),
            ("end", "09:00"),
            ("break_minutes", "0"),
            ("enterprise", r.place),
            ("kind", "training"),
        ];
        done(&owner, "/intern/timer", &fields);
        let sql = format!(
            "SELECT id AS value FROM hour_entry WHERE state = 'draft' AND entry_date = '{date}' \
             AND resident_id = '{who}'"
        );
        keep(planted, name, app.texts(&sql).remove(0));
    }
    for (name, ago) in [("sent", 8_u64), ("sent to return", 9), ("sent to a program", 10)] {
        let id = sent(&program, planted, r, ago, None);
        keep(planted, name, id);
    }
    let returned = sent(&program, planted, r, 7, None);
    done(&leader, &format!("/intern/timer/{returned}/retur"), &[("note", &note("bekken"))]);
    keep(planted, "returned", returned);
    let number = planted.row("order", r.place).to_owned();
    let id = sent(&program, planted, r, 6, Some(&number));
    approve(&id);
    keep(planted, "approved", id);
    let wishes = [
        ("to accept", "myra"),
        ("to decline", "vika"),
        ("to undo", "holmen"),
        ("settled", "fossen"),
    ];
    for (ago, (name, line)) in (1_u64..).zip(wishes) {
        let id = sent(&program, planted, r, ago, None);
        approve(&id);
        let fields = [("gjor", "bort"), ("reason", &note(line))];
        done(&owner, &format!("/intern/timer/{id}/rettelse"), &fields);
        let sql = format!("SELECT id AS value FROM hour_correction WHERE entry_id = '{id}'");
        keep(planted, name, app.texts(&sql).remove(0));
    }
    let no = format!("/intern/godkjenning/rettelse/{}/nei", planted.row("settled", r.login));
    done(&leader, &no, &[("note", &note("lia"))]);
}

/// Two kinds that the leader proposed, and one that the resident did, for later.
fn kinds(app: &App, planted: &mut Planted, r: &Resident) {
    let (owner, lars) = (app.sign_in(r.login), app.sign_in(LARS));
    let who = resident_id(app, r.login);
    let from = (planted.today + Days::new(60)).to_string();
    let theirs = format!("/intern/slag/{who}");
    for (name, kind, person, path) in [
        ("kind to accept", "training", &lars, theirs.as_str()),
        ("kind to decline", "work", &lars, theirs.as_str()),
        ("kind wished", "dugnad", &owner, "/intern/timer/slag"),
    ] {
        done(person, path, &[("kind", kind), ("date", &from), ("valid_to", "")]);
        let sql = format!(
            "SELECT id AS value FROM kind_agreement WHERE kind = '{kind}' AND resident_id = '{who}'"
        );
        planted.rows.insert((name, r.login), app.texts(&sql).remove(0));
    }
    planted.rows.insert(("resident", r.login), who);
    let code = "SELECT employee_code AS value FROM resident WHERE pseudonym = ";
    let code = app.texts(&format!("{code}'{}'", r.key)).remove(0);
    planted.rows.insert(("code", r.login), code);
}

/// At work now, on the board, and with a PIN for the tablet.
fn day(app: &App, planted: &mut Planted, r: &Resident) {
    let owner = app.sign_in(r.login);
    done(&owner, "/intern/meg/pin", &[("new_pin", PIN)]);
    let job = [("enterprise", r.place), ("kind", "training"), ("order", "")];
    done(&owner, "/intern/timer/klokke/inn", &job);
    let who = resident_id(app, r.login);
    let hand = [("hvem", who.as_str()), ("naering", r.place), ("jobb", "")];
    done(&app.sign_in(r.leader), "/intern/tavle", &hand);
    let sql = format!("SELECT id AS value FROM board_hand WHERE resident_id = '{who}'");
    planted.rows.insert(("hand", r.login), app.texts(&sql).remove(0));
}

//! Every route of hours, board, papers, costs, tablets and kinds that names a row, met by everyone
//! with own rows, another's, a former mentee's, and those of an enterprise one led or never led.
//!
//! What one may not see is not there (404), what one may not do is forbidden (403), and neither
//! leaves anything behind.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use gardsbok::testing::{RouteLine, access_table};
use serde_json::json;

use crate::guidance_walls::plant_plans;
use crate::harness::cast::{ADA, KARI, LARS, SOLVEIG, TERJE};
use crate::harness::{Api, App, Person, on_postgres, spawn};
use crate::planted::{FORMER, GUDLEIK, HALLSTEIN, MENTEE, Planted, RESIDENTS, plant};
use crate::row_forms::{
    ADDRESS, DAY, ELEMENT, Fields, KIND, LEFT, MESSAGE, NOTE, STEP, TALK, WRONG,
};
use crate::walls_inside::VIEWERS;

/// Whose a row is to see or to act on.
#[derive(Clone, Copy, Debug)]
enum Whose {
    /// The resident's own.
    Own,
    /// Those of who leads the enterprise that it is in, today.
    Led,
    /// The mentor's, while the relation lasts.
    Followed,
    /// The same, and the leader's.
    Guided,
    /// The leader of the centre's; all of them.
    Centre,
    /// An order's or enterprise's: who leads one of its parts, and the business manager.
    Desk,
    /// The same, and the leader's.
    Paper,
    /// A person's working time: the leader's, and of who leads where it was worked.
    Time,
    /// The one's who opened it, and the leader's.
    Tablet,
}

use Whose::{Centre, Desk, Followed, Guided, Led, Own, Paper, Tablet, Time};

/// Method, path, the row that fills its last blank, whose it is, what is posted, and what the first
/// whose it is are answered.
type Walk = (&'static str, &'static str, &'static str, Whose, Fields, u16);

static WALKS: &[Walk] = &[
    ("GET", "/intern/timer/{id}", "draft", Own, &[], 200),
    ("POST", "/intern/timer/{id}", "draft", Own, DAY, 303),
    ("POST", "/intern/timer/{id}/slett", "draft to forget", Own, &[], 303),
    ("GET", "/intern/timer/{id}/rettelse", "approved", Own, &[], 200),
    ("POST", "/intern/timer/{id}/rettelse", "approved", Own, WRONG, 303),
    ("POST", "/intern/timer/rettelse/{id}/angre", "to undo", Own, &[], 303),
    ("POST", "/intern/timer/slag/{id}/ja", "kind to accept", Own, &[], 303),
    ("POST", "/intern/timer/slag/{id}/nei", "kind to decline", Own, &[], 303),
    ("POST", "/intern/timer/{id}/godkjenning", "sent", Led, &[], 303),
    ("POST", "/intern/timer/{id}/retur", "sent to return", Led, NOTE, 303),
    ("POST", "/api/v1/hours/{id}/approval", "sent to a program", Led, &[], 200),
    ("POST", "/intern/godkjenning/rettelse/{id}/ja", "to accept", Led, &[], 303),
    ("POST", "/intern/godkjenning/rettelse/{id}/nei", "to decline", Led, NOTE, 303),
    ("GET", "/intern/slag/{resident}", "resident", Centre, &[], 200),
    ("POST", "/intern/slag/{resident}/{id}/ja", "kind wished", Centre, &[], 303),
    // It is settled by then, and that is said.
    ("POST", "/intern/slag/{resident}/{id}/nei", "kind wished", Centre, &[], 422),
    ("POST", "/intern/slag/{resident}", "resident", Centre, KIND, 303),
    ("POST", "/intern/tavle/{id}/av", "hand", Led, &[], 303),
    ("POST", "/intern/tavle/{id}/angring", "hand", Led, &[], 303),
    ("GET", "/intern/adepter/{id}", "resident", Followed, &[], 200),
    ("POST", "/intern/plan/deler/{id}/ferdig", "element", Own, &[], 303),
    ("POST", "/intern/plan/deler/{id}/angre", "element", Own, &[], 303),
    ("POST", "/intern/plan/deler/{id}/bort", "element", Own, &[], 303),
    ("POST", "/intern/plan/deler/{id}/tilbake", "element", Own, &[], 303),
    ("POST", "/intern/plan/avtalt/{id}/ferdig", "agreed", Own, &[], 303),
    ("POST", "/intern/plan/avtalt/{id}/angre", "agreed", Own, &[], 303),
    ("GET", "/intern/planer/{resident}", "resident", Guided, &[], 200),
    ("POST", "/intern/planer/{resident}/deler", "resident", Guided, ELEMENT, 303),
    ("POST", "/intern/planer/{resident}/trinn", "resident", Guided, STEP, 303),
    ("POST", "/intern/planer/{resident}/pause", "resident", Guided, &[], 303),
    ("POST", "/intern/planer/{resident}/pause/slutt", "resident", Guided, &[], 303),
    ("POST", "/intern/planer/{resident}/snakket", "resident", Guided, &[], 303),
    ("GET", "/intern/samtale/{resident}", "resident", Guided, &[], 200),
    ("POST", "/intern/samtale/{resident}", "resident", Guided, TALK, 303),
    ("POST", "/intern/planer/{resident}/mentor", "resident", Centre, &[], 303),
    // The resident has not said yes.
    ("POST", "/intern/planer/{resident}/mentor/rolle", "resident", Centre, &[], 422),
    ("POST", "/intern/planer/{resident}/mentor/nei", "resident", Centre, &[], 303),
    ("GET", "/intern/planer/{resident}/utflytting", "resident", Centre, &[], 200),
    ("POST", "/intern/planer/{resident}/utflytting", "resident", Centre, LEFT, 303),
    ("POST", "/intern/planer/{resident}/utflytting/angre", "resident", Centre, &[], 303),
    // Walked with goals and the work that gives them in guidance.rs.
    ("POST", "/intern/mal/{goal}/tavle", "", Led, &[], 0),
    ("GET", "/intern/papirer/timeliste/{number}.csv", "order", Paper, &[], 200),
    ("GET", "/intern/papirer/timeliste/{number}.pdf", "order", Paper, &[], 200),
    ("GET", "/intern/papirer/timeliste/{number}", "order", Paper, &[], 200),
    ("GET", "/intern/papirer/personalliste/{code}.csv", "enterprise", Paper, &[], 200),
    ("GET", "/intern/papirer/personalliste/{code}.pdf", "enterprise", Paper, &[], 200),
    ("GET", "/intern/papirer/personalliste/{code}", "enterprise", Paper, &[], 200),
    ("GET", "/intern/papirer/arbeidstid/{code}.csv", "code", Time, &[], 200),
    ("GET", "/intern/papirer/arbeidstid/{code}.pdf", "code", Time, &[], 200),
    ("GET", "/intern/papirer/arbeidstid/{code}", "code", Time, &[], 200),
    ("GET", "/intern/bestillinger/{number}", "order", Desk, &[], 200),
    ("GET", "/intern/bestillinger/{number}/kostnad", "order", Desk, &[], 200),
    ("GET", "/intern/bestillinger/{number}/kostnad.csv", "order", Desk, &[], 200),
    ("POST", "/intern/bestillinger/{number}/bekreftelse", "order", Desk, &[], 303),
    ("POST", "/intern/bestillinger/{number}/adresse", "order", Desk, ADDRESS, 303),
    // Lunches are not agreed on by the hour, and no line of it is delivered without a day.
    ("POST", "/intern/bestillinger/{number}/avtalt-tid", "order", Desk, &[], 422),
    ("POST", "/intern/bestillinger/{number}/melding", "order", Desk, MESSAGE, 303),
    ("POST", "/intern/bestillinger/{number}/levering", "order", Desk, &[], 422),
    ("POST", "/intern/bestillinger/{number}/avlysning", "order", Desk, &[("reason", "Vær")], 303),
    ("POST", "/intern/nettbrett/{id}/avslutning", "tablet", Tablet, &[], 303),
    // Walked in proofs.rs, with a certificate that someone has.
    ("GET", "/intern/ta-med/kursbevis/{id}", "", Own, &[], 0),
    // Not of these slices: walked with other rows in catalog.rs, courses.rs and permissions.rs.
    ("POST", "/intern/stopp/{id}/oppheving", "", Led, &[], 0),
    ("GET", "/intern/varer/{code}", "", Led, &[], 0),
    ("GET", "/intern/kurs/bevis/{id}", "", Own, &[], 0),
    ("POST", "/intern/varer/{code}", "", Led, &[], 0),
    ("POST", "/intern/varer/{code}/bilde", "", Led, &[], 0),
    ("POST", "/intern/varer/{code}/bilde/fjerning", "", Led, &[], 0),
    ("POST", "/intern/bestillinger/{number}/faktura", "order", Desk, &[], 0),
];

/// Walked in `learning_walls.rs`, with what people learn.
const ELSEWHERE: [&str; 3] = ["/intern/det-jeg-kan", "/intern/mal", "/intern/kvalifisering"];

/// Those who lead an enterprise, today.
fn leader_of(enterprise: &str) -> &'static str {
    match enterprise {
        "snekkeri" => TERJE,
        "catering" => KARI,
        _ => HALLSTEIN,
    }
}

fn is_theirs(whose: Whose, viewer: &str, owner: &str) -> bool {
    let leads = RESIDENTS.iter().any(|r| r.login == owner && r.leader == viewer);
    match whose {
        Own => viewer == owner,
        Led => leads,
        Followed => matches!((viewer, owner), ("mona", MENTEE) | (GUDLEIK, "xdrom")),
        Guided => viewer == LARS || is_theirs(Followed, viewer, owner),
        Centre => viewer == LARS,
        Desk => viewer == leader_of(owner) || viewer == SOLVEIG,
        Paper => viewer == leader_of(owner) || viewer == SOLVEIG || viewer == LARS,
        Time => leads || viewer == LARS,
        Tablet => viewer == owner || viewer == LARS,
    }
}

fn line_of(walk: &Walk) -> RouteLine {
    let (method, path, ..) = walk;
    let found = access_table().into_iter().find(|l| l.method == *method && l.path == *path);
    found.unwrap_or_else(|| panic!("there is no {method} {path}"))
}

fn may(line: &RouteLine, role: &str) -> bool {
    line.right == "SignedIn" || line.roles.iter().any(|one| one == role)
}

fn path_of(walk: &Walk, planted: &Planted, owner: &str) -> String {
    let (_, path, row, ..) = walk;
    let mut path = (*path).to_owned();
    if *row != "resident" && path.contains("{resident}") {
        path = path.replace("{resident}", planted.row("resident", owner));
    }
    let (before, rest) = path.split_once('{').unwrap();
    let (_, after) = rest.split_once('}').unwrap();
    let month = if path.contains("arbeidstid") { "?maned=2026-03" } else { "" };
    format!("{before}{}{after}{month}", planted.row(row, owner))
}

/// Everyone, each with an own browser and program.
struct Everyone(BTreeMap<&'static str, (Person, Api)>);

impl Everyone {
    fn at(app: &App) -> Self {
        let signed_in = |(login, _)| (login, (app.sign_in(login), app.api_as(login)));
        Self(viewers().map(signed_in).collect())
    }

    fn ask(&self, walk: &Walk, login: &str, path: &str) -> (u16, String) {
        let (method, _, _, _, fields, _) = walk;
        let (person, program) = &self.0[login];
        let answer = if path.starts_with("/api/") {
            program.post_json(path, "", &json!({}))
        } else if *method == "GET" {
            person.get(path)
        } else {
            person.post(path, fields)
        };
        (answer.status, answer.text)
    }
}

/// Every row of what these routes may change, and of who looked; the outbox is emptied beside us.
fn everything(app: &App) -> Vec<String> {
    let tables = [
        "hour_entry",
        "hour_correction",
        "hour_clock",
        "hours_week",
        "hours_kept",
        "kind_agreement",
        "board_hand",
        "order_estimate",
        "customer_order",
        "order_part",
        "order_line",
        "order_step",
        "invoice",
        "purchase",
        "kiosk",
        "kiosk_pin",
        "resident",
        "plan_element",
        "model_step",
        "pause",
        "talk",
        "talk_step",
        "help_ask",
        "mentor_step",
        "departure",
        "look",
    ];
    tables.into_iter().flat_map(|table| rows(app, table)).collect()
}

fn rows(app: &App, table: &str) -> Vec<String> {
    if on_postgres() {
        return app.texts(&format!("SELECT CAST(t AS text) AS value FROM {table} t ORDER BY 1"));
    }
    let columns = app.texts(&format!("SELECT name AS value FROM pragma_table_info('{table}')"));
    let columns: Vec<String> = columns.iter().map(|column| format!("quote({column})")).collect();
    let columns = columns.join(" || ' ' || ");
    app.texts(&format!("SELECT {columns} AS value FROM {table} ORDER BY 1"))
}

fn planted_farm() -> (App, Planted) {
    let app = spawn();
    let mut planted = plant(&app, NaiveDate::from_ymd_opt(2026, 3, 16).unwrap());
    plant_plans(&app, &mut planted);
    (app, planted)
}

fn walked() -> impl Iterator<Item = &'static Walk> {
    WALKS.iter().filter(|(_, _, row, _, _, done)| !row.is_empty() && *done != 0)
}

fn viewers() -> impl Iterator<Item = (&'static str, &'static str)> {
    VIEWERS.into_iter().chain([(ADA, "admin")])
}

#[test]
fn every_route_that_names_a_row_of_ones_own_or_anothers_is_walked_here() {
    let named: BTreeSet<(String, String)> =
        WALKS.iter().map(|(method, path, ..)| ((*method).to_owned(), (*path).to_owned())).collect();
    for walk in WALKS {
        line_of(walk);
    }
    let parts = [
        "/intern/timer/",
        "/intern/plan",
        "/intern/samtale",
        "/intern/godkjenning",
        "/intern/slag",
        "/intern/tavle",
    ];
    let more = ["/intern/adepter", "/intern/papirer", "/intern/nettbrett", "/api/v1/hours"];
    let orders = ["/intern/bestillinger"];
    for line in access_table().into_iter().filter(|line| line.path.contains('{')) {
        let is_someones = matches!(line.relation.as_str(), "Own" | "Mentee" | "Enterprise");
        let mut here = parts.iter().chain(&more).chain(&orders);
        if ELSEWHERE.iter().any(|part| line.path.starts_with(part)) {
            continue;
        }
        if is_someones || here.any(|part| line.path.starts_with(part)) {
            let is_named = named.contains(&(line.method.clone(), line.path.clone()));
            assert!(is_named, "{} {} is not walked", line.method, line.path);
        }
    }
}

#[test]
fn what_is_not_ones_own_is_not_there_or_forbidden_and_nothing_is_left_behind() {
    let (app, planted) = planted_farm();
    let everyone = Everyone::at(&app);
    let mut met = 0;
    for walk in walked() {
        let (method, path, row, whose, ..) = walk;
        let line = line_of(walk);
        let before = everything(&app);
        for (viewer, role) in viewers() {
            for owner in planted.owners(row) {
                if may(&line, role) && is_theirs(*whose, viewer, owner) {
                    continue;
                }
                let wanted = if may(&line, role) || *method == "GET" { 404 } else { 403 };
                let (status, text) = everyone.ask(walk, viewer, &path_of(walk, &planted, owner));
                assert_eq!(status, wanted, "{viewer}, {method} {path} of {owner}: {text}");
                met += 1;
            }
        }
        assert!(before == everything(&app), "{method} {path} left something behind");
    }
    assert!(met > 1500, "{met} doors were tried");
}

#[test]
fn what_is_ones_own_to_see_or_do_is_seen_and_done() {
    let (app, planted) = planted_farm();
    let everyone = Everyone::at(&app);
    for walk in walked() {
        let (method, path, row, whose, _, done) = walk;
        let line = line_of(walk);
        for owner in planted.owners(row) {
            let theirs = viewers()
                .filter(|(viewer, role)| may(&line, role) && is_theirs(*whose, viewer, owner));
            // A row is changed once: by the first whose it is.
            let count = if *method == "GET" { usize::MAX } else { 1 };
            let mut met = 0;
            for (viewer, _) in theirs.take(count) {
                if *path == "/intern/timer/{id}" && *method == "POST" && owner != MENTEE {
                    continue; // the day that is posted is of the carpentry
                }
                let (status, text) = everyone.ask(walk, viewer, &path_of(walk, &planted, owner));
                // An order may be past some steps; then that is said at once.
                let is_step = matches!(whose, Desk) && *method == "POST";
                let is_done = status == *done || (is_step && matches!(status, 303 | 422));
                assert!(is_done, "{viewer}, {method} {path} of {owner}: {status} {text}");
                met += 1;
            }
            let follows = matches!(whose, Followed);
            assert!(met > 0 || follows || *row == "draft", "nobody's: {method} {path} of {owner}");
        }
    }
}

#[test]
fn a_former_mentee_and_an_enterprise_once_led_are_as_strangers() {
    let (app, planted) = planted_farm();
    let former = planted.row("resident", FORMER);
    let mona = app.sign_in("mona");
    assert_eq!(mona.get(&format!("/intern/adepter/{former}")).status, 404);
    let of_mentee = planted.row("resident", MENTEE);
    assert_eq!(mona.get(&format!("/intern/adepter/{of_mentee}")).status, 200);
    let was = "SELECT count(*) AS value FROM mentorship WHERE ended_at IS NOT NULL";
    assert_eq!(app.number(was), 1, "the relation was there, and has ended");
    let led =
        "SELECT count(*) AS value FROM membership WHERE part = 'leads' AND ended_at IS NOT NULL";
    assert_eq!(app.number(led), 1, "the stables were led, and are no more");
    let terje = app.sign_in(TERJE);
    for place in ["hest", "catering"] {
        let paper = format!("/intern/papirer/personalliste/{place}");
        assert_eq!(terje.get(&paper).status, 404, "{place}");
    }
}

#[test]
fn a_row_named_in_a_form_is_walled_as_one_named_in_a_path() {
    let (app, planted) = planted_farm();
    let before = everything(&app);
    let (own, other) = (planted.row("sent", "wullm"), planted.row("sent", MENTEE));
    let kari = app.sign_in(KARI);
    let both = [("entry", own), ("entry", other)];
    assert_eq!(
        kari.post("/intern/godkjenning", &both).status,
        404,
        "one that is not hers undoes all"
    );
    for (login, status) in [(MENTEE, 403), (LARS, 403), (SOLVEIG, 403), (TERJE, 404)] {
        let answer = app.sign_in(login).post("/intern/godkjenning", &[("entry", own)]);
        assert_eq!(answer.status, status, "{login}");
    }
    let hand = |who: &str, place: &str| {
        kari.post("/intern/tavle", &[("hvem", who), ("naering", place), ("jobb", "")]).status
    };
    assert_eq!(hand(planted.row("resident", MENTEE), "catering"), 404);
    assert_eq!(hand(planted.row("resident", FORMER), "hest"), 404);
    let row = planted.row("hand", MENTEE);
    assert_eq!(kari.get(&format!("/intern/tavle?angre={row}")).status, 404);
    assert!(before == everything(&app), "nothing was left behind");
}

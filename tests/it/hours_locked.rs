//! What is approved stays as it is, on every path: pages, programs, imports, and bare statements.

use serde_json::json;

use crate::harness::cast::{AMINA, JONAS, SOLVEIG, TERJE};
use crate::harness::{App, on_postgres, spawn};

const TODAY: &str = "2026-03-16";

/// Logs and sends a piece of today; answers its id.
pub fn sent(app: &App, login: &str, start: &str, end: &str, order: Option<&str>) -> String {
    let body = json!({"date": TODAY, "start": start, "end": end, "break_minutes": 0,
        "enterprise": "snekkeri", "kind": "training", "order": order});
    let key = format!("{login}{start}");
    let logged = app.api_as(login).post_json("/api/v1/hours", &key, &body);
    assert_eq!(logged.status, 201, "{}", logged.text);
    logged.json()["entry"]["id"].as_str().unwrap().to_owned()
}

/// Has it approved too.
pub fn approved(app: &App, login: &str, start: &str, end: &str, order: Option<&str>) -> String {
    let id = sent(app, login, start, end, order);
    let path = format!("/api/v1/hours/{id}/approval");
    let done = app.api_as(TERJE).post_json(&path, "", &json!({}));
    assert_eq!(done.status, 200, "{}", done.text);
    id
}

/// Every entry, all of it, in order of its making.
pub fn entries(app: &App) -> Vec<String> {
    app.texts(
        "SELECT CAST(entry_date AS TEXT) || ' ' || CAST(start_minute AS TEXT) || '-' || \
         CAST(end_minute AS TEXT) || ' ' || CAST(worked_minutes AS TEXT) || ' ' || kind || ' ' || \
         state || CASE WHEN counter THEN ' counter' ELSE '' END || \
         CASE WHEN corrects IS NULL THEN '' ELSE ' corrects' END AS value \
         FROM hour_entry ORDER BY created_at, id",
    )
}

#[test]
fn the_database_refuses_what_would_change_an_approved_row() {
    let app = spawn();
    let id = approved(&app, AMINA, "08:00", "12:00", None);
    let waiting = sent(&app, JONAS, "08:00", "12:00", None);
    let before = entries(&app);
    let columns = [
        "id = 'x'",
        "entry_date = '2026-03-15'",
        "start_minute = 1",
        "end_minute = 1440",
        "break_minutes = 1",
        "worked_minutes = 241",
        "enterprise_id = (SELECT id FROM enterprise WHERE code = 'catering')",
        "resident_id = (SELECT id FROM resident WHERE pseudonym = 'B02')",
        "kind = 'work'",
        "state = 'draft'",
        "returned_note = 'x'",
        "corrects = id",
        "created_at = '2026-01-01 00:00:00'",
        "submitted_at = NULL",
        "approved_at = NULL",
        "approved_by = NULL",
        "worked_minutes = 1, order_id = NULL",
    ];
    let mut attempts: Vec<String> = columns
        .iter()
        .map(|set| format!("UPDATE hour_entry SET {set} WHERE id = '{id}'"))
        .collect();
    attempts.push("UPDATE hour_entry SET kind = 'work'".into());
    attempts.push(format!("DELETE FROM hour_entry WHERE id = '{id}'"));
    attempts.push("DELETE FROM hour_entry".into());
    let copy = "SELECT id, resident_id, entry_date, 0, 1, 0, 1, enterprise_id, kind, NULL, 'draft', \
                '', NULL, false, created_at, NULL, NULL, NULL FROM hour_entry";
    if on_postgres() {
        attempts.push("TRUNCATE hour_entry CASCADE".into());
        attempts.push(format!(
            "INSERT INTO hour_entry SELECT * FROM hour_entry WHERE id = '{id}' \
             ON CONFLICT (id) DO UPDATE SET worked_minutes = 1"
        ));
    } else {
        attempts.push(format!("INSERT OR REPLACE INTO hour_entry {copy} WHERE id = '{id}'"));
        attempts.push(format!("REPLACE INTO hour_entry {copy} WHERE id = '{id}'"));
    }
    for attempt in attempts {
        let said = app.db.execute(&attempt).unwrap_err();
        assert!(said.contains("hours.locked: hour_entry"), "{attempt}: {said}");
    }
    assert_eq!(entries(&app), before);
    let mend = format!("UPDATE hour_entry SET kind = 'work' WHERE id = '{waiting}'");
    app.db.execute(&mend).expect("what waits is not locked");
}

#[test]
fn an_approved_row_without_an_order_may_be_given_one_and_then_keeps_it() {
    let app = spawn();
    let number = order(&app);
    let id = approved(&app, AMINA, "08:00", "12:00", None);
    let give = format!(
        "UPDATE hour_entry SET order_id = (SELECT id FROM customer_order WHERE number = '{number}') \
         WHERE id = '{id}'"
    );
    app.db.execute(&give).expect("an import brings the order later");
    let said = app.db.execute("UPDATE hour_entry SET order_id = NULL").unwrap_err();
    assert!(said.contains("hours.locked"), "{said}");
}

/// An order of firewood; answers its number.
pub fn order(app: &App) -> String {
    let placed = app.api().post_json(
        "/api/v1/orders",
        "locked-1",
        &json!({
            "customer": {"kind": "private", "name": "Per Kunde", "email": "per@example.com",
                "phone": "40000001", "street": "Veien 2", "postcode": "4630", "city": "Moss"},
            "delivery_date": TODAY,
            "lines": [{"offering": "SN-VED", "quantity": "3"}],
        }),
    );
    assert_eq!(placed.status, 201, "{}", placed.text);
    placed.json()["order"]["number"].as_str().unwrap().to_owned()
}

/// Delivers and invoices it.
pub fn invoice(app: &App, number: &str) {
    for verb in ["delivery", "invoice"] {
        let path = format!("/api/v1/orders/{number}/{verb}");
        let done = app.api_as(SOLVEIG).post_json(&path, "", &json!({}));
        assert!(matches!(done.status, 200 | 201), "{verb}: {}", done.text);
    }
}

#[test]
fn what_is_invoiced_is_put_right_beside_itself_and_the_invoice_stays() {
    let app = spawn();
    let number = order(&app);
    let id = approved(&app, AMINA, "08:00", "12:00", Some(&number));
    invoice(&app, &number);
    let total = "SELECT total_ore AS value FROM invoice";
    let before = app.number(total);
    let (amina, terje) = (app.sign_in(AMINA), app.sign_in(TERJE));
    let asked = amina.post(
        &format!("/intern/timer/{id}/rettelse"),
        &[("gjor", "bort"), ("reason", "Jeg var ikke der den dagen")],
    );
    assert_eq!(asked.status, 303, "{}", asked.text);
    let page = terje.get("/intern/godkjenning");
    assert!(page.text.contains("Bestillingen er fakturert."), "{}", page.text);
    let row = app.texts("SELECT id AS value FROM hour_correction").remove(0);
    let done = terje.post(&format!("/intern/godkjenning/rettelse/{row}/ja"), &[]);
    assert_eq!(done.status, 303, "{}", done.text);
    let notes = app.texts("SELECT returned_note AS value FROM hour_entry WHERE counter");
    assert_eq!(notes, ["Rettet etter at bestillingen var fakturert."]);
    assert_eq!(app.number(total), before);
    assert_eq!(
        app.number("SELECT CAST(SUM(worked_minutes) AS BIGINT) AS value FROM hour_entry"),
        0
    );
    assert!(app.run(&["check"]).ok);
}

#[test]
fn an_import_of_what_has_been_put_right_changes_nothing() {
    let app = spawn();
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("hours.csv");
    let csv = "resident,date,start,end,break_minutes,enterprise,kind,order,state\n\
               B01,2026-03-13,08:00,14:00,30,snekkeri,training,,approved\n";
    std::fs::write(&file, csv).unwrap();
    let words = ["import", "hours", file.to_str().unwrap()];
    let told = app.run(&words);
    assert!(told.ok, "{}", told.stderr);
    let (amina, terje) = (app.sign_in(AMINA), app.sign_in(TERJE));
    let id = app.texts("SELECT id AS value FROM hour_entry").remove(0);
    let fields = [
        ("date", "2026-03-13"),
        ("start", "08:00"),
        ("end", "12:00"),
        ("break_minutes", "0"),
        ("enterprise", "snekkeri"),
        ("kind", "training"),
        ("order", ""),
        ("reason", "Jeg gikk til lunsj"),
    ];
    let asked = amina.post(&format!("/intern/timer/{id}/rettelse"), &fields);
    assert_eq!(asked.status, 303, "{}", asked.text);
    let row = app.texts("SELECT id AS value FROM hour_correction").remove(0);
    assert_eq!(terje.post(&format!("/intern/godkjenning/rettelse/{row}/ja"), &[]).status, 303);
    let before = entries(&app);
    assert_eq!(before.len(), 3);
    let again = app.run(&words);
    assert!(again.ok, "{}", again.stderr);
    assert_eq!(entries(&app), before);
    assert!(app.run(&["check"]).ok);
}

#[test]
fn the_check_finds_a_counter_entry_that_takes_back_something_else() {
    let app = spawn();
    let id = approved(&app, AMINA, "08:00", "12:00", None);
    let forge = format!(
        "INSERT INTO hour_entry SELECT 'forged', resident_id, entry_date, start_minute, end_minute, \
         break_minutes, -100, enterprise_id, kind, order_id, state, '', id, true, created_at, \
         submitted_at, approved_at, approved_by FROM hour_entry WHERE id = '{id}'; \
         UPDATE hours_kept SET minutes = minutes - 100, entries = entries + 1"
    );
    app.db.execute(&forge).unwrap();
    let told = app.run(&["check"]);
    assert!(!told.ok && told.stdout.contains("hours.counter"), "{} {}", told.stdout, told.stderr);
}

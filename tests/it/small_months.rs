//! Two looks at a month's hours, one before and one after someone's hours are approved or put right.

use serde_json::Value;

use crate::harness::cast::{JONAS, ODD, SIRI, SOLVEIG, TERJE};
use crate::harness::{App, spawn};

/// Six residents with so many minutes each in the carpentry, in two months.
fn worked(app: &App, minutes: i64) {
    for period in [202_602, 202_603] {
        for resident in 0..6 {
            let sql = format!(
                "INSERT INTO hours_kept (period, enterprise_id, kind, resident_id, minutes, entries) \
                 SELECT {period}, id, 'training', 'r{resident}', {minutes}, 1 FROM enterprise \
                 WHERE code = 'snekkeri'"
            );
            app.db.execute(&sql).unwrap();
        }
    }
}

/// A day of someone's is approved, in both months.
fn approved(app: &App) {
    let sql = "UPDATE hours_kept SET minutes = minutes + 437 WHERE resident_id = 'r3'";
    app.db.execute(sql).unwrap();
}

/// Without what differs from page to page.
fn told(page: &str) -> String {
    page.split_once("<main").unwrap().1.to_owned()
}

#[test]
fn colleagues_cannot_tell_one_approval_from_two_looks_at_the_results() {
    let app = spawn();
    worked(&app, 4000);
    let page = |login: &str| told(&app.sign_in(login).get("/intern/resultater").text);
    let (before, led) = (page(JONAS), page(TERJE));
    let plain = before.replace('\u{a0}', " ");
    assert!(plain.contains("rundt 400 t"), "{plain}");
    assert!(plain.contains("ikke klar") && plain.contains("rundet av til hele 50"), "{plain}");
    assert!(!plain.contains("minst"), "the sum is of what is rounded: {plain}");
    approved(&app);
    assert_eq!(page(JONAS), before, "nothing has changed to be seen");
    assert_ne!(page(TERJE), led, "the work leader sees every minute");
    assert!(page(TERJE).replace('\u{a0}', " ").contains("407 t 17 min"), "{}", page(TERJE));
}

#[test]
fn nothing_is_told_behind_the_walls_of_the_month_that_runs() {
    let app = spawn();
    worked(&app, 4000);
    let minutes = |login: &str, by: &str| -> Vec<Value> {
        let path = format!("/api/v1/reports/hours?from=2026-02-01&to=2026-03-31{by}");
        let answer = app.api_as(login).get(&path);
        assert_eq!(answer.status, 200, "{}", answer.text);
        let rows = answer.json()["rows"].as_array().unwrap().clone();
        let own = rows.iter().filter(|row| row["enterprise"] == "snekkeri");
        own.map(|row| row["approved_minutes"].clone()).collect()
    };
    let exact = [Value::from(24_000), Value::from(24_000)];
    assert_eq!(minutes(SOLVEIG, ""), exact);
    assert_eq!(minutes(ODD, ""), [Value::from(24_000), Value::Null]);
    assert!(minutes(ODD, "&by=kind").iter().all(Value::is_null), "a part of it runs");
    let siri = app.sign_in(SIRI);
    let overview = |query: &str| told(&siri.get(&format!("/intern/oversikt?{query}")).text);
    let march = overview("fra=2026-03&til=2026-03");
    let file = siri.get("/intern/oversikt/timer.csv?fra=2026-03&til=2026-03").text;
    assert!(march.contains("ikke klar") && file.contains("2026-03,snekkeri,,0"), "{file}");
    approved(&app);
    assert_eq!(overview("fra=2026-03&til=2026-03"), march);
    assert_eq!(siri.get("/intern/oversikt/timer.csv?fra=2026-03&til=2026-03").text, file);
    assert_eq!(minutes(ODD, "")[1], Value::Null);
    // When it is over, it is told.
    app.set_clock("2026-04-01 08:00");
    assert_eq!(minutes(ODD, ""), [Value::from(24_437), Value::from(24_437)]);
}

//! Long lists: fifty rows a page, sums of the whole, links that keep what was asked for.

use crate::harness::cast::{SOLVEIG, TERJE};
use crate::harness::{App, spawn};
use crate::invoicing::{deliver, invoice, place, wood_and_cake};
use crate::purchases::book;

fn plain(text: &str) -> String {
    text.replace('\u{a0}', " ").replace("&#38;", "&")
}

#[test]
fn receipts_stand_fifty_a_page_under_the_sum_of_them_all() {
    let app = spawn();
    let solveig = app.sign_in(SOLVEIG);
    for number in 1..=52 {
        let receipt = format!("L-{number:03}");
        let told = book(&solveig, &receipt, &[("receipt", &receipt), ("gross", "100,00")]);
        assert_eq!(told.status, 303, "{}", told.text);
    }
    let first = plain(&solveig.get("/intern/innkjop?fra=2026-03-01").text);
    assert!(first.contains("52 kvitteringer") && first.contains("5 200,00 kr"), "{first}");
    assert!(first.contains(">L-052<") && first.contains(">L-003<") && !first.contains(">L-002<"));
    let older = "/intern/innkjop?fra=2026-03-01&til=2026-03-16&side=2";
    assert!(first.contains(&format!("href=\"{older}\">Eldre")), "{first}");
    let second = plain(&solveig.get(older).text);
    assert!(
        second.contains(">L-002<") && second.contains(">L-001<") && !second.contains(">L-003<")
    );
    assert!(second.contains("51 til 52 av 52") && second.contains("5 200,00 kr"), "{second}");
    let newer = "href=\"/intern/innkjop?fra=2026-03-01&til=2026-03-16\">Nyere";
    assert!(second.contains(newer) && !second.contains("Eldre"));
    let past = plain(&solveig.get("/intern/innkjop?side=9").text);
    assert!(past.contains(">L-001<"), "past the last page is the last page");

    // What is done on a page comes back to it; what is refused shows the page of the receipt.
    let on_second = |paid_on| {
        let fields = [("receipt", "L-001"), ("paid_on", paid_on), ("fra", "2026-03-01")];
        let page = [("til", "2026-03-16"), ("side", "2")];
        solveig.post("/intern/innkjop/betaling", &[&fields[..], &page[..]].concat())
    };
    let refused = on_second("2026-03-17");
    assert_eq!(refused.status, 422);
    assert!(refused.text.contains("id=\"paid_on-error\""), "{}", refused.text);
    assert_eq!(on_second("2026-03-16").location(), older);
    assert!(plain(&solveig.get(older).text).contains("Betalt 16.03.2026"));
}

/// One invoice of each standing: 1 open, 2 overdue, 3 paid, 4 credited by 5.
fn invoices_of_each_standing(app: &App) {
    for (key, clock) in [("b", "2026-03-16 10:00"), ("c", "2026-03-17 10:00")] {
        app.set_clock(clock);
        let order = place(app, key, &wood_and_cake());
        deliver(app, &order, &clock[..10]);
        invoice(app, &order, &clock[..10]);
    }
    let solveig = app.sign_in(SOLVEIG);
    for key in ["d", "e"] {
        let order = place(app, key, &wood_and_cake());
        deliver(app, &order, "2026-03-17");
        let made = invoice(app, &order, "2026-03-17");
        let number = made["number"].as_i64().unwrap();
        let (step, fields) = match key {
            "d" => {
                let total = app.number(&format!(
                    "SELECT total_ore AS value FROM invoice WHERE number = {number}"
                ));
                let amount = format!("{},{:02}", total / 100, total % 100);
                ("betaling", vec![("nokkel", "k".to_owned()), ("amount", amount)])
            }
            _ => ("kreditnota", Vec::new()),
        };
        let path = format!("/intern/fakturaer/{number}/{step}");
        let mut all = vec![("date", "2026-03-17"), ("paid_on", "2026-03-17")];
        all.extend(fields.iter().map(|(name, value)| (*name, value.as_str())));
        let done = solveig.post(&path, &all);
        assert_eq!(done.status, 303, "{}", done.text);
        assert!(done.location().starts_with("/intern/fakturaer/"), "{}", done.location());
    }
}

#[test]
fn invoices_are_listed_by_how_far_they_have_come() {
    let app = spawn();
    invoices_of_each_standing(&app);
    // The day after the first one's fourteen days: it is late, and the second is due today.
    app.set_clock("2026-03-31 10:00");
    let solveig = app.sign_in(SOLVEIG);
    let sum_of = |numbers: &str| {
        let ore = app.number(&format!(
            "SELECT CAST(SUM(total_ore) AS BIGINT) AS value FROM invoice WHERE number IN ({numbers})"
        ));
        let (thousands, rest) = (ore / 100_000, ore % 100_000);
        let kroner = format!("{},{:02}", rest / 100, rest % 100);
        if thousands > 0 {
            format!(">{thousands} {kroner:0>6} kr<")
        } else {
            format!(">{kroner} kr<")
        }
    };
    for (status, numbers) in [
        ("", "1, 2, 3, 4, 5"),
        ("alle", "1, 2, 3, 4, 5"),
        ("apne", "1, 2"),
        ("forfalt", "1"),
        ("betalt", "3"),
        ("kreditert", "4, 5"),
    ] {
        let page = plain(&solveig.get(&format!("/intern/fakturaer?status={status}")).text);
        for number in 1..=5 {
            let is_shown = page.contains(&format!("href=\"/intern/fakturaer/{number}\""));
            let is_wanted = numbers.contains(&number.to_string());
            assert_eq!(is_shown, is_wanted, "{status}: {number} in {page}");
        }
        let sum = sum_of(numbers);
        assert!(page.contains(&sum), "{status}: {sum}");
        if !status.is_empty() {
            assert!(page.contains(&format!("value=\"{status}\" selected")), "{status} is kept");
        }
    }
    let both = solveig.get("/intern/fakturaer?status=apne&fra=2026-03-17&til=2026-03-31").text;
    assert!(
        !both.contains("href=\"/intern/fakturaer/1\"") && both.contains("Forfaller 31.03.2026")
    );
    app.set_clock("2027-02-01 10:00");
    let next_year = app.sign_in(SOLVEIG).get("/intern/fakturaer?status=forfalt").text;
    assert!(next_year.contains("Forfalt 30.03.2026"), "last year's unpaid invoices are not lost");
}

#[test]
fn hours_to_approve_stand_five_residents_a_page_and_only_theirs_are_looked_at() {
    let app = spawn();
    let workshop = app.texts("SELECT id AS value FROM enterprise WHERE code = 'snekkeri'");
    for number in 1..=7 {
        let resident = format!("00000000-0000-7000-8000-00000000000{number}");
        app.db
            .execute(&format!(
                "INSERT INTO resident (id, pseudonym, created_at) \
                 VALUES ('{resident}', 'X{number}', '2026-03-01 00:00:00')"
            ))
            .unwrap();
        for (day, start) in [("2026-03-12", 480), ("2026-03-13", 480), ("2026-03-16", 480)] {
            app.db
                .execute(&format!(
                    "INSERT INTO hour_entry (id, resident_id, entry_date, start_minute, end_minute, \
                     break_minutes, worked_minutes, enterprise_id, kind, state, returned_note, \
                     created_at, submitted_at) VALUES ('{number}-{day}', '{resident}', '{day}', \
                     {start}, 840, 0, {}, '{}', 'work', 'submitted', '', '2026-03-16 08:00:00', \
                     '2026-03-16 08:00:00')",
                    840 - start,
                    workshop[0]
                ))
                .unwrap();
        }
    }
    let terje = app.sign_in(TERJE);
    let first = terje.get("/intern/godkjenning").text;
    assert_eq!(first.matches("Godkjenn alt</button>").count(), 10, "five residents, two weeks");
    assert!(first.contains("X5, Uke 12") && !first.contains("X6, "), "{first}");
    assert!(first.contains("1 til 5 av 7"));
    assert_eq!(app.number("SELECT count(*) AS value FROM look"), 5, "those shown, no others");
    let second = terje.get("/intern/godkjenning?side=2").text;
    assert!(second.contains("X6, Uke 11") && second.contains("X7, Uke 12"), "{second}");
    let entry = [("entry", "6-2026-03-12"), ("entry", "6-2026-03-13"), ("side", "2")];
    let done = terje.post("/intern/godkjenning", &entry);
    assert_eq!((done.status, done.location()), (303, "/intern/godkjenning?side=2"));
    let back = terje.post("/intern/timer/7-2026-03-16/retur", &[("note", ""), ("side", "2")]);
    assert_eq!(back.status, 422);
    assert!(back.text.contains("X7, Uke 12"), "a refusal stays on its page");
}

#[test]
fn a_month_of_late_approvals_is_no_longer_a_page_than_a_week() {
    let app = spawn();
    for number in 1..=6 {
        let resident = format!("00000000-0000-7000-8000-00000000000{number}");
        let sql = format!(
            "INSERT INTO resident (id, pseudonym, created_at) \
             VALUES ('{resident}', 'X{number}', '2026-02-01 00:00:00')"
        );
        app.db.execute(&sql).unwrap();
        for day in ["2026-02-16", "2026-02-23", "2026-03-02", "2026-03-09"] {
            let sql = format!(
                "INSERT INTO hour_entry (id, resident_id, entry_date, start_minute, end_minute, \
                 break_minutes, worked_minutes, enterprise_id, kind, state, returned_note, \
                 created_at, submitted_at) SELECT '{number}-{day}', '{resident}', '{day}', 480, \
                 840, 0, 360, id, 'work', 'submitted', '', '2026-03-16 08:00:00', \
                 '2026-03-16 08:00:00' FROM enterprise WHERE code = 'snekkeri'"
            );
            app.db.execute(&sql).unwrap();
        }
    }
    let terje = app.sign_in(TERJE);
    let mut met = Vec::new();
    for (side, words) in [("1", "1 til 2 av 6"), ("2", "3 til 4 av 6"), ("9", "5 til 6 av 6")] {
        let page = terje.get(&format!("/intern/godkjenning?side={side}")).text;
        assert_eq!(page.matches("Godkjenn alt</button>").count(), 8, "two residents, four weeks");
        assert!(page.contains(words), "{page}");
        assert_eq!(page.contains("Neste side"), side != "9");
        met.extend((1..=6).filter(|number| page.contains(&format!("X{number}, Uke 8"))));
    }
    assert_eq!(met, [1, 2, 3, 4, 5, 6], "nobody is passed over");
}

#[test]
fn the_desk_lists_fifty_orders_a_page() {
    let app = spawn();
    let wood = serde_json::json!([{"offering": "SN-VED", "quantity": "1"}]);
    for number in 0..51 {
        place(&app, &format!("k{number}"), &wood);
    }
    let solveig = app.sign_in(SOLVEIG);
    let first = solveig.get("/intern/bestillinger?vis=nye").text;
    assert!(first.contains(">G0000050<") && !first.contains(">G0000051<"), "{first}");
    let second = plain(&first);
    assert!(second.contains("href=\"/intern/bestillinger?vis=nye&side=2\">Neste side"));
    let second = solveig.get("/intern/bestillinger?vis=nye&side=2").text;
    assert!(second.contains(">G0000051<") && !second.contains(">G0000050<"), "{second}");
    let mine = app.sign_in(TERJE).get("/intern/bestillinger?vis=nye&side=2").text;
    assert!(mine.contains(">G0000051<"), "a work leader's list is paged too");
}

#[test]
fn every_row_behind_a_figure_is_reached_page_by_page() {
    let app = spawn();
    let solveig = app.sign_in(SOLVEIG);
    for number in 1..=52 {
        let receipt = format!("L-{number:03}");
        let told = book(&solveig, &receipt, &[("receipt", &receipt), ("gross", "125,00")]);
        assert_eq!(told.status, 303, "{}", told.text);
    }
    let path = "/intern/oversikt/bidrag?fra=2026-03&til=2026-03&naering=snekkeri";
    let first = plain(&solveig.get(path).text);
    assert!(first.contains("1 til 50 av 52") && first.contains("5 200,00"), "{first}");
    assert!(first.contains(">L-050<") && !first.contains(">L-051<"), "{first}");
    let onward = format!("{path}&kjop=2");
    assert!(first.contains(&format!("href=\"{onward}\">Neste side")), "{first}");
    let second = plain(&solveig.get(&onward).text);
    assert!(second.contains(">L-052<") && !second.contains(">L-050<"), "{second}");
    assert!(second.contains("51 til 52 av 52") && second.contains("5 200,00"), "{second}");
}

#[test]
fn customers_stand_fifty_a_page_and_are_found_by_their_number_as_it_is_printed() {
    let app = spawn();
    let order = place(&app, "b", &wood_and_cake());
    deliver(&app, &order, "2026-03-16");
    invoice(&app, &order, "2026-03-16");
    let columns = "id, kind, name, email, phone, street, postcode, city, created_at";
    for number in 1..=60 {
        let other = format!(
            "INSERT INTO customer ({columns}) SELECT '{number:03}-' || id, kind, \
             'Kunde {number:03}', email, phone, street, postcode, city, created_at \
             FROM customer WHERE name NOT LIKE 'Kunde%'"
        );
        app.db.execute(&other).unwrap();
    }
    app.db
        .execute("UPDATE customer SET org_number = '317763174' WHERE name = 'Kunde 060'")
        .unwrap();
    let solveig = app.sign_in(SOLVEIG);
    let first = plain(&solveig.get("/intern/kunder?sok=kunde").text);
    assert!(first.contains("1 til 50 av 60") && !first.contains("Kunde 051"), "{first}");
    assert!(first.contains("href=\"/intern/kunder?sok=kunde&side=2\""), "{first}");
    assert!(plain(&solveig.get("/intern/kunder?sok=kunde&side=2").text).contains("Kunde 060"));
    for words in ["317763174", "317 763 174", "317\u{a0}763\u{a0}174", " 317 763"] {
        let page = solveig.request("GET", "/intern/kunder").query(&[("sok", words)]);
        let found = crate::harness::answer(page).text;
        assert!(found.contains("Kunde 060") && !found.contains("Kunde 059"), "{words}: {found}");
    }
}

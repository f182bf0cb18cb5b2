//! Both databases hold what the schema promises: every table, the triggers, the way down and up.

use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection};
use gardsbok::testing::{migrate, revert_all};
use serde_json::json;

use super::harness::{App, FreshDb, on_postgres, run_on, spawn, spawn_on};

/// Table and columns, as `src/db/schema.rs` names them.
fn schema() -> Vec<(String, Vec<String>)> {
    let text = include_str!("../../src/db/schema.rs");
    let tables = text.split("diesel::table! {").skip(1).map(|table| {
        let (head, body) = table.split_once(") {").unwrap();
        let name = head.split_whitespace().next().unwrap().to_owned();
        let (columns, _) = body.split_once('}').unwrap();
        let columns = columns.lines().filter_map(|line| line.trim().split_once(" -> "));
        (name, columns.map(|(column, _)| column.to_owned()).collect())
    });
    tables.collect()
}

fn columns_of(db: &FreshDb, table: &str) -> Vec<String> {
    let sql = if on_postgres() {
        format!(
            "SELECT column_name::text AS value FROM information_schema.columns \
             WHERE table_schema = 'public' AND table_name = '{table}' ORDER BY ordinal_position"
        )
    } else {
        format!("SELECT name AS value FROM pragma_table_info('{table}') ORDER BY cid")
    };
    db.texts(&sql)
}

/// Tables of ours, by name.
fn tables_of(db: &FreshDb) -> Vec<String> {
    let sql = if on_postgres() {
        "SELECT table_name::text AS value FROM information_schema.tables \
         WHERE table_schema = 'public' ORDER BY 1"
    } else {
        "SELECT name AS value FROM sqlite_master WHERE type = 'table' \
         AND name NOT LIKE 'sqlite%' ORDER BY 1"
    };
    db.texts(sql).into_iter().filter(|name| name != "__diesel_schema_migrations").collect()
}

#[test]
fn every_table_stands_in_the_database_as_in_the_schema() {
    let db = FreshDb::with_farm();
    let schema = schema();
    assert!(schema.len() > 30, "{}", schema.len());
    for (table, columns) in &schema {
        assert_eq!(columns_of(&db, table), *columns, "{table}");
        let all = columns.join(", ");
        db.number(&format!("SELECT count(*) AS value FROM (SELECT {all} FROM {table}) AS t"));
    }
    let mut named: Vec<String> = schema.into_iter().map(|(table, _)| table).collect();
    named.sort();
    assert_eq!(tables_of(&db), named);
}

#[test]
fn the_schema_goes_down_and_up_again() {
    let db = FreshDb::empty();
    migrate(&db.url).unwrap();
    let before = tables_of(&db);
    migrate(&db.url).unwrap();
    let reverted = revert_all(&db.url).unwrap();
    assert!(reverted.len() >= 12, "{reverted:?}");
    assert_eq!(tables_of(&db), Vec::<String>::new());
    migrate(&db.url).unwrap();
    assert_eq!(tables_of(&db), before);
    assert!(db.number("SELECT count(*) AS value FROM vat_rate") >= 10);
}

#[test]
fn programs_started_together_on_a_new_database_make_it_once() {
    for _ in 0..3 {
        let db = FreshDb::empty();
        std::thread::scope(|scope| {
            let started = [(); 6].map(|()| scope.spawn(|| run_on(&db, &["migrate"])));
            for one in started {
                let told = one.join().unwrap();
                assert!(told.ok, "{}", told.stderr);
            }
        });
        let known = "SELECT count(*) AS value FROM __diesel_schema_migrations";
        assert_eq!(db.number(known), db.number(&known.replace("(*)", "(DISTINCT version)")));
        assert_eq!(db.number("SELECT count(*) AS value FROM vat_rate"), 10);
    }
}

/// An order placed, delivered, invoiced and paid: a row in every table that must not change.
fn sell_firewood(app: &App) {
    let order = json!({
        "customer": {
            "kind": "private", "name": "Berit Ås", "email": "berit@kunde.example",
            "street": "Lia 1", "postcode": "2380", "city": "Brumunddal"
        },
        "delivery_date": "2026-03-16",
        "lines": [{"offering": "SN-VED", "quantity": "3"}]
    });
    let placed = app.api().post_json("/api/v1/orders", "ved", &order);
    assert_eq!(placed.status, 201, "{}", placed.text);
    let number = placed.json()["order"]["number"].as_str().unwrap().to_owned();
    let solveig = app.api_as("solveig");
    for step in ["delivery", "invoice"] {
        let done = solveig.post_json(&format!("/api/v1/orders/{number}/{step}"), "", &json!({}));
        assert!(matches!(done.status, 200 | 201), "{step}: {}", done.text);
    }
    let invoice = app.texts("SELECT CAST(number AS text) AS value FROM invoice").remove(0);
    let path = format!("/intern/fakturaer/{invoice}");
    let browser = app.sign_in("solveig");
    let page = browser.get(&path);
    let mut fields = vec![("date", "2026-03-16"), ("paid_on", "2026-03-16")];
    let (amount, key) = (page.field("amount"), page.field("nokkel").unwrap_or_default());
    fields.push(("nokkel", &key));
    if let Some(amount) = &amount {
        fields.push(("amount", amount));
    }
    let paid = browser.post(&format!("{path}/betaling"), &fields);
    assert_eq!(paid.status, 303, "{}", paid.text);
}

#[test]
fn what_is_booked_is_neither_changed_nor_removed_by_one_who_holds_the_database() {
    let app = spawn();
    sell_firewood(&app);
    app.db
        .execute(
            "INSERT INTO closed_term (year, term, closed_at) VALUES (2026, 1, '2026-03-16 09:00:00')",
        )
        .unwrap();
    let immutable =
        ["voucher", "posting", "closed_term", "invoice", "invoice_line", "invoice_vat", "payment"];
    for table in immutable {
        let rows = format!("SELECT count(*) AS value FROM {table}");
        let before = app.number(&rows);
        assert!(before > 0, "{table} is empty");
        let column = &columns_of(&app.db, table)[0];
        let attempts = [
            format!("UPDATE {table} SET {column} = {column}"),
            format!("DELETE FROM {table}"),
            format!("DELETE FROM {table} WHERE {column} IS NOT NULL"),
        ];
        for attempt in attempts {
            let said = app.db.execute(&attempt).unwrap_err();
            assert!(said.contains(&format!("ledger.immutable: {table}")), "{attempt}: {said}");
        }
        if on_postgres() {
            let said = app.db.execute(&format!("TRUNCATE {table} CASCADE")).unwrap_err();
            assert!(said.contains("ledger.immutable"), "{said}");
        }
        assert_eq!(app.number(&rows), before);
    }
    let said = app.db.execute("UPDATE voucher_text SET voucher_id = voucher_id").unwrap_err();
    assert!(said.contains("ledger.immutable: voucher_text"), "{said}");
}

#[test]
fn who_looked_at_whom_is_removed_with_its_person_and_never_rewritten() {
    let app = spawn();
    let amina = app.texts(
        "SELECT resident.id AS value FROM resident JOIN account ON account.id = resident.account_id \
         WHERE account.login = 'amina'",
    );
    app.db
        .execute(&format!(
            "INSERT INTO look (id, looked_at, account_id, resident_id, what) \
             SELECT 'en', '2026-03-16 09:00:00', id, '{}', 'Timer' FROM account WHERE login = 'kari'",
            amina[0]
        ))
        .unwrap();
    for change in ["what = 'ingenting'", "account_id = account_id", "looked_at = looked_at"] {
        let said = app.db.execute(&format!("UPDATE look SET {change}")).unwrap_err();
        assert!(said.contains("ledger.immutable: look"), "{change}: {said}");
    }
    app.db.execute("DELETE FROM look").unwrap();
}

/// Questions whose tables grow with the years, and the index that each must go by.
const LOOKED_UP: [(&str, &str); 7] = [
    (
        "SELECT order_id FROM order_part \
         WHERE state IN ('received', 'confirmed') AND enterprise_id IN ('a', 'b')",
        "order_part_state",
    ),
    ("SELECT id FROM invoice WHERE order_id = 'a'", "invoice_order"),
    (
        "SELECT amount_ore FROM posting \
         WHERE account = '1500' AND entry_date <= '2026-03-16' AND party IN ('a', 'b')",
        "posting_party",
    ),
    ("SELECT id FROM purchase WHERE voucher_id = 'a'", "purchase_voucher"),
    ("SELECT id FROM customer WHERE merged_into = 'a'", "customer_merged"),
    ("SELECT id FROM customer WHERE id = 'a' OR merged_into = 'a'", "customer_merged"),
    ("SELECT id_hash FROM session WHERE kiosk_id = 'a' AND ended_at IS NULL", "session_kiosk"),
];

#[test]
fn what_is_looked_up_in_tables_that_grow_goes_by_an_index() {
    let db = FreshDb::with_farm();
    if on_postgres() {
        return; // its planner goes by how full the tables are; the indices are the same ones
    }
    for (question, index) in LOOKED_UP {
        let plan = db.plan(question);
        assert!(plan.contains(index), "{question}: {plan}");
        assert!(!plan.contains("SCAN"), "{question}: {plan}");
    }
}

/// Tables that a table's foreign keys point to.
fn points_to(db: &FreshDb, table: &str) -> Vec<String> {
    let sql = if on_postgres() {
        format!(
            "SELECT confrelid::regclass::text AS value FROM pg_constraint \
             WHERE contype = 'f' AND conrelid = '{table}'::regclass"
        )
    } else {
        format!("SELECT \"table\" AS value FROM pragma_foreign_key_list('{table}')")
    };
    db.texts(&sql)
}

#[test]
fn money_points_to_no_resident() {
    let db = FreshDb::with_farm();
    let may_name_residents = [
        "board_hand",
        "course_certificate",
        "course_signup",
        "departure",
        "evidence",
        "help_ask",
        "hour_clock",
        "hour_correction",
        "hour_entry",
        "hours_kept",
        "hours_week",
        "kind_agreement",
        "kiosk_pin",
        "link_cut",
        "look",
        "mentor_step",
        "mentorship",
        "model_step",
        "pause",
        "plan_element",
        "proof",
        "resident",
        "route",
        "talk",
    ];
    for (table, columns) in schema() {
        if may_name_residents.contains(&table.as_str()) {
            continue;
        }
        assert!(!points_to(&db, &table).contains(&"resident".to_owned()), "{table}");
        for column in columns {
            assert!(!column.contains("resident") || table == "resident_days", "{table}.{column}");
        }
    }
}

#[test]
fn a_relation_to_nobody_is_refused() {
    let db = FreshDb::with_farm();
    let said = db.execute(
        "INSERT INTO resident (id, pseudonym, account_id, created_at) \
         VALUES ('x', 'B99', 'nobody', '2026-03-16 09:00:00')",
    );
    assert!(said.unwrap_err().to_lowercase().contains("foreign key"));
}

#[test]
fn an_instance_that_holds_the_lock_for_ever_stops_no_other_for_ever() {
    if !on_postgres() {
        return; // a file is written by one process
    }
    let mut db = FreshDb::with_farm();
    let mark = if db.url.contains('?') { '&' } else { '?' };
    db.url = format!("{}{mark}options=-c%20lock_timeout%3D100ms", db.url);
    let app = spawn_on(db, &["--rate-limits", "off"]);
    let order = json!({
        "customer": {"kind": "private", "name": "Nils", "email": "nils@example.com"},
        "delivery_date": "2026-03-20",
        "lines": [{"offering": "SN-VED", "quantity": "1"}],
    });
    let mut stuck = PgConnection::establish(&app.db.url).unwrap();
    stuck.batch_execute("BEGIN; SELECT pg_advisory_xact_lock(7171300001)").unwrap();
    let refused = app.api().post_json("/api/v1/orders", "k", &order);
    assert_eq!((refused.status, refused.code()), (503, "unavailable".into()), "{}", refused.text);
    assert_eq!(app.stranger().get("/").status, 200, "who reads, reads on");
    drop(stuck);
    let placed = app.api().post_json("/api/v1/orders", "k", &order);
    assert_eq!(placed.status, 201, "{}", placed.text);
}

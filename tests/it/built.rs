//! Someone who has built something: half a year's hours, a route, goals that are approved, pictures,
//! a plan, talks and a course.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use image::{ImageFormat, RgbImage};

use crate::harness::{App, Person};
use crate::planted::{account, resident_id};

/// Hours of the carpentry, by month of 2025 and 2026, under someone's key.
fn hours(app: &App, key: &str) {
    let mut csv =
        String::from("resident,date,start,end,break_minutes,enterprise,kind,order,state\n");
    for month in ["2025-09", "2025-10", "2025-11", "2026-01", "2026-02"] {
        for day in 1..=20 {
            let row = [key, ",", month, "-", &format!("{day:02}"), ",07:00,15:00,30,snekkeri,"];
            csv.push_str(&row.concat());
            csv.push_str("training,,approved\n");
        }
    }
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), csv).unwrap();
    let told = app.run(&["import", "hours", file.path().to_str().unwrap()]);
    assert!(told.ok, "{}", told.stderr);
}

/// A picture as it is kept.
fn picture() -> String {
    let mut bytes = std::io::Cursor::new(Vec::new());
    RgbImage::new(8, 8).write_to(&mut bytes, ImageFormat::Png).unwrap();
    STANDARD.encode(bytes.into_inner())
}

/// Fills the farm with what `login`, whose hours stand under `key`, has built.
pub fn build(app: &App, login: &str, key: &str) {
    hours(app, key);
    let (who, by) = (resident_id(app, login), account(app, "terje"));
    let (own, mentor, leader) = (account(app, login), account(app, "mona"), account(app, "lars"));
    let at = "2026-03-10 12:00:00";
    let (yes, picture) = (if crate::harness::on_postgres() { "true" } else { "1" }, picture());
    let sql = format!(
        "INSERT INTO curriculum VALUES ('TMF03-02', 'Tømrerfaget', 'trade', 'svennebrev', 'Grep', '{at}');
         INSERT INTO curriculum_practice SELECT 'TMF03-02', id FROM enterprise WHERE code = 'snekkeri';
         INSERT INTO goal (id, curriculum_code, code, words, set_code, place) VALUES
           ('g1', 'TMF03-02', 'KM1', 'bruke tegninger og beskrivelser i arbeidet', 'KV1', 1),
           ('g2', 'TMF03-02', 'KM2', 'velge og behandle trevirke', 'KV1', 2),
           ('g3', 'TMF03-02', 'KM3', 'føre opp bindingsverk', 'KV1', 3);
         INSERT INTO route (id, resident_id, kind, curriculum_code, started_on, opened_by, opened_at)
           VALUES ('r1-{login}', '{who}', 'practice_candidate', 'TMF03-02', '2025-09-01', '{leader}', '{at}');
         INSERT INTO evidence (id, resident_id, happened_on, words, photo_media_type, photo_base64, made_by, made_at)
           VALUES ('e1-{login}', '{who}', '2026-03-02', 'Bygde benk av furu', 'image/png', '{picture}', '{own}', '{at}'),
                  ('e2-{login}', '{who}', '2026-03-03', 'Beiset kledning med Jonas', NULL, NULL, '{own}', '{at}'),
                  ('e3-{login}', '{who}', '2026-03-04', 'Reiste vegg', NULL, NULL, '{own}', '{at}');
         UPDATE evidence SET enterprise_id = (SELECT id FROM enterprise WHERE code = 'snekkeri');
         INSERT INTO evidence_goal VALUES ('e1-{login}', 'g1'), ('e2-{login}', 'g2'), ('e3-{login}', 'g3');
         INSERT INTO evidence_stamp (id, evidence_id, kind, words, stamped_by, stamped_at) VALUES
           ('s1-{login}', 'e1-{login}', 'seen', 'Fint, sa Jonas', '{mentor}', '{at}'),
           ('s2-{login}', 'e1-{login}', 'approved', '', '{by}', '{at}'),
           ('s3-{login}', 'e2-{login}', 'approved', '', '{by}', '{at}');
         INSERT INTO plan_element (id, resident_id, kind, words, started_on, added_by, added_at)
           VALUES ('p1-{login}', '{who}', 'economy', 'Budsjett', '2026-01-05', '{own}', '{at}');
         INSERT INTO model_step VALUES ('m1-{login}', '{who}', 1, '2025-09-01', '{leader}', '{at}');
         INSERT INTO pause VALUES ('u1-{login}', '{who}', '2025-12-01', '2025-12-31', '{own}', '{at}');
         INSERT INTO talk VALUES ('t1-{login}', '{who}', '2026-02-02', '2026-08-03', '{leader}', '{at}');
         INSERT INTO talk_step VALUES ('ts-{login}', 't1-{login}', 1, 'Ringe skolen', NULL);
         INSERT INTO help_ask (id, resident_id, asked_at) VALUES ('h1-{login}', '{who}', '{at}');
         INSERT INTO mentor_step (id, resident_id, wished_by, wished_at) VALUES ('ms-{login}', '{who}', '{own}', '{at}');
         INSERT INTO course VALUES ('c1', 'FHJ', 'Førstehjelp', 'Redde liv', 12, 24, 30, 80, '{leader}', '{at}');
         INSERT INTO course_run (id, course_id, places, taken, place, lived_account_id, lived_name, trade_name, planned_by, planned_at)
           VALUES ('cr', 'c1', 12, 1, 'Stua', '{mentor}', '', 'Per Lege', '{leader}', '{at}');
         INSERT INTO course_session VALUES ('cs', 'cr', '2026-02-10', 600, 780);
         INSERT INTO course_signup (id, run_id, resident_id, municipality, signed_up_at, place_at)
           VALUES ('cu', 'cr', '{who}', 'Kristiansand', '{at}', '{at}');
         INSERT INTO course_attendance VALUES ('cu', 'cs', {yes}, '{mentor}', '{at}');
         INSERT INTO course_certificate VALUES ('cc', 'KB2026-0001', 'cu', '{who}', 'Førstehjelp', 'Mona Dahl
Per Lege', 'Gården', 1, 180, '2026-02-10', '2026-02-10', '2026-02-11', '2028-02-10', NULL, '{leader}', '{at}');"
    );
    app.db.execute(&sql).unwrap();
}

/// Takes a proof out; answers its text and its number.
pub fn take(person: &Person, name: &str, lines: &[&str]) -> (String, String) {
    let page = person.get("/intern/ta-med");
    let key = page.field("nokkel").expect("the form has a key");
    let mut fields = vec![("nokkel", key.as_str()), ("name", name)];
    fields.extend(lines.iter().map(|line| ("lines", *line)));
    let taken = person.post("/intern/ta-med", &fields);
    assert_eq!(taken.status, 200, "{}", taken.text);
    let jwt = taken.field("bevis").expect("the proof is in the form");
    let number = taken.text.split_once("Nummer ").unwrap().1.split_once('<').unwrap().0;
    (jwt, number.replace(' ', ""))
}

/// The claims of a proof, unread by any key.
pub fn claims(jwt: &str) -> serde_json::Value {
    let middle = jwt.split('.').nth(1).unwrap();
    let bytes = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(middle).unwrap();
    serde_json::from_slice(&bytes).unwrap()
}

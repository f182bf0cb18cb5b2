//! What stands in someone's plan is read by them, by their mentor while it lasts, and by the leader,
//! and by nobody else.

use chrono::NaiveDate;

use crate::harness::cast::{ADA, LARS, MONA};
use crate::harness::{App, spawn};
use crate::planted::{FORMER, GUDLEIK, MENTEE, Planted, RESIDENTS, plant, resident_id};
use crate::walls_inside::{VIEWERS, opened, real_ids};

/// Words that nothing else at the farm holds, and whose plan they stand in.
fn planted_words() -> Vec<(String, &'static str)> {
    let of =
        |login: &'static str| ["hvelv", "brygge"].map(|word| (format!("{login}s{word}"), login));
    RESIDENTS.iter().flat_map(|r| of(r.login)).collect()
}

/// A part of each plan in own words, a talk with an agreed step, and a wish for a word.
pub fn plant_plans(app: &App, planted: &mut Planted) {
    let lars = app.sign_in(LARS);
    for r in &RESIDENTS {
        let (owner, who) = (app.sign_in(r.login), resident_id(app, r.login));
        let words = format!("{}shvelv", r.login);
        let part = [("kind", "other"), ("words", words.as_str())];
        assert_eq!(owner.post("/intern/plan/deler", &part).status, 303);
        assert_eq!(owner.post("/intern/plan/snakke", &[]).status, 303);
        let steps = format!("{}sbrygge", r.login);
        let talk = [("held_on", "2026-02-02"), ("steps", steps.as_str())];
        assert_eq!(lars.post(&format!("/intern/samtale/{who}"), &talk).status, 303);
        let element = format!("SELECT id AS value FROM plan_element WHERE resident_id = '{who}'");
        planted.rows.insert(("element", r.login), app.texts(&element).remove(0));
        let agreed = format!(
            "SELECT s.id AS value FROM talk_step s JOIN talk t ON t.id = s.talk_id \
             WHERE t.resident_id = '{who}'"
        );
        planted.rows.insert(("agreed", r.login), app.texts(&agreed).remove(0));
    }
}

fn may_read(viewer: &str, whose: &str) -> bool {
    let follows = matches!((viewer, whose), (MONA, MENTEE) | (GUDLEIK, "xdrom"));
    viewer == whose || viewer == LARS || follows
}

#[test]
fn a_plan_is_read_by_its_owner_their_mentor_and_the_leader() {
    let app = spawn();
    let mut planted = plant(&app, NaiveDate::from_ymd_opt(2026, 3, 16).unwrap());
    plant_plans(&app, &mut planted);
    let ids = real_ids(&app, &planted);
    let mut read = 0;
    for viewer in VIEWERS.into_iter().chain([(ADA, "admin")]) {
        for (path, status, text) in opened(&app, &ids, viewer) {
            for (words, whose) in planted_words().iter().filter(|(words, _)| text.contains(words)) {
                assert!(may_read(viewer.0, whose), "{viewer:?} reads {words} at {path} ({status})");
                read += 1;
            }
        }
    }
    assert!(read > 20, "the scan finds what is there: {read}");
}

#[test]
fn a_former_mentee_is_a_stranger_also_in_the_middle_of_a_form() {
    let app = spawn();
    let mut planted = plant(&app, NaiveDate::from_ymd_opt(2026, 3, 16).unwrap());
    plant_plans(&app, &mut planted);
    let mona = app.sign_in(MONA);
    let (mentee, former) = (resident_id(&app, MENTEE), resident_id(&app, FORMER));
    for place in ["planer", "samtale"] {
        assert_eq!(mona.get(&format!("/intern/{place}/{former}")).status, 404);
        assert_eq!(mona.get(&format!("/intern/{place}/{mentee}")).status, 200, "{place}");
    }
    // The form is open; then the relation ends.
    app.db.execute("UPDATE mentorship SET ended_at = '2026-03-16 08:59:00'").unwrap();
    let talks = app.number("SELECT count(*) AS value FROM talk");
    let talk = [("held_on", "2026-03-16"), ("steps", "Noe vi snakket om")];
    assert_eq!(mona.post(&format!("/intern/samtale/{mentee}"), &talk).status, 404);
    for verb in ["deler", "trinn", "pause", "pause/slutt", "snakket"] {
        let fields = [("kind", "cooking"), ("step", "2"), ("from", "2026-03-01")];
        let path = format!("/intern/planer/{mentee}/{verb}");
        assert_eq!(mona.post(&path, &fields).status, 404, "{verb}");
    }
    assert_eq!(app.number("SELECT count(*) AS value FROM talk"), talks, "nothing half done");
    for empty in ["model_step", "pause"] {
        assert_eq!(app.number(&format!("SELECT count(*) AS value FROM {empty}")), 0, "{empty}");
    }
    assert!(mona.get("/intern/adepter").text.contains("Du følger ingen akkurat nå."));
}

//! A wish to talk is heard by someone who is there; and what mentor and leader tick off and set is
//! seen by the one whose plan it is.

use crate::guidance::{resident, tap};
use crate::harness::cast::{AMINA, JONAS, KARI, LARS, MONA};
use crate::harness::{App, Person, spawn};
use crate::leaving::wait_for;
use crate::planted::account;

const HEARD: &str = "Vil gjerne snakke, og har ingen mentor";

/// Amina has asked for a word, and her mentor hears it.
fn asked(app: &App) -> Person {
    let (amina, lars) = (app.sign_in(AMINA), app.sign_in(LARS));
    let page = tap(&amina, "/intern/plan/snakke").text;
    assert!(page.contains("Mentoren din ser det."), "{page}");
    assert!(!lars.get("/intern/planer").text.contains(HEARD));
    lars
}

/// The leader hears her now, and she is told so.
fn leader_hears(app: &App) {
    let list = app.sign_in(LARS).get("/intern/planer").text;
    assert!(list.contains(HEARD), "{list}");
    let own = app.sign_in(AMINA).get("/intern/plan").text;
    assert!(own.contains("Lederen ser det."), "{own}");
}

fn open_relations(app: &App) -> i64 {
    app.number("SELECT count(*) AS value FROM mentorship WHERE ended_at IS NULL")
}

#[test]
fn when_the_mentors_role_is_ended_the_leader_hears_those_they_followed() {
    let app = spawn();
    let lars = asked(&app);
    let mona = account(&app, MONA);
    let grant = format!(
        "SELECT id AS value FROM account_role WHERE role = 'mentor' AND account_id = '{mona}'"
    );
    let grant = app.texts(&grant).remove(0);
    let ended = lars.post(&format!("/intern/folk/{mona}/roller/{grant}/avslutning"), &[]);
    assert_eq!(ended.status, 303, "{}", ended.text);
    assert_eq!(open_relations(&app), 0, "nobody is left with one who is no mentor");
    leader_hears(&app);
}

#[test]
fn when_the_mentors_account_is_ended_the_leader_hears_those_they_followed() {
    let app = spawn();
    let lars = asked(&app);
    let page = format!("/intern/folk/{}", account(&app, MONA));
    assert_eq!(lars.post(&format!("{page}/avslutning"), &[]).status, 303);
    assert_eq!(open_relations(&app), 0);
    leader_hears(&app);
    // Opened again, whom she follows is given anew.
    assert_eq!(lars.post(&format!("{page}/gjenapning"), &[]).status, 200);
    leader_hears(&app);
}

#[test]
fn when_the_mentors_role_runs_out_the_leader_hears_those_they_followed() {
    let app = spawn();
    let _ = asked(&app);
    let last = "UPDATE account_role SET valid_to = '2026-03-16' WHERE role = 'mentor'";
    app.db.execute(last).unwrap();
    assert!(!app.sign_in(LARS).get("/intern/planer").text.contains(HEARD), "not on its last day");
    app.set_clock("2026-03-17 08:00");
    leader_hears(&app);
}

#[test]
fn when_the_mentors_own_link_is_cut_the_leader_hears_those_they_followed() {
    let app = spawn();
    let lars = app.sign_in(LARS);
    let (amina, jonas) = (account(&app, AMINA), account(&app, JONAS));
    app.db.execute("UPDATE mentorship SET valid_to = '2026-03-15'").unwrap();
    let role = [("role", "mentor"), ("from", "2026-03-01"), ("to", "")];
    assert_eq!(lars.post(&format!("/intern/folk/{jonas}/roller"), &role).status, 303);
    let follows = [("mentor", jonas.as_str()), ("mentor_from", "2026-03-01"), ("mentor_to", "")];
    let given = lars.post(&format!("/intern/folk/{amina}/mentorer"), &follows);
    assert_eq!(given.status, 303, "{}", given.text);
    let lars = asked(&app);
    assert_eq!(app.sign_in(JONAS).post("/intern/ta-med/kutt", &[]).status, 303);
    let id = app.texts("SELECT id AS value FROM link_cut").remove(0);
    assert_eq!(lars.post(&format!("/intern/kutt/{id}/ja"), &[]).status, 303);
    app.set_clock("2026-03-23 10:02");
    let cut = "SELECT count(*) AS value FROM link_cut WHERE cut_at IS NOT NULL";
    wait_for("the cut is made", || app.number(cut) == 1);
    let open = format!(
        "SELECT count(*) AS value FROM mentorship WHERE mentor_account_id = '{jonas}' \
         AND ended_at IS NULL"
    );
    assert_eq!(app.number(&open), 0);
    leader_hears(&app);
}

#[test]
fn mentor_and_leader_tick_off_parts_of_a_plan_and_the_resident_sees_who_and_when() {
    let app = spawn();
    let mona = app.sign_in(MONA);
    let plan = format!("/intern/planer/{}", resident(&app, AMINA));
    let parts = format!("{plan}/deler");
    for kind in ["economy", "cooking"] {
        assert_eq!(mona.post(&parts, &[("kind", kind)]).status, 303);
    }
    let ids = app.texts("SELECT id AS value FROM plan_element ORDER BY kind DESC");
    let tick = |person: &Person, id: &str, mark: &str| {
        person.post(&parts, &[("element", id), ("mark", mark)]).status
    };
    assert_eq!(tick(&mona, &ids[0], "ferdig"), 303);
    app.set_clock("2026-03-17 09:00");
    let (amina, mona, lars) = (app.sign_in(AMINA), app.sign_in(MONA), app.sign_in(LARS));
    assert_eq!(tick(&lars, &ids[1], "ferdig"), 303);
    let own = amina.get("/intern/plan").text;
    for words in ["klart 16.03.2026. Skrevet av Mona Dahl", "klart 17.03.2026. Skrevet av Lars"] {
        assert!(own.contains(words), "{words}: {own}");
    }
    let kept = "SELECT count(*) AS value FROM plan_element WHERE done_by IS NOT NULL \
                AND done_at IS NOT NULL";
    assert_eq!(app.number(kept), 2);
    // Said again it stays as it was first said; either may take it back.
    assert_eq!(tick(&lars, &ids[0], "ferdig"), 303);
    assert!(amina.get("/intern/plan").text.contains("Skrevet av Mona Dahl"));
    assert_eq!(tick(&mona, &ids[1], "angre"), 303);
    assert_eq!(app.number(kept), 1);
    tap(&amina, &format!("/intern/plan/deler/{}/angre", ids[0]));
    assert_eq!(app.number(kept), 0);
    // Her own tick needs no name.
    let own = tap(&amina, &format!("/intern/plan/deler/{}/ferdig", ids[0])).text;
    assert!(own.contains("klart 17.03.2026") && !own.contains("Skrevet av"), "{own}");
    let seen = mona.get(&plan).text;
    assert!(seen.contains("klart 17.03.2026") && !seen.contains("Skrevet av"), "{seen}");
    // Nothing of another's plan, nor of what was taken away, nor by one who does not follow.
    let jonas = format!("/intern/planer/{}/deler", resident(&app, JONAS));
    let fields = [("element", ids[0].as_str()), ("mark", "angre")];
    assert_eq!(lars.post(&jonas, &fields).status, 404);
    assert_eq!(mona.post(&jonas, &fields).status, 404);
    assert_eq!(app.sign_in(KARI).post(&parts, &fields).status, 403);
    tap(&amina, &format!("/intern/plan/deler/{}/bort", ids[1]));
    assert_eq!(tick(&mona, &ids[1], "ferdig"), 404);
    assert_eq!(tick(&mona, "finnes-ikke", "ferdig"), 404);
}

#[test]
fn a_step_before_the_one_that_counts_is_refused_and_the_newest_can_be_taken_away() {
    let app = spawn();
    let (amina, mona) = (app.sign_in(AMINA), app.sign_in(MONA));
    let page = format!("/intern/planer/{}", resident(&app, AMINA));
    let path = format!("{page}/trinn");
    let set = |step: &str, from: &str| mona.post(&path, &[("step", step), ("from", from)]);
    for from in ["0001-01-01", "1899-12-31", "+12026-01-01", "9999-01-01"] {
        assert_eq!(set("1", from).status, 422, "{from}");
    }
    assert_eq!(set("1", "2025-09-01").status, 303);
    assert_eq!(set("3", "2026-03-10").status, 303);
    let refused = set("2", "2026-02-01");
    assert_eq!(refused.status, 422);
    assert!(
        refused.text.contains("Trinnet som gjelder, er satt fra 10.03.2026."),
        "{}",
        refused.text
    );
    assert_eq!(app.number("SELECT count(*) AS value FROM model_step"), 2);
    let newest = mona.get(&page).field("undo").unwrap();
    let undone = mona.post(&path, &[("undo", &newest)]);
    assert!(mona.follow(&undone).text.contains("Trinnet er tatt bort."));
    assert!(amina.get("/intern/plan").text.contains("Du har vært her siden 01.09.2025."));
    assert_eq!(mona.post(&path, &[("undo", &newest)]).status, 404, "once");
    assert_eq!(set("2", "2026-02-01").status, 303);
    let plan = amina.get("/intern/plan").text;
    assert!(plan.contains("Du har vært her siden 01.02.2026."), "{plan}");
    // The same day puts it right.
    assert_eq!(set("1", "2026-02-01").status, 303);
}

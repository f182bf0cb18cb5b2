//! Stamps given twice and taken back late, wage contracts, what work gives, and who lacks a goal.

use crate::harness::cast::{AMINA, JONAS, LARS, MONA, SOLVEIG, TERJE};
use crate::harness::{App, spawn};
use crate::learning::{bench, key, show, taught};

/// Amina shows a soup from home, which the leader answers for; its id.
fn soup(app: &App, goal: &str) -> String {
    let home = [("words", "Suppe"), ("date", "2026-03-14"), ("goals", goal)];
    let done = show(&app.sign_in(AMINA), &home, None);
    assert_eq!(done.status, 303, "{}", done.text);
    done.location().split_once("ny=").unwrap().1.to_owned()
}

fn stamp(app: &App, kind: &str) -> String {
    app.texts(&format!("SELECT id AS value FROM evidence_stamp WHERE kind = '{kind}'")).remove(0)
}

fn standing(app: &App) -> Vec<String> {
    app.texts(
        "SELECT kind || ' ' || words AS value FROM evidence_stamp WHERE undone_at IS NULL \
         ORDER BY id",
    )
}

#[test]
fn a_stamp_that_is_tapped_twice_stands_once_and_is_taken_back_with_one_tap() {
    let app = spawn();
    let [build, ..] = taught(&app);
    let id = bench(&app, &build);
    let (mona, terje) = (app.sign_in(MONA), app.sign_in(TERJE));
    let follow = format!("/intern/kvalifisering/{}", key(&app, "B01"));
    for words in ["Fint", "Fint", "Veldig fint"] {
        let seen = mona.post(&format!("{follow}/sett/{id}"), &[("words", words)]);
        assert_eq!(seen.status, 303, "{}", seen.text);
    }
    for words in ["Litt til", "Litt til", "Eggen"] {
        let said = terje.post(&format!("/intern/mal/{id}/ikke-enna"), &[("words", words)]);
        assert_eq!(said.status, 303, "{}", said.text);
    }
    assert_eq!(standing(&app), ["seen Veldig fint", "not_yet Eggen"], "the newest words stand");
    assert_eq!(app.number("SELECT count(*) AS value FROM evidence_stamp"), 4);
    let newest = |kind: &str| {
        let sql = format!(
            "SELECT id AS value FROM evidence_stamp WHERE kind = '{kind}' AND undone_at IS NULL"
        );
        app.texts(&sql).remove(0)
    };
    let seen = format!("{follow}/stempel/{}/angring", newest("seen"));
    let answer = format!("/intern/mal/stempel/{}/angring", newest("not_yet"));
    for _tap in 0..2 {
        assert_eq!(mona.post(&seen, &[]).status, 303, "a second tap changes nothing");
        assert_eq!(terje.post(&answer, &[]).status, 303);
    }
    assert!(standing(&app).is_empty());
}

#[test]
fn an_answer_is_taken_back_for_seven_days_and_only_where_it_was_given() {
    let app = spawn();
    let [.., cook] = taught(&app);
    let id = soup(&app, &cook);
    let lars = app.sign_in(LARS);
    assert_eq!(lars.post(&format!("/intern/mal/{id}/godkjenning"), &[]).status, 303);
    let approved = stamp(&app, "approved");
    let follow = format!("/intern/kvalifisering/{}", key(&app, "B01"));
    let page = lars.get(&follow).text;
    assert!(!page.contains("/stempel/"), "the page of routes takes back no answer: {page}");
    assert_eq!(lars.post(&format!("{follow}/stempel/{approved}/angring"), &[]).status, 404);
    assert_eq!(lars.post(&format!("{follow}/sett/{id}"), &[]).status, 303);
    let seen = stamp(&app, "seen");
    assert!(lars.get(&follow).text.contains(&format!("/stempel/{seen}/angring")));
    assert_eq!(lars.post(&format!("/intern/mal/stempel/{seen}/angring"), &[]).status, 404);

    let undo = format!("/intern/mal/stempel/{approved}/angring");
    assert!(lars.get("/intern/mal").text.contains(&undo));
    app.set_clock("2026-03-23 10:00");
    let lars = app.sign_in(LARS);
    assert!(!lars.get("/intern/mal").text.contains(&undo), "it is no longer offered");
    let refused = lars.post(&undo, &[]);
    assert_eq!(refused.status, 422, "{}", refused.text);
    assert!(refused.text.contains("mer enn sju dager gammelt"), "{}", refused.text);
    assert_eq!(standing(&app), ["approved ", "seen "]);
    assert_eq!(lars.post(&format!("{follow}/stempel/{seen}/angring"), &[]).status, 303);
}

#[test]
fn what_is_shown_anew_after_not_yet_waits_for_an_answer() {
    let app = spawn();
    let [build, ..] = taught(&app);
    let id = bench(&app, &build);
    let terje = app.sign_in(TERJE);
    let line = [("words", "Puss litt til")];
    assert_eq!(terje.post(&format!("/intern/mal/{id}/ikke-enna"), &line).status, 303);
    assert!(terje.get("/intern/mal").text.contains("Ingen venter på svar nå."));
    let anew = bench(&app, &build);
    let page = terje.get("/intern/mal").text;
    assert!(page.contains(&format!("/intern/mal/{anew}/godkjenning")), "{page}");
}

#[test]
fn a_wage_contract_is_told_by_the_leader_with_name_and_day() {
    let app = spawn();
    taught(&app);
    let (lars, mona) = (app.sign_in(LARS), app.sign_in(MONA));
    let page = format!("/intern/kvalifisering/{}", key(&app, "B01"));
    let route = [("kind", "on_the_job"), ("curriculum", "TMF03-02"), ("date", "2026-03-01")];
    assert_eq!(mona.post(&format!("{page}/veier"), &route).status, 303);
    let id = app.texts("SELECT id AS value FROM route WHERE kind = 'on_the_job'").remove(0);
    let wage = format!("{page}/veier/{id}/lonn");
    assert!(!mona.get(&page).text.contains("name=\"day\""), "a mentor has no such form");
    assert_eq!(mona.post(&wage, &[("day", "2026-03-02")]).status, 403);
    for (day, words) in [("0226-03-02", "Velg en dag."), ("2036-03-02", "innen et år")] {
        let refused = lars.post(&wage, &[("day", day)]);
        assert_eq!(refused.status, 422, "{day}: {}", refused.text);
        assert!(refused.text.contains(&format!("id=\"lonn-{id}-error\"")), "{}", refused.text);
        assert!(refused.text.contains(words) && refused.text.contains(day), "{}", refused.text);
        assert!(!refused.text.contains("<details class=\"ds-details\" open>"));
    }
    let unset = "SELECT count(*) AS value FROM route WHERE wage_set_by IS NOT NULL";
    assert_eq!(app.number(unset), 0);
    assert_eq!(lars.post(&wage, &[("day", "2026-03-02")]).status, 303);
    let seen = mona.get(&page).text;
    assert!(seen.contains("Lønnsavtale fra 02.03.2026."), "{seen}");
    assert!(seen.contains("Lønnsavtalen er satt av Lars") && seen.contains(", 16.03.2026"));
    app.set_clock("2026-03-17 10:00");
    assert_eq!(app.sign_in(LARS).post(&wage, &[("day", "")]).status, 303);
    let seen = app.sign_in(MONA).get(&page).text;
    assert!(!seen.contains("Lønnsavtale fra") && seen.contains(", 17.03.2026"), "{seen}");
}

#[test]
fn a_route_begins_in_a_year_that_anyone_means() {
    let app = spawn();
    taught(&app);
    let lars = app.sign_in(LARS);
    let page = format!("/intern/kvalifisering/{}/veier", key(&app, "B02"));
    for day in ["0026-01-05", "-4000-01-05", "+262142-01-05"] {
        let route = [("kind", "apprentice"), ("curriculum", "TMF03-02"), ("date", day)];
        let refused = lars.post(&page, &route);
        assert_eq!(refused.status, 422, "{day}");
        assert!(refused.text.contains("id=\"date-error\""), "{day}: {}", refused.text);
    }
}

#[test]
fn work_that_is_out_of_sale_still_gives_its_goal_when_the_page_is_saved() {
    let app = spawn();
    let [build, ..] = taught(&app);
    let solveig = app.sign_in(SOLVEIG);
    let page = format!("/intern/kompetansemal/mal/{build}");
    let sold = "SELECT enterprise_id || '/' || id AS value FROM offering WHERE code = 'SN-VED'";
    let sold = app.texts(sold).remove(0);
    assert_eq!(solveig.post(&format!("{page}/arbeid"), &[("ticked", &sold)]).status, 303);
    app.db.execute("UPDATE offering SET is_offered = false WHERE code = 'SN-VED'").unwrap();
    let shown = solveig.get(&page).text;
    assert!(shown.contains("(ikke til salgs)"), "{shown}");
    let ticked = format!("value=\"{}\" checked", sold.replace('/', "&#x2f;"));
    assert!(shown.contains(&ticked) || shown.contains(&format!("value=\"{sold}\" checked")));
    let place = sold.split_once('/').unwrap().0;
    let both = [("ticked", sold.as_str()), ("ticked", place)];
    assert_eq!(solveig.post(&format!("{page}/arbeid"), &both).status, 303);
    assert_eq!(app.number("SELECT count(*) AS value FROM goal_work"), 2);
    assert_eq!(solveig.post(&format!("{page}/arbeid"), &[("ticked", place)]).status, 303);
    assert_eq!(app.number("SELECT count(*) AS value FROM goal_work"), 1, "it is unticked by hand");
    assert_eq!(solveig.post(&format!("{page}/arbeid"), &both).status, 404, "and then not offered");
}

/// The first names of those who are said to lack a goal.
fn lacking(page: &str, words: &str) -> Vec<String> {
    let mark = format!("på en jobb i dag for å lære: {words}\"");
    let before = page.split(&mark).filter_map(|part| part.rsplit_once("aria-label=\"Sett "));
    let names = before.map(|(_, name)| name.trim().to_owned());
    names.filter(|name| !name.contains('<')).collect()
}

#[test]
fn a_goal_is_lacked_by_those_on_an_open_route_and_the_centres_own_by_all_until_it_is_reached() {
    let app = spawn();
    let [build, _, cook] = taught(&app);
    let (lars, terje) = (app.sign_in(LARS), app.sign_in(TERJE));
    let place = app.texts("SELECT id AS value FROM enterprise WHERE code = 'snekkeri'").remove(0);
    for goal in [&build, &cook] {
        let work = format!("/intern/kompetansemal/mal/{goal}/arbeid");
        assert_eq!(lars.post(&work, &[("ticked", &place)]).status, 303);
    }
    let page = terje.get("/intern/mal").text;
    assert_eq!(lacking(&page, "Bygge en benk"), ["Amina"], "{page}");
    assert_eq!(lacking(&page, "Lage middag"), ["Amina", "Jonas"]);
    let looks = "SELECT what AS value FROM look ORDER BY what";
    assert_eq!(app.texts(looks), ["mål som mangler", "mål som mangler"], "each look is kept");
    let jonas = format!("/intern/kvalifisering/{}/veier", key(&app, "B02"));
    let route = [("kind", "apprentice"), ("curriculum", "TMF03-02"), ("date", "2026-03-01")];
    assert_eq!(lars.post(&jonas, &route).status, 303);
    let id = bench(&app, &build);
    assert_eq!(terje.post(&format!("/intern/mal/{id}/godkjenning"), &[]).status, 303);
    let page = terje.get("/intern/mal").text;
    assert_eq!(lacking(&page, "Bygge en benk"), ["Jonas"], "Amina has reached it");
    let route = app.texts("SELECT id AS value FROM route WHERE kind = 'apprentice'").remove(0);
    assert_eq!(lars.post(&format!("{jonas}/{route}/avslutning"), &[]).status, 303);
    let page = terje.get("/intern/mal").text;
    assert!(lacking(&page, "Bygge en benk").is_empty(), "his route has ended");
    assert_eq!(lacking(&page, "Lage middag"), ["Amina", "Jonas"]);
    assert!(app.sign_in(JONAS).get("/intern/meg").text.contains("mål som mangler"));
}

//! Plans: what a resident does, what a mentor sees, and what the two agree on.

use crate::harness::cast::{AMINA, JONAS, KARI, LARS, MONA, TERJE};
use crate::harness::{Answer, App, Person, spawn};

pub fn resident(app: &App, login: &str) -> String {
    let sql = format!(
        "SELECT r.id AS value FROM resident r JOIN account a ON a.id = r.account_id \
         WHERE a.login = '{login}'"
    );
    app.texts(&sql).remove(0)
}

pub fn tap(person: &Person, path: &str) -> Answer {
    let done = person.post(path, &[]);
    person.follow(&done)
}

/// The id in the first form whose action ends so.
fn id_before(page: &str, verb: &str) -> String {
    let (before, _) = page.split_once(&format!("/{verb}\"")).expect("a form with that verb");
    before.rsplit_once('/').unwrap().1.to_owned()
}

#[test]
fn a_resident_asks_the_mentor_sees_a_talk_is_held_and_a_step_is_ticked() {
    let app = spawn();
    let (amina, mona) = (app.sign_in(AMINA), app.sign_in(MONA));
    let who = resident(&app, AMINA);
    assert!(!mona.get("/intern/adepter").text.contains("Vil gjerne snakke"));
    let asked = tap(&amina, "/intern/plan/snakke");
    assert!(asked.text.contains("Du sa fra 16.03.2026 kl. 10.00"), "{}", asked.text);
    tap(&amina, "/intern/plan/snakke");
    assert_eq!(app.number("SELECT count(*) AS value FROM help_ask"), 1, "once is enough");
    let today = mona.get("/intern/adepter").text;
    assert!(today.contains("Vil gjerne snakke. Sa fra 16.03.2026 kl. 10.00."), "{today}");
    assert!(today.contains("Ny hos deg siden"), "{today}");

    let talk =
        [("held_on", "2026-03-16"), ("next_on", ""), ("steps", "Ringe NAV\n\nLage budsjett")];
    let done = mona.post(&format!("/intern/samtale/{who}"), &talk);
    let plan = mona.follow(&done);
    assert!(plan.text.contains("Neste 16.09.2026") && plan.text.contains("Lage budsjett"));
    assert!(!mona.get("/intern/adepter").text.contains("Vil gjerne snakke"), "it is answered");

    let own = amina.get("/intern/plan").text;
    assert!(own.contains("Neste prat: <strong>16.09.2026</strong>"), "{own}");
    let step = id_before(&own, "ferdig");
    let ticked = tap(&amina, &format!("/intern/plan/avtalt/{step}/ferdig"));
    assert!(ticked.text.contains("Gjort 16.03.2026"), "{}", ticked.text);
    assert!(mona.get(&format!("/intern/planer/{who}")).text.contains("(gjort 16.03.2026)"));
    let undone = tap(&amina, &format!("/intern/plan/avtalt/{step}/angre"));
    assert!(!undone.text.contains("Gjort 16.03.2026"));
    let jonas = app.sign_in(JONAS);
    assert_eq!(jonas.post(&format!("/intern/plan/avtalt/{step}/ferdig"), &[]).status, 404);

    // What was asked can be taken back, and what was said can be answered without a talk.
    tap(&amina, "/intern/plan/snakke");
    tap(&amina, "/intern/plan/snakke/angre");
    assert!(!mona.get("/intern/adepter").text.contains("Vil gjerne snakke"));
    tap(&amina, "/intern/plan/snakke");
    mona.post(&format!("/intern/planer/{who}/snakket"), &[]);
    assert!(!amina.get("/intern/plan").text.contains("Du sa fra"));
}

#[test]
fn a_talk_that_is_typed_wrong_is_shown_again_and_nothing_is_written() {
    let app = spawn();
    let mona = app.sign_in(MONA);
    let path = format!("/intern/samtale/{}", resident(&app, AMINA));
    let six = "a\nb\nc\nd\ne\nf";
    let long = "x".repeat(121);
    for (held, next, steps, words) in [
        ("2026-03-17", "", "", "Velg dagen dere snakket sammen."),
        ("i går", "", "", "Velg dagen dere snakket sammen."),
        ("2026-03-16", "2026-03-01", "", "Neste samtale må være etter denne"),
        ("2026-03-16", "snart", "", "Neste samtale må være etter denne"),
        ("2026-03-16", "", six, "Velg høyst 5 steg."),
        ("2026-03-16", "", &long, "Skriv det kort"),
    ] {
        let fields = [("held_on", held), ("next_on", next), ("steps", steps)];
        let refused = mona.post(&path, &fields);
        assert_eq!(refused.status, 422, "{held} {next} {steps}");
        assert!(refused.text.contains(words), "{words}: {}", refused.text);
        assert!(refused.text.contains(steps.lines().next().unwrap_or_default()));
    }
    assert_eq!(app.number("SELECT count(*) AS value FROM talk"), 0);
    let fields = [("held_on", "2026-03-16"), ("steps", "Ringe NAV")];
    assert_eq!(mona.post(&path, &fields).status, 303);
    assert_eq!(mona.post(&path, &fields).status, 422, "sent twice, it stands once");
    assert_eq!(app.number("SELECT count(*) AS value FROM talk"), 1);
    assert_eq!(app.number("SELECT count(*) AS value FROM talk_step"), 1);
}

#[test]
fn a_pause_asks_for_no_reason_and_changes_nothing_else() {
    let app = spawn();
    let (amina, mona, lars) = (app.sign_in(AMINA), app.sign_in(MONA), app.sign_in(LARS));
    let who = resident(&app, AMINA);
    let before = amina.get("/intern/plan").text;
    let (_, section) = before.split_once("<h2 id=\"pause\">").unwrap();
    let (form, _) = section.split_once("</form>").unwrap();
    assert!(!form.contains("<textarea") && !form.contains("type=\"text\""), "{form}");
    for column in ["reason", "words", "note"] {
        let sql = format!("SELECT {column} AS value FROM pause");
        assert!(app.db.execute(&sql).is_err(), "there is a column {column}");
    }
    let paused = tap(&amina, "/intern/plan/pause");
    assert!(paused.text.contains("Du har hatt pause siden 16.03.2026"), "{}", paused.text);
    assert!(mona.get("/intern/adepter").text.contains("Har pause siden 16.03.2026."));
    mona.post(&format!("/intern/planer/{who}/pause"), &[]);
    assert_eq!(app.number("SELECT count(*) AS value FROM pause"), 1, "the one that lasts goes on");
    lars.post(&format!("/intern/planer/{who}/pause/slutt"), &[]);
    assert!(!amina.get("/intern/plan").text.contains("Du har hatt pause"));
    mona.post(&format!("/intern/planer/{who}/pause"), &[]);
    tap(&amina, "/intern/plan/pause/slutt");
    // What stands after is what stood before, but for what was just said.
    let without_flash = |text: String| {
        let (_, main) = text.split_once("<section").unwrap();
        main.to_owned()
    };
    assert_eq!(without_flash(amina.get("/intern/plan").text), without_flash(before));
}

#[test]
fn parts_of_the_plan_are_added_done_taken_out_and_had_back() {
    let app = spawn();
    let (amina, mona) = (app.sign_in(AMINA), app.sign_in(MONA));
    let who = resident(&app, AMINA);
    let add = |kind: &str, words: &str| {
        amina.post("/intern/plan/deler", &[("kind", kind), ("words", words)]).status
    };
    assert_eq!(add("primary_school", ""), 303);
    assert_eq!(add("primary_school", ""), 422, "it stands there");
    assert_eq!(add("other", "  "), 422);
    assert_eq!(add("rank", ""), 422);
    assert_eq!(add("other", &"x".repeat(121)), 422);
    assert_eq!(add("other", "Førerkort <b>"), 303);
    let fields = [("kind", "economy")];
    assert_eq!(mona.post(&format!("/intern/planer/{who}/deler"), &fields).status, 303);
    let page = amina.get("/intern/plan").text;
    for words in ["Grunnskole", "Førerkort &#60;b&#62;", "Egen økonomi"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let element = id_before(&page, "bort");
    let done = tap(&amina, &format!("/intern/plan/deler/{element}/ferdig"));
    assert!(done.text.contains("klart 16.03.2026"));
    let undone = tap(&amina, &format!("/intern/plan/deler/{element}/angre"));
    assert!(!undone.text.contains("klart 16.03.2026"));
    let away = tap(&amina, &format!("/intern/plan/deler/{element}/bort"));
    assert!(
        away.text.contains("Det er tatt ut av planen.")
            && !away.text.contains("<strong>Grunnskole")
    );
    let back = tap(&amina, &format!("/intern/plan/deler/{element}/tilbake"));
    assert!(back.text.contains("<strong>Grunnskole"));
}

#[test]
fn the_step_of_the_model_is_set_together_and_the_newest_counts() {
    let app = spawn();
    let (amina, mona, lars) = (app.sign_in(AMINA), app.sign_in(MONA), app.sign_in(LARS));
    let path = format!("/intern/planer/{}/trinn", resident(&app, AMINA));
    for fields in [[("step", "4"), ("from", "2026-03-01")], [("step", "1"), ("from", "2026-03-17")]]
    {
        assert_eq!(mona.post(&path, &fields).status, 422, "{fields:?}");
    }
    assert!(amina.get("/intern/plan").text.contains("Trinnet er ikke satt ennå."));
    assert_eq!(mona.post(&path, &[("step", "1"), ("from", "2025-09-01")]).status, 303);
    assert!(amina.get("/intern/plan").text.contains("Du har vært her siden 01.09.2025."));
    assert_eq!(lars.post(&path, &[("step", "2"), ("from", "2026-03-10")]).status, 303);
    let plan = amina.get("/intern/plan").text;
    let (_, here) = plan.split_once("aria-current=\"step\"").unwrap();
    assert!(here.contains("2. Ute i jobb eller skole") && plan.contains("siden 10.03.2026"));
    assert_eq!(amina.post(&path, &[("step", "3"), ("from", "2026-03-01")]).status, 403);
}

#[test]
fn becoming_a_mentor_is_a_step_that_both_take() {
    let app = spawn();
    let (amina, lars) = (app.sign_in(AMINA), app.sign_in(LARS));
    let at = |verb: &str| format!("/intern/planer/{}/mentor{verb}", resident(&app, AMINA));
    let mentors = "SELECT count(*) AS value FROM account_role r JOIN account a ON a.id = r.account_id \
                   WHERE r.role = 'mentor' AND a.login = 'amina'";
    assert_eq!(lars.post(&at("/rolle"), &[]).status, 422, "nobody has asked her");
    assert!(tap(&amina, "/intern/plan/mentor").text.contains("Lederen gjør resten."));
    assert!(lars.get("/intern/planer").text.contains("Vil bli mentor, og venter på deg"));
    assert_eq!(amina.post("/intern/plan/mentor/nei", &[]).status, 303);
    assert_eq!(lars.post(&at("/rolle"), &[]).status, 422, "she took it back");

    assert_eq!(lars.post(&at(""), &[]).status, 303);
    assert_eq!(lars.post(&at("/rolle"), &[]).status, 422, "she has not said yes");
    assert_eq!(app.number(mentors), 0);
    assert!(amina.get("/intern/plan").text.contains("Vil du bli mentor?"));
    assert!(tap(&amina, "/intern/plan/mentor/ja").text.contains("Lederen gjør resten."));
    assert_eq!(app.sign_in(MONA).post(&at("/rolle"), &[]).status, 403, "a leader's to give");
    assert_eq!(lars.post(&at("/rolle"), &[]).status, 303);
    assert_eq!(app.number(mentors), 1);
    let row = "SELECT count(*) AS value FROM mentor_step WHERE resident_agreed_at IS NOT NULL \
               AND leader_agreed_at IS NOT NULL AND leader_agreed_by IS NOT NULL";
    assert_eq!(app.number(row), 1, "recorded as taken together");
    assert_eq!(lars.post(&at("/rolle"), &[]).status, 422, "given once");

    let amina = app.sign_in(AMINA);
    assert!(amina.get("/intern/adepter").text.contains("Du følger ingen akkurat nå."));
    assert!(!amina.get("/intern/plan").text.contains("Jeg vil bli mentor"));
    assert_eq!(amina.post("/intern/plan/mentor", &[]).status, 422, "she is one");
    assert_eq!(lars.post(&at(""), &[]).status, 422);
}

#[test]
fn who_has_no_mentor_is_heard_by_the_leader() {
    let app = spawn();
    let (jonas, lars) = (app.sign_in(JONAS), app.sign_in(LARS));
    assert!(jonas.get("/intern/plan").text.contains("Lederen ser det og kommer til deg."));
    tap(&jonas, "/intern/plan/snakke");
    assert!(lars.get("/intern/planer").text.contains("Vil gjerne snakke, og har ingen mentor"));
    let amina = app.sign_in(AMINA);
    tap(&amina, "/intern/plan/snakke");
    let heard = lars.get("/intern/planer").text.matches("Vil gjerne snakke").count();
    assert_eq!(heard, 1, "Amina's mentor hears her");
}

#[test]
fn each_look_is_kept_once_a_day_and_shown_to_whose_it_is() {
    let app = spawn();
    let mona = app.sign_in(MONA);
    let who = resident(&app, AMINA);
    let looks = "SELECT count(*) AS value FROM look WHERE what = 'plan og samtaler'";
    for path in [format!("/intern/planer/{who}"), format!("/intern/samtale/{who}")] {
        assert_eq!(mona.get(&path).status, 200);
        assert_eq!(mona.get(&path).status, 200);
    }
    mona.get("/intern/adepter");
    assert_eq!(app.number(looks), 1);
    app.sign_in(LARS).get(&format!("/intern/planer/{who}"));
    assert_eq!(app.number(looks), 2);
    app.set_clock("2026-03-17 08:00");
    app.sign_in(MONA).get("/intern/adepter");
    assert_eq!(app.number(looks), 3);
    assert!(app.sign_in(AMINA).get("/intern/meg").text.contains("plan og samtaler"));
}

#[test]
fn leaving_is_written_down_put_right_and_ends_nothing_by_itself() {
    let app = spawn();
    let (lars, amina) = (app.sign_in(LARS), app.sign_in(AMINA));
    let path = format!("/intern/planer/{}/utflytting", resident(&app, AMINA));
    let page = lars.get(&path).text;
    for lasting in ["beboer", "Snekkeriet", "mentor: Mona Dahl"] {
        assert!(page.contains(lasting), "{lasting}: {page}");
    }
    assert_eq!(lars.post(&path, &[("left_on", "2026-03-17")]).status, 422, "not yet");
    assert_eq!(lars.post(&path, &[("left_on", "2026-03-10"), ("to_work", "on")]).status, 303);
    assert_eq!(lars.post(&path, &[("left_on", "2026-03-11"), ("own_home", "on")]).status, 303);
    let rows = "SELECT count(*) AS value FROM departure WHERE left_on = '2026-03-11' AND own_home \
                AND NOT to_work AND NOT self_supporting";
    assert_eq!(app.number(rows), 1);
    assert_eq!(amina.get("/intern/plan").status, 200, "her roles are hers until they are ended");
    assert_eq!(lars.post(&format!("{path}/angre"), &[]).status, 303);
    assert_eq!(app.number("SELECT count(*) AS value FROM departure"), 0);
    assert_eq!(lars.post(&format!("{path}/angre"), &[]).status, 404);
}

/// A goal that benches give, and one that the daily work gives.
fn goals(app: &App) {
    for sql in [
        "INSERT INTO curriculum (code, name, kind, certificate, source, read_at) VALUES \
         ('EGEN', 'Egne', 'own', '', 'gården', '2026-03-01 08:00:00')",
        "INSERT INTO goal (id, curriculum_code, code, words, set_code, place) VALUES \
         ('g-ved', 'EGEN', 'E1', 'kløyve ved', '', 1), ('g-rydde', 'EGEN', 'E2', 'rydde etter seg', '', 2), \
         ('g-mat', 'EGEN', 'E3', 'lage mat', '', 3)",
        "INSERT INTO goal_work (id, goal_id, enterprise_id, offering_id) \
         SELECT 'w1', 'g-ved', o.enterprise_id, o.id FROM offering o WHERE o.code = 'SN-VED'",
        "INSERT INTO goal_work (id, goal_id, enterprise_id) \
         SELECT 'w2', 'g-rydde', id FROM enterprise WHERE code = 'snekkeri'",
        "INSERT INTO goal_work (id, goal_id, enterprise_id) \
         SELECT 'w3', 'g-mat', id FROM enterprise WHERE code = 'catering'",
    ] {
        app.db.execute(sql).unwrap();
    }
}

#[test]
fn someone_is_set_to_learn_with_one_tap_and_it_can_be_undone() {
    let app = spawn();
    goals(&app);
    let (terje, jonas) = (app.sign_in(TERJE), resident(&app, JONAS));
    let learn = |goal: &str, who: &str| {
        let fields = [("hvem", who), ("naering", "")];
        terje.post(&format!("/intern/mal/{goal}/tavle"), &fields)
    };
    assert_eq!(learn("g-ved", &jonas).status, 303, "nobody has ordered: daily work");
    let placed = app.api().post_json(
        "/api/v1/orders",
        "ved",
        &serde_json::json!({
            "customer": {"kind": "private", "name": "Per Kunde", "email": "per@example.com",
                "phone": "40000001", "street": "Veien 2", "postcode": "4630", "city": "Kristiansand"},
            "delivery_date": "2026-03-18",
            "lines": [{"offering": "SN-VED", "quantity": "3"}],
        }),
    );
    let number = placed.json()["order"]["number"].as_str().unwrap().to_owned();
    let board = terje.follow(&learn("g-ved", &jonas));
    assert!(board.text.contains(&format!("Jonas er satt på {number}.")), "{}", board.text);
    let own = app.sign_in(JONAS);
    assert!(own.get("/intern/plan").text.contains("kløyve ved"), "he sees what he can learn");
    terje.follow(&learn("g-rydde", &jonas));
    assert!(own.get("/intern/plan").text.contains("rydde etter seg"));
    assert_eq!(app.number("SELECT count(*) AS value FROM board_learning"), 2);
    let row = "SELECT board_hand_id AS value FROM board_learning WHERE goal_id = 'g-ved'";
    let row = app.texts(row).remove(0);
    assert_eq!(terje.post(&format!("/intern/tavle/{row}/angring"), &[]).status, 303);
    assert!(!own.get("/intern/plan").text.contains("kløyve ved"), "undone");

    assert_eq!(learn("g-mat", &resident(&app, AMINA)).status, 404, "the kitchen is Kari's");
    assert_eq!(learn("finnes-ikke", &jonas).status, 404);
    assert_eq!(learn("g-rydde", "finnes-ikke").status, 404);
    let kari = app.sign_in(KARI);
    let fields = [("hvem", jonas.as_str()), ("naering", "snekkeri")];
    assert_eq!(kari.post("/intern/mal/g-rydde/tavle", &fields).status, 404);
    assert_eq!(app.sign_in(LARS).post("/intern/mal/g-rydde/tavle", &fields).status, 403);
    app.db.execute("UPDATE goal SET ended_at = '2026-03-10 08:00:00'").unwrap();
    assert_eq!(learn("g-rydde", &jonas).status, 404, "it is no longer a goal");
    assert_eq!(app.number("SELECT count(*) AS value FROM board_learning"), 2, "nothing half done");
}

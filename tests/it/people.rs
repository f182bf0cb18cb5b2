//! Signing in, roles, links and sessions.

use super::harness::spawn;

#[test]
fn the_farm_answers_when_its_database_does() {
    let app = spawn();
    assert_eq!(app.stranger().get("/healthz").text, "ok\n");
}

#[test]
fn everyone_finds_a_page_behind_each_way_from_home() {
    let app = spawn();
    for (login, _) in crate::harness::cast::ONE_OF_EACH {
        let person = app.sign_in(login);
        let home = person.get("/intern");
        assert_eq!(home.status, 200, "{login}");
        assert_eq!(person.get("/intern/meg").status, 200, "{login}");
    }
}

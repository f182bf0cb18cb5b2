//! Signing in, roles, links and sessions.

use super::harness::spawn;

#[test]
fn the_farm_answers_when_its_database_does() {
    let app = spawn();
    assert_eq!(app.stranger().get("/healthz").text, "ok\n");
}

//! Working-time warnings: the hand-worked cases of `tests/arbeidstid`, and who is shown them.

use gardsbok::testing::warnings_of;

use super::harness::spawn;

#[test]
fn the_warnings_are_those_of_the_hand_worked_cases() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/arbeidstid");
    let mut wrong = Vec::new();
    let mut count = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        let (week, expected) = text.split_once("\n=\n").expect("a line with = alone");
        let told = warnings_of(week).unwrap_or_else(|refused| refused.to_string());
        if told.trim() != expected.trim() {
            wrong.push(format!("{}\nsays\n{told}\nand not\n{expected}", path.display()));
        }
        count += 1;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    assert!(count >= 20, "{count} cases");
}

#[test]
fn the_rule_in_the_database_is_the_one_the_cases_are_worked_by() {
    let app = spawn();
    let rules = app.texts(
        "SELECT CAST(valid_from AS TEXT) || ' ' || CAST(day_minutes AS TEXT) || ' ' || \
         CAST(week_minutes AS TEXT) || ' ' || CAST(daily_rest_minutes AS TEXT) || ' ' || \
         CAST(weekly_rest_minutes AS TEXT) || ' ' || CAST(break_minutes AS TEXT) || ' ' || \
         CAST(break_from_minutes AS TEXT) AS value FROM working_time_rule",
    );
    assert_eq!(rules, ["2000-01-01 540 2400 660 2100 30 480"]);
}

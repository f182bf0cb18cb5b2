//! What may stand on a proof, and which words tell. Pure.

mod naming;
mod telling;

use std::collections::BTreeSet;

use chrono::NaiveDate;

pub(super) use naming::{holder_name, issuer_name};
pub(super) use telling::{name_tells, tells};

use super::model::{
    Built, BuiltCourse, BuiltGoal, BuiltRoute, Choice, LeftOut, Line, TakeOut, Task,
};
use crate::base::Minutes;
use crate::people::{Names, Role};

/// Letters of what someone wrote of one piece of work, at most.
const TASK_MAX: usize = 200;
/// Pieces of work that stand beneath a goal, at most.
const TASKS_MAX: usize = 3;
/// Lines of a proof, at most; so many that its text still fits in a form.
pub(super) const LINES_MAX: usize = 80;

/// Why a proof is not made, or a name is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NotTaken {
    NameMissing,
    NameLong,
    NameTells,
    NameNotOwn,
    NothingChosen,
    TooMuch,
    LineUnknown,
    IssuerMissing,
    IssuerLong,
    IssuerTells,
    AddressTells,
    NoteMissing,
    NoteLong,
    NumberUnknown,
    Withdrawn,
    Changed,
    NotOurs,
    CourseTells,
}

/// Why a link is not cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NotCut {
    Asked,
    OtherRoles,
    Own,
    Settled,
}

/// May the link of someone with these roles be cut? Who works at the farm is named by its books.
pub(super) fn may_cut(roles: &[Role]) -> Result<(), NotCut> {
    let is_other = |role: &Role| !matches!(role, Role::Resident | Role::Mentor);
    if roles.iter().any(is_other) { Err(NotCut::OtherRoles) } else { Ok(()) }
}

/// What was wrong with a proof, in a line for the farm's own eyes.
pub(super) fn note(typed: &str) -> Result<String, NotTaken> {
    let note = one_line(typed);
    match note.chars().count() {
        0 => Err(NotTaken::NoteMissing),
        count if count > TASK_MAX => Err(NotTaken::NoteLong),
        _ => Ok(note),
    }
}

fn one_line(text: &str) -> String {
    let printable: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    printable.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What one has built, without what tells by its name, and without the words of a task that tell or
/// name someone else; and what was left out.
///
/// Only the farm's own words are judged: Udir's names and goals are the same everywhere, and tell of
/// no place, whichever words are in them.
pub(super) fn without_telling(mut built: Built, names: &Names) -> (Built, LeftOut) {
    let counted = |built: &Built| {
        let goals: usize = built.routes.iter().map(|route| route.goals.len()).sum();
        built.routes.len() + goals + built.courses.len()
    };
    let before = counted(&built);
    built.routes.retain(|route| route.is_public || !tells(&route.name));
    built.courses.retain(|course| !tells(&course.name));
    for route in &mut built.routes {
        route.goals.retain(|goal| goal.is_public || !tells(&goal.words));
    }
    let mut left_out = LeftOut { words: false, lines: counted(&built) < before };
    let goals = built.routes.iter_mut().flat_map(|route| route.goals.iter_mut());
    for task in goals.flat_map(|goal| goal.tasks.iter_mut()) {
        let words = one_line(&task.words.replace(';', ","));
        if tells(&words) || names.said_in(&words).is_some() {
            left_out.words = true;
            task.words = String::new();
        } else {
            task.words = words.chars().take(TASK_MAX).collect();
        }
    }
    (built, left_out)
}

/// Every line that can be chosen, routes with their goals and then courses.
pub(super) fn choices(built: &Built) -> Vec<Choice> {
    let mut all = Vec::new();
    for route in &built.routes {
        all.push(Choice {
            key: route.key.clone(),
            under: String::new(),
            name: route.name.clone(),
            says: route_words(route),
            is_course: false,
        });
        all.extend(route.goals.iter().map(|goal| Choice {
            key: goal_key(route, goal),
            under: route.key.clone(),
            name: goal.words.clone(),
            says: goal_words(goal),
            is_course: false,
        }));
    }
    all.extend(built.courses.iter().map(|course| Choice {
        key: course.key.clone(),
        under: String::new(),
        name: course.name.clone(),
        says: course_words(course),
        is_course: true,
    }));
    all
}

fn goal_key(route: &BuiltRoute, goal: &BuiltGoal) -> String {
    format!("{}/{}", route.key, goal.key)
}

/// The lines chosen, in the order of what was built. A goal brings the route that it is beneath.
pub(super) fn lines(built: &Built, wish: &TakeOut) -> Result<Vec<Line>, NotTaken> {
    let wanted: BTreeSet<&str> = wish.lines.iter().map(String::as_str).collect();
    let known: BTreeSet<String> = choices(built).into_iter().map(|choice| choice.key).collect();
    if wanted.is_empty() {
        return Err(NotTaken::NothingChosen);
    }
    if wanted.iter().any(|key| !known.contains(*key)) {
        return Err(NotTaken::LineUnknown);
    }
    let mut lines = Vec::new();
    let mut routes = 0;
    for route in &built.routes {
        let goals: Vec<&BuiltGoal> = route
            .goals
            .iter()
            .filter(|goal| wanted.contains(goal_key(route, goal).as_str()))
            .collect();
        if goals.is_empty() && !wanted.contains(route.key.as_str()) {
            continue;
        }
        routes += 1;
        let mark = format!("rute-{routes}");
        lines.push(Line { mark: mark.clone(), name: route.name.clone(), says: route_words(route) });
        lines.extend((1_usize..).zip(goals).map(|(place, goal)| Line {
            mark: format!("{mark}-mal-{place}"),
            name: goal.words.clone(),
            says: goal_words(goal),
        }));
    }
    let courses = built.courses.iter().filter(|course| wanted.contains(course.key.as_str()));
    lines.extend((1_usize..).zip(courses).map(|(place, course)| Line {
        mark: format!("kurs-{place}"),
        name: course.name.clone(),
        says: course_words(course),
    }));
    if lines.len() > LINES_MAX { Err(NotTaken::TooMuch) } else { Ok(lines) }
}

/// Period, months and hours, parted so that a paper can set them out.
fn route_words(route: &BuiltRoute) -> String {
    match route.days {
        Some((first, last)) => format!(
            "{} til {}; {}; {}",
            day(first),
            day(last),
            route.months,
            Minutes::words(route.minutes)
        ),
        None => "mål som er nådd".to_owned(),
    }
}

fn goal_words(goal: &BuiltGoal) -> String {
    let told = goal.tasks.iter().filter(|task| !task.words.is_empty()).take(TASKS_MAX);
    let tasks: Vec<String> =
        told.map(|Task { on, words }| format!("{words} ({})", day(*on))).collect();
    let reached = format!("nådd {}", day(goal.reached_on));
    if tasks.is_empty() { reached } else { format!("{reached}; {}", tasks.join("; ")) }
}

fn course_words(course: &BuiltCourse) -> String {
    let completed = format!("fullført {}", day(course.completed_on));
    match course.valid_to {
        Some(last) => format!("{completed}; gjelder til {}", day(last)),
        None => completed,
    }
}

/// `16.03.2026`.
pub(super) fn day(day: NaiveDate) -> String {
    day.format("%d.%m.%Y").to_string()
}

/// A number in groups of four, as it is read from paper.
pub(super) fn grouped(id: &str) -> String {
    let letters: Vec<char> = id.chars().collect();
    letters.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

/// The 32 digits in what someone pasted or scanned: a number, or an address that ends with it.
pub(super) fn number_in(text: &str) -> Option<String> {
    let end = text.trim().trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let plain: String = end.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
    let is_number = plain.len() == 32 && plain.chars().all(|c| c.is_ascii_hexdigit());
    is_number.then(|| plain.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn built() -> Built {
        let task = |on: &str, words: &str| Task { on: date(on), words: words.to_owned() };
        let goal = |key: &str, tasks| BuiltGoal {
            key: key.to_owned(),
            words: format!("mål {key}"),
            is_public: false,
            reached_on: date("2026-03-10"),
            tasks,
        };
        let route = |key: &str, goals| BuiltRoute {
            key: key.to_owned(),
            name: format!("Faget {key}"),
            is_public: false,
            days: Some((date("2025-01-01"), date("2026-03-31"))),
            months: "14 måneder".to_owned(),
            minutes: 74_040,
            goals,
        };
        let tasks = vec![
            task("2026-03-02", "Bygde  en benk\nav furu"),
            task("2026-03-03", "Hjalp til på rusposten"),
            task("2026-03-04", "Malte med Wendolin"),
        ];
        Built {
            routes: vec![route("a", vec![goal("1", tasks), goal("2", vec![])]), route("b", vec![])],
            courses: vec![BuiltCourse {
                key: "k".to_owned(),
                name: "Førstehjelp".to_owned(),
                completed_on: date("2026-01-20"),
                valid_to: Some(date("2028-01-20")),
            }],
        }
    }

    fn chosen(keys: &[&str]) -> Result<Vec<String>, NotTaken> {
        let lines = keys.iter().map(|key| (*key).to_owned()).collect();
        let names = Names::of(["Wendolin".to_owned()]);
        let (built, _) = without_telling(built(), &names);
        let lines = super::lines(&built, &TakeOut { name: "Amina".to_owned(), lines })?;
        Ok(lines.into_iter().map(|l| format!("{} {}: {}", l.mark, l.name, l.says)).collect())
    }

    #[test]
    fn only_what_was_chosen_stands_there_and_a_goal_brings_its_route() {
        let route = "rute-1 Faget a: 01.01.2025 til 31.03.2026; 14 måneder; 1";
        let goal = "rute-1-mal-1 mål 1: nådd 10.03.2026; Bygde en benk av furu (02.03.2026)";
        let lines = chosen(&["a/1"]).unwrap();
        assert_eq!(lines.len(), 2, "{lines:?}");
        assert!(lines[0].starts_with(route), "{lines:?}");
        assert_eq!(lines[1], goal);
        let course = "kurs-1 Førstehjelp: fullført 20.01.2026; gjelder til 20.01.2028";
        assert_eq!(chosen(&["k"]).unwrap(), [course]);
        assert_eq!(chosen(&["b", "k"]).unwrap().len(), 2);
        assert_eq!(chosen(&[]), Err(NotTaken::NothingChosen));
        assert_eq!(chosen(&["b/1"]), Err(NotTaken::LineUnknown));
    }

    #[test]
    fn words_of_a_task_that_tell_or_name_another_are_left_out() {
        let names = Names::of(["Wendolin".to_owned()]);
        let (kept, left_out) = without_telling(built(), &names);
        let words: Vec<&str> =
            kept.routes[0].goals[0].tasks.iter().map(|task| task.words.as_str()).collect();
        assert_eq!(words, ["Bygde en benk av furu", "", ""]);
        assert_eq!(left_out, LeftOut { words: true, lines: false });
    }

    #[test]
    fn udirs_own_words_stand_and_the_farms_that_tell_are_left_out() {
        let mut built = built();
        let words = "gjøre greie for behandling av avfall fra institusjonar";
        let goal = |key: &str, words: &str, is_public| BuiltGoal {
            key: key.to_owned(),
            words: words.to_owned(),
            is_public,
            reached_on: date("2026-03-10"),
            tasks: vec![],
        };
        built.routes[1].goals =
            vec![goal("1", words, true), goal("2", "bo godt på en institusjon", false)];
        built.routes[1].name = "Institusjonskokkfaget (praksiskandidat)".to_owned();
        built.routes[1].is_public = true;
        let (kept, left_out) = without_telling(built.clone(), &Names::default());
        let goals: Vec<&str> =
            kept.routes[1].goals.iter().map(|goal| goal.words.as_str()).collect();
        assert_eq!(goals, [words]);
        assert_eq!(left_out, LeftOut { words: true, lines: true });
        built.routes[1].is_public = false;
        let (kept, _) = without_telling(built, &Names::default());
        assert_eq!(kept.routes.len(), 1, "the farm's own name of a trade is judged");
    }

    #[test]
    fn a_number_is_read_from_what_was_scanned_or_pasted() {
        let id = "0123456789abcdef0123456789abcdef";
        let scanned = format!("https://gard.example/bevis/{id}");
        for text in [id, &format!(" {} ", id.to_uppercase()), &scanned, &format!("{scanned}/")] {
            assert_eq!(number_in(text).as_deref(), Some(id), "{text}");
        }
        for text in ["", "bevis", "0123", "zz23456789abcdef0123456789abcdef"] {
            assert_eq!(number_in(text), None, "{text}");
        }
    }
}

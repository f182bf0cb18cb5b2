//! Pages of what people learn: the resident's own, the work leader's, the follower's, and the farm's
//! curricula.

mod curricula;
mod followed;
mod goals;
mod leading;
mod own;
mod showing;

pub(crate) use curricula::{create, fetch, index, upload};
pub(crate) use followed::{
    end, followed_photo, list, open, person, reopen, see_evidence, undo_seen, wage,
};
pub(crate) use goals::{add, change, curriculum, end_goal, goal, practise, reopen_goal, work};
pub(crate) use leading::{approve, led, led_photo, not_yet, undo};
pub(crate) use own::{own, own_photo, take_back, undo_take_back};
pub(crate) use showing::{new, show};

use actix_web::HttpResponse;
use actix_web::http::header;
use chrono::NaiveDate;
use serde::Deserialize;

use super::model::{GoalsOf, RouteProgress, Shown, StampKind, Stamped, Standing};
use super::rules::{WHOLE, part_done};
use super::words::{month_words, route_words, standing_words};
use crate::base::{Minutes, photo_bytes};
use crate::error::{AppError, PageResult};

/// A form that is only a button.
#[derive(Deserialize)]
pub(crate) struct Nothing {}

/// A route as it is shown to people.
struct RouteView {
    id: String,
    /// `Praksiskandidat`
    kind: &'static str,
    curriculum: String,
    certificate: String,
    /// `3,4 måneder`, `60 måneder`
    months: String,
    months_needed: String,
    /// `512 t`, of `8700 t` where hours may stand in for months.
    hours: String,
    hours_needed: Option<String>,
    /// Of a hundred.
    part: i64,
    is_closed: bool,
    takes_wage: bool,
    wage_on: String,
    /// `12.03.2026`
    wage_day: Option<String>,
    /// `Lars Berg, 12.03.2026`: who said so.
    wage_said: Option<String>,
    started_on: String,
    ended_on: Option<String>,
    months_counted: Vec<MonthLine>,
    /// Hours that count nothing, and why.
    not_counted: Vec<(String, String)>,
    too_old: Option<String>,
    goals: GoalsView,
}

/// A month, its hours, and what it counts.
struct MonthLine {
    month: String,
    hours: String,
    counts: String,
}

/// Goals of a curriculum, reached and left.
struct GoalsView {
    name: String,
    reached: Vec<ReachedView>,
    left: Vec<(String, String)>,
    all: usize,
}

struct ReachedView {
    words: String,
    /// `12.03.2026, Terje Moen`
    by: String,
}

fn route_view(progress: RouteProgress) -> RouteView {
    let part = part_done(&progress.rule, &progress.count);
    let needs_hours = progress.rule.minutes_needed > 0;
    let route = progress.route;
    let lines = progress.count.months.iter().map(|one| MonthLine {
        month: one.month.words(),
        hours: Minutes::words(one.minutes),
        counts: match (one.is_alone, one.milli) {
            (true, _) => "står alene, teller når måneden ved siden av er med".to_owned(),
            (false, milli) if milli == WHOLE => "hel måned".to_owned(),
            (false, milli) => month_words(milli),
        },
    });
    let left_out = progress.hours.iter().filter(|one| one.standing != Standing::Counts);
    RouteView {
        id: route.id,
        kind: route_words(route.kind),
        certificate: progress.goals.curriculum.certificate.clone(),
        curriculum: progress.goals.curriculum.name.clone(),
        months: month_words(progress.count.milli),
        months_needed: month_words(i64::from(progress.rule.months_needed) * WHOLE),
        hours: Minutes::words(progress.count.minutes),
        hours_needed: needs_hours.then(|| Minutes::words(progress.rule.minutes_needed)),
        part,
        is_closed: progress.is_closed,
        takes_wage: progress.rule.needs_wage,
        wage_on: route.wage_contract_on.map(|day| day.to_string()).unwrap_or_default(),
        wage_day: route.wage_contract_on.map(day_words),
        wage_said: None,
        started_on: day_words(route.started_on),
        ended_on: route.ended_on.map(day_words),
        months_counted: lines.collect(),
        not_counted: left_out
            .map(|one| {
                let words = format!("{}: {}", one.place, standing_words(one.standing));
                (words, Minutes::words(one.minutes))
            })
            .collect(),
        too_old: (progress.count.too_old_milli > 0)
            .then(|| month_words(progress.count.too_old_milli)),
        goals: goals_view(progress.goals),
    }
}

fn goals_view(goals: GoalsOf) -> GoalsView {
    let reached = goals.reached.into_iter().map(|one| ReachedView {
        words: one.goal.words,
        by: format!("{}, {}", day_words(one.on), one.by),
    });
    let reached: Vec<ReachedView> = reached.collect();
    let left: Vec<(String, String)> =
        goals.left.into_iter().map(|goal| (goal.id, goal.words)).collect();
    GoalsView { name: goals.curriculum.name, all: reached.len() + left.len(), reached, left }
}

/// A piece of evidence as it is shown to people.
struct ShownView {
    id: String,
    day: String,
    words: String,
    place: String,
    goals: Vec<String>,
    hours: Option<String>,
    /// The address of its picture, for this viewer.
    photo: Option<String>,
    /// `Mona Dahl så det 12.03.2026.`
    seen: Vec<String>,
    approved: Option<String>,
    /// Who and when, and the line.
    not_yet: Option<(String, String)>,
    waits: bool,
    /// A stamp of the viewer's own that can be taken back.
    own_stamp: Option<String>,
}

impl ShownView {
    /// `is_undoable` says which stamps the viewer can take back.
    fn of(
        shown: Shown,
        is_undoable: impl Fn(&Stamped) -> bool,
        photo: impl Fn(&str) -> String,
    ) -> Self {
        let has_photo = shown.evidence.photo_media_type.is_some();
        let by = |stamp: &Stamped| format!("{}, {}", stamp.by, day_words(stamp.at.oslo_date()));
        let seen = shown.stamps.iter().filter(|stamp| stamp.kind == StampKind::Seen);
        let seen = seen.map(|stamp| match stamp.words.as_str() {
            "" => by(stamp),
            words => format!("{}: {words}", by(stamp)),
        });
        let own = shown.stamps.iter().rev().find(|stamp| is_undoable(stamp));
        let approved = shown.approval().map(by);
        let not_yet = shown.newest(StampKind::NotYet).map(|stamp| (by(stamp), stamp.words.clone()));
        Self {
            seen: seen.collect(),
            own_stamp: own.map(|stamp| stamp.id.clone()),
            not_yet: not_yet.filter(|_| approved.is_none()),
            waits: shown.waits(),
            approved,
            day: day_words(shown.evidence.happened_on),
            photo: has_photo.then(|| photo(&shown.evidence.id)),
            goals: shown.goals.iter().map(|goal| goal.words.clone()).collect(),
            hours: shown.minutes.map(Minutes::words),
            place: shown.enterprise_name,
            words: shown.evidence.words,
            id: shown.evidence.id,
        }
    }

    /// What the picture is told as to one who does not see it.
    fn alt(&self) -> String {
        if self.words.is_empty() { format!("Bilde fra {}", self.day) } else { self.words.clone() }
    }
}

/// `12.03.2026`
fn day_words(day: NaiveDate) -> String {
    day.format("%d.%m.%Y").to_string()
}

/// A picture that nobody but this person's browser may keep, and not for long.
fn picture((media_type, base64): (String, String)) -> PageResult {
    let bytes =
        photo_bytes(&base64).ok_or_else(|| AppError::internal("a kept photo cannot be read"))?;
    Ok(HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "private, no-store"))
        .insert_header((header::CONTENT_DISPOSITION, "inline; filename=\"bilde.jpg\""))
        .insert_header(header::ContentEncoding::Identity)
        .content_type(media_type)
        .body(bytes))
}

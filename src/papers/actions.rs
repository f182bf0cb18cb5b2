//! Papers are made anew from the rows each time; who saw whom on them is kept.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDate, TimeDelta};

use super::model::{Cell, Column, Paper};
use super::rules::{
    self, BREAK, CODE, DAY, FROM, KIND, Line, MINUTES, Mark, NOTE, ORDER, PLACE, TO,
};
use super::words;
use crate::base::{EnterpriseId, Month, ResidentId, UtcTime};
use crate::db::DbConn;
use crate::enterprises::{self, Enterprise};
use crate::error::{AppError, AppResult};
use crate::hours::{self, LockedRow};
use crate::orders;
use crate::people::{self, Actor, Right, Role};

/// Does one answer for the enterprise's papers? The leader does for all.
fn answers_for(actor: &Actor, enterprise: &EnterpriseId) -> bool {
    actor.is(Role::Leader) || actor.answers_for(enterprise)
}

/// The time sheet of an order: every approved row on it, in the enterprises one answers for.
///
/// # Errors
/// `NotFound` for an order one has no part in; `Forbidden`; the database's.
pub(crate) fn time_sheet(
    tx: &mut DbConn,
    actor: &Actor,
    number: &str,
    now: UtcTime,
) -> AppResult<Paper> {
    actor.must(Right::SeePapers)?;
    let whole = orders::get_order_for_invoice(tx, number)?;
    let own = |id: &EnterpriseId| answers_for(actor, id);
    if !whole.parts.iter().any(|part| own(&part.enterprise_id)) {
        return Err(AppError::NotFound);
    }
    let mut rows = hours::approved_rows_of_order(tx, &whole.order.id)?;
    rows.retain(|row| own(&row.enterprise_id));
    let title = format!("Timeliste for bestilling {number}");
    let lines = seen(tx, actor, rows, &title, now)?;
    let mut facts = seller_facts(tx)?;
    let all = enterprises::list_enterprises(tx)?;
    let has_part =
        |e: &&Enterprise| own(&e.id) && whole.parts.iter().any(|part| part.enterprise_id == e.id);
    facts.push((
        "Næring",
        all.iter().filter(has_part).map(|e| e.name.as_str()).collect::<Vec<_>>().join(", "),
    ));
    facts.push(("Bestilling", number.to_owned()));
    let columns = vec![DAY, CODE, FROM, TO, BREAK, MINUTES, PLACE, KIND, NOTE];
    Ok(Paper {
        title,
        file: format!("timeliste-{number}"),
        dated: rules::last_day(&lines).unwrap_or(whole.order.ordered_on),
        facts,
        rows: table(&lines, &columns),
        columns,
        sums: vec![("Til sammen".to_owned(), rules::minutes(&lines))],
        seen_by: words::SEEN_BY_FARM,
    })
}

/// Who was at work in an enterprise in a month, by day and start.
///
/// Source: bokføringsforskriften § 8-5-6: who, and from when to when.
///
/// # Errors
/// `NotFound` for an enterprise one does not answer for; `Forbidden`; the database's.
pub(crate) fn staff_list(
    tx: &mut DbConn,
    actor: &Actor,
    code: &str,
    month: Month,
    now: UtcTime,
) -> AppResult<Paper> {
    actor.must(Right::SeePapers)?;
    let place = enterprises::find_enterprise_by_code(tx, code)?
        .filter(|e| answers_for(actor, &e.id))
        .ok_or(AppError::NotFound)?;
    let (first, last) = (month.first_day(), month.last_day());
    let rows = hours::approved_rows(tx, Some(&place.id), first, last)?;
    let title = format!("Personalliste, {}", place.name);
    let lines = seen(tx, actor, rows, &format!("{title}, {month}"), now)?;
    let mut facts = seller_facts(tx)?;
    facts.push(("Næring", place.name));
    facts.push(("Måned", month.words()));
    // A counter-entry is no one's presence; the row it takes back says that it does not hold.
    let present: Vec<Line> = lines.into_iter().filter(|line| line.mark != Mark::Counter).collect();
    let columns = vec![DAY, CODE, FROM, TO, NOTE];
    Ok(Paper {
        title,
        file: format!("personalliste-{code}-{month}"),
        dated: rules::last_day(&present).unwrap_or(first),
        facts,
        rows: table(&present, &columns),
        columns,
        sums: Vec::new(),
        seen_by: words::SEEN_BY_FARM,
    })
}

/// A resident's working time in a month, by employee code: all of it for the leader, for a work
/// leader what was worked in the enterprises one leads.
///
/// # Errors
/// `NotFound` for a code that is nobody's, or nobody's one may see; `Forbidden`; the database's.
pub(crate) fn working_time(
    tx: &mut DbConn,
    actor: &Actor,
    code: &str,
    month: Month,
    now: UtcTime,
) -> AppResult<Paper> {
    actor.must(Right::SeeWorkingTime)?;
    let resident_id = people::find_resident_by_code(tx, code)?.ok_or(AppError::NotFound)?;
    let mut rows = rows_of(tx, &resident_id, month)?;
    if !actor.is(Role::Leader) {
        rows.retain(|row| actor.answers_for(&row.enterprise_id));
        if rows.is_empty() {
            return Err(AppError::NotFound);
        }
    }
    let lines = seen(tx, actor, rows, &format!("Arbeidstid, {month}"), now)?;
    Ok(working_time_paper(tx, &lines, code, month)?)
}

/// One's own working time in a month.
///
/// # Errors
/// `Forbidden` for who is no resident; the database's.
pub(crate) fn own_working_time(tx: &mut DbConn, actor: &Actor, month: Month) -> AppResult<Paper> {
    let resident_id = own_key(actor)?;
    let codes = people::employee_codes(tx)?;
    let code = codes.get(resident_id).cloned().unwrap_or_default();
    let lines = rules::lines(rows_of(tx, resident_id, month)?, &codes);
    Ok(working_time_paper(tx, &lines, &code, month)?)
}

fn rows_of(conn: &mut DbConn, id: &ResidentId, month: Month) -> AppResult<Vec<LockedRow>> {
    Ok(hours::approved_rows_of_resident(conn, id, month.first_day(), month.last_day())?)
}

fn working_time_paper(
    conn: &mut DbConn,
    lines: &[Line],
    code: &str,
    month: Month,
) -> diesel::QueryResult<Paper> {
    let mut facts = seller_facts(conn)?;
    facts.push(("Kode", code.to_owned()));
    facts.push(("Måned", month.words()));
    let columns = vec![DAY, FROM, TO, BREAK, MINUTES, PLACE, KIND, ORDER, NOTE];
    Ok(Paper {
        title: "Arbeidstid".to_owned(),
        file: format!("arbeidstid-{code}-{month}"),
        dated: rules::last_day(lines).unwrap_or(month.first_day()),
        facts,
        rows: table(lines, &columns),
        columns,
        sums: rules::by_week(lines, month),
        seen_by: words::SEEN_BY_LEADERS,
    })
}

/// One's own fourteen days from a Monday, by kind; sent in or not.
///
/// # Errors
/// `Forbidden` for who is no resident; the database's.
pub(crate) fn own_fortnight(
    conn: &mut DbConn,
    actor: &Actor,
    monday: NaiveDate,
) -> AppResult<Paper> {
    let resident_id = own_key(actor)?;
    let mut logged = hours::week_of(conn, resident_id, monday)?;
    logged.extend(hours::week_of(conn, resident_id, monday + TimeDelta::days(7))?);
    let rows: Vec<Vec<Cell>> =
        monday.iter_days().take(14).map(|day| rules::own_day(day, &logged)).collect();
    let sum = |place: usize| {
        let cells = rows.iter().filter_map(|row| row.get(place));
        cells.map(|cell| if let Cell::Minutes(minutes) = cell { *minutes } else { 0 }).sum::<i64>()
    };
    let sums = rules::OWN_DAY.iter().enumerate().skip(1).take(4);
    let last = monday + TimeDelta::days(13);
    Ok(Paper {
        title: "14 dager".to_owned(),
        file: format!("14-dager-{monday}"),
        dated: monday,
        facts: vec![(
            "Dager",
            format!("{} til {}", words::day_words(monday), words::day_words(last)),
        )],
        sums: sums.map(|(place, column)| (column.words.to_owned(), sum(place))).collect(),
        columns: rules::OWN_DAY.to_vec(),
        rows,
        seen_by: words::SEEN_BY_SELF,
    })
}

fn own_key(actor: &Actor) -> AppResult<&ResidentId> {
    actor.must(Right::LogHours)?;
    actor.resident_id.as_ref().ok_or(AppError::Forbidden)
}

/// Rows as lines, with each look at another's hours kept.
fn seen(
    tx: &mut DbConn,
    actor: &Actor,
    rows: Vec<LockedRow>,
    what: &str,
    now: UtcTime,
) -> AppResult<Vec<Line>> {
    let persons: BTreeSet<ResidentId> = rows.iter().map(|row| row.resident_id.clone()).collect();
    for person in persons.iter().filter(|person| actor.resident_id.as_ref() != Some(person)) {
        people::log_look(tx, actor, person, what, now)?;
    }
    let codes = people::employee_codes(tx)?;
    Ok(rules::lines(rows, &codes))
}

fn seller_facts(conn: &mut DbConn) -> diesel::QueryResult<Vec<(&'static str, String)>> {
    let seller = enterprises::seller(conn)?;
    let facts = seller.map(|s| vec![("Virksomhet", s.name), ("Org.nr.", s.org_number.to_string())]);
    Ok(facts.unwrap_or_default())
}

fn table(lines: &[Line], columns: &[Column]) -> Vec<Vec<Cell>> {
    let row = |line: &Line| columns.iter().map(|column| rules::cell(line, *column)).collect();
    lines.iter().map(row).collect()
}

/// What papers there are of a month, for one who may see them.
#[derive(Clone, Debug)]
pub(crate) struct Shelf {
    /// Code and name of the enterprises one answers for.
    pub(crate) enterprises: Vec<(String, String)>,
    /// Numbers of the orders that were worked on.
    pub(crate) orders: Vec<String>,
    /// Employee code and first name of those who worked; none for who may not see working time.
    pub(crate) persons: Vec<(String, String)>,
}

/// The papers of a month.
///
/// # Errors
/// `Forbidden`; the database's.
pub(crate) fn shelf(
    tx: &mut DbConn,
    actor: &Actor,
    month: Month,
    now: UtcTime,
) -> AppResult<Shelf> {
    actor.must(Right::SeePapers)?;
    let mut own = enterprises::list_enterprises(tx)?;
    own.retain(|e| answers_for(actor, &e.id));
    let mut orders = BTreeSet::new();
    let mut persons = BTreeMap::new();
    for enterprise in &own {
        let (first, last) = (month.first_day(), month.last_day());
        for row in hours::approved_rows(tx, Some(&enterprise.id), first, last)? {
            orders.extend(row.order_number);
            persons.insert(row.resident_id, String::new());
        }
    }
    if !actor.may(Right::SeeWorkingTime) {
        persons.clear();
    }
    for (person, name) in &mut persons {
        *name = people::first_name_of(tx, person)?;
        if actor.resident_id.as_ref() != Some(person) {
            people::log_look(tx, actor, person, &format!("Papirer, {month}"), now)?;
        }
    }
    let codes = people::employee_codes(tx)?;
    let coded =
        persons.into_iter().map(|(id, name)| (codes.get(&id).cloned().unwrap_or_default(), name));
    let mut persons: Vec<(String, String)> = coded.collect();
    persons.sort_by(|a, b| (&a.1, &a.0).cmp(&(&b.1, &b.0)));
    Ok(Shelf {
        enterprises: own.into_iter().map(|e| (e.code, e.name)).collect(),
        orders: orders.into_iter().collect(),
        persons,
    })
}

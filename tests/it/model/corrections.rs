//! A correction in the farm and in the model: asked for by the resident, settled by a leader.

use chrono::{Datelike, NaiveDate, Weekday};
use gardsbok::testing::World;

use super::reference::{Codes, Entry, Farm, Piece};
use super::steps::settle;

/// Asks to have a piece put right, so that half of it remains or nothing; what the leader may not
/// settle is taken back.
pub fn put_right(
    world: &mut World<'_>,
    model: &mut Farm,
    leader: &str,
    at: usize,
    half: bool,
) -> Result<String, String> {
    let of = &model.pieces[at];
    let (who, id) = (of.who, of.id.clone());
    let middle = of.start + (of.end - of.start) / 2;
    let clock = |minute: i64| format!("{:02}:{:02}", minute / 60, minute % 60);
    let (date, start, end) = (of.date.to_string(), clock(of.start), clock(middle));
    let fields = [date.as_str(), &start, &end, "0", of.enterprise, "work", ""];
    let mut refuses = Codes::new();
    if of.is_counter || !of.stands {
        refuses.insert("not_found");
    } else if of.state != Entry::Approved {
        refuses.insert("hours.not_approved");
    } else if let Err(code) = elapsed(of.date, of.start, middle)
        && half
    {
        refuses.insert(code);
    }
    let asked = world.ask_correction(who, &id, half.then_some(fields));
    let told = settle(&refuses, asked, |()| Ok(String::new()))?;
    if !told.is_empty() {
        return Ok(told);
    }
    let sql = "SELECT id AS value FROM hour_correction WHERE state = 'asked'";
    let row = world.texts(sql)?.pop().ok_or("no correction waits")?;
    let refuses = model.refuses_decision(at, leader);
    let told = settle(&refuses, world.accept_correction(leader, &row), |()| Ok(String::new()))?;
    if !told.is_empty() {
        world.withdraw_correction(who, &row)?;
        return Ok(told);
    }
    model.pieces[at].stands = false;
    let of = &model.pieces[at];
    let counter = Piece {
        id: made(world, &id, "counter")?,
        worked: -of.worked,
        is_counter: true,
        ..copy(of)
    };
    let remains = Piece {
        id: if half { made(world, &id, "NOT counter")? } else { String::new() },
        end: middle,
        worked: if half { elapsed(of.date, of.start, middle)? } else { 0 },
        ..copy(of)
    };
    model.pieces.push(counter);
    if half {
        model.pieces.push(remains);
    }
    Ok("put right".into())
}

/// Minutes that go by between two of the clock's on a day, or why they do not.
pub fn elapsed(date: NaiveDate, start: i64, end: i64) -> Result<i64, &'static str> {
    let (month, day) = (date.month(), date.day());
    let is_last_sunday = date.weekday() == Weekday::Sun && day > 24;
    let skipped = 120..180;
    match (month, is_last_sunday) {
        _ if end <= start => Err("hours.end"),
        (3, true) if skipped.contains(&start) => Err("hours.start_skipped"),
        (3, true) if skipped.contains(&end) => Err("hours.end_skipped"),
        (3, true) if start < 120 && end >= 180 => Ok(end - start - 60),
        (10, true) if start < 180 && end >= 120 => Ok(end - start + 60),
        _ => Ok(end - start),
    }
}

fn copy(of: &Piece) -> Piece {
    Piece { id: String::new(), stands: true, ..*of }
}

/// The id of what a correction made of an entry.
fn made(world: &mut World<'_>, entry: &str, which: &str) -> Result<String, String> {
    let sql = format!("SELECT id AS value FROM hour_entry WHERE corrects = '{entry}' AND {which}");
    world.texts(&sql)?.pop().ok_or_else(|| format!("nothing is {which}"))
}

//! Whatever is logged, sent, taken back, approved, returned, put right and invoiced, and in whatever
//! order: the kept sums and every report are the sums of the locked rows, and no locked row changes.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{Days, NaiveDate};
use gardsbok::testing::{Tryout, World};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};

use crate::harness::cast::{AMINA, JONAS, KARI, SOLVEIG, TERJE};
use crate::harness::{FreshDb, START_MS, on_postgres};

/// Runs of up to sixty steps.
const RUNS: u64 = 300;
const RUNS_ON_POSTGRES: u64 = 60;
const STEPS_MAX: usize = 60;
const ORDERS: usize = 2;

const RESIDENTS: [&str; 2] = [AMINA, JONAS];
const LEADERS: [&str; 2] = [TERJE, KARI];
const PLACES: [&str; 2] = ["snekkeri", "catering"];

#[derive(Clone, Debug)]
enum Step {
    Log {
        who: usize,
        at: At,
        is_sent: bool,
    },
    Finish(usize),
    Reopen(usize),
    Approve(usize, Index),
    Return(usize, Index),
    /// What should stand instead; none takes it away.
    Ask(usize, Index, Option<At>),
    Accept(usize, Index),
    Decline(usize, Index),
    Withdraw(usize, Index),
    Deliver(usize),
    Invoice(usize),
    Credit(usize),
}

/// Where a piece lies: days back, an hour, a length in hours, a place, and an order or none.
#[derive(Clone, Debug)]
struct At {
    back: u64,
    hour: u32,
    length: u32,
    place: usize,
    order: Option<usize>,
}

fn at() -> impl Strategy<Value = At> {
    let order = prop::option::weighted(0.4, 0..ORDERS);
    (0..40_u64, 6..20_u32, 1..4_u32, 0..PLACES.len(), order)
        .prop_map(|(back, hour, length, place, order)| At { back, hour, length, place, order })
}

fn step() -> impl Strategy<Value = Step> {
    let two = || 0..2_usize;
    let any = any::<Index>;
    prop_oneof![
        8 => (two(), at(), any_bool()).prop_map(|(who, at, is_sent)| Step::Log { who, at, is_sent }),
        2 => two().prop_map(Step::Finish),
        1 => two().prop_map(Step::Reopen),
        8 => (two(), any()).prop_map(|(who, entry)| Step::Approve(who, entry)),
        2 => (two(), any()).prop_map(|(who, entry)| Step::Return(who, entry)),
        9 => (two(), any(), prop::option::weighted(0.7, at()))
            .prop_map(|(who, entry, at)| Step::Ask(who, entry, at)),
        6 => (two(), any()).prop_map(|(who, row)| Step::Accept(who, row)),
        2 => (two(), any()).prop_map(|(who, row)| Step::Decline(who, row)),
        2 => (two(), any()).prop_map(|(who, row)| Step::Withdraw(who, row)),
        1 => two().prop_map(Step::Deliver),
        1 => two().prop_map(Step::Invoice),
        1 => two().prop_map(Step::Credit),
    ]
}

fn any_bool() -> impl Strategy<Value = bool> {
    any::<bool>()
}

#[test]
fn kept_sums_and_reports_are_the_sums_of_locked_rows_whatever_happens() {
    let farm = FreshDb::with_farm();
    let people = [SOLVEIG, TERJE, KARI, AMINA, JONAS];
    let farm = Arc::new(Tryout::open(&farm.url, &people, START_MS).unwrap());
    let mut met: BTreeMap<String, usize> = BTreeMap::new();
    for run in 0..if on_postgres() { RUNS_ON_POSTGRES } else { RUNS } {
        for kind in one_run(&farm, run) {
            *met.entry(kind).or_default() += 1;
        }
    }
    for kind in ["approve", "return", "ask", "accept", "decline", "withdraw", "reopen", "invoice"] {
        assert!(met.get(kind).is_some_and(|count| *count >= 5), "{kind}: {met:?}");
    }
}

fn one_run(farm: &Arc<Tryout>, run: u64) -> Vec<String> {
    let mut seed = [11; 32];
    seed[..8].copy_from_slice(&run.to_le_bytes());
    let config = Config { failure_persistence: None, max_shrink_iters: 500, ..Config::default() };
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &seed);
    let mut runner = TestRunner::new_with_rng(config, rng);
    let tree = vec(step(), 1..=STEPS_MAX).new_tree(&mut runner).unwrap();
    let done = std::cell::RefCell::new(Vec::new());
    let outcome = runner.run_one(tree, |steps| {
        let taken = farm.run(move |world| play(world, &steps));
        let taken = taken.map_err(|e| TestCaseError::fail(e.to_string()))?;
        *done.borrow_mut() = taken.map_err(TestCaseError::fail)?;
        Ok(())
    });
    if let Err(error) = outcome {
        panic!("run {run}: {error}");
    }
    done.into_inner()
}

/// Takes every step, refused or not; answers what was done.
fn play(world: &mut World<'_>, steps: &[Step]) -> Result<Vec<String>, String> {
    let mut orders = Vec::new();
    for number in 0..ORDERS {
        let form = format!(
            "{{\"customer\": {{\"kind\": \"private\", \"name\": \"Per\", \"email\": \"p@example.org\", \
             \"street\": \"Vegen 1\", \"postcode\": \"2380\", \"city\": \"Moss\"}}, \
             \"delivery_date\": \"{}\", \
             \"lines\": [{{\"offering\": \"SN-VED\", \"quantity\": \"1\"}}]}}",
            world.today()
        );
        orders.push(world.place(&format!("law {number}"), &form)?.0);
    }
    let mut locked = BTreeMap::new();
    let mut done = Vec::new();
    for (place, step) in steps.iter().enumerate() {
        let wrong = |words: String| format!("step {place}, {step:?}: {words}");
        done.extend(take(world, step, &orders).map_err(wrong)?);
        holds(world, &mut locked).map_err(wrong)?;
    }
    reports_hold(world)?;
    let broken = world.check()?;
    if broken.is_empty() { Ok(done) } else { Err(broken.join("; ")) }
}

/// Takes a step; answers its word when it was done, nothing when it was refused.
fn take(world: &mut World<'_>, step: &Step, orders: &[String]) -> Result<Option<String>, String> {
    let monday = monday(world.today());
    let (word, outcome) = match step {
        Step::Log { who, at, is_sent } => {
            let texts = fields(world.today(), at, orders);
            ("log", world.log(RESIDENTS[*who], refs(&texts), *is_sent).map(drop))
        }
        Step::Finish(who) => ("finish", world.send_week(RESIDENTS[*who], monday).map(drop)),
        Step::Reopen(who) => ("reopen", world.reopen_week(RESIDENTS[*who], monday).map(drop)),
        Step::Approve(who, entry) => match nth(world, "hour_entry", *entry)? {
            Some(id) => ("approve", world.approve(LEADERS[*who], &id)),
            None => return Ok(None),
        },
        Step::Return(who, entry) => match nth(world, "hour_entry", *entry)? {
            Some(id) => ("return", world.send_back(LEADERS[*who], &id)),
            None => return Ok(None),
        },
        Step::Ask(who, entry, at) => match nth(world, "approved", *entry)? {
            Some(id) => {
                let texts = at.as_ref().map(|at| fields(world.today(), at, orders));
                let fields = texts.as_ref().map(refs);
                ("ask", world.ask_correction(RESIDENTS[*who], &id, fields))
            }
            None => return Ok(None),
        },
        Step::Accept(who, row) => match nth(world, "hour_correction", *row)? {
            Some(id) => ("accept", world.accept_correction(LEADERS[*who], &id)),
            None => return Ok(None),
        },
        Step::Decline(who, row) => match nth(world, "asked", *row)? {
            Some(id) => ("decline", world.decline_correction(LEADERS[*who], &id)),
            None => return Ok(None),
        },
        Step::Withdraw(who, row) => match nth(world, "asked", *row)? {
            Some(id) => ("withdraw", world.withdraw_correction(RESIDENTS[*who], &id)),
            None => return Ok(None),
        },
        Step::Deliver(order) => {
            let today = world.today();
            ("deliver", world.deliver(SOLVEIG, &orders[*order], today, None))
        }
        Step::Invoice(order) => {
            let today = world.today();
            ("invoice", world.invoice(&orders[*order], today).map(drop))
        }
        Step::Credit(order) => {
            let (today, number) = (world.today(), i64::try_from(*order).unwrap() + 1);
            ("credit", world.credit(number, today).map(drop))
        }
    };
    match outcome {
        Ok(()) => Ok(Some(word.to_owned())),
        Err(code) if code.starts_with("internal") || code.starts_with("database") => Err(code),
        Err(_refused) => Ok(None),
    }
}

fn monday(day: NaiveDate) -> NaiveDate {
    use chrono::Datelike;
    day - Days::new(u64::from(day.weekday().num_days_from_monday()))
}

fn fields(today: NaiveDate, at: &At, orders: &[String]) -> [String; 7] {
    let order = at.order.map(|order| orders[order].clone()).unwrap_or_default();
    [
        (today - Days::new(at.back)).to_string(),
        format!("{:02}:00", at.hour),
        format!("{:02}:00", at.hour + at.length),
        "15".to_owned(),
        PLACES[at.place].to_owned(),
        "training".to_owned(),
        order,
    ]
}

fn refs(texts: &[String; 7]) -> [&str; 7] {
    texts.each_ref().map(String::as_str)
}

/// One of what there is of a thing; None when there is none.
fn nth(world: &mut World<'_>, of: &str, index: Index) -> Result<Option<String>, String> {
    let ids = world.texts(match of {
        "hour_entry" => "SELECT id AS value FROM hour_entry ORDER BY id",
        "approved" => {
            "SELECT id AS value FROM hour_entry WHERE state = 'approved' AND NOT counter ORDER BY id"
        }
        "asked" => "SELECT id AS value FROM hour_correction WHERE state = 'asked' ORDER BY id",
        _ => "SELECT id AS value FROM hour_correction ORDER BY id",
    })?;
    Ok((!ids.is_empty()).then(|| ids[index.index(ids.len())].clone()))
}

const LOCKED: &str = "SELECT id || '|' || resident_id || ' ' || CAST(entry_date AS TEXT) || ' ' || \
    CAST(start_minute AS TEXT) || ' ' || CAST(end_minute AS TEXT) || ' ' || \
    CAST(break_minutes AS TEXT) || ' ' || CAST(worked_minutes AS TEXT) || ' ' || enterprise_id || \
    ' ' || kind || ' ' || COALESCE(order_id, '-') || ' ' || COALESCE(corrects, '-') || ' ' || \
    CAST(counter AS TEXT) || ' ' || COALESCE(approved_by, '-') AS value \
    FROM hour_entry WHERE state = 'approved' ORDER BY id";

const KEPT: &str = "SELECT CAST(period AS TEXT) || ' ' || enterprise_id || ' ' || kind || ' ' || \
    resident_id || ' ' || CAST(minutes AS TEXT) || ' ' || CAST(entries AS TEXT) AS value \
    FROM hours_kept ORDER BY 1";

const SUMMED: &str = "SELECT month || ' ' || enterprise_id || ' ' || kind || ' ' || resident_id || \
    ' ' || CAST(SUM(worked_minutes) AS TEXT) || ' ' || CAST(COUNT(*) AS TEXT) AS value FROM \
    (SELECT SUBSTR(CAST(entry_date AS TEXT), 1, 4) || SUBSTR(CAST(entry_date AS TEXT), 6, 2) \
    AS month, enterprise_id, kind, resident_id, worked_minutes FROM hour_entry \
    WHERE state = 'approved') AS locked \
    GROUP BY month, enterprise_id, kind, resident_id ORDER BY 1";

/// Pieces of one resident that stand and overlap.
const OVERLAPS: &str = "SELECT a.id AS value FROM hour_entry a JOIN hour_entry b \
    ON a.resident_id = b.resident_id AND a.entry_date = b.entry_date AND a.id < b.id \
    AND a.start_minute < b.end_minute AND b.start_minute < a.end_minute \
    WHERE NOT a.counter AND NOT b.counter \
    AND NOT EXISTS (SELECT 1 FROM hour_entry c WHERE c.counter AND c.corrects IN (a.id, b.id))";

/// The kept sums are those of the locked rows, and what was locked is as it was.
fn holds(world: &mut World<'_>, locked: &mut BTreeMap<String, String>) -> Result<(), String> {
    let (kept, summed) = (world.texts(KEPT)?, world.texts(SUMMED)?);
    if kept != summed {
        return Err(format!("kept {kept:?}\nsummed {summed:?}"));
    }
    let overlaps = world.texts(OVERLAPS)?;
    if !overlaps.is_empty() {
        return Err(format!("overlapping {overlaps:?}"));
    }
    let now: BTreeMap<String, String> = world
        .texts(LOCKED)?
        .iter()
        .map(|row| row.split_once('|').unwrap())
        .map(|(id, rest)| (id.to_owned(), rest.to_owned()))
        .collect();
    for (id, row) in &*locked {
        if now.get(id) != Some(row) {
            return Err(format!("{id} was {row} and is {:?}", now.get(id)));
        }
    }
    *locked = now;
    Ok(())
}

/// Each report of whole months and of days within them is the sum of the locked rows.
fn reports_hold(world: &mut World<'_>) -> Result<(), String> {
    let today = world.today();
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    for (from, to) in [
        (day("2026-01-01"), day("2026-12-31")),
        (day("2026-02-01"), day("2026-02-28")),
        (today - Days::new(30), today),
        (today - Days::new(3), today - Days::new(1)),
    ] {
        let locked = world.texts(
            "SELECT CAST(entry_date AS TEXT) || ' ' || CAST(worked_minutes AS TEXT) AS value \
             FROM hour_entry WHERE state = 'approved'",
        )?;
        let within = |row: &&String| (from..=to).contains(&day(&row[..10]));
        let minutes = |row: &String| row[11..].parse::<i64>().unwrap();
        let expected: i64 = locked.iter().filter(within).map(minutes).sum();
        for report in world.hours_reports(from, to)? {
            let last = |line: &str| line.rsplit(',').next().unwrap().parse::<i64>().unwrap();
            let told: i64 = report.lines().skip(1).map(last).sum();
            if told != expected {
                return Err(format!("{from} to {to}: {told} and not {expected}\n{report}"));
            }
        }
    }
    Ok(())
}

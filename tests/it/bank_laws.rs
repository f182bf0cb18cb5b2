//! Whatever is done with money, in whatever order: debtors are what is open, what is owed back is what
//! customers and those nobody knows have to come, and the account is what the bank moved on it.

use std::sync::Arc;

use chrono::NaiveDate;
use gardsbok::testing::{Tryout, World};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};

use super::harness::bank::{camt, ocr, paid};
use super::harness::cast::SOLVEIG;
use super::harness::{FreshDb, START_MS};

const RUNS: u32 = 24;
const STEPS_MAX: usize = 24;
const STRANGE: &str = "0001230000174";

#[derive(Clone, Debug)]
enum Step {
    Issue,
    Pay(usize, i64),
    /// By a file: of an invoice, or of none.
    File(Vec<(Option<usize>, i64)>),
    Place(usize, Option<usize>),
    GiveBack(usize),
    Credit(usize),
    Move(usize),
    Use(usize, i64),
    PayBack(i64),
    Reverse(usize),
    /// The bank takes a payment back, and tells of it in a file.
    TakeBack(usize),
}

fn step() -> impl Strategy<Value = Step> {
    let which = || 0..4_usize;
    let amount = || prop::sample::select(vec![1_i64, 10_000, 11_999, 12_000, 12_001, 30_000]);
    prop_oneof![
        4 => Just(Step::Issue),
        4 => (which(), amount()).prop_map(|(of, ore)| Step::Pay(of, ore)),
        4 => vec((prop::option::weighted(0.7, which()), amount()), 1..4).prop_map(Step::File),
        2 => (which(), prop::option::of(which())).prop_map(|(e, of)| Step::Place(e, of)),
        1 => which().prop_map(Step::GiveBack),
        2 => which().prop_map(Step::Credit),
        2 => which().prop_map(Step::Move),
        3 => (which(), amount()).prop_map(|(of, ore)| Step::Use(of, ore)),
        2 => amount().prop_map(Step::PayBack),
        3 => (0..8_usize).prop_map(Step::Reverse),
        2 => (0..8_usize).prop_map(Step::TakeBack),
    ]
}

struct Invoice {
    number: i64,
    kid: String,
    total: i64,
    paid: i64,
    is_credited: bool,
}

struct Payment {
    invoice: usize,
    met: i64,
    over: i64,
    is_credit: bool,
    is_reversed: bool,
    /// The entry from the bank that it came by.
    entry: Option<String>,
}

/// What the books should be.
#[derive(Default)]
struct Model {
    customer: String,
    invoices: Vec<Invoice>,
    payments: Vec<(String, Payment)>,
    /// Less than nothing when the bank took back what was used.
    owed: i64,
    /// What the account holds.
    bank: i64,
    /// What came and nobody has placed, by entry.
    unplaced: Vec<(String, i64)>,
    files: u32,
}

impl Model {
    fn debtors(&self) -> i64 {
        let open = |i: &Invoice| if i.is_credited { -i.paid } else { i.total - i.paid };
        self.invoices.iter().map(open).sum()
    }

    fn owed_back(&self) -> i64 {
        self.owed + self.unplaced.iter().map(|(_, ore)| ore).sum::<i64>()
    }

    /// Takes a payment of an open invoice; answers it for the list.
    fn meet(&mut self, at: usize, ore: i64) -> Payment {
        let of = &mut self.invoices[at];
        let met = ore.min(of.total - of.paid);
        of.paid += met;
        self.owed += ore - met;
        let over = ore - met;
        Payment { invoice: at, met, over, is_credit: false, is_reversed: false, entry: None }
    }
}

fn rows(world: &mut World<'_>, sql: &str) -> Vec<String> {
    world.texts(sql).unwrap()
}

const PAYMENTS: &str =
    "SELECT id AS value FROM payment WHERE reverses IS NULL AND kind <> 'moved' ORDER BY id";

/// The payments that the list does not have yet.
fn fresh(world: &mut World<'_>, model: &Model) -> Vec<String> {
    let mut found = rows(world, PAYMENTS);
    found.retain(|id| model.payments.iter().all(|(known, _)| known != id));
    found
}

fn same(what: &str, done: Result<(), String>, may: bool) -> Result<(), String> {
    match (done, may) {
        (Ok(()), true) | (Err(_), false) => Ok(()),
        (done, _) => Err(format!("{what}: {done:?}, and it may: {may}")),
    }
}

fn issue(world: &mut World<'_>, model: &mut Model, today: NaiveDate) -> Result<(), String> {
    if model.invoices.len() >= 4 {
        return Ok(());
    }
    let form = format!(
        r#"{{"customer":{{"kind":"business","name":"Bygdekafeen AS","email":"b@example.no",
        "org_number":"999111319","street":"Veien 1","postcode":"4630","city":"By"}},
        "delivery_date":"{today}","lines":[{{"offering":"SN-VED","quantity":"1"}}]}}"#
    );
    let (order, _) = world.place(&format!("k{}", model.invoices.len()), &form)?;
    world.deliver(SOLVEIG, &order, today, None)?;
    let (number, total) = world.invoice(&order, today)?;
    let kid = rows(world, &format!("SELECT kid AS value FROM invoice WHERE number = {number}"));
    let customer = format!("SELECT customer_id AS value FROM invoice WHERE number = {number}");
    model.customer = rows(world, &customer).remove(0);
    let kid = kid.concat();
    model.invoices.push(Invoice { number, kid, total, paid: 0, is_credited: false });
    Ok(())
}

#[expect(clippy::too_many_lines, reason = "a step each, told in full")]
fn take(world: &mut World<'_>, model: &mut Model, step: &Step) -> Result<(), String> {
    let today = world.today();
    let known = |model: &Model, at: usize| at < model.invoices.len();
    match step {
        Step::Issue => issue(world, model, today),
        Step::Pay(at, ore) if known(model, *at) => {
            let may = !model.invoices[*at].is_credited;
            same("pay", world.pay(model.invoices[*at].number, *ore, today), may)?;
            if may {
                let payment = model.meet(*at, *ore);
                model.bank += ore;
                let id = fresh(world, model).concat();
                model.payments.push((id, payment));
            }
            Ok(())
        }
        Step::File(lines) => take_file(world, model, lines, today),
        Step::Place(entry, of) if *entry < model.unplaced.len() => {
            let (id, ore) = model.unplaced[*entry].clone();
            match of {
                Some(at) if known(model, *at) => {
                    let may = !model.invoices[*at].is_credited;
                    let done = world.settle_on_invoice(SOLVEIG, &id, model.invoices[*at].number);
                    same("place", done, may)?;
                    if may {
                        let payment = Payment { entry: Some(id), ..model.meet(*at, ore) };
                        let id = fresh(world, model).concat();
                        model.payments.push((id, payment));
                        model.unplaced.remove(*entry);
                    }
                    Ok(())
                }
                None if !model.customer.is_empty() => {
                    world.settle_on_customer(SOLVEIG, &id, &model.customer)?;
                    model.owed += ore;
                    model.unplaced.remove(*entry);
                    Ok(())
                }
                _ => Ok(()),
            }
        }
        Step::GiveBack(entry) if *entry < model.unplaced.len() => {
            let (id, ore) = model.unplaced.remove(*entry);
            model.bank -= ore;
            world.settle_as_paid_back(SOLVEIG, &id, today)
        }
        Step::Credit(at) if known(model, *at) && !model.invoices[*at].is_credited => {
            model.invoices[*at].is_credited = true;
            world.credit(model.invoices[*at].number, today).map(drop)
        }
        Step::Move(at) if known(model, *at) => {
            let of = &mut model.invoices[*at];
            let may = of.is_credited && of.paid > 0;
            same("move", world.move_to_credit(SOLVEIG, of.number), may)?;
            if may {
                model.owed += std::mem::take(&mut of.paid);
            }
            Ok(())
        }
        Step::Use(at, ore) if known(model, *at) => {
            let of = &model.invoices[*at];
            let may = !of.is_credited && *ore <= model.owed && *ore <= of.total - of.paid;
            let done = world.use_credit(SOLVEIG, &model.customer, of.number, *ore);
            same("use", done, may)?;
            if may {
                model.owed -= ore;
                let payment = Payment { is_credit: true, ..model.meet(*at, *ore) };
                let id = fresh(world, model).concat();
                model.payments.push((id, payment));
            }
            Ok(())
        }
        Step::PayBack(ore) if !model.customer.is_empty() => {
            let may = *ore <= model.owed;
            same("pay back", world.pay_back(SOLVEIG, &model.customer, *ore), may)?;
            model.owed -= if may { *ore } else { 0 };
            model.bank -= if may { *ore } else { 0 };
            Ok(())
        }
        Step::Reverse(at) if *at < model.payments.len() => {
            let (id, of) = &mut model.payments[*at];
            let invoice = &mut model.invoices[of.invoice];
            let is_there = of.over == 0 || of.over <= model.owed;
            let may = !of.is_reversed && of.met <= invoice.paid && is_there;
            same("reverse", world.reverse_payment(SOLVEIG, id), may)?;
            if may {
                of.is_reversed = true;
                invoice.paid -= of.met;
                model.owed += if of.is_credit { of.met } else { -of.over };
                match &of.entry {
                    Some(entry) => model.unplaced.push((entry.clone(), of.met + of.over)),
                    None if !of.is_credit => model.bank -= of.met + of.over,
                    None => {}
                }
            }
            Ok(())
        }
        Step::TakeBack(at) if *at < model.payments.len() => take_away(world, model, *at, today),
        _ => Ok(()),
    }
}

/// The bank takes a payment back: it is so, whatever has become of the money.
fn take_away(
    world: &mut World<'_>,
    model: &mut Model,
    at: usize,
    today: NaiveDate,
) -> Result<(), String> {
    let (id, of) = &mut model.payments[at];
    if of.is_reversed || of.is_credit {
        return Ok(());
    }
    model.files += 1;
    let ore = of.met + of.over;
    let invoice = &mut model.invoices[of.invoice];
    let back = paid(&invoice.kid, -ore, &today.to_string(), model.files * 100);
    world.take_bank_file(&camt("08", model.files, &[back]))?;
    let sql = "SELECT e.id AS value FROM bank_entry e LEFT JOIN bank_settling s \
               ON s.entry_id = e.id WHERE e.fate = 'reversal' AND s.entry_id IS NULL";
    let entry = rows(world, sql).concat();
    world.settle_as_reversed(SOLVEIG, &entry, id)?;
    of.is_reversed = true;
    let met = of.met.min(invoice.paid);
    invoice.paid -= met;
    model.owed -= ore - met;
    model.bank -= ore;
    Ok(())
}

fn take_file(
    world: &mut World<'_>,
    model: &mut Model,
    lines: &[(Option<usize>, i64)],
    today: NaiveDate,
) -> Result<(), String> {
    model.files += 1;
    let kid = |of: &Option<usize>| match of.and_then(|at| model.invoices.get(at)) {
        Some(invoice) => invoice.kid.clone(),
        None => STRANGE.to_owned(),
    };
    let payments: Vec<_> = (1..)
        .zip(lines)
        .map(|(at, (of, ore))| paid(&kid(of), *ore, &today.to_string(), model.files * 100 + at))
        .collect();
    world.take_bank_file(&ocr(model.files, &payments))?;
    for (of, ore) in lines {
        model.bank += ore;
        let meets = of.filter(|at| model.invoices.get(*at).is_some_and(|i| !i.is_credited));
        if let Some(at) = meets {
            let id = fresh(world, model).into_iter().next().ok_or("no payment")?;
            let sql = format!("SELECT id AS value FROM bank_entry WHERE payment_id = '{id}'");
            let entry = Some(rows(world, &sql).concat());
            let payment = Payment { entry, ..model.meet(at, *ore) };
            model.payments.push((id, payment));
        } else {
            let known: Vec<&String> = model.unplaced.iter().map(|(id, _)| id).collect();
            let sql = format!(
                "SELECT e.id AS value FROM bank_entry e LEFT JOIN bank_settling s \
                 ON s.entry_id = e.id WHERE e.fate <> 'paid' AND s.entry_id IS NULL \
                 AND e.amount_ore = {ore}"
            );
            let mut found = rows(world, &sql);
            found.retain(|id| !known.contains(&id));
            model.unplaced.push((found.into_iter().next().ok_or("no entry")?, *ore));
        }
    }
    Ok(())
}

fn play(world: &mut World<'_>, steps: &[Step]) -> Result<(), String> {
    let mut model = Model::default();
    for step in steps {
        take(world, &mut model, step).map_err(|words| format!("{step:?}: {words}"))?;
        let held = rows(
            world,
            "SELECT CAST(COALESCE(SUM(CASE WHEN account = '1500' THEN amount_ore ELSE 0 END), 0) \
             AS TEXT) || ' ' || CAST(COALESCE(-SUM(CASE WHEN account = '2900' THEN amount_ore \
             ELSE 0 END), 0) AS TEXT) || ' ' || CAST(COALESCE(SUM(CASE WHEN account = '1920' \
             THEN amount_ore ELSE 0 END), 0) AS TEXT) AS value FROM posting",
        );
        let expected = format!("{} {} {}", model.debtors(), model.owed_back(), model.bank);
        if held.concat() != expected {
            return Err(format!("{step:?}: the books hold {held:?}, and should {expected}"));
        }
    }
    let broken = world.check()?;
    let states = rows(
        world,
        "SELECT number || ' ' || state AS value FROM (SELECT i.number AS number, o.state AS state \
         FROM invoice i JOIN customer_order o ON o.id = i.order_id WHERE i.kind = 'invoice') AS s \
         ORDER BY 1",
    );
    let said: Vec<String> = model
        .invoices
        .iter()
        .map(|i| {
            let state = match i {
                Invoice { is_credited: true, .. } => "credited",
                i if i.paid == i.total => "paid",
                _ => "invoiced",
            };
            format!("{} {state}", i.number)
        })
        .collect();
    if states != said || !broken.is_empty() {
        return Err(format!("{states:?} {said:?} {broken:?}"));
    }
    Ok(())
}

#[test]
fn any_sequence_keeps_debtors_what_is_open_and_owed_back_what_is_owed() {
    let db = FreshDb::with_farm();
    let farm = Arc::new(Tryout::open(&db.url, &[SOLVEIG], START_MS).unwrap());
    let config = Config { failure_persistence: None, cases: RUNS, ..Config::default() };
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[11; 32]);
    let mut runner = TestRunner::new_with_rng(config, rng);
    let done = runner.run(&vec(step(), 1..=STEPS_MAX), |steps| {
        let played = farm.run(move |world| play(world, &steps));
        let played = played.map_err(|e| TestCaseError::fail(e.to_string()))?;
        played.map_err(TestCaseError::fail)
    });
    done.unwrap();
}

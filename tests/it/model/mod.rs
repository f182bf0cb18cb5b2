//! The farm against a small model of it: orders, capacity, invoices, payments and hours.
//!
//! Each run is up to a hundred random steps from a fixed seed, on a farm that is undone afterwards.
//! After each step the answer and the cheap sums must be the model's; after each run everything
//! must be, and the books are proven anew. A run that fails is made as short as it can be.

mod corrections;
mod reference;
mod steps;
mod told;

use std::collections::BTreeMap;
use std::sync::Arc;

use gardsbok::testing::{Tryout, World, make_farm};
use proptest::collection::vec;
use proptest::strategy::Strategy;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};
use sha2::{Digest, Sha256};

use crate::harness::cast::{AMINA, JONAS, KARI, SOLVEIG, TERJE};
use crate::harness::{FreshDb, START_MS, on_postgres};
use reference::Farm;
use steps::Step;

/// Steps in a run, at most.
const STEPS_MAX: usize = 100;
/// Runs that together are 100 000 steps, and those of them that are 10 000.
const RUNS: u64 = 2_100;
const RUNS_ON_BOTH: u64 = 215;
/// Threads, each with a farm of its own; the runs are the same however many there are.
const THREADS: u64 = 2;

/// What the runs came to: the steps taken, a digest of every answer of each run, and how often
/// each kind of answer was met.
#[derive(Debug, PartialEq, Eq)]
struct Came {
    steps: usize,
    digests: Vec<String>,
    met: BTreeMap<String, usize>,
}

/// What must have been answered many times, or the runs prove little.
const MUST_BE_MET: [&str; 29] = [
    "placed",
    "confirmed",
    "cancelled",
    "delivered",
    "invoiced",
    "credited",
    "paid",
    "answered",
    "logged",
    "sent",
    "approved",
    "forgotten",
    "order.day_full",
    "order.too_early",
    "order.quantity",
    "order.not_possible",
    "order.real_quantity",
    "order.delivery_before_order",
    "invoice.not_delivered",
    "invoice.date",
    "invoice.buyer_address",
    "payment.amount",
    "payment.credited",
    "payment.date",
    "hours.overlap",
    "hours.order",
    "hours.locked",
    "hours.not_approved",
    "put",
];

#[test]
fn the_farm_does_as_the_model_does() {
    if on_postgres() {
        let farms = [FreshDb::with_farm(), FreshDb::with_farm()];
        let here = all_runs(RUNS_ON_BOTH, &[&farms[0].url, &farms[1].url]);
        let dir = tempfile::tempdir().unwrap();
        let urls = ["one", "two"].map(|name| {
            let url = format!("sqlite:{}?durability=off", dir.path().join(name).display());
            make_farm(&url, START_MS).unwrap();
            url
        });
        let there = all_runs(RUNS_ON_BOTH, &[&urls[0], &urls[1]]);
        assert!(here.steps >= 10_000, "{} steps", here.steps);
        assert_eq!(here, there, "both databases answer the same");
    } else {
        let farms = [FreshDb::with_farm(), FreshDb::with_farm()];
        let came = all_runs(RUNS, &[&farms[0].url, &farms[1].url]);
        assert!(came.steps >= 100_000, "{} steps", came.steps);
        for kind in MUST_BE_MET {
            assert!(came.met.get(kind).is_some_and(|n| *n >= 50), "{kind}: {:?}", came.met);
        }
    }
}

/// Every run, by two threads in turn.
fn all_runs(runs: u64, urls: &[&str; 2]) -> Came {
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..THREADS)
            .zip(urls)
            .map(|(thread, url)| {
                scope.spawn(move || {
                    let farm = Arc::new(Tryout::open(url, &PEOPLE, START_MS).unwrap());
                    let own = (0..runs).filter(|run| run % THREADS == thread);
                    own.map(|run| (run, one_run(&farm, run))).collect::<Vec<_>>()
                })
            })
            .collect();
        let mut came: Vec<_> = threads.into_iter().flat_map(|t| t.join().unwrap()).collect();
        came.sort_by_key(|(run, _)| *run);
        let mut met = BTreeMap::new();
        for answer in came.iter().flat_map(|(_, answers)| answers) {
            let kind = answer.split(' ').next().unwrap().to_owned();
            *met.entry(kind).or_default() += 1;
        }
        let steps = came.iter().map(|(_, answers)| answers.len()).sum();
        let digest = |answers: &Vec<String>| format!("{:x?}", Sha256::digest(answers.join("\n")));
        Came { steps, digests: came.iter().map(|(_, answers)| digest(answers)).collect(), met }
    })
}

const PEOPLE: [&str; 5] = [SOLVEIG, TERJE, KARI, AMINA, JONAS];

/// The answers of a run; fails with the shortest one that goes wrong.
fn one_run(farm: &Arc<Tryout>, run: u64) -> Vec<String> {
    let mut seed = [7; 32];
    seed[..8].copy_from_slice(&run.to_le_bytes());
    let config = Config { failure_persistence: None, max_shrink_iters: 2_000, ..Config::default() };
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &seed);
    let mut runner = TestRunner::new_with_rng(config, rng);
    let tree = vec(steps::step(), 1..=STEPS_MAX).new_tree(&mut runner).unwrap();
    let answers = std::cell::RefCell::new(Vec::new());
    let done = runner.run_one(tree, |steps| {
        let taken = farm.run(move |world| play(world, &steps));
        let taken = taken.map_err(|e| TestCaseError::fail(e.to_string()))?;
        *answers.borrow_mut() = taken.map_err(TestCaseError::fail)?;
        Ok(())
    });
    if let Err(error) = done {
        panic!("run {run}: {error}");
    }
    answers.into_inner()
}

/// Takes every step in the farm and in the model; answers what was answered.
fn play(world: &mut World<'_>, steps: &[Step]) -> Result<Vec<String>, String> {
    let mut model = Farm::new(world.today());
    let mut answers = Vec::with_capacity(steps.len());
    for (at, step) in steps.iter().enumerate() {
        let wrong = |words: String| format!("step {at}, {step:?}: {words}");
        answers.push(steps::take(step, world, &mut model).map_err(wrong)?);
        cheap(world, &model).map_err(wrong)?;
    }
    everything(world, &model)?;
    Ok(answers)
}

/// Counts and sums, in one question.
fn cheap(world: &mut World<'_>, model: &Farm) -> Result<(), String> {
    let found = world.texts(
        "SELECT 'orders ' || CAST((SELECT count(*) FROM customer_order) AS TEXT) \
         || ', taken ' || CAST((SELECT COALESCE(SUM(taken_milli), 0) FROM day_places) AS TEXT) \
         || ', past a limit ' || CAST((SELECT count(*) FROM day_places JOIN offering \
           ON id = offering_id WHERE taken_milli > capacity_milli) AS TEXT) \
         || ', documents ' || CAST((SELECT count(*) FROM invoice) AS TEXT) \
         || ' to ' || CAST((SELECT COALESCE(MAX(number), 0) FROM invoice) AS TEXT) \
         || ', vouchers ' || CAST((SELECT count(*) FROM voucher) AS TEXT) \
         || ' to ' || CAST((SELECT COALESCE(MAX(number), 0) FROM voucher) AS TEXT) \
         || ', out of balance ' || CAST((SELECT COALESCE(SUM(amount_ore), 0) FROM posting) AS TEXT) \
         || ', owed ' || CAST((SELECT COALESCE(SUM(amount_ore), 0) FROM posting \
           WHERE account = '1500') AS TEXT) \
         || ', owed back ' || CAST((SELECT COALESCE(-SUM(amount_ore), 0) FROM posting \
           WHERE account = '2900') AS TEXT) \
         || ', in the bank ' || CAST((SELECT COALESCE(SUM(amount_ore), 0) FROM posting \
           WHERE account = '1920') AS TEXT) \
         || ', entries ' || CAST((SELECT count(*) FROM hour_entry) AS TEXT) \
         || ', approved ' || CAST((SELECT COALESCE(SUM(worked_minutes), 0) FROM hour_entry \
           WHERE state = 'approved') AS TEXT) \
         || ', kept ' || CAST((SELECT COALESCE(SUM(minutes), 0) FROM hours_kept) AS TEXT) AS value",
    )?;
    same(&found.concat(), &model.sums())
}

/// The state of every order, part, place and entry, and the proof of the books.
fn everything(world: &mut World<'_>, model: &Farm) -> Result<(), String> {
    let orders = world
        .texts("SELECT number || ' ' || state AS value FROM customer_order ORDER BY number")?;
    same(&orders.join("; "), &model.orders_told())?;
    let parts = world.texts(
        "SELECT number || ' ' || code || ' ' || order_part.state AS value FROM order_part \
         JOIN customer_order ON customer_order.id = order_id \
         JOIN enterprise ON enterprise.id = enterprise_id ORDER BY 1",
    )?;
    same(&parts.join("; "), &model.parts_told())?;
    let places = world.texts(
        "SELECT code || ' ' || CAST(day AS TEXT) || ' ' || CAST(taken_milli AS TEXT) AS value \
         FROM day_places JOIN offering ON id = offering_id WHERE taken_milli > 0 ORDER BY 1",
    )?;
    same(&places.join("; "), &model.places_told())?;
    let entries = world.texts(
        "SELECT CAST(entry_date AS TEXT) || ' ' || pseudonym || ' ' || CAST(1000 + start_minute AS TEXT) \
         || ' ' || state AS value FROM hour_entry JOIN resident ON resident.id = resident_id \
         ORDER BY 1",
    )?;
    same(&entries.join("; "), &model.entries_told())?;
    same(&world.check()?.join("; "), "")
}

fn same(found: &str, expected: &str) -> Result<(), String> {
    if found == expected {
        return Ok(());
    }
    Err(format!("the farm says\n  {found}\nand the model\n  {expected}"))
}

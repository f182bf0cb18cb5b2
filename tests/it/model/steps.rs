//! The steps of a run: how they are drawn, and how each is taken in the farm and in the model.

use chrono::{NaiveDate, TimeDelta};
use gardsbok::testing::{Outcome, World};
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::json;

use super::reference::{Codes, Entry, Farm, Part, Piece, SOLD};

/// One thing someone does. An `Index` picks among what there is; nothing is done when there is none.
#[derive(Clone, Debug)]
pub enum Step {
    Wait(i64),
    /// Offerings with thousandths, days ahead, and whether the buyer says where they live.
    Order {
        lines: Vec<(usize, i64)>,
        ahead: i64,
        has_address: bool,
    },
    /// The newest order's key and body once more.
    OrderAgain,
    Confirm(&'static str, Index),
    Cancel(&'static str, Index),
    /// Days back, and the first line's real quantity in percent of what was ordered.
    Deliver(&'static str, Index, i64, Option<i64>),
    Invoice(Index, i64),
    Credit(Index, i64),
    /// An amount in hundredths of the invoice's total.
    Pay(Index, i64, i64),
    Log(Log),
    SendWeek(&'static str),
    Forget(Index),
    Approve(&'static str, Index),
    SendBack(&'static str, Index),
    /// Half of it remains, or nothing.
    PutRight(&'static str, Index, bool),
}

/// A piece of a day.
#[derive(Clone, Debug)]
pub struct Log {
    who: &'static str,
    enterprise: &'static str,
    days_back: i64,
    start: i64,
    minutes: i64,
    rest: i64,
    order: Option<Index>,
    is_sent: bool,
}

pub fn step() -> impl Strategy<Value = Step> {
    let desk = || prop::sample::select(vec!["solveig", "terje", "kari"]);
    let leader = || prop::sample::select(vec!["terje", "kari", "terje", "kari", "solveig"]);
    let any = any::<Index>;
    let back = || prop_oneof![6 => Just(0_i64), 2 => 1..4_i64, 1 => Just(-1_i64)];
    let real = prop_oneof![4 => Just(None), 1 => Just(Some(110)), 1 => Just(Some(120))];
    let share = prop_oneof![4 => Just(100_i64), 2 => Just(50), 1 => Just(101), 1 => Just(0)];
    prop_oneof![
        2 => (1..5_i64).prop_map(Step::Wait),
        9 => order(),
        1 => Just(Step::OrderAgain),
        3 => (desk(), any()).prop_map(|(who, order)| Step::Confirm(who, order)),
        2 => (desk(), any()).prop_map(|(who, order)| Step::Cancel(who, order)),
        9 => (desk(), any(), back(), real)
            .prop_map(|(who, order, back, real)| Step::Deliver(who, order, back, real)),
        8 => (any(), back()).prop_map(|(order, back)| Step::Invoice(order, back)),
        2 => (any(), back()).prop_map(|(invoice, back)| Step::Credit(invoice, back)),
        5 => (any(), share, back()).prop_map(|(of, share, back)| Step::Pay(of, share, back)),
        9 => log().prop_map(Step::Log),
        3 => prop::sample::select(vec!["amina", "jonas"]).prop_map(Step::SendWeek),
        1 => any().prop_map(Step::Forget),
        6 => (leader(), any()).prop_map(|(who, entry)| Step::Approve(who, entry)),
        2 => (leader(), any()).prop_map(|(who, entry)| Step::SendBack(who, entry)),
        4 => (leader(), any(), any_half())
            .prop_map(|(who, entry, half)| Step::PutRight(who, entry, half)),
    ]
}

fn any_half() -> impl Strategy<Value = bool> {
    any::<bool>()
}

fn order() -> impl Strategy<Value = Step> {
    let milli = prop::sample::select(vec![1000_i64, 2000, 3000, 1000, 2000, 500, 1250, 0, 12_000]);
    let lines = prop::collection::vec((0..SOLD.len(), milli), 1..=3);
    let ahead = prop_oneof![1 => Just(-1_i64), 3 => 0..3_i64, 4 => 3..20_i64];
    (lines, ahead, prop::bool::weighted(0.8)).prop_map(|(lines, ahead, has_address)| Step::Order {
        lines,
        ahead,
        has_address,
    })
}

fn log() -> impl Strategy<Value = Log> {
    let who = prop::sample::select(vec!["amina", "jonas"]);
    let enterprise = prop::sample::select(vec!["snekkeri", "catering", "hest"]);
    let back = prop_oneof![1 => Just(-1_i64), 8 => 0..6_i64];
    let length = prop::sample::select(vec![60_i64, 120, 240, 360, 0]);
    let rest = prop::sample::select(vec![0_i64, 30, 60]);
    let order = prop::option::weighted(0.2, any::<Index>());
    (who, enterprise, back, 0..22_i64, length, rest, order, any::<bool>()).prop_map(
        |(who, enterprise, days_back, hour, minutes, rest, order, is_sent)| {
            let (start, minutes) = (hour * 60, minutes.min(1440 - hour * 60));
            Log { who, enterprise, days_back, start, minutes, rest, order, is_sent }
        },
    )
}

const NOTHING: &str = "nothing";

/// Takes a step in both; answers what was answered, or where the two differ.
pub fn take(step: &Step, world: &mut World<'_>, model: &mut Farm) -> Result<String, String> {
    let day = |model: &Farm, back: i64| model.today - TimeDelta::days(back);
    match step {
        Step::Wait(days) => {
            world.wait_days(*days);
            model.today += TimeDelta::days(*days);
            Ok("waited".into())
        }
        Step::Order { lines, ahead, has_address } => {
            place(world, model, lines, day(model, -ahead), *has_address)
        }
        Step::OrderAgain => place_again(world, model),
        Step::Confirm(who, order) => {
            let Some(at) = pick(*order, model.orders.len()) else { return Ok(NOTHING.into()) };
            let number = model.orders[at].number.clone();
            let refuses = model.refuses_move(at, who, &[Part::Received]);
            settle(&refuses, world.confirm(who, &number), |()| {
                model.move_parts(at, who, &[Part::Received], Part::Confirmed, None);
                Ok(format!("confirmed {number}"))
            })
        }
        Step::Cancel(who, order) => {
            let Some(at) = pick(*order, model.orders.len()) else { return Ok(NOTHING.into()) };
            let number = model.orders[at].number.clone();
            let from = [Part::Received, Part::Confirmed];
            let refuses = model.refuses_move(at, who, &from);
            settle(&refuses, world.cancel(who, &number), |()| {
                let moved = model.move_parts(at, who, &from, Part::Cancelled, None);
                model.give_back(at, &moved);
                Ok(format!("cancelled {number}"))
            })
        }
        Step::Deliver(who, order, back, percent) => {
            let Some(at) = pick(*order, model.orders.len()) else { return Ok(NOTHING.into()) };
            deliver(world, model, who, at, day(model, *back), *percent)
        }
        Step::Invoice(order, back) => {
            let Some(at) = pick(*order, model.orders.len()) else { return Ok(NOTHING.into()) };
            invoice(world, model, at, day(model, *back))
        }
        Step::Credit(of, back) => {
            let Some(at) = pick(*of, model.invoices.len()) else { return Ok(NOTHING.into()) };
            credit(world, model, at, day(model, *back))
        }
        Step::Pay(of, share, back) => {
            let Some(at) = pick(*of, model.invoices.len()) else { return Ok(NOTHING.into()) };
            let (number, on) = (model.invoices[at].number, day(model, *back));
            let amount = model.invoices[at].total * share / 100;
            let refuses = model.refuses_payment(at, amount, on);
            settle(&refuses, world.pay(number, amount, on), |()| {
                model.pay(at, amount);
                Ok(format!("paid {amount} of {number}"))
            })
        }
        hours => take_hours(hours, world, model),
    }
}

/// A step about hours.
fn take_hours(step: &Step, world: &mut World<'_>, model: &mut Farm) -> Result<String, String> {
    match step {
        Step::Log(log) => take_log(world, model, log),
        Step::SendWeek(who) => send_week(world, model, who),
        Step::Forget(entry) => {
            let Some(at) = pick(*entry, model.pieces.len()) else { return Ok(NOTHING.into()) };
            let (who, id) = (model.pieces[at].who, model.pieces[at].id.clone());
            let is_draft = model.pieces[at].state == Entry::Draft;
            let refuses = refuse_unless(is_draft, "hours.locked");
            settle(&refuses, world.forget(who, &id), |()| {
                model.pieces.remove(at);
                Ok("forgotten".into())
            })
        }
        Step::Approve(who, entry) => {
            let Some(at) = pick(*entry, model.pieces.len()) else { return Ok(NOTHING.into()) };
            let refuses = model.refuses_decision(at, who);
            let id = model.pieces[at].id.clone();
            settle(&refuses, world.approve(who, &id), |()| {
                model.pieces[at].state = Entry::Approved;
                Ok("approved".into())
            })
        }
        Step::SendBack(who, entry) => {
            let Some(at) = pick(*entry, model.pieces.len()) else { return Ok(NOTHING.into()) };
            let mut refuses = model.refuses_decision(at, who);
            if refuses.is_empty() && model.pieces[at].state == Entry::Approved {
                refuses.insert("hours.locked");
            }
            let id = model.pieces[at].id.clone();
            settle(&refuses, world.send_back(who, &id), |()| {
                model.pieces[at].state = Entry::Draft;
                Ok("sent back".into())
            })
        }
        Step::PutRight(who, entry, half) => {
            let Some(at) = pick(*entry, model.pieces.len()) else { return Ok(NOTHING.into()) };
            super::corrections::put_right(world, model, who, at, *half)
        }
        _ => Ok(NOTHING.into()),
    }
}

fn pick(index: Index, count: usize) -> Option<usize> {
    (count > 0).then(|| index.index(count))
}

fn refuse_unless(is_fine: bool, code: &'static str) -> Codes {
    if is_fine { Codes::new() } else { Codes::from([code]) }
}

/// Goes on when both did it, and tells the code when both refused.
pub(super) fn settle<T>(
    refuses: &Codes,
    outcome: Outcome<T>,
    done: impl FnOnce(T) -> Result<String, String>,
) -> Result<String, String> {
    match outcome {
        Ok(answer) if refuses.is_empty() => done(answer),
        Err(code) if refuses.contains(code.as_str()) => Ok(code),
        Ok(_) => Err(format!("it was done; the model refuses with {refuses:?}")),
        Err(code) => Err(format!("refused with {code}; the model says {refuses:?}")),
    }
}

fn agree(holds: bool, words: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(words()) }
}

/// An order as the API takes it; its key is its place in the list.
fn form(lines: &[(usize, i64)], day: NaiveDate, has_address: bool) -> String {
    let mut customer = json!({"kind": "private", "name": "Kari Kunde", "email": "k@example.org"});
    if has_address {
        customer["street"] = json!("Vegen 1");
        customer["postcode"] = json!("2380");
        customer["city"] = json!("Brumunddal");
    }
    let line = |(sold, milli): &(usize, i64)| {
        json!({"offering": SOLD[*sold].code,
               "quantity": format!("{}.{:03}", milli / 1000, milli % 1000)})
    };
    let lines: Vec<_> = lines.iter().map(line).collect();
    json!({"customer": customer, "delivery_date": day, "lines": lines}).to_string()
}

fn place(
    world: &mut World<'_>,
    model: &mut Farm,
    lines: &[(usize, i64)],
    day: NaiveDate,
    has_address: bool,
) -> Result<String, String> {
    let refuses = model.refuses_order(lines, day);
    let key = format!("order {}", model.orders.len());
    settle(&refuses, world.place(&key, &form(lines, day, has_address)), |(number, total)| {
        let price = Farm::price(lines);
        agree(total == price, || format!("it costs {total}; the model says {price}"))?;
        let told = format!("placed {number} at {total}");
        model.place(number, lines, day, has_address);
        Ok(told)
    })
}

fn place_again(world: &mut World<'_>, model: &mut Farm) -> Result<String, String> {
    let Some(newest) = model.orders.last() else { return Ok(NOTHING.into()) };
    if newest.day < model.today {
        return Ok(NOTHING.into()); // the form itself says no by now; the API's door reads it the same way
    }
    let lines: Vec<(usize, i64)> = newest.lines.iter().map(|l| (l.sold, l.milli)).collect();
    let key = format!("order {}", model.orders.len() - 1);
    let again = world.place(&key, &form(&lines, newest.day, newest.has_address));
    settle(&Codes::new(), again, |(number, _)| {
        agree(number == newest.number, || format!("another order, {number}"))?;
        Ok(format!("answered {number} again"))
    })
}

fn deliver(
    world: &mut World<'_>,
    model: &mut Farm,
    who: &str,
    at: usize,
    on: NaiveDate,
    percent: Option<i64>,
) -> Result<String, String> {
    let number = model.orders[at].number.clone();
    let real = percent.map(|percent| model.orders[at].lines[0].milli * percent / 100);
    if model.is_delivered(at, who) {
        let again = world.deliver(who, &number, on, real);
        return settle(&Codes::new(), again, |()| Ok(format!("{number} was delivered")));
    }
    let refuses = model.refuses_delivery(at, who, on, real);
    settle(&refuses, world.deliver(who, &number, on, real), |()| {
        let from = [Part::Received, Part::Confirmed];
        let moved = model.move_parts(at, who, &from, Part::Delivered, Some(on));
        if let Some(real) = real {
            model.set_real(at, &moved, real);
        }
        Ok(format!("delivered {number}"))
    })
}

fn invoice(
    world: &mut World<'_>,
    model: &mut Farm,
    at: usize,
    on: NaiveDate,
) -> Result<String, String> {
    let order = model.orders[at].number.clone();
    if let Some(known) = model.orders[at].invoice {
        let number = model.invoices[known].number;
        return settle(&Codes::new(), world.invoice(&order, on), |(again, _)| {
            agree(again == number, || format!("another invoice, {again}"))?;
            Ok(format!("answered invoice {number} again"))
        });
    }
    let refuses = model.refuses_invoice(at, on);
    settle(&refuses, world.invoice(&order, on), |(number, total)| {
        let expected = model.invoice(at, number, on);
        agree(total == expected, || format!("it comes to {total}; the model says {expected}"))?;
        Ok(format!("invoiced {order} as {number}, {total}"))
    })
}

fn credit(
    world: &mut World<'_>,
    model: &mut Farm,
    at: usize,
    on: NaiveDate,
) -> Result<String, String> {
    let invoice = model.invoices[at].number;
    if let Some(known) = model.invoices[at].credit {
        return settle(&Codes::new(), world.credit(invoice, on), |again| {
            agree(again == known, || format!("another credit note, {again}"))?;
            Ok(format!("answered credit note {known} again"))
        });
    }
    let refuses = model.refuses_credit(at, on);
    settle(&refuses, world.credit(invoice, on), |number| {
        model.credit(at, number, on);
        Ok(format!("credited {invoice} by {number}"))
    })
}

fn take_log(world: &mut World<'_>, model: &mut Farm, log: &Log) -> Result<String, String> {
    let order = log.order.and_then(|index| pick(index, model.orders.len()));
    let piece = Piece {
        id: String::new(),
        who: log.who,
        enterprise: log.enterprise,
        date: model.today - TimeDelta::days(log.days_back),
        start: log.start,
        end: log.start + log.minutes,
        worked: 0,
        state: if log.is_sent { Entry::Submitted } else { Entry::Draft },
        is_counter: false,
        stands: true,
    };
    let refuses = model.refuses_piece(&piece, log.rest, order);
    let clock = |minute: i64| format!("{:02}:{:02}", minute / 60, minute % 60);
    let (date, start, end) = (piece.date.to_string(), clock(piece.start), clock(piece.end));
    let rest = log.rest.to_string();
    let number = order.map(|at| model.orders[at].number.clone()).unwrap_or_default();
    let fields = [date.as_str(), &start, &end, &rest, log.enterprise, "work", &number];
    settle(&refuses, world.log(log.who, fields, log.is_sent), |id| {
        let went_by = super::corrections::elapsed(piece.date, piece.start, piece.end)?;
        model.pieces.push(Piece { id, worked: went_by - log.rest, ..piece });
        Ok("logged".into())
    })
}

fn send_week(world: &mut World<'_>, model: &mut Farm, who: &str) -> Result<String, String> {
    let monday = model.monday();
    let count = model.drafts(who, monday).len();
    settle(&Codes::new(), world.send_week(who, monday), |sent| {
        agree(sent == count, || format!("{sent} were sent; the model says {count}"))?;
        for piece in model.drafts(who, monday) {
            piece.state = Entry::Submitted;
        }
        Ok(format!("sent {sent}"))
    })
}

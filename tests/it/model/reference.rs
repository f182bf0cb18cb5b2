//! The small model: what the farm should be, in plain lists and without a database.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Days, NaiveDate};

/// What can be ordered: code, enterprise, in decimals?, price in øre, lead days, places a day.
pub struct Sold {
    pub code: &'static str,
    pub enterprise: &'static str,
    pub is_time: bool,
    price_ore: i64,
    lead_days: u64,
    places_milli: Option<i64>,
}

const fn sold(
    code: &'static str,
    enterprise: &'static str,
    is_time: bool,
    price_ore: i64,
    lead_days: u64,
    places_milli: Option<i64>,
) -> Sold {
    Sold { code, enterprise, is_time, price_ore, lead_days, places_milli }
}

/// As the farm of the tests has it.
pub const SOLD: [Sold; 6] = [
    sold("SN-VED", "snekkeri", false, 12_000, 0, None),
    sold("SN-BENK", "snekkeri", false, 240_000, 14, Some(2_000)),
    sold("SN-TIME", "snekkeri", true, 45_000, 1, None),
    sold("HE-TUR", "hest", true, 35_000, 1, Some(6_000)),
    sold("KA-LUNSJ", "catering", false, 14_900, 2, Some(40_000)),
    sold("KA-KAKE", "catering", false, 45_000, 1, Some(20_000)),
];

/// The codes an action may be refused with; empty when it must be done.
pub type Codes = BTreeSet<&'static str>;

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    Received,
    Confirmed,
    Delivered,
    Cancelled,
}

pub struct Line {
    pub sold: usize,
    pub milli: i64,
    pub gross: i64,
}

pub struct Order {
    pub number: String,
    pub on: NaiveDate,
    pub day: NaiveDate,
    pub has_address: bool,
    pub lines: Vec<Line>,
    pub parts: BTreeMap<&'static str, (Part, Option<NaiveDate>)>,
    pub invoice: Option<usize>,
}

pub struct Invoice {
    pub number: i64,
    pub on: NaiveDate,
    pub total: i64,
    pub paid: i64,
    pub credit: Option<i64>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    Draft,
    Submitted,
    Approved,
}

pub struct Piece {
    pub id: String,
    pub who: &'static str,
    pub enterprise: &'static str,
    pub date: NaiveDate,
    pub start: i64,
    pub end: i64,
    pub worked: i64,
    pub state: Entry,
    /// Takes another's minutes back.
    pub is_counter: bool,
    /// No counter-entry has taken it back.
    pub stands: bool,
}

pub struct Farm {
    pub today: NaiveDate,
    pub orders: Vec<Order>,
    pub invoices: Vec<Invoice>,
    pub pieces: Vec<Piece>,
    pub(super) places: BTreeMap<(usize, NaiveDate), i64>,
    pub(super) documents: i64,
    pub(super) payments: i64,
    /// What came past what was open.
    pub(super) owed_back: i64,
    pub(super) newest: Option<NaiveDate>,
}

/// Thousandths times a price, rounded half up to the øre.
fn gross(milli: i64, price_ore: i64) -> i64 {
    (milli * price_ore + 500) / 1000
}

/// The enterprises that someone at the desk answers for.
fn answers_for(who: &str, enterprise: &str) -> bool {
    match who {
        "solveig" => true,
        "terje" => enterprise == "snekkeri",
        "kari" => enterprise == "catering",
        _ => false,
    }
}

impl Farm {
    pub fn new(today: NaiveDate) -> Self {
        Self {
            today,
            orders: Vec::new(),
            invoices: Vec::new(),
            pieces: Vec::new(),
            places: BTreeMap::new(),
            documents: 0,
            payments: 0,
            owed_back: 0,
            newest: None,
        }
    }

    /// Why an order of these (offering, thousandths) is not taken for a day.
    pub fn refuses_order(&self, lines: &[(usize, i64)], day: NaiveDate) -> Codes {
        let mut codes = Codes::new();
        if day < self.today {
            codes.insert("order.past_date");
        }
        let mut wanted: BTreeMap<usize, i64> = BTreeMap::new();
        for (sold, milli) in lines {
            let offering = &SOLD[*sold];
            if *milli <= 0 || (!offering.is_time && milli % 1000 != 0) {
                codes.insert("order.quantity");
            }
            if day < self.today + Days::new(offering.lead_days) {
                codes.insert("order.too_early");
            }
            *wanted.entry(*sold).or_default() += milli;
        }
        for (sold, milli) in wanted {
            let taken = self.places.get(&(sold, day)).copied().unwrap_or(0);
            if SOLD[sold].places_milli.is_some_and(|places| taken + milli > places) {
                codes.insert("order.day_full");
            }
        }
        codes
    }

    /// Øre of an order of these lines.
    pub fn price(lines: &[(usize, i64)]) -> i64 {
        lines.iter().map(|(sold, milli)| gross(*milli, SOLD[*sold].price_ore)).sum()
    }

    pub fn place(
        &mut self,
        number: String,
        lines: &[(usize, i64)],
        day: NaiveDate,
        has_address: bool,
    ) {
        let mut parts = BTreeMap::new();
        for (sold, milli) in lines {
            *self.places.entry((*sold, day)).or_default() += milli;
            parts.insert(SOLD[*sold].enterprise, (Part::Received, None));
        }
        let line = |(sold, milli): &(usize, i64)| Line {
            sold: *sold,
            milli: *milli,
            gross: gross(*milli, SOLD[*sold].price_ore),
        };
        let lines = lines.iter().map(line).collect();
        let (on, invoice) = (self.today, None);
        self.orders.push(Order { number, on, day, has_address, lines, parts, invoice });
    }

    /// Moves those of someone's parts that are in one of `from`.
    ///
    /// Refused as not there when none is theirs, and as not possible when none can move.
    pub fn refuses_move(&self, order: usize, who: &str, from: &[Part]) -> Codes {
        let own = |(enterprise, _): &(&&str, &(Part, _))| answers_for(who, enterprise);
        let mut parts = self.orders[order].parts.iter().filter(own).peekable();
        if parts.peek().is_none() {
            return Codes::from(["not_found"]);
        }
        if parts.any(|(_, (state, _))| from.contains(state)) {
            Codes::new()
        } else {
            Codes::from(["order.not_possible"])
        }
    }

    /// Moves them; answers the enterprises whose parts moved.
    pub fn move_parts(
        &mut self,
        order: usize,
        who: &str,
        from: &[Part],
        to: Part,
        on: Option<NaiveDate>,
    ) -> Vec<&'static str> {
        let mut moved = Vec::new();
        for (enterprise, part) in &mut self.orders[order].parts {
            if answers_for(who, enterprise) && from.contains(&part.0) {
                *part = (to, on);
                moved.push(*enterprise);
            }
        }
        moved
    }

    /// Gives back what the cancelled parts had taken.
    pub fn give_back(&mut self, order: usize, enterprises: &[&str]) {
        let order = &self.orders[order];
        for line in &order.lines {
            if enterprises.contains(&SOLD[line.sold].enterprise)
                && let Some(taken) = self.places.get_mut(&(line.sold, order.day))
            {
                *taken -= line.milli;
            }
        }
    }

    /// Have someone's parts been delivered already, all that were not cancelled?
    pub fn is_delivered(&self, order: usize, who: &str) -> bool {
        let own = self.orders[order].parts.iter().filter(|(e, _)| answers_for(who, e));
        let states: Vec<Part> = own.map(|(_, (state, _))| *state).collect();
        states.contains(&Part::Delivered)
            && states.iter().all(|s| matches!(s, Part::Delivered | Part::Cancelled))
    }

    pub fn refuses_delivery(
        &self,
        order: usize,
        who: &str,
        on: NaiveDate,
        real_milli: Option<i64>,
    ) -> Codes {
        let can = [Part::Received, Part::Confirmed];
        let mut codes = self.refuses_move(order, who, &can);
        if codes.contains("not_found") {
            return codes;
        }
        let of = &self.orders[order];
        if on > self.today {
            codes.insert("order.delivery_future");
        }
        if on < of.on {
            codes.insert("order.delivery_before_order");
        }
        if let Some(real) = real_milli {
            let line = &of.lines[0];
            let sold = &SOLD[line.sold];
            let most = line.milli * 115 / 100;
            if !sold.is_time || !answers_for(who, sold.enterprise) || real <= 0 || real > most {
                codes.insert("order.real_quantity");
            }
        }
        codes
    }

    /// The first line came to another quantity, when its part was delivered now.
    pub fn set_real(&mut self, order: usize, moved: &[&str], real_milli: i64) {
        let line = &mut self.orders[order].lines[0];
        if moved.contains(&SOLD[line.sold].enterprise) {
            line.gross = gross(real_milli, SOLD[line.sold].price_ore);
        }
    }

    pub fn refuses_invoice(&self, order: usize, on: NaiveDate) -> Codes {
        let order = &self.orders[order];
        let mut codes = Codes::new();
        match super::told::state(order, None) {
            "delivered" => {}
            "cancelled" => return Codes::from(["invoice.nothing"]),
            _ => return Codes::from(["invoice.not_delivered"]),
        }
        let delivered = order.parts.values().filter_map(|(_, on)| *on).max();
        if on > self.today || delivered.is_some_and(|day| on < day) || self.newest > Some(on) {
            codes.insert("invoice.date");
        }
        if !order.has_address {
            codes.insert("invoice.buyer_address");
        }
        codes
    }

    pub fn invoice(&mut self, order: usize, number: i64, on: NaiveDate) -> i64 {
        let of = &mut self.orders[order];
        let billed = |line: &&Line| of.parts[SOLD[line.sold].enterprise].0 == Part::Delivered;
        let total = of.lines.iter().filter(billed).map(|line| line.gross).sum();
        of.invoice = Some(self.invoices.len());
        self.invoices.push(Invoice { number, on, total, paid: 0, credit: None });
        self.documents += 1;
        self.newest = Some(on);
        total
    }

    pub fn refuses_credit(&self, invoice: usize, on: NaiveDate) -> Codes {
        let of = &self.invoices[invoice];
        let is_wrong = on > self.today || on < of.on || self.newest > Some(on);
        if is_wrong { Codes::from(["invoice.date"]) } else { Codes::new() }
    }

    pub fn credit(&mut self, invoice: usize, number: i64, on: NaiveDate) {
        self.invoices[invoice].credit = Some(number);
        self.documents += 1;
        self.newest = Some(on);
    }

    pub fn refuses_payment(&self, invoice: usize, amount: i64, on: NaiveDate) -> Codes {
        let of = &self.invoices[invoice];
        if of.credit.is_some() {
            return Codes::from(["payment.credited"]);
        }
        let mut codes = Codes::new();
        if amount <= 0 {
            codes.insert("payment.amount");
        }
        if on > self.today || on < of.on {
            codes.insert("payment.date");
        }
        codes
    }

    pub fn pay(&mut self, invoice: usize, amount: i64) {
        let of = &mut self.invoices[invoice];
        let met = amount.min(of.total - of.paid);
        of.paid += met;
        self.owed_back += amount - met;
        self.payments += 1;
    }

    /// Why a piece of a day is not taken; `order` is the order's place in the list.
    pub fn refuses_piece(&self, piece: &Piece, rest: i64, order: Option<usize>) -> Codes {
        let mut codes = Codes::new();
        if piece.date > self.today {
            codes.insert("hours.future");
        }
        match super::corrections::elapsed(piece.date, piece.start, piece.end) {
            Err(code) => drop(codes.insert(code)),
            Ok(minutes) if rest >= minutes => drop(codes.insert("hours.break")),
            Ok(_) => {}
        }
        if !codes.is_empty() {
            return codes;
        }
        let of_day =
            |p: &&Piece| p.who == piece.who && p.date == piece.date && p.stands && !p.is_counter;
        if self.pieces.iter().filter(of_day).any(|p| piece.start < p.end && p.start < piece.end) {
            codes.insert("hours.overlap");
        }
        if order.is_some_and(|o| !self.orders[o].parts.contains_key(piece.enterprise)) {
            codes.insert("hours.order");
        }
        codes
    }

    /// Someone's drafts of the week from a Monday.
    pub fn drafts(&mut self, who: &str, monday: NaiveDate) -> Vec<&mut Piece> {
        let sunday = monday + Days::new(6);
        let of_week = |p: &&mut Piece| {
            p.who == who && p.state == Entry::Draft && (monday..=sunday).contains(&p.date)
        };
        self.pieces.iter_mut().filter(of_week).collect()
    }

    /// Why someone does not decide about an entry; nobody decides about a draft.
    pub fn refuses_decision(&self, piece: usize, who: &str) -> Codes {
        let of = &self.pieces[piece];
        match who {
            "terje" | "kari" if !answers_for(who, of.enterprise) => Codes::from(["not_found"]),
            "terje" | "kari" if of.state == Entry::Draft => Codes::from(["not_found"]),
            "terje" | "kari" => Codes::new(),
            _ => Codes::from(["forbidden"]),
        }
    }

    pub fn monday(&self) -> NaiveDate {
        self.today - Days::new(u64::from(self.today.weekday().num_days_from_monday()))
    }
}

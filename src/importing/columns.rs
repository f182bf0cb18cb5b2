//! The columns of each file, by name, with what a cell may hold.

/// What a cell may hold. Every cell is kept in one spelling, so that `149.0` is `149.00` again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    /// Words, on one line.
    Words,
    /// Nine digits with a check digit.
    OrgNumber,
    /// Kroner with a point.
    Kroner,
    /// `2025-01-31`.
    Day,
    /// A day that has been.
    PastDay,
    /// `2025-01`, and begun.
    PastMonth,
    /// A whole number from 0 to 999 999.
    Count,
    /// At most three decimals, above zero.
    Quantity,
    /// `08:00`, at most `24:00`.
    Clock,
    /// `yes` or `no`.
    YesNo,
    /// A SAF-T code.
    VatCode,
    /// One of a few words.
    OneOf(&'static [&'static str]),
}

/// A column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Column {
    pub(super) name: &'static str,
    pub(super) holds: Holds,
    /// Every row must fill it.
    pub(super) is_required: bool,
    /// Part of what names the row.
    pub(super) is_key: bool,
}

const fn key(name: &'static str, holds: Holds) -> Column {
    Column { name, holds, is_required: true, is_key: true }
}
const fn must(name: &'static str, holds: Holds) -> Column {
    Column { name, holds, is_required: true, is_key: false }
}
const fn may(name: &'static str, holds: Holds) -> Column {
    Column { name, holds, is_required: false, is_key: false }
}

use Holds::{
    Clock, Count, Day, Kroner, OneOf, OrgNumber, PastDay, PastMonth, Quantity, VatCode, Words,
    YesNo,
};

text_enum!(
    /// What a file holds.
    Kind {
        Seller = "seller",
        Enterprises = "enterprises",
        Offerings = "offerings",
        Customers = "customers",
        Orders = "orders",
        Hours = "hours",
        Purchases = "purchases",
        RunningCosts = "running-costs",
        ResidentDays = "resident-days",
        Funding = "funding",
    }
);

impl Kind {
    /// The file's name in a farm's folder.
    pub(super) fn file_name(self) -> String {
        format!("{}.csv", self.as_str().replace('-', "_"))
    }

    /// In the order they lean on one another, as [`Kind::ALL`] has them.
    pub(super) const fn columns(self) -> &'static [Column] {
        match self {
            Self::Seller => &SELLER,
            Self::Enterprises => &ENTERPRISES,
            Self::Offerings => &OFFERINGS,
            Self::Customers => &CUSTOMERS,
            Self::Orders => &ORDERS,
            Self::Hours => &HOURS,
            Self::Purchases => &PURCHASES,
            Self::RunningCosts => &RUNNING_COSTS,
            Self::ResidentDays => &RESIDENT_DAYS,
            Self::Funding => &FUNDING,
        }
    }
}

const SELLER: [Column; 11] = [
    key("org_number", OrgNumber),
    must("name", Words),
    must("legal_form", Words),
    must("vat_registered", YesNo),
    must("street", Words),
    must("postcode", Words),
    must("city", Words),
    must("bank_account", Words),
    may("email", Words),
    may("phone", Words),
    must("mode", OneOf(&["company", "municipal_unit"])),
];

const ENTERPRISES: [Column; 3] =
    [key("enterprise", Words), must("name", Words), may("department", Words)];

const OFFERINGS: [Column; 10] = [
    key("offering", Words),
    must("enterprise", Words),
    must("name", Words),
    must("kind", OneOf(&["goods", "service"])),
    must("unit", Words),
    must("price_incl_vat", Kroner),
    must("vat_code", VatCode),
    may("lead_days", Count),
    may("capacity_per_day", Quantity),
    may("allergens", Words),
];

const CUSTOMERS: [Column; 8] = [
    key("customer", Words),
    must("kind", OneOf(&["private", "business", "public"])),
    must("name", Words),
    may("org_number", OrgNumber),
    may("email", Words),
    may("street", Words),
    may("postcode", Words),
    may("city", Words),
];

const ORDERS: [Column; 16] = [
    key("order", Words),
    key("line", Count),
    must("ordered_on", PastDay),
    must("customer", Words),
    must("offering", Words),
    must("quantity", Quantity),
    must("unit_price_incl_vat", Kroner),
    must("vat_code", VatCode),
    must("delivery_date", Day),
    may("delivered_on", PastDay),
    may("invoiced_on", PastDay),
    may("due_on", Day),
    may("kid", Words),
    may("paid_on", PastDay),
    may("credited_on", PastDay),
    may("cancelled_on", PastDay),
];

const HOURS: [Column; 9] = [
    key("resident", Words),
    key("date", PastDay),
    key("start", Clock),
    must("end", Clock),
    may("break_minutes", Count),
    must("enterprise", Words),
    must("kind", OneOf(&["training", "work", "dugnad"])),
    may("order", Words),
    must("state", OneOf(&["submitted", "approved"])),
];

const PURCHASES: [Column; 8] = [
    key("receipt", Words),
    must("date", PastDay),
    must("supplier", Words),
    must("enterprise", Words),
    must("account", Words),
    must("vat_code", VatCode),
    must("gross", Kroner),
    may("paid_on", PastDay),
];

const RUNNING_COSTS: [Column; 4] =
    [key("month", PastMonth), key("category", Words), must("name", Words), must("amount", Kroner)];

const RESIDENT_DAYS: [Column; 5] = [
    key("month", PastMonth),
    key("municipality", Words),
    must("name", Words),
    must("resident_days", Count),
    must("residents", Count),
];

const FUNDING: [Column; 6] = [
    key("source", Words),
    must("name", Words),
    must("kind", OneOf(&["base_contribution", "day_rate", "own_share", "grant", "gift"])),
    key("year", Count),
    must("amount", Kroner),
    must("certainty", OneOf(&["granted", "applied", "hoped"])),
];

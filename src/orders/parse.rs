//! Reads an order that is text: everything that can be told without the catalog, all at once.

use chrono::{Months, NaiveDate};

use super::form::{CustomerForm, LINES_MAX, LineForm, OrderForm};
use super::model::{Channel, Delivery, PlaceOrder, WantedLine};
use super::words::Fault;
use crate::base::{AccountId, OrgNumber, Quantity, is_email, is_phone, is_postcode};
use crate::customers::{CustomerFacts, CustomerKind};
use crate::error::Refusals;

/// Units on a line, at most.
const QUANTITY_MAX_MILLI: i64 = 10_000_000;
/// How far ahead an order may be wanted.
const MONTHS_AHEAD_MAX: u32 = 12;

/// What of a form could be read, with everything that could not.
pub(crate) struct Parsed {
    /// Whole only when nothing was refused.
    pub(crate) wish: PlaceOrder,
    pub(crate) refusals: Refusals,
}

impl OrderForm {
    /// Reads everything that can be read without the catalog.
    ///
    /// # Refuses
    /// `order.empty`, `order.too_many_lines`, `order.quantity`, `order.required`, `order.text`,
    /// `order.too_long`, `order.email`, `order.phone`, `order.postcode`, `order.kind`,
    /// `order.org_number`, `order.delivery`, `order.delivery_address`, `order.date`,
    /// `order.past_date`, `order.too_far_ahead`: all of them at once.
    pub(crate) fn parse(
        &self,
        channel: Channel,
        placed_by: Option<AccountId>,
        today: NaiveDate,
    ) -> Parsed {
        let mut reader = Reader { refusals: Refusals::default() };
        let lines = reader.lines(&self.lines);
        let customer = reader.customer(&self.customer, channel);
        let delivery = match self.delivery.as_str() {
            "" => Delivery::Collect,
            word => {
                reader.known("delivery", Delivery::parse(word), Delivery::Collect, &Fault::Delivery)
            }
        };
        let delivery_address = reader.line("delivery_address", &self.delivery_address, 200);
        let has_own = !customer.street.is_empty() && !customer.city.is_empty();
        if delivery == Delivery::Deliver && delivery_address.is_empty() && !has_own {
            reader.refuse("delivery_address", &Fault::NoDeliveryAddress);
        }
        let wish = PlaceOrder {
            channel,
            placed_by,
            customer,
            delivery,
            delivery_date: reader.wanted_day(&self.delivery_date, channel, today),
            delivery_time: reader.line("delivery_time", &self.delivery_time, 50),
            delivery_address,
            buyer_reference: reader.line("buyer_reference", &self.buyer_reference, 100),
            order_reference: reader.line("order_reference", &self.order_reference, 100),
            message: reader.paragraph("message", &self.message, 2000),
            lines,
        };
        Parsed { wish, refusals: reader.refusals }
    }
}

/// Reads `2026-12-01` and nothing else, as programs write it.
fn iso_day(text: &str) -> Option<NaiveDate> {
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
    (day.to_string() == text).then_some(day)
}

/// Reads `2026-12-01`, and `1.12.2026` as a person without a date field writes it.
pub(crate) fn day_of(text: &str) -> Option<NaiveDate> {
    let text = text.trim();
    NaiveDate::parse_from_str(text, "%Y-%m-%d")
        .or_else(|_iso| NaiveDate::parse_from_str(text, "%d.%m.%Y"))
        .ok()
}

/// Gathers refusals while it reads.
struct Reader {
    refusals: Refusals,
}

impl Reader {
    fn refuse(&mut self, field: &str, fault: &Fault) {
        self.refusals.add(fault.at(field));
    }

    fn known<T>(&mut self, field: &str, read: Option<T>, otherwise: T, fault: &Fault) -> T {
        read.unwrap_or_else(|| {
            self.refuse(field, fault);
            otherwise
        })
    }

    fn lines(&mut self, forms: &[LineForm]) -> Vec<WantedLine> {
        if forms.is_empty() {
            self.refuse("lines", &Fault::Empty);
        }
        if forms.len() > LINES_MAX {
            self.refuse("lines", &Fault::TooManyLines);
        }
        let mut wanted = Vec::with_capacity(forms.len().min(LINES_MAX));
        for (position, form) in forms.iter().take(LINES_MAX).enumerate() {
            let quantity = Quantity::parse(&form.quantity)
                .filter(|q| (1..=QUANTITY_MAX_MILLI).contains(&q.milli()));
            match quantity {
                Some(quantity) => {
                    wanted.push(WantedLine { position, offering: form.offering.clone(), quantity });
                }
                None => self.refuse(&format!("lines[{position}].quantity"), &Fault::Quantity),
            }
        }
        wanted
    }

    fn customer(&mut self, form: &CustomerForm, channel: Channel) -> CustomerFacts {
        let kind = CustomerKind::parse(&form.kind);
        let kind = self.known("customer.kind", kind, CustomerKind::Private, &Fault::Kind);
        let shop_private = channel == Channel::Shop && kind == CustomerKind::Private;
        for (field, text, is_needed) in [
            ("customer.name", &form.name, true),
            ("customer.email", &form.email, channel != Channel::Desk),
            ("customer.street", &form.street, shop_private),
            ("customer.postcode", &form.postcode, shop_private),
            ("customer.city", &form.city, shop_private),
        ] {
            if is_needed && text.trim().is_empty() {
                self.refuse(field, &Fault::Required);
            }
        }
        CustomerFacts {
            kind,
            name: self.line("customer.name", &form.name, 100),
            org_number: self.org_number(kind, &form.org_number),
            email: self.shaped("customer.email", &form.email, 254, is_email, &Fault::Email),
            phone: self.shaped("customer.phone", &form.phone, 20, is_phone, &Fault::Phone),
            street: self.line("customer.street", &form.street, 100),
            postcode: self.shaped(
                "customer.postcode",
                &form.postcode,
                4,
                is_postcode,
                &Fault::Postcode,
            ),
            city: self.line("customer.city", &form.city, 60),
        }
    }

    fn org_number(&mut self, kind: CustomerKind, text: &str) -> Option<OrgNumber> {
        if !kind.is_organisation() {
            return None;
        }
        let number = OrgNumber::parse(text);
        if number.is_none() {
            self.refuse("customer.org_number", &Fault::OrgNumber);
        }
        number
    }

    /// One line of text, without control characters.
    fn line(&mut self, field: &str, text: &str, letters_max: usize) -> String {
        let text = text.trim();
        if text.chars().any(char::is_control) {
            self.refuse(field, &Fault::Text);
        }
        self.short_enough(field, text, letters_max)
    }

    /// Text that may have line breaks.
    fn paragraph(&mut self, field: &str, text: &str, letters_max: usize) -> String {
        let text = text.trim();
        if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
            self.refuse(field, &Fault::Text);
        }
        self.short_enough(field, text, letters_max)
    }

    fn short_enough(&mut self, field: &str, text: &str, letters_max: usize) -> String {
        if text.chars().count() > letters_max {
            self.refuse(field, &Fault::TooLong(letters_max));
        }
        text.to_owned()
    }

    /// Text of a known shape, or nothing.
    fn shaped(
        &mut self,
        field: &str,
        text: &str,
        letters_max: usize,
        has_shape: fn(&str) -> bool,
        fault: &Fault,
    ) -> String {
        let text = text.trim();
        if !text.is_empty() && (text.chars().count() > letters_max || !has_shape(text)) {
            self.refuse(field, fault);
        }
        text.to_owned()
    }

    fn wanted_day(&mut self, text: &str, channel: Channel, today: NaiveDate) -> NaiveDate {
        let field = "delivery_date";
        let latest = today.checked_add_months(Months::new(MONTHS_AHEAD_MAX));
        let is_program = channel == Channel::Api;
        let read = if is_program { iso_day(text) } else { day_of(text) };
        let fault = match read {
            None if text.trim().is_empty() => Fault::Required,
            None if is_program => Fault::IsoDate,
            None => Fault::Date,
            Some(day) if day < today => Fault::PastDate,
            Some(day) if Some(day) > latest => Fault::TooFarAhead,
            Some(day) => return day,
        };
        self.refuse(field, &fault);
        today
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 20).unwrap()
    }

    fn good() -> OrderForm {
        serde_json::from_str(
            r#"{"customer":{"kind":"private","name":"Kari","email":"kari@example.com"},
                "delivery_date":"2026-12-01","lines":[{"offering":"A","quantity":"2"}]}"#,
        )
        .unwrap()
    }

    fn refused(form: &OrderForm, channel: Channel) -> Vec<(&'static str, String)> {
        let parsed = form.parse(channel, None, today());
        parsed.refusals.all().iter().map(|r| (r.code, r.field.clone())).collect()
    }

    #[test]
    fn what_may_be_left_out_of_json_may_be_left_out() {
        assert_eq!(refused(&good(), Channel::Api), []);
    }

    #[test]
    fn every_fault_is_told_at_its_field_and_all_at_once() {
        let mut form = good();
        form.customer.email = "kari(at)example.com".into();
        form.customer.kind = "business".into();
        form.customer.org_number = "123456789".into();
        form.customer.phone = "12".into();
        form.delivery_date = "2026-11-19".into();
        form.lines.push(LineForm { offering: "B".into(), quantity: "-1".into() });
        let codes: Vec<_> = refused(&form, Channel::Api);
        for (code, field) in [
            ("order.quantity", "lines[1].quantity"),
            ("order.org_number", "customer.org_number"),
            ("order.email", "customer.email"),
            ("order.phone", "customer.phone"),
            ("order.past_date", "delivery_date"),
        ] {
            assert!(codes.contains(&(code, field.to_owned())), "{code} {field}: {codes:?}");
        }
    }

    /// What is changed, and the code and field that it gives.
    type Case = (fn(&mut OrderForm), &'static str, &'static str);

    #[test]
    fn one_fault_gives_one_refusal() {
        let with = |change: fn(&mut OrderForm)| {
            let mut form = good();
            change(&mut form);
            refused(&form, Channel::Api)
        };
        let cases: [Case; 10] = [
            (|f| f.lines.clear(), "order.empty", "lines"),
            (|f| f.lines[0].quantity = "0".into(), "order.quantity", "lines[0].quantity"),
            (|f| f.lines[0].quantity = "10001".into(), "order.quantity", "lines[0].quantity"),
            (|f| f.lines = vec![f.lines[0].clone(); 101], "order.too_many_lines", "lines"),
            (|f| f.delivery_date = "2027-11-21".into(), "order.too_far_ahead", "delivery_date"),
            (|f| f.delivery_date = "snart".into(), "order.date", "delivery_date"),
            (|f| f.delivery = "deliver".into(), "order.delivery_address", "delivery_address"),
            (|f| f.delivery = "drone".into(), "order.delivery", "delivery"),
            (|f| f.customer.name = "a\nBcc: b".into(), "order.text", "customer.name"),
            (|f| f.customer.name = "a".repeat(101), "order.too_long", "customer.name"),
        ];
        for (change, code, field) in cases {
            assert_eq!(with(change), [(code, field.to_owned())]);
        }
    }

    #[test]
    fn a_program_writes_its_day_in_one_way_and_a_person_in_either() {
        let mut form = good();
        for (day, person, program) in [
            ("2026-12-01", true, true),
            ("1.12.2026", true, false),
            ("2026-12-1", true, false),
            (" 2026-12-01", true, false),
            ("12/01/2026", false, false),
        ] {
            form.delivery_date = day.into();
            let wrong = [("order.date", "delivery_date".to_owned())];
            let by = |channel| refused(&form, channel).iter().any(|told| *told == wrong[0]);
            assert_eq!((!by(Channel::Desk), !by(Channel::Api)), (person, program), "{day}");
        }
        form.delivery_date = "1.12.2026".into();
        let told = form.parse(Channel::Api, None, today()).refusals;
        assert!(told.at("delivery_date").unwrap().contains("ÅÅÅÅ-MM-DD"), "{told:?}");
    }

    #[test]
    fn the_shop_asks_a_private_person_for_an_address() {
        let fields: Vec<_> =
            refused(&good(), Channel::Shop).into_iter().map(|(_, field)| field).collect();
        assert_eq!(fields, ["customer.street", "customer.postcode", "customer.city"]);
    }

    #[test]
    fn a_page_names_its_fields_as_json_does() {
        let fields: Vec<(String, String)> = [
            ("customer.name", " Kari "),
            ("lines[0].offering", "A"),
            ("lines[0].quantity", ""),
            ("lines[1].offering", "B"),
            ("lines[1].quantity", "3"),
        ]
        .map(|(k, v)| (k.to_owned(), v.to_owned()))
        .to_vec();
        let form = OrderForm::of_fields(&fields);
        assert_eq!(form.customer.name, "Kari");
        assert_eq!(form.lines, [LineForm { offering: "B".into(), quantity: "3".into() }]);
    }
}

//! The mails about an order, worded when the outbox is told and never before.

use askama::Template;

use super::model::{Delivery, LineKind, OrderLine, Step};
use super::rules::Withdrawal;
use super::store;
use super::withdrawal::{self, CustomerOrder};
use crate::base::{EnterpriseId, OrderId};
use crate::db::DbConn;
use crate::enterprises::Seller;
use crate::error::{AppError, AppResult};
use crate::outside::MailText;

/// What every mail to a customer is made of.
struct Told<'a> {
    whole: &'a CustomerOrder,
    seller: Option<&'a Seller>,
    /// The parts it is about; empty for all of them.
    about: Vec<EnterpriseId>,
    status_link: String,
}

#[derive(Template)]
#[template(path = "email/order_placed.txt")]
struct PlacedMail<'a> {
    told: &'a Told<'a>,
}

#[derive(Template)]
#[template(path = "email/order_changed.txt")]
struct ChangedMail<'a> {
    told: &'a Told<'a>,
    what: &'a str,
    reason: &'a str,
}

#[derive(Template)]
#[template(path = "email/order_message.txt")]
struct MessageMail<'a> {
    told: &'a Told<'a>,
    text: &'a str,
}

#[derive(Template)]
#[template(path = "email/order_withdrawn.txt")]
struct WithdrawnMail<'a> {
    told: &'a Told<'a>,
}

#[derive(Template)]
#[template(path = "email/enterprise_told.txt")]
struct EnterpriseMail<'a> {
    what: &'a str,
    number: &'a str,
    day: chrono::NaiveDate,
    time: &'a str,
    delivery: Delivery,
    lines: Vec<&'a OrderLine>,
    link: String,
}

/// The mails of one happening: to the customer, and to the enterprises it concerns.
///
/// `payload` is a JSON list of the enterprises whose parts changed; empty for the whole order.
///
/// # Errors
/// `NotFound` for an order that is none, or the database's.
pub(crate) fn mails(
    conn: &mut DbConn,
    kind: &str,
    subject_id: &str,
    payload: &str,
    public_url: &str,
) -> AppResult<Vec<MailText>> {
    let order = store::find(conn, &OrderId::from_text(subject_id))?.ok_or(AppError::NotFound)?;
    let whole = withdrawal::whole(conn, order)?;
    let status_link = format!("{public_url}/bestilling/{}", whole.order.token);
    if kind == "order.told" {
        let step_id: String = serde_json::from_str(payload)?;
        return message(&whole, &step_id, status_link);
    }
    let about = if payload.is_empty() { Vec::new() } else { serde_json::from_str(payload)? };
    let told = Told { whole: &whole, seller: whole.seller.as_ref(), about, status_link };
    let number = &whole.order.number;
    let mut mails = Vec::new();
    match kind {
        "order.placed" => {
            let subject = format!("Takk for bestillingen {number}");
            to_customer(&mut mails, &told, subject, PlacedMail { told: &told }.render()?);
            let lines: Vec<&OrderLine> = whole.lines.iter().collect();
            to_enterprises(&mut mails, &told, ("Ny bestilling", &lines), public_url)?;
        }
        "order.withdrawn" => {
            let subject = format!("Vi har fått beskjed om at du angrer bestillingen {number}");
            to_customer(&mut mails, &told, subject, WithdrawnMail { told: &told }.render()?);
            let lines = whole.withdrawn_lines();
            let what = ("Kunden angrer bestilling", lines.as_slice());
            to_enterprises(&mut mails, &told, what, public_url)?;
        }
        "order.confirmed" => changed(&mut mails, &told, "bekreftet", Step::Confirmed)?,
        "order.cancelled" => changed(&mut mails, &told, "avlyst", Step::Cancelled)?,
        "order.delivered" => changed(&mut mails, &told, "levert", Step::Delivered)?,
        other => return Err(AppError::internal(format!("no mail is worded for {other}"))),
    }
    Ok(mails)
}

/// What the desk wrote to the customer, in the step it was kept as.
fn message(whole: &CustomerOrder, step_id: &str, status_link: String) -> AppResult<Vec<MailText>> {
    let step = whole.steps.iter().find(|step| step.id == step_id).ok_or(AppError::NotFound)?;
    let told = Told { whole, seller: whole.seller.as_ref(), about: Vec::new(), status_link };
    let subject = format!("Om bestillingen {}", whole.order.number);
    let mut mails = Vec::new();
    let body = MessageMail { told: &told, text: &step.note }.render()?;
    to_customer(&mut mails, &told, subject, body);
    Ok(mails)
}

impl Told<'_> {
    fn is_about(&self, enterprise: &EnterpriseId) -> bool {
        self.about.is_empty() || self.about.contains(enterprise)
    }

    /// The lines it is about.
    fn lines(&self) -> Vec<&OrderLine> {
        self.whole.lines.iter().filter(|line| self.is_about(&line.enterprise_id)).collect()
    }

    /// May anything be withdrawn from on the day of the order?
    fn may_withdraw(&self) -> bool {
        self.whole.may_withdraw(self.whole.order.ordered_on)
    }

    /// What the right of withdrawal is for a line, as it is on the day of the order.
    fn withdrawal(&self, line: &OrderLine) -> String {
        match self.whole.withdrawal(line, self.whole.order.ordered_on) {
            Withdrawal::Never => format!("kan ikke angres. {}", line.withdrawal_reason),
            Withdrawal::ConsumersOnly => "gjelder privatpersoner.".to_owned(),
            Withdrawal::Cancelled => "er avlyst.".to_owned(),
            Withdrawal::Credited => "er kreditert.".to_owned(),
            Withdrawal::Ended(last) => format!("fristen var {}.", last.format("%d.%m.%Y")),
            Withdrawal::Until(_) | Withdrawal::AfterReceipt => match line.kind {
                LineKind::Goods => "du kan angre i 14 dager etter at du fikk varen.".to_owned(),
                LineKind::Service => "du kan angre i 14 dager etter bestillingen.".to_owned(),
            },
        }
    }
}

fn to_customer(mails: &mut Vec<MailText>, told: &Told<'_>, subject: String, body: String) {
    let to = told.whole.order.email.clone();
    if !to.is_empty() {
        mails.push(MailText { to, subject, body, attachments: Vec::new() });
    }
}

fn changed(mails: &mut Vec<MailText>, told: &Told<'_>, what: &str, step: Step) -> AppResult<()> {
    let subject = format!("Bestillingen {} er {what}", told.whole.order.number);
    let same = |s: &&super::model::OrderStep| {
        s.step == step && s.enterprise_id.as_ref().is_none_or(|e| told.is_about(e))
    };
    let reason = told.whole.steps.iter().rev().find(same).map_or("", |s| s.note.as_str());
    let body = ChangedMail { told, what, reason }.render()?;
    to_customer(mails, told, subject, body);
    Ok(())
}

/// One mail an address, with those of the lines whose enterprises have it; nothing of the customer.
fn to_enterprises(
    mails: &mut Vec<MailText>,
    told: &Told<'_>,
    (what, lines): (&str, &[&OrderLine]),
    public_url: &str,
) -> AppResult<()> {
    let order = &told.whole.order;
    let concerned = told.whole.enterprises.iter().filter(|enterprise| {
        !enterprise.email.is_empty()
            && told.is_about(&enterprise.id)
            && told.whole.parts.iter().any(|part| part.enterprise_id == enterprise.id)
    });
    let mut addresses: Vec<&str> = concerned.map(|e| e.email.as_str()).collect();
    addresses.sort_unstable();
    addresses.dedup();
    for address in addresses {
        let has_address = |id: &EnterpriseId| {
            told.whole.enterprises.iter().any(|e| e.id == *id && e.email == address)
        };
        let lines = lines.iter().copied().filter(|l| has_address(&l.enterprise_id)).collect();
        let body = EnterpriseMail {
            what,
            number: &order.number,
            day: order.delivery_date,
            time: &order.delivery_time,
            delivery: order.delivery,
            lines,
            link: format!("{public_url}/intern/bestillinger/{}", order.number),
        }
        .render()?;
        let day = order.delivery_date.format("%d.%m.%Y");
        let subject = format!("{what} {} til {day}", order.number);
        let to = address.to_owned();
        mails.push(MailText { to, subject, body, attachments: Vec::new() });
    }
    Ok(())
}

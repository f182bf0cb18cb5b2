//! What the customer sees by the link, and the right of withdrawal.

use chrono::NaiveDate;

use super::model::{Order, OrderLine, OrderPart, OrderState, OrderStep, Step};
use super::rules::Withdrawal;
use super::words::WithdrawalFault;
use super::{rules, store};
use crate::base::{Ore, UtcTime, fresh_id};
use crate::db::DbConn;
use crate::enterprises::{self, Enterprise, Seller, SellerMode};
use crate::error::{AppError, AppResult};
use crate::outside;

/// What a withdrawal's note begins with, before the numbers of its lines.
const WITHDRAWN_LINES: &str = "Linje ";

/// An order as its customer may see it.
#[derive(Clone, Debug)]
pub(crate) struct CustomerOrder {
    pub(crate) order: Order,
    pub(crate) parts: Vec<OrderPart>,
    pub(crate) lines: Vec<OrderLine>,
    pub(crate) steps: Vec<OrderStep>,
    pub(crate) enterprises: Vec<Enterprise>,
    pub(crate) seller: Option<Seller>,
}

impl CustomerOrder {
    /// The last day a line may be withdrawn from; None when it may not.
    pub(crate) fn withdraw_until(&self, line: &OrderLine) -> Option<NaiveDate> {
        rules::withdraw_until(&self.order, line, &self.parts)
    }

    /// Is there an invoice that the seller itself issued, to take along?
    pub(crate) fn has_own_invoice(&self) -> bool {
        let is_issued = matches!(
            self.order.state,
            OrderState::Invoiced | OrderState::Paid | OrderState::Credited
        );
        is_issued && self.seller.as_ref().is_some_and(|seller| seller.mode == SellerMode::Company)
    }

    /// May anything be withdrawn from today?
    pub(crate) fn may_withdraw(&self, today: NaiveDate) -> bool {
        self.withdrawn_at().is_none()
            && self.order.state != OrderState::Cancelled
            && self.lines.iter().any(|line| self.withdrawal(line, today).is_open())
    }

    /// What may be done about a line today.
    pub(crate) fn withdrawal(&self, line: &OrderLine, today: NaiveDate) -> Withdrawal {
        rules::withdrawal(&self.order, line, &self.parts, today)
    }

    /// The lines that the customer withdrew from, as the step's note keeps them; none before.
    pub(crate) fn withdrawn_lines(&self) -> Vec<&OrderLine> {
        let step = self.steps.iter().find(|s| s.step == Step::Withdrawal);
        let Some(numbers) = step.and_then(|s| s.note.strip_prefix(WITHDRAWN_LINES)) else {
            return Vec::new();
        };
        let numbers: Vec<i32> = numbers.split(", ").filter_map(|n| n.parse().ok()).collect();
        self.lines.iter().filter(|line| numbers.contains(&line.line)).collect()
    }

    /// When the customer withdrew; None when they have not.
    pub(crate) fn withdrawn_at(&self) -> Option<UtcTime> {
        self.steps.iter().find(|s| s.step == Step::Withdrawal).map(|s| s.taken_at)
    }

    pub(crate) fn enterprise_name(&self, line: &OrderLine) -> &str {
        let enterprise = self.enterprises.iter().find(|e| e.id == line.enterprise_id);
        enterprise.map_or("", |e| e.name.as_str())
    }

    /// What the lines come to that are not cancelled, VAT included.
    pub(crate) fn came_to(&self) -> Ore {
        rules::came_to(&self.lines, &self.parts)
    }

    pub(crate) fn part_of(&self, line: &OrderLine) -> Option<&OrderPart> {
        self.parts.iter().find(|part| part.enterprise_id == line.enterprise_id)
    }
}

/// The order of a status link.
///
/// # Errors
/// `NotFound` for a token that is none.
pub(crate) fn customer_order(conn: &mut DbConn, token: &str) -> AppResult<CustomerOrder> {
    let order = store::find_by_token(conn, token)?.ok_or(AppError::NotFound)?;
    whole(conn, order)
}

/// An order with everything its mails and its customer's page tell.
pub(super) fn whole(conn: &mut DbConn, order: Order) -> AppResult<CustomerOrder> {
    Ok(CustomerOrder {
        parts: store::parts_of(conn, &order.id)?,
        lines: store::lines_of(conn, &order.id)?,
        steps: store::steps_of(conn, &order.id)?,
        enterprises: enterprises::list_enterprises(conn)?,
        seller: enterprises::seller(conn)?,
        order,
    })
}

/// Notes that the customer withdraws from the lines whose time has not run out, and tells both; once
/// more changes nothing.
///
/// What is done with the goods and the money is the desk's, by cancelling or crediting.
///
/// # Refuses
/// `order.withdrawal` when nothing in the order may be withdrawn from any more.
///
/// # Errors
/// The refusal, `NotFound`, or the database's.
pub(crate) fn withdraw(tx: &mut DbConn, token: &str, now: UtcTime) -> AppResult<()> {
    let order = customer_order(tx, token)?;
    if order.withdrawn_at().is_some() {
        return Ok(());
    }
    let today = now.oslo_date();
    if !order.may_withdraw(today) {
        return Err(WithdrawalFault.refusal().into());
    }
    let open = order.lines.iter().filter(|line| order.withdrawal(line, today).is_open());
    let numbers: Vec<String> = open.map(|line| line.line.to_string()).collect();
    let step = OrderStep {
        id: fresh_id(),
        order_id: order.order.id.clone(),
        enterprise_id: None,
        step: Step::Withdrawal,
        taken_at: now,
        by_account: None,
        note: format!("{WITHDRAWN_LINES}{}", numbers.join(", ")),
    };
    store::insert_step(tx, &step)?;
    Ok(outside::queue(tx, "order.withdrawn", order.order.id.as_str(), "", now)?)
}

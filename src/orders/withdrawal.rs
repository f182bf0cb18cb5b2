//! What the customer sees by the link, and the right of withdrawal.

use chrono::NaiveDate;

use super::model::{Order, OrderLine, OrderPart, OrderState, OrderStep, Step};
use super::rules::Withdrawal;
use super::words::WithdrawalFault;
use super::{rules, store};
use crate::base::{EnterpriseId, Ore, UtcTime, fresh_id};
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
        !self.open_lines(today).is_empty()
    }

    /// The lines that may be withdrawn from today, and have not been.
    pub(crate) fn open_lines(&self, today: NaiveDate) -> Vec<&OrderLine> {
        if self.order.state == OrderState::Cancelled {
            return Vec::new();
        }
        let withdrawn = self.withdrawn_lines();
        let is_withdrawn = |line: &OrderLine| withdrawn.iter().any(|other| other.line == line.line);
        let is_open =
            |line: &&OrderLine| self.withdrawal(line, today).is_open() && !is_withdrawn(line);
        self.lines.iter().filter(is_open).collect()
    }

    /// What may be done about a line today.
    pub(crate) fn withdrawal(&self, line: &OrderLine, today: NaiveDate) -> Withdrawal {
        rules::withdrawal(&self.order, line, &self.parts, today)
    }

    fn withdrawals(&self) -> impl DoubleEndedIterator<Item = &OrderStep> {
        self.steps.iter().filter(|step| step.step == Step::Withdrawal)
    }

    /// The lines that the customer has withdrawn from, as the steps' notes keep them.
    pub(crate) fn withdrawn_lines(&self) -> Vec<&OrderLine> {
        let notes = self.withdrawals().filter_map(|step| step.note.strip_prefix(WITHDRAWN_LINES));
        let numbers: Vec<i32> =
            notes.flat_map(|note| note.split(", ")).filter_map(|n| n.parse().ok()).collect();
        self.lines.iter().filter(|line| numbers.contains(&line.line)).collect()
    }

    /// When the customer withdrew last; None when they have not.
    pub(crate) fn withdrawn_at(&self) -> Option<UtcTime> {
        self.withdrawals().next_back().map(|step| step.taken_at)
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

/// Notes that the customer withdraws from some lines, or from all whose time has not run out when
/// none are named, and tells both. What was withdrawn from before stays so; once more changes nothing.
///
/// The right is one for each thing delivered, so each line may be withdrawn from by itself. What is
/// done with the goods and the money is the desk's, by cancelling or crediting.
///
/// Source: angrerettloven §§ 20–21.
///
/// # Refuses
/// `order.withdrawal` when a line may not be withdrawn from any more, `order.withdrawal_lines` at
/// `linje` when none was chosen.
///
/// # Errors
/// The refusals, `NotFound`, or the database's.
pub(crate) fn withdraw(
    tx: &mut DbConn,
    token: &str,
    named: Option<&[i32]>,
    now: UtcTime,
) -> AppResult<()> {
    let order = customer_order(tx, token)?;
    let open = order.open_lines(now.oslo_date());
    let withdrawn = order.withdrawn_lines();
    let has = |lines: &[&OrderLine], number: i32| lines.iter().any(|line| line.line == number);
    let chosen: Vec<&OrderLine> = match named {
        Some([]) => return Err(WithdrawalFault::NoLine.refusal().into()),
        Some(numbers) => {
            if numbers.iter().any(|n| !has(&open, *n) && !has(&withdrawn, *n)) {
                return Err(WithdrawalFault::Over.refusal().into());
            }
            open.into_iter().filter(|line| numbers.contains(&line.line)).collect()
        }
        None if open.is_empty() && withdrawn.is_empty() => {
            return Err(WithdrawalFault::Over.refusal().into());
        }
        None => open,
    };
    if chosen.is_empty() {
        return Ok(());
    }
    let numbers: Vec<String> = chosen.iter().map(|line| line.line.to_string()).collect();
    let mut about: Vec<&EnterpriseId> = chosen.iter().map(|line| &line.enterprise_id).collect();
    about.sort_unstable();
    about.dedup();
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
    let about = serde_json::to_string(&about)?;
    Ok(outside::queue(tx, "order.withdrawn", order.order.id.as_str(), &about, now)?)
}

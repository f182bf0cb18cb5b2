//! The desk's list: what is new, what is to be delivered, and whose agreed time is used.

use std::collections::BTreeMap;

use actix_web::web;
use askama::Template;
use serde::Deserialize;

use super::super::words;
use crate::base::{OrderId, Ore};
use crate::error::PageResult;
use crate::hours::{self, Guard};
use crate::orders::{Listed, Order, came_to, count_desk_orders, desk_orders};
use crate::people::Role;
use crate::web::{Ctx, PAGE_ROWS, Page, Pager, page_asked};

#[derive(Template)]
#[template(path = "orders/list.html")]
struct ListPage {
    page: Page,
    tabs: Vec<Tab>,
    orders: Vec<Line>,
    sees_all: bool,
    pager: Pager,
}

struct Line {
    order: Order,
    /// What it comes to, VAT included.
    total: Ore,
    /// How far the agreed time has gone, when it is used; empty else.
    time: String,
    colour: &'static str,
}

struct Tab {
    href: String,
    label: &'static str,
    is_current: bool,
}

/// Which tab.
#[derive(Deserialize)]
pub(crate) struct Which {
    vis: Option<String>,
    side: Option<String>,
}

const TABS: [(&str, &str, Listed); 4] = [
    ("nye", "Nye", Listed::New),
    ("dag", "Etter dag", Listed::Ahead),
    ("levert", "Levert", Listed::Delivered),
    ("faktura", "Å fakturere", Listed::ToInvoice),
];

/// `GET /intern/bestillinger`
pub(crate) async fn list(ctx: Ctx, which: web::Query<Which>) -> PageResult {
    let actor = ctx.actor()?.clone();
    let (sees_all, now) = (actor.is(Role::BusinessManager), ctx.now);
    let Which { vis, side } = which.into_inner();
    let known = TABS.iter().find(|(word, ..)| Some(*word) == vis.as_deref());
    let (current, _, listed) = known.copied().unwrap_or(("nye", "", Listed::New));
    let (count, index, orders, guards) = ctx
        .db()
        .read(move |conn| {
            let count = count_desk_orders(conn, &actor, listed)?;
            let index = page_asked(&side.unwrap_or_default(), PAGE_ROWS, count);
            let orders = desk_orders(conn, &actor, listed, index * PAGE_ROWS, PAGE_ROWS)?;
            let ids: Vec<OrderId> = orders.iter().map(|order| order.id.clone()).collect();
            let mut guards = hours::guards(conn, &ids, now)?;
            guards.retain(|guard| actor.answers_for(&guard.enterprise_id));
            Ok((count, index, came_to(conn, orders)?, guards))
        })
        .await?;
    let (path, kept) = ("/intern/bestillinger", [("vis", current)]);
    let pager = match listed {
        Listed::Delivered => Pager::newest_first(path, &kept, index, count),
        _ => Pager::in_order(path, &kept, index, (PAGE_ROWS, count)),
    };
    let tabs = TABS
        .iter()
        .map(|(word, label, _)| Tab {
            href: format!("{path}?vis={word}"),
            label,
            is_current: *word == current,
        })
        .collect();
    let orders = lines(orders, guards);
    ctx.show(&ListPage { page: ctx.page("Bestillinger"), tabs, orders, sees_all, pager })
}

/// Each order with the part of it whose time has gone furthest.
fn lines(orders: Vec<(Order, Ore)>, guards: Vec<Guard>) -> Vec<Line> {
    let mut furthest: BTreeMap<OrderId, Guard> = BTreeMap::new();
    for guard in guards {
        let known = furthest.get(&guard.order_id);
        if known.is_none_or(|known| known.percent() < guard.percent()) {
            furthest.insert(guard.order_id.clone(), guard);
        }
    }
    let line = |(order, total): (Order, Ore)| {
        let guard = furthest.get(&order.id);
        let time = guard.map(words::guard_short).unwrap_or_default();
        let colour = guard.map_or("", |guard| words::colour(guard.level));
        Line { order, total, time, colour }
    };
    orders.into_iter().map(line).collect()
}

//! What a reminder may ask for, by date: read, and a newer row added.

use askama::Template;
use serde::Deserialize;

use crate::error::{AppError, PageResult, Refusals};
use crate::invoicing::{self, TermForm, TermKind};
use crate::ledger::pages::day_words;
use crate::web::{Ctx, HtmlForm, Page};

const PLACE: &str = "/intern/purringer/satser";

#[derive(Template)]
#[template(path = "invoicing/reminder_terms.html")]
struct TermsPage {
    page: Page,
    rows: Vec<Row>,
    kinds: Vec<(&'static str, &'static str)>,
    lacks_rate: bool,
    form: Typed,
}

struct Row {
    kind: &'static str,
    from: String,
    value: String,
    source: String,
    /// Is it the one in force today?
    is_now: bool,
}

/// A term as a browser sends it.
#[derive(Clone, Default, Deserialize)]
pub(crate) struct Typed {
    #[serde(default)]
    kind: String,
    #[serde(default)]
    valid_from: String,
    #[serde(default)]
    value: String,
    #[serde(default)]
    source: String,
}

/// `GET /intern/purringer/satser`
///
/// # Errors
/// The database's.
pub(crate) async fn terms(ctx: Ctx) -> PageResult {
    show(&ctx, Typed::default(), None).await
}

async fn show(ctx: &Ctx, form: Typed, refused: Option<&Refusals>) -> PageResult {
    let today = ctx.today();
    let (terms, lacks_rate) = ctx
        .db()
        .read(move |conn| {
            Ok((invoicing::list_terms(conn)?, invoicing::lacks_interest_rate(conn, today)?))
        })
        .await?;
    let mut rows = Vec::new();
    for kind in TermKind::ALL {
        let own = || terms.iter().filter(|term| term.kind == *kind);
        let now = own().find(|term| term.valid_from <= today).map(|term| term.valid_from);
        rows.extend(own().map(|term| Row {
            kind: kind.words(),
            from: day_words(term.valid_from),
            value: term.shown(),
            source: term.source.clone(),
            is_now: Some(term.valid_from) == now,
        }));
    }
    let page = ctx.page("Gebyr og renter");
    let template = TermsPage {
        page: match refused {
            Some(refusals) => page.refused(refusals),
            None => page,
        },
        rows,
        kinds: TermKind::ALL.iter().map(|kind| (kind.as_str(), kind.words())).collect(),
        lacks_rate,
        form,
    };
    if refused.is_some() { ctx.show_refused(&template) } else { ctx.show(&template) }
}

/// `POST /intern/purringer/satser`
///
/// # Errors
/// The database's; refusals are shown at their fields.
pub(crate) async fn set_term(ctx: Ctx, form: HtmlForm<Typed>) -> PageResult {
    let (actor, now) = (ctx.actor()?.clone(), ctx.now);
    let typed = form.value;
    let wish = TermForm {
        kind: typed.kind.clone(),
        valid_from: typed.valid_from.clone(),
        value: typed.value.clone(),
        source: typed.source.clone(),
    };
    match ctx.db().write(move |tx| invoicing::set_term(tx, &actor, &wish, now)).await {
        Ok(()) => ctx.saved(PLACE),
        Err(AppError::Refused(refusals)) => show(&ctx, typed, Some(&refusals)).await,
        Err(other) => Err(other.into()),
    }
}

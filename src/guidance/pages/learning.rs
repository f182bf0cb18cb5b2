//! `POST /intern/mal/{goal}/tavle`: someone is set to a job in order to learn.

use actix_web::web::Path;
use serde::Deserialize;

use crate::base::ResidentId;
use crate::error::PageResult;
use crate::guidance;
use crate::web::{Ctx, HtmlForm, see_other};

/// Who, and where; a browser's form.
#[derive(Deserialize)]
pub(crate) struct TypedLearning {
    #[serde(default)]
    hvem: String,
    #[serde(default)]
    naering: String,
}

/// `POST /intern/mal/{goal}/tavle`: to the board, where it can be undone.
pub(crate) async fn set_to_learn(
    ctx: Ctx,
    goal: Path<String>,
    form: HtmlForm<TypedLearning>,
) -> PageResult {
    let (actor, now, typed) = (ctx.actor()?.clone(), ctx.now, form.value);
    let who = ResidentId::from_text(typed.hvem);
    let row = ctx
        .db()
        .write(move |tx| guidance::set_to_learn(tx, &actor, &goal, (&who, &typed.naering), now))
        .await?;
    Ok(see_other(&format!("/intern/tavle?angre={row}"), &[]))
}

//! Udir's Grep over HTTP: a curriculum, and each of its aim sets. Outside of any transaction.

use std::time::Duration;

use serde_json::Value;

use super::rules::{RuleError, is_code, read_aims};

/// How long one answer may take.
const TIME_MAX: Duration = Duration::from_secs(10);
/// Bytes in one answer, at most.
const ANSWER_MAX: usize = 2 * 1024 * 1024;
/// Aim sets of one curriculum, at most.
const SETS_MAX: usize = 40;

/// The documents of a curriculum, as Grep at `base` answers them.
///
/// # Errors
/// `grep.unknown` for a code that Grep has not, `grep.silent` when it does not answer,
/// `grep.answer` when it answers too much.
pub(super) async fn documents_of(base: &str, code: &str) -> Result<Vec<Vec<u8>>, RuleError> {
    if !is_code(code) {
        return Err(RuleError::CodeUnreadable);
    }
    rustls::crypto::ring::default_provider().install_default().ok();
    let client = reqwest::Client::builder()
        .timeout(TIME_MAX)
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .map_err(|_setup| RuleError::GrepSilent)?;
    let base = base.trim_end_matches('/');
    let curriculum = get(&client, &format!("{base}/laereplaner-lk20/{code}")).await?;
    let mut documents = Vec::new();
    for set in sets_of(&curriculum) {
        documents.push(get(&client, &format!("{base}/kompetansemaalsett-lk20/{set}")).await?);
    }
    documents.insert(0, curriculum);
    Ok(documents)
}

/// The codes of a curriculum's aim sets; none when it does not tell them, which the import says.
fn sets_of(curriculum: &[u8]) -> Vec<String> {
    let aims = read_aims(curriculum).ok();
    let sets = aims.and_then(|aims| aims.sets).unwrap_or_default();
    sets.into_iter().take(SETS_MAX).collect()
}

async fn get(client: &reqwest::Client, address: &str) -> Result<Vec<u8>, RuleError> {
    let request = client.get(address).header("accept", "application/json");
    let mut answer = request.send().await.map_err(|_net| RuleError::GrepSilent)?;
    match answer.status().as_u16() {
        200 => {}
        404 => return Err(RuleError::GrepUnknown),
        _ => return Err(RuleError::GrepSilent),
    }
    let mut body = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(|_net| RuleError::GrepSilent)? {
        if body.len() + chunk.len() > ANSWER_MAX {
            return Err(RuleError::GrepTooLarge);
        }
        body.extend_from_slice(&chunk);
    }
    // A page that says so in words is no answer of Grep's.
    serde_json::from_slice::<Value>(&body).map_err(|_shape| RuleError::GrepSilent)?;
    Ok(body)
}

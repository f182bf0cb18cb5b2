//! Enhetsregisteret: the name and address of an organisation, asked for when a person presses a
//! button, never within a transaction.

use std::sync::OnceLock;
use std::time::Duration;

use chrono::NaiveDate;
use reqwest::redirect::Policy;
use serde_json::Value;

use crate::base::OrgNumber;
use crate::web::{Ctx, Limit};

/// The public register.
pub(crate) const PUBLIC_REGISTER: &str = "https://data.brreg.no/enhetsregisteret/api";
/// How long one waits for it.
const PATIENCE: Duration = Duration::from_secs(1);
/// Bytes of an answer, at most.
const ANSWER_BYTES: usize = 64 * 1024;
/// Letters of a field, at most.
const FIELD_MAX: usize = 200;

/// An organisation as the register tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Organisation {
    pub(crate) name: String,
    pub(crate) street: String,
    pub(crate) postcode: String,
    pub(crate) city: String,
    /// Is it bankrupt, or being wound up?
    pub(crate) is_ending: bool,
}

/// What the register answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Told {
    Known(Organisation),
    /// Its name, and the day it was deleted, as far as the register tells them.
    Deleted(String, Option<NaiveDate>),
    Unknown,
    NoAnswer,
    /// Too many asked; the seconds to wait.
    TooMany(u64),
    /// No register is set.
    Off,
}

/// Can a page offer to ask?
pub(crate) fn has_registry(ctx: &Ctx) -> bool {
    address(ctx).is_some()
}

fn address(ctx: &Ctx) -> Option<&str> {
    ctx.app.settings.brreg_url.as_deref().filter(|url| *url != "off")
}

/// Asks the register for an organisation, main units first and then sub-units.
pub(crate) async fn look_up(ctx: &Ctx, number: &OrgNumber) -> Told {
    let Some(url) = address(ctx) else { return Told::Off };
    match ctx.app.limits.count(Limit::Registry, &ctx.address(), ctx.now) {
        Ok(()) => {}
        Err(crate::error::AppError::TooMany(wait)) => return Told::TooMany(wait),
        Err(_) => return Told::NoAnswer,
    }
    let Some(client) = client() else { return Told::NoAnswer };
    let ask = async {
        match ask(client, url, "enheter", number).await {
            Told::Unknown => ask(client, url, "underenheter", number).await,
            told => told,
        }
    };
    tokio::time::timeout(PATIENCE, ask).await.unwrap_or(Told::NoAnswer)
}

/// One for the process; it keeps no connection, as threads come and go.
fn client() -> Option<&'static reqwest::Client> {
    static CLIENT: OnceLock<Option<reqwest::Client>> = OnceLock::new();
    let make = || {
        let client = reqwest::Client::builder().timeout(PATIENCE).pool_max_idle_per_host(0);
        client.redirect(Policy::limited(2)).build().ok()
    };
    CLIENT.get_or_init(make).as_ref()
}

async fn ask(client: &reqwest::Client, url: &str, kind: &str, number: &OrgNumber) -> Told {
    let url = format!("{}/{kind}/{}", url.trim_end_matches('/'), number.as_str());
    let Ok(response) = client.get(url).header("accept", "application/json").send().await else {
        return Told::NoAnswer;
    };
    match response.status().as_u16() {
        200 => match read_short(response, ANSWER_BYTES).await {
            Some(body) => told_of(&body),
            None => Told::NoAnswer,
        },
        404 => Told::Unknown,
        410 => Told::Deleted(String::new(), None),
        _ => Told::NoAnswer,
    }
}

/// An answer's body; None when it is longer than that, or breaks.
pub(super) async fn read_short(mut response: reqwest::Response, most: usize) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.ok()? {
        body.extend_from_slice(&chunk);
        if body.len() > most {
            return None;
        }
    }
    Some(body)
}

/// Reads what is there, and takes nothing for granted.
fn told_of(body: &[u8]) -> Told {
    let Ok(answer) = serde_json::from_slice::<Value>(body) else { return Told::NoAnswer };
    let name = text(answer.get("navn"));
    if name.is_empty() {
        return Told::NoAnswer;
    }
    let deleted = text(answer.get("slettedato"));
    if !deleted.is_empty() {
        return Told::Deleted(name, deleted.parse().ok());
    }
    let is_true = |field: &str| answer.get(field).and_then(Value::as_bool).unwrap_or(false);
    let is_ending = is_true("konkurs")
        || is_true("underAvvikling")
        || is_true("underTvangsavviklingEllerTvangsopplosning");
    let place = ["forretningsadresse", "beliggenhetsadresse", "postadresse"]
        .iter()
        .find_map(|field| answer.get(*field).filter(|place| place.is_object()));
    let at = |field: &str| text(place.and_then(|place| place.get(field)));
    let lines = place.and_then(|place| place.get("adresse")).and_then(Value::as_array);
    let lines: Vec<String> = lines.into_iter().flatten().map(|line| text(Some(line))).collect();
    let street: Vec<String> = lines.into_iter().filter(|line| !line.is_empty()).collect();
    let street = street.join(", ").chars().take(FIELD_MAX).collect();
    let city = in_small_letters(&at("poststed"));
    Told::Known(Organisation { name, street, postcode: at("postnummer"), city, is_ending })
}

/// One line of text; empty for what is none.
fn text(value: Option<&Value>) -> String {
    let text = value.and_then(Value::as_str).unwrap_or_default();
    let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    line.trim().chars().take(FIELD_MAX).collect()
}

/// `KRISTIANSAND S` as people write it: `Kristiansand S`.
fn in_small_letters(place: &str) -> String {
    let word = |word: &str| -> String {
        let mut letters = word.chars();
        let first: String = letters.next().into_iter().collect();
        first + &letters.as_str().to_lowercase()
    };
    place.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_read_for_what_is_there() {
        let known = r#"{"navn": "SESAM AS", "konkurs": false, "forretningsadresse": {
            "adresse": ["Tyvholmen 1", null, "", 7], "postnummer": "0101", "poststed": "OSLO"}}"#;
        let organisation = Organisation {
            name: "SESAM AS".to_owned(),
            street: "Tyvholmen 1".to_owned(),
            postcode: "0101".to_owned(),
            city: "Oslo".to_owned(),
            is_ending: false,
        };
        assert_eq!(told_of(known.as_bytes()), Told::Known(organisation));
        let gone = r#"{"navn": "SLETTET AS", "slettedato": "2017-10-20"}"#;
        let day = NaiveDate::from_ymd_opt(2017, 10, 20);
        assert_eq!(told_of(gone.as_bytes()), Told::Deleted("SLETTET AS".to_owned(), day));
        for nothing in ["", "[]", "null", "{\"navn\": 7}", "<html>", "{\"navn\": \"A\""] {
            assert_eq!(told_of(nothing.as_bytes()), Told::NoAnswer, "{nothing}");
        }
        let bare = told_of(r#"{"navn": "A\u0007 AS", "konkurs": true}"#.as_bytes());
        assert!(matches!(bare, Told::Known(o) if o.name == "A  AS" && o.is_ending));
        assert_eq!(in_small_letters("MO I RANA"), "Mo I Rana");
    }
}

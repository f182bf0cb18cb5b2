//! A proof, and a certificate of a course, as they are set on paper.

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::actions::own_key;
use super::issuer;
use super::key::Signer;
use super::model::{Line, Said};
use super::rules::{self, NotTaken, day};
use crate::base::UtcTime;
use crate::courses;
use crate::db::DbConn;
use crate::enterprises::{self, Seller};
use crate::error::{AppError, AppResult};
use crate::pdf::{self, Draft, Template};
use crate::people::Actor;

const ATTEST: Template = typst_template!("proofs/attest.typ");
const CERTIFICATE: Template = typst_template!("proofs/certificate.typ");

/// One's own proof as an attest, with the code that leads to the check page.
///
/// # Refuses
/// As [`super::read_own`].
pub(crate) fn attest(
    conn: &mut DbConn,
    actor: &Actor,
    signer: &Signer,
    jwt: &str,
) -> AppResult<Draft> {
    let said = super::read_own(conn, actor, signer, jwt)?;
    let seller = enterprises::seller(conn)?;
    let data = json!({
        "title": format!("Attest for {}", said.holder),
        "letterhead": letterhead(&said.issuer, seller.as_ref()),
        "holder": said.holder,
        "issued": day(said.issued_on),
        "routes": routes(&said),
        "courses": courses_of(&said),
        "number": rules::grouped(&said.id),
        "address": said.address,
    });
    let mut draft = Draft::new(ATTEST, said.issued_on, data);
    draft.images.push(("qr", pdf::qr_svg(&said.address)?));
    Ok(draft)
}

/// Who it is from, without a line that tells what kind of place it is.
fn letterhead(issuer: &str, seller: Option<&Seller>) -> Value {
    let Some(seller) = seller.filter(|seller| !rules::name_tells(&seller.name)) else {
        return json!({"name": issuer, "lines": []});
    };
    let own_name = if seller.name == issuer { String::new() } else { seller.name.clone() };
    let place = format!("{} {}", seller.postcode, seller.city);
    let lines = [
        own_name,
        seller.street.clone(),
        place,
        format!("Org.nr. {}", seller.org_number),
        seller.email.clone(),
        seller.phone.clone(),
    ];
    let lines =
        lines.into_iter().filter(|line| !line.trim().is_empty() && !rules::name_tells(line));
    json!({"name": issuer, "lines": lines.collect::<Vec<_>>()})
}

/// Each route with period, months and hours, and its goals with day and work.
fn routes(said: &Said) -> Vec<Value> {
    let is_route = |line: &&Line| line.mark.starts_with("rute-") && !line.mark.contains("-mal-");
    let route = |route: &Line| {
        let beneath = format!("{}-mal-", route.mark);
        let goals = said.lines.iter().filter(|line| line.mark.starts_with(&beneath));
        let parts: Vec<&str> = route.says.split("; ").collect();
        let labels = ["Periode", "Måneder", "Timer"];
        let facts: Vec<(&str, &str)> = if parts.len() == labels.len() {
            labels.into_iter().zip(parts).collect()
        } else {
            vec![]
        };
        json!({"name": route.name, "facts": facts, "goals": goals.map(goal).collect::<Vec<_>>()})
    };
    said.lines.iter().filter(is_route).map(route).collect()
}

fn goal(line: &Line) -> Value {
    let (reached, tasks) = line.says.split_once("; ").unwrap_or((&line.says, ""));
    let reached = reached.trim_start_matches("nådd ");
    let tasks: Vec<&str> = tasks.split("; ").filter(|task| !task.is_empty()).collect();
    json!({"words": line.name, "reached": reached, "tasks": tasks})
}

fn courses_of(said: &Said) -> Vec<Value> {
    let courses = said.lines.iter().filter(|line| line.mark.starts_with("kurs-"));
    courses.map(|line| json!({"name": line.name, "says": line.says})).collect()
}

/// The certificate of one of one's own courses.
///
/// # Refuses
/// `proof.course_tells` for a course whose name tells, and as an attest for who it is from;
/// `NotFound` for one that is not one's own.
pub(crate) fn certificate(
    conn: &mut DbConn,
    actor: &Actor,
    (id, public_url): (&str, &str),
    now: UtcTime,
) -> AppResult<Draft> {
    let resident_id = own_key(actor)?;
    let facts = courses::certificate(conn, id)?
        .filter(|facts| facts.resident_id == *resident_id)
        .ok_or(AppError::NotFound)?;
    if rules::tells(&facts.course) {
        return Err(NotTaken::CourseTells.into());
    }
    let issuer = issuer::issuer(conn, public_url, now)?;
    let seller = enterprises::seller(conn)?;
    let mut about = vec![
        ("Holdt", span(facts.first_day, facts.last_day)),
        (
            "Omfang",
            format!(
                "{}, {}",
                courses::sessions_words(facts.sessions),
                crate::base::Minutes::words(facts.minutes.into())
            ),
        ),
        ("Utstedt", day(facts.issued_on)),
    ];
    if let Some(last) = facts.expires_on {
        about.push(("Gjelder til og med", day(last)));
    }
    let data = json!({
        "title": format!("Kursbevis, {}", facts.course),
        "letterhead": letterhead(&issuer.name, seller.as_ref()),
        "holder": actor.name,
        "course": facts.course,
        "facts": about,
        "teachers": facts.teachers,
        "number": facts.number,
    });
    Ok(Draft::new(CERTIFICATE, facts.issued_on, data))
}

fn span(first: NaiveDate, last: NaiveDate) -> String {
    if first == last { day(first) } else { format!("{} til {}", day(first), day(last)) }
}

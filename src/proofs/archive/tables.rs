//! The account, its roles and relations, who looked, hours and the board.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::{Section, Whose};
use crate::base::UtcTime;
use crate::db::DbConn;
use crate::db::schema::{
    account, account_reopening, account_role, api_token, board_hand, board_learning, hour_clock,
    hour_correction, hour_entry, hours_kept, hours_week, kind_agreement, kiosk_pin, link_cut, look,
    membership, mentorship, one_time_link, proof, resident, session,
};
use crate::error::AppResult;

type Day = NaiveDate;
type LastDay = Option<NaiveDate>;
type At = UtcTime;
type PerhapsAt = Option<UtcTime>;

/// A table's rows: the query, and the columns that are taken of it.
macro_rules! section {
    ($conn:expr, $table:ident, $file:literal, $title:literal, $query:expr,
     { $($column:ident: $kind:ty),+ $(,)? }) => {{
        let rows: Vec<($($kind,)+)> = $query.select(($($table::$column,)+)).load($conn)?;
        let row = |($($column,)+): ($($kind,)+)| -> AppResult<Vec<serde_json::Value>> {
            Ok(vec![$(serde_json::to_value($column)?),+])
        };
        $crate::proofs::archive::Section {
            table: stringify!($table),
            file: $file,
            title: $title,
            columns: &[$(stringify!($column)),+],
            rows: rows.into_iter().map(row).collect::<AppResult<Vec<_>>>()?,
        }
    }};
}
pub(super) use section;

pub(super) fn sections(conn: &mut DbConn, whose: &Whose) -> AppResult<Vec<Section>> {
    let mut all = of_account(conn, whose)?;
    all.extend(of_relations(conn, whose)?);
    all.extend(of_hours(conn, whose)?);
    all.extend(of_work(conn, whose)?);
    Ok(all)
}

/// The password's hash, and what opens a session, a link or a tablet, are not among the columns: they
/// open doors and say nothing of the person.
fn of_account(conn: &mut DbConn, whose: &Whose) -> AppResult<Vec<Section>> {
    let (id, own) = (&whose.account_id, &whose.resident_id);
    Ok(vec![
        section!(conn, account, "bruker", "Brukeren din", account::table.find(id),
            { login: String, name: String, created_at: At, ended_at: PerhapsAt }),
        section!(conn, account_reopening, "apnet-igjen", "Når brukeren ble åpnet igjen",
            account_reopening::table.filter(account_reopening::account_id.eq(id)),
            { ended_at: At, reopened_at: At }),
        section!(conn, account_role, "roller", "Rollene dine",
            account_role::table.filter(account_role::account_id.eq(id))
                .order((account_role::valid_from, account_role::id)),
            { role: String, valid_from: Day, valid_to: LastDay, granted_at: At, ended_at: PerhapsAt }),
        section!(conn, session, "innlogginger", "Når du har vært logget inn",
            session::table.filter(session::account_id.eq(id)).order(session::created_at),
            { created_at: At, last_seen_at: At, ended_at: PerhapsAt }),
        section!(conn, one_time_link, "lenker", "Lenker til å sette passord",
            one_time_link::table.filter(one_time_link::account_id.eq(id))
                .order(one_time_link::created_at),
            { created_at: At, expires_at: At, used_at: PerhapsAt }),
        section!(conn, api_token, "nokler", "Nøkler til programmer",
            api_token::table.filter(api_token::account_id.eq(id)).order(api_token::created_at),
            { created_at: At, expires_at: At, revoked_at: PerhapsAt }),
        section!(conn, resident, "nummer", "Det timene dine står under",
            resident::table.find(own),
            { pseudonym: String, employee_code: Option<String>, created_at: At }),
        section!(conn, kiosk_pin, "pin", "At du har valgt PIN", kiosk_pin::table.find(own),
            { set_at: At }),
    ])
}

fn of_relations(conn: &mut DbConn, whose: &Whose) -> AppResult<Vec<Section>> {
    let (id, own) = (&whose.account_id, &whose.resident_id);
    let by_me = look::table.filter(look::account_id.eq(id)).order((look::looked_at, look::id));
    Ok(vec![
        section!(conn, membership, "naeringer", "Næringene du har arbeidet i",
            membership::table.filter(membership::account_id.eq(id))
                .order((membership::valid_from, membership::id)),
            { part: String, enterprise_id: String, valid_from: Day, valid_to: LastDay,
              granted_at: At, ended_at: PerhapsAt }),
        section!(conn, mentorship, "mentor", "Når du har hatt en mentor",
            mentorship::table.filter(mentorship::resident_id.eq(own))
                .order((mentorship::valid_from, mentorship::id)),
            { valid_from: Day, valid_to: LastDay, granted_at: At, ended_at: PerhapsAt }),
        section!(conn, mentorship, "mentor-for", "Når du har vært mentor for noen",
            mentorship::table.filter(mentorship::mentor_account_id.eq(id))
                .order((mentorship::valid_from, mentorship::id)),
            { valid_from: Day, valid_to: LastDay, granted_at: At, ended_at: PerhapsAt }),
        section!(conn, look, "hvem-har-sett", "Hvem som har sett på det som er ditt",
            look::table.filter(look::resident_id.eq(own)).order((look::looked_at, look::id)),
            { looked_at: At, account_id: String, what: String }),
        section!(conn, look, "du-har-sett", "Når du har sett på noe som er andres", by_me,
            { looked_at: At, what: String }),
    ])
}

fn of_hours(conn: &mut DbConn, whose: &Whose) -> AppResult<Vec<Section>> {
    let own = &whose.resident_id;
    Ok(vec![
        section!(conn, hour_entry, "timer", "Timene dine",
            hour_entry::table.filter(hour_entry::resident_id.eq(own))
                .order((hour_entry::entry_date, hour_entry::start_minute, hour_entry::id)),
            { entry_date: Day, start_minute: i32, end_minute: i32, break_minutes: i32,
              worked_minutes: i32, enterprise_id: String, kind: String, order_id: Option<String>,
              state: String, returned_note: String, counter: bool, created_at: At,
              submitted_at: PerhapsAt, approved_at: PerhapsAt }),
        section!(conn, hour_correction, "rettelser", "Rettelser du har bedt om",
            hour_correction::table.inner_join(hour_entry::table)
                .filter(hour_entry::resident_id.eq(own))
                .order((hour_correction::asked_at, hour_correction::id)),
            { reason: String, takes_away: bool, entry_date: Day, start_minute: i32,
              end_minute: i32, break_minutes: i32, worked_minutes: i32, enterprise_id: String,
              kind: String, order_id: Option<String>, state: String, asked_at: At,
              settled_at: PerhapsAt, answer: String }),
        section!(conn, hours_week, "uker", "Uker du har sagt deg ferdig med",
            hours_week::table.filter(hours_week::resident_id.eq(own)).order(hours_week::monday),
            { monday: Day, finished_at: At }),
        section!(conn, hours_kept, "summer", "Timer til sammen, måned for måned",
            hours_kept::table.filter(hours_kept::resident_id.eq(own))
                .order((hours_kept::period, hours_kept::enterprise_id, hours_kept::kind)),
            { period: i32, enterprise_id: String, kind: String, minutes: i64, entries: i64 }),
        section!(conn, hour_clock, "klokka", "Klokka, når den går",
            hour_clock::table.find(own),
            { started_at: At, enterprise_id: String, kind: String, order_id: Option<String> }),
        section!(conn, kind_agreement, "slag-timer", "Hva dere er enige om at timene er",
            kind_agreement::table.filter(kind_agreement::resident_id.eq(own))
                .order((kind_agreement::proposed_at, kind_agreement::id)),
            { kind: String, valid_from: Day, valid_to: LastDay, proposed_at: At,
              resident_agreed_at: PerhapsAt, leader_agreed_at: PerhapsAt,
              declined_at: PerhapsAt }),
    ])
}

fn of_work(conn: &mut DbConn, whose: &Whose) -> AppResult<Vec<Section>> {
    let own = &whose.resident_id;
    Ok(vec![
        section!(conn, board_hand, "tavla", "Dager du sto på tavla",
            board_hand::table.filter(board_hand::resident_id.eq(own))
                .order((board_hand::board_date, board_hand::id)),
            { board_date: Day, enterprise_id: String, order_id: Option<String>, set_at: At,
              taken_off_at: PerhapsAt }),
        section!(conn, board_learning, "tavla-laering", "Mål du skulle lære på tavla",
            board_learning::table.inner_join(board_hand::table)
                .filter(board_hand::resident_id.eq(own))
                .order((board_hand::board_date, board_hand::id)),
            { board_hand_id: String, goal_id: String }),
        section!(conn, proof, "bevis", "Bevis du har tatt ut",
            proof::table.filter(proof::resident_id.eq(own)).order((proof::issued_at, proof::id)),
            { id: String, issued_at: At, withdrawn_at: PerhapsAt, withdrawal_note: String }),
        section!(conn, link_cut, "kutt", "Ønsker om å kutte båndet",
            link_cut::table.filter(link_cut::resident_id.eq(own)).order(link_cut::wished_at),
            { wished_at: At, agreed_at: PerhapsAt, due_at: PerhapsAt, stopped_at: PerhapsAt,
              cut_at: PerhapsAt }),
    ])
}

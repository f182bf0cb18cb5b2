//! Ids as the words they stand for, and other people's names taken out.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Section, Whose};
use crate::db::DbConn;
use crate::error::AppResult;
use crate::people::{self, Names};
use crate::proofs::store::known as store;

/// What stands where a name was.
const NAME: &str = "[navn]";

/// What ids stand for, and which words are names of others.
pub(in crate::proofs) struct Known {
    words: BTreeMap<String, String>,
    /// What someone was at the farm, by their account.
    roles: BTreeMap<String, String>,
    names: Names,
}

impl Known {
    pub(in crate::proofs) fn of(
        conn: &mut DbConn,
        own_name: &str,
        whose: &Whose,
    ) -> AppResult<Self> {
        let pseudonym = store::pseudonym(conn, &whose.resident_id)?.unwrap_or_default();
        let names = people::farm_names(conn)?.except(own_name).except(&pseudonym);
        let mut roles: BTreeMap<String, String> = BTreeMap::new();
        for (account, role) in store::roles(conn)? {
            let all = roles.entry(account).or_default();
            if !all.contains(role.words()) {
                *all += if all.is_empty() { "" } else { ", " };
                *all += role.words();
            }
        }
        roles.insert(whose.account_id.to_string(), "deg selv".to_owned());
        Ok(Self { words: store::words(conn)?.into_iter().collect(), roles, names })
    }

    /// Puts words for ids, roles for persons, and takes names of others out.
    pub(in crate::proofs) fn tell(&self, section: &mut Section) {
        for row in &mut section.rows {
            for (column, value) in section.columns.iter().zip(row.iter_mut()) {
                if let Value::String(text) = value {
                    *value = Value::String(self.told(column, text));
                }
            }
        }
    }

    fn told(&self, column: &str, text: &str) -> String {
        match column {
            "account_id" => self.roles.get(text).cloned().unwrap_or_else(|| "en annen".to_owned()),
            "name" | "login" => text.to_owned(),
            _ => self.words.get(text).cloned().unwrap_or_else(|| self.names.taken_out(text, NAME)),
        }
    }
}

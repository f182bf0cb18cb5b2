//! Ids as the words they stand for, and other people's names taken out.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{Section, Whose};
use crate::db::DbConn;
use crate::error::AppResult;
use crate::people;
use crate::proofs::store::known as store;

/// What stands where a name was.
const NAME: &str = "[navn]";

/// What ids stand for, and which words are names of others.
pub(in crate::proofs) struct Known {
    words: BTreeMap<String, String>,
    /// What someone was at the farm, by their account.
    roles: BTreeMap<String, String>,
    names: BTreeSet<String>,
}

impl Known {
    pub(in crate::proofs) fn of(
        conn: &mut DbConn,
        own_name: &str,
        whose: &Whose,
    ) -> AppResult<Self> {
        let own: BTreeSet<&str> = words(own_name).collect();
        let pseudonym = store::pseudonym(conn, &whose.resident_id)?.unwrap_or_default();
        let mut names: BTreeSet<String> = people::farm_names(conn)?.into_iter().collect();
        names.retain(|name| !own.contains(name.as_str()) && *name != pseudonym);
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
            _ => self.words.get(text).cloned().unwrap_or_else(|| self.without_names(text)),
        }
    }

    fn without_names(&self, text: &str) -> String {
        let mut kept = String::with_capacity(text.len());
        let mut word = String::new();
        for letter in text.chars().chain(std::iter::once(' ')) {
            if letter.is_alphanumeric() {
                word.push(letter);
                continue;
            }
            kept += if self.names.contains(&word) { NAME } else { &word };
            word.clear();
            kept.push(letter);
        }
        kept.pop();
        kept
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_others_are_taken_out_and_every_other_letter_stays() {
        let names = BTreeSet::from(["Zebulon".to_owned(), "Kvistad".to_owned()]);
        let known = Known { words: BTreeMap::new(), roles: BTreeMap::new(), names };
        for (text, told) in [
            ("Bygde benk med Zebulon Kvistad.", "Bygde benk med [navn] [navn]."),
            ("  to  mellomrom\nog linje ", "  to  mellomrom\nog linje "),
            ("Zebulons hammer", "Zebulons hammer"),
            ("", ""),
        ] {
            assert_eq!(known.without_names(text), told);
        }
    }
}

//! What is said when an import is refused: file, line, field, and what to do.

use crate::error::{Refusal, Refusals};

/// Refusals told at once, at most.
const TOLD_MAX: usize = 20;

/// Where in which file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) file: std::sync::Arc<str>,
    /// Counts from 1; the header is line 1.
    pub(super) line: u64,
}

/// What is wrong, until all of it is told at once.
#[derive(Debug, Default)]
pub(super) struct Troubles {
    told: Vec<Refusal>,
    untold: usize,
}

impl Troubles {
    /// Adds one; beyond twenty they are only counted.
    pub(super) fn add(&mut self, code: &'static str, place: &Place, field: &str, words: &str) {
        if self.told.len() >= TOLD_MAX {
            self.untold += 1;
            return;
        }
        self.told.push(Refusal::new(code, field, located(place, field, words)));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.told.is_empty()
    }

    /// Is there no sense in looking for more?
    pub(super) fn is_full(&self) -> bool {
        self.told.len() >= TOLD_MAX
    }

    /// # Errors
    /// Everything that was added.
    pub(super) fn none_or_refused(self) -> Result<(), Refusals> {
        let mut all = Refusals::default();
        for refusal in self.told {
            all.add(refusal);
        }
        if self.untold > 0 {
            let words = format!("… og {} feil til.", self.untold);
            all.add(Refusal::new("import.more", "", words));
        }
        all.or(())
    }
}

/// `orders.csv linje 17, felt quantity: …`
pub(super) fn located(place: &Place, field: &str, words: &str) -> String {
    let Place { file, line } = place;
    match (line, field) {
        (0, _) => format!("{file}: {words}"),
        (line, "") => format!("{file} linje {line}: {words}"),
        (line, field) => format!("{file} linje {line}, felt {field}: {words}"),
    }
}

pub(super) fn unknown_column(name: &str, known: &[&str]) -> String {
    format!("Kolonnen «{name}» er ukjent. Filen kan ha {}.", known.join(", "))
}

pub(super) fn twice(name: &str) -> String {
    format!("Kolonnen «{name}» står to ganger.")
}

pub(super) fn missing_column(name: &str) -> String {
    format!("Kolonnen «{name}» mangler.")
}

pub(super) fn wrong_width(cells: usize, columns: usize) -> String {
    format!("Linjen har {cells} felt, og overskriften har {columns}.")
}

pub(super) fn differs(was: &str, now: &str) -> String {
    format!("Her står «{now}», men «{was}» er lagret fra før.")
}

pub(super) fn disagrees(was: &str, now: &str) -> String {
    format!("Her står «{now}», men en annen linje i samme bestilling har «{was}».")
}

pub(super) fn unknown(what: &str, key: &str) -> String {
    format!("{what} «{key}» finnes ikke.")
}

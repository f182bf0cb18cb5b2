//! What is posted where rows of one's own and of others are walked.

pub type Fields = &'static [(&'static str, &'static str)];

pub const DAY: Fields = &[
    ("date", "2026-03-05"),
    ("start", "05:00"),
    ("end", "06:00"),
    ("break_minutes", "0"),
    ("enterprise", "snekkeri"),
    ("kind", "training"),
];
pub const NOTE: Fields = &[("note", "Se på slutten")];
pub const WRONG: Fields = &[("gjor", "bort"), ("reason", "Jeg var ikke der")];
pub const KIND: Fields = &[("kind", "dugnad"), ("date", "2026-06-01"), ("valid_to", "")];
pub const ELEMENT: Fields = &[("kind", "cooking")];
pub const STEP: Fields = &[("step", "2"), ("from", "2026-03-01")];
pub const TALK: Fields = &[("held_on", "2026-03-10"), ("steps", "Ringe skolen")];
pub const LEFT: Fields = &[("left_on", "2026-03-01"), ("to_work", "on")];
pub const ADDRESS: Fields =
    &[("street", "Veien 3"), ("postcode", "4630"), ("city", "Kristiansand")];
pub const MESSAGE: Fields = &[("nokkel", "walk"), ("text", "Vi er i gang.")];

//! Money in: files from the bank, matched by KID and booked once.
//!
//! A file is read twice: first whole, so that nothing of one that is cut or does not add up is
//! booked; then into the books, some hundred movements at a time, in one transaction. What meets no
//! invoice waits for a person, who says what it is: nothing is guessed.
//!
//! *Invariant:* a movement is booked once, in however many files and kinds of file it comes.
//! *Invariant:* what the account holds (1920) is the bank's sum of every movement that came in, and
//! what is owed back (2900) is that of customers and of money nobody has placed; a payment that a
//! person takes back is such money, and its entry waits anew.
//! *Invariant:* a file is held in memory a piece at a time, however large or hostile.

mod actions;
mod camt;
mod camt_entry;
mod check;
mod fault;
mod guarded;
mod model;
mod movement;
mod ocr;
pub(crate) mod pages;
mod reading;
mod settling;
mod source;
mod store;
mod words;

pub(crate) use actions::{take_in, take_in_bytes};
pub(crate) use check::{check, prove};
pub(crate) use model::{BankEntry, BankFile, FileKind, How};
pub(crate) use reading::{
    EntryCard, Waiting, count_files, count_of_file, entry_card, file_card, list_files, list_waiting,
};
pub(crate) use settling::{Answer, settle, take_back};
pub(crate) use source::{Source, try_read};
pub(crate) use words::NotSettled;

//! What the law asks to have on paper, made from the approved rows each time anew: the time sheet
//! of an order, an enterprise's personalliste, a resident's working time; and a resident's own
//! fourteen days.
//!
//! A person stands on a paper by employee code, so that it outlives the name. Rows are in the order
//! of what they say, never of when they were made: the same rows give the same paper, byte for
//! byte, on any database.
//!
//! *Invariant:* nothing here changes an hour. *Invariant:* whoever sees another's hours on a paper
//! is written down.

mod actions;
mod model;
pub(crate) mod pages;
mod pdf;
mod rules;
mod words;

pub(crate) use actions::{
    Shelf, own_fortnight, own_working_time, shelf, staff_list, time_sheet, working_time,
};
pub(crate) use model::Paper;

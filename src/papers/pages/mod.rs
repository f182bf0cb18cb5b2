//! Papers on screen, to print, and as files.

mod own;
mod shelf;
mod show;

pub(crate) use own::{fortnight, fortnight_file, own_time, own_time_file};
pub(crate) use shelf::shelf;
pub(crate) use show::{
    staff_list, staff_list_file, time_sheet, time_sheet_file, working_time, working_time_file,
};

//! Papers on screen, to print, and as files.

mod own;
mod shelf;
mod show;

pub(crate) use own::{
    fortnight, fortnight_file, fortnight_pdf, own_time, own_time_file, own_time_pdf,
};
pub(crate) use shelf::shelf;
pub(crate) use show::{
    staff_list, staff_list_file, staff_list_pdf, time_sheet, time_sheet_file, time_sheet_pdf,
    working_time, working_time_file, working_time_pdf,
};

//! Pages of offerings, their photos, and stops.

mod offerings;
mod photos;
mod stopping;

pub(crate) use offerings::{change, create, edit, index, new};
pub(crate) use photos::{photo, remove_photo, set_photo};
pub(crate) use stopping::{lift, stop, stops};

/// A form that is only a button.
#[derive(serde::Deserialize)]
pub(crate) struct Nothing {}

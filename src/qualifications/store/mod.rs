//! Rows of curricula, routes and evidence.

mod evidence;
mod goals;
mod routes;
mod work;

pub(super) use evidence::*;
pub(super) use goals::*;
pub(super) use routes::*;
pub(super) use work::*;

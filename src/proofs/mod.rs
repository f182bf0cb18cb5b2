//! What leaves with a person: a proof that anyone can check, the papers to it, everything the farm
//! knows about oneself, and the cut of the link between one's name and the farm.
//!
//! A proof is a signed text (Open Badges 3.0, a W3C Verifiable Credential as JWT). Its holder chooses
//! every line of it and the name on it. The farm keeps a digest of it and never what it says, so that
//! a proof still holds when everything else about the person is gone.
//!
//! *Invariant:* nothing on a proof, its papers, its file names or the check page tells what kind of
//! place it is from.
//!
//! *Invariant:* the check page answers valid or not valid; a proof withdrawn and one that never was
//! are one and the same to it.
//!
//! *Invariant:* every table that names a person is in the archive or in a list that says why not, and
//! is emptied by the cut or in a list that says why it stays.

mod actions;
mod archive;
mod credential;
mod cutting;
mod facts;
mod issuer;
mod key;
mod model;
pub(crate) mod pages;
mod paper;
mod rules;
mod store;
mod words;

pub(crate) use actions::{check, let_hold, my_proofs, read_own, take_out, withdraw, withdrawn};
pub(crate) use archive::{gather, parts, zipped};
use credential::key_set;
pub(crate) use cutting::{
    agree_to_cut, cut_wishes, own_cut, start_loop, stop_cut, stop_own_cut, wish_cut,
};
pub(crate) use issuer::{issuer_form, set_issuer};
pub(crate) use key::{Signer, signer, signer_now};
pub(crate) use model::{Choice, CutWish, Issued, LeftOut, MyProofs, TakeOut};

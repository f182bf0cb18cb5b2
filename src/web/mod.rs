//! What pages and APIs share: who asks, what time it is, forms, and the frame around a page.

pub(crate) mod access;
mod api;
pub(crate) mod assets;
mod carried;
mod context;
mod files;
mod forms;
mod limits;
mod page;
mod paging;
pub(crate) mod slow;
mod upload;

pub(crate) use api::{ApiBody, json_created, json_ok, read_query};
pub(crate) use carried::Carried;
pub(crate) use context::{App, Clock, Ctx, FormSecret, TABLET, form_cookie};
pub(crate) use files::{csv_file, pdf_file, xml_file};
pub(crate) use forms::{HtmlForm, MaybeStale};
pub(crate) use limits::{Limit, Limits};
pub(crate) use page::{BASKET, Page, Screen, see_other, show};
pub(crate) use paging::{PAGE_ROWS, Pager, address, page_asked};
pub(crate) use upload::Upload;

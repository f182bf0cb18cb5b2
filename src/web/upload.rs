//! A form with one file in it, as browsers send it: `multipart/form-data`.

use std::future::Future;
use std::pin::Pin;

use actix_multipart::{Multipart, MultipartError};
use actix_web::dev::Payload;
use actix_web::web::{Bytes, block};
use actix_web::{FromRequest, HttpRequest};
use futures_util::{StreamExt, TryStreamExt, stream};

use super::forms::check_origin;
use super::slow::read_body_past;
use crate::base::{PhotoError, Prepared, prepare_photo};
use crate::error::{AppError, PageError};

/// Bytes in the file, at most: 8 MB.
const FILE_MAX: usize = 8 * 1024 * 1024;
/// Bytes around the file, at most.
const FIELDS_MAX: usize = 64 * 1024;

/// A posted file that came from a page of ours; kept in memory, its name thrown away.
pub(crate) struct Upload {
    /// None when no file was chosen.
    pub(crate) file: Option<Vec<u8>>,
    /// The file was larger than 8 MB; then it is None.
    pub(crate) is_too_large: bool,
    /// The fields beside it; none of a form that was too large altogether.
    fields: Vec<(String, String)>,
}

impl Upload {
    /// The first field of that name; empty when there is none.
    pub(crate) fn text(&self, name: &str) -> String {
        self.all(name).into_iter().next().unwrap_or_default()
    }

    /// Every field of that name, in order.
    pub(crate) fn all(&self, name: &str) -> Vec<String> {
        let own = self.fields.iter().filter(|(own, _)| own == name);
        own.map(|(_, text)| text.clone()).collect()
    }

    /// The file as a photo that can be kept. Away from the server's threads; a decoder that gives up
    /// altogether has met a damaged photo.
    ///
    /// # Errors
    /// Why it is none; `Missing` when no file was chosen.
    pub(crate) async fn photo(self) -> Result<Prepared, PhotoError> {
        if self.is_too_large {
            return Err(PhotoError::TooLarge);
        }
        let file = self.file.ok_or(PhotoError::Missing)?;
        block(move || prepare_photo(&file)).await.unwrap_or(Err(PhotoError::Damaged))
    }
}

impl FromRequest for Upload {
    type Error = PageError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, PageError>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        let payload = payload.take();
        Box::pin(async move {
            let Some(body) = read_body_past(payload, FILE_MAX + FIELDS_MAX).await? else {
                // Nothing of it was kept, so nothing can be changed by it.
                return Ok(Self { file: None, is_too_large: true, fields: Vec::new() });
            };
            let (fields, file) = parts(&request, body).await.map_err(|_shape| unreadable())?;
            check_origin(&request, &fields)?;
            let is_too_large = file.len() > FILE_MAX;
            let file = (!file.is_empty() && !is_too_large).then_some(file);
            Ok(Self { file, is_too_large, fields })
        })
    }
}

type Parts = (Vec<(String, String)>, Vec<u8>);

/// The text fields and the one file.
async fn parts(request: &HttpRequest, body: Vec<u8>) -> Result<Parts, MultipartError> {
    let body = stream::once(async { Ok(Bytes::from(body)) });
    let mut form = Multipart::new(request.headers(), body.boxed_local());
    let (mut fields, mut file) = (Vec::new(), Vec::new());
    while let Some(mut field) = form.try_next().await? {
        let name = field.name().unwrap_or_default().to_owned();
        let is_file = field.content_disposition().is_some_and(|d| d.get_filename().is_some());
        let mut bytes = Vec::new();
        while let Some(chunk) = field.try_next().await? {
            bytes.extend_from_slice(&chunk);
        }
        if is_file {
            file = bytes;
        } else {
            fields.push((name, String::from_utf8_lossy(&bytes).into_owned()));
        }
    }
    Ok((fields, file))
}

fn unreadable() -> AppError {
    AppError::Unreadable {
        code: "form.unreadable",
        field: String::new(),
        detail: "Skjemaet kunne ikke leses. Last siden på nytt og prøv igjen.".into(),
    }
}

//! A form with one file in it, as browsers send it: `multipart/form-data`.

use std::future::Future;
use std::pin::Pin;

use actix_multipart::{Multipart, MultipartError};
use actix_web::dev::Payload;
use actix_web::error::PayloadError;
use actix_web::http::header::HeaderMap;
use actix_web::web::{Bytes, block};
use actix_web::{FromRequest, HttpRequest};
use futures_util::{Stream, TryStreamExt};

use super::forms::check_origin;
use super::slow::Patience;
use crate::base::{PhotoError, Prepared, prepare_photo};
use crate::error::{AppError, AppResult, PageError};

/// Bytes in the file, at most: 8 MB.
const FILE_MAX: usize = 8 * 1024 * 1024;
/// Bytes of a file that is too large that are still read and thrown away, so that the browser hears
/// the answer and what was typed beside the file is not lost.
const READ_PAST_MAX: usize = 64 * 1024 * 1024;
/// Bytes in the fields beside the file, at most.
const FIELDS_MAX: usize = 64 * 1024;

/// A posted file that came from a page of ours; kept in memory, its name thrown away.
#[derive(Default)]
pub(crate) struct Upload {
    /// None when no file was chosen.
    pub(crate) file: Option<Vec<u8>>,
    /// The file was larger than 8 MB; then it is None.
    pub(crate) is_too_large: bool,
    /// The fields beside it.
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
            let patience = Patience::UPLOAD;
            let reading = read(request.headers(), payload, patience);
            let upload = patience.whole(reading).await?;
            check_origin(&request, &upload.fields)?;
            Ok(upload)
        })
    }
}

/// The text fields and the one file.
async fn read<S>(headers: &HeaderMap, payload: S, patience: Patience) -> AppResult<Upload>
where
    S: Stream<Item = Result<Bytes, PayloadError>> + 'static,
{
    let unreadable = |_shape: MultipartError| unreadable();
    let mut form = Multipart::new(headers, payload);
    let mut upload = Upload::default();
    let (mut of_fields, mut of_files) = (0, 0);
    while let Some(mut field) = patience.piece(form.try_next()).await?.map_err(unreadable)? {
        let name = field.name().unwrap_or_default().to_owned();
        let is_file = field.content_disposition().is_some_and(|d| d.get_filename().is_some());
        let (length, length_max) =
            if is_file { (&mut of_files, READ_PAST_MAX) } else { (&mut of_fields, FIELDS_MAX) };
        let mut bytes = Vec::new();
        while let Some(chunk) = patience.piece(field.try_next()).await?.map_err(unreadable)? {
            *length += chunk.len();
            if *length > length_max {
                return Err(AppError::TooLarge);
            }
            if *length > FILE_MAX {
                upload.is_too_large = true;
                bytes = Vec::new();
            } else {
                bytes.extend_from_slice(&chunk);
            }
        }
        if !is_file {
            *length += name.len();
            upload.fields.push((name, String::from_utf8_lossy(&bytes).into_owned()));
        } else if !upload.is_too_large && !bytes.is_empty() {
            upload.file = Some(bytes);
        }
    }
    if upload.is_too_large {
        upload.file = None;
    }
    Ok(upload)
}

fn unreadable() -> AppError {
    AppError::Unreadable {
        code: "form.unreadable",
        field: String::new(),
        detail: "Skjemaet kunne ikke leses. Last siden på nytt og prøv igjen.".into(),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use actix_web::http::header::{CONTENT_TYPE, HeaderValue};
    use futures_util::{StreamExt, stream};

    use super::*;

    const AGES: Duration = Duration::from_hours(1);
    const NO_TIME: Duration = Duration::ZERO;

    /// A photo in ten pieces, each of which lets others go first.
    fn pieces() -> impl Stream<Item = Result<Bytes, PayloadError>> {
        let head = "--x\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"a\"\r\n\r\n";
        let pieces =
            std::iter::once(head).chain(std::iter::repeat_n("abc", 10)).chain(["\r\n--x--"]);
        stream::iter(pieces.map(|piece| Ok(Bytes::from(piece)))).then(|piece| async {
            actix_web::rt::task::yield_now().await;
            piece
        })
    }

    fn told(
        (silence, whole): (Duration, Duration),
        body: impl Stream<Item = Result<Bytes, PayloadError>> + 'static,
    ) -> AppResult<Upload> {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("multipart/form-data; boundary=x"));
        let patience = Patience::of(silence, whole);
        actix_web::rt::System::new()
            .block_on(async { patience.whole(read(&headers, body, patience)).await })
    }

    #[test]
    fn a_file_that_comes_slowly_is_waited_for_and_one_that_stops_is_given_up() {
        let whole = told((AGES, AGES), pieces()).unwrap();
        assert_eq!(whole.file.map(|file| file.len()), Some(30));
        let stopped = || pieces().take(5).chain(stream::pending());
        assert!(matches!(told((NO_TIME, AGES), stopped()), Err(AppError::TooSlow)));
        assert!(matches!(told((AGES, NO_TIME), stopped()), Err(AppError::TooSlow)));
    }
}

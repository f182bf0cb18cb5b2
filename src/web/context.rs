//! Everything a handler may know of its request: one extractor for pages and API alike.

use std::future::{Ready, ready};
use std::net::{IpAddr, Ipv6Addr};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage, HttpRequest, web};

use super::Limits;
use crate::base::{UtcTime, random_token, sha256_hex};
use crate::config::Settings;
use crate::db::Db;
use crate::error::{AppError, AppResult};
use crate::people::Actor;

/// Digits of the word by which a phone's storage tells its owner.
const OWNER_DIGITS: usize = 16;

/// The cookie of a shared tablet.
pub(crate) const TABLET: &str = "nettbrett";

/// The one thing every handler shares.
#[derive(Clone)]
pub(crate) struct App {
    pub(crate) db: Db,
    pub(crate) settings: Arc<Settings>,
    pub(crate) clock: Clock,
    pub(crate) limits: Arc<Limits>,
    /// Signs baskets, form tokens and bearer tokens; the same on every instance.
    pub(crate) signing_key: Arc<String>,
}

/// The system's clock, or a fixed one that a test moves.
#[derive(Clone)]
pub(crate) enum Clock {
    System,
    /// Milliseconds since the Unix epoch.
    Fixed(Arc<AtomicI64>),
}

impl Clock {
    pub(crate) fn now(&self) -> UtcTime {
        match self {
            #[expect(clippy::disallowed_methods, reason = "the one reader of the clock")]
            Self::System => UtcTime::new(chrono::Utc::now()),
            Self::Fixed(at) => UtcTime::new(
                chrono::DateTime::from_timestamp_millis(at.load(Ordering::Relaxed))
                    .unwrap_or_default(),
            ),
        }
    }
}

/// What a request brings: the app, the instant, and who asks when the route wants to know.
#[derive(Clone)]
pub(crate) struct Ctx {
    pub(crate) app: web::Data<App>,
    pub(crate) now: UtcTime,
    /// Set by the access table on every route that is not open to all.
    actor: Option<Actor>,
    pub(crate) request: HttpRequest,
}

/// The cookie that ties a form to the browser it was shown in.
pub(crate) struct FormSecret(pub(crate) String);

impl Ctx {
    /// Who asks; a 401 on a route that is open to all and met by a stranger.
    ///
    /// # Errors
    /// `NotSignedIn`.
    pub(crate) fn actor(&self) -> AppResult<&Actor> {
        self.actor.as_ref().ok_or(AppError::NotSignedIn)
    }

    pub(crate) const fn actor_if_any(&self) -> Option<&Actor> {
        self.actor.as_ref()
    }

    pub(crate) fn db(&self) -> &Db {
        &self.app.db
    }

    pub(crate) fn today(&self) -> chrono::NaiveDate {
        self.now.oslo_date()
    }

    /// The name of a cookie as this installation writes it: `__Host-` over https.
    pub(crate) fn cookie_name(&self, name: &str) -> String {
        cookie_name(&self.app.settings, name)
    }

    /// The value of a cookie of ours; None when the browser sent none.
    pub(crate) fn cookie(&self, name: &str) -> Option<String> {
        self.request.cookie(&self.cookie_name(name)).map(|c| c.value().to_owned())
    }

    /// The names of every cookie that the browser sent, but one.
    pub(crate) fn cookies_but(&self, kept: &str) -> Vec<String> {
        let cookies = self.request.cookies().map(|sent| sent.clone()).unwrap_or_default();
        let plain = |name: &str| name.strip_prefix("__Host-").unwrap_or(name).to_owned();
        cookies.iter().map(|sent| plain(sent.name())).filter(|name| name != kept).collect()
    }

    /// A cookie of ours: this site only, not for scripts, until the browser closes.
    pub(crate) fn set_cookie(&self, name: &str, value: &str) -> actix_web::cookie::Cookie<'static> {
        actix_web::cookie::Cookie::build(self.cookie_name(name), value.to_owned())
            .path("/")
            .http_only(true)
            .secure(self.app.settings.is_https())
            .same_site(actix_web::cookie::SameSite::Lax)
            .finish()
    }

    /// How this browser's own storage tells whose it is: a word that means nothing elsewhere.
    pub(crate) fn owner_word(&self, actor: &Actor) -> String {
        let mut word = self.signature("telefon", actor.account_id.as_str());
        word.truncate(OWNER_DIGITS);
        word
    }

    /// A text that this farm put in a cookie; None when it is absent or not signed by it.
    pub(crate) fn signed_cookie(&self, name: &str) -> Option<String> {
        use base64::Engine;
        let cookie = self.cookie(name)?;
        let (text, signature) = cookie.split_once('.')?;
        let text = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(text).ok()?;
        let text = String::from_utf8(text).ok()?;
        (signature == self.signature(name, &text)).then_some(text)
    }

    /// A cookie that [`Ctx::signed_cookie`] reads back.
    pub(crate) fn set_signed_cookie(
        &self,
        name: &str,
        text: &str,
    ) -> actix_web::cookie::Cookie<'static> {
        use base64::Engine;
        let signature = self.signature(name, text);
        let text = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(text);
        self.set_cookie(name, &format!("{text}.{signature}"))
    }

    /// Hashed twice, so that no longer text can be signed from a shorter one's signature.
    fn signature(&self, name: &str, text: &str) -> String {
        let inner = sha256_hex(format!("{}|{name}|{text}", self.app.signing_key));
        sha256_hex(format!("{}|{inner}", self.app.signing_key))
    }

    /// The hidden field that a form must bring back.
    pub(crate) fn form_token(&self) -> String {
        form_token(&self.app.signing_key, &form_secret(&self.request, &self.app.settings))
    }

    /// The address that limits are counted by: the proxy's word is taken only where it is trusted.
    pub(crate) fn address(&self) -> String {
        let peer = self.request.peer_addr().map(|a| a.ip().to_string()).unwrap_or_default();
        if !self.app.settings.trust_proxy {
            return counted_by(&peer);
        }
        let forwarded = self.request.headers().get("x-forwarded-for");
        let last = forwarded.and_then(|v| v.to_str().ok()).and_then(|v| v.rsplit(',').next());
        counted_by(last.map_or(peer.as_str(), str::trim))
    }
}

/// An IPv6 address is counted by its /64, which is one household's; any other text by itself.
fn counted_by(address: &str) -> String {
    let Ok(IpAddr::V6(ip)) = address.parse() else { return address.to_owned() };
    match ip.to_ipv4_mapped() {
        Some(ip) => ip.to_string(),
        None => Ipv6Addr::from_bits(ip.to_bits() & !u128::from(u64::MAX)).to_string(),
    }
}

pub(crate) fn cookie_name(settings: &Settings, name: &str) -> String {
    if settings.is_https() { format!("__Host-{name}") } else { name.to_owned() }
}

/// What a form's token is made of: this browser's secret, under the farm's key.
pub(super) fn form_token(signing_key: &str, secret: &str) -> String {
    sha256_hex(format!("{signing_key}|skjema|{secret}"))
}

/// The browser's secret, made now when it has none yet (`app.rs` sends the cookie with the answer).
pub(super) fn form_secret(request: &HttpRequest, settings: &Settings) -> String {
    if let Some(made) = request.extensions().get::<FormSecret>() {
        return made.0.clone();
    }
    if let Some(cookie) = request.cookie(&cookie_name(settings, "vern")) {
        return cookie.value().to_owned();
    }
    let made = random_token();
    request.extensions_mut().insert(FormSecret(made.clone()));
    made
}

impl FromRequest for Ctx {
    type Error = crate::error::PageError;
    type Future = Ready<Result<Self, Self::Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let Some(app) = request.app_data::<web::Data<App>>() else {
            return ready(Err(AppError::internal("the app is not there").into()));
        };
        let actor = request.extensions().get::<Actor>().cloned();
        let now = app.clock.now();
        ready(Ok(Self { app: app.clone(), now, actor, request: request.clone() }))
    }
}

/// The `Set-Cookie` of a browser's form secret.
pub(crate) fn form_cookie(settings: &Settings, secret: &str) -> String {
    let secure = if settings.is_https() { "; Secure" } else { "" };
    let name = cookie_name(settings, "vern");
    format!("{name}={secret}; Path=/; HttpOnly; SameSite=Lax{secure}")
}

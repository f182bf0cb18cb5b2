//! The app of a test, and the browsers and programs that meet it.

use std::cell::OnceCell;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::mpsc;
use std::thread::JoinHandle;

use chrono::{NaiveDateTime, TimeZone};
use chrono_tz::Europe::Oslo;
use gardsbok::testing::{Door, settings};
use reqwest::blocking::{Client, RequestBuilder, multipart};
use reqwest::cookie::Jar;
use reqwest::redirect::Policy;

use super::FreshDb;

/// Monday 2026-03-16 10:00 in Oslo, in milliseconds since the Unix epoch.
pub const START_MS: i64 = 1_773_651_600_000;

/// A running app with its own database and clock.
pub struct App {
    /// `http://127.0.0.1:PORT`
    pub address: String,
    pub db: FreshDb,
    clock: Arc<AtomicI64>,
    door: Option<Door>,
    stop: actix_web::dev::ServerHandle,
    thread: Option<JoinHandle<()>>,
}

/// The app at the farm, rate limits off.
pub fn spawn() -> App {
    spawn_with(&["--rate-limits", "off"])
}

/// The app at the farm, with these flags of `serve`.
pub fn spawn_with(flags: &[&str]) -> App {
    spawn_on(FreshDb::with_farm(), flags)
}

/// The app on a database one has made ready.
pub fn spawn_on(db: FreshDb, flags: &[&str]) -> App {
    let own = ["--bind", "127.0.0.1:0", "--workers", "1", "--database-url", &db.url];
    let flags: Vec<&str> = own.into_iter().chain(flags.iter().copied()).collect();
    let settings = settings(&flags).unwrap();
    let clock = Arc::new(AtomicI64::new(START_MS));
    let moved = clock.clone();
    let (tell, told) = mpsc::channel();
    let thread = std::thread::spawn(move || {
        actix_web::rt::System::new().block_on(async move {
            let running = gardsbok::start(settings, Some(moved)).unwrap();
            let door = Door::to(&running);
            tell.send((running.address.clone(), door, running.handle())).unwrap();
            running.wait().await.unwrap();
        });
    });
    let (address, door, stop) = told.recv().expect("the app starts");
    App { address, db, clock, door: Some(door), stop, thread: Some(thread) }
}

impl App {
    /// A browser nobody has signed in with.
    pub fn stranger(&self) -> Person {
        Person::new(&self.address, None)
    }

    /// Someone's browser, signed in now.
    pub fn sign_in(&self, login: &str) -> Person {
        let session = self.door().session(login, self.now_ms()).expect("someone with that login");
        Person::new(&self.address, Some(&session))
    }

    /// A program without a token.
    pub fn api(&self) -> Api {
        Api { address: self.address.clone(), client: client(None), token: None }
    }

    /// A program with someone's token.
    pub fn api_as(&self, login: &str) -> Api {
        Api { token: Some(self.token(login)), ..self.api() }
    }

    /// Someone's bearer token.
    pub fn token(&self, login: &str) -> String {
        self.door().token(login, self.now_ms()).expect("someone with that login")
    }

    /// Moves the clock to Oslo's `2026-03-17 08:00`.
    pub fn set_clock(&self, oslo: &str) {
        let local = NaiveDateTime::parse_from_str(oslo, "%Y-%m-%d %H:%M").unwrap();
        let at = Oslo.from_local_datetime(&local).earliest().unwrap();
        self.clock.store(at.timestamp_millis(), Ordering::Relaxed);
    }

    pub fn later_minutes(&self, minutes: i64) {
        self.clock.fetch_add(minutes * 60_000, Ordering::Relaxed);
    }

    pub fn now_ms(&self) -> i64 {
        self.clock.load(Ordering::Relaxed)
    }

    /// The one number that `SELECT count(*) AS value …` answers.
    pub fn number(&self, sql: &str) -> i64 {
        self.db.number(sql)
    }

    /// What `SELECT … AS value` answers, as text, a row each.
    pub fn texts(&self, sql: &str) -> Vec<String> {
        self.db.texts(sql)
    }

    /// Runs a command of the program on the same database. Its clock is the machine's.
    pub fn run(&self, words: &[&str]) -> Told {
        run_on(&self.db, words)
    }

    fn door(&self) -> &Door {
        self.door.as_ref().expect("the app runs")
    }
}

/// Runs a command of the program on a database.
pub fn run_on(db: &FreshDb, words: &[&str]) -> Told {
    let output = Command::new(env!("CARGO_BIN_EXE_gardsbok"))
        .args(words)
        .args(["--database-url", &db.url])
        .output()
        .unwrap();
    Told {
        ok: output.status.success(),
        code: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// What a command answered.
#[derive(Debug)]
pub struct Told {
    pub ok: bool,
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Drop for App {
    fn drop(&mut self) {
        self.door.take();
        drop(self.stop.stop(false));
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn client(jar: Option<Arc<Jar>>) -> Client {
    // A client wants to know who does TLS, also where none is spoken; the first to say it is heard.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let builder = Client::builder().redirect(Policy::none()).no_proxy();
    match jar {
        Some(jar) => builder.cookie_provider(jar),
        None => builder,
    }
    .build()
    .unwrap()
}

/// Someone's browser: it keeps cookies and brings back the token of forms.
pub struct Person {
    address: String,
    client: Client,
    csrf: OnceCell<String>,
}

impl Person {
    fn new(address: &str, session: Option<&str>) -> Self {
        let jar = Arc::new(Jar::default());
        if let Some(session) = session {
            jar.add_cookie_str(&format!("okt={session}; Path=/"), &address.parse().unwrap());
        }
        Self { address: address.to_owned(), client: client(Some(jar)), csrf: OnceCell::new() }
    }

    pub fn get(&self, path: &str) -> Answer {
        answer(self.client.get(self.url(path)))
    }

    /// Sends a form with its csrf token, as a page of ours would.
    pub fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let csrf = self.csrf();
        let all: Vec<(&str, &str)> =
            std::iter::once(("csrf", csrf.as_str())).chain(fields.iter().copied()).collect();
        self.post_bare(path, &all)
    }

    /// Sends a form just as it is, without a csrf token.
    pub fn post_bare(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        answer(self.client.post(self.url(path)).form(fields))
    }

    /// Sends a form with a file; bring `csrf` as a text field.
    pub fn post_files(&self, path: &str, form: multipart::Form) -> Answer {
        answer(self.client.post(self.url(path)).multipart(form))
    }

    /// The token that this browser's forms bring back.
    pub fn csrf(&self) -> String {
        self.csrf
            .get_or_init(|| {
                let page = self.get("/intern/logg-inn");
                page.field("csrf").expect("the sign-in page has a form")
            })
            .clone()
    }

    /// The page that an answer sends to.
    pub fn follow(&self, answer: &Answer) -> Answer {
        assert_eq!(answer.status, 303, "{}", answer.text);
        self.get(answer.location())
    }

    /// A request of one's own making.
    pub fn request(&self, method: &str, path: &str) -> RequestBuilder {
        self.client.request(method.parse().unwrap(), self.url(path))
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }
}

/// A program that speaks JSON.
pub struct Api {
    address: String,
    client: Client,
    token: Option<String>,
}

impl Api {
    pub fn get(&self, path: &str) -> Answer {
        answer(self.dressed(self.client.get(format!("{}{path}", self.address))))
    }

    /// Sends a body with an idempotency key; an empty key is left out.
    pub fn post_json(&self, path: &str, key: &str, body: &serde_json::Value) -> Answer {
        self.post_text(path, key, &body.to_string())
    }

    /// Sends a body that may not even be JSON.
    pub fn post_text(&self, path: &str, key: &str, body: &str) -> Answer {
        let mut request = self.dressed(self.client.post(format!("{}{path}", self.address)));
        if !key.is_empty() {
            request = request.header("idempotency-key", key);
        }
        answer(request.header("content-type", "application/json").body(body.to_owned()))
    }

    /// The same program with a token of one's own making.
    pub fn with_token(mut self, token: &str) -> Self {
        self.token = Some(token.to_owned());
        self
    }

    fn dressed(&self, request: RequestBuilder) -> RequestBuilder {
        match &self.token {
            Some(token) => request.bearer_auth(token),
            None => request,
        }
    }
}

/// What was answered.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: u16,
    pub text: String,
    pub headers: reqwest::header::HeaderMap,
}

/// Sends a request of one's own making.
pub fn answer(request: RequestBuilder) -> Answer {
    let response = request.send().unwrap();
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    Answer { status, headers, text: response.text().unwrap() }
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// Where a 303 sends to.
    pub fn location(&self) -> &str {
        self.header("location")
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.text).unwrap_or_else(|e| panic!("{e}: {}", self.text))
    }

    /// The stable code of a refusal over the API.
    pub fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_default().to_owned()
    }

    /// The value of the first form field with this name; None when there is none.
    pub fn field(&self, name: &str) -> Option<String> {
        let (_, after) = self.text.split_once(&format!("name=\"{name}\" value=\""))?;
        after.split_once('"').map(|(value, _)| value.to_owned())
    }
}

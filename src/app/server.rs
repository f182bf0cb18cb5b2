//! Starting, serving and stopping.

use std::net::{IpAddr, TcpListener};
use std::sync::Arc;

use actix_web::{App as Actix, HttpResponse, HttpServer, middleware, web};

use super::{headers, table};
use crate::config::{OnOff, Settings};
use crate::error::{ApiResult, AppError, AppResult};
use crate::web::{App, Clock, Ctx, Limits, access};

/// A server that has begun to listen.
pub struct Running {
    /// Where it listens, `http://127.0.0.1:8080`.
    pub address: String,
    pub(crate) app: web::Data<App>,
    server: actix_web::dev::Server,
    loops: Vec<tokio::task::JoinHandle<()>>,
}

impl Running {
    /// Stops it after open requests.
    pub fn handle(&self) -> actix_web::dev::ServerHandle {
        self.server.handle()
    }

    /// Serves until told to stop; SIGTERM ends it after open requests.
    ///
    /// # Errors
    /// The operating system's.
    pub async fn wait(self) -> std::io::Result<()> {
        let ended = self.server.await;
        for running in self.loops {
            running.abort();
        }
        ended
    }
}

/// Seconds that open requests get to finish after SIGTERM.
const STOP_SECONDS: u64 = 20;

/// The `serve` command: prints one line with the address when it is ready.
///
/// # Errors
/// As [`start`].
pub(crate) fn serve(mut settings: Settings) -> AppResult<()> {
    log_to_stderr();
    settings.brreg_url.get_or_insert_with(|| crate::outside::PUBLIC_REGISTER.to_owned());
    let system = actix_web::rt::System::new();
    system.block_on(async move {
        let running = begin(settings, Clock::System)?;
        println(&format!("listening on {}", running.address));
        running.wait().await.map_err(|e| AppError::internal(e.to_string()))
    })
}

/// The `demo` command: a made-up farm, every role's sign-in printed, then as [`serve`].
///
/// # Errors
/// As [`start`]; also when no file can be made.
pub(crate) fn demo(mut settings: Settings) -> AppResult<()> {
    log_to_stderr();
    let demo = crate::demo::Demo::make(&mut settings, Clock::System.now())?;
    let system = actix_web::rt::System::new();
    system.block_on(async move {
        let running = begin(settings, Clock::System)?;
        println("role              login     password");
        demo.sign_ins().iter().for_each(|line| println(line));
        println(&format!("sign in at {}/intern", running.address));
        println(&format!("listening on {}", running.address));
        running.wait().await.map_err(|e| AppError::internal(e.to_string()))
    })
}

#[expect(clippy::print_stdout, reason = "the ready line is the program's answer")]
fn println(line: &str) {
    println!("{line}");
}

fn log_to_stderr() {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env()
        .unwrap_or_else(|_unset| tracing_subscriber::EnvFilter::new("info"));
    let _ = tracing_subscriber::fmt()
        .json()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .try_init();
}

/// Opens the database, binds the address, and begins to serve on actix's runtime.
///
/// `clock` is milliseconds since the Unix epoch, for a test that moves time itself.
///
/// # Errors
/// When the database does not answer, the address is taken, or plain http would leave the machine.
pub fn start(
    settings: Settings,
    clock: Option<Arc<std::sync::atomic::AtomicI64>>,
) -> Result<Running, Box<dyn std::error::Error + Send + Sync>> {
    Ok(begin(settings, clock.map_or(Clock::System, Clock::Fixed))?)
}

fn begin(mut settings: Settings, clock: Clock) -> AppResult<Running> {
    let listener = TcpListener::bind(&settings.bind)
        .map_err(|e| AppError::internal(format!("{}: {e}", settings.bind)))?;
    let local = listener.local_addr().map_err(|e| AppError::internal(e.to_string()))?;
    refuse_plain_http(&settings, local.ip())?;
    crate::outside::check_address(&settings)?;
    // Calls out speak TLS by ring; a second server in one process finds it there.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let address = format!("http://{local}");
    if settings.public_url.is_empty() {
        settings.public_url.clone_from(&address);
    }
    let workers = settings.workers;
    let db = crate::commands::open(&settings.database)?;
    let signing_key =
        Arc::new(crate::people::signing_key(&db, settings.signing_key_file.as_deref())?);
    let limits = Arc::new(Limits::new(settings.rate_limits == OnOff::On));
    let app = App { db, settings: Arc::new(settings), clock, limits, signing_key };
    let mut loops = crate::outside::start_loops(&app);
    loops.push(crate::proofs::start_loop(&app));
    let app = web::Data::new(app);
    let shared = app.clone();
    let server = HttpServer::new(move || {
        Actix::new()
            .app_data(shared.clone())
            .wrap(middleware::from_fn(headers::dress))
            .wrap(middleware::Compress::default())
            .configure(|config| access::register(config, table()))
            .default_service(web::to(nothing_here))
    })
    .workers(workers)
    .shutdown_timeout(STOP_SECONDS)
    .client_request_timeout(std::time::Duration::from_secs(10))
    .listen(listener)
    .map_err(|e| AppError::internal(e.to_string()))?
    .run();
    Ok(Running { address, app, server, loops })
}

fn refuse_plain_http(settings: &Settings, ip: IpAddr) -> AppResult<()> {
    if ip.is_loopback() || settings.is_https() || settings.allow_plain_http {
        return Ok(());
    }
    Err(AppError::internal(
        "plain http is served on loopback only: put a TLS proxy in front and set --public-url \
         https://…, or say --allow-plain-http",
    ))
}

/// 200 when the database answers.
pub(super) async fn health(ctx: Ctx) -> ApiResult {
    ctx.db()
        .read(|conn| Ok(crate::db::setting(conn, "link.hours", chrono::NaiveDate::MAX)?))
        .await?;
    Ok(HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("ok\n"))
}

async fn nothing_here(ctx: Ctx) -> actix_web::Result<HttpResponse> {
    if ctx.request.path().starts_with("/api/") {
        return Err(crate::error::ApiError(AppError::NotFound).into());
    }
    Err(crate::error::PageError(AppError::NotFound).into())
}

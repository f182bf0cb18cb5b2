//! A load generator that costs little: blocking sockets, keep-alive, one thread a client.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// What a run of requests took.
pub struct Figures {
    pub per_second: u128,
    pub p50_us: u128,
    pub p99_us: u128,
    pub refused: u64,
}

/// One connection that is kept open.
pub struct Connection {
    host: String,
    reader: BufReader<TcpStream>,
}

impl Connection {
    pub fn open(host: &str) -> Self {
        let stream = TcpStream::connect(host).expect("the server listens");
        stream.set_nodelay(true).expect("a socket takes nodelay");
        Self { host: host.to_owned(), reader: BufReader::new(stream) }
    }

    /// Sends one request and reads its whole answer; the status and the body.
    pub fn send(&mut self, method: &str, path: &str, headers: &str, body: &str) -> (u16, String) {
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\n{headers}\
             Content-Length: {}\r\n\r\n{body}",
            self.host,
            body.len()
        );
        self.reader.get_mut().write_all(request.as_bytes()).expect("the request is sent");
        let mut line = String::new();
        self.reader.read_line(&mut line).expect("an answer comes");
        let status = line.split(' ').nth(1).and_then(|s| s.parse().ok()).unwrap_or(0);
        let mut length = 0;
        loop {
            line.clear();
            self.reader.read_line(&mut line).expect("a header comes");
            if line == "\r\n" || line.is_empty() {
                break;
            }
            let lower = line.to_ascii_lowercase();
            if let Some(value) = lower.strip_prefix("content-length:") {
                length = value.trim().parse().unwrap_or(0);
            }
        }
        let mut body = vec![0; length];
        self.reader.read_exact(&mut body).expect("the body comes");
        (status, String::from_utf8_lossy(&body).into_owned())
    }
}

/// `clients` at once for `lasts`; each calls `request` with its own connection and a number that no
/// other call gets. `request` answers whether it went well.
pub fn load<F>(host: &str, clients: usize, lasts: Duration, request: F) -> Figures
where
    F: Fn(&mut Connection, u64) -> bool + Sync,
{
    static NEXT: AtomicU64 = AtomicU64::new(1);
    let (stop, refused) = (AtomicBool::new(false), AtomicU64::new(0));
    let started = Instant::now();
    let mut times: Vec<u128> = thread::scope(|scope| {
        let runs: Vec<_> = (0..clients)
            .map(|_| {
                scope.spawn(|| {
                    let mut connection = Connection::open(host);
                    let mut times = Vec::new();
                    while !stop.load(Ordering::Relaxed) {
                        let began = Instant::now();
                        let well = request(&mut connection, NEXT.fetch_add(1, Ordering::Relaxed));
                        times.push(began.elapsed().as_micros());
                        if !well {
                            refused.fetch_add(1, Ordering::Relaxed);
                        }
                    }
                    times
                })
            })
            .collect();
        thread::sleep(lasts);
        stop.store(true, Ordering::Relaxed);
        runs.into_iter().flat_map(|run| run.join().expect("a client ends")).collect()
    });
    let elapsed = started.elapsed().as_millis().max(1);
    times.sort_unstable();
    let at = |percent: usize| times.get(times.len() * percent / 100).copied().unwrap_or(0);
    Figures {
        per_second: times.len() as u128 * 1000 / elapsed,
        p50_us: at(50),
        p99_us: at(99),
        refused: refused.into_inner(),
    }
}
